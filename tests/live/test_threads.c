/* SPDX-License-Identifier: MIT */
/*
 * A thread that runs before the sandbox is made: restricted with the others,
 * left free, or the reason for an error, as the caller chose.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <unistd.h>

#include "live.h"
#include "expect.h"
#include "try.h"

/* ---- A thread that tries what it is asked to ---------------------------- */

struct helper {
	int ask[2], answer[2];
	pthread_t thread;
};

static void *help(void *arg)
{
	struct helper *helper = arg;
	int (*task)(void);
	int error;

	while (read(helper->ask[0], &task, sizeof(task)) == sizeof(task)) {
		error = task();
		must_be(write(helper->answer[1], &error, sizeof(error)),
			sizeof(error));
	}
	return NULL;
}

static void start_helper(struct helper *helper)
{
	must_be(pipe2(helper->ask, O_CLOEXEC), 0);
	must_be(pipe2(helper->answer, O_CLOEXEC), 0);
	must_be(pthread_create(&helper->thread, NULL, help, helper), 0);
}

static int ask(struct helper *helper, int (*task)(void))
{
	int error;

	must_be(write(helper->ask[1], &task, sizeof(task)), sizeof(task));
	must_be(read(helper->answer[0], &error, sizeof(error)), sizeof(error));
	return error;
}

static void end_helper(struct helper *helper)
{
	close(helper->ask[1]);
	must_be(pthread_join(helper->thread, NULL), 0);
	close(helper->ask[0]);
	close(helper->answer[0]);
	close(helper->answer[1]);
}

static int task_read(void)
{
	return try_open("file", O_RDONLY);
}

static int task_write(void)
{
	return try_open("file", O_WRONLY);
}

static void *run_task(void *arg)
{
	int *error = arg;

	*error = task_read();
	return NULL;
}

/* In a thread that starts now. */
static int new_thread_reads(void)
{
	pthread_t thread;
	int error;

	must_be(pthread_create(&thread, NULL, run_task, &error), 0);
	must_be(pthread_join(thread, NULL), 0);
	return error;
}

static struct llk_ruleset *start(struct helper *helper)
{
	live_make_file("file", "");
	start_helper(helper);
	must_give(ask(helper, task_read), 0);
	return best_effort_only(LLK_FS, LLK_FS_READ_FILE | LLK_FS_REFER);
}

static bool lost_other_threads(const struct llk_ruleset *rs)
{
	return has_loss(rs, LLK_WEAKER, LLK_RESTRICT_SELF, UINT64_MAX);
}

/* ---- g26 ---------------------------------------------------------------- */

static void enforce_here(const void *arg)
{
	struct helper helper;
	struct llk_ruleset *rs = start(&helper);
	int error;

	(void)arg;
	must_enforce(rs, LLK_THIS_THREAD);
	error = denied(rs, LLK_FS, LLK_FS_READ_FILE, EACCES);
	must_give(task_read(), error);
	must_give(new_thread_reads(), error);
	must_give(ask(&helper, task_read), 0);
	must(!lost_other_threads(rs));
	end_helper(&helper);
}

static void test_g26_this_thread_leaves_earlier_ones_free(void **state)
{
	(void)state;
	live_run(enforce_here, NULL);
}

/* The sandbox of one thread says nothing about the one that started it. */
static int task_enforce(void)
{
	struct llk_ruleset *rs = best_effort_only(LLK_FS, LLK_FS_READ_FILE);
	int error;

	must_enforce(rs, LLK_THIS_THREAD);
	error = denied(rs, LLK_FS, LLK_FS_READ_FILE, EACCES);
	must_give(task_read(), error);
	llk_ruleset_free(rs);
	return error;
}

static void enforce_there(const void *arg)
{
	struct helper helper;
	struct llk_ruleset *rs = start(&helper);
	int error;

	(void)arg;
	error = ask(&helper, task_enforce);
	must_give(ask(&helper, task_read), error);
	must_give(task_read(), 0);
	end_helper(&helper);
	llk_ruleset_free(rs);
}

static void test_g26_a_thread_restricts_itself(void **state)
{
	(void)state;
	live_run(enforce_there, NULL);
}

/* ---- g27 ---------------------------------------------------------------- */

/*
 * A thread that was joined may not have left the kernel's count yet.  False if
 * the count stays: a sanitizer's own thread.
 */
static bool be_alone(void)
{
	int tries = 100000;

	while (live_threads() != 1 && --tries)
		sched_yield();
	return tries;
}

static void enforce_all_when_alone(struct llk_ruleset *rs)
{
	if (!be_alone())
		return;
	must_enforce(rs, LLK_ALL_THREADS);
	must(has_loss(rs, LLK_EQUIVALENT, LLK_RESTRICT_SELF, UINT64_MAX));
	must_give(task_read(), denied(rs, LLK_FS, LLK_FS_READ_FILE, EACCES));
}

static void enforce_all(const void *arg)
{
	struct helper helper;
	struct llk_ruleset *rs = start(&helper);
	const bool privileged = live_no_new_privs();
	int level, error;

	(void)arg;
	level = llk_enforce(rs, LLK_ALL_THREADS);
	if (level < 0) {
		must_give(errno, EOPNOTSUPP);
		must(!kernel_has_flag("restrict_self.tsync"));
		must_give(task_read(), 0);
		must_give(ask(&helper, task_read), 0);
		must_be(live_no_new_privs(), privileged);
		end_helper(&helper);
		enforce_all_when_alone(rs);
		return;
	}
	must_be(level == LLK_NONE, !kernel_has_flag("restrict_self.tsync"));
	error = denied(rs, LLK_FS, LLK_FS_READ_FILE, EACCES);
	must_give(task_read(), error);
	must_give(ask(&helper, task_read), error);
	must_give(new_thread_reads(), error);
	end_helper(&helper);
}

static void test_g27_all_threads_or_an_error(void **state)
{
	(void)state;
	live_run(enforce_all, NULL);
}

static void enforce_all_if_possible(const void *arg)
{
	struct helper helper;
	struct llk_ruleset *rs = start(&helper);
	int level, error;

	(void)arg;
	level = must_enforce(rs, LLK_ALL_THREADS_IF_POSSIBLE);
	error = denied(rs, LLK_FS, LLK_FS_READ_FILE, EACCES);
	must_give(task_read(), error);
	must_give(new_thread_reads(), error);
	must_give(ask(&helper, task_read), lost_other_threads(rs) ? 0 : error);
	must_be(lost_other_threads(rs), level == LLK_PARTIAL);
	must_be(level, error ? kernel_has_flag("restrict_self.tsync") ?
			       LLK_FULL : LLK_PARTIAL : LLK_NONE);
	end_helper(&helper);
}

static void test_g27_all_threads_if_possible(void **state)
{
	(void)state;
	live_run(enforce_all_if_possible, NULL);
}

static int task_enforce_write(void)
{
	struct llk_ruleset *rs = best_effort_only(LLK_FS, LLK_FS_WRITE_FILE);

	must_enforce(rs, LLK_THIS_THREAD);
	llk_ruleset_free(rs);
	return task_write();
}

/* Where all threads are reached, they get the caller's sandbox for theirs. */
static void override_thread(const void *arg)
{
	struct helper helper;
	struct llk_ruleset *rs = start(&helper);
	int level, before;

	(void)arg;
	before = ask(&helper, task_enforce_write);
	level = must_enforce(rs, LLK_ALL_THREADS_IF_POSSIBLE);
	must_give(task_write(), 0);
	if (level == LLK_FULL) {
		must_give(ask(&helper, task_read), task_read());
		must_give(ask(&helper, task_write), 0);
	} else {
		must_give(ask(&helper, task_read), 0);
		must_give(ask(&helper, task_write), before);
	}
	end_helper(&helper);
}

static void test_g27_caller_decides_for_all(void **state)
{
	(void)state;
	live_run(override_thread, NULL);
}

/* Prepared by one thread, enforced by another. */
static struct llk_ruleset *handed_over;

static int task_enforce_handed_over(void)
{
	must_enforce(handed_over, LLK_THIS_THREAD);
	return task_read();
}

static void hand_over(const void *arg)
{
	struct helper helper;

	(void)arg;
	handed_over = start(&helper);
	must_be(llk_prepare(handed_over), 0);
	must_give(ask(&helper, task_enforce_handed_over),
		  denied(handed_over, LLK_FS, LLK_FS_READ_FILE, EACCES));
	must_give(task_read(), 0);
	end_helper(&helper);
	llk_ruleset_free(handed_over);
}

static void test_prepared_here_enforced_there(void **state)
{
	(void)state;
	live_run(hand_over, NULL);
}

static void enforce_fd(const void *arg)
{
	const uint32_t *flags = arg;
	struct helper helper;
	struct llk_ruleset *rs = start(&helper);
	const bool tsync = kernel_has_flag("restrict_self.tsync");
	int level;

	must_be(llk_prepare(rs), 0);
	if (llk_level(rs) == LLK_NONE)
		live_skip("this kernel has no rulesets");
	level = llk_enforce_fd(llk_ruleset_fd(rs), *flags);
	if (*flags == LLK_ALL_THREADS && !tsync) {
		must_be(level, -1);
		must_give(errno, EOPNOTSUPP);
		must_give(task_read(), 0);
	} else {
		must_be(level, *flags == LLK_ALL_THREADS_IF_POSSIBLE && !tsync ?
			       LLK_PARTIAL : LLK_FULL);
		must_give(task_read(), EACCES);
	}
	must_give(ask(&helper, task_read),
		  *flags != LLK_THIS_THREAD && tsync ? EACCES : 0);
	end_helper(&helper);
}

static void test_g27_descriptor_and_threads(void **state)
{
	static const uint32_t flags[] = { LLK_ALL_THREADS, LLK_THIS_THREAD,
					  LLK_ALL_THREADS_IF_POSSIBLE };

	(void)state;
	for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++)
		live_run(enforce_fd, &flags[i]);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_g26_this_thread_leaves_earlier_ones_free),
		cmocka_unit_test(test_g26_a_thread_restricts_itself),
		cmocka_unit_test(test_g27_all_threads_or_an_error),
		cmocka_unit_test(test_g27_all_threads_if_possible),
		cmocka_unit_test(test_g27_caller_decides_for_all),
		cmocka_unit_test(test_prepared_here_enforced_there),
		cmocka_unit_test(test_g27_descriptor_and_threads),
	};

	(void)argc;
	live_start_with_threads(argv[0]);
	return live_end(cmocka_run_group_tests(tests, NULL, NULL));
}
