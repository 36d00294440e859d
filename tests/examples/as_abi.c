/* SPDX-License-Identifier: MIT */
/*
 * as_abi: run a command as on a kernel with less Landlock than this one has.
 *
 *	as_abi N command...	it reports ABI version N
 *	as_abi ENOSYS command...	(or EOPNOTSUPP, EPERM) it has none
 *
 * A seccomp filter answers the question for the version, or all of Landlock's
 * system calls; what a program then asks for, the kernel really enforces.
 * Exit status 77 if this kernel cannot do that, else the command's.
 */
#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "uapi.h"

#define DATA(field) \
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define LOW_HALF (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? 4 : 0)
#define IF(value, yes, no) \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), (yes), (no))
#define RETURN(action) BPF_STMT(BPF_RET | BPF_K, (action))

static int abi;

static int install(const struct sock_filter *filter, unsigned short length,
		   unsigned int flags)
{
	const struct sock_fprog program = {
		.len = length,
		.filter = (struct sock_filter *)(uintptr_t)filter,
	};
	long ret;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		err(77, "no_new_privs");
	ret = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
	if (ret < 0)
		err(77, "no seccomp filter here");
	return (int)ret;
}

/* Returns where the questions for the version arrive. */
static int redirect_version(void)
{
	const struct sock_filter filter[] = {
		DATA(nr),
		IF(LLKI_NR_CREATE_RULESET, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, LOW_HALF +
			 offsetof(struct seccomp_data, args[2])),
		IF(LLKI_CREATE_VERSION, 0, 1),
		RETURN(SECCOMP_RET_USER_NOTIF),
		RETURN(SECCOMP_RET_ALLOW),
	};

	return install(filter, sizeof(filter) / sizeof(filter[0]),
		       SECCOMP_FILTER_FLAG_NEW_LISTENER);
}

static void refuse_all(int error)
{
	const struct sock_filter filter[] = {
		DATA(nr),
		IF(LLKI_NR_CREATE_RULESET, 2, 0),
		IF(LLKI_NR_ADD_RULE, 1, 0),
		IF(LLKI_NR_RESTRICT_SELF, 0, 1),
		RETURN(SECCOMP_RET_ERRNO | (unsigned int)error),
		RETURN(SECCOMP_RET_ALLOW),
	};

	install(filter, sizeof(filter) / sizeof(filter[0]), 0);
}

union descriptor_message {
	struct cmsghdr header;
	char space[CMSG_SPACE(sizeof(int))];
};

static void send_descriptor(int sock, int fd)
{
	union descriptor_message control = { .header = {
		.cmsg_level = SOL_SOCKET,
		.cmsg_type = SCM_RIGHTS,
		.cmsg_len = CMSG_LEN(sizeof(fd)),
	} };
	char nothing = 0;
	struct iovec byte = { &nothing, 1 };
	struct msghdr message = {
		.msg_iov = &byte,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};

	memcpy(CMSG_DATA(&control.header), &fd, sizeof(fd));
	if (sendmsg(sock, &message, 0) != 1)
		err(1, "sendmsg");
}

static int receive_descriptor(int sock)
{
	union descriptor_message control;
	char buf;
	struct iovec byte = { &buf, 1 };
	struct msghdr message = {
		.msg_iov = &byte,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};
	int fd;

	/* Nothing comes if the child gave up; its exit status says why. */
	if (recvmsg(sock, &message, MSG_CMSG_CLOEXEC) != 1)
		return -1;
	memcpy(&fd, CMSG_DATA(&control.header), sizeof(fd));
	return fd;
}

/* The process that asks may have died in the meantime: ENOENT, next. */
static void *answer(void *listener)
{
	const int fd = *(int *)listener;
	int ret;

	do {
		struct seccomp_notif question = { 0 };
		struct seccomp_notif_resp reply = { .val = abi };

		ret = ioctl(fd, SECCOMP_IOCTL_NOTIF_RECV, &question);
		reply.id = question.id;
		if (!ret)
			ret = ioctl(fd, SECCOMP_IOCTL_NOTIF_SEND, &reply);
	} while (!ret || errno == ENOENT || errno == EINTR);
	return NULL;
}

static int supervise(char *argv[])
{
	int socks[2], listener, status;
	pthread_t thread;
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, socks))
		err(1, "socketpair");
	pid = fork();
	if (pid == -1)
		err(1, "fork");
	if (!pid) {
		listener = redirect_version();
		send_descriptor(socks[1], listener);
		close(listener);
		execvp(argv[0], argv);
		err(1, "%s", argv[0]);
	}
	close(socks[1]);
	listener = receive_descriptor(socks[0]);
	if (listener >= 0 &&
	    pthread_create(&thread, NULL, answer, &listener))
		errx(1, "pthread_create");
	if (waitpid(pid, &status, 0) == -1)
		err(1, "waitpid");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int absence(const char *name)
{
	if (!strcmp(name, "ENOSYS"))
		return ENOSYS;
	if (!strcmp(name, "EOPNOTSUPP"))
		return EOPNOTSUPP;
	return strcmp(name, "EPERM") ? 0 : EPERM;
}

int main(int argc, char *argv[])
{
	long real;

	if (argc < 3)
		errx(2, "usage: as_abi N|ERRNO command...");
	if (absence(argv[1])) {
		refuse_all(absence(argv[1]));
		execvp(argv[2], argv + 2);
		err(1, "%s", argv[2]);
	}
	abi = atoi(argv[1]);
	real = syscall(LLKI_NR_CREATE_RULESET, NULL, (size_t)0,
		       LLKI_CREATE_VERSION);
	if (abi < 1 || real < abi)
		errx(77, "cannot be a kernel of ABI %d: this one has %ld", abi,
		     real < 0 ? 0 : real);
	return supervise(argv + 2);
}
