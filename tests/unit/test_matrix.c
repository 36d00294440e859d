/* SPDX-License-Identifier: MIT */
/*
 * Every kernel, every pinned ABI version, every set of classes, strict and
 * best effort: what is enforced, what is lost, and that llk_plan() foretells
 * it.  What is expected is worked out in here from the model's tables, by the
 * rules of the header.
 */
#include "unit.h"

enum variant { PLAIN, NO_REFER, RULES, LOGS, VARIANTS };

struct test_case {
	int kernel, abi;
	uint32_t classes;
	bool strict;
	enum variant variant;
};

struct expected {
	uint64_t requested[FAKE_CLASSES];
	uint64_t enforced[FAKE_CLASSES];
	uint64_t handled[FAKE_CLASSES];	/* what the kernel is to receive */
	uint64_t weaker[FAKE_CLASSES];
	uint64_t refer_done, refer_lost; /* EQUIVALENT, TIGHTER */
	bool grant_lost;		/* of a rule, to refer */
	bool any;
	int level, error;
};

#define LOG_FLAGS	(LLK_LOG_SAME_EXEC_OFF | LLK_LOG_NEW_EXEC_ON | \
			 LLK_LOG_SUBDOMAINS_OFF)
#define EXCLUDED	(LLK_FS_REFER | LLK_READ)

static const char *describe(const struct test_case *c)
{
	static const char *const variants[] = {
		"plain", "no refer", "rules", "logs",
	};
	static char text[128];

	snprintf(text, sizeof(text), "kernel %s, pinned %d, classes %x, %s, %s",
		 unit_kernel_name(c->kernel), c->abi, (unsigned int)c->classes,
		 c->strict ? "strict" : "best effort", variants[c->variant]);
	return text;
}

#define check(c, condition) do { \
	if (!(condition)) \
		fail_msg("%s: %s", describe(c), #condition); \
} while (0)

/* The kernel is set up. */
static void expect(const struct test_case *c, struct expected *e)
{
	const uint64_t refer = LLK_FS_REFER;
	bool has_refer, wants_refer, weaker = false;
	int i;

	memset(e, 0, sizeof(*e));
	for (i = 0; i < FAKE_CLASSES; i++) {
		uint64_t takes = fake_kernel_rights(&fake.kernel, i);

		if (c->classes & 1u << i)
			e->requested[i] = fake_abi_rights(c->abi, i);
		if (i == FAKE_FS && c->classes & LLK_FS)
			e->requested[i] |= refer;
		if (i == FAKE_FS && c->variant == NO_REFER)
			e->requested[i] &= ~EXCLUDED;
		e->enforced[i] = e->requested[i] & takes;
		e->weaker[i] = e->requested[i] & ~takes;
		e->any |= e->enforced[i] != 0;
		e->handled[i] = e->enforced[i];
	}
	has_refer = fake_kernel_rights(&fake.kernel, FAKE_FS) & refer;
	wants_refer = e->requested[FAKE_FS] & refer;
	if (e->any && wants_refer && !has_refer) {
		e->weaker[FAKE_FS] &= ~refer;
		e->refer_done = refer;
		e->grant_lost = c->variant == RULES;
	}
	if (e->any && !wants_refer && !has_refer)
		e->refer_lost = refer;
	if (e->any && !wants_refer && has_refer)
		e->handled[FAKE_FS] |= refer;
	for (i = 0; i < FAKE_CLASSES; i++)
		weaker |= e->weaker[i] != 0;

	e->level = !e->any ? LLK_NONE : weaker ? LLK_PARTIAL : LLK_FULL;
	if (c->strict && (weaker || e->refer_lost || e->grant_lost))
		e->error = fake.kernel.absent ? fake.kernel.absent :
						EOPNOTSUPP;
	if (!(e->requested[0] | e->requested[1] | e->requested[2]))
		e->error = EINVAL;
}

static struct llk_ruleset *make(const struct test_case *c)
{
	struct llk_ruleset *rs = unit_new(c->abi, c->classes |
					  (c->strict ? 0 : LLK_BEST_EFFORT));

	if (c->variant == NO_REFER)
		llk_exclude(rs, LLK_FS, EXCLUDED);
	if (c->variant == LOGS && c->classes & LLK_FS)
		llk_quiet(rs, LLK_FS, LLK_FS_EXECUTE);
	if (c->variant == RULES) {
		llk_allow_path(rs, "/usr", LLK_READ | LLK_WRITE, 0);
		llk_allow_path(rs, "/dev/null", LLK_READ | LLK_WRITE |
			       LLK_DEVICE, 0);
		llk_allow_path(rs, "/nowhere", LLK_READ, LLK_IF_EXISTS);
		llk_allow_port(rs, 443, LLK_NET_CONNECT_TCP |
			       LLK_NET_CONNECT_SEND_UDP, 0);
	}
	return rs;
}

static uint32_t flags_of(const struct test_case *c)
{
	return c->variant == LOGS ? LOG_FLAGS : 0;
}

/*
 * Every requested right is enforced, or in exactly one loss of its class; no
 * loss that is WEAKER speaks of one that is enforced.
 */
static void check_each_right(const struct test_case *c,
			     const struct llk_ruleset *rs, int cls)
{
	const uint64_t enforced = llk_enforced(rs, 1u << cls);
	uint64_t requested = llk_requested(rs, 1u << cls), right;
	size_t i;

	for (right = 1; right <= requested; right <<= 1) {
		int found = enforced & right ? 1 : 0;

		for (i = 0; requested & right && i < llk_loss_count(rs); i++) {
			int effect = llk_loss_effect(rs, i);

			if (llk_loss_class(rs, i) != 1u << cls ||
			    !(llk_loss_rights(rs, i) & right))
				continue;
			if (effect == LLK_WEAKER ||
			    (effect == LLK_EQUIVALENT && !(enforced & right) &&
			     !llk_loss_path(rs, i)))
				found++;
		}
		check(c, !(requested & right) || found == 1);
	}
}

static void check_losses(const struct test_case *c, const struct expected *e,
			 const struct llk_ruleset *rs)
{
	size_t n;
	int i;

	for (i = 0; i < FAKE_CLASSES; i++) {
		check(c, llk_requested(rs, 1u << i) == e->requested[i]);
		check(c, llk_enforced(rs, 1u << i) == e->enforced[i]);
		check(c, unit_lost(rs, LLK_WEAKER, 1u << i) == e->weaker[i]);
		check_each_right(c, rs, i);
	}
	check(c, unit_lost(rs, LLK_EQUIVALENT, LLK_FS) == e->refer_done);
	check(c, unit_lost(rs, LLK_TIGHTER, LLK_FS) == e->refer_lost);
	check(c, e->grant_lost == (unit_loss(rs, LLK_TIGHTER, LLK_FS,
					     LLK_FS_REFER, "/usr") >= 0));
	for (n = 0; n < llk_loss_count(rs); n++) {
		int abi = llk_loss_abi(rs, n);

		if (llk_loss_effect(rs, n) != LLK_WEAKER)
			continue;
		check(c, abi == llk_right_abi(llk_loss_class(rs, n),
					      llk_loss_rights(rs, n)));
		check(c, abi > fake.kernel.abi || c->kernel == KERNEL_LIAR);
	}
}

/* What the kernel got, and what that means for who looks at the process. */
static void check_process(const struct test_case *c, const struct expected *e)
{
	const struct fake_ruleset *got = fake_layer_ruleset(0);
	int i;

	check(c, fake.no_new_privs == e->any);
	check(c, fake.layers == (e->any ? 1 : 0));
	if (!e->any)
		return;
	for (i = 0; i < FAKE_CLASSES; i++)
		check(c, got->handled[i] == e->handled[i]);
	for (i = 0; i < 17; i++) {
		uint64_t right = UINT64_C(1) << i;
		bool denied = e->enforced[FAKE_FS] & right;

		if (right == LLK_FS_REFER)
			denied |= (e->refer_done | e->refer_lost) != 0;
		check(c, fake_may("/etc", right) == !denied);
	}
	for (i = 0; i < 4; i++)
		check(c, fake_may_port(80, 1u << i) ==
		      !(e->enforced[FAKE_NET] & 1u << i));
	for (i = 0; i < 2; i++)
		check(c, fake_may_scope(1u << i) ==
		      !(e->enforced[FAKE_SCOPE] & 1u << i));
	if (c->variant != RULES)
		return;
	check(c, fake_may("/usr/bin", LLK_READ | (LLK_WRITE & ~LLK_FS_REFER)));
	check(c, fake_may("/usr/bin", LLK_FS_REFER) == !e->grant_lost);
	check(c, fake_may("/dev/null", LLK_FS_READ_FILE | LLK_DEVICE |
			  LLK_FS_WRITE_FILE | LLK_FS_TRUNCATE));
	/* Without CONFIG_INET no rule can be given, and none is needed. */
	check(c, fake.kernel.no_inet ||
	      fake_may_port(443, LLK_NET_CONNECT_TCP |
			    LLK_NET_CONNECT_SEND_UDP));
}

static void same_report(const struct test_case *c,
			const struct llk_ruleset *a,
			const struct llk_ruleset *b)
{
	size_t i;

	check(c, llk_level(a) == llk_level(b));
	check(c, llk_loss_count(a) == llk_loss_count(b));
	for (i = 0; i < FAKE_CLASSES; i++)
		check(c, llk_enforced(a, 1u << i) == llk_enforced(b, 1u << i));
	for (i = 0; i < llk_loss_count(a); i++) {
		const char *path = llk_loss_path(a, i);

		check(c, unit_loss(b, llk_loss_effect(a, i),
				   llk_loss_class(a, i),
				   llk_loss_rights(a, i), path) >= 0);
		check(c, llk_loss_abi(a, i) == llk_loss_abi(b, i));
	}
}

/* The same answer by llk_plan(), on other kernels, without a system call. */
static void check_plan(const struct test_case *c, const struct expected *e,
		       const struct llk_ruleset *enforced)
{
	static const int others[] = { 0, 1, 4, 11 };
	int abi = unit_kernel_abi();
	struct fake_kernel kernel = fake.kernel;
	size_t i, calls;

	/* Kernels that are no ABI version, or more than that. */
	if (c->kernel == KERNEL_LIAR || c->kernel == KERNEL_NO_INET ||
	    (kernel.absent && kernel.absent != ENOSYS))
		return;
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		struct llk_ruleset *rs;
		int level;

		fake_kernel_of_abi(&fake.kernel, others[i]);
		rs = make(c);
		calls = fake_count(FAKE_ANY);
		errno = 0;
		level = llk_plan(rs, abi, flags_of(c));
		check(c, level == (e->error ? -1 : e->level));
		check(c, !e->error || errno == e->error);
		check(c, fake_count(FAKE_ANY) == calls);
		if (!e->error)
			same_report(c, enforced, rs);
		llk_ruleset_free(rs);
	}
	fake.kernel = kernel;
}

static void run(const struct test_case *c)
{
	struct expected e;
	struct llk_ruleset *rs;
	int level;

	unit_reset(c->kernel);
	expect(c, &e);
	rs = make(c);
	errno = 0;
	level = llk_enforce(rs, flags_of(c));
	check(c, level == (e.error ? -1 : e.level));
	check(c, llk_level(rs) == (e.error ? LLK_NONE : e.level));
	if (e.error) {
		check(c, errno == e.error);
		check(c, fake.layers == 0 && !fake.no_new_privs);
		check(c, llk_enforced(rs, LLK_FS) == 0);
		check(c, strcmp(llk_failure(rs), "no error") != 0);
	} else {
		check_losses(c, &e, rs);
		check_process(c, &e);
		check(c, strcmp(llk_failure(rs), "no error") == 0);
	}
	check_plan(c, &e, rs);
	llk_ruleset_free(rs);
	check(c, !fake_violation());
	check(c, fake_open_descriptors() == 0);
}

static void run_variant(enum variant variant)
{
	struct test_case c = { .variant = variant };
	int strict;

	for (c.kernel = 0; c.kernel < KERNELS; c.kernel++)
		for (c.abi = 1; c.abi <= LLK_ABI_LATEST; c.abi++)
			for (c.classes = 1; c.classes <= CLASSES; c.classes++)
				for (strict = 0; strict < 2; strict++) {
					c.strict = strict;
					run(&c);
				}
}

static void test_deny_all(void **state)
{
	(void)state;
	run_variant(PLAIN);
}

static void test_renames_excluded(void **state)
{
	(void)state;
	run_variant(NO_REFER);
}

/* G6: rules are masked to what the kernel's ruleset handles. */
static void test_g06_rules(void **state)
{
	(void)state;
	run_variant(RULES);
}

static void test_logs(void **state)
{
	(void)state;
	run_variant(LOGS);
}

/* G10: the pinned version alone decides, whatever newer kernel there is. */
static void test_g10_newer_kernel_is_no_stricter(void **state)
{
	int pinned, kernel;

	(void)state;
	for (pinned = 1; pinned <= LLK_ABI_LATEST; pinned++)
		for (kernel = pinned + 1; kernel <= KERNEL_NEWER; kernel++) {
			struct fake_ruleset first;

			if (pinned == 1 && kernel == 2)
				continue;	/* refer gets handled */
			fake_reset(kernel - 1);
			assert_int_equal(llk_deny(pinned, LLK_FS, 0),
					 LLK_FULL);
			first = *fake_layer_ruleset(0);
			fake_reset(kernel);
			assert_int_equal(llk_deny(pinned, LLK_FS, 0),
					 LLK_FULL);
			assert_memory_equal(&first, fake_layer_ruleset(0),
					    sizeof(first));
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_deny_all),
		cmocka_unit_test(test_renames_excluded),
		cmocka_unit_test(test_g06_rules),
		cmocka_unit_test(test_logs),
		cmocka_unit_test(test_g10_newer_kernel_is_no_stricter),
	};

	return unit_run(tests);
}
