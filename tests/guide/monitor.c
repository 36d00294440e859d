/* SPDX-License-Identifier: MIT */
/* Runs a sandbox() of the guide in one thread, which may use state/, in the
   directory argv[1]. */
#include <err.h>
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

#include "try.h"

int sandbox(const char *state);

static void *monitor(void *unused)
{
	printf("sandbox: %d\n", sandbox("state"));
	try_write("monitor writes", "state/new/file");
	try_rename("monitor saves", "state/new/file", "state/file");
	try_read("monitor reads", "file");
	return unused;
}

int main(int argc, char *argv[])
{
	pthread_t thread;

	if (argc != 2 || chdir(argv[1]))
		errx(2, "usage: monitor DIRECTORY");
	if (pthread_create(&thread, NULL, monitor, NULL) ||
	    pthread_join(thread, NULL))
		errx(2, "pthread_create");
	try_read("main reads", "file");
	return 0;
}
