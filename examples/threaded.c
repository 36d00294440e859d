/* SPDX-License-Identifier: MIT */
/*
 * threaded: enter a sandbox when a thread is running already.
 *
 * From ABI 8 (Linux 7.0) on the kernel can restrict all threads at once, before
 * that only the thread that asks, and what it starts later.  So a program says
 * what it wants:
 *	all		the whole process, or fail and stay as it was; what a
 *			program wants that sandboxes itself, the default
 *	if-possible	the whole process, or this thread alone, and say so;
 *			where most of the risk is in this thread
 *	this		this thread; where others have to keep their access
 */
#define _POSIX_C_SOURCE 200809L
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <liblandlock.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static pthread_barrier_t enforced;

static void try_open(const char *who)
{
	int fd = open("/", O_RDONLY | O_CLOEXEC);

	printf("%s: %s\n", who, fd == -1 ? strerror(errno) : "can open /");
	if (fd != -1)
		close(fd);
}

static void *early_thread(void *unused)
{
	pthread_barrier_wait(&enforced);
	try_open("thread started before");
	return unused;
}

static void *late_thread(void *unused)
{
	try_open("thread started after");
	return unused;
}

static uint32_t parse_choice(const char *choice)
{
	if (!strcmp(choice, "all"))
		return LLK_ALL_THREADS;
	if (!strcmp(choice, "if-possible"))
		return LLK_ALL_THREADS_IF_POSSIBLE;
	if (!strcmp(choice, "this"))
		return LLK_THIS_THREAD;
	errx(2, "usage: threaded [all | if-possible | this]");
}

static void enter_sandbox(uint32_t threads)
{
	struct llk_ruleset *rs;
	char report[4096];

	rs = llk_ruleset_new(LLK_ABI_LATEST, LLK_FS | LLK_BEST_EFFORT);
	/* Best effort forgives what the kernel lacks; a choice of threads that
	   it cannot fulfil is an error all the same. */
	if (llk_enforce(rs, threads) == -1)
		errx(1, "sandbox: %s", llk_failure(rs));
	llk_report(rs, report, sizeof(report));
	fputs(report, stdout);
	llk_ruleset_free(rs);
}

static void start(pthread_t *thread, void *(*function)(void *))
{
	int error = pthread_create(thread, NULL, function, NULL);

	if (error)
		errx(1, "pthread_create: %s", strerror(error));
}

int main(int argc, char *argv[])
{
	uint32_t threads = parse_choice(argc > 1 ? argv[1] : "all");
	pthread_t early, late;

	pthread_barrier_init(&enforced, NULL, 2);
	start(&early, early_thread);
	enter_sandbox(threads);
	pthread_barrier_wait(&enforced);
	pthread_join(early, NULL);
	try_open("main thread");
	start(&late, late_thread);
	pthread_join(late, NULL);
	return 0;
}
