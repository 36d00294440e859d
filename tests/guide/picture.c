/* SPDX-License-Identifier: MIT */
/*
 * What the library says about the request of doc/degradation.svg, which is in
 * request.h, in the order of the picture: a line for each thing, with the class
 * that the picture gives it.
 */
#include <err.h>
#include <liblandlock.h>
#include <stdio.h>

#define OLD_ABI 2

static struct llk_ruleset *rs;
static int abi, level;

/* The picture's request, on a kernel of version abi. */
#define llk_enforce(ruleset, flags) (level = llk_plan(ruleset, abi, flags))

static void plan(int version)
{
	abi = version;
#include "request.h"
	if (level == -1)
		errx(1, "ABI %d: %s", abi, llk_failure(rs));
}

static int count(uint64_t rights)
{
	int n = 0;

	for (; rights; rights &= rights - 1)
		n++;
	return n;
}

static int known(int version, uint32_t cls)
{
	return count(llk_abi_rights(version, cls));
}

static void print_accepted(void)
{
	const uint32_t classes[] = { LLK_FS, LLK_NET, LLK_SCOPE };
	size_t i;

	for (i = 0; i < 3; i++)
		printf("accepts: %d of %d rights\n", known(OLD_ABI, classes[i]),
		       known(LLK_ABI_LATEST, classes[i]));
	printf("accepts: %d of %d\n",
	       known(OLD_ABI, LLK_RESTRICT_SELF) + known(OLD_ABI, LLK_ADD_RULE),
	       known(LLK_ABI_LATEST, LLK_RESTRICT_SELF) +
	       known(LLK_ABI_LATEST, LLK_ADD_RULE));
}

static void print_rights(const char *what, uint32_t cls, uint64_t rights)
{
	unsigned int bit;

	for (bit = 0; bit < 64; bit++)
		if (rights >> bit & 1)
			printf("%s: %s\n", what,
			       llk_right_name(cls, UINT64_C(1) << bit));
}

static void print_losses(void)
{
	const char *const names[] = { "", "WEAKER", "TIGHTER", "COSMETIC",
				      "EQUIVALENT" };
	const char *effect;
	size_t i;

	for (i = 0; i < llk_loss_count(rs); i++) {
		effect = names[llk_loss_effect(rs, i)];
		if (llk_loss_path(rs, i))
			printf("%s: %s\n", effect, llk_loss_path(rs, i));
		else
			print_rights(effect, llk_loss_class(rs, i),
				     llk_loss_rights(rs, i));
	}
}

int main(void)
{
	const char *const levels[] = { "full", "partial", "none" };
	int i;

	print_accepted();
	for (i = 0; i <= LLK_ABI_LATEST; i++) {
		plan(i);
		printf("cell: %s\nlinux: %s\n", levels[level],
		       i ? llk_abi_linux(i) : "none");
		if (i == OLD_ABI) {
			print_rights("restricted", LLK_FS,
				     llk_enforced(rs, LLK_FS));
			print_rights("restricted", LLK_NET,
				     llk_enforced(rs, LLK_NET));
			print_losses();
		}
		llk_ruleset_free(rs);
	}
	return 0;
}
