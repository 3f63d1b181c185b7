/* SPDX-License-Identifier: Apache-2.0 */
#include "content/folder.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "content/rich_build.h"
#include "content/yaml.h"

/* Which files are content. The digest names one state of the whole folder; every recorded answer carries it. */

#define WALK_DEPTH_MAX 6
#define FILE_BYTES_MAX ((size_t)16 << 20)

/* The parts of the folder that a learner can meet. The author's guide and samples are not among them. */
static const char *const parts[] = {"checklists",        "courses", "drills",  "lessons",
				    "organisation.yaml", "policy",  "posters", "readings.yaml"};

static void walk(const char *root, const char *relative, int depth, struct ks_folder_files *out)
{
	char *path = ks_path_join(root, relative);
	char **names = NULL;
	size_t n = 0;

	if (ks_folder_exists(path) && depth < WALK_DEPTH_MAX) {
		if (ks_folder_list(path, NULL, &names, &n) == KS_OK) {
			for (size_t i = 0; i < n; i++) {
				char *below = ks_path_join(relative, names[i]);

				walk(root, below, depth + 1, out);
				free(below);
			}
			ks_folder_list_finish(names, n);
		}
	} else if (ks_file_exists(path)) {
		ks_grow(&out->paths, out->n, &out->capacity);
		out->paths[out->n++] = ks_strdup(relative);
	}
	free(path);
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void ks_folder_walk(const char *folder, struct ks_folder_files *out)
{
	*out = (struct ks_folder_files){0};
	for (size_t i = 0; i < KS_COUNT(parts); i++)
		walk(folder, parts[i], 0, out);
	if (out->n > 1)
		qsort(out->paths, out->n, sizeof(*out->paths), by_bytes);
}

bool ks_folder_is_part(const char *path)
{
	for (size_t i = 0; i < KS_COUNT(parts); i++) {
		size_t len = strlen(parts[i]);
		bool is_file = strchr(parts[i], '.');

		if (strncmp(path, parts[i], len) == 0 && path[len] == (is_file ? '\0' : '/'))
			return true;
	}
	return false;
}

void ks_folder_files_finish(struct ks_folder_files *files)
{
	for (size_t i = 0; i < files->n; i++)
		free(files->paths[i]);
	free(files->paths);
	*files = (struct ks_folder_files){0};
}

void ks_folder_digest(const char *folder, char out[KS_HASH_HEX])
{
	struct ks_folder_files files;
	struct ks_buf lines = {0};
	uint8_t hash[KS_HASH_BYTES];
	char hex[KS_HASH_HEX];

	ks_folder_walk(folder, &files);
	for (size_t i = 0; i < files.n; i++) {
		char *path = ks_path_join(folder, files.paths[i]);
		char *data = NULL;
		size_t len = 0;

		if (ks_file_read(path, FILE_BYTES_MAX, &data, &len) == KS_OK) {
			ks_sha256(data, len, hash);
			ks_hex(hash, sizeof(hash), hex);
			ks_buf_printf(&lines, "%s  %s\n", hex, files.paths[i]);
		}
		free(data);
		free(path);
	}
	ks_sha256(ks_buf_text(&lines), lines.len, hash);
	ks_hex(hash, sizeof(hash), out);
	ks_buf_finish(&lines);
	ks_folder_files_finish(&files);
}
