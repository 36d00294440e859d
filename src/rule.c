/* SPDX-License-Identifier: MIT */
/*
 * One rule at a time: check it, record it, give it to the kernel.
 */
#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <fcntl.h>

#include "internal.h"

/* File systems whose files have no place in the tree (linux/magic.h). */
#define PIPEFS		0x50495045
#define SOCKFS		0x534f434b
#define ANON_INODEFS	0x09041934
#define NSFS		0x6e736673
#define PIDFS		0x50494446

static LLKI_RARE const char *find_fault(const struct llki_request *request,
					int index, uint64_t rights,
					uint32_t flags, uint32_t known)
{
	if (flags & ~known)
		return "unknown flag";
	if (rights & ~llki_known_rights[index])
		return "unknown access right";
	if (!rights && !(flags & LLK_QUIET))
		return "no access right given";
	if (flags & LLK_QUIET && !request->quiet[index])
		return "LLK_QUIET in a class for which llk_quiet() named no "
		       "right";
	return NULL;
}

/* What is wrong with a rule's arguments, in words, or NULL.  Most have no flag,
   and only rights that are restricted, which are known ones. */
static inline const char *rule_fault(const struct llki_request *request,
				     int index, uint64_t rights,
				     uint32_t flags, uint32_t known)
{
	if (rights && !flags && !(rights & ~request->requested[index]))
		return NULL;
	return find_fault(request, index, rights, flags, known);
}

static LLKI_RARE int open_for_rules(struct llk_ruleset *rs)
{
	if (rs->stage == LLKI_PREPARED)
		return llki_fail(rs, LLKI_STEP_ORDER, EBUSY,
				 "add rules before the ruleset is prepared or "
				 "enforced");
	return llki_ruleset_open(rs);
}

static inline int take_rules(struct llk_ruleset *rs)
{
	return llki_ruleset_is_open(rs) ? 0 : open_for_rules(rs);
}

/* If it fails the kernel has the rule, but the error sticks, so that its ruleset
   is of no use any more. */
static int record(struct llk_ruleset *rs, const struct llki_rule *rule)
{
	if (!llki_record(&rs->request, rule))
		return 0;
	return llki_fail(rs, LLKI_STEP_MEMORY, errno, NULL);
}

/*
 * A descriptor that the caller has closed may be ours by now; to the caller it
 * is not open.
 */
static bool is_ours(const struct llk_ruleset *rs, int fd)
{
	return fd == rs->fd;
}

/* The kernel's EBADF and EBADFD, where the kernel is not asked. */
static LLKI_RARE int judge(int fd)
{
	uint32_t type;

	if (llki_sys_fs_type(fd, &type))
		return errno == EBADF ? -1 : 0;
	switch (type) {
	case PIPEFS:
	case SOCKFS:
	case ANON_INODEFS:
	case NSFS:
	case PIDFS:
		errno = EBADFD;
		return -1;
	default:
		return 0;
	}
}

static int add_path_rule(const struct llk_ruleset *rs, int fd, uint64_t rights,
			 uint32_t flags)
{
	const struct llki_path_beneath_attr attr = {
		.allowed_access = rights,
		.parent_fd = fd,
	};

	return llki_sys_add_rule(rs->fd, LLKI_RULE_PATH_BENEATH, &attr, flags);
}

/* The kernel has refused @rights.  Are they too many, for a file? */
static LLKI_RARE int give_file(const struct llk_ruleset *rs,
			       struct llki_rule *rule, int fd,
			       uint64_t rights, uint32_t flags)
{
	int is_dir;

	if (errno != EINVAL || !(rights & ~llki_file_rights))
		return -1;
	is_dir = llki_sys_is_dir(fd);
	if (is_dir) {
		if (is_dir > 0)
			errno = EINVAL;
		return -1;
	}
	rule->outcome = LLKI_RULE_TRIMMED;
	rights &= llki_file_rights;
	if (!rights && !flags)
		return 0;
	return add_path_rule(rs, fd, rights, flags);
}

/*
 * Give the kernel a rule on what @fd holds, which is noted in @file if somebody
 * will ask.  Directories are the common case, so whether it is one is asked only
 * if the kernel refuses.
 */
static int give(const struct llk_ruleset *rs, struct llki_rule *rule, int fd,
		struct llki_file *file)
{
	const uint64_t wanted = rule->rights &
				rs->request.requested[LLKI_FS];
	const uint64_t rights = wanted & rs->attr.handled_access_fs;
	uint32_t flags = 0;

	if (rs->request.flags & LLK_EXPLAIN) {
		if (llki_sys_identify(fd, file))
			return -1;
		rule->file = file;
	}
	/* What the kernel lacks it cannot refuse, but plans for others need to
	   know: a file cannot be granted refer. */
	if (wanted != rights && wanted & ~llki_file_rights &&
	    !(rights & ~llki_file_rights) && llki_sys_is_dir(fd) == 0)
		rule->outcome = LLKI_RULE_TRIMMED;
	if (rule->flags & LLK_QUIET && rs->attr.quiet_access_fs)
		flags = LLKI_ADD_RULE_QUIET;
	if (!rights && !flags)
		return judge(fd);
	if (!add_path_rule(rs, fd, rights, flags))
		return 0;
	return give_file(rs, rule, fd, rights, flags);
}

/* Open the rule's path and give it to the kernel. */
static int open_and_give(struct llk_ruleset *rs, int dirfd,
			 struct llki_rule *rule, struct llki_file *file)
{
	int fd, ret;

	if (is_ours(rs, dirfd) && rule->path[0] && rule->path[0] != '/')
		return llki_fail(rs, LLKI_STEP_OPEN, EBADF, rule->path);
	fd = llki_sys_open_path(dirfd, rule->path);
	if (fd < 0 && rule->flags & LLK_IF_EXISTS &&
	    (errno == ENOENT || errno == ENOTDIR)) {
		rule->outcome = LLKI_RULE_MISSING;
		return 0;
	}
	if (fd < 0)
		return llki_fail(rs, LLKI_STEP_OPEN, errno, rule->path);
	ret = give(rs, rule, fd, file);
	llki_sys_close(fd);
	return ret ? llki_fail(rs, LLKI_STEP_ADD_PATH, errno, rule->path) : 0;
}

/* What a rule on a path or a descriptor ends with. */
static int record_path(struct llk_ruleset *rs, const struct llki_rule *rule)
{
	if (!llki_rule_matters(&rs->request, LLKI_FS, rule->rights,
			       rule->outcome))
		return 0;
	return record(rs, rule);
}

static int allow_path(struct llk_ruleset *rs, int dirfd, const char *path,
		      uint64_t rights, uint32_t flags)
{
	struct llki_rule rule = {
		.cls = LLK_FS, .rights = rights, .flags = flags, .path = path,
	};
	struct llki_file file;
	const char *fault;

	if (llki_usable(rs))
		return -1;
	if (!path)
		return llki_fail(rs, LLKI_STEP_ARGUMENT, EINVAL,
				 "the path is NULL");
	fault = rule_fault(&rs->request, LLKI_FS, rights, flags,
			   LLK_IF_EXISTS | LLK_QUIET);
	if (fault)
		return llki_fail_rule(rs, &(struct llki_object){
				.path = path }, EINVAL, fault);
	if (take_rules(rs) || open_and_give(rs, dirfd, &rule, &file))
		return -1;
	return record_path(rs, &rule);
}

int llk_allow_path_at(struct llk_ruleset *rs, int dirfd, const char *path,
		      uint64_t rights, uint32_t flags)
{
	return llki_stick(rs, allow_path(rs, dirfd, path, rights, flags));
}

int llk_allow_path(struct llk_ruleset *rs, const char *path, uint64_t rights,
		   uint32_t flags)
{
	return llk_allow_path_at(rs, AT_FDCWD, path, rights, flags);
}

static LLKI_RARE int fail_number(struct llk_ruleset *rs, const char *kind,
				 int64_t number, int error, const char *fault)
{
	const struct llki_object on = { .kind = kind, .number = number };

	return llki_fail_rule(rs, &on, error, fault);
}

static int allow_fd(struct llk_ruleset *rs, int fd, uint64_t rights,
		    uint32_t flags)
{
	struct llki_rule rule = {
		.cls = LLK_FS, .rights = rights, .flags = flags,
	};
	struct llki_file file;
	const char *fault;

	if (llki_usable(rs))
		return -1;
	fault = rule_fault(&rs->request, LLKI_FS, rights, flags, LLK_QUIET);
	if (fault)
		return fail_number(rs, "descriptor", fd, EINVAL, fault);
	if (take_rules(rs))
		return -1;
	if (is_ours(rs, fd))
		return fail_number(rs, "descriptor", fd, EBADF, NULL);
	if (give(rs, &rule, fd, &file))
		return fail_number(rs, "descriptor", fd, errno, NULL);
	return record_path(rs, &rule);
}

int llk_allow_fd(struct llk_ruleset *rs, int fd, uint64_t rights,
		 uint32_t flags)
{
	return llki_stick(rs, allow_fd(rs, fd, rights, flags));
}

/* The kernel has refused a port. */
static LLKI_RARE int refused(struct llk_ruleset *rs, unsigned int port)
{
	if (errno != EAFNOSUPPORT)
		return fail_number(rs, "port", port, errno, NULL);
	/* Without CONFIG_INET there is no port to restrict. */
	rs->kernel.no_inet = true;
	rs->request.kept[LLKI_NET] = UINT64_MAX;
	return 0;
}

static int give_ports(struct llk_ruleset *rs, unsigned int first,
		      unsigned int last, uint64_t rights, uint32_t flags)
{
	const bool quiet = flags & LLK_QUIET && rs->attr.quiet_access_net;
	struct llki_net_port_attr attr = {
		.allowed_access = rights & rs->attr.handled_access_net,
	};

	if (!attr.allowed_access && !quiet)
		return 0;
	for (attr.port = first; attr.port <= last; attr.port++)
		if (llki_sys_add_rule(rs->fd, LLKI_RULE_NET_PORT, &attr,
				      quiet ? LLKI_ADD_RULE_QUIET : 0))
			return refused(rs, (unsigned int)attr.port);
	return 0;
}

static LLKI_RARE int record_ports(struct llk_ruleset *rs, unsigned int first,
				  unsigned int last, uint64_t rights,
				  uint32_t flags)
{
	const struct llki_rule rule = {
		.cls = LLK_NET, .rights = rights, .flags = flags,
		.first = (uint16_t)first, .last = (uint16_t)last,
	};

	return record(rs, &rule);
}

static int allow_ports(struct llk_ruleset *rs, unsigned int first,
		       unsigned int last, uint64_t rights, uint32_t flags)
{
	const char *fault;

	if (llki_usable(rs))
		return -1;
	if (first > UINT16_MAX || last > UINT16_MAX)
		return fail_number(rs, "port", first > last ? first : last,
				   EINVAL, "it is above 65535");
	if (first > last)
		return fail_number(rs, "port", first, EINVAL,
				   "the range that begins there ends before");
	fault = rule_fault(&rs->request, LLKI_NET, rights, flags, LLK_QUIET);
	if (fault)
		return fail_number(rs, "port", first, EINVAL, fault);
	if (take_rules(rs) || give_ports(rs, first, last, rights, flags))
		return -1;
	if (!llki_rule_matters(&rs->request, LLKI_NET, rights,
			       LLKI_RULE_GIVEN))
		return 0;
	return record_ports(rs, first, last, rights, flags);
}

int llk_allow_port_range(struct llk_ruleset *rs, unsigned int first,
			 unsigned int last, uint64_t rights, uint32_t flags)
{
	return llki_stick(rs, allow_ports(rs, first, last, rights, flags));
}

int llk_allow_port(struct llk_ruleset *rs, unsigned int port, uint64_t rights,
		   uint32_t flags)
{
	return llk_allow_port_range(rs, port, port, rights, flags);
}

/* A layer denies refer even if it does not handle it: grant it everywhere. */
static int pass_refer(struct llk_ruleset *rs)
{
	int fd = llki_sys_open_path(AT_FDCWD, "/"), ret;

	if (fd < 0)
		return llki_fail(rs, LLKI_STEP_OPEN, errno, "/");
	ret = add_path_rule(rs, fd, LLK_FS_REFER, 0);
	llki_sys_close(fd);
	return ret ? llki_fail(rs, LLKI_STEP_ADD_PATH, errno, "/") : 0;
}

int llki_rules_again(struct llk_ruleset *rs)
{
	const struct llki_rule *rule = rs->request.rules;

	for (; rule; rule = rule->next)
		if (rule->cls == LLK_NET &&
		    give_ports(rs, rule->first, rule->last, rule->rights,
			       rule->flags))
			return -1;
	return 0;
}

int llki_rules_complete(struct llk_ruleset *rs)
{
	return rs->plan.pass_refer ? pass_refer(rs) : 0;
}
