/* SPDX-License-Identifier: MIT */
/*
 * What must be true of any record, denial, suggestion and text.
 */
#include <errno.h>
#include <string.h>

#include "denials.h"

#define LARGEST (8 * LLK_RECORD_MAX)

/* Length of the UTF-8 character at @s, or 0. */
static size_t character(const unsigned char *s, size_t left)
{
	size_t length = s[0] < 0x80 ? 1 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
	size_t i;

	if (length > left || (s[0] >= 0x80 && s[0] < 0xc2) || s[0] > 0xf4)
		return 0;
	if (s[0] < 0x20 || s[0] == 0x7f || (s[0] == 0xc2 && s[1] < 0xa0))
		return 0;
	for (i = 1; i < length; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	return length;
}

void check_text(const char *text, size_t length, bool newlines)
{
	const unsigned char *s = (const unsigned char *)text;
	size_t n;

	must(strlen(text) == length, "a text with a NUL");
	while (length) {
		n = newlines && *s == '\n' ? 1 : character(s, length);
		must(n, "byte %02x in \"%s\"", *s, text);
		s += n;
		length -= n;
	}
}

static void check_blockers(const struct llk_record *rec)
{
	const size_t count = llk_record_blocker_count(rec);
	uint64_t rights[3] = { 0 };
	size_t i;

	must(count <= LLK_BLOCKERS_MAX, "%zu blockers", count);
	must(!llk_record_blocker(rec, count), "blocker %zu", count);
	must((llk_record_kind(rec) == LLK_RECORD_DENIAL) == (count > 0),
	     "kind %d, %zu blockers", llk_record_kind(rec), count);
	for (i = 0; i < count; i++) {
		const char *name = llk_record_blocker(rec, i);
		uint64_t right;
		uint32_t cls;

		check_text(name, strlen(name), false);
		if (!llk_right_from_name(name, &cls, &right) && cls < 8)
			rights[cls >> 1] |= right;
	}
	for (i = 0; count && i < 3; i++)
		must(llk_record_rights(rec, UINT32_C(1) << i) == rights[i],
		     "rights of class %zu", i);
}

static void check_fields(struct llk_record *rec)
{
	unsigned int field;
	uint64_t number;
	size_t i, length;

	for (field = 0; field < 60; field++) {
		const char *text = llk_record_text(rec, field, &length);

		if (text)
			must(length < LLK_RECORD_MAX && !text[length],
			     "field %u", field);
		must(!text || llk_record_number(rec, field, &number),
		     "field %u is both", field);
	}
	for (i = 0; llk_record_field_name(rec, i, &length); i++) {
		must(length <= LLK_RECORD_MAX, "name %zu", i);
		must(llk_record_field_value(rec, i, &length), "value %zu", i);
		must(length <= LLK_RECORD_MAX, "value %zu", i);
	}
	must(i == llk_record_field_count(rec) && i <= 64, "%zu fields", i);
}

void check_record(struct llk_record *rec, int ret)
{
	if (ret != 1) {
		must(llk_record_kind(rec) == LLK_RECORD_NONE, "a refused kind");
		must(!llk_record_form(rec), "a refused form");
		must(ret == 0 || (ret == -1 && (errno == EBADMSG ||
						errno == EOPNOTSUPP)),
		     "ret %d errno %d", ret, errno);
	} else {
		must(llk_record_kind(rec) && llk_record_form(rec), "no kind");
	}
	check_fields(rec);
	check_blockers(rec);
}

/* ---- Suggestions ------------------------------------------------------------ */

/* Undo what a C compiler undoes.  Returns where the string ends. */
static const char *read_c(const char *s, char *to, size_t *length)
{
	*length = 0;
	while (*s != '"') {
		must(*s, "the string does not end");
		if (*s == '\\' && s[1] >= '0' && s[1] <= '3') {
			to[(*length)++] = (char)((s[1] - '0') << 6 |
						 (s[2] - '0') << 3 |
						 (s[3] - '0'));
			s += 4;
			continue;
		}
		if (*s == '\\')
			s++;
		to[(*length)++] = *s++;
	}
	return s + 1;
}

/* "$(printf '\ooo...')": the shell takes newlines off the end. */
static const char *read_printf(const char *s, char *to, size_t *length)
{
	const size_t before = *length;

	must(!strncmp(s, "\"$(printf '", 11), "%s", s);
	for (s += 11; *s == '\\'; s += 4)
		to[(*length)++] = (char)((s[1] - '0') << 6 |
					 (s[2] - '0') << 3 | (s[3] - '0'));
	must(!strncmp(s, "')\"", 3), "%s", s);
	must(*length > before && to[*length - 1] != '\n', "%s", s);
	return s + 3;
}

/* One word, as sh(1) reads it; the part of its grammar that is used. */
static const char *read_sh(const char *s, char *to, size_t *length)
{
	static const char plain[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"0123456789/._-+,:=@%";

	*length = 0;
	while (*s && *s != ' ') {
		if (*s == '"') {
			s = read_printf(s, to, length);
		} else if (*s == '\'') {
			for (s++; *s != '\''; s++) {
				must(*s, "a quote does not end");
				to[(*length)++] = *s;
			}
			s++;
		} else {
			if (*s == '\\')
				must(*++s == '\'', "%s", s);
			else
				must(strchr(plain, *s), "%s", s);
			to[(*length)++] = *s++;
		}
	}
	return s;
}

static void check_path(const struct llk_suggestion *suggestion, char *text,
		       char *read)
{
	static const char call[] = "llk_allow_path(rs, \"";
	size_t length, found;
	const char *path = llk_suggestion_path(suggestion, &length);
	const char *at;

	must(path && path[0] == '/' && strlen(path) == length, "no path");
	llk_suggestion_text(suggestion, LLK_TEXT_CALL, 0, text, LARGEST);
	must(!strncmp(text, call, sizeof(call) - 1), "%s", text);
	read_c(text + sizeof(call) - 1, read, &found);
	must(found == length && !memcmp(read, path, length), "%s", text);

	llk_suggestion_text(suggestion, LLK_TEXT_OPTION, 0, text, LARGEST);
	for (at = text; *at; at += *at == ' ') {
		must(at[0] == '-' && at[1] == '-', "%s", text);
		at = strchr(at, ' ');
		must(at, "%s", text);
		at = read_sh(at + 1, read, &found);
		must(found == length && !memcmp(read, path, length), "%s",
		     text);
	}
}

void check_suggestion(const struct llk_suggestion *suggestion)
{
	static char text[LARGEST], read[LARGEST];
	int form, quiet;

	for (form = LLK_TEXT_WORDS; form <= LLK_TEXT_OPTION; form++) {
		for (quiet = 0; quiet < 2; quiet++) {
			size_t length = llk_suggestion_text(suggestion, form,
				quiet ? LLK_QUIET : 0, text, LARGEST);

			check_text(text, length, form == LLK_TEXT_OPTION);
		}
	}
	must(llk_suggestion_text(suggestion, LLK_TEXT_WORDS, 0, NULL, 0),
	     "no words");
	if (llk_suggestion_kind(suggestion) == LLK_SUGGEST_PATH)
		check_path(suggestion, text, read);
}

/* All suggested rights of a class. */
static uint64_t suggested(struct llk_denial *denial, uint32_t cls)
{
	const struct llk_suggestion *suggestion;
	uint64_t rights = 0;
	size_t i;

	for (i = 0; (suggestion = llk_denial_suggestion(denial, i)); i++)
		if (llk_suggestion_class(suggestion) == cls &&
		    !(llk_suggestion_flags(suggestion) & LLK_SUGGEST_OPTIONAL))
			rights |= llk_suggestion_rights(suggestion);
	must(i, "no suggestion");
	return rights;
}

void check_denial(struct llk_denial *denial)
{
	const struct llk_suggestion *suggestion;
	const size_t objects = llk_denial_objects(denial);
	uint64_t missing[3] = { 0 };
	static char text[LARGEST];
	size_t i;

	must(objects == 1 || objects == 2, "%zu objects", objects);
	for (i = 0; i < objects; i++) {
		struct llk_record *rec = llk_denial_record(denial, i);

		check_record(rec, 1);
		missing[0] |= llk_record_rights(rec, LLK_FS);
		missing[1] |= llk_record_rights(rec, LLK_NET);
		missing[2] |= llk_record_rights(rec, LLK_SCOPE);
	}
	check_text(text, llk_denial_explain(denial, text, LARGEST), true);
	for (i = 0; i < 3; i++)
		must(!(suggested(denial, UINT32_C(1) << i) & ~missing[i]),
		     "more is suggested than was missing");
	for (i = 0; (suggestion = llk_denial_suggestion(denial, i)); i++)
		check_suggestion(suggestion);
}
