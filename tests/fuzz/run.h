/* SPDX-License-Identifier: MIT */
/*
 * A run of the api target: a process on a fake kernel, at most one ruleset,
 * and what was foretold of them.  Each step is one call; the files named
 * steps_*.c have them.
 */
#ifndef RUN_H
#define RUN_H

#include "fuzz.h"
#include "model.h"
#include "world.h"

#define RUN_DESCRIPTORS	6

struct run {
	struct input in;
	struct llk_ruleset *rs;
	struct model model;	/* of rs */
	struct world before;	/* the step's call */
	int level;		/* of the report, before it */
	struct world world;	/* what is allowed by now */
	int error;		/* errno of the step's call, if it failed */
	struct {
		int fd;
		const struct fake_node *node;	/* NULL: a ruleset */
	} callers[RUN_DESCRIPTORS];
	size_t callers_count;
	bool child;		/* the child of a fork goes on, and ends */
	bool ended;
};

/* Around each call: run_end(run, call) after run_begin(run). */
void run_begin(struct run *run);
int run_end(struct run *run, int ret);
/* What goes for all calls on the ruleset: 0, or the errno foretold. */
void run_expect(const struct run *run, int ret, int error);
/* NULL without a ruleset. */
const struct model *run_model(const struct run *run);
void run_free(struct run *run);

typedef void run_step(struct run *run);

run_step step_new, step_free, step_exclude, step_require, step_quiet,
	 step_require_abi, step_refer_fallback, step_allow_path,
	 step_allow_path_at, step_allow_fd, step_allow_ports;
run_step step_plan, step_prepare, step_enforce, step_fd, step_enforce_fd,
	 step_mute, step_spawn, step_spawned, step_deny, step_read_only;
run_step step_check_path, step_check_port, step_check_rename, step_explain;
run_step step_kernel, step_layers_left, step_layers_child, step_texts;

/* Allocation number @nth from now fails; -1 for none.  Has one failed? */
void alloc_fail(int nth);
bool alloc_failed(void);

#endif
