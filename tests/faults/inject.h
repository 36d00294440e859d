/* SPDX-License-Identifier: MIT */
/*
 * A child whose n-th system call fails with a chosen errno.  The calls are the
 * child's own, on the running kernel: a seccomp filter hands each to this
 * process, which counts it, and lets it through or answers for the kernel.
 *
 * Only calls between inject_on() and inject_off() count, those of children that
 * the library starts too, until they execute a program.  Reads and waits do not
 * count: their order is not the same each time.  Instead the first of each in a
 * step is always interrupted by EINTR, which nobody may notice.
 */
#ifndef FAULTS_INJECT_H
#define FAULTS_INJECT_H

#include <stdbool.h>

#include "live.h"

enum inject_call {
	CALL_ASK,		/* create_ruleset as a question */
	CALL_CREATE,
	CALL_ADD_RULE,
	CALL_RESTRICT,
	CALL_NO_NEW_PRIVS,
	CALL_OPEN,
	CALL_UNSHARE,		/* whether there are several threads */
	CALL_STAT_PATH,		/* the same, in /proc */
	CALL_STAT_FD,
	CALL_STATFS,
	CALL_PIPE,
	CALL_FORK,
	CALL_EXECUTE,
	CALL_READ,
	CALL_WAIT,
	CALL_KINDS
};

#define INJECT_MOST 96

struct fault {
	unsigned int at;	/* from 1; 0: none */
	int error;
	bool lasting;		/* all later calls of the kind fail, too */
};

/* Written by both processes, never at the same moment. */
struct injection {
	/* The child: what the library is doing. */
	bool on;
	const char *mark;	/* what the step is known for, or NULL */
	/* The supervisor: what the child did. */
	unsigned int count;	/* may be more than INJECT_MOST */
	enum inject_call calls[INJECT_MOST];
	unsigned int of_step[CALL_KINDS];
	/* The call that failed. */
	bool hit;
	bool lasting;
	enum inject_call call;
	unsigned int hit_of_step;	/* 1: the first of its kind */
	bool hit_after_rule;		/* the step has asked for one */
	const char *hit_mark;
	/* The child: what came of it. */
	int result;
	int error;
};

extern struct injection *injection;

/* From a test: exits with 77 and the reason where this cannot be done. */
void inject_start(void);
/* From a body: run @body in such a child; its exit status. */
int inject_run(struct fault fault, live_body *body, const void *arg);

/* All that follows is for that child. */
void inject_on(void);
void inject_off(void);
/* The next call of the library begins. */
void inject_step(const char *mark);

const char *inject_name(enum inject_call call);

#endif
