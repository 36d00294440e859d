/* SPDX-License-Identifier: MIT */
/* Answers for the kernel: seccomp's user notification, from both sides. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "inject.h"
#include "sanitizer.h"
#include "try.h"
#include "uapi.h"

/* Linux 5.5; the constant is newer than some headers. */
#ifndef SECCOMP_USER_NOTIF_FLAG_CONTINUE
#define SECCOMP_USER_NOTIF_FLAG_CONTINUE (UINT32_C(1) << 0)
#endif

struct injection *injection;

static const struct {
	int number;
	enum inject_call call;
} watched[] = {
	{ LLKI_NR_CREATE_RULESET, CALL_CREATE },
	{ LLKI_NR_ADD_RULE, CALL_ADD_RULE },
	{ LLKI_NR_RESTRICT_SELF, CALL_RESTRICT },
	{ SYS_prctl, CALL_NO_NEW_PRIVS },
	{ SYS_openat, CALL_OPEN },
	{ SYS_pipe2, CALL_PIPE },
	{ SYS_unshare, CALL_UNSHARE },
	{ SYS_clone, CALL_FORK },
	{ SYS_execve, CALL_EXECUTE },
	{ SYS_read, CALL_READ },
	{ SYS_waitid, CALL_WAIT },
#ifdef SYS_open
	{ SYS_open, CALL_OPEN },
#endif
#ifdef SYS_fork
	{ SYS_fork, CALL_FORK },
#endif
#ifdef SYS_clone3
	{ SYS_clone3, CALL_FORK },
#endif
#ifdef SYS_stat
	{ SYS_stat, CALL_STAT_PATH },
#endif
#ifdef SYS_stat64
	{ SYS_stat64, CALL_STAT_PATH },
#endif
#ifdef SYS_newfstatat
	{ SYS_newfstatat, CALL_STAT_PATH },
#endif
#ifdef SYS_fstatat64
	{ SYS_fstatat64, CALL_STAT_PATH },
#endif
#ifdef SYS_statx
	{ SYS_statx, CALL_STAT_PATH },
#endif
#ifdef SYS_fstat
	{ SYS_fstat, CALL_STAT_FD },
#endif
#ifdef SYS_fstat64
	{ SYS_fstat64, CALL_STAT_FD },
#endif
#ifdef SYS_fstatfs
	{ SYS_fstatfs, CALL_STATFS },
#endif
#ifdef SYS_fstatfs64
	{ SYS_fstatfs64, CALL_STATFS },
#endif
};

#define WATCHED (sizeof(watched) / sizeof(*watched))

const char *inject_name(enum inject_call call)
{
	static const char *const names[CALL_KINDS] = {
		[CALL_ASK] = "landlock_create_ruleset (question)",
		[CALL_CREATE] = "landlock_create_ruleset",
		[CALL_ADD_RULE] = "landlock_add_rule",
		[CALL_RESTRICT] = "landlock_restrict_self",
		[CALL_NO_NEW_PRIVS] = "prctl(PR_SET_NO_NEW_PRIVS)",
		[CALL_OPEN] = "open",
		[CALL_UNSHARE] = "unshare",
		[CALL_STAT_PATH] = "stat",
		[CALL_STAT_FD] = "fstat",
		[CALL_STATFS] = "fstatfs",
		[CALL_PIPE] = "pipe",
		[CALL_FORK] = "fork",
		[CALL_EXECUTE] = "execve",
		[CALL_READ] = "read",
		[CALL_WAIT] = "wait",
	};

	return names[call];
}

/* ---- The child ----------------------------------------------------------- */

static int install(void)
{
	struct sock_filter code[WATCHED + 3];
	struct sock_fprog program = { .len = WATCHED + 3, .filter = code };

	code[0] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			offsetof(struct seccomp_data, nr));
	for (size_t i = 0; i < WATCHED; i++)
		code[1 + i] = (struct sock_filter)BPF_JUMP(
			BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)watched[i].number,
			(uint8_t)(WATCHED - i), 0);
	code[WATCHED + 1] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K,
			SECCOMP_RET_ALLOW);
	code[WATCHED + 2] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K,
			SECCOMP_RET_USER_NOTIF);
	/* Without the privilege a filter takes no_new_privs. */
	if (!live_can_sys_admin() && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return -1;
	return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
			    SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
}

union control {
	char space[CMSG_SPACE(sizeof(int))];
	struct cmsghdr align;
};

static struct msghdr message(struct iovec *byte, union control *control)
{
	memset(control, 0, sizeof(*control));
	return (struct msghdr){
		.msg_iov = byte,
		.msg_iovlen = 1,
		.msg_control = control->space,
		.msg_controllen = sizeof(control->space),
	};
}

/* An errno, and with 0 the filter's descriptor. */
static void send_listener(int socket, int listener, int error)
{
	struct iovec byte = { &error, sizeof(error) };
	union control control;
	struct msghdr msg = message(&byte, &control);
	struct cmsghdr *const header = CMSG_FIRSTHDR(&msg);

	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(listener));
	memcpy(CMSG_DATA(header), &listener, sizeof(listener));
	if (error)
		msg.msg_controllen = 0;
	must_be(sendmsg(socket, &msg, 0), sizeof(error));
}

static int receive_listener(int socket)
{
	int error = 0, listener;
	struct iovec byte = { &error, sizeof(error) };
	union control control;
	struct msghdr msg = message(&byte, &control);

	must_be(recvmsg(socket, &msg, MSG_CMSG_CLOEXEC), sizeof(error));
	errno = error;
	if (error)
		return -1;
	must(CMSG_FIRSTHDR(&msg));
	memcpy(&listener, CMSG_DATA(CMSG_FIRSTHDR(&msg)), sizeof(listener));
	return listener;
}

struct start {
	live_body *body;
	const void *arg;
	int sockets[2];
};

static void run_filtered(const void *arg)
{
	const struct start *const start = arg;
	int listener;

	close(start->sockets[0]);
	listener = install();
	send_listener(start->sockets[1], listener, listener < 0 ? errno : 0);
	if (listener < 0)
		_exit(1);
	close(listener);
	start->body(start->arg);
}

void inject_on(void)
{
	injection->on = true;
}

void inject_off(void)
{
	injection->on = false;
}

void inject_step(const char *mark)
{
	injection->mark = mark;
	memset(injection->of_step, 0, sizeof(injection->of_step));
}

/* ---- The supervisor ------------------------------------------------------ */

/* The call's kind; CALL_KINDS if it is none of those. */
static enum inject_call classify(const struct seccomp_data *data)
{
	enum inject_call call = CALL_KINDS;

	for (size_t i = 0; i < WATCHED; i++)
		if (watched[i].number == data->nr)
			call = watched[i].call;
	switch (call) {
	case CALL_CREATE:
		return data->args[2] ? CALL_ASK : call;
	case CALL_NO_NEW_PRIVS:
		return data->args[0] == PR_SET_NO_NEW_PRIVS ? call : CALL_KINDS;
	case CALL_STAT_PATH:
		if (data->nr == SYS_statx ||
#ifdef SYS_newfstatat
		    data->nr == SYS_newfstatat ||
#endif
#ifdef SYS_fstatat64
		    data->nr == SYS_fstatat64 ||
#endif
		    false)
			return (int)data->args[0] == AT_FDCWD ? call :
								CALL_STAT_FD;
		return call;
	default:
		return call;
	}
}

/* Count the call; is it the one? */
static bool count(enum inject_call call, const struct fault *fault)
{
	if (injection->count < INJECT_MOST)
		injection->calls[injection->count] = call;
	if (++injection->count != fault->at)
		return injection->hit && fault->lasting &&
		       call == injection->call;
	injection->hit = true;
	injection->lasting = fault->lasting;
	injection->call = call;
	injection->hit_of_step = injection->of_step[call];
	injection->hit_after_rule = injection->of_step[CALL_ADD_RULE];
	injection->hit_mark = injection->mark;
	return true;
}

/* The errno with which the call fails, or 0. */
static int judge(enum inject_call call, const struct fault *fault)
{
	injection->of_step[call]++;
	if (call == CALL_READ || call == CALL_WAIT)
		return injection->of_step[call] == 1 ? EINTR : 0;
	return count(call, fault) ? fault->error : 0;
}

/* Room for what a newer kernel may write. */
union request {
	struct seccomp_notif notif;
	char room[512];
};

static void answer(int listener, const struct fault *fault, uint32_t *executed)
{
	union request request;
	struct seccomp_notif_resp response = { 0 };
	enum inject_call call;
	int error = 0;

	memset(&request, 0, sizeof(request));
	if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &request.notif)) {
		/* The child was killed meanwhile, or a signal came. */
		must(errno == ENOENT || errno == EINTR);
		return;
	}
	call = classify(&request.notif.data);
	if (injection->on && call != CALL_KINDS &&
	    request.notif.pid != *executed)
		error = judge(call, fault);
	if (call == CALL_EXECUTE && !error)
		*executed = request.notif.pid;
	response.id = request.notif.id;
	response.error = -error;
	if (!error)
		response.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
	if (ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &response))
		must_give(errno, ENOENT);
}

/* Until the child, which holds the other end of @socket, is gone. */
static void supervise(int listener, int socket, const struct fault *fault)
{
	struct pollfd ends[2] = {
		{ .fd = listener, .events = POLLIN }, { .fd = socket },
	};
	uint32_t executed = 0;

	for (;;) {
		if (poll(ends, 2, -1) < 0) {
			must_give(errno, EINTR);
			continue;
		}
		if (ends[0].revents & POLLIN)
			answer(listener, fault, &executed);
		else if (ends[1].revents)
			return;
		else if (ends[0].revents)
			ends[0].fd = -1;
	}
}

int inject_run(struct fault fault, live_body *body, const void *arg)
{
	struct start start = { .body = body, .arg = arg };
	int listener, status;
	pid_t pid;

	memset(injection, 0, sizeof(*injection));
	must_be(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0,
			   start.sockets), 0);
	pid = live_fork(run_filtered, &start);
	close(start.sockets[1]);
	listener = receive_listener(start.sockets[0]);
	must(listener >= 0);
	supervise(listener, start.sockets[0], &fault);
	status = live_wait(pid);
	close(listener);
	close(start.sockets[0]);
	return status;
}

/* ---- Can it be done here? ------------------------------------------------ */

static void ask_something(const void *arg)
{
	(void)arg;
	inject_on();
	_exit(try_open("/", O_PATH));
}

void inject_start(void)
{
	int status = -1;
	pid_t pid;

	if (HAS_TSAN) {
		puts("skipped: the system calls of ThreadSanitizer would be "
		     "counted");
		exit(77);
	}
	injection = mmap(NULL, sizeof(*injection), PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (injection == MAP_FAILED) {
		perror("mmap");
		exit(1);
	}
	fflush(NULL);
	pid = fork();
	if (!pid)
		_exit(inject_run((struct fault){ 0 }, ask_something, NULL) ||
		      !injection->count);
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return;
	puts("skipped: system calls cannot be answered for here: that needs "
	     "Linux 5.5 with CONFIG_SECCOMP_FILTER, and no other supervisor of "
	     "this kind around this program");
	exit(77);
}
