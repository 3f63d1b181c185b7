/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/tar.h"
#include "content/bundle_private.h"
#include "content/folder.h"

/*
 * Writing a bundle. What goes in is decided by ks_folder_walk(), as for the digest, so a file that no answer
 * could depend on (README, samples) is not in it.
 */

void ks_bundle_digest(const struct ks_bundle_file *files, size_t n_files, char out[KS_HASH_HEX])
{
	struct ks_buf lines = {0};
	uint8_t hash[KS_HASH_BYTES];

	for (size_t i = 0; i < n_files; i++)
		ks_buf_printf(&lines, "%s  %s\n", files[i].sha256, files[i].path);
	ks_sha256(ks_buf_text(&lines), lines.len, hash);
	ks_hex(hash, sizeof(hash), out);
	ks_buf_finish(&lines);
}

static enum ks_rc read_files(const char *folder, struct ks_bundle *out, struct ks_diags *diags)
{
	struct ks_folder_files found;
	enum ks_rc rc = KS_OK;

	ks_folder_walk(folder, &found);
	out->files = ks_arena_alloc(&out->arena, (found.n + 1) * sizeof(*out->files));
	for (size_t i = 0; i < found.n && rc == KS_OK; i++) {
		struct ks_bundle_file *file = &out->files[out->n_files];
		char *path = ks_path_join(folder, found.paths[i]), *data = NULL;
		uint8_t hash[KS_HASH_BYTES];

		rc = ks_file_read(path, KS_BUNDLE_BYTES_MAX, &data, &file->len);
		if (rc == KS_OK) {
			file->path = ks_arena_strdup(&out->arena, found.paths[i]);
			file->data = ks_arena_copy(&out->arena, data, file->len);
			ks_sha256(data, file->len, hash);
			ks_hex(hash, sizeof(hash), file->sha256);
			out->n_files++;
		} else {
			ks_diags_error(diags, path, 0, "ファイルを読めません。");
		}
		free(data);
		free(path);
	}
	ks_folder_files_finish(&found);
	return rc;
}

/* policy/kuresaka-2026-03/policy.txt: the last one is the one in use. */
static char *policy_version(const struct ks_bundle *bundle)
{
	const char *from = "", *slash;

	for (size_t i = 0; i < bundle->n_files; i++)
		if (strncmp(bundle->files[i].path, "policy/", strlen("policy/")) == 0)
			from = bundle->files[i].path + strlen("policy/");
	slash = strchr(from, '/');
	return ks_strndup(from, slash ? (size_t)(slash - from) : strlen(from));
}

static void put_keys(const struct ks_bundle_wish *wish, struct ks_buf *out)
{
	if (!wish->key)
		return;
	ks_buf_printf(out, "\"keys\":[\"%s\"", wish->key->public_key);
	if (wish->next_key)
		ks_buf_printf(out, ",\"%s\"", wish->next_key);
	ks_buf_puts(out, "],\n");
}

static void put_manifest(const struct ks_bundle *bundle, const struct ks_bundle_wish *wish,
			 struct ks_buf *out)
{
	char *policy = policy_version(bundle);
	char digest[KS_HASH_HEX];

	ks_bundle_digest(bundle->files, bundle->n_files, digest);
	ks_buf_printf(out,
		      "{\"format\":\"%s\",\"version\":%d,\n\"digest\":\"%s\",\n\"previous\":\"%s\",\n",
		      KS_BUNDLE_FORMAT, wish->version, digest, wish->previous);
	put_keys(wish, out);
	ks_buf_puts(out, "\"policy\":");
	ks_buf_json(out, policy);
	ks_buf_puts(out, ",\n\"files\":[");
	for (size_t i = 0; i < bundle->n_files; i++) {
		ks_buf_puts(out, i > 0 ? ",\n{\"path\":" : "\n{\"path\":");
		ks_buf_json(out, bundle->files[i].path);
		ks_buf_printf(out, ",\"bytes\":%zu,\"sha256\":\"%s\"}", bundle->files[i].len,
			      bundle->files[i].sha256);
	}
	ks_buf_puts(out, "]}\n");
	free(policy);
}

static void put_signature(const struct ks_buf *manifest, const struct ks_sign_key *key,
			  struct ks_buf *out)
{
	char signature[KS_SIGNATURE_HEX];

	if (!key)
		return;
	ks_sign(key, KS_BUNDLE_FORMAT, manifest->data, manifest->len, signature);
	ks_buf_printf(out, KS_BUNDLE_ALGORITHM " %s %s\n", key->public_key, signature);
}

enum ks_rc ks_bundle_make(const char *folder, const struct ks_bundle_wish *wish, struct ks_buf *out,
			  struct ks_diags *diags)
{
	struct ks_bundle bundle = {0};
	struct ks_buf manifest = {0}, signature = {0};
	enum ks_rc rc = read_files(folder, &bundle, diags);

	out->ceiling = KS_BUNDLE_BYTES_MAX;
	if (rc == KS_OK) {
		put_manifest(&bundle, wish, &manifest);
		put_signature(&manifest, wish->key, &signature);
		if (!ks_tar_put(out, KS_BUNDLE_MANIFEST, manifest.data, manifest.len) ||
		    !ks_tar_put(out, KS_BUNDLE_SIGNATURE, ks_buf_text(&signature), signature.len))
			rc = KS_INVALID;
	}
	for (size_t i = 0; i < bundle.n_files && rc == KS_OK; i++) {
		const struct ks_bundle_file *file = &bundle.files[i];

		if (!ks_tar_put(out, file->path, file->data, file->len)) {
			ks_diags_error(
				diags, file->path, 0,
				"名前が長すぎます。フォルダーとファイルの名前を短くしてください。");
			rc = KS_INVALID;
		}
	}
	ks_tar_end(out);
	if (rc == KS_OK && out->is_over) {
		ks_diags_error(diags, folder, 0, "教材が大きすぎます（合わせて %zu MiB まで）。",
			       KS_BUNDLE_BYTES_MAX >> 20);
		rc = KS_FULL;
	}
	ks_buf_finish(&manifest);
	ks_buf_finish(&signature);
	ks_bundle_finish(&bundle);
	return rc;
}
