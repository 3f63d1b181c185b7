/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/correction.h"
#include "web/call.h"

/* 訂正: what waits for a second pair of eyes, what was decided, and what can be proposed. Before and after stand side by side. */

struct work {
	struct ks_call *call;
	struct ks_correction_list list;
	struct ks_correction_rules rules;
	struct ks_table table;
};

/* ---- what can be proposed ---- */

static const struct ks_field number = {
	.name = "number", .word = "職員番号", .type = "text", .max = 32, .is_required = true};
static const struct ks_field why = {
	.name = "reason", .word = "理由", .type = "text", .is_required = true, .is_wide = true};

static void put_attendance_form(struct ks_call *call)
{
	static const struct ks_field gathering = {.name = "gathering",
						  .word = "集合研修の番号",
						  .type = "text",
						  .max = 60,
						  .is_required = true};
	static const struct ks_field at = {.name = "at", .word = "出席した時刻", .type = "time"};

	ks_html_line(&call->html, "h3", NULL, "出席");
	ks_page_form_begin(call, "/corrections");
	ks_page_field(call, "a", &number);
	ks_page_field(call, "a", &gathering);
	ks_page_field(call, "a", &at);
	ks_page_field(call, "a", &why);
	ks_page_submit(call, NULL, "present", "出席とする");
	ks_page_submit(call, NULL, "absent", "欠席とする");
	ks_page_form_end(call);
}

static void put_undone_form(struct ks_call *call)
{
	static const struct ks_field fields[] = {
		{.name = "course", .word = "コース", .type = "text", .max = 60, .is_required = true},
		{.name = "lesson", .word = "科目", .type = "text", .max = 60, .is_required = true},
		{.name = "to", .word = "ほんとうに受けた人（分かれば）", .type = "text", .max = 32},
	};

	ks_html_line(&call->html, "h3", NULL, "修了（番号のまちがい）");
	ks_page_form_begin(call, "/corrections");
	ks_page_field(call, "u", &number);
	for (size_t i = 0; i < KS_COUNT(fields); i++)
		ks_page_field(call, "u", &fields[i]);
	ks_page_field(call, "u", &why);
	ks_page_submit(call, NULL, "undone", "修了を取り消す");
	ks_page_form_end(call);
}

static void put_key_form(struct ks_call *call)
{
	static const struct ks_field fields[] = {
		{.name = "question", .word = "問題の番号", .type = "text", .max = 60, .is_required = true},
		{.name = "revision", .word = "教材の版（空ならすべて）", .type = "text", .max = 60},
		{.name = "answer",
		 .word = "正解に加える答え（全員なら *）",
		 .type = "text",
		 .max = 100,
		 .is_required = true},
	};

	ks_html_line(&call->html, "h3", NULL, "採点");
	ks_page_form_begin(call, "/corrections");
	for (size_t i = 0; i < KS_COUNT(fields); i++)
		ks_page_field(call, "k", &fields[i]);
	ks_page_field(call, "k", &why);
	ks_page_submit(call, NULL, "key", "採点を直す");
	ks_page_form_end(call);
}

static void put_forms(struct work *work)
{
	struct ks_call *call = work->call;

	if (!work->rules.may_propose[call->user.role] || call->right != KS_RIGHT_ALL)
		return;
	ks_html_open(&call->html, "div", "card noprint");
	ks_html_line(&call->html, "h2", NULL, "訂正を申し出る");
	ks_html_line(&call->html, "p", "small",
		     "元の記録は消えません。ほかの利用者が承認すると有効になり、どの一覧と書き出しにも、"
		     "訂正の前と後が出ます。");
	put_attendance_form(call);
	put_undone_form(call);
	put_key_form(call);
	ks_html_close(&call->html, "div");
}

/* ---- the page ---- */

static void put_who(struct ks_call *call, const char *word, const char *who, const char *when,
		    const char *reason)
{
	struct ks_html *html = &call->html;

	ks_html_open(html, "span", "small");
	ks_html_printf(html, "%s %s %.16s%s%s", word, who, when, reason[0] ? " " : "", reason);
	ks_html_close(html, "span");
}

static void put_row(struct ks_call *call, const struct ks_table *table, size_t r, bool has_person)
{
	struct ks_html *html = &call->html;
	const char *cells[15];

	for (size_t c = 0; c < KS_COUNT(cells); c++)
		cells[c] = ks_table_cell(table, r, c)->text;
	ks_html_open(html, "tr", NULL);
	ks_html_open(html, "td", "short");
	ks_page_state(call, cells[1]);
	ks_html_close(html, "td");
	/* Who, when and why stand beside before and after without scrolling. */
	if (has_person)
		ks_page_two(call, "short", cells[4], cells[5]);
	ks_page_two(call, "short", cells[2], cells[6]);
	ks_html_open(html, "td", NULL);
	ks_html_line(html, "del", NULL, cells[7]);
	ks_html_text(html, " → ");
	ks_html_line(html, "ins", NULL, cells[8]);
	ks_html_close(html, "td");
	ks_html_line(html, "td", NULL, cells[9]);
	ks_html_open(html, "td", NULL);
	put_who(call, "申し出", cells[10], cells[11], "");
	if (cells[12][0]) {
		ks_html_open(html, "br", NULL);
		ks_html_close(html, "br");
		put_who(call, cells[1], cells[12], cells[13], cells[14]);
	}
	ks_html_close(html, "td");
	ks_html_close(html, "tr");
}

void ks_page_correction_rows(struct ks_call *call, const struct ks_table *table, size_t from,
			     size_t n, bool has_person)
{
	const struct ks_heading headings[] = {{"状態", NULL}, {has_person ? "だれの" : NULL, NULL},
					      {"何を", NULL}, {"訂正前 → 訂正後", NULL},
					      {"理由", NULL}, {"だれが、いつ", NULL}};

	ks_page_head(call, "訂正の記録", headings, KS_COUNT(headings));
	for (size_t r = from; r < from + n && r < ks_table_rows(table); r++)
		put_row(call, table, r, has_person);
	ks_page_foot(call);
}

static void put_page(struct work *work)
{
	struct ks_call *call = work->call;
	char *nendo = ks_wareki_nendo(call->nendo), *title = ks_format("%s 訂正の記録", nendo);
	size_t n_rows = work->list.n_rows;

	ks_page_begin(call, title);
	ks_page_decided(call);
	ks_page_filters(call, NULL, false);
	ks_page_waiting(call, &work->list, &work->rules, "/corrections");
	ks_html_line(&call->html, "h2", NULL, "すべての訂正");
	if (n_rows == 0) {
		ks_page_empty(call, "この年度の訂正は、ありません。");
	} else {
		ks_page_exports(call);
		ks_page_correction_rows(call, &work->table, ks_page_from(call, n_rows),
					KS_ROWS_A_PAGE, true);
		ks_page_pager(call, n_rows, "件");
	}
	put_forms(work);
	ks_page_end(call);
	free(nendo);
	free(title);
}

void ks_page_corrections(struct ks_call *call)
{
	struct work work = {.call = call};
	enum ks_rc rc = ks_report_corrections(call->store, call->nendo, &work.list);
	int64_t n_people;

	if (rc == KS_OK)
		rc = ks_correction_rules_load(call->store, &work.rules);
	if (rc == KS_OK && call->right == KS_RIGHT_OWN)
		ks_correction_list_keep_unit(&work.list, call->user.unit, call->today);
	ks_correction_table(&work.list, &work.table);
	n_people = (int64_t)work.list.n_rows;
	if (rc != KS_OK)
		ks_call_failed(call, rc);
	else if (!ks_call_export(call, &work.table, "訂正の記録", n_people) &&
		 ks_call_log(call, KS_DEED_SAW, "訂正の記録", n_people))
		put_page(&work);
	ks_table_finish(&work.table);
	ks_correction_list_finish(&work.list);
}

/* ---- changed ---- */

static void propose(struct ks_call *call, enum ks_correction_kind kind)
{
	struct ks_correction_wish wish = {
		.kind = kind,
		.nendo = call->nendo,
		.number = ks_call_query(call, "number"),
		.to_number = ks_call_query(call, "to"),
		.gathering = ks_call_query(call, "gathering"),
		.at_minute = -1,
		.plan = ks_call_query(call, "course"),
		.lesson = ks_call_query(call, "lesson"),
		.question = ks_call_query(call, "question"),
		.revision = ks_call_query(call, "revision"),
		.answer = ks_call_query(call, "answer"),
		.reason = ks_call_query(call, "reason"),
		.user = call->user.name,
	};
	enum ks_correction_fault fault = KS_CORRECTION_FINE;
	const char *at = ks_call_query(call, "at");
	char id[KS_UUID_TEXT];
	char *what = ks_format("訂正の申し出（%s %s%s）", ks_correction_kind_word(kind),
			       wish.number, wish.question);
	enum ks_rc rc;

	if (at[0] && !ks_time_parse_clock(at, &wish.at_minute)) {
		ks_call_page_error(call, 400, "訂正していません",
				   "時刻は 10:05 の形で書いてください。");
	} else if (ks_call_log(call, KS_DEED_CHANGED, what, kind == KS_CORRECTION_KEY ? -1 : 1)) {
		rc = ks_centre_correct(ks_web_centre(call->web), &wish, &fault, id);
		ks_call_proposed(call, rc, fault, "proposed");
	}
	free(what);
}

void ks_page_correct(struct ks_call *call)
{
	const char *what = ks_call_query(call, "do");
	enum ks_correction_kind kind = ks_correction_kind_find(what);

	if (strcmp(what, "approve") == 0 || strcmp(what, "reject") == 0)
		ks_call_decide(call);
	else if (kind != KS_CORRECTION_KINDS)
		propose(call, kind);
	else
		ks_call_page_error(call, 400, "訂正していません", "画面からやり直してください。");
}
