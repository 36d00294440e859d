/* SPDX-License-Identifier: MIT */
/* The sources' system calls, of which each can be made to fail. */
#define _GNU_SOURCE

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fake_io.h"

/* The linker has calls of llki_io_x() arrive at __wrap_llki_io_x(). */
#define WRAP(type, name, ...) \
	type __real_llki_io_##name(__VA_ARGS__); \
	type __wrap_llki_io_##name(__VA_ARGS__)

WRAP(int, audit_socket, void);
WRAP(int, audit_join, int fd);
WRAP(ssize_t, audit_receive, int fd, void *buf, size_t size,
     struct llki_io_message *message);
WRAP(int, audit_dropped, int fd, uint64_t *dropped);
WRAP(ssize_t, audit_send, int fd, const void *message, size_t size);
WRAP(int, open, const char *path, bool write);
WRAP(ssize_t, read, int fd, void *buf, size_t size);
WRAP(ssize_t, write, int fd, const void *buf, size_t size);
WRAP(int, wait, int fd, int milliseconds);
WRAP(int, identify, int fd, struct llki_io_file *file);
WRAP(int, look_up, const char *path, struct llki_io_file *file);
WRAP(int, seek, int fd, uint64_t offset);
WRAP(void, close, int fd);
WRAP(int, make_dir, const char *path);
WRAP(int, remove_dir, const char *path);
WRAP(int, notify, void);
WRAP(int, watch_file, int fd, const char *path);
WRAP(int, watch_dir, int fd, const char *path);

void (*fake_io_before_look_up)(void);
uint32_t fake_audit_from;
uint64_t fake_audit_dropped;
struct fake_trace fake_trace;

static struct {
	unsigned int calls, fails_at;
	int error;
} table[IO_CALLS];

static char directory[64];
static int descriptors;
static int audit_end = -1, pipe_end = -1;
static char reply[1024];
static size_t reply_size;

/* ---- For the tests --------------------------------------------------------- */

static void must(bool holds, const char *what)
{
	if (holds)
		return;
	perror(what);
	abort();
}

static int remove_entry(const char *path, const struct stat *st, int type,
			struct FTW *level)
{
	(void)st;
	(void)type;
	(void)level;
	return remove(path);
}

static void remove_tree(const char *path)
{
	nftw(path, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

void fake_io_end(void)
{
	if (audit_end >= 0)
		close(audit_end);
	if (pipe_end >= 0)
		close(pipe_end);
	audit_end = pipe_end = -1;
	if (*directory) {
		must(!chdir("/"), "chdir");
		remove_tree(directory);
	}
	*directory = '\0';
}

void fake_io_reset(void)
{
	fake_io_end();
	memset(table, 0, sizeof(table));
	descriptors = 0;
	fake_io_before_look_up = NULL;
	reply_size = 0;
	fake_audit_from = 0;
	fake_audit_dropped = 0;
	fake_trace = (struct fake_trace){ true, true, true };
	strcpy(directory, "/tmp/landlock-denials-XXXXXX");
	must(mkdtemp(directory), "mkdtemp");
	must(!chdir(directory), "chdir");
	must(!mkdir("tracing", 0755) && !mkdir("tracing/instances", 0755) &&
	     !mkdir("tracing/events", 0755), "mkdir");
}

void fake_io_fail(enum fake_io_call call, unsigned int nth, int error)
{
	table[call].calls = 0;
	table[call].fails_at = nth;
	table[call].error = error;
}

int fake_io_open_descriptors(void)
{
	return descriptors;
}

static bool fails(enum fake_io_call call)
{
	if (!table[call].error || table[call].calls++ != table[call].fails_at)
		return false;
	errno = table[call].error;
	table[call].error = 0;
	return true;
}

static int opened(int fd)
{
	descriptors += fd >= 0;
	return fd;
}

/* ---- Memory ---------------------------------------------------------------- */

void *__real_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size);
char *__real_strdup(const char *string);
char *__wrap_strdup(const char *string);

void *__wrap_calloc(size_t count, size_t size)
{
	return fails(IO_CALLOC) ? NULL : __real_calloc(count, size);
}

char *__wrap_strdup(const char *string)
{
	return fails(IO_STRDUP) ? NULL : __real_strdup(string);
}

/* ---- Audit ----------------------------------------------------------------- */

int __wrap_llki_io_audit_socket(void)
{
	int ends[2];

	if (fails(IO_AUDIT_SOCKET))
		return -1;
	must(!socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0,
			 ends), "socketpair");
	if (audit_end >= 0)
		close(audit_end);
	audit_end = ends[1];
	return opened(ends[0]);
}

int __wrap_llki_io_audit_join(int fd)
{
	(void)fd;
	return fails(IO_AUDIT_JOIN) ? -1 : 0;
}

ssize_t __wrap_llki_io_audit_receive(int fd, void *buf, size_t size,
			      struct llki_io_message *message)
{
	ssize_t n;

	if (fails(IO_AUDIT_RECEIVE))
		return -1;
	n = __real_llki_io_audit_receive(fd, buf, size, message);
	message->from = fake_audit_from;
	return n;
}

int __wrap_llki_io_audit_dropped(int fd, uint64_t *dropped)
{
	(void)fd;
	if (fails(IO_AUDIT_DROPPED))
		return -1;
	*dropped = fake_audit_dropped;
	return 0;
}

ssize_t __wrap_llki_io_audit_send(int fd, const void *message, size_t size)
{
	(void)fd;
	(void)message;
	if (fails(IO_AUDIT_SEND))
		return -1;
	if (reply_size)
		fake_audit_bytes(reply, reply_size);
	return (ssize_t)size;
}

void fake_audit_bytes(const void *bytes, size_t size)
{
	must(send(audit_end, bytes, size, 0) == (ssize_t)size, "send");
}

void fake_audit_message(unsigned int type, const char *text)
{
	struct {
		uint32_t length;
		uint16_t type, flags;
		uint32_t serial, port;
		char text[8000];
	} message = { .type = (uint16_t)type };

	/* As the kernel does it: without the header. */
	message.length = (uint32_t)strlen(text);
	memcpy(message.text, text, strlen(text));
	fake_audit_bytes(&message, 16 + strlen(text));
}

void fake_audit_answer(const void *answer, size_t size)
{
	memcpy(reply, answer, size);
	reply_size = size;
}

/* ---- Tracing --------------------------------------------------------------- */

#define TRACING "/sys/kernel/tracing"

/* Where a path of tracefs is here. */
static const char *place_of(const char *path)
{
	return strncmp(path, TRACING, strlen(TRACING)) ? path :
	       path + strlen("/sys/kernel/");
}

static void make_event(const char *instance, const char *event)
{
	char path[512];
	int fd;

	snprintf(path, sizeof(path), "%s/events/landlock/%s", instance, event);
	if (*event)
		must(!mkdir(path, 0755), "mkdir");
	snprintf(path, sizeof(path), "%s/events/landlock/%s/enable", instance,
		 event);
	fd = open(path, O_CREAT | O_WRONLY, 0644);
	must(fd >= 0, "open");
	close(fd);
}

static void make_instance(const char *instance)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/events", instance);
	must(!mkdir(path, 0755), "mkdir");
	snprintf(path, sizeof(path), "%s/trace_pipe", instance);
	must(!mkfifo(path, 0644), "mkfifo");
	pipe_end = open(path, O_RDWR);
	must(pipe_end >= 0, "open");
	if (!fake_trace.landlock)
		return;
	snprintf(path, sizeof(path), "%s/events/landlock", instance);
	must(!mkdir(path, 0755), "mkdir");
	make_event(instance, "");
	if (!fake_trace.checks)
		return;
	make_event(instance, "landlock_check_rule_inode");
	make_event(instance, "landlock_check_rule_net_port");
}

void fake_trace_line(const char *line)
{
	must(write(pipe_end, line, strlen(line)) == (ssize_t)strlen(line),
	     "write");
}

int fake_trace_enabled(const char *event)
{
	char path[512], value = '0';
	int fd;

	snprintf(path, sizeof(path), "tracing/instances/test/events/landlock/%s",
		 event);
	fd = open(path, O_RDONLY);
	if (fd < 0)
		return -1;
	/* The file has what was written first, and the last value counts. */
	while (read(fd, &value, 1) == 1)
		;
	close(fd);
	return value == '1';
}

bool fake_trace_instance(const char *name)
{
	char path[512];

	snprintf(path, sizeof(path), "tracing/instances/%s", name);
	return !access(path, F_OK);
}

int __wrap_llki_io_make_dir(const char *path)
{
	if (fails(IO_MAKE_DIR))
		return -1;
	if (!fake_trace.mounted) {
		errno = ENOENT;
		return -1;
	}
	if (__real_llki_io_make_dir(place_of(path)))
		return -1;
	make_instance(place_of(path));
	return 0;
}

int __wrap_llki_io_remove_dir(const char *path)
{
	/* Somebody reads it. */
	must(!descriptors, "removing an instance");
	remove_tree(place_of(path));
	return __real_llki_io_remove_dir(place_of(path));
}

/* ---- Files ----------------------------------------------------------------- */

int __wrap_llki_io_open(const char *path, bool write)
{
	return fails(IO_OPEN) ? -1 : opened(__real_llki_io_open(place_of(path), write));
}

ssize_t __wrap_llki_io_read(int fd, void *buf, size_t size)
{
	return fails(IO_READ) ? -1 : __real_llki_io_read(fd, buf, size);
}

ssize_t __wrap_llki_io_write(int fd, const void *buf, size_t size)
{
	return fails(IO_WRITE) ? -1 : __real_llki_io_write(fd, buf, size);
}

int __wrap_llki_io_wait(int fd, int milliseconds)
{
	(void)milliseconds;
	return fails(IO_WAIT) ? -1 : __real_llki_io_wait(fd, 0);
}

int __wrap_llki_io_identify(int fd, struct llki_io_file *file)
{
	return fails(IO_IDENTIFY) ? -1 : __real_llki_io_identify(fd, file);
}

int __wrap_llki_io_look_up(const char *path, struct llki_io_file *file)
{
	void (*const before)(void) = fake_io_before_look_up;

	fake_io_before_look_up = NULL;
	if (before)
		before();
	if (!fake_trace.mounted && path != place_of(path)) {
		errno = ENOENT;
		return -1;
	}
	return fails(IO_LOOK_UP) ? -1 : __real_llki_io_look_up(place_of(path), file);
}

int __wrap_llki_io_seek(int fd, uint64_t offset)
{
	return fails(IO_SEEK) ? -1 : __real_llki_io_seek(fd, offset);
}

void __wrap_llki_io_close(int fd)
{
	descriptors--;
	__real_llki_io_close(fd);
}

int __wrap_llki_io_notify(void)
{
	return fails(IO_NOTIFY) ? -1 : opened(__real_llki_io_notify());
}

int __wrap_llki_io_watch_file(int fd, const char *path)
{
	return fails(IO_WATCH_FILE) ? -1 : __real_llki_io_watch_file(fd, path);
}

int __wrap_llki_io_watch_dir(int fd, const char *path)
{
	return fails(IO_WATCH_DIR) ? -1 : __real_llki_io_watch_dir(fd, path);
}
