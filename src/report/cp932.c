/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>
#include <unicode/ucnv.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "report/file.h"

/* CSV for programs that know no Unicode. What CP932 does not have is never dropped without a word: it becomes 〓 and is told. */

#define GETA "\x81\xac" /* 〓 */

static bool is_told(const struct ks_buf *lost, const char *character, size_t len)
{
	const char *end = ks_buf_text(lost) + lost->len;

	for (const char *at = ks_buf_text(lost); at < end;) {
		const char *from = at;

		(void)ks_utf8_next(&at, end);
		if ((size_t)(at - from) == len && memcmp(from, character, len) == 0)
			return true;
	}
	return false;
}

static void put_char(UConverter *converter, uint32_t c, struct ks_buf *out, struct ks_buf *lost)
{
	UErrorCode error = U_ZERO_ERROR;
	UChar units[2];
	int32_t n_units = 0, n;
	char bytes[8], utf8[4];
	size_t len = ks_utf8_put(utf8, c);

	U16_APPEND_UNSAFE(units, n_units, c);
	n = ucnv_fromUChars(converter, bytes, (int32_t)sizeof(bytes), units, n_units, &error);
	if (U_SUCCESS(error) && n > 0) {
		ks_buf_append(out, bytes, (size_t)n);
		return;
	}
	ks_buf_puts(out, GETA);
	if (lost && !is_told(lost, utf8, len))
		ks_buf_append(lost, utf8, len);
}

enum ks_rc ks_table_csv_cp932(const struct ks_table *table, struct ks_buf *out, struct ks_buf *lost)
{
	UErrorCode error = U_ZERO_ERROR;
	UConverter *converter = ucnv_open("ibm-943_P15A-2003", &error);
	struct ks_buf utf8 = {0};
	const char *at, *end;

	if (U_FAILURE(error))
		return KS_IO;
	ucnv_setFromUCallBack(converter, UCNV_FROM_U_CALLBACK_STOP, NULL, NULL, NULL, &error);
	ks_table_csv(table, &utf8);
	end = ks_buf_text(&utf8) + utf8.len;
	at = ks_buf_text(&utf8) + strlen("\xef\xbb\xbf");
	while (at < end)
		put_char(converter, ks_utf8_next(&at, end), out, lost);
	ks_buf_finish(&utf8);
	ucnv_close(converter);
	return KS_OK;
}
