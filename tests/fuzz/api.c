/* SPDX-License-Identifier: MIT */
/*
 * Fuzz target: any sequence of public calls, with any arguments, on any kernel,
 * with any call failing.  The first bytes choose the kernel and the process,
 * the rest are steps; after each, what the header promises must be true.
 * At the end, what llk_plan() says of another kernel is tried out on it.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "choices.h"
#include "report.h"
#include "run.h"
#include "texts.h"

#define MOST_STEPS	40

/* ---- the process -------------------------------------------------------- */

static void violated(const char *text)
{
	broken(__FILE__, __LINE__, "the library", "%s", text);
}

static void choose_lies(struct run *run)
{
	fake.kernel.refused[FAKE_FS] = take_number(&run->in, 3);
	fake.kernel.refused[FAKE_NET] = take(&run->in);
	fake.kernel.refused[FAKE_SCOPE] = take(&run->in);
}

static void choose_kernel(struct run *run)
{
	static const int absences[] = { 0, EOPNOTSUPP, EPERM, EACCES, ENOSYS };
	const uint8_t how = take(&run->in), more = take(&run->in);

	fake_reset(how % (FAKE_ABI_NEWER + 1));
	fake.on_violation = violated;
	if (!fake.kernel.abi)
		fake.kernel.absent = absences[more % 5];
	if (how >= 240)
		fake_kernel_liar(&fake.kernel);
	if (more & 0x80)
		choose_lies(run);
	fake.kernel.no_inet = more & 0x40;
	if (more & 0x20)
		fake.kernel.errata = -1;
}

/* Layers that were there before. */
static void choose_layers(struct run *run, int count)
{
	const int fd = fake_give_ruleset(LLK_FS_EXECUTE, 0, 0);

	fake.no_new_privs = true;
	while (count-- && !llki_sys_restrict_self(fd, 0))
		;
	fake_take(fd);
	fake.no_new_privs = false;
	run->world.layers = fake.layers;
}

static void choose_threads(struct run *run)
{
	static const int threads[] = { 1, 1, 2, 0, 7 };

	fake.threads = PICK(&run->in, threads);
}

static void choose_process(struct run *run)
{
	const uint8_t how = take(&run->in);

	choose_kernel(run);
	choose_threads(run);
	if (how & 0x40)
		choose_layers(run, take(&run->in) % 17);
	fake.privileged = how & 1;
	fake.no_new_privs = how & 2;
	if (how & 0x80)
		fake.descriptor_limit = 4 + take(&run->in) % 16;
	world_ask(&run->world);
}

/* ---- steps that no call is made in -------------------------------------- */

static void step_fail(struct run *run)
{
	const uint8_t how = take(&run->in);
	const enum fake_function function = how % (FAKE_FUNCTIONS + 1);
	const uint8_t nth = take(&run->in);
	const int error = choose_errno(&run->in);

	if (how >= 240)
		fake_fail_from(FAKE_ANY, SIZE_MAX, 0);
	else if (nth >= 192)
		fake_fail_from(function, nth % 32, error);
	else
		fake_fail(function, nth % 32, error);
}

static void step_run_out(struct run *run)
{
	alloc_fail(take(&run->in) % 4 - 1);
}

static void step_threads(struct run *run)
{
	choose_threads(run);
}

static void step_drop(struct run *run)
{
	fake.privileged = take(&run->in) & 1;
}

static void give(struct run *run, int fd, const struct fake_node *node)
{
	if (fd < 0)
		return;
	run->callers[run->callers_count].fd = fd;
	run->callers[run->callers_count].node = node;
	run->callers_count++;
}

static void step_give(struct run *run)
{
	const char *path = choose_path(&run->in);
	int error;

	if (run->callers_count == RUN_DESCRIPTORS || !path || path[0] != '/')
		return;
	give(run, fake_give_path(path), fake_resolve(NULL, path, &error));
}

static void step_give_ruleset(struct run *run)
{
	const uint8_t how = take(&run->in);

	if (run->callers_count == RUN_DESCRIPTORS)
		return;
	give(run, fake_give_ruleset(how & 0xf, how >> 4 & 3, how >> 6), NULL);
}

static void step_take(struct run *run)
{
	if (run->callers_count)
		fake_take(run->callers[--run->callers_count].fd);
}

/* ---- what a plan is worth ----------------------------------------------- */

static char *report_of(const struct llk_ruleset *rs)
{
	const size_t size = llk_report(rs, NULL, 0) + 1;
	char *text = malloc(size);

	if (!text)
		abort();
	llk_report(rs, text, size);
	return text;
}

static int add_again(struct llk_ruleset *rs, const struct model_rule *rule)
{
	int fd, ret;

	if (rule->cls == LLK_NET)
		return llk_allow_port_range(rs, rule->first, rule->last,
					    rule->rights, rule->flags);
	if (rule->path && rule->node)
		return llk_allow_path(rs, rule->path[0] == '/' ? rule->path :
				      rule->node->path, rule->rights,
				      rule->flags);
	if (rule->path)
		return llk_allow_path(rs, rule->path, rule->rights,
				      rule->flags);
	fd = fake_give_path(rule->node->path);
	ret = llk_allow_fd(rs, fd, rule->rights, rule->flags);
	fake_take(fd);
	return ret;
}

/* The same request, made anew on the kernel that is there now. */
static struct llk_ruleset *make_again(const struct model *model)
{
	struct llk_ruleset *rs = llk_ruleset_new(model->abi, model->flags);
	size_t i;
	int c;

	for (c = 0; c < FAKE_CLASSES; c++) {
		llk_exclude(rs, UINT32_C(1) << c, model->excluded[c]);
		llk_require(rs, UINT32_C(1) << c, model->required[c]);
		llk_quiet(rs, UINT32_C(1) << c, model->quiet[c]);
	}
	if (model->require_abi)
		llk_require_abi(rs, model->require_abi);
	llk_refer_fallback(rs, model->refer_fallback);
	for (i = 0; i < model->rules_count; i++)
		must(!add_again(rs, &model->rules[i]), "rule %zu: %s", i,
		     llk_failure(rs));
	return rs;
}

/* Rules whose paths or objects are not the same everywhere. */
static bool is_repeatable(const struct model *model)
{
	size_t i;

	for (i = 0; i < model->rules_count; i++) {
		const struct model_rule *rule = &model->rules[i];

		if (rule->node && rule->node->object == FAKE_ANONYMOUS)
			return false;
		if (rule->path && rule->path[0] != '/')
			return false;
	}
	return !model->tainted && !model->sticky && !model_fault(model);
}

/* llk_plan() here against llk_enforce() there. */
static void try_plan(struct run *run)
{
	const int abi = take(&run->in) % (LLK_ABI_LATEST + 1);
	const uint32_t flags = choose_flags(&run->in);
	const int planned = llk_plan(run->rs, abi, flags);
	const int planned_error = errno;
	char *plan = report_of(run->rs), *report;
	struct llk_ruleset *rs;
	int enforced;

	run_free(run);
	fake_reset(abi);
	fake.privileged = true;
	rs = make_again(&run->model);
	enforced = llk_enforce(rs, flags);
	must(planned == enforced &&
	     (planned != -1 || planned_error == errno),
	     "planned %d (errno %d), enforced %d (errno %d)", planned,
	     planned_error, enforced, errno);
	report = report_of(rs);
	must(planned == -1 || !strcmp(plan, report),
	     "planned:\n%senforced:\n%s", plan, report);
	free(plan);
	free(report);
	llk_ruleset_free(rs);
}

/* ---- the run ------------------------------------------------------------ */

static run_step *const steps[] = {
	step_new, step_free, step_exclude, step_require, step_quiet,
	step_require_abi, step_refer_fallback, step_allow_path,
	step_allow_path_at, step_allow_fd, step_allow_ports, step_plan,
	step_prepare, step_enforce, step_fd, step_enforce_fd, step_mute,
	step_spawn, step_spawned, step_deny, step_read_only, step_kernel,
	step_layers_left, step_layers_child, step_texts, step_fail,
	step_run_out, step_threads, step_drop, step_give, step_give_ruleset,
	step_take, step_check_path, step_check_port, step_check_rename,
	step_explain,
};

static void end(struct run *run)
{
	alloc_fail(-1);
	if (run->rs && !run->child && is_repeatable(&run->model)) {
		fake.on_violation = violated;
		try_plan(run);
	}
	run_free(run);
	/* A child dies with both ends of the pipe to its parent. */
	must(run->child || !fake_open_descriptors(), "a descriptor is left");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct run run = { .in = { data, size } };
	int count;

	alloc_fail(-1);
	choose_process(&run);
	/* Most runs are about one ruleset. */
	step_new(&run);
	for (count = 0; count < MOST_STEPS && run.in.size && !run.ended;
	     count++)
		steps[take(&run.in) % (sizeof(steps) / sizeof(steps[0]))](&run);
	end(&run);
	return 0;
}
