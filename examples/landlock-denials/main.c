/* SPDX-License-Identifier: MIT */
/*
 * landlock-denials: what was denied, why, and what would allow it.
 *
 * options.c reads the command line.  Here records go from a source through the
 * joiner; filter.c picks denials; text.c, json.c and metrics.c show them.
 */
#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "denials.h"

/* Different suggestions that a summary holds. */
#define SUMMARY_MAX	100000
/* After this long without a record, what came is complete. */
#define SILENCE_MS	300
#define METRICS_SECONDS	15

struct app {
	struct options options;
	struct llk_record *rec;
	struct llk_joiner *joiner;
	struct llk_aggregate *aggregate;
	struct metrics *metrics;
	uint64_t shown, read, lost;
	bool failed;
};

/* ---- What is read, and shown ------------------------------------------------------ */

static void show(struct app *app, struct llk_denial *denial)
{
	if (!wanted(&app->options, denial))
		return;
	app->shown++;
	metrics_add(app->metrics, denial);
	if (app->options.summary) {
		if (llk_aggregate_add(app->aggregate, denial))
			err(FAILED, "summary");
		return;
	}
	if (app->options.output == PROMETHEUS)
		return;
	progress_clear();
	if (app->options.output == JSON)
		show_json(&app->options, denial);
	else
		show_text(&app->options, denial);
}

static void show_ready(struct app *app)
{
	struct llk_denial *denial;

	while ((denial = llk_joiner_next(app->joiner)))
		show(app, denial);
}

static void take(struct app *app)
{
	while (llk_joiner_add(app->joiner, app->rec)) {
		if (errno != EAGAIN)
			err(FAILED, "a record");
		show_ready(app);
	}
	metrics_record(app->metrics, app->rec, app->joiner);
	show_ready(app);
}

/* Once for each time that it gets more. */
static void tell_losses(struct app *app, const struct llk_source *src)
{
	const uint64_t dropped = llk_source_count(src, LLK_SOURCE_DROPPED);
	const uint64_t gaps = llk_source_count(src, LLK_SOURCE_GAPS);
	const uint64_t lost = dropped > gaps ? dropped : gaps;

	metrics_dropped(app->metrics, lost);
	if (lost <= app->lost)
		return;
	app->lost = lost;
	progress_clear();
	warnx("%" PRIu64 " records came faster than they were read, or above the "
	      "rate limit of audit: denials may be missing", lost);
}

static void save_metrics(struct app *app)
{
	static time_t last;
	const time_t now = time(NULL);

	if (!app->options.metrics_file || now - last < METRICS_SECONDS)
		return;
	last = now;
	if (metrics_save(app->metrics, app->options.metrics_file))
		err(FAILED, "%s", app->options.metrics_file);
}

/* ---- Waiting for more --------------------------------------------------------------- */

static volatile sig_atomic_t ended;

static void end(int signal)
{
	(void)signal;
	ended = 1;
}

static void catch_signals(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction action = { .sa_handler = end };
	size_t i;

	for (i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		sigaction(signals[i], &action, NULL);
}

/* Returns 0 if there was nothing for so long. */
static int wait_for(const struct llk_source *src, int milliseconds)
{
	struct pollfd event = { .fd = llk_source_fd(src), .events = POLLIN };
	const struct timespec time = {
		.tv_sec = milliseconds / 1000,
		.tv_nsec = milliseconds % 1000 * 1000000L,
	};
	sigset_t all, before;
	int ret = 1;

	/* A signal arrives before we look, or while we wait. */
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &before);
	if (!ended)
		ret = ppoll(&event, 1, milliseconds < 0 ? NULL : &time,
			    &before);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return ret;
}

/* Until there is more, or a signal. */
static void wait_for_more(struct app *app, const struct llk_source *src,
			  bool *complete)
{
	const bool saves = app->options.metrics_file;

	if (fflush(stdout))
		err(FAILED, "standard output");
	tell_losses(app, src);
	if (!*complete) {
		if (wait_for(src, SILENCE_MS))
			return;
		llk_joiner_flush(app->joiner);
		show_ready(app);
		fflush(stdout);
		*complete = true;
	}
	save_metrics(app);
	wait_for(src, saves ? METRICS_SECONDS * 1000 : -1);
}

static void read_source(struct app *app, struct llk_source *src)
{
	bool complete = true;
	int got;

	while (!ended) {
		got = llk_source_next(src, app->rec);
		if (got == LLK_SOURCE_END)
			break;
		if (got < 0) {
			progress_clear();
			warnx("%s", llk_source_failure(src));
			app->failed = true;
			break;
		}
		progress(llk_source_count(src, LLK_SOURCE_BYTES));
		if (got == LLK_SOURCE_RECORD) {
			take(app);
			complete = false;
		} else {
			wait_for_more(app, src, &complete);
		}
	}
	progress_clear();
	tell_losses(app, src);
	app->read += llk_source_count(src, LLK_SOURCE_BYTES);
	if (llk_source_count(src, LLK_SOURCE_DAMAGED))
		warnx("%" PRIu64 " damaged records were left out",
		      llk_source_count(src, LLK_SOURCE_DAMAGED));
}

/* ---- Sources ---------------------------------------------------------------------- */

static struct llk_source *new_source(void)
{
	struct llk_source *src = llk_source_new();

	if (!src)
		err(FAILED, "source");
	return src;
}

static const char turn_on[] =
	"audit is off, so the kernel reports no denial.  It is on after booting "
	"with audit=1, while auditd runs, or after \"auditctl -e 1\", each as "
	"root; landlock-denials leaves it as it is";

/* Since @before; what the kernel does not tell is -1. */
static void tell_kernel_losses(int64_t before)
{
	const int64_t now = llk_audit_state(LLK_AUDIT_LOST);

	if (before >= 0 && now > before)
		warnx("the kernel could not keep %" PRId64 " audit records, so "
		      "denials may be missing: \"auditctl -b 8192\" lets it "
		      "keep more", now - before);
}

static void read_live(struct app *app)
{
	const int64_t lost = llk_audit_state(LLK_AUDIT_LOST);
	struct llk_source *src = new_source();
	char name[64];
	int ret;

	snprintf(name, sizeof(name), "landlock-denials-%ld", (long)getpid());
	ret = app->options.from == AUDIT ? llk_source_open_audit(src) :
					   llk_source_open_trace(src, name);
	if (ret)
		errx(FAILED, "%s", llk_source_failure(src));
	if (app->options.from == AUDIT &&
	    !llk_audit_state(LLK_AUDIT_ENABLED))
		warnx("%s", turn_on);
	read_source(app, src);
	if (app->options.from == AUDIT)
		tell_kernel_losses(lost);
	llk_source_free(src);
}

/* The other ways, where there is no log of auditd. */
static const char other_ways[] =
	"no auditd?  Then as root: landlock-denials --audit (from now on), or "
	"\"journalctl _TRANSPORT=audit | landlock-denials -\", or \"dmesg | "
	"landlock-denials -\"";

static void read_file(struct app *app, const char *path)
{
	struct llk_source *src = new_source();
	const bool input = !strcmp(path, "-");
	struct stat st;

	if (input ? llk_source_open_fd(src, STDIN_FILENO) :
	    llk_source_open_file(src, path, app->options.follow ?
				 LLK_SOURCE_FOLLOW : 0)) {
		warnx("%s", llk_source_failure(src));
		if (errno == ENOENT && !strcmp(path, USUAL_LOG))
			warnx("%s", other_ways);
		app->failed = true;
		llk_source_free(src);
		return;
	}
	if (!app->options.follow &&
	    !(input ? fstat(STDIN_FILENO, &st) : stat(path, &st)) &&
	    S_ISREG(st.st_mode))
		progress_begin(path, (uint64_t)st.st_size);
	read_source(app, src);
	llk_source_free(src);
}

static void read_files(struct app *app)
{
	char **file;

	for (file = app->options.files; *file && !ended; file++)
		read_file(app, *file);
}

/* Silence could mean anything. */
static void tell_nothing(const struct app *app)
{
	const bool off = !llk_audit_state(LLK_AUDIT_ENABLED);

	warnx("nothing that was asked for was denied in the %" PRIu64 " bytes "
	      "that were read%s%s", app->read, off ? ".  And " : "",
	      off ? turn_on : "");
}

/* ---- All of it ---------------------------------------------------------------------- */

static void finish(struct app *app)
{
	const struct options *options = &app->options;

	llk_joiner_flush(app->joiner);
	show_ready(app);
	if (options->from == FILES && !app->shown && !app->failed)
		tell_nothing(app);
	if (options->collapse &&
	    llk_aggregate_collapse(app->aggregate, options->collapse, 0) < 0)
		err(FAILED, "summary");
	if (options->summary) {
		show_summary(options, app->aggregate);
		if (llk_aggregate_forgotten(app->aggregate))
			warnx("%" PRIu64 " suggestions did not fit into the "
			      "summary",
			      llk_aggregate_forgotten(app->aggregate));
	}
	if (options->output == PROMETHEUS)
		metrics_write(app->metrics, stdout);
	if (options->metrics_file &&
	    metrics_save(app->metrics, options->metrics_file))
		err(FAILED, "%s", options->metrics_file);
	if (fflush(stdout) || ferror(stdout))
		err(FAILED, "standard output");
}

int main(int argc, char *argv[])
{
	struct app app = { .options.form = LLK_TEXT_WORDS };

	(void)argc;
	parse_options(&app.options, argv);
	app.rec = llk_record_new();
	app.joiner = llk_joiner_new(LLK_JOINER_MEMORY);
	app.aggregate = llk_aggregate_new(SUMMARY_MAX);
	app.metrics = metrics_new();
	if (!app.rec || !app.joiner || !app.aggregate)
		err(FAILED, "landlock-denials");
	catch_signals();
	use_colours();
	if (app.options.from == FILES)
		read_files(&app);
	else
		read_live(&app);
	finish(&app);
	llk_record_free(app.rec);
	llk_joiner_free(app.joiner);
	llk_aggregate_free(app.aggregate);
	metrics_free(app.metrics);
	return app.failed ? FAILED : 0;
}
