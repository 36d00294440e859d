/* SPDX-License-Identifier: MIT */
/* Layers add up and run out; counting them leaves no trace. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "live.h"
#include "expect.h"
#include "try.h"

#define KERNEL_LAYERS 16

static int layers_or_skip(void)
{
	const int left = llk_layers_left();

	if (left < 0 && llk_kernel_abi() < 0)
		live_skip(llk_absence(errno));
	must(left >= 0 && left <= KERNEL_LAYERS);
	return left;
}

static void count_down(const void *arg)
{
	struct llk_ruleset *rs = best_effort_only(LLK_FS, LLK_FS_READ_FILE);
	int left, level = LLK_NONE, i;

	(void)arg;
	live_make_file("granted", "");
	live_make_file("file", "");
	left = layers_or_skip();
	must_be(llk_allow_path(rs, "granted", LLK_READ, 0), 0);
	must_be(llk_prepare(rs), 0);
	must_be(llk_layers_left(), left);
	for (i = left; i > 0; i--) {
		level = must_enforce(rs, 0);
		must_be(llk_layers_left(), i - 1);
	}
	must_be(level, LLK_FULL);
	must_fail(llk_enforce(rs, 0), E2BIG);
	must_fail(llk_enforce(rs, LLK_THIS_THREAD), E2BIG);
	must_fail(llk_enforce_fd(llk_ruleset_fd(rs), 0), E2BIG);
	/* All is as it was before the one too many. */
	must_be(llk_layers_left(), 0);
	must_give(try_open("granted", O_RDONLY), 0);
	must_give(try_open("file", O_WRONLY), 0);
	must_give(try_open("file", O_RDONLY), EACCES);
	must(live_no_new_privs());
}

static void test_sixteen_and_no_more(void **state)
{
	(void)state;
	live_run(count_down, NULL);
}

/* Every layer has to allow; each takes away what it does not grant. */
static void add_layers(const void *arg)
{
	struct llk_ruleset *wide = best_effort(LLK_FS);
	struct llk_ruleset *narrow = best_effort(LLK_FS);

	(void)arg;
	live_make_file("a", "");
	live_make_file("b", "");
	must_be(llk_allow_path(wide, ".", LLK_READ, 0), 0);
	must_be(llk_allow_path(narrow, "a", LLK_READ | LLK_WRITE, 0), 0);
	must_enforce(wide, 0);
	must_give(try_open("a", O_RDONLY), 0);
	must_give(try_open("b", O_RDONLY), 0);
	must_enforce(narrow, 0);
	must_give(try_open("a", O_RDONLY), 0);
	must_give(try_open("b", O_RDONLY),
		  denied(narrow, LLK_FS, LLK_FS_READ_FILE, EACCES));
	must_give(try_open("a", O_WRONLY),
		  denied(wide, LLK_FS, LLK_FS_WRITE_FILE, EACCES));
}

static void test_layers_only_ever_take_away(void **state)
{
	(void)state;
	live_run(add_layers, NULL);
}

/* ---- Counting leaves no trace ------------------------------------------- */

static volatile sig_atomic_t signals;

static void count_signal(int sig)
{
	(void)sig;
	signals++;
}

static void count_with(void (*handler)(int))
{
	const struct sigaction action = { .sa_handler = handler };
	const bool privileged = live_no_new_privs();
	int left, fds;

	must_be(sigaction(SIGCHLD, &action, NULL), 0);
	left = layers_or_skip();
	fds = live_count_fds();
	must_be(llk_layers_left(), left);
	must_be(live_count_fds(), fds);
	must_be(live_no_new_privs(), privileged);
	must_be(signals, 0);
	must_fail(waitpid(-1, NULL, WNOHANG | __WALL), ECHILD);
}

static void count_quietly(const void *arg)
{
	(void)arg;
	count_with(count_signal);
}

static void count_ignoring(const void *arg)
{
	(void)arg;
	count_with(SIG_IGN);
}

static void test_counting_sends_no_signal(void **state)
{
	(void)state;
	live_run(count_quietly, NULL);
	live_run(count_ignoring, NULL);
}

/* The caller's own children are its own. */
static void count_among_children(const void *arg)
{
	const pid_t other = live_bystander();
	int left, status;

	(void)arg;
	left = layers_or_skip();
	must_be(kill(other, SIGKILL), 0);
	must_be(llk_layers_left(), left);
	must_be(waitpid(other, &status, 0), other);
	must(WIFSIGNALED(status));
}

static void test_counting_takes_no_other_child(void **state)
{
	(void)state;
	live_run(count_among_children, NULL);
}

static void count_when_denied_everything(const void *arg)
{
	const int left = layers_or_skip();

	(void)arg;
	must(llk_deny(LLK_ABI_LATEST, LLK_FS | LLK_NET | LLK_SCOPE |
		      LLK_BEST_EFFORT, 0) >= 0);
	must_be(llk_layers_left(), left - 1);
}

static void test_counting_inside_a_sandbox(void **state)
{
	(void)state;
	live_run(count_when_denied_everything, NULL);
}

static void count_without_landlock(const void *arg)
{
	int error;

	(void)arg;
	if (llk_kernel_abi() >= 0)
		live_skip("this kernel has Landlock");
	error = errno;
	must(llk_absence(error));
	must_fail(llk_layers_left(), error);
}

static void test_counting_without_landlock(void **state)
{
	(void)state;
	live_run(count_without_landlock, NULL);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sixteen_and_no_more),
		cmocka_unit_test(test_layers_only_ever_take_away),
		cmocka_unit_test(test_counting_sends_no_signal),
		cmocka_unit_test(test_counting_takes_no_other_child),
		cmocka_unit_test(test_counting_inside_a_sandbox),
		cmocka_unit_test(test_counting_without_landlock),
	};

	(void)argc;
	live_start(argv[0]);
	return live_end(cmocka_run_group_tests(tests, NULL, NULL));
}
