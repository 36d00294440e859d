/* SPDX-License-Identifier: MIT */
/*
 * Arguments of calls, valid ones more often than others, from bytes.
 */
#ifndef CHOICES_H
#define CHOICES_H

#include "fuzz.h"

uint32_t choose_class(struct input *in);
uint64_t choose_rights(struct input *in, uint32_t cls);
int choose_abi(struct input *in);
uint32_t choose_new_flags(struct input *in);
uint32_t choose_flags(struct input *in);
uint32_t choose_rule_flags(struct input *in);
const char *choose_path(struct input *in);	/* or NULL */
void choose_ports(struct input *in, unsigned int *first, unsigned int *last);
int choose_errno(struct input *in);

#endif
