/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/measure.h"
#include "web/call.h"

/*
 * 自己点検: counts of 所属, never of people. What was decided last time comes first; then what was answered badly, each with
 * a way to say who does what by when; then all of it.
 */

struct work {
	struct ks_call *call;
	struct ks_inspection_tally tally;
	struct ks_table table, measures_table;
	struct ks_arena arena;
	struct ks_measure *measures;
	size_t n_measures;
};

static bool may_change(const struct ks_call *call)
{
	return ks_web_right("/inspection", "POST", call->user.role) != KS_RIGHT_NONE;
}

/* Few answers were hidden over all 所属 before, so what is left of one tells nothing more. */
static void keep_group(struct ks_inspection_tally *tally, const char *unit)
{
	size_t n = 0;

	for (size_t i = 0; i < tally->n_cells; i++)
		if (!unit[0] || strcmp(tally->cells[i].group, unit) == 0)
			tally->cells[n++] = tally->cells[i];
	tally->n_cells = n;
}

static size_t n_bad(const struct ks_inspection_cell *cell)
{
	return cell->is_hidden ? 0 : cell->counts[KS_RESPONSE_NO] + cell->counts[KS_RESPONSE_UNKNOWN];
}

static size_t count_measures(const struct work *work, const struct ks_inspection_cell *cell)
{
	size_t n = 0;

	for (size_t i = 0; i < work->n_measures; i++)
		n += work->measures[i].nendo == work->call->nendo &&
		     strcmp(work->measures[i].checklist, cell->checklist) == 0 &&
		     strcmp(work->measures[i].item, cell->item) == 0 &&
		     strcmp(work->measures[i].unit, cell->group) == 0;
	return n;
}

/* ---- what was decided ---- */

static void put_end_form(struct ks_call *call, const struct ks_measure *measure)
{
	static const struct ks_field result = {.name = "result",
					       .word = "結果（何をしたか）",
					       .type = "text",
					       .is_required = true,
					       .is_wide = true};
	char *form = ks_format("m%lld", (long long)measure->n);

	ks_page_form_begin(call, "/inspection");
	ks_page_hidden(call, "measure", form + 1);
	ks_page_field(call, form, &result);
	ks_page_submit(call, NULL, "done", "済みにする");
	ks_page_form_end(call);
	free(form);
}

static void put_measure(struct work *work, const struct ks_measure *m)
{
	struct ks_call *call = work->call;
	struct ks_html *html = &call->html;
	char *nendo = ks_wareki_nendo(m->nendo), *due = ks_wareki_date(m->due);

	ks_html_open(html, "div", "card");
	ks_html_open(html, "p", NULL);
	ks_page_state(call, ks_measure_state(m, call->today));
	ks_html_text(html, " ");
	ks_html_line(html, "strong", NULL, m->what);
	ks_html_close(html, "p");
	ks_html_open(html, "p", "small");
	ks_html_printf(html, "%s %s %s %s ／ 担当 %s ／ 期限 %s ／ 決めた人 %s", nendo,
		       m->checklist, m->item, m->unit, m->owner, due, m->by);
	ks_html_close(html, "p");
	if (m->done_ms > 0) {
		ks_html_open(html, "p", NULL);
		ks_html_printf(html, "結果 %s（%s）", m->result, m->done_by);
		ks_html_close(html, "p");
	} else if (may_change(call)) {
		put_end_form(call, m);
	}
	ks_html_close(html, "div");
	free(nendo);
	free(due);
}

static void put_measure_file(struct work *work, const char *format, const char *word)
{
	char *url = ks_page_url(work->call, "table", "measures");
	char *whole = ks_format("%s&format=%s", url, format);

	ks_html_link(&work->call->html, whole, "button", word);
	free(url);
	free(whole);
}

static void put_measures(struct work *work)
{
	if (work->n_measures == 0)
		return;
	ks_html_line(&work->call->html, "h2", NULL, "決めた対応（前の年度から続くものを含みます）");
	ks_html_open(&work->call->html, "p", "noprint");
	put_measure_file(work, "xlsx", "対応を Excel（.xlsx）で");
	ks_html_text(&work->call->html, " ");
	put_measure_file(work, "csv", "CSV で");
	ks_html_close(&work->call->html, "p");
	for (size_t i = 0; i < work->n_measures && i < KS_ROWS_A_PAGE; i++)
		put_measure(work, &work->measures[i]);
}

/* ---- what was answered badly ---- */

static void put_decide(struct ks_call *call, const struct ks_inspection_cell *cell)
{
	struct ks_buf url = {0};
	char *nendo = ks_format("%d", call->nendo);

	ks_buf_puts(&url, "/inspection");
	ks_url_put(&url, "nendo", nendo);
	ks_url_put(&url, "checklist", cell->checklist);
	ks_url_put(&url, "item", cell->item);
	ks_url_put(&url, "group", cell->group);
	ks_html_link(&call->html, ks_buf_text(&url), NULL, "対応を決める");
	ks_buf_finish(&url);
	free(nendo);
}

static void put_bad_row(struct work *work, const struct ks_inspection_cell *cell)
{
	struct ks_html *html = &work->call->html;
	size_t n = count_measures(work, cell);

	ks_html_open(html, "tr", NULL);
	ks_html_open(html, "td", "short");
	ks_html_printf(html, "%s %s", cell->checklist, cell->item);
	ks_html_close(html, "td");
	ks_html_line(html, "td", NULL, cell->text);
	ks_html_line(html, "td", "strong", cell->group);
	ks_html_open(html, "td", "num");
	ks_html_printf(html, "%zu／%zu", cell->counts[KS_RESPONSE_NO], cell->n);
	ks_html_close(html, "td");
	ks_html_open(html, "td", "num");
	ks_html_printf(html, "%zu", cell->counts[KS_RESPONSE_UNKNOWN]);
	ks_html_close(html, "td");
	ks_html_open(html, "td", "short");
	if (n > 0)
		ks_html_printf(html, "対応 %zu件 ", n);
	if (may_change(work->call))
		put_decide(work->call, cell);
	else if (n == 0)
		ks_page_state(work->call, "未決定");
	ks_html_close(html, "td");
	ks_html_close(html, "tr");
}

static int by_share(const void *left, const void *right)
{
	const struct ks_inspection_cell *a = *(const struct ks_inspection_cell *const *)left;
	const struct ks_inspection_cell *b = *(const struct ks_inspection_cell *const *)right;
	size_t x = n_bad(a) * b->n, y = n_bad(b) * a->n;

	return x != y ? KS_ORDER(y, x) : KS_ORDER(a, b);
}

static void put_bad(struct work *work)
{
	static const struct ks_heading headings[] = {{"番号", NULL},        {"項目", NULL},
						     {"所属", NULL},        {"いいえ", "num"},
						     {"分からない", "num"}, {"対応", NULL}};
	const struct ks_inspection_cell **cells =
		ks_alloc_zero(work->tally.n_cells + 1, sizeof(*cells));
	struct ks_html *html = &work->call->html;
	size_t n = 0;

	for (size_t i = 0; i < work->tally.n_cells; i++)
		if (n_bad(&work->tally.cells[i]) > 0)
			cells[n++] = &work->tally.cells[i];
	if (n > 1)
		qsort(cells, n, sizeof(*cells), by_share);
	if (n > 0) {
		ks_html_line(html, "h2", NULL, "よくない答えの多い順");
		ks_page_head(work->call, "よくない答え", headings, KS_COUNT(headings));
		for (size_t i = 0; i < n && i < KS_ROWS_A_PAGE; i++)
			put_bad_row(work, cells[i]);
		ks_page_foot(work->call);
	}
	free(cells);
}

/* Asked for by ?checklist=…&item=…&group=…. */
static void put_form(struct work *work)
{
	static const struct ks_field fields[] = {
		{.name = "what",
		 .word = "何をするか",
		 .type = "text",
		 .max = 130,
		 .is_required = true,
		 .is_wide = true},
		{.name = "owner", .word = "担当", .type = "text", .max = 30, .is_required = true},
		{.name = "due", .word = "期限", .type = "date", .is_required = true},
	};
	struct ks_call *call = work->call;
	const char *checklist = ks_call_query(call, "checklist"), *item = ks_call_query(call, "item");
	const char *group = ks_call_query(call, "group");

	for (size_t i = 0; may_change(call) && item[0] && i < work->tally.n_cells; i++) {
		const struct ks_inspection_cell *cell = &work->tally.cells[i];

		if (strcmp(cell->checklist, checklist) != 0 || strcmp(cell->item, item) != 0 ||
		    strcmp(cell->group, group) != 0)
			continue;
		ks_html_open(&call->html, "div", "card noprint");
		ks_html_line(&call->html, "h2", NULL, "対応を決める");
		ks_html_open(&call->html, "p", NULL);
		ks_html_printf(&call->html, "%s %s「%s」", group, item, cell->text);
		ks_html_close(&call->html, "p");
		ks_page_form_begin(call, "/inspection");
		ks_page_hidden(call, "checklist", checklist);
		ks_page_hidden(call, "item", item);
		ks_page_hidden(call, "group", group);
		for (size_t f = 0; f < KS_COUNT(fields); f++)
			ks_page_field(call, "w", &fields[f]);
		ks_page_submit(call, "main", "add", "決める");
		ks_page_form_end(call);
		ks_html_close(&call->html, "div");
	}
}

/* ---- the page ---- */

static void put_all(struct work *work)
{
	static const enum ks_show shows[] = {KS_SHOW_PLAIN, KS_SHOW_PLAIN, KS_SHOW_STRONG,
					     KS_SHOW_PLAIN, KS_SHOW_PLAIN, KS_SHOW_PLAIN,
					     KS_SHOW_PLAIN, KS_SHOW_PLAIN, KS_SHOW_PLAIN};
	struct ks_call *call = work->call;
	size_t n_rows = ks_table_rows(&work->table);

	if (n_rows == 0) {
		ks_page_empty(call, "まだ、だれも答えていません。"
				    "職員が端末で自己点検を受けると、ここに集まります。");
		return;
	}
	ks_html_line(&call->html, "h2", NULL, "すべての項目");
	ks_page_exports(call);
	ks_page_table(call, &(struct ks_page_table){&work->table, shows, ks_page_from(call, n_rows),
						    KS_ROWS_A_PAGE, "自己点検の集計"});
	ks_page_pager(call, n_rows, "行");
}

static void put_page(struct work *work)
{
	struct ks_call *call = work->call;
	char *nendo = ks_wareki_nendo(call->nendo), *title = ks_format("%s 自己点検", nendo);
	const char *done = ks_call_query(call, "done");

	ks_page_begin(call, title);
	if (strcmp(done, "added") == 0 || strcmp(done, "done") == 0)
		ks_html_line(&call->html, "p", "good",
			     done[0] == 'a' ? "対応を記録しました。" : "済みにしました。");
	ks_page_filters(call, NULL, false);
	ks_html_line(
		&call->html, "p", "small",
		"だれの答えかは、どこにも出ません。5人に満たない数と、引き算でそれが分かる数は、表示しません。");
	put_form(work);
	put_measures(work);
	put_bad(work);
	put_all(work);
	ks_page_end(call);
	free(nendo);
	free(title);
}

/* table=measures: the 対応 in place of the counts; without a format the page. */
static void send_measures(struct work *work)
{
	struct ks_table table;

	ks_measure_table(work->measures, work->n_measures, work->call->today, &table);
	if (!ks_call_export(work->call, &table, "自己点検の対応", -1))
		put_page(work);
	ks_table_finish(&table);
}

void ks_page_inspection(struct ks_call *call)
{
	struct work work = {.call = call};
	enum ks_rc rc = ks_report_inspection(call->store, call->nendo, call->today, KS_GROUP_UNIT,
					     &work.tally);

	if (rc == KS_OK)
		rc = ks_measure_list(call->store, call->nendo, call->filter.unit, &work.arena,
				     &work.measures, &work.n_measures);
	keep_group(&work.tally, call->filter.unit);
	ks_inspection_table(&work.tally, &work.table);
	ks_table_title(&work.table, "自己点検");
	if (rc != KS_OK)
		ks_call_failed(call, rc);
	else if (strcmp(ks_call_query(call, "table"), "measures") == 0)
		send_measures(&work);
	else if (!ks_call_export(call, &work.table, "自己点検", -1))
		put_page(&work);
	ks_table_finish(&work.table);
	ks_inspection_tally_finish(&work.tally);
	free(work.measures);
	ks_arena_finish(&work.arena);
}

/* ---- changed ---- */

static enum ks_rc add(struct ks_call *call)
{
	struct ks_measure measure = {
		.nendo = call->nendo,
		.checklist = ks_call_query(call, "checklist"),
		.item = ks_call_query(call, "item"),
		.unit = call->right == KS_RIGHT_OWN ? call->user.unit : ks_call_query(call, "group"),
		.what = ks_call_query(call, "what"),
		.owner = ks_call_query(call, "owner"),
		.by = call->user.name,
		.at_ms = call->now_ms,
	};

	(void)ks_date_parse(ks_call_query(call, "due"), &measure.due);
	return ks_measure_add(call->store, &measure);
}

/* A 所属長 ends what is of their own 所属. */
static enum ks_rc end(struct ks_call *call)
{
	long long n = strtoll(ks_call_query(call, "measure"), NULL, 10);
	struct ks_arena arena = {0};
	struct ks_measure *list = NULL;
	size_t n_list = 0;
	bool is_there = false;
	enum ks_rc rc =
		ks_measure_list(call->store, call->nendo, call->filter.unit, &arena, &list, &n_list);

	for (size_t i = 0; i < n_list; i++)
		is_there = is_there || list[i].n == n;
	free(list);
	ks_arena_finish(&arena);
	if (rc == KS_OK && !is_there)
		return KS_NOT_FOUND;
	return rc == KS_OK ? ks_measure_end(call->store, n, ks_call_query(call, "result"),
					    call->user.name, call->now_ms)
			   : rc;
}

void ks_page_measure(struct ks_call *call)
{
	bool is_end = strcmp(ks_call_query(call, "do"), "done") == 0;
	enum ks_rc rc;

	if (!ks_call_log(call, KS_DEED_CHANGED,
			 is_end ? "自己点検の対応（済み）" : "自己点検の対応", -1))
		return;
	rc = is_end ? end(call) : add(call);
	if (rc == KS_OK)
		ks_call_done(call, is_end ? "done" : "added");
	else if (rc == KS_INVALID)
		ks_call_page_error(call, 400, "記録していません",
				   is_end ? "結果を、130字までで書いてください。"
					  : "何をするか、担当、期限を、どれも書いてください。");
	else if (rc == KS_NOT_FOUND || rc == KS_CONFLICT)
		ks_call_page_error(call, 400, "記録していません",
				   "この対応は、もう済んでいるか、あなたの所属のものではありません。");
	else
		ks_call_failed(call, rc);
}
