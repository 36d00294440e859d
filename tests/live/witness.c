/* SPDX-License-Identifier: MIT */
/* Reads the denials of one process from the audit log, or the trace. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <linux/audit.h>
#include <linux/netlink.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "live.h"
#include "expect.h"
#include "try.h"
#include "witness.h"

#define PATIENCE_MS 30000

static struct llk_source *source;
static struct llk_record *record;
static struct llk_joiner *joiner;
static uint64_t domain;

#ifdef BY_TRACE
static int open_source(void)
{
	char name[64];

	snprintf(name, sizeof(name), "liblandlock-test-%d", (int)getpid());
	return llk_source_open_trace(source, name);
}
#else
static int open_source(void)
{
	return llk_source_open_audit(source);
}
#endif

void witness_open(void)
{
	source = llk_source_new();
	record = llk_record_new();
	joiner = llk_joiner_new(LLK_JOINER_MEMORY);
	must(source && record && joiner);
	must_be(open_source(), 0);
}

void witness_close(void)
{
	llk_source_free(source);
	llk_record_free(record);
	llk_joiner_free(joiner);
}

/* The domain that the process has made. */
static struct llk_domain *find(pid_t pid)
{
	struct llk_domain *found;
	uint64_t number;

	for (size_t i = 0; (found = llk_joiner_domain(joiner, i)); i++)
		if (!llk_domain_number(found, LLK_FIELD_DOMAIN_PID, &number) &&
		    number == (uint64_t)pid)
			return found;
	return NULL;
}

static bool has_ended(pid_t pid)
{
	const struct llk_domain *found = find(pid);
	uint64_t when;

	return found && !llk_domain_number(found, LLK_FIELD_FREED, &when);
}

/* Takes what there is; false if nothing comes any more. */
static bool take(void)
{
	struct pollfd event = { .fd = llk_source_fd(source),
				.events = POLLIN };
	int got;

	if (poll(&event, 1, PATIENCE_MS) <= 0)
		return false;
	while ((got = llk_source_next(source, record)) == LLK_SOURCE_RECORD)
		if (llk_joiner_add(joiner, record))
			return false;
	return got == LLK_SOURCE_NOTHING;
}

/* One denial, in a process of its own. */
static pid_t be_denied(void)
{
	const pid_t pid = fork();
	struct llk_ruleset *rs;
	int status;

	if (!pid) {
		rs = llk_ruleset_new(1, LLK_FS);
		_exit(!rs || llk_enforce(rs, 0) || try_readdir("/") != EACCES);
	}
	if (waitpid(pid, &status, 0) != pid || status)
		return -1;
	return pid;
}

/* Records come in the order in which they were made: when that of a later
   denial is there, all are. */
static bool take_all(void)
{
	const pid_t later = be_denied();

	if (later < 0)
		return false;
	while (!find(later))
		if (!take())
			return false;
	llk_joiner_flush(joiner);
	return true;
}

static void check(pid_t pid)
{
	const struct llk_domain *found = find(pid);

	must(found);
	must_be(llk_domain_number(found, LLK_FIELD_DOMAIN, &domain), 0);
	must_be(llk_source_count(source, LLK_SOURCE_DROPPED), 0);
	must_be(llk_source_count(source, LLK_SOURCE_DAMAGED), 0);
}

void witness_wait(pid_t pid)
{
	must(take_all());
	check(pid);
}

/* A worker of the kernel frees it, some time after its last process. */
void witness_wait_for_end(pid_t pid)
{
	while (!has_ended(pid))
		must(take());
	llk_joiner_flush(joiner);
	check(pid);
}

struct llk_denial *witness_next(void)
{
	struct llk_denial *denial;
	uint64_t number;

	while ((denial = llk_joiner_next(joiner)))
		if (!llk_denial_number(denial, LLK_FIELD_DOMAIN, &number) &&
		    number == domain)
			return denial;
	return NULL;
}

uint64_t witness_domain(unsigned int field)
{
	struct llk_domain *found = llk_joiner_domain_find(joiner, NULL,
							  domain);
	uint64_t number = 0;

	must(found);
	must_be(llk_domain_number(found, field, &number), 0);
	return number;
}

/* ---- Can it be seen here at all? ----------------------------------------- */

__attribute__((__noreturn__, __format__(__printf__, 1, 2)))
static void cannot_run(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fputs("skipped: ", stdout);
	vprintf(format, args);
	puts("");
	va_end(args);
	exit(77);
}

#ifndef BY_TRACE
static int set_audit(bool on)
{
	const struct {
		struct nlmsghdr header;
		struct audit_status status;
	} message = {
		.header = {
			.nlmsg_len = sizeof(message),
			.nlmsg_type = AUDIT_SET,
			.nlmsg_flags = NLM_F_REQUEST,
		},
		.status = {
			.mask = AUDIT_STATUS_ENABLED |
				AUDIT_STATUS_BACKLOG_LIMIT,
			.enabled = on,
			.backlog_limit = 8192,
		},
	};
	const struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
	const int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC,
			      NETLINK_AUDIT);
	const ssize_t sent = sendto(fd, &message, sizeof(message), 0,
				    (const struct sockaddr *)&kernel,
				    sizeof(kernel));

	close(fd);
	return sent == sizeof(message) ? 0 : -1;
}

static void turn_off(void)
{
	set_audit(false);
}

/* The state of audit is the machine's: it is changed only in a machine that was
   started for tests, and put back. */
static void need_audit(void)
{
	if (llk_audit_state(LLK_AUDIT_ENABLED))
		return;
	if (!getenv("LIVE_MAY_ENABLE_AUDIT"))
		cannot_run("audit is off: boot with audit=1, or run auditd");
	if (set_audit(true) || atexit(turn_off) ||
	    llk_audit_state(LLK_AUDIT_ENABLED) != 1)
		cannot_run("audit cannot be turned on");
}
#endif

void witness_start(void)
{
	if (llk_kernel_abi() < 7)
		cannot_run("this kernel logs no denials: Linux 6.15 does");
	source = llk_source_new();
	record = llk_record_new();
	joiner = llk_joiner_new(LLK_JOINER_MEMORY);
	if (!source || !record || !joiner)
		cannot_run("no memory");
	if (open_source())
		cannot_run("%s", llk_source_failure(source));
#ifndef BY_TRACE
	need_audit();
#endif
	if (!take_all())
		cannot_run("no record of a denial comes: is there an audit rule "
			   "that excludes them, or is this a container?");
	witness_close();
}
