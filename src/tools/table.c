/* SPDX-License-Identifier: Apache-2.0 */
#include "tools/table.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/utf8.h"

/* Everything is text once it is in a cell; only the alignment still knows of numbers. */

void ks_table_init(struct ks_table *table, const struct ks_table_column *columns, size_t n_columns)
{
	memset(table, 0, sizeof(*table));
	table->columns = columns;
	table->n_columns = n_columns;
}

void ks_table_finish(struct ks_table *table)
{
	if (!table)
		return;
	ks_arena_finish(&table->arena);
	free(table->cells);
	memset(table, 0, sizeof(*table));
}

static void add_cell(struct ks_table *table, const char *owned)
{
	ks_grow(&table->cells, table->n_cells, &table->capacity);
	table->cells[table->n_cells++] = owned;
}

void ks_table_text(struct ks_table *table, const char *text)
{
	add_cell(table, ks_arena_strdup(&table->arena, text ? text : ""));
}

void ks_table_number(struct ks_table *table, size_t number)
{
	add_cell(table, ks_arena_format(&table->arena, "%zu", number));
}

void ks_table_date(struct ks_table *table, struct ks_date date)
{
	char text[16];

	ks_date_format(date, text);
	ks_table_text(table, text);
}

void ks_table_moment(struct ks_table *table, int64_t wall_ms)
{
	struct ks_civil at = ks_civil_from_ms(wall_ms);

	if (wall_ms == 0)
		ks_table_text(table, "");
	else
		add_cell(table, ks_arena_format(&table->arena, "%04d-%02d-%02d %02d:%02d:%02d",
						at.date.year, at.date.month, at.date.day, at.hour,
						at.minute, at.second));
}

void ks_table_rate(struct ks_table *table, size_t part, size_t of)
{
	if (of == 0)
		ks_table_text(table, "");
	else
		add_cell(table, ks_arena_format(&table->arena, "%.1f%%",
						100.0 * (double)part / (double)of));
}

/* Empty cells at the end of a line leave no spaces behind. */
static void end_line(struct ks_buf *out)
{
	while (out->len > 0 && out->data[out->len - 1] == ' ')
		out->data[--out->len] = '\0';
	ks_buf_putc(out, '\n');
}

static void put_padded(struct ks_buf *out, const char *text, int width, bool is_number, bool is_last)
{
	int padding = width - ks_utf8_columns(text);

	for (int i = 0; is_number && i < padding; i++)
		ks_buf_putc(out, ' ');
	ks_buf_puts(out, text);
	for (int i = 0; !is_number && i < padding; i++)
		ks_buf_putc(out, ' ');
	if (is_last)
		end_line(out);
	else
		ks_buf_puts(out, "  ");
}

static int column_width(const struct ks_table *table, size_t column)
{
	int width = ks_utf8_columns(table->columns[column].heading);

	for (size_t i = column; i < table->n_cells; i += table->n_columns)
		if (ks_utf8_columns(table->cells[i]) > width)
			width = ks_utf8_columns(table->cells[i]);
	return width;
}

void ks_table_print(const struct ks_table *table, struct ks_buf *out)
{
	int *widths = ks_alloc_zero(table->n_columns, sizeof(*widths));

	assert(table->n_cells % table->n_columns == 0);
	for (size_t c = 0; c < table->n_columns; c++)
		widths[c] = column_width(table, c);
	for (size_t c = 0; c < table->n_columns; c++)
		put_padded(out, table->columns[c].heading, widths[c], table->columns[c].is_number,
			   c + 1 == table->n_columns);
	for (size_t c = 0; c < table->n_columns; c++) {
		for (int i = 0; i < widths[c]; i++)
			ks_buf_putc(out, '-');
		ks_buf_puts(out, c + 1 == table->n_columns ? "\n" : "  ");
	}
	for (size_t i = 0; i < table->n_cells; i++) {
		size_t c = i % table->n_columns;

		put_padded(out, table->cells[i], widths[c], table->columns[c].is_number,
			   c + 1 == table->n_columns);
	}
	free(widths);
}

void ks_table_csv(const struct ks_table *table, struct ks_buf *out)
{
	assert(table->n_cells % table->n_columns == 0);
	ks_csv_bom(out);
	for (size_t c = 0; c < table->n_columns; c++)
		ks_csv_cell(out, (int)c, table->columns[c].heading);
	ks_csv_end_row(out);
	for (size_t i = 0; i < table->n_cells; i++) {
		size_t c = i % table->n_columns;

		ks_csv_cell(out, (int)c, table->cells[i]);
		if (c + 1 == table->n_columns)
			ks_csv_end_row(out);
	}
}
