/* SPDX-License-Identifier: Apache-2.0 */
#include "base/csv.h"

#include <stdlib.h>
#include <string.h>

#include "base/decode.h"

/*
 * Rosters come from Excel in whatever encoding somebody's menu offered; reports go back into Excel.
 * Cells stay text in both directions, so no leading zero is ever lost on our side.
 */

static const char bom[] = "\xEF\xBB\xBF";

struct reader {
	const char *file;
	int line, row_line, quote_line;
	ks_csv_take *take;
	void *context;
	struct ks_diags *diags;
	struct ks_buf cell; /* the row being read, each cell ended by NUL */
	size_t *ends;       /* behind each cell's NUL */
	char **cells;
	size_t n_cells, ends_capacity;
	char separator; /* NUL: not known yet */
	bool has_quote; /* the row holds a quoted cell: not an empty line */
	bool is_quoted; /* inside of one */
	bool is_open;   /* something of the row was read */
	bool at_cell_start;
	bool has_failed;
};

/* The cells of a row lie one behind the other. */
static void end_cell(struct reader *r)
{
	ks_grow(&r->ends, r->n_cells, &r->ends_capacity);
	ks_buf_putc(&r->cell, '\0');
	r->ends[r->n_cells++] = r->cell.len;
}

static void end_row(struct reader *r)
{
	end_cell(r);
	bool is_empty = r->n_cells == 1 && r->ends[0] == 1 && !r->has_quote;

	r->cells = ks_realloc(r->cells, r->n_cells, sizeof(*r->cells));
	for (size_t i = 0; i < r->n_cells; i++)
		r->cells[i] = r->cell.data + (i > 0 ? r->ends[i - 1] : 0);
	if (r->cell.is_over) {
		ks_diags_error(r->diags, r->file, r->row_line, "この行は長すぎて読めません。");
		r->has_failed = true;
	} else if (!is_empty) {
		const struct ks_csv_row row = {r->row_line, r->n_cells, r->cells};

		r->take(r->context, &row);
	}
	ks_buf_clear(&r->cell);
	r->n_cells = 0;
	r->has_quote = r->is_open = false;
	r->at_cell_start = true;
}

/* LF, CRLF, and CR alone as Excel for the Mac has it. */
static bool is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

/* From within a quoted cell to behind its closing quote, or to the end of the piece. */
static const char *read_quoted(struct reader *r, const char *at, const char *end)
{
	for (; at < end; at++) {
		if (*at == '\n' || (*at == '\r' && at[1] != '\n'))
			r->line++;
		if (*at != '"') {
			ks_buf_putc(&r->cell, *at);
		} else if (at[1] == '"') {
			ks_buf_putc(&r->cell, '"');
			at++;
		} else {
			r->is_quoted = false;
			if (at + 1 < end && at[1] != r->separator && !is_line_end(at[1])) {
				ks_diags_error(
					r->diags, r->file, r->line,
					"閉じた「\"」のあとに文字が続いています。文字としての「\"」は「\"\"」と書いてください。");
				r->has_failed = true;
			}
			return at + 1;
		}
	}
	return at;
}

/* A first line with a tab and no comma was copied out of Excel, or is its "Unicode text". */
static char separator_of(const char *text)
{
	size_t line = strcspn(text, "\r\n");
	bool has_tab = memchr(text, '\t', line);

	return has_tab && !memchr(text, ',', line) ? '\t' : ',';
}

static void read_piece(void *context, char *text, size_t len)
{
	struct reader *r = context;
	const char *at = text, *end = text + len;

	if (!r->separator)
		r->separator = separator_of(text);
	while (at < end) {
		if (r->is_quoted) {
			at = read_quoted(r, at, end);
			continue;
		}
		if (!r->is_open)
			r->row_line = r->line;
		r->is_open = true;
		if (r->at_cell_start && *at == '"') {
			at++;
			r->quote_line = r->line;
			r->has_quote = r->is_quoted = true;
		} else if (is_line_end(*at)) {
			at += *at == '\r' && at[1] == '\n' ? 2 : 1;
			end_row(r);
			r->line++;
		} else if (*at == r->separator) {
			end_cell(r);
			at++;
			r->at_cell_start = true;
		} else {
			ks_buf_putc(&r->cell, *at++);
			r->at_cell_start = false;
		}
	}
}

enum ks_rc ks_csv_each(const char *file, const struct ks_bytes *bytes, ks_csv_take *take,
		       void *context, struct ks_diags *diags)
{
	struct reader r = {.file = file,
			   .line = 1,
			   .take = take,
			   .context = context,
			   .diags = diags,
			   .at_cell_start = true};
	enum ks_rc rc = ks_decode_each(file, bytes, read_piece, &r, diags);

	if (rc == KS_OK && r.is_quoted) {
		ks_diags_error(diags, file, r.quote_line, "ここで始まる「\"」が閉じていません。");
		r.has_failed = true;
	}
	if (rc == KS_OK && r.is_open)
		end_row(&r);
	ks_buf_finish(&r.cell);
	free(r.ends);
	free(r.cells);
	return rc == KS_OK && r.has_failed ? KS_INVALID : rc;
}

/* ---- all of them ---- */

struct collector {
	struct ks_csv *out;
	size_t capacity;
};

/* The cells lie behind their pointers, so that a long list costs little more than its file. */
static void keep_row(void *context, const struct ks_csv_row *row)
{
	struct collector *c = context;
	const char *first = row->cells[0], *last = row->cells[row->n_cells - 1];
	size_t head = row->n_cells * sizeof(*row->cells);
	size_t len = (size_t)(last - first) + strlen(last) + 1;
	char **cells = ks_arena_alloc(&c->out->arena, head + len);

	memcpy((char *)cells + head, first, len);
	for (size_t i = 0; i < row->n_cells; i++)
		cells[i] = (char *)cells + head + (row->cells[i] - first);
	ks_grow(&c->out->rows, c->out->n_rows, &c->capacity);
	c->out->rows[c->out->n_rows++] = (struct ks_csv_row){row->line, row->n_cells, cells};
}

enum ks_rc ks_csv_read(const char *file, const char *bytes, size_t len, struct ks_csv *out,
		       struct ks_diags *diags)
{
	struct ks_bytes from = ks_bytes_of(bytes, len);
	struct collector c = {.out = out};

	*out = (struct ks_csv){0};
	return ks_csv_each(file, &from, keep_row, &c, diags);
}

void ks_csv_finish(struct ks_csv *csv)
{
	if (!csv)
		return;
	free(csv->rows);
	ks_arena_finish(&csv->arena);
	*csv = (struct ks_csv){0};
}

void ks_csv_bom(struct ks_buf *out)
{
	ks_buf_puts(out, bom);
}

static bool would_run(const char *text)
{
	static const char *const starts[] = {"=",  "+",  "-",  "@",  "\t",
					     "\r", "＝", "＋", "－", "＠"};

	for (size_t i = 0; i < KS_COUNT(starts); i++)
		if (strncmp(text, starts[i], strlen(starts[i])) == 0)
			return true;
	return false;
}

void ks_csv_cell(struct ks_buf *out, int column, const char *text)
{
	const char *guard = would_run(text) ? "'" : "";

	if (column > 0)
		ks_buf_putc(out, ',');
	if (text[strcspn(text, ",\"\r\n\t")] == '\0') {
		ks_buf_puts(out, guard);
		ks_buf_puts(out, text);
		return;
	}
	ks_buf_putc(out, '"');
	ks_buf_puts(out, guard);
	for (; *text != '\0'; text++) {
		if (*text == '"')
			ks_buf_putc(out, '"');
		ks_buf_putc(out, *text);
	}
	ks_buf_putc(out, '"');
}

void ks_csv_end_row(struct ks_buf *out)
{
	ks_buf_puts(out, "\r\n");
}
