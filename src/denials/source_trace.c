/* SPDX-License-Identifier: MIT */
/*
 * The kernel's trace of Landlock as a source: an instance of tracefs of our own,
 * with a buffer of its own, so that nobody else's tracing is changed.
 */
#include <errno.h>
#include <string.h>

#include "../text.h"
#include "source.h"

#define TRACING "/sys/kernel/tracing"
#define INSTANCES TRACING "/instances/"

static void join(struct llki_text *path, const char *directory,
		 const char *name)
{
	llki_put(path, directory);
	llki_put(path, name);
}

static int set(const char *instance, const char *events, const char *value)
{
	char path[256];
	struct llki_text text = llki_text_begin(path, sizeof(path));
	int fd, ret;

	join(&text, instance, "/events/landlock/");
	llki_put(&text, events);
	fd = llki_io_open(path, true);
	if (fd < 0)
		return -1;
	ret = llki_io_write(fd, value, 1) == 1 ? 0 : -1;
	llki_io_close(fd);
	return ret;
}

/*
 * All but those that happen at every allowed access.  This kernel may lack
 * them, or have more than we know.
 */
static int enable(const char *instance)
{
	static const char *const frequent[] = {
		"landlock_check_rule_inode/enable",
		"landlock_check_rule_net_port/enable",
	};
	size_t i;

	if (set(instance, "enable", "1"))
		return -1;
	for (i = 0; i < sizeof(frequent) / sizeof(*frequent); i++)
		if (set(instance, frequent[i], "0") && errno != ENOENT)
			return -1;
	return 0;
}

static int make_instance(struct llk_source *src, const char *name)
{
	struct llki_io_file file;
	char path[sizeof(src->instance)];
	struct llki_text text = llki_text_begin(path, sizeof(path));

	join(&text, INSTANCES, name);
	if (!llki_io_make_dir(path)) {
		memcpy(src->instance, path, sizeof(path));
		return 0;
	}
	if (errno == EEXIST)
		return llki_source_fail(src, EEXIST, "the tracing instance",
			path, " is there already: another process uses it, or "
			"one that was killed left it (rmdir removes it)");
	if (errno == EACCES || errno == EPERM)
		return llki_source_fail(src, errno,
			"only root may trace, and not inside a sandbox", NULL,
			NULL);
	if (errno == ENOENT && llki_io_look_up(TRACING "/events", &file))
		return llki_source_fail(src, EOPNOTSUPP,
			"no tracefs: on Linux 7.3 and later, which trace "
			"Landlock, \"mount -t tracefs tracefs " TRACING "\" "
			"as root", NULL, NULL);
	return llki_source_fail(src, errno, "cannot make the tracing instance",
				path, NULL);
}

static int start(struct llk_source *src)
{
	char path[sizeof(src->instance) + sizeof("/trace_pipe")];
	struct llki_text text = llki_text_begin(path, sizeof(path));

	if (enable(src->instance))
		return errno == ENOENT ?
			llki_source_fail(src, EOPNOTSUPP,
				"this kernel does not trace Landlock: Linux "
				"7.3 or later does; audit tells from 6.15",
				NULL, NULL) :
			llki_source_fail(src, errno,
				"cannot enable the events below",
				src->instance, NULL);
	join(&text, src->instance, "/trace_pipe");
	src->fd = llki_io_open(path, false);
	if (src->fd < 0)
		return llki_source_fail(src, errno, "cannot open", path, NULL);
	src->fill = llki_source_fill;
	src->next = llki_source_next_line;
	return 0;
}

int llk_source_open_trace(struct llk_source *src, const char *name)
{
	if (llki_source_begin(src))
		return -1;
	if (!name || !*name || strchr(name, '/') || *name == '.' ||
	    strlen(name) > 64)
		return llki_source_fail(src, EINVAL, "a tracing instance needs "
			"a name of 1 to 64 bytes, without \"/\" and not "
			"beginning with \".\"", NULL, NULL);
	if (!make_instance(src, name) && !start(src))
		return 0;
	return llki_source_abandon(src);
}
