/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "kiosk/album.h"
#include "kiosk/screen/home_row.h"
#include "kiosk/tour.h"
#include "record/db.h"
#include "record/gathering.h"
#include "support/calls.h"
#include "support/golden.h"
#include "support/painted.h"
#include "support/test.h"

/*
 * Where a screen arranges itself anew: how large a display has to be until something finds room beside something else, on one
 * part, or at all. Between two places that are told nothing changes. Only built, never painted.
 */

enum what { BY_MM, BY_HEIGHT };
enum mode { STANDARD, LOW, HELPED, MODE_COUNT }; /* as it is; 低い位置; easy words with readings */

#define STEPS 3
#define MM_FROM 30000 /* hundredths of the long side */
#define MM_TO 80000
#define MM_GRID 2500

static const struct sweep {
	const char *name;
	enum what what;
	int width, height, from, to, grid, finest;
} sweeps[] = {
	{"wide, mm/100", BY_MM, 1280, 720, MM_FROM, MM_TO, MM_GRID, 4},
	{"tall, mm/100", BY_MM, 1080, 1920, MM_FROM, MM_TO, MM_GRID, 4},
	{"wide, height", BY_HEIGHT, 1280, 0, 600, 1000, 20, 1},
	{"tall, height", BY_HEIGHT, 1080, 0, 1400, 2200, 40, 1},
};
static const char *const modes[MODE_COUNT] = {"", " low", " helped"};

static struct ks_buf told, changes;

static uint64_t mix(uint64_t hash, int64_t value)
{
	return (hash ^ (uint64_t)value) * UINT64_C(1099511628211);
}

static int sign(int one, int other)
{
	return (one > other) - (one < other);
}

/* What there is and how it stands to what was before it; not how wide. */
static uint64_t arrangement(const struct ks_app *app)
{
	size_t n;
	const struct ks_element *shown = ks_scene_elements(app->scene, &n);
	uint64_t hash = mix(UINT64_C(14695981039346656037), app->view.n_parts);

	for (size_t i = 0; i < n; i++) {
		const struct ks_rect *r = &shown[i].rect, *before = &shown[i > 0 ? i - 1 : 0].rect;

		hash = mix(hash, (int)shown[i].role * 1000 + shown[i].action.what);
		hash = mix(hash, sign(r->x, before->x + before->w) * 3 +
					 sign(r->y, before->y + before->h));
	}
	return hash;
}

static uint64_t build(struct ks_app *app, const struct sweep *sweep, int at)
{
	int height = sweep->what == BY_HEIGHT ? at : sweep->height;
	double mm = sweep->what == BY_MM ? at / 100.0 : KS_DISPLAY_LONG_MM_DEFAULT;

	bool is_low = app->ui.metrics.is_low;

	app->ui.metrics = ks_metrics_make(sweep->width, height, mm, app->ui.metrics.step_percent);
	app->ui.metrics.is_low = is_low;
	app->view.part = 0;
	ks_scene_begin(app->scene, &app->ui, "x");
	ks_screen_get(app->screen)->build(app, app->scene);
	return arrangement(app);
}

/* All changes in (@from, @to]: finer and finer where both ends differ. */
static void find(struct ks_app *app, const struct sweep *sweep, int from, uint64_t low, int to,
		 uint64_t high)
{
	int middle = from + (to - from) / 2;
	uint64_t between;
	size_t n;

	if (low == high)
		return;
	if (to - from <= sweep->finest) {
		(void)build(app, sweep, to);
		(void)ks_scene_elements(app->scene, &n);
		ks_buf_printf(&changes, " %d:%zu/%d", to, n, app->view.n_parts);
		return;
	}
	between = build(app, sweep, middle);
	find(app, sweep, from, low, middle, between);
	find(app, sweep, middle, between, to, high);
}

static void go_through(struct ks_app *app, const struct sweep *sweep, enum mode mode, int step)
{
	uint64_t low = build(app, sweep, sweep->from), high;

	for (int at = sweep->from; at < sweep->to; at += sweep->grid) {
		high = build(app, sweep, at + sweep->grid);
		find(app, sweep, at, low, at + sweep->grid, high);
		low = high;
	}
	if (changes.len > 0)
		ks_buf_printf(&told, "%s, %s, %d%%%s:%s\n", ks_screen_get(app->screen)->name,
			      sweep->name, 100 + 25 * step, modes[mode], ks_buf_text(&changes));
	ks_buf_clear(&changes);
	ks_text_engine_trim(app->ui.text);
}

/* Left as it was found. */
static void look(struct glass *glass)
{
	struct ks_app *app = &glass->app;
	struct ks_metrics metrics = app->ui.metrics;
	struct ks_view view = app->view;

	for (int mode = 0; mode < MODE_COUNT; mode++)
		for (int step = 0; step < STEPS; step++) {
			if (mode != STANDARD && (step == 1) != (mode == HELPED))
				continue;
			ks_settings_show(app, KS_SETTING_LOW, mode == LOW);
			ks_settings_show(app, KS_SETTING_EASY, mode == HELPED);
			ks_settings_show(app, KS_SETTING_FURIGANA, mode == HELPED);
			ks_settings_show(app, KS_SETTING_TEXT, step);
			for (size_t i = 0; i < KS_COUNT(sweeps); i++)
				go_through(app, &sweeps[i], mode, step);
		}
	ks_settings_reset(app);
	app->ui.metrics = metrics;
	app->view.part = 9; /* as it was with larger letters */
	ks_scene_begin(app->scene, &app->ui, "x");
	ks_screen_get(app->screen)->build(app, app->scene);
	ks_buf_printf(&told, "%s, behind its last part: %d of %d\n",
		      ks_screen_get(app->screen)->name, app->view.part, app->view.n_parts);
	app->view = view;
	app->is_recount_due = app->has_shown = false;
	ks_app_draw(app);
}

static void keep(const char *path)
{
	ks_test_golden(path, ks_buf_text(&told));
	ks_buf_finish(&told);
	ks_buf_finish(&changes);
}

static void what_a_person_meets(void **state)
{
	struct album album;

	(void)state;
	album_open(&album, album_content_all(), 1280, 720, 0);
	tour(album.glass, look);
	keep("tests/data/golden/arranged-person.txt");
	album_close(&album);
}

/* ---- the 係員 ---- */

/* Tap, wherever on the screen it stands, and look at what comes. */
static void look_behind(struct album *album, int what, int arg)
{
	album_find_part(album, what, arg);
	glass_tap(album->glass, what, arg);
	look(album->glass);
}

static void sign_in_at_the_desk(struct album *album)
{
	glass_tap(album->glass, KS_ACT_ATTEND, 0);
	look(album->glass);
	look_behind(album, KS_ACT_NAME, 0);
	glass_tap(album->glass, KS_ACT_HOME, 0);
	album_find_part(album, KS_ACT_DESK, 0);
	glass_tap(album->glass, KS_ACT_DESK, 0);
	album_type(album, GLASS_NUMBER);
	album_type(album, GLASS_PIN);
	look(album->glass);
}

static void look_at_the_room(struct album *album)
{
	struct glass *glass = album->glass;

	look_behind(album, KS_ACT_SHOW, 0);
	look_behind(album, KS_ACT_SHOW, 0);
	while (!glass->app.visit.present.question)
		glass_tap(glass, KS_ACT_NEXT, 0);
	look(glass);
	look_behind(album, KS_ACT_REVEAL, -1);
	glass_tap(glass, KS_ACT_SHOW, 0);
	look_behind(album, KS_ACT_DRILL, 0);
	look_behind(album, KS_ACT_NEXT, 0);
	look_behind(album, KS_ACT_DECIDE, 1);
	while (!glass->app.visit.drill.is_over)
		glass_tap(glass, KS_ACT_NEXT, 0);
	look(glass);
	glass_tap(glass, KS_ACT_NEXT, 0);
}

static void look_at_the_paper(struct album *album)
{
	struct glass *glass = album->glass;

	look_behind(album, KS_ACT_PAPER, 0);
	look_behind(album, KS_ACT_CHOOSE, 0);
	album_type(album, GLASS_NUMBER);
	look(glass);
	while (glass->app.screen == KS_SCREEN_QUESTION) {
		album_find_part(album, KS_ACT_BLANK, -1);
		glass_tap(glass, KS_ACT_BLANK, -1);
	}
	look(glass);
	look_behind(album, KS_ACT_ANSWER, 0);
	glass_rest(glass);
}

static void look_at_the_machine(struct album *album)
{
	sign_in_at_the_desk(album);
	look_behind(album, KS_ACT_NEWLY, 0);
	glass_tap(album->glass, KS_ACT_DESK, 0);
	look_behind(album, KS_ACT_DEVICE, 0);
	look_behind(album, KS_ACT_TOUCH, 0);
	glass_tap(album->glass, KS_ACT_DEVICE, 0);
	look_behind(album, KS_ACT_CLOCK, 0);
	glass_rest(album->glass);
}

static void what_the_staff_meets(void **state)
{
	struct album album;

	(void)state;
	album_open(&album, album_content_all(), 1280, 720, 0);
	glass_announce_today(album.glass, true);
	look_at_the_machine(&album);
	sign_in_at_the_desk(&album);
	look_behind(&album, KS_ACT_CHOOSE, 0);
	look_behind(&album, KS_ACT_NAME, 0);
	glass_tap(album.glass, KS_ACT_HOME, 0);
	look_behind(&album, KS_ACT_ADMIT, 0);
	album_type(&album, GLASS_NUMBER);
	look(album.glass);
	album_find_part(&album, KS_ACT_WHY, -1);
	look_behind(&album, KS_ACT_WHY, -1);
	look_behind(&album, KS_ACT_COUNT, 0);
	glass_tap(album.glass, KS_ACT_DIGIT, '4');
	look(album.glass);
	glass_tap(album.glass, KS_ACT_HOME, 0);
	look_at_the_room(&album);
	look_at_the_paper(&album);
	keep("tests/data/golden/arranged-staff.txt");
	album_close(&album);
}

/* ---- questions of every kind ---- */

static void every_kind_of_question(void **state)
{
	struct album album;
	struct ks_app *app;

	(void)state;
	album_open(&album, album_content_kinds(), 1280, 720, 0);
	app = &album.glass->app;
	glass_sign_in(album.glass);
	glass_tap(album.glass, KS_ACT_OPEN, -1);
	for (int i = 0; i < 99 && app->screen != KS_SCREEN_RESULT; i++)
		if (app->screen == KS_SCREEN_QUESTION) {
			look(album.glass);
			album_answer_right(&album);
			look(album.glass);
		} else {
			glass_tap(album.glass, KS_ACT_NEXT, 0);
		}
	look(album.glass);
	glass_rest(album.glass);
	keep("tests/data/golden/arranged-kinds.txt");
	album_close(&album);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_person_meets),
		cmocka_unit_test(what_the_staff_meets),
		cmocka_unit_test(every_kind_of_question),
	};

	ks_calls.free_bytes = UINT64_C(25) << 30; /* the disk of every machine */
	return ks_test_run(tests);
}
