/* SPDX-License-Identifier: MIT */
/*
 * The model itself: that it refuses what a kernel refuses, with the same
 * errno, since every other test leans on it.  No library code in here.
 */
#include "unit.h"

static int create(uint64_t fs, uint64_t net, uint64_t scope)
{
	const struct llki_ruleset_attr attr = { fs, net, scope, 0, 0, 0 };

	return llki_sys_create_ruleset(&attr, sizeof(attr), 0);
}

static int add_path(int ruleset, int fd, uint64_t access, uint32_t flags)
{
	const struct llki_path_beneath_attr attr = { access, fd };

	return llki_sys_add_rule(ruleset, 1, &attr, flags);
}

static int add_port(int ruleset, uint64_t port, uint64_t access,
		    uint32_t flags)
{
	const struct llki_net_port_attr attr = { access, port };

	return llki_sys_add_rule(ruleset, 2, &attr, flags);
}

static void test_versions(void **state)
{
	int abi;

	(void)state;
	for (abi = 1; abi <= KERNEL_NEWER; abi++) {
		fake_reset(abi);
		assert_int_equal(llki_sys_create_ruleset(NULL, 0, 1), abi);
		assert_fails(EINVAL, llki_sys_create_ruleset(NULL, 8, 1));
		assert_fails(EINVAL, llki_sys_create_ruleset(NULL, 0, 3));
		assert_fails(EINVAL, llki_sys_create_ruleset(NULL, 0, 4));
		if (abi < 7)
			assert_fails(EINVAL,
				     llki_sys_create_ruleset(NULL, 0, 2));
		else
			assert_int_equal(llki_sys_create_ruleset(NULL, 0, 2),
					 7);
	}
}

static void test_absence(void **state)
{
	static const int reasons[] = { ENOSYS, EOPNOTSUPP, EPERM, EACCES };
	size_t i;

	(void)state;
	for (i = 0; i < 4; i++) {
		fake_reset(0);
		fake.kernel.absent = reasons[i];
		assert_fails(reasons[i], llki_sys_create_ruleset(NULL, 0, 1));
		assert_fails(reasons[i], create(1, 0, 0));
		assert_fails(reasons[i], add_path(3, 4, 1, 0));
		assert_fails(reasons[i], add_port(3, 4, 1, 0));
		assert_fails(reasons[i], llki_sys_add_rule(3, 9, NULL, 0));
		assert_fails(reasons[i], llki_sys_restrict_self(3, 0));
	}
}

static void test_g09_structure_sizes(void **state)
{
	static const size_t known[] = { 0, 8, 8, 8, 16, 16, 24, 24, 24, 24,
					48, 48, 56 };
	uint64_t attr[1024];
	const struct llki_ruleset_attr *ours = (const void *)attr;
	size_t tail;
	int abi;

	(void)state;
	for (abi = 1; abi <= KERNEL_NEWER; abi++) {
		fake_reset(abi);
		memset(attr, 0, sizeof(attr));
		attr[0] = 1;
		assert_fails(EINVAL, llki_sys_create_ruleset(ours, 7, 0));
		assert_fails(E2BIG, llki_sys_create_ruleset(ours, 4097, 0));
		assert_fails(EFAULT, llki_sys_create_ruleset(NULL, 48, 0));
		assert_true(llki_sys_create_ruleset(ours, 8, 0) >= 0);
		assert_true(llki_sys_create_ruleset(ours, 4096, 0) >= 0);
		tail = known[abi] / 8;
		attr[tail] = 1;
		assert_fails(E2BIG, llki_sys_create_ruleset(ours, 4096, 0));
		attr[tail] = 0;
		/* A known field fails in another way. */
		attr[tail - 1] = UINT64_C(1) << 63;
		assert_fails(EINVAL, llki_sys_create_ruleset(ours, 4096, 0));
	}
}

static void test_unknown_bits(void **state)
{
	int abi, cls;

	(void)state;
	for (abi = 1; abi <= KERNEL_NEWER; abi++)
		for (cls = 0; cls < FAKE_CLASSES; cls++) {
			uint64_t has = fake_abi_rights(abi, cls);
			uint64_t masks[FAKE_CLASSES] = { 0 };

			fake_reset(abi);
			masks[cls] = has;
			if (has)
				assert_true(create(masks[0], masks[1],
						   masks[2]) >= 0);
			else
				assert_fails(ENOMSG, create(0, 0, 0));
			masks[cls] = has + 1;
			errno = 0;
			assert_int_equal(create(masks[0], masks[1], masks[2]),
					 -1);
			assert_true(errno == EINVAL || errno == E2BIG);
		}
}

static void test_g14_liar(void **state)
{
	(void)state;
	unit_reset(KERNEL_LIAR);
	assert_int_equal(llki_sys_create_ruleset(NULL, 0, 1), 6);
	assert_true(create(0x7fff, 3, 0) >= 0);
	assert_fails(EINVAL, create(0x8000, 0, 0));
	assert_fails(EINVAL, create(0, 0, 1));
	assert_fails(EINVAL, create(0, 0, 2));
}

static void test_quiet_masks(void **state)
{
	struct llki_ruleset_attr attr = { 3, 1, 1, 1, 1, 1 };

	(void)state;
	fake_reset(9);
	assert_fails(E2BIG, llki_sys_create_ruleset(&attr, sizeof(attr), 0));
	fake_reset(10);
	assert_int_equal(llki_sys_create_ruleset(&attr, sizeof(attr), 0), 3);
	attr.quiet_access_fs = 4;
	assert_fails(EINVAL, llki_sys_create_ruleset(&attr, sizeof(attr), 0));
	attr.quiet_access_fs = 0;
	attr.quiet_scoped = 2;
	assert_fails(EINVAL, llki_sys_create_ruleset(&attr, sizeof(attr), 0));
}

static void test_path_rules(void **state)
{
	int rs, dir, file, pipe;

	(void)state;
	fake_reset(11);
	rs = create(LLK_READ | LLK_WRITE, 0, 0);
	dir = fake_give_path("/usr");
	file = fake_give_path("/etc/app.conf");
	pipe = fake_give_path("/proc/pipe");
	assert_int_equal(add_path(rs, dir, LLK_READ, 0), 0);
	assert_int_equal(add_path(rs, file, LLK_FS_READ_FILE, 0), 0);
	assert_fails(EINVAL, add_path(rs, file, LLK_FS_READ_DIR, 0));
	assert_fails(ENOMSG, add_path(rs, dir, 0, 0));
	assert_fails(EINVAL, add_path(rs, dir, LLK_EXECUTE, 0));
	assert_fails(EINVAL, add_path(rs, dir, LLK_READ, 1));
	assert_fails(EINVAL, add_path(rs, dir, LLK_READ, 2));
	assert_fails(EBADF, add_path(rs, 60, LLK_FS_READ_FILE, 0));
	assert_fails(EBADF, add_path(rs, -1, LLK_FS_READ_FILE, 0));
	assert_fails(EBADFD, add_path(rs, pipe, LLK_FS_READ_FILE, 0));
	assert_fails(EBADFD, add_path(rs, rs, LLK_FS_READ_FILE, 0));
	assert_fails(EBADFD, add_path(dir, dir, LLK_READ, 0));
	assert_fails(EBADF, add_path(60, dir, LLK_READ, 0));
	assert_fails(EFAULT, llki_sys_add_rule(rs, 1, NULL, 0));
	assert_fails(EINVAL, llki_sys_add_rule(rs, 0, NULL, 0));
	assert_fails(EBADF, llki_sys_add_rule(60, 0, NULL, 0));
	assert_fails(EBADFD, llki_sys_add_rule(dir, 0, NULL, 0));
}

static void test_port_rules(void **state)
{
	int rs;

	(void)state;
	fake_reset(3);
	rs = create(1, 0, 0);
	assert_fails(EINVAL, add_port(rs, 1, 1, 0));
	fake_reset(11);
	rs = create(0, 3, 0);
	assert_int_equal(add_port(rs, 65535, 3, 0), 0);
	assert_fails(EINVAL, add_port(rs, 65536, 3, 0));
	assert_fails(EINVAL, add_port(rs, 1, 4, 0));
	assert_fails(ENOMSG, add_port(rs, 1, 0, 0));
	assert_fails(EINVAL, add_port(rs, 1, 0, 1));
	fake.kernel.no_inet = true;
	assert_fails(EAFNOSUPPORT, add_port(rs, 1, 3, 0));
	assert_fails(EINVAL, add_port(rs, 65536, 3, 0));
}

static void test_restrict(void **state)
{
	int abi, rs;

	(void)state;
	for (abi = 1; abi <= KERNEL_NEWER; abi++) {
		uint32_t flags = fake_abi_restrict_flags(abi);

		fake_reset(abi);
		rs = create(1, 0, 0);
		assert_fails(EPERM, llki_sys_restrict_self(rs, 0));
		if (abi < 11)
			assert_fails(EPERM, llki_sys_restrict_self(rs, 16));
		fake.no_new_privs = true;
		assert_fails(EINVAL, llki_sys_restrict_self(rs, flags + 1));
		assert_fails(EBADF, llki_sys_restrict_self(60, 0));
		assert_fails(EBADFD, llki_sys_restrict_self(1, 0));
		assert_int_equal(llki_sys_restrict_self(rs, flags), 0);
		fake.layers = 15;
		assert_int_equal(llki_sys_restrict_self(rs, 0), 0);
		assert_fails(E2BIG, llki_sys_restrict_self(rs, 0));
		fake.layers = 0;
		fake.no_new_privs = false;
		fake.privileged = true;
		assert_int_equal(llki_sys_restrict_self(rs, 0), 0);
		assert_false(fake.no_new_privs);
	}
}

static void test_flag_sets_no_new_privs(void **state)
{
	int rs;

	(void)state;
	fake_reset(11);
	rs = create(1, 0, 0);
	assert_fails(EBADF, llki_sys_restrict_self(60, 16));
	assert_false(fake.no_new_privs);
	assert_int_equal(llki_sys_restrict_self(rs, 16), 0);
	assert_true(fake.no_new_privs);
}

static void test_mute(void **state)
{
	(void)state;
	fake_reset(7);
	fake.no_new_privs = true;
	assert_fails(EBADF, llki_sys_restrict_self(-1, 0));
	assert_fails(EBADF, llki_sys_restrict_self(-1, 6));
	assert_fails(EINVAL, llki_sys_restrict_self(-1, 12));
	assert_int_equal(llki_sys_restrict_self(-1, 4), 0);
	assert_true(fake.muted);
	assert_int_equal(fake.layers, 0);
	fake_reset(11);
	assert_fails(EBADF, llki_sys_restrict_self(-1, 4 | 16));
	fake.no_new_privs = true;
	assert_int_equal(llki_sys_restrict_self(-1, 4 | 8), 0);
}

static void assert_path(const char *path, int error)
{
	int fd;

	errno = 0;
	fd = llki_sys_open_path(AT_FDCWD, path);
	if (error) {
		assert_int_equal(fd, -1);
		assert_int_equal(errno, error);
	} else {
		assert_true(fd >= 0);
		llki_sys_close(fd);
	}
}

static void test_tree(void **state)
{
	char long_name[300], long_path[5000];

	(void)state;
	memset(long_name, 'n', sizeof(long_name));
	long_name[0] = '/';
	long_name[299] = '\0';
	memset(long_path, '/', sizeof(long_path));
	long_path[4999] = '\0';
	fake_reset(11);
	assert_path("/", 0);
	assert_path(".", 0);
	assert_path("/usr/", 0);
	assert_path("usr//bin/./true", 0);
	assert_path("/etc/app.conf", 0);
	assert_path("/link", 0);
	assert_path("/dirlink/bin", 0);
	assert_path("", ENOENT);
	assert_path("/nowhere", ENOENT);
	assert_path("/nowhere/x", ENOENT);
	assert_path("/dangling", ENOENT);
	assert_path("/etc/app.conf/", ENOTDIR);
	assert_path("/etc/app.conf/x", ENOTDIR);
	assert_path("/secret", 0);
	assert_path("/secret/file", EACCES);
	assert_path("/loop", ELOOP);
	assert_path(long_name, ENAMETOOLONG);
	assert_path(long_path, ENAMETOOLONG);
	long_path[4095] = '\0';
	assert_path(long_path, 0);
	unit_clean();
}

static void test_open_beneath(void **state)
{
	int etc, file;

	(void)state;
	fake_reset(11);
	etc = fake_give_path("/etc");
	file = fake_give_path("/etc/app.conf");
	assert_true(llki_sys_open_path(etc, "app.conf") >= 0);
	assert_true(llki_sys_open_path(etc, "/usr") >= 0);
	assert_fails(ENOENT, llki_sys_open_path(etc, "usr"));
	assert_fails(ENOTDIR, llki_sys_open_path(file, "x"));
	assert_fails(EBADF, llki_sys_open_path(60, "x"));
	assert_true(llki_sys_open_path(60, "/usr") >= 0);
	fake.descriptor_limit = 8;
	assert_fails(EMFILE, llki_sys_open_path(AT_FDCWD, "/"));
}

/* What the domain allows: of every layer, on an object or above it. */
static void test_domain(void **state)
{
	int rs, fd;

	(void)state;
	fake_reset(11);
	fake.no_new_privs = true;
	rs = create(LLK_READ, LLK_NET_BIND_TCP, LLK_SCOPE_SIGNAL);
	fd = llki_sys_open_path(AT_FDCWD, "/usr");
	assert_int_equal(add_path(rs, fd, LLK_READ, 0), 0);
	assert_int_equal(add_port(rs, 80, LLK_NET_BIND_TCP, 0), 0);
	assert_true(fake_may("/etc", LLK_READ));
	assert_int_equal(llki_sys_restrict_self(rs, 0), 0);
	/* What is added later is not in the domain. */
	assert_int_equal(add_port(rs, 81, LLK_NET_BIND_TCP, 0), 0);
	assert_true(fake_may("/usr", LLK_READ));
	assert_true(fake_may("/usr/bin/true", LLK_READ));
	assert_false(fake_may("/", LLK_READ));
	assert_false(fake_may("/etc/app.conf", LLK_FS_READ_FILE));
	assert_true(fake_may("/etc/app.conf", LLK_FS_WRITE_FILE));
	assert_false(fake_may("/etc", LLK_FS_REFER));
	assert_true(fake_may_port(80, LLK_NET_BIND_TCP));
	assert_false(fake_may_port(81, LLK_NET_BIND_TCP));
	assert_true(fake_may_port(81, LLK_NET_CONNECT_TCP));
	assert_false(fake_may_scope(LLK_SCOPE_SIGNAL));
	assert_true(fake_may_scope(LLK_SCOPE_ABSTRACT_UNIX_SOCKET));
}

static void test_violations(void **state)
{
	int fd;

	(void)state;
	fake_reset(11);
	fd = llki_sys_open_path(AT_FDCWD, "/");
	assert_int_equal(fake_open_descriptors(), 1);
	assert_null(fake_violation());
	llki_sys_close(fd);
	assert_int_equal(fake_open_descriptors(), 0);
	llki_sys_close(fd);
	assert_non_null(fake_violation());
	fake_reset(11);
	assert_null(fake_violation());
	llki_sys_close(0);
	assert_non_null(fake_violation());
	assert_true(fake_is_open(0));
}

static void test_failures(void **state)
{
	(void)state;
	fake_reset(11);
	fake_fail(FAKE_OPEN, 1, EIO);
	assert_true(llki_sys_open_path(AT_FDCWD, "/") >= 0);
	assert_false(fake_failed());
	assert_fails(EIO, llki_sys_open_path(AT_FDCWD, "/"));
	assert_true(fake_failed());
	assert_true(llki_sys_open_path(AT_FDCWD, "/") >= 0);
	fake_fail_from(FAKE_ANY, 0, ENFILE);
	assert_fails(ENFILE, llki_sys_open_path(AT_FDCWD, "/"));
	assert_fails(ENFILE, create(1, 0, 0));
	assert_int_equal(fake_count(FAKE_OPEN), 4);
	assert_int_equal(fake_count(FAKE_ANY), 5);
	assert_int_equal(fake_call(FAKE_OPEN, 1)->result, -EIO);
	assert_string_equal(fake_call(FAKE_OPEN, 0)->path, "/");
	assert_null(fake_call(FAKE_OPEN, 4));
	assert_string_equal(fake_function_name(FAKE_OPEN), "open_path");
}

static int fork_and_exit(void *status)
{
	if (llki_sys_fork() == 0)
		llki_sys_exit(*(int *)status);
	return 0;
}

static void test_roles(void **state)
{
	int code = 7, status, fds[2];
	char c;

	(void)state;
	fake_reset(11);
	assert_int_equal(unit_as_child(fork_and_exit, &code), FAKE_EXITED);
	assert_int_equal(fake.exit_status, 7);
	assert_int_equal(llki_sys_pipe(fds), 0);
	assert_int_equal(llki_sys_write(fds[1], "abc", 3), 3);
	assert_memory_equal(fake.written, "abc", 3);

	fake.message[0] = 'm';
	fake.message_size = 1;
	fake.wait_status = 7;
	assert_true(llki_sys_fork() > 0);
	assert_true(fake.unreaped);
	llki_sys_close(fds[1]);
	assert_int_equal(llki_sys_read(fds[0], &c, 1), 1);
	assert_int_equal(c, 'm');
	assert_int_equal(llki_sys_read(fds[0], &c, 1), 0);
	assert_int_equal(llki_sys_wait(4242, &status), 0);
	assert_int_equal(status, 7);
	assert_null(fake_violation());
	assert_fails(ECHILD, llki_sys_wait(4242, &status));
	assert_non_null(fake_violation());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_versions),
		cmocka_unit_test(test_absence),
		cmocka_unit_test(test_g09_structure_sizes),
		cmocka_unit_test(test_unknown_bits),
		cmocka_unit_test(test_g14_liar),
		cmocka_unit_test(test_quiet_masks),
		cmocka_unit_test(test_path_rules),
		cmocka_unit_test(test_port_rules),
		cmocka_unit_test(test_restrict),
		cmocka_unit_test(test_flag_sets_no_new_privs),
		cmocka_unit_test(test_mute),
		cmocka_unit_test(test_tree),
		cmocka_unit_test(test_open_beneath),
		cmocka_unit_test(test_domain),
		cmocka_unit_test(test_violations),
		cmocka_unit_test(test_failures),
		cmocka_unit_test(test_roles),
	};

	return unit_run(tests);
}
