/* SPDX-License-Identifier: MIT */
/*
 * What has to happen, derived from the library's report and from nothing else:
 * the kernel is then asked whether the report is true.
 */
#ifndef LIVE_EXPECT_H
#define LIVE_EXPECT_H

#include <stdint.h>

#include "liblandlock.h"

/* llk_ruleset_new(), best effort, newest ABI; only @rights of @cls. */
struct llk_ruleset *best_effort(uint32_t classes);
struct llk_ruleset *best_effort_only(uint32_t cls, uint64_t rights);

/* llk_enforce(), which has to succeed and to agree with its own report. */
int must_enforce(struct llk_ruleset *rs, uint32_t flags);
/* The report is consistent, as liblandlock.h promises. */
void must_be_consistent(const struct llk_ruleset *rs);

/* What is denied without a rule. */
uint64_t restricted(const struct llk_ruleset *rs, uint32_t cls);
/* What no rule can give on this kernel.  (A missing path is not its fault.) */
uint64_t withheld(const struct llk_ruleset *rs, uint32_t cls);
/* Is there such a loss?  @effect 0: any */
bool has_loss(const struct llk_ruleset *rs, int effect, uint32_t cls,
	      uint64_t rights);
/* @error if @rights of @cls are restricted, else 0 */
int denied(const struct llk_ruleset *rs, uint32_t cls, uint64_t rights,
	   int error);
/* Does the running kernel have this flag of landlock_restrict_self(2)? */
bool kernel_has_flag(const char *name);

#endif
