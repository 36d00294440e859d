/* SPDX-License-Identifier: MIT */
/*
 * The differential test: the library's evaluator, the unit tests' model of the
 * kernel, and the kernel that runs here must give the same verdicts on random
 * trees, rulesets and accesses.
 *
 *	model [--verdicts N] [--seed N] [--in DIRECTORY]
 *
 * Trial number i of a run has the seed N + i, so the seed that a failure prints
 * reproduces it as the first trial of a run.  LLK_SEED in the environment is
 * the same as --seed.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "trial.h"

#define USUAL_VERDICTS	25000
#define USUAL_SEED	1
/* Trials without one access that can be judged, in a row. */
#define MOST_IDLE	100
/* STATX_ATTR_MOUNT_ROOT, which C libraries have learnt at different times. */
#define MOUNT_ROOT	0x2000

struct options {
	unsigned long verdicts;
	uint64_t seed;
	const char *directory;
};

static bool number(const char *text, uint64_t *value)
{
	char *end;

	if (!text || !*text)
		return false;
	errno = 0;
	*value = strtoull(text, &end, 0);
	return !errno && !*end;
}

static bool parse(int argc, char *argv[], struct options *options)
{
	const char *seed = getenv("LLK_SEED");
	uint64_t value;
	int i;

	*options = (struct options){
		.verdicts = USUAL_VERDICTS,
		.seed = USUAL_SEED,
		.directory = getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp",
	};
	if (seed && !number(seed, &options->seed))
		return false;
	for (i = 1; i + 1 < argc; i += 2) {
		if (strcmp(argv[i], "--in") == 0) {
			options->directory = argv[i + 1];
			continue;
		}
		if (!number(argv[i + 1], &value))
			return false;
		if (strcmp(argv[i], "--verdicts") == 0)
			options->verdicts = (unsigned long)value;
		else if (strcmp(argv[i], "--seed") == 0)
			options->seed = value;
		else
			return false;
	}
	return i == argc;
}

static void report_failure(struct trial *trial, const char *base,
			   struct outcome *outcome)
{
	const struct trial whole = *trial;

	printf("LLK_SEED=%" PRIu64 ": %s\nmaking it short...\n", trial->seed,
	       outcome->text);
	fflush(stdout);
	trial_shrink(trial, base, outcome);
	if (!outcome->differs) {
		/* It does not fail each time: then as it was. */
		*trial = whole;
		trial_play(trial, base, outcome);
	}
	trial_print(trial, outcome);
}

/* 0 if all verdicts are the same. */
static int play_all(const struct options *options, const char *base,
		    struct outcome *outcome)
{
	static struct trial trial;
	unsigned long before = 0, idle = 0;
	uint64_t seed = options->seed;

	for (; outcome->verdicts < options->verdicts; seed++) {
		trial_generate(&trial, seed);
		trial_play(&trial, base, outcome);
		if (outcome->differs) {
			report_failure(&trial, base, outcome);
			return 1;
		}
		idle = outcome->accesses == before ? idle + 1 : 0;
		before = outcome->accesses;
		if (idle > MOST_IDLE) {
			printf("no access can be judged here\n");
			return 1;
		}
	}
	printf("ABI %d, seeds %" PRIu64 " to %" PRIu64 ": %lu verdicts, %lu of "
	       "them on files and ports (%lu denied), no difference\n",
	       llk_kernel_abi() < 0 ? 0 : llk_kernel_abi(), options->seed,
	       seed - 1, outcome->verdicts, outcome->accesses,
	       outcome->denials);
	return 0;
}

/*
 * In a chroot whose "/" is not a mount's root, the kernel goes on above it,
 * where the evaluator cannot see.  That matters if the trees are on a mount of
 * their own.
 */
static bool sees_the_root(const char *directory)
{
	struct statx root;
	struct stat here, there;

	if (stat("/", &here) || stat(directory, &there) ||
	    here.st_dev == there.st_dev ||
	    statx(AT_FDCWD, "/", 0, STATX_TYPE, &root))
		return true;
	return root.stx_attributes & MOUNT_ROOT ||
	       !(root.stx_attributes_mask & MOUNT_ROOT);
}

int main(int argc, char *argv[])
{
	struct outcome *outcome;
	struct options options;
	char base[256];
	int failed;

	if (!parse(argc, argv, &options)) {
		fprintf(stderr, "usage: %s [--verdicts N] [--seed N] "
			"[--in DIRECTORY]\n", argv[0]);
		return 2;
	}
	if (llk_kernel_abi() > 0 && llk_layers_left() < MOST_LAYERS) {
		printf("already in too many sandboxes: %d layers are left\n",
		       llk_layers_left());
		return 77;
	}
	if (!sees_the_root(options.directory)) {
		printf("in a chroot, which hides directories above \"/\"\n");
		return 77;
	}
	outcome = mmap(NULL, sizeof(*outcome), PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (outcome == MAP_FAILED) {
		perror("mmap");
		return 1;
	}
	umask(022);
	snprintf(base, sizeof(base), "%s/model.XXXXXX", options.directory);
	if (!mkdtemp(base)) {
		printf("cannot work in %s: %s\n", options.directory,
		       strerror(errno));
		return 77;
	}
	failed = play_all(&options, base, outcome);
	if (rmdir(base))
		perror(base);
	return failed;
}
