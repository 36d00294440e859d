/* SPDX-License-Identifier: MIT */
/*
 * liblandlock-denials: why was that refused, and what would allow it.
 *
 * The kernel reports what Landlock denies: as audit records since Linux 6.15,
 * as trace events since 7.3.  This library reads both, puts together what
 * belongs together, says it in words, and names the rule that would allow it.
 * A library of its own beside liblandlock, so that programs which only sandbox
 * themselves do not carry it.
 *
 *	struct llk_record *rec = llk_record_new();
 *	struct llk_joiner *joiner = llk_joiner_new(LLK_JOINER_MEMORY);
 *	struct llk_denial *denial;
 *	char text[4096];
 *
 *	while ((length = getline(&line, &size, stdin)) != -1) {
 *		if (llk_record_parse(rec, line, (size_t)length) != 1)
 *			continue;
 *		llk_joiner_add(joiner, rec);
 *		while ((denial = llk_joiner_next(joiner))) {
 *			llk_denial_explain(denial, text, sizeof(text));
 *			puts(text);
 *		}
 *	}
 *	llk_joiner_flush(joiner);
 *	... and once more what llk_joiner_next() gives
 *
 * The contract is the one of liblandlock.h: errors, threads (an object by one
 * thread at a time), text, no output, no environment, ABI promise.  Nothing
 * here is async-signal-safe.  Live sources are cancellation points (pthreads(7)),
 * the rest has none.  Nothing here makes a system call or asks for
 * privileges, but for the live sources at the end.  And:
 *
 * Memory: only the functions named ..._new(), llk_joiner_add(),
 *   llk_aggregate_add(), llk_aggregate_collapse() and llk_source_open_file()
 *   allocate.  Parsing does not.  Joiner and aggregate stay within the limit
 *   that the caller gave.
 * Untrusted input: whatever comes in, nothing worse happens than an error.
 *   The one who is denied chooses names: of files, of its own process, of
 *   sockets.  Text made by this library for people is safe for a terminal;
 *   what llk_record_text() and its like return are the bytes themselves.
 * Unknown is kept: fields, access rights, event names and values of later
 *   kernels are handed on as they are, and never lead to a suggestion.
 */
#ifndef LIBLANDLOCK_DENIALS_H
#define LIBLANDLOCK_DENIALS_H

#include <stddef.h>
#include <stdint.h>

#include <liblandlock.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Records: one line, one message ---------------------------------- */

struct llk_record;

/* The longest line that is read; the kernel's own limit is below 9 KiB. */
#define LLK_RECORD_MAX	16384

/**
 * llk_record_new - room for one record
 *
 * About 40 KiB.  Made once, used for any number of records.
 *
 * Return: the record, to be freed by llk_record_free(); NULL with ENOMEM.
 * Since: 0.1
 */
LLK_MUST_CHECK struct llk_record *llk_record_new(void);

/**
 * llk_record_free - free a record
 * @rec: the record, or NULL
 *
 * errno is preserved.
 * Since: 0.1
 */
void llk_record_free(struct llk_record *rec);

/**
 * llk_record_parse - read one line of text
 * @rec: where it goes; what was there is forgotten, whatever is returned
 * @line: the line, copied; needs no NUL, and a newline at its end is ignored
 * @length: in bytes
 *
 * Finds out by itself which of these it is:
 *   audit.log, raw or enriched, and ausearch(8) without -i: type=1423,
 *	type=UNKNOWN[1423], type=LANDLOCK_ACCESS, each also after node=;
 *   the kernel's log, from dmesg(1), journalctl(1) or a syslog file:
 *	"... audit: type=1423 audit(...): ...";
 *   journald's own: "... audit[123]: AUDIT1423 ..." or "LANDLOCK_ACCESS ...",
 *	which has neither time nor serial number;
 *   trace, trace_pipe and trace-cmd report: "comm-123 [000] ..... 1.234567:
 *	landlock_deny_access_fs: ...".
 *
 * Return: 1 for a record about Landlock, or one that llk_joiner_add() needs to
 * complete such; 0 for anything else.  -1 with EBADMSG for a record about
 * Landlock that is damaged: cut off before it says what was denied, or not in
 * the kernel's grammar.  -1 with EOPNOTSUPP for the output of ausearch -i, whose
 * values cannot be told apart again: leave out -i.  -1 with EINVAL for NULL.
 * Since: 0.1
 */
int llk_record_parse(struct llk_record *rec, const char *line, size_t length);

/**
 * llk_record_parse_netlink - read one message of the audit netlink socket
 * @rec: see llk_record_parse()
 * @type: nlmsg_type
 * @payload: what follows the header: "audit(...): ...", copied
 * @length: in bytes, without padding
 *
 * The caller has checked that the kernel sent it (nl_pid 0).
 *
 * Return: as llk_record_parse().
 * Since: 0.1
 */
int llk_record_parse_netlink(struct llk_record *rec, unsigned int type,
			     const char *payload, size_t length);

/* What a record tells.  Later versions may add kinds. */
#define LLK_RECORD_NONE		0	/* nothing was parsed */
#define LLK_RECORD_DENIAL	1	/* something was denied */
#define LLK_RECORD_DOMAIN	2	/* who made a domain (audit, with the first
					   denial of the domain) */
#define LLK_RECORD_DOMAIN_CREATED 3	/* trace: domain, parent, ruleset */
#define LLK_RECORD_DOMAIN_ENFORCED 4	/* trace: for each thread */
#define LLK_RECORD_DOMAIN_FREED	5	/* the domain's last process is gone */
#define LLK_RECORD_RULESET	6	/* trace: ruleset created */
#define LLK_RECORD_RULESET_FREED 7	/* trace */
#define LLK_RECORD_RULE_PATH	8	/* trace: rule added */
#define LLK_RECORD_RULE_PORT	9	/* trace: rule added */
#define LLK_RECORD_CHECK_PATH	10	/* trace: a rule was looked at */
#define LLK_RECORD_CHECK_PORT	11	/* trace: a rule was looked at */
#define LLK_RECORD_SYSCALL	12	/* audit: which call, by whom */
#define LLK_RECORD_END		13	/* audit: the event is complete */
#define LLK_RECORD_LOST		14	/* the kernel says that records were lost */
#define LLK_RECORD_OTHER	15	/* about Landlock; of a newer kernel */

/**
 * llk_record_kind - what does the record tell?
 * Return: LLK_RECORD_...; LLK_RECORD_NONE after a failed parse and for NULL.
 * Since: 0.1
 */
int llk_record_kind(const struct llk_record *rec);

/* Where a record came from, by its form. */
#define LLK_FORM_NETLINK	1
#define LLK_FORM_AUDIT_LOG	2
#define LLK_FORM_TRACE		3
/* Text of the kernel's log, or of a journal, as any user can write into a
   syslog file by logger(1): a hint, not a proof. */
#define LLK_FORM_KERNEL_LOG	4
#define LLK_FORM_JOURNAL	5

/**
 * llk_record_form - in which form did the record come?
 * Return: LLK_FORM_..., or 0 if there is no record.
 * Since: 0.1
 */
int llk_record_form(const struct llk_record *rec);

/**
 * llk_record_truncated - is the end of the record missing?
 *
 * The kernel's log cuts lines at 1 KiB, and traces cut long paths.  What is
 * left is usable; a value that may be cut (a path, above all) is left out of
 * llk_record_text(), and no rule is suggested for it.
 *
 * Return: 1 or 0.
 * Since: 0.1
 */
int llk_record_truncated(struct llk_record *rec);

/*
 * What is known of a record, a denial or a domain.  N: llk_..._number(), T:
 * llk_..._text(), NT: both.  Later versions add fields.
 */
#define LLK_FIELD_TIME		1	/* N: nanoseconds since 1970; in a trace
					   since the machine started */
#define LLK_FIELD_SERIAL	2	/* N: of the audit event */
#define LLK_FIELD_TYPE		3	/* N: of the audit record: 1423, ... */
#define LLK_FIELD_NODE		4	/* T: the machine, where the log has it */
#define LLK_FIELD_EVENT		5	/* T: of the trace, "landlock_..." */
#define LLK_FIELD_DOMAIN	6	/* N: the sandbox; unique per boot */
#define LLK_FIELD_PARENT	7	/* N: the domain outside it, 0 if none */
#define LLK_FIELD_RULESET	8	/* N */
#define LLK_FIELD_RULESET_VERSION 9	/* N: rules added so far */
/* The object that was denied. */
#define LLK_FIELD_PATH		10	/* T: file or directory, as the process sees
					   it; "deleted", "<too_long>" included */
#define LLK_FIELD_NAME		11	/* T: only the last part is known */
#define LLK_FIELD_DEV		12	/* T: "vda2"; in a trace "8:2" */
#define LLK_FIELD_INO		13	/* N */
#define LLK_FIELD_IOCTL_CMD	14	/* N: the low 16 bits */
#define LLK_FIELD_ADDRESS	15	/* T: IPv4 or IPv6; absent if unspecified */
#define LLK_FIELD_PORT		16	/* N: absent if unknown; see below */
#define LLK_FIELD_SOCKET	17	/* T: abstract Unix socket, without the NUL
					   in front */
#define LLK_FIELD_OTHER_PID	18	/* N: the process at the other end */
#define LLK_FIELD_OTHER_COMM	19	/* T */
#define LLK_FIELD_OTHER_DOMAIN	20	/* N: 0 if it is not sandboxed (trace) */
/* The process that was denied; in a record, who the record says. */
#define LLK_FIELD_PID		21	/* N: in a trace the thread's number */
#define LLK_FIELD_PPID		22	/* N */
#define LLK_FIELD_UID		23	/* N */
#define LLK_FIELD_AUID		24	/* N: login user; 4294967295 if none */
#define LLK_FIELD_EXE		25	/* T */
#define LLK_FIELD_COMM		26	/* T */
#define LLK_FIELD_SYSCALL	27	/* N: number on the architecture ARCH */
#define LLK_FIELD_ARCH		28	/* N: AUDIT_ARCH_... */
#define LLK_FIELD_EXIT		29	/* N: as int64_t; negative: -errno */
#define LLK_FIELD_SAME_EXEC	30	/* N: 1 if the program that was denied is
					   the one that made the domain (trace) */
#define LLK_FIELD_LOGGED	31	/* N: 1 if audit has it, too (trace) */
/* Domains. */
#define LLK_FIELD_STATUS	32	/* T: "allocated", "deallocated" */
#define LLK_FIELD_MODE		33	/* T: "enforcing" */
#define LLK_FIELD_DENIALS	34	/* N: all of the domain, by the kernel */
#define LLK_FIELD_COMPLETE	35	/* N: last thread of the process (trace) */
#define LLK_FIELD_PROCESS_WIDE	36	/* N: all threads (trace) */
#define LLK_FIELD_NO_NEW_PRIVS	37	/* N (trace) */
/* Only of a denial and a domain: who made the domain. */
#define LLK_FIELD_DOMAIN_PID	38	/* N */
#define LLK_FIELD_DOMAIN_UID	39	/* N */
#define LLK_FIELD_DOMAIN_EXE	40	/* T */
#define LLK_FIELD_DOMAIN_COMM	41	/* T */
/* Only of a domain. */
#define LLK_FIELD_SEEN		42	/* N: records of denials that were added */
#define LLK_FIELD_UNLOGGED	43	/* N: LLK_FIELD_DENIALS less these; known
					   when the domain was freed */
#define LLK_FIELD_FREED		44	/* N: when; as LLK_FIELD_TIME */
/* Only of LLK_RECORD_LOST. */
#define LLK_FIELD_LOST		45	/* N: how many; absent if not told */

/**
 * llk_record_number - a number of a record
 * @rec: the record
 * @field: LLK_FIELD_...
 * @number: where it goes; untouched on error
 *
 * LLK_FIELD_PORT: audit leaves out port 0.  A bind without a port is 0; a
 * connect or send without one is unknown, and so is -1 in a trace: ENODATA.
 *
 * Return: 0; or -1 with ENODATA (the record does not have it) or EINVAL (NULL,
 * unknown field).
 * Since: 0.1
 */
int llk_record_number(struct llk_record *rec, unsigned int field,
		      uint64_t *number);

/**
 * llk_record_text - a text of a record, decoded
 * @rec: the record
 * @field: LLK_FIELD_...
 * @length: where its length in bytes goes, or NULL
 *
 * The bytes as they are: any but, in a path, NUL.  Not safe for a terminal, see
 * llk_escape().
 *
 * Return: the text, also NUL-terminated, valid until the next parse; NULL with
 * ENODATA or EINVAL, as llk_record_number().
 * Since: 0.1
 */
const char *llk_record_text(struct llk_record *rec, unsigned int field,
			    size_t *length);

/**
 * llk_record_rights - the access rights that a record is about
 * @rec: the record
 * @cls: LLK_FS, LLK_NET or LLK_SCOPE
 *
 * Of a denial those that are missing, in the innermost sandbox that denies it;
 * of a ruleset those that it handles; of a rule those that it allows (with all
 * that its ruleset does not handle: the kernel fills them in); of a check those
 * that were asked for.
 *
 * Return: a mask; rights unknown to this library are not in it, see
 * llk_record_blocker().
 * Since: 0.1
 */
uint64_t llk_record_rights(const struct llk_record *rec, uint32_t cls);

/* The most blockers that are told apart in one record. */
#define LLK_BLOCKERS_MAX	64

/**
 * llk_record_blocker_count - how many things denied the access
 * Return: 0 for all but LLK_RECORD_DENIAL.
 * Since: 0.1
 */
size_t llk_record_blocker_count(const struct llk_record *rec);

/**
 * llk_record_blocker - the name of one of them, in the kernel's order
 *
 * "fs.read_file" and so on, as in llk_right_name(), also for traces, which
 * leave out the class; and "ptrace", "fs.change_topology", which are no access
 * rights; and whatever else a newer kernel writes.
 *
 * Return: the name, valid until the next parse; NULL if @i is not below
 * llk_record_blocker_count().
 * Since: 0.1
 */
const char *llk_record_blocker(const struct llk_record *rec, size_t i);

/**
 * llk_record_field_count - how many fields, known or not, the record has
 *
 * At most 64; of the record's text after the time, in its order.
 * Since: 0.1
 */
size_t llk_record_field_count(struct llk_record *rec);

/**
 * llk_record_field_name - the name of field number @i, as written
 * @length: where the length of the name goes, or NULL
 *
 * Return: the name, not NUL-terminated, valid until the next parse; NULL if
 * there is no such field.
 * Since: 0.1
 */
const char *llk_record_field_name(struct llk_record *rec, size_t i,
				  size_t *length);

/**
 * llk_record_field_value - its value, as written: quoted, encoded
 * @length: where the length of the value goes, or NULL
 *
 * Return: as llk_record_field_name().
 * Since: 0.1
 */
const char *llk_record_field_value(struct llk_record *rec, size_t i,
				   size_t *length);

/* ---- Joining --------------------------------------------------------- */

/*
 * The kernel tells one denial in several records: what was denied (twice, for
 * a rename between directories), by which system call of which process, and
 * who had made the domain.  Depending on the audit rules some are missing.  The
 * joiner takes records in any order in which logs have them and gives out
 * denials that are complete: when the event's end is read, when later events
 * say that nothing more comes, or when llk_joiner_flush() says so.
 */
struct llk_joiner;
struct llk_denial;
struct llk_domain;

/* A good limit: thousands of unfinished events, and thousands of domains. */
#define LLK_JOINER_MEMORY	(8 * 1024 * 1024)

/**
 * llk_joiner_new - make a joiner
 * @limit: memory that it may use for events and domains, in bytes, at least
 *	262144; about 500 KiB more, and a hundredth of the limit, are for itself
 *
 * Return: the joiner, to be freed by llk_joiner_free(); NULL with EINVAL or
 * ENOMEM.
 * Since: 0.1
 */
LLK_MUST_CHECK struct llk_joiner *llk_joiner_new(size_t limit);

/**
 * llk_joiner_free - free a joiner, and the denials and domains it knows
 * @joiner: the joiner, or NULL
 *
 * errno is preserved.
 * Since: 0.1
 */
void llk_joiner_free(struct llk_joiner *joiner);

/**
 * llk_joiner_add - take a record
 * @joiner: the joiner
 * @rec: a record for which llk_record_parse() returned 1; copied.  Others are
 *	ignored.
 *
 * A record that came before (journald and the kernel's log both have it: same
 * time, serial number and text) is counted and left out.  At the limit of
 * memory the oldest event is given out as it is, and the domain that was not
 * met for longest is forgotten; both are counted.
 *
 * Return: 0; or -1 with EINVAL (NULL), ENOMEM (the record is lost; the joiner
 * stays usable), or EAGAIN: at the limit, and denials are ready.  Take them by
 * llk_joiner_next(), then add the record again.
 * Since: 0.1
 */
int llk_joiner_add(struct llk_joiner *joiner, struct llk_record *rec);

/**
 * llk_joiner_next - the next denial that is complete
 *
 * Return: the denial, valid until the next call on the joiner but for
 * llk_joiner_domain(); NULL if none is ready.
 * Since: 0.1
 */
struct llk_denial *llk_joiner_next(struct llk_joiner *joiner);

/**
 * llk_joiner_flush - nothing more comes: all denials are ready
 *
 * At the end of a file, or when a live source was silent for a second.
 * Since: 0.1
 */
void llk_joiner_flush(struct llk_joiner *joiner);

/* For llk_joiner_count(). */
#define LLK_COUNT_DENIALS	1	/* given out */
#define LLK_COUNT_DUPLICATES	2	/* records left out */
#define LLK_COUNT_EARLY		3	/* denials given out at the limit of memory,
					   perhaps not complete */
#define LLK_COUNT_FORGOTTEN	4	/* domains forgotten at the limit */
#define LLK_COUNT_LOST		5	/* records that the kernel says it lost; at
					   least 1 for each such message */
#define LLK_COUNT_MEMORY	6	/* bytes in use, below the limit */

/**
 * llk_joiner_count - what the joiner has counted
 * @what: LLK_COUNT_...
 *
 * Return: the count; 0 for NULL or an unknown @what.
 * Since: 0.1
 */
uint64_t llk_joiner_count(const struct llk_joiner *joiner, unsigned int what);

/**
 * llk_joiner_domain - domain number @i of those that the joiner knows
 *
 * Every domain of which a record was added, the one met last first.
 *
 * Return: the domain, valid until the next call on the joiner but for this one;
 * NULL if @i is too large.
 * Since: 0.1
 */
struct llk_domain *llk_joiner_domain(struct llk_joiner *joiner, size_t i);

/**
 * llk_joiner_domain_find - a domain by its number
 * @node: the machine, or NULL where the log does not name it
 * @id: LLK_FIELD_DOMAIN
 *
 * Return: as llk_joiner_domain(); NULL if it is not known.
 * Since: 0.1
 */
struct llk_domain *llk_joiner_domain_find(struct llk_joiner *joiner,
					  const char *node, uint64_t id);

/**
 * llk_domain_number - a number of a domain
 *
 * LLK_FIELD_DOMAIN, PARENT, RULESET, TIME (when it was first met),
 * DOMAIN_PID, DOMAIN_UID, DENIALS, SEEN, UNLOGGED, FREED, PROCESS_WIDE,
 * NO_NEW_PRIVS.
 *
 * Return: as llk_record_number().
 * Since: 0.1
 */
int llk_domain_number(const struct llk_domain *domain, unsigned int field,
		      uint64_t *number);

/**
 * llk_domain_text - a text of a domain
 *
 * LLK_FIELD_NODE, MODE, DOMAIN_EXE, DOMAIN_COMM.
 *
 * Return: as llk_record_text(), valid as long as the domain is.
 * Since: 0.1
 */
const char *llk_domain_text(const struct llk_domain *domain, unsigned int field,
			    size_t *length);

/* ---- Denials --------------------------------------------------------- */

/**
 * llk_denial_objects - of how many objects was access denied at once?
 *
 * Return: 1; 2 for a rename or link between directories: object 0 is the
 * directory it came from, 1 the one it was to go to.
 * Since: 0.1
 */
size_t llk_denial_objects(const struct llk_denial *denial);

/**
 * llk_denial_record - the record about object number @i
 *
 * For llk_record_rights(), llk_record_blocker(), llk_record_field_name() and
 * their like.
 *
 * Return: the record, which belongs to the denial; NULL if there is none.
 * Since: 0.1
 */
struct llk_record *llk_denial_record(struct llk_denial *denial, size_t i);

/**
 * llk_denial_number - a number of a denial
 * @denial: the denial
 * @field: LLK_FIELD_...: of the first object's record, of the process (PID to
 *	EXIT, from the record of the system call or the trace), of the domain
 *	(PARENT, MODE, DOMAIN_PID to DOMAIN_COMM)
 * @number: where it goes; untouched on error
 *
 * Return: as llk_record_number().
 * Since: 0.1
 */
int llk_denial_number(struct llk_denial *denial, unsigned int field,
		      uint64_t *number);

/**
 * llk_denial_text - a text of a denial
 * @denial, @field: see llk_denial_number()
 * @length: where its length in bytes goes, or NULL
 *
 * Return: as llk_record_text(), valid as long as the denial is.
 * Since: 0.1
 */
const char *llk_denial_text(struct llk_denial *denial, unsigned int field,
			    size_t *length);

/**
 * llk_denial_explain - a denial in plain words
 * @denial: the denial
 * @buf: where the text goes, always NUL-terminated if @size is not 0; may be
 *	NULL if @size is 0
 * @size: bytes in @buf
 *
 * Who tried what on which path, port or process, which access right is missing,
 * in which sandbox; and on lines of their own what one has to know to
 * understand it.  Safe for a terminal.  Long paths are shortened.
 *
 * Return: the length of the whole text without the NUL, as snprintf(3).  The
 * text does not end in a newline.
 * Since: 0.1
 */
size_t llk_denial_explain(struct llk_denial *denial, char *buf, size_t size);

/* ---- What would allow it --------------------------------------------- */

struct llk_suggestion;

/**
 * llk_denial_suggestion - what would allow it: number @i, from 0
 *
 * There is always one at least, perhaps of a kind that says why nothing can be
 * suggested.  All those without a flag are needed together.
 *
 * Return: the suggestion, valid as long as the denial is; NULL if @i is too
 * large.
 * Since: 0.1
 */
const struct llk_suggestion *llk_denial_suggestion(struct llk_denial *denial,
						   size_t i);

/* Kinds of suggestions. */
#define LLK_SUGGEST_PATH	1	/* llk_allow_path() */
#define LLK_SUGGEST_PORT	2	/* llk_allow_port() */
#define LLK_SUGGEST_DROP_SCOPE	3	/* no rule exists: leave the scope out of the
					   ruleset, llk_exclude() */
#define LLK_SUGGEST_NEVER	4	/* no sandbox can allow it */
#define LLK_SUGGEST_UNKNOWN	5	/* a newer kernel than this library */
#define LLK_SUGGEST_NOTHING	6	/* the record says too little */

/* Flags of suggestions. */
/* Another denial may come after it: the kernel names the rights missing in one
   layer of sandboxes only, or too many to tell which were needed. */
#define LLK_SUGGEST_AGAIN	(UINT32_C(1) << 0)
/* Not needed for what was denied, but programs that do this mostly need it. */
#define LLK_SUGGEST_OPTIONAL	(UINT32_C(1) << 1)
/* A rename that would give the file more rights: or let the program copy. */
#define LLK_SUGGEST_WIDENING	(UINT32_C(1) << 2)
/* From a log that others can write into (LLK_FORM_KERNEL_LOG, _JOURNAL): look
   before you allow it. */
#define LLK_SUGGEST_UNTRUSTED	(UINT32_C(1) << 3)
/* Of an aggregate: a directory in place of several files in it. */
#define LLK_SUGGEST_COLLAPSED	(UINT32_C(1) << 4)

/**
 * llk_suggestion_kind - LLK_SUGGEST_...; 0 for NULL
 * Since: 0.1
 */
int llk_suggestion_kind(const struct llk_suggestion *suggestion);

/**
 * llk_suggestion_flags - flags of LLK_SUGGEST_...
 * Since: 0.1
 */
uint32_t llk_suggestion_flags(const struct llk_suggestion *suggestion);

/**
 * llk_suggestion_class - LLK_FS, LLK_NET, LLK_SCOPE; 0 if there is no right
 * Since: 0.1
 */
uint32_t llk_suggestion_class(const struct llk_suggestion *suggestion);

/**
 * llk_suggestion_rights - rights of that class to allow, or scopes to drop
 * Since: 0.1
 */
uint64_t llk_suggestion_rights(const struct llk_suggestion *suggestion);

/**
 * llk_suggestion_path - the path of a LLK_SUGGEST_PATH
 * @length: where its length in bytes goes, or NULL
 *
 * Return: the bytes, NUL-terminated; NULL for other kinds.
 * Since: 0.1
 */
const char *llk_suggestion_path(const struct llk_suggestion *suggestion,
				size_t *length);

/**
 * llk_suggestion_port - the port of a LLK_SUGGEST_PORT
 * Return: 0 to 65535; -1 for other kinds.
 * Since: 0.1
 */
int llk_suggestion_port(const struct llk_suggestion *suggestion);

/* Forms of llk_suggestion_text(). */
#define LLK_TEXT_WORDS	0	/* a sentence */
#define LLK_TEXT_CALL	1	/* a call of liblandlock, in C; the ruleset is rs */
#define LLK_TEXT_OPTION	2	/* options of examples/sandboxer.c, quoted for sh(1) */

/**
 * llk_suggestion_text - a suggestion as text
 * @suggestion: the suggestion
 * @form: LLK_TEXT_...
 * @flags: 0; or LLK_QUIET: not what allows it, but what stops the kernel from
 *	logging it.  ABI 10.  There is no such option of sandboxer, and ptrace
 *	and mounts are always logged: then the text is empty.
 * @buf, @size: see llk_denial_explain()
 *
 * In C and for the shell, bytes that must not reach a terminal are written as
 * escapes that give the same bytes, so the text may be printed and pasted.  An
 * option may allow more than the rights that were missing: sandboxer has a few
 * groups of rights only.  Where no call or option can do it, the text is empty;
 * nor is there an option for "/", which would allow nearly everything.
 *
 * Return: the length of the whole text without the NUL, as snprintf(3); the
 * text is one line without a newline (but a path that ends in newlines has
 * these in the option).  0 with errno EINVAL for NULL, an unknown form or flag.
 * Since: 0.1
 */
size_t llk_suggestion_text(const struct llk_suggestion *suggestion, int form,
			   uint32_t flags, char *buf, size_t size);

/**
 * llk_escape - bytes as text that is safe for a terminal
 * @bytes, @length: any bytes
 * @buf, @size: see llk_denial_explain()
 *
 * Control characters, and what is not UTF-8, become \xNN; a backslash is
 * doubled.
 *
 * Return: the length of the whole text without the NUL, as snprintf(3).
 * Since: 0.1
 */
size_t llk_escape(const char *bytes, size_t length, char *buf, size_t size);

/* ---- Many denials: the rules they come to ---------------------------- */

struct llk_aggregate;

/**
 * llk_aggregate_new - make an empty aggregate
 * @limit: how many different suggestions it may hold, 1 to 1000000
 *
 * Return: the aggregate, to be freed by llk_aggregate_free(); NULL with EINVAL
 * or ENOMEM.
 * Since: 0.1
 */
LLK_MUST_CHECK struct llk_aggregate *llk_aggregate_new(size_t limit);

/**
 * llk_aggregate_free - free an aggregate
 * @aggregate: the aggregate, or NULL
 *
 * errno is preserved.
 * Since: 0.1
 */
void llk_aggregate_free(struct llk_aggregate *aggregate);

/**
 * llk_aggregate_add - count the suggestions of a denial
 *
 * Suggestions of one kind for one object become one, with the rights of all,
 * a count and two times.  At the limit the one that was not met for longest is
 * forgotten, and counted.  Optional suggestions are left out.
 *
 * Return: 0; or -1 with EINVAL or ENOMEM.
 * Since: 0.1
 */
int llk_aggregate_add(struct llk_aggregate *aggregate,
		      struct llk_denial *denial);

/**
 * llk_aggregate_collapse - one rule on a directory for many in it
 * @aggregate: the aggregate
 * @least: as many different paths with the same rights directly in a directory
 *	become one rule on the directory with these rights; at least 2
 * @flags: LLK_COLLAPSE_ROOT or 0
 *
 * Such a rule allows more than was denied: all that is in the directory, now
 * and later.  It never goes further up than one directory.
 *
 * Return: how many such rules were made; or -1 with EINVAL or ENOMEM (the
 * aggregate is as it was).
 * Since: 0.1
 */
int llk_aggregate_collapse(struct llk_aggregate *aggregate, size_t least,
			   uint32_t flags);

/* Also make a rule on "/", which allows everything. */
#define LLK_COLLAPSE_ROOT	(UINT32_C(1) << 0)

/**
 * llk_aggregate_suggestion - suggestion number @i, in the order first met
 *
 * Return: the suggestion, valid until the next llk_aggregate_add() or
 * llk_aggregate_collapse(); NULL if @i is too large.
 * Since: 0.1
 */
const struct llk_suggestion *
llk_aggregate_suggestion(struct llk_aggregate *aggregate, size_t i);

/**
 * llk_aggregate_forgotten - how many suggestions were forgotten at the limit
 * Since: 0.1
 */
uint64_t llk_aggregate_forgotten(const struct llk_aggregate *aggregate);

/**
 * llk_suggestion_count - how many denials it stands for
 * Return: 1 if it is not of an aggregate; 0 for NULL.
 * Since: 0.1
 */
uint64_t llk_suggestion_count(const struct llk_suggestion *suggestion);

/**
 * llk_suggestion_first - when the first of them was, as LLK_FIELD_TIME
 * Return: the time; 0 if it is not known.
 * Since: 0.1
 */
uint64_t llk_suggestion_first(const struct llk_suggestion *suggestion);

/**
 * llk_suggestion_last - when the last of them was, as LLK_FIELD_TIME
 * Return: the time; 0 if it is not known.
 * Since: 0.1
 */
uint64_t llk_suggestion_last(const struct llk_suggestion *suggestion);

/* ---- Live sources ------------------------------------------------------------------ */

/*
 * Where records come from.  A source never blocks and starts no thread; its
 * descriptor says when there is more:
 *
 *	struct llk_source *src = llk_source_new();
 *
 *	if (llk_source_open_audit(src))
 *		errx(1, "%s", llk_source_failure(src));
 *	do {
 *		while ((got = llk_source_next(src, rec)) == LLK_SOURCE_RECORD)
 *			... llk_joiner_add(joiner, rec)
 *		poll(... llk_source_fd(src), POLLIN, 1000)
 *	} while (got == LLK_SOURCE_NOTHING);
 *	llk_source_free(src);
 *
 * A source only looks: it changes neither the state of audit nor that of
 * tracing.  What was denied while nobody looked is not told later.
 */
struct llk_source;

/**
 * llk_source_new - make a source, of nothing yet
 *
 * Some 70 KiB, which is all it ever takes, but for a copy of a path.
 *
 * Return: the source, to be freed by llk_source_free(); NULL with ENOMEM.
 * Since: 0.1
 */
LLK_MUST_CHECK struct llk_source *llk_source_new(void);

/**
 * llk_source_free - close and free a source
 * @src: the source, or NULL
 *
 * errno is preserved.
 * Since: 0.1
 */
void llk_source_free(struct llk_source *src);

/*
 * Opening: one of these four, once.  All fail with EINVAL for NULL and other bad
 * arguments and with EBUSY if the source is open, and llk_source_failure() says
 * what to do.  After an error the source is as it was.
 */

/**
 * llk_source_open_audit - listen to the audit log of the kernel
 * @src: the source
 *
 * As one of several readers (the multicast group AUDIT_NLGRP_READLOG): auditd,
 * journald and others go on.  Landlock's records are there from Linux 6.15 on,
 * while audit is enabled: see llk_audit_state().  In another network namespace
 * than the machine's own nothing ever comes.
 *
 * Return: 0, or -1 with EINVAL, EBUSY, EPERM or EACCES (CAP_AUDIT_READ is
 * missing, or this is a container: the kernel wants it in the initial user
 * namespace), EPROTONOSUPPORT (a kernel without audit), EMFILE, ENFILE, ENOMEM.
 * Since: 0.1
 */
int llk_source_open_audit(struct llk_source *src);

/**
 * llk_source_open_trace - listen to the trace events of Landlock
 * @src: the source
 * @instance: the name of a tracing instance that is made for it, 1 to 64 bytes,
 *	without "/" and not beginning with "."
 *
 * The instance has a buffer and settings of its own, so that no other tracing
 * is changed.  llk_source_free() removes it, where the process may still do so;
 * one that is killed leaves it.  The events of checks are left out: they happen
 * at every access that is allowed.  Denials come whatever audit is set to.
 * Kernel: /sys/kernel/tracing, Linux 7.3.
 *
 * Return: 0, or -1 with EINVAL, EBUSY, EOPNOTSUPP (no tracefs there, or a kernel
 * that does not trace Landlock), EPERM or EACCES (not root), EEXIST (there is
 * such an instance), EMFILE, ENFILE, ENOMEM, or another errno of mkdir(2),
 * open(2), write(2).
 * Since: 0.1
 */
int llk_source_open_trace(struct llk_source *src, const char *instance);

/* Do not end with the file: wait for more, also where another file takes its
   name or it is truncated, as logs are rotated.  Regular files only; others
   last as long as they do. */
#define LLK_SOURCE_FOLLOW	(UINT32_C(1) << 0)
/* Leave out what is in the file already. */
#define LLK_SOURCE_NEW		(UINT32_C(1) << 1)

/**
 * llk_source_open_file - read a log file, or a trace_pipe that someone set up
 * @src: the source
 * @path: its path
 * @flags: LLK_SOURCE_FOLLOW, LLK_SOURCE_NEW, or 0
 *
 * Following needs a directory that may be read, and a file system that reports
 * changes (inotify(7)); those of a network do not report what others write.
 * A file that is replaced twice before it is read again is missed.
 *
 * Return: 0, or -1 with EINVAL, EBUSY, ENOENT, EACCES, ENOTDIR, ELOOP,
 * ENAMETOOLONG, EMFILE, ENFILE, ENOMEM, or another errno of open(2); to follow
 * also ENOSPC (the user has too many watches), or another of inotify_init1(2) and
 * inotify_add_watch(2).
 * Since: 0.1
 */
int llk_source_open_file(struct llk_source *src, const char *path,
			 uint32_t flags);

/**
 * llk_source_open_fd - read an open file, pipe, terminal
 * @src: the source
 * @fd: the descriptor; stays the caller's, and its flags are left alone
 *
 * Return: 0, or -1 with EINVAL, EBUSY, EBADF.
 * Since: 0.1
 */
int llk_source_open_fd(struct llk_source *src, int fd);

/**
 * llk_source_fd - what poll(2) tells more about
 *
 * Readable (POLLIN) when llk_source_next() may have something; after a
 * LLK_SOURCE_NOTHING only.  For nothing else.
 *
 * Return: a descriptor that belongs to the source; -1 with EINVAL if it is not
 * open.
 * Since: 0.1
 */
int llk_source_fd(const struct llk_source *src);

/* Results of llk_source_next(). */
#define LLK_SOURCE_NOTHING	0	/* for now */
#define LLK_SOURCE_RECORD	1
#define LLK_SOURCE_END		2	/* of a file that is not followed */

/**
 * llk_source_next - read the next record about Landlock
 * @src: the source
 * @rec: where it goes
 *
 * Lines about other things are passed over; after some MiB of these alone it
 * returns LLK_SOURCE_NOTHING, too.
 *
 * Return: LLK_SOURCE_RECORD, and @rec is what llk_record_parse() gave 1 for;
 * LLK_SOURCE_NOTHING; LLK_SOURCE_END; or -1 with EINVAL, EOPNOTSUPP (output of
 * ausearch -i; reading may go on), or an errno of read(2), recvmsg(2), and of a
 * log that is followed of open(2) and the like.
 * Since: 0.1
 */
int llk_source_next(struct llk_source *src, struct llk_record *rec);

/* For llk_source_count(). */
#define LLK_SOURCE_BYTES	1	/* read */
#define LLK_SOURCE_DROPPED	2	/* records that came faster than they were
					   read; of audit all kinds of records */
#define LLK_SOURCE_GAPS		3	/* audit events whose serial number did not
					   come: dropped, or above the rate limit
					   of audit */
#define LLK_SOURCE_DAMAGED	4	/* records that cannot be read, and lines
					   that are too long */
#define LLK_SOURCE_FOREIGN	5	/* messages that the kernel did not send */
#define LLK_SOURCE_ROTATIONS	6	/* how often a log was replaced, truncated */

/**
 * llk_source_count - what a source has counted
 * @what: LLK_SOURCE_...
 *
 * Return: the count; 0 for NULL or an unknown @what.
 * Since: 0.1
 */
uint64_t llk_source_count(const struct llk_source *src, unsigned int what);

/**
 * llk_source_failure - why a call on this source failed, the newest that did
 *
 * Return: one line: what failed, the cause, what to do; valid until the next
 * call on the source.  "no error" if there was none.  Never NULL.
 * Since: 0.1
 */
const char *llk_source_failure(const struct llk_source *src);

/* For llk_audit_state(). */
#define LLK_AUDIT_ENABLED	1	/* 0: no records are written; 1; 2: 1, and
					   locked until the next boot */
#define LLK_AUDIT_LOST		2	/* records that the kernel could not keep
					   since it booted; no serial number is
					   missing for these */
#define LLK_AUDIT_BACKLOG_LIMIT	3	/* how many it keeps; 0: all */
#define LLK_AUDIT_RATE_LIMIT	4	/* records a second; 0: any */

/**
 * llk_audit_state - ask the kernel for the state of audit
 * @what: LLK_AUDIT_...
 *
 * It is waited for the answer, for 2 seconds at most.
 *
 * Return: the number; -1 with EPERM, EACCES or ECONNREFUSED (CAP_AUDIT_CONTROL
 * is missing, or this is a container), EPROTONOSUPPORT (a kernel without
 * audit), EAGAIN (no answer in time), EBADMSG (an answer, but not the kernel's),
 * EINVAL, EMFILE, ENFILE, ENOMEM, or another errno of socket(2), sendto(2),
 * recvmsg(2).
 * Since: 0.1
 */
int64_t llk_audit_state(unsigned int what);

#ifdef __cplusplus
}
#endif

#endif /* LIBLANDLOCK_DENIALS_H */
