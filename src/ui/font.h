/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The font files of base/fonts.h: which of them shows a cluster, how wide it is, and its picture.
 * FreeType answers what a font has and how wide it is, at no size; SDL_ttf draws the glyph. A file is opened when
 * a cluster first needs it.
 */
#ifndef KS_UI_FONT_H
#define KS_UI_FONT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/rc.h"
#include "ui/text.h"

#define KS_CLUSTER_BYTES_MAX 24

struct ks_fonts;

/* What to draw for one cluster. */
struct ks_font_pick {
	int font;       /* slot, for ks_fonts_advance_64() and ks_fonts_raster() */
	uint32_t glyph; /* in the font, of the base with its selector */
	bool is_shaped; /* several code points: SDL_ttf shapes them with HarfBuzz */
	bool is_geta;   /* 〓 stands for it: no font has the base */
	uint8_t len; /* bytes of the cluster that are drawn (the base alone if no font has the rest) */
};

/* Grey coverage of one glyph, trimmed to its ink. */
struct ks_font_image {
	uint8_t *coverage; /* malloc'd; NULL when there is no ink */
	int w, h;
	int left, top; /* of the ink: px right of the origin, px above the base line */
};

KS_MUST_USE enum ks_rc ks_fonts_open(struct ks_fonts **out);
void ks_fonts_close(struct ks_fonts *fonts);
/**
 * ks_fonts_pick() - the first font of the chain that has the whole cluster
 * @is_latin: the proportional face comes first
 */
struct ks_font_pick ks_fonts_pick(struct ks_fonts *fonts, enum ks_face face, bool is_latin,
				  const char *text, size_t len);
/** ks_fonts_has() - some font of the chain has @c (with @selector when not 0). */
bool ks_fonts_has(struct ks_fonts *fonts, uint32_t c, uint32_t selector);
int32_t ks_fonts_advance_64(struct ks_fonts *fonts, const struct ks_font_pick *pick, int em_px);
/** ks_fonts_raster() - KS_IO when SDL_ttf fails (logged). */
KS_MUST_USE enum ks_rc ks_fonts_raster(struct ks_fonts *fonts, const struct ks_font_pick *pick,
				       int em_px, const char *text, struct ks_font_image *out);

/* Between font.c and font_select.c. */
enum { KS_FONT_SLOTS_MAX = 16 };
uint32_t ks_font_glyph(struct ks_fonts *fonts, int slot, uint32_t c, uint32_t selector);
/** ks_font_shaped_width() - of several code points in em/1000; 0 when the font cannot tell. */
int ks_font_shaped_width(struct ks_fonts *fonts, int slot, const char *text, size_t len);
/** ks_font_is_new_gap() - true the first time it is asked about a character nobody has (one log line). */
bool ks_font_is_new_gap(struct ks_fonts *fonts, uint32_t c, uint32_t selector);

#endif
