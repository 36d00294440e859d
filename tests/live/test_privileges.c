/* SPDX-License-Identifier: MIT */
/*
 * no_new_privs: set with the restriction, and left alone by whatever restricts
 * nothing.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/prctl.h>

#include "live.h"
#include "expect.h"
#include "try.h"

#define CLASSES (LLK_FS | LLK_NET | LLK_SCOPE)

/* What is set already cannot be seen to be left alone. */
static void must_begin_unset(void)
{
	if (live_no_new_privs())
		live_skip("no_new_privs is set already, by whoever started "
			  "the tests");
	live_make_file("file", "");
}

static void must_be_free(void)
{
	must(!live_no_new_privs());
	must_give(try_open("file", O_RDONLY), 0);
}

/* A ruleset of which this kernel enforces nothing, if there can be one. */
static struct llk_ruleset *beyond_this_kernel(uint32_t mode)
{
	static const uint32_t classes[] = { LLK_FS, LLK_NET, LLK_SCOPE };
	struct llk_ruleset *rs = llk_ruleset_new(LLK_ABI_LATEST,
						 CLASSES | mode);
	uint64_t left = 0;

	must(rs);
	for (size_t i = 0; i < 3; i++) {
		uint64_t rights;

		if (llk_kernel_rights(classes[i], &rights))
			rights = 0;
		must_be(llk_exclude(rs, classes[i], rights), 0);
		left |= llk_requested(rs, classes[i]);
		left |= llk_abi_rights(LLK_ABI_LATEST, classes[i]) & ~rights;
	}
	if (!left)
		live_skip("this kernel has all that the library knows");
	return rs;
}

/* ---- Nothing is enforced ------------------------------------------------ */

static void enforce_nothing(const void *arg)
{
	struct llk_ruleset *rs = beyond_this_kernel(LLK_BEST_EFFORT);

	(void)arg;
	must_begin_unset();
	must_be(must_enforce(rs, 0), LLK_NONE);
	must_be_free();
	must_be(must_enforce(rs, LLK_NO_NEW_PRIVS_NEVER), LLK_NONE);
	must_be_free();
	must_be(must_enforce(rs, LLK_NO_NEW_PRIVS_ALWAYS), LLK_NONE);
	must(live_no_new_privs());
	must_give(try_open("file", O_RDONLY), 0);
}

static void test_none_leaves_it_alone_unless_asked(void **state)
{
	(void)state;
	live_run(enforce_nothing, NULL);
}

static void fail_strictly(const void *arg)
{
	struct llk_ruleset *rs = beyond_this_kernel(0);

	(void)arg;
	must_begin_unset();
	must_be(llk_prepare(rs), -1);
	must_be(llk_enforce(rs, LLK_NO_NEW_PRIVS_ALWAYS), -1);
	must_be_free();
}

static void require_more(const void *arg)
{
	struct llk_ruleset *rs = best_effort(CLASSES);
	const int abi = llk_kernel_abi();

	(void)arg;
	must_begin_unset();
	if (abi >= LLK_ABI_LATEST)
		live_skip("this kernel has all that the library knows");
	must_be(llk_require_abi(rs, abi < 0 ? 1 : abi + 1), 0);
	must_be(llk_enforce(rs, 0), -1);
	must_be_free();
}

static void test_unmet_requirement_leaves_it_alone(void **state)
{
	(void)state;
	live_run(fail_strictly, NULL);
	live_run(require_more, NULL);
}

/* ---- Errors ------------------------------------------------------------- */

static void fail_early(const void *arg)
{
	struct llk_ruleset *rs = best_effort(CLASSES);
	struct llk_ruleset *broken = best_effort(CLASSES);

	(void)arg;
	must_begin_unset();
	must_fail(llk_enforce(rs, UINT32_C(1) << 31), EINVAL);
	must_fail(llk_enforce(rs, LLK_THIS_THREAD |
			      LLK_ALL_THREADS_IF_POSSIBLE), EINVAL);
	must_fail(llk_enforce(rs, LLK_NO_NEW_PRIVS_ALWAYS |
			      LLK_NO_NEW_PRIVS_NEVER), EINVAL);
	must_fail(llk_enforce(NULL, 0), EINVAL);
	must_fail(llk_allow_path(broken, "missing", LLK_READ, 0), ENOENT);
	must_fail(llk_enforce(broken, LLK_NO_NEW_PRIVS_ALWAYS), ENOENT);
	must_fail(llk_deny(LLK_ABI_LATEST, 0, 0), EINVAL);
	must_fail(llk_read_only(LLK_ABI_LATEST, LLK_BEST_EFFORT,
				(const char *const[]){ "missing", NULL }, 0),
		  ENOENT);
	must_fail(llk_enforce_fd(0, LLK_NO_NEW_PRIVS_ALWAYS), EINVAL);
	must_fail(llk_mute_subdomains(LLK_NO_NEW_PRIVS_ALWAYS), EINVAL);
	must_be_free();
}

static void test_errors_leave_it_alone(void **state)
{
	(void)state;
	live_run(fail_early, NULL);
}

/* ---- Success ------------------------------------------------------------ */

static void enforce_with(const void *arg)
{
	const uint32_t *flags = arg;
	struct llk_ruleset *rs = best_effort(LLK_FS);

	must_begin_unset();
	must_be(llk_prepare(rs), 0);
	must_be_free();
	must_enforce(rs, *flags);
	must_be(live_no_new_privs(), llk_level(rs) != LLK_NONE || *flags);
	must_give(try_open("file", O_RDONLY),
		  denied(rs, LLK_FS, LLK_FS_READ_FILE, EACCES));
}

static void test_success_sets_it(void **state)
{
	static const uint32_t flags[] = { 0, LLK_NO_NEW_PRIVS_ALWAYS };

	(void)state;
	live_run(enforce_with, &flags[0]);
	live_run(enforce_with, &flags[1]);
}

/* ---- Never -------------------------------------------------------------- */

static void never(void)
{
	struct llk_ruleset *rs = best_effort(LLK_FS);
	const bool able = live_can_sys_admin();

	must_be(llk_prepare(rs), 0);
	if (llk_level(rs) != LLK_NONE && !able) {
		must_fail(llk_enforce(rs, LLK_NO_NEW_PRIVS_NEVER), EPERM);
		must_be_free();
		/* Does not stick, and the other way works. */
		must_enforce(rs, 0);
	} else {
		must_enforce(rs, LLK_NO_NEW_PRIVS_NEVER);
		must(!live_no_new_privs());
	}
	must_give(try_open("file", O_RDONLY),
		  denied(rs, LLK_FS, LLK_FS_READ_FILE, EACCES));
}

static void never_as_is(const void *arg)
{
	(void)arg;
	must_begin_unset();
	never();
}

static void never_without_privileges(const void *arg)
{
	(void)arg;
	must_begin_unset();
	live_drop_privileges();
	must(!live_can_sys_admin());
	never();
}

static void test_never_needs_cap_sys_admin(void **state)
{
	(void)state;
	live_run(never_as_is, NULL);
	live_run(never_without_privileges, NULL);
}

static void never_but_set(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_FS);

	(void)arg;
	live_make_file("file", "");
	live_drop_privileges();
	must_be(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
	must_enforce(rs, LLK_NO_NEW_PRIVS_NEVER);
	must_give(try_open("file", O_RDONLY),
		  denied(rs, LLK_FS, LLK_FS_READ_FILE, EACCES));
}

static void test_never_works_where_it_is_set(void **state)
{
	(void)state;
	live_run(never_but_set, NULL);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_none_leaves_it_alone_unless_asked),
		cmocka_unit_test(test_unmet_requirement_leaves_it_alone),
		cmocka_unit_test(test_errors_leave_it_alone),
		cmocka_unit_test(test_success_sets_it),
		cmocka_unit_test(test_never_needs_cap_sys_admin),
		cmocka_unit_test(test_never_works_where_it_is_set),
	};

	(void)argc;
	live_start(argv[0]);
	return live_end(cmocka_run_group_tests(tests, NULL, NULL));
}
