/* SPDX-License-Identifier: Apache-2.0 */
#include "report/table.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/utf8.h"

/* What a cell says is made once, here: a page, a file and a terminal only copy it. */

void ks_table_init(struct ks_table *table, const struct ks_table_column *columns, size_t n_columns)
{
	memset(table, 0, sizeof(*table));
	table->title = "";
	table->columns = columns;
	table->n_columns = n_columns;
}

void ks_table_finish(struct ks_table *table)
{
	if (!table)
		return;
	ks_arena_finish(&table->arena);
	free(table->cells);
	free(table->notes);
	memset(table, 0, sizeof(*table));
}

void ks_table_title(struct ks_table *table, const char *title)
{
	table->title = ks_arena_strdup(&table->arena, title);
}

void ks_table_note(struct ks_table *table, const char *text)
{
	ks_grow(&table->notes, table->n_notes, &table->notes_capacity);
	table->notes[table->n_notes++] = ks_arena_strdup(&table->arena, text);
}

size_t ks_table_rows(const struct ks_table *table)
{
	assert(table->n_cells % table->n_columns == 0);
	return table->n_cells / table->n_columns;
}

const struct ks_cell *ks_table_cell(const struct ks_table *table, size_t row, size_t column)
{
	assert(column < table->n_columns && row < ks_table_rows(table));
	return &table->cells[row * table->n_columns + column];
}

bool ks_cell_is_right(enum ks_cell_type type)
{
	return type == KS_CELL_NUMBER || type == KS_CELL_PERCENT;
}

static void add_cell(struct ks_table *table, enum ks_cell_type type, double value, const char *owned)
{
	ks_grow(&table->cells, table->n_cells, &table->capacity);
	table->cells[table->n_cells++] =
		(struct ks_cell){.text = owned, .type = type, .value = value};
}

/* C0, DEL, C1, and marks that turn the direction of text around. */
static bool is_command(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 ||
	       (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* What others wrote must not tell a terminal what to do: U+FFFD in place of it, but for the signs of @kept. Malloc'd. */
static char *visible(const char *text, const char *kept)
{
	const char *end = text + strlen(text);
	struct ks_buf out = {0};

	while (text < end) {
		const char *from = text;
		uint32_t c = ks_utf8_next(&text, end);

		if (c == '\r' && *text == '\n' && kept[0]) /* as browsers send line ends */
			continue;
		if (is_command(c) && (c >= 0x80 || !strchr(kept, (int)c)))
			ks_buf_puts(&out, "\xEF\xBF\xBD");
		else
			ks_buf_append(&out, from, (size_t)(text - from));
	}
	return out.data ? ks_buf_take(&out) : ks_strdup("");
}

/* Whether visible() could find anything: most texts have none of these bytes. */
static bool is_suspect(const char *text)
{
	for (const unsigned char *at = (const unsigned char *)text; *at; at++)
		if (*at < 0x20 || *at == 0x7f || (*at == 0xc2 && at[1] < 0xa0) ||
		    (*at == 0xe2 && (at[1] == 0x80 || at[1] == 0x81)))
			return true;
	return false;
}

/* A file is opened by a spreadsheet, and printed on a terminal too: line ends and tabs are all it may hold. */
void ks_table_text(struct ks_table *table, const char *text)
{
	char *shown = text && is_suspect(text) ? visible(text, "\n\t") : NULL;

	add_cell(table, KS_CELL_TEXT, 0,
		 ks_arena_strdup(&table->arena, shown  ? shown
						: text ? text
						       : ""));
	free(shown);
}

void ks_table_number(struct ks_table *table, size_t number)
{
	add_cell(table, KS_CELL_NUMBER, (double)number,
		 ks_arena_format(&table->arena, "%zu", number));
}

void ks_table_date(struct ks_table *table, struct ks_date date)
{
	char text[16];

	ks_date_format(date, text);
	if (ks_date_is_set(date))
		add_cell(table, KS_CELL_DATE, (double)ks_date_to_day(date),
			 ks_arena_strdup(&table->arena, text));
	else
		ks_table_text(table, "");
}

void ks_table_moment(struct ks_table *table, int64_t wall_ms)
{
	struct ks_civil at = ks_civil_from_ms(wall_ms);

	if (wall_ms == 0)
		ks_table_text(table, "");
	else
		add_cell(table, KS_CELL_MOMENT, (double)wall_ms,
			 ks_arena_format(&table->arena, "%04d-%02d-%02d %02d:%02d:%02d", at.date.year,
					 at.date.month, at.date.day, at.hour, at.minute, at.second));
}

void ks_table_rate(struct ks_table *table, size_t part, size_t of)
{
	double rate = of > 0 ? (double)part / (double)of : 0;

	if (of == 0)
		ks_table_text(table, "");
	else
		add_cell(table, KS_CELL_PERCENT, rate,
			 ks_arena_format(&table->arena, "%.1f%%", 100.0 * rate));
}

/* Empty cells at the end of a line leave no spaces behind. */
static void end_line(struct ks_buf *out)
{
	while (out->len > 0 && out->data[out->len - 1] == ' ')
		out->data[--out->len] = '\0';
	ks_buf_putc(out, '\n');
}

static int width_of(const char *text)
{
	char *shown = visible(text, "");
	int width = ks_utf8_columns(shown);

	free(shown);
	return width;
}

static void put_padded(struct ks_buf *out, const char *text, int width, bool is_number, bool is_last)
{
	char *shown = visible(text, "");
	int padding = width - ks_utf8_columns(shown);

	for (int i = 0; is_number && i < padding; i++)
		ks_buf_putc(out, ' ');
	ks_buf_puts(out, shown);
	free(shown);
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
		if (width_of(table->cells[i].text) > width)
			width = width_of(table->cells[i].text);
	return width;
}

void ks_table_print(const struct ks_table *table, struct ks_buf *out)
{
	int *widths = ks_alloc_zero(table->n_columns, sizeof(*widths));

	assert(table->n_cells % table->n_columns == 0);
	for (size_t c = 0; c < table->n_columns; c++)
		widths[c] = column_width(table, c);
	for (size_t c = 0; c < table->n_columns; c++)
		put_padded(out, table->columns[c].heading, widths[c],
			   ks_cell_is_right(table->columns[c].type), c + 1 == table->n_columns);
	for (size_t c = 0; c < table->n_columns; c++) {
		for (int i = 0; i < widths[c]; i++)
			ks_buf_putc(out, '-');
		ks_buf_puts(out, c + 1 == table->n_columns ? "\n" : "  ");
	}
	for (size_t i = 0; i < table->n_cells; i++) {
		size_t c = i % table->n_columns;

		put_padded(out, table->cells[i].text, widths[c],
			   ks_cell_is_right(table->columns[c].type), c + 1 == table->n_columns);
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

		ks_csv_cell(out, (int)c, table->cells[i].text);
		if (c + 1 == table->n_columns)
			ks_csv_end_row(out);
	}
}
