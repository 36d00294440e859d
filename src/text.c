/* SPDX-License-Identifier: MIT */
/*
 * Text of bounded length, always terminated, safe for a terminal.
 */
#include <stdbool.h>
#include <string.h>

#include "text.h"

struct text text_begin(char *buf, size_t size)
{
	if (size)
		buf[0] = '\0';
	return (struct text){ .buf = buf, .size = size };
}

void put_char(struct text *text, char c)
{
	if (text->length + 1 < text->size) {
		text->buf[text->length] = c;
		text->buf[text->length + 1] = '\0';
	}
	text->length++;
}

void put(struct text *text, const char *s)
{
	for (; *s; s++)
		put_char(text, *s);
}

void put_unsigned(struct text *text, uint64_t number)
{
	char digits[21];
	size_t n = sizeof(digits) - 1;

	digits[n] = '\0';
	do
		digits[--n] = (char)('0' + number % 10);
	while (number /= 10);
	put(text, digits + n);
}

void put_number(struct text *text, int number)
{
	if (number < 0)
		put_char(text, '-');
	put_unsigned(text, number < 0 ? 0U - (unsigned int)number :
					(unsigned int)number);
}

static bool continues(unsigned char c)
{
	return (c & 0xc0) == 0x80;
}

size_t printable(const unsigned char *s, size_t left)
{
	size_t length, i;

	if (!left)
		return 0;
	if (s[0] < 0x80)
		return s[0] >= 0x20 && s[0] != 0x7f;
	if (s[0] < 0xc2 || s[0] > 0xf4)
		return 0;
	length = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
	if (left < length || (s[0] == 0xc2 && s[1] < 0xa0))
		return 0;
	/* Overlong forms, surrogates, and what is beyond U+10FFFF. */
	if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) ||
	    (s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f))
		return 0;
	for (i = 1; i < length; i++)
		if (!continues(s[i]))
			return 0;
	return length;
}

void put_escaped(struct text *text, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";

	put(text, "\\x");
	put_char(text, hex[c >> 4]);
	put_char(text, hex[c & 15]);
}

/* At most this much of a path is shown in a line for people. */
#define PATH_SHOWN 300

void put_quoted(struct text *text, const char *bytes, size_t length)
{
	const unsigned char *s = (const unsigned char *)bytes;
	const unsigned char *end = s + length;
	size_t shown = text->length + PATH_SHOWN;

	put_char(text, '"');
	while (s < end && text->length < shown) {
		size_t n = printable(s, (size_t)(end - s));

		if (!n) {
			put_escaped(text, *s++);
			continue;
		}
		if (*s == '"' || *s == '\\')
			put_char(text, '\\');
		for (; n; n--)
			put_char(text, (char)*s++);
	}
	put(text, s < end ? "\"..." : "\"");
}

void put_path(struct text *text, const char *path)
{
	put_quoted(text, path, strlen(path));
}

void put_constant(struct text *text, const char *name)
{
	static const char capitals[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

	put(text, "LLK_");
	for (; *name; name++) {
		if (*name >= 'a' && *name <= 'z')
			put_char(text, capitals[*name - 'a']);
		else
			put_char(text, '_');
	}
}
