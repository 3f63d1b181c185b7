/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "kiosk/glass.h"
#include "kiosk/question/question.h"
#include "kiosk/stick.h"
#include "record/db.h"
#include "record/parcel.h"
#include "record/roll.h"
#include "support/test.h"
#include "visit/attend.h"
#include "visit/paper.h"

/* By taps alone: a gathering nobody announced, a lesson and a drill before the room, and the stick. */

static int setup(void **state)
{
	int failed = glass_setup(state);
	struct glass *glass = *state;

	return failed || ks_db_run(glass->app.site.store,
				   "UPDATE appointment SET roles = '研修担当'", "") != KS_OK;
}

static void to_desk(struct glass *glass)
{
	glass_tap(glass, KS_ACT_ATTEND, 0);
	glass_tap(glass, KS_ACT_DESK, 0);
	for (const char *digit = GLASS_NUMBER; *digit; digit++)
		glass_tap(glass, KS_ACT_DIGIT, *digit);
	glass_tap(glass, KS_ACT_NEXT, 0);
	for (const char *digit = GLASS_PIN; *digit; digit++)
		glass_tap(glass, KS_ACT_DIGIT, *digit);
	glass_tap(glass, KS_ACT_NEXT, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_DESK);
}

static int64_t count(struct glass *glass, const char *verb)
{
	int64_t n = -1;

	assert_int_equal(ks_db_number(glass->app.site.store, &n,
				      "SELECT count(*) FROM gathering_fact WHERE verb = ?", "t", verb),
			 KS_OK);
	return n;
}

static void open_new(struct glass *glass, int title)
{
	to_desk(glass);
	glass_tap(glass, KS_ACT_NEWLY, 0);
	assert_true(glass_shows(glass, "何の集まりですか"));
	glass_tap(glass, KS_ACT_CHOOSE, title);
	glass_tap(glass, KS_ACT_CHOOSE, 1);
	glass_tap(glass, KS_ACT_CHOOSE, 0);
}

static void three_taps_open_what_nobody_announced(void **state)
{
	struct glass *glass = *state;

	open_new(glass, 1);
	if (glass->app.screen !=
	    KS_SCREEN_ROLL) { /* within half an hour of midnight it is refused, and says so */
		assert_true(glass_shows(glass, "今日のうちに終わりません"));
		return;
	}
	assert_int_equal(count(glass, "opened"), 1);
	assert_true(glass_shows(glass, "職場の打合せでの研修"));
	glass_tap(glass, KS_ACT_DESK, 0);
	glass_tap(glass, KS_ACT_NEWLY, 0);
	glass_tap(glass, KS_ACT_CHOOSE, 1);
	glass_tap(glass, KS_ACT_CHOOSE, 1);
	glass_tap(glass, KS_ACT_CHOOSE, 0);
	if (glass->app.screen == KS_SCREEN_OPENED) /* else a minute went by, and it is another one */
		assert_true(glass_shows(glass, "いま始まったところです"));
	glass_tap(glass, KS_ACT_SIGN_OUT, 0);
	to_desk(glass); /* it is today's from now on */
	assert_true(glass_shows(glass, "職場の打合せでの研修"));
}

/* Another gathering of the whole day, so that the clock does not matter. */
static void to_roll(struct glass *glass)
{
	char title[] = "終日の集合研修", place[] = "大会議室";
	struct ks_gathering g = {
		.from_minute = 0, .to_minute = 23 * 60 + 59, .title = title, .place = place};
	enum ks_rc rc;

	assert_int_equal(ks_site_today(&glass->app.site, &g.date), KS_OK);
	rc = ks_gathering_add(glass->app.site.store, &g);
	assert_true(rc == KS_OK || rc == KS_CONFLICT);
	to_desk(glass);
	for (size_t i = 0; i < glass->app.visit.attend.n_gatherings; i++)
		if (strcmp(glass->app.visit.attend.gatherings[i].title, title) == 0)
			glass_tap(glass, KS_ACT_CHOOSE, (int)i);
	assert_int_equal(glass->app.screen, KS_SCREEN_ROLL);
	glass_tap(glass, KS_ACT_SHOW, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_SHOW);
}

/* On one of the parts; and on none of them without what @kept was made of. */
static bool is_said(struct glass *glass, const char *words)
{
	bool is_there = false;

	for (glass->app.view.part = 0; glass->app.view.part < glass->app.view.n_parts;
	     glass->app.view.part++) {
		ks_app_draw(&glass->app);
		is_there |= glass_shows(glass, words);
	}
	glass->app.view.part = 0;
	ks_app_draw(&glass->app);
	return is_there;
}

static void says_only_what_was_read_back(struct glass *glass, struct ks_receipt **kept,
					 const char *words)
{
	struct ks_receipt *receipt = *kept;

	assert_true(is_said(glass, words));
	*kept = NULL;
	assert_false(is_said(glass, words));
	*kept = receipt;
	assert_true(is_said(glass, words));
}

static void a_room_is_shown_a_lesson_and_its_hands_are_counted(void **state)
{
	struct glass *glass = *state;

	to_roll(glass);
	glass_tap(glass, KS_ACT_SHOW, -1);
	assert_int_equal(glass->app.screen, KS_SCREEN_PRESENT);
	assert_int_equal(ks_settings_value(&glass->app, KS_SETTING_TEXT), 2);
	for (int i = 0; i < 500 && !glass->app.visit.present.question; i++)
		glass_tap(glass, KS_ACT_NEXT, 0);
	assert_true(glass_shows(glass, "手を挙げて答えましょう"));
	assert_false(glass_shows(glass, "正解はこちら"));
	while (!glass_find(glass, KS_ACT_HAND, 1))
		glass_tap(glass, KS_ACT_NEXT, 0);
	glass_tap(glass, KS_ACT_HAND, 1);
	glass_tap(glass, KS_ACT_HAND, 3);
	glass_tap(glass, KS_ACT_HAND, 3);
	glass_tap(glass, KS_ACT_HAND, 2);
	assert_int_equal(glass->app.visit.present.hands[0], 1);
	assert_int_equal(glass->app.visit.present.hands[1], 1);
	while (!glass_find(glass, KS_ACT_REVEAL, -1))
		glass_tap(glass, KS_ACT_NEXT, 0);
	glass_tap(glass, KS_ACT_REVEAL, -1);
	assert_true(glass_shows(glass, "正解はこちら"));
	assert_null(glass_find(glass, KS_ACT_HAND, -1));
	assert_int_equal(count(glass, "polled"), 1);
	says_only_what_was_read_back(glass, &glass->app.visit.present.kept,
				     "手を挙げた人数を記録しました");
	glass_tap(glass, KS_ACT_SHOW, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_SHOW);
	assert_int_equal(ks_settings_value(&glass->app, KS_SETTING_TEXT), 0);
}

/* A lecture is longer than any reading: nobody is signed out from before a room, and at last somebody is. */
static void a_room_may_listen_for_an_hour(void **state)
{
	struct glass *glass = *state;

	to_roll(glass);
	glass->app.clock = ks_clock_fake(ks_clock_wall_ms(&glass->app.clock));
	glass->app.input_mono_ms = ks_clock_mono_ms(&glass->app.clock);
	glass_tap(glass, KS_ACT_SHOW, -1);
	ks_clock_advance(&glass->app.clock, 40 * 60000);
	ks_app_pump(&glass->app, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_PRESENT);
	assert_false(glass->app.is_counting_down);
	ks_clock_advance(&glass->app.clock, 21 * 60000);
	ks_app_pump(&glass->app, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_ATTRACT);
	assert_int_equal(ks_settings_value(&glass->app, KS_SETTING_TEXT), 0);
	glass->app.clock = ks_clock_system();
	glass->app.input_mono_ms = ks_clock_mono_ms(&glass->app.clock);
}

/* What stands there at first: the desk's row of a drill may be on a further part. */
static void tap_somewhere(struct glass *glass, int what, int arg)
{
	while (!glass_find(glass, what, arg))
		glass_tap(glass, KS_ACT_NEXT, 0);
	glass_tap(glass, what, arg);
}

static void a_drill_is_played_to_its_end(void **state)
{
	struct glass *glass = *state;
	const struct ks_drill_visit *drill = &glass->app.visit.drill;
	size_t n_scenes = glass->app.content.drills[0].n_scenes;

	to_roll(glass);
	tap_somewhere(glass, KS_ACT_DRILL, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_DRILL);
	while (!drill->is_begun)
		glass_tap(glass, KS_ACT_NEXT, 0);
	assert_int_equal(count(glass, "drilled"), 1);
	tap_somewhere(glass, KS_ACT_DECIDE, 1);
	says_only_what_was_read_back(glass, &glass->app.visit.drill.kept, "記録に残りました");
	assert_null(glass_find(glass, KS_ACT_DECIDE, 0)); /* what was decided stands alone */
	glass_tap(glass, KS_ACT_UNDO, 0);
	tap_somewhere(glass, KS_ACT_DECIDE, 0);
	assert_int_equal(count(glass, "drilled"), 3);
	for (int i = 0; i < 200 && !drill->is_over; i++)
		glass_tap(glass, KS_ACT_NEXT, 0);
	assert_true(glass_shows(glass, "訓練を終えました"));
	says_only_what_was_read_back(glass, &glass->app.visit.drill.kept,
				     "この集合研修の記録に残りました");
	assert_int_equal(count(glass, "drilled"), 4);
	assert_int_equal(drill->scene + 1, n_scenes);
	tap_somewhere(glass, KS_ACT_SHOW, -1);
}

/* Whatever is asked: something that makes it whole, or nothing at all. */
static void key_in(struct glass *glass, bool is_blank)
{
	const struct ks_question *question = ks_question_present(&glass->app);
	struct ks_answer wanted;

	if (is_blank) {
		glass_tap(glass, KS_ACT_BLANK, 0);
		return;
	}
	ks_question_ops(question)->solve(question, true, &wanted);
	for (int i = 0; i < 100; i++) {
		struct ks_action next = ks_question_ops(question)->next_tap(&glass->app, &wanted);

		if (next.what == 0)
			break;
		tap_somewhere(glass, next.what, next.arg);
	}
	tap_somewhere(glass, KS_ACT_ANSWER, 0);
}

static int sheet_of(struct glass *glass, const char *plan, const char *lesson)
{
	struct ks_paper_sheet sheets[KS_PAPER_SHEETS_MAX];
	size_t n = ks_paper_sheets(&glass->app.site, &glass->app.visit, sheets);

	for (size_t i = 0; i < n; i++)
		if (strcmp(sheets[i].plan->id, plan) == 0 && strcmp(sheets[i].lesson->id, lesson) == 0)
			return (int)i;
	fail();
	return -1;
}

static void answers_on_paper_are_keyed_in_by_taps(void **state)
{
	struct glass *glass = *state;
	const struct ks_visit *visit = &glass->app.visit;
	int64_t last = ks_ledger_last_seq(glass->app.site.ledger);

	to_roll(glass);
	glass_tap(glass, KS_ACT_HOME, 0);
	tap_somewhere(glass, KS_ACT_PAPER, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_PAPER);
	assert_true(glass_shows(glass, "用紙番号"));
	tap_somewhere(glass, KS_ACT_CHOOSE, sheet_of(glass, "annual", "m1"));
	assert_true(glass_shows(glass, "解答した人の職員番号"));
	for (const char *digit = GLASS_NUMBER; *digit; digit++)
		glass_tap(glass, KS_ACT_DIGIT, *digit);
	glass_tap(glass, KS_ACT_NEXT, 0);
	for (int i = 0; glass->app.screen == KS_SCREEN_QUESTION; i++) {
		assert_false(glass_shows(glass, "正解"));
		key_in(glass, i == 0);
	}
	assert_int_equal(glass->app.screen, KS_SCREEN_PAPER);
	assert_true(glass_shows(glass, "紙と同じか"));
	assert_true(is_said(glass, "無回答"));
	assert_int_equal(ks_ledger_last_seq(glass->app.site.ledger), last);
	tap_somewhere(glass, KS_ACT_ANSWER, 0);
	assert_true(glass_shows(glass, "紙から転記したことを記録しました"));
	assert_string_equal(ks_receipt_view(visit->paper.kept)->how, KS_FACT_PAPER);
	assert_true(ks_ledger_last_seq(glass->app.site.ledger) > last);
	glass_tap(glass, KS_ACT_PERSON, 0);
	assert_true(glass_shows(glass, "解答した人の職員番号"));
	glass_tap(glass, KS_ACT_HOME, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_PAPER);
	glass_tap(glass, KS_ACT_HOME, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_ROLL);
}

/* They find it so in their own list and among their years. */
static void who_answered_on_paper_reads_so_in_their_own_record(void **state)
{
	struct glass *glass = *state;
	size_t duty = 0;

	glass_rest(glass);
	glass_sign_in(glass);
	while (strcmp(glass->app.visit.duties.items[duty].lesson->id, "m1") != 0)
		duty++;
	assert_true(glass->app.visit.progress[duty].is_from_paper);
	assert_false(glass_shows(glass, "紙から転記"));
	glass_tap(glass, KS_ACT_DONE_ROWS, 1);
	assert_true(glass_shows(glass, "紙から転記"));
	glass_tap(glass, KS_ACT_OWN, 1);
	assert_true(glass_shows(glass, "うち1科目は、紙の解答を転記した記録です"));
	glass_rest(glass);
}

/* At the largest type the decisions run on: what is to be decided stands above them on each part. */
static void decisions_on_a_further_part_keep_what_is_asked(void **state)
{
	struct ks_input resize = {.kind = KS_INPUT_RESIZE, .x = 1280, .y = 720};
	struct glass *glass = *state;
	const struct ks_drill_visit *drill = &glass->app.visit.drill;
	int n_further = 0;

	to_roll(glass);
	tap_somewhere(glass, KS_ACT_DRILL, 0);
	while (!drill->is_begun)
		glass_tap(glass, KS_ACT_NEXT, 0);
	glass->app.ui.metrics.step_percent = 150;
	ks_app_input(&glass->app, &resize);
	for (int i = 0; i < 200 && !drill->is_over; i++) {
		if (glass_find(glass, KS_ACT_DECIDE, -1)) {
			assert_true(glass_shows(glass,
						drill->drill->scenes[drill->scene].words.ask.text));
			n_further += glass->app.view.part > 0;
		}
		glass_tap(glass, KS_ACT_NEXT, 0);
	}
	assert_true(drill->is_over);
	assert_true(n_further > 0);
	glass->app.ui.metrics.step_percent = 100;
	ks_app_input(&glass->app, &resize);
}

static void the_stick_takes_what_was_recorded(void **state)
{
	struct glass *glass = *state;
	char *stick = ks_path_join(glass->folder, "stick"), *other = ks_test_folder();
	char *key = NULL, *why = NULL, **names = NULL;
	struct ks_store *centre = NULL;
	size_t n = 0;

	glass->options.courier = stick;
	to_desk(glass);
	glass_tap(glass, KS_ACT_DEVICE, 0);
	tap_somewhere(glass, KS_ACT_STICK, 0);
	assert_true(glass_shows(glass, "USBメモリーが差さっていません"));
	assert_false(ks_folder_exists(stick)); /* nothing is written onto the kiosk's own disk */
	assert_int_equal(ks_folder_make(stick), KS_OK);
	tap_somewhere(glass, KS_ACT_STICK, 0);
	assert_true(glass_shows(glass, "センターの鍵がまだありません"));
	assert_int_equal(ks_store_open(other, KS_ROLE_COLLECTOR, KS_ACCESS_WRITE, &centre, &why),
			 KS_OK);
	assert_int_equal(ks_parcel_key(centre, &key), KS_OK);
	assert_int_equal(ks_store_set(glass->app.site.store, "courier_centre", key), KS_OK);
	tap_somewhere(glass, KS_ACT_STICK, 0);
	assert_true(glass_shows(glass, "件を書き出しました"));
	assert_int_equal(ks_folder_list(stick, KS_PARCEL_RECORDS, &names, &n), KS_OK);
	assert_int_equal(n, 1);
	ks_folder_list_finish(names, n);
	ks_store_close(centre);
	glass->options.courier = NULL;
	ks_test_folder_finish(other);
	free(key);
	free(stick);
}

/* Two taps on the same one; what is behind it is a statement and a code that says: not again. */
static void the_program_is_left_with_a_trace(void **state)
{
	struct glass *glass = *state;
	int64_t before = ks_ledger_last_seq(glass->app.site.ledger);
	struct ks_receipt *last = NULL;

	to_desk(glass);
	glass_tap(glass, KS_ACT_DEVICE, 0);
	tap_somewhere(glass, KS_ACT_QUIT, 0);
	tap_somewhere(glass, KS_ACT_RESTART, 0); /* the other one was asked about */
	tap_somewhere(glass, KS_ACT_QUIT, 0);
	assert_false(glass->app.is_quit);
	assert_true(glass_shows(glass, "もう一度さわると、記録して終わります"));
	assert_int_equal(ks_ledger_last_seq(glass->app.site.ledger), before);
	tap_somewhere(glass, KS_ACT_QUIT, 0);
	assert_true(glass->app.is_quit);
	assert_int_equal(glass->app.exit_code, KS_EXIT_LEFT);
	assert_int_equal(ks_receipt_take(glass->app.site.ledger, before + 1, &last), KS_OK);
	assert_string_equal(ks_receipt_view(last)->how, "leave");
	assert_string_equal(ks_receipt_view(last)->by, GLASS_NUMBER);
	ks_receipt_close(last);
	glass->app.is_quit = false;
	glass->app.exit_code = 0;
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, glass_begin)
	const struct CMUnitTest tests[] = {
		TEST(three_taps_open_what_nobody_announced),
		TEST(a_room_is_shown_a_lesson_and_its_hands_are_counted),
		TEST(a_room_may_listen_for_an_hour),
		TEST(a_drill_is_played_to_its_end),
		TEST(answers_on_paper_are_keyed_in_by_taps),
		TEST(who_answered_on_paper_reads_so_in_their_own_record), /* of the one before */
		TEST(decisions_on_a_further_part_keep_what_is_asked),
		TEST(the_program_is_left_with_a_trace),
		TEST(the_stick_takes_what_was_recorded),
	};

	return ks_test_run_in(tests, setup, glass_teardown);
}
