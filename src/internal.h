/* SPDX-License-Identifier: MIT */
/*
 * What the rooms of the house know of each other.  Data flows one way:
 * request (ruleset.c, rule.c) and kernel (kernel.c) -> plan (plan.c) ->
 * process (enforce.c, spawn.c) and text (report.c, failure.c, verdict.c).  The
 * leaves, rights.c and sys.c, know nobody.
 */
#ifndef LLKI_INTERNAL_H
#define LLKI_INTERNAL_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* All else is hidden: what this header declares is what the library exports. */
#pragma GCC visibility push(default)
#include "liblandlock.h"
#pragma GCC visibility pop
#include "text.h"
#include "uapi.h"

/* What a rule rarely comes to: out of the way of what it usually does. */
#define LLKI_RARE	__attribute__((__cold__, __noinline__))

/* ---- rights.c -------------------------------------------------------------- */

/* Array index of a class. */
enum { LLKI_FS, LLKI_NET, LLKI_SCOPE, LLKI_CLASSES };

struct llki_right {
	uint64_t bit;
	uint32_t cls;		/* LLK_FS, ... */
	uint16_t abi;		/* first ABI version that has it */
	bool on_file;		/* valid in a rule on what is not a directory */
};

/* Arrays, here and in other tables: a pointer in a table would have to be
   relocated at every start of every program. */
struct llki_right_words {
	char name[36];
	char text[48];
};

extern const struct llki_right llki_rights[];
/* In the same order; apart, since setting up a sandbox needs no words. */
extern const struct llki_right_words llki_right_words[];
extern const size_t llki_rights_count;

/* LLKI_FS, ... or -1 if @cls is not one restrictable class. */
int llki_class_index(uint32_t cls);
uint32_t llki_class(int index);
/* The class's fs rights that a rule on a non-directory takes, of every ABI. */
extern const uint64_t llki_file_rights;
/* All rights of a class, of every ABI. */
extern const uint64_t llki_known_rights[LLKI_CLASSES];

/* ---- sys.c: one function per system call, -1 with errno ------------------- */

/* Which file it is, and what. */
struct llki_file {
	uint64_t dev, ino;
	uint64_t mount;		/* 0 where the kernel does not tell */
	uint32_t mode;		/* as in struct stat */
};

int llki_sys_create_ruleset(const struct llki_ruleset_attr *attr, size_t size,
			    uint32_t flags);
int llki_sys_add_rule(int ruleset_fd, int type, const void *attr,
		      uint32_t flags);
int llki_sys_restrict_self(int ruleset_fd, uint32_t flags);
int llki_sys_set_no_new_privs(void);
/* openat(2) with O_PATH | O_CLOEXEC, follows symbolic links */
int llki_sys_open_path(int dirfd, const char *path);
/* The same, but a symbolic link at the end is opened itself. */
int llki_sys_open_link(int dirfd, const char *path);
/* readlinkat(2) on such a descriptor; not terminated. */
ssize_t llki_sys_read_link(int fd, char *buf, size_t size);
/* statx(2) */
int llki_sys_identify(int fd, struct llki_file *file);
/* 1 directory, 0 not, -1 error */
int llki_sys_is_dir(int fd);
/* f_type of fstatfs(2) */
int llki_sys_fs_type(int fd, uint32_t *type);
/* close(2), preserving errno */
void llki_sys_close(int fd);
/* Threads of this process: 1, or 2 for several; 0 if the kernel does not tell. */
int llki_sys_threads(void);
pid_t llki_sys_fork(void);
/* As fork, but the parent gets no SIGCHLD and a plain wait does not see it. */
pid_t llki_sys_fork_silent(void);
/* Waits for either kind of child; retries on EINTR.  The status of its exit, or
   -1 if a signal ended it. */
int llki_sys_wait(pid_t pid, int *status);
int llki_sys_pipe(int fds[2]);	/* close-on-exec */
ssize_t llki_sys_read(int fd, void *buf, size_t size);	/* retries on EINTR */
ssize_t llki_sys_write(int fd, const void *buf, size_t size);
int llki_sys_execve(const char *path, char *const argv[], char *const envp[]);
__attribute__((__noreturn__)) void llki_sys_exit(int status);

/* ---- kernel.c: what a kernel accepts -------------------------------------- */

struct llki_kernel {
	int abi;		/* 0 if absent, else 1 to LLK_ABI_LATEST */
	int absent;		/* errno that tells why, 0 if present */
	uint64_t accepted[LLKI_CLASSES];
	uint32_t restrict_flags;
	bool quiet;
	bool no_inet;		/* learnt from the first port rule */
};

/* An honest kernel of that ABI version. */
void llki_kernel_of_abi(struct llki_kernel *kernel, int abi);
/* The running one, by its number; 0, or -1 with errno if it cannot be asked. */
int llki_kernel_probe(struct llki_kernel *kernel);
/*
 * Create a ruleset of @attr's masks, which the kernel's ABI has.  Where it
 * refuses them, lower kernel->accepted and @attr to what it takes.  @fd is -1
 * if nothing is left.
 */
int llki_kernel_create(struct llki_kernel *kernel,
		       struct llki_ruleset_attr *attr, int *fd);

/* ---- ruleset.c and rule.c: the request ------------------------------------ */

enum llki_outcome {
	LLKI_RULE_GIVEN,	/* all of it, or nothing to do */
	LLKI_RULE_MISSING,	/* no such path, tolerated */
	LLKI_RULE_TRIMMED,	/* not a directory: file rights only */
};

struct llki_rule {
	uint32_t cls;
	uint32_t flags;
	uint64_t rights;	/* as asked for */
	enum llki_outcome outcome;
	uint16_t first, last;	/* ports */
	const char *path;	/* NULL: by descriptor, or a port rule */
	const struct llki_file *file;	/* with LLK_EXPLAIN */
	struct llki_rule *next;	/* that is remembered */
};

/* Which of the rules lost something in the newest plan. */
struct llki_lossy {
	bool found;		/* else it is looked for when somebody asks */
	size_t count, size;
	const struct llki_rule *rules[];	/* room for all */
};

struct llki_request {
	uint32_t flags;
	bool checked;		/* it does not contradict itself */
	int require_abi;
	int refer_fallback;
	uint64_t requested[LLKI_CLASSES];	/* to be restricted */
	uint64_t required[LLKI_CLASSES];
	uint64_t quiet[LLKI_CLASSES];
	/* A rule with one of these can lose it, or somebody will ask for it.
	   There are no rules on scopes. */
	uint64_t kept[LLKI_SCOPE];
	struct llki_rule *rules, *last;	/* what is remembered */
	size_t count;
	struct llki_lossy *lossy;	/* NULL without rules */
	struct llki_block *block;	/* where the rules are */
};

/* ---- record.c: what is remembered of rules ---------------------------------- */

/* Before the first rule: which to remember. */
void llki_record_prepare(struct llki_request *request);

/*
 * Can the rule lose something in any plan, or will somebody ask for it?  Of what
 * llki_rule_loss() knows, what depends on no plan, and refer on ABI 1.
 */
static inline bool llki_rule_matters(const struct llki_request *request,
				     int index, uint64_t rights,
				     enum llki_outcome outcome)
{
	return outcome != LLKI_RULE_GIVEN || rights & request->kept[index] ||
	       (rights && !(rights & request->requested[index]));
}

/* Remember a rule, and a copy of what it points to; -1 with errno. */
int llki_record(struct llki_request *request, const struct llki_rule *rule);
/* The rules have changed, or what they are held against. */
void llki_record_changed(struct llki_request *request);
void llki_record_free(struct llki_request *request);

/* ---- plan.c: pure ------------------------------------------------------------ */

struct llki_loss {
	int effect;
	uint32_t cls;
	uint64_t rights;
	int abi;		/* that has it; 0 if the kernel is not the reason */
	enum llki_reason {
		LLKI_LACKS,		/* the kernel lacks it */
		LLKI_ALWAYS_DENIED,	/* refer on ABI 1, restricted or not */
		LLKI_FS_DROPPED,	/* LLK_REFER_DROP_FS */
		LLKI_ONE_THREAD,
		LLKI_OTHER_THREADS,
		LLKI_BY_PRCTL,
		LLKI_NO_PATH,
		LLKI_NOT_DIRECTORY,
		LLKI_NOT_RESTRICTED,	/* a rule that grants what is free */
		LLKI_NO_INET,
	} reason;
	const struct llki_rule *rule;	/* or NULL */
};

struct llki_plan {
	bool made;		/* else there is no answer yet */
	int level;
	int error;		/* errno; 0 if the plan can be carried out */
	struct llki_loss blame;	/* why not, if error is set */
	bool strict;		/* only because the ruleset is strict */
	int abi, absent;	/* of the kernel */
	uint64_t requested[LLKI_CLASSES];
	uint64_t enforced[LLKI_CLASSES];
	uint64_t quiet[LLKI_CLASSES];
	bool layer;		/* the kernel gets a ruleset at all */
	bool pass_refer;	/* grant refer on "/", although not restricted */
	uint32_t restrict_flags;
	bool prctl;		/* no_new_privs by prctl(2) */
	bool no_inet;
	struct llki_loss losses[40];
	size_t losses_count;	/* without those of rules */
};

/*
 * @threads: of the process; 0 if unknown.
 * Flags are valid (llki_flags_check()) and the request is consistent.
 */
void llki_plan(const struct llki_request *request,
	       const struct llki_kernel *kernel, uint32_t flags, int threads,
	       struct llki_plan *plan);
/* The masks to create the kernel's ruleset with. */
void llki_plan_attr(const struct llki_plan *plan,
		    struct llki_ruleset_attr *attr);
/* What this rule lost in that plan; false if nothing. */
bool llki_rule_loss(const struct llki_plan *plan, const struct llki_rule *rule,
		    struct llki_loss *loss);
/* 0, or -1 with EINVAL. */
int llki_flags_check(uint32_t flags);
/*
 * The choice of threads: what it loses (LLK_EQUIVALENT, LLK_WEAKER), 0 for
 * nothing, -1 if it must fail.  Adds to @restrict_flags.
 */
int llki_plan_threads(const struct llki_kernel *kernel, uint32_t flags,
		      int threads, uint32_t *restrict_flags);

/* ---- explain.c: would it be allowed? ----------------------------------------- */

struct llki_verdict {
	uint64_t denied;	/* of what was asked */
	bool is_dir;
	/* The narrowest rule that allows it, for each bit. */
	const struct llki_rule *by[64];
};

/* What the newest plan restricts in a class, refer that every layer denies
   included. */
uint64_t llki_restricted(const struct llk_ruleset *rs, int index);
/* @rights may be LLK_ALL_RIGHTS.  0, or -1 with errno. */
int llki_judge_path(const struct llk_ruleset *rs, const char *path,
		    uint64_t rights, struct llki_verdict *verdict);
int llki_judge_port(const struct llk_ruleset *rs, unsigned int port,
		    uint64_t rights, struct llki_verdict *verdict);

/* ---- words.c: what texts share --------------------------------------------- */

/* "Linux 6.2 (ABI 3)" */
void llki_put_abi(struct llki_text *text, int abi);
/* Names of the rights in a mask, separated by ", ". */
void llki_put_rights(struct llki_text *text, uint32_t cls, uint64_t rights);

/* ---- report.c: questions about the plan --------------------------------------- */

/* Does the newest plan say what is enforced? */
bool llki_carried_out(const struct llk_ruleset *rs);
/* The running kernel, or the one that the plan is about. */
void llki_put_kernel(struct llki_text *text, const struct llki_plan *plan);
void llki_put_rule(struct llki_text *text, const struct llki_rule *rule);
void llki_put_reason(struct llki_text *text, const struct llki_plan *plan,
		     const struct llki_loss *loss);
/* The level, and if nothing was carried out, why.  Was it? */
bool llki_put_state(struct llki_text *text, const struct llk_ruleset *rs);

/* ---- failure.c ------------------------------------------------------------------ */

/* What failed.  From LLKI_STEP_PLAN on, a plan that was not carried out. */
enum llki_step {
	LLKI_STEP_ARGUMENT,
	LLKI_STEP_ORDER,
	LLKI_STEP_MEMORY,
	LLKI_STEP_PROBE,
	LLKI_STEP_CREATE,
	LLKI_STEP_OPEN,
	LLKI_STEP_ADD_PATH,
	LLKI_STEP_PLAN,
	LLKI_STEP_NO_NEW_PRIVS,
	LLKI_STEP_RESTRICT,
	LLKI_STEP_PIPE,
	LLKI_STEP_FORK,
	LLKI_STEP_EXEC,
};

/*
 * Write the ruleset's failure text and set errno.  @what: what is wrong with
 * an argument or an order, the path at fault, or NULL.  Returns -1.
 */
LLKI_RARE int llki_fail(struct llk_ruleset *rs, enum llki_step step,
			int error, const char *what);

/* What a rule is on. */
struct llki_object {
	const char *path;	/* or NULL: */
	const char *kind;	/* "port" or "descriptor" */
	int64_t number;
};

/*
 * The same for a rule.  @fault: what is wrong with its arguments, or NULL: the
 * kernel refused it.
 */
LLKI_RARE int llki_fail_rule(struct llk_ruleset *rs,
			     const struct llki_object *on, int error,
			     const char *fault);

/* ---- the ruleset --------------------------------------------------------------- */

struct llk_ruleset {
	struct llki_request request;
	int sticky;		/* errno of the first failed call */
	enum {
		LLKI_CONFIGURE,
		LLKI_RULES,	/* kernel asked, its ruleset created */
		LLKI_PREPARED,
	} stage;
	struct llki_kernel kernel;
	struct llki_ruleset_attr attr;	/* of the kernel's ruleset */
	int fd;			/* the kernel's ruleset, or -1 */
	struct llki_plan plan;	/* the newest */
	char failure[1024];
	char summary[512];
};

/* ---- ruleset.c ------------------------------------------------------------------ */

/* EINVAL for NULL, or the sticky error: -1. */
LLKI_RARE int llki_unusable(const struct llk_ruleset *rs);

/* What every call on a ruleset begins with. */
static inline int llki_usable(const struct llk_ruleset *rs)
{
	return rs && !rs->sticky ? 0 : llki_unusable(rs);
}

/* Makes errno stick, unless @rs is NULL: -1. */
LLKI_RARE int llki_stick_errno(struct llk_ruleset *rs);

/* What every call that configures or adds a rule ends with: the first error
   sticks. */
static inline int llki_stick(struct llk_ruleset *rs, int ret)
{
	return ret < 0 ? llki_stick_errno(rs) : 0;
}

/* The same for a call that makes a plan: the report forgets the last one. */
int llki_begin_plan(struct llk_ruleset *rs);
/* Make the plan that the report answers for; -1 if it cannot be carried out. */
int llki_make_plan(struct llk_ruleset *rs, const struct llki_kernel *kernel,
		   uint32_t flags, int threads);
/* Check the request and, once, ask the kernel and create its ruleset. */
int llki_ruleset_open(struct llk_ruleset *rs);
/* Is that done, and may rules be added? */
static inline bool llki_ruleset_is_open(const struct llk_ruleset *rs)
{
	return rs->stage == LLKI_RULES && rs->request.checked;
}

/* ---- rule.c ---------------------------------------------------------------------- */

/* Give the recorded rules to a new ruleset of the kernel, which handles no
   files. */
int llki_rules_again(struct llk_ruleset *rs);
/* If planned, grant refer on "/". */
int llki_rules_complete(struct llk_ruleset *rs);

/* ---- enforce.c ------------------------------------------------------------------- */

/* Carry out a plan with the kernel's ruleset @fd.  On error @step tells
   which. */
int llki_restrict(int fd, const struct llki_plan *plan, enum llki_step *step);

#endif
