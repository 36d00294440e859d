/* SPDX-License-Identifier: MIT */
/*
 * Counts user-space instructions: in LD_PRELOAD it lets the program go one
 * instruction at a time, from before main() to its end, and then says on
 * standard error how many there were: a line for each object with its name
 * ("program" for the program itself), a tab, and the number.
 *
 * This needs no counter of the processor, which virtual machines often lack,
 * and no permission to trace; the answers of the kernel are real, unlike those
 * of an emulator that does not know its newer calls; and the number is the same
 * each time.  A repeated string instruction counts once.  x86-64 only.
 */
#define _GNU_SOURCE

#include <link.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <ucontext.h>
#include <unistd.h>
#include <x86intrin.h>

#define TRAP_FLAG	0x100

/* Where the code of an object is.  The last one is all the rest. */
struct object {
	const char *name;
	uintptr_t start, end;
	unsigned long count;
};

#define OBJECTS	16
static struct object objects[OBJECTS + 1] = {
	[OBJECTS] = { .name = "elsewhere", .end = UINTPTR_MAX },
};
static size_t known;
static uintptr_t last;

static int add(struct dl_phdr_info *info, size_t size, void *arg)
{
	const char *slash = strrchr(info->dlpi_name, '/');
	size_t i;

	(void)size;
	(void)arg;
	for (i = 0; i < info->dlpi_phnum && known < OBJECTS; i++) {
		const ElfW(Phdr) *part = &info->dlpi_phdr[i];
		struct object *object = &objects[known];

		if (part->p_type != PT_LOAD || !(part->p_flags & PF_X))
			continue;
		object->name = slash ? slash + 1 : info->dlpi_name;
		if (!*object->name)
			object->name = "program";
		object->start = info->dlpi_addr + part->p_vaddr;
		object->end = object->start + part->p_memsz;
		known++;
	}
	return 0;
}

/* After each instruction.  The kernel clears the flag for the handler. */
static void step(int signal, siginfo_t *info, void *context)
{
	const ucontext_t *at = context;
	const uintptr_t here = (uintptr_t)at->uc_mcontext.gregs[REG_RIP];
	struct object *object = objects;

	(void)signal;
	(void)info;
	if (here == last)
		return;
	last = here;
	while (here - object->start >= object->end - object->start)
		object++;
	object->count++;
}

__attribute__((__constructor__)) static void start(void)
{
	struct sigaction action;

	dl_iterate_phdr(add, NULL);
	memset(&action, 0, sizeof(action));
	action.sa_sigaction = step;
	action.sa_flags = SA_SIGINFO;
	if (sigaction(SIGTRAP, &action, NULL))
		return;
	__writeeflags(__readeflags() | TRAP_FLAG);
}

__attribute__((__destructor__)) static void tell(void)
{
	size_t i;

	__writeeflags(__readeflags() & ~(unsigned long long)TRAP_FLAG);
	for (i = 0; i <= OBJECTS; i++)
		if (objects[i].count)
			dprintf(STDERR_FILENO, "%s\t%lu\n", objects[i].name,
				objects[i].count);
}
