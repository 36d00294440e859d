/* SPDX-License-Identifier: MIT */
/*
 * LLK_WRITE is what programs need to write: creating, truncating and replacing
 * files works with it, and every one of these is denied without.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "live.h"
#include "expect.h"
#include "try.h"

static int try_fopen(const char *path, const char *mode)
{
	FILE *const file = fopen(path, mode);

	if (!file)
		return errno;
	fclose(file);
	return 0;
}

static int try_creat(const char *path)
{
	const int fd = creat(path, 0644);

	if (fd < 0)
		return errno;
	close(fd);
	return 0;
}

/* On a descriptor that was opened for writing under the sandbox. */
static int try_ftruncate(const char *path)
{
	const int fd = open(path, O_WRONLY | O_CLOEXEC);
	int error;

	if (fd < 0)
		return errno;
	error = ftruncate(fd, 1) ? errno : 0;
	close(fd);
	return error;
}

static void make_files(void)
{
	must_be(mkdir("in", 0755), 0);
	must_be(mkdir("out", 0755), 0);
	live_make_file("in/file", "content");
	live_make_file("out/file", "content");
}

static void write_files(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_FS);
	int write_error;

	(void)arg;
	make_files();
	must_be(llk_allow_path(rs, "in", LLK_WRITE, 0), 0);
	must_enforce(rs, 0);
	must_give(try_creat("in/file"), 0);
	must_give(try_creat("in/new"), 0);
	must_give(try_fopen("in/file", "w"), 0);
	must_give(try_fopen("in/file", "a"), 0);
	must_give(try_ftruncate("in/file"), 0);
	must_give(try_truncate("in/file"), 0);
	/* LLK_WRITE alone does not read. */
	must_give(try_fopen("in/file", "r+"),
		  denied(rs, LLK_FS, LLK_FS_READ_FILE, EACCES));

	write_error = denied(rs, LLK_FS, LLK_FS_WRITE_FILE, EACCES);
	must_give(try_creat("out/file"), write_error);
	must_give(try_fopen("out/file", "w"), write_error);
	must_give(try_ftruncate("out/file"), write_error);
	must_give(try_truncate("out/file"),
		  denied(rs, LLK_FS, LLK_FS_TRUNCATE, EACCES));
}

static void test_g22_write_creates_and_truncates(void **state)
{
	(void)state;
	live_run(write_files, NULL);
}

/* Without truncate in the rule, where it is restricted. */
static void write_without_truncate(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_FS);
	int error;

	(void)arg;
	make_files();
	must_be(llk_allow_path(rs, "in", LLK_FS_WRITE_FILE, 0), 0);
	must_enforce(rs, 0);
	error = denied(rs, LLK_FS, LLK_FS_TRUNCATE, EACCES);
	must_give(try_open("in/file", O_WRONLY), 0);
	must_give(try_creat("in/file"), error);
	must_give(try_fopen("in/file", "w"), error);
	must_give(try_ftruncate("in/file"), error);
	must_give(try_truncate("in/file"), error);
}

static void test_g22_truncate_is_a_right_of_its_own(void **state)
{
	(void)state;
	live_run(write_without_truncate, NULL);
}

/* A descriptor carries what it was opened with through the sandbox. */
static void keep_descriptor(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_FS);
	int fd;

	(void)arg;
	make_files();
	fd = open("out/file", O_RDWR | O_CLOEXEC);
	must(fd >= 0);
	must_enforce(rs, 0);
	must_be(write(fd, "x", 1), 1);
	must_be(ftruncate(fd, 0), 0);
	must_give(try_open("out/file", O_RDONLY),
		  denied(rs, LLK_FS, LLK_FS_READ_FILE, EACCES));
}

static void test_g22_open_files_stay_usable(void **state)
{
	(void)state;
	live_run(keep_descriptor, NULL);
}

static void save(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_FS);

	(void)arg;
	make_files();
	must_be(llk_allow_path(rs, "in", LLK_WRITE, 0), 0);
	must_enforce(rs, 0);
	must_give(try_save("in/file"), 0);
	must_give(try_save("in/first"), 0);
	must_give(try_save("out/file"),
		  denied(rs, LLK_FS, LLK_FS_WRITE_FILE, EACCES));
}

static void test_g22_atomic_save(void **state)
{
	(void)state;
	live_run(save, NULL);
}

/* Written in one directory, renamed into another: refer. */
static void save_across(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_FS);

	(void)arg;
	make_files();
	must_be(mkdir("in/tmp", 0755), 0);
	must_be(llk_allow_path(rs, "in", LLK_WRITE, 0), 0);
	must_enforce(rs, 0);
	must_give(try_creat("in/tmp/file"), 0);
	must_give(try_rename("in/tmp/file", "in/file"),
		  withheld(rs, LLK_FS) & LLK_FS_REFER ? EXDEV : 0);
}

static void test_g22_atomic_save_across_directories(void **state)
{
	(void)state;
	live_run(save_across, NULL);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_g22_write_creates_and_truncates),
		cmocka_unit_test(test_g22_truncate_is_a_right_of_its_own),
		cmocka_unit_test(test_g22_open_files_stay_usable),
		cmocka_unit_test(test_g22_atomic_save),
		cmocka_unit_test(test_g22_atomic_save_across_directories),
	};

	(void)argc;
	live_start(argv[0]);
	return live_end(cmocka_run_group_tests(tests, NULL, NULL));
}
