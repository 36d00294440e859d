/* SPDX-License-Identifier: MIT */
/*
 * What the tests about denials share: cmocka, records from lines, and denials
 * from several of them.
 */
#ifndef TEST_DENIALS_H
#define TEST_DENIALS_H

#define _GNU_SOURCE

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <liblandlock-denials.h>

/* An errno that no call returns, to see that errno is set, or is not. */
#define STALE		ENOTTY
#define COUNT(table)	(sizeof(table) / sizeof((table)[0]))
#define LIMIT		(256 * 1024)

/* The call returns -1 with this errno. */
#define assert_fails(error, call) do { \
	errno = STALE; \
	assert_int_equal(call, -1); \
	assert_int_equal(errno, error); \
} while (0)

/* A line of audit.log about domain 1f, at second 1, with this serial number. */
#define ACCESS(serial, rest) \
	"type=LANDLOCK_ACCESS msg=audit(1.000:" serial "): domain=1f " rest
#define CALL(serial, exit) \
	"type=SYSCALL msg=audit(1.000:" serial "): arch=c000003e syscall=82 " \
	"success=no exit=" exit " ppid=6 pid=7 auid=8 uid=9 comm=\"mv\" " \
	"exe=\"/bin/mv\""
#define FILE_AT(path)	" path=\"" path "\" dev=\"vda\" ino=4"
/* A line of a trace, at this time, by thread 7. */
#define TRACE(time, rest) "  mv-7  [000] ..... " time ": landlock_" rest
#define TRACE_FS(time, blockers, path) \
	TRACE(time, "deny_access_fs: domain=1f same_exec=1 logged=1 " \
	      "blockers=" blockers " dev=8:2 ino=4 path=" path)

/* One record, made once. */
struct llk_record *record(void);
/* Parse a line into it; what llk_record_parse() returned. */
int parse(const char *line);
/* The number or text of a field; fails if it is not there. */
uint64_t number(unsigned int field);
const char *text(unsigned int field);

/* A joiner, and what comes out of it after a line went in. */
struct llk_joiner *new_joiner(void);
void add(struct llk_joiner *joiner, const char *line);
/* The next denial; fails if there is none. */
struct llk_denial *next(struct llk_joiner *joiner);
void assert_none(struct llk_joiner *joiner);
/* The one denial of some lines, ended by NULL; the joiner is kept until the
   next call. */
struct llk_denial *denial_of(const char *const lines[]);
struct llk_denial *denial_of_line(const char *line);

/* "path /etc fs.read_file|again; port 53 net.bind_udp": all suggestions. */
const char *suggestions(struct llk_denial *denial);
/* A text of suggestion number @i. */
const char *suggested(struct llk_denial *denial, size_t i, int form,
		      uint32_t flags);

#endif
