/* SPDX-License-Identifier: MIT */
/*
 * probe: try one access that a sandbox may deny and say "allowed" or "denied",
 * or be the other side of such a try.  For the tests of the examples.
 *
 * Denied is EACCES or EPERM and nothing else: a port that is in use, or at
 * which nobody listens, was allowed.
 */
#define _POSIX_C_SOURCE 200809L
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <termios.h>
#include <unistd.h>

static void say(int result)
{
	if (result && (errno == EACCES || errno == EPERM))
		puts("denied");
	else
		puts("allowed");
}

static int get_socket(int family, int type)
{
	int fd = socket(family, type, 0);

	if (fd == -1)
		err(2, "socket");
	return fd;
}

static struct sockaddr_in loopback(const char *port)
{
	return (struct sockaddr_in){
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)atoi(port)),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
}

static void try_connect(int type, const char *port)
{
	struct sockaddr_in addr = loopback(port);

	say(connect(get_socket(AF_INET, type), (struct sockaddr *)&addr,
		    sizeof(addr)));
}

static void try_bind(int type, const char *port)
{
	struct sockaddr_in addr = loopback(port);

	say(bind(get_socket(AF_INET, type), (struct sockaddr *)&addr,
		 sizeof(addr)));
}

/* "@name" is an abstract address. */
static socklen_t unix_address(struct sockaddr_un *addr, const char *name)
{
	size_t length = strlen(name);

	*addr = (struct sockaddr_un){ .sun_family = AF_UNIX };
	if (length >= sizeof(addr->sun_path))
		errx(2, "%s: too long", name);
	memcpy(addr->sun_path, name, length);
	if (*name == '@')
		addr->sun_path[0] = '\0';
	return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length +
			   (*name != '@'));
}

static void try_unix(const char *name)
{
	struct sockaddr_un addr;
	socklen_t size = unix_address(&addr, name);

	say(connect(get_socket(AF_UNIX, SOCK_STREAM), (struct sockaddr *)&addr,
		    size));
}

static void try_ioctl(const char *path)
{
	struct termios unused;
	int fd = open(path, O_RDONLY | O_NOCTTY);

	if (fd == -1)
		err(2, "%s", path);
	say(ioctl(fd, TCGETS, &unused));
}

static void try_rename(const char *from, const char *to)
{
	if (!rename(from, to) || errno == EXDEV || errno == EACCES)
		puts(access(to, F_OK) ? "denied" : "allowed");
	else
		err(2, "%s to %s", from, to);
}

static void try_truncate(const char *path)
{
	say(truncate(path, 0));
}

/* Hang up on every client, until standard input ends. */
static void serve(int fd, const char *name)
{
	struct pollfd fds[] = { { .fd = fd, .events = POLLIN },
				{ .fd = STDIN_FILENO, .events = POLLIN } };

	if (listen(fd, 8))
		err(2, "listen");
	puts(name);
	fflush(stdout);
	while (poll(fds, 2, -1) > 0 && !fds[1].revents)
		close(accept(fd, NULL, NULL));
}

static void serve_tcp(void)
{
	struct sockaddr_in addr = loopback("0");
	socklen_t size = sizeof(addr);
	int fd = get_socket(AF_INET, SOCK_STREAM);
	char name[8];

	if (bind(fd, (struct sockaddr *)&addr, size) ||
	    getsockname(fd, (struct sockaddr *)&addr, &size))
		err(77, "no TCP on the loopback address");
	snprintf(name, sizeof(name), "%u", (unsigned)ntohs(addr.sin_port));
	serve(fd, name);
}

static void serve_unix(const char *name)
{
	struct sockaddr_un addr;
	socklen_t size = unix_address(&addr, name);
	int fd = get_socket(AF_UNIX, SOCK_STREAM);

	if (bind(fd, (struct sockaddr *)&addr, size))
		err(2, "%s", name);
	serve(fd, name);
}

/* Send a line to a TCP port, if there is one, and print the answer. */
static void ask(const char *port, const char *line)
{
	struct sockaddr_in addr = loopback(port);
	int fd = get_socket(AF_INET, SOCK_STREAM);
	char buf[4096];
	ssize_t size;

	if (connect(fd, (struct sockaddr *)&addr, sizeof(addr)))
		err(2, "port %s", port);
	if (line)
		dprintf(fd, "%s\n", line);
	while ((size = read(fd, buf, sizeof(buf))) > 0)
		fwrite(buf, 1, (size_t)size, stdout);
}

int main(int argc, char *argv[])
{
	const char *what = argc > 1 ? argv[1] : "";
	const char *arg = argc > 2 ? argv[2] : "0";

	if (!strcmp(what, "connect-tcp"))
		try_connect(SOCK_STREAM, arg);
	else if (!strcmp(what, "bind-tcp"))
		try_bind(SOCK_STREAM, arg);
	else if (!strcmp(what, "connect-udp"))
		try_connect(SOCK_DGRAM, arg);
	else if (!strcmp(what, "bind-udp"))
		try_bind(SOCK_DGRAM, arg);
	else if (!strcmp(what, "unix"))
		try_unix(arg);
	else if (!strcmp(what, "signal"))
		say(kill((pid_t)atoi(arg), 0));
	else if (!strcmp(what, "ioctl"))
		try_ioctl(arg);
	else if (!strcmp(what, "rename") && argc > 3)
		try_rename(arg, argv[3]);
	else if (!strcmp(what, "truncate"))
		try_truncate(arg);
	else if (!strcmp(what, "serve-tcp"))
		serve_tcp();
	else if (!strcmp(what, "serve-unix"))
		serve_unix(arg);
	else if (!strcmp(what, "ask"))
		ask(arg, argc > 3 ? argv[3] : NULL);
	else
		errx(2, "%s: no such probe", what);
	return fflush(stdout) ? 2 : 0;
}
