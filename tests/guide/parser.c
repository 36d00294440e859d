/* SPDX-License-Identifier: MIT */
/* Runs a parser's sandbox() of the guide in the directory argv[1]. */
#include <err.h>
#include <stdio.h>
#include <unistd.h>

#include "try.h"

int sandbox(void);

int main(int argc, char *argv[])
{
	if (argc != 2 || chdir(argv[1]))
		errx(2, "usage: parser DIRECTORY");
	printf("sandbox: %d\n", sandbox());
	try_read("read", "file");
	try_list("list", ".");
	try_remove("remove", "victim");
	try_connect("connect");
	try_signal("signal");
	return 0;
}
