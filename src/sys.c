/* SPDX-License-Identifier: MIT */
/*
 * The only caller of the kernel: one function per system call, -1 with errno.
 * The unit tests put a model of the kernel in its place.
 *
 * What libc makes a cancellation point is called by syscall(2): a thread that is
 * cancelled must not leave a descriptor open, and a child between fork and exec
 * must not run the handlers of its parent.  So are prctl(2) and unshare(2): of
 * libc's functions each has to be looked up at every start of every program.
 */
#define _GNU_SOURCE

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "internal.h"

#ifndef PR_SET_NO_NEW_PRIVS
#define PR_SET_NO_NEW_PRIVS 38
#endif

int llki_sys_create_ruleset(const struct llki_ruleset_attr *attr, size_t size,
			    uint32_t flags)
{
	return (int)syscall(LLKI_NR_CREATE_RULESET, attr, size, flags);
}

int llki_sys_add_rule(int ruleset_fd, int type, const void *attr,
		      uint32_t flags)
{
	return (int)syscall(LLKI_NR_ADD_RULE, ruleset_fd, type, attr, flags);
}

int llki_sys_restrict_self(int ruleset_fd, uint32_t flags)
{
	return (int)syscall(LLKI_NR_RESTRICT_SELF, ruleset_fd, flags);
}

int llki_sys_set_no_new_privs(void)
{
	return (int)syscall(SYS_prctl, PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L);
}

int llki_sys_open_path(int dirfd, const char *path)
{
	return (int)syscall(SYS_openat, dirfd, path, O_PATH | O_CLOEXEC);
}

int llki_sys_open_link(int dirfd, const char *path)
{
	return (int)syscall(SYS_openat, dirfd, path,
			    O_PATH | O_NOFOLLOW | O_CLOEXEC);
}

ssize_t llki_sys_read_link(int fd, char *buf, size_t size)
{
	return readlinkat(fd, "", buf, size);
}

/* The kernel's structure and flags, which the C library may lack. */
struct statx_result {
	uint32_t mask, blksize;
	uint64_t attributes;
	uint32_t nlink, uid, gid;
	uint16_t mode, spare;
	uint64_t ino, size, blocks, attributes_mask, times[8];
	uint32_t rdev_major, rdev_minor, dev_major, dev_minor;
	uint64_t mount, rest[13];
};
_Static_assert(sizeof(struct statx_result) == 256, "kernel structure");

#define STATX_BASICS	0x7ffU
#define STATX_MOUNT	0x1000U		/* Linux 5.8 */
#define EMPTY_PATH	0x1000

int llki_sys_identify(int fd, struct llki_file *file)
{
	struct statx_result st;

	if (syscall(SYS_statx, fd, "", EMPTY_PATH, STATX_BASICS | STATX_MOUNT,
		    &st))
		return -1;
	file->dev = (uint64_t)st.dev_major << 32 | st.dev_minor;
	file->ino = st.ino;
	file->mount = st.mask & STATX_MOUNT ? st.mount : 0;
	file->mode = st.mode;
	return 0;
}

int llki_sys_is_dir(int fd)
{
	struct stat st;

	if (fstat(fd, &st))
		return -1;
	return S_ISDIR(st.st_mode);
}

int llki_sys_fs_type(int fd, uint32_t *type)
{
	struct statfs st;

	if (fstatfs(fd, &st))
		return -1;
	/* The type's own type differs in width and sign between machines. */
	*type = (uint32_t)st.f_type;
	return 0;
}

void llki_sys_close(int fd)
{
	int saved = errno;

	syscall(SYS_close, fd);
	errno = saved;
}

/* By the links of a directory with one subdirectory for each thread. */
static int threads_by_proc(void)
{
	struct stat st;

	if (stat("/proc/self/task", &st) || st.st_nlink < 3)
		return 0;
	return st.st_nlink == 3 ? 1 : 2;
}

/*
 * unshare(2) with CLONE_THREAD changes nothing: it succeeds in a process of one
 * thread, and is EINVAL in one of several.  It needs no /proc, and no other
 * process can forge its answer; but filters of containers refuse it.
 */
static int ask_threads(void)
{
	if (!syscall(SYS_unshare, CLONE_THREAD))
		return 1;
	return errno == EINVAL ? 2 : threads_by_proc();
}

int llki_sys_threads(void)
{
	int threads = ask_threads(), tries;

	/* A thread that was joined a moment ago may still be on its way out. */
	for (tries = 0; threads > 1 && tries < 16; tries++) {
		sched_yield();
		threads = ask_threads();
	}
	return threads;
}

pid_t llki_sys_fork(void)
{
	return fork();
}

pid_t llki_sys_fork_silent(void)
{
	/* No flag and no exit signal: the order of arguments, which differs
	   between machines, does not matter. */
	return (pid_t)syscall(SYS_clone, 0L, 0L, 0L, 0L, 0L);
}

int llki_sys_wait(pid_t pid, int *status)
{
	siginfo_t info = { .si_code = 0 };
	long ret;

	do
		ret = syscall(SYS_waitid, P_PID, pid, &info, WEXITED | __WALL,
			      NULL);
	while (ret < 0 && errno == EINTR);
	if (ret < 0)
		return -1;
	*status = info.si_code == CLD_EXITED ? info.si_status : -1;
	return 0;
}

int llki_sys_pipe(int fds[2])
{
	return pipe2(fds, O_CLOEXEC);
}

ssize_t llki_sys_read(int fd, void *buf, size_t size)
{
	ssize_t n;

	do
		n = syscall(SYS_read, fd, buf, size);
	while (n < 0 && errno == EINTR);
	return n;
}

ssize_t llki_sys_write(int fd, const void *buf, size_t size)
{
	return syscall(SYS_write, fd, buf, size);
}

int llki_sys_execve(const char *path, char *const argv[], char *const envp[])
{
	return execve(path, argv, envp);
}

void llki_sys_exit(int status)
{
	_exit(status);
}
