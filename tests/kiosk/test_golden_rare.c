/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "content/shelf.h"
#include "kiosk/album.h"
#include "kiosk/card.h"
#include "kiosk/screen/review.h"
#include "record/gathering.h"
#include "record/roster.h"
#include "support/calls.h"
#include "support/test.h"
#include "visit/agree.h"
#include "visit/desk.h"
#include "visit/lesson.h"

/* What stands where when it is not as on most days: numbers without words, notes beside a check-in, the last lesson of a year. */

#define MINUTE_MS (INT64_C(60) * 1000)
#define HOUR_MS (60 * MINUTE_MS)

static const char roster_csv[] =
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\n" GLASS_NUMBER
	",灯台 みなと,トウダイ ミナト,受付係,事務局,本庁,07,2020-04-01,,在職,研修担当," GLASS_PIN "\n"
	"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,480217\n"
	"000002,見本 二,ミホン ニ,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,480218\n";

/* ---- 緊急連絡先 ---- */

/* Short rows and long ones, numbers without words and words without a number. */
static char *content_of_numbers(void)
{
	static const char *const links[][2] = {{"lessons", "tests/data/kinds/lessons"},
					       {"courses", "tests/data/kinds/courses"},
					       {"policy", "content/policy"}};
	char *folder = album_content(links, KS_COUNT(links));

	free(ks_test_write(
		folder, "organisation.yaml",
		"name: 見本の組合\nsystem_name: 数字の見本\niri_base: https://kenshu.mihon.example\n"
		"help: 係員に声をかけてください。\nemergency:\n"
		"  - kind: fire\n    what: 火事\n    telephone: \"119\"\n"
		"  - kind: crime\n    what: 不審な人や、あばれる人がいて、まわりの人が危ないとき\n"
		"    whom: 警備室\n    telephone: 外線 0120-444-1133\n"
		"  - kind: security\n    what: メール\n    note: 消さない\n    place: 総務課\n"
		"    telephone: 窓口へ\n"
		"  - kind: other\n    what: そのほか\n    whom: 受付\n    place: 庶務課\n"
		"    telephone: 内線 200\n"
		"here:\n  - place: 北の施設 管理棟1階\n"));
	return folder;
}

static void look_at_the_numbers(struct album *album)
{
	album_tap(album, KS_ACT_EMERGENCY, 0);
	album_look_parts(album);
}

static void numbers_of_every_form(void **state)
{
	(void)state;
	album_play("numbers", content_of_numbers, look_at_the_numbers);
}

/* ---- who comes to a gathering ---- */

static void announce(struct glass *glass)
{
	static const char *const expected[] = {"000002"};
	char title[] = "着任者の研修", place[] = "大会議室";
	struct ks_gathering g = {.from_minute = 9 * 60 + 40,
				 .to_minute = 10 * 60 + 40,
				 .title = title,
				 .place = place};

	assert_int_equal(ks_site_today(&glass->app.site, &g.date), KS_OK);
	assert_int_equal(ks_gathering_add(glass->app.site.store, &g), KS_OK);
	assert_int_equal(ks_gathering_expect(glass->app.site.store, g.id, expected, 1), KS_OK);
}

static void at(struct album *album, int64_t ms)
{
	struct ks_app *app = &album->glass->app;

	app->clock = ks_clock_fake(ALBUM_NOW + ms);
	app->input_mono_ms = ks_clock_mono_ms(&app->clock);
}

/* Nobody expected them, they have a new card, and the hour struck while they typed. */
static void look_at_a_walk_in(struct album *album)
{
	struct glass *glass = album->glass;

	glass_tap(glass, KS_ACT_ATTEND, 0);
	album_type(album, "000001");
	glass->app.visit.card.is_unknown = true;
	(void)snprintf(glass->app.visit.card.name, sizeof(glass->app.visit.card.name), "%064d", 7);
	(void)snprintf(glass->app.visit.card.tail, sizeof(glass->app.visit.card.tail), "3F21");
	ks_app_draw(&glass->app);
	album_look(album);
	at(album, 40 * MINUTE_MS);
	album_type(album, "480217");
	assert_int_equal(glass->app.screen, KS_SCREEN_ATTENDED);
	assert_true(glass->app.visit.card.is_bound);
	glass_tap(glass, KS_ACT_CLOSE, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_ATTRACT);
	at(album, 0);
}

static void mark_all(struct ks_roll *roll, unsigned notes)
{
	for (size_t i = 0; i < roll->n_people; i++)
		roll->people[i].notes = notes << i % 2;
}

/* What stands beside a check-in, on the list and where somebody is taken from it. */
static void look_at_the_notes(struct album *album)
{
	static const unsigned notes[] = {KS_ROLL_TWO_AT_ONCE, KS_ROLL_NO_PIN,
					 KS_ROLL_TWO_AT_ONCE | KS_ROLL_TWO_DOORS | KS_ROLL_NO_PIN |
						 KS_ROLL_FAILED_FIRST};
	struct glass *glass = album->glass;
	struct ks_app *app = &glass->app;

	album_come_to_desk(album);
	album_find_part(album, KS_ACT_CHOOSE, 0);
	glass_tap(glass, KS_ACT_CHOOSE, 0);
	for (size_t i = 0; i < KS_COUNT(notes); i++) {
		mark_all(&app->visit.desk.roll, notes[i]);
		ks_app_draw(app);
		album_look_parts(album);
		album_find_part(album, KS_ACT_PERSON, 0);
		glass_tap(glass, KS_ACT_PERSON, 0);
		assert_int_equal(app->screen, KS_SCREEN_WHY);
		album_look_parts(album);
		album_tap(album, KS_ACT_HOME, 0);
		assert_int_equal(app->screen, KS_SCREEN_ROLL);
	}
	glass_rest(glass);
}

static void look_at_who_comes(struct album *album)
{
	glass_import(album->glass, roster_csv);
	announce(album->glass);
	look_at_a_walk_in(album);
	look_at_the_notes(album);
}

static void who_comes_to_a_gathering(void **state)
{
	(void)state;
	album_play("comes", album_content_all, look_at_who_comes);
}

/* ---- a lesson ---- */

/* 結果 of the first lesson as it stands when @n_right of @n answers were. */
static void show_result(struct album *album, int n, int n_right)
{
	struct ks_session *session = &album->glass->app.visit.lesson.session;

	session->attempt.n_items = n;
	for (int i = 0; i < n; i++) {
		session->attempt.items[i].is_answered = true;
		session->attempt.items[i].is_right = i < n_right;
	}
	session->place = KS_PLACE_RESULT;
	album->glass->app.view.part = 0;
	album_show(album, KS_SCREEN_RESULT);
	while (album->glass->app.view.part + 1 < album->glass->app.view.n_parts)
		album_tap(album, KS_ACT_ROWS, 1);
	if (glass_find(album->glass, KS_ACT_ROWS, 1))
		album_tap(album, KS_ACT_ROWS, 1); /* from the first again */
}

static void answer_all(struct album *album)
{
	struct ks_app *app = &album->glass->app;

	for (int i = 0; i < 80 && app->screen != KS_SCREEN_QUESTION; i++) {
		const struct ks_element *reveal = glass_find(album->glass, KS_ACT_REVEAL, -1);

		if (reveal)
			glass_tap(album->glass, KS_ACT_REVEAL, reveal->action.arg);
		else
			glass_tap(album->glass, KS_ACT_NEXT, 0);
	}
	assert_int_equal(app->screen, KS_SCREEN_QUESTION);
}

/* The pages that teach a question, there and back. */
static void look_at_two_pages(struct album *album)
{
	struct glass *glass = album->glass;
	struct ks_app *app = &glass->app;
	int item = 0;

	while (ks_review_n_pages(app, item) < 2)
		item++;
	ks_review_begin(&app->view, item, KS_SCREEN_RESULT);
	album_show(album, KS_SCREEN_REVIEW);
	for (int i = 0; i < 40 && !glass_find(glass, KS_ACT_CLOSE, 1); i++) {
		if (glass_find(glass, KS_ACT_REVEAL, -1))
			album_tap(album, KS_ACT_REVEAL,
				  glass_find(glass, KS_ACT_REVEAL, -1)->action.arg);
		album_tap(album, KS_ACT_NEXT, 0);
	}
	for (int i = 0; i < 40 && glass_find(glass, KS_ACT_BACK, 0); i++)
		album_tap(album, KS_ACT_BACK, 0);
	album_tap(album, KS_ACT_CLOSE, 0);
	assert_int_equal(app->screen, KS_SCREEN_RESULT);
}

static void look_at_the_results(struct album *album)
{
	struct glass *glass = album->glass;
	struct ks_app *app = &glass->app;
	struct ks_lesson_visit *lesson = &app->visit.lesson;

	glass_sign_in(glass);
	glass_tap(glass, KS_ACT_OPEN, 0);
	answer_all(album);
	for (int i = 0; i <= lesson->session.attempt.n_items; i++)
		show_result(album, lesson->session.attempt.n_items, i);
	show_result(album, 1, 0);
	show_result(album, 6, 0);
	look_at_two_pages(album);
	lesson->session.has_passed = true;
	show_result(album, 6, 4);
	show_result(album, 6, 6);
	show_result(album, 0, 0);
	for (size_t i = 0; i < app->visit.duties.n_items; i++)
		app->visit.progress[i].is_done = true;
	show_result(album, 6, 6); /* the agreement is left */
	app->visit.agree.has_agreed = true;
	show_result(album, 6, 6); /* nothing is */
	assert_non_null(glass_find(glass, KS_ACT_OWN, 0));
	glass_tap(glass, KS_ACT_OWN, 0);
	assert_int_equal(app->screen, KS_SCREEN_OWN);
	glass_rest(glass);
}

static void results_of_every_kind(void **state)
{
	(void)state;
	album_play("results", album_content_all, look_at_the_results);
}

/* ---- the machine ---- */

static void show(struct album *album, enum ks_screen_id id)
{
	album->glass->app.view.part = 0;
	album->glass->app.view.n_parts = 1;
	album->glass->app.screen = id;
	ks_app_draw(&album->glass->app);
	album_look_parts(album);
}

static void look_at_the_clocks(struct album *album)
{
	struct ks_app *app = &album->glass->app;

	app->clock.last.trust = KS_CLOCK_UNSYNCED;
	show(album, KS_SCREEN_DEVICE);
	app->site.is_time_told = true;
	show(album, KS_SCREEN_DEVICE);
	app->site.is_centre_time_known = true;
	show(album, KS_SCREEN_DEVICE);
	app->site.is_centre_time_known = app->site.is_time_told = false;
	at(album, -INT64_C(9) * 365 * 24 * HOUR_MS);
	app->clock.last.trust = KS_CLOCK_UNSYNCED;
	show(album, KS_SCREEN_DEVICE); /* which nobody believes */
	at(album, 0);
}

/* A reader that is tried, and content that came and was not taken. */
static void look_at_what_came(struct album *album)
{
	static const uint8_t card[] = {0x01, 0x12, 0x04, 0x7A, 0xB0, 0x55, 0x3F, 0x21};
	struct ks_input wake = {.kind = KS_INPUT_WAKE};
	struct ks_app *app = &album->glass->app;
	char *path = ks_format("%s/no-bundle", album->glass->folder);
	struct ks_shelf_told told = {0};

	show(album, KS_SCREEN_DEVICE);
	ks_cards_post(app->cards, card, sizeof(card));
	ks_app_input(app, &wake);
	album_look(album);
	app->content.version = 12;
	(void)snprintf(app->content.digest, sizeof(app->content.digest), "0123456789abc");
	show(album, KS_SCREEN_DEVICE);
	assert_int_not_equal(ks_shelf_install(app->options->state, path, false, &told), KS_OK);
	show(album, KS_SCREEN_DEVICE);
	app->content.version = 0;
	app->content.n_plans = 0;
	show(album, KS_SCREEN_DEVICE);
	free(path);
}

/* What an author sees of a lesson that cannot be shown. */
static void look_at_the_faults(struct album *album)
{
	struct ks_app *app = &album->glass->app;

	app->options->preview = "lessons/a1/lesson.md";
	for (int i = 1; i <= 33; i++)
		ks_diags_add(&app->content_faults,
			     i % 4 == 0 ? KS_SEVERITY_WARNING : KS_SEVERITY_ERROR,
			     i % 2 ? "lessons/a1/lesson.md" : "quiz.gift", i,
			     "ここを直してください。");
	show(album, KS_SCREEN_PREVIEW);
	ks_diags_finish(&app->content_faults);
	ks_diags_add(&app->content_faults, KS_SEVERITY_ERROR, "lessons/a1/lesson.md", 3,
		     "一つだけです。");
	show(album, KS_SCREEN_PREVIEW);
	ks_diags_finish(&app->content_faults);
	app->options->preview = NULL;
}

static void look_at_the_machine(struct album *album)
{
	struct ks_app *app = &album->glass->app;

	(void)snprintf(app->content.digest, sizeof(app->content.digest), "abc");
	glass_import(album->glass, roster_csv);
	look_at_the_clocks(album);
	look_at_the_faults(album);
	look_at_what_came(album);
	album->glass->app.content.n_plans = 1;
	glass_rest(album->glass);
}

static void a_machine_in_every_state(void **state)
{
	(void)state;
	album_play("machine", album_content_all, look_at_the_machine);
}

/* ---- posters and what stands in their place ---- */

static char *repeated(const char *words, int n)
{
	struct ks_buf out = {0};

	for (int i = 0; i < n; i++)
		ks_buf_puts(&out, words);
	return ks_buf_take(&out);
}

static void look_at_the_posters(struct album *album)
{
	static const int lengths[] = {1, 3, 6, 9, 12, 40};
	struct ks_app *app = &album->glass->app;
	struct ks_poster *poster = &app->content.posters[0], was = *poster;

	app->poster_index = 0;
	for (size_t i = 0; i < KS_COUNT(lengths); i++) {
		char *text = repeated("知らない人からのメールは、開く前に聞く。", lengths[i]);
		char *small = repeated("電話で聞けます。", lengths[i]);

		poster->text = poster->easy_text = ks_rich_plain(text);
		poster->small = poster->easy_small = ks_rich_plain(small);
		poster->figure = i % 2 ? NULL : was.figure;
		show(album, KS_SCREEN_ATTRACT);
		free(small);
		free(text);
	}
	*poster = was;
	app->content.n_posters = 0;
	app->options->place = "とても長い名前の施設の管理棟一階の受付の前の、明るい窓のところ";
	show(album, KS_SCREEN_ATTRACT);
	app->incident = KS_INCIDENT_GAPS;
	app->settled_ms = ALBUM_NOW - HOUR_MS; /* another loss before it */
	show(album, KS_SCREEN_ATTRACT);
	app->incident = KS_INCIDENT_NONE;
	app->settled_ms = ALBUM_NOW + 1; /* not yet */
	show(album, KS_SCREEN_ATTRACT);
	app->settled_ms = ALBUM_NOW;
	show(album, KS_SCREEN_ATTRACT);
	app->settled_ms = ALBUM_NOW - 7 * 24 * HOUR_MS; /* a week: today still, then no more */
	show(album, KS_SCREEN_ATTRACT);
	app->settled_ms--;
	show(album, KS_SCREEN_ATTRACT);
	app->settled_ms = 0;
}

/* What is said to who leaves stands there for twelve seconds. */
static void look_at_the_goodbyes(struct album *album)
{
	static const enum ks_word words[] = {KS_W_GOODBYE_SAVED, KS_W_GOODBYE_NOTHING, KS_W_ENROLLED};
	struct ks_app *app = &album->glass->app;

	for (size_t i = 0; i < KS_COUNT(words); i++) {
		app->has_goodbye = true;
		app->goodbye = words[i];
		app->goodbye_mono_ms = ks_clock_mono_ms(&app->clock);
		ks_clock_advance(&app->clock, 11999);
		show(album, KS_SCREEN_ATTRACT);
		ks_clock_advance(&app->clock, 1);
		show(album, KS_SCREEN_ATTRACT);
	}
	app->has_goodbye = false;
}

static void look_at_the_idle_screen(struct album *album)
{
	look_at_the_posters(album);
	look_at_the_goodbyes(album);
	glass_rest(album->glass);
}

static void an_idle_screen_with_much_to_say(void **state)
{
	(void)state;
	album_play("idle", album_content_all, look_at_the_idle_screen);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_of_every_form),
		cmocka_unit_test(who_comes_to_a_gathering),
		cmocka_unit_test(results_of_every_kind),
		cmocka_unit_test(a_machine_in_every_state),
		cmocka_unit_test(an_idle_screen_with_much_to_say),
	};

	ks_calls.free_bytes = UINT64_C(1023) << 20; /* the disk of every machine: one MB too few */
	return ks_test_run(tests);
}
