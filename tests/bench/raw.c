/* SPDX-License-Identifier: MIT */
/*
 * By hand and with care: what the kernel has is asked and the masks are cut to
 * it, descriptors are close-on-exec, every error ends the program.
 */
#define _GNU_SOURCE

#include <err.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "setup.h"

/* As <linux/landlock.h> has them, which is not everywhere. */
#define NR_CREATE_RULESET	444
#define NR_ADD_RULE		445
#define NR_RESTRICT_SELF	446
#define VERSION			1

#define READ_FILE	(1 << 2)
#define READ_DIR	(1 << 3)
/* write_file, remove_*, make_* but devices, refer, truncate */
#define WRITE		0x77b2

struct ruleset_attr {
	uint64_t fs, net, scoped;
};

struct path_attr {
	uint64_t rights;
	int32_t fd;
} __attribute__((__packed__));

struct port_attr {
	uint64_t rights, port;
};

static struct ruleset_attr masks_of(int abi)
{
	struct ruleset_attr attr = { .fs = 0x1fff };

	if (abi >= 2)
		attr.fs |= 1 << 13;
	if (abi >= 3)
		attr.fs |= 1 << 14;
	if (abi >= 4)
		attr.net = 3;
	if (abi >= 5)
		attr.fs |= 1 << 15;
	if (abi >= 6)
		attr.scoped = 3;
	return attr;
}

static void allow_path(int ruleset, const char *path, uint64_t rights)
{
	struct path_attr attr = { .rights = rights };

	attr.fd = open(path, O_PATH | O_CLOEXEC);
	if (attr.fd < 0 || syscall(NR_ADD_RULE, ruleset, 1, &attr, 0))
		err(1, "%s", path);
	close(attr.fd);
}

static void allow_port(int ruleset, unsigned int port)
{
	struct port_attr attr = { .rights = 2, .port = port };

	if (syscall(NR_ADD_RULE, ruleset, 2, &attr, 0))
		err(1, "port %u", port);
}

void set_up(const struct list *list, int layers)
{
	int abi = (int)syscall(NR_CREATE_RULESET, NULL, 0, VERSION), fd;
	struct ruleset_attr attr;
	size_t i;

	if (abi < 0)
		err(77, "Landlock");
	attr = masks_of(abi);
	fd = (int)syscall(NR_CREATE_RULESET, &attr, sizeof(attr), 0);
	if (fd < 0)
		err(1, "ruleset");
	for (i = 0; i < list->count; i++) {
		const struct rule *rule = &list->rules[i];

		switch (rule->kind) {
		case 'd':
			allow_path(fd, rule->path, READ_FILE | READ_DIR);
			break;
		case 'f':
			allow_path(fd, rule->path, READ_FILE);
			break;
		case 'w':
			allow_path(fd, rule->path, (READ_FILE | READ_DIR |
						    WRITE) & attr.fs);
			break;
		case 'p':
			if (attr.net)
				allow_port(fd, rule->port);
		}
	}
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		err(1, "no_new_privs");
	for (; layers; layers--)
		if (syscall(NR_RESTRICT_SELF, fd, 0))
			err(1, "restrict");
	close(fd);
}
