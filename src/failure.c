/* SPDX-License-Identifier: MIT */
/*
 * Why a call failed: the step, the path or port, the cause, what to do.
 */
#include <errno.h>

#include "internal.h"

static void put_blame(struct llki_text *text, const struct llki_plan *plan)
{
	const struct llki_loss *blame = &plan->blame;

	if (plan->absent) {
		llki_put(text, llk_absence(plan->absent));
		return;
	}
	if (!blame->cls) {
		llki_put(text, "the program requires ");
		llki_put_abi(text, blame->abi);
		llki_put(text, "; ");
		llki_put_kernel(text, plan);
		return;
	}
	llki_put(text, plan->strict ? "the ruleset is strict: " :
		 "the program requires what cannot be had: ");
	llki_put_rights(text, blame->cls, blame->rights);
	llki_put(text, ": ");
	llki_put_reason(text, plan, blame);
	llki_put(text, "; ");
	llki_put_kernel(text, plan);
	if (blame->reason == LLKI_OTHER_THREADS) {
		llki_put(text, ": restrict before starting threads; or pass ");
		llki_put(text, plan->strict ? "LLK_THIS_THREAD" :
					      "LLK_ALL_THREADS_IF_POSSIBLE");
		llki_put(text, ", which leaves the others unrestricted");
	} else if (plan->strict) {
		llki_put(text, ": pass LLK_BEST_EFFORT to run with what there "
			 "is");
	}
}

/* @child: what a process of its own was to execute, or NULL: the caller. */
static void put_restrict(struct llki_text *text, const struct llki_plan *plan,
			 int error, const char *child)
{
	llki_put(text, "cannot restrict the process");
	if (child) {
		llki_put(text, " for ");
		llki_put_path(text, child);
	}
	llki_put(text, ": ");
	if (error == E2BIG)
		llki_put(text, "16 layers of sandboxes are the kernel's limit "
			 "(E2BIG)");
	else if (error == EPERM && !plan->prctl)
		llki_put(text, "without no_new_privs this needs CAP_SYS_ADMIN "
			 "(EPERM)");
	else
		llki_put_error(text, error);
	if (plan->prctl && !child)
		llki_put(text, "; no_new_privs was set and stays set");
}

/* What helps against an error of a path; NULL if the error says it all. */
static const char *advice(enum llki_step step, int error)
{
	if (step == LLKI_STEP_OPEN && (error == ENOENT || error == ENOTDIR))
		return ": create it, correct the path, or pass LLK_IF_EXISTS";
	if (step == LLKI_STEP_OPEN && error == EACCES)
		return ": a directory above it may not be searched; open paths "
		       "before dropping privileges";
	if (step == LLKI_STEP_EXEC && error == EACCES)
		return ": it must be executable, and the ruleset must allow "
		       "LLK_READ | LLK_EXECUTE on it, its interpreter and "
		       "its libraries";
	return NULL;
}

static void put_what(struct llki_text *text, const char *verb, const char *path,
		     enum llki_step step, int error)
{
	const char *help = advice(step, error);

	llki_put(text, verb);
	if (path) {
		llki_put_char(text, ' ');
		llki_put_path(text, path);
	}
	llki_put(text, ": ");
	llki_put_error(text, error);
	if (help)
		llki_put(text, help);
}

static void put_failure(struct llki_text *text, const struct llki_plan *plan,
			enum llki_step step, int error, const char *what)
{
	switch (step) {
	case LLKI_STEP_ARGUMENT:
		llki_put(text, "invalid argument: ");
		llki_put(text, what);
		llki_put(text, " (EINVAL)");
		break;
	case LLKI_STEP_ORDER:
		llki_put(text, "too late: ");
		llki_put(text, what);
		llki_put(text, " (EBUSY)");
		break;
	case LLKI_STEP_MEMORY:
		llki_put_error(text, error);
		break;
	case LLKI_STEP_PROBE:
		put_what(text, "cannot ask the kernel for its Landlock version",
			 NULL, step, error);
		break;
	case LLKI_STEP_CREATE:
		put_what(text, "cannot create a ruleset", NULL, step, error);
		break;
	case LLKI_STEP_OPEN:
	case LLKI_STEP_ADD_PATH:
		put_what(text, "cannot allow", what, step, error);
		break;
	case LLKI_STEP_PLAN:
		put_blame(text, plan);
		break;
	case LLKI_STEP_NO_NEW_PRIVS:
		put_what(text, "cannot set no_new_privs", NULL, step, error);
		break;
	case LLKI_STEP_RESTRICT:
		put_restrict(text, plan, error, what);
		break;
	case LLKI_STEP_PIPE:
		put_what(text, "cannot make a pipe to start", what, step,
			 error);
		break;
	case LLKI_STEP_FORK:
		put_what(text, "cannot make a process to start", what, step,
			 error);
		break;
	case LLKI_STEP_EXEC:
		put_what(text, "cannot execute", what, step, error);
		break;
	}
}

int llki_fail(struct llk_ruleset *rs, enum llki_step step, int error,
	      const char *what)
{
	struct llki_text text = llki_text_begin(rs->failure,
						sizeof(rs->failure));

	put_failure(&text, &rs->plan, step, error, what);
	/* From here on the report must not speak of what was not done. */
	if (step >= LLKI_STEP_PLAN)
		rs->plan.error = error;
	errno = error;
	return -1;
}

int llki_fail_rule(struct llk_ruleset *rs, const struct llki_object *on,
		   int error, const char *fault)
{
	struct llki_text text = llki_text_begin(rs->failure,
						sizeof(rs->failure));

	llki_put(&text, fault ? "invalid argument: " : "cannot allow ");
	if (on->path) {
		llki_put_path(&text, on->path);
	} else {
		llki_put(&text, on->kind);
		llki_put_char(&text, ' ');
		llki_put_number(&text, on->number);
	}
	llki_put(&text, ": ");
	if (fault) {
		llki_put(&text, fault);
		llki_put(&text, " (EINVAL)");
	} else {
		llki_put_error(&text, error);
	}
	errno = error;
	return -1;
}

const char *llk_failure(const struct llk_ruleset *rs)
{
	if (!rs)
		return "no ruleset: llk_ruleset_new() was refused (EINVAL: an "
		       "unknown ABI version, class or flag) or out of memory";
	return rs->failure[0] ? rs->failure : "no error";
}
