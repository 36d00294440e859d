/* SPDX-License-Identifier: MIT */
/*
 * Steps that ask: the kernel, and for texts.
 */
#include <errno.h>

#include "choices.h"
#include "foretold.h"
#include "texts.h"

#define NOTHING	UINT64_C(0xdeadbeef)

static void check_abi(struct run *run, const struct model_kernel *kernel)
{
	int abi;

	run_begin(run);
	abi = run_end(run, llk_kernel_abi());
	if (fake_failed())
		return;
	if (kernel->absent)
		must(abi == -1 && run->error == kernel->absent &&
		     llk_absence(run->error), "%d, errno %d", abi, run->error);
	else
		must(abi == fake.kernel.abi, "ABI %d", abi);
}

static void check_errata(struct run *run, const struct model_kernel *kernel)
{
	int errata;

	run_begin(run);
	errata = run_end(run, llk_kernel_errata());
	if (fake_failed())
		return;
	if (kernel->absent || fake.kernel.errata < 0)
		must(errata == -1, "%x", errata);
	else
		must(errata == fake.kernel.errata, "%x", errata);
}

static void check_rights(struct run *run, const struct model_kernel *kernel,
			 uint32_t cls)
{
	uint64_t rights = NOTHING;
	int ret;

	run_begin(run);
	ret = run_end(run, llk_kernel_rights(cls, &rights));
	must(ret != -1 || rights == NOTHING, "touched on error");
	if (model_class(cls) < 0) {
		must(ret == -1 && run->error == EINVAL, "errno %d", run->error);
		world_must_be_unasked(&run->before);
	} else if (run->model.tainted || fake_failed()) {
		return;
	} else if (kernel->absent) {
		must(ret == -1 && run->error == kernel->absent, "errno %d",
		     run->error);
	} else {
		must(!ret && rights == kernel->accepted[model_class(cls)],
		     "%llx", (unsigned long long)rights);
	}
}

void step_kernel(struct run *run)
{
	struct model_kernel kernel;

	model_kernel_now(&kernel);
	check_abi(run, &kernel);
	check_errata(run, &kernel);
	check_rights(run, &kernel, choose_class(&run->in));
	world_must_be_same(&run->before);
}

/* The parent: gets what the child counted. */
void step_layers_left(struct run *run)
{
	const int status = take(&run->in);
	int left;

	/* Or ended by a signal. */
	fake.wait_status = take(&run->in) & 1 ? status : -1;
	run_begin(run);
	left = run_end(run, llk_layers_left());
	world_must_be_same(&run->before);
	if (left != -1)
		must(left == fake.wait_status, "%d", left);
}

/* The child: counts, and ends. */
void step_layers_child(struct run *run)
{
	fake.play_child = true;
	fake.ended = FAKE_RUNS;
	run_begin(run);
	if (!setjmp(fake.end)) {
		must(run_end(run, llk_layers_left()) == -1, "came back");
		world_must_be_same(&run->before);
	} else {
		run->ended = true;
		run->child = true;
		must(fake.ended == FAKE_EXITED, "executed");
		if (!fake_failed() && fake.kernel.abi &&
		    !(fake.kernel.refused[FAKE_FS] & LLK_FS_EXECUTE) &&
		    fake.descriptor_limit == 64)
			must(fake.exit_status == LAYERS - run->before.layers,
			     "%d", fake.exit_status);
	}
	fake.play_child = false;
}

void step_texts(struct run *run)
{
	must(*llk_failure(NULL) && *llk_summary(NULL), "no text");
	must(llk_report(NULL, NULL, 0), "no text");
	if (run->rs)
		texts_check(run->rs, take(&run->in));
}
