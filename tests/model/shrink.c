/* SPDX-License-Identifier: MIT */
/*
 * Make a failing trial short: drop one thing after the other, and keep it
 * dropped if the trial still fails.
 */
#include "trial.h"

#define MOST_SWITCHES (MOST_ENTRIES + MOST_ACCESSES + MOST_CALLS + \
		       MOST_LAYERS * (1 + MOST_RULES + MOST_PORTS))

struct switches {
	bool *of[MOST_SWITCHES];
	size_t count;
};

static void add(struct switches *switches, bool *dropped)
{
	switches->of[switches->count++] = dropped;
}

/* From what explains least to what the rest stands on. */
static void collect(struct trial *trial, struct switches *switches)
{
	size_t i, j;

	switches->count = 0;
	for (i = 0; i < trial->calls_count; i++)
		add(switches, &trial->calls[i].dropped);
	for (i = trial->accesses_count; i > 0; i--)
		add(switches, &trial->accesses[i - 1].dropped);
	for (i = 0; i < trial->layers_count; i++)
		add(switches, &trial->layers[i].dropped);
	for (i = 0; i < trial->layers_count; i++) {
		struct layer *layer = &trial->layers[i];

		for (j = 0; j < layer->paths_count; j++)
			add(switches, &layer->paths[j].dropped);
		for (j = 0; j < layer->ports_count; j++)
			add(switches, &layer->ports[j].dropped);
	}
	for (i = trial->entries_count; i > 0; i--)
		add(switches, &trial->entries[i - 1].dropped);
}

static bool fails(const struct trial *trial, const char *base,
		  struct outcome *outcome)
{
	trial_play(trial, base, outcome);
	return outcome->differs;
}

/* Drop @size switches from number @first on, those that are not yet. */
static bool drop(struct trial *trial, const struct switches *switches,
		 size_t first, size_t size, const char *base,
		 struct outcome *outcome)
{
	bool *dropped[MOST_SWITCHES];
	size_t i, count = 0;

	for (i = first; i < first + size && i < switches->count; i++)
		if (!*switches->of[i])
			dropped[count++] = switches->of[i];
	for (i = 0; i < count; i++)
		*dropped[i] = true;
	if (!count || fails(trial, base, outcome))
		return count;
	for (i = 0; i < count; i++)
		*dropped[i] = false;
	return false;
}

/* Many at once first: most of a trial has nothing to do with the failure. */
static bool drop_some(struct trial *trial, const char *base,
		      struct outcome *outcome)
{
	struct switches switches;
	bool progress = false;
	size_t i, size;

	collect(trial, &switches);
	for (size = 27; size; size /= 3)
		for (i = 0; i < switches.count; i += size)
			progress |= drop(trial, &switches, i, size, base,
					 outcome);
	return progress;
}

/* Take bits off a mask that the difference does not need. */
static void thin(struct trial *trial, uint64_t *mask, const char *base,
		 struct outcome *outcome)
{
	uint64_t bit;

	for (bit = 1; bit && bit <= *mask; bit <<= 1) {
		if (!(*mask & bit) || *mask == bit)
			continue;
		*mask &= ~bit;
		if (!fails(trial, base, outcome))
			*mask |= bit;
	}
}

static void thin_rules(struct trial *trial, const char *base,
		       struct outcome *outcome)
{
	size_t i, j;

	for (i = 0; i < trial->layers_count; i++) {
		struct layer *layer = &trial->layers[i];

		if (layer->dropped)
			continue;
		for (j = 0; j < layer->paths_count; j++)
			if (!layer->paths[j].dropped)
				thin(trial, &layer->paths[j].rights, base,
				     outcome);
	}
}

void trial_shrink(struct trial *trial, const char *base,
		  struct outcome *outcome)
{
	while (drop_some(trial, base, outcome))
		;
	thin_rules(trial, base, outcome);
	/* The text of the last one that failed. */
	trial_play(trial, base, outcome);
}
