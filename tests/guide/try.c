/* SPDX-License-Identifier: MIT */
/* The attempts of try.h. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "try.h"

static void tell(const char *name, int ret)
{
	if (ret >= 0)
		printf("%s: allowed\n", name);
	else if (errno == EACCES)
		printf("%s: EACCES\n", name);
	else if (errno == EPERM)
		printf("%s: EPERM\n", name);
	else if (errno == EXDEV)
		printf("%s: EXDEV\n", name);
	else
		err(2, "%s", name);
	fflush(stdout);
}

static void try_open(const char *name, const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC, 0600);

	tell(name, fd);
	if (fd >= 0)
		close(fd);
}

void try_read(const char *name, const char *path)
{
	try_open(name, path, O_RDONLY);
}

void try_list(const char *name, const char *path)
{
	try_open(name, path, O_RDONLY | O_DIRECTORY);
}

void try_write(const char *name, const char *path)
{
	try_open(name, path, O_WRONLY | O_CREAT);
}

void try_make_dir(const char *name, const char *path)
{
	tell(name, mkdir(path, 0700));
}

void try_remove(const char *name, const char *path)
{
	tell(name, unlink(path));
}

void try_rename(const char *name, const char *from, const char *to)
{
	tell(name, rename(from, to));
}

void try_truncate(const char *name, const char *path)
{
	tell(name, truncate(path, 0));
}

/* Where nobody listens, and even without a network, Landlock is asked first. */
void try_connect(const char *name)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons(9),
		.sin_addr = { htonl(INADDR_LOOPBACK) },
	};
	int ret, sock = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (sock < 0)
		err(2, "socket");
	ret = connect(sock, (struct sockaddr *)&address, sizeof(address));
	tell(name, ret && errno == EACCES ? -1 : 0);
	close(sock);
}

void try_signal(const char *name)
{
	tell(name, kill(getppid(), 0));
}
