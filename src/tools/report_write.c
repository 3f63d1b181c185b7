/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "report/table.h"
#include "tools/report.h"

/* What reports look like, whatever they are about: their first line, their table, their JSON. */

void ks_report_heading(struct ks_report *report, const struct ks_plans *plans, const char *what)
{
	char *nendo = ks_wareki_nendo(report->nendo), *day = ks_wareki_date(report->today);

	ks_buf_printf(&report->out, "%s %s", nendo, plans->items[0].title);
	if (plans->n_items > 1)
		ks_buf_printf(&report->out, "ほか%zuコース", plans->n_items - 1);
	ks_buf_printf(&report->out, " %s（%s 現在）\n\n", what, day);
	free(nendo);
	free(day);
}

void ks_report_table(struct ks_report *report, struct ks_table *table)
{
	if (report->format == KS_REPORT_CSV)
		ks_table_csv(table, &report->out);
	else
		ks_table_print(table, &report->out);
	ks_table_finish(table);
}

void ks_report_field(struct ks_buf *out, const char *name, const char *text)
{
	ks_buf_printf(out, ",\"%s\":", name);
	if (text && *text)
		ks_buf_json(out, text);
	else
		ks_buf_puts(out, "null");
}

void ks_report_moment(struct ks_buf *out, const char *name, int64_t wall_ms)
{
	char text[32] = "";

	if (wall_ms)
		ks_time_format_jst(wall_ms, text);
	ks_report_field(out, name, text);
}
