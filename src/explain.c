/* SPDX-License-Identifier: MIT */
/*
 * Would it be allowed?  Follows the kernel's own way through the tree: the
 * rules on a file and on every directory above it add up, across mount points,
 * and a file that is moved must not gain rights.
 */
#define _XOPEN_SOURCE 700

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "internal.h"

/* As the kernel's. */
#define LONGEST_PATH	4096
#define MOST_LINKS	40

/* ---- What rules allow ------------------------------------------------------- */

uint64_t llki_restricted(const struct llk_ruleset *rs, int index)
{
	const struct llki_plan *plan = &rs->plan;
	uint64_t rights = plan->enforced[index];

	if (!plan->made || plan->error || !plan->layer)
		return 0;
	/* A layer denies refer, whether it handles it or not, but for the
	   library's own rule on "/". */
	if (index == LLKI_FS && !plan->pass_refer)
		rights |= LLK_FS_REFER;
	return rights;
}

static bool same_file(const struct llki_file *a, const struct llki_file *b)
{
	return a->dev == b->dev && a->ino == b->ino;
}

/* What a rule allows on this kernel, on the file or port that it holds. */
static uint64_t given(const struct llk_ruleset *rs,
		      const struct llki_rule *rule)
{
	uint64_t rights = rule->rights &
			  rs->plan.enforced[llki_class_index(rule->cls)];

	if (rule->cls == LLK_FS && !S_ISDIR(rule->file->mode))
		rights &= llki_file_rights;
	return rights;
}

static void allow(const struct llk_ruleset *rs, const struct llki_rule *rule,
		  struct llki_verdict *verdict)
{
	uint64_t rights = given(rs, rule) & verdict->denied;
	size_t bit;

	verdict->denied &= ~rights;
	for (bit = 0; bit < 64; bit++)
		if (rights >> bit & 1)
			verdict->by[bit] = rule;
}

static void allow_file(const struct llk_ruleset *rs,
		       const struct llki_file *file,
		       struct llki_verdict *verdict)
{
	const struct llki_rule *rule = rs->request.rules;

	for (; rule; rule = rule->next)
		if (rule->file && same_file(rule->file, file))
			allow(rs, rule, verdict);
}

/* ---- Where a file is --------------------------------------------------------- */

struct place {
	int dir;		/* that holds it; -1: it is where "/" or "."
				   led to, and has its own ".." */
	int fd;			/* itself; -1: it does not exist */
	struct llki_file file;
};

static const struct place nowhere = { .dir = -1, .fd = -1 };

static void leave(const struct place *place)
{
	if (place->dir >= 0)
		llki_sys_close(place->dir);
	if (place->fd >= 0)
		llki_sys_close(place->fd);
}

static int fail(int error)
{
	errno = error;
	return -1;
}

static bool is_dots(const char *name)
{
	return !*name || strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* Open the file itself; that it is missing is no error. */
static int open_file(int base, const char *name, bool slash,
		     struct place *place)
{
	place->fd = llki_sys_open_link(base, name);
	if (place->fd < 0)
		return errno == ENOENT ? 0 : -1;
	if (llki_sys_identify(place->fd, &place->file))
		return -1;
	if (slash && !S_ISDIR(place->file.mode) && !S_ISLNK(place->file.mode))
		return fail(ENOTDIR);
	return 0;
}

/*
 * Find the last name of @path and the directory that it is in.  Cuts @path up;
 * *slash: something was to be a directory.
 */
static int locate(int base, char *path, bool *slash, struct place *place)
{
	size_t length = strlen(path);
	char *name, first;

	*slash = false;
	while (length > 1 && path[length - 1] == '/') {
		path[--length] = '\0';
		*slash = true;
	}
	name = strrchr(path, '/');
	name = name ? name + 1 : path;
	if (is_dots(name)) {
		place->fd = llki_sys_open_path(base, path);
		if (place->fd < 0)
			return -1;
		return llki_sys_identify(place->fd, &place->file);
	}
	first = *name;
	*name = '\0';
	place->dir = llki_sys_open_path(base, name == path ? "." : path);
	*name = first;
	if (place->dir < 0)
		return -1;
	return open_file(place->dir, name, *slash, place);
}

/* The path goes on at what the link says. */
static int read_link(const struct place *place, bool slash, char *path)
{
	ssize_t length = llki_sys_read_link(place->fd, path, LONGEST_PATH - 1);

	if (length < 0)
		return -1;
	if (length == LONGEST_PATH - 1)
		return fail(ENAMETOOLONG);
	if (slash)
		path[length++] = '/';
	path[length] = '\0';
	return 0;
}

/*
 * Find a file, or where it would be.  What is found, also on error, is to be
 * left.
 */
static int find(const char *path, bool follow, struct place *place)
{
	const size_t length = strlen(path);
	char rest[LONGEST_PATH];
	int base = AT_FDCWD, links = 0, ret;
	bool slash;

	*place = nowhere;
	if (length >= sizeof(rest))
		return fail(ENAMETOOLONG);
	memcpy(rest, path, length + 1);
	while (1) {
		ret = locate(base, rest, &slash, place);
		if (base >= 0)
			llki_sys_close(base);
		if (ret)
			return -1;
		if (place->fd < 0 || !S_ISLNK(place->file.mode))
			return 0;
		if (!follow)
			return slash ? fail(ENOTDIR) : 0;
		if (++links > MOST_LINKS)
			return fail(ELOOP);
		if (read_link(place, slash, rest))
			return -1;
		llki_sys_close(place->fd);
		base = place->dir;
		*place = nowhere;
	}
}

/* ---- The way up ---------------------------------------------------------------- */

/* To the directory above: 1, 0 at the root, -1.  Replaces *fd, and closes it
   but for @keep. */
static int climb(int *fd, int keep, struct llki_file *file)
{
	int up = llki_sys_open_path(*fd, "..");
	struct llki_file above;

	if (up < 0)
		return -1;
	if (llki_sys_identify(up, &above)) {
		llki_sys_close(up);
		return -1;
	}
	if (*fd != keep)
		llki_sys_close(*fd);
	*fd = up;
	/* A directory may be bound below itself: then the mounts differ. */
	if (same_file(&above, file) && above.mount == file->mount)
		return 0;
	*file = above;
	return 1;
}

/*
 * Take off what is allowed on the directory @start and all above.  *early is
 * what was denied before the rules on the root counted, if that is not on the
 * mount of @start.
 */
static int ascend(const struct llk_ruleset *rs, int start,
		  struct llki_verdict *verdict, uint64_t *early)
{
	struct llki_file file;
	uint64_t mount;
	int fd = start, more;

	if (llki_sys_identify(start, &file))
		return -1;
	mount = file.mount;
	do {
		*early = verdict->denied;
		allow_file(rs, &file, verdict);
		more = climb(&fd, start, &file);
	} while (more > 0);
	if (fd != start)
		llki_sys_close(fd);
	if (file.mount == mount)
		*early = verdict->denied;
	return more;
}

/* ---- Questions ------------------------------------------------------------------ */

/* Is this a question to the ruleset?  Completes LLK_ALL_RIGHTS. */
static int askable(const struct llk_ruleset *rs, uint32_t cls,
		   uint64_t *rights)
{
	uint64_t known = llk_abi_rights(LLK_ABI_LATEST, cls);

	if (llki_usable(rs))
		return -1;
	if (*rights == LLK_ALL_RIGHTS)
		*rights = known;
	if (!(rs->request.flags & LLK_EXPLAIN) || *rights & ~known)
		return fail(EINVAL);
	return 0;
}

static void begin(const struct llk_ruleset *rs, int index, uint64_t rights,
		  struct llki_verdict *verdict)
{
	*verdict = (struct llki_verdict){
		.denied = rights & llki_restricted(rs, index),
	};
}

int llki_judge_path(const struct llk_ruleset *rs, const char *path,
		    uint64_t rights, struct llki_verdict *verdict)
{
	struct place place;
	uint64_t early;
	int ret;

	if (askable(rs, LLK_FS, &rights))
		return -1;
	if (!path)
		return fail(EINVAL);
	ret = find(path, true, &place);
	if (!ret && place.fd < 0)
		ret = fail(ENOENT);
	if (!ret) {
		begin(rs, LLKI_FS, rights, verdict);
		verdict->is_dir = S_ISDIR(place.file.mode);
		allow_file(rs, &place.file, verdict);
		ret = ascend(rs, place.dir >= 0 ? place.dir : place.fd,
			     verdict, &early);
	}
	leave(&place);
	return ret;
}

int llki_judge_port(const struct llk_ruleset *rs, unsigned int port,
		    uint64_t rights, struct llki_verdict *verdict)
{
	const struct llki_rule *rule;

	if (askable(rs, LLK_NET, &rights))
		return -1;
	if (port > UINT16_MAX)
		return fail(EINVAL);
	begin(rs, LLKI_NET, rights, verdict);
	for (rule = rs->request.rules; rule; rule = rule->next)
		if (rule->cls == LLK_NET && rule->first <= port &&
		    port <= rule->last)
			allow(rs, rule, verdict);
	return 0;
}

int llk_check_path(const struct llk_ruleset *rs, const char *path,
		   uint64_t rights, uint64_t *denied)
{
	struct llki_verdict verdict;

	if (!denied)
		return fail(EINVAL);
	if (llki_judge_path(rs, path, rights, &verdict))
		return -1;
	*denied = verdict.denied;
	return 0;
}

int llk_check_port(const struct llk_ruleset *rs, unsigned int port,
		   uint64_t rights, uint64_t *denied)
{
	struct llki_verdict verdict;

	if (!denied)
		return fail(EINVAL);
	if (llki_judge_port(rs, port, rights, &verdict))
		return -1;
	*denied = verdict.denied;
	return 0;
}

/* ---- Rename and link -------------------------------------------------------------- */

static uint64_t right_to_make(uint32_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFDIR:
		return LLK_FS_MAKE_DIR;
	case S_IFLNK:
		return LLK_FS_MAKE_SYM;
	case S_IFIFO:
		return LLK_FS_MAKE_FIFO;
	case S_IFSOCK:
		return LLK_FS_MAKE_SOCK;
	case S_IFCHR:
		return LLK_FS_MAKE_CHAR;
	case S_IFBLK:
		return LLK_FS_MAKE_BLOCK;
	default:
		return LLK_FS_MAKE_REG;
	}
}

static uint64_t right_to_remove(const struct place *place)
{
	if (place->fd < 0)
		return 0;
	return S_ISDIR(place->file.mode) ? LLK_FS_REMOVE_DIR :
					   LLK_FS_REMOVE_FILE;
}

/* One side of a move. */
struct side {
	struct place place;
	struct llki_file dir;	/* that holds it */
	uint64_t needed;	/* in this directory */
	uint64_t denied;	/* in this directory */
	uint64_t early;		/* see ascend() */
	uint64_t own;		/* on the file itself, without the directory */
};

/* What Landlock is not asked about, since the kernel refuses it before. */
static int refuse(const struct side *from, const struct side *to,
		  uint32_t flags)
{
	if (from->place.dir < 0 || to->place.dir < 0)
		return fail(EBUSY);
	if (from->place.fd < 0 || (flags & LLK_EXCHANGE && to->place.fd < 0))
		return fail(ENOENT);
	if (flags & LLK_LINK && to->place.fd >= 0)
		return fail(EEXIST);
	return 0;
}

static int find_side(const char *path, struct side *side)
{
	if (find(path, false, &side->place))
		return -1;
	if (side->place.dir < 0)
		return 0;
	return llki_sys_identify(side->place.dir, &side->dir);
}

static int weigh_side(const struct llk_ruleset *rs, struct side *side)
{
	struct llki_verdict verdict;

	begin(rs, LLKI_FS, LLK_ALL_RIGHTS, &verdict);
	if (side->place.fd >= 0)
		allow_file(rs, &side->place.file, &verdict);
	side->own = verdict.denied;
	begin(rs, LLKI_FS, LLK_ALL_RIGHTS, &verdict);
	if (ascend(rs, side->place.dir, &verdict, &side->early))
		return -1;
	side->denied = verdict.denied;
	return 0;
}

static void need(struct side *from, struct side *to, uint32_t flags)
{
	to->needed = right_to_make(from->place.file.mode);
	if (flags & LLK_LINK)
		return;
	from->needed = right_to_remove(&from->place);
	to->needed |= right_to_remove(&to->place);
	if (flags & LLK_EXCHANGE)
		from->needed |= right_to_make(to->place.file.mode);
}

/* Would the file of @from gain rights in the directory of @to? */
static bool gains(const struct side *from, const struct side *to)
{
	uint64_t matter = S_ISDIR(from->place.file.mode) ? LLK_ALL_RIGHTS :
							   llki_file_rights;

	return from->early & from->own & ~to->early & matter;
}

static bool reparent(const struct side *from, const struct side *to,
		     uint32_t flags)
{
	if (!(from->denied | to->denied))
		return true;
	if ((from->needed | LLK_FS_REFER) & from->denied ||
	    (to->needed | LLK_FS_REFER) & to->denied)
		return false;
	return !gains(from, to) &&
	       !(flags & LLK_EXCHANGE && gains(to, from));
}

static int verdict_of(const struct llk_ruleset *rs, const struct side *from,
		      const struct side *to, uint32_t flags)
{
	/* link(2) follows a mount on the file, rename(2) does not. */
	uint64_t mount = flags & LLK_LINK ? from->place.file.mount :
					    from->dir.mount;

	/* Where mounts have no number, those of one file system look alike. */
	if (mount != to->dir.mount ||
	    (!mount && from->dir.dev != to->dir.dev))
		return EXDEV;
	if (!llki_restricted(rs, LLKI_FS))
		return 0;
	if (same_file(&from->dir, &to->dir))
		return (from->needed | to->needed) & to->denied ? EACCES : 0;
	/* ABI 1 does not look further. */
	if (!(rs->plan.pass_refer || rs->plan.enforced[LLKI_FS] & LLK_FS_REFER))
		return EXDEV;
	if (reparent(from, to, flags))
		return 0;
	if (from->needed & from->denied || to->needed & to->denied)
		return EACCES;
	return EXDEV;
}

static int judge_rename(const struct llk_ruleset *rs, const char *from,
			const char *to, uint32_t flags, int *error)
{
	struct side a = { .place = nowhere }, b = { .place = nowhere };
	int ret = -1;

	if (!find_side(from, &a) && !find_side(to, &b) &&
	    !refuse(&a, &b, flags) && !weigh_side(rs, &a) &&
	    !weigh_side(rs, &b)) {
		need(&a, &b, flags);
		*error = verdict_of(rs, &a, &b, flags);
		ret = 0;
	}
	leave(&a.place);
	leave(&b.place);
	return ret;
}

int llk_check_rename(const struct llk_ruleset *rs, const char *from,
		     const char *to, uint32_t flags, int *error)
{
	uint64_t rights = 0;

	if (askable(rs, LLK_FS, &rights))
		return -1;
	if (!from || !to || !error || flags & ~(LLK_LINK | LLK_EXCHANGE) ||
	    flags == (LLK_LINK | LLK_EXCHANGE))
		return fail(EINVAL);
	return judge_rename(rs, from, to, flags, error);
}
