/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "course/person.h"
#include "record/roster.h"
#include "web/call.h"
#include "web/chart.h"
#include "web/question.h"

#define CLAUSES "clauses" /* ?of=: the file is of these */
#define CLAUSE_LOW_PERCENT 70

/* 設問分析: how the questions do, the clauses they are about, and each as it was shown. Counts of nobody in particular. */

/* What the page is made of. */
struct work {
	struct ks_call *call;
	struct ks_question_list list;
	struct ks_units units;
	const char **staff; /* whose answers; with is_of_some */
	size_t n_staff, capacity;
	bool is_of_some;
};

static void begin_titled(struct ks_call *call, const char *title, const struct ks_units *units)
{
	char *nendo = ks_wareki_nendo(call->nendo), *heading = ks_format("%s %s", nendo, title);

	ks_page_begin(call, heading);
	ks_page_filters(call, units, false);
	free(nendo);
	free(heading);
}

static void put_before_and_after(struct ks_html *html, const struct ks_question_row *row)
{
	double all = (double)row->n_answers;
	size_t n_after = row->n_right + row->n_regraded;

	ks_html_text(html, " 正答率 ");
	ks_html_open(html, "del", NULL);
	ks_html_printf(html, "%.1f%%（%zu／%zu）", 100 * (double)row->n_right / all, row->n_right,
		       row->n_answers);
	ks_html_close(html, "del");
	ks_html_text(html, " → ");
	ks_html_open(html, "ins", NULL);
	ks_html_printf(html, "%.1f%%（%zu／%zu）", 100 * (double)n_after / all, n_after,
		       row->n_answers);
	ks_html_close(html, "ins");
}

/* Rows are few, and their words long: below the table, before and after side by side. */
static void put_keys(struct ks_call *call, const struct ks_question_list *list)
{
	struct ks_html *html = &call->html;
	size_t n = 0;

	for (size_t i = 0; i < list->n_rows; i++) {
		const struct ks_question_row *row = &list->rows[i];

		if (!row->correction[0])
			continue;
		if (n++ == 0)
			ks_html_line(html, "h2", NULL, "採点訂正");
		ks_html_open(html, "div", "card");
		ks_html_open(html, "p", NULL);
		ks_html_printf(html, "%s %s（版 %s）", row->question, row->title, row->revision);
		if (row->n_answers > 0)
			put_before_and_after(html, row);
		ks_html_close(html, "p");
		ks_html_line(html, "p", "small", row->correction);
		ks_html_close(html, "div");
	}
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
	ks_url_put(&url, "unit", call->filter.unit);
	ks_url_put(&url, "employment", call->filter.employment);
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
	if (row->is_few)
		ks_html_text(html, "—");
	else
		ks_html_printf(html, "%zu", row->n_answers);
	ks_html_close(html, "td");
	ks_html_open(html, "td", "short");
	ks_page_share(call, row->n_right, row->n_answers);
	ks_html_close(html, "td");
	ks_html_open(html, "td", "num");
	if (isnan(row->power))
		ks_html_text(html, "—");
	else
		ks_html_printf(html, "%.2f", row->power);
	ks_html_close(html, "td");
	ks_html_open(html, "td", "chosen");
	ks_page_choices_taken(call, row);
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

static bool is_low(const struct ks_clause_row *row)
{
	return row->n_right * 100 < row->n_answers * CLAUSE_LOW_PERCENT;
}

/* Counts of nobody in particular need no reason: links are enough. */
static void put_clause_files(struct ks_call *call)
{
	static const char *const files[][2] = {
		{"xlsx", "Excel"}, {"csv", "CSV"}, {"csv-cp932", "CSV（Shift_JIS）"}, {"pdf", "PDF"}};
	char *base = ks_page_url(call, "of", CLAUSES);

	ks_html_open(&call->html, "p", "small noprint");
	ks_html_text(&call->html, "この表のファイル: ");
	for (size_t i = 0; i < KS_COUNT(files); i++) {
		char *url = ks_format("%s&format=%s", base, files[i][0]);

		ks_html_link(&call->html, url, NULL, files[i][1]);
		ks_html_text(&call->html, " ");
		free(url);
	}
	ks_html_close(&call->html, "p");
	free(base);
}

static void put_clauses(struct ks_call *call, struct ks_question_list *list)
{
	static const struct ks_heading headings[] = {
		{"条項", NULL}, {"設問", "num"}, {"解答", "num"}, {"正答率", NULL}};
	struct ks_html *html = &call->html;
	size_t n;
	struct ks_clause_row *rows = ks_question_clauses(list, &n);

	ks_html_open(html, "div", "card");
	ks_html_line(html, "h2", NULL, "条項ごとの正答率");
	ks_html_line(html, "p", "small", "低い順。70％より低い条項は、次の研修で重くします。");
	if (n > 0) {
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
			ks_html_open(html, "td", is_low(&rows[i]) ? "short low" : "short");
			ks_page_share(call, rows[i].n_right, rows[i].n_answers);
			ks_html_close(html, "td");
			ks_html_close(html, "tr");
		}
		ks_page_foot(call);
		put_clause_files(call);
	} else {
		ks_page_empty(call, "この年度の解答には、条項が記録されていません。"
				    "端末のプログラムが新しくなると、次の解答から出ます。");
	}
	ks_html_close(html, "div");
	free(rows);
}

static void put_rows(struct ks_call *call, struct ks_question_list *list)
{
	static const struct ks_heading headings[] = {{"設問", NULL},
						     {"解答", "num"},
						     {"正答率", NULL},
						     {"見分ける力", "num"},
						     {"選ばれた数（緑が正解）", NULL},
						     {"見直し", NULL}};
	size_t from = ks_page_from(call, list->n_rows);

	ks_html_open(&call->html, "div", "side");
	ks_page_question_chart(call, list);
	put_clauses(call, list);
	ks_html_close(&call->html, "div");
	ks_page_exports_of(call, "");
	ks_page_head(call, "設問ごとの正答率と、見分ける力", headings, KS_COUNT(headings));
	for (size_t i = from; i < list->n_rows && i < from + KS_ROWS_A_PAGE; i++)
		put_row(call, &list->rows[i]);
	ks_page_foot(call);
	ks_page_pager(call, list->n_rows, "問");
	put_keys(call, list);
}

static bool is_filtered(const struct work *work)
{
	return work->is_of_some || ks_call_query(work->call, "lesson")[0] ||
	       ks_call_query(work->call, "clause")[0];
}

static void put_page(struct work *work)
{
	struct ks_call *call = work->call;
	struct ks_question_list *list = &work->list;

	begin_titled(call, "設問分析", &work->units);
	ks_html_line(&call->html, "p", "small",
		     "正答率は、すべての解答から出します。10回以上の解答があり、40%未満の問題は「むずかしい」、"
		     "98%を超える問題は「やさしすぎる」です。");
	ks_html_line(
		&call->html, "p", "small",
		"見分ける力は、その設問の正誤と、同じテストのほかの設問の正答の割合との相関です（－1から1）。"
		"科目ごとに1回目の受験だけで計算し、10回に満たないとき、全員が同じ正誤のときは「—」です。"
		"0.2より低いときは、問い方や選択肢を見直します。");
	if (work->is_of_some)
		ks_html_line(
			&call->html, "p", "small",
			"所属と任用区分は、今日の名簿によります。答えた人が5名より少ない設問は、数を出しません。");
	if (list->n_rows == 0 && is_filtered(work))
		ks_page_empty(call, "この条件の解答はありません。条件を消すか、選び直してください。");
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

/* Who is listed today, of the 所属 and 任用区分 that are asked for; and which 所属 there are. */
static void pick_people(void *context, const struct ks_roster *roster)
{
	struct work *work = context;
	const struct ks_report_filter *filter = &work->call->filter;
	struct ks_arena *arena = &work->list.arena;

	work->units.names = ks_alloc_zero(roster->n_entries + 1, sizeof(*work->units.names));
	for (size_t i = 0; i < roster->n_entries; i++) {
		const struct ks_person *person = &roster->entries[i].person;
		const struct ks_appointment *a = ks_person_appointment_on(person, work->call->today);

		if (!roster->entries[i].is_listed)
			continue;
		ks_units_add(&work->units, a);
		if (!work->is_of_some || !ks_report_filter_keeps(filter, a))
			continue;
		ks_grow(&work->staff, work->n_staff, &work->capacity);
		work->staff[work->n_staff++] = ks_arena_strdup(arena, person->number);
	}
	ks_units_sort(&work->units);
	for (size_t i = 0; i < work->units.n; i++) /* the roster is only lent */
		work->units.names[i] = ks_arena_strdup(arena, work->units.names[i]);
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

static enum ks_rc load(struct work *work, const struct ks_plans *plans)
{
	struct ks_call *call = work->call;
	enum ks_rc rc = ks_report_questions(call->store, plans->items, plans->n_items, call->nendo,
					    &work->list);

	work->is_of_some = call->filter.unit[0] || call->filter.employment[0];
	if (rc == KS_OK)
		rc = ks_summary_roster(call, work, pick_people);
	if (rc == KS_OK && work->is_of_some)
		rc = ks_report_questions_of(call->store, call->nendo, work->staff, work->n_staff,
					    &work->list);
	return rc;
}

static void answer(struct work *work)
{
	struct ks_call *call = work->call;
	enum ks_rc rc = KS_OK;

	if (call->format[0])
		rc = ks_report_question_chosen(call->store, call->nendo, &work->list, 0,
					       work->list.n_rows);
	if (rc != KS_OK)
		ks_call_failed(call, rc);
	else if (export(call, &work->list))
		; /* a file was asked for */
	else if (!ks_call_query(call, "question")[0])
		put_page(work);
	else if (!ks_page_question(call, &work->list))
		ks_call_page_error(call, 404, "この設問の解答はありません",
				   "設問分析から選び直してください。");
}

void ks_page_questions(struct ks_call *call)
{
	struct ks_choices choices[2] = {
		{.name = "lesson", .word = "科目", .all = "すべての科目"},
		{.name = "clause", .word = "条項", .all = "すべての条項"},
	};
	struct work work = {.call = call};
	struct ks_plans plans = {0};
	enum ks_rc rc;

	if (!ks_call_plans(call, "設問分析", &plans)) {
		ks_plans_finish(&plans);
		return;
	}
	rc = load(&work, &plans);
	offer_filters(&work.list, choices);
	for (size_t i = 0; i < KS_COUNT(choices); i++)
		choices[i].chosen = ks_call_query(call, choices[i].name);
	call->more = choices;
	call->n_more = KS_COUNT(choices);
	ks_question_list_keep(&work.list, choices[0].chosen, choices[1].chosen);
	if (rc == KS_OK)
		answer(&work);
	else
		ks_call_failed(call, rc);
	call->more = NULL;
	call->n_more = 0;
	for (size_t i = 0; i < KS_COUNT(choices); i++)
		free(choices[i].values);
	free(choices[0].words);
	free(work.staff);
	free(work.units.names);
	ks_question_list_finish(&work.list);
	ks_plans_finish(&plans);
}
