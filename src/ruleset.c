/* SPDX-License-Identifier: MIT */
/*
 * The request: make, configure, prepare and free a ruleset.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

struct llk_ruleset *llk_ruleset_new(int abi, uint32_t flags)
{
	const uint32_t classes = LLK_FS | LLK_NET | LLK_SCOPE;
	struct llk_ruleset *rs;
	int c;

	if (abi < 1 || abi > LLK_ABI_LATEST || !(flags & classes) ||
	    flags & ~(classes | LLK_BEST_EFFORT | LLK_EXPLAIN)) {
		errno = EINVAL;
		return NULL;
	}
	rs = calloc(1, sizeof(*rs));
	if (!rs)
		return NULL;
	rs->request.flags = flags;
	for (c = 0; c < LLKI_CLASSES; c++)
		if (flags & llki_class(c))
			rs->request.requested[c] =
				llk_abi_rights(abi, llki_class(c));
	/* Every kernel denies refer to who is restricted on files. */
	if (flags & LLK_FS)
		rs->request.requested[LLKI_FS] |= LLK_FS_REFER;
	rs->fd = -1;
	return rs;
}

void llk_ruleset_free(struct llk_ruleset *rs)
{
	int saved = errno;

	if (!rs)
		return;
	if (rs->fd >= 0)
		llki_sys_close(rs->fd);
	llki_record_free(&rs->request);
	free(rs);
	errno = saved;
}

/* Is every right of @mask restricted?  LLK_ALL_RIGHTS needs at least one. */
static bool within(uint64_t mask, uint64_t requested)
{
	return mask == LLK_ALL_RIGHTS ? requested != 0 : !(mask & ~requested);
}

/* What contradicts itself in the request, in words, or NULL. */
static const char *request_fault(const struct llki_request *request)
{
	uint64_t all = 0;
	int c;

	for (c = 0; c < LLKI_CLASSES; c++) {
		uint64_t requested = request->requested[c];

		if (!within(request->required[c], requested))
			return "llk_require() names a right that the ruleset "
			       "does not restrict";
		if (!within(request->quiet[c], requested))
			return "llk_quiet() names a right that the ruleset "
			       "does not restrict";
		all |= requested;
	}
	return all ? NULL : "the ruleset restricts nothing: its ABI version "
			    "has no right in its classes, or all are excluded";
}

int llki_unusable(const struct llk_ruleset *rs)
{
	errno = rs ? rs->sticky : EINVAL;
	return -1;
}

int llki_stick_errno(struct llk_ruleset *rs)
{
	if (rs)
		rs->sticky = errno;
	return -1;
}

int llki_begin_plan(struct llk_ruleset *rs)
{
	if (rs)
		rs->plan.made = false;
	if (llki_usable(rs))
		return -1;
	rs->failure[0] = '\0';
	return 0;
}

/* Once, and again after llk_require(). */
static int check_request(struct llk_ruleset *rs)
{
	const char *fault;

	if (rs->request.checked)
		return 0;
	fault = request_fault(&rs->request);
	if (fault)
		return llki_fail(rs, LLKI_STEP_ARGUMENT, EINVAL, fault);
	rs->request.checked = true;
	return 0;
}

/* What every call that configures begins with. */
static int configurable(struct llk_ruleset *rs, int last_stage)
{
	if (llki_usable(rs))
		return -1;
	if ((int)rs->stage > last_stage)
		return llki_fail(rs, LLKI_STEP_ORDER, EBUSY,
				 last_stage == LLKI_CONFIGURE ?
				 "configure the ruleset before its first rule" :
				 "configure the ruleset before it is prepared "
				 "or enforced");
	return 0;
}

/* Check a class and a mask of its rights; the class's index, or -1. */
static int check_rights(struct llk_ruleset *rs, uint32_t cls, uint64_t rights)
{
	int c = llki_class_index(cls);

	if (c < 0)
		return llki_fail(rs, LLKI_STEP_ARGUMENT, EINVAL,
				 "the class is not one of LLK_FS, LLK_NET and "
				 "LLK_SCOPE");
	if (rights != LLK_ALL_RIGHTS &&
	    rights & ~llki_known_rights[c])
		return llki_fail(rs, LLKI_STEP_ARGUMENT, EINVAL,
				 "unknown access right");
	return c;
}

static int exclude(struct llk_ruleset *rs, uint32_t cls, uint64_t rights)
{
	int c;

	if (configurable(rs, LLKI_CONFIGURE))
		return -1;
	c = check_rights(rs, cls, rights);
	if (c < 0)
		return -1;
	rs->request.requested[c] &= ~rights;
	rs->request.checked = false;
	return 0;
}

int llk_exclude(struct llk_ruleset *rs, uint32_t cls, uint64_t rights)
{
	return llki_stick(rs, exclude(rs, cls, rights));
}

static int merge(struct llk_ruleset *rs, uint64_t masks[], int last_stage,
		 uint32_t cls, uint64_t rights)
{
	int c;

	if (configurable(rs, last_stage))
		return -1;
	c = check_rights(rs, cls, rights);
	if (c < 0)
		return -1;
	masks[c] |= rights;
	rs->request.checked = false;
	return 0;
}

int llk_require(struct llk_ruleset *rs, uint32_t cls, uint64_t rights)
{
	return llki_stick(rs, merge(rs, rs ? rs->request.required : NULL,
				    LLKI_RULES, cls, rights));
}

int llk_quiet(struct llk_ruleset *rs, uint32_t cls, uint64_t rights)
{
	return llki_stick(rs, merge(rs, rs ? rs->request.quiet : NULL,
				    LLKI_CONFIGURE, cls, rights));
}

static int require_abi(struct llk_ruleset *rs, int abi)
{
	if (configurable(rs, LLKI_RULES))
		return -1;
	if (abi < 1 || abi > LLK_ABI_LATEST)
		return llki_fail(rs, LLKI_STEP_ARGUMENT, EINVAL,
				 "unknown ABI version");
	if (abi > rs->request.require_abi)
		rs->request.require_abi = abi;
	return 0;
}

int llk_require_abi(struct llk_ruleset *rs, int abi)
{
	return llki_stick(rs, require_abi(rs, abi));
}

static int refer_fallback(struct llk_ruleset *rs, int how)
{
	if (configurable(rs, LLKI_CONFIGURE))
		return -1;
	if (how < LLK_REFER_DENY || how > LLK_REFER_DROP_FS)
		return llki_fail(rs, LLKI_STEP_ARGUMENT, EINVAL,
				 "unknown refer fallback");
	rs->request.refer_fallback = how;
	return 0;
}

int llk_refer_fallback(struct llk_ruleset *rs, int how)
{
	return llki_stick(rs, refer_fallback(rs, how));
}

/* Create the kernel's ruleset that the request and its rules so far need. */
static int create(struct llk_ruleset *rs)
{
	struct llki_ruleset_attr attr;
	struct llki_plan plan;
	int fd, ret;

	do {
		llki_plan(&rs->request, &rs->kernel, 0, 1, &plan);
		llki_plan_attr(&plan, &attr);
		ret = llki_kernel_create(&rs->kernel, &attr, &fd);
	} while (ret > 0);
	if (ret < 0)
		return llki_fail(rs, LLKI_STEP_CREATE, errno, NULL);
	if (rs->fd >= 0)
		llki_sys_close(rs->fd);
	rs->fd = fd;
	rs->attr = attr;
	return 0;
}

int llki_ruleset_open(struct llk_ruleset *rs)
{
	if (check_request(rs))
		return -1;
	if (rs->stage != LLKI_CONFIGURE)
		return 0;
	if (llki_kernel_probe(&rs->kernel))
		return llki_fail(rs, LLKI_STEP_PROBE, errno, NULL);
	if (create(rs))
		return -1;
	llki_record_prepare(&rs->request);
	rs->stage = LLKI_RULES;
	return 0;
}

int llki_make_plan(struct llk_ruleset *rs, const struct llki_kernel *kernel,
		   uint32_t flags, int threads)
{
	llki_plan(&rs->request, kernel, flags, threads, &rs->plan);
	llki_record_changed(&rs->request);
	if (rs->plan.error)
		return llki_fail(rs, LLKI_STEP_PLAN, rs->plan.error, NULL);
	return 0;
}

/* What llk_enforce(rs, 0) would do in one thread, or why it would fail. */
static int plan_simple(struct llk_ruleset *rs)
{
	return llki_make_plan(rs, &rs->kernel, 0, 1);
}

/* Rules may have changed the masks: LLK_REFER_DROP_FS. */
static int create_again(struct llk_ruleset *rs)
{
	struct llki_ruleset_attr attr;

	llki_plan_attr(&rs->plan, &attr);
	if (!memcmp(&attr, &rs->attr, sizeof(attr)))
		return 0;
	if (create(rs)) {
		rs->plan.made = false;
		return -1;
	}
	if (llki_rules_again(rs)) {
		/* It lacks a rule: the next try has to make another one. */
		rs->attr = (struct llki_ruleset_attr){ 0 };
		rs->plan.made = false;
		return -1;
	}
	return plan_simple(rs);
}

int llk_prepare(struct llk_ruleset *rs)
{
	if (llki_begin_plan(rs) || llki_ruleset_open(rs) || plan_simple(rs))
		return -1;
	if (rs->stage == LLKI_PREPARED)
		return 0;
	if (create_again(rs))
		return -1;
	if (llki_rules_complete(rs)) {
		rs->plan.made = false;
		return -1;
	}
	rs->stage = LLKI_PREPARED;
	return 0;
}

int llk_plan(struct llk_ruleset *rs, int abi, uint32_t flags)
{
	struct llki_kernel kernel;

	if (llki_begin_plan(rs))
		return -1;
	if (abi < 0 || abi > LLK_ABI_LATEST)
		return llki_fail(rs, LLKI_STEP_ARGUMENT, EINVAL,
				 "unknown ABI version");
	if (llki_flags_check(flags))
		return llki_fail(rs, LLKI_STEP_ARGUMENT, EINVAL,
				 "unknown or contradicting flags");
	if (check_request(rs))
		return -1;
	llki_kernel_of_abi(&kernel, abi);
	if (llki_make_plan(rs, &kernel, flags, 1))
		return -1;
	return rs->plan.level;
}

int llk_ruleset_fd(const struct llk_ruleset *rs)
{
	if (!rs || rs->stage != LLKI_PREPARED)
		errno = EINVAL;
	else if (rs->fd < 0)
		errno = ENODATA;
	else
		return rs->fd;
	return -1;
}
