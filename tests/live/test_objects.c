/* SPDX-License-Identifier: MIT */
/*
 * Distinct rulesets in distinct threads, all at once and without a lock: what
 * the thread sanitizer is run on.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>

#include "live.h"
#include "expect.h"
#include "try.h"

#define THREADS 8
#define ROUNDS 20

static pthread_barrier_t barrier;

static void ask_constants(void)
{
	uint64_t right;
	uint32_t cls;

	must_be(llk_right_from_name("fs.read_file", &cls, &right), 0);
	must(!strcmp(llk_right_name(cls, right), "fs.read_file"));
	must(llk_right_text(cls, right));
	must_be(llk_right_abi(cls, right), 1);
	must(!strcmp(llk_abi_linux(1), "5.13"));
	must(llk_absence(ENOSYS));
	must(llk_kernel_abi() != 0);
	llk_kernel_errata();
	llk_kernel_rights(LLK_FS, &right);
}

static void plan_everywhere(struct llk_ruleset *rs)
{
	char text[4096];

	for (int abi = 0; abi <= LLK_ABI_LATEST; abi++) {
		must(llk_plan(rs, abi, LLK_THIS_THREAD) >= 0);
		must_be_consistent(rs);
		must(*llk_summary(rs));
		must(llk_report(rs, text, sizeof(text)) > 0);
	}
}

static struct llk_ruleset *make(void)
{
	struct llk_ruleset *rs = best_effort(LLK_FS | LLK_NET | LLK_SCOPE);

	must_be(llk_exclude(rs, LLK_FS, LLK_DEVICE), 0);
	must_be(llk_allow_path(rs, "/", LLK_READ, 0), 0);
	must_be(llk_allow_path(rs, "missing", LLK_WRITE, LLK_IF_EXISTS), 0);
	must_be(llk_allow_port_range(rs, 1, 10, LLK_NET_CONNECT_TCP, 0), 0);
	return rs;
}

static void *use_objects(void *arg)
{
	struct llk_ruleset *rs;
	int i;

	(void)arg;
	pthread_barrier_wait(&barrier);
	for (i = 0; i < ROUNDS; i++) {
		ask_constants();
		rs = make();
		plan_everywhere(rs);
		must_be(llk_prepare(rs), 0);
		must_fail(llk_allow_path(rs, "/", LLK_READ, 0), EBUSY);
		must(*llk_failure(rs));
		llk_ruleset_free(rs);
	}
	/* Every thread is its own sandbox in the end. */
	rs = make();
	pthread_barrier_wait(&barrier);
	must_enforce(rs, LLK_THIS_THREAD);
	must_give(try_open("file", O_RDONLY), 0);
	must_give(try_open("file", O_WRONLY),
		  denied(rs, LLK_FS, LLK_FS_WRITE_FILE, EACCES));
	llk_ruleset_free(rs);
	return NULL;
}

static void use_many(const void *arg)
{
	pthread_t threads[THREADS];
	int i;

	(void)arg;
	live_make_file("file", "");
	must_be(pthread_barrier_init(&barrier, NULL, THREADS), 0);
	for (i = 0; i < THREADS; i++)
		must_be(pthread_create(&threads[i], NULL, use_objects, NULL),
			0);
	for (i = 0; i < THREADS; i++)
		must_be(pthread_join(threads[i], NULL), 0);
	must_give(try_open("file", O_WRONLY), 0);
}

static void test_objects_need_no_lock(void **state)
{
	(void)state;
	live_run(use_many, NULL);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_objects_need_no_lock),
	};

	(void)argc;
	live_start_with_threads(argv[0]);
	return live_end(cmocka_run_group_tests(tests, NULL, NULL));
}
