/* SPDX-License-Identifier: MIT */
/*
 * Text for people: bounded, and made without libc's printf, so that a child
 * between fork and exec, and a signal handler, can have it.  Compiled into each
 * library that writes such text.
 */
#ifndef LLKI_TEXT_H
#define LLKI_TEXT_H

#include <stddef.h>
#include <stdint.h>

struct llki_text {
	char *buf;
	size_t size;
	size_t length;		/* of the whole text, also what did not fit */
};

/* Always terminated, if @size is not 0. */
struct llki_text llki_text_begin(char *buf, size_t size);
void llki_put_char(struct llki_text *text, char c);
void llki_put(struct llki_text *text, const char *s);
void llki_put_unsigned(struct llki_text *text, uint64_t number);
void llki_put_number(struct llki_text *text, int64_t number);
/* One byte as \xNN. */
void llki_put_escaped(struct llki_text *text, unsigned char c);
/* In quotes, with what must not reach a terminal escaped; what is long is
   cut. */
void llki_put_quoted(struct llki_text *text, const char *bytes, size_t length);
void llki_put_path(struct llki_text *text, const char *path);
/* An errno in words, of no locale. */
void llki_put_error(struct llki_text *text, int error);
/* The header's constant of a right: LLK_FS_READ_FILE for "fs.read_file". */
void llki_put_constant(struct llki_text *text, const char *name);

/*
 * The length of the character at @s, of which @left bytes are there, one at
 * least; or 0 if it must not reach a terminal: a control character (C0, DEL,
 * C1), one that turns the direction of text, or what is not UTF-8.
 */
size_t llki_printable(const unsigned char *s, size_t left);

#endif
