/* SPDX-License-Identifier: MIT */
/*
 * Steps that restrict without a ruleset of the library's.
 */
#include <errno.h>

#include "choices.h"
#include "foretold.h"

/* A descriptor of any kind, mostly a ruleset; the ruleset's own, too. */
static int choose_ruleset_fd(struct run *run)
{
	static const int strange[] = { -1, 0, 40, 100000 };
	const uint8_t how = take(&run->in);

	if (how < 8)
		return strange[how % 4];
	if (how & 1 || !run->callers_count)
		return run->rs ? run->rs->fd : -1;
	return run->callers[how / 2 % run->callers_count].fd;
}

static int foretell_foreign(int fd, uint32_t flags,
			    const struct model_kernel *kernel)
{
	if (model_check_flags(flags) || flags & LLK_NO_NEW_PRIVS_ALWAYS)
		return EINVAL;
	if (kernel->absent)
		return kernel->absent;
	if (!fake_ruleset_of(fd))
		return fake_is_open(fd) ? EBADFD : EBADF;
	if (!(flags & LLK_ALL_THREADS_IF_POSSIBLE) &&
	    model_threads_effect(kernel, flags, fake.threads) == LLK_WEAKER)
		return EOPNOTSUPP;
	return kernel_refusal(flags);
}

/* The flags of the layer that a success has made. */
static void check_foreign(struct run *run, const struct fake_ruleset *ruleset,
			  uint32_t flags, const struct model_kernel *kernel)
{
	uint32_t wanted = flags & 7;

	if (!(flags & LLK_THIS_THREAD))
		wanted |= TSYNC;
	if (!(flags & LLK_NO_NEW_PRIVS_NEVER))
		wanted |= PRIVS_FLAG;
	must(fake.layers == run->before.layers + 1, "%d layers", fake.layers);
	must(fake_layer_ruleset(fake.layers - 1) == ruleset, "another ruleset");
	must(fake.layer[fake.layers - 1].flags ==
	     (wanted & kernel->restrict_flags), "flags %x",
	     fake.layer[fake.layers - 1].flags);
	must(fake.no_new_privs || flags & LLK_NO_NEW_PRIVS_NEVER, "privileges");
	run->world.layers++;
	world_must_allow(&run->world, false);
}

static void check_level(const struct model_kernel *kernel, uint32_t flags,
			int level)
{
	const int effect = model_threads_effect(kernel, flags, fake.threads);

	must(level == (effect == LLK_WEAKER ? LLK_PARTIAL : LLK_FULL), "%d",
	     level);
}

void step_enforce_fd(struct run *run)
{
	const int fd = choose_ruleset_fd(run);
	const uint32_t flags = choose_flags(&run->in);
	struct model_kernel kernel;
	int ret, error;

	model_kernel_now(&kernel);
	error = foretell_foreign(fd, flags, &kernel);
	run_begin(run);
	ret = run_end(run, llk_enforce_fd(fd, flags));
	if (!run->model.tainted && !fake_failed())
		must((ret == -1) == !!error && (!error || error == run->error),
		     "%d, errno %d, not %d", ret, run->error, error);
	if (ret == -1) {
		world_must_be_unrestricted(&run->before, privs_by_flag());
		return;
	}
	check_foreign(run, fake_ruleset_of(fd), flags, &kernel);
	if (!fake_failed())
		check_level(&kernel, flags, ret);
}

static int foretell_mute(uint32_t flags, const struct model_kernel *kernel)
{
	if (model_check_flags(flags) || flags & (LLK_NO_NEW_PRIVS_ALWAYS | 7))
		return EINVAL;
	if (!(kernel->restrict_flags & LLK_LOG_SUBDOMAINS_OFF))
		return 0;
	if (!(flags & LLK_ALL_THREADS_IF_POSSIBLE) &&
	    model_threads_effect(kernel, flags, fake.threads) == LLK_WEAKER)
		return EOPNOTSUPP;
	return flags & LLK_NO_NEW_PRIVS_NEVER && !fake.privileged &&
	       !fake.no_new_privs ? EPERM : 0;
}

void step_mute(struct run *run)
{
	const uint32_t flags = choose_flags(&run->in);
	struct model_kernel kernel;
	int ret, error;

	model_kernel_now(&kernel);
	error = foretell_mute(flags, &kernel);
	run_begin(run);
	ret = run_end(run, llk_mute_subdomains(flags));
	if (!fake_failed())
		must((ret == -1) == !!error && (!error || error == run->error),
		     "%d, errno %d, not %d", ret, run->error, error);
	if (ret == -1) {
		world_must_be_unrestricted(&run->before, false);
	} else if (ret == LLK_NONE) {
		world_must_be_same(&run->before);
	} else {
		must(fake.muted, "not muted");
		must(fake.layers == run->before.layers, "a layer");
		if (!fake_failed())
			check_level(&kernel, flags, ret);
	}
}
