/* SPDX-License-Identifier: MIT */
/*
 * What the unit tests share: cmocka, the modelled process, and assertions in
 * the library's own terms.
 */
#ifndef UNIT_H
#define UNIT_H

#define _POSIX_C_SOURCE 200809L

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fake_sys.h"

#define CLASSES		(LLK_FS | LLK_NET | LLK_SCOPE)

/* An errno that no call returns, to see that errno is set, or is not. */
#define STALE		EXDEV

/* The call returns -1 with this errno. */
#define assert_fails(error, call) do { \
	errno = STALE; \
	assert_int_equal(call, -1); \
	assert_int_equal(errno, error); \
} while (0)

#define assert_contains(text, part) \
	unit_contains(text, part, __FILE__, __LINE__)
#define assert_lacks(text, part) \
	unit_lacks(text, part, __FILE__, __LINE__)

/* Kernels that tests go through: ABI 0 to 11, and these. */
enum {
	KERNEL_NEWER = FAKE_ABI_NEWER,
	KERNEL_DISABLED,	/* EOPNOTSUPP */
	KERNEL_EPERM,		/* seccomp filters */
	KERNEL_EACCES,
	KERNEL_LIAR,
	KERNEL_NO_INET,
	KERNELS,
};

/* A fresh process on kernel number @kernel. */
void unit_reset(int kernel);
const char *unit_kernel_name(int kernel);
/* The version that the library plans for, and its errno of absence. */
int unit_kernel_abi(void);

struct llk_ruleset *unit_new(int abi, uint32_t flags);
/* Free it, then see that nothing is left and nothing wrong was done. */
void unit_free(struct llk_ruleset *rs);
void unit_clean(void);
/* The process is as fake_reset() made it, for whoever looks at it. */
void unit_unrestricted(void);

void unit_contains(const char *text, const char *part, const char *file,
		   int line);
void unit_lacks(const char *text, const char *part, const char *file,
		int line);

/* All rights lost with that effect in a class, in losses without a path. */
uint64_t unit_lost(const struct llk_ruleset *rs, int effect, uint32_t cls);
/* The number of the loss of exactly these rights on that path, or -1. */
int unit_loss(const struct llk_ruleset *rs, int effect, uint32_t cls,
	      uint64_t rights, const char *path);

/* Run @call as the child of its fork(): how that ended. */
enum fake_end unit_as_child(int (*call)(void *), void *data);

#define unit_run(tests) \
	(cmocka_run_group_tests(tests, NULL, NULL) ? 1 : 0)

#endif
