/* SPDX-License-Identifier: MIT */
/*
 * A few files, ports and a process, and accesses to them: what a sandbox denies
 * and allows here is seen by trying.
 */
#ifndef FAULTS_WORLD_H
#define FAULTS_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What rules allow. */
#define GRANT_READ	(1U << 0)	/* LLK_READ on "open" */
#define GRANT_ALL	(1U << 1)	/* LLK_READ | LLK_WRITE on "open" */
#define GRANT_FILE	(1U << 2)	/* ... on "file" */
#define GRANT_MAYBE	(1U << 3)	/* ... on "maybe" */
#define GRANT_PORT	(1U << 4)	/* connecting to world_port */

struct access {
	const char *what;
	uint32_t cls;
	uint64_t rights;	/* any of which denies it */
	unsigned int grants;	/* any of which allows it again */
	int (*try)(void);	/* 0 or an errno; changes nothing in the end */
};

#define ACCESSES 18

extern const struct access accesses[ACCESSES];
extern unsigned int world_port;

struct look {
	int errors[ACCESSES];
	int fds;
	bool no_new_privs;
};

/* In the working directory, in the process that is signalled later. */
void world_make(void);
void world_look(struct look *look);
int world_fds(void);

#endif
