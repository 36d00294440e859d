/* SPDX-License-Identifier: MIT */
/*
 * A thread that is cancelled while it makes its sandbox.  No call is a
 * cancellation point, so none leaves a descriptor or a child behind, and a child
 * does not take itself for its parent.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/wait.h>

#include "live.h"
#include "expect.h"

#define CLASSES (LLK_FS | LLK_NET | LLK_SCOPE)

static void add_rules(struct llk_ruleset *rs, int fd)
{
	must_be(llk_allow_path(rs, "/", LLK_READ, 0), 0);
	must_be(llk_allow_path(rs, "file", LLK_FS_WRITE_FILE, 0), 0);
	must_be(llk_allow_path(rs, "missing", LLK_READ, LLK_IF_EXISTS), 0);
	must_be(llk_allow_fd(rs, fd, LLK_READ, 0), 0);
	must_be(llk_allow_port(rs, 9, LLK_NET_CONNECT_TCP, 0), 0);
}

static void start_nothing(struct llk_ruleset *rs)
{
	char *const nothing[] = { NULL };
	pid_t pid;

	llk_layers_left();
	must_fail(llk_spawn(&pid, rs, LLK_ALL_THREADS_IF_POSSIBLE, "./missing",
			    nothing, nothing), ENOENT);
}

struct work {
	int fd;
	bool done;
};

static void *make_sandbox(void *arg)
{
	struct work *work = arg;
	struct llk_ruleset *rs;
	uint64_t rights;

	/* It ends at the next cancellation point. */
	must_be(pthread_cancel(pthread_self()), 0);
	rs = llk_ruleset_new(LLK_ABI_LATEST, CLASSES | LLK_BEST_EFFORT |
			     LLK_EXPLAIN);
	must(rs);
	llk_kernel_rights(LLK_FS, &rights);
	add_rules(rs, work->fd);
	must_be(llk_prepare(rs), 0);
	must_be(llk_check_path(rs, "file", LLK_FS_READ_FILE, &rights), 0);
	start_nothing(rs);
	must_enforce(rs, LLK_THIS_THREAD);
	llk_ruleset_free(rs);
	work->done = true;
	pthread_testcancel();
	return NULL;
}

static void cancel(const void *arg)
{
	struct work work = { 0 };
	pthread_t thread;
	void *result;
	int before;

	(void)arg;
	live_make_file("file", "");
	work.fd = open("file", O_RDONLY | O_CLOEXEC);
	before = live_count_fds();
	must_be(pthread_create(&thread, NULL, make_sandbox, &work), 0);
	must_be(pthread_join(thread, &result), 0);
	must(work.done);
	must(result == PTHREAD_CANCELED);
	must_be(live_count_fds(), before);
	must_fail(waitpid(-1, NULL, __WALL), ECHILD);
}

static void test_no_call_is_a_cancellation_point(void **state)
{
	(void)state;
	live_run(cancel, NULL);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_call_is_a_cancellation_point),
	};

	(void)argc;
	live_start_with_threads(argv[0]);
	return live_end(cmocka_run_group_tests(tests, NULL, NULL));
}
