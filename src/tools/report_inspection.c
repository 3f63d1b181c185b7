/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/mem.h"
#include "tools/report.h"
#include "tools/tools.h"

/* 自己点検 in counts, as the table of the report floor and as JSON. */

static void put_table(struct ks_report *report, const struct ks_inspection_tally *tally)
{
	struct ks_table table;

	ks_inspection_table(tally, &table);
	ks_report_table(report, &table);
}

static void put_cell(struct ks_buf *out, const struct ks_inspection_cell *cell)
{
	ks_buf_puts(out, "{\"name\":");
	ks_buf_json(out, cell->group);
	if (cell->is_hidden) {
		ks_buf_puts(out, ",\"suppressed\":true}");
		return;
	}
	ks_buf_printf(out, ",\"answers\":%zu", cell->n);
	for (int k = KS_RESPONSE_YES; k < KS_RESPONSE_COUNT; k++)
		ks_buf_printf(out, ",\"%s\":%zu", ks_response_id((enum ks_response)k),
			      cell->counts[k]);
	ks_buf_puts(out, "}");
}

static void put_json(struct ks_report *report, const struct ks_inspection_tally *tally)
{
	struct ks_buf *out = &report->out;

	ks_buf_printf(out, "{\"nendo\":%d,\"items\":[", report->nendo);
	for (size_t i = 0; i < tally->n_cells; i = ks_inspection_item_end(tally, i)) {
		ks_buf_puts(out, i ? ",\n{\"checklist\":" : "\n{\"checklist\":");
		ks_buf_json(out, tally->cells[i].checklist);
		ks_buf_puts(out, ",\"item\":");
		ks_buf_json(out, tally->cells[i].item);
		ks_buf_puts(out, ",\"text\":");
		ks_buf_json(out, tally->cells[i].text);
		ks_buf_puts(out, ",\"groups\":[");
		for (size_t k = i; k < ks_inspection_item_end(tally, i); k++) {
			if (k > i)
				ks_buf_putc(out, ',');
			put_cell(out, &tally->cells[k]);
		}
		ks_buf_puts(out, "]}");
	}
	ks_buf_puts(out, "]}\n");
}

static void put_heading(struct ks_report *report, const struct ks_inspection_tally *tally)
{
	char *nendo = ks_wareki_nendo(report->nendo), *day = ks_wareki_date(report->today);

	ks_buf_printf(&report->out, "%s 自己点検の集計（%s 現在）\n\n", nendo, day);
	if (tally->n_cells == 0)
		ks_buf_puts(&report->out, "まだ、だれも答えていません。\n");
	free(nendo);
	free(day);
}

int ks_report_write_inspection(struct ks_report *report)
{
	struct ks_inspection_tally tally;
	enum ks_rc rc = ks_report_inspection(report->store, report->nendo, report->today,
					     report->group, &tally);

	if (rc == KS_OK && report->format == KS_REPORT_TABLE)
		put_heading(report, &tally);
	if (rc == KS_OK && report->format == KS_REPORT_JSON)
		put_json(report, &tally);
	else if (rc == KS_OK && (tally.n_cells > 0 || report->format == KS_REPORT_CSV))
		put_table(report, &tally);
	ks_inspection_tally_finish(&tally);
	return rc == KS_OK ? KS_EXIT_DONE : ks_tools_failed(rc);
}
