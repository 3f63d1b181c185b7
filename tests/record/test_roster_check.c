/* SPDX-License-Identifier: Apache-2.0 */
#include "roster_parsed.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

/* ---- what lists really look like ---- */

static void assert_reads(const char *csv, const char *number, const char *unit, const char *roles)
{
	struct parsed p = parse(csv);

	if (p.rc != KS_OK)
		ks_diags_print(&p.diags, stderr);
	assert_int_equal(p.rc, KS_OK);
	const struct ks_person *person = &p.roster.entries[0].person;

	assert_string_equal(person->number, number);
	assert_string_equal(person->appointments[0].unit, unit);
	assert_string_equal(person->appointments[0].roles, roles);
	finish(&p);
}

static void headers_and_values_differ_from_ours_only_in_what_nobody_sees(void **state)
{
	(void)state;
	assert_reads(
		" 職員番号 ,氏 名,氏名ｶﾅ,\"所\n属\",任用区分　,任用開始,任用終了,在籍状態,役割 \n"
		"\xC2\xA0"
		"０００１０１ ,試験 太郎,シケン,　総務課 ,０６,R8.4.1,9999-12-31, 在職　,端末利用\n",
		"000101", "総務課", "端末利用");
	assert_reads("社員番号,職員氏名,フリガナ,所属名称,職員区分,採用年月日,任期満了日,在職区分,役割\n"
		     "000101,試験 太郎,シケン,総務課,01,46113,,在職,\n",
		     "000101", "総務課", "");
}

static void roles_are_parted_by_any_of_the_usual_marks(void **state)
{
	static const char *const forms[] = {"管理職;端末利用",     "管理職；端末利用",
					    "管理職、端末利用",    "\"管理職,端末利用\"",
					    "管理職 ; 端末利用;",  "管理職，　端末利用",
					    "\"管理職\n端末利用\""};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(forms); i++) {
		char *csv = ks_format("%s000101,試 験,カ,課,,,01,2026-04-01,,在職,%s,\n", HEADER,
				      forms[i]);

		assert_reads(csv, "000101", "課", "管理職;端末利用");
		free(csv);
	}
}

/* A course may ask for a role, or for its absence, of all or in one lesson; what none asks for is told, counted. */
static void a_role_that_no_course_knows_is_told_once(void **state)
{
	static const char *asked[] = {"端末利用"}, *unasked[] = {"現場"}, *of_lesson[] = {"管理職"},
			  *without[] = {"派遣"};
	struct ks_plan_lesson lessons[2] = {
		{.id = "m1", .audience = {.roles = of_lesson, .n_roles = 1}},
		{.id = "m2", .audience = {.without_roles = without, .n_without_roles = 1}}};
	const struct ks_plan plans[2] = {{.id = "a", .audience = {.roles = asked, .n_roles = 1}},
					 {.id = "b",
					  .audience = {.without_roles = unasked, .n_without_roles = 1},
					  .lessons = lessons,
					  .n_lessons = 2}};
	const struct ks_roster_reading how = {.plans = plans, .n_plans = 2};
	static const char csv[] =
		HEADER "000101,試 一,カ,課,,,01,2026-04-01,,在職,端末利用;現場;管理職;派遣,\n"
		       "000102,試 二,カ,課,,,01,2026-04-01,,在職,端末利甲,\n"
		       "000103,試 三,カ,課,,,01,2026-04-01,,在職,端末利甲;研修担当,\n";
	struct parsed p = {0};

	(void)state;
	p.rc = ks_roster_parse_as("名簿.csv", csv, strlen(csv), &how, &p.roster, &p.diags);
	assert_int_equal(p.rc, KS_OK);
	assert_int_equal(p.diags.n_items, 2); /* and that nobody has a PIN */
	expect(&p, KS_SEVERITY_WARNING, 3, "端末利甲");
	expect(&p, KS_SEVERITY_WARNING, 3, "2行");
	finish(&p);
}

static void two_posts_at_once_are_two_lines_that_differ(void **state)
{
	static const char first[] =
		"000101,試 験,カ,総務課,事務局,本庁,01,2020-04-01,,在職,端末利用,\n";
	static const struct {
		const char *second;
		enum ks_rc rc;
	} cases[] = {
		{"000101,試 験,カ,環境課,事務局,本庁,01,2020-04-01,,在職,端末利用,\n", KS_OK},
		{"000101,試 験,カ,総務課,事務局,本庁,01,2026-06-01,,在職,,\n", KS_OK},
		{"000101,試 験,カ,総務課,事務局,本庁,01,2020-04-01,,在職,端末利用,\n", KS_INVALID},
		{"000101,試 験,カ,総務課,事務局,本庁,01,2026-06-01,,在職,端末利用,\n", KS_INVALID},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *csv = ks_format("%s%s%s", HEADER, first, cases[i].second);
		struct parsed p = parse(csv);

		assert_int_equal(p.rc, cases[i].rc);
		assert_int_equal(p.roster.n_entries, p.rc == KS_OK ? 1 : 0);
		if (p.rc != KS_OK)
			expect(&p, KS_SEVERITY_ERROR, 3, "二つの職を兼ねる人は");
		finish(&p);
		free(csv);
	}
}

static void an_absence_has_days_and_two_of_them_are_two_lines(void **state)
{
#define LEAVE_HEADER                                                                                                             \
	"職員番号,氏名,氏名カナ,所属,任用区分,任用開始,任用終了,在籍状態,休業区分,休業開始," \
	"休業終了\n"
	static const struct {
		const char *line, *word;
	} cases[] = {
		{"1,試 験,カ,課,01,2020-04-01,,在職,病気休暇,2026-05-01,2026-06-30\n", NULL},
		{"1,試 験,カ,課,01,2020-04-01,,育休,,2026-05-01,\n", NULL},
		{"1,試 験,カ,課,01,2020-04-01,,在職,,2026-05-01,\n", "休業区分が空"},
		{"1,試 験,カ,課,01,2020-04-01,,在職,有給,2026-05-01,\n",
		 "休業区分「有給」はありません。休職、"},
		{"1,試 験,カ,課,01,2020-04-01,,在職,休職,2026-05-01,2026-04-01\n", "より前です"},
		{"1,試 験,カ,課,01,2020-04-01,,在職,病気休暇,2026-05-01,2026-06-30\n"
		 "1,試 験,カ,課,01,2020-04-01,,在職,病気休暇,2026-09-01,2026-09-30\n",
		 NULL},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *csv = ks_format("%s%s", LEAVE_HEADER, cases[i].line);
		struct parsed p = parse(csv);

		if (cases[i].word) {
			assert_int_equal(p.rc, KS_INVALID);
			expect(&p, KS_SEVERITY_ERROR, 2, cases[i].word);
		} else {
			assert_int_equal(p.rc, KS_OK);
			assert_true(
				ks_state_is_away(p.roster.entries[0].person.appointments[0].leave));
			assert_int_equal(p.roster.entries[0].person.appointments[0].leave_from.month,
					 5);
		}
		finish(&p);
		free(csv);
	}
}

static struct parsed parse_with(const char *yaml, const char *csv)
{
	struct parsed p = {0};
	struct ks_roster_map map;

	assert_int_equal(ks_roster_map_parse("m.yaml", yaml, strlen(yaml), &map, &p.diags), KS_OK);
	p.rc = ks_roster_parse_as("名簿.csv", csv, strlen(csv),
				  &(struct ks_roster_reading){.map = &map}, &p.roster, &p.diags);
	ks_roster_map_finish(&map);
	return p;
}

static void the_bodys_own_words_are_understood_and_others_refused(void **state)
{
	static const char map[] = "columns: {職員番号: [個人コード], 役割: 権限}\n"
				  "employment: {\"06\": [月額会計年度, パート]}\n"
				  "roles: {端末利用: [ＰＣ利用], 管理職: []}\n"
				  "states: {病気休暇: [病休]}\n"
				  "two_digit_years: 令和\n";
	static const char header[] =
		"個人コード,氏名,氏名カナ,所属,任用区分,任用開始,任用終了,在籍状態,権限\n";
	char *csv = ks_format("%s7,試 験,カ,課,月額会計年度,8/4/1,,病休,PC利用、管理職\n", header);
	struct parsed p = parse_with(map, csv);

	(void)state;
	if (p.rc != KS_OK)
		ks_diags_print(&p.diags, stderr);
	assert_int_equal(p.rc, KS_OK);
	const struct ks_appointment *a = p.roster.entries[0].person.appointments;

	assert_string_equal(a->employment, "06");
	assert_string_equal(a->roles, "端末利用;管理職");
	assert_string_equal(a->status, "病気休暇");
	assert_int_equal(a->from.year, 2026);
	finish(&p);
	free(csv);
	csv = ks_format("%s7,試 験,カ,課,日額,8/4/1,,病気,情報係\n", header);
	p = parse_with(map, csv);
	assert_int_equal(p.rc, KS_INVALID);
	expect(&p, KS_SEVERITY_ERROR, 2,
	       "任用区分「日額」はありません。01〜14 か 99、または 月額会計年度、パート");
	expect(&p, KS_SEVERITY_ERROR, 2, "出向、派遣出、退職、病休のどれか");
	expect(&p, KS_SEVERITY_ERROR, 2,
	       "役割「情報係」はありません。端末利用、管理職、ＰＣ利用のどれか");
	finish(&p);
	free(csv);
}

static void no_message_repeats_a_name_or_a_pin(void **state)
{
	/* without a header; with columns that slipped; with everything wrong */
	static const char *const lists[] = {
		"000101,試験 太郎,シケン タロウ,総務課,事務局,本庁,01,2020-04-01,,在職,端末利用,284517\n"
		"000102,試験 花子,シケン ハナコ,総務課,事務局,本庁,01,2020-04-01,,在職,端末利用,284517\n",
		HEADER
		"試験 太郎,シケン タロウ,000101,総務課,事務局,本庁,284517,284517,284517,試験 太郎,端末利用,284517\n",
		HEADER
		"試験太郎,試験太郎,シケンタロウ,総務課,,,試験太郎,シケンタロウ,試験太郎,試験太郎,,28451７x\n",
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(lists); i++) {
		struct parsed p = parse(lists[i]);

		assert_int_equal(p.rc, KS_INVALID);
		for (size_t k = 0; k < p.diags.n_items; k++) {
			assert_null(strstr(p.diags.items[k].message, "太郎"));
			assert_null(strstr(p.diags.items[k].message, "花子"));
			assert_null(strstr(p.diags.items[k].message, "タロウ"));
			assert_null(strstr(p.diags.items[k].message, "28451"));
		}
		finish(&p);
	}
}

static void what_is_so_on_every_line_is_one_note(void **state)
{
	struct ks_buf csv = {0};

	(void)state;
	ks_buf_puts(&csv, HEADER);
	for (int i = 0; i < 1200; i++)
		ks_buf_printf(&csv,
			      "%06d,試験%d,シケン,総務課,事務局,本庁,01,2020-04-01,,在職,端末利用,\n",
			      i, i);
	ks_buf_puts(&csv,
		    "001199,試験1199,シケン,総務課,事務局,本庁,01,2020-04-01,,在職,端末利用,\n");
	struct parsed p = parse(ks_buf_text(&csv));

	expect(&p, KS_SEVERITY_ERROR, 1202, "任用の期間が重なっています");
	expect(&p, KS_SEVERITY_WARNING, 2, "初期暗証番号が空の職員が 1200名");
	expect(&p, KS_SEVERITY_WARNING, 2, "空白がない職員が 1200名");
	assert_int_equal(p.diags.n_items, 3);
	finish(&p);
	ks_buf_finish(&csv);
}

static void a_list_that_is_written_reads_back_the_same(void **state)
{
	struct parsed p =
		parse(LEAVE_HEADER
		      "1,試 験,カ,課,01,2020-04-01,2027-03-31,在職,病気休暇,2026-05-01,2026-06-30\n"
		      "0002,髙 﨑,カ,\"課,係\",06,2026-04-01,,退職,,,\n"
		      "0002,髙 﨑,カ,別課,06,2026-04-01,,在職,,,\n");
	struct ks_buf first = {0}, second = {0};

	(void)state;
	assert_int_equal(p.rc, KS_OK);
	ks_roster_to_csv(&p.roster, &first);
	finish(&p);
	p = parse_bytes(ks_buf_text(&first), first.len);
	assert_int_equal(p.rc, KS_OK);
	assert_int_equal(p.roster.n_entries, 2);
	ks_roster_to_csv(&p.roster, &second);
	assert_string_equal(ks_buf_text(&first), ks_buf_text(&second));
	assert_non_null(strstr(ks_buf_text(&first), "病気休暇,2026-05-01,2026-06-30\r\n"));
	finish(&p);
	ks_buf_finish(&first);
	ks_buf_finish(&second);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headers_and_values_differ_from_ours_only_in_what_nobody_sees),
		cmocka_unit_test(roles_are_parted_by_any_of_the_usual_marks),
		cmocka_unit_test(a_role_that_no_course_knows_is_told_once),
		cmocka_unit_test(two_posts_at_once_are_two_lines_that_differ),
		cmocka_unit_test(an_absence_has_days_and_two_of_them_are_two_lines),
		cmocka_unit_test(the_bodys_own_words_are_understood_and_others_refused),
		cmocka_unit_test(no_message_repeats_a_name_or_a_pin),
		cmocka_unit_test(what_is_so_on_every_line_is_one_note),
		cmocka_unit_test(a_list_that_is_written_reads_back_the_same),
	};

	return ks_test_run(tests);
}
