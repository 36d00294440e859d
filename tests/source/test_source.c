/* SPDX-License-Identifier: MIT */
/*
 * The sources: what they read, how they wait, follow and count, and what they
 * say where something is missing.
 */
#define _GNU_SOURCE

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "liblandlock-denials.h"
#include "fake_io.h"

#define STALE	EXDEV
#define LINE(serial) \
	"type=UNKNOWN[1423] msg=audit(1795322178.562:" serial "): " \
	"domain=1600be771 blockers=fs.read_file path=\"/etc/passwd\" " \
	"dev=\"vda\" ino=861"
#define MESSAGE(serial) \
	"audit(1795322178.562:" serial "): domain=1600be771 " \
	"blockers=fs.read_file path=\"/etc/passwd\" dev=\"vda\" ino=861"
#define OTHER	"type=CONFIG_CHANGE msg=audit(1795322178.062:1): op=set res=1"

static struct llk_source *src;
static struct llk_record *rec;

#define assert_fails(error, call) do { \
	errno = STALE; \
	assert_int_equal(call, -1); \
	assert_int_equal(errno, error); \
} while (0)

static void assert_says(const char *text)
{
	if (!strstr(llk_source_failure(src), text))
		fail_msg("\"%s\" does not say \"%s\"", llk_source_failure(src),
			 text);
}

static int set_up(void **state)
{
	(void)state;
	fake_io_reset();
	src = llk_source_new();
	rec = llk_record_new();
	return !src || !rec;
}

/* Whatever happened, nothing stays open. */
static int tear_down(void **state)
{
	int left;

	(void)state;
	errno = STALE;
	llk_source_free(src);
	left = fake_io_open_descriptors() || errno != STALE ||
	       fake_trace_instance("test");
	llk_record_free(rec);
	fake_io_end();
	return left;
}

/* The next thing is the denial with this serial number. */
static void assert_record(uint64_t serial)
{
	uint64_t number = 0;

	assert_int_equal(llk_source_next(src, rec), LLK_SOURCE_RECORD);
	assert_int_equal(llk_record_kind(rec), LLK_RECORD_DENIAL);
	assert_int_equal(llk_record_number(rec, LLK_FIELD_SERIAL, &number), 0);
	assert_int_equal(number, serial);
}

static void assert_nothing(void)
{
	assert_int_equal(llk_source_next(src, rec), LLK_SOURCE_NOTHING);
}

static void assert_end(void)
{
	assert_int_equal(llk_source_next(src, rec), LLK_SOURCE_END);
}

static uint64_t count(unsigned int what)
{
	return llk_source_count(src, what);
}

/* Does poll(2) say that there is more? */
static bool is_ready(void)
{
	struct pollfd event = { .fd = llk_source_fd(src), .events = POLLIN };

	return poll(&event, 1, 0) == 1;
}

static void write_bytes(const char *path, int flags, const void *bytes,
			size_t size)
{
	const int fd = open(path, O_WRONLY | O_CREAT | flags, 0644);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, size), size);
	close(fd);
}

static void append(const char *path, const char *text)
{
	write_bytes(path, O_APPEND, text, strlen(text));
}

/* ---- Any source ------------------------------------------------------------ */

static void test_arguments(void **state)
{
	(void)state;
	assert_fails(EINVAL, llk_source_open_audit(NULL));
	assert_fails(EINVAL, llk_source_open_trace(NULL, "test"));
	assert_fails(EINVAL, llk_source_open_file(NULL, "log", 0));
	assert_fails(EINVAL, llk_source_open_fd(NULL, 0));
	assert_fails(EINVAL, llk_source_open_file(src, NULL, 0));
	assert_fails(EINVAL, llk_source_open_file(src, "log", 4));
	assert_fails(EINVAL, llk_source_next(NULL, rec));
	assert_fails(EINVAL, llk_source_next(src, NULL));
	assert_fails(EINVAL, llk_source_next(src, rec));
	assert_says("not open");
	assert_fails(EINVAL, llk_source_fd(NULL));
	assert_fails(EINVAL, llk_source_fd(src));
	assert_int_equal(llk_source_count(NULL, LLK_SOURCE_BYTES), 0);
	assert_int_equal(count(0), 0);
	assert_int_equal(count(LLK_SOURCE_ROTATIONS + 1), 0);
	assert_string_equal(llk_source_failure(NULL), "no source");
	llk_source_free(NULL);
}

static void test_once(void **state)
{
	(void)state;
	assert_string_equal(llk_source_failure(src), "no error");
	append("log", LINE("1") "\n");
	assert_int_equal(llk_source_open_file(src, "log", 0), 0);
	assert_fails(EBUSY, llk_source_open_audit(src));
	assert_fails(EBUSY, llk_source_open_trace(src, "test"));
	assert_fails(EBUSY, llk_source_open_file(src, "log", 0));
	assert_fails(EBUSY, llk_source_open_fd(src, 0));
	assert_says("open");
	assert_record(1);
}

/* A source that could not be opened can be opened again. */
static void test_again(void **state)
{
	(void)state;
	fake_io_fail(IO_AUDIT_JOIN, 0, EPERM);
	assert_fails(EPERM, llk_source_open_audit(src));
	assert_fails(ENOENT, llk_source_open_file(src, "log", 0));
	append("log", LINE("1") "\n");
	assert_int_equal(llk_source_open_file(src, "log", 0), 0);
	assert_record(1);
	assert_end();
}

static void test_no_memory(void **state)
{
	(void)state;
	fake_io_fail(IO_CALLOC, 0, ENOMEM);
	errno = STALE;
	assert_null(llk_source_new());
	assert_int_equal(errno, ENOMEM);
	append("log", LINE("1") "\n");
	fake_io_fail(IO_STRDUP, 0, ENOMEM);
	assert_fails(ENOMEM, llk_source_open_file(src, "log", 0));
	fake_io_fail(IO_STRDUP, 1, ENOMEM);
	assert_fails(ENOMEM, llk_source_open_file(src, "log",
						  LLK_SOURCE_FOLLOW));
	assert_says("no memory");
}

/* ---- Files ----------------------------------------------------------------- */

static void test_lines(void **state)
{
	(void)state;
	append("log", OTHER "\n" LINE("1") "\n\n" LINE("2") "\nnonsense\n");
	append("log", LINE("3"));
	assert_int_equal(llk_source_open_file(src, "log", 0), 0);
	assert_record(1);
	assert_record(2);
	assert_record(3);
	assert_end();
	assert_end();
	assert_int_equal(count(LLK_SOURCE_DAMAGED), 0);
	assert_int_equal(count(LLK_SOURCE_BYTES),
			 strlen(OTHER "\n" LINE("1") "\n\n" LINE("2")
				"\nnonsense\n" LINE("3")));
}

static void test_nothing_in_it(void **state)
{
	(void)state;
	append("log", "");
	assert_int_equal(llk_source_open_file(src, "log", 0), 0);
	assert_end();
}

/* Lines are cut wherever the buffer ends. */
static void test_many_lines(void **state)
{
	char line[300];
	int i;

	(void)state;
	for (i = 1; i <= 5000; i++) {
		snprintf(line, sizeof(line), "node=%.*s type=1423 msg=audit("
			 "1795322178.562:%d): domain=1600be771 blockers="
			 "fs.read_file path=\"/etc/passwd\" dev=\"vda\" "
			 "ino=861\n", i % 61 + 1, "xxxxxxxxxxxxxxxxxxxxxxxxxxx"
			 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", i);
		append("log", line);
	}
	assert_int_equal(llk_source_open_file(src, "log", 0), 0);
	for (i = 1; i <= 5000; i++)
		assert_record((uint64_t)i);
	assert_end();
}

static void test_long_line(void **state)
{
	static char junk[200000];

	(void)state;
	memset(junk, 'x', sizeof(junk));
	append("log", LINE("1") "\n");
	write_bytes("log", O_APPEND, junk, sizeof(junk));
	append("log", LINE("2") "\n" LINE("3") "\n");
	/* And one without an end. */
	write_bytes("log", O_APPEND, junk, sizeof(junk));
	assert_int_equal(llk_source_open_file(src, "log", 0), 0);
	assert_record(1);
	assert_record(3);
	assert_end();
	assert_int_equal(count(LLK_SOURCE_DAMAGED), 2);
}

static void test_hole(void **state)
{
	static const char zeros[5000];

	(void)state;
	write_bytes("log", 0, zeros, sizeof(zeros));
	append("log", LINE("1") "\n");
	assert_int_equal(llk_source_open_file(src, "log", 0), 0);
	assert_record(1);
	assert_end();
}

static void test_damaged(void **state)
{
	(void)state;
	append("log", "type=1423 msg=audit(1795322178.562:1): domain=16\n"
	       LINE("2") "\n");
	assert_int_equal(llk_source_open_file(src, "log", 0), 0);
	assert_record(2);
	assert_end();
	assert_int_equal(count(LLK_SOURCE_DAMAGED), 1);
}

static void test_interpreted(void **state)
{
	(void)state;
	append("log", "type=LANDLOCK_ACCESS msg=audit(11/27/26 00:41:49.562:"
	       "1) : domain=1600be771 blockers=fs.read_file path=/etc/passwd "
	       "dev=vda ino=861 \n" LINE("2") "\n");
	assert_int_equal(llk_source_open_file(src, "log", 0), 0);
	assert_fails(EOPNOTSUPP, llk_source_next(src, rec));
	assert_says("ausearch -i");
	assert_record(2);
}

/* So that the reader can show how far it is. */
static void test_long_without_record(void **state)
{
	char line[4096];
	int i;

	(void)state;
	memset(line, 'x', sizeof(line));
	line[sizeof(line) - 1] = '\n';
	for (i = 0; i < 2000; i++)
		write_bytes("log", O_APPEND, line, sizeof(line));
	append("log", LINE("1") "\n");
	assert_int_equal(llk_source_open_file(src, "log", 0), 0);
	assert_nothing();
	assert_true(is_ready());
	assert_record(1);
	assert_end();
}

static void test_new_only(void **state)
{
	(void)state;
	append("log", LINE("1") "\n");
	assert_int_equal(llk_source_open_file(src, "log", LLK_SOURCE_NEW), 0);
	assert_end();
	append("log", LINE("2") "\n");
	assert_record(2);
}

static void test_cannot_open(void **state)
{
	(void)state;
	assert_fails(ENOENT, llk_source_open_file(src, "a\x1b\nb", 0));
	assert_says("cannot open \"a\\x1b\\x0ab\": ");
	fake_io_fail(IO_OPEN, 0, EACCES);
	assert_fails(EACCES, llk_source_open_file(src, "log", 0));
	assert_says("adm");
	append("log", "");
	fake_io_fail(IO_IDENTIFY, 0, EIO);
	assert_fails(EIO, llk_source_open_file(src, "log", 0));
	fake_io_fail(IO_SEEK, 0, EIO);
	assert_fails(EIO, llk_source_open_file(src, "log", LLK_SOURCE_NEW));
	assert_says("cannot seek in \"log\"");
}

static void test_cannot_read(void **state)
{
	(void)state;
	assert_int_equal(llk_source_open_file(src, ".", 0), 0);
	assert_fails(EISDIR, llk_source_next(src, rec));
	assert_says("read");
}

/* ---- Descriptors ----------------------------------------------------------- */

static void test_pipe(void **state)
{
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(llk_source_open_fd(src, ends[0]), 0);
	assert_int_equal(llk_source_fd(src), ends[0]);
	assert_nothing();
	assert_false(is_ready());
	assert_int_equal(write(ends[1], LINE("1") "\nty", 3 +
			       strlen(LINE("1"))), 3 + strlen(LINE("1")));
	assert_true(is_ready());
	assert_record(1);
	assert_nothing();
	assert_int_equal(write(ends[1], &LINE("2")[2], strlen(LINE("2")) - 2),
			 strlen(LINE("2")) - 2);
	assert_nothing();
	close(ends[1]);
	assert_record(2);
	assert_end();
	llk_source_free(src);
	src = NULL;
	/* It is ours. */
	assert_int_equal(close(ends[0]), 0);
}

static void test_pipe_flags_and_errors(void **state)
{
	int ends[2];

	(void)state;
	assert_fails(EBADF, llk_source_open_fd(src, 9999));
	assert_says("descriptor 9999");
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(llk_source_open_fd(src, ends[0]), 0);
	assert_int_equal(fcntl(ends[0], F_GETFL) & O_NONBLOCK, 0);
	fake_io_fail(IO_WAIT, 0, ENOMEM);
	assert_fails(ENOMEM, llk_source_next(src, rec));
	/* Somebody else was faster. */
	assert_int_equal(write(ends[1], "x", 1), 1);
	fake_io_fail(IO_READ, 0, EAGAIN);
	assert_nothing();
	close(ends[0]);
	close(ends[1]);
}

/* ---- A log that is followed ------------------------------------------------ */

static void follow(void)
{
	append("log", LINE("1") "\n");
	assert_int_equal(llk_source_open_file(src, "log", LLK_SOURCE_FOLLOW),
			 0);
	assert_record(1);
	assert_nothing();
	assert_false(is_ready());
}

static void test_follow(void **state)
{
	(void)state;
	follow();
	append("log", OTHER "\n" LINE("2") "\n");
	assert_true(is_ready());
	assert_record(2);
	assert_nothing();
	/* In pieces. */
	append("log", "type=UNKNOWN[14");
	assert_true(is_ready());
	assert_nothing();
	assert_false(is_ready());
	append("log", &LINE("3")[15]);
	assert_nothing();
	append("log", "\n");
	assert_true(is_ready());
	assert_record(3);
	assert_int_equal(count(LLK_SOURCE_ROTATIONS), 0);
}

static void test_follow_new_only(void **state)
{
	(void)state;
	append("log", LINE("1") "\n");
	assert_int_equal(llk_source_open_file(src, "log", LLK_SOURCE_FOLLOW |
					      LLK_SOURCE_NEW), 0);
	assert_nothing();
	append("log", LINE("2") "\n");
	assert_record(2);
	assert_nothing();
	assert_int_equal(rename("log", "log.1"), 0);
	append("log", LINE("3") "\n");
	assert_record(3);
}

/* Something is written after the file was seen to have ended, before it is
   looked at again. */
static void test_follow_race(void **state)
{
	(void)state;
	follow();
	append("log", LINE("2") "\n");
	assert_record(2);
	append("log", LINE("3") "\n");
	fake_io_fail(IO_READ, 0, EAGAIN);
	assert_nothing();
	assert_true(is_ready());
	assert_record(3);
	assert_nothing();
}

/* As logrotate does: the writer goes on with the old file until it is told. */
static void test_rename(void **state)
{
	(void)state;
	follow();
	assert_int_equal(rename("log", "log.1"), 0);
	assert_nothing();
	append("log.1", LINE("2") "\n");
	assert_true(is_ready());
	assert_record(2);
	append("log", "");
	assert_true(is_ready());
	assert_nothing();
	append("log.1", LINE("3") "\n" LINE("4"));
	append("log", LINE("5") "\n");
	assert_true(is_ready());
	assert_record(3);
	assert_record(4);
	assert_record(5);
	assert_nothing();
	append("log.1", LINE("99") "\n");
	append("log", LINE("6") "\n");
	assert_record(6);
	assert_nothing();
	assert_int_equal(count(LLK_SOURCE_ROTATIONS), 1);
}

static void write_to_both(void)
{
	append("log.1", LINE("2") "\n");
	append("log", LINE("3") "\n");
}

/* The writer changes over just when the old file was seen to have ended. */
static void test_rename_race(void **state)
{
	(void)state;
	follow();
	assert_int_equal(rename("log", "log.1"), 0);
	append("log", "");
	fake_io_before_look_up = write_to_both;
	assert_record(2);
	assert_record(3);
	assert_nothing();
}

static void test_rename_at_once(void **state)
{
	(void)state;
	follow();
	append("new", LINE("2") "\n");
	assert_int_equal(rename("new", "log"), 0);
	assert_true(is_ready());
	assert_record(2);
	assert_nothing();
	append("log", LINE("3") "\n");
	assert_true(is_ready());
	assert_record(3);
}

/* It is gone again before it could be opened. */
static void test_rename_twice(void **state)
{
	(void)state;
	follow();
	append("new", LINE("2") "\n");
	assert_int_equal(rename("new", "log"), 0);
	fake_io_fail(IO_OPEN, 0, ENOENT);
	assert_nothing();
	assert_record(2);
	assert_int_equal(count(LLK_SOURCE_ROTATIONS), 1);
}

static void test_truncate(void **state)
{
	(void)state;
	follow();
	append("log", "type=UNKNOWN[1423] msg=audit(17953");
	assert_nothing();
	assert_int_equal(truncate("log", 0), 0);
	assert_true(is_ready());
	assert_nothing();
	append("log", LINE("2") "\n");
	assert_true(is_ready());
	assert_record(2);
	assert_nothing();
	assert_int_equal(count(LLK_SOURCE_ROTATIONS), 1);
	assert_int_equal(count(LLK_SOURCE_DAMAGED), 0);
}

static void test_in_a_directory(void **state)
{
	char path[4096];

	(void)state;
	assert_int_equal(mkdir("logs", 0755), 0);
	append("logs/log", "");
	assert_true(realpath("logs/log", path));
	assert_int_equal(llk_source_open_file(src, path, LLK_SOURCE_FOLLOW),
			 0);
	assert_nothing();
	assert_int_equal(rename("logs/log", "logs/log.1"), 0);
	append("logs/log", LINE("1") "\n");
	assert_true(is_ready());
	assert_record(1);
}

/* What is no regular file cannot be followed; it just goes on. */
static void test_follow_pipe(void **state)
{
	int fd;

	(void)state;
	assert_int_equal(mkfifo("log", 0644), 0);
	fd = open("log", O_RDWR);
	assert_int_equal(llk_source_open_file(src, "log", LLK_SOURCE_FOLLOW |
					      LLK_SOURCE_NEW), 0);
	assert_nothing();
	assert_int_equal(write(fd, LINE("1") "\n", strlen(LINE("1") "\n")),
			 strlen(LINE("1") "\n"));
	assert_true(is_ready());
	assert_record(1);
	close(fd);
}

/* Files of /proc and /sys are smaller than they say. */
static void test_follow_small(void **state)
{
	struct stat st;

	(void)state;
	if (stat("/sys/kernel/mm/transparent_hugepage/enabled", &st) ||
	    st.st_size < 4096)
		skip();
	assert_int_equal(llk_source_open_file(src,
		"/sys/kernel/mm/transparent_hugepage/enabled",
		LLK_SOURCE_FOLLOW), 0);
	assert_nothing();
	assert_nothing();
}

static void test_cannot_follow(void **state)
{
	(void)state;
	append("log", LINE("1") "\n");
	fake_io_fail(IO_NOTIFY, 0, EMFILE);
	assert_fails(EMFILE, llk_source_open_file(src, "log",
						  LLK_SOURCE_FOLLOW));
	assert_says("max_user_instances");
	fake_io_fail(IO_WATCH_FILE, 0, ENOSPC);
	assert_fails(ENOSPC, llk_source_open_file(src, "log",
						  LLK_SOURCE_FOLLOW));
	assert_says("max_user_watches");
	fake_io_fail(IO_WATCH_DIR, 0, EACCES);
	assert_fails(EACCES, llk_source_open_file(src, "log",
						  LLK_SOURCE_FOLLOW));
	assert_says("readable");
}

static void test_cannot_go_on(void **state)
{
	(void)state;
	follow();
	fake_io_fail(IO_IDENTIFY, 0, EIO);
	assert_fails(EIO, llk_source_next(src, rec));
	fake_io_fail(IO_LOOK_UP, 0, EACCES);
	assert_fails(EACCES, llk_source_next(src, rec));
	assert_says("cannot watch \"log\"");
	assert_nothing();
	assert_int_equal(truncate("log", 0), 0);
	fake_io_fail(IO_SEEK, 0, EIO);
	assert_fails(EIO, llk_source_next(src, rec));
	assert_nothing();
	append("new", LINE("2") "\n");
	assert_int_equal(rename("new", "log"), 0);
	fake_io_fail(IO_OPEN, 0, EACCES);
	assert_fails(EACCES, llk_source_next(src, rec));
	assert_says("which has replaced");
	fake_io_fail(IO_IDENTIFY, 1, EIO);
	assert_fails(EIO, llk_source_next(src, rec));
	assert_record(2);
}

/* ---- Audit ----------------------------------------------------------------- */

#define ACCESS	1423

static void open_audit(void)
{
	assert_int_equal(llk_source_open_audit(src), 0);
	assert_nothing();
	assert_false(is_ready());
}

static void test_audit(void **state)
{
	(void)state;
	open_audit();
	fake_audit_message(1305, "audit(1795322178.062:1384): op=set res=1");
	fake_audit_message(ACCESS, MESSAGE("1385"));
	assert_true(is_ready());
	assert_record(1385);
	assert_int_equal(llk_record_form(rec), LLK_FORM_NETLINK);
	assert_nothing();
	/* Answers, and damage. */
	fake_audit_message(2, "0123456789");
	fake_audit_message(ACCESS, "audit(1795322178.562:1386): domain=16");
	fake_audit_message(ACCESS, "no time at all");
	fake_audit_message(ACCESS, "audit(1795322178.562:x): y");
	assert_nothing();
	assert_int_equal(count(LLK_SOURCE_DAMAGED), 3);
	assert_int_equal(count(LLK_SOURCE_FOREIGN), 0);
	assert_int_equal(count(LLK_SOURCE_GAPS), 0);
}

/* Any process may write to our socket. */
static void test_audit_foreign(void **state)
{
	static char large[70000];

	(void)state;
	open_audit();
	fake_audit_from = 4711;
	fake_audit_message(ACCESS, MESSAGE("1385"));
	assert_nothing();
	fake_audit_from = 0;
	fake_audit_bytes("short", 5);
	fake_audit_bytes(large, sizeof(large));
	fake_audit_message(ACCESS, MESSAGE("1386"));
	assert_record(1386);
	assert_int_equal(count(LLK_SOURCE_FOREIGN), 3);
}

static void test_audit_dropped(void **state)
{
	(void)state;
	open_audit();
	fake_audit_dropped = 12;
	fake_io_fail(IO_AUDIT_RECEIVE, 0, ENOBUFS);
	fake_audit_message(ACCESS, MESSAGE("1385"));
	assert_record(1385);
	assert_int_equal(count(LLK_SOURCE_DROPPED), 12);
	/* A kernel that does not tell how many. */
	fake_io_fail(IO_AUDIT_DROPPED, 0, ENOPROTOOPT);
	fake_io_fail(IO_AUDIT_RECEIVE, 0, ENOBUFS);
	assert_nothing();
	assert_int_equal(count(LLK_SOURCE_DROPPED), 13);
	fake_io_fail(IO_AUDIT_RECEIVE, 0, EIO);
	assert_fails(EIO, llk_source_next(src, rec));
}

static void serials(unsigned int first, unsigned int last)
{
	char text[64];

	for (; first <= last; first++) {
		snprintf(text, sizeof(text), "audit(1.000:%u): op=set", first);
		fake_audit_message(1305, text);
		assert_nothing();
	}
}

static void test_audit_gaps(void **state)
{
	(void)state;
	open_audit();
	serials(1000, 1010);
	/* Two of them late. */
	serials(1013, 1020);
	serials(1011, 1012);
	serials(1021, 1100);
	assert_int_equal(count(LLK_SOURCE_GAPS), 0);
	/* Three never, and one of long ago. */
	serials(1104, 1200);
	serials(1000, 1000);
	assert_int_equal(count(LLK_SOURCE_GAPS), 3);
}

static void test_cannot_audit(void **state)
{
	(void)state;
	fake_io_fail(IO_AUDIT_SOCKET, 0, EPROTONOSUPPORT);
	assert_fails(EPROTONOSUPPORT, llk_source_open_audit(src));
	assert_says("built without audit");
	fake_io_fail(IO_AUDIT_SOCKET, 0, EMFILE);
	assert_fails(EMFILE, llk_source_open_audit(src));
	fake_io_fail(IO_AUDIT_JOIN, 0, EPERM);
	assert_fails(EPERM, llk_source_open_audit(src));
	assert_says("CAP_AUDIT_READ");
	fake_io_fail(IO_AUDIT_JOIN, 0, ENOMEM);
	assert_fails(ENOMEM, llk_source_open_audit(src));
}

/* ---- The state of audit ---------------------------------------------------- */

struct answer {
	uint32_t length;
	uint16_t type, flags;
	uint32_t serial, port;
	uint32_t state[11];
};

static void test_audit_state(void **state)
{
	const struct answer answer = {
		.length = sizeof(answer),
		.type = 1000,
		.state = { 0, 1, 2, 3, 100, 8192, 77, 5, 127, 15000, 0 },
	};

	(void)state;
	fake_audit_answer(&answer, sizeof(answer));
	assert_int_equal(llk_audit_state(LLK_AUDIT_ENABLED), 1);
	assert_int_equal(llk_audit_state(LLK_AUDIT_LOST), 77);
	assert_int_equal(llk_audit_state(LLK_AUDIT_BACKLOG_LIMIT), 8192);
	assert_int_equal(llk_audit_state(LLK_AUDIT_RATE_LIMIT), 100);
	assert_fails(EINVAL, llk_audit_state(0));
	assert_fails(EINVAL, llk_audit_state(LLK_AUDIT_RATE_LIMIT + 1));
	/* As old kernels answer, and not less. */
	fake_audit_answer(&answer, 16 + 28);
	assert_int_equal(llk_audit_state(LLK_AUDIT_LOST), 77);
	fake_audit_answer(&answer, 16 + 24);
	assert_fails(EBADMSG, llk_audit_state(LLK_AUDIT_LOST));
	fake_audit_answer(&answer, 16);
	assert_fails(EBADMSG, llk_audit_state(LLK_AUDIT_LOST));
	fake_audit_answer(&answer, sizeof(answer));
	fake_audit_from = 4711;
	assert_fails(EBADMSG, llk_audit_state(LLK_AUDIT_LOST));
}

static void test_no_audit_state(void **state)
{
	struct answer answer = { .type = 2 };

	(void)state;
	answer.state[0] = (uint32_t)-EPERM;
	fake_audit_answer(&answer, 16 + 20);
	assert_fails(EPERM, llk_audit_state(LLK_AUDIT_ENABLED));
	answer.type = 3;
	fake_audit_answer(&answer, 16 + 20);
	assert_fails(EBADMSG, llk_audit_state(LLK_AUDIT_ENABLED));
	fake_audit_answer(&answer, 0);
	assert_fails(EAGAIN, llk_audit_state(LLK_AUDIT_ENABLED));
	fake_io_fail(IO_AUDIT_SEND, 0, ECONNREFUSED);
	assert_fails(ECONNREFUSED, llk_audit_state(LLK_AUDIT_ENABLED));
	fake_io_fail(IO_AUDIT_SOCKET, 0, EPROTONOSUPPORT);
	assert_fails(EPROTONOSUPPORT, llk_audit_state(LLK_AUDIT_ENABLED));
	assert_int_equal(fake_io_open_descriptors(), 0);
}

/* ---- Traces ---------------------------------------------------------------- */

#define TRACED \
	"             gen-107     [000] .....     2.268506: " \
	"landlock_deny_access_fs: domain=17e3279b8 same_exec=1 logged=1 " \
	"blockers=read_file dev=0:3 ino=7 path=/etc/passwd\n"

static void test_trace(void **state)
{
	(void)state;
	assert_int_equal(llk_source_open_trace(src, "test"), 0);
	assert_int_equal(fake_trace_enabled("enable"), 1);
	assert_int_equal(fake_trace_enabled("landlock_check_rule_inode/enable"),
			 0);
	assert_int_equal(
		fake_trace_enabled("landlock_check_rule_net_port/enable"), 0);
	assert_nothing();
	assert_false(is_ready());
	fake_trace_line(TRACED);
	assert_true(is_ready());
	assert_int_equal(llk_source_next(src, rec), LLK_SOURCE_RECORD);
	assert_string_equal(llk_record_text(rec, LLK_FIELD_PATH, NULL),
			    "/etc/passwd");
	fake_trace_line("CPU:0 [LOST 12 EVENTS]\n" TRACED);
	assert_int_equal(llk_source_next(src, rec), LLK_SOURCE_RECORD);
	assert_int_equal(llk_record_kind(rec), LLK_RECORD_LOST);
	assert_int_equal(count(LLK_SOURCE_DROPPED), 12);
	assert_int_equal(llk_source_next(src, rec), LLK_SOURCE_RECORD);
	assert_nothing();
}

static void test_trace_without_checks(void **state)
{
	(void)state;
	fake_trace.checks = false;
	assert_int_equal(llk_source_open_trace(src, "test"), 0);
	assert_int_equal(fake_trace_enabled("enable"), 1);
}

static void test_trace_names(void **state)
{
	static const char *const names[] = {
		NULL, "", ".", "..", ".x", "a/b", "/",
		"12345678901234567890123456789012345678901234567890123456789012"
		"345",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		assert_fails(EINVAL, llk_source_open_trace(src, names[i]));
		assert_says("name");
	}
	assert_int_equal(llk_source_open_trace(src, "1234567890123456789012345"
		"678901234567890123456789012345678901234"), 0);
}

static void test_cannot_trace(void **state)
{
	(void)state;
	fake_trace.mounted = false;
	assert_fails(EOPNOTSUPP, llk_source_open_trace(src, "test"));
	assert_says("mount -t tracefs");
	fake_trace.mounted = true;
	fake_io_fail(IO_MAKE_DIR, 0, ENOENT);
	assert_fails(ENOENT, llk_source_open_trace(src, "test"));
	fake_io_fail(IO_MAKE_DIR, 0, EACCES);
	assert_fails(EACCES, llk_source_open_trace(src, "test"));
	assert_says("root");
	fake_io_fail(IO_MAKE_DIR, 0, EPERM);
	assert_fails(EPERM, llk_source_open_trace(src, "test"));
	fake_io_fail(IO_MAKE_DIR, 0, ENOMEM);
	assert_fails(ENOMEM, llk_source_open_trace(src, "test"));
	fake_io_fail(IO_MAKE_DIR, 0, EEXIST);
	assert_fails(EEXIST, llk_source_open_trace(src, "test"));
	assert_says("\"/sys/kernel/tracing/instances/test\" is there already");
}

/* Nothing is left of it. */
static void test_cannot_start_trace(void **state)
{
	(void)state;
	fake_trace.landlock = false;
	assert_fails(EOPNOTSUPP, llk_source_open_trace(src, "test"));
	assert_says("7.3");
	assert_false(fake_trace_instance("test"));
	fake_trace.landlock = true;
	fake_io_fail(IO_WRITE, 0, EIO);
	assert_fails(EIO, llk_source_open_trace(src, "test"));
	assert_false(fake_trace_instance("test"));
	fake_io_fail(IO_WRITE, 1, EIO);
	assert_fails(EIO, llk_source_open_trace(src, "test"));
	/* The pipe, after the three switches. */
	fake_io_fail(IO_OPEN, 3, EBUSY);
	assert_fails(EBUSY, llk_source_open_trace(src, "test"));
	assert_false(fake_trace_instance("test"));
	assert_int_equal(fake_io_open_descriptors(), 0);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(test_##name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(arguments),
		TEST(once),
		TEST(again),
		TEST(no_memory),
		TEST(lines),
		TEST(nothing_in_it),
		TEST(many_lines),
		TEST(long_line),
		TEST(hole),
		TEST(damaged),
		TEST(interpreted),
		TEST(long_without_record),
		TEST(new_only),
		TEST(cannot_open),
		TEST(cannot_read),
		TEST(pipe),
		TEST(pipe_flags_and_errors),
		TEST(follow),
		TEST(follow_new_only),
		TEST(follow_race),
		TEST(rename),
		TEST(rename_race),
		TEST(rename_at_once),
		TEST(rename_twice),
		TEST(truncate),
		TEST(in_a_directory),
		TEST(follow_pipe),
		TEST(follow_small),
		TEST(cannot_follow),
		TEST(cannot_go_on),
		TEST(audit),
		TEST(audit_foreign),
		TEST(audit_dropped),
		TEST(audit_gaps),
		TEST(cannot_audit),
		TEST(audit_state),
		TEST(no_audit_state),
		TEST(trace),
		TEST(trace_without_checks),
		TEST(trace_names),
		TEST(cannot_trace),
		TEST(cannot_start_trace),
	};

	return cmocka_run_group_tests(tests, NULL, NULL) ? 1 : 0;
}
