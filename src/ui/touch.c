/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/touch.h"

#include "base/mem.h"

/*
 * The rules that make a drawn button forgiving: fingers are broad, tremble and drift. What is under the
 * finger is shown pressed all the time, so a person sees what lifting it would tap.
 */

static bool is_same(struct ks_action a, struct ks_action b)
{
	return a.what == b.what && a.arg == b.arg;
}

static struct ks_action under(const struct ks_scene *scene, const struct ks_ui *ui, int x, int y)
{
	const struct ks_element *element =
		ks_scene_hit(scene, x, y, ks_mm_fixed(&ui->metrics, KS_TOUCH_SLACK_MM));

	return element ? element->action : (struct ks_action){0, 0};
}

static bool is_within(const struct ks_ui *ui, int x, int y, int to_x, int to_y, double mm)
{
	long dx = x - to_x, dy = y - to_y, most = ks_mm_fixed(&ui->metrics, mm);

	return dx * dx + dy * dy <= most * most;
}

static bool is_present(const struct ks_scene *scene, struct ks_action action)
{
	size_t n_elements;
	const struct ks_element *elements = ks_scene_elements(scene, &n_elements);

	for (size_t i = 0; i < n_elements; i++) {
		if (is_same(elements[i].action, action) && !(elements[i].state & KS_STATE_DISABLED))
			return true;
	}
	return false;
}

static enum ks_touch_result press(struct ks_ui *ui, struct ks_action action)
{
	if (is_same(ui->pressed, action))
		return KS_TOUCH_NOTHING;
	ui->pressed = action;
	return KS_TOUCH_REDRAW;
}

static enum ks_touch_result on_down(struct ks_touch *touch, const struct ks_scene *scene,
				    struct ks_ui *ui, const struct ks_input *input,
				    struct ks_action *action)
{
	enum ks_touch_result result;

	(void)action;
	touch->is_down = true;
	touch->has_moved_away = false;
	touch->down_x = touch->last_x = input->x;
	touch->down_y = touch->last_y = input->y;
	touch->down_on = touch->over = under(scene, ui, input->x, input->y);
	result = press(ui, touch->down_on);
	if (ui->has_focus_ring) {
		ui->has_focus_ring = false;
		result = KS_TOUCH_REDRAW;
	}
	return result;
}

static enum ks_touch_result on_move(struct ks_touch *touch, const struct ks_scene *scene,
				    struct ks_ui *ui, const struct ks_input *input,
				    struct ks_action *action)
{
	(void)action;
	if (!touch->is_down || touch->has_moved_away)
		return KS_TOUCH_NOTHING;
	if (!is_within(ui, input->x, input->y, touch->down_x, touch->down_y, KS_TOUCH_MOVE_MM)) {
		touch->has_moved_away = true;
		return press(ui, (struct ks_action){0, 0});
	}
	if (input->x == touch->last_x && input->y == touch->last_y)
		return KS_TOUCH_NOTHING;
	touch->last_x = input->x;
	touch->last_y = input->y;
	touch->over = under(scene, ui, input->x, input->y);
	return press(ui, touch->over);
}

/* Did the scene change under the finger since it touched? */
static bool is_other_scene(const struct ks_touch *touch, const struct ks_scene *scene,
			   const struct ks_input *input, struct ks_action found)
{
	bool is_at_rest = input->x == touch->last_x && input->y == touch->last_y;

	if (is_at_rest && !is_same(found, touch->over))
		return true;
	return touch->down_on.what != 0 && !is_present(scene, touch->down_on);
}

static enum ks_touch_result on_up(struct ks_touch *touch, const struct ks_scene *scene,
				  struct ks_ui *ui, const struct ks_input *input,
				  struct ks_action *action)
{
	bool was_down = touch->is_down;
	enum ks_touch_result result = press(ui, (struct ks_action){0, 0});

	touch->is_down = false;
	if (!was_down || touch->has_moved_away ||
	    !is_within(ui, input->x, input->y, touch->down_x, touch->down_y, KS_TOUCH_MOVE_MM))
		return result;

	struct ks_action found = under(scene, ui, input->x, input->y);

	if (found.what == 0 || is_other_scene(touch, scene, input, found))
		return result;
	if (touch->tap_ms != 0 && input->t_ms - touch->tap_ms < KS_TOUCH_REPEAT_MS &&
	    is_within(ui, input->x, input->y, touch->tap_x, touch->tap_y, KS_TOUCH_MOVE_MM))
		return result;
	touch->tap_x = input->x;
	touch->tap_y = input->y;
	touch->tap_ms = input->t_ms;
	*action = found;
	return KS_TOUCH_TAP;
}

static enum ks_touch_result on_cancel(struct ks_touch *touch, const struct ks_scene *scene,
				      struct ks_ui *ui, const struct ks_input *input,
				      struct ks_action *action)
{
	(void)scene;
	(void)input;
	(void)action;
	touch->is_down = false;
	return press(ui, (struct ks_action){0, 0});
}

static enum ks_touch_result on_key(struct ks_touch *touch, const struct ks_scene *scene,
				   struct ks_ui *ui, const struct ks_input *input,
				   struct ks_action *action)
{
	(void)touch;
	if (input->key == KS_KEY_ENTER || input->key == KS_KEY_ESCAPE) {
		bool is_focused = ui->has_focus_ring && ui->focused.what != 0;
		const struct ks_element *element =
			input->key == KS_KEY_ESCAPE ? ks_scene_exit(scene)
			: is_focused                ? ks_scene_step_focus(scene, ui->focused, 0)
						    : ks_scene_main(scene);

		if (!element)
			return KS_TOUCH_NOTHING;
		*action = element->action;
		return KS_TOUCH_TAP;
	}
	if (input->key != KS_KEY_NEXT && input->key != KS_KEY_PREVIOUS)
		return KS_TOUCH_NOTHING;

	const struct ks_element *element =
		ks_scene_step_focus(scene, ui->focused, input->key == KS_KEY_NEXT ? 1 : -1);

	if (!element)
		return KS_TOUCH_NOTHING;
	ui->focused = element->action;
	ui->has_focus_ring = true;
	return KS_TOUCH_REDRAW;
}

typedef enum ks_touch_result (*handler)(struct ks_touch *touch, const struct ks_scene *scene,
					struct ks_ui *ui, const struct ks_input *input,
					struct ks_action *action);

static const handler handlers[] = {
	[KS_INPUT_DOWN] = on_down,     [KS_INPUT_MOVE] = on_move, [KS_INPUT_UP] = on_up,
	[KS_INPUT_CANCEL] = on_cancel, [KS_INPUT_KEY] = on_key,
};

enum ks_touch_result ks_touch_input(struct ks_touch *touch, const struct ks_scene *scene,
				    struct ks_ui *ui, const struct ks_input *input,
				    struct ks_action *action)
{
	if (input->kind >= KS_COUNT(handlers) || !handlers[input->kind])
		return KS_TOUCH_NOTHING;
	return handlers[input->kind](touch, scene, ui, input, action);
}
