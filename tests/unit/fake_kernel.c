/* SPDX-License-Identifier: MIT */
/*
 * The model's rules: one table of what each version has, and the checks of
 * each system call in the kernel's order.
 */
#include <errno.h>
#include <string.h>

#include "fake_kernel.h"

#define ASK_VERSION	1u
#define ASK_ERRATA	2u
#define QUIET_RULE	1u
#define SUBDOMAINS_OFF	(1u << 2)
#define TSYNC		(1u << 3)
#define NO_NEW_PRIVS	(1u << 4)
#define PAGE		4096u

static const struct version {
	uint64_t fs, net, scope;
	uint32_t add_rule, restrict_self;
	size_t attr_size;
} versions[FAKE_ABI_NEWER + 1] = {
	[0] = { 0, 0, 0, 0, 0, 0 },
	[1] = { 0x1fff, 0, 0, 0, 0, 8 },
	[2] = { 0x3fff, 0, 0, 0, 0, 8 },
	[3] = { 0x7fff, 0, 0, 0, 0, 8 },
	[4] = { 0x7fff, 0x3, 0, 0, 0, 16 },
	[5] = { 0xffff, 0x3, 0, 0, 0, 16 },
	[6] = { 0xffff, 0x3, 0x3, 0, 0, 24 },
	[7] = { 0xffff, 0x3, 0x3, 0, 0x07, 24 },
	[8] = { 0xffff, 0x3, 0x3, 0, 0x0f, 24 },
	[9] = { 0x1ffff, 0x3, 0x3, 0, 0x0f, 24 },
	[10] = { 0x1ffff, 0xf, 0x3, QUIET_RULE, 0x0f, 48 },
	[11] = { 0x1ffff, 0xf, 0x3, QUIET_RULE, 0x1f, 48 },
	/* Invented: a further bit of everything and a longer structure. */
	[FAKE_ABI_NEWER] = { 0x3ffff, 0x1f, 0x7, 0x3, 0x3f, 56 },
};

/* execute, write_file, read_file, truncate, ioctl_dev, resolve_unix, and the
   invented one */
#define FILE_RIGHTS	UINT64_C(0x3c007)

void fake_kernel_of_abi(struct fake_kernel *kernel, int abi)
{
	memset(kernel, 0, sizeof(*kernel));
	kernel->abi = abi;
	kernel->absent = abi ? 0 : ENOSYS;
	kernel->errata = abi >= 7 ? 0x7 : -1;
}

void fake_kernel_liar(struct fake_kernel *kernel)
{
	fake_kernel_of_abi(kernel, 6);
	kernel->refused[FAKE_FS] = versions[5].fs & ~versions[4].fs;
	kernel->refused[FAKE_SCOPE] = versions[6].scope;
}

uint64_t fake_abi_rights(int abi, int cls)
{
	switch (cls) {
	case FAKE_FS:
		return versions[abi].fs;
	case FAKE_NET:
		return versions[abi].net;
	default:
		return versions[abi].scope;
	}
}

uint64_t fake_kernel_rights(const struct fake_kernel *kernel, int cls)
{
	if (kernel->absent)
		return 0;
	return fake_abi_rights(kernel->abi, cls) & ~kernel->refused[cls];
}

uint32_t fake_abi_restrict_flags(int abi)
{
	return versions[abi].restrict_self;
}

bool fake_abi_quiet(int abi)
{
	return versions[abi].add_rule & QUIET_RULE;
}

static int answer(const struct fake_kernel *kernel, const void *attr,
		  size_t size, uint32_t flags)
{
	if (attr || size)
		return -EINVAL;
	if (flags == ASK_VERSION)
		return kernel->abi;
	if (flags == ASK_ERRATA && kernel->errata >= 0)
		return kernel->errata;
	return -EINVAL;
}

/* The structure grows at its end: what is new has to be zero for an old one. */
static int copy_attr(const struct fake_kernel *kernel, const void *attr,
		     size_t size, uint64_t fields[7])
{
	const size_t known = versions[kernel->abi].attr_size;
	const unsigned char *bytes = attr;
	size_t i;

	if (!attr)
		return -EFAULT;
	if (size < 8)
		return -EINVAL;
	if (size > PAGE)
		return -E2BIG;
	for (i = known; i < size; i++)
		if (bytes[i])
			return -E2BIG;
	memset(fields, 0, 7 * sizeof(fields[0]));
	memcpy(fields, attr, size < known ? size : known);
	return 0;
}

int fake_kernel_create(const struct fake_kernel *kernel, const void *attr,
		       size_t size, uint32_t flags,
		       struct fake_ruleset *ruleset)
{
	uint64_t fields[7], any = 0;
	int i, error;

	if (kernel->absent)
		return -kernel->absent;
	if (flags)
		return answer(kernel, attr, size, flags);
	error = copy_attr(kernel, attr, size, fields);
	if (error)
		return error;
	for (i = 0; i < FAKE_CLASSES; i++) {
		ruleset->handled[i] = fields[i];
		ruleset->quiet[i] = fields[FAKE_CLASSES + i];
		if (fields[i] & ~fake_kernel_rights(kernel, i))
			return -EINVAL;
		any |= fields[i];
	}
	for (i = 0; i < FAKE_CLASSES; i++)
		if (ruleset->quiet[i] & ~ruleset->handled[i])
			return -EINVAL;
	/* The newer version's field, whatever it will be. */
	if (fields[6])
		return -EINVAL;
	return any ? 0 : -ENOMSG;
}

/* What comes before the type of the rule is looked at. */
static int check_call(const struct fake_kernel *kernel, int ruleset_error,
		      uint32_t flags)
{
	if (kernel->absent)
		return -kernel->absent;
	if (flags & ~versions[kernel->abi].add_rule)
		return -EINVAL;
	return ruleset_error;
}

/* What rules of both types have in common. */
static int check_rule(const struct fake_ruleset *ruleset, int cls,
		      const void *attr, uint64_t access, uint32_t flags)
{
	if (!attr)
		return -EFAULT;
	if (flags & QUIET_RULE && !ruleset->quiet[cls])
		return -EINVAL;
	if (!access && !(flags & QUIET_RULE))
		return -ENOMSG;
	if (access & ~ruleset->handled[cls])
		return -EINVAL;
	return 0;
}

int fake_kernel_add_path(const struct fake_kernel *kernel, int ruleset_error,
			 const struct fake_ruleset *ruleset, const void *attr,
			 uint64_t access, enum fake_object object,
			 uint32_t flags)
{
	int error = check_call(kernel, ruleset_error, flags);

	if (!error)
		error = check_rule(ruleset, FAKE_FS, attr, access, flags);
	if (error)
		return error;
	if (object == FAKE_CLOSED)
		return -EBADF;
	if (object == FAKE_ANONYMOUS)
		return -EBADFD;
	if (object == FAKE_NOT_DIRECTORY && access & ~FILE_RIGHTS)
		return -EINVAL;
	return 0;
}

int fake_kernel_add_port(const struct fake_kernel *kernel, int ruleset_error,
			 const struct fake_ruleset *ruleset, const void *attr,
			 uint64_t access, uint64_t port, uint32_t flags)
{
	int error = check_call(kernel, ruleset_error, flags);

	if (!error && !versions[kernel->abi].net)
		error = -EINVAL;
	if (!error)
		error = check_rule(ruleset, FAKE_NET, attr, access, flags);
	if (error)
		return error;
	if (port > 65535)
		return -EINVAL;
	return kernel->no_inet ? -EAFNOSUPPORT : 0;
}

int fake_kernel_add_unknown(const struct fake_kernel *kernel,
			    int ruleset_error, uint32_t flags)
{
	int error = check_call(kernel, ruleset_error, flags);

	return error ? error : -EINVAL;
}

int fake_kernel_restrict(const struct fake_kernel *kernel, int ruleset_error,
			 const struct fake_credentials *who, int fd,
			 uint32_t flags)
{
	const uint32_t known = versions[kernel->abi].restrict_self;
	const bool sets_it = flags & known & NO_NEW_PRIVS;

	if (kernel->absent)
		return -kernel->absent;
	/* ABI 11 has to look at the flags first: one of them gives the right. */
	if (kernel->abi >= 11 && flags & ~known)
		return -EINVAL;
	if (!who->no_new_privs && !who->privileged && !sets_it)
		return -EPERM;
	if (flags & ~known)
		return -EINVAL;
	if (fd == -1 && (flags & ~TSYNC) == SUBDOMAINS_OFF)
		return 1;
	if (ruleset_error)
		return ruleset_error;
	return who->layers >= FAKE_LAYERS ? -E2BIG : 0;
}
