/* SPDX-License-Identifier: MIT */
/*
 * A trial as something to read: the tree, the layers, the accesses.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "trial.h"

static void print_entry(const struct entry *entry)
{
	static const char *const makers[KINDS] = {
		[DIRECTORY] = "mkdir", [REGULAR] = "touch",
		[SYMLINK] = "ln -s", [HARD_LINK] = "ln", [FIFO] = "mkfifo",
		[LISTENER] = "listen on", [DEVICE] = "mknod (null device)",
	};

	printf("  %s ", makers[entry->kind]);
	if (entry->target[0])
		printf("\"%s\" ", entry->target);
	printf("\"%s\"\n", entry->path);
}

static void print_rights(uint32_t cls, uint64_t rights)
{
	const char *separator = " ";
	uint64_t bit;

	for (bit = 1; bit; bit <<= 1) {
		const char *name = rights & bit ? llk_right_name(cls, bit) :
						  NULL;

		if (!name)
			continue;
		printf("%s%s", separator, name);
		separator = ", ";
	}
	printf("\n");
}

static void print_layer(const struct layer *layer)
{
	size_t i;

	printf("  layer: ABI %d,%s%s%s\n", layer->abi,
	       layer->classes & LLK_FS ? " LLK_FS" : "",
	       layer->classes & LLK_NET ? " LLK_NET" : "",
	       layer->classes & LLK_SCOPE ? " LLK_SCOPE" : "");
	if (layer->refer_fallback)
		printf("    refer fallback %d\n", layer->refer_fallback);
	if (layer->no_fs) {
		printf("    exclude");
		print_rights(LLK_FS, layer->no_fs);
	}
	if (layer->no_net) {
		printf("    exclude");
		print_rights(LLK_NET, layer->no_net);
	}
	for (i = 0; i < layer->paths_count; i++) {
		if (layer->paths[i].dropped)
			continue;
		printf("    allow \"%s\":", layer->paths[i].path);
		print_rights(LLK_FS, layer->paths[i].rights);
	}
	for (i = 0; i < layer->ports_count; i++) {
		if (layer->ports[i].dropped)
			continue;
		printf("    allow ports %u-%u:", layer->ports[i].first,
		       layer->ports[i].last);
		print_rights(LLK_NET, layer->ports[i].rights);
	}
}

static void print_open_flags(int flags)
{
	static const char *const modes[] = { "O_RDONLY", "O_WRONLY", "O_RDWR" };

	printf(" %s%s%s%s", modes[flags & O_ACCMODE],
	       flags & O_TRUNC ? "|O_TRUNC" : "",
	       flags & O_CREAT ? "|O_CREAT" : "",
	       flags & O_APPEND ? "|O_APPEND" : "");
}

static void print_access(const struct access *access)
{
	const char *name = operation_name(access->operation);

	printf("  %s", name);
	if (operation_has_port(access->operation)) {
		printf(" %s port %u\n", access->flags == SOCK_DGRAM ? "UDP" :
								      "TCP",
		       access->port);
		return;
	}
	if (strcmp(name, "open") == 0)
		print_open_flags(access->flags);
	if (strcmp(name, "mknod") == 0)
		printf(" of type %#o", (unsigned int)access->type);
	printf(" \"%s\"", access->path);
	if (operation_has_target(access->operation))
		printf(" \"%s\"", access->to);
	printf("\n");
}

static void print_call(const struct call *call)
{
	size_t i;

	printf("  create_ruleset size %zu flags %" PRIu32 "%s, masks",
	       call->size, call->flags, call->no_attr ? " no attr" : "");
	for (i = 0; i < 6; i++)
		printf(" %#" PRIx64, call->masks[i]);
	printf("\n  add_rule type %d ruleset %d object %d rights %#" PRIx64
	       " port %" PRIu64 " flags %" PRIu32 "%s\n", call->rule.type,
	       call->rule.ruleset, call->rule.object, call->rule.rights,
	       call->rule.port, call->rule.flags,
	       call->rule.no_attr ? " no attr" : "");
	printf("  restrict_self descriptor %d flags %#" PRIx32 "\n",
	       call->restrict_fd, call->restrict_flags);
}

void trial_print(const struct trial *trial, const struct outcome *outcome)
{
	size_t i;

	for (i = 0; i < trial->entries_count; i++)
		if (!trial->entries[i].dropped)
			print_entry(&trial->entries[i]);
	for (i = 0; i < trial->calls_count; i++)
		if (!trial->calls[i].dropped)
			print_call(&trial->calls[i]);
	for (i = 0; i < trial->layers_count; i++)
		if (!trial->layers[i].dropped)
			print_layer(&trial->layers[i]);
	for (i = 0; i < trial->accesses_count; i++)
		if (!trial->accesses[i].dropped)
			print_access(&trial->accesses[i]);
	printf("  => %s\n", outcome->text);
}
