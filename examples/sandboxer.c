/* SPDX-License-Identifier: MIT */
/*
 * sandboxer: run a command that can reach only what options name.
 */
#define _POSIX_C_SOURCE 200809L
#include <err.h>
#include <errno.h>
#include <liblandlock.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sandboxer-log.h"

/* What env(1), timeout(1) and shells return for these. */
enum { FAILED = 125, CANNOT_EXECUTE = 126, NOT_FOUND = 127 };

static const char help[] =
"usage: sandboxer [option...] [--] command [argument...]\n"
"\n"
"The command and all that it starts can reach only what the options name.\n"
"\n"
"Files are always restricted.  PATH is a file or a directory with all below:\n"
"  --ro PATH           read files, list directories\n"
"  --rw PATH           read, write, create, rename and remove\n"
"  --rx PATH           read and execute: programs, interpreters, libraries\n"
"  --dev PATH          read, write and control (ioctl) devices, terminals\n"
"  --unix PATH         connect to Unix sockets\n"
"A missing PATH is an error; --ro-try, --rw-try, --rx-try, --dev-try and\n"
"--unix-try skip it.\n"
"\n"
"The network is free until one of these is given; then TCP and UDP are denied\n"
"but for what they name.  PORT is a number, a range (8000-8080), or \"any\":\n"
"  --connect-tcp PORT  connect to this TCP port of any host\n"
"  --bind-tcp PORT     be a TCP server on this port (0: one that is free)\n"
"  --connect-udp PORT  send to this UDP port and get answers; 53 finds hosts\n"
"  --bind-udp PORT     receive on this UDP port\n"
"  --no-net            allow none of it\n"
"\n"
"Processes outside the sandbox can be reached until this is given:\n"
"  --scope signal      no signals to them\n"
"  --scope abstract    no connections to their abstract Unix sockets\n"
"  --scope all         neither\n"
"\n"
"  --strict            run nothing unless every restriction can be enforced\n"
"  --abi N             restrict what Landlock ABI version N can, and no more;\n"
"                      without it, the newest version that sandboxer knows\n"
"  --log               afterwards, tell on stderr what was denied, and which\n"
"                      option would allow it.  Linux 6.15; root, or who may\n"
"                      read the audit log\n"
"  --log-from FILE     the same, from a log of auditd that is elsewhere than\n"
"                      usual\n"
"  -v, --verbose       report on stderr what is enforced and what is not\n"
"  -h, --help          print this\n"
"\n"
"Without --strict, what this kernel cannot restrict stays free, and a line on\n"
"stderr says so; where it can restrict nothing, the command is not run.  What\n"
"the command inherits open, such as standard input, stays usable.\n"
"\n"
"Exit status: the command's own; 125 if sandboxer failed, 126 if the command\n"
"cannot be executed, 127 if it was not found.\n";

#define RO	LLK_READ
#define RW	(LLK_READ | LLK_WRITE)
#define RX	(LLK_READ | LLK_EXECUTE)
#define DEV	(LLK_READ | LLK_FS_WRITE_FILE | LLK_DEVICE)

/* The options that allow something. */
static const struct kind {
	const char *option;
	uint32_t cls;
	uint64_t rights;
	uint32_t flags;
} kinds[] = {
	{ "--ro", LLK_FS, RO, 0 },
	{ "--rw", LLK_FS, RW, 0 },
	{ "--rx", LLK_FS, RX, 0 },
	{ "--dev", LLK_FS, DEV, 0 },
	{ "--unix", LLK_FS, LLK_CONNECT_UNIX, 0 },
	{ "--ro-try", LLK_FS, RO, LLK_IF_EXISTS },
	{ "--rw-try", LLK_FS, RW, LLK_IF_EXISTS },
	{ "--rx-try", LLK_FS, RX, LLK_IF_EXISTS },
	{ "--dev-try", LLK_FS, DEV, LLK_IF_EXISTS },
	{ "--unix-try", LLK_FS, LLK_CONNECT_UNIX, LLK_IF_EXISTS },
	{ "--connect-tcp", LLK_NET, LLK_NET_CONNECT_TCP, 0 },
	{ "--bind-tcp", LLK_NET, LLK_NET_BIND_TCP, 0 },
	{ "--connect-udp", LLK_NET, LLK_NET_CONNECT_SEND_UDP, 0 },
	{ "--bind-udp", LLK_NET, LLK_NET_BIND_UDP, 0 },
	{ NULL, 0, 0, 0 },
};

struct policy {
	int abi;
	uint32_t classes;
	uint32_t mode;
	uint64_t free_net;	/* what "any" leaves unrestricted */
	uint64_t free_scopes;	/* what no --scope names */
	bool log, verbose;
	const char *log_file;
	struct grant {
		const struct kind *kind;
		const char *value;
	} *grants;
	size_t count;
};

/* Digits only, where strtoul() takes signs, too; ULONG_MAX if there is none. */
static unsigned long parse_number(const char **text)
{
	size_t digits = strspn(*text, "0123456789");
	unsigned long n = digits ? strtoul(*text, NULL, 10) : ULONG_MAX;

	*text += digits;
	return n;
}

static int parse_abi(const char *value)
{
	const char *end = value;
	unsigned long abi = parse_number(&end);

	if (*end || abi < 1 || abi > LLK_ABI_LATEST)
		errx(FAILED, "--abi %s: not a version from 1 to %d", value,
		     LLK_ABI_LATEST);
	return (int)abi;
}

static uint64_t parse_scope(const char *value)
{
	if (!strcmp(value, "signal"))
		return LLK_SCOPE_SIGNAL;
	if (!strcmp(value, "abstract"))
		return LLK_SCOPE_ABSTRACT_UNIX_SOCKET;
	if (!strcmp(value, "all"))
		return llk_abi_rights(LLK_ABI_LATEST, LLK_SCOPE);
	errx(FAILED, "--scope %s: not signal, abstract or all", value);
}

/* An option without a value; false if it is none. */
static bool set_flag(struct policy *policy, const char *option)
{
	if (!strcmp(option, "-h") || !strcmp(option, "--help")) {
		fputs(help, stdout);
		exit(fflush(stdout) ? FAILED : 0);
	}
	if (!strcmp(option, "-v") || !strcmp(option, "--verbose"))
		policy->verbose = true;
	else if (!strcmp(option, "--log"))
		policy->log = true;
	else if (!strcmp(option, "--strict"))
		policy->mode = 0;
	else if (!strcmp(option, "--no-net"))
		policy->classes |= LLK_NET;
	else
		return false;
	return true;
}

static void set_value(struct policy *policy, const char *option,
		      const char *value)
{
	const struct kind *kind = kinds;

	if (!value)
		errx(FAILED, "%s: no such option, or its value is missing; "
		     "-h explains them", option);
	while (kind->option && strcmp(option, kind->option))
		kind++;
	if (kind->option) {
		policy->classes |= kind->cls;
		if (kind->cls == LLK_NET && !strcmp(value, "any"))
			policy->free_net |= kind->rights;
		policy->grants[policy->count++] = (struct grant){ kind, value };
	} else if (!strcmp(option, "--scope")) {
		policy->classes |= LLK_SCOPE;
		policy->free_scopes &= ~parse_scope(value);
	} else if (!strcmp(option, "--log-from")) {
		policy->log = true;
		policy->log_file = value;
	} else if (!strcmp(option, "--abi")) {
		policy->abi = parse_abi(value);
	} else {
		errx(FAILED, "%s: no such option; -h explains them", option);
	}
}

/* Returns the command and its arguments. */
static char **parse_options(struct policy *policy, char *argv[])
{
	for (argv++; *argv && **argv == '-'; argv++) {
		if (!strcmp(*argv, "--")) {
			argv++;
			break;
		}
		if (!set_flag(policy, *argv)) {
			set_value(policy, argv[0], argv[1]);
			argv++;
		}
	}
	if (!*argv)
		errx(FAILED, "no command to run; -h explains the options");
	return argv;
}

/* An old version must not silently turn what was asked for into nothing. */
static void check_abi(const struct policy *policy, uint32_t cls,
		      const char *what, int since)
{
	if (policy->classes & cls && policy->abi < since)
		errx(FAILED, "--abi %d: cannot restrict %s; --abi %d can",
		     policy->abi, what, since);
}

static int allow_ports(struct llk_ruleset *rs, const struct grant *grant)
{
	const char *end = grant->value;
	unsigned long first, last;

	/* Answers to a UDP client come in on a port that the kernel picks. */
	if (grant->kind->rights == LLK_NET_CONNECT_SEND_UDP &&
	    llk_allow_port(rs, 0, LLK_NET_BIND_UDP, 0))
		return -1;
	if (!strcmp(grant->value, "any"))
		return 0;
	first = last = parse_number(&end);
	if (*end == '-') {
		end++;
		last = parse_number(&end);
	}
	if (*end || first > last || last > 65535)
		errx(FAILED, "%s %s: not a port (0 to 65535), a range such as "
		     "8000-8080, or \"any\"", grant->kind->option,
		     grant->value);
	return llk_allow_port_range(rs, (unsigned int)first, (unsigned int)last,
				    grant->kind->rights, 0);
}

static struct llk_ruleset *make_ruleset(const struct policy *policy)
{
	struct llk_ruleset *rs;
	const struct grant *grant;

	rs = llk_ruleset_new(policy->abi, policy->classes | policy->mode);
	if (!rs)
		err(FAILED, "cannot make a ruleset");
	llk_exclude(rs, LLK_NET, policy->free_net);
	llk_exclude(rs, LLK_SCOPE, policy->free_scopes);
	/* Some restrictions may be missing, but not all of them.  Errors stick:
	   this one also tells if a call above failed. */
	if (llk_require_abi(rs, 1))
		errx(FAILED, "%s", llk_failure(rs));
	for (grant = policy->grants; grant->kind; grant++)
		if (grant->kind->cls == LLK_NET ? allow_ports(rs, grant) :
		    llk_allow_path(rs, grant->value, grant->kind->rights,
				   grant->kind->flags))
			errx(FAILED, "%s %s: %s%s", grant->kind->option,
			     grant->value, llk_failure(rs),
			     errno == ENOENT ? " (the -try options)" : "");
	return rs;
}

static void print_report(const struct llk_ruleset *rs)
{
	size_t size = llk_report(rs, NULL, 0) + 1;
	char *text = malloc(size);

	if (!text)
		err(FAILED, "report");
	llk_report(rs, text, size);
	fputs(text, stderr);
	free(text);
}

int main(int argc, char *argv[])
{
	struct policy policy = {
		.abi = LLK_ABI_LATEST,
		.classes = LLK_FS,
		.mode = LLK_BEST_EFFORT,
		.free_scopes = llk_abi_rights(LLK_ABI_LATEST, LLK_SCOPE),
	};
	struct llk_ruleset *rs;
	int level, error;

	policy.grants = calloc((size_t)argc, sizeof(*policy.grants));
	if (!policy.grants)
		err(FAILED, "options");
	argv = parse_options(&policy, argv);
	check_abi(&policy, LLK_NET, "the network",
		  llk_right_abi(LLK_NET, LLK_NET_CONNECT_TCP));
	check_abi(&policy, LLK_SCOPE, "signals and abstract sockets",
		  llk_right_abi(LLK_SCOPE, LLK_SCOPE_SIGNAL));
	rs = make_ruleset(&policy);
	if (policy.log)
		log_fork(policy.log_file);
	level = llk_enforce(rs, policy.log ? LLK_LOG_NEW_EXEC_ON : 0);
	if (level == -1)
		errx(FAILED, "%s", llk_failure(rs));
	if (policy.verbose)
		print_report(rs);
	else if (level != LLK_FULL)
		warnx("%s", llk_summary(rs));

	execvp(argv[0], argv);
	error = errno;
	warn("%s", argv[0]);
	if (error == EACCES)
		warnx("is it executable, and does --rx allow it, its "
		      "interpreter and its libraries?");
	return error == ENOENT ? NOT_FOUND : CANNOT_EXECUTE;
}
