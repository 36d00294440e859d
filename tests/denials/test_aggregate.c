/* SPDX-License-Identifier: MIT */
/*
 * Many denials: what becomes one suggestion, what is counted, what is forgotten,
 * and which rules on directories come of rules in them.
 */
#include "denials.h"

static struct llk_aggregate *aggregate;
static struct llk_joiner *joiner;
static unsigned int serial;

static int set_up(void **state)
{
	(void)state;
	aggregate = llk_aggregate_new(1000);
	joiner = new_joiner();
	serial = 0;
	return !aggregate;
}

static int tear_down(void **state)
{
	(void)state;
	llk_aggregate_free(aggregate);
	llk_joiner_free(joiner);
	return 0;
}

/* A denial at @second. */
static void deny(unsigned int second, const char *what)
{
	char line[512];

	sprintf(line, "type=1423 msg=audit(%u.000:%u): domain=1f blockers=%s",
		second, serial += 1000, what);
	add(joiner, line);
	llk_joiner_flush(joiner);
	assert_int_equal(llk_aggregate_add(aggregate, next(joiner)), 0);
	assert_none(joiner);
}

static void deny_file(unsigned int second, const char *rights,
		      const char *path)
{
	char what[256];

	sprintf(what, "%s path=\"%s\" dev=\"vda\" ino=1", rights, path);
	deny(second, what);
}

/* The calls, one a line, with counts. */
static const char *all(void)
{
	static char text[4096];
	const struct llk_suggestion *s;
	size_t i;

	*text = '\0';
	for (i = 0; (s = llk_aggregate_suggestion(aggregate, i)); i++) {
		char words[512];

		if (!llk_suggestion_text(s, LLK_TEXT_CALL, 0, words,
					 sizeof(words)))
			llk_suggestion_text(s, LLK_TEXT_WORDS, 0, words,
					    sizeof(words));
		sprintf(text + strlen(text), "%llu: %s\n",
			(unsigned long long)llk_suggestion_count(s), words);
	}
	return text;
}

static void test_merge(void **state)
{
	const struct llk_suggestion *s;

	(void)state;
	deny_file(5, "fs.read_file", "/a");
	deny_file(3, "fs.write_file", "/a");
	deny_file(9, "fs.read_file", "/a");
	deny_file(4, "fs.read_file", "/b");
	deny(4, "net.connect_tcp dest=443");
	deny(4, "net.connect_tcp dest=80");
	deny(4, "net.connect_tcp dest=443");
	deny(4, "net.connect_tcp");
	deny(4, "net.connect_tcp");
	deny(4, "quota");
	deny(4, "quota");
	deny(4, "quota.other");
	deny(4, "net.connect_send_udp dest=53");
	assert_string_equal(all(),
		"3: llk_allow_path(rs, \"/a\", LLK_FS_WRITE_FILE | "
		"LLK_FS_READ_FILE, 0);\n"
		"1: llk_allow_path(rs, \"/b\", LLK_FS_READ_FILE, 0);\n"
		"2: llk_allow_port(rs, 443, LLK_NET_CONNECT_TCP, 0);\n"
		"1: llk_allow_port(rs, 80, LLK_NET_CONNECT_TCP, 0);\n"
		"2: no rule can be suggested: the kernel did not tell the "
		"port\n"
		"2: this library does not know \"quota\": the kernel is "
		"newer\n"
		"1: this library does not know \"quota.other\": the kernel is "
		"newer\n"
		"1: llk_allow_port(rs, 53, LLK_NET_CONNECT_SEND_UDP, 0);\n");
	s = llk_aggregate_suggestion(aggregate, 0);
	assert_int_equal(llk_suggestion_first(s), 3000000000);
	assert_int_equal(llk_suggestion_last(s), 9000000000);
}

static void test_limit(void **state)
{
	(void)state;
	llk_aggregate_free(aggregate);
	aggregate = llk_aggregate_new(2);
	assert_non_null(aggregate);
	deny_file(1, "fs.read_file", "/a");
	deny_file(1, "fs.read_file", "/b");
	deny_file(1, "fs.read_file", "/a");
	deny_file(1, "fs.read_file", "/c");
	assert_string_equal(all(),
		"2: llk_allow_path(rs, \"/a\", LLK_FS_READ_FILE, 0);\n"
		"1: llk_allow_path(rs, \"/c\", LLK_FS_READ_FILE, 0);\n");
	assert_int_equal(llk_aggregate_forgotten(aggregate), 1);
}

static void test_collapse(void **state)
{
	(void)state;
	deny_file(1, "fs.read_file", "/x/a");
	deny_file(1, "fs.read_file", "/x/b");
	deny_file(1, "fs.read_file", "/x/c");
	deny_file(1, "fs.read_file,fs.execute", "/x/d");
	deny_file(1, "fs.read_file", "/x/y/e");
	deny_file(1, "fs.read_file", "/xx/f");
	deny_file(1, "fs.make_reg", "/x");
	deny_file(1, "fs.read_file", "/p");
	deny_file(1, "fs.read_file", "/q");
	deny_file(1, "fs.read_file", "/r");
	deny_file(1, "fs.read_dir", "/");
	deny(1, "net.bind_tcp src=1");
	assert_int_equal(llk_aggregate_collapse(aggregate, 4, 0), 0);
	assert_int_equal(llk_aggregate_collapse(aggregate, 3, 0), 1);
	assert_string_equal(all(),
		"1: llk_allow_path(rs, \"/x/d\", LLK_FS_EXECUTE | "
		"LLK_FS_READ_FILE, 0);\n"
		"1: llk_allow_path(rs, \"/x/y/e\", LLK_FS_READ_FILE, 0);\n"
		"1: llk_allow_path(rs, \"/xx/f\", LLK_FS_READ_FILE, 0);\n"
		"1: llk_allow_path(rs, \"/x\", LLK_FS_MAKE_REG, 0);\n"
		"1: llk_allow_path(rs, \"/p\", LLK_FS_READ_FILE, 0);\n"
		"1: llk_allow_path(rs, \"/q\", LLK_FS_READ_FILE, 0);\n"
		"1: llk_allow_path(rs, \"/r\", LLK_FS_READ_FILE, 0);\n"
		"1: llk_allow_path(rs, \"/\", LLK_FS_READ_DIR, 0);\n"
		"1: llk_allow_port(rs, 1, LLK_NET_BIND_TCP, 0);\n"
		"3: llk_allow_path(rs, \"/x\", LLK_FS_READ_FILE, 0);\n");
	/* Again: more of the same goes to the same rule; "/" if asked. */
	deny_file(1, "fs.read_file", "/x/g");
	deny_file(1, "fs.read_file", "/x/h");
	deny_file(1, "fs.read_file", "/x/i");
	assert_int_equal(llk_aggregate_collapse(aggregate, 3,
						LLK_COLLAPSE_ROOT), 2);
	assert_string_equal(all(),
		"1: llk_allow_path(rs, \"/x/d\", LLK_FS_EXECUTE | "
		"LLK_FS_READ_FILE, 0);\n"
		"1: llk_allow_path(rs, \"/x/y/e\", LLK_FS_READ_FILE, 0);\n"
		"1: llk_allow_path(rs, \"/xx/f\", LLK_FS_READ_FILE, 0);\n"
		"1: llk_allow_path(rs, \"/x\", LLK_FS_MAKE_REG, 0);\n"
		"1: llk_allow_path(rs, \"/\", LLK_FS_READ_DIR, 0);\n"
		"1: llk_allow_port(rs, 1, LLK_NET_BIND_TCP, 0);\n"
		"6: llk_allow_path(rs, \"/x\", LLK_FS_READ_FILE, 0);\n"
		"3: llk_allow_path(rs, \"/\", LLK_FS_READ_FILE, 0);\n");
}

static void test_words(void **state)
{
	const struct llk_suggestion *s;
	char words[256];

	(void)state;
	deny_file(1, "fs.read_file", "/x/a");
	deny_file(1, "fs.read_file", "/x/b");
	assert_int_equal(llk_aggregate_collapse(aggregate, 2, 0), 1);
	s = llk_aggregate_suggestion(aggregate, 0);
	llk_suggestion_text(s, LLK_TEXT_WORDS, 0, words, sizeof(words));
	assert_string_equal(words, "allow fs.read_file on \"/x\" and all below "
			    "it; more may be denied after it");
	assert_true(llk_suggestion_flags(s) & LLK_SUGGEST_COLLAPSED);
}

/* Hundreds, in few slots, asked forth and back. */
static void test_many(void **state)
{
	const struct llk_suggestion *s;
	char path[32];
	size_t i;

	(void)state;
	for (i = 0; i < 300; i++) {
		sprintf(path, "/d%zu/f", i);
		deny_file(1, "fs.read_file", path);
	}
	for (i = 300; i--;) {
		sprintf(path, "/d%zu/f", i);
		s = llk_aggregate_suggestion(aggregate, i);
		assert_string_equal(llk_suggestion_path(s, NULL), path);
	}
	assert_null(llk_aggregate_suggestion(aggregate, 300));

	/* Those that were met first are forgotten first. */
	llk_aggregate_free(aggregate);
	aggregate = llk_aggregate_new(64);
	assert_non_null(aggregate);
	for (i = 0; i < 300; i++) {
		sprintf(path, "/d%zu/f", i);
		deny_file(1, "fs.read_file", path);
	}
	s = llk_aggregate_suggestion(aggregate, 0);
	assert_string_equal(llk_suggestion_path(s, NULL), "/d236/f");
	assert_int_equal(llk_aggregate_forgotten(aggregate), 236);
}

static void test_arguments(void **state)
{
	(void)state;
	errno = STALE;
	assert_null(llk_aggregate_new(0));
	assert_int_equal(errno, EINVAL);
	assert_null(llk_aggregate_new(1000001));
	assert_fails(EINVAL, llk_aggregate_add(aggregate, NULL));
	assert_fails(EINVAL, llk_aggregate_add(NULL, NULL));
	assert_fails(EINVAL, llk_aggregate_collapse(NULL, 2, 0));
	assert_fails(EINVAL, llk_aggregate_collapse(aggregate, 1, 0));
	assert_fails(EINVAL, llk_aggregate_collapse(aggregate, 2, 2));
	assert_int_equal(llk_aggregate_collapse(aggregate, 2, 0), 0);
	assert_null(llk_aggregate_suggestion(NULL, 0));
	assert_null(llk_aggregate_suggestion(aggregate, 0));
	assert_int_equal(llk_aggregate_forgotten(NULL), 0);
	errno = STALE;
	llk_aggregate_free(NULL);
	assert_int_equal(errno, STALE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_merge, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_limit, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_collapse, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_words, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_many, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_arguments, set_up,
						tear_down),
	};
	const int failed = cmocka_run_group_tests(tests, NULL, NULL);

	llk_record_free(record());
	return failed ? 1 : 0;
}
