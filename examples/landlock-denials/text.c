/* SPDX-License-Identifier: MIT */
/* Denials and suggestions for people. */
#define _POSIX_C_SOURCE 200809L
#include <err.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "denials.h"

#define BOLD	"\033[1m"
#define FAINT	"\033[2m"
#define PLAIN	"\033[0m"

static bool coloured;

void use_colours(void)
{
	const char *term = getenv("TERM"), *no = getenv("NO_COLOR");

	coloured = isatty(STDOUT_FILENO) && !(no && *no) && term &&
		   strcmp(term, "dumb");
}

static void put(const char *colour, const char *text, size_t length)
{
	fputs(coloured ? colour : "", stdout);
	fwrite(text, 1, length, stdout);
	fputs(coloured ? PLAIN : "", stdout);
}

/* Longer ones are made twice. */
#define USUAL_TEXT	2048

static char *allocate(size_t size)
{
	char *text = malloc(size);

	if (!text)
		err(FAILED, "a text");
	return text;
}

char *suggestion_text(const struct llk_suggestion *suggestion, int form,
		      uint32_t flags)
{
	char *text = allocate(USUAL_TEXT);
	const size_t size = llk_suggestion_text(suggestion, form, flags, text,
						USUAL_TEXT) + 1;

	if (size <= USUAL_TEXT)
		return text;
	free(text);
	text = allocate(size);
	llk_suggestion_text(suggestion, form, flags, text, size);
	return text;
}

static char *explanation(struct llk_denial *denial)
{
	char *text = allocate(USUAL_TEXT);
	const size_t size = llk_denial_explain(denial, text, USUAL_TEXT) + 1;

	if (size <= USUAL_TEXT)
		return text;
	free(text);
	text = allocate(size);
	llk_denial_explain(denial, text, size);
	return text;
}

static void put_time(struct llk_denial *denial)
{
	char text[64] = "(no time)", zone[48];
	uint64_t time;
	time_t seconds;
	struct tm tm;

	if (wall_time(denial, &time)) {
		seconds = (time_t)(time / 1000000000);
		localtime_r(&seconds, &tm);
		strftime(zone, sizeof(zone), "%Y-%m-%d %H:%M:%S", &tm);
		snprintf(text, sizeof(text), "%s.%03u", zone,
			 (unsigned int)(time / 1000000 % 1000));
	} else if (!llk_denial_number(denial, LLK_FIELD_TIME, &time)) {
		snprintf(text, sizeof(text), "[%5" PRIu64 ".%06u]",
			 time / 1000000000,
			 (unsigned int)(time / 1000 % 1000000));
	}
	put(FAINT, text, strlen(text));
	putchar(' ');
}

/* The first line stands out; the others are indented. */
static void put_explanation(struct llk_denial *denial)
{
	char *const text = explanation(denial);
	const char *line = text, *end;

	end = line + strcspn(line, "\n");
	put(BOLD, line, (size_t)(end - line));
	putchar('\n');
	while (*end) {
		line = end + 1;
		end = line + strcspn(line, "\n");
		printf("    %.*s\n", (int)(end - line), line);
	}
	free(text);
}

/* Nothing, where there is no such call or option. */
static void put_suggestion(const struct options *options,
			   const struct llk_suggestion *suggestion,
			   const char *before)
{
	char *const text = suggestion_text(suggestion, options->form,
					   options->silence);

	if (*text)
		printf("%s%s\n", before, text);
	free(text);
}

void show_text(const struct options *options, struct llk_denial *denial)
{
	const struct llk_suggestion *suggestion;
	size_t i;

	put_time(denial);
	put_explanation(denial);
	if (!options->suggest)
		return;
	for (i = 0; (suggestion = llk_denial_suggestion(denial, i)); i++)
		put_suggestion(options, suggestion, "    => ");
}

void show_summary(const struct options *options,
		  struct llk_aggregate *aggregate)
{
	const struct llk_suggestion *suggestion;
	char before[32];
	size_t i;

	for (i = 0; (suggestion = llk_aggregate_suggestion(aggregate, i));
	     i++) {
		if (options->output == JSON) {
			show_json_suggestion(options, suggestion);
			continue;
		}
		snprintf(before, sizeof(before), "%6" PRIu64 "  ",
			 llk_suggestion_count(suggestion));
		put_suggestion(options, suggestion,
			       options->form == LLK_TEXT_WORDS ? before : "");
	}
}
