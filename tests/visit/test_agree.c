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
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, stage_setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		TEST(nothing_is_owed_before_the_lessons_are_done),
		TEST(agreeing_records_the_words_and_completes_the_course),
		TEST(with_a_full_disk_nobody_has_agreed),
		TEST(a_revised_text_is_asked_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
