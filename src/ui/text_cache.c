/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "ui/text_private.h"

/*
 * The engine: owns fonts, glyphs and every layout made since the last trim. A screen asks for its texts anew
 * at each touch; equal questions are answered from here.
 */

enum { TABLE_START = 256 };
enum { PITCH_DEFAULT_PERCENT = 170 };
/* Layouts cannot be dropped one by one (scenes hold them): all go between two scenes, and somebody who never trims is told so. */
enum { LAYOUTS_KEPT_MAX = 4096, LAYOUTS_EXPECTED_MAX = 2 * LAYOUTS_KEPT_MAX };

struct ks_layout_entry {
	struct ks_text_layout layout; /* first: what callers see */
	struct ks_rich asked;         /* before the reader */
	uint64_t hash;
	struct ks_layout_entry *next;
};

enum ks_rc ks_text_engine_open(struct ks_text_engine **out)
{
	struct ks_text_engine *engine = ks_alloc_zero(1, sizeof(*engine));
	enum ks_rc rc = ks_fonts_open(&engine->fonts);

	*out = NULL;
	if (rc != KS_OK) {
		free(engine);
		return rc;
	}
	engine->atlas = ks_atlas_open(engine->fonts);
	engine->table_size = TABLE_START;
	engine->table = ks_alloc_zero(engine->table_size, sizeof(struct ks_layout_entry *));
	*out = engine;
	return KS_OK;
}

void ks_text_engine_close(struct ks_text_engine *engine)
{
	if (!engine)
		return;
	free(engine->work.clusters);
	free(engine->work.readings);
	free(engine->work.rubies);
	free(engine->work.runs);
	ks_arena_finish(&engine->arena);
	ks_atlas_close(engine->atlas);
	ks_fonts_close(engine->fonts);
	free(engine->table);
	free(engine);
}

/* The last text that was laid out, cluster by cluster. */
static void wipe_work(struct ks_text_work *work)
{
	if (work->clusters)
		explicit_bzero(work->clusters, work->clusters_capacity * sizeof(*work->clusters));
	if (work->readings)
		explicit_bzero(work->readings, work->readings_capacity * sizeof(*work->readings));
}

void ks_text_engine_trim(struct ks_text_engine *engine)
{
	ks_arena_wipe(&engine->arena); /* it held names */
	wipe_work(&engine->work);
	memset(engine->table, 0, engine->table_size * sizeof(engine->table[0]));
	engine->n_layouts = 0;
	ks_atlas_trim(engine->atlas);
}

void ks_text_engine_keep_few(struct ks_text_engine *engine)
{
	if (engine->n_layouts > LAYOUTS_KEPT_MAX)
		ks_text_engine_trim(engine);
}

bool ks_text_has_glyph(struct ks_text_engine *engine, uint32_t c, uint32_t selector)
{
	return ks_fonts_has(engine->fonts, c, selector);
}

void ks_text_engine_read_with(struct ks_text_engine *engine, ks_text_reader reader,
			      const void *context)
{
	ks_text_engine_trim(engine);
	engine->reader = reader;
	engine->reader_context = context;
}

static uint64_t mix(uint64_t hash, const void *bytes, size_t len)
{
	const uint8_t *p = bytes;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ p[i]) * 1099511628211u;
	return hash;
}

static uint64_t mix_number(uint64_t hash, uint64_t number)
{
	return (hash ^ number) * 0x9e3779b97f4a7c15u;
}

static uint64_t hash_of(const struct ks_rich *rich, const struct ks_text_style *style, int width_px)
{
	uint64_t hash = mix(14695981039346656037u, rich->text, rich->len);

	for (size_t i = 0; i < rich->n_spans; i++) {
		const struct ks_span *span = &rich->spans[i];

		hash = mix_number(hash, (uint64_t)span->from << 32 | span->to);
		hash = mix_number(hash, span->mark);
		if (span->aux)
			hash = mix(hash, span->aux, strlen(span->aux));
	}
	hash = mix_number(hash, (uint64_t)(unsigned)width_px << 32 | (unsigned)style->em_px);
	hash = mix_number(hash, (uint64_t)(unsigned)style->pitch_percent << 32 |
					(unsigned)style->color << 16 | (unsigned)style->strong_color);
	hash = mix_number(hash, (unsigned)style->face << 12 | (unsigned)style->breaking << 8 |
					(unsigned)style->align << 4 | style->has_furigana);
	hash = mix_number(hash, style->argb_override);
	hash = mix_number(hash, (unsigned)style->note_em_px);
	return hash ^ hash >> 29;
}

static bool is_same_style(const struct ks_text_style *a, const struct ks_text_style *b)
{
	return a->face == b->face && a->em_px == b->em_px && a->pitch_percent == b->pitch_percent &&
	       a->breaking == b->breaking && a->align == b->align && a->color == b->color &&
	       a->strong_color == b->strong_color && a->has_furigana == b->has_furigana &&
	       a->argb_override == b->argb_override && a->note_em_px == b->note_em_px;
}

static bool is_same_aux(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool is_same_rich(const struct ks_rich *a, const struct ks_rich *b)
{
	if (a->len != b->len || a->n_spans != b->n_spans || memcmp(a->text, b->text, a->len) != 0)
		return false;
	for (size_t i = 0; i < a->n_spans; i++)
		if (a->spans[i].from != b->spans[i].from || a->spans[i].to != b->spans[i].to ||
		    a->spans[i].mark != b->spans[i].mark ||
		    !is_same_aux(a->spans[i].aux, b->spans[i].aux))
			return false;
	return true;
}

static void copy_rich(struct ks_arena *arena, const struct ks_rich *from, struct ks_rich *to)
{
	struct ks_span *spans = ks_arena_copy(arena, from->spans, from->n_spans * sizeof(*spans));

	for (size_t i = 0; i < from->n_spans; i++)
		if (spans[i].aux)
			spans[i].aux = ks_arena_strdup(arena, spans[i].aux);
	to->text = ks_arena_strndup(arena, from->text, from->len);
	to->len = from->len;
	to->spans = spans;
	to->n_spans = from->n_spans;
}

static void build(struct ks_text_engine *engine, struct ks_text_layout *layout)
{
	struct ks_text_work *work = &engine->work;

	work->rich = &layout->rich;
	work->style = &layout->style;
	work->width_64 = layout->width_px > 0 && layout->width_px < INT32_MAX / 64
				 ? layout->width_px * 64
				 : INT32_MAX;
	ks_text_find_breaks(work->rich, layout->style.breaking, &work->breaks);
	ks_cluster_make_all(engine, work);
	ks_ruby_measure_all(engine, work);
	ks_line_fill(work);
	ks_place_all(work, &engine->arena, layout);
	ks_text_breaks_finish(&work->breaks);
	ks_text_breaks_finish(&work->strict);
}

static void table_add(struct ks_text_engine *engine, struct ks_layout_entry *entry)
{
	size_t size = engine->table_size;

	if (engine->n_layouts >= size) {
		struct ks_layout_entry **table = ks_alloc_zero(size * 2, sizeof(*table));

		for (size_t i = 0; i < size; i++) {
			struct ks_layout_entry *next;

			for (struct ks_layout_entry *e = engine->table[i]; e; e = next) {
				next = e->next;
				e->next = table[e->hash & (2 * size - 1)];
				table[e->hash & (2 * size - 1)] = e;
			}
		}
		free(engine->table);
		engine->table = table;
		engine->table_size = size = size * 2;
	}
	entry->next = engine->table[entry->hash & (size - 1)];
	engine->table[entry->hash & (size - 1)] = entry;
	if (++engine->n_layouts == LAYOUTS_EXPECTED_MAX)
		ks_log_warn("text", "%d layouts and no trim", LAYOUTS_EXPECTED_MAX);
}

/* Sizes that make no sense are a mistake of ours or of a strange display; they must not end the program. */
static struct ks_text_style sane_style(const struct ks_text_style *style)
{
	struct ks_text_style sane = *style;

	sane.em_px = sane.em_px < 8 ? 8 : sane.em_px > KS_TEXT_EM_MAX ? KS_TEXT_EM_MAX : sane.em_px;
	sane.em_px -= sane.em_px % 2;
	if (sane.pitch_percent <= 0)
		sane.pitch_percent = PITCH_DEFAULT_PERCENT;
	return sane;
}

static struct ks_rich sane_rich(const struct ks_rich *rich)
{
	struct ks_rich sane = *rich;

	if (sane.len <= KS_TEXT_BYTES_MAX)
		return sane;
	ks_log_error("text", "a text of %zu bytes is cut", sane.len);
	sane.len = KS_TEXT_BYTES_MAX;
	while (sane.len > 0 && ((uint8_t)sane.text[sane.len] & 0xc0) == 0x80)
		sane.len--;
	return sane;
}

const struct ks_text_layout *ks_text_layout(struct ks_text_engine *engine, const struct ks_rich *rich,
					    const struct ks_text_style *style, int width_px)
{
	struct ks_text_style sane = sane_style(style);
	struct ks_rich text = sane_rich(rich);
	struct ks_layout_entry *entry;
	uint64_t hash;

	width_px = ks_most(0, width_px);
	hash = hash_of(&text, &sane, width_px);
	for (entry = engine->table[hash & (engine->table_size - 1)]; entry; entry = entry->next)
		if (entry->hash == hash && entry->layout.width_px == width_px &&
		    is_same_style(&entry->layout.style, &sane) && is_same_rich(&entry->asked, &text))
			return &entry->layout;
	entry = ks_arena_alloc(&engine->arena, sizeof(*entry));
	entry->hash = hash;
	copy_rich(&engine->arena, &text, &entry->asked);
	entry->layout.rich = engine->reader ? engine->reader(engine->reader_context, &entry->asked,
							     sane.has_furigana, &engine->arena)
					    : entry->asked;
	entry->layout.style = sane;
	entry->layout.width_px = width_px;
	build(engine, &entry->layout);
	table_add(engine, entry);
	return &entry->layout;
}
