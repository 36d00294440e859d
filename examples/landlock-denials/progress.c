/* SPDX-License-Identifier: MIT */
/* How far a long file has been read. */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "denials.h"

/* What takes less than a second or so needs none. */
#define LONG_FILE	(64 << 20)

static char file[256];
static uint64_t total;
static bool shown;

void progress_begin(const char *name, uint64_t size)
{
	llk_escape(name, strlen(name), file, sizeof(file));
	total = size >= LONG_FILE && isatty(STDERR_FILENO) ? size : 0;
}

void progress(uint64_t bytes)
{
	static time_t last;
	const time_t now = time(NULL);

	if (!total || now == last)
		return;
	last = now;
	shown = true;
	fprintf(stderr, "\r%s: %u %%", file,
		(unsigned int)(bytes * 100 / total));
}

void progress_clear(void)
{
	if (shown)
		fputs("\r\033[K", stderr);
	shown = false;
}
