/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/fold.h"
#include "base/mem.h"
#include "base/utf8.h"

/* Two texts that look alike are alike, and nothing else is. */

static void blanks_of_every_kind_go_at_the_ends_and_stay_within(void **state)
{
	static const char *const cases[] = {"総務 課", " 総務 課\t", "　総務 課　",
					    "\xC2\xA0総務 課\xC2\xA0",
					    "\xEF\xBB\xBF総務 課\xE2\x80\x8B\r\n"};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *text = ks_strdup(cases[i]);

		assert_string_equal(ks_fold_trim(text), "総務 課");
		free(text);
	}
	char blank[] = " 　 ";

	assert_string_equal(ks_fold_trim(blank), "");
}

static void width_is_folded_and_the_key_has_no_blank(void **state)
{
	static const struct {
		const char *text, *width, *key;
	} cases[] = {
		{"０００１０１", "000101", "000101"},
		{" 氏名ｶﾅ ", "氏名カナ", "氏名カナ"},
		{"氏 名\nカナ", "氏 名\nカナ", "氏名カナ"},
		{"ﾊﾟｿｺﾝ　利用", "パソコン 利用", "パソコン利用"},
		{"", "", ""},
		{"\xFF", "\xFF", NULL},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *width = ks_fold_width(cases[i].text), *key = ks_fold_key(cases[i].text);

		assert_string_equal(width, cases[i].width);
		if (cases[i].key)
			assert_string_equal(key, cases[i].key);
		free(width);
		free(key);
	}
}

static void a_reading_is_found_however_it_is_written(void **state)
{
	static const struct {
		const char *text, *key;
	} cases[] = {
		{"カンキョウ タロウ", "カンキヨウタロウ"},
		{"かんきょう", "カンキヨウ"},
		{"ｶﾝｷｮｳ", "カンキヨウ"},
		{"ｱｲｳ", "アイウ"},
		{"ﾀﾁﾂ", "タチツ"},
		{"ガンギョウ", "カンキヨウ"},
		{"か\xE3\x82\x99んきょう", "カンキヨウ"}, /* 濁点 as a sign of its own */
		{"ﾊﾟｰﾊﾞｰ", "ハハ"},
		{"オオノ・ヴ", "オオノウ"},
		{"ッヶヮヱヲンー", "ツケワエオン"},
		{"", ""},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *key = ks_fold_kana(cases[i].text);

		assert_string_equal(key, cases[i].key);
		free(key);
	}
}

static void what_counts_as_blank_is_this_and_nothing_else(void **state)
{
	struct ks_buf out = {0};
	bool was = false;

	(void)state;
	for (uint32_t c = 0; c <= 0x10FFFF; c++) {
		bool is = ks_fold_is_blank(c);

		if (is != was)
			ks_buf_printf(&out, is ? " %X" : "-%X", is ? c : c - 1);
		was = is;
	}
	assert_string_equal(ks_buf_text(&out),
			    " 0-20 7F-A0 1680-1680 180E-180E 2000-200F 2028-2029 202F-202F 205F-2060"
			    " 3000-3000 FEFF-FEFF");
	ks_buf_finish(&out);
}

/* Hiragana and katakana of all kinds are the same letters; what stands beside them in the table is no letter. */
static void every_kana_has_its_plain_letter(void **state)
{
	struct ks_buf hiragana = {0}, katakana = {0};
	char *a, *b, sign[4];

	(void)state;
	for (uint32_t c = 0x3041; c <= 0x3096; c++) {
		ks_buf_append(&hiragana, sign, ks_utf8_put(sign, c));
		ks_buf_append(&katakana, sign, ks_utf8_put(sign, c + 0x60));
	}
	a = ks_fold_kana(hiragana.data);
	b = ks_fold_kana(katakana.data);
	assert_string_equal(
		a,
		"アアイイウウエエオオカカキキククケケココササシシススセセソソタタチチツツツテテトト"
		"ナニヌネノハハハヒヒヒフフフヘヘヘホホホマミムメモヤヤユユヨヨラリルレロワワイエオンウカケ");
	assert_string_equal(a, b);
	free(a);
	free(b);
	ks_buf_finish(&hiragana);
	ks_buf_finish(&katakana);
	a = ks_fold_kana("\u3040\u3097\u309D\u30A0ヷヸヹヺ・\u309B\u309Cヽ亜A");
	assert_string_equal(a, "\u3040\u3097\u309D\u30A0ワイエオヽ亜A");
	free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blanks_of_every_kind_go_at_the_ends_and_stay_within),
		cmocka_unit_test(width_is_folded_and_the_key_has_no_blank),
		cmocka_unit_test(a_reading_is_found_however_it_is_written),
		cmocka_unit_test(what_counts_as_blank_is_this_and_nothing_else),
		cmocka_unit_test(every_kana_has_its_plain_letter),
	};

	return ks_test_run(tests);
}
