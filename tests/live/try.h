/* SPDX-License-Identifier: MIT */
/*
 * One access each, tried for real.  All return 0 if the kernel allowed it, or
 * the errno.
 */
#ifndef LIVE_TRY_H
#define LIVE_TRY_H

#include <sys/types.h>

int try_open(const char *path, int flags);
int try_readdir(const char *path);
int try_truncate(const char *path);
/* The file must be executable and no program: allowed means ENOEXEC. */
int try_exec(const char *path);
int try_mkdir(const char *path);
int try_rmdir(const char *path);
int try_unlink(const char *path);
int try_mknod(const char *path, mode_t type, dev_t device);
int try_symlink(const char *path);
int try_rename(const char *from, const char *to);
int try_link(const char *from, const char *to);
/* Opens a device for reading, and asks it something by ioctl(2). */
int try_ioctl(const char *path);
/* Writes @path.new, renames it to @path. */
int try_save(const char *path);

/* Unix sockets; a @path that starts with '@' is an abstract name. */
int try_bind_unix(const char *path);
int try_connect_unix(const char *path);
/* A datagram to a socket of unix_receiver(). */
int try_send_unix(const char *path);
/* Descriptors of sockets that others reach; -1 with errno. */
int unix_listener(const char *path);
int unix_receiver(const char *path);

/* On the loopback address; @type is SOCK_STREAM or SOCK_DGRAM. */
int try_bind(int type, unsigned int port);
int try_connect(int type, unsigned int port);
int try_sendto(unsigned int port);
int try_sendto_from(int fd, unsigned int port);
/* A descriptor, or -1 with errno. */
int inet_bind(int type, unsigned int port);

int try_kill(pid_t pid, int sig);
int try_ptrace(pid_t pid);

#endif
