/* SPDX-License-Identifier: MIT */
/*
 * Fuzz target: one line or message of any bytes.  What the parser says of it
 * must hold, twice the same, and not depend on what was parsed before.
 */
#include <errno.h>
#include <string.h>

#include "denials.h"

static int parse(struct llk_record *rec, unsigned int type, const char *line,
		 size_t length)
{
	if (type)
		return llk_record_parse_netlink(rec, type, line, length);
	return llk_record_parse(rec, line, length);
}

static void compare(struct llk_record *a, struct llk_record *b)
{
	unsigned int field;

	must(llk_record_kind(a) == llk_record_kind(b), "kind");
	must(llk_record_truncated(a) == llk_record_truncated(b), "truncated");
	for (field = 1; field < 60; field++) {
		uint64_t one = 0, two = 0;
		size_t m = 0, n = 0;
		const char *s = llk_record_text(a, field, &m);
		const char *t = llk_record_text(b, field, &n);

		llk_record_number(a, field, &one);
		llk_record_number(b, field, &two);
		must(one == two && !s == !t && m == n &&
		     (!s || !memcmp(s, t, m)), "field %u", field);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const unsigned int types[] = { 0, 0, 0, 1423, 1424, 1300, 1320 };
	static struct llk_record *used, *fresh;
	struct input in = { data, size };
	const unsigned int type = PICK(&in, types);
	int ret, again;

	if (!used)
		used = llk_record_new();
	fresh = llk_record_new();
	if (!used || !fresh)
		return 0;
	ret = parse(fresh, type, (const char *)in.data, in.size);
	check_record(fresh, ret);
	again = parse(used, type, (const char *)in.data, in.size);
	must(ret == again, "ret %d, then %d", ret, again);
	compare(fresh, used);
	llk_record_free(fresh);
	return 0;
}
