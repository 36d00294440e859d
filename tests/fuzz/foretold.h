/* SPDX-License-Identifier: MIT */
/*
 * What a call that plans or restricts is foretold to do, and the checks of what
 * it did, for all steps that make such calls.
 */
#ifndef FORETOLD_H
#define FORETOLD_H

#include "run.h"

#define TSYNC		(UINT32_C(1) << 3)
#define PRIVS_FLAG	(UINT32_C(1) << 4)
#define LAYERS		16

struct foretold {
	struct model_kernel kernel;
	struct model_plan plan;
	uint32_t flags;
	bool planned;		/* it gets as far as a plan */
	int error;
};

/* Until the plan of llk_prepare(), or of a call with flags. */
void foretell_prepare(const struct model *model, struct foretold *foretold);
void foretell(const struct model *model, int threads,
	      struct foretold *foretold);
/* The same, and what the kernel says to it. */
void foretell_enforce(const struct model *model, struct foretold *foretold);
/* The errno of restrict_self() for a ruleset and these flags, or 0. */
int kernel_refusal(uint32_t flags);
/* Does no_new_privs come with the restriction, and not before? */
bool privs_by_flag(void);

/* After a call that prepares: did it? */
void prepared(struct run *run, bool done);
/* The process after a success, with @model's ruleset enforced. */
void check_restricted(struct run *run, const struct model *model,
		      const struct foretold *foretold);
/* The same with the run's ruleset, and what the kernel got. */
void check_enforced(struct run *run, struct foretold *foretold);
/* The report after a call that plans and returned @ret. */
void check_report(const struct run *run, const struct foretold *foretold,
		  int ret);

#endif
