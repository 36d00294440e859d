/* SPDX-License-Identifier: MIT */
/*
 * The system calls themselves, with arguments good and bad: the unit tests'
 * model of the kernel against the kernel.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "../../src/uapi.h"
#include "../unit/fake_kernel.h"
#include "trial.h"

#define NOT_OPEN	1000
#define OBJECTS		8
#define PIPE		4

/* What descriptors a call may name. */
struct objects {
	int fds[OBJECTS];
	enum fake_object kinds[OBJECTS];
};

static int result_of(long result)
{
	return result < 0 ? -errno : (int)result;
}

/* Some distributions' kernels report this version and refuse rights of it. */
#define LIARS_ABI	6

/* Has the model's kernel the rights that this one accepts? */
static void compare_rights(struct fake_kernel *kernel, struct outcome *outcome)
{
	uint64_t rights, known;
	int c;

	for (c = 0; c < FAKE_CLASSES; c++) {
		known = fake_kernel_rights(kernel, c);
		if (llk_kernel_rights(UINT32_C(1) << c, &rights))
			continue;
		if (kernel->abi == LIARS_ABI)
			kernel->refused[c] = known & ~rights;
		else if (rights != known)
			outcome_differs(outcome, "rights of class %d: the "
					"model has %#llx, the kernel %#llx", c,
					(unsigned long long)known,
					(unsigned long long)rights);
	}
}

/* The model of this kernel; false if there is none. */
static bool make_model(struct fake_kernel *kernel, struct outcome *outcome)
{
	const int abi = llk_kernel_abi();

	if (abi > LLK_ABI_LATEST)
		return false;
	fake_kernel_of_abi(kernel, abi < 0 ? 0 : abi);
	if (abi < 0) {
		kernel->absent = errno;
		return true;
	}
	kernel->errata = llk_kernel_errata();
	compare_rights(kernel, outcome);
	return true;
}

static void add_object(struct objects *objects, size_t i, int fd,
		       enum fake_object kind)
{
	if (fd < 0)
		return;
	objects->fds[i] = fd;
	objects->kinds[i] = kind;
}

static void open_objects(struct objects *objects)
{
	int ends[2];
	size_t i;

	for (i = 0; i < OBJECTS; i++) {
		objects->fds[i] = NOT_OPEN;
		objects->kinds[i] = FAKE_CLOSED;
	}
	add_object(objects, 0, open(".", O_PATH | O_CLOEXEC), FAKE_DIRECTORY);
	add_object(objects, 1, open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC),
		   FAKE_DIRECTORY);
	add_object(objects, 2, open("/dev/null", O_PATH | O_CLOEXEC),
		   FAKE_NOT_DIRECTORY);
	add_object(objects, 3, open("call", O_CREAT | O_RDWR | O_CLOEXEC,
				    0644), FAKE_NOT_DIRECTORY);
	if (!pipe2(ends, O_CLOEXEC))
		add_object(objects, PIPE, ends[0], FAKE_ANONYMOUS);
}

static void close_objects(const struct objects *objects)
{
	size_t i;

	for (i = 0; i < OBJECTS; i++)
		if (objects->kinds[i] != FAKE_CLOSED)
			close(objects->fds[i]);
	unlink("call");
}

static void compare(struct outcome *outcome, const char *what, int want,
		    int got)
{
	outcome->verdicts++;
	if (want != got)
		outcome_differs(outcome, "%s: the model says %s, the kernel %s",
				what, error_name(-want), error_name(-got));
}

static void compare_rule(const struct call *call,
			 const struct fake_kernel *kernel,
			 const struct fake_ruleset *ruleset, int fd,
			 const struct objects *objects,
			 struct outcome *outcome)
{
	const size_t object = (size_t)call->rule.object % OBJECTS;
	const struct llki_path_beneath_attr path = {
		.allowed_access = call->rule.rights,
		.parent_fd = objects->fds[object],
	};
	const struct llki_net_port_attr port = {
		.allowed_access = call->rule.rights, .port = call->rule.port,
	};
	const void *attr = call->rule.type == 2 ? (const void *)&port : &path;
	const uint32_t flags = call->rule.flags;
	int error = 0, want;

	if (call->rule.no_attr)
		attr = NULL;
	if (call->rule.ruleset) {
		fd = call->rule.ruleset == 1 ? NOT_OPEN : objects->fds[PIPE];
		error = call->rule.ruleset == 1 ? -EBADF : -EBADFD;
	}
	if (call->rule.type == 1)
		want = fake_kernel_add_path(kernel, error, ruleset, attr,
					    call->rule.rights,
					    objects->kinds[object], flags);
	else if (call->rule.type == 2)
		want = fake_kernel_add_port(kernel, error, ruleset, attr,
					    call->rule.rights, call->rule.port,
					    flags);
	else
		want = fake_kernel_add_unknown(kernel, error, flags);
	compare(outcome, "landlock_add_rule", want,
		result_of(syscall(LLKI_NR_ADD_RULE, fd, call->rule.type, attr,
				  flags)));
}

/* Only with descriptors that are no ruleset: nothing must be enforced here. */
static void compare_restrict(const struct call *call,
			     const struct fake_kernel *kernel,
			     const struct objects *objects,
			     struct outcome *outcome)
{
	const struct fake_credentials who = {
		.no_new_privs = prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1,
		.privileged = geteuid() == 0,
	};
	const int fd = call->restrict_fd ? objects->fds[PIPE] : NOT_OPEN;
	const int error = call->restrict_fd ? -EBADFD : -EBADF;

	compare(outcome, "landlock_restrict_self",
		fake_kernel_restrict(kernel, error, &who, fd,
				     call->restrict_flags),
		result_of(syscall(LLKI_NR_RESTRICT_SELF, fd,
				  call->restrict_flags)));
}

static void compare_call(const struct call *call,
			 const struct fake_kernel *kernel,
			 const struct objects *objects,
			 struct outcome *outcome)
{
	static unsigned char attr[8192];
	const void *passed = call->no_attr ? NULL : attr;
	struct fake_ruleset ruleset = { { 0 }, { 0 } };
	int want, got;

	memset(attr, 0, sizeof(attr));
	memcpy(attr, call->masks, sizeof(call->masks));
	want = fake_kernel_create(kernel, passed, call->size, call->flags,
				  &ruleset);
	got = result_of(syscall(LLKI_NR_CREATE_RULESET, passed, call->size,
				call->flags));
	compare(outcome, "landlock_create_ruleset", want,
		got > 0 && !call->flags ? 0 : got);
	compare_restrict(call, kernel, objects, outcome);
	if (want || got < 0 || call->flags)
		return;
	compare_rule(call, kernel, &ruleset, got, objects, outcome);
	close(got);
}

void calls_compare(const struct trial *trial, struct outcome *outcome)
{
	struct fake_kernel kernel;
	struct objects objects;
	size_t i;

	if (!make_model(&kernel, outcome))
		return;
	open_objects(&objects);
	for (i = 0; i < trial->calls_count; i++)
		if (!trial->calls[i].dropped)
			compare_call(&trial->calls[i], &kernel, &objects,
				     outcome);
	close_objects(&objects);
}
