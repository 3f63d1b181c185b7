/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/paper.h"

#include <string.h>

#include "record/db.h"
#include "visit/desk.h"
#include "visit/lesson.h"
#include "visit/signin.h"
#include "visit/stage.h"

/* Answers on paper: all of a sheet or nothing of it, of that person, by the same score, and told as what it is. */

static void open_sheet(struct stage *s)
{
	struct ks_paper_sheet sheets[KS_PAPER_SHEETS_MAX];
	struct ks_pin_verdict verdict;

	assert_int_equal(ks_db_run(s->site.store,
				   "UPDATE appointment SET roles = '端末利用;研修担当'"
				   " WHERE number = ?",
				   "t", STAGE_NUMBER),
			 KS_OK);
	ks_desk_begin(&s->visit);
	assert_int_equal(ks_signin_number(&s->site, &s->visit, STAGE_NUMBER), KS_OK);
	assert_int_equal(ks_signin_pin(&s->site, &s->visit, STAGE_PIN, &verdict), KS_OK);
	assert_int_equal(ks_desk_open(&s->site, &s->visit, 0), KS_OK);
	ks_paper_list(&s->visit);
	assert_int_equal(ks_paper_sheets(&s->site, &s->visit, sheets), 1);
	assert_string_equal(sheets[0].lesson->id, "m1");
	assert_int_equal(sheets[0].n_questions, 5);
	ks_paper_choose(&s->visit, &sheets[0]);
	assert_int_equal(s->visit.place, KS_VISIT_KEYS);
}

static enum ks_rc by(struct stage *s, const char *number)
{
	enum ks_rc rc = ks_desk_number(&s->site, &s->visit, number);

	return rc == KS_OK ? ks_paper_begin(&s->site, &s->visit) : rc;
}

/* Every question right, but for @n_blank of them that nothing stands at. */
static void key_in(struct stage *s, int n_blank)
{
	const struct ks_session *session = &s->visit.lesson.session;

	for (int i = 0; s->visit.place == KS_VISIT_QUESTION; i++) {
		struct ks_session_input input = {.kind = KS_STEP_BLANK};

		if (i >= n_blank) {
			input.kind = KS_STEP_ANSWER;
			input.answer =
				ks_sample_answer(ks_session_question(session, &s->visit.lesson.rules,
								     session->item_index),
						 true);
		}
		assert_int_equal(ks_paper_step(&s->visit, &input), KS_OK);
	}
	assert_int_equal(s->visit.place, KS_VISIT_PAPER);
}

/* Everything said of @staff behind row @after says that it is from paper and whose hand it was. */
static int n_from_paper(struct stage *s, const char *staff, int64_t after)
{
	struct ks_ledger_counts counts;
	int n = 0;

	assert_int_equal(ks_ledger_counts(s->site.ledger, &counts), KS_OK);
	for (int64_t seq = after + 1; seq <= counts.n_statements; seq++) {
		struct ks_statement row;
		struct ks_statement_view view;

		assert_int_equal(ks_ledger_read(s->site.ledger, seq, &row), KS_OK);
		assert_int_equal(ks_statement_read(row.bytes, row.len, &view), KS_OK);
		assert_string_equal(view.staff, staff);
		assert_string_equal(view.how, KS_FACT_PAPER);
		assert_string_equal(view.by, STAGE_NUMBER);
		ks_statement_finish(&row);
		n++;
	}
	return n;
}

static void a_sheet_is_one_transaction_of_the_person_who_wrote_it(void **state)
{
	struct stage *s = *state;
	int64_t before = ks_ledger_last_seq(s->site.ledger);
	const struct ks_session_input nothing = {.kind = KS_STEP_ANSWER};
	int n_recorded;

	open_sheet(s);
	assert_int_equal(ks_desk_number(&s->site, &s->visit, "999999"), KS_NOT_FOUND);
	assert_int_equal(by(s, STAGE_OTHER), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_QUESTION);
	assert_int_equal(ks_paper_step(&s->visit, &nothing), KS_INVALID);
	assert_int_equal(s->visit.lesson.session.item_index, 0);
	key_in(s, 0);
	assert_int_equal(ks_ledger_last_seq(s->site.ledger), before); /* nothing yet */
	ks_paper_again(&s->visit);
	key_in(s, 0);
	stage_fill(s);
	assert_int_equal(ks_paper_record(&s->site, &s->visit), KS_FULL);
	assert_null(s->visit.paper.kept);
	stage_empty(s);
	assert_int_equal(ks_ledger_last_seq(s->site.ledger), before);
	n_recorded = s->n_recorded;
	assert_int_equal(ks_paper_record(&s->site, &s->visit), KS_OK);
	assert_int_equal(s->n_recorded, n_recorded + 1); /* once, after the commit */
	assert_string_equal(ks_receipt_view(s->visit.paper.kept)->verb, "passed");
	assert_int_equal(ks_receipt_view(s->visit.paper.kept)->score_raw, 5);
	/* initialized, five answers, passed, completed, terminated: no page is said to have been read */
	assert_int_equal(n_from_paper(s, STAGE_OTHER, before), 9);
	assert_int_equal(stage_count(s, "experienced"), 0);
}

static void blanks_are_wrong_and_too_many_of_them_fail(void **state)
{
	struct stage *s = *state;
	int64_t before = ks_ledger_last_seq(s->site.ledger);

	open_sheet(s);
	s->visit.lesson.step_mono_ms = s->visit.lesson.mono_ms = 7; /* of a lesson of the 係員's own */
	s->visit.lesson.duty = 3;
	s->visit.lesson.is_open = true;
	assert_int_equal(by(s, STAGE_OTHER), KS_OK);
	assert_false(s->visit.lesson.is_open);
	assert_int_equal(s->visit.lesson.duty, 0);
	assert_int_equal(s->visit.lesson.step_mono_ms + s->visit.lesson.mono_ms, 0);
	key_in(s, 2);
	assert_int_equal(ks_paper_record(&s->site, &s->visit), KS_OK);
	assert_string_equal(ks_receipt_view(s->visit.paper.kept)->verb, "failed");
	assert_int_equal(ks_receipt_view(s->visit.paper.kept)->score_raw, 3);
	assert_int_equal(ks_receipt_view(s->visit.paper.kept)->score_max, 5);
	assert_int_equal(n_from_paper(s, STAGE_OTHER, before), 8);
	assert_int_equal(stage_count(s, "completed"), 0);
}

/* Who failed on paper goes on at the kiosk, and their next try is their own. */
static void what_failed_on_paper_is_the_first_try_of_the_same_person(void **state)
{
	struct stage *s = *state;

	open_sheet(s);
	assert_int_equal(by(s, STAGE_OTHER), KS_OK);
	key_in(s, 5);
	assert_int_equal(ks_paper_record(&s->site, &s->visit), KS_OK);
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
	stage_sign_in(s, STAGE_OTHER);
	assert_int_equal(s->visit.progress[0].n_attempts, 1);
	assert_int_equal(stage_take_lesson(s, true), KS_OK);
	assert_string_equal(ks_receipt_view(s->visit.lesson.result)->verb, "passed");
	assert_string_equal(ks_receipt_view(s->visit.lesson.result)->how, "");
	assert_int_equal(ks_receipt_view(s->visit.lesson.result)->attempt, 2);
}

static const struct ks_content *before;

static const struct ks_content *find_before(void *context, const char *digest)
{
	(void)context;
	return strcmp(before->digest, digest) == 0 ? before : NULL;
}

/* Whoever began at the kiosk in another revision: the sheet that was printed is of today's. */
static void a_sheet_is_of_the_content_of_today(void **state)
{
	struct stage *s = *state;
	struct ks_content next = *s->site.content;

	before = s->site.content;
	s->site.revision = find_before;
	stage_sign_in(s, STAGE_OTHER);
	assert_int_equal(ks_lesson_open(&s->site, &s->visit, 0), KS_OK);
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
	memset(next.digest, 'e', KS_HASH_HEX - 1);
	s->site.content = &next;
	open_sheet(s);
	assert_int_equal(by(s, STAGE_OTHER), KS_OK);
	key_in(s, 0);
	assert_int_equal(ks_paper_record(&s->site, &s->visit), KS_OK);
	assert_string_equal(ks_receipt_view(s->visit.paper.kept)->verb, "passed");
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
	stage_sign_in(s, STAGE_OTHER);
	assert_non_null(s->visit.progress[0].session_json);
	assert_non_null(strstr(s->visit.progress[0].session_json, "eeeeeeee"));
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
	s->site.content = before;
}

static void whose_sheet_it_is_not_is_told_before_anything_is_keyed_in(void **state)
{
	struct stage *s = *state;

	stage_sign_in(s, STAGE_OTHER);
	assert_int_equal(stage_take_lesson(s, true), KS_OK);
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
	open_sheet(s);
	assert_int_equal(by(s, STAGE_OTHER), KS_CONFLICT);
	assert_int_equal(s->visit.place, KS_VISIT_KEYS);
	s->visit.paper.mark[0] = '?'; /* printed before the questions were changed */
	assert_int_equal(by(s, STAGE_NO_PIN), KS_INVALID);
	assert_int_equal(s->visit.place, KS_VISIT_KEYS);
	ks_desk_back(&s->visit);
	assert_int_equal(s->visit.place, KS_VISIT_PAPER);
	ks_desk_back(&s->visit);
	assert_int_equal(s->visit.place, KS_VISIT_ROLL);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, stage_setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_sheet_is_one_transaction_of_the_person_who_wrote_it),
		TEST(blanks_are_wrong_and_too_many_of_them_fail),
		TEST(what_failed_on_paper_is_the_first_try_of_the_same_person),
		TEST(a_sheet_is_of_the_content_of_today),
		TEST(whose_sheet_it_is_not_is_told_before_anything_is_keyed_in),
	};

	return ks_test_run(tests);
}
