/* SPDX-License-Identifier: MIT */
/*
 * Errnos, versions and rights in words.
 */
#include <errno.h>

#include "internal.h"

static const struct {
	int error;
	char words[56];
} errors[] = {
	{ EPERM, "not permitted (EPERM)" },
	{ ENOENT, "it does not exist (ENOENT)" },
	{ EIO, "input/output error (EIO)" },
	{ E2BIG, "too much at once (E2BIG)" },
	{ ENOEXEC, "not an executable file (ENOEXEC)" },
	{ EBADF, "the descriptor is not open (EBADF)" },
	{ EAGAIN, "no resources for it now (EAGAIN)" },
	{ ENOMEM, "out of memory (ENOMEM)" },
	{ EACCES, "permission denied (EACCES)" },
	{ EBUSY, "too late (EBUSY)" },
	{ ENOTDIR, "a part of the path is not a directory (ENOTDIR)" },
	{ EINVAL, "invalid (EINVAL)" },
	{ ENFILE, "too many open files in the system (ENFILE)" },
	{ EMFILE, "too many open files in this process (EMFILE)" },
	{ ENAMETOOLONG, "the path is too long (ENAMETOOLONG)" },
	{ ENOSYS, "this kernel has no such system call (ENOSYS)" },
	{ ELOOP, "too many symbolic links (ELOOP)" },
	{ EBADFD, "not a file in the tree, or not a ruleset (EBADFD)" },
	{ EOPNOTSUPP, "not supported (EOPNOTSUPP)" },
};

void llki_put_error(struct llki_text *text, int error)
{
	size_t i;

	for (i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
		if (errors[i].error == error) {
			llki_put(text, errors[i].words);
			return;
		}
	}
	llki_put(text, "errno ");
	llki_put_number(text, error);
}

void llki_put_abi(struct llki_text *text, int abi)
{
	llki_put(text, "Linux ");
	llki_put(text, llk_abi_linux(abi));
	llki_put(text, " (ABI ");
	llki_put_number(text, abi);
	llki_put_char(text, ')');
}

void llki_put_rights(struct llki_text *text, uint32_t cls, uint64_t rights)
{
	const char *separator = "";
	size_t i;

	for (i = 0; i < llki_rights_count; i++) {
		if (llki_rights[i].cls != cls || !(llki_rights[i].bit & rights))
			continue;
		llki_put(text, separator);
		llki_put(text, llki_rights[i].name);
		separator = ", ";
	}
}
