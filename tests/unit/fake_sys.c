/* SPDX-License-Identifier: MIT */
/*
 * The functions of the seam in src/internal.h, on the modelled kernel.
 */
#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "fake_files.h"
#include "fake_sys.h"

#define LOG_SIZE	8192
#define RULESETS	4096
#define RULES		200000
#define DESCRIPTORS	64
#define PIPE_SIZE	8192
#define CHILD		4242

struct fake_sys fake;

struct rule {
	int ruleset;
	const struct fake_node *node;	/* NULL: a port rule */
	uint64_t port, access;
	bool quiet;
};

enum kind { CLOSED, RULESET, NODE, PIPE_READ, PIPE_WRITE };

struct descriptor {
	enum kind kind;
	bool callers;
	int ruleset;
	const struct fake_node *node;
};

/* What tests do not touch. */
static struct {
	struct fake_call log[LOG_SIZE];
	size_t logged;
	struct fake_call overflow;
	size_t seen[FAKE_FUNCTIONS + 1];

	enum fake_function fail_function;
	size_t fail_from, fail_to;
	int fail_errno;
	bool failed;

	struct fake_ruleset rulesets[RULESETS];
	int rulesets_count;
	struct rule rules[RULES];
	size_t rules_count;
	struct descriptor fds[DESCRIPTORS];
	unsigned char pipe[PIPE_SIZE];
	size_t pipe_start, pipe_end;
	const char *violation;
} at;

static const char *const names[FAKE_FUNCTIONS] = {
	[FAKE_CREATE] = "create_ruleset",
	[FAKE_ADD_RULE] = "add_rule",
	[FAKE_RESTRICT] = "restrict_self",
	[FAKE_SET_NO_NEW_PRIVS] = "set_no_new_privs",
	[FAKE_OPEN] = "open_path",
	[FAKE_OPEN_LINK] = "open_link",
	[FAKE_READ_LINK] = "read_link",
	[FAKE_IDENTIFY] = "identify",
	[FAKE_IS_DIR] = "is_dir",
	[FAKE_FS_TYPE] = "fs_type",
	[FAKE_CLOSE] = "close",
	[FAKE_THREADS] = "threads",
	[FAKE_FORK] = "fork",
	[FAKE_FORK_SILENT] = "fork_silent",
	[FAKE_WAIT] = "wait",
	[FAKE_PIPE] = "pipe",
	[FAKE_READ] = "read",
	[FAKE_WRITE] = "write",
	[FAKE_EXECVE] = "execve",
	[FAKE_EXIT] = "exit",
};

/* ---- setting up and looking --------------------------------------------- */

void fake_reset(int abi)
{
	int i;

	memset(&fake, 0, sizeof(fake));
	fake_kernel_of_abi(&fake.kernel, abi);
	fake.threads = 1;
	fake.descriptor_limit = DESCRIPTORS;
	fake_fail_from(FAKE_ANY, SIZE_MAX, 0);
	fake_forget();
	at.rulesets_count = 0;
	at.rules_count = 0;
	at.pipe_start = 0;
	at.pipe_end = 0;
	at.violation = NULL;
	memset(at.fds, 0, sizeof(at.fds));
	for (i = 0; i < 3; i++) {
		at.fds[i].kind = PIPE_WRITE;
		at.fds[i].callers = true;
	}
}

static void violate(const char *text)
{
	if (!at.violation)
		at.violation = text;
	if (fake.on_violation)
		fake.on_violation(text);
}

void fake_fail(enum fake_function function, size_t nth, int error)
{
	fake_fail_from(function, nth, error);
	at.fail_to = at.fail_from;
}

void fake_fail_from(enum fake_function function, size_t nth, int error)
{
	at.fail_function = function;
	at.fail_from = nth;
	if (nth != SIZE_MAX)
		at.fail_from += at.seen[function];
	at.fail_to = SIZE_MAX;
	at.fail_errno = error;
	at.failed = false;
}

bool fake_failed(void)
{
	return at.failed;
}

void fake_forget(void)
{
	at.logged = 0;
	memset(at.seen, 0, sizeof(at.seen));
}

size_t fake_count(enum fake_function function)
{
	return at.seen[function];
}

const struct fake_call *fake_call(enum fake_function function, size_t nth)
{
	size_t i;

	for (i = 0; i < at.logged; i++)
		if ((function == FAKE_ANY || at.log[i].function == function) &&
		    nth-- == 0)
			return &at.log[i];
	return NULL;
}

const char *fake_function_name(enum fake_function function)
{
	return function == FAKE_ANY ? "any" : names[function];
}

const char *fake_violation(void)
{
	return at.violation;
}

/* ---- descriptors -------------------------------------------------------- */

static struct descriptor *lookup(int fd)
{
	if (fd < 0 || fd >= DESCRIPTORS || at.fds[fd].kind == CLOSED)
		return NULL;
	return &at.fds[fd];
}

/* The lowest free one, or -EMFILE. */
static int new_descriptor(enum kind kind, int ruleset,
			  const struct fake_node *node)
{
	int fd;

	for (fd = 0; fd < fake.descriptor_limit; fd++)
		if (at.fds[fd].kind == CLOSED)
			break;
	if (fd == fake.descriptor_limit)
		return -EMFILE;
	at.fds[fd].kind = kind;
	at.fds[fd].callers = false;
	at.fds[fd].ruleset = ruleset;
	at.fds[fd].node = node;
	return fd;
}

static int new_ruleset(const struct fake_ruleset *ruleset)
{
	if (at.rulesets_count == RULESETS)
		return -ENOMEM;
	at.rulesets[at.rulesets_count] = *ruleset;
	return new_descriptor(RULESET, at.rulesets_count++, NULL);
}

static int ruleset_error(int fd)
{
	const struct descriptor *d = lookup(fd);

	if (!d)
		return -EBADF;
	return d->kind == RULESET ? 0 : -EBADFD;
}

static enum fake_object object_of(int fd)
{
	const struct descriptor *d = lookup(fd);

	if (!d)
		return FAKE_CLOSED;
	return d->kind == NODE ? d->node->object : FAKE_ANONYMOUS;
}

int fake_give_path(const char *path)
{
	int error, fd;
	const struct fake_node *node = fake_resolve(NULL, path, &error);

	fd = node ? new_descriptor(NODE, 0, node) : -error;
	if (fd >= 0)
		at.fds[fd].callers = true;
	return fd;
}

int fake_give_ruleset(uint64_t fs, uint64_t net, uint64_t scope)
{
	const struct fake_ruleset ruleset = { { fs, net, scope }, { 0 } };
	int fd = new_ruleset(&ruleset);

	if (fd >= 0)
		at.fds[fd].callers = true;
	return fd;
}

void fake_take(int fd)
{
	at.fds[fd].kind = CLOSED;
}

int fake_open_descriptors(void)
{
	int fd, count = 0;

	for (fd = 0; fd < DESCRIPTORS; fd++)
		count += at.fds[fd].kind != CLOSED && !at.fds[fd].callers;
	return count;
}

bool fake_is_open(int fd)
{
	return lookup(fd);
}

const struct fake_ruleset *fake_ruleset_of(int fd)
{
	return ruleset_error(fd) ? NULL : &at.rulesets[at.fds[fd].ruleset];
}

const struct fake_ruleset *fake_layer_ruleset(int layer)
{
	if (layer < 0 || layer >= fake.layers)
		return NULL;
	return &at.rulesets[fake.layer[layer].ruleset];
}

/* ---- what the domain allows --------------------------------------------- */

static uint64_t granted(const struct fake_layer *layer,
			const struct fake_node *node, uint64_t port)
{
	uint64_t access = 0;
	size_t i;

	for (i = 0; i < layer->rules_end; i++) {
		const struct rule *rule = &at.rules[i];

		if (rule->ruleset == layer->ruleset && rule->node == node &&
		    (node || rule->port == port))
			access |= rule->access;
	}
	return access;
}

static bool layer_allows(const struct fake_layer *layer,
			 const struct fake_node *node, uint64_t right)
{
	/* Refer is denied by every layer that does not grant it. */
	const uint64_t handled =
		at.rulesets[layer->ruleset].handled[FAKE_FS] | LLK_FS_REFER;
	uint64_t missing = right & handled;

	for (; node; node = fake_parent(node))
		missing &= ~granted(layer, node, 0);
	return missing == 0;
}

bool fake_may(const char *path, uint64_t fs_right)
{
	int i, error;
	const struct fake_node *node = fake_resolve(NULL, path, &error);

	for (i = 0; node && i < fake.layers; i++)
		if (!layer_allows(&fake.layer[i], node, fs_right))
			return false;
	return node;
}

bool fake_may_port(unsigned int port, uint64_t net_right)
{
	int i;

	for (i = 0; i < fake.layers; i++) {
		const struct fake_layer *layer = &fake.layer[i];
		uint64_t handled =
			at.rulesets[layer->ruleset].handled[FAKE_NET];

		if (net_right & handled & ~granted(layer, NULL, port))
			return false;
	}
	return true;
}

bool fake_may_scope(uint64_t scope_right)
{
	int i;

	for (i = 0; i < fake.layers; i++)
		if (fake_layer_ruleset(i)->handled[FAKE_SCOPE] & scope_right)
			return false;
	return true;
}

static bool is_quiet(const struct fake_node *node, uint64_t port)
{
	const struct fake_layer *layer = &fake.layer[fake.layers - 1];
	size_t i;

	for (i = 0; i < layer->rules_end; i++) {
		const struct rule *rule = &at.rules[i];

		if (rule->ruleset == layer->ruleset && rule->node == node &&
		    (node || rule->port == port) && rule->quiet)
			return true;
	}
	return false;
}

bool fake_is_quiet(const char *path)
{
	int error;
	const struct fake_node *node = fake_resolve(NULL, path, &error);

	return node && fake.layers && is_quiet(node, 0);
}

bool fake_is_quiet_port(unsigned int port)
{
	return fake.layers && is_quiet(NULL, port);
}

/* ---- the frame of every call -------------------------------------------- */

static bool chosen(enum fake_function function, size_t number)
{
	return at.fail_function == function && number >= at.fail_from &&
	       number <= at.fail_to;
}

/* Record the call.  *@fails: it is one that was chosen to fail. */
static struct fake_call *begin(enum fake_function function, int fd,
			       bool *fails)
{
	struct fake_call *call = &at.overflow;

	if (at.logged < LOG_SIZE)
		call = &at.log[at.logged++];
	memset(call, 0, sizeof(*call));
	call->function = function;
	call->fd = fd;
	*fails = chosen(function, at.seen[function]) ||
		 chosen(FAKE_ANY, at.seen[FAKE_ANY]);
	at.failed |= *fails;
	at.seen[function]++;
	at.seen[FAKE_ANY]++;
	return call;
}

/* As the C library returns it.  A success may leave anything in errno. */
static int finish(struct fake_call *call, bool fails, long result)
{
	if (fails)
		result = -at.fail_errno;
	call->result = result;
	errno = result < 0 ? (int)-result : EILSEQ;
	return result < 0 ? -1 : (int)result;
}

/* ---- the seam: Landlock ------------------------------------------------- */

int llki_sys_create_ruleset(const struct llki_ruleset_attr *attr, size_t size,
			    uint32_t flags)
{
	bool fails;
	struct fake_call *call = begin(FAKE_CREATE, -1, &fails);
	struct fake_ruleset ruleset;
	int result;

	call->flags = flags;
	if (attr && size == sizeof(*attr))
		call->attr = *attr;
	if (fails)
		return finish(call, true, 0);
	result = fake_kernel_create(&fake.kernel, attr, size, flags, &ruleset);
	if (result == 0 && flags == 0)
		result = new_ruleset(&ruleset);
	return finish(call, false, result);
}

static int add_rule(const struct fake_call *call, const void *attr)
{
	const int error = ruleset_error(call->fd);
	const struct fake_ruleset *ruleset = fake_ruleset_of(call->fd);
	const struct descriptor *parent = NULL;
	struct rule *rule = &at.rules[at.rules_count];
	int result;

	if (at.rules_count == RULES)
		return -ENOMEM;
	if (call->type == 1) {
		parent = lookup(call->parent_fd);
		result = fake_kernel_add_path(&fake.kernel, error, ruleset,
					      attr, call->access,
					      object_of(call->parent_fd),
					      call->flags);
	} else if (call->type == 2) {
		result = fake_kernel_add_port(&fake.kernel, error, ruleset,
					      attr, call->access, call->port,
					      call->flags);
	} else {
		result = fake_kernel_add_unknown(&fake.kernel, error,
						 call->flags);
	}
	if (result)
		return result;
	rule->ruleset = at.fds[call->fd].ruleset;
	rule->node = parent ? parent->node : NULL;
	rule->port = call->port;
	rule->access = call->access;
	rule->quiet = call->flags & 1;
	at.rules_count++;
	return 0;
}

int llki_sys_add_rule(int ruleset_fd, int type, const void *attr,
		      uint32_t flags)
{
	bool fails;
	struct fake_call *call = begin(FAKE_ADD_RULE, ruleset_fd, &fails);

	call->type = type;
	call->flags = flags;
	if (attr && type == 1) {
		const struct llki_path_beneath_attr *path = attr;

		call->access = path->allowed_access;
		call->parent_fd = path->parent_fd;
	} else if (attr && type == 2) {
		const struct llki_net_port_attr *port = attr;

		call->access = port->allowed_access;
		call->port = port->port;
	}
	return finish(call, fails, fails ? 0 : add_rule(call, attr));
}

static void add_layer(int ruleset_fd, uint32_t flags)
{
	struct fake_layer *layer = &fake.layer[fake.layers++];

	layer->ruleset = at.fds[ruleset_fd].ruleset;
	layer->rules_end = at.rules_count;
	layer->flags = flags;
	layer->every_thread = flags & LLKI_RESTRICT_TSYNC || fake.threads == 1;
}

int llki_sys_restrict_self(int ruleset_fd, uint32_t flags)
{
	const struct fake_credentials who = {
		fake.privileged, fake.no_new_privs, fake.layers
	};
	bool fails;
	struct fake_call *call = begin(FAKE_RESTRICT, ruleset_fd, &fails);
	int result;

	call->flags = flags;
	if (fails)
		return finish(call, true, 0);
	result = fake_kernel_restrict(&fake.kernel, ruleset_error(ruleset_fd),
				      &who, ruleset_fd, flags);
	if (result < 0)
		return finish(call, false, result);
	if (flags & LLKI_RESTRICT_NO_NEW_PRIVS)
		fake.no_new_privs = true;
	if (flags & LLKI_RESTRICT_LOG_SUBDOMAINS_OFF)
		fake.muted = true;
	if (result == 0)
		add_layer(ruleset_fd, flags);
	return finish(call, false, 0);
}

int llki_sys_set_no_new_privs(void)
{
	bool fails;
	struct fake_call *call = begin(FAKE_SET_NO_NEW_PRIVS, -1, &fails);

	if (!fails)
		fake.no_new_privs = true;
	return finish(call, fails, 0);
}

/* ---- the seam: files ---------------------------------------------------- */

static int open_path(int dirfd, const char *path)
{
	const struct descriptor *d = lookup(dirfd);
	const struct fake_node *start = NULL;
	int error = 0;

	if (!path)
		return -EFAULT;
	if (dirfd == AT_FDCWD || path[0] == '/')
		start = fake_resolve(NULL, "/", &error);
	else if (!d)
		error = EBADF;
	else if (d->kind != NODE || d->node->object != FAKE_DIRECTORY)
		error = ENOTDIR;
	else
		start = d->node;
	if (start)
		start = fake_resolve(start, path, &error);
	return start ? new_descriptor(NODE, 0, start) : -error;
}

int llki_sys_open_path(int dirfd, const char *path)
{
	bool fails;
	struct fake_call *call = begin(FAKE_OPEN, dirfd, &fails);

	if (path) {
		size_t length = strlen(path);

		if (length >= sizeof(call->path))
			length = sizeof(call->path) - 1;
		memcpy(call->path, path, length);
	}
	return finish(call, fails, fails ? 0 : open_path(dirfd, path));
}

int llki_sys_open_link(int dirfd, const char *path)
{
	bool fails;
	struct fake_call *call = begin(FAKE_OPEN_LINK, dirfd, &fails);
	const struct descriptor *d = lookup(dirfd);
	const struct fake_node *node;
	int error = 0;

	if (fails || !d || d->kind != NODE)
		return finish(call, fails, -EBADF);
	node = fake_resolve_link(d->node, path, &error);
	return finish(call, false, node ? new_descriptor(NODE, 0, node) :
					  -error);
}

ssize_t llki_sys_read_link(int fd, char *buf, size_t size)
{
	bool fails;
	struct fake_call *call = begin(FAKE_READ_LINK, fd, &fails);
	const struct descriptor *d = lookup(fd);
	size_t length;

	if (fails || !d || d->kind != NODE || !d->node->link)
		return finish(call, fails, -EINVAL);
	length = fake.long_links ? size : strlen(d->node->link);
	if (length > size)
		length = size;
	memset(buf, 'x', length);
	if (!fake.long_links)
		memcpy(buf, d->node->link, length);
	return finish(call, false, (long)length);
}

int llki_sys_identify(int fd, struct llki_file *file)
{
	bool fails;
	struct fake_call *call = begin(FAKE_IDENTIFY, fd, &fails);
	const struct descriptor *d = lookup(fd);

	if (fails || !d)
		return finish(call, fails, -EBADF);
	memset(file, 0, sizeof(*file));
	file->ino = (uint64_t)fd;
	if (d->kind == NODE) {
		file->ino = fake_number(d->node);
		file->mount = fake_mount(d->node);
		file->dev = 7 + file->mount;
		file->mode = fake_mode(d->node);
	}
	if (fake.no_mount_numbers)
		file->mount = 0;
	return finish(call, false, 0);
}

int llki_sys_is_dir(int fd)
{
	bool fails;
	struct fake_call *call = begin(FAKE_IS_DIR, fd, &fails);
	const enum fake_object object = object_of(fd);

	if (object == FAKE_CLOSED)
		return finish(call, fails, -EBADF);
	return finish(call, fails, object == FAKE_DIRECTORY);
}

int llki_sys_fs_type(int fd, uint32_t *type)
{
	bool fails;
	struct fake_call *call = begin(FAKE_FS_TYPE, fd, &fails);
	const struct descriptor *d = lookup(fd);

	if (fails || !d)
		return finish(call, fails, -EBADF);
	if (d->kind == NODE)
		*type = d->node->fs_type;
	else
		*type = d->kind == RULESET ? 0x09041934 : 0x50495045;
	return finish(call, false, 0);
}

void llki_sys_close(int fd)
{
	bool fails;
	struct fake_call *call = begin(FAKE_CLOSE, fd, &fails);
	const struct descriptor *d = lookup(fd);

	call->result = d ? 0 : -EBADF;
	if (!d)
		violate("closed a descriptor that is not open");
	else if (d->callers)
		violate("closed a descriptor of the caller");
	else
		at.fds[fd].kind = CLOSED;
}

/* ---- the seam: processes ------------------------------------------------ */

int llki_sys_threads(void)
{
	bool fails;
	struct fake_call *call = begin(FAKE_THREADS, -1, &fails);

	call->result = fails ? 0 : fake.threads;
	return (int)call->result;
}

static pid_t do_fork(enum fake_function function)
{
	bool fails;
	struct fake_call *call = begin(function, -1, &fails);

	if (fails)
		return finish(call, true, 0);
	if (fake.play_child) {
		fake.threads = 1;
		return finish(call, false, 0);
	}
	memcpy(at.pipe, fake.message, fake.message_size);
	at.pipe_start = 0;
	at.pipe_end = fake.message_size;
	fake.unreaped = true;
	return finish(call, false, CHILD);
}

pid_t llki_sys_fork(void)
{
	return do_fork(FAKE_FORK);
}

pid_t llki_sys_fork_silent(void)
{
	return do_fork(FAKE_FORK_SILENT);
}

int llki_sys_wait(pid_t pid, int *status)
{
	bool fails;
	struct fake_call *call = begin(FAKE_WAIT, pid, &fails);

	/* Whoever else waited for it: it is gone. */
	if (pid == CHILD && fake.unreaped) {
		fake.unreaped = false;
		if (!fails)
			*status = fake.wait_status;
		return finish(call, fails, 0);
	}
	violate("waited for a process that is no child");
	return finish(call, fails, -ECHILD);
}

int llki_sys_pipe(int fds[2])
{
	bool fails;
	struct fake_call *call = begin(FAKE_PIPE, -1, &fails);
	int reader, writer;

	if (fails)
		return finish(call, true, 0);
	reader = new_descriptor(PIPE_READ, 0, NULL);
	if (reader < 0)
		return finish(call, false, reader);
	writer = new_descriptor(PIPE_WRITE, 0, NULL);
	if (writer < 0) {
		fake_take(reader);
		return finish(call, false, writer);
	}
	fds[0] = reader;
	fds[1] = writer;
	return finish(call, false, 0);
}

static bool writer_is_open(void)
{
	int fd;

	for (fd = 3; fd < DESCRIPTORS; fd++)
		if (at.fds[fd].kind == PIPE_WRITE)
			return true;
	return false;
}

ssize_t llki_sys_read(int fd, void *buf, size_t size)
{
	bool fails;
	struct fake_call *call = begin(FAKE_READ, fd, &fails);
	const struct descriptor *d = lookup(fd);
	size_t left = at.pipe_end - at.pipe_start;

	if (fails || !d || d->kind != PIPE_READ)
		return finish(call, fails, -EBADF);
	if (left == 0 && writer_is_open())
		violate("read from a pipe that it holds open for writing");
	if (left > size)
		left = size;
	memcpy(buf, at.pipe + at.pipe_start, left);
	at.pipe_start += left;
	return finish(call, false, (long)left);
}

ssize_t llki_sys_write(int fd, const void *buf, size_t size)
{
	bool fails;
	struct fake_call *call = begin(FAKE_WRITE, fd, &fails);
	const struct descriptor *d = lookup(fd);
	size_t left = sizeof(fake.written) - fake.written_size;

	if (fails || !d || d->kind != PIPE_WRITE || d->callers)
		return finish(call, fails, -EBADF);
	if (size > left)
		size = left;
	memcpy(fake.written + fake.written_size, buf, size);
	fake.written_size += size;
	return finish(call, false, (long)size);
}

__attribute__((__noreturn__)) static void end_child(enum fake_end how)
{
	int fd;

	if (!fake.play_child) {
		violate("ended the process of the caller");
		abort();
	}
	/* The child's ends of its pipes.  Its memory, and what that refers to,
	   is the test's. */
	for (fd = 0; fd < DESCRIPTORS; fd++)
		if (!at.fds[fd].callers && (at.fds[fd].kind == PIPE_READ ||
					    at.fds[fd].kind == PIPE_WRITE))
			at.fds[fd].kind = CLOSED;
	fake.ended = how;
	longjmp(fake.end, 1);
}

int llki_sys_execve(const char *path, char *const argv[], char *const envp[])
{
	bool fails;
	struct fake_call *call = begin(FAKE_EXECVE, -1, &fails);
	const struct fake_node *node;
	int error;

	if (!path || !argv)
		return finish(call, fails, -EFAULT);
	(void)envp;
	node = fake_resolve(fake_resolve(NULL, "/", &error), path, &error);
	if (node && (node->object == FAKE_DIRECTORY ||
		     !fake_may(node->path, LLK_FS_EXECUTE | LLK_FS_READ_FILE)))
		error = EACCES;
	if (fails || error)
		return finish(call, fails, -error);
	end_child(FAKE_EXECUTED);
}

void llki_sys_exit(int status)
{
	bool fails;
	struct fake_call *call = begin(FAKE_EXIT, status, &fails);

	(void)call;
	fake.exit_status = status;
	end_child(FAKE_EXITED);
}
