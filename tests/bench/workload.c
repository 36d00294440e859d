/* SPDX-License-Identifier: MIT */
/*
 * What restricted programs do, under a sandbox or none: nanoseconds for each
 * call of open, stat, read, rename and connect.
 *
 *	workload LAYERS LIST DIRECTORY TIMES
 *
 * Works on DIRECTORY/file, which may be made, read and renamed.  With 0 layers
 * nothing is restricted.
 */
#define _GNU_SOURCE

#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "setup.h"

/* Nobody listens here: a connection that is allowed is refused at once. */
#define PORT	9

static void do_open(void)
{
	int fd = open("file", O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		err(1, "open");
	close(fd);
}

static void do_stat(void)
{
	struct stat st;

	if (stat("file", &st))
		err(1, "stat");
}

static int opened;

static void do_read(void)
{
	char byte;

	if (pread(opened, &byte, 1, 0) != 1)
		err(1, "read");
}

/* There and back, between two directories. */
static void do_rename(void)
{
	if (rename("file", "below/file") || rename("below/file", "file"))
		err(1, "rename");
}

static void do_connect(void)
{
	struct sockaddr_in to = {
		.sin_family = AF_INET,
		.sin_port = htons(PORT),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || !connect(fd, (struct sockaddr *)&to, sizeof(to)) ||
	    errno != ECONNREFUSED)
		err(1, "connect");
	close(fd);
}

static void run(const char *name, void (*call)(void), int times)
{
	unsigned long long start;
	int i;

	call();
	start = now();
	for (i = 0; i < times; i++)
		call();
	printf("%s %llu\n", name, (now() - start) / (unsigned int)times);
}

int main(int argc, char **argv)
{
	struct list list;
	int layers, times;

	if (argc != 5 || (times = atoi(argv[4])) < 1)
		errx(1, "usage: workload LAYERS LIST DIRECTORY TIMES");
	layers = atoi(argv[1]);
	list_read(&list, argv[2]);
	if (chdir(argv[3]))
		err(1, "%s", argv[3]);
	mkdir("below", 0700);
	opened = open("file", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (opened < 0 || write(opened, "x", 1) != 1)
		err(1, "file");
	if (layers)
		set_up(&list, layers);
	run("open", do_open, times);
	run("stat", do_stat, times);
	run("read", do_read, times);
	run("rename", do_rename, times);
	run("connect", do_connect, times);
	return 0;
}
