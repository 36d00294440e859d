/* SPDX-License-Identifier: MIT */
/*
 * From plan to process: threads, no_new_privs, log flags, layers, descriptors
 * from elsewhere, and muting without a ruleset.
 */
#include "unit.h"

static struct llk_ruleset *start(int kernel, int threads)
{
	unit_reset(kernel);
	fake.threads = threads;
	return unit_new(11, CLASSES | LLK_BEST_EFFORT);
}

static int tsync_loss(const struct llk_ruleset *rs, int effect)
{
	return unit_loss(rs, effect, LLK_RESTRICT_SELF, LLKI_RESTRICT_TSYNC,
			 NULL);
}

/* ---- threads ------------------------------------------------------------ */

static void test_all_threads(void **state)
{
	static const int counts[] = { 0, 1, 2, 100 };
	size_t i;
	int abi;

	(void)state;
	for (abi = 1; abi <= KERNEL_NEWER; abi++)
		for (i = 0; i < 4; i++) {
			struct llk_ruleset *rs = start(abi, counts[i]);

			if (abi < 8 && counts[i] != 1) {
				assert_fails(EOPNOTSUPP, llk_enforce(rs, 0));
				assert_contains(llk_failure(rs), "thread");
				assert_contains(llk_failure(rs),
						"LLK_ALL_THREADS_IF_POSSIBLE");
				assert_contains(llk_failure(rs), "ABI 8");
				assert_int_equal(llk_level(rs), LLK_NONE);
				unit_unrestricted();
				unit_free(rs);
				continue;
			}
			assert_true(llk_enforce(rs, 0) >= 0);
			assert_true(fake.layer[0].every_thread);
			assert_int_equal(tsync_loss(rs, LLK_EQUIVALENT) >= 0,
					 abi < 8);
			assert_int_equal(tsync_loss(rs, LLK_WEAKER), -1);
			/* The kernel does it alone: nobody counts. */
			assert_int_equal(fake_count(FAKE_THREADS), abi < 8);
			unit_free(rs);
		}
}

static void test_g26_if_possible(void **state)
{
	static const int counts[] = { 0, 1, 2 };
	size_t i;
	int abi;

	(void)state;
	for (abi = 1; abi <= KERNEL_NEWER; abi++)
		for (i = 0; i < 3; i++) {
			struct llk_ruleset *rs = start(abi, counts[i]);
			bool lost = abi < 8 && counts[i] != 1;
			int level = llk_enforce(rs,
						LLK_ALL_THREADS_IF_POSSIBLE);

			assert_int_equal(level == LLK_PARTIAL, lost ||
					 abi < 10);
			assert_int_equal(fake.layer[0].every_thread, !lost);
			assert_int_equal(tsync_loss(rs, LLK_WEAKER) >= 0,
					 lost);
			assert_int_equal(llk_level(rs), level);
			unit_free(rs);
		}
}

/* Nothing else lost: threads alone make it partial. */
static void test_if_possible_is_partial(void **state)
{
	struct llk_ruleset *rs;

	(void)state;
	fake_reset(7);
	fake.threads = 3;
	rs = unit_new(7, CLASSES | LLK_BEST_EFFORT);
	assert_int_equal(llk_enforce(rs, LLK_ALL_THREADS_IF_POSSIBLE),
			 LLK_PARTIAL);
	assert_contains(llk_summary(rs), "threads");
	unit_free(rs);
}

/* A strict ruleset is enforced in full or not at all. */
static void test_if_possible_strict(void **state)
{
	int abi, threads;

	(void)state;
	for (abi = 4; abi <= KERNEL_NEWER; abi++)
		for (threads = 0; threads < 3; threads++) {
			struct llk_ruleset *rs;
			int level;

			fake_reset(abi);
			fake.threads = threads;
			rs = unit_new(4, LLK_FS | LLK_NET);
			errno = 0;
			level = llk_enforce(rs, LLK_ALL_THREADS_IF_POSSIBLE);
			if (abi < 8 && threads != 1) {
				assert_int_equal(level, -1);
				assert_int_equal(errno, EOPNOTSUPP);
				assert_contains(llk_failure(rs), "thread");
				/* Only this works for it. */
				assert_contains(llk_failure(rs),
						"LLK_THIS_THREAD");
				unit_unrestricted();
			} else {
				assert_int_equal(level, LLK_FULL);
			}
			unit_free(rs);
		}
}

static void test_this_thread(void **state)
{
	int abi;

	(void)state;
	for (abi = 1; abi <= KERNEL_NEWER; abi++) {
		struct llk_ruleset *rs = start(abi, 3);

		assert_true(llk_enforce(rs, LLK_THIS_THREAD) >= 0);
		assert_int_equal(fake.layers, 1);
		assert_false(fake.layer[0].every_thread);
		assert_int_equal(tsync_loss(rs, LLK_WEAKER), -1);
		assert_int_equal(tsync_loss(rs, LLK_EQUIVALENT), -1);
		assert_int_equal(fake_count(FAKE_THREADS), 0);
		unit_free(rs);
	}
}

static void test_threads_do_not_matter(void **state)
{
	int kernel;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++) {
		struct llk_ruleset *rs = start(kernel, 3);

		if (fake.kernel.absent) {
			assert_int_equal(llk_enforce(rs, 0), LLK_NONE);
			assert_int_equal(fake_count(FAKE_THREADS), 0);
			assert_int_equal(tsync_loss(rs, LLK_WEAKER), -1);
		}
		unit_free(rs);
	}
}

/* ---- no_new_privs ------------------------------------------------------- */

static size_t position(enum fake_function function)
{
	size_t i;

	for (i = 0; fake_call(FAKE_ANY, i); i++)
		if (fake_call(FAKE_ANY, i)->function == function)
			return i;
	return SIZE_MAX;
}

/* G13: right before the restriction, or by the restriction itself. */
static void test_g13_no_new_privs_last(void **state)
{
	int abi;

	(void)state;
	for (abi = 1; abi <= KERNEL_NEWER; abi++) {
		struct llk_ruleset *rs = start(abi, 1);
		bool by_flag = abi >= 11;

		llk_allow_path(rs, "/usr", LLK_READ, 0);
		assert_int_equal(llk_prepare(rs), 0);
		assert_false(fake.no_new_privs);
		assert_true(llk_enforce(rs, 0) >= 0);
		assert_true(fake.no_new_privs);
		assert_int_equal(fake_count(FAKE_SET_NO_NEW_PRIVS), !by_flag);
		if (!by_flag)
			assert_int_equal(position(FAKE_SET_NO_NEW_PRIVS) + 1,
					 position(FAKE_RESTRICT));
		assert_int_equal(!!(fake.layer[0].flags &
				    LLKI_RESTRICT_NO_NEW_PRIVS), by_flag);
		assert_int_equal(unit_loss(rs, LLK_EQUIVALENT,
					   LLK_RESTRICT_SELF,
					   LLKI_RESTRICT_NO_NEW_PRIVS, NULL) >=
				 0, !by_flag);
		unit_free(rs);
	}
}

static void test_no_new_privs_never(void **state)
{
	int abi;

	(void)state;
	for (abi = 1; abi <= KERNEL_NEWER; abi++) {
		struct llk_ruleset *rs = start(abi, 1);

		/* Neither privileged nor set before. */
		assert_fails(EPERM, llk_enforce(rs, LLK_NO_NEW_PRIVS_NEVER));
		assert_contains(llk_failure(rs), "CAP_SYS_ADMIN");
		assert_lacks(llk_failure(rs), "stays set");
		unit_unrestricted();
		/* The error does not stick. */
		fake.privileged = true;
		assert_true(llk_enforce(rs, LLK_NO_NEW_PRIVS_NEVER) >= 0);
		assert_int_equal(fake.layers, 1);
		assert_false(fake.no_new_privs);
		fake.privileged = false;
		fake.no_new_privs = true;
		assert_true(llk_enforce(rs, LLK_NO_NEW_PRIVS_NEVER) >= 0);
		assert_int_equal(fake.layers, 2);
		assert_int_equal(fake_count(FAKE_SET_NO_NEW_PRIVS), 0);
		unit_free(rs);
	}
}

/* Nothing enforced: only if asked for. */
static void test_no_new_privs_always(void **state)
{
	int kernel;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++) {
		struct llk_ruleset *rs = start(kernel, 1);

		assert_true(llk_enforce(rs, LLK_NO_NEW_PRIVS_NEVER) ==
			    LLK_NONE || fake.layers == 0);
		assert_false(fake.no_new_privs);
		assert_true(llk_enforce(rs, LLK_NO_NEW_PRIVS_ALWAYS) >= 0);
		assert_true(fake.no_new_privs);
		assert_true(fake_count(FAKE_SET_NO_NEW_PRIVS) <= 1);
		unit_free(rs);

		rs = start(kernel, 1);
		assert_true(llk_enforce(rs, 0) >= 0);
		assert_int_equal(fake.no_new_privs, fake.layers);
		unit_free(rs);
	}
}

static void test_no_new_privs_fails(void **state)
{
	int abi;

	(void)state;
	for (abi = 0; abi < 11; abi++) {
		struct llk_ruleset *rs = start(abi, 1);

		fake_fail(FAKE_SET_NO_NEW_PRIVS, 0, EINVAL);
		assert_fails(EINVAL, llk_enforce(rs,
						 LLK_NO_NEW_PRIVS_ALWAYS));
		assert_contains(llk_failure(rs), "no_new_privs");
		assert_int_equal(fake_count(FAKE_RESTRICT), 0);
		assert_int_equal(llk_level(rs), LLK_NONE);
		unit_unrestricted();
		unit_free(rs);
	}
}

/* The one exception to all or nothing, and its end at ABI 11. */
static void test_no_new_privs_after_failure(void **state)
{
	int abi;

	(void)state;
	for (abi = 1; abi <= KERNEL_NEWER; abi++) {
		struct llk_ruleset *rs = start(abi, 1);

		fake.layers = FAKE_LAYERS;
		assert_fails(E2BIG, llk_enforce(rs, 0));
		assert_int_equal(fake.no_new_privs, abi < 11);
		assert_contains(llk_failure(rs), "16 layers");
		assert_contains(llk_failure(rs), "E2BIG");
		if (abi < 11)
			assert_contains(llk_failure(rs), "stays set");
		else
			assert_lacks(llk_failure(rs), "stays set");
		unit_free(rs);
	}
}

/* ---- log flags ---------------------------------------------------------- */

static void test_log_flags(void **state)
{
	uint32_t flags;
	int abi;

	(void)state;
	for (abi = 0; abi <= KERNEL_NEWER; abi++)
		for (flags = 0; flags < 8; flags++) {
			struct llk_ruleset *rs = start(abi, 1);
			bool has = abi >= 7;
			int level = llk_enforce(rs, flags);

			assert_true(level >= 0);
			assert_int_equal(level, abi == 0 ? LLK_NONE :
					 abi < 10 ? LLK_PARTIAL : LLK_FULL);
			if (abi)
				assert_int_equal(fake.layer[0].flags & 7,
						 has ? flags : 0);
			assert_int_equal(unit_lost(rs, LLK_COSMETIC,
						   LLK_RESTRICT_SELF),
					 has ? 0 : flags);
			unit_free(rs);
		}
}

/* A lost log flag is never a reason to fail. */
static void test_log_flags_strict(void **state)
{
	int abi;

	(void)state;
	for (abi = 1; abi < 7; abi++) {
		struct llk_ruleset *rs;

		fake_reset(abi);
		rs = unit_new(1, LLK_FS);
		llk_quiet(rs, LLK_FS, LLK_FS_EXECUTE);
		assert_int_equal(llk_enforce(rs, LLK_LOG_NEW_EXEC_ON),
				 LLK_FULL);
		assert_int_equal(unit_lost(rs, LLK_COSMETIC,
					   LLK_RESTRICT_SELF),
				 LLK_LOG_NEW_EXEC_ON);
		unit_free(rs);
	}
}

/* ---- every combination of flags ----------------------------------------- */

static void one_combination(int kernel, uint32_t flags, int threads)
{
	struct llk_ruleset *rs = start(kernel, threads);
	int level = llk_enforce(rs, flags);
	bool sets, any = !fake.kernel.absent;

	if (level < 0) {
		assert_true(errno == EOPNOTSUPP || errno == EPERM);
		unit_unrestricted();
		unit_free(rs);
		return;
	}
	sets = flags & LLK_NO_NEW_PRIVS_ALWAYS ||
	       (any && !(flags & LLK_NO_NEW_PRIVS_NEVER));
	assert_int_equal(fake.layers, any);
	assert_int_equal(fake.no_new_privs, sets);
	if (any && !(flags & LLK_THIS_THREAD))
		assert_int_equal(fake.layer[0].every_thread ||
				 level == LLK_PARTIAL, 1);
	assert_int_equal(llk_level(rs), level);
	unit_free(rs);
}

static void test_all_flags(void **state)
{
	static const uint32_t threads[] = {
		0, LLK_THIS_THREAD, LLK_ALL_THREADS_IF_POSSIBLE,
	};
	static const uint32_t privs[] = {
		0, LLK_NO_NEW_PRIVS_NEVER, LLK_NO_NEW_PRIVS_ALWAYS,
	};
	uint32_t log;
	int kernel, i, count;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++)
		for (i = 0; i < 9; i++)
			for (log = 0; log < 8; log++)
				for (count = 0; count < 3; count++)
					one_combination(kernel, threads[i / 3] |
							privs[i % 3] | log,
							count);
}

/* ---- once, twice, sixteen times ----------------------------------------- */

static void test_twice(void **state)
{
	struct llk_ruleset *rs = start(11, 1);
	int i;

	(void)state;
	for (i = 1; i <= FAKE_LAYERS; i++) {
		assert_int_equal(llk_enforce(rs, 0), LLK_FULL);
		assert_int_equal(fake.layers, i);
	}
	assert_fails(E2BIG, llk_enforce(rs, 0));
	assert_int_equal(fake.layers, FAKE_LAYERS);
	assert_int_equal(fake_count(FAKE_CREATE), 2);
	unit_free(rs);
}

static void test_one_layer(void **state)
{
	int abi;

	(void)state;
	for (abi = 1; abi <= KERNEL_NEWER; abi++) {
		struct llk_ruleset *rs = start(abi, 1);

		assert_int_equal(llk_prepare(rs), 0);
		assert_int_equal(llk_prepare(rs), 0);
		assert_true(llk_enforce(rs, 0) >= 0);
		assert_int_equal(fake.layers, 1);
		assert_int_equal(fake_count(FAKE_RESTRICT), 1);
		unit_free(rs);
	}
}

/* After llk_prepare() nothing is opened and nothing is created. */
static void test_two_phases(void **state)
{
	int abi;

	(void)state;
	for (abi = 1; abi <= KERNEL_NEWER; abi++) {
		struct llk_ruleset *rs = start(abi, 1);

		llk_allow_path(rs, "/usr", LLK_READ, 0);
		llk_allow_port(rs, 1, LLK_NET_BIND_TCP, 0);
		assert_int_equal(llk_prepare(rs), 0);
		fake.descriptor_limit = 0;
		fake_forget();
		assert_true(llk_enforce(rs, 0) >= 0);
		assert_int_equal(fake_count(FAKE_ANY),
				 fake_count(FAKE_RESTRICT) +
				 fake_count(FAKE_SET_NO_NEW_PRIVS) +
				 fake_count(FAKE_THREADS));
		unit_free(rs);
	}
}

/* ---- the raw descriptor ------------------------------------------------- */

static void test_fd_out(void **state)
{
	int kernel;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++) {
		struct llk_ruleset *rs = start(kernel, 1);
		const struct fake_ruleset *behind;

		assert_fails(EINVAL, llk_ruleset_fd(rs));
		llk_allow_path(rs, "/usr", LLK_READ, 0);
		assert_fails(EINVAL, llk_ruleset_fd(rs));
		assert_int_equal(llk_prepare(rs), 0);
		if (fake.kernel.absent) {
			assert_fails(ENODATA, llk_ruleset_fd(rs));
		} else {
			behind = fake_ruleset_of(llk_ruleset_fd(rs));
			assert_non_null(behind);
			assert_int_equal(behind->handled[FAKE_FS],
					 llk_enforced(rs, LLK_FS));
			assert_true(llk_enforce_fd(llk_ruleset_fd(rs), 0) ==
				    LLK_FULL);
			assert_false(fake_may("/etc", LLK_READ));
			assert_true(fake_may("/usr", LLK_READ));
		}
		unit_free(rs);
	}
}

static void test_fd_in(void **state)
{
	static const uint32_t flags[] = {
		0, LLK_THIS_THREAD, LLK_ALL_THREADS_IF_POSSIBLE,
		LLK_LOG_SAME_EXEC_OFF | LLK_LOG_NEW_EXEC_ON,
	};
	size_t i;
	int abi;

	(void)state;
	for (abi = 1; abi <= KERNEL_NEWER; abi++)
		for (i = 0; i < 4; i++) {
			int fd;

			fake_reset(abi);
			fd = fake_give_ruleset(LLK_READ, 0, 0);
			assert_int_equal(llk_enforce_fd(fd, flags[i]),
					 LLK_FULL);
			assert_int_equal(fake.layers, 1);
			assert_true(fake.no_new_privs);
			assert_int_equal(fake_count(FAKE_SET_NO_NEW_PRIVS),
					 abi < 11);
			assert_int_equal(fake.layer[0].flags & 7,
					 abi < 7 ? 0 : flags[i] & 7);
			assert_int_equal(!!(fake.layer[0].flags &
					    LLKI_RESTRICT_TSYNC),
					 abi >= 8 &&
					 flags[i] != LLK_THIS_THREAD);
			assert_true(fake_is_open(fd));
			unit_clean();
		}
}

static void test_fd_in_threads(void **state)
{
	int abi, threads;

	(void)state;
	for (abi = 1; abi <= KERNEL_NEWER; abi++)
		for (threads = 0; threads < 3; threads++) {
			bool lost = abi < 8 && threads != 1;
			int fd;

			fake_reset(abi);
			fake.threads = threads;
			fd = fake_give_ruleset(LLK_READ, 0, 0);
			if (lost) {
				assert_fails(EOPNOTSUPP,
					     llk_enforce_fd(fd, 0));
				unit_unrestricted();
			} else {
				assert_int_equal(llk_enforce_fd(fd, 0),
						 LLK_FULL);
			}
			assert_int_equal(llk_enforce_fd(
				fd, LLK_ALL_THREADS_IF_POSSIBLE),
				lost ? LLK_PARTIAL : LLK_FULL);
			assert_int_equal(llk_enforce_fd(fd, LLK_THIS_THREAD),
					 LLK_FULL);
		}
}

static void test_fd_in_privileges(void **state)
{
	int abi, fd;

	(void)state;
	for (abi = 1; abi <= KERNEL_NEWER; abi++) {
		fake_reset(abi);
		fd = fake_give_ruleset(LLK_READ, 0, 0);
		assert_fails(EPERM, llk_enforce_fd(fd,
						   LLK_NO_NEW_PRIVS_NEVER));
		unit_unrestricted();
		fake.privileged = true;
		assert_int_equal(llk_enforce_fd(fd, LLK_NO_NEW_PRIVS_NEVER),
				 LLK_FULL);
		assert_false(fake.no_new_privs);
		fake.layers = FAKE_LAYERS;
		assert_fails(E2BIG, llk_enforce_fd(fd, 0));
		assert_int_equal(fake.no_new_privs, abi < 11);
		fake_reset(abi);
		fd = fake_give_ruleset(LLK_READ, 0, 0);
		fake_fail(FAKE_SET_NO_NEW_PRIVS, 0, EINVAL);
		if (abi < 11)
			assert_fails(EINVAL, llk_enforce_fd(fd, 0));
	}
}

/* A wrong descriptor: found out before no_new_privs is set. */
static void test_fd_in_wrong(void **state)
{
	int kernel;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++) {
		int error, path;

		unit_reset(kernel);
		error = fake.kernel.absent;
		path = fake_give_path("/usr");
		assert_fails(error ? error : EBADF, llk_enforce_fd(-1, 0));
		assert_fails(error ? error : EBADF, llk_enforce_fd(60, 0));
		assert_fails(error ? error : EBADFD, llk_enforce_fd(path, 0));
		assert_fails(error ? error : EBADFD, llk_enforce_fd(0, 0));
		assert_fails(error ? error : EBADF,
			     llk_enforce_fd(-1, LLK_LOG_SUBDOMAINS_OFF));
		unit_unrestricted();
		unit_clean();
	}
}

/* The question whether it is a ruleset is a rule that allows nothing.  Should a
   kernel take that one day, the answer is yes. */
static void test_fd_in_new_answer(void **state)
{
	int fd;

	(void)state;
	fake_reset(KERNEL_NEWER);
	fd = fake_give_ruleset(LLK_READ, 0, 0);
	fake_fail(FAKE_ADD_RULE, 0, 0);
	assert_int_equal(llk_enforce_fd(fd, 0), LLK_FULL);
	assert_int_equal(fake_count(FAKE_ADD_RULE), 1);
	assert_int_equal(fake_call(FAKE_ADD_RULE, 0)->access, 0);
	assert_true(fake_may("/usr", LLK_EXECUTE));
	assert_false(fake_may("/usr", LLK_FS_READ_DIR));
}

/* ---- muting ------------------------------------------------------------- */

static void test_mute(void **state)
{
	int kernel;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++) {
		bool has;

		unit_reset(kernel);
		has = !fake.kernel.absent && fake.kernel.abi >= 7;
		assert_int_equal(llk_mute_subdomains(0),
				 has ? LLK_FULL : LLK_NONE);
		assert_int_equal(fake.muted, has);
		assert_int_equal(fake.no_new_privs, has);
		assert_int_equal(fake.layers, 0);
		unit_clean();
	}
}

static void test_mute_threads(void **state)
{
	int abi;

	(void)state;
	for (abi = 1; abi <= KERNEL_NEWER; abi++) {
		const struct fake_call *call;

		fake_reset(abi);
		fake.threads = 2;
		if (abi == 7)
			assert_fails(EOPNOTSUPP, llk_mute_subdomains(0));
		else
			assert_int_equal(llk_mute_subdomains(0), abi < 7 ?
					 LLK_NONE : LLK_FULL);
		assert_int_equal(fake.muted, abi > 7);
		assert_int_equal(fake.no_new_privs, abi > 7);
		assert_int_equal(llk_mute_subdomains(
			LLK_ALL_THREADS_IF_POSSIBLE),
			abi < 7 ? LLK_NONE : abi == 7 ? LLK_PARTIAL :
			LLK_FULL);
		assert_int_equal(llk_mute_subdomains(LLK_THIS_THREAD),
				 abi < 7 ? LLK_NONE : LLK_FULL);
		call = fake_call(FAKE_RESTRICT, 0);
		if (call)
			assert_int_equal(!!(call->flags & LLKI_RESTRICT_TSYNC),
					 abi > 7);
	}
}

static void test_mute_privileges(void **state)
{
	int abi;

	(void)state;
	for (abi = 7; abi <= KERNEL_NEWER; abi++) {
		fake_reset(abi);
		assert_fails(EPERM,
			     llk_mute_subdomains(LLK_NO_NEW_PRIVS_NEVER));
		unit_unrestricted();
		fake.privileged = true;
		assert_int_equal(llk_mute_subdomains(LLK_NO_NEW_PRIVS_NEVER),
				 LLK_FULL);
		assert_true(fake.muted);
		assert_false(fake.no_new_privs);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_threads),
		cmocka_unit_test(test_g26_if_possible),
		cmocka_unit_test(test_if_possible_is_partial),
		cmocka_unit_test(test_if_possible_strict),
		cmocka_unit_test(test_this_thread),
		cmocka_unit_test(test_threads_do_not_matter),
		cmocka_unit_test(test_g13_no_new_privs_last),
		cmocka_unit_test(test_no_new_privs_never),
		cmocka_unit_test(test_no_new_privs_always),
		cmocka_unit_test(test_no_new_privs_fails),
		cmocka_unit_test(test_no_new_privs_after_failure),
		cmocka_unit_test(test_log_flags),
		cmocka_unit_test(test_log_flags_strict),
		cmocka_unit_test(test_all_flags),
		cmocka_unit_test(test_twice),
		cmocka_unit_test(test_one_layer),
		cmocka_unit_test(test_two_phases),
		cmocka_unit_test(test_fd_out),
		cmocka_unit_test(test_fd_in),
		cmocka_unit_test(test_fd_in_threads),
		cmocka_unit_test(test_fd_in_privileges),
		cmocka_unit_test(test_fd_in_wrong),
		cmocka_unit_test(test_fd_in_new_answer),
		cmocka_unit_test(test_mute),
		cmocka_unit_test(test_mute_threads),
		cmocka_unit_test(test_mute_privileges),
	};

	return unit_run(tests);
}
