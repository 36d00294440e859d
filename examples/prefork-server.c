/* SPDX-License-Identifier: MIT */
/*
 * prefork-server: a parent prepares a sandbox, each of its workers enters it.
 */
#define _POSIX_C_SOURCE 200809L
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <liblandlock.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORKERS 3

/* Whatever may fail for a path does so here, once, with all privileges. */
static struct llk_ruleset *prepare(const char *file)
{
	struct llk_ruleset *rs = llk_ruleset_new(LLK_ABI_LATEST,
			LLK_FS | LLK_NET | LLK_SCOPE | LLK_BEST_EFFORT);

	llk_allow_path(rs, file, LLK_READ, 0);
	if (llk_prepare(rs))
		errx(1, "sandbox: %s", llk_failure(rs));
	if (llk_level(rs) != LLK_FULL)
		warnx("sandbox: %s", llk_summary(rs));
	return rs;
}

/* Workers inherit the socket: none of them has to be allowed to bind. */
static int start_listening(void)
{
	struct sockaddr_in addr = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t size = sizeof(addr);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd == -1 || bind(fd, (struct sockaddr *)&addr, size) ||
	    listen(fd, 8) || getsockname(fd, (struct sockaddr *)&addr, &size))
		err(1, "cannot listen");
	printf("listening on port %u\n", ntohs(addr.sin_port));
	fflush(stdout);
	return fd;
}

static const char *try_open(const char *path)
{
	int fd = open(path, O_RDONLY);

	if (fd == -1)
		return strerror(errno);
	close(fd);
	return "can be opened";
}

static _Noreturn void work(struct llk_ruleset *rs, int server, const char *file)
{
	int client;

	prctl(PR_SET_PDEATHSIG, SIGTERM);	/* no worker without parent */
	/* Opens and allocates nothing, and cannot miss a path any more. */
	if (llk_enforce(rs, 0) == -1)
		errx(1, "worker: %s", llk_failure(rs));
	for (; (client = accept(server, NULL, NULL)) != -1; close(client)) {
		dprintf(client, "worker %ld\n%s: %s\n", (long)getpid(), file,
			try_open(file));
		dprintf(client, "/: %s\n", try_open("/"));
	}
	err(1, "worker: accept");
}

int main(int argc, char *argv[])
{
	struct llk_ruleset *rs;
	int i, server;
	pid_t pid;

	if (argc != 2)
		errx(2, "usage: prefork-server FILE");
	signal(SIGPIPE, SIG_IGN);	/* from clients that go away */
	rs = prepare(argv[1]);
	server = start_listening();
	for (i = 0; i < WORKERS; i++) {
		pid = fork();
		if (!pid)
			work(rs, server, argv[1]);
		if (pid == -1)
			err(1, "fork");
	}
	wait(NULL);
	errx(1, "a worker has ended; so do the others");
}
