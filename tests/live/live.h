/* SPDX-License-Identifier: MIT */
/*
 * Test bodies in children of their own: a sandbox cannot be taken off, so
 * whatever restricts itself does it in a process that ends with the test.
 *
 * A body runs in a fresh directory, which is its working directory, and says
 * with must(), must_be() and must_give() what has to hold.  The first of these
 * that does not hold ends the child, and its text fails the test.  They work in
 * children of the child too, in threads, and in signal handlers.
 */
#ifndef LIVE_H
#define LIVE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <sys/types.h>
#include <cmocka.h>

#include "liblandlock.h"

typedef void live_body(const void *arg);

/*
 * First thing in main(); live_end() makes main()'s result of cmocka's.  The
 * first ends the program with 77 where its children cannot be of one thread.
 */
void live_start(const char *program);
void live_start_with_threads(const char *program);
int live_end(int failed);
/* This program's file, for tests that execute one. */
const char *live_self(void);

/* From a test: run @body in a child and take over its outcome. */
void live_run(live_body *body, const void *arg);

/* All that follows is for bodies. */

/* A child of the body; live_wait() gives its exit status. */
pid_t live_fork(live_body *body, const void *arg);
int live_wait(pid_t pid);

/* What is tried next; part of the text of a failure. */
__attribute__((__format__(__printf__, 1, 2)))
void live_case(const char *format, ...);
__attribute__((__noreturn__)) void live_skip(const char *why);

#define must(condition) \
	live_must((condition), #condition, __FILE__, __LINE__)
#define must_be(got, want) \
	live_must_be((long long)(got), (long long)(want), #got, \
		     __FILE__, __LINE__)
/* 0 or an errno, as the functions of try.h return */
#define must_give(got, want) \
	live_must_give((got), (want), #got, __FILE__, __LINE__)
/* A call that has to fail, and its errno. */
#define must_fail(call, error) \
	do { \
		must_be((call), -1); \
		must_give(errno, (error)); \
	} while (0)

void live_must(bool holds, const char *what, const char *file, int line);
void live_must_be(long long got, long long want, const char *what,
		  const char *file, int line);
void live_must_give(int got, int want, const char *what,
		    const char *file, int line);

void live_make_file(const char *path, const char *content);
/* Descriptors that are open now, without /proc. */
int live_count_fds(void);
/* Threads of this process; 0 if /proc does not tell. */
unsigned int live_threads(void);
/* A child that does nothing until the body ends, if no signal ends it. */
pid_t live_bystander(void);
bool live_no_new_privs(void);
bool live_can_sys_admin(void);
/* Become an ordinary user, if this is root; skips where that is impossible. */
void live_drop_privileges(void);

#endif
