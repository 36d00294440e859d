/* SPDX-License-Identifier: MIT */
/*
 * What is true of every report, on any kernel, and what the model foretells of
 * this one.
 */
#ifndef REPORT_H
#define REPORT_H

#include "model.h"

/* After a plan that could be carried out: complete, no contradiction. */
void report_must_hold(const struct llk_ruleset *rs, const struct model *model);
/* After one that could not. */
void report_must_be_empty(const struct llk_ruleset *rs);
void report_must_match(const struct llk_ruleset *rs, const struct model *model,
		       const struct model_kernel *kernel, uint32_t flags,
		       const struct model_plan *plan);
/* The kernel got exactly what the report says. */
void report_must_match_layer(const struct llk_ruleset *rs,
			     const struct model *model);

#endif
