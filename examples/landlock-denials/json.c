/* SPDX-License-Identifier: MIT */
/*
 * JSON, an object a line; valid whatever bytes a path has.  A text that is not
 * UTF-8 comes twice: with U+FFFD for each byte that is none, and, as "..._hex",
 * exactly.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "denials.h"

/* ---- Strings ------------------------------------------------------------------ */

/* The length of the UTF-8 character at @s, 0 if there is none. */
static size_t character(const unsigned char *s, size_t left)
{
	const unsigned char first = s[0];
	size_t length, i;

	if (first < 0x80)
		return 1;
	length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
	if (first < 0xc2 || first > 0xf4 || length > left)
		return 0;
	/* Overlong forms, surrogates, beyond U+10FFFF. */
	if ((first == 0xe0 && s[1] < 0xa0) || (first == 0xed && s[1] > 0x9f) ||
	    (first == 0xf0 && s[1] < 0x90) || (first == 0xf4 && s[1] > 0x8f))
		return 0;
	for (i = 1; i < length; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	return length;
}

static bool is_utf8(const char *bytes, size_t length)
{
	size_t place = 0, step;

	while (place < length) {
		step = character((const unsigned char *)bytes + place,
				 length - place);
		if (!step)
			return false;
		place += step;
	}
	return true;
}

static void put_character(const char *s, size_t length)
{
	const unsigned char c = (unsigned char)*s;

	if (c == '"' || c == '\\')
		printf("\\%c", c);
	else if (c < 0x20 || c == 0x7f)
		printf("\\u%04x", c);
	else
		fwrite(s, 1, length, stdout);
}

static void put_string(const char *bytes, size_t length)
{
	size_t place = 0, step;

	putchar('"');
	while (place < length) {
		step = character((const unsigned char *)bytes + place,
				 length - place);
		if (step)
			put_character(bytes + place, step);
		else
			fputs("\\ufffd", stdout);
		place += step ? step : 1;
	}
	putchar('"');
}

/* ---- Members ------------------------------------------------------------------ */

/* Each begins with what separates it from the one before. */
static void put_name(char separator, const char *name)
{
	printf("%c\"%s\":", separator, name);
}

static void put_text(const char *name, const char *bytes, size_t length)
{
	size_t i;

	put_name(',', name);
	put_string(bytes, length);
	if (is_utf8(bytes, length))
		return;
	printf(",\"%s_bytes_hex\":\"", name);
	for (i = 0; i < length; i++)
		printf("%02x", (unsigned char)bytes[i]);
	putchar('"');
}

enum how { DECIMAL, SIGNED, HEX, BYTES };

/* What a JSON object may have, in the order of its members. */
struct member {
	const char *name;
	unsigned int field;
	enum how how;
};

static void put_number(const char *name, enum how how, uint64_t number)
{
	put_name(',', name);
	if (how == HEX)
		printf("\"%" PRIx64 "\"", number);
	else if (how == SIGNED)
		printf("%" PRId64, (int64_t)number);
	else
		printf("%" PRIu64, number);
}

static const struct member of_denial[] = {
	{ "serial", LLK_FIELD_SERIAL, DECIMAL },
	{ "node", LLK_FIELD_NODE, BYTES },
	{ "parent", LLK_FIELD_PARENT, HEX },
	{ "pid", LLK_FIELD_PID, DECIMAL },
	{ "ppid", LLK_FIELD_PPID, DECIMAL },
	{ "uid", LLK_FIELD_UID, DECIMAL },
	{ "auid", LLK_FIELD_AUID, DECIMAL },
	{ "comm", LLK_FIELD_COMM, BYTES },
	{ "exe", LLK_FIELD_EXE, BYTES },
	{ "syscall", LLK_FIELD_SYSCALL, DECIMAL },
	{ "arch", LLK_FIELD_ARCH, DECIMAL },
	{ "exit", LLK_FIELD_EXIT, SIGNED },
	{ "same_exec", LLK_FIELD_SAME_EXEC, DECIMAL },
	{ "logged", LLK_FIELD_LOGGED, DECIMAL },
	{ "domain_pid", LLK_FIELD_DOMAIN_PID, DECIMAL },
	{ "domain_uid", LLK_FIELD_DOMAIN_UID, DECIMAL },
	{ "domain_exe", LLK_FIELD_DOMAIN_EXE, BYTES },
	{ "domain_comm", LLK_FIELD_DOMAIN_COMM, BYTES },
	{ NULL, 0, DECIMAL },
};

static const struct member of_object[] = {
	{ "path", LLK_FIELD_PATH, BYTES },
	{ "name", LLK_FIELD_NAME, BYTES },
	{ "dev", LLK_FIELD_DEV, BYTES },
	{ "ino", LLK_FIELD_INO, DECIMAL },
	{ "ioctl_cmd", LLK_FIELD_IOCTL_CMD, DECIMAL },
	{ "address", LLK_FIELD_ADDRESS, BYTES },
	{ "port", LLK_FIELD_PORT, DECIMAL },
	{ "socket", LLK_FIELD_SOCKET, BYTES },
	{ "other_pid", LLK_FIELD_OTHER_PID, DECIMAL },
	{ "other_comm", LLK_FIELD_OTHER_COMM, BYTES },
	{ "other_domain", LLK_FIELD_OTHER_DOMAIN, HEX },
	{ NULL, 0, DECIMAL },
};

static void put_members(struct llk_denial *denial)
{
	const struct member *member;
	const char *text;
	uint64_t number;
	size_t length;

	for (member = of_denial; member->name; member++)
		if (member->how == BYTES) {
			text = llk_denial_text(denial, member->field, &length);
			if (text)
				put_text(member->name, text, length);
		} else if (!llk_denial_number(denial, member->field, &number)) {
			put_number(member->name, member->how, number);
		}
}

/* What was denied, and on what. */
static void put_object(struct llk_record *rec)
{
	const struct member *member;
	const char *text;
	uint64_t number;
	size_t length, i;

	fputs("\"blockers\":[", stdout);
	for (i = 0; i < llk_record_blocker_count(rec); i++) {
		text = llk_record_blocker(rec, i);
		if (i)
			putchar(',');
		put_string(text, strlen(text));
	}
	putchar(']');
	for (member = of_object; member->name; member++)
		if (member->how == BYTES) {
			text = llk_record_text(rec, member->field, &length);
			if (text)
				put_text(member->name, text, length);
		} else if (!llk_record_number(rec, member->field, &number)) {
			put_number(member->name, member->how, number);
		}
}

static void put_time(const char *name, uint64_t time)
{
	printf("\"%s\":%" PRIu64 ".%09" PRIu64 ",", name, time / 1000000000,
	       time % 1000000000);
}

/* ---- Suggestions ---------------------------------------------------------------- */

static const char *kind_name(int kind)
{
	switch (kind) {
	case LLK_SUGGEST_PATH:
		return "path";
	case LLK_SUGGEST_PORT:
		return "port";
	case LLK_SUGGEST_DROP_SCOPE:
		return "drop_scope";
	case LLK_SUGGEST_NEVER:
		return "never";
	case LLK_SUGGEST_NOTHING:
		return "nothing";
	default:
		return "unknown";
	}
}

static void put_rights(const struct llk_suggestion *suggestion)
{
	const uint64_t rights = llk_suggestion_rights(suggestion);
	const char *name;
	bool first = true;
	int bit;

	fputs(",\"rights\":[", stdout);
	for (bit = 0; bit < 64; bit++) {
		name = llk_right_name(llk_suggestion_class(suggestion),
				      rights & UINT64_C(1) << bit);
		if (!name)
			continue;
		printf("%s\"%s\"", first ? "" : ",", name);
		first = false;
	}
	putchar(']');
}

static void put_flags(uint32_t flags)
{
	static const struct {
		uint32_t flag;
		const char *name;
	} known[] = {
		{ LLK_SUGGEST_AGAIN, "again" },
		{ LLK_SUGGEST_OPTIONAL, "optional" },
		{ LLK_SUGGEST_WIDENING, "widening" },
		{ LLK_SUGGEST_UNTRUSTED, "untrusted" },
		{ LLK_SUGGEST_COLLAPSED, "collapsed" },
	};
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (flags & known[i].flag)
			printf(",\"%s\":true", known[i].name);
}

static void put_suggestion(const struct options *options,
			   const struct llk_suggestion *suggestion)
{
	const char *path;
	char *text;
	size_t length;

	printf("{\"kind\":\"%s\"", kind_name(llk_suggestion_kind(suggestion)));
	put_rights(suggestion);
	path = llk_suggestion_path(suggestion, &length);
	if (path)
		put_text("path", path, length);
	if (llk_suggestion_port(suggestion) >= 0)
		printf(",\"port\":%d", llk_suggestion_port(suggestion));
	put_flags(llk_suggestion_flags(suggestion));
	text = suggestion_text(suggestion, options->form, options->silence);
	put_text("text", text, strlen(text));
	free(text);
}

void show_json_suggestion(const struct options *options,
			  const struct llk_suggestion *suggestion)
{
	put_suggestion(options, suggestion);
	printf(",\"count\":%" PRIu64 "}\n", llk_suggestion_count(suggestion));
}

static void put_suggestions(const struct options *options,
			    struct llk_denial *denial)
{
	const struct llk_suggestion *suggestion;
	size_t i;

	fputs(",\"suggestions\":[", stdout);
	for (i = 0; (suggestion = llk_denial_suggestion(denial, i)); i++) {
		if (i)
			putchar(',');
		put_suggestion(options, suggestion);
		putchar('}');
	}
	putchar(']');
}

/* ---- A denial ------------------------------------------------------------------- */

void show_json(const struct options *options, struct llk_denial *denial)
{
	uint64_t number;

	putchar('{');
	if (wall_time(denial, &number))
		put_time("time", number);
	else if (!llk_denial_number(denial, LLK_FIELD_TIME, &number))
		put_time("uptime", number);
	if (!llk_denial_number(denial, LLK_FIELD_DOMAIN, &number))
		printf("\"domain\":\"%" PRIx64 "\",", number);
	put_object(llk_denial_record(denial, 0));
	put_members(denial);
	if (llk_denial_objects(denial) > 1) {
		fputs(",\"to\":{", stdout);
		put_object(llk_denial_record(denial, 1));
		putchar('}');
	}
	if (options->suggest)
		put_suggestions(options, denial);
	puts("}");
}
