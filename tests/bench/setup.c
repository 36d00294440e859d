/* SPDX-License-Identifier: MIT */
/*
 * A whole process that reads a list of rules and restricts itself.  Prints how
 * many nanoseconds the second took.
 */
#include <err.h>
#include <stdio.h>

#include "setup.h"

int main(int argc, char **argv)
{
	unsigned long long start;
	struct list list;

	if (argc != 2)
		errx(1, "usage: setup LIST");
	list_read(&list, argv[1]);
	start = now();
	set_up(&list, 1);
	printf("setup %llu\n", now() - start);
	return 0;
}
