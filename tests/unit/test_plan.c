/* SPDX-License-Identifier: MIT */
/*
 * What the plan decides: refer on the kernel that cannot grant it and in
 * layers that do not restrict it, requirements, strictness, kernels that lie.
 */
#include "unit.h"

/* ---- refer on ABI 1 ----------------------------------------------------- */

static struct llk_ruleset *with_refer(int kernel, uint32_t flags, int how)
{
	struct llk_ruleset *rs;

	unit_reset(kernel);
	rs = unit_new(11, flags);
	assert_int_equal(llk_refer_fallback(rs, how), 0);
	assert_int_equal(llk_allow_path(rs, "/var/lib/app", LLK_READ |
					LLK_WRITE, 0), 0);
	return rs;
}

static void test_refer_deny(void **state)
{
	struct llk_ruleset *rs = with_refer(1, LLK_FS | LLK_BEST_EFFORT,
					    LLK_REFER_DENY);
	int i;

	(void)state;
	assert_int_equal(llk_enforce(rs, 0), LLK_PARTIAL);
	i = unit_loss(rs, LLK_TIGHTER, LLK_FS, LLK_FS_REFER, "/var/lib/app");
	assert_true(i >= 0);
	assert_int_equal(llk_loss_abi(rs, (size_t)i), 2);
	assert_int_equal(unit_lost(rs, LLK_EQUIVALENT, LLK_FS), LLK_FS_REFER);
	assert_false(fake_may("/var/lib/app", LLK_FS_REFER));
	assert_true(fake_may("/var/lib/app", LLK_FS_WRITE_FILE));
	assert_contains(llk_summary(rs), "denied although allowed: 1");
	unit_free(rs);
}

static void test_refer_fail(void **state)
{
	struct llk_ruleset *rs = with_refer(1, LLK_FS | LLK_BEST_EFFORT,
					    LLK_REFER_FAIL);
	int kernel;

	(void)state;
	assert_fails(EOPNOTSUPP, llk_prepare(rs));
	assert_fails(EOPNOTSUPP, llk_enforce(rs, 0));
	assert_contains(llk_failure(rs), "fs.refer");
	assert_contains(llk_failure(rs), "/var/lib/app");
	assert_contains(llk_failure(rs), "5.19");
	unit_unrestricted();
	unit_free(rs);
	/* Everywhere else there is nothing to fail for. */
	for (kernel = 0; kernel < KERNELS; kernel++) {
		if (kernel == 1)
			continue;
		rs = with_refer(kernel, LLK_FS | LLK_BEST_EFFORT,
				LLK_REFER_FAIL);
		assert_true(llk_enforce(rs, 0) >= 0);
		unit_free(rs);
	}
}

static void test_refer_drop_fs(void **state)
{
	struct llk_ruleset *rs = with_refer(1, CLASSES | LLK_BEST_EFFORT,
					    LLK_REFER_DROP_FS);
	int kernel;

	(void)state;
	assert_int_equal(llk_prepare(rs), 0);
	assert_fails(ENODATA, llk_ruleset_fd(rs));
	assert_int_equal(llk_enforce(rs, 0), LLK_NONE);
	assert_int_equal(unit_lost(rs, LLK_WEAKER, LLK_FS), 0x1ffff);
	assert_true(fake_may("/var/lib/app", LLK_FS_REFER));
	assert_true(fake_may("/etc", LLK_WRITE));
	unit_unrestricted();
	unit_free(rs);
	for (kernel = 2; kernel <= LLK_ABI_LATEST; kernel++) {
		rs = with_refer(kernel, CLASSES | LLK_BEST_EFFORT,
				LLK_REFER_DROP_FS);
		assert_true(llk_enforce(rs, 0) >= 0);
		assert_true(llk_enforced(rs, LLK_FS) & LLK_READ);
		assert_true(fake_may("/var/lib/app", LLK_FS_REFER));
		assert_false(fake_may("/etc", LLK_FS_READ_DIR));
		unit_free(rs);
	}
}

/* On a kernel that lacks only refer. */
static struct llk_ruleset *drops_fs(void)
{
	struct llk_ruleset *rs;

	fake_reset(11);
	fake.kernel.refused[FAKE_FS] = LLK_FS_REFER;
	rs = unit_new(11, CLASSES | LLK_BEST_EFFORT);
	llk_refer_fallback(rs, LLK_REFER_DROP_FS);
	return rs;
}

/* Files go free, what else there is goes on. */
static void test_refer_drop_fs_keeps_net(void **state)
{
	struct llk_ruleset *rs = drops_fs();

	(void)state;
	llk_allow_port(rs, 443, LLK_NET_CONNECT_TCP, 0);
	llk_allow_path(rs, "/usr", LLK_READ | LLK_WRITE, 0);
	assert_int_equal(llk_enforce(rs, 0), LLK_PARTIAL);
	assert_int_equal(llk_enforced(rs, LLK_FS), 0);
	assert_int_equal(llk_enforced(rs, LLK_NET), 0xf);
	assert_true(fake_may("/etc", LLK_READ));
	assert_true(fake_may_port(443, LLK_NET_CONNECT_TCP));
	assert_false(fake_may_port(80, LLK_NET_CONNECT_TCP));
	unit_free(rs);
}

/* The ruleset without files cannot be made: an error, and no half of it. */
static void test_refer_drop_fs_fails(void **state)
{
	struct llk_ruleset *rs = drops_fs();

	(void)state;
	llk_allow_path(rs, "/usr", LLK_READ | LLK_WRITE, 0);
	fake_fail(FAKE_CREATE, 0, EMFILE);
	assert_fails(EMFILE, llk_enforce(rs, 0));
	assert_int_equal(llk_level(rs), LLK_NONE);
	assert_contains(llk_failure(rs), "ruleset");
	unit_unrestricted();
	assert_int_equal(llk_enforce(rs, 0), LLK_PARTIAL);
	assert_int_equal(llk_enforced(rs, LLK_FS), 0);
	unit_free(rs);
}

/* A port cannot be given again: the new ruleset must not go without it. */
static void test_refer_drop_fs_loses_no_port(void **state)
{
	struct llk_ruleset *rs = drops_fs();

	(void)state;
	llk_allow_port(rs, 443, LLK_NET_CONNECT_TCP, 0);
	llk_allow_path(rs, "/usr", LLK_READ | LLK_WRITE, 0);
	fake_fail(FAKE_ADD_RULE, 0, ENOMEM);
	assert_fails(ENOMEM, llk_enforce(rs, 0));
	assert_contains(llk_failure(rs), "port 443");
	assert_int_equal(llk_level(rs), LLK_NONE);
	unit_unrestricted();
	/* It does not stick. */
	assert_int_equal(llk_enforce(rs, 0), LLK_PARTIAL);
	assert_true(fake_may_port(443, LLK_NET_CONNECT_TCP));
	assert_false(fake_may_port(80, LLK_NET_CONNECT_TCP));
	unit_free(rs);
}

/* No rule grants it, or only on a file, or only if it were there. */
static void test_refer_not_granted(void **state)
{
	int how;

	(void)state;
	for (how = LLK_REFER_DENY; how <= LLK_REFER_DROP_FS; how++) {
		struct llk_ruleset *rs;

		fake_reset(1);
		rs = unit_new(1, LLK_FS);
		assert_int_equal(llk_refer_fallback(rs, how), 0);
		llk_allow_path(rs, "/usr", LLK_READ, 0);
		llk_allow_path(rs, "/dev/null", LLK_READ | LLK_WRITE, 0);
		llk_allow_path(rs, "/nowhere", LLK_WRITE, LLK_IF_EXISTS);
		assert_int_equal(llk_enforce(rs, 0), LLK_FULL);
		assert_int_equal(llk_enforced(rs, LLK_FS), 0x1fff);
		assert_false(fake_may("/usr", LLK_FS_REFER));
		unit_free(rs);
	}
}

static void test_refer_strict(void **state)
{
	int how;

	(void)state;
	for (how = LLK_REFER_DENY; how <= LLK_REFER_DROP_FS; how++) {
		struct llk_ruleset *rs;

		fake_reset(1);
		rs = unit_new(1, LLK_FS);
		llk_refer_fallback(rs, how);
		llk_allow_path(rs, "/usr", LLK_WRITE, 0);
		assert_fails(EOPNOTSUPP, llk_enforce(rs, 0));
		assert_contains(llk_failure(rs), "refer");
		unit_unrestricted();
		unit_free(rs);
	}
}

/* ---- refer in layers that do not restrict it ---------------------------- */

/* G1: whatever the layers, renames that nobody restricts stay free. */
static void test_g01_pass_refer(void **state)
{
	static const uint32_t classes[] = {
		LLK_NET, LLK_SCOPE, LLK_NET | LLK_SCOPE, LLK_FS,
	};
	size_t i, j;
	int abi;

	(void)state;
	for (abi = 2; abi <= KERNEL_NEWER; abi++)
		for (i = 0; i < 16; i++) {
			fake_reset(abi);
			for (j = 0; j < 2; j++) {
				uint32_t cls = classes[j ? i / 4 : i % 4];
				struct llk_ruleset *rs =
					unit_new(11, cls | LLK_BEST_EFFORT);

				if (cls == LLK_FS)
					llk_exclude(rs, LLK_FS, LLK_FS_REFER);
				assert_true(llk_enforce(rs, 0) >= 0);
				assert_int_equal(llk_enforced(rs, LLK_FS) &
						 LLK_FS_REFER, 0);
				assert_int_equal(llk_requested(rs, LLK_FS) &
						 LLK_FS_REFER, 0);
				unit_free(rs);
			}
			assert_true(fake_may("/var/lib/app", LLK_FS_REFER));
			assert_true(fake_may("/", LLK_FS_REFER));
		}
}

/* G2: a ruleset on files denies renames, also at the version without them. */
static void test_g02_files_deny_renames(void **state)
{
	int abi, pinned;

	(void)state;
	for (abi = 1; abi <= KERNEL_NEWER; abi++)
		for (pinned = 1; pinned <= LLK_ABI_LATEST; pinned++) {
			fake_reset(abi);
			assert_true(llk_deny(pinned, LLK_FS | LLK_BEST_EFFORT,
					     0) >= 0);
			assert_false(fake_may("/tmp", LLK_FS_REFER));
		}
}

static void test_excluded_on_abi_1(void **state)
{
	struct llk_ruleset *rs;

	(void)state;
	fake_reset(1);
	rs = unit_new(1, LLK_FS | LLK_BEST_EFFORT);
	llk_exclude(rs, LLK_FS, LLK_FS_REFER);
	assert_int_equal(llk_enforce(rs, 0), LLK_FULL);
	assert_int_equal(unit_lost(rs, LLK_TIGHTER, LLK_FS), LLK_FS_REFER);
	unit_free(rs);

	fake_reset(1);
	rs = unit_new(1, LLK_FS);
	llk_exclude(rs, LLK_FS, LLK_FS_REFER);
	assert_fails(EOPNOTSUPP, llk_enforce(rs, 0));
	assert_contains(llk_failure(rs), "fs.refer");
	unit_unrestricted();
	unit_free(rs);
}

static void test_pass_refer_fails(void **state)
{
	struct llk_ruleset *rs;

	(void)state;
	fake_reset(11);
	rs = unit_new(11, LLK_NET);
	fake_fail(FAKE_OPEN, 0, EACCES);
	assert_fails(EACCES, llk_enforce(rs, 0));
	assert_contains(llk_failure(rs), "\"/\"");
	unit_unrestricted();
	fake_fail(FAKE_ADD_RULE, 0, ENOMEM);
	assert_fails(ENOMEM, llk_enforce(rs, 0));
	assert_contains(llk_failure(rs), "\"/\"");
	unit_unrestricted();
	assert_int_equal(llk_enforce(rs, 0), LLK_FULL);
	assert_string_equal(fake_call(FAKE_OPEN, fake_count(FAKE_OPEN) -
				      1)->path, "/");
	unit_free(rs);
}

/* ---- requirements ------------------------------------------------------- */

static int required(int kernel, uint32_t cls, uint64_t rights, bool late)
{
	struct llk_ruleset *rs;
	int level;

	unit_reset(kernel);
	rs = unit_new(11, CLASSES | LLK_BEST_EFFORT);
	if (!late)
		assert_int_equal(llk_require(rs, cls, rights), 0);
	llk_allow_path(rs, "/usr", LLK_READ, 0);
	if (late)
		assert_int_equal(llk_require(rs, cls, rights), 0);
	level = llk_enforce(rs, 0);
	if (level < 0) {
		assert_int_equal(errno, fake.kernel.absent ?
				 fake.kernel.absent : EOPNOTSUPP);
		if (fake.kernel.absent)
			assert_contains(llk_failure(rs),
					llk_absence(fake.kernel.absent));
		else
			assert_contains(llk_failure(rs), "requires");
		unit_unrestricted();
	}
	unit_free(rs);
	return level;
}

/* Data, not call order: before the rules or after them. */
static void test_require(void **state)
{
	int kernel, cls, late;
	unsigned int bit;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++)
		for (cls = 0; cls < FAKE_CLASSES; cls++)
			for (bit = 0; bit < 17; bit++) {
				uint64_t right = UINT64_C(1) << bit, takes;
				bool ok;

				if (!(fake_abi_rights(11, cls) & right))
					continue;
				unit_reset(kernel);
				takes = fake_kernel_rights(&fake.kernel, cls);
				ok = takes & right;
				/* Denied by every layer, so it is had. */
				ok |= cls == FAKE_FS && right == LLK_FS_REFER &&
				      takes;
				for (late = 0; late < 2; late++)
					assert_int_equal(required(
						kernel, 1u << cls, right,
						late) >= 0, ok);
			}
}

/* "The network must be restricted, the rest may degrade." */
static void test_require_all_of_class(void **state)
{
	int kernel;

	(void)state;
	for (kernel = 0; kernel <= KERNEL_NEWER; kernel++) {
		assert_int_equal(required(kernel, LLK_NET, LLK_ALL_RIGHTS,
					  false) >= 0, kernel >= 10);
		assert_int_equal(required(kernel, LLK_SCOPE, LLK_ALL_RIGHTS,
					  true) >= 0, kernel >= 6);
		assert_int_equal(required(kernel, LLK_FS, LLK_ALL_RIGHTS,
					  false) >= 0, kernel >= 9);
	}
	assert_int_equal(required(KERNEL_LIAR, LLK_SCOPE, LLK_ALL_RIGHTS,
				  false), -1);
	assert_int_equal(required(KERNEL_LIAR, LLK_NET, LLK_NET_BIND_TCP,
				  false), LLK_PARTIAL);
}

/* A requirement that the fallback would drop. */
static void test_require_and_drop_fs(void **state)
{
	struct llk_ruleset *rs = with_refer(1, LLK_FS | LLK_BEST_EFFORT,
					    LLK_REFER_DROP_FS);

	(void)state;
	assert_int_equal(llk_require(rs, LLK_FS, LLK_FS_WRITE_FILE), 0);
	assert_fails(EOPNOTSUPP, llk_enforce(rs, 0));
	unit_unrestricted();
	unit_free(rs);
}

static void test_require_abi(void **state)
{
	int kernel, abi, first;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++)
		for (abi = 1; abi <= LLK_ABI_LATEST; abi++)
			for (first = 1; first <= abi; first += 3) {
				struct llk_ruleset *rs;
				bool ok;

				unit_reset(kernel);
				ok = !fake.kernel.absent &&
				     fake.kernel.abi >= abi;
				if (kernel == KERNEL_LIAR)
					ok = abi < 5;
				rs = unit_new(11, CLASSES | LLK_BEST_EFFORT);
				assert_int_equal(llk_require_abi(rs, abi), 0);
				assert_int_equal(llk_require_abi(rs, first),
						 0);
				assert_int_equal(llk_enforce(rs, 0) >= 0, ok);
				if (!ok)
					unit_unrestricted();
				if (!ok && !fake.kernel.absent)
					assert_int_equal(errno, EOPNOTSUPP);
				unit_free(rs);
			}
}

/* Only the ruleset's own rights count against a kernel that lies. */
static void test_g14_require_abi_on_liar(void **state)
{
	struct llk_ruleset *rs;

	(void)state;
	unit_reset(KERNEL_LIAR);
	rs = unit_new(4, LLK_FS | LLK_NET | LLK_BEST_EFFORT);
	llk_require_abi(rs, 6);
	assert_int_equal(llk_enforce(rs, 0), LLK_FULL);
	unit_free(rs);

	unit_reset(KERNEL_LIAR);
	rs = unit_new(11, CLASSES | LLK_BEST_EFFORT);
	llk_require_abi(rs, 6);
	assert_fails(EOPNOTSUPP, llk_enforce(rs, 0));
	assert_contains(llk_failure(rs), "ABI 6");
	assert_contains(llk_failure(rs), "refuses");
	unit_unrestricted();
	unit_free(rs);
}

static void test_require_abi_text(void **state)
{
	struct llk_ruleset *rs;

	(void)state;
	fake_reset(3);
	rs = unit_new(3, LLK_FS | LLK_BEST_EFFORT);
	llk_require_abi(rs, 6);
	assert_fails(EOPNOTSUPP, llk_enforce(rs, 0));
	assert_contains(llk_failure(rs), "6.12");
	assert_contains(llk_failure(rs), "ABI 6");
	assert_contains(llk_failure(rs), "ABI is 3");
	unit_unrestricted();
	unit_free(rs);
}

/* ---- strict ------------------------------------------------------------- */

static void test_g15_strict_says_why(void **state)
{
	int kernel;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++) {
		struct llk_ruleset *rs;

		unit_reset(kernel);
		if (!fake.kernel.absent)
			continue;
		rs = unit_new(1, LLK_FS);
		assert_int_equal(llk_allow_path(rs, "/usr", LLK_READ, 0), 0);
		assert_fails(fake.kernel.absent, llk_prepare(rs));
		assert_contains(llk_failure(rs),
				llk_absence(fake.kernel.absent));
		assert_fails(fake.kernel.absent, llk_enforce(rs, 0));
		assert_int_equal(llk_level(rs), LLK_NONE);
		unit_unrestricted();
		unit_free(rs);
	}
}

static void test_strict_says_what(void **state)
{
	struct llk_ruleset *rs;

	(void)state;
	fake_reset(2);
	rs = unit_new(3, LLK_FS);
	assert_fails(EOPNOTSUPP, llk_enforce(rs, 0));
	assert_contains(llk_failure(rs), "fs.truncate");
	assert_contains(llk_failure(rs), "6.2");
	assert_contains(llk_failure(rs), "ABI 3");
	assert_contains(llk_failure(rs), "ABI is 2");
	unit_free(rs);
}

/* ---- kernels that refuse what they report ------------------------------- */

/* G14: the rest is enforced, the report names what is not. */
static void test_g14_liar(void **state)
{
	struct llk_ruleset *rs;

	(void)state;
	unit_reset(KERNEL_LIAR);
	rs = unit_new(11, CLASSES | LLK_BEST_EFFORT);
	llk_allow_path(rs, "/usr", LLK_READ | LLK_DEVICE, 0);
	assert_int_equal(llk_enforce(rs, 0), LLK_PARTIAL);
	assert_int_equal(llk_enforced(rs, LLK_FS), 0x7fff);
	assert_int_equal(llk_enforced(rs, LLK_NET), 0x3);
	assert_int_equal(llk_enforced(rs, LLK_SCOPE), 0);
	assert_int_equal(unit_lost(rs, LLK_WEAKER, LLK_FS), LLK_DEVICE |
			 LLK_CONNECT_UNIX);
	assert_int_equal(unit_lost(rs, LLK_WEAKER, LLK_SCOPE), 0x3);
	assert_true(fake_may("/usr", LLK_READ | LLK_DEVICE));
	assert_false(fake_may("/etc", LLK_FS_READ_DIR));
	unit_free(rs);
}

/* Each single right refused, quiet masks refused, all of it refused. */
static void test_g14_other_lies(void **state)
{
	struct llk_ruleset *rs;
	int cls;
	unsigned int bit;

	(void)state;
	for (cls = 0; cls < FAKE_CLASSES; cls++)
		for (bit = 0; bit < 17; bit++) {
			uint64_t right = UINT64_C(1) << bit;

			fake_reset(11);
			if (!(fake_abi_rights(11, cls) & right))
				continue;
			fake.kernel.refused[cls] = right;
			rs = unit_new(11, CLASSES | LLK_BEST_EFFORT);
			llk_quiet(rs, LLK_FS, LLK_ALL_RIGHTS);
			llk_quiet(rs, LLK_SCOPE, LLK_ALL_RIGHTS);
			assert_int_equal(llk_enforce(rs, 0) == LLK_PARTIAL,
					 right != LLK_FS_REFER ||
					 cls != FAKE_FS);
			assert_int_equal(llk_enforced(rs, 1u << cls),
					 fake_abi_rights(11, cls) & ~right);
			unit_free(rs);
		}
	fake_reset(11);
	for (cls = 0; cls < FAKE_CLASSES; cls++)
		fake.kernel.refused[cls] = UINT64_MAX;
	rs = unit_new(11, CLASSES | LLK_BEST_EFFORT);
	assert_int_equal(llk_enforce(rs, LLK_LOG_NEW_EXEC_ON), LLK_NONE);
	assert_int_equal(unit_lost(rs, LLK_COSMETIC, LLK_RESTRICT_SELF),
			 LLK_LOG_NEW_EXEC_ON);
	unit_unrestricted();
	unit_free(rs);
}

/*
 * ABI 10 in name, the structure of an older kernel: the quiet masks are what
 * it refuses, as E2BIG.
 */
static void test_g14_quiet_refused(void **state)
{
	struct llk_ruleset *rs;

	(void)state;
	fake_reset(10);
	fake_fail(FAKE_CREATE, 1, E2BIG);
	rs = unit_new(9, CLASSES);
	llk_quiet(rs, LLK_SCOPE, LLK_ALL_RIGHTS);
	assert_int_equal(llk_enforce(rs, 0), LLK_FULL);
	assert_int_equal(unit_lost(rs, LLK_COSMETIC, LLK_ADD_RULE), 1);
	assert_int_equal(fake_layer_ruleset(0)->quiet[FAKE_SCOPE], 0);
	unit_free(rs);
}

/* Everything alone is fine, together it is not: no lie that is understood. */
static void test_g14_inexplicable(void **state)
{
	struct llk_ruleset *rs;

	(void)state;
	fake_reset(9);
	fake_fail(FAKE_CREATE, 1, EINVAL);
	rs = unit_new(9, CLASSES | LLK_BEST_EFFORT);
	assert_fails(EINVAL, llk_enforce(rs, 0));
	assert_contains(llk_failure(rs), "ruleset");
	unit_unrestricted();
	unit_free(rs);
}

/* ---- llk_plan() --------------------------------------------------------- */

/* G33: from the header's constant to every kernel, without asking this one. */
static void test_g33_what_if(void **state)
{
	struct llk_ruleset *rs;
	int abi;

	(void)state;
	fake_reset(7);
	rs = unit_new(11, CLASSES | LLK_BEST_EFFORT);
	for (abi = 0; abi <= LLK_ABI_LATEST; abi++) {
		int level = abi == 0 ? LLK_NONE : abi < 10 ? LLK_PARTIAL :
							      LLK_FULL;
		assert_int_equal(llk_plan(rs, abi, 0), level);
		assert_int_equal(llk_level(rs), level);
		assert_int_equal(llk_enforced(rs, LLK_FS),
				 llk_abi_rights(abi, LLK_FS));
	}
	assert_int_equal(fake_count(FAKE_ANY), 0);
	/* Still open for everything. */
	assert_int_equal(llk_exclude(rs, LLK_FS, LLK_FS_EXECUTE), 0);
	assert_int_equal(llk_enforce(rs, 0), LLK_PARTIAL);
	/* And after the enforcement, which it does not undo. */
	assert_int_equal(llk_plan(rs, 0, 0), LLK_NONE);
	assert_int_equal(llk_plan(rs, 11, 0), LLK_FULL);
	assert_int_equal(fake.layers, 1);
	unit_free(rs);
}

static void test_plan_errors(void **state)
{
	struct llk_ruleset *rs;

	(void)state;
	fake_reset(11);
	rs = unit_new(11, CLASSES);
	assert_fails(ENOSYS, llk_plan(rs, 0, 0));
	assert_contains(llk_failure(rs), "ENOSYS");
	assert_fails(EOPNOTSUPP, llk_plan(rs, 9, 0));
	assert_contains(llk_failure(rs), "net.bind_udp");
	assert_contains(llk_failure(rs), "strict");
	assert_contains(llk_failure(rs), "pass LLK_BEST_EFFORT");
	assert_int_equal(llk_level(rs), LLK_NONE);
	/* What is required by name is not had by best effort. */
	assert_int_equal(llk_require(rs, LLK_NET, LLK_NET_BIND_UDP), 0);
	assert_fails(EOPNOTSUPP, llk_plan(rs, 9, 0));
	assert_contains(llk_failure(rs), "requires");
	assert_null(strstr(llk_failure(rs), "BEST_EFFORT"));
	assert_int_equal(llk_plan(rs, 11, 0), LLK_FULL);
	/* Neither error sticks. */
	assert_int_equal(llk_enforce(rs, 0), LLK_FULL);
	unit_free(rs);
}

/* One thread, whatever this process has. */
static void test_plan_threads(void **state)
{
	struct llk_ruleset *rs;

	(void)state;
	fake_reset(7);
	fake.threads = 5;
	rs = unit_new(7, CLASSES);
	assert_int_equal(llk_plan(rs, 7, 0), LLK_FULL);
	assert_int_equal(llk_prepare(rs), 0);
	assert_int_equal(llk_level(rs), LLK_FULL);
	assert_fails(EOPNOTSUPP, llk_enforce(rs, 0));
	assert_int_equal(llk_level(rs), LLK_NONE);
	unit_unrestricted();
	unit_free(rs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refer_deny),
		cmocka_unit_test(test_refer_fail),
		cmocka_unit_test(test_refer_drop_fs),
		cmocka_unit_test(test_refer_drop_fs_keeps_net),
		cmocka_unit_test(test_refer_drop_fs_fails),
		cmocka_unit_test(test_refer_drop_fs_loses_no_port),
		cmocka_unit_test(test_refer_not_granted),
		cmocka_unit_test(test_refer_strict),
		cmocka_unit_test(test_g01_pass_refer),
		cmocka_unit_test(test_g02_files_deny_renames),
		cmocka_unit_test(test_excluded_on_abi_1),
		cmocka_unit_test(test_pass_refer_fails),
		cmocka_unit_test(test_require),
		cmocka_unit_test(test_require_all_of_class),
		cmocka_unit_test(test_require_and_drop_fs),
		cmocka_unit_test(test_require_abi),
		cmocka_unit_test(test_g14_require_abi_on_liar),
		cmocka_unit_test(test_require_abi_text),
		cmocka_unit_test(test_g15_strict_says_why),
		cmocka_unit_test(test_strict_says_what),
		cmocka_unit_test(test_g14_liar),
		cmocka_unit_test(test_g14_other_lies),
		cmocka_unit_test(test_g14_quiet_refused),
		cmocka_unit_test(test_g14_inexplicable),
		cmocka_unit_test(test_g33_what_if),
		cmocka_unit_test(test_plan_errors),
		cmocka_unit_test(test_plan_threads),
	};

	return unit_run(tests);
}
