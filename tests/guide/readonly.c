/* SPDX-License-Identifier: MIT */
/* Runs a sandbox() of the guide that lets cache/ and /dev/null be written, in
   the directory argv[1]; or that lets argv[2] be. */
#include <err.h>
#include <stdio.h>
#include <unistd.h>

#include "try.h"

int sandbox(const char *const paths[]);

int main(int argc, char *argv[])
{
	const char *const usual[] = { "cache", "/dev/null", NULL };
	const char *const other[] = { argv[argc - 1], NULL };

	if (argc < 2 || chdir(argv[1]))
		errx(2, "usage: readonly DIRECTORY [PATH]");
	printf("sandbox: %d\n", sandbox(argc == 2 ? usual : other));
	try_read("read", "file");
	try_write("write", "file");
	try_truncate("truncate", "file");
	try_write("write cache", "cache/new/file");
	try_rename("save", "cache/new/file", "cache/file");
	try_write("write null", "/dev/null");
	return 0;
}
