/* SPDX-License-Identifier: MIT */
/*
 * Rules: on paths, below directories, on descriptors, on ports; what is left
 * out, tolerated, silenced; and how many system calls they cost.
 */
#include "unit.h"

static struct llk_ruleset *start(int kernel, uint32_t flags)
{
	unit_reset(kernel);
	return unit_new(11, flags | LLK_BEST_EFFORT);
}

static void enforce(struct llk_ruleset *rs)
{
	assert_true(llk_enforce(rs, 0) >= 0);
	unit_free(rs);
}

static void test_directory(void **state)
{
	int abi;

	(void)state;
	for (abi = 2; abi <= KERNEL_NEWER; abi++) {
		struct llk_ruleset *rs = start(abi, LLK_FS);

		assert_int_equal(llk_allow_path(rs, "/usr", LLK_READ |
						LLK_EXECUTE, 0), 0);
		assert_int_equal(llk_allow_path(rs, "var/lib/app", LLK_WRITE,
						0), 0);
		enforce(rs);
		assert_true(fake_may("/usr/bin/true", LLK_FS_READ_FILE |
				     LLK_EXECUTE));
		assert_true(fake_may("/usr/bin", LLK_FS_READ_DIR));
		assert_false(fake_may("/usr/bin/true", LLK_FS_WRITE_FILE));
		assert_true(fake_may("/var/lib/app", LLK_WRITE));
		assert_false(fake_may("/var/lib", LLK_FS_MAKE_REG));
		assert_false(fake_may("/var/lib/app", LLK_FS_READ_DIR));
		assert_false(fake_may("/etc/app.conf", LLK_FS_READ_FILE));
	}
}

/* Three calls for a rule on a directory, six fixed ones, at the most. */
static void test_cost(void **state)
{
	static const char *const paths[] = {
		"/usr", "/etc", "/var/lib/app", "/tmp", "/home/user",
	};
	size_t i;
	int abi;

	(void)state;
	for (abi = 1; abi <= KERNEL_NEWER; abi++) {
		struct llk_ruleset *rs = start(abi, CLASSES);

		for (i = 0; i < 5; i++) {
			size_t before = i ? fake_count(FAKE_ANY) : 2;

			assert_int_equal(llk_allow_path(rs, paths[i], LLK_READ,
							0), 0);
			assert_int_equal(fake_count(FAKE_ANY) - before, 3);
		}
		assert_int_equal(llk_prepare(rs), 0);
		enforce(rs);
		assert_true(fake_count(FAKE_ANY) <= 3 * 5 + 6);
		assert_int_equal(fake_count(FAKE_OPEN), 5);
		assert_int_equal(fake_count(FAKE_ADD_RULE), 5);
		assert_int_equal(fake_count(FAKE_IS_DIR), 0);
		assert_int_equal(fake_count(FAKE_CREATE), 2);
		assert_int_equal(fake_count(FAKE_RESTRICT), 1);
	}
}

/* All file rights of the version survive on a file, and nothing else. */
static void test_g05_trim_on_file(void **state)
{
	static const char *const paths[] = {
		"/etc/app.conf", "/dev/null", "/run/fifo", "/run/socket",
		"/link",
	};
	const uint64_t file = 0x1c007;
	size_t i;
	int abi, by_fd;

	(void)state;
	for (abi = 1; abi <= KERNEL_NEWER; abi++)
		for (i = 0; i < 10; i++) {
			struct llk_ruleset *rs = start(abi, LLK_FS);
			const char *path = paths[i / 2];
			uint64_t has = fake_abi_rights(unit_kernel_abi(),
						       FAKE_FS);

			by_fd = i & 1;
			if (by_fd)
				assert_int_equal(llk_allow_fd(
					rs, fake_give_path(path), 0x1ffff, 0),
					0);
			else
				assert_int_equal(llk_allow_path(
					rs, path, 0x1ffff, 0), 0);
			assert_int_equal(llk_prepare(rs), 0);
			assert_true(unit_loss(rs, LLK_EQUIVALENT, LLK_FS,
					      has & ~file,
					      by_fd ? NULL : path) >= 0);
			/* Renames are of directories: nothing is denied that
			   was allowed. */
			assert_int_equal(unit_loss(rs, LLK_TIGHTER, LLK_FS,
						   LLK_FS_REFER,
						   by_fd ? NULL : path), -1);
			enforce(rs);
			assert_true(fake_may(path, file & has));
			assert_false(fake_may("/etc", LLK_FS_READ_FILE));
		}
}

/* File rights alone: no second try, and no question what it is. */
static void test_file_rights_on_file(void **state)
{
	struct llk_ruleset *rs = start(11, LLK_FS);

	(void)state;
	fake_forget();
	assert_int_equal(llk_allow_path(rs, "/dev/null", LLK_FS_READ_FILE |
					LLK_FS_WRITE_FILE | LLK_DEVICE, 0), 0);
	assert_int_equal(fake_count(FAKE_ANY), 2 + 3);
	assert_int_equal(llk_prepare(rs), 0);
	assert_int_equal(llk_loss_count(rs), 0);
	enforce(rs);
	assert_true(fake_may("/dev/null", LLK_DEVICE));
	assert_false(fake_may("/dev/tty", LLK_DEVICE));
}

/* Only directory rights on a file: nothing to give, nothing wrong. */
static void test_nothing_left_on_file(void **state)
{
	int abi;

	(void)state;
	for (abi = 1; abi <= KERNEL_NEWER; abi++) {
		struct llk_ruleset *rs = start(abi, LLK_FS);

		assert_int_equal(llk_allow_path(rs, "/etc/app.conf",
						LLK_FS_READ_DIR |
						LLK_FS_MAKE_REG, 0), 0);
		assert_int_equal(llk_prepare(rs), 0);
		assert_true(unit_loss(rs, LLK_EQUIVALENT, LLK_FS,
				      LLK_FS_READ_DIR | LLK_FS_MAKE_REG,
				      "/etc/app.conf") >= 0);
		enforce(rs);
		assert_false(fake_may("/etc/app.conf", LLK_FS_READ_FILE));
	}
}

/* A file does not take refer, so that granting it there is no loss. */
static void test_refer_on_file(void **state)
{
	int abi;

	(void)state;
	for (abi = 1; abi <= KERNEL_NEWER; abi++) {
		struct llk_ruleset *rs;

		fake_reset(abi);
		rs = unit_new(1, LLK_FS);
		assert_int_equal(llk_refer_fallback(rs, LLK_REFER_FAIL), 0);
		assert_int_equal(llk_allow_path(rs, "/etc/app.conf",
						LLK_FS_READ_FILE |
						LLK_FS_REFER, 0), 0);
		assert_int_equal(llk_enforce(rs, 0), LLK_FULL);
		assert_true(unit_loss(rs, LLK_EQUIVALENT, LLK_FS,
				      LLK_FS_REFER, "/etc/app.conf") >= 0 ||
			    abi == 1);
		unit_free(rs);
	}
}

/* The kernel's EINVAL for another reason is not taken for "not a directory". */
static void test_refused_on_directory(void **state)
{
	struct llk_ruleset *rs = start(11, LLK_FS);

	(void)state;
	fake_fail(FAKE_ADD_RULE, 0, EINVAL);
	assert_fails(EINVAL, llk_allow_path(rs, "/usr", LLK_READ, 0));
	assert_contains(llk_failure(rs), "/usr");
	assert_int_equal(fake_count(FAKE_ADD_RULE), 1);
	unit_free(rs);

	rs = start(11, LLK_FS);
	fake_fail(FAKE_ADD_RULE, 0, EINVAL);
	assert_fails(EINVAL, llk_allow_path(rs, "/etc/app.conf",
					    LLK_FS_READ_FILE, 0));
	unit_free(rs);
}

static void test_stat_fails(void **state)
{
	struct llk_ruleset *rs = start(11, LLK_FS);

	(void)state;
	fake_fail(FAKE_IS_DIR, 0, EIO);
	assert_fails(EIO, llk_allow_path(rs, "/etc/app.conf", LLK_READ, 0));
	unit_free(rs);
}

static void test_below_directory(void **state)
{
	struct llk_ruleset *rs = start(11, LLK_FS);
	int etc = fake_give_path("/etc"), file = fake_give_path("/dev/null");

	(void)state;
	assert_int_equal(llk_allow_path_at(rs, etc, "app.conf",
					   LLK_FS_READ_FILE, 0), 0);
	assert_int_equal(llk_allow_path_at(rs, etc, "/usr", LLK_READ, 0), 0);
	assert_int_equal(llk_allow_path_at(rs, -1, "/tmp", LLK_READ, 0), 0);
	assert_int_equal(llk_allow_path_at(rs, AT_FDCWD, "var", LLK_READ, 0),
			 0);
	assert_int_equal(llk_allow_path_at(rs, etc, "nothing", LLK_READ,
					   LLK_IF_EXISTS), 0);
	assert_int_equal(llk_allow_path_at(rs, file, "x", LLK_READ,
					   LLK_IF_EXISTS), 0);
	assert_true(fake_is_open(etc));
	enforce(rs);
	assert_true(fake_may("/etc/app.conf", LLK_FS_READ_FILE));
	assert_false(fake_may("/etc/other.conf", LLK_FS_READ_FILE));
	assert_true(fake_may("/usr", LLK_READ));
	assert_true(fake_may("/tmp", LLK_READ));
	assert_true(fake_may("/var/lib", LLK_READ));
	fake_take(etc);
	fake_take(file);
}

static void test_bad_dirfd(void **state)
{
	int kernel;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++) {
		struct llk_ruleset *rs = start(kernel, LLK_FS);

		assert_fails(EBADF, llk_allow_path_at(rs, 60, "x", LLK_READ,
						      LLK_IF_EXISTS));
		assert_contains(llk_failure(rs), "EBADF");
		unit_free(rs);
	}
}

static void test_descriptor(void **state)
{
	struct llk_ruleset *rs = start(11, LLK_FS);
	int fd = fake_give_path("/usr");

	(void)state;
	fake_forget();
	assert_int_equal(llk_allow_fd(rs, fd, LLK_READ, 0), 0);
	/* Version, create, rule. */
	assert_int_equal(fake_count(FAKE_ANY), 3);
	assert_true(fake_is_open(fd));
	fake_take(fd);
	enforce(rs);
	assert_true(fake_may("/usr/bin", LLK_READ));
	assert_false(fake_may("/etc", LLK_READ));
}

/* The number of a descriptor that the library opened: without Landlock nothing
   would be open there, so it is the same error with it. */
static void test_descriptor_of_the_library(void **state)
{
	int kernel;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++) {
		struct llk_ruleset *rs = start(kernel, LLK_FS);
		int fd;

		assert_int_equal(llk_allow_path(rs, "/usr", LLK_READ, 0), 0);
		fd = rs->fd < 0 ? 3 : rs->fd;
		assert_int_equal(llk_allow_path_at(rs, fd, "/etc", LLK_READ,
						   0), 0);
		assert_fails(EBADF, llk_allow_path_at(rs, fd, "x", LLK_READ,
						      LLK_IF_EXISTS));
		assert_contains(llk_failure(rs), "EBADF");
		unit_free(rs);

		rs = start(kernel, LLK_FS);
		assert_int_equal(llk_allow_path(rs, "/usr", LLK_READ, 0), 0);
		fd = rs->fd < 0 ? 3 : rs->fd;
		assert_fails(EBADF, llk_allow_fd(rs, fd, LLK_READ, 0));
		assert_contains(llk_failure(rs), "descriptor 3");
		unit_free(rs);

		rs = start(kernel, LLK_FS);
		assert_int_equal(llk_allow_path(rs, "/usr", LLK_READ, 0), 0);
		assert_fails(EBADF, llk_allow_path_at(rs, -1, "x", LLK_READ,
						      0));
		unit_free(rs);
	}
}

/* A memfd: no kernel takes a rule on it, but without Landlock nobody knows. */
static void test_memfd(void **state)
{
	struct llk_ruleset *rs = start(11, LLK_FS);

	(void)state;
	assert_fails(EBADFD, llk_allow_fd(rs, fake_give_path("/proc/memfd"),
					  LLK_READ, 0));
	unit_free(rs);
	rs = start(0, LLK_FS);
	assert_int_equal(llk_allow_fd(rs, fake_give_path("/proc/memfd"),
				      LLK_READ, 0), 0);
	unit_free(rs);
}

/* The question for the type of file system fails: then it is not asked. */
static void test_no_file_system_type(void **state)
{
	struct llk_ruleset *rs = start(0, LLK_FS);

	(void)state;
	fake_fail_from(FAKE_FS_TYPE, 0, ENOSYS);
	assert_int_equal(llk_allow_path(rs, "/usr", LLK_READ, 0), 0);
	assert_int_equal(llk_allow_fd(rs, fake_give_path("/proc/pipe"),
				      LLK_READ, 0), 0);
	unit_free(rs);
}

static void test_if_exists(void **state)
{
	static const char *const missing[] = {
		"/nowhere", "/dangling", "/etc/app.conf/x", "",
	};
	size_t i;
	int kernel;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++)
		for (i = 0; i < 4; i++) {
			struct llk_ruleset *rs = start(kernel, LLK_FS);
			bool given;

			assert_int_equal(llk_allow_path(rs, missing[i],
							LLK_READ,
							LLK_IF_EXISTS), 0);
			assert_int_equal(llk_allow_path(rs, "/usr", LLK_READ,
							LLK_IF_EXISTS), 0);
			assert_int_equal(llk_prepare(rs), 0);
			given = !fake.kernel.absent;
			assert_int_equal(unit_loss(rs, LLK_TIGHTER, LLK_FS,
						   LLK_READ, missing[i]) >= 0,
					 given);
			assert_int_equal(unit_loss(rs, LLK_TIGHTER, LLK_FS,
						   LLK_READ, "/usr"), -1);
			enforce(rs);
			assert_true(fake_may("/usr", LLK_READ));
		}
}

/* Two errors are tolerated.  Whatever else went wrong is an error. */
static void test_if_exists_only(void **state)
{
	static const int errors[] = {
		EACCES, ELOOP, EMFILE, ENFILE, ENOMEM, ENAMETOOLONG, ENXIO,
		EIO, EPERM, EBADF, EINVAL, ENODEV, EOVERFLOW,
	};
	size_t i;
	int kernel;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++)
		for (i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
			struct llk_ruleset *rs = start(kernel, LLK_FS);

			fake_fail(FAKE_OPEN, 0, errors[i]);
			assert_fails(errors[i],
				     llk_allow_path(rs, "/usr", LLK_READ,
						    LLK_IF_EXISTS));
			assert_contains(llk_failure(rs), "\"/usr\"");
			unit_unrestricted();
			unit_free(rs);
		}
}

/* A strict ruleset tolerates it too, where the rule says so. */
static void test_if_exists_strict(void **state)
{
	struct llk_ruleset *rs;

	(void)state;
	fake_reset(11);
	rs = unit_new(11, LLK_FS);
	assert_int_equal(llk_allow_path(rs, "/nowhere", LLK_READ,
					LLK_IF_EXISTS), 0);
	assert_int_equal(llk_enforce(rs, 0), LLK_FULL);
	assert_int_equal(unit_loss(rs, LLK_TIGHTER, LLK_FS, LLK_READ,
				   "/nowhere"), 0);
	assert_int_equal(llk_loss_abi(rs, 0), 0);
	unit_free(rs);
}

/* G6: what the ruleset, or this kernel, does not handle is left out. */
static void test_g06_masked(void **state)
{
	int abi;

	(void)state;
	for (abi = 1; abi <= KERNEL_NEWER; abi++) {
		struct llk_ruleset *rs;
		const uint64_t all = 0x1ffff;

		fake_reset(abi);
		rs = unit_new(3, LLK_FS | LLK_BEST_EFFORT);
		assert_int_equal(llk_exclude(rs, LLK_FS, LLK_EXECUTE), 0);
		assert_int_equal(llk_allow_path(rs, "/usr", all, 0), 0);
		enforce(rs);
		assert_int_equal(fake_call(FAKE_ADD_RULE, 0)->access,
				 fake_abi_rights(abi > 3 ? 3 : abi, FAKE_FS) &
				 ~LLK_EXECUTE);
	}
}

/* A rule on what is free anyway: no call for it, and the report says so. */
static void test_rule_does_nothing(void **state)
{
	int abi;

	(void)state;
	for (abi = 1; abi <= KERNEL_NEWER; abi++) {
		struct llk_ruleset *rs;

		fake_reset(abi);
		rs = unit_new(4, LLK_FS | LLK_BEST_EFFORT);
		assert_int_equal(llk_allow_path(rs, "/dev/tty", LLK_DEVICE,
						0), 0);
		assert_int_equal(llk_allow_port(rs, 1, LLK_NET_BIND_TCP, 0),
				 0);
		assert_int_equal(llk_prepare(rs), 0);
		assert_int_equal(fake_count(FAKE_ADD_RULE), 0);
		assert_true(unit_loss(rs, LLK_EQUIVALENT, LLK_FS, LLK_DEVICE,
				      "/dev/tty") >= 0);
		assert_true(unit_loss(rs, LLK_EQUIVALENT, LLK_NET,
				      LLK_NET_BIND_TCP, NULL) >= 0);
		assert_int_equal(llk_level(rs), abi >= 3 ? LLK_FULL :
				 LLK_PARTIAL);
		enforce(rs);
		assert_true(fake_may("/dev/tty", LLK_DEVICE));
	}
}

/* Refer granted to a net-only ruleset comes from the library alone. */
static void test_path_rule_without_fs(void **state)
{
	struct llk_ruleset *rs = start(11, LLK_NET);

	(void)state;
	assert_int_equal(llk_allow_path(rs, "/usr", LLK_WRITE, 0), 0);
	assert_int_equal(fake_count(FAKE_ADD_RULE), 0);
	enforce(rs);
	assert_int_equal(fake_count(FAKE_ADD_RULE), 1);
	assert_true(fake_may("/usr", LLK_WRITE));
	assert_true(fake_may("/etc", LLK_FS_REFER));
}

/* G3: a narrower rule below a wider one takes nothing away. */
static void test_g03_rules_add_up(void **state)
{
	struct llk_ruleset *rs = start(11, LLK_FS);

	(void)state;
	llk_allow_path(rs, "/home", LLK_READ, 0);
	llk_allow_path(rs, "/home/user/keys", LLK_FS_READ_DIR, 0);
	llk_allow_path(rs, "/usr", LLK_FS_READ_FILE, 0);
	llk_allow_path(rs, "/usr", LLK_FS_EXECUTE, 0);
	enforce(rs);
	assert_true(fake_may("/home/user/keys", LLK_FS_READ_FILE));
	assert_true(fake_may("/usr/bin/true", LLK_FS_READ_FILE |
			     LLK_EXECUTE));
}

/* G20: a link's rule is its target's. */
static void test_g20_link_grants_target(void **state)
{
	struct llk_ruleset *rs = start(11, LLK_FS);

	(void)state;
	llk_allow_path(rs, "/dirlink", LLK_READ, 0);
	assert_int_equal(llk_prepare(rs), 0);
	assert_int_equal(llk_loss_count(rs), 0);
	enforce(rs);
	assert_true(fake_may("/usr/bin", LLK_READ));
	assert_false(fake_may("/", LLK_READ));
}

static void test_no_descriptor_left(void **state)
{
	struct llk_ruleset *rs;
	int limit;

	(void)state;
	/* Standard streams, the ruleset, one path. */
	for (limit = 3; limit < 5; limit++) {
		rs = start(11, LLK_FS);
		fake.descriptor_limit = limit;
		assert_fails(EMFILE, llk_allow_path(rs, "/usr", LLK_READ, 0));
		assert_contains(llk_failure(rs), "EMFILE");
		unit_free(rs);
	}
	rs = start(11, LLK_FS);
	fake.descriptor_limit = 5;
	assert_int_equal(llk_allow_path(rs, "/usr", LLK_READ, 0), 0);
	assert_int_equal(llk_allow_path(rs, "/etc", LLK_READ, 0), 0);
	enforce(rs);
}

/* ---- ports -------------------------------------------------------------- */

static void test_port(void **state)
{
	int abi;

	(void)state;
	for (abi = 4; abi <= KERNEL_NEWER; abi++) {
		struct llk_ruleset *rs = start(abi, LLK_NET);
		uint64_t udp = LLK_NET_CONNECT_SEND_UDP;

		llk_allow_port(rs, 443, LLK_NET_CONNECT_TCP | udp, 0);
		llk_allow_port(rs, 0, LLK_NET_BIND_UDP, 0);
		llk_allow_port(rs, 65535, LLK_NET_BIND_TCP, 0);
		enforce(rs);
		assert_true(fake_may_port(443, LLK_NET_CONNECT_TCP | udp));
		assert_false(fake_may_port(443, LLK_NET_BIND_TCP));
		assert_false(fake_may_port(80, LLK_NET_CONNECT_TCP));
		assert_true(fake_may_port(65535, LLK_NET_BIND_TCP));
		assert_true(fake_may_port(0, LLK_NET_BIND_UDP));
		/* UDP is free where no version restricts it. */
		assert_int_equal(fake_may_port(53, udp), abi < 10);
	}
}

static void test_range(void **state)
{
	struct llk_ruleset *rs = start(11, LLK_NET);

	(void)state;
	llk_allow_port_range(rs, 8000, 8009, LLK_NET_BIND_TCP, 0);
	llk_allow_port_range(rs, 65534, 65535, LLK_NET_BIND_TCP, 0);
	llk_allow_port_range(rs, 7, 7, LLK_NET_BIND_TCP, 0);
	assert_int_equal(llk_prepare(rs), 0);
	/* One for each port, one for "/". */
	assert_int_equal(fake_count(FAKE_ADD_RULE), 10 + 2 + 1 + 1);
	enforce(rs);
	assert_false(fake_may_port(7999, LLK_NET_BIND_TCP));
	assert_true(fake_may_port(8000, LLK_NET_BIND_TCP));
	assert_true(fake_may_port(8009, LLK_NET_BIND_TCP));
	assert_false(fake_may_port(8010, LLK_NET_BIND_TCP));
	assert_false(fake_may_port(65533, LLK_NET_BIND_TCP));
	assert_true(fake_may_port(65535, LLK_NET_BIND_TCP));
	assert_true(fake_may_port(7, LLK_NET_BIND_TCP));
	assert_false(fake_may_port(0, LLK_NET_BIND_TCP));
}

static void test_every_port(void **state)
{
	struct llk_ruleset *rs = start(11, LLK_NET);

	(void)state;
	llk_allow_port_range(rs, 0, 65535, LLK_NET_CONNECT_TCP, 0);
	assert_int_equal(llk_prepare(rs), 0);
	assert_int_equal(fake_count(FAKE_ADD_RULE), 65536 + 1);
	enforce(rs);
	assert_true(fake_may_port(0, LLK_NET_CONNECT_TCP));
	assert_true(fake_may_port(65535, LLK_NET_CONNECT_TCP));
}

/* As rules on paths: the kernel's errors come where the rule is. */
static void test_ports_at_once(void **state)
{
	struct llk_ruleset *rs = start(11, LLK_NET);

	(void)state;
	llk_allow_port_range(rs, 1, 2, LLK_NET_BIND_TCP, 0);
	assert_int_equal(fake_count(FAKE_ADD_RULE), 2);
	unit_free(rs);
}

static void test_port_on_old_kernel(void **state)
{
	int abi;

	(void)state;
	for (abi = 0; abi < 4; abi++) {
		struct llk_ruleset *rs = start(abi, LLK_FS | LLK_NET);

		llk_allow_port(rs, 1, LLK_NET_BIND_TCP, 0);
		assert_int_equal(llk_prepare(rs), 0);
		assert_int_equal(fake_count(FAKE_ADD_RULE), 0);
		assert_int_equal(unit_lost(rs, LLK_WEAKER, LLK_NET), 0xf);
		enforce(rs);
	}
}

/* Without CONFIG_INET there is no port to bind: the same in effect. */
static void test_no_inet(void **state)
{
	struct llk_ruleset *rs;
	int i;

	(void)state;
	unit_reset(KERNEL_NO_INET);
	rs = unit_new(11, LLK_NET);
	llk_allow_port(rs, 1, LLK_NET_BIND_TCP, 0);
	llk_allow_port_range(rs, 2, 60000, LLK_NET_BIND_TCP, 0);
	assert_int_equal(llk_prepare(rs), 0);
	for (i = 0; i < 2; i++) {
		assert_int_equal(llk_level(rs), LLK_FULL);
		assert_int_equal(unit_lost(rs, LLK_EQUIVALENT, LLK_NET),
				 LLK_NET_BIND_TCP);
		assert_int_equal(llk_enforce(rs, 0), LLK_FULL);
	}
	assert_true(fake_count(FAKE_ADD_RULE) < 10);
	unit_free(rs);
}

static void test_port_fails(void **state)
{
	struct llk_ruleset *rs = start(11, LLK_NET);

	(void)state;
	fake_fail(FAKE_ADD_RULE, 3, ENOMEM);
	assert_fails(ENOMEM, llk_allow_port_range(rs, 10, 20, LLK_NET_BIND_TCP,
						  0));
	assert_contains(llk_failure(rs), "port 13");
	/* It sticks: the kernel has a part of the rule. */
	assert_fails(ENOMEM, llk_enforce(rs, 0));
	unit_unrestricted();
	unit_free(rs);
}

/* ---- quiet -------------------------------------------------------------- */

static void test_quiet(void **state)
{
	int abi;

	(void)state;
	for (abi = 1; abi <= KERNEL_NEWER; abi++) {
		struct llk_ruleset *rs = start(abi, CLASSES);
		bool has = abi >= 10;

		llk_quiet(rs, LLK_FS, LLK_FS_WRITE_FILE);
		llk_quiet(rs, LLK_NET, LLK_ALL_RIGHTS);
		llk_quiet(rs, LLK_SCOPE, LLK_SCOPE_SIGNAL);
		llk_allow_path(rs, "/usr", LLK_READ, LLK_QUIET);
		llk_allow_path(rs, "/dev/null", 0, LLK_QUIET);
		llk_allow_path(rs, "/etc", LLK_READ, 0);
		llk_allow_port(rs, 22, 0, LLK_QUIET);
		llk_allow_port(rs, 23, LLK_NET_BIND_TCP, 0);
		assert_int_equal(llk_prepare(rs), 0);
		assert_int_equal(unit_lost(rs, LLK_COSMETIC, LLK_ADD_RULE),
				 has ? 0 : 1);
		enforce(rs);
		assert_int_equal(fake_is_quiet("/usr"), has);
		assert_int_equal(fake_is_quiet("/dev/null"), has);
		assert_false(fake_is_quiet("/etc"));
		assert_int_equal(fake_is_quiet_port(22), has);
		assert_false(fake_is_quiet_port(23));
		assert_false(fake_may_port(22, LLK_NET_BIND_TCP) && abi >= 4);
		assert_int_equal(fake_layer_ruleset(0)->quiet[FAKE_FS],
				 has ? LLK_FS_WRITE_FILE : 0);
		assert_int_equal(fake_layer_ruleset(0)->quiet[FAKE_NET],
				 has ? 0xf : 0);
		assert_int_equal(fake_layer_ruleset(0)->quiet[FAKE_SCOPE],
				 has ? LLK_SCOPE_SIGNAL : 0);
	}
}

/* A rule that has to be trimmed stays quiet. */
static void test_quiet_on_file(void **state)
{
	struct llk_ruleset *rs = start(10, LLK_FS);

	(void)state;
	llk_quiet(rs, LLK_FS, LLK_ALL_RIGHTS);
	llk_allow_path(rs, "/etc/app.conf", LLK_FS_READ_DIR, LLK_QUIET);
	llk_allow_path(rs, "/dev/null", LLK_READ, LLK_QUIET);
	enforce(rs);
	assert_true(fake_is_quiet("/etc/app.conf"));
	assert_true(fake_is_quiet("/dev/null"));
	assert_true(fake_may("/dev/null", LLK_FS_READ_FILE));
	assert_false(fake_may("/etc/app.conf", LLK_FS_READ_FILE));
}

/* Many rules: the list grows, and all of them are there. */
static void test_many_rules(void **state)
{
	struct llk_ruleset *rs = start(11, LLK_FS | LLK_NET);
	unsigned int i;

	(void)state;
	for (i = 0; i < 100; i++) {
		assert_int_equal(llk_allow_path(rs, "/nowhere", LLK_READ,
						LLK_IF_EXISTS), 0);
		assert_int_equal(llk_allow_port(rs, i, LLK_NET_BIND_TCP, 0),
				 0);
	}
	assert_int_equal(llk_prepare(rs), 0);
	assert_int_equal(llk_loss_count(rs), 100);
	for (i = 0; i < 100; i++)
		assert_string_equal(llk_loss_path(rs, i), "/nowhere");
	assert_null(llk_loss_path(rs, 100));
	enforce(rs);
	assert_true(fake_may_port(99, LLK_NET_BIND_TCP));
}

/* "/x/x/x..." in all lengths, the longest of 60 first: the kernel takes 4,095. */
static const char *path_number(size_t n)
{
	static char path[4096];
	const size_t length = (63 - n) * (63 - n) + 126;
	size_t i;

	for (i = 0; i < length; i++)
		path[i] = i % 2 ? 'x' : '/';
	path[length] = '\0';
	return path;
}

/* Paths that the report has handed out stay where they are. */
static void test_paths_stay(void **state)
{
	struct llk_ruleset *rs = start(11, LLK_FS);
	const char *paths[60];
	size_t n;

	(void)state;
	for (n = 0; n < 60; n++) {
		assert_int_equal(llk_allow_path(rs, path_number(n), LLK_READ,
						LLK_IF_EXISTS), 0);
		assert_int_equal(llk_plan(rs, 11, 0), LLK_FULL);
		assert_int_equal(llk_loss_count(rs), n + 1);
		paths[n] = llk_loss_path(rs, n);
	}
	for (n = 0; n < 60; n++) {
		assert_ptr_equal(llk_loss_path(rs, n), paths[n]);
		assert_string_equal(paths[n], path_number(n));
	}
	unit_free(rs);
}

/* The report also tells of rules that came after the plan. */
static void test_rule_after_plan(void **state)
{
	struct llk_ruleset *rs = start(11, LLK_FS);
	size_t n;

	(void)state;
	assert_int_equal(llk_plan(rs, 11, 0), LLK_FULL);
	assert_int_equal(llk_loss_count(rs), 0);
	for (n = 1; n <= 3; n++) {
		llk_allow_path(rs, "/nowhere", LLK_READ, LLK_IF_EXISTS);
		assert_int_equal(llk_loss_count(rs), n);
	}
	unit_free(rs);
}

/* The caller's string may go away. */
static void test_path_is_copied(void **state)
{
	struct llk_ruleset *rs = start(11, LLK_FS);
	char path[] = "/nowhere";

	(void)state;
	llk_allow_path(rs, path, LLK_READ, LLK_IF_EXISTS);
	memset(path, 'x', sizeof(path) - 1);
	assert_int_equal(llk_prepare(rs), 0);
	assert_string_equal(llk_loss_path(rs, 0), "/nowhere");
	unit_free(rs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_directory),
		cmocka_unit_test(test_cost),
		cmocka_unit_test(test_g05_trim_on_file),
		cmocka_unit_test(test_file_rights_on_file),
		cmocka_unit_test(test_nothing_left_on_file),
		cmocka_unit_test(test_refer_on_file),
		cmocka_unit_test(test_refused_on_directory),
		cmocka_unit_test(test_stat_fails),
		cmocka_unit_test(test_below_directory),
		cmocka_unit_test(test_bad_dirfd),
		cmocka_unit_test(test_descriptor),
		cmocka_unit_test(test_descriptor_of_the_library),
		cmocka_unit_test(test_memfd),
		cmocka_unit_test(test_no_file_system_type),
		cmocka_unit_test(test_if_exists),
		cmocka_unit_test(test_if_exists_only),
		cmocka_unit_test(test_if_exists_strict),
		cmocka_unit_test(test_g06_masked),
		cmocka_unit_test(test_rule_does_nothing),
		cmocka_unit_test(test_path_rule_without_fs),
		cmocka_unit_test(test_g03_rules_add_up),
		cmocka_unit_test(test_g20_link_grants_target),
		cmocka_unit_test(test_no_descriptor_left),
		cmocka_unit_test(test_port),
		cmocka_unit_test(test_range),
		cmocka_unit_test(test_every_port),
		cmocka_unit_test(test_ports_at_once),
		cmocka_unit_test(test_port_on_old_kernel),
		cmocka_unit_test(test_no_inet),
		cmocka_unit_test(test_port_fails),
		cmocka_unit_test(test_quiet),
		cmocka_unit_test(test_quiet_on_file),
		cmocka_unit_test(test_many_rules),
		cmocka_unit_test(test_paths_stay),
		cmocka_unit_test(test_rule_after_plan),
		cmocka_unit_test(test_path_is_copied),
	};

	return unit_run(tests);
}
