/* SPDX-License-Identifier: MIT */
/* Runs the sandbox() that README.md or liblandlock.h begins with, which lets
   app/ be written, in the directory argv[1]. */
#include "first.c"
#include <unistd.h>

#include "try.h"

int main(int argc, char *argv[])
{
	if (argc != 2 || chdir(argv[1]))
		errx(2, "usage: readme DIRECTORY");
	sandbox();
	try_read("read /usr", "/usr");
	try_write("write app", "app/file");
	try_read("read", "file");
	try_connect("connect");
	try_signal("signal");
	return 0;
}
