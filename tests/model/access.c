/* SPDX-License-Identifier: MIT */
/*
 * Each kind of access: what the library says that the kernel will answer, and
 * how it is tried.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>

#include "../live/try.h"
#include "trial.h"

#ifndef RENAME_EXCHANGE
#define RENAME_EXCHANGE (1 << 1)
#endif

/* Nobody can tell, or the kernel may refuse before it asks Landlock. */
#define UNKNOWN (-1)
/* The library could not answer: then the kernel cannot find it either. */
#define NO_ANSWER (-2)

struct operation {
	const char *name;
	enum { ONE_PATH, TWO_PATHS, PORT } about;
	/* 0 for allowed, an errno, or UNKNOWN */
	int (*expect)(const struct sandbox *sandbox,
		      const struct access *access);
	/* 0 or an errno */
	int (*try)(const struct access *access);
	/* Can @got come from before Landlock is asked?  NULL: no. */
	bool (*before)(const struct access *access, int got);
};

/* ---- Asking the library ------------------------------------------------------- */

static int file_error(const struct sandbox *sandbox, const char *path,
		      uint64_t rights)
{
	uint64_t denied, all = 0;
	size_t i;

	for (i = 0; i < sandbox->count; i++) {
		if (llk_check_path(sandbox->layers[i], path, rights, &denied))
			return NO_ANSWER;
		all |= denied;
	}
	return all ? EACCES : 0;
}

static int port_error(const struct sandbox *sandbox, unsigned int port,
		      uint64_t rights)
{
	uint64_t denied, all = 0;
	size_t i;

	for (i = 0; i < sandbox->count; i++) {
		if (llk_check_port(sandbox->layers[i], port, rights, &denied))
			return NO_ANSWER;
		all |= denied;
	}
	return all ? EACCES : 0;
}

static int move_error(const struct sandbox *sandbox,
		      const struct access *access, uint32_t flags)
{
	int error, worst = 0;
	size_t i;

	for (i = 0; i < sandbox->count; i++) {
		if (llk_check_rename(sandbox->layers[i], access->path,
				     access->to, flags, &error))
			return NO_ANSWER;
		if (error && worst != EACCES)
			worst = error;
	}
	return worst;
}

/* ---- What is there --------------------------------------------------------------- */

static bool ends_in_slash(const char *path)
{
	return path[strlen(path) - 1] == '/';
}

/* Also if it is there as something that a slash does not go with. */
static bool exists(const char *path)
{
	char name[LONGEST_NAME];
	size_t length = strlen(path);
	struct stat status;

	while (length > 1 && path[length - 1] == '/')
		length--;
	snprintf(name, sizeof(name), "%.*s", (int)length, path);
	return lstat(name, &status) == 0;
}

static mode_t type_of(const char *path)
{
	struct stat status;

	return stat(path, &status) ? 0 : status.st_mode & S_IFMT;
}

static bool mounted_with(const char *path, unsigned long flag)
{
	struct statvfs status;

	return statvfs(path, &status) || status.f_flag & flag;
}

/* The directory that holds @path, by its name. */
static void parent_of(const char *path, char parent[LONGEST_NAME])
{
	size_t length = strlen(path);

	while (length && path[length - 1] == '/')
		length--;
	while (length && path[length - 1] != '/')
		length--;
	snprintf(parent, LONGEST_NAME, "%.*s", (int)length, path);
	if (!length)
		strcpy(parent, ".");
}

static int parent_error(const struct sandbox *sandbox, const char *path,
			uint64_t rights)
{
	char parent[LONGEST_NAME];

	parent_of(path, parent);
	if (type_of(parent) != S_IFDIR)
		return UNKNOWN;
	return file_error(sandbox, parent, rights);
}

/* ---- Files -------------------------------------------------------------------------- */

static uint64_t rights_to_open(int flags)
{
	switch (flags & O_ACCMODE) {
	case O_RDONLY:
		return LLK_FS_READ_FILE;
	case O_WRONLY:
		return LLK_FS_WRITE_FILE;
	default:
		return LLK_FS_READ_FILE | LLK_FS_WRITE_FILE;
	}
}

static int expect_create(const struct sandbox *sandbox,
			 const struct access *access)
{
	if (!(access->flags & O_CREAT) || ends_in_slash(access->path) ||
	    exists(access->path))
		return UNKNOWN;
	return parent_error(sandbox, access->path, LLK_FS_MAKE_REG |
			    rights_to_open(access->flags));
}

static int expect_open(const struct sandbox *sandbox,
		       const struct access *access)
{
	const mode_t type = type_of(access->path);
	uint64_t rights = rights_to_open(access->flags);

	if (!type)
		return expect_create(sandbox, access);
	if (type == S_IFDIR) {
		if (rights != LLK_FS_READ_FILE ||
		    access->flags & (O_TRUNC | O_CREAT))
			return UNKNOWN;
		rights = LLK_FS_READ_DIR;
	}
	if (type == S_IFCHR && mounted_with(access->path, ST_NODEV))
		return UNKNOWN;
	if (type == S_IFREG && access->flags & O_TRUNC)
		rights |= LLK_FS_TRUNCATE;
	return file_error(sandbox, access->path, rights);
}

static int do_open(const struct access *access)
{
	return try_open(access->path, access->flags | O_NONBLOCK | O_NOCTTY);
}

/* No right is needed, but for the file to be there. */
static int expect_nothing(const struct sandbox *sandbox,
			  const struct access *access)
{
	return type_of(access->path) ? file_error(sandbox, access->path, 0) :
				       UNKNOWN;
}

static int do_look(const struct access *access)
{
	struct stat status;
	const int error = try_open(access->path, O_PATH);

	if (error)
		return error;
	return stat(access->path, &status) ? errno : 0;
}

static int expect_list(const struct sandbox *sandbox,
		       const struct access *access)
{
	if (type_of(access->path) != S_IFDIR)
		return UNKNOWN;
	return file_error(sandbox, access->path, LLK_FS_READ_DIR);
}

static int do_list(const struct access *access)
{
	return try_readdir(access->path);
}

static int expect_truncate(const struct sandbox *sandbox,
			   const struct access *access)
{
	if (type_of(access->path) != S_IFREG)
		return UNKNOWN;
	return file_error(sandbox, access->path, LLK_FS_TRUNCATE);
}

static int do_truncate(const struct access *access)
{
	return try_truncate(access->path);
}

static int expect_ftruncate(const struct sandbox *sandbox,
			    const struct access *access)
{
	if (type_of(access->path) != S_IFREG)
		return UNKNOWN;
	return file_error(sandbox, access->path,
			  LLK_FS_WRITE_FILE | LLK_FS_TRUNCATE);
}

static int do_ftruncate(const struct access *access)
{
	const int fd = open(access->path, O_WRONLY | O_CLOEXEC);
	int error = 0;

	if (fd < 0)
		return errno;
	if (ftruncate(fd, 1))
		error = errno;
	close(fd);
	return error;
}

static int expect_execute(const struct sandbox *sandbox,
			  const struct access *access)
{
	struct stat status;

	if (stat(access->path, &status) || !S_ISREG(status.st_mode) ||
	    !(status.st_mode & S_IXUSR) ||
	    mounted_with(access->path, ST_NOEXEC))
		return UNKNOWN;
	return file_error(sandbox, access->path,
			  LLK_FS_EXECUTE | LLK_FS_READ_FILE);
}

static int do_execute(const struct access *access)
{
	return try_exec(access->path);
}

/* A device of the tree if that is one, else the machine's. */
static const char *device_of(const struct access *access)
{
	return type_of(access->path) == S_IFCHR ? access->path : "/dev/null";
}

static int expect_ioctl(const struct sandbox *sandbox,
			const struct access *access)
{
	const char *path = device_of(access);

	if (type_of(path) != S_IFCHR || mounted_with(path, ST_NODEV))
		return UNKNOWN;
	return file_error(sandbox, path, LLK_FS_READ_FILE | LLK_FS_IOCTL_DEV);
}

static int do_ioctl(const struct access *access)
{
	return try_ioctl(device_of(access));
}

/* ---- Entries of directories ------------------------------------------------------- */

static int expect_new(const struct sandbox *sandbox, const char *path,
		      uint64_t right)
{
	if (exists(path) || (ends_in_slash(path) && right != LLK_FS_MAKE_DIR))
		return UNKNOWN;
	return parent_error(sandbox, path, right);
}

static int expect_mkdir(const struct sandbox *sandbox,
			const struct access *access)
{
	return expect_new(sandbox, access->path, LLK_FS_MAKE_DIR);
}

static int do_mkdir(const struct access *access)
{
	return try_mkdir(access->path);
}

static int expect_mknod(const struct sandbox *sandbox,
			const struct access *access)
{
	switch (access->type) {
	case S_IFREG:
		return expect_new(sandbox, access->path, LLK_FS_MAKE_REG);
	case S_IFIFO:
		return expect_new(sandbox, access->path, LLK_FS_MAKE_FIFO);
	case S_IFSOCK:
		return expect_new(sandbox, access->path, LLK_FS_MAKE_SOCK);
	case S_IFCHR:
		return expect_new(sandbox, access->path, LLK_FS_MAKE_CHAR);
	default:
		return expect_new(sandbox, access->path, LLK_FS_MAKE_BLOCK);
	}
}

static int do_mknod(const struct access *access)
{
	return try_mknod(access->path, access->type,
			 access->type == S_IFBLK ? makedev(7, 0) :
						   makedev(1, 3));
}

static int expect_symlink(const struct sandbox *sandbox,
			  const struct access *access)
{
	return expect_new(sandbox, access->path, LLK_FS_MAKE_SYM);
}

static int do_symlink(const struct access *access)
{
	return try_symlink(access->path);
}

static int expect_socket(const struct sandbox *sandbox,
			 const struct access *access)
{
	return expect_new(sandbox, access->path, LLK_FS_MAKE_SOCK);
}

static int do_socket(const struct access *access)
{
	return try_bind_unix(access->path);
}

static int expect_unlink(const struct sandbox *sandbox,
			 const struct access *access)
{
	if (!exists(access->path) || ends_in_slash(access->path))
		return UNKNOWN;
	return parent_error(sandbox, access->path, LLK_FS_REMOVE_FILE);
}

static int do_unlink(const struct access *access)
{
	return try_unlink(access->path);
}

static int expect_rmdir(const struct sandbox *sandbox,
			const struct access *access)
{
	if (!exists(access->path))
		return UNKNOWN;
	return parent_error(sandbox, access->path, LLK_FS_REMOVE_DIR);
}

static int do_rmdir(const struct access *access)
{
	return try_rmdir(access->path);
}

/* ---- Moves -------------------------------------------------------------------------- */

static bool slash_matters(const struct access *access)
{
	return ends_in_slash(access->path) || ends_in_slash(access->to);
}

/* A directory into itself, or over one that it lies in. */
static bool before_move(const struct access *access, int got)
{
	(void)access;
	return got == EINVAL || got == ENOTEMPTY;
}

static int expect_rename(const struct sandbox *sandbox,
			 const struct access *access)
{
	return slash_matters(access) ? UNKNOWN :
				       move_error(sandbox, access, 0);
}

static int do_rename(const struct access *access)
{
	return try_rename(access->path, access->to);
}

static int expect_exchange(const struct sandbox *sandbox,
			   const struct access *access)
{
	return slash_matters(access) ? UNKNOWN :
				       move_error(sandbox, access,
						  LLK_EXCHANGE);
}

static int do_exchange(const struct access *access)
{
	return syscall(SYS_renameat2, AT_FDCWD, access->path, AT_FDCWD,
		       access->to, RENAME_EXCHANGE) ? errno : 0;
}

static int expect_link(const struct sandbox *sandbox,
		       const struct access *access)
{
	return slash_matters(access) ? UNKNOWN :
				       move_error(sandbox, access, LLK_LINK);
}

static int do_link(const struct access *access)
{
	return try_link(access->path, access->to);
}

/* ---- Sockets --------------------------------------------------------------------------- */

static int expect_connect_unix(const struct sandbox *sandbox,
			       const struct access *access)
{
	if (type_of(access->path) != S_IFSOCK)
		return UNKNOWN;
	return file_error(sandbox, access->path, LLK_FS_RESOLVE_UNIX);
}

static int do_connect_unix(const struct access *access)
{
	return try_connect_unix(access->path);
}

/* Nobody listens there any more. */
static bool before_connect_unix(const struct access *access, int got)
{
	(void)access;
	return got == ECONNREFUSED;
}

static int expect_bind(const struct sandbox *sandbox,
		       const struct access *access)
{
	return port_error(sandbox, access->port,
			  access->flags == SOCK_DGRAM ? LLK_NET_BIND_UDP :
							LLK_NET_BIND_TCP);
}

static int do_bind(const struct access *access)
{
	return try_bind(access->flags, access->port);
}

static int expect_connect(const struct sandbox *sandbox,
			  const struct access *access)
{
	int error;

	if (!access->port)
		return UNKNOWN;
	if (access->flags != SOCK_DGRAM)
		return port_error(sandbox, access->port,
				  LLK_NET_CONNECT_TCP);
	/* The socket gets a port of its own, as by bind(2) to port 0. */
	error = port_error(sandbox, access->port, LLK_NET_CONNECT_SEND_UDP);
	return error ? error : port_error(sandbox, 0, LLK_NET_BIND_UDP);
}

static int do_connect(const struct access *access)
{
	return try_connect(access->flags, access->port);
}

static bool before_port(const struct access *access, int got)
{
	(void)access;
	return got == EAFNOSUPPORT;
}

/* ---- The table --------------------------------------------------------------------------- */

static const struct operation open_file = {
	"open", ONE_PATH, expect_open, do_open, NULL };
static const struct operation look = {
	"O_PATH and stat", ONE_PATH, expect_nothing, do_look, NULL };
static const struct operation list = {
	"list", ONE_PATH, expect_list, do_list, NULL };
static const struct operation cut = {
	"truncate", ONE_PATH, expect_truncate, do_truncate, NULL };
static const struct operation cut_open = {
	"open to write, ftruncate", ONE_PATH, expect_ftruncate, do_ftruncate,
	NULL };
static const struct operation run = {
	"execve", ONE_PATH, expect_execute, do_execute, NULL };
static const struct operation ask_device = {
	"ioctl on a device", ONE_PATH, expect_ioctl, do_ioctl, NULL };
static const struct operation make_dir = {
	"mkdir", ONE_PATH, expect_mkdir, do_mkdir, NULL };
static const struct operation make_node = {
	"mknod", ONE_PATH, expect_mknod, do_mknod, NULL };
static const struct operation make_link = {
	"symlink", ONE_PATH, expect_symlink, do_symlink, NULL };
static const struct operation make_socket = {
	"bind a Unix socket", ONE_PATH, expect_socket, do_socket, NULL };
static const struct operation remove_file = {
	"unlink", ONE_PATH, expect_unlink, do_unlink, NULL };
static const struct operation remove_dir = {
	"rmdir", ONE_PATH, expect_rmdir, do_rmdir, NULL };
static const struct operation move = {
	"rename", TWO_PATHS, expect_rename, do_rename, before_move };
static const struct operation swap = {
	"exchange", TWO_PATHS, expect_exchange, do_exchange, before_move };
static const struct operation link_file = {
	"link", TWO_PATHS, expect_link, do_link, NULL };
static const struct operation connect_unix = {
	"connect to a Unix socket", ONE_PATH, expect_connect_unix,
	do_connect_unix, before_connect_unix };
static const struct operation bind_port = {
	"bind", PORT, expect_bind, do_bind, before_port };
static const struct operation connect_port = {
	"connect", PORT, expect_connect, do_connect, before_port };

/* As often as they are worth: moves have the most rules. */
const struct operation *const operations[] = {
	&open_file, &open_file, &open_file, &look, &list, &cut, &cut_open,
	&run, &ask_device, &make_dir, &make_node, &make_node, &make_link,
	&make_socket, &remove_file, &remove_dir, &move, &move, &move, &move,
	&move, &swap, &swap, &link_file, &link_file, &link_file,
	&connect_unix, &bind_port, &connect_port,
};
const size_t operations_count = sizeof(operations) / sizeof(operations[0]);

const char *operation_name(const struct operation *operation)
{
	return operation->name;
}

bool operation_has_port(const struct operation *operation)
{
	return operation->about == PORT;
}

bool operation_has_target(const struct operation *operation)
{
	return operation->about == TWO_PATHS;
}

/* ---- Comparing -------------------------------------------------------------------------------- */

static bool denies_nothing(const struct llk_ruleset *rs, const char *path)
{
	char parent[LONGEST_NAME];
	uint64_t denied;

	parent_of(path, parent);
	return !llk_check_path(rs, parent, LLK_ALL_RIGHTS, &denied) && !denied;
}

/* The one thing that the layers do together: see llk_check_rename(). */
static bool excused(const struct sandbox *sandbox, const struct access *access,
		    int want, int got)
{
	size_t i;

	if (!operation_has_target(access->operation) || want || got != EXDEV ||
	    !sandbox->own_mount || sandbox->count < 2)
		return false;
	for (i = 0; i < sandbox->count; i++)
		if (denies_nothing(sandbox->layers[i], access->path) &&
		    denies_nothing(sandbox->layers[i], access->to))
			return true;
	return false;
}

static bool agrees(const struct sandbox *sandbox, const struct access *access,
		   int want, int got)
{
	if (want == NO_ANSWER)
		return got && got != EACCES && got != EXDEV;
	if (!want)
		return (got != EACCES && got != EXDEV) ||
		       excused(sandbox, access, want, got);
	/* Newer kernels that pose as ABI 1 still rank the two. */
	if (want == EXDEV && got == EACCES && llk_kernel_abi() == 1)
		return true;
	return got == want;
}

void access_compare(const struct sandbox *sandbox, const struct access *access,
		    struct outcome *outcome)
{
	const struct operation *operation = access->operation;
	const int want = operation->expect(sandbox, access);
	int got;

	if (want == UNKNOWN)
		return;
	got = operation->try(access);
	if (operation->before && operation->before(access, got))
		return;
	outcome->verdicts++;
	outcome->accesses++;
	outcome->denials += want > 0;
	if (!agrees(sandbox, access, want, got))
		outcome_differs(outcome, "the library says %s, the kernel %s",
				want == NO_ANSWER ? "nothing" :
				error_name(want), error_name(got));
}
