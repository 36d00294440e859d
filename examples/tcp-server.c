/* SPDX-License-Identifier: MIT */
/*
 * tcp-server: clients of one TCP port get files of one directory, by name.
 */
#define _POSIX_C_SOURCE 200809L
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <liblandlock.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void enter_sandbox(unsigned int port)
{
	struct llk_ruleset *rs = llk_ruleset_new(LLK_ABI_LATEST,
			LLK_FS | LLK_NET | LLK_SCOPE | LLK_BEST_EFFORT);
	int level;

	/* An old kernel may lack the rest; send_file() depends on this. */
	llk_require(rs, LLK_FS, LLK_FS_READ_FILE);
	llk_allow_path(rs, ".", LLK_READ, 0);
	llk_allow_port(rs, port, LLK_NET_BIND_TCP, 0);
	/* The first error of all these calls sticks, and is returned here. */
	level = llk_enforce(rs, 0);
	if (level == -1)
		errx(1, "sandbox: %s", llk_failure(rs));
	if (level != LLK_FULL)
		warnx("sandbox: %s", llk_summary(rs));
	llk_ruleset_free(rs);
}

static int bind_port(unsigned int port)
{
	struct sockaddr_in addr = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd == -1 || !bind(fd, (struct sockaddr *)&addr, sizeof(addr)))
		return fd;
	close(fd);
	return -1;
}

/* No check of the name, to show that "../key" and "/etc/passwd" stay closed
   where a server has none, or one with a hole in it. */
static void send_file(int client)
{
	char buf[4096] = "";
	ssize_t size = read(client, buf, sizeof(buf) - 1);
	int fd;

	buf[strcspn(buf, "\r\n")] = '\0';
	fd = open(buf, O_RDONLY | O_NONBLOCK);
	if (fd == -1) {
		dprintf(client, "%s: %s\n", buf, strerror(errno));
		return;
	}
	while ((size = read(fd, buf, sizeof(buf))) > 0 &&
	       write(client, buf, (size_t)size) == size)
		;
	close(fd);
}

int main(int argc, char *argv[])
{
	struct sockaddr_in addr;
	socklen_t size = sizeof(addr);
	unsigned int port;
	int server, client;

	if (argc != 3)
		errx(2, "usage: tcp-server PORT DIRECTORY");
	if (chdir(argv[2]))
		err(1, "%s", argv[2]);
	port = (unsigned int)strtoul(argv[1], NULL, 10);
	signal(SIGPIPE, SIG_IGN);	/* from clients that go away */
	enter_sandbox(port);
	if (bind_port(port ^ 1024) == -1)
		warn("another port");
	if (open("/", O_RDONLY) == -1)
		warn("another directory");
	server = bind_port(port);
	if (server == -1 || listen(server, 8) ||
	    getsockname(server, (struct sockaddr *)&addr, &size))
		err(1, "port %u", port);
	printf("%s is served on port %u\n", argv[2], ntohs(addr.sin_port));
	fflush(stdout);
	for (; (client = accept(server, NULL, NULL)) != -1; close(client))
		send_file(client);
	err(1, "accept");
}
