/* SPDX-License-Identifier: MIT */
/*
 * The answers of explain.c in words: which rule allows a right, or what would.
 */
#include <errno.h>

#include "internal.h"

/* Why a right is not restricted. */
static void put_free(struct llki_text *text, const struct llk_ruleset *rs,
		     const struct llki_right *right)
{
	const struct llki_plan *plan = &rs->plan;
	size_t i;

	llki_put(text, "not restricted: ");
	if (!llki_carried_out(rs)) {
		llki_put_state(text, rs);
		return;
	}
	if (!(llk_requested(rs, right->cls) & right->bit)) {
		llki_put(text, "the ruleset does not restrict it");
		return;
	}
	for (i = 0; i < plan->losses_count; i++) {
		const struct llki_loss *loss = &plan->losses[i];

		if (loss->cls == right->cls && loss->rights & right->bit &&
		    !plan->absent) {
			llki_put_reason(text, plan, loss);
			return;
		}
	}
	llki_put_kernel(text, plan);
}

/* Which rule is missing.  @path is NULL for a port. */
static void put_denied(struct llki_text *text, const struct llk_ruleset *rs,
		       const struct llki_right *right, const char *path,
		       unsigned int port, bool on_file)
{
	llki_put(text, "denied: ");
	if (!(llk_enforced(rs, right->cls) & right->bit)) {
		llki_put(text, "the kernel denies it in every sandbox, and no "
			 "rule can allow it; that needs ");
		llki_put_abi(text, right->abi);
		return;
	}
	if (on_file && !right->on_file) {
		llki_put(text, "only a rule on a directory above can allow ");
		llki_put_constant(text, llk_right_name(right->cls, right->bit));
		return;
	}
	if (path) {
		llki_put(text, "llk_allow_path(rs, ");
		llki_put_path(text, path);
	} else {
		llki_put(text, "llk_allow_port(rs, ");
		llki_put_number(text, port);
	}
	llki_put(text, ", ");
	llki_put_constant(text, llk_right_name(right->cls, right->bit));
	llki_put(text, ", 0) would allow it");
}

static void put_verdict(struct llki_text *text, const struct llk_ruleset *rs,
			const struct llki_right *right,
			const struct llki_verdict *verdict, const char *path,
			unsigned int port)
{
	uint64_t restricted =
		llki_restricted(rs, llki_class_index(right->cls));
	unsigned int bit = 0;

	while (right->bit >> bit != 1)
		bit++;
	llki_put(text, llk_right_name(right->cls, right->bit));
	llki_put(text, ": ");
	if (!(restricted & right->bit)) {
		put_free(text, rs, right);
	} else if (verdict->by[bit]) {
		llki_put(text, "allowed by ");
		llki_put_rule(text, verdict->by[bit]);
	} else {
		put_denied(text, rs, right, path, port,
			   path && !verdict->is_dir);
	}
	llki_put_char(text, '\n');
}

/* A question that has no answer. */
static void put_unanswered(struct llki_text *text, const struct llk_ruleset *rs,
			   const char *path, int error)
{
	if (!rs) {
		llki_put(text, "no ruleset");
	} else if (rs->sticky) {
		llki_put(text, llk_failure(rs));
	} else if (!(rs->request.flags & LLK_EXPLAIN)) {
		llki_put(text, "not known: llk_ruleset_new() was called "
			 "without LLK_EXPLAIN");
	} else if (error == EINVAL) {
		llki_put(text, "invalid argument: the path is NULL, the port "
			 "is above 65535, or an access right is unknown "
			 "(EINVAL)");
	} else {
		llki_put(text, "cannot look at ");
		llki_put_path(text, path);
		llki_put(text, ": ");
		llki_put_error(text, error);
		if (error == ENOENT)
			llki_put(text, ": to make it, ask about the directory");
	}
	llki_put_char(text, '\n');
}

static void put_verdicts(struct llki_text *text, const struct llk_ruleset *rs,
			 uint32_t cls, uint64_t rights,
			 const struct llki_verdict *verdict, const char *path,
			 unsigned int port)
{
	size_t i;

	for (i = 0; i < llki_rights_count; i++)
		if (llki_rights[i].cls == cls && llki_rights[i].bit & rights)
			put_verdict(text, rs, &llki_rights[i], verdict, path,
				    port);
}

size_t llk_explain_path(const struct llk_ruleset *rs, const char *path,
			uint64_t rights, char *buf, size_t size)
{
	struct llki_text text = llki_text_begin(buf, size);
	struct llki_verdict verdict;

	if (llki_judge_path(rs, path, rights, &verdict))
		put_unanswered(&text, rs, path, errno);
	else
		put_verdicts(&text, rs, LLK_FS, rights, &verdict, path, 0);
	return text.length;
}

size_t llk_explain_port(const struct llk_ruleset *rs, unsigned int port,
			uint64_t rights, char *buf, size_t size)
{
	struct llki_text text = llki_text_begin(buf, size);
	struct llki_verdict verdict;

	if (llki_judge_port(rs, port, rights, &verdict))
		put_unanswered(&text, rs, NULL, errno);
	else
		put_verdicts(&text, rs, LLK_NET, rights, &verdict, NULL, port);
	return text.length;
}
