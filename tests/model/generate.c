/* SPDX-License-Identifier: MIT */
/*
 * From a seed to a trial.  The numbers are chosen so that allowed and denied
 * are about as frequent, and that moves often fail by one right.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "trial.h"

#define FILE_RIGHTS (LLK_EXECUTE | LLK_FS_WRITE_FILE | LLK_FS_READ_FILE | \
		     LLK_FS_TRUNCATE | LLK_DEVICE | LLK_CONNECT_UNIX)
#define ENTRY_RIGHTS (LLK_WRITE | LLK_FS_MAKE_CHAR | LLK_FS_MAKE_BLOCK)

struct source {
	uint64_t state;
	struct trial *trial;
};

/* A counter, mixed well enough that near seeds have nothing in common. */
static uint64_t next(struct source *s)
{
	uint64_t z = s->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 32) * UINT64_C(0xd6e8feb86659fd93);
	z = (z ^ z >> 32) * UINT64_C(0xd6e8feb86659fd93);
	return z ^ z >> 32;
}

static size_t below(struct source *s, size_t n)
{
	return (size_t)(next(s) % n);
}

static bool one_in(struct source *s, size_t n)
{
	return below(s, n) == 0;
}

/* ---- The tree ---------------------------------------------------------------- */

/* A directory of the tree so far; "." is always there. */
static const char *some_directory(struct source *s)
{
	const struct trial *trial = s->trial;
	size_t i, tries;

	for (tries = 0; tries < 4; tries++) {
		i = below(s, trial->entries_count + 1);
		if (i == trial->entries_count)
			return ".";
		if (trial->entries[i].kind == DIRECTORY &&
		    strlen(trial->entries[i].path) < LONGEST_NAME / 3)
			return trial->entries[i].path;
	}
	return ".";
}

static const char *some_entry(struct source *s)
{
	if (!s->trial->entries_count)
		return ".";
	return s->trial->entries[below(s, s->trial->entries_count)].path;
}

static void join(char *path, const char *dir, const char *name, size_t number)
{
	if (strcmp(dir, ".") == 0)
		snprintf(path, LONGEST_NAME, "%s%zu", name, number);
	else
		snprintf(path, LONGEST_NAME, "%.40s/%s%zu", dir, name, number);
}

static enum kind some_kind(struct source *s)
{
	static const enum kind kinds[] = {
		DIRECTORY, DIRECTORY, DIRECTORY, DIRECTORY, REGULAR, REGULAR,
		REGULAR, REGULAR, SYMLINK, HARD_LINK, FIFO, DEVICE,
	};

	return kinds[below(s, sizeof(kinds) / sizeof(kinds[0]))];
}

/* Where a link leads: by the way of the directory that it lies in. */
static void aim(struct source *s, struct entry *entry)
{
	const char *rest, *to = some_entry(s);
	char up[24] = "";

	if (entry->kind == HARD_LINK) {
		snprintf(entry->target, sizeof(entry->target), "%s", to);
		return;
	}
	for (rest = entry->path; strchr(rest, '/') && strlen(up) < 20; rest++)
		if (*rest == '/')
			strcat(up, "../");
	snprintf(entry->target, sizeof(entry->target), "%s%.40s%s", up, to,
		 one_in(s, 8) ? "/" : "");
}

static void generate_tree(struct source *s)
{
	struct trial *trial = s->trial;
	const size_t count = 6 + below(s, MOST_ENTRIES - 6);
	size_t i;

	for (i = 0; i < count; i++) {
		struct entry *entry = &trial->entries[i];
		const char *dir = some_directory(s);

		entry->kind = i < 3 ? DIRECTORY : some_kind(s);
		if (i == 3 && one_in(s, 4))
			entry->kind = LISTENER;
		join(entry->path, dir, entry->kind == DIRECTORY ? "d" : "f", i);
		if (entry->kind == SYMLINK || entry->kind == HARD_LINK)
			aim(s, entry);
		trial->entries_count = i + 1;
	}
}

/* ---- Layers -------------------------------------------------------------------- */

static uint64_t some_rights(struct source *s, uint64_t all)
{
	static const uint64_t groups[] = {
		LLK_READ, LLK_WRITE, LLK_READ | LLK_WRITE,
		LLK_READ | LLK_EXECUTE, LLK_READ | LLK_WRITE | LLK_EXECUTE,
		ENTRY_RIGHTS, LLK_FS_REFER,
	};
	uint64_t rights;

	switch (below(s, 6)) {
	case 0:
		return all;
	case 1:
		return next(s) & all;
	case 2:
		return (next(s) | next(s)) & all;
	case 3:
		return next(s) & next(s) & all;
	case 4:
		rights = all & ~(UINT64_C(1) << below(s, 17));
		return rights;
	default:
		return groups[below(s, sizeof(groups) / sizeof(groups[0]))] &
		       all;
	}
}

static void some_place(struct source *s, char *path)
{
	static const char *const outside[] = {
		"/", "/", ".", ".", "..", "/dev", "/dev/null", "missing",
	};

	if (one_in(s, 3))
		snprintf(path, LONGEST_NAME, "%s",
			 outside[below(s, sizeof(outside) /
				       sizeof(outside[0]))]);
	else if (one_in(s, 3))
		snprintf(path, LONGEST_NAME, "%s", some_directory(s));
	else
		snprintf(path, LONGEST_NAME, "%s", some_entry(s));
}

static void generate_path_rules(struct source *s, struct layer *layer)
{
	const uint64_t all = llk_abi_rights(LLK_ABI_LATEST, LLK_FS);
	size_t i;

	layer->paths_count = below(s, MOST_RULES + 1);
	for (i = 0; i < layer->paths_count; i++) {
		struct path_rule *rule = &layer->paths[i];

		some_place(s, rule->path);
		rule->rights = some_rights(s, all);
		if (one_in(s, 2))
			rule->rights |= ENTRY_RIGHTS;
		if (!rule->rights)
			rule->rights = LLK_FS_REFER;
	}
}

static unsigned int some_port(struct source *s)
{
	return one_in(s, 6) ? 0 : FIRST_PORT + (unsigned int)below(s, PORTS);
}

static void generate_port_rules(struct source *s, struct layer *layer)
{
	size_t i;

	layer->ports_count = below(s, MOST_PORTS + 1);
	for (i = 0; i < layer->ports_count; i++) {
		struct port_rule *rule = &layer->ports[i];

		rule->first = some_port(s);
		rule->last = rule->first;
		if (rule->first && one_in(s, 3))
			rule->last += (unsigned int)below(s, 3);
		rule->rights = 1 + below(s, 15);
	}
}

static void generate_layer(struct source *s, struct layer *layer)
{
	static const uint32_t classes[] = {
		LLK_FS, LLK_FS, LLK_FS, LLK_FS | LLK_NET, LLK_FS | LLK_NET,
		LLK_FS | LLK_NET | LLK_SCOPE, LLK_NET, LLK_SCOPE,
	};
	const uint64_t all = llk_abi_rights(LLK_ABI_LATEST, LLK_FS);

	layer->abi = one_in(s, 2) ? LLK_ABI_LATEST :
				    1 + (int)below(s, LLK_ABI_LATEST);
	layer->classes = classes[below(s, sizeof(classes) /
				       sizeof(classes[0]))];
	layer->refer_fallback = one_in(s, 8) ? LLK_REFER_DROP_FS :
					       LLK_REFER_DENY;
	if (one_in(s, 2))
		layer->no_fs = some_rights(s, all);
	if (one_in(s, 4))
		layer->no_net = below(s, 16);
	generate_path_rules(s, layer);
	generate_port_rules(s, layer);
}

/* ---- Accesses -------------------------------------------------------------------- */

static void some_name(struct source *s, char *path)
{
	if (one_in(s, 4))
		join(path, some_directory(s), "n", below(s, 8));
	else if (one_in(s, 12))
		snprintf(path, LONGEST_NAME, "%.50s/", some_entry(s));
	else
		snprintf(path, LONGEST_NAME, "%s", some_entry(s));
}

static int some_open_flags(struct source *s)
{
	static const int modes[] = { O_RDONLY, O_RDONLY, O_WRONLY, O_RDWR };
	int flags = modes[below(s, 4)];

	if (one_in(s, 3))
		flags |= O_TRUNC;
	if (one_in(s, 4))
		flags |= O_CREAT;
	if (one_in(s, 6))
		flags |= O_APPEND;
	return flags;
}

static void generate_access(struct source *s, struct access *access)
{
	static const mode_t types[] = {
		S_IFREG, S_IFIFO, S_IFSOCK, S_IFCHR, S_IFBLK,
	};

	access->operation = operations[below(s, operations_count)];
	access->type = types[below(s, 5)];
	some_name(s, access->path);
	some_name(s, access->to);
	if (operation_has_port(access->operation)) {
		access->flags = one_in(s, 3) ? SOCK_DGRAM : SOCK_STREAM;
		access->port = some_port(s);
	} else {
		access->flags = some_open_flags(s);
	}
}

static uint64_t some_mask(struct source *s, size_t bits)
{
	const uint64_t mask = next(s) & ((UINT64_C(1) << bits) - 1);

	if (one_in(s, 2))
		return 0;
	return one_in(s, 2) ? mask & next(s) & next(s) : mask;
}

static void generate_call(struct source *s, struct call *call)
{
	static const size_t sizes[] = {
		0, 7, 8, 12, 16, 24, 40, 48, 48, 48, 48, 4096, 4097,
	};
	static const unsigned int bits[6] = { 17, 4, 2, 17, 4, 2 };
	size_t i;

	for (i = 0; i < 6; i++)
		call->masks[i] = i < 3 || one_in(s, 4) ?
				 some_mask(s, bits[i]) : 0;
	if (one_in(s, 10))
		call->masks[below(s, 6)] |= UINT64_C(1) << below(s, 64);
	call->size = one_in(s, 3) ? sizes[below(s, 13)] : 48;
	call->flags = one_in(s, 12) ? 1 + (uint32_t)below(s, 4) : 0;
	call->no_attr = one_in(s, 30);
	call->rule.type = one_in(s, 12) ? (int)below(s, 4) :
					  1 + (int)below(s, 2);
	call->rule.object = (int)below(s, 16);
	call->rule.ruleset = one_in(s, 6) ? 1 + (int)below(s, 2) : 0;
	call->rule.rights = some_mask(s, 17) &
			    (one_in(s, 4) ? UINT64_MAX : call->masks[0]);
	if (one_in(s, 2))
		call->rule.rights &= FILE_RIGHTS;
	if (call->rule.type == 2)
		call->rule.rights = one_in(s, 2) ? some_mask(s, 5) :
						   call->masks[1];
	call->rule.port = one_in(s, 4) ? 65535 + below(s, 3) : some_port(s);
	call->rule.flags = one_in(s, 8) ? 1 + (uint32_t)below(s, 3) : 0;
	call->rule.no_attr = one_in(s, 30);
	call->restrict_flags = one_in(s, 2) ? (uint32_t)below(s, 64) : 0;
	call->restrict_fd = (int)below(s, 2);
}

void trial_generate(struct trial *trial, uint64_t seed)
{
	struct source s = { .state = seed, .trial = trial };
	size_t i;

	memset(trial, 0, sizeof(*trial));
	trial->seed = seed;
	generate_tree(&s);
	trial->layers_count = 1 + (one_in(&s, 2) ? below(&s, MOST_LAYERS) : 0);
	for (i = 0; i < trial->layers_count; i++)
		generate_layer(&s, &trial->layers[i]);
	trial->accesses_count = MOST_ACCESSES;
	for (i = 0; i < trial->accesses_count; i++)
		generate_access(&s, &trial->accesses[i]);
	trial->calls_count = MOST_CALLS;
	for (i = 0; i < trial->calls_count; i++)
		generate_call(&s, &trial->calls[i]);
}
