/* SPDX-License-Identifier: MIT */
/*
 * The file tree of the modelled process: enough of each kind to resolve paths
 * as openat(2) with O_PATH does.
 */
#ifndef FAKE_FILES_H
#define FAKE_FILES_H

#include <stdint.h>

#include "fake_kernel.h"

struct fake_node {
	const char *path;
	enum fake_object object;
	const char *link;	/* a symbolic link's target, absolute */
	uint32_t fs_type;
	bool unsearchable;	/* EACCES for what is below */
};

/*
 * The node that @path leads to, starting at @start unless it is absolute.
 * NULL with *@error: ENOENT, ENOTDIR, EACCES, ELOOP, ENAMETOOLONG.
 */
const struct fake_node *fake_resolve(const struct fake_node *start,
				     const char *path, int *error);
/* The same, but a link at the end is not followed. */
const struct fake_node *fake_resolve_link(const struct fake_node *start,
					  const char *path, int *error);
/* NULL for "/". */
const struct fake_node *fake_parent(const struct fake_node *node);
/* Numbers that tell nodes and mounts apart: "/home" is a mount of its own. */
uint64_t fake_number(const struct fake_node *node);
uint64_t fake_mount(const struct fake_node *node);
/* As in struct stat. */
uint32_t fake_mode(const struct fake_node *node);

#endif
