/* SPDX-License-Identifier: MIT */
/*
 * The tables of arguments.
 */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "../../include/liblandlock.h"
#include "choices.h"

uint32_t choose_class(struct input *in)
{
	static const uint32_t classes[] = {
		LLK_FS, LLK_NET, LLK_SCOPE, LLK_FS, LLK_NET, LLK_SCOPE, LLK_FS,
		0, LLK_FS | LLK_NET, LLK_RESTRICT_SELF, LLK_ADD_RULE,
		UINT32_C(1) << 31,
	};

	return PICK(in, classes);
}

uint64_t choose_rights(struct input *in, uint32_t cls)
{
	static const uint64_t groups[] = {
		LLK_READ, LLK_WRITE, LLK_EXECUTE, LLK_DEVICE, LLK_CONNECT_UNIX,
		LLK_READ | LLK_WRITE, LLK_FS_REFER, LLK_FS_REFER |
		LLK_FS_WRITE_FILE, LLK_FS_TRUNCATE, 0x1fff, 0x1ffff,
	};
	const uint8_t how = take(in);
	uint64_t mask;

	switch (how) {
	case 0:
		return LLK_ALL_RIGHTS;
	case 1:
		return 0;
	case 2:
		mask = take_number(in, 4);
		return mask << take(in) % 33;
	}
	if (how >= 128)
		return UINT64_C(1) << how % 18;
	switch (cls) {
	case LLK_FS:
		return how < 64 ? take_number(in, 3) & 0x1ffff :
		       groups[how % (sizeof(groups) / sizeof(groups[0]))];
	case LLK_NET:
		return how & 0xf;
	default:
		return how & 3;
	}
}

int choose_abi(struct input *in)
{
	static const int strange[] = {
		-1, 0, LLK_ABI_LATEST + 1, INT_MAX, INT_MIN,
	};
	const uint8_t how = take(in);

	if (how < 10)
		return strange[how % 5];
	return how < 100 ? LLK_ABI_LATEST : 1 + how % LLK_ABI_LATEST;
}

uint32_t choose_new_flags(struct input *in)
{
	const uint8_t how = take(in);
	const uint32_t classes = how & 7;
	const uint32_t mode = (how & 8 ? 0 : LLK_BEST_EFFORT) |
			      (how & 0x10 ? LLK_EXPLAIN : 0);

	/* Mostly some class, rarely an unknown flag. */
	if (how >= 250)
		return UINT32_C(1) << how % 32 | mode;
	return (classes || how < 64 ? classes : 7) | mode;
}

uint32_t choose_flags(struct input *in)
{
	static const uint32_t threads[] = {
		LLK_ALL_THREADS, LLK_THIS_THREAD, LLK_ALL_THREADS_IF_POSSIBLE,
		LLK_ALL_THREADS,
	};
	static const uint32_t privs[] = {
		0, LLK_NO_NEW_PRIVS_NEVER, LLK_NO_NEW_PRIVS_ALWAYS, 0,
	};
	const uint8_t how = take(in);
	uint32_t flags = threads[how & 3] | privs[how >> 2 & 3];

	if (how & 0x10)
		flags |= take(in) & 7;
	/* Contradictions and unknown flags. */
	if (how >= 0xf0)
		flags |= UINT32_C(1) << take(in) % 32;
	return flags;
}

uint32_t choose_rule_flags(struct input *in)
{
	const uint8_t how = take(in);

	return how >= 250 ? UINT32_C(1) << how % 32 : how & 3;
}

const char *choose_path(struct input *in)
{
	static char too_long[5000];
	static const char *const paths[] = {
		"/", "/usr", "/usr/bin/true", "/etc", "/etc/app.conf", "/tmp",
		"/dev/null", "/dev/tty", "/home/user", "/home/user/keys",
		"/run/socket", "/run/fifo", "/link", "/dirlink",
		"/tmp/bell\a\nline\x7f", "etc", "usr/bin", ".", "/missing",
		"/tmp/missing\x9b\xc2\x9b\x1b[1m", "/etc/app.conf/below",
		"/dangling", "/loop", "/secret", "/secret/file", "/proc/pipe",
		"/proc/socket", "/proc/namespace", "/proc/anonymous",
		"/proc/memfd", "", NULL,
	};
	const uint8_t how = take(in);

	if (how < 255)
		return paths[how % (sizeof(paths) / sizeof(paths[0]))];
	memset(too_long, 'a', sizeof(too_long) - 1);
	too_long[0] = '/';
	return too_long;
}

void choose_ports(struct input *in, unsigned int *first, unsigned int *last)
{
	static const unsigned int ports[] = {
		0, 22, 80, 443, 65535, 1, 65530, 65536, UINT_MAX,
	};
	const uint8_t how = take(in);

	*first = how & 1 ? take_number(in, 2) : PICK(in, ports);
	*last = *first;
	if (how & 2)
		*last += how >> 2 & 31;
	if (how & 0x80)
		(*last)--;
}

int choose_errno(struct input *in)
{
	static const int errors[] = {
		EPERM, EACCES, ENOSYS, EOPNOTSUPP, EINVAL, E2BIG, ENOMEM,
		EMFILE, ENFILE, ENOMSG, EBADF, EBADFD, EAFNOSUPPORT, ENOENT,
		ENOTDIR, ELOOP, EIO, EAGAIN, EINTR, EFAULT, ETXTBSY,
	};

	return PICK(in, errors);
}
