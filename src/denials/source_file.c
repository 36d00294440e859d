/* SPDX-License-Identifier: MIT */
/*
 * Files, pipes and terminals as a source; and a log that is followed.
 *
 * A log is replaced (renamed, and another one takes its name) or copied and
 * truncated.  After a rename the writer goes on with the old file until it is
 * told, so that one is read until the new one has something in it.
 */
#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../text.h"
#include "source.h"

/* ---- Reading --------------------------------------------------------------- */

/* Is there a new file of that name with something in it? */
static int look_for_new(struct llk_source *src)
{
	struct llki_io_file file;

	/* Watched first, so that nothing is missed in between.  For the same
	   file that changes nothing. */
	if (llki_io_watch_file(src->notify, src->path) ||
	    llki_io_look_up(src->path, &file)) {
		/* Between the two steps of a rotation there is none. */
		if (errno == ENOENT)
			return LLKI_FILL_NOTHING;
		return llki_source_fail(src, errno, "cannot watch",
					src->path, NULL);
	}
	if ((file.dev == src->file.dev && file.ino == src->file.ino) ||
	    !file.size)
		return LLKI_FILL_NOTHING;
	/* First what was written to the old one in the meantime. */
	src->replaced = true;
	return LLKI_FILL_MORE;
}

/* What became of the file whose end was reached? */
static int look(struct llk_source *src)
{
	struct llki_io_file file;
	char events[4096];
	int ret;

	while (llki_io_read(src->notify, events, sizeof(events)) > 0)
		;
	if (llki_io_identify(src->fd, &file))
		return llki_source_fail(src, errno, "cannot look at",
					src->path, NULL);
	if (file.size > src->position) {
		/* Written just now; but some files are smaller than they say. */
		ret = llki_source_fill(src);
		return ret == LLKI_FILL_END ? LLKI_FILL_NOTHING : ret;
	}
	if (file.size == src->position)
		return look_for_new(src);
	/* Truncated: what is left of its last line belongs to nothing. */
	if (llki_io_seek(src->fd, 0))
		return llki_source_fail(src, errno, "cannot read", src->path,
					" from its start");
	llki_source_forget_line(src);
	src->position = 0;
	src->counts[LLK_SOURCE_ROTATIONS]++;
	return LLKI_FILL_MORE;
}

static int change_over(struct llk_source *src)
{
	const int fd = llki_io_open(src->path, false);

	src->replaced = false;
	if (fd < 0 && errno == ENOENT)
		return LLKI_FILL_NOTHING;
	if (fd < 0)
		return llki_source_fail(src, errno, "cannot open", src->path,
			", which has replaced the file that was followed");
	llki_io_close(src->fd);
	src->fd = fd;
	src->position = 0;
	src->counts[LLK_SOURCE_ROTATIONS]++;
	if (llki_io_identify(fd, &src->file))
		return llki_source_fail(src, errno, "cannot look at",
					src->path, NULL);
	llki_source_end_line(src);
	return LLKI_FILL_MORE;
}

static int fill_log(struct llk_source *src)
{
	const int got = llki_source_fill(src);

	if (got != LLKI_FILL_END)
		return got;
	return src->replaced ? change_over(src) : look(src);
}

/* A regular file is always ready; others must not make the caller wait. */
static int fill_stream(struct llk_source *src)
{
	const int ready = src->file.regular ? 1 : llki_io_wait(src->fd, 0);

	if (ready < 0)
		return llki_source_fail(src, errno, "poll(2)", NULL, NULL);
	return ready ? llki_source_fill(src) : LLKI_FILL_NOTHING;
}

/* ---- Opening --------------------------------------------------------------- */

static int watch(struct llk_source *src)
{
	const char *slash = strrchr(src->path, '/');
	char *dir = slash ? strdup(src->path) : strdup(".");
	int ret;

	if (!dir)
		return llki_source_fail(src, ENOMEM, "no memory", NULL, NULL);
	if (slash)
		dir[slash == src->path ? 1 : slash - src->path] = '\0';
	src->notify = llki_io_notify();
	if (src->notify < 0)
		ret = llki_source_fail(src, errno, "cannot follow", src->path,
			": inotify_init1(2): is "
			"fs.inotify.max_user_instances too low?");
	else if (llki_io_watch_file(src->notify, src->path) ||
		 llki_io_watch_dir(src->notify, dir))
		ret = llki_source_fail(src, errno, "cannot follow", src->path,
			": it and its directory must be readable, and "
			"fs.inotify.max_user_watches not used up");
	else
		ret = 0;
	free(dir);
	return ret;
}

static int seek_end(struct llk_source *src)
{
	if (!src->file.regular)
		return 0;
	if (llki_io_seek(src->fd, src->file.size))
		return llki_source_fail(src, errno, "cannot seek in",
					src->path, NULL);
	src->position = src->file.size;
	return 0;
}

static int open_path(struct llk_source *src, uint32_t flags)
{
	src->fd = llki_io_open(src->path, false);
	if (src->fd < 0)
		return llki_source_fail(src, errno, "cannot open", src->path,
			errno == EACCES ?
			": on Debian, members of the group adm may read "
			"/var/log/audit/audit.log; else root" : NULL);
	if (llki_io_identify(src->fd, &src->file))
		return llki_source_fail(src, errno, "cannot look at",
					src->path, NULL);
	src->fill = fill_stream;
	if (flags & LLK_SOURCE_NEW && seek_end(src))
		return -1;
	if (!(flags & LLK_SOURCE_FOLLOW) || !src->file.regular)
		return 0;
	src->fill = fill_log;
	return watch(src);
}

int llk_source_open_file(struct llk_source *src, const char *path,
			 uint32_t flags)
{
	if (llki_source_begin(src))
		return -1;
	if (!path || flags & ~(LLK_SOURCE_FOLLOW | LLK_SOURCE_NEW))
		return llki_source_fail(src, EINVAL,
					"no path, or an unknown flag", NULL, NULL);
	src->path = strdup(path);
	if (!src->path)
		return llki_source_fail(src, ENOMEM, "no memory", NULL, NULL);
	if (open_path(src, flags))
		return llki_source_abandon(src);
	src->next = llki_source_next_line;
	return 0;
}

int llk_source_open_fd(struct llk_source *src, int fd)
{
	char number[16];
	struct llki_text text = llki_text_begin(number, sizeof(number));

	if (llki_source_begin(src))
		return -1;
	llki_put_number(&text, fd);
	if (llki_io_identify(fd, &src->file))
		return llki_source_fail(src, errno, "descriptor ", NULL,
					number);
	src->fd = fd;
	src->borrowed = true;
	src->fill = fill_stream;
	src->next = llki_source_next_line;
	return 0;
}
