/* SPDX-License-Identifier: MIT */
/*
 * How fast is a log read?  Makes a mixed log in memory, as a machine writes it
 * whose audit rules log other things, too, and reads it: lines alone, joined,
 * and with all suggestions; each for a log of one, two and four times the size.
 * Where it was built with libauparse, that one reads such a log of a 250th of the
 * size, since its time grows with the square of it.
 *
 *	bench [LINES]
 *
 * Not a test: nothing depends on what it measures.
 */
#define _GNU_SOURCE
#include <err.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <liblandlock-denials.h>

#ifdef HAVE_AUPARSE
#include <auparse.h>
#endif

#define LINES	1250000
#define LONGEST	512

struct log {
	char *text;
	size_t length, size, lines;
	unsigned int serial;
};

__attribute__((__format__(__printf__, 2, 3)))
static void add(struct log *log, const char *format, ...)
{
	va_list args;

	if (log->length + LONGEST > log->size)
		errx(1, "the log is too long");
	va_start(args, format);
	log->length += (size_t)vsnprintf(log->text + log->length, LONGEST,
					 format, args);
	va_end(args);
	log->lines++;
}

#define STAMP	"msg=audit(1795322%03u.%03u:%u): "
#define WHEN(log) (log)->serial / 10000 % 1000, (log)->serial / 10 % 1000, \
		(log)->serial

static void add_call(struct log *log, const char *success)
{
	add(log, "type=SYSCALL " STAMP "arch=c000003e syscall=257 success=%s "
	    "a0=ffffff9c a1=562ba2a990b8 a2=0 a3=0 items=0 ppid=13670 "
	    "pid=%u auid=4294967295 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 "
	    "sgid=0 fsgid=0 tty=(none) ses=4294967295 comm=\"worker\" "
	    "exe=\"/usr/lib/app/worker\" key=(null)\n", WHEN(log), success,
	    13712 + log->serial % 50);
}

static void add_title(struct log *log)
{
	add(log, "type=PROCTITLE " STAMP "proctitle=2F7573722F6C69622F6170702F"
	    "776F726B6572002D2D6F6E63650066696C65\n", WHEN(log));
}

static void add_paths(struct log *log)
{
	add(log, "type=CWD " STAMP "cwd=\"/var/lib/app\"\n", WHEN(log));
	add(log, "type=PATH " STAMP "item=0 name=\"/var/lib/app/state\" "
	    "inode=5326581 dev=fe:00 mode=040755 ouid=0 ogid=0 rdev=00:00 "
	    "nametype=PARENT cap_fp=0 cap_fi=0 cap_fe=0 cap_fver=0 "
	    "cap_frootid=0\n", WHEN(log));
}

static void add_access(struct log *log)
{
	add(log, "type=LANDLOCK_ACCESS " STAMP "domain=%x blockers="
	    "fs.write_file,fs.read_file path=\"/var/lib/app/spool/%u\" "
	    "dev=\"vda2\" ino=%u\n", WHEN(log), 0x1600be +
	    log->serial / 1000, log->serial % 1000, log->serial);
}

/* A denial with all its records. */
static void add_full(struct log *log)
{
	log->serial++;
	add_access(log);
	if (log->serial % 50 == 1)
		add(log, "type=LANDLOCK_DOMAIN " STAMP "domain=%x "
		    "status=allocated mode=enforcing pid=13712 uid=0 "
		    "exe=\"/usr/lib/app/worker\" comm=\"worker\"\n", WHEN(log),
		    0x1600be + log->serial / 1000);
	add_call(log, "no exit=-13");
	add_paths(log);
	add_title(log);
}

/* Where audit logs no system calls; the path is encoded. */
static void add_lone(struct log *log)
{
	log->serial++;
	add(log, "type=UNKNOWN[1423] " STAMP "domain=1600be771 blockers="
	    "fs.read_file path=2F746D702F776974682073706163652F%08X "
	    "dev=\"vda2\" ino=861\n", WHEN(log), log->serial);
}

/* Not about Landlock. */
static void add_noise(struct log *log)
{
	log->serial++;
	add_call(log, "yes exit=3");
	add_paths(log);
	add_title(log);
	log->serial++;
	add(log, "type=USER_ACCT " STAMP "pid=14150 uid=0 auid=4294967295 "
	    "ses=4294967295 msg='op=PAM:accounting grantors=pam_permit "
	    "acct=\"nobody\" exe=\"/usr/bin/su\" hostname=? addr=? terminal=? "
	    "res=success'\n", WHEN(log));
}

static void make(struct log *log, size_t lines)
{
	log->size = lines * 300 + 16 * LONGEST;
	log->text = malloc(log->size);
	if (!log->text)
		err(1, "a log of %zu lines", lines);
	log->length = log->lines = 0;
	log->serial = 0;
	while (log->lines + 16 < lines) {
		add_full(log);
		add_lone(log);
		add_noise(log);
	}
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static uint64_t suggestions;

static void drain(struct llk_joiner *joiner, int suggest)
{
	struct llk_denial *denial;
	size_t i;

	while ((denial = llk_joiner_next(joiner)))
		for (i = 0; suggest && llk_denial_suggestion(denial, i); i++)
			suggestions++;
}

/* @joiner: NULL for lines alone. */
static void read_log(const struct log *log, struct llk_joiner *joiner,
		     int suggest)
{
	struct llk_record *rec = llk_record_new();
	const char *line = log->text, *end = line + log->length;

	if (!rec)
		err(1, "a record");
	while (line < end) {
		const char *stop = memchr(line, '\n', (size_t)(end - line));

		if (llk_record_parse(rec, line, (size_t)(stop - line)) == 1 &&
		    joiner) {
			if (llk_joiner_add(joiner, rec))
				err(1, "a record is lost");
			drain(joiner, suggest);
		}
		line = stop + 1;
	}
	if (joiner) {
		llk_joiner_flush(joiner);
		drain(joiner, suggest);
	}
	llk_record_free(rec);
}

static void print(const char *what, const struct log *log, double seconds)
{
	printf("%-24s %9zu lines %8.3f s %7.2f million lines/s %6.0f MB/s "
	       "%6.1f ns/line\n", what, log->lines, seconds,
	       (double)log->lines / seconds / 1e6,
	       (double)log->length / seconds / 1e6,
	       seconds * 1e9 / (double)log->lines);
	fflush(stdout);
}

static void measure(const struct log *log, const char *what, int join,
		    int suggest)
{
	struct llk_joiner *joiner = NULL;
	double began;

	if (join) {
		joiner = llk_joiner_new(LLK_JOINER_MEMORY);
		if (!joiner)
			err(1, "a joiner");
	}
	began = now();
	read_log(log, joiner, suggest);
	print(what, log, now() - began);
	if (joiner && suggest)
		printf("%-24s %9llu denials %llu suggestions\n", "",
		       (unsigned long long)llk_joiner_count(joiner,
						LLK_COUNT_DENIALS),
		       (unsigned long long)suggestions);
	llk_joiner_free(joiner);
}

#ifdef HAVE_AUPARSE
static unsigned long events;

static void count(auparse_state_t *state, auparse_cb_event_t event, void *data)
{
	(void)state;
	(void)data;
	events += event == AUPARSE_CB_EVENT_READY;
}

static void measure_auparse(const struct log *log)
{
	auparse_state_t *state = auparse_init(AUSOURCE_FEED, NULL);
	size_t done, chunk = 65536;
	double began;

	if (!state)
		err(1, "libauparse");
	auparse_add_callback(state, count, NULL, NULL);
	began = now();
	for (done = 0; done < log->length; done += chunk) {
		if (chunk > log->length - done)
			chunk = log->length - done;
		auparse_feed(state, log->text + done, chunk);
	}
	auparse_flush_feed(state);
	print("libauparse, feed", log, now() - began);
	auparse_destroy(state);
}
#endif

int main(int argc, char *argv[])
{
	const size_t lines = argc > 1 ? strtoul(argv[1], NULL, 10) : LINES;
	struct log log;
	int times;

	for (times = 1; times <= 4; times *= 2) {
		make(&log, lines * (size_t)times);
		measure(&log, "parse", 0, 0);
		measure(&log, "parse, join", 1, 0);
		measure(&log, "parse, join, suggest", 1, 1);
		free(log.text);
#ifdef HAVE_AUPARSE
		make(&log, lines / 250 * (size_t)times);
		measure_auparse(&log);
		free(log.text);
#endif
	}
	return 0;
}
