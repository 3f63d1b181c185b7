/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CSV as RFC 4180 has it. The reader takes LF, CRLF, CR and quoted line breaks, and tabs between cells where the first
 * line has tabs and no comma; the writer makes what
 * Japanese Excel opens by a double click: UTF-8 with BOM, CRLF, and no cell that runs as a formula.
 */
#ifndef KS_BASE_CSV_H
#define KS_BASE_CSV_H

#include <stddef.h>

#include "base/buf.h"
#include "base/decode.h"
#include "base/diag.h"
#include "base/mem.h"
#include "base/rc.h"

struct ks_csv_row {
	int line; /* where the row begins, 1-based */
	size_t n_cells;
	char **cells;
};

struct ks_csv {
	struct ks_arena arena;
	struct ks_csv_row *rows; /* empty lines are left out */
	size_t n_rows;
};

/* One row, whose cells may be written to; gone after the call. */
typedef void ks_csv_take(void *context, const struct ks_csv_row *row);
/**
 * ks_csv_each() - the rows one after the other, in the memory of one
 * Return: as ks_decode_each(); KS_INVALID too when a quote is wrong, and then what came before was taken.
 */
KS_MUST_USE enum ks_rc ks_csv_each(const char *file, const struct ks_bytes *bytes,
				   ks_csv_take *take, void *context, struct ks_diags *diags);
/**
 * ks_csv_read() - read bytes in any encoding that ks_decode_text() knows; found out by itself
 * @file:  name for the diagnosis
 * Return: KS_OK, KS_INVALID (diagnosed). @out must be released in both cases.
 */
KS_MUST_USE enum ks_rc ks_csv_read(const char *file, const char *bytes, size_t len,
				   struct ks_csv *out, struct ks_diags *diags);
/** ks_csv_finish() - frees rows and cells; the struct is empty afterwards. Accepts NULL. */
void ks_csv_finish(struct ks_csv *csv);

/** ks_csv_bom() - begin a file for Excel. */
void ks_csv_bom(struct ks_buf *out);
/**
 * ks_csv_cell() - append one cell, quoted where needed
 * @column: 0 for the first of a row (no comma before it)
 * A cell that begins with = + - @ (half or full width), tab or CR gets a leading apostrophe, so that no
 * spreadsheet runs it.
 */
void ks_csv_cell(struct ks_buf *out, int column, const char *text);
/** ks_csv_end_row() - CR LF. */
void ks_csv_end_row(struct ks_buf *out);

#endif
