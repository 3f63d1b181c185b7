/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/desk.h"

#include <string.h>

#include "record/db.h"
#include "visit/attend.h"
#include "visit/signin.h"
#include "visit/stage.h"

/* The desk: only for who has the role, and what it says is recorded before the roll shows it. */

static void give_role(struct stage *s)
{
	assert_int_equal(ks_db_run(s->site.store,
				   "UPDATE appointment SET roles = '管理職;研修担当' WHERE number = ?",
				   "t", STAGE_NUMBER),
			 KS_OK);
}

static void open_desk(struct stage *s)
{
	static const char *const expected[] = {STAGE_NUMBER, STAGE_OTHER};
	struct ks_pin_verdict verdict;

	give_role(s);
	assert_int_equal(ks_gathering_expect(s->site.store, s->gathering.id, expected, 2), KS_OK);
	ks_desk_begin(&s->visit);
	assert_int_equal(s->visit.place, KS_VISIT_NUMBER);
	assert_int_equal(s->visit.purpose, KS_PURPOSE_DESK);
	assert_int_equal(ks_signin_number(&s->site, &s->visit, STAGE_NUMBER), KS_OK);
	assert_int_equal(ks_signin_pin(&s->site, &s->visit, STAGE_PIN, &verdict), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_DESK);
	assert_false(s->visit.desk.is_refused);
	assert_int_equal(ks_desk_open(&s->site, &s->visit, 0), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_ROLL);
	assert_int_equal(s->visit.desk.roll.n_missing, 2);
}

static void who_has_not_the_role_sees_no_roll(void **state)
{
	struct stage *s = *state;
	struct ks_pin_verdict verdict;

	ks_desk_begin(&s->visit);
	assert_int_equal(ks_signin_number(&s->site, &s->visit, STAGE_NUMBER), KS_OK);
	assert_int_equal(ks_signin_pin(&s->site, &s->visit, "111111", &verdict), KS_DENIED);
	assert_int_equal(s->visit.place, KS_VISIT_PIN);
	assert_int_equal(ks_signin_pin(&s->site, &s->visit, STAGE_PIN, &verdict), KS_OK);
	assert_true(s->visit.desk.is_refused);
	assert_false(s->visit.desk.has_roll);
}

static void what_is_said_stands_on_the_disk_before_the_roll_shows_it(void **state)
{
	struct stage *s = *state;

	open_desk(s);
	ks_desk_ask_why(&s->visit, 1);
	assert_int_equal(s->visit.desk.deed, KS_DESK_EXCUSE);
	assert_int_equal(ks_desk_say(&s->site, &s->visit, "夜勤明け"), KS_OK);
	assert_string_equal(ks_receipt_view(s->visit.desk.receipt)->verb, "excused");
	assert_string_equal(ks_receipt_view(s->visit.desk.receipt)->by, STAGE_NUMBER);
	assert_string_equal(s->visit.desk.roll.people[1].reason, "夜勤明け");
	ks_desk_ask_number(&s->visit, KS_DESK_ADMIT);
	assert_int_equal(ks_desk_number(&s->site, &s->visit, "999999"), KS_NOT_FOUND);
	assert_int_equal(ks_desk_number(&s->site, &s->visit, STAGE_OTHER), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_WHY);
	assert_int_equal(ks_desk_say(&s->site, &s->visit, "端末が使えなかった"), KS_OK);
	assert_int_equal(s->visit.desk.roll.n_here, 1);
	ks_desk_ask_why(&s->visit, 1);
	assert_int_equal(s->visit.desk.deed, KS_DESK_REMOVE);
	stage_fill(s);
	assert_int_equal(ks_desk_say(&s->site, &s->visit, "途中で帰った"), KS_FULL);
	assert_int_equal(s->visit.place, KS_VISIT_WHY);
	assert_int_equal(s->visit.desk.roll.n_here, 1);
	stage_empty(s);
	assert_int_equal(ks_desk_say(&s->site, &s->visit, "途中で帰った"), KS_OK);
	assert_int_equal(s->visit.desk.roll.n_here, 0);
	assert_int_equal(stage_count(s, "removed"), 1);
}

static void who_signed_on_paper_is_told_apart(void **state)
{
	struct stage *s = *state;

	open_desk(s);
	ks_desk_ask_number(&s->visit, KS_DESK_ADMIT);
	assert_int_equal(ks_desk_number(&s->site, &s->visit, STAGE_OTHER), KS_OK);
	assert_int_equal(ks_desk_from_paper(&s->site, &s->visit, "紙の出席簿から転記した"), KS_OK);
	assert_string_equal(ks_receipt_view(s->visit.desk.receipt)->how, KS_ROLL_PAPER);
	assert_true(ks_roll_find(&s->visit.desk.roll, STAGE_OTHER)->notes & KS_ROLL_ON_PAPER);
	assert_int_equal(s->visit.desk.roll.n_here, 1);
	ks_desk_ask_number(&s->visit, KS_DESK_CLOSE);
	assert_int_equal(ks_desk_number(&s->site, &s->visit, "1"), KS_OK);
	assert_int_equal(stage_count(s, "attended"), 1);
}

static void a_head_count_that_differs_asks_why(void **state)
{
	struct stage *s = *state;

	open_desk(s);
	ks_desk_ask_number(&s->visit, KS_DESK_CLOSE);
	assert_int_equal(ks_desk_number(&s->site, &s->visit, "190"), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_WHY);
	assert_int_equal(s->visit.desk.n_counted, 190);
	assert_null(s->visit.desk.roll.closing);
	ks_desk_back(&s->visit);
	assert_int_equal(s->visit.place, KS_VISIT_ROLL);
	assert_int_equal(stage_count(s, "closed"), 0);
	ks_desk_ask_number(&s->visit, KS_DESK_CLOSE);
	assert_int_equal(ks_desk_number(&s->site, &s->visit, "0"), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_ROLL);
	assert_non_null(s->visit.desk.roll.closing);
	assert_string_equal(s->visit.desk.roll.closing->by, STAGE_NUMBER);
	assert_int_equal(stage_count(s, "closed"), 1);
	assert_int_equal(stage_count(s, "attended"), 0);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, stage_setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		TEST(who_has_not_the_role_sees_no_roll),
		TEST(what_is_said_stands_on_the_disk_before_the_roll_shows_it),
		TEST(who_signed_on_paper_is_told_apart),
		TEST(a_head_count_that_differs_asks_why),
	};

	return ks_test_run(tests);
}
