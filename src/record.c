/* SPDX-License-Identifier: MIT */
/*
 * What is remembered of the rules, and of which: one list, and copies of what
 * they point to in blocks that never move, since the report hands out paths.
 * Both grow by doubling, so a rule needs no allocation of its own.
 */
#include <stdlib.h>
#include <string.h>

#include "internal.h"

/* In words, so that all that is kept is aligned. */
struct llki_block {
	struct llki_block *before;
	size_t used, size;
	uint64_t words[];
};

#define FIRST_RULES	32
#define FIRST_WORDS	512

/* Rare, and so not to burden what a rule usually takes. */
#define RARE	__attribute__((__cold__, __noinline__))

RARE static int grow(struct llki_request *request)
{
	struct llki_lossy *lossy;
	struct llki_rule *rules;
	size_t size;

	size = request->rules_size ? 2 * request->rules_size : FIRST_RULES;
	rules = realloc(request->rules, size * sizeof(*rules));
	if (!rules)
		return -1;
	request->rules = rules;
	lossy = realloc(request->lossy,
			sizeof(*lossy) + size * sizeof(lossy->numbers[0]));
	if (!lossy)
		return -1;
	request->lossy = lossy;
	request->rules_size = size;
	return 0;
}

RARE static void *new_block(struct llki_request *request, size_t count)
{
	size_t size = request->block ? 2 * request->block->size : FIRST_WORDS;
	struct llki_block *block;

	if (size < count)
		size = count;
	block = malloc(sizeof(*block) + size * sizeof(block->words[0]));
	if (!block)
		return NULL;
	block->before = request->block;
	block->used = count;
	block->size = size;
	request->block = block;
	return block->words;
}

static void *room(struct llki_request *request, size_t count)
{
	struct llki_block *block = request->block;
	void *start;

	if (!block || count > block->size - block->used)
		return new_block(request, count);
	start = block->words + block->used;
	block->used += count;
	return start;
}

static void *copy(struct llki_request *request, const void *from, size_t length)
{
	void *to = room(request, (length + sizeof(uint64_t) - 1) /
				 sizeof(uint64_t));

	return to ? memcpy(to, from, length) : NULL;
}

/* Make what @rule points to its own. */
static int copy_all(struct llki_request *request, struct llki_rule *rule)
{
	if (rule->path) {
		rule->path = copy(request, rule->path, strlen(rule->path) + 1);
		if (!rule->path)
			return -1;
	}
	if (rule->file) {
		rule->file = copy(request, rule->file, sizeof(*rule->file));
		if (!rule->file)
			return -1;
	}
	return 0;
}

/*
 * Can the rule lose something in any plan, or will somebody ask for it?  Of
 * what llki_rule_loss() knows, what depends on no plan, and refer on ABI 1.
 * Ports also where another ruleset of the kernel may have to take them.
 */
static bool matters(const struct llki_request *request,
		    const struct llki_kernel *kernel,
		    const struct llki_rule *rule)
{
	const int c = rule->cls == LLK_FS ? LLKI_FS : LLKI_NET;
	const uint64_t wanted = rule->rights & request->requested[c];

	if (request->flags & LLK_EXPLAIN || rule->outcome != LLKI_RULE_GIVEN ||
	    (rule->rights && !wanted))
		return true;
	if (c == LLKI_FS)
		return wanted & LLK_FS_REFER;
	return kernel->no_inet || request->refer_fallback == LLK_REFER_DROP_FS;
}

int llki_record(struct llki_request *request, const struct llki_kernel *kernel,
		const struct llki_rule *rule)
{
	struct llki_rule *mine;

	if (!matters(request, kernel, rule))
		return 0;
	if (request->rules_count == request->rules_size && grow(request))
		return -1;
	mine = &request->rules[request->rules_count];
	*mine = *rule;
	if (copy_all(request, mine))
		return -1;
	request->rules_count++;
	llki_record_changed(request);
	return 0;
}

void llki_record_changed(struct llki_request *request)
{
	if (request->lossy)
		request->lossy->found = false;
}

void llki_record_free(struct llki_request *request)
{
	struct llki_block *block = request->block, *before;

	for (; block; block = before) {
		before = block->before;
		free(block);
	}
	free(request->lossy);
	free(request->rules);
}
