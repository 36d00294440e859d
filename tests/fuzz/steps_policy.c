/* SPDX-License-Identifier: MIT */
/*
 * Steps that make one call for a whole policy.
 */
#include <errno.h>
#include <string.h>

#include "choices.h"
#include "foretold.h"

/* A call that makes, enforces and frees @model's ruleset has come back. */
static void check_policy(struct run *run, struct model *model,
			 struct foretold *foretold, int ret)
{
	const bool chance = run->model.tainted || fake_failed();

	model->tainted = chance;
	if (!chance)
		must(foretold->error ?
		     ret == -1 && run->error == foretold->error :
		     ret == foretold->plan.level, "%d, errno %d, not %d", ret,
		     run->error, foretold->error);
	if (ret == -1) {
		world_must_be_unrestricted(&run->before, privs_by_flag());
		return;
	}
	must(model->flags & LLK_BEST_EFFORT || ret == LLK_FULL,
	     "strict, and level %d", ret);
	if (!chance) {
		check_restricted(run, model, foretold);
		return;
	}
	run->world.layers = fake.layers;
	world_must_allow(&run->world, false);
}

void step_deny(struct run *run)
{
	struct foretold foretold = { .flags = 0 };
	struct model model;
	const int abi = choose_abi(&run->in);
	const uint32_t classes = choose_new_flags(&run->in);
	int ret;

	foretold.flags = choose_flags(&run->in);
	if (abi < 1 || abi > LLK_ABI_LATEST || !(classes & MODEL_CLASSES) ||
	    classes & ~(MODEL_CLASSES | LLK_BEST_EFFORT)) {
		model_new(&model, 1, 0);
		foretold.error = EINVAL;
	} else {
		model_new(&model, abi, classes);
		foretell_enforce(&model, &foretold);
	}
	run_begin(run);
	ret = run_end(run, llk_deny(abi, classes, foretold.flags));
	check_policy(run, &model, &foretold, ret);
}

/* What making and filling llk_read_only()'s ruleset gives. */
static int foretell_read_only(struct model *model, const char *const paths[])
{
	int error;

	model->excluded[FAKE_FS] = LLK_READ | LLK_EXECUTE | LLK_DEVICE |
				   LLK_CONNECT_UNIX;
	for (; *paths; paths++) {
		struct model_rule *rule = &model->rules[model->rules_count++];

		*rule = (struct model_rule){ .cls = LLK_FS,
			.rights = LLK_WRITE, .path = *paths };
		rule->node = fake_resolve(fake_resolve(NULL, "/", &error),
					  *paths, &error);
		if (!error && rule->node->object == FAKE_ANONYMOUS)
			error = EBADFD;
		if (error)
			return error;
	}
	return 0;
}

static bool is_memfd(const char *path)
{
	return path && !strcmp(path, "/proc/memfd");
}

void step_read_only(struct run *run)
{
	struct foretold foretold = { .flags = choose_flags(&run->in) };
	const int abi = choose_abi(&run->in);
	const uint8_t how = take(&run->in);
	const uint32_t mode = how < 240 ? how & 1 ? LLK_BEST_EFFORT : 0 :
					  UINT32_C(1) << how % 32;
	const char *paths[3] = { NULL };
	struct model model;
	int ret;

	paths[0] = choose_path(&run->in);
	paths[1] = choose_path(&run->in);
	/* A memfd is told apart or not. */
	if (is_memfd(paths[0]) || (paths[0] && is_memfd(paths[1])))
		return;
	model_new(&model, abi, LLK_FS | mode);
	if (abi < 1 || abi > LLK_ABI_LATEST || mode & ~LLK_BEST_EFFORT)
		foretold.error = EINVAL;
	else
		foretold.error = foretell_read_only(&model, paths);
	if (!foretold.error)
		foretell_enforce(&model, &foretold);
	run_begin(run);
	ret = run_end(run, llk_read_only(abi, mode, paths, foretold.flags));
	check_policy(run, &model, &foretold, ret);
}
