/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/who.h"

#include <string.h>

#include "record/roster.h"
#include "visit/attend.h"
#include "visit/signin.h"
#include "visit/stage.h"

/* 氏名から探す: nobody before two kana, never more than six, and the PIN is asked in any case. */

static void begin(struct stage *s)
{
	assert_int_equal(ks_attend_begin(&s->site, &s->visit), KS_OK);
	ks_who_begin(&s->visit);
	assert_int_equal(s->visit.place, KS_VISIT_NAME);
}

static size_t found(struct stage *s, const char *typed)
{
	assert_int_equal(ks_who_search(&s->site, &s->visit, typed), KS_OK);
	return s->visit.who.n_people;
}

static void nobody_is_told_before_two_kana(void **state)
{
	struct stage *s = *state;

	begin(s);
	assert_int_equal(found(s, ""), 0);
	assert_int_equal(found(s, "み"), 0);
	assert_int_equal(found(s, "みー"), 0); /* is no second one */
	assert_int_equal(s->visit.who.n_found, 0);
	assert_int_equal(found(s, "みほ"), 3);
	assert_int_equal(found(s, "み"), 0);
	assert_null(s->visit.who.people[0].name);
}

static void a_reading_is_typed_without_its_marks(void **state)
{
	struct stage *s = *state;

	begin(s);
	assert_int_equal(found(s, "みほんし"), 1);
	assert_string_equal(s->visit.who.people[0].name, "見本 二郎");
	assert_int_equal(found(s, "ミホンジロウ"), 1);
	assert_int_equal(found(s, "ほん"), 0); /* from its beginning */
	assert_int_equal(found(s, "じろう"), 0);
}

/* Seven of one name: the next kana is asked for, and nobody is told. */
static void more_than_six_are_a_number_only(void **state)
{
	static const char csv[] =
		"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\n"
		"1,例 一,レイ イチ,総務課,事務局,本庁,01,2020-04-01,,在職,,\n"
		"2,例 二,レイ ニ,総務課,事務局,本庁,01,2020-04-01,,在職,,\n"
		"3,例 三,レイ サン,総務課,事務局,本庁,01,2020-04-01,,在職,,\n"
		"4,例 四,レイ ヨン,総務課,事務局,本庁,01,2020-04-01,,在職,,\n"
		"5,例 五,レイ ゴ,総務課,事務局,本庁,01,2020-04-01,,在職,,\n"
		"6,例 六,レイ ロク,総務課,事務局,本庁,01,2020-04-01,,在職,,\n"
		"7,例 七,レイ ナナ,総務課,事務局,本庁,01,2020-04-01,,在職,,\n";
	struct stage *s = *state;
	struct ks_roster people = {0};
	struct ks_roster_change change;
	struct ks_diags diags = {0};

	assert_int_equal(ks_roster_parse("a.csv", csv, strlen(csv), &people, &diags), KS_OK);
	assert_int_equal(ks_roster_store(s->site.store, &people, &change), KS_OK);
	ks_roster_finish(&people);
	ks_diags_finish(&diags);
	begin(s);
	assert_int_equal(found(s, "れい"), 0);
	assert_int_equal(s->visit.who.n_found, 7);
	assert_null(s->visit.who.people[0].name);
	assert_int_equal(found(s, "れいこ"), 1);
	assert_int_equal(found(s, "みほん"), 0); /* no longer on the list */
}

static void the_pin_proves_it_also_where_the_number_would_do(void **state)
{
	struct stage *s = *state;
	struct ks_pin_verdict verdict;

	assert_int_equal(ks_attend_begin_at(&s->site, &s->visit, s->gathering.id, STAGE_OTHER),
			 KS_OK);
	ks_who_begin(&s->visit);
	assert_int_equal(found(s, "みほんいち"), 1);
	assert_int_equal(ks_who_choose(&s->site, &s->visit, 0), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_PIN);
	assert_string_equal(s->visit.family_name, "見本");
	assert_int_equal(s->visit.who.n_people, 0);
	assert_int_equal(ks_signin_pin(&s->site, &s->visit, "000001", &verdict), KS_DENIED);
	assert_int_equal(stage_count(s, "checkin"), 0);
	assert_int_equal(ks_signin_pin(&s->site, &s->visit, STAGE_PIN, &verdict), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_ATTENDED);
	assert_string_equal(ks_receipt_view(s->visit.attend.receipt)->staff, STAGE_NUMBER);
	assert_string_equal(ks_receipt_view(s->visit.attend.receipt)->how, "pin");
}

static void an_unreadable_list_is_not_nobody(void **state)
{
	struct stage *s = *state;

	begin(s);
	stage_break_table(s, "person");
	assert_int_not_equal(ks_who_search(&s->site, &s->visit, "みほ"), KS_OK);
	assert_int_equal(s->visit.who.n_people, 0);
}

static void back_leads_to_the_number_and_leaves_nobody(void **state)
{
	struct stage *s = *state;

	begin(s);
	assert_int_equal(found(s, "みほ"), 3);
	ks_who_back(&s->visit);
	assert_int_equal(s->visit.place, KS_VISIT_NUMBER);
	assert_int_equal(s->visit.who.n_people, 0);
	assert_null(s->visit.who.people[0].name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(nobody_is_told_before_two_kana, stage_setup,
						stage_teardown),
		cmocka_unit_test_setup_teardown(a_reading_is_typed_without_its_marks, stage_setup,
						stage_teardown),
		cmocka_unit_test_setup_teardown(more_than_six_are_a_number_only, stage_setup,
						stage_teardown),
		cmocka_unit_test_setup_teardown(the_pin_proves_it_also_where_the_number_would_do,
						stage_setup, stage_teardown),
		cmocka_unit_test_setup_teardown(an_unreadable_list_is_not_nobody, stage_setup,
						stage_teardown),
		cmocka_unit_test_setup_teardown(back_leads_to_the_number_and_leaves_nobody,
						stage_setup, stage_teardown),
	};

	return ks_test_run(tests);
}
