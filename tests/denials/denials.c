/* SPDX-License-Identifier: MIT */
/*
 * Records from lines, denials from several, suggestions in one string.
 */
#include "denials.h"

struct llk_record *record(void)
{
	static struct llk_record *rec;

	if (!rec)
		rec = llk_record_new();
	assert_non_null(rec);
	return rec;
}

int parse(const char *line)
{
	errno = STALE;
	return llk_record_parse(record(), line, strlen(line));
}

uint64_t number(unsigned int field)
{
	uint64_t n;

	assert_int_equal(llk_record_number(record(), field, &n), 0);
	return n;
}

const char *text(unsigned int field)
{
	const char *found = llk_record_text(record(), field, NULL);

	assert_non_null(found);
	return found;
}

struct llk_joiner *new_joiner(void)
{
	struct llk_joiner *joiner = llk_joiner_new(LIMIT);

	assert_non_null(joiner);
	return joiner;
}

void add(struct llk_joiner *joiner, const char *line)
{
	if (parse(line) != 1)
		fail_msg("not parsed: %s", line);
	assert_int_equal(llk_joiner_add(joiner, record()), 0);
}

struct llk_denial *next(struct llk_joiner *joiner)
{
	struct llk_denial *denial = llk_joiner_next(joiner);

	assert_non_null(denial);
	return denial;
}

void assert_none(struct llk_joiner *joiner)
{
	assert_null(llk_joiner_next(joiner));
}

struct llk_denial *denial_of(const char *const lines[])
{
	static struct llk_joiner *joiner;
	struct llk_denial *denial;

	llk_joiner_free(joiner);
	joiner = new_joiner();
	for (; *lines; lines++)
		add(joiner, *lines);
	llk_joiner_flush(joiner);
	denial = next(joiner);
	/* The next one that is given out takes its place. */
	assert_int_equal(llk_joiner_count(joiner, LLK_COUNT_DENIALS), 1);
	return denial;
}

struct llk_denial *denial_of_line(const char *line)
{
	const char *const lines[] = { line, NULL };

	return denial_of(lines);
}

static void put_names(char *to, uint32_t cls, uint64_t rights)
{
	const char *between = " ";
	int bit;

	for (bit = 0; bit < 64; bit++) {
		if (!(rights >> bit & 1))
			continue;
		sprintf(to + strlen(to), "%s%s", between,
			llk_right_name(cls, UINT64_C(1) << bit));
		between = ",";
	}
}

static void put_suggestion(char *to, const struct llk_suggestion *s)
{
	static const char *const kinds[] = {
		[LLK_SUGGEST_PATH] = "path",
		[LLK_SUGGEST_PORT] = "port",
		[LLK_SUGGEST_DROP_SCOPE] = "scope",
		[LLK_SUGGEST_NEVER] = "never",
		[LLK_SUGGEST_UNKNOWN] = "unknown",
		[LLK_SUGGEST_NOTHING] = "nothing",
	};
	static const char *const flags[] = {
		"again", "optional", "widening", "untrusted", "collapsed",
	};
	const char *path = llk_suggestion_path(s, NULL);
	size_t i;

	strcat(to, kinds[llk_suggestion_kind(s)]);
	if (path)
		sprintf(to + strlen(to), " %s", path);
	if (llk_suggestion_port(s) >= 0)
		sprintf(to + strlen(to), " %d", llk_suggestion_port(s));
	put_names(to, llk_suggestion_class(s), llk_suggestion_rights(s));
	for (i = 0; i < COUNT(flags); i++)
		if (llk_suggestion_flags(s) >> i & 1)
			sprintf(to + strlen(to), "|%s", flags[i]);
}

const char *suggestions(struct llk_denial *denial)
{
	static char all[8192];
	const struct llk_suggestion *s;
	size_t i;

	*all = '\0';
	for (i = 0; (s = llk_denial_suggestion(denial, i)); i++) {
		if (i)
			strcat(all, "; ");
		put_suggestion(all, s);
	}
	return all;
}

const char *suggested(struct llk_denial *denial, size_t i, int form,
		      uint32_t flags)
{
	static char words[16384];
	const struct llk_suggestion *s = llk_denial_suggestion(denial, i);
	size_t length;

	assert_non_null(s);
	length = llk_suggestion_text(s, form, flags, words, sizeof(words));
	assert_int_equal(length, strlen(words));
	return words;
}
