/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/glass.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/id.h"
#include "record/db.h"
#include "record/gathering.h"
#include "record/roster.h"
#include "support/test.h"

/*
 * The roster is imported by a child process: what the test later finds of the person in its own memory came
 * from using the kiosk.
 */

static const char csv[] =
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\n" GLASS_NUMBER
	",灯台 みなと,トウダイ ミナト,受付係,事務局,本庁,07,2020-04-01,,在職,端末利用," GLASS_PIN
	"\n";

static int import_roster(const char *folder)
{
	struct ks_roster roster = {0};
	struct ks_roster_change change;
	struct ks_diags diags = {0};
	struct ks_store *store = NULL;
	char *why = NULL;
	enum ks_rc rc = ks_roster_parse("roster.csv", csv, strlen(csv), &roster, &diags);

	ks_diags_print(&diags, stderr);
	if (rc == KS_OK)
		rc = ks_store_open(folder, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &store, &why);
	if (rc == KS_OK)
		rc = ks_roster_store(store, &roster, &change);
	ks_store_close(store);
	ks_roster_finish(&roster);
	ks_diags_finish(&diags);
	free(why);
	return rc == KS_OK ? 0 : 1;
}

int glass_setup_with(void **state, const char *content, int width, int height, int step_percent)
{
	struct glass *glass = calloc(1, sizeof(*glass));
	int status = 1;
	pid_t child;

	ks_id_init();
	glass->folder = ks_test_folder();
	glass->now_ms = 1000;
	child = fork();
	if (child == 0)
		_exit(import_roster(glass->folder));
	waitpid(child, &status, 0);
	glass->options = (struct ks_options){.state = glass->folder,
					     .content = content,
					     .endpoint = "",
					     .kiosk = "k-test",
					     .mode = KS_WINDOW_OFFSCREEN,
					     .width_px = width,
					     .height_px = height,
					     .display_long_mm = KS_DISPLAY_LONG_MM_DEFAULT,
					     .idle_s = 60,
					     .countdown_s = 20,
					     .reading_idle_s = 150,
					     .step_percent = step_percent};
	*state = glass;
	if (status != 0 || ks_app_open(&glass->app, &glass->options) >= 0)
		return 1;
	return ks_app_show(&glass->app) >= 0;
}

int glass_setup_at(void **state, int width, int height, int step_percent)
{
	return glass_setup_with(state, "content", width, height, step_percent);
}

int glass_setup(void **state)
{
	return glass_setup_at(state, 1280, 720, 100);
}

int glass_teardown(void **state)
{
	struct glass *glass = *state;

	ks_app_close(&glass->app);
	ks_test_folder_finish(glass->folder);
	free(glass);
	return 0;
}

const struct ks_element *glass_find(struct glass *glass, int what, int arg)
{
	size_t n;
	const struct ks_element *shown = ks_scene_elements(glass->app.shown, &n);

	for (size_t i = 0; i < n; i++)
		if (shown[i].action.what == what && (arg < 0 || shown[i].action.arg == arg) &&
		    !(shown[i].state & KS_STATE_DISABLED))
			return &shown[i];
	return NULL;
}

void glass_touch(struct glass *glass, enum ks_input_kind kind, int x, int y)
{
	struct ks_input input = {.kind = kind, .x = x, .y = y, .t_ms = glass->now_ms};

	glass->now_ms += 200;
	ks_app_input(&glass->app, &input);
}

void glass_key(struct glass *glass, enum ks_key key, char digit)
{
	struct ks_input input = {
		.kind = KS_INPUT_KEY, .key = key, .digit = digit, .t_ms = glass->now_ms};

	glass->now_ms += 200;
	ks_app_input(&glass->app, &input);
}

void glass_tap(struct glass *glass, int what, int arg)
{
	const struct ks_element *element = glass_find(glass, what, arg);
	struct ks_rect r;

	if (!element)
		fail_msg("no element with action %d %d on %s", what, arg,
			 ks_scene_name(glass->app.shown));
	r = element->rect;
	glass_touch(glass, KS_INPUT_DOWN, r.x + r.w / 2, r.y + r.h / 2);
	glass_touch(glass, KS_INPUT_UP, r.x + r.w / 2, r.y + r.h / 2);
}

static void type(struct glass *glass, const char *digits)
{
	for (; *digits; digits++)
		glass_tap(glass, KS_ACT_DIGIT, *digits);
	glass_tap(glass, KS_ACT_NEXT, 0);
}

void glass_set(struct glass *glass, enum ks_setting setting, int value)
{
	enum ks_screen_id from = glass->app.screen;

	glass_tap(glass, KS_ACT_SETTINGS, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_SETTINGS);
	while (!glass_find(glass, KS_ACT_SET, KS_SETTING_ARG(setting, value)))
		glass_tap(glass, KS_ACT_NEXT, 0);
	glass_tap(glass, KS_ACT_SET, KS_SETTING_ARG(setting, value));
	while (!glass_find(glass, KS_ACT_SETTLED, 0))
		glass_tap(glass, KS_ACT_NEXT, 0);
	glass_tap(glass, KS_ACT_SETTLED, 0);
	assert_int_equal(glass->app.screen, from);
}

void glass_sign_in(struct glass *glass)
{
	glass_tap(glass, KS_ACT_TRAIN, 0);
	type(glass, GLASS_NUMBER);
	type(glass, GLASS_PIN);
	assert_int_equal(glass->app.screen, KS_SCREEN_HOME);
}

bool glass_shows(struct glass *glass, const char *words)
{
	struct ks_buf dump = {0};
	bool is_there;

	ks_scene_dump(glass->app.shown, &dump);
	is_there = strstr(ks_buf_text(&dump), words);
	ks_buf_finish(&dump);
	return is_there;
}

void glass_rest(struct glass *glass)
{
	(void)ks_app_sign_out(&glass->app, false);
	glass->app.is_counting_down = false;
	glass->app.screen = KS_SCREEN_ATTRACT;
	memset(&glass->app.touch, 0, sizeof(glass->app.touch));
	ks_app_draw(&glass->app);
}

int glass_begin(void **state)
{
	glass_rest(*state);
	return 0;
}

void glass_import(struct glass *glass, const char *list)
{
	struct ks_roster roster = {0};
	struct ks_roster_change change;
	struct ks_diags diags = {0};

	assert_int_equal(ks_roster_parse("roster.csv", list, strlen(list), &roster, &diags), KS_OK);
	assert_int_equal(ks_roster_store(glass->app.site.store, &roster, &change), KS_OK);
	ks_roster_finish(&roster);
	ks_diags_finish(&diags);
}

void glass_announce_today(struct glass *glass, bool by_all)
{
	char title[] = "終日の集合研修", place[] = "大会議室";
	struct ks_gathering g = {
		.from_minute = 0, .to_minute = 23 * 60 + 59, .title = title, .place = place};

	if (by_all)
		assert_int_equal(ks_db_run(glass->app.site.store,
					   "UPDATE appointment SET roles = '研修担当'", ""),
				 KS_OK);
	assert_int_equal(ks_site_today(&glass->app.site, &g.date), KS_OK);
	assert_int_equal(ks_gathering_add(glass->app.site.store, &g), KS_OK);
}
