/* SPDX-License-Identifier: Apache-2.0 */
#include "base/decode.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"

/*
 * Nobody who exports a list can say which encoding it has, so it is found out here, strictly: a file that is none of
 * them is refused with the line, and never read as something near.
 */

static const char bom[] = "\xEF\xBB\xBF";

static int line_of(const char *bytes, size_t at)
{
	int line = 1;

	for (size_t i = 0; i < at; i++)
		line += bytes[i] == '\n';
	return line;
}

static uint32_t unit_at(const unsigned char *bytes, size_t at, bool is_big)
{
	return is_big ? (uint32_t)bytes[at] << 8 | bytes[at + 1]
		      : (uint32_t)bytes[at + 1] << 8 | bytes[at];
}

/* NULL when a surrogate stands alone, a NUL is in it, or a byte is left over. */
static char *from_utf16(const char *text, size_t len, bool is_big)
{
	const unsigned char *bytes = (const unsigned char *)text;
	struct ks_buf out = {.ceiling = len * 2 + 1};
	bool is_good = len % 2 == 0;

	for (size_t at = 0; is_good && at < len; at += 2) {
		uint32_t c = unit_at(bytes, at, is_big);
		char encoded[4];

		if (c >= 0xD800 && c < 0xDC00 && at + 4 <= len) {
			uint32_t low = unit_at(bytes, at + 2, is_big);

			is_good = low >= 0xDC00 && low < 0xE000;
			c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
			at += 2;
		} else {
			is_good = c != 0 && (c < 0xD800 || c >= 0xE000);
		}
		if (is_good && (c != 0xFEFF || at > 2)) /* marks at the head are no text */
			ks_buf_append(&out, encoded, ks_utf8_put(encoded, c));
	}
	if (is_good)
		return out.data ? ks_buf_take(&out) : ks_strdup("");
	ks_buf_finish(&out);
	return NULL;
}

/* Without a mark: of the two orders the one whose text has lines. */
static char *guess_utf16(const char *bytes, size_t len)
{
	for (int is_big = 0; is_big < 2; is_big++) {
		char *text = from_utf16(bytes, len, is_big != 0);

		if (text && strpbrk(text, "\r\n") && strpbrk(text, ",\t"))
			return text;
		free(text);
	}
	return NULL;
}

static char *try_utf16(const char *bytes, size_t len)
{
	if (len >= 2 && memcmp(bytes, "\xFF\xFE", 2) == 0)
		return from_utf16(bytes, len, false);
	if (len >= 2 && memcmp(bytes, "\xFE\xFF", 2) == 0)
		return from_utf16(bytes, len, true);
	return guess_utf16(bytes, len);
}

static char *try_8_bit(const char *file, const char *bytes, size_t len, struct ks_diags *diags)
{
	size_t utf8_bad_at = 0, cp932_bad_at = 0, skip = 0;

	/* Programs that do not know of a mark put another one before it. */
	while (len - skip >= 3 && memcmp(bytes + skip, bom, 3) == 0)
		skip += 3;
	if (ks_utf8_is_valid(bytes, len, &utf8_bad_at))
		return ks_strndup(bytes + skip, len - skip);
	char *text = skip == 0 ? ks_cp932_to_utf8(bytes, len, &cp932_bad_at) : NULL;

	if (!text) {
		size_t at = utf8_bad_at > cp932_bad_at ? utf8_bad_at : cp932_bad_at;

		ks_diags_error(
			diags, file, line_of(bytes, at),
			"文字コードが UTF-8 でも Shift_JIS（CP932）でも UTF-16 でもありません。Excel で「CSV UTF-8」として保存してください。");
	}
	return text;
}

char *ks_decode_text(const char *file, const char *bytes, size_t len, size_t *out_len,
		     struct ks_diags *diags)
{
	bool has_mark = len >= 2 &&
			(memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0);
	const char *nul = len > 0 ? memchr(bytes, '\0', len) : NULL;
	char *text;

	*out_len = 0;
	if (has_mark || nul) {
		text = try_utf16(bytes, len);
		if (!text)
			ks_diags_error(
				diags, file, nul ? line_of(bytes, (size_t)(nul - bytes)) : 1,
				"文字でないデータがあります。Excel で「CSV UTF-8」として保存してください。");
	} else {
		text = try_8_bit(file, bytes, len, diags);
	}
	if (text)
		*out_len = strlen(text);
	return text;
}
