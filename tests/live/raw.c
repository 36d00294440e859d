/* SPDX-License-Identifier: MIT */
/* Landlock's system calls without the library. */
#include <fcntl.h>
#include <unistd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "live.h"
#include "raw.h"

/* The C library's header may be older than Landlock. */
#ifdef SYS_landlock_create_ruleset
#define NR_FIRST SYS_landlock_create_ruleset
#else
#define NR_FIRST 444
#endif

int raw_ruleset(uint64_t fs)
{
	return (int)syscall(NR_FIRST, &fs, sizeof(fs), 0);
}

int raw_allow(int ruleset_fd, const char *path, uint64_t fs)
{
	struct {
		uint64_t allowed;
		int32_t fd;
	} __attribute__((__packed__)) rule = { .allowed = fs };
	int ret;

	rule.fd = open(path, O_PATH | O_CLOEXEC);
	must(rule.fd >= 0);
	ret = (int)syscall(NR_FIRST + 1, ruleset_fd, 1, &rule, 0);
	close(rule.fd);
	return ret;
}

int raw_restrict(int ruleset_fd)
{
	return (int)syscall(NR_FIRST + 2, ruleset_fd, 0);
}

void must_set_no_new_privs(void)
{
	must_be(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
}
