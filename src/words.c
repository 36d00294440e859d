/* SPDX-License-Identifier: MIT */
/*
 * Versions and rights in words.
 */
#include "internal.h"

void llki_put_abi(struct llki_text *text, int abi)
{
	llki_put(text, "Linux ");
	llki_put(text, llk_abi_linux(abi));
	llki_put(text, " (ABI ");
	llki_put_number(text, abi);
	llki_put_char(text, ')');
}

void llki_put_rights(struct llki_text *text, uint32_t cls, uint64_t rights)
{
	const char *separator = "";
	size_t i;

	for (i = 0; i < llki_rights_count; i++) {
		if (llki_rights[i].cls != cls || !(llki_rights[i].bit & rights))
			continue;
		llki_put(text, separator);
		llki_put(text, llki_right_words[i].name);
		separator = ", ";
	}
}
