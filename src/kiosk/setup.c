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
	app->options->display_long_mm = mm;
	ks_app_measure(app, app->ui.metrics.width_px, app->ui.metrics.height_px);
}

void ks_setup_stand_alone(struct ks_app *app)
{
	app->options->is_alone = true;
	app->options->endpoint = "";
	app->options->wants_enrolment = false;
	ks_state_begin(app);
}
