/* SPDX-License-Identifier: MIT */
/*
 * What would allow a denial, as data: from what the kernel writes to rules that
 * allow what was needed and no more.
 */
#include <errno.h>
#include <string.h>

#include "internal.h"

/* ---- Adding one ------------------------------------------------------ */

/* May another sandbox, outside of this one, deny it as well? */
static bool may_be_nested(struct llk_denial *denial)
{
	uint64_t parent;

	return llk_denial_number(denial, LLK_FIELD_PARENT, &parent) || parent;
}

static struct llk_suggestion *add(struct llk_denial *denial, int kind)
{
	const struct llk_record *rec = &denial->object[0];
	struct llk_suggestion *suggestion;

	if (denial->suggestions_count == LLKI_SUGGESTIONS_MAX)
		denial->suggestions_count--;
	suggestion = &denial->suggestions[denial->suggestions_count++];
	memset(suggestion, 0, sizeof(*suggestion));
	suggestion->kind = kind;
	suggestion->port = -1;
	suggestion->count = 1;
	if (llki_has(rec, LLK_FIELD_TIME))
		suggestion->first = suggestion->last =
			rec->numbers[LLK_FIELD_TIME];
	if (rec->form == LLK_FORM_KERNEL_LOG || rec->form == LLK_FORM_JOURNAL)
		suggestion->flags |= LLK_SUGGEST_UNTRUSTED;
	return suggestion;
}

static void add_reason(struct llk_denial *denial, int kind, const char *reason)
{
	add(denial, kind)->reason = reason;
}

static struct llk_suggestion *add_rights(struct llk_denial *denial, int kind,
					 uint32_t cls, uint64_t rights)
{
	struct llk_suggestion *suggestion = add(denial, kind);

	suggestion->cls = cls;
	suggestion->rights = rights;
	if (may_be_nested(denial))
		suggestion->flags |= LLK_SUGGEST_AGAIN;
	return suggestion;
}

/* ---- Files ----------------------------------------------------------- */

static bool ends_with(const char *text, size_t length, const char *end)
{
	const size_t n = strlen(end);

	return length >= n && !memcmp(text + length - n, end, n);
}

/* Why there can be no rule on the path of a record; NULL if there can. */
static const char *no_path(struct llk_record *rec)
{
	size_t length;
	const char *path = llk_record_text(rec, LLK_FIELD_PATH, &length);

	if (!path)
		return llki_has(rec, LLK_FIELD_NAME) ?
			"only the last part of the path is known" :
			"the record is cut off: the path is not known";
	if (!strcmp(path, "<too_long>"))
		return "the path is longer than the kernel can tell";
	if (path[0] == '<')
		return "the kernel could not tell the path";
	if (path[0] != '/')
		return "the path does not lead to the process's root "
		       "directory";
	/* Traces do not mark it. */
	if (rec->form != LLK_FORM_TRACE &&
	    ends_with(path, length, " (deleted)"))
		return "the file has no name any more: it was deleted";
	return NULL;
}

static void add_path(struct llk_denial *denial, struct llk_record *rec,
		     uint64_t rights, uint32_t flags)
{
	const char *reason = no_path(rec);
	struct llk_suggestion *suggestion;

	if (!rights)
		return;
	if (reason) {
		add_reason(denial, LLK_SUGGEST_NOTHING, reason);
		return;
	}
	suggestion = add_rights(denial, LLK_SUGGEST_PATH, LLK_FS, rights);
	suggestion->path = llk_record_text(rec, LLK_FIELD_PATH,
					   &suggestion->path_length);
	suggestion->flags |= flags;
	if (flags & LLK_SUGGEST_OPTIONAL)
		suggestion->flags &= ~LLK_SUGGEST_AGAIN;
}

static uint64_t fs_rights(const struct llk_denial *denial, size_t i)
{
	return i < denial->objects ? denial->object[i].rights[LLKI_FS] : 0;
}

/* What the system call returned; 0 if it is not known. */
static int64_t exit_of(struct llk_denial *denial)
{
	uint64_t number;

	if (llk_denial_number(denial, LLK_FIELD_EXIT, &number))
		return 0;
	return (int64_t)number;
}

/*
 * The kernel refuses to move a file to where it would have more rights.  Then
 * it compares all rights of both directories, and lists all that each lacks,
 * which says little of what the move itself needed.
 */
bool llki_is_widening(struct llk_denial *denial)
{
	const uint64_t from = fs_rights(denial, 0);
	const uint64_t to = fs_rights(denial, 1);

	if (llki_overreported(from) || llki_overreported(to))
		return true;
	if (denial->objects == 2 && (from | to) & ~LLKI_MOVE)
		return true;
	/* With a right to make or remove missing, it had been EACCES. */
	return exit_of(denial) == -EXDEV && (from | to) & ~LLK_FS_REFER;
}

/* Of what one directory lacks and the other has: first what files have. */
static uint64_t gained(uint64_t here, uint64_t there)
{
	const uint64_t rights = here & ~there & ~LLK_FS_REFER;

	return rights & LLKI_FILE ? rights & LLKI_FILE : rights;
}

/*
 * The directory that the file comes from needs what it would gain; or, if that
 * is nothing, it is an exchange, and it is the other one.
 */
static void suggest_widening(struct llk_denial *denial)
{
	const uint64_t from = fs_rights(denial, 0);
	const uint64_t to = fs_rights(denial, 1);
	const uint64_t there = gained(from, to);
	const uint64_t back = there ? 0 : gained(to, from);
	const uint32_t flags = LLK_SUGGEST_AGAIN;

	add_path(denial, &denial->object[0], there | (from & LLK_FS_REFER),
		 there ? flags | LLK_SUGGEST_WIDENING : flags);
	add_path(denial, &denial->object[1], back | (to & LLK_FS_REFER),
		 back ? flags | LLK_SUGGEST_WIDENING : flags);
	if (!denial->suggestions_count)
		add_reason(denial, LLK_SUGGEST_NOTHING,
			   "the records do not tell which right the file "
			   "would gain");
}

static void suggest_file(struct llk_denial *denial)
{
	const uint64_t rights = fs_rights(denial, 0);
	size_t i;

	if (llki_is_widening(denial)) {
		suggest_widening(denial);
		return;
	}
	for (i = 0; i < denial->objects; i++)
		add_path(denial, &denial->object[i], fs_rights(denial, i), 0);
	if (no_path(&denial->object[0]))
		return;
	if (rights & LLK_FS_WRITE_FILE && !(rights & LLK_FS_TRUNCATE))
		add_path(denial, &denial->object[0], LLK_FS_TRUNCATE,
			 LLK_SUGGEST_OPTIONAL);
	if (rights & LLK_FS_EXECUTE && !(rights & LLK_FS_READ_FILE))
		add_path(denial, &denial->object[0], LLK_FS_READ_FILE,
			 LLK_SUGGEST_OPTIONAL);
}

/* ---- The rest -------------------------------------------------------- */

static void suggest_port(struct llk_denial *denial)
{
	const uint64_t rights = denial->object[0].rights[LLKI_NET];
	struct llk_suggestion *suggestion;
	uint64_t port;

	if (llk_record_number(&denial->object[0], LLK_FIELD_PORT, &port)) {
		add_reason(denial, LLK_SUGGEST_NOTHING,
			   "the kernel did not tell the port");
		return;
	}
	add_rights(denial, LLK_SUGGEST_PORT, LLK_NET, rights)->port = (int)port;
	if (!(rights & LLK_NET_CONNECT_SEND_UDP))
		return;
	suggestion = add_rights(denial, LLK_SUGGEST_PORT, LLK_NET,
				LLK_NET_BIND_UDP);
	suggestion->port = 0;
	suggestion->flags |= LLK_SUGGEST_OPTIONAL;
	suggestion->flags &= ~LLK_SUGGEST_AGAIN;
}

/* Blockers that are neither rights nor known. */
static void suggest_unknown(struct llk_denial *denial, size_t object)
{
	const struct llk_record *rec = &denial->object[object];
	size_t i;

	for (i = 0; i < rec->blockers_count; i++) {
		const char *name = rec->blockers[i];
		uint64_t right;
		uint32_t cls;

		if (!strcmp(name, "fs.change_topology") ||
		    !strcmp(name, "ptrace") ||
		    !llk_right_from_name(name, &cls, &right))
			continue;
		if (rec->truncated) {
			add_reason(denial, LLK_SUGGEST_NOTHING,
				   "the record is cut off");
			continue;
		}
		add(denial, LLK_SUGGEST_UNKNOWN)->name = name;
	}
}

void llki_suggest(struct llk_denial *denial)
{
	const struct llk_record *rec = &denial->object[0];
	size_t i;

	if (fs_rights(denial, 0) | fs_rights(denial, 1))
		suggest_file(denial);
	if (rec->rights[LLKI_NET])
		suggest_port(denial);
	if (rec->rights[LLKI_SCOPE])
		add_rights(denial, LLK_SUGGEST_DROP_SCOPE, LLK_SCOPE,
			   rec->rights[LLKI_SCOPE]);
	if (rec->special & LLKI_TOPOLOGY)
		add_reason(denial, LLK_SUGGEST_NEVER,
			   "in a sandbox with file rules nothing can be "
			   "mounted, moved or unmounted: do it before");
	if (rec->special & LLKI_PTRACE)
		add_reason(denial, LLK_SUGGEST_NEVER,
			   "a sandboxed process can trace only those in its "
			   "own sandbox and in sandboxes inside it: run both "
			   "in one");
	for (i = 0; i < denial->objects; i++)
		if (denial->object[i].special & LLKI_UNKNOWN)
			suggest_unknown(denial, i);
}

/* ---- Questions ------------------------------------------------------- */

int llk_suggestion_kind(const struct llk_suggestion *suggestion)
{
	return suggestion ? suggestion->kind : 0;
}

uint32_t llk_suggestion_flags(const struct llk_suggestion *suggestion)
{
	return suggestion ? suggestion->flags : 0;
}

uint32_t llk_suggestion_class(const struct llk_suggestion *suggestion)
{
	return suggestion ? suggestion->cls : 0;
}

uint64_t llk_suggestion_rights(const struct llk_suggestion *suggestion)
{
	return suggestion ? suggestion->rights : 0;
}

const char *llk_suggestion_path(const struct llk_suggestion *suggestion,
				size_t *length)
{
	if (!suggestion || !suggestion->path)
		return NULL;
	if (length)
		*length = suggestion->path_length;
	return suggestion->path;
}

int llk_suggestion_port(const struct llk_suggestion *suggestion)
{
	return suggestion ? suggestion->port : -1;
}

uint64_t llk_suggestion_count(const struct llk_suggestion *suggestion)
{
	return suggestion ? suggestion->count : 0;
}

uint64_t llk_suggestion_first(const struct llk_suggestion *suggestion)
{
	return suggestion ? suggestion->first : 0;
}

uint64_t llk_suggestion_last(const struct llk_suggestion *suggestion)
{
	return suggestion ? suggestion->last : 0;
}
