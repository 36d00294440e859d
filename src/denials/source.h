/* SPDX-License-Identifier: MIT */
/* What the kinds of sources have in common, and what each adds. */
#ifndef LLKI_DENIALS_SOURCE_H
#define LLKI_DENIALS_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma GCC visibility push(default)
#include "liblandlock-denials.h"
#pragma GCC visibility pop
#include "io.h"

/* Several times the longest record. */
#define LLKI_SOURCE_BUFFER	65536

struct llk_source {
	/* Reads a record, as llk_source_next(); NULL if nothing is open. */
	int (*next)(struct llk_source *src, struct llk_record *rec);
	int fd;			/* read from it, or -1 */
	bool borrowed;		/* it is the caller's */
	uint64_t counts[LLK_SOURCE_ROTATIONS + 1];
	char failure[1024];

	/* source_audit.c: the newest serial number, and which of the 64 that
	   end with it were met */
	uint64_t serial, met;

	/* source_trace.c: the directory of our instance; "" if it is not there */
	char instance[128];

	/* source_file.c */
	char *path;
	int notify;		/* tells of changes to a log, or -1 */
	struct llki_io_file file;
	uint64_t position;
	bool replaced;		/* read the rest, then open the new file */

	/* source_lines.c: the bytes that were read and not handed out, and how
	   far there is no newline in them */
	int (*fill)(struct llk_source *src);
	size_t start, searched, end;
	bool skipping;		/* the rest of a line that is too long */
	char buf[LLKI_SOURCE_BUFFER];
};

/* ---- source.c -------------------------------------------------------------- */

/*
 * Says what failed and what to do; -1 with that errno.  @path, or NULL, and
 * what comes after it, or NULL.
 */
int llki_source_fail(struct llk_source *src, int error, const char *what,
		     const char *path, const char *after);
/* What every opening begins with: 0, or -1 with EINVAL or EBUSY. */
int llki_source_begin(struct llk_source *src);
/* What a failed one ends with; -1, errno preserved. */
int llki_source_abandon(struct llk_source *src);

/* ---- source_lines.c: records that are lines -------------------------------- */

/* Results of fill(), beside -1. */
enum { LLKI_FILL_NOTHING, LLKI_FILL_MORE, LLKI_FILL_END };

int llki_source_next_line(struct llk_source *src, struct llk_record *rec);
/* Reads from the descriptor what it has now. */
int llki_source_fill(struct llk_source *src);
/* The line that has no end yet: this is its end, or it is nothing. */
void llki_source_end_line(struct llk_source *src);
void llki_source_forget_line(struct llk_source *src);

#endif
