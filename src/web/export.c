/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/file.h"
#include "report/pdf.h"
#include "web/call.h"

/* A page's table as a file. What did not fit into CP932 is told in a header, and in a last line of the log. */

static const struct format {
	const char *word, *ending, *type;
} formats[] = {
	{"csv", "csv", "text/csv; charset=utf-8"},
	{"csv-cp932", "csv", "text/csv; charset=Windows-31J"},
	{"xlsx", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	{"pdf", "pdf", "application/pdf"},
};

static enum ks_rc write_pdf(struct ks_call *call, const struct ks_table *table,
			    const struct ks_sheets *sheets, struct ks_buf *out)
{
	struct ks_pdf_origin origin;
	struct ks_arena arena = {0};
	enum ks_rc rc = ks_report_origin(call->store, call->today, &arena, &origin);

	if (rc == KS_OK)
		rc = sheets ? sheets->write(sheets->context, &origin, out)
			    : ks_pdf_table(table, &origin, out);
	ks_arena_finish(&arena);
	return rc;
}

static bool write_file(struct ks_call *call, const struct format *format,
		       const struct ks_table *table, const struct ks_sheets *sheets,
		       struct ks_buf *lost)
{
	struct ks_buf *out = &call->reply->body;
	enum ks_rc rc = KS_OK;

	if (strcmp(format->word, "pdf") == 0)
		rc = write_pdf(call, table, sheets, out);
	else if (strcmp(format->word, "xlsx") == 0)
		rc = ks_table_xlsx(table, sheets ? sheets->sums : NULL, out);
	else if (strcmp(format->word, "csv-cp932") == 0)
		rc = ks_table_csv_cp932(table, out, lost);
	else
		ks_table_csv(table, out);
	if (rc == KS_OK)
		return true;
	ks_buf_clear(out);
	ks_call_failed(call, rc);
	return false;
}

static void name_file(struct ks_call *call, const char *name, const char *ending)
{
	struct ks_buf told = {0};
	char day[16];

	ks_date_format(call->today, day);
	ks_buf_printf(&told, "attachment; filename=\"kenshu-%d.%s\"; filename*=UTF-8''",
		      call->nendo, ending);
	ks_url_part(&told, name);
	ks_buf_printf(&told, "_%d_%s.%s", call->nendo, day, ending);
	(void)ks_request_add(&call->reply->headers, "Content-Disposition", ks_buf_text(&told));
	ks_buf_finish(&told);
}

static void name_lost(struct ks_call *call, const struct ks_buf *lost)
{
	struct ks_buf told = {0};

	ks_url_part(&told, ks_buf_text(lost));
	if (lost->len > 0)
		(void)ks_request_add(&call->reply->headers, "X-Kenshu-Lost", ks_buf_text(&told));
	ks_buf_finish(&told);
}

/* Logged last, for what could not be made was not exported; an error page then takes the file's place, and not its name. */
static void send_file(struct ks_call *call, const struct format *format, const struct ks_table *table,
		      const struct ks_sheets *sheets, const char *name, int64_t n_people)
{
	char *what = ks_format("%s.%s（%d年度）", name, format->word, call->nendo);
	struct ks_buf lost = {0}, file = {0};

	if (write_file(call, format, table, sheets, &lost)) {
		file = call->reply->body;
		call->reply->body = (struct ks_buf){0};
		if (ks_call_log(call, KS_DEED_EXPORTED, what, n_people)) {
			call->reply->body = file;
			file = (struct ks_buf){0};
			call->reply->status = 200;
			call->reply->content_type = format->type;
			name_lost(call, &lost);
			name_file(call, name, format->ending);
		}
	}
	ks_buf_finish(&file);
	ks_buf_finish(&lost);
	free(what);
}

/* The address alone gives nobody a file of people: why it is taken stands in the log first. */
static bool lacks_reason(struct ks_call *call, int64_t n_people)
{
	const char *reason = ks_call_query(call, "reason");

	if (n_people < 0 || strspn(reason, " ") < strlen(reason))
		return false;
	call->reply->status = 400;
	ks_page_begin(call, "書き出す理由を書いてください");
	ks_html_line(&call->html, "p", NULL,
		     "個人の記録のファイルは、理由を書くと書き出せます。だれが、いつ、何を、なぜ書き出したかが、"
		     "監査の記録に残ります。");
	ks_page_exports(call);
	ks_page_end(call);
	return true;
}

bool ks_call_export(struct ks_call *call, const struct ks_table *table, const char *name,
		    int64_t n_people)
{
	return ks_call_export_sheets(call, table, NULL, name, n_people);
}

bool ks_call_export_sheets(struct ks_call *call, const struct ks_table *table,
			   const struct ks_sheets *sheets, const char *name, int64_t n_people)
{
	if (!call->format[0] || strcmp(call->format, "html") == 0)
		return false;
	for (size_t i = 0; i < KS_COUNT(formats); i++) {
		if (strcmp(formats[i].word, call->format) != 0)
			continue;
		if (call->unread != KS_OK)
			ks_call_failed(call, call->unread);
		else if (!lacks_reason(call, n_people))
			send_file(call, &formats[i], table, sheets, name, n_people);
		return true;
	}
	ks_call_page_error(call, 400, "その形では書き出せません",
			   "format は csv・csv-cp932・xlsx・pdf のどれかにしてください。");
	return true;
}
