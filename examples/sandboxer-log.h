/* SPDX-License-Identifier: MIT */
#ifndef SANDBOXER_LOG_H
#define SANDBOXER_LOG_H

/*
 * Returns in a child, if what will be denied to it can be read here, from the
 * kernel or, if @file is not NULL, from that log; the parent reads, ends as the
 * child ends, and says what was denied before.  Else it says why not, and
 * returns in the caller.
 */
void log_fork(const char *file);

#endif
