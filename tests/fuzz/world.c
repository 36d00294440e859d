/* SPDX-License-Identifier: MIT */
/*
 * Before and after.
 */
#include "fuzz.h"
#include "world.h"

static const char *const paths[WORLD_PATHS] = {
	"/", "/usr", "/usr/bin/true", "/etc/app.conf", "/home/user/keys",
	"/dev/null",
};
static const unsigned int ports[WORLD_PORTS] = { 0, 22, 443, 65535 };

static uint64_t ask_files(const char *path, uint64_t among)
{
	uint64_t bit, allowed = 0;

	for (bit = 1; bit <= among; bit <<= 1)
		if (among & bit && fake_may(path, bit))
			allowed |= bit;
	return allowed;
}

static uint64_t ask_port(unsigned int port, uint64_t among)
{
	uint64_t bit, allowed = 0;

	for (bit = 1; bit <= among; bit <<= 1)
		if (among & bit && fake_may_port(port, bit))
			allowed |= bit;
	return allowed;
}

static uint64_t ask_scope(uint64_t among)
{
	uint64_t bit, allowed = 0;

	for (bit = 1; bit <= among; bit <<= 1)
		if (among & bit && fake_may_scope(bit))
			allowed |= bit;
	return allowed;
}

void world_look(struct world *world)
{
	world->layers = fake.layers;
	world->no_new_privs = fake.no_new_privs;
	world->muted = fake.muted;
	world->unreaped = fake.unreaped;
	world->calls = fake_count(FAKE_ANY);
	world->restricts = fake_count(FAKE_RESTRICT);
}

void world_ask(struct world *world)
{
	int i;

	for (i = 0; i < WORLD_PATHS; i++)
		world->files[i] = ask_files(paths[i], model_all(LLK_FS));
	for (i = 0; i < WORLD_PORTS; i++)
		world->ports[i] = ask_port(ports[i], model_all(LLK_NET));
	world->scope = ask_scope(model_all(LLK_SCOPE));
}

/* ---- nothing changed ---------------------------------------------------- */

void world_must_be_unasked(const struct world *before)
{
	must(fake_count(FAKE_ANY) == before->calls, "made a call");
	world_must_be_same(before);
}

void world_must_be_same(const struct world *before)
{
	must(fake.no_new_privs == before->no_new_privs, "no_new_privs changed");
	must(fake.layers == before->layers, "layers changed");
	must(fake.muted == before->muted, "muted");
	must(fake.unreaped == before->unreaped, "a child is left");
}

void world_must_be_unrestricted(const struct world *before, bool flag_helps)
{
	struct world changed = *before;

	if (fake.no_new_privs && !flag_helps &&
	    fake_count(FAKE_RESTRICT) > before->restricts)
		changed.no_new_privs = true;
	world_must_be_same(&changed);
}

/* ---- one layer more ----------------------------------------------------- */

static bool is_below(const struct fake_node *node, const struct fake_node *top)
{
	for (; node; node = fake_parent(node))
		if (node == top)
			return true;
	return false;
}

static uint64_t granted_files(const struct model *model,
			      const struct fake_node *node)
{
	uint64_t rights = 0;
	size_t i;

	for (i = 0; i < model->rules_count; i++)
		if (model->rules[i].cls == LLK_FS && model->rules[i].node &&
		    is_below(node, model->rules[i].node))
			rights |= model_granted(&model->rules[i]);
	return rights;
}

uint64_t world_granted_on(const struct model *model, const char *path)
{
	int error;

	return granted_files(model, fake_resolve(NULL, path, &error));
}

uint64_t world_granted_to(const struct model *model, unsigned int port)
{
	uint64_t rights = 0;
	size_t i;

	/* Without INET no rule is needed, and none is there. */
	for (i = 0; i < model->rules_count && !fake.kernel.no_inet; i++)
		if (model->rules[i].cls == LLK_NET &&
		    port >= model->rules[i].first &&
		    port <= model->rules[i].last)
			rights |= model->rules[i].rights;
	return rights;
}

/* Refer is denied by each layer, unless granted or not to be restricted. */
static uint64_t files_denied(const struct model *model,
			     const struct model_kernel *kernel,
			     const struct model_plan *plan, const char *path)
{
	uint64_t denied = plan->enforced[FAKE_FS] &
			  ~world_granted_on(model, path);

	if (!(kernel->accepted[FAKE_FS] & LLK_FS_REFER))
		denied |= LLK_FS_REFER;
	return denied;
}

void world_add_layer(struct world *world, const struct model *model,
		     const struct model_kernel *kernel,
		     const struct model_plan *plan)
{
	int i;

	if (!plan->layer)
		return;
	world->layers++;
	for (i = 0; i < WORLD_PATHS; i++)
		world->files[i] &= ~files_denied(model, kernel, plan, paths[i]);
	for (i = 0; i < WORLD_PORTS; i++)
		world->ports[i] &= ~plan->enforced[FAKE_NET] |
				   world_granted_to(model, ports[i]);
	world->scope &= ~plan->enforced[FAKE_SCOPE];
}

static void must_be_allowed(const char *what, uint64_t now, uint64_t foretold,
			    bool exactly)
{
	must(!(now & ~foretold), "%s: %llx is allowed, not %llx", what,
	     (unsigned long long)now, (unsigned long long)foretold);
	must(!exactly || now == foretold, "%s: %llx is allowed, not %llx", what,
	     (unsigned long long)now, (unsigned long long)foretold);
}

void world_must_allow(struct world *world, bool exactly)
{
	struct world now;
	int i;

	must(fake.layers == world->layers, "%d layers, not %d", fake.layers,
	     world->layers);
	now = *world;
	world_ask(&now);
	for (i = 0; i < WORLD_PATHS; i++)
		must_be_allowed(paths[i], now.files[i], world->files[i],
				exactly);
	for (i = 0; i < WORLD_PORTS; i++)
		must_be_allowed("a port", now.ports[i], world->ports[i],
				exactly);
	must_be_allowed("scope", now.scope, world->scope, exactly);
	*world = now;
}
