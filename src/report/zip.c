/* SPDX-License-Identifier: Apache-2.0 */
#include "report/zip.h"

#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "base/mem.h"

/* All times are one fixed instant: an archive tells its own time in its files. */
#define STAMP ((time_t)315532800) /* 1980-01-01, the first a zip can hold */

struct ks_zip {
	zip_source_t *source;
	zip_t *archive;
};

struct ks_zip *ks_zip_begin(void)
{
	struct ks_zip *zip = ks_alloc_zero(1, sizeof(*zip));
	zip_error_t error;

	zip_error_init(&error);
	zip->source = zip_source_buffer_create(NULL, 0, 0, &error);
	zip->archive = zip->source ? zip_open_from_source(zip->source, ZIP_TRUNCATE, &error) : NULL;
	zip_error_fini(&error);
	if (zip->archive) {
		zip_source_keep(zip->source);
		return zip;
	}
	if (zip->source)
		zip_source_free(zip->source);
	free(zip);
	return NULL;
}

enum ks_rc ks_zip_add(struct ks_zip *zip, const char *name, char *bytes, size_t len)
{
	zip_source_t *source;
	zip_int64_t index;

	if (len == 0) { /* libzip takes hold of none, and would never give it back */
		free(bytes);
		bytes = NULL;
	}
	source = zip_source_buffer(zip->archive, bytes, len, 1);
	if (!source) {
		free(bytes);
		return KS_IO;
	}
	index = zip_file_add(zip->archive, name, source, ZIP_FL_ENC_UTF_8);
	if (index < 0) {
		zip_source_free(source);
		return KS_IO;
	}
	return zip_file_set_mtime(zip->archive, (zip_uint64_t)index, STAMP, 0) == 0 ? KS_OK : KS_IO;
}

static enum ks_rc read_source(zip_source_t *source, struct ks_buf *out)
{
	char piece[65536];
	zip_int64_t n;

	if (zip_source_open(source) != 0)
		return KS_IO;
	while ((n = zip_source_read(source, piece, sizeof(piece))) > 0)
		ks_buf_append(out, piece, (size_t)n);
	zip_source_close(source);
	if (n < 0)
		return KS_IO;
	return out->is_over ? KS_FULL : KS_OK;
}

enum ks_rc ks_zip_end(struct ks_zip *zip, struct ks_buf *out)
{
	enum ks_rc rc = KS_OK;

	if (!out || zip_close(zip->archive) != 0) {
		zip_discard(zip->archive);
		rc = out ? KS_IO : KS_OK;
	} else {
		rc = read_source(zip->source, out);
	}
	zip_source_free(zip->source);
	free(zip);
	return rc;
}

/* ---- the way back ---- */

struct ks_unzip {
	zip_t *archive;
};

struct ks_unzip *ks_unzip_open(const char *bytes, size_t len)
{
	struct ks_unzip *zip = ks_alloc_zero(1, sizeof(*zip));
	zip_source_t *source;
	zip_error_t error;

	zip_error_init(&error);
	source = zip_source_buffer_create(bytes, len, 0, &error);
	zip->archive = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
	zip_error_fini(&error);
	if (zip->archive)
		return zip;
	if (source)
		zip_source_free(source);
	free(zip);
	return NULL;
}

void ks_unzip_close(struct ks_unzip *zip)
{
	if (!zip)
		return;
	zip_discard(zip->archive);
	free(zip);
}

const char *ks_unzip_name(struct ks_unzip *zip, size_t i)
{
	return zip_get_name(zip->archive, i, ZIP_FL_ENC_GUESS);
}

enum ks_rc ks_unzip_read(struct ks_unzip *zip, const char *name, struct ks_buf *out)
{
	zip_int64_t index = zip_name_locate(zip->archive, name, ZIP_FL_ENC_GUESS);
	char piece[65536];
	zip_file_t *file;
	zip_int64_t n;

	if (index < 0)
		return KS_NOT_FOUND;
	file = zip_fopen_index(zip->archive, (zip_uint64_t)index, 0);
	if (!file)
		return KS_DAMAGED;
	while ((n = zip_fread(file, piece, sizeof(piece))) > 0 && !out->is_over)
		ks_buf_append(out, piece, (size_t)n);
	if (zip_fclose(file) != 0 || n < 0)
		return KS_DAMAGED;
	return out->is_over ? KS_FULL : KS_OK;
}
