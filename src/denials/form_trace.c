/* SPDX-License-Identifier: MIT */
/*
 * Events of the kernel's trace.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>

#include "forms.h"

/* The kinds of events, but for denials. */
static const struct {
	const char *name;
	int kind;
} events[] = {
	{ "check_rule_inode", LLK_RECORD_CHECK_PATH },
	{ "check_rule_net_port", LLK_RECORD_CHECK_PORT },
	{ "create_ruleset", LLK_RECORD_RULESET },
	{ "free_ruleset", LLK_RECORD_RULESET_FREED },
	{ "add_rule_path_beneath", LLK_RECORD_RULE_PATH },
	{ "add_rule_net_port", LLK_RECORD_RULE_PORT },
	{ "create_domain", LLK_RECORD_DOMAIN_CREATED },
	{ "enforce_domain", LLK_RECORD_DOMAIN_ENFORCED },
	{ "free_domain", LLK_RECORD_DOMAIN_FREED },
};

/*
 * What is denied is in the name of the event: "access_fs" with a list of
 * rights, "scope_signal", "ptrace".
 */
static int parse_trace_denial(struct llk_record *rec, struct input name)
{
	char prefix[32] = "";
	const char *list;
	size_t length;
	struct input rest = name;

	if (skip(&rest, "access_")) {
		length = (size_t)(rest.end - rest.at);
		if (length > sizeof(prefix) - 2)
			return llki_refuse(rec, EBADMSG);
		memcpy(prefix, rest.at, length);
		prefix[length] = '.';
		list = llki_value(rec, "blockers", &length);
	} else {
		if (skip(&rest, "scope_"))
			memcpy(prefix, "scope.", sizeof("scope."));
		list = rest.at;
		length = (size_t)(rest.end - rest.at);
	}
	if (!list || llki_blockers(rec, prefix, list, length, '|'))
		return llki_refuse(rec, EBADMSG);
	return llki_settle_denial(rec);
}

static void add_rights(struct llk_record *rec, int cls, const char *name)
{
	size_t length;
	const char *list = llki_value(rec, name, &length);

	if (list)
		rec->rights[cls] |= llki_rights_of(rec, cls, list, length);
}

static int parse_event(struct llk_record *rec, struct input name)
{
	size_t i;

	llki_fields(rec);
	if (skip(&name, "deny_"))
		return parse_trace_denial(rec, name);
	rec->kind = LLK_RECORD_OTHER;
	for (i = 0; i < sizeof(events) / sizeof(events[0]); i++)
		if (is(name, events[i].name))
			rec->kind = events[i].kind;
	switch (rec->kind) {
	case LLK_RECORD_RULESET:
		add_rights(rec, LLKI_FS, "handled_fs");
		add_rights(rec, LLKI_NET, "handled_net");
		add_rights(rec, LLKI_SCOPE, "scoped");
		break;
	case LLK_RECORD_RULE_PATH:
		add_rights(rec, LLKI_FS, "access_rights");
		break;
	case LLK_RECORD_RULE_PORT:
		add_rights(rec, LLKI_NET, "access_rights");
		break;
	case LLK_RECORD_CHECK_PATH:
		add_rights(rec, LLKI_FS, "access_request");
		break;
	case LLK_RECORD_CHECK_PORT:
		add_rights(rec, LLKI_NET, "access_request");
		break;
	default:
		break;
	}
	return 1;
}

/* Steps back over @c's at the end of @text. */
static void trim(struct input *text, char c)
{
	while (text->end > text->at && text->end[-1] == c)
		text->end--;
}

/* Steps back over the digits at the end; the number, or false. */
static bool take_last_digits(struct input *text, uint64_t *number)
{
	const char *end = text->end;

	while (text->end > text->at && is_digit(text->end[-1]))
		text->end--;
	return llki_digits(text->end, end, number);
}

/* "[000] ..... " and before it perhaps "(  123) ", the process. */
static bool take_last_cpu(struct input *text)
{
	const char *bracket;
	uint64_t number;

	trim(text, ' ');
	bracket = memrchr(text->at, ']', (size_t)(text->end - text->at));
	if (!bracket)
		return false;
	text->end = bracket;
	if (!take_last_digits(text, &number) || !take_last(text, '['))
		return false;
	trim(text, ' ');
	if (take_last(text, ')')) {
		bracket = memrchr(text->at, '(',
				  (size_t)(text->end - text->at));
		if (!bracket)
			return false;
		text->end = bracket;
		trim(text, ' ');
	}
	return true;
}

/* "2.262736" or, with some clocks, "2262736", which is no time. */
static bool take_last_time(struct input *text, uint64_t *time)
{
	const char *end = text->end;
	uint64_t fraction, seconds;
	ptrdiff_t digits;

	if (!take_last_digits(text, &fraction))
		return false;
	digits = end - text->end;
	*time = UINT64_MAX;
	if (!take_last(text, '.'))
		return true;
	if (!take_last_digits(text, &seconds) || digits > 9 ||
	    seconds > UINT64_MAX / 1000000000 - 1)
		return false;
	for (; digits < 9; digits++)
		fraction *= 10;
	*time = seconds * 1000000000 + fraction;
	return true;
}

/*
 * "   comm-123   [000] .....     2.262736" is before the event.  Read from its
 * end, since the process chooses comm, and may put anything into it.
 */
static bool parse_task(struct llk_record *rec, struct input text)
{
	uint64_t time, tid;

	if (!take_last_time(&text, &time) || !take_last_cpu(&text) ||
	    !take_last_digits(&text, &tid) || !take_last(&text, '-'))
		return false;
	while (text.at < text.end && *text.at == ' ')
		text.at++;
	if (time != UINT64_MAX)
		llki_set_number(rec, LLK_FIELD_TIME, time);
	llki_set_number(rec, LLK_FIELD_PID, tid);
	if (!is(text, "<...>"))
		llki_set_text(rec, LLK_FIELD_COMM, text.at,
			      (size_t)(text.end - text.at));
	return true;
}

/* The last "landlock_" that begins a word: values have no spaces. */
const char *llki_find_event(struct input line)
{
	static const char word[] = ": landlock_";
	const char *found = NULL, *next = line.at;

	while ((next = memmem(next, (size_t)(line.end - next), word,
			      sizeof(word) - 1)))
		found = next++;
	return found;
}

int llki_parse_trace(struct llk_record *rec, struct input line,
		       const char *colon)
{
	struct input task = { line.at, colon };
	struct input name = { colon + 2, line.end }, rest;
	const char *stop = memchr(name.at, ':',
				  (size_t)(name.end - name.at));

	if (!stop || !llki_is_name(name.at, (size_t)(stop - name.at)))
		return 0;
	rec->form = LLK_FORM_TRACE;
	rest = (struct input){ stop + 1, line.end };
	name.end = stop;
	if (!parse_task(rec, task) || !llki_keep(rec, line, rest.at)) {
		llki_forget(rec);
		return 0;
	}
	llki_set_text(rec, LLK_FIELD_EVENT, name.at,
		      (size_t)(name.end - name.at));
	skip(&name, "landlock_");
	return parse_event(rec, name);
}

/* "CPU:0 [LOST 123 EVENTS]", or without the number. */
int llki_parse_trace_loss(struct llk_record *rec, struct input line)
{
	struct input text = line;
	uint64_t number;

	if (!skip(&text, "CPU:") || !take_digits(&text, &number) ||
	    !skip(&text, " [LOST "))
		return 0;
	if (is(text, "EVENTS]"))
		return llki_lost(rec, LLK_FORM_TRACE, line, NULL);
	if (take_digits(&text, &number) && is(text, " EVENTS]"))
		return llki_lost(rec, LLK_FORM_TRACE, line, &number);
	return 0;
}
