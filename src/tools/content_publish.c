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
 * again gives the same revision, byte for byte. Signed, the number is given: it is what kiosks never go back behind, also
 * where the same content is published once more.
 */

#define NEIGHBOURS_MAX 1000

/* How it is to be signed; key.public_key "": not at all. */
struct signing {
	struct ks_sign_key key;
	const char *next_key;
	int counter;
};

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

static bool is_signed_so(const struct ks_bundle *bundle, const struct signing *signing)
{
	return strcmp(bundle->signer, signing->key.public_key) == 0 &&
	       (signing->counter == 0 || bundle->version == signing->counter) &&
	       strcmp(bundle->keys[1], signing->next_key ? signing->next_key : "") == 0;
}

static int say_existing(const char *out, const char *digest, const struct signing *signing)
{
	struct ks_diags diags = {0};
	struct ks_bundle bundle;
	bool is_same = ks_bundle_load(out, &bundle, &diags) == KS_OK &&
		       strcmp(bundle.digest, digest) == 0 && is_signed_so(&bundle, signing);

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

static enum ks_rc make(const char *folder, const char *out, const struct signing *signing,
		       struct shelf *shelf, struct ks_buf *bytes, struct ks_diags *diags)
{
	struct ks_bundle_wish wish = {.previous = shelf->previous,
				      .key = signing->counter > 0 ? &signing->key : NULL,
				      .next_key = signing->next_key};

	if (signing->counter > 0 && signing->counter <= shelf->highest) {
		ks_diags_error(diags, out, 0,
			       "同じフォルダーに版 %d があります。--counter を %d 以上にしてください。",
			       shelf->highest, shelf->highest + 1);
		return KS_CONFLICT;
	}
	if (signing->counter > 0)
		shelf->version = signing->counter;
	wish.version = shelf->version;
	return ks_bundle_make(folder, &wish, bytes, diags);
}

static int write_bundle(const char *folder, const char *digest, const char *out,
			const struct signing *signing, struct ks_diags *diags)
{
	struct shelf shelf = read_shelf(out, digest);
	struct ks_buf bytes = {0};
	enum ks_rc rc = make(folder, out, signing, &shelf, &bytes, diags);
	int exit_code = KS_EXIT_FAILED;

	if (rc == KS_OK) {
		rc = ks_file_create(out, bytes.data, bytes.len, 0444);
		if (rc == KS_OK) {
			printf("版 %d として公開しました: %s\nダイジェスト: %s\n", shelf.version,
			       out, digest);
			if (signing->counter > 0)
				printf("署名: %s\n", signing->key.public_key);
			exit_code = KS_EXIT_DONE;
		} else if (rc == KS_CONFLICT) {
			exit_code = say_existing(out, digest, signing);
		} else {
			fprintf(stderr, "%s を書けません（%s）。場所と空き容量を確かめてください。\n",
				out, ks_rc_name(rc));
		}
	}
	ks_buf_finish(&bytes);
	return exit_code;
}

static int publish(const char *folder, const char *out, const struct signing *signing,
		   struct ks_diags *diags)
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
	return ks_file_exists(out) ? say_existing(out, digest, signing)
				   : write_bundle(folder, digest, out, signing, diags);
}

/* An exit code; KS_EXIT_DONE: @signing says how. */
static int read_signing(const char *key, const char *counter, struct signing *signing,
			struct ks_diags *diags)
{
	char *end = NULL;
	long n;

	if (!key != !counter || (signing->next_key && !key)) {
		fprintf(stderr, "署名するときは、--key と --counter の両方を指定してください。\n");
		return KS_EXIT_USAGE;
	}
	if (!key)
		return KS_EXIT_DONE;
	n = strtol(counter, &end, 10);
	if (end == counter || *end || n < 1 || n > KS_BUNDLE_VERSION_MAX) {
		fprintf(stderr, "--counter は 1 から %d までの数です。\n", KS_BUNDLE_VERSION_MAX);
		return KS_EXIT_USAGE;
	}
	signing->counter = (int)n;
	if (signing->next_key && !ks_sign_is_public(signing->next_key)) {
		fprintf(stderr,
			"--next-key は `kenshu content key` が示した公開鍵（64文字）です。\n");
		return KS_EXIT_USAGE;
	}
	return ks_sign_key_read(key, &signing->key, diags) == KS_OK ? KS_EXIT_DONE : KS_EXIT_FAILED;
}

int ks_content_publish(int argc, char **argv)
{
	const char *folder = NULL, *out = NULL, *key = NULL, *counter = NULL;
	struct signing signing = {0};
	const struct ks_option options[] = {
		{"--out", "FILE",
		 "版のファイル（同じフォルダーにある版の次の番号になります。上書きはしません）",
		 &out, NULL, true},
		{"--key", "FILE", "この鍵で署名します（kenshu content key）", &key, NULL, false},
		{"--counter", "N", "署名する版の番号。端末は、これより前の番号を受け取りません",
		 &counter, NULL, false},
		{"--next-key", "KEY", "次の版から使ってもよい、もう一つの公開鍵", &signing.next_key,
		 NULL, false},
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
	exit_code = read_signing(key, counter, &signing, &diags);
	if (exit_code == KS_EXIT_DONE)
		exit_code = publish(folder, out, &signing, &diags);
	ks_sign_key_finish(&signing.key);
	ks_diags_print(&diags, stderr);
	ks_diags_finish(&diags);
	return exit_code;
}
