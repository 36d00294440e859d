/* SPDX-License-Identifier: MIT */
/* The files, ports and the process that sandboxes are tried on. */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "live.h"
#include "try.h"
#include "world.h"

#define RENAME (LLK_FS_REFER | LLK_FS_MAKE_REG | LLK_FS_REMOVE_FILE)
#define OPEN_READ (GRANT_READ | GRANT_ALL)

struct port {
	int listener;
	unsigned int number;
};

unsigned int world_port;
static struct port open_port, closed_port;
static pid_t outsider;

/* To another directory, and back if it went. */
static int rename_across(const char *here, const char *there)
{
	const int error = try_rename(here, there);

	if (!error)
		must_give(try_rename(there, here), 0);
	return error;
}

static int read_closed(void)
{
	return try_open("closed/file", O_RDONLY);
}

static int write_closed(void)
{
	return try_open("closed/file", O_WRONLY);
}

static int list_closed(void)
{
	return try_readdir("closed");
}

static int cut_closed(void)
{
	return try_truncate("closed/file");
}

static int rename_closed(void)
{
	return rename_across("closed/from/file", "closed/to/file");
}

static int read_open(void)
{
	return try_open("open/file", O_RDONLY);
}

static int write_open(void)
{
	return try_open("open/file", O_WRONLY);
}

static int list_open(void)
{
	return try_readdir("open");
}

static int cut_open(void)
{
	return try_truncate("open/file");
}

static int rename_open(void)
{
	return rename_across("open/from/file", "open/to/file");
}

static int read_file(void)
{
	return try_open("file", O_RDONLY);
}

static int write_file(void)
{
	return try_open("file", O_WRONLY);
}

static int cut_file(void)
{
	return try_truncate("file");
}

static int read_maybe(void)
{
	return try_open("maybe/file", O_RDONLY);
}

static int rename_maybe(void)
{
	return rename_across("maybe/from/file", "maybe/to/file");
}

/* And take the connection, so that there is room for the next. */
static int connect_to(const struct port *port)
{
	const int error = try_connect(SOCK_STREAM, port->number);

	if (!error)
		must_be(close(accept(port->listener, NULL, NULL)), 0);
	return error;
}

static int connect_closed(void)
{
	return connect_to(&closed_port);
}

static int connect_open(void)
{
	return connect_to(&open_port);
}

static int signal_outsider(void)
{
	return try_kill(outsider, 0);
}

const struct access accesses[ACCESSES] = {
	{ "read closed/file", LLK_FS, LLK_FS_READ_FILE, 0, read_closed },
	{ "write closed/file", LLK_FS, LLK_FS_WRITE_FILE, 0, write_closed },
	{ "list closed", LLK_FS, LLK_FS_READ_DIR, 0, list_closed },
	{ "truncate closed/file", LLK_FS, LLK_FS_TRUNCATE, 0, cut_closed },
	{ "rename in closed", LLK_FS, RENAME, 0, rename_closed },
	{ "read open/file", LLK_FS, LLK_FS_READ_FILE, OPEN_READ, read_open },
	{ "write open/file", LLK_FS, LLK_FS_WRITE_FILE, GRANT_ALL, write_open },
	{ "list open", LLK_FS, LLK_FS_READ_DIR, OPEN_READ, list_open },
	{ "truncate open/file", LLK_FS, LLK_FS_TRUNCATE, GRANT_ALL, cut_open },
	{ "rename in open", LLK_FS, RENAME, GRANT_ALL, rename_open },
	{ "read file", LLK_FS, LLK_FS_READ_FILE, GRANT_FILE, read_file },
	{ "write file", LLK_FS, LLK_FS_WRITE_FILE, GRANT_FILE, write_file },
	{ "truncate file", LLK_FS, LLK_FS_TRUNCATE, GRANT_FILE, cut_file },
	{ "read maybe/file", LLK_FS, LLK_FS_READ_FILE, GRANT_MAYBE,
	  read_maybe },
	{ "rename in maybe", LLK_FS, RENAME, GRANT_MAYBE, rename_maybe },
	{ "connect", LLK_NET, LLK_NET_CONNECT_TCP, 0, connect_closed },
	{ "connect to the open port", LLK_NET, LLK_NET_CONNECT_TCP, GRANT_PORT,
	  connect_open },
	{ "signal another process", LLK_SCOPE, LLK_SCOPE_SIGNAL, 0,
	  signal_outsider },
};

static void make_directory(const char *name)
{
	static const char *const below[] = { "from", "to" };
	char path[64];

	must_be(mkdir(name, 0755), 0);
	for (size_t i = 0; i < 2; i++) {
		snprintf(path, sizeof(path), "%s/%s", name, below[i]);
		must_be(mkdir(path, 0755), 0);
	}
	snprintf(path, sizeof(path), "%s/file", name);
	live_make_file(path, "");
	snprintf(path, sizeof(path), "%s/from/file", name);
	live_make_file(path, "");
}

/* Stays open for as long as this process and its children live. */
static struct port listen_somewhere(void)
{
	struct sockaddr_in address;
	socklen_t size = sizeof(address);
	const int fd = inet_bind(SOCK_STREAM, 0);

	must(fd >= 0);
	must_be(listen(fd, 8), 0);
	must_be(getsockname(fd, (struct sockaddr *)&address, &size), 0);
	return (struct port){ fd, ntohs(address.sin_port) };
}

void world_make(void)
{
	make_directory("closed");
	make_directory("open");
	make_directory("maybe");
	live_make_file("file", "");
	closed_port = listen_somewhere();
	open_port = listen_somewhere();
	world_port = open_port.number;
	outsider = getpid();
}

int world_fds(void)
{
	int count = 0;

	for (int fd = 0; fd < 64; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

void world_look(struct look *look)
{
	for (size_t i = 0; i < ACCESSES; i++)
		look->errors[i] = accesses[i].try();
	look->fds = world_fds();
	look->no_new_privs = live_no_new_privs();
}
