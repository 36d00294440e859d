/* SPDX-License-Identifier: MIT */
/*
 * What is remembered of the rules, and of which: a list of copies, with what
 * they point to behind them, in blocks that never move, since the report hands
 * out paths.  Blocks grow by doubling, so a rule needs no allocation of its own.
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

#define FIRST_LOSSY	32
#define FIRST_WORDS	64

/* Room to note that each rule has lost something.  What was noted need not be
   kept: another rule makes it out of date. */
static LLKI_RARE int grow_lossy(struct llki_request *request)
{
	const size_t size = request->lossy ? 2 * request->lossy->size :
					     FIRST_LOSSY;
	struct llki_lossy *lossy = malloc(sizeof(*lossy) +
					  size * sizeof(void *));

	if (!lossy)
		return -1;
	lossy->found = false;
	lossy->size = size;
	free(request->lossy);
	request->lossy = lossy;
	return 0;
}

static LLKI_RARE void *new_block(struct llki_request *request, size_t count)
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

static void *room(struct llki_request *request, size_t length)
{
	const size_t count = (length + sizeof(uint64_t) - 1) /
			     sizeof(uint64_t);
	struct llki_block *block = request->block;
	void *start;

	if (!block || count > block->size - block->used)
		return new_block(request, count);
	start = block->words + block->used;
	block->used += count;
	return start;
}

/* Behind the rule, what it points to. */
static void copy_rule(struct llki_rule *to, const struct llki_rule *from,
		      size_t path_length)
{
	char *end = (char *)(to + 1);

	*to = *from;
	if (from->file) {
		to->file = memcpy(end, from->file, sizeof(*from->file));
		end += sizeof(*from->file);
	}
	if (from->path)
		to->path = memcpy(end, from->path, path_length);
}

void llki_record_prepare(struct llki_request *request)
{
	const bool all = request->flags & LLK_EXPLAIN;
	/* Another ruleset of the kernel may have to take them. */
	const bool again = request->refer_fallback == LLK_REFER_DROP_FS;

	request->kept[LLKI_FS] = all ? UINT64_MAX :
				 request->requested[LLKI_FS] & LLK_FS_REFER;
	request->kept[LLKI_NET] = all || again ? UINT64_MAX : 0;
}

int llki_record(struct llki_request *request, const struct llki_rule *rule)
{
	const size_t path_length = rule->path ? strlen(rule->path) + 1 : 0;
	const size_t file_length = rule->file ? sizeof(*rule->file) : 0;
	struct llki_rule *mine;

	if ((!request->lossy || request->count == request->lossy->size) &&
	    grow_lossy(request))
		return -1;
	mine = room(request, sizeof(*mine) + file_length + path_length);
	if (!mine)
		return -1;
	copy_rule(mine, rule, path_length);
	if (request->last)
		request->last->next = mine;
	else
		request->rules = mine;
	request->last = mine;
	request->count++;
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
}
