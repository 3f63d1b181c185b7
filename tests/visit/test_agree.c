/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/agree.h"

#include <string.h>

#include "visit/lesson.h"
#include "visit/signin.h"
#include "visit/stage.h"

/* The acknowledgement comes when all lessons are done, and completes the course. */

static void pass_all(struct stage *s)
{
	stage_sign_in(s, STAGE_NUMBER);
	assert_int_equal(stage_take_lesson(s, true), KS_OK);
	assert_int_equal(ks_lesson_leave(&s->site, &s->visit, false), KS_OK);
	assert_int_equal(ks_signin_home(&s->site, &s->visit), KS_OK);
}

static void nothing_is_owed_before_the_lessons_are_done(void **state)
{
	struct stage *s = *state;

	stage_sign_in(s, STAGE_NUMBER);
	assert_null(ks_agree_owed(&s->visit));
	assert_int_equal(ks_agree_open(&s->site, &s->visit), KS_NOT_FOUND);
	assert_int_equal(s->visit.place, KS_VISIT_HOME);
}

static void agreeing_records_the_words_and_completes_the_course(void **state)
{
	struct stage *s = *state;

	pass_all(s);
	assert_int_equal(ks_agree_open(&s->site, &s->visit), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_AGREE);
	assert_int_equal(ks_agree(&s->site, &s->visit, "読みました。守ります。"), KS_OK);
	assert_true(s->visit.agree.has_agreed);
	assert_string_equal(ks_receipt_view(s->visit.agree.receipt)->verb, "agree");
	assert_int_equal(stage_count(s, "completed"), 2); /* the lesson, and now the course */
	assert_int_equal(ks_signin_home(&s->site, &s->visit), KS_OK);
	assert_null(ks_agree_owed(&s->visit));
}

static void with_a_full_disk_nobody_has_agreed(void **state)
{
	struct stage *s = *state;

	pass_all(s);
	assert_int_equal(ks_agree_open(&s->site, &s->visit), KS_OK);
	stage_fill(s);
	assert_int_equal(ks_agree(&s->site, &s->visit, "読みました。"), KS_FULL);
	assert_false(s->visit.agree.has_agreed);
	assert_null(s->visit.agree.receipt);
	assert_int_equal(stage_count(s, "agree"), 0);
	stage_empty(s);
	assert_int_equal(ks_agree(&s->site, &s->visit, "読みました。"), KS_OK);
	assert_int_equal(stage_count(s, "agree"), 1);
}

static void a_revised_text_is_asked_anew(void **state)
{
	struct stage *s = *state;

	pass_all(s);
	assert_int_equal(ks_agree_open(&s->site, &s->visit), KS_OK);
	assert_int_equal(ks_agree(&s->site, &s->visit, "読みました。"), KS_OK);
	memset(s->sample.course.content.policy.sha256, '8', KS_HASH_HEX - 1);
	assert_int_equal(ks_signin_home(&s->site, &s->visit), KS_OK);
	assert_non_null(ks_agree_owed(&s->visit));
	ks_clock_advance(&s->sample.clock, 60000);
	assert_int_equal(ks_agree_open(&s->site, &s->visit), KS_OK);
	assert_int_equal(ks_agree(&s->site, &s->visit, "読みました。"), KS_OK);
	assert_int_equal(stage_count(s, "agree"), 2);
	assert_int_equal(stage_count(s, "completed"), 2); /* the course was complete before */
}

/* What was agreed to at the very moment of the last lesson, or later, completed the course; before it, it did not. */
static void a_lesson_behind_the_last_agreement_leaves_the_course_to_the_next(void **state)
{
	struct stage *s = *state;
	int64_t agreed_ms;

	for (int later = 0; later <= 1; later++) {
		pass_all(s);
		assert_int_equal(ks_agree_open(&s->site, &s->visit), KS_OK);
		agreed_ms = ks_clock_wall_ms(s->site.clock);
		assert_int_equal(ks_agree(&s->site, &s->visit, "読みました。"), KS_OK);
		memset(s->sample.course.content.policy.sha256, later ? '7' : '8', KS_HASH_HEX - 1);
		assert_int_equal(ks_signin_home(&s->site, &s->visit), KS_OK);
		assert_int_equal(ks_agree_open(&s->site, &s->visit), KS_OK);
		s->visit.progress[0].done_ms = agreed_ms + later;
		int n = stage_count(s, "completed");
		assert_int_equal(ks_agree(&s->site, &s->visit, "読みました。"), KS_OK);
		assert_int_equal(stage_count(s, "completed"), n + later);
		assert_int_equal(ks_signin_end(&s->site, &s->visit, true), KS_OK);
		memset(s->sample.course.content.policy.sha256, '6', KS_HASH_HEX - 1);
	}
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, stage_setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		TEST(nothing_is_owed_before_the_lessons_are_done),
		TEST(agreeing_records_the_words_and_completes_the_course),
		TEST(with_a_full_disk_nobody_has_agreed),
		TEST(a_revised_text_is_asked_anew),
		TEST(a_lesson_behind_the_last_agreement_leaves_the_course_to_the_next),
	};

	return ks_test_run(tests);
}
