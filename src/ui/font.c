/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/font.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <SDL_ttf.h>
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_ADVANCES_H

#include "base/fonts.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/utf8.h"

/*
 * The only file that opens fonts. Two libraries look at each file: FreeType for what it has (character map,
 * variation sequences, widths in font units, none of which SDL_ttf tells), SDL_ttf for the pictures.
 *
 * No hinting: at these sizes (24 px and more, grey rendering) it only makes strokes of one sign uneven, and
 * widths stay proportional at every text size.
 */

/* Remember so many characters nobody has; more are logged again and again no more either. */
enum { GAPS_MAX = 256 };

struct slot {
	const char *path;
	long index; /* in a .ttc */
	bool was_tried, ttf_was_tried;
	FT_Face face;
	TTF_Font *ttf;
	int ttf_px;
};

struct ks_fonts {
	FT_Library library;
	struct slot slots[KS_FONT_SLOTS_MAX]; /* chain index × 2 + bold */
	int n_slots;
	bool has_ttf;
	uint64_t gaps[GAPS_MAX];
	size_t n_gaps;
};

static struct slot *slot_open(struct ks_fonts *fonts, int index)
{
	struct slot *slot = &fonts->slots[index];

	if (slot->was_tried)
		return slot->face ? slot : NULL;
	slot->was_tried = true;
	if (FT_New_Face(fonts->library, slot->path, slot->index, &slot->face) != 0) {
		ks_log_warn("font", "%s cannot be opened", slot->path);
		slot->face = NULL;
		return NULL;
	}
	return slot;
}

/*
 * SDL_ttf reads a file by name through stdio, with some thirty seeks and ten reads for each new glyph; FreeType has the
 * same file mapped already. A face from a stream that is not in memory leaves the file to SDL_ttf.
 */
static TTF_Font *open_ttf(const struct slot *slot, int px)
{
	FT_Stream stream = slot->face->stream;
	SDL_RWops *mapped = NULL;

	if (stream->base && stream->size <= INT_MAX)
		mapped = SDL_RWFromConstMem(stream->base, (int)stream->size);
	return mapped ? TTF_OpenFontIndexRW(mapped, 1, px, slot->index)
		      : TTF_OpenFontIndex(slot->path, px, slot->index);
}

static TTF_Font *slot_at_size(struct ks_fonts *fonts, int index, int px)
{
	struct slot *slot = slot_open(fonts, index);

	if (!slot)
		return NULL;
	if (!slot->ttf && !slot->ttf_was_tried) {
		slot->ttf_was_tried = true;
		slot->ttf = open_ttf(slot, px);
		if (!slot->ttf) {
			ks_log_error("font", "%s: %s", slot->path, TTF_GetError());
			return NULL;
		}
		TTF_SetFontHinting(slot->ttf, TTF_HINTING_NONE);
		slot->ttf_px = px;
	}
	if (slot->ttf && slot->ttf_px != px) {
		if (TTF_SetFontSize(slot->ttf, px) != 0)
			return NULL;
		slot->ttf_px = px;
	}
	return slot->ttf;
}

enum ks_rc ks_fonts_open(struct ks_fonts **out)
{
	struct ks_fonts *fonts = ks_alloc_zero(1, sizeof(*fonts));
	bool has_text = false;

	*out = NULL;
	for (size_t i = 0; i < ks_font_chain_count && 2 * i + 1 < KS_FONT_SLOTS_MAX; i++) {
		const struct ks_font_file *file = &ks_font_chain[i];

		fonts->slots[2 * i] = (struct slot){.path = file->path, .index = file->face};
		fonts->slots[2 * i + 1] = (struct slot){.path = file->bold_path, .index = file->face};
		fonts->n_slots = (int)(2 * i + 2);
	}
	if (FT_Init_FreeType(&fonts->library) != 0 || TTF_Init() != 0) {
		ks_log_error("font", "FreeType or SDL_ttf does not start: %s", TTF_GetError());
		ks_fonts_close(fonts);
		return KS_NOT_FOUND;
	}
	fonts->has_ttf = true;
	for (size_t i = 0; i < ks_font_chain_count; i++)
		if (ks_font_chain[i].role == KS_FONT_TEXT || ks_font_chain[i].role == KS_FONT_FIXED)
			has_text = has_text || slot_open(fonts, (int)(2 * i));
	if (!has_text) {
		ks_log_error("font", "no main font: install %s", ks_font_chain[0].package);
		ks_fonts_close(fonts);
		return KS_NOT_FOUND;
	}
	*out = fonts;
	return KS_OK;
}

void ks_fonts_close(struct ks_fonts *fonts)
{
	if (!fonts)
		return;
	for (int i = 0; i < fonts->n_slots; i++) {
		if (fonts->slots[i].ttf)
			TTF_CloseFont(fonts->slots[i].ttf);
		if (fonts->slots[i].face)
			FT_Done_Face(fonts->slots[i].face);
	}
	if (fonts->has_ttf)
		TTF_Quit();
	if (fonts->library)
		FT_Done_FreeType(fonts->library);
	free(fonts);
}

uint32_t ks_font_glyph(struct ks_fonts *fonts, int index, uint32_t c, uint32_t selector)
{
	struct slot *slot = index < fonts->n_slots ? slot_open(fonts, index) : NULL;

	if (!slot)
		return 0;
	if (selector) /* cmap 14; a missing sequence would silently fall back to the base */
		return FT_Face_GetCharVariantIndex(slot->face, c, selector);
	return FT_Get_Char_Index(slot->face, c);
}

int ks_font_shaped_width(struct ks_fonts *fonts, int index, const char *text, size_t len)
{
	enum { MEASURE_PX = 100 };
	TTF_Font *font = slot_at_size(fonts, index, MEASURE_PX);
	char word[KS_CLUSTER_BYTES_MAX + 1];
	int w = 0;

	if (!font || len >= sizeof(word))
		return 0;
	memcpy(word, text, len);
	word[len] = '\0';
	if (TTF_SizeUTF8(font, word, &w, NULL) != 0)
		return 0;
	return w * 1000 / MEASURE_PX;
}

bool ks_font_is_new_gap(struct ks_fonts *fonts, uint32_t c, uint32_t selector)
{
	uint64_t gap = (uint64_t)selector << 32 | c;

	for (size_t i = 0; i < fonts->n_gaps; i++)
		if (fonts->gaps[i] == gap)
			return false;
	if (fonts->n_gaps == GAPS_MAX)
		return false;
	fonts->gaps[fonts->n_gaps++] = gap;
	return true;
}

int32_t ks_fonts_advance_64(struct ks_fonts *fonts, const struct ks_font_pick *pick, int em_px)
{
	struct slot *slot = slot_open(fonts, pick->font);
	FT_Fixed units = 0;

	if (!slot || FT_Get_Advance(slot->face, pick->glyph, FT_LOAD_NO_SCALE, &units) != 0)
		return em_px * 64;
	return (int32_t)((int64_t)units * em_px * 64 / slot->face->units_per_EM);
}

/* The ink of an ARGB surface as coverage. @origin_x, @baseline: where the glyph's origin is in it. */
static void take_ink(const SDL_Surface *surface, int origin_x, int baseline, struct ks_font_image *out)
{
	int x0 = surface->w, x1 = -1, y0 = surface->h, y1 = -1;

	for (int y = 0; y < surface->h; y++) {
		const uint32_t *row =
			(const uint32_t *)(const void *)((const uint8_t *)surface->pixels +
							 (size_t)y * (size_t)surface->pitch);

		for (int x = 0; x < surface->w; x++) {
			if (row[x] >> 24 == 0)
				continue;
			x0 = ks_least(x, x0);
			x1 = ks_most(x, x1);
			y0 = ks_least(y, y0);
			y1 = y;
		}
	}
	if (x1 < 0)
		return;
	out->w = x1 - x0 + 1;
	out->h = y1 - y0 + 1;
	out->left = x0 - origin_x;
	out->top = baseline - y0;
	out->coverage = ks_alloc((size_t)out->w * (size_t)out->h);
	for (int y = 0; y < out->h; y++) {
		const uint32_t *row =
			(const uint32_t *)(const void *)((const uint8_t *)surface->pixels +
							 (size_t)(y0 + y) * (size_t)surface->pitch);

		for (int x = 0; x < out->w; x++)
			out->coverage[y * out->w + x] = (uint8_t)(row[x0 + x] >> 24);
	}
}

enum ks_rc ks_fonts_raster(struct ks_fonts *fonts, const struct ks_font_pick *pick, int em_px,
			   const char *text, struct ks_font_image *out)
{
	static const SDL_Color white = {255, 255, 255, 255};
	TTF_Font *font = slot_at_size(fonts, pick->font, em_px);
	char word[KS_CLUSTER_BYTES_MAX + 1] = {0};
	const char *cursor = pick->is_geta ? "〓" : text;
	int min_x = 0, max_y = 0, baseline, origin_x;
	SDL_Surface *surface;
	uint32_t c;

	memset(out, 0, sizeof(*out));
	if (!font)
		return KS_IO;
	memcpy(word, text, pick->len);
	c = ks_utf8_next(&cursor, cursor + strlen(cursor));
	surface = pick->is_shaped ? TTF_RenderUTF8_Blended(font, word, white)
				  : TTF_RenderGlyph32_Blended(font, c, white);
	if (!surface || TTF_GlyphMetrics32(font, c, &min_x, NULL, NULL, &max_y, NULL) != 0) {
		ks_log_error("font", "U+%04X cannot be drawn: %s", (unsigned)c, TTF_GetError());
		SDL_FreeSurface(surface);
		return KS_IO;
	}
	/* SDL_ttf widens the picture to the left and upwards when the ink leaves the glyph's box. */
	baseline = TTF_FontAscent(font);
	baseline = ks_most(max_y, baseline);
	origin_x = ks_most(0, -min_x);
	take_ink(surface, origin_x, baseline, out);
	SDL_FreeSurface(surface);
	return KS_OK;
}
