/* SPDX-License-Identifier: MIT */
/*
 * Questions about the report, as data and as text, and the text of failures.
 */
#include <errno.h>

#include "internal.h"
#include "text.h"

/* ---- Words --------------------------------------------------------------------- */

static const struct {
	int error;
	const char *words;
} errors[] = {
	{ EPERM, "not permitted (EPERM)" },
	{ ENOENT, "it does not exist (ENOENT)" },
	{ EIO, "input/output error (EIO)" },
	{ E2BIG, "too much at once (E2BIG)" },
	{ ENOEXEC, "not an executable file (ENOEXEC)" },
	{ EBADF, "the descriptor is not open (EBADF)" },
	{ EAGAIN, "no resources for it now (EAGAIN)" },
	{ ENOMEM, "out of memory (ENOMEM)" },
	{ EACCES, "permission denied (EACCES)" },
	{ EBUSY, "too late (EBUSY)" },
	{ ENOTDIR, "a part of the path is not a directory (ENOTDIR)" },
	{ EINVAL, "invalid (EINVAL)" },
	{ ENFILE, "too many open files in the system (ENFILE)" },
	{ EMFILE, "too many open files in this process (EMFILE)" },
	{ ENAMETOOLONG, "the path is too long (ENAMETOOLONG)" },
	{ ENOSYS, "this kernel has no such system call (ENOSYS)" },
	{ ELOOP, "too many symbolic links (ELOOP)" },
	{ EBADFD, "not a file in the tree, or not a ruleset (EBADFD)" },
	{ EOPNOTSUPP, "not supported (EOPNOTSUPP)" },
};

static void put_error(struct text *text, int error)
{
	size_t i;

	for (i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
		if (errors[i].error == error) {
			put(text, errors[i].words);
			return;
		}
	}
	put(text, "errno ");
	put_number(text, error);
}

static void put_abi(struct text *text, int abi)
{
	put(text, "Linux ");
	put(text, llk_abi_linux(abi));
	put(text, " (ABI ");
	put_number(text, abi);
	put_char(text, ')');
}

/* The running kernel, or the one that the plan is about. */
static void put_kernel(struct text *text, const struct llki_plan *plan)
{
	if (plan->absent) {
		put(text, llk_absence(plan->absent));
	} else {
		put(text, "the kernel's Landlock ABI is ");
		put_number(text, plan->abi);
	}
}

static void put_rule(struct text *text, const struct llki_rule *rule)
{
	if (rule->path) {
		put_path(text, rule->path);
		return;
	}
	if (rule->cls == LLK_FS) {
		put(text, "a rule by descriptor");
		return;
	}
	put(text, "port ");
	put_number(text, rule->first);
	if (rule->last != rule->first) {
		put_char(text, '-');
		put_number(text, rule->last);
	}
}

/* Names of the rights in a mask, separated by ", ". */
static void put_rights(struct text *text, uint32_t cls, uint64_t rights)
{
	const char *separator = "";
	size_t i;

	for (i = 0; i < llki_rights_count; i++) {
		if (llki_rights[i].cls != cls || !(llki_rights[i].bit & rights))
			continue;
		put(text, separator);
		put(text, llki_rights[i].name);
		separator = ", ";
	}
}

/* ---- Losses as text ------------------------------------------------------------ */

/* "needs Linux 6.2 (ABI 3)", or that the kernel does not keep its word. */
static void put_needs(struct text *text, const struct llki_plan *plan,
		      const struct llki_loss *loss)
{
	if (plan->abi >= loss->abi) {
		put(text, "the kernel reports ABI ");
		put_number(text, plan->abi);
		put(text, " but refuses it");
		return;
	}
	put(text, "needs ");
	put_abi(text, loss->abi);
}

static void put_lacking(struct text *text, const struct llki_plan *plan,
			const struct llki_loss *loss)
{
	put(text, llk_right_text(loss->cls, loss->rights));
	if (loss->effect == LLK_WEAKER) {
		put(text, ": not restricted; ");
	} else if (loss->effect == LLK_COSMETIC) {
		put(text, ": left out; ");
	} else if (loss->rule) {
		put(text, ": denied in ");
		put_rule(text, loss->rule);
		put(text, " although allowed; ");
	} else {
		put(text, ": denied although not restricted; ");
	}
	if (loss->effect == LLK_COSMETIC && plan->abi >= loss->abi)
		put(text, "nothing is enforced");
	else
		put_needs(text, plan, loss);
}

static void put_reason(struct text *text, const struct llki_plan *plan,
		       const struct llki_loss *loss)
{
	switch (loss->reason) {
	case LLKI_LACKS:
		put_lacking(text, plan, loss);
		break;
	case LLKI_ALWAYS_DENIED:
		put(text, llk_right_text(loss->cls, loss->rights));
		put(text, ": the kernel denies it in every sandbox");
		break;
	case LLKI_FS_DROPPED:
		put(text, llk_right_text(loss->cls, loss->rights));
		put(text, ": not restricted, since a rule allows fs.refer, "
			  "which needs ");
		put_abi(text, loss->abi);
		break;
	case LLKI_ONE_THREAD:
		put(text, "the process has one thread: nothing to do");
		break;
	case LLKI_OTHER_THREADS:
		put(text, "other threads than the calling one are not "
			  "restricted; needs ");
		put_abi(text, loss->abi);
		break;
	case LLKI_BY_PRCTL:
		put(text, "set by prctl(2) right before");
		break;
	case LLKI_NO_PATH:
		put_rule(text, loss->rule);
		put(text, " does not exist: nothing is allowed there, also if "
			  "it is made later");
		break;
	case LLKI_NOT_DIRECTORY:
		put_rule(text, loss->rule);
		put(text, " is not a directory: the rule leaves out what only "
			  "a directory has");
		break;
	case LLKI_NOT_RESTRICTED:
		put_rule(text, loss->rule);
		put(text, ": the rule does nothing, the ruleset does not "
			  "restrict these rights");
		break;
	case LLKI_NO_INET:
		put_rule(text, loss->rule);
		put(text, ": the kernel has no TCP or UDP (CONFIG_INET)");
		break;
	}
}

static void put_loss(struct text *text, const struct llki_plan *plan,
		     const struct llki_loss *loss)
{
	static const char *const effects[] = {
		[LLK_WEAKER] = "WEAKER     ",
		[LLK_TIGHTER] = "TIGHTER    ",
		[LLK_COSMETIC] = "COSMETIC   ",
		[LLK_EQUIVALENT] = "EQUIVALENT ",
	};

	put(text, effects[loss->effect]);
	put_rights(text, loss->cls, loss->rights);
	put(text, ": ");
	put_reason(text, plan, loss);
	put_char(text, '\n');
}

/* ---- The report as data ---------------------------------------------------------- */

static bool carried_out(const struct llk_ruleset *rs)
{
	return rs && rs->plan.made && !rs->plan.error;
}

int llk_level(const struct llk_ruleset *rs)
{
	return carried_out(rs) ? rs->plan.level : LLK_NONE;
}

uint64_t llk_requested(const struct llk_ruleset *rs, uint32_t cls)
{
	int c = llki_class_index(cls);

	return rs && c >= 0 ? llki_requested(&rs->request, c) : 0;
}

uint64_t llk_enforced(const struct llk_ruleset *rs, uint32_t cls)
{
	int c = llki_class_index(cls);

	return carried_out(rs) && c >= 0 ? rs->plan.enforced[c] : 0;
}

/* Walks over the losses: those of the plan, then those of rules. */
struct walk {
	const struct llk_ruleset *rs;
	size_t plan, rule;	/* done so far */
};

static bool next_loss(struct walk *walk, struct llki_loss *loss)
{
	const struct llk_ruleset *rs = walk->rs;

	if (!rs || !rs->plan.made)
		return false;
	if (walk->plan < rs->plan.losses_count) {
		*loss = rs->plan.losses[walk->plan++];
		return true;
	}
	while (walk->rule < rs->request.rules_count)
		if (llki_rule_loss(&rs->plan,
				   &rs->request.rules[walk->rule++], loss))
			return true;
	return false;
}

static bool loss_at(const struct llk_ruleset *rs, size_t i,
		    struct llki_loss *loss)
{
	struct walk walk = { .rs = rs };

	while (next_loss(&walk, loss))
		if (i-- == 0)
			return true;
	return false;
}

size_t llk_loss_count(const struct llk_ruleset *rs)
{
	struct walk walk = { .rs = rs };
	struct llki_loss loss;
	size_t count = 0;

	while (next_loss(&walk, &loss))
		count++;
	return count;
}

int llk_loss_effect(const struct llk_ruleset *rs, size_t i)
{
	struct llki_loss loss;

	return loss_at(rs, i, &loss) ? loss.effect : 0;
}

uint32_t llk_loss_class(const struct llk_ruleset *rs, size_t i)
{
	struct llki_loss loss;

	return loss_at(rs, i, &loss) ? loss.cls : 0;
}

uint64_t llk_loss_rights(const struct llk_ruleset *rs, size_t i)
{
	struct llki_loss loss;

	return loss_at(rs, i, &loss) ? loss.rights : 0;
}

int llk_loss_abi(const struct llk_ruleset *rs, size_t i)
{
	struct llki_loss loss;

	return loss_at(rs, i, &loss) ? loss.abi : 0;
}

const char *llk_loss_path(const struct llk_ruleset *rs, size_t i)
{
	struct llki_loss loss;

	return loss_at(rs, i, &loss) && loss.rule ? loss.rule->path : NULL;
}

/* ---- The report as text ------------------------------------------------------------ */

/* The level, and if nothing was carried out, why.  Was it? */
static bool put_state(struct text *text, const struct llk_ruleset *rs)
{
	static const char *const levels[] = {
		[LLK_FULL] = "fully enforced",
		[LLK_PARTIAL] = "partially enforced",
		[LLK_NONE] = "nothing is enforced",
	};

	put(text, levels[llk_level(rs)]);
	if (carried_out(rs))
		return true;
	put(text, ": ");
	put(text, rs->failure[0] ? rs->failure :
		  "not tried yet, llk_enforce() was not called");
	return false;
}

/* What is not restricted, with the version that would. */
static void put_missing(struct text *text, const struct llki_plan *plan)
{
	const char *separator = ": not restricted: ";
	size_t i;

	for (i = 0; i < plan->losses_count; i++) {
		const struct llki_loss *loss = &plan->losses[i];

		if (loss->effect != LLK_WEAKER)
			continue;
		put(text, separator);
		separator = ", ";
		if (loss->reason == LLKI_OTHER_THREADS)
			put(text, "threads other than the calling one");
		else
			put_rights(text, loss->cls, loss->rights);
		/* Once for several of the same version. */
		if (i + 1 < plan->losses_count &&
		    plan->losses[i + 1].effect == LLK_WEAKER &&
		    plan->losses[i + 1].abi == loss->abi)
			continue;
		put(text, " [");
		put_abi(text, loss->abi);
		put_char(text, ']');
	}
}

/* How many rules could not be given as they were asked for. */
static void put_tighter(struct text *text, const struct llk_ruleset *rs)
{
	struct walk walk = { .rs = rs };
	struct llki_loss loss;
	int denied = 0, missing = 0;

	while (next_loss(&walk, &loss)) {
		if (loss.effect != LLK_TIGHTER)
			continue;
		if (loss.reason == LLKI_NO_PATH)
			missing++;
		else
			denied++;
	}
	if (denied) {
		put(text, "; denied although allowed: ");
		put_number(text, denied);
	}
	if (missing) {
		put(text, "; paths that do not exist: ");
		put_number(text, missing);
	}
}

const char *llk_summary(struct llk_ruleset *rs)
{
	struct text text;

	if (!rs)
		return "no ruleset";
	text = text_begin(rs->summary, sizeof(rs->summary));
	if (!put_state(&text, rs))
		return rs->summary;
	if (rs->plan.level == LLK_PARTIAL)
		put_missing(&text, &rs->plan);
	if (rs->plan.level != LLK_FULL) {
		put(&text, "; ");
		put_kernel(&text, &rs->plan);
	}
	put_tighter(&text, rs);
	return rs->summary;
}

static void put_classes(struct text *text, const struct llk_ruleset *rs)
{
	int c;

	for (c = 0; c < LLKI_CLASSES; c++) {
		uint64_t enforced = llk_enforced(rs, llki_class(c));

		if (!enforced)
			continue;
		put(text, "restricted: ");
		put_rights(text, llki_class(c), enforced);
		put_char(text, '\n');
	}
}

size_t llk_report(const struct llk_ruleset *rs, char *buf, size_t size)
{
	struct text text = text_begin(buf, size);
	struct walk walk = { .rs = rs };
	struct llki_loss loss;

	if (!rs) {
		put(&text, "no ruleset\n");
		return text.length;
	}
	if (put_state(&text, rs)) {
		put(&text, "; ");
		put_kernel(&text, &rs->plan);
	}
	put_char(&text, '\n');
	put_classes(&text, rs);
	while (next_loss(&walk, &loss))
		put_loss(&text, &rs->plan, &loss);
	return text.length;
}

/* ---- Failures ------------------------------------------------------------------------ */

static void put_blame(struct text *text, const struct llki_plan *plan)
{
	const struct llki_loss *blame = &plan->blame;

	if (plan->absent) {
		put(text, llk_absence(plan->absent));
		return;
	}
	if (!blame->cls) {
		put(text, "the program requires ");
		put_abi(text, blame->abi);
		put(text, "; ");
		put_kernel(text, plan);
		return;
	}
	put(text, "the program requires what cannot be had: ");
	put_rights(text, blame->cls, blame->rights);
	put(text, ": ");
	put_reason(text, plan, blame);
	put(text, "; ");
	put_kernel(text, plan);
	if (blame->reason == LLKI_OTHER_THREADS)
		put(text, ": restrict before starting threads, or pass "
			  "LLK_THIS_THREAD or LLK_ALL_THREADS_IF_POSSIBLE");
}

/* @child: what a process of its own was to execute, or NULL: the caller. */
static void put_restrict(struct text *text, const struct llki_plan *plan,
			 int error, const char *child)
{
	put(text, "cannot restrict the process");
	if (child) {
		put(text, " for ");
		put_path(text, child);
	}
	put(text, ": ");
	if (error == E2BIG)
		put(text, "16 layers of sandboxes are the kernel's limit "
			  "(E2BIG)");
	else if (error == EPERM && !plan->prctl)
		put(text, "without no_new_privs this needs CAP_SYS_ADMIN "
			  "(EPERM)");
	else
		put_error(text, error);
	if (plan->prctl && !child)
		put(text, "; no_new_privs was set and stays set");
}

/* What helps against an error of a path; NULL if the error says it all. */
static const char *advice(enum llki_step step, int error)
{
	if (step == LLKI_STEP_OPEN && (error == ENOENT || error == ENOTDIR))
		return ": create it, correct the path, or pass LLK_IF_EXISTS";
	if (step == LLKI_STEP_OPEN && error == EACCES)
		return ": a directory above it may not be searched; open paths "
		       "before dropping privileges";
	if (step == LLKI_STEP_EXEC && error == EACCES)
		return ": it must be executable, and the ruleset must allow "
		       "LLK_READ | LLK_EXECUTE on it, its interpreter and "
		       "its libraries";
	return NULL;
}

static void put_what(struct text *text, const char *verb, const char *path,
		     enum llki_step step, int error)
{
	const char *help = advice(step, error);

	put(text, verb);
	if (path) {
		put_char(text, ' ');
		put_path(text, path);
	}
	put(text, ": ");
	put_error(text, error);
	if (help)
		put(text, help);
}

static void put_failure(struct text *text, const struct llki_plan *plan,
			enum llki_step step, int error, const char *what)
{
	switch (step) {
	case LLKI_STEP_ARGUMENT:
		put(text, "invalid argument: ");
		put(text, what);
		put(text, " (EINVAL)");
		break;
	case LLKI_STEP_ORDER:
		put(text, "too late: ");
		put(text, what);
		put(text, " (EBUSY)");
		break;
	case LLKI_STEP_MEMORY:
		put_error(text, error);
		break;
	case LLKI_STEP_PROBE:
		put_what(text, "cannot ask the kernel for its Landlock version",
			 NULL, step, error);
		break;
	case LLKI_STEP_CREATE:
		put_what(text, "cannot create a ruleset", NULL, step, error);
		break;
	case LLKI_STEP_OPEN:
	case LLKI_STEP_ADD_PATH:
		put_what(text, "cannot allow", what, step, error);
		break;
	case LLKI_STEP_PLAN:
		put_blame(text, plan);
		break;
	case LLKI_STEP_NO_NEW_PRIVS:
		put_what(text, "cannot set no_new_privs", NULL, step, error);
		break;
	case LLKI_STEP_RESTRICT:
		put_restrict(text, plan, error, what);
		break;
	case LLKI_STEP_PIPE:
		put_what(text, "cannot make a pipe to start", what, step,
			 error);
		break;
	case LLKI_STEP_FORK:
		put_what(text, "cannot make a process to start", what, step,
			 error);
		break;
	case LLKI_STEP_EXEC:
		put_what(text, "cannot execute", what, step, error);
		break;
	}
}

int llki_fail(struct llk_ruleset *rs, enum llki_step step, int error,
	      const char *what)
{
	struct text text = text_begin(rs->failure, sizeof(rs->failure));

	put_failure(&text, &rs->plan, step, error, what);
	/* From here on the report must not speak of what was not done. */
	if (step >= LLKI_STEP_PLAN)
		rs->plan.error = error;
	errno = error;
	return -1;
}

int llki_fail_rule(struct llk_ruleset *rs, int error, const char *kind,
		   int number)
{
	struct text text = text_begin(rs->failure, sizeof(rs->failure));

	put(&text, "cannot allow ");
	put(&text, kind);
	put_char(&text, ' ');
	put_number(&text, number);
	put(&text, ": ");
	put_error(&text, error);
	errno = error;
	return -1;
}

const char *llk_failure(const struct llk_ruleset *rs)
{
	if (!rs)
		return "no ruleset: llk_ruleset_new() was refused (EINVAL: an "
		       "unknown ABI version, class or flag) or out of memory";
	return rs->failure[0] ? rs->failure : "no error";
}

/* ---- Explanations --------------------------------------------------------------- */

/* Why a right is not restricted. */
static void put_free(struct text *text, const struct llk_ruleset *rs,
		     const struct llki_right *right)
{
	const struct llki_plan *plan = &rs->plan;
	size_t i;

	put(text, "not restricted: ");
	if (!carried_out(rs)) {
		put_state(text, rs);
		return;
	}
	if (!(llk_requested(rs, right->cls) & right->bit)) {
		put(text, "the ruleset does not restrict it");
		return;
	}
	for (i = 0; i < plan->losses_count; i++) {
		const struct llki_loss *loss = &plan->losses[i];

		if (loss->cls == right->cls && loss->rights & right->bit &&
		    !plan->absent) {
			put_reason(text, plan, loss);
			return;
		}
	}
	put_kernel(text, plan);
}

/* Which rule is missing.  @path is NULL for a port. */
static void put_denied(struct text *text, const struct llk_ruleset *rs,
		       const struct llki_right *right, const char *path,
		       unsigned int port, bool on_file)
{
	put(text, "denied: ");
	if (!(llk_enforced(rs, right->cls) & right->bit)) {
		put(text, "the kernel denies it in every sandbox, and no rule "
			  "can allow it; that needs ");
		put_abi(text, right->abi);
		return;
	}
	if (on_file && !right->on_file) {
		put(text, "only a rule on a directory above can allow ");
		put_constant(text, right->name);
		return;
	}
	if (path) {
		put(text, "llk_allow_path(rs, ");
		put_path(text, path);
	} else {
		put(text, "llk_allow_port(rs, ");
		put_number(text, (int)port);
	}
	put(text, ", ");
	put_constant(text, right->name);
	put(text, ", 0) would allow it");
}

static void put_verdict(struct text *text, const struct llk_ruleset *rs,
			const struct llki_right *right,
			const struct llki_verdict *verdict, const char *path,
			unsigned int port)
{
	uint64_t restricted =
		llki_restricted(rs, llki_class_index(right->cls));
	unsigned int bit = 0;

	while (right->bit >> bit != 1)
		bit++;
	put(text, right->name);
	put(text, ": ");
	if (!(restricted & right->bit)) {
		put_free(text, rs, right);
	} else if (verdict->by[bit]) {
		put(text, "allowed by ");
		put_rule(text, verdict->by[bit]);
	} else {
		put_denied(text, rs, right, path, port,
			   path && !verdict->is_dir);
	}
	put_char(text, '\n');
}

/* A question that has no answer. */
static void put_unanswered(struct text *text, const struct llk_ruleset *rs,
			   const char *path, int error)
{
	if (!rs) {
		put(text, "no ruleset");
	} else if (rs->sticky) {
		put(text, llk_failure(rs));
	} else if (!(rs->request.flags & LLK_EXPLAIN)) {
		put(text, "not known: llk_ruleset_new() was called without "
			  "LLK_EXPLAIN");
	} else if (error == EINVAL) {
		put(text, "invalid argument: the path is NULL, the port is "
			  "above 65535, or an access right is unknown (EINVAL)");
	} else {
		put_what(text, "cannot look at", path, LLKI_STEP_ADD_PATH,
			 error);
	}
	put_char(text, '\n');
}

static void put_verdicts(struct text *text, const struct llk_ruleset *rs,
			 uint32_t cls, uint64_t rights,
			 const struct llki_verdict *verdict, const char *path,
			 unsigned int port)
{
	size_t i;

	for (i = 0; i < llki_rights_count; i++)
		if (llki_rights[i].cls == cls && llki_rights[i].bit & rights)
			put_verdict(text, rs, &llki_rights[i], verdict, path,
				    port);
}

size_t llk_explain_path(const struct llk_ruleset *rs, const char *path,
			uint64_t rights, char *buf, size_t size)
{
	struct text text = text_begin(buf, size);
	struct llki_verdict verdict;

	if (llki_judge_path(rs, path, rights, &verdict))
		put_unanswered(&text, rs, path, errno);
	else
		put_verdicts(&text, rs, LLK_FS, rights, &verdict, path, 0);
	return text.length;
}

size_t llk_explain_port(const struct llk_ruleset *rs, unsigned int port,
			uint64_t rights, char *buf, size_t size)
{
	struct text text = text_begin(buf, size);
	struct llki_verdict verdict;

	if (llki_judge_port(rs, port, rights, &verdict))
		put_unanswered(&text, rs, NULL, errno);
	else
		put_verdicts(&text, rs, LLK_NET, rights, &verdict, NULL, port);
	return text.length;
}
