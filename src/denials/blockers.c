/* SPDX-License-Identifier: MIT */
/*
 * Names of access rights in records, back to rights.  The one table of rights
 * is liblandlock's; here it is only turned so that names are found quickly.
 */
#include <string.h>

#include "internal.h"

static const char *const prefixes[LLKI_CLASSES] = { "fs.", "net.", "scope." };

/* Where to look first for a name without its class. */
static size_t slot(const char *name, size_t length)
{
	const size_t first = (unsigned char)name[0];
	const size_t last = (unsigned char)name[length - 1];

	return (length * 5 + first * 3 + last) % LLKI_NAMES;
}

static void add_name(struct llki_name names[LLKI_NAMES], int cls, uint64_t bit)
{
	const char *name = llk_right_name(UINT32_C(1) << cls, bit);
	const size_t skip = strlen(prefixes[cls]);
	size_t i;

	if (!name)
		return;
	i = slot(name + skip, strlen(name + skip));
	while (names[i].name)
		i = (i + 1) % LLKI_NAMES;
	names[i] = (struct llki_name){
		.name = name, .length = strlen(name), .cls = cls, .bit = bit,
	};
}

void llki_names_init(struct llki_name names[LLKI_NAMES])
{
	int cls, bit;

	for (cls = 0; cls < LLKI_CLASSES; cls++)
		for (bit = 0; bit < 64; bit++)
			add_name(names, cls, UINT64_C(1) << bit);
}

/* @name is without the class. */
static const struct llki_name *find(const struct llk_record *rec, int cls,
				    const char *name, size_t length)
{
	const size_t skip = strlen(prefixes[cls]);
	size_t i;

	if (!length)
		return NULL;
	for (i = slot(name, length); rec->names[i].name;
	     i = (i + 1) % LLKI_NAMES) {
		const struct llki_name *known = &rec->names[i];

		if (known->cls == cls && known->length == skip + length &&
		    !memcmp(known->name + skip, name, length))
			return known;
	}
	return NULL;
}

uint64_t llki_rights_of(const struct llk_record *rec, int cls,
			const char *list, size_t length)
{
	const char *end = list + length;
	uint64_t rights = 0;

	while (list < end) {
		const char *bar = memchr(list, '|', (size_t)(end - list));
		const char *stop = bar ? bar : end;
		const struct llki_name *known =
			find(rec, cls, list, (size_t)(stop - list));

		if (known)
			rights |= known->bit;
		list = bar ? bar + 1 : end;
	}
	return rights;
}

bool llki_is_name(const char *name, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		if (!((name[i] >= 'a' && name[i] <= 'z') ||
		      (name[i] >= '0' && name[i] <= '9') ||
		      name[i] == '_' || name[i] == '.'))
			return false;
	return length;
}

/* A name that is not in the table of rights.  NULL: no room for it. */
static const char *add_other(struct llk_record *rec, const char *prefix,
			     const char *name, size_t length)
{
	const size_t before = strlen(prefix);
	char *copy = llki_room(rec, before + length);

	if (!copy)
		return NULL;
	memcpy(copy, prefix, before + 1);
	memcpy(copy + before, name, length);
	if (!strcmp(copy, "fs.change_topology")) {
		rec->special |= LLKI_TOPOLOGY;
	} else if (!strcmp(copy, "ptrace")) {
		rec->special |= LLKI_PTRACE;
	} else {
		rec->special |= LLKI_UNKNOWN;
		if (!strncmp(copy, "fs.", 3))
			rec->special |= LLKI_UNKNOWN_FS;
	}
	return copy;
}

/* The class that a name begins with, or -1. */
static int class_of(const char *name, size_t length)
{
	int cls;

	for (cls = 0; cls < LLKI_CLASSES; cls++) {
		const size_t skip = strlen(prefixes[cls]);

		if (length > skip && !memcmp(name, prefixes[cls], skip))
			return cls;
	}
	return -1;
}

static int add_blocker(struct llk_record *rec, const char *prefix,
		       const char *name, size_t length)
{
	const char *whole = *prefix ? prefix : name;
	const size_t whole_length = *prefix ? strlen(prefix) + 1 : length;
	const int cls = class_of(whole, whole_length);
	const size_t skip = *prefix || cls < 0 ? 0 : strlen(prefixes[cls]);
	const struct llki_name *known = NULL;
	const char *text;

	if (!llki_is_name(name, length))
		return -1;
	if (rec->blockers_count == LLK_BLOCKERS_MAX) {
		rec->truncated = true;
		return 0;
	}
	if (cls >= 0)
		known = find(rec, cls, name + skip, length - skip);
	if (known) {
		rec->rights[cls] |= known->bit;
		text = known->name;
	} else {
		text = add_other(rec, prefix, name, length);
	}
	if (text)
		rec->blockers[rec->blockers_count++] = text;
	return 0;
}

int llki_blockers(struct llk_record *rec, const char *prefix,
		  const char *list, size_t length, char separator)
{
	const char *end = list + length;
	const char *stop;

	for (;;) {
		stop = memchr(list, separator, (size_t)(end - list));
		if (add_blocker(rec, prefix, list,
				(size_t)((stop ? stop : end) - list)))
			return -1;
		if (!stop)
			return 0;
		list = stop + 1;
	}
}
