/* SPDX-License-Identifier: MIT */
/*
 * Records of audit: its own log, its messages, and logs that have them among
 * others.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>

#include "forms.h"

static int parse_access(struct llk_record *rec)
{
	const char *blockers;
	size_t length;

	blockers = llki_value(rec, "blockers", &length);
	if (!blockers || llki_blockers(rec, "", blockers, length, ','))
		return llki_refuse(rec, EBADMSG);
	return llki_settle_denial(rec);
}

static int parse_domain(struct llk_record *rec)
{
	const char *status;
	size_t length;

	status = llki_value(rec, "status", &length);
	if (!status || !llki_has(rec, LLK_FIELD_DOMAIN))
		return llki_refuse(rec, EBADMSG);
	if (length == 9 && !memcmp(status, "allocated", 9))
		rec->kind = LLK_RECORD_DOMAIN;
	else if (length == 11 && !memcmp(status, "deallocated", 11))
		rec->kind = LLK_RECORD_DOMAIN_FREED;
	else
		rec->kind = LLK_RECORD_OTHER;
	return 1;
}

/* The record's type is set, its line kept. */
static int parse_type(struct llk_record *rec)
{
	switch (rec->numbers[LLK_FIELD_TYPE]) {
	case LLKI_AUDIT_ACCESS:
		llki_fields(rec);
		return parse_access(rec);
	case LLKI_AUDIT_DOMAIN:
		llki_fields(rec);
		return parse_domain(rec);
	case LLKI_AUDIT_SYSCALL:
		/* Mostly not about Landlock: taken apart when asked. */
		rec->kind = LLK_RECORD_SYSCALL;
		return 1;
	default:
		rec->kind = LLK_RECORD_END;
		return 1;
	}
}

static bool about_landlock(unsigned int type)
{
	return type == LLKI_AUDIT_ACCESS || type == LLKI_AUDIT_DOMAIN;
}

/* A date of ausearch -i has a space in it. */
static int bad_stamp(struct input text)
{
	const char *stop = memchr(text.at, ')', (size_t)(text.end - text.at));

	return stop && memchr(text.at, ' ', (size_t)(stop - text.at)) ?
		EOPNOTSUPP : EBADMSG;
}

/* "audit(SECONDS.MILLISECONDS:SERIAL): ".  0, or an errno. */
static int take_stamp(struct llk_record *rec, struct input *text)
{
	const struct input begin = *text;
	uint64_t seconds, milliseconds, serial;

	if (!skip(text, "audit(") || !take_digits(text, &seconds) ||
	    !skip(text, ".") || !take_digits(text, &milliseconds) ||
	    !skip(text, ":") || !take_digits(text, &serial) ||
	    !skip(text, "):") || milliseconds > 999 ||
	    seconds > UINT64_MAX / 1000000000 - 1)
		return bad_stamp(begin);
	llki_set_number(rec, LLK_FIELD_TIME,
			seconds * 1000000000 + milliseconds * 1000000);
	llki_set_number(rec, LLK_FIELD_SERIAL, serial);
	return 0;
}

/* The types that matter; 0 for others. */
unsigned int llki_known_type(uint64_t number)
{
	switch (number) {
	case LLKI_AUDIT_SYSCALL:
	case LLKI_AUDIT_EOE:
	case LLKI_AUDIT_ACCESS:
	case LLKI_AUDIT_DOMAIN:
		return (unsigned int)number;
	default:
		return 0;
	}
}

/* "1423", "UNKNOWN[1423]", "LANDLOCK_ACCESS". */
static unsigned int type_of(struct input word)
{
	uint64_t number;

	if (word.at == word.end)
		return 0;
	switch (*word.at) {
	case 'S':
		return is(word, "SYSCALL") ? LLKI_AUDIT_SYSCALL : 0;
	case 'E':
		return is(word, "EOE") ? LLKI_AUDIT_EOE : 0;
	case 'L':
		if (is(word, "LANDLOCK_ACCESS"))
			return LLKI_AUDIT_ACCESS;
		return is(word, "LANDLOCK_DOMAIN") ? LLKI_AUDIT_DOMAIN : 0;
	case 'U':
		if (!skip(&word, "UNKNOWN[") || !take_digits(&word, &number) ||
		    !is(word, "]"))
			return 0;
		return llki_known_type(number);
	default:
		if (!take_digits(&word, &number) || word.at != word.end)
			return 0;
		return llki_known_type(number);
	}
}

/* From the stamp on: the type is known. */
int llki_parse_stamped(struct llk_record *rec, struct input line,
			 struct input text, unsigned int type)
{
	const int error = take_stamp(rec, &text);

	if (!error && llki_keep(rec, line, text.at)) {
		llki_set_number(rec, LLK_FIELD_TYPE, type);
		return parse_type(rec);
	}
	if (about_landlock(type))
		return llki_refuse(rec, error ? error : EBADMSG);
	llki_forget(rec);
	return 0;
}

/* "TYPE msg=audit(...): ..."; in the kernel's log "TYPE audit(...): ...". */
int llki_parse_typed(struct llk_record *rec, struct input line,
		       struct input text)
{
	const unsigned int type = type_of(take_word(&text));

	if (!type)
		return 0;
	skip(&text, "msg=");
	return llki_parse_stamped(rec, line, text, type);
}

int llki_parse_node(struct llk_record *rec, struct input line,
		      struct input text)
{
	const struct input node = take_word(&text);
	int ret;

	if (!skip(&text, "type="))
		return 0;
	ret = llki_parse_typed(rec, line, text);
	if (ret == 1)
		llki_set_text(rec, LLK_FIELD_NODE, node.at,
			      (size_t)(node.end - node.at));
	return ret;
}

/* ---- Logs that have audit's records among others --------------------- */

/* Is it the kernel that speaks from @at on?  As far as the line tells. */
static bool from_kernel(struct input line, const char *at)
{
	static const char *const before[] = { "kernel: ", "] ", ";" };
	size_t i;

	if (at == line.at)
		return true;
	for (i = 0; i < sizeof(before) / sizeof(before[0]); i++) {
		const size_t length = strlen(before[i]);

		if ((size_t)(at - line.at) >= length &&
		    !memcmp(at - length, before[i], length))
			return true;
	}
	return false;
}

/* "audit: " was read: does it tell of a loss? */
static int parse_loss(struct llk_record *rec, struct input line,
		      struct input text)
{
	uint64_t number;

	if (skip(&text, "audit_lost=") && take_digits(&text, &number))
		return llki_lost(rec, LLK_FORM_KERNEL_LOG, line, &number);
	if (skip(&text, "kauditd_printk_skb: ") &&
	    take_digits(&text, &number) && is(text, " callbacks suppressed"))
		return llki_lost(rec, LLK_FORM_KERNEL_LOG, line, &number);
	return 0;
}

/* "audit[123]: AUDIT1423 ..." of journald: without time and serial number. */
static int parse_journal(struct llk_record *rec, struct input line,
			 struct input text)
{
	uint64_t pid;
	unsigned int type;

	if (skip(&text, "[") && (!take_digits(&text, &pid) ||
				 !skip(&text, "]")))
		return 0;
	if (!skip(&text, ": "))
		return 0;
	skip(&text, "AUDIT");
	type = type_of(take_word(&text));
	if (!about_landlock(type))
		return 0;
	rec->form = LLK_FORM_JOURNAL;
	if (!llki_keep(rec, line, text.at))
		return 0;
	llki_set_number(rec, LLK_FIELD_TYPE, type);
	return parse_type(rec);
}

/* Is @at, in @line, where a word may begin? */
static bool begins_word(struct input line, const char *at)
{
	return at == line.at || at[-1] == ' ';
}

/* A line with "audit" before @text. */
static int parse_audit(struct llk_record *rec, struct input line,
		       struct input text)
{
	const char *word = text.at - 5;
	struct input rest = text;
	int ret;

	if (from_kernel(line, word) && skip(&rest, ": ")) {
		rec->form = LLK_FORM_KERNEL_LOG;
		if (skip(&rest, "type="))
			return llki_parse_typed(rec, line, rest);
		ret = parse_loss(rec, line, rest);
		if (ret)
			return ret;
	}
	return begins_word(line, word) ? parse_journal(rec, line, text) : 0;
}

/* Lines of several programs: the first "audit" that makes sense. */
int llki_parse_syslog(struct llk_record *rec, struct input line)
{
	struct input text = line;
	int ret = 0;

	while (!ret && (text.at = memmem(text.at, (size_t)(text.end - text.at),
					 "audit", 5))) {
		text.at += 5;
		ret = parse_audit(rec, line, text);
	}
	return ret;
}
