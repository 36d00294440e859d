/* SPDX-License-Identifier: MIT */
/*
 * What goes for every call.
 */
#include <errno.h>
#include <string.h>

#include "run.h"

/* errno before a call, and what the fake kernel leaves after a success. */
#define STALE		EXDEV
#define LEFT_OVER	EILSEQ

const struct model *run_model(const struct run *run)
{
	return run->rs ? &run->model : NULL;
}

void run_begin(struct run *run)
{
	world_look(&run->before);
	run->level = llk_level(run->rs);
	errno = STALE;
}

/* The ruleset's own descriptor and no other. */
static void check_descriptors(const struct run *run)
{
	const int open = run->rs && run->rs->fd >= 0;

	must(fake_open_descriptors() == open, "%d open, not %d",
	     fake_open_descriptors(), open);
}

int run_end(struct run *run, int ret)
{
	run->error = errno;
	must(ret >= -1, "%d", ret);
	if (ret == -1)
		must(run->error && run->error != STALE &&
		     run->error != LEFT_OVER, "no errno");
	check_descriptors(run);
	run->model.tainted |= fake_failed() || alloc_failed() ||
			      fake.descriptor_limit < 64;
	return ret;
}

void run_expect(const struct run *run, int ret, int error)
{
	if (error)
		must(ret == -1 && run->error == error, "%d, errno %d, not %d",
		     ret, run->error, error);
	else if (!run->model.tainted)
		must(ret != -1, "errno %d: %s", run->error,
		     llk_failure(run->rs));
	if (ret == -1)
		must(strcmp(llk_failure(run->rs), "no error") != 0,
		     "errno %d without a word", run->error);
}

void run_free(struct run *run)
{
	errno = STALE;
	llk_ruleset_free(run->rs);
	must(errno == STALE, "errno %d", errno);
	run->rs = NULL;
}
