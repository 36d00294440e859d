/* SPDX-License-Identifier: MIT */
/*
 * The modelled process from outside: what a call has changed, and what the
 * sandbox allows, foretold by the model and asked of the fake kernel.
 */
#ifndef WORLD_H
#define WORLD_H

#include "model.h"

#define WORLD_PATHS	6
#define WORLD_PORTS	4

struct world {
	int layers;
	bool no_new_privs, muted, unreaped;
	size_t calls, restricts;
	/* What all layers together allow; of a snapshot, unset. */
	uint64_t files[WORLD_PATHS], ports[WORLD_PORTS], scope;
};

/* As it is now; and what the kernel allows now. */
void world_look(struct world *world);
void world_ask(struct world *world);

/* Made no call, or changed nothing that outlives a call. */
void world_must_be_unasked(const struct world *before);
void world_must_be_same(const struct world *before);
/*
 * The same after a failed call that may have got as far as restricting: unless
 * a flag of the kernel helps, no_new_privs comes first and stays.
 */
void world_must_be_unrestricted(const struct world *before, bool flag_helps);

/* What the rules give on a path, and on a port. */
uint64_t world_granted_on(const struct model *model, const char *path);
uint64_t world_granted_to(const struct model *model, unsigned int port);
/* One more layer, exactly as planned and as the rules allow. */
void world_add_layer(struct world *world, const struct model *model,
		     const struct model_kernel *kernel,
		     const struct model_plan *plan);
/* What was foretold, or less; @world then knows which. */
void world_must_allow(struct world *world, bool exactly);

#endif
