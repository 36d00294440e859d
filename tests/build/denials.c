/* SPDX-License-Identifier: MIT */
/*
 * Uses both libraries, and prints what would allow the denial of one record.
 */
#include <liblandlock-denials.h>
#include <stdio.h>
#include <string.h>

int main(void)
{
	static const char line[] =
		"type=LANDLOCK_ACCESS msg=audit(1.000:2): domain=1f "
		"blockers=fs.read_file path=\"/etc/passwd\" dev=\"vda\" ino=4";
	struct llk_record *rec = llk_record_new();
	struct llk_joiner *joiner = llk_joiner_new(LLK_JOINER_MEMORY);
	char text[256];

	if (!rec || !joiner || llk_record_parse(rec, line, strlen(line)) != 1 ||
	    llk_joiner_add(joiner, rec))
		return 1;
	llk_joiner_flush(joiner);
	llk_suggestion_text(llk_denial_suggestion(llk_joiner_next(joiner), 0),
			    LLK_TEXT_CALL, 0, text, sizeof(text));
	puts(text);
	llk_joiner_free(joiner);
	llk_record_free(rec);
	return llk_plan(NULL, 1, 0) == -1 && llk_failure(NULL) ? 0 : 1;
}
