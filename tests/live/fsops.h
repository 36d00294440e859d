/* SPDX-License-Identifier: MIT */
/*
 * Every kind of access to files, with the rights that each one needs.  Each
 * works once in a directory made by fsops_populate().
 */
#ifndef LIVE_FSOPS_H
#define LIVE_FSOPS_H

#include <stddef.h>
#include <stdint.h>

#include "liblandlock.h"

struct fsop {
	const char *name;
	uint64_t needs;
	const char *file;	/* the one file it is about, or NULL */
	int (*try)(const char *directory);
};

extern const struct fsop fsops[];
extern const size_t fsops_count;

/* All that the accesses need, in a new directory. */
void fsops_populate(const char *directory);
/*
 * The directories "base", "in" and "out", all populated; learns in "base" what
 * the accesses give in this process without a sandbox.
 */
void fsops_start(void);
/* The device that the ioctl is tried on: no other access is about it. */
const char *fsops_device(void);
/* Access number @i in @directory, where rules grant @granted. */
void fsops_check_one(struct llk_ruleset *rs, size_t i,
		     const char *directory, uint64_t granted);
/*
 * The same for all of them.  @granted is for the device too, whose ioctl is
 * left out in the directory "out".
 */
void fsops_check(struct llk_ruleset *rs, const char *directory,
		 uint64_t granted);

#endif
