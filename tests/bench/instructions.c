/* SPDX-License-Identifier: MIT */
/*
 * Counts the user-space instructions of a program, loader included: lets it and
 * its threads go one instruction at a time.  Needs no counter of the processor,
 * which virtual machines often lack, and the kernel's answers are real, which
 * those of valgrind are not for calls that it does not know.
 *
 *	instructions PROGRAM ARGUMENT...
 *
 * Prints the number.  Addresses are not randomised, so that it is the same each
 * time.  A repeated string instruction counts once.
 */
#define _GNU_SOURCE

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/personality.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#define SKIP	77

static void run(char **argv)
{
	int null = open("/dev/null", O_WRONLY);

	if (null < 0 || dup2(null, STDOUT_FILENO) < 0)
		err(1, "/dev/null");
	if (personality(ADDR_NO_RANDOMIZE) < 0)
		err(SKIP, "skip: personality");
	if (ptrace(PTRACE_TRACEME, 0, 0, 0))
		err(SKIP, "skip: ptrace");
	raise(SIGSTOP);
	execv(argv[0], argv);
	err(1, "%s", argv[0]);
}

/* Is this one more round of the instruction before? */
static int repeats(pid_t pid, unsigned long *last)
{
#ifdef __x86_64__
	unsigned long here = (unsigned long)ptrace(PTRACE_PEEKUSER, pid,
			offsetof(struct user_regs_struct, rip), 0);
	int same = here == *last;

	*last = here;
	return same;
#else
	(void)pid;
	(void)last;
	return 0;
#endif
}

/* The signal that a stopped thread is to get; 0 for those of tracing. */
static long signal_of(int status)
{
	int signal = WSTOPSIG(status);

	return signal == SIGTRAP || signal == SIGSTOP ? 0 : signal;
}

static void step(pid_t pid, long signal)
{
	/* A thread may have been killed by the end of its process. */
	if (ptrace(PTRACE_SINGLESTEP, pid, 0, signal) && errno != ESRCH)
		err(SKIP, "skip: ptrace cannot single-step");
}

int main(int argc, char **argv)
{
	unsigned long count = 0, last = 0;
	int status, result = 1;
	pid_t pid, first;

	if (argc < 2)
		errx(1, "usage: instructions PROGRAM ARGUMENT...");
	first = fork();
	if (first < 0)
		err(1, "fork");
	if (first == 0)
		run(argv + 1);
	if (waitpid(first, &status, 0) != first || !WIFSTOPPED(status) ||
	    ptrace(PTRACE_SETOPTIONS, first, 0, PTRACE_O_TRACECLONE |
		   PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL))
		err(SKIP, "skip: ptrace");
	if (ptrace(PTRACE_CONT, first, 0, 0))
		err(1, "ptrace");
	while ((pid = waitpid(-1, &status, __WALL)) > 0) {
		if (!WIFSTOPPED(status)) {
			if (pid == first)
				result = WIFEXITED(status) ?
					 WEXITSTATUS(status) : 1;
			continue;
		}
		/* What comes before the program is not its own. */
		if (status >> 8 == (SIGTRAP | PTRACE_EVENT_EXEC << 8))
			count = 0;
		else if (WSTOPSIG(status) == SIGTRAP && !repeats(pid, &last))
			count++;
		step(pid, signal_of(status));
	}
	printf("%lu\n", count);
	return result;
}
