/* SPDX-License-Identifier: MIT */
/*
 * Every kind of denial, for real: produced, read back from the kernel, explained,
 * and allowed by the library's own suggestions.  Then the access works, and only
 * this one.  Built twice: by the audit log and by the trace (BY_TRACE).
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/stat.h>

#include "live.h"
#include "denials.h"
#include "expect.h"
#include "fsops.h"
#include "try.h"
#include "witness.h"

/* ---- What was suggested so far ------------------------------------------ */

#define MOST 8
/* Each round allows what the one before was denied. */
#define ROUNDS 4

struct suggested {
	int kind;
	uint32_t flags, cls;
	uint64_t rights;
	char path[4096];
	int port;
};

static struct suggested all[MOST];
static size_t count;

static void remember(const struct llk_suggestion *suggestion)
{
	const char *path = llk_suggestion_path(suggestion, NULL);
	struct suggested *new = &all[count];

	must(count < MOST);
	new->kind = llk_suggestion_kind(suggestion);
	new->flags = llk_suggestion_flags(suggestion);
	new->cls = llk_suggestion_class(suggestion);
	new->rights = llk_suggestion_rights(suggestion);
	new->port = llk_suggestion_port(suggestion);
	must(!path || strlen(path) < sizeof(new->path));
	strcpy(new->path, path ? path : "");
	must_be(path != NULL, new->kind == LLK_SUGGEST_PATH);
	if (!(new->flags & LLK_SUGGEST_OPTIONAL))
		count++;
}

static struct llk_ruleset *apply(uint32_t classes)
{
	struct llk_ruleset *rs = best_effort(classes);

	for (size_t i = 0; i < count; i++)
		if (all[i].kind == LLK_SUGGEST_DROP_SCOPE)
			must_be(llk_exclude(rs, all[i].cls, all[i].rights), 0);
	for (size_t i = 0; i < count; i++) {
		if (all[i].kind == LLK_SUGGEST_PATH)
			must_be(llk_allow_path(rs, all[i].path, all[i].rights,
					       0), 0);
		if (all[i].kind == LLK_SUGGEST_PORT)
			must_be(llk_allow_port(rs, (unsigned int)all[i].port,
					       all[i].rights, 0), 0);
	}
	return rs;
}

/* ---- Reading a denial --------------------------------------------------- */

/* It is explained, and what is said about it can be printed and pasted. */
static void must_be_explained(struct llk_denial *denial)
{
	struct llk_record *first = llk_denial_record(denial, 0);
	char text[16384];

	must(llk_denial_explain(denial, text, sizeof(text)) < sizeof(text));
	for (size_t i = 0; i < llk_record_blocker_count(first); i++) {
		const char *blocker = llk_record_blocker(first, i);

		live_case("%s in the explanation: %s", blocker, text);
		must(strstr(text, blocker));
	}
	for (const char *s = text; *s; s++)
		must(*s == '\n' || (unsigned char)*s >= ' ');
}

static const char *first_blocker(struct llk_denial *denial)
{
	return llk_record_blocker(llk_denial_record(denial, 0), 0);
}

/* Reads what became of @pid, which has made one domain and was denied once. */
static void learn(pid_t pid, const char *blocker)
{
	struct llk_denial *denial;
	const struct llk_suggestion *suggestion;
	size_t denials = 0;

	witness_wait(pid);
	while ((denial = witness_next())) {
		if (blocker && !denials)
			must(!strcmp(first_blocker(denial), blocker));
		denials++;
		must_be_explained(denial);
		for (size_t i = 0;
		     (suggestion = llk_denial_suggestion(denial, i)); i++)
			remember(suggestion);
	}
	must_be(denials, 1);
}

/* ---- Accesses to files -------------------------------------------------- */

static uint64_t granted(uint32_t cls)
{
	uint64_t rights = 0;

	for (size_t i = 0; i < count; i++)
		if (all[i].cls == cls)
			rights |= all[i].rights;
	return rights;
}

/* All other rights stay denied, and all rights in the other directory. */
static void must_deny_the_rest(struct llk_ruleset *rs)
{
	const uint64_t free = granted(LLK_FS) | ~restricted(rs, LLK_FS);

	for (size_t i = 0; i < fsops_count; i++) {
		if (fsops[i].needs & ~free)
			fsops_check_one(rs, i, "in", granted(LLK_FS));
		if (fsops[i].needs & restricted(rs, LLK_FS) &&
		    !(fsops[i].needs & LLK_FS_IOCTL_DEV))
			fsops_check_one(rs, i, "out", 0);
	}
}

static void try_op(const void *arg)
{
	const struct fsop *op = arg;
	struct llk_ruleset *rs = apply(LLK_FS);
	int error;

	must_enforce(rs, 0);
	error = op->try("in");
	if (!error)
		must_deny_the_rest(rs);
	_exit(error);
}

/* An own sandbox each time, so that nothing is left of the one before. */
static void allow_op(const void *arg)
{
	const struct fsop *op = arg;
	struct llk_ruleset *rs = best_effort(LLK_FS);
	int error, round = 0;
	pid_t pid;

	count = 0;
	fsops_start();
	must(llk_plan(rs, llk_kernel_abi() < LLK_ABI_LATEST ?
			  llk_kernel_abi() : LLK_ABI_LATEST, 0) >= 0);
	do {
		live_case("%s, round %d", op->name, round);
		witness_open();
		pid = live_fork(try_op, op);
		error = live_wait(pid);
		if (error)
			learn(pid, NULL);
		witness_close();
	} while (error && ++round < ROUNDS);
	must_give(error, 0);
	live_case("%s, what was granted", op->name);
	must_be(granted(LLK_FS), op->needs & restricted(rs, LLK_FS));
}

/* A file that was to be made is not there when its rule is added. */
static bool is_made_and_opened(const struct fsop *op)
{
	return (op->needs & LLK_FS_MAKE_REG) &&
	       (op->needs & LLK_FS_WRITE_FILE);
}

static void test_each_access_to_files(void **state)
{
	(void)state;
	for (size_t i = 0; i < fsops_count; i++)
		if (fsops[i].needs && !is_made_and_opened(&fsops[i]))
			live_run(allow_op, &fsops[i]);
}

/* ---- The others --------------------------------------------------------- */

static bool is_denial(int error)
{
	return error == EACCES || error == EXDEV || error == EPERM;
}

static void try_case(const void *arg)
{
	const struct denial_case *c = arg;
	struct llk_ruleset *rs = apply(c->classes);
	int error;

	if (c->allow)
		c->allow(rs);
	must_enforce(rs, 0);
	error = c->access();
	if (!error && c->neighbour)
		must(is_denial(c->neighbour()));
	_exit(error);
}

/* What was suggested for this object, and what has to be. */
static uint64_t suggested_for(const char *path, int port)
{
	char absolute[4096] = "";
	uint64_t rights = 0;

	if (path)
		must(realpath(path, absolute));
	for (size_t i = 0; i < count; i++)
		if (!strcmp(all[i].path, absolute) && all[i].port == port)
			rights |= all[i].rights;
	return rights;
}

static void must_suggest_exactly(const struct denial_case *c)
{
	uint64_t everything = 0;

	for (const struct remedy *remedy = c->remedies; remedy->rights;
	     remedy++) {
		const int port = remedy->port == DENIAL_PORT ?
				 (int)denial_port : remedy->port;

		live_case("%s, suggested for %s %d", c->name,
			  remedy->path ? remedy->path : "port", port);
		must_be(suggested_for(remedy->path, port), remedy->rights);
		everything |= remedy->rights;
	}
	for (size_t i = 0; i < count; i++) {
		must_be(all[i].rights & ~everything, 0);
		must_be(all[i].flags & LLK_SUGGEST_WIDENING, c->flags);
	}
}

static void allow_case(const void *arg)
{
	const struct denial_case *c = arg;
	const bool has_remedy = c->remedies[0].rights;
	int error, round = 0;
	pid_t pid;

	count = 0;
	if (c->prepare)
		c->prepare();
	do {
		live_case("%s, round %d", c->name, round);
		witness_open();
		pid = live_fork(try_case, c);
		error = live_wait(pid);
		if (!round)
			must_give(error, c->error);
		if (error)
			learn(pid, round ? NULL : c->blocker);
		witness_close();
	} while (error && has_remedy && ++round < ROUNDS);
	if (has_remedy) {
		must_give(error, 0);
		must_suggest_exactly(c);
		return;
	}
	must_be(count, 1);
#ifdef BY_TRACE
	if (c->trace_kind) {
		must_be(all[0].kind, c->trace_kind);
		return;
	}
#endif
	must_be(all[0].kind, c->kind);
}

static void test_each_other_denial(void **state)
{
	(void)state;
	for (size_t i = 0; i < denial_cases_count; i++)
		if (denial_cases[i].abi <= llk_kernel_abi())
			live_run(allow_case, &denial_cases[i]);
}

/* ---- Programs that a sandboxed one executes ----------------------------- */

static void execute_and_be_denied(const void *arg)
{
	const uint32_t *flags = arg;
	struct llk_ruleset *rs = best_effort_only(LLK_FS, LLK_FS_READ_DIR);
	char *const argv[] = { (char *)(uintptr_t)live_self(),
			       (char *)(uintptr_t)"denied", NULL };

	must_enforce(rs, *flags);
	must_give(try_readdir("."), EACCES);
	execv(argv[0], argv);
	must(false);
}

/* That program, as main() is called. */
static int be_denied_after_exec(void)
{
	return try_readdir(".") == EACCES && try_readdir("..") == EACCES ? 0 :
									  1;
}

static void check_exec(const void *arg)
{
	const uint32_t *flags = arg;
	const bool logged = *flags & LLK_LOG_NEW_EXEC_ON;
	struct llk_denial *denial;
	uint64_t seen = 0, value;
	pid_t pid;

	witness_open();
	pid = live_fork(execute_and_be_denied, flags);
	must_be(live_wait(pid), 0);
	witness_wait_for_end(pid);
	while ((denial = witness_next())) {
		/* Only the trace tells. */
		if (!llk_denial_number(denial, LLK_FIELD_SAME_EXEC, &value))
			must_be(value, !seen);
		if (!llk_denial_number(denial, LLK_FIELD_LOGGED, &value))
			must_be(value, !seen || logged);
		seen++;
	}
#ifdef BY_TRACE
	must_be(seen, 3);
	must_be(witness_domain(LLK_FIELD_UNLOGGED), 0);
#else
	must_be(seen, logged ? 3 : 1);
	must_be(witness_domain(LLK_FIELD_UNLOGGED), logged ? 0 : 2);
#endif
	must_be(witness_domain(LLK_FIELD_DENIALS), 3);
	witness_close();
}

static void test_programs_executed(void **state)
{
	static const uint32_t without, with = LLK_LOG_NEW_EXEC_ON;

	(void)state;
	live_run(check_exec, &without);
	live_run(check_exec, &with);
}

/* ---- "Stop logging this" ------------------------------------------------ */

static void be_denied_quietly(const void *arg)
{
	struct llk_ruleset *rs = best_effort_only(LLK_FS, LLK_FS_READ_DIR);

	if (arg) {
		must_be(llk_quiet(rs, LLK_FS, all[0].rights), 0);
		must_be(llk_allow_path(rs, all[0].path, 0, LLK_QUIET), 0);
	}
	must_enforce(rs, 0);
	must_give(try_readdir("quiet"), EACCES);
	if (arg)
		must_give(try_readdir("loud"), EACCES);
}

static void silence(const void *arg)
{
	struct llk_denial *denial;
	char text[4096];
	uint64_t logged = 1;
	pid_t pid;

	(void)arg;
	count = 0;
	must_be(mkdir("quiet", 0755), 0);
	must_be(mkdir("loud", 0755), 0);
	witness_open();
	pid = live_fork(be_denied_quietly, NULL);
	must_be(live_wait(pid), 0);
	learn(pid, "fs.read_dir");
	witness_close();
	must_be(all[0].kind, LLK_SUGGEST_PATH);

	witness_open();
	pid = live_fork(be_denied_quietly, "");
	must_be(live_wait(pid), 0);
	witness_wait_for_end(pid);
	while ((denial = witness_next()) &&
	       !llk_denial_number(denial, LLK_FIELD_LOGGED, &logged) && !logged)
		;
	must(denial);
	must(realpath("loud", text));
	must(!strcmp(llk_denial_text(denial, LLK_FIELD_PATH, NULL), text));
	must_be(witness_domain(LLK_FIELD_DENIALS), 2);
	witness_close();
}

static void test_quiet_rule(void **state)
{
	(void)state;
	if (llk_kernel_abi() >= 10)
		live_run(silence, NULL);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_access_to_files),
		cmocka_unit_test(test_each_other_denial),
		cmocka_unit_test(test_programs_executed),
		cmocka_unit_test(test_quiet_rule),
	};

	if (argc > 1)
		return be_denied_after_exec();
	live_start(argv[0]);
	witness_start();
	return live_end(cmocka_run_group_tests(tests, NULL, NULL));
}
