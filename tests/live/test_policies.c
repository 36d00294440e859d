/* SPDX-License-Identifier: MIT */
/*
 * The calls that are a whole policy, for real.  They report nothing, so a
 * ruleset that asks for the same tells what has to happen.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>
#include <sys/socket.h>

#include "live.h"
#include "expect.h"
#include "fsops.h"
#include "try.h"

static char abstract[64];
static pid_t other;

static void start(void)
{
	snprintf(abstract, sizeof(abstract), "@landlock-live-%d",
		 (int)getpid());
	fsops_start();
	must(unix_listener(abstract) >= 0);
	other = live_bystander();
}

static struct llk_ruleset *twin(uint32_t classes, uint64_t excluded)
{
	struct llk_ruleset *rs = best_effort(classes);

	if (excluded)
		must_be(llk_exclude(rs, LLK_FS, excluded), 0);
	must_be(llk_prepare(rs), 0);
	return rs;
}

static void check_net_and_scope(const struct llk_ruleset *rs)
{
	const int error = try_bind(SOCK_STREAM, 0);

	must_give(try_kill(other, 0),
		  denied(rs, LLK_SCOPE, LLK_SCOPE_SIGNAL, EPERM));
	must_give(try_connect_unix(abstract),
		  denied(rs, LLK_SCOPE, LLK_SCOPE_ABSTRACT_UNIX_SOCKET, EPERM));
	/* Without a loopback interface or without INET, that is the error. */
	if (error != EADDRNOTAVAIL && error != EAFNOSUPPORT)
		must_give(error, denied(rs, LLK_NET, LLK_NET_BIND_TCP,
					EACCES));
}

static void deny(const void *arg)
{
	const uint32_t *classes = arg;
	struct llk_ruleset *rs = twin(*classes, 0);
	int fd;

	start();
	fd = open("in/both", O_RDWR | O_CLOEXEC);
	must_be(llk_deny(LLK_ABI_LATEST, *classes | LLK_BEST_EFFORT, 0),
		llk_level(rs));
	fsops_check(rs, "in", 0);
	check_net_and_scope(rs);
	/* What is open stays usable. */
	must_be(write(fd, "x", 1), 1);
}

static void test_deny_denies_its_classes(void **state)
{
	static const uint32_t classes[] = {
		LLK_FS, LLK_NET, LLK_SCOPE, LLK_FS | LLK_NET | LLK_SCOPE,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(classes) / sizeof(*classes); i++)
		live_run(deny, &classes[i]);
}

static void deny_strictly(const void *arg)
{
	struct llk_ruleset *rs = twin(LLK_FS, 0);
	const bool privileged = live_no_new_privs();

	(void)arg;
	live_make_file("file", "");
	if (llk_level(rs) == LLK_FULL) {
		must_be(llk_deny(LLK_ABI_LATEST, LLK_FS, 0), LLK_FULL);
		must_give(try_open("file", O_RDONLY), EACCES);
	} else {
		must_be(llk_deny(LLK_ABI_LATEST, LLK_FS, 0), -1);
		must_give(try_open("file", O_RDONLY), 0);
		must_be(live_no_new_privs(), privileged);
	}
}

static void test_strict_deny_is_full_or_nothing(void **state)
{
	(void)state;
	live_run(deny_strictly, NULL);
}

/* ---- Read-only ---------------------------------------------------------- */

#define LEFT_FREE (LLK_READ | LLK_EXECUTE | LLK_DEVICE | LLK_CONNECT_UNIX)

static void read_only(const void *arg)
{
	const char *const paths[] = { "in", "out/write", NULL };
	struct llk_ruleset *rs = twin(LLK_FS, LEFT_FREE);
	int refer;

	(void)arg;
	start();
	must_be(llk_read_only(LLK_ABI_LATEST, LLK_BEST_EFFORT, paths, 0),
		llk_level(rs));
	must_give(try_open("out/write", O_WRONLY | O_TRUNC), 0);
	must_give(try_save("out/read"),
		  denied(rs, LLK_FS, LLK_FS_MAKE_REG, EACCES));
	must_give(try_unlink("out/write"),
		  denied(rs, LLK_FS, LLK_FS_REMOVE_FILE, EACCES));
	/* The twin has no rule: what ABI 1 withholds is not in its report. */
	refer = restricted(rs, LLK_FS) & ~llk_enforced(rs, LLK_FS) &
		LLK_FS_REFER ? 0 : LLK_FS_REFER;
	fsops_check(rs, "in", (LLK_WRITE & ~LLK_FS_REFER) | (uint64_t)refer);
	must_give(try_save("in/read"), 0);
	check_net_and_scope(rs);
}

static void test_read_only_but_for_some_paths(void **state)
{
	(void)state;
	live_run(read_only, NULL);
}

static void read_only_everywhere(const void *arg)
{
	const bool *null = arg;
	const char *const none[] = { NULL };
	struct llk_ruleset *rs = twin(LLK_FS, LEFT_FREE);

	start();
	must_be(llk_read_only(LLK_ABI_LATEST, LLK_BEST_EFFORT,
			      *null ? NULL : none, 0), llk_level(rs));
	fsops_check(rs, "out", 0);
	fsops_check(rs, "in", 0);
}

static void test_read_only_everywhere(void **state)
{
	static const bool null[] = { false, true };

	(void)state;
	live_run(read_only_everywhere, &null[0]);
	live_run(read_only_everywhere, &null[1]);
}

static void miss_path(const void *arg)
{
	const char *const paths[] = { ".", "missing", NULL };
	const int fds = live_count_fds();

	(void)arg;
	must_fail(llk_read_only(LLK_ABI_LATEST, LLK_BEST_EFFORT, paths, 0),
		  ENOENT);
	must_be(live_count_fds(), fds);
	live_make_file("file", "");
}

static void test_read_only_with_a_missing_path(void **state)
{
	(void)state;
	live_run(miss_path, NULL);
}

/* ---- Muting: nothing is restricted -------------------------------------- */

static void mute(const void *arg)
{
	const uint32_t *flags = arg;
	const bool privileged = live_no_new_privs();
	const bool known = kernel_has_flag("restrict_self.log_subdomains_off");
	const int layers = llk_layers_left();
	int level;

	start();
	if (*flags & LLK_NO_NEW_PRIVS_NEVER && !live_can_sys_admin() &&
	    !privileged && known) {
		must_fail(llk_mute_subdomains(*flags), EPERM);
		must(!live_no_new_privs());
		return;
	}
	level = llk_mute_subdomains(*flags);
	must_be(level, known ? LLK_FULL : LLK_NONE);
	must_be(live_no_new_privs(), privileged ||
		(known && !(*flags & LLK_NO_NEW_PRIVS_NEVER)));
	must_be(llk_layers_left(), layers);
	fsops_check(NULL, "in", 0);
	check_net_and_scope(NULL);
	/* And sandboxes still work. */
	must(llk_deny(LLK_ABI_LATEST, LLK_FS | LLK_BEST_EFFORT, 0) >= 0);
}

static void test_mute_restricts_nothing(void **state)
{
	static const uint32_t flags[] = {
		0, LLK_THIS_THREAD, LLK_ALL_THREADS_IF_POSSIBLE,
		LLK_NO_NEW_PRIVS_NEVER,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++)
		live_run(mute, &flags[i]);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_deny_denies_its_classes),
		cmocka_unit_test(test_strict_deny_is_full_or_nothing),
		cmocka_unit_test(test_read_only_but_for_some_paths),
		cmocka_unit_test(test_read_only_everywhere),
		cmocka_unit_test(test_read_only_with_a_missing_path),
		cmocka_unit_test(test_mute_restricts_nothing),
	};

	(void)argc;
	live_start(argv[0]);
	return live_end(cmocka_run_group_tests(tests, NULL, NULL));
}
