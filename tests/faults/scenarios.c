/* SPDX-License-Identifier: MIT */
/*
 * Ways in which programs use the library.  Most look at the result of the last
 * call alone, as the contract allows: the first error has to come through.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "live.h"
#include "expect.h"
#include "inject.h"
#include "scenarios.h"
#include "try.h"
#include "world.h"

#define EVERYTHING (LLK_FS | LLK_NET | LLK_SCOPE)
#define READ_WRITE (LLK_READ | LLK_WRITE)
#define STEP(mark, call) (inject_step(mark), (call))

struct llk_ruleset *scenario_rs;
int scenario_status = -1;

/* Made before, for rules and enforcement by descriptor. */
static int directory = -1;
static int ruleset_fd = -1;
static struct llk_ruleset *foreign;
static int kernel_abi;

static struct llk_ruleset *new(uint32_t flags)
{
	scenario_rs = llk_ruleset_new(LLK_ABI_LATEST, flags);
	return scenario_rs;
}

static int enforce(const struct scenario *scenario)
{
	return STEP(ENFORCE, llk_enforce(scenario_rs, scenario->flags));
}

/* ---- Rules and one enforcement ------------------------------------------- */

static void open_directory(void)
{
	directory = open("open/to", O_PATH | O_CLOEXEC);
	must(directory >= 0);
}

static void add_rules(void)
{
	struct llk_ruleset *const rs = scenario_rs;

	STEP(NULL, llk_allow_path(rs, "open", READ_WRITE, 0));
	STEP(ON_A_FILE, llk_allow_path(rs, "file", READ_WRITE, 0));
	STEP(IF_EXISTS, llk_allow_path(rs, "maybe", READ_WRITE, LLK_IF_EXISTS));
	STEP(MISSING, llk_allow_path(rs, "no", LLK_READ, LLK_IF_EXISTS));
	STEP(NULL, llk_allow_fd(rs, directory, READ_WRITE, 0));
	STEP(NULL, llk_allow_port_range(rs, world_port, world_port,
					LLK_NET_CONNECT_TCP, 0));
}

static int everything(const struct scenario *scenario)
{
	new(EVERYTHING | LLK_BEST_EFFORT);
	add_rules();
	return enforce(scenario);
}

/* Fewer rules: here it is about what comes after them. */
static void begin_small(void)
{
	new(EVERYTHING | LLK_BEST_EFFORT);
	STEP(NULL, llk_allow_path(scenario_rs, "open", READ_WRITE, 0));
	STEP(NULL, llk_allow_port(scenario_rs, world_port,
				  LLK_NET_CONNECT_TCP, 0));
}

static int small(const struct scenario *scenario)
{
	begin_small();
	return enforce(scenario);
}

static int prepared(const struct scenario *scenario)
{
	begin_small();
	if (STEP(ENFORCE, llk_prepare(scenario_rs)))
		return -1;
	return enforce(scenario);
}

static void ask_abi(void)
{
	kernel_abi = llk_kernel_abi();
	if (kernel_abi > LLK_ABI_LATEST)
		kernel_abi = LLK_ABI_LATEST;
	else if (kernel_abi < 1)
		kernel_abi = 1;
}

/* As much as this kernel has, and not less. */
static int strict(const struct scenario *scenario)
{
	scenario_rs = llk_ruleset_new(kernel_abi, EVERYTHING);
	STEP(NULL, llk_allow_path(scenario_rs, "open", LLK_READ, 0));
	return enforce(scenario);
}

static int required(const struct scenario *scenario)
{
	new(EVERYTHING | LLK_BEST_EFFORT);
	STEP(NULL, llk_require(scenario_rs, LLK_FS, LLK_FS_READ_FILE));
	return enforce(scenario);
}

static int no_files(const struct scenario *scenario)
{
	new(LLK_NET | LLK_SCOPE | LLK_BEST_EFFORT);
	STEP(NULL, llk_allow_port(scenario_rs, world_port,
				  LLK_NET_CONNECT_TCP, 0));
	return enforce(scenario);
}

static int free_renames(const struct scenario *scenario)
{
	new(LLK_FS | LLK_BEST_EFFORT);
	STEP(NULL, llk_exclude(scenario_rs, LLK_FS, LLK_FS_REFER |
			       LLK_FS_MAKE_REG | LLK_FS_REMOVE_FILE));
	STEP(NULL, llk_allow_path(scenario_rs, "open", READ_WRITE, 0));
	return enforce(scenario);
}

static int drop_files(const struct scenario *scenario)
{
	new(EVERYTHING | LLK_BEST_EFFORT);
	STEP(NULL, llk_refer_fallback(scenario_rs, LLK_REFER_DROP_FS));
	STEP(NULL, llk_allow_path(scenario_rs, "open", READ_WRITE, 0));
	STEP(NULL, llk_allow_port(scenario_rs, world_port,
				  LLK_NET_CONNECT_TCP, 0));
	return enforce(scenario);
}

static int quiet(const struct scenario *scenario)
{
	new(LLK_FS | LLK_BEST_EFFORT);
	STEP(NULL, llk_quiet(scenario_rs, LLK_FS, LLK_ALL_RIGHTS));
	STEP(NULL, llk_allow_path(scenario_rs, "closed", 0, LLK_QUIET));
	STEP(NULL, llk_allow_path(scenario_rs, "open", LLK_READ, LLK_QUIET));
	return enforce(scenario);
}

/* ---- A second layer ------------------------------------------------------ */

static void first_layer(void)
{
	struct llk_ruleset *const rs = best_effort_only(LLK_FS,
							LLK_FS_READ_DIR);

	must_be(llk_allow_path(rs, "open", LLK_READ, 0), 0);
	must(llk_enforce(rs, LLK_ALL_THREADS_IF_POSSIBLE) >= 0);
	llk_ruleset_free(rs);
}

/* ---- One call does it all ------------------------------------------------ */

static const char *const writable[] = { "open", NULL };

static int deny(const struct scenario *scenario)
{
	return STEP(NULL, llk_deny(LLK_ABI_LATEST, EVERYTHING | LLK_BEST_EFFORT,
				   scenario->flags));
}

static struct llk_ruleset *like_deny(void)
{
	return best_effort(EVERYTHING);
}

static int read_only(const struct scenario *scenario)
{
	return STEP(NULL, llk_read_only(LLK_ABI_LATEST, LLK_BEST_EFFORT,
					writable, scenario->flags));
}

static struct llk_ruleset *like_read_only(void)
{
	struct llk_ruleset *const rs = best_effort_only(LLK_FS, LLK_WRITE |
				LLK_FS_MAKE_CHAR | LLK_FS_MAKE_BLOCK);

	must_be(llk_allow_path(rs, "open", LLK_WRITE, 0), 0);
	return rs;
}

/* ---- By descriptor ------------------------------------------------------- */

static void make_foreign(void)
{
	foreign = best_effort(EVERYTHING);
	must_be(llk_allow_path(foreign, "open", READ_WRITE, 0), 0);
	must_be(llk_prepare(foreign), 0);
	ruleset_fd = llk_ruleset_fd(foreign);
}

static int enforce_fd(const struct scenario *scenario)
{
	return STEP(NULL, llk_enforce_fd(ruleset_fd, scenario->flags));
}

static struct llk_ruleset *like_foreign(void)
{
	return foreign;
}

static int mute(const struct scenario *scenario)
{
	return STEP(NULL, llk_mute_subdomains(scenario->flags));
}

/* ---- In another process -------------------------------------------------- */

static int spawn(const struct scenario *scenario)
{
	char program[] = "faults", closed[] = "closed/file";
	char *const argv[] = { program, closed, NULL };
	pid_t pid;
	int level, error;

	new(LLK_FS | LLK_BEST_EFFORT);
	STEP(NULL, llk_allow_path(scenario_rs, "/", LLK_READ | LLK_EXECUTE, 0));
	level = STEP(ENFORCE, llk_spawn(&pid, scenario_rs, scenario->flags,
					live_self(), argv, environ));
	error = errno;
	inject_off();
	if (level < 0)
		must_fail(waitpid(-1, NULL, 0), ECHILD);
	else
		scenario_status = live_wait(pid);
	errno = error;
	return level;
}

int scenario_program(const char *path)
{
	return try_open(path, O_WRONLY);
}

#define SMALL_GRANTS (GRANT_ALL | GRANT_PORT)
#define ALL_GRANTS (SMALL_GRANTS | GRANT_FILE | GRANT_MAYBE)

const struct scenario scenarios[SCENARIOS] = {
	{ .name = "everything", .run = everything, .before = open_directory,
	  .grants = ALL_GRANTS },
	{ .name = "prepared, this thread", .run = prepared,
	  .grants = SMALL_GRANTS, .flags = LLK_THIS_THREAD },
	{ .name = "all threads if possible", .run = small,
	  .grants = SMALL_GRANTS, .flags = LLK_ALL_THREADS_IF_POSSIBLE },
	{ .name = "strict", .run = strict, .strict = true,
	  .before = ask_abi,
	  .grants = GRANT_READ },
	{ .name = "required", .run = required, .strict = true },
	{ .name = "no files", .run = no_files, .grants = GRANT_PORT },
	{ .name = "free renames", .run = free_renames, .grants = GRANT_ALL },
	{ .name = "drop files", .run = drop_files,
	  .grants = SMALL_GRANTS },
	{ .name = "quiet", .run = quiet, .quiet = true, .grants = GRANT_READ,
	  .flags = LLK_LOG_SAME_EXEC_OFF },
	{ .name = "no_new_privs never", .run = required, .strict = true,
	  .no_privs = true, .flags = LLK_NO_NEW_PRIVS_NEVER },
	{ .name = "no_new_privs always", .run = no_files, .grants = GRANT_PORT,
	  .flags = LLK_NO_NEW_PRIVS_ALWAYS },
	{ .name = "second layer", .run = small, .before = first_layer,
	  .grants = SMALL_GRANTS },
	{ .name = "llk_deny", .run = deny, .like = like_deny },
	{ .name = "llk_read_only", .run = read_only, .like = like_read_only,
	  .grants = GRANT_ALL },
	{ .name = "llk_enforce_fd", .run = enforce_fd, .strict = true,
	  .by_fd = true,
	  .before = make_foreign, .like = like_foreign, .grants = GRANT_ALL },
	{ .name = "llk_mute_subdomains", .run = mute, .by_prctl = true },
	{ .name = "llk_spawn", .run = spawn, .spawns = true, .no_privs = true },
};
