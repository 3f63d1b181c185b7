/* SPDX-License-Identifier: Apache-2.0 */
#include "content/bundle.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/tar.h"
#include "content/bundle_private.h"
#include "content/folder.h"

/*
 * Reading trusts nothing: the manifest has to name exactly the files that follow it, in order, with their
 * hashes, and its digest has to be the one that these give. So a bundle is either what was published or refused.
 */

#define FILES_MAX 4000
#define HEAD_BYTES 1024

bool ks_bundle_is(const char *path)
{
	FILE *file = fopen(path, "rbe");
	char head[HEAD_BYTES];
	size_t n = file ? fread(head, 1, sizeof(head), file) : 0;
	bool is_one = n == sizeof(head) &&
		      strncmp(head, KS_BUNDLE_MANIFEST, sizeof(KS_BUNDLE_MANIFEST)) == 0 &&
		      memmem(head + n / 2, n / 2, KS_BUNDLE_FORMAT, strlen(KS_BUNDLE_FORMAT));

	if (file)
		fclose(file);
	return is_one;
}

/* "lessons/m1/lesson.md": relative, below one of the content's parts, and never upwards. */
static bool is_safe_path(const char *path)
{
	if (!ks_folder_is_part(path))
		return false;
	for (const char *at = path; *at != '\0'; at++)
		if ((unsigned char)*at < 0x20 || (*at == '/' && (at[1] == '/' || at[1] == '.')))
			return false;
	return path[strlen(path) - 1] != '/';
}

static bool take_hex(const json_t *object, const char *key, bool may_be_empty, char out[KS_HASH_HEX])
{
	const char *text = json_string_value(json_object_get(object, key));
	uint8_t hash[KS_HASH_BYTES];

	if (!text || (!ks_unhex(text, hash, sizeof(hash)) && !(may_be_empty && !text[0])))
		return false;
	memcpy(out, text, strlen(text) + 1);
	return true;
}

/* Absent in what was published before there were signatures. */
static bool read_keys(const json_t *keys, struct ks_bundle *out)
{
	if (json_array_size(keys) > KS_BUNDLE_KEYS_MAX)
		return false;
	for (size_t i = 0; i < json_array_size(keys); i++) {
		const char *key = json_string_value(json_array_get(keys, i));

		if (!key || !ks_sign_is_public(key))
			return false;
		memcpy(out->keys[i], key, sizeof(out->keys[i]));
	}
	return true;
}

static bool read_head(const json_t *root, struct ks_bundle *out)
{
	const char *format = json_string_value(json_object_get(root, "format"));
	const char *policy = json_string_value(json_object_get(root, "policy"));
	json_int_t version = json_integer_value(json_object_get(root, "version"));

	if (!format || strcmp(format, KS_BUNDLE_FORMAT) != 0 || !policy || version < 1 ||
	    version > KS_BUNDLE_VERSION_MAX)
		return false;
	out->version = (int)version;
	out->policy_version = ks_arena_strdup(&out->arena, policy);
	return take_hex(root, "digest", false, out->digest) &&
	       take_hex(root, "previous", true, out->previous) &&
	       read_keys(json_object_get(root, "keys"), out);
}

static bool read_file(const json_t *row, const struct ks_tar_file *file, struct ks_bundle *out)
{
	struct ks_bundle_file *to = &out->files[out->n_files];
	const char *path = json_string_value(json_object_get(row, "path"));
	json_int_t bytes = json_integer_value(json_object_get(row, "bytes"));
	uint8_t hash[KS_HASH_BYTES];
	char hex[KS_HASH_HEX];

	if (!path || strcmp(path, file->name) != 0 || !is_safe_path(path) || bytes < 0 ||
	    (size_t)bytes != file->len || !take_hex(row, "sha256", false, to->sha256))
		return false;
	if (out->n_files > 0 && strcmp(to[-1].path, path) >= 0)
		return false;
	ks_sha256(file->data, file->len, hash);
	ks_hex(hash, sizeof(hash), hex);
	if (strcmp(hex, to->sha256) != 0)
		return false;
	to->path = ks_arena_strdup(&out->arena, path);
	to->data = file->data;
	to->len = file->len;
	out->n_files++;
	return true;
}

static bool read_files(const json_t *rows, struct ks_tar *tar, struct ks_bundle *out)
{
	size_t n = json_array_size(rows);
	struct ks_tar_file file;
	char digest[KS_HASH_HEX];

	if (n == 0 || n > FILES_MAX)
		return false;
	out->files = ks_arena_alloc(&out->arena, n * sizeof(*out->files));
	for (size_t i = 0; i < n; i++)
		if (ks_tar_next(tar, &file) != KS_OK ||
		    !read_file(json_array_get(rows, i), &file, out))
			return false;
	ks_bundle_digest(out->files, out->n_files, digest);
	return strcmp(digest, out->digest) == 0 && ks_tar_next(tar, &file) == KS_NOT_FOUND;
}

/* "ed25519 KEY SIGNATURE\n"; the signer is named only when it fits. */
static enum ks_rc check_signature(const struct ks_tar_file *manifest,
				  const struct ks_tar_file *signature, struct ks_bundle *out)
{
	char *text = ks_strndup(signature->data, signature->len);
	char key[KS_HASH_HEX], hex[KS_SIGNATURE_HEX];
	int n = 0;
	enum ks_rc rc = KS_DENIED;

	if (sscanf(text, KS_BUNDLE_ALGORITHM " %64[0-9a-f] %128[0-9a-f]%n", key, hex, &n) == 2 &&
	    strcmp(text + n, "\n") == 0 && signature->len == strlen(text) &&
	    ks_sign_fits(key, KS_BUNDLE_FORMAT, manifest->data, manifest->len, hex)) {
		memcpy(out->signer, key, sizeof(key));
		rc = KS_OK;
	}
	free(text);
	return signature->len == 0 ? KS_OK : rc;
}

static enum ks_rc read_bundle(size_t len, struct ks_bundle *out)
{
	struct ks_tar tar = ks_tar_begin(out->bytes, len);
	struct ks_tar_file manifest, signature;
	json_t *root;
	bool is_good;

	if (ks_tar_next(&tar, &manifest) != KS_OK || strcmp(manifest.name, KS_BUNDLE_MANIFEST) != 0 ||
	    ks_tar_next(&tar, &signature) != KS_OK ||
	    strcmp(signature.name, KS_BUNDLE_SIGNATURE) != 0)
		return KS_DAMAGED;
	root = json_loadb(manifest.data, manifest.len, JSON_REJECT_DUPLICATES, NULL);
	is_good = read_head(root, out) && read_files(json_object_get(root, "files"), &tar, out);
	json_decref(root);
	return is_good ? check_signature(&manifest, &signature, out) : KS_DAMAGED;
}

enum ks_rc ks_bundle_load(const char *path, struct ks_bundle *out, struct ks_diags *diags)
{
	size_t len = 0;
	enum ks_rc rc;

	*out = (struct ks_bundle){.policy_version = ""};
	rc = ks_file_read(path, KS_BUNDLE_BYTES_MAX, &out->bytes, &len);
	if (rc == KS_OK)
		rc = read_bundle(len, out);
	if (rc == KS_DENIED)
		ks_diags_error(diags, path, 0,
			       "署名が内容と合いません。公開した人から、もう一度受け取ってください。");
	else if (rc == KS_DAMAGED)
		ks_diags_error(
			diags, path, 0,
			"公開した版のファイルではないか、壊れています。控えから戻してください。");
	else if (rc == KS_FULL)
		ks_diags_error(diags, path, 0, "大きすぎます（%zu MiB まで）。",
			       KS_BUNDLE_BYTES_MAX >> 20);
	else if (rc != KS_OK)
		ks_diags_error(diags, path, 0, "%s",
			       rc == KS_NOT_FOUND ? "ファイルがありません。"
						  : "ファイルを読めません。");
	return rc == KS_FULL ? KS_IO : rc;
}

void ks_bundle_finish(struct ks_bundle *bundle)
{
	if (!bundle)
		return;
	free(bundle->bytes);
	ks_arena_finish(&bundle->arena);
	memset(bundle, 0, sizeof(*bundle));
}
