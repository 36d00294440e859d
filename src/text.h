/* SPDX-License-Identifier: MIT */
/*
 * Text of bounded length for people, made without libc's printf, so that a
 * child between fork and exec, and a signal handler, can have it.  Compiled
 * into each library that writes such text.
 */
#ifndef LLKI_TEXT_H
#define LLKI_TEXT_H

#include <stddef.h>
#include <stdint.h>

/* Short to write; but what an archive contains has to begin with llki_. */
#define text_begin	llki_text_begin
#define put_char	llki_put_char
#define put		llki_put
#define put_unsigned	llki_put_unsigned
#define put_number	llki_put_number
#define put_escaped	llki_put_escaped
#define put_quoted	llki_put_quoted
#define put_path	llki_put_path
#define put_constant	llki_put_constant
#define printable	llki_printable

struct text {
	char *buf;
	size_t size;
	size_t length;		/* of the whole text, also what did not fit */
};

/* Always terminated, if @size is not 0. */
struct text text_begin(char *buf, size_t size);
void put_char(struct text *text, char c);
void put(struct text *text, const char *s);
void put_unsigned(struct text *text, uint64_t number);
void put_number(struct text *text, int number);
/* One byte as \xNN. */
void put_escaped(struct text *text, unsigned char c);
/* In quotes and safe for a terminal; what is long is cut. */
void put_quoted(struct text *text, const char *bytes, size_t length);
void put_path(struct text *text, const char *path);
/* The header's constant of a right: LLK_FS_READ_FILE for "fs.read_file". */
void put_constant(struct text *text, const char *name);

/*
 * The length of the character at @s, of which @left bytes are there, or 0 if it
 * must not reach a terminal: a control character (C0, DEL, C1) or what is not
 * UTF-8.
 */
size_t printable(const unsigned char *s, size_t left);

#endif
