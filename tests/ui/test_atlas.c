/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/atlas.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "support/test.h"
#include "ui/text_private.h"

/*
 * The pages that pictures of signs stand on: none stands on another, or over an edge, and no room is left that the next would have had.
 * And how many signs are kept when a person goes.
 */

#define PAGE_PX 512
#define PAGES 32
#define GAP_PX 1
#define KEPT_MOST 16384

static struct ks_fonts *fonts;

static struct ks_glyph *find(struct ks_atlas *atlas, unsigned c, int em_px)
{
	const char text[3] = {(char)(0xE0 | c >> 12), (char)(0x80 | (c >> 6 & 0x3F)),
			      (char)(0x80 | (c & 0x3F))};

	return ks_atlas_find(atlas, KS_FACE_REGULAR, false, em_px, text, sizeof(text));
}

/* ---- pages ---- */

/* Where @next has to stand behind @last: in its row, or below all of the row, which is @row_h high. False: it begins a page. */
static bool is_room(struct ks_rect last, int row_h, struct ks_rect *next)
{
	next->x = last.x + last.w + GAP_PX;
	next->y = last.y;
	if (next->x + next->w > PAGE_PX) {
		next->x = 0;
		next->y += row_h + GAP_PX;
	}
	return next->y + next->h <= PAGE_PX;
}

/* So many sizes that some end a row, and some a page, to the pixel; and so many that pages come again. */
static void pages_are_filled_row_by_row(void **state)
{
	struct ks_atlas *atlas = ks_atlas_open(fonts);
	const uint8_t *page = NULL;
	struct ks_rect last = {0};
	int row_h = 0, n_pages = 0, n_to_the_edge = 0, n_to_the_bottom = 0;
	struct ks_test_stream stream = ks_test_stream_begin(stderr);
	char *said;

	(void)state;
	ks_log_set(KS_LOG_INFO);
	for (unsigned i = 0; i < 12000; i++) {
		struct ks_glyph *glyph = find(atlas, 0x4E00 + i, 20 + (int)(i * 7 % 40) * 2);
		struct ks_rect next;

		ks_atlas_draw(atlas, glyph);
		if (!glyph->mask.coverage)
			continue;
		next = (struct ks_rect){0, 0, glyph->mask.w, glyph->mask.h};
		if (!page || !is_room(last, row_h, &next)) {
			page = glyph->mask.coverage;
			next.x = next.y = row_h = 0;
			n_pages++;
		}
		assert_int_equal(glyph->mask.coverage - page, next.y * PAGE_PX + next.x);
		assert_int_equal(glyph->mask.stride, PAGE_PX);
		n_to_the_edge += next.x + next.w == PAGE_PX;
		n_to_the_bottom += next.y + next.h == PAGE_PX;
		row_h = next.y > last.y || next.h > row_h ? next.h : row_h;
		last = next;
	}
	ks_log_set(KS_LOG_WARN);
	said = ks_test_stream_end(&stream);
	assert_non_null(strstr(said, "glyph pages are full: starting over"));
	free(said);
	assert_true(n_pages > 2 * PAGES);
	assert_true(n_to_the_edge > 0);
	assert_true(n_to_the_bottom > 0);
	ks_atlas_close(atlas);
}

/* ---- what is kept ---- */

static void find_so_many(struct ks_atlas *atlas, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		(void)find(atlas, 0x4E00 + i % 4096, 20 + (int)(i / 4096) * 2);
}

static void more_signs_than_a_lesson_has_are_forgotten(void **state)
{
	struct ks_atlas *atlas = ks_atlas_open(fonts);
	struct ks_glyph *glyph;
	size_t bytes;

	(void)state;
	find_so_many(atlas, KEPT_MOST);
	glyph = find(atlas, 0x4E00, 20);
	ks_atlas_draw(atlas, glyph);
	assert_false(ks_atlas_trim(atlas));
	assert_ptr_equal(find(atlas, 0x4E00, 20), glyph);
	(void)find(atlas, 0x4E00, 60); /* one too many */
	bytes = ks_atlas_bytes(atlas);
	assert_true(bytes < KS_ATLAS_BYTES_MAX);
	assert_true(ks_atlas_trim(atlas));
	assert_int_equal(ks_atlas_bytes(atlas),
			 bytes - (KEPT_MOST + 1) * sizeof(struct ks_glyph)); /* pages stay */
	assert_false(ks_atlas_trim(atlas));
	glyph = find(atlas, 0x4E00, 20);
	assert_false(glyph->is_drawn);
	ks_atlas_draw(atlas, glyph);
	assert_true(glyph->mask.w > 10);
	ks_atlas_close(atlas);
}

/* Whoever forgets what was laid out forgets signs too, when there are that many. */
static void a_text_engine_keeps_no_more(void **state)
{
	struct ks_text_engine *engine;
	size_t before;

	(void)state;
	assert_int_equal(ks_text_engine_open(&engine), KS_OK);
	before = ks_atlas_bytes(engine->atlas);
	find_so_many(engine->atlas, KEPT_MOST + 1);
	assert_true(ks_atlas_bytes(engine->atlas) > before + KEPT_MOST * sizeof(struct ks_glyph));
	ks_text_engine_trim(engine);
	assert_true(ks_atlas_bytes(engine->atlas) < before + KEPT_MOST * sizeof(struct ks_glyph));
	ks_text_engine_close(engine);
}

static int open_fonts(void **state)
{
	(void)state;
	return ks_fonts_open(&fonts) != KS_OK;
}

static int close_fonts(void **state)
{
	(void)state;
	ks_fonts_close(fonts);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_are_filled_row_by_row),
		cmocka_unit_test(more_signs_than_a_lesson_has_are_forgotten),
		cmocka_unit_test(a_text_engine_keeps_no_more),
	};

	return cmocka_run_group_tests_name(__FILE__, tests, open_fonts, close_fonts);
}
