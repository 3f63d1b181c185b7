/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "course/person.h"
#include "lrs/exemption.h"
#include "report/exemption.h"
#include "web/call.h"

/*
 * 対象外: how the denominator comes about, with the names behind each number; the 台帳 of what was said of each person; and
 * the forms that add to it. Nothing is edited: what ends or was a mistake is another statement.
 */

struct work {
	struct ks_call *call;
	const struct ks_summary *summary;
	struct ks_completion rows; /* of the filters */
	struct ks_exemption_list list;
	struct ks_table ledger;
	struct ks_correction_list waiting; /* of whichever 年度 */
	struct ks_correction_rules rules;
};

/* ---- the sum ---- */

static void put_term(struct ks_call *call, const char *name, size_t n, const char *status,
		     const char *note)
{
	char *url = ks_format("/completion?nendo=%d", call->nendo), *text = ks_format("%zu", n);
	struct ks_buf full = {0};

	ks_buf_puts(&full, url);
	ks_url_put(&full, "status", status);
	if (call->right == KS_RIGHT_ALL)
		ks_url_put(&full, "unit", call->filter.unit);
	ks_url_put(&full, "employment", call->filter.employment);
	ks_html_open(&call->html, "div", NULL);
	ks_html_line(&call->html, "p", "small", name);
	ks_html_open(&call->html, "p", NULL);
	ks_html_link(&call->html, ks_buf_text(&full), "value", text);
	ks_html_close(&call->html, "p");
	ks_html_line(&call->html, "p", "small", note);
	ks_html_close(&call->html, "div");
	ks_buf_finish(&full);
	free(text);
	free(url);
}

static void put_sum(struct ks_call *call, const struct ks_completion *sums)
{
	struct ks_html *html = &call->html;
	char *rate = sums->n_target
			     ? ks_format("修了率 %.1f%%（%zu名 ÷ %zu名）",
					 100.0 * (double)sums->n_done / (double)sums->n_target,
					 sums->n_done, sums->n_target)
			     : ks_strdup("修了率は、対象者がいないため出ません");

	ks_html_open(html, "div", "card sum");
	put_term(call, "対象者", sums->n_listed, "", "名簿の人");
	ks_html_line(html, "span", "op", "−");
	put_term(call, "対象外", sums->n_exempt, "対象外", "下に名前と理由");
	ks_html_line(html, "span", "op", "＝");
	put_term(call, "母数", sums->n_target, KS_STATUS_TARGET, "修了率の分母");
	ks_html_line(html, "p", "small", rate);
	ks_html_close(html, "div");
	free(rate);
}

static void put_units(struct ks_call *call, const struct ks_completion *rows)
{
	static const enum ks_show shows[] = {KS_SHOW_STRONG, KS_SHOW_PLAIN, KS_SHOW_PLAIN,
					     KS_SHOW_PLAIN,  KS_SHOW_PLAIN, KS_SHOW_NOT,
					     KS_SHOW_NOT,    KS_SHOW_PLAIN};
	/* The same columns, by the names of the sum above. */
	static const struct ks_table_column columns[] = {
		{"所属", KS_CELL_TEXT},     {"対象者", KS_CELL_NUMBER},  {"母数", KS_CELL_NUMBER},
		{"対象外", KS_CELL_NUMBER}, {"修了", KS_CELL_NUMBER},    {"受講中", KS_CELL_NUMBER},
		{"未受講", KS_CELL_NUMBER}, {"修了率", KS_CELL_PERCENT},
	};
	struct ks_table table;

	ks_group_table(rows, KS_GROUP_UNIT, true, &table);
	table.columns = columns;
	ks_html_line(&call->html, "h2", NULL, "所属ごとの確かめ");
	ks_page_table(call, &(struct ks_page_table){&table, shows, 0, ks_table_rows(&table),
						    "所属ごとの対象者・対象外・母数"});
	for (size_t i = 0; i < table.n_notes; i++)
		ks_html_line(&call->html, "p", "small", table.notes[i]);
	ks_table_finish(&table);
}

/* ---- who, and why ---- */

static const struct ks_table_column people_columns[] = {
	{"職員番号", KS_CELL_TEXT}, {"氏名", KS_CELL_TEXT}, {"所属", KS_CELL_TEXT},
	{"任用区分", KS_CELL_TEXT}, {"理由", KS_CELL_TEXT},
};

static void put_people(struct ks_call *call, const struct ks_completion *rows)
{
	static const enum ks_show shows[] = {KS_SHOW_PERSON, KS_SHOW_STRONG, KS_SHOW_PLAIN,
					     KS_SHOW_PLAIN, KS_SHOW_PLAIN};
	struct ks_table table;
	size_t n_rows;

	ks_table_init(&table, people_columns, KS_COUNT(people_columns));
	for (size_t i = 0; i < rows->n_rows; i++) {
		const struct ks_completion_row *row = &rows->rows[i];

		if (row->standing != KS_STANDING_EXEMPT)
			continue;
		ks_table_text(&table, ks_person_typed(row->person));
		ks_table_text(&table, row->person->name);
		ks_table_text(&table, row->appointment ? row->appointment->unit : "");
		ks_table_text(&table, ks_employment_word(row->appointment ? row->appointment->employment
									  : NULL));
		ks_table_text(&table, row->why_word);
	}
	n_rows = ks_table_rows(&table);
	ks_html_line(&call->html, "h2", NULL, "対象外の人と理由");
	if (n_rows == 0) {
		ks_page_empty(call, "対象外の人はいません。名簿の任用区分・在籍状態・期間と、"
				    "下の台帳の届出で決まります。");
	} else {
		ks_page_table(call, &(struct ks_page_table){&table, shows, ks_page_from(call, n_rows),
							    KS_ROWS_A_PAGE, "対象外の人と理由"});
		ks_page_pager(call, n_rows, "名");
	}
	ks_table_finish(&table);
}

/* ---- the 台帳 ---- */

enum {
	CELL_NUMBER = 1,
	CELL_NAME = 2,
	CELL_KIND = 3,
	CELL_FROM = 4,
	CELL_TO = 5,
	CELL_NENDO = 6,
	CELL_PLAN = 7,
	CELL_LESSON = 8,
	CELL_REASON = 9,
	CELL_BY = 10,
	CELL_APPROVER = 11,
	CELL_AT = 12,
	CELL_END_REASON = 14,
	CELL_END_BY = 15,
	CELL_END_APPROVER = 16,
	CELL_END_AT = 17,
	CELL_UNIT = 18,
	CELL_STATE = 19,
};

static bool may_change(const struct ks_call *call)
{
	return ks_web_right("/exemptions", "POST", call->user.role) == KS_RIGHT_ALL;
}

static const char *span_of(struct ks_arena *arena, const struct ks_table *t, size_t r)
{
	const char *from = ks_table_cell(t, r, CELL_FROM)->text;
	const char *to = ks_table_cell(t, r, CELL_TO)->text;

	if (!from[0])
		return ks_arena_format(arena, "%s年度", ks_table_cell(t, r, CELL_NENDO)->text);
	return to[0] ? ks_arena_format(arena, "%s から %s まで", from, to)
		     : ks_arena_format(arena, "%s から", from);
}

static const char *who_of(struct ks_arena *arena, const struct ks_table *t, size_t r, int by, int at)
{
	return ks_arena_format(arena, "%s 登録 %.10s", ks_table_cell(t, r, (size_t)by)->text,
			       ks_table_cell(t, r, (size_t)at)->text);
}

static void put_entry(struct work *work, size_t r)
{
	struct ks_call *call = work->call;
	struct ks_html *html = &call->html;
	const struct ks_table *t = &work->ledger;
	struct ks_arena *arena = &work->list.arena;
	const char *state = ks_table_cell(t, r, CELL_STATE)->text;
	bool has_end = ks_table_cell(t, r, CELL_END_AT)->text[0];
	struct ks_buf url = {0};

	ks_html_open(html, "tr", NULL);
	ks_html_line(html, "td", "short", ks_table_cell(t, r, CELL_NUMBER)->text);
	ks_page_two(call, "strong short", ks_table_cell(t, r, CELL_NAME)->text,
		    ks_table_cell(t, r, CELL_UNIT)->text);
	ks_page_two(call, "short", ks_table_cell(t, r, CELL_KIND)->text,
		    ks_arena_format(arena, "%s %s", ks_table_cell(t, r, CELL_PLAN)->text,
				    ks_table_cell(t, r, CELL_LESSON)->text));
	ks_html_line(html, "td", "short", span_of(arena, t, r));
	ks_html_line(html, "td", NULL, ks_table_cell(t, r, CELL_REASON)->text);
	ks_page_two(call, "short", ks_table_cell(t, r, CELL_APPROVER)->text,
		    who_of(arena, t, r, CELL_BY, CELL_AT));
	ks_html_open(html, "td", "short");
	ks_page_state(call, state);
	if (has_end) {
		ks_html_open(html, "p", "small");
		ks_html_printf(html, "%s（%s、承認 %s）", ks_table_cell(t, r, CELL_END_REASON)->text,
			       who_of(arena, t, r, CELL_END_BY, CELL_END_AT),
			       ks_table_cell(t, r, CELL_END_APPROVER)->text);
		ks_html_close(html, "p");
	}
	ks_html_close(html, "td");
	if (may_change(call)) {
		ks_buf_printf(&url, "/exemptions?nendo=%d", call->nendo);
		ks_url_put(&url, "end", work->list.rows[r].id);
		ks_html_open(html, "td", "short noprint");
		if (!work->list.rows[r].is_withdrawn)
			ks_html_link(html, ks_buf_text(&url), NULL, "終わり・取消し");
		ks_html_close(html, "td");
		ks_buf_finish(&url);
	}
	ks_html_close(html, "tr");
}

static void put_ledger(struct work *work)
{
	struct ks_call *call = work->call;
	const struct ks_heading headings[] = {
		{"職員番号", NULL}, {"氏名・所属", NULL},
		{"種類", NULL},     {"期間", NULL},
		{"理由", NULL},     {"承認した人", NULL},
		{"状態", NULL},     {may_change(call) ? "変更" : NULL, "noprint"},
	};
	struct ks_html *html = &call->html;
	size_t n = work->list.n_rows;

	ks_html_line(html, "h2", NULL, "台帳");
	if (n == 0) {
		ks_page_empty(call, "この年度の届出は、まだありません。"
				    "休み・対象外・みなし受講は、下で登録します。");
		return;
	}
	ks_page_exports(call);
	ks_page_head(call, "対象外の台帳", headings, KS_COUNT(headings));
	for (size_t r = ks_page_from(call, n), last = r + KS_ROWS_A_PAGE; r < n && r < last; r++)
		put_entry(work, r);
	ks_page_foot(call);
	ks_page_pager(call, n, "件");
	ks_html_line(html, "p", "small",
		     "届出は消えません。終わりも取消しも、理由を付けた新しい記録になります。"
		     "休みが終わると、自動で対象に戻ります。");
}

/* ---- the forms ---- */

static const struct ks_field why = {.name = "reason",
				    .word = "理由・根拠（文書の名前など）",
				    .type = "text",
				    .is_required = true,
				    .is_wide = true};

static void put_add(struct ks_call *call)
{
	const struct ks_field number = {.name = "number",
					.word = "職員番号",
					.type = "text",
					.value = ks_call_query(call, "number"),
					.max = 32,
					.is_required = true};
	static const struct ks_field what[] = {
		{.name = "from", .word = "いつから（受けた日）", .type = "date"},
		{.name = "to", .word = "いつまで（空なら未定）", .type = "date"},
		{.name = "course", .word = "コース（空ならすべて）", .type = "text", .max = 60},
		{.name = "lesson", .word = "科目（空ならすべて）", .type = "text", .max = 60},
	};
	size_t n;
	const struct ks_exemption_kind *kinds = ks_exemption_kinds(&n);

	ks_html_open(&call->html, "div", "card noprint");
	ks_html_attr(&call->html, "id", "add");
	ks_html_line(&call->html, "h2", NULL, "休み・対象外・みなし受講を登録する");
	ks_page_form_begin(call, "/exemptions");
	ks_page_field(call, "e", &number);
	ks_page_choice_begin(call, "e", "kind", "種類");
	for (size_t i = 0; i < n; i++) {
		char *word =
			ks_format("%s（%s）", kinds[i].word, ks_exemption_rule_word(kinds[i].rule));

		ks_page_choice(call, kinds[i].word, word);
		free(word);
	}
	ks_page_choice_end(call);
	for (size_t i = 0; i < KS_COUNT(what); i++)
		ks_page_field(call, "e", &what[i]);
	ks_page_field(call, "e", &why);
	ks_page_submit(call, "main", "add", "登録を申し出る");
	ks_page_form_end(call);
	ks_html_line(
		&call->html, "p", "small",
		"「忙しい」「経験がある」は理由になりません。"
		"ほかの利用者が承認すると、台帳に載ります。本人は、申し出も承認もしないでください。");
	ks_html_close(&call->html, "div");
}

/* Asked for by ?end=ID. */
static void put_end(struct work *work)
{
	static const struct ks_field on = {.name = "on",
					   .word = "休みの最後の日（空なら、誤りとして取り消す）",
					   .type = "date"};
	struct ks_call *call = work->call;
	const char *id = ks_call_query(call, "end");

	for (size_t i = 0; i < work->list.n_rows; i++) {
		if (strcmp(work->list.rows[i].id, id) != 0)
			continue;
		ks_html_open(&call->html, "div", "card noprint");
		ks_html_open(&call->html, "h2", NULL);
		ks_html_printf(&call->html, "%s %s の「%s」を終わりにする・取り消す",
			       ks_table_cell(&work->ledger, i, CELL_NUMBER)->text,
			       ks_table_cell(&work->ledger, i, CELL_NAME)->text,
			       ks_table_cell(&work->ledger, i, CELL_KIND)->text);
		ks_html_close(&call->html, "h2");
		ks_page_form_begin(call, "/exemptions");
		ks_page_hidden(call, "id", id);
		ks_page_field(call, "n", &on);
		ks_page_field(call, "n", &why);
		ks_page_submit(call, "main", "end", "申し出る");
		ks_page_form_end(call);
		ks_html_close(&call->html, "div");
	}
}

/* ---- the page ---- */

static void put_page(struct work *work)
{
	struct ks_call *call = work->call;
	char *nendo = ks_wareki_nendo(call->nendo), *title = ks_format("%s 対象外の台帳", nendo);

	ks_page_begin(call, title);
	ks_page_decided(call);
	if (may_change(call))
		put_end(work);
	ks_page_filters(call, &work->summary->units, false);
	put_sum(call, &work->rows);
	put_units(call, &work->rows);
	ks_page_waiting(call, &work->waiting, &work->rules, "/exemptions");
	put_people(call, &work->rows);
	put_ledger(work);
	if (may_change(call))
		put_add(call);
	ks_page_end(call);
	free(nendo);
	free(title);
}

void ks_page_exemptions(struct ks_call *call)
{
	struct work work = {.call = call};
	int64_t n_people;
	enum ks_rc rc;

	work.summary = ks_summary_take(call, "対象外の台帳", &work.rows);
	if (!work.summary)
		return;
	ks_completion_filter(&work.rows, &call->filter);
	rc = ks_report_exemptions(call->store, &work.list);
	if (rc == KS_OK)
		rc = ks_report_proposals(call->store, 0, KS_PROPOSALS_EXEMPTIONS, &work.waiting);
	if (rc == KS_OK)
		rc = ks_correction_rules_load(call->store, &work.rules);
	if (rc == KS_OK && call->right == KS_RIGHT_OWN)
		ks_correction_list_keep_unit(&work.waiting, call->user.unit, call->today);
	ks_exemption_list_keep(&work.list, call->nendo, call->filter.unit, call->today);
	ks_exemption_table(&work.list, call->today, &work.ledger);
	n_people = (int64_t)(work.list.n_rows + work.rows.n_exempt);
	if (rc != KS_OK)
		ks_call_failed(call, rc);
	else if (!ks_call_export(call, &work.ledger, "対象外の台帳", n_people) &&
		 ks_call_log(call, KS_DEED_SAW, "対象外の台帳", n_people))
		put_page(&work);
	ks_table_finish(&work.ledger);
	ks_correction_list_finish(&work.waiting);
	ks_exemption_list_finish(&work.list);
	ks_summary_give(call, work.summary, &work.rows);
}

/* ---- changed ---- */

static bool read_day(const struct ks_call *call, const char *name, struct ks_date *out)
{
	const char *text = ks_call_query(call, name);

	*out = (struct ks_date){0};
	return !text[0] || ks_date_parse(text, out);
}

void ks_page_exempt(struct ks_call *call)
{
	const char *act = ks_call_query(call, "do");
	bool is_end = strcmp(act, "end") == 0;
	struct ks_correction_wish wish = {
		.kind = is_end ? KS_CORRECTION_EXEMPT_END : KS_CORRECTION_EXEMPT,
		.nendo = call->nendo,
		.number = ks_call_query(call, "number"),
		.exempt_kind = ks_call_query(call, "kind"),
		.exempt_id = ks_call_query(call, "id"),
		.plan = ks_call_query(call, "course"),
		.lesson = ks_call_query(call, "lesson"),
		.reason = ks_call_query(call, "reason"),
		.user = call->user.name,
	};
	enum ks_correction_fault fault = KS_CORRECTION_FINE;
	char id[KS_UUID_TEXT], *what;
	enum ks_rc rc;

	if (strcmp(act, "approve") == 0 || strcmp(act, "reject") == 0) {
		ks_call_decide(call);
		return;
	}
	what = is_end ? ks_format("対象外の台帳 %.13s の変更の申し出", wish.exempt_id)
		      : ks_format("対象外の台帳への登録の申し出（職員番号 %s）", wish.number);
	if (!read_day(call, "from", &wish.from) || !read_day(call, is_end ? "on" : "to", &wish.to)) {
		ks_call_page_error(call, 400, "何も変わっていません",
				   ks_exemption_fault_word(KS_EXEMPTION_NO_DAYS));
	} else if (ks_call_log(call, KS_DEED_CHANGED, what, 1)) {
		rc = ks_centre_correct(ks_web_centre(call->web), &wish, &fault, id);
		ks_call_proposed(call, rc, fault, "proposed");
	}
	free(what);
}
