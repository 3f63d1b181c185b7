/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "record/progress.h"
#include "visit/attend.h"
#include "visit/card.h"
#include "visit/day.h"
#include "visit/desk.h"
#include "visit/device.h"
#include "visit/drill.h"
#include "visit/lesson.h"
#include "visit/own.h"
#include "visit/paper.h"
#include "visit/present.h"
#include "visit/recall.h"
#include "visit/signin.h"
#include "visit/who.h"

/* A day of the 係員, and one of who comes to a 受付 (day.h). tests/data/golden/visit: read `git diff` after UPDATE_GOLDEN=1. */

static void put_roll(struct day *day)
{
	struct stage *s = day->s;

	put(day, "the roll", ks_desk_open(&s->site, &s->visit, 0));
	ks_desk_ask_why(&s->visit, 1);
	put(day, "why is the second missing", KS_OK);
	put(day, "said", ks_desk_say(&s->site, &s->visit, "夜勤明け"));
	ks_desk_ask_number(&s->visit, KS_DESK_ADMIT);
	put(day, "whom to admit", KS_OK);
	put(day, "nobody", ks_desk_number(&s->site, &s->visit, "999999"));
	put(day, "that one", ks_desk_number(&s->site, &s->visit, STAGE_OTHER));
	ks_who_begin(&s->visit);
	put(day, "rather by name", KS_OK);
	ks_who_back(&s->visit);
	ks_desk_ask_number(&s->visit, KS_DESK_ADMIT);
	put(day, "no, that one", ks_desk_number(&s->site, &s->visit, STAGE_OTHER));
	put(day, "admitted", ks_desk_say(&s->site, &s->visit, "端末が使えなかった"));
	ks_desk_ask_number(&s->visit, KS_DESK_ADMIT);
	put(day, "from paper, whom", ks_desk_number(&s->site, &s->visit, STAGE_NO_PIN));
	put(day, "from paper", ks_desk_from_paper(&s->site, &s->visit, "紙の出席簿から転記した"));
	ks_desk_ask_why(&s->visit, 1);
	put(day, "one too many", ks_desk_say(&s->site, &s->visit, "途中で帰った"));
	ks_desk_ask_number(&s->visit, KS_DESK_CLOSE);
	put(day, "counted", ks_desk_number(&s->site, &s->visit, "3"));
	put(day, "closed", ks_desk_say(&s->site, &s->visit, "ひとりは番号がわからない"));
	ks_desk_leave(&s->visit);
	put(day, "left it", KS_OK);
}

static void put_room(struct day *day)
{
	struct stage *s = day->s;
	static const char *pages[] = {"p02"};
	struct ks_question *question = &s->sample.course.questions[2];

	assert_int_equal(question->kind, KS_QUESTION_TRUE_FALSE);
	question->pages = pages;
	question->n_pages = 1;
	put(day, "the roll", ks_desk_open(&s->site, &s->visit, 0));
	ks_present_list(&s->visit);
	put(day, "what to show", KS_OK);
	ks_present_open(&s->visit, &s->sample.course.lesson);
	for (size_t i = 1; i < ks_present_n_slides(&s->visit); i++) {
		put(day, "shown", KS_OK);
		assert_true(ks_present_step(&s->visit, 1));
		if (s->visit.present.question) {
			ks_present_hand(&s->visit, 0, 2);
			ks_present_hand(&s->visit, 1, 1);
			put(day, "hands", ks_present_tell(&s->site, &s->visit));
		}
	}
	assert_false(ks_present_step(&s->visit, 1));
	for (int i = 0; i < 3; i++) {
		(void)ks_present_step(&s->visit, -1);
		put(day, "and back", KS_OK);
	}
	ks_present_back(&s->visit);
	put(day, "out of it", KS_OK);
	ks_drill_open(&s->visit, stage_drill());
	put(day, "a drill", ks_drill_begin(&s->site, &s->visit));
	put(day, "decided", ks_drill_decide(&s->site, &s->visit, 1));
	put(day, "the same again", ks_drill_decide(&s->site, &s->visit, 1));
	put(day, "the next scene", ks_drill_next(&s->site, &s->visit));
	put(day, "something else", ks_drill_decide(&s->site, &s->visit, 2));
	put(day, "its end", ks_drill_next(&s->site, &s->visit));
	ks_buf_printf(&day->said, "elapsed %lld\n",
		      (long long)ks_drill_elapsed_ms(&s->site, &s->visit));
	ks_present_back(&s->visit);
	ks_present_back(&s->visit);
	put(day, "the roll again", KS_OK);
}

static void put_paper(struct day *day)
{
	struct stage *s = day->s;
	struct ks_paper_sheet sheets[KS_PAPER_SHEETS_MAX];
	struct ks_session_input input = {.kind = KS_STEP_BLANK};
	const struct ks_session *session = &s->visit.lesson.session;

	ks_paper_list(&s->visit);
	assert_int_equal(ks_paper_sheets(&s->site, &s->visit, sheets), 1);
	ks_paper_choose(&s->visit, &sheets[0]);
	put(day, "a sheet", KS_OK);
	put(day, "whose", ks_desk_number(&s->site, &s->visit, STAGE_OTHER));
	put(day, "is begun", ks_paper_begin(&s->site, &s->visit));
	for (int i = 0; s->visit.place == KS_VISIT_QUESTION; i++) {
		input.answer = ks_sample_answer(ks_session_question(session, &s->visit.lesson.rules,
								    session->item_index),
						true);
		input.kind = i == 0 ? KS_STEP_BLANK : KS_STEP_ANSWER;
		put(day, "an answer", ks_paper_step(&s->visit, &input));
	}
	ks_paper_again(&s->visit);
	put(day, "from the first on", KS_OK);
	while (s->visit.place == KS_VISIT_QUESTION) {
		input.answer = ks_sample_answer(ks_session_question(session, &s->visit.lesson.rules,
								    session->item_index),
						true);
		assert_int_equal(ks_paper_step(&s->visit, &input), KS_OK);
	}
	put(day, "recorded", ks_paper_record(&s->site, &s->visit));
	ks_paper_list(&s->visit);
	put(day, "another", KS_OK);
}

static void put_device(struct day *day)
{
	struct stage *s = day->s;

	ks_device_begin(&s->visit);
	put(day, "how the kiosk is", KS_OK);
	ks_device_ask_clock(&s->visit);
	put(day, "no time", ks_device_tell_clock(&s->site, &s->visit, "202605189905"));
	put(day, "the time", ks_device_tell_clock(&s->site, &s->visit, "202605180905"));
	ks_buf_printf(&day->said, "told %d: %lld\n", s->site.is_time_told,
		      (long long)s->site.told_mono_offset_ms);
	put(day, "started anew", ks_device_restart(&s->site, &s->visit));
	put(day, "ended", ks_device_leave(&s->site, &s->visit));
}

static void put_desk(struct day *day)
{
	static const char *const expected[] = {STAGE_NUMBER, STAGE_OTHER};
	struct stage *s = day->s;

	day->is_brief = true;
	assert_int_equal(ks_gathering_expect(s->site.store, s->gathering.id, expected, 2), KS_OK);
	stage_open_desk(s);
	put(day, "the desk", KS_OK);
	put_roll(day);
	put_room(day);
	put_paper(day);
	ks_desk_new(&s->visit);
	put(day, "a new one", KS_OK);
	put(day, "opened", ks_desk_open_new(&s->site, &s->visit, "朝礼", "会議室", 60));
	ks_who_begin(&s->visit);
	put(day, "by name", ks_who_search(&s->site, &s->visit, "みほんじ"));
	put(day, "found", ks_who_choose(&s->site, &s->visit, 0));
	put(day, "admitted", ks_desk_say(&s->site, &s->visit, "番号を忘れた"));
	ks_desk_ask_number(&s->visit, KS_DESK_CLOSE);
	put(day, "closed", ks_desk_number(&s->site, &s->visit, "1"));
	put_device(day);
	put(day, "signed out", ks_signin_end(&s->site, &s->visit, false));
}

static enum ks_rc pin(struct stage *s, const char *typed)
{
	struct ks_pin_verdict verdict;

	return ks_signin_pin(&s->site, &s->visit, typed, &verdict);
}

static enum ks_rc hold(struct stage *s)
{
	static const uint8_t id[] = {0x01, 0x12, 0x04, 0x7A, 0xB0, 0x55, 0x3F, 0x21};

	return ks_card_read(&s->site, &s->visit, id, sizeof(id));
}

static void put_comers(struct day *day)
{
	static const char *const expected[] = {STAGE_OTHER};
	struct stage *s = day->s;

	day->is_brief = true;
	assert_int_equal(ks_gathering_expect(s->site.store, s->gathering.id, expected, 1), KS_OK);
	put(day, "受付", ks_attend_begin(&s->site, &s->visit));
	put(day, "a card", hold(s));
	put(day, "a number", ks_signin_typed(&s->site, &s->visit, STAGE_NUMBER));
	put(day, "a wrong PIN", pin(s, "111112"));
	put(day, "the PIN", pin(s, STAGE_PIN));
	put(day, "signed out", ks_signin_end(&s->site, &s->visit, false));
	put(day, "受付 again", ks_attend_begin(&s->site, &s->visit));
	ks_who_begin(&s->visit);
	put(day, "by name", ks_who_search(&s->site, &s->visit, "みほん"));
	put(day, "the first", ks_who_choose(&s->site, &s->visit, 0));
	put(day, "the PIN", pin(s, STAGE_PIN));
	put(day, "signed out", ks_signin_end(&s->site, &s->visit, false));
	put(day, "by the number alone",
	    ks_attend_begin_at(&s->site, &s->visit, s->gathering.id, STAGE_NUMBER));
	put(day, "a number", ks_signin_number(&s->site, &s->visit, STAGE_NO_PIN));
	ks_attend_deny(&s->visit);
	put(day, "it is not", KS_OK);
	put(day, "a number", ks_signin_number(&s->site, &s->visit, STAGE_OTHER));
	put(day, "the card", hold(s));
	put(day, "and goes", ks_attend_leave(&s->site, &s->visit));
	put(day, "signed out", ks_signin_end(&s->site, &s->visit, false));
	stage_to(s, 2026, 5, 18, 10, 1);
	put(day, "too late", ks_attend_begin(&s->site, &s->visit));
	ks_attend_choose(&s->visit, 0);
	put(day, "a number", ks_signin_number(&s->site, &s->visit, STAGE_OTHER));
	put(day, "the PIN", pin(s, STAGE_PIN));
}

static void the_facilitators_day(void **state)
{
	struct day day = morning(*state);

	put_desk(&day);
	evening(&day, "tests/data/golden/visit/desk.txt");
}

static void who_comes_to_a_reception(void **state)
{
	struct day day = morning(*state);

	put_comers(&day);
	evening(&day, "tests/data/golden/visit/comers.txt");
}

/* Where nobody sends what is recorded, it is recorded all the same. */
static void nobody_is_told(struct stage *s, void (*put_day)(struct day *day), int n_statements)
{
	struct day day = morning(s);

	s->site.recorded = NULL;
	put_day(&day);
	assert_int_equal(stage_count(s, ""), n_statements);
	night(&day);
}

static void a_desk_without_a_centre(void **state)
{
	nobody_is_told(*state, put_desk, 27);
}

static void a_reception_without_a_centre(void **state)
{
	nobody_is_told(*state, put_comers, 3);
}

/* A code from HR, a choice of one's own, and a lock. */
static void a_pin_without_a_centre(void **state)
{
	struct stage *s = *state;
	char code[KS_PIN_DIGITS + 1];

	s->site.recorded = NULL;
	assert_int_equal(ks_pin_reset(s->site.store, STAGE_NUMBER, STAGE_NUMBER, code), KS_OK);
	ks_signin_begin(&s->visit);
	assert_int_equal(ks_signin_number(&s->site, &s->visit, STAGE_NUMBER), KS_OK);
	assert_int_equal(pin(s, code), KS_OK);
	for (int i = 0; i < 2; i++)
		assert_int_equal(ks_signin_choose(&s->site, &s->visit, "480276"), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_HOME);
	assert_int_equal(stage_take_lesson(s, true), KS_OK);
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
	ks_signin_begin(&s->visit);
	assert_int_equal(ks_signin_number(&s->site, &s->visit, STAGE_NUMBER), KS_OK);
	for (int i = 0; i <= KS_PIN_TRIES; i++)
		assert_int_equal(pin(s, "111112"), KS_DENIED);
}

/* Failed, passed with a miss, the year's end, and eight days later the question that was missed. */
static void what_is_ones_own(void **state)
{
	struct stage *s = *state;
	struct ks_progress before = {.is_done = true, .done_ms = 1000, .done_seq = 1};
	struct ks_receipt *last = NULL;
	struct day day = morning(s);

	day.is_brief = true;
	s->sample.course.plan.acknowledges = false;
	s->sample.course.plan_lesson.pass_right = 4;
	assert_int_equal(ks_progress_save(s->site.store, STAGE_NUMBER, 2024, "annual", "m1", &before),
			 KS_OK);
	stage_sign_in(s, STAGE_NUMBER);
	put(&day, "one's own", ks_own_open(&s->site, &s->visit));
	put(&day, "a lesson failed", stage_take_lesson(s, false));
	put(&day, "once more", stage_step(s, KS_STEP_RETRY));
	for (int i = 0; s->visit.place == KS_VISIT_QUESTION; i++)
		put(&day, "an answer", stage_answer(s, i != 0));
	put(&day, "home", ks_signin_home(&s->site, &s->visit));
	put(&day, "one's own", ks_own_open(&s->site, &s->visit));
	put(&day, "goodbye", ks_own_goodbye(&s->site, &s->visit, &last));
	ks_buf_printf(&day.said, "last row %lld\n", (long long)ks_receipt_seq(last));
	ks_receipt_close(last);
	put(&day, "nobody touched the glass", ks_signin_end(&s->site, &s->visit, true));
	ks_clock_advance(&s->sample.clock, INT64_C(8) * 24 * 3600 * 1000);
	stage_sign_in(s, STAGE_NUMBER);
	put(&day, "eight days later", KS_OK);
	put(&day, "looked back", ks_recall_open(&s->site, &s->visit));
	put(&day, "an answer", stage_answer(s, false));
	put(&day, "read again", ks_lesson_open(&s->site, &s->visit, 0));
	put(&day, "on", stage_step(s, KS_STEP_NEXT));
	put(&day, "signed out", ks_signin_end(&s->site, &s->visit, false));
	evening(&day, "tests/data/golden/visit/own.txt");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, stage_setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		TEST(the_facilitators_day),    TEST(who_comes_to_a_reception),
		TEST(a_desk_without_a_centre), TEST(a_reception_without_a_centre),
		TEST(a_pin_without_a_centre),  TEST(what_is_ones_own),
	};

	return ks_test_run(tests);
}
