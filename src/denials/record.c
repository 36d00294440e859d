/* SPDX-License-Identifier: MIT */
/*
 * One record: in which form it comes, what kind it is, and the questions about
 * it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

/* What is left of the text that is being read. */
struct input {
	const char *at, *end;
};

/* ---- Small steps through text ---------------------------------------- */

/* Step over @word, if it comes next. */
static bool skip(struct input *text, const char *word)
{
	const size_t length = strlen(word);

	if ((size_t)(text->end - text->at) < length ||
	    memcmp(text->at, word, length) != 0)
		return false;
	text->at += length;
	return true;
}

/* The word up to the next space, and over that. */
static struct input take_word(struct input *text)
{
	struct input word = { text->at, text->end };
	const char *space = memchr(text->at, ' ',
				   (size_t)(text->end - text->at));

	if (space)
		word.end = space;
	text->at = space ? space + 1 : text->end;
	return word;
}

static bool is(struct input word, const char *name)
{
	return skip(&word, name) && word.at == word.end;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool take_digits(struct input *text, uint64_t *number)
{
	const char *stop = llki_digits(text->at, text->end, number);

	if (stop)
		text->at = stop;
	return stop;
}

/* ---- Keeping the line ------------------------------------------------ */

void llki_record_init(struct llk_record *rec)
{
	memset(rec, 0, sizeof(*rec));
	llki_names_init(rec->names);
}

static void forget(struct llk_record *rec)
{
	rec->kind = LLK_RECORD_NONE;
	rec->form = 0;
	rec->truncated = false;
	rec->has_fields = false;
	rec->length = rec->body = rec->end = 0;
	rec->has = 0;
	memset(rec->rights, 0, sizeof(rec->rights));
	rec->special = 0;
	rec->blockers_count = 0;
	rec->fields_count = 0;
	rec->decoded_length = 0;
}

/* Nothing of a record that is refused stays. */
static int refuse(struct llk_record *rec, int error)
{
	forget(rec);
	errno = error;
	return -1;
}

/* Of @line the fields begin at @body. */
static bool keep(struct llk_record *rec, struct input line, const char *body)
{
	size_t length = (size_t)(line.end - line.at);
	const char *tail;

	if (body - line.at > LLK_RECORD_MAX)
		return false;
	if (length > LLK_RECORD_MAX) {
		length = LLK_RECORD_MAX;
		rec->truncated = true;
	}
	memcpy(rec->line, line.at, length);
	rec->line[length] = '\0';
	rec->length = rec->end = (uint16_t)length;
	rec->body = (uint16_t)(body - line.at);
	/* auditd's enriched form adds what it looked up, after this byte. */
	tail = memchr(rec->line + rec->body, '\035', length - rec->body);
	if (tail)
		rec->end = (uint16_t)(tail - rec->line);
	return true;
}

/* ---- What a denial must have ----------------------------------------- */

/* A path that may be cut, or that no file can have. */
static void distrust_path(struct llk_record *rec)
{
	llki_unset(rec, LLK_FIELD_PATH);
	rec->truncated = true;
}

static void settle_file(struct llk_record *rec)
{
	size_t length;

	if (llki_has(rec, LLK_FIELD_PATH) &&
	    memchr(rec->decoded + rec->texts[LLK_FIELD_PATH].start, '\0',
		   rec->texts[LLK_FIELD_PATH].length))
		distrust_path(rec);
	if (!llki_has(rec, LLK_FIELD_PATH) && !llki_has(rec, LLK_FIELD_NAME))
		rec->truncated = true;
	/* In audit the device and the inode come after the path. */
	if (rec->form != LLK_FORM_TRACE &&
	    (!llki_has(rec, LLK_FIELD_INO) || !llki_value(rec, "dev", &length)))
		distrust_path(rec);
}

static void settle_port(struct llk_record *rec)
{
	const uint64_t binds = LLK_NET_BIND_TCP | LLK_NET_BIND_UDP;

	if (llki_has(rec, LLK_FIELD_PORT)) {
		if (rec->numbers[LLK_FIELD_PORT] > 65535)
			llki_unset(rec, LLK_FIELD_PORT);
		return;
	}
	/* Audit leaves out port 0; only for a bind it can be nothing else. */
	if (rec->form != LLK_FORM_TRACE && !(rec->rights[LLKI_NET] & ~binds))
		llki_set_number(rec, LLK_FIELD_PORT, 0);
}

/* Audit calls the name of an abstract socket path, with the NUL in front. */
static void settle_socket(struct llk_record *rec)
{
	struct llki_span name = rec->texts[LLK_FIELD_PATH];

	if (!llki_has(rec, LLK_FIELD_PATH))
		return;
	llki_unset(rec, LLK_FIELD_PATH);
	if (name.length && !rec->decoded[name.start]) {
		name.start++;
		name.length--;
	}
	rec->texts[LLK_FIELD_SOCKET] = name;
	rec->has |= UINT64_C(1) << LLK_FIELD_SOCKET;
}

static int settle_denial(struct llk_record *rec)
{
	if (!llki_has(rec, LLK_FIELD_DOMAIN))
		return refuse(rec, EBADMSG);
	if (rec->rights[LLKI_FS] ||
	    rec->special & (LLKI_TOPOLOGY | LLKI_UNKNOWN_FS))
		settle_file(rec);
	if (rec->rights[LLKI_NET])
		settle_port(rec);
	if (rec->rights[LLKI_SCOPE] & LLK_SCOPE_ABSTRACT_UNIX_SOCKET)
		settle_socket(rec);
	if ((rec->rights[LLKI_SCOPE] & LLK_SCOPE_SIGNAL ||
	     rec->special & LLKI_PTRACE) &&
	    !llki_has(rec, LLK_FIELD_OTHER_COMM)) {
		llki_unset(rec, LLK_FIELD_OTHER_PID);
		rec->truncated = true;
	}
	rec->kind = LLK_RECORD_DENIAL;
	return 1;
}

/* ---- Audit ----------------------------------------------------------- */

static int parse_access(struct llk_record *rec)
{
	const char *blockers;
	size_t length;

	blockers = llki_value(rec, "blockers", &length);
	if (!blockers || llki_blockers(rec, "", blockers, length, ','))
		return refuse(rec, EBADMSG);
	return settle_denial(rec);
}

static int parse_domain(struct llk_record *rec)
{
	const char *status;
	size_t length;

	status = llki_value(rec, "status", &length);
	if (!status || !llki_has(rec, LLK_FIELD_DOMAIN))
		return refuse(rec, EBADMSG);
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
static unsigned int known_type(uint64_t number)
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
		return known_type(number);
	default:
		if (!take_digits(&word, &number) || word.at != word.end)
			return 0;
		return known_type(number);
	}
}

/* From the stamp on: the type is known. */
static int parse_stamped(struct llk_record *rec, struct input line,
			 struct input text, unsigned int type)
{
	const int error = take_stamp(rec, &text);

	if (!error && keep(rec, line, text.at)) {
		llki_set_number(rec, LLK_FIELD_TYPE, type);
		return parse_type(rec);
	}
	if (about_landlock(type))
		return refuse(rec, error ? error : EBADMSG);
	forget(rec);
	return 0;
}

/* "TYPE msg=audit(...): ..."; in the kernel's log "TYPE audit(...): ...". */
static int parse_typed(struct llk_record *rec, struct input line,
		       struct input text)
{
	const unsigned int type = type_of(take_word(&text));

	if (!type)
		return 0;
	skip(&text, "msg=");
	return parse_stamped(rec, line, text, type);
}

static int parse_node(struct llk_record *rec, struct input line,
		      struct input text)
{
	const struct input node = take_word(&text);
	int ret;

	if (!skip(&text, "type="))
		return 0;
	ret = parse_typed(rec, line, text);
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

static int lost(struct llk_record *rec, int form, struct input line,
		const uint64_t *number)
{
	rec->form = form;
	keep(rec, line, line.at);
	rec->body = rec->end;
	rec->kind = LLK_RECORD_LOST;
	if (number)
		llki_set_number(rec, LLK_FIELD_LOST, *number);
	return 1;
}

/* "audit: " was read: does it tell of a loss? */
static int parse_loss(struct llk_record *rec, struct input line,
		      struct input text)
{
	uint64_t number;

	if (skip(&text, "audit_lost=") && take_digits(&text, &number))
		return lost(rec, LLK_FORM_KERNEL_LOG, line, &number);
	if (skip(&text, "kauditd_printk_skb: ") &&
	    take_digits(&text, &number) && is(text, " callbacks suppressed"))
		return lost(rec, LLK_FORM_KERNEL_LOG, line, &number);
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
	if (!keep(rec, line, text.at))
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
			return parse_typed(rec, line, rest);
		ret = parse_loss(rec, line, rest);
		if (ret)
			return ret;
	}
	return begins_word(line, word) ? parse_journal(rec, line, text) : 0;
}

/* Lines of several programs: the first "audit" that makes sense. */
static int parse_syslog(struct llk_record *rec, struct input line)
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

/* ---- Traces ---------------------------------------------------------- */

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
			return refuse(rec, EBADMSG);
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
		return refuse(rec, EBADMSG);
	return settle_denial(rec);
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

static bool take_last(struct input *text, char c)
{
	if (text->end == text->at || text->end[-1] != c)
		return false;
	text->end--;
	return true;
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
static const char *find_event(struct input line)
{
	static const char word[] = ": landlock_";
	const char *found = NULL, *next = line.at;

	while ((next = memmem(next, (size_t)(line.end - next), word,
			      sizeof(word) - 1)))
		found = next++;
	return found;
}

static int parse_trace(struct llk_record *rec, struct input line,
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
	if (!parse_task(rec, task) || !keep(rec, line, rest.at)) {
		forget(rec);
		return 0;
	}
	llki_set_text(rec, LLK_FIELD_EVENT, name.at,
		      (size_t)(name.end - name.at));
	skip(&name, "landlock_");
	return parse_event(rec, name);
}

/* "CPU:0 [LOST 123 EVENTS]", or without the number. */
static int parse_trace_loss(struct llk_record *rec, struct input line)
{
	struct input text = line;
	uint64_t number;

	if (!skip(&text, "CPU:") || !take_digits(&text, &number) ||
	    !skip(&text, " [LOST "))
		return 0;
	if (is(text, "EVENTS]"))
		return lost(rec, LLK_FORM_TRACE, line, NULL);
	if (take_digits(&text, &number) && is(text, " EVENTS]"))
		return lost(rec, LLK_FORM_TRACE, line, &number);
	return 0;
}

/* ---- Which of them? -------------------------------------------------- */

/* Lines with something before what is looked for. */
static int parse_within(struct llk_record *rec, struct input line)
{
	const char *at = find_event(line);

	if (at)
		return parse_trace(rec, line, at);
	if (parse_trace_loss(rec, line))
		return 1;
	return parse_syslog(rec, line);
}

int llk_record_parse(struct llk_record *rec, const char *line, size_t length)
{
	struct input whole, text;

	if (!rec || !line) {
		errno = EINVAL;
		return -1;
	}
	forget(rec);
	whole = text = (struct input){ line, line + length };
	while (take_last(&whole, '\n') || take_last(&whole, '\r'))
		;
	text.end = whole.end;
	rec->form = LLK_FORM_AUDIT_LOG;
	if (skip(&text, "type="))
		return parse_typed(rec, whole, text);
	if (skip(&text, "node="))
		return parse_node(rec, whole, text);
	rec->form = 0;
	return parse_within(rec, whole);
}

int llk_record_parse_netlink(struct llk_record *rec, unsigned int type,
			     const char *payload, size_t length)
{
	struct input whole;

	if (!rec || !payload) {
		errno = EINVAL;
		return -1;
	}
	forget(rec);
	if (!known_type(type))
		return 0;
	whole = (struct input){ payload, payload + length };
	while (take_last(&whole, '\0') || take_last(&whole, '\n'))
		;
	rec->form = LLK_FORM_NETLINK;
	return parse_stamped(rec, whole, whole, type);
}

/* ---- Questions ------------------------------------------------------- */

struct llk_record *llk_record_new(void)
{
	struct llk_record *rec = malloc(sizeof(*rec));

	if (rec)
		llki_record_init(rec);
	return rec;
}

void llk_record_free(struct llk_record *rec)
{
	const int error = errno;

	free(rec);
	errno = error;
}

int llk_record_kind(const struct llk_record *rec)
{
	return rec ? rec->kind : LLK_RECORD_NONE;
}

int llk_record_form(const struct llk_record *rec)
{
	return rec && rec->kind ? rec->form : 0;
}

int llk_record_truncated(struct llk_record *rec)
{
	if (!rec || !rec->kind)
		return 0;
	llki_fields(rec);
	return rec->truncated;
}

/* Is there such a field, and does this record have it?  Sets errno. */
static bool available(struct llk_record *rec, unsigned int field)
{
	if (!rec || !field || field > LLKI_FIELD_LAST) {
		errno = EINVAL;
		return false;
	}
	if (rec->kind)
		llki_fields(rec);
	if (rec->kind && llki_has(rec, field))
		return true;
	errno = ENODATA;
	return false;
}

/* Fields that are texts; the others are numbers. */
static bool is_text(unsigned int field)
{
	switch (field) {
	case LLK_FIELD_NODE:
	case LLK_FIELD_EVENT:
	case LLK_FIELD_PATH:
	case LLK_FIELD_NAME:
	case LLK_FIELD_DEV:
	case LLK_FIELD_ADDRESS:
	case LLK_FIELD_SOCKET:
	case LLK_FIELD_OTHER_COMM:
	case LLK_FIELD_EXE:
	case LLK_FIELD_COMM:
	case LLK_FIELD_STATUS:
	case LLK_FIELD_MODE:
		return true;
	default:
		return false;
	}
}

int llk_record_number(struct llk_record *rec, unsigned int field,
		      uint64_t *number)
{
	if (!number) {
		errno = EINVAL;
		return -1;
	}
	if (!available(rec, field))
		return -1;
	if (is_text(field)) {
		errno = ENODATA;
		return -1;
	}
	*number = rec->numbers[field];
	return 0;
}

const char *llk_record_text(struct llk_record *rec, unsigned int field,
			    size_t *length)
{
	if (!available(rec, field))
		return NULL;
	if (!is_text(field)) {
		errno = ENODATA;
		return NULL;
	}
	if (length)
		*length = rec->texts[field].length;
	return rec->decoded + rec->texts[field].start;
}

uint64_t llk_record_rights(const struct llk_record *rec, uint32_t cls)
{
	int i;

	for (i = 0; rec && i < LLKI_CLASSES; i++)
		if (cls == UINT32_C(1) << i)
			return rec->rights[i];
	return 0;
}

size_t llk_record_blocker_count(const struct llk_record *rec)
{
	return rec ? rec->blockers_count : 0;
}

const char *llk_record_blocker(const struct llk_record *rec, size_t i)
{
	return rec && i < rec->blockers_count ? rec->blockers[i] : NULL;
}

size_t llk_record_field_count(struct llk_record *rec)
{
	if (!rec || !rec->kind)
		return 0;
	llki_fields(rec);
	return rec->fields_count;
}

/* A part of the line. */
static const char *part(const struct llk_record *rec, struct llki_span span,
			size_t *length)
{
	if (length)
		*length = span.length;
	return rec->line + span.start;
}

const char *llk_record_field_name(struct llk_record *rec, size_t i,
				  size_t *length)
{
	if (i >= llk_record_field_count(rec))
		return NULL;
	return part(rec, rec->fields[i].name, length);
}

const char *llk_record_field_value(struct llk_record *rec, size_t i,
				   size_t *length)
{
	if (i >= llk_record_field_count(rec))
		return NULL;
	return part(rec, rec->fields[i].value, length);
}
