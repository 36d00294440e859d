/* SPDX-License-Identifier: MIT */
/*
 * Our header beside the kernel's, or beside the copy of the kernel's
 * structures that many programs carry; HEADER_FIRST says in which order.
 */
#ifdef HEADER_FIRST
#include <liblandlock.h>
#endif

#ifdef KERNEL_HEADER
#include <linux/landlock.h>
#else
#include <stdint.h>

#define LANDLOCK_ACCESS_FS_EXECUTE (1ULL << 0)
#define LANDLOCK_CREATE_RULESET_VERSION (1U << 0)

enum landlock_rule_type {
	LANDLOCK_RULE_PATH_BENEATH = 1,
	LANDLOCK_RULE_NET_PORT,
};

struct landlock_ruleset_attr {
	uint64_t handled_access_fs, handled_access_net, scoped;
};

struct landlock_path_beneath_attr {
	uint64_t allowed_access;
	int32_t parent_fd;
} __attribute__((packed));

struct landlock_net_port_attr {
	uint64_t allowed_access, port;
};
#endif

#ifndef HEADER_FIRST
#include <liblandlock.h>
#endif

int main(void)
{
	struct landlock_ruleset_attr attr = {
		.handled_access_fs = LANDLOCK_ACCESS_FS_EXECUTE,
	};

	return attr.handled_access_fs != LLK_FS_EXECUTE ||
	       llk_abi_rights(0, LLK_FS) != 0;
}
