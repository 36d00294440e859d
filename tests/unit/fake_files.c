/* SPDX-License-Identifier: MIT */
/*
 * The tree as a table, and the walk through it.
 */
#define _XOPEN_SOURCE 700

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "fake_files.h"

#define EXT4	0xef53u
#define TMPFS	0x01021994u
#define PIPEFS	0x50495045u
#define SOCKFS	0x534f434bu
#define NSFS	0x6e736673u
#define ANON	0x09041934u

#define LONGEST_PATH	4095
#define LONGEST_NAME	255
#define MOST_LINKS	40

#define DIR(path)	{ path, FAKE_DIRECTORY, NULL, EXT4, false }
#define FILE(path)	{ path, FAKE_NOT_DIRECTORY, NULL, EXT4, false }
#define LINK(path, to)	{ path, FAKE_NOT_DIRECTORY, to, EXT4, false }
#define NONE(path, type) { path, FAKE_ANONYMOUS, NULL, type, false }

static const struct fake_node nodes[] = {
	DIR("/"),
	DIR("/usr"), DIR("/usr/bin"), FILE("/usr/bin/true"),
	DIR("/etc"), FILE("/etc/app.conf"), FILE("/etc/other.conf"),
	DIR("/var"), DIR("/var/lib"), DIR("/var/lib/app"),
	DIR("/home"), DIR("/home/user"), DIR("/home/user/keys"),
	FILE("/home/user/file"), FILE("/home/user/keys/file"),
	DIR("/etc/dir"), FILE("/etc/dir/file"), DIR("/var/dir"),
	DIR("/tmp"), FILE("/tmp/bell\a\nline\x7f"),
	DIR("/dev"), FILE("/dev/null"), FILE("/dev/tty"), FILE("/dev/disk"),
	DIR("/run"), FILE("/run/fifo"), FILE("/run/socket"),
	{ "/secret", FAKE_DIRECTORY, NULL, EXT4, true },
	FILE("/secret/file"),
	LINK("/link", "/etc/app.conf"), LINK("/dirlink", "/usr"),
	LINK("/dangling", "/nowhere"), LINK("/loop", "/loop"),
	DIR("/proc"),
	NONE("/proc/pipe", PIPEFS), NONE("/proc/socket", SOCKFS),
	NONE("/proc/namespace", NSFS), NONE("/proc/anonymous", ANON),
	NONE("/proc/memfd", TMPFS),
};

#define COUNT	(sizeof(nodes) / sizeof(nodes[0]))

static const struct fake_node *find(const char *path, size_t length)
{
	size_t i;

	for (i = 0; i < COUNT; i++)
		if (strlen(nodes[i].path) == length &&
		    memcmp(nodes[i].path, path, length) == 0)
			return &nodes[i];
	return NULL;
}

const struct fake_node *fake_parent(const struct fake_node *node)
{
	size_t length = strlen(node->path);

	if (length == 1)
		return NULL;
	while (node->path[length - 1] != '/')
		length--;
	return find(node->path, length > 1 ? length - 1 : 1);
}

static const struct fake_node *child(const struct fake_node *dir,
				     const char *name, size_t length)
{
	char path[512];
	size_t at = strlen(dir->path);

	memcpy(path, dir->path, at);
	if (at > 1)
		path[at++] = '/';
	memcpy(path + at, name, length);
	return find(path, at + length);
}

/* One step down; follows a link. */
static const struct fake_node *step(const struct fake_node *at,
				    const char *name, size_t length,
				    int *links, int *error)
{
	if (at->object != FAKE_DIRECTORY)
		*error = ENOTDIR;
	else if (at->unsearchable)
		*error = EACCES;
	else if (length > LONGEST_NAME)
		*error = ENAMETOOLONG;
	if (*error)
		return NULL;
	if (length == 0 || (length == 1 && name[0] == '.'))
		return at;
	if (length == 2 && memcmp(name, "..", 2) == 0)
		return fake_parent(at) ? fake_parent(at) : at;
	at = child(at, name, length);
	while (at && at->link) {
		if (++*links > MOST_LINKS) {
			*error = ELOOP;
			return NULL;
		}
		at = find(at->link, strlen(at->link));
	}
	if (!at)
		*error = ENOENT;
	return at;
}

const struct fake_node *fake_resolve(const struct fake_node *start,
				     const char *path, int *error)
{
	const struct fake_node *at = path[0] == '/' ? &nodes[0] : start;
	int links = 0;

	*error = path[0] ? 0 : ENOENT;
	if (strlen(path) > LONGEST_PATH)
		*error = ENAMETOOLONG;
	while (!*error && *path) {
		size_t length;

		if (*path == '/' && path[1] == '\0' &&
		    at->object == FAKE_DIRECTORY)
			break;
		path += *path == '/';
		length = strcspn(path, "/");
		at = step(at, path, length, &links, error);
		path += length;
	}
	return *error ? NULL : at;
}

const struct fake_node *fake_resolve_link(const struct fake_node *start,
					  const char *path, int *error)
{
	const char *name = strrchr(path, '/');
	const struct fake_node *at;
	char dir[256] = ".";

	if (name && name - path < (long)sizeof(dir) - 1)
		memcpy(dir, path, (size_t)(name + 1 - path));
	name = name ? name + 1 : path;
	if (strcmp(name, "..") != 0) {
		at = fake_resolve(start, dir, error);
		if (at && at->object == FAKE_DIRECTORY && !at->unsearchable) {
			at = child(at, name, strlen(name));
			if (at && at->link)
				return at;
		}
	}
	return fake_resolve(start, path, error);
}

uint64_t fake_number(const struct fake_node *node)
{
	return (uint64_t)(node - nodes) + 1;
}

uint64_t fake_mount(const struct fake_node *node)
{
	return strncmp(node->path, "/home", 5) == 0 ? 2 : 1;
}

uint32_t fake_mode(const struct fake_node *node)
{
	static const struct {
		const char *path;
		uint32_t mode;
	} special[] = {
		{ "/run/fifo", S_IFIFO }, { "/run/socket", S_IFSOCK },
		{ "/dev/null", S_IFCHR }, { "/dev/tty", S_IFCHR },
		{ "/dev/disk", S_IFBLK },
	};
	size_t i;

	if (node->link)
		return S_IFLNK | 0777;
	if (node->object == FAKE_DIRECTORY)
		return S_IFDIR | 0755;
	for (i = 0; i < sizeof(special) / sizeof(special[0]); i++)
		if (strcmp(node->path, special[i].path) == 0)
			return special[i].mode | 0644;
	return S_IFREG | 0644;
}
