/* SPDX-License-Identifier: MIT */
/* What llk_plan() foretells of this kernel is what llk_enforce() reports. */
#include <errno.h>
#include <string.h>

#include "live.h"
#include "expect.h"

#define MOST 64

struct loss {
	int effect, abi;
	uint32_t cls;
	uint64_t rights;
	const char *path;
};

struct report {
	int level;
	uint64_t requested[3], enforced[3];
	size_t count;
	struct loss losses[MOST];
};

static const uint32_t classes[] = { LLK_FS, LLK_NET, LLK_SCOPE };

static void read_report(struct llk_ruleset *rs, struct report *report)
{
	memset(report, 0, sizeof(*report));
	report->level = llk_level(rs);
	for (size_t c = 0; c < 3; c++) {
		report->requested[c] = llk_requested(rs, classes[c]);
		report->enforced[c] = llk_enforced(rs, classes[c]);
	}
	report->count = llk_loss_count(rs);
	must(report->count <= MOST);
	for (size_t i = 0; i < report->count; i++) {
		struct loss *loss = &report->losses[i];

		loss->effect = llk_loss_effect(rs, i);
		loss->abi = llk_loss_abi(rs, i);
		loss->cls = llk_loss_class(rs, i);
		loss->rights = llk_loss_rights(rs, i);
		loss->path = llk_loss_path(rs, i);
	}
}

static void must_be_same(const struct report *planned,
			 const struct report *done)
{
	must_be(done->level, planned->level);
	for (size_t c = 0; c < 3; c++) {
		must_be(done->requested[c], planned->requested[c]);
		must_be(done->enforced[c], planned->enforced[c]);
	}
	must_be(done->count, planned->count);
	for (size_t i = 0; i < done->count; i++) {
		const struct loss *a = &planned->losses[i];
		const struct loss *b = &done->losses[i];

		must_be(b->effect, a->effect);
		must_be(b->abi, a->abi);
		must_be(b->cls, a->cls);
		must_be(b->rights, a->rights);
		must(b->path == a->path);
	}
}

/* The ABI version to plan for; skips on a kernel that does not hold its own. */
static int this_abi(void)
{
	int abi = llk_kernel_abi();

	if (abi < 0)
		return 0;
	if (abi > LLK_ABI_LATEST)
		abi = LLK_ABI_LATEST;
	for (size_t c = 0; c < 3; c++) {
		uint64_t rights;

		must_be(llk_kernel_rights(classes[c], &rights), 0);
		if (rights != llk_abi_rights(abi, classes[c]))
			live_skip("this kernel does not accept all rights of "
				  "the ABI version that it reports");
	}
	return abi;
}

/* ---- Requests ----------------------------------------------------------- */

static void ask_all(struct llk_ruleset *rs)
{
	must_be(llk_allow_path(rs, "/", LLK_READ | LLK_EXECUTE, 0), 0);
	must_be(llk_allow_path(rs, ".", LLK_READ | LLK_WRITE, 0), 0);
}

static void ask_little(struct llk_ruleset *rs)
{
	must_be(llk_exclude(rs, LLK_FS, ~LLK_FS_EXECUTE &
			    llk_abi_rights(LLK_ABI_LATEST, LLK_FS)), 0);
	must_be(llk_exclude(rs, LLK_NET, LLK_ALL_RIGHTS), 0);
}

static void ask_with_losses(struct llk_ruleset *rs)
{
	must_be(llk_exclude(rs, LLK_FS, LLK_DEVICE), 0);
	must_be(llk_allow_path(rs, "missing", LLK_READ, LLK_IF_EXISTS), 0);
	must_be(llk_allow_path(rs, "file", LLK_READ | LLK_WRITE, 0), 0);
	must_be(llk_allow_path(rs, "file", LLK_DEVICE, 0), 0);
	must_be(llk_allow_path(rs, "file", LLK_FS_MAKE_REG, 0), 0);
	must_be(llk_allow_port(rs, 80, LLK_NET_CONNECT_TCP, 0), 0);
}

static void ask_quietly(struct llk_ruleset *rs)
{
	must_be(llk_quiet(rs, LLK_FS, LLK_ALL_RIGHTS), 0);
	must_be(llk_quiet(rs, LLK_SCOPE, LLK_SCOPE_SIGNAL), 0);
	must_be(llk_allow_path(rs, "file", 0, LLK_QUIET), 0);
}

static void ask_nothing_more(struct llk_ruleset *rs)
{
	(void)rs;
}

static void drop_fs(struct llk_ruleset *rs)
{
	must_be(llk_refer_fallback(rs, LLK_REFER_DROP_FS), 0);
	must_be(llk_allow_path(rs, ".", LLK_WRITE, 0), 0);
}

static void (*const requests[])(struct llk_ruleset *rs) = {
	ask_all, ask_little, ask_with_losses, ask_quietly, ask_nothing_more,
	drop_fs,
};

static const uint32_t flag_sets[] = {
	0, LLK_THIS_THREAD, LLK_ALL_THREADS_IF_POSSIBLE,
	LLK_NO_NEW_PRIVS_ALWAYS,
	LLK_LOG_SAME_EXEC_OFF | LLK_LOG_NEW_EXEC_ON | LLK_LOG_SUBDOMAINS_OFF,
};

struct trial {
	void (*ask)(struct llk_ruleset *rs);
	uint32_t flags;
	int pinned;
};

static struct llk_ruleset *request(const struct trial *trial, uint32_t mode)
{
	struct llk_ruleset *rs = llk_ruleset_new(trial->pinned, LLK_FS |
						 LLK_NET | LLK_SCOPE | mode);

	must(rs);
	trial->ask(rs);
	return rs;
}

static void try_trial(const void *arg)
{
	const struct trial *trial = arg;
	static struct report planned, done;
	struct llk_ruleset *rs;
	int level;

	live_case("flags %#x, pinned %d", trial->flags, trial->pinned);
	live_make_file("file", "");
	rs = request(trial, LLK_BEST_EFFORT);
	level = llk_plan(rs, this_abi(), trial->flags);
	must(level >= 0);
	must_be(llk_level(rs), level);
	must_be_consistent(rs);
	read_report(rs, &planned);
	if (!trial->flags) {
		must_be(llk_prepare(rs), 0);
		read_report(rs, &done);
		must_be_same(&planned, &done);
	}
	must_be(must_enforce(rs, trial->flags), level);
	read_report(rs, &done);
	must_be_same(&planned, &done);
}

static void test_plan_is_what_happens(void **state)
{
	struct trial trial = { .pinned = LLK_ABI_LATEST };

	(void)state;
	for (size_t i = 0; i < sizeof(requests) / sizeof(*requests); i++)
		for (size_t j = 0;
		     j < sizeof(flag_sets) / sizeof(*flag_sets); j++) {
			trial.ask = requests[i];
			trial.flags = flag_sets[j];
			live_run(try_trial, &trial);
		}
}

static void test_plan_is_what_happens_at_each_abi(void **state)
{
	struct trial trial = { .ask = ask_all };

	(void)state;
	for (trial.pinned = 1; trial.pinned <= LLK_ABI_LATEST; trial.pinned++)
		live_run(try_trial, &trial);
}

/* A strict ruleset fails for real exactly where it was foretold. */
static void try_strict(const void *arg)
{
	const struct trial *trial = arg;
	struct llk_ruleset *rs;
	int level, error;

	live_case("strict, pinned %d", trial->pinned);
	rs = request(trial, 0);
	errno = 0;
	level = llk_plan(rs, this_abi(), 0);
	error = errno;
	if (level >= 0) {
		must_be(level, LLK_FULL);
		must_be(must_enforce(rs, 0), LLK_FULL);
		return;
	}
	must_be(llk_enforce(rs, 0), -1);
	/* The plan for ABI 0 says ENOSYS; the kernel says why it is absent. */
	if (llk_kernel_abi() > 0)
		must_give(errno, error);
}

static void test_strict_fails_as_foretold(void **state)
{
	struct trial trial = { .ask = ask_all };

	(void)state;
	for (trial.pinned = 1; trial.pinned <= LLK_ABI_LATEST; trial.pinned++)
		live_run(try_strict, &trial);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plan_is_what_happens),
		cmocka_unit_test(test_plan_is_what_happens_at_each_abi),
		cmocka_unit_test(test_strict_fails_as_foretold),
	};

	(void)argc;
	live_start(argv[0]);
	return live_end(cmocka_run_group_tests(tests, NULL, NULL));
}
