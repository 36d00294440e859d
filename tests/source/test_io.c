/* SPDX-License-Identifier: MIT */
/* The sources' system calls, on the running kernel. */
#define _GNU_SOURCE

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "liblandlock-denials.h"
#include "../../src/denials/io.h"

static bool closes_on_exec(int fd)
{
	return fcntl(fd, F_GETFD) & FD_CLOEXEC;
}

static void test_audit(void **state)
{
	const int fd = llki_io_audit_socket();
	struct llki_io_message message;
	uint64_t dropped = 1;
	char buf[16];

	(void)state;
	if (fd < 0)
		skip();
	assert_true(closes_on_exec(fd));
	llki_io_audit_enlarge(fd, 1 << 20);
	assert_int_equal(llki_io_audit_dropped(fd, &dropped), 0);
	assert_int_equal(dropped, 0);
	assert_int_equal(llki_io_audit_receive(fd, buf, sizeof(buf), &message),
			 -1);
	assert_int_equal(errno, EAGAIN);
	/* It is up to the kernel who may; nobody else decides. */
	if (llki_io_audit_join(fd))
		assert_true(errno == EPERM || errno == EACCES);
	llki_io_close(fd);
	assert_int_equal(llki_io_audit_dropped(fd, &dropped), -1);
	assert_int_equal(errno, EBADF);
	assert_int_equal(llki_io_audit_send(fd, "x", 1), -1);
	assert_int_equal(errno, EBADF);
}

/* Whoever asks gets a number, or the errno that the header names. */
static void test_audit_state(void **state)
{
	const int64_t enabled = llk_audit_state(LLK_AUDIT_ENABLED);

	(void)state;
	/* qemu-user changes these messages on their way. */
	if (enabled < 0 && (errno == EAGAIN || errno == EINVAL))
		skip();
	if (enabled < 0)
		assert_true(errno == EPERM || errno == EACCES ||
			    errno == ECONNREFUSED || errno == EPROTONOSUPPORT);
	else
		assert_true(enabled <= 2);
}

static void test_files(void **state)
{
	char dir[] = "/tmp/landlock-denials-XXXXXX", buf[8];
	struct llki_io_file file, same;
	int fd;

	(void)state;
	assert_non_null(mkdtemp(dir));
	assert_int_equal(chdir(dir), 0);
	assert_int_equal(llki_io_open("file", true), -1);
	close(open("file", O_CREAT | O_WRONLY, 0644));
	fd = llki_io_open("file", true);
	assert_true(fd >= 0 && closes_on_exec(fd));
	assert_int_equal(llki_io_write(fd, "1234", 4), 4);
	llki_io_close(fd);
	fd = llki_io_open("file", false);
	assert_true(fd >= 0 && closes_on_exec(fd));
	assert_int_equal(llki_io_wait(fd, 0), 1);
	assert_int_equal(llki_io_seek(fd, 1), 0);
	assert_int_equal(llki_io_read(fd, buf, sizeof(buf)), 3);
	assert_int_equal(llki_io_identify(fd, &file), 0);
	assert_int_equal(llki_io_look_up("file", &same), 0);
	assert_true(file.regular && same.regular && file.size == 4);
	assert_true(file.dev == same.dev && file.ino == same.ino);
	errno = EXDEV;
	llki_io_close(fd);
	assert_int_equal(errno, EXDEV);
	assert_int_equal(llki_io_identify(fd, &file), -1);
	assert_int_equal(llki_io_seek(fd, 0), -1);
	assert_int_equal(llki_io_look_up("missing", &file), -1);
	assert_int_equal(llki_io_make_dir("dir"), 0);
	assert_int_equal(llki_io_look_up("dir", &file), 0);
	assert_false(file.regular);
	assert_int_equal(llki_io_remove_dir("dir"), 0);
	assert_int_equal(remove("file"), 0);
	assert_int_equal(chdir("/"), 0);
	assert_int_equal(remove(dir), 0);
}

static void test_pipe(void **state)
{
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(llki_io_wait(ends[0], 0), 0);
	close(ends[1]);
	assert_int_equal(llki_io_wait(ends[0], 0), 1);
	close(ends[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_audit),
		cmocka_unit_test(test_audit_state),
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_pipe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL) ? 1 : 0;
}
