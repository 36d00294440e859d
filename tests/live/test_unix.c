/* SPDX-License-Identifier: MIT */
/*
 * Named and abstract Unix sockets have a right and a scope of their own, with
 * an errno of their own.
 */
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "live.h"
#include "expect.h"
#include "try.h"

static char abstract[64];

static void listen_on_both(void)
{
	snprintf(abstract, sizeof(abstract), "@landlock-live-%d",
		 (int)getpid());
	must_be(mkdir("in", 0755), 0);
	must_be(mkdir("out", 0755), 0);
	must(unix_listener("in/named") >= 0);
	must(unix_listener("out/named") >= 0);
	must(unix_listener(abstract) >= 0);
}

static void restrict_both(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_FS | LLK_SCOPE);

	(void)arg;
	listen_on_both();
	must_be(llk_allow_path(rs, "in", LLK_CONNECT_UNIX, 0), 0);
	must_enforce(rs, 0);
	must_give(try_connect_unix("in/named"), 0);
	must_give(try_connect_unix("out/named"),
		  denied(rs, LLK_FS, LLK_FS_RESOLVE_UNIX, EACCES));
	must_give(try_connect_unix(abstract),
		  denied(rs, LLK_SCOPE, LLK_SCOPE_ABSTRACT_UNIX_SOCKET, EPERM));
}

static void test_g24_named_eacces_abstract_eperm(void **state)
{
	(void)state;
	live_run(restrict_both, NULL);
}

static void exclude_resolve(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_FS);

	(void)arg;
	listen_on_both();
	must_be(llk_exclude(rs, LLK_FS, LLK_FS_RESOLVE_UNIX), 0);
	must_enforce(rs, 0);
	must_give(try_connect_unix("out/named"), 0);
	must_give(try_connect_unix(abstract), 0);
}

static void test_g24_excluded_keeps_system_sockets(void **state)
{
	(void)state;
	live_run(exclude_resolve, NULL);
}

static void pin_before_resolve(const void *arg)
{
	struct llk_ruleset *rs = llk_ruleset_new(8, LLK_FS | LLK_BEST_EFFORT);

	(void)arg;
	must(rs);
	listen_on_both();
	must_enforce(rs, 0);
	must_give(try_connect_unix("out/named"), 0);
}

static void test_g24_program_of_abi_8_keeps_its_sockets(void **state)
{
	(void)state;
	live_run(pin_before_resolve, NULL);
}

/* Sockets made inside the sandbox are not what the right is about. */
static void connect_own(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_FS);

	(void)arg;
	must_be(mkdir("in", 0755), 0);
	must_be(llk_allow_path(rs, "in", LLK_FS_MAKE_SOCK, 0), 0);
	must_enforce(rs, 0);
	must(unix_listener("in/own") >= 0);
	must_give(try_connect_unix("in/own"), 0);
}

static void test_own_socket_is_reachable(void **state)
{
	(void)state;
	live_run(connect_own, NULL);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_g24_named_eacces_abstract_eperm),
		cmocka_unit_test(test_g24_excluded_keeps_system_sockets),
		cmocka_unit_test(test_g24_program_of_abi_8_keeps_its_sockets),
		cmocka_unit_test(test_own_socket_is_reachable),
	};

	(void)argc;
	live_start(argv[0]);
	return live_end(cmocka_run_group_tests(tests, NULL, NULL));
}
