/* SPDX-License-Identifier: MIT */
/*
 * Whole policies in one call: what they deny, what they leave alone, and how
 * they fail.
 */
#include "unit.h"

static int level_on(int kernel, uint32_t classes, int abi)
{
	bool any = false, all = true;
	int i;

	for (i = 0; i < FAKE_CLASSES; i++) {
		uint64_t wants = classes & 1u << i ? fake_abi_rights(abi, i) :
						     0;
		uint64_t takes = fake_kernel_rights(&fake.kernel, i);

		any |= (wants & takes) != 0;
		if (kernel == 1 && i == FAKE_FS)
			wants &= ~LLK_FS_REFER;
		all &= !(wants & ~takes);
	}
	return !any ? LLK_NONE : all ? LLK_FULL : LLK_PARTIAL;
}

static void test_deny(void **state)
{
	uint32_t classes;
	int kernel;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++)
		for (classes = 1; classes <= CLASSES; classes++) {
			int expected;

			unit_reset(kernel);
			expected = level_on(kernel, classes, 11);
			assert_int_equal(llk_deny(11, classes |
						  LLK_BEST_EFFORT, 0),
					 expected);
			unit_clean();
			if (expected == LLK_NONE)
				unit_unrestricted();
			if (expected != LLK_FULL)
				continue;
			assert_int_equal(fake_may("/etc/app.conf",
						  LLK_FS_READ_FILE),
					 !(classes & LLK_FS));
			assert_int_equal(fake_may_port(443,
						       LLK_NET_CONNECT_TCP),
					 !(classes & LLK_NET));
			assert_int_equal(fake_may_scope(LLK_SCOPE_SIGNAL),
					 !(classes & LLK_SCOPE));
		}
}

static void test_deny_strict(void **state)
{
	int kernel;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++) {
		int expected;

		unit_reset(kernel);
		expected = level_on(kernel, CLASSES, 11);
		if (expected == LLK_FULL) {
			assert_int_equal(llk_deny(11, CLASSES, 0), LLK_FULL);
		} else {
			assert_fails(fake.kernel.absent ? fake.kernel.absent :
				     EOPNOTSUPP, llk_deny(11, CLASSES, 0));
			unit_unrestricted();
		}
		unit_clean();
	}
}

static void test_deny_flags(void **state)
{
	(void)state;
	fake_reset(7);
	fake.threads = 2;
	assert_fails(EOPNOTSUPP, llk_deny(7, LLK_FS, 0));
	unit_unrestricted();
	assert_int_equal(llk_deny(7, LLK_FS, LLK_THIS_THREAD |
				  LLK_LOG_SUBDOMAINS_OFF), LLK_FULL);
	assert_false(fake.layer[0].every_thread);
	assert_int_equal(fake.layer[0].flags, LLK_LOG_SUBDOMAINS_OFF);
	fake.layers = FAKE_LAYERS;
	assert_fails(E2BIG, llk_deny(7, LLK_FS, LLK_THIS_THREAD));
	unit_clean();
}

/* A version without any right of the class. */
static void test_deny_nothing(void **state)
{
	int kernel;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++) {
		unit_reset(kernel);
		assert_fails(EINVAL, llk_deny(3, LLK_NET | LLK_BEST_EFFORT,
					      0));
		assert_fails(EINVAL, llk_deny(3, LLK_FS | LLK_EXPLAIN, 0));
		assert_int_equal(fake_count(FAKE_ANY), 0);
	}
}

static void test_read_only(void **state)
{
	static const char *const paths[] = { "/var/lib/app", "/dev/null",
					     NULL };
	int kernel;

	(void)state;
	for (kernel = 2; kernel <= KERNEL_NEWER; kernel++) {
		fake_reset(kernel);
		assert_int_equal(llk_read_only(11, LLK_BEST_EFFORT, paths, 0),
				 kernel < 3 ? LLK_PARTIAL : LLK_FULL);
		unit_clean();
		/* Reading, executing, ioctl and sockets stay as they were. */
		assert_true(fake_may("/etc", LLK_READ | LLK_EXECUTE |
				     LLK_DEVICE | LLK_CONNECT_UNIX));
		assert_true(fake_may_port(80, 0xf));
		assert_true(fake_may_scope(0x3));
		/* Changes, in these places only. */
		assert_true(fake_may("/var/lib/app", LLK_WRITE));
		assert_true(fake_may("/dev/null", LLK_FS_WRITE_FILE |
				     LLK_FS_TRUNCATE));
		assert_false(fake_may("/etc/app.conf", LLK_FS_WRITE_FILE));
		assert_false(fake_may("/etc", LLK_FS_MAKE_REG));
		assert_false(fake_may("/etc", LLK_FS_REMOVE_FILE));
		assert_false(fake_may("/etc", LLK_FS_REFER));
		assert_int_equal(fake_may("/etc/app.conf", LLK_FS_TRUNCATE),
				 kernel < 3);
		/* Device nodes nowhere. */
		assert_false(fake_may("/var/lib/app", LLK_FS_MAKE_CHAR));
		assert_false(fake_may("/var/lib/app", LLK_FS_MAKE_BLOCK));
	}
}

static void test_read_only_everywhere(void **state)
{
	static const char *const none[] = { NULL };

	(void)state;
	fake_reset(11);
	assert_int_equal(llk_read_only(11, 0, NULL, 0), LLK_FULL);
	assert_false(fake_may("/dev/null", LLK_FS_WRITE_FILE));
	assert_true(fake_may("/dev/null", LLK_FS_READ_FILE));
	fake_reset(11);
	assert_int_equal(llk_read_only(11, 0, none, 0), LLK_FULL);
	assert_false(fake_may("/dev/null", LLK_FS_WRITE_FILE));
	unit_clean();
}

static void test_read_only_missing(void **state)
{
	static const char *const paths[] = { "/tmp", "/nowhere", "/var", NULL };
	int kernel;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++) {
		unit_reset(kernel);
		assert_fails(ENOENT, llk_read_only(11, LLK_BEST_EFFORT, paths,
						   0));
		unit_unrestricted();
		unit_clean();
	}
}

/* The kernel that cannot grant renames. */
static void test_read_only_on_abi_1(void **state)
{
	static const char *const paths[] = { "/var/lib/app", NULL };

	(void)state;
	fake_reset(1);
	assert_int_equal(llk_read_only(1, LLK_BEST_EFFORT, paths, 0),
			 LLK_FULL);
	assert_true(fake_may("/var/lib/app", LLK_FS_MAKE_REG));
	fake_reset(1);
	assert_fails(EOPNOTSUPP, llk_read_only(1, 0, paths, 0));
	unit_unrestricted();
	unit_clean();
}

static void test_read_only_strict(void **state)
{
	int kernel;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++) {
		unit_reset(kernel);
		if (!fake.kernel.absent && fake.kernel.abi >= 3) {
			/* Of ABI 5 and 9 there are only rights that it leaves
			   alone. */
			assert_int_equal(llk_read_only(11, 0, NULL, 0),
					 LLK_FULL);
			continue;
		}
		assert_fails(fake.kernel.absent ? fake.kernel.absent :
			     EOPNOTSUPP, llk_read_only(11, 0, NULL, 0));
		unit_unrestricted();
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_deny),
		cmocka_unit_test(test_deny_strict),
		cmocka_unit_test(test_deny_flags),
		cmocka_unit_test(test_deny_nothing),
		cmocka_unit_test(test_read_only),
		cmocka_unit_test(test_read_only_everywhere),
		cmocka_unit_test(test_read_only_missing),
		cmocka_unit_test(test_read_only_on_abi_1),
		cmocka_unit_test(test_read_only_strict),
	};

	return unit_run(tests);
}
