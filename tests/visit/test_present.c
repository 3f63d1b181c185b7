/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/present.h"

#include <string.h>

#include "record/db.h"
#include "visit/attend.h"
#include "visit/desk.h"
#include "visit/drill.h"
#include "visit/signin.h"
#include "visit/stage.h"
#include "visit/who.h"

/* What the 係員 does before a room: pages and hands, a drill, a gathering nobody announced, somebody found by name. */

static void open_roll(struct stage *s)
{
	stage_open_desk(s);
	assert_int_equal(ks_desk_open(&s->site, &s->visit, 0), KS_OK);
}

/* The ○× of the sample is about the second of its three pages. */
static void give_page(struct stage *s)
{
	static const char *pages[] = {"p02"};
	struct ks_question *questions = s->sample.course.questions;

	for (size_t i = 0; i < s->sample.course.lesson.quiz.n_questions; i++)
		if (questions[i].kind == KS_QUESTION_TRUE_FALSE) {
			questions[i].pages = pages;
			questions[i].n_pages = 1;
			return;
		}
	fail_msg("the sample has no true/false question");
}

static struct ks_roll_fact last_fact(struct stage *s)
{
	struct ks_roll roll;
	struct ks_roll_fact last;
	static char reason[400];

	assert_int_equal(ks_roll_load(s->site.store, ks_attend_gathering(&s->visit)->id, &roll),
			 KS_OK);
	assert_true(roll.n_facts > 0);
	last = roll.facts[roll.n_facts - 1];
	(void)snprintf(reason, sizeof(reason), "%s", last.reason);
	last.reason = reason;
	last.staff = last.verb = last.kiosk = last.how = last.by = "";
	ks_roll_finish(&roll);
	return last;
}

static void pages_turn_and_a_question_stands_behind_its_page(void **state)
{
	struct stage *s = *state;
	const struct ks_lesson *lessons[KS_PRESENT_LESSONS_MAX];

	open_roll(s);
	give_page(s);
	ks_present_list(&s->visit);
	assert_int_equal(s->visit.place, KS_VISIT_SHOW);
	assert_true(ks_present_lessons(&s->site, &s->visit, lessons) >= 1);
	ks_present_open(&s->visit, lessons[0]);
	assert_int_equal(s->visit.place, KS_VISIT_PRESENT);
	assert_int_equal(ks_present_n_slides(&s->visit), 4);
	assert_false(ks_present_step(&s->visit, -1));
	assert_true(ks_present_step(&s->visit, 1));
	assert_null(s->visit.present.question);
	assert_true(ks_present_step(&s->visit, 1));
	assert_non_null(s->visit.present.question);
	assert_int_equal(ks_present_at(&s->visit), 2);
	assert_true(ks_present_step(&s->visit, 1));
	assert_null(s->visit.present.question);
	assert_int_equal(s->visit.present.page, 2);
	assert_false(ks_present_step(&s->visit, 1));
	assert_true(ks_present_step(&s->visit, -1));
	assert_non_null(s->visit.present.question);
	ks_present_back(&s->visit);
	assert_int_equal(s->visit.place, KS_VISIT_SHOW);
	ks_present_back(&s->visit);
	assert_int_equal(s->visit.place, KS_VISIT_ROLL);
}

static size_t can_be_shown(struct stage *s, const char *covered, const struct ks_lesson *out[])
{
	struct ks_gathering gathering = s->gathering;

	gathering.lessons = (char *)(uintptr_t)covered;
	assert_int_equal(ks_gathering_change(s->site.store, &gathering), KS_OK);
	assert_int_equal(ks_signin_end(&s->site, &s->visit, true), KS_OK);
	open_roll(s);
	return ks_present_lessons(&s->site, &s->visit, out);
}

/* By whole ids, in the order of the content; without any, all that have pages. */
static void what_the_gathering_covers_can_be_shown(void **state)
{
	struct stage *s = *state;
	struct ks_content *content = &s->sample.course.content;
	struct ks_lesson lessons[] = {s->sample.course.lesson, s->sample.course.lesson,
				      s->sample.course.lesson, s->sample.course.lesson};
	const struct ks_lesson *out[KS_PRESENT_LESSONS_MAX];

	lessons[0].id = "m1";
	lessons[1].id = "m10";
	lessons[2].id = "x";
	lessons[2].n_pages = 0;
	lessons[3].id = "m2";
	content->lessons = lessons;
	content->n_lessons = KS_COUNT(lessons);
	assert_int_equal(can_be_shown(s, "m2, m1", out), 2);
	assert_ptr_equal(out[0], &lessons[0]);
	assert_ptr_equal(out[1], &lessons[3]);
	assert_int_equal(can_be_shown(s, "m10,m3", out), 1);
	assert_ptr_equal(out[0], &lessons[1]);
	assert_int_equal(can_be_shown(s, "m2 , x", out), 2);
	assert_ptr_equal(out[0], &lessons[2]);
	assert_int_equal(can_be_shown(s, "", out), 3);
	assert_ptr_equal(out[0], &lessons[0]);
	assert_ptr_equal(out[1], &lessons[1]);
	assert_ptr_equal(out[2], &lessons[3]);
	content->lessons = &s->sample.course.lesson;
	content->n_lessons = 1;
}

static void hands_are_recorded_once_and_of_nobody(void **state)
{
	struct stage *s = *state;
	int before;

	open_roll(s);
	give_page(s);
	ks_present_open(&s->visit, &s->sample.course.lesson);
	assert_true(ks_present_step(&s->visit, 1));
	assert_true(ks_present_step(&s->visit, 1));
	ks_present_hand(&s->visit, 0, -1);
	assert_int_equal(s->visit.present.hands[0], 0);
	for (int i = 0; i < 3; i++)
		ks_present_hand(&s->visit, 1, 1);
	ks_present_hand(&s->visit, 0, 1);
	ks_present_hand(&s->visit, 0, -1);
	assert_int_equal(s->visit.present.hands[0], 0);
	for (int i = 0; i <= KS_HANDS_MAX; i++)
		ks_present_hand(&s->visit, 0, 1);
	assert_int_equal(s->visit.present.hands[0], KS_HANDS_MAX);
	for (int i = 1; i < KS_HANDS_MAX; i++)
		ks_present_hand(&s->visit, 0, -1);
	stage_fill(s);
	assert_int_equal(ks_present_tell(&s->site, &s->visit), KS_FULL);
	assert_false(s->visit.present.is_told); /* what could not be kept is not told either */
	assert_null(s->visit.present.kept);
	stage_empty(s);
	before = s->n_recorded;
	assert_int_equal(ks_present_tell(&s->site, &s->visit), KS_OK);
	assert_int_equal(ks_present_tell(&s->site, &s->visit), KS_OK);
	assert_true(s->visit.present.is_told);
	assert_int_equal(s->n_recorded, before + 1);
	assert_int_equal(stage_count(s, "polled"), 1);
	assert_string_equal(ks_receipt_view(s->visit.present.kept)->verb, "polled");
	assert_non_null(strstr(last_fact(s).reason, "○ 1名、× 3名"));
	assert_int_equal(last_fact(s).n_counted, 4);
	ks_present_hand(&s->visit, 1, 1); /* behind the answer nothing is counted */
	assert_int_equal(s->visit.present.hands[1], 3);
	assert_true(ks_present_step(&s->visit, -1));
	assert_true(ks_present_step(&s->visit, 1));
	assert_null(s->visit.present.kept);
	assert_int_equal(ks_present_tell(&s->site, &s->visit), KS_OK); /* nobody raised one: only told */
	assert_null(s->visit.present.kept);
	assert_int_equal(stage_count(s, "polled"), 1);
}

static void what_was_decided_when_is_the_record_of_a_drill(void **state)
{
	struct stage *s = *state;

	open_roll(s);
	ks_drill_open(&s->visit, stage_drill());
	assert_int_equal(s->visit.place, KS_VISIT_DRILL);
	assert_int_equal(stage_count(s, "drilled"), 0);
	ks_clock_advance(s->site.clock, 5000);
	assert_int_equal(ks_drill_elapsed_ms(&s->site, &s->visit), 0);
	stage_fill(s);
	assert_int_equal(ks_drill_begin(&s->site, &s->visit), KS_FULL);
	assert_false(s->visit.drill.is_begun);
	assert_null(s->visit.drill.kept);
	stage_empty(s);
	assert_int_equal(ks_drill_begin(&s->site, &s->visit), KS_OK);
	ks_clock_advance(s->site.clock, 75000);
	assert_int_equal(ks_drill_decide(&s->site, &s->visit, 0), KS_OK);
	assert_string_equal(last_fact(s).reason, "場面1（想定 9:12）どうしますか → 待つ");
	assert_int_equal(s->visit.drill.decided_ms[0], 75000);
	assert_int_equal(ks_drill_decide(&s->site, &s->visit, 0), KS_OK); /* again: nothing new */
	assert_int_equal(stage_count(s, "drilled"), 2);
	ks_clock_advance(s->site.clock, 5000);
	assert_int_equal(ks_drill_decide(&s->site, &s->visit, 1), KS_OK); /* thought better of it */
	assert_int_equal(stage_count(s, "drilled"), 3);
	assert_int_equal(ks_drill_next(&s->site, &s->visit), KS_OK);
	assert_int_equal(ks_drill_decide(&s->site, &s->visit, 2), KS_OK);
	assert_string_equal(last_fact(s).reason,
			    "場面2（想定 9:16）どうしますか → ほかのことを決めた");
	stage_fill(s);
	assert_int_equal(ks_drill_next(&s->site, &s->visit), KS_FULL);
	assert_false(s->visit.drill.is_over);
	stage_empty(s);
	assert_int_equal(ks_drill_next(&s->site, &s->visit), KS_OK);
	assert_true(s->visit.drill.is_over);
	assert_string_equal(ks_receipt_view(s->visit.drill.kept)->how, "ended");
	ks_clock_advance(s->site.clock, 60000);
	assert_int_equal(ks_drill_elapsed_ms(&s->site, &s->visit), 80000);
	assert_int_equal(stage_count(s, "drilled"), 5);
}

static void a_gathering_begins_where_nobody_announced_one(void **state)
{
	struct stage *s = *state;
	int n_recorded;

	stage_to(s, 2026, 5, 18, 13, 5);
	stage_open_desk(s);
	ks_desk_new(&s->visit);
	assert_int_equal(s->visit.place, KS_VISIT_NEW);
	ks_desk_back(&s->visit);
	assert_int_equal(s->visit.place, KS_VISIT_DESK);
	ks_desk_new(&s->visit);
	n_recorded = s->n_recorded;
	stage_fill(s);
	assert_int_equal(ks_desk_open_new(&s->site, &s->visit, "朝礼", "会議室", 60), KS_FULL);
	assert_int_equal(s->n_recorded, n_recorded);
	assert_int_equal(s->visit.place, KS_VISIT_NEW);
	stage_empty(s);
	assert_int_equal(ks_desk_open_new(&s->site, &s->visit, "朝礼", "会議室", 660), KS_INVALID);
	assert_int_equal(ks_desk_open_new(&s->site, &s->visit, "朝礼", "会議室", 60), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_ROLL);
	assert_string_equal(ks_attend_gathering(&s->visit)->title, "朝礼");
	assert_int_equal(ks_attend_gathering(&s->visit)->to_minute, 14 * 60 + 5);
	assert_int_equal(stage_count(s, "opened"), 1);
	assert_int_equal(s->visit.attend.n_gatherings, 2);
	ks_desk_new(&s->visit);
	assert_int_equal(ks_desk_open_new(&s->site, &s->visit, "朝礼", "会議室", 60), KS_CONFLICT);
	ks_clock_advance(s->site.clock, -INT64_C(50) * 365 * 86400000); /* an empty battery */
	assert_int_equal(ks_desk_open_new(&s->site, &s->visit, "昼礼", "会議室", 60), KS_NOT_FOUND);
	assert_int_equal(stage_count(s, "opened"), 1);
}

static void who_is_found_by_name_is_admitted_with_a_reason(void **state)
{
	struct stage *s = *state;
	const struct ks_roster_entry *other;

	open_roll(s);
	ks_who_begin(&s->visit);
	assert_int_equal(s->visit.place, KS_VISIT_NAME);
	ks_who_back(&s->visit);
	assert_int_equal(s->visit.place, KS_VISIT_ROLL);
	ks_who_begin(&s->visit);
	other = ks_roster_entry(&s->visit.desk.roster, STAGE_OTHER);
	assert_non_null(other);
	assert_int_equal(ks_who_search(&s->site, &s->visit, other->person.kana), KS_OK);
	assert_int_equal(s->visit.who.n_people, 1);
	assert_int_equal(ks_who_choose(&s->site, &s->visit, 0), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_WHY);
	assert_int_equal(s->visit.desk.deed, KS_DESK_ADMIT);
	assert_int_equal(ks_desk_say(&s->site, &s->visit, "番号や暗証番号を忘れた"), KS_OK);
	assert_true(ks_roll_find(&s->visit.desk.roll, STAGE_OTHER)->is_present);
	assert_string_equal(s->visit.person.number, STAGE_NUMBER); /* whose word it is has not changed */
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, stage_setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		TEST(pages_turn_and_a_question_stands_behind_its_page),
		TEST(what_the_gathering_covers_can_be_shown),
		TEST(hands_are_recorded_once_and_of_nobody),
		TEST(what_was_decided_when_is_the_record_of_a_drill),
		TEST(a_gathering_begins_where_nobody_announced_one),
		TEST(who_is_found_by_name_is_admitted_with_a_reason),
	};

	return ks_test_run(tests);
}
