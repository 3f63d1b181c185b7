/* SPDX-License-Identifier: Apache-2.0 */
#include "report/answers.h"

#include <stdlib.h>
#include <string.h>

#include "record/gathering.h"
#include "support/centre_sample.h"
#include "support/fact_sample.h"

/* Which 解答用紙 a gathering gets, and why it gets none. */

static void a_sheet_is_of_the_course_that_has_the_lesson(void **state)
{
	static const struct {
		const char *gathering, *lesson, *course;
		enum ks_answers_fault fault;
		const char *sheet; /* the course it is of */
	} cases[] = {
		{"2026-11-24-1", "m1", NULL, KS_ANSWERS_FINE, "annual"},
		{"2026-11-24-1", "m1", "", KS_ANSWERS_FINE, "annual"},
		{"2026-11-24-1", "m1", "annual", KS_ANSWERS_FINE, "annual"},
		{"2026-11-24-1", "m1", "again", KS_ANSWERS_FINE, "again"},
		{"2026-11-24-1", "m1", "before", KS_ANSWERS_NO_LESSON, NULL}, /* of another 年度 */
		{"2026-11-24-1", "m1", "empty", KS_ANSWERS_NO_LESSON, NULL},
		{"2026-11-24-1", "m9", NULL, KS_ANSWERS_NO_LESSON, NULL}, /* it has no content */
		{"2026-11-24-1", "m2", NULL, KS_ANSWERS_NO_LESSON, NULL},
		{"2026-11-24-2", "m1", NULL, KS_ANSWERS_NO_GATHERING, NULL},
		{"2027-04-01-1", "m1", NULL, KS_ANSWERS_NO_LESSON, NULL},
	};
	struct ks_sample_centre *centre = *state;
	struct ks_gathering gatherings[] = {{.date = {2026, 11, 24}, .to_minute = 60},
					    {.date = {2027, 4, 1}, .to_minute = 60}};
	struct ks_sample sample;
	struct ks_plan plans[4];
	struct ks_plan_lesson lessons[2];
	char marks[2][KS_PAPER_MARK] = {"", ""};

	ks_record_sample_words(&sample);
	lessons[0] = sample.plan_lesson;
	lessons[1] = (struct ks_plan_lesson){.id = "m9", .title = "九", .n_questions = 1};
	for (size_t i = 0; i < KS_COUNT(plans); i++) {
		static const char *const ids[] = {"before", "empty", "annual", "again"};

		plans[i] = sample.plan;
		plans[i].id = ids[i];
		plans[i].nendo = i == 0 ? 2025 : 2026;
		plans[i].lessons = lessons;
		plans[i].n_lessons = i == 1 ? 0 : 2;
	}
	sample.content.plans = plans;
	sample.content.n_plans = KS_COUNT(plans);
	sample.content.lessons = &sample.lesson;
	sample.content.n_lessons = 1;
	for (size_t i = 0; i < KS_COUNT(gatherings); i++) {
		gatherings[i].title = ks_strdup("集合研修");
		gatherings[i].place = ks_strdup("");
		assert_int_equal(ks_gathering_add(centre->store, &gatherings[i]), KS_OK);
		ks_gathering_finish(&gatherings[i]);
	}
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		const struct ks_answers_wish wish = {.gathering = cases[i].gathering,
						     .lesson = cases[i].lesson,
						     .course = cases[i].course,
						     .day = {2026, 11, 1}};
		bool is_fine = cases[i].fault == KS_ANSWERS_FINE;
		char mark[KS_PAPER_MARK] = "old";
		struct ks_buf pdf = {0};
		enum ks_answers_fault fault;
		enum ks_rc rc = ks_report_answer_sheet(centre->store, &sample.content, &wish, &pdf,
						       mark, &fault);

		if (fault != cases[i].fault || rc != (is_fine ? KS_OK : KS_NOT_FOUND))
			fail_msg("%zu: %d, %s", i, fault, ks_rc_name(rc));
		assert_int_equal(mark[0] != '\0', is_fine);
		assert_int_equal(pdf.len > 0, is_fine);
		if (is_fine) { /* one course is one sheet */
			char *known = marks[strcmp(cases[i].sheet, "again") == 0];

			if (known[0])
				assert_string_equal(mark, known);
			memcpy(known, mark, sizeof(mark));
		}
		ks_buf_finish(&pdf);
	}
}

/* To look for something in a picture is nothing for paper. */
static void a_lesson_with_nothing_for_paper_has_no_sheet(void **state)
{
	const struct ks_answers_wish wish = {
		.gathering = "2026-11-24-1", .lesson = "m1", .day = {2026, 11, 1}};
	struct ks_sample_centre *centre = *state;
	struct ks_gathering gathering = {.date = {2026, 11, 24},
					 .to_minute = 60,
					 .title = ks_strdup("集合研修"),
					 .place = ks_strdup("")};
	char mark[KS_PAPER_MARK] = "old";
	enum ks_answers_fault fault;
	struct ks_sample sample;
	struct ks_buf pdf = {0};

	ks_record_sample_words(&sample);
	sample.plan.lessons = &sample.plan_lesson;
	sample.plan.n_lessons = 1;
	sample.content.plans = &sample.plan;
	sample.content.n_plans = 1;
	sample.content.lessons = &sample.lesson;
	sample.content.n_lessons = 1;
	sample.lesson.quiz.questions[0] = sample.lesson.quiz.questions[5];
	sample.lesson.quiz.n_questions = 1;
	assert_int_equal(ks_gathering_add(centre->store, &gathering), KS_OK);
	assert_int_equal(ks_report_answer_sheet(centre->store, &sample.content, &wish, &pdf, mark,
						&fault),
			 KS_NOT_FOUND);
	assert_int_equal(fault, KS_ANSWERS_NO_PAPER);
	assert_string_equal(mark, "");
	assert_int_equal(pdf.len, 0);
	ks_gathering_finish(&gathering);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, ks_sample_setup, ks_sample_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_sheet_is_of_the_course_that_has_the_lesson),
		TEST(a_lesson_with_nothing_for_paper_has_no_sheet),
	};

	return ks_test_run(tests);
}
