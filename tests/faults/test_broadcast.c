/* SPDX-License-Identifier: MIT */
/*
 * Why the library has no all-thread enforcement below ABI 8: a signal handler
 * that restricts each thread in turn leaves some restricted and some not, and
 * nothing takes a restriction back.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

#include "live.h"
#include "expect.h"
#include "try.h"

/* Against a deadlock only: nothing here waits for time to pass. */
#define GUARD 120

/* A thread that does what it is told, one thing at a time. */
struct worker {
	pthread_t thread;
	sem_t told, done;
	int (*job)(void);
	int result;
};

/* What the handler enforces, and what came of it in the thread. */
static int broadcast_fd;
static atomic_int handler_error;
static sem_t handled;

static void wait_for(sem_t *semaphore)
{
	while (sem_wait(semaphore))
		must_give(errno, EINTR);
}

static void *work(void *arg)
{
	struct worker *const worker = arg;

	for (;;) {
		wait_for(&worker->told);
		if (!worker->job)
			return NULL;
		worker->result = worker->job();
		must_be(sem_post(&worker->done), 0);
	}
}

static void start(struct worker *worker)
{
	must_be(sem_init(&worker->told, 0, 0), 0);
	must_be(sem_init(&worker->done, 0, 0), 0);
	must_be(pthread_create(&worker->thread, NULL, work, worker), 0);
}

static int tell(struct worker *worker, int (*job)(void))
{
	worker->job = job;
	must_be(sem_post(&worker->told), 0);
	wait_for(&worker->done);
	return worker->result;
}

static void end(struct worker *worker)
{
	worker->job = NULL;
	must_be(sem_post(&worker->told), 0);
	must_be(pthread_join(worker->thread, NULL), 0);
}

/* ---- The broadcast, as well as it can be done ---------------------------- */

static void restrict_thread(int signal)
{
	const int saved = errno;
	int error = 0;

	(void)signal;
	if (llk_enforce_fd(broadcast_fd, LLK_THIS_THREAD) < 0)
		error = errno;
	atomic_store(&handler_error, error);
	sem_post(&handled);
	errno = saved;
}

/* Restrict this worker by a signal: 0 or the errno. */
static int broadcast_to(const struct worker *worker)
{
	must_be(pthread_kill(worker->thread, SIGRTMIN), 0);
	wait_for(&handled);
	return atomic_load(&handler_error);
}

/* What denies reading; its descriptor is what the handler enforces. */
static struct llk_ruleset *start_broadcast(void)
{
	struct llk_ruleset *const rs = best_effort_only(LLK_FS,
							LLK_FS_READ_FILE);
	struct sigaction action = { .sa_handler = restrict_thread,
				    .sa_flags = SA_RESTART };

	alarm(GUARD);
	live_make_file("file", "");
	must_be(llk_prepare(rs), 0);
	broadcast_fd = llk_ruleset_fd(rs);
	if (broadcast_fd < 0)
		live_skip("this kernel has no Landlock: no thread can be "
			  "restricted");
	must_be(sem_init(&handled, 0, 0), 0);
	must_be(sigaction(SIGRTMIN, &action, NULL), 0);
	return rs;
}

/* ---- Jobs of threads ----------------------------------------------------- */

static int try_file(void)
{
	return try_open("file", O_RDONLY);
}

/* A layer of the thread's own, which denies nothing that is tried here. */
static int add_layer(void)
{
	struct llk_ruleset *const rs = best_effort_only(LLK_FS,
							LLK_FS_MAKE_SYM);
	const int level = llk_enforce(rs, LLK_THIS_THREAD);
	const int error = level < 0 ? errno : 0;

	llk_ruleset_free(rs);
	return error;
}

static int layers_left(void)
{
	return llk_layers_left();
}

static int block_signals(void)
{
	sigset_t all;

	must_be(sigfillset(&all), 0);
	return pthread_sigmask(SIG_BLOCK, &all, NULL);
}

static int is_pending(void)
{
	sigset_t pending;

	must_be(sigpending(&pending), 0);
	return sigismember(&pending, SIGRTMIN);
}

/* ---- The counterexamples ------------------------------------------------- */

static void leave_half(const void *arg)
{
	struct llk_ruleset *const rs = start_broadcast();
	struct worker empty, full;

	(void)arg;
	start(&empty);
	start(&full);
	while (tell(&full, layers_left) > 0)
		must_give(tell(&full, add_layer), 0);

	must_give(broadcast_to(&empty), 0);
	must_give(broadcast_to(&full), E2BIG);
	/* Neither all nor nothing, and no way back. */
	must_give(tell(&empty, try_file), EACCES);
	must_give(tell(&full, try_file), 0);
	must_give(try_file(), 0);
	end(&empty);
	end(&full);
	llk_ruleset_free(rs);
}

static void test_a_full_thread_leaves_others_restricted(void **state)
{
	(void)state;
	live_run(leave_half, NULL);
}

/* Asking all threads first does not help: they go on. */
static void change_after_asking(const void *arg)
{
	struct llk_ruleset *const rs = start_broadcast();
	struct worker first, second;

	(void)arg;
	start(&first);
	start(&second);
	while (tell(&second, layers_left) > 1)
		must_give(tell(&second, add_layer), 0);
	must(tell(&first, layers_left) >= 1);
	must(tell(&second, layers_left) >= 1);

	must_give(broadcast_to(&first), 0);
	must_give(tell(&second, add_layer), 0);
	must_give(broadcast_to(&second), E2BIG);
	must_give(tell(&first, try_file), EACCES);
	must_give(tell(&second, try_file), 0);
	end(&first);
	end(&second);
	llk_ruleset_free(rs);
}

static void test_asking_first_does_not_help(void **state)
{
	(void)state;
	live_run(change_after_asking, NULL);
}

/* No order helps either: the deaf one goes on for as long as it likes. */
static void block_the_signal(const void *arg)
{
	struct llk_ruleset *const rs = start_broadcast();
	struct worker deaf;
	int handlers;

	(void)arg;
	start(&deaf);
	must_be(tell(&deaf, block_signals), 0);
	must_be(pthread_kill(deaf.thread, SIGRTMIN), 0);
	/* It runs, works, and does not hear. */
	must_be(tell(&deaf, is_pending), 1);
	must_give(tell(&deaf, try_file), 0);
	must_be(sem_getvalue(&handled, &handlers), 0);
	must_be(handlers, 0);
	end(&deaf);
	llk_ruleset_free(rs);
}

static void test_a_thread_may_block_the_signal(void **state)
{
	(void)state;
	live_run(block_the_signal, NULL);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_full_thread_leaves_others_restricted),
		cmocka_unit_test(test_asking_first_does_not_help),
		cmocka_unit_test(test_a_thread_may_block_the_signal),
	};

	(void)argc;
	live_start(argv[0]);
	return live_end(cmocka_run_group_tests(tests, NULL, NULL));
}
