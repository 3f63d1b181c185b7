/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/own.h"

#include "visit/agree.h"
#include "visit/lesson.h"
#include "visit/signin.h"
#include "visit/stage.h"

/* One's own record, and what may be said when one leaves: only of rows that were read back. */

static void pass_all(struct stage *s)
{
	stage_sign_in(s, STAGE_NUMBER);
	assert_int_equal(stage_take_lesson(s, true), KS_OK);
	assert_int_equal(ks_lesson_leave(&s->site, &s->visit, false), KS_OK);
	assert_int_equal(ks_signin_home(&s->site, &s->visit), KS_OK);
}

static void who_did_nothing_is_not_told_that_it_is_saved(void **state)
{
	struct stage *s = *state;
	struct ks_receipt *last = NULL;

	stage_sign_in(s, STAGE_NUMBER);
	assert_int_equal(ks_own_goodbye(&s->site, &s->visit, &last), KS_OK);
	assert_null(last);
}

/* A display that keeps nothing has nothing to say. */
static void where_nothing_is_kept_nobody_is_told_that_it_is(void **state)
{
	struct stage *s = *state;
	struct ks_ledger *ledger = s->site.ledger;
	struct ks_receipt *last = NULL;

	s->site.ledger = NULL;
	assert_int_equal(ks_own_goodbye(&s->site, &s->visit, &last), KS_OK);
	assert_null(last);
	s->site.ledger = ledger;
}

/* Of this visit, not of whoever was there before. */
static void who_did_something_leaves_with_the_last_row(void **state)
{
	struct stage *s = *state;
	struct ks_receipt *last = NULL;

	pass_all(s);
	assert_int_equal(ks_own_goodbye(&s->site, &s->visit, &last), KS_OK);
	assert_non_null(last);
	assert_int_equal(ks_receipt_seq(last), ks_ledger_last_seq(s->site.ledger));
	ks_receipt_close(last);
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
	stage_sign_in(s, STAGE_OTHER);
	assert_int_equal(ks_own_goodbye(&s->site, &s->visit, &last), KS_OK);
	assert_null(last);
}

static void the_certificate_comes_with_the_end_and_not_before(void **state)
{
	struct stage *s = *state;

	pass_all(s);
	assert_false(ks_own_is_complete(&s->visit)); /* the acknowledgement is owed */
	assert_int_equal(ks_own_open(&s->site, &s->visit), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_OWN);
	assert_null(s->visit.own.end);
	assert_int_equal(s->visit.own.n_years, 1);
	assert_int_equal(s->visit.own.years[0].n_lessons, 1);
	assert_int_equal(ks_signin_home(&s->site, &s->visit), KS_OK);
	assert_int_equal(ks_agree_open(&s->site, &s->visit), KS_OK);
	assert_int_equal(ks_agree(&s->site, &s->visit, "読みました。守ります。"), KS_OK);
	assert_int_equal(ks_signin_home(&s->site, &s->visit), KS_OK);
	assert_true(ks_own_is_complete(&s->visit));
	assert_int_equal(ks_own_open(&s->site, &s->visit), KS_OK);
	assert_non_null(s->visit.own.end);
	assert_int_equal(ks_receipt_seq(s->visit.own.end), s->visit.own.years[0].last_seq);
	assert_int_equal(s->visit.own.years[0].n_lessons, 1); /* the acknowledgement is no lesson */
}

static void years_before_are_there_and_nobody_elses(void **state)
{
	struct stage *s = *state;
	struct ks_progress done = {.is_done = true, .done_ms = 1000, .done_seq = 1};

	pass_all(s);
	assert_int_equal(ks_progress_save(s->site.store, STAGE_NUMBER, 2024, "annual", "m1", &done),
			 KS_OK);
	assert_int_equal(ks_progress_save(s->site.store, STAGE_NUMBER, 2024, "annual", "m2", &done),
			 KS_OK);
	assert_int_equal(ks_progress_save(s->site.store, STAGE_OTHER, 2023, "annual", "m1", &done),
			 KS_OK);
	assert_int_equal(ks_own_open(&s->site, &s->visit), KS_OK);
	assert_int_equal(s->visit.own.n_years, 2);
	assert_int_equal(s->visit.own.years[0].nendo, s->visit.nendo);
	assert_int_equal(s->visit.own.years[1].nendo, 2024);
	assert_int_equal(s->visit.own.years[1].n_lessons, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(who_did_nothing_is_not_told_that_it_is_saved,
						stage_setup, stage_teardown),
		cmocka_unit_test_setup_teardown(where_nothing_is_kept_nobody_is_told_that_it_is,
						stage_setup, stage_teardown),
		cmocka_unit_test_setup_teardown(who_did_something_leaves_with_the_last_row,
						stage_setup, stage_teardown),
		cmocka_unit_test_setup_teardown(the_certificate_comes_with_the_end_and_not_before,
						stage_setup, stage_teardown),
		cmocka_unit_test_setup_teardown(years_before_are_there_and_nobody_elses,
						stage_setup, stage_teardown),
	};

	return ks_test_run(tests);
}
