/* SPDX-License-Identifier: MIT */
/*
 * Foretelling and checking.
 */
#include <errno.h>

#include "foretold.h"
#include "report.h"

int kernel_refusal(uint32_t flags)
{
	if (flags & LLK_NO_NEW_PRIVS_NEVER && !fake.privileged &&
	    !fake.no_new_privs)
		return EPERM;
	return fake.layers >= LAYERS ? E2BIG : 0;
}

void foretell_prepare(const struct model *model, struct foretold *foretold)
{
	foretold->error = model_usable(model);
	if (!foretold->error)
		foretold->error = model_fault(model);
	if (foretold->error)
		return;
	model_kernel_now(&foretold->kernel);
	model_plan(model, &foretold->kernel, 0, 1, &foretold->plan);
	foretold->planned = true;
	foretold->error = foretold->plan.error;
}

void foretell(const struct model *model, int threads,
	      struct foretold *foretold)
{
	const uint32_t flags = foretold->flags;

	foretold->error = model_usable(model);
	if (!foretold->error)
		foretold->error = model_check_flags(flags);
	if (foretold->error)
		return;
	foretell_prepare(model, foretold);
	if (foretold->error)
		return;
	model_plan(model, &foretold->kernel, flags, threads, &foretold->plan);
	foretold->error = foretold->plan.error;
}

void foretell_enforce(const struct model *model, struct foretold *foretold)
{
	foretell(model, fake.threads, foretold);
	if (!foretold->error && foretold->plan.layer)
		foretold->error = kernel_refusal(foretold->flags);
}

bool privs_by_flag(void)
{
	struct model_kernel kernel;

	model_kernel_now(&kernel);
	return kernel.restrict_flags & PRIVS_FLAG;
}

void prepared(struct run *run, bool done)
{
	if (done)
		run->model.stage = MODEL_PREPARED;
	else if (run->rs && run->rs->stage != LLKI_CONFIGURE &&
		 run->model.stage == MODEL_CONFIGURE)
		run->model.stage = MODEL_RULES_GIVEN;
	if (run->rs && run->rs->stage == LLKI_PREPARED)
		run->model.stage = MODEL_PREPARED;
}

static void check_privs(const struct run *run, const struct model_plan *plan,
			uint32_t flags)
{
	bool expected = run->before.no_new_privs;

	if (plan->layer)
		expected |= !(flags & LLK_NO_NEW_PRIVS_NEVER);
	else
		expected |= (flags & LLK_NO_NEW_PRIVS_ALWAYS) != 0;
	must(fake.no_new_privs == expected, "no_new_privs is %d",
	     fake.no_new_privs);
}

void check_restricted(struct run *run, const struct model *model,
		      const struct foretold *foretold)
{
	const struct model_plan *plan = &foretold->plan;

	check_privs(run, plan, foretold->flags);
	world_add_layer(&run->world, model, &foretold->kernel, plan);
	world_must_allow(&run->world, !model->tainted);
	if (plan->layer && !model->tainted)
		must(fake.layer[fake.layers - 1].flags == plan->restrict_flags,
		     "flags %x, not %x", fake.layer[fake.layers - 1].flags,
		     plan->restrict_flags);
}

/* Where calls failed by chance: what must be true by the report alone. */
static void plan_by_report(const struct run *run, struct model_plan *plan)
{
	int c;

	plan->layer = false;
	for (c = 0; c < FAKE_CLASSES; c++) {
		plan->enforced[c] = llk_enforced(run->rs, UINT32_C(1) << c);
		plan->layer |= plan->enforced[c] != 0;
	}
}

void check_enforced(struct run *run, struct foretold *foretold)
{
	if (run->model.tainted)
		plan_by_report(run, &foretold->plan);
	check_restricted(run, &run->model, foretold);
	if (foretold->plan.layer)
		report_must_match_layer(run->rs, &run->model);
}

void check_report(const struct run *run, const struct foretold *foretold,
		  int ret)
{
	if (!run->rs)
		return;
	if (ret == -1) {
		report_must_be_empty(run->rs);
		return;
	}
	report_must_hold(run->rs, &run->model);
	must(ret == llk_level(run->rs), "%d, level %d", ret,
	     llk_level(run->rs));
	if (!run->model.tainted)
		report_must_match(run->rs, &run->model, &foretold->kernel,
				  foretold->flags, &foretold->plan);
}
