/* SPDX-License-Identifier: Apache-2.0 */
#include "support/painted.h"

#include <string.h>

#include "ui/scene_private.h"

static const char *file_of(const char *path)
{
	const char *name = strrchr(path, '/');

	return name ? name + 1 : path;
}

static void put_unless(struct ks_buf *out, const char *name, int value, int usual)
{
	if (value != usual)
		ks_buf_printf(out, " %s %d", name, value);
}

/* What most words have is not told. */
static void put_style(struct ks_buf *out, const struct ks_text_style *style)
{
	ks_buf_printf(out, " em %d face %d color %d", style->em_px, style->face, style->color);
	put_unless(out, "strong", style->strong_color, KS_COLOR_KEY);
	put_unless(out, "pitch", style->pitch_percent, 140);
	put_unless(out, "breaking", style->breaking, KS_BREAK_PHRASE);
	put_unless(out, "align", style->align, 0);
	put_unless(out, "readings", style->has_furigana, 0);
}

/* What is strong, found or set aside in them; readings stand with the words. */
static void put_marks(struct ks_buf *out, const struct ks_rich *rich)
{
	for (size_t i = 0; i < rich->n_spans; i++)
		if (rich->spans[i].mark != KS_MARK_RUBY)
			ks_buf_printf(out, " mark %d %u-%u", rich->spans[i].mark,
				      rich->spans[i].from, rich->spans[i].to);
}

static void put_item(struct ks_buf *out, const struct ks_scene_item *item)
{
	static const char *const kinds[] = {"fill", "box", "arc", "icon", "image", "words"};
	const struct ks_rect *r = &item->rect;

	ks_buf_printf(out, "\"%s %d,%d %dx%d", kinds[item->kind], r->x, r->y, r->w, r->h);
	switch (item->kind) {
	case KS_SCENE_FILL:
		ks_buf_printf(out, " color %d", item->color);
		break;
	case KS_SCENE_BOX:
		ks_buf_printf(out, " fill %d line %d radius %d width %d dash %d", item->box.fill,
			      item->box.line, item->box.radius_px, item->box.line_px,
			      item->box.dash_px);
		break;
	case KS_SCENE_ARC:
		ks_buf_printf(out, " color %d width %d from %.3f to %.3f", item->color,
			      item->line_px, item->from, item->to);
		break;
	case KS_SCENE_ICON:
		ks_buf_printf(out, " icon %d color %d", item->icon, item->color);
		break;
	case KS_SCENE_IMAGE:
		ks_buf_printf(out, " %s %d%%", file_of(item->path), item->words_percent);
		break;
	case KS_SCENE_LAYOUT:
		put_style(out, &item->layout->style);
		put_marks(out, &item->layout->rich);
		break;
	}
	ks_buf_puts(out, "\"");
}

void ks_painted_dump(const struct ks_scene *scene, struct ks_buf *out)
{
	ks_buf_puts(out, "{\"painted\":[\n");
	for (size_t i = 0; i < scene->n_items; i++) {
		put_item(out, &scene->items[i]);
		ks_buf_puts(out, i + 1 < scene->n_items ? ",\n" : "\n");
	}
	ks_buf_puts(out, "]}\n");
}
