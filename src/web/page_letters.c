/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "course/person.h"
#include "report/pdf.h"
#include "web/call.h"

/* 督促文: one sheet a person, by 所属, for the printer. To print is not yet to have reminded: that is noted on its own page. */

static int by_unit(const void *a, const void *b)
{
	const struct ks_completion_row *x = a, *y = b;
	int order = strcmp(x->appointment ? x->appointment->unit : "",
			   y->appointment ? y->appointment->unit : "");

	return order ? order : strcmp(x->person->number, y->person->number);
}

/* What is still owed, a line each; malloc'd. */
static char *lessons_of(struct ks_call *call, const struct ks_summary *summary,
			const struct ks_completion_row *row)
{
	struct ks_buf out = {0};
	struct ks_duties duties;
	int64_t done_ms;

	ks_duties_make(summary->plans.items, summary->plans.n_items, call->nendo, row->person,
		       call->today, &duties);
	for (size_t i = 0; i < duties.n_items; i++) {
		char *due = ks_wareki_date(duties.items[i].due);

		if (ks_call_read(call,
				 ks_report_done(call->store, summary->plans.items,
						summary->plans.n_items, call->nendo,
						row->person->number, &duties.items[i], &done_ms)) &&
		    done_ms == 0)
			ks_buf_printf(&out, "%s%s（期限 %s）", out.len ? "\n" : "",
				      duties.items[i].lesson->title, due);
		free(due);
	}
	if (row->lacks_agreement)
		ks_buf_printf(&out, "%s基本方針を読んで、確認すること", out.len ? "\n" : "");
	return ks_buf_take(&out);
}

static void put_lessons(struct ks_call *call, const struct ks_summary *summary,
			const struct ks_completion_row *row)
{
	char *lessons = lessons_of(call, summary, row), *rest = NULL;

	ks_html_open(&call->html, "ul", NULL);
	for (char *line = strtok_r(lessons, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
		ks_html_line(&call->html, "li", NULL, line);
	ks_html_close(&call->html, "ul");
	free(lessons);
}

static void put_letter(struct ks_call *call, const struct ks_summary *summary,
		       const struct ks_completion_row *row)
{
	struct ks_html *html = &call->html;
	char *day = ks_wareki_date(call->today);

	ks_html_open(html, "section", "letter");
	ks_html_line(html, "p", "num", day);
	ks_html_open(html, "p", NULL);
	ks_html_printf(html, "%s ", row->appointment ? row->appointment->unit : "");
	ks_html_open(html, "strong", NULL);
	ks_html_printf(html, "%s 様", row->person->name);
	ks_html_close(html, "strong");
	ks_html_close(html, "p");
	ks_html_line(html, "h2", NULL, "情報セキュリティ研修の受講について");
	ks_html_line(html, "p", NULL,
		     row->is_overdue
			     ? "次の研修の期限が過ぎています。できるだけ早く受講してください。"
			     : "次の研修を、まだ受けていません。期限までに受講してください。");
	put_lessons(call, summary, row);
	ks_html_line(
		html, "p", NULL,
		"職場の端末で、職員番号を入れて受講します。分からないことは、研修の担当へお尋ねください。");
	ks_html_close(html, "section");
	free(day);
}

static void put_page(struct ks_call *call, const struct ks_summary *summary,
		     const struct ks_completion *rows)
{
	size_t from = ks_page_from(call, rows->n_rows);

	ks_page_begin(call, "督促文");
	ks_html_line(&call->html, "p", "small noprint",
		     "このページを印刷すると、一人一枚になります。印刷しただけでは「督促した」になりません。"
		     "渡したら、未受講者の画面で記録してください。");
	if (rows->n_rows == 0)
		ks_page_empty(call, "この条件に、まだ終えていない人はいません。");
	else
		ks_page_pager(call, rows->n_rows, "名");
	for (size_t i = from; i < rows->n_rows && i - from < KS_ROWS_A_PAGE; i++)
		put_letter(call, summary, &rows->rows[i]);
	if (rows->n_rows > 0)
		ks_page_exports(call);
	ks_page_end(call);
}

/* --- as files: sheets for the printer, a list for the mail program ---------------------------- */

struct mail {
	struct ks_pdf_letter *letters;
	size_t n;
};

static enum ks_rc write_sheets(const void *context, const struct ks_pdf_origin *origin,
			       struct ks_buf *out)
{
	const struct mail *mail = context;

	return ks_pdf_letters(mail->letters, mail->n, origin, out);
}

static bool export_letters(struct ks_call *call, const struct ks_summary *summary,
			   const struct ks_completion *rows)
{
	static const struct ks_table_column columns[] = {{"職員番号", KS_CELL_TEXT},
							 {"氏名", KS_CELL_TEXT},
							 {"所属", KS_CELL_TEXT},
							 {"期限", KS_CELL_DATE},
							 {"受ける科目", KS_CELL_TEXT}};
	struct mail mail = {.letters = ks_alloc_zero(rows->n_rows + 1, sizeof(*mail.letters))};
	struct ks_table table;
	bool is_file;

	ks_table_init(&table, columns, KS_COUNT(columns));
	ks_table_title(&table, "督促文");
	for (size_t i = 0; call->format[0] && i < rows->n_rows; i++) {
		const struct ks_completion_row *row = &rows->rows[i];
		const char *unit = row->appointment ? row->appointment->unit : "";
		char *lessons = lessons_of(call, summary, row);

		mail.letters[mail.n++] =
			(struct ks_pdf_letter){row->person->name, unit, row->is_overdue, lessons};
		ks_table_text(&table, ks_person_typed(row->person));
		ks_table_text(&table, row->person->name);
		ks_table_text(&table, unit);
		ks_table_date(&table, row->due);
		ks_table_text(&table, lessons);
	}
	is_file = ks_call_export_sheets(call, &table,
					&(struct ks_sheets){.write = write_sheets, .context = &mail},
					"督促文", (int64_t)rows->n_rows);
	for (size_t i = 0; i < mail.n; i++)
		free((char *)mail.letters[i].lessons);
	free(mail.letters);
	ks_table_finish(&table);
	return is_file;
}

void ks_page_letters(struct ks_call *call)
{
	struct ks_completion rows;
	const struct ks_summary *summary = ks_summary_take(call, "督促文", &rows);

	if (!summary)
		return;
	ks_completion_filter(&rows, &call->filter);
	ks_completion_keep_outstanding(&rows);
	if (rows.n_rows > 1)
		qsort(rows.rows, rows.n_rows, sizeof(*rows.rows), by_unit);
	if (!export_letters(call, summary, &rows) &&
	    ks_call_log(call, KS_DEED_SAW, "督促文", (int64_t)rows.n_rows))
		put_page(call, summary, &rows);
	ks_summary_give(call, summary, &rows);
}
