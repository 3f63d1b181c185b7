/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/app.h"

#include <malloc.h>

#include <sodium.h>

#include "base/log.h"
#include "kiosk/goodbye.h"
#include "kiosk/settings.h"
#include "kiosk/setup_file.h"
#include "visit/lesson.h"
#include "visit/own.h"
#include "visit/signin.h"

/*
 * Where the outcome of what somebody did becomes a screen. Every "it could not be recorded" passes through
 * ks_app_where() with the code it has, so the screen can say what is wrong: a full disk is not a broken one.
 */

static const enum ks_screen_id screens[KS_VISIT_PLACE_COUNT] = {
	[KS_VISIT_NOBODY] = KS_SCREEN_ATTRACT,
	[KS_VISIT_GATHERINGS] = KS_SCREEN_GATHERINGS,
	[KS_VISIT_NUMBER] = KS_SCREEN_SIGNIN,
	[KS_VISIT_PIN] = KS_SCREEN_SIGNIN,
	[KS_VISIT_CHOOSE] = KS_SCREEN_SIGNIN,
	[KS_VISIT_NAME] = KS_SCREEN_NAME,
	[KS_VISIT_HOME] = KS_SCREEN_HOME,
	[KS_VISIT_PAGE] = KS_SCREEN_PAGE,
	[KS_VISIT_QUESTION] = KS_SCREEN_QUESTION,
	[KS_VISIT_REASON] = KS_SCREEN_REASON,
	[KS_VISIT_RESULT] = KS_SCREEN_RESULT,
	[KS_VISIT_AGREE] = KS_SCREEN_AGREE,
	[KS_VISIT_ITEM] = KS_SCREEN_INSPECT,
	[KS_VISIT_HELP] = KS_SCREEN_HELP,
	[KS_VISIT_INSPECTED] = KS_SCREEN_INSPECTED,
	[KS_VISIT_ATTENDED] = KS_SCREEN_ATTENDED,
	[KS_VISIT_OWN] = KS_SCREEN_OWN,
	[KS_VISIT_CONFIRM] = KS_SCREEN_CONFIRM,
	[KS_VISIT_DESK] = KS_SCREEN_DESK,
	[KS_VISIT_ROLL] = KS_SCREEN_ROLL,
	[KS_VISIT_WHY] = KS_SCREEN_WHY,
	[KS_VISIT_KEYS] = KS_SCREEN_SIGNIN,
	[KS_VISIT_DEVICE] = KS_SCREEN_DEVICE,
	[KS_VISIT_SHOW] = KS_SCREEN_SHOW,
	[KS_VISIT_PRESENT] = KS_SCREEN_PRESENT,
	[KS_VISIT_DRILL] = KS_SCREEN_DRILL,
	[KS_VISIT_NEW] = KS_SCREEN_OPENED,
	[KS_VISIT_PAPER] = KS_SCREEN_PAPER,
};

void ks_app_measure(struct ks_app *app, int width_px, int height_px)
{
	bool is_low = app->ui.metrics.is_low;

	app->ui.metrics = ks_metrics_make(width_px, height_px, app->options->display_long_mm,
					  app->ui.metrics.step_percent);
	app->ui.metrics.is_low = is_low;
	app->is_recount_due = true;
	ks_text_engine_trim(app->ui.text);
	ks_images_trim(app->ui.images);
	app->has_shown = false;
}

const struct ks_content *ks_app_content(const struct ks_app *app)
{
	bool is_lesson = app->visit.place >= KS_VISIT_PAGE && app->visit.place <= KS_VISIT_RESULT;

	return is_lesson && app->visit.lesson.rules.content ? app->visit.lesson.rules.content
							    : &app->content;
}

enum ks_screen_id ks_app_base_screen(const struct ks_app *app)
{
	if (app->content_faults.n_errors > 0 || app->trouble != KS_OK)
		return KS_SCREEN_TROUBLE;
	if (ks_setup_screen(app->options) != KS_SCREEN_SAME)
		return ks_setup_screen(app->options);
	if (app->options->wants_enrolment)
		return KS_SCREEN_ENROL;
	return app->reception_id[0] ? KS_SCREEN_RECEPTION : KS_SCREEN_ATTRACT;
}

bool ks_app_is_key_refused(struct ks_app *app)
{
	struct ks_sync_status status = {.state = KS_SYNC_OFF};

	if (app->sync)
		ks_sync_status(app->sync, &status);
	return status.is_key_refused;
}

enum ks_screen_id ks_app_trouble(struct ks_app *app, enum ks_rc rc)
{
	if (app->trouble == KS_OK)
		ks_log_error("kiosk", "nothing can be recorded: %s", ks_rc_name(rc));
	app->trouble = rc;
	app->trouble_mono_ms = ks_clock_mono_ms(&app->clock);
	return KS_SCREEN_TROUBLE;
}

enum ks_screen_id ks_app_where(struct ks_app *app, enum ks_rc rc)
{
	switch (rc) {
	case KS_OK:
		return screens[app->visit.place];
	case KS_NOT_FOUND:
	case KS_INVALID:
		return KS_SCREEN_SAME;
	default:
		return ks_app_trouble(app, rc);
	}
}

enum ks_screen_id ks_app_foresee_lesson(const struct ks_app *app, struct ks_visit *visit,
					struct ks_view *view, size_t index)
{
	if (ks_lesson_foresee(&app->site, visit, index) != KS_OK)
		return KS_SCREEN_SAME;
	view->part = 0;
	view->revealed = 0;
	return screens[visit->place];
}

enum ks_screen_id ks_app_home(struct ks_app *app)
{
	enum ks_rc rc = ks_lesson_leave(&app->site, &app->visit, false);

	if (app->is_preview)
		return KS_SCREEN_HOME; /* nobody's: ks_preview_screen() knows where that is */
	return ks_app_where(app, rc == KS_OK ? ks_signin_home(&app->site, &app->visit) : rc);
}

/* What the idle screen says to whoever leaves: 「保存しました」 only of a row that was read back. */
static enum ks_rc say_goodbye(struct ks_app *app, bool is_idle, bool was_signed_in)
{
	enum ks_rc rc = ks_lesson_leave(&app->site, &app->visit, is_idle);
	struct ks_receipt *last = NULL;

	app->has_goodbye = false;
	if (!was_signed_in || rc != KS_OK)
		return rc;
	if (ks_own_goodbye(&app->site, &app->visit, &last) == KS_OK) {
		app->has_goodbye = true;
		app->goodbye = ks_goodbye(last);
	}
	ks_receipt_close(last);
	app->goodbye_mono_ms = ks_clock_mono_ms(&app->clock);
	return rc;
}

enum ks_screen_id ks_app_sign_out(struct ks_app *app, bool is_idle)
{
	bool was_anybody = app->visit.is_signed_in;
	unsigned chosen;
	bool was_signed_in = app->visit.is_signed_in && app->site.store;
	enum ks_rc rc = say_goodbye(app, is_idle, was_signed_in), ended;

	ended = ks_signin_end(&app->site, &app->visit, is_idle);
	rc = rc == KS_OK ? ended : rc;
	if (rc != KS_OK)
		(void)ks_app_trouble(app, rc);
	else if (was_signed_in && ks_store_checkpoint(app->site.store) != KS_OK)
		ks_log_warn("kiosk", "checkpoint: %s", ks_store_last_error(app->site.store));
	chosen = app->view.chosen_settings;
	sodium_memzero(&app->view, sizeof(app->view));
	if (!was_anybody && !is_idle)
		app->view.chosen_settings =
			chosen; /* whoever chose them closes one door and opens another */
	else
		ks_settings_reset(app);
	if (app->scene)
		ks_scene_wipe(app->scene);
	if (app->shown)
		ks_scene_wipe(app->shown);
	if (app->ui.text)
		ks_text_engine_trim(app->ui.text);
	malloc_trim(0);         /* a kiosk lives for months: give back what one person needed */
	app->has_shown = false; /* its layouts are gone: paint all of the next screen */
	return ks_app_base_screen(app);
}
