/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "content/agreement.h"
#include "course/person.h"
#include "lrs/reminder.h"
#include "web/call.h"

/* 未受講者: who still owes what, by due date, with why and how often they were reminded; and that they were reminded. */

#define REMIND_MOST 50 /* rows a page here: each has a box, and a form has KS_PARAMS_MAX fields */
#define TEXT_MOST 1200 /* bytes: 400 characters */

static const struct ks_table_column columns[] = {
	{"職員番号", KS_CELL_TEXT},       {"氏名", KS_CELL_TEXT},
	{"所属", KS_CELL_TEXT},           {"任用区分", KS_CELL_TEXT},
	{"残り科目数", KS_CELL_NUMBER},   {"状態", KS_CELL_TEXT},
	{"期限", KS_CELL_DATE},           {"期限切れ", KS_CELL_TEXT},
	{"期限までの日数", KS_CELL_TEXT}, {"理由", KS_CELL_TEXT},
	{"最後の督促", KS_CELL_MOMENT},   {"督促の回数", KS_CELL_NUMBER},
	{"訂正", KS_CELL_TEXT},
};

struct work {
	struct ks_call *call;
	const struct ks_summary *summary;
	struct ks_completion completion; /* the rows shown */
	struct ks_arena arena;
	struct ks_reminder *reminders;
	size_t n_reminders;
	size_t from; /* the completion's row that is the table's first */
	struct ks_table table;
};

/* By which rule the next thing is due. */
static char *why_due(const struct work *work, const struct ks_completion_row *row)
{
	struct ks_duties duties;

	ks_duties_make(work->summary->plans.items, work->summary->plans.n_items, work->call->nendo,
		       row->person, work->call->today, &duties);
	for (size_t i = 0; i < duties.n_items + duties.n_missed; i++)
		if (ks_date_compare(duties.items[i].due, row->due) == 0)
			return ks_duty_rule(&duties.items[i]);
	return ks_strdup("");
}

static void add_row(struct work *work, const struct ks_completion_row *row)
{
	struct ks_table *table = &work->table;
	int64_t last_ms, n_days = ks_date_to_day(row->due) - ks_date_to_day(work->call->today);
	size_t n =
		ks_reminder_count(work->reminders, work->n_reminders, row->person->number, &last_ms);
	char *why = why_due(work, row), *days;

	days = n_days < 0 ? ks_format("%lld日超過", (long long)-n_days)
			  : ks_format("あと%lld日", (long long)n_days);
	ks_table_text(table, ks_person_typed(row->person));
	ks_table_text(table, row->person->name);
	ks_table_text(table, row->appointment ? row->appointment->unit : "");
	ks_table_text(table,
		      ks_employment_word(row->appointment ? row->appointment->employment : NULL));
	ks_table_number(table, row->n_target - row->n_done);
	ks_table_text(table, ks_standing_word(row->standing));
	ks_table_date(table, row->due);
	ks_table_text(table, row->is_overdue ? KS_STATUS_OVERDUE : "");
	ks_table_text(table, ks_date_is_set(row->due) ? days : "");
	ks_table_text(table, row->lacks_agreement ? KS_AGREEMENT "がまだ" : why);
	ks_table_moment(table, last_ms);
	ks_table_number(table, n);
	ks_table_text(table, row->correction ? row->correction : "");
	free(why);
	free(days);
}

/* --- the page --------------------------------------------------------------------------------- */

static void put_tiles(struct ks_call *call, const struct ks_completion *completion)
{
	size_t n_overdue = 0, n_soon = 0, n_under_way = 0;
	char text[24];

	for (size_t i = 0; i < completion->n_rows; i++) {
		const struct ks_completion_row *row = &completion->rows[i];
		int64_t n_days = ks_date_to_day(row->due) - ks_date_to_day(call->today);

		n_overdue += row->is_overdue;
		n_soon += !row->is_overdue && n_days <= 7;
		n_under_way += row->standing == KS_STANDING_UNDER_WAY;
	}
	ks_html_open(&call->html, "div", "tiles");
	snprintf(text, sizeof(text), "%zu", n_overdue);
	ks_page_tile(call, n_overdue ? "bad" : "", KS_STATUS_OVERDUE, text, " 名", "");
	snprintf(text, sizeof(text), "%zu", n_soon);
	ks_page_tile(call, n_soon ? "warn" : "", "7日以内に期限", text, " 名", "");
	snprintf(text, sizeof(text), "%zu", n_under_way);
	ks_page_tile(call, "", "受講中", text, " 名", "");
	snprintf(text, sizeof(text), "%zu", completion->n_rows - n_under_way);
	ks_page_tile(call, "", "まだ始めていない", text, " 名", "");
	ks_html_close(&call->html, "div");
}

static size_t first_row(const struct ks_call *call, size_t n_rows)
{
	size_t n_pages = (n_rows + REMIND_MOST - 1) / REMIND_MOST;

	return n_pages == 0 ? 0 : (call->page < n_pages ? call->page : n_pages - 1) * REMIND_MOST;
}

static void put_box(struct ks_call *call, const char *number, const char *name, bool is_checked)
{
	struct ks_html *html = &call->html;
	char *label = ks_format("%s に督促した", name);

	ks_html_open(html, "td", "short noprint");
	ks_html_open(html, "input", NULL);
	ks_html_attr(html, "type", "checkbox");
	ks_html_attr(html, "name", "staff");
	ks_html_attr(html, "value", number);
	ks_html_attr(html, "aria-label", label);
	if (is_checked)
		ks_html_attr(html, "checked", "");
	ks_html_close(html, "input");
	ks_html_close(html, "td");
	free(label);
}

static void put_cells(struct ks_call *call, const struct ks_table *table, size_t r)
{
	struct ks_html *html = &call->html;
	const char *correction;
	struct ks_buf url = {0};
	char *whole;

	ks_buf_puts(&url, "/people/");
	ks_url_part(&url, ks_table_cell(table, r, 0)->text);
	ks_html_open(html, "td", "short");
	ks_html_link(html, ks_buf_text(&url), NULL, ks_table_cell(table, r, 0)->text);
	ks_html_close(html, "td");
	ks_html_line(html, "td", "strong short", ks_table_cell(table, r, 1)->text);
	for (size_t c = 2; c < 6; c++)
		ks_html_line(html, "td",
			     c == 4   ? "num"
			     : c == 3 ? NULL
				      : "short",
			     ks_table_cell(table, r, c)->text);
	ks_html_open(html, "td", "date");
	ks_html_text(html, ks_table_cell(table, r, 6)->text);
	ks_html_open(html, "br", NULL);
	ks_html_close(html, "br");
	ks_html_line(html, "span", ks_table_cell(table, r, 7)->text[0] ? "badtext strong" : "small",
		     ks_table_cell(table, r, 8)->text);
	ks_html_close(html, "td");
	correction = ks_table_cell(table, r, 12)->text;
	whole = correction[0] ? ks_format("訂正 %s", correction) : ks_strdup("");
	ks_page_two(call, NULL, ks_table_cell(table, r, 9)->text, whole);
	free(whole);
	ks_html_open(html, "td", "date");
	if (ks_table_cell(table, r, 10)->text[0])
		ks_html_printf(html, "%.10s（%s回）", ks_table_cell(table, r, 10)->text,
			       ks_table_cell(table, r, 11)->text);
	else
		ks_html_text(html, "まだ");
	ks_html_close(html, "td");
	ks_buf_finish(&url);
}

/* To the form for leave and exemptions, with this number in it. */
static void put_exempt(struct ks_call *call, const struct ks_person *person)
{
	struct ks_buf url = {0};
	char nendo[16], *label = ks_format("%s を対象外にする", person->name);

	snprintf(nendo, sizeof(nendo), "%d", call->nendo);
	ks_buf_puts(&url, "/exemptions");
	ks_url_put(&url, "nendo", nendo);
	ks_url_put(&url, "number", ks_person_typed(person));
	ks_buf_puts(&url, "#add");
	ks_html_open(&call->html, "td", "short noprint");
	ks_html_open(&call->html, "a", NULL);
	ks_html_attr(&call->html, "href", ks_buf_text(&url));
	ks_html_attr(&call->html, "aria-label", label);
	ks_html_text(&call->html, "対象外にする");
	ks_html_close(&call->html, "a");
	ks_html_close(&call->html, "td");
	ks_buf_finish(&url);
	free(label);
}

static void put_rows(struct ks_call *call, const struct work *work, bool may_remind)
{
	bool may_exempt = ks_web_right("/exemptions", "POST", call->user.role) == KS_RIGHT_ALL;
	const struct ks_heading headings[] = {
		{may_remind ? "印" : NULL, "noprint"},
		{"職員番号", NULL},
		{"氏名", NULL},
		{"所属", NULL},
		{"任用区分", NULL},
		{"残り", "num"},
		{"状態", NULL},
		{"期限", NULL},
		{"理由・状況", NULL},
		{"最後の督促", NULL},
		{may_exempt ? "届出" : NULL, NULL},
	};
	struct ks_html *html = &call->html;

	ks_page_head(call, "未受講者の一覧", headings, KS_COUNT(headings));
	for (size_t r = 0; r < ks_table_rows(&work->table); r++) {
		const struct ks_completion_row *row = &work->completion.rows[work->from + r];

		ks_html_open(html, "tr", NULL);
		if (may_remind)
			put_box(call, row->person->number, row->person->name, row->is_overdue);
		put_cells(call, &work->table, r);
		if (may_exempt)
			put_exempt(call, row->person);
		ks_html_close(html, "tr");
	}
	ks_page_foot(call);
}

static void put_turns(struct ks_call *call, size_t n_rows)
{
	size_t from = first_row(call, n_rows), to = from + REMIND_MOST;
	char text[24], *url;

	to = to < n_rows ? to : n_rows;
	ks_html_open(&call->html, "nav", "pager");
	ks_html_attr(&call->html, "aria-label", "表のページ");
	ks_html_open(&call->html, "span", NULL);
	ks_html_printf(&call->html, "%zu～%zu名 ／ %zu名", from + 1, to, n_rows);
	ks_html_close(&call->html, "span");
	ks_html_open(&call->html, "span", NULL);
	for (int turn = -1; turn <= 1; turn += 2) {
		if (turn < 0 ? from == 0 : to == n_rows)
			continue;
		snprintf(text, sizeof(text), "%zu", from / REMIND_MOST + 1 + (size_t)turn);
		url = ks_page_url(call, "page", text);
		ks_html_link(&call->html, url, "button", turn < 0 ? "前の50名" : "次の50名");
		free(url);
	}
	ks_html_close(&call->html, "span");
	ks_html_close(&call->html, "nav");
}

static void put_reminder(struct ks_call *call)
{
	static const char *const ways[] = {"文書", "メール", "電話", "口頭"};
	struct ks_html *html = &call->html;
	char nendo[16], *here = ks_page_url(call, "letters", ""), *letters;

	letters = ks_format("/letters%s", here + strlen("/outstanding"));
	free(here);
	snprintf(nendo, sizeof(nendo), "%d", call->nendo);
	ks_page_hidden(call, "csrf", call->csrf);
	ks_page_hidden(call, "nendo", nendo);
	ks_html_open(html, "div", "card noprint");
	ks_html_line(html, "h2", NULL, "督促");
	ks_html_open(html, "p", NULL);
	ks_html_link(html, letters, "button", "督促文を印刷する");
	ks_html_close(html, "p");
	ks_html_line(html, "h2", NULL, "督促したことを記録する");
	ks_html_line(
		html, "p", "small",
		"印を付けた人について、いつ、だれが、どのように督促したかを残します。この画面からは、何も送りません。");
	ks_html_open(html, "label", NULL);
	ks_html_attr(html, "for", "how");
	ks_html_text(html, "方法");
	ks_html_close(html, "label");
	ks_html_open(html, "select", NULL);
	ks_html_attr(html, "id", "how");
	ks_html_attr(html, "name", "how");
	for (size_t i = 0; i < KS_COUNT(ways); i++)
		ks_html_line(html, "option", NULL, ways[i]);
	ks_html_close(html, "select");
	ks_html_open(html, "label", NULL);
	ks_html_attr(html, "for", "text");
	ks_html_text(html, "伝えた文（400字まで）");
	ks_html_close(html, "label");
	ks_html_open(html, "textarea", NULL);
	ks_html_attr(html, "id", "text");
	ks_html_attr(html, "name", "text");
	ks_html_attr(html, "maxlength", "400");
	ks_html_text(html, "情報セキュリティ研修の期限をご確認のうえ、受講してください。");
	ks_html_close(html, "textarea");
	ks_html_open(html, "button", "main");
	ks_html_attr(html, "type", "submit");
	ks_html_text(html, "督促したことを記録");
	ks_html_close(html, "button");
	ks_html_close(html, "div");
	free(letters);
}

static void put_list(struct ks_call *call, const struct work *work)
{
	bool may_remind = ks_web_right("/outstanding", "POST", call->user.role) != KS_RIGHT_NONE;

	put_tiles(call, &work->completion);
	ks_page_exports(call);
	if (may_remind) {
		ks_html_open(&call->html, "form", NULL);
		ks_html_attr(&call->html, "method", "post");
		ks_html_attr(&call->html, "action", "/outstanding");
	}
	put_rows(call, work, may_remind);
	put_turns(call, work->completion.n_rows);
	if (may_remind) {
		put_reminder(call);
		ks_html_close(&call->html, "form");
	}
}

static void put_page(struct ks_call *call, const struct work *work)
{
	const struct ks_completion *sums = &work->completion;
	char *nendo = ks_wareki_nendo(call->nendo), *title = ks_format("%s 未受講者", nendo);

	ks_page_begin(call, title);
	if (ks_call_query(call, "noted")[0])
		ks_html_line(&call->html, "p", "good", "督促したことを記録しました。");
	ks_html_open(&call->html, "p", "small");
	ks_html_printf(&call->html, "母数 %zu名 − 修了 %zu名 ＝ %zu名", sums->n_target,
		       sums->n_done, sums->n_under_way + sums->n_not_started);
	ks_html_close(&call->html, "p");
	ks_page_filters(call, &work->summary->units, true);
	if (sums->n_rows > 0)
		put_list(call, work);
	else if (sums->n_target > 0)
		ks_page_empty(call, "この条件に、まだ終えていない人はいません。");
	else
		ks_page_empty(
			call,
			"この条件に当てはまる対象者がいません。条件か、名簿を確かめてください。");
	ks_page_end(call);
	free(nendo);
	free(title);
}

static enum ks_rc load(struct work *work)
{
	struct ks_call *call = work->call;
	enum ks_rc rc;

	ks_completion_filter(&work->completion, &call->filter);
	ks_completion_keep_outstanding(&work->completion);
	rc = ks_reminder_list(call->store, call->nendo, &work->arena, &work->reminders,
			      &work->n_reminders);
	ks_table_init(&work->table, columns, KS_COUNT(columns));
	ks_table_title(&work->table, "未受講者");
	/* A file has them all; a page only what it shows, for the reasons cost more than everything else. */
	work->from = call->format[0] ? 0 : first_row(call, work->completion.n_rows);
	for (size_t i = work->from;
	     i < work->completion.n_rows && (call->format[0] || i < work->from + REMIND_MOST); i++)
		add_row(work, &work->completion.rows[i]);
	return rc;
}

void ks_page_outstanding(struct ks_call *call)
{
	struct work work = {.call = call};
	int64_t n_people;
	enum ks_rc rc;

	work.summary = ks_summary_take(call, "未受講者", &work.completion);
	if (!work.summary)
		return;
	rc = load(&work);
	n_people = (int64_t)work.completion.n_rows;
	if (rc != KS_OK)
		ks_call_failed(call, rc);
	else if (!ks_call_export(call, &work.table, "未受講者", n_people) &&
		 ks_call_log(call, KS_DEED_SAW, "未受講者", n_people))
		put_page(call, &work);
	ks_table_finish(&work.table);
	free(work.reminders);
	ks_arena_finish(&work.arena);
	ks_summary_give(call, work.summary, &work.completion);
}

/* --- that they were reminded ------------------------------------------------------------------ */

static enum ks_rc find_listed(struct ks_store *store, const char *number)
{
	struct ks_arena arena = {0};
	struct ks_person person;
	enum ks_rc rc = ks_roster_find(store, number, &arena, &person);

	ks_arena_finish(&arena);
	return rc;
}

static enum ks_rc collect(struct ks_call *call, struct ks_reminder *out, size_t *n)
{
	enum ks_rc rc = KS_OK;

	*n = 0;
	for (size_t i = 0; i < call->form.n && (rc == KS_OK || rc == KS_NOT_FOUND); i++) {
		if (strcmp(call->form.items[i].name, "staff") != 0)
			continue;
		rc = find_listed(call->store, call->form.items[i].value);
		if (rc != KS_OK)
			continue;
		out[(*n)++] = (struct ks_reminder){
			.nendo = call->nendo,
			.staff = call->form.items[i].value,
			.at_ms = call->now_ms,
			.by = call->user.name,
			.how = ks_call_query(call, "how"),
			.text = ks_call_query(call, "text"),
		};
	}
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

void ks_page_remind(struct ks_call *call)
{
	struct ks_reminder reminders[KS_PARAMS_MAX];
	size_t n;
	char nendo[16];
	struct ks_buf url = {0};
	enum ks_rc rc = collect(call, reminders, &n);

	if (rc != KS_OK) {
		ks_call_failed(call, rc);
		return;
	}
	if (n == 0 || strlen(ks_call_query(call, "text")) > TEXT_MOST ||
	    strlen(ks_call_query(call, "how")) > 60) {
		ks_call_page_error(
			call, 400, "記録していません",
			"督促した人に印を付け、伝えた文を400字までにして、もう一度送ってください。");
		return;
	}
	if (!ks_call_log(call, KS_DEED_CHANGED, "督促の記録", (int64_t)n))
		return;
	rc = ks_reminder_add(call->store, reminders, n);
	if (rc != KS_OK) {
		ks_call_failed(call, rc);
		return;
	}
	snprintf(nendo, sizeof(nendo), "%d", call->nendo);
	ks_buf_puts(&url, "/outstanding");
	ks_url_put(&url, "nendo", nendo);
	ks_url_put(&url, "noted", "1");
	ks_call_redirect(call, ks_buf_text(&url));
	ks_buf_finish(&url);
}
