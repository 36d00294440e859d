/* SPDX-License-Identifier: MIT */
/*
 * Same arguments, same errors, on every kernel: a mistake has to show on the
 * developer's machine, with Landlock or without.
 */
#include "unit.h"

#define UNKNOWN_FS	(UINT64_C(1) << 17)
#define UNKNOWN_NET	(UINT64_C(1) << 4)
#define UNKNOWN_SCOPE	(UINT64_C(1) << 2)

static const uint32_t no_class[] = {
	0, LLK_FS | LLK_NET, LLK_RESTRICT_SELF, LLK_ADD_RULE, LLK_BEST_EFFORT,
	UINT32_C(1) << 31, UINT32_MAX,
};

#define NO_CLASSES	(sizeof(no_class) / sizeof(no_class[0]))

static const uint32_t wrong_flags[] = {
	UINT32_C(1) << 3, UINT32_C(1) << 4, UINT32_C(1) << 12,
	UINT32_C(1) << 31, UINT32_MAX,
	LLK_THIS_THREAD | LLK_ALL_THREADS_IF_POSSIBLE,
	LLK_NO_NEW_PRIVS_NEVER | LLK_NO_NEW_PRIVS_ALWAYS,
};

#define WRONG_FLAGS	(sizeof(wrong_flags) / sizeof(wrong_flags[0]))

/*
 * One wrong call on a fresh ruleset, on every kernel: always EINVAL, said in
 * words, remembered by the ruleset, nothing asked of the kernel if it was the
 * first call, nothing changed.
 */
static void each_kernel(int (*call)(struct llk_ruleset *rs, size_t i),
			size_t count)
{
	size_t i;
	int kernel;

	for (kernel = 0; kernel < KERNELS; kernel++)
		for (i = 0; i < count; i++) {
			struct llk_ruleset *rs;

			unit_reset(kernel);
			rs = unit_new(11, CLASSES | LLK_BEST_EFFORT);
			assert_fails(EINVAL, call(rs, i));
			assert_contains(llk_failure(rs), "invalid argument: ");
			assert_contains(llk_failure(rs), "EINVAL");
			assert_fails(EINVAL, llk_allow_path(rs, "/usr",
							    LLK_READ, 0));
			assert_fails(EINVAL, llk_prepare(rs));
			assert_fails(EINVAL, llk_enforce(rs, 0));
			assert_contains(llk_failure(rs), "invalid argument: ");
			assert_int_equal(llk_level(rs), LLK_NONE);
			assert_int_equal(fake_count(FAKE_ANY), 0);
			unit_unrestricted();
			unit_free(rs);
		}
}

static void test_new(void **state)
{
	static const struct {
		int abi;
		uint32_t flags;
	} wrong[] = {
		{ 0, LLK_FS }, { -1, LLK_FS }, { 12, LLK_FS },
		{ INT32_MAX, LLK_FS }, { INT32_MIN, LLK_FS },
		{ 11, 0 }, { 11, LLK_BEST_EFFORT },
		{ 11, LLK_FS | LLK_RESTRICT_SELF }, { 11, LLK_FS | 1u << 31 },
		{ 11, UINT32_MAX }, { 11, LLK_ADD_RULE },
	};
	size_t i;
	int kernel;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++) {
		unit_reset(kernel);
		for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
			errno = STALE;
			assert_null(llk_ruleset_new(wrong[i].abi,
						    wrong[i].flags));
			assert_int_equal(errno, EINVAL);
			assert_fails(EINVAL, llk_deny(wrong[i].abi,
						      wrong[i].flags, 0));
		}
		assert_int_equal(fake_count(FAKE_ANY), 0);
	}
}

static int wrong_exclude(struct llk_ruleset *rs, size_t i)
{
	switch (i) {
	case 0:
		return llk_exclude(rs, LLK_FS, UNKNOWN_FS);
	case 1:
		return llk_exclude(rs, LLK_NET, UNKNOWN_NET);
	case 2:
		return llk_exclude(rs, LLK_SCOPE, UNKNOWN_SCOPE);
	case 3:
		return llk_exclude(rs, LLK_FS, UINT64_MAX - 1);
	default:
		return llk_exclude(rs, no_class[i - 4], 1);
	}
}

static int wrong_require(struct llk_ruleset *rs, size_t i)
{
	switch (i) {
	case 0:
		return llk_require(rs, LLK_FS, UNKNOWN_FS);
	case 1:
		return llk_require(rs, LLK_NET, UNKNOWN_NET);
	case 2:
		return llk_require(rs, LLK_SCOPE, UNKNOWN_SCOPE);
	default:
		return llk_require(rs, no_class[i - 3], 1);
	}
}

static int wrong_quiet(struct llk_ruleset *rs, size_t i)
{
	switch (i) {
	case 0:
		return llk_quiet(rs, LLK_FS, UNKNOWN_FS);
	case 1:
		return llk_quiet(rs, LLK_NET, UNKNOWN_NET);
	case 2:
		return llk_quiet(rs, LLK_SCOPE, UNKNOWN_SCOPE);
	default:
		return llk_quiet(rs, no_class[i - 3], 1);
	}
}

static int wrong_number(struct llk_ruleset *rs, size_t i)
{
	static const int abis[] = { 0, -1, 12, INT32_MAX, INT32_MIN };
	static const int fallbacks[] = { -1, 3, INT32_MAX, INT32_MIN };

	return i < 5 ? llk_require_abi(rs, abis[i]) :
		       llk_refer_fallback(rs, fallbacks[i - 5]);
}

static int wrong_path(struct llk_ruleset *rs, size_t i)
{
	switch (i) {
	case 0:
		return llk_allow_path(rs, NULL, LLK_READ, 0);
	case 1:
		return llk_allow_path(rs, "/usr", 0, 0);
	case 2:
		return llk_allow_path(rs, "/usr", UNKNOWN_FS | LLK_READ, 0);
	case 3:
		return llk_allow_path(rs, "/usr", LLK_ALL_RIGHTS, 0);
	case 4:
		return llk_allow_path(rs, "/usr", LLK_READ, 4);
	case 5:
		return llk_allow_path(rs, "/usr", LLK_READ, UINT32_MAX);
	case 6:
		return llk_allow_path(rs, "/usr", LLK_READ, LLK_QUIET);
	case 7:
		return llk_allow_path(rs, "/nowhere", 0, LLK_IF_EXISTS);
	case 8:
		return llk_allow_path_at(rs, AT_FDCWD, NULL, LLK_READ, 0);
	default:
		return llk_allow_path_at(rs, -1, "usr", LLK_READ, 4);
	}
}

static int wrong_fd(struct llk_ruleset *rs, size_t i)
{
	switch (i) {
	case 0:
		return llk_allow_fd(rs, 0, 0, 0);
	case 1:
		return llk_allow_fd(rs, 0, UNKNOWN_FS, 0);
	case 2:
		/* There is no path that could be missing. */
		return llk_allow_fd(rs, 0, LLK_READ, LLK_IF_EXISTS);
	case 3:
		return llk_allow_fd(rs, 0, LLK_READ, LLK_QUIET);
	default:
		return llk_allow_fd(rs, -1, LLK_READ, 8);
	}
}

static int wrong_port(struct llk_ruleset *rs, size_t i)
{
	switch (i) {
	case 0:
		return llk_allow_port(rs, 65536, LLK_NET_BIND_TCP, 0);
	case 1:
		return llk_allow_port(rs, UINT32_MAX, LLK_NET_BIND_TCP, 0);
	case 2:
		return llk_allow_port(rs, 1, 0, 0);
	case 3:
		return llk_allow_port(rs, 1, UNKNOWN_NET, 0);
	case 4:
		return llk_allow_port(rs, 1, LLK_NET_BIND_TCP, LLK_IF_EXISTS);
	case 5:
		return llk_allow_port(rs, 1, LLK_NET_BIND_TCP, LLK_QUIET);
	case 6:
		return llk_allow_port_range(rs, 2, 1, LLK_NET_BIND_TCP, 0);
	case 7:
		return llk_allow_port_range(rs, 0, 65536, LLK_NET_BIND_TCP, 0);
	default:
		return llk_allow_port_range(rs, 65536, 65536,
					    LLK_NET_BIND_TCP, 0);
	}
}

static void test_exclude(void **state)
{
	(void)state;
	each_kernel(wrong_exclude, 4 + NO_CLASSES);
}

static void test_require(void **state)
{
	(void)state;
	each_kernel(wrong_require, 3 + NO_CLASSES);
}

static void test_quiet(void **state)
{
	(void)state;
	each_kernel(wrong_quiet, 3 + NO_CLASSES);
}

static void test_numbers(void **state)
{
	(void)state;
	each_kernel(wrong_number, 9);
}

static void test_path(void **state)
{
	(void)state;
	each_kernel(wrong_path, 10);
}

static void test_fd(void **state)
{
	(void)state;
	each_kernel(wrong_fd, 5);
}

static void test_port(void **state)
{
	(void)state;
	each_kernel(wrong_port, 9);
}

/* Of twenty rules, somebody has to find the one at fault. */
static void test_rule_is_named(void **state)
{
	static const struct {
		int (*call)(struct llk_ruleset *rs, size_t i);
		size_t i;
		const char *text;
	} calls[] = {
		{ wrong_path, 1, "\"/usr\": no access right given" },
		{ wrong_path, 2, "\"/usr\": unknown access right" },
		{ wrong_path, 4, "\"/usr\": unknown flag" },
		{ wrong_path, 9, "\"usr\": unknown flag" },
		{ wrong_fd, 0, "descriptor 0: no access right given" },
		{ wrong_fd, 4, "descriptor -1: unknown flag" },
		{ wrong_port, 0, "port 65536: it is above 65535" },
		{ wrong_port, 1, "port 4294967295: it is above 65535" },
		{ wrong_port, 2, "port 1: no access right given" },
		{ wrong_port, 6,
		  "port 2: the range that begins there ends before" },
		{ wrong_port, 7, "port 65536: it is above 65535" },
	};
	char text[128];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		struct llk_ruleset *rs;

		unit_reset(0);
		rs = unit_new(11, CLASSES | LLK_BEST_EFFORT);
		assert_fails(EINVAL, calls[i].call(rs, calls[i].i));
		snprintf(text, sizeof(text), "invalid argument: %s (EINVAL)",
			 calls[i].text);
		assert_string_equal(llk_failure(rs), text);
		unit_free(rs);
	}
}

/* Wrong flags of what enforces: an error that does not stick. */
static void test_flags(void **state)
{
	char *const argv[] = { NULL };
	size_t i;
	int kernel;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++)
		for (i = 0; i < WRONG_FLAGS; i++) {
			const uint32_t flags = wrong_flags[i];
			struct llk_ruleset *rs;
			pid_t pid = 77;

			unit_reset(kernel);
			rs = unit_new(1, LLK_FS | LLK_BEST_EFFORT);
			assert_fails(EINVAL, llk_enforce(rs, flags));
			assert_contains(llk_failure(rs), "flags");
			assert_fails(EINVAL, llk_plan(rs, 3, flags));
			assert_fails(EINVAL, llk_spawn(&pid, rs, flags, "/x",
						       argv, argv));
			assert_int_equal(pid, 77);
			assert_fails(EINVAL, llk_enforce_fd(3, flags));
			assert_fails(EINVAL, llk_mute_subdomains(flags));
			assert_int_equal(fake_count(FAKE_ANY), 0);
			assert_int_equal(llk_prepare(rs), 0);
			assert_fails(EINVAL, llk_enforce(rs, flags));
			unit_unrestricted();
			unit_free(rs);
			assert_fails(EINVAL, llk_deny(11, CLASSES |
						      LLK_BEST_EFFORT, flags));
			assert_fails(EINVAL,
				     llk_read_only(11, LLK_BEST_EFFORT, NULL,
						   flags));
			unit_unrestricted();
			unit_clean();
		}
}

/* Flags that only some of the functions take. */
static void test_flags_of_others(void **state)
{
	static const uint32_t not_to_mute[] = {
		LLK_LOG_SAME_EXEC_OFF, LLK_LOG_NEW_EXEC_ON,
		LLK_LOG_SUBDOMAINS_OFF, LLK_NO_NEW_PRIVS_ALWAYS,
	};
	size_t i;
	int kernel;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++) {
		unit_reset(kernel);
		assert_fails(EINVAL, llk_enforce_fd(3,
						    LLK_NO_NEW_PRIVS_ALWAYS));
		for (i = 0; i < 4; i++)
			assert_fails(EINVAL,
				     llk_mute_subdomains(not_to_mute[i]));
		assert_fails(EINVAL, llk_read_only(11, LLK_FS, NULL, 0));
		assert_fails(EINVAL, llk_read_only(11, LLK_NET, NULL, 0));
		assert_fails(EINVAL, llk_read_only(0, 0, NULL, 0));
		assert_fails(EINVAL, llk_read_only(12, LLK_BEST_EFFORT, NULL,
						   0));
		assert_int_equal(fake_count(FAKE_ANY), 0);
	}
}

static void test_plan_abi(void **state)
{
	struct llk_ruleset *rs;

	(void)state;
	fake_reset(0);
	rs = unit_new(11, CLASSES | LLK_BEST_EFFORT);
	assert_fails(EINVAL, llk_plan(rs, -1, 0));
	assert_contains(llk_failure(rs), "ABI");
	assert_fails(EINVAL, llk_plan(rs, 12, 0));
	assert_fails(EINVAL, llk_plan(rs, INT32_MAX, 0));
	/* It does not stick. */
	assert_int_equal(llk_plan(rs, 11, 0), LLK_FULL);
	assert_int_equal(fake_count(FAKE_ANY), 0);
	unit_free(rs);
}

static void test_null_configuration(void **state)
{
	int kernel;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++) {
		unit_reset(kernel);
		assert_fails(EINVAL, llk_exclude(NULL, LLK_FS, 1));
		assert_fails(EINVAL, llk_require(NULL, LLK_FS, 1));
		assert_fails(EINVAL, llk_require_abi(NULL, 1));
		assert_fails(EINVAL, llk_refer_fallback(NULL, 0));
		assert_fails(EINVAL, llk_quiet(NULL, LLK_FS, 1));
		assert_fails(EINVAL, llk_allow_path(NULL, "/", LLK_READ, 0));
		assert_fails(EINVAL, llk_allow_path_at(NULL, AT_FDCWD, "/",
						       LLK_READ, 0));
		assert_fails(EINVAL, llk_allow_fd(NULL, 0, LLK_READ, 0));
		assert_fails(EINVAL, llk_allow_port(NULL, 1, 1, 0));
		assert_fails(EINVAL, llk_allow_port_range(NULL, 1, 2, 1, 0));
		assert_fails(EINVAL, llk_plan(NULL, 1, 0));
		assert_fails(EINVAL, llk_prepare(NULL));
		assert_fails(EINVAL, llk_enforce(NULL, 0));
		assert_fails(EINVAL, llk_ruleset_fd(NULL));
		assert_int_equal(fake_count(FAKE_ANY), 0);
		unit_unrestricted();
	}
}

static void test_null_report(void **state)
{
	char buf[64];
	size_t length;

	(void)state;
	fake_reset(7);
	assert_int_equal(llk_level(NULL), LLK_NONE);
	assert_int_equal(llk_requested(NULL, LLK_FS), 0);
	assert_int_equal(llk_enforced(NULL, LLK_FS), 0);
	assert_int_equal(llk_loss_count(NULL), 0);
	assert_int_equal(llk_loss_effect(NULL, 0), 0);
	assert_int_equal(llk_loss_class(NULL, 0), 0);
	assert_int_equal(llk_loss_rights(NULL, 0), 0);
	assert_int_equal(llk_loss_abi(NULL, 0), 0);
	assert_null(llk_loss_path(NULL, 0));
	assert_non_null(llk_summary(NULL));
	length = llk_report(NULL, buf, sizeof(buf));
	assert_int_equal(length, strlen(buf));
	assert_int_equal(llk_report(NULL, NULL, 0), length);
	errno = STALE;
	assert_contains(llk_failure(NULL), "llk_ruleset_new");
	assert_int_equal(errno, STALE);
	errno = STALE;
	llk_ruleset_free(NULL);
	assert_int_equal(errno, STALE);
	assert_int_equal(fake_count(FAKE_ANY), 0);
}

static void test_null_spawn(void **state)
{
	char *const list[] = { NULL };
	int kernel;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++) {
		struct llk_ruleset *rs;
		pid_t pid = 77;

		unit_reset(kernel);
		rs = unit_new(11, CLASSES | LLK_BEST_EFFORT);
		assert_fails(EINVAL, llk_spawn(NULL, rs, 0, "/x", list, list));
		assert_fails(EINVAL, llk_spawn(&pid, NULL, 0, "/x", list,
					       list));
		assert_fails(EINVAL, llk_spawn(&pid, rs, 0, NULL, list, list));
		assert_fails(EINVAL, llk_spawn(&pid, rs, 0, "/x", NULL, list));
		assert_fails(EINVAL, llk_spawn(&pid, rs, 0, "/x", list, NULL));
		assert_contains(llk_failure(rs), "NULL");
		assert_int_equal(pid, 77);
		assert_int_equal(fake_count(FAKE_ANY), 0);
		unit_free(rs);
	}
}

/* Configuration after the first rule. */
static void test_busy_after_rule(void **state)
{
	int kernel, i;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++)
		for (i = 0; i < 5; i++) {
			struct llk_ruleset *rs;

			unit_reset(kernel);
			rs = unit_new(11, CLASSES | LLK_BEST_EFFORT);
			if (i < 4)
				assert_int_equal(llk_allow_path(
					rs, "/usr", LLK_READ, 0), 0);
			else
				assert_int_equal(llk_allow_port(
					rs, 1, LLK_NET_BIND_TCP, 0), 0);
			/* These may still come, and do not loosen a thing. */
			assert_int_equal(llk_require(rs, LLK_FS, 0), 0);
			assert_int_equal(llk_require_abi(rs, 1), 0);
			assert_fails(EBUSY, i == 0 ?
				     llk_exclude(rs, LLK_FS, 1) : i == 1 ?
				     llk_refer_fallback(rs, LLK_REFER_FAIL) :
				     i == 2 ? llk_quiet(rs, LLK_SCOPE, 1) :
				     llk_exclude(rs, LLK_NET, 1));
			assert_contains(llk_failure(rs), "before");
			assert_contains(llk_failure(rs), "EBUSY");
			/* A mistake like the others: it sticks. */
			assert_fails(EBUSY, llk_enforce(rs, 0));
			unit_unrestricted();
			unit_free(rs);
		}
}

static int late_call(struct llk_ruleset *rs, int i)
{
	switch (i) {
	case 0:
		return llk_exclude(rs, LLK_FS, 1);
	case 1:
		return llk_require(rs, LLK_FS, 1);
	case 2:
		return llk_require_abi(rs, 1);
	case 3:
		return llk_refer_fallback(rs, LLK_REFER_DENY);
	case 4:
		return llk_quiet(rs, LLK_FS, 1);
	case 5:
		return llk_allow_path(rs, "/usr", LLK_READ, 0);
	case 6:
		return llk_allow_fd(rs, 0, LLK_READ, 0);
	case 7:
		return llk_allow_port(rs, 1, LLK_NET_BIND_TCP, 0);
	default:
		return llk_allow_path(rs, "/nowhere", LLK_READ, LLK_IF_EXISTS);
	}
}

/* Everything after llk_prepare() and after llk_enforce(). */
static void test_busy_after_prepare(void **state)
{
	int kernel, i, enforced;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++)
		for (i = 0; i < 18; i++) {
			struct llk_ruleset *rs;
			size_t calls;

			unit_reset(kernel);
			rs = unit_new(11, CLASSES | LLK_BEST_EFFORT);
			enforced = i & 1;
			if (enforced)
				assert_true(llk_enforce(rs, 0) >= 0);
			else
				assert_int_equal(llk_prepare(rs), 0);
			calls = fake_count(FAKE_ANY);
			assert_fails(EBUSY, late_call(rs, i / 2));
			assert_contains(llk_failure(rs), "EBUSY");
			assert_int_equal(fake_count(FAKE_ANY), calls);
			unit_free(rs);
		}
}

/* The first error is the one that stays. */
static void test_first_error_stays(void **state)
{
	struct llk_ruleset *rs;
	char first[256];

	(void)state;
	fake_reset(7);
	rs = unit_new(7, CLASSES);
	assert_string_equal(llk_failure(rs), "no error");
	assert_fails(ENOENT, llk_allow_path(rs, "/nowhere", LLK_READ, 0));
	snprintf(first, sizeof(first), "%s", llk_failure(rs));
	assert_contains(first, "/nowhere");
	fake_forget();
	assert_fails(ENOENT, llk_allow_port(rs, 70000, 1, 0));
	assert_fails(ENOENT, llk_allow_path(rs, "/secret/file", LLK_READ, 0));
	assert_fails(ENOENT, llk_allow_path_at(rs, -1, NULL, LLK_READ, 0));
	assert_fails(ENOENT, llk_allow_fd(rs, -1, LLK_READ, 0));
	assert_fails(ENOENT, llk_exclude(rs, 0, 0));
	assert_fails(ENOENT, llk_require(rs, 0, 0));
	assert_fails(ENOENT, llk_require_abi(rs, 99));
	assert_fails(ENOENT, llk_refer_fallback(rs, 99));
	assert_fails(ENOENT, llk_quiet(rs, 0, 0));
	assert_fails(ENOENT, llk_plan(rs, 7, 0));
	assert_fails(ENOENT, llk_prepare(rs));
	assert_fails(ENOENT, llk_enforce(rs, 0));
	assert_string_equal(llk_failure(rs), first);
	assert_contains(llk_summary(rs), first);
	assert_int_equal(fake_count(FAKE_ANY), 0);
	assert_fails(EINVAL, llk_ruleset_fd(rs));
	unit_free(rs);
}

/* G28: a caller that checks only the last call never runs unprotected. */
static void test_g28_refuses_after_error(void **state)
{
	char *const list[] = { NULL };
	int kernel;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++) {
		struct llk_ruleset *rs;
		pid_t pid;

		unit_reset(kernel);
		rs = unit_new(11, CLASSES | LLK_BEST_EFFORT);
		llk_allow_path(rs, "/nowhere", LLK_READ, 0);
		llk_allow_path(rs, "/usr", LLK_READ, 0);
		assert_fails(ENOENT, llk_enforce(rs, 0));
		assert_fails(ENOENT, llk_spawn(&pid, rs, 0, "/usr/bin/true",
					       list, list));
		assert_int_equal(llk_level(rs), LLK_NONE);
		assert_contains(llk_summary(rs), "nothing is enforced");
		unit_unrestricted();
		unit_free(rs);
	}
}

/* A ruleset that restricts nothing, or contradicts itself. */
static void contradict(int abi, uint32_t classes,
		       void (*how)(struct llk_ruleset *rs))
{
	int kernel, i;

	for (kernel = 0; kernel < KERNELS; kernel++)
		for (i = 0; i < 4; i++) {
			struct llk_ruleset *rs;

			unit_reset(kernel);
			rs = unit_new(abi, classes | LLK_BEST_EFFORT);
			if (how)
				how(rs);
			assert_fails(EINVAL, i == 0 ? llk_prepare(rs) :
				     i == 1 ? llk_enforce(rs, 0) :
				     i == 2 ? llk_plan(rs, 11, 0) :
				     llk_allow_path(rs, "/usr", LLK_READ, 0));
			assert_contains(llk_failure(rs), "EINVAL");
			assert_int_equal(fake_count(FAKE_ANY), 0);
			unit_free(rs);
		}
}

static void exclude_all(struct llk_ruleset *rs)
{
	assert_int_equal(llk_exclude(rs, LLK_FS, LLK_ALL_RIGHTS), 0);
	assert_int_equal(llk_exclude(rs, LLK_NET, LLK_ALL_RIGHTS), 0);
	assert_int_equal(llk_exclude(rs, LLK_SCOPE, LLK_ALL_RIGHTS), 0);
}

static void require_other_class(struct llk_ruleset *rs)
{
	assert_int_equal(llk_require(rs, LLK_NET, LLK_NET_BIND_TCP), 0);
}

static void require_all_of_other_class(struct llk_ruleset *rs)
{
	assert_int_equal(llk_require(rs, LLK_SCOPE, LLK_ALL_RIGHTS), 0);
}

static void require_excluded(struct llk_ruleset *rs)
{
	assert_int_equal(llk_require(rs, LLK_FS, LLK_READ), 0);
	assert_int_equal(llk_exclude(rs, LLK_FS, LLK_FS_READ_DIR), 0);
}

static void require_newer(struct llk_ruleset *rs)
{
	assert_int_equal(llk_require(rs, LLK_FS, LLK_FS_IOCTL_DEV), 0);
}

static void quiet_newer(struct llk_ruleset *rs)
{
	assert_int_equal(llk_quiet(rs, LLK_FS, LLK_FS_IOCTL_DEV), 0);
}

static void quiet_other_class(struct llk_ruleset *rs)
{
	assert_int_equal(llk_quiet(rs, LLK_NET, LLK_ALL_RIGHTS), 0);
}

/* G7: the kernel would say ENOMSG, and an absent one nothing at all. */
static void test_g07_nothing_to_restrict(void **state)
{
	(void)state;
	contradict(3, LLK_NET, NULL);
	contradict(5, LLK_SCOPE, NULL);
	contradict(3, LLK_NET | LLK_SCOPE, NULL);
	contradict(11, CLASSES, exclude_all);
}

static void test_contradictions(void **state)
{
	(void)state;
	contradict(11, LLK_FS, require_other_class);
	contradict(11, LLK_FS, require_all_of_other_class);
	contradict(5, LLK_FS | LLK_SCOPE, require_all_of_other_class);
	contradict(11, LLK_FS, require_excluded);
	contradict(4, LLK_FS, require_newer);
	contradict(4, LLK_FS, quiet_newer);
	contradict(11, LLK_FS, quiet_other_class);
}

/* Masks of 0 are no mistake, and neither is all of a class that is there. */
static void test_accepted(void **state)
{
	int kernel;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++) {
		struct llk_ruleset *rs;

		unit_reset(kernel);
		rs = unit_new(11, CLASSES | LLK_BEST_EFFORT);
		assert_int_equal(llk_exclude(rs, LLK_FS, 0), 0);
		assert_int_equal(llk_require(rs, LLK_NET, 0), 0);
		assert_int_equal(llk_quiet(rs, LLK_SCOPE, 0), 0);
		assert_int_equal(llk_quiet(rs, LLK_FS, LLK_ALL_RIGHTS), 0);
		assert_int_equal(llk_refer_fallback(rs, LLK_REFER_DENY), 0);
		assert_int_equal(llk_allow_port(rs, 0, LLK_NET_BIND_TCP, 0),
				 0);
		assert_int_equal(llk_allow_port(rs, 65535, LLK_NET_BIND_TCP,
						0), 0);
		assert_int_equal(llk_allow_path(rs, "/usr", 0, LLK_QUIET), 0);
		assert_true(llk_enforce(rs, 0) >= 0);
		assert_string_equal(llk_failure(rs), "no error");
		unit_free(rs);
	}
}

/* A path that cannot be opened fails alike, with Landlock or without. */
static void test_path_errors(void **state)
{
	static const struct {
		const char *path;
		int error;
	} paths[] = {
		{ "", ENOENT }, { "/nowhere", ENOENT },
		{ "/dangling", ENOENT }, { "/etc/app.conf/x", ENOTDIR },
		{ "/secret/file", EACCES }, { "/loop", ELOOP },
		{ "/proc/pipe", EBADFD }, { "/proc/socket", EBADFD },
		{ "/proc/namespace", EBADFD }, { "/proc/anonymous", EBADFD },
	};
	size_t i;
	int kernel;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++)
		for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
			struct llk_ruleset *rs;

			unit_reset(kernel);
			rs = unit_new(11, CLASSES | LLK_BEST_EFFORT);
			assert_fails(paths[i].error,
				     llk_allow_path(rs, paths[i].path,
						    LLK_FS_READ_FILE, 0));
			assert_contains(llk_failure(rs), paths[i].path);
			unit_unrestricted();
			unit_free(rs);
		}
}

/* A net-only ruleset has no use for a path rule, but checks the path. */
static void test_path_errors_without_fs(void **state)
{
	int kernel;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++) {
		struct llk_ruleset *rs;

		unit_reset(kernel);
		rs = unit_new(11, LLK_NET | LLK_BEST_EFFORT);
		assert_int_equal(llk_allow_path(rs, "/usr", LLK_READ, 0), 0);
		assert_fails(EBADFD, llk_allow_path(rs, "/proc/pipe",
						    LLK_READ, 0));
		unit_free(rs);
		rs = unit_new(11, LLK_NET | LLK_BEST_EFFORT);
		assert_fails(ENOENT, llk_allow_path(rs, "/nowhere", LLK_READ,
						    0));
		unit_free(rs);
	}
}

static void test_descriptor_errors(void **state)
{
	static const struct {
		const char *path;	/* NULL: not open */
		int error;
	} fds[] = {
		{ NULL, EBADF }, { "/proc/pipe", EBADFD },
		{ "/proc/socket", EBADFD }, { "/proc/namespace", EBADFD },
		{ "/proc/anonymous", EBADFD },
	};
	size_t i;
	int kernel;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++)
		for (i = 0; i < sizeof(fds) / sizeof(fds[0]); i++) {
			struct llk_ruleset *rs;
			int fd = i & 1 ? 60 : -1;

			unit_reset(kernel);
			if (fds[i].path)
				fd = fake_give_path(fds[i].path);
			rs = unit_new(11, CLASSES | LLK_BEST_EFFORT);
			assert_fails(fds[i].error,
				     llk_allow_fd(rs, fd, LLK_READ, 0));
			assert_contains(llk_failure(rs), "descriptor");
			unit_free(rs);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_new),
		cmocka_unit_test(test_exclude),
		cmocka_unit_test(test_require),
		cmocka_unit_test(test_quiet),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_path),
		cmocka_unit_test(test_fd),
		cmocka_unit_test(test_port),
		cmocka_unit_test(test_rule_is_named),
		cmocka_unit_test(test_flags),
		cmocka_unit_test(test_flags_of_others),
		cmocka_unit_test(test_plan_abi),
		cmocka_unit_test(test_null_configuration),
		cmocka_unit_test(test_null_report),
		cmocka_unit_test(test_null_spawn),
		cmocka_unit_test(test_busy_after_rule),
		cmocka_unit_test(test_busy_after_prepare),
		cmocka_unit_test(test_first_error_stays),
		cmocka_unit_test(test_g28_refuses_after_error),
		cmocka_unit_test(test_g07_nothing_to_restrict),
		cmocka_unit_test(test_contradictions),
		cmocka_unit_test(test_accepted),
		cmocka_unit_test(test_path_errors),
		cmocka_unit_test(test_path_errors_without_fs),
		cmocka_unit_test(test_descriptor_errors),
	};

	return unit_run(tests);
}
