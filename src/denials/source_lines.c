/* SPDX-License-Identifier: MIT */
/* Records that are lines: cuts what was read into lines, and parses them. */
#include <errno.h>
#include <string.h>

#include "source.h"

/* So that the caller gets to show its progress, or to end. */
#define LONG_WITHOUT_RECORD	(4 << 20)

void llki_source_end_line(struct llk_source *src)
{
	/* fill() was called, so there is room. */
	if (src->end > src->start)
		src->buf[src->end++] = '\n';
}

void llki_source_forget_line(struct llk_source *src)
{
	src->start = src->searched = src->end = 0;
	src->skipping = false;
}

int llki_source_fill(struct llk_source *src)
{
	const ssize_t n = llki_io_read(src->fd, src->buf + src->end,
				       sizeof(src->buf) - src->end);

	if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return LLKI_FILL_NOTHING;
	if (n < 0)
		return llki_source_fail(src, errno, "read(2)", NULL, NULL);
	if (!n)
		return LLKI_FILL_END;
	src->end += (size_t)n;
	src->position += (uint64_t)n;
	src->counts[LLK_SOURCE_BYTES] += (uint64_t)n;
	return LLKI_FILL_MORE;
}

/* Parses the line up to @newline; as llk_source_next(). */
static int parse(struct llk_source *src, struct llk_record *rec,
		 const char *newline)
{
	const char *line = src->buf + src->start;
	uint64_t lost;
	int ret;

	src->start = src->searched = (size_t)(newline - src->buf) + 1;
	if (src->skipping) {
		src->skipping = false;
		return LLK_SOURCE_NOTHING;
	}
	/* A hole, where the log was truncated under a writer that went on. */
	while (line < newline && !*line)
		line++;
	ret = llk_record_parse(rec, line, (size_t)(newline - line));
	if (ret < 0 && errno == EBADMSG) {
		src->counts[LLK_SOURCE_DAMAGED]++;
		return LLK_SOURCE_NOTHING;
	}
	if (ret < 0)
		return llki_source_fail(src, errno, errno == EOPNOTSUPP ?
			"ausearch -i writes records in a form that cannot be "
			"read: leave out -i" : "parsing a line", NULL, NULL);
	if (ret && llk_record_kind(rec) == LLK_RECORD_LOST)
		src->counts[LLK_SOURCE_DROPPED] +=
			llk_record_number(rec, LLK_FIELD_LOST, &lost) ? 1 : lost;
	return ret ? LLK_SOURCE_RECORD : LLK_SOURCE_NOTHING;
}

static void make_room(struct llk_source *src)
{
	memmove(src->buf, src->buf + src->start, src->end - src->start);
	src->searched -= src->start;
	src->end -= src->start;
	src->start = 0;
	if (src->end < sizeof(src->buf))
		return;
	/* Once for the whole line. */
	src->counts[LLK_SOURCE_DAMAGED] += !src->skipping;
	src->start = src->searched = src->end = 0;
	src->skipping = true;
}

int llki_source_next_line(struct llk_source *src, struct llk_record *rec)
{
	const uint64_t begin = src->counts[LLK_SOURCE_BYTES];
	const char *newline;
	int ret;

	for (;;) {
		newline = memchr(src->buf + src->searched, '\n',
				 src->end - src->searched);
		if (newline) {
			ret = parse(src, rec, newline);
			if (ret != LLK_SOURCE_NOTHING)
				return ret;
			continue;
		}
		src->searched = src->end;
		/* A log's descriptor would not tell that there is more. */
		if (src->notify < 0 && src->counts[LLK_SOURCE_BYTES] - begin >=
				       LONG_WITHOUT_RECORD)
			return LLK_SOURCE_NOTHING;
		make_room(src);
		ret = src->fill(src);
		if (ret == LLKI_FILL_NOTHING || ret < 0)
			return ret;
		if (ret == LLKI_FILL_MORE)
			continue;
		/* The last line may lack its end. */
		if (src->end == src->start)
			return LLK_SOURCE_END;
		llki_source_end_line(src);
	}
}
