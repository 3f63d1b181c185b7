/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "record/progress.h"
#include "visit/agree.h"
#include "visit/day.h"
#include "visit/lesson.h"
#include "visit/own.h"
#include "visit/signin.h"

/* Several courses that share lessons, and a year that turns between them (day.h). tests/data/golden/visit/courses.txt, carried.txt. */

#define N_LESSONS 4

/* annual: m1 m4, agreed to; extra: m1 m2, agreed to; plain: m2 m3. */
struct courses {
	struct ks_lesson lessons[N_LESSONS];
	struct ks_plan_lesson annual[2], extra[2], plain[2];
	struct ks_plan plans[3];
};

static void begin(struct stage *s, struct courses *c)
{
	static const char *const ids[] = {"m1", "m2", "m3", "m4"};
	struct ks_content *content = &s->sample.course.content;

	for (int i = 0; i < N_LESSONS; i++) {
		c->lessons[i] = s->sample.course.lesson;
		c->lessons[i].id = ids[i];
		c->lessons[i].n_pages = 1;
		c->lessons[i].quiz.n_questions = 0; /* read is done */
	}
	for (int i = 0; i < 2; i++) {
		c->annual[i] = c->extra[i] = c->plain[i] = s->sample.course.plan_lesson;
		c->annual[i].n_questions = c->extra[i].n_questions = c->plain[i].n_questions = 0;
	}
	c->annual[1].id = "m4";
	c->extra[1].id = c->plain[0].id = "m2";
	c->plain[1].id = "m3";
	for (int i = 0; i < 3; i++)
		c->plans[i] = s->sample.course.plan;
	c->plans[0].lessons = c->annual;
	c->plans[1].lessons = c->extra;
	c->plans[2].lessons = c->plain;
	for (int i = 0; i < 3; i++)
		c->plans[i].n_lessons = 2;
	c->plans[1].id = "extra";
	c->plans[2].id = "plain";
	c->plans[1].due.month = 11;
	c->plans[2].acknowledges = false;
	content->plans = c->plans;
	content->n_plans = 3;
	content->lessons = c->lessons;
	content->n_lessons = N_LESSONS;
}

static void end(struct stage *s)
{
	struct ks_content *content = &s->sample.course.content;

	content->plans = &s->sample.course.plan;
	content->n_plans = 1;
	content->lessons = &s->sample.course.lesson;
	content->n_lessons = 1;
}

static void put_lesson(struct day *day, const char *id)
{
	struct stage *s = day->s;
	size_t i = 0;

	while (strcmp(s->visit.duties.items[i].lesson->id, id) != 0)
		i++;
	put(day, id, ks_lesson_open(&s->site, &s->visit, i));
	while (s->visit.place == KS_VISIT_PAGE)
		put(day, "on from a page", stage_step(s, KS_STEP_NEXT));
	put(day, "out of it", ks_lesson_leave(&s->site, &s->visit, false));
	put(day, "home", ks_signin_home(&s->site, &s->visit));
	ks_buf_printf(&day->said, "%zu done, complete %d, agreement owed to %s\n",
		      ks_visit_n_done(&s->visit), ks_own_is_complete(&s->visit),
		      ks_agree_owed(&s->visit) ? ks_agree_owed(&s->visit)->id : "none");
}

static void put_agreement(struct day *day)
{
	struct stage *s = day->s;

	put(day, "the sheet", ks_agree_open(&s->site, &s->visit));
	put(day, "agreed", ks_agree(&s->site, &s->visit, "読んで、守ります。"));
	put(day, "home", ks_signin_home(&s->site, &s->visit));
	ks_buf_printf(&day->said, "complete %d\n", ks_own_is_complete(&s->visit));
}

static void courses_that_share_lessons_are_completed_each_once(void **state)
{
	struct stage *s = *state;
	struct day day = morning(s);
	struct courses courses;

	day.is_brief = true;
	begin(s, &courses);
	stage_sign_in(s, STAGE_NUMBER);
	put(&day, "home", KS_OK);
	put_lesson(&day, "m3");
	put_lesson(&day, "m1");
	put_lesson(&day, "m2"); /* now plain is done, and extra waits */
	put_agreement(&day);
	put_lesson(&day, "m4"); /* and annual is done with it */
	memset(s->sample.course.content.policy.sha256, '8', KS_HASH_HEX - 1);
	put(&day, "another text", ks_signin_home(&s->site, &s->visit));
	put_agreement(&day); /* extra is complete; annual, whose last lesson lies behind the last agreement, is told again */
	put(&day, "one's own", ks_own_open(&s->site, &s->visit));
	put(&day, "signed out", ks_signin_end(&s->site, &s->visit, false));
	end(s);
	evening(&day, "tests/data/golden/visit/courses.txt");
}

/* What another course of the year has, or the year before, is had for this one; what another year has is not. */
static void a_lesson_is_done_for_every_course_of_its_year(void **state)
{
	struct stage *s = *state;
	struct day day = morning(s);
	struct courses courses;
	struct ks_progress done = {.is_done = true, .done_ms = 5000, .done_seq = 7};
	struct ks_progress begun = {.n_attempts = 1, .progress_percent = 30};

	day.is_brief = true;
	begin(s, &courses);
	courses.plans[2].nendo = 2025;
	assert_int_equal(ks_progress_save(s->site.store, STAGE_NUMBER, 2026, "extra", "m1", &begun),
			 KS_OK);
	assert_int_equal(ks_progress_save(s->site.store, STAGE_NUMBER, 2026, "annual", "m1", &done),
			 KS_OK);
	assert_int_equal(ks_progress_save(s->site.store, STAGE_NUMBER, 2025, "plain", "m2", &done),
			 KS_OK);
	stage_sign_in(s, STAGE_NUMBER);
	put(&day, "home", KS_OK);
	assert_int_equal(ks_progress_save(s->site.store, STAGE_NUMBER, 2026, "annual", "m2", &done),
			 KS_OK);
	put(&day, "in a course that does not want it", ks_signin_home(&s->site, &s->visit));
	assert_int_equal(ks_progress_save(s->site.store, STAGE_NUMBER, 2026, "extra", "m2", &done),
			 KS_OK);
	put(&day, "in the one that does", ks_signin_home(&s->site, &s->visit));
	put(&day, "signed out", ks_signin_end(&s->site, &s->visit, false));
	end(s);
	evening(&day, "tests/data/golden/visit/carried.txt");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, stage_setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		TEST(courses_that_share_lessons_are_completed_each_once),
		TEST(a_lesson_is_done_for_every_course_of_its_year),
	};

	return ks_test_run(tests);
}
