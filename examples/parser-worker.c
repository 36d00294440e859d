/* SPDX-License-Identifier: MIT */
/*
 * parser-worker: count the "name=value" lines of standard input, which nobody
 * trusts, in a worker that has given up everything.  Whoever takes it over can
 * send a wrong result, and that is all: no file, no network, no other process.
 */
#define _POSIX_C_SOURCE 200809L
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <liblandlock.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Numbers only: whatever a hijacked worker sends, nothing here can be
   misused, as a pointer, a length or a string could be. */
struct result {
	unsigned long good, bad;
	int level;		/* of the sandbox */
	int open_error;		/* of an attempt to break out; 0: it worked */
};

static bool parse(struct result *result)
{
	bool blank = true, equals = false;
	char buf[4096];
	ssize_t size, i;

	while ((size = read(STDIN_FILENO, buf, sizeof(buf))) > 0)
		for (i = 0; i < size; i++) {
			if (buf[i] == '\n') {
				result->good += equals;
				result->bad += !equals;
				blank = true;
				equals = false;
			} else {
				equals |= buf[i] == '=' && !blank;
				blank = false;
			}
		}
	result->bad += !blank;		/* a last line without its end */
	return !size;
}

static bool work(int out)
{
	struct result result = { 0 };

	/* What the parser needs has to be open before this: afterwards there
	   is nothing but standard input and output and the pipe. */
	result.level = llk_deny(LLK_ABI_LATEST, LLK_FS | LLK_NET | LLK_SCOPE |
				LLK_BEST_EFFORT, 0);
	if (result.level == -1) {
		warn("sandbox");
		return false;
	}
	if (!parse(&result)) {
		warn("standard input");
		return false;
	}
	if (open("/", O_RDONLY | O_CLOEXEC) == -1)
		result.open_error = errno;
	return write(out, &result, sizeof(result)) == sizeof(result);
}

int main(void)
{
	struct result result;
	ssize_t size;
	int fds[2], status;
	pid_t pid;

	if (pipe(fds))
		err(1, "pipe");
	pid = fork();
	if (pid == -1)
		err(1, "fork");
	if (!pid) {
		close(fds[0]);
		_exit(work(fds[1]) ? 0 : 1);
	}
	close(fds[1]);
	size = read(fds[0], &result, sizeof(result));
	if (waitpid(pid, &status, 0) == -1)
		err(1, "waitpid");
	if (size != sizeof(result) || status)
		errx(1, "the worker died or failed; no result");
	if (result.level != LLK_FULL)
		warnx("this kernel confined the worker %s; the example abi "
		      "shows what it lacks",
		      result.level == LLK_NONE ? "not at all" : "in part");
	printf("%lu good lines, %lu bad ones\n", result.good, result.bad);
	printf("the worker, opening /: %s\n",
	       result.open_error ? strerror(result.open_error) : "allowed");
	return 0;
}
