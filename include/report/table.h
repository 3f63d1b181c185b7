/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows and columns for people. One table is printed on a terminal, shown on a page and written to a file, so that they
 * cannot show different things: each cell has its text and, where it is more than text, its value.
 */
#ifndef KS_REPORT_TABLE_H
#define KS_REPORT_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/calendar.h"
#include "base/mem.h"

enum ks_cell_type {
	KS_CELL_TEXT,
	KS_CELL_NUMBER,  /* value: itself */
	KS_CELL_DATE,    /* value: days since 1970-01-01 */
	KS_CELL_MOMENT,  /* value: ms since 1970-01-01 00:00 UTC; told in Japan's time */
	KS_CELL_PERCENT, /* value: 0 to 1 */
};

struct ks_table_column {
	const char *heading;
	enum ks_cell_type type; /* numbers and percents are aligned to the right */
};

struct ks_cell {
	const char *text; /* what is shown; "" for nothing */
	enum ks_cell_type type; /* KS_CELL_TEXT also where a cell of another column has only words, or nothing */
	double value;
};

struct ks_table {
	struct ks_arena arena;
	const char *title;                     /* "" until told */
	const struct ks_table_column *columns; /* borrowed */
	size_t n_columns;
	struct ks_cell *cells;
	size_t n_cells, capacity;
	const char **notes; /* sentences under the table: sums, what is left out and why */
	size_t n_notes, notes_capacity;
};

/** ks_table_init() - begin a table; finish with ks_table_finish(). */
void ks_table_init(struct ks_table *table, const struct ks_table_column *columns, size_t n_columns);
/** ks_table_finish() - frees cells, notes and texts; the struct is empty afterwards. Accepts NULL. */
void ks_table_finish(struct ks_table *table);
/** ks_table_title() - what it is, in one line; copied. */
void ks_table_title(struct ks_table *table, const char *title);
/** ks_table_note() - one more sentence under it; copied. */
void ks_table_note(struct ks_table *table, const char *text);
/** ks_table_rows() - how many are complete; the last one must be. */
size_t ks_table_rows(const struct ks_table *table);
/** ks_table_cell() - in @row of @column, both from 0. */
const struct ks_cell *ks_table_cell(const struct ks_table *table, size_t row, size_t column);
/** ks_cell_is_right() - aligned to the right: numbers and percents. */
bool ks_cell_is_right(enum ks_cell_type type);

/* The next cell, from left to right and row by row. */
void ks_table_text(struct ks_table *table, const char *text);
/** ks_table_number() - the next cell of the row: a count, in digits. */
void ks_table_number(struct ks_table *table, size_t number);
void ks_table_date(struct ks_table *table, struct ks_date date); /* 2026-12-25; not set: empty */
void ks_table_moment(struct ks_table *table,
		     int64_t wall_ms); /* 2026-11-24 09:58:03 in Japan; 0: empty */
void ks_table_rate(struct ks_table *table, size_t part, size_t of); /* 2.9%; empty of nothing */

/** ks_table_print() - for a terminal; neither title nor notes. */
void ks_table_print(const struct ks_table *table, struct ks_buf *out);
/** ks_table_csv() - a whole file: BOM, headings, CRLF, no formulas. */
void ks_table_csv(const struct ks_table *table, struct ks_buf *out);

#endif
