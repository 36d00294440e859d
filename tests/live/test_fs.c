/* SPDX-License-Identifier: MIT */
/*
 * Every right on files, for real: denied where the report says enforced,
 * allowed where a rule grants it, and free where the report says so.
 */
#include <stdio.h>
#include <string.h>

#include "live.h"
#include "expect.h"
#include "fsops.h"

#define RIGHTS 64

static uint64_t all_rights(void)
{
	return llk_abi_rights(LLK_ABI_LATEST, LLK_FS);
}

/* Runs @body once for every right, in a child each. */
static void run_for_each_right(live_body *body)
{
	for (unsigned int bit = 0; bit < RIGHTS; bit++) {
		const uint64_t right = UINT64_C(1) << bit;

		if (all_rights() & right)
			live_run(body, &right);
	}
}

static void must_match_kernel(const struct llk_ruleset *rs)
{
	uint64_t accepted;

	if (llk_kernel_rights(LLK_FS, &accepted))
		accepted = 0;
	must_be(llk_enforced(rs, LLK_FS),
		llk_requested(rs, LLK_FS) & accepted);
}

/* One right is restricted, without a rule: it is denied, all else is free. */
static void deny_one(const void *arg)
{
	const uint64_t *right = arg;
	struct llk_ruleset *rs = best_effort_only(LLK_FS, *right);

	fsops_start();
	must_enforce(rs, 0);
	must_be(llk_requested(rs, LLK_FS), *right);
	must_match_kernel(rs);
	fsops_check(rs, "in", 0);
}

static void test_each_right_alone_is_denied(void **state)
{
	(void)state;
	run_for_each_right(deny_one);
}

/* All are restricted, and one is granted on one directory. */
static void grant_one(const void *arg)
{
	const uint64_t *right = arg;
	struct llk_ruleset *rs = best_effort(LLK_FS);

	fsops_start();
	must_be(llk_allow_path(rs, "in", *right, 0), 0);
	must_be(llk_allow_path(rs, fsops_device(), *right, LLK_IF_EXISTS), 0);
	must_enforce(rs, 0);
	must_match_kernel(rs);
	fsops_check(rs, "in", *right);
	fsops_check(rs, "out", 0);
}

static void test_each_right_alone_is_granted(void **state)
{
	(void)state;
	run_for_each_right(grant_one);
}

/* All but one are granted on one directory. */
static void withhold_one(const void *arg)
{
	const uint64_t *right = arg;
	const uint64_t granted = all_rights() & ~*right;
	struct llk_ruleset *rs = best_effort(LLK_FS);

	fsops_start();
	must_be(llk_allow_path(rs, "in", granted, 0), 0);
	must_be(llk_allow_path(rs, fsops_device(), granted, LLK_IF_EXISTS), 0);
	must_enforce(rs, 0);
	fsops_check(rs, "in", granted);
	fsops_check(rs, "out", 0);
}

static void test_each_right_alone_is_withheld(void **state)
{
	(void)state;
	run_for_each_right(withhold_one);
}

/* All but one are restricted: that one is free, without a rule. */
static void exclude_one(const void *arg)
{
	const uint64_t *right = arg;
	struct llk_ruleset *rs = best_effort(LLK_FS);

	fsops_start();
	must_be(llk_exclude(rs, LLK_FS, *right), 0);
	must_enforce(rs, 0);
	must(!(llk_requested(rs, LLK_FS) & *right));
	must_match_kernel(rs);
	fsops_check(rs, "in", 0);
}

static void test_each_right_alone_is_excluded(void **state)
{
	(void)state;
	run_for_each_right(exclude_one);
}

/* A ruleset of ABI @arg: what came later stays free, refer apart. */
static void pin(const void *arg)
{
	const int *abi = arg;
	struct llk_ruleset *rs = llk_ruleset_new(*abi,
						 LLK_FS | LLK_BEST_EFFORT);

	must(rs);
	fsops_start();
	must_be(llk_allow_path(rs, "in", LLK_READ | LLK_WRITE, 0), 0);
	must_be(llk_allow_path(rs, fsops_device(), LLK_READ | LLK_WRITE,
			       LLK_IF_EXISTS), 0);
	must_enforce(rs, 0);
	must_be(llk_requested(rs, LLK_FS),
		llk_abi_rights(*abi, LLK_FS) | LLK_FS_REFER);
	must_match_kernel(rs);
	fsops_check(rs, "in", LLK_READ | LLK_WRITE);
	fsops_check(rs, "out", 0);
}

static void test_each_pinned_abi(void **state)
{
	(void)state;
	for (int abi = 1; abi <= LLK_ABI_LATEST; abi++)
		live_run(pin, &abi);
}

static void check_group(const void *arg)
{
	const uint64_t *group = arg;
	struct llk_ruleset *rs = best_effort(LLK_FS);

	fsops_start();
	must_be(llk_allow_path(rs, "in", *group, 0), 0);
	must_be(llk_allow_path(rs, fsops_device(), *group, LLK_IF_EXISTS), 0);
	must_enforce(rs, 0);
	fsops_check(rs, "in", *group);
	fsops_check(rs, "out", 0);
}

static void test_each_group(void **state)
{
	static const uint64_t groups[] = {
		LLK_READ, LLK_WRITE, LLK_EXECUTE, LLK_DEVICE, LLK_CONNECT_UNIX,
		LLK_READ | LLK_WRITE, LLK_READ | LLK_EXECUTE,
		LLK_READ | LLK_DEVICE,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(groups) / sizeof(*groups); i++)
		live_run(check_group, &groups[i]);
}

static void check_permissions(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_FS);
	uint64_t rights;

	fsops_start();
	must_be(llk_parse_permissions(arg, &rights), 0);
	must_be(llk_allow_path(rs, "in", rights, 0), 0);
	must_be(llk_allow_path(rs, fsops_device(), rights, LLK_IF_EXISTS), 0);
	must_enforce(rs, 0);
	fsops_check(rs, "in", rights);
	fsops_check(rs, "out", 0);
}

static void test_permission_letters(void **state)
{
	static const char *const letters[] = { "r", "w", "x", "c", "rwxc" };

	(void)state;
	for (size_t i = 0; i < sizeof(letters) / sizeof(*letters); i++)
		live_run(check_permissions, letters[i]);
}

/*
 * The rule is on the file itself, not on a directory.  Twice the same access
 * is possible here, since none of these uses its file up.
 */
static void grant_on_file(const void *arg)
{
	const size_t *i = arg;
	const uint64_t needs = fsops[*i].needs;
	struct llk_ruleset *rs = best_effort(LLK_FS);
	char path[256];

	fsops_start();
	snprintf(path, sizeof(path), "in/%s", fsops[*i].file);
	must_be(llk_allow_path(rs, path, needs, 0), 0);
	must_enforce(rs, 0);
	fsops_check_one(rs, *i, "in", needs);
	fsops_check_one(rs, *i, "out", 0);
	for (size_t other = 0; other < fsops_count; other++)
		if (!fsops[other].file || strcmp(fsops[other].file,
						 fsops[*i].file))
			fsops_check_one(rs, other, "in", 0);
}

static void test_each_file_right_on_the_file(void **state)
{
	(void)state;
	for (size_t i = 0; i < fsops_count; i++)
		if (fsops[i].file)
			live_run(grant_on_file, &i);
}

/* A ruleset on "/" that grants everything takes nothing away. */
static void grant_everything(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_FS);

	(void)arg;
	fsops_start();
	must_be(llk_allow_path(rs, "/", all_rights(), 0), 0);
	must_enforce(rs, 0);
	fsops_check(rs, "in", all_rights());
}

static void test_everything_granted(void **state)
{
	(void)state;
	live_run(grant_everything, NULL);
}

static void be_strict(const void *arg)
{
	const int *abi = arg;
	const uint32_t classes = LLK_FS | LLK_NET | LLK_SCOPE;
	struct llk_ruleset *rs = llk_ruleset_new(*abi, classes);
	struct llk_ruleset *weak = llk_ruleset_new(*abi,
						   classes | LLK_BEST_EFFORT);
	const bool privileged = live_no_new_privs();

	must(rs && weak);
	fsops_start();
	must_be(llk_prepare(weak), 0);
	if (llk_level(weak) == LLK_FULL) {
		must_be(must_enforce(rs, 0), LLK_FULL);
	} else {
		must_be(llk_enforce(rs, 0), -1);
		must_be(live_no_new_privs(), privileged);
	}
	if (llk_level(weak) == LLK_FULL)
		fsops_check(rs, "in", 0);
	else	/* a ruleset without a plan: nothing is restricted */
		fsops_check(NULL, "in", 0);
}

static void test_strict_is_full_or_nothing(void **state)
{
	(void)state;
	for (int abi = 1; abi <= LLK_ABI_LATEST; abi++)
		live_run(be_strict, &abi);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_right_alone_is_denied),
		cmocka_unit_test(test_each_right_alone_is_granted),
		cmocka_unit_test(test_each_right_alone_is_withheld),
		cmocka_unit_test(test_each_right_alone_is_excluded),
		cmocka_unit_test(test_each_pinned_abi),
		cmocka_unit_test(test_each_group),
		cmocka_unit_test(test_permission_letters),
		cmocka_unit_test(test_each_file_right_on_the_file),
		cmocka_unit_test(test_everything_granted),
		cmocka_unit_test(test_strict_is_full_or_nothing),
	};

	(void)argc;
	live_start(argv[0]);
	return live_end(cmocka_run_group_tests(tests, NULL, NULL));
}
