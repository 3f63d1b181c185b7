/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/widget.h"

#include <string.h>

#include "ui/widget_private.h"

/* Entering numbers: the boxes that show what was typed, and the keys. */

#define KEY_MIN_MM 20.0
#define KEY_GAP_MM 4.5
#define BOX_GAP_MM 4.0
#define BOX_WIDTH_MM 30.0

static int even(int px)
{
	return px / 2 * 2;
}

static void put_box(struct ks_scene *scene, struct ks_rect r, bool is_next)
{
	ks_widget_card(scene, r, KS_COLOR_SURFACE, is_next ? KS_COLOR_KEY : KS_COLOR_EDGE,
		       KS_MM_RADIUS_CARD, is_next ? KS_MM_BORDER_BOLD : KS_MM_HAIRLINE);
}

static void put_typed(struct ks_scene *scene, struct ks_rect r, char digit, bool is_secret)
{
	struct ks_text_style style = ks_widget_heading_style(ks_scene_ui(scene), KS_MM_HEADING);
	int room = ks_least(r.w, r.h);

	if (is_secret) {
		int dot = even(room / 4);
		struct ks_rect at = ks_widget_square(r.x + r.w / 2, r.y + r.h / 2, dot);

		ks_scene_box(scene, at, &(struct ks_box){.fill = KS_COLOR_INK, .radius_px = dot / 2});
		return;
	}
	style.em_px = even(room * 13 / 20);
	ks_widget_put(scene, ks_widget_layout(scene, (const char[]){digit, '\0'}, &style, 0), r);
}

void ks_widget_digits(struct ks_scene *scene, struct ks_rect r, int n_boxes, const char *typed,
		      bool is_secret, const char *label)
{
	const struct ks_metrics *metrics = &ks_scene_ui(scene)->metrics;
	int gap = ks_mm(metrics, BOX_GAP_MM), n_typed = typed ? (int)strlen(typed) : 0;
	int w = ks_least((r.w - (n_boxes - 1) * gap) / n_boxes, ks_mm(metrics, BOX_WIDTH_MM));

	for (int i = 0; i < n_boxes; i++) {
		struct ks_rect box = {r.x + i * (w + gap), r.y, w, r.h};

		put_box(scene, box, i == n_typed);
		if (i < n_typed)
			put_typed(scene, box, typed[i], is_secret);
	}
	r.w = n_boxes * w + (n_boxes - 1) * gap;
	ks_scene_element(scene,
			 &(struct ks_element){
				 .role = KS_ROLE_FIELD,
				 .state = is_secret ? KS_STATE_SECRET : 0,
				 .rect = r,
				 .label = is_secret || n_typed == 0 || !label
						  ? label
						  : ks_scene_format(scene, "%s %s", label, typed),
			 });
}

int ks_widget_keypad_height(struct ks_scene *scene)
{
	const struct ks_metrics *metrics = &ks_scene_ui(scene)->metrics;

	return 4 * ks_mm(metrics, KEY_MIN_MM) + 3 * ks_mm(metrics, KEY_GAP_MM);
}

struct key {
	const char *label;
	struct ks_action action;
	bool is_digit, is_main, is_disabled, is_on;
};

static void key_colors(const struct key *key, unsigned state, enum ks_color *fill,
		       enum ks_color *line, enum ks_color *ink)
{
	bool is_pressed = state & (KS_STATE_PRESSED | KS_STATE_SELECTED);

	*fill = is_pressed ? KS_COLOR_KEY_SOFT : KS_COLOR_SURFACE;
	*line = is_pressed ? KS_COLOR_KEY : KS_COLOR_EDGE;
	*ink = is_pressed ? KS_COLOR_KEY : key->is_digit ? KS_COLOR_INK : KS_COLOR_INK2;
	if (key->is_main) {
		*fill = is_pressed ? KS_COLOR_KEY_PRESSED : KS_COLOR_KEY;
		*line = is_pressed ? KS_COLOR_KEY_LINE : KS_COLOR_NONE;
		*ink = KS_COLOR_ON_KEY;
	}
	if (key->is_disabled) {
		*fill = key->is_main ? KS_COLOR_KEY_FADED : KS_COLOR_NEUTRAL_SOFT;
		*line = KS_COLOR_NONE;
		*ink = key->is_main ? KS_COLOR_ON_KEY_FADED : KS_COLOR_INK2;
	}
}

static void put_key(struct ks_scene *scene, struct ks_rect r, const struct key *key)
{
	struct ks_ui *ui = ks_scene_ui(scene);
	unsigned state = key->is_disabled ? KS_STATE_DISABLED : ks_scene_state(scene, key->action);
	struct ks_text_style style = ks_widget_heading_style(ui, key->is_main ? 10 : 8);
	const struct ks_text_layout *layout;
	enum ks_color fill, line, ink;

	if (key->is_on)
		state |= KS_STATE_SELECTED;
	if (key->is_main)
		state |= KS_STATE_MAIN;
	key_colors(key, state, &fill, &line, &ink);
	style.align = KS_ALIGN_CENTRE;
	style.pitch_percent = 125;
	style.color = ink;
	if (key->is_digit)
		style.em_px = even(ks_least(r.h / 2, ks_em(&ui->metrics, 17)));
	layout = ks_widget_layout(scene, key->label, &style, r.w - 2 * ks_mm(&ui->metrics, 2));
	ks_widget_card(scene, r, fill, line, KS_MM_RADIUS_CARD,
		       state & (KS_STATE_PRESSED | KS_STATE_SELECTED) ? KS_MM_BORDER_BOLD
								      : KS_MM_HAIRLINE);
	ks_widget_put(scene, layout, r);
	ks_scene_element(scene, &(struct ks_element){.role = KS_ROLE_KEY,
						     .state = state,
						     .rect = r,
						     .action = key->action,
						     .label = key->label,
						     .layout = layout});
}

void ks_widget_key(struct ks_scene *scene, struct ks_rect r, const char *label,
		   struct ks_action action, bool is_on)
{
	put_key(scene, r,
		&(struct key){.label = label, .action = action, .is_digit = true, .is_on = is_on});
}

void ks_widget_keypad(struct ks_scene *scene, struct ks_rect r, const struct ks_keypad *keypad)
{
	int gap = ks_mm(&ks_scene_ui(scene)->metrics, KEY_GAP_MM);
	int w = (r.w - 2 * gap) / 3, h = (r.h - 3 * gap) / 4;
	static const char *const digits[] = {"1", "2", "3", "4",  "5", "6",
					     "7", "8", "9", NULL, "0", NULL};

	for (int i = 0; i < 12; i++) {
		struct ks_rect at = {r.x + i % 3 * (w + gap), r.y + i / 3 * (h + gap), w, h};
		struct key key = {.label = digits[i], .is_digit = true};

		if (digits[i])
			key.action = (struct ks_action){keypad->digit_what, digits[i][0]};
		else if (i == 9)
			key = (struct key){.label = keypad->erase_label, .action = keypad->erase};
		else
			key = (struct key){.label = keypad->next_label,
					   .action = keypad->next,
					   .is_main = true,
					   .is_disabled = !keypad->can_go_on};
		key.is_disabled |= keypad->is_dead;
		put_key(scene, at, &key);
	}
}
