/* SPDX-License-Identifier: Apache-2.0 */
#include "content/readings.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "content/rich_build.h"
#include "content/source.h"

/*
 * Readings are looked up by the longest base from the left, as people read. Where a base has kana or repeated digits in it,
 * the reading is cut along them when the lexicon is loaded, so that applying it only copies.
 */

#define READINGS_BYTES_MAX ((size_t)2 << 20)

bool ks_readings_is_kanji(uint32_t c)
{
	return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) ||
	       (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3134F) || c == 0x3005 ||
	       c == 0x3006 || c == 0x30F6;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Length of the character at @at. */
static size_t step(const char *at, const char *end, uint32_t *c)
{
	const char *next = at;

	*c = ks_utf8_next(&next, end);
	return (size_t)(next - at);
}

/* ---- cutting a reading along the kana of its base ---- */

struct cutter {
	const char *base, *base_end;
	const char *reading_end;
	struct ks_reading_part parts[16];
	size_t n_parts;
	const char *starts[16], *stops[16]; /* within the reading */
};

static bool is_read(const char *at, const char *end)
{
	uint32_t c;

	step(at, end, &c);
	return ks_readings_is_kanji(c) || is_digit(*at);
}

static bool cut(struct cutter *cutter, const char *base, const char *reading);

/* A run of kanji takes as little of the reading as lets the rest fit. */
static bool cut_run(struct cutter *cutter, const char *base, const char *reading)
{
	const char *stop = base;
	size_t part = cutter->n_parts;
	uint32_t c;

	if (part == KS_COUNT(cutter->parts))
		return false;
	while (stop < cutter->base_end && is_read(stop, cutter->base_end))
		stop += step(stop, cutter->base_end, &c);
	cutter->n_parts++;
	for (const char *to = reading; to < cutter->reading_end;) {
		to += step(to, cutter->reading_end, &c);
		cutter->parts[part] =
			(struct ks_reading_part){.from = (uint32_t)(base - cutter->base),
						 .to = (uint32_t)(stop - cutter->base)};
		cutter->starts[part] = reading;
		cutter->stops[part] = to;
		cutter->n_parts = part + 1;
		if (cut(cutter, stop, to))
			return true;
	}
	cutter->n_parts = part;
	return false;
}

static bool cut(struct cutter *cutter, const char *base, const char *reading)
{
	uint32_t a, b;
	size_t n, m;

	if (base == cutter->base_end)
		return reading == cutter->reading_end;
	if (reading == cutter->reading_end)
		return false;
	n = step(base, cutter->base_end, &a);
	m = step(reading, cutter->reading_end, &b);
	if (a == b && cut(cutter, base + n, reading + m))
		return true;
	/* カ of the base is か of the reading */
	if (a >= 0x30A1 && a <= 0x30F5 && a - 0x60 == b && cut(cutter, base + n, reading + m))
		return true;
	return is_read(base, cutter->base_end) && cut_run(cutter, base, reading);
}

static bool make_parts(struct ks_reading *reading, struct ks_arena *arena)
{
	struct cutter cutter = {.base = reading->base,
				.base_end = reading->base + reading->len,
				.reading_end = reading->text + strlen(reading->text)};

	if (!cut(&cutter, reading->base, reading->text))
		return false;
	for (size_t i = 0; i < cutter.n_parts; i++)
		cutter.parts[i].text = ks_arena_strndup(
			arena, cutter.starts[i], (size_t)(cutter.stops[i] - cutter.starts[i]));
	reading->n_parts = cutter.n_parts;
	reading->parts = ks_arena_copy(arena, cutter.parts, cutter.n_parts * sizeof(*cutter.parts));
	reading->reads_digit =
		reading->n_parts > 0 && reading->parts[0].from == 0 && is_digit(reading->base[0]);
	return true;
}

/* ---- the file ---- */

struct loader {
	struct ks_source source;
	struct ks_readings *out;
	size_t capacity;
};

static void take_line(struct loader *loader, const char *from, const char *to, int line)
{
	const char *colon = memchr(from, ':', (size_t)(to - from)), *left_to, *right;
	struct ks_reading reading = {.line = line};
	struct ks_diags *diags = loader->source.diags;

	if (!colon) {
		ks_diags_error(diags, loader->source.file, line,
			       "「漢字: かんじ」の形で、一行に一つ書いてください。");
		return;
	}
	left_to = colon;
	right = colon + 1;
	ks_source_trim(&from, &left_to);
	ks_source_trim(&right, &to);
	reading.base = ks_arena_strndup(&loader->out->arena, from, (size_t)(left_to - from));
	reading.text = ks_arena_strndup(&loader->out->arena, right, (size_t)(to - right));
	reading.len = strlen(reading.base);
	if (reading.len == 0 || reading.text[0] == '\0' ||
	    !make_parts(&reading, &loader->out->arena) || reading.n_parts == 0) {
		ks_diags_error(
			diags, loader->source.file, line,
			"「%s」の読み「%s」が合いません。送りがなは、読みにも同じように書いてください。",
			reading.base, reading.text);
		return;
	}
	if (loader->out->n_items == KS_READINGS_MAX) {
		ks_diags_error(diags, loader->source.file, line, "読みが多すぎます（%d まで）。",
			       KS_READINGS_MAX);
		return;
	}
	ks_grow(&loader->out->items, loader->out->n_items, &loader->capacity);
	loader->out->items[loader->out->n_items++] = reading;
}

static int by_base(const void *a, const void *b)
{
	const struct ks_reading *x = a, *y = b;
	int order = strcmp(x->base, y->base);

	return order != 0 ? order : x->line - y->line;
}

static void check_doubles(const struct loader *loader)
{
	const struct ks_readings *out = loader->out;

	for (size_t i = 1; i < out->n_items; i++)
		if (strcmp(out->items[i - 1].base, out->items[i].base) == 0)
			ks_diags_error(loader->source.diags, loader->source.file,
				       out->items[i].line, "「%s」は %d 行目にもあります。",
				       out->items[i].base, out->items[i - 1].line);
}

enum ks_rc ks_readings_load(const char *file, struct ks_readings *out, struct ks_diags *diags)
{
	struct loader loader = {.source = {file, diags, &out->arena}, .out = out};
	size_t errors = diags->n_errors, len = 0;
	char *text = NULL;
	int line = 0;

	memset(out, 0, sizeof(*out));
	if (!ks_file_exists(file))
		return KS_OK;
	if (ks_file_read(file, READINGS_BYTES_MAX, &text, &len) != KS_OK ||
	    !ks_utf8_is_valid(text, len, NULL) || memchr(text, '\0', len)) {
		ks_diags_error(diags, file, 0, "読みの一覧を読めません。UTF-8 で保存してください。");
		len = 0;
	}
	for (const char *at = text, *end = text + len; at < end;) {
		const char *stop = memchr(at, '\n', (size_t)(end - at)), *from = at, *to;

		to = stop = stop ? stop : end;
		line++;
		ks_source_trim(&from, &to);
		if (from < to && *from != '#')
			take_line(&loader, from, to, line);
		at = stop + 1;
	}
	free(text);
	if (out->n_items > 1)
		qsort(out->items, out->n_items, sizeof(*out->items), by_base);
	check_doubles(&loader);
	return diags->n_errors > errors ? KS_INVALID : KS_OK;
}

void ks_readings_finish(struct ks_readings *readings)
{
	if (!readings)
		return;
	free(readings->items);
	ks_arena_finish(&readings->arena);
	memset(readings, 0, sizeof(*readings));
}

/* ---- applying ---- */

/* The first item that is not before the character at @at. */
static size_t lower_bound(const struct ks_readings *readings, const char *at, size_t n)
{
	size_t low = 0, high = readings->n_items;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strncmp(readings->items[middle].base, at, n) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/*
 * "の方" (ほう) is no part of の方針: a base that begins with kana, for the sake of the word before, gives way when its last
 * character begins a longer word.
 */
static bool cuts_word(const struct ks_readings *readings, const struct ks_reading *item,
		      const char *at, const char *end)
{
	const char *last = at + item->len;
	uint32_t first, c;
	size_t n;

	step(at, end, &first);
	do
		last--;
	while (((unsigned char)*last & 0xC0) == 0x80);
	n = step(last, end, &c);
	if (ks_readings_is_kanji(first) || is_digit(*at) || !ks_readings_is_kanji(c))
		return false;
	for (size_t i = lower_bound(readings, last, n);
	     i < readings->n_items && strncmp(readings->items[i].base, last, n) == 0; i++)
		if (readings->items[i].len > n && readings->items[i].len <= (size_t)(end - last) &&
		    memcmp(readings->items[i].base, last, readings->items[i].len) == 0)
			return true;
	return false;
}

/* The longest base that @text has at @at, within @end; NULL when there is none. */
static const struct ks_reading *find(const struct ks_readings *readings, const char *text,
				     const char *at, const char *end)
{
	const struct ks_reading *best = NULL;
	uint32_t c;
	size_t n = step(at, end, &c);

	for (size_t i = lower_bound(readings, at, n);
	     i < readings->n_items && strncmp(readings->items[i].base, at, n) == 0; i++) {
		const struct ks_reading *item = &readings->items[i];

		if (item->len > (size_t)(end - at) || memcmp(item->base, at, item->len) != 0 ||
		    (best && best->len >= item->len) ||
		    (item->reads_digit && at > text && is_digit(at[-1])) ||
		    cuts_word(readings, item, at, end))
			continue;
		best = item;
	}
	return best;
}

/* Where the next reading of the author's begins at or behind @at; @stop: where it ends. */
static size_t next_given(const struct ks_rich *rich, size_t at, size_t *stop)
{
	size_t from = rich->len;

	*stop = rich->len;
	for (size_t i = 0; i < rich->n_spans; i++) {
		const struct ks_span *span = &rich->spans[i];

		if (span->mark != KS_MARK_RUBY || span->to <= at || span->from >= from)
			continue;
		from = span->from;
		*stop = span->to;
	}
	return from;
}

struct walk {
	const struct ks_readings *readings;
	const struct ks_rich *rich;
	struct ks_rich_build *build; /* receives the readings; NULL: none are wanted */
	size_t missing, missing_len; /* the first run behind `from` without a reading */
	size_t from;
};

static void take(const struct walk *walk, size_t at, const struct ks_reading *reading)
{
	for (size_t i = 0; walk->build && i < reading->n_parts; i++) {
		const struct ks_reading_part *part = &reading->parts[i];

		ks_rich_build_mark(walk->build, at + part->from, at + part->to, KS_MARK_RUBY,
				   part->text);
	}
}

static void miss(struct walk *walk, size_t at, size_t n)
{
	if (at < walk->from)
		return;
	if (walk->missing_len == 0)
		walk->missing = at;
	if (walk->missing + walk->missing_len == at)
		walk->missing_len += n;
}

/* From @at to @stop there is no reading of the author's. */
static void walk_plain(struct walk *walk, size_t at, size_t stop)
{
	const char *text = walk->rich->text;

	while (at < stop) {
		const struct ks_reading *reading = find(walk->readings, text, text + at, text + stop);
		uint32_t c;
		size_t n = step(text + at, text + stop, &c);

		if (reading) {
			take(walk, at, reading);
			n = reading->len;
		} else if (ks_readings_is_kanji(c)) {
			miss(walk, at, n);
		}
		at += n;
	}
}

static void walk_all(struct walk *walk)
{
	size_t at = 0, given, stop;

	while (at < walk->rich->len) {
		given = next_given(walk->rich, at, &stop);
		walk_plain(walk, at, given);
		at = given < walk->rich->len ? stop : walk->rich->len;
	}
}

struct ks_rich ks_readings_apply(const struct ks_readings *readings, const struct ks_rich *rich,
				 struct ks_arena *arena)
{
	struct ks_rich_build build = {0};
	struct walk walk = {.readings = readings, .rich = rich, .build = &build};
	struct ks_rich out;

	for (size_t i = 0; i < rich->n_spans; i++)
		ks_rich_build_mark(&build, rich->spans[i].from, rich->spans[i].to,
				   rich->spans[i].mark, rich->spans[i].aux);
	walk_all(&walk);
	out = ks_rich_build_finish(&build, arena);
	out.text = rich->text;
	out.len = rich->len;
	return out;
}

struct ks_rich ks_readings_apply_plain(const struct ks_readings *readings, const char *text,
				       struct ks_arena *arena)
{
	struct ks_rich rich = ks_rich_plain(text);

	return ks_readings_apply(readings, &rich, arena);
}

struct ks_rich ks_readings_of_words(const struct ks_readings *readings, const char *words,
				    struct ks_arena *arena)
{
	struct ks_diags untold = {0}; /* `content check` has told them */
	struct ks_source source = {"", &untold, arena};
	struct ks_rich rich = ks_rich_of(&source, 0, KS_RICH_RUBY, words, strlen(words));

	ks_diags_finish(&untold);
	return ks_readings_apply(readings, &rich, arena);
}

size_t ks_readings_missing(const struct ks_readings *readings, const struct ks_rich *rich,
			   size_t at, size_t *len)
{
	struct walk walk = {.readings = readings, .rich = rich, .from = at};

	walk_all(&walk);
	*len = walk.missing_len;
	return walk.missing_len > 0 ? walk.missing : rich->len;
}
