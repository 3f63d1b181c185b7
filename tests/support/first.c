/* SPDX-License-Identifier: Apache-2.0 */
#include "support/first.h"

#include "kiosk/driver.h"
#include "kiosk/screen/screen.h"
#include "kiosk/setup.h"
#include "support/hands.h"
#include "support/look.h"

static void show(struct ks_app *app, enum ks_setup_step step, enum ks_screen_id screen)
{
	app->options->setup_step = (int)step;
	app->screen = screen;
	ks_screen_get(screen)->enter(app, &app->view);
	ks_app_draw(app);
	look();
}

void first_start(struct ks_app *app)
{
	struct ks_options kept = *app->options;

	show(app, KS_SETUP_KIND, KS_SCREEN_SETUP);
	show(app, KS_SETUP_WIDTH, KS_SCREEN_SETUP);
	hands_tap(KS_ACT_SIZE, 3); /* as on a small display: the card is large */
	hands_tap(KS_ACT_SIZE, 3);
	look();
	show(app, KS_SETUP_TOUCH, KS_SCREEN_SETUP);
	for (int i = 0; i < 9; i++)
		hands_tap(KS_ACT_TOUCH, i);
	look();
	show(app, KS_SETUP_PLACE, KS_SCREEN_SETUP);
	app->options->wants_enrolment = true;
	show(app, KS_SETUP_ENROL, KS_SCREEN_ENROL);
	*app->options = kept;
	app->screen = KS_SCREEN_ATTRACT;
	ks_app_draw(app);
}
