/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/verify.h"
#include "report/pack.h"
#include "web/call.h"

/* 監査: whether the record is whole, and who looked at what. To go through every statement takes time, so it is asked for. */

static const struct ks_table_column columns[] = {
	{"番号", KS_CELL_NUMBER}, {"日時", KS_CELL_MOMENT},   {"だれが", KS_CELL_TEXT},
	{"役割", KS_CELL_TEXT},   {"したこと", KS_CELL_TEXT}, {"何を", KS_CELL_TEXT},
	{"理由", KS_CELL_TEXT},   {"人数", KS_CELL_NUMBER},
};

struct findings {
	size_t n;
	char kiosk[64];
	int64_t seq;
};

static void take(void *context, const char *kiosk, int64_t seq, int fault)
{
	struct findings *findings = context;

	(void)fault;
	if (findings->n++ > 0)
		return;
	snprintf(findings->kiosk, sizeof(findings->kiosk), "%s", kiosk);
	findings->seq = seq;
}

static void put_verdict(struct ks_call *call, bool is_whole, const char *title, const char *text)
{
	ks_html_open(&call->html, "div", is_whole ? "good" : "wrong");
	ks_html_line(&call->html, "strong", NULL, title);
	ks_html_line(&call->html, "p", NULL, text);
	ks_html_close(&call->html, "div");
}

/* Every hash of every statement, now. */
static void put_check(struct ks_call *call)
{
	struct findings findings = {0};
	int64_t n = 0;
	char *title, *text;
	enum ks_rc rc = ks_centre_verify(call->store, take, &findings, &n);

	if (rc != KS_OK && (rc != KS_DAMAGED || findings.n == 0)) {
		put_verdict(call, false, "確かめられませんでした",
			    "記録を最後まで読めませんでした。kenshu verify で確かめてください。");
		return;
	}
	title = findings.n == 0 ? ks_format("%lld件の記録が、すべてつながっています", (long long)n)
				: ks_format("%lld件の記録のうち、%zu件の異常があります",
					    (long long)n, findings.n);
	text = findings.n == 0
		       ? ks_strdup("消えた記録、書き換えられた記録、順番の抜けは、ありません。")
		       : ks_format("最初の異常は、端末 %s の %lld番です。kenshu verify で全部を見られます。",
				   findings.kiosk[0] ? findings.kiosk : "（ファイル全体）",
				   (long long)findings.seq);
	put_verdict(call, findings.n == 0, title, text);
	free(title);
	free(text);
}

static void put_log_check(struct ks_call *call)
{
	char head[KS_HASH_HEX], *title, *text;
	int64_t n = 0, first_bad = 0;

	if (ks_access_verify(call->store, &n, &first_bad, head) != KS_OK) {
		put_verdict(call, false, "閲覧の記録を確かめられませんでした", "センターの担当へ。");
		return;
	}
	title = first_bad == 0 ? ks_format("閲覧と書き出しの記録 %lld件が、すべてつながっています",
					   (long long)n)
			       : ks_format("閲覧と書き出しの記録は、%lld番から正しくありません",
					   (long long)first_bad);
	text = ks_format("最後の記録のしるし: %s（控えておくと、あとで消されたことが分かります）",
			 head);
	put_verdict(call, first_bad == 0, title, text);
	free(title);
	free(text);
}

static void put_start(struct ks_call *call)
{
	char *url = ks_page_url(call, "check", "1");

	ks_html_line(
		&call->html, "p", "small",
		"一件ごとに、前の記録のしるし（ハッシュ）を含みます。一字でも変わると、そこで切れます。");
	ks_html_open(&call->html, "p", NULL);
	ks_html_link(&call->html, url, "button", "いま確かめる");
	ks_html_close(&call->html, "p");
	free(url);
}

static void fill(struct ks_table *table, const struct ks_access *list, size_t n)
{
	ks_table_init(table, columns, KS_COUNT(columns));
	ks_table_title(table, "閲覧と書き出しの記録");
	for (size_t i = 0; i < n; i++) {
		ks_table_number(table, (size_t)list[i].n);
		ks_table_moment(table, list[i].at_ms);
		ks_table_text(table, list[i].user[0] ? list[i].user : "（ログイン前）");
		ks_table_text(table, list[i].role);
		ks_table_text(table, ks_deed_word(list[i].deed));
		ks_table_text(table, list[i].what);
		ks_table_text(table, list[i].reason);
		if (list[i].n_people < 0)
			ks_table_text(table, "個人なし");
		else
			ks_table_number(table, (size_t)list[i].n_people);
	}
}

/* --- 監査用の一式 ----------------------------------------------------------------------------- */

static void put_pack(struct ks_call *call)
{
	static const struct ks_field reason = {.name = "reason",
					       .word = "書き出す理由（記録に残ります）",
					       .type = "text",
					       .is_required = true,
					       .is_wide = true};
	struct ks_html *html = &call->html;
	char *nendo = ks_format("%d", call->nendo), *year = ks_wareki_nendo(call->nendo);

	ks_html_open(html, "div", "card noprint");
	ks_html_open(html, "h2", NULL);
	ks_html_printf(html, "監査用の一式（%s）", year);
	ks_html_close(html, "h2");
	ks_html_line(html, "p", "small",
		     "研修計画、受講、出席簿、自己点検と対応、督促、訂正、対象外の台帳、閲覧の記録、記録の原文と、"
		     "このセンターが配っている教材を、"
		     "施行規則16条の3第1項（令和9年7月1日施行）の八つの号ごとに並べた zip です。"
		     "手もとでも kenshu verify で、変わっていないことを確かめられます。");
	ks_html_open(html, "form", NULL);
	ks_html_attr(html, "method", "get");
	ks_html_attr(html, "action", "/audit");
	ks_page_hidden(call, "nendo", nendo);
	ks_page_hidden(call, "format", "zip");
	ks_html_open(html, "div", "fields");
	ks_page_field(call, "pack", &reason);
	ks_html_open(html, "button", "main");
	ks_html_attr(html, "type", "submit");
	ks_html_text(html, "一式を作る（zip）");
	ks_html_close(html, "button");
	ks_html_close(html, "div");
	ks_html_close(html, "form");
	ks_html_close(html, "div");
	free(nendo);
	free(year);
}

/* Everybody's records at once: never without a reason. */
static void send_pack(struct ks_call *call)
{
	struct ks_buf zip = {.ceiling = KS_PACK_MAX_BYTES};
	char *what = ks_format("監査用の一式（%d年度）", call->nendo), *name;
	const char *reason = ks_call_query(call, "reason");
	enum ks_rc rc;

	if (strspn(reason, " ") == strlen(reason)) {
		ks_call_page_error(call, 400, "書き出す理由を書いてください",
				   "監査の画面で、理由を書いて作り直してください。");
	} else if (ks_call_log(call, KS_DEED_EXPORTED, what, -1)) {
		rc = ks_pack_of_centre(call->store, call->nendo, call->now_ms, NULL, &zip);
		if (rc == KS_OK) {
			name = ks_format("attachment; filename=\"kenshu-audit-%d.zip\"", call->nendo);
			call->reply->content_type = "application/zip";
			(void)ks_request_add(&call->reply->headers, "Content-Disposition", name);
			call->reply->body = zip;
			zip = (struct ks_buf){0};
			free(name);
		} else {
			ks_call_failed(call, rc);
		}
	}
	ks_buf_finish(&zip);
	free(what);
}

static void put_page(struct ks_call *call, const struct ks_table *table, int64_t n_entries)
{
	static const enum ks_show shows[] = {KS_SHOW_PLAIN, KS_SHOW_PLAIN, KS_SHOW_STRONG,
					     KS_SHOW_PLAIN, KS_SHOW_STATE, KS_SHOW_PLAIN,
					     KS_SHOW_PLAIN, KS_SHOW_PLAIN};

	ks_page_begin(call, "監査");
	ks_page_filters(call, NULL, false);
	if (ks_call_query(call, "check")[0]) {
		put_check(call);
		put_log_check(call);
	} else {
		put_start(call);
	}
	put_pack(call);
	ks_html_line(&call->html, "h2", NULL, "閲覧と書き出しの記録（消せません）");
	/* That somebody came in to see it stands there at least. */
	ks_page_exports(call);
	ks_page_table(call, &(struct ks_page_table){table, shows, 0, KS_ROWS_A_PAGE,
						    "閲覧と書き出しの記録"});
	ks_page_pager(call, (size_t)n_entries, "件");
	ks_page_end(call);
}

void ks_page_audit(struct ks_call *call)
{
	bool is_file = call->format[0] != '\0';
	struct ks_arena arena = {0};
	struct ks_access *list = NULL;
	struct ks_table table;
	int64_t n_entries = 0, from;
	size_t n = 0;
	enum ks_rc rc;

	if (strcmp(call->format, "zip") == 0) {
		send_pack(call);
		return;
	}
	rc = ks_access_count(call->store, &n_entries);
	from = n_entries - (int64_t)ks_page_from(call, (size_t)n_entries);
	if (rc == KS_OK)
		rc = ks_access_list(call->store, is_file ? n_entries : from,
				    is_file ? (size_t)n_entries : KS_ROWS_A_PAGE, &arena, &list, &n);
	fill(&table, list, n);
	if (rc != KS_OK)
		ks_call_failed(call, rc);
	else if (!ks_call_export(call, &table, "閲覧と書き出しの記録", -1) &&
		 ks_call_log(call, KS_DEED_SAW, "監査の画面", -1))
		put_page(call, &table, n_entries);
	ks_table_finish(&table);
	free(list);
	ks_arena_finish(&arena);
}
