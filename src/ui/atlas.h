/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every glyph ever asked for, by (face, size, cluster): its font and width at once, its picture when it
 * is first drawn. Pictures stand on pages; when the pages reach their ceiling all pictures are dropped
 * and drawn again as needed (no ageing: one lesson's glyphs fit many times over).
 */
#ifndef KS_UI_ATLAS_H
#define KS_UI_ATLAS_H

#include "ui/font.h"

struct ks_glyph {
	struct ks_font_pick pick;
	int32_t advance_64;
	uint16_t em_px;
	uint8_t face, is_latin, len;
	bool is_drawn; /* its picture is on a page (or it has no ink) */
	char text[KS_CLUSTER_BYTES_MAX];
	struct ks_mask mask; /* coverage NULL: no ink */
	int left, top;       /* of the ink: px right of the origin, px above the base line */
	uint32_t hash;
	struct ks_glyph *next; /* in the hash bucket */
};

struct ks_atlas;

struct ks_atlas *ks_atlas_open(struct ks_fonts *fonts);
void ks_atlas_close(struct ks_atlas *atlas);
/** ks_atlas_find() - the glyph for a cluster; valid until ks_atlas_trim(); never NULL. */
struct ks_glyph *ks_atlas_find(struct ks_atlas *atlas, enum ks_face face, bool is_latin, int em_px,
			       const char *text, size_t len);
/** ks_atlas_draw() - make sure glyph->mask is there, valid until the next call. */
void ks_atlas_draw(struct ks_atlas *atlas, struct ks_glyph *glyph);
/** ks_atlas_trim() - forget everything when more than a lesson's worth is kept; true if it did. */
bool ks_atlas_trim(struct ks_atlas *atlas);
/* Pages have a ceiling, and the table is emptied at another: 8 MiB, and some 16,000 glyphs. */
#define KS_ATLAS_BYTES_MAX ((size_t)12 << 20)
/** ks_atlas_bytes() - of pages, filled or not, and of glyphs and their table: what grows until every sign was wanted. */
size_t ks_atlas_bytes(const struct ks_atlas *atlas);

#endif
