/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <string.h>

#include "record/db.h"
#include "record/progress.h"
#include "visit/attend.h"
#include "visit/desk.h"
#include "visit/inspect.h"
#include "visit/lesson.h"
#include "visit/recall.h"
#include "visit/signin.h"
#include "visit/stage.h"
#include "visit/who.h"

/* The last that still holds and the first that does not: years, minutes, days, people; and what a content does not have. */

#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)
#define HEAD \
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\n"

/* ---- which day it is ---- */

static void a_clock_is_believed_two_years_around_a_plan(void **state)
{
	static const struct {
		int year, month, day;
		bool is_near;
	} days[] = {
		{2024, 3, 31, false}, {2024, 4, 1, true}, {2029, 3, 31, true}, {2029, 4, 1, false}};
	struct stage *s = *state;
	struct ks_content nothing = {.n_plans = 0};

	for (size_t i = 0; i < KS_COUNT(days); i++) {
		struct ks_date day = {days[i].year, days[i].month, days[i].day};

		assert_int_equal(ks_site_is_near(&s->site, day), days[i].is_near);
	}
	s->site.content = &nothing;
	assert_true(ks_site_is_near(&s->site, (struct ks_date){1970, 1, 1}));
	s->site.content = &s->sample.course.content;
}

/* Up to ten minutes are the drift of a machine whose own time is taken; the centre's word goes before the 係員's. */
static void what_is_told_counts_from_ten_minutes_on(void **state)
{
	static const int64_t minutes_10 = INT64_C(10) * 60 * 1000;
	struct stage *s = *state;
	int64_t wall = ks_clock_wall_ms(s->site.clock), mono = ks_clock_mono_ms(s->site.clock);
	struct ks_date today;

	s->site.told_mono_offset_ms = wall - mono + minutes_10 + 1;
	assert_int_equal(ks_site_wall_ms(&s->site), wall); /* nobody told it */
	s->site.is_time_told = true;
	assert_int_equal(ks_site_wall_ms(&s->site), wall + minutes_10 + 1);
	s->site.told_mono_offset_ms = wall - mono - minutes_10 - 1;
	assert_int_equal(ks_site_wall_ms(&s->site), wall - minutes_10 - 1);
	s->site.told_mono_offset_ms = wall - mono + minutes_10;
	assert_int_equal(ks_site_wall_ms(&s->site), wall);
	s->site.told_mono_offset_ms = wall - mono + 10 * DAY_MS;
	s->site.is_centre_time_known = true;
	s->site.centre_mono_offset_ms = wall - mono + 400 * DAY_MS;
	assert_int_equal(ks_site_wall_ms(&s->site), wall + 400 * DAY_MS);
	s->site.is_time_told = false;
	assert_int_equal(ks_site_today(&s->site, &today), KS_OK);
	assert_int_equal(ks_site_nendo(&s->site), 2027);
}

/* ---- names, numbers, people ---- */

static void six_of_a_name_are_told_and_seven_are_not(void **state)
{
	struct stage *s = *state;
	static const char row[] = "%d,例 %d,レイ %s,総務課,事務局,本庁,01,2020-04-01,,在職,,\n";
	static const char *const kana[] = {"イ", "ロ", "ハ", "ニ", "ホ", "ヘ", "ト"};

	for (int n = 6; n <= 7; n++) {
		struct ks_buf csv = {0};

		ks_buf_puts(&csv, HEAD);
		for (int i = 0; i < n; i++)
			ks_buf_printf(&csv, row, i + 1, i + 1, kana[i]);
		stage_import(s, ks_buf_text(&csv));
		ks_buf_finish(&csv);
		assert_int_equal(ks_attend_begin(&s->site, &s->visit), KS_OK);
		ks_who_begin(&s->visit);
		assert_int_equal(ks_who_search(&s->site, &s->visit, "れい"), KS_OK);
		assert_int_equal(s->visit.who.n_found, n);
		assert_int_equal(s->visit.who.n_people, n == 6 ? 6 : 0);
		assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
	}
}

/* Seven digits in the list, eight typed; none in the list, then six; and whoever left it is nobody at the desk. */
static void a_number_is_as_long_as_those_of_the_list(void **state)
{
	struct stage *s = *state;

	stage_import(s, HEAD
		     "1234567,例 一,レイ イチ,総務課,事務局,本庁,01,2020-04-01,,在職,研修担当," STAGE_PIN
		     "\n");
	assert_int_equal(ks_signin_number_digits(&s->site), 7);
	ks_signin_begin(&s->visit);
	assert_int_equal(ks_signin_typed(&s->site, &s->visit, "123456"), KS_NOT_FOUND);
	assert_int_equal(ks_signin_typed(&s->site, &s->visit, "9234567"), KS_OK);
	assert_string_equal(s->visit.person.number, "9234567");
	assert_string_equal(s->visit.family_name, "");
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
	ks_desk_begin(&s->visit);
	assert_int_equal(ks_signin_number(&s->site, &s->visit, "1234567"), KS_OK);
	s->visit.is_signed_in = true;
	assert_int_equal(ks_desk_enter(&s->site, &s->visit), KS_OK);
	assert_int_equal(ks_desk_open(&s->site, &s->visit, 0), KS_OK);
	ks_desk_ask_number(&s->visit, KS_DESK_ADMIT);
	assert_non_null(ks_roster_entry(&s->visit.desk.roster, STAGE_OTHER)); /* known, not listed */
	assert_int_equal(ks_desk_number(&s->site, &s->visit, STAGE_OTHER), KS_NOT_FOUND);
	assert_int_equal(ks_desk_number(&s->site, &s->visit, "1234567"), KS_OK);
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
	assert_int_equal(ks_db_run(s->site.store, "UPDATE person SET is_listed = 0", ""), KS_OK);
	assert_int_equal(ks_signin_number_digits(&s->site), 6);
	ks_signin_begin(&s->visit);
	assert_int_equal(ks_signin_typed(&s->site, &s->visit, "999999"), KS_NOT_FOUND); /* no list */
}

/* Today's, in the order of their beginning, without those that do not take place. */
static void of_three_gatherings_the_cancelled_one_is_left_out(void **state)
{
	struct stage *s = *state;
	struct ks_gathering more[2] = {s->gathering, s->gathering};
	char titles[2][32] = {"二番目", "三番目"};

	for (int i = 0; i < 2; i++) {
		more[i].title = titles[i];
		more[i].from_minute += 60 * (i + 1);
		more[i].to_minute += 60 * (i + 1);
		more[i].is_cancelled = i == 0;
		assert_int_equal(ks_gathering_add(s->site.store, &more[i]), KS_OK);
	}
	assert_int_equal(ks_gathering_change(s->site.store, &more[0]), KS_OK);
	for (int again = 0; again < 2; again++) {
		assert_int_equal(ks_attend_begin(&s->site, &s->visit), KS_OK);
		assert_int_equal(s->visit.attend.n_gatherings, 2);
		assert_string_equal(s->visit.attend.gatherings[0].title, "集合研修");
		assert_string_equal(s->visit.attend.gatherings[1].title, "三番目");
		assert_int_equal(s->visit.place, KS_VISIT_GATHERINGS);
	}
}

/* ---- what the content does not have ---- */

static void without_a_checklist_there_is_no_self_inspection(void **state)
{
	struct stage *s = *state;

	s->sample.course.content.n_checklists = 0;
	stage_sign_in(s, STAGE_NUMBER);
	assert_null(ks_inspect_checklist(&s->site, &s->visit));
	assert_int_equal(ks_inspect_open(&s->site, &s->visit), KS_NOT_FOUND);
	assert_int_equal(s->visit.place, KS_VISIT_HOME);
}

static void a_lesson_that_is_not_there_is_not_opened(void **state)
{
	struct stage *s = *state;

	stage_sign_in(s, STAGE_NUMBER);
	s->sample.course.content.n_lessons = 0;
	assert_int_equal(ks_lesson_open(&s->site, &s->visit, 0), KS_NOT_FOUND);
	assert_int_equal(ks_lesson_foresee(&s->site, &s->visit, 0), KS_NOT_FOUND);
	assert_int_equal(s->visit.place, KS_VISIT_HOME);
	assert_int_equal(stage_count(s, ""), 0);
	s->sample.course.content.n_lessons = 1;
	assert_int_equal(ks_lesson_open(&s->site, &s->visit, 0), KS_OK);
}

/* ---- a look back ---- */

/* Passed with @n_misses, and @ms later. */
static void come_back(struct stage *s, int n_misses, int64_t ms)
{
	struct ks_lesson_visit *lesson = &s->visit.lesson;

	s->sample.course.plan_lesson.pass_right = 2;
	stage_sign_in(s, STAGE_NUMBER);
	assert_int_equal(ks_lesson_open(&s->site, &s->visit, 0), KS_OK);
	while (s->visit.place == KS_VISIT_PAGE)
		assert_int_equal(stage_step(s, KS_STEP_NEXT), KS_OK);
	while (s->visit.place == KS_VISIT_QUESTION) {
		bool is_miss = n_misses > 0 && !ks_session_question(&lesson->session, &lesson->rules,
								    lesson->session.item_index)
							->is_mandatory;

		n_misses -= is_miss;
		assert_int_equal(stage_answer(s, !is_miss), KS_OK);
	}
	assert_true(lesson->session.has_passed);
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
	ks_clock_advance(&s->sample.clock, ms);
	stage_sign_in(s, STAGE_NUMBER);
}

static void no_more_than_two_are_offered_and_one_behind_the_other(void **state)
{
	struct stage *s = *state;
	char first[KS_ID_MAX];

	come_back(s, 4, 8 * DAY_MS);
	assert_int_equal(s->visit.recall.n, KS_RECALL_MAX);
	assert_string_not_equal(s->visit.recall.items[0].question, s->visit.recall.items[1].question);
	memcpy(first, s->visit.recall.items[0].question, sizeof(first));
	assert_int_equal(ks_recall_open(&s->site, &s->visit), KS_OK);
	assert_int_equal(stage_answer(s, true), KS_OK);
	assert_int_equal(s->visit.recall.at, 1);
	assert_int_equal(s->visit.place, KS_VISIT_QUESTION);
	assert_int_equal(stage_answer(s, true), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_HOME);
	assert_int_equal(s->visit.recall.n, 2); /* the next two */
	assert_string_not_equal(s->visit.recall.items[0].question, first);
	memcpy(s->visit.recall.items[0].question, "gone", 5); /* since it was offered */
	assert_int_equal(ks_recall_open(&s->site, &s->visit), KS_NOT_FOUND);
	assert_int_equal(s->visit.place, KS_VISIT_HOME);
	assert_false(s->visit.recall.is_on);
}

/* Whatever lesson was open before. */
static void a_look_back_begins_at_its_own_beginning(void **state)
{
	struct stage *s = *state;
	struct ks_session *session = &s->visit.lesson.session;

	come_back(s, 1, 8 * DAY_MS);
	assert_int_equal(ks_lesson_open(&s->site, &s->visit, 0), KS_OK);
	while (session->page_index < 2)
		assert_int_equal(stage_step(s, KS_STEP_NEXT), KS_OK);
	assert_true(session->is_review);
	assert_int_equal(ks_lesson_leave(&s->site, &s->visit, false), KS_OK);
	assert_int_equal(ks_signin_home(&s->site, &s->visit), KS_OK);
	session->item_index = 3;
	assert_int_equal(ks_recall_open(&s->site, &s->visit), KS_OK);
	assert_int_equal(session->item_index, 0);
	assert_int_equal(session->page_index, 0);
	assert_false(session->is_review);
	assert_string_equal(session->lesson, "m1");
	assert_int_equal(session->attempt.n_items, 1);
	assert_string_equal(session->attempt.items[0].question, s->visit.recall.items[0].question);
}

/* A question is answered once, and left by what follows its reason. */
static void a_look_back_takes_an_answer_and_then_goes_on(void **state)
{
	struct stage *s = *state;
	struct ks_session_input answer = {.kind = KS_STEP_ANSWER};

	come_back(s, 2, 8 * DAY_MS);
	assert_int_equal(ks_recall_open(&s->site, &s->visit), KS_OK);
	answer.answer = ks_sample_answer(
		ks_session_question(&s->visit.lesson.session, &s->visit.lesson.rules, 0), true);
	assert_int_equal(stage_step(s, KS_STEP_NEXT), KS_INVALID);
	assert_int_equal(s->visit.place, KS_VISIT_QUESTION);
	assert_int_equal(s->visit.recall.at, 0);
	assert_int_equal(ks_lesson_step(&s->site, &s->visit, &answer), KS_OK);
	assert_int_equal(ks_lesson_step(&s->site, &s->visit, &answer), KS_INVALID);
	assert_int_equal(stage_step(s, KS_STEP_BACK), KS_INVALID);
	assert_int_equal(s->visit.place, KS_VISIT_REASON);
	assert_int_equal(s->visit.recall.at, 0);
	assert_int_equal(stage_step(s, KS_STEP_NEXT), KS_OK);
	assert_int_equal(s->visit.recall.at, 1);
}

/* What stands in the note of it, and when: only of this year's answer, and a right one is the end of it. */
static void a_note_of_an_earlier_year_is_no_note(void **state)
{
	static const struct {
		const char *word;
		int64_t from_done_ms, from_now_ms; /* which of the two, when it is not 1 */
		bool is_offered;
	} notes[] = {
		{"right", -1, 1, true},           {"right", 0, 1, false},
		{"wrong", -1, 1, true},           {"wrong", 0, 1, true},
		{"wrong", 1, -7 * DAY_MS, true},  {"wrong", 1, -7 * DAY_MS + 1, false},
		{"right", 1, -7 * DAY_MS, false},
	};
	struct stage *s = *state;
	char name[64];

	come_back(s, 1, 8 * DAY_MS);
	snprintf(name, sizeof(name), "recall/%s", s->visit.recall.items[0].question);
	for (size_t i = 0; i < KS_COUNT(notes); i++) {
		int64_t at_ms = notes[i].from_done_ms != 1
					? s->visit.progress[0].done_ms + notes[i].from_done_ms
					: ks_clock_wall_ms(s->site.clock) + notes[i].from_now_ms;
		char text[64];

		snprintf(text, sizeof(text), "%s %" PRId64, notes[i].word, at_ms);
		assert_int_equal(ks_preference_set(s->site.store, STAGE_NUMBER, name, text), KS_OK);
		assert_int_equal(ks_recall_load(&s->site, &s->visit), KS_OK);
		if (s->visit.recall.n != notes[i].is_offered)
			fail_msg("note %zu: %zu offered", i, s->visit.recall.n);
	}
	assert_int_equal(ks_preference_set(s->site.store, STAGE_NUMBER, name, "right"), KS_OK);
	assert_int_equal(ks_recall_load(&s->site, &s->visit), KS_OK);
	assert_int_equal(s->visit.recall.n, 1);
}

/* A preview keeps nothing: it can be looked back at there, and nothing is offered anew. */
static void where_nothing_is_kept_a_look_back_leaves_no_note(void **state)
{
	struct stage *s = *state;
	struct ks_store *store = s->site.store;
	struct ks_session_input input = {.kind = KS_STEP_ANSWER};

	come_back(s, 1, 8 * DAY_MS);
	assert_int_equal(ks_recall_open(&s->site, &s->visit), KS_OK);
	input.answer = ks_sample_answer(
		ks_session_question(&s->visit.lesson.session, &s->visit.lesson.rules, 0), true);
	s->site.store = NULL;
	assert_int_equal(ks_recall_step(&s->site, &s->visit, &input), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_REASON);
	assert_int_equal(ks_recall_load(&s->site, &s->visit), KS_OK);
	assert_int_equal(s->visit.recall.n, 0);
	s->site.store = store;
	assert_int_equal(ks_recall_load(&s->site, &s->visit), KS_OK);
	assert_int_equal(s->visit.recall.n, 1);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, stage_setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_clock_is_believed_two_years_around_a_plan),
		TEST(what_is_told_counts_from_ten_minutes_on),
		TEST(six_of_a_name_are_told_and_seven_are_not),
		TEST(a_number_is_as_long_as_those_of_the_list),
		TEST(of_three_gatherings_the_cancelled_one_is_left_out),
		TEST(without_a_checklist_there_is_no_self_inspection),
		TEST(a_lesson_that_is_not_there_is_not_opened),
		TEST(no_more_than_two_are_offered_and_one_behind_the_other),
		TEST(a_look_back_takes_an_answer_and_then_goes_on),
		TEST(a_look_back_begins_at_its_own_beginning),
		TEST(a_note_of_an_earlier_year_is_no_note),
		TEST(where_nothing_is_kept_a_look_back_leaves_no_note),
	};

	return ks_test_run(tests);
}
