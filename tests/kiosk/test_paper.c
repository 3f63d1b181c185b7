/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/mem.h"
#include "kiosk/album.h"
#include "record/db.h"
#include "record/progress.h"
#include "support/test.h"

/* A long sheet that is keyed in: turned as often as it takes, recorded from its last part only, and by one kiosk only. */

#define QUESTIONS 20

static const char course[] = "id: annual\ntitle: 用紙の見本\nrevision: \"2026.1\"\nnendo: 2026\n"
			     "opens: 2026-04-01\ndue: 2027-03-31\nmid_year_days: 14\nmax_repeats: 9\n"
			     "audience:\n  employment: [\"07\"]\n"
			     "lessons:\n  - id: p1\n    title: 長い用紙\n    minutes: 9\n"
			     "    ready: true\n    questions: 20\n    pass: 10\n";
static const char lesson[] = "---\nid: p1\ntitle: 長い用紙\nminutes: 9\npublic: false\n"
			     "goals:\n  - 答えられる\nclauses: [\"2(8)\"]\n---\n\n# 一ページ\n\n"
			     "<!-- clause: 2(8) -->\n\n問題が20問あります。\n";

static char *content_of_a_long_sheet(void)
{
	static const char *const links[][2] = {{"policy", "content/policy"},
					       {"organisation.yaml",
						"tests/data/album/organisation.yaml"}};
	char *folder = album_content(links, KS_COUNT(links));
	char *courses = ks_path_join(folder, "courses"), *lessons = ks_path_join(folder, "lessons");
	char *own = ks_path_join(lessons, "p1");
	struct ks_buf quiz = {0};

	for (int i = 1; i <= QUESTIONS; i++)
		ks_buf_printf(&quiz,
			      "// [id:p1-q%d] [tag:2(8)]\n"
			      "::%d::%d番の文は、正しい。{TRUE#違います。#そのとおりです。}\n\n",
			      i, i, i);
	assert_int_equal(mkdir(courses, 0700) | mkdir(lessons, 0700) | mkdir(own, 0700), 0);
	free(ks_test_write(courses, "annual.yaml", course));
	free(ks_test_write(own, "lesson.md", lesson));
	free(ks_test_write(own, "quiz.gift", ks_buf_text(&quiz)));
	ks_buf_finish(&quiz);
	free(own);
	free(lessons);
	free(courses);
	return folder;
}

static void key_in(struct album *album)
{
	struct glass *glass = album->glass;

	album_type(album, GLASS_NUMBER);
	assert_int_equal(glass->app.screen, KS_SCREEN_QUESTION);
	for (int i = 0; i < QUESTIONS; i++)
		if (i % 2)
			glass_tap(glass, KS_ACT_BLANK, 0);
		else
			album_answer_right(album);
	assert_int_equal(glass->app.screen, KS_SCREEN_PAPER);
	assert_int_equal(glass->app.view.part, 0);
}

static void begin(struct album *album)
{
	struct glass *glass = album->glass;

	album_come_to_desk(album);
	glass_tap(glass, KS_ACT_CHOOSE, 0);
	album_find_part(album, KS_ACT_PAPER, 0);
	glass_tap(glass, KS_ACT_PAPER, 0);
	glass_tap(glass, KS_ACT_CHOOSE, 0);
	key_in(album);
}

static void turn_to_the_last(struct glass *glass)
{
	while (!glass_find(glass, KS_ACT_ANSWER, 0))
		glass_tap(glass, KS_ACT_NEXT, 0);
}

/* Which it is of how many; again from the first only; recorded from the last only. */
static void is_turned(struct album *album)
{
	struct glass *glass = album->glass;
	struct ks_view *view = &glass->app.view;

	assert_true(view->n_parts > 2);
	for (int part = 0; part < view->n_parts; part++) {
		char *words = ks_format("\"%d ／ %d ページ\"", part + 1, view->n_parts);

		assert_int_equal(view->part, part);
		assert_true(glass_shows(glass, words));
		free(words);
		assert_int_equal(!!glass_find(glass, KS_ACT_RETRY, 0), part == 0);
		assert_int_equal(!!glass_find(glass, KS_ACT_BACK, 0), part > 0);
		assert_int_equal(!!glass_find(glass, KS_ACT_ANSWER, 0), part + 1 == view->n_parts);
		if (part + 1 < view->n_parts)
			glass_tap(glass, KS_ACT_NEXT, 0);
	}
	for (int part = view->n_parts; part > 1; part--)
		glass_tap(glass, KS_ACT_BACK, 0);
	assert_int_equal(view->part, 0);
}

/* From the first question on; what was keyed in before is gone. */
static void is_keyed_in_once_more(struct album *album)
{
	struct glass *glass = album->glass;

	glass_tap(glass, KS_ACT_RETRY, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_QUESTION);
	for (int i = 0; i < QUESTIONS; i++)
		glass_tap(glass, KS_ACT_BLANK, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_PAPER);
	assert_false(glass_shows(glass, "○"));
	assert_true(glass_shows(glass, "無回答"));
}

/* What the disk does not take is told; what another kiosk was told meanwhile is nobody's to record. */
static void is_recorded_once(struct album *album)
{
	struct glass *glass = album->glass;
	struct ks_app *app = &glass->app;
	struct ks_progress done = {.is_done = true, .done_ms = ALBUM_NOW, .done_seq = 1};
	int64_t seq = ks_ledger_last_seq(app->site.ledger);

	assert_int_equal(ks_progress_save(app->site.store, GLASS_NUMBER, 2026, "annual", "p1", &done),
			 KS_OK);
	turn_to_the_last(glass);
	glass_tap(glass, KS_ACT_ANSWER, 0);
	assert_int_equal(app->screen, KS_SCREEN_PAPER);
	assert_null(app->visit.paper.lesson);
	assert_non_null(glass_find(glass, KS_ACT_CHOOSE, 0)); /* which sheet lies there? */
	assert_int_equal(ks_ledger_last_seq(app->site.ledger), seq);
	assert_int_equal(ks_db_run(app->site.store, "DELETE FROM progress", ""), KS_OK);
}

static void is_recorded(struct album *album)
{
	struct glass *glass = album->glass;
	struct ks_app *app = &glass->app;

	glass_tap(glass, KS_ACT_CHOOSE, 0);
	key_in(album);
	turn_to_the_last(glass);
	glass_tap(glass, KS_ACT_ANSWER, 0);
	assert_non_null(app->visit.paper.kept);
	assert_true(glass_shows(glass, "20問のうち 10問正解　合格"));
	assert_null(glass_find(glass, KS_ACT_RETRY, 0)); /* it is recorded */
	assert_null(glass_find(glass, KS_ACT_ANSWER, 0));
	glass_tap(glass, KS_ACT_PERSON, 0);
	assert_int_equal(app->screen, KS_SCREEN_SIGNIN); /* who answered the next one */
	glass_rest(glass);
}

static void a_long_sheet_from_its_first_part_to_its_last(void **state)
{
	struct album album;

	(void)state;
	album_open(&album, content_of_a_long_sheet(), 1280, 720, 1);
	glass_announce_today(album.glass, true);
	begin(&album);
	is_turned(&album);
	is_keyed_in_once_more(&album);
	is_recorded_once(&album);
	is_recorded(&album);
	album_close(&album);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_long_sheet_from_its_first_part_to_its_last),
	};

	return ks_test_run(tests);
}
