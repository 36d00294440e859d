/* SPDX-License-Identifier: MIT */
/*
 * liblandlock: programs sandbox themselves with Landlock.
 *
 * The whole public API.  Ten lines in main():
 *
 *	struct llk_ruleset *rs = llk_ruleset_new(11,	// Linux 7.3
 *			LLK_FS | LLK_NET | LLK_SCOPE | LLK_BEST_EFFORT);
 *	llk_allow_path(rs, "/usr", LLK_READ | LLK_EXECUTE, 0);
 *	llk_allow_path(rs, "/var/lib/app", LLK_READ | LLK_WRITE, 0);
 *	llk_allow_port(rs, 443, LLK_NET_CONNECT_TCP, 0);
 *	switch (llk_enforce(rs, 0)) {
 *	case -1:	errx(1, "sandbox: %s", llk_failure(rs));
 *	case LLK_FULL:	break;
 *	default:	warnx("sandbox: %s", llk_summary(rs));
 *	}
 *	llk_ruleset_free(rs);
 *
 * The contract, for every function that does not say otherwise
 *
 * Errors: int functions return 0 (or a value >= 0) on success and -1 with
 *   errno on failure; constructors return NULL with errno.  A NULL ruleset, an
 *   unknown flag, class or right is EINVAL, on every kernel, with Landlock or
 *   without.  The first error of a call that configures a ruleset or adds a
 *   rule sticks: every later call on that ruleset returns it again, and
 *   llk_enforce() refuses, so that checking the last call is enough.
 *   llk_failure() says in words what failed, and what to do.
 * All or nothing: after an error the process is as it was before the call and
 *   no descriptor is left open but the ruleset's own, which llk_ruleset_free()
 *   closes.  One exception, named at llk_enforce() and llk_mute_subdomains():
 *   no_new_privs, where it has to be set first.
 * Threads: different objects may be used by different threads at the same time
 *   without a lock; one object by one thread at a time.  There is no global
 *   state.
 * Signals: not async-signal-safe, but for llk_enforce(), llk_enforce_fd(),
 *   llk_ruleset_fd() and llk_failure() on a ruleset for which llk_prepare()
 *   has succeeded: these work in a signal handler and between fork() or
 *   vfork() and exec().
 * Cancellation: no function is a cancellation point (pthreads(7)): a thread that
 *   is cancelled ends before a call or after it.
 * Descriptors: everything that the library opens is close-on-exec.  What the
 *   caller passes stays the caller's and stays open.
 * Memory: strings that are passed in are copied.  Strings that are returned
 *   belong to the object that was asked, or are constant; never free them.
 * Text: file names are bytes.  Where a text for people contains one, control
 *   characters are written as \xNN.
 * The library prints nothing, never exits, reads no environment variable and
 *   no locale, and needs libc alone.
 * ABI promise: within one soname functions and constants only get added.
 *   Arguments named `flags` are where calls grow; bits unknown to the library
 *   are EINVAL.
 */
#ifndef LIBLANDLOCK_H
#define LIBLANDLOCK_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define LLK_MUST_CHECK __attribute__((__warn_unused_result__))
#else
#define LLK_MUST_CHECK
#endif

/*
 * The newest Landlock ABI version that this header describes.  It is a
 * constant of the header, not a question to the kernel: a program keeps the
 * rights that it was compiled for, whatever library or kernel it meets later.
 */
#define LLK_ABI_LATEST 11

/* ---- Classes of access: which kinds of restriction a ruleset makes ------- */

#define LLK_FS		(UINT32_C(1) << 0)	/* files and directories */
#define LLK_NET		(UINT32_C(1) << 1)	/* TCP and UDP ports */
#define LLK_SCOPE	(UINT32_C(1) << 2)	/* signals and abstract Unix sockets
						   that leave the domain */
/* Only in reports, names and llk_abi_rights(): flags of the system calls. */
#define LLK_RESTRICT_SELF	(UINT32_C(1) << 3)
#define LLK_ADD_RULE		(UINT32_C(1) << 4)

/* ---- Access rights: the kernel's own values ------------------------------ */

#define LLK_FS_EXECUTE		(UINT64_C(1) << 0)	/* ABI 1, Linux 5.13 */
#define LLK_FS_WRITE_FILE	(UINT64_C(1) << 1)
#define LLK_FS_READ_FILE	(UINT64_C(1) << 2)
#define LLK_FS_READ_DIR		(UINT64_C(1) << 3)
#define LLK_FS_REMOVE_DIR	(UINT64_C(1) << 4)
#define LLK_FS_REMOVE_FILE	(UINT64_C(1) << 5)
#define LLK_FS_MAKE_CHAR	(UINT64_C(1) << 6)
#define LLK_FS_MAKE_DIR		(UINT64_C(1) << 7)
#define LLK_FS_MAKE_REG		(UINT64_C(1) << 8)
#define LLK_FS_MAKE_SOCK	(UINT64_C(1) << 9)
#define LLK_FS_MAKE_FIFO	(UINT64_C(1) << 10)
#define LLK_FS_MAKE_BLOCK	(UINT64_C(1) << 11)
#define LLK_FS_MAKE_SYM		(UINT64_C(1) << 12)
#define LLK_FS_REFER		(UINT64_C(1) << 13)	/* ABI 2, Linux 5.19 */
#define LLK_FS_TRUNCATE		(UINT64_C(1) << 14)	/* ABI 3, Linux 6.2 */
#define LLK_FS_IOCTL_DEV	(UINT64_C(1) << 15)	/* ABI 5, Linux 6.10 */
#define LLK_FS_RESOLVE_UNIX	(UINT64_C(1) << 16)	/* ABI 9, Linux 7.1 */

#define LLK_NET_BIND_TCP	(UINT64_C(1) << 0)	/* ABI 4, Linux 6.7 */
#define LLK_NET_CONNECT_TCP	(UINT64_C(1) << 1)
#define LLK_NET_BIND_UDP	(UINT64_C(1) << 2)	/* ABI 10, Linux 7.2 */
#define LLK_NET_CONNECT_SEND_UDP (UINT64_C(1) << 3)

#define LLK_SCOPE_ABSTRACT_UNIX_SOCKET	(UINT64_C(1) << 0) /* ABI 6, 6.12 */
#define LLK_SCOPE_SIGNAL		(UINT64_C(1) << 1)

/*
 * Groups for llk_allow_path().  A rule on a file (or device, socket, fifo) may
 * use them too: the rights that only a directory has are left out.
 */
#define LLK_READ	(LLK_FS_READ_FILE | LLK_FS_READ_DIR)
/* Change files, and create, rename, remove and truncate everything but device
   nodes: what saving by "write a new file, rename it over the old" needs. */
#define LLK_WRITE	(LLK_FS_WRITE_FILE | LLK_FS_TRUNCATE | LLK_FS_REFER | \
			 LLK_FS_MAKE_REG | LLK_FS_MAKE_DIR | LLK_FS_MAKE_SYM | \
			 LLK_FS_MAKE_FIFO | LLK_FS_MAKE_SOCK | \
			 LLK_FS_REMOVE_FILE | LLK_FS_REMOVE_DIR)
/* Running a file needs to read it, too: LLK_READ | LLK_EXECUTE. */
#define LLK_EXECUTE	LLK_FS_EXECUTE
#define LLK_DEVICE	LLK_FS_IOCTL_DEV	/* ioctl(2) on devices, terminals */
#define LLK_CONNECT_UNIX LLK_FS_RESOLVE_UNIX	/* connect to named sockets */

/* For llk_exclude(), llk_require() and llk_quiet(): all that the ruleset
   restricts in the class. */
#define LLK_ALL_RIGHTS	UINT64_MAX

/* ---- Results -------------------------------------------------------------- */

#define LLK_FULL	0	/* everything that was asked for is enforced */
#define LLK_PARTIAL	1	/* something is enforced, something is missing */
#define LLK_NONE	2	/* nothing is enforced */

/* Classes of loss.  Everything that was asked for and is not exactly what this
   kernel enforces is one loss, of one of these. */
#define LLK_WEAKER	1	/* less is restricted: the level is not LLK_FULL */
#define LLK_TIGHTER	2	/* something that was allowed is denied */
#define LLK_COSMETIC	3	/* logging differs */
#define LLK_EQUIVALENT	4	/* done another way, with the same effect */

/* ---- Making a ruleset ----------------------------------------------------- */

struct llk_ruleset;

/* For llk_ruleset_new(), llk_deny() and llk_read_only(): restrict what this
   kernel can and report the rest.  Without it (strict), llk_prepare() and
   llk_enforce() fail if anything would be WEAKER or TIGHTER than requested,
   but for paths that LLK_IF_EXISTS lets be missing. */
#define LLK_BEST_EFFORT	(UINT32_C(1) << 16)
/* For llk_ruleset_new(): remember which files the rules hold, so that
   llk_check_path() and its like can be asked.  One system call more a rule. */
#define LLK_EXPLAIN	(UINT32_C(1) << 17)

/**
 * llk_ruleset_new - make a ruleset that denies everything in its classes
 * @abi: the ABI version whose rights the ruleset restricts, 1 to
 *	LLK_ABI_LATEST.  Rights of later versions stay unrestricted on every
 *	kernel.  In a program with rules, write the number that it was tested
 *	with: LLK_ABI_LATEST grows with the header, and then a new right is
 *	denied, too, which no rule allows yet.
 * @flags: one or more of LLK_FS, LLK_NET, LLK_SCOPE; and LLK_BEST_EFFORT or
 *	not; and LLK_EXPLAIN or not.  LLK_FS at any @abi includes refer (rename
 *	and link between directories), since every kernel denies it in a ruleset
 *	on files.
 *
 * Nothing is asked of the kernel yet.  Older kernels: rights, scopes and flags
 * that they lack are handled as strict or best effort says.
 *
 * Return: the ruleset, to be freed by llk_ruleset_free(), or NULL with
 * EINVAL (@abi out of range, no class, unknown flag) or ENOMEM.  With
 * LLK_EXPLAIN the rules on files may also fail with an errno of statx(2).
 * Since: 0.1
 */
LLK_MUST_CHECK struct llk_ruleset *llk_ruleset_new(int abi, uint32_t flags);

/**
 * llk_ruleset_free - free a ruleset and close its descriptor
 * @rs: the ruleset, or NULL.  What it enforced stays enforced.
 *
 * errno is preserved.
 * Since: 0.1
 */
void llk_ruleset_free(struct llk_ruleset *rs);

/*
 * Configuration.  Comes before the first rule (EBUSY after it, on every
 * kernel) but for llk_require() and llk_require_abi(), which may come at any
 * time before llk_prepare() or llk_enforce().  The order is free otherwise.
 */

/**
 * llk_exclude - leave rights unrestricted
 * @rs: the ruleset
 * @cls: LLK_FS, LLK_NET or LLK_SCOPE
 * @rights: rights of that class, of any ABI, or LLK_ALL_RIGHTS
 *
 * Excluding LLK_FS_REFER keeps renames between directories free (the library
 * grants refer on "/"; ABI 1 cannot: reported as TIGHTER).
 *
 * Return: 0, or -1 with EINVAL or EBUSY.
 * Since: 0.1
 */
int llk_exclude(struct llk_ruleset *rs, uint32_t cls, uint64_t rights);

/**
 * llk_require - refuse to run without these rights restricted
 * @rs: the ruleset
 * @cls: LLK_FS, LLK_NET or LLK_SCOPE
 * @rights: rights of that class that the ruleset restricts, or LLK_ALL_RIGHTS
 *
 * Useful with LLK_BEST_EFFORT: "the network must be restricted, the rest may
 * degrade" is llk_require(rs, LLK_NET, LLK_ALL_RIGHTS).  Where the kernel
 * cannot restrict one of them, llk_prepare() and llk_enforce() fail.
 *
 * Return: 0, or -1 with EINVAL or EBUSY.  A required right that the ruleset
 * does not restrict is EINVAL, from the first rule or llk_prepare() on.
 * Since: 0.1
 */
int llk_require(struct llk_ruleset *rs, uint32_t cls, uint64_t rights);

/**
 * llk_require_abi - refuse to run on a kernel below an ABI version
 * @rs: the ruleset
 * @abi: 1 to LLK_ABI_LATEST; the highest of several calls counts
 *
 * Also fails where a kernel reports that version but does not accept one of
 * the ruleset's rights that belong to it.
 *
 * Return: 0, or -1 with EINVAL or EBUSY (after llk_prepare()).
 * Since: 0.1
 */
int llk_require_abi(struct llk_ruleset *rs, int abi);

#define LLK_REFER_DENY	0	/* renames between directories fail with EXDEV */
#define LLK_REFER_FAIL	1	/* llk_prepare() and llk_enforce() fail */
#define LLK_REFER_DROP_FS 2	/* files stay unrestricted; net and scope go on */

/**
 * llk_refer_fallback - what to do if a rule grants refer and ABI 1 cannot
 * @rs: the ruleset
 * @how: LLK_REFER_DENY (the default), LLK_REFER_FAIL or LLK_REFER_DROP_FS.
 *	A strict ruleset fails in any case.
 *
 * Linux 5.13 to 5.18 deny every rename and link between directories to a
 * process restricted on files.
 *
 * Return: 0, or -1 with EINVAL or EBUSY.
 * Since: 0.1
 */
int llk_refer_fallback(struct llk_ruleset *rs, int how);

/**
 * llk_quiet - do not log some denials
 * @rs: the ruleset
 * @cls: LLK_FS, LLK_NET or LLK_SCOPE
 * @rights: rights of that class that the ruleset restricts, or LLK_ALL_RIGHTS
 *
 * For LLK_SCOPE this silences the denials of @rights.  For LLK_FS and LLK_NET
 * it silences denials of @rights on the objects of rules with LLK_QUIET.
 * Kernels below ABI 10 log them: COSMETIC.
 *
 * Return: 0, or -1 with EINVAL or EBUSY.  A right that the ruleset does not
 * restrict is EINVAL, from the first rule or llk_prepare() on.
 * Since: 0.1
 */
int llk_quiet(struct llk_ruleset *rs, uint32_t cls, uint64_t rights);

/* ---- Rules ---------------------------------------------------------------- */

/*
 * Rules only ever allow, and rules on the same object add up: a rule on a
 * directory below another one takes nothing away.  Rights that the ruleset
 * does not restrict, or that this kernel does not know, are left out: they are
 * unrestricted anyway.  A rule of which nothing is left is recorded and
 * otherwise does nothing.  The classes' rights share their numbers, as the
 * kernel's do: a right of another class may pass for one that was not meant.
 *
 * errno of all of them: EINVAL (unknown right or flag, no right, LLK_QUIET in
 * a class without llk_quiet()), EBUSY (after llk_prepare() or llk_enforce()),
 * ENOMEM, and what landlock_create_ruleset(2) and landlock_add_rule(2) return:
 * EMFILE, ENFILE, ENOMEM, E2BIG, and EPERM or EACCES from a seccomp filter.
 */

/* Path rules: a missing path (ENOENT, ENOTDIR) is skipped and reported. */
#define LLK_IF_EXISTS	(UINT32_C(1) << 0)
/* All rules: silence the denials that llk_quiet() names; rights may be 0. */
#define LLK_QUIET	(UINT32_C(1) << 1)

/**
 * llk_allow_path - allow access to a file, or to a directory and all below
 * @rs: the ruleset
 * @path: any path, absolute or relative to the working directory.  A symbolic
 *	link grants its target.  A rule holds the file that is there now: one
 *	that replaces it later by rename is not covered, so grant the directory
 *	of files that get replaced.
 * @rights: LLK_FS rights and groups; on what is not a directory, rights that
 *	only a directory has are left out and reported as EQUIVALENT
 * @flags: LLK_IF_EXISTS, LLK_QUIET, or 0
 *
 * The path is resolved and opened (O_PATH) in this call, with or without
 * Landlock, so a missing path is the same error everywhere.
 *
 * Return: 0, or -1 with any errno of open(2) (ENOENT, ENOTDIR, EACCES, ELOOP,
 * ENAMETOOLONG, EMFILE, ENFILE, ...), EBADFD for what no rule can hold (a pipe,
 * a socket, a namespace reached through /proc), or one of those above.  A NULL
 * @path is EINVAL.
 * Since: 0.1
 */
int llk_allow_path(struct llk_ruleset *rs, const char *path, uint64_t rights,
		   uint32_t flags);

/**
 * llk_allow_path_at - the same, relative to a directory
 * @rs, @path, @rights, @flags: see llk_allow_path()
 * @dirfd: a descriptor of the directory that a relative @path starts from, or
 *	AT_FDCWD; stays the caller's
 *
 * Return: as llk_allow_path(), also EBADF.
 * Since: 0.1
 */
int llk_allow_path_at(struct llk_ruleset *rs, int dirfd, const char *path,
		      uint64_t rights, uint32_t flags);

/**
 * llk_allow_fd - the same for an open file or directory
 * @rs: the ruleset
 * @fd: a descriptor, O_PATH or any other; stays the caller's, may be closed
 *	right after
 * @rights: see llk_allow_path()
 * @flags: LLK_QUIET or 0
 *
 * Return: 0, or -1 with EBADF (not open), EBADFD (a pipe, socket, memfd,
 * namespace or other anonymous file; a memfd is not recognised where Landlock
 * is absent), or one of those above.
 * Since: 0.1
 */
int llk_allow_fd(struct llk_ruleset *rs, int fd, uint64_t rights,
		 uint32_t flags);

/**
 * llk_allow_port - allow a TCP or UDP port
 * @rs: the ruleset
 * @port: 0 to 65535, host byte order.  0 with a bind right: the ephemeral
 *	ports.  Connecting or sending over UDP needs, where both are restricted,
 *	LLK_NET_CONNECT_SEND_UDP on the port and LLK_NET_BIND_UDP on port 0.
 * @rights: LLK_NET rights
 * @flags: LLK_QUIET or 0
 *
 * The kernel has no rule on addresses.  On a kernel without CONFIG_INET the
 * rule is EQUIVALENT to nothing.  Looking up a host name takes files, sockets
 * and port 53 of its own: do it before llk_enforce(), or allow these too.
 *
 * Return: 0, or -1 with EINVAL (also for @port above 65535) or one of those
 * above.
 * Since: 0.1
 */
int llk_allow_port(struct llk_ruleset *rs, unsigned int port, uint64_t rights,
		   uint32_t flags);

/**
 * llk_allow_port_range - allow the ports from @first to @last, both included
 * @rs, @rights, @flags: see llk_allow_port()
 * @first, @last: 0 to 65535; @first must not be above @last
 *
 * One rule in the kernel for each port.
 *
 * Return: as llk_allow_port().
 * Since: 0.1
 */
int llk_allow_port_range(struct llk_ruleset *rs, unsigned int first,
			 unsigned int last, uint64_t rights, uint32_t flags);

/**
 * llk_parse_permissions - rights from letters, in the manner of unveil(2)
 * @permissions: one or more of the letters r (read files and directories),
 *	w (write and truncate files), x (execute), c (create, rename, link and
 *	remove everything but device nodes), each at most once
 * @rights: where the LLK_FS rights go; untouched on error
 *
 * "rwc" is LLK_READ | LLK_WRITE.
 *
 * Return: 0, or -1 with EINVAL.  Async-signal-safe.
 * Since: 0.1
 */
int llk_parse_permissions(const char *permissions, uint64_t *rights);

/* ---- Plan, prepare, enforce ---------------------------------------------- */

/*
 * Flags of llk_plan(), llk_enforce() and llk_spawn().
 *
 * Threads, at most one of:
 *   LLK_ALL_THREADS, the default: the whole process or an error.  One system
 *	call from ABI 8.  Below, a process with one thread is the same
 *	(EQUIVALENT); with several, or where their number is not to be learnt,
 *	EOPNOTSUPP.
 *	A thread that is just ending may count for a moment.
 *   LLK_ALL_THREADS_IF_POSSIBLE: where that would be the error, restrict this
 *	thread alone (and what it starts) and report it as WEAKER.
 *   LLK_THIS_THREAD: only the calling thread, and what it starts later.
 * Where nothing can be enforced, threads do not matter.
 */
#define LLK_ALL_THREADS			UINT32_C(0)
#define LLK_THIS_THREAD			(UINT32_C(1) << 8)
#define LLK_ALL_THREADS_IF_POSSIBLE	(UINT32_C(1) << 9)

/*
 * no_new_privs, at most one of these.  By default it is set together with the
 * restriction, and left alone if nothing is enforced.
 *   LLK_NO_NEW_PRIVS_NEVER: the caller has CAP_SYS_ADMIN, or has set it.
 *   LLK_NO_NEW_PRIVS_ALWAYS: set it even if nothing is enforced.
 */
#define LLK_NO_NEW_PRIVS_NEVER		(UINT32_C(1) << 10)
#define LLK_NO_NEW_PRIVS_ALWAYS		(UINT32_C(1) << 11)

/*
 * Logging of denials (audit), ABI 7; COSMETIC below.  The kernel's own values.
 *   SAME_EXEC_OFF: do not log denials of this program itself
 *   NEW_EXEC_ON: log denials of programs that this one executes
 *   SUBDOMAINS_OFF: do not log denials of sandboxes made inside this one
 */
#define LLK_LOG_SAME_EXEC_OFF		(UINT32_C(1) << 0)
#define LLK_LOG_NEW_EXEC_ON		(UINT32_C(1) << 1)
#define LLK_LOG_SUBDOMAINS_OFF		(UINT32_C(1) << 2)

/**
 * llk_plan - what would llk_enforce() do on a kernel of ABI @abi?
 * @rs: the ruleset, in any state
 * @abi: 0 (no Landlock) to LLK_ABI_LATEST
 * @flags: as for llk_enforce()
 *
 * Makes no system call and changes nothing but the report, which answers for
 * this plan until the next llk_plan(), llk_prepare() or llk_enforce().  Assumes
 * a process of one thread.
 *
 * Return: LLK_FULL, LLK_PARTIAL, LLK_NONE; or -1 with the errno of
 * llk_enforce() there: EINVAL, EOPNOTSUPP, ENOSYS (required rights at @abi 0);
 * or the sticky error.  An error of the plan itself does not stick.
 * Since: 0.1
 */
int llk_plan(struct llk_ruleset *rs, int abi, uint32_t flags);

/**
 * llk_prepare - do everything that can fail before the enforcement
 * @rs: the ruleset
 *
 * Asks the kernel what it accepts, checks what is required, completes the
 * kernel's ruleset.  From here on the ruleset takes no more rules (EBUSY) and
 * llk_enforce() allocates and opens nothing: prepare with privileges, drop
 * them, enforce.  The report answers for llk_enforce(rs, 0) in one thread.
 * Doing it twice is harmless.
 *
 * Return: 0, or -1 with EINVAL (nothing to restrict; llk_require() or
 * llk_quiet() on a right that is not restricted), the reason of absence
 * (ENOSYS, EOPNOTSUPP, EPERM, EACCES; see llk_kernel_abi()) or EOPNOTSUPP where
 * strict or required asks for more than the kernel has, an errno that rules
 * return, or one of open(2) on "/".  Does not stick: the same call may be
 * repeated.
 * Since: 0.1
 */
int llk_prepare(struct llk_ruleset *rs);

/**
 * llk_enforce - restrict the process
 * @rs: the ruleset; stays usable, each further call adds one layer of the
 *	kernel's 16
 * @flags: see above; 0 is: all threads, set no_new_privs
 *
 * Prepares first if llk_prepare() was not called.  What is open stays usable:
 * open, connect and load what the program needs once before, and restrict
 * before threads start.
 *
 * Return: LLK_FULL (0), LLK_PARTIAL or LLK_NONE, in best effort; a strict
 * ruleset returns LLK_FULL or fails.  -1 with: what llk_prepare() returns;
 * EINVAL (@flags); EOPNOTSUPP (several threads below ABI 8, see above); EPERM
 * (LLK_NO_NEW_PRIVS_NEVER without CAP_SYS_ADMIN); E2BIG (16 layers are there
 * already); ENOMEM.  Does not stick.
 * After an error nothing is restricted.  Below ABI 11 no_new_privs has to be
 * set first: if the restriction itself then fails, it stays, and llk_failure()
 * says so.
 *
 * Async-signal-safe after llk_prepare().  Kernel: landlock_restrict_self(2),
 * prctl(PR_SET_NO_NEW_PRIVS), and below ABI 8 for the number of threads
 * unshare(CLONE_THREAD), which changes nothing, or, where a seccomp filter
 * refuses that, /proc/self/task.
 * Since: 0.1
 */
LLK_MUST_CHECK int llk_enforce(struct llk_ruleset *rs, uint32_t flags);

/**
 * llk_ruleset_fd - the kernel's ruleset, for code that enforces it itself
 * @rs: a ruleset after llk_prepare()
 *
 * Return: a descriptor for landlock_restrict_self(2) or llk_enforce_fd(); it
 * belongs to @rs and is closed by llk_ruleset_free().  -1 with EINVAL (NULL,
 * not prepared) or ENODATA (nothing can be enforced on this kernel).
 * Since: 0.1
 */
int llk_ruleset_fd(const struct llk_ruleset *rs);

/**
 * llk_enforce_fd - restrict the process by a ruleset made elsewhere
 * @ruleset_fd: a Landlock ruleset; stays the caller's
 * @flags: as for llk_enforce(), without LLK_NO_NEW_PRIVS_ALWAYS
 *
 * Log flags that the kernel lacks are left out.
 *
 * Return: LLK_FULL; LLK_PARTIAL (LLK_ALL_THREADS_IF_POSSIBLE restricted this
 * thread alone); -1 with EBADF (not open), EBADFD (not a ruleset), the reason
 * of absence, or an errno of llk_enforce().  Async-signal-safe.
 * Since: 0.1
 */
LLK_MUST_CHECK int llk_enforce_fd(int ruleset_fd, uint32_t flags);

/**
 * llk_mute_subdomains - do not log the denials of sandboxes made later
 * @flags: the thread flags and LLK_NO_NEW_PRIVS_NEVER of llk_enforce(), or 0
 *
 * Restricts nothing: for launchers whose children sandbox themselves.
 * Kernel: landlock_restrict_self(-1, LOG_SUBDOMAINS_OFF), ABI 7; all threads
 * from ABI 8.  Sets no_new_privs before, where this kernel has the call; it
 * stays set if the call then fails.
 *
 * Return: LLK_FULL; LLK_PARTIAL (this thread alone); LLK_NONE (this kernel has
 * no such call; nothing was changed); -1 with EINVAL, EOPNOTSUPP, EPERM, ENOMEM
 * as for llk_enforce(), or EACCES from a seccomp filter.  Async-signal-safe.
 * Since: 0.1
 */
LLK_MUST_CHECK int llk_mute_subdomains(uint32_t flags);

/**
 * llk_spawn - start a program inside the sandbox; the caller stays free
 * @pid: where the child's process ID goes, for waitpid(2); untouched on error
 * @rs: the ruleset
 * @flags: as for llk_enforce(); the child has one thread
 * @path: the program's file; no search in PATH
 * @argv, @envp: as for execve(2)
 *
 * The ruleset must allow LLK_READ | LLK_EXECUTE on the program's file, its
 * interpreter and its libraries.  fork(2) handlers run; signal mask and dispositions are inherited as
 * by execve(2).
 *
 * Return: the level, as llk_enforce(); or -1 with the errno of the step that
 * failed (llk_failure() names it): what llk_enforce() returns, EAGAIN or ENOMEM
 * from fork(2), EMFILE or ENFILE from pipe(2), or any of execve(2).  After an
 * error there is no child.
 * Since: 0.1
 */
LLK_MUST_CHECK int llk_spawn(pid_t *pid, struct llk_ruleset *rs, uint32_t flags,
			     const char *path, char *const argv[],
			     char *const envp[]);

/* ---- Whole policies in one call ------------------------------------------ */

/**
 * llk_deny - deny whole classes
 * @abi: see llk_ruleset_new()
 * @classes: LLK_FS (no file can be opened any more), LLK_NET (no TCP or UDP),
 *	LLK_SCOPE, or several; and LLK_BEST_EFFORT or not
 * @flags: see llk_enforce()
 *
 * What is open stays usable.  A parser worker:
 *	llk_deny(LLK_ABI_LATEST,
 *		 LLK_FS | LLK_NET | LLK_SCOPE | LLK_BEST_EFFORT, 0)
 *
 * Return: as llk_ruleset_new() and llk_enforce().
 * Since: 0.1
 */
LLK_MUST_CHECK int llk_deny(int abi, uint32_t classes, uint32_t flags);

/**
 * llk_read_only - allow changes only in some directories
 * @abi: see llk_ruleset_new()
 * @mode: LLK_BEST_EFFORT or 0 (strict)
 * @paths: the files and directories in which LLK_WRITE stays allowed, ended by
 *	NULL; NULL for none.  Programs commonly want "/dev/null" here.
 * @flags: see llk_enforce()
 *
 * Reading, executing, ioctl and connecting to sockets stay unrestricted.
 * Device nodes cannot be made anywhere.
 *
 * Return: as llk_ruleset_new(), llk_allow_path() and llk_enforce().
 * Since: 0.1
 */
LLK_MUST_CHECK int llk_read_only(int abi, uint32_t mode,
				 const char *const paths[], uint32_t flags);

/* ---- The report ----------------------------------------------------------- */

/*
 * These answer for the newest llk_plan(), llk_prepare(), llk_enforce() or
 * llk_spawn() of the ruleset.  Before the first, and after one that failed,
 * nothing is enforced; where the kernel was the reason, the losses tell.  This
 * is about that call: what an earlier one has enforced stays.  They make no
 * system call.  Without a ruleset (NULL) the level is LLK_NONE; other answers,
 * also for an unknown class, are 0 or NULL.
 */

/**
 * llk_level - LLK_FULL, LLK_PARTIAL or LLK_NONE
 * Since: 0.1
 */
int llk_level(const struct llk_ruleset *rs);

/**
 * llk_requested - the rights of class @cls that the caller wants restricted
 * Since: 0.1
 */
uint64_t llk_requested(const struct llk_ruleset *rs, uint32_t cls);

/**
 * llk_enforced - those of them that the kernel restricts
 * Since: 0.1
 */
uint64_t llk_enforced(const struct llk_ruleset *rs, uint32_t cls);

/**
 * llk_loss_count - how many losses the report has
 *
 * Every requested right is either in llk_enforced() or in one WEAKER loss, but
 * for LLK_FS_REFER on ABI 1, which the kernel denies anyway: in one EQUIVALENT
 * loss.
 * Since: 0.1
 */
size_t llk_loss_count(const struct llk_ruleset *rs);

/**
 * llk_loss_effect - the class of loss number @i, from 0
 * Return: LLK_WEAKER, LLK_TIGHTER, LLK_COSMETIC or LLK_EQUIVALENT; 0 if there
 * is no such loss.
 * Since: 0.1
 */
int llk_loss_effect(const struct llk_ruleset *rs, size_t i);

/**
 * llk_loss_class - what kind of right or flag was lost
 * Return: LLK_FS, LLK_NET, LLK_SCOPE, LLK_RESTRICT_SELF or LLK_ADD_RULE.
 * Since: 0.1
 */
uint32_t llk_loss_class(const struct llk_ruleset *rs, size_t i);

/**
 * llk_loss_rights - the rights or flags of that class
 * Since: 0.1
 */
uint64_t llk_loss_rights(const struct llk_ruleset *rs, size_t i);

/**
 * llk_loss_abi - the ABI version that has all of them
 * Return: 1 to LLK_ABI_LATEST (see llk_abi_linux()), or 0 if the kernel is not
 * the reason.
 * Since: 0.1
 */
int llk_loss_abi(const struct llk_ruleset *rs, size_t i);

/**
 * llk_loss_path - the path of the rule, where a loss is about one
 * Return: the path as it was passed; NULL if the loss is not about a rule on a
 * path.
 * Since: 0.1
 */
const char *llk_loss_path(const struct llk_ruleset *rs, size_t i);

/**
 * llk_summary - the report in one line, for logs
 *
 * Return: text without a newline, at most 511 bytes, of the ruleset; valid
 * until the next llk_summary() or llk_ruleset_free().  Never NULL.
 * Since: 0.1
 */
const char *llk_summary(struct llk_ruleset *rs);

/**
 * llk_report - the whole report, a line for each loss
 * @rs: the ruleset
 * @buf: where the text goes, always NUL-terminated if @size is not 0; may be
 *	NULL if @size is 0
 * @size: bytes in @buf
 *
 * Return: the length of the whole text without the NUL, as snprintf(3).
 * Since: 0.1
 */
size_t llk_report(const struct llk_ruleset *rs, char *buf, size_t size);

/**
 * llk_failure - why the last call on this ruleset failed
 *
 * Return: one line: the step, the path or port, the cause, what to do; valid
 * until the next call on the ruleset.  "no error" if there was none.  Never
 * NULL, also for a NULL ruleset.  errno is preserved.
 * Since: 0.1
 */
const char *llk_failure(const struct llk_ruleset *rs);

/* ---- Would it be allowed? ------------------------------------------------- */

/*
 * What a ruleset would answer to an access, worked out here instead of tried:
 * nothing is opened but for O_PATH, changed, denied or logged.  For the newest
 * llk_plan(), llk_prepare() or llk_enforce(), so also for another ABI version;
 * before the first, and after a failed one, nothing is enforced and all is
 * allowed.  The ruleset needs LLK_EXPLAIN.  Of several layers each ruleset is
 * asked: what all of them allow is allowed.
 *
 * These look at the files as they are now, as the caller sees them, sandboxed
 * or not.  Only Landlock is asked, not permission bits.  They cannot see
 *   directories above the process's root (chroot(2)): what only a rule there
 *	allows counts as denied, and llk_check_rename() may take its root for
 *	the kernel's;
 *   directories that a later mount on a directory above hides;
 *   that two files are one, or that one is another, where a file system gives
 *	numbers to files that change or repeat;
 *   where a link of /proc to an open file really leads: they take its text.
 *
 * Return: 0, or -1 with EINVAL (NULL, no LLK_EXPLAIN, an unknown right or
 * flag), the sticky error, or where a path is looked at an errno of open(2),
 * openat(2) on "..", readlink(2) or statx(2).  LLK_ALL_RIGHTS stands for every
 * right of the class.  Results are untouched on error.
 */

/**
 * llk_check_path - which rights are denied on a file or directory?
 * @rs: the ruleset
 * @path: an existing file or directory; a symbolic link stands for its target.
 *	To make or remove a file needs a right on the directory that holds it:
 *	ask about that one.
 * @rights: LLK_FS rights
 * @denied: where those of them go that no rule on the file, or on a directory
 *	above it, allows
 *
 * Return: see above.
 * Since: 0.1
 */
int llk_check_path(const struct llk_ruleset *rs, const char *path,
		   uint64_t rights, uint64_t *denied);

/**
 * llk_check_port - which rights are denied on a TCP or UDP port?
 * @rs: the ruleset
 * @port: 0 to 65535, see llk_allow_port()
 * @rights: LLK_NET rights
 * @denied: where those of them go that no rule on the port allows
 *
 * Return: see above; also EINVAL for @port above 65535.
 * Since: 0.1
 */
int llk_check_port(const struct llk_ruleset *rs, unsigned int port,
		   uint64_t rights, uint64_t *denied);

#define LLK_LINK	(UINT32_C(1) << 0)	/* link(2), not rename(2) */
#define LLK_EXCHANGE	(UINT32_C(1) << 1)	/* RENAME_EXCHANGE */

/**
 * llk_check_rename - would a rename or link be allowed?
 * @rs: the ruleset
 * @from, @to: as for rename(2): a symbolic link at the end stands for itself
 * @flags: LLK_LINK, LLK_EXCHANGE or 0
 * @error: where 0 goes if it would be allowed, or the errno that the kernel
 *	would give:
 *	EACCES: a right to remove or make is missing in one of the directories;
 *	EXDEV: LLK_FS_REFER is missing in one of them, or the file would have
 *	more rights in its new place, or the directories are on different
 *	mounts, where no sandbox is needed for it.  mv(1) then copies.
 *
 * The kernel compares the rights of both places before it looks at the rules
 * on "/", if that is another mount: llk_check_rename() does so too.  Where one
 * of several layers denies nothing in both places, the kernel may on such a
 * mount answer EXDEV although each ruleset alone would allow it.
 *
 * Return: see above; also EBUSY (a path ends in "." or ".."), EEXIST
 * (LLK_LINK, and @to exists), ENOENT (LLK_EXCHANGE, and it does not): the
 * kernel answers so before it asks Landlock.
 * Since: 0.1
 */
int llk_check_rename(const struct llk_ruleset *rs, const char *from,
		     const char *to, uint32_t flags, int *error);

/**
 * llk_explain_path - llk_check_path() in words, a line for each right
 * @rs, @path, @rights: see llk_check_path()
 * @buf, @size: see llk_report()
 *
 * Says which rule allows a right, or why it is not restricted, or which call
 * would allow it and no more.  An error is told in the text, too.
 *
 * Return: the length of the whole text without the NUL, as snprintf(3).
 * Since: 0.1
 */
size_t llk_explain_path(const struct llk_ruleset *rs, const char *path,
			uint64_t rights, char *buf, size_t size);

/**
 * llk_explain_port - llk_check_port() in words, a line for each right
 * @rs, @port, @rights: see llk_check_port()
 * @buf, @size: see llk_report()
 *
 * Return: as llk_explain_path().
 * Since: 0.1
 */
size_t llk_explain_port(const struct llk_ruleset *rs, unsigned int port,
			uint64_t rights, char *buf, size_t size);

/* ---- This kernel ---------------------------------------------------------- */

/**
 * llk_kernel_abi - the Landlock ABI version of the running kernel
 *
 * May be above LLK_ABI_LATEST.  Kernel: landlock_create_ruleset(2) with the
 * VERSION flag; every call asks again.
 *
 * Return: 1 or more; or -1 with ENOSYS (not built in, or Linux below 5.13),
 * EOPNOTSUPP (built in, not enabled at boot), EPERM or EACCES (a seccomp filter
 * stands in front), which llk_absence() explains; any other errno is the
 * kernel's and means that the question failed.  Async-signal-safe.
 * Since: 0.1
 */
int llk_kernel_abi(void);

/**
 * llk_absence - what an errno of llk_kernel_abi() means, and what to do
 * @error: the errno
 *
 * Return: constant text; NULL if @error does not mean absence.
 * Async-signal-safe.
 * Since: 0.1
 */
const char *llk_absence(int error);

/**
 * llk_kernel_errata - the known errata that the running kernel has fixed
 *
 * Bit N-1: erratum N.  For reports only: no behaviour should depend on it.
 *
 * Return: a mask; -1 with EOPNOTSUPP (kernel without this question) or an errno
 * of llk_kernel_abi().  Async-signal-safe.
 * Since: 0.1
 */
int llk_kernel_errata(void);

/**
 * llk_kernel_rights - the rights of a class that the running kernel accepts
 * @cls: LLK_FS, LLK_NET or LLK_SCOPE
 * @rights: where the mask goes, limited to what this library knows; untouched
 *	on error
 *
 * Asks by making a ruleset, since some kernels report an ABI version of which
 * they do not accept all rights.
 *
 * Return: 0, or -1 with EINVAL, an errno of llk_kernel_abi(), EMFILE, ENFILE,
 * ENOMEM.  Async-signal-safe.
 * Since: 0.1
 */
int llk_kernel_rights(uint32_t cls, uint64_t *rights);

/**
 * llk_layers_left - how often the caller can still enforce a ruleset
 *
 * The kernel stacks 16 layers.  Counted in a short-lived child that sends no
 * SIGCHLD; the caller is not changed.
 *
 * Return: 0 to 16; or -1 with an errno of llk_kernel_abi(), EAGAIN or ENOMEM
 * (fork), ECHILD (another thread has waited for the child), EIO (the child was
 * killed or refused).
 * Since: 0.1
 */
int llk_layers_left(void);

/* ---- Names and tables ----------------------------------------------------- */

/* None of these asks the kernel.  All are async-signal-safe. */

/**
 * llk_abi_rights - what ABI version @abi has in a class
 * @abi: 0 to LLK_ABI_LATEST
 * @cls: LLK_FS, LLK_NET, LLK_SCOPE; LLK_RESTRICT_SELF or LLK_ADD_RULE for the
 *	flags of these calls
 *
 * Return: the mask; 0 for an unknown version or class.
 * Since: 0.1
 */
uint64_t llk_abi_rights(int abi, uint32_t cls);

/**
 * llk_abi_linux - the Linux version that brought ABI version @abi
 * Return: "5.13" and so on, or NULL if @abi is not 1 to LLK_ABI_LATEST.
 * Since: 0.1
 */
const char *llk_abi_linux(int abi);

/**
 * llk_right_name - the name of one right, as in the kernel's audit records
 * @cls: any class
 * @right: one bit
 *
 * Return: "fs.read_file", "net.connect_tcp", "scope.signal",
 * "restrict_self.tsync", ...; NULL if there is no such right.
 * Since: 0.1
 */
const char *llk_right_name(uint32_t cls, uint64_t right);

/**
 * llk_right_from_name - the other way
 * @name: as above, lower case
 * @cls, @right: where the class and the bit go; untouched on error
 *
 * Return: 0, or -1 with EINVAL (NULL) or ENOENT (no such name).
 * Since: 0.1
 */
int llk_right_from_name(const char *name, uint32_t *cls, uint64_t *right);

/**
 * llk_right_abi - the first ABI version that has a right
 * Return: 1 to LLK_ABI_LATEST; 0 if there is no such right.
 * Since: 0.1
 */
int llk_right_abi(uint32_t cls, uint64_t right);

/**
 * llk_right_on_file - does a rule on what is not a directory take this right?
 * Return: 1 if so; 0 if not, and for all but LLK_FS.
 * Since: 0.1
 */
int llk_right_on_file(uint32_t cls, uint64_t right);

/**
 * llk_right_text - what a right restricts, in a few words
 * Return: constant text, or NULL if there is no such right.
 * Since: 0.1
 */
const char *llk_right_text(uint32_t cls, uint64_t right);

#ifdef __cplusplus
}
#endif

#endif /* LIBLANDLOCK_H */
