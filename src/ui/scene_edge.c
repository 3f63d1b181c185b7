/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/scene_private.h"

/* How well the box of a target stands out, and whether words are painted over: what a judge asks of a built scene. */

static bool has_same(struct ks_rect a, struct ks_rect b)
{
	return a.x == b.x && a.y == b.y && a.w == b.w && a.h == b.h;
}

static bool contains(struct ks_rect outer, struct ks_rect inner)
{
	return outer.x <= inner.x && outer.y <= inner.y && outer.x + outer.w >= inner.x + inner.w &&
	       outer.y + outer.h >= inner.y + inner.h;
}

/* What lies under @r before item @before was painted. */
static enum ks_color ground_of(const struct ks_scene *scene, struct ks_rect r, size_t before)
{
	while (before-- > 0) {
		const struct ks_scene_item *item = &scene->items[before];
		enum ks_color color = item->kind == KS_SCENE_BOX    ? item->box.fill
				      : item->kind == KS_SCENE_FILL ? item->color
								    : KS_COLOR_NONE;

		if (color != KS_COLOR_NONE && contains(item->rect, r))
			return color;
	}
	return KS_COLOR_NONE;
}

static double contrast(const struct ks_scene *scene, enum ks_color color, enum ks_color ground)
{
	if (color == KS_COLOR_NONE || ground == KS_COLOR_NONE)
		return 0;
	return ks_theme_contrast(ks_theme_argb(scene->theme, color),
				 ks_theme_argb(scene->theme, ground));
}

double ks_scene_edge(const struct ks_scene *scene, struct ks_rect r)
{
	for (size_t i = scene->n_items; i-- > 0;) {
		const struct ks_scene_item *item = &scene->items[i];
		double line, fill;

		if (item->kind != KS_SCENE_BOX || !has_same(item->rect, r))
			continue;
		line = contrast(scene, item->box.line, ground_of(scene, r, i));
		fill = contrast(scene, item->box.fill, ground_of(scene, r, i));
		return line > fill ? line : fill;
	}
	return 0;
}

/* The last time this layout was painted there; n_items: it was not. */
static size_t painted_at(const struct ks_scene *scene, const struct ks_element *element)
{
	for (size_t i = scene->n_items; i-- > 0;)
		if (scene->items[i].kind == KS_SCENE_LAYOUT &&
		    scene->items[i].layout == element->layout &&
		    ks_scene_text_bounds(element->layout, scene->items[i].rect.x,
					 scene->items[i].rect.y)
				    .x == element->ink.x)
			return i;
	return scene->n_items;
}

bool ks_scene_is_painted_over(const struct ks_scene *scene, const struct ks_element *element)
{
	for (size_t i = painted_at(scene, element) + 1; i < scene->n_items; i++) {
		const struct ks_scene_item *item = &scene->items[i];
		struct ks_rect shared = ks_rect_meet(item->rect, element->ink);
		bool is_solid = item->kind == KS_SCENE_FILL ||
				(item->kind == KS_SCENE_BOX && item->box.fill != KS_COLOR_NONE);

		if (is_solid && shared.w > 1 && shared.h > 1)
			return true;
	}
	return false;
}
