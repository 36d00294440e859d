/* SPDX-License-Identifier: MIT */
/*
 * A plain main() for a fuzz target, for any compiler: runs the files that are
 * named, and all files of the directories that are named, once each.
 */
#define _POSIX_C_SOURCE 200809L

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "fuzz.h"

#define LARGEST 65536

static int replay_file(const char *path)
{
	uint8_t *data = malloc(LARGEST);
	FILE *file = fopen(path, "rb");
	size_t size;

	if (!data || !file) {
		perror(path);
		exit(1);
	}
	size = fread(data, 1, LARGEST, file);
	fclose(file);
	/* The last line of a run that fails. */
	fprintf(stderr, "%s\n", path);
	LLVMFuzzerTestOneInput(data, size);
	free(data);
	return 1;
}

static int replay(const char *path);

static int replay_directory(const char *path, DIR *directory)
{
	const struct dirent *entry;
	char name[4096];
	int count = 0;

	while ((entry = readdir(directory))) {
		if (entry->d_name[0] == '.')
			continue;
		if (snprintf(name, sizeof(name), "%s/%s", path,
			     entry->d_name) < (int)sizeof(name))
			count += replay(name);
	}
	closedir(directory);
	return count;
}

static int replay(const char *path)
{
	DIR *directory = opendir(path);

	if (directory)
		return replay_directory(path, directory);
	return replay_file(path);
}

int main(int argc, char *argv[])
{
	int i, count = 0;

	for (i = 1; i < argc; i++)
		count += replay(argv[i]);
	printf("%d inputs\n", count);
	return count ? 0 : 1;
}
