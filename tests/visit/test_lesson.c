/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/lesson.h"

#include <string.h>

#include "visit/agree.h"
#include "visit/signin.h"
#include "visit/stage.h"

/* A lesson moves only when its facts are on the disk. */

static void opening_is_a_fact_and_leads_to_the_first_page(void **state)
{
	struct stage *s = *state;

	stage_sign_in(s, STAGE_NUMBER);
	assert_int_equal(ks_lesson_open(&s->site, &s->visit, 0), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_PAGE);
	assert_true(s->visit.lesson.is_open);
	assert_int_equal(stage_count(s, "initialized"), 1);
}

static void passing_makes_a_receipt_of_the_row(void **state)
{
	struct stage *s = *state;

	stage_sign_in(s, STAGE_NUMBER);
	assert_int_equal(stage_take_lesson(s, true), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_RESULT);
	assert_true(s->visit.lesson.session.has_passed);
	assert_non_null(s->visit.lesson.result);
	assert_string_equal(ks_receipt_view(s->visit.lesson.result)->verb, "passed");
	assert_int_equal(ks_receipt_view(s->visit.lesson.result)->nendo, 2026);
	assert_true(s->visit.progress[0].is_done);
	assert_int_equal(stage_count(s, "completed"),
			 1); /* the lesson; the course waits for the acknowledgement */
}

/* Each course that is done with the lesson is a fact of its own, however many of its lessons are owed. */
static void a_course_of_two_lessons_is_completed_once(void **state)
{
	struct stage *s = *state;
	struct ks_plan_lesson other = s->sample.course.plan_lesson;
	struct ks_duties *duties = &s->visit.duties;

	s->sample.course.plan.acknowledges = false;
	stage_sign_in(s, STAGE_NUMBER);
	other.id = "another";
	duties->items[1] = duties->items[0];
	duties->items[1].lesson = &other;
	duties->n_items = 2;
	s->visit.progress[1].is_done = true;
	assert_int_equal(stage_take_lesson(s, true), KS_OK);
	assert_int_equal(stage_count(s, "completed"), 2); /* the lesson and the course */
}

static void failing_makes_a_receipt_too(void **state)
{
	struct stage *s = *state;

	stage_sign_in(s, STAGE_NUMBER);
	assert_int_equal(stage_take_lesson(s, false), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_RESULT);
	assert_string_equal(ks_receipt_view(s->visit.lesson.result)->verb, "failed");
	assert_false(s->visit.progress[0].is_done);
}

static void a_lesson_that_cannot_be_recorded_is_not_opened(void **state)
{
	struct stage *s = *state;

	stage_sign_in(s, STAGE_NUMBER);
	stage_fill(s);
	assert_int_equal(ks_lesson_open(&s->site, &s->visit, 0), KS_FULL);
	assert_false(s->visit.lesson.is_open);
	assert_int_equal(s->visit.place, KS_VISIT_HOME);
	assert_int_equal(stage_count(s, ""), 0);
}

/* At every step of a whole lesson: the disk is full, nothing moves; there is room, it goes on. */
static void no_step_moves_while_the_disk_is_full(void **state)
{
	struct stage *s = *state;
	int n_refused = 0;

	stage_sign_in(s, STAGE_NUMBER);
	assert_int_equal(ks_lesson_open(&s->site, &s->visit, 0), KS_OK);
	while (s->visit.place != KS_VISIT_RESULT) {
		struct ks_session before = s->visit.lesson.session;
		enum ks_visit_place place = s->visit.place;
		int n = stage_count(s, "");
		bool is_question = place == KS_VISIT_QUESTION;
		struct ks_session_input next = {.kind = KS_STEP_NEXT, .seed = 7, .page_index = -1};
		enum ks_rc rc;

		stage_fill(s);
		rc = is_question ? stage_answer(s, true) : ks_lesson_step(&s->site, &s->visit, &next);
		assert_int_equal(rc, KS_FULL);
		assert_memory_equal(&s->visit.lesson.session, &before, sizeof(before));
		assert_int_equal(s->visit.place, place);
		assert_null(s->visit.lesson.result);
		assert_int_equal(stage_count(s, ""), n);
		n_refused++;
		stage_empty(s);
		rc = is_question ? stage_answer(s, true) : ks_lesson_step(&s->site, &s->visit, &next);
		assert_int_equal(rc, KS_OK);
	}
	assert_true(n_refused > 5);
	assert_non_null(s->visit.lesson.result);
	assert_int_equal(stage_count(s, "answered"), 6);
}

static void a_session_over_midnight_ends_in_the_year_it_was_recorded_for(void **state)
{
	struct stage *s = *state;

	stage_to(s, 2027, 3, 31, 23, 55);
	stage_sign_in(s, STAGE_NUMBER);
	assert_int_equal(ks_lesson_open(&s->site, &s->visit, 0), KS_OK);
	stage_to(s, 2027, 4, 1, 0, 5);
	while (s->visit.place == KS_VISIT_PAGE) {
		struct ks_session_input next = {.kind = KS_STEP_NEXT, .seed = 7};

		assert_int_equal(ks_lesson_step(&s->site, &s->visit, &next), KS_OK);
	}
	while (s->visit.place == KS_VISIT_QUESTION)
		assert_int_equal(stage_answer(s, true), KS_OK);
	assert_int_equal(ks_receipt_view(s->visit.lesson.result)->nendo, 2026);
	assert_int_equal(ks_site_nendo(&s->site), 2027);
}

/* What the kiosk may have of the content before: NULL once it is gone. */
static const struct ks_content *still_here;

static const struct ks_content *find_here(void *context, const char *digest)
{
	(void)context;
	return still_here && strcmp(still_here->digest, digest) == 0 ? still_here : NULL;
}

static void leave_and_come_again(struct stage *s)
{
	assert_int_equal(ks_lesson_leave(&s->site, &s->visit, false), KS_OK);
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
	stage_sign_in(s, STAGE_NUMBER);
	assert_int_equal(ks_lesson_open(&s->site, &s->visit, 0), KS_OK);
}

static void who_began_in_a_revision_finishes_in_it(void **state)
{
	struct stage *s = *state;
	const struct ks_content *begun = s->site.content;
	struct ks_content next = *begun;
	struct ks_session_input on = {.kind = KS_STEP_NEXT, .seed = 7, .page_index = -1};

	memset(next.digest, 'e', KS_HASH_HEX - 1);
	s->site.revision = find_here;
	stage_sign_in(s, STAGE_NUMBER);
	assert_int_equal(ks_lesson_open(&s->site, &s->visit, 0), KS_OK);
	assert_int_equal(ks_lesson_step(&s->site, &s->visit, &on), KS_OK);
	s->site.content = &next; /* between two visits */
	still_here = begun;
	leave_and_come_again(s);
	assert_ptr_equal(s->visit.lesson.rules.content, begun);
	assert_int_equal(s->visit.lesson.session.page_index, 1);
	leave_and_come_again(s); /* however often */
	assert_ptr_equal(s->visit.lesson.rules.content, begun);
	assert_int_equal(stage_count(s, "resumed"), 2);
	while (s->visit.place == KS_VISIT_PAGE)
		assert_int_equal(ks_lesson_step(&s->site, &s->visit, &on), KS_OK);
	while (s->visit.place == KS_VISIT_QUESTION)
		assert_int_equal(stage_answer(s, false), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_RESULT);
	leave_and_come_again(s); /* another attempt begins: in what is taught now */
	assert_ptr_equal(s->visit.lesson.rules.content, &next);
	s->site.content = begun;
	assert_int_equal(ks_lesson_leave(&s->site, &s->visit, false), KS_OK);
}

/* What is done is read again as it is taught now; and a revision without this course or lesson is none to go on in. */
static void only_what_is_begun_goes_on_in_its_revision(void **state)
{
	struct stage *s = *state;
	const struct ks_content *begun = s->site.content;
	struct ks_content next = *begun, less = *begun;

	memset(next.digest, 'e', KS_HASH_HEX - 1);
	s->site.revision = find_here;
	stage_sign_in(s, STAGE_NUMBER);
	assert_int_equal(ks_lesson_open(&s->site, &s->visit, 0), KS_OK);
	s->site.content = &next;
	still_here = &less;
	for (int i = 0; i < 2; i++) {
		less.n_plans = i == 0 ? 0 : begun->n_plans;
		less.n_lessons = i == 1 ? 0 : begun->n_lessons;
		leave_and_come_again(s);
		assert_ptr_equal(s->visit.lesson.rules.content, &next);
		assert_non_null(s->visit.lesson.rules.lesson);
		assert_non_null(s->visit.lesson.rules.plan_lesson);
	}
	s->site.content = begun;
	leave_and_come_again(s);
	while (s->visit.place == KS_VISIT_PAGE)
		assert_int_equal(stage_step(s, KS_STEP_NEXT), KS_OK);
	while (s->visit.place == KS_VISIT_QUESTION)
		assert_int_equal(stage_answer(s, true), KS_OK);
	assert_true(s->visit.progress[0].is_done);
	s->site.content = &next;
	still_here = begun;
	leave_and_come_again(s);
	assert_ptr_equal(s->visit.lesson.rules.content, &next);
	s->site.content = begun;
	assert_int_equal(ks_lesson_leave(&s->site, &s->visit, false), KS_OK);
}

static void where_the_revision_before_is_gone_the_lesson_goes_on_in_this_one(void **state)
{
	struct stage *s = *state;
	const struct ks_content *begun = s->site.content;
	struct ks_content next = *begun;

	memset(next.digest, 'e', KS_HASH_HEX - 1);
	s->site.revision = find_here;
	stage_sign_in(s, STAGE_NUMBER);
	assert_int_equal(ks_lesson_open(&s->site, &s->visit, 0), KS_OK);
	s->site.content = &next;
	still_here = NULL;
	leave_and_come_again(s);
	assert_ptr_equal(s->visit.lesson.rules.content, &next);
	assert_int_equal(stage_count(s, "resumed"), 1);
	s->site.content = begun;
	assert_int_equal(ks_lesson_leave(&s->site, &s->visit, false), KS_OK);
}

/* マイページ shows how far along: what is kept beside the place. */
static int kept_percent(struct stage *s)
{
	const struct ks_session_rules *rules = &s->visit.lesson.rules;
	struct ks_progress kept;
	int percent;

	assert_int_equal(ks_progress_load(s->site.store, STAGE_NUMBER, rules->plan->nendo,
					  rules->plan->id, rules->lesson->id, &kept),
			 KS_OK);
	percent = kept.progress_percent;
	ks_progress_finish(&kept);
	return percent;
}

static void leaving_is_suspended_and_taken_up_at_the_place(void **state)
{
	struct stage *s = *state;
	struct ks_session_input next = {.kind = KS_STEP_NEXT};

	stage_sign_in(s, STAGE_NUMBER);
	assert_int_equal(ks_lesson_open(&s->site, &s->visit, 0), KS_OK);
	assert_int_equal(ks_lesson_step(&s->site, &s->visit, &next), KS_OK);
	assert_in_range(kept_percent(s), 1, 99);
	assert_int_equal(kept_percent(s),
			 ks_session_progress(&s->visit.lesson.session, &s->visit.lesson.rules));
	assert_int_equal(ks_lesson_leave(&s->site, &s->visit, false), KS_OK);
	assert_int_equal(stage_count(s, "suspended"), 1);
	assert_int_equal(ks_signin_home(&s->site, &s->visit), KS_OK);
	assert_int_equal(ks_lesson_open(&s->site, &s->visit, 0), KS_OK);
	assert_int_equal(s->visit.lesson.session.page_index, 1);
	assert_int_equal(stage_count(s, "resumed"), 1);
	assert_int_equal(ks_lesson_leave(&s->site, &s->visit, true), KS_OK);
	assert_int_equal(stage_count(s, "abandoned"), 1);
}

/* However long the kiosk has been running: a page takes from its opening to the step away from it. */
static void the_first_page_takes_as_long_as_it_was_open(void **state)
{
	struct stage *s = *state;
	struct ks_session_input next = {.kind = KS_STEP_NEXT};
	struct ks_statement row;

	stage_sign_in(s, STAGE_NUMBER);
	ks_clock_advance(s->site.clock, 100000);
	assert_int_equal(ks_lesson_open(&s->site, &s->visit, 0), KS_OK);
	ks_clock_advance(s->site.clock, 7000);
	assert_int_equal(ks_lesson_step(&s->site, &s->visit, &next), KS_OK);
	assert_int_equal(ks_ledger_read(s->site.ledger, ks_ledger_last_seq(s->site.ledger), &row),
			 KS_OK);
	assert_non_null(strstr(row.bytes, "/experienced"));
	assert_non_null(strstr(row.bytes, "\"PT7S\""));
	ks_statement_finish(&row);
}

static void looking_ahead_records_nothing(void **state)
{
	struct stage *s = *state;
	struct ks_visit copy;

	stage_sign_in(s, STAGE_NUMBER);
	copy = s->visit;
	assert_int_equal(ks_lesson_foresee(&s->site, &copy, 0), KS_OK);
	assert_int_equal(copy.place, KS_VISIT_PAGE);
	assert_int_equal(s->visit.place, KS_VISIT_HOME);
	assert_int_equal(stage_count(s, ""), 0);
}

static void open_sitting(struct stage *s, const char *id)
{
	struct ks_sitting sitting = {.staff = STAGE_NUMBER,
				     .nendo = 2026,
				     .plan = "annual",
				     .lesson = "m1",
				     .begun_ms = KS_TEST_WALL_MS,
				     .last_ms = KS_TEST_WALL_MS + 5000};

	snprintf(sitting.session_id, sizeof(sitting.session_id), "%s", id);
	assert_int_equal(ks_sitting_open(s->site.store, &sitting), KS_OK);
}

static void sittings_cut_off_are_recorded_as_abandoned_at_start(void **state)
{
	struct stage *s = *state;
	size_t n_left = 9;

	open_sitting(s, KS_SAMPLE_SESSION);
	open_sitting(s, "0d5b2c1e-5c0b-4b7e-9a53-4c6f5b1d2e02");
	assert_int_equal(ks_lesson_recover(&s->site, &n_left), KS_OK);
	assert_int_equal(n_left, 0);
	assert_int_equal(stage_count(s, "abandoned"), 2);
	assert_int_equal(ks_lesson_recover(&s->site, &n_left), KS_OK);
	assert_int_equal(stage_count(s, "abandoned"), 2);
}

/* A clock that was set back in between, and a lesson that is taught no more. */
static void a_sitting_took_no_less_than_nothing_and_one_of_no_lesson_is_closed(void **state)
{
	struct stage *s = *state;
	struct ks_sitting sitting = {.staff = STAGE_NUMBER,
				     .nendo = 2026,
				     .plan = "annual",
				     .lesson = "m1",
				     .session_id = KS_SAMPLE_SESSION,
				     .begun_ms = KS_TEST_WALL_MS,
				     .last_ms = KS_TEST_WALL_MS - 5000};
	struct ks_statement row;

	assert_int_equal(ks_sitting_open(s->site.store, &sitting), KS_OK);
	assert_int_equal(ks_lesson_recover(&s->site, NULL), KS_OK);
	assert_int_equal(stage_count(s, "abandoned"), 1);
	assert_int_equal(ks_ledger_read(s->site.ledger, ks_ledger_last_seq(s->site.ledger), &row),
			 KS_OK);
	assert_non_null(strstr(row.bytes, "\"PT0S\""));
	ks_statement_finish(&row);
	memcpy(sitting.lesson, "m9", sizeof("m9"));
	assert_int_equal(ks_sitting_open(s->site.store, &sitting), KS_OK);
	assert_int_equal(ks_lesson_recover(&s->site, NULL), KS_OK);
	memcpy(sitting.plan, "gone", sizeof("gone"));
	assert_int_equal(ks_sitting_open(s->site.store, &sitting), KS_OK);
	assert_int_equal(ks_lesson_recover(&s->site, NULL), KS_OK);
	assert_int_equal(stage_count(s, "abandoned"), 1);
	assert_int_equal(ks_sitting_any(s->site.store, &sitting), KS_NOT_FOUND);
}

static void what_does_not_fit_the_place_is_no_step(void **state)
{
	struct stage *s = *state;
	struct ks_session_input retry = {.kind = KS_STEP_RETRY};
	int n;

	stage_sign_in(s, STAGE_NUMBER);
	assert_int_equal(ks_lesson_open(&s->site, &s->visit, 0), KS_OK);
	n = stage_count(s, "");
	assert_int_equal(ks_lesson_step(&s->site, &s->visit, &retry), KS_INVALID);
	assert_int_equal(s->visit.place, KS_VISIT_PAGE);
	assert_int_equal(stage_count(s, ""), n);
}

static int n_tries;

static enum ks_rc record_without_effect(struct ks_site *site, ks_site_write_fn write, void *what)
{
	(void)site;
	(void)write;
	(void)what;
	n_tries++;
	return KS_OK; /* a row that an index finds and a DELETE does not */
}

static void a_sitting_that_cannot_be_closed_does_not_stop_the_start(void **state)
{
	struct stage *s = *state;
	size_t n_left = 0;

	open_sitting(s, KS_SAMPLE_SESSION);
	s->site.record = record_without_effect;
	n_tries = 0;
	assert_int_equal(ks_lesson_recover(&s->site, &n_left), KS_OK);
	assert_int_equal(n_tries, 1);
	assert_int_equal(n_left, 1);
}

static enum ks_rc close_only(struct ks_site *site, ks_site_write_fn write, void *what)
{
	const struct ks_sitting *sitting = what;

	(void)write;
	return ks_sitting_close(site->store, sitting->session_id);
}

static void open_sittings(struct stage *s, int n)
{
	for (int i = 0; i < n; i++) {
		char id[KS_UUID_TEXT];

		snprintf(id, sizeof(id), "0d5b2c1e-5c0b-4b7e-9a53-%012d", i);
		open_sitting(s, id);
	}
}

/* A start closes a thousand and no more: what is left is told, and the next one's. */
static void a_start_is_not_held_up_by_sittings_without_an_end(void **state)
{
	enum { MOST = 1000 };
	struct stage *s = *state;
	struct ks_sitting sitting;
	size_t n_left = 9;

	s->site.record = close_only;
	assert_int_equal(ks_store_begin(s->site.store), KS_OK);
	open_sittings(s, MOST);
	assert_int_equal(ks_lesson_recover(&s->site, &n_left), KS_OK);
	assert_int_equal(n_left, 0);
	open_sittings(s, MOST + 1);
	assert_int_equal(ks_lesson_recover(&s->site, &n_left), KS_OK);
	assert_int_equal(n_left, 1);
	assert_int_equal(ks_sitting_any(s->site.store, &sitting), KS_OK);
	assert_int_equal(ks_sitting_close(s->site.store, sitting.session_id), KS_OK); /* the one */
	assert_int_equal(ks_lesson_recover(&s->site, &n_left), KS_OK);
	assert_int_equal(n_left, 0);
	assert_int_equal(ks_sitting_any(s->site.store, &sitting), KS_NOT_FOUND);
	assert_int_equal(ks_store_commit(s->site.store), KS_OK);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, stage_setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(who_began_in_a_revision_finishes_in_it, stage_setup,
						stage_teardown),
		cmocka_unit_test_setup_teardown(
			where_the_revision_before_is_gone_the_lesson_goes_on_in_this_one,
			stage_setup, stage_teardown),
		TEST(only_what_is_begun_goes_on_in_its_revision),
		TEST(opening_is_a_fact_and_leads_to_the_first_page),
		TEST(passing_makes_a_receipt_of_the_row),
		TEST(a_course_of_two_lessons_is_completed_once),
		TEST(failing_makes_a_receipt_too),
		TEST(a_lesson_that_cannot_be_recorded_is_not_opened),
		TEST(no_step_moves_while_the_disk_is_full),
		TEST(a_session_over_midnight_ends_in_the_year_it_was_recorded_for),
		TEST(leaving_is_suspended_and_taken_up_at_the_place),
		TEST(the_first_page_takes_as_long_as_it_was_open),
		TEST(looking_ahead_records_nothing),
		TEST(sittings_cut_off_are_recorded_as_abandoned_at_start),
		TEST(a_sitting_took_no_less_than_nothing_and_one_of_no_lesson_is_closed),
		TEST(what_does_not_fit_the_place_is_no_step),
		TEST(a_start_is_not_held_up_by_sittings_without_an_end),
		TEST(a_sitting_that_cannot_be_closed_does_not_stop_the_start),
	};

	return ks_test_run(tests);
}
