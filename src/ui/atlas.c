/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/atlas.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"

/*
 * A hash table of glyphs and a stack of grey pages filled row by row ("shelves"). SDL_ttf's own cache hardly
 * helps (16 ms a page of text against 2.8 ms from here, PERFORMANCE.md).
 */

enum { PAGE_PX = 512, PAGES_MAX = 32 }; /* 8 MiB: about 7,000 signs of body size */
enum { GLYPHS_KEPT_MAX = 16384 };       /* beyond this trim() empties the table */
enum { TABLE_START = 1024 };
enum { GAP_PX = 1 };

struct ks_atlas {
	struct ks_fonts *fonts;
	struct ks_arena arena; /* glyphs */
	struct ks_glyph **table;
	size_t table_size, n_glyphs;
	uint8_t *pages[PAGES_MAX];
	int n_pages;     /* that hold glyphs; the last is being filled */
	int x, y, row_h; /* pen on the last page */
};

struct ks_atlas *ks_atlas_open(struct ks_fonts *fonts)
{
	struct ks_atlas *atlas = ks_alloc_zero(1, sizeof(*atlas));

	atlas->fonts = fonts;
	atlas->table_size = TABLE_START;
	atlas->table = ks_alloc_zero(atlas->table_size, sizeof(struct ks_glyph *));
	return atlas;
}

void ks_atlas_close(struct ks_atlas *atlas)
{
	if (!atlas)
		return;
	for (int i = 0; i < PAGES_MAX; i++)
		free(atlas->pages[i]);
	ks_arena_finish(&atlas->arena);
	free(atlas->table);
	free(atlas);
}

static uint32_t hash_of(enum ks_face face, bool is_latin, int em_px, const char *text, size_t len)
{
	uint32_t hash = 2166136261u ^ (uint32_t)(em_px << 2 | (int)face << 1 | is_latin);

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (uint8_t)text[i]) * 16777619u;
	return hash ^ hash >> 15;
}

static void table_double(struct ks_atlas *atlas)
{
	size_t size = atlas->table_size * 2;
	struct ks_glyph **table = ks_alloc_zero(size, sizeof(struct ks_glyph *));

	for (size_t i = 0; i < atlas->table_size; i++) {
		struct ks_glyph *next;

		for (struct ks_glyph *glyph = atlas->table[i]; glyph; glyph = next) {
			next = glyph->next;
			glyph->next = table[glyph->hash & (size - 1)];
			table[glyph->hash & (size - 1)] = glyph;
		}
	}
	free(atlas->table);
	atlas->table = table;
	atlas->table_size = size;
}

struct ks_glyph *ks_atlas_find(struct ks_atlas *atlas, enum ks_face face, bool is_latin, int em_px,
			       const char *text, size_t len)
{
	uint32_t hash = hash_of(face, is_latin, em_px, text, len);
	struct ks_glyph *glyph;

	assert(len <= KS_CLUSTER_BYTES_MAX);
	for (glyph = atlas->table[hash & (atlas->table_size - 1)]; glyph; glyph = glyph->next)
		if (glyph->hash == hash && glyph->em_px == em_px && glyph->face == face &&
		    glyph->is_latin == is_latin && glyph->len == len &&
		    memcmp(glyph->text, text, len) == 0)
			return glyph;
	if (atlas->n_glyphs >= atlas->table_size)
		table_double(atlas);
	glyph = ks_arena_alloc(&atlas->arena, sizeof(*glyph));
	glyph->hash = hash;
	glyph->em_px = (uint16_t)em_px;
	glyph->face = (uint8_t)face;
	glyph->is_latin = is_latin;
	glyph->len = (uint8_t)len;
	memcpy(glyph->text, text, len);
	glyph->pick = ks_fonts_pick(atlas->fonts, face, is_latin, text, len);
	glyph->advance_64 = ks_fonts_advance_64(atlas->fonts, &glyph->pick, em_px);
	glyph->next = atlas->table[hash & (atlas->table_size - 1)];
	atlas->table[hash & (atlas->table_size - 1)] = glyph;
	atlas->n_glyphs++;
	return glyph;
}

static void drop_pictures(struct ks_atlas *atlas)
{
	for (size_t i = 0; i < atlas->table_size; i++)
		for (struct ks_glyph *glyph = atlas->table[i]; glyph; glyph = glyph->next)
			glyph->is_drawn = false;
	atlas->n_pages = 0;
}

static void next_page(struct ks_atlas *atlas)
{
	if (atlas->n_pages == PAGES_MAX) {
		ks_log_info("text", "glyph pages are full: starting over");
		drop_pictures(atlas);
	}
	if (!atlas->pages[atlas->n_pages])
		atlas->pages[atlas->n_pages] = ks_alloc((size_t)PAGE_PX * PAGE_PX);
	atlas->n_pages++;
	atlas->x = atlas->y = atlas->row_h = 0;
}

/* Room for w × h, which fits on a page. */
static uint8_t *take_room(struct ks_atlas *atlas, int w, int h)
{
	uint8_t *at;

	if (atlas->n_pages == 0)
		next_page(atlas);
	if (atlas->x + w > PAGE_PX) {
		atlas->x = 0;
		atlas->y += atlas->row_h + GAP_PX;
		atlas->row_h = 0;
	}
	if (atlas->y + h > PAGE_PX)
		next_page(atlas);
	at = atlas->pages[atlas->n_pages - 1] + (size_t)atlas->y * PAGE_PX + atlas->x;
	atlas->x += w + GAP_PX;
	atlas->row_h = ks_most(h, atlas->row_h);
	return at;
}

void ks_atlas_draw(struct ks_atlas *atlas, struct ks_glyph *glyph)
{
	struct ks_font_image image;
	uint8_t *room;

	if (glyph->is_drawn)
		return;
	memset(&glyph->mask, 0, sizeof(glyph->mask));
	if (ks_fonts_raster(atlas->fonts, &glyph->pick, glyph->em_px, glyph->text, &image) == KS_OK &&
	    image.coverage) {
		int w = ks_least(image.w, PAGE_PX), h = ks_least(image.h, PAGE_PX);

		room = take_room(atlas, w, h);
		for (int y = 0; y < h; y++)
			memcpy(room + (size_t)y * PAGE_PX,
			       image.coverage + (size_t)y * (size_t)image.w, (size_t)w);
		glyph->mask = (struct ks_mask){.coverage = room, .w = w, .h = h, .stride = PAGE_PX};
		glyph->left = image.left;
		glyph->top = image.top;
		free(image.coverage);
	}
	glyph->is_drawn = true;
}

bool ks_atlas_trim(struct ks_atlas *atlas)
{
	if (atlas->n_glyphs <= GLYPHS_KEPT_MAX)
		return false;
	ks_arena_finish(&atlas->arena);
	memset(atlas->table, 0, atlas->table_size * sizeof(struct ks_glyph *));
	atlas->n_glyphs = 0;
	atlas->n_pages = 0;
	return true;
}

size_t ks_atlas_bytes(const struct ks_atlas *atlas)
{
	size_t n = atlas->n_glyphs * sizeof(struct ks_glyph) +
		   atlas->table_size * sizeof(struct ks_glyph *);

	for (int i = 0; i < PAGES_MAX; i++)
		n += atlas->pages[i] ? (size_t)PAGE_PX * PAGE_PX : 0;
	return n;
}
