/* SPDX-License-Identifier: MIT */
/*
 * What texts about denials and about suggestions share.
 */
#ifndef LLKI_DENIALS_WORDS_H
#define LLKI_DENIALS_WORDS_H

#include "../text.h"

/* Names, or, with " | " between them, constants of C. */
void llki_put_names(struct llki_text *text, uint32_t cls, uint64_t rights,
		     const char *separator);

#endif
