/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/csv.h"
#include "base/utf8.h"

/*
 * A roster is whatever somebody exported. Whatever is taken must be clean UTF-8 and must read back the
 * same after being written, but for the apostrophe that keeps a cell from running.
 */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_all(const struct ks_csv *csv, struct ks_buf *out)
{
	ks_csv_bom(out);
	for (size_t r = 0; r < csv->n_rows; r++) {
		const struct ks_csv_row *row = &csv->rows[r];

		for (size_t c = 0; c < row->n_cells; c++) {
			assert(ks_utf8_is_valid(row->cells[c], strlen(row->cells[c]), NULL));
			ks_csv_cell(out, (int)c, row->cells[c]);
		}
		ks_csv_end_row(out);
	}
}

static void assert_same(const struct ks_csv *a, const struct ks_csv *b)
{
	size_t at = 0;

	for (size_t r = 0; r < a->n_rows; r++) {
		const struct ks_csv_row *row = &a->rows[r];

		if (row->n_cells == 1 && row->cells[0][0] == '\0')
			continue; /* written without quotes, it is an empty line */
		assert(at < b->n_rows && b->rows[at].n_cells == row->n_cells);
		for (size_t c = 0; c < row->n_cells; c++) {
			const char *cell = b->rows[at].cells[c];

			assert(strcmp(cell, row->cells[c]) == 0 ||
			       (cell[0] == '\'' && strcmp(cell + 1, row->cells[c]) == 0));
		}
		at++;
	}
	assert(at == b->n_rows);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ks_csv csv, again;
	struct ks_diags diags = {0};
	struct ks_buf out = {0};

	if (ks_csv_read("fuzz", (const char *)data, size, &csv, &diags) == KS_OK) {
		write_all(&csv, &out);
		enum ks_rc rc = ks_csv_read("again", ks_buf_text(&out), out.len, &again, &diags);

		assert(rc == KS_OK);
		assert_same(&csv, &again);
		ks_csv_finish(&again);
	} else {
		assert(diags.n_errors > 0);
	}
	ks_buf_finish(&out);
	ks_csv_finish(&csv);
	ks_diags_finish(&diags);
	return 0;
}
