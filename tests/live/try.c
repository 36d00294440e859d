/* SPDX-License-Identifier: MIT */
/* One access each, tried for real, with nothing left open. */
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <linux/random.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "try.h"

static int outcome(int result)
{
	return result < 0 ? errno : 0;
}

/* The outcome of the call on @fd that @result is of; closes @fd. */
static int outcome_of(int fd, int result)
{
	const int error = outcome(result);

	close(fd);
	return error;
}

/* ---- Files -------------------------------------------------------------- */

int try_open(const char *path, int flags)
{
	const int fd = open(path, flags | O_CLOEXEC, 0644);

	return fd < 0 ? errno : outcome_of(fd, 0);
}

int try_readdir(const char *path)
{
	DIR *const directory = opendir(path);
	int error;

	if (!directory)
		return errno;
	errno = 0;
	error = readdir(directory) ? 0 : errno;
	closedir(directory);
	return error;
}

int try_truncate(const char *path)
{
	return outcome(truncate(path, 0));
}

int try_exec(const char *path)
{
	char *const nothing[] = { NULL };
	char name[] = "try";
	char *const argv[] = { name, NULL };

	execve(path, argv, nothing);
	return errno == ENOEXEC ? 0 : errno;
}

int try_mkdir(const char *path)
{
	return outcome(mkdir(path, 0755));
}

int try_rmdir(const char *path)
{
	return outcome(rmdir(path));
}

int try_unlink(const char *path)
{
	return outcome(unlink(path));
}

int try_mknod(const char *path, mode_t type, dev_t device)
{
	return outcome(mknod(path, type | 0644, device));
}

int try_symlink(const char *path)
{
	return outcome(symlink("target", path));
}

int try_rename(const char *from, const char *to)
{
	return outcome(rename(from, to));
}

int try_link(const char *from, const char *to)
{
	return outcome(link(from, to));
}

int try_ioctl(const char *path)
{
	const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	int bits;

	if (fd < 0)
		return errno;
	return outcome_of(fd, ioctl(fd, RNDGETENTCNT, &bits));
}

int try_save(const char *path)
{
	char new[256];
	int fd, error;

	snprintf(new, sizeof(new), "%s.new", path);
	fd = open(new, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0644);
	if (fd < 0)
		return errno;
	error = outcome_of(fd, (int)write(fd, "new", 3));
	return error ? error : try_rename(new, path);
}

/* ---- Unix sockets ------------------------------------------------------- */

static socklen_t unix_address(struct sockaddr_un *address, const char *path)
{
	const size_t length = strlen(path);

	memset(address, 0, sizeof(*address));
	address->sun_family = AF_UNIX;
	if (length >= sizeof(address->sun_path))
		return 0;
	memcpy(address->sun_path, path, length);
	if (*path == '@')
		address->sun_path[0] = '\0';
	return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length +
			   (*path != '@'));
}

static int unix_bound(int type, const char *path)
{
	struct sockaddr_un address;
	const socklen_t size = unix_address(&address, path);
	const int fd = socket(AF_UNIX, type | SOCK_CLOEXEC, 0);
	int error;

	if (fd < 0)
		return -1;
	if (!bind(fd, (struct sockaddr *)&address, size))
		return fd;
	error = outcome_of(fd, -1);
	errno = error;
	return -1;
}

int try_bind_unix(const char *path)
{
	const int fd = unix_bound(SOCK_STREAM, path);

	return fd < 0 ? errno : outcome_of(fd, 0);
}

int unix_listener(const char *path)
{
	const int fd = unix_bound(SOCK_STREAM, path);

	if (fd >= 0)
		listen(fd, 64);
	return fd;
}

int unix_receiver(const char *path)
{
	return unix_bound(SOCK_DGRAM, path);
}

int try_connect_unix(const char *path)
{
	struct sockaddr_un address;
	const socklen_t size = unix_address(&address, path);
	const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return errno;
	return outcome_of(fd, connect(fd, (struct sockaddr *)&address, size));
}

int try_send_unix(const char *path)
{
	struct sockaddr_un address;
	const socklen_t size = unix_address(&address, path);
	const int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return errno;
	return outcome_of(fd, (int)sendto(fd, "", 1, 0,
					  (struct sockaddr *)&address, size));
}

/* ---- TCP and UDP -------------------------------------------------------- */

static struct sockaddr_in loopback(unsigned int port)
{
	return (struct sockaddr_in){
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
}

int inet_bind(int type, unsigned int port)
{
	const struct sockaddr_in address = loopback(port);
	const int fd = socket(AF_INET, type | SOCK_CLOEXEC, 0);
	const int on = 1;
	int error;

	if (fd < 0)
		return -1;
	/* So that a port can be kept for a test and bound by it. */
	setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on));
	if (!bind(fd, (const struct sockaddr *)&address, sizeof(address)))
		return fd;
	error = outcome_of(fd, -1);
	errno = error;
	return -1;
}

int try_bind(int type, unsigned int port)
{
	const int fd = inet_bind(type, port);

	return fd < 0 ? errno : outcome_of(fd, 0);
}

int try_connect(int type, unsigned int port)
{
	const struct sockaddr_in address = loopback(port);
	const int fd = socket(AF_INET, type | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return errno;
	return outcome_of(fd, connect(fd, (const struct sockaddr *)&address,
				      sizeof(address)));
}

int try_sendto_from(int fd, unsigned int port)
{
	const struct sockaddr_in address = loopback(port);

	return outcome((int)sendto(fd, "", 1, MSG_DONTWAIT,
				   (const struct sockaddr *)&address,
				   sizeof(address)));
}

int try_sendto(unsigned int port)
{
	const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int error;

	if (fd < 0)
		return errno;
	error = try_sendto_from(fd, port);
	close(fd);
	return error;
}

/* ---- Processes ---------------------------------------------------------- */

int try_kill(pid_t pid, int sig)
{
	return outcome(kill(pid, sig));
}

int try_ptrace(pid_t pid)
{
	return outcome((int)ptrace(PTRACE_SEIZE, pid, NULL, NULL));
}
