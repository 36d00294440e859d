/* SPDX-License-Identifier: MIT */
/*
 * Whole policies in one call, made of the other public functions.
 */
#include <errno.h>

#include "internal.h"

static int enforce_and_free(struct llk_ruleset *rs, uint32_t flags)
{
	int level = llk_enforce(rs, flags);

	llk_ruleset_free(rs);
	return level;
}

int llk_deny(int abi, uint32_t classes, uint32_t flags)
{
	struct llk_ruleset *rs;

	/* There will be no ruleset left to ask. */
	if (classes & LLK_EXPLAIN) {
		errno = EINVAL;
		return -1;
	}
	rs = llk_ruleset_new(abi, classes);
	return rs ? enforce_and_free(rs, flags) : -1;
}

int llk_read_only(int abi, uint32_t mode, const char *const paths[],
		  uint32_t flags)
{
	struct llk_ruleset *rs;

	if (mode & ~LLK_BEST_EFFORT) {
		errno = EINVAL;
		return -1;
	}
	rs = llk_ruleset_new(abi, LLK_FS | mode);
	if (!rs)
		return -1;
	llk_exclude(rs, LLK_FS, LLK_READ | LLK_EXECUTE | LLK_DEVICE |
		    LLK_CONNECT_UNIX);
	for (; paths && *paths; paths++)
		llk_allow_path(rs, *paths, LLK_WRITE, 0);
	return enforce_and_free(rs, flags);
}
