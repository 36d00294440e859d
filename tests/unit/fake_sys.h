/* SPDX-License-Identifier: MIT */
/*
 * A process on the modelled kernel, linked in place of src/sys.c: descriptors,
 * a small file tree, threads, no_new_privs, layers, fork.  It records every
 * call, makes chosen calls fail, and notes what a correct library never does
 * (close what is not its own, wait for what cannot come).
 *
 *	fake_reset(7);				a process on ABI 7
 *	fake_fail(FAKE_OPEN, 1, EMFILE);	its second open fails
 *	... the library ...
 *	fake_open_descriptors() == 0, !fake_violation(),
 *	!fake_may("/etc", LLK_FS_READ_DIR)
 *
 * No test framework in here.  One process at a time, one thread.
 */
#ifndef FAKE_SYS_H
#define FAKE_SYS_H

#include <setjmp.h>
#include <sys/types.h>

#include "../../src/internal.h"
#include "fake_kernel.h"

enum fake_function {
	FAKE_CREATE,
	FAKE_ADD_RULE,
	FAKE_RESTRICT,
	FAKE_SET_NO_NEW_PRIVS,
	FAKE_OPEN,
	FAKE_OPEN_LINK,
	FAKE_READ_LINK,
	FAKE_IDENTIFY,
	FAKE_IS_DIR,
	FAKE_FS_TYPE,
	FAKE_CLOSE,
	FAKE_THREADS,
	FAKE_FORK,
	FAKE_FORK_SILENT,
	FAKE_WAIT,
	FAKE_PIPE,
	FAKE_READ,
	FAKE_WRITE,
	FAKE_EXECVE,
	FAKE_EXIT,
	FAKE_FUNCTIONS,
	FAKE_ANY = FAKE_FUNCTIONS,
};

struct fake_call {
	enum fake_function function;
	int fd;			/* or process, or status */
	uint32_t flags;
	struct llki_ruleset_attr attr;
	int type;
	uint64_t access;
	int parent_fd;
	uint64_t port;
	char path[64];
	long result;		/* negative errno, or what was returned */
};

/* A layer of the domain: what was enforced, as it was then. */
struct fake_layer {
	int ruleset;
	size_t rules_end;
	uint32_t flags;
	bool every_thread;
};

enum fake_end { FAKE_RUNS, FAKE_EXITED, FAKE_EXECUTED };

/* What tests set up and look at. */
struct fake_sys {
	struct fake_kernel kernel;

	bool privileged;
	bool no_new_privs;
	bool muted;		/* the log of subdomains */
	int threads;		/* 0: no /proc */
	int layers;
	struct fake_layer layer[FAKE_LAYERS];
	int descriptor_limit;
	bool long_links;	/* longer than any path may be */
	bool no_mount_numbers;	/* before Linux 5.8 */

	/* The role that fork() gives, and how the child ended. */
	bool play_child;
	jmp_buf end;		/* set by the test that plays the child */
	enum fake_end ended;
	int exit_status;

	/* What the parent gets to see of the child. */
	unsigned char message[8192];
	size_t message_size;
	int wait_status;

	/* What the child wrote. */
	unsigned char written[8192];
	size_t written_size;
	bool unreaped;		/* a child that nobody waited for */

	void (*on_violation)(const char *text);
};

extern struct fake_sys fake;

/* A fresh, unprivileged process of one thread on an honest kernel. */
void fake_reset(int abi);

/* Call number @nth (from 0, from now) of @function fails with @error. */
void fake_fail(enum fake_function function, size_t nth, int error);
/* From then on all of them fail. */
void fake_fail_from(enum fake_function function, size_t nth, int error);
/* Has that happened? */
bool fake_failed(void);

/* Forget the calls so far, not the process. */
void fake_forget(void);
/* Calls of a function, or of all. */
size_t fake_count(enum fake_function function);
/* Number @nth (from 0) of @function; NULL if there is none. */
const struct fake_call *fake_call(enum fake_function function, size_t nth);
const char *fake_function_name(enum fake_function function);

/* The caller's own descriptors: the library must leave them open. */
int fake_give_path(const char *path);
int fake_give_ruleset(uint64_t fs, uint64_t net, uint64_t scope);
void fake_take(int fd);

/* Descriptors that the library has open. */
int fake_open_descriptors(void);
bool fake_is_open(int fd);
/* The masks behind a ruleset descriptor, or a layer; NULL if it is none. */
const struct fake_ruleset *fake_ruleset_of(int fd);
const struct fake_ruleset *fake_layer_ruleset(int layer);
/* The first thing that no correct library does; NULL if all was well. */
const char *fake_violation(void);

/* What the domain allows now. */
bool fake_may(const char *path, uint64_t fs_right);
bool fake_may_port(unsigned int port, uint64_t net_right);
bool fake_may_scope(uint64_t scope_right);
/* Has the newest layer a quiet rule on exactly this object? */
bool fake_is_quiet(const char *path);
bool fake_is_quiet_port(unsigned int port);

#endif
