/* SPDX-License-Identifier: MIT */
/*
 * Steps that plan, prepare and enforce the ruleset.
 */
#include <errno.h>

#include "choices.h"
#include "foretold.h"

static int check_plan(const struct run *run, int abi, uint32_t flags)
{
	if (model_usable(run_model(run)))
		return model_usable(run_model(run));
	if (abi < 0 || abi > LLK_ABI_LATEST || model_check_flags(flags))
		return EINVAL;
	return model_fault(&run->model);
}

void step_plan(struct run *run)
{
	const int abi = take(&run->in) < 250 ? take(&run->in) % 12 :
						choose_abi(&run->in);
	struct foretold foretold = { .flags = choose_flags(&run->in) };
	int ret;

	foretold.error = check_plan(run, abi, foretold.flags);
	foretold.planned = !foretold.error;
	if (foretold.planned) {
		model_kernel_of_abi(&foretold.kernel, abi);
		model_plan(&run->model, &foretold.kernel, foretold.flags, 1,
			   &foretold.plan);
		if (!run->model.tainted)
			foretold.error = foretold.plan.error;
	}
	run_begin(run);
	ret = run_end(run, llk_plan(run->rs, abi, foretold.flags));
	world_must_be_unasked(&run->before);
	run_expect(run, ret, foretold.error);
	check_report(run, &foretold, ret);
}

void step_prepare(struct run *run)
{
	struct foretold foretold = { .flags = 0 };
	int ret;

	foretell_prepare(run_model(run), &foretold);
	run_begin(run);
	ret = run_end(run, llk_prepare(run->rs));
	if (!foretold.planned)
		world_must_be_unasked(&run->before);
	else if (run->model.tainted)
		foretold.error = 0;
	run_expect(run, ret, foretold.error);
	world_must_be_same(&run->before);
	prepared(run, ret == 0);
	check_report(run, &foretold, ret ? -1 : llk_level(run->rs));
	if (!ret)
		must((llk_ruleset_fd(run->rs) == -1) ==
		     (llk_level(run->rs) == LLK_NONE), "level %d",
		     llk_level(run->rs));
}

void step_fd(struct run *run)
{
	const bool ready = run->rs && run->model.stage == MODEL_PREPARED;
	int fd;

	run_begin(run);
	fd = run_end(run, llk_ruleset_fd(run->rs));
	world_must_be_unasked(&run->before);
	if (fd == -1)
		must(run->error == (ready ? ENODATA : EINVAL), "errno %d",
		     run->error);
	else
		must(ready && fake_ruleset_of(fd), "%d is no ruleset", fd);
}

void step_enforce(struct run *run)
{
	struct foretold foretold = { .flags = choose_flags(&run->in) };
	int ret;

	foretell_enforce(run_model(run), &foretold);
	run_begin(run);
	ret = run_end(run, llk_enforce(run->rs, foretold.flags));
	if (!foretold.planned)
		world_must_be_unasked(&run->before);
	else if (run->model.tainted)
		foretold.error = 0;
	run_expect(run, ret, foretold.error);
	prepared(run, ret >= 0);
	if (ret >= 0)
		check_enforced(run, &foretold);
	else
		world_must_be_unrestricted(&run->before, privs_by_flag());
	check_report(run, &foretold, ret);
}
