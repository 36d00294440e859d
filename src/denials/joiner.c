/* SPDX-License-Identifier: MIT */
/*
 * The joiner: puts the records of one event together, and gives out its denials
 * when nothing more comes.  Every step is of constant time, and memory stays
 * below the caller's limit.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

/* After so many serial numbers, or so much time, an event gets no more
   records; or after so many records, where several machines are in one log. */
#define SERIALS		256
#define AUDIT_TIME	UINT64_C(2000000000)
#define TRACE_TIME	UINT64_C(1000000000)
#define RECORDS		4096
/* The halves of a rename, where they are events of their own; audit's clock
   goes in ticks of up to 10 ms. */
#define PAIR_TIME	UINT64_C(10000000)
/* In a trace, where a half that lacks no refer may be a call of its own. */
#define TRACE_PAIR_TIME	UINT64_C(500000)
/* One call can be denied many times: kill(-1), sendmmsg(2). */
#define ACCESSES_MAX	64
/* Room that one more record may need. */
#define RESERVE		((size_t)64 * 1024)
#define LIMIT_LEAST	((size_t)256 * 1024)
/* System calls that came before their denial, as ausearch(8) prints them. */
#define CALLS		256
#define CALL_MAX	1024
/* Records that are recognised when they come again. */
#define RECENT		4096
/* As much of a record as the kernel's log surely has. */
#define COMPARED	512

/* A line, to be parsed again. */
struct stored {
	struct stored *next;
	unsigned int type;	/* of a message; 0 for a line */
	bool truncated;
	uint16_t length;
	char line[];
};

struct event {
	struct event *chain;		/* same slot of the table */
	struct event *newer, *older;
	uint64_t hash;			/* of node and number */
	uint64_t number;		/* serial, or thread of a trace */
	uint64_t time;
	uint64_t arrival;
	bool trace;
	bool reversed;			/* the system call came first */
	bool early;
	uint64_t domain, rights;	/* of the first access */
	size_t memory;
	size_t count;			/* accesses */
	struct stored *first, *last;
	struct stored *call;
};

struct list {
	struct event *newest, *oldest;
};

struct call {
	uint64_t hash, time;
	unsigned int type;
	bool truncated;
	uint16_t length;		/* 0: empty */
	char line[CALL_MAX];
};

struct llk_joiner {
	size_t limit;
	size_t memory;			/* of all events */
	size_t pending_memory;		/* of those that are not complete */
	uint64_t arrivals;
	uint64_t counts[LLK_COUNT_MEMORY];
	uint64_t lost_total;		/* as the kernel told last */
	struct event **table;		/* of pending events */
	size_t slots;			/* a power of two */
	struct list pending, ready;
	uint64_t recent[RECENT];
	struct call calls[CALLS];
	struct llki_domains domains;
	struct llk_denial denial;
};

/* ---- Lists and the table --------------------------------------------- */

static void append(struct list *list, struct event *event)
{
	event->newer = NULL;
	event->older = list->newest;
	*(list->newest ? &list->newest->newer : &list->oldest) = event;
	list->newest = event;
}

static void take_out(struct list *list, struct event *event)
{
	*(event->newer ? &event->newer->older : &list->newest) = event->older;
	*(event->older ? &event->older->newer : &list->oldest) = event->newer;
}

static struct event **slot_of(const struct llk_joiner *joiner, uint64_t hash)
{
	return &joiner->table[hash & (joiner->slots - 1)];
}

/* A number that is a serial is not also one of a thread. */
static uint64_t hash_of(const struct llk_record *rec, uint64_t number)
{
	const char *node = llki_node(rec);
	uint64_t hash = rec->form == LLK_FORM_TRACE;

	if (*node)
		hash = llki_hash(0, node, strlen(node));
	/* Numbers that follow each other go to different slots. */
	return hash * UINT64_C(0x9e3779b97f4a7c15) + number;
}

static struct event *find(const struct llk_joiner *joiner, uint64_t hash)
{
	struct event *event = *slot_of(joiner, hash);

	while (event && event->hash != hash)
		event = event->chain;
	return event;
}

static uint64_t number_of(const struct llk_record *rec)
{
	const unsigned int field = rec->form == LLK_FORM_TRACE ?
				   LLK_FIELD_PID : LLK_FIELD_SERIAL;

	return llki_has(rec, field) ? rec->numbers[field] : 0;
}

static uint64_t time_of(const struct llk_record *rec)
{
	return llki_has(rec, LLK_FIELD_TIME) ? rec->numbers[LLK_FIELD_TIME] : 0;
}

static uint64_t apart(uint64_t a, uint64_t b)
{
	return a > b ? a - b : b - a;
}

/* ---- Storing --------------------------------------------------------- */

static unsigned int message_type(const struct llk_record *rec)
{
	if (rec->form != LLK_FORM_NETLINK)
		return 0;
	return (unsigned int)rec->numbers[LLK_FIELD_TYPE];
}

static size_t stored_size(size_t length)
{
	return sizeof(struct stored) + length;
}

static struct stored *store(unsigned int type, bool truncated,
			    const char *line, size_t length)
{
	struct stored *stored = malloc(stored_size(length));

	if (!stored)
		return NULL;
	stored->next = NULL;
	stored->type = type;
	stored->truncated = truncated;
	stored->length = (uint16_t)length;
	memcpy(stored->line, line, length);
	return stored;
}

static void restore(struct llk_record *rec, const struct stored *stored)
{
	if (stored->type)
		llk_record_parse_netlink(rec, stored->type, stored->line,
					 stored->length);
	else
		llk_record_parse(rec, stored->line, stored->length);
	rec->truncated |= stored->truncated;
}

/* For an event that is pending. */
static void use_memory(struct llk_joiner *joiner, struct event *event,
		       size_t size)
{
	event->memory += size;
	joiner->memory += size;
	joiner->pending_memory += size;
}

static void free_event(struct llk_joiner *joiner, struct event *event)
{
	while (event->first) {
		struct stored *next = event->first->next;

		free(event->first);
		event->first = next;
	}
	free(event->call);
	joiner->memory -= event->memory;
	free(event);
}

/* ---- Events that are complete ---------------------------------------- */

static void unlink_pending(struct llk_joiner *joiner, struct event *event)
{
	struct event **link = slot_of(joiner, event->hash);

	while (*link != event)
		link = &(*link)->chain;
	*link = event->chain;
	take_out(&joiner->pending, event);
	joiner->pending_memory -= event->memory;
}

static bool lone(const struct event *event)
{
	return event->count == 1 && !event->call && !event->trace;
}

static struct event *other_half(const struct llk_joiner *joiner,
				const struct event *event)
{
	/* The record of the domain may be between them. */
	uint64_t distance;

	for (distance = 1; distance <= 2; distance++) {
		struct event *other = find(joiner, event->hash + distance);

		if (other && lone(other) && other->domain == event->domain &&
		    apart(other->time, event->time) <= PAIR_TIME &&
		    llki_pair(event->rights, other->rights))
			return other;
	}
	return NULL;
}

/* Where audit logs no system calls, the halves of a rename are two events. */
static void take_other_half(struct llk_joiner *joiner, struct event *event)
{
	struct event *other = lone(event) ? other_half(joiner, event) : NULL;

	if (!other)
		return;
	unlink_pending(joiner, other);
	event->first->next = event->last = other->first;
	event->count = 2;
	event->memory += other->memory;
	joiner->memory -= sizeof(*other);
	event->memory -= sizeof(*other);
	free(other);
}

static void make_ready(struct llk_joiner *joiner, struct event *event)
{
	unlink_pending(joiner, event);
	take_other_half(joiner, event);
	append(&joiner->ready, event);
}

static void make_ready_early(struct llk_joiner *joiner, struct event *event)
{
	event->early = true;
	make_ready(joiner, event);
}

/* Does @rec, which comes later, say that nothing more comes? */
static bool expired(const struct llk_joiner *joiner, const struct event *event,
		    const struct llk_record *rec)
{
	const bool trace = rec->form == LLK_FORM_TRACE;

	if (joiner->arrivals - event->arrival > RECORDS)
		return true;
	if (trace != event->trace || (!trace && !llki_has(rec, LLK_FIELD_SERIAL)))
		return false;
	if (!trace && hash_of(rec, 0) != event->hash - event->number)
		return false;
	if (!trace && apart(number_of(rec), event->number) > SERIALS)
		return true;
	return apart(time_of(rec), event->time) >
		(trace ? TRACE_TIME : AUDIT_TIME);
}

static void expire(struct llk_joiner *joiner, const struct llk_record *rec)
{
	joiner->arrivals++;
	while (joiner->pending.oldest &&
	       expired(joiner, joiner->pending.oldest, rec))
		make_ready(joiner, joiner->pending.oldest);
}

/* ---- Taking records -------------------------------------------------- */

/* Did this record come before? */
static bool duplicate(struct llk_joiner *joiner, const struct llk_record *rec)
{
	const uint64_t key[] = {
		hash_of(rec, rec->numbers[LLK_FIELD_SERIAL]), time_of(rec),
		rec->numbers[LLK_FIELD_TYPE],
	};
	size_t length = (size_t)(rec->end - rec->body);
	uint64_t hash;

	if (!llki_has(rec, LLK_FIELD_SERIAL))
		return false;
	if (length > COMPARED)
		length = COMPARED;
	hash = llki_hash(llki_hash(0, key, sizeof(key)), rec->line + rec->body,
			 length);
	if (joiner->recent[hash % RECENT] == hash) {
		joiner->counts[LLK_COUNT_DUPLICATES]++;
		return true;
	}
	joiner->recent[hash % RECENT] = hash;
	return false;
}

static struct event *new_event(struct llk_joiner *joiner,
			       const struct llk_record *rec)
{
	struct event *event = calloc(1, sizeof(*event));
	struct event **slot;

	if (!event)
		return NULL;
	event->number = number_of(rec);
	event->hash = hash_of(rec, event->number);
	event->time = time_of(rec);
	event->trace = rec->form == LLK_FORM_TRACE;
	event->arrival = joiner->arrivals;
	use_memory(joiner, event, sizeof(*event));
	slot = slot_of(joiner, event->hash);
	event->chain = *slot;
	*slot = event;
	append(&joiner->pending, event);
	return event;
}

static struct call *call_of(struct llk_joiner *joiner, uint64_t hash)
{
	return &joiner->calls[hash % CALLS];
}

/* The system call that came before the denial, if there was one. */
static void take_call(struct llk_joiner *joiner, struct event *event)
{
	struct call *call = call_of(joiner, event->hash);

	if (event->trace || !call->length || call->hash != event->hash ||
	    call->time != event->time)
		return;
	/* Without it the denial is still worth telling. */
	event->call = store(call->type, call->truncated, call->line,
			    call->length);
	call->length = 0;
	if (!event->call)
		return;
	use_memory(joiner, event, stored_size(event->call->length));
	event->reversed = true;
}

static int add_access(struct llk_joiner *joiner, struct event *event,
		      const struct llk_record *rec)
{
	struct stored *stored = store(message_type(rec), rec->truncated,
				      rec->line, rec->length);

	if (!stored)
		return -1;
	if (!event->count) {
		event->domain = rec->numbers[LLK_FIELD_DOMAIN];
		event->rights = rec->rights[LLKI_FS];
	}
	if (!event->first) {
		event->first = event->last = stored;
	} else if (event->reversed) {
		stored->next = event->first;
		event->first = stored;
	} else {
		event->last->next = stored;
		event->last = stored;
	}
	event->count++;
	use_memory(joiner, event, stored_size(stored->length));
	return 0;
}

/*
 * Is this the other half of the rename that the thread's last event is of?  Two
 * halves that lack refer are, however busy the machine was in between.
 */
static bool continues(const struct event *event, const struct llk_record *rec)
{
	const uint64_t rights = rec->rights[LLKI_FS];

	if (event->count != 1 ||
	    event->domain != rec->numbers[LLK_FIELD_DOMAIN] ||
	    !llki_pair(event->rights, rights))
		return false;
	return event->rights & rights & LLK_FS_REFER ||
	       apart(event->time, time_of(rec)) <= TRACE_PAIR_TIME;
}

/* The event that a record belongs to, or a new one. */
static struct event *event_of(struct llk_joiner *joiner,
			      const struct llk_record *rec)
{
	struct event *event = find(joiner, hash_of(rec, number_of(rec)));

	if (event && event->trace && !continues(event, rec)) {
		make_ready(joiner, event);
		event = NULL;
	}
	/* The same number again, after a restart of the machine. */
	if (event && !event->trace && event->time != time_of(rec)) {
		make_ready(joiner, event);
		event = NULL;
	}
	if (!event) {
		event = new_event(joiner, rec);
		if (event)
			take_call(joiner, event);
	}
	return event;
}

/* Can a record follow that belongs to this event? */
static bool may_grow(const struct event *event, const struct llk_record *rec)
{
	if (event->trace)
		return event->count == 1 && event->rights & LLKI_MOVE;
	return llki_has(rec, LLK_FIELD_SERIAL);
}

static int add_denial(struct llk_joiner *joiner, const struct llk_record *rec)
{
	struct event *event = event_of(joiner, rec);

	if (!event)
		return -1;
	if (add_access(joiner, event, rec)) {
		if (!event->count) {
			unlink_pending(joiner, event);
			free_event(joiner, event);
		}
		return -1;
	}
	if (event->count == ACCESSES_MAX)
		make_ready_early(joiner, event);
	else if (!may_grow(event, rec))
		make_ready(joiner, event);
	return 0;
}

/* Without its event: kept for one that may still come. */
static void keep_call(struct llk_joiner *joiner, const struct llk_record *rec,
		      uint64_t hash)
{
	struct call *call = call_of(joiner, hash);

	call->hash = hash;
	call->time = time_of(rec);
	call->type = message_type(rec);
	call->truncated = rec->truncated || rec->length > CALL_MAX;
	call->length = rec->length < CALL_MAX ? rec->length : CALL_MAX;
	memcpy(call->line, rec->line, call->length);
}

/* gcc -fanalyzer loses sight of what an event in the table holds. */
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 10
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wanalyzer-malloc-leak"
#endif

/* The system call of an event that is there. */
static int attach_call(struct llk_joiner *joiner, struct event *event,
		       const struct llk_record *rec)
{
	if (event->call)
		return 0;
	event->call = store(message_type(rec), rec->truncated, rec->line,
			    rec->length);
	if (!event->call)
		return -1;
	use_memory(joiner, event, stored_size(event->call->length));
	return 0;
}

#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 10
#pragma GCC diagnostic pop
#endif

static int add_call(struct llk_joiner *joiner, const struct llk_record *rec)
{
	const uint64_t hash = hash_of(rec, number_of(rec));
	struct event *event = find(joiner, hash);

	if (event && event->time == time_of(rec))
		return attach_call(joiner, event, rec);
	keep_call(joiner, rec, hash);
	return 0;
}

static void end_event(struct llk_joiner *joiner, const struct llk_record *rec)
{
	struct event *event = find(joiner, hash_of(rec, number_of(rec)));

	if (event && event->time == time_of(rec))
		make_ready(joiner, event);
}

/* Audit tells how many it lost in all, traces how many since the last time. */
static void count_lost(struct llk_joiner *joiner, const struct llk_record *rec)
{
	uint64_t number = 1;

	if (llki_has(rec, LLK_FIELD_LOST)) {
		const uint64_t told = rec->numbers[LLK_FIELD_LOST];

		if (rec->form == LLK_FORM_TRACE) {
			number = told;
		} else if (told > joiner->lost_total) {
			number = told - joiner->lost_total;
			joiner->lost_total = told;
		}
	}
	joiner->counts[LLK_COUNT_LOST] += number;
}

static size_t memory(const struct llk_joiner *joiner)
{
	return joiner->memory + joiner->domains.memory;
}

static int add(struct llk_joiner *joiner, struct llk_record *rec)
{
	switch (rec->kind) {
	case LLK_RECORD_SYSCALL:
		return add_call(joiner, rec);
	case LLK_RECORD_END:
		end_event(joiner, rec);
		return 0;
	case LLK_RECORD_LOST:
		count_lost(joiner, rec);
		return 0;
	case LLK_RECORD_DENIAL:
		if (duplicate(joiner, rec))
			return 0;
		if (add_denial(joiner, rec))
			return -1;
		return llki_domains_add(&joiner->domains, rec);
	case LLK_RECORD_DOMAIN:
	case LLK_RECORD_DOMAIN_CREATED:
	case LLK_RECORD_DOMAIN_ENFORCED:
	case LLK_RECORD_DOMAIN_FREED:
		if (duplicate(joiner, rec))
			return 0;
		return llki_domains_add(&joiner->domains, rec);
	default:
		return 0;
	}
}

int llk_joiner_add(struct llk_joiner *joiner, struct llk_record *rec)
{
	int ret;

	if (!joiner || !rec) {
		errno = EINVAL;
		return -1;
	}
	if (joiner->ready.oldest &&
	    memory(joiner) > joiner->limit - RESERVE) {
		errno = EAGAIN;
		return -1;
	}
	expire(joiner, rec);
	ret = add(joiner, rec);
	while (joiner->pending.oldest &&
	       joiner->pending_memory + joiner->domains.memory >
	       joiner->limit - RESERVE)
		make_ready_early(joiner, joiner->pending.oldest);
	return ret;
}

void llk_joiner_flush(struct llk_joiner *joiner)
{
	while (joiner && joiner->pending.oldest)
		make_ready(joiner, joiner->pending.oldest);
}

/* ---- Giving denials out ---------------------------------------------- */

static struct stored *take_first(struct llk_joiner *joiner, struct event *event,
				 struct llk_record *rec)
{
	struct stored *stored = event->first;
	const size_t size = stored_size(stored->length);

	restore(rec, stored);
	event->first = stored->next;
	event->count--;
	event->memory -= size;
	joiner->memory -= size;
	free(stored);
	return event->first;
}

/* Of one event: nothing but a move asks for two files at once. */
static bool halves(const struct llk_record *from, const struct llk_record *to)
{
	return from->numbers[LLK_FIELD_DOMAIN] == to->numbers[LLK_FIELD_DOMAIN]
		&& from->rights[LLKI_FS] && to->rights[LLKI_FS] &&
		!((from->rights[LLKI_FS] | to->rights[LLKI_FS]) ==
		  LLK_FS_RESOLVE_UNIX);
}

struct llk_denial *llk_joiner_next(struct llk_joiner *joiner)
{
	struct llk_denial *denial;
	struct event *event;
	struct stored *second;

	if (!joiner || !joiner->ready.oldest)
		return NULL;
	denial = &joiner->denial;
	event = joiner->ready.oldest;
	denial->suggestions_count = 0;
	denial->objects = 1;
	second = take_first(joiner, event, &denial->object[0]);
	if (second) {
		restore(&denial->object[1], second);
		if (halves(&denial->object[0], &denial->object[1])) {
			denial->objects = 2;
			take_first(joiner, event, &denial->object[1]);
		}
	}
	denial->call.kind = LLK_RECORD_NONE;
	if (event->call)
		restore(&denial->call, event->call);
	denial->domain = llki_domains_find(&joiner->domains,
		llki_node(&denial->object[0]),
		denial->object[0].numbers[LLK_FIELD_DOMAIN]);
	joiner->counts[LLK_COUNT_DENIALS]++;
	joiner->counts[LLK_COUNT_EARLY] += event->early;
	if (!event->first) {
		take_out(&joiner->ready, event);
		free_event(joiner, event);
	}
	return denial;
}

/* ---- The joiner ------------------------------------------------------ */

struct llk_joiner *llk_joiner_new(size_t limit)
{
	struct llk_joiner *joiner;

	if (limit < LIMIT_LEAST) {
		errno = EINVAL;
		return NULL;
	}
	joiner = calloc(1, sizeof(*joiner));
	if (!joiner)
		return NULL;
	joiner->limit = limit;
	joiner->slots = 256;
	while (joiner->slots < limit / 1024)
		joiner->slots *= 2;
	joiner->table = calloc(joiner->slots, sizeof(void *));
	if (!joiner->table ||
	    llki_domains_init(&joiner->domains, limit / 2)) {
		llk_joiner_free(joiner);
		return NULL;
	}
	llki_record_init(&joiner->denial.object[0]);
	llki_record_init(&joiner->denial.object[1]);
	llki_record_init(&joiner->denial.call);
	return joiner;
}

static void free_events(struct llk_joiner *joiner, struct list *list)
{
	struct event *event = list->oldest;

	while (event) {
		struct event *newer = event->newer;

		free_event(joiner, event);
		event = newer;
	}
}

void llk_joiner_free(struct llk_joiner *joiner)
{
	const int error = errno;

	if (!joiner)
		return;
	free_events(joiner, &joiner->pending);
	free_events(joiner, &joiner->ready);
	llki_domains_free(&joiner->domains);
	free(joiner->table);
	free(joiner);
	errno = error;
}

uint64_t llk_joiner_count(const struct llk_joiner *joiner, unsigned int what)
{
	if (!joiner)
		return 0;
	switch (what) {
	case LLK_COUNT_MEMORY:
		return memory(joiner);
	case LLK_COUNT_FORGOTTEN:
		return joiner->domains.forgotten;
	default:
		return what < LLK_COUNT_MEMORY ? joiner->counts[what] : 0;
	}
}

struct llk_domain *llk_joiner_domain(struct llk_joiner *joiner, size_t i)
{
	return joiner ? llki_domains_at(&joiner->domains, i) : NULL;
}

struct llk_domain *llk_joiner_domain_find(struct llk_joiner *joiner,
					  const char *node, uint64_t id)
{
	if (!joiner)
		return NULL;
	return llki_domains_find(&joiner->domains, node ? node : "", id);
}
