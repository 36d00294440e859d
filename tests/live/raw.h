/* SPDX-License-Identifier: MIT */
/* Landlock's system calls as a program without the library makes them. */
#ifndef LIVE_RAW_H
#define LIVE_RAW_H

#include <stdint.h>

/* -1 with errno, as the system calls */
int raw_ruleset(uint64_t fs);
int raw_allow(int ruleset_fd, const char *path, uint64_t fs);
int raw_restrict(int ruleset_fd);
void must_set_no_new_privs(void);

#endif
