/* SPDX-License-Identifier: MIT */
/*
 * Counts allocations: in LD_PRELOAD it says on standard error, at the end of
 * the program, how often malloc(3) and its like were called.
 */
#define _GNU_SOURCE

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static unsigned long taken;

/* The next definition of a function, as a pointer to it. */
#define NEXT(function) \
	static __typeof__(function) *next; \
	if (!next) \
		*(void **)&next = dlsym(RTLD_NEXT, #function)

void *malloc(size_t size)
{
	NEXT(malloc);
	taken++;
	return next(size);
}

void *calloc(size_t number, size_t size)
{
	NEXT(calloc);
	taken++;
	return next(number, size);
}

void *realloc(void *old, size_t size)
{
	NEXT(realloc);
	taken++;
	return next(old, size);
}

__attribute__((__destructor__)) static void tell(void)
{
	dprintf(STDERR_FILENO, "%lu\n", taken);
}
