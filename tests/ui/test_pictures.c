/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "support/golden.h"
#include "support/test.h"
#include "ui/image.h"

/*
 * Where pictures and the words in them stand, at each size and as far as words may grow: tests/data/golden/ui/pictures.txt, read with
 * `git diff` after UPDATE_GOLDEN=1. Told is the box of what is dark.
 */

#define W 400
#define H 300

#define SVG(w, h, inner)                                                                    \
	"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 " #w " " #h "'>\n" inner "\n" \
	"</svg>\n"
#define WORD(x, y, size, rest, words) \
	"<text x='" #x "' y='" #y "' font-size='" #size "' " rest ">" words "</text>\n"

static const struct {
	const char *name, *svg;
} drawings[] = {
	{"a wide box", SVG(100, 50, "<rect x='0' y='0' width='100' height='50' fill='#000'/>")},
	{"a high box", SVG(30, 90, "<rect x='3' y='3' width='24' height='84' fill='#000'/>")},
	{"one by one", SVG(1, 1, "<rect x='0' y='0' width='1' height='1' fill='#000'/>")},
	{"of no height", SVG(9, 0, "<rect x='0' y='0' width='9' height='9' fill='#000'/>")},
	{"of no width", SVG(0, 9, "<rect x='0' y='0' width='9' height='9' fill='#000'/>")},
	{"one word", SVG(100, 60, WORD(50, 40, 20, "text-anchor='middle'", "国"))},
	{"from the left", SVG(100, 60, WORD(5, 40, 10, "", "国語"))},
	{"to the right",
	 SVG(100, 60, WORD(95, 40, 10, "text-anchor='end' font-weight='bold'", "国語"))},
	{"small", SVG(100, 60, WORD(50, 40, 1, "text-anchor='middle'", "国"))},
	{"two, one above the other", SVG(100, 60,
					 WORD(50, 25, 10, "text-anchor='middle'", "国語")
						 WORD(50, 40, 10, "text-anchor='middle'", "算数"))},
	{"two sizes", SVG(100, 60,
			  WORD(30, 25, 8, "text-anchor='middle'", "国")
				  WORD(80, 50, 12, "text-anchor='middle'", "算"))},
	{"at the edge", SVG(100, 60, WORD(100, 60, 10, "text-anchor='end'", "国語"))},
	{"with a reading",
	 SVG(100, 60, WORD(50, 40, 10, "text-anchor='middle'", "{国語|こくご}と{算|さん}"))},
	{"a reading at the top",
	 SVG(100, 60, WORD(50, 14, 10, "text-anchor='middle'", "{国語|こくご}と{算|さん}"))},
	{"a reading below a word",
	 SVG(100, 60,
	     WORD(50, 22, 10, "text-anchor='middle'", "国")
		     WORD(50, 42, 10, "text-anchor='middle'", "{国語|こくご}と"))},
	{"half a mark", SVG(100, 60, WORD(50, 40, 10, "text-anchor='middle'", "国{語"))},
	{"a lone bar", SVG(100, 60, WORD(50, 40, 10, "text-anchor='middle'", "国|語"))},
	{"a mark at its end", SVG(100, 60, WORD(50, 40, 10, "text-anchor='middle'", "国}語|"))},
	{"a brace that ends", SVG(100, 60, WORD(50, 40, 10, "text-anchor='middle'", "国}{語|ご}"))},
	{"no bar in it", SVG(100, 60, WORD(50, 40, 10, "text-anchor='middle'", "{国}語"))},
};

static uint32_t px[W * H];

static struct ks_rich read_aloud(const void *context, const char *words, struct ks_arena *arena)
{
	static const struct ks_span over = {0, 6, KS_MARK_RUBY, "こくご"};

	(void)context;
	return strchr(words, '|')
		       ? (struct ks_rich){ks_arena_strdup(arena, "国語と算"), 12, &over, 1}
		       : ks_rich_plain(ks_arena_strdup(arena, words));
}

static void put_dark(struct ks_buf *out)
{
	int x0 = W, x1 = -1, y0 = H, y1 = -1;

	for (int i = 0; i < W * H; i++)
		if ((px[i] & 0xFF) < 0x80) {
			x0 = i % W < x0 ? i % W : x0;
			x1 = i % W > x1 ? i % W : x1;
			y0 = i / W < y0 ? i / W : y0;
			y1 = i / W;
		}
	ks_buf_printf(out, " dark %d,%d to %d,%d\n", x0, y0, x1, y1);
}

static void put_drawing(struct ks_buf *out, struct ks_images *images, const char *path)
{
	static const struct ks_rect places[] = {
		{0, 0, 400, 300}, {20, 10, 200, 200}, {7, 9, 101, 51}, {0, 0, 33, 300}};
	static const int percents[] = {100, 105, 125, 150, 200};

	for (size_t i = 0; i < KS_COUNT(places); i++) {
		struct ks_rect fit = ks_images_fit(images, path, places[i]);

		ks_buf_printf(out, "in %d,%d %dx%d: at %d,%d %dx%d\n", places[i].x, places[i].y,
			      places[i].w, places[i].h, fit.x, fit.y, fit.w, fit.h);
		for (size_t k = 0; k < KS_COUNT(percents); k++) {
			struct ks_canvas canvas = {px, W, H, W, {0, 0, W, H}};

			memset(px, 0xFF, sizeof(px));
			ks_images_draw(images, path, &canvas, places[i], percents[k],
				       KS_THEME_STANDARD);
			ks_buf_printf(out, "  %d %%: em %d,", percents[k],
				      ks_images_least_em(images, path, places[i], percents[k]));
			put_dark(out);
		}
	}
}

static void pictures_and_their_words_stand_where_they_did(void **state)
{
	char *folder = ks_test_folder();
	struct ks_text_engine *text;
	struct ks_buf out = {0};

	(void)state;
	assert_int_equal(ks_text_engine_open(&text), KS_OK);
	for (int is_read = 0; is_read < 2; is_read++) {
		struct ks_images *images = ks_images_open(text);

		if (is_read)
			ks_images_set_words(images, read_aloud, NULL);
		for (size_t i = 0; i < KS_COUNT(drawings); i++) {
			char *name = ks_format("%zu.svg", i),
			     *path = ks_test_write(folder, name, drawings[i].svg);

			ks_buf_printf(&out, "== %s%s\n", drawings[i].name,
				      is_read ? ", read aloud" : "");
			put_drawing(&out, images, path);
			free(name);
			free(path);
		}
		ks_images_close(images);
	}
	ks_text_engine_close(text);
	ks_test_folder_finish(folder);
	ks_test_golden("tests/data/golden/ui/pictures.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pictures_and_their_words_stand_where_they_did),
	};

	return ks_test_run(tests);
}
