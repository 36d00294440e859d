/* SPDX-License-Identifier: MIT */
/* The command line of landlock-denials. */
#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "denials.h"

static const char help[] =
"usage: landlock-denials [option...] [file...]\n"
"\n"
"What Landlock has denied to sandboxed programs, why, and what would allow it.\n"
"Reads logs; changes neither audit nor tracing nor any sandbox.\n"
"\n"
"Where it reads:\n"
"  file...             logs: of auditd, dmesg, journalctl, a trace; \"-\" is\n"
"                      standard input.  Without one /var/log/audit/audit.log\n"
"  -f, --follow        go on at the end of the file, and when it is rotated\n"
"  --audit             what the kernel's audit reports from now on.  Linux 6.15;\n"
"                      root or CAP_AUDIT_READ; audit has to be on\n"
"  --trace             what the kernel's tracing reports from now on.  Linux 7.3;\n"
"                      root\n"
"\n"
"What it shows; several must all match:\n"
"  --exe PROGRAM       its path, or its last part\n"
"  --domain ID         one sandbox, as the log names it: 1600be771\n"
"  --pid PID\n"
"  --since TIME        2026-11-27, \"2026-11-27 14:30\", 14:30 (today),\n"
"  --until TIME        30m, 2h, 7d (ago), @1795322178 (since 1970).  Records\n"
"                      without such a time, as in traces, are left out\n"
"\n"
"How it shows it:\n"
"  --suggest           also what would allow it\n"
"  --summary           at the end, and instead of the denials: what would allow\n"
"                      them, each once\n"
"  --collapse N        in a summary: one rule on a directory for N files in it.\n"
"                      It allows more than was denied\n"
"  --as FORM           suggestions in words (the default), as a \"call\" of\n"
"                      liblandlock, or as an \"option\" of its sandboxer\n"
"  --silence           suggest not what allows it, but what stops the kernel\n"
"                      from logging it.  Linux 7.2\n"
"  --json              a JSON object a line\n"
"  --prometheus        at the end, numbers in Prometheus' text format\n"
"  --metrics FILE      these into a file, which is replaced at once; every 15 s\n"
"                      while it listens or follows\n"
"  -h, --help          print this\n"
"\n"
"A suggestion is what would have allowed the access, not a judgement that it\n"
"should be: an attack is denied for the same reasons.  Look before you allow.\n"
"\n"
"Exit status: 0 when all was read, also if nothing was denied, and when a signal\n"
"has ended -f, --audit or --trace; 1 if something could not be read or written;\n"
"2 for a command line that is wrong.\n";

static uint64_t parse_number(const char *option, const char *text, int base)
{
	char *end;
	uint64_t number;

	errno = 0;
	number = strtoull(text, &end, base);
	if (errno || end == text || *end || *text == '-' || *text == '+')
		errx(USAGE, "%s %s: not a number", option, text);
	return number;
}

static uint64_t nanoseconds(const char *option, const char *text, time_t time)
{
	if (time < 0)
		errx(USAGE, "%s %s: before 1970", option, text);
	return (uint64_t)time * 1000000000;
}

/* "30m": so much ago; -1 if it is something else. */
static time_t parse_ago(const char *text)
{
	static const struct {
		char letter;
		long seconds;
	} units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 } };
	char *end;
	const long number = strtol(text, &end, 10);
	size_t i;

	if (end == text || number < 0 || number > 1000000 || !*end || end[1])
		return -1;
	for (i = 0; i < sizeof(units) / sizeof(*units); i++)
		if (*end == units[i].letter)
			return time(NULL) - number * units[i].seconds;
	return -1;
}

static uint64_t parse_time(const char *option, const char *text)
{
	static const char *const formats[] = {
		"%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S",
		"%Y-%m-%d", "%H:%M:%S", "%H:%M",
	};
	const time_t ago = parse_ago(text), now = time(NULL);
	struct tm tm;
	const char *end;
	size_t i;

	if (*text == '@')
		return nanoseconds(option, text, (time_t)parse_number(option,
							text + 1, 10));
	if (ago != -1)
		return nanoseconds(option, text, ago);
	for (i = 0; i < sizeof(formats) / sizeof(*formats); i++) {
		localtime_r(&now, &tm);
		tm.tm_hour = tm.tm_min = tm.tm_sec = 0;
		tm.tm_isdst = -1;
		end = strptime(text, formats[i], &tm);
		if (end && !*end)
			return nanoseconds(option, text, mktime(&tm));
	}
	errx(USAGE, "%s %s: not a time; -h shows some", option, text);
}

static int parse_form(const char *text)
{
	if (!strcmp(text, "words"))
		return LLK_TEXT_WORDS;
	if (!strcmp(text, "call"))
		return LLK_TEXT_CALL;
	if (!strcmp(text, "option"))
		return LLK_TEXT_OPTION;
	errx(USAGE, "--as %s: not words, call or option", text);
}

__attribute__((__noreturn__)) static void print_help(void)
{
	fputs(help, stdout);
	exit(fflush(stdout) ? FAILED : 0);
}

enum {
	AUDIT_OPTION = 256, TRACE_OPTION, EXE, DOMAIN, PID, SINCE, UNTIL,
	SUGGEST, SUMMARY, COLLAPSE, AS, SILENCE, JSON_OPTION,
	PROMETHEUS_OPTION, METRICS,
};

static const struct option names[] = {
	{ "follow", no_argument, NULL, 'f' },
	{ "audit", no_argument, NULL, AUDIT_OPTION },
	{ "trace", no_argument, NULL, TRACE_OPTION },
	{ "exe", required_argument, NULL, EXE },
	{ "domain", required_argument, NULL, DOMAIN },
	{ "pid", required_argument, NULL, PID },
	{ "since", required_argument, NULL, SINCE },
	{ "until", required_argument, NULL, UNTIL },
	{ "suggest", no_argument, NULL, SUGGEST },
	{ "summary", no_argument, NULL, SUMMARY },
	{ "collapse", required_argument, NULL, COLLAPSE },
	{ "as", required_argument, NULL, AS },
	{ "silence", no_argument, NULL, SILENCE },
	{ "json", no_argument, NULL, JSON_OPTION },
	{ "prometheus", no_argument, NULL, PROMETHEUS_OPTION },
	{ "metrics", required_argument, NULL, METRICS },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

static void set_filter(struct options *options, int option, const char *value)
{
	switch (option) {
	case EXE:
		options->exe = value;
		break;
	case DOMAIN:
		options->has_domain = true;
		options->domain = parse_number("--domain", value, 16);
		break;
	case PID:
		options->has_pid = true;
		options->pid = parse_number("--pid", value, 10);
		break;
	case SINCE:
		options->has_since = true;
		options->since = parse_time("--since", value);
		break;
	case UNTIL:
		options->has_until = true;
		options->until = parse_time("--until", value);
		break;
	}
}

static void set(struct options *options, int option, const char *value)
{
	switch (option) {
	case 'h':
		print_help();
	case 'f':
		options->follow = true;
		break;
	case AUDIT_OPTION:
		options->from = AUDIT;
		break;
	case TRACE_OPTION:
		options->from = TRACE;
		break;
	case SUMMARY:
		options->summary = true;
		break;
	case SUGGEST:
		options->suggest = true;
		break;
	case COLLAPSE:
		options->collapse = (size_t)parse_number("--collapse", value,
							 10);
		if (options->collapse < 2)
			errx(USAGE, "--collapse %s: 2 or more", value);
		break;
	case AS:
		options->form = parse_form(value);
		break;
	case SILENCE:
		options->silence = LLK_QUIET;
		break;
	case JSON_OPTION:
		options->output = JSON;
		break;
	case PROMETHEUS_OPTION:
		options->output = PROMETHEUS;
		break;
	case METRICS:
		options->metrics_file = value;
		break;
	case '?':
		errx(USAGE, "-h explains the options");
	default:
		set_filter(options, option, value);
	}
}

static void check(const struct options *options)
{
	if (options->from != FILES && (*options->files || options->follow))
		errx(USAGE, "--audit and --trace read no file");
	if (options->follow && *options->files && options->files[1])
		errx(USAGE, "--follow: one file only");
	if (options->collapse && !options->summary)
		errx(USAGE, "--collapse is for --summary");
	if (options->output == PROMETHEUS && options->summary)
		errx(USAGE, "--summary and --prometheus exclude each other");
}

void parse_options(struct options *options, char *argv[])
{
	static char log[] = USUAL_LOG;
	static char *usual[] = { log, NULL };
	int argc = 0, option;

	while (argv[argc])
		argc++;
	while ((option = getopt_long(argc, argv, "fh", names, NULL)) != -1)
		set(options, option, optarg);
	options->files = argv + optind;
	check(options);
	if (options->from == FILES && !*options->files)
		options->files = usual;
}
