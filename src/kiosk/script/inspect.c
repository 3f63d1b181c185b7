/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/screen/screen.h"
#include "kiosk/script/script.h"

/* The self-inspection as a script command: with taps like everybody, on whatever screen comes next. */

static bool is_under_way(const struct ks_app *app)
{
	return app->screen == KS_SCREEN_INSPECT || app->screen == KS_SCREEN_HELP;
}

/* 次の研修, when there are more rows. */
static bool turn_rows(struct ks_script *script)
{
	size_t n;
	const struct ks_element *shown = ks_scene_elements(script->app->shown, &n);

	for (size_t i = 0; i < n; i++) {
		if (shown[i].action.what != KS_ACT_ROWS || shown[i].action.arg < 0)
			continue;
		ks_script_tap(script, &shown[i]);
		return true;
	}
	return false;
}

static bool shows(struct ks_script *script, int what)
{
	size_t n;
	const struct ks_element *shown = ks_scene_elements(script->app->shown, &n);

	for (size_t i = 0; i < n; i++)
		if (shown[i].action.what == what)
			return true;
	return false;
}

/* Past what is told before the first answer. */
static enum ks_rc read_intro(struct ks_script *script)
{
	enum ks_rc rc = KS_OK;

	while (rc == KS_OK && script->app->screen == KS_SCREEN_INSPECT &&
	       !shows(script, KS_ACT_RESPOND))
		rc = ks_script_tap_action(script, (struct ks_action){KS_ACT_NEXT, 0});
	return rc;
}

enum ks_rc ks_script_inspect(struct ks_script *script, const char *argument)
{
	struct ks_app *app = script->app;
	struct ks_action respond = {KS_ACT_RESPOND, (int)ks_response_find(argument)};

	while (app->screen == KS_SCREEN_HOME)
		if (ks_script_tap_action(script, (struct ks_action){KS_ACT_INSPECT, 0}) != KS_OK &&
		    !turn_rows(script))
			return ks_script_fail(script, "自己点検の行が画面にありません。");
	if (read_intro(script) != KS_OK)
		return ks_script_fail(script, "自己点検の最初の項目に進めません。");
	if (*argument == '\0')
		return KS_OK;
	if (respond.arg == KS_RESPONSE_NONE)
		return ks_script_fail(script, "inspect の後は yes、no、na、unknown です。");
	while (is_under_way(app)) {
		enum ks_rc rc = KS_OK;

		if (app->screen == KS_SCREEN_INSPECT)
			rc = ks_script_tap_action(script, respond);
		if (rc == KS_OK)
			rc = ks_script_tap_action(script, (struct ks_action){KS_ACT_NEXT, 0});
		if (rc != KS_OK)
			return ks_script_fail(script, "自己点検を進められません。");
	}
	return KS_OK;
}
