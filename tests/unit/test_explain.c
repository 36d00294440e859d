/* SPDX-License-Identifier: MIT */
/*
 * Would it be allowed: arguments, the way through the tree, moves, words.  The
 * model of the kernel is the second opinion.
 */
#include "unit.h"

#include "fake_files.h"

#define ALL_FS	llk_abi_rights(LLK_ABI_LATEST, LLK_FS)
#define ENTRIES	(LLK_FS_MAKE_REG | LLK_FS_REMOVE_FILE)

static struct llk_ruleset *explained(uint32_t classes)
{
	return unit_new(LLK_ABI_LATEST, classes | LLK_BEST_EFFORT |
			LLK_EXPLAIN);
}

/* Only these rights of files are restricted. */
static struct llk_ruleset *explained_only(uint64_t rights)
{
	struct llk_ruleset *rs = explained(LLK_FS);

	assert_int_equal(llk_exclude(rs, LLK_FS, ALL_FS & ~rights), 0);
	return rs;
}

static void grant(struct llk_ruleset *rs, const char *path, uint64_t rights)
{
	assert_int_equal(llk_allow_path(rs, path, rights, 0), 0);
}

static void prepare(struct llk_ruleset *rs)
{
	assert_int_equal(llk_prepare(rs), 0);
}

static uint64_t denied(const struct llk_ruleset *rs, const char *path)
{
	uint64_t rights = 1;

	if (llk_check_path(rs, path, LLK_ALL_RIGHTS, &rights))
		fail_msg("%s: %s", path, strerror(errno));
	return rights;
}

static int moved(const struct llk_ruleset *rs, const char *from,
		 const char *to, uint32_t flags)
{
	int error = -1;

	if (llk_check_rename(rs, from, to, flags, &error))
		fail_msg("%s to %s: %s", from, to, strerror(errno));
	return error;
}

#define assert_denied(rs, path, rights) \
	assert_int_equal(denied(rs, path), rights)
#define assert_moved(rs, from, to, flags, error) \
	assert_int_equal(moved(rs, from, to, flags), error)

/* ---- Arguments ----------------------------------------------------------------- */

static void test_arguments(void **state)
{
	struct llk_ruleset *rs;
	uint64_t mask = 99;
	int error = 99;

	(void)state;
	fake_reset(7);
	rs = explained(LLK_FS | LLK_NET);
	assert_fails(EINVAL, llk_check_path(NULL, "/", 1, &mask));
	assert_fails(EINVAL, llk_check_path(rs, NULL, 1, &mask));
	assert_fails(EINVAL, llk_check_path(rs, "/", 1, NULL));
	assert_fails(EINVAL, llk_check_path(rs, "/", ALL_FS + 1, &mask));
	assert_fails(EINVAL, llk_check_port(NULL, 1, 1, &mask));
	assert_fails(EINVAL, llk_check_port(rs, 65536, 1, &mask));
	assert_fails(EINVAL, llk_check_port(rs, 1, 16, &mask));
	assert_fails(EINVAL, llk_check_port(rs, 1, 1, NULL));
	assert_fails(EINVAL, llk_check_rename(NULL, "/a", "/b", 0, &error));
	assert_fails(EINVAL, llk_check_rename(rs, NULL, "/b", 0, &error));
	assert_fails(EINVAL, llk_check_rename(rs, "/a", NULL, 0, &error));
	assert_fails(EINVAL, llk_check_rename(rs, "/a", "/b", 0, NULL));
	assert_fails(EINVAL, llk_check_rename(rs, "/a", "/b", 4, &error));
	assert_fails(EINVAL, llk_check_rename(rs, "/a", "/b",
					      LLK_LINK | LLK_EXCHANGE,
					      &error));
	assert_int_equal(mask, 99);
	assert_int_equal(error, 99);
	assert_int_equal(fake_count(FAKE_ANY), 0);
	unit_free(rs);
}

static void test_flag_is_needed(void **state)
{
	struct llk_ruleset *rs;
	uint64_t mask;
	int error;

	(void)state;
	fake_reset(7);
	rs = unit_new(7, LLK_FS | LLK_NET | LLK_BEST_EFFORT);
	grant(rs, "/usr", LLK_READ);
	assert_int_equal(fake_count(FAKE_IDENTIFY), 0);
	assert_fails(EINVAL, llk_check_path(rs, "/usr", 1, &mask));
	assert_fails(EINVAL, llk_check_port(rs, 1, 1, &mask));
	assert_fails(EINVAL, llk_check_rename(rs, "/usr/a", "/usr/b", 0,
					      &error));
	unit_free(rs);
	errno = 0;
	assert_null(llk_ruleset_new(7, LLK_FS | LLK_EXPLAIN << 1));
	assert_int_equal(errno, EINVAL);
	assert_null(llk_ruleset_new(7, LLK_EXPLAIN));
}

/* The rule calls learn which file it is: on every kernel, from one more call. */
static void test_rules_are_identified(void **state)
{
	int kernel;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++) {
		struct llk_ruleset *rs;

		unit_reset(kernel);
		rs = explained(LLK_FS);
		grant(rs, "/usr", LLK_READ);
		assert_int_equal(fake_count(FAKE_IDENTIFY), 1);
		fake_fail(FAKE_IDENTIFY, 0, EIO);
		assert_fails(EIO, llk_allow_path(rs, "/etc", LLK_READ, 0));
		assert_contains(llk_failure(rs), "\"/etc\"");
		unit_free(rs);
	}
}

static void test_sticky_error(void **state)
{
	struct llk_ruleset *rs;
	uint64_t mask;
	char text[300];
	int error;

	(void)state;
	fake_reset(7);
	rs = explained(LLK_FS | LLK_NET);
	assert_fails(ENOENT, llk_allow_path(rs, "/nowhere", LLK_READ, 0));
	assert_fails(ENOENT, llk_check_path(rs, "/usr", 1, &mask));
	assert_fails(ENOENT, llk_check_port(rs, 1, 1, &mask));
	assert_fails(ENOENT, llk_check_rename(rs, "/a", "/b", 0, &error));
	llk_explain_path(rs, "/usr", LLK_READ, text, sizeof(text));
	assert_contains(text, "\"/nowhere\"");
	unit_free(rs);
}

/* ---- Paths -------------------------------------------------------------------------- */

static void test_rules_add_up(void **state)
{
	const uint64_t some = LLK_FS_READ_FILE | LLK_FS_WRITE_FILE |
			      LLK_FS_EXECUTE | LLK_FS_READ_DIR;
	struct llk_ruleset *rs;

	(void)state;
	fake_reset(LLK_ABI_LATEST);
	rs = explained_only(some);
	grant(rs, "/etc", LLK_FS_READ_FILE);
	grant(rs, "/etc/app.conf", LLK_FS_WRITE_FILE | LLK_FS_READ_DIR);
	assert_int_equal(llk_allow_path(rs, "/nowhere", some, LLK_IF_EXISTS),
			 0);
	prepare(rs);
	assert_denied(rs, "/", some);
	assert_denied(rs, "/etc", some & ~LLK_FS_READ_FILE);
	assert_denied(rs, "/etc/other.conf", some & ~LLK_FS_READ_FILE);
	/* A rule on a file has no right of directories. */
	assert_denied(rs, "/etc/app.conf", LLK_FS_EXECUTE | LLK_FS_READ_DIR);
	unit_free(rs);
}

/* Every way to the same file. */
static void test_ways(void **state)
{
	static const char *const ways[] = {
		"/etc/app.conf", "etc/app.conf", "./etc/app.conf", "/link",
		"link", "/usr/../etc/app.conf", "/dirlink/../link",
		"//etc//app.conf", "etc/dir/../app.conf",
	};
	static const char *const directories[] = {
		"/usr", "/usr/", "usr//", "/dirlink", "/dirlink/", "dirlink",
		"/usr/.", "/usr/bin/..", "/dirlink/bin/..", "usr",
	};
	struct llk_ruleset *rs;
	size_t i;

	(void)state;
	fake_reset(LLK_ABI_LATEST);
	rs = explained_only(LLK_READ | LLK_FS_REFER);
	grant(rs, "/etc/app.conf", LLK_FS_READ_FILE);
	grant(rs, "/usr", LLK_FS_READ_DIR);
	grant(rs, "/", LLK_FS_REFER);
	prepare(rs);
	for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		assert_denied(rs, ways[i], LLK_FS_READ_DIR);
	for (i = 0; i < sizeof(directories) / sizeof(directories[0]); i++)
		assert_denied(rs, directories[i], LLK_FS_READ_FILE);
	assert_denied(rs, "/", LLK_READ);
	assert_denied(rs, ".", LLK_READ);
	assert_denied(rs, "..", LLK_READ);
	/* Looking into it is not needed. */
	assert_denied(rs, "/secret", LLK_READ);
	unit_free(rs);
}

static void test_no_such_path(void **state)
{
	static const struct {
		const char *path;
		int error;
	} wrong[] = {
		{ "", ENOENT }, { "/nowhere", ENOENT }, { "/dangling", ENOENT },
		{ "/nowhere/file", ENOENT }, { "/etc/app.conf/", ENOTDIR },
		{ "/etc/app.conf/x", ENOTDIR }, { "/link/", ENOTDIR },
		{ "/loop", ELOOP }, { "/loop/x", ELOOP },
		{ "/secret/file", EACCES }, { "/nowhere/.", ENOENT },
	};
	static char long_path[5000];
	struct llk_ruleset *rs;
	uint64_t mask = 99;
	size_t i;

	(void)state;
	fake_reset(0);
	rs = explained(LLK_FS);
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_fails(wrong[i].error,
			     llk_check_path(rs, wrong[i].path, 1, &mask));
	memset(long_path, '/', sizeof(long_path) - 1);
	assert_fails(ENAMETOOLONG, llk_check_path(rs, long_path, 1, &mask));
	fake.long_links = true;
	assert_fails(ENAMETOOLONG, llk_check_path(rs, "/link", 1, &mask));
	assert_int_equal(mask, 99);
	unit_free(rs);
}

/* The model has its own idea of what the domain allows: on every kernel. */
static void test_against_the_model(void **state)
{
	static const char *const paths[] = {
		"/", "/usr", "/usr/bin", "/usr/bin/true", "/etc",
		"/etc/app.conf", "/etc/other.conf", "/etc/dir/file", "/home",
		"/home/user/keys/file", "/dev/null", "/link", "/dirlink",
		"/run/fifo",
	};
	size_t i, b;
	int kernel;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++) {
		struct llk_ruleset *rs;

		unit_reset(kernel);
		rs = explained(LLK_FS);
		grant(rs, "/usr", LLK_READ | LLK_EXECUTE);
		grant(rs, "/etc", LLK_READ | LLK_FS_REFER);
		grant(rs, "/etc/app.conf", LLK_READ | LLK_WRITE);
		grant(rs, "/home/user", LLK_WRITE);
		grant(rs, "/dev/null", LLK_DEVICE | LLK_FS_WRITE_FILE);
		assert_true(llk_enforce(rs, 0) >= 0);
		for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
			for (b = 0; b < 17; b++) {
				const uint64_t right = UINT64_C(1) << b;

				if (fake_may(paths[i], right) ==
				    !(denied(rs, paths[i]) & right))
					continue;
				fail_msg("%s: %s on %s", unit_kernel_name(kernel),
					 llk_right_name(LLK_FS, right),
					 paths[i]);
			}
		unit_free(rs);
	}
}

/* Of the newest plan, whatever kernel this is. */
static void test_what_if(void **state)
{
	struct llk_ruleset *rs;
	int abi;

	(void)state;
	fake_reset(0);
	rs = explained(LLK_FS);
	grant(rs, "/usr", LLK_READ);
	assert_denied(rs, "/usr", 0);
	for (abi = 0; abi <= LLK_ABI_LATEST; abi++) {
		const uint64_t rights = llk_abi_rights(abi, LLK_FS) |
					(abi ? LLK_FS_REFER : 0);

		assert_true(llk_plan(rs, abi, 0) >= 0);
		assert_denied(rs, "/usr", rights & ~LLK_READ);
		assert_denied(rs, "/etc", rights);
	}
	assert_fails(EINVAL, llk_plan(rs, LLK_ABI_LATEST + 1, 0));
	assert_denied(rs, "/usr", 0);
	unit_free(rs);
}

/* A failed plan restricts nothing. */
static void test_failed_plan(void **state)
{
	struct llk_ruleset *rs;
	char text[300];

	(void)state;
	fake_reset(3);
	rs = unit_new(5, LLK_FS | LLK_EXPLAIN);
	assert_fails(EOPNOTSUPP, llk_prepare(rs));
	assert_denied(rs, "/usr", 0);
	llk_explain_path(rs, "/usr", LLK_FS_READ_FILE, text, sizeof(text));
	assert_contains(text, "fs.read_file: not restricted: nothing is");
	unit_free(rs);
}

/* ---- Ports -------------------------------------------------------------------------- */

static void test_ports(void **state)
{
	struct llk_ruleset *rs;
	uint64_t mask;
	unsigned int port;

	(void)state;
	fake_reset(LLK_ABI_LATEST);
	rs = explained(LLK_NET | LLK_FS);
	grant(rs, "/", LLK_READ);
	llk_allow_port(rs, 443, LLK_NET_CONNECT_TCP, 0);
	llk_allow_port_range(rs, 440, 450, LLK_NET_BIND_TCP, 0);
	assert_true(llk_enforce(rs, 0) >= 0);
	for (port = 438; port < 453; port++) {
		uint64_t right;

		assert_int_equal(llk_check_port(rs, port, LLK_ALL_RIGHTS,
						&mask), 0);
		for (right = 1; right < 16; right <<= 1)
			assert_int_equal(fake_may_port(port, right),
					 !(mask & right));
	}
	assert_int_equal(llk_check_port(rs, 0, LLK_NET_BIND_TCP, &mask), 0);
	assert_int_equal(mask, LLK_NET_BIND_TCP);
	assert_int_equal(llk_plan(rs, 3, 0), LLK_PARTIAL);
	assert_int_equal(llk_check_port(rs, 1, LLK_ALL_RIGHTS, &mask), 0);
	assert_int_equal(mask, 0);
	unit_free(rs);
}

/* ---- Moves --------------------------------------------------------------------------- */

static void test_rename_in_a_directory(void **state)
{
	struct llk_ruleset *rs;

	(void)state;
	fake_reset(LLK_ABI_LATEST);
	rs = explained(LLK_FS);
	grant(rs, "/etc", ENTRIES);
	grant(rs, "/run", LLK_FS_REMOVE_FILE | LLK_FS_MAKE_FIFO);
	grant(rs, "/usr", ENTRIES | LLK_FS_REMOVE_DIR);
	prepare(rs);
	assert_moved(rs, "/etc/app.conf", "/etc/new", 0, 0);
	assert_moved(rs, "etc/app.conf", "/usr/../etc/other.conf", 0, 0);
	assert_moved(rs, "/etc/app.conf", "/etc/dir", 0, EACCES);
	assert_moved(rs, "/etc/dir", "/etc/new/", 0, EACCES);
	assert_moved(rs, "/etc/app.conf", "/etc/linked", LLK_LINK, 0);
	assert_moved(rs, "/etc/app.conf", "/etc/other.conf", LLK_EXCHANGE, 0);
	assert_moved(rs, "/run/fifo", "/run/new", 0, 0);
	assert_moved(rs, "/run/fifo", "/run/new", LLK_LINK, 0);
	assert_moved(rs, "/run/fifo", "/run/socket", 0, 0);
	assert_moved(rs, "/run/fifo", "/run/socket", LLK_EXCHANGE, EACCES);
	assert_moved(rs, "/run/socket", "/run/new", 0, EACCES);
	/* Making a directory is missing. */
	assert_moved(rs, "/usr/bin", "/usr/new", 0, EACCES);
	assert_moved(rs, "/link", "/new", 0, EACCES);
	unit_free(rs);
}

/* What has to be made, by the type of the file. */
static void test_types(void **state)
{
	static const struct {
		const char *from, *to;
		uint64_t make, remove;
	} types[] = {
		{ "/etc/app.conf", "/etc/new", LLK_FS_MAKE_REG,
		  LLK_FS_REMOVE_FILE },
		{ "/etc/dir", "/etc/new", LLK_FS_MAKE_DIR, LLK_FS_REMOVE_DIR },
		{ "/link", "/new", LLK_FS_MAKE_SYM, LLK_FS_REMOVE_FILE },
		{ "/run/fifo", "/run/new", LLK_FS_MAKE_FIFO,
		  LLK_FS_REMOVE_FILE },
		{ "/run/socket", "/run/new", LLK_FS_MAKE_SOCK,
		  LLK_FS_REMOVE_FILE },
		{ "/dev/null", "/dev/new", LLK_FS_MAKE_CHAR,
		  LLK_FS_REMOVE_FILE },
		{ "/dev/disk", "/dev/new", LLK_FS_MAKE_BLOCK,
		  LLK_FS_REMOVE_FILE },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		const uint64_t both = types[i].make | types[i].remove;
		struct llk_ruleset *rs;
		uint64_t right;

		for (right = 1; right <= ALL_FS; right <<= 1) {
			fake_reset(LLK_ABI_LATEST);
			rs = explained(LLK_FS);
			grant(rs, "/", ALL_FS & ~right);
			prepare(rs);
			assert_moved(rs, types[i].from, types[i].to, 0,
				     right & both ? EACCES : 0);
			assert_moved(rs, types[i].from, types[i].to, LLK_LINK,
				     right == types[i].make ? EACCES : 0);
			unit_free(rs);
		}
	}
}

static void test_rename_between_directories(void **state)
{
	struct llk_ruleset *rs;

	(void)state;
	fake_reset(LLK_ABI_LATEST);
	rs = explained_only(ENTRIES | LLK_FS_REFER | LLK_FS_MAKE_DIR);
	grant(rs, "/etc", ENTRIES | LLK_FS_REFER);
	grant(rs, "/var", ENTRIES | LLK_FS_REFER | LLK_FS_MAKE_DIR);
	grant(rs, "/usr", ENTRIES);
	grant(rs, "/tmp", LLK_FS_REFER);
	prepare(rs);
	assert_moved(rs, "/etc/app.conf", "/var/new", 0, 0);
	assert_moved(rs, "/etc/app.conf", "/etc/dir/new", 0, 0);
	assert_moved(rs, "/etc/app.conf", "/etc/dir/file", LLK_EXCHANGE, 0);
	assert_moved(rs, "/etc/app.conf", "/var/new", LLK_LINK, 0);
	/* Refer is missing on one side. */
	assert_moved(rs, "/etc/app.conf", "/usr/new", 0, EXDEV);
	assert_moved(rs, "/usr/bin/true", "/etc/new", 0, EXDEV);
	assert_moved(rs, "/usr/bin/true", "/etc/new", LLK_LINK, EXDEV);
	/* More than that is missing. */
	assert_moved(rs, "/etc/app.conf", "/tmp/new", 0, EACCES);
	assert_moved(rs, "/run/fifo", "/etc/new", 0, EACCES);
	assert_moved(rs, "/etc/app.conf", "/dev/new", LLK_LINK, EACCES);
	/* A directory would gain a right, a file does not have it. */
	assert_moved(rs, "/etc/dir", "/var/new", 0, EXDEV);
	assert_moved(rs, "/etc/app.conf", "/var/dir", LLK_EXCHANGE, EACCES);
	unit_free(rs);
}

/* A file must not gain rights by its new place, either way. */
static void test_no_more_rights(void **state)
{
	const uint64_t move = ENTRIES | LLK_FS_REFER;
	struct llk_ruleset *rs;

	(void)state;
	fake_reset(LLK_ABI_LATEST);
	rs = explained_only(move | LLK_READ | LLK_FS_WRITE_FILE);
	grant(rs, "/etc", move | LLK_FS_READ_FILE);
	grant(rs, "/etc/other.conf", LLK_FS_WRITE_FILE);
	grant(rs, "/var", move | LLK_FS_READ_FILE | LLK_FS_WRITE_FILE);
	prepare(rs);
	assert_moved(rs, "/etc/app.conf", "/var/new", 0, EXDEV);
	assert_moved(rs, "/etc/app.conf", "/var/new", LLK_LINK, EXDEV);
	/* It has the right itself. */
	assert_moved(rs, "/etc/other.conf", "/var/new", 0, 0);
	unit_free(rs);

	rs = explained_only(move | LLK_FS_WRITE_FILE);
	grant(rs, "/etc", move);
	grant(rs, "/usr", move | LLK_FS_WRITE_FILE);
	prepare(rs);
	assert_moved(rs, "/usr/bin/true", "/etc/new", 0, 0);
	assert_moved(rs, "/usr/bin/true", "/etc/app.conf", 0, 0);
	assert_moved(rs, "/usr/bin/true", "/etc/app.conf", LLK_EXCHANGE, EXDEV);
	assert_moved(rs, "/etc/app.conf", "/usr/bin/true", LLK_EXCHANGE, EXDEV);
	unit_free(rs);
}

/* Nothing is compared where nothing is denied. */
static void test_all_allowed(void **state)
{
	struct llk_ruleset *rs;

	(void)state;
	fake_reset(LLK_ABI_LATEST);
	rs = explained(LLK_FS);
	grant(rs, "/", ALL_FS);
	prepare(rs);
	assert_moved(rs, "/etc/app.conf", "/usr/new", 0, 0);
	assert_moved(rs, "/etc/app.conf", "/usr/bin", LLK_EXCHANGE, 0);
	unit_free(rs);
}

/* "/home" is another mount than "/". */
static void test_mounts(void **state)
{
	const uint64_t move = ENTRIES | LLK_FS_REFER;
	struct llk_ruleset *rs;

	(void)state;
	fake_reset(LLK_ABI_LATEST);
	rs = explained_only(move | LLK_READ | LLK_FS_WRITE_FILE);
	assert_moved(rs, "/etc/app.conf", "/home/new", 0, EXDEV);
	assert_moved(rs, "/etc/app.conf", "/home/new", LLK_LINK, EXDEV);
	grant(rs, "/", move | LLK_FS_READ_FILE);
	grant(rs, "/home/user/keys", LLK_FS_READ_FILE);
	grant(rs, "/etc/dir", LLK_FS_READ_FILE);
	prepare(rs);
	/* The same rules: only on the mount of "/" do those on it count. */
	assert_moved(rs, "/etc/app.conf", "/etc/dir/new", 0, 0);
	assert_moved(rs, "/home/user/file", "/home/user/keys/new", 0, EXDEV);
	assert_moved(rs, "/home/user/keys/file", "/home/user/new", 0, 0);
	/* Below Linux 5.8 nobody knows. */
	fake.no_mount_numbers = true;
	assert_moved(rs, "/home/user/file", "/home/user/keys/new", 0, 0);
	assert_moved(rs, "/etc/app.conf", "/home/new", 0, EXDEV);
	unit_free(rs);
}

/* What Landlock is not asked about. */
static void test_refused_before(void **state)
{
	static const struct {
		const char *from, *to;
		uint32_t flags;
		int error;
	} before[] = {
		{ "/etc/nothing", "/etc/new", 0, ENOENT },
		{ "/nowhere/file", "/etc/new", 0, ENOENT },
		{ "/etc/app.conf", "/nowhere/new", 0, ENOENT },
		{ "/etc/app.conf", "/etc/new", LLK_EXCHANGE, ENOENT },
		{ "/etc/app.conf", "/etc/other.conf", LLK_LINK, EEXIST },
		{ "/etc/app.conf", "/etc/.", 0, EBUSY },
		{ "/etc/..", "/etc/new", 0, EBUSY },
		{ "/", "/etc/new", 0, EBUSY },
		{ "/etc/app.conf/", "/etc/new", 0, ENOTDIR },
		{ "/dirlink/", "/new", 0, ENOTDIR },
		{ "/secret/file", "/new", 0, EACCES },
	};
	struct llk_ruleset *rs;
	size_t i;
	int error = 99;

	(void)state;
	fake_reset(7);
	rs = explained(LLK_FS);
	prepare(rs);
	for (i = 0; i < sizeof(before) / sizeof(before[0]); i++)
		assert_fails(before[i].error,
			     llk_check_rename(rs, before[i].from, before[i].to,
					      before[i].flags, &error));
	assert_int_equal(error, 99);
	unit_free(rs);
}

/* Layers deny refer unasked; the library passes it on, where it can. */
static void test_g01_refer_passed_on(void **state)
{
	static const uint32_t classes[] = { LLK_NET, LLK_SCOPE, LLK_FS };
	size_t i;
	int abi;

	(void)state;
	for (i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		for (abi = 0; abi <= LLK_ABI_LATEST; abi++) {
			struct llk_ruleset *rs;
			uint64_t mask;

			fake_reset(abi);
			rs = explained(classes[i]);
			llk_exclude(rs, LLK_FS, ALL_FS & ~LLK_FS_EXECUTE);
			prepare(rs);
			assert_int_equal(llk_check_path(rs, "/etc",
							LLK_FS_REFER, &mask),
					 0);
			assert_int_equal(!mask, fake_layer_ruleset(0) == NULL &&
					 (abi != 1 || classes[i] != LLK_FS));
			assert_moved(rs, "/etc/app.conf", "/etc/dir/new", 0,
				     mask ? EXDEV : 0);
			assert_moved(rs, "/home/user/file",
				     "/home/user/keys/new", 0,
				     mask ? EXDEV : 0);
			unit_free(rs);
		}
}

/* ABI 1 does not look at other rights when the directories differ. */
static void test_g02_abi_1(void **state)
{
	struct llk_ruleset *rs;

	(void)state;
	fake_reset(1);
	rs = explained(LLK_FS);
	grant(rs, "/etc", ENTRIES | LLK_FS_REFER);
	prepare(rs);
	assert_moved(rs, "/etc/app.conf", "/etc/new", 0, 0);
	assert_moved(rs, "/etc/app.conf", "/etc/dir/new", 0, EXDEV);
	assert_moved(rs, "/usr/bin/true", "/etc/new", 0, EXDEV);
	unit_free(rs);
}

/* ---- Words --------------------------------------------------------------------------- */

static const char *words(const struct llk_ruleset *rs, const char *path,
			 uint64_t rights)
{
	static char text[4096];
	const size_t length = llk_explain_path(rs, path, rights, text,
					       sizeof(text));

	assert_int_equal(length, strlen(text));
	return text;
}

static const char *port_words(const struct llk_ruleset *rs, unsigned int port,
			      uint64_t rights)
{
	static char text[4096];
	const size_t length = llk_explain_port(rs, port, rights, text,
					       sizeof(text));

	assert_int_equal(length, strlen(text));
	return text;
}

static void test_words(void **state)
{
	struct llk_ruleset *rs;
	int fd;

	(void)state;
	fake_reset(3);
	rs = explained(LLK_FS | LLK_NET);
	llk_exclude(rs, LLK_FS, LLK_FS_MAKE_CHAR);
	assert_string_equal(words(rs, "/etc", LLK_FS_READ_FILE),
			    "fs.read_file: not restricted: nothing is "
			    "enforced: not tried yet, llk_enforce() was not "
			    "called\n");
	grant(rs, "/usr", LLK_READ | LLK_EXECUTE);
	grant(rs, "/usr/bin/true", LLK_FS_READ_FILE);
	fd = fake_give_path("/etc");
	assert_int_equal(llk_allow_fd(rs, fd, LLK_FS_READ_FILE, 0), 0);
	fake_take(fd);
	prepare(rs);
	assert_string_equal(words(rs, "/usr/bin/true", LLK_FS_READ_FILE),
			    "fs.read_file: allowed by \"/usr/bin/true\"\n");
	assert_string_equal(words(rs, "/usr/bin", LLK_EXECUTE | LLK_READ),
			    "fs.execute: allowed by \"/usr\"\n"
			    "fs.read_file: allowed by \"/usr\"\n"
			    "fs.read_dir: allowed by \"/usr\"\n");
	assert_string_equal(words(rs, "/etc", LLK_FS_READ_FILE),
			    "fs.read_file: allowed by a rule by descriptor\n");
	assert_string_equal(words(rs, "/etc/app.conf", LLK_FS_WRITE_FILE),
			    "fs.write_file: denied: llk_allow_path(rs, "
			    "\"/etc/app.conf\", LLK_FS_WRITE_FILE, 0) would "
			    "allow it\n");
	assert_string_equal(words(rs, "/etc/app.conf", LLK_FS_MAKE_REG),
			    "fs.make_reg: denied: only a rule on a directory "
			    "above can allow LLK_FS_MAKE_REG\n");
	assert_string_equal(words(rs, "/etc", LLK_FS_REFER),
			    "fs.refer: denied: llk_allow_path(rs, \"/etc\", "
			    "LLK_FS_REFER, 0) would allow it\n");
	assert_string_equal(words(rs, "/etc", LLK_FS_MAKE_CHAR),
			    "fs.make_char: not restricted: the ruleset does "
			    "not restrict it\n");
	assert_contains(words(rs, "/etc", LLK_FS_IOCTL_DEV),
			"fs.ioctl_dev: not restricted: ");
	assert_contains(words(rs, "/etc", LLK_FS_IOCTL_DEV),
			"Linux 6.10 (ABI 5)");
	assert_contains(port_words(rs, 80, LLK_NET_BIND_TCP),
			"Linux 6.7 (ABI 4)");
	unit_free(rs);
}

static void test_words_for_ports(void **state)
{
	struct llk_ruleset *rs;

	(void)state;
	fake_reset(4);
	rs = explained(LLK_NET);
	llk_allow_port_range(rs, 80, 90, LLK_NET_BIND_TCP, 0);
	prepare(rs);
	assert_string_equal(port_words(rs, 85, LLK_NET_BIND_TCP |
				       LLK_NET_CONNECT_TCP),
			    "net.bind_tcp: allowed by port 80-90\n"
			    "net.connect_tcp: denied: llk_allow_port(rs, 85, "
			    "LLK_NET_CONNECT_TCP, 0) would allow it\n");
	assert_contains(port_words(rs, 65536, 1), "invalid argument");
	assert_string_equal(port_words(NULL, 1, 1), "no ruleset\n");
	unit_free(rs);
}

static void test_words_for_refer(void **state)
{
	struct llk_ruleset *rs;

	(void)state;
	fake_reset(1);
	rs = explained(LLK_FS);
	prepare(rs);
	assert_string_equal(words(rs, "/etc", LLK_FS_REFER),
			    "fs.refer: denied: the kernel denies it in every "
			    "sandbox, and no rule can allow it; that needs "
			    "Linux 5.19 (ABI 2)\n");
	unit_free(rs);
	fake_reset(0);
	rs = explained(LLK_FS);
	prepare(rs);
	assert_contains(words(rs, "/etc", LLK_FS_REFER),
			"fs.refer: not restricted: Landlock is not in this");
	unit_free(rs);
}

static void test_words_for_errors(void **state)
{
	struct llk_ruleset *rs;
	char text[8];

	(void)state;
	fake_reset(7);
	rs = explained(LLK_FS);
	assert_string_equal(words(NULL, "/", 1), "no ruleset\n");
	assert_contains(words(rs, NULL, 1), "invalid argument");
	assert_string_equal(words(rs, "/nowhere", 1), "cannot look at "
			    "\"/nowhere\": it does not exist (ENOENT): to "
			    "make it, ask about the directory\n");
	assert_true(llk_explain_path(rs, "/nowhere", 1, text, sizeof(text)) >
		    sizeof(text));
	assert_string_equal(text, "cannot ");
	assert_true(llk_explain_path(rs, "/nowhere", 1, NULL, 0) > 0);
	unit_free(rs);
	rs = unit_new(7, LLK_FS);
	assert_contains(words(rs, "/", 1), "LLK_EXPLAIN");
	unit_free(rs);
}

/* A line for each right of the class. */
static void test_words_for_all_rights(void **state)
{
	struct llk_ruleset *rs;
	const char *s;
	int lines = 0;

	(void)state;
	fake_reset(LLK_ABI_LATEST);
	rs = explained(LLK_FS);
	prepare(rs);
	for (s = words(rs, "/", LLK_ALL_RIGHTS); *s; s++)
		lines += *s == '\n';
	assert_int_equal(lines, 17);
	unit_free(rs);
}

/* ---- Failures ---------------------------------------------------------------------------- */

static int ask_path(struct llk_ruleset *rs)
{
	uint64_t mask;

	return llk_check_path(rs, "/link", LLK_ALL_RIGHTS, &mask);
}

static int ask_dots(struct llk_ruleset *rs)
{
	uint64_t mask;

	return llk_check_path(rs, "/usr/bin/..", LLK_ALL_RIGHTS, &mask);
}

static int ask_rename(struct llk_ruleset *rs)
{
	int error;

	return llk_check_rename(rs, "/etc/app.conf", "/usr/bin/true",
				LLK_EXCHANGE, &error);
}

/* Each call fails once: the errno comes through, nothing is left open. */
static void test_every_failure(void **state)
{
	int (*const questions[])(struct llk_ruleset *) = {
		ask_path, ask_dots, ask_rename,
	};
	size_t i, n;

	(void)state;
	for (i = 0; i < sizeof(questions) / sizeof(questions[0]); i++) {
		struct llk_ruleset *rs;

		fake_reset(7);
		rs = explained(LLK_FS);
		prepare(rs);
		for (n = 0; ; n++) {
			const int open = fake_open_descriptors();
			int ret;

			fake_fail(FAKE_ANY, n, EIO);
			errno = STALE;
			ret = questions[i](rs);
			assert_int_equal(fake_open_descriptors(), open);
			if (!fake_failed())
				break;
			/* close(2) has no error to come through. */
			if (ret == 0)
				continue;
			assert_int_equal(ret, -1);
			assert_int_equal(errno, EIO);
		}
		assert_true(n > 8);
		unit_free(rs);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_arguments),
		cmocka_unit_test(test_flag_is_needed),
		cmocka_unit_test(test_rules_are_identified),
		cmocka_unit_test(test_sticky_error),
		cmocka_unit_test(test_rules_add_up),
		cmocka_unit_test(test_ways),
		cmocka_unit_test(test_no_such_path),
		cmocka_unit_test(test_against_the_model),
		cmocka_unit_test(test_what_if),
		cmocka_unit_test(test_failed_plan),
		cmocka_unit_test(test_ports),
		cmocka_unit_test(test_rename_in_a_directory),
		cmocka_unit_test(test_types),
		cmocka_unit_test(test_rename_between_directories),
		cmocka_unit_test(test_no_more_rights),
		cmocka_unit_test(test_all_allowed),
		cmocka_unit_test(test_mounts),
		cmocka_unit_test(test_refused_before),
		cmocka_unit_test(test_g01_refer_passed_on),
		cmocka_unit_test(test_g02_abi_1),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_words_for_ports),
		cmocka_unit_test(test_words_for_refer),
		cmocka_unit_test(test_words_for_errors),
		cmocka_unit_test(test_words_for_all_rights),
		cmocka_unit_test(test_every_failure),
	};

	return unit_run(tests);
}
