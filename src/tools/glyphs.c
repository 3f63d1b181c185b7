/* SPDX-License-Identifier: Apache-2.0 */
#include "tools/glyphs.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include <stdlib.h>

#include "base/fonts.h"
#include "base/mem.h"

/*
 * The kiosk asks its fonts one after the other; this asks the same fonts, without a screen. Variants of a
 * kanji come from the font's table of variation sequences (cmap format 14).
 */

#define FACES_MAX 8

struct ks_glyphs {
	FT_Library library;
	FT_Face faces[FACES_MAX];
	size_t n_faces;
	const char *missing[FACES_MAX];
	unsigned n_missing;
};

struct ks_glyphs *ks_glyphs_open(void)
{
	struct ks_glyphs *glyphs = ks_alloc_zero(1, sizeof(*glyphs));

	if (FT_Init_FreeType(&glyphs->library) != 0) {
		free(glyphs);
		return NULL;
	}
	for (size_t i = 0; i < ks_font_chain_count && i < FACES_MAX; i++) {
		const struct ks_font_file *font = &ks_font_chain[i];
		FT_Face *face = &glyphs->faces[glyphs->n_faces];

		if (FT_New_Face(glyphs->library, font->path, font->face, face) == 0)
			glyphs->n_faces++;
		else
			glyphs->missing[glyphs->n_missing++] = font->path;
	}
	if (glyphs->n_faces > 0)
		return glyphs;
	ks_glyphs_close(glyphs);
	return NULL;
}

void ks_glyphs_close(struct ks_glyphs *glyphs)
{
	if (!glyphs)
		return;
	for (size_t i = 0; i < glyphs->n_faces; i++)
		FT_Done_Face(glyphs->faces[i]);
	FT_Done_FreeType(glyphs->library);
	free(glyphs);
}

bool ks_glyphs_has(void *glyphs, uint32_t c, uint32_t selector)
{
	struct ks_glyphs *all = glyphs;

	for (size_t i = 0; i < all->n_faces; i++) {
		if (selector == 0 ? FT_Get_Char_Index(all->faces[i], c) != 0
				  : FT_Face_GetCharVariantIndex(all->faces[i], c, selector) != 0)
			return true;
	}
	return false;
}

const char *ks_glyphs_missing(const struct ks_glyphs *glyphs, unsigned n)
{
	return n < glyphs->n_missing ? glyphs->missing[n] : NULL;
}
