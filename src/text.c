/* SPDX-License-Identifier: MIT */
/*
 * Text for people: bounded, always terminated, and made without libc's printf,
 * so that a child between fork and exec, and a signal handler, can have it.
 */
#include <errno.h>

#include "internal.h"

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

void llki_put_number(struct llki_text *text, int number)
{
	char digits[12];
	size_t n = sizeof(digits) - 1;
	unsigned int rest = number < 0 ? 0U - (unsigned int)number :
					 (unsigned int)number;

	digits[n] = '\0';
	do
		digits[--n] = (char)('0' + rest % 10);
	while (rest /= 10);
	if (number < 0)
		digits[--n] = '-';
	llki_put(text, digits + n);
}

static bool continues(unsigned char c)
{
	return (c & 0xc0) == 0x80;
}

/*
 * The length of the character at @s, or 0 if it must not reach a terminal: a
 * control character (C0, DEL, C1) or what is not UTF-8.
 */
static int printable(const unsigned char *s)
{
	int length, i;

	if (s[0] < 0x80)
		return s[0] >= 0x20 && s[0] != 0x7f;
	if (s[0] < 0xc2 || s[0] > 0xf4 || (s[0] == 0xc2 && s[1] < 0xa0))
		return 0;
	length = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
	for (i = 1; i < length; i++)
		if (!continues(s[i]))
			return 0;
	return length;
}

static void put_escaped(struct llki_text *text, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";

	llki_put(text, "\\x");
	llki_put_char(text, hex[c >> 4]);
	llki_put_char(text, hex[c & 15]);
}

/* At most this much of a path is shown in a line for people. */
#define PATH_SHOWN 300

void llki_put_path(struct llki_text *text, const char *path)
{
	const unsigned char *s = (const unsigned char *)path;
	size_t end = text->length + PATH_SHOWN;

	llki_put_char(text, '"');
	while (*s && text->length < end) {
		int length = printable(s);

		if (!length) {
			put_escaped(text, *s++);
			continue;
		}
		if (*s == '"' || *s == '\\')
			llki_put_char(text, '\\');
		for (; length; length--)
			llki_put_char(text, (char)*s++);
	}
	llki_put(text, *s ? "\"..." : "\"");
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
	{ EBUSY, "too late (EBUSY)" },
	{ ENOTDIR, "a part of the path is not a directory (ENOTDIR)" },
	{ EINVAL, "invalid (EINVAL)" },
	{ ENFILE, "too many open files in the system (ENFILE)" },
	{ EMFILE, "too many open files in this process (EMFILE)" },
	{ ENAMETOOLONG, "the path is too long (ENAMETOOLONG)" },
	{ ENOSYS, "this kernel has no such system call (ENOSYS)" },
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

void llki_put_abi(struct llki_text *text, int abi)
{
	llki_put(text, "Linux ");
	llki_put(text, llk_abi_linux(abi));
	llki_put(text, " (ABI ");
	llki_put_number(text, abi);
	llki_put_char(text, ')');
}

void llki_put_rights(struct llki_text *text, uint32_t cls, uint64_t rights)
{
	const char *separator = "";
	size_t i;

	for (i = 0; i < llki_rights_count; i++) {
		if (llki_rights[i].cls != cls || !(llki_rights[i].bit & rights))
			continue;
		llki_put(text, separator);
		llki_put(text, llki_rights[i].name);
		separator = ", ";
	}
}
