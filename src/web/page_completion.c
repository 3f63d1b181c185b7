/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/pdf.h"
#include "web/call.h"

/* 受講状況: what HR opens every morning. The sums are those of the rows that the filters leave, and add up on the page. */

bool ks_call_plans(struct ks_call *call, const char *title, struct ks_plans *out)
{
	enum ks_rc rc = ks_centre_plans(call->store, call->nendo, out);
	char *word, *heading;

	if (rc == KS_OK)
		return true;
	if (rc != KS_NOT_FOUND) {
		ks_plans_finish(out); /* those that were read before it failed */
		ks_call_failed(call, rc);
		return false;
	}
	word = ks_wareki_nendo(call->nendo);
	heading = ks_format("%s %s", word, title);
	ks_page_begin(call, heading);
	ks_page_filters(call, NULL, false);
	ks_page_empty(call, "この年度の研修計画が、まだセンターに届いていません。"
			    "端末を一度センターにつなぐと、計画が届きます。");
	ks_page_end(call);
	free(word);
	free(heading);
	return false;
}

static void put_received(struct ks_call *call)
{
	struct ks_kiosk_health *health = NULL;
	size_t n = 0, n_known = 0;
	int64_t last_ms = 0;
	char *value, *note;

	if (!ks_call_read(call, ks_centre_health(call->store, &health, &n)))
		n = 0;
	for (size_t i = 0; i < n; i++) {
		if (strcmp(health[i].kiosk, KS_CENTRE_OWN) == 0)
			continue;
		n_known += !health[i].identity[0];
		if (health[i].last_seen_ms > last_ms)
			last_ms = health[i].last_seen_ms;
	}
	if (last_ms > 0) {
		struct ks_civil at = ks_civil_from_ms(last_ms);

		value = ks_format("%d月%d日 %d:%02d", at.date.month, at.date.day, at.hour, at.minute);
	} else {
		value = ks_strdup("まだ");
	}
	note = ks_format("登録した端末 %zu台", n_known);
	ks_page_tile(call, "", "最後の受信", value, "", note);
	free(value);
	free(note);
	free(health);
}

static void put_tiles(struct ks_call *call, const struct ks_completion *sums)
{
	char done[24], of[48], rate[32] = "対象者がいません", text[24];

	snprintf(done, sizeof(done), "%zu", sums->n_done);
	snprintf(of, sizeof(of), " ／ %zu 名", sums->n_target);
	if (sums->n_target > 0)
		snprintf(rate, sizeof(rate), "修了率 %.1f%%",
			 100.0 * (double)sums->n_done / (double)sums->n_target);
	ks_html_open(&call->html, "div", "tiles");
	ks_page_tile(call, "", "修了", done, of, rate);
	snprintf(text, sizeof(text), "%zu", sums->n_under_way);
	ks_page_tile(call, "", "受講中", text, " 名", "");
	snprintf(text, sizeof(text), "%zu", sums->n_not_started);
	ks_page_tile(call, "", "未受講", text, " 名", "");
	snprintf(text, sizeof(text), "%zu", sums->n_overdue);
	ks_page_tile(call, sums->n_overdue > 0 ? "bad" : "", KS_STATUS_OVERDUE, text, " 名",
		     "受講中・未受講のうち");
	put_received(call);
	ks_html_close(&call->html, "div");
}

static void put_groups(struct ks_call *call, const struct ks_completion *completion,
		       enum ks_report_group group, const char *title)
{
	static const enum ks_show shows[] = {KS_SHOW_STRONG, KS_SHOW_PLAIN, KS_SHOW_PLAIN,
					     KS_SHOW_PLAIN,  KS_SHOW_PLAIN, KS_SHOW_PLAIN,
					     KS_SHOW_PLAIN,  KS_SHOW_PLAIN};
	struct ks_table table;

	ks_group_table(completion, group, true, &table);
	ks_html_line(&call->html, "h2", NULL, title);
	ks_page_table(call, &(struct ks_page_table){&table, shows, 0, ks_table_rows(&table), title});
	ks_table_finish(&table);
}

/* Of ks_group_table(): 修了, 受講中 and 未受講 stand side by side. */
enum { COLUMN_DONE = 4 };

enum { COLUMN_REMARKS = 10, COLUMNS = 16 };

static void put_people(struct ks_call *call, const struct ks_table *table, size_t n_rows)
{
	enum ks_show shows[COLUMNS] = {
		KS_SHOW_PERSON, KS_SHOW_STRONG, KS_SHOW_PLAIN, KS_SHOW_PLAIN,
		KS_SHOW_PLAIN,  KS_SHOW_PLAIN,  KS_SHOW_STATE, KS_SHOW_PLAIN,
		KS_SHOW_NOT,    KS_SHOW_NOT,    KS_SHOW_STATE, KS_SHOW_STATE,
		KS_SHOW_STATE,  KS_SHOW_PLAIN,  KS_SHOW_PLAIN, KS_SHOW_PLAIN,
	};

	for (size_t c = COLUMN_REMARKS; c < COLUMNS; c++)
		if (!ks_page_is_told(table, c))
			shows[c] = KS_SHOW_NOT;
	ks_html_line(&call->html, "h2", NULL, "ひとりずつ");
	ks_page_table(call, &(struct ks_page_table){table, shows, 0, KS_ROWS_A_PAGE,
						    "ひとりずつの受講状況"});
	ks_page_pager(call, n_rows, "名");
}

static void put_sums(struct ks_call *call, const struct ks_completion *sums)
{
	ks_html_open(&call->html, "p", "small");
	ks_html_printf(&call->html, "名簿 %zu名 ＝ 対象 %zu名 ＋ 対象外 %zu名。", sums->n_listed,
		       sums->n_target, sums->n_exempt);
	ks_html_printf(&call->html, "対象 %zu名 ＝ 修了 %zu名 ＋ 受講中 %zu名 ＋ 未受講 %zu名。",
		       sums->n_target, sums->n_done, sums->n_under_way, sums->n_not_started);
	ks_html_close(&call->html, "p");
}

static void put_page(struct ks_call *call, const struct ks_units *units,
		     const struct ks_completion *completion, const struct ks_table *table)
{
	char *nendo = ks_wareki_nendo(call->nendo), *title = ks_format("%s 受講状況", nendo);

	ks_page_begin(call, title);
	ks_page_filters(call, units, true);
	if (completion->n_rows == 0 && (units->n == 0 || call->right == KS_RIGHT_OWN)) {
		ks_page_empty(call, "見られる職員がいません。名簿を kenshu roster import で取り込むか、"
				    "所属の書き方が名簿と同じかを確かめてください。");
	} else if (completion->n_rows == 0) {
		ks_page_empty(call, "この条件に当てはまる人はいません。条件を変えてください。");
	} else {
		put_tiles(call, completion);
		ks_page_exports(call);
		put_sums(call, completion);
		put_groups(call, completion, KS_GROUP_UNIT, "所属ごと");
		put_groups(call, completion, KS_GROUP_EMPLOYMENT, "任用区分ごと");
		put_people(call, table, completion->n_rows);
	}
	ks_page_end(call);
	free(nendo);
	free(title);
}

/* A page is made of the rows it shows; a file of all. */
static void fill(struct ks_call *call, const struct ks_completion *rows, struct ks_table *table)
{
	if (call->format[0])
		ks_completion_table(rows, table);
	else
		ks_completion_part(rows, ks_page_from(call, rows->n_rows), KS_ROWS_A_PAGE, table);
	ks_table_title(table, "受講状況");
}

/* 年次報告: the sums of the same rows; names stand in the other files. */
struct annual {
	struct ks_store *store;
	const struct ks_completion *rows;
};

static enum ks_rc write_sheets(const void *context, const struct ks_pdf_origin *origin,
			       struct ks_buf *out)
{
	const struct annual *annual = context;

	return ks_report_annual(annual->store, annual->rows, origin, out);
}

void ks_page_completion(struct ks_call *call)
{
	struct ks_completion rows;
	const struct ks_summary *summary = ks_summary_take(call, "受講状況", &rows);
	struct ks_table table, sums = {0};
	const struct ks_table_sums picture = {&sums, COLUMN_DONE, 3};
	const struct annual annual = {call->store, &rows};

	if (!summary)
		return;
	ks_completion_filter(&rows, &call->filter);
	fill(call, &rows, &table);
	if (call->format[0]) {
		ks_group_table(&rows, KS_GROUP_UNIT, true, &sums);
		ks_table_title(&sums, "所属ごとの受講状況（名）");
	}
	if (!ks_call_export_sheets(call, &table, &(struct ks_sheets){write_sheets, &annual, &picture},
				   "受講状況", (int64_t)rows.n_rows) &&
	    ks_call_log(call, KS_DEED_SAW, "受講状況", (int64_t)rows.n_rows))
		put_page(call, &summary->units, &rows, &table);
	ks_table_finish(&sums);
	ks_table_finish(&table);
	ks_summary_give(call, summary, &rows);
}
