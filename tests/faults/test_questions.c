/* SPDX-License-Identifier: MIT */
/*
 * The questions to the kernel, with every system call failing in turn: they
 * answer or fail, and change nothing in either case.
 */
#include <errno.h>
#include <string.h>
#include <sys/wait.h>

#include "live.h"
#include "inject.h"
#include "world.h"

#define UNTOUCHED UINT64_C(0x5a5a5a5a5a5a5a5a)

static int ask_abi(void)
{
	return llk_kernel_abi();
}

static int ask_errata(void)
{
	return llk_kernel_errata();
}

static int ask_rights(void)
{
	uint64_t rights = UNTOUCHED;
	const int result = llk_kernel_rights(LLK_FS, &rights);

	must_be(result != 0, rights == UNTOUCHED);
	return result;
}

static int ask_layers(void)
{
	return llk_layers_left();
}

struct question {
	const char *name;
	int (*ask)(void);
	bool errata;
	bool layers;
};

static const struct question questions[] = {
	{ .name = "llk_kernel_abi", .ask = ask_abi },
	{ .name = "llk_kernel_errata", .ask = ask_errata, .errata = true },
	{ .name = "llk_kernel_rights", .ask = ask_rights },
	{ .name = "llk_layers_left", .ask = ask_layers, .layers = true },
};

#define QUESTIONS (sizeof(questions) / sizeof(*questions))

/* The errno; 0 if there has to be the answer @number. */
static int expect(const struct question *question, int injected, int *number)
{
	if (injection->call == CALL_ASK)
		return question->errata && injected == EINVAL ? EOPNOTSUPP :
								injected;
	if (!question->layers || injection->call == CALL_FORK)
		return injected;
	if (injection->call != CALL_RESTRICT || injected != E2BIG)
		return EIO;
	/* What the kernel answers when all layers are there. */
	*number = (int)injection->hit_of_step - 1;
	return 0;
}

/* In a child whose calls may fail. */
static void ask(const void *arg)
{
	const struct question *const question = arg;
	struct look before, after;

	world_look(&before);
	inject_step(question->name);
	inject_on();
	injection->result = question->ask();
	injection->error = injection->result < 0 ? errno : 0;
	inject_off();
	must_fail(waitpid(-1, NULL, __WALL), ECHILD);
	world_look(&after);
	must(!memcmp(before.errors, after.errors, sizeof(after.errors)));
	must_be(after.fds, before.fds);
	must_be(after.no_new_privs, before.no_new_privs);
}

static void try_fault(const struct question *question, struct fault fault,
		      enum inject_call call)
{
	int number = -1, error;

	live_case("%s: call %u, %s, fails: %s", question->name, fault.at,
		  inject_name(call), strerror(fault.error));
	must_be(inject_run(fault, ask, question), 0);
	must(injection->hit);
	error = expect(question, fault.error, &number);
	must_be(injection->result, number);
	must_give(injection->error, error);
}

static void try_all(const void *arg)
{
	static const int errors[] = { EPERM, EACCES, EINVAL, ENOMEM, ENOSYS,
				      E2BIG, EOPNOTSUPP };
	const struct question *const question = arg;
	struct injection reference;

	world_make();
	live_case("%s: no fault", question->name);
	must_be(inject_run((struct fault){ 0 }, ask, question), 0);
	reference = *injection;
	must(reference.count && reference.count <= INJECT_MOST);
	for (unsigned int at = 1; at <= reference.count; at++)
		for (size_t i = 0; i < sizeof(errors) / sizeof(*errors); i++)
			try_fault(question, (struct fault){ .at = at,
				  .error = errors[i] },
				  reference.calls[at - 1]);
}

static void test_question(void **state)
{
	live_run(try_all, *state);
}

int main(int argc, char **argv)
{
	struct CMUnitTest tests[QUESTIONS];
	struct question copies[QUESTIONS];

	(void)argc;
	for (size_t i = 0; i < QUESTIONS; i++) {
		copies[i] = questions[i];
		tests[i] = (struct CMUnitTest){
			.name = questions[i].name,
			.test_func = test_question,
			.initial_state = &copies[i],
		};
	}
	live_start(argv[0]);
	inject_start();
	return live_end(cmocka_run_group_tests(tests, NULL, NULL));
}
