/* SPDX-License-Identifier: MIT */
/*
 * Texts for people: bounded, terminated, one line for each fact, no control
 * characters, paths that can be read back, errno left alone.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "texts.h"

/* The limits of the header, and of a line about one path. */
#define LONGEST_SUMMARY	511
#define LONGEST_FAILURE	1023
#define LONGEST_LINE	2048

#define UNUSED		0x55

/* C0, DEL, and C1, written in UTF-8 or as a byte outside of it. */
static void check_characters(const char *text, size_t length)
{
	size_t i, rest = 0;

	for (i = 0; i < length; i++) {
		const unsigned char c = (unsigned char)text[i];

		must(c >= 0x20 && c != 0x7f, "byte %x in: %s", c, text);
		if (c >= 0x80 && c < 0xa0)
			must(rest && (unsigned char)text[i - 1] != 0xc2,
			     "byte %x in: %s", c, text);
		if (c >= 0xc2 && c < 0xf5)
			rest = c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
		else if (c >= 0x80 && c < 0xc0 && rest)
			rest--;
		else
			rest = 0;
	}
}

static void check_line(const char *text, size_t longest)
{
	size_t length = strlen(text);

	must(length && length <= longest, "%zu bytes: %s", length, text);
	check_characters(text, length);
}

/* ---- paths -------------------------------------------------------------- */

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* One byte of a quoted path; -1 at its end. */
static int unquote(const char **text)
{
	const char *s = *text;

	if (*s == '"' || !*s)
		return -1;
	if (*s != '\\') {
		*text = s + 1;
		return (unsigned char)*s;
	}
	if (s[1] == 'x' && hex(s[2]) >= 0 && hex(s[3]) >= 0) {
		*text = s + 4;
		return hex(s[2]) << 4 | hex(s[3]);
	}
	if (!s[1])
		return -1;
	*text = s + 2;
	return (unsigned char)s[1];
}

/* Does the quoted text from here on say @path, or "its beginning"... ? */
static bool says(const char *text, const char *path)
{
	int byte;

	while ((byte = unquote(&text)) >= 0)
		if (byte != (unsigned char)*path++)
			return false;
	return !*path || !strncmp(text, "\"...", 4);
}

bool texts_contain(const char *text, const char *path)
{
	for (; *text; text++)
		if (*text == '"' && says(text + 1, path))
			return true;
	return false;
}

/* ---- the report --------------------------------------------------------- */

/* The report into exactly that much memory, against the whole of it. */
static void check_size(const struct llk_ruleset *rs, const char *whole,
		       size_t length, size_t size)
{
	char *buf = malloc(size ? size : 1);
	size_t kept = size && length < size ? length : size - 1;

	if (!buf)
		abort();
	buf[0] = UNUSED;
	must(llk_report(rs, buf, size) == length, "size %zu", size);
	if (size)
		must(!memcmp(buf, whole, kept) && !buf[kept], "size %zu", size);
	else
		must(buf[0] == UNUSED, "wrote into nothing");
	free(buf);
}

static void check_lines(const struct llk_ruleset *rs, char *report)
{
	size_t lines = 0;
	char *end;

	for (; (end = strchr(report, '\n')); report = end + 1) {
		*end = '\0';
		check_line(report, LONGEST_LINE);
		lines++;
	}
	must(!*report, "not ended: %s", report);
	must(lines > llk_loss_count(rs), "%zu lines", lines);
}

static void check_report(const struct llk_ruleset *rs, unsigned int seed)
{
	const size_t length = llk_report(rs, NULL, 0);
	char *whole = malloc(length + 1);

	if (!whole)
		abort();
	must(llk_report(rs, whole, length + 1) == length, "not the same");
	must(strlen(whole) == length, "%zu of %zu", strlen(whole), length);
	check_size(rs, whole, length, 0);
	check_size(rs, whole, length, 1);
	check_size(rs, whole, length, length);
	check_size(rs, whole, length, length + 2);
	check_size(rs, whole, length, seed * length / 255);
	check_lines(rs, whole);
	free(whole);
}

static void check_paths(const struct llk_ruleset *rs)
{
	const size_t length = llk_report(rs, NULL, 0);
	char *whole = malloc(length + 1);
	size_t i;

	if (!whole)
		abort();
	llk_report(rs, whole, length + 1);
	for (i = 0; i < llk_loss_count(rs); i++) {
		const char *path = llk_loss_path(rs, i);

		if (path)
			must(texts_contain(whole, path), "no path in: %s",
			     whole);
	}
	free(whole);
}

void texts_check(struct llk_ruleset *rs, unsigned int seed)
{
	errno = EXDEV;
	check_line(llk_failure(rs), LONGEST_FAILURE);
	must(errno == EXDEV, "errno %d", errno);
	check_line(llk_summary(rs), LONGEST_SUMMARY);
	check_report(rs, seed);
	check_paths(rs);
}
