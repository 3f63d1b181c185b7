/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/parts.h"

#include "kiosk/screen/screen.h"
#include "kiosk/words/words.h"

/* Lists and notices at a large text size on a small display: nothing shrinks, nothing is cut off. */

void ks_parts_enter(const struct ks_app *app, struct ks_view *view)
{
	(void)app;
	view->part = 0;
}

static void build_turning(struct ks_app *app, struct ks_scene *scene, const struct ks_frame *frame)
{
	struct ks_button back = ks_frame_back(), next = ks_frame_next(ks_word(KS_W_NEXT));

	if (app->view.part > 0)
		ks_frame_bottom_button(scene, frame, KS_SLOT_LEFT, &back);
	if (app->view.part + 1 < app->view.n_parts)
		ks_frame_bottom_button(scene, frame, KS_SLOT_RIGHT, &next);
}

void ks_parts_words(struct ks_app *app, struct ks_scene *scene, const struct ks_frame *frame)
{
	if (app->view.n_parts > 1)
		ks_frame_bottom_words(scene, frame,
				      ks_say(ks_scene_arena(scene), KS_W_PAGE_OF,
					     app->view.part + 1, app->view.n_parts));
}

struct ks_frame ks_parts_build(struct ks_app *app, struct ks_scene *scene,
			       struct ks_frame_head *head, ks_parts_fill fill)
{
	struct ks_frame frame = ks_frame_measure(app, scene, head);
	struct ks_flow flow = ks_flow_begin(app, scene, frame.body, -1);
	bool has_own_buttons = head->has_bottom;

	fill(&flow, app);
	if (ks_flow_n_parts(&flow) > 1)
		head->has_bottom = true;
	frame = ks_frame_open(app, scene, head);
	flow = ks_flow_begin(app, scene, frame.body, app->view.part);
	fill(&flow, app);
	app->view.n_parts = ks_flow_n_parts(&flow);
	if (app->view.n_parts > 1)
		build_turning(app, scene, &frame);
	if (!has_own_buttons)
		ks_parts_words(app, scene, &frame);
	ks_frame_tray(scene, &frame);
	return frame;
}

bool ks_parts_tap(struct ks_app *app, struct ks_action action)
{
	if (action.what == KS_ACT_BACK && app->view.part > 0)
		app->view.part--;
	else if (action.what == KS_ACT_NEXT && app->view.part + 1 < app->view.n_parts)
		app->view.part++;
	else
		return false;
	return true;
}
