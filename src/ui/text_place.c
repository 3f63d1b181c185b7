/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "ui/text_private.h"

/*
 * From lines to glyphs at whole pixels. Positions are summed in 1/64 px and rounded once per glyph, so a
 * line of Japanese keeps its even rhythm and a row of Latin letters its true length.
 */

/* Of the em square that BIZ UDGothic's signs fill: 0.88 above the base line, 0.12 below (its Latin g, too). */
enum { ABOVE_PERCENT = 88 };
/* What a line with a reading needs above its base line: ink of the base 0.86, a gap, ink of the reading. */
enum { RUBY_BASE_PERCENT = 90 };
enum { RUBY_INK_PERCENT = 84 };

#define N_STRETCHES 4 /* that may run along a line: found (ground and line), link, erratum */

struct place {
	struct ks_text_work *work;
	struct ks_text_layout *layout;
	struct ks_text_glyphs *glyphs;
	int32_t ruby_em_64;
	int ruby_rise_px; /* base line of readings above that of the line */
};

static int round_64(int32_t v)
{
	return (v + 32) >> 6;
}

static bool has_reading(const struct ks_rich *rich)
{
	for (size_t i = 0; i < rich->n_spans; i++)
		if (rich->spans[i].mark == KS_MARK_RUBY)
			return true;
	return false;
}

/*
 * The em square stands in the middle of the line box. A text that has readings – shown or not, so nothing
 * jumps when they are switched – stands lower, as far as the first line's reading needs.
 */
int ks_place_baseline_px(const struct ks_text_work *work, int pitch_px)
{
	int em_px = work->style->em_px;
	int middle = (pitch_px - em_px) / 2 + (em_px * ABOVE_PERCENT + 50) / 100;
	int needed;

	if (!has_reading(work->rich))
		return middle;
	needed = (em_px * RUBY_BASE_PERCENT + ks_ruby_em_px(work->style) * RUBY_INK_PERCENT + 99) /
		 100;
	return ks_most(needed, middle);
}

static enum ks_color cluster_color(const struct ks_text_style *style, uint8_t marks)
{
	if (marks & KS_BIT(KS_MARK_SMALL))
		return KS_COLOR_WARN;
	if (marks & KS_BIT(KS_MARK_LINK))
		return KS_COLOR_LINK;
	if (marks & KS_BIT(KS_MARK_STRONG))
		return style->strong_color ? style->strong_color : KS_COLOR_KEY;
	return style->color ? style->color : KS_COLOR_INK;
}

static void place_glyph(struct place *place, struct ks_glyph *glyph, int32_t x_64, int y,
			uint8_t color)
{
	struct ks_placed *placed;

	if (!glyph)
		return;
	placed = &place->glyphs->placed[place->glyphs->n_placed++];
	*placed = (struct ks_placed){.glyph = glyph, .x = round_64(x_64), .y = y, .color = color};
}

static void place_reading(struct place *place, int16_t index, int32_t from_64, int32_t to_64,
			  int baseline, uint8_t color)
{
	const struct ks_text_work *work = place->work;
	const struct ks_ruby *ruby = &work->rubies[index];

	for (size_t i = ruby->text_first; i < ruby->text_end; i++) {
		const struct ks_cluster *cluster = &work->readings[i];
		int32_t x_64 = ks_ruby_place(ruby, work->readings, i, from_64, to_64);

		place_glyph(place, cluster->glyph, x_64 + cluster->shift_64,
			    baseline - place->ruby_rise_px, color);
	}
}

static void add_rule(struct place *place, enum ks_rule_kind kind, int32_t from_64, int32_t to_64,
		     int baseline, enum ks_color color)
{
	int em_px = place->layout->style.em_px, thick = ks_most(1, (em_px + 8) / 17);
	struct ks_placed_rule *rule = &place->glyphs->rules[place->glyphs->n_rules++];

	*rule = (struct ks_placed_rule){.x = round_64(from_64),
					.w = round_64(to_64) - round_64(from_64),
					.y = baseline + em_px * 16 / 100,
					.thick = thick,
					.kind = (uint8_t)kind,
					.color = (uint8_t)color};
	if (kind == KS_RULE_DOTS)
		rule->thick = thick + 1;
	if (kind == KS_RULE_GROUND) {
		rule->y = baseline - em_px * 98 / 100;
		rule->thick = em_px * 122 / 100;
	}
}

/* One stretch of a line under (or behind) which a rule of one kind runs. */
struct stretch {
	enum ks_mark mark;
	enum ks_rule_kind kind;
	enum ks_color color;
	bool is_open;
	int32_t from_64, to_64;
};

static void follow(struct place *place, struct stretch *stretch, const struct ks_cluster *cluster,
		   int32_t at_64, int baseline)
{
	bool has = cluster && (cluster->marks & KS_BIT(stretch->mark)) &&
		   !(cluster->marks & KS_BIT(KS_MARK_SMALL));

	if (!has && stretch->is_open)
		add_rule(place, stretch->kind, stretch->from_64, stretch->to_64, baseline,
			 stretch->color);
	if (has && !stretch->is_open)
		stretch->from_64 = at_64;
	if (has)
		stretch->to_64 = at_64 + cluster->body_64;
	stretch->is_open = has;
}

static void follow_all(struct place *place, struct stretch stretches[N_STRETCHES],
		       const struct ks_cluster *cluster, int32_t at_64, int baseline)
{
	for (int i = 0; i < N_STRETCHES; i++)
		follow(place, &stretches[i], cluster, at_64, baseline);
}

static void place_line(struct place *place, const struct ks_text_run *run, int32_t x_64, int baseline)
{
	const struct ks_text_work *work = place->work;
	struct stretch stretches[N_STRETCHES] = {
		{KS_MARK_FOUND, KS_RULE_GROUND, KS_COLOR_ACCENT_SOFT, false, 0, 0},
		{KS_MARK_FOUND, KS_RULE_LINE, KS_COLOR_KEY, false, 0, 0},
		{KS_MARK_LINK, KS_RULE_LINE, KS_COLOR_LINK, false, 0, 0},
		{KS_MARK_ERRATUM, KS_RULE_DOTS, KS_COLOR_WARN, false, 0, 0},
	};
	int32_t at = x_64, ruby_from = x_64;

	for (size_t i = run->first; i < run->shown; i++) {
		const struct ks_cluster *cluster = &work->clusters[i];
		uint8_t color = (uint8_t)cluster_color(work->style, cluster->marks);
		bool is_first = i == run->first;

		at += is_first ? cluster->pre_64
			       : ks_space_between(cluster - 1, cluster, place->ruby_em_64);
		place_glyph(place, cluster->glyph, at + cluster->shift_64, baseline, color);
		follow_all(place, stretches, cluster, at, baseline);
		if (cluster->ruby >= 0) {
			if (is_first || cluster[-1].ruby != cluster->ruby)
				ruby_from = at - cluster->pre_64;
			if (i + 1 == work->rubies[cluster->ruby].end)
				place_reading(place, cluster->ruby, ruby_from,
					      at + cluster->body_64 + cluster->post_64, baseline,
					      color);
		}
		at += cluster->body_64;
	}
	follow_all(place, stretches, NULL, at, baseline);
}

static int32_t line_start(const struct ks_text_layout *layout, int32_t box_64, int32_t width_64)
{
	int32_t room = box_64 - width_64;

	if (room <= 0 || layout->style.align == KS_ALIGN_LEFT)
		return 0;
	return layout->style.align == KS_ALIGN_CENTRE ? room / 2 : room;
}

static void allocate(struct place *place, struct ks_arena *arena)
{
	const struct ks_text_work *work = place->work;
	size_t n_glyphs = work->n_clusters + work->n_readings;

	place->glyphs = ks_arena_alloc(arena, sizeof(*place->glyphs));
	place->glyphs->placed = ks_arena_alloc(arena, n_glyphs * sizeof(struct ks_placed));
	/* of each: a new stretch begins at most at each span's edge and each line's head */
	place->glyphs->rules =
		ks_arena_alloc(arena, N_STRETCHES * (2 * work->rich->n_spans + work->n_runs + 1) *
					      sizeof(struct ks_placed_rule));
}

static struct ks_text_line place_run(struct place *place, const struct ks_text_run *run, int y,
				     int baseline, int32_t box_64)
{
	const struct ks_text_work *work = place->work;
	int32_t x_64 = line_start(place->layout, box_64, run->width_64);
	struct ks_text_line line = {.y = y, .baseline = baseline, .x = round_64(x_64)};

	if (run->shown > run->first) {
		line.from = work->clusters[run->first].from;
		line.to = work->clusters[run->shown - 1].to;
	} else {
		line.from = run->first < work->n_clusters ? work->clusters[run->first].from
							  : (uint32_t)work->rich->len;
		line.to = line.from;
	}
	line.w = round_64(x_64 + run->width_64) - line.x;
	place_line(place, run, x_64, baseline);
	return line;
}

void ks_place_all(struct ks_text_work *work, struct ks_arena *arena, struct ks_text_layout *layout)
{
	struct place place = {.work = work, .layout = layout};
	int em_px = work->style->em_px, pitch_px = (em_px * work->style->pitch_percent + 50) / 100;
	int baseline = ks_place_baseline_px(work, pitch_px);
	int32_t widest_64 = 0, box_64;
	struct ks_text_line *lines = ks_arena_alloc(arena, work->n_runs * sizeof(*lines));

	place.ruby_em_64 = ks_ruby_em_px(work->style) * 64;
	place.ruby_rise_px = (em_px * RUBY_BASE_PERCENT + 50) / 100;
	allocate(&place, arena);
	for (size_t i = 0; i < work->n_runs; i++)
		widest_64 = ks_most(widest_64, work->runs[i].width_64);
	box_64 = work->width_64 == INT32_MAX ? widest_64 : work->width_64;
	for (size_t i = 0; i < work->n_runs; i++) {
		int y = (int)i * pitch_px;

		lines[i] = place_run(&place, &work->runs[i], y, y + baseline, box_64);
	}
	layout->lines = lines;
	layout->n_lines = work->n_runs;
	layout->w = (widest_64 + 63) / 64;
	layout->h = (int)work->n_runs * pitch_px;
	layout->glyphs = place.glyphs;
}
