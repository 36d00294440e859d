/* SPDX-License-Identifier: MIT */
/* Runs a start() of the guide, whose pool is one thread that begins its work
   after that, in the directory argv[1]. */
#include <err.h>
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

#include "try.h"

int start(const char *data);
void start_pool(void);

static int work[2];
static pthread_t worker;

static void *pool(void *unused)
{
	char job;

	if (read(work[0], &job, 1) != 1)
		errx(2, "no work");
	try_read("pool", "file");
	try_read("pool data", "data/file");
	return unused;
}

void start_pool(void)
{
	if (pthread_create(&worker, NULL, pool, NULL))
		errx(2, "pthread_create");
}

int main(int argc, char *argv[])
{
	int level;

	if (argc != 2 || chdir(argv[1]) || pipe(work))
		errx(2, "usage: pool DIRECTORY");
	level = start("data");
	printf("sandbox: %d\n", level);
	try_read("main", "file");
	if (write(work[1], "", 1) != 1 || pthread_join(worker, NULL))
		errx(2, "the pool");
	return 0;
}
