/* SPDX-License-Identifier: MIT */
/*
 * Request and kernel in, plan and losses out.  Pure: no system call, no
 * allocation, nothing remembered.
 */
#include <errno.h>

#include "internal.h"

#define LOG_FLAGS (LLK_LOG_SAME_EXEC_OFF | LLK_LOG_NEW_EXEC_ON | \
		   LLK_LOG_SUBDOMAINS_OFF)
#define THREAD_FLAGS (LLK_THIS_THREAD | LLK_ALL_THREADS_IF_POSSIBLE)
#define PRIVS_FLAGS (LLK_NO_NEW_PRIVS_NEVER | LLK_NO_NEW_PRIVS_ALWAYS)

int llki_flags_check(uint32_t flags)
{
	if (flags & ~(LOG_FLAGS | THREAD_FLAGS | PRIVS_FLAGS) ||
	    (flags & THREAD_FLAGS) == THREAD_FLAGS ||
	    (flags & PRIVS_FLAGS) == PRIVS_FLAGS) {
		errno = EINVAL;
		return -1;
	}
	return 0;
}

static void lose(struct llki_plan *plan, int effect, uint32_t cls,
		 uint64_t right, enum llki_reason reason)
{
	int abi = llk_right_abi(cls, right);

	/* What is dropped for want of refer comes back with it. */
	if (reason == LLKI_FS_DROPPED) {
		const int refer = llk_right_abi(LLK_FS, LLK_FS_REFER);

		if (abi < refer)
			abi = refer;
	}
	plan->losses[plan->losses_count++] = (struct llki_loss){
		.effect = effect,
		.cls = cls,
		.rights = right,
		.abi = abi,
		.reason = reason,
	};
}

/*
 * A layer denies refer whether it handles it or not.  So where the kernel has
 * no refer to handle, restricting it is done, and granting it is impossible.
 */
static bool refer_always_denied(const struct llki_plan *plan)
{
	return plan->layer && !(plan->enforced[LLKI_FS] & LLK_FS_REFER) &&
	       !plan->pass_refer;
}

/* The first rule that grants refer although the plan restricts it, or NULL. */
static const struct llki_rule *granted_refer(const struct llki_request *request,
					     const struct llki_plan *plan)
{
	const struct llki_rule *rule = request->rules;

	if (!(plan->requested[LLKI_FS] & LLK_FS_REFER))
		return NULL;
	for (; rule; rule = rule->next)
		if (rule->cls == LLK_FS && rule->rights & LLK_FS_REFER &&
		    rule->outcome == LLKI_RULE_GIVEN)
			return rule;
	return NULL;
}

static enum llki_reason why_lost(const struct llki_plan *plan, int index,
				 uint64_t right, bool fs_dropped)
{
	if (index != LLKI_FS)
		return LLKI_LACKS;
	if (right == LLK_FS_REFER && refer_always_denied(plan))
		return LLKI_ALWAYS_DENIED;
	return fs_dropped ? LLKI_FS_DROPPED : LLKI_LACKS;
}

/* Of one class, the rights that are not enforced. */
static void lose_rights(struct llki_plan *plan, int index, bool fs_dropped)
{
	uint64_t lost = plan->requested[index] & ~plan->enforced[index];

	for (; lost; lost &= lost - 1) {
		const uint64_t right = lost & ~(lost - 1);
		enum llki_reason reason = why_lost(plan, index, right,
						   fs_dropped);

		lose(plan, reason == LLKI_ALWAYS_DENIED ? LLK_EQUIVALENT :
		     LLK_WEAKER, llki_class(index), right, reason);
	}
}

static void plan_rights(const struct llki_request *request,
			const struct llki_kernel *kernel,
			struct llki_plan *plan)
{
	bool refer = kernel->accepted[LLKI_FS] & LLK_FS_REFER;
	bool fs_dropped;
	int c;

	for (c = 0; c < LLKI_CLASSES; c++) {
		plan->requested[c] = request->requested[c];
		plan->enforced[c] = plan->requested[c] & kernel->accepted[c];
	}
	fs_dropped = request->refer_fallback == LLK_REFER_DROP_FS &&
		     plan->enforced[LLKI_FS] && !refer &&
		     granted_refer(request, plan);
	if (fs_dropped)
		plan->enforced[LLKI_FS] = 0;
	plan->layer = plan->enforced[LLKI_FS] | plan->enforced[LLKI_NET] |
		      plan->enforced[LLKI_SCOPE];
	plan->pass_refer = plan->layer && refer &&
			   !(plan->requested[LLKI_FS] & LLK_FS_REFER);

	for (c = 0; c < LLKI_CLASSES; c++)
		lose_rights(plan, c, fs_dropped);
	if (refer_always_denied(plan) &&
	    !(plan->requested[LLKI_FS] & LLK_FS_REFER))
		lose(plan, LLK_TIGHTER, LLK_FS, LLK_FS_REFER, LLKI_LACKS);
}

static void plan_quiet(const struct llki_request *request,
		       const struct llki_kernel *kernel,
		       struct llki_plan *plan)
{
	uint64_t wanted = 0;
	int c;

	for (c = 0; c < LLKI_CLASSES; c++) {
		wanted |= request->quiet[c] & plan->enforced[c];
		if (kernel->quiet)
			plan->quiet[c] = request->quiet[c] & plan->enforced[c];
	}
	if (wanted && !kernel->quiet)
		lose(plan, LLK_COSMETIC, LLK_ADD_RULE, LLKI_ADD_RULE_QUIET,
		     LLKI_LACKS);
}

static void plan_log(const struct llki_kernel *kernel, uint32_t flags,
		     struct llki_plan *plan)
{
	uint32_t bit;

	/* The public log flags are the kernel's. */
	for (bit = 1; bit & LOG_FLAGS; bit <<= 1) {
		if (!(flags & bit))
			continue;
		if (plan->layer && kernel->restrict_flags & bit)
			plan->restrict_flags |= bit;
		else
			lose(plan, LLK_COSMETIC, LLK_RESTRICT_SELF, bit,
			     LLKI_LACKS);
	}
}

int llki_plan_threads(const struct llki_kernel *kernel, uint32_t flags,
		      int threads, uint32_t *restrict_flags)
{
	if (flags & LLK_THIS_THREAD)
		return 0;
	if (kernel->restrict_flags & LLKI_RESTRICT_TSYNC) {
		*restrict_flags |= LLKI_RESTRICT_TSYNC;
		return 0;
	}
	if (threads == 1)
		return LLK_EQUIVALENT;
	if (flags & LLK_ALL_THREADS_IF_POSSIBLE)
		return LLK_WEAKER;
	return -1;
}

static void plan_threads(const struct llki_kernel *kernel, uint32_t flags,
			 int threads, struct llki_plan *plan)
{
	int effect;

	if (!plan->layer)
		return;
	effect = llki_plan_threads(kernel, flags, threads,
				   &plan->restrict_flags);
	if (effect)
		lose(plan, effect < 0 ? LLK_WEAKER : effect, LLK_RESTRICT_SELF,
		     LLKI_RESTRICT_TSYNC, effect == LLK_EQUIVALENT ?
		     LLKI_ONE_THREAD : LLKI_OTHER_THREADS);
	if (effect < 0) {
		plan->error = EOPNOTSUPP;
		plan->blame = plan->losses[plan->losses_count - 1];
	}
}

static void plan_privs(const struct llki_kernel *kernel, uint32_t flags,
		       struct llki_plan *plan)
{
	if (!plan->layer) {
		plan->prctl = flags & LLK_NO_NEW_PRIVS_ALWAYS;
		return;
	}
	if (flags & LLK_NO_NEW_PRIVS_NEVER)
		return;
	if (kernel->restrict_flags & LLKI_RESTRICT_NO_NEW_PRIVS) {
		plan->restrict_flags |= LLKI_RESTRICT_NO_NEW_PRIVS;
		return;
	}
	plan->prctl = true;
	lose(plan, LLK_EQUIVALENT, LLK_RESTRICT_SELF,
	     LLKI_RESTRICT_NO_NEW_PRIVS, LLKI_BY_PRCTL);
}

/* The rights that the caller cannot do without. */
static bool is_required(const struct llki_request *request,
			const struct llki_loss *loss)
{
	int c = llki_class_index(loss->cls);

	return c >= 0 && loss->effect == LLK_WEAKER &&
	       (request->required[c] & loss->rights ||
		loss->abi <= request->require_abi);
}

/* The loss for which this request must fail, or NULL. */
static const struct llki_loss *unacceptable(const struct llki_request *request,
					    const struct llki_plan *plan)
{
	bool strict = !(request->flags & LLK_BEST_EFFORT);
	size_t i;

	for (i = 0; i < plan->losses_count; i++) {
		const struct llki_loss *loss = &plan->losses[i];

		if (is_required(request, loss))
			return loss;
		if (strict && (loss->effect == LLK_WEAKER ||
			       loss->effect == LLK_TIGHTER))
			return loss;
	}
	return NULL;
}

static void plan_errors(const struct llki_request *request,
			const struct llki_kernel *kernel,
			struct llki_plan *plan)
{
	bool strict = !(request->flags & LLK_BEST_EFFORT);
	const struct llki_rule *rule = NULL;
	const struct llki_loss *loss;

	if (refer_always_denied(plan))
		rule = granted_refer(request, plan);
	loss = unacceptable(request, plan);
	if (kernel->abi < request->require_abi) {
		plan->blame.abi = request->require_abi;
	} else if (loss) {
		plan->blame = *loss;
		plan->strict = !is_required(request, loss);
	} else if (rule && (strict ||
			    request->refer_fallback == LLK_REFER_FAIL)) {
		llki_rule_loss(plan, rule, &plan->blame);
		plan->strict = request->refer_fallback != LLK_REFER_FAIL;
	} else {
		return;
	}
	plan->error = kernel->absent ? kernel->absent : EOPNOTSUPP;
}

static int level(const struct llki_plan *plan)
{
	size_t i;

	if (plan->error || !plan->layer)
		return LLK_NONE;
	for (i = 0; i < plan->losses_count; i++)
		if (plan->losses[i].effect == LLK_WEAKER)
			return LLK_PARTIAL;
	return LLK_FULL;
}

void llki_plan(const struct llki_request *request,
	       const struct llki_kernel *kernel, uint32_t flags, int threads,
	       struct llki_plan *plan)
{
	*plan = (struct llki_plan){
		.made = true,
		.abi = kernel->abi,
		.absent = kernel->absent,
		.no_inet = kernel->no_inet,
	};
	plan_rights(request, kernel, plan);
	plan_quiet(request, kernel, plan);
	plan_log(kernel, flags, plan);
	plan_threads(kernel, flags, threads, plan);
	plan_privs(kernel, flags, plan);
	plan_errors(request, kernel, plan);
	plan->level = level(plan);
}

void llki_plan_attr(const struct llki_plan *plan,
		    struct llki_ruleset_attr *attr)
{
	attr->handled_access_fs = plan->enforced[LLKI_FS];
	attr->handled_access_net = plan->enforced[LLKI_NET];
	attr->scoped = plan->enforced[LLKI_SCOPE];
	attr->quiet_access_fs = plan->quiet[LLKI_FS];
	attr->quiet_access_net = plan->quiet[LLKI_NET];
	attr->quiet_scoped = plan->quiet[LLKI_SCOPE];
	if (plan->pass_refer)
		attr->handled_access_fs |= LLK_FS_REFER;
}

static bool lost(struct llki_loss *loss, const struct llki_rule *rule,
		 int effect, uint64_t rights, enum llki_reason reason)
{
	*loss = (struct llki_loss){
		.effect = effect,
		.cls = rule->cls,
		.rights = rights,
		.abi = reason == LLKI_LACKS ? llk_right_abi(rule->cls, rights) :
					      0,
		.reason = reason,
		.rule = rule,
	};
	return true;
}

/* llki_rule_matters() has to know of all this. */
bool llki_rule_loss(const struct llki_plan *plan, const struct llki_rule *rule,
		    struct llki_loss *loss)
{
	const int c = rule->cls == LLK_FS ? LLKI_FS : LLKI_NET;
	const uint64_t wanted = rule->rights & plan->requested[c];
	const uint64_t given = rule->rights & plan->enforced[c];

	if (rule->rights && !wanted)
		return lost(loss, rule, LLK_EQUIVALENT, rule->rights,
			    LLKI_NOT_RESTRICTED);
	if (rule->outcome == LLKI_RULE_MISSING && given)
		return lost(loss, rule, LLK_TIGHTER, rule->rights,
			    LLKI_NO_PATH);
	if (rule->outcome == LLKI_RULE_TRIMMED && given & ~llki_file_rights)
		return lost(loss, rule, LLK_EQUIVALENT,
			    given & ~llki_file_rights, LLKI_NOT_DIRECTORY);
	if (c == LLKI_NET && given && plan->no_inet)
		return lost(loss, rule, LLK_EQUIVALENT, rule->rights,
			    LLKI_NO_INET);
	if (c == LLKI_FS && wanted & LLK_FS_REFER &&
	    rule->outcome == LLKI_RULE_GIVEN && refer_always_denied(plan))
		return lost(loss, rule, LLK_TIGHTER, LLK_FS_REFER, LLKI_LACKS);
	return false;
}
