/* SPDX-License-Identifier: MIT */
/*
 * Domains: who made which, what is outside it, when it ended.  Bounded: the
 * domain that was not met for longest is forgotten first.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

enum number {
	ID, PARENT, RULESET, TIME, PID, UID, DENIALS, SEEN, FREED, PROCESS_WIDE,
	NO_NEW_PRIVS, NUMBERS
};

enum text { NODE, MODE, EXE, COMM, TEXTS };

struct llk_domain {
	struct llk_domain *chain;	/* same slot of the table */
	struct llk_domain *newer, *older;
	uint64_t hash;			/* of node and number */
	size_t memory;
	uint32_t has;			/* numbers */
	uint64_t numbers[NUMBERS];
	char *texts[TEXTS];
	size_t lengths[TEXTS];
};

static const struct {
	unsigned int in_record, in_domain;
	int number;
} numbers[] = {
	{ LLK_FIELD_DOMAIN, LLK_FIELD_DOMAIN, ID },
	{ LLK_FIELD_PARENT, LLK_FIELD_PARENT, PARENT },
	{ LLK_FIELD_RULESET, LLK_FIELD_RULESET, RULESET },
	{ LLK_FIELD_PID, LLK_FIELD_DOMAIN_PID, PID },
	{ LLK_FIELD_UID, LLK_FIELD_DOMAIN_UID, UID },
	{ LLK_FIELD_DENIALS, LLK_FIELD_DENIALS, DENIALS },
	{ LLK_FIELD_PROCESS_WIDE, LLK_FIELD_PROCESS_WIDE, PROCESS_WIDE },
	{ LLK_FIELD_NO_NEW_PRIVS, LLK_FIELD_NO_NEW_PRIVS, NO_NEW_PRIVS },
	/* Not told by one record. */
	{ 0, LLK_FIELD_TIME, TIME },
	{ 0, LLK_FIELD_SEEN, SEEN },
	{ 0, LLK_FIELD_FREED, FREED },
};

static const struct {
	unsigned int in_record, in_domain;
	int text;
} texts[] = {
	{ LLK_FIELD_NODE, LLK_FIELD_NODE, NODE },
	{ LLK_FIELD_MODE, LLK_FIELD_MODE, MODE },
	{ LLK_FIELD_EXE, LLK_FIELD_DOMAIN_EXE, EXE },
	{ LLK_FIELD_COMM, LLK_FIELD_DOMAIN_COMM, COMM },
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* FNV-1a */
uint64_t llki_hash(uint64_t hash, const void *bytes, size_t length)
{
	const unsigned char *at = bytes;

	hash ^= UINT64_C(0xcbf29ce484222325);
	for (; length; length--)
		hash = (hash ^ *at++) * UINT64_C(0x100000001b3);
	return hash ^ hash >> 29;
}

const char *llki_node(const struct llk_record *rec)
{
	if (!llki_has(rec, LLK_FIELD_NODE))
		return "";
	return rec->decoded + rec->texts[LLK_FIELD_NODE].start;
}

static uint64_t hash_of(const char *node, uint64_t id)
{
	return llki_hash(llki_hash(0, node, strlen(node)), &id, sizeof(id));
}

/* ---- The table and the list ------------------------------------------ */

int llki_domains_init(struct llki_domains *domains, size_t limit)
{
	domains->limit = limit;
	domains->slots = 256;
	while (domains->slots < limit / 1024)
		domains->slots *= 2;
	domains->table = calloc(domains->slots, sizeof(void *));
	return domains->table ? 0 : -1;
}

static void free_domain(struct llk_domain *domain)
{
	int i;

	for (i = 0; i < TEXTS; i++)
		free(domain->texts[i]);
	free(domain);
}

void llki_domains_free(struct llki_domains *domains)
{
	while (domains->newest) {
		struct llk_domain *older = domains->newest->older;

		free_domain(domains->newest);
		domains->newest = older;
	}
	free(domains->table);
}

static struct llk_domain **slot_of(const struct llki_domains *domains,
				   uint64_t hash)
{
	return &domains->table[hash & (domains->slots - 1)];
}

struct llk_domain *llki_domains_find(const struct llki_domains *domains,
				     const char *node, uint64_t id)
{
	const uint64_t hash = hash_of(node, id);
	struct llk_domain *domain = *slot_of(domains, hash);

	while (domain && (domain->hash != hash || domain->numbers[ID] != id))
		domain = domain->chain;
	return domain;
}

static void take_out(struct llki_domains *domains, struct llk_domain *domain)
{
	*(domain->newer ? &domain->newer->older : &domains->newest) =
		domain->older;
	*(domain->older ? &domain->older->newer : &domains->oldest) =
		domain->newer;
}

static void put_first(struct llki_domains *domains, struct llk_domain *domain)
{
	domain->newer = NULL;
	domain->older = domains->newest;
	*(domains->newest ? &domains->newest->newer : &domains->oldest) =
		domain;
	domains->newest = domain;
}

static void forget_oldest(struct llki_domains *domains)
{
	struct llk_domain *domain = domains->oldest;
	struct llk_domain **link = slot_of(domains, domain->hash);

	while (*link != domain)
		link = &(*link)->chain;
	*link = domain->chain;
	take_out(domains, domain);
	domains->memory -= domain->memory;
	domains->forgotten++;
	free_domain(domain);
}

static struct llk_domain *add_domain(struct llki_domains *domains,
				     const char *node, uint64_t id)
{
	struct llk_domain *domain = calloc(1, sizeof(*domain));
	struct llk_domain **slot;

	if (!domain)
		return NULL;
	domain->hash = hash_of(node, id);
	domain->numbers[ID] = id;
	domain->memory = sizeof(*domain);
	domains->memory += domain->memory;
	slot = slot_of(domains, domain->hash);
	domain->chain = *slot;
	*slot = domain;
	put_first(domains, domain);
	return domain;
}

struct llk_domain *llki_domains_at(struct llki_domains *domains, size_t i)
{
	if (!domains->cursor || i < domains->cursor_at) {
		domains->cursor = domains->newest;
		domains->cursor_at = 0;
	}
	while (domains->cursor && domains->cursor_at < i) {
		domains->cursor = domains->cursor->older;
		domains->cursor_at++;
	}
	return domains->cursor;
}

/* ---- What records tell ----------------------------------------------- */

static void set(struct llk_domain *domain, int number, uint64_t value)
{
	domain->numbers[number] = value;
	domain->has |= UINT32_C(1) << number;
}

static int set_text(struct llki_domains *domains, struct llk_domain *domain,
		    int text, const char *bytes, size_t length)
{
	char *copy;

	if (domain->texts[text] && domain->lengths[text] == length &&
	    !memcmp(domain->texts[text], bytes, length))
		return 0;
	copy = malloc(length + 1);
	if (!copy)
		return -1;
	memcpy(copy, bytes, length);
	copy[length] = '\0';
	if (domain->texts[text]) {
		domain->memory -= domain->lengths[text] + 1;
		domains->memory -= domain->lengths[text] + 1;
		free(domain->texts[text]);
	}
	domain->texts[text] = copy;
	domain->lengths[text] = length;
	domain->memory += length + 1;
	domains->memory += length + 1;
	return 0;
}

/* Does the record speak of who made the domain, or of who uses it? */
static bool of_maker(const struct llk_record *rec)
{
	switch (rec->kind) {
	case LLK_RECORD_DOMAIN:
	case LLK_RECORD_DOMAIN_CREATED:
		return true;
	default:
		return false;
	}
}

static bool tells(const struct llk_record *rec, unsigned int field)
{
	if (!field || !llki_has(rec, field))
		return false;
	switch (field) {
	case LLK_FIELD_PID:
	case LLK_FIELD_UID:
	case LLK_FIELD_EXE:
	case LLK_FIELD_COMM:
		return of_maker(rec);
	case LLK_FIELD_RULESET:
		return rec->kind == LLK_RECORD_DOMAIN_CREATED;
	default:
		return true;
	}
}

static int learn(struct llki_domains *domains, struct llk_domain *domain,
		 const struct llk_record *rec)
{
	size_t i;

	for (i = 0; i < COUNT(numbers); i++)
		if (tells(rec, numbers[i].in_record))
			set(domain, numbers[i].number,
			    rec->numbers[numbers[i].in_record]);
	for (i = 0; i < COUNT(texts); i++) {
		const unsigned int field = texts[i].in_record;

		if (tells(rec, field) &&
		    set_text(domains, domain, texts[i].text,
			     rec->decoded + rec->texts[field].start,
			     rec->texts[field].length))
			return -1;
	}
	return 0;
}

static void note_time(struct llk_domain *domain, const struct llk_record *rec)
{
	const uint64_t time = rec->numbers[LLK_FIELD_TIME];

	if (!llki_has(rec, LLK_FIELD_TIME))
		return;
	if (!(domain->has & UINT32_C(1) << TIME))
		set(domain, TIME, time);
	if (rec->kind == LLK_RECORD_DOMAIN_FREED)
		set(domain, FREED, time);
}

int llki_domains_add(struct llki_domains *domains, struct llk_record *rec)
{
	struct llk_domain *domain;
	const char *node;
	uint64_t id;

	domains->cursor = NULL;
	if (!llki_has(rec, LLK_FIELD_DOMAIN))
		return 0;
	node = llki_node(rec);
	id = rec->numbers[LLK_FIELD_DOMAIN];
	domain = llki_domains_find(domains, node, id);
	if (domain && domain != domains->newest) {
		take_out(domains, domain);
		put_first(domains, domain);
	}
	if (!domain)
		domain = add_domain(domains, node, id);
	if (!domain || learn(domains, domain, rec))
		return -1;
	note_time(domain, rec);
	if (rec->kind == LLK_RECORD_DENIAL)
		set(domain, SEEN, domain->numbers[SEEN] + 1);
	while (domains->memory > domains->limit && domains->oldest != domain)
		forget_oldest(domains);
	return 0;
}

/* ---- Questions ------------------------------------------------------- */

int llk_domain_number(const struct llk_domain *domain, unsigned int field,
		      uint64_t *number)
{
	size_t i;

	if (!domain || !number || !field || field > LLKI_FIELD_LAST) {
		errno = EINVAL;
		return -1;
	}
	for (i = 0; i < COUNT(numbers); i++) {
		if (numbers[i].in_domain != field ||
		    !(domain->has >> numbers[i].number & 1))
			continue;
		*number = domain->numbers[numbers[i].number];
		return 0;
	}
	if (field == LLK_FIELD_UNLOGGED && domain->has >> DENIALS & 1) {
		const uint64_t all = domain->numbers[DENIALS];
		const uint64_t seen = domain->numbers[SEEN];

		*number = all > seen ? all - seen : 0;
		return 0;
	}
	errno = ENODATA;
	return -1;
}

const char *llk_domain_text(const struct llk_domain *domain, unsigned int field,
			    size_t *length)
{
	size_t i;

	if (!domain || !field || field > LLKI_FIELD_LAST) {
		errno = EINVAL;
		return NULL;
	}
	for (i = 0; i < COUNT(texts); i++) {
		if (texts[i].in_domain != field ||
		    !domain->texts[texts[i].text])
			continue;
		if (length)
			*length = domain->lengths[texts[i].text];
		return domain->texts[texts[i].text];
	}
	errno = ENODATA;
	return NULL;
}
