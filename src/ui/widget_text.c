/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/widget.h"

#include "ui/widget_private.h"

/* Words with a ground: pills that tell a state, and blocks of quotation, note and warning. */

struct tone {
	enum ks_color fill, ink;
};

static const struct tone tones[] = {
	[KS_TONE_NEUTRAL] = {KS_COLOR_NEUTRAL_SOFT, KS_COLOR_INK2},
	[KS_TONE_OK] = {KS_COLOR_OK_SOFT, KS_COLOR_OK},
	[KS_TONE_WARN] = {KS_COLOR_WARN_SOFT, KS_COLOR_WARN},
	[KS_TONE_BAD] = {KS_COLOR_BAD_SOFT, KS_COLOR_BAD},
	[KS_TONE_ACCENT] = {KS_COLOR_ACCENT, KS_COLOR_ON_ACCENT},
};

struct badge {
	const struct ks_text_layout *layout;
	int side, icon, gap, w, h;
	int drop; /* how much lower words with readings stand */
};

static struct badge plan_badge(struct ks_scene *scene, double mm, enum ks_color ink,
			       enum ks_icon icon, const char *words)
{
	struct ks_text_style style = ks_widget_heading_style(ks_scene_ui(scene), mm);
	struct badge badge;

	style.color = ink;
	badge.layout = ks_widget_layout(scene, words, &style, 0);
	badge.side = style.em_px * 9 / 10;
	badge.icon = icon == KS_ICON_NONE ? 0 : style.em_px * 9 / 10;
	badge.gap = icon == KS_ICON_NONE ? 0 : style.em_px / 3;
	badge.w = badge.layout->w + badge.icon + badge.gap + 2 * badge.side;
	badge.drop = ks_scene_has_readings(badge.layout) ? style.em_px * 4 / 10 : 0;
	badge.h = style.em_px * 19 / 10 + badge.drop;
	return badge;
}

struct ks_rect ks_widget_badge_size(struct ks_scene *scene, double mm, enum ks_icon icon,
				    const char *words)
{
	struct badge badge = plan_badge(scene, mm, KS_COLOR_INK, icon, words);

	return (struct ks_rect){0, 0, badge.w, badge.h};
}

struct ks_rect ks_widget_badge(struct ks_scene *scene, int x, int y, double mm, enum ks_tone tone,
			       enum ks_icon icon, const char *words)
{
	struct badge badge = plan_badge(scene, mm, tones[tone].ink, icon, words);
	struct ks_rect r = {x, y, badge.w, badge.h};

	ks_scene_box(scene, r, &(struct ks_box){.fill = tones[tone].fill, .radius_px = r.h / 2});
	if (icon != KS_ICON_NONE)
		ks_scene_icon(scene,
			      (struct ks_rect){x + badge.side, y + (r.h + badge.drop - badge.icon) / 2,
					       badge.icon, badge.icon},
			      icon, tones[tone].ink);
	ks_widget_put(scene, badge.layout,
		      (struct ks_rect){x + badge.side + badge.icon + badge.gap, y + badge.drop,
				       badge.layout->w, r.h - badge.drop});
	ks_scene_element(scene, &(struct ks_element){.role = KS_ROLE_BADGE,
						     .rect = r,
						     .label = words,
						     .layout = badge.layout});
	return r;
}

/* Ground with a bar: square where the bar is, round on the other side. */
static void quote_ground(struct ks_scene *scene, struct ks_rect r, const struct ks_quote *quote,
			 int bar)
{
	int radius = ks_mm(&ks_scene_ui(scene)->metrics, KS_MM_RADIUS);

	ks_scene_box(scene, r, &(struct ks_box){.fill = quote->ground, .radius_px = radius});
	if (bar == 0)
		return;
	ks_scene_fill(scene, (struct ks_rect){r.x, r.y, ks_most(bar, radius), r.h}, quote->ground);
	ks_scene_fill(scene, (struct ks_rect){r.x, r.y, bar, r.h}, quote->bar);
}

struct quote_part {
	const struct ks_text_layout *layout;
	enum ks_role role;
	int gap; /* before it */
};

static void plan_quote(struct ks_scene *scene, const struct ks_quote *quote, int width_px,
		       struct quote_part parts[3])
{
	struct ks_ui *ui = ks_scene_ui(scene);
	double mm = quote->mm > 0 ? quote->mm : KS_MM_BODY * 0.9;
	enum ks_color ink = quote->ink != KS_COLOR_NONE ? quote->ink : KS_COLOR_INK;
	struct ks_text_style title = ks_widget_heading_style(ui, mm * 0.9);
	struct ks_text_style text = ks_widget_style(ui, mm);
	struct ks_text_style source =
		ks_widget_style(ui, mm * 0.78 > KS_MM_NOTE ? mm * 0.78 : KS_MM_NOTE);

	title.color = quote->bar != KS_COLOR_NONE ? quote->bar : ink;
	text.color = ink;
	text.breaking = quote->breaking;
	text.pitch_percent = 160;
	source.color = KS_COLOR_INK2;
	source.pitch_percent = 150;
	if (quote->title)
		parts[0].layout = ks_widget_layout(scene, quote->title, &title, width_px);
	if (quote->text)
		parts[1].layout = ks_text_layout(ui->text, quote->text, &text, width_px);
	if (quote->source)
		parts[2].layout = ks_widget_layout(scene, quote->source, &source, width_px);
	parts[1].gap = quote->title ? ks_mm(&ui->metrics, 1) : 0;
	parts[2].gap = quote->title || quote->text ? ks_mm(&ui->metrics, 1.2) : 0;
}

static int bar_width(const struct ks_metrics *metrics, const struct ks_quote *quote)
{
	return quote->bar != KS_COLOR_NONE ? ks_mm(metrics, 3.3) : 0;
}

static int side_width(const struct ks_metrics *metrics, const struct ks_quote *quote)
{
	return ks_mm(metrics, quote->bar != KS_COLOR_NONE ? 7.5 : 6.5);
}

const struct ks_text_layout *ks_widget_quote_text(struct ks_scene *scene, int width_px,
						  const struct ks_quote *quote)
{
	const struct ks_metrics *metrics = &ks_scene_ui(scene)->metrics;
	struct quote_part parts[3] = {{0}};

	plan_quote(scene, quote,
		   width_px - bar_width(metrics, quote) - 2 * side_width(metrics, quote), parts);
	return parts[1].layout;
}

int ks_widget_quote(struct ks_scene *scene, struct ks_rect r, const struct ks_quote *quote,
		    bool is_dry)
{
	const struct ks_metrics *metrics = &ks_scene_ui(scene)->metrics;
	int bar = bar_width(metrics, quote), side = side_width(metrics, quote);
	int pad = ks_mm(metrics, 5);
	struct quote_part parts[3] = {
		{.role = KS_ROLE_TEXT}, {.role = KS_ROLE_TEXT}, {.role = KS_ROLE_TEXT}};
	int y = r.y + pad;

	plan_quote(scene, quote, r.w - bar - 2 * side, parts);
	r.h = 2 * pad;
	for (size_t i = 0; i < KS_COUNT(parts); i++)
		r.h += parts[i].layout ? parts[i].gap + parts[i].layout->h : 0;
	if (is_dry)
		return r.h;
	quote_ground(scene, r, quote, bar);
	for (size_t i = 0; i < KS_COUNT(parts); i++) {
		const struct ks_text_layout *layout = parts[i].layout;

		if (!layout)
			continue;
		y += parts[i].gap;
		ks_scene_layout(scene, layout, r.x + bar + side, y);
		ks_scene_element(scene, &(struct ks_element){.role = parts[i].role,
							     .rect = ks_scene_text_bounds(
								     layout, r.x + bar + side, y),
							     .label = layout->rich.text,
							     .layout = layout});
		y += layout->h;
	}
	return r.h;
}
