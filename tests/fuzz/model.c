/* SPDX-License-Identifier: MIT */
/*
 * The second statement of what the header promises.
 */
#include <errno.h>
#include <string.h>

#include "model.h"

#define THREADS	(LLK_THIS_THREAD | LLK_ALL_THREADS_IF_POSSIBLE)
#define PRIVS	(LLK_NO_NEW_PRIVS_NEVER | LLK_NO_NEW_PRIVS_ALWAYS)
#define LOGS	(LLK_LOG_SAME_EXEC_OFF | LLK_LOG_NEW_EXEC_ON | \
		 LLK_LOG_SUBDOMAINS_OFF)

/* The kernel's own flags and rights on what is not a directory. */
#define TSYNC	(UINT32_C(1) << 3)
#define PRIVS_FLAG (UINT32_C(1) << 4)
#define ON_FILE	(LLK_FS_EXECUTE | LLK_FS_WRITE_FILE | LLK_FS_READ_FILE | \
		 LLK_FS_TRUNCATE | LLK_FS_IOCTL_DEV | LLK_FS_RESOLVE_UNIX)

/* ---- the request -------------------------------------------------------- */

int model_class(uint32_t cls)
{
	switch (cls) {
	case LLK_FS:
		return FAKE_FS;
	case LLK_NET:
		return FAKE_NET;
	case LLK_SCOPE:
		return FAKE_SCOPE;
	default:
		return -1;
	}
}

uint64_t model_all(uint32_t cls)
{
	const int c = model_class(cls);

	return c < 0 ? 0 : fake_abi_rights(LLK_ABI_LATEST, c);
}

void model_new(struct model *model, int abi, uint32_t flags)
{
	memset(model, 0, sizeof(*model));
	model->abi = abi;
	model->flags = flags;
}

uint64_t model_requested(const struct model *model, int c)
{
	uint64_t rights = fake_abi_rights(model->abi, c);

	if (!(model->flags >> c & 1))
		return 0;
	if (c == FAKE_FS)
		rights |= LLK_FS_REFER;
	return rights & ~model->excluded[c];
}

/* ---- errors of arguments ------------------------------------------------ */

int model_usable(const struct model *model)
{
	return model ? model->sticky : EINVAL;
}

int model_configurable(const struct model *model, int last_stage)
{
	if (model_usable(model))
		return model_usable(model);
	return (int)model->stage > last_stage ? EBUSY : 0;
}

static bool outside(uint64_t mask, uint64_t requested)
{
	if (mask == LLK_ALL_RIGHTS)
		return !requested;
	return mask & ~requested;
}

int model_fault(const struct model *model)
{
	uint64_t any = 0;
	int c;

	for (c = 0; c < FAKE_CLASSES; c++) {
		const uint64_t requested = model_requested(model, c);

		if (outside(model->required[c], requested) ||
		    outside(model->quiet[c], requested))
			return EINVAL;
		any |= requested;
	}
	return any ? 0 : EINVAL;
}

int model_check_rule(const struct model *model, const struct model_rule *rule,
		     uint32_t known)
{
	if (model_usable(model))
		return model_usable(model);
	if (rule->flags & ~known || rule->rights & ~model_all(rule->cls))
		return EINVAL;
	if (rule->flags & LLK_QUIET && !model->quiet[model_class(rule->cls)])
		return EINVAL;
	if (!rule->rights && !(rule->flags & LLK_QUIET))
		return EINVAL;
	if (rule->last > 65535 || rule->first > rule->last)
		return EINVAL;
	return model->stage == MODEL_PREPARED ? EBUSY : model_fault(model);
}

int model_check_flags(uint32_t flags)
{
	if (flags & ~(THREADS | PRIVS | LOGS))
		return EINVAL;
	return (flags & THREADS) == THREADS || (flags & PRIVS) == PRIVS ?
	       EINVAL : 0;
}

/* ---- kernels ------------------------------------------------------------ */

void model_kernel_of_abi(struct model_kernel *kernel, int abi)
{
	int c;

	memset(kernel, 0, sizeof(*kernel));
	kernel->abi = abi;
	kernel->absent = abi ? 0 : ENOSYS;
	for (c = 0; c < FAKE_CLASSES; c++)
		kernel->accepted[c] = fake_abi_rights(abi, c);
	kernel->restrict_flags = fake_abi_restrict_flags(abi);
	kernel->quiet = fake_abi_quiet(abi);
}

void model_kernel_now(struct model_kernel *kernel)
{
	int abi = fake.kernel.absent ? 0 : fake.kernel.abi;
	int c;

	model_kernel_of_abi(kernel, abi > LLK_ABI_LATEST ? LLK_ABI_LATEST :
							    abi);
	if (fake.kernel.absent)
		kernel->absent = fake.kernel.absent;
	for (c = 0; c < FAKE_CLASSES; c++)
		kernel->accepted[c] &= ~fake.kernel.refused[c];
}

/* ---- the plan ----------------------------------------------------------- */

uint64_t model_granted(const struct model_rule *rule)
{
	if (rule->cls != LLK_FS)
		return rule->rights;
	if (!rule->node)
		return 0;
	return rule->node->object == FAKE_DIRECTORY ? rule->rights :
						      rule->rights & ON_FILE;
}

static bool grants_refer(const struct model *model)
{
	size_t i;

	if (!(model_requested(model, FAKE_FS) & LLK_FS_REFER))
		return false;
	for (i = 0; i < model->rules_count; i++)
		if (model->rules[i].cls == LLK_FS &&
		    model_granted(&model->rules[i]) & LLK_FS_REFER)
			return true;
	return false;
}

/* Masks: enforced = requested and accepted, but for refer's peculiarities. */
static void plan_masks(const struct model *model,
		       const struct model_kernel *kernel,
		       struct model_plan *plan)
{
	const bool refer = kernel->accepted[FAKE_FS] & LLK_FS_REFER;
	int c;

	for (c = 0; c < FAKE_CLASSES; c++) {
		plan->requested[c] = model_requested(model, c);
		plan->enforced[c] = plan->requested[c] & kernel->accepted[c];
	}
	plan->grants_refer = grants_refer(model);
	plan->drops_files = model->refer_fallback == LLK_REFER_DROP_FS &&
			    !refer && plan->grants_refer &&
			    plan->enforced[FAKE_FS];
	if (plan->drops_files)
		plan->enforced[FAKE_FS] = 0;
	for (c = 0; c < FAKE_CLASSES; c++) {
		plan->weaker[c] = plan->requested[c] & ~plan->enforced[c];
		plan->layer |= plan->enforced[c] != 0;
	}
	plan->denies_refer = plan->layer && !refer;
	if (plan->denies_refer)
		plan->weaker[FAKE_FS] &= ~LLK_FS_REFER;
}

int model_threads_effect(const struct model_kernel *kernel, uint32_t flags,
			 int threads)
{
	if (flags & LLK_THIS_THREAD || kernel->restrict_flags & TSYNC)
		return 0;
	return threads == 1 ? LLK_EQUIVALENT : LLK_WEAKER;
}

static void plan_flags(const struct model_kernel *kernel, uint32_t flags,
		       int threads, struct model_plan *plan)
{
	uint32_t wanted = flags & LOGS;

	if (!plan->layer)
		return;
	if (!(flags & LLK_THIS_THREAD))
		wanted |= TSYNC;
	if (!(flags & LLK_NO_NEW_PRIVS_NEVER))
		wanted |= PRIVS_FLAG;
	plan->restrict_flags = wanted & kernel->restrict_flags;
	plan->threads_effect = model_threads_effect(kernel, flags, threads);
}

/* Does the caller refuse to run without what is missing? */
static bool needs_missing(const struct model *model,
			  const struct model_plan *plan)
{
	uint64_t needed;
	int c;

	for (c = 0; c < FAKE_CLASSES; c++) {
		needed = fake_abi_rights(model->require_abi, c);
		/* Files that are dropped for want of refer belong to its ABI. */
		if (c == FAKE_FS && plan->drops_files &&
		    !(needed & LLK_FS_REFER))
			needed = 0;
		if (plan->weaker[c] & (needed | model->required[c]))
			return true;
	}
	return false;
}

static bool unacceptable(const struct model *model,
			 const struct model_kernel *kernel, uint32_t flags,
			 const struct model_plan *plan)
{
	const bool strict = !(model->flags & LLK_BEST_EFFORT);
	const bool refer_lost = plan->denies_refer &&
		(plan->grants_refer ||
		 !(plan->requested[FAKE_FS] & LLK_FS_REFER));
	const bool weaker = plan->weaker[FAKE_FS] | plan->weaker[FAKE_NET] |
			    plan->weaker[FAKE_SCOPE] |
			    (plan->threads_effect == LLK_WEAKER);

	if (kernel->abi < model->require_abi || needs_missing(model, plan))
		return true;
	if (plan->threads_effect == LLK_WEAKER &&
	    !(flags & LLK_ALL_THREADS_IF_POSSIBLE))
		return true;
	if (plan->denies_refer && plan->grants_refer &&
	    model->refer_fallback == LLK_REFER_FAIL)
		return true;
	return strict && (weaker || refer_lost);
}

void model_plan(const struct model *model, const struct model_kernel *kernel,
		uint32_t flags, int threads, struct model_plan *plan)
{
	memset(plan, 0, sizeof(*plan));
	plan_masks(model, kernel, plan);
	plan_flags(kernel, flags, threads, plan);
	if (unacceptable(model, kernel, flags, plan))
		plan->error = kernel->absent ? kernel->absent : EOPNOTSUPP;
	if (!plan->layer)
		plan->level = LLK_NONE;
	else if (plan->weaker[FAKE_FS] | plan->weaker[FAKE_NET] |
		 plan->weaker[FAKE_SCOPE] ||
		 plan->threads_effect == LLK_WEAKER)
		plan->level = LLK_PARTIAL;
}
