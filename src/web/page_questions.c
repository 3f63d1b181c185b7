/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/question.h"
#include "web/call.h"
#include "web/chart.h"

#define CLAUSES "clauses" /* ?of=: the file is of these */

/* 設問分析: how the questions do, the clauses they are about, and each as it was shown. Counts of nobody in particular. */

static void begin_titled(struct ks_call *call, const char *title)
{
	char *nendo = ks_wareki_nendo(call->nendo), *heading = ks_format("%s %s", nendo, title);

	ks_page_begin(call, heading);
	ks_page_filters(call, NULL, false);
	free(nendo);
	free(heading);
}

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

/* The bar and its number: nobody should have to measure it. */
static void put_share(struct ks_call *call, size_t n, size_t of)
{
	if (of == 0)
		return;
	ks_page_bar(call, (double)n / (double)of);
	ks_html_printf(&call->html, "%.1f%%", 100 * (double)n / (double)of);
}

/* --- one question ----------------------------------------------------------------------------- */

static void put_choice(struct ks_call *call, const struct ks_choice_row *choice, size_t n_answers)
{
	struct ks_html *html = &call->html;
	const char *text = choice->text[0] ? choice->text : choice->id;

	ks_html_open(html, "tr", NULL);
	ks_html_line(html, "td", choice->is_right ? "short strong" : "short",
		     choice->is_right ? "正解" : "");
	ks_html_line(html, "td", choice->is_right ? "strong" : NULL,
		     text[0] ? text : "（長い答え、または記録なし）");
	ks_html_open(html, "td", "num");
	ks_html_printf(html, "%zu", choice->n);
	ks_html_close(html, "td");
	ks_html_open(html, "td", "short");
	put_share(call, choice->n, n_answers);
	ks_html_close(html, "td");
	ks_html_close(html, "tr");
}

static void put_shown(struct ks_call *call, const struct ks_question_row *row,
		      const struct ks_question_shown *shown)
{
	static const struct ks_heading headings[] = {
		{"正解", NULL}, {"選択肢", NULL}, {"選ばれた数", "num"}, {"解答のうち", NULL}};
	struct ks_html *html = &call->html;
	char *url = ks_page_url(call, "question", "");

	ks_html_open(html, "div", "card");
	ks_html_open(html, "p", "small");
	ks_html_printf(html, "%s %s ／ 方針 %s ／ 教材の版 %s ／ 解答 %zu件", row->question,
		       row->lesson_title, row->clauses[0] ? row->clauses : "—", row->revision,
		       row->n_answers);
	ks_html_close(html, "p");
	ks_html_line(html, "h2", NULL, shown->text[0] ? shown->text : "文は、記録にありません。");
	if (shown->n_choices > 0) {
		ks_page_head(call, "選択肢と、選ばれた数", headings, KS_COUNT(headings));
		for (size_t i = 0; i < shown->n_choices; i++)
			put_choice(call, &shown->choices[i], row->n_answers);
		ks_page_foot(call);
	}
	ks_html_line(html, "p", "small",
		     "この版で答えた人の画面に出たとおりの文です。2回目からの解答も数えます。"
		     "いくつも選ぶ問題では、足すと解答の数より多くなります。");
	ks_html_open(html, "p", "noprint");
	ks_html_link(html, url, "button", "設問分析へ戻る");
	ks_html_close(html, "p");
	ks_html_close(html, "div");
	free(url);
}

/* False: there is none of that name and revision. */
static bool put_question(struct ks_call *call, const struct ks_question_list *list)
{
	const char *id = ks_call_query(call, "question"), *revision = ks_call_query(call, "revision");
	struct ks_question_shown shown;
	enum ks_rc rc;

	for (size_t i = 0; i < list->n_rows; i++) {
		const struct ks_question_row *row = &list->rows[i];

		if (strcmp(row->question, id) != 0 || strcmp(row->revision, revision) != 0)
			continue;
		rc = ks_report_question_shown(call->store, call->nendo, row, &shown);
		if (rc == KS_OK) {
			ks_page_begin(call, row->title[0] ? row->title : row->question);
			put_shown(call, row, &shown);
			ks_page_end(call);
		} else {
			ks_call_failed(call, rc);
		}
		ks_question_shown_finish(&shown);
		return true;
	}
	return false;
}

/* --- the list --------------------------------------------------------------------------------- */

static void put_row(struct ks_call *call, const struct ks_question_row *row)
{
	struct ks_html *html = &call->html;
	struct ks_buf url = {0};
	char nendo[16];

	snprintf(nendo, sizeof(nendo), "%d", call->nendo);
	ks_buf_puts(&url, "/questions");
	ks_url_put(&url, "nendo", nendo);
	ks_url_put(&url, "question", row->question);
	ks_url_put(&url, "revision", row->revision);
	ks_html_open(html, "tr", NULL);
	ks_html_open(html, "td", "strong");
	ks_html_link(html, ks_buf_text(&url), NULL, row->title[0] ? row->title : row->question);
	ks_html_open(html, "br", NULL);
	ks_html_close(html, "br");
	ks_html_open(html, "span", "small");
	ks_html_printf(html, "%s %s%s（版 %s）", row->question, row->clauses[0] ? "方針 " : "",
		       row->clauses, row->revision);
	ks_html_close(html, "span");
	ks_html_close(html, "td");
	ks_html_open(html, "td", "num");
	ks_html_printf(html, "%zu", row->n_answers);
	ks_html_close(html, "td");
	ks_html_open(html, "td", "short");
	put_share(call, row->n_right, row->n_answers);
	ks_html_close(html, "td");
	ks_html_open(html, "td", "num");
	if (isnan(row->power))
		ks_html_text(html, "—");
	else
		ks_html_printf(html, "%.2f", row->power);
	ks_html_close(html, "td");
	ks_html_open(html, "td", "short");
	if (ks_question_note(row)[0])
		ks_page_state(call, ks_question_note(row));
	else if (row->verdict == KS_VERDICT_FEW)
		ks_html_text(html, ks_question_verdict_word(row->verdict));
	ks_html_close(html, "td");
	ks_html_close(html, "tr");
	ks_buf_finish(&url);
}

static void put_clauses(struct ks_call *call, struct ks_question_list *list)
{
	static const struct ks_heading headings[] = {
		{"条項", NULL}, {"設問", "num"}, {"解答", "num"}, {"正答率", NULL}};
	struct ks_html *html = &call->html;
	size_t n;
	struct ks_clause_row *rows = ks_question_clauses(list, &n);

	ks_html_line(html, "h2", NULL, "条項ごとの正答率");
	ks_html_line(html, "p", "small", "低い順。70％より低い条項は、次の研修で重くします。");
	if (n > 0) {
		ks_page_exports_of(call, CLAUSES);
		ks_page_head(call, "条項ごとの正答率", headings, KS_COUNT(headings));
		for (size_t i = 0; i < n; i++) {
			ks_html_open(html, "tr", NULL);
			ks_html_line(html, "td", "short strong", rows[i].clause);
			ks_html_open(html, "td", "num");
			ks_html_printf(html, "%zu", rows[i].n_questions);
			ks_html_close(html, "td");
			ks_html_open(html, "td", "num");
			ks_html_printf(html, "%zu", rows[i].n_answers);
			ks_html_close(html, "td");
			ks_html_open(html, "td", "short");
			put_share(call, rows[i].n_right, rows[i].n_answers);
			ks_html_close(html, "td");
			ks_html_close(html, "tr");
		}
		ks_page_foot(call);
	} else {
		ks_page_empty(call, "この年度の解答には、条項が記録されていません。"
				    "端末のプログラムが新しくなると、次の解答から出ます。");
	}
	free(rows);
}

static void put_rows(struct ks_call *call, struct ks_question_list *list)
{
	static const struct ks_heading headings[] = {{"設問", NULL},
						     {"解答", "num"},
						     {"正答率", NULL},
						     {"見分ける力", "num"},
						     {"見直し", NULL}};
	size_t from = ks_page_from(call, list->n_rows);

	ks_page_question_chart(call, list);
	ks_page_exports_of(call, "");
	ks_page_head(call, "設問ごとの正答率と、見分ける力", headings, KS_COUNT(headings));
	for (size_t i = from; i < list->n_rows && i < from + KS_ROWS_A_PAGE; i++)
		put_row(call, &list->rows[i]);
	ks_page_foot(call);
	ks_page_pager(call, list->n_rows, "問");
	put_keys(call, list);
	put_clauses(call, list);
}

static void put_page(struct ks_call *call, struct ks_question_list *list)
{
	begin_titled(call, "設問分析");
	ks_html_line(&call->html, "p", "small",
		     "正答率は、すべての解答から出します。10回以上の解答があり、40%未満の問題は「むずかしい」、"
		     "98%を超える問題は「やさしすぎる」です。");
	ks_html_line(
		&call->html, "p", "small",
		"見分ける力は、その設問の正誤と、同じテストのほかの設問の正答の割合との相関です（－1から1）。"
		"科目ごとに1回目の受験だけで計算し、10回に満たないとき、全員が同じ正誤のときは「—」です。"
		"0.2より低いときは、問い方や選択肢を見直します。");
	if (list->n_rows == 0 &&
	    (ks_call_query(call, "lesson")[0] || ks_call_query(call, "clause")[0]))
		ks_page_empty(call,
			      "この科目と条項の解答はありません。条件を消すか、選び直してください。");
	else if (list->n_rows == 0)
		ks_page_empty(call, "まだ、だれも答えていません。"
				    "職員が端末で確認テストを受けると、ここに集まります。");
	else
		put_rows(call, list);
	ks_page_end(call);
}

/* --- which of them ---------------------------------------------------------------------------- */

static int by_word(const void *a, const void *b)
{
	const struct ks_clause_row *x = a, *y = b;

	return strcmp(x->clause, y->clause);
}

/* The lessons and clauses that were asked about; the words live as long as @list. */
static void offer_filters(struct ks_question_list *list, struct ks_choices out[2])
{
	struct ks_choices *lessons = &out[0], *clauses = &out[1];
	struct ks_clause_row *rows = ks_question_clauses(list, &clauses->n);

	lessons->values = ks_alloc_zero(list->n_rows + 1, sizeof(*lessons->values));
	lessons->words = ks_alloc_zero(list->n_rows + 1, sizeof(*lessons->words));
	for (size_t i = 0; i < list->n_rows; i++) { /* they stand by lesson */
		const struct ks_question_row *row = &list->rows[i];

		if (lessons->n > 0 && strcmp(lessons->values[lessons->n - 1], row->lesson) == 0)
			continue;
		lessons->values[lessons->n] = row->lesson;
		lessons->words[lessons->n++] =
			ks_arena_format(&list->arena, "%s %s", row->lesson, row->lesson_title);
	}
	if (clauses->n > 1)
		qsort(rows, clauses->n, sizeof(*rows), by_word);
	clauses->values = ks_alloc_zero(clauses->n + 1, sizeof(*clauses->values));
	clauses->words = clauses->values;
	for (size_t i = 0; i < clauses->n; i++)
		clauses->values[i] = rows[i].clause;
	free(rows);
}

static bool export(struct ks_call *call, struct ks_question_list *list)
{
	bool is_clauses = strcmp(ks_call_query(call, "of"), CLAUSES) == 0, is_sent;
	struct ks_table table;
	size_t n = 0;
	struct ks_clause_row *rows = is_clauses ? ks_question_clauses(list, &n) : NULL;

	if (is_clauses) {
		ks_question_clause_table(rows, n, &table);
	} else {
		ks_question_table(list, &table);
		ks_table_title(&table, "設問分析");
	}
	is_sent = ks_call_export(call, &table, is_clauses ? "条項ごとの正答率" : "設問分析", -1);
	ks_table_finish(&table);
	free(rows);
	return is_sent;
}

void ks_page_questions(struct ks_call *call)
{
	struct ks_choices choices[2] = {
		{.name = "lesson", .word = "科目", .all = "すべての科目"},
		{.name = "clause", .word = "条項", .all = "すべての条項"},
	};
	struct ks_question_list list = {0};
	struct ks_plans plans = {0};
	enum ks_rc rc;

	if (!ks_call_plans(call, "設問分析", &plans)) {
		ks_plans_finish(&plans);
		return;
	}
	rc = ks_report_questions(call->store, plans.items, plans.n_items, call->nendo, &list);
	offer_filters(&list, choices);
	for (size_t i = 0; i < KS_COUNT(choices); i++)
		choices[i].chosen = ks_call_query(call, choices[i].name);
	call->more = choices;
	call->n_more = KS_COUNT(choices);
	ks_question_list_keep(&list, choices[0].chosen, choices[1].chosen);
	if (rc != KS_OK)
		ks_call_failed(call, rc);
	else if (export(call, &list))
		; /* a file was asked for */
	else if (!ks_call_query(call, "question")[0])
		put_page(call, &list);
	else if (!put_question(call, &list))
		ks_call_page_error(call, 404, "この設問の解答はありません",
				   "設問分析から選び直してください。");
	call->more = NULL;
	call->n_more = 0;
	for (size_t i = 0; i < KS_COUNT(choices); i++)
		free(choices[i].values);
	free(choices[0].words);
	ks_question_list_finish(&list);
	ks_plans_finish(&plans);
}
