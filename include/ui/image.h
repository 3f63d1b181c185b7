/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SVG pictures: shapes by SDL2_image (nanosvg), words of <text> elements by our own text engine, regions
 * for tapping (base/svg.h). Rasters are cached by file and size.
 */
#ifndef KS_UI_IMAGE_H
#define KS_UI_IMAGE_H

#include "base/rc.h"
#include "base/svg.h"
#include "ui/geom.h"
#include "ui/paint.h"
#include "ui/text.h"

struct ks_images;

/** ks_images_open() - no pictures yet; @text draws their words and must outlive them. */
struct ks_images *ks_images_open(struct ks_text_engine *text);
/** ks_images_close() - frees it with every picture and drawing it keeps; accepts NULL. */
void ks_images_close(struct ks_images *images);
/* Makes of the words of a picture, which may hold {漢字|かんじ}, what is drawn: with readings. @arena owns the result. */
typedef struct ks_rich (*ks_images_words_fn)(const void *context, const char *words,
					     struct ks_arena *arena);
/** ks_images_set_words() - from now on words are drawn as @words makes them; NULL: without readings, as at first. */
void ks_images_set_words(struct ks_images *images, ks_images_words_fn words, const void *context);
/** ks_images_fit() - where @svg_path lands when fitted, centred, into @r; empty when unreadable. */
struct ks_rect ks_images_fit(struct ks_images *images, const char *svg_path, struct ks_rect r);
/** ks_images_svg() - its texts, regions, title and description; NULL when unreadable. */
const struct ks_svg *ks_images_svg(struct ks_images *images, const char *svg_path);
/**
 * ks_images_draw() - paint fitted into @r
 * @words_percent: its words grow to that of their size, as far as they stay within the drawing and off each other; 100: none do
 */
void ks_images_draw(struct ks_images *images, const char *svg_path, struct ks_canvas *canvas,
		    struct ks_rect r, int words_percent, enum ks_theme theme);
/** ks_images_warm() - make ready what ks_images_draw() into @r would need, without painting. */
void ks_images_warm(struct ks_images *images, const char *svg_path, struct ks_rect r,
		    int words_percent);
/** ks_images_least_em() - the smallest type, in pixels, of the words of @svg_path drawn into @r; 0: it has none. */
int ks_images_least_em(struct ks_images *images, const char *svg_path, struct ks_rect r,
		       int words_percent);
/** ks_images_trim() - forget rasters (another size). */
void ks_images_trim(struct ks_images *images);

#endif
