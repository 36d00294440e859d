/* SPDX-License-Identifier: MIT */
/*
 * abi: what Landlock on this kernel offers, as a table.  Exit status 1 if it is
 * not there; the table then shows what newer kernels have.
 */
#include <errno.h>
#include <liblandlock.h>
#include <stdio.h>
#include <string.h>

static void print_errata(void)
{
	int i, errata = llk_kernel_errata();

	if (errata == -1) {
		puts("errata fixed: this kernel does not tell");
		return;
	}
	fputs("errata fixed:", stdout);
	for (i = 0; i < 31; i++)
		if (errata >> i & 1)
			printf(" %d", i + 1);
	puts(errata ? "" : " none");
}

static void print_layers(void)
{
	int layers = llk_layers_left();

	if (layers == -1)
		printf("layers left: unknown: %s\n", strerror(errno));
	else
		printf("layers left: %d\n", layers);
}

/* Returns the ABI version, 0 if Landlock is absent. */
static int print_kernel(void)
{
	int abi = llk_kernel_abi();
	const char *absence;

	if (abi == -1) {
		absence = llk_absence(errno);
		puts(absence ? absence : strerror(errno));
		return 0;
	}
	printf("Landlock ABI: %d (this library knows 1 to %d)\n", abi,
	       LLK_ABI_LATEST);
	print_errata();
	print_layers();
	return abi;
}

/* What the kernel takes, which can be less than its ABI version promises. */
static uint64_t accepted(uint32_t cls, int abi)
{
	uint64_t rights;

	/* Flags cannot be asked for without an effect; the version tells. */
	if (cls == LLK_RESTRICT_SELF || cls == LLK_ADD_RULE)
		return llk_abi_rights(abi < LLK_ABI_LATEST ? abi :
				      LLK_ABI_LATEST, cls);
	return llk_kernel_rights(cls, &rights) ? 0 : rights;
}

static void print_class(uint32_t cls, int abi)
{
	uint64_t right, all = llk_abi_rights(LLK_ABI_LATEST, cls);
	uint64_t here = accepted(cls, abi);
	int since;

	for (right = 1; right && right <= all; right <<= 1) {
		if (!(all & right))
			continue;
		since = llk_right_abi(cls, right);
		printf("%-34s %3d  %-5s  %-4s  %-5s  %s\n",
		       llk_right_name(cls, right), since, llk_abi_linux(since),
		       here & right ? "yes" : "no",
		       llk_right_on_file(cls, right) ? "yes" : "-",
		       llk_right_text(cls, right));
	}
}

int main(void)
{
	int abi = print_kernel();

	/* "files": a rule on what is not a directory takes it, too. */
	printf("\n%-34s %3s  %-5s  %-4s  %-5s  %s\n", "right or flag", "ABI",
	       "Linux", "here", "files", "what it is about");
	print_class(LLK_FS, abi);
	print_class(LLK_NET, abi);
	print_class(LLK_SCOPE, abi);
	print_class(LLK_RESTRICT_SELF, abi);
	print_class(LLK_ADD_RULE, abi);
	return abi ? 0 : 1;
}
