/* SPDX-License-Identifier: MIT */
/* g29: no call leaves a descriptor open, or closes one that is not its own. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "live.h"
#include "expect.h"

#define CLASSES (LLK_FS | LLK_NET | LLK_SCOPE)

/* How many descriptors are open, and that the caller's are the caller's. */
static int fds_before;
static struct stat stdin_before;

static void begin(void)
{
	live_make_file("file", "");
	must_be(open("file", O_RDONLY) >= 0, 1);
	if (fcntl(0, F_GETFD) < 0)
		must_be(open("file", O_RDONLY), 0);
	must_be(fstat(0, &stdin_before), 0);
	fds_before = live_count_fds();
}

/* @more: of the ruleset's own */
static void must_hold(int more)
{
	struct stat now;

	must_be(live_count_fds(), fds_before + more);
	must_be(fstat(0, &now), 0);
	must(now.st_ino == stdin_before.st_ino &&
	     now.st_dev == stdin_before.st_dev);
}

/* ---- The calls that make and ask ---------------------------------------- */

static void configure(const void *arg)
{
	struct llk_ruleset *rs = best_effort(CLASSES);

	(void)arg;
	begin();
	must_be(llk_exclude(rs, LLK_FS, LLK_DEVICE), 0);
	must_be(llk_require_abi(rs, 1), 0);
	must_be(llk_refer_fallback(rs, LLK_REFER_DENY), 0);
	must_be(llk_quiet(rs, LLK_FS, LLK_FS_READ_FILE), 0);
	must(llk_plan(rs, LLK_ABI_LATEST, 0) >= 0);
	must_be(llk_plan(rs, 0, 0), -1);
	must_hold(0);
	llk_ruleset_free(rs);
	must_hold(0);
}

static void ask_kernel(const void *arg)
{
	uint64_t rights;

	(void)arg;
	begin();
	llk_kernel_abi();
	must_hold(0);
	llk_kernel_errata();
	must_hold(0);
	llk_kernel_rights(LLK_FS, &rights);
	llk_kernel_rights(LLK_NET, &rights);
	llk_kernel_rights(LLK_SCOPE, &rights);
	must_hold(0);
	llk_layers_left();
	must_hold(0);
}

/* ---- Rules -------------------------------------------------------------- */

static void add_rules(const void *arg)
{
	struct llk_ruleset *rs = best_effort(CLASSES);
	const int own = llk_kernel_abi() > 0;
	int fd;

	(void)arg;
	begin();
	must_be(llk_allow_path(rs, "/", LLK_READ, 0), 0);
	must_hold(own);
	must_be(llk_allow_path(rs, "file", LLK_READ | LLK_WRITE, 0), 0);
	must_be(llk_allow_path(rs, "missing", LLK_READ, LLK_IF_EXISTS), 0);
	must_be(llk_allow_path_at(rs, AT_FDCWD, ".", LLK_READ, 0), 0);
	must_hold(own);
	fd = open(".", O_PATH | O_CLOEXEC);
	must_be(llk_allow_fd(rs, fd, LLK_READ, 0), 0);
	must_be(close(fd), 0);
	must_be(llk_allow_port_range(rs, 1, 100, LLK_NET_CONNECT_TCP, 0), 0);
	must_hold(own);
	must_be(llk_prepare(rs), 0);
	must_be(llk_prepare(rs), 0);
	must_hold(own);
	must_enforce(rs, 0);
	must_enforce(rs, 0);
	must_hold(own);
	errno = EXDEV;
	llk_ruleset_free(rs);
	must_give(errno, EXDEV);
	must_hold(0);
}

static void fail_rules(const void *arg)
{
	struct llk_ruleset *rs;

	(void)arg;
	begin();
	for (int i = 0; i < 5; i++) {
		rs = best_effort(CLASSES);
		switch (i) {
		case 0:
			must_fail(llk_allow_path(rs, "missing", LLK_READ, 0),
				  ENOENT);
			break;
		case 1:
			must_fail(llk_allow_path(rs, NULL, LLK_READ, 0),
				  EINVAL);
			break;
		case 2:
			must_fail(llk_allow_fd(rs, 1000, LLK_READ, 0), EBADF);
			break;
		case 3:
			must_fail(llk_allow_port(rs, 65536,
						 LLK_NET_BIND_TCP, 0), EINVAL);
			break;
		default:
			must_be(llk_require_abi(rs, LLK_ABI_LATEST), 0);
			must(llk_prepare(rs) <= 0);
		}
		llk_ruleset_free(rs);
		must_hold(0);
	}
}

/* ---- The calls that do -------------------------------------------------- */

static void enforce_fds(const void *arg)
{
	int fds[2];

	(void)arg;
	begin();
	must_be(llk_enforce_fd(1000, 0), -1);
	must_be(llk_enforce_fd(-1, 0), -1);
	must_hold(0);
	must_be(pipe2(fds, O_CLOEXEC), 0);
	must_be(llk_enforce_fd(fds[0], 0), -1);
	must_hold(2);
	must_be(close(fds[0]), 0);
	must_be(close(fds[1]), 0);
	must(llk_mute_subdomains(0) >= 0);
	must_hold(0);
}

static void whole_policies(const void *arg)
{
	const char *const paths[] = { "file", NULL };
	const char *const missing[] = { "file", "missing", NULL };

	(void)arg;
	begin();
	must_be(llk_read_only(LLK_ABI_LATEST, LLK_BEST_EFFORT, missing, 0), -1);
	must_hold(0);
	must(llk_read_only(LLK_ABI_LATEST, LLK_BEST_EFFORT, paths, 0) >= 0);
	must_hold(0);
	must(llk_deny(LLK_ABI_LATEST, CLASSES | LLK_BEST_EFFORT, 0) >= 0);
	must_hold(0);
	must_be(llk_deny(LLK_ABI_LATEST, 0, 0), -1);
	must_hold(0);
}

/* At the kernel's limit, too, the descriptor lives as long as the ruleset. */
static void fail_to_enforce(const void *arg)
{
	struct llk_ruleset *rs = best_effort(CLASSES);
	const int own = llk_kernel_abi() > 0;

	(void)arg;
	begin();
	must_be(llk_prepare(rs), 0);
	must_be(llk_enforce(rs, UINT32_C(1) << 31), -1);
	must_hold(own);
	for (int i = 0; own && i < 17; i++)
		if (llk_enforce(rs, 0) < 0)
			must_give(errno, E2BIG);
	must_hold(own);
	llk_ruleset_free(rs);
	must_hold(0);
}

/*
 * With 0 to 2 closed, the ruleset is descriptor 0.  It is as good as any other,
 * and nothing of the caller's is written to it or closed for it.
 */
static void use_descriptor_0(const void *arg)
{
	struct llk_ruleset *rs;
	int fd;

	(void)arg;
	live_make_file("file", "");
	for (fd = 0; fd < 3; fd++)
		close(fd);
	rs = best_effort(LLK_FS);
	must_be(llk_allow_path(rs, "file", LLK_READ, 0), 0);
	must_be(llk_prepare(rs), 0);
	if (llk_level(rs) != LLK_NONE)
		must_be(llk_ruleset_fd(rs), 0);
	fd = open("file", O_RDONLY | O_CLOEXEC);
	must_enforce(rs, 0);
	llk_ruleset_free(rs);
	must(fcntl(fd, F_GETFD) >= 0);
	if (fd)
		must_fail(fcntl(0, F_GETFD), EBADF);
}

static void test_g29_configuring(void **state)
{
	(void)state;
	live_run(configure, NULL);
}

static void test_g29_asking_the_kernel(void **state)
{
	(void)state;
	live_run(ask_kernel, NULL);
}

static void test_g29_rules(void **state)
{
	(void)state;
	live_run(add_rules, NULL);
}

static void test_g29_failing_rules(void **state)
{
	(void)state;
	live_run(fail_rules, NULL);
}

static void test_g29_descriptors_of_others(void **state)
{
	(void)state;
	live_run(enforce_fds, NULL);
}

static void test_g29_whole_policies(void **state)
{
	(void)state;
	live_run(whole_policies, NULL);
}

static void test_g29_failing_to_enforce(void **state)
{
	(void)state;
	live_run(fail_to_enforce, NULL);
}

static void test_g29_ruleset_as_descriptor_0(void **state)
{
	(void)state;
	live_run(use_descriptor_0, NULL);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_g29_configuring),
		cmocka_unit_test(test_g29_asking_the_kernel),
		cmocka_unit_test(test_g29_rules),
		cmocka_unit_test(test_g29_failing_rules),
		cmocka_unit_test(test_g29_descriptors_of_others),
		cmocka_unit_test(test_g29_whole_policies),
		cmocka_unit_test(test_g29_failing_to_enforce),
		cmocka_unit_test(test_g29_ruleset_as_descriptor_0),
	};

	(void)argc;
	live_start(argv[0]);
	return live_end(cmocka_run_group_tests(tests, NULL, NULL));
}
