/* SPDX-License-Identifier: MIT */
/*
 * Memory: parsing takes none, the joiner takes what it says it does, and every
 * allocation may fail.  With an argument, that many lines go through the joiner
 * instead.  Linked with --wrap for the allocation functions.
 */
#include "denials.h"

/* Before each allocation, its size. */
#define HEADER 16

static struct {
	size_t bytes;		/* in use */
	long taken, left;
	long fails;		/* the number of the one that fails; -1: none */
} memory;

void *__real_malloc(size_t size);
void __real_free(void *allocated);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void __wrap_free(void *allocated);

void *__wrap_malloc(size_t size)
{
	char *allocated;

	if (memory.taken++ == memory.fails) {
		errno = ENOMEM;
		return NULL;
	}
	allocated = __real_malloc(size + HEADER);
	assert_non_null(allocated);
	memcpy(allocated, &size, sizeof(size));
	memory.bytes += size;
	memory.left++;
	return allocated + HEADER;
}

void *__wrap_calloc(size_t count, size_t size)
{
	void *allocated = __wrap_malloc(count * size);

	if (allocated)
		memset(allocated, 0, count * size);
	return allocated;
}

void __wrap_free(void *allocated)
{
	char *begin = allocated;
	size_t size;

	if (!allocated)
		return;
	begin -= HEADER;
	memcpy(&size, begin, sizeof(size));
	memory.bytes -= size;
	memory.left--;
	__real_free(begin);
}

/* ---- Every allocation fails once ---------------------------------------------- */

static const char *const lines[] = {
	ACCESS("5", "blockers=fs.refer" FILE_AT("/x/a")),
	"node=n type=1424 msg=audit(1.000:5): domain=1f status=allocated "
	"mode=enforcing pid=1 uid=2 exe=\"/bin/a\" comm=\"a\"",
	ACCESS("5", "blockers=fs.make_reg,fs.refer" FILE_AT("/x/b")),
	CALL("5", "-13"), CALL("6", "-13"),
	ACCESS("6", "blockers=fs.read_file" FILE_AT("/x/c")),
	ACCESS("7", "blockers=fs.read_file" FILE_AT("/x/d")),
	ACCESS("8", "blockers=quota"),
	ACCESS("9", "blockers=fs.read_file" FILE_AT("/yy/a")),
	ACCESS("10", "blockers=fs.read_file" FILE_AT("/yy/b")),
};

static void drain(struct llk_joiner *joiner, struct llk_aggregate *aggregate)
{
	struct llk_denial *denial;

	while ((denial = llk_joiner_next(joiner)))
		if (aggregate && llk_aggregate_add(aggregate, denial))
			assert_int_equal(errno, ENOMEM);
}

static void scenario(void)
{
	struct llk_record *rec = llk_record_new();
	struct llk_joiner *joiner = llk_joiner_new(LIMIT);
	struct llk_aggregate *aggregate = llk_aggregate_new(10);
	size_t i, before;
	int ret;

	for (i = 0; rec && joiner && i < COUNT(lines); i++) {
		before = memory.bytes -
			 (size_t)llk_joiner_count(joiner, LLK_COUNT_MEMORY);
		assert_int_equal(llk_record_parse(rec, lines[i],
						  strlen(lines[i])), 1);
		errno = STALE;
		ret = llk_joiner_add(joiner, rec);
		if (ret)
			assert_int_equal(errno, ENOMEM);
		/* What it counts is what it has. */
		assert_int_equal(memory.bytes - llk_joiner_count(joiner,
						LLK_COUNT_MEMORY), before);
	}
	if (joiner) {
		llk_joiner_flush(joiner);
		drain(joiner, aggregate);
	}
	if (aggregate) {
		const struct llk_suggestion *s;
		size_t count = 0, again = 0;

		while ((s = llk_aggregate_suggestion(aggregate, count)))
			count++;
		if (llk_aggregate_collapse(aggregate, 2, 0) == -1) {
			assert_int_equal(errno, ENOMEM);
			while (llk_aggregate_suggestion(aggregate, again))
				again++;
			assert_int_equal(again, count);
		}
	}
	llk_aggregate_free(aggregate);
	llk_joiner_free(joiner);
	llk_record_free(rec);
	assert_int_equal(memory.left, 0);
	assert_int_equal(memory.bytes, 0);
}

static void test_faults(void **state)
{
	(void)state;
	memory.fails = -1;
	for (;;) {
		memory.taken = 0;
		memory.fails++;
		scenario();
		if (memory.taken <= memory.fails)
			break;
	}
	assert_true(memory.fails > 10);
	memory.fails = -1;
}

static void test_parsing(void **state)
{
	struct llk_record *rec = llk_record_new();
	long taken;
	size_t i;

	(void)state;
	assert_non_null(rec);
	taken = memory.taken;
	for (i = 0; i < COUNT(lines); i++) {
		llk_record_parse(rec, lines[i], strlen(lines[i]));
		llk_record_text(rec, LLK_FIELD_EXE, NULL);
	}
	assert_int_equal(memory.taken, taken);
	llk_record_free(rec);
}

/* ---- Many lines ------------------------------------------------------------------ */

/* A line of a log that never repeats: denials with and without system calls,
   domains, noise, other machines, events that do not end. */
static size_t make_line(char *line, unsigned int i)
{
	const unsigned int serial = i / 3, domain = i / 40;

	switch (i % 3) {
	case 0:
		return (size_t)sprintf(line, "%stype=LANDLOCK_ACCESS msg=audit("
			"%u.000:%u): domain=%x blockers=fs.read_file "
			"path=\"/srv/%u\" dev=\"vda\" ino=%u",
			i % 7 ? "" : "node=n ", serial / 3000, serial, domain,
			i, i);
	case 1:
		return (size_t)sprintf(line, "type=SYSCALL msg=audit(%u.000:%u)"
			": arch=c000003e syscall=257 success=no exit=-13 "
			"pid=%u comm=\"a\" exe=\"/bin/a\"", serial / 3000,
			serial, i);
	default:
		return (size_t)sprintf(line, "type=LANDLOCK_DOMAIN msg=audit("
			"%u.000:%u): domain=%x status=allocated mode=enforcing "
			"pid=%u uid=0 exe=\"/bin/a\" comm=\"a\"", serial / 3000,
			serial, domain, i);
	}
}

static int many(unsigned int count)
{
	struct llk_record *rec = llk_record_new();
	struct llk_joiner *joiner = llk_joiner_new(1024 * 1024);
	size_t own, most = 0;
	uint64_t taken = 0;
	unsigned int i;
	char line[512];

	assert_non_null(rec);
	assert_non_null(joiner);
	own = memory.bytes;
	for (i = 0; i < count; i++) {
		const size_t length = make_line(line, i);

		assert_int_equal(llk_record_parse(rec, line, length), 1);
		assert_int_equal(llk_joiner_add(joiner, rec), 0);
		while (llk_joiner_next(joiner))
			taken++;
		if (memory.bytes - own > most)
			most = memory.bytes - own;
	}
	llk_joiner_flush(joiner);
	while (llk_joiner_next(joiner))
		taken++;
	printf("%u lines, %llu denials, at most %zu bytes\n", count,
	       (unsigned long long)taken, most);
	assert_int_equal(taken, (count + 2) / 3);
	assert_true(most <= 1024 * 1024);
	assert_true(llk_joiner_count(joiner, LLK_COUNT_FORGOTTEN) > 0);
	llk_joiner_free(joiner);
	llk_record_free(rec);
	return 0;
}

static unsigned int lines_wanted;

static void test_many(void **state)
{
	(void)state;
	many(lines_wanted);
}

int main(int argc, char *argv[])
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_parsing),
		cmocka_unit_test(test_many),
	};

	memory.fails = -1;
	lines_wanted = argc > 1 ? (unsigned int)strtoul(argv[1], NULL, 10) :
				  300000;
	return cmocka_run_group_tests(tests, NULL, NULL) ? 1 : 0;
}
