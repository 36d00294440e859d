/* SPDX-License-Identifier: MIT */
/*
 * A program with functions of its own by the names that programs gave to the
 * system calls and their helpers.  The library must neither clash with them
 * nor call them.
 */
#define _GNU_SOURCE

#include <liblandlock.h>
#include <string.h>

static int called;

/* PROGRAM_STATIC: "static" or nothing. */
#define OWN(name)				\
	PROGRAM_STATIC int name(void);		\
	PROGRAM_STATIC int name(void)		\
	{					\
		return ++called;		\
	}

OWN(landlock_create_ruleset)
OWN(landlock_add_rule)
OWN(landlock_restrict_self)
OWN(ll_create_ruleset)
OWN(ll_add_rule)
OWN(ll_restrict)
OWN(ll_restrict_self)
OWN(unveil)
OWN(pledge)
OWN(sandbox)

static int own_functions(void)
{
	return landlock_create_ruleset() && landlock_add_rule() &&
	       landlock_restrict_self() && ll_create_ruleset() &&
	       ll_add_rule() && ll_restrict() && ll_restrict_self() &&
	       unveil() && pledge() && sandbox();
}

int main(void)
{
	struct llk_ruleset *rs = llk_ruleset_new(LLK_ABI_LATEST,
			LLK_FS | LLK_NET | LLK_SCOPE | LLK_BEST_EFFORT);
	int level;

	if (!rs || llk_allow_path(rs, "/", LLK_READ, 0))
		return 1;
	level = llk_enforce(rs, 0);
	if (level < 0 || called)
		return 2;
	llk_ruleset_free(rs);
	return !own_functions() || called != 10;
}
