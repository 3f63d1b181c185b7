/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/widget.h"

#include "ui/widget_private.h"

/* Buttons. How each kind looks at rest, pressed and out of use is one table. */

enum look { LOOK_REST, LOOK_PRESSED, LOOK_DISABLED, LOOK_COUNT };

struct colors {
	enum ks_color fill, line, ink;
	double line_mm;
};

static const struct colors colors[][LOOK_COUNT] = {
	[KS_BUTTON_PRIMARY] =
		{
			{KS_COLOR_KEY, KS_COLOR_NONE, KS_COLOR_ON_KEY, 0},
			{KS_COLOR_KEY_PRESSED, KS_COLOR_KEY_LINE, KS_COLOR_ON_KEY, 1.2},
			{KS_COLOR_KEY_FADED, KS_COLOR_NONE, KS_COLOR_ON_KEY_FADED, 0},
		},
	[KS_BUTTON_STRONG] =
		{
			{KS_COLOR_SURFACE, KS_COLOR_KEY, KS_COLOR_KEY, KS_MM_BORDER},
			{KS_COLOR_KEY_SOFT, KS_COLOR_KEY, KS_COLOR_KEY, KS_MM_BORDER_BOLD},
			{KS_COLOR_NEUTRAL_SOFT, KS_COLOR_LINE, KS_COLOR_INK2, KS_MM_HAIRLINE},
		},
	[KS_BUTTON_QUIET] =
		{
			{KS_COLOR_SURFACE, KS_COLOR_EDGE, KS_COLOR_INK2, KS_MM_BORDER},
			{KS_COLOR_KEY_SOFT, KS_COLOR_KEY, KS_COLOR_KEY, KS_MM_BORDER_BOLD},
			{KS_COLOR_NEUTRAL_SOFT, KS_COLOR_LINE, KS_COLOR_INK2, KS_MM_HAIRLINE},
		},
	[KS_BUTTON_DOOR] =
		{
			{KS_COLOR_DOOR, KS_COLOR_STAGE_LINE, KS_COLOR_ON_STAGE, KS_MM_BORDER},
			{KS_COLOR_DOOR_SUNK, KS_COLOR_ON_STAGE, KS_COLOR_ON_STAGE, KS_MM_BORDER_BOLD},
			{KS_COLOR_STAGE, KS_COLOR_STAGE_LINE, KS_COLOR_ON_STAGE, KS_MM_HAIRLINE},
		},
	[KS_BUTTON_DOOR_MAIN] =
		{
			{KS_COLOR_DOOR_MAIN, KS_COLOR_NONE, KS_COLOR_ON_DOOR_MAIN, 0},
			{KS_COLOR_STAGE_LINE, KS_COLOR_ON_DOOR_MAIN, KS_COLOR_ON_DOOR_MAIN,
			 KS_MM_BORDER_BOLD},
			{KS_COLOR_KEY_FADED, KS_COLOR_NONE, KS_COLOR_ON_KEY_FADED, 0},
		},
};

/* An icon is as high as the words' characters, with a third of that between. */
struct parts {
	struct ks_text_style style;
	int icon, gap, side; /* side: free room left and right */
};

static void set_em(struct parts *parts, int em_px)
{
	parts->style.em_px = em_px;
	parts->icon = em_px * 9 / 10;
	parts->gap = em_px / 3;
}

static struct parts parts_of(struct ks_scene *scene, const struct ks_button *button)
{
	struct ks_ui *ui = ks_scene_ui(scene);
	struct parts parts;

	parts.style =
		ks_widget_heading_style(ui, button->label_mm > 0 ? button->label_mm : KS_MM_LABEL);
	parts.style.pitch_percent = 135;
	parts.style.align = KS_ALIGN_CENTRE;
	set_em(&parts, parts.style.em_px);
	parts.side = ks_mm(&ui->metrics, 3);
	return parts;
}

/* What is switched on has a tick in front. */
static enum ks_icon before(const struct ks_button *button)
{
	return button->is_on ? KS_ICON_CHECK : button->before;
}

static int icons_width(const struct parts *parts, const struct ks_button *button)
{
	int n = (before(button) != KS_ICON_NONE) + (button->after != KS_ICON_NONE);

	return n * (parts->icon + parts->gap);
}

static bool is_strong(const struct ks_button *button)
{
	return button->kind == KS_BUTTON_PRIMARY || button->kind == KS_BUTTON_DOOR_MAIN;
}

int ks_widget_button_width(struct ks_scene *scene, const struct ks_button *button)
{
	const struct ks_metrics *metrics = &ks_scene_ui(scene)->metrics;
	struct parts parts = parts_of(scene, button);
	const struct ks_text_layout *layout = ks_widget_layout(scene, button->label, &parts.style, 0);
	int pad = parts.style.em_px < ks_em(metrics, KS_MM_LABEL) ? 7 : 10;
	int width = layout->w + icons_width(&parts, button) + 2 * ks_mm(metrics, pad);

	return ks_most(width, ks_mm(metrics, is_strong(button) && pad == 10 ? 60 : 15));
}

static const struct ks_text_layout *layout_label(struct ks_scene *scene,
						 const struct ks_button *button,
						 const struct parts *parts, int width_px)
{
	return ks_widget_layout(scene, button->label, &parts->style,
				width_px - 2 * parts->side - icons_width(parts, button));
}

/* Several lines with readings that would come closer to the edges of @r than a sixth of an em are set smaller, down to a note. */
static const struct ks_text_layout *fit_label(struct ks_scene *scene, struct ks_rect r,
					      const struct ks_button *button, struct parts *parts)
{
	int least = ks_em(&ks_scene_ui(scene)->metrics, KS_MM_NOTE);
	const struct ks_text_layout *layout = layout_label(scene, button, parts, r.w);

	while (parts->style.em_px > least && layout->n_lines > 1 && ks_scene_has_readings(layout) &&
	       ks_scene_ink_height(layout) + parts->style.em_px / 3 > r.h) {
		set_em(parts, parts->style.em_px - 2);
		layout = layout_label(scene, button, parts, r.w);
	}
	return layout;
}

int ks_widget_button_height(struct ks_scene *scene, const struct ks_button *button, int width_px)
{
	const struct ks_metrics *metrics = &ks_scene_ui(scene)->metrics;
	struct parts parts = parts_of(scene, button);
	const struct ks_text_layout *layout = layout_label(scene, button, &parts, width_px);

	return ks_most(layout->h + ks_mm(metrics, 4), ks_mm(metrics, 15));
}

static void put_icon(struct ks_scene *scene, struct ks_rect r, int x, const struct parts *parts,
		     enum ks_icon icon, enum ks_color ink)
{
	ks_scene_icon(scene,
		      (struct ks_rect){x, r.y + (r.h - parts->icon) / 2, parts->icon, parts->icon},
		      icon, ink);
}

static void put_words(struct ks_scene *scene, struct ks_rect r, const struct ks_button *button,
		      const struct parts *parts, const struct ks_text_layout *layout,
		      enum ks_color ink)
{
	struct ks_rect words = ks_scene_text_bounds(layout, 0, 0);
	int x = r.x + (r.w - words.w - icons_width(parts, button)) / 2;

	if (before(button) != KS_ICON_NONE) {
		put_icon(scene, r, x, parts, before(button), ink);
		x += parts->icon + parts->gap;
	}
	ks_scene_layout(scene, layout, x - words.x, ks_scene_fitting_y(layout, r));
	if (button->after != KS_ICON_NONE)
		put_icon(scene, r, x + words.w + parts->gap, parts, button->after, ink);
}

void ks_widget_button(struct ks_scene *scene, struct ks_rect r, const struct ks_button *button)
{
	unsigned state = ks_scene_state(scene, button->action);
	struct parts parts = parts_of(scene, button);
	const struct ks_text_layout *layout;
	const struct colors *look;
	bool is_sunk;

	if (button->is_disabled)
		state = KS_STATE_DISABLED;
	if (is_strong(button) || button->is_main)
		state |= KS_STATE_MAIN;
	if (button->is_exit)
		state |= KS_STATE_EXIT;
	if (button->is_on)
		state |= KS_STATE_SELECTED;
	/* A finger on what is on shows it as it will be: off. */
	is_sunk = (state & KS_STATE_PRESSED) ? !button->is_on : button->is_on;
	look = &colors[button->kind][state & KS_STATE_DISABLED ? LOOK_DISABLED
				     : is_sunk                 ? LOOK_PRESSED
							       : LOOK_REST];
	parts.style.color = look->ink;
	layout = fit_label(scene, r, button, &parts);
	ks_widget_card(scene, r, look->fill, look->line, KS_MM_RADIUS, look->line_mm);
	put_words(scene, r, button, &parts, layout, look->ink);
	ks_scene_element(scene,
			 &(struct ks_element){.role = KS_ROLE_BUTTON,
					      .state = state,
					      .rect = r,
					      .action = button->action,
					      .label = button->name ? button->name : button->label,
					      .layout = layout});
}
