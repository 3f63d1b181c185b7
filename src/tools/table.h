/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows and columns for people: aligned on a terminal by the width of its characters, or as CSV for Excel. One table
 * serves both, so that they cannot show different things. Private to src/tools.
 */
#ifndef KS_TOOLS_TABLE_H
#define KS_TOOLS_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/calendar.h"
#include "base/mem.h"

struct ks_table_column {
	const char *heading;
	bool is_number; /* aligned to the right */
};

struct ks_table {
	struct ks_arena arena;
	const struct ks_table_column *columns; /* borrowed */
	size_t n_columns;
	const char **cells;
	size_t n_cells, capacity;
};

/** ks_table_init() - begin a table; finish with ks_table_finish(). */
void ks_table_init(struct ks_table *table, const struct ks_table_column *columns, size_t n_columns);
void ks_table_finish(struct ks_table *table);

/* The next cell, from left to right and row by row. */
void ks_table_text(struct ks_table *table, const char *text);
void ks_table_number(struct ks_table *table, size_t number);
void ks_table_date(struct ks_table *table, struct ks_date date); /* 2026-12-25 */
void ks_table_moment(struct ks_table *table,
		     int64_t wall_ms); /* 2026-11-24 09:58:03 in Japan; 0: empty */
void ks_table_rate(struct ks_table *table, size_t part, size_t of); /* 2.9%; empty of nothing */

/** ks_table_print() - for a terminal. */
void ks_table_print(const struct ks_table *table, struct ks_buf *out);
/** ks_table_csv() - a whole file: BOM, headings, CRLF, no formulas. */
void ks_table_csv(const struct ks_table *table, struct ks_buf *out);

#endif
