/* SPDX-License-Identifier: MIT */
/*
 * The scopes, for real: signals and abstract Unix sockets do not leave the
 * sandbox, but work inside it; and nobody outside is traced.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "live.h"
#include "expect.h"
#include "try.h"

/* An abstract name that no other test has. */
static const char *abstract_name(const char *which)
{
	static char names[4][64];
	static unsigned int turn;
	char *const name = names[turn++ % 4];

	snprintf(name, sizeof(*names), "@landlock-live-%d-%s", (int)getpid(),
		 which);
	return name;
}

/* ---- Signals ------------------------------------------------------------ */

/* SIGTERM ends it or does not come through; then it is ended from outside. */
static void kill_outside(const void *arg)
{
	struct llk_ruleset *rs = best_effort_only(LLK_SCOPE, LLK_SCOPE_SIGNAL);
	const pid_t other = live_bystander();
	const pid_t parent = getppid();
	int status;

	(void)arg;
	must_give(try_kill(other, 0), 0);
	must_enforce(rs, 0);
	must_give(try_kill(parent, 0),
		  denied(rs, LLK_SCOPE, LLK_SCOPE_SIGNAL, EPERM));
	must_give(try_kill(other, 0),
		  denied(rs, LLK_SCOPE, LLK_SCOPE_SIGNAL, EPERM));
	must_give(try_kill(other, SIGTERM),
		  denied(rs, LLK_SCOPE, LLK_SCOPE_SIGNAL, EPERM));
	if (restricted(rs, LLK_SCOPE) & LLK_SCOPE_SIGNAL) {
		must_be(waitpid(other, &status, WNOHANG), 0);
		return;		/* it ends with its parent */
	}
	must_be(waitpid(other, &status, 0), other);
	must(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
}

static void test_signal_to_the_outside(void **state)
{
	(void)state;
	live_run(kill_outside, NULL);
}

static void kill_inside(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_SCOPE);
	int status;
	pid_t own;

	(void)arg;
	must_enforce(rs, 0);
	own = live_bystander();
	must_give(try_kill(own, SIGTERM), 0);
	must_be(waitpid(own, &status, 0), own);
	must(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
	must_give(try_kill(getpid(), 0), 0);
}

static void test_signal_inside(void **state)
{
	(void)state;
	live_run(kill_inside, NULL);
}

/* The parent still ends its sandboxed child. */
static void be_restricted(const void *arg)
{
	const int *ready = arg;

	must_enforce(best_effort(LLK_SCOPE), 0);
	must_be(write(*ready, "x", 1), 1);
	pause();
}

static void kill_sandboxed(const void *arg)
{
	int ready[2], status;
	char byte;
	pid_t pid;

	(void)arg;
	must_be(pipe(ready), 0);
	pid = live_fork(be_restricted, &ready[1]);
	close(ready[1]);
	must_be(read(ready[0], &byte, 1), 1);
	must_give(try_kill(pid, SIGTERM), 0);
	must_be(waitpid(pid, &status, 0), pid);
	must(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
}

static void test_signal_from_the_outside(void **state)
{
	(void)state;
	live_run(kill_sandboxed, NULL);
}

static void exclude_signal(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_SCOPE);
	const pid_t other = live_bystander();

	(void)arg;
	must_be(llk_exclude(rs, LLK_SCOPE, LLK_SCOPE_SIGNAL), 0);
	must(unix_listener(abstract_name("outside")) >= 0);
	must_enforce(rs, 0);
	must_give(try_kill(other, 0), 0);
	must_give(try_connect_unix(abstract_name("outside")),
		  denied(rs, LLK_SCOPE, LLK_SCOPE_ABSTRACT_UNIX_SOCKET, EPERM));
}

static void test_excluded_signal_is_free(void **state)
{
	(void)state;
	live_run(exclude_signal, NULL);
}

/* ---- Abstract Unix sockets ---------------------------------------------- */

static void connect_outside(const void *arg)
{
	struct llk_ruleset *rs = best_effort_only(LLK_SCOPE,
					LLK_SCOPE_ABSTRACT_UNIX_SOCKET);
	const pid_t other = live_bystander();
	int error;

	(void)arg;
	must(unix_listener(abstract_name("outside")) >= 0);
	must(unix_receiver(abstract_name("receiver")) >= 0);
	must(unix_listener("named") >= 0);
	must_give(try_connect_unix(abstract_name("outside")), 0);
	must_enforce(rs, 0);
	error = denied(rs, LLK_SCOPE, LLK_SCOPE_ABSTRACT_UNIX_SOCKET, EPERM);
	must_give(try_connect_unix(abstract_name("outside")), error);
	must_give(try_send_unix(abstract_name("receiver")), error);
	/* The neighbours: named sockets, signals. */
	must_give(try_connect_unix("named"), 0);
	must_give(try_kill(other, 0), 0);
}

static void test_abstract_socket_outside(void **state)
{
	(void)state;
	live_run(connect_outside, NULL);
}

static void connect_inside(const void *arg)
{
	(void)arg;
	must_enforce(best_effort(LLK_SCOPE), 0);
	must(unix_listener(abstract_name("inside")) >= 0);
	must(unix_receiver(abstract_name("receiver")) >= 0);
	must_give(try_connect_unix(abstract_name("inside")), 0);
	must_give(try_send_unix(abstract_name("receiver")), 0);
}

static void test_abstract_socket_inside(void **state)
{
	(void)state;
	live_run(connect_inside, NULL);
}

static void keep_socket(const void *arg)
{
	int pair[2];
	char byte;

	(void)arg;
	must_be(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	must_enforce(best_effort(LLK_SCOPE), 0);
	must_be(write(pair[0], "x", 1), 1);
	must_be(read(pair[1], &byte, 1), 1);
}

static void test_connected_socket_stays_usable(void **state)
{
	(void)state;
	live_run(keep_socket, NULL);
}

/* ---- ptrace: any sandbox denies it, towards the outside ----------------- */

static void trace(const void *arg)
{
	const uint32_t *cls = arg;
	struct llk_ruleset *rs = best_effort(*cls);
	const pid_t before = live_bystander();
	const pid_t after = live_bystander();

	if (try_ptrace(before))
		live_skip("this process may not trace its children anyway");
	must_enforce(rs, 0);
	must_give(try_ptrace(after), llk_level(rs) == LLK_NONE ? 0 : EPERM);
	must_give(try_ptrace(live_bystander()), 0);
}

static void test_ptrace_to_the_outside(void **state)
{
	static const uint32_t classes[] = { LLK_FS, LLK_NET, LLK_SCOPE };

	(void)state;
	for (size_t i = 0; i < sizeof(classes) / sizeof(*classes); i++)
		live_run(trace, &classes[i]);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_signal_to_the_outside),
		cmocka_unit_test(test_signal_inside),
		cmocka_unit_test(test_signal_from_the_outside),
		cmocka_unit_test(test_excluded_signal_is_free),
		cmocka_unit_test(test_abstract_socket_outside),
		cmocka_unit_test(test_abstract_socket_inside),
		cmocka_unit_test(test_connected_socket_stays_usable),
		cmocka_unit_test(test_ptrace_to_the_outside),
	};

	(void)argc;
	live_start(argv[0]);
	return live_end(cmocka_run_group_tests(tests, NULL, NULL));
}
