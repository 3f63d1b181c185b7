/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/scene.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/scene_private.h"

/*
 * Building a scene. Items remember a hash of everything that decides their pixels, so that comparing two
 * scenes never looks into layouts, which the text engine may have forgotten meanwhile.
 */

struct ks_scene *ks_scene_open(void)
{
	return ks_alloc_zero(1, sizeof(struct ks_scene));
}

void ks_scene_close(struct ks_scene *scene)
{
	if (!scene)
		return;
	ks_arena_finish(&scene->arena);
	free(scene->items);
	free(scene->elements);
	free(scene);
}

void ks_scene_wipe(struct ks_scene *scene)
{
	ks_arena_wipe(&scene->arena);
	if (scene->items)
		explicit_bzero(scene->items, scene->items_capacity * sizeof(*scene->items));
	if (scene->elements)
		explicit_bzero(scene->elements, scene->elements_capacity * sizeof(*scene->elements));
	scene->n_items = scene->n_elements = scene->first_live = 0;
	scene->name = NULL;
	scene->ui = NULL;
}

void ks_scene_begin(struct ks_scene *scene, struct ks_ui *ui, const char *name)
{
	ks_arena_finish(&scene->arena);
	scene->ui = ui;
	scene->theme = ui->theme;
	scene->rect = (struct ks_rect){0, 0, ui->metrics.width_px, ui->metrics.height_px};
	scene->name = ks_arena_strdup(&scene->arena, name);
	scene->n_items = 0;
	scene->n_elements = 0;
	scene->first_live = 0;
}

struct ks_ui *ks_scene_ui(struct ks_scene *scene)
{
	return scene->ui;
}

struct ks_rect ks_scene_rect(const struct ks_scene *scene)
{
	return scene->rect;
}

const char *ks_scene_name(const struct ks_scene *scene)
{
	return scene->name ? scene->name : "";
}

struct ks_arena *ks_scene_arena(struct ks_scene *scene)
{
	return &scene->arena;
}

const char *ks_scene_format(struct ks_scene *scene, const char *format, ...)
{
	va_list list, again;

	va_start(list, format);
	va_copy(again, list);

	int len = vsnprintf(NULL, 0, format, list);

	assert(len >= 0);

	char *text = ks_arena_alloc(&scene->arena, (size_t)len + 1);

	vsnprintf(text, (size_t)len + 1, format, again);
	va_end(again);
	va_end(list);
	return text;
}

static uint64_t mix(uint64_t hash, uint64_t value)
{
	hash = (hash ^ value) * 0x9E3779B97F4A7C15u;
	return hash ^ hash >> 29;
}

static uint64_t mix_bytes(uint64_t hash, const char *bytes, size_t len)
{
	hash = mix(hash, len);
	for (; len >= 8; bytes += 8, len -= 8) {
		uint64_t eight;

		memcpy(&eight, bytes, sizeof(eight));
		hash = mix(hash, eight);
	}
	uint64_t rest = 0;

	memcpy(&rest, bytes, len);
	return mix(hash, rest);
}

static uint64_t mix_rect(uint64_t hash, struct ks_rect r)
{
	hash = mix(hash, (uint64_t)(uint32_t)r.x << 32 | (uint32_t)r.y);
	return mix(hash, (uint64_t)(uint32_t)r.w << 32 | (uint32_t)r.h);
}

static uint64_t mix_double(uint64_t hash, double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	return mix(hash, bits);
}

static uint64_t mix_layout(uint64_t hash, const struct ks_text_layout *layout)
{
	const struct ks_text_style *style = &layout->style;
	const struct ks_rich *rich = &layout->rich;

	hash = mix_bytes(hash, rich->text, rich->len);
	for (size_t i = 0; i < rich->n_spans; i++) {
		const struct ks_span *span = &rich->spans[i];

		hash = mix(hash, (uint64_t)span->from << 32 | span->to);
		hash = mix(hash, span->mark);
		if (span->aux)
			hash = mix_bytes(hash, span->aux, strlen(span->aux));
	}
	hash = mix(hash, (uint64_t)style->face << 32 | (uint32_t)style->em_px);
	hash = mix(hash, (uint64_t)style->pitch_percent << 32 | style->breaking);
	hash = mix(hash, (uint64_t)style->align << 32 | style->color);
	hash = mix(hash, (uint64_t)style->strong_color << 32 | style->has_furigana);
	hash = mix(hash, style->argb_override);
	hash = mix(hash, (uint64_t)(uint32_t)style->note_em_px);
	return mix(hash, (uint64_t)(uint32_t)layout->width_px);
}

static uint64_t item_hash(const struct ks_scene_item *item)
{
	uint64_t hash = mix_rect(mix(0, item->kind), item->rect);

	hash = mix(hash, (uint64_t)item->color << 32 | item->icon);
	hash = mix(hash, (uint64_t)item->box.fill << 32 | item->box.line);
	hash = mix(hash, (uint64_t)(uint32_t)item->box.radius_px << 32 | (uint32_t)item->box.line_px);
	hash = mix(hash, (uint64_t)(uint32_t)item->box.dash_px << 32 | (uint32_t)item->line_px);
	hash = mix_double(mix_double(hash, item->from), item->to);
	if (item->path)
		hash = mix(mix_bytes(hash, item->path, strlen(item->path)),
			   (uint64_t)item->words_percent);
	return item->layout ? mix_layout(hash, item->layout) : hash;
}

static void add_item(struct ks_scene *scene, struct ks_scene_item item)
{
	item.bounds = ks_rect_meet(item.bounds, scene->rect);
	if (ks_rect_is_empty(item.bounds))
		return;
	item.hash = item_hash(&item);
	ks_grow(&scene->items, scene->n_items, &scene->items_capacity);
	scene->items[scene->n_items++] = item;
}

void ks_scene_fill(struct ks_scene *scene, struct ks_rect r, enum ks_color color)
{
	if (color != KS_COLOR_NONE)
		add_item(scene,
			 (struct ks_scene_item){
				 .kind = KS_SCENE_FILL, .rect = r, .bounds = r, .color = color});
}

void ks_scene_box(struct ks_scene *scene, struct ks_rect r, const struct ks_box *box)
{
	add_item(scene,
		 (struct ks_scene_item){.kind = KS_SCENE_BOX, .rect = r, .bounds = r, .box = *box});
}

void ks_scene_arc(struct ks_scene *scene, struct ks_rect r, int line_px, double from, double to,
		  enum ks_color color)
{
	add_item(scene, (struct ks_scene_item){.kind = KS_SCENE_ARC,
					       .rect = r,
					       .bounds = r,
					       .color = color,
					       .line_px = line_px,
					       .from = from,
					       .to = to});
}

void ks_scene_icon(struct ks_scene *scene, struct ks_rect r, enum ks_icon icon, enum ks_color color)
{
	if (icon != KS_ICON_NONE)
		add_item(scene, (struct ks_scene_item){.kind = KS_SCENE_ICON,
						       .rect = r,
						       .bounds = ks_rect_inset(r, -1),
						       .icon = icon,
						       .color = color});
}

void ks_scene_image(struct ks_scene *scene, struct ks_rect r, const char *svg_path, const char *label)
{
	ks_scene_image_worded(scene, r, svg_path, label, 100);
}

void ks_scene_image_worded(struct ks_scene *scene, struct ks_rect r, const char *svg_path,
			   const char *label, int words_percent)
{
	add_item(scene, (struct ks_scene_item){.kind = KS_SCENE_IMAGE,
					       .rect = r,
					       .bounds = r,
					       .path = ks_arena_strdup(&scene->arena, svg_path),
					       .words_percent = words_percent});
	ks_scene_element(scene,
			 &(struct ks_element){.role = KS_ROLE_IMAGE, .rect = r, .label = label});
}

struct ks_rect ks_scene_text_bounds(const struct ks_text_layout *layout, int x, int y)
{
	struct ks_rect bounds = {x, y, 0, layout->h};

	for (size_t i = 0; i < layout->n_lines; i++) {
		const struct ks_text_line *line = &layout->lines[i];

		bounds = ks_rect_join(bounds, (struct ks_rect){x + line->x, y, line->w, layout->h});
	}
	return bounds;
}

void ks_scene_layout(struct ks_scene *scene, const struct ks_text_layout *layout, int x, int y)
{
	struct ks_rect r = ks_scene_text_bounds(layout, x, y);

	/* Glyphs may reach a little over their line's box; what reached further would be cut off. */
	add_item(scene,
		 (struct ks_scene_item){.kind = KS_SCENE_LAYOUT,
					.rect = {x, y, layout->w, layout->h},
					.bounds = ks_rect_inset(r, -(layout->style.em_px + 3) / 4),
					.layout = layout});
}

static void add_text(struct ks_scene *scene, enum ks_role role, const struct ks_text_layout *layout,
		     int x, int y)
{
	ks_scene_layout(scene, layout, x, y);
	ks_scene_element(scene, &(struct ks_element){.role = role,
						     .rect = ks_scene_text_bounds(layout, x, y),
						     .label = layout->rich.text,
						     .layout = layout});
}

int ks_scene_text(struct ks_scene *scene, enum ks_role role, struct ks_rect r,
		  const struct ks_rich *rich, const struct ks_text_style *style)
{
	const struct ks_text_layout *layout = ks_text_layout(scene->ui->text, rich, style, r.w);

	add_text(scene, role, layout, r.x, r.y);
	return layout->h;
}

int ks_scene_words(struct ks_scene *scene, enum ks_role role, struct ks_rect r, const char *words,
		   const struct ks_text_style *style)
{
	struct ks_rich rich = ks_rich_plain(words);

	return ks_scene_text(scene, role, r, &rich, style);
}

bool ks_scene_has_readings(const struct ks_text_layout *layout)
{
	for (size_t i = 0; i < layout->rich.n_spans && layout->style.has_furigana; i++) {
		if (layout->rich.spans[i].mark == KS_MARK_RUBY &&
		    layout->rich.spans[i].from < layout->lines[0].to)
			return true;
	}
	return false;
}

/* From the top of its first line's signs, or of their readings, to the foot of the last: what @layout paints, in its own box. */
static struct ks_rect ink_within(const struct ks_text_layout *layout)
{
	int em = layout->style.em_px, top = layout->lines[0].baseline - em * 88 / 100;
	struct ks_rect ink = ks_scene_text_bounds(layout, 0, 0);

	if (ks_scene_has_readings(layout))
		top -= em / 2;
	ink.y = top;
	ink.h = layout->lines[layout->n_lines - 1].baseline + em * 12 / 100 - top;
	return ink;
}

int ks_scene_ink_height(const struct ks_text_layout *layout)
{
	return layout->n_lines > 0 ? ink_within(layout).h : 0;
}

int ks_scene_centre_y(const struct ks_text_layout *layout, struct ks_rect r)
{
	if (layout->n_lines == 0)
		return r.y;

	/* The middle of a kanji stands 0.38 em above the base line. */
	int middle = (layout->lines[0].baseline + layout->lines[layout->n_lines - 1].baseline) / 2 -
		     layout->style.em_px * 38 / 100;

	return r.y + r.h / 2 - middle;
}

int ks_scene_fitting_y(const struct ks_text_layout *layout, struct ks_rect r)
{
	struct ks_rect ink;
	int y = ks_scene_centre_y(layout, r);

	if (layout->n_lines == 0)
		return y;
	ink = ink_within(layout);
	return y + ink.y >= r.y ? y : r.y + (r.h - ink.h) / 2 - ink.y;
}

void ks_scene_words_in(struct ks_scene *scene, enum ks_role role, struct ks_rect r,
		       const char *words, const struct ks_text_style *style)
{
	struct ks_rich rich = ks_rich_plain(words);
	const struct ks_text_layout *layout = ks_text_layout(scene->ui->text, &rich, style, r.w);

	add_text(scene, role, layout, r.x, ks_scene_centre_y(layout, r));
}

unsigned ks_scene_state(const struct ks_scene *scene, struct ks_action action)
{
	const struct ks_ui *ui = scene->ui;
	unsigned state = 0;

	if (action.what == 0)
		return 0;
	if (ui->pressed.what == action.what && ui->pressed.arg == action.arg)
		state |= KS_STATE_PRESSED;
	if (ui->has_focus_ring && ui->focused.what == action.what && ui->focused.arg == action.arg)
		state |= KS_STATE_FOCUSED;
	return state;
}

/* Yellow outside the element, with a line of ink around it that stands out where yellow does not. */
static void add_focus_ring(struct ks_scene *scene, struct ks_rect r)
{
	const struct ks_metrics *metrics = &scene->ui->metrics;
	int gap = ks_mm_fixed(metrics, 0.3), ring = ks_mm_fixed(metrics, 1.25);
	int edge = ks_mm_fixed(metrics, 0.3), radius = ks_mm(metrics, 4.5);

	ks_scene_box(scene, ks_rect_inset(r, -(gap + ring + edge)),
		     &(struct ks_box){.line = KS_COLOR_INK,
				      .radius_px = radius + gap + ring + edge,
				      .line_px = edge});
	ks_scene_box(scene, ks_rect_inset(r, -(gap + ring)),
		     &(struct ks_box){.line = KS_COLOR_FOCUS,
				      .radius_px = radius + gap + ring,
				      .line_px = ring});
}

/* Of the layout painted last: a layout is shared by equal words, the place is not. */
static struct ks_rect ink_of(const struct ks_scene *scene, const struct ks_text_layout *layout)
{
	struct ks_rect ink = {0, 0, 0, 0};

	if (!layout || layout->n_lines == 0)
		return ink;
	for (size_t i = scene->n_items; i-- > 0;) {
		const struct ks_scene_item *item = &scene->items[i];

		if (item->kind != KS_SCENE_LAYOUT || item->layout != layout)
			continue;
		ink = ink_within(layout);
		ink.x += item->rect.x;
		ink.y += item->rect.y;
		return ink;
	}
	return ink;
}

void ks_scene_element(struct ks_scene *scene, const struct ks_element *element)
{
	struct ks_element copy = *element;

	copy.label = ks_arena_strdup(&scene->arena, element->label ? element->label : "");
	copy.ink = ink_of(scene, element->layout);
	if (copy.role == KS_ROLE_DIALOG)
		scene->first_live = scene->n_elements;
	ks_grow(&scene->elements, scene->n_elements, &scene->elements_capacity);
	scene->elements[scene->n_elements++] = copy;
	if (copy.state & KS_STATE_FOCUSED && !(copy.state & KS_STATE_DISABLED))
		add_focus_ring(scene, copy.rect);
}
