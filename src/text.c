/* SPDX-License-Identifier: MIT */
/*
 * Text for people: bounded, always terminated, safe for a terminal.
 */
#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "text.h"

struct llki_text llki_text_begin(char *buf, size_t size)
{
	if (size)
		buf[0] = '\0';
	return (struct llki_text){ .buf = buf, .size = size };
}

void llki_put_char(struct llki_text *text, char c)
{
	if (text->length + 1 < text->size) {
		text->buf[text->length] = c;
		text->buf[text->length + 1] = '\0';
	}
	text->length++;
}

void llki_put(struct llki_text *text, const char *s)
{
	for (; *s; s++)
		llki_put_char(text, *s);
}

void llki_put_unsigned(struct llki_text *text, uint64_t number)
{
	char digits[21];
	size_t n = sizeof(digits) - 1;

	digits[n] = '\0';
	do
		digits[--n] = (char)('0' + number % 10);
	while (number /= 10);
	llki_put(text, digits + n);
}

void llki_put_number(struct llki_text *text, int64_t number)
{
	if (number < 0)
		llki_put_char(text, '-');
	llki_put_unsigned(text, number < 0 ? 0U - (uint64_t)number :
					     (uint64_t)number);
}

/*
 * The second byte of a character of several: what it must not be below or
 * above, so that no character is written in more bytes than it needs, none is
 * half of one (surrogates), and none above what Unicode has.
 */
static bool second(unsigned char first, unsigned char c)
{
	switch (first) {
	case 0xc2:		/* below are C1 control characters */
	case 0xe0:
		return c >= 0xa0 && c <= 0xbf;
	case 0xed:
		return c >= 0x80 && c <= 0x9f;
	case 0xf0:
		return c >= 0x90 && c <= 0xbf;
	case 0xf4:
		return c >= 0x80 && c <= 0x8f;
	default:
		return c >= 0x80 && c <= 0xbf;
	}
}

/*
 * A character that turns the direction of text or ends the line, so that what
 * is read is not what is there: U+061C, U+200E, U+200F, U+2028 to U+202E,
 * U+2066 to U+2069.
 */
static bool turns(const unsigned char *s)
{
	if (s[0] == 0xd8)
		return s[1] == 0x9c;
	if (s[0] != 0xe2)
		return false;
	if (s[1] == 0x80)
		return s[2] == 0x8e || s[2] == 0x8f ||
		       (s[2] >= 0xa8 && s[2] <= 0xae);
	return s[1] == 0x81 && s[2] >= 0xa6 && s[2] <= 0xa9;
}

size_t llki_printable(const unsigned char *s, size_t left)
{
	size_t length, i;

	if (s[0] < 0x80)
		return s[0] >= 0x20 && s[0] != 0x7f;
	if (s[0] < 0xc2 || s[0] > 0xf4)
		return 0;
	length = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
	if (left < length || !second(s[0], s[1]))
		return 0;
	for (i = 2; i < length; i++)
		if (s[i] < 0x80 || s[i] > 0xbf)
			return 0;
	return turns(s) ? 0 : length;
}

void llki_put_escaped(struct llki_text *text, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";

	llki_put(text, "\\x");
	llki_put_char(text, hex[c >> 4]);
	llki_put_char(text, hex[c & 15]);
}

/* At most this much of a path is shown in a line for people. */
#define PATH_SHOWN 300

void llki_put_quoted(struct llki_text *text, const char *bytes, size_t length)
{
	const unsigned char *s = (const unsigned char *)bytes;
	const unsigned char *end = s + length;
	size_t shown = text->length + PATH_SHOWN;

	llki_put_char(text, '"');
	while (s < end && text->length < shown) {
		size_t n = llki_printable(s, (size_t)(end - s));

		if (!n) {
			llki_put_escaped(text, *s++);
			continue;
		}
		if (*s == '"' || *s == '\\')
			llki_put_char(text, '\\');
		for (; n; n--)
			llki_put_char(text, (char)*s++);
	}
	llki_put(text, s < end ? "\"..." : "\"");
}

void llki_put_path(struct llki_text *text, const char *path)
{
	llki_put_quoted(text, path, strlen(path));
}

void llki_put_constant(struct llki_text *text, const char *name)
{
	static const char capitals[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

	llki_put(text, "LLK_");
	for (; *name; name++) {
		if (*name >= 'a' && *name <= 'z')
			llki_put_char(text, capitals[*name - 'a']);
		else
			llki_put_char(text, '_');
	}
}

static const struct {
	int error;
	char words[56];
} errors[] = {
	{ EPERM, "not permitted (EPERM)" },
	{ ENOENT, "it does not exist (ENOENT)" },
	{ EIO, "input/output error (EIO)" },
	{ E2BIG, "too much at once (E2BIG)" },
	{ ENOEXEC, "not an executable file (ENOEXEC)" },
	{ EBADF, "the descriptor is not open (EBADF)" },
	{ EAGAIN, "no resources for it now (EAGAIN)" },
	{ ENOMEM, "out of memory (ENOMEM)" },
	{ EACCES, "permission denied (EACCES)" },
	{ EBUSY, "busy (EBUSY)" },
	{ EEXIST, "it exists already (EEXIST)" },
	{ ENOTDIR, "a part of the path is not a directory (ENOTDIR)" },
	{ EISDIR, "it is a directory (EISDIR)" },
	{ EINVAL, "invalid (EINVAL)" },
	{ ENFILE, "too many open files in the system (ENFILE)" },
	{ EMFILE, "too many open files in this process (EMFILE)" },
	{ ENAMETOOLONG, "the path is too long (ENAMETOOLONG)" },
	{ ENOSYS, "this kernel has no such system call (ENOSYS)" },
	{ ENOSPC, "no room is left (ENOSPC)" },
	{ ELOOP, "too many symbolic links (ELOOP)" },
	{ EBADFD, "not a file in the tree, or not a ruleset (EBADFD)" },
	{ EOPNOTSUPP, "not supported (EOPNOTSUPP)" },
};

void llki_put_error(struct llki_text *text, int error)
{
	size_t i;

	for (i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
		if (errors[i].error == error) {
			llki_put(text, errors[i].words);
			return;
		}
	}
	llki_put(text, "errno ");
	llki_put_number(text, error);
}
