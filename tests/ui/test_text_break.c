/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "ui/text.h"

/*
 * Where lines may begin, without fonts. Each case is a text with `|` at every place where a break is
 * allowed: what stands between two bars must never be torn apart.
 */

struct break_case {
	const char *rule;
	enum ks_breaking breaking;
	const char *expected;
};

static const struct break_case cases[] = {
	{"small_kana_and_the_long_sound_never_begin_a_line", KS_BREAK_STRICT,
	 "サ|イ|バー|セ|キュ|リ|ティ|は、|しょっ|ちゅ|う|ヴァヵ"},
	{"commas_and_closing_brackets_never_begin_a_line", KS_BREAK_STRICT,
	 "「あ」、|（い）。|『う』】|え！？|お・|か：|き々"},
	{"opening_brackets_and_currency_never_end_a_line", KS_BREAK_STRICT,
	 "あ|「い|（う|【え|￥100№5|＠お"},
	{"iteration_marks_never_begin_a_line", KS_BREAK_STRICT, "人々|こゝ|ろ|い|すゞヽ"},
	{"percent_and_degrees_stay_with_their_number", KS_BREAK_STRICT,
	 "合|格|は|10％|か|80%|で、|25℃|と|5‰"},
	{"digits_stay_with_their_unit", KS_BREAK_STRICT,
	 "令和8年|4月|1日|に|57件、|3人|が|300円|を|2回|払|う|第3章|5時|間"},
	{"the_first_year_of_an_era_is_one_word", KS_BREAK_STRICT, "令和元年|度"},
	{"an_article_of_law_is_one_word", KS_BREAK_STRICT, "法|第244条の6|第1項|第2号|の|規|定"},
	{"a_branch_number_needs_a_digit_behind_no", KS_BREAK_STRICT, "第3条|の|規|定"},
	{"a_clause_of_the_policy_is_one_word", KS_BREAK_STRICT, "方|針|6(3)②|の|3(1)|と|2①②|は"},
	{"times_and_grouped_numbers_are_one_word", KS_BREAK_STRICT,
	 "10:30|に|1,234,567|と|3.14|が|2026/4/1|で|9：05|で|す"},
	{"counted_months_are_one_word", KS_BREAK_STRICT, "3か月|と|2ヶ月|と|5カ所|を"},
	{"hyphenated_latin_is_one_word", KS_BREAK_STRICT, "家|の|Wi-Fi|で|e-mail|を"},
	{"dashes_and_leaders_stay_together", KS_BREAK_STRICT, "あ|――|い……|う|——|え"},
	{"a_mail_address_breaks_behind_its_stops_only", KS_BREAK_STRICT,
	 "宛|先|は|kyuyo@|kuresaka-|kankyo.|example.|xyz|で|す"},
	{"a_url_breaks_behind_its_stops_only", KS_BREAK_STRICT,
	 "手|引|は|https://|a-|b.|example/|docs/|x_y?z=1|を"},
	{"an_address_in_brackets_keeps_them", KS_BREAK_STRICT, "給|与|課 |<a1@|b2.|jp>|か|ら"},
	{"a_number_of_an_item_stays_with_the_item", KS_BREAK_STRICT, "①見|慣|れ|な|い、|②実|行|と|③"},
	{"dakuten_and_selectors_stay_on_their_base", KS_BREAK_STRICT,
	 "か\u309a|き\u3099|葛\U000e0100|城|邉\U000e0102"},
	{"a_forced_break_is_the_newline", KS_BREAK_STRICT, "あ|い\n|う"},
	{"latin_words_are_not_torn", KS_BREAK_STRICT, "the |quick |brown"},
	{"headings_break_between_phrases", KS_BREAK_PHRASE,
	 "「不審な|メール」は、|どこを|見れば|分かる？"},
	{"phrases_keep_their_endings", KS_BREAK_PHRASE, "開かずに|電話で|確かめましょう。"},
	{"phrases_keep_suffixes", KS_BREAK_PHRASE, "契約書に|ある|番号へ|電話する。|緊急時|対応|計画"},
	{"phrases_keep_compound_verbs", KS_BREAK_PHRASE, "送り方を|振り返り、|安全に|受け取る"},
	{"about_stays_with_its_number", KS_BREAK_PHRASE, "あと|10科目、|約60分で|終わります"},
	{"counts_in_kana_are_bound", KS_BREAK_STRICT, "12がつ|25にち|ま|で|あ|と|26にち|5ふん"},
	{"phrases_keep_suru", KS_BREAK_PHRASE, "出席を|登録する"},
	{"phrases_keep_honorifics", KS_BREAK_PHRASE, "写真はご遠慮ください。|お客様に|お茶を"},
	{"phrases_keep_bound_words", KS_BREAK_PHRASE, "第244条の6により|10％を|「合格」と|する"},
};

static void check_breaks(const struct ks_rich *rich, enum ks_breaking breaking, const char *expected)
{
	struct ks_text_breaks breaks;
	char *found = ks_alloc(2 * rich->len + 1);
	size_t n = 0;

	ks_text_find_breaks(rich, breaking, &breaks);
	assert_int_equal(breaks.len, rich->len);
	for (size_t i = 0; i < rich->len; i++) {
		if (breaks.allowed[i])
			found[n++] = '|';
		found[n++] = rich->text[i];
	}
	found[n] = '\0';
	assert_string_equal(found, expected);
	free(found);
	ks_text_breaks_finish(&breaks);
}

static void one_case(void **state)
{
	const struct break_case *c = *state;
	char *text = ks_alloc(strlen(c->expected) + 1);
	struct ks_rich rich;
	size_t n = 0;

	for (const char *p = c->expected; *p; p++)
		if (*p != '|')
			text[n++] = *p;
	text[n] = '\0';
	rich = ks_rich_plain(text);
	check_breaks(&rich, c->breaking, c->expected);
	free(text);
}

static void a_base_with_its_reading_is_not_torn(void **state)
{
	struct ks_span span = {3, 12, KS_MARK_RUBY, "きほん"};
	struct ks_rich rich = {"は基本だと", strlen("は基本だと"), &span, 1};

	(void)state;
	span.to = 9;
	check_breaks(&rich, KS_BREAK_STRICT, "は|基本|だ|と");
}

static void a_note_stays_with_its_word(void **state)
{
	const char *text = "必要〔ママ〕と";
	struct ks_span span = {6, 18, KS_MARK_SMALL, NULL};
	struct ks_rich rich = {text, strlen(text), &span, 1};

	(void)state;
	check_breaks(&rich, KS_BREAK_STRICT, "必|要〔ママ〕|と");
}

/* 可能性〔ママ〕 is one block, a whole flagged passage is not. */
static void a_flagged_word_is_not_torn(void **state)
{
	const char *word = "び可能性と", *passage = "業務委託とクラウドサービスの利用";
	struct ks_span span = {3, 12, KS_MARK_ERRATUM, NULL};
	struct ks_rich rich = {word, strlen(word), &span, 1};

	(void)state;
	check_breaks(&rich, KS_BREAK_STRICT, "び|可能性|と");
	span = (struct ks_span){0, (uint32_t)strlen(passage), KS_MARK_ERRATUM, NULL};
	rich = (struct ks_rich){passage, strlen(passage), &span, 1};
	check_breaks(&rich, KS_BREAK_STRICT, "業|務|委|託|と|ク|ラ|ウ|ド|サー|ビ|ス|の|利|用");
}

static void a_file_name_marked_as_code_breaks_behind_its_stops(void **state)
{
	const char *text = "名は明細.zip.exeだ";
	struct ks_span span = {6, 20, KS_MARK_CODE, NULL};
	struct ks_rich rich = {text, strlen(text), &span, 1};

	(void)state;
	check_breaks(&rich, KS_BREAK_STRICT, "名|は|明細.|zip.|exe|だ");
}

static void bad_bytes_are_survived(void **state)
{
	struct ks_text_breaks breaks;
	struct ks_rich rich = {"あ\xff\xe3\x81い\xf0\x9f", 12, NULL, 0};

	(void)state;
	rich.len = strlen(rich.text);
	ks_text_find_breaks(&rich, KS_BREAK_STRICT, &breaks);
	assert_int_equal(breaks.allowed[0], 0);
	assert_int_equal(breaks.allowed[rich.len], 0);
	ks_text_breaks_finish(&breaks);
}

static void an_empty_text_has_no_breaks(void **state)
{
	struct ks_text_breaks breaks;
	struct ks_rich rich = ks_rich_plain("");

	(void)state;
	ks_text_find_breaks(&rich, KS_BREAK_PHRASE, &breaks);
	assert_int_equal(breaks.allowed[0], 0);
	ks_text_breaks_finish(&breaks);
	ks_text_breaks_finish(&breaks);
	ks_text_breaks_finish(NULL);
}

int main(void)
{
	static const struct CMUnitTest fixed[] = {
		cmocka_unit_test(a_base_with_its_reading_is_not_torn),
		cmocka_unit_test(a_note_stays_with_its_word),
		cmocka_unit_test(a_flagged_word_is_not_torn),
		cmocka_unit_test(a_file_name_marked_as_code_breaks_behind_its_stops),
		cmocka_unit_test(bad_bytes_are_survived),
		cmocka_unit_test(an_empty_text_has_no_breaks),
	};
	struct CMUnitTest tests[KS_COUNT(cases) + KS_COUNT(fixed)];

	for (size_t i = 0; i < KS_COUNT(cases); i++)
		tests[i] =
			(struct CMUnitTest){cases[i].rule, one_case, NULL, NULL, (void *)&cases[i]};
	memcpy(tests + KS_COUNT(cases), fixed, sizeof(fixed));
	return ks_test_run(tests);
}
