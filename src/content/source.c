/* SPDX-License-Identifier: Apache-2.0 */
#include "content/source.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"

/*
 * Every parser here starts from clean text, so that none of them has to think of byte order marks,
 * Windows line ends or broken encodings: those are told to the author in one place, in the same words.
 */

static int line_of(const char *text, size_t at)
{
	int line = 1;

	for (size_t i = 0; i < at; i++)
		line += text[i] == '\n';
	return line;
}

static void drop_carriage_returns(char *text, size_t *len)
{
	size_t to = 0;

	for (size_t i = 0; i < *len; i++)
		if (!(text[i] == '\r' && text[i + 1] == '\n'))
			text[to++] = text[i];
	text[to] = '\0';
	*len = to;
}

static enum ks_rc refuse_bad_bytes(const struct ks_source *source, const char *text, size_t len,
				   bool is_verbatim)
{
	const char *nul = memchr(text, '\0', len);
	const char *cr = is_verbatim ? memchr(text, '\r', len) : NULL;
	size_t bad = 0;

	if (!ks_utf8_is_valid(text, len, &bad))
		ks_diags_error(source->diags, source->file, line_of(text, bad),
			       "UTF-8 で読めない文字があります。UTF-8 で保存し直してください。");
	else if (nul)
		ks_diags_error(source->diags, source->file, line_of(text, (size_t)(nul - text)),
			       "文字として使えないバイト（NUL）があります。取り除いてください。");
	else if (cr)
		ks_diags_error(
			source->diags, source->file, line_of(text, (size_t)(cr - text)),
			"改行は LF だけにしてください（原文をバイト単位で保つため、直しません）。");
	else
		return KS_OK;
	return KS_INVALID;
}

enum ks_rc ks_source_read(const struct ks_source *source, bool is_verbatim, char **text, size_t *len)
{
	char *data = NULL;
	size_t skip = 0;
	enum ks_rc rc = ks_file_read(source->file, KS_SOURCE_BYTES_MAX, &data, len);

	*text = NULL;
	if (rc != KS_OK) {
		ks_diags_error(source->diags, source->file, 0, "%s",
			       rc == KS_NOT_FOUND ? "ファイルがありません。"
			       : rc == KS_FULL ? "ファイルが大きすぎます（512 KiB まで）。"
					       : "ファイルを読めません。");
		return KS_INVALID;
	}
	rc = refuse_bad_bytes(source, data, *len, is_verbatim);
	if (rc == KS_OK) {
		if (!is_verbatim && *len >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0)
			skip = 3;
		*len -= skip;
		*text = ks_arena_strndup(source->arena, data + skip, *len);
		if (!is_verbatim)
			drop_carriage_returns(*text, len);
	}
	free(data);
	return rc;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

void ks_source_trim(const char **from, const char **to)
{
	while (*from < *to && is_blank(**from))
		(*from)++;
	while (*to > *from && is_blank((*to)[-1]))
		(*to)--;
}

const char *ks_source_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

bool ks_source_is_id(const char *text, size_t size)
{
	size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

	return n > 0 && n < size && text[n] == '\0';
}

bool ks_source_number(const char *text, long min, long max, int *out)
{
	char *end = NULL;
	long value;

	if (*text < '0' || *text > '9')
		return false;
	errno = 0;
	value = strtol(text, &end, 10);
	if (errno != 0 || *end != '\0' || value < min || value > max)
		return false;
	*out = (int)value;
	return true;
}

const char *ks_source_find(const char *text, size_t len, const char *part, size_t part_len)
{
	for (size_t i = 0; i + part_len <= len; i++)
		if (memcmp(text + i, part, part_len) == 0)
			return text + i;
	return NULL;
}

const char *ks_source_join(struct ks_arena *arena, const char *folder, const char *name)
{
	return ks_arena_format(arena, "%s/%s", folder, name);
}
