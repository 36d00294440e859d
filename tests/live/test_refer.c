/* SPDX-License-Identifier: MIT */
/*
 * Renames and links between directories: every kernel denies them to a
 * restricted process that was not granted them, whatever it asked for.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include <sys/stat.h>

#include "live.h"
#include "expect.h"
#include "try.h"

static void make_tree(void)
{
	must_be(mkdir("a", 0755), 0);
	must_be(mkdir("b", 0755), 0);
	live_make_file("a/file", "content");
	live_make_file("a/linked", "content");
}

/* Moves a/file to b, and back: both directions have to give the same. */
static int try_across(void)
{
	const int error = try_rename("a/file", "b/file");

	return error ? error : try_rename("b/file", "a/file");
}

static int try_link_across(void)
{
	const int error = try_link("a/linked", "b/linked");

	return error ? error : try_unlink("b/linked");
}

/* @below: the report of the layer below, or NULL */
static void must_move(const struct llk_ruleset *rs,
		      const struct llk_ruleset *below)
{
	/* Nothing can be done on ABI 1, and the report says so. */
	const int error = (withheld(rs, LLK_FS) | withheld(below, LLK_FS)) &
			  LLK_FS_REFER ? EXDEV : 0;

	must_give(try_across(), error);
	must_give(try_link_across(), error);
}

/* The first layer: files are restricted, and all this is granted. */
static struct llk_ruleset *first_layer(void)
{
	struct llk_ruleset *rs = best_effort(LLK_FS);

	must_be(llk_allow_path(rs, ".", LLK_READ | LLK_WRITE | LLK_EXECUTE, 0),
		0);
	must_enforce(rs, 0);
	must_move(rs, NULL);
	return rs;
}

/* ---- g01: a second layer that is not about renames ---------------------- */

struct second {
	uint32_t classes;
	uint64_t fs;		/* rights that LLK_FS is reduced to */
};

static struct llk_ruleset *make_second(const struct second *second)
{
	struct llk_ruleset *rs = best_effort(second->classes);

	if (second->classes & LLK_FS)
		must_be(llk_exclude(rs, LLK_FS,
				    llk_abi_rights(LLK_ABI_LATEST, LLK_FS) &
				    ~second->fs), 0);
	return rs;
}

static void add_layer(const void *arg)
{
	struct llk_ruleset *rs = make_second(arg), *first;

	make_tree();
	first = first_layer();
	must_enforce(rs, 0);
	must_move(rs, first);
	must(!(llk_requested(rs, LLK_FS) & LLK_FS_REFER));
}

/* The same as the only layer, and twice. */
static void only_layer(const void *arg)
{
	struct llk_ruleset *rs = make_second(arg);

	make_tree();
	must_give(try_across(), 0);
	/* Also outside of the directory that the process is in. */
	must_be(mkdir("elsewhere", 0755), 0);
	must_be(chdir("elsewhere"), 0);
	must_enforce(rs, 0);
	must_be(chdir(".."), 0);
	must_move(rs, NULL);
	must_enforce(rs, 0);
	must_move(rs, NULL);
}

static void run_both(const struct second *second)
{
	live_run(add_layer, second);
	live_run(only_layer, second);
}

static void test_g01_net_layer_keeps_renames(void **state)
{
	(void)state;
	run_both(&(struct second){ LLK_NET, 0 });
}

static void test_g01_scope_layer_keeps_renames(void **state)
{
	(void)state;
	run_both(&(struct second){ LLK_SCOPE, 0 });
	run_both(&(struct second){ LLK_SCOPE | LLK_NET, 0 });
}

static void test_g01_execute_layer_keeps_renames(void **state)
{
	(void)state;
	run_both(&(struct second){ LLK_FS, LLK_FS_EXECUTE });
	run_both(&(struct second){ LLK_FS | LLK_NET, LLK_FS_EXECUTE });
}

/* ---- g02: refer goes with the class, or is left out by name ------------- */

static void restrict_write_only(const void *arg)
{
	const uint64_t *kept = arg;
	struct llk_ruleset *rs = best_effort_only(LLK_FS, *kept);

	make_tree();
	must_enforce(rs, 0);
	must_give(try_open("a/file", O_WRONLY),
		  denied(rs, LLK_FS, LLK_FS_WRITE_FILE, EACCES));
	must_give(try_across(), denied(rs, LLK_FS, LLK_FS_REFER, EXDEV));
}

static void test_g02_write_alone(void **state)
{
	static const uint64_t without = LLK_FS_WRITE_FILE;
	static const uint64_t with = LLK_FS_WRITE_FILE | LLK_FS_REFER;

	(void)state;
	live_run(restrict_write_only, &without);
	live_run(restrict_write_only, &with);
}

static void exclude_refer(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_FS);

	(void)arg;
	make_tree();
	must_be(llk_exclude(rs, LLK_FS, LLK_FS_REFER), 0);
	/* Refer is free, but making and removing files is not. */
	must_be(llk_allow_path(rs, ".", LLK_FS_MAKE_REG | LLK_FS_REMOVE_FILE,
			       0), 0);
	must_enforce(rs, 0);
	must_move(rs, NULL);
	must_give(try_mkdir("c"), denied(rs, LLK_FS, LLK_FS_MAKE_DIR, EACCES));
	must_be(has_loss(rs, LLK_TIGHTER, LLK_FS, LLK_FS_REFER),
		!!(withheld(rs, LLK_FS) & LLK_FS_REFER));
}

static void test_g02_excluded_refer_is_free(void **state)
{
	(void)state;
	live_run(exclude_refer, NULL);
}

static void refuse_refer(const void *arg)
{
	const int *abi = arg;
	struct llk_ruleset *rs = llk_ruleset_new(*abi,
						 LLK_FS | LLK_BEST_EFFORT);

	must(rs);
	make_tree();
	must_be(llk_allow_path(rs, ".", LLK_FS_MAKE_REG | LLK_FS_REMOVE_FILE,
			       0), 0);
	must_enforce(rs, 0);
	must_give(try_across(), denied(rs, LLK_FS, LLK_FS_REFER, EXDEV));
	must_give(try_link_across(), denied(rs, LLK_FS, LLK_FS_REFER, EXDEV));
	must_give(try_rename("a/file", "a/new"), 0);
}

static void test_g02_refer_is_denied_at_every_pinned_abi(void **state)
{
	(void)state;
	for (int abi = 1; abi <= LLK_ABI_LATEST; abi++)
		live_run(refuse_refer, &abi);
}

/* Granted on one of the two directories only: a rename needs it on both. */
static void grant_half(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_FS);

	(void)arg;
	make_tree();
	must_be(llk_allow_path(rs, ".", LLK_FS_MAKE_REG | LLK_FS_REMOVE_FILE,
			       0), 0);
	must_be(llk_allow_path(rs, "a", LLK_FS_REFER, 0), 0);
	must_enforce(rs, 0);
	must_give(try_across(), denied(rs, LLK_FS, LLK_FS_REFER, EXDEV));
}

static void test_refer_on_one_side_only(void **state)
{
	(void)state;
	live_run(grant_half, NULL);
}

/* ---- What to do where it cannot be granted ------------------------------ */

static void fall_back(const void *arg)
{
	const int *how = arg;
	struct llk_ruleset *rs = best_effort(LLK_FS);
	const bool privileged = live_no_new_privs();
	int level;

	make_tree();
	must_be(mkdir("outside", 0755), 0);
	must_be(llk_refer_fallback(rs, *how), 0);
	must_be(llk_allow_path(rs, "a", LLK_READ | LLK_WRITE, 0), 0);
	must_be(llk_allow_path(rs, "b", LLK_READ | LLK_WRITE, 0), 0);
	level = llk_enforce(rs, 0);
	if (level < 0) {
		must_be(*how, LLK_REFER_FAIL);
		must_be(live_no_new_privs(), privileged);
		must_give(try_across(), 0);
		return;
	}
	must_move(rs, NULL);
	if (*how != LLK_REFER_DENY)
		must(!withheld(rs, LLK_FS));
	must_give(try_mkdir("outside/new"),
		  denied(rs, LLK_FS, LLK_FS_MAKE_DIR, EACCES));
}

static void test_fallbacks_do_as_they_say(void **state)
{
	static const int hows[] = { LLK_REFER_DENY, LLK_REFER_FAIL,
				    LLK_REFER_DROP_FS };

	(void)state;
	for (size_t i = 0; i < sizeof(hows) / sizeof(*hows); i++)
		live_run(fall_back, &hows[i]);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_g01_net_layer_keeps_renames),
		cmocka_unit_test(test_g01_scope_layer_keeps_renames),
		cmocka_unit_test(test_g01_execute_layer_keeps_renames),
		cmocka_unit_test(test_g02_write_alone),
		cmocka_unit_test(test_g02_excluded_refer_is_free),
		cmocka_unit_test(test_g02_refer_is_denied_at_every_pinned_abi),
		cmocka_unit_test(test_refer_on_one_side_only),
		cmocka_unit_test(test_fallbacks_do_as_they_say),
	};

	(void)argc;
	live_start(argv[0]);
	return live_end(cmocka_run_group_tests(tests, NULL, NULL));
}
