/* SPDX-License-Identifier: Apache-2.0 */
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>

#include "base/buf.h"
#include "base/mem.h"

/*
 * Decoding by the table of the standard, strictly: what is not UTF-8 is found at the door and named,
 * instead of turning up as mojibake in a report. CP932 goes through ICU's ibm-943 table, which is
 * Windows-31J (① 髙 﨑, and ～ as U+FF5E).
 */

/* Unicode 15, table 3-7: allowed second bytes and the length by first byte. */
static const struct lead {
	unsigned char first, last, second_min, second_max, n_tail;
} leads[] = {
	{0xC2, 0xDF, 0x80, 0xBF, 1}, {0xE0, 0xE0, 0xA0, 0xBF, 2}, {0xE1, 0xEC, 0x80, 0xBF, 2},
	{0xED, 0xED, 0x80, 0x9F, 2}, {0xEE, 0xEF, 0x80, 0xBF, 2}, {0xF0, 0xF0, 0x90, 0xBF, 3},
	{0xF1, 0xF3, 0x80, 0xBF, 3}, {0xF4, 0xF4, 0x80, 0x8F, 3},
};

#define BAD UINT32_MAX

/* The code point at @text and its bytes in @n; BAD (and 1 byte) where the table has no row. */
static uint32_t decode(const unsigned char *text, size_t left, size_t *n)
{
	unsigned char c = text[0];

	*n = 1;
	if (c < 0x80)
		return c;
	for (size_t i = 0; i < KS_COUNT(leads); i++) {
		const struct lead *lead = &leads[i];

		if (c < lead->first || c > lead->last)
			continue;
		if (left <= lead->n_tail || text[1] < lead->second_min || text[1] > lead->second_max)
			return BAD;
		uint32_t value = c & (0x3Fu >> lead->n_tail);

		for (size_t k = 1; k <= lead->n_tail; k++) {
			if ((text[k] & 0xC0) != 0x80)
				return BAD;
			value = value << 6 | (text[k] & 0x3F);
		}
		*n = lead->n_tail + 1u;
		return value;
	}
	return BAD;
}

uint32_t ks_utf8_next(const char **text, const char *end)
{
	size_t n;
	uint32_t c = decode((const unsigned char *)*text, (size_t)(end - *text), &n);

	*text += n;
	return c == BAD ? 0xFFFD : c;
}

bool ks_utf8_is_valid(const char *text, size_t len, size_t *bad_at)
{
	size_t n;

	for (size_t at = 0; at < len; at += n) {
		if (decode((const unsigned char *)text + at, len - at, &n) == BAD) {
			if (bad_at)
				*bad_at = at;
			return false;
		}
	}
	return true;
}

size_t ks_utf8_put(char out[4], uint32_t c)
{
	if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		c = 0xFFFD;
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	static const unsigned char marks[] = {0, 0, 0xC0, 0xE0, 0xF0};

	for (size_t i = n - 1; i > 0; i--, c >>= 6)
		out[i] = (char)(0x80 | (c & 0x3F));
	out[0] = (char)(marks[n] | c);
	return n;
}

size_t ks_utf8_count(const char *text, size_t len)
{
	size_t n = 0;

	if (len == 0)
		return 0; /* text may be NULL then, and nothing may be added to NULL */
	for (const char *end = text + len; text < end; n++)
		ks_utf8_next(&text, end);
	return n;
}

int ks_utf8_columns(const char *text)
{
	const char *end = text + strlen(text);
	int columns = 0;

	while (*text) {
		UChar32 c = (UChar32)ks_utf8_next(&text, end);
		int wide = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
		int8_t type = u_charType(c);

		if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK ||
		    type == U_FORMAT_CHAR || type == U_CONTROL_CHAR)
			continue;
		columns += wide == U_EA_WIDE || wide == U_EA_FULLWIDTH ? 2 : 1;
	}
	return columns;
}

/*
 * Bytes that the table lets through although Windows has no character there. 外字 (U+E000 … U+E757) pass:
 * whoever checks names against the fonts can say which one it is.
 */
static bool is_unassigned(UChar32 c)
{
	return c == 0xFFFD || c == 0x1A || (c >= 0x80 && c < 0xA0) || (c >= 0xE758 && c <= 0xF8FF);
}

char *ks_cp932_to_utf8(const char *bytes, size_t len, size_t *bad_at)
{
	UErrorCode error = U_ZERO_ERROR;
	UConverter *converter = ucnv_open("ibm-943_P15A-2003", &error);
	struct ks_buf out = {.ceiling = len * 3 + 1};
	const char *at = bytes, *end = bytes + len;

	if (U_FAILURE(error))
		abort(); /* ICU without its data cannot show a name either */
	ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &error);
	while (at < end) {
		const char *from = at;
		UChar32 c = (unsigned char)*at;
		char encoded[4];

		error = U_ZERO_ERROR;
		if (c < 0x80)
			at++;
		else
			c = ucnv_getNextUChar(converter, &at, end, &error);
		if (U_FAILURE(error) || (c >= 0x80 && is_unassigned(c))) {
			if (bad_at)
				*bad_at = (size_t)(from - bytes);
			ks_buf_finish(&out);
			break;
		}
		ks_buf_append(&out, encoded, ks_utf8_put(encoded, (uint32_t)c));
	}
	ucnv_close(converter);
	return at < end || (len > 0 && !out.data) ? NULL : ks_buf_take(&out);
}
