/* SPDX-License-Identifier: MIT */
/*
 * Between the sources and src/denials/io.c, by the linker (--wrap): files are
 * real, in a directory of the test, but any call can be made to fail; the audit
 * socket ends in the test; tracefs is a model.
 */
#ifndef FAKE_IO_H
#define FAKE_IO_H

#include "../../src/denials/io.h"

enum fake_io_call {
	IO_AUDIT_SOCKET,
	IO_AUDIT_JOIN,
	IO_AUDIT_RECEIVE,
	IO_AUDIT_DROPPED,
	IO_AUDIT_SEND,
	IO_OPEN,
	IO_READ,
	IO_WRITE,
	IO_WAIT,
	IO_IDENTIFY,
	IO_LOOK_UP,
	IO_SEEK,
	IO_MAKE_DIR,
	IO_NOTIFY,
	IO_WATCH_FILE,
	IO_WATCH_DIR,
	IO_CALLOC,		/* no system calls, but they fail, too */
	IO_STRDUP,
	IO_CALLS,
};

/* Forget everything; the working directory is a fresh one. */
void fake_io_reset(void);
/* The test's own directory is removed. */
void fake_io_end(void);
/* Of the calls of this kind from now on, number @nth fails, from 0. */
void fake_io_fail(enum fake_io_call call, unsigned int nth, int error);
/* Once, when the library is about to look up a path. */
extern void (*fake_io_before_look_up)(void);
/* Descriptors that the library has opened and not closed. */
int fake_io_open_descriptors(void);

/* The kernel's end of the audit socket. */
void fake_audit_message(unsigned int type, const char *text);
void fake_audit_bytes(const void *bytes, size_t size);
/* What the next messages come from, and how many were dropped. */
extern uint32_t fake_audit_from;
extern uint64_t fake_audit_dropped;
/* What the kernel answers to a question; nothing if the size is 0. */
void fake_audit_answer(const void *answer, size_t size);

/* What tracefs is like; all of it by default. */
extern struct fake_trace {
	bool mounted, landlock, checks;
} fake_trace;
/* Write into the pipe of the instance. */
void fake_trace_line(const char *line);
/* Is the event, "enable" or below, on?  -1 if there is no instance. */
int fake_trace_enabled(const char *event);
bool fake_trace_instance(const char *name);

#endif
