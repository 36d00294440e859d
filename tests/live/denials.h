/* SPDX-License-Identifier: MIT */
/*
 * Accesses that Landlock denies, one for each kind of denial that the kernel
 * reports, beside the accesses to files of fsops.h.
 */
#ifndef LIVE_DENIALS_H
#define LIVE_DENIALS_H

#include <stddef.h>
#include <stdint.h>

#include "liblandlock-denials.h"

/* A rule, or a scope to drop. */
struct remedy {
	uint32_t cls;
	uint64_t rights;
	const char *path;	/* relative to the working directory */
	int port;		/* DENIAL_PORT: that of the case; -1: none */
};

#define DENIAL_PORT	(-2)
#define REMEDIES	4

struct denial_case {
	const char *name;
	int abi;		/* the first that denies it */
	uint32_t classes;	/* what is restricted */
	/* Before the sandbox: what the accesses need; may be NULL. */
	void (*prepare)(void);
	/* Rules that are there in any case; may be NULL. */
	void (*allow)(struct llk_ruleset *rs);
	/* 0 if it was allowed, else the errno. */
	int (*access)(void);
	int error;		/* that it gives when it is denied */
	const char *blocker;	/* of the first record */
	/* What the suggestions have to be, in all; none: there is no remedy. */
	struct remedy remedies[REMEDIES];
	int kind;		/* then: of the suggestion */
	int trace_kind;		/* if it is another one in a trace */
	uint32_t flags;		/* that the suggestions have, of WIDENING */
	/* Another access, denied with the remedies and without. */
	int (*neighbour)(void);
};

extern const struct denial_case denial_cases[];
extern const size_t denial_cases_count;

/* The port of DENIAL_PORT, after prepare(). */
extern unsigned int denial_port;

#endif
