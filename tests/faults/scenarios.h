/* SPDX-License-Identifier: MIT */
/* Ways in which programs use the library, from beginning to end. */
#ifndef FAULTS_SCENARIOS_H
#define FAULTS_SCENARIOS_H

#include <stdbool.h>
#include <stddef.h>

#include "liblandlock.h"

/* What a call of the library is known for when a fault hits it. */
#define ON_A_FILE "rule on a file"
#define IF_EXISTS "rule that may be missing"
#define MISSING "rule on what is missing"
#define ENFORCE "enforcement"

struct scenario {
	const char *name;
	unsigned int grants;	/* see world.h */
	uint32_t flags;		/* of llk_enforce() */
	bool strict;		/* the reason of absence is an error */
	bool quiet;		/* quiet flags may be left out */
	bool by_fd;		/* the level says nothing about rights */
	bool spawns;		/* restricts a program that it starts */
	/* no_new_privs needs prctl(2) on every kernel, or is untouched */
	bool by_prctl;
	bool no_privs;
	void (*before)(void);	/* without faults, before the first look */
	int (*run)(const struct scenario *scenario);
	/* One that means the same, where the scenario has no ruleset. */
	struct llk_ruleset *(*like)(void);
};

#define SCENARIOS 17

extern const struct scenario scenarios[SCENARIOS];

/* The ruleset of the run, or NULL. */
extern struct llk_ruleset *scenario_rs;
/* Exit status of the started program; -1 if there is none. */
extern int scenario_status;

/* The program that scenarios start: the errno of writing to @path. */
int scenario_program(const char *path);

#endif
