/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "kiosk/screen/screen.h"
#include "kiosk/screen/touch_marks.h"
#include "kiosk/words/words.h"

/* Marks in the corners, at the edges and in the middle: each must answer to a finger. Nothing is recorded. */

#define COLUMNS 3
#define ROWS 3
#define SPOT_MM 24.0
#define SPOT_GAP_MM 6.0

struct touch {
	unsigned touched; /* bit i: mark i was */
};
KS_SCREEN_STATE(struct touch, TOUCH)

static void enter(const struct ks_app *app, struct ks_view *view)
{
	(void)app;
	memset(state_of(view), 0, sizeof(struct touch));
}

/* Where spot @i of @n begins in a length of @room. */
static int place(int i, int n, int room, int size)
{
	return (room - size) * i / (n - 1);
}

bool ks_touch_marks_are_all(unsigned touched)
{
	return touched == (1U << (COLUMNS * ROWS)) - 1;
}

void ks_touch_marks(struct ks_app *app, struct ks_scene *scene, struct ks_rect r, unsigned touched)
{
	enum ks_word word = ks_touch_marks_are_all(touched) ? KS_W_TOUCH_DONE : KS_W_TOUCH_HEADING;
	struct ks_text_style heading = ks_widget_heading_style(&app->ui, 8.8);
	int size = ks_mm(&app->ui.metrics, SPOT_MM), end_y = r.y + r.h;
	int apart = ks_mm_fixed(&app->ui.metrics, SPOT_GAP_MM);

	r.h = ks_scene_words(scene, KS_ROLE_HEADING, r, ks_word(word), &heading);
	r.y += r.h + ks_mm_fixed(&app->ui.metrics, 4.0);
	if (r.y < ks_metrics_reach_px(&app->ui.metrics))
		r.y = ks_metrics_reach_px(&app->ui.metrics);
	r.h = end_y - r.y;
	if (size > (r.h - (ROWS - 1) * apart) / ROWS)
		size = (r.h - (ROWS - 1) * apart) / ROWS;
	for (int i = 0; i < COLUMNS * ROWS; i++) {
		struct ks_button spot = {.kind = KS_BUTTON_STRONG,
					 .label = ks_say(ks_scene_arena(scene), KS_W_TOUCH_SPOT,
							 i + 1),
					 .action = {KS_ACT_TOUCH, i},
					 .is_on = touched >> i & 1U};

		ks_widget_button(scene,
				 (struct ks_rect){r.x + place(i % COLUMNS, COLUMNS, r.w, size),
						  r.y + place(i / COLUMNS, ROWS, r.h, size), size,
						  size},
				 &spot);
	}
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	struct ks_frame_head head = ks_frame_person_head(ks_word(KS_W_DEVICE_TOUCH),
							 ks_word(KS_W_DEVICE_BACK), KS_ACT_DEVICE);
	struct ks_frame frame;

	head.has_bottom = false;
	frame = ks_frame_open(app, scene, &head);
	ks_touch_marks(app, scene, frame.body, state_in(&app->view)->touched);
	ks_frame_tray(scene, &frame);
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	if (action.what == KS_ACT_TOUCH)
		state_of(&app->view)->touched |= 1U << action.arg;
	return action.what == KS_ACT_DEVICE ? KS_SCREEN_DEVICE : KS_SCREEN_SAME;
}

const struct ks_screen ks_screen_touch = {.name = "touch", .enter = enter, .build = build, .tap = tap};
