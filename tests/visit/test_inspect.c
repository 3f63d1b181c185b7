/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/inspect.h"

#include <string.h>

#include "record/db.h"
#include "record/pseudonym.h"
#include "visit/signin.h"
#include "visit/stage.h"

/* The self-inspection: each answer is one transaction, the end has a receipt. */

static void open_sheet(struct stage *s)
{
	stage_sign_in(s, STAGE_NUMBER);
	assert_non_null(ks_inspect_checklist(&s->site, &s->visit));
	assert_int_equal(ks_inspect_open(&s->site, &s->visit), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_ITEM);
}

static enum ks_rc respond(struct stage *s, enum ks_response response)
{
	s->visit.inspect.response = response;
	return ks_inspect_next(&s->site, &s->visit);
}

static void an_answer_is_recorded_by_going_on(void **state)
{
	struct stage *s = *state;

	open_sheet(s);
	assert_int_equal(respond(s, KS_RESPONSE_NONE), KS_INVALID);
	assert_int_equal(stage_count(s, "answered"), 0);
	assert_int_equal(respond(s, KS_RESPONSE_YES), KS_OK);
	assert_int_equal(stage_count(s, "answered"), 1);
	assert_int_equal(s->visit.place, KS_VISIT_ITEM);
	assert_string_equal(ks_inspect_item(&s->site, &s->visit)->id, "i07");
}

static void no_leads_to_help_and_the_end_has_a_receipt(void **state)
{
	struct stage *s = *state;

	open_sheet(s);
	assert_int_equal(respond(s, KS_RESPONSE_NO), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_HELP);
	assert_int_equal(ks_inspect_next(&s->site, &s->visit), KS_OK);
	assert_int_equal(respond(s, KS_RESPONSE_YES), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_INSPECTED);
	assert_non_null(s->visit.inspect.done);
	assert_string_equal(ks_receipt_view(s->visit.inspect.done)->verb, "completed");
	assert_int_equal(stage_count(s, "completed"), 1);
}

static void with_a_full_disk_the_sheet_does_not_move(void **state)
{
	struct stage *s = *state;

	open_sheet(s);
	stage_fill(s);
	assert_int_equal(respond(s, KS_RESPONSE_YES), KS_FULL);
	assert_int_equal(s->visit.inspect.walk.index, 0);
	assert_int_equal(stage_count(s, "answered"), 0);
	stage_empty(s);
	assert_int_equal(respond(s, KS_RESPONSE_YES), KS_OK);
	assert_int_equal(s->visit.inspect.walk.index, 1);
}

static void it_is_taken_up_where_it_was_left(void **state)
{
	struct stage *s = *state;

	open_sheet(s);
	assert_int_equal(respond(s, KS_RESPONSE_YES), KS_OK);
	assert_int_equal(ks_signin_end(&s->site, &s->visit, true), KS_OK);
	open_sheet(s);
	assert_string_equal(ks_inspect_item(&s->site, &s->visit)->id, "i07");
	assert_int_equal(ks_inspect_back(&s->site, &s->visit), KS_OK);
	assert_int_equal(s->visit.inspect.response, KS_RESPONSE_YES);
	assert_int_equal(ks_inspect_back(&s->site, &s->visit), KS_INVALID);
}

/* Who goes through it again has the receipt at the end, not before. */
static void gone_through_again_the_receipt_comes_at_the_end(void **state)
{
	struct stage *s = *state;

	open_sheet(s);
	assert_int_equal(respond(s, KS_RESPONSE_YES), KS_OK);
	assert_null(s->visit.inspect.done);
	assert_int_equal(respond(s, KS_RESPONSE_YES), KS_OK);
	assert_non_null(s->visit.inspect.done);
	assert_int_equal(ks_signin_end(&s->site, &s->visit, true), KS_OK);
	open_sheet(s);
	assert_null(s->visit.inspect.done);
	assert_int_equal(respond(s, KS_RESPONSE_YES), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_ITEM);
	assert_null(s->visit.inspect.done);
	assert_int_equal(respond(s, KS_RESPONSE_YES), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_INSPECTED);
	assert_non_null(s->visit.inspect.done);
}

static void whose_duty_ended_has_no_sheet_any_more(void **state)
{
	struct stage *s = *state;

	stage_sign_in(s, STAGE_NUMBER);
	assert_non_null(ks_inspect_checklist(&s->site, &s->visit));
	s->visit.duties.target = KS_TARGET_NO_LESSON;
	assert_int_equal(ks_inspect_load(&s->site, &s->visit), KS_OK);
	assert_null(ks_inspect_checklist(&s->site, &s->visit));
	assert_int_equal(ks_inspect_open(&s->site, &s->visit), KS_NOT_FOUND);
}

/* Over midnight into a year that nobody has planned yet: nothing of it can be answered any more. */
static void a_sheet_ends_with_its_year(void **state)
{
	struct stage *s = *state;

	stage_to(s, 2027, 3, 31, 23, 50);
	open_sheet(s);
	assert_int_equal(respond(s, KS_RESPONSE_YES), KS_OK);
	assert_int_equal(ks_signin_home(&s->site, &s->visit), KS_OK);
	assert_non_null(ks_inspect_checklist(&s->site, &s->visit));
	stage_to(s, 2027, 4, 1, 0, 10);
	assert_int_equal(ks_signin_home(&s->site, &s->visit), KS_OK);
	assert_int_equal(s->visit.duties.target, KS_TARGET_NO_LESSON);
	assert_null(ks_inspect_checklist(&s->site, &s->visit));
	assert_int_equal(ks_inspect_open(&s->site, &s->visit), KS_NOT_FOUND);
}

static void unreadable_answers_are_no_empty_sheet(void **state)
{
	struct stage *s = *state;

	stage_sign_in(s, STAGE_NUMBER);
	stage_break_table(s, "inspection_answer");
	assert_int_not_equal(ks_inspect_open(&s->site, &s->visit), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_HOME);
}

/* The newest statement with @verb. */
static struct ks_statement_view newest(struct stage *s, const char *verb, bool *names_number)
{
	struct ks_statement_view view = {0};
	struct sqlite3_stmt *stmt;

	ks_db_lock(s->site.store);
	stmt = ks_db_query(s->site.store,
			   "SELECT CAST(bytes AS TEXT), staff FROM statement WHERE kind = ?"
			   " ORDER BY seq DESC LIMIT 1",
			   "t", verb);
	assert_int_equal(ks_db_step(s->site.store, stmt), KS_OK);
	assert_int_equal(ks_statement_read(ks_db_text(stmt, 0), strlen(ks_db_text(stmt, 0)), &view),
			 KS_OK);
	assert_string_equal(view.staff, ks_db_text(stmt, 1));
	*names_number = strstr(ks_db_text(stmt, 0), STAGE_NUMBER);
	ks_db_end(stmt);
	ks_db_unlock(s->site.store);
	return view;
}

/* And whoever answers takes the sheet up again all the same, also when the index is made anew from the statements. */
static void with_the_bodys_key_answers_are_given_under_a_pseudonym(void **state)
{
	struct stage *s = *state;
	struct ks_statement_view view;
	bool names_number;

	open_sheet(s);
	assert_int_equal(respond(s, KS_RESPONSE_YES), KS_OK);
	view = newest(s, "answered", &names_number);
	assert_string_equal(view.staff, STAGE_NUMBER); /* there is no key yet */
	assert_int_equal(ks_pseudonym_make_key(s->site.store), KS_OK);
	assert_int_equal(respond(s, KS_RESPONSE_YES), KS_OK);
	view = newest(s, "answered", &names_number);
	assert_true(ks_statement_is_pseudonym(view.staff));
	assert_false(names_number);
	view = newest(s, "completed", &names_number);
	assert_string_equal(view.staff, STAGE_NUMBER);
	assert_int_equal(ks_signin_end(&s->site, &s->visit, true), KS_OK);
	open_sheet(s);
	assert_int_equal(s->visit.inspect.response, KS_RESPONSE_YES);
	assert_int_equal(s->visit.inspect.walk.answers[1], KS_RESPONSE_YES);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, stage_setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		TEST(an_answer_is_recorded_by_going_on),
		TEST(no_leads_to_help_and_the_end_has_a_receipt),
		TEST(with_a_full_disk_the_sheet_does_not_move),
		TEST(it_is_taken_up_where_it_was_left),
		TEST(gone_through_again_the_receipt_comes_at_the_end),
		TEST(whose_duty_ended_has_no_sheet_any_more),
		TEST(a_sheet_ends_with_its_year),
		TEST(unreadable_answers_are_no_empty_sheet),
		TEST(with_the_bodys_key_answers_are_given_under_a_pseudonym),
	};

	return ks_test_run(tests);
}
