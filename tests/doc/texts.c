/* SPDX-License-Identifier: MIT */
/* What the library says where a manual page shows it: argv[1] is the name that
   the page gives it. */
#include <err.h>
#include <liblandlock.h>
#include <stdio.h>
#include <string.h>

static void summary(struct llk_ruleset *rs, char *text, size_t size)
{
	snprintf(text, size, "look: sandbox: %s\n", llk_summary(rs));
}

static void report(struct llk_ruleset *rs, char *text, size_t size)
{
	llk_report(rs, text, size);
}

static void read_file(struct llk_ruleset *rs, char *text, size_t size)
{
	llk_explain_path(rs, "/etc/passwd", LLK_FS_READ_FILE, text, size);
}

static void read_any(struct llk_ruleset *rs, char *text, size_t size)
{
	llk_explain_path(rs, "/etc/passwd", LLK_READ, text, size);
}

/* A ruleset, with a rule on /etc or none, on the kernel of the page. */
static const struct {
	const char *name;
	uint32_t flags;
	uint64_t rights;
	int abi;
	void (*say)(struct llk_ruleset *rs, char *text, size_t size);
} texts[] = {
	{ "partial", LLK_FS | LLK_NET, LLK_READ, 9, summary },
	{ "why", LLK_FS | LLK_EXPLAIN, LLK_EXECUTE, 11, read_file },
	{ "explain", LLK_FS | LLK_EXPLAIN, LLK_FS_READ_FILE, 11, read_any },
	{ "report", LLK_NET, 0, 9, report },
};

static void print(size_t i)
{
	struct llk_ruleset *rs = llk_ruleset_new(11, texts[i].flags |
						 LLK_BEST_EFFORT);
	char text[2048];

	if (texts[i].rights)
		llk_allow_path(rs, "/etc", texts[i].rights, 0);
	if (llk_plan(rs, texts[i].abi, 0) == -1)
		errx(1, "%s", llk_failure(rs));
	texts[i].say(rs, text, sizeof(text));
	fputs(text, stdout);
	llk_ruleset_free(rs);
}

int main(int argc, char *argv[])
{
	size_t i;

	for (i = 0; argc == 2 && i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (!strcmp(texts[i].name, argv[1])) {
			print(i);
			return 0;
		}
	}
	errx(1, "no text has that name");
}
