/* SPDX-License-Identifier: MIT */
/*
 * Fuzz target: lines of any bytes, joined within little memory.  Each denial
 * that went in comes out, once.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "denials.h"

#define LIMIT (256 * 1024)

struct run {
	struct llk_record *rec;
	struct llk_joiner *joiner;
	struct llk_aggregate *aggregate;
	uint64_t in, out;
};

static void drain(struct run *run)
{
	struct llk_denial *denial;

	while ((denial = llk_joiner_next(run->joiner))) {
		run->out += llk_denial_objects(denial);
		check_denial(denial);
		if (llk_aggregate_add(run->aggregate, denial))
			abort();
	}
}

/* Most inputs are lines; this repeats one, so that limits are met. */
static void add(struct run *run, const char *line, size_t length)
{
	const int ret = llk_record_parse(run->rec, line, length);

	check_record(run->rec, ret);
	if (ret != 1)
		return;
	if (llk_record_kind(run->rec) == LLK_RECORD_DENIAL)
		run->in++;
	must(!llk_joiner_add(run->joiner, run->rec), "errno %d", errno);
	must(llk_joiner_count(run->joiner, LLK_COUNT_MEMORY) <= LIMIT,
	     "memory");
}

static void check_domains(struct run *run)
{
	struct llk_domain *domain;
	uint64_t id, number;
	size_t i;

	for (i = 0; (domain = llk_joiner_domain(run->joiner, i)); i++) {
		const char *node = llk_domain_text(domain, LLK_FIELD_NODE,
						   NULL);

		if (llk_domain_number(domain, LLK_FIELD_DOMAIN, &id))
			continue;
		must(llk_joiner_domain_find(run->joiner, node, id) == domain,
		     "domain %llx", (unsigned long long)id);
		llk_domain_number(domain, LLK_FIELD_UNLOGGED, &number);
	}
}

static void check_aggregate(struct run *run, uint8_t how)
{
	const struct llk_suggestion *suggestion;
	uint64_t before = 0, after = 0;
	size_t i;

	for (i = 0; (suggestion =
		     llk_aggregate_suggestion(run->aggregate, i)); i++)
		before += llk_suggestion_count(suggestion);
	must(llk_aggregate_collapse(run->aggregate, 2 + how % 3,
				    how & 0x80 ? LLK_COLLAPSE_ROOT : 0) >= 0,
	     "collapse");
	for (i = 0; (suggestion =
		     llk_aggregate_suggestion(run->aggregate, i)); i++) {
		check_suggestion(suggestion);
		after += llk_suggestion_count(suggestion);
	}
	must(before == after, "%llu, then %llu", (unsigned long long)before,
	     (unsigned long long)after);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, size };
	const uint8_t how = take(&in);
	const char *line = (const char *)in.data, *end = line + in.size, *stop;
	struct run run = {
		.rec = llk_record_new(),
		.joiner = llk_joiner_new(LIMIT),
		.aggregate = llk_aggregate_new(1 + how % 16),
	};

	if (!run.rec || !run.joiner || !run.aggregate)
		abort();
	for (; line < end; line = stop + 1) {
		stop = memchr(line, '\n', (size_t)(end - line));
		if (!stop)
			stop = end;
		add(&run, line, (size_t)(stop - line));
		drain(&run);
	}
	llk_joiner_flush(run.joiner);
	drain(&run);
	must(run.out + llk_joiner_count(run.joiner, LLK_COUNT_DUPLICATES) >=
	     run.in && run.out <= run.in, "%llu in, %llu out",
	     (unsigned long long)run.in, (unsigned long long)run.out);
	check_domains(&run);
	check_aggregate(&run, how);
	llk_aggregate_free(run.aggregate);
	llk_joiner_free(run.joiner);
	llk_record_free(run.rec);
	return 0;
}
