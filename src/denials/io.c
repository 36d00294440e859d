/* SPDX-License-Identifier: MIT */
/*
 * The only caller of the kernel in this library: one function per system call,
 * -1 with errno.
 */
#define _GNU_SOURCE

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "io.h"

/* ---- Audit ----------------------------------------------------------------- */

/* The kernel's interface in our own words, since its headers may be missing. */
#define NETLINK_OF_AUDIT	9
#define LOG_READERS		1U	/* the multicast group, as a mask */
#define SOCKET_MEMORY		55	/* SO_MEMINFO */
#define DROPS			8	/* in it */

struct address {
	uint16_t family, pad;
	uint32_t port, groups;
};

_Static_assert(sizeof(struct address) == 12, "kernel structure");

int llki_io_audit_socket(void)
{
	return socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK,
		      NETLINK_OF_AUDIT);
}

int llki_io_audit_join(int fd)
{
	const struct address address = {
		.family = AF_NETLINK,
		.groups = LOG_READERS,
	};

	return bind(fd, (const struct sockaddr *)&address, sizeof(address));
}

void llki_io_audit_enlarge(int fd, int size)
{
	/* The second one is for root, and knows no limit. */
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size));
}

ssize_t llki_io_audit_receive(int fd, void *buf, size_t size,
			      struct llki_io_message *message)
{
	struct address address = { .port = 0 };
	struct iovec part = { .iov_base = buf, .iov_len = size };
	struct msghdr header = {
		.msg_name = &address,
		.msg_namelen = sizeof(address),
		.msg_iov = &part,
		.msg_iovlen = 1,
	};
	ssize_t n;

	do
		n = recvmsg(fd, &header, MSG_DONTWAIT);
	while (n < 0 && errno == EINTR);
	message->from = address.port;
	message->cut = header.msg_flags & MSG_TRUNC;
	return n;
}

int llki_io_audit_dropped(int fd, uint64_t *dropped)
{
	uint32_t memory[DROPS + 1] = { 0 };
	socklen_t size = sizeof(memory);

	if (getsockopt(fd, SOL_SOCKET, SOCKET_MEMORY, memory, &size))
		return -1;
	*dropped = memory[DROPS];
	return 0;
}

ssize_t llki_io_audit_send(int fd, const void *message, size_t size)
{
	const struct address kernel = { .family = AF_NETLINK };

	return sendto(fd, message, size, 0, (const struct sockaddr *)&kernel,
		      sizeof(kernel));
}

/* ---- Files ----------------------------------------------------------------- */

#define TRACEFS 0x74726163

int llki_io_open(const char *path, bool write)
{
	return open(path, (write ? O_WRONLY : O_RDONLY | O_NONBLOCK) |
			  O_CLOEXEC | O_NOCTTY);
}

ssize_t llki_io_read(int fd, void *buf, size_t size)
{
	ssize_t n;

	do
		n = read(fd, buf, size);
	while (n < 0 && errno == EINTR);
	return n;
}

ssize_t llki_io_write(int fd, const void *buf, size_t size)
{
	return write(fd, buf, size);
}

int llki_io_wait(int fd, int milliseconds)
{
	struct pollfd event = { .fd = fd, .events = POLLIN };
	int ret;

	do
		ret = poll(&event, 1, milliseconds);
	while (ret < 0 && errno == EINTR);
	return ret;
}

static void describe(const struct stat *st, struct llki_io_file *file)
{
	file->dev = st->st_dev;
	file->ino = st->st_ino;
	file->size = (uint64_t)st->st_size;
	file->regular = S_ISREG(st->st_mode);
}

/* What tracefs calls regular is a stream. */
int llki_io_identify(int fd, struct llki_io_file *file)
{
	struct statfs fs;
	struct stat st;

	if (fstat(fd, &st) || fstatfs(fd, &fs))
		return -1;
	describe(&st, file);
	file->regular = file->regular && (uint32_t)fs.f_type != TRACEFS;
	return 0;
}

int llki_io_look_up(const char *path, struct llki_io_file *file)
{
	struct stat st;

	if (stat(path, &st))
		return -1;
	describe(&st, file);
	return 0;
}

int llki_io_seek(int fd, uint64_t offset)
{
	return lseek(fd, (off_t)offset, SEEK_SET) < 0 ? -1 : 0;
}

void llki_io_close(int fd)
{
	const int error = errno;

	close(fd);
	errno = error;
}

int llki_io_make_dir(const char *path)
{
	return mkdir(path, 0700);
}

int llki_io_remove_dir(const char *path)
{
	return rmdir(path);
}

/* ---- Being told of changes ------------------------------------------------- */

int llki_io_notify(void)
{
	return inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
}

int llki_io_watch_file(int fd, const char *path)
{
	return inotify_add_watch(fd, path, IN_MODIFY) < 0 ? -1 : 0;
}

int llki_io_watch_dir(int fd, const char *path)
{
	return inotify_add_watch(fd, path, IN_CREATE | IN_MOVED_TO |
					   IN_ONLYDIR) < 0 ? -1 : 0;
}
