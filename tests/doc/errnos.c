/* SPDX-License-Identifier: MIT */
/*
 * Which errnos each public function can return: every call of calls.h on every
 * modelled kernel, as it is, and with each of its system calls and allocations
 * failing in each way in which it can.  Prints "FUNCTION ERRNO" once for each.
 * Linked with --wrap for the functions by which the library allocates.
 *
 * What it cannot see: an errno that neither the model nor the lists below give a
 * system call, an answer to arguments that calls.h does not have, and two
 * failures at once.  An error that sticks to a ruleset and comes back from later
 * calls is not counted for these.
 */
#include "unit.h"

#include <liblandlock-denials.h>

/* ---- what a system call can return ------------------------------------------ */

/*
 * Landlock's own answers to wrong arguments come from the model, and so do
 * absence, missing paths and closed descriptors.  EPERM and EACCES: a seccomp
 * filter, whose answer can be anything, usually one of these.
 */
static const int of_question[] = { EPERM, EACCES, 0 };
static const int of_create[] = { EMFILE, ENFILE, ENOMEM, EPERM, EACCES, 0 };
static const int of_add_rule[] = { E2BIG, ENOMEM, EPERM, EACCES, 0 };
static const int of_restrict[] = { E2BIG, ENOMEM, EPERM, EACCES, 0 };
/* Without a ruleset there is no layer to add. */
static const int of_mute[] = { ENOMEM, EPERM, EACCES, 0 };
static const int of_prctl[] = { EPERM, EACCES, 0 };
static const int of_open[] = {
	EACCES, EIO, ELOOP, EMFILE, ENAMETOOLONG, ENFILE, ENOENT, ENOMEM,
	ENOTDIR, 0
};
/* "/" itself. */
static const int of_open_root[] = { EACCES, EMFILE, ENFILE, ENOMEM, 0 };
static const int of_read_link[] = { EACCES, EIO, ENOENT, ENOMEM, 0 };
/* ENOSYS: before Linux 4.11. */
static const int of_statx[] = { EIO, ENOMEM, ENOSYS, 0 };
static const int of_stat[] = { EIO, ENOMEM, 0 };
static const int of_fork[] = { EAGAIN, ENOMEM, 0 };
static const int of_wait[] = { ECHILD, 0 };
static const int of_pipe[] = { EMFILE, ENFILE, 0 };
static const int of_execve[] = {
	E2BIG, EACCES, EAGAIN, EINVAL, EIO, EISDIR, ELIBBAD, ELOOP, EMFILE,
	ENAMETOOLONG, ENFILE, ENOENT, ENOEXEC, ENOMEM, ENOTDIR, EPERM, ETXTBSY,
	0
};
static const int of_nothing[] = { 0 };

static const int *ways_to_fail(const struct fake_call *call)
{
	switch (call->function) {
	case FAKE_CREATE:
		return call->flags ? of_question : of_create;
	case FAKE_ADD_RULE:
		return of_add_rule;
	case FAKE_RESTRICT:
		return call->fd < 0 ? of_mute : of_restrict;
	case FAKE_SET_NO_NEW_PRIVS:
		return of_prctl;
	case FAKE_OPEN:
	case FAKE_OPEN_LINK:
		return strcmp(call->path, "/") ? of_open : of_open_root;
	case FAKE_READ_LINK:
		return of_read_link;
	case FAKE_IDENTIFY:
		return of_statx;
	case FAKE_IS_DIR:
	case FAKE_FS_TYPE:
		return of_stat;
	case FAKE_FORK:
	case FAKE_FORK_SILENT:
		return of_fork;
	case FAKE_WAIT:
		return of_wait;
	case FAKE_PIPE:
		return of_pipe;
	case FAKE_EXECVE:
		return of_execve;
	default:
		return of_nothing;
	}
}

/* ---- memory that runs out ---------------------------------------------------- */

void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__real_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);

static int allocations_left = -1;
static bool starved;

static bool no_memory(void)
{
	if (allocations_left < 0 || allocations_left-- > 0)
		return false;
	starved = true;
	errno = ENOMEM;
	return true;
}

void *__wrap_calloc(size_t count, size_t size)
{
	return no_memory() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
	return no_memory() ? NULL : __real_realloc(old, size);
}

void *__wrap_malloc(size_t size)
{
	return no_memory() ? NULL : __real_malloc(size);
}

/* ---- rulesets to call with ---------------------------------------------------- */

static struct llk_ruleset *none(void)
{
	return NULL;
}

static struct llk_ruleset *best(void)
{
	return llk_ruleset_new(11, CLASSES | LLK_BEST_EFFORT);
}

static struct llk_ruleset *strict(void)
{
	return llk_ruleset_new(11, CLASSES);
}

static struct llk_ruleset *explained(void)
{
	return llk_ruleset_new(11, CLASSES | LLK_BEST_EFFORT | LLK_EXPLAIN);
}

/* The library's own rule on "/". */
static struct llk_ruleset *net(void)
{
	return llk_ruleset_new(11, LLK_NET | LLK_BEST_EFFORT);
}

static struct llk_ruleset *with_rules(void)
{
	struct llk_ruleset *rs = explained();

	llk_allow_path(rs, "/usr", LLK_READ | LLK_EXECUTE, 0);
	llk_allow_port(rs, 443, LLK_NET_CONNECT_TCP, 0);
	return rs;
}

static struct llk_ruleset *prepared(void)
{
	struct llk_ruleset *rs = with_rules();

	llk_prepare(rs);
	return rs;
}

static struct llk_ruleset *required(void)
{
	struct llk_ruleset *rs = best();

	llk_require(rs, LLK_NET, LLK_ALL_RIGHTS);
	return rs;
}

/* Requires what it does not restrict. */
static struct llk_ruleset *contradictory(void)
{
	struct llk_ruleset *rs = net();

	llk_require(rs, LLK_FS, LLK_ALL_RIGHTS);
	return rs;
}

static struct llk_ruleset *with_threads(void)
{
	fake.threads = 2;
	return best();
}

/* ---- calls -------------------------------------------------------------------- */

static int made(struct llk_ruleset *rs)
{
	int ret = rs ? 0 : -1;

	llk_ruleset_free(rs);
	return ret;
}

static int read_only(int abi, uint32_t mode, const char *path, uint32_t flags)
{
	const char *const paths[] = { path, NULL };

	return llk_read_only(abi, mode, paths, flags);
}

struct spawning {
	struct llk_ruleset *rs;
	pid_t *pid;
	uint32_t flags;
};

static int spawn_once(void *data)
{
	static char name[] = "true";
	char *const list[] = { name, NULL };
	struct spawning *s = data;

	return llk_spawn(s->pid, s->rs, s->flags, "/usr/bin/true", list, list);
}

/* The child's life, then that of the parent, who hears of it. */
static int spawn(struct llk_ruleset *rs, bool pid, uint32_t flags)
{
	pid_t started;
	struct spawning s = { rs, pid ? &started : NULL, flags };

	unit_as_child(spawn_once, &s);
	memcpy(fake.message, fake.written, fake.written_size);
	fake.message_size = fake.written_size;
	fake.wait_status = fake.exit_status;
	return spawn_once(&s);
}

/* ---- objects of liblandlock-denials to call with ---------------------------- */

static struct llk_record *record;
static struct llk_joiner *joiner;
static struct llk_aggregate *aggregate;
static struct llk_denial *denial;
static struct llk_domain *domain;
static struct llk_source *source;

static int parse(const char *line)
{
	return llk_record_parse(record, line, strlen(line));
}

static int parse_message(const char *payload)
{
	return llk_record_parse_netlink(record, 1423, payload, strlen(payload));
}

/* A denial of file number @i. */
static int parse_denial(unsigned int i)
{
	char line[128];

	sprintf(line, "type=1423 msg=audit(1.000:%u): domain=1f "
		"blockers=fs.read_file path=\"/etc/%u\" dev=\"vda\" ino=4", i, i);
	return parse(line);
}

static struct llk_ruleset *with_record(void)
{
	llk_record_free(record);
	record = llk_record_new();
	parse_denial(1);
	return NULL;
}

/* All are made anew for each call. */
static struct llk_ruleset *with_joiner(void)
{
	with_record();
	llk_joiner_free(joiner);
	joiner = llk_joiner_new(262144);
	return NULL;
}

static struct llk_ruleset *with_denial(void)
{
	with_joiner();
	llk_joiner_add(joiner, record);
	llk_joiner_flush(joiner);
	denial = llk_joiner_next(joiner);
	domain = llk_joiner_domain(joiner, 0);
	llk_aggregate_free(aggregate);
	aggregate = llk_aggregate_new(8);
	return NULL;
}

/* Two files in one directory, which can be one rule. */
static struct llk_ruleset *with_aggregate(void)
{
	with_denial();
	llk_aggregate_add(aggregate, denial);
	parse_denial(2);
	llk_joiner_add(joiner, record);
	llk_joiner_flush(joiner);
	llk_aggregate_add(aggregate, llk_joiner_next(joiner));
	return NULL;
}

/* As many denials are ready as the joiner holds. */
static struct llk_ruleset *with_full_joiner(void)
{
	unsigned int i = 1;

	with_joiner();
	while (!llk_joiner_add(joiner, record))
		parse_denial(++i);
	return NULL;
}

static struct llk_ruleset *with_source(void)
{
	llk_source_free(source);
	source = llk_source_new();
	return NULL;
}

static int made_record(struct llk_record *rec)
{
	int ret = rec ? 0 : -1;

	llk_record_free(rec);
	return ret;
}

static int made_joiner(struct llk_joiner *new)
{
	int ret = new ? 0 : -1;

	llk_joiner_free(new);
	return ret;
}

static int made_aggregate(struct llk_aggregate *new)
{
	int ret = new ? 0 : -1;

	llk_aggregate_free(new);
	return ret;
}

static int made_source(struct llk_source *new)
{
	int ret = new ? 0 : -1;

	llk_source_free(new);
	return ret;
}

static int is_there(const char *text)
{
	return text ? 0 : -1;
}

/* Where results go that nobody looks at. */
static uint64_t mask;
static uint32_t cls;
static int number;

#define GLUE_(a, b)	a##b
#define GLUE(a, b)	GLUE_(a, b)

#define CALL(function, ruleset, expression) \
	static int GLUE(run_, __LINE__)(struct llk_ruleset *rs) \
	{ \
		(void)rs; \
		return expression; \
	}
#include "calls.h"
#undef CALL

#define CALL(function, ruleset, expression) \
	{ #function, ruleset, GLUE(run_, __LINE__) },
static const struct call {
	const char *function;
	struct llk_ruleset *(*make)(void);
	int (*run)(struct llk_ruleset *rs);
} calls[] = {
#include "calls.h"
};
#undef CALL

#define CALLS	(sizeof(calls) / sizeof(calls[0]))

/* ---- what came of them -------------------------------------------------------- */

static const struct {
	int error;
	const char *name;
} names[] = {
#define NAME(error) { error, #error }
	NAME(E2BIG), NAME(EACCES), NAME(EAGAIN), NAME(EBADF), NAME(EBADFD),
	NAME(EBADMSG), NAME(EBUSY), NAME(ECHILD), NAME(EEXIST), NAME(EINVAL), NAME(EIO),
	NAME(EISDIR), NAME(ELIBBAD), NAME(ELOOP), NAME(EMFILE),
	NAME(ENAMETOOLONG), NAME(ENFILE), NAME(ENODATA), NAME(ENOENT),
	NAME(ENOEXEC), NAME(ENOMEM), NAME(ENOSYS), NAME(ENOTDIR),
	NAME(EOPNOTSUPP), NAME(EPERM), NAME(ETXTBSY),
};

#define NAMES	(sizeof(names) / sizeof(names[0]))

static bool seen[CALLS][NAMES];

static void note(size_t call, int error)
{
	size_t i;

	for (i = 0; i < NAMES; i++) {
		if (names[i].error == error) {
			seen[call][i] = true;
			return;
		}
	}
	fprintf(stderr, "%s: unexpected errno %d\n", calls[call].function,
		error);
	exit(1);
}

/* One call, whose system call number @nth fails with @error, or none if that
   is 0; with memory for so many allocations, or all if that is -1. */
static void try(size_t call, int kernel, size_t nth, int error, int memory)
{
	struct llk_ruleset *rs;

	unit_reset(kernel);
	rs = calls[call].make();
	fake_forget();
	if (error)
		fake_fail(FAKE_ANY, nth, error);
	allocations_left = memory;
	starved = false;
	errno = 0;
	if (calls[call].run(rs) == -1)
		note(call, errno);
	allocations_left = -1;
	llk_ruleset_free(rs);
}

static void try_all(size_t call, int kernel)
{
	const int *error;
	size_t nth, count;
	int memory = 0;

	try(call, kernel, 0, 0, -1);
	count = fake_count(FAKE_ANY);
	for (nth = 0; nth < count; nth++) {
		try(call, kernel, 0, 0, -1);
		error = ways_to_fail(fake_call(FAKE_ANY, nth));
		for (; *error; error++)
			try(call, kernel, nth, *error, -1);
	}
	do
		try(call, kernel, 0, 0, memory++);
	while (starved);
}

static void print(size_t call)
{
	size_t i;

	for (i = 0; i < NAMES; i++)
		if (seen[call][i])
			printf("%s %s\n", calls[call].function, names[i].name);
}

int main(void)
{
	size_t call;
	int kernel;

	for (call = 0; call < CALLS; call++) {
		for (kernel = 0; kernel < KERNELS; kernel++)
			try_all(call, kernel);
		print(call);
	}
	llk_source_free(source);
	llk_aggregate_free(aggregate);
	llk_joiner_free(joiner);
	llk_record_free(record);
	return 0;
}
