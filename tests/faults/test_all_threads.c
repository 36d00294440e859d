/* SPDX-License-Identifier: MIT */
/*
 * Threads that open files, start, end, execute and restrict themselves while
 * one of them restricts all: which threads are denied afterwards is tried in
 * each of them, for every choice, with /proc and without.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include "live.h"
#include "expect.h"
#include "sanitizer.h"
#include "try.h"

#define OPENERS 8
#define STARTERS 3
#define CROWD (OPENERS + STARTERS)
#define ENFORCERS 6
/* Accesses of each thread after the enforcement. */
#define TRIES 50
/* Against a deadlock only: nothing here waits for time to pass. */
#define GUARD 240

static void start_thread(pthread_t *thread, void *(*run)(void *), void *arg)
{
	must_be(pthread_create(thread, NULL, run, arg), 0);
}

static void guard_against_deadlock(void)
{
	alarm(GUARD);
}

static void skip_if_never_alone(void)
{
	if (HAS_TSAN)
		live_skip("a sanitizer's thread is in every process");
}

/* Of this process, by another way than the library's; 0 without /proc. */
static int count_threads(void)
{
	DIR *const directory = opendir("/proc/self/task");
	const struct dirent *entry;
	int count = 0;

	if (!directory)
		return 0;
	while ((entry = readdir(directory)))
		count += entry->d_name[0] != '.';
	closedir(directory);
	return count;
}

/* ---- A choice, and what has to come of it -------------------------------- */

struct choice {
	uint32_t flags;
	bool crowd;	/* there are other threads */
	bool no_proc;
};

static const struct choice choices[] = {
	{ .flags = LLK_ALL_THREADS },
	{ .flags = LLK_ALL_THREADS_IF_POSSIBLE },
	{ .flags = LLK_THIS_THREAD },
	{ .flags = LLK_ALL_THREADS, .crowd = true },
	{ .flags = LLK_ALL_THREADS_IF_POSSIBLE, .crowd = true },
	{ .flags = LLK_THIS_THREAD, .crowd = true },
	{ .flags = LLK_ALL_THREADS, .no_proc = true },
	{ .flags = LLK_ALL_THREADS_IF_POSSIBLE, .no_proc = true },
	{ .flags = LLK_THIS_THREAD, .no_proc = true },
	{ .flags = LLK_ALL_THREADS, .crowd = true, .no_proc = true },
	{ .flags = LLK_ALL_THREADS_IF_POSSIBLE, .crowd = true,
	  .no_proc = true },
	{ .flags = LLK_THIS_THREAD, .crowd = true, .no_proc = true },
};

#define CHOICES (sizeof(choices) / sizeof(*choices))

static const char *choice_name(size_t i)
{
	static char name[80];
	const uint32_t flags = choices[i].flags;

	snprintf(name, sizeof(name), "%s, %s, %s",
		 flags & LLK_THIS_THREAD ? "this thread" :
		 flags & LLK_ALL_THREADS_IF_POSSIBLE ?
		 "all threads if possible" : "all threads",
		 choices[i].crowd ? "with others" : "alone",
		 choices[i].no_proc ? "without /proc" : "with /proc");
	return name;
}

struct outcome {
	int level;	/* of llk_enforce() */
	int self;	/* errno of opening what is denied */
	int others;
};

/* What the plan for this kernel says, where the process has one thread. */
static int planned(struct llk_ruleset *rs, uint32_t flags)
{
	const int abi = llk_kernel_abi();

	return llk_plan(rs, abi < 0 ? 0 : abi < LLK_ABI_LATEST ? abi :
			LLK_ABI_LATEST, flags);
}

static struct outcome predict(struct llk_ruleset *rs, uint32_t flags,
			      bool alone)
{
	struct outcome outcome = { .level = planned(rs, flags) };

	must(outcome.level >= 0);
	if (outcome.level == LLK_NONE)
		return outcome;
	outcome.self = EACCES;
	if (flags & LLK_THIS_THREAD)
		return outcome;
	if (kernel_has_flag("restrict_self.tsync")) {
		outcome.others = EACCES;
	} else if (alone) {
		return outcome;
	} else if (flags & LLK_ALL_THREADS_IF_POSSIBLE) {
		outcome.level = LLK_PARTIAL;
	} else {
		outcome.level = -1;
		outcome.self = 0;
	}
	return outcome;
}

/* llk_enforce(), and its result and report against the prediction. */
static void enforce(struct llk_ruleset *rs, uint32_t flags,
		    const struct outcome *want)
{
	const bool privileged = live_no_new_privs();

	must_be(llk_enforce(rs, flags), want->level);
	if (want->level < 0) {
		must_give(errno, EOPNOTSUPP);
		must_be(llk_level(rs), LLK_NONE);
		must(strstr(llk_failure(rs), "threads"));
		must_be(live_no_new_privs(), privileged);
		return;
	}
	must_be(llk_level(rs), want->level);
	must_be_consistent(rs);
	must_be(has_loss(rs, LLK_WEAKER, LLK_RESTRICT_SELF,
			 llk_abi_rights(8, LLK_RESTRICT_SELF)),
		want->level == LLK_PARTIAL);
}

/* ---- A crowd of threads -------------------------------------------------- */

static pthread_barrier_t started;
/* llk_enforce() has returned. */
static atomic_bool enforced;
static struct outcome expected;

static int try_file(void)
{
	return try_open("file", O_RDONLY);
}

static void check_privs(void)
{
	if (expected.others)
		must(live_no_new_privs());
}

/* @open gives an errno. */
static void keep_trying(int (*open)(void))
{
	pthread_barrier_wait(&started);
	for (int tries = 0; tries < TRIES; ) {
		/* Only what begins after the enforcement is decided. */
		const bool decided = atomic_load(&enforced);
		const int error = open();

		if (!decided)
			continue;
		must_give(error, expected.others);
		tries++;
	}
	check_privs();
}

static void *open_all_the_time(void *arg)
{
	keep_trying(try_file);
	return arg;
}

static void *open_once(void *arg)
{
	*(int *)arg = try_file();
	return NULL;
}

static int open_in_new_thread(void)
{
	pthread_t thread;
	int error;

	start_thread(&thread, open_once, &error);
	must_be(pthread_join(thread, NULL), 0);
	return error;
}

static void *start_all_the_time(void *arg)
{
	keep_trying(open_in_new_thread);
	return arg;
}

static void start_crowd(pthread_t crowd[])
{
	must_be(pthread_barrier_init(&started, NULL, CROWD + 1), 0);
	for (int i = 0; i < CROWD; i++)
		start_thread(&crowd[i], i < OPENERS ? open_all_the_time :
			     start_all_the_time, NULL);
	pthread_barrier_wait(&started);
}

static void end_crowd(const pthread_t crowd[])
{
	atomic_store(&enforced, true);
	for (int i = 0; i < CROWD; i++)
		must_be(pthread_join(crowd[i], NULL), 0);
}

/* ---- Without /proc ------------------------------------------------------- */

static bool cover_proc(void)
{
	/* In a user namespace of its own, where that is what it takes. */
	if (unshare(CLONE_NEWNS) && unshare(CLONE_NEWUSER | CLONE_NEWNS))
		return false;
	return !mount(NULL, "/", "none", MS_REC | MS_PRIVATE, NULL) &&
	       !mount("tmpfs", "/proc", "tmpfs", 0, NULL);
}

static bool leave_proc(void)
{
	/* The working directory, and so the file, stays reachable. */
	return !mkdir("empty", 0755) && !chroot("empty");
}

static void hide_proc(void)
{
	if (!cover_proc() && !leave_proc())
		live_skip("/proc cannot be hidden: that needs a mount "
			  "namespace or chroot(2)");
	must_be(count_threads(), 0);
}

/* ---- The choices --------------------------------------------------------- */

static struct llk_ruleset *deny_reading(void)
{
	return best_effort_only(LLK_FS, LLK_FS_READ_FILE);
}

static void choose(const void *arg)
{
	const struct choice *const choice = arg;
	struct llk_ruleset *const rs = deny_reading();
	pthread_t crowd[CROWD];
	const bool alone = !choice->crowd;

	live_case("%s", choice_name((size_t)(choice - choices)));
	guard_against_deadlock();
	live_make_file("file", "");
	if (alone)
		skip_if_never_alone();
	if (choice->no_proc)
		hide_proc();
	expected = predict(rs, choice->flags, alone);
	if (choice->crowd)
		start_crowd(crowd);
	enforce(rs, choice->flags, &expected);
	if (choice->crowd)
		end_crowd(crowd);
	must_give(try_file(), expected.self);
	must_give(open_in_new_thread(), expected.self);
	llk_ruleset_free(rs);
}

static void test_choice(void **state)
{
	const size_t *const number = *state;

	live_run(choose, &choices[*number]);
}

/* ---- One thread again ---------------------------------------------------- */

static void after_threads(const void *arg)
{
	struct llk_ruleset *const rs = deny_reading();

	(void)arg;
	skip_if_never_alone();
	guard_against_deadlock();
	live_make_file("file", "");
	must_give(open_in_new_thread(), 0);
	/* A thread that was joined may still be leaving the kernel. */
	while (count_threads() != 1)
		sched_yield();
	expected = predict(rs, LLK_ALL_THREADS, true);
	enforce(rs, LLK_ALL_THREADS, &expected);
	must_give(try_file(), expected.self);
}

static void test_alone_after_threads_ended(void **state)
{
	(void)state;
	live_run(after_threads, NULL);
}

static void enforce_in_child(const void *arg)
{
	/* Prepared by the parent, which has threads; this child has none. */
	union {
		const void *in;
		struct llk_ruleset *out;
	} rs = { arg };

	must_be(llk_enforce(rs.out, LLK_ALL_THREADS), expected.level);
	must_give(try_file(), expected.self);
}

static void fork_in_crowd(const void *arg)
{
	struct llk_ruleset *const rs = deny_reading();
	pthread_t crowd[CROWD];

	(void)arg;
	guard_against_deadlock();
	skip_if_never_alone();
	live_make_file("file", "");
	expected = predict(rs, LLK_ALL_THREADS, true);
	must_be(llk_prepare(rs), 0);
	expected.others = 0;
	start_crowd(crowd);
	must_be(live_wait(live_fork(enforce_in_child, rs)), 0);
	end_crowd(crowd);
	must_give(try_file(), 0);
}

static void test_child_of_a_crowd_is_alone(void **state)
{
	(void)state;
	live_run(fork_in_crowd, NULL);
}

/* ---- Many that enforce at once ------------------------------------------- */

static pthread_barrier_t ready, done;
static bool together;	/* each restricts all, or each restricts itself */

static void name_directory(char name[8], size_t number)
{
	snprintf(name, 8, "d%zu", number);
}

/* What denies reading in directory @number alone. */
static struct llk_ruleset *deny_directory(size_t number)
{
	struct llk_ruleset *const rs = deny_reading();
	char name[8];

	for (size_t i = 0; i < ENFORCERS; i++) {
		if (i == number)
			continue;
		name_directory(name, i);
		must_be(llk_allow_path(rs, name, LLK_FS_READ_FILE, 0), 0);
	}
	return rs;
}

static int try_directory(size_t number)
{
	char name[8], path[16];

	name_directory(name, number);
	snprintf(path, sizeof(path), "%s/file", name);
	return try_open(path, O_RDONLY);
}

static void *enforce_with_others(void *arg)
{
	const size_t number = *(const size_t *)arg;
	struct llk_ruleset *const rs = deny_directory(number);
	const uint32_t flags = together ? LLK_ALL_THREADS : LLK_THIS_THREAD;
	const struct outcome want = predict(rs, flags, false);

	pthread_barrier_wait(&ready);
	enforce(rs, flags, &want);
	pthread_barrier_wait(&done);
	for (size_t i = 0; i < ENFORCERS; i++)
		must_give(try_directory(i), together ? want.others :
			  i == number ? want.self : 0);
	llk_ruleset_free(rs);
	return NULL;
}

static void make_directories(void)
{
	char name[8], path[16];

	for (size_t i = 0; i < ENFORCERS; i++) {
		name_directory(name, i);
		must_be(mkdir(name, 0755), 0);
		snprintf(path, sizeof(path), "%s/file", name);
		live_make_file(path, "");
	}
}

static void enforce_at_once(const void *arg)
{
	pthread_t threads[ENFORCERS], crowd[CROWD];
	size_t numbers[ENFORCERS];

	together = arg;
	guard_against_deadlock();
	make_directories();
	live_make_file("file", "");
	/* No ruleset here grants it: the crowd tells as well. */
	expected = predict(deny_reading(), together ? LLK_ALL_THREADS :
			   LLK_THIS_THREAD, false);
	must_be(pthread_barrier_init(&ready, NULL, ENFORCERS), 0);
	must_be(pthread_barrier_init(&done, NULL, ENFORCERS), 0);
	start_crowd(crowd);
	for (size_t i = 0; i < ENFORCERS; i++) {
		numbers[i] = i;
		start_thread(&threads[i], enforce_with_others, &numbers[i]);
	}
	for (size_t i = 0; i < ENFORCERS; i++)
		must_be(pthread_join(threads[i], NULL), 0);
	end_crowd(crowd);
	must_give(try_file(), expected.others);
}

static void test_each_enforces_for_itself(void **state)
{
	(void)state;
	live_run(enforce_at_once, NULL);
}

static void test_each_enforces_for_all(void **state)
{
	static const bool yes = true;

	(void)state;
	live_run(enforce_at_once, &yes);
}

/* ---- One executes while one enforces ------------------------------------- */

#define ROUNDS 8

static void *enforce_for_all(void *arg)
{
	struct llk_ruleset *const rs = best_effort_only(LLK_FS,
							LLK_FS_WRITE_FILE);
	atomic_bool *const full = arg;

	must_be(llk_prepare(rs), 0);
	pthread_barrier_wait(&started);
	if (llk_enforce(rs, LLK_ALL_THREADS) == LLK_FULL)
		atomic_store(full, true);
	/* Until the other one executes its program, which ends this thread. */
	while (pause() < 0)
		;
	return NULL;
}

static void execute_program(const void *arg)
{
	char program[] = "threads", file[] = "file";
	char *const argv[] = { program, file, NULL };
	union {
		const void *in;
		void *out;
	} full = { arg };
	pthread_t thread;

	must_be(pthread_barrier_init(&started, NULL, 2), 0);
	start_thread(&thread, enforce_for_all, full.out);
	pthread_barrier_wait(&started);
	execv(live_self(), argv);
	must_give(errno, 0);
}

static void execute_while_enforcing(const void *arg)
{
	atomic_bool *const full = mmap(NULL, sizeof(*full),
				       PROT_READ | PROT_WRITE,
				       MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	(void)arg;
	guard_against_deadlock();
	must(full != MAP_FAILED);
	live_make_file("file", "");
	for (int round = 0; round < ROUNDS; round++) {
		int error;

		atomic_init(full, false);
		error = live_wait(live_fork(execute_program, full));
		/* Restricted before it executed, or not told that it was. */
		if (atomic_load(full))
			must_give(error, EACCES);
		else
			must(error == 0 || error == EACCES);
	}
}

static void test_executing_while_enforcing(void **state)
{
	(void)state;
	live_run(execute_while_enforcing, NULL);
}

#define OTHERS 5

int main(int argc, char **argv)
{
	struct CMUnitTest tests[CHOICES + OTHERS] = {
		cmocka_unit_test(test_alone_after_threads_ended),
		cmocka_unit_test(test_child_of_a_crowd_is_alone),
		cmocka_unit_test(test_each_enforces_for_itself),
		cmocka_unit_test(test_each_enforces_for_all),
		cmocka_unit_test(test_executing_while_enforcing),
	};
	char names[CHOICES][80];
	size_t numbers[CHOICES];

	/* Started by test_executing_while_enforcing(). */
	if (argc == 2)
		return try_open(argv[1], O_WRONLY);
	for (size_t i = 0; i < CHOICES; i++) {
		numbers[i] = i;
		snprintf(names[i], sizeof(names[i]), "%s", choice_name(i));
		tests[OTHERS + i] = (struct CMUnitTest){
			.name = names[i],
			.test_func = test_choice,
			.initial_state = &numbers[i],
		};
	}
	live_start(argv[0]);
	return live_end(cmocka_run_group_tests(tests, NULL, NULL));
}
