/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include <unicode/uchar.h>

#include "base/utf8.h"
#include "ui/text_private.h"

/*
 * From bytes to signs: a base with everything that belongs to it (dakuten, variation selector) is one
 * cluster, gets one font and one glyph, and is never taken apart.
 */

bool ks_cluster_is_extender(uint32_t c)
{
	if (c < 0x300)
		return false;
	if (c == 0x3099 || c == 0x309a || c == 0x200d)
		return true;
	if ((c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef))
		return true;
	if (c >= 0x2e80 && c <= 0xfdff) /* no marks of ours here: spare the look-up for all of Japanese */
		return c >= 0x302a && c <= 0x302f;
	return (U_GET_GC_MASK(c) & (U_GC_MN_MASK | U_GC_ME_MASK)) != 0;
}

static bool is_western(uint32_t c)
{
	return c < 0x250;
}

/*
 * Letters and signs whose shape belongs to the proportional Latin face. “ ” ‘ ’ are Latin where no Japanese
 * stands beside them (it’s, “To be”); otherwise they are brackets of the square grid.
 */
static bool is_latin(uint32_t c, uint32_t before, uint32_t after)
{
	if (c < 0x250)
		return c != 0xa7 && c != 0xb0 && c != 0xb1 && c != 0xb4 && c != 0xb6 && c != 0xa8 &&
		       c != 0xd7 && c != 0xf7;
	if (c == 0x2018 || c == 0x2019 || c == 0x201c || c == 0x201d)
		return is_western(before) && is_western(after) && (before > ' ' || after > ' ');
	return (c >= 0x2010 && c <= 0x2014) || c == 0x2212 || c == 0x20ac ||
	       (c >= 0x1e00 && c < 0x1f00);
}

static size_t cluster_end(const char *text, size_t at, size_t len, uint32_t *base)
{
	const char *cursor = text + at, *end = text + len;

	*base = ks_utf8_next(&cursor, end);
	if (*base < ' ')
		return (size_t)(cursor - text);
	while (cursor < end) {
		const char *next = cursor;

		if (!ks_cluster_is_extender(ks_utf8_next(&next, end)) ||
		    (size_t)(next - text) - at > KS_CLUSTER_BYTES_MAX)
			break;
		cursor = next;
	}
	return (size_t)(cursor - text);
}

int ks_text_note_em_px(const struct ks_text_style *style)
{
	int small = style->em_px * 65 / 100;

	if (small < style->note_em_px)
		small = style->note_em_px < style->em_px ? style->note_em_px : style->em_px;
	return small - small % 2;
}

static void fill_cluster(struct ks_text_engine *engine, struct ks_cluster *cluster,
			 const char *text, const char *end, uint32_t before, enum ks_face face)
{
	const char *next = text + cluster->to;
	size_t len = cluster->to - cluster->from;
	bool latin = is_latin(cluster->c, before, next < end ? ks_utf8_next(&next, end) : 0);

	cluster->sign = (uint8_t)ks_space_sign(cluster->c);
	if (latin && (cluster->sign == KS_SIGN_OPEN || cluster->sign == KS_SIGN_CLOSE))
		cluster->sign = KS_SIGN_LATIN;
	if (cluster->sign == KS_SIGN_NEWLINE || cluster->sign == KS_SIGN_NOTHING)
		return;
	if (cluster->c == '\t' || cluster->c == 0xa0)
		cluster->glyph = ks_atlas_find(engine->atlas, face, true, cluster->em_px, " ", 1);
	else
		cluster->glyph = ks_atlas_find(engine->atlas, face, latin, cluster->em_px,
					       text + cluster->from, len);
	ks_space_set_body(cluster, cluster->glyph->advance_64);
	if (cluster->sign == KS_SIGN_SPACE || cluster->sign == KS_SIGN_WIDE_SPACE)
		cluster->glyph = NULL;
}

static void add_cluster(struct ks_text_engine *engine, struct ks_text_work *work,
			struct ks_cluster cluster)
{
	const struct ks_text_style *style = work->style;
	enum ks_face face = style->face;
	uint32_t before = work->n_clusters ? work->clusters[work->n_clusters - 1].c : 0;

	if (cluster.marks & KS_BIT(KS_MARK_STRONG))
		face = KS_FACE_BOLD;
	cluster.em_px = (uint16_t)style->em_px;
	cluster.is_display = style->face == KS_FACE_BOLD && style->breaking == KS_BREAK_PHRASE;
	if (cluster.marks & KS_BIT(KS_MARK_SMALL))
		cluster.em_px = (uint16_t)ks_text_note_em_px(style);
	fill_cluster(engine, &cluster, work->rich->text, work->rich->text + work->rich->len, before,
		     face);
	ks_grow(&work->clusters, work->n_clusters, &work->clusters_capacity);
	work->clusters[work->n_clusters++] = cluster;
}

/* Marks of the byte at @at; *@until is where they may change. Spans are few. */
static uint8_t marks_at(const struct ks_rich *rich, size_t at, size_t *until)
{
	uint8_t marks = 0;

	*until = rich->len;
	for (size_t i = 0; i < rich->n_spans; i++) {
		const struct ks_span *span = &rich->spans[i];

		if (span->from > at) {
			if (span->from < *until)
				*until = span->from;
			break; /* sorted */
		}
		if (span->to <= at)
			continue;
		marks |= (uint8_t)KS_BIT(span->mark);
		if (span->to < *until)
			*until = span->to;
	}
	return marks;
}

void ks_cluster_make_all(struct ks_text_engine *engine, struct ks_text_work *work)
{
	const struct ks_rich *rich = work->rich;
	size_t until = 0;
	uint8_t marks = 0;

	work->n_clusters = 0;
	for (size_t at = 0; at < rich->len;) {
		struct ks_cluster cluster = {.from = (uint32_t)at, .ruby = -1};

		if (at >= until)
			marks = marks_at(rich, at, &until);
		at = cluster_end(rich->text, at, rich->len, &cluster.c);
		cluster.to = (uint32_t)at;
		cluster.marks = marks;
		add_cluster(engine, work, cluster);
	}
}

void ks_cluster_of_reading(struct ks_text_engine *engine, struct ks_text_work *work,
			   const char *text, int em_px, enum ks_face face)
{
	size_t len = strlen(text);
	uint32_t before = 0;

	for (size_t at = 0; at < len;) {
		struct ks_cluster cluster = {
			.from = (uint32_t)at, .ruby = -1, .em_px = (uint16_t)em_px};

		at = cluster_end(text, at, len, &cluster.c);
		cluster.to = (uint32_t)at;
		fill_cluster(engine, &cluster, text, text + len, before, face);
		before = cluster.c;
		ks_grow(&work->readings, work->n_readings, &work->readings_capacity);
		work->readings[work->n_readings++] = cluster;
	}
}
