/* SPDX-License-Identifier: MIT */
/*
 * The report as data and as text, and what failures say.  Text is checked for
 * what a reader needs: the step, the path, the cause, what to do.
 */
#include "unit.h"

static struct llk_ruleset *start(int kernel, int abi, uint32_t flags)
{
	unit_reset(kernel);
	return unit_new(abi, flags);
}

/* The whole text, of at most 64 KiB. */
static const char *report(const struct llk_ruleset *rs)
{
	static char text[65536];

	assert_true(llk_report(rs, text, sizeof(text)) < sizeof(text));
	return text;
}

/* The line of the report that has @part. */
static const char *line_with(const struct llk_ruleset *rs, const char *part)
{
	static char line[8192];
	const char *text = report(rs), *at = strstr(text, part), *start;
	size_t length;

	if (!at)
		fail_msg("\"%s\" is not in: %s", part, text);
	for (start = at; start > text && start[-1] != '\n'; start--)
		;
	length = strcspn(start, "\n");
	assert_true(length < sizeof(line));
	memcpy(line, start, length);
	line[length] = '\0';
	return line;
}

/* ---- before there is anything to report --------------------------------- */

static void test_before_the_first_plan(void **state)
{
	int kernel, rules;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++)
		for (rules = 0; rules < 2; rules++) {
			struct llk_ruleset *rs;

			rs = start(kernel, 11, CLASSES | LLK_BEST_EFFORT);
			if (rules) {
				llk_allow_path(rs, "/usr", LLK_READ, 0);
				llk_allow_path(rs, "/nowhere", LLK_READ,
					       LLK_IF_EXISTS);
			}
			assert_int_equal(llk_level(rs), LLK_NONE);
			assert_int_equal(llk_enforced(rs, LLK_FS), 0);
			assert_int_equal(llk_enforced(rs, LLK_NET), 0);
			assert_int_equal(llk_requested(rs, LLK_FS), 0x1ffff);
			assert_int_equal(llk_loss_count(rs), 0);
			assert_int_equal(llk_loss_effect(rs, 0), 0);
			assert_null(llk_loss_path(rs, 0));
			assert_contains(llk_summary(rs),
					"nothing is enforced");
			assert_contains(llk_summary(rs), "llk_enforce()");
			assert_contains(report(rs), "nothing is enforced");
			assert_string_equal(llk_failure(rs), "no error");
			unit_free(rs);
		}
}

/* An error leaves nothing that looks like success. */
static void test_g28_after_an_error(void **state)
{
	struct llk_ruleset *rs = start(11, 11, CLASSES);

	(void)state;
	assert_int_equal(llk_prepare(rs), 0);
	assert_int_equal(llk_level(rs), LLK_FULL);
	fake_fail(FAKE_RESTRICT, 0, ENOMEM);
	assert_fails(ENOMEM, llk_enforce(rs, 0));
	assert_int_equal(llk_level(rs), LLK_NONE);
	assert_int_equal(llk_enforced(rs, LLK_FS), 0);
	assert_contains(llk_summary(rs), "nothing is enforced: cannot");
	assert_lacks(report(rs), "restricted: fs");
	assert_lacks(report(rs), "fully");
	/* And the next try counts again. */
	assert_int_equal(llk_enforce(rs, 0), LLK_FULL);
	assert_int_equal(llk_level(rs), LLK_FULL);
	assert_string_equal(llk_summary(rs), "fully enforced");
	unit_free(rs);

	/* A mistake after llk_prepare(): it will not be enforced. */
	rs = start(11, 11, CLASSES);
	assert_int_equal(llk_prepare(rs), 0);
	assert_fails(EBUSY, llk_allow_path(rs, "/usr", LLK_READ, 0));
	assert_fails(EBUSY, llk_enforce(rs, 0));
	assert_int_equal(llk_level(rs), LLK_NONE);
	assert_lacks(llk_summary(rs), "fully");
	unit_free(rs);
}

/* Also after a success: the newest call counts. */
static void test_failure_after_success(void **state)
{
	struct llk_ruleset *rs = start(11, 11, CLASSES);

	(void)state;
	assert_int_equal(llk_enforce(rs, 0), LLK_FULL);
	assert_fails(EINVAL, llk_enforce(rs, UINT32_C(1) << 31));
	assert_int_equal(llk_level(rs), LLK_NONE);
	assert_int_equal(llk_enforced(rs, LLK_FS), 0);
	assert_contains(llk_summary(rs), "flags");
	/* The failure is the last call's, and no longer. */
	assert_int_equal(llk_enforce(rs, 0), LLK_FULL);
	assert_string_equal(llk_failure(rs), "no error");
	unit_free(rs);
}

/* Where the kernel was the reason, the losses tell. */
static void test_losses_of_a_failure(void **state)
{
	struct llk_ruleset *rs = start(2, 3, LLK_FS);

	(void)state;
	assert_fails(EOPNOTSUPP, llk_enforce(rs, 0));
	assert_int_equal(unit_lost(rs, LLK_WEAKER, LLK_FS), LLK_FS_TRUNCATE);
	assert_int_equal(llk_enforced(rs, LLK_FS), 0);
	assert_contains(report(rs), "nothing is enforced");
	assert_contains(line_with(rs, "WEAKER"), "fs.truncate");
	unit_free(rs);
}

/* The report answers for the plan, whatever becomes of a rule after it. */
static void test_failed_rule_is_no_plan(void **state)
{
	struct llk_ruleset *rs;

	(void)state;
	fake_reset(7);
	rs = unit_new(7, LLK_FS);
	assert_int_equal(llk_plan(rs, 7, 0), LLK_FULL);
	/* The first one is the question for the version. */
	fake_fail(FAKE_CREATE, 1, EMFILE);
	assert_fails(EMFILE, llk_allow_path(rs, "/etc", LLK_READ, 0));
	assert_int_equal(llk_level(rs), LLK_FULL);
	assert_fails(EMFILE, llk_enforce(rs, 0));
	assert_int_equal(llk_level(rs), LLK_NONE);
	unit_free(rs);
}

static void test_unknown_class(void **state)
{
	static const uint32_t no_class[] = {
		0, LLK_FS | LLK_NET, LLK_RESTRICT_SELF, LLK_ADD_RULE,
		UINT32_MAX,
	};
	struct llk_ruleset *rs = start(7, 11, CLASSES | LLK_BEST_EFFORT);
	size_t i, count;

	(void)state;
	assert_int_equal(llk_enforce(rs, 0), LLK_PARTIAL);
	for (i = 0; i < 5; i++) {
		assert_int_equal(llk_requested(rs, no_class[i]), 0);
		assert_int_equal(llk_enforced(rs, no_class[i]), 0);
	}
	count = llk_loss_count(rs);
	assert_true(count > 0);
	assert_int_equal(llk_loss_effect(rs, count), 0);
	assert_int_equal(llk_loss_class(rs, count), 0);
	assert_int_equal(llk_loss_rights(rs, count), 0);
	assert_int_equal(llk_loss_abi(rs, count), 0);
	assert_null(llk_loss_path(rs, count));
	assert_int_equal(llk_loss_effect(rs, SIZE_MAX), 0);
	unit_free(rs);
}

/* ---- each kind of loss in words ----------------------------------------- */

static void test_text_full(void **state)
{
	struct llk_ruleset *rs = start(11, 11, CLASSES);

	(void)state;
	assert_int_equal(llk_enforce(rs, 0), LLK_FULL);
	assert_string_equal(llk_summary(rs), "fully enforced");
	assert_contains(report(rs), "fully enforced");
	assert_contains(report(rs), "ABI is 11");
	assert_contains(line_with(rs, "fs.execute"), "restricted: ");
	assert_contains(line_with(rs, "net.bind_udp"), "net.connect_tcp");
	assert_contains(line_with(rs, "scope.signal"), "restricted: ");
	assert_int_equal(llk_loss_count(rs), 0);
	unit_free(rs);
}

static void test_text_weaker(void **state)
{
	struct llk_ruleset *rs = start(4, 11, CLASSES | LLK_BEST_EFFORT);
	const char *line;

	(void)state;
	assert_int_equal(llk_enforce(rs, 0), LLK_PARTIAL);
	line = line_with(rs, "fs.ioctl_dev");
	assert_contains(line, "WEAKER");
	assert_contains(line, "not restricted");
	assert_contains(line, "6.10");
	assert_contains(line, "ABI 5");
	line = line_with(rs, "net.bind_udp");
	assert_contains(line, "7.2");
	assert_contains(llk_summary(rs), "partially enforced");
	assert_contains(llk_summary(rs), "fs.ioctl_dev");
	assert_contains(llk_summary(rs), "scope.signal");
	assert_contains(llk_summary(rs), "ABI is 4");
	unit_free(rs);
}

/* The version is named once for those that came together. */
static void test_text_of_one_version(void **state)
{
	struct llk_ruleset *rs = start(KERNEL_LIAR, 6, CLASSES |
				       LLK_BEST_EFFORT);

	(void)state;
	assert_int_equal(llk_enforce(rs, 0), LLK_PARTIAL);
	assert_contains(llk_summary(rs), "fs.ioctl_dev [Linux 6.10 (ABI 5)], "
			"scope.abstract_unix_socket, "
			"scope.signal [Linux 6.12 (ABI 6)]");
	unit_free(rs);
	/* The last of all losses. */
	rs = start(11, 11, CLASSES | LLK_BEST_EFFORT);
	fake.kernel.refused[FAKE_SCOPE] = LLK_SCOPE_SIGNAL;
	assert_int_equal(llk_enforce(rs, 0), LLK_PARTIAL);
	assert_contains(llk_summary(rs), "not restricted: scope.signal "
			"[Linux 6.12 (ABI 6)]");
	unit_free(rs);
}

static void test_text_absent(void **state)
{
	int kernel;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++) {
		struct llk_ruleset *rs = start(kernel, 11, CLASSES |
					       LLK_BEST_EFFORT);
		const char *why = llk_absence(fake.kernel.absent);

		if (why) {
			assert_int_equal(llk_enforce(rs, 0), LLK_NONE);
			assert_contains(llk_summary(rs),
					"nothing is enforced");
			assert_contains(llk_summary(rs), why);
			assert_contains(report(rs), why);
			assert_lacks(report(rs), "restricted: fs");
		}
		unit_free(rs);
	}
}

/* Landlock is there, and has nothing of what was asked for. */
static void test_text_none(void **state)
{
	struct llk_ruleset *rs = start(3, 4, LLK_NET | LLK_BEST_EFFORT);

	(void)state;
	assert_int_equal(llk_enforce(rs, 0), LLK_NONE);
	assert_contains(llk_summary(rs), "nothing is enforced");
	assert_contains(llk_summary(rs), "ABI is 3");
	unit_free(rs);
}

static void test_text_liar(void **state)
{
	struct llk_ruleset *rs = start(KERNEL_LIAR, 11, CLASSES |
				       LLK_BEST_EFFORT);

	(void)state;
	assert_int_equal(llk_enforce(rs, 0), LLK_PARTIAL);
	assert_contains(line_with(rs, "fs.ioctl_dev"), "refuses");
	assert_contains(line_with(rs, "fs.ioctl_dev"), "ABI 6");
	assert_contains(line_with(rs, "fs.resolve_unix"), "needs Linux 7.1");
	unit_free(rs);
}

static void test_text_refer(void **state)
{
	struct llk_ruleset *rs = start(1, 1, LLK_FS | LLK_BEST_EFFORT);
	int fd = fake_give_path("/tmp");

	(void)state;
	llk_allow_path(rs, "/var/lib/app", LLK_WRITE, 0);
	llk_allow_fd(rs, fd, LLK_WRITE, 0);
	assert_int_equal(llk_enforce(rs, 0), LLK_FULL);
	assert_contains(line_with(rs, "EQUIVALENT fs.refer"), "every");
	assert_contains(line_with(rs, "/var/lib/app"), "TIGHTER");
	assert_contains(line_with(rs, "/var/lib/app"), "5.19");
	assert_contains(line_with(rs, "descriptor"), "TIGHTER");
	assert_contains(llk_summary(rs), "2");
	unit_free(rs);

	rs = start(1, 1, LLK_FS | LLK_BEST_EFFORT);
	llk_exclude(rs, LLK_FS, LLK_FS_REFER);
	assert_int_equal(llk_enforce(rs, 0), LLK_FULL);
	assert_contains(line_with(rs, "fs.refer"), "TIGHTER");
	assert_contains(line_with(rs, "fs.refer"), "although");
	unit_free(rs);

	rs = start(1, 1, LLK_FS | LLK_BEST_EFFORT);
	llk_refer_fallback(rs, LLK_REFER_DROP_FS);
	llk_allow_path(rs, "/var/lib/app", LLK_WRITE, 0);
	assert_int_equal(llk_enforce(rs, 0), LLK_NONE);
	assert_contains(line_with(rs, "fs.execute"), "WEAKER");
	assert_contains(line_with(rs, "fs.execute"), "fs.refer");
	assert_contains(line_with(rs, "fs.execute"), "5.19");
	unit_free(rs);
}

static void test_text_rules(void **state)
{
	struct llk_ruleset *rs = start(KERNEL_NO_INET, 9, LLK_FS | LLK_NET);
	int fd = fake_give_path("/etc/app.conf");

	(void)state;
	llk_allow_path(rs, "/nowhere", LLK_READ, LLK_IF_EXISTS);
	llk_allow_path(rs, "/dev/null", LLK_READ, 0);
	llk_allow_fd(rs, fd, LLK_READ, 0);
	llk_allow_port(rs, 443, LLK_NET_CONNECT_TCP, 0);
	llk_allow_port_range(rs, 8000, 8010, LLK_NET_BIND_TCP, 0);
	llk_allow_port(rs, 53, LLK_NET_BIND_UDP, 0);
	assert_int_equal(llk_enforce(rs, 0), LLK_FULL);
	assert_contains(line_with(rs, "/nowhere"), "TIGHTER");
	assert_contains(line_with(rs, "/nowhere"), "does not exist");
	assert_contains(line_with(rs, "/dev/null"), "EQUIVALENT fs.read_dir");
	assert_contains(line_with(rs, "/dev/null"), "not a directory");
	assert_contains(line_with(rs, "descriptor"), "not a directory");
	assert_contains(line_with(rs, "port 443"), "CONFIG_INET");
	assert_contains(line_with(rs, "port 8000-8010"), "EQUIVALENT");
	assert_contains(line_with(rs, "port 53"), "does not restrict");
	unit_free(rs);
}

static void test_text_flags(void **state)
{
	struct llk_ruleset *rs = start(6, 6, CLASSES | LLK_BEST_EFFORT);

	(void)state;
	llk_quiet(rs, LLK_SCOPE, LLK_ALL_RIGHTS);
	assert_int_equal(llk_enforce(rs, LLK_LOG_NEW_EXEC_ON), LLK_FULL);
	assert_contains(line_with(rs, "log_new_exec_on"), "COSMETIC");
	assert_contains(line_with(rs, "log_new_exec_on"), "6.15");
	assert_contains(line_with(rs, "add_rule.quiet"), "COSMETIC");
	assert_contains(line_with(rs, "add_rule.quiet"), "7.2");
	assert_contains(line_with(rs, "restrict_self.tsync"), "EQUIVALENT");
	assert_contains(line_with(rs, "restrict_self.tsync"), "one thread");
	assert_contains(line_with(rs, "restrict_self.no_new_privs"), "prctl");
	unit_free(rs);

	rs = start(6, 6, CLASSES | LLK_BEST_EFFORT);
	fake.threads = 2;
	assert_int_equal(llk_enforce(rs, LLK_ALL_THREADS_IF_POSSIBLE),
			 LLK_PARTIAL);
	assert_contains(line_with(rs, "restrict_self.tsync"), "WEAKER");
	assert_contains(line_with(rs, "restrict_self.tsync"), "7.0");
	assert_contains(llk_summary(rs), "threads");
	unit_free(rs);

	rs = start(11, 11, LLK_NET | LLK_BEST_EFFORT);
	fake.kernel.refused[FAKE_NET] = UINT64_MAX;
	assert_int_equal(llk_enforce(rs, LLK_LOG_NEW_EXEC_ON), LLK_NONE);
	assert_contains(line_with(rs, "log_new_exec_on"), "nothing");
	unit_free(rs);
}

/* Every line of every report on every kernel says something. */
static void test_every_line(void **state)
{
	int kernel;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++) {
		struct llk_ruleset *rs = start(kernel, 11, CLASSES |
					       LLK_BEST_EFFORT);
		const char *text;
		size_t lines = 0, i;

		llk_allow_path(rs, "/dev/null", LLK_READ | LLK_WRITE, 0);
		assert_true(llk_enforce(rs, 7) >= 0);
		text = report(rs);
		for (i = 0; text[i]; i++) {
			lines += text[i] == '\n';
			assert_true(text[i] == '\n' ||
				    (text[i] >= 0x20 && text[i] < 0x7f));
		}
		assert_int_equal(text[i - 1], '\n');
		assert_true(lines >= llk_loss_count(rs) + 1);
		assert_lacks(text, "\n\n");
		assert_lacks(text, "(null)");
		for (i = 0; i < llk_loss_count(rs); i++)
			assert_contains(text, llk_right_name(
				llk_loss_class(rs, i),
				llk_loss_rights(rs, i) &
				-llk_loss_rights(rs, i)));
		unit_free(rs);
	}
}

/* ---- as snprintf -------------------------------------------------------- */

static void test_truncation(void **state)
{
	struct llk_ruleset *rs = start(4, 11, CLASSES | LLK_BEST_EFFORT);
	size_t length, size;
	char *whole, *part;

	(void)state;
	llk_allow_path(rs, "/nowhere\x01", LLK_READ, LLK_IF_EXISTS);
	assert_int_equal(llk_enforce(rs, 0), LLK_PARTIAL);
	length = llk_report(rs, NULL, 0);
	assert_true(length > 500);
	whole = malloc(length + 1);
	part = malloc(length + 3);
	assert_non_null(whole);
	assert_non_null(part);
	assert_int_equal(llk_report(rs, whole, length + 1), length);
	assert_int_equal(strlen(whole), length);
	for (size = 0; size <= length + 2; size++) {
		size_t fits = size == 0 ? 0 : size > length ? length : size - 1;

		memset(part, '#', length + 3);
		assert_int_equal(llk_report(rs, part, size), length);
		assert_memory_equal(part, whole, fits);
		if (size)
			assert_int_equal(part[fits], '\0');
		/* Nothing beyond the size. */
		assert_int_equal(part[size ? size : 0], '#');
	}
	free(whole);
	free(part);
	unit_free(rs);
}

static void test_summary_is_bounded(void **state)
{
	int kernel, i;

	(void)state;
	for (kernel = 0; kernel < KERNELS; kernel++) {
		struct llk_ruleset *rs = start(kernel, 11, CLASSES |
					       LLK_BEST_EFFORT);

		for (i = 0; i < 50; i++)
			llk_allow_path(rs, "/nowhere", LLK_READ,
				       LLK_IF_EXISTS);
		fake.threads = 2;
		assert_true(llk_enforce(rs, LLK_ALL_THREADS_IF_POSSIBLE) >= 0);
		assert_true(strlen(llk_summary(rs)) <= 511);
		assert_null(strchr(llk_summary(rs), '\n'));
		if (!fake.kernel.absent)
			assert_contains(report(rs), "/nowhere");
		unit_free(rs);
	}
}

/* The longest failures fit, or are cut. */
static void test_summary_of_long_failure(void **state)
{
	static const int errors[] = { ENAMETOOLONG, EACCES, ENOENT, EDOM };
	size_t i;

	(void)state;
	for (i = 0; i < 4; i++) {
		struct llk_ruleset *rs = start(11, 11, CLASSES);
		char path[3000];

		memset(path, '\x01', sizeof(path));
		path[sizeof(path) - 1] = '\0';
		fake_fail(FAKE_OPEN, 0, errors[i]);
		assert_fails(errors[i], llk_allow_path(rs, path, LLK_READ, 0));
		assert_true(strlen(llk_summary(rs)) <= 511);
		assert_contains(llk_summary(rs), "nothing is enforced: cannot");
		unit_free(rs);
	}
}

/* ---- paths in text ------------------------------------------------------ */

static bool is_printable(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < 0x20 || *text == 0x7f)
			return false;
	return true;
}

static void test_control_characters(void **state)
{
	struct llk_ruleset *rs;
	char path[] = "/x?y", hex[8];
	int byte;

	(void)state;
	for (byte = 1; byte < 256; byte++) {
		path[2] = (char)byte;
		rs = start(11, 11, LLK_FS);
		assert_fails(ENOENT, llk_allow_path(rs, path, LLK_READ, 0));
		assert_true(is_printable(llk_failure(rs)));
		snprintf(hex, sizeof(hex), "x\\x%02xy", (unsigned int)byte);
		/* A lone byte above ASCII is no UTF-8. */
		if (byte < 0x20 || byte >= 0x7f)
			assert_contains(llk_failure(rs), hex);
		else
			assert_lacks(llk_failure(rs), hex);
		unit_free(rs);
	}
}

/* A path that exists and is no good name. */
static void test_control_characters_in_report(void **state)
{
	struct llk_ruleset *rs = start(11, 11, LLK_FS);
	const char *path = "/tmp/bell\a\nline\x7f";

	(void)state;
	llk_allow_path(rs, path, LLK_READ, 0);
	assert_int_equal(llk_enforce(rs, 0), LLK_FULL);
	/* Data is bytes, text is for people. */
	assert_string_equal(llk_loss_path(rs, 0), path);
	assert_contains(report(rs), "\"/tmp/bell\\x07\\x0aline\\x7f\"");
	unit_free(rs);
}

static void assert_shown(const char *path, const char *shown)
{
	struct llk_ruleset *rs = start(11, 11, LLK_FS);

	assert_fails(ENOENT, llk_allow_path(rs, path, LLK_READ, 0));
	assert_contains(llk_failure(rs), shown);
	unit_free(rs);
}

/* The other control characters, of UTF-8; and what looks like them. */
static void test_utf8(void **state)
{
	(void)state;
	assert_shown("/\xc2\x9b" "31m", "\"/\\xc2\\x9b31m\"");
	assert_shown("/\xc2\x80", "\"/\\xc2\\x80\"");
	assert_shown("/\xc2\x9f", "\"/\\xc2\\x9f\"");
	assert_shown("/\xc2\xa0", "\"/\xc2\xa0\"");
	assert_shown("/\xc3\xa9t\xc3\xa9", "\"/\xc3\xa9t\xc3\xa9\"");
	assert_shown("/\xc4\x80", "\"/\xc4\x80\"");
	assert_shown("/\xe2\x82\xac", "\"/\xe2\x82\xac\"");
	assert_shown("/\xf0\x9f\x94\x92", "\"/\xf0\x9f\x94\x92\"");
	/* Cut short, or begun in the middle. */
	assert_shown("/\xe2\x82", "\"/\\xe2\\x82\"");
	assert_shown("/\xe2\x82/", "\"/\\xe2\\x82/\"");
	assert_shown("/\xc3", "\"/\\xc3\"");
	assert_shown("/\x9b" "31m", "\"/\\x9b31m\"");
	assert_shown("/\xff\xfe", "\"/\\xff\\xfe\"");
	assert_shown("/\xc1\xbf", "\"/\\xc1\\xbf\"");
}

/* What turns the direction of text, or ends a line, could hide the rest. */
static void test_directions(void **state)
{
	(void)state;
	assert_shown("/\xe2\x80\xae" "txt", "\"/\\xe2\\x80\\xaetxt\"");
	assert_shown("/\xe2\x80\xa8", "\"/\\xe2\\x80\\xa8\"");
	assert_shown("/\xe2\x80\x8f", "\"/\\xe2\\x80\\x8f\"");
	assert_shown("/\xe2\x81\xa6", "\"/\\xe2\\x81\\xa6\"");
	assert_shown("/\xe2\x81\xa9", "\"/\\xe2\\x81\\xa9\"");
	assert_shown("/\xd8\x9c", "\"/\\xd8\\x9c\"");
	/* Their neighbours. */
	assert_shown("/\xe2\x80\x8d", "\"/\xe2\x80\x8d\"");
	assert_shown("/\xe2\x80\xa7", "\"/\xe2\x80\xa7\"");
	assert_shown("/\xe2\x80\xaf", "\"/\xe2\x80\xaf\"");
	assert_shown("/\xe2\x81\xa5", "\"/\xe2\x81\xa5\"");
	assert_shown("/\xe2\x81\xaa", "\"/\xe2\x81\xaa\"");
	assert_shown("/\xe2\x82\xa6", "\"/\xe2\x82\xa6\"");
	assert_shown("/\xd8\x9b", "\"/\xd8\x9b\"");
}

static void test_quotes(void **state)
{
	(void)state;
	assert_shown("/a\"b", "\"/a\\\"b\"");
	assert_shown("/a\\x0ab", "\"/a\\\\x0ab\"");
}

/* A long path leaves room for what comes after it. */
static void test_long_paths(void **state)
{
	size_t length;

	(void)state;
	for (length = 590; length <= 5000; length += length < 620 ? 1 : 400) {
		struct llk_ruleset *rs = start(11, 11, LLK_FS);
		char path[5001];

		memset(path, length & 1 ? 'p' : '\x01', length);
		path[length] = '\0';
		assert_int_equal(llk_allow_path(rs, path, LLK_READ, 0), -1);
		assert_true(strlen(llk_failure(rs)) < 1024);
		assert_contains(llk_failure(rs), "ENAMETOOLONG");
		assert_contains(llk_failure(rs), "\"...");
		unit_free(rs);
	}
}

/* ---- what failures say -------------------------------------------------- */

static void test_failure_keeps_errno(void **state)
{
	struct llk_ruleset *rs = start(11, 11, LLK_FS);

	(void)state;
	assert_fails(ENOENT, llk_allow_path(rs, "/nowhere", LLK_READ, 0));
	errno = STALE;
	assert_contains(llk_failure(rs), "/nowhere");
	assert_int_equal(errno, STALE);
	unit_free(rs);
}

static void test_failure_of_path(void **state)
{
	static const struct {
		const char *path, *words, *action;
	} cases[] = {
		{ "/nowhere", "ENOENT", "LLK_IF_EXISTS" },
		{ "/etc/app.conf/x", "ENOTDIR", "LLK_IF_EXISTS" },
		{ "/secret/file", "EACCES", "privileges" },
		{ "/loop", "ELOOP", "links" },
		{ "/proc/pipe", "EBADFD", "not a file" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct llk_ruleset *rs = start(11, 11, LLK_FS);

		assert_int_equal(llk_allow_path(rs, cases[i].path, LLK_READ,
						0), -1);
		assert_contains(llk_failure(rs), "cannot allow");
		assert_contains(llk_failure(rs), cases[i].path);
		assert_contains(llk_failure(rs), cases[i].words);
		assert_contains(llk_failure(rs), cases[i].action);
		unit_free(rs);
	}
}

/* Every step, with an errno that has words, and one that has a number only. */
static void test_failure_of_step(void **state)
{
	static const struct {
		enum fake_function function;
		size_t nth;
		const char *step;
	} cases[] = {
		{ FAKE_CREATE, 0, "version" },
		{ FAKE_CREATE, 1, "create a ruleset" },
		{ FAKE_OPEN, 0, "\"/usr\"" },
		{ FAKE_ADD_RULE, 0, "\"/usr\"" },
		{ FAKE_ADD_RULE, 1, "port 80" },
		{ FAKE_SET_NO_NEW_PRIVS, 0, "no_new_privs" },
		{ FAKE_RESTRICT, 0, "restrict the process" },
	};
	static const struct {
		int error;
		const char *words;
	} errors[] = {
		{ ENOMEM, "ENOMEM" }, { ENFILE, "ENFILE" },
		{ EDOM, "errno 33" }, { 4095, "errno 4095" },
	};
	size_t i, j;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		for (j = 0; j < 4; j++) {
			struct llk_ruleset *rs = start(10, 10, CLASSES);

			fake_fail(cases[i].function, cases[i].nth,
				  errors[j].error);
			llk_allow_path(rs, "/usr", LLK_READ, 0);
			llk_allow_port(rs, 80, LLK_NET_BIND_TCP, 0);
			assert_fails(errors[j].error, llk_enforce(rs, 0));
			assert_true(fake_failed());
			assert_contains(llk_failure(rs), cases[i].step);
			assert_contains(llk_failure(rs), errors[j].words);
			assert_contains(llk_summary(rs), llk_failure(rs));
			unit_free(rs);
		}
}

static void test_failure_of_negative_number(void **state)
{
	struct llk_ruleset *rs = start(11, 11, LLK_FS);

	(void)state;
	assert_fails(EBADF, llk_allow_fd(rs, -100, LLK_READ, 0));
	assert_contains(llk_failure(rs), "descriptor -100");
	unit_free(rs);
	rs = start(11, 11, LLK_FS);
	assert_fails(EBADF, llk_allow_fd(rs, INT32_MIN, LLK_READ, 0));
	assert_contains(llk_failure(rs), "descriptor -2147483648");
	unit_free(rs);
}

/* G18: the two meanings of E2BIG do not get mixed up. */
static void test_g18_two_e2big(void **state)
{
	struct llk_ruleset *rs = start(11, 11, CLASSES);

	(void)state;
	fake.layers = FAKE_LAYERS;
	assert_fails(E2BIG, llk_enforce(rs, 0));
	assert_contains(llk_failure(rs), "16 layers");
	unit_free(rs);
	rs = start(11, 11, CLASSES);
	fake_fail(FAKE_ADD_RULE, 0, E2BIG);
	assert_fails(E2BIG, llk_allow_path(rs, "/usr", LLK_READ, 0));
	assert_lacks(llk_failure(rs), "layers");
	unit_free(rs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_before_the_first_plan),
		cmocka_unit_test(test_g28_after_an_error),
		cmocka_unit_test(test_failure_after_success),
		cmocka_unit_test(test_losses_of_a_failure),
		cmocka_unit_test(test_failed_rule_is_no_plan),
		cmocka_unit_test(test_unknown_class),
		cmocka_unit_test(test_text_full),
		cmocka_unit_test(test_text_weaker),
		cmocka_unit_test(test_text_of_one_version),
		cmocka_unit_test(test_text_absent),
		cmocka_unit_test(test_text_none),
		cmocka_unit_test(test_text_liar),
		cmocka_unit_test(test_text_refer),
		cmocka_unit_test(test_text_rules),
		cmocka_unit_test(test_text_flags),
		cmocka_unit_test(test_every_line),
		cmocka_unit_test(test_truncation),
		cmocka_unit_test(test_summary_is_bounded),
		cmocka_unit_test(test_summary_of_long_failure),
		cmocka_unit_test(test_control_characters),
		cmocka_unit_test(test_control_characters_in_report),
		cmocka_unit_test(test_utf8),
		cmocka_unit_test(test_directions),
		cmocka_unit_test(test_quotes),
		cmocka_unit_test(test_long_paths),
		cmocka_unit_test(test_failure_keeps_errno),
		cmocka_unit_test(test_failure_of_path),
		cmocka_unit_test(test_failure_of_step),
		cmocka_unit_test(test_failure_of_negative_number),
		cmocka_unit_test(test_g18_two_e2big),
	};

	return unit_run(tests);
}
