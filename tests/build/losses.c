/* SPDX-License-Identifier: MIT */
/*
 * A program for counts.sh to look at: a ruleset with as many rules as its
 * argument says, each of which loses something, and every question about them.
 */
#include <err.h>
#include <liblandlock.h>
#include <stdlib.h>

static size_t ask(const struct llk_ruleset *rs)
{
	size_t i, sum = 0;

	for (i = 0; i < llk_loss_count(rs); i++) {
		sum += (size_t)llk_loss_effect(rs, i) + llk_loss_class(rs, i);
		sum += (size_t)llk_loss_rights(rs, i);
		sum += (size_t)llk_loss_abi(rs, i);
		sum += llk_loss_path(rs, i) != NULL;
	}
	return sum;
}

int main(int argc, char **argv)
{
	int n = argc == 2 ? atoi(argv[1]) : 0;
	uint64_t denied;
	struct llk_ruleset *rs = llk_ruleset_new(1, LLK_FS | LLK_EXPLAIN |
						 LLK_BEST_EFFORT);

	for (; n > 0; n--)
		if (llk_allow_path(rs, "/nowhere/at/all", LLK_READ,
				   LLK_IF_EXISTS))
			errx(1, "%s", llk_failure(rs));
	if (llk_plan(rs, 1, 0) < 0 || !ask(rs) || !llk_summary(rs)[0] ||
	    !llk_report(rs, NULL, 0) ||
	    llk_check_path(rs, "/", LLK_READ, &denied))
		errx(1, "%s", llk_failure(rs));
	llk_ruleset_free(rs);
	return 0;
}
