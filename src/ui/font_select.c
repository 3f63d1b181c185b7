/* SPDX-License-Identifier: Apache-2.0 */
#include "base/fonts.h"
#include "base/log.h"
#include "base/utf8.h"
#include "ui/font.h"

/*
 * Which font shows a cluster: the first of the chain that has all of it, so that a base never stands in one
 * typeface and its mark in another. 〓 (the printers' geta) stands for what nobody has.
 */

enum { CLUSTER_SIGNS_MAX = 8 };
/* A mark that the font cannot set on its base comes out beside it: wider than this, in em/1000. */
enum { SHAPED_WIDTH_MAX = 1250 };

struct parts {
	uint32_t base, selector;
	uint32_t marks[CLUSTER_SIGNS_MAX];
	int n_marks;
	size_t base_len;
};

static struct parts take_apart(const char *text, size_t len)
{
	const char *cursor = text, *end = text + len;
	struct parts parts = {0};

	parts.base = ks_utf8_next(&cursor, end);
	parts.base_len = (size_t)(cursor - text);
	while (cursor < end) {
		uint32_t c = ks_utf8_next(&cursor, end);

		if (c == 0xfe0e || c == 0xfe0f || c == 0x200d)
			continue; /* text or emoji style: no font here makes a difference */
		if ((c >= 0xfe00 && c <= 0xfe0d) || (c >= 0xe0100 && c <= 0xe01ef))
			parts.selector = c;
		else if (parts.n_marks < CLUSTER_SIGNS_MAX)
			parts.marks[parts.n_marks++] = c;
	}
	return parts;
}

/* Proportional Latin from BIZ UDPGothic, everything else from BIZ UDGothic on its square grid. */
static int chain_at(size_t step, bool is_latin)
{
	enum ks_font_role first = is_latin ? KS_FONT_TEXT : KS_FONT_FIXED;
	size_t k = 0;

	for (size_t i = 0; i < ks_font_chain_count; i++)
		if (ks_font_chain[i].role == first && k++ == step)
			return (int)i;
	for (size_t i = 0; i < ks_font_chain_count; i++)
		if (ks_font_chain[i].role != first && k++ == step)
			return (int)i;
	return 0;
}

static uint32_t has_all(struct ks_fonts *fonts, int slot, const struct parts *parts,
			const char *text, size_t len)
{
	uint32_t glyph = ks_font_glyph(fonts, slot, parts->base, parts->selector);

	if (glyph == 0 || parts->n_marks == 0)
		return glyph;
	for (int i = 0; i < parts->n_marks; i++)
		if (ks_font_glyph(fonts, slot, parts->marks[i], 0) == 0)
			return 0;
	return ks_font_shaped_width(fonts, slot, text, len) <= SHAPED_WIDTH_MAX ? glyph : 0;
}

static bool search(struct ks_fonts *fonts, enum ks_face face, bool is_latin, const char *text,
		   size_t len, struct ks_font_pick *pick)
{
	struct parts parts = take_apart(text, len);

	for (size_t step = 0; step < ks_font_chain_count; step++) {
		int slot = chain_at(step, is_latin) * 2 + (face == KS_FACE_BOLD);
		uint32_t glyph = has_all(fonts, slot, &parts, text, len);

		if (glyph == 0)
			continue;
		pick->font = slot;
		pick->glyph = glyph;
		pick->is_shaped = parts.selector || parts.n_marks > 0;
		pick->len = (uint8_t)(pick->is_shaped ? len : parts.base_len);
		return true;
	}
	return false;
}

struct ks_font_pick ks_fonts_pick(struct ks_fonts *fonts, enum ks_face face, bool is_latin,
				  const char *text, size_t len)
{
	static const char geta[] = "〓";
	struct parts parts = take_apart(text, len);
	struct ks_font_pick pick = {0};
	bool has_extra = parts.selector || parts.n_marks > 0;

	if (search(fonts, face, is_latin, text, len, &pick))
		return pick;
	if (has_extra && search(fonts, face, is_latin, text, parts.base_len, &pick)) {
		if (ks_font_is_new_gap(fonts, parts.base,
				       parts.selector ? parts.selector : parts.marks[0]))
			ks_log_warn("font", "no font has U+%04X with U+%04X: drawn without it",
				    (unsigned)parts.base,
				    (unsigned)(parts.selector ? parts.selector : parts.marks[0]));
		return pick;
	}
	if (ks_font_is_new_gap(fonts, parts.base, 0))
		ks_log_warn("font", "no font has U+%04X", (unsigned)parts.base);
	if (!search(fonts, face, false, geta, sizeof(geta) - 1, &pick))
		pick.font = 2 * chain_at(0, false); /* draws the font's own "missing" box */
	pick.is_geta = true;
	return pick;
}

bool ks_fonts_has(struct ks_fonts *fonts, uint32_t c, uint32_t selector)
{
	for (size_t i = 0; i < ks_font_chain_count; i++)
		if (ks_font_glyph(fonts, (int)(2 * i), c, selector) != 0)
			return true;
	return false;
}
