/* SPDX-License-Identifier: MIT */
/*
 * What the library knows of rights, scopes and flags, a line for each entry of
 * the tables in liblandlock(7), with the table's title in front.
 */
#include <ctype.h>
#include <liblandlock.h>
#include <stdio.h>

/* The constant of the header, by the name: "fs.read_file". */
static void print_constant(const char *name)
{
	fputs("LLK_", stdout);
	for (; *name; name++)
		putchar(*name == '.' ? '_' : toupper((unsigned char)*name));
}

static void print_right(const char *table, uint32_t cls, uint64_t right)
{
	int abi = llk_right_abi(cls, right);

	printf("%s\t", table);
	if (cls == LLK_RESTRICT_SELF || cls == LLK_ADD_RULE)
		fputs(llk_right_name(cls, right), stdout);
	else
		print_constant(llk_right_name(cls, right));
	printf("\t%d\t%s\t%s\n", abi, llk_abi_linux(abi),
	       llk_right_text(cls, right));
}

static const char *table_of(uint32_t cls, uint64_t right)
{
	switch (cls) {
	case LLK_FS:
		return llk_right_on_file(cls, right) ?
		       "Rights on files and directories" :
		       "Rights on directories";
	case LLK_NET:
		return "Rights on ports";
	case LLK_SCOPE:
		return "Scopes";
	default:
		return "Flags";
	}
}

int main(void)
{
	uint64_t right;
	uint32_t cls;
	int abi;

	for (abi = 1; abi <= LLK_ABI_LATEST; abi++)
		printf("ABI versions\t%d\t%s\n", abi, llk_abi_linux(abi));
	for (cls = LLK_FS; cls <= LLK_ADD_RULE; cls <<= 1)
		for (right = 1; right; right <<= 1)
			if (llk_right_name(cls, right))
				print_right(table_of(cls, right), cls, right);
	return 0;
}
