/* SPDX-License-Identifier: Apache-2.0 */
#include "report/sheet.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <qrencode.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Names need the rare kanji of IPAmj明朝; pango takes the first family that has a character. */
#define FAMILIES "BIZ UDPGothic, Noto Sans CJK JP, IPAmjMincho"
#define A4_SHORT 595.28
#define A4_LONG 841.89
#define PAD 3.0
#define COLUMNS_MAX 24
#define SAMPLE_ROWS 300 /* enough to know how wide a column is */

struct ks_sheet {
	cairo_surface_t *surface;
	cairo_t *cr;
	double width, height, y;
	int page, n_pages;
	bool is_empty;
	const char *title, *body;
};

static cairo_status_t take(void *context, const unsigned char *data, unsigned int len)
{
	struct ks_buf *out = context;

	ks_buf_append(out, data, len);
	return out->is_over ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static PangoLayout *lay(struct ks_sheet *sheet, double size, bool is_bold, double width,
			const char *text)
{
	PangoLayout *layout = pango_cairo_create_layout(sheet->cr);
	PangoFontDescription *font = pango_font_description_from_string(FAMILIES);

	pango_font_description_set_size(font, (int)(size * PANGO_SCALE));
	pango_font_description_set_weight(font, is_bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	if (width > 0)
		pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
	pango_layout_set_text(layout, text, -1);
	return layout;
}

static double height_of(PangoLayout *layout)
{
	int w, h;

	pango_layout_get_size(layout, &w, &h);
	return (double)h / PANGO_SCALE;
}

static double width_of(struct ks_sheet *sheet, double size, bool is_bold, const char *text)
{
	PangoLayout *layout = lay(sheet, size, is_bold, 0, text);
	int w, h;

	pango_layout_get_size(layout, &w, &h);
	g_object_unref(layout);
	return (double)w / PANGO_SCALE;
}

static void show(struct ks_sheet *sheet, PangoLayout *layout, double x, double y)
{
	cairo_move_to(sheet->cr, x, y);
	pango_cairo_show_layout(sheet->cr, layout);
	sheet->is_empty = false;
}

static void rule(struct ks_sheet *sheet, double x1, double y1, double x2, double y2, double width)
{
	cairo_set_line_width(sheet->cr, width);
	cairo_move_to(sheet->cr, x1, y1);
	cairo_line_to(sheet->cr, x2, y2);
	cairo_stroke(sheet->cr);
}

static double bottom(const struct ks_sheet *sheet)
{
	return sheet->height - KS_SHEET_MARGIN;
}

static void put_foot(struct ks_sheet *sheet)
{
	char *text = ks_format("%s　%d ／ %d ページ", sheet->title, sheet->page,
			       sheet->n_pages ? sheet->n_pages : sheet->page);
	double half = ks_sheet_width(sheet) / 2;
	PangoLayout *layout = lay(sheet, 8, false, half, text);

	pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT);
	show(sheet, layout, KS_SHEET_MARGIN + half, sheet->height - KS_SHEET_MARGIN + 12);
	g_object_unref(layout);
	layout = lay(sheet, 8, false, half, sheet->body);
	show(sheet, layout, KS_SHEET_MARGIN, sheet->height - KS_SHEET_MARGIN + 12);
	g_object_unref(layout);
	free(text);
}

static void begin_page(struct ks_sheet *sheet)
{
	sheet->page++;
	sheet->y = KS_SHEET_MARGIN;
	put_foot(sheet);
	sheet->is_empty = true;
}

void ks_sheet_next(struct ks_sheet *sheet)
{
	if (sheet->is_empty)
		return;
	cairo_show_page(sheet->cr);
	begin_page(sheet);
}

static bool has_room(struct ks_sheet *sheet, double points)
{
	return sheet->y + points <= bottom(sheet);
}

double ks_sheet_width(const struct ks_sheet *sheet)
{
	return sheet->width - 2 * KS_SHEET_MARGIN;
}

void ks_sheet_skip(struct ks_sheet *sheet, double points)
{
	sheet->y += points;
}

void ks_sheet_to(struct ks_sheet *sheet, double points)
{
	if (sheet->y > bottom(sheet) - points)
		ks_sheet_next(sheet);
	sheet->y = bottom(sheet) - points;
}

void ks_sheet_text(struct ks_sheet *sheet, double size, bool is_bold, enum ks_sheet_align align,
		   const char *text)
{
	static const PangoAlignment aligns[] = {
		[KS_SHEET_LEFT] = PANGO_ALIGN_LEFT,
		[KS_SHEET_CENTRE] = PANGO_ALIGN_CENTER,
		[KS_SHEET_RIGHT] = PANGO_ALIGN_RIGHT,
	};
	PangoLayout *layout = lay(sheet, size, is_bold, ks_sheet_width(sheet), text);
	double height = height_of(layout);

	if (!has_room(sheet, height))
		ks_sheet_next(sheet);
	pango_layout_set_alignment(layout, aligns[align]);
	show(sheet, layout, KS_SHEET_MARGIN, sheet->y);
	sheet->y += height + size * 0.35;
	g_object_unref(layout);
}

void ks_sheet_pairs(struct ks_sheet *sheet, const char *const (*pairs)[2], size_t n)
{
	double left = KS_SHEET_MARGIN, right = sheet->width - KS_SHEET_MARGIN, name = 90;
	double top = sheet->y;

	for (size_t i = 0; i < n; i++) {
		PangoLayout *word = lay(sheet, 10, false, name - 2 * PAD, pairs[i][0]);
		PangoLayout *value =
			lay(sheet, 11, i == 0, right - left - name - 2 * PAD, pairs[i][1]);
		double height = height_of(value) + 4 * PAD;

		rule(sheet, left, sheet->y, right, sheet->y, 0.8);
		show(sheet, word, left + PAD, sheet->y + 2 * PAD);
		show(sheet, value, left + name + PAD, sheet->y + 2 * PAD);
		sheet->y += height;
		g_object_unref(word);
		g_object_unref(value);
	}
	rule(sheet, left, sheet->y, right, sheet->y, 0.8);
	rule(sheet, left, top, left, sheet->y, 0.8);
	rule(sheet, left + name, top, left + name, sheet->y, 0.8);
	rule(sheet, right, top, right, sheet->y, 0.8);
	sheet->y += 12;
}

void ks_sheet_boxes(struct ks_sheet *sheet, const char *const *words, size_t n)
{
	double side = 78, head = 26, x = sheet->width - KS_SHEET_MARGIN - side * (double)n;

	if (!has_room(sheet, side + head))
		ks_sheet_next(sheet);
	for (size_t i = 0; i < n; i++, x += side) {
		PangoLayout *layout = lay(sheet, 7.5, false, side - 2 * PAD, words[i]);

		pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER);
		show(sheet, layout, x + PAD, sheet->y + 4);
		g_object_unref(layout);
		cairo_set_line_width(sheet->cr, 0.8);
		cairo_rectangle(sheet->cr, x, sheet->y, side, head);
		cairo_rectangle(sheet->cr, x, sheet->y + head, side, side);
		cairo_stroke(sheet->cr);
	}
	sheet->y += side + head + 8;
}

#define MARK_SIDE 64.0
#define MARK_ROOM 240.0 /* what boxes for seals leave */

void ks_sheet_mark(struct ks_sheet *sheet, const char *text, const char *words)
{
	QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	PangoLayout *layout = lay(sheet, 7.5, false, MARK_ROOM - MARK_SIDE - 3 * PAD, words);
	double module;

	module = code ? MARK_SIDE / code->width : 0;
	for (int y = 0; code && y < code->width; y++)
		for (int x = 0; x < code->width; x++)
			if (code->data[y * code->width + x] & 1)
				cairo_rectangle(sheet->cr, KS_SHEET_MARGIN + x * module,
						sheet->y + y * module, module, module);
	cairo_fill(sheet->cr);
	show(sheet, layout, KS_SHEET_MARGIN + MARK_SIDE + 3 * PAD, sheet->y);
	g_object_unref(layout);
	QRcode_free(code);
}

/* ---- tables ---- */

struct grid {
	const struct ks_table *table;
	double size;
	size_t n;
	size_t columns[COLUMNS_MAX];
	double widths[COLUMNS_MAX];
};

static bool is_told(const struct ks_table *table, size_t column, size_t from, size_t n)
{
	for (size_t r = from; r < from + n; r++)
		if (ks_table_cell(table, r, column)->text[0])
			return true;
	return false;
}

/* What is narrow keeps its width; the wide columns share what is left, and wrap. */
static void fit(struct grid *grid, double room)
{
	bool is_fixed[COLUMNS_MAX] = {false};
	size_t n_open = grid->n;
	double all = 0, share = room;

	for (bool is_changed = true; is_changed && n_open > 0;) {
		is_changed = false;
		share = room / (double)n_open;
		for (size_t i = 0; i < grid->n; i++) {
			if (is_fixed[i] || grid->widths[i] > share)
				continue;
			is_fixed[i] = is_changed = true;
			room -= grid->widths[i];
			n_open--;
		}
	}
	for (size_t i = 0; i < grid->n; i++) {
		if (!is_fixed[i])
			grid->widths[i] = share;
		all += grid->widths[i];
	}
	for (size_t i = 0; i < grid->n && n_open == 0; i++)
		grid->widths[i] += room * grid->widths[i] / all;
}

/* As wide as what is in it, as far as there is room. */
static void measure(struct ks_sheet *sheet, struct grid *grid, size_t from, size_t n)
{
	for (size_t c = 0; c < grid->table->n_columns && grid->n < COLUMNS_MAX; c++) {
		double widest = width_of(sheet, grid->size, true, grid->table->columns[c].heading);

		if (!is_told(grid->table, c, from, n))
			continue;
		for (size_t r = from; r < from + n && r < from + SAMPLE_ROWS; r++) {
			double w = width_of(sheet, grid->size, false,
					    ks_table_cell(grid->table, r, c)->text);

			widest = w > widest ? w : widest;
		}
		grid->columns[grid->n] = c;
		grid->widths[grid->n++] = widest + 2 * PAD + 1;
	}
	fit(grid, ks_sheet_width(sheet));
}

/* One line of cells; @row NULL-like: the headings. Return: its height; drawn when @is_drawn. */
static double put_line(struct ks_sheet *sheet, const struct grid *grid, bool is_head, size_t row,
		       bool is_drawn)
{
	double x = KS_SHEET_MARGIN, height = 0;

	for (size_t i = 0; i < grid->n; i++) {
		const struct ks_table_column *column = &grid->table->columns[grid->columns[i]];
		const struct ks_cell *cell =
			is_head ? NULL : ks_table_cell(grid->table, row, grid->columns[i]);
		PangoLayout *layout = lay(sheet, grid->size, is_head, grid->widths[i] - 2 * PAD,
					  is_head ? column->heading : cell->text);
		double h = height_of(layout);

		if (ks_cell_is_right(is_head ? column->type : cell->type))
			pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT);
		if (is_drawn)
			show(sheet, layout, x + PAD, sheet->y + PAD);
		height = h > height ? h : height;
		x += grid->widths[i];
		g_object_unref(layout);
	}
	return height + 2 * PAD;
}

static void put_row(struct ks_sheet *sheet, const struct grid *grid, bool is_head, size_t row)
{
	double height = put_line(sheet, grid, is_head, row, false);

	if (!is_head && !has_room(sheet, height)) {
		ks_sheet_next(sheet);
		put_row(sheet, grid, true, 0);
	}
	(void)put_line(sheet, grid, is_head, row, true);
	sheet->y += height;
	rule(sheet, KS_SHEET_MARGIN, sheet->y, sheet->width - KS_SHEET_MARGIN, sheet->y,
	     is_head ? 1.2 : 0.3);
}

void ks_sheet_table(struct ks_sheet *sheet, const struct ks_table *table, size_t from, size_t n,
		    double size)
{
	struct grid grid = {.table = table, .size = size};

	measure(sheet, &grid, from, n);
	if (grid.n == 0)
		return;
	if (!has_room(sheet, 6 * size))
		ks_sheet_next(sheet);
	put_row(sheet, &grid, true, 0);
	for (size_t r = from; r < from + n; r++)
		put_row(sheet, &grid, false, r);
	sheet->y += 10;
}

/* ---- the document ---- */

static enum ks_rc draw_once(struct ks_sheet *sheet, struct ks_date day,
			    void (*draw)(struct ks_sheet *sheet, const void *context),
			    const void *context, struct ks_buf *out)
{
	char date[16], *moment;
	cairo_status_t status;

	ks_date_format(day, date);
	moment = ks_format("%sT00:00:00", date);
	sheet->page = 0;
	sheet->surface = cairo_pdf_surface_create_for_stream(take, out, sheet->width, sheet->height);
	cairo_pdf_surface_set_metadata(sheet->surface, CAIRO_PDF_METADATA_TITLE, sheet->title);
	cairo_pdf_surface_set_metadata(sheet->surface, CAIRO_PDF_METADATA_CREATE_DATE, moment);
	sheet->cr = cairo_create(sheet->surface);
	begin_page(sheet);
	draw(sheet, context);
	cairo_show_page(sheet->cr);
	status = cairo_status(sheet->cr);
	cairo_destroy(sheet->cr);
	cairo_surface_finish(sheet->surface);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_status(sheet->surface);
	cairo_surface_destroy(sheet->surface);
	free(moment);
	if (out->is_over)
		return KS_FULL;
	return status == CAIRO_STATUS_SUCCESS ? KS_OK : KS_IO;
}

enum ks_rc ks_sheet_make(const char *title, const char *body, struct ks_date day, bool is_landscape,
			 void (*draw)(struct ks_sheet *sheet, const void *context),
			 const void *context, struct ks_buf *out)
{
	struct ks_sheet sheet = {.title = title,
				 .body = body,
				 .width = is_landscape ? A4_LONG : A4_SHORT,
				 .height = is_landscape ? A4_SHORT : A4_LONG};
	struct ks_buf first = {.ceiling = (size_t)1 << 28};
	enum ks_rc rc = draw_once(&sheet, day, draw, context, &first);

	ks_buf_finish(&first);
	sheet.n_pages = sheet.page;
	return rc == KS_OK ? draw_once(&sheet, day, draw, context, out) : rc;
}
