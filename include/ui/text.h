/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Japanese text on the screen: from rich text to lines of placed glyphs, and from those to pixels.
 *
 * Rules and where they come from: line breaking JIS X 4051 / JLREQ through ICU `ja@lb=strict` (headings,
 * buttons, choices: `lw=phrase`), with bound words, no lone last character, punctuation set solid,
 * 1/8 em between 和文 and 欧文, line pitch constant with furigana: UI.md "Japanese text".
 * SDL_ttf only makes glyphs. One thread.
 */
#ifndef KS_UI_TEXT_H
#define KS_UI_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/rc.h"
#include "base/rich.h"
#include "ui/paint.h"
#include "ui/theme.h"

enum ks_face { KS_FACE_REGULAR, KS_FACE_BOLD };
enum ks_align { KS_ALIGN_LEFT, KS_ALIGN_CENTRE, KS_ALIGN_RIGHT };
enum ks_breaking {
	KS_BREAK_STRICT, /* running text */
	KS_BREAK_PHRASE, /* headings, buttons, choices: between phrases (文節) */
};

/* All that decides a layout except text and width. Colours are meanings; the theme comes at paint time. */
struct ks_text_style {
	enum ks_face face;
	int em_px;
	int pitch_percent; /* distance of base lines in em: 170 running text, 140 headings; 0 means 170 */
	enum ks_breaking breaking;
	enum ks_align align;
	enum ks_color color;        /* 0: KS_COLOR_INK */
	enum ks_color strong_color; /* of KS_MARK_STRONG; 0: KS_COLOR_KEY */
	bool has_furigana;          /* draw KS_MARK_RUBY readings */
	int note_em_px;         /* KS_MARK_SMALL is not smaller than this, nor larger than em_px */
	uint32_t argb_override; /* not 0: this colour (0xAARRGGBB) in any theme, for words in pictures */
};

struct ks_text_line {
	uint32_t from, to; /* byte range in the text, without the trailing space or '\n' */
	int y;             /* top of the line box in the layout */
	int baseline;      /* y of the base line in the layout */
	int x, w;          /* ink advance box after alignment */
};

/* A laid-out text. Owned by the engine; valid until ks_text_engine_trim() or finish. */
struct ks_text_layout {
	struct ks_rich rich; /* the engine's own copy */
	struct ks_text_style style;
	int width_px; /* that was allowed */
	int w, h;     /* used: widest line; n_lines × pitch */
	const struct ks_text_line *lines;
	size_t n_lines;
	const struct ks_text_glyphs *glyphs; /* private to src/ui */
};

struct ks_text_engine;

/**
 * ks_text_engine_open() - fonts of base/fonts.h that exist; fallbacks are opened when first needed
 * Return: KS_OK; KS_NOT_FOUND when not even the main font is there.
 */
KS_MUST_USE enum ks_rc ks_text_engine_open(struct ks_text_engine **out);
/** ks_text_engine_close() - frees fonts, glyphs and every layout; accepts NULL. No layout may be used afterwards. */
void ks_text_engine_close(struct ks_text_engine *engine);

/*
 * What is laid out in place of @rich: names of buttons as they stand on the screen, and with @has_furigana readings that its
 * author did not write. @arena owns what is new; @rich itself when there is nothing to do. Called once for each new layout.
 */
typedef struct ks_rich (*ks_text_reader)(const void *context, const struct ks_rich *rich,
					 bool has_furigana, struct ks_arena *arena);
/** ks_text_engine_read_with() - from now on; NULL: texts as they are, as at first. Forgets all layouts. */
void ks_text_engine_read_with(struct ks_text_engine *engine, ks_text_reader reader,
			      const void *context);

/**
 * ks_text_layout() - lay out @rich within @width_px (cached: asking again costs a hash look-up)
 * A @width_px of 0 or less means "one line, as wide as it gets" ('\n' still breaks).
 * Return: never NULL. A word that is wider than the width is broken between clusters, never cut off.
 */
const struct ks_text_layout *ks_text_layout(struct ks_text_engine *engine, const struct ks_rich *rich,
					    const struct ks_text_style *style, int width_px);
/** ks_text_note_em_px() - of words marked KS_MARK_SMALL in @style. */
int ks_text_note_em_px(const struct ks_text_style *style);
/** ks_text_draw() - paint with the top left of the layout's box at x, y. */
void ks_text_draw(struct ks_text_engine *engine, const struct ks_text_layout *layout,
		  struct ks_canvas *canvas, int x, int y, enum ks_theme theme);
/** ks_text_warm() - rasterise what a draw of @layout would, without painting: for the page that comes next. */
void ks_text_warm(struct ks_text_engine *engine, const struct ks_text_layout *layout);
/** ks_text_engine_trim() - forget all layouts (sign-out, another size); glyphs stay. */
void ks_text_engine_trim(struct ks_text_engine *engine);
/** ks_text_engine_keep_few() - between two scenes: the same when there are more than any visit makes, as behind a clock that runs. */
void ks_text_engine_keep_few(struct ks_text_engine *engine);

/** ks_text_has_glyph() - can some font of the chain show it? @selector 0 for none. */
bool ks_text_has_glyph(struct ks_text_engine *engine, uint32_t c, uint32_t selector);

/*
 * The line breaker alone, without fonts, for tests and for ui/text itself.
 */
struct ks_text_breaks {
	uint8_t *allowed; /* [i] != 0: a line may begin at byte i; malloc'd, len + 1 entries */
	size_t len;
};
/** ks_text_find_breaks() - every allowed break; kinsoku, bound words and code marks applied. */
void ks_text_find_breaks(const struct ks_rich *rich, enum ks_breaking breaking,
			 struct ks_text_breaks *out);
/** ks_text_breaks_finish() - frees the table of places; the struct is empty afterwards. Accepts NULL. */
void ks_text_breaks_finish(struct ks_text_breaks *breaks);

#endif
