/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "kiosk/album.h"
#include "kiosk/screen/home_row.h"
#include "kiosk/setup_file.h"
#include "record/incident.h"
#include "support/calls.h"
#include "support/test.h"

/* What stands where on a machine that is set up, in trouble, or left alone; and マイページ with many rows. */

#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)
#define N_LESSONS 9

/* ---- before it is a kiosk ---- */

static void look_at_the_setup(struct album *album)
{
	struct ks_app *app = &album->glass->app;

	for (int step = KS_SETUP_KIND; step <= KS_SETUP_PLACE; step++) {
		app->options->setup_step = step;
		app->view.part = 0;
		if (step == KS_SETUP_ENROL)
			continue;
		album_show(album, KS_SCREEN_SETUP);
		album_look_parts(album);
		if (step == KS_SETUP_WIDTH) {
			album_tap(album, KS_ACT_SIZE, 0);
			album_tap(album, KS_ACT_SIZE, 1);
			glass_tap(album->glass, KS_ACT_SIZE, 2);
			album_tap(album, KS_ACT_SIZE, 3);
		}
		if (step == KS_SETUP_TOUCH)
			for (int i = 0; i < 9; i++)
				album_tap(album, KS_ACT_TOUCH, i);
	}
	app->options->setup_step = KS_SETUP_NONE;
}

static void look_at_the_enrolment(struct album *album)
{
	static char file[] = "/dev/null/credentials";
	struct ks_app *app = &album->glass->app;

	app->options->wants_enrolment = true;
	app->options->credentials_file = file;
	album_show(album, KS_SCREEN_ENROL);
	for (const char *at = "training.example"; *at; at++)
		glass_tap(album->glass, KS_ACT_DIGIT, *at);
	album_look(album);
	album_tap(album, KS_ACT_NEXT, 0);
	for (const char *at = "ABCD2345"; *at; at++)
		glass_tap(album->glass, KS_ACT_DIGIT, *at);
	album_look(album);
	album_tap(album, KS_ACT_NEXT, 0); /* that cannot be kept */
	app->options->wants_enrolment = false;
	glass_rest(album->glass);
}

/* ---- nobody is here ---- */

static void look_at_the_troubles(struct album *album)
{
	static const enum ks_rc rcs[] = {KS_FULL, KS_READ_ONLY, KS_DAMAGED, KS_IO};
	struct ks_app *app = &album->glass->app;
	struct ks_ledger *ledger = app->site.ledger;

	for (size_t i = 0; i < KS_COUNT(rcs); i++) {
		app->trouble = rcs[i];
		album_show(album, KS_SCREEN_TROUBLE);
	}
	app->site.ledger = NULL; /* how much waits nobody knows */
	album_show(album, KS_SCREEN_TROUBLE);
	app->site.ledger = ledger;
	app->trouble = KS_OK;
	ks_diags_add(&app->content_faults, KS_SEVERITY_ERROR, "c/lessons/a1/lesson.md", 3, "x");
	ks_diags_add(&app->content_faults, KS_SEVERITY_ERROR, "c/lessons/a1/quiz.gift", 4, "x");
	ks_diags_add(&app->content_faults, KS_SEVERITY_ERROR, "c/courses/annual.yaml", 5, "x");
	album_show(album, KS_SCREEN_TROUBLE);
	ks_diags_finish(&app->content_faults);
	ks_diags_add(&app->content_faults, KS_SEVERITY_ERROR, "c/courses/annual.yaml", 5, "x");
	album_show(album, KS_SCREEN_TROUBLE);
	ks_diags_finish(&app->content_faults);
	glass_rest(album->glass);
}

static void look_at_what_was_lost(struct album *album)
{
	static const enum ks_word left[] = {KS_W_ENROLLED, KS_W_GOODBYE_NOTHING};
	struct ks_app *app = &album->glass->app;

	app->options->place = "本庁 1階 受付の前";
	for (int kind = KS_INCIDENT_GAPS; kind < KS_INCIDENT_KIND_COUNT; kind++) {
		app->incident = (enum ks_incident_kind)kind;
		album_show(album, KS_SCREEN_ATTRACT);
	}
	app->incident = KS_INCIDENT_NONE;
	app->settled_ms = ALBUM_NOW - 7 * DAY_MS;
	album_show(album, KS_SCREEN_ATTRACT);
	app->settled_ms--; /* a week is over */
	album_show(album, KS_SCREEN_ATTRACT);
	app->settled_ms = 0;
	for (size_t i = 0; i < KS_COUNT(left); i++) {
		app->has_goodbye = true;
		app->goodbye = left[i];
		app->goodbye_mono_ms = ks_clock_mono_ms(&app->clock);
		album_show(album, KS_SCREEN_ATTRACT);
	}
	app->has_goodbye = false;
	app->options->place = NULL;
	glass_rest(album->glass);
}

/* ---- somebody hesitates ---- */

static void count_down(struct album *album, int s)
{
	struct ks_app *app = &album->glass->app;

	ks_clock_advance(&app->clock, s * INT64_C(1000));
	app->is_counting_down = true;
	ks_app_draw(app);
	album_look(album);
	app->is_counting_down = false;
	app->input_mono_ms = ks_clock_mono_ms(&app->clock);
	ks_app_draw(app);
}

static void look_at_who_hesitates(struct album *album)
{
	struct glass *glass = album->glass;

	glass_tap(glass, KS_ACT_TRAIN, 0);
	count_down(album, 60);
	for (int i = 0; i < 3; i++) {
		glass_key(glass, KS_KEY_NEXT, 0); /* with a ring around it */
		album_look(album);
	}
	glass_rest(glass);
	glass_sign_in(glass);
	count_down(album, 65);
	glass_touch(glass, KS_INPUT_DOWN, glass_find(glass, KS_ACT_OPEN, -1)->rect.x + 3,
		    glass_find(glass, KS_ACT_OPEN, -1)->rect.y + 3);
	album_look(album); /* pressed */
	glass_touch(glass, KS_INPUT_CANCEL, 0, 0);
	glass_rest(glass);
}

static void look_at_a_start(struct album *album)
{
	look_at_the_setup(album);
	look_at_the_enrolment(album);
	look_at_the_troubles(album);
	look_at_what_was_lost(album);
	look_at_who_hesitates(album);
}

static void a_machine_from_its_first_start(void **state)
{
	(void)state;
	album_play("start", album_content_all, look_at_a_start);
}

/* ---- many rows ---- */

static void write_lesson(const char *lessons, int i)
{
	char id[4], *folder, *text;

	(void)snprintf(id, sizeof(id), "b%d", i % 10);
	folder = ks_format("%s/%s", lessons, id);
	assert_int_equal(mkdir(folder, 0700), 0);
	text = ks_format("---\nid: %s\ntitle: %d番目の科目%s\nminutes: %d\npublic: false\ngoals:\n"
			 "  - %d番目のことを言える\nclauses: [\"2(8)\", \"6(7)\", \"6(4)\"]\n---\n\n"
			 "# ページ\n\n<!-- clause: 2(8) 6(7) 6(4) -->\n\nページは一つです。\n",
			 id, i, i % 3 == 0 ? "（名前の長いもの、二行になるかもしれないもの）" : "",
			 i, i);
	free(ks_test_write(folder, "lesson.md", text));
	free(text);
	text = ks_format("// [id:%s-q1] [tag:2(8)] [page:p01]\n::問い::ページは一つである。"
			 "{TRUE#一つです〔2(8)〕。#そのとおりです〔2(8)〕。}\n",
			 id);
	free(ks_test_write(folder, "quiz.gift", text));
	free(text);
	free(folder);
}

static char *content_of_many(void)
{
	static const char *const links[][2] = {
		{"organisation.yaml", "tests/data/album/organisation.yaml"},
		{"readings.yaml", "tests/data/album/readings.yaml"},
		{"policy", "content/policy"},
	};
	char *folder = album_content(links, KS_COUNT(links)), *lessons, *courses;
	struct ks_buf plan = {0};

	lessons = ks_format("%s/lessons", folder);
	courses = ks_format("%s/courses", folder);
	assert_int_equal(mkdir(lessons, 0700), 0);
	assert_int_equal(mkdir(courses, 0700), 0);
	ks_buf_puts(&plan,
		    "id: annual\ntitle: 年次研修\nrevision: \"2026.1\"\nnendo: 2026\n"
		    "opens: 2026-04-01\ndue: 2026-12-12\nmid_year_days: 14\nmax_repeats: 9\n"
		    "acknowledge: true\naudience:\n  employment: [\"01\", \"07\"]\nlessons:\n");
	for (int i = 1; i <= N_LESSONS; i++) {
		write_lesson(lessons, i);
		ks_buf_printf(&plan,
			      "  - id: b%d\n    title: %d番目の科目%s\n    minutes: %d\n    ready: %s\n"
			      "    questions: 1\n    pass: 1\n",
			      i, i,
			      i % 3 == 0 ? "（名前の長いもの、二行になるかもしれないもの）" : "", i,
			      i == 4 ? "false" : "true");
	}
	ks_buf_puts(&plan, "test:\n  title: まとめの確認テスト\n  minutes: 8\n  questions: 4\n"
			   "  pass: 3\n  pools:\n    - clauses: [\"2(8)\"]\n      questions: 4\n");
	free(ks_test_write(courses, "annual.yaml", ks_buf_text(&plan)));
	ks_buf_finish(&plan);
	free(lessons);
	free(courses);
	return folder;
}

static void look_at_all_rows(struct album *album)
{
	struct glass *glass = album->glass;
	struct ks_app *app = &glass->app;

	ks_home_first_row(&app->view, 0);
	ks_app_draw(app);
	for (int i = 0; i < 2 * N_LESSONS; i++) {
		const struct ks_element *turn = NULL;

		album_look(album);
		for (int by = 1; by <= N_LESSONS && !turn; by++)
			turn = glass_find(glass, KS_ACT_ROWS, by);
		if (!turn)
			break;
		glass_tap(glass, KS_ACT_ROWS, turn->action.arg);
	}
}

static void look_at_many_rows(struct album *album)
{
	static char session[] = "{}";
	struct glass *glass = album->glass;
	struct ks_app *app = &glass->app;
	struct ks_progress *progress = app->visit.progress;
	size_t n_lessons = app->content.n_lessons;

	glass_sign_in(glass);
	look_at_all_rows(album);
	for (int i = 0; i < 3; i++) {
		progress[i].is_done = true;
		progress[i].done_ms = ALBUM_NOW - i * DAY_MS;
		progress[i].is_from_paper = i == 1;
	}
	progress[4].session_json = session;
	progress[4].progress_percent = 40;
	look_at_all_rows(album);
	glass_tap(glass, KS_ACT_DONE_ROWS, 1);
	album_look(album);
	glass_tap(glass, KS_ACT_DONE_ROWS, 0);
	app->content.n_lessons = 5; /* the others are in repair */
	look_at_all_rows(album);
	app->content.n_lessons = n_lessons;
	app->visit.today = (struct ks_date){2026, 12, 13}; /* the day after it was due */
	look_at_all_rows(album);
	app->visit.today = (struct ks_date){2026, 12, 12};
	look_at_all_rows(album);
	for (size_t i = 0; i < app->visit.duties.n_items; i++)
		progress[i].is_done = true;
	progress[4].session_json = NULL;
	look_at_all_rows(album); /* the agreement is left */
	app->visit.agree.has_agreed = true;
	look_at_all_rows(album);
	app->visit.duties.target = KS_TARGET_AWAY;
	ks_app_draw(app);
	album_look(album);
	app->visit.nendo = 0;
	ks_app_draw(app);
	album_look(album);
	glass_rest(glass);
}

static void a_page_with_many_rows(void **state)
{
	(void)state;
	album_play("home", content_of_many, look_at_many_rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_machine_from_its_first_start),
		cmocka_unit_test(a_page_with_many_rows),
	};

	ks_calls.free_bytes = UINT64_C(12) << 20; /* the disk of every machine */
	return ks_test_run(tests);
}
