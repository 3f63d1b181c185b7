/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/image.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <SDL_image.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "ui/runs.h"

/*
 * SVG pictures of the content. nanosvg paints the shapes once per size, and they stay as runs of one colour;
 * the words come from our text engine at each paint, where they cost a copy of glyphs.
 */

/* All pictures of a few lessons; the oldest go first. One is some 60 KiB as runs, where its pixels were 1.2 MiB. */
#define RASTERS_MAX 48
#define RASTER_BYTES_MAX ((size_t)3 << 20)

struct picture {
	struct picture *next;
	char *path;
	char *bytes; /* NULL: unreadable, which is remembered too */
	size_t len;
	struct ks_svg svg;
};

struct raster {
	const struct picture *picture;
	int w, h;            /* that were asked for */
	struct ks_runs runs; /* none: it could not be drawn, which is remembered too */
	uint64_t used;       /* rises: the smallest is the oldest */
};

struct ks_images {
	struct ks_text_engine *text;
	ks_images_words_fn words; /* NULL: without readings */
	const void *words_context;
	struct picture *pictures; /* as many as the content has: it stands still */
	struct raster rasters[RASTERS_MAX];
	size_t n_rasters;
	size_t raster_bytes;
	uint64_t uses;
};

struct ks_images *ks_images_open(struct ks_text_engine *text)
{
	struct ks_images *images = ks_alloc_zero(1, sizeof(*images));

	images->text = text;
	return images;
}

void ks_images_set_words(struct ks_images *images, ks_images_words_fn words, const void *context)
{
	images->words = words;
	images->words_context = context;
}

void ks_images_close(struct ks_images *images)
{
	if (!images)
		return;
	ks_images_trim(images);
	while (images->pictures) {
		struct picture *picture = images->pictures;

		images->pictures = picture->next;
		if (picture->bytes)
			ks_svg_finish(&picture->svg);
		free(picture->bytes);
		free(picture->path);
		free(picture);
	}
	free(images);
}

static void read_picture(struct picture *picture)
{
	enum ks_rc rc = ks_file_read(picture->path, KS_SVG_BYTES_MAX, &picture->bytes, &picture->len);

	if (rc != KS_OK) {
		ks_log_warn("image", "%s: %s", picture->path, ks_rc_name(rc));
		picture->bytes = NULL;
		return;
	}
	rc = ks_svg_parse(picture->path, picture->bytes, picture->len, &picture->svg, NULL);
	if (rc == KS_OK && picture->svg.width > 0 && picture->svg.height > 0) {
		char *spread = ks_svg_spread(picture->bytes, picture->len, &picture->len);

		free(picture->bytes);
		picture->bytes = spread;
		return;
	}
	ks_log_warn("image", "%s: not a drawing we can read", picture->path);
	ks_svg_finish(&picture->svg);
	free(picture->bytes);
	picture->bytes = NULL;
}

/* NULL when unreadable. */
static struct picture *find_picture(struct ks_images *images, const char *svg_path)
{
	struct picture *picture;

	for (picture = images->pictures; picture; picture = picture->next) {
		if (strcmp(picture->path, svg_path) == 0)
			return picture->bytes ? picture : NULL;
	}
	picture = ks_alloc_zero(1, sizeof(*picture));
	picture->path = ks_strdup(svg_path);
	read_picture(picture);
	picture->next = images->pictures;
	images->pictures = picture;
	return picture->bytes ? picture : NULL;
}

static struct ks_rect fit(const struct ks_svg *svg, struct ks_rect r)
{
	double scale = fmin(r.w / svg->width, r.h / svg->height);
	int w = (int)lround(svg->width * scale), h = (int)lround(svg->height * scale);

	return (struct ks_rect){r.x + (r.w - w) / 2, r.y + (r.h - h) / 2, w, h};
}

struct ks_rect ks_images_fit(struct ks_images *images, const char *svg_path, struct ks_rect r)
{
	const struct picture *picture = find_picture(images, svg_path);

	return picture && !ks_rect_is_empty(r) ? fit(&picture->svg, r)
					       : (struct ks_rect){r.x, r.y, 0, 0};
}

const struct ks_svg *ks_images_svg(struct ks_images *images, const char *svg_path)
{
	const struct picture *picture = find_picture(images, svg_path);

	return picture ? &picture->svg : NULL;
}

/* nanosvg's order of colours turned into ours where it stands: a converted copy would be as much memory again. */
static SDL_Surface *to_argb(SDL_Surface *drawn)
{
	SDL_Surface *argb;

	if (!drawn || drawn->format->format != SDL_PIXELFORMAT_ABGR8888) {
		argb = drawn ? SDL_ConvertSurfaceFormat(drawn, SDL_PIXELFORMAT_ARGB8888, 0) : NULL;
		SDL_FreeSurface(drawn);
		return argb;
	}
	for (int y = 0; y < drawn->h; y++) {
		uint32_t *row = (uint32_t *)(void *)((uint8_t *)drawn->pixels + y * drawn->pitch);

		for (int x = 0; x < drawn->w; x++)
			row[x] = (row[x] & 0xFF00FF00) | (row[x] >> 16 & 0xFF) |
				 (row[x] & 0xFF) << 16;
	}
	return drawn;
}

static bool render(struct raster *raster)
{
	const struct picture *picture = raster->picture;
	SDL_RWops *file = SDL_RWFromConstMem(picture->bytes, (int)picture->len);
	SDL_Surface *argb = to_argb(file ? IMG_LoadSizedSVG_RW(file, raster->w, raster->h) : NULL);

	if (file)
		SDL_RWclose(file);
	if (!argb) {
		ks_log_warn("image", "%s: %s", picture->path, SDL_GetError());
		return false;
	}
	ks_runs_pack(&raster->runs, argb->pixels, argb->w, argb->h, argb->pitch / 4);
	SDL_FreeSurface(argb);
	return true;
}

static void forget_oldest(struct ks_images *images)
{
	size_t found = 0;

	for (size_t i = 1; i < images->n_rasters; i++) {
		if (images->rasters[i].used < images->rasters[found].used)
			found = i;
	}
	images->raster_bytes -= ks_runs_bytes(&images->rasters[found].runs);
	ks_runs_finish(&images->rasters[found].runs);
	images->rasters[found] = images->rasters[--images->n_rasters];
}

static const struct raster *find_raster(struct ks_images *images, const struct picture *picture,
					int w, int h)
{
	struct raster *raster;

	images->uses++;
	for (size_t i = 0; i < images->n_rasters; i++) {
		raster = &images->rasters[i];
		if (raster->picture == picture && raster->w == w && raster->h == h) {
			raster->used = images->uses;
			return raster->runs.n_runs > 0 ? raster : NULL;
		}
	}
	while (images->n_rasters == RASTERS_MAX ||
	       (images->n_rasters > 0 && images->raster_bytes > RASTER_BYTES_MAX))
		forget_oldest(images);
	raster = &images->rasters[images->n_rasters++];
	*raster = (struct raster){.picture = picture, .w = w, .h = h, .used = images->uses};
	if (!render(raster))
		return NULL;
	images->raster_bytes += ks_runs_bytes(&raster->runs);
	return raster;
}

/* The words without the readings of {漢字|かんじ}: small as they are there, only who asked for them gets them. */
static const char *without_readings(const char *text, struct ks_arena *arena)
{
	char *plain = ks_arena_strdup(arena, text), *to = plain;
	bool is_reading = false;

	for (const char *from = text; *from; from++) {
		if (*from == '{' && strchr(from, '|') && strchr(from, '}'))
			continue;
		if (*from == '|' && strchr(from, '}'))
			is_reading = true;
		else if (*from == '}' && is_reading)
			is_reading = false;
		else if (!is_reading)
			*to++ = *from;
	}
	*to = '\0';
	return plain;
}

/* Of words in type of @scale, which is larger than the drawing's where they grow. */
static int em_px_of(const struct ks_svg_text *words, double scale)
{
	return ks_most(4, 2 * (int)lround(words->size * scale / 2));
}

static const struct ks_text_layout *layout_words(struct ks_images *images,
						 const struct ks_svg_text *words, double scale)
{
	struct ks_arena arena = {0};
	struct ks_rich rich = images->words
				      ? images->words(images->words_context, words->text, &arena)
				      : ks_rich_plain(without_readings(words->text, &arena));
	struct ks_text_style style = {
		.face = words->is_bold ? KS_FACE_BOLD : KS_FACE_REGULAR,
		.em_px = em_px_of(words, scale),
		.has_furigana = images->words,
		.argb_override = 0xFF000000u | words->color,
	};
	const struct ks_text_layout *layout = ks_text_layout(images->text, &rich, &style, 0);

	ks_arena_finish(&arena);
	return layout;
}

/* Where words of @width_px begin. */
static int left_of(const struct ks_svg_text *words, double scale, int width_px)
{
	int x = (int)lround(words->x * scale);

	if (words->anchor == KS_SVG_MIDDLE)
		return x - width_px / 2;
	return words->anchor == KS_SVG_END ? x - width_px : x;
}

static bool has_readings(const struct ks_text_layout *layout)
{
	for (size_t i = 0; layout->style.has_furigana && i < layout->rich.n_spans; i++)
		if (layout->rich.spans[i].mark == KS_MARK_RUBY)
			return true;
	return false;
}

/* Of the words of a drawing in @percent of their size; a size is even, so a little more. */
static struct ks_rect box_of(struct ks_images *images, const struct ks_svg_text *words,
			     double scale, int percent)
{
	const struct ks_text_layout *layout = layout_words(images, words, scale);
	int em = layout->style.em_px * percent / 100 + 1, w = layout->w * percent / 100 + em / 8;
	int above = em * 9 / 10 + (has_readings(layout) ? em / 2 : 0);

	return (struct ks_rect){left_of(words, scale, w), (int)lround(words->y * scale) - above, w,
				above + em / 8};
}

static bool has_room(struct ks_images *images, const struct ks_svg *svg, double scale, int percent)
{
	struct ks_rect all = {0, 0, (int)(svg->width * scale), (int)(svg->height * scale)};

	for (size_t i = 0; i < svg->n_texts; i++) {
		struct ks_rect box = box_of(images, &svg->texts[i], scale, percent);
		struct ks_rect within = ks_rect_meet(box, all);

		if (within.w < box.w || within.h < box.h)
			return false;
		for (size_t k = 0; k < i; k++)
			if (!ks_rect_is_empty(ks_rect_meet(box, box_of(images, &svg->texts[k],
								       scale, percent))))
				return false;
	}
	return true;
}

#define GROW_STEP 5

/* The scale of the words: at most @percent of the drawing's. */
static double grown(struct ks_images *images, const struct ks_svg *svg, double scale, int percent)
{
	while (percent > 100 && !has_room(images, svg, scale, percent))
		percent -= GROW_STEP;
	return scale * (ks_most(100, percent) / 100.0);
}

static void draw_words(struct ks_images *images, const struct ks_svg_text *words,
		       struct ks_canvas *canvas, struct ks_rect at, double scale,
		       double words_scale, enum ks_theme theme)
{
	const struct ks_text_layout *layout = layout_words(images, words, words_scale);
	int x = at.x + left_of(words, scale, layout->w), y = at.y + (int)lround(words->y * scale);

	if (layout->n_lines > 0)
		ks_text_draw(images->text, layout, canvas, x, y - layout->lines[0].baseline, theme);
}

void ks_images_draw(struct ks_images *images, const char *svg_path, struct ks_canvas *canvas,
		    struct ks_rect r, int words_percent, enum ks_theme theme)
{
	const struct picture *picture = find_picture(images, svg_path);

	if (!picture || ks_rect_is_empty(r))
		return;

	struct ks_rect at = fit(&picture->svg, r);
	const struct raster *raster =
		ks_rect_is_empty(at) ? NULL : find_raster(images, picture, at.w, at.h);
	double scale = at.w / picture->svg.width, words_scale;
	struct ks_canvas part = *canvas;

	part.clip =
		ks_rect_meet(canvas->clip, r); /* a scene counts on nothing being painted outside */
	if (!raster || ks_rect_is_empty(part.clip))
		return;
	ks_runs_paint(&part, &raster->runs, at.x, at.y);
	words_scale = grown(images, &picture->svg, scale, words_percent);
	for (size_t i = 0; i < picture->svg.n_texts; i++)
		draw_words(images, &picture->svg.texts[i], &part, at, scale, words_scale, theme);
}

int ks_images_least_em(struct ks_images *images, const char *svg_path, struct ks_rect r,
		       int words_percent)
{
	const struct picture *picture = find_picture(images, svg_path);
	double scale;
	int least = 0;

	if (!picture || ks_rect_is_empty(r))
		return 0;
	scale = fit(&picture->svg, r).w / picture->svg.width;
	scale = grown(images, &picture->svg, scale, words_percent);
	for (size_t i = 0; i < picture->svg.n_texts; i++) {
		int em = em_px_of(&picture->svg.texts[i], scale);

		least = least == 0 || em < least ? em : least;
	}
	return least;
}

void ks_images_trim(struct ks_images *images)
{
	for (size_t i = 0; i < images->n_rasters; i++)
		ks_runs_finish(&images->rasters[i].runs);
	images->n_rasters = 0;
	images->raster_bytes = 0;
}

void ks_images_warm(struct ks_images *images, const char *svg_path, struct ks_rect r,
		    int words_percent)
{
	const struct picture *picture = find_picture(images, svg_path);
	struct ks_rect at;
	double scale;

	if (!picture)
		return;
	at = fit(&picture->svg, r);
	if (ks_rect_is_empty(at) || !find_raster(images, picture, at.w, at.h))
		return;
	scale = grown(images, &picture->svg, at.w / picture->svg.width, words_percent);
	for (size_t i = 0; i < picture->svg.n_texts; i++)
		ks_text_warm(images->text, layout_words(images, &picture->svg.texts[i], scale));
}
