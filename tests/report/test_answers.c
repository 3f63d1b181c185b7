/* SPDX-License-Identifier: Apache-2.0 */
#include "report/answers.h"

#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "record/gathering.h"
#include "support/centre_sample.h"
#include "support/fact_sample.h"

/* Which 解答用紙 a gathering gets, and why it gets none. */

static const struct wanted {
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

/* Four courses: of the year before, without lessons, and two with the same ones; one of these has no content. */
struct courses {
	struct ks_sample sample;
	struct ks_plan plans[4];
	struct ks_plan_lesson lessons[2];
};

static void make(struct courses *c)
{
	static const char *const ids[] = {"before", "empty", "annual", "again"};

	ks_record_sample_words(&c->sample);
	c->lessons[0] = c->sample.plan_lesson;
	c->lessons[1] = (struct ks_plan_lesson){.id = "m9", .title = "九", .n_questions = 1};
	for (size_t i = 0; i < KS_COUNT(c->plans); i++) {
		c->plans[i] = c->sample.plan;
		c->plans[i].id = c->plans[i].title = ids[i];
		c->plans[i].nendo = i == 0 ? 2025 : 2026;
		c->plans[i].lessons = c->lessons;
		c->plans[i].n_lessons = i == 1 ? 0 : 2;
	}
	c->sample.content.plans = c->plans;
	c->sample.content.n_plans = KS_COUNT(c->plans);
	c->sample.content.lessons = &c->sample.lesson;
	c->sample.content.n_lessons = 1;
}

static void gather(struct ks_store *store, struct ks_date day)
{
	struct ks_gathering gathering = {
		.date = day, .to_minute = 60, .title = ks_strdup("集合研修"), .place = ks_strdup("")};

	assert_int_equal(ks_gathering_add(store, &gathering), KS_OK);
	ks_gathering_finish(&gathering);
}

static void expect(struct ks_store *store, const struct courses *c, const struct wanted *wanted,
		   char known[KS_HASH_HEX])
{
	const struct ks_answers_wish wish = {.gathering = wanted->gathering,
					     .lesson = wanted->lesson,
					     .course = wanted->course,
					     .day = {2026, 11, 1}};
	bool is_fine = wanted->fault == KS_ANSWERS_FINE;
	char mark[KS_PAPER_MARK] = "old", hex[KS_HASH_HEX];
	uint8_t hash[KS_HASH_BYTES];
	struct ks_buf pdf = {0};
	enum ks_answers_fault fault;
	enum ks_rc rc = ks_report_answer_sheet(store, &c->sample.content, &wish, &pdf, mark, &fault);

	if (fault != wanted->fault || rc != (is_fine ? KS_OK : KS_NOT_FOUND))
		fail_msg("%s %s: %d, %s", wanted->gathering, wanted->lesson, fault, ks_rc_name(rc));
	assert_int_equal(mark[0] != '\0', is_fine);
	assert_int_equal(pdf.len > 0, is_fine);
	ks_sha256(ks_buf_text(&pdf), pdf.len, hash);
	ks_hex(hash, sizeof(hash), hex);
	if (is_fine && known[0]) /* one course is one sheet */
		assert_string_equal(hex, known);
	memcpy(known, hex, sizeof(hex));
	ks_buf_finish(&pdf);
}

static void a_sheet_is_of_the_course_that_has_the_lesson(void **state)
{
	struct ks_sample_centre *centre = *state;
	char sheets[2][KS_HASH_HEX] = {"", ""}, none[KS_HASH_HEX] = "";
	struct courses c;

	make(&c);
	gather(centre->store, (struct ks_date){2026, 11, 24});
	gather(centre->store, (struct ks_date){2027, 4, 1});
	for (size_t i = 0; i < KS_COUNT(cases); i++)
		expect(centre->store, &c, &cases[i],
		       cases[i].sheet ? sheets[strcmp(cases[i].sheet, "again") == 0] : none);
	assert_string_not_equal(sheets[0], sheets[1]);
}

/* To look for something in a picture is nothing for paper. */
static void a_lesson_with_nothing_for_paper_has_no_sheet(void **state)
{
	static const struct wanted wanted = {"2026-11-24-1", "m1", NULL, KS_ANSWERS_NO_PAPER, NULL};
	struct ks_sample_centre *centre = *state;
	char none[KS_HASH_HEX] = "";
	struct courses c;

	make(&c);
	c.sample.lesson.quiz.questions[0] = c.sample.lesson.quiz.questions[5];
	c.sample.lesson.quiz.n_questions = 1;
	gather(centre->store, (struct ks_date){2026, 11, 24});
	expect(centre->store, &c, &wanted, none);
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
