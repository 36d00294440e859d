/* SPDX-License-Identifier: MIT */
/* What the files of landlock-denials know of each other. */
#ifndef DENIALS_H
#define DENIALS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include <liblandlock-denials.h>

/* Exit statuses. */
enum { FAILED = 1, USAGE = 2 };

/* ---- options.c ------------------------------------------------------------- */

/* Where auditd writes. */
#define USUAL_LOG "/var/log/audit/audit.log"

struct options {
	enum { FILES, AUDIT, TRACE } from;
	char **files;		/* ended by NULL; "-" is standard input */
	bool follow;
	/* What is shown: all that is set has to match. */
	const char *exe;
	bool has_domain, has_pid, has_since, has_until;
	uint64_t domain, pid;
	uint64_t since, until;	/* nanoseconds since 1970 */
	/* How it is shown. */
	enum { TEXT, JSON, PROMETHEUS } output;
	const char *metrics_file;	/* or NULL */
	bool suggest, summary;
	int form;		/* LLK_TEXT_... */
	uint32_t silence;	/* LLK_QUIET or 0 */
	size_t collapse;	/* 0: not */
};

void parse_options(struct options *options, char *argv[]);

/* ---- filter.c --------------------------------------------------------------- */

/* Is it asked for? */
bool wanted(const struct options *options, struct llk_denial *denial);
/* The program that was denied, or that made the sandbox; NULL if unknown. */
const char *executable(struct llk_denial *denial, size_t *length);
/* Nanoseconds since 1970; false for traces, and where there is no time. */
bool wall_time(struct llk_denial *denial, uint64_t *time);

/* ---- text.c ----------------------------------------------------------------- */

/* Where standard output is a terminal, and NO_COLOR is not set. */
void use_colours(void);
/* To be freed; "" where there is none. */
char *suggestion_text(const struct llk_suggestion *suggestion, int form,
		      uint32_t flags);
void show_text(const struct options *options, struct llk_denial *denial);
void show_summary(const struct options *options,
		  struct llk_aggregate *aggregate);

/* ---- json.c ----------------------------------------------------------------- */

void show_json(const struct options *options, struct llk_denial *denial);
/* A suggestion of a summary. */
void show_json_suggestion(const struct options *options,
			  const struct llk_suggestion *suggestion);

/* ---- metrics.c --------------------------------------------------------------- */

struct metrics;

struct metrics *metrics_new(void);
void metrics_free(struct metrics *metrics);
void metrics_add(struct metrics *metrics, struct llk_denial *denial);
/* A record that the joiner has taken. */
void metrics_record(struct metrics *metrics, struct llk_record *rec,
		    struct llk_joiner *joiner);
void metrics_dropped(struct metrics *metrics, uint64_t dropped);
void metrics_write(const struct metrics *metrics, FILE *out);
/* In place of @path, which is never seen half written; -1 with errno. */
int metrics_save(const struct metrics *metrics, const char *path);

/* ---- progress.c --------------------------------------------------------------- */

/* On standard error, where that is a terminal, for what takes longer. */
void progress_begin(const char *name, uint64_t size);
void progress(uint64_t bytes);
/* Before anything else is written. */
void progress_clear(void);

#endif
