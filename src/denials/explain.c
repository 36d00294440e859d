/* SPDX-License-Identifier: MIT */
/*
 * A denial in plain words.
 */
#include <string.h>

#include "internal.h"
#include "words.h"

/* A text of the denial in quotes; false if it has none. */
static bool put_field(struct llki_text *text, struct llk_denial *denial,
		      unsigned int field)
{
	size_t length;
	const char *bytes = llk_denial_text(denial, field, &length);

	if (bytes)
		llki_put_quoted(text, bytes, length);
	return bytes;
}

static bool put_number_of(struct llki_text *text, const char *before,
			  struct llk_denial *denial, unsigned int field)
{
	uint64_t number;

	if (llk_denial_number(denial, field, &number))
		return false;
	llki_put(text, before);
	llki_put_unsigned(text, number);
	return true;
}

static void put_hex(struct llki_text *text, uint64_t number)
{
	int shift = 60;

	while (shift && !(number >> shift))
		shift -= 4;
	for (; shift >= 0; shift -= 4)
		llki_put_char(text, "0123456789abcdef"[number >> shift & 15]);
}

/* ---- Who ------------------------------------------------------------- */

struct who {
	unsigned int comm, pid, exe;
};

static void put_who(struct llki_text *text, struct llk_denial *denial,
		    const struct who *who, const char *number)
{
	if (!put_field(text, denial, who->comm))
		llki_put(text, "a process");
	if (!put_number_of(text, number, denial, who->pid))
		return;
	if (llk_denial_text(denial, who->exe, NULL)) {
		llki_put(text, ", ");
		put_field(text, denial, who->exe);
	}
	llki_put_char(text, ')');
}

static void put_process(struct llki_text *text, struct llk_denial *denial)
{
	static const struct who who = {
		LLK_FIELD_COMM, LLK_FIELD_PID, LLK_FIELD_EXE,
	};
	const bool trace = denial->object[0].form == LLK_FORM_TRACE;

	put_who(text, denial, &who, trace ? " (thread " : " (process ");
}

static void put_sandbox(struct llki_text *text, struct llk_denial *denial)
{
	static const struct who who = {
		LLK_FIELD_DOMAIN_COMM, LLK_FIELD_DOMAIN_PID,
		LLK_FIELD_DOMAIN_EXE,
	};

	llki_put(text, "; sandbox ");
	put_hex(text, denial->object[0].numbers[LLK_FIELD_DOMAIN]);
	if (!llk_denial_text(denial, LLK_FIELD_DOMAIN_COMM, NULL))
		return;
	llki_put(text, " made by ");
	put_who(text, denial, &who, " (process ");
}

/* A mode of later kernels, in which nothing is denied. */
static bool enforcing(struct llk_denial *denial)
{
	const char *mode = llk_denial_text(denial, LLK_FIELD_MODE, NULL);

	return !mode || !strcmp(mode, "enforcing");
}

/* ---- What ------------------------------------------------------------ */

/* What the table of rights says that a right is for. */
static void put_deeds(struct llki_text *text, const struct llk_record *rec)
{
	const char *between = "";
	int cls, bit;

	for (cls = 0; cls < LLKI_CLASSES; cls++) {
		for (bit = 0; bit < 64; bit++) {
			const char *deed = llk_right_text(UINT32_C(1) << cls,
				rec->rights[cls] & UINT64_C(1) << bit);

			if (!deed)
				continue;
			llki_put(text, between);
			llki_put(text, deed);
			between = ", ";
		}
	}
	if (rec->special & LLKI_TOPOLOGY) {
		llki_put(text, between);
		llki_put(text, "mount, move or unmount a file system");
		between = ", ";
	}
	if (rec->special & LLKI_PTRACE) {
		llki_put(text, between);
		llki_put(text, "trace or inspect a process outside");
		between = ", ";
	}
	if (rec->special & LLKI_UNKNOWN) {
		llki_put(text, between);
		llki_put(text, "do something that this library does not know");
	}
}

static void put_blockers(struct llki_text *text, const struct llk_record *rec)
{
	size_t i;

	for (i = 0; i < rec->blockers_count; i++) {
		if (i)
			llki_put(text, ", ");
		llki_put(text, rec->blockers[i]);
	}
}

static void put_file(struct llki_text *text, struct llk_record *rec)
{
	size_t length;
	const char *path = llk_record_text(rec, LLK_FIELD_PATH, &length);

	if (!path)
		path = llk_record_text(rec, LLK_FIELD_NAME, &length);
	if (path)
		llki_put_quoted(text, path, length);
	else
		llki_put(text, "a file that the record does not name");
}

static void put_port(struct llki_text *text, struct llk_denial *denial)
{
	uint64_t port;
	size_t length;
	const char *address;

	if (llk_denial_number(denial, LLK_FIELD_PORT, &port))
		llki_put(text, "a port that the record does not name");
	else if (!port)
		llki_put(text, "port 0 (any that is free)");
	else
		put_number_of(text, "port ", denial, LLK_FIELD_PORT);
	address = llk_denial_text(denial, LLK_FIELD_ADDRESS, &length);
	if (address) {
		llki_put(text, ", address ");
		llki_put_quoted(text, address, length);
	}
}

static void put_other(struct llki_text *text, struct llk_denial *denial)
{
	if (!put_number_of(text, "process ", denial, LLK_FIELD_OTHER_PID))
		llki_put(text, "a process that the record does not name");
	if (llk_denial_text(denial, LLK_FIELD_OTHER_COMM, NULL)) {
		llki_put_char(text, ' ');
		put_field(text, denial, LLK_FIELD_OTHER_COMM);
	}
}

static void put_object(struct llki_text *text, struct llk_denial *denial)
{
	struct llk_record *rec = &denial->object[0];

	if (rec->rights[LLKI_FS] ||
	    rec->special & (LLKI_TOPOLOGY | LLKI_UNKNOWN_FS)) {
		llki_put(text, ": ");
		put_file(text, rec);
	} else if (rec->rights[LLKI_NET]) {
		llki_put(text, ": ");
		put_port(text, denial);
	} else if (rec->rights[LLKI_SCOPE] &
		   LLK_SCOPE_ABSTRACT_UNIX_SOCKET) {
		llki_put(text, ": ");
		if (!put_field(text, denial, LLK_FIELD_SOCKET))
			llki_put(text, "a socket that the record does not "
				       "name");
	} else if (rec->rights[LLKI_SCOPE] || rec->special & LLKI_PTRACE) {
		llki_put(text, ": ");
		put_other(text, denial);
	}
}

static void put_move(struct llki_text *text, struct llk_denial *denial)
{
	llki_put(text, "rename or link from ");
	put_file(text, &denial->object[0]);
	llki_put(text, " to ");
	put_file(text, &denial->object[1]);
	llki_put(text, "; missing in the first: ");
	put_blockers(text, &denial->object[0]);
	llki_put(text, "; in the second: ");
	put_blockers(text, &denial->object[1]);
}

/* ---- What one has to know -------------------------------------------- */

static void put_hint(struct llki_text *text, const char *hint)
{
	llki_put(text, "\n  ");
	llki_put(text, hint);
}

static void put_file_hints(struct llki_text *text, struct llk_denial *denial)
{
	const uint64_t rights = denial->object[0].rights[LLKI_FS];
	uint64_t command;

	if (llki_is_widening(denial)) {
		put_hint(text, "In its new place the file would have more "
			 "rights than the sandbox gives it where it is. The "
			 "kernel refuses that (EXDEV), and lists all that the "
			 "directories lack, not what the move needs.");
	} else if (rights & (LLKI_MAKE | LLKI_REMOVE)) {
		put_hint(text, "This is the directory; the kernel does not "
			 "tell the name in it.");
	}
	if (!llk_denial_number(denial, LLK_FIELD_IOCTL_CMD, &command)) {
		put_hint(text, "The ioctl command ends in 0x");
		put_hex(text, command);
		llki_put_char(text, '.');
	}
}

static void put_net_hints(struct llki_text *text, struct llk_denial *denial)
{
	uint64_t port;

	if (llk_denial_number(denial, LLK_FIELD_PORT, &port))
		put_hint(text, "The kernel does not tell the port of this "
			 "call.");
	if (llk_denial_text(denial, LLK_FIELD_ADDRESS, NULL))
		put_hint(text, "Rules are about ports, not about addresses.");
}

static void put_hints(struct llki_text *text, struct llk_denial *denial)
{
	const struct llk_record *rec = &denial->object[0];
	const struct llk_suggestion *first = llk_denial_suggestion(denial, 0);
	uint64_t logged;

	if (rec->rights[LLKI_FS])
		put_file_hints(text, denial);
	if (rec->rights[LLKI_NET])
		put_net_hints(text, denial);
	if (first->kind == LLK_SUGGEST_NOTHING && !rec->rights[LLKI_NET]) {
		put_hint(text, "No rule can be suggested: ");
		llki_put(text, first->reason);
		llki_put_char(text, '.');
	}
	if (rec->special & LLKI_PTRACE)
		put_hint(text, "The kernel names the innermost sandbox, "
			 "whichever one denies it.");
	if (!llk_denial_number(denial, LLK_FIELD_LOGGED, &logged) && !logged)
		put_hint(text, "Audit has no record of it: the sandbox's log "
			 "flags or a quiet rule keep it out.");
	if (first->flags & LLK_SUGGEST_UNTRUSTED)
		put_hint(text, "This is from a log that every user can write "
			 "into.");
}

size_t llk_denial_explain(struct llk_denial *denial, char *buf, size_t size)
{
	struct llki_text text = llki_text_begin(buf, size);

	if (!denial) {
		llki_put(&text, "no denial");
		return text.length;
	}
	put_process(&text, denial);
	llki_put(&text, enforcing(denial) ? " was not allowed to " :
		 " would not be allowed to ");
	if (denial->objects == 2) {
		put_move(&text, denial);
	} else if (llki_is_widening(denial)) {
		llki_put(&text, "rename or link a file from or to ");
		put_file(&text, &denial->object[0]);
		llki_put(&text, "; missing: ");
		put_blockers(&text, &denial->object[0]);
	} else {
		put_deeds(&text, &denial->object[0]);
		put_object(&text, denial);
		llki_put(&text, "; missing: ");
		put_blockers(&text, &denial->object[0]);
	}
	put_sandbox(&text, denial);
	put_hints(&text, denial);
	return text.length;
}
