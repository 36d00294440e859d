/* SPDX-License-Identifier: MIT */
/*
 * A program for syscalls.sh to look at from outside: makes a ruleset with a
 * rule for each of its arguments and enforces it.  Two calls that can only
 * fail mark the place.
 */
#include <err.h>
#include <liblandlock.h>
#include <unistd.h>

#define NO_FD (-2)

int main(int argc, char **argv)
{
	struct llk_ruleset *rs;
	int i, level;

	if (llk_kernel_abi() < 0)
		_exit(77);
	close(NO_FD);
	rs = llk_ruleset_new(LLK_ABI_LATEST,
			     LLK_FS | LLK_NET | LLK_SCOPE | LLK_BEST_EFFORT);
	for (i = 1; i < argc; i++)
		llk_allow_path(rs, argv[i], LLK_READ | LLK_WRITE, 0);
	level = llk_enforce(rs, 0);
	if (level < 0)
		err(1, "%s", llk_failure(rs));
	llk_ruleset_free(rs);
	close(NO_FD);
	_exit(level == LLK_NONE);
}
