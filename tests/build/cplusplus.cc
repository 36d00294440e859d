// SPDX-License-Identifier: MIT
// A C++ program that uses the library: the declarations have C linkage, and
// the constants are constants there too.
#include <liblandlock.h>

#include <cerrno>
#include <cstring>

static_assert(LLK_ALL_RIGHTS == UINT64_MAX, "a constant expression");
static_assert((LLK_WRITE & LLK_FS_REFER) != 0, "a constant expression");

int main()
{
	llk_ruleset *rs = llk_ruleset_new(LLK_ABI_LATEST,
					  LLK_FS | LLK_BEST_EFFORT);

	if (!rs || llk_allow_path(rs, "/", LLK_READ, 0))
		return 1;
	if (llk_plan(rs, LLK_ABI_LATEST, 0) != LLK_FULL)
		return 2;
	errno = 0;
	if (llk_allow_path(rs, nullptr, LLK_READ, 0) != -1 || errno != EINVAL)
		return 3;
	llk_ruleset_free(rs);
	const char *name = llk_right_name(LLK_FS, LLK_FS_REFER);
	return !name || std::strcmp(name, "fs.refer") != 0;
}
