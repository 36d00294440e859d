/* SPDX-License-Identifier: MIT */
/*
 * Whole scenarios in which every system call, at every position, fails with
 * each plausible errno, and every allocation fails: all or nothing, errno kept,
 * nothing left open, nothing left in memory.  Linked with --wrap for the
 * allocation functions.
 */
#include "unit.h"

/* ---- allocations -------------------------------------------------------- */

static struct {
	long taken, left;	/* allocations so far, and not freed */
	long fails;		/* the number of the one that fails; -1: none */
} memory;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
char *__real_strdup(const char *string);
void __real_free(void *allocated);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
char *__wrap_strdup(const char *string);
void __wrap_free(void *allocated);

static bool no_memory(void)
{
	if (memory.taken++ != memory.fails)
		return false;
	errno = ENOMEM;
	return true;
}

void *__wrap_malloc(size_t size)
{
	if (no_memory())
		return NULL;
	memory.left++;
	return __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	if (no_memory())
		return NULL;
	memory.left++;
	return __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
	if (no_memory())
		return NULL;
	memory.left += !old;
	return __real_realloc(old, size);
}

char *__wrap_strdup(const char *string)
{
	if (no_memory())
		return NULL;
	memory.left++;
	return __real_strdup(string);
}

void __wrap_free(void *allocated)
{
	memory.left -= allocated != NULL;
	__real_free(allocated);
}

/* ---- scenarios ---------------------------------------------------------- */

/* What the last scenario said of its failure; empty if it has no words. */
static char said[1024];

static int finish(struct llk_ruleset *rs, int result)
{
	int error = errno;

	snprintf(said, sizeof(said), "%s", llk_failure(rs));
	errno = error;
	llk_ruleset_free(rs);
	return result;
}

static struct llk_ruleset *with_rules(uint32_t flags)
{
	struct llk_ruleset *rs = llk_ruleset_new(11, CLASSES | flags);
	int etc = fake_give_path("/etc");
	unsigned int port;

	if (!rs)
		return NULL;
	llk_quiet(rs, LLK_FS, LLK_FS_WRITE_FILE);
	llk_allow_path(rs, "/usr", LLK_READ | LLK_EXECUTE, 0);
	llk_allow_path(rs, "/dev/null", LLK_READ | LLK_WRITE, LLK_QUIET);
	llk_allow_path(rs, "/nowhere", LLK_READ, LLK_IF_EXISTS);
	llk_allow_path_at(rs, etc, "app.conf", LLK_FS_READ_FILE, 0);
	llk_allow_fd(rs, etc, LLK_READ, 0);
	llk_allow_port(rs, 443, LLK_NET_CONNECT_TCP, 0);
	llk_allow_port_range(rs, 8000, 8002, LLK_NET_BIND_TCP, 0);
	/* So many that the list grows. */
	for (port = 1; port <= 13; port++)
		llk_allow_port(rs, port, LLK_NET_BIND_TCP, 0);
	return rs;
}

static int run_best_effort(void)
{
	struct llk_ruleset *rs = with_rules(LLK_BEST_EFFORT);

	return rs ? finish(rs, llk_enforce(rs, LLK_LOG_NEW_EXEC_ON)) : -1;
}

static int run_strict(void)
{
	struct llk_ruleset *rs = with_rules(0);

	return rs ? finish(rs, llk_enforce(rs, 0)) : -1;
}

/* In two phases, with a requirement. */
static int run_prepared(void)
{
	struct llk_ruleset *rs = with_rules(LLK_BEST_EFFORT);

	if (!rs)
		return -1;
	llk_require(rs, LLK_FS, LLK_FS_READ_FILE);
	if (llk_prepare(rs))
		return finish(rs, -1);
	return finish(rs, llk_enforce(rs, 0));
}

static int run_net_only(void)
{
	struct llk_ruleset *rs = llk_ruleset_new(11, LLK_NET |
						 LLK_BEST_EFFORT);

	if (!rs)
		return -1;
	llk_allow_path(rs, "/usr", LLK_READ, 0);
	llk_allow_port(rs, 443, LLK_NET_CONNECT_TCP, 0);
	return finish(rs, llk_enforce(rs, 0));
}

static int run_drop_fs(void)
{
	struct llk_ruleset *rs = llk_ruleset_new(11, CLASSES |
						 LLK_BEST_EFFORT);

	if (!rs)
		return -1;
	llk_refer_fallback(rs, LLK_REFER_DROP_FS);
	llk_allow_fd(rs, fake_give_path("/usr"), LLK_READ, 0);
	llk_allow_path(rs, "/tmp", LLK_READ | LLK_WRITE, 0);
	return finish(rs, llk_enforce(rs, 0));
}

static int run_deny(void)
{
	said[0] = '\0';
	return llk_deny(11, CLASSES | LLK_BEST_EFFORT,
			LLK_ALL_THREADS_IF_POSSIBLE);
}

static int run_read_only(void)
{
	static const char *const paths[] = { "/tmp", "/dev/null", NULL };

	said[0] = '\0';
	return llk_read_only(11, LLK_BEST_EFFORT, paths, 0);
}

static int run_enforce_fd(void)
{
	said[0] = '\0';
	return llk_enforce_fd(fake_give_ruleset(LLK_READ, 0, 0), 0);
}

static int run_mute(void)
{
	said[0] = '\0';
	return llk_mute_subdomains(0);
}

static int run_kernel(void)
{
	uint64_t rights;

	said[0] = '\0';
	if (llk_kernel_rights(LLK_FS, &rights))
		return -1;
	return llk_layers_left();
}

static int run_spawn(void)
{
	static char name[] = "true";
	char *const list[] = { name, NULL };
	struct llk_ruleset *rs = with_rules(LLK_BEST_EFFORT);
	pid_t pid;
	int level;

	if (!rs)
		return -1;
	level = llk_spawn(&pid, rs, 0, "/usr/bin/true", list, list);
	/* A child that was started is the caller's. */
	if (level >= 0)
		fake.unreaped = false;
	return finish(rs, level);
}

static const struct scenario {
	const char *name;
	int (*run)(void);
} scenarios[] = {
	{ "best effort", run_best_effort }, { "strict", run_strict },
	{ "prepared", run_prepared }, { "net only", run_net_only },
	{ "drop fs", run_drop_fs }, { "deny", run_deny },
	{ "read only", run_read_only }, { "enforce fd", run_enforce_fd },
	{ "mute", run_mute }, { "kernel", run_kernel },
	{ "spawn", run_spawn },
};

#define SCENARIOS	(sizeof(scenarios) / sizeof(scenarios[0]))

static const int kernels[] = { 0, 1, 4, 7, 8, 10, 11, KERNEL_LIAR,
			       KERNEL_NO_INET };

#define KERNEL_COUNT	(sizeof(kernels) / sizeof(kernels[0]))

static const int errors[] = {
	EPERM, ENOENT, EINTR, EIO, E2BIG, EBADF, EAGAIN, ENOMEM, EACCES,
	EBUSY, EINVAL, ENFILE, EMFILE, ENOSPC, ENOSYS, ENOMSG, ELOOP, EBADFD,
	EOPNOTSUPP, EAFNOSUPPORT, ENOTDIR, ENXIO,
};

#define ERRORS		(sizeof(errors) / sizeof(errors[0]))

/* ---- what may happen ---------------------------------------------------- */

static bool is_absence(int error)
{
	return error == ENOSYS || error == EOPNOTSUPP || error == EPERM ||
	       error == EACCES;
}

/* May the library go on after this call failed in this way? */
static bool tolerated(const struct fake_call *call, int error)
{
	switch (call->function) {
	case FAKE_CREATE:
		if (is_absence(error))
			return true;
		return !call->flags && (error == EINVAL || error == E2BIG);
	case FAKE_ADD_RULE:
		if (call->type == 2)
			return error == EAFNOSUPPORT;
		/* No rule, but the question whether it is a ruleset. */
		if (call->parent_fd == -1)
			return error == ENOMSG;
		return error == EINVAL;
	case FAKE_OPEN:
		return strcmp(call->path, "/nowhere") == 0 &&
		       (error == ENOENT || error == ENOTDIR);
	case FAKE_FS_TYPE:
		return error != EBADF;
	case FAKE_IS_DIR:	/* where it is asked for the report alone */
	case FAKE_CLOSE:	/* cannot fail */
	case FAKE_THREADS:	/* 0: unknown */
	case FAKE_READ:		/* of the pipe to a child that runs */
		return true;
	default:
		return false;
	}
}

static const char *describe(const struct scenario *s, int kernel,
			    const struct fake_call *call, int error)
{
	static char text[256];

	snprintf(text, sizeof(text), "%s on kernel %s, %s fails with %d",
		 s->name, unit_kernel_name(kernel),
		 call ? fake_function_name(call->function) : "allocation",
		 error);
	return text;
}

#define check(what, condition) do { \
	if (!(condition)) \
		fail_msg("%s: %s", what, #condition); \
} while (0)

/* Nothing left behind, whatever the result. */
static void check_clean(const char *what)
{
	if (fake_violation())
		fail_msg("%s: the library %s", what, fake_violation());
	check(what, fake_open_descriptors() == 0);
	check(what, !fake.unreaped);
	check(what, memory.left == 0);
}

/* The process after an error: as before, but for the documented exception. */
static void check_unrestricted(const char *what, const struct fake_call *call)
{
	/* The kernel's own flag is of ABI 11, and only for a ruleset. */
	const bool exception = call && call->function == FAKE_RESTRICT &&
			       (fake.kernel.abi < 11 || call->fd == -1);

	check(what, fake.layers == 0);
	check(what, !fake.muted);
	check(what, !fake.no_new_privs || exception);
	check(what, !said[0] || !exception ||
	      strstr(said, "stays set") != NULL);
}

static int run(const struct scenario *s, int kernel, size_t nth, int error)
{
	unit_reset(kernel);
	memory.taken = 0;
	memory.left = 0;
	if (error)
		fake_fail(FAKE_ANY, nth, error);
	errno = STALE;
	said[0] = '\0';
	return s->run();
}

static void one_failure(const struct scenario *s, int kernel, size_t nth,
			int error)
{
	int result = run(s, kernel, nth, error), seen = errno;
	const struct fake_call *call = fake_call(FAKE_ANY, nth);
	const char *what = describe(s, kernel, call, error);

	check(what, fake_failed());
	check_clean(what);
	if (result >= 0) {
		check(what, tolerated(call, error));
		return;
	}
	check_unrestricted(what, call);
	check(what, strcmp(said, "no error") != 0);
	if (call->function == FAKE_THREADS)
		check(what, seen == EOPNOTSUPP);
	else if (!tolerated(call, error))
		check(what, seen == error);
	check(what, seen != STALE && seen != 0);
}

static void each_call_fails(const struct scenario *s)
{
	size_t k, nth, calls, e;

	memory.fails = -1;
	for (k = 0; k < KERNEL_COUNT; k++) {
		run(s, kernels[k], 0, 0);
		calls = fake_count(FAKE_ANY);
		check_clean(s->name);
		for (nth = 0; nth < calls; nth++)
			for (e = 0; e < ERRORS; e++)
				one_failure(s, kernels[k], nth, errors[e]);
	}
}

static void test_best_effort(void **state)
{
	(void)state;
	each_call_fails(&scenarios[0]);
}

static void test_strict(void **state)
{
	(void)state;
	each_call_fails(&scenarios[1]);
}

static void test_prepared(void **state)
{
	(void)state;
	each_call_fails(&scenarios[2]);
}

static void test_net_only(void **state)
{
	(void)state;
	each_call_fails(&scenarios[3]);
}

static void test_drop_fs(void **state)
{
	(void)state;
	each_call_fails(&scenarios[4]);
}

static void test_policies(void **state)
{
	(void)state;
	each_call_fails(&scenarios[5]);
	each_call_fails(&scenarios[6]);
}

static void test_g29_descriptor_from_elsewhere(void **state)
{
	(void)state;
	each_call_fails(&scenarios[7]);
}

static void test_mute(void **state)
{
	(void)state;
	each_call_fails(&scenarios[8]);
}

static void test_kernel(void **state)
{
	(void)state;
	each_call_fails(&scenarios[9]);
}

static void test_spawn(void **state)
{
	(void)state;
	each_call_fails(&scenarios[10]);
}

/* Every allocation fails once: ENOMEM, and the process is free. */
static void test_no_memory(void **state)
{
	size_t i, k;
	long nth, needed;

	(void)state;
	for (i = 0; i < SCENARIOS; i++)
		for (k = 0; k < KERNEL_COUNT; k++) {
			const char *what = describe(&scenarios[i], kernels[k],
						    NULL, ENOMEM);

			memory.fails = -1;
			run(&scenarios[i], kernels[k], 0, 0);
			needed = memory.taken;
			for (nth = 0; nth < needed; nth++) {
				int result, seen;

				memory.fails = nth;
				result = run(&scenarios[i], kernels[k], 0, 0);
				seen = errno;
				check(what, result == -1);
				check(what, seen == ENOMEM);
				check(what, !said[0] ||
				      strstr(said, "ENOMEM") != NULL);
				check_clean(what);
				check_unrestricted(what, NULL);
			}
			memory.fails = -1;
		}
}

/* The wrapping itself works: there is something to fail. */
static void test_allocations_are_seen(void **state)
{
	(void)state;
	memory.fails = -1;
	run(&scenarios[0], 11, 0, 0);
	/* The ruleset, its rules, and room for those with losses. */
	assert_int_equal(memory.taken, 1 + 1 + 1);
	run(&scenarios[8], 11, 0, 0);
	assert_int_equal(memory.taken, 0);
}

/* How often a ruleset with 1,000 rules like this one allocates. */
static long allocations(const char *path, uint64_t rights)
{
	struct llk_ruleset *rs;
	long taken;
	int i;

	unit_reset(11);
	memory.fails = -1;
	memory.taken = 0;
	rs = llk_ruleset_new(11, CLASSES);
	for (i = 0; i < 1000; i++)
		assert_int_equal(llk_allow_path(rs, path, rights,
						LLK_IF_EXISTS), 0);
	assert_int_equal(llk_enforce(rs, 0), LLK_FULL);
	taken = memory.taken;
	llk_ruleset_free(rs);
	assert_int_equal(memory.left, 0);
	return taken;
}

/* A rule that can lose nothing is not remembered; what the report needs of
   others grows by doubling. */
static void test_rules_allocate_little(void **state)
{
	(void)state;
	assert_int_equal(allocations("/usr", LLK_READ | LLK_EXECUTE), 1);
	assert_in_range(allocations("/usr", LLK_READ | LLK_WRITE), 2, 24);
	assert_in_range(allocations("/nowhere", LLK_READ), 2, 24);
}

/* After llk_prepare() nothing is allocated. */
static void test_enforce_allocates_nothing(void **state)
{
	size_t k;

	(void)state;
	for (k = 0; k < KERNEL_COUNT; k++) {
		struct llk_ruleset *rs;

		unit_reset(kernels[k]);
		memory.fails = -1;
		rs = with_rules(LLK_BEST_EFFORT);
		assert_int_equal(llk_prepare(rs), 0);
		memory.taken = 0;
		assert_true(llk_enforce(rs, 0) >= 0);
		assert_non_null(llk_failure(rs));
		llk_ruleset_fd(rs);
		assert_int_equal(memory.taken, 0);
		llk_ruleset_free(rs);
	}
}

/* A call that failed in llk_enforce() may be repeated, and then works. */
static void test_again(void **state)
{
	size_t nth, calls;

	(void)state;
	memory.fails = -1;
	fake_reset(11);
	assert_true(run_best_effort() >= 0);
	calls = fake_count(FAKE_ANY);
	for (nth = 0; nth < calls; nth++) {
		struct llk_ruleset *rs;
		size_t before;

		fake_reset(11);
		rs = with_rules(0);
		before = fake_count(FAKE_ANY);
		if (nth < before) {
			llk_ruleset_free(rs);
			continue;
		}
		fake_fail(FAKE_ANY, nth - before, ENFILE);
		if (llk_enforce(rs, 0) < 0)
			assert_int_equal(llk_enforce(rs, 0), LLK_FULL);
		assert_true(fake_may("/usr", LLK_READ));
		assert_false(fake_may("/home", LLK_FS_READ_DIR));
		assert_true(fake_may_port(8002, LLK_NET_BIND_TCP));
		llk_ruleset_free(rs);
		unit_clean();
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_best_effort),
		cmocka_unit_test(test_strict),
		cmocka_unit_test(test_prepared),
		cmocka_unit_test(test_net_only),
		cmocka_unit_test(test_drop_fs),
		cmocka_unit_test(test_policies),
		cmocka_unit_test(test_g29_descriptor_from_elsewhere),
		cmocka_unit_test(test_mute),
		cmocka_unit_test(test_kernel),
		cmocka_unit_test(test_spawn),
		cmocka_unit_test(test_no_memory),
		cmocka_unit_test(test_allocations_are_seen),
		cmocka_unit_test(test_rules_allocate_little),
		cmocka_unit_test(test_enforce_allocates_nothing),
		cmocka_unit_test(test_again),
	};

	return unit_run(tests);
}
