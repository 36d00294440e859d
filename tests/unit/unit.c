/* SPDX-License-Identifier: MIT */
/*
 * The shared assertions.
 */
#include "unit.h"

void unit_reset(int kernel)
{
	switch (kernel) {
	case KERNEL_DISABLED:
	case KERNEL_EPERM:
	case KERNEL_EACCES:
		fake_reset(0);
		fake.kernel.absent = kernel == KERNEL_DISABLED ? EOPNOTSUPP :
				     kernel == KERNEL_EPERM ? EPERM : EACCES;
		break;
	case KERNEL_LIAR:
		fake_reset(6);
		fake_kernel_liar(&fake.kernel);
		break;
	case KERNEL_NO_INET:
		fake_reset(LLK_ABI_LATEST);
		fake.kernel.no_inet = true;
		break;
	default:
		fake_reset(kernel);
		break;
	}
}

const char *unit_kernel_name(int kernel)
{
	static const char *const names[KERNELS] = {
		"ABI 0", "ABI 1", "ABI 2", "ABI 3", "ABI 4", "ABI 5", "ABI 6",
		"ABI 7", "ABI 8", "ABI 9", "ABI 10", "ABI 11", "ABI 12",
		"disabled", "EPERM", "EACCES", "liar", "no INET",
	};

	return names[kernel];
}

int unit_kernel_abi(void)
{
	return fake.kernel.abi > LLK_ABI_LATEST ? LLK_ABI_LATEST :
						   fake.kernel.abi;
}

struct llk_ruleset *unit_new(int abi, uint32_t flags)
{
	struct llk_ruleset *rs = llk_ruleset_new(abi, flags);

	assert_non_null(rs);
	return rs;
}

void unit_clean(void)
{
	if (fake_violation())
		fail_msg("the library %s", fake_violation());
	if (fake_open_descriptors())
		fail_msg("%d descriptors left open", fake_open_descriptors());
	if (fake.unreaped)
		fail_msg("a child that nobody waited for");
}

void unit_free(struct llk_ruleset *rs)
{
	errno = STALE;
	llk_ruleset_free(rs);
	assert_int_equal(errno, STALE);
	unit_clean();
}

void unit_unrestricted(void)
{
	assert_int_equal(fake.layers, 0);
	assert_false(fake.no_new_privs);
	assert_false(fake.muted);
}

void unit_contains(const char *text, const char *part, const char *file,
		   int line)
{
	if (!text || !strstr(text, part))
		fail_msg("%s:%d: \"%s\" is not in: %s", file, line, part,
			 text ? text : "NULL");
}

void unit_lacks(const char *text, const char *part, const char *file,
		int line)
{
	if (!text || strstr(text, part))
		fail_msg("%s:%d: \"%s\" is in: %s", file, line, part,
			 text ? text : "NULL");
}

uint64_t unit_lost(const struct llk_ruleset *rs, int effect, uint32_t cls)
{
	uint64_t rights = 0;
	size_t i;

	for (i = 0; i < llk_loss_count(rs); i++)
		if (llk_loss_effect(rs, i) == effect &&
		    llk_loss_class(rs, i) == cls && !llk_loss_path(rs, i))
			rights |= llk_loss_rights(rs, i);
	return rights;
}

static bool same_path(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

int unit_loss(const struct llk_ruleset *rs, int effect, uint32_t cls,
	      uint64_t rights, const char *path)
{
	size_t i;

	for (i = 0; i < llk_loss_count(rs); i++)
		if (llk_loss_effect(rs, i) == effect &&
		    llk_loss_class(rs, i) == cls &&
		    llk_loss_rights(rs, i) == rights &&
		    same_path(llk_loss_path(rs, i), path))
			return (int)i;
	return -1;
}

enum fake_end unit_as_child(int (*call)(void *), void *data)
{
	fake.play_child = true;
	fake.ended = FAKE_RUNS;
	if (setjmp(fake.end) == 0)
		call(data);
	fake.play_child = false;
	return fake.ended;
}
