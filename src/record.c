/* SPDX-License-Identifier: MIT */
/*
 * What is remembered of the rules: one list, and the copies of their paths in
 * blocks that never move, since the report hands them out.  Both grow by
 * doubling, so a rule needs no allocation of its own.
 */
#include <stdlib.h>
#include <string.h>

#include "internal.h"

struct llki_paths {
	struct llki_paths *before;
	size_t used, size;
	char bytes[];
};

#define FIRST_RULES	16
#define FIRST_BYTES	1024

static int reserve_rule(struct llki_request *request)
{
	struct llki_lossy *lossy;
	struct llki_rule *rules;
	size_t size;

	if (request->rules_count < request->rules_size)
		return 0;
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

static int reserve_bytes(struct llki_request *request, size_t length)
{
	struct llki_paths *paths = request->paths;
	size_t size;

	if (paths && length <= paths->size - paths->used)
		return 0;
	size = paths ? 2 * paths->size : FIRST_BYTES;
	if (size < length)
		size = length;
	paths = malloc(sizeof(*paths) + size);
	if (!paths)
		return -1;
	*paths = (struct llki_paths){
		.before = request->paths,
		.size = size,
	};
	request->paths = paths;
	return 0;
}

static const char *copy_path(struct llki_request *request, const char *path)
{
	const size_t length = strlen(path) + 1;
	char *copy;

	if (reserve_bytes(request, length))
		return NULL;
	copy = request->paths->bytes + request->paths->used;
	request->paths->used += length;
	return memcpy(copy, path, length);
}

int llki_record(struct llki_request *request, const struct llki_rule *rule)
{
	const char *path = NULL;

	if (reserve_rule(request))
		return -1;
	if (rule->path) {
		path = copy_path(request, rule->path);
		if (!path)
			return -1;
	}
	request->rules[request->rules_count] = *rule;
	request->rules[request->rules_count++].path = path;
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
	struct llki_paths *paths = request->paths, *before;

	for (; paths; paths = before) {
		before = paths->before;
		free(paths);
	}
	free(request->lossy);
	free(request->rules);
}
