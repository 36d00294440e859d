/* SPDX-License-Identifier: MIT */
/*
 * Steps that start a program in the sandbox, as the parent and as the child.
 */
#include <errno.h>
#include <string.h>

#include "choices.h"
#include "foretold.h"

static char *no_strings[] = { NULL };

static int spawn(struct run *run, pid_t *pid, uint32_t flags)
{
	static const char *const programs[] = {
		"/usr/bin/true", "/usr/bin/true", "/etc/app.conf", "/missing",
		"/usr", NULL,
	};
	const char *path = PICK(&run->in, programs);
	const bool nothing = take(&run->in) == 255;

	return llk_spawn(pid, run->rs, flags, path,
			 nothing ? NULL : no_strings, no_strings);
}

/* What the child says of its failure, if it fails. */
static void choose_message(struct run *run, int message[2])
{
	static const int steps[] = {
		LLKI_STEP_NO_NEW_PRIVS, LLKI_STEP_RESTRICT, LLKI_STEP_EXEC,
	};

	fake.message_size = 0;
	if (take(&run->in) & 1)
		return;
	message[0] = PICK(&run->in, steps);
	message[1] = choose_errno(&run->in);
	fake.message_size = 2 * sizeof(message[0]);
	memcpy(fake.message, message, fake.message_size);
}

/* The parent: stays as it is, and has either a child or an error. */
void step_spawn(struct run *run)
{
	struct foretold foretold = { .flags = choose_flags(&run->in) };
	int ret, message[2] = { 0 };
	pid_t pid = 1;

	foretell(run_model(run), 1, &foretold);
	choose_message(run, message);
	fake.wait_status = 127;
	run_begin(run);
	ret = run_end(run, spawn(run, &pid, foretold.flags));
	if (ret == -1) {
		must(pid == 1, "pid %d", pid);
		must(run->model.tainted || run->error == EINVAL ||
		     run->error == foretold.error || run->error == message[1],
		     "errno %d", run->error);
	} else {
		must(pid > 1 && fake.unreaped, "no child");
		fake.unreaped = false;
		must(run->model.tainted || !fake.message_size,
		     "the child's error is lost");
	}
	world_must_be_same(&run->before);
	if (foretold.error && !run->model.tainted)
		must(ret == -1, "%d", ret);
	if (!foretold.planned)
		world_must_be_unasked(&run->before);
	prepared(run, ret >= 0);
	check_report(run, &foretold, ret);
}

/* How the child ended: with the program, or with a word to the parent. */
static void check_child(struct run *run, struct foretold *foretold)
{
	int message[2];

	if (fake.ended == FAKE_EXECUTED) {
		check_enforced(run, foretold);
		check_report(run, foretold, llk_level(run->rs));
		return;
	}
	must(fake.exit_status == 127, "status %d", fake.exit_status);
	if (fake_failed() && !fake.written_size)
		return;
	must(fake.written_size == sizeof(message), "%zu bytes",
	     fake.written_size);
	memcpy(message, fake.written, sizeof(message));
	must(message[0] >= LLKI_STEP_NO_NEW_PRIVS &&
	     message[0] <= LLKI_STEP_EXEC && message[1], "step %d, errno %d",
	     message[0], message[1]);
	if (message[0] != LLKI_STEP_EXEC)
		world_must_be_unrestricted(&run->before, privs_by_flag());
}

/* The child: the run goes on in it, and ends with it. */
void step_spawned(struct run *run)
{
	struct foretold foretold = { .flags = choose_flags(&run->in) };
	pid_t pid = 1;

	foretell(run_model(run), 1, &foretold);
	fake.play_child = true;
	fake.ended = FAKE_RUNS;
	run_begin(run);
	if (!setjmp(fake.end)) {
		const int ret = run_end(run, spawn(run, &pid, foretold.flags));

		must(ret == -1, "the child came back with %d", ret);
		world_must_be_same(&run->before);
		prepared(run, false);
	} else {
		run->model.tainted |= fake_failed() || alloc_failed();
		run->ended = true;
		run->child = true;
		check_child(run, &foretold);
	}
	fake.play_child = false;
}
