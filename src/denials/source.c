/* SPDX-License-Identifier: MIT */
/* A source: made, asked, freed.  What it reads is in the files source_*.c. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../text.h"
#include "source.h"

struct llk_source *llk_source_new(void)
{
	struct llk_source *src = calloc(1, sizeof(*src));

	if (!src)
		return NULL;
	src->fd = -1;
	src->notify = -1;
	strcpy(src->failure, "no error");
	return src;
}

/* Leaves counts and the failure. */
static void close_all(struct llk_source *src)
{
	if (src->fd >= 0 && !src->borrowed)
		llki_io_close(src->fd);
	if (src->notify >= 0)
		llki_io_close(src->notify);
	/* An instance that somebody reads cannot be removed. */
	if (*src->instance)
		llki_io_remove_dir(src->instance);
	free(src->path);
	src->next = NULL;
	src->fd = -1;
	src->notify = -1;
	src->borrowed = false;
	src->instance[0] = '\0';
	src->path = NULL;
}

void llk_source_free(struct llk_source *src)
{
	const int error = errno;

	if (!src)
		return;
	close_all(src);
	free(src);
	errno = error;
}

int llki_source_abandon(struct llk_source *src)
{
	const int error = errno;

	close_all(src);
	errno = error;
	return -1;
}

int llki_source_fail(struct llk_source *src, int error, const char *what,
		     const char *path, const char *after)
{
	struct llki_text text = llki_text_begin(src->failure,
						sizeof(src->failure));

	llki_put(&text, what);
	if (path) {
		llki_put_char(&text, ' ');
		llki_put_path(&text, path);
	}
	if (after)
		llki_put(&text, after);
	llki_put(&text, ": ");
	llki_put_error(&text, error);
	errno = error;
	return -1;
}

int llki_source_begin(struct llk_source *src)
{
	if (!src) {
		errno = EINVAL;
		return -1;
	}
	if (src->next)
		return llki_source_fail(src, EBUSY, "the source is open", NULL,
					NULL);
	return 0;
}

int llk_source_next(struct llk_source *src, struct llk_record *rec)
{
	if (!src || !rec) {
		errno = EINVAL;
		return -1;
	}
	if (!src->next)
		return llki_source_fail(src, EINVAL, "the source is not open",
					NULL, NULL);
	return src->next(src, rec);
}

int llk_source_fd(const struct llk_source *src)
{
	if (!src || !src->next) {
		errno = EINVAL;
		return -1;
	}
	return src->notify >= 0 ? src->notify : src->fd;
}

uint64_t llk_source_count(const struct llk_source *src, unsigned int what)
{
	if (!src || what >= sizeof(src->counts) / sizeof(*src->counts))
		return 0;
	return src->counts[what];
}

const char *llk_source_failure(const struct llk_source *src)
{
	return src ? src->failure : "no source";
}
