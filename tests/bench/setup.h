/* SPDX-License-Identifier: MIT */
/*
 * Sets up a sandbox from a list of rules: by hand in raw.c, by the library in
 * ours.c.
 */
#ifndef SETUP_H
#define SETUP_H

#include "list.h"

/* What the rules and the ruleset are pinned to in all programs. */
#define PINNED_ABI	7

/* Restrict the process, @layers times; or the program ends. */
void set_up(const struct list *list, int layers);

#endif
