/* SPDX-License-Identifier: MIT */
/* Runs the old sandbox() of the guide's last section in the directory
   argv[1]. */
#include <err.h>
#include <stdio.h>
#include <unistd.h>

#include "try.h"

int sandbox(void);

int main(int argc, char *argv[])
{
	if (argc != 2 || chdir(argv[1]))
		errx(2, "usage: optional DIRECTORY");
	printf("sandbox: %d\n", sandbox());
	try_write("write", "file");
	try_truncate("truncate", "file");
	return 0;
}
