/* SPDX-License-Identifier: MIT */
/*
 * The first process of a test machine: runs the programs that /vm/jobs lists,
 * one after the other, writes what becomes of them to a serial port, and turns
 * the machine off.  Linked statically.
 *
 * The kernel's command line names the port: results=/dev/ttyS1.
 *
 * /vm/jobs, a line for each program, fields separated by tabs:
 *	SECONDS UID PATH ARGUMENT...
 * The port:
 *	kernel RELEASE ABI		ABI version, or -errno
 *	out BYTES			and that many bytes and a newline
 *	end STATUS MILLISECONDS		STATUS as a shell has it, or "timeout"
 *	done
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <net/if.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define JOBS "/vm/jobs"
#define MAX_ARGUMENTS 32

static int port = -1;

__attribute__((__noreturn__))
static void turn_off(void)
{
	if (port >= 0)
		tcdrain(port);
	reboot(RB_POWER_OFF);
	/* A machine that cannot is started not to boot again. */
	reboot(RB_AUTOBOOT);
	for (;;)
		pause();
}

/* To the console, which the runner shows if there is no "done". */
__attribute__((__noreturn__, __format__(__printf__, 1, 2)))
static void give_up(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fputs("init: ", stderr);
	vfprintf(stderr, format, args);
	fprintf(stderr, " (%s)\n", strerror(errno));
	va_end(args);
	turn_off();
}

static void write_all(int fd, const char *bytes, size_t size)
{
	while (size) {
		const ssize_t wrote = write(fd, bytes, size);

		if (wrote < 0 && errno != EINTR)
			give_up("cannot write results");
		if (wrote > 0) {
			bytes += wrote;
			size -= (size_t)wrote;
		}
	}
}

__attribute__((__format__(__printf__, 1, 2)))
static void tell(const char *format, ...)
{
	va_list args;
	char line[256];

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	write_all(port, line, strlen(line));
}

/* ---- The machine ------------------------------------------------------- */

/* What a kernel does not have is not mounted; the tests will say so. */
static void mount_at(const char *type, const char *path, const char *data)
{
	mkdir(path, 0755);
	mount(type, path, type, MS_NOSUID, data);
}

static void mount_everything(void)
{
	mount_at("devtmpfs", "/dev", "mode=0755");
	mount_at("devpts", "/dev/pts", "mode=0620,ptmxmode=0666");
	mount_at("tmpfs", "/dev/shm", "mode=1777");
	mount_at("proc", "/proc", NULL);
	mount_at("sysfs", "/sys", NULL);
	mount_at("tracefs", "/sys/kernel/tracing", NULL);
	mount_at("tmpfs", "/tmp", "mode=1777");
	if (symlink("/proc/self/fd", "/dev/fd") && errno != EEXIST)
		give_up("cannot make /dev/fd");
}

static void open_port(void)
{
	const char *path = getenv("results");
	struct termios mode;

	if (!path)
		give_up("no results= on the kernel's command line");
	port = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (port < 0 || tcgetattr(port, &mode))
		give_up("cannot open %s", path);
	cfmakeraw(&mode);
	mode.c_cflag |= CLOCAL;
	cfsetspeed(&mode, B115200);
	if (tcsetattr(port, TCSANOW, &mode))
		give_up("cannot set up %s", path);
}

static void loopback_up(void)
{
	struct ifreq request = { .ifr_name = "lo" };
	const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || ioctl(fd, SIOCGIFFLAGS, &request))
		give_up("no loopback interface");
	request.ifr_flags = (short)(request.ifr_flags | IFF_UP | IFF_RUNNING);
	if (ioctl(fd, SIOCSIFFLAGS, &request))
		give_up("cannot bring the loopback interface up");
	close(fd);
}

static void tell_kernel(void)
{
	const unsigned int ask_version = 1;
	struct utsname names;
	long abi = syscall(444, NULL, 0, ask_version);

	if (abi < 0)
		abi = -errno;
	if (uname(&names))
		give_up("uname");
	tell("kernel %s %ld\n", names.release, abi);
}

/* ---- One program ------------------------------------------------------- */

struct job {
	int seconds;
	uid_t uid;
	char *argv[MAX_ARGUMENTS + 1];
};

static void parse(char *line, struct job *job)
{
	char *field;
	int count = 0;

	memset(job, 0, sizeof(*job));
	field = strsep(&line, "\t");
	job->seconds = atoi(field);
	field = strsep(&line, "\t");
	job->uid = field ? (uid_t)atoi(field) : 0;
	while (count < MAX_ARGUMENTS && (field = strsep(&line, "\t")))
		job->argv[count++] = field;
	if (!count)
		give_up("a line of " JOBS " has less than three fields");
}

__attribute__((__noreturn__))
static void become(const struct job *job, int output)
{
	const int null = open("/dev/null", O_RDONLY);

	setsid();
	if (dup2(null, 0) || dup2(output, 1) != 1 || dup2(output, 2) != 2)
		_exit(126);
	close(null);
	if (job->uid && (setgroups(0, NULL) || setgid(job->uid) ||
			 setuid(job->uid))) {
		perror("init: cannot become another user");
		_exit(126);
	}
	execv(job->argv[0], job->argv);
	perror(job->argv[0]);
	_exit(errno == ENOENT ? 127 : 126);
}

/* Passes on what there is to read; false at the end of it. */
static int pass_on(int output)
{
	char bytes[4096];
	const ssize_t size = read(output, bytes, sizeof(bytes));

	if (size <= 0)
		return size < 0 && errno == EINTR;
	tell("out %zd\n", size);
	write_all(port, bytes, (size_t)size);
	tell("\n");
	return 1;
}

static long long milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/* Until the program ends or its time is over; true if it has ended. */
static int watch(pid_t pid, int output, long long deadline)
{
	struct pollfd events[] = {
		{ .fd = output, .events = POLLIN },
		{ .fd = (int)syscall(SYS_pidfd_open, pid, 0),
		  .events = POLLIN },
	};
	long long left;

	if (events[1].fd < 0)
		give_up("pidfd_open");
	while ((left = deadline - milliseconds()) > 0) {
		if (poll(events, 2, (int)left) < 0)
			continue;
		/* One who closed all its output may still run. */
		if (events[0].revents && !pass_on(output))
			events[0].fd = -1;
		if (events[1].revents)
			break;
	}
	close(events[1].fd);
	return left > 0;
}

/* Its descendants, too, must not disturb the next one. */
static void kill_all(pid_t pid, int *status)
{
	int other;
	pid_t ended;

	kill(-1, SIGKILL);
	while ((ended = wait(&other)) > 0 || errno == EINTR)
		if (ended == pid)
			*status = other;
}

static void run(const struct job *job)
{
	const long long start = milliseconds();
	int output[2], status = 0, ended;
	pid_t pid;

	if (pipe2(output, O_CLOEXEC))
		give_up("pipe");
	pid = fork();
	if (pid < 0)
		give_up("fork");
	if (!pid)
		become(job, output[1]);
	close(output[1]);
	ended = watch(pid, output[0], start + job->seconds * 1000LL);
	kill_all(pid, &status);
	while (pass_on(output[0]))
		;
	close(output[0]);
	if (!ended)
		tell("end timeout");
	else if (WIFEXITED(status))
		tell("end %d", WEXITSTATUS(status));
	else
		tell("end %d", 128 + WTERMSIG(status));
	tell(" %lld\n", milliseconds() - start);
}

static void run_jobs(void)
{
	FILE *jobs = fopen(JOBS, "re");
	char *line = NULL;
	size_t size = 0;
	struct job job;

	if (!jobs)
		give_up(JOBS);
	while (getline(&line, &size, jobs) > 0) {
		line[strcspn(line, "\n")] = '\0';
		parse(line, &job);
		run(&job);
	}
	free(line);
	fclose(jobs);
}

int main(void)
{
	/* From the kernel's command line. */
	const char *tunables = getenv("GLIBC_TUNABLES");

	if (getpid() != 1) {
		fputs("This is the first process of a test machine: "
		      "tests/vm/vm.py boots one.\n", stderr);
		return 2;
	}
	mount_everything();
	open_port();
	loopback_up();
	clearenv();
	setenv("PATH", "/usr/bin", 1);
	setenv("HOME", "/tmp", 1);
	setenv("TMPDIR", "/tmp", 1);
	if (tunables)
		setenv("GLIBC_TUNABLES", tunables, 1);
	/* Nobody else is here whom a test that does could disturb. */
	setenv("LIVE_MAY_ENABLE_AUDIT", "1", 1);
	tell_kernel();
	run_jobs();
	tell("done\n");
	turn_off();
}
