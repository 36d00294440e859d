/* SPDX-License-Identifier: MIT */
/*
 * What the rooms of liblandlock-denials know of each other.  Data flows one
 * way: a line (record.c, form_audit.c, form_trace.c, fields.c, blockers.c) ->
 * events and domains (joiner.c, domains.c) -> a denial (denial.c) ->
 * suggestions as data (suggest.c, aggregate.c) -> text (explain.c, words.c).
 *
 * Of liblandlock it uses public functions alone.
 */
#ifndef LLKI_DENIALS_INTERNAL_H
#define LLKI_DENIALS_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All else is hidden: what this header declares is what the library exports. */
#pragma GCC visibility push(default)
#include "liblandlock-denials.h"
#pragma GCC visibility pop

/* Array index of a class, whose value is 1 << index. */
enum { LLKI_FS, LLKI_NET, LLKI_SCOPE, LLKI_CLASSES };

/* Types of audit records. */
enum {
	LLKI_AUDIT_SYSCALL = 1300,
	LLKI_AUDIT_EOE = 1320,
	LLKI_AUDIT_ACCESS = 1423,
	LLKI_AUDIT_DOMAIN = 1424,
};

/* A part of a record's line or of its decoded texts. */
struct llki_span {
	uint16_t start, length;
};

struct llki_field {
	struct llki_span name, value;
};

/* A name of the rights table. */
struct llki_name {
	const char *name;	/* "fs.read_file"; NULL: an empty slot */
	size_t length;
	int cls;		/* LLKI_FS, ... */
	uint64_t bit;
};

#define LLKI_FIELD_LAST		LLK_FIELD_LOST
#define LLKI_FIELDS_MAX		64
#define LLKI_NAMES		64	/* a power of two, mostly empty */
#define LLKI_DECODED_MAX	(LLK_RECORD_MAX + 256)

/* Blockers that are no access rights. */
#define LLKI_TOPOLOGY	(1U << 0)	/* fs.change_topology */
#define LLKI_PTRACE	(1U << 1)
#define LLKI_UNKNOWN	(1U << 2)	/* others */
#define LLKI_UNKNOWN_FS	(1U << 3)	/* others of files */

struct llk_record {
	int kind, form;
	bool truncated;
	bool has_fields;	/* the text after the time was taken apart */
	uint16_t length;	/* of line */
	uint16_t body, end;	/* of the fields in it */
	/* Numbers and texts by LLK_FIELD_...; which are there. */
	uint64_t has;
	uint64_t numbers[LLKI_FIELD_LAST + 1];
	struct llki_span texts[LLKI_FIELD_LAST + 1];
	uint64_t rights[LLKI_CLASSES];
	unsigned int special;	/* LLKI_TOPOLOGY, ... */
	size_t blockers_count;
	const char *blockers[LLK_BLOCKERS_MAX];
	size_t fields_count;
	struct llki_field fields[LLKI_FIELDS_MAX];
	size_t decoded_length;
	struct llki_name names[LLKI_NAMES];
	char line[LLK_RECORD_MAX + 1];
	char decoded[LLKI_DECODED_MAX];
};

/* ---- record.c: which form, which kind -------------------------------- */

void llki_record_init(struct llk_record *rec);
static inline bool llki_has(const struct llk_record *rec, unsigned int field)
{
	return rec->has >> field & 1;
}

/* ---- fields.c: the text after the time ------------------------------- */

/* Take the fields apart, once. */
void llki_fields(struct llk_record *rec);
/* Set a text, which is copied. */
void llki_set_text(struct llk_record *rec, unsigned int field,
		   const char *text, size_t length);
void llki_set_number(struct llk_record *rec, unsigned int field,
		     uint64_t number);
/* Forget a field. */
void llki_unset(struct llk_record *rec, unsigned int field);
/* Room for @length bytes and a NUL among the decoded texts; NULL if full. */
char *llki_room(struct llk_record *rec, size_t length);
/* The value of the field of that name; NULL if there is none. */
const char *llki_value(const struct llk_record *rec, const char *name,
		       size_t *length);
/* Digits from @at on; where they end, or NULL if there are none or too many. */
const char *llki_digits(const char *at, const char *end, uint64_t *number);

/* ---- blockers.c: names of rights ------------------------------------- */

/* Fill the table from that of liblandlock. */
void llki_names_init(struct llki_name names[LLKI_NAMES]);
/* The rights of class @cls in a list of names without it, "read_file|execute".
   Others are left out. */
uint64_t llki_rights_of(const struct llk_record *rec, int cls,
			const char *list, size_t length);
/* Has it the letters that names of the kernel have, and no others? */
bool llki_is_name(const char *name, size_t length);
/*
 * A list of blockers, each after @prefix ("fs.", ""), separated by @separator.
 * 0, or -1 if it is empty or a name has other letters than names have.
 */
int llki_blockers(struct llk_record *rec, const char *prefix,
		  const char *list, size_t length, char separator);

/* ---- domains.c: who made which domain -------------------------------- */

/* The domains of a joiner, by node and number; those met last first. */
struct llki_domains {
	struct llk_domain **table;	/* chains */
	size_t slots;			/* a power of two */
	struct llk_domain *newest, *oldest;
	size_t memory, limit;
	uint64_t forgotten;
	/* Where the last question by number was answered. */
	struct llk_domain *cursor;
	size_t cursor_at;
};

int llki_domains_init(struct llki_domains *domains, size_t limit);
void llki_domains_free(struct llki_domains *domains);
/* What a record tells of its domain, if anything.  0, or -1 with ENOMEM. */
int llki_domains_add(struct llki_domains *domains, struct llk_record *rec);
struct llk_domain *llki_domains_find(const struct llki_domains *domains,
				     const char *node, uint64_t id);
struct llk_domain *llki_domains_at(struct llki_domains *domains, size_t i);
/* A hash that is the same for equal bytes. */
uint64_t llki_hash(uint64_t hash, const void *bytes, size_t length);
/* The name of the machine; empty if the log does not tell. */
const char *llki_node(const struct llk_record *rec);

/* ---- joiner.c, denial.c ---------------------------------------------- */

struct llk_suggestion {
	int kind;
	uint32_t flags;
	uint32_t cls;
	uint64_t rights;
	const char *path;
	size_t path_length;
	int port;
	const char *reason;	/* in words, where there is no rule */
	const char *name;	/* of what is not known, or NULL */
	uint64_t count, first, last;
};

/* Each blocker gives one at most, each object of a rename one or two. */
#define LLKI_SUGGESTIONS_MAX	(LLK_BLOCKERS_MAX + 8)

struct llk_denial {
	struct llk_record object[2];
	size_t objects;
	struct llk_record call;		/* LLK_RECORD_NONE if there is none */
	const struct llk_domain *domain;
	size_t suggestions_count;	/* 0: not worked out yet */
	struct llk_suggestion suggestions[LLKI_SUGGESTIONS_MAX];
};

/* Rights that making, removing and moving files takes, in a directory. */
#define LLKI_MAKE	(LLK_FS_MAKE_CHAR | LLK_FS_MAKE_DIR | \
			 LLK_FS_MAKE_REG | LLK_FS_MAKE_SOCK | \
			 LLK_FS_MAKE_FIFO | LLK_FS_MAKE_BLOCK | \
			 LLK_FS_MAKE_SYM)
#define LLKI_REMOVE	(LLK_FS_REMOVE_DIR | LLK_FS_REMOVE_FILE)
#define LLKI_MOVE	(LLKI_MAKE | LLKI_REMOVE | LLK_FS_REFER)
/* Rights that a file has, too. */
#define LLKI_FILE	(LLK_FS_EXECUTE | LLK_FS_WRITE_FILE | \
			 LLK_FS_READ_FILE | LLK_FS_TRUNCATE | \
			 LLK_FS_IOCTL_DEV | LLK_FS_RESOLVE_UNIX)

unsigned int llki_count_bits(uint64_t mask);
/*
 * Does a record list more than one access can need?  Of a rename that would
 * give the file more rights, the kernel lists all that the directory lacks.
 */
bool llki_overreported(uint64_t rights);
/* Are these, of two events that follow each other, halves of one move? */
bool llki_pair(uint64_t from, uint64_t to);

/* ---- suggest.c ------------------------------------------------------- */

/* Fill in the suggestions. */
void llki_suggest(struct llk_denial *denial);
/* Was it a move that would give the file more rights? */
bool llki_is_widening(struct llk_denial *denial);

#endif
