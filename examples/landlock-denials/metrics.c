/* SPDX-License-Identifier: MIT */
/*
 * Numbers in Prometheus' text format.  Labels are the access right and the
 * executable, and no more, so that a fleet can store them; never a path, a
 * process ID or a domain.
 */
#define _POSIX_C_SOURCE 200809L
#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "denials.h"

/* Who makes up names for its programs gets no more series than this. */
#define SERIES_MAX	1000
#define OTHERS		"(others)"

struct series {
	char *right, *exe;
	uint64_t count;
};

/* Open addressing, half empty: more than twice SERIES_MAX, a power of two. */
#define SLOTS		2048

struct metrics {
	struct series series[SLOTS];
	size_t count;
	uint64_t domains, domain_denials, unlogged, dropped, last;
};

struct metrics *metrics_new(void)
{
	struct metrics *metrics = calloc(1, sizeof(*metrics));

	if (!metrics)
		err(FAILED, "metrics");
	return metrics;
}

void metrics_free(struct metrics *metrics)
{
	size_t i;

	for (i = 0; i < SLOTS; i++) {
		free(metrics->series[i].right);
		free(metrics->series[i].exe);
	}
	free(metrics);
}

static char *copy(const char *text)
{
	char *new = strdup(text);

	if (!new)
		err(FAILED, "metrics");
	return new;
}

static uint32_t hash(uint32_t value, const char *text)
{
	for (; *text; text++)
		value = (value ^ (unsigned char)*text) * 16777619;
	return value;
}

/* Where it is, or would be. */
static struct series *slot(struct metrics *metrics, const char *right,
			   const char *exe)
{
	uint32_t i = hash(hash(2166136261U, right), exe) % SLOTS;
	struct series *series;

	for (;; i = (i + 1) % SLOTS) {
		series = &metrics->series[i];
		if (!series->right || (!strcmp(series->right, right) &&
				       !strcmp(series->exe, exe)))
			return series;
	}
}

static struct series *find(struct metrics *metrics, const char *right,
			   const char *exe)
{
	struct series *series = slot(metrics, right, exe);

	if (!series->right && metrics->count >= SERIES_MAX) {
		right = exe = OTHERS;
		series = slot(metrics, right, exe);
	}
	if (!series->right) {
		series->right = copy(right);
		series->exe = copy(exe);
		metrics->count++;
	}
	return series;
}

void metrics_add(struct metrics *metrics, struct llk_denial *denial)
{
	char exe[8192] = "(unknown)";
	struct llk_record *rec;
	const char *text;
	size_t length, i, j;
	uint64_t time;

	text = executable(denial, &length);
	if (text)
		llk_escape(text, length, exe, sizeof(exe));
	for (i = 0; i < llk_denial_objects(denial); i++) {
		rec = llk_denial_record(denial, i);
		for (j = 0; j < llk_record_blocker_count(rec); j++)
			find(metrics, llk_record_blocker(rec, j), exe)->count++;
	}
	if (wall_time(denial, &time) && time > metrics->last)
		metrics->last = time;
}

void metrics_record(struct metrics *metrics, struct llk_record *rec,
		    struct llk_joiner *joiner)
{
	const char *node = llk_record_text(rec, LLK_FIELD_NODE, NULL);
	struct llk_domain *domain;
	uint64_t number;

	if (llk_record_kind(rec) == LLK_RECORD_DOMAIN)
		metrics->domains++;
	if (llk_record_kind(rec) != LLK_RECORD_DOMAIN_FREED)
		return;
	if (!llk_record_number(rec, LLK_FIELD_DENIALS, &number))
		metrics->domain_denials += number;
	if (llk_record_number(rec, LLK_FIELD_DOMAIN, &number))
		return;
	domain = llk_joiner_domain_find(joiner, node, number);
	if (domain && !llk_domain_number(domain, LLK_FIELD_UNLOGGED, &number))
		metrics->unlogged += number;
}

void metrics_dropped(struct metrics *metrics, uint64_t dropped)
{
	metrics->dropped = dropped;
}

/* ---- The format ------------------------------------------------------------------- */

static void put_label(FILE *out, const char *text)
{
	putc('"', out);
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			putc('\\', out);
		putc(*text, out);
	}
	putc('"', out);
}

static void put_head(FILE *out, const char *name, const char *type,
		     const char *help)
{
	fprintf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void put_value(FILE *out, const char *name, const char *type,
		      const char *help, uint64_t value)
{
	put_head(out, name, type, help);
	fprintf(out, "%s %" PRIu64 "\n", name, value);
}

/* What this machine does not tell is left out. */
static void put_machine(FILE *out)
{
	const int64_t lost = llk_audit_state(LLK_AUDIT_LOST);
	const int abi = llk_kernel_abi(), errata = llk_kernel_errata();

	if (lost >= 0)
		put_value(out, "landlock_audit_lost_total", "counter",
			  "Audit records that the kernel could not keep.",
			  (uint64_t)lost);
	put_value(out, "landlock_abi_version", "gauge",
		  "Landlock ABI version of the kernel, 0 without Landlock.",
		  abi > 0 ? (uint64_t)abi : 0);
	if (errata >= 0)
		put_value(out, "landlock_errata", "gauge",
			  "Errata that the kernel has fixed, as a mask.",
			  (uint64_t)errata);
}

void metrics_write(const struct metrics *metrics, FILE *out)
{
	size_t i;

	put_head(out, "landlock_denials_total", "counter",
		 "Denials that were read, by missing right and executable.");
	for (i = 0; i < SLOTS; i++) {
		if (!metrics->series[i].right)
			continue;
		fputs("landlock_denials_total{right=", out);
		put_label(out, metrics->series[i].right);
		fputs(",exe=", out);
		put_label(out, metrics->series[i].exe);
		fprintf(out, "} %" PRIu64 "\n", metrics->series[i].count);
	}
	put_value(out, "landlock_domains_reported_total", "counter",
		  "Sandboxes whose first denial was read.", metrics->domains);
	put_value(out, "landlock_domain_denials_total", "counter",
		  "Denials of sandboxes that ended, as the kernel counts.",
		  metrics->domain_denials);
	put_value(out, "landlock_denials_unlogged_total", "counter",
		  "Those of them that were not logged.", metrics->unlogged);
	put_value(out, "landlock_reader_dropped_total", "counter",
		  "Records that came faster than they were read.",
		  metrics->dropped);
	if (metrics->last) {
		put_head(out, "landlock_last_denial_timestamp_seconds", "gauge",
			 "When the last denial was.");
		fprintf(out, "landlock_last_denial_timestamp_seconds "
			"%" PRIu64 ".%03" PRIu64 "\n",
			metrics->last / 1000000000,
			metrics->last / 1000000 % 1000);
	}
	put_machine(out);
}

int metrics_save(const struct metrics *metrics, const char *path)
{
	char *const new = malloc(strlen(path) + sizeof(".XXXXXX"));
	FILE *out;
	int fd, error;

	if (!new)
		return -1;
	sprintf(new, "%s.XXXXXX", path);
	fd = mkstemp(new);
	if (fd < 0) {
		error = errno;
		goto out_free;
	}
	out = fdopen(fd, "w");
	if (!out)
		err(FAILED, "%s", new);
	metrics_write(metrics, out);
	error = ferror(out) || fchmod(fd, 0644) ? errno : 0;
	if (fclose(out))
		error = errno;
	if (!error && rename(new, path))
		error = errno;
	if (error)
		unlink(new);
out_free:
	free(new);
	errno = error;
	return error ? -1 : 0;
}
