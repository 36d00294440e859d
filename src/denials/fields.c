/* SPDX-License-Identifier: MIT */
/*
 * The text of a record after its time: name=value, separated by spaces.  Takes
 * it apart, and decodes what is known.
 */
#include <string.h>

#include "internal.h"

/* How a value is written. */
enum form {
	HEX,		/* without 0x */
	PREFIXED,	/* with 0x */
	DECIMAL,
	SIGNED,
	STRING,		/* quoted or hexadecimal; in a trace with escapes */
	PLAIN,		/* as it is */
	VERSIONED,	/* of a ruleset: hexadecimal.decimal */
};

static const struct known {
	const char *name;
	uint8_t length;
	uint8_t field;		/* LLK_FIELD_... */
	uint8_t form;
} known[] = {
#define KNOWN(name, field, form) { name, sizeof(name) - 1, field, form }
	KNOWN("domain", LLK_FIELD_DOMAIN, HEX),
	KNOWN("path", LLK_FIELD_PATH, STRING),
	KNOWN("dev", LLK_FIELD_DEV, STRING),
	KNOWN("ino", LLK_FIELD_INO, DECIMAL),
	KNOWN("pid", LLK_FIELD_PID, DECIMAL),
	KNOWN("uid", LLK_FIELD_UID, DECIMAL),
	KNOWN("exe", LLK_FIELD_EXE, STRING),
	KNOWN("comm", LLK_FIELD_COMM, STRING),
	KNOWN("saddr", LLK_FIELD_ADDRESS, PLAIN),
	KNOWN("daddr", LLK_FIELD_ADDRESS, PLAIN),
	KNOWN("src", LLK_FIELD_PORT, DECIMAL),
	KNOWN("dest", LLK_FIELD_PORT, DECIMAL),
	KNOWN("name", LLK_FIELD_NAME, STRING),
	KNOWN("ioctlcmd", LLK_FIELD_IOCTL_CMD, PREFIXED),
	KNOWN("opid", LLK_FIELD_OTHER_PID, DECIMAL),
	KNOWN("ocomm", LLK_FIELD_OTHER_COMM, STRING),
	KNOWN("status", LLK_FIELD_STATUS, PLAIN),
	KNOWN("mode", LLK_FIELD_MODE, PLAIN),
	KNOWN("denials", LLK_FIELD_DENIALS, DECIMAL),
	KNOWN("syscall", LLK_FIELD_SYSCALL, DECIMAL),
	KNOWN("arch", LLK_FIELD_ARCH, HEX),
	KNOWN("exit", LLK_FIELD_EXIT, SIGNED),
	KNOWN("ppid", LLK_FIELD_PPID, DECIMAL),
	KNOWN("auid", LLK_FIELD_AUID, DECIMAL),
}, known_in_trace[] = {
	KNOWN("domain", LLK_FIELD_DOMAIN, HEX),
	KNOWN("path", LLK_FIELD_PATH, STRING),
	KNOWN("dev", LLK_FIELD_DEV, PLAIN),
	KNOWN("ino", LLK_FIELD_INO, DECIMAL),
	KNOWN("port", LLK_FIELD_PORT, DECIMAL),
	KNOWN("same_exec", LLK_FIELD_SAME_EXEC, DECIMAL),
	KNOWN("logged", LLK_FIELD_LOGGED, DECIMAL),
	KNOWN("parent", LLK_FIELD_PARENT, HEX),
	KNOWN("ruleset", LLK_FIELD_RULESET, VERSIONED),
	KNOWN("denials", LLK_FIELD_DENIALS, DECIMAL),
	KNOWN("complete", LLK_FIELD_COMPLETE, DECIMAL),
	KNOWN("process_wide", LLK_FIELD_PROCESS_WIDE, DECIMAL),
	KNOWN("no_new_privs", LLK_FIELD_NO_NEW_PRIVS, DECIMAL),
	KNOWN("target_domain", LLK_FIELD_OTHER_DOMAIN, HEX),
	KNOWN("target_pid", LLK_FIELD_OTHER_PID, DECIMAL),
	KNOWN("target_comm", LLK_FIELD_OTHER_COMM, STRING),
	KNOWN("tracee_domain", LLK_FIELD_OTHER_DOMAIN, HEX),
	KNOWN("tracee_pid", LLK_FIELD_OTHER_PID, DECIMAL),
	KNOWN("tracee_comm", LLK_FIELD_OTHER_COMM, STRING),
	KNOWN("peer_domain", LLK_FIELD_OTHER_DOMAIN, HEX),
	KNOWN("peer_pid", LLK_FIELD_OTHER_PID, DECIMAL),
	KNOWN("sun_path", LLK_FIELD_SOCKET, STRING),
#undef KNOWN
};

/* ---- Numbers and texts ----------------------------------------------- */

void llki_set_number(struct llk_record *rec, unsigned int field,
		     uint64_t number)
{
	rec->numbers[field] = number;
	rec->has |= UINT64_C(1) << field;
}

void llki_unset(struct llk_record *rec, unsigned int field)
{
	rec->has &= ~(UINT64_C(1) << field);
}

char *llki_room(struct llk_record *rec, size_t length)
{
	char *room = rec->decoded + rec->decoded_length;

	if (length >= sizeof(rec->decoded) - rec->decoded_length) {
		rec->truncated = true;
		return NULL;
	}
	rec->decoded_length += length + 1;
	room[length] = '\0';
	return room;
}

/* The text at @text, in the room of the record, is that of @field. */
static void set_room(struct llk_record *rec, unsigned int field,
		     const char *text, size_t length)
{
	rec->texts[field] = (struct llki_span){
		(uint16_t)(text - rec->decoded), (uint16_t)length,
	};
	rec->has |= UINT64_C(1) << field;
}

void llki_set_text(struct llk_record *rec, unsigned int field,
		   const char *text, size_t length)
{
	char *room = llki_room(rec, length);

	if (room) {
		memcpy(room, text, length);
		set_room(rec, field, room, length);
	}
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

const char *llki_digits(const char *at, const char *end, uint64_t *number)
{
	const char *begin = at;
	uint64_t n = 0;

	for (; at < end && *at >= '0' && *at <= '9'; at++) {
		const unsigned int digit = (unsigned int)(*at - '0');

		if (n > (UINT64_MAX - digit) / 10)
			return NULL;
		n = n * 10 + digit;
	}
	*number = n;
	return at > begin ? at : NULL;
}

static const char *hex_digits(const char *at, const char *end,
			      uint64_t *number)
{
	const char *begin = at;
	uint64_t n = 0;

	for (; at < end && hex_digit(*at) >= 0; at++)
		n = n << 4 | (uint64_t)hex_digit(*at);
	*number = n;
	return at > begin && at - begin <= 16 ? at : NULL;
}

static void decode_number(struct llk_record *rec, const struct known *as,
			  const char *at, const char *end)
{
	bool negative = false;
	uint64_t number;

	if (as->form == SIGNED && at < end && *at == '-') {
		negative = true;
		at++;
	}
	if (as->form == PREFIXED) {
		if (end - at < 2 || at[0] != '0' || at[1] != 'x')
			return;
		at += 2;
	}
	if (as->form == HEX || as->form == PREFIXED || as->form == VERSIONED)
		at = hex_digits(at, end, &number);
	else
		at = llki_digits(at, end, &number);
	if (!at)
		return;
	if (as->form == VERSIONED && at < end && *at == '.') {
		uint64_t version;

		at = llki_digits(at + 1, end, &version);
		if (at)
			llki_set_number(rec, LLK_FIELD_RULESET_VERSION,
					version);
	}
	if (at == end)
		llki_set_number(rec, as->field,
				negative ? UINT64_C(0) - number : number);
}

/* Of audit: "(null)", hexadecimal, or quoted, which has no escapes. */
static void decode_string(struct llk_record *rec, unsigned int field,
			  const char *at, const char *end)
{
	char *room;
	size_t i, length = (size_t)(end - at) / 2;

	if (at < end && *at == '"') {
		if (end - at >= 2 && end[-1] == '"')
			llki_set_text(rec, field, at + 1,
				      (size_t)(end - at) - 2);
		return;
	}
	if ((end - at) % 2 || at == end)
		return;
	for (i = 0; i < length * 2; i++)
		if (hex_digit(at[i]) < 0)
			return;
	room = llki_room(rec, length);
	for (i = 0; room && i < length; i++)
		room[i] = (char)(hex_digit(at[2 * i]) << 4 |
				 hex_digit(at[2 * i + 1]));
	if (room)
		set_room(rec, field, room, length);
}

static bool octal(const char *at, const char *end)
{
	return end - at >= 3 && at[0] >= '0' && at[0] <= '3' &&
	       at[1] >= '0' && at[1] <= '7' && at[2] >= '0' && at[2] <= '7';
}

/* One escape after its backslash; how long it is, or 0 if it is none. */
static size_t unescape(const char *at, const char *end, char *c)
{
	static const char letters[] = "abtnvfre\\\"'";
	static const char bytes[] = "\a\b\t\n\v\f\r\033\\\"'";
	const char *found;

	if (at == end)
		return 0;
	if (octal(at, end)) {
		*c = (char)((at[0] - '0') << 6 | (at[1] - '0') << 3 |
			    (at[2] - '0'));
		return 3;
	}
	found = memchr(letters, *at, sizeof(letters) - 1);
	if (!found)
		return 0;
	*c = bytes[found - letters];
	return 1;
}

/* Where the kernel cuts a long string of a trace: "...", one character. */
#define ELLIPSIS	"\342\200\246"

/* Of traces: escapes, as in C. */
static void decode_escaped(struct llk_record *rec, unsigned int field,
			   const char *at, const char *end)
{
	char *room, *to;

	if (end - at >= 3 && !memcmp(end - 3, ELLIPSIS, 3)) {
		rec->truncated = true;
		return;
	}
	room = to = llki_room(rec, (size_t)(end - at));
	while (room && at < end) {
		if (*at == '\\') {
			const size_t n = unescape(at + 1, end, to);

			if (!n)
				return;
			at += 1 + n;
		} else {
			*to = *at++;
		}
		to++;
	}
	if (room) {
		*to = '\0';
		set_room(rec, field, room, (size_t)(to - room));
	}
}

/* ---- Taking apart ---------------------------------------------------- */

static void decode(struct llk_record *rec, const struct known *as,
		   const char *value, size_t length)
{
	const char *end = value + length;

	switch (as->form) {
	case PLAIN:
		llki_set_text(rec, as->field, value, length);
		break;
	case STRING:
		if (rec->form == LLK_FORM_TRACE)
			decode_escaped(rec, as->field, value, end);
		else
			decode_string(rec, as->field, value, end);
		break;
	default:
		decode_number(rec, as, value, end);
		break;
	}
}

static void know(struct llk_record *rec, const char *name, size_t name_length,
		 const char *value, size_t length)
{
	const bool trace = rec->form == LLK_FORM_TRACE;
	const struct known *table = trace ? known_in_trace : known;
	const size_t count = trace ?
		sizeof(known_in_trace) / sizeof(known_in_trace[0]) :
		sizeof(known) / sizeof(known[0]);
	size_t i;

	for (i = 0; i < count; i++) {
		if (table[i].length != name_length ||
		    memcmp(table[i].name, name, name_length) != 0)
			continue;
		/* The kernel writes none twice: the first counts. */
		if (!llki_has(rec, table[i].field))
			decode(rec, &table[i], value, length);
		return;
	}
}

/* Where the value at @at ends; NULL if its closing quote is missing. */
static const char *value_end(const struct llk_record *rec, const char *at,
			     const char *end)
{
	const char *stop;

	if (at < end && *at == '"' && rec->form != LLK_FORM_TRACE) {
		stop = memchr(at + 1, '"', (size_t)(end - at - 1));
		return stop ? stop + 1 : NULL;
	}
	stop = memchr(at, ' ', (size_t)(end - at));
	return stop ? stop : end;
}

/* The field at @at; where it ends. */
static const char *take_field(struct llk_record *rec, const char *at,
			      const char *end)
{
	const char *name_end = at, *value, *stop;
	struct llki_field *field;

	while (name_end < end && *name_end != '=' && *name_end != ' ')
		name_end++;
	if (rec->fields_count == LLKI_FIELDS_MAX) {
		rec->truncated = true;
		return end;
	}
	if (name_end == end || *name_end == ' ') {
		rec->truncated = true;
		return name_end;
	}
	value = name_end + 1;
	stop = value_end(rec, value, end);
	if (!stop) {
		rec->truncated = true;
		return end;
	}
	field = &rec->fields[rec->fields_count++];
	field->name.start = (uint16_t)(at - rec->line);
	field->name.length = (uint16_t)(name_end - at);
	field->value.start = (uint16_t)(value - rec->line);
	field->value.length = (uint16_t)(stop - value);
	know(rec, at, field->name.length, value, field->value.length);
	return stop;
}

void llki_fields(struct llk_record *rec)
{
	const char *at = rec->line + rec->body;
	const char *end = rec->line + rec->end;

	if (rec->has_fields)
		return;
	rec->has_fields = true;
	while (at < end) {
		if (*at == ' ')
			at++;
		else
			at = take_field(rec, at, end);
	}
}

const char *llki_value(const struct llk_record *rec, const char *name,
		       size_t *length)
{
	const size_t name_length = strlen(name);
	size_t i;

	for (i = 0; i < rec->fields_count; i++) {
		const struct llki_field *field = &rec->fields[i];

		if (field->name.length != name_length ||
		    memcmp(rec->line + field->name.start, name,
			   name_length) != 0)
			continue;
		*length = field->value.length;
		return rec->line + field->value.start;
	}
	return NULL;
}
