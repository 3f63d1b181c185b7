/* SPDX-License-Identifier: Apache-2.0 */
#include "roster_parsed.h"

#include <stdlib.h>
#include <string.h>

static void good_list_is_read_with_leading_zeros_and_bytes_of_names(void **state)
{
	/* 髙 is U+9AD9, 﨑 U+FA11: neither may be normalised. */
	struct parsed p = parse(HEADER "000102,見本 髙﨑," REST
				       "000101,環境 太郎,カンキョウ タロウ,総務課,事務局,本庁,6,"
				       "2026/4/1,2027-03-31,育休,端末利用,\n");
	const struct ks_roster_entry *e = p.roster.entries;

	(void)state;
	assert_int_equal(p.rc, KS_OK);
	assert_int_equal(p.roster.n_entries, 2);
	assert_string_equal(e[0].person.number, "000101");
	assert_string_equal(e[0].person.name, "環境 太郎");
	assert_string_equal(e[0].person.kana, "カンキョウ タロウ");
	assert_null(e[0].pin_initial);
	const struct ks_appointment *a = e[0].person.appointments;

	assert_string_equal(a->unit, "総務課");
	assert_string_equal(a->unit_kind, "事務局");
	assert_string_equal(a->facility, "本庁");
	assert_string_equal(a->employment, "06");
	assert_string_equal(a->status, "育休");
	assert_string_equal(a->roles, "端末利用");
	assert_int_equal(a->from.month, 4);
	assert_int_equal(a->to.year, 2027);
	assert_string_equal(e[1].person.name, "見本 髙﨑");
	assert_string_equal(e[1].pin_initial, "918391");
	assert_false(ks_date_is_set(e[1].person.appointments->to));
	finish(&p);
}

static void columns_may_stand_in_any_order_and_others_are_told(void **state)
{
	struct parsed p =
		parse("備考,在籍状態,任用終了,任用開始,任用区分,所属,氏名カナ,氏名,職員番号\n"
		      "x,在職,,2026-04-01,正規,総務課,カ,名,7\n");

	(void)state;
	assert_int_equal(p.rc, KS_OK);
	expect(&p, KS_SEVERITY_WARNING, 1, "「備考」");
	expect(&p, KS_SEVERITY_WARNING, 1, "所属区分、施設、役割、初期暗証番号");
	assert_string_equal(p.roster.entries[0].person.number, "7");
	assert_string_equal(p.roster.entries[0].person.appointments->employment, "01");
	assert_string_equal(p.roster.entries[0].person.appointments->roles, "");
	finish(&p);
}

static void missing_columns_are_named(void **state)
{
	struct parsed p =
		parse("職員番号,所属,任用区分,任用開始,任用終了,在籍状態\n1,a,01,2026-04-01,,在職\n");

	(void)state;
	assert_int_equal(p.rc, KS_INVALID);
	expect(&p, KS_SEVERITY_ERROR, 1, "氏名、氏名カナ");
	finish(&p);
	p = parse(HEADER "");
	assert_int_equal(p.rc, KS_INVALID);
	expect(&p, KS_SEVERITY_ERROR, 0, "一人もいません");
	finish(&p);
	p = parse("");
	assert_int_equal(p.rc, KS_INVALID);
	finish(&p);
	p = parse("職員番号,職員番号,氏名,氏名カナ,所属,任用区分,任用開始,任用終了,在籍状態\n");
	expect(&p, KS_SEVERITY_ERROR, 1, "二つあります");
	finish(&p);
}

static void bom_and_cp932_are_found_out(void **state)
{
	/* 職員番号 … in Windows-31J, with 髙 (FB FC) and ① (87 40) which Shift_JIS has not. */
	static const char cp932[] =
		"\x90\x45\x88\xf5\x94\xd4\x8d\x86,\x8e\x81\x96\xbc,\x8e\x81\x96\xbc\x83\x4a\x83\x69,"
		"\x8f\x8a\x91\xae,\x94\x43\x97\x70\x8b\xe6\x95\xaa,\x94\x43\x97\x70\x8a\x4a\x8e\x6e,"
		"\x94\x43\x97\x70\x8f\x49\x97\xb9,\x8d\xdd\x90\xd0\x8f\xf3\x91\xd4\r\n"
		"0001,\xfb\xfc,\x83\x4a,\x87\x40,01,2026-04-01,,\x8d\xdd\x90\x45\r\n";
	struct parsed p = parse_bytes(cp932, sizeof(cp932) - 1);

	(void)state;
	if (p.rc != KS_OK)
		ks_diags_print(&p.diags, stderr);
	assert_int_equal(p.rc, KS_OK);
	assert_string_equal(p.roster.entries[0].person.name, "髙");
	assert_string_equal(p.roster.entries[0].person.appointments->unit, "①");
	finish(&p);
	p = parse("\xEF\xBB\xBF" HEADER "000101,名," REST);
	assert_int_equal(p.rc, KS_OK);
	finish(&p);
}

static void every_mistake_is_told_with_its_line_and_value(void **state)
{
	static const struct {
		const char *line, *word;
	} cases[] = {
		{",名," REST, "職員番号が空"},
		{"1%3,名," REST, "「1%3」"},
		{"0000000000001,名," REST, "「0000000000001」"},
		{"00 1,名," REST, "使えません"},
		{"000101,," REST, "氏名が空"},
		{"000101,名,カ,課,,,77,2026-04-01,,在職,,\n", "任用区分「77」"},
		{"000101,名,カ,課,,,,2026-04-01,,在職,,\n", "任用区分「」"},
		{"000101,名,カ,課,,,01,2026-04-01,,在宅,,\n", "在籍状態「在宅」"},
		{"000101,名,カ,課,,,01,,,在職,,\n", "任用開始が空"},
		{"000101,名,カ,課,,,01,2026-02-30,,在職,,\n", "「2026-02-30」"},
		{"000101,名,カ,課,,,01,8/4/1,,在職,,\n", "年は4けた"},
		{"000101,名,カ,課,,,01,2026-04-01,260331,在職,,\n", "年は4けた"},
		{"000101,名,カ,課,,,01,2026/13/1,,在職,,\n", "「2026/13/1」"},
		{"000101,名,カ,課,,,01,2026-04-01,未定,在職,,\n", "「未定」"},
		{"000101,名,カ,課,,,01,2026-04-01,2026-03-31,在職,,\n", "より前です"},
		{"000101,名,カ,課,,,01,2026-04-01,,在職,,12345\n", "6けた"},
		{"000101,名,カ,課,,,01,2026-04-01,,在職,\n", "列の数"},
		{"000101,名,カ,課,,,01,2026-04-01,,在職,,,\n", "列の数"},
		{"000101,\"名\n前\",カ,課,,,01,2026-04-01,,在職,,\n", "見えない文字"},
		{"000101,名\xe2\x80\xae,カ,課,,,01,2026-04-01,,在職,,\n", "見えない文字"},
		{"000101,名\x7f名,カ,課,,,01,2026-04-01,,在職,,\n", "見えない文字"},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *csv = ks_format("%s000100,良,%s%s", HEADER, REST, cases[i].line);
		struct parsed p = parse(csv);

		assert_int_equal(p.rc, KS_INVALID);
		expect(&p, KS_SEVERITY_ERROR, 3, cases[i].word);
		finish(&p);
		free(csv);
	}
}

static void all_bad_lines_are_told_in_one_run(void **state)
{
	struct parsed p = parse(HEADER ",a," REST "000101,良," REST "x!,b," REST ",c," REST);

	(void)state;
	assert_int_equal(p.rc, KS_INVALID);
	assert_int_equal(p.diags.n_errors, 3);
	expect(&p, KS_SEVERITY_ERROR, 2, "空");
	expect(&p, KS_SEVERITY_ERROR, 4, "「x!」");
	expect(&p, KS_SEVERITY_ERROR, 5, "空");
	finish(&p);
}

static void two_periods_of_one_person_are_one_person(void **state)
{
	struct parsed p = parse(
		HEADER "000301,再 任,サイ,課,,,06,2026-04-01,2027-03-31,在職,,384577\n"
		       "000101,名," REST "000301,再 任,サイ,課,,,06,2025-04-01,2026-03-31,在職,,\n");

	(void)state;
	assert_int_equal(p.rc, KS_OK);
	assert_int_equal(p.roster.n_entries, 2);
	const struct ks_roster_entry *e = &p.roster.entries[1];

	assert_int_equal(e->person.n_appointments, 2);
	assert_int_equal(e->person.appointments[0].from.year, 2025);
	assert_int_equal(e->person.appointments[1].from.year, 2026);
	assert_string_equal(e->pin_initial, "384577");
	finish(&p);
}

static void same_number_for_two_people_or_two_overlapping_periods_is_an_error(void **state)
{
	static const struct {
		const char *second, *word;
	} cases[] = {
		{"000301,別 人,サイ,課,,,06,2026-04-01,,在職,,\n", "2行目にもありますが、氏名"},
		{"000301,再 任,ベツ,課,,,06,2026-04-01,,在職,,\n", "2行目にもありますが、氏名"},
		{"000301,再 任,サイ,課,,,06,2026-03-31,,在職,,\n", "2行目にもあり、任用の期間"},
		{"000301,再 任,サイ,課,,,06,2020-04-01,,在職,,\n", "2行目にもあり、任用の期間"},
		{"000301,再 任,サイ,課,,,06,2026-04-01,,在職,,026286\n", "行によって違います"},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *csv = ks_format(
			"%s000301,再 任,サイ,課,,,06,2025-04-01,2026-03-31,在職,,384577\n%s",
			HEADER, cases[i].second);
		struct parsed p = parse(csv);

		assert_int_equal(p.rc, KS_INVALID);
		expect(&p, KS_SEVERITY_ERROR, 3, cases[i].word);
		finish(&p);
		free(csv);
	}
}

static void weak_or_absent_pin_is_a_warning_that_keeps_the_pin_secret(void **state)
{
	struct parsed p = parse(HEADER "000101,名,カ,課,,,01,2026-04-01,,在職,,123456\n"
				       "000102,名,カ,課,,,01,2026-04-01,,在職,,\n");

	(void)state;
	assert_int_equal(p.rc, KS_OK);
	expect(&p, KS_SEVERITY_WARNING, 2, "推測されやすい");
	expect(&p, KS_SEVERITY_WARNING, 3, "初期暗証番号が空の職員が 1名");
	for (size_t i = 0; i < p.diags.n_items; i++)
		assert_null(strstr(p.diags.items[i].message, "123456"));
	finish(&p);
}

static void number_that_the_keypad_cannot_type_is_a_warning_with_what_to_do(void **state)
{
	struct parsed p = parse(HEADER "000101,良," REST "A-12,名," REST);

	(void)state;
	assert_int_equal(p.rc, KS_OK);
	expect(&p, KS_SEVERITY_WARNING, 3, "「A-12」");
	expect(&p, KS_SEVERITY_WARNING, 3, "数字だけの番号を付けてください");
	assert_false(has(&p, KS_SEVERITY_WARNING, 2, "数字キー"));
	finish(&p);
}

static void one_bad_line_is_not_also_a_list_of_nobody(void **state)
{
	struct parsed p = parse(HEADER "000101,\"名\n前\"," REST);

	(void)state;
	assert_int_equal(p.diags.n_errors, 1);
	expect(&p, KS_SEVERITY_ERROR, 2, "見えない文字");
	finish(&p);
	p = parse(HEADER);
	expect(&p, KS_SEVERITY_ERROR, 0, "一人もいません");
	finish(&p);
}

/* Excel leaves such rows behind where something was deleted. */
static void the_day_of_an_order_is_read_where_the_list_has_it(void **state)
{
	static const char header[] =
		"職員番号,氏名,氏名カナ,所属,任用区分,任用開始,任用終了,在籍状態,発令日\n";
	static const char row[] = "000102,見本,ミホン,総務課,01,2020-04-01,2027-03-31,在職,%s\n";
	static const struct {
		const char *day, *word;
	} cases[] = {
		{"", NULL},
		{"2026-07-01", NULL},
		{"7月1日", "発令日「7月1日」は日付ではありません"},
		{"2020-03-31", "任用の期間の外"},
		{"2027-04-01", "任用の期間の外"},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *line = ks_format(row, cases[i].day), *csv = ks_format("%s%s", header, line);
		struct parsed p = parse(csv);

		if (cases[i].word) {
			expect(&p, KS_SEVERITY_ERROR, 2, cases[i].word);
		} else {
			assert_int_equal(p.rc, KS_OK);
			assert_int_equal(p.roster.entries[0].person.appointments[0].ordered.month,
					 cases[i].day[0] != '\0' ? 7 : 0);
		}
		finish(&p);
		free(csv);
		free(line);
	}
	struct parsed p = parse(HEADER "000102,見本," REST);

	for (size_t i = 0; i < p.diags.n_items; i++) /* few lists have it: no word about it */
		assert_null(strstr(p.diags.items[i].message, "発令日"));
	finish(&p);
}

static void rows_of_commas_are_passed_over(void **state)
{
	struct parsed p = parse(HEADER "000101,名," REST ",,,,,,,,,,,\n,,\n\n");

	(void)state;
	assert_int_equal(p.rc, KS_OK);
	assert_int_equal(p.roster.n_entries, 1);
	finish(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_list_is_read_with_leading_zeros_and_bytes_of_names),
		cmocka_unit_test(columns_may_stand_in_any_order_and_others_are_told),
		cmocka_unit_test(missing_columns_are_named),
		cmocka_unit_test(bom_and_cp932_are_found_out),
		cmocka_unit_test(every_mistake_is_told_with_its_line_and_value),
		cmocka_unit_test(all_bad_lines_are_told_in_one_run),
		cmocka_unit_test(two_periods_of_one_person_are_one_person),
		cmocka_unit_test(same_number_for_two_people_or_two_overlapping_periods_is_an_error),
		cmocka_unit_test(weak_or_absent_pin_is_a_warning_that_keeps_the_pin_secret),
		cmocka_unit_test(number_that_the_keypad_cannot_type_is_a_warning_with_what_to_do),
		cmocka_unit_test(one_bad_line_is_not_also_a_list_of_nobody),
		cmocka_unit_test(the_day_of_an_order_is_read_where_the_list_has_it),
		cmocka_unit_test(rows_of_commas_are_passed_over),
	};

	return ks_test_run(tests);
}
