/* SPDX-License-Identifier: MIT */
/* Every kind of access to files, and what the kernel must answer to it. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "live.h"
#include "expect.h"
#include "fsops.h"
#include "try.h"

#define ENTRIES (LLK_FS_MAKE_REG | LLK_FS_REMOVE_FILE)
#define MOST 48

static int baseline[MOST];

/* @directory/@name, in one of two buffers that take turns. */
static const char *in(const char *directory, const char *name)
{
	static char buffers[2][256];
	static unsigned int turn;
	char *const path = buffers[turn++ % 2];

	snprintf(path, sizeof(*buffers), "%s/%s", directory, name);
	return path;
}

const char *fsops_device(void)
{
	return access("/dev/urandom", F_OK) ? "/dev/null" : "/dev/urandom";
}

/* ---- The accesses ------------------------------------------------------- */

static int execute(const char *dir)
{
	return try_exec(in(dir, "exec"));
}

static int read_file(const char *dir)
{
	return try_open(in(dir, "read"), O_RDONLY);
}

static int write_file(const char *dir)
{
	return try_open(in(dir, "write"), O_WRONLY);
}

static int append_file(const char *dir)
{
	return try_open(in(dir, "write"), O_WRONLY | O_APPEND);
}

static int read_write(const char *dir)
{
	return try_open(in(dir, "both"), O_RDWR);
}

static int read_dir(const char *dir)
{
	return try_readdir(in(dir, "list"));
}

static int cut_path(const char *dir)
{
	return try_truncate(in(dir, "cut"));
}

static int cut_open(const char *dir)
{
	return try_open(in(dir, "cut-open"), O_WRONLY | O_TRUNC);
}

static int create_file(const char *dir)
{
	return try_open(in(dir, "created"), O_CREAT | O_EXCL | O_WRONLY);
}

static int make_reg(const char *dir)
{
	return try_mknod(in(dir, "regular"), S_IFREG, 0);
}

static int make_dir(const char *dir)
{
	return try_mkdir(in(dir, "directory"));
}

static int make_fifo(const char *dir)
{
	return try_mknod(in(dir, "fifo"), S_IFIFO, 0);
}

static int make_sock(const char *dir)
{
	return try_bind_unix(in(dir, "bound"));
}

static int make_sock_node(const char *dir)
{
	return try_mknod(in(dir, "socket"), S_IFSOCK, 0);
}

static int make_sym(const char *dir)
{
	return try_symlink(in(dir, "symlink"));
}

static int make_char(const char *dir)
{
	return try_mknod(in(dir, "char"), S_IFCHR, makedev(1, 3));
}

static int make_block(const char *dir)
{
	return try_mknod(in(dir, "block"), S_IFBLK, makedev(7, 0));
}

static int remove_dir(const char *dir)
{
	return try_rmdir(in(dir, "old-directory"));
}

static int remove_file(const char *dir)
{
	return try_unlink(in(dir, "old-file"));
}

static int rename_here(const char *dir)
{
	return try_rename(in(dir, "name"), in(dir, "new-name"));
}

static int rename_over(const char *dir)
{
	return try_rename(in(dir, "over.new"), in(dir, "over"));
}

static int rename_across(const char *dir)
{
	return try_rename(in(dir, "from/file"), in(dir, "to/file"));
}

static int rename_dir_across(const char *dir)
{
	return try_rename(in(dir, "from/directory"), in(dir, "to/directory"));
}

static int link_here(const char *dir)
{
	return try_link(in(dir, "read"), in(dir, "linked"));
}

static int link_across(const char *dir)
{
	return try_link(in(dir, "from/linked"), in(dir, "to/linked"));
}

static int ask_device(const char *dir)
{
	(void)dir;
	return try_ioctl(fsops_device());
}

static int connect_unix(const char *dir)
{
	return try_connect_unix(in(dir, "listener"));
}

static int send_unix(const char *dir)
{
	return try_send_unix(in(dir, "receiver"));
}

static int open_path(const char *dir)
{
	return try_open(in(dir, "read"), O_PATH);
}

static int status_of(const char *dir)
{
	struct stat status;

	return stat(in(dir, "read"), &status) ? errno : 0;
}

static int change_mode(const char *dir)
{
	return chmod(in(dir, "read"), 0640) ? errno : 0;
}

const struct fsop fsops[] = {
	{ "execve", LLK_FS_EXECUTE | LLK_FS_READ_FILE, "exec", execute },
	{ "open to read", LLK_FS_READ_FILE, "read", read_file },
	{ "open to write", LLK_FS_WRITE_FILE, "write", write_file },
	{ "open to append", LLK_FS_WRITE_FILE, "write", append_file },
	{ "open to read and write", LLK_FS_READ_FILE | LLK_FS_WRITE_FILE,
	  "both", read_write },
	{ "list a directory", LLK_FS_READ_DIR, NULL, read_dir },
	{ "truncate", LLK_FS_TRUNCATE, "cut", cut_path },
	{ "open with O_TRUNC", LLK_FS_WRITE_FILE | LLK_FS_TRUNCATE, "cut-open",
	  cut_open },
	{ "create", LLK_FS_MAKE_REG | LLK_FS_WRITE_FILE, NULL, create_file },
	{ "mknod of a regular file", LLK_FS_MAKE_REG, NULL, make_reg },
	{ "mkdir", LLK_FS_MAKE_DIR, NULL, make_dir },
	{ "mkfifo", LLK_FS_MAKE_FIFO, NULL, make_fifo },
	{ "bind a Unix socket", LLK_FS_MAKE_SOCK, NULL, make_sock },
	{ "mknod of a socket", LLK_FS_MAKE_SOCK, NULL, make_sock_node },
	{ "symlink", LLK_FS_MAKE_SYM, NULL, make_sym },
	{ "mknod of a character device", LLK_FS_MAKE_CHAR, NULL, make_char },
	{ "mknod of a block device", LLK_FS_MAKE_BLOCK, NULL, make_block },
	{ "rmdir", LLK_FS_REMOVE_DIR, NULL, remove_dir },
	{ "unlink", LLK_FS_REMOVE_FILE, NULL, remove_file },
	{ "rename", ENTRIES, NULL, rename_here },
	{ "rename over a file", ENTRIES, NULL, rename_over },
	{ "rename to another directory", ENTRIES | LLK_FS_REFER, NULL,
	  rename_across },
	{ "rename a directory to another one",
	  LLK_FS_MAKE_DIR | LLK_FS_REMOVE_DIR | LLK_FS_REFER, NULL,
	  rename_dir_across },
	{ "link", LLK_FS_MAKE_REG, NULL, link_here },
	{ "link to another directory", LLK_FS_MAKE_REG | LLK_FS_REFER, NULL,
	  link_across },
	{ "ioctl on a device", LLK_FS_READ_FILE | LLK_FS_IOCTL_DEV, NULL,
	  ask_device },
	{ "connect to a Unix socket", LLK_FS_RESOLVE_UNIX, "listener",
	  connect_unix },
	{ "send to a Unix socket", LLK_FS_RESOLVE_UNIX, "receiver",
	  send_unix },
	/* No right covers these. */
	{ "open with O_PATH", 0, NULL, open_path },
	{ "stat", 0, NULL, status_of },
	{ "chmod", 0, NULL, change_mode },
};

const size_t fsops_count = sizeof(fsops) / sizeof(*fsops);

/* ---- What they give ----------------------------------------------------- */

void fsops_populate(const char *directory)
{
	static const char *const directories[] = {
		".", "list", "old-directory", "from", "from/directory", "to",
	};
	static const char *const files[] = {
		"read", "write", "both", "cut", "cut-open", "old-file", "name",
		"over", "over.new", "from/file", "from/linked", "list/file",
		"exec",
	};

	for (size_t i = 0; i < sizeof(directories) / sizeof(*directories); i++)
		must_be(mkdir(i ? in(directory, directories[i]) : directory,
			      0755), 0);
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		live_make_file(in(directory, files[i]), "no program\n");
	must_be(chmod(in(directory, "exec"), 0755), 0);
	/* Open until the body ends, so that somebody answers. */
	unix_listener(in(directory, "listener"));
	unix_receiver(in(directory, "receiver"));
}

void fsops_start(void)
{
	must(fsops_count <= MOST);
	fsops_populate("base");
	fsops_populate("in");
	fsops_populate("out");
	for (size_t i = 0; i < fsops_count; i++)
		baseline[i] = fsops[i].try("base");
}

/* No such device, no Unix sockets: not to be tried here. */
static bool unavailable(int error)
{
	return error == ENOENT || error == EAFNOSUPPORT;
}

void fsops_check_one(struct llk_ruleset *rs, size_t i,
		     const char *directory, uint64_t granted)
{
	const struct fsop *op = &fsops[i];
	const uint64_t missing = op->needs & restricted(rs, LLK_FS) &
				 ~(granted & ~withheld(rs, LLK_FS));
	int got;

	if (unavailable(baseline[i]))
		return;
	live_case("%s in %s, missing %#llx, of %s", op->name, directory,
		  (unsigned long long)missing, llk_summary(rs));
	got = op->try(directory);
	if (!missing)
		must_give(got, baseline[i]);
	else if (missing == LLK_FS_REFER)
		must_give(got, EXDEV);
	else if (op->needs & LLK_FS_REFER)	/* EXDEV on ABI 1 */
		must(got == EACCES || got == EXDEV);
	else
		must_give(got, EACCES);
}

void fsops_check(struct llk_ruleset *rs, const char *directory,
		 uint64_t granted)
{
	for (size_t i = 0; i < fsops_count; i++)
		if (!(fsops[i].needs & LLK_FS_IOCTL_DEV) ||
		    strcmp(directory, "out"))
			fsops_check_one(rs, i, directory, granted);
}
