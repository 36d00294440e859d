/* SPDX-License-Identifier: MIT */
/*
 * Questions about the running kernel: version, errata, rights, layers, and
 * why there is none.
 */
#include "unit.h"

static void test_versions(void **state)
{
	int abi;

	(void)state;
	for (abi = 1; abi <= KERNEL_NEWER; abi++) {
		fake_reset(abi);
		assert_int_equal(llk_kernel_abi(), abi);
		assert_int_equal(fake_count(FAKE_ANY), 1);
	}
}

/* EPERM from the probe is a filter in front, not a lack of privileges. */
static void test_g15_g17_absence(void **state)
{
	static const int reasons[] = { ENOSYS, EOPNOTSUPP, EPERM, EACCES };
	size_t i;

	(void)state;
	for (i = 0; i < 4; i++) {
		fake_reset(0);
		fake.kernel.absent = reasons[i];
		assert_fails(reasons[i], llk_kernel_abi());
		assert_non_null(llk_absence(reasons[i]));
	}
	assert_contains(llk_absence(ENOSYS), "5.13");
	assert_contains(llk_absence(ENOSYS), "CONFIG_SECURITY_LANDLOCK");
	assert_contains(llk_absence(EOPNOTSUPP), "lsm=");
	assert_contains(llk_absence(EOPNOTSUPP), "boot");
	assert_contains(llk_absence(EPERM), "seccomp");
	assert_contains(llk_absence(EPERM), "EPERM");
	assert_contains(llk_absence(EACCES), "seccomp");
	assert_contains(llk_absence(EACCES), "EACCES");
}

static void test_no_absence(void **state)
{
	static const int others[] = {
		0, EINVAL, ENOMEM, EMFILE, ENOMSG, E2BIG, -1, 524,
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_null(llk_absence(others[i]));
}

static void test_question_failed(void **state)
{
	struct llk_ruleset *rs;
	uint64_t rights = 5;

	(void)state;
	fake_reset(7);
	fake_fail_from(FAKE_CREATE, 0, ENOMEM);
	assert_fails(ENOMEM, llk_kernel_abi());
	assert_fails(ENOMEM, llk_kernel_errata());
	assert_fails(ENOMEM, llk_layers_left());
	assert_fails(ENOMEM, llk_kernel_rights(LLK_FS, &rights));
	assert_int_equal(rights, 5);
	assert_fails(ENOMEM, llk_enforce_fd(0, 0));
	assert_fails(ENOMEM, llk_mute_subdomains(0));
	/* EINVAL is no absence either. */
	fake_fail_from(FAKE_CREATE, 0, EINVAL);
	assert_fails(EINVAL, llk_kernel_abi());
	rs = unit_new(11, CLASSES | LLK_BEST_EFFORT);
	assert_fails(EINVAL, llk_enforce(rs, 0));
	assert_contains(llk_failure(rs), "version");
	unit_unrestricted();
	unit_free(rs);
}

/* A filter may answer 0 to everything: no Landlock either. */
static void test_filter_says_zero(void **state)
{
	struct llk_ruleset *rs;

	(void)state;
	fake_reset(0);
	fake.kernel.absent = 0;
	assert_fails(ENOSYS, llk_kernel_abi());
	rs = unit_new(11, CLASSES | LLK_BEST_EFFORT);
	assert_int_equal(llk_enforce(rs, 0), LLK_NONE);
	unit_unrestricted();
	unit_free(rs);
}

/* What was in errno before the question must not decide. */
static void test_g16_stale_errno(void **state)
{
	static const int stale[] = { ENOSYS, EOPNOTSUPP, EPERM, EINVAL, E2BIG };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(stale) / sizeof(stale[0]); i++) {
		struct llk_ruleset *rs;
		uint64_t rights;

		fake_reset(7);
		rs = unit_new(7, CLASSES);
		errno = stale[i];
		assert_int_equal(llk_kernel_abi(), 7);
		errno = stale[i];
		assert_int_equal(llk_kernel_errata(), 7);
		errno = stale[i];
		assert_int_equal(llk_kernel_rights(LLK_FS, &rights), 0);
		errno = stale[i];
		assert_int_equal(llk_allow_path(rs, "/usr", LLK_READ, 0), 0);
		errno = stale[i];
		assert_int_equal(llk_enforce(rs, 0), LLK_FULL);
		unit_free(rs);
	}
}

static void test_errata(void **state)
{
	int abi;

	(void)state;
	for (abi = 1; abi <= KERNEL_NEWER; abi++) {
		fake_reset(abi);
		fake.kernel.errata = -1;
		assert_fails(EOPNOTSUPP, llk_kernel_errata());
		/* The question was carried to older kernels too. */
		fake.kernel.errata = 0;
		assert_int_equal(llk_kernel_errata(), 0);
		fake.kernel.errata = 0xf;
		assert_int_equal(llk_kernel_errata(), 0xf);
	}
	fake_reset(0);
	assert_fails(ENOSYS, llk_kernel_errata());
	unit_reset(KERNEL_DISABLED);
	assert_fails(EOPNOTSUPP, llk_kernel_errata());
	unit_reset(KERNEL_EPERM);
	assert_fails(EPERM, llk_kernel_errata());
}

/* Errata are for reports: nothing else may depend on them. */
static void test_errata_change_nothing(void **state)
{
	int abi;

	(void)state;
	for (abi = 1; abi <= LLK_ABI_LATEST; abi++) {
		size_t calls[2], i;
		int level[2];

		for (i = 0; i < 2; i++) {
			fake_reset(abi);
			fake.kernel.errata = i ? 0xf : -1;
			level[i] = llk_deny(11, CLASSES | LLK_BEST_EFFORT, 0);
			calls[i] = fake_count(FAKE_ANY);
		}
		assert_int_equal(level[0], level[1]);
		assert_int_equal(calls[0], calls[1]);
	}
}

/* An honest kernel takes what its version has; a newer one is clamped. */
static void test_rights(void **state)
{
	int abi, cls;

	(void)state;
	for (abi = 1; abi <= KERNEL_NEWER; abi++)
		for (cls = 0; cls < FAKE_CLASSES; cls++) {
			uint64_t rights = 77;
			int known;

			fake_reset(abi);
			known = unit_kernel_abi();
			assert_int_equal(llk_kernel_rights(1u << cls, &rights),
					 0);
			assert_int_equal(rights, fake_abi_rights(known, cls));
			assert_true(fake_count(FAKE_CREATE) <= 2);
			unit_clean();
			unit_unrestricted();
		}
}

static void test_g14_liar_rights(void **state)
{
	uint64_t rights = 0;

	(void)state;
	unit_reset(KERNEL_LIAR);
	assert_int_equal(llk_kernel_abi(), 6);
	assert_int_equal(llk_kernel_rights(LLK_FS, &rights), 0);
	assert_int_equal(rights, 0x7fff);
	assert_int_equal(llk_kernel_rights(LLK_NET, &rights), 0);
	assert_int_equal(rights, 0x3);
	assert_int_equal(llk_kernel_rights(LLK_SCOPE, &rights), 0);
	assert_int_equal(rights, 0);
	unit_clean();
}

/* Whatever a kernel refuses of its version, the rest is found. */
static void test_g14_any_lie(void **state)
{
	unsigned int bit;

	(void)state;
	for (bit = 0; bit < 17; bit++) {
		uint64_t rights = 0;

		fake_reset(11);
		fake.kernel.refused[FAKE_FS] = UINT64_C(1) << bit;
		assert_int_equal(llk_kernel_rights(LLK_FS, &rights), 0);
		assert_int_equal(rights, 0x1ffff & ~(UINT64_C(1) << bit));
		unit_clean();
	}
}

/* The filter lets the version pass, and nothing else. */
static void test_filter_behind_version(void **state)
{
	static const int reasons[] = { ENOSYS, EOPNOTSUPP, EPERM, EACCES };
	size_t i;

	(void)state;
	for (i = 0; i < 4; i++) {
		struct llk_ruleset *rs;
		uint64_t rights = 3;

		fake_reset(7);
		fake_fail_from(FAKE_CREATE, 1, reasons[i]);
		assert_fails(reasons[i], llk_kernel_rights(LLK_FS, &rights));
		assert_int_equal(rights, 3);

		fake_reset(7);
		fake_fail_from(FAKE_CREATE, 1, reasons[i]);
		rs = unit_new(7, LLK_FS | LLK_BEST_EFFORT);
		assert_int_equal(llk_enforce(rs, 0), LLK_NONE);
		assert_contains(llk_summary(rs), llk_absence(reasons[i]));
		unit_unrestricted();
		unit_free(rs);

		fake_reset(7);
		fake_fail_from(FAKE_CREATE, 1, reasons[i]);
		assert_fails(reasons[i], llk_deny(7, LLK_FS, 0));
		unit_unrestricted();
		unit_clean();
	}
}

static void test_rights_arguments(void **state)
{
	static const uint32_t no_class[] = {
		0, LLK_FS | LLK_NET, LLK_RESTRICT_SELF, LLK_ADD_RULE,
		LLK_BEST_EFFORT, UINT32_MAX,
	};
	uint64_t rights = 9;
	size_t i;
	int kernel;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++) {
		unit_reset(kernel);
		for (i = 0; i < sizeof(no_class) / sizeof(no_class[0]); i++)
			assert_fails(EINVAL, llk_kernel_rights(no_class[i],
							       &rights));
		assert_fails(EINVAL, llk_kernel_rights(LLK_FS, NULL));
		assert_int_equal(rights, 9);
		assert_int_equal(fake_count(FAKE_ANY), 0);
	}
}

static void test_rights_absent(void **state)
{
	static const int kernels[] = {
		0, KERNEL_DISABLED, KERNEL_EPERM, KERNEL_EACCES,
	};
	size_t i;

	(void)state;
	for (i = 0; i < 4; i++) {
		uint64_t rights = 9;

		unit_reset(kernels[i]);
		assert_fails(fake.kernel.absent,
			     llk_kernel_rights(LLK_NET, &rights));
		assert_int_equal(rights, 9);
	}
}

static void test_rights_out_of_descriptors(void **state)
{
	uint64_t rights = 9;

	(void)state;
	fake_reset(7);
	fake.descriptor_limit = 3;
	assert_fails(EMFILE, llk_kernel_rights(LLK_FS, &rights));
	assert_int_equal(rights, 9);
	/* Also in the middle of finding out. */
	unit_reset(KERNEL_LIAR);
	fake_fail(FAKE_CREATE, 5, ENFILE);
	assert_fails(ENFILE, llk_kernel_rights(LLK_FS, &rights));
	unit_clean();
}

/* ---- layers ------------------------------------------------------------- */

static int ask_layers(void *answer)
{
	*(int *)answer = llk_layers_left();
	return 0;
}

/* The child's count, then the parent's answer to it. */
static int layers_left(int abi, int layers)
{
	int status, left = -2;

	fake_reset(abi);
	fake.layers = layers;
	assert_int_equal(unit_as_child(ask_layers, &left), FAKE_EXITED);
	assert_int_equal(left, -2);
	assert_null(fake_violation());
	status = fake.exit_status;

	fake_reset(abi);
	fake.layers = layers;
	fake.wait_status = status;
	ask_layers(&left);
	assert_int_equal(fake.layers, layers);
	assert_false(fake.no_new_privs);
	assert_int_equal(fake_count(FAKE_FORK_SILENT), 1);
	assert_int_equal(fake_count(FAKE_FORK), 0);
	unit_clean();
	return left;
}

static void test_g18_layers(void **state)
{
	int abi, layers;

	(void)state;
	for (abi = 1; abi <= KERNEL_NEWER; abi++)
		for (layers = 0; layers <= FAKE_LAYERS; layers++)
			assert_int_equal(layers_left(abi, layers),
					 FAKE_LAYERS - layers);
}

static void test_layers_absent(void **state)
{
	int kernel;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++) {
		unit_reset(kernel);
		if (!fake.kernel.absent)
			continue;
		assert_fails(fake.kernel.absent, llk_layers_left());
		assert_int_equal(fake_count(FAKE_FORK_SILENT), 0);
	}
}

/* The child that meets an error anywhere: the parent must not take it for a
   count. */
static void test_layers_child_fails(void **state)
{
	static const struct {
		enum fake_function function;
		size_t nth;
		int error;
	} failures[] = {
		{ FAKE_CREATE, 1, EMFILE },
		{ FAKE_CREATE, 1, EPERM },
		{ FAKE_SET_NO_NEW_PRIVS, 0, EPERM },
		{ FAKE_RESTRICT, 0, EPERM },
		{ FAKE_RESTRICT, 3, ENOMEM },
	};
	size_t i;
	int left;

	(void)state;
	for (i = 0; i < sizeof(failures) / sizeof(failures[0]); i++) {
		int status;

		fake_reset(7);
		fake_fail_from(failures[i].function, failures[i].nth,
			       failures[i].error);
		assert_int_equal(unit_as_child(ask_layers, &left),
				 FAKE_EXITED);
		status = fake.exit_status;
		fake_reset(7);
		fake.wait_status = status;
		assert_fails(EIO, llk_layers_left());
		unit_clean();
	}
}

/* A kernel without the limit: the child does not count for ever. */
static int count_without_limit(void *data)
{
	(void)data;
	fake_fail_from(FAKE_RESTRICT, 0, 0);
	return llk_layers_left();
}

static void test_layers_no_limit(void **state)
{
	int status;

	(void)state;
	fake_reset(7);
	assert_int_equal(unit_as_child(count_without_limit, NULL),
			 FAKE_EXITED);
	assert_true(fake_count(FAKE_RESTRICT) < 1000);
	status = fake.exit_status;
	fake_reset(7);
	fake.wait_status = status;
	assert_fails(EIO, llk_layers_left());
}

static void test_layers_parent_fails(void **state)
{
	(void)state;
	fake_reset(7);
	fake_fail(FAKE_FORK_SILENT, 0, EAGAIN);
	assert_fails(EAGAIN, llk_layers_left());
	unit_clean();
	fake_reset(7);
	fake_fail(FAKE_WAIT, 0, ECHILD);
	assert_fails(ECHILD, llk_layers_left());
	unit_clean();
	/* Killed. */
	fake_reset(7);
	fake.wait_status = -1;
	assert_fails(EIO, llk_layers_left());
	unit_clean();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_versions),
		cmocka_unit_test(test_g15_g17_absence),
		cmocka_unit_test(test_no_absence),
		cmocka_unit_test(test_question_failed),
		cmocka_unit_test(test_filter_says_zero),
		cmocka_unit_test(test_g16_stale_errno),
		cmocka_unit_test(test_errata),
		cmocka_unit_test(test_errata_change_nothing),
		cmocka_unit_test(test_rights),
		cmocka_unit_test(test_g14_liar_rights),
		cmocka_unit_test(test_g14_any_lie),
		cmocka_unit_test(test_filter_behind_version),
		cmocka_unit_test(test_rights_arguments),
		cmocka_unit_test(test_rights_absent),
		cmocka_unit_test(test_rights_out_of_descriptors),
		cmocka_unit_test(test_g18_layers),
		cmocka_unit_test(test_layers_absent),
		cmocka_unit_test(test_layers_child_fails),
		cmocka_unit_test(test_layers_no_limit),
		cmocka_unit_test(test_layers_parent_fails),
	};

	return unit_run(tests);
}
