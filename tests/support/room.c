/* SPDX-License-Identifier: Apache-2.0 */
#include "support/room.h"

#include "kiosk/screen/screen.h"
#include "support/hands.h"
#include "support/look.h"
#include "visit/paper.h"

#define TAPS_MAX 2000

void room_tap(struct ks_app *app, struct ks_action action)
{
	if (hands_try_tap(action.what, action.arg))
		return;
	while (app->view.part > 0)
		hands_tap(KS_ACT_BACK, 0);
	while (!hands_try_tap(action.what, action.arg))
		hands_tap(KS_ACT_NEXT, 0);
}

/* Whose sheet it is: the 係員's own. What is keyed in is shown and not recorded: the list of the walk stays as it is. */
static void paper_walk(struct ks_app *app)
{
	struct ks_paper_sheet sheets[KS_PAPER_SHEETS_MAX];
	size_t n = ks_paper_sheets(&app->site, &app->visit, sheets);

	room_tap(app, (struct ks_action){KS_ACT_PAPER, 0});
	look();
	for (size_t i = 0; i < n && app->screen != KS_SCREEN_QUESTION; i++) {
		if (app->screen == KS_SCREEN_SIGNIN)
			hands_tap(KS_ACT_HOME, 0); /* another sheet */
		room_tap(app, (struct ks_action){KS_ACT_CHOOSE, (int)i});
		hands_keys(ks_person_typed(&app->visit.person));
		hands_tap(KS_ACT_NEXT, 0);
		look(); /* the number, or why it is not theirs */
	}
	for (int i = 0; i < TAPS_MAX && app->screen == KS_SCREEN_QUESTION; i++) {
		look();
		hands_tap(KS_ACT_BLANK, 0);
	}
	look(); /* what was keyed in */
	hands_tap(app->screen == KS_SCREEN_SIGNIN ? KS_ACT_HOME : KS_ACT_PAPER, 0);
	hands_tap(KS_ACT_HOME, 0);
}

/* A lesson before the room: a page, a question, its hands and its answer; a drill to its end. */
void room_walk(struct ks_app *app)
{
	look_behind(KS_ACT_SHOW, 0);
	hands_tap(KS_ACT_SHOW, 0);
	look(); /* its first page */
	for (int i = 0; i < TAPS_MAX && !app->visit.present.question; i++)
		hands_tap(KS_ACT_NEXT, 0);
	look();
	for (int i = 0; i < 12; i++)
		room_tap(app, (struct ks_action){KS_ACT_HAND, i % 2 ? 1 : 3});
	room_tap(app, (struct ks_action){KS_ACT_REVEAL, -1});
	look();
	hands_tap(KS_ACT_SHOW, 0);
	room_tap(app, (struct ks_action){KS_ACT_DRILL, 0});
	look();
	for (int i = 0; i < TAPS_MAX && !app->visit.drill.is_begun; i++)
		hands_tap(KS_ACT_NEXT, 0);
	for (int i = 0; i < TAPS_MAX && !app->visit.drill.is_over; i++) {
		size_t scene = app->visit.drill.scene;

		look();
		if (i < 2) { /* further ones pass undecided */
			room_tap(app, (struct ks_action){KS_ACT_DECIDE, i});
			look();
		}
		while (scene == app->visit.drill.scene && !app->visit.drill.is_over)
			hands_tap(KS_ACT_NEXT, 0);
	}
	look(); /* what was decided when */
	hands_tap(KS_ACT_SHOW, 0);
	hands_tap(KS_ACT_HOME, 0);
	paper_walk(app);
	look_behind(KS_ACT_NAME, 0); /* somebody by name */
	hands_tap(KS_ACT_KANA, 0x304B);
	look_behind(KS_ACT_KANA, 0x3093);
	hands_tap(KS_ACT_HOME, 0);
}

/* A gathering nobody announced, up to where it would begin: the list of the walk stays as it is. */
void room_newly(void)
{
	look_behind(KS_ACT_NEWLY, 0);
	look_behind(KS_ACT_CHOOSE, 0);
	look_behind(KS_ACT_CHOOSE, 0);
	hands_tap(KS_ACT_DESK, 0);
}
