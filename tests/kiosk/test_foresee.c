/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "kiosk/album.h"
#include "support/painted.h"
#include "support/test.h"

/* What is made ready while somebody reads is what their next tap shows, to the pixel; and nothing of it is theirs before. */

#define TAPS_MAX 90

static char *dump_of(const struct ks_scene *scene)
{
	struct ks_buf out = {0};

	ks_scene_dump(scene, &out);
	ks_painted_dump(scene, &out);
	return ks_buf_take(&out);
}

/* What the screen expects next, built as the driver does; NULL: nothing. */
static char *foreseen(struct ks_app *app, enum ks_screen_id *next)
{
	const struct ks_screen *screen = ks_screen_get(app->screen);
	struct ks_visit visit = app->visit, now = app->visit;
	struct ks_view view = app->view, shown = app->view;
	char *text;

	*next = screen->foresee ? screen->foresee(app, &visit, &view) : KS_SCREEN_SAME;
	if (*next == KS_SCREEN_SAME)
		return NULL;
	app->visit = visit;
	app->view = view;
	ks_scene_begin(app->scene, &app->ui, ks_screen_get(*next)->name);
	ks_screen_get(*next)->build(app, app->scene);
	text = dump_of(app->scene);
	app->visit = now;
	app->view = shown;
	return text;
}

static void go_on(struct album *album)
{
	struct glass *glass = album->glass;
	struct ks_app *app = &glass->app;

	if (app->screen == KS_SCREEN_QUESTION)
		album_answer_right(album);
	else if (app->screen == KS_SCREEN_HOME)
		glass_tap(glass, KS_ACT_OPEN, -1);
	else
		glass_tap(glass, KS_ACT_NEXT, 0);
}

/* @count: of each screen that was foreseen, and as it came. */
static void walk(struct album *album, int count[KS_SCREEN_COUNT])
{
	struct ks_app *app = &album->glass->app;

	for (int i = 0; i < TAPS_MAX; i++) {
		enum ks_screen_id from = app->screen, next;
		char *expected = foreseen(app, &next), *came;

		if (from == KS_SCREEN_RESULT && !expected)
			return;
		go_on(album);
		if (!expected)
			continue;
		came = dump_of(app->shown);
		assert_int_equal(app->screen, next);
		if (strcmp(came, expected) != 0)
			fail_msg("from %s: expected %s\ncame %s", ks_screen_get(from)->name,
				 expected, came);
		count[from]++;
		free(came);
		free(expected);
	}
	fail_msg("no end");
}

static void what_is_made_ready_is_what_comes(void **state)
{
	static const enum ks_screen_id seers[] = {KS_SCREEN_HOME, KS_SCREEN_PAGE, KS_SCREEN_QUESTION,
						  KS_SCREEN_REASON, KS_SCREEN_RESULT};

	(void)state;
	for (int text = 0; text < 3; text += 2) {
		struct album album;
		int count[KS_SCREEN_COUNT] = {0};

		album_open(&album, album_content_all(), 1280, 720, text);
		glass_sign_in(album.glass);
		walk(&album, count);
		for (size_t i = 0; i < KS_COUNT(seers); i++)
			if (count[seers[i]] == 0)
				fail_msg("%s makes nothing ready", ks_screen_get(seers[i])->name);
		album_close(&album);
	}
}

/* The visit itself stays where it is, and it is done once a tap. */
static void it_is_made_ready_once_and_leaves_no_trace(void **state)
{
	struct album album;
	struct ks_app *app;
	struct ks_view view;
	int64_t seq;
	char *before, *after;

	(void)state;
	album_open(&album, album_content_all(), 1280, 720, 0);
	app = &album.glass->app;
	glass_sign_in(album.glass);
	glass_tap(album.glass, KS_ACT_OPEN, 0);
	seq = ks_ledger_last_seq(app->site.ledger);
	before = dump_of(app->shown);
	view = app->view;
	assert_false(app->has_foreseen);
	ks_app_pump(app, 0);
	assert_true(app->has_foreseen);
	assert_int_equal(app->screen, KS_SCREEN_PAGE);
	assert_int_equal(app->visit.lesson.session.page_index, 0);
	assert_memory_equal(&view, &app->view, sizeof(view));
	assert_int_equal(ks_ledger_last_seq(app->site.ledger), seq);
	ks_app_draw(app);
	assert_true(app->has_foreseen); /* drawing alone is no tap */
	after = dump_of(app->shown);
	assert_string_equal(before, after);
	glass_tap(album.glass, KS_ACT_NEXT, 0);
	assert_false(app->has_foreseen);
	free(after);
	free(before);
	album_close(&album);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_made_ready_is_what_comes),
		cmocka_unit_test(it_is_made_ready_once_and_leaves_no_trace),
	};

	return ks_test_run(tests);
}
