/* SPDX-License-Identifier: MIT */
/* The kernel's ruleset goes out to other code, and comes in from it. */
#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "live.h"
#include "expect.h"
#include "raw.h"
#include "try.h"

#define NOT_OPEN 1000

static void make_files(void)
{
	live_make_file("granted", "");
	live_make_file("file", "");
}

static void skip_without_landlock(void)
{
	if (llk_kernel_abi() < 0)
		live_skip(llk_absence(errno));
}

/* ---- Out ---------------------------------------------------------------- */

static void restrict_raw(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_FS | LLK_NET | LLK_SCOPE);
	int fd;

	(void)arg;
	make_files();
	must_fail(llk_ruleset_fd(rs), EINVAL);
	must_fail(llk_ruleset_fd(NULL), EINVAL);
	must_be(llk_allow_path(rs, "granted", LLK_READ, 0), 0);
	must_fail(llk_ruleset_fd(rs), EINVAL);
	must_be(llk_prepare(rs), 0);
	fd = llk_ruleset_fd(rs);
	if (llk_level(rs) == LLK_NONE) {
		must_be(fd, -1);
		must_give(errno, ENODATA);
		return;
	}
	must(fcntl(fd, F_GETFD) & FD_CLOEXEC);
	must_be(llk_ruleset_fd(rs), fd);
	must_set_no_new_privs();
	must_be(raw_restrict(fd), 0);
	must_give(try_open("granted", O_RDONLY), 0);
	must_give(try_open("granted", O_WRONLY),
		  denied(rs, LLK_FS, LLK_FS_WRITE_FILE, EACCES));
	must_give(try_open("file", O_RDONLY),
		  denied(rs, LLK_FS, LLK_FS_READ_FILE, EACCES));
	llk_ruleset_free(rs);
	must_fail(fcntl(fd, F_GETFD), EBADF);
}

static void test_ruleset_goes_out(void **state)
{
	(void)state;
	live_run(restrict_raw, NULL);
}

/* A copy outlives the object that it was taken from. */
static void keep_copy(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_FS);
	int copy;

	(void)arg;
	skip_without_landlock();
	make_files();
	must_be(llk_prepare(rs), 0);
	copy = dup(llk_ruleset_fd(rs));
	must(copy >= 0);
	llk_ruleset_free(rs);
	must_be(llk_enforce_fd(copy, 0), LLK_FULL);
	must_give(try_open("file", O_RDONLY), EACCES);
	must(fcntl(copy, F_GETFD) >= 0);
}

static void test_copy_of_the_descriptor(void **state)
{
	(void)state;
	live_run(keep_copy, NULL);
}

/* ---- In ----------------------------------------------------------------- */

static void enforce_raw(const void *arg)
{
	const uint32_t *flags = arg;
	int fd;

	skip_without_landlock();
	make_files();
	fd = raw_ruleset(LLK_FS_READ_FILE);
	must(fd >= 0);
	must_be(raw_allow(fd, "granted", LLK_FS_READ_FILE), 0);
	must_be(llk_enforce_fd(fd, *flags), LLK_FULL);
	must(live_no_new_privs());
	must_give(try_open("granted", O_RDONLY), 0);
	must_give(try_open("file", O_RDONLY), EACCES);
	must_give(try_open("file", O_WRONLY), 0);
	/* It stays the caller's, and can be used again. */
	must(fcntl(fd, F_GETFD) >= 0);
	must_be(llk_enforce_fd(fd, *flags), LLK_FULL);
}

static void test_ruleset_comes_in(void **state)
{
	static const uint32_t flags[] = {
		0, LLK_THIS_THREAD, LLK_ALL_THREADS_IF_POSSIBLE,
		LLK_LOG_SAME_EXEC_OFF | LLK_LOG_NEW_EXEC_ON |
		LLK_LOG_SUBDOMAINS_OFF,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++)
		live_run(enforce_raw, &flags[i]);
}

static void never_raw(const void *arg)
{
	int fd;

	(void)arg;
	skip_without_landlock();
	if (live_no_new_privs())
		live_skip("no_new_privs is set already");
	make_files();
	fd = raw_ruleset(LLK_FS_READ_FILE);
	must(fd >= 0);
	if (live_can_sys_admin()) {
		must_be(llk_enforce_fd(fd, LLK_NO_NEW_PRIVS_NEVER), LLK_FULL);
		must_give(try_open("file", O_RDONLY), EACCES);
	} else {
		must_fail(llk_enforce_fd(fd, LLK_NO_NEW_PRIVS_NEVER), EPERM);
		must_give(try_open("file", O_RDONLY), 0);
	}
	must(!live_no_new_privs());
}

static void test_never_with_a_descriptor(void **state)
{
	(void)state;
	live_run(never_raw, NULL);
}

/* ---- Wrong ones --------------------------------------------------------- */

static int open_pipe(void)
{
	int fds[2];

	must_be(pipe2(fds, O_CLOEXEC), 0);
	return fds[0];
}

static int open_socket(void)
{
	return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

static int open_directory(void)
{
	return open(".", O_RDONLY | O_CLOEXEC);
}

static int open_path(void)
{
	return open(".", O_PATH | O_CLOEXEC);
}

static int open_device(void)
{
	return open("/dev/null", O_RDWR | O_CLOEXEC);
}

static int open_nothing(void)
{
	return NOT_OPEN;
}

static int open_minus_one(void)
{
	return -1;
}

static const struct wrong {
	int (*make)(void);
	int error;
} wrongs[] = {
	{ open_pipe, EBADFD },
	{ open_socket, EBADFD },
	{ open_directory, EBADFD },
	{ open_path, EBADF },	/* an O_PATH descriptor is no open file */
	{ open_device, EBADFD },
	{ open_nothing, EBADF },
	{ open_minus_one, EBADF },
};

static void enforce_wrong(const void *arg)
{
	const struct wrong *wrong = arg;
	const bool privileged = live_no_new_privs();
	const int fd = wrong->make();
	const bool usable = fcntl(fd, F_GETFD) >= 0;

	make_files();
	live_case("descriptor number %d of the table", (int)(wrong - wrongs));
	if (fd < 0 && wrong->make != open_minus_one)
		live_skip("this kind of descriptor cannot be had here");
	must_be(llk_enforce_fd(fd, 0), -1);
	if (llk_kernel_abi() > 0)
		must_give(llk_enforce_fd(fd, 0) < 0 ? errno : 0, wrong->error);
	must_be(live_no_new_privs(), privileged);
	must_give(try_open("file", O_RDWR), 0);
	must_be(fcntl(fd, F_GETFD) >= 0, usable);
}

static void test_wrong_descriptors_change_nothing(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(wrongs) / sizeof(*wrongs); i++)
		live_run(enforce_wrong, &wrongs[i]);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ruleset_goes_out),
		cmocka_unit_test(test_copy_of_the_descriptor),
		cmocka_unit_test(test_ruleset_comes_in),
		cmocka_unit_test(test_never_with_a_descriptor),
		cmocka_unit_test(test_wrong_descriptors_change_nothing),
	};

	(void)argc;
	live_start(argv[0]);
	return live_end(cmocka_run_group_tests(tests, NULL, NULL));
}
