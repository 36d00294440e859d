/* SPDX-License-Identifier: MIT */
/*
 * The same with liblandlock.
 */
#include <err.h>
#include <liblandlock.h>

#include "setup.h"

static void allow(struct llk_ruleset *rs, const struct rule *rule)
{
	switch (rule->kind) {
	case 'd':
		llk_allow_path(rs, rule->path, LLK_READ, 0);
		break;
	case 'f':
		llk_allow_path(rs, rule->path, LLK_FS_READ_FILE, 0);
		break;
	case 'w':
		llk_allow_path(rs, rule->path, LLK_READ | LLK_WRITE, 0);
		break;
	case 'p':
		llk_allow_port(rs, rule->port, LLK_NET_CONNECT_TCP, 0);
	}
}

void set_up(const struct list *list, int layers)
{
	struct llk_ruleset *rs = llk_ruleset_new(PINNED_ABI,
			LLK_FS | LLK_NET | LLK_SCOPE | LLK_BEST_EFFORT);
	size_t i;

	if (!rs)
		err(1, "ruleset");
	for (i = 0; i < list->count; i++)
		allow(rs, &list->rules[i]);
	for (; layers; layers--)
		if (llk_enforce(rs, 0) < 0)
			errx(1, "%s", llk_failure(rs));
	llk_ruleset_free(rs);
}
