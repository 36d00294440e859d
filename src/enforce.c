/* SPDX-License-Identifier: MIT */
/*
 * From plan to process: threads, no_new_privs, restriction.  Allocates and
 * opens nothing, calls nothing that is not async-signal-safe.
 */
#include <errno.h>

#include "internal.h"

int llki_restrict(int fd, const struct llki_plan *plan, enum llki_step *step)
{
	*step = LLKI_STEP_NO_NEW_PRIVS;
	if (plan->prctl && llki_sys_set_no_new_privs())
		return -1;
	*step = LLKI_STEP_RESTRICT;
	if (!plan->layer)
		return 0;
	return llki_sys_restrict_self(fd, plan->restrict_flags);
}

/* Does it matter on this kernel how many threads there are? */
static int count_threads(const struct llki_kernel *kernel, uint32_t flags)
{
	if (flags & LLK_THIS_THREAD ||
	    kernel->restrict_flags & LLKI_RESTRICT_TSYNC)
		return 1;
	return llki_sys_threads();
}

int llk_enforce(struct llk_ruleset *rs, uint32_t flags)
{
	enum llki_step step;
	int threads = 1;

	if (llki_begin_plan(rs))
		return -1;
	if (llki_flags_check(flags))
		return llki_fail(rs, LLKI_STEP_ARGUMENT, EINVAL,
				 "unknown or contradicting flags");
	if (rs->stage != LLKI_PREPARED && llk_prepare(rs))
		return -1;
	if (rs->fd >= 0)
		threads = count_threads(&rs->kernel, flags);
	if (llki_make_plan(rs, &rs->kernel, flags, threads))
		return -1;
	if (llki_restrict(rs->fd, &rs->plan, &step))
		return llki_fail(rs, step, errno, NULL);
	return rs->plan.level;
}

/*
 * Restrict by a descriptor that belongs to no ruleset of ours, or -1 for none.
 * @flags are checked.
 */
static int restrict_by_fd(const struct llki_kernel *kernel, int fd,
			  uint32_t flags)
{
	struct llki_plan plan = {
		.layer = true,
		.restrict_flags = flags & kernel->restrict_flags,
	};
	enum llki_step step;
	int lost;

	lost = llki_plan_threads(kernel, flags, count_threads(kernel, flags),
				 &plan.restrict_flags);
	if (lost < 0) {
		errno = EOPNOTSUPP;
		return -1;
	}
	/* The kernel takes its own flag only together with a ruleset. */
	if (flags & LLK_NO_NEW_PRIVS_NEVER)
		plan.prctl = false;
	else if (fd >= 0 && kernel->restrict_flags & LLKI_RESTRICT_NO_NEW_PRIVS)
		plan.restrict_flags |= LLKI_RESTRICT_NO_NEW_PRIVS;
	else
		plan.prctl = true;
	if (llki_restrict(fd, &plan, &step))
		return -1;
	return lost == LLK_WEAKER ? LLK_PARTIAL : LLK_FULL;
}

/*
 * Is it a ruleset?  Asked before no_new_privs is set, by a rule that allows
 * nothing: the kernel looks at the ruleset first, and then answers ENOMSG.
 */
static int check_ruleset_fd(int fd)
{
	const struct llki_path_beneath_attr attr = { .parent_fd = -1 };

	if (!llki_sys_add_rule(fd, LLKI_RULE_PATH_BENEATH, &attr, 0) ||
	    errno == ENOMSG)
		return 0;
	return -1;
}

/* Flags that make sense without a ruleset of ours. */
static int check_fd_flags(uint32_t flags, uint32_t without)
{
	if (flags & without) {
		errno = EINVAL;
		return -1;
	}
	return llki_flags_check(flags);
}

int llk_enforce_fd(int ruleset_fd, uint32_t flags)
{
	struct llki_kernel kernel;

	if (check_fd_flags(flags, LLK_NO_NEW_PRIVS_ALWAYS) ||
	    llki_kernel_probe(&kernel))
		return -1;
	if (kernel.absent) {
		errno = kernel.absent;
		return -1;
	}
	if (check_ruleset_fd(ruleset_fd))
		return -1;
	return restrict_by_fd(&kernel, ruleset_fd, flags);
}

int llk_mute_subdomains(uint32_t flags)
{
	struct llki_kernel kernel;

	if (check_fd_flags(flags, LLK_NO_NEW_PRIVS_ALWAYS |
			   LLK_LOG_SAME_EXEC_OFF | LLK_LOG_NEW_EXEC_ON |
			   LLK_LOG_SUBDOMAINS_OFF) ||
	    llki_kernel_probe(&kernel))
		return -1;
	if (!(kernel.restrict_flags & LLK_LOG_SUBDOMAINS_OFF))
		return LLK_NONE;
	return restrict_by_fd(&kernel, -1, flags | LLK_LOG_SUBDOMAINS_OFF);
}
