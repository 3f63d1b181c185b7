/* SPDX-License-Identifier: Apache-2.0 */
#include "base/csv.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

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
	struct ks_buf cell;
	char **cells; /* of the row being read */
	size_t n_cells, cells_capacity;
	size_t rows_capacity;
	bool has_quote; /* the row holds a quoted cell: not an empty line */
	bool has_failed;
};

static void end_cell(struct reader *r)
{
	ks_grow(&r->cells, r->n_cells, &r->cells_capacity);
	r->cells[r->n_cells++] = ks_arena_strndup(&r->out->arena, ks_buf_text(&r->cell), r->cell.len);
	ks_buf_clear(&r->cell);
}

static void end_row(struct reader *r, int line)
{
	end_cell(r);
	bool is_empty = r->n_cells == 1 && r->cells[0][0] == '\0' && !r->has_quote;

	if (!is_empty) {
		ks_grow(&r->out->rows, r->out->n_rows, &r->rows_capacity);
		r->out->rows[r->out->n_rows++] = (struct ks_csv_row){
			.line = line,
			.n_cells = r->n_cells,
			.cells = ks_arena_copy(&r->out->arena, r->cells,
					       r->n_cells * sizeof(r->cells[0])),
		};
	}
	r->n_cells = 0;
	r->has_quote = false;
}

static bool at_line_end(const struct reader *r)
{
	return *r->at == '\n' || (*r->at == '\r' && (r->at + 1 == r->end || r->at[1] == '\n'));
}

/* Behind the opening quote; leaves the cursor behind the closing one. */
static void read_quoted(struct reader *r)
{
	int opened_at = r->line;

	r->has_quote = true;
	for (; r->at < r->end; r->at++) {
		if (*r->at == '\n')
			r->line++;
		if (*r->at != '"') {
			ks_buf_putc(&r->cell, *r->at);
		} else if (r->at + 1 < r->end && r->at[1] == '"') {
			ks_buf_putc(&r->cell, '"');
			r->at++;
		} else {
			r->at++;
			if (r->at < r->end && *r->at != ',' && !at_line_end(r)) {
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
			r->at += *r->at == '\r' && r->at + 1 < r->end ? 2 : 1;
			end_row(r, row_line);
			row_line = ++r->line;
			at_cell_start = true;
			is_open = false;
		} else if (*r->at == ',') {
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

static int line_of(const char *bytes, size_t at)
{
	int line = 1;

	for (size_t i = 0; i < at; i++)
		line += bytes[i] == '\n';
	return line;
}

/* The bytes as UTF-8 without BOM, malloc'd; NULL (diagnosed) when they are neither UTF-8 nor CP932. */
static char *to_utf8(const char *file, const char *bytes, size_t len, struct ks_diags *diags)
{
	size_t utf8_bad_at = 0, cp932_bad_at = 0;
	size_t skip = len >= 3 && memcmp(bytes, bom, 3) == 0 ? 3 : 0;
	const char *nul = len > 0 ? memchr(bytes, '\0', len) : NULL;

	if (nul != NULL) {
		ks_diags_error(
			diags, file, line_of(bytes, (size_t)(nul - bytes)),
			"文字でないデータがあります。Excel で「CSV UTF-8」として保存してください。");
		return NULL;
	}
	if (ks_utf8_is_valid(bytes, len, &utf8_bad_at))
		return ks_strndup(bytes + skip, len - skip);
	char *text = skip == 0 ? ks_cp932_to_utf8(bytes, len, &cp932_bad_at) : NULL;

	if (text == NULL) {
		size_t at = utf8_bad_at > cp932_bad_at ? utf8_bad_at : cp932_bad_at;

		ks_diags_error(
			diags, file, line_of(bytes, at),
			"文字コードが UTF-8 でも Shift_JIS（CP932）でもありません。Excel で「CSV UTF-8」として保存してください。");
	}
	return text;
}

enum ks_rc ks_csv_read(const char *file, const char *bytes, size_t len, struct ks_csv *out,
		       struct ks_diags *diags)
{
	*out = (struct ks_csv){0};
	char *text = to_utf8(file, bytes, len, diags);

	if (text == NULL)
		return KS_INVALID;
	struct reader r = {.at = text,
			   .end = text + strlen(text),
			   .file = file,
			   .line = 1,
			   .out = out,
			   .diags = diags,
			   .cell = {.ceiling = strlen(text) + 1}};

	read_rows(&r);
	ks_buf_finish(&r.cell);
	free(r.cells);
	free(text);
	return r.has_failed ? KS_INVALID : KS_OK;
}

void ks_csv_finish(struct ks_csv *csv)
{
	if (csv == NULL)
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
