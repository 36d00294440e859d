/* SPDX-License-Identifier: MIT */
/*
 * What the fuzz targets about denials share: what must be true of any record,
 * denial, suggestion and text.
 */
#ifndef FUZZ_DENIALS_H
#define FUZZ_DENIALS_H

#include <liblandlock-denials.h>

#include "fuzz.h"

/* A text for people: UTF-8 without control characters, but newlines if so. */
void check_text(const char *text, size_t length, bool newlines);
/* All that can be asked about a record. */
void check_record(struct llk_record *rec, int ret);
/* The same of a denial, with its texts and suggestions. */
void check_denial(struct llk_denial *denial);
/* Does a path come out of the text that the shell and C get? */
void check_suggestion(const struct llk_suggestion *suggestion);

#endif
