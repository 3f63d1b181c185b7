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
	const char *at, *end;
	const char *file;
	int line;
	struct ks_csv *out;
	struct ks_diags *diags;
	struct ks_buf cell; /* the row being read, each cell ended by NUL */
	size_t *ends;       /* behind each cell's NUL */
	size_t n_cells, ends_capacity;
	size_t rows_capacity;
	char separator;
	bool has_quote; /* the row holds a quoted cell: not an empty line */
	bool has_failed;
};

/* The cells of a row lie one behind the other, so that a long list costs little more than its file. */
static void end_cell(struct reader *r)
{
	ks_grow(&r->ends, r->n_cells, &r->ends_capacity);
	ks_buf_putc(&r->cell, '\0');
	r->ends[r->n_cells++] = r->cell.len;
}

static char **take_cells(struct reader *r)
{
	char **cells = ks_arena_alloc(&r->out->arena, r->n_cells * sizeof(*cells) + r->cell.len);
	char *texts = (char *)(cells + r->n_cells);

	memcpy(texts, r->cell.data, r->cell.len);
	for (size_t i = 0; i < r->n_cells; i++)
		cells[i] = texts + (i > 0 ? r->ends[i - 1] : 0);
	return cells;
}

static void end_row(struct reader *r, int line)
{
	end_cell(r);
	bool is_empty = r->n_cells == 1 && r->ends[0] == 1 && !r->has_quote;

	if (!is_empty) {
		ks_grow(&r->out->rows, r->out->n_rows, &r->rows_capacity);
		r->out->rows[r->out->n_rows++] = (struct ks_csv_row){
			.line = line,
			.n_cells = r->n_cells,
			.cells = take_cells(r),
		};
	}
	ks_buf_clear(&r->cell);
	r->n_cells = 0;
	r->has_quote = false;
}

/* LF, CRLF, and CR alone as Excel for the Mac has it. */
static bool at_line_end(const struct reader *r)
{
	return *r->at == '\n' || *r->at == '\r';
}

/* Behind the opening quote; leaves the cursor behind the closing one. */
static void read_quoted(struct reader *r)
{
	int opened_at = r->line;

	r->has_quote = true;
	for (; r->at < r->end; r->at++) {
		if (*r->at == '\n' || (*r->at == '\r' && r->at + 1 < r->end && r->at[1] != '\n'))
			r->line++;
		if (*r->at != '"') {
			ks_buf_putc(&r->cell, *r->at);
		} else if (r->at + 1 < r->end && r->at[1] == '"') {
			ks_buf_putc(&r->cell, '"');
			r->at++;
		} else {
			r->at++;
			if (r->at < r->end && *r->at != r->separator && !at_line_end(r)) {
				ks_diags_error(
					r->diags, r->file, r->line,
					"閉じた「\"」のあとに文字が続いています。文字としての「\"」は「\"\"」と書いてください。");
				r->has_failed = true;
			}
			return;
		}
	}
	ks_diags_error(r->diags, r->file, opened_at, "ここで始まる「\"」が閉じていません。");
	r->has_failed = true;
}

static void read_rows(struct reader *r)
{
	int row_line = r->line;
	bool at_cell_start = true, is_open = false;

	while (r->at < r->end) {
		is_open = true;
		if (at_cell_start && *r->at == '"') {
			r->at++;
			read_quoted(r);
			at_cell_start = false;
		} else if (at_line_end(r)) {
			r->at += *r->at == '\r' && r->at + 1 < r->end && r->at[1] == '\n' ? 2 : 1;
			end_row(r, row_line);
			row_line = ++r->line;
			at_cell_start = true;
			is_open = false;
		} else if (*r->at == r->separator) {
			end_cell(r);
			r->at++;
			at_cell_start = true;
		} else {
			ks_buf_putc(&r->cell, *r->at++);
			at_cell_start = false;
		}
	}
	if (is_open)
		end_row(r, row_line);
}

/* A first line with a tab and no comma was copied out of Excel, or is its "Unicode text". */
static char separator_of(const char *text)
{
	size_t line = strcspn(text, "\r\n");
	bool has_tab = memchr(text, '\t', line);

	return has_tab && !memchr(text, ',', line) ? '\t' : ',';
}

enum ks_rc ks_csv_read(const char *file, const char *bytes, size_t len, struct ks_csv *out,
		       struct ks_diags *diags)
{
	*out = (struct ks_csv){0};
	size_t text_len;
	char *text = ks_decode_text(file, bytes, len, &text_len, diags);

	if (!text)
		return KS_INVALID;
	struct reader r = {.at = text,
			   .end = text + text_len,
			   .file = file,
			   .line = 1,
			   .separator = separator_of(text),
			   .out = out,
			   .diags = diags,
			   .cell = {.ceiling = 2 * text_len + 2}};

	read_rows(&r);
	ks_buf_finish(&r.cell);
	free(r.ends);
	free(text);
	return r.has_failed ? KS_INVALID : KS_OK;
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
