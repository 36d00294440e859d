/* SPDX-License-Identifier: MIT */
/*
 * Prepared in one place, enforced in another: after privileges are gone,
 * between fork or vfork and exec, in a signal handler, in many workers.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "live.h"
#include "expect.h"
#include "try.h"

#define ROLE "--try-write"

static char *no_environment[] = { NULL };

/* Everything may be read and executed; "file" may not be written. */
static struct llk_ruleset *prepared(void)
{
	struct llk_ruleset *rs = best_effort(LLK_FS);

	live_make_file("file", "");
	must_be(llk_allow_path(rs, "/", LLK_READ | LLK_EXECUTE | LLK_DEVICE,
			       0), 0);
	must_be(llk_prepare(rs), 0);
	return rs;
}

static int write_error(const struct llk_ruleset *rs)
{
	return denied(rs, LLK_FS, LLK_FS_WRITE_FILE, EACCES);
}

/* ---- Privileges --------------------------------------------------------- */

static void drop_privileges(const void *arg)
{
	struct llk_ruleset *early = best_effort(LLK_FS);
	struct llk_ruleset *late = best_effort(LLK_FS);
	int top;

	(void)arg;
	if (geteuid())
		live_skip("only root can prepare what others may not reach");
	must_be(mkdir("locked", 0700), 0);
	must_be(mkdir("locked/open", 0755), 0);
	live_make_file("locked/open/file", "");
	live_make_file("other", "");
	top = open(".", O_PATH | O_CLOEXEC);
	must(top >= 0);
	must_be(chdir("locked/open"), 0);

	must_be(llk_allow_path(early, "../../locked/open", LLK_READ, 0), 0);
	must_be(llk_prepare(early), 0);
	live_drop_privileges();
	must_fail(llk_allow_path(late, "../../locked/open", LLK_READ, 0),
		  EACCES);
	must_enforce(early, 0);
	must_give(try_open("file", O_RDONLY), 0);
	must_be(fchdir(top), 0);
	must_give(try_open("other", O_RDONLY),
		  denied(early, LLK_FS, LLK_FS_READ_FILE, EACCES));
}

static void test_prepare_with_privileges_enforce_without(void **state)
{
	(void)state;
	live_run(drop_privileges, NULL);
}

/* ---- exec: a program tells by its exit status what it may do ------------ */

static int role(const char *path)
{
	const int fd = open(path, O_WRONLY);

	return fd < 0 ? errno : 0;
}

static char **role_args(void)
{
	static char name[] = "live", which[] = ROLE, path[] = "file";
	static char *args[] = { name, which, path, NULL };

	return args;
}

static void enforce_and_exec(const void *arg)
{
	struct llk_ruleset *rs = (void *)(uintptr_t)arg;

	if (llk_enforce(rs, 0) >= 0)
		execve(live_self(), role_args(), no_environment);
	_exit(126);
}

static void fork_exec(const void *arg)
{
	struct llk_ruleset *rs = prepared();

	(void)arg;
	must_be(live_wait(live_fork(enforce_and_exec, rs)), write_error(rs));
	must_give(try_open("file", O_WRONLY), 0);
}

static void test_between_fork_and_exec(void **state)
{
	(void)state;
	live_run(fork_exec, NULL);
}

static void vfork_exec(const void *arg)
{
	struct llk_ruleset *rs = prepared();
	const char *const self = live_self();
	char **const args = role_args();
	const bool privileged = live_no_new_privs();
	pid_t pid;

	(void)arg;
	pid = vfork();
	if (!pid) {
		if (llk_enforce(rs, 0) >= 0)
			execve(self, args, no_environment);
		_exit(126);
	}
	must(pid > 0);
	must_be(live_wait(pid), write_error(rs));
	must_give(try_open("file", O_WRONLY), 0);
	must_be(live_no_new_privs(), privileged);
}

static void test_between_vfork_and_exec(void **state)
{
	(void)state;
	live_run(vfork_exec, NULL);
}

/* The program that is started inherits the sandbox, and its children do. */
static void inherit(const void *arg)
{
	struct llk_ruleset *rs = prepared();
	pid_t pid;

	(void)arg;
	must_enforce(rs, 0);
	pid = fork();
	if (!pid) {
		execve(live_self(), role_args(), no_environment);
		_exit(126);
	}
	must_be(live_wait(pid), write_error(rs));
}

static void test_sandbox_survives_exec(void **state)
{
	(void)state;
	live_run(inherit, NULL);
}

/* ---- Signals ------------------------------------------------------------ */

static struct llk_ruleset *in_handler;
static volatile sig_atomic_t handled = -2;

static void on_signal(int sig)
{
	const int saved = errno;

	(void)sig;
	handled = llk_enforce(in_handler, 0);
	errno = saved;
}

static void enforce_in_handler(const void *arg)
{
	const struct sigaction action = { .sa_handler = on_signal };

	(void)arg;
	in_handler = prepared();
	must_be(sigaction(SIGUSR1, &action, NULL), 0);
	must_give(try_open("file", O_WRONLY), 0);
	must_be(raise(SIGUSR1), 0);
	must_be(handled, llk_level(in_handler));
	must_give(try_open("file", O_WRONLY), write_error(in_handler));
}

static void test_in_a_signal_handler(void **state)
{
	(void)state;
	live_run(enforce_in_handler, NULL);
}

/* ---- Workers that share a ruleset --------------------------------------- */

static void work(const void *arg)
{
	struct llk_ruleset *rs = (void *)(uintptr_t)arg;

	must_give(try_open("file", O_WRONLY), 0);
	must_enforce(rs, 0);
	must_give(try_open("file", O_WRONLY), write_error(rs));
	llk_ruleset_free(rs);
}

static void share(const void *arg)
{
	struct llk_ruleset *rs = prepared();
	pid_t pids[4];

	(void)arg;
	for (size_t i = 0; i < 4; i++)
		pids[i] = live_fork(work, rs);
	for (size_t i = 0; i < 4; i++)
		must_be(live_wait(pids[i]), 0);
	must_give(try_open("file", O_WRONLY), 0);
	/* What the workers did is none of its business. */
	must_enforce(rs, 0);
	must_give(try_open("file", O_WRONLY), write_error(rs));
}

static void test_workers_share_one_ruleset(void **state)
{
	(void)state;
	live_run(share, NULL);
}

/* When it is enforced, no descriptor is left to be opened. */
static void enforce_without_descriptors(const void *arg)
{
	struct llk_ruleset *rs = prepared();
	int fds = 0;

	(void)arg;
	while (open("file", O_PATH | O_CLOEXEC) >= 0)
		fds++;
	must(fds > 0);
	must_give(errno, EMFILE);
	/* The number of threads is known without opening /proc. */
	must_enforce(rs, 0);
	must_enforce(rs, 0);
}

static void test_enforce_opens_nothing(void **state)
{
	(void)state;
	live_run(enforce_without_descriptors, NULL);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_prepare_with_privileges_enforce_without),
		cmocka_unit_test(test_between_fork_and_exec),
		cmocka_unit_test(test_between_vfork_and_exec),
		cmocka_unit_test(test_sandbox_survives_exec),
		cmocka_unit_test(test_in_a_signal_handler),
		cmocka_unit_test(test_workers_share_one_ruleset),
		cmocka_unit_test(test_enforce_opens_nothing),
	};

	if (argc == 3 && !strcmp(argv[1], ROLE))
		return role(argv[2]);
	live_start(argv[0]);
	return live_end(cmocka_run_group_tests(tests, NULL, NULL));
}
