/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "record/db.h"
#include "visit/attend.h"
#include "visit/desk.h"
#include "visit/device.h"
#include "visit/own.h"
#include "visit/paper.h"
#include "visit/present.h"
#include "visit/signin.h"
#include "visit/stage.h"

/* What a 係員 may say and what not, at its bounds; which sheets and questions there are. */

static void open_roll(struct stage *s)
{
	stage_open_desk(s);
	assert_int_equal(ks_desk_open(&s->site, &s->visit, 0), KS_OK);
}

static void a_gathering_ends_on_its_day(void **state)
{
	struct stage *s = *state;

	stage_to(s, 2026, 5, 18, 23, 30);
	stage_open_desk(s);
	ks_desk_new(&s->visit);
	assert_int_equal(ks_desk_open_new(&s->site, &s->visit, "夜勤", "会議室", 30), KS_INVALID);
	assert_int_equal(ks_desk_open_new(&s->site, &s->visit, "夜勤", "会議室", 29), KS_OK);
	assert_int_equal(ks_attend_gathering(&s->visit)->from_minute, 23 * 60 + 30);
	assert_int_equal(ks_attend_gathering(&s->visit)->to_minute, 24 * 60 - 1);
}

static void what_is_a_time_is_taken_to_the_minute(void **state)
{
	static const struct {
		const char *typed;
		int month, day, hour, minute; /* month 0: it is none */
	} times[] = {
		{"202601010000", 1, 1, 0, 0},  {"202612312359", 12, 31, 23, 59},
		{"202605310905", 5, 31, 9, 5}, {"202602280110", 2, 28, 1, 10},
		{"202600100000", 0, 0, 0, 0},  {"202601000000", 0, 0, 0, 0},
		{"202602290000", 0, 0, 0, 0},  {"202604310000", 0, 0, 0, 0},
		{"202601010060", 0, 0, 0, 0},  {"2026010100000", 0, 0, 0, 0},
	};
	struct stage *s = *state;

	stage_open_desk(s);
	for (size_t i = 0; i < KS_COUNT(times); i++) {
		struct ks_civil now;

		s->site.is_time_told = false;
		ks_device_ask_clock(&s->visit);
		assert_int_equal(ks_device_tell_clock(&s->site, &s->visit, times[i].typed),
				 times[i].month ? KS_OK : KS_NOT_FOUND);
		assert_int_equal(s->site.is_time_told, times[i].month > 0);
		if (!times[i].month)
			continue;
		now = ks_civil_from_ms(s->site.told_mono_offset_ms + ks_clock_mono_ms(s->site.clock));
		assert_int_equal(now.date.year, 2026);
		assert_int_equal(now.date.month * 100 + now.date.day,
				 times[i].month * 100 + times[i].day);
		assert_int_equal(now.hour * 100 + now.minute, times[i].hour * 100 + times[i].minute);
	}
}

/* Only what was told in this very boot; half a note is none. */
static void a_note_of_the_time_is_of_this_boot(void **state)
{
	struct stage *s = *state;
	const char *boot = s->sample.clock.last.boot;
	const struct {
		char *note;
		bool is_taken;
	} notes[] = {
		{ks_format("%s 5000", boot), true},
		{ks_format("%s", boot), false},
		{ks_format("%sx 5000", boot), false},
		{ks_format("%.*s 5000", (int)strlen(boot) - 1, boot), false},
		{ks_format("x%s 5000", boot + 1), false},
	};

	for (size_t i = 0; i < KS_COUNT(notes); i++) {
		s->site.is_time_told = false;
		s->site.told_mono_offset_ms = 0;
		assert_int_equal(ks_store_set(s->site.store, "clock_told", notes[i].note), KS_OK);
		ks_device_load_clock(&s->site);
		assert_int_equal(s->site.is_time_told, notes[i].is_taken);
		assert_int_equal(s->site.told_mono_offset_ms, notes[i].is_taken ? 5000 : 0);
		free(notes[i].note);
	}
}

/* Only the first ○× that sends to this page and is of no case. */
static void a_page_has_the_question_that_sends_to_it(void **state)
{
	static const char *second[] = {"p02", "p01"}, *first[] = {"p01"};
	struct stage *s = *state;
	struct ks_question *questions = s->sample.course.questions;
	struct ks_question *one = &questions[2], *other = &questions[0];

	open_roll(s);
	assert_int_equal(one->kind, KS_QUESTION_TRUE_FALSE);
	ks_present_open(&s->visit, &s->sample.course.lesson);
	assert_int_equal(ks_present_n_slides(&s->visit), KS_SAMPLE_PAGES);
	one->pages = second;
	one->n_pages = 2;
	assert_int_equal(ks_present_n_slides(&s->visit), KS_SAMPLE_PAGES + 1);
	one->n_pages = 0;
	assert_int_equal(ks_present_n_slides(&s->visit), KS_SAMPLE_PAGES);
	one->n_pages = 2;
	one->case_id = "c1";
	assert_int_equal(ks_present_n_slides(&s->visit), KS_SAMPLE_PAGES);
	one->case_id = NULL;
	other->pages = first; /* of another kind */
	other->n_pages = 1;
	assert_int_equal(ks_present_n_slides(&s->visit), KS_SAMPLE_PAGES + 1);
	other->kind = KS_QUESTION_TRUE_FALSE;
	assert_int_equal(ks_present_n_slides(&s->visit), KS_SAMPLE_PAGES + 2);
	other->pages = second; /* two of one page: the first */
	assert_int_equal(ks_present_n_slides(&s->visit), KS_SAMPLE_PAGES + 1);
	s->sample.course.lesson.quiz.n_questions = 2;
	other->n_pages = 0;
	assert_int_equal(ks_present_n_slides(&s->visit),
			 KS_SAMPLE_PAGES); /* the other is not of this quiz */
	s->sample.course.lesson.quiz.n_questions = 6;
	other->n_pages = 1;
	assert_true(ks_present_step(&s->visit, 1));
	assert_true(ks_present_step(&s->visit, 1));
	assert_ptr_equal(s->visit.present.question, other);
	assert_int_equal(ks_present_at(&s->visit), 2);
	assert_true(ks_present_step(&s->visit, -1));
	assert_null(s->visit.present.question);
	assert_int_equal(ks_present_at(&s->visit), 1);
	assert_true(ks_present_step(&s->visit, 1));
	assert_true(ks_present_step(&s->visit, 1));
	assert_int_equal(s->visit.present.page, 2);
	assert_true(ks_present_step(&s->visit, -1)); /* back to the question behind the page before */
	assert_ptr_equal(s->visit.present.question, other);
}

/* Of each course of this year that draws other questions one; none of another year, and none without questions. */
static void each_sheet_is_there_once(void **state)
{
	struct stage *s = *state;
	struct ks_content *content = &s->sample.course.content;
	struct ks_paper_sheet sheets[KS_PAPER_SHEETS_MAX];
	struct ks_plan plans[3] = {s->sample.course.plan, s->sample.course.plan,
				   s->sample.course.plan};
	struct ks_plan_lesson fewer = s->sample.course.plan_lesson;
	size_t n_questions = s->sample.course.lesson.quiz.n_questions;

	open_roll(s);
	fewer.n_questions = 2;
	plans[1].id = "same";
	plans[2].id = "fewer";
	plans[2].lessons = &fewer;
	content->plans = plans;
	content->n_plans = 3;
	assert_int_equal(ks_paper_sheets(&s->site, &s->visit, sheets), 2);
	assert_ptr_equal(sheets[0].plan, &plans[0]);
	assert_ptr_equal(sheets[1].plan, &plans[2]);
	assert_string_not_equal(sheets[0].mark, sheets[1].mark);
	plans[2].nendo = 2025;
	assert_int_equal(ks_paper_sheets(&s->site, &s->visit, sheets), 1);
	s->sample.course.lesson.quiz.n_questions = 1;
	assert_int_equal(ks_paper_sheets(&s->site, &s->visit, sheets), 1);
	assert_int_equal(sheets[0].n_questions, 1);
	s->sample.course.lesson.quiz.n_questions = 0;
	assert_int_equal(ks_paper_sheets(&s->site, &s->visit, sheets), 0);
	s->sample.course.lesson.quiz.n_questions = n_questions;
	content->plans = &s->sample.course.plan;
	content->n_plans = 1;
}

/* What was completed elsewhere is complete, and no row of this kiosk says so. */
static void what_was_recorded_elsewhere_has_no_receipt_here(void **state)
{
	struct stage *s = *state;

	s->sample.course.plan.acknowledges = false;
	assert_int_equal(ks_db_run(s->site.store,
				   "INSERT INTO elsewhere VALUES(?, 2026, 'annual', 'm1', 77)", "t",
				   STAGE_NUMBER),
			 KS_OK);
	stage_sign_in(s, STAGE_NUMBER);
	assert_true(ks_own_is_complete(&s->visit));
	assert_int_equal(ks_own_open(&s->site, &s->visit), KS_OK);
	assert_true(s->visit.own.is_complete);
	assert_null(s->visit.own.end);
	s->visit.duties.n_items = 0; /* who owes nothing has completed nothing */
	assert_false(ks_own_is_complete(&s->visit));
	s->visit.duties.n_items = 1;
	s->visit.duties.target = KS_TARGET_NO_LESSON;
	assert_false(ks_own_is_complete(&s->visit));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, stage_setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_gathering_ends_on_its_day),
		TEST(what_is_a_time_is_taken_to_the_minute),
		TEST(a_note_of_the_time_is_of_this_boot),
		TEST(a_page_has_the_question_that_sends_to_it),
		TEST(each_sheet_is_there_once),
		TEST(what_was_recorded_elsewhere_has_no_receipt_here),
	};

	return ks_test_run(tests);
}
