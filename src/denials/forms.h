/* SPDX-License-Identifier: MIT */
/*
 * What the forms of a record share: steps through its text, and what record.c
 * does for each of them.
 */
#ifndef LLKI_DENIALS_FORMS_H
#define LLKI_DENIALS_FORMS_H

#include <string.h>

#include "internal.h"

/* What is left of the text that is being read. */
struct input {
	const char *at, *end;
};

/* ---- Small steps through text ---------------------------------------- */

/* Step over @word, if it comes next. */
static inline bool skip(struct input *text, const char *word)
{
	const size_t length = strlen(word);

	if ((size_t)(text->end - text->at) < length ||
	    memcmp(text->at, word, length) != 0)
		return false;
	text->at += length;
	return true;
}

/* The word up to the next space, and over that. */
static inline struct input take_word(struct input *text)
{
	struct input word = { text->at, text->end };
	const char *space = memchr(text->at, ' ',
				   (size_t)(text->end - text->at));

	if (space)
		word.end = space;
	text->at = space ? space + 1 : text->end;
	return word;
}

static inline bool is(struct input word, const char *name)
{
	return skip(&word, name) && word.at == word.end;
}

static inline bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool take_digits(struct input *text, uint64_t *number)
{
	const char *stop = llki_digits(text->at, text->end, number);

	if (stop)
		text->at = stop;
	return stop;
}

/* From its end. */
static inline bool take_last(struct input *text, char c)
{
	if (text->end == text->at || text->end[-1] != c)
		return false;
	text->end--;
	return true;
}

/* ---- record.c -------------------------------------------------------- */

void llki_forget(struct llk_record *rec);
/* Nothing of a record that is refused stays: -1 with that errno. */
int llki_refuse(struct llk_record *rec, int error);
/* Keep @line, of which the fields begin at @body. */
bool llki_keep(struct llk_record *rec, struct input line, const char *body);
/* The blockers are known: does a denial have what it must have?  1, or -1. */
int llki_settle_denial(struct llk_record *rec);
/* The line says that others were lost, and perhaps how many.  1. */
int llki_lost(struct llk_record *rec, int form, struct input line,
	      const uint64_t *number);

/* ---- form_audit.c: 1, 0 for what is not about Landlock, -1 ------------ */

/* The types that matter; 0 for others. */
unsigned int llki_known_type(uint64_t number);
/* From the stamp on: the type is known. */
int llki_parse_stamped(struct llk_record *rec, struct input line,
		       struct input text, unsigned int type);
/* "TYPE msg=audit(...): ..."; in the kernel's log "TYPE audit(...): ...". */
int llki_parse_typed(struct llk_record *rec, struct input line,
		     struct input text);
/* "NODE type=..." */
int llki_parse_node(struct llk_record *rec, struct input line,
		    struct input text);
/* Lines of several programs: the first "audit" that makes sense. */
int llki_parse_syslog(struct llk_record *rec, struct input line);

/* ---- form_trace.c: the same ------------------------------------------ */

/* The last "landlock_" that begins a word: values have no spaces. */
const char *llki_find_event(struct input line);
/* The event's name comes after @colon. */
int llki_parse_trace(struct llk_record *rec, struct input line,
		     const char *colon);
/* "CPU:0 [LOST 123 EVENTS]", or without the number. */
int llki_parse_trace_loss(struct llk_record *rec, struct input line);

#endif
