/* SPDX-License-Identifier: MIT */
/*
 * What the kernel says of the denials of one process, through a live source of
 * the library: the audit log or, in programs built with BY_TRACE, the trace.
 */
#ifndef LIVE_WITNESS_H
#define LIVE_WITNESS_H

#include <sys/types.h>

#include "liblandlock-denials.h"

/* First thing after live_start(): ends the program with 77 and a reason where
   this kernel, or this user, sees no denials. */
void witness_start(void);

/* All that follows is for bodies. */

/* Listen; before the process whose denials are wanted is started. */
void witness_open(void);
/* Take all that the process, which has ended, was denied in its one domain. */
void witness_wait(pid_t pid);
/* The same, and that the domain has ended, which the kernel tells later. */
void witness_wait_for_end(pid_t pid);
/* Its denials, one after the other; NULL after the last.  Each is valid until
   the next call. */
struct llk_denial *witness_next(void);
/* A number of its domain, which must be there. */
uint64_t witness_domain(unsigned int field);
void witness_close(void);

#endif
