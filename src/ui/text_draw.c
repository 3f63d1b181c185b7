/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/text_private.h"

/*
 * Painting a layout: coverage masks from the atlas in the colours of the theme. Glyphs are rasterised
 * here, when they are first seen, so that laying out (for a height, say) costs no pixels.
 */

static bool touches(const struct ks_canvas *canvas, int x, int y, int w, int h)
{
	const struct ks_rect *clip = &canvas->clip;

	return x < clip->x + clip->w && x + w > clip->x && y < clip->y + clip->h && y + h > clip->y;
}

static void draw_dots(struct ks_canvas *canvas, int x, int y, const struct ks_placed_rule *rule,
		      uint32_t argb)
{
	int step = rule->thick * 2, n = ks_most(1, rule->w / step);

	for (int i = 0; i < n; i++) {
		struct ks_rect dot = {x + rule->w * (2 * i + 1) / (2 * n) - rule->thick / 2, y,
				      rule->thick, rule->thick};

		ks_paint_round(canvas, dot, rule->thick / 2, argb);
	}
}

static uint32_t color_of(const struct ks_text_layout *layout, enum ks_theme theme, uint8_t color)
{
	uint32_t given = layout->style.argb_override;

	return given ? given : ks_theme_argb(theme, (enum ks_color)color);
}

/* Grounds first: a line below a word may overlap the ground of the next one. */
static void draw_rules(const struct ks_text_layout *layout, struct ks_canvas *canvas, int x, int y,
		       enum ks_theme theme, bool are_grounds)
{
	for (size_t i = 0; i < layout->glyphs->n_rules; i++) {
		const struct ks_placed_rule *rule = &layout->glyphs->rules[i];
		uint32_t argb = color_of(layout, theme, rule->color);
		struct ks_rect r = {x + rule->x, y + rule->y, rule->w, rule->thick};

		if ((rule->kind == KS_RULE_GROUND) != are_grounds)
			continue;
		if (rule->kind == KS_RULE_DOTS)
			draw_dots(canvas, r.x, r.y, rule, argb);
		else
			ks_paint_fill(canvas, r, argb);
	}
}

void ks_text_draw(struct ks_text_engine *engine, const struct ks_text_layout *layout,
		  struct ks_canvas *canvas, int x, int y, enum ks_theme theme)
{
	const struct ks_text_glyphs *glyphs = layout->glyphs;

	draw_rules(layout, canvas, x, y, theme, true);
	draw_rules(layout, canvas, x, y, theme, false);
	for (size_t i = 0; i < glyphs->n_placed; i++) {
		const struct ks_placed *placed = &glyphs->placed[i];
		struct ks_glyph *glyph = placed->glyph;
		int em = glyph->em_px, left = x + placed->x, base = y + placed->y;

		/* generous: ink stays within half an em around its square */
		if (!touches(canvas, left - em / 2, base - em * 3 / 2, em * 2, em * 2))
			continue;
		ks_atlas_draw(engine->atlas, glyph);
		if (glyph->mask.coverage)
			ks_paint_mask(canvas, &glyph->mask, left + glyph->left, base - glyph->top,
				      color_of(layout, theme, placed->color));
	}
}

void ks_text_warm(struct ks_text_engine *engine, const struct ks_text_layout *layout)
{
	for (size_t i = 0; i < layout->glyphs->n_placed; i++)
		ks_atlas_draw(engine->atlas, layout->glyphs->placed[i].glyph);
}
