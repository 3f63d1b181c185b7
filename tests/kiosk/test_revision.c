/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/revision.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "content/shelf.h"
#include "kiosk/glass.h"
#include "support/test.h"

/* Content is changed for a newer one only while nobody is here; who began in the one before still finds it. */

/* Nobody touched it for @ms, and a stick brought content of @version. */
static void idle(struct glass *glass, int64_t ms, int version)
{
	glass->app.clock = ks_clock_fake(ks_clock_wall_ms(&glass->app.clock));
	glass->app.input_mono_ms = ks_clock_mono_ms(&glass->app.clock) - ms;
	glass->app.stick_version = version;
}

static int begin(void **state)
{
	struct glass *glass = *state;

	glass_rest(glass);
	glass->app.content.version = 0;
	idle(glass, 10000, 0);
	return 0;
}

/* How much stands on a scene. */
static size_t n_on(const struct ks_scene *scene)
{
	size_t n;

	(void)ks_scene_elements(scene, &n);
	return n;
}

static void it_turns_when_something_newer_is_there_and_nobody_is(void **state)
{
	struct glass *glass = *state;
	size_t n = glass->app.content.n_lessons;

	assert_true(n > 3);
	assert_false(ks_revision_turn(&glass->app)); /* nothing came */
	idle(glass, 1499, 1);
	assert_false(ks_revision_turn(&glass->app)); /* a hand may be on its way */
	idle(glass, 1500, 1);
	glass->app.content.version = 1;
	assert_false(ks_revision_turn(&glass->app)); /* it runs already */
	glass->app.content.version = 2;
	assert_false(ks_revision_turn(&glass->app)); /* and is never turned back */
	glass->app.content.version = 0;
	glass->app.poster_index = 2;
	glass->app.told_nendo = 2026;
	glass->app.has_shown = true;
	assert_true(n_on(glass->app.shown) > 0);
	ks_app_draw(&glass->app); /* both have something */
	assert_true(n_on(glass->app.scene) > 0);
	assert_true(ks_revision_turn(&glass->app));
	assert_int_equal(n_on(glass->app.shown), 0); /* its words are those of the one before */
	assert_int_equal(n_on(glass->app.scene), 0);
	assert_int_equal(glass->app.poster_index, 0);
	assert_int_equal(glass->app.told_nendo, 0);
	assert_false(glass->app.has_shown);
	assert_false(glass->app.is_before_known);
	assert_int_equal(glass->app.content.n_lessons, n);
	ks_app_draw(&glass->app);
	assert_true(glass_shows(glass, "研修を受ける"));
}

static void nobody_is_interrupted(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;

	idle(glass, 5000, 1);
#define NOT_WHILE(member, value, back)               \
	do {                                         \
		app->member = value;                 \
		assert_false(ks_revision_turn(app)); \
		app->member = back;                  \
	} while (0)
	NOT_WHILE(visit.is_signed_in, true, false);
	NOT_WHILE(visit.place, KS_VISIT_HOME, KS_VISIT_NOBODY);
	NOT_WHILE(visit.lesson.is_open, true, false);
	NOT_WHILE(screen, KS_SCREEN_POLICY, KS_SCREEN_ATTRACT);
	NOT_WHILE(touch.is_down, true, false);
	NOT_WHILE(is_counting_down, true, false);
	NOT_WHILE(is_preview, true, false);
	glass_set(glass, KS_SETTING_TEXT, 1);
	idle(glass, 5000, 1);
	assert_false(ks_revision_turn(app)); /* somebody made the type larger just now */
	glass_set(glass, KS_SETTING_TEXT, 0);
	idle(glass, 5000, 1);
	assert_true(ks_revision_turn(app));
}

static void who_began_in_the_one_before_still_finds_it(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;
	char *digest = ks_strdup(app->content.digest);
	struct ks_test_stream stream;
	char *said, *told;
	char last = digest[0] == 'a' ? 'b' : 'a';

	assert_ptr_equal(app->site.revision(app->site.revision_context, digest), &app->content);
	assert_false(app->is_before_known);
	app->content.digest[0] = last; /* as if another one ran */
	assert_null(app->site.revision(app->site.revision_context,
				       digest)); /* of no version: there is none before */
	app->is_before_known = false;
	app->content.version = 3;
	assert_ptr_equal(app->site.revision(app->site.revision_context, digest), &app->before);
	assert_string_equal(app->before.digest, digest);
	assert_true(app->is_before_known);
	assert_ptr_equal(app->site.revision(app->site.revision_context, digest), &app->before);
	assert_null(app->site.revision(app->site.revision_context, "none"));
	app->is_before_known = false;
	ks_content_finish(&app->before);
	memset(&app->before, 0, sizeof(app->before));
	glass->options.content = "Makefile"; /* it went, or cannot be read */
	stream = ks_test_stream_begin(stderr);
	for (int i = 0; i < 2; i++)
		assert_null(app->site.revision(app->site.revision_context, digest));
	said = ks_test_stream_end(&stream);
	glass->options.content = "content";
	told = strstr(said, "the content before cannot be read");
	assert_non_null(told);
	assert_null(strstr(told + 1, "the content before")); /* it is looked for once */
	free(said);
	app->content.digest[0] = digest[0];
	app->content.version = 0;
	idle(glass, 5000, 1);
	assert_true(ks_revision_turn(app)); /* it goes with the next turn */
	assert_false(app->is_before_known);
	assert_string_equal(app->before.digest, "");
	free(digest);
}

/* What the configuration says of keys is kept beside the content; what is wrong with it, or cannot be kept, is told. */
static void what_a_start_finds_is_told(void **state)
{
	static const char key[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
	static const char next[] = "f123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;
	struct ks_test_stream stream;
	struct ks_shelf shelf;
	char *said;

	app->options->content_key_next = next;
	ks_revision_read(app);
	ks_shelf_read(glass->folder, &shelf);
	assert_string_equal(shelf.keys[0], next);
	app->options->content_key = key;
	stream = ks_test_stream_begin(stderr);
	ks_revision_read(app);
	said = ks_test_stream_end(&stream);
	assert_string_equal(said, ""); /* all is well: nothing is said */
	free(said);
	ks_shelf_read(glass->folder, &shelf);
	assert_string_equal(shelf.keys[0], key);
	assert_string_equal(shelf.keys[1], next);
	ks_diags_error(&app->content_faults, "courses/annual.yaml", 7, "ここです。");
	app->options->state = "/dev/null/state";
	app->content.version = 5;
	stream = ks_test_stream_begin(stderr);
	ks_revision_read(app);
	said = ks_test_stream_end(&stream);
	assert_non_null(strstr(said, "courses/annual.yaml:7: "));
	assert_non_null(strstr(said, "the keys of content cannot be kept"));
	assert_non_null(strstr(said, "which content runs cannot be kept"));
	free(said);
	app->options->state = glass->folder;
	app->options->content_key = app->options->content_key_next = NULL;
	app->content.version = 0;
	ks_diags_finish(&app->content_faults);
}

static void a_folder_that_is_not_there_is_told(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;

	glass->options.content = "/nowhere/content";
	ks_revision_open(app);
	assert_true(app->content_faults.n_errors > 0);
	assert_non_null(strstr(app->content_faults.items[app->content_faults.n_items - 1].message,
			       "教材のフォルダーがありません。--content の場所を確かめてください。"));
	assert_true(app->is_content_whole); /* there is no more of it */
	glass->options.content = "content";
	ks_revision_open(app);
	assert_int_equal(app->content_faults.n_errors, 0);
	assert_false(app->is_content_whole);
	ks_revision_read(app);
	assert_true(app->is_content_whole);
	assert_true(app->content.n_lessons > 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(it_turns_when_something_newer_is_there_and_nobody_is, begin),
		cmocka_unit_test_setup(nobody_is_interrupted, begin),
		cmocka_unit_test_setup(who_began_in_the_one_before_still_finds_it, begin),
		cmocka_unit_test_setup(what_a_start_finds_is_told, begin),
		cmocka_unit_test_setup(a_folder_that_is_not_there_is_told, begin),
	};

	return ks_test_run_in(tests, glass_setup, glass_teardown);
}
