/* SPDX-License-Identifier: MIT */
/*
 * Fuzz target: text in and text out.  Permission strings and names against
 * what the header says, and reports, summaries and failures about paths of any
 * bytes.  The first byte chooses one of the three.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../unit/fake_sys.h"
#include "fuzz.h"
#include "texts.h"

#define UNTOUCHED	UINT64_C(0xdeadbeef)

/* What a rule takes on what is not a directory. */
#define ON_FILE	(LLK_FS_EXECUTE | LLK_FS_WRITE_FILE | LLK_FS_READ_FILE | \
		 LLK_FS_TRUNCATE | LLK_FS_IOCTL_DEV | LLK_FS_RESOLVE_UNIX)

/* The rest of the input as a string: ends where the input has a zero. */
static char *take_string(struct input *in)
{
	const uint8_t *zero = in->size ? memchr(in->data, 0, in->size) : NULL;
	size_t length = zero ? (size_t)(zero - in->data) : in->size;
	char *string = malloc(length + 1);

	if (!string)
		abort();
	if (length)
		memcpy(string, in->data, length);
	string[length] = '\0';
	in->data += length;
	in->size -= length;
	take(in);
	return string;
}

/* ---- permissions -------------------------------------------------------- */

/* What the header says of a string; 0 for an invalid one. */
static uint64_t permitted(const char *string)
{
	static const struct {
		char letter;
		uint64_t rights;
	} letters[] = {
		{ 'r', LLK_READ },
		{ 'w', LLK_FS_WRITE_FILE | LLK_FS_TRUNCATE },
		{ 'x', LLK_EXECUTE },
		{ 'c', LLK_FS_REFER | LLK_FS_MAKE_REG | LLK_FS_MAKE_DIR |
		       LLK_FS_MAKE_SYM | LLK_FS_MAKE_FIFO | LLK_FS_MAKE_SOCK |
		       LLK_FS_REMOVE_FILE | LLK_FS_REMOVE_DIR },
	};
	uint64_t rights = 0;
	size_t i;

	if (strspn(string, "rwxc") != strlen(string))
		return 0;
	for (i = 0; i < sizeof(letters) / sizeof(letters[0]); i++) {
		const char *found = strchr(string, letters[i].letter);

		if (found && strchr(found + 1, letters[i].letter))
			return 0;
		if (found)
			rights |= letters[i].rights;
	}
	return rights;
}

static void try_permissions(struct input *in)
{
	char *string = take_string(in);
	uint64_t expected = permitted(string), rights = UNTOUCHED;
	int ret;

	errno = 0;
	ret = llk_parse_permissions(string, &rights);
	if (expected) {
		must(ret == 0 && rights == expected, "\"%s\"", string);
	} else {
		must(ret == -1 && errno == EINVAL, "\"%s\"", string);
		must(rights == UNTOUCHED, "\"%s\"", string);
	}
	free(string);
}

/* ---- names -------------------------------------------------------------- */

static void check_nothing(void)
{
	uint64_t right;
	uint32_t cls;

	must(llk_right_from_name(NULL, &cls, &right) && errno == EINVAL, "name");
	must(llk_right_from_name("", NULL, &right) && errno == EINVAL, "class");
	must(llk_right_from_name("", &cls, NULL) && errno == EINVAL, "right");
	must(!llk_abi_linux(0) && !llk_abi_linux(LLK_ABI_LATEST + 1), "Linux");
	must(llk_parse_permissions(NULL, &right) && errno == EINVAL, "letters");
	must(llk_parse_permissions("r", NULL) && errno == EINVAL, "rights");
}

/* Against the modelled kernel's own table. */
static void check_version(uint32_t cls, uint64_t right, int abi,
			  const char *name)
{
	int c;

	for (c = 0; c < FAKE_CLASSES; c++) {
		if (cls != UINT32_C(1) << c)
			continue;
		must(fake_abi_rights(abi, c) & right, "%s", name);
		must(!(fake_abi_rights(abi - 1, c) & right), "%s", name);
	}
}

static void check_right(uint32_t cls, uint64_t right, const char *name)
{
	const int abi = llk_right_abi(cls, right);
	uint64_t found = 0;
	uint32_t found_cls = 0;

	must(abi >= 1 && abi <= LLK_ABI_LATEST, "%s", name);
	must(llk_abi_rights(abi, cls) & right, "%s", name);
	must(!(llk_abi_rights(abi - 1, cls) & right), "%s", name);
	must(llk_abi_linux(abi), "%s", name);
	must(llk_right_text(cls, right), "%s", name);
	must(llk_right_on_file(cls, right) ==
	     (cls == LLK_FS && right & ON_FILE), "%s", name);
	check_version(cls, right, abi, name);
	must(!llk_right_from_name(name, &found_cls, &found), "%s", name);
	must(found_cls == cls && found == right, "%s", name);
}

/* Any class and mask, mostly with one bit. */
static void try_numbers(struct input *in)
{
	const uint8_t shape = take(in);
	uint32_t cls = shape & 1 ? take_number(in, 4) : 1u << take(in) % 32;
	uint64_t right = UINT64_C(1) << take(in) % 64;
	const char *name;

	if (shape & 2) {
		right = take_number(in, 4);
		right <<= take(in) % 33;
	}
	name = llk_right_name(cls, right);
	if (name) {
		check_right(cls, right, name);
		return;
	}
	must(llk_right_abi(cls, right) == 0, "class %x", cls);
	must(!llk_right_text(cls, right), "class %x", cls);
	must(!llk_right_on_file(cls, right), "class %x", cls);
	must(!llk_abi_rights(LLK_ABI_LATEST + 1 + shape, cls), "class %x", cls);
}

static void try_name(struct input *in)
{
	char *name = take_string(in);
	uint64_t right = UNTOUCHED;
	uint32_t cls = (uint32_t)UNTOUCHED;

	errno = 0;
	if (llk_right_from_name(name, &cls, &right)) {
		must(errno == ENOENT, "\"%s\"", name);
		must(cls == (uint32_t)UNTOUCHED && right == UNTOUCHED, "\"%s\"",
		     name);
	} else {
		const char *back = llk_right_name(cls, right);

		must(back && !strcmp(back, name), "\"%s\"", name);
		check_right(cls, right, name);
	}
	free(name);
	check_nothing();
	try_numbers(in);
}

/* ---- paths in reports --------------------------------------------------- */

/* 0, or the errno of the first rule that failed. */
static int allow(struct llk_ruleset *rs, struct input *in, int sticky)
{
	static const uint64_t rights[] = {
		LLK_READ, LLK_WRITE, LLK_READ | LLK_WRITE, LLK_FS_REFER,
		LLK_FS_EXECUTE, LLK_DEVICE,
	};
	const uint8_t how = take(in);
	const uint64_t right = PICK(in, rights);
	char *path = take_string(in);
	int error = llk_allow_path(rs, path, right, how & 1) ? errno : 0;

	if (sticky)
		must(error == sticky, "errno %d, not %d", error, sticky);
	else if (error && error != EINVAL)
		must(texts_contain(llk_failure(rs), path), "%s",
		     llk_failure(rs));
	free(path);
	texts_check(rs, take(in));
	return error;
}

static void try_paths(struct input *in)
{
	const int abi = take(in) % (LLK_ABI_LATEST + 1);
	const uint8_t how = take(in);
	struct llk_ruleset *rs;
	int error = 0;

	fake_reset(abi);
	rs = llk_ruleset_new(1 + how % LLK_ABI_LATEST, LLK_FS |
			     (how & 0x80 ? 0 : LLK_BEST_EFFORT));
	if (!rs)
		abort();
	while (in->size)
		error = allow(rs, in, error);
	if (how & 0x40)
		llk_plan(rs, take(in) % (LLK_ABI_LATEST + 1), 0);
	else if (llk_enforce(rs, 0) == -1)
		must(errno, "%s", llk_failure(rs));
	texts_check(rs, how);
	llk_ruleset_free(rs);
	must(!fake_open_descriptors() && !fake_violation(), "left open");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, size };

	switch (take(&in) % 3) {
	case 0:
		try_permissions(&in);
		break;
	case 1:
		try_name(&in);
		break;
	default:
		try_paths(&in);
		break;
	}
	return 0;
}
