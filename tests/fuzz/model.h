/* SPDX-License-Identifier: MIT */
/*
 * The header's promises, written a second time: what the caller has asked of a
 * ruleset so far, what has to become of it on a kernel, and which errors the
 * arguments of a call have.  Shares nothing with src/ but the public constants.
 */
#ifndef MODEL_H
#define MODEL_H

#include "../unit/fake_files.h"
#include "../unit/fake_sys.h"

#define MODEL_RULES	12
#define MODEL_CLASSES	(LLK_FS | LLK_NET | LLK_SCOPE)
#define MODEL_NEW_FLAGS	(MODEL_CLASSES | LLK_BEST_EFFORT | LLK_EXPLAIN)

struct model_rule {
	uint32_t cls, flags;
	uint64_t rights;
	const char *path;		/* NULL: by descriptor, or ports */
	const struct fake_node *node;	/* NULL: missing, or ports */
	unsigned int first, last;
};

/* A request, and how far it got. */
struct model {
	int abi;
	uint32_t flags;
	uint64_t excluded[FAKE_CLASSES];
	uint64_t required[FAKE_CLASSES];
	uint64_t quiet[FAKE_CLASSES];
	int require_abi, refer_fallback;
	struct model_rule rules[MODEL_RULES];
	size_t rules_count;
	enum { MODEL_CONFIGURE, MODEL_RULES_GIVEN, MODEL_PREPARED } stage;
	int sticky;
	/* A call has failed by chance, so not everything can be foretold. */
	bool tainted;
};

/* What the library can know of a kernel. */
struct model_kernel {
	int abi, absent;
	uint64_t accepted[FAKE_CLASSES];
	uint32_t restrict_flags;
	bool quiet;
};

/* What has to come out. */
struct model_plan {
	int error;			/* or 0 */
	int level;
	uint64_t requested[FAKE_CLASSES];
	uint64_t enforced[FAKE_CLASSES];
	uint64_t weaker[FAKE_CLASSES];
	bool layer;
	bool grants_refer;		/* a rule does */
	bool drops_files;		/* for want of refer */
	bool denies_refer;		/* restricted or not, granted or not */
	int threads_effect;		/* 0, LLK_WEAKER or LLK_EQUIVALENT */
	uint32_t restrict_flags;
};

int model_class(uint32_t cls);		/* an index, or -1 */
uint64_t model_all(uint32_t cls);	/* every right that the header has */

void model_new(struct model *model, int abi, uint32_t flags);
uint64_t model_requested(const struct model *model, int c);

/* The errno that a call has to fail with, before it looks at a file; or 0. */
int model_usable(const struct model *model);
int model_configurable(const struct model *model, int last_stage);
int model_fault(const struct model *model);
int model_check_rule(const struct model *model, const struct model_rule *rule,
		     uint32_t known);
int model_check_flags(uint32_t flags);

/* The rights that a rule gives to its object. */
uint64_t model_granted(const struct model_rule *rule);

/* The kernel that is there now, or an honest one. */
void model_kernel_now(struct model_kernel *kernel);
void model_kernel_of_abi(struct model_kernel *kernel, int abi);
int model_threads_effect(const struct model_kernel *kernel, uint32_t flags,
			 int threads);
void model_plan(const struct model *model, const struct model_kernel *kernel,
		uint32_t flags, int threads, struct model_plan *plan);

#endif
