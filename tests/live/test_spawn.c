/* SPDX-License-Identifier: MIT */
/* llk_spawn(): the program is confined, the caller is not, and errors tell. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "live.h"
#include "expect.h"
#include "try.h"

#define ROLE "--role"
#define VARIABLE "LIVE_WORD"
#define NO_PID ((pid_t)-7)

/* ---- What the program does: it tells by its exit status ----------------- */

static int role_write(void)
{
	return try_open("file", O_WRONLY);
}

static int role_environment(void)
{
	const char *word = getenv(VARIABLE);

	return !word || strcmp(word, "passed") || getenv("HOME");
}

/* Nothing but what the caller left open on purpose. */
static int role_descriptors(void)
{
	return live_count_fds();
}

static int role_privileges(void)
{
	return live_no_new_privs();
}

static int role_signal(void)
{
	return try_kill(getppid(), 0);
}

static const struct {
	const char *name;
	int (*play)(void);
} roles[] = {
	{ "write", role_write },
	{ "environment", role_environment },
	{ "descriptors", role_descriptors },
	{ "privileges", role_privileges },
	{ "signal", role_signal },
};

static int play(const char *name)
{
	for (size_t i = 0; i < sizeof(roles) / sizeof(*roles); i++)
		if (!strcmp(roles[i].name, name))
			return roles[i].play();
	return 125;
}

/* ---- Starting it -------------------------------------------------------- */

/* Enough for a program and its libraries. */
static struct llk_ruleset *readable(uint32_t classes)
{
	struct llk_ruleset *rs = best_effort(LLK_FS | classes);

	must_be(llk_allow_path(rs, "/", LLK_READ | LLK_EXECUTE | LLK_DEVICE,
			       0), 0);
	return rs;
}

static char *empty[] = { NULL };

static int spawn(pid_t *pid, struct llk_ruleset *rs, const char *path,
		 const char *role, char **environment)
{
	char name[] = "live", flag[] = ROLE, which[32];
	char *const args[] = { name, flag, which, NULL };

	snprintf(which, sizeof(which), "%s", role);
	return llk_spawn(pid, rs, 0, path, args, environment);
}

/* The exit status of @role, played under @rs. */
static int spawn_role(struct llk_ruleset *rs, const char *role,
		      char **environment)
{
	pid_t pid = NO_PID;
	int level;

	level = spawn(&pid, rs, live_self(), role, environment);
	must(level >= 0);
	must_be(level, llk_level(rs));
	must_be_consistent(rs);
	must(pid > 0);
	return live_wait(pid);
}

/* @role "write" is denied under @rs, as far as the report says. */
static void must_confine(struct llk_ruleset *rs)
{
	const int status = spawn_role(rs, "write", empty);

	must_be(status, denied(rs, LLK_FS, LLK_FS_WRITE_FILE, EACCES));
}

static void must_have_no_child(void)
{
	must_fail(waitpid(-1, NULL, WNOHANG | __WALL), ECHILD);
}

static void confine(const void *arg)
{
	struct llk_ruleset *rs = readable(0);
	const bool privileged = live_no_new_privs();
	int status;

	(void)arg;
	live_make_file("file", "");
	must_confine(rs);
	/* The caller is free, and may do it again. */
	must_give(try_open("file", O_WRONLY), 0);
	must_be(live_no_new_privs(), privileged);
	status = spawn_role(rs, "privileges", empty);
	must_be(status, llk_level(rs) != LLK_NONE || privileged);
	must_have_no_child();
}

static void test_program_is_confined_caller_is_free(void **state)
{
	(void)state;
	live_run(confine, NULL);
}

static void scope(const void *arg)
{
	struct llk_ruleset *rs = readable(LLK_SCOPE);
	const int status = spawn_role(rs, "signal", empty);

	(void)arg;
	must_be(status, denied(rs, LLK_SCOPE, LLK_SCOPE_SIGNAL, EPERM));
}

static void test_program_cannot_signal_its_parent(void **state)
{
	(void)state;
	live_run(scope, NULL);
}

static void pass_environment(const void *arg)
{
	char word[] = VARIABLE "=passed";
	char *environment[] = { word, NULL };

	(void)arg;
	must_be(spawn_role(readable(0), "environment", environment), 0);
}

static void test_environment_passes(void **state)
{
	(void)state;
	live_run(pass_environment, NULL);
}

/* ---- Descriptors -------------------------------------------------------- */

static void close_all(void)
{
	for (int fd = 0; fd < 1024; fd++)
		close(fd);
}

static void close_standard(const void *arg)
{
	struct llk_ruleset *rs;
	int fds;

	(void)arg;
	live_make_file("file", "");
	close_all();
	rs = readable(0);
	must_be(llk_prepare(rs), 0);
	fds = live_count_fds();
	must_be(fds, llk_level(rs) != LLK_NONE);
	must_confine(rs);
	must_be(spawn_role(rs, "descriptors", empty), 0);
	must_be(spawn(&(pid_t){ 0 }, rs, "missing", "write", empty), -1);
	must_give(errno, ENOENT);
	must_be(live_count_fds(), fds);
	must_have_no_child();
}

static void test_g29_without_standard_descriptors(void **state)
{
	(void)state;
	live_run(close_standard, NULL);
}

static void pass_descriptors(const void *arg)
{
	struct llk_ruleset *rs;
	int fds;

	(void)arg;
	close_all();
	must_be(open("/", O_RDONLY | O_CLOEXEC), 0);
	must_be(dup(0), 1);		/* the one that is passed on */
	rs = readable(0);
	must_be(llk_prepare(rs), 0);
	fds = live_count_fds();
	must_be(spawn_role(rs, "descriptors", empty), 1);
	must_be(live_count_fds(), fds);
}

static void test_g29_program_gets_no_descriptor_of_ours(void **state)
{
	(void)state;
	live_run(pass_descriptors, NULL);
}

/* ---- Errors ------------------------------------------------------------- */

static void must_not_start(struct llk_ruleset *rs, const char *path, int error)
{
	const int fds = live_count_fds();
	pid_t pid = NO_PID;

	must_fail(spawn(&pid, rs, path, "write", empty), error);
	must_be(pid, NO_PID);
	must_be(live_count_fds(), fds);
	must(!!strstr(llk_failure(rs), path));
	must_have_no_child();
}

static void fail_to_execute(const void *arg)
{
	struct llk_ruleset *rs = readable(0);
	const bool privileged = live_no_new_privs();

	(void)arg;
	live_make_file("file", "");
	live_make_file("garbage", "no program\n");
	must_be(chmod("garbage", 0755), 0);
	must_be(llk_prepare(rs), 0);
	must_not_start(rs, "missing", ENOENT);
	must_not_start(rs, "file/below", ENOTDIR);
	must_not_start(rs, "file", EACCES);
	must_not_start(rs, "/", EACCES);
	if (!try_exec("garbage"))
		must_not_start(rs, "garbage", ENOEXEC);
	must_be(live_no_new_privs(), privileged);
	/* And none of this sticks. */
	must_confine(rs);
}

static void test_failed_exec_is_reported(void **state)
{
	(void)state;
	live_run(fail_to_execute, NULL);
}

static void deny_program(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_FS);

	(void)arg;
	must_be(llk_prepare(rs), 0);
	if (!(llk_enforced(rs, LLK_FS) & LLK_FS_EXECUTE))
		live_skip("this kernel restricts no program's execution");
	must_not_start(rs, live_self(), EACCES);
}

static void test_program_denied_by_its_own_ruleset(void **state)
{
	(void)state;
	live_run(deny_program, NULL);
}

static void fail_before(const void *arg)
{
	struct llk_ruleset *rs = readable(0);
	struct llk_ruleset *broken = best_effort(LLK_FS);
	pid_t pid = NO_PID;

	(void)arg;
	must_fail(llk_spawn(NULL, rs, 0, "/", empty, empty), EINVAL);
	must_fail(llk_spawn(&pid, NULL, 0, "/", empty, empty), EINVAL);
	must_fail(llk_spawn(&pid, rs, 0, NULL, empty, empty), EINVAL);
	must_fail(llk_spawn(&pid, rs, 0, "/", NULL, empty), EINVAL);
	must_fail(llk_spawn(&pid, rs, 0, "/", empty, NULL), EINVAL);
	must_fail(llk_spawn(&pid, rs, UINT32_C(1) << 31, "/", empty, empty),
		  EINVAL);
	must_fail(llk_allow_path(broken, "missing", LLK_READ, 0), ENOENT);
	must_fail(spawn(&pid, broken, live_self(), "write", empty), ENOENT);
	must_be(pid, NO_PID);
	must_have_no_child();
}

static void test_bad_arguments_start_nothing(void **state)
{
	(void)state;
	live_run(fail_before, NULL);
}

/* Where nobody waits, the kernel does; an error is still an error. */
static void ignore_children(const void *arg)
{
	struct llk_ruleset *rs = readable(0);
	pid_t pid = NO_PID;

	(void)arg;
	live_make_file("file", "");
	signal(SIGCHLD, SIG_IGN);
	must_not_start(rs, "missing", ENOENT);
	must(spawn(&pid, rs, live_self(), "write", empty) >= 0);
	must(pid > 0);
	must_fail(waitpid(pid, NULL, 0), ECHILD);
}

static void test_ignored_sigchld(void **state)
{
	(void)state;
	live_run(ignore_children, NULL);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_program_is_confined_caller_is_free),
		cmocka_unit_test(test_program_cannot_signal_its_parent),
		cmocka_unit_test(test_environment_passes),
		cmocka_unit_test(test_g29_without_standard_descriptors),
		cmocka_unit_test(test_g29_program_gets_no_descriptor_of_ours),
		cmocka_unit_test(test_failed_exec_is_reported),
		cmocka_unit_test(test_program_denied_by_its_own_ruleset),
		cmocka_unit_test(test_bad_arguments_start_nothing),
		cmocka_unit_test(test_ignored_sigchld),
	};

	if (argc == 3 && !strcmp(argv[1], ROLE))
		return play(argv[2]);
	live_start(argv[0]);
	return live_end(cmocka_run_group_tests(tests, NULL, NULL));
}
