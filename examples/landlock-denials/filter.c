/* SPDX-License-Identifier: MIT */
/* Which denials are asked for. */
#include <string.h>

#include "denials.h"

const char *executable(struct llk_denial *denial, size_t *length)
{
	const char *exe = llk_denial_text(denial, LLK_FIELD_EXE, length);

	return exe ? exe : llk_denial_text(denial, LLK_FIELD_DOMAIN_EXE,
					   length);
}

bool wall_time(struct llk_denial *denial, uint64_t *time)
{
	return llk_record_form(llk_denial_record(denial, 0)) !=
	       LLK_FORM_TRACE &&
	       !llk_denial_number(denial, LLK_FIELD_TIME, time);
}

static bool same_program(const char *wanted_exe, const char *exe)
{
	const char *name = strrchr(exe, '/');

	if (!strchr(wanted_exe, '/') && name)
		exe = name + 1;
	return !strcmp(exe, wanted_exe);
}

/* Who was denied, or who made the sandbox. */
static bool about_program(struct llk_denial *denial, const char *exe)
{
	static const unsigned int fields[] = { LLK_FIELD_EXE,
					       LLK_FIELD_DOMAIN_EXE };
	const char *text;
	size_t i;

	for (i = 0; i < 2; i++) {
		text = llk_denial_text(denial, fields[i], NULL);
		if (text && same_program(exe, text))
			return true;
	}
	return false;
}

static bool is(struct llk_denial *denial, unsigned int field, uint64_t wish)
{
	uint64_t number;

	return !llk_denial_number(denial, field, &number) && number == wish;
}

bool wanted(const struct options *options, struct llk_denial *denial)
{
	uint64_t time;

	if (options->exe && !about_program(denial, options->exe))
		return false;
	if (options->has_domain &&
	    !is(denial, LLK_FIELD_DOMAIN, options->domain))
		return false;
	if (options->has_pid && !is(denial, LLK_FIELD_PID, options->pid) &&
	    !is(denial, LLK_FIELD_DOMAIN_PID, options->pid))
		return false;
	if (!options->has_since && !options->has_until)
		return true;
	return wall_time(denial, &time) &&
	       (!options->has_since || time >= options->since) &&
	       (!options->has_until || time < options->until);
}
