/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/setup.h"

#include "kiosk/state.h"

/* What each answer does at once; the screens are screen/setup.c and screen/enrol.c. */

bool ks_setup_go_on(struct ks_app *app, enum ks_setup_step step)
{
	app->options->setup_step = step;
	return ks_setup_write(app->options) == KS_OK;
}

void ks_setup_use_width(struct ks_app *app, double mm)
{
	const struct ks_metrics *now = &app->ui.metrics;
	bool is_low = now->is_low;

	app->options->display_long_mm = mm;
	app->ui.metrics = ks_metrics_make(now->width_px, now->height_px, mm, now->step_percent);
	app->ui.metrics.is_low = is_low;
	app->is_recount_due = true;
	app->has_shown = false;
	ks_text_engine_trim(app->ui.text);
	ks_images_trim(app->ui.images);
}

void ks_setup_stand_alone(struct ks_app *app)
{
	app->options->is_alone = true;
	app->options->endpoint = "";
	app->options->wants_enrolment = false;
	ks_state_begin(app);
}
