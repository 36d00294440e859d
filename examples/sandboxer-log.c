/* SPDX-License-Identifier: MIT */
/*
 * sandboxer --log: stays beside the command, reads what the kernel reports of
 * its denials, and says which options would allow it.
 */
#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <liblandlock-denials.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandboxer-log.h"

enum { FAILED = 125 };

#define AUDIT_LOG	"/var/log/audit/audit.log"
/* Different denials that are told apart. */
#define DENIALS_MAX	1000
/* How long the last records may take after the command has ended. */
#define LAST_MS		300
#define LAST_TRIES	10

struct log {
	struct llk_source *src;
	struct llk_record *rec;
	struct llk_joiner *joiner;
	struct llk_aggregate *aggregate;
	uint64_t denials;
	pid_t child;
};

/* ---- Reading ------------------------------------------------------------------ */

/* The first that can be read.  Only root can ask if audit is on; where others
   may read the file, something has turned it on. */
static bool open_source(struct llk_source *src, const char *file)
{
	const uint32_t flags = LLK_SOURCE_FOLLOW | LLK_SOURCE_NEW;
	const int64_t audit = llk_audit_state(LLK_AUDIT_ENABLED);
	char name[64];

	if (file && llk_source_open_file(src, file, flags))
		errx(FAILED, "--log-from: %s", llk_source_failure(src));
	if (file || (audit > 0 && !llk_source_open_audit(src)) ||
	    (audit < 0 && !llk_source_open_file(src, AUDIT_LOG, flags)))
		return true;
	snprintf(name, sizeof(name), "sandboxer-%ld", (long)getpid());
	if (!llk_source_open_trace(src, name))
		return true;
	warnx("--log: what is denied cannot be shown.  By audit: %s.  By traces: "
	      "%s", audit ? "root can read it, and who may read " AUDIT_LOG :
	      "it is off; it is on after booting with audit=1, or while auditd "
	      "runs", llk_source_failure(src));
	return false;
}

/* Is it of the sandbox that the child has made? */
static bool is_ours(const struct log *log, struct llk_denial *denial)
{
	uint64_t pid;

	return !llk_denial_number(denial, LLK_FIELD_DOMAIN_PID, &pid) &&
	       pid == (uint64_t)log->child;
}

static void collect(struct log *log)
{
	struct llk_denial *denial;

	while ((denial = llk_joiner_next(log->joiner)))
		if (is_ours(log, denial)) {
			log->denials++;
			llk_aggregate_add(log->aggregate, denial);
		}
}

/* All that there is now. */
static void read_records(struct log *log)
{
	while (llk_source_next(log->src, log->rec) == LLK_SOURCE_RECORD) {
		while (llk_joiner_add(log->joiner, log->rec) &&
		       errno == EAGAIN)
			collect(log);
		collect(log);
	}
}

/* The kernel tells the end of a sandbox in which something was denied; but what
   the command has left running may be in it for ever. */
static bool sandbox_ended(struct log *log)
{
	struct llk_domain *domain;
	uint64_t number;
	size_t i;

	for (i = 0; (domain = llk_joiner_domain(log->joiner, i)); i++)
		if (!llk_domain_number(domain, LLK_FIELD_DOMAIN_PID,
				       &number) &&
		    number == (uint64_t)log->child)
			return !llk_domain_number(domain, LLK_FIELD_FREED,
						  &number);
	return false;
}

static void read_last_records(struct log *log)
{
	struct pollfd event = { .fd = llk_source_fd(log->src),
				.events = POLLIN };
	int tries;

	for (tries = 0; tries < LAST_TRIES && !sandbox_ended(log); tries++) {
		if (poll(&event, 1, LAST_MS) == 0)
			break;
		read_records(log);
	}
	llk_joiner_flush(log->joiner);
	collect(log);
}

/* ---- Telling ------------------------------------------------------------------ */

static void tell_one(const struct llk_suggestion *suggestion)
{
	char words[8192], option[8192];

	llk_suggestion_text(suggestion, LLK_TEXT_WORDS, 0, words,
			    sizeof(words));
	llk_suggestion_text(suggestion, LLK_TEXT_OPTION, 0, option,
			    sizeof(option));
	fprintf(stderr, "  %5" PRIu64 "x  %s\n", llk_suggestion_count(suggestion),
		words);
	if (*option)
		fprintf(stderr, "          %s\n", option);
}

static void tell(struct log *log)
{
	const struct llk_suggestion *suggestion;
	uint64_t dropped;
	size_t i;

	read_last_records(log);
	dropped = llk_source_count(log->src, LLK_SOURCE_DROPPED);
	if (dropped)
		warnx("--log: %" PRIu64 " records were lost, so denials may be "
		      "missing", dropped);
	if (!log->denials) {
		warnx("--log: nothing was denied");
		return;
	}
	warnx("--log: %" PRIu64 " denial%s.  What would allow it, if it should "
	      "be allowed:", log->denials, log->denials == 1 ? "" : "s");
	for (i = 0; (suggestion = llk_aggregate_suggestion(log->aggregate, i));
	     i++)
		tell_one(suggestion);
}

/* ---- Being as if the command were this process --------------------------------- */

static void watched_signals(sigset_t *set)
{
	static const int signals[] = {
		SIGCHLD, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2,
		SIGALRM, SIGTSTP, SIGTTIN, SIGTTOU, SIGCONT,
	};
	size_t i;

	sigemptyset(set);
	for (i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		sigaddset(set, signals[i]);
}

/* Ends as the command did.  @status: of waitpid(2) */
__attribute__((__noreturn__)) static void end_as(int status)
{
	const int sig = WTERMSIG(status);
	sigset_t set;

	if (WIFEXITED(status))
		exit(WEXITSTATUS(status));
	/* The command has left a core file, or not. */
	prctl(PR_SET_DUMPABLE, 0);
	signal(sig, SIG_DFL);
	sigemptyset(&set);
	sigaddset(&set, sig);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	raise(sig);
	exit(128 + sig);
}

/* A change of the child's state. */
static void mind_child(struct log *log)
{
	int status;

	if (waitpid(log->child, &status, WNOHANG | WUNTRACED) != log->child)
		return;
	if (WIFSTOPPED(status)) {
		/* As the shell expects of a job.  The SIGCONT that ends this
		   waits among the signals to pass on. */
		raise(SIGSTOP);
		return;
	}
	tell(log);
	llk_source_free(log->src);
	end_as(status);
}

/* What the terminal sends has reached the child, too: it is in our group. */
static void pass_on(struct log *log, int signals)
{
	struct signalfd_siginfo info;

	while (read(signals, &info, sizeof(info)) == sizeof(info)) {
		if (info.ssi_signo == SIGCHLD)
			mind_child(log);
		else if (info.ssi_code != SI_KERNEL &&
			 info.ssi_pid != (uint32_t)log->child)
			kill(log->child, (int)info.ssi_signo);
	}
}

__attribute__((__noreturn__))
static void stay(struct log *log, const sigset_t *set)
{
	const int signals = signalfd(-1, set, SFD_CLOEXEC | SFD_NONBLOCK);
	struct pollfd events[] = {
		{ .fd = signals, .events = POLLIN },
		{ .fd = llk_source_fd(log->src), .events = POLLIN },
	};

	if (signals < 0)
		err(FAILED, "signalfd");
	for (;;) {
		read_records(log);
		if (poll(events, 2, -1) > 0)
			pass_on(log, signals);
	}
}

void log_fork(const char *file)
{
	struct log log = {
		.src = llk_source_new(),
		.rec = llk_record_new(),
		.joiner = llk_joiner_new(LLK_JOINER_MEMORY),
		.aggregate = llk_aggregate_new(DENIALS_MAX),
	};
	const struct sigaction plain = { .sa_handler = SIG_DFL };
	const pid_t parent = getpid();
	struct sigaction of_children;
	sigset_t set, before;

	if (!log.src || !log.rec || !log.joiner || !log.aggregate)
		err(FAILED, "--log");
	if (!open_source(log.src, file)) {
		llk_source_free(log.src);
		return;
	}
	watched_signals(&set);
	sigprocmask(SIG_BLOCK, &set, &before);
	/* Where it is ignored, the child's status would be, too. */
	sigaction(SIGCHLD, &plain, &of_children);
	log.child = fork();
	if (log.child < 0)
		err(FAILED, "fork");
	if (log.child)
		stay(&log, &set);
	/* Who kills the one kills the other. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(FAILED);
	sigaction(SIGCHLD, &of_children, NULL);
	sigprocmask(SIG_SETMASK, &before, NULL);
}
