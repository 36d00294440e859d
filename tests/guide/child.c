/* SPDX-License-Identifier: MIT */
/*
 * Runs a shell by a run() of the guide, in the directory argv[1], with all of
 * the kernel's layers used up if there is an argv[2].  The shell may write in
 * the directory data.
 */
#include <err.h>
#include <liblandlock.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "try.h"

pid_t run(const char *dir, char *const argv[]);

/* Layers that deny nothing which is tried here. */
static void use_up_layers(void)
{
	struct llk_ruleset *rs = llk_ruleset_new(1, LLK_FS | LLK_BEST_EFFORT);
	uint64_t all = llk_abi_rights(LLK_ABI_LATEST, LLK_FS);

	llk_exclude(rs, LLK_FS, all & ~LLK_FS_MAKE_BLOCK);
	while (llk_layers_left() > 0)
		if (llk_enforce(rs, 0) != LLK_FULL)
			errx(2, "layer: %s", llk_failure(rs));
	llk_ruleset_free(rs);
}

int main(int argc, char *argv[])
{
	char script[] = "echo x >data/file; echo x >file";
	char *const shell[] = { "/bin/sh", "-c", script, NULL };
	int status;
	pid_t pid;

	if (argc < 2 || chdir(argv[1]))
		errx(2, "usage: child DIRECTORY [full]");
	if (argc > 2)
		use_up_layers();
	pid = run("data", shell);
	if (pid == -1) {
		puts("no child");
		return 0;
	}
	if (waitpid(pid, &status, 0) != pid)
		err(2, "waitpid");
	printf("child: %d\n", status);
	try_write("parent", "file");
	return 0;
}
