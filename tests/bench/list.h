/* SPDX-License-Identifier: MIT */
/*
 * A list of rules, as all programs of the comparison read it: a line for each,
 * "d PATH" for a directory to be read, "f PATH" for a file, "p PORT" to connect
 * to; and "w PATH" for a directory to be changed.
 */
#ifndef LIST_H
#define LIST_H

#include <stddef.h>

struct rule {
	char kind;
	const char *path;
	unsigned int port;
};

struct list {
	struct rule *rules;
	size_t count;
};

/* Or the program ends. */
void list_read(struct list *list, const char *name);
/* Nanoseconds from an arbitrary start. */
unsigned long long now(void);

#endif
