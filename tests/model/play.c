/* SPDX-License-Identifier: MIT */
/*
 * Play a trial: make its tree, then in a child make its rulesets, enforce them,
 * and compare access after access.  The tree changes under the accesses; the
 * library looks at it anew before each.
 */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>

#include "../live/try.h"
#include "trial.h"

const char *error_name(int error)
{
	static char others[2][32];
	static unsigned int turn;
	char *other;

	switch (error) {
	case 0:
		return "allowed";
	case EACCES:
		return "EACCES";
	case EXDEV:
		return "EXDEV";
	default:
		other = others[turn++ % 2];
		snprintf(other, sizeof(others[0]), "errno %d", error);
		return other;
	}
}

void outcome_differs(struct outcome *outcome, const char *format, ...)
{
	va_list args;

	if (outcome->differs)
		return;
	outcome->differs = true;
	va_start(args, format);
	vsnprintf(outcome->text, sizeof(outcome->text), format, args);
	va_end(args);
}

/* ---- The tree ------------------------------------------------------------------ */

static void make_regular(const char *path)
{
	const int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC,
			    0755);

	if (fd < 0)
		return;
	/* No program, so that executing it gives ENOEXEC and comes back. */
	if (write(fd, "x\n", 2) != 2)
		unlink(path);
	close(fd);
}

/*
 * What cannot be made (a device without privileges, a link to a directory, an
 * entry of a dropped directory) is not there: the accesses find that out.
 * Returns a socket to be kept, or -1.
 */
static int make(const struct entry *entry)
{
	switch (entry->kind) {
	case DIRECTORY:
		mkdir(entry->path, 0755);
		break;
	case REGULAR:
		make_regular(entry->path);
		break;
	case SYMLINK:
		if (symlink(entry->target, entry->path))
			break;
		break;
	case HARD_LINK:
		if (link(entry->target, entry->path))
			break;
		break;
	case FIFO:
		mkfifo(entry->path, 0644);
		break;
	case LISTENER:
		return unix_listener(entry->path);
	default:
		mknod(entry->path, S_IFCHR | 0644, makedev(1, 3));
		break;
	}
	return -1;
}

static int make_tree(const struct trial *trial)
{
	int socket = -1;
	size_t i;

	for (i = 0; i < trial->entries_count; i++)
		if (!trial->entries[i].dropped) {
			const int fd = make(&trial->entries[i]);

			if (fd >= 0)
				socket = fd;
		}
	return socket;
}

static int remove_one(const char *path, const struct stat *status, int type,
		      struct FTW *where)
{
	(void)status;
	(void)type;
	if (where->level)
		remove(path);
	return 0;
}

static void remove_tree(void)
{
	nftw(".", remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* ---- The layers ------------------------------------------------------------------- */

static void add_rules(struct llk_ruleset *rs, const struct layer *layer)
{
	size_t i;

	for (i = 0; i < layer->paths_count; i++)
		if (!layer->paths[i].dropped)
			llk_allow_path(rs, layer->paths[i].path,
				       layer->paths[i].rights, LLK_IF_EXISTS);
	for (i = 0; i < layer->ports_count; i++)
		if (!layer->ports[i].dropped)
			llk_allow_port_range(rs, layer->ports[i].first,
					     layer->ports[i].last,
					     layer->ports[i].rights, 0);
}

/* NULL if the layer restricts nothing. */
static struct llk_ruleset *build(const struct layer *layer,
				 struct outcome *outcome)
{
	struct llk_ruleset *rs;

	if (layer->dropped)
		return NULL;
	rs = llk_ruleset_new(layer->abi, layer->classes | LLK_BEST_EFFORT |
			     LLK_EXPLAIN);
	if (!rs) {
		outcome_differs(outcome, "no ruleset: %s", strerror(errno));
		return NULL;
	}
	llk_exclude(rs, LLK_FS, layer->no_fs);
	llk_exclude(rs, LLK_NET, layer->no_net);
	llk_refer_fallback(rs, layer->refer_fallback);
	add_rules(rs, layer);
	if (!llk_prepare(rs))
		return rs;
	if (!strstr(llk_failure(rs), "restricts nothing"))
		outcome_differs(outcome, "%s", llk_failure(rs));
	llk_ruleset_free(rs);
	return NULL;
}

static void enforce(const struct trial *trial, struct sandbox *sandbox,
		    struct outcome *outcome)
{
	size_t i;

	for (i = 0; i < trial->layers_count; i++) {
		struct llk_ruleset *rs = build(&trial->layers[i], outcome);

		if (rs)
			sandbox->layers[sandbox->count++] = rs;
	}
	for (i = 0; i < sandbox->count; i++)
		if (llk_enforce(sandbox->layers[i], 0) < 0)
			outcome_differs(outcome, "%s",
					llk_failure(sandbox->layers[i]));
}

static bool on_own_mount(void)
{
	struct stat here, root;

	return stat(".", &here) || stat("/", &root) ||
	       here.st_dev != root.st_dev;
}

static void child(const struct trial *trial, struct outcome *outcome)
{
	struct sandbox sandbox = { .own_mount = on_own_mount() };
	size_t i;

	calls_compare(trial, outcome);
	enforce(trial, &sandbox, outcome);
	for (i = 0; i < trial->accesses_count && !outcome->differs; i++)
		if (!trial->accesses[i].dropped)
			access_compare(&sandbox, &trial->accesses[i], outcome);
	for (i = 0; i < sandbox.count; i++)
		llk_ruleset_free(sandbox.layers[i]);
	outcome->finished = true;
}

void trial_play(const struct trial *trial, const char *base,
		struct outcome *outcome)
{
	int listener, status;
	pid_t pid;

	outcome->differs = false;
	outcome->finished = false;
	if (chdir(base)) {
		outcome_differs(outcome, "%s: %s", base, strerror(errno));
		return;
	}
	listener = make_tree(trial);
	pid = fork();
	if (pid == 0) {
		child(trial, outcome);
		_exit(0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		outcome_differs(outcome, "no child: %s", strerror(errno));
	else if (!outcome->finished)
		outcome_differs(outcome, "the child ended with status %#x",
				(unsigned int)status);
	if (listener >= 0)
		close(listener);
	remove_tree();
}
