/* SPDX-License-Identifier: MIT */
/*
 * Steps that ask the ruleset whether something would be allowed.
 */
#include <errno.h>
#include <stdlib.h>

#include "choices.h"
#include "run.h"

#define NOTHING	UINT64_C(0xdeadbeef)

/* Of those rights, what is enforced and not granted; refer has its own law. */
static void check_denied(const struct run *run, uint32_t cls, uint64_t rights,
			 uint64_t denied, uint64_t granted)
{
	const uint64_t refer = cls == LLK_FS ? LLK_FS_REFER : 0;
	const uint64_t foretold = rights & llk_enforced(run->rs, cls) &
				  ~granted;

	if (rights == LLK_ALL_RIGHTS)
		rights = model_all(cls);
	must(!(denied & ~rights), "more than was asked");
	if (!run->model.tainted)
		must((denied & ~refer) == (foretold & ~refer), "%llx, not %llx",
		     (unsigned long long)denied, (unsigned long long)foretold);
}

/* After a call: what its arguments forbid, and nothing outlives it. */
static bool checked(struct run *run, int ret, int error, uint64_t denied)
{
	if (error)
		must(ret == -1 && run->error == error, "%d, errno %d, not %d",
		     ret, run->error, error);
	must(ret != -1 || denied == NOTHING, "touched on error");
	world_must_be_same(&run->before);
	must(llk_level(run->rs) == run->level, "another report");
	return ret == 0;
}

static int check_arguments(const struct run *run, uint32_t cls, uint64_t rights)
{
	if (!run->rs)
		return EINVAL;
	if (run->model.sticky)
		return run->model.sticky;
	if (!(run->model.flags & LLK_EXPLAIN))
		return EINVAL;
	return rights != LLK_ALL_RIGHTS && rights & ~model_all(cls) ? EINVAL :
								     0;
}

void step_check_path(struct run *run)
{
	const char *path = choose_path(&run->in);
	const uint64_t rights = choose_rights(&run->in, LLK_FS);
	uint64_t denied = NOTHING;
	int error = check_arguments(run, LLK_FS, rights), ret;

	if (!error && !path)
		error = EINVAL;
	run_begin(run);
	ret = run_end(run, llk_check_path(run->rs, path, rights, &denied));
	if (checked(run, ret, error, denied) && path[0] == '/')
		check_denied(run, LLK_FS, rights, denied,
			     world_granted_on(&run->model, path));
}

void step_check_port(struct run *run)
{
	const uint64_t rights = choose_rights(&run->in, LLK_NET);
	unsigned int port, last;
	uint64_t denied = NOTHING;
	int error = check_arguments(run, LLK_NET, rights), ret;

	choose_ports(&run->in, &port, &last);
	if (!error && port > 65535)
		error = EINVAL;
	run_begin(run);
	ret = run_end(run, llk_check_port(run->rs, port, rights, &denied));
	if (checked(run, ret, error, denied) && !fake.kernel.no_inet)
		check_denied(run, LLK_NET, rights, denied,
			     world_granted_to(&run->model, port));
}

void step_check_rename(struct run *run)
{
	const char *from = choose_path(&run->in), *to = choose_path(&run->in);
	const uint32_t flags = take(&run->in) % 5;
	int error = (int)NOTHING, ret;

	run_begin(run);
	ret = run_end(run, llk_check_rename(run->rs, from, to, flags, &error));
	checked(run, ret, 0, ret == -1 ? (uint32_t)error : 0);
	must(ret == -1 || error == 0 || error == EACCES || error == EXDEV,
	     "errno %d", error);
}

/* The words, into nothing and into exactly the memory that they need. */
void step_explain(struct run *run)
{
	const char *path = choose_path(&run->in);
	const uint64_t rights = choose_rights(&run->in, LLK_FS);
	size_t length;
	char *text;

	run_begin(run);
	length = llk_explain_path(run->rs, path, rights, NULL, 0);
	text = malloc(length + 1);
	if (!text)
		abort();
	llk_explain_path(run->rs, path, rights, text, length + 1);
	free(text);
	length = llk_explain_port(run->rs, take(&run->in), rights & 0xf, NULL,
				  0);
	must(length || !(rights & 0xf), "no text");
	run_end(run, 0);
	world_must_be_same(&run->before);
}
