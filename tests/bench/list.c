/* SPDX-License-Identifier: MIT */
/*
 * Reads a list of rules before anything is measured.
 */
#define _POSIX_C_SOURCE 200809L

#include <err.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "list.h"

static char *read_whole(const char *name)
{
	int fd = open(name, O_RDONLY | O_CLOEXEC);
	struct stat st;
	char *text;

	if (fd < 0 || fstat(fd, &st))
		err(1, "%s", name);
	text = malloc((size_t)st.st_size + 1);
	if (!text || read(fd, text, (size_t)st.st_size) != st.st_size)
		err(1, "%s", name);
	close(fd);
	text[st.st_size] = '\0';
	return text;
}

static size_t count_lines(const char *text)
{
	size_t count = 0;

	for (; *text; text++)
		count += *text == '\n';
	return count;
}

void list_read(struct list *list, const char *name)
{
	char *line = read_whole(name), *end;
	struct rule *rule;

	list->count = count_lines(line);
	list->rules = calloc(list->count + 1, sizeof(*list->rules));
	if (!list->rules)
		err(1, "%s", name);
	for (rule = list->rules; *line; rule++, line = end + 1) {
		end = strchr(line, '\n');
		if (!end)
			errx(1, "%s: the last line does not end", name);
		*end = '\0';
		rule->kind = line[0];
		rule->path = line + 2;
		if (rule->kind == 'p')
			rule->port = (unsigned int)atoi(rule->path);
	}
}

unsigned long long now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (unsigned long long)t.tv_sec * 1000000000 +
	       (unsigned long long)t.tv_nsec;
}
