/* SPDX-License-Identifier: MIT */
/*
 * Runs programs in turns, so that what else the machine does meets all of them
 * alike, and prints what each run took.
 *
 *	measure ROUNDS LIST
 *
 * LIST has a line for each program: a name, a tab, and the program with its
 * arguments, separated by blanks.  Every second round goes backwards.  Prints
 * lines of name, quantity and number, separated by tabs: "wall" nanoseconds
 * from start to end, "faults" that needed no disk, "peak" KiB of memory, and
 * what the program itself prints, which is lines of quantity and number.
 */
#define _GNU_SOURCE

#include <err.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "list.h"

#define PROGRAMS	64
#define ARGUMENTS	64
#define OUTPUT		4096

extern char **environ;

struct program {
	char *name;
	char *argv[ARGUMENTS];
};

static struct program programs[PROGRAMS];
static size_t count;

static void read_programs(const char *name)
{
	FILE *file = fopen(name, "r");
	char line[8192], *word, *save;

	if (!file)
		err(1, "%s", name);
	while (fgets(line, sizeof(line), file)) {
		struct program *program = &programs[count++];
		size_t n = 0;

		if (count == PROGRAMS)
			errx(1, "%s: too many programs", name);
		word = strtok_r(strdup(line), "\t", &save);
		program->name = word;
		while ((word = strtok_r(NULL, " \t\n", &save)) != NULL &&
		       n < ARGUMENTS - 1)
			program->argv[n++] = word;
		if (!n)
			errx(1, "%s: no program in: %s", name, line);
	}
	fclose(file);
}

/* Run it with its output into @out, and wait for it: nanoseconds. */
static unsigned long long run(const struct program *program, int out,
			      struct rusage *usage)
{
	posix_spawn_file_actions_t actions;
	unsigned long long start;
	int error, status;
	pid_t pid;

	if (posix_spawn_file_actions_init(&actions) ||
	    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO))
		errx(1, "posix_spawn");
	start = now();
	error = posix_spawnp(&pid, program->argv[0], &actions, NULL,
			     program->argv, environ);
	if (error)
		errx(1, "%s: %s", program->argv[0], strerror(error));
	if (wait4(pid, &status, 0, usage) != pid)
		err(1, "wait4");
	start = now() - start;
	if (!WIFEXITED(status) || WEXITSTATUS(status))
		errx(1, "%s: status %x", program->name, (unsigned int)status);
	posix_spawn_file_actions_destroy(&actions);
	return start;
}

/* "quantity number" becomes "name quantity number". */
static void pass_on(const char *name, int fd)
{
	char text[OUTPUT], *line, *save;
	ssize_t n = pread(fd, text, sizeof(text) - 1, 0);

	if (n < 0)
		err(1, "output");
	text[n] = '\0';
	for (line = strtok_r(text, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		char *blank = strchr(line, ' ');

		if (!blank)
			continue;
		*blank = '\0';
		printf("%s\t%s\t%s\n", name, line, blank + 1);
	}
}

static void measure(const struct program *program)
{
	int out = memfd_create("output", MFD_CLOEXEC);
	unsigned long long wall;
	struct rusage usage;

	if (out < 0)
		err(1, "memfd");
	wall = run(program, out, &usage);
	printf("%s\twall\t%llu\n", program->name, wall);
	printf("%s\tfaults\t%ld\n", program->name, usage.ru_minflt);
	printf("%s\tpeak\t%ld\n", program->name, usage.ru_maxrss);
	pass_on(program->name, out);
	close(out);
}

int main(int argc, char **argv)
{
	int rounds, round;
	size_t i;

	if (argc != 3 || (rounds = atoi(argv[1])) < 1)
		errx(1, "usage: measure ROUNDS LIST");
	read_programs(argv[2]);
	for (round = 0; round < rounds; round++)
		for (i = 0; i < count; i++)
			measure(&programs[round % 2 ? count - 1 - i : i]);
	return 0;
}
