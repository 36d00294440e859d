/* SPDX-License-Identifier: MIT */
/*
 * Start a program inside the sandbox and leave the caller as it is.
 */
#include <errno.h>

#include "internal.h"

/* What a child that could not execute tells its parent. */
struct message {
	enum llki_step step;
	int error;
};

/* Async-signal-safe: the parent may have had other threads. */
static void child(const struct llk_ruleset *rs, int out, const char *path,
		  char *const argv[], char *const envp[])
{
	struct message message;

	if (!llki_restrict(rs->fd, &rs->plan, &message.step)) {
		message.step = LLKI_STEP_EXEC;
		llki_sys_execve(path, argv, envp);
	}
	message.error = errno;
	llki_sys_write(out, &message, sizeof(message));
	llki_sys_exit(127);
}

/* 0, or -1 with errno and the step. */
static int start(const struct llk_ruleset *rs, pid_t *pid, const char *path,
		 char *const argv[], char *const envp[], enum llki_step *step)
{
	struct message message;
	int fds[2], status;
	ssize_t n;

	*step = LLKI_STEP_PIPE;
	if (llki_sys_pipe(fds))
		return -1;
	*step = LLKI_STEP_FORK;
	*pid = llki_sys_fork();
	if (*pid == 0)
		child(rs, fds[1], path, argv, envp);
	llki_sys_close(fds[1]);
	if (*pid < 0) {
		llki_sys_close(fds[0]);
		return -1;
	}
	/* The child's end closes when the program runs. */
	n = llki_sys_read(fds[0], &message, sizeof(message));
	llki_sys_close(fds[0]);
	if (n != (ssize_t)sizeof(message))
		return 0;
	llki_sys_wait(*pid, &status);
	*step = message.step;
	errno = message.error;
	return -1;
}

int llk_spawn(pid_t *pid, struct llk_ruleset *rs, uint32_t flags,
	      const char *path, char *const argv[], char *const envp[])
{
	enum llki_step step;
	pid_t started;

	if (llki_begin_plan(rs))
		return -1;
	if (!pid || !path || !argv || !envp)
		return llki_fail(rs, LLKI_STEP_ARGUMENT, EINVAL,
				 "pid, path, argv or envp is NULL");
	if (llki_flags_check(flags))
		return llki_fail(rs, LLKI_STEP_ARGUMENT, EINVAL,
				 "unknown or contradicting flags");
	if (llk_prepare(rs) || llki_make_plan(rs, &rs->kernel, flags, 1))
		return -1;
	if (start(rs, &started, path, argv, envp, &step))
		return llki_fail(rs, step, errno, path);
	*pid = started;
	return rs->plan.level;
}
