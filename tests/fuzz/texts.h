/* SPDX-License-Identifier: MIT */
/*
 * What is true of every text that the library writes for people.
 */
#ifndef TEXTS_H
#define TEXTS_H

#include <stdbool.h>
#include <stdint.h>

#include "../../include/liblandlock.h"

/* Report, summary and failure of a ruleset; @seed chooses sizes of buffers. */
void texts_check(struct llk_ruleset *rs, unsigned int seed);

/* Can a reader see the path, or its beginning, between the quotes? */
bool texts_contain(const char *text, const char *path);

#endif
