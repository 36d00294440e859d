/* SPDX-License-Identifier: MIT */
/*
 * The report against itself, against the model and against the kernel.
 */
#include <string.h>

#include "fuzz.h"
#include "report.h"

#define TSYNC		(UINT64_C(1) << 3)
#define PRIVS_FLAG	(UINT64_C(1) << 4)
#define QUIET_FLAG	UINT64_C(1)
#define LOG_FLAGS	UINT32_C(7)

static uint32_t class_of(int c)
{
	return UINT32_C(1) << c;
}

static const char *hex(uint64_t mask)
{
	static char text[4][20];
	static int next;
	char *s = text[next++ % 4];
	int i;

	for (i = 0; i < 16; i++)
		s[i] = "0123456789abcdef"[mask >> (60 - 4 * i) & 15];
	return s;
}

/*
 * Is it a loss of what the ruleset restricts, not of a rule?  Rules by
 * descriptor and on ports have no path either, but what they lose is not the
 * kernel's fault.
 */
static bool is_of_ruleset(const struct llk_ruleset *rs, size_t i)
{
	const int effect = llk_loss_effect(rs, i);

	return !llk_loss_path(rs, i) &&
	       (effect == LLK_WEAKER ||
		(effect == LLK_EQUIVALENT && llk_loss_abi(rs, i)));
}

/* What is lost that way in a class, each right at most once. */
static uint64_t lost(const struct llk_ruleset *rs, int effect, uint32_t cls)
{
	uint64_t all = 0;
	size_t i;

	for (i = 0; i < llk_loss_count(rs); i++) {
		const uint64_t rights = llk_loss_rights(rs, i);

		if (llk_loss_class(rs, i) != cls ||
		    llk_loss_effect(rs, i) != effect ||
		    (effect != LLK_COSMETIC && !is_of_ruleset(rs, i)))
			continue;
		must(!(all & rights), "lost twice: %s", hex(all & rights));
		all |= rights;
	}
	return all;
}

/* ---- against itself ----------------------------------------------------- */

static void check_loss(const struct llk_ruleset *rs, size_t i)
{
	const int effect = llk_loss_effect(rs, i);
	const uint32_t cls = llk_loss_class(rs, i);
	const uint64_t rights = llk_loss_rights(rs, i);
	const int abi = llk_loss_abi(rs, i);

	must(effect >= LLK_WEAKER && effect <= LLK_EQUIVALENT, "%d", effect);
	must(cls && !(cls & (cls - 1)) && cls <= LLK_ADD_RULE, "%x", cls);
	must(rights && !(rights & ~llk_abi_rights(LLK_ABI_LATEST, cls)), "%s",
	     hex(rights));
	must(abi >= 0 && abi <= LLK_ABI_LATEST, "%d", abi);
	if (!abi)
		return;
	must(!(rights & ~llk_abi_rights(abi, cls)), "ABI %d", abi);
	/* The first such version; but all of a class may wait for refer. */
	must(rights & ~llk_abi_rights(abi - 1, cls) ||
	     (cls == LLK_FS && abi == llk_right_abi(cls, LLK_FS_REFER)),
	     "ABI %d", abi);
}

static int level_of_losses(const struct llk_ruleset *rs)
{
	bool enforced = false;
	size_t i;
	int c;

	for (c = 0; c < FAKE_CLASSES; c++)
		enforced |= llk_enforced(rs, class_of(c)) != 0;
	if (!enforced)
		return LLK_NONE;
	for (i = 0; i < llk_loss_count(rs); i++)
		if (llk_loss_effect(rs, i) == LLK_WEAKER)
			return LLK_PARTIAL;
	return LLK_FULL;
}

static void check_class(const struct llk_ruleset *rs, uint32_t cls)
{
	const uint64_t requested = llk_requested(rs, cls);
	const uint64_t enforced = llk_enforced(rs, cls);
	const uint64_t weaker = lost(rs, LLK_WEAKER, cls);
	const uint64_t equivalent = lost(rs, LLK_EQUIVALENT, cls);

	must(!(enforced & ~requested), "enforced %s", hex(enforced));
	must(!(enforced & weaker) && !(enforced & equivalent) &&
	     !(weaker & equivalent), "enforced and lost");
	must((enforced | weaker | equivalent) == requested,
	     "class %x: requested %s, enforced %s, weaker %s", cls,
	     hex(requested), hex(enforced), hex(weaker));
}

/* What the caller cannot do without is there, even after failures. */
static void check_required(const struct llk_ruleset *rs,
			   const struct model *model)
{
	int c;

	for (c = 0; c < FAKE_CLASSES; c++) {
		const uint64_t weaker = lost(rs, LLK_WEAKER, class_of(c));

		must(!(weaker & model->required[c]), "class %x: %s",
		     class_of(c), hex(weaker & model->required[c]));
		/* All files may be dropped, on ABI 1. */
		must(!(weaker & fake_abi_rights(model->require_abi, c)) ||
		     (c == FAKE_FS && model->require_abi == 1),
		     "class %x: %s", class_of(c), hex(weaker));
	}
	if (!(model->flags & LLK_BEST_EFFORT))
		must(llk_level(rs) == LLK_FULL, "strict, and level %d",
		     llk_level(rs));
}

void report_must_hold(const struct llk_ruleset *rs, const struct model *model)
{
	const size_t count = llk_loss_count(rs);
	size_t i;
	int c;

	for (i = 0; i < count; i++)
		check_loss(rs, i);
	must(!llk_loss_effect(rs, count) && !llk_loss_class(rs, count) &&
	     !llk_loss_rights(rs, count) && !llk_loss_abi(rs, count) &&
	     !llk_loss_path(rs, count), "a loss too many");
	for (c = 0; c < FAKE_CLASSES; c++)
		check_class(rs, class_of(c));
	must(llk_level(rs) == level_of_losses(rs), "level %d", llk_level(rs));
	check_required(rs, model);
}

void report_must_be_empty(const struct llk_ruleset *rs)
{
	int c;

	must(llk_level(rs) == LLK_NONE, "level %d", llk_level(rs));
	for (c = 0; c < FAKE_CLASSES; c++)
		must(!llk_enforced(rs, class_of(c)), "enforced %s",
		     hex(llk_enforced(rs, class_of(c))));
}

/* ---- against the model -------------------------------------------------- */

static bool has_loss(const struct llk_ruleset *rs, int effect, uint64_t rights,
		     const char *path)
{
	size_t i;

	for (i = 0; i < llk_loss_count(rs); i++) {
		const char *of = llk_loss_path(rs, i);

		if (llk_loss_effect(rs, i) == effect &&
		    llk_loss_rights(rs, i) & rights &&
		    (of == path || (of && path && !strcmp(of, path))))
			return true;
	}
	return false;
}

/* What is allowed and yet denied, no more and no less. */
static void check_tighter(const struct llk_ruleset *rs,
			  const struct model *model,
			  const struct model_plan *plan)
{
	const bool refer = plan->requested[FAKE_FS] & LLK_FS_REFER;
	int count = plan->denies_refer && !refer;
	size_t i;

	for (i = 0; i < model->rules_count; i++) {
		const struct model_rule *rule = &model->rules[i];

		if (rule->cls != LLK_FS)
			continue;
		if (!rule->node)
			count += (rule->rights & plan->enforced[FAKE_FS]) != 0;
		else if (model_granted(rule) & LLK_FS_REFER)
			count += plan->denies_refer && refer;
	}
	for (i = 0; i < llk_loss_count(rs); i++)
		count -= llk_loss_effect(rs, i) == LLK_TIGHTER;
	must(!count, "%d TIGHTER too few", count);
}

/* What a rule cannot give is in the report, with its path. */
static void check_rules(const struct llk_ruleset *rs, const struct model *model,
			const struct model_plan *plan)
{
	size_t i;

	for (i = 0; i < model->rules_count; i++) {
		const struct model_rule *rule = &model->rules[i];
		const uint64_t given = rule->rights & plan->enforced[FAKE_FS];

		if (rule->cls != LLK_FS)
			continue;
		if (given && !rule->node)
			must(has_loss(rs, LLK_TIGHTER, given, rule->path),
			     "a missing path is not reported");
		if (given & ~model_granted(rule) && rule->node)
			must(has_loss(rs, LLK_EQUIVALENT, given, rule->path),
			     "a trimmed rule is not reported");
		if (plan->denies_refer && model_granted(rule) & LLK_FS_REFER &&
		    plan->requested[FAKE_FS] & LLK_FS_REFER)
			must(has_loss(rs, LLK_TIGHTER, LLK_FS_REFER,
				      rule->path), "refer is not reported");
	}
}

static uint64_t quiet_wanted(const struct model *model,
			     const struct model_plan *plan)
{
	return (model->quiet[FAKE_FS] & plan->enforced[FAKE_FS]) |
	       (model->quiet[FAKE_NET] & plan->enforced[FAKE_NET]) |
	       (model->quiet[FAKE_SCOPE] & plan->enforced[FAKE_SCOPE]);
}

static void check_flags(const struct llk_ruleset *rs, const struct model *model,
			const struct model_kernel *kernel, uint32_t flags,
			const struct model_plan *plan)
{
	const bool by_prctl = plan->layer && !(flags & LLK_NO_NEW_PRIVS_NEVER) &&
			      !(kernel->restrict_flags & PRIVS_FLAG);
	const uint64_t equivalent = (by_prctl ? PRIVS_FLAG : 0) |
		(plan->threads_effect == LLK_EQUIVALENT ? TSYNC : 0);

	must(lost(rs, LLK_EQUIVALENT, LLK_RESTRICT_SELF) == equivalent,
	     "%s is not %s",
	     hex(lost(rs, LLK_EQUIVALENT, LLK_RESTRICT_SELF)), hex(equivalent));
	must(lost(rs, LLK_WEAKER, LLK_RESTRICT_SELF) ==
	     (plan->threads_effect == LLK_WEAKER ? TSYNC : 0), "threads");
	must(lost(rs, LLK_COSMETIC, LLK_RESTRICT_SELF) ==
	     (flags & LOG_FLAGS & ~plan->restrict_flags), "logs");
	must(lost(rs, LLK_COSMETIC, LLK_ADD_RULE) ==
	     (quiet_wanted(model, plan) && !kernel->quiet ? QUIET_FLAG : 0),
	     "quiet");
}

void report_must_match(const struct llk_ruleset *rs, const struct model *model,
		       const struct model_kernel *kernel, uint32_t flags,
		       const struct model_plan *plan)
{
	int c;

	must(llk_level(rs) == plan->level, "level %d, not %d", llk_level(rs),
	     plan->level);
	for (c = 0; c < FAKE_CLASSES; c++) {
		const uint32_t cls = class_of(c);

		must(llk_requested(rs, cls) == plan->requested[c],
		     "class %x: %s", cls, hex(llk_requested(rs, cls)));
		must(llk_enforced(rs, cls) == plan->enforced[c],
		     "class %x: %s is not %s", cls, hex(llk_enforced(rs, cls)),
		     hex(plan->enforced[c]));
		must(lost(rs, LLK_WEAKER, cls) == plan->weaker[c],
		     "class %x: %s", cls, hex(lost(rs, LLK_WEAKER, cls)));
	}
	must(has_loss(rs, LLK_TIGHTER, LLK_FS_REFER, NULL) ||
	     !plan->denies_refer ||
	     plan->requested[FAKE_FS] & LLK_FS_REFER, "refer");
	check_flags(rs, model, kernel, flags, plan);
	check_tighter(rs, model, plan);
	check_rules(rs, model, plan);
}

/* ---- against the kernel ------------------------------------------------- */

static void check_quiet_rules(const struct model *model,
			      const struct fake_ruleset *layer)
{
	size_t i;

	for (i = 0; i < model->rules_count; i++) {
		const struct model_rule *rule = &model->rules[i];

		if (!(rule->flags & LLK_QUIET) ||
		    !layer->quiet[model_class(rule->cls)])
			continue;
		if (rule->node)
			must(fake_is_quiet(rule->node->path), "%s is loud",
			     rule->node->path);
		if (rule->cls == LLK_NET && !fake.kernel.no_inet)
			must(fake_is_quiet_port(rule->first), "port %u is loud",
			     rule->first);
	}
}

void report_must_match_layer(const struct llk_ruleset *rs,
			     const struct model *model)
{
	const struct fake_ruleset *layer = fake_layer_ruleset(fake.layers - 1);
	int c;

	for (c = 0; c < FAKE_CLASSES; c++) {
		const uint64_t enforced = llk_enforced(rs, class_of(c));
		uint64_t handled = layer->handled[c];

		/* Handled to be granted everywhere. */
		if (c == FAKE_FS &&
		    !(model_requested(model, c) & LLK_FS_REFER))
			handled &= ~LLK_FS_REFER;
		must(handled == enforced, "class %x: handles %s, reports %s",
		     class_of(c), hex(handled), hex(enforced));
		must(!(layer->quiet[c] & ~(model->quiet[c] & enforced)),
		     "class %x: quiet %s", class_of(c), hex(layer->quiet[c]));
	}
	if (!model->tainted)
		check_quiet_rules(model, layer);
}
