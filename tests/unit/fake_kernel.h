/* SPDX-License-Identifier: MIT */
/*
 * A model of Landlock as the kernel does it, at every ABI version: which
 * arguments each system call refuses, with which errno, and in which order.
 * Written from the facts of the kernel, not from the library, so that the two
 * can contradict each other.  No state: fake_sys.c has the process around it.
 */
#ifndef FAKE_KERNEL_H
#define FAKE_KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A version that the library does not know. */
#define FAKE_ABI_NEWER	12
#define FAKE_LAYERS	16

enum { FAKE_FS, FAKE_NET, FAKE_SCOPE, FAKE_CLASSES };

struct fake_kernel {
	int abi;
	int absent;		/* errno of every call; 0: Landlock is there */
	int errata;		/* the answer; -1: the question is unknown */
	uint64_t refused[FAKE_CLASSES];	/* bits that the version has, but the
					   kernel refuses */
	bool no_inet;
};

struct fake_ruleset {
	uint64_t handled[FAKE_CLASSES];
	uint64_t quiet[FAKE_CLASSES];
};

/* What a descriptor is, for the kernel's checks. */
enum fake_object {
	FAKE_CLOSED,
	FAKE_ANONYMOUS,		/* pipe, socket, namespace, memfd, ruleset */
	FAKE_DIRECTORY,
	FAKE_NOT_DIRECTORY,
};

struct fake_credentials {
	bool privileged;	/* CAP_SYS_ADMIN */
	bool no_new_privs;
	int layers;
};

/* An honest kernel of version @abi; 0: not built in. */
void fake_kernel_of_abi(struct fake_kernel *kernel, int abi);
/* One that reports ABI 6 and refuses what 5 and 6 brought. */
void fake_kernel_liar(struct fake_kernel *kernel);

/* What a version has, and what this kernel takes, in a class. */
uint64_t fake_abi_rights(int abi, int cls);
uint64_t fake_kernel_rights(const struct fake_kernel *kernel, int cls);
uint32_t fake_abi_restrict_flags(int abi);
bool fake_abi_quiet(int abi);

/*
 * The system calls: a negative errno, or the result.  fake_kernel_create()
 * fills @ruleset if @flags is 0.  @ruleset_error: what looking up the ruleset
 * descriptor gave, 0 if it is one.
 */
int fake_kernel_create(const struct fake_kernel *kernel, const void *attr,
		       size_t size, uint32_t flags,
		       struct fake_ruleset *ruleset);
int fake_kernel_add_path(const struct fake_kernel *kernel, int ruleset_error,
			 const struct fake_ruleset *ruleset, const void *attr,
			 uint64_t access, enum fake_object object,
			 uint32_t flags);
int fake_kernel_add_port(const struct fake_kernel *kernel, int ruleset_error,
			 const struct fake_ruleset *ruleset, const void *attr,
			 uint64_t access, uint64_t port, uint32_t flags);
/* A rule of another type. */
int fake_kernel_add_unknown(const struct fake_kernel *kernel,
			    int ruleset_error, uint32_t flags);
/* 1: no ruleset, only the log of subdomains is muted. */
int fake_kernel_restrict(const struct fake_kernel *kernel, int ruleset_error,
			 const struct fake_credentials *who, int fd,
			 uint32_t flags);

#endif
