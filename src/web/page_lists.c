/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "web/call.h"

/* 設問分析: a table of the report floor, with what it says when there is nothing yet. */

static void begin_titled(struct ks_call *call, const char *title)
{
	char *nendo = ks_wareki_nendo(call->nendo), *heading = ks_format("%s %s", nendo, title);

	ks_page_begin(call, heading);
	ks_page_filters(call, NULL, false);
	free(nendo);
	free(heading);
}

/* --- 設問分析 --------------------------------------------------------------------------------- */

/* Rows are few, and their words long: below the table, before and after side by side. */
static void put_keys(struct ks_call *call, const struct ks_question_list *list)
{
	struct ks_html *html = &call->html;
	size_t n = 0;

	for (size_t i = 0; i < list->n_rows; i++) {
		const struct ks_question_row *row = &list->rows[i];
		double all = (double)row->n_answers;
		size_t n_after = row->n_right + row->n_regraded;

		if (!row->correction[0] || row->n_answers == 0)
			continue;
		if (n++ == 0)
			ks_html_line(html, "h2", NULL, "採点訂正");
		ks_html_open(html, "div", "card");
		ks_html_open(html, "p", NULL);
		ks_html_printf(html, "%s %s（版 %s） 正答率 ", row->question, row->title,
			       row->revision);
		ks_html_open(html, "del", NULL);
		ks_html_printf(html, "%.1f%%（%zu／%zu）", 100 * (double)row->n_right / all,
			       row->n_right, row->n_answers);
		ks_html_close(html, "del");
		ks_html_text(html, " → ");
		ks_html_open(html, "ins", NULL);
		ks_html_printf(html, "%.1f%%（%zu／%zu）", 100 * (double)n_after / all, n_after,
			       row->n_answers);
		ks_html_close(html, "ins");
		ks_html_close(html, "p");
		ks_html_line(html, "p", "small", row->correction);
		ks_html_close(html, "div");
	}
}

void ks_page_questions(struct ks_call *call)
{
	static const enum ks_show shows[] = {KS_SHOW_PLAIN,  KS_SHOW_PLAIN, KS_SHOW_PLAIN,
					     KS_SHOW_STRONG, KS_SHOW_PLAIN, KS_SHOW_PLAIN,
					     KS_SHOW_PLAIN,  KS_SHOW_PLAIN, KS_SHOW_STATE,
					     KS_SHOW_NOT,    KS_SHOW_NOT,   KS_SHOW_NOT};
	struct ks_question_list list = {0};
	struct ks_plans plans = {0};
	struct ks_table table;
	size_t n_rows;
	enum ks_rc rc;

	if (!ks_call_plans(call, "設問分析", &plans)) {
		ks_plans_finish(&plans);
		return;
	}
	rc = ks_report_questions(call->store, plans.items, plans.n_items, call->nendo, &list);
	ks_question_table(&list, &table);
	ks_table_title(&table, "設問分析");
	n_rows = ks_table_rows(&table);
	if (rc != KS_OK) {
		ks_call_failed(call, rc);
	} else if (!ks_call_export(call, &table, "設問分析", -1)) {
		begin_titled(call, "設問分析");
		ks_html_line(
			&call->html, "p", "small",
			"10回以上の解答があり、正答率が40%未満か98%を超える問題は「見直し」です。");
		if (n_rows == 0) {
			ks_page_empty(call, "まだ、だれも答えていません。"
					    "職員が端末で確認テストを受けると、ここに集まります。");
		} else {
			ks_page_table(call, &(struct ks_page_table){
						    &table, shows, ks_page_from(call, n_rows),
						    KS_ROWS_A_PAGE, "設問ごとの正答率"});
			ks_page_pager(call, n_rows, "問");
			put_keys(call, &list);
			ks_page_exports(call);
		}
		ks_page_end(call);
	}
	ks_table_finish(&table);
	ks_question_list_finish(&list);
	ks_plans_finish(&plans);
}
