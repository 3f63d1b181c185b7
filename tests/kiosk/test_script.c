/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/script/script.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/mem.h"
#include "kiosk/asleep.h"
#include "kiosk/card.h"
#include "kiosk/peer.h"
#include "kiosk/trace.h"
#include "record/db.h"
#include "support/test.h"

/* A script touches what a person touches; what is not on the glass stops it, with its line and with what is there. */

/* What is told on stderr, malloc'd; the script must end as @expected. */
static char *run(struct glass *glass, const char *text, int expected)
{
	char *path = ks_test_write(glass->folder, "script", text);
	struct ks_test_stream stream = ks_test_stream_begin(stderr);
	int code = ks_script_run(&glass->app, path);
	char *said = ks_test_stream_end(&stream);

	if (code != expected)
		fail_msg("%d: %s: %s", code, text, said);
	free(path);
	return said;
}

static void good(struct glass *glass, const char *text)
{
	free(run(glass, text, KS_EXIT_DONE));
}

static void bad(struct glass *glass, const char *text, const char *words)
{
	char *said = run(glass, text, KS_EXIT_FAILED);

	if (!strstr(said, words))
		fail_msg("%s: %s", words, said);
	free(said);
}

static void what_stands_there_is_touched_and_looked_for(void **state)
{
	struct glass *glass = *state;

	good(glass, "# a remark\n\n  \t \r\nexpect 研修を受ける\r\nrefuse マイページ\n"
		    "\ttap\t研修を受ける  \r\n");
	assert_int_equal(glass->app.screen, KS_SCREEN_SIGNIN);
	good(glass,
	     "keys " GLASS_NUMBER "\ntap 次へ\nkeys " GLASS_PIN "\ntap 次へ\nawait マイページ\n");
	assert_int_equal(glass->app.screen, KS_SCREEN_HOME);
	/* behind `quit` nothing is played; a byte order mark is no part of a line */
	good(glass, "\xef\xbb\xbfquit\ntap nothing\n");
	good(glass, "");
	good(glass, "wait 0\nwait 1\nwait 9");
}

static void what_does_not_stand_there_ends_it_with_the_line_and_what_does(void **state)
{
	static const struct {
		const char *text, *words;
	} cases[] = {
		{"\n\ntap 何か\n", "script:3: さわれる「何か」が画面にありません。\n"
				   "画面「attract」にあるもの:\n"},
		{"tap 何か", "\n  研修を受ける\n"},
		{"tap 今月の標語", "さわれる「今月の標語」が画面にありません。"}, /* words, no button */
		{"expect 何か", "script:1: 「何か」が画面にありません。"},
		{"refuse 研修を受ける", "「研修を受ける」が画面にあります。"},
		{"keys 7", "キー「7」が画面にありません。"},
		{"card 12", "card の後は、0112047AB0553F21 のような16進数です。"},
		{"wait 1s", "wait の後は、ミリ秒の数です。"},
		{"wait x", "wait の後は、ミリ秒の数です。"},
		{"wait 1a", "wait の後は、ミリ秒の数です。"},
		{"wait -1", "wait の後は、ミリ秒の数です。"},
		{"wait 3600001", "wait の後は、ミリ秒の数です。"},
		{"tap-at 5", "tap-at X Y の形で書いてください。"},
		{"tap-at x 5", "tap-at X Y の形で書いてください。"},
		{"tap-at 5 5 5", "tap-at X Y の形で書いてください。"},
		{"tap-at 1a 5", "tap-at X Y の形で書いてください。"},
		{"tap-at 5 1a", "tap-at X Y の形で書いてください。"},
		{"tap-at 1290 9", "点 1290 9 は画面"},
		{"tap-at 1280 0", "点 1280 0 は画面（1280×720）の外です。"},
		{"tap-at 0 720", "点 0 720 は画面"},
		{"tap-at -1 0", "点 -1 0 は画面"},
		{"tap-at 0 -1", "点 0 -1 は画面"},
		{"shot /nowhere/x.png", "/nowhere/x.png に画像を書けません。"},
		{"dump /nowhere/x.json", "/nowhere/x.json に書けません。"},
		{"tap", "tap の後に、何かが要ります。"},
		{"quit now", "quit の後には、何も書けません（「now」）。"},
		{"dance", "「dance」という命令はありません。"},
		{"lesson", "科目のページが開いていません。"},
		{"answer right", "問題が開いていません。"},
		{"quiz some", "quiz の後は right、wrong、または正解する数です。"},
		{"quiz -1", "quiz の後は right、wrong、または正解する数です。"},
		{"quiz 1x", "quiz の後は right、wrong、または正解する数です。"},
		{"quiz 999", "quiz の後は right、wrong、または正解する数です。"},
		{"quiz a", "quiz の後は right、wrong、または正解する数です。"},
		{"quiz 0", "確認テストが開いていません。"},
		{"quiz 9", "確認テストが開いていません。"},
	};
	struct glass *glass = *state;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		bad(glass, cases[i].text, cases[i].words);
		assert_int_equal(glass->app.screen, KS_SCREEN_ATTRACT);
	}
}

static void a_script_that_cannot_be_read_is_told(void **state)
{
	struct glass *glass = *state;
	struct ks_test_stream stream = ks_test_stream_begin(stderr);
	int code = ks_script_run(&glass->app, "/nowhere/script");
	char *said = ks_test_stream_end(&stream);

	assert_int_equal(code, KS_EXIT_FAILED);
	assert_string_equal(said, "/nowhere/script: 台本を読めません。\n");
	free(said);
}

/* What somebody types is nobody else's: neither looked for nor told. */
static void a_secret_is_not_told(void **state)
{
	struct glass *glass = *state;
	char *said;

	glass_tap(glass, KS_ACT_TRAIN, 0);
	good(glass, "keys " GLASS_NUMBER "\ntap 次へ\nkeys 4802\n");
	said = run(glass, "expect 4802\n", KS_EXIT_FAILED);
	assert_null(strstr(said, "\n  4802"));
	free(said);
	good(glass, "refuse 4802\n");
}

/* The corners belong to the screen, and a point touches what stands there. */
static void a_point_is_touched(void **state)
{
	struct glass *glass = *state;
	const struct ks_element *train = glass_find(glass, KS_ACT_TRAIN, 0);
	char *text = ks_format("tap-at %d %d\n", train->rect.x + 3, train->rect.y + 3);

	good(glass, text);
	assert_int_equal(glass->app.screen, KS_SCREEN_SIGNIN);
	good(glass, "tap-at 0 0\ntap-at 1279 719\n");
	free(text);
}

static void pictures_and_dumps_are_written(void **state)
{
	struct glass *glass = *state;
	char *shot = ks_path_join(glass->folder, "shot.png"),
	     *dump = ks_path_join(glass->folder, "d");
	char *text = ks_format("shot %s\ndump %s\n", shot, dump), *json;
	char *bytes = NULL;
	size_t len = 0;
	struct stat st;

	good(glass, text);
	assert_int_equal(ks_file_read(shot, 1 << 24, &bytes, &len), KS_OK);
	assert_true(len > 1000 && memcmp(bytes + 1, "PNG", 3) == 0);
	json = ks_test_read(dump);
	assert_non_null(strstr(json, "研修を受ける"));
	assert_int_equal(stat(dump, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0644);
	free(json);
	free(bytes);
	free(text);
	free(dump);
	free(shot);
}

/* A card is held to no reader, and what another thread brings is awaited. */
static void a_card_is_held_and_what_comes_is_awaited(void **state)
{
	static const uint8_t other[] = {0x01, 0x12, 0x04, 0x7A, 0xB0, 0x55, 0x99, 0x88};
	struct glass *glass = *state;

	good(glass, "card 0112047AB0553F21\nexpect 末尾 3F21\n");
	assert_int_equal(glass->app.screen, KS_SCREEN_SIGNIN);
	glass_rest(glass);
	ks_cards_post(glass->app.cards, other, sizeof(other));
	ks_window_wake(glass->app.window);
	good(glass, "refuse 末尾 9988\nawait 末尾 9988\n");
}

/* What does not come is told: after twenty seconds of a screen, thirty of a delivery. */
static void what_does_not_come_is_told_in_time(void **state)
{
	static const struct {
		const char *text, *words;
		int64_t ms;
	} cases[] = {
		{"await 何か", "20秒待ちましたが、「何か」が画面に出ません。", 20000},
		{"sync", "30秒待ちましたが、名簿が届かないか、送り終わりません。", 30050},
		{"wait 3600000\ntap 何か", "script:2: さわれる「何か」", 3600000},
	};
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;

	glass->options.is_still = true;
	peer_begin(glass, PEER_SILENT);
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		int64_t from;

		app->clock = ks_clock_fake(INT64_C(1795827600000));
		app->input_mono_ms = from = ks_clock_mono_ms(&app->clock);
		asleep_begin(&app->clock, NULL);
		bad(glass, cases[i].text, cases[i].words);
		asleep_end();
		assert_int_equal(ks_clock_mono_ms(&app->clock) - from, cases[i].ms);
	}
	peer_end(glass);
	glass->options.is_still = false;
	app->clock = ks_clock_system();
	glass_rest(glass);
}

/* Of several with the words the topmost, then the leftmost; but first the one that says just that. */
static void the_first_in_reading_order_is_touched(void **state)
{
	struct glass *glass = *state;

	good(glass, "tap を\n"); /* 研修を受ける is the leftmost of those in its row */
	assert_int_equal(glass->app.screen, KS_SCREEN_SIGNIN);
	glass_rest(glass);
	glass_sign_in(glass);
	good(glass, "tap 見\n"); /* 見やすさ stands above 見本… */
	assert_int_equal(glass->app.screen, KS_SCREEN_SETTINGS);
	glass_rest(glass);
}

static void a_lesson_is_played_to_its_test_and_answered_as_told(void **state)
{
	struct glass *glass = *state;
	const struct ks_session *session = &glass->app.visit.lesson.session;

	glass_sign_in(glass);
	bad(glass, "answer next\nanswer right", "script:2: 問題が開いていません。");
	glass_tap(glass, KS_ACT_OPEN, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_PAGE);
	bad(glass, "answer right", "問題が開いていません。");
	good(glass, "lesson");
	assert_int_equal(glass->app.screen, KS_SCREEN_QUESTION);
	good(glass, "lesson"); /* it is there already */
	assert_int_equal(session->item_index, 0);
	bad(glass, "answer some", "answer の後は right、wrong、half、next です。");
	good(glass, "answer half");
	assert_int_equal(glass->app.screen, KS_SCREEN_QUESTION);
	good(glass, "answer wrong");
	assert_int_equal(glass->app.screen, KS_SCREEN_REASON);
	assert_false(session->attempt.items[0].is_right);
	good(glass, "answer next\nanswer right");
	assert_true(session->attempt.items[1].is_right);
	good(glass, "quiz 3"); /* the third is right, the others are not */
	assert_int_equal(glass->app.screen, KS_SCREEN_RESULT);
	assert_true(session->attempt.items[2].is_right);
	assert_false(session->attempt.items[3].is_right || session->attempt.items[4].is_right);
	assert_false(session->has_passed);
	glass_tap(glass, KS_ACT_REVIEW, -1);
	assert_int_equal(glass->app.screen, KS_SCREEN_REVIEW);
	good(glass, "quiz right"); /* closes the review, and begins again */
	assert_int_equal(glass->app.screen, KS_SCREEN_RESULT);
	assert_true(session->has_passed);
	for (int i = 0; i < session->attempt.n_items; i++)
		assert_true(session->attempt.items[i].is_right);
	bad(glass, "quiz wrong", "確認テストが開いていません。"); /* passed is passed */
}

static void resize(struct glass *glass, int width, int height, int step)
{
	struct ks_input input = {.kind = KS_INPUT_RESIZE, .x = width, .y = height};

	glass->app.ui.metrics.step_percent = step;
	ks_app_input(&glass->app, &input);
}

/* Every kind of question is answered wrong and right by taps; once where choices and button stand on different parts. */
static void every_lesson_is_passed_by_taps(void **state)
{
	struct glass *glass = *state;
	size_t n;

	glass_sign_in(glass);
	n = glass->app.visit.duties.n_items;
	for (size_t i = 1; i < n; i++) {
		const struct ks_session *session = &glass->app.visit.lesson.session;

		while (!glass_find(glass, KS_ACT_OPEN, (int)i))
			good(glass, "tap 次のページ");
		glass_tap(glass, KS_ACT_OPEN, (int)i);
		if (glass->app.screen == KS_SCREEN_PAGE) {
			if (i == 1)
				resize(glass, 640, 360, 150);
			good(glass, "quiz wrong");
			assert_int_equal(glass->app.screen, KS_SCREEN_RESULT);
			resize(glass, 1280, 720, 100);
			for (int k = 0; k < session->attempt.n_items; k++)
				assert_false(session->attempt.items[k].is_right);
			good(glass, "quiz right");
			assert_true(session->has_passed);
		}
		glass_rest(glass);
		glass_sign_in(glass);
	}
}

/* Behind the last lesson: what one agrees to stands there whole, may be read first, and is recorded by one touch. */
static void who_passed_all_agrees_to_the_policy_once(void **state)
{
	static const char *const words[] = {"基本方針の確認", "遵守義務"};
	struct glass *glass = *state;
	const struct ks_policy *policy = &glass->app.content.policy;
	char *digits = ks_format("%.12s", policy->sha256), *more = ks_format("%.13s", policy->sha256);

	glass_sign_in(glass);
	while (!glass_find(glass, KS_ACT_AGREE, 0))
		good(glass, "tap 次のページ");
	glass_tap(glass, KS_ACT_AGREE, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_AGREE);
	for (size_t i = 0; i < KS_COUNT(words); i++)
		assert_true(glass_shows(glass, words[i]));
	assert_true(glass_shows(glass, digits));
	assert_false(glass_shows(glass, more));
	glass_tap(glass, KS_ACT_POLICY, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_POLICY);
	glass_tap(glass, KS_ACT_CLOSE, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_AGREE);
	for (int i = 0; i < 9 && !glass_find(glass, KS_ACT_AGREE, 0); i++)
		glass_tap(glass, KS_ACT_NEXT, 0); /* it is agreed to behind its last part */
	assert_null(glass->app.visit.agree.receipt);
	glass_tap(glass, KS_ACT_AGREE, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_AGREE);
	assert_non_null(glass->app.visit.agree.receipt);
	assert_null(glass_find(glass, KS_ACT_AGREE, 0));
	assert_null(glass_find(glass, KS_ACT_POLICY, 0));
	while (!glass_find(glass, KS_ACT_HOME, 0))
		glass_tap(glass, KS_ACT_BACK, 0);
	glass_tap(glass, KS_ACT_HOME, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_HOME);
	assert_null(glass_find(glass, KS_ACT_AGREE, 0));
	free(digits);
	free(more);
}

static void without_a_centre_all_is_sent_when_there_is_a_list(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;

	good(glass, "sync");
	assert_int_equal(ks_db_run(app->site.store, "UPDATE person SET is_listed = 0", ""), KS_OK);
	app->clock = ks_clock_fake(INT64_C(1795827600000));
	app->input_mono_ms = ks_clock_mono_ms(&app->clock);
	asleep_begin(&app->clock, NULL);
	bad(glass, "sync", "30秒待ちましたが、");
	asleep_end();
	app->clock = ks_clock_system();
	assert_int_equal(ks_db_run(app->site.store, "UPDATE person SET is_listed = 1", ""), KS_OK);
	bad(glass, "sync now", "sync の後には、何も書けません（「now」）。");
}

static void the_inspection_is_played_with_one_answer(void **state)
{
	struct glass *glass = *state;

	glass_sign_in(glass);
	good(glass, "inspect");
	assert_true(glass->app.screen == KS_SCREEN_INSPECT || glass->app.screen == KS_SCREEN_HELP);
	bad(glass, "inspect maybe", "inspect の後は yes、no、na、unknown です。");
	good(glass, "inspect yes");
	assert_false(glass->app.screen == KS_SCREEN_INSPECT || glass->app.screen == KS_SCREEN_HELP);
	assert_int_not_equal(glass->app.screen, KS_SCREEN_HOME);
}

/* ---- the stopwatch ---- */

static void taps_and_scenes_are_traced_where_that_is_asked_for(void **state)
{
	struct glass *glass = *state;
	char *times = ks_path_join(glass->folder, "times"),
	     *scenes = ks_path_join(glass->folder, "scenes");
	char *text, *end;
	struct stat none;

	assert_int_equal(ks_trace_now(), 0);
	ks_trace_open(); /* nobody asked */
	good(glass, "tap 研修を受ける");
	ks_trace_close();
	assert_int_equal(stat(times, &none), -1);
	glass_rest(glass);

	setenv("KENSHU_TRACE", times, 1);
	setenv("KENSHU_SCENES", scenes, 1);
	ks_trace_open();
	assert_true(ks_trace_now() > 0);
	ks_trace_at("here");
	good(glass, "tap 研修を受ける");
	ks_trace_scene(glass->app.shown);
	ks_trace_close();
	unsetenv("KENSHU_TRACE");
	unsetenv("KENSHU_SCENES");
	assert_int_equal(ks_trace_now(), 0);
	text = ks_test_read(times);
	assert_int_equal(strncmp(text, "@here ", 6), 0);
	assert_true(strtoll(text + 6, &end, 10) > 0);
	end = strstr(text, "\nsignin ");
	assert_non_null(end);
	assert_in_range(strtoll(end + 8, NULL, 10), 0, 60000000);
	free(text);
	text = ks_test_read(scenes);
	assert_non_null(strstr(text, "signin"));
	free(text);
	free(times);
	free(scenes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(what_stands_there_is_touched_and_looked_for, glass_begin),
		cmocka_unit_test_setup(what_does_not_come_is_told_in_time, glass_begin),
		cmocka_unit_test_setup(the_first_in_reading_order_is_touched, glass_begin),
		cmocka_unit_test_setup(what_does_not_stand_there_ends_it_with_the_line_and_what_does,
				       glass_begin),
		cmocka_unit_test_setup(a_script_that_cannot_be_read_is_told, glass_begin),
		cmocka_unit_test_setup(a_secret_is_not_told, glass_begin),
		cmocka_unit_test_setup(a_point_is_touched, glass_begin),
		cmocka_unit_test_setup(pictures_and_dumps_are_written, glass_begin),
		cmocka_unit_test_setup(a_card_is_held_and_what_comes_is_awaited, glass_begin),
		cmocka_unit_test_setup(a_lesson_is_played_to_its_test_and_answered_as_told,
				       glass_begin),
		cmocka_unit_test_setup(every_lesson_is_passed_by_taps, glass_begin),
		cmocka_unit_test_setup(who_passed_all_agrees_to_the_policy_once, glass_begin),
		cmocka_unit_test_setup(without_a_centre_all_is_sent_when_there_is_a_list, glass_begin),
		cmocka_unit_test_setup(the_inspection_is_played_with_one_answer, glass_begin),
		cmocka_unit_test_setup(taps_and_scenes_are_traced_where_that_is_asked_for,
				       glass_begin),
	};

	return ks_test_run_in(tests, glass_setup, glass_teardown);
}
