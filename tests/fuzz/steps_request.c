/* SPDX-License-Identifier: MIT */
/*
 * Steps that make, configure and fill a ruleset.
 */
#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "choices.h"
#include "run.h"

#define TMPFS	0x01021994u

void step_free(struct run *run)
{
	run_free(run);
	must(!fake_open_descriptors(), "a descriptor is left");
}

void step_new(struct run *run)
{
	const int abi = choose_abi(&run->in);
	const uint32_t flags = choose_new_flags(&run->in);
	const bool valid = abi >= 1 && abi <= LLK_ABI_LATEST &&
			   flags & MODEL_CLASSES &&
			   !(flags & ~MODEL_NEW_FLAGS);

	step_free(run);
	model_new(&run->model, abi, flags);
	run_begin(run);
	run->rs = llk_ruleset_new(abi, flags);
	run_end(run, run->rs ? 0 : -1);
	world_must_be_unasked(&run->before);
	if (!valid)
		must(!run->rs && run->error == EINVAL, "errno %d", run->error);
	else if (!run->rs)
		must(alloc_failed() && run->error == ENOMEM, "errno %d",
		     run->error);
	if (run->rs)
		must(llk_level(run->rs) == LLK_NONE &&
		     !llk_loss_count(run->rs), "not new");
}

/* ---- configuration ------------------------------------------------------ */

/* After a call that configures: no system call, and an error sticks. */
static bool configured(struct run *run, int ret, int error)
{
	run_expect(run, ret, error);
	world_must_be_unasked(&run->before);
	must(ret != -1 || error, "errno %d", run->error);
	must(llk_level(run->rs) == run->level, "another report");
	if (run->rs && error)
		run->model.sticky = error;
	return !error;
}

static int check_mask(const struct run *run, int last_stage, uint32_t cls,
		      uint64_t rights)
{
	const int error = model_configurable(run_model(run), last_stage);

	if (error)
		return error;
	if (model_class(cls) < 0)
		return EINVAL;
	return rights != LLK_ALL_RIGHTS && rights & ~model_all(cls) ? EINVAL :
								     0;
}

static void step_mask(struct run *run, uint64_t masks[], int last_stage,
		      int (*call)(struct llk_ruleset *, uint32_t, uint64_t))
{
	const uint32_t cls = choose_class(&run->in);
	const uint64_t rights = choose_rights(&run->in, cls);
	const int error = check_mask(run, last_stage, cls, rights);

	run_begin(run);
	if (configured(run, run_end(run, call(run->rs, cls, rights)), error))
		masks[model_class(cls)] |= rights;
}

void step_exclude(struct run *run)
{
	step_mask(run, run->model.excluded, MODEL_CONFIGURE, llk_exclude);
}

void step_require(struct run *run)
{
	step_mask(run, run->model.required, MODEL_RULES_GIVEN, llk_require);
}

void step_quiet(struct run *run)
{
	step_mask(run, run->model.quiet, MODEL_CONFIGURE, llk_quiet);
}

void step_require_abi(struct run *run)
{
	const int abi = choose_abi(&run->in);
	int error = model_configurable(run_model(run), MODEL_RULES_GIVEN);

	if (!error && (abi < 1 || abi > LLK_ABI_LATEST))
		error = EINVAL;
	run_begin(run);
	if (configured(run, run_end(run, llk_require_abi(run->rs, abi)),
		       error) && run->model.require_abi < abi)
		run->model.require_abi = abi;
}

void step_refer_fallback(struct run *run)
{
	static const int choices[] = {
		LLK_REFER_DENY, LLK_REFER_FAIL, LLK_REFER_DROP_FS, -1, 3,
	};
	const int how = PICK(&run->in, choices);
	int error = model_configurable(run_model(run), MODEL_CONFIGURE);

	if (!error && (how < LLK_REFER_DENY || how > LLK_REFER_DROP_FS))
		error = EINVAL;
	run_begin(run);
	if (configured(run, run_end(run, llk_refer_fallback(run->rs, how)),
		       error))
		run->model.refer_fallback = how;
}

/* ---- rules -------------------------------------------------------------- */

/* What no rule can hold; a memfd is not always told apart. */
static int object_error(const struct run *run, const struct fake_node *node,
			int ret)
{
	if (node->object != FAKE_ANONYMOUS)
		return 0;
	if (node->fs_type == TMPFS && ret == 0)
		return 0;
	return run->model.tainted && ret == 0 ? 0 : EBADFD;
}

/* After a call that adds a rule: @error is of arguments, @reason of files. */
static void added(struct run *run, int ret, int error, int reason,
		  const struct model_rule *rule)
{
	struct model *model = &run->model;

	if (error)
		world_must_be_unasked(&run->before);
	if (!error && !model->tainted)
		error = reason;
	run_expect(run, ret, error);
	world_must_be_same(&run->before);
	must(llk_level(run->rs) == run->level, "another report");
	if (!run->rs)
		return;
	if (ret == -1) {
		model->sticky = run->error;
		return;
	}
	model->rules[model->rules_count++] = *rule;
	model->stage = MODEL_RULES_GIVEN;
}

static struct model_rule choose_rule(struct run *run, uint32_t cls)
{
	struct model_rule rule = { .cls = cls };

	rule.flags = choose_rule_flags(&run->in);
	rule.rights = choose_rights(&run->in, cls);
	return rule;
}

/* What opening gives: the errno, and the node in @rule. */
static int open_error(struct model_rule *rule, const struct fake_node *start)
{
	int error;

	rule->node = fake_resolve(start, rule->path, &error);
	if (rule->flags & LLK_IF_EXISTS &&
	    (error == ENOENT || error == ENOTDIR))
		return 0;
	return error;
}

static bool is_full(const struct run *run)
{
	return run->model.rules_count == MODEL_RULES;
}

static int check_path_rule(const struct run *run, const struct model_rule *rule)
{
	int error = model_usable(run_model(run));

	if (!error && !rule->path)
		error = EINVAL;
	if (!error)
		error = model_check_rule(run_model(run), rule,
					 LLK_IF_EXISTS | LLK_QUIET);
	return error;
}

void step_allow_path(struct run *run)
{
	int ret, error, reason = 0;
	struct model_rule rule = choose_rule(run, LLK_FS);

	rule.path = choose_path(&run->in);
	if (is_full(run))
		return;
	error = check_path_rule(run, &rule);
	run_begin(run);
	ret = run_end(run, llk_allow_path(run->rs, rule.path, rule.rights,
					  rule.flags));
	if (!error)
		reason = open_error(&rule, fake_resolve(NULL, "/",
							&reason));
	if (!reason && rule.node)
		reason = object_error(run, rule.node, ret);
	added(run, ret, error, reason, &rule);
}

/* A descriptor of the caller's, or one that is none. */
static int choose_fd(struct run *run, const struct fake_node **node)
{
	static const int strange[] = { -1, 0, 40, AT_FDCWD, 100000, -2 };
	const uint8_t how = take(&run->in);
	size_t i;

	*node = NULL;
	if (how < 12 || !run->callers_count)
		return strange[how % 6];
	i = how % run->callers_count;
	*node = run->callers[i].node;
	return run->callers[i].fd;
}

static int at_error(int dirfd, const struct fake_node *start,
		    struct model_rule *rule)
{
	int error;

	if (dirfd == AT_FDCWD || rule->path[0] == '/')
		start = fake_resolve(NULL, "/", &error);
	else if (!fake_is_open(dirfd))
		return EBADF;
	else if (!start || start->object != FAKE_DIRECTORY)
		return rule->flags & LLK_IF_EXISTS ? 0 : ENOTDIR;
	return open_error(rule, start);
}

void step_allow_path_at(struct run *run)
{
	int ret, error, dirfd, reason = 0;
	const struct fake_node *start;
	struct model_rule rule = choose_rule(run, LLK_FS);

	rule.path = choose_path(&run->in);
	dirfd = choose_fd(run, &start);
	if (is_full(run))
		return;
	error = check_path_rule(run, &rule);
	run_begin(run);
	ret = run_end(run, llk_allow_path_at(run->rs, dirfd, rule.path,
					     rule.rights, rule.flags));
	if (!error)
		reason = at_error(dirfd, start, &rule);
	if (!reason && rule.node)
		reason = object_error(run, rule.node, ret);
	added(run, ret, error, reason, &rule);
}

void step_allow_fd(struct run *run)
{
	int ret, error, fd, reason = 0;
	struct model_rule rule = choose_rule(run, LLK_FS);

	fd = choose_fd(run, &rule.node);
	if (is_full(run))
		return;
	error = model_check_rule(run_model(run), &rule, LLK_QUIET);
	run_begin(run);
	ret = run_end(run, llk_allow_fd(run->rs, fd, rule.rights, rule.flags));
	if (rule.node)
		reason = object_error(run, rule.node, ret);
	else
		reason = fake_is_open(fd) ? EBADFD : EBADF;
	added(run, ret, error, reason, &rule);
}

void step_allow_ports(struct run *run)
{
	int ret, error;
	struct model_rule rule = choose_rule(run, LLK_NET);

	choose_ports(&run->in, &rule.first, &rule.last);
	if (is_full(run))
		return;
	error = model_check_rule(run_model(run), &rule, LLK_QUIET);
	run_begin(run);
	if (rule.first == rule.last)
		ret = llk_allow_port(run->rs, rule.first, rule.rights,
				     rule.flags);
	else
		ret = llk_allow_port_range(run->rs, rule.first, rule.last,
					   rule.rights, rule.flags);
	added(run, run_end(run, ret), error, 0, &rule);
}
