/* SPDX-License-Identifier: Apache-2.0 */
/* What the reports share: their options, the plans that give the denominators, and how they are written. */
#ifndef KS_TOOLS_REPORT_H
#define KS_TOOLS_REPORT_H

#include "base/buf.h"
#include "base/calendar.h"
#include "content/plan.h"
#include "record/store.h"
#include "report/report.h"
#include "report/table.h"

/* From PDF on: only where ks_report_write_attendance() is. */
enum ks_report_format {
	KS_REPORT_TABLE,
	KS_REPORT_CSV,
	KS_REPORT_JSON,
	KS_REPORT_PDF,
	KS_REPORT_XLSX,
};

struct ks_report {
	struct ks_store *store;
	const char *content; /* --content, NULL when not given */
	enum ks_report_format format;
	enum ks_report_group group;
	size_t times;    /* --times */
	bool has_exempt; /* --exempt */
	int64_t now_ms;
	struct ks_date today;
	int nendo;
	struct ks_buf out; /* what goes to stdout when all went well */
};

/**
 * ks_report_plans() - which courses count: --content, else what kiosks told the centre, else the content folder
 * Return: an exit code; @out must be finished in any case.
 */
KS_MUST_USE int ks_report_plans(const struct ks_report *report, struct ks_plans *out);

/* The reports: each fills report->out and returns an exit code. */
int ks_report_write_completion(struct ks_report *report);
int ks_report_write_outstanding(struct ks_report *report);
int ks_report_write_attendance(struct ks_report *report);
int ks_report_write_duties(struct ks_report *report);
int ks_report_write_inspection(struct ks_report *report);
int ks_report_write_followup(struct ks_report *report);
int ks_report_write_questions(struct ks_report *report);

/* What they are written with. */
/** ks_report_heading() - 「令和8年度 情報セキュリティ年次研修ほか1コース 修了状況（… 現在）」 and an empty line. */
void ks_report_heading(struct ks_report *report, const struct ks_plans *plans, const char *what);
/** ks_report_table() - the table as --format wants it, CSV or for a terminal; finishes @table. */
void ks_report_table(struct ks_report *report, struct ks_table *table);
/** ks_report_field() - the next member of a JSON object, `,"name":"text"`; null for NULL and "". */
void ks_report_field(struct ks_buf *out, const char *name, const char *text);
/** ks_report_moment() - the same of a moment, in Japan's time; null for 0. */
void ks_report_moment(struct ks_buf *out, const char *name, int64_t wall_ms);

#endif
