/* SPDX-License-Identifier: MIT */
/*
 * Counts user-space instructions: in LD_PRELOAD it lets the program go one
 * instruction at a time, from before main() to its end, and then says on
 * standard error how many there were.
 *
 * This needs no counter of the processor, which virtual machines often lack,
 * and no permission to trace; the answers of the kernel are real, unlike those
 * of an emulator that does not know its newer calls; and the number is the same
 * each time.  A repeated string instruction counts once.  x86-64 only.
 */
#define _GNU_SOURCE

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <ucontext.h>
#include <unistd.h>
#include <x86intrin.h>

#define TRAP_FLAG	0x100

static volatile unsigned long count;
static volatile long long last;

/* After each instruction.  The kernel clears the flag for the handler. */
static void step(int signal, siginfo_t *info, void *context)
{
	const ucontext_t *at = context;
	long long here = at->uc_mcontext.gregs[REG_RIP];

	(void)signal;
	(void)info;
	if (here != last)
		count++;
	last = here;
}

__attribute__((__constructor__)) static void start(void)
{
	struct sigaction action;

	memset(&action, 0, sizeof(action));
	action.sa_sigaction = step;
	action.sa_flags = SA_SIGINFO;
	if (sigaction(SIGTRAP, &action, NULL))
		return;
	__writeeflags(__readeflags() | TRAP_FLAG);
}

__attribute__((__destructor__)) static void tell(void)
{
	__writeeflags(__readeflags() & ~(unsigned long long)TRAP_FLAG);
	dprintf(STDERR_FILENO, "%lu\n", count);
}
