/* SPDX-License-Identifier: Apache-2.0 */
#include "content/unpacked.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "content/bundle.h"

/*
 * Everything that reads content reads a folder. That a kiosk can be given one unchangeable file instead is
 * decided here and nowhere else.
 */

/* Not synced: it is gone after a power cut anyway. */
static enum ks_rc write_file(const char *path, const char *data, size_t len)
{
	FILE *file = fopen(path, "wbxe");
	bool is_written;

	if (!file)
		return KS_IO;
	is_written = len == 0 || fwrite(data, 1, len, file) == len;
	return fclose(file) == 0 && is_written ? KS_OK : KS_FULL;
}

enum ks_rc ks_bundle_unpack(const struct ks_bundle *bundle, const char *folder)
{
	enum ks_rc rc = KS_OK;

	for (size_t i = 0; i < bundle->n_files && rc == KS_OK; i++) {
		const struct ks_bundle_file *file = &bundle->files[i];
		char *path = ks_path_join(folder, file->path), *slash = strrchr(path, '/');

		*slash = '\0';
		rc = ks_folder_make(path);
		*slash = '/';
		if (rc == KS_OK)
			rc = write_file(path, file->data, file->len);
		free(path);
	}
	return rc;
}

static char *temporary_folder(const char *digest)
{
	const char *tmp = getenv("TMPDIR");
	char *path = ks_format("%s/kenshu-content-%.12s-XXXXXX",
			       tmp && tmp[0] != '\0' ? tmp : "/tmp", digest);

	if (mkdtemp(path))
		return path;
	free(path);
	return NULL;
}

static enum ks_rc unpack(const char *path, const struct ks_bundle *bundle, struct ks_unpacked *out,
			 struct ks_diags *diags)
{
	enum ks_rc rc = KS_IO;

	out->folder = temporary_folder(bundle->digest);
	out->is_unpacked = out->folder;
	if (out->is_unpacked)
		rc = ks_bundle_unpack(bundle, out->folder);
	if (rc != KS_OK)
		ks_diags_error(
			diags, path, 0,
			"一時フォルダー（TMPDIR か /tmp）に広げられません。空き容量を確かめてください。");
	return rc;
}

enum ks_rc ks_unpacked_open(const char *path, struct ks_unpacked *out, struct ks_diags *diags)
{
	struct ks_bundle bundle;
	enum ks_rc rc;

	*out = (struct ks_unpacked){0};
	if (!ks_file_exists(path)) {
		out->folder = ks_strdup(path);
		return ks_folder_exists(path) ? KS_OK : KS_NOT_FOUND;
	}
	rc = ks_bundle_load(path, &bundle, diags);
	out->version = bundle.version;
	if (rc == KS_OK)
		rc = unpack(path, &bundle, out, diags);
	ks_bundle_finish(&bundle);
	return rc;
}

void ks_unpacked_close(struct ks_unpacked *place)
{
	if (!place)
		return;
	if (place->is_unpacked)
		ks_folder_remove(place->folder);
	free(place->folder);
	*place = (struct ks_unpacked){0};
}
