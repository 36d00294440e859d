/* SPDX-License-Identifier: MIT */
/*
 * A program started inside the sandbox: what the child does, what it tells,
 * and what the caller makes of that.  The model plays one role at a time, so
 * each case runs twice: as the child, then as the parent of what that child
 * wrote and how it ended.
 */
#include "unit.h"

static char name[] = "true";
static char *const arguments[] = { name, NULL };
static char *const environment[] = { NULL };

struct spawning {
	int kernel;
	uint32_t flags;
	const char *path;
	/* A call of the child, or of the parent, that fails. */
	enum fake_function function;
	size_t nth;
	int error;
	/* What came of it. */
	struct llk_ruleset *rs;
	pid_t pid;
	int level, seen;
};

static struct llk_ruleset *make(const struct spawning *s)
{
	struct llk_ruleset *rs;

	unit_reset(s->kernel);
	rs = unit_new(11, CLASSES | LLK_BEST_EFFORT);
	llk_allow_path(rs, "/usr", LLK_READ | LLK_EXECUTE, 0);
	llk_allow_port(rs, 443, LLK_NET_CONNECT_TCP, 0);
	assert_int_equal(llk_prepare(rs), 0);
	if (s->error)
		fake_fail(s->function, s->nth, s->error);
	return rs;
}

static int spawn(void *data)
{
	struct spawning *s = data;

	s->pid = 77;
	errno = STALE;
	s->level = llk_spawn(&s->pid, s->rs, s->flags, s->path, arguments,
			     environment);
	s->seen = errno;
	return s->level;
}

/* The child's life, then the parent's.  How the child ended. */
static enum fake_end run(struct spawning *s)
{
	unsigned char message[sizeof(fake.message)];
	enum fake_end end;
	size_t size;
	int status;

	s->rs = make(s);
	end = unit_as_child(spawn, s);
	assert_null(fake_violation());
	size = fake.written_size;
	memcpy(message, fake.written, size);
	status = fake.exit_status;
	llk_ruleset_free(s->rs);

	s->rs = make(s);
	memcpy(fake.message, message, size);
	fake.message_size = size;
	fake.wait_status = status;
	spawn(s);
	/* The caller stays free. */
	unit_unrestricted();
	assert_int_equal(fake_open_descriptors(), fake.kernel.absent ? 0 : 1);
	assert_null(fake_violation());
	return end;
}

static void test_child(void **state)
{
	int kernel;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++) {
		struct spawning s = { .kernel = kernel,
				      .path = "/usr/bin/true" };
		bool any;

		s.rs = make(&s);
		any = !fake.kernel.absent;
		assert_int_equal(unit_as_child(spawn, &s), FAKE_EXECUTED);
		assert_int_equal(fake.layers, any);
		assert_int_equal(fake.no_new_privs, any);
		assert_int_equal(fake.written_size, 0);
		assert_int_equal(fake_count(FAKE_EXECVE), 1);
		if (any)
			assert_false(fake_may("/etc", LLK_FS_READ_DIR));
		unit_free(s.rs);
	}
}

/* Between fork and exec: nothing that opens, allocates, or asks. */
static void test_child_calls(void **state)
{
	struct spawning s = { .kernel = 10, .path = "/usr/bin/true" };

	(void)state;
	s.rs = make(&s);
	fake_forget();
	assert_int_equal(unit_as_child(spawn, &s), FAKE_EXECUTED);
	assert_int_equal(fake_call(FAKE_ANY, 0)->function, FAKE_PIPE);
	assert_int_equal(fake_call(FAKE_ANY, 1)->function, FAKE_FORK);
	assert_int_equal(fake_call(FAKE_ANY, 2)->function,
			 FAKE_SET_NO_NEW_PRIVS);
	assert_int_equal(fake_call(FAKE_ANY, 3)->function, FAKE_RESTRICT);
	assert_int_equal(fake_call(FAKE_ANY, 4)->function, FAKE_EXECVE);
	assert_int_equal(fake_count(FAKE_ANY), 5);
	unit_free(s.rs);
}

static void test_success(void **state)
{
	int kernel;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++) {
		struct spawning s = { .kernel = kernel,
				      .path = "/usr/bin/true" };
		int expected;

		assert_int_equal(run(&s), FAKE_EXECUTED);
		expected = fake.kernel.absent ? LLK_NONE :
			   kernel == KERNEL_LIAR || fake.kernel.abi < 10 ?
			   LLK_PARTIAL : LLK_FULL;
		assert_int_equal(s.level, expected);
		assert_int_equal(llk_level(s.rs), expected);
		assert_int_equal(s.pid, 4242);
		/* The child is the caller's to wait for. */
		assert_true(fake.unreaped);
		assert_int_equal(fake_count(FAKE_WAIT), 0);
		llk_ruleset_free(s.rs);
	}
}

/* The child failed: no child is left, and the caller knows why. */
static void assert_child_fails(struct spawning *s, int error,
			       const char *step)
{
	assert_int_equal(run(s), FAKE_EXITED);
	assert_int_equal(s->level, -1);
	assert_int_equal(s->seen, error);
	assert_int_equal(s->pid, 77);
	assert_contains(llk_failure(s->rs), step);
	assert_int_equal(llk_level(s->rs), LLK_NONE);
	assert_int_equal(fake_count(FAKE_WAIT), 1);
	assert_false(fake.unreaped);
	unit_free(s->rs);
}

static void test_exec_fails(void **state)
{
	static const struct {
		const char *path;
		int error;
		const char *words;
	} cases[] = {
		{ "/nowhere", ENOENT, "ENOENT" },
		{ "/usr/bin", EACCES, "LLK_EXECUTE" },
		{ "/etc/app.conf", EACCES, "LLK_EXECUTE" },
		{ "/loop", ELOOP, "ELOOP" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < 4; i++) {
		struct spawning s = { .kernel = 11, .path = cases[i].path };

		assert_child_fails(&s, cases[i].error, "cannot execute");
		s.rs = make(&s);
		unit_free(s.rs);
	}
	for (i = 0; i < 4; i++) {
		struct spawning s = { .kernel = 11, .path = cases[i].path };

		run(&s);
		assert_contains(llk_failure(s.rs), cases[i].path);
		assert_contains(llk_failure(s.rs), cases[i].words);
		unit_free(s.rs);
	}
}

static void test_exec_errno(void **state)
{
	static const int errors[] = {
		E2BIG, ENOEXEC, ENOMEM, ETXTBSY, EIO, EPERM,
	};
	size_t i;

	(void)state;
	for (i = 0; i < 6; i++) {
		struct spawning s = { .kernel = 11, .path = "/usr/bin/true",
				      .function = FAKE_EXECVE,
				      .error = errors[i] };

		assert_child_fails(&s, errors[i], "/usr/bin/true");
	}
}

/* What fails in the child before the program: not a single program runs. */
static void test_restriction_fails(void **state)
{
	static const int errors[] = { E2BIG, EPERM, ENOMEM };
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		struct spawning s = { .kernel = 7, .path = "/usr/bin/true",
				      .function = FAKE_RESTRICT,
				      .error = errors[i] };

		assert_child_fails(&s, errors[i], "cannot restrict");
		s.rs = make(&s);
		unit_as_child(spawn, &s);
		assert_int_equal(fake_count(FAKE_EXECVE), 0);
		unit_free(s.rs);
	}
}

/* The child's no_new_privs died with it. */
static void test_failure_text_is_the_callers(void **state)
{
	struct spawning s = { .kernel = 7, .path = "/usr/bin/true",
			      .function = FAKE_RESTRICT, .error = E2BIG };

	(void)state;
	run(&s);
	assert_contains(llk_failure(s.rs), "16 layers");
	assert_lacks(llk_failure(s.rs), "stays set");
	unit_free(s.rs);
}

static void test_no_new_privs_fails(void **state)
{
	struct spawning s = { .kernel = 7, .path = "/usr/bin/true",
			      .function = FAKE_SET_NO_NEW_PRIVS,
			      .error = EINVAL };

	(void)state;
	assert_child_fails(&s, EINVAL, "no_new_privs");
}

static void test_never_without_privileges(void **state)
{
	struct spawning s = { .kernel = 11, .path = "/usr/bin/true",
			      .flags = LLK_NO_NEW_PRIVS_NEVER };

	(void)state;
	assert_child_fails(&s, EPERM, "CAP_SYS_ADMIN");
}

/* The parent's own steps. */
static void test_parent_fails(void **state)
{
	static const struct {
		enum fake_function function;
		int error;
		const char *step;
	} cases[] = {
		{ FAKE_PIPE, EMFILE, "pipe" }, { FAKE_PIPE, ENFILE, "pipe" },
		{ FAKE_FORK, EAGAIN, "process" },
		{ FAKE_FORK, ENOMEM, "process" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < 4; i++) {
		struct spawning s = { .kernel = 11, .path = "/usr/bin/true",
				      .function = cases[i].function,
				      .error = cases[i].error };

		s.rs = make(&s);
		assert_int_equal(spawn(&s), -1);
		assert_int_equal(s.seen, cases[i].error);
		assert_int_equal(s.pid, 77);
		assert_contains(llk_failure(s.rs), cases[i].step);
		assert_contains(llk_failure(s.rs), "/usr/bin/true");
		unit_unrestricted();
		unit_free(s.rs);
	}
}

static void test_no_descriptors(void **state)
{
	struct spawning s = { .kernel = 11, .path = "/usr/bin/true" };
	int room;

	(void)state;
	for (room = 0; room < 2; room++) {
		s.rs = make(&s);
		fake.descriptor_limit = 4 + room;
		assert_int_equal(spawn(&s), -1);
		assert_int_equal(s.seen, EMFILE);
		unit_free(s.rs);
	}
}

/*
 * Nothing, or not all of it, can be read from the child: it runs, or it was
 * killed before, and the caller who waits for it will see which.
 */
static void test_child_says_nothing(void **state)
{
	struct spawning s = { .kernel = 11, .path = "/usr/bin/true",
			      .function = FAKE_READ, .error = EIO };
	size_t size;

	(void)state;
	for (size = 0; size < 8; size++) {
		s.rs = make(&s);
		if (size)
			fake_fail_from(FAKE_ANY, SIZE_MAX, 0);
		fake.message_size = size;
		spawn(&s);
		assert_int_equal(s.level, LLK_FULL);
		assert_int_equal(s.pid, 4242);
		assert_true(fake.unreaped);
		assert_int_equal(fake_open_descriptors(), 1);
		llk_ruleset_free(s.rs);
	}
}

/* Strict, required: refused before there is a child. */
static void test_refused(void **state)
{
	int kernel;

	(void)state;
	for (kernel = 0; kernel <= LLK_ABI_LATEST; kernel++) {
		struct llk_ruleset *rs;
		pid_t pid = 77;

		unit_reset(kernel);
		rs = unit_new(11, CLASSES | (kernel & 1 ? LLK_BEST_EFFORT : 0));
		llk_require(rs, LLK_NET, LLK_ALL_RIGHTS);
		if (kernel < 10) {
			assert_fails(kernel ? EOPNOTSUPP : ENOSYS,
				     llk_spawn(&pid, rs, 0, "/usr/bin/true",
					       arguments, environment));
			assert_int_equal(fake_count(FAKE_FORK), 0);
			assert_int_equal(fake_count(FAKE_PIPE), 0);
			assert_int_equal(pid, 77);
		}
		unit_free(rs);
	}
}

/* A kernel with many threads in the caller: the child has one. */
static void test_threads_of_the_caller(void **state)
{
	struct spawning s = { .kernel = 7, .path = "/usr/bin/true" };

	(void)state;
	s.rs = make(&s);
	fake.threads = 9;
	spawn(&s);
	assert_int_equal(s.level, LLK_PARTIAL);
	assert_int_equal(unit_lost(s.rs, LLK_EQUIVALENT, LLK_RESTRICT_SELF) &
			 LLKI_RESTRICT_TSYNC, LLKI_RESTRICT_TSYNC);
	assert_int_equal(fake_count(FAKE_THREADS), 0);
	llk_ruleset_free(s.rs);
}

/* Prepares on its own, and again: several children from one ruleset. */
static void test_several(void **state)
{
	struct llk_ruleset *rs;
	pid_t pid;
	int i;

	(void)state;
	fake_reset(11);
	rs = unit_new(11, CLASSES);
	for (i = 0; i < 3; i++) {
		assert_int_equal(llk_spawn(&pid, rs, 0, "/usr/bin/true",
					   arguments, environment), LLK_FULL);
		fake.unreaped = false;
	}
	assert_int_equal(fake_count(FAKE_CREATE), 2);
	unit_unrestricted();
	unit_free(rs);
}

static void test_flags(void **state)
{
	struct spawning s = { .kernel = 11, .path = "/usr/bin/true",
			      .flags = LLK_LOG_NEW_EXEC_ON };

	(void)state;
	s.rs = make(&s);
	assert_int_equal(unit_as_child(spawn, &s), FAKE_EXECUTED);
	assert_int_equal(fake.layer[0].flags & 7, LLK_LOG_NEW_EXEC_ON);
	unit_free(s.rs);

	s.kernel = 0;
	s.flags = LLK_NO_NEW_PRIVS_ALWAYS;
	s.rs = make(&s);
	assert_int_equal(unit_as_child(spawn, &s), FAKE_EXECUTED);
	assert_true(fake.no_new_privs);
	unit_free(s.rs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_child),
		cmocka_unit_test(test_child_calls),
		cmocka_unit_test(test_success),
		cmocka_unit_test(test_exec_fails),
		cmocka_unit_test(test_exec_errno),
		cmocka_unit_test(test_restriction_fails),
		cmocka_unit_test(test_failure_text_is_the_callers),
		cmocka_unit_test(test_no_new_privs_fails),
		cmocka_unit_test(test_never_without_privileges),
		cmocka_unit_test(test_parent_fails),
		cmocka_unit_test(test_no_descriptors),
		cmocka_unit_test(test_child_says_nothing),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_threads_of_the_caller),
		cmocka_unit_test(test_several),
		cmocka_unit_test(test_flags),
	};

	return unit_run(tests);
}
