/* SPDX-License-Identifier: MIT */
/*
 * Questions about the newest plan, as data and as text.
 */
#include "internal.h"

void llki_put_kernel(struct llki_text *text, const struct llki_plan *plan)
{
	if (plan->absent) {
		llki_put(text, llk_absence(plan->absent));
	} else {
		llki_put(text, "the kernel's Landlock ABI is ");
		llki_put_number(text, plan->abi);
	}
}

void llki_put_rule(struct llki_text *text, const struct llki_rule *rule)
{
	if (rule->path) {
		llki_put_path(text, rule->path);
		return;
	}
	if (rule->cls == LLK_FS) {
		llki_put(text, "a rule by descriptor");
		return;
	}
	llki_put(text, "port ");
	llki_put_number(text, rule->first);
	if (rule->last != rule->first) {
		llki_put_char(text, '-');
		llki_put_number(text, rule->last);
	}
}

/* ---- Losses as text ------------------------------------------------------------ */

/* "needs Linux 6.2 (ABI 3)", or that the kernel does not keep its word. */
static void put_needs(struct llki_text *text, const struct llki_plan *plan,
		      const struct llki_loss *loss)
{
	if (plan->abi >= loss->abi) {
		llki_put(text, "the kernel reports ABI ");
		llki_put_number(text, plan->abi);
		llki_put(text, " but refuses it");
		return;
	}
	llki_put(text, "needs ");
	llki_put_abi(text, loss->abi);
}

static void put_lacking(struct llki_text *text, const struct llki_plan *plan,
			const struct llki_loss *loss)
{
	llki_put(text, llk_right_text(loss->cls, loss->rights));
	if (loss->effect == LLK_WEAKER) {
		llki_put(text, ": not restricted; ");
	} else if (loss->effect == LLK_COSMETIC) {
		llki_put(text, ": left out; ");
	} else if (loss->rule) {
		llki_put(text, ": denied in ");
		llki_put_rule(text, loss->rule);
		llki_put(text, " although allowed; ");
	} else {
		llki_put(text, ": denied although not restricted; ");
	}
	if (loss->effect == LLK_COSMETIC && plan->abi >= loss->abi)
		llki_put(text, "nothing is enforced");
	else
		put_needs(text, plan, loss);
}

void llki_put_reason(struct llki_text *text, const struct llki_plan *plan,
		     const struct llki_loss *loss)
{
	switch (loss->reason) {
	case LLKI_LACKS:
		put_lacking(text, plan, loss);
		break;
	case LLKI_ALWAYS_DENIED:
		llki_put(text, llk_right_text(loss->cls, loss->rights));
		llki_put(text, ": the kernel denies it in every sandbox");
		break;
	case LLKI_FS_DROPPED:
		llki_put(text, llk_right_text(loss->cls, loss->rights));
		llki_put(text, ": not restricted, since a rule allows "
			 "fs.refer, which needs ");
		llki_put_abi(text, loss->abi);
		break;
	case LLKI_ONE_THREAD:
		llki_put(text, "the process has one thread: nothing to do");
		break;
	case LLKI_OTHER_THREADS:
		llki_put(text, "other threads than the calling one are not "
			 "restricted; needs ");
		llki_put_abi(text, loss->abi);
		break;
	case LLKI_BY_PRCTL:
		llki_put(text, "set by prctl(2) right before");
		break;
	case LLKI_NO_PATH:
		llki_put_rule(text, loss->rule);
		llki_put(text, " does not exist: nothing is allowed there, "
			 "also if it is made later");
		break;
	case LLKI_NOT_DIRECTORY:
		llki_put_rule(text, loss->rule);
		llki_put(text, " is not a directory: the rule leaves out what "
			 "only a directory has");
		break;
	case LLKI_NOT_RESTRICTED:
		llki_put_rule(text, loss->rule);
		llki_put(text, ": the rule does nothing, the ruleset does not "
			 "restrict these rights");
		break;
	case LLKI_NO_INET:
		llki_put_rule(text, loss->rule);
		llki_put(text, ": the kernel has no TCP or UDP (CONFIG_INET)");
		break;
	}
}

static void put_loss(struct llki_text *text, const struct llki_plan *plan,
		     const struct llki_loss *loss)
{
	static const char effects[][12] = {
		[LLK_WEAKER] = "WEAKER     ",
		[LLK_TIGHTER] = "TIGHTER    ",
		[LLK_COSMETIC] = "COSMETIC   ",
		[LLK_EQUIVALENT] = "EQUIVALENT ",
	};

	llki_put(text, effects[loss->effect]);
	llki_put_rights(text, loss->cls, loss->rights);
	llki_put(text, ": ");
	llki_put_reason(text, plan, loss);
	llki_put_char(text, '\n');
}

/* ---- The report as data ---------------------------------------------------------- */

bool llki_carried_out(const struct llk_ruleset *rs)
{
	return rs && rs->plan.made && !rs->plan.error;
}

int llk_level(const struct llk_ruleset *rs)
{
	return llki_carried_out(rs) ? rs->plan.level : LLK_NONE;
}

uint64_t llk_requested(const struct llk_ruleset *rs, uint32_t cls)
{
	int c = llki_class_index(cls);

	return rs && c >= 0 ? rs->request.requested[c] : 0;
}

uint64_t llk_enforced(const struct llk_ruleset *rs, uint32_t cls)
{
	int c = llki_class_index(cls);

	return llki_carried_out(rs) && c >= 0 ? rs->plan.enforced[c] : 0;
}

/* How many rules lost something.  Looks for them once for each plan, so that
   asking for every loss stays linear. */
static size_t count_lossy(const struct llk_ruleset *rs)
{
	const struct llki_request *request = &rs->request;
	struct llki_lossy *lossy = request->lossy;
	const struct llki_rule *rule;
	struct llki_loss loss;

	if (!lossy)
		return 0;
	if (lossy->found)
		return lossy->count;
	lossy->count = 0;
	for (rule = request->rules; rule; rule = rule->next)
		if (llki_rule_loss(&rs->plan, rule, &loss))
			lossy->rules[lossy->count++] = rule;
	lossy->found = true;
	return lossy->count;
}

size_t llk_loss_count(const struct llk_ruleset *rs)
{
	if (!rs || !rs->plan.made)
		return 0;
	return rs->plan.losses_count + count_lossy(rs);
}

/* Those of the plan, then those of rules. */
static bool loss_at(const struct llk_ruleset *rs, size_t i,
		    struct llki_loss *loss)
{
	if (i >= llk_loss_count(rs))
		return false;
	if (i < rs->plan.losses_count) {
		*loss = rs->plan.losses[i];
		return true;
	}
	i -= rs->plan.losses_count;
	return llki_rule_loss(&rs->plan, rs->request.lossy->rules[i], loss);
}

int llk_loss_effect(const struct llk_ruleset *rs, size_t i)
{
	struct llki_loss loss;

	return loss_at(rs, i, &loss) ? loss.effect : 0;
}

uint32_t llk_loss_class(const struct llk_ruleset *rs, size_t i)
{
	struct llki_loss loss;

	return loss_at(rs, i, &loss) ? loss.cls : 0;
}

uint64_t llk_loss_rights(const struct llk_ruleset *rs, size_t i)
{
	struct llki_loss loss;

	return loss_at(rs, i, &loss) ? loss.rights : 0;
}

int llk_loss_abi(const struct llk_ruleset *rs, size_t i)
{
	struct llki_loss loss;

	return loss_at(rs, i, &loss) ? loss.abi : 0;
}

const char *llk_loss_path(const struct llk_ruleset *rs, size_t i)
{
	struct llki_loss loss;

	return loss_at(rs, i, &loss) && loss.rule ? loss.rule->path : NULL;
}

/* ---- The report as text ------------------------------------------------------------ */

bool llki_put_state(struct llki_text *text, const struct llk_ruleset *rs)
{
	static const char levels[][20] = {
		[LLK_FULL] = "fully enforced",
		[LLK_PARTIAL] = "partially enforced",
		[LLK_NONE] = "nothing is enforced",
	};

	llki_put(text, levels[llk_level(rs)]);
	if (llki_carried_out(rs))
		return true;
	llki_put(text, ": ");
	llki_put(text, rs->failure[0] ? rs->failure :
		 "not tried yet, llk_enforce() was not called");
	return false;
}

/* What is not restricted, with the version that would. */
static void put_missing(struct llki_text *text, const struct llki_plan *plan)
{
	const char *separator = ": not restricted: ";
	size_t i;

	for (i = 0; i < plan->losses_count; i++) {
		const struct llki_loss *loss = &plan->losses[i];

		if (loss->effect != LLK_WEAKER)
			continue;
		llki_put(text, separator);
		separator = ", ";
		if (loss->reason == LLKI_OTHER_THREADS)
			llki_put(text, "threads other than the calling one");
		else
			llki_put_rights(text, loss->cls, loss->rights);
		/* Once for several of the same version. */
		if (i + 1 < plan->losses_count &&
		    plan->losses[i + 1].effect == LLK_WEAKER &&
		    plan->losses[i + 1].abi == loss->abi)
			continue;
		llki_put(text, " [");
		llki_put_abi(text, loss->abi);
		llki_put_char(text, ']');
	}
}

/* How many rules could not be given as they were asked for. */
static void put_tighter(struct llki_text *text, const struct llk_ruleset *rs)
{
	struct llki_loss loss;
	int denied = 0, missing = 0;
	size_t i;

	for (i = 0; loss_at(rs, i, &loss); i++) {
		if (loss.effect != LLK_TIGHTER)
			continue;
		if (loss.reason == LLKI_NO_PATH)
			missing++;
		else
			denied++;
	}
	if (denied) {
		llki_put(text, "; denied although allowed: ");
		llki_put_number(text, denied);
	}
	if (missing) {
		llki_put(text, "; paths that do not exist: ");
		llki_put_number(text, missing);
	}
}

const char *llk_summary(struct llk_ruleset *rs)
{
	struct llki_text text;

	if (!rs)
		return "no ruleset";
	text = llki_text_begin(rs->summary, sizeof(rs->summary));
	if (!llki_put_state(&text, rs))
		return rs->summary;
	if (rs->plan.level == LLK_PARTIAL)
		put_missing(&text, &rs->plan);
	if (rs->plan.level != LLK_FULL) {
		llki_put(&text, "; ");
		llki_put_kernel(&text, &rs->plan);
	}
	put_tighter(&text, rs);
	return rs->summary;
}

static void put_classes(struct llki_text *text, const struct llk_ruleset *rs)
{
	int c;

	for (c = 0; c < LLKI_CLASSES; c++) {
		uint64_t enforced = llk_enforced(rs, llki_class(c));

		if (!enforced)
			continue;
		llki_put(text, "restricted: ");
		llki_put_rights(text, llki_class(c), enforced);
		llki_put_char(text, '\n');
	}
}

size_t llk_report(const struct llk_ruleset *rs, char *buf, size_t size)
{
	struct llki_text text = llki_text_begin(buf, size);
	struct llki_loss loss;
	size_t i;

	if (!rs) {
		llki_put(&text, "no ruleset\n");
		return text.length;
	}
	if (llki_put_state(&text, rs)) {
		llki_put(&text, "; ");
		llki_put_kernel(&text, &rs->plan);
	}
	llki_put_char(&text, '\n');
	put_classes(&text, rs);
	for (i = 0; loss_at(rs, i, &loss); i++)
		put_loss(&text, &rs->plan, &loss);
	return text.length;
}
