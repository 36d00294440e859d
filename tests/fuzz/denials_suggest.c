/* SPDX-License-Identifier: MIT */
/*
 * Fuzz target: denials of files with any name, written as audit and as a trace
 * write them.  The name must come back, and the suggestion must be about it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "denials.h"

/* As audit: quoted, or all in hexadecimal. */
static void write_audit(char *to, const char *bytes)
{
	const unsigned char *s = (const unsigned char *)bytes;

	for (; *s; s++)
		if (*s == '"' || *s < 0x21 || *s > 0x7e)
			break;
	if (!*s) {
		sprintf(to, "\"%s\"", bytes);
		return;
	}
	for (s = (const unsigned char *)bytes; *s; s++, to += 2)
		sprintf(to, "%02X", *s);
}

static void write_trace(char *to, const char *bytes)
{
	static const char escaped[] = "\a\b\t\n\v\f\r\033\\\"";
	static const char letters[] = "abtnvfre\\\"";
	const unsigned char *s = (const unsigned char *)bytes;

	for (; *s; s++) {
		const char *found = strchr(escaped, *s);

		if (found)
			to += sprintf(to, "\\%c", letters[found - escaped]);
		else if (*s < 0x21 || *s > 0x7e || *s == '=' || *s == '\'')
			to += sprintf(to, "\\%03o", *s);
		else
			*to++ = (char)*s;
	}
	*to = '\0';
}

/* The names of a mask; in a trace without the class. */
static void write_rights(char *to, uint64_t rights, bool trace)
{
	const char *between = "";
	int bit;

	*to = '\0';
	for (bit = 0; bit < 17; bit++) {
		if (!(rights >> bit & 1))
			continue;
		to += sprintf(to, "%s%s", between,
			      llk_right_name(LLK_FS, UINT64_C(1) << bit) +
			      (trace ? 3 : 0));
		between = trace ? "|" : ",";
	}
}

static void check(struct llk_joiner *joiner, struct llk_record *rec,
		  const char *line, const char *path, uint64_t rights)
{
	struct llk_denial *denial;
	const char *found;
	size_t length;

	must(llk_record_parse(rec, line, strlen(line)) == 1, "%s", line);
	must(llk_record_rights(rec, LLK_FS) == rights, "%s", line);
	found = llk_record_text(rec, LLK_FIELD_PATH, &length);
	must(found && length == strlen(path) && !strcmp(found, path), "%s",
	     line);
	must(!llk_joiner_add(joiner, rec), "%s", line);
	llk_joiner_flush(joiner);
	denial = llk_joiner_next(joiner);
	must(denial, "%s", line);
	check_denial(denial);
	must(!llk_joiner_next(joiner), "%s", line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static unsigned int count;	/* else they were duplicates */
	static char path[512], encoded[4 * 512 + 3], names[512], line[4096];
	struct input in = { data, size };
	uint64_t rights = take_number(&in, 3) & 0x1ffff;
	static struct llk_joiner *joiner;
	static struct llk_record *rec;
	size_t n = 0;

	if (!joiner) {
		joiner = llk_joiner_new(256 * 1024);
		rec = llk_record_new();
	}
	if (!joiner || !rec)
		abort();
	rights = rights ? rights : LLK_FS_READ_FILE;
	path[n++] = '/';
	while (in.size && n < sizeof(path) - 1) {
		path[n] = (char)take(&in);
		n += path[n] != '\0';
	}
	path[n] = '\0';

	write_audit(encoded, path);
	write_rights(names, rights, false);
	snprintf(line, sizeof(line), "type=LANDLOCK_ACCESS msg=audit(1.002:%u): "
		 "domain=1f blockers=%s path=%s dev=\"vda\" ino=4", ++count,
		 names, encoded);
	check(joiner, rec, line, path, rights);

	write_trace(encoded, path);
	write_rights(names, rights, true);
	snprintf(line, sizeof(line), "  a-1 [000] ..... 1.000002: "
		 "landlock_deny_access_fs: domain=1f same_exec=1 logged=1 "
		 "blockers=%s dev=8:2 ino=4 path=%s", names, encoded);
	check(joiner, rec, line, path, rights);
	return 0;
}
