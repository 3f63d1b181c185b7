/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/scene.h"

#include <limits.h>
#include <stdlib.h>

#include "ui/icons.h"
#include "ui/scene_private.h"

/*
 * From a scene to pixels. Damage follows one rule: a pixel must be painted unless the items that cover
 * it are the same ones in the same order as before. Items are matched by hash; of the matched ones, those
 * that kept their order (a longest increasing run of old positions) need no paint, all others count as
 * both gone and new. So insertions and removals stay small, and a change of order is never missed.
 */

/* Joining two rectangles is worth this many pixels painted for nothing: fewer X requests, fewer passes. */
#define JOIN_COST_PX 4096

struct slot {
	uint64_t hash;
	size_t place; /* in the old scene */
};

static int compare_slots(const void *a, const void *b)
{
	const struct slot *left = a, *right = b;

	return left->hash != right->hash ? KS_ORDER(left->hash, right->hash)
					 : KS_ORDER(left->place, right->place);
}

#define UNMATCHED ((size_t)-1)

/* The first slot with @hash that is not taken, or n. Slots of one hash are taken in order. */
static size_t find_slot(const struct slot *slots, const bool *is_taken, size_t n, uint64_t hash)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (slots[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	while (low < n && slots[low].hash == hash && is_taken[low])
		low++;
	return low < n && slots[low].hash == hash ? low : n;
}

static void match_items(const struct ks_scene *old, const struct ks_scene *scene, size_t *old_place)
{
	size_t n = old->n_items;
	struct slot *slots = ks_alloc_zero(n, sizeof(*slots));
	bool *is_taken = ks_alloc_zero(n, sizeof(*is_taken));

	for (size_t i = 0; i < n; i++)
		slots[i] = (struct slot){old->items[i].hash, i};
	qsort(slots, n, sizeof(*slots), compare_slots);
	for (size_t i = 0; i < scene->n_items; i++) {
		size_t at = find_slot(slots, is_taken, n, scene->items[i].hash);

		old_place[i] = at < n ? slots[at].place : UNMATCHED;
		if (at < n)
			is_taken[at] = true;
	}
	free(slots);
	free(is_taken);
}

/* Turn matches that are not on the longest increasing run of old places into UNMATCHED. */
static void keep_ordered(size_t *old_place, size_t n)
{
	size_t *ends = ks_alloc_zero(
		n, sizeof(*ends)); /* ends[k]: last item of the best run of length k + 1 */
	size_t *before = ks_alloc_zero(n, sizeof(*before));
	bool *is_kept = ks_alloc_zero(n, sizeof(*is_kept));
	size_t longest = 0;

	for (size_t i = 0; i < n; i++) {
		size_t low = 0, high = longest;

		if (old_place[i] == UNMATCHED)
			continue;
		while (low < high) {
			size_t middle = (low + high) / 2;

			if (old_place[ends[middle]] < old_place[i])
				low = middle + 1;
			else
				high = middle;
		}
		before[i] = low > 0 ? ends[low - 1] : UNMATCHED;
		ends[low] = i;
		if (low == longest)
			longest++;
	}
	for (size_t i = longest > 0 ? ends[longest - 1] : UNMATCHED; i != UNMATCHED; i = before[i])
		is_kept[i] = true;
	for (size_t i = 0; i < n; i++) {
		if (!is_kept[i])
			old_place[i] = UNMATCHED;
	}
	free(ends);
	free(before);
	free(is_kept);
}

static long area(struct ks_rect r)
{
	return (long)r.w * r.h;
}

static bool is_worth_joining(struct ks_rect a, struct ks_rect b)
{
	if (!ks_rect_is_empty(ks_rect_meet(a, b)))
		return true;
	return area(ks_rect_join(a, b)) <= area(a) + area(b) + JOIN_COST_PX;
}

static void take_out(struct ks_damage *damage, int i)
{
	damage->rects[i] = damage->rects[--damage->n_rects];
}

/* Full: join the two whose union wastes least. */
static void join_cheapest(struct ks_damage *damage)
{
	int first = 0, second = 0;
	long least = LONG_MAX;

	for (int i = 0; i < damage->n_rects; i++) {
		for (int k = i + 1; k < damage->n_rects; k++) {
			struct ks_rect a = damage->rects[i], b = damage->rects[k];
			long waste = area(ks_rect_join(a, b)) - area(a) - area(b);

			if (waste < least) {
				least = waste;
				first = i;
				second = k;
			}
		}
	}
	damage->rects[first] = ks_rect_join(damage->rects[first], damage->rects[second]);
	take_out(damage, second);
}

static void add_damage(struct ks_damage *damage, struct ks_rect r)
{
	if (ks_rect_is_empty(r))
		return;
	for (int i = 0; i < damage->n_rects;) {
		if (is_worth_joining(damage->rects[i], r)) {
			r = ks_rect_join(damage->rects[i], r);
			take_out(damage, i);
			i = 0; /* the union may now meet one that was passed */
		} else {
			i++;
		}
	}
	if (damage->n_rects == KS_DAMAGE_MAX) {
		join_cheapest(damage);
		add_damage(damage, r);
		return;
	}
	damage->rects[damage->n_rects++] = r;
}

/* join_cheapest() may leave an overlap: put all in again until none is left. */
static void settle(struct ks_damage *damage)
{
	int before;

	do {
		struct ks_damage again = {.n_rects = 0};

		before = damage->n_rects;
		for (int i = 0; i < damage->n_rects; i++)
			add_damage(&again, damage->rects[i]);
		*damage = again;
	} while (damage->n_rects < before);
}

void ks_scene_diff(const struct ks_scene *old, const struct ks_scene *scene, struct ks_damage *out)
{
	out->n_rects = 0;
	if (!old || !old->ui || old->theme != scene->theme || old->rect.w != scene->rect.w ||
	    old->rect.h != scene->rect.h) {
		add_damage(out, scene->rect);
		return;
	}

	size_t *old_place = ks_alloc_zero(scene->n_items, sizeof(*old_place));
	bool *is_still_there = ks_alloc_zero(old->n_items, sizeof(*is_still_there));

	match_items(old, scene, old_place);
	keep_ordered(old_place, scene->n_items);
	for (size_t i = 0; i < scene->n_items; i++) {
		if (old_place[i] == UNMATCHED)
			add_damage(out, scene->items[i].bounds);
		else
			is_still_there[old_place[i]] = true;
	}
	for (size_t i = 0; i < old->n_items; i++) {
		if (!is_still_there[i])
			add_damage(out, old->items[i].bounds);
	}
	settle(out);
	free(old_place);
	free(is_still_there);
}

/* Does the item paint every pixel of @clip opaquely? */
static bool hides(const struct ks_scene *scene, const struct ks_scene_item *item, struct ks_rect clip)
{
	struct ks_rect solid = item->rect;
	enum ks_color color = item->color;

	if (item->kind == KS_SCENE_BOX) {
		color = item->box.fill;
		solid.x += item->box.radius_px;
		solid.w -= 2 * item->box.radius_px;
	} else if (item->kind != KS_SCENE_FILL) {
		return false;
	}
	if (ks_theme_argb(scene->theme, color) >> 24 != 255)
		return false;

	struct ks_rect met = ks_rect_meet(solid, clip);

	return met.w == clip.w && met.h == clip.h;
}

static void paint_box(const struct ks_scene *scene, const struct ks_scene_item *item,
		      struct ks_canvas *canvas)
{
	const struct ks_box *box = &item->box;

	if (box->fill != KS_COLOR_NONE)
		ks_paint_round(canvas, item->rect, box->radius_px,
			       ks_theme_argb(scene->theme, box->fill));
	if (box->line != KS_COLOR_NONE)
		ks_paint_frame(canvas, item->rect, box->radius_px, box->line_px, box->dash_px,
			       ks_theme_argb(scene->theme, box->line));
}

static void paint_arc(const struct ks_scene *scene, const struct ks_scene_item *item,
		      struct ks_canvas *canvas)
{
	struct ks_rect r = item->rect;
	double size = ks_least(r.w, r.h);

	ks_paint_arc(canvas, r.x + r.w / 2.0, r.y + r.h / 2.0, (size - item->line_px) / 2,
		     item->line_px, item->from, item->to, ks_theme_argb(scene->theme, item->color));
}

static void paint_item(const struct ks_scene *scene, const struct ks_scene_item *item,
		       struct ks_canvas *canvas)
{
	struct ks_ui *ui = scene->ui;

	switch (item->kind) {
	case KS_SCENE_FILL:
		ks_paint_fill(canvas, item->rect, ks_theme_argb(scene->theme, item->color));
		break;
	case KS_SCENE_BOX:
		paint_box(scene, item, canvas);
		break;
	case KS_SCENE_ARC:
		paint_arc(scene, item, canvas);
		break;
	case KS_SCENE_ICON:
		ks_icons_paint(canvas, item->rect, item->icon,
			       ks_theme_argb(scene->theme, item->color));
		break;
	case KS_SCENE_IMAGE:
		ks_images_draw(ui->images, item->path, canvas, item->rect, item->words_percent,
			       scene->theme);
		break;
	case KS_SCENE_LAYOUT:
		ks_text_draw(ui->text, item->layout, canvas, item->rect.x, item->rect.y,
			     scene->theme);
		break;
	}
}

void ks_scene_paint(const struct ks_scene *scene, struct ks_canvas *canvas, struct ks_rect clip)
{
	struct ks_canvas part = *canvas;
	size_t first = scene->n_items;

	part.clip = ks_rect_meet(canvas->clip, clip);
	if (ks_rect_is_empty(part.clip))
		return;
	while (first > 0 && !hides(scene, &scene->items[first - 1], part.clip))
		first--;
	if (first > 0)
		first--;
	else
		ks_paint_fill(&part, part.clip, ks_theme_argb(scene->theme, KS_COLOR_BG));
	for (size_t i = first; i < scene->n_items; i++) {
		struct ks_canvas within = part;

		within.clip = ks_rect_meet(scene->items[i].bounds, part.clip);
		if (!ks_rect_is_empty(within.clip))
			paint_item(scene, &scene->items[i], &within);
	}
}

void ks_scene_warm(const struct ks_scene *scene)
{
	for (size_t i = 0; i < scene->n_items; i++) {
		const struct ks_scene_item *item = &scene->items[i];

		if (item->kind == KS_SCENE_LAYOUT)
			ks_text_warm(scene->ui->text, item->layout);
		else if (item->kind == KS_SCENE_IMAGE)
			ks_images_warm(scene->ui->images, item->path, item->rect,
				       item->words_percent);
	}
}
