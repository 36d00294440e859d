/* SPDX-License-Identifier: MIT */
/*
 * Memory that runs out when the run says so.  Linked with --wrap for each of
 * the functions by which the library allocates.
 */
#include <errno.h>
#include <stdlib.h>

#include "run.h"

void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
char *__real_strdup(const char *s);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
char *__wrap_strdup(const char *s);

static int countdown = -1;
static bool failed;

void alloc_fail(int nth)
{
	countdown = nth;
	failed = false;
}

bool alloc_failed(void)
{
	return failed;
}

static bool fails(void)
{
	if (countdown < 0 || countdown-- > 0)
		return false;
	failed = true;
	errno = ENOMEM;
	return true;
}

void *__wrap_calloc(size_t count, size_t size)
{
	return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
	return fails() ? NULL : __real_realloc(old, size);
}

char *__wrap_strdup(const char *s)
{
	return fails() ? NULL : __real_strdup(s);
}
