/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "content/bundle.h"
#include "content/content.h"
#include "content/load.h"
#include "tools/content_commands.h"
#include "tools/tools.h"

/*
 * `kenshu content publish`: revisions stand beside each other in one folder, and the next one's number is
 * one more than the highest there. What was published is never written over; publishing the same content
 * again gives the same revision, byte for byte.
 */

#define NEIGHBOURS_MAX 1000

/* What the revisions beside the new one say about it. */
struct shelf {
	int version; /* of the new one */
	char previous[KS_HASH_HEX];
	int highest;
};

static void look_at(const char *path, const char *digest, struct shelf *shelf)
{
	struct ks_diags diags = {0};
	struct ks_bundle bundle;

	if (!ks_bundle_is(path))
		return;
	if (ks_bundle_load(path, &bundle, &diags) == KS_OK) {
		if (strcmp(bundle.digest, digest) == 0) { /* published before: the same again */
			shelf->version = bundle.version;
			memcpy(shelf->previous, bundle.previous, sizeof(shelf->previous));
		}
		if (bundle.version > shelf->highest) {
			shelf->highest = bundle.version;
			if (shelf->version == 0)
				memcpy(shelf->previous, bundle.digest, sizeof(shelf->previous));
		}
	}
	ks_diags_print(&diags, stderr); /* a damaged neighbour is worth knowing */
	ks_diags_finish(&diags);
	ks_bundle_finish(&bundle);
}

static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return ks_strdup(".");
	return slash == path ? ks_strdup("/") : ks_strndup(path, (size_t)(slash - path));
}

static struct shelf read_shelf(const char *out, const char *digest)
{
	struct shelf shelf = {0};
	char *folder = folder_of(out), **names = NULL;
	size_t n = 0;

	if (ks_folder_list(folder, NULL, &names, &n) == KS_OK) {
		for (size_t i = 0; i < n && i < NEIGHBOURS_MAX; i++) {
			char *path = ks_path_join(folder, names[i]);

			look_at(path, digest, &shelf);
			free(path);
		}
		ks_folder_list_finish(names, n);
	}
	free(folder);
	if (shelf.version == 0)
		shelf.version = shelf.highest + 1;
	return shelf;
}

static int say_existing(const char *out, const char *digest)
{
	struct ks_diags diags = {0};
	struct ks_bundle bundle;
	bool is_same =
		ks_bundle_load(out, &bundle, &diags) == KS_OK && strcmp(bundle.digest, digest) == 0;

	if (is_same)
		printf("%s は、この内容の版 %d です。変わったところはありません。\n", out,
		       bundle.version);
	else
		fprintf(stderr,
			"%s はすでにあります。公開した版は書き換えません。別の名前にしてください。\n",
			out);
	ks_diags_finish(&diags);
	ks_bundle_finish(&bundle);
	return is_same ? KS_EXIT_DONE : KS_EXIT_FAILED;
}

static int write_bundle(const char *folder, const char *digest, const char *out,
			struct ks_diags *diags)
{
	struct shelf shelf = read_shelf(out, digest);
	struct ks_buf bytes = {0};
	enum ks_rc rc = ks_bundle_make(folder, shelf.version, shelf.previous, &bytes, diags);
	int exit_code = KS_EXIT_FAILED;

	if (rc == KS_OK) {
		rc = ks_file_create(out, bytes.data, bytes.len, 0444);
		if (rc == KS_OK) {
			printf("版 %d として公開しました: %s\nダイジェスト: %s\n", shelf.version,
			       out, digest);
			exit_code = KS_EXIT_DONE;
		} else if (rc == KS_CONFLICT) {
			exit_code = say_existing(out, digest);
		} else {
			fprintf(stderr, "%s を書けません（%s）。場所と空き容量を確かめてください。\n",
				out, ks_rc_name(rc));
		}
	}
	ks_buf_finish(&bytes);
	return exit_code;
}

static int publish(const char *folder, const char *out, struct ks_diags *diags)
{
	struct ks_content content;
	char digest[KS_HASH_HEX];

	if (ks_content_check_all(folder, diags) != KS_OK) {
		fprintf(stderr,
			"誤りがあるため、公開しませんでした。直してから、もう一度実行してください。\n");
		return KS_EXIT_FAILED;
	}
	if (ks_content_load(folder, &content, diags) != KS_OK) {
		ks_content_finish(&content);
		return KS_EXIT_FAILED;
	}
	memcpy(digest, content.digest, sizeof(digest));
	ks_content_finish(&content);
	return ks_file_exists(out) ? say_existing(out, digest)
				   : write_bundle(folder, digest, out, diags);
}

int ks_content_publish(int argc, char **argv)
{
	const char *folder = NULL, *out = NULL;
	const struct ks_option options[] = {
		{"--out", "FILE",
		 "版のファイル（同じフォルダーにある版の次の番号になります。上書きはしません）",
		 &out, NULL, true},
	};
	const struct ks_args args = {
		.program = "kenshu content publish",
		.summary = "教材を調べ、誤りがなければ、変えられない一つの版（ファイル）にします",
		.operands = "教材のフォルダー",
		.n_operands_min = 1,
		.n_operands_max = 1,
		.options = options,
		.n_options = KS_COUNT(options),
	};
	struct ks_diags diags = {0};
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, &folder, &exit_code))
		return exit_code;
	if (ks_file_exists(folder)) {
		fprintf(stderr, "%s はフォルダーではありません。\n", folder);
		return KS_EXIT_USAGE;
	}
	exit_code = publish(folder, out, &diags);
	ks_diags_print(&diags, stderr);
	ks_diags_finish(&diags);
	return exit_code;
}
