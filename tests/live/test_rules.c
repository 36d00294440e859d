/* SPDX-License-Identifier: MIT */
/*
 * What a rule on a path is worth: it only ever adds, it holds the file and not
 * the name, and it works on whatever a path may lead to.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "live.h"
#include "expect.h"
#include "try.h"

#define NOT_OPEN 1000
#define ALL_FS llk_abi_rights(LLK_ABI_LATEST, LLK_FS)
#define EACCES_IF(rs, right) denied(rs, LLK_FS, right, EACCES)

/* ---- g03 ---------------------------------------------------------------- */

static void add_narrower(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_FS);

	(void)arg;
	must_be(mkdir("home", 0755), 0);
	must_be(mkdir("home/keys", 0755), 0);
	live_make_file("home/keys/key", "secret");
	must_be(llk_allow_path(rs, "home", LLK_READ, 0), 0);
	must_be(llk_allow_path(rs, "home/keys", LLK_FS_READ_DIR, 0), 0);
	must_be(llk_allow_path(rs, "home/keys/key", LLK_FS_WRITE_FILE, 0), 0);
	must_enforce(rs, 0);
	must_give(try_open("home/keys/key", O_RDONLY), 0);
	must_give(try_open("home/keys/key", O_RDWR), 0);
	must_give(try_readdir("home/keys"), 0);
	must_give(try_unlink("home/keys/key"),
		  EACCES_IF(rs, LLK_FS_REMOVE_FILE));
}

static void test_g03_narrower_rule_takes_nothing_away(void **state)
{
	(void)state;
	live_run(add_narrower, NULL);
}

static void add_up(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_FS);

	(void)arg;
	live_make_file("file", "");
	must_be(llk_allow_path(rs, "file", LLK_FS_READ_FILE, 0), 0);
	must_be(llk_allow_path(rs, "file", LLK_FS_WRITE_FILE, 0), 0);
	must_enforce(rs, 0);
	must_give(try_open("file", O_RDWR), 0);
	must_give(try_truncate("file"), EACCES_IF(rs, LLK_FS_TRUNCATE));
}

static void test_rules_on_one_file_add_up(void **state)
{
	(void)state;
	live_run(add_up, NULL);
}

/* ---- g04 ---------------------------------------------------------------- */

static void grant_all_on_file(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_FS);

	(void)arg;
	live_make_file("file", "");
	live_make_file("other", "");
	must_be(llk_allow_path(rs, "file", ALL_FS, 0), 0);
	must_enforce(rs, 0);
	must_give(try_open("file", O_RDWR | O_TRUNC), 0);
	must_give(try_open("other", O_RDONLY), EACCES_IF(rs, LLK_READ));
	if (llk_enforced(rs, LLK_FS) & LLK_FS_READ_DIR)
		must(has_loss(rs, LLK_EQUIVALENT, LLK_FS, LLK_FS_READ_DIR));
}

static void test_g04_rule_on_a_file(void **state)
{
	(void)state;
	live_run(grant_all_on_file, NULL);
}

static void grant_all_on_device(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_FS);

	(void)arg;
	if (try_open("/dev/null", O_RDWR) || try_open("/dev/zero", O_RDONLY))
		live_skip("no /dev/null and /dev/zero here");
	must_be(llk_allow_path(rs, "/dev/null", LLK_READ | LLK_WRITE, 0), 0);
	must_enforce(rs, 0);
	must_give(try_open("/dev/null", O_RDWR | O_TRUNC), 0);
	must_give(try_open("/dev/zero", O_RDONLY), EACCES_IF(rs, LLK_READ));
}

static void test_g04_rule_on_dev_null(void **state)
{
	(void)state;
	live_run(grant_all_on_device, NULL);
}

static void grant_all_on_fifo(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_FS);

	(void)arg;
	must_be(mkfifo("fifo", 0644), 0);
	must_be(mkfifo("other", 0644), 0);
	/* Opening a fifo for real would wait for its other end. */
	must_be(llk_allow_path(rs, "fifo", LLK_READ | LLK_WRITE, 0), 0);
	must_enforce(rs, 0);
	must_give(try_open("fifo", O_RDWR), 0);
	must_give(try_open("other", O_RDWR), EACCES_IF(rs, LLK_READ));
}

static void test_g04_rule_on_a_fifo(void **state)
{
	(void)state;
	live_run(grant_all_on_fifo, NULL);
}

static void grant_all_on_socket(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_FS);

	(void)arg;
	must(unix_listener("socket") >= 0);
	must(unix_listener("other") >= 0);
	must_be(llk_allow_path(rs, "socket", ALL_FS, 0), 0);
	must_enforce(rs, 0);
	must_give(try_connect_unix("socket"), 0);
	must_give(try_connect_unix("other"),
		  EACCES_IF(rs, LLK_FS_RESOLVE_UNIX));
}

static void test_g04_rule_on_a_socket(void **state)
{
	(void)state;
	live_run(grant_all_on_socket, NULL);
}

/* Of rights that only directories have, nothing is left: no error. */
static void grant_nothing(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_FS);

	(void)arg;
	live_make_file("file", "");
	must_be(llk_allow_path(rs, "file", LLK_FS_MAKE_REG, 0), 0);
	must_enforce(rs, 0);
	must_give(try_open("file", O_RDONLY), EACCES_IF(rs, LLK_FS_READ_FILE));
}

static void test_g04_directory_rights_on_a_file(void **state)
{
	(void)state;
	live_run(grant_nothing, NULL);
}

/* ---- g19 ---------------------------------------------------------------- */

static void replace_file(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_FS);

	(void)arg;
	must_be(mkdir("directory", 0755), 0);
	live_make_file("file", "old");
	live_make_file("directory/file", "old");
	must_be(llk_allow_path(rs, "file", LLK_READ, 0), 0);
	must_be(llk_allow_path(rs, "directory", LLK_READ, 0), 0);
	must_be(llk_prepare(rs), 0);
	must_give(try_save("file"), 0);
	must_give(try_save("directory/file"), 0);
	must_enforce(rs, 0);
	must_give(try_open("file", O_RDONLY), EACCES_IF(rs, LLK_FS_READ_FILE));
	must_give(try_open("directory/file", O_RDONLY), 0);
}

static void test_g19_replaced_file_loses_the_grant(void **state)
{
	(void)state;
	live_run(replace_file, NULL);
}

static void rename_file(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_FS);

	(void)arg;
	live_make_file("file", "");
	must_be(llk_allow_path(rs, "file", LLK_READ, 0), 0);
	must_be(llk_prepare(rs), 0);
	must_be(rename("file", "renamed"), 0);
	must_enforce(rs, 0);
	must_give(try_open("renamed", O_RDONLY), 0);
}

static void test_g19_renamed_file_keeps_the_grant(void **state)
{
	(void)state;
	live_run(rename_file, NULL);
}

/* ---- g20 ---------------------------------------------------------------- */

static void follow_link(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_FS);

	(void)arg;
	must_be(mkdir("target", 0755), 0);
	must_be(mkdir("elsewhere", 0755), 0);
	live_make_file("target/file", "");
	live_make_file("elsewhere/file", "");
	must_be(symlink("target", "link"), 0);
	must_be(symlink("../elsewhere/file", "target/leads-out"), 0);
	must_be(llk_allow_path(rs, "link", LLK_READ, 0), 0);
	must_enforce(rs, 0);
	must_give(try_open("target/file", O_RDONLY), 0);
	must_give(try_open("link/file", O_RDONLY), 0);
	/* What lies in a granted directory, but points out of it. */
	must_give(try_open("target/leads-out", O_RDONLY),
		  EACCES_IF(rs, LLK_FS_READ_FILE));
}

static void test_g20_symbolic_link_grants_its_target(void **state)
{
	(void)state;
	live_run(follow_link, NULL);
}

static void be_stopped_by_links(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_FS);

	(void)arg;
	must_be(symlink("nowhere", "dangling"), 0);
	must_be(symlink("loop", "loop"), 0);
	must_be(llk_allow_path(rs, "dangling", LLK_READ, LLK_IF_EXISTS), 0);
	must_fail(llk_allow_path(rs, "loop", LLK_READ, LLK_IF_EXISTS), ELOOP);
	must_fail(llk_enforce(rs, 0), ELOOP);
	must(!!strstr(llk_failure(rs), "loop"));
}

static void test_g20_dangling_and_looping_links(void **state)
{
	(void)state;
	live_run(be_stopped_by_links, NULL);
}

/* ---- g21 ---------------------------------------------------------------- */

static void grant_terminal(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_FS);

	(void)arg;
	/* Without a controlling terminal, opening it for real is ENXIO. */
	setsid();
	if (access("/dev/tty", F_OK))
		live_skip("no /dev/tty here");
	must_give(try_open("/dev/tty", O_RDONLY | O_NOCTTY), ENXIO);
	must_be(llk_allow_path(rs, "/dev/tty", LLK_READ | LLK_WRITE |
			       LLK_DEVICE, 0), 0);
	must_enforce(rs, 0);
	must_give(try_open("/dev/tty", O_RDONLY | O_NOCTTY), ENXIO);
}

static void test_g21_dev_tty_without_a_terminal(void **state)
{
	(void)state;
	live_run(grant_terminal, NULL);
}

/* ---- Missing paths, other ways to name one ------------------------------ */

static void miss_paths(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_FS);
	size_t i, found = 0;

	(void)arg;
	live_make_file("file", "");
	must_be(llk_allow_path(rs, "missing", LLK_READ, LLK_IF_EXISTS), 0);
	must_be(llk_allow_path(rs, "file/below", LLK_READ, LLK_IF_EXISTS), 0);
	must_be(llk_allow_path(rs, "file", LLK_FS_READ_FILE, LLK_IF_EXISTS),
		0);
	must_enforce(rs, 0);
	for (i = 0; i < llk_loss_count(rs); i++) {
		const char *path = llk_loss_path(rs, i);

		if (!path)
			continue;
		must(!strcmp(path, "missing") || !strcmp(path, "file/below"));
		must_be(llk_loss_effect(rs, i), LLK_TIGHTER);
		must_be(llk_loss_abi(rs, i), 0);
		found++;
	}
	must_be(found, llk_enforced(rs, LLK_FS) ? 2 : 0);
	must_give(try_open("file", O_RDONLY), 0);
	/* It comes into being too late. */
	must_give(try_open("missing", O_CREAT | O_WRONLY),
		  EACCES_IF(rs, LLK_FS_MAKE_REG));
}

static void test_missing_paths_are_named(void **state)
{
	(void)state;
	live_run(miss_paths, NULL);
}

static void require_path(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_FS);
	const bool privileged = live_no_new_privs();

	(void)arg;
	live_make_file("file", "");
	must_fail(llk_allow_path(rs, "missing", LLK_READ, 0), ENOENT);
	must(!!strstr(llk_failure(rs), "missing"));
	/* One missing path never means a sandbox without it. */
	must_fail(llk_allow_path(rs, "file", LLK_READ, 0), ENOENT);
	must_fail(llk_enforce(rs, 0), ENOENT);
	must_be(live_no_new_privs(), privileged);
	must_give(try_open("file", O_RDWR), 0);
}

static void test_required_path_is_an_error(void **state)
{
	(void)state;
	live_run(require_path, NULL);
}

/* A path that exists, but that this user may not reach: never skipped. */
static void miss_permission(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_FS);

	(void)arg;
	must_be(mkdir("locked", 0000), 0);
	live_drop_privileges();
	must_fail(llk_allow_path(rs, "locked/file", LLK_READ, LLK_IF_EXISTS),
		  EACCES);
}

static void test_unreachable_path_is_an_error(void **state)
{
	(void)state;
	live_run(miss_permission, NULL);
}

static void grant_by_descriptor(const void *arg)
{
	const int *how = arg;
	struct llk_ruleset *rs = best_effort(LLK_FS);
	int dirfd, file;

	must_be(mkdir("directory", 0755), 0);
	must_be(mkdir("outside", 0755), 0);
	live_make_file("directory/file", "");
	live_make_file("outside/file", "");
	live_make_file("alone", "");
	dirfd = open("directory", *how | O_DIRECTORY | O_CLOEXEC);
	file = open("alone", *how | O_CLOEXEC);
	must(dirfd >= 0 && file >= 0);
	must_be(llk_allow_fd(rs, dirfd, LLK_READ, 0), 0);
	must_be(llk_allow_fd(rs, file, LLK_READ, 0), 0);
	/* Right after the call they may go. */
	must_be(close(dirfd), 0);
	must_be(close(file), 0);
	must_enforce(rs, 0);
	must_give(try_open("directory/file", O_RDONLY), 0);
	must_give(try_open("alone", O_RDONLY), 0);
	must_give(try_open("outside/file", O_RDONLY),
		  EACCES_IF(rs, LLK_FS_READ_FILE));
}

static void test_rule_by_descriptor(void **state)
{
	static const int hows[] = { O_RDONLY, O_PATH };

	(void)state;
	live_run(grant_by_descriptor, &hows[0]);
	live_run(grant_by_descriptor, &hows[1]);
}

static void grant_relative(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_FS);
	int dirfd;

	(void)arg;
	must_be(mkdir("directory", 0755), 0);
	live_make_file("directory/file", "");
	live_make_file("directory/other", "");
	live_make_file("file", "");
	dirfd = open("directory", O_PATH | O_CLOEXEC);
	must(dirfd >= 0);
	must_be(llk_allow_path_at(rs, dirfd, "file", LLK_READ, 0), 0);
	must_be(llk_allow_path_at(rs, AT_FDCWD, ".", LLK_FS_READ_DIR, 0), 0);
	must_enforce(rs, 0);
	must_give(try_open("directory/file", O_RDONLY), 0);
	must_give(try_open("directory/other", O_RDONLY),
		  EACCES_IF(rs, LLK_FS_READ_FILE));
	must_give(try_open("file", O_RDONLY), EACCES_IF(rs, LLK_FS_READ_FILE));
	must_give(try_readdir("directory"), 0);
}

static void test_rule_relative_to_a_directory(void **state)
{
	(void)state;
	live_run(grant_relative, NULL);
}

static void grant_wrong_fd(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_FS);

	(void)arg;
	must_fail(fcntl(NOT_OPEN, F_GETFD), EBADF);
	must_fail(llk_allow_fd(rs, NOT_OPEN, LLK_READ, 0), EBADF);
}

static void grant_pipe(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_FS);
	int fds[2];

	(void)arg;
	must_be(pipe2(fds, O_CLOEXEC), 0);
	must_fail(llk_allow_fd(rs, fds[0], LLK_READ, 0), EBADFD);
	must(fcntl(fds[0], F_GETFD) >= 0);
}

static void test_rule_by_wrong_descriptor(void **state)
{
	(void)state;
	live_run(grant_wrong_fd, NULL);
	live_run(grant_pipe, NULL);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_g03_narrower_rule_takes_nothing_away),
		cmocka_unit_test(test_rules_on_one_file_add_up),
		cmocka_unit_test(test_g04_rule_on_a_file),
		cmocka_unit_test(test_g04_rule_on_dev_null),
		cmocka_unit_test(test_g04_rule_on_a_fifo),
		cmocka_unit_test(test_g04_rule_on_a_socket),
		cmocka_unit_test(test_g04_directory_rights_on_a_file),
		cmocka_unit_test(test_g19_replaced_file_loses_the_grant),
		cmocka_unit_test(test_g19_renamed_file_keeps_the_grant),
		cmocka_unit_test(test_g20_symbolic_link_grants_its_target),
		cmocka_unit_test(test_g20_dangling_and_looping_links),
		cmocka_unit_test(test_g21_dev_tty_without_a_terminal),
		cmocka_unit_test(test_missing_paths_are_named),
		cmocka_unit_test(test_required_path_is_an_error),
		cmocka_unit_test(test_unreachable_path_is_an_error),
		cmocka_unit_test(test_rule_by_descriptor),
		cmocka_unit_test(test_rule_relative_to_a_directory),
		cmocka_unit_test(test_rule_by_wrong_descriptor),
	};

	(void)argc;
	live_start(argv[0]);
	return live_end(cmocka_run_group_tests(tests, NULL, NULL));
}
