/* SPDX-License-Identifier: MIT */
/*
 * The smallest real user: at most fifteen lines restrict it to the directory
 * argv[1].  Its exit status says whether argv[2], which is in there, can be
 * read and argv[3], which is not, cannot.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <liblandlock.h>
#include <unistd.h>

/* begin */
static void sandbox(const char *directory)
{
	struct llk_ruleset *rs = llk_ruleset_new(LLK_ABI_LATEST,
			LLK_FS | LLK_NET | LLK_SCOPE | LLK_BEST_EFFORT);
	llk_allow_path(rs, directory, LLK_READ, 0);
	switch (llk_enforce(rs, 0)) {
	case -1:	errx(1, "sandbox: %s", llk_failure(rs));
	case LLK_FULL:	break;
	default:	warnx("sandbox: %s", llk_summary(rs));
	}
	llk_ruleset_free(rs);
}
/* end */

int main(int argc, char **argv)
{
	if (argc != 4)
		return 2;
	sandbox(argv[1]);
	if (open(argv[2], O_RDONLY) < 0)
		err(1, "%s should be readable", argv[2]);
	if (open(argv[3], O_RDONLY) < 0 && errno == EACCES)
		_exit(0);
	if (llk_kernel_abi() < 0)
		_exit(77);
	errx(1, "%s should be denied", argv[3]);
}
