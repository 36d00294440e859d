/* SPDX-License-Identifier: MIT */
/*
 * What this kernel accepts: ABI version, errata, verified rights, layers left,
 * and why Landlock is absent.
 */
#include <errno.h>

#include "internal.h"

/* Exit status of the child that counts layers, for "could not count". */
#define CANNOT_COUNT 255

/* The absence that an errno of the kernel means, or 0. */
static int absence(int error)
{
	return llk_absence(error) ? error : 0;
}

const char *llk_absence(int error)
{
	switch (error) {
	case ENOSYS:
		return "Landlock is not in this kernel (ENOSYS): use Linux "
		       "5.13 or later built with CONFIG_SECURITY_LANDLOCK=y";
	case EOPNOTSUPP:
		return "Landlock is in this kernel but not enabled at boot "
		       "(EOPNOTSUPP): add landlock to lsm= on the kernel "
		       "command line";
	case EPERM:
		return "Landlock's system calls are blocked (EPERM): let the "
		       "container's or service's seccomp filter pass "
		       "landlock_create_ruleset";
	case EACCES:
		return "Landlock's system calls are blocked (EACCES): let the "
		       "container's or service's seccomp filter pass "
		       "landlock_create_ruleset";
	default:
		return NULL;
	}
}

int llk_kernel_abi(void)
{
	int abi = llki_sys_create_ruleset(NULL, 0, LLKI_CREATE_VERSION);

	if (abi == 0) {
		/* No kernel says so; a filter may. */
		errno = ENOSYS;
		return -1;
	}
	return abi;
}

int llk_kernel_errata(void)
{
	int errata = llki_sys_create_ruleset(NULL, 0, LLKI_CREATE_ERRATA);

	if (errata < 0 && errno == EINVAL)
		errno = EOPNOTSUPP;
	return errata;
}

void llki_kernel_of_abi(struct llki_kernel *kernel, int abi)
{
	int i;

	*kernel = (struct llki_kernel){
		.abi = abi,
		.absent = abi ? 0 : ENOSYS,
	};
	for (i = 0; i < LLKI_CLASSES; i++)
		kernel->accepted[i] = llk_abi_rights(abi, llki_class(i));
	kernel->restrict_flags =
		(uint32_t)llk_abi_rights(abi, LLK_RESTRICT_SELF);
	kernel->quiet = llk_abi_rights(abi, LLK_ADD_RULE) != 0;
}

int llki_kernel_probe(struct llki_kernel *kernel)
{
	int abi = llk_kernel_abi();

	if (abi < 0) {
		int absent = absence(errno);

		if (!absent)
			return -1;
		llki_kernel_of_abi(kernel, 0);
		kernel->absent = absent;
		return 0;
	}
	llki_kernel_of_abi(kernel, abi > LLK_ABI_LATEST ? LLK_ABI_LATEST : abi);
	return 0;
}

static uint64_t *mask(struct llki_ruleset_attr *attr, int index)
{
	switch (index) {
	case LLKI_FS:
		return &attr->handled_access_fs;
	case LLKI_NET:
		return &attr->handled_access_net;
	default:
		return &attr->scoped;
	}
}

/*
 * E2BIG comes from a kernel whose structure is shorter than its ABI version
 * says: the same lie as EINVAL.
 */
static bool refused(int error)
{
	return error == EINVAL || error == E2BIG;
}

/* 1 if the kernel takes this right alone, 0 if not, -1 with errno. */
static int try_right(int index, uint64_t right)
{
	struct llki_ruleset_attr attr = { 0 };
	int fd;

	*mask(&attr, index) = right;
	fd = llki_sys_create_ruleset(&attr, sizeof(attr), 0);
	if (fd < 0)
		return refused(errno) ? 0 : -1;
	llki_sys_close(fd);
	return 1;
}

/* Find out which rights of @attr the kernel takes, one by one. */
static int narrow(struct llki_kernel *kernel, struct llki_ruleset_attr *attr)
{
	const int refusal = errno;
	bool narrowed = false;
	size_t i;

	for (i = 0; i < llki_rights_count; i++) {
		const struct llki_right *right = &llki_rights[i];
		int index = llki_class_index(right->cls);
		int taken;

		if (index < 0 || !(*mask(attr, index) & right->bit))
			continue;
		taken = try_right(index, right->bit);
		if (taken < 0)
			return -1;
		if (taken)
			continue;
		kernel->accepted[index] &= ~right->bit;
		narrowed = true;
	}
	if (narrowed)
		return 1;
	if (attr->quiet_access_fs | attr->quiet_access_net |
	    attr->quiet_scoped) {
		kernel->quiet = false;
		return 1;
	}
	errno = refusal;
	return -1;
}

int llki_kernel_create(struct llki_kernel *kernel,
		       struct llki_ruleset_attr *attr, int *fd)
{
	int absent;

	*fd = -1;
	if (!(attr->handled_access_fs | attr->handled_access_net |
	      attr->scoped))
		return 0;
	*fd = llki_sys_create_ruleset(attr, sizeof(*attr), 0);
	if (*fd >= 0)
		return 0;
	if (refused(errno))
		return narrow(kernel, attr);
	absent = absence(errno);
	if (!absent)
		return -1;
	/* A filter lets the question pass, but not the answer. */
	llki_kernel_of_abi(kernel, 0);
	kernel->absent = absent;
	return 1;
}

int llk_kernel_rights(uint32_t cls, uint64_t *rights)
{
	int index = llki_class_index(cls), fd, ret;
	struct llki_ruleset_attr attr = { 0 };
	struct llki_kernel kernel;

	if (index < 0 || !rights) {
		errno = EINVAL;
		return -1;
	}
	if (llki_kernel_probe(&kernel))
		return -1;
	do {
		*mask(&attr, index) = kernel.accepted[index];
		ret = llki_kernel_create(&kernel, &attr, &fd);
	} while (ret > 0);
	if (ret < 0)
		return -1;
	if (fd >= 0)
		llki_sys_close(fd);
	if (kernel.absent) {
		errno = kernel.absent;
		return -1;
	}
	*rights = kernel.accepted[index];
	return 0;
}

/* In a child: every layer that fits is spent. */
static int count_layers(void)
{
	struct llki_ruleset_attr attr = { .handled_access_fs = LLK_FS_EXECUTE };
	int fd, n;

	fd = llki_sys_create_ruleset(&attr, sizeof(attr), 0);
	if (fd < 0 || llki_sys_set_no_new_privs())
		return CANNOT_COUNT;
	for (n = 0; n < CANNOT_COUNT; n++)
		if (llki_sys_restrict_self(fd, 0))
			return errno == E2BIG ? n : CANNOT_COUNT;
	return CANNOT_COUNT;
}

int llk_layers_left(void)
{
	int status;
	pid_t pid;

	if (llk_kernel_abi() < 0)
		return -1;
	pid = llki_sys_fork_silent();
	if (pid < 0)
		return -1;
	if (pid == 0)
		llki_sys_exit(count_layers());
	if (llki_sys_wait(pid, &status))
		return -1;
	if (status < 0 || status == CANNOT_COUNT) {
		errno = EIO;
		return -1;
	}
	return status;
}
