/* SPDX-License-Identifier: MIT */
/* The table of denials, and the accesses in it. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "live.h"
#include "denials.h"
#include "try.h"

unsigned int denial_port;

#define ALL_FS	(llk_abi_rights(LLK_ABI_LATEST, LLK_FS))

static int outcome(long result)
{
	return result < 0 ? errno : 0;
}

/* ---- Renames ------------------------------------------------------------ */

#define MOVE	(LLK_FS_MAKE_REG | LLK_FS_REMOVE_FILE)

static void make_two_directories(void)
{
	must_be(mkdir("a", 0755), 0);
	must_be(mkdir("b", 0755), 0);
	must_be(mkdir("c", 0755), 0);
	live_make_file("a/file", "a");
	live_make_file("b/other", "b");
	live_make_file("c/file", "c");
}

static int move(void)
{
	return try_rename("a/file", "b/file");
}

static int link_across(void)
{
	return try_link("a/file", "b/file");
}

static int exchange(void)
{
	const unsigned int both = 2;	/* RENAME_EXCHANGE */

	return outcome(syscall(SYS_renameat2, AT_FDCWD, "a/file", AT_FDCWD,
			       "b/other", both));
}

/* The same elsewhere. */
static int move_from_c(void)
{
	return try_rename("c/file", "b/from-c");
}

static void allow_all_but_refer(struct llk_ruleset *rs)
{
	must_be(llk_allow_path(rs, ".", ALL_FS & ~LLK_FS_REFER, 0), 0);
}

/* A file in b may be executed and truncated, and one in a may not. */
static void allow_more_in_b(struct llk_ruleset *rs)
{
	must_be(llk_allow_path(rs, "a", LLK_READ | LLK_FS_WRITE_FILE | MOVE |
			       LLK_FS_REFER, 0), 0);
	must_be(llk_allow_path(rs, "b", LLK_READ | LLK_FS_WRITE_FILE | MOVE |
			       LLK_FS_REFER | LLK_FS_EXECUTE |
			       LLK_FS_TRUNCATE, 0), 0);
}

static int truncate_in_c(void)
{
	return try_truncate("c/file");
}

/* ---- Names of files ----------------------------------------------------- */

#define STRANGE \
	"sp ace \"double\" 'single' $(echo) `x` \\ \xc3\xa9 \t\n\x1b[31m\x7f" \
	"\xff -- %s \xe2\x80\xa6"

static void make_strange_names(void)
{
	live_make_file(STRANGE, "");
	live_make_file(STRANGE "2", "");
}

static int read_strange(void)
{
	return try_open(STRANGE, O_RDONLY);
}

static int read_strange2(void)
{
	return try_open(STRANGE "2", O_RDONLY);
}

static int removed = -1;

static void make_removed(void)
{
	live_make_file("file", "content");
}

static void allow_write_and_remove(struct llk_ruleset *rs)
{
	must_be(llk_allow_path(rs, ".", LLK_FS_WRITE_FILE |
			       LLK_FS_REMOVE_FILE, 0), 0);
}

static int truncate_removed(void)
{
	removed = open("file", O_WRONLY | O_CLOEXEC);
	must(removed >= 0);
	must_be(unlink("file"), 0);
	return outcome(ftruncate(removed, 0));
}

/* ---- Mounts ------------------------------------------------------------- */

static void own_mounts(void)
{
	must_be(unshare(CLONE_NEWNS), 0);
	must_be(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL), 0);
	must_be(mkdir("mounted", 0755), 0);
	must_be(mkdir("empty", 0755), 0);
	must_be(mount("tmpfs", "mounted", "tmpfs", 0, NULL), 0);
	must_be(mkdir("mounted/old", 0755), 0);
}

static void allow_all_files(struct llk_ruleset *rs)
{
	must_be(llk_allow_path(rs, "/", ALL_FS, 0), 0);
}

static int mount_new(void)
{
	return outcome(mount("tmpfs", "empty", "tmpfs", 0, NULL));
}

static int unmount(void)
{
	return outcome(umount2("mounted", MNT_DETACH));
}

static int remount(void)
{
	return outcome(mount(NULL, "mounted", NULL, MS_REMOUNT | MS_RDONLY,
			     NULL));
}

static int change_root(void)
{
	return outcome(syscall(SYS_pivot_root, "mounted", "mounted/old"));
}

/* The newer calls have one number everywhere but on Alpha. */
#ifdef __alpha__
#define SHIFT 110
#else
#define SHIFT 0
#endif
#define MOVE_MOUNT	(429 + SHIFT)
#define FSCONFIG	(431 + SHIFT)
#define FSPICK		(433 + SHIFT)

static int move_mount_there(void)
{
	return outcome(syscall(MOVE_MOUNT, AT_FDCWD, "mounted", AT_FDCWD,
			       "empty", 0));
}

static int reconfigure(void)
{
	const int fd = (int)syscall(FSPICK, AT_FDCWD, "mounted", 0);
	const int now = 7;		/* FSCONFIG_CMD_RECONFIGURE */
	int error;

	must(fd >= 0);
	must_be(syscall(FSCONFIG, fd, 0, "ro", NULL, 0), 0);
	error = outcome(syscall(FSCONFIG, fd, now, NULL, NULL, 0));
	close(fd);
	return error;
}

/* ---- TCP and UDP -------------------------------------------------------- */

/* One that is free now. */
static void find_port(void)
{
	struct sockaddr_in address;
	socklen_t size = sizeof(address);
	const int fd = inet_bind(SOCK_STREAM, 0);

	must(fd >= 0);
	must_be(getsockname(fd, (struct sockaddr *)&address, &size), 0);
	denial_port = ntohs(address.sin_port);
	must_be(close(fd), 0);
}

/* Nobody listens. */
static int reached(int error)
{
	return error == ECONNREFUSED ? 0 : error;
}

static int bind_tcp(void)
{
	return try_bind(SOCK_STREAM, denial_port);
}

static int bind_tcp_any(void)
{
	return try_bind(SOCK_STREAM, 0);
}

static int connect_tcp(void)
{
	return reached(try_connect(SOCK_STREAM, denial_port));
}

static int connect_tcp_next(void)
{
	return reached(try_connect(SOCK_STREAM, denial_port - 1));
}

static int bind_udp(void)
{
	return try_bind(SOCK_DGRAM, denial_port);
}

static int bind_udp_any(void)
{
	return try_bind(SOCK_DGRAM, 0);
}

static int connect_udp(void)
{
	return try_connect(SOCK_DGRAM, denial_port);
}

static int send_udp(void)
{
	return try_sendto(denial_port);
}

static int send_udp_next(void)
{
	return try_sendto(denial_port - 1);
}

/* Without an address, so that nobody knows the port. */
static int send_udp_nowhere(void)
{
	const struct sockaddr address = { .sa_family = AF_UNSPEC };
	const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int error;

	must(fd >= 0);
	error = outcome(sendto(fd, "", 1, 0, &address, sizeof(address)));
	close(fd);
	return error;
}

static struct sockaddr_in6 loopback6(void)
{
	return (struct sockaddr_in6){
		.sin6_family = AF_INET6,
		.sin6_port = htons((uint16_t)denial_port),
		.sin6_addr = IN6ADDR_LOOPBACK_INIT,
	};
}

static int on_socket6(int type,
		      int call(int, const struct sockaddr *, socklen_t))
{
	const struct sockaddr_in6 address = loopback6();
	const int fd = socket(AF_INET6, type | SOCK_CLOEXEC, 0);
	int error;

	if (fd < 0)
		live_skip("no IPv6 here");
	error = outcome(call(fd, (const struct sockaddr *)&address,
			     sizeof(address)));
	close(fd);
	return error;
}

static int bind_tcp6(void)
{
	return on_socket6(SOCK_STREAM, bind);
}

static int connect_tcp6(void)
{
	return reached(on_socket6(SOCK_STREAM, connect));
}

/* ---- Other processes ---------------------------------------------------- */

static pid_t other;
static char abstract[2][64];

static void start_others(void)
{
	other = live_bystander();
	for (int i = 0; i < 2; i++)
		snprintf(abstract[i], sizeof(*abstract), "@landlock %d\x1b\n%d",
			 (int)getpid(), i);
	must(unix_listener(abstract[0]) >= 0);
	must(unix_receiver(abstract[1]) >= 0);
}

static int signal_outside(void)
{
	return try_kill(other, 0);
}

static int connect_abstract(void)
{
	return try_connect_unix(abstract[0]);
}

static int send_abstract(void)
{
	return try_send_unix(abstract[1]);
}

static int trace_outside(void)
{
	return try_ptrace(other);
}

/* ---- The table ---------------------------------------------------------- */

#define RENAME_RULES \
	{ { LLK_FS, LLK_FS_REFER | LLK_FS_REMOVE_FILE, "a", -1 }, \
	  { LLK_FS, LLK_FS_REFER | LLK_FS_MAKE_REG, "b", -1 } }
#define TOPOLOGY(what, function) \
	{ .name = what, .abi = 7, .classes = LLK_FS, .prepare = own_mounts, \
	  .allow = allow_all_files, .access = function, .error = EPERM, \
	  .blocker = "fs.change_topology", .kind = LLK_SUGGEST_NEVER, \
	  .neighbour = function }
#define PORT_RULE(right) { { LLK_NET, right, NULL, DENIAL_PORT } }
#define ANY_PORT_RULE(right) { { LLK_NET, right, NULL, 0 } }
#define NET(what, since, function, right, rules, next) \
	{ .name = what, .abi = since, .classes = LLK_NET, \
	  .prepare = find_port, .access = function, .error = EACCES, \
	  .blocker = right, .remedies = rules, .neighbour = next }

const struct denial_case denial_cases[] = {
	{ .name = "rename", .abi = 7, .classes = LLK_FS,
	  .prepare = make_two_directories, .access = move, .error = EACCES,
	  .blocker = "fs.remove_file",
	  .remedies = RENAME_RULES, .neighbour = move_from_c },
	{ .name = "rename without refer", .abi = 7, .classes = LLK_FS,
	  .prepare = make_two_directories, .allow = allow_all_but_refer,
	  .access = move, .error = EXDEV, .blocker = "fs.refer",
	  .remedies = { { LLK_FS, LLK_FS_REFER, "a", -1 },
			{ LLK_FS, LLK_FS_REFER, "b", -1 } },
	  .neighbour = move_from_c },
	{ .name = "rename that would give more rights", .abi = 7,
	  .classes = LLK_FS, .prepare = make_two_directories,
	  .allow = allow_more_in_b, .access = move, .error = EXDEV,
	  .blocker = "fs.execute",
	  .remedies = { { LLK_FS, LLK_FS_EXECUTE | LLK_FS_TRUNCATE, "a", -1 } },
	  .flags = LLK_SUGGEST_WIDENING, .neighbour = truncate_in_c },
	{ .name = "link that would give more rights", .abi = 7,
	  .classes = LLK_FS, .prepare = make_two_directories,
	  .allow = allow_more_in_b, .access = link_across, .error = EXDEV,
	  .blocker = "fs.execute",
	  .remedies = { { LLK_FS, LLK_FS_EXECUTE | LLK_FS_TRUNCATE, "a", -1 } },
	  .flags = LLK_SUGGEST_WIDENING, .neighbour = truncate_in_c },
	{ .name = "exchange", .abi = 7, .classes = LLK_FS,
	  .prepare = make_two_directories, .access = exchange, .error = EACCES,
	  .blocker = "fs.remove_file",
	  .remedies = { { LLK_FS, LLK_FS_REFER | MOVE, "a", -1 },
			{ LLK_FS, LLK_FS_REFER | MOVE, "b", -1 } },
	  .neighbour = move_from_c },
	{ .name = "a strange name", .abi = 7, .classes = LLK_FS,
	  .prepare = make_strange_names, .access = read_strange,
	  .error = EACCES, .blocker = "fs.read_file",
	  .remedies = { { LLK_FS, LLK_FS_READ_FILE, STRANGE, -1 } },
	  .neighbour = read_strange2 },
	{ .name = "a removed file", .abi = 7, .classes = LLK_FS,
	  .prepare = make_removed, .allow = allow_write_and_remove,
	  .access = truncate_removed, .error = EACCES,
	  .blocker = "fs.truncate", .kind = LLK_SUGGEST_NOTHING,
	  /* Which does not tell that it was removed. */
	  .trace_kind = LLK_SUGGEST_PATH },
	TOPOLOGY("mount", mount_new),
	TOPOLOGY("umount", unmount),
	TOPOLOGY("remount", remount),
	TOPOLOGY("fsconfig", reconfigure),
	TOPOLOGY("move_mount", move_mount_there),
	TOPOLOGY("pivot_root", change_root),
	NET("bind TCP", 7, bind_tcp, "net.bind_tcp",
	    PORT_RULE(LLK_NET_BIND_TCP), connect_tcp),
	NET("bind TCP, any port", 7, bind_tcp_any, "net.bind_tcp",
	    ANY_PORT_RULE(LLK_NET_BIND_TCP), bind_tcp),
	NET("bind TCP, IPv6", 7, bind_tcp6, "net.bind_tcp",
	    PORT_RULE(LLK_NET_BIND_TCP), bind_tcp_any),
	NET("connect TCP", 7, connect_tcp, "net.connect_tcp",
	    PORT_RULE(LLK_NET_CONNECT_TCP), connect_tcp_next),
	NET("connect TCP, IPv6", 7, connect_tcp6, "net.connect_tcp",
	    PORT_RULE(LLK_NET_CONNECT_TCP), bind_tcp),
	NET("bind UDP", 10, bind_udp, "net.bind_udp",
	    PORT_RULE(LLK_NET_BIND_UDP), connect_udp),
	NET("bind UDP, any port", 10, bind_udp_any, "net.bind_udp",
	    ANY_PORT_RULE(LLK_NET_BIND_UDP), bind_udp),
	{ .name = "connect UDP", .abi = 10, .classes = LLK_NET,
	  .prepare = find_port, .access = connect_udp, .error = EACCES,
	  .blocker = "net.connect_send_udp",
	  .remedies = {
		{ LLK_NET, LLK_NET_CONNECT_SEND_UDP, NULL, DENIAL_PORT },
		{ LLK_NET, LLK_NET_BIND_UDP, NULL, 0 } },
	  .neighbour = send_udp_next },
	{ .name = "send UDP", .abi = 10, .classes = LLK_NET,
	  .prepare = find_port, .access = send_udp, .error = EACCES,
	  .blocker = "net.connect_send_udp",
	  .remedies = {
		{ LLK_NET, LLK_NET_CONNECT_SEND_UDP, NULL, DENIAL_PORT },
		{ LLK_NET, LLK_NET_BIND_UDP, NULL, 0 } },
	  .neighbour = send_udp_next },
	{ .name = "send UDP without an address", .abi = 10,
	  .classes = LLK_NET, .access = send_udp_nowhere, .error = EACCES,
	  .blocker = "net.connect_send_udp", .kind = LLK_SUGGEST_NOTHING,
	  /* Which has the port of an address that is none: 0. */
	  .trace_kind = LLK_SUGGEST_PORT },
	{ .name = "signal", .abi = 7, .classes = LLK_SCOPE,
	  .prepare = start_others, .access = signal_outside, .error = EPERM,
	  .blocker = "scope.signal",
	  .remedies = { { LLK_SCOPE, LLK_SCOPE_SIGNAL, NULL, -1 } },
	  .neighbour = connect_abstract },
	{ .name = "connect to an abstract socket", .abi = 7,
	  .classes = LLK_SCOPE, .prepare = start_others,
	  .access = connect_abstract, .error = EPERM,
	  .blocker = "scope.abstract_unix_socket",
	  .remedies = { { LLK_SCOPE, LLK_SCOPE_ABSTRACT_UNIX_SOCKET, NULL,
			  -1 } },
	  .neighbour = signal_outside },
	{ .name = "send to an abstract socket", .abi = 7,
	  .classes = LLK_SCOPE, .prepare = start_others,
	  .access = send_abstract, .error = EPERM,
	  .blocker = "scope.abstract_unix_socket",
	  .remedies = { { LLK_SCOPE, LLK_SCOPE_ABSTRACT_UNIX_SOCKET, NULL,
			  -1 } },
	  .neighbour = signal_outside },
	{ .name = "ptrace", .abi = 7, .classes = LLK_SCOPE,
	  .prepare = start_others, .access = trace_outside, .error = EPERM,
	  .blocker = "ptrace", .kind = LLK_SUGGEST_NEVER,
	  .neighbour = signal_outside },
};

const size_t denial_cases_count =
	sizeof(denial_cases) / sizeof(*denial_cases);
