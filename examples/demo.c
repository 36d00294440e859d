/* SPDX-License-Identifier: MIT */
/*
 * The demonstration: reads two files and connects to two ports, restricts
 * itself to one of each, and tries again.  examples/demo.sh builds and runs it.
 */
#define _POSIX_C_SOURCE 200809L
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <liblandlock.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Listen on a free port of the loopback interface. */
static in_port_t listen_somewhere(void)
{
	struct sockaddr_in addr = { .sin_family = AF_INET };
	socklen_t size = sizeof(addr);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || bind(fd, (struct sockaddr *)&addr, size) ||
	    listen(fd, 8) || getsockname(fd, (struct sockaddr *)&addr, &size))
		err(1, "cannot listen on the loopback interface");
	return addr.sin_port;
}

static int try_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), error = fd < 0 ? errno : 0;

	printf("  read %-24s%s\n", path, error ? strerror(error) : "works");
	close(fd);
	return error;
}

static int try_port(in_port_t port)
{
	struct sockaddr_in addr = { .sin_family = AF_INET, .sin_port = port };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), error;

	addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	error = connect(fd, (struct sockaddr *)&addr, sizeof(addr)) ? errno : 0;
	printf("  connect to port %-13u%s\n", ntohs(port),
	       error ? strerror(error) : "works");
	close(fd);
	return error;
}

/* Was it denied, if the kernel can restrict it?  0 if so, else 1. */
static int check(int error, struct llk_ruleset *rs, uint32_t cls, uint64_t bit)
{
	int expected = llk_enforced(rs, cls) & bit ? EACCES : 0;

	if (error != expected)
		warnx("this is not what the report says");
	else if (!expected)
		printf("    Not restricted: it takes Linux %s with Landlock.\n",
		       llk_abi_linux(llk_right_abi(cls, bit)));
	return error != expected;
}

int main(int argc, char **argv)
{
	in_port_t allowed = listen_somewhere(), other = listen_somewhere();
	struct llk_ruleset *rs;
	char report[4096];
	int wrong;

	if (argc != 4)
		errx(2, "usage: demo DIRECTORY FILE-IN-IT OTHER-FILE");
	puts("Before:");
	wrong = try_file(argv[2]);
	wrong |= try_file(argv[3]);
	wrong |= try_port(allowed);
	wrong |= try_port(other);
	if (wrong)
		errx(1, "all of this should work without a sandbox");

	rs = llk_ruleset_new(LLK_ABI_LATEST,
			     LLK_FS | LLK_NET | LLK_SCOPE | LLK_BEST_EFFORT);
	llk_allow_path(rs, argv[1], LLK_READ, 0);
	llk_allow_port(rs, ntohs(allowed), LLK_NET_CONNECT_TCP, 0);
	if (llk_enforce(rs, 0) < 0)
		err(1, "%s", llk_failure(rs));

	puts("\nAfter llk_enforce():");
	wrong |= try_file(argv[2]);
	wrong |= check(try_file(argv[3]), rs, LLK_FS, LLK_FS_READ_FILE);
	wrong |= try_port(allowed);
	wrong |= check(try_port(other), rs, LLK_NET, LLK_NET_CONNECT_TCP);
	llk_report(rs, report, sizeof(report));
	printf("\nThe report:\n%s", report);
	llk_ruleset_free(rs);
	return !!wrong;
}
