/* SPDX-License-Identifier: MIT */
/*
 * The table of rights against the kernel's facts, written out once more by
 * hand, and the questions that it answers.
 */
#include "unit.h"

struct fact {
	const char *name;
	uint32_t cls;
	unsigned int bit;
	int abi;
	int on_file;
};

static const struct fact facts[] = {
	{ "fs.execute", LLK_FS, 0, 1, 1 },
	{ "fs.write_file", LLK_FS, 1, 1, 1 },
	{ "fs.read_file", LLK_FS, 2, 1, 1 },
	{ "fs.read_dir", LLK_FS, 3, 1, 0 },
	{ "fs.remove_dir", LLK_FS, 4, 1, 0 },
	{ "fs.remove_file", LLK_FS, 5, 1, 0 },
	{ "fs.make_char", LLK_FS, 6, 1, 0 },
	{ "fs.make_dir", LLK_FS, 7, 1, 0 },
	{ "fs.make_reg", LLK_FS, 8, 1, 0 },
	{ "fs.make_sock", LLK_FS, 9, 1, 0 },
	{ "fs.make_fifo", LLK_FS, 10, 1, 0 },
	{ "fs.make_block", LLK_FS, 11, 1, 0 },
	{ "fs.make_sym", LLK_FS, 12, 1, 0 },
	{ "fs.refer", LLK_FS, 13, 2, 0 },
	{ "fs.truncate", LLK_FS, 14, 3, 1 },
	{ "fs.ioctl_dev", LLK_FS, 15, 5, 1 },
	{ "fs.resolve_unix", LLK_FS, 16, 9, 1 },
	{ "net.bind_tcp", LLK_NET, 0, 4, 0 },
	{ "net.connect_tcp", LLK_NET, 1, 4, 0 },
	{ "net.bind_udp", LLK_NET, 2, 10, 0 },
	{ "net.connect_send_udp", LLK_NET, 3, 10, 0 },
	{ "scope.abstract_unix_socket", LLK_SCOPE, 0, 6, 0 },
	{ "scope.signal", LLK_SCOPE, 1, 6, 0 },
	{ "restrict_self.log_same_exec_off", LLK_RESTRICT_SELF, 0, 7, 0 },
	{ "restrict_self.log_new_exec_on", LLK_RESTRICT_SELF, 1, 7, 0 },
	{ "restrict_self.log_subdomains_off", LLK_RESTRICT_SELF, 2, 7, 0 },
	{ "restrict_self.tsync", LLK_RESTRICT_SELF, 3, 8, 0 },
	{ "restrict_self.no_new_privs", LLK_RESTRICT_SELF, 4, 11, 0 },
	{ "add_rule.quiet", LLK_ADD_RULE, 0, 10, 0 },
};

#define COUNT	(sizeof(facts) / sizeof(facts[0]))

static const uint32_t classes[] = {
	LLK_FS, LLK_NET, LLK_SCOPE, LLK_RESTRICT_SELF, LLK_ADD_RULE,
};

#define CLASS_COUNT	(sizeof(classes) / sizeof(classes[0]))

static const struct fact *fact_of(uint32_t cls, unsigned int bit)
{
	size_t i;

	for (i = 0; i < COUNT; i++)
		if (facts[i].cls == cls && facts[i].bit == bit)
			return &facts[i];
	return NULL;
}

/* Every bit of every class: what is a right, and what is none. */
static void test_each_bit(void **state)
{
	unsigned int bit;
	size_t c;

	(void)state;
	for (c = 0; c < CLASS_COUNT; c++) {
		for (bit = 0; bit < 64; bit++) {
			const uint64_t right = UINT64_C(1) << bit;
			const uint32_t cls = classes[c];
			const struct fact *fact = fact_of(cls, bit);

			if (!fact) {
				assert_null(llk_right_name(cls, right));
				assert_null(llk_right_text(cls, right));
				assert_int_equal(llk_right_abi(cls, right), 0);
				assert_int_equal(llk_right_on_file(cls, right),
						 0);
				continue;
			}
			assert_string_equal(llk_right_name(cls, right),
					    fact->name);
			assert_int_equal(llk_right_abi(cls, right), fact->abi);
			assert_int_equal(llk_right_on_file(cls, right),
					 fact->on_file);
			assert_true(strlen(llk_right_text(cls, right)) > 5);
		}
	}
}

static void test_names_back(void **state)
{
	uint64_t right;
	uint32_t cls;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT; i++) {
		cls = 0;
		right = 0;
		assert_int_equal(llk_right_from_name(facts[i].name, &cls,
						     &right), 0);
		assert_int_equal(cls, facts[i].cls);
		assert_int_equal(right, UINT64_C(1) << facts[i].bit);
	}
}

static void test_unknown_names(void **state)
{
	static const char *const names[] = {
		"", "fs", "fs.", "read_file", "fs.READ_FILE", "fs.read_file ",
		" fs.read_file", "fs.read_fil", "fs.read_filee",
		"net.read_file", "FS.read_file", "scope", "fs.17",
	};
	uint64_t right = 77;
	uint32_t cls = 88;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_fails(ENOENT,
			     llk_right_from_name(names[i], &cls, &right));
	assert_fails(EINVAL, llk_right_from_name(NULL, &cls, &right));
	assert_fails(EINVAL, llk_right_from_name("fs.refer", NULL, &right));
	assert_fails(EINVAL, llk_right_from_name("fs.refer", &cls, NULL));
	assert_int_equal(cls, 88);
	assert_int_equal(right, 77);
}

/* Masks of several bits, none, and classes that are none. */
static void test_no_single_right(void **state)
{
	static const uint32_t no_class[] = {
		0, LLK_FS | LLK_NET, LLK_BEST_EFFORT, UINT32_C(1) << 5,
		UINT32_MAX,
	};
	size_t i;

	(void)state;
	assert_null(llk_right_name(LLK_FS, 0));
	assert_null(llk_right_name(LLK_FS, 3));
	assert_null(llk_right_text(LLK_FS, LLK_ALL_RIGHTS));
	assert_int_equal(llk_right_abi(LLK_FS, LLK_READ), 0);
	assert_int_equal(llk_right_on_file(LLK_FS, LLK_READ), 0);
	for (i = 0; i < sizeof(no_class) / sizeof(no_class[0]); i++) {
		assert_null(llk_right_name(no_class[i], 1));
		assert_null(llk_right_text(no_class[i], 1));
		assert_int_equal(llk_right_abi(no_class[i], 1), 0);
		assert_int_equal(llk_right_on_file(no_class[i], 1), 0);
		assert_int_equal(llk_abi_rights(LLK_ABI_LATEST, no_class[i]),
				 0);
	}
}

static void test_masks_per_abi(void **state)
{
	size_t c, i;
	int abi;

	(void)state;
	for (c = 0; c < CLASS_COUNT; c++)
		for (abi = 0; abi <= LLK_ABI_LATEST; abi++) {
			uint64_t mask = 0;

			for (i = 0; i < COUNT; i++)
				if (facts[i].cls == classes[c] &&
				    facts[i].abi <= abi)
					mask |= UINT64_C(1) << facts[i].bit;
			assert_int_equal(llk_abi_rights(abi, classes[c]),
					 mask);
		}
	assert_int_equal(llk_abi_rights(LLK_ABI_LATEST + 1, LLK_FS), 0);
	assert_int_equal(llk_abi_rights(-1, LLK_FS), 0);
	assert_int_equal(llk_abi_rights(INT32_MAX, LLK_FS), 0);
	assert_int_equal(llk_abi_rights(INT32_MIN, LLK_FS), 0);
}

/* The model and the library were written apart: they have to agree. */
static void test_masks_of_model(void **state)
{
	int abi, c;

	(void)state;
	for (abi = 0; abi <= LLK_ABI_LATEST; abi++) {
		for (c = 0; c < FAKE_CLASSES; c++)
			assert_int_equal(llk_abi_rights(abi, 1u << c),
					 fake_abi_rights(abi, c));
		assert_int_equal(llk_abi_rights(abi, LLK_RESTRICT_SELF),
				 fake_abi_restrict_flags(abi));
		assert_int_equal(llk_abi_rights(abi, LLK_ADD_RULE) != 0,
				 fake_abi_quiet(abi));
	}
}

static void test_table_has_no_gap(void **state)
{
	size_t i, j;

	(void)state;
	assert_int_equal(llki_rights_count, COUNT);
	for (i = 0; i < llki_rights_count; i++) {
		const struct llki_right_words *words = &llki_right_words[i];

		/* Both end within their arrays. */
		assert_non_null(memchr(words->name, '\0',
				       sizeof(words->name)));
		assert_non_null(memchr(words->text, '\0',
				       sizeof(words->text)));
		for (j = 0; j < i; j++) {
			assert_string_not_equal(words->name,
						llki_right_words[j].name);
			assert_false(llki_rights[i].cls ==
				     llki_rights[j].cls &&
				     llki_rights[i].bit == llki_rights[j].bit);
		}
	}
}

/* The whole list: leaving one out is how others got it wrong. */
static void test_g05_file_rights(void **state)
{
	(void)state;
	assert_int_equal(llki_file_rights,
			 LLK_FS_EXECUTE | LLK_FS_WRITE_FILE |
			 LLK_FS_READ_FILE | LLK_FS_TRUNCATE |
			 LLK_FS_IOCTL_DEV | LLK_FS_RESOLVE_UNIX);
}

static void test_linux_versions(void **state)
{
	static const char *const versions[LLK_ABI_LATEST] = {
		"5.13", "5.19", "6.2", "6.7", "6.10", "6.12", "6.15", "7.0",
		"7.1", "7.2", "7.3",
	};
	int abi;

	(void)state;
	for (abi = 1; abi <= LLK_ABI_LATEST; abi++)
		assert_string_equal(llk_abi_linux(abi), versions[abi - 1]);
	assert_null(llk_abi_linux(0));
	assert_null(llk_abi_linux(-1));
	assert_null(llk_abi_linux(LLK_ABI_LATEST + 1));
}

static void test_groups(void **state)
{
	(void)state;
	assert_int_equal(LLK_READ, 0x000c);
	assert_int_equal(LLK_WRITE, 0x77b2);
	assert_int_equal(LLK_EXECUTE, 0x0001);
	assert_int_equal(LLK_DEVICE, 0x8000);
	assert_int_equal(LLK_CONNECT_UNIX, 0x10000);
	/* All but device nodes are in some group. */
	assert_int_equal(LLK_READ | LLK_WRITE | LLK_EXECUTE | LLK_DEVICE |
			 LLK_CONNECT_UNIX | LLK_FS_MAKE_CHAR |
			 LLK_FS_MAKE_BLOCK, 0x1ffff);
}

static void assert_permissions(const char *permissions, uint64_t expected)
{
	uint64_t rights = 0;

	assert_int_equal(llk_parse_permissions(permissions, &rights), 0);
	assert_int_equal(rights, expected);
}

static void test_permissions(void **state)
{
	const uint64_t w = LLK_FS_WRITE_FILE | LLK_FS_TRUNCATE;

	(void)state;
	assert_permissions("r", LLK_READ);
	assert_permissions("w", w);
	assert_permissions("x", LLK_EXECUTE);
	assert_permissions("c", LLK_WRITE & ~w);
	assert_permissions("rwc", LLK_READ | LLK_WRITE);
	assert_permissions("cxwr", LLK_READ | LLK_WRITE | LLK_EXECUTE);
}

static void test_permissions_refused(void **state)
{
	static const char *const wrong[] = {
		"", "R", "rr", "rwcr", "xwx", "cc", "r ", " r", "rwxcz", "-",
		"r\n",
	};
	uint64_t rights = 99;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_fails(EINVAL, llk_parse_permissions(wrong[i], &rights));
	assert_fails(EINVAL, llk_parse_permissions(NULL, &rights));
	assert_fails(EINVAL, llk_parse_permissions("r", NULL));
	assert_int_equal(rights, 99);
}

static void test_classes_by_index(void **state)
{
	(void)state;
	assert_int_equal(llki_class(LLKI_FS), LLK_FS);
	assert_int_equal(llki_class(LLKI_NET), LLK_NET);
	assert_int_equal(llki_class(LLKI_SCOPE), LLK_SCOPE);
	assert_int_equal(llki_class_index(LLK_FS), LLKI_FS);
	assert_int_equal(llki_class_index(LLK_NET), LLKI_NET);
	assert_int_equal(llki_class_index(LLK_SCOPE), LLKI_SCOPE);
	assert_int_equal(llki_class_index(0), -1);
	assert_int_equal(llki_class_index(LLK_FS | LLK_NET), -1);
	assert_int_equal(llki_class_index(LLK_RESTRICT_SELF), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_bit),
		cmocka_unit_test(test_names_back),
		cmocka_unit_test(test_unknown_names),
		cmocka_unit_test(test_no_single_right),
		cmocka_unit_test(test_masks_per_abi),
		cmocka_unit_test(test_masks_of_model),
		cmocka_unit_test(test_table_has_no_gap),
		cmocka_unit_test(test_g05_file_rights),
		cmocka_unit_test(test_linux_versions),
		cmocka_unit_test(test_groups),
		cmocka_unit_test(test_permissions),
		cmocka_unit_test(test_permissions_refused),
		cmocka_unit_test(test_classes_by_index),
	};

	return unit_run(tests);
}
