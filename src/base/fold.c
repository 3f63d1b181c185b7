/* SPDX-License-Identifier: Apache-2.0 */
#include "base/fold.h"

#include <stdlib.h>
#include <string.h>
#include <uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"

/*
 * A list that was pasted, exported and pasted again differs from what was meant only in what cannot be seen. ICU knows
 * the widths; which characters count as blank is said once, here.
 */

bool ks_fold_is_blank(uint32_t c)
{
	return c <= 0x20 || c == 0x7F || (c >= 0x80 && c <= 0xA0) || c == 0x1680 || c == 0x180E ||
	       (c >= 0x2000 && c <= 0x200F) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
	       c == 0x205F || c == 0x2060 || c == 0x3000 || c == 0xFEFF;
}

char *ks_fold_trim(char *text)
{
	const char *at = text, *end = text + strlen(text), *last = NULL;
	const char *first = NULL;

	while (*at) {
		const char *from = at;

		if (ks_fold_is_blank(ks_utf8_next(&at, end)))
			continue;
		if (!first)
			first = from;
		last = at;
	}
	if (!first)
		return text + strlen(text);
	text[last - text] = '\0';
	return text + (first - text);
}

static bool is_ascii(const char *text)
{
	while (*text > 0)
		text++;
	return *text == '\0';
}

/* NULL when ICU cannot, as for text that is not UTF-8. */
static char *compatible(const char *text)
{
	UErrorCode error = U_ZERO_ERROR;
	const UNormalizer2 *nfkc = unorm2_getNFKCInstance(&error);
	size_t len = strlen(text), room = len * 18 + 8; /* one character becomes 18 at most */
	UChar *wide = ks_alloc_zero(len + 1, sizeof(*wide));
	UChar *folded = ks_alloc_zero(room, sizeof(*folded));
	char *out = ks_alloc_zero(room * 3, 1);
	int32_t n = 0;

	u_strFromUTF8(wide, (int32_t)len + 1, &n, text, (int32_t)len, &error);
	n = unorm2_normalize(nfkc, wide, n, folded, (int32_t)room, &error);
	u_strToUTF8(out, (int32_t)room * 3, NULL, folded, n, &error);
	free(wide);
	free(folded);
	if (U_SUCCESS(error))
		return out;
	free(out);
	return NULL;
}

char *ks_fold_width(const char *text)
{
	char *folded = is_ascii(text) ? NULL : compatible(text);
	char *trimmed, *out;

	if (!folded)
		folded = ks_strdup(text);
	trimmed = ks_fold_trim(folded);
	out = ks_strdup(trimmed);
	free(folded);
	return out;
}

char *ks_fold_key(const char *text)
{
	char *folded = ks_fold_width(text);
	const char *at = folded, *end = folded + strlen(folded);
	struct ks_buf out = {.ceiling = strlen(folded) + 1};

	while (*at) {
		const char *from = at;

		if (!ks_fold_is_blank(ks_utf8_next(&at, end)))
			ks_buf_append(&out, from, (size_t)(at - from));
	}
	free(folded);
	return out.data ? ks_buf_take(&out) : ks_strdup("");
}

/* The plain sign that stands for @c, 0: none is needed. */
static uint32_t plain_kana(uint32_t c)
{
	/* From ァ on, what is written by each sign; hiragana stand 0x60 before them. */
	static const char16_t plain[] =
		u"アアイイウウエエオオカカキキククケケココササシシススセセソソタタチチツツツテテトトナニヌネノ"
		u"ハハハヒヒヒフフフヘヘヘホホホマミムメモヤヤユユヨヨラリルレロワワイエオンウカケワイエオ";

	if (ks_fold_is_blank(c) || c == 0x30FC || c == 0x30FB || c == 0x3099 || c == 0x309A ||
	    c == 0x309B || c == 0x309C)
		return 0;
	if (c >= 0x3041 && c <= 0x3096)
		c += 0x60;
	return c >= 0x30A1 && c <= 0x30FA ? plain[c - 0x30A1] : c;
}

char *ks_fold_kana(const char *text)
{
	/* NFKC alone knows half width, and is asked only then: a list of ten thousand is looked through at each key */
	char *wide = strstr(text, "\xEF\xBD") || strstr(text, "\xEF\xBE") ? compatible(text) : NULL;
	const char *at = wide ? wide : text, *end = at + strlen(at);
	char *out = ks_alloc(strlen(at) + 1);
	size_t n = 0;

	while (*at) {
		uint32_t c = plain_kana(ks_utf8_next(&at, end));
		char sign[4];
		size_t len = c ? ks_utf8_put(sign, c) : 0;

		memcpy(out + n, sign, len);
		n += len;
	}
	out[n] = '\0';
	free(wide);
	return out;
}
