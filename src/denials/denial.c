/* SPDX-License-Identifier: MIT */
/*
 * Questions about one denial: of its records, of the process, of the domain.
 */
#include <errno.h>

#include "internal.h"

unsigned int llki_count_bits(uint64_t mask)
{
	unsigned int n = 0;

	for (; mask; mask &= mask - 1)
		n++;
	return n;
}

bool llki_overreported(uint64_t rights)
{
	const uint64_t alone = LLK_FS_READ_DIR | LLK_FS_IOCTL_DEV |
			       LLK_FS_RESOLVE_UNIX;

	if (rights & LLKI_MOVE && rights & ~LLKI_MOVE)
		return true;
	if (rights & alone && llki_count_bits(rights) > 1)
		return true;
	return llki_count_bits(rights & LLKI_MAKE) > 1 ||
	       llki_count_bits(rights & LLKI_REMOVE) > 1;
}

bool llki_pair(uint64_t from, uint64_t to)
{
	if (from & to & LLK_FS_REFER)
		return true;
	return from & LLKI_MOVE && to & LLKI_MOVE &&
	       (llki_overreported(from) || llki_overreported(to));
}

size_t llk_denial_objects(const struct llk_denial *denial)
{
	return denial ? denial->objects : 0;
}

struct llk_record *llk_denial_record(struct llk_denial *denial, size_t i)
{
	return denial && i < denial->objects ? &denial->object[i] : NULL;
}

/* Which record answers: NULL if the domain does. */
static struct llk_record *source(struct llk_denial *denial, unsigned int field)
{
	switch (field) {
	case LLK_FIELD_PARENT:
	case LLK_FIELD_MODE:
	case LLK_FIELD_PROCESS_WIDE:
	case LLK_FIELD_NO_NEW_PRIVS:
	case LLK_FIELD_DOMAIN_PID:
	case LLK_FIELD_DOMAIN_UID:
	case LLK_FIELD_DOMAIN_EXE:
	case LLK_FIELD_DOMAIN_COMM:
		return NULL;
	case LLK_FIELD_PID:
	case LLK_FIELD_PPID:
	case LLK_FIELD_UID:
	case LLK_FIELD_AUID:
	case LLK_FIELD_EXE:
	case LLK_FIELD_COMM:
	case LLK_FIELD_SYSCALL:
	case LLK_FIELD_ARCH:
	case LLK_FIELD_EXIT:
		if (denial->call.kind)
			return &denial->call;
		return &denial->object[0];
	default:
		return &denial->object[0];
	}
}

/* The domain may have been forgotten. */
static int no_domain(void)
{
	errno = ENODATA;
	return -1;
}

int llk_denial_number(struct llk_denial *denial, unsigned int field,
		      uint64_t *number)
{
	struct llk_record *rec;

	if (!denial || !number) {
		errno = EINVAL;
		return -1;
	}
	rec = source(denial, field);
	if (rec)
		return llk_record_number(rec, field, number);
	if (!denial->domain)
		return no_domain();
	return llk_domain_number(denial->domain, field, number);
}

const char *llk_denial_text(struct llk_denial *denial, unsigned int field,
			    size_t *length)
{
	struct llk_record *rec;

	if (!denial) {
		errno = EINVAL;
		return NULL;
	}
	rec = source(denial, field);
	if (rec)
		return llk_record_text(rec, field, length);
	if (!denial->domain) {
		no_domain();
		return NULL;
	}
	return llk_domain_text(denial->domain, field, length);
}

const struct llk_suggestion *llk_denial_suggestion(struct llk_denial *denial,
						   size_t i)
{
	if (!denial)
		return NULL;
	if (!denial->suggestions_count)
		llki_suggest(denial);
	return i < denial->suggestions_count ? &denial->suggestions[i] : NULL;
}
