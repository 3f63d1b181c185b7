/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of the text engine share: clusters, their spacing, lines and placed glyphs. The way of a
 * text: text_break (where lines may begin) -> text_cluster (what is one sign, in which font) ->
 * text_space + text_ruby (distances) -> text_line (filling lines) -> text_place (glyphs at pixels) ->
 * text_cache (kept) -> text_draw.
 *
 * Lengths named _64 are 1/64 px, so that an eighth of an em keeps its fraction until the glyph is placed.
 */
#ifndef KS_UI_TEXT_PRIVATE_H
#define KS_UI_TEXT_PRIVATE_H

#include "base/mem.h"
#include "ui/atlas.h"
#include "ui/font.h"
#include "ui/text.h"

/* Longer texts are cut (and logged): nothing a screen shows comes near. */
#define KS_TEXT_BYTES_MAX ((size_t)64 << 10)
#define KS_TEXT_EM_MAX 480

/* How a cluster behaves towards its neighbours (JLREQ character classes, those that differ here). */
enum ks_sign {
	KS_SIGN_OTHER, /* symbols, circled numbers: no spacing of their own */
	KS_SIGN_KANJI,
	KS_SIGN_KANA,
	KS_SIGN_LATIN,  /* letters and digits of 欧文 */
	KS_SIGN_OPEN,   /* 「（: half an em of ink, half an em before it */
	KS_SIGN_CLOSE,  /* 」）、。: half an em of ink, half an em behind it */
	KS_SIGN_MIDDLE, /* ・：；: half an em of ink, a quarter on both sides */
	KS_SIGN_DIVIDE, /* ？！ */
	KS_SIGN_SPACE,  /* ASCII space, tab */
	KS_SIGN_WIDE_SPACE,
	KS_SIGN_NEWLINE,
	KS_SIGN_NOTHING, /* zero width: joiners, controls */
};

#define KS_BIT(mark) (1u << (mark))

struct ks_cluster {
	uint32_t from, to;      /* bytes */
	uint32_t c;             /* its base code point */
	struct ks_glyph *glyph; /* NULL: nothing to draw */
	int32_t body_64;        /* width without the spacing around it */
	int32_t shift_64;       /* glyph origin, from the left of the body */
	int32_t pre_64;         /* room a wide reading needs before it … */
	int32_t post_64;        /* … and behind it */
	uint16_t em_px;
	uint8_t sign;    /* enum ks_sign */
	uint8_t marks;   /* KS_BIT(KS_MARK_…) */
	int16_t ruby;    /* group it belongs to, or -1 */
	bool is_display; /* of a heading: punctuation set closer */
};

/* One reading over one base. */
struct ks_ruby {
	size_t first, end;           /* clusters of the base */
	size_t text_first, text_end; /* clusters of the reading, in ks_text_work.readings */
	int32_t width_64;            /* of the reading set solid */
};

struct ks_text_run { /* one line: clusters [first, end), shown up to `shown` (trailing spaces hang) */
	size_t first, end, shown;
	int32_t width_64;
};

/* Working memory of one layout, kept by the engine from one layout to the next. */
struct ks_text_work {
	const struct ks_rich *rich;
	const struct ks_text_style *style;
	int32_t width_64; /* INT32_MAX: as wide as it gets */
	struct ks_text_breaks breaks;
	struct ks_text_breaks strict; /* second choice for phrases that do not fit; made when needed */
	struct ks_cluster *clusters;
	size_t n_clusters, clusters_capacity;
	struct ks_cluster *readings;
	size_t n_readings, readings_capacity;
	struct ks_ruby *rubies;
	size_t n_rubies, rubies_capacity;
	struct ks_text_run *runs;
	size_t n_runs, runs_capacity;
};

struct ks_placed {
	struct ks_glyph *glyph;
	int32_t x, y; /* origin on the base line, in the layout */
	uint8_t color;
};

enum ks_rule_kind { KS_RULE_LINE, KS_RULE_DOTS, KS_RULE_GROUND };

struct ks_placed_rule {
	int32_t x, y, w, thick; /* a ground is as thick as it is high */
	uint8_t kind, color;
};

struct ks_text_glyphs {
	struct ks_placed *placed;
	size_t n_placed;
	struct ks_placed_rule *rules;
	size_t n_rules;
};

struct ks_text_engine {
	struct ks_fonts *fonts;
	struct ks_atlas *atlas;
	struct ks_text_work work;
	struct ks_arena arena; /* of the layouts */
	struct ks_layout_entry **table;
	size_t n_layouts, table_size;
	ks_text_reader reader; /* NULL: none */
	const void *reader_context;
};

/* text_break.c; the kinsoku sets are for the emergency break, too. Values in ks_text_breaks.allowed: */
#define KS_BREAK_ALLOWED 1
#define KS_BREAK_FORCED 2
bool ks_break_is_forbidden_head(uint32_t c);
bool ks_break_is_forbidden_tail(uint32_t c);
/* text_bound.c, text_phrase.c: take away breaks; @c code points that begin at bytes @at. */
void ks_break_apply_bound(uint8_t *allowed, const uint32_t *c, const uint32_t *at, size_t n);
void ks_break_apply_phrase(uint8_t *allowed, const uint32_t *c, const uint32_t *at, size_t n);

/* text_cluster.c */
bool ks_cluster_is_extender(uint32_t c); /* combining mark, selector, joiner: part of the sign before it */
void ks_cluster_make_all(struct ks_text_engine *engine, struct ks_text_work *work);
/** ks_cluster_of_reading() - append @text's clusters at @em_px to work->readings. */
void ks_cluster_of_reading(struct ks_text_engine *engine, struct ks_text_work *work,
			   const char *text, int em_px, enum ks_face face);

/* text_space.c */
enum ks_sign ks_space_sign(uint32_t c);
/** ks_space_set_body() - body and shift of a cluster whose glyph advances by @advance_64. */
void ks_space_set_body(struct ks_cluster *cluster, int32_t advance_64);
/** ks_space_between() - distance between the bodies of two clusters on one line (may be negative). */
int32_t ks_space_between(const struct ks_cluster *a, const struct ks_cluster *b, int32_t ruby_em_64);

/* text_ruby.c */
int ks_ruby_em_px(const struct ks_text_style *style);
void ks_ruby_measure_all(struct ks_text_engine *engine, struct ks_text_work *work);
/** ks_ruby_place() - where sign @i of @ruby's reading begins, for a base that spans @from … @to. */
int32_t ks_ruby_place(const struct ks_ruby *ruby, const struct ks_cluster *readings, size_t i,
		      int32_t from_64, int32_t to_64);

/* text_line.c */
void ks_line_fill(struct ks_text_work *work);

/* text_place.c */
int ks_place_baseline_px(const struct ks_text_work *work, int pitch_px);
void ks_place_all(struct ks_text_work *work, struct ks_arena *arena, struct ks_text_layout *layout);

#endif
