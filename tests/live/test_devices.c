/* SPDX-License-Identifier: MIT */
/*
 * ioctl(2) on devices: granted by LLK_DEVICE, denied without on what is opened
 * under the sandbox, and never on what was open before.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>
#include <linux/random.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include "live.h"
#include "expect.h"
#include "try.h"

#define RANDOM "/dev/urandom"
#define OTHER "/dev/random"

static int ask(int fd)
{
	int bits;

	return ioctl(fd, RNDGETENTCNT, &bits) ? errno : 0;
}

static int open_random(void)
{
	const int fd = open(RANDOM, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || try_ioctl(OTHER))
		live_skip("no " RANDOM " and " OTHER " here");
	must_give(ask(fd), 0);
	return fd;
}

static void deny_ioctl(const void *arg)
{
	const int before = open_random();
	struct llk_ruleset *rs = best_effort(LLK_FS);
	const int flags = 1;
	int fd;

	(void)arg;
	must_be(llk_allow_path(rs, RANDOM, LLK_READ | LLK_DEVICE, 0), 0);
	must_be(llk_allow_path(rs, OTHER, LLK_READ, 0), 0);
	must_enforce(rs, 0);
	must_give(try_ioctl(RANDOM), 0);
	must_give(try_ioctl(OTHER),
		  denied(rs, LLK_FS, LLK_FS_IOCTL_DEV, EACCES));
	must_give(ask(before), 0);
	/* What the kernel does itself, for any file, is not the device's. */
	fd = open(OTHER, O_RDONLY | O_CLOEXEC);
	must(fd >= 0);
	must_be(ioctl(fd, FIONBIO, &flags), 0);
	must_be(ioctl(fd, FIOCLEX), 0);
}

static void test_g23_ioctl_needs_the_device_right(void **state)
{
	(void)state;
	live_run(deny_ioctl, NULL);
}

static void ioctl_on_file(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_FS);
	int fd, bytes;

	(void)arg;
	live_make_file("file", "content");
	must_be(llk_allow_path(rs, "file", LLK_READ, 0), 0);
	must_enforce(rs, 0);
	fd = open("file", O_RDONLY | O_CLOEXEC);
	must(fd >= 0);
	must_be(ioctl(fd, FIONREAD, &bytes), 0);
	must_be(bytes, 7);
}

static void test_g23_ioctl_on_files_is_free(void **state)
{
	(void)state;
	live_run(ioctl_on_file, NULL);
}

/* A new pseudoterminal; its far end's path, or the test is skipped. */
static const char *open_terminal(void)
{
	const int fd = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	const char *path;

	if (fd < 0 || grantpt(fd) || unlockpt(fd))
		live_skip("no pseudoterminals here: mount devpts on /dev/pts");
	path = ptsname(fd);
	if (!path || access(path, R_OK | W_OK))
		live_skip("the new pseudoterminal is not in /dev/pts");
	return path;
}

static int try_terminal(const char *path)
{
	const int fd = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
	struct termios settings;
	int error;

	if (fd < 0)
		return errno;
	error = tcgetattr(fd, &settings) ||
		tcsetattr(fd, TCSANOW, &settings) ? errno : 0;
	if (!error)
		must_be(isatty(fd), 1);
	close(fd);
	return error;
}

static void use_terminal(const void *arg)
{
	const uint64_t *extra = arg;
	const char *const path = open_terminal();
	struct llk_ruleset *rs = best_effort(LLK_FS);

	must_give(try_terminal(path), 0);
	must_be(llk_allow_path(rs, path, LLK_READ | LLK_WRITE | *extra, 0), 0);
	must_enforce(rs, 0);
	must_give(try_terminal(path),
		  *extra ? 0 : denied(rs, LLK_FS, LLK_FS_IOCTL_DEV, EACCES));
}

static void test_g23_terminal_with_and_without_the_right(void **state)
{
	static const uint64_t rights[] = { 0, LLK_DEVICE };

	(void)state;
	live_run(use_terminal, &rights[0]);
	live_run(use_terminal, &rights[1]);
}

static void keep_terminal(const void *arg)
{
	const char *const path = open_terminal();
	struct llk_ruleset *rs = best_effort(LLK_FS);
	const int fd = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);

	(void)arg;
	must(fd >= 0);
	must_enforce(rs, 0);
	must_be(isatty(fd), 1);
}

static void test_g23_open_terminal_stays_one(void **state)
{
	(void)state;
	live_run(keep_terminal, NULL);
}

static void pin_before_ioctl(const void *arg)
{
	struct llk_ruleset *rs = llk_ruleset_new(4, LLK_FS | LLK_BEST_EFFORT);

	(void)arg;
	must(rs);
	close(open_random());
	must_be(llk_allow_path(rs, OTHER, LLK_READ, 0), 0);
	must_enforce(rs, 0);
	must_give(try_ioctl(OTHER), 0);
}

static void test_g23_program_of_abi_4_keeps_its_terminals(void **state)
{
	(void)state;
	live_run(pin_before_ioctl, NULL);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_g23_ioctl_needs_the_device_right),
		cmocka_unit_test(test_g23_ioctl_on_files_is_free),
		cmocka_unit_test(test_g23_terminal_with_and_without_the_right),
		cmocka_unit_test(test_g23_open_terminal_stays_one),
		cmocka_unit_test(test_g23_program_of_abi_4_keeps_its_terminals),
	};

	(void)argc;
	live_start(argv[0]);
	return live_end(cmocka_run_group_tests(tests, NULL, NULL));
}
