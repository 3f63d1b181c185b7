/* SPDX-License-Identifier: Apache-2.0 */
#include "report/sheet.h"

#include <pango/pangocairo.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "support/golden.h"
#include "support/test.h"

/*
 * Where everything comes to stand on paper, to the point: here pango and cairo draw nothing but write down what they were
 * told. A sheet is laid out twice, the second time with the number of its pages.
 */

static struct ks_buf told;
static struct {
	size_t n;
	double left, top, right, bottom, sum;
} boxes;

void pango_cairo_show_layout(cairo_t *cr, PangoLayout *layout)
{
	static const char *const aligns[] = {"left", "centre", "right"};
	const PangoFontDescription *font = pango_layout_get_font_description(layout);
	int width = pango_layout_get_width(layout);
	double x, y;

	cairo_get_current_point(cr, &x, &y);
	ks_buf_printf(&told, "%.0f,%.0f %s %d %.1f%s: %s\n", x, y,
		      aligns[pango_layout_get_alignment(layout)], width / PANGO_SCALE,
		      (double)pango_font_description_get_size(font) / PANGO_SCALE,
		      pango_font_description_get_weight(font) == PANGO_WEIGHT_BOLD ? " bold" : "",
		      pango_layout_get_text(layout));
}

void cairo_line_to(cairo_t *cr, double x, double y)
{
	double from_x, from_y;

	cairo_get_current_point(cr, &from_x, &from_y);
	ks_buf_printf(&told, "%.0f,%.0f --%.1f-- %.0f,%.0f\n", from_x, from_y,
		      cairo_get_line_width(cr), x, y);
}

void cairo_rectangle(cairo_t *cr, double x, double y, double width, double height)
{
	(void)cr;
	if (boxes.n++ == 0) {
		boxes.left = boxes.right = x;
		boxes.top = boxes.bottom = y;
	}
	boxes.left = x < boxes.left ? x : boxes.left;
	boxes.top = y < boxes.top ? y : boxes.top;
	boxes.right = x + width > boxes.right ? x + width : boxes.right;
	boxes.bottom = y + height > boxes.bottom ? y + height : boxes.bottom;
	boxes.sum += x * height + y * width;
}

static void tell_boxes(const char *how)
{
	ks_buf_printf(&told, "%zu boxes %s: %.0f,%.0f to %.0f,%.0f (%.0f)\n", boxes.n, how,
		      boxes.left, boxes.top, boxes.right, boxes.bottom, boxes.sum);
	memset(&boxes, 0, sizeof(boxes));
}

void cairo_fill(cairo_t *cr)
{
	(void)cr;
	tell_boxes("filled");
}

void cairo_stroke(cairo_t *cr)
{
	(void)cr;
	if (boxes.n > 0)
		tell_boxes("drawn");
}

void cairo_show_page(cairo_t *cr)
{
	(void)cr;
	ks_buf_puts(&told, "---- page\n");
}

#define LONG \
	"ひとつの欄に入れるには長すぎるので、折り返されて、行が高くなる、とてもとてもとてもとてもとても長い文"

static void put_table(struct ks_sheet *sheet, const struct ks_table_column *columns, size_t n_columns,
		      const char *const *cells, size_t n_rows, size_t from, size_t n)
{
	struct ks_table table;

	ks_table_init(&table, columns, n_columns);
	for (size_t i = 0; i < n_rows * n_columns; i++)
		if (columns[i % n_columns].type == KS_CELL_NUMBER)
			ks_table_number(&table, i);
		else
			ks_table_text(&table, cells[i % n_columns]);
	ks_sheet_table(sheet, &table, from, n, 9);
	ks_table_finish(&table);
}

static void draw_words(struct ks_sheet *sheet, const void *context)
{
	static const char *const seals[] = {"管理者", "所属長"};
	static const char *const pairs[][2] = {
		{"名前", "短い"}, {"長い", LONG LONG LONG}, {"空", " "}};

	(void)context;
	ks_sheet_next(sheet); /* nothing stands there yet */
	ks_sheet_text(sheet, 20, true, KS_SHEET_CENTRE, "題");
	ks_sheet_text(sheet, 10, false, KS_SHEET_RIGHT, "右");
	ks_sheet_skip(sheet, 7);
	ks_sheet_text(sheet, 10, false, KS_SHEET_LEFT, LONG LONG);
	ks_sheet_pairs(sheet, pairs, KS_COUNT(pairs));
	ks_sheet_to(sheet, 110);
	ks_sheet_mark(sheet, "kenshu 1", "しるし 1\n記録の末尾 2");
	ks_sheet_boxes(sheet, seals, 2); /* fits to the line */
	ks_sheet_boxes(sheet, seals, 1); /* on the next page */
	ks_sheet_to(sheet, 700);         /* which is too far down for this */
	ks_sheet_to(sheet, 10);
	ks_sheet_text(sheet, 10, false, KS_SHEET_LEFT, "次のページ");
}

static void draw_tables(struct ks_sheet *sheet, const void *context)
{
	static const struct ks_table_column columns[] = {{"番号", KS_CELL_NUMBER},
							 {"氏名", KS_CELL_TEXT},
							 {"空の欄", KS_CELL_TEXT},
							 {"理由", KS_CELL_TEXT},
							 {"備考", KS_CELL_TEXT}};
	static const char *const wide[] = {"", "見本 一", "", LONG LONG, LONG LONG LONG};
	static const char *const narrow[] = {"", "見本 一", "", "a", "b"};
	static const char *const nothing[] = {"", "", "", "", ""};
	struct ks_table_column many[26];
	const char *words[26];

	(void)context;
	put_table(sheet, columns, 5, narrow, 2, 0, 2);
	put_table(sheet, columns, 5, wide, 3, 1, 2);
	put_table(sheet, &columns[1], 2, nothing, 3, 0, 3);
	for (size_t i = 0; i < KS_COUNT(many); i++) {
		many[i] = (struct ks_table_column){i == 23  ? "最後"
						   : i > 23 ? "なし"
							    : "数",
						   KS_CELL_TEXT};
		words[i] = i % 2 ? "一二" : "一";
	}
	put_table(sheet, many, KS_COUNT(many), words, 1, 0, 1);
	ks_sheet_to(sheet, 60);
	put_table(sheet, columns, 5, narrow, 1, 0, 1); /* a heading alone at the foot is none */
	for (int i = 0; i < 2; i++) {
		ks_sheet_next(sheet);
		ks_sheet_text(sheet, 10, false, KS_SHEET_LEFT, "上");
		ks_sheet_to(sheet, 54 - i); /* six lines fit to the point, or it begins on the next */
		put_table(sheet, columns, 5, narrow, 1, 0, 1);
	}
	ks_sheet_to(sheet, 100);
	put_table(sheet, &columns[3], 2, &wide[3], 4, 0, 4);
}

static void draw_rows(struct ks_sheet *sheet, const void *context)
{
	static const struct ks_table_column columns[] = {{"氏名", KS_CELL_TEXT}};
	struct ks_table table;

	(void)context;
	/* How wide a column is, is asked of its first rows: these are 301, and the last is the widest. */
	ks_table_init(&table, columns, 1);
	for (int i = 0; i < 301; i++)
		ks_table_text(&table, i == 300 ? LONG LONG : i == 299 ? "三百番めの人" : "人");
	ks_sheet_table(sheet, &table, 290, 11, 9);
	ks_sheet_table(sheet, &table, 0, 301, 1.5);
	ks_table_finish(&table);
}

/* The last time it was laid out: with the number of its pages at the foot of the first. */
static const char *second(const char *all)
{
	const char *last = all;

	for (const char *at = strstr(all, "見本　1 ／"); at; at = strstr(at + 1, "見本　1 ／"))
		last = at;
	return last;
}

static void draws(const char *name, bool is_landscape,
		  void (*draw)(struct ks_sheet *sheet, const void *context))
{
	static const struct ks_date day = {2026, 11, 28};
	char *path = ks_format("tests/data/golden/papers/%s.txt", name);
	struct ks_buf pdf = {0};

	assert_int_equal(ks_sheet_make("見本", "見本組合", day, is_landscape, draw, NULL, &pdf),
			 KS_OK);
	ks_test_golden(path, second(ks_buf_text(&told)));
	ks_buf_finish(&told);
	ks_buf_finish(&pdf);
	free(path);
}

static void everything_stands_in_its_place(void **state)
{
	(void)state;
	draws("place-words", false, draw_words);
	draws("place-tables", true, draw_tables);
	draws("place-rows", false, draw_rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(everything_stands_in_its_place)};

	return ks_test_run(tests);
}
