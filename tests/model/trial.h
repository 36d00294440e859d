/* SPDX-License-Identifier: MIT */
/*
 * One trial of the differential test, as data: a tree, layers of rules, and
 * accesses.  All of it follows from a seed.  Whatever is marked as dropped is
 * not there: that is how a failing trial is made short.
 */
#ifndef MODEL_TRIAL_H
#define MODEL_TRIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "liblandlock.h"

#define MOST_ENTRIES	24
#define MOST_LAYERS	3
#define MOST_RULES	8
#define MOST_PORTS	3
#define MOST_ACCESSES	96
#define MOST_CALLS	12
#define LONGEST_NAME	64

/* The ports that rules and accesses are about, and 0. */
#define FIRST_PORT	23170u
#define PORTS		6u

enum kind {
	DIRECTORY,
	REGULAR,
	SYMLINK,
	HARD_LINK,
	FIFO,
	LISTENER,		/* a Unix socket that somebody listens on */
	DEVICE,			/* as /dev/null; only root can make one */
	KINDS,
};

struct entry {
	enum kind kind;
	char path[LONGEST_NAME];
	char target[LONGEST_NAME];	/* of a link */
	bool dropped;
};

struct path_rule {
	char path[LONGEST_NAME];
	uint64_t rights;
	bool dropped;
};

struct port_rule {
	unsigned int first, last;
	uint64_t rights;
	bool dropped;
};

struct layer {
	int abi;
	uint32_t classes;
	uint64_t no_fs, no_net;		/* excluded */
	int refer_fallback;
	struct path_rule paths[MOST_RULES];
	size_t paths_count;
	struct port_rule ports[MOST_PORTS];
	size_t ports_count;
	bool dropped;
};

/* What an access is and what it must give: access.c. */
struct operation;

struct access {
	const struct operation *operation;
	char path[LONGEST_NAME];
	char to[LONGEST_NAME];
	unsigned int port;
	int flags;		/* of open(2), or a type of socket */
	mode_t type;		/* of mknod(2) */
	bool dropped;
};

/* A system call of its own, for the model of the kernel: call.c. */
struct call {
	uint64_t masks[6];
	size_t size;
	uint32_t flags;
	bool no_attr;
	struct {
		int type, object, ruleset;
		uint64_t rights, port;
		uint32_t flags;
		bool no_attr;
	} rule;
	uint32_t restrict_flags;
	int restrict_fd;
	bool dropped;
};

struct trial {
	uint64_t seed;
	struct entry entries[MOST_ENTRIES];
	size_t entries_count;
	struct layer layers[MOST_LAYERS];
	size_t layers_count;
	struct access accesses[MOST_ACCESSES];
	size_t accesses_count;
	struct call calls[MOST_CALLS];
	size_t calls_count;
};

/* What came of it.  In memory that parent and child share. */
struct outcome {
	unsigned long verdicts;	/* that were compared */
	unsigned long accesses;	/* of these: to files and ports */
	unsigned long denials;	/* of these */
	bool differs;
	bool finished;
	char text[512];		/* the difference, in words */
};

/* generate.c */
void trial_generate(struct trial *trial, uint64_t seed);

/* play.c: play a trial in a child.  @base: an empty directory of ours. */
void trial_play(const struct trial *trial, const char *base,
		struct outcome *outcome);

/* shrink.c: drop what the difference does not need, as long as it stays. */
void trial_shrink(struct trial *trial, const char *base,
		  struct outcome *outcome);

/* script.c: a trial to read */
void trial_print(const struct trial *trial, const struct outcome *outcome);

/* access.c */
extern const struct operation *const operations[];
extern const size_t operations_count;
const char *operation_name(const struct operation *operation);
bool operation_has_port(const struct operation *operation);
bool operation_has_target(const struct operation *operation);

/* Rulesets, from the oldest layer to the newest. */
struct sandbox {
	struct llk_ruleset *layers[MOST_LAYERS];
	size_t count;
	bool own_mount;		/* the tree is not on the mount of "/" */
};

/* Ask the library, try it, compare. */
void access_compare(const struct sandbox *sandbox, const struct access *access,
		    struct outcome *outcome);

/* call.c: ask the model, call the kernel, compare. */
void calls_compare(const struct trial *trial, struct outcome *outcome);

/* Note a difference; the first one counts. */
__attribute__((__format__(__printf__, 2, 3)))
void outcome_differs(struct outcome *outcome, const char *format, ...);
/* "allowed", "EACCES", ... */
const char *error_name(int error);

#endif
