/* SPDX-License-Identifier: MIT */
/*
 * The kernel's Landlock interface, in our own words: structures, constants,
 * system call numbers.  So that headers of any age, or none, build everything.
 * tests/unit/test_uapi.c compares it with <linux/landlock.h>.
 */
#ifndef LLKI_UAPI_H
#define LLKI_UAPI_H

#include <stdint.h>

/* Flags of create_ruleset: questions instead of a ruleset. */
#define LLKI_CREATE_VERSION	(UINT32_C(1) << 0)
#define LLKI_CREATE_ERRATA	(UINT32_C(1) << 1)

/* Rule types. */
#define LLKI_RULE_PATH_BENEATH	1
#define LLKI_RULE_NET_PORT	2

/* Flags of add_rule. */
#define LLKI_ADD_RULE_QUIET	(UINT32_C(1) << 0)

/* Flags of restrict_self. */
#define LLKI_RESTRICT_LOG_SAME_EXEC_OFF		(UINT32_C(1) << 0)
#define LLKI_RESTRICT_LOG_NEW_EXEC_ON		(UINT32_C(1) << 1)
#define LLKI_RESTRICT_LOG_SUBDOMAINS_OFF	(UINT32_C(1) << 2)
#define LLKI_RESTRICT_TSYNC			(UINT32_C(1) << 3)
#define LLKI_RESTRICT_NO_NEW_PRIVS		(UINT32_C(1) << 4)

/*
 * Older kernels know a shorter structure and take a longer one if the rest is
 * zero, so this one is always passed whole.
 */
struct llki_ruleset_attr {
	uint64_t handled_access_fs;	/* ABI 1 */
	uint64_t handled_access_net;	/* ABI 4 */
	uint64_t scoped;		/* ABI 6 */
	uint64_t quiet_access_fs;	/* ABI 10 */
	uint64_t quiet_access_net;
	uint64_t quiet_scoped;
};

struct llki_path_beneath_attr {
	uint64_t allowed_access;
	int32_t parent_fd;
} __attribute__((__packed__));

struct llki_net_port_attr {
	uint64_t allowed_access;
	uint64_t port;			/* host byte order */
};

_Static_assert(sizeof(struct llki_ruleset_attr) == 48, "kernel structure");
_Static_assert(sizeof(struct llki_path_beneath_attr) == 12, "kernel structure");
_Static_assert(sizeof(struct llki_net_port_attr) == 16, "kernel structure");

/* One number everywhere but on these. */
#if defined(__alpha__)
#define LLKI_NR_CREATE_RULESET	554
#elif defined(__mips__) && defined(_MIPS_SIM) && _MIPS_SIM == _ABIO32
#define LLKI_NR_CREATE_RULESET	4444
#elif defined(__mips__) && defined(_MIPS_SIM) && _MIPS_SIM == _ABI64
#define LLKI_NR_CREATE_RULESET	5444
#elif defined(__mips__) && defined(_MIPS_SIM) && _MIPS_SIM == _ABIN32
#define LLKI_NR_CREATE_RULESET	6444
#elif defined(__x86_64__) && defined(__ILP32__)
#define LLKI_NR_CREATE_RULESET	(0x40000000 + 444)
#else
#define LLKI_NR_CREATE_RULESET	444
#endif
#define LLKI_NR_ADD_RULE	(LLKI_NR_CREATE_RULESET + 1)
#define LLKI_NR_RESTRICT_SELF	(LLKI_NR_CREATE_RULESET + 2)

#endif
