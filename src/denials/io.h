/* SPDX-License-Identifier: MIT */
/*
 * All that the sources ask of the kernel: one function per system call, -1 with
 * errno.  io.c makes the calls; the unit tests put another one in its place.
 */
#ifndef LLKI_DENIALS_IO_H
#define LLKI_DENIALS_IO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct llki_io_file {
	uint64_t dev, ino, size;
	bool regular;
};

/* What a netlink message says besides its text. */
struct llki_io_message {
	uint32_t from;		/* 0: the kernel */
	bool cut;		/* longer than the buffer */
};

/* Descriptors are close-on-exec and do not block. */

int llki_io_audit_socket(void);
/* Receive what every reader of the log gets. */
int llki_io_audit_join(int fd);
/* A larger buffer, as large as the caller may have. */
void llki_io_audit_enlarge(int fd, int size);
ssize_t llki_io_audit_receive(int fd, void *buf, size_t size,
			      struct llki_io_message *message);
/* Messages that did not fit into the socket's buffer so far. */
int llki_io_audit_dropped(int fd, uint64_t *dropped);
/* To the kernel. */
ssize_t llki_io_audit_send(int fd, const void *message, size_t size);

int llki_io_open(const char *path, bool write);
ssize_t llki_io_read(int fd, void *buf, size_t size);
ssize_t llki_io_write(int fd, const void *buf, size_t size);
/* Until there is something to read, or the end of it: 1, or 0 if the time is
   over, or -1. */
int llki_io_wait(int fd, int milliseconds);
/* Of an open file, or of what a path leads to. */
int llki_io_identify(int fd, struct llki_io_file *file);
int llki_io_look_up(const char *path, struct llki_io_file *file);
int llki_io_seek(int fd, uint64_t offset);
/* Preserves errno. */
void llki_io_close(int fd);
int llki_io_make_dir(const char *path);
int llki_io_remove_dir(const char *path);

int llki_io_notify(void);
/* Wake up when a file changes; when another file gets a name in a directory. */
int llki_io_watch_file(int fd, const char *path);
int llki_io_watch_dir(int fd, const char *path);

#endif
