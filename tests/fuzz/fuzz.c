/* SPDX-License-Identifier: MIT */
/*
 * Bytes to choices, and the end of a failed run.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "fuzz.h"

uint8_t take(struct input *in)
{
	if (!in->size)
		return 0;
	in->size--;
	return *in->data++;
}

uint32_t take_number(struct input *in, int bytes)
{
	uint32_t number = 0;

	while (bytes--)
		number = number << 8 | take(in);
	return number;
}

void broken(const char *file, int line, const char *condition,
	    const char *format, ...)
{
	va_list args;

	fprintf(stderr, "%s:%d: %s: ", file, line, condition);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	abort();
}
