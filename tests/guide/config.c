/* SPDX-License-Identifier: MIT */
/* Runs a sandbox() of the guide with the permissions and paths of argv[2] and
   on, in the directory argv[1]. */
#include <err.h>
#include <stdio.h>
#include <unistd.h>

#include "try.h"

int sandbox(const char *const config[]);

int main(int argc, char *argv[])
{
	if (argc < 2 || argc % 2 || chdir(argv[1]))
		errx(2, "usage: config DIRECTORY [PERMISSIONS PATH]...");
	printf("sandbox: %d\n", sandbox((const char *const *)(argv + 2)));
	try_read("read settings", "settings");
	try_read("read data", "data/file");
	try_write("write data", "data/file");
	try_read("read", "file");
	try_make_dir("make", "made");
	return 0;
}
