/* SPDX-License-Identifier: MIT */
/*
 * Every system call of a scenario fails, one at a time, with every errno that
 * means something: afterwards the process is sandboxed as the report says, or
 * exactly as it was before.
 *
 *	faults_faults --share I N	only every Nth fault, from the Ith on
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/mman.h>

#include "live.h"
#include "expect.h"
#include "inject.h"
#include "scenarios.h"
#include "world.h"

struct attempt {
	const struct scenario *scenario;
	int result, error;	/* of the scenario without a fault */
};

/* Of @of faults of a scenario, the one that is tried. */
static struct {
	unsigned long which, of;
} share = { .which = 0, .of = 1 };
static unsigned long faults;

/* Before the scenario, the same each time; shared with the children. */
static struct look *first_look;

/* ---- What has to come of a fault ----------------------------------------- */

/* The call cannot succeed, whatever the library does about it. */
static void expect_failure(int *result, int *error, int injected)
{
	*result = -1;
	*error = injected;
}

static void expect_absence(const struct scenario *scenario, int *result,
			   int *error, int injected)
{
	if (!llk_absence(injected) || scenario->strict)
		expect_failure(result, error, injected);
	else
		*result = LLK_NONE;
}

static bool is_marked(const char *mark)
{
	return injection->hit_mark && !strcmp(injection->hit_mark, mark);
}

/* Does the kernel have quiet flags, which the library can do without? */
static bool has_quiet(void)
{
	uint64_t rights;

	return !llk_kernel_rights(LLK_NET, &rights) &&
	       rights & LLK_NET_BIND_UDP;
}

/* @result and @error come in as they are without the fault. */
static void expect(const struct scenario *scenario, int injected, int *result,
		   int *error)
{
	const bool refused = injected == EINVAL || injected == E2BIG;

	switch (injection->call) {
	case CALL_ASK:
		expect_absence(scenario, result, error, injected);
		break;
	case CALL_CREATE:
		/* A kernel that takes none of the rights that it reports. */
		if (refused && injection->lasting && scenario->strict)
			expect_failure(result, error, EOPNOTSUPP);
		else if (refused && injection->lasting)
			*result = LLK_NONE;
		else if (!refused || !scenario->quiet || !has_quiet())
			expect_absence(scenario, result, error, injected);
		break;
	case CALL_ADD_RULE:
		/* The kernel itself says so: rights of directories. */
		if (is_marked(ON_A_FILE) && injected == EINVAL &&
		    injection->hit_of_step == 1)
			break;
		expect_failure(result, error, injected);
		break;
	case CALL_OPEN:
		if ((!is_marked(IF_EXISTS) && !is_marked(MISSING)) ||
		    (injected != ENOENT && injected != ENOTDIR))
			expect_failure(result, error, injected);
		break;
	case CALL_UNSHARE:
		/* Another way is gone, or it is asked again. */
		if (injected != EINVAL || !injection->lasting)
			break;
		/* There are several. */
		if (scenario->flags & LLK_ALL_THREADS_IF_POSSIBLE)
			*result = LLK_PARTIAL;
		else
			expect_failure(result, error, EOPNOTSUPP);
		break;
	case CALL_STAT_FD:
		/* Without a rule for this kernel it is for llk_plan() alone. */
		if (injection->hit_after_rule)
			expect_failure(result, error, injected);
		break;
	case CALL_STATFS:
		/* Only this errno is about the descriptor. */
		if (injected == EBADF)
			expect_failure(result, error, injected);
		break;
	default:
		expect_failure(result, error, injected);
	}
}

/* ---- What has come of it ------------------------------------------------- */

/* Is it denied by what the report says, rules left aside? */
static bool is_restricted(const struct llk_ruleset *report,
			  const struct access *access)
{
	return report && restricted(report, access->cls) & access->rights;
}

static bool is_granted(const struct scenario *scenario,
		       const struct llk_ruleset *report,
		       const struct access *access)
{
	unsigned int grants = scenario->grants;

	/* The rule's path was not there, said the kernel. */
	if (injection->hit && injection->call == CALL_OPEN &&
	    is_marked(IF_EXISTS))
		grants &= ~GRANT_MAYBE;
	return access->grants & grants &&
	       !(withheld(report, access->cls) & access->rights);
}

static void check_access(const struct scenario *scenario,
			 const struct llk_ruleset *report,
			 const struct look *before, const struct look *after)
{
	for (size_t i = 0; i < ACCESSES; i++) {
		const struct access *const access = &accesses[i];
		const bool denied = is_restricted(report, access) &&
				    !is_granted(scenario, report, access);

		if (!denied)
			live_must_give(after->errors[i], before->errors[i],
				       access->what, __FILE__, __LINE__);
		else
			live_must(after->errors[i], access->what, __FILE__,
				  __LINE__);
	}
}

static bool kernel_sets_privs(const struct scenario *scenario)
{
	return !scenario->by_prctl &&
	       kernel_has_flag("restrict_self.no_new_privs");
}

static bool expected_privs(const struct scenario *scenario, int result,
			   bool before)
{
	if (before || scenario->no_privs)
		return before;
	if (result < 0)
		return injection->hit && injection->call == CALL_RESTRICT &&
		       !kernel_sets_privs(scenario);
	return result != LLK_NONE ||
	       scenario->flags & LLK_NO_NEW_PRIVS_ALWAYS;
}

static void check_failure(const struct scenario *scenario,
			  const struct look *before, const struct look *after)
{
	const char *const text = llk_failure(scenario_rs);
	const bool stays = injection->hit &&
			   injection->call == CALL_RESTRICT &&
			   !scenario->no_privs && !kernel_sets_privs(scenario);

	for (size_t i = 0; i < ACCESSES; i++)
		live_must_give(after->errors[i], before->errors[i],
			       accesses[i].what, __FILE__, __LINE__);
	if (!scenario_rs)
		return;
	must_be(llk_level(scenario_rs), LLK_NONE);
	must(strcmp(text, "no error"));
	must_be(strstr(text, "stays set") != NULL, stays);
}

static void check_success(const struct scenario *scenario, int level,
			  const struct look *before, const struct look *after)
{
	struct llk_ruleset *report = scenario_rs;

	if (scenario->like && level != LLK_NONE) {
		report = scenario->like();
		must_be(llk_prepare(report), 0);
	}
	if (report) {
		if (!scenario->by_fd)
			must_be(llk_level(report), level);
		must_be_consistent(report);
	}
	if (scenario->spawns)
		must_be(scenario_status,
			denied(report, LLK_FS, LLK_FS_WRITE_FILE, EACCES));
	check_access(scenario, scenario->spawns ? NULL : report, before, after);
	if (report != scenario_rs && !scenario->by_fd)
		llk_ruleset_free(report);
}

/* What does not stick may be tried again, and then works. */
static void try_again(const struct attempt *attempt, int error)
{
	const struct scenario *const scenario = attempt->scenario;
	/* What the ruleset has learnt of the kernel stays. */
	const bool learnt = (injection->call == CALL_ASK &&
			     llk_absence(error)) ||
			    (injection->call == CALL_CREATE &&
			     (llk_absence(error) || injection->lasting));
	int level;

	if (!scenario_rs || scenario->spawns || !injection->hit)
		return;
	errno = 0;
	level = llk_enforce(scenario_rs, scenario->flags);
	if (is_marked(ENFORCE) && !learnt) {
		must_be(level, attempt->result);
		must_be(level < 0 ? errno : 0, attempt->error);
	} else {
		must_be(level, -1);
		must_give(errno, error);
	}
}

/* ---- One fault ----------------------------------------------------------- */

/* In a child whose calls may fail. */
static void run_scenario(const void *arg)
{
	const struct attempt *const attempt = arg;
	const struct scenario *const scenario = attempt->scenario;
	struct look before, after;

	if (scenario->before)
		scenario->before();
	if (!first_look->fds)
		world_look(first_look);
	before = *first_look;
	before.fds = world_fds();
	inject_on();
	injection->result = scenario->run(scenario);
	injection->error = injection->result < 0 ? errno : 0;
	inject_off();
	world_look(&after);

	if (injection->result < 0)
		check_failure(scenario, &before, &after);
	else
		check_success(scenario, injection->result, &before, &after);
	must_be(after.no_new_privs,
		expected_privs(scenario, injection->result,
			       before.no_new_privs));
	if (injection->result < 0)
		try_again(attempt, injection->error);
	llk_ruleset_free(scenario_rs);
	must_be(world_fds(), before.fds);
}

static void try_fault(const struct attempt *base, struct fault fault,
		      enum inject_call call)
{
	int result = base->result, error = base->error;

	if (faults++ % share.of != share.which)
		return;
	live_case("%s: call %u, %s, fails%s: %s", base->scenario->name,
		  fault.at, inject_name(call),
		  fault.lasting ? " from then on" : "",
		  strerror(fault.error));
	must_be(inject_run(fault, run_scenario, base), 0);
	must(injection->hit);
	must_be(injection->call, call);
	expect(base->scenario, fault.error, &result, &error);
	must_be(injection->result, result);
	must_give(injection->error, result < 0 ? error : 0);
}

/* ---- All faults ---------------------------------------------------------- */

#define LANDLOCK_ERRORS { EPERM, EACCES, EINVAL, ENOMEM, EMFILE, ENOSYS, \
			  EINTR, E2BIG, EAGAIN, EOPNOTSUPP }

/* Ended by 0. */
static const int errors[CALL_KINDS][12] = {
	[CALL_ASK] = LANDLOCK_ERRORS,
	[CALL_CREATE] = LANDLOCK_ERRORS,
	[CALL_ADD_RULE] = LANDLOCK_ERRORS,
	[CALL_RESTRICT] = LANDLOCK_ERRORS,
	[CALL_NO_NEW_PRIVS] = { EPERM, EINVAL, ENOMEM },
	[CALL_OPEN] = { ENOENT, ENOTDIR, EACCES, EPERM, ELOOP, EINTR, ENOMEM,
			EMFILE },
	[CALL_UNSHARE] = { EPERM, ENOSYS, EINVAL },
	[CALL_STAT_FD] = { EACCES, ENOMEM },
	[CALL_STATFS] = { EBADF, EACCES, ENOMEM },
	[CALL_PIPE] = { EMFILE, ENFILE },
	[CALL_FORK] = { EAGAIN, ENOMEM, EPERM },
	[CALL_EXECUTE] = { EACCES, ENOENT, E2BIG, ENOMEM },
};

/* As behind a filter that knows nothing of Landlock, or a kernel that lies. */
static void try_lasting(const struct attempt *base, unsigned int at,
			enum inject_call call)
{
	static const int lasting[] = { EPERM, ENOSYS, EINVAL, E2BIG };

	for (size_t i = 0; i < sizeof(lasting) / sizeof(*lasting); i++)
		try_fault(base, (struct fault){ at, lasting[i], true }, call);
}

static void try_all(const void *arg)
{
	bool seen[CALL_KINDS] = { false };
	struct attempt base = *(const struct attempt *)arg;
	struct injection reference;

	world_make();
	memset(first_look, 0, sizeof(*first_look));
	live_case("%s: no fault", base.scenario->name);
	must_be(inject_run((struct fault){ 0 }, run_scenario, &base), 0);
	reference = *injection;
	must(reference.count && reference.count <= INJECT_MOST);
	base.result = reference.result;
	base.error = reference.error;
	for (unsigned int at = 1; at <= reference.count; at++) {
		const enum inject_call call = reference.calls[at - 1];

		for (const int *error = errors[call]; *error; error++)
			try_fault(&base, (struct fault){ at, *error, false },
				  call);
		if (!seen[call] && call <= CALL_RESTRICT)
			try_lasting(&base, at, call);
		seen[call] = true;
	}
}

static void test_scenario(void **state)
{
	live_run(try_all, *state);
}

static bool take_share(int argc, char **argv)
{
	if (argc != 4 || strcmp(argv[1], "--share"))
		return false;
	share.which = strtoul(argv[2], NULL, 10);
	share.of = strtoul(argv[3], NULL, 10);
	return share.which < share.of;
}

int main(int argc, char **argv)
{
	struct CMUnitTest tests[SCENARIOS];
	struct attempt bases[SCENARIOS];

	/* Started by a scenario. */
	if (argc == 2)
		return scenario_program(argv[1]);
	if (argc > 1 && !take_share(argc, argv))
		return 2;
	for (size_t i = 0; i < SCENARIOS; i++) {
		bases[i] = (struct attempt){ .scenario = &scenarios[i] };
		tests[i] = (struct CMUnitTest){
			.name = scenarios[i].name,
			.test_func = test_scenario,
			.initial_state = &bases[i],
		};
	}
	live_start(argv[0]);
	inject_start();
	first_look = mmap(NULL, sizeof(*first_look), PROT_READ | PROT_WRITE,
			  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (first_look == MAP_FAILED)
		return 1;
	return live_end(cmocka_run_group_tests(tests, NULL, NULL));
}
