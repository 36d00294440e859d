/* SPDX-License-Identifier: MIT */
/*
 * The real src/sys.c: each function once on the running kernel, whichever it
 * is.  What changes the process runs in a child.
 */
#define _GNU_SOURCE

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../src/internal.h"

#ifdef UNIT_COVERAGE
/* The counters of a child that ends by _exit() count too. */
void __gcov_dump(void);

void _exit(int status)
{
	__gcov_dump();
	for (;;)
		syscall(SYS_exit_group, status);
}
#endif

static int kernel_abi(void)
{
	return llki_sys_create_ruleset(NULL, 0, LLKI_CREATE_VERSION);
}

static bool is_open(int fd)
{
	return fcntl(fd, F_GETFD) >= 0;
}

/* A ruleset on what every version has; -1 where there is no Landlock. */
static int make_ruleset(void)
{
	const struct llki_ruleset_attr attr = {
		.handled_access_fs = LLK_FS_MAKE_DIR,
	};

	return llki_sys_create_ruleset(&attr, sizeof(attr), 0);
}

/* A child's exit status, or -1. */
static int in_child(int (*call)(void))
{
	pid_t pid = fork();
	int status;

	assert_true(pid >= 0);
	if (pid == 0)
		_exit(call());
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void test_version(void **state)
{
	int abi;

	(void)state;
	errno = 0;
	abi = kernel_abi();
	assert_true(abi > 0 || errno == ENOSYS || errno == EOPNOTSUPP ||
		    errno == EPERM || errno == EACCES);
}

static void test_create(void **state)
{
	int fd;

	(void)state;
	if (kernel_abi() < 0) {
		assert_int_equal(make_ruleset(), -1);
		return;
	}
	fd = make_ruleset();
	assert_true(fd >= 0);
	assert_int_equal(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	llki_sys_close(fd);
	assert_false(is_open(fd));
	/* The arguments arrive in their places. */
	assert_int_equal(llki_sys_create_ruleset(NULL, 0, UINT32_C(1) << 30),
			 -1);
	assert_int_equal(errno, EINVAL);
	assert_int_equal(llki_sys_create_ruleset(NULL, 1, LLKI_CREATE_VERSION),
			 -1);
	assert_int_equal(errno, EINVAL);
}

static void test_add_rule(void **state)
{
	struct llki_path_beneath_attr attr = {
		.allowed_access = LLK_FS_MAKE_DIR,
		.parent_fd = -1,
	};
	int ruleset;

	(void)state;
	if (kernel_abi() < 0) {
		assert_int_equal(llki_sys_add_rule(-1, 1, &attr, 0), -1);
		return;
	}
	ruleset = make_ruleset();
	assert_true(ruleset >= 0);
	assert_int_equal(llki_sys_add_rule(-1, 1, &attr, 0), -1);
	assert_int_equal(errno, EBADF);
	assert_int_equal(llki_sys_add_rule(ruleset, 1, &attr, 0), -1);
	assert_int_equal(errno, EBADF);
	attr.parent_fd = llki_sys_open_path(AT_FDCWD, "/");
	assert_true(attr.parent_fd >= 0);
	assert_int_equal(llki_sys_add_rule(ruleset, 1, &attr, 0), 0);
	attr.allowed_access = 0;
	assert_int_equal(llki_sys_add_rule(ruleset, 1, &attr, 0), -1);
	assert_int_equal(errno, ENOMSG);
	llki_sys_close(attr.parent_fd);
	llki_sys_close(ruleset);
}

/* no_new_privs, then the restriction: 0 if both worked and show. */
static int restrict_self(void)
{
	int ruleset = make_ruleset();

	if (llki_sys_set_no_new_privs() ||
	    prctl(PR_GET_NO_NEW_PRIVS, 0L, 0L, 0L, 0L) != 1)
		return 1;
	if (ruleset < 0)
		return llki_sys_restrict_self(-1, 0) == -1 ? 0 : 2;
	if (llki_sys_restrict_self(ruleset, 0))
		return 3;
	/* Once more on what is no ruleset. */
	llki_sys_close(ruleset);
	if (llki_sys_restrict_self(ruleset, 0) != -1 || errno != EBADF)
		return 4;
	return mkdir("/tmp/unit-test-sys", 0700) && errno == EACCES ? 0 : 5;
}

static void test_restrict(void **state)
{
	(void)state;
	assert_int_equal(in_child(restrict_self), 0);
}

static void test_open_path(void **state)
{
	int fd, etc;

	(void)state;
	fd = llki_sys_open_path(AT_FDCWD, "/dev/null");
	assert_true(fd >= 0);
	assert_int_equal(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	/* O_PATH: neither read nor written, so that no device is touched. */
	assert_int_equal(read(fd, &etc, 1), -1);
	assert_int_equal(errno, EBADF);
	close(fd);
	etc = llki_sys_open_path(AT_FDCWD, "/dev");
	assert_true(etc >= 0);
	fd = llki_sys_open_path(etc, "null");
	assert_true(fd >= 0);
	close(fd);
	close(etc);
	assert_int_equal(llki_sys_open_path(AT_FDCWD, "/no/such/path"), -1);
	assert_int_equal(errno, ENOENT);
	assert_int_equal(llki_sys_open_path(AT_FDCWD, "/dev/null/x"), -1);
	assert_int_equal(errno, ENOTDIR);
}

static void test_g08_fifo_does_not_block(void **state)
{
	char dir[] = "/tmp/unit-XXXXXX", path[64];
	int fd;

	(void)state;
	assert_non_null(mkdtemp(dir));
	strcpy(path, dir);
	strcat(path, "/fifo");
	assert_int_equal(mkfifo(path, 0600), 0);
	fd = llki_sys_open_path(AT_FDCWD, path);
	assert_true(fd >= 0);
	assert_int_equal(llki_sys_is_dir(fd), 0);
	close(fd);
	unlink(path);
	rmdir(dir);
}

static void test_is_dir(void **state)
{
	int fd = llki_sys_open_path(AT_FDCWD, "/");

	(void)state;
	assert_int_equal(llki_sys_is_dir(fd), 1);
	close(fd);
	fd = llki_sys_open_path(AT_FDCWD, "/dev/null");
	assert_int_equal(llki_sys_is_dir(fd), 0);
	close(fd);
	assert_int_equal(llki_sys_is_dir(-1), -1);
	assert_int_equal(errno, EBADF);
}

static void test_open_link(void **state)
{
	char dir[] = "/tmp/unit-XXXXXX", path[64], target[8];
	struct llki_file file;
	int fd, at;

	(void)state;
	assert_non_null(mkdtemp(dir));
	strcpy(path, dir);
	strcat(path, "/link");
	assert_int_equal(symlink("target", path), 0);
	at = llki_sys_open_path(AT_FDCWD, dir);
	assert_true(at >= 0);
	fd = llki_sys_open_link(at, "link");
	assert_true(fd >= 0);
	assert_int_equal(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	assert_int_equal(llki_sys_identify(fd, &file), 0);
	assert_true(S_ISLNK(file.mode));
	assert_int_equal(llki_sys_read_link(fd, target, sizeof(target)), 6);
	assert_memory_equal(target, "target", 6);
	assert_int_equal(llki_sys_read_link(fd, target, 3), 3);
	close(fd);
	assert_int_equal(llki_sys_read_link(-1, target, 3), -1);
	assert_int_equal(errno, EBADF);
	assert_int_equal(llki_sys_open_link(at, "other"), -1);
	assert_int_equal(errno, ENOENT);
	close(at);
	unlink(path);
	rmdir(dir);
}

static void test_identify(void **state)
{
	struct llki_file root, dev, null, again;
	struct stat status;
	int fd = llki_sys_open_path(AT_FDCWD, "/dev/null");

	(void)state;
	assert_int_equal(llki_sys_identify(fd, &null), 0);
	assert_int_equal(fstat(fd, &status), 0);
	assert_int_equal(null.mode, status.st_mode);
	assert_int_equal(null.ino, status.st_ino);
	close(fd);
	fd = llki_sys_open_path(AT_FDCWD, "/dev");
	assert_int_equal(llki_sys_identify(fd, &dev), 0);
	close(fd);
	fd = llki_sys_open_path(AT_FDCWD, "/");
	assert_int_equal(llki_sys_identify(fd, &root), 0);
	assert_int_equal(llki_sys_identify(fd, &again), 0);
	close(fd);
	assert_int_equal(null.dev, dev.dev);
	assert_int_equal(null.mount, dev.mount);
	assert_int_equal(root.ino, again.ino);
	assert_int_equal(root.dev, again.dev);
	assert_int_equal(root.mount, again.mount);
	assert_false(root.dev == dev.dev && root.ino == dev.ino);
	assert_int_equal(llki_sys_identify(-1, &again), -1);
	assert_int_equal(errno, EBADF);
}

static void test_fs_type(void **state)
{
	uint32_t type = 0, other = 77;
	int fds[2], fd;

	(void)state;
	assert_int_equal(pipe(fds), 0);
	assert_int_equal(llki_sys_fs_type(fds[0], &type), 0);
	assert_int_equal(type, 0x50495045);
	close(fds[0]);
	close(fds[1]);
	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_true(fd >= 0);
	assert_int_equal(llki_sys_fs_type(fd, &type), 0);
	assert_int_equal(type, 0x534f434b);
	close(fd);
	assert_int_equal(llki_sys_fs_type(-1, &other), -1);
	assert_int_equal(errno, EBADF);
	assert_int_equal(other, 77);
}

static void test_close_keeps_errno(void **state)
{
	(void)state;
	errno = EXDEV;
	llki_sys_close(-1);
	assert_int_equal(errno, EXDEV);
}

/* ---- threads ------------------------------------------------------------ */

static void *wait_for_byte(void *fd)
{
	char c;

	return read(*(int *)fd, &c, 1) == 1 ? fd : NULL;
}

static void test_threads(void **state)
{
	pthread_t thread;
	int fds[2], during;

	(void)state;
	/* A sanitizer has a thread of its own. */
	if (llki_sys_threads() != 1)
		skip();
	assert_int_equal(pipe(fds), 0);
	assert_int_equal(pthread_create(&thread, NULL, wait_for_byte, &fds[0]),
			 0);
	during = llki_sys_threads();
	assert_int_equal(write(fds[1], "x", 1), 1);
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_int_equal(during, 2);
	/* On a busy machine it takes the kernel a moment to put it away. */
	while (llki_sys_threads() != 1)
		sched_yield();
	close(fds[0]);
	close(fds[1]);
}

#define NOT_PERMITTED	77

/* As the filters of containers do. */
static int refuse_unshare(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_unshare, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {
		.len = sizeof(code) / sizeof(code[0]),
		.filter = code,
	};

	return prctl(PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L) ||
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0L, 0L);
}

/* Then /proc tells the same, where it is there. */
static int refused(void)
{
	const int before = llki_sys_threads();
	const bool proc = !access("/proc/self/task", F_OK);
	pthread_t thread;
	int fds[2], after, during;

	if (refuse_unshare())
		return NOT_PERMITTED;
	after = llki_sys_threads();
	if (pipe(fds) || pthread_create(&thread, NULL, wait_for_byte, &fds[0]))
		return 1;
	during = llki_sys_threads();
	if (write(fds[1], "x", 1) != 1 || pthread_join(thread, NULL))
		return 1;
	return after == (proc ? before : 0) && during == (proc ? 2 : 0) ? 0 : 2;
}

static void must_succeed(int (*call)(void))
{
	const int status = in_child(call);

	if (status == NOT_PERMITTED)
		skip();
	assert_int_equal(status, 0);
}

static void test_threads_where_refused(void **state)
{
	(void)state;
	must_succeed(refused);
}

/* To a root directory without /proc. */
static int leave_root(char dir[])
{
	if (!mkdtemp(dir))
		return 1;
	if (!chroot(dir) || (!unshare(CLONE_NEWUSER) && !chroot(dir)))
		return 0;
	rmdir(dir);
	return NOT_PERMITTED;
}

static int return_from(const char *dir, int root)
{
	return fchdir(root) || chroot(".") || rmdir(dir);
}

static int without_proc(void)
{
	char dir[] = "/tmp/unit-XXXXXX";
	const int root = open("/", O_RDONLY | O_DIRECTORY);
	const int before = llki_sys_threads(), failed = leave_root(dir);
	int after;

	if (failed)
		return failed;
	after = llki_sys_threads();
	return return_from(dir, root) || after != before ? 2 : 0;
}

static void test_threads_without_proc(void **state)
{
	(void)state;
	must_succeed(without_proc);
}

/* Nothing tells, or what only looks like /proc. */
static int unknown(void)
{
	char dir[] = "/tmp/unit-XXXXXX";
	const int root = open("/", O_RDONLY | O_DIRECTORY);
	const int failed = leave_root(dir);
	int none, other;

	if (failed)
		return failed;
	if (refuse_unshare())
		return return_from(dir, root) ? 1 : NOT_PERMITTED;
	none = llki_sys_threads();
	if (chdir("/") || mkdir("proc", 0700) || mkdir("proc/self", 0700) ||
	    mkdir("proc/self/task", 0700))
		return 1;
	other = llki_sys_threads();
	rmdir("proc/self/task");
	rmdir("proc/self");
	rmdir("proc");
	return return_from(dir, root) || none || other ? 2 : 0;
}

static void test_threads_unknown(void **state)
{
	(void)state;
	must_succeed(unknown);
}

/* ---- processes ---------------------------------------------------------- */

static void test_fork_and_exit(void **state)
{
	int status = 0;
	pid_t pid = llki_sys_fork();

	(void)state;
	assert_true(pid >= 0);
	if (pid == 0)
		llki_sys_exit(41);
	assert_int_equal(llki_sys_wait(pid, &status), 0);
	assert_int_equal(status, 41);
	pid = llki_sys_fork();
	if (pid == 0)
		raise(SIGKILL);
	assert_int_equal(llki_sys_wait(pid, &status), 0);
	assert_int_equal(status, -1);
	assert_int_equal(llki_sys_wait(pid, &status), -1);
	assert_int_equal(errno, ECHILD);
}

static volatile sig_atomic_t signals;

static void count_signal(int number)
{
	(void)number;
	signals++;
}

/* No SIGCHLD, and a plain wait does not take it away. */
static void test_fork_silent(void **state)
{
	struct sigaction action = { .sa_handler = count_signal }, old;
	int status = 0;
	pid_t pid;

	(void)state;
	assert_int_equal(sigaction(SIGCHLD, &action, &old), 0);
	signals = 0;
	pid = llki_sys_fork_silent();
	/* qemu-user makes no child without a signal. */
	if (pid < 0 && errno == EINVAL && getenv("MESON_EXE_WRAPPER"))
		skip();
	assert_true(pid >= 0);
	if (pid == 0)
		llki_sys_exit(42);
	assert_int_equal(waitpid(-1, &status, 0), -1);
	assert_int_equal(errno, ECHILD);
	assert_int_equal(llki_sys_wait(pid, &status), 0);
	assert_int_equal(status, 42);
	assert_int_equal(signals, 0);
	assert_int_equal(sigaction(SIGCHLD, &old, NULL), 0);
}

static void test_pipe(void **state)
{
	char buf[8] = "";
	int fds[2];

	(void)state;
	assert_int_equal(llki_sys_pipe(fds), 0);
	assert_int_equal(fcntl(fds[0], F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	assert_int_equal(fcntl(fds[1], F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	assert_int_equal(llki_sys_write(fds[1], "abc", 3), 3);
	assert_int_equal(llki_sys_read(fds[0], buf, sizeof(buf)), 3);
	assert_string_equal(buf, "abc");
	llki_sys_close(fds[1]);
	assert_int_equal(llki_sys_read(fds[0], buf, sizeof(buf)), 0);
	llki_sys_close(fds[0]);
	assert_int_equal(llki_sys_read(fds[0], buf, sizeof(buf)), -1);
	assert_int_equal(errno, EBADF);
	assert_int_equal(llki_sys_write(fds[1], "abc", 3), -1);
	assert_int_equal(errno, EBADF);
}

/* ---- signals in between: calls go on ------------------------------------ */

static int wake[2];

/*
 * The first signal interrupts; the second one lets the call end, so that a
 * call that gives up at the first is seen.
 */
static void interrupt(int number)
{
	(void)number;
	signals++;
	if (signals > 1 && write(wake[1], "x", 1) != 1)
		signals = 100;
}

static void with_timer(void (*call)(void))
{
	struct sigaction action = { .sa_handler = interrupt }, old;
	const struct itimerspec every = {
		{ 0, 20 * 1000 * 1000 }, { 0, 20 * 1000 * 1000 },
	};
	timer_t timer;

	assert_int_equal(pipe(wake), 0);
	signals = 0;
	assert_int_equal(sigaction(SIGALRM, &action, &old), 0);
	assert_int_equal(timer_create(CLOCK_MONOTONIC, NULL, &timer), 0);
	assert_int_equal(timer_settime(timer, 0, &every, NULL), 0);
	call();
	assert_int_equal(timer_delete(timer), 0);
	assert_true(signals >= 2);
	assert_true(signals < 100);
	assert_int_equal(sigaction(SIGALRM, &old, NULL), 0);
	close(wake[0]);
	close(wake[1]);
}

static void read_on(void)
{
	char c = 0;

	assert_int_equal(llki_sys_read(wake[0], &c, 1), 1);
	assert_int_equal(c, 'x');
}

static void test_read_goes_on(void **state)
{
	(void)state;
	with_timer(read_on);
}

static void wait_on(void)
{
	int status = 0;
	pid_t pid = llki_sys_fork();
	char c;

	assert_true(pid >= 0);
	if (pid == 0)
		/* Timers are not inherited. */
		llki_sys_exit(llki_sys_read(wake[0], &c, 1) == 1 ? 43 : 1);
	assert_int_equal(llki_sys_wait(pid, &status), 0);
	assert_int_equal(status, 43);
}

static void test_wait_goes_on(void **state)
{
	(void)state;
	with_timer(wait_on);
}

/* ---- execution ---------------------------------------------------------- */

static const char *self;

/* This program: there may be no other one. */
static int execute(void)
{
	static char name[] = "program", argument[] = "CODE", code[] = "CODE=44";
	char *const argv[] = { name, argument, NULL };
	char *const envp[] = { code, NULL };

	llki_sys_execve(self, argv, envp);
	return errno == ENOEXEC ? 45 : 1;
}

static int executed(const char *argument)
{
	const char *const value = getenv(argument);

	return value ? atoi(value) : 1;
}

static void test_execve(void **state)
{
	static char name[] = "program";
	char *const argv[] = { name, NULL };
	const int status = in_child(execute);

	(void)state;
	/* 45: emulated, and the kernel itself cannot run this program. */
	if (status != 45)
		assert_int_equal(status, 44);
	assert_int_equal(llki_sys_execve("/no/such/program", argv, argv), -1);
	assert_int_equal(errno, ENOENT);
}

int main(int argc, char *argv[])
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_version),
		cmocka_unit_test(test_create),
		cmocka_unit_test(test_add_rule),
		cmocka_unit_test(test_restrict),
		cmocka_unit_test(test_open_path),
		cmocka_unit_test(test_g08_fifo_does_not_block),
		cmocka_unit_test(test_is_dir),
		cmocka_unit_test(test_open_link),
		cmocka_unit_test(test_identify),
		cmocka_unit_test(test_fs_type),
		cmocka_unit_test(test_close_keeps_errno),
		cmocka_unit_test(test_threads),
		cmocka_unit_test(test_threads_where_refused),
		cmocka_unit_test(test_threads_without_proc),
		cmocka_unit_test(test_threads_unknown),
		cmocka_unit_test(test_fork_and_exit),
		cmocka_unit_test(test_fork_silent),
		cmocka_unit_test(test_pipe),
		cmocka_unit_test(test_read_goes_on),
		cmocka_unit_test(test_wait_goes_on),
		cmocka_unit_test(test_execve),
	};

	/* Started by test_execve(). */
	if (argc == 2)
		return executed(argv[1]);
	self = argv[0];
	return cmocka_run_group_tests(tests, NULL, NULL) ? 1 : 0;
}
