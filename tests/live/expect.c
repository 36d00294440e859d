/* SPDX-License-Identifier: MIT */
/* Turns the library's report into what the kernel must answer. */
#include "live.h"
#include "expect.h"

struct llk_ruleset *best_effort(uint32_t classes)
{
	struct llk_ruleset *rs = llk_ruleset_new(LLK_ABI_LATEST,
						 classes | LLK_BEST_EFFORT);

	must(rs);
	return rs;
}

struct llk_ruleset *best_effort_only(uint32_t cls, uint64_t rights)
{
	struct llk_ruleset *rs = best_effort(cls);

	must_be(llk_exclude(rs, cls, llk_abi_rights(LLK_ABI_LATEST, cls) &
				     ~rights), 0);
	return rs;
}

bool has_loss(const struct llk_ruleset *rs, int effect, uint32_t cls,
	      uint64_t rights)
{
	for (size_t i = 0; i < llk_loss_count(rs); i++)
		if ((!effect || llk_loss_effect(rs, i) == effect) &&
		    llk_loss_class(rs, i) == cls &&
		    (llk_loss_rights(rs, i) & rights))
			return true;
	return false;
}

uint64_t withheld(const struct llk_ruleset *rs, uint32_t cls)
{
	uint64_t rights = 0;

	for (size_t i = 0; i < llk_loss_count(rs); i++)
		if (llk_loss_effect(rs, i) == LLK_TIGHTER &&
		    llk_loss_class(rs, i) == cls && llk_loss_abi(rs, i))
			rights |= llk_loss_rights(rs, i);
	return rights;
}

uint64_t restricted(const struct llk_ruleset *rs, uint32_t cls)
{
	uint64_t rights = llk_enforced(rs, cls);

	for (size_t i = 0; i < llk_loss_count(rs); i++) {
		const int effect = llk_loss_effect(rs, i);

		if (llk_loss_class(rs, i) != cls || llk_loss_path(rs, i))
			continue;
		if (effect == LLK_EQUIVALENT)
			rights |= llk_loss_rights(rs, i) &
				  llk_requested(rs, cls);
		else if (effect == LLK_TIGHTER)
			rights |= llk_loss_rights(rs, i);
	}
	return rights;
}

int denied(const struct llk_ruleset *rs, uint32_t cls, uint64_t rights,
	   int error)
{
	return restricted(rs, cls) & rights ? error : 0;
}

void must_be_consistent(const struct llk_ruleset *rs)
{
	static const uint32_t classes[] = { LLK_FS, LLK_NET, LLK_SCOPE };
	uint64_t enforced = 0;
	bool weaker = false;

	for (size_t i = 0; i < llk_loss_count(rs); i++)
		weaker |= llk_loss_effect(rs, i) == LLK_WEAKER;
	for (size_t i = 0; i < 3; i++) {
		const uint64_t requested = llk_requested(rs, classes[i]);
		uint64_t accounted = llk_enforced(rs, classes[i]);

		enforced |= accounted;
		must(!(accounted & ~requested));
		for (size_t j = 0; j < llk_loss_count(rs); j++)
			if (llk_loss_class(rs, j) == classes[i] &&
			    llk_loss_effect(rs, j) != LLK_COSMETIC)
				accounted |= llk_loss_rights(rs, j);
		must(!(requested & ~accounted));
	}
	must_be(llk_level(rs) == LLK_NONE, !enforced);
	must_be(llk_level(rs) == LLK_FULL, enforced && !weaker);
}

int must_enforce(struct llk_ruleset *rs, uint32_t flags)
{
	const int level = llk_enforce(rs, flags);

	must(level >= 0);
	must_be(llk_level(rs), level);
	must_be_consistent(rs);
	return level;
}

bool kernel_has_flag(const char *name)
{
	const int abi = llk_kernel_abi();
	uint64_t flag;
	uint32_t cls;

	must_be(llk_right_from_name(name, &cls, &flag), 0);
	if (abi <= 0)
		return false;
	return llk_abi_rights(abi < LLK_ABI_LATEST ? abi : LLK_ABI_LATEST,
			      cls) & flag;
}
