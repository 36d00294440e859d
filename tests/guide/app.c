/* SPDX-License-Identifier: MIT */
/* The program app of the guide: enters the sandbox, if the build has one, in
   the directory argv[1]. */
#include <err.h>
#include <unistd.h>

#include "sandbox.h"
#include "try.h"

int main(int argc, char *argv[])
{
	if (argc != 2 || chdir(argv[1]))
		errx(2, "usage: app DIRECTORY");
	enter_sandbox("data");
	try_read("data", "data/file");
	try_read("file", "file");
	return 0;
}
