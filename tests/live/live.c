/* SPDX-License-Identifier: MIT */
/* Runs test bodies in children, and carries their outcome to cmocka. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <linux/capability.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "live.h"
#include "expect.h"

#define SOME_USER 65534

/* Shared with all children: a sandbox takes files away, but not this page. */
static struct note {
	enum outcome { RUNNING, FAILED, SKIPPED } outcome;
	char where[256];	/* live_case() */
	char text[1024];
} *note;

static char self[4096];
static unsigned int ran, skipped;
/* The body holds its second end; to read its first is to wait for the end. */
static int gate[2];

/* A program that cannot run here says why, for whoever reads the log. */
__attribute__((__noreturn__)) static void skip_program(const char *why)
{
	printf("skipped: %s\n", why);
	exit(77);
}

/* Meson says so.  qemu-user has no Landlock, and starts no program of ours. */
static bool emulated(void)
{
	return getenv("MESON_EXE_WRAPPER") && llk_kernel_abi() < 0 &&
	       errno == ENOSYS;
}

void live_start_with_threads(const char *program)
{
	const ssize_t length = readlink("/proc/self/exe", self,
					sizeof(self) - 1);

	if (length < 0)
		snprintf(self, sizeof(self), "%s", program);
	if (emulated())
		skip_program("this emulator has no Landlock: the three calls "
			     "answer ENOSYS");
	if (!live_threads())
		skip_program("no /proc, so that the number of threads is "
			     "unknown: mount it");
	note = mmap(NULL, sizeof(*note), PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (note == MAP_FAILED) {
		perror("mmap");
		exit(1);
	}
}

/* Thread sanitizers start a thread of their own in every child. */
static bool children_have_threads(void)
{
	const pid_t pid = fork();
	int status = 0;

	if (!pid)
		_exit(live_threads() != 1);
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

void live_start(const char *program)
{
	live_start_with_threads(program);
	if (children_have_threads() && llk_kernel_abi() > 0 &&
	    !kernel_has_flag("restrict_self.tsync"))
		skip_program("every process here has a thread that the tests "
			     "did not make (a sanitizer's?), and this kernel "
			     "can restrict only one");
}

int live_end(int failed)
{
	if (failed)
		return 1;
	return skipped && skipped == ran ? 77 : 0;
}

const char *live_self(void)
{
	return self;
}

/* ---- Outcomes ----------------------------------------------------------- */

/* Only the first outcome counts: what follows is its consequence. */
__attribute__((__noreturn__, __format__(__printf__, 2, 3)))
static void end_child(enum outcome outcome, const char *format, ...)
{
	va_list args;

	if (note->outcome == RUNNING) {
		va_start(args, format);
		vsnprintf(note->text, sizeof(note->text), format, args);
		va_end(args);
		note->outcome = outcome;
	}
	_exit(1);
}

void live_case(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(note->where, sizeof(note->where), format, args);
	va_end(args);
}

void live_skip(const char *why)
{
	end_child(SKIPPED, "%s", why);
}

void live_must(bool holds, const char *what, const char *file, int line)
{
	if (!holds)
		end_child(FAILED, "%s:%d: does not hold: %s (errno %d)", file,
			  line, what, errno);
}

void live_must_be(long long got, long long want, const char *what,
		  const char *file, int line)
{
	if (got != want)
		end_child(FAILED, "%s:%d: %s is %lld, not %lld (errno %d)",
			  file, line, what, got, want, errno);
}

static const char *outcome_text(int error)
{
	return error ? strerror(error) : "allowed";
}

void live_must_give(int got, int want, const char *what,
		    const char *file, int line)
{
	if (got != want)
		end_child(FAILED, "%s:%d: %s gives %d (%s), not %d (%s)",
			  file, line, what, got, outcome_text(got), want,
			  outcome_text(want));
}

/* ---- Children ----------------------------------------------------------- */

/* The parent's own directory is left alone if this fails halfway. */
static int remove_entry(const char *path, const struct stat *status, int type,
			struct FTW *level)
{
	(void)status;
	(void)type;
	(void)level;
	return remove(path);
}

static void make_directory(char *path, size_t size)
{
	const char *const places[] = { getenv("TMPDIR"), "/tmp", "/var/tmp",
				       "/dev/shm", "." };

	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		if (!places[i])
			continue;
		snprintf(path, size, "%s/landlock-live-XXXXXX", places[i]);
		if (mkdtemp(path))
			return;
	}
	fail_msg("no place for a temporary directory: set TMPDIR");
}

/* cmocka's handlers jump into the test loop, which is the parent's alone. */
static void forget_handlers(void)
{
	static const int signals[] = { SIGFPE, SIGILL, SIGSEGV, SIGBUS,
				       SIGSYS };

	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		signal(signals[i], SIG_DFL);
}

pid_t live_fork(live_body *body, const void *arg)
{
	const pid_t pid = fork();

	must(pid >= 0);
	if (pid)
		return pid;
	/* A test that is killed leaves nobody behind. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	body(arg);
	_exit(0);
}

int live_wait(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		must_give(errno, EINTR);
	must(WIFEXITED(status));
	return WEXITSTATUS(status);
}

struct start {
	live_body *body;
	const void *arg;
	const char *directory;
};

static void run_in_directory(const void *arg)
{
	const struct start *start = arg;

	forget_handlers();
	must_be(pipe2(gate, O_CLOEXEC), 0);
	must_be(chdir(start->directory), 0);
	must_be(chmod(".", 0755), 0);
	start->body(start->arg);
}

void live_run(live_body *body, const void *arg)
{
	char path[4096];
	struct start start = { body, arg, path };
	int status = 0;
	pid_t pid;

	memset(note, 0, sizeof(*note));
	make_directory(path, sizeof(path));
	pid = live_fork(run_in_directory, &start);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	nftw(path, remove_entry, 8, FTW_DEPTH | FTW_PHYS);

	ran++;
	if (note->outcome == SKIPPED) {
		skipped++;
		printf("skipped: %s\n", note->text);
		fflush(stdout);
		skip();
	}
	if (note->outcome == FAILED)
		fail_msg("[%s] %s", note->where, note->text);
	if (!WIFEXITED(status) || WEXITSTATUS(status))
		fail_msg("[%s] the child ended with wait status %#x",
			 note->where, (unsigned int)status);
}

/* ---- Help for bodies ---------------------------------------------------- */

void live_make_file(const char *path, const char *content)
{
	const int fd = open(path, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC,
			    0644);

	must(fd >= 0);
	must_be(write(fd, content, strlen(content)), strlen(content));
	must_be(close(fd), 0);
}

int live_count_fds(void)
{
	int count = 0;

	for (int fd = 0; fd < 1024; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

static void wait_for_the_end(const void *arg)
{
	char byte;

	(void)arg;
	close(gate[1]);
	must_be(read(gate[0], &byte, 1), 0);
}

pid_t live_bystander(void)
{
	return live_fork(wait_for_the_end, NULL);
}

unsigned int live_threads(void)
{
	struct stat status;

	if (stat("/proc/self/task", &status) || status.st_nlink < 3)
		return 0;
	return (unsigned int)status.st_nlink - 2;
}

bool live_no_new_privs(void)
{
	return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1;
}

bool live_can_sys_admin(void)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[2];

	must_be(syscall(SYS_capget, &header, data), 0);
	return data[0].effective & (UINT32_C(1) << CAP_SYS_ADMIN);
}

void live_drop_privileges(void)
{
	if (geteuid())
		return;
	if (setresgid(SOME_USER, SOME_USER, SOME_USER) ||
	    setresuid(SOME_USER, SOME_USER, SOME_USER))
		live_skip("root cannot become another user here");
}
