/* SPDX-License-Identifier: MIT */
/*
 * One record: in which form it comes, what is kept of it, and the questions
 * about it.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "forms.h"

void llki_record_init(struct llk_record *rec)
{
	memset(rec, 0, sizeof(*rec));
	llki_names_init(rec->names);
}

void llki_forget(struct llk_record *rec)
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
int llki_refuse(struct llk_record *rec, int error)
{
	llki_forget(rec);
	errno = error;
	return -1;
}

/* Of @line the fields begin at @body. */
bool llki_keep(struct llk_record *rec, struct input line, const char *body)
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

int llki_lost(struct llk_record *rec, int form, struct input line,
		const uint64_t *number)
{
	rec->form = form;
	llki_keep(rec, line, line.at);
	rec->body = rec->end;
	rec->kind = LLK_RECORD_LOST;
	if (number)
		llki_set_number(rec, LLK_FIELD_LOST, *number);
	return 1;
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

int llki_settle_denial(struct llk_record *rec)
{
	if (!llki_has(rec, LLK_FIELD_DOMAIN))
		return llki_refuse(rec, EBADMSG);
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

/* ---- Which of them? -------------------------------------------------- */

/* Lines with something before what is looked for. */
static int parse_within(struct llk_record *rec, struct input line)
{
	const char *at = llki_find_event(line);

	if (at)
		return llki_parse_trace(rec, line, at);
	if (llki_parse_trace_loss(rec, line))
		return 1;
	return llki_parse_syslog(rec, line);
}

int llk_record_parse(struct llk_record *rec, const char *line, size_t length)
{
	struct input whole, text;

	if (!rec || !line) {
		errno = EINVAL;
		return -1;
	}
	llki_forget(rec);
	whole = text = (struct input){ line, line + length };
	while (take_last(&whole, '\n') || take_last(&whole, '\r'))
		;
	text.end = whole.end;
	rec->form = LLK_FORM_AUDIT_LOG;
	if (skip(&text, "type="))
		return llki_parse_typed(rec, whole, text);
	if (skip(&text, "node="))
		return llki_parse_node(rec, whole, text);
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
	llki_forget(rec);
	if (!llki_known_type(type))
		return 0;
	whole = (struct input){ payload, payload + length };
	while (take_last(&whole, '\0') || take_last(&whole, '\n'))
		;
	rec->form = LLK_FORM_NETLINK;
	return llki_parse_stamped(rec, whole, whole, type);
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
