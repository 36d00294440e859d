/* SPDX-License-Identifier: MIT */
/*
 * Many denials: each suggestion once, counted, with the rights of all; and on
 * request one rule on a directory in place of many in it.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

#define LIMIT_MOST 1000000

struct entry {
	struct llk_suggestion suggestion;	/* first: it is handed out */
	struct entry *chain;			/* same slot of the table */
	struct entry *next, *previous;		/* in the order first met */
	struct entry *newer, *older;		/* in the order last met */
	uint64_t hash;
	char text[];				/* the path, or the name */
};

struct llk_aggregate {
	size_t limit, count;
	uint64_t forgotten;
	struct entry **table;
	size_t slots;				/* a power of two */
	struct entry *first, *last;
	struct entry *newest, *oldest;
	/* Where the last question by number was answered. */
	struct entry *cursor;
	size_t cursor_at;
};

struct llk_aggregate *llk_aggregate_new(size_t limit)
{
	struct llk_aggregate *aggregate;

	if (!limit || limit > LIMIT_MOST) {
		errno = EINVAL;
		return NULL;
	}
	aggregate = calloc(1, sizeof(*aggregate));
	if (!aggregate)
		return NULL;
	aggregate->limit = limit;
	aggregate->slots = 64;
	while (aggregate->slots < limit)
		aggregate->slots *= 2;
	aggregate->table = calloc(aggregate->slots, sizeof(void *));
	if (!aggregate->table) {
		llk_aggregate_free(aggregate);
		return NULL;
	}
	return aggregate;
}

void llk_aggregate_free(struct llk_aggregate *aggregate)
{
	const int error = errno;

	if (!aggregate)
		return;
	while (aggregate->first) {
		struct entry *next = aggregate->first->next;

		free(aggregate->first);
		aggregate->first = next;
	}
	free(aggregate->table);
	free(aggregate);
	errno = error;
}

/* ---- The table and the lists ----------------------------------------- */

/* Suggestions of one kind for one object are one. */
static uint64_t hash_of(const struct llk_suggestion *s)
{
	const uint64_t key[] = {
		(uint64_t)s->kind, s->cls, (uint64_t)s->port,
		s->flags & LLK_SUGGEST_COLLAPSED,
	};
	uint64_t hash = llki_hash(0, key, sizeof(key));

	if (s->path)
		hash = llki_hash(hash, s->path, s->path_length);
	if (s->name)
		hash = llki_hash(hash, s->name, strlen(s->name));
	if (s->reason)
		hash = llki_hash(hash, s->reason, strlen(s->reason));
	return hash;
}

static bool equal_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static bool same(const struct llk_suggestion *a, const struct llk_suggestion *b)
{
	return a->kind == b->kind && a->cls == b->cls && a->port == b->port &&
	       !((a->flags ^ b->flags) & LLK_SUGGEST_COLLAPSED) &&
	       equal_text(a->path, b->path) && equal_text(a->name, b->name) &&
	       equal_text(a->reason, b->reason);
}

static struct entry **slot_of(const struct llk_aggregate *aggregate,
			      uint64_t hash)
{
	return &aggregate->table[hash & (aggregate->slots - 1)];
}

static struct entry *find(const struct llk_aggregate *aggregate,
			  const struct llk_suggestion *s)
{
	const uint64_t hash = hash_of(s);
	struct entry *entry = *slot_of(aggregate, hash);

	while (entry && (entry->hash != hash || !same(&entry->suggestion, s)))
		entry = entry->chain;
	return entry;
}

static void unlink_met(struct llk_aggregate *aggregate, struct entry *entry)
{
	*(entry->newer ? &entry->newer->older : &aggregate->newest) =
		entry->older;
	*(entry->older ? &entry->older->newer : &aggregate->oldest) =
		entry->newer;
}

static void link_met(struct llk_aggregate *aggregate, struct entry *entry)
{
	entry->newer = NULL;
	entry->older = aggregate->newest;
	*(aggregate->newest ? &aggregate->newest->newer : &aggregate->oldest) =
		entry;
	aggregate->newest = entry;
}

static void take_out(struct llk_aggregate *aggregate, struct entry *entry)
{
	struct entry **link = slot_of(aggregate, entry->hash);

	while (*link != entry)
		link = &(*link)->chain;
	*link = entry->chain;
	unlink_met(aggregate, entry);
	*(entry->previous ? &entry->previous->next : &aggregate->first) =
		entry->next;
	*(entry->next ? &entry->next->previous : &aggregate->last) =
		entry->previous;
	aggregate->count--;
	free(entry);
}

/* A copy that is in no list yet. */
static struct entry *copy(const struct llk_suggestion *s)
{
	const size_t path = s->path ? s->path_length : 0;
	const size_t name = s->name ? strlen(s->name) : 0;
	struct entry *entry = calloc(1, sizeof(*entry) + path + name + 2);

	if (!entry)
		return NULL;
	entry->suggestion = *s;
	entry->hash = hash_of(s);
	if (s->path) {
		memcpy(entry->text, s->path, path);
		entry->suggestion.path = entry->text;
	}
	if (s->name) {
		memcpy(entry->text + path + 1, s->name, name);
		entry->suggestion.name = entry->text + path + 1;
	}
	return entry;
}

static void put_in(struct llk_aggregate *aggregate, struct entry *entry)
{
	struct entry **slot = slot_of(aggregate, entry->hash);

	entry->chain = *slot;
	*slot = entry;
	entry->previous = aggregate->last;
	*(aggregate->last ? &aggregate->last->next : &aggregate->first) = entry;
	aggregate->last = entry;
	link_met(aggregate, entry);
	aggregate->count++;
}

/* ---- Adding ---------------------------------------------------------- */

static void merge(struct llk_suggestion *into, const struct llk_suggestion *s)
{
	into->rights |= s->rights;
	into->flags |= s->flags;
	into->count += s->count;
	if (s->first && (!into->first || s->first < into->first))
		into->first = s->first;
	if (s->last > into->last)
		into->last = s->last;
}

static int add(struct llk_aggregate *aggregate, const struct llk_suggestion *s)
{
	struct entry *entry = find(aggregate, s);

	if (entry) {
		merge(&entry->suggestion, s);
		unlink_met(aggregate, entry);
		link_met(aggregate, entry);
		return 0;
	}
	entry = copy(s);
	if (!entry)
		return -1;
	if (aggregate->count == aggregate->limit) {
		take_out(aggregate, aggregate->oldest);
		aggregate->forgotten++;
	}
	put_in(aggregate, entry);
	return 0;
}

int llk_aggregate_add(struct llk_aggregate *aggregate,
		      struct llk_denial *denial)
{
	const struct llk_suggestion *s;
	size_t i;

	if (!aggregate || !denial) {
		errno = EINVAL;
		return -1;
	}
	aggregate->cursor = NULL;
	for (i = 0; (s = llk_denial_suggestion(denial, i)); i++)
		if (!(s->flags & LLK_SUGGEST_OPTIONAL) && add(aggregate, s))
			return -1;
	return 0;
}

const struct llk_suggestion *
llk_aggregate_suggestion(struct llk_aggregate *aggregate, size_t i)
{
	if (!aggregate)
		return NULL;
	if (!aggregate->cursor || i < aggregate->cursor_at) {
		aggregate->cursor = aggregate->first;
		aggregate->cursor_at = 0;
	}
	while (aggregate->cursor && aggregate->cursor_at < i) {
		aggregate->cursor = aggregate->cursor->next;
		aggregate->cursor_at++;
	}
	return aggregate->cursor ? &aggregate->cursor->suggestion : NULL;
}

uint64_t llk_aggregate_forgotten(const struct llk_aggregate *aggregate)
{
	return aggregate ? aggregate->forgotten : 0;
}

/* ---- One rule for many ----------------------------------------------- */

/* The length of the directory that holds a path: 1 for "/". */
static size_t directory_length(const struct entry *entry)
{
	size_t length = entry->suggestion.path_length;

	while (length > 1 && entry->suggestion.path[length - 1] != '/')
		length--;
	return length > 1 ? length - 1 : 1;
}

/* Puts those together that can become one: same directory, same rights. */
static int compare(const void *a, const void *b)
{
	const struct entry *one = *(struct entry *const *)a;
	const struct entry *two = *(struct entry *const *)b;
	const size_t length = directory_length(one);

	if (length != directory_length(two))
		return length < directory_length(two) ? -1 : 1;
	if (one->suggestion.rights != two->suggestion.rights)
		return one->suggestion.rights < two->suggestion.rights ? -1 : 1;
	return memcmp(one->suggestion.path, two->suggestion.path, length);
}

static bool can_collapse(const struct entry *entry, uint32_t flags)
{
	const struct llk_suggestion *s = &entry->suggestion;

	return s->kind == LLK_SUGGEST_PATH && s->path_length > 1 &&
	       !(s->flags & LLK_SUGGEST_COLLAPSED) &&
	       (flags & LLK_COLLAPSE_ROOT || directory_length(entry) > 1);
}

/* A rule on the directory of @members, not yet in the aggregate. */
static struct entry *directory_of(struct entry *const members[], size_t count)
{
	struct llk_suggestion s = members[0]->suggestion;
	struct entry *entry;
	size_t i;

	s.path_length = directory_length(members[0]);
	s.flags |= LLK_SUGGEST_COLLAPSED;
	entry = copy(&s);
	if (!entry)
		return NULL;
	for (i = 1; i < count; i++)
		merge(&entry->suggestion, &members[i]->suggestion);
	return entry;
}

static size_t group_size(struct entry *const sorted[], size_t count)
{
	size_t n = 1;

	while (n < count && !compare(&sorted[0], &sorted[n]))
		n++;
	return n;
}

static void replace(struct llk_aggregate *aggregate, struct entry *made,
		    struct entry *const members[], size_t count)
{
	struct entry *known = find(aggregate, &made->suggestion);
	size_t i;

	if (known) {
		merge(&known->suggestion, &made->suggestion);
		free(made);
	} else {
		put_in(aggregate, made);
	}
	for (i = 0; i < count; i++)
		take_out(aggregate, members[i]);
}

/* One group after the other: all rules are made first, so that nothing has
   changed if there is no memory for one. */
static int collapse(struct llk_aggregate *aggregate, struct entry **sorted,
		    struct entry **made, size_t count, size_t least)
{
	size_t i, n, groups = 0;

	for (i = 0; i < count; i += n) {
		n = group_size(sorted + i, count - i);
		if (n < least)
			continue;
		made[groups] = directory_of(sorted + i, n);
		if (!made[groups])
			goto no_memory;
		groups++;
	}
	groups = 0;
	for (i = 0; i < count; i += n) {
		n = group_size(sorted + i, count - i);
		if (n >= least)
			replace(aggregate, made[groups++], sorted + i, n);
	}
	return (int)groups;
no_memory:
	while (groups)
		free(made[--groups]);
	return -1;
}

int llk_aggregate_collapse(struct llk_aggregate *aggregate, size_t least,
			   uint32_t flags)
{
	struct entry **sorted, *entry;
	size_t count = 0;
	int ret;

	if (!aggregate || least < 2 || flags & ~LLK_COLLAPSE_ROOT) {
		errno = EINVAL;
		return -1;
	}
	/* The second half is for what is made of the first. */
	sorted = calloc(2 * aggregate->count + 1, sizeof(void *));
	if (!sorted)
		return -1;
	for (entry = aggregate->first; entry; entry = entry->next)
		if (can_collapse(entry, flags))
			sorted[count++] = entry;
	qsort(sorted, count, sizeof(void *), compare);
	ret = collapse(aggregate, sorted, sorted + count, count, least);
	aggregate->cursor = NULL;
	free(sorted);
	return ret;
}
