/* SPDX-License-Identifier: MIT */
/*
 * What the fuzz targets share: bytes turned into choices, and the end of a run
 * in which the library broke its word.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The fuzzers' entry, one in each target. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The bytes of a run, taken from the front; zeros when they are used up. */
struct input {
	const uint8_t *data;
	size_t size;
};

uint8_t take(struct input *in);
uint32_t take_number(struct input *in, int bytes);

#define PICK(in, table) ((table)[take(in) % (sizeof(table) / sizeof(*(table)))])

/* What must be true, else the run ends with a line that says what was not. */
#define must(condition, ...) do { \
	if (!(condition)) \
		broken(__FILE__, __LINE__, #condition, __VA_ARGS__); \
} while (0)

__attribute__((__noreturn__, __format__(__printf__, 4, 5)))
void broken(const char *file, int line, const char *condition,
	    const char *format, ...);

#endif
