/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "web/slips.h"

/* 名簿の取込み: a file is chosen, its columns are matched, what would change is seen, and only then it is taken. */

#define DIAGS_MAX 50

/* ---- what goes on from look to look ---- */

static void put_chosen_of(struct ks_call *call, const struct ks_params *from)
{
	for (size_t i = 0; i < from->n; i++) {
		const char *name = from->items[i].name;

		if (strcmp(name, "from") == 0 || strcmp(name, "gone") == 0 ||
		    strncmp(name, "a-", 2) == 0 ||
		    (name[0] == 'c' && strspn(name + 1, "0123456789") == strlen(name + 1)))
			ks_page_hidden(call, name, from->items[i].value);
	}
}

/* All that was chosen, as hidden fields: for the form that takes, and for the one behind it. */
static void put_chosen(struct ks_call *call)
{
	put_chosen_of(call, &call->request->query);
	put_chosen_of(call, &call->form);
}

static void put_steps(struct ks_call *call)
{
	static const char *const steps[] = {"ファイルを選ぶ", "列を合わせて、確かめる", "取り込む"};

	ks_html_open(&call->html, "ol", "steps");
	for (size_t i = 0; i < KS_COUNT(steps); i++) {
		ks_html_open(&call->html, "li", i == 0 ? "done" : NULL);
		if (i == 1)
			ks_html_attr(&call->html, "aria-current", "step");
		ks_html_text(&call->html, steps[i]);
		ks_html_close(&call->html, "li");
	}
	ks_html_close(&call->html, "ol");
}

/* ---- columns ---- */

static void put_column(struct ks_import *import, size_t i)
{
	struct ks_call *call = import->call;
	const char *found = ks_roster_column_find(&import->in.map, import->heads[i]);
	const char *told = import->columns[i], *chosen = told ? told : found ? found : "";
	bool is_shown = chosen[0] && strcmp(chosen, "初期暗証番号") != 0 && import->firsts;
	char *name = ks_format("c%zu", i);
	char *word = ks_format("「%s」%s%s", import->heads[i], is_shown ? " 例: " : "",
			       is_shown ? import->firsts[i] : "");
	const char *ours;

	ks_page_choice_begin(call, "m", name, word);
	ks_page_chosen(call, "-", "取り込まない", !chosen[0]);
	for (size_t c = 0; (ours = ks_roster_column(c)); c++)
		ks_page_chosen(call, ours, ours, strcmp(ours, chosen) == 0);
	ks_page_choice_end(call);
	free(name);
	free(word);
}

static void put_columns(struct ks_import *import)
{
	ks_html_line(&import->call->html, "h2", NULL, "列の合わせ方");
	ks_html_open(&import->call->html, "div", "fields");
	for (size_t i = 0; i < import->n_heads && i < KS_IMPORT_COLUMNS_MAX; i++)
		put_column(import, i);
	ks_html_close(&import->call->html, "div");
}

/* ---- doubts ---- */

static char *ask(const struct ks_roster_doubt *doubt)
{
	switch (doubt->kind) {
	case KS_DOUBT_NUMBER_REUSED:
		return ks_format("職員番号 %s は、氏名も氏名カナも前の名簿と違います。",
				 doubt->number);
	case KS_DOUBT_NUMBER_CHANGED:
		return ks_format(
			"新しい職員番号 %s の人は、名簿にいなくなった %s の人と、氏名と氏名カナが同じです。",
			doubt->number, doubt->before);
	case KS_DOUBT_ZERO_LOST:
		return ks_format("職員番号 %s は、%s の先頭の 0 が落ちたものと思われます。"
				 "そうなら、ファイルを直して選び直してください。",
				 doubt->number, doubt->before);
	}
	return ks_strdup("");
}

static void put_doubt(struct ks_call *call, const struct ks_roster_doubt *doubt)
{
	char *name = ks_format("a-%s", doubt->number), *question = ask(doubt);
	char *same = doubt->kind == KS_DOUBT_NUMBER_REUSED
			     ? ks_format("same:%s", doubt->number)
			     : ks_format("same:%s=%s", doubt->before, doubt->number);
	char *other = ks_format("other:%s", doubt->number);

	ks_page_choice_begin(call, "q", name, question);
	ks_page_choice(call, "", "選んでください");
	ks_page_choice(call, same, "同じ人です（記録を引き継ぎます）");
	ks_page_choice(call, other, "別の人です（記録を分けます）");
	ks_page_choice_end(call);
	free(name);
	free(question);
	free(same);
	free(other);
}

static void put_gone(struct ks_call *call, const struct ks_import *import)
{
	char *most = ks_format("%zu", import->in.diff.gone.n_items);
	char *word =
		ks_format("名簿から外れる人が %zu名と多すぎます（%zu名のうち）。行が抜けていませんか",
			  import->in.diff.gone.n_items, import->in.diff.n_before);

	ks_page_choice_begin(call, "q", "gone", word);
	ks_page_choice(call, "", "選んでください");
	ks_page_choice(call, most, "まちがいありません");
	ks_page_choice_end(call);
	free(most);
	free(word);
}

static void put_answered(struct ks_import *import)
{
	const struct ks_params *query = &import->call->request->query;

	for (size_t i = 0; i < query->n; i++) {
		const char *name = query->items[i].name, *value = query->items[i].value;
		bool is_asked = false;

		if (strncmp(name, "a-", 2) != 0 || !value[0])
			continue;
		for (size_t d = 0; d < import->in.diff.n_doubts && d < KS_ROSTER_NAMED_MAX; d++)
			is_asked =
				is_asked || strcmp(name + 2, import->in.diff.doubts[d].number) == 0;
		if (!is_asked)
			ks_page_hidden(import->call, name, value);
	}
	if (import->in.is_gone_told && ks_roster_in_is_settled(&import->in))
		ks_page_hidden(import->call, "gone", ks_call_query(import->call, "gone"));
}

static void put_doubts(struct ks_import *import)
{
	const struct ks_roster_diff *diff = &import->in.diff;
	struct ks_html *html = &import->call->html;
	bool too_many = diff->gone.n_items > ks_roster_in_gone_max(&import->in);

	put_answered(import);
	if (import->rc != KS_OK || (diff->n_doubts == 0 && !too_many))
		return;
	ks_html_line(html, "h2", NULL, "確かめること");
	ks_html_open(html, "div", "notice");
	for (size_t i = 0; i < diff->n_doubts && i < KS_ROSTER_NAMED_MAX; i++)
		put_doubt(import->call, &diff->doubts[i]);
	if (diff->n_doubts > KS_ROSTER_NAMED_MAX) {
		ks_html_open(html, "p", NULL);
		ks_html_printf(html, "ほかに %zu件あります。上を決めると、続きが出ます。",
			       diff->n_doubts - KS_ROSTER_NAMED_MAX);
		ks_html_close(html, "p");
	}
	if (too_many)
		put_gone(import->call, import);
	ks_html_close(html, "div");
}

static void put_form(struct ks_import *import)
{
	struct ks_call *call = import->call;
	char day[16];
	const struct ks_field from = {
		.name = "from", .word = "発令日（この日から有効）", .type = "date", .value = day};

	ks_date_format(import->in.from, day);
	ks_html_open(&call->html, "form", "card noprint");
	ks_html_attr(&call->html, "method", "get");
	ks_html_attr(&call->html, "action", "/roster/import");
	ks_html_open(&call->html, "div", "fields");
	ks_page_field(call, "m", &from);
	ks_html_close(&call->html, "div");
	put_columns(import);
	put_doubts(import);
	ks_html_open(&call->html, "p", NULL);
	ks_html_open(&call->html, "button", "main");
	ks_html_attr(&call->html, "type", "submit");
	ks_html_text(&call->html, "この内容で確かめる");
	ks_html_close(&call->html, "button");
	ks_html_close(&call->html, "p");
	ks_html_close(&call->html, "form");
}

/* ---- what it would do ---- */

static void put_diags(struct ks_import *import)
{
	static const struct ks_table_column columns[] = {
		{"行", KS_CELL_TEXT}, {"種類", KS_CELL_TEXT}, {"直し方", KS_CELL_TEXT}};
	static const enum ks_show shows[] = {KS_SHOW_PLAIN, KS_SHOW_STATE, KS_SHOW_PLAIN};
	const struct ks_diags *diags = &import->in.diags;
	size_t n = diags->n_items < DIAGS_MAX ? diags->n_items : DIAGS_MAX;
	struct ks_table table;

	if (diags->n_items == 0)
		return;
	ks_table_init(&table, columns, KS_COUNT(columns));
	for (size_t i = 0; i < n; i++) {
		const struct ks_diag *diag = &diags->items[i];
		char line[16] = "";

		if (diag->line > 0)
			(void)snprintf(line, sizeof(line), "%d", diag->line);
		ks_table_text(&table, line);
		ks_table_text(&table, diag->severity == KS_SEVERITY_ERROR ? "誤り" : "注意");
		ks_table_text(&table, diag->message);
	}
	ks_html_line(&import->call->html, "h2", NULL, "誤りと注意");
	ks_page_table(import->call, &(struct ks_page_table){&table, shows, 0, n, "誤りと注意"});
	if (diags->n_items + diags->n_dropped > n) {
		ks_html_open(&import->call->html, "p", "small");
		ks_html_printf(&import->call->html, "ほかに %zu件あります。",
			       diags->n_items + diags->n_dropped - n);
		ks_html_close(&import->call->html, "p");
	}
	ks_table_finish(&table);
}

static void put_count(struct ks_call *call, const char *class, const char *name, size_t n,
		      const char *counter)
{
	char text[24];

	(void)snprintf(text, sizeof(text), "%zu", n);
	ks_page_tile(call, n > 0 ? class : "", name, text, counter, "");
}

static void put_tiles(struct ks_import *import)
{
	const struct ks_roster_diff *diff = &import->in.diff;
	size_t n_people = ks_roster_list_count(import->in.list);
	struct ks_call *call = import->call;

	ks_html_open(&call->html, "div", "tiles");
	put_count(call, "ok", "追加", diff->added.n_items, " 名");
	put_count(call, "ok", "変更", diff->changed.n_items, " 名");
	put_count(call, "", "変わらない", n_people - diff->added.n_items - diff->changed.n_items,
		  " 名");
	put_count(call, "bad", "名簿から外れる", diff->gone.n_items, " 名");
	ks_html_close(&call->html, "div");
	ks_html_open(&call->html, "p", "small");
	ks_html_printf(&call->html,
		       "追加 %zu ＋ 変更 %zu ＋ 変わらない %zu ＝ 取込み後の名簿 %zu名（今は %zu名）",
		       diff->added.n_items, diff->changed.n_items,
		       n_people - diff->added.n_items - diff->changed.n_items, n_people,
		       diff->n_before);
	ks_html_close(&call->html, "p");
}

static void put_moves(struct ks_import *import)
{
	static const struct ks_table_column columns[] = {{"受けなくなるコース", KS_CELL_TEXT},
							 {"受けるようになるコース", KS_CELL_TEXT},
							 {"人数", KS_CELL_NUMBER}};
	static const enum ks_show shows[] = {KS_SHOW_PLAIN, KS_SHOW_PLAIN, KS_SHOW_PLAIN};
	struct ks_roster_moves moves;
	struct ks_table table;
	enum ks_rc rc = ks_roster_moves(import->in.list, import->in.plans.items,
					import->in.plans.n_items, import->in.from, &moves);

	ks_table_init(&table, columns, KS_COUNT(columns));
	for (size_t i = 0; rc == KS_OK && i < moves.n_items && i < DIAGS_MAX; i++) {
		ks_table_text(&table, moves.items[i].from[0] ? moves.items[i].from : "（なし）");
		ks_table_text(&table, moves.items[i].to[0] ? moves.items[i].to : "（なし）");
		ks_table_number(&table, moves.items[i].n_people);
	}
	if (ks_table_rows(&table) > 0) {
		ks_html_line(&import->call->html, "h2", NULL, "研修への影響");
		ks_page_table(import->call,
			      &(struct ks_page_table){&table, shows, 0, ks_table_rows(&table),
						      "受けるコースの変わり方"});
	}
	ks_table_finish(&table);
	ks_roster_moves_finish(&moves);
}

static void put_changes(struct ks_import *import, const struct ks_table *table)
{
	static const enum ks_show shows[] = {KS_SHOW_STATE, KS_SHOW_PLAIN, KS_SHOW_STRONG,
					     KS_SHOW_PLAIN, KS_SHOW_PLAIN};
	size_t n = ks_table_rows(table);
	struct ks_html *html = &import->call->html;

	if (n == 0)
		return;
	ks_html_line(html, "h2", NULL, "変わるところ");
	ks_page_table(import->call,
		      &(struct ks_page_table){table, shows, 0, KS_ROWS_A_PAGE, "変わるところ"});
	ks_html_open(html, "p", "small");
	ks_html_printf(html, "1～%zu名 ／ %zu名。", n < KS_ROWS_A_PAGE ? n : KS_ROWS_A_PAGE, n);
	if (n > KS_ROWS_A_PAGE)
		ks_html_text(html, "ここに出ない人は、取り込んだあと、職員名簿で確かめられます。");
	ks_html_close(html, "p");
}

static void put_take(struct ks_import *import)
{
	struct ks_call *call = import->call;
	bool may = ks_import_may_take(import);
	char *day = ks_wareki_date(import->in.from);

	ks_page_form_begin(call, "/roster/import");
	put_chosen(call);
	ks_html_open(&call->html, "p", NULL);
	if (may)
		ks_html_printf(&call->html, "%s付けで、%zu名の名簿にします。", day,
			       ks_roster_list_count(import->in.list));
	else
		ks_html_text(
			&call->html,
			import->rc == KS_OK
				? "上の「確かめること」に答えると、取り込めます。"
				: "誤りがある間は、取り込めません。ファイルか列の合わせ方を直してください。");
	ks_html_close(&call->html, "p");
	if (may)
		ks_slips_put_box(call);
	if (may)
		ks_page_submit(call, "main", "take", "取り込む");
	ks_page_submit(call, NULL, "drop", "やめる");
	ks_page_form_end(call);
	free(day);
}

static void put_page(struct ks_import *import, const struct ks_table *table)
{
	struct ks_call *call = import->call;

	ks_page_begin(call, "名簿の取込み");
	put_steps(call);
	if (import->has_bad_day)
		ks_html_line(&call->html, "p", "wrong", "発令日は 2027-04-01 の形で書いてください。");
	ks_html_open(&call->html, "p", "small");
	ks_html_printf(&call->html, "%s ／ %zu行 ／ %zu KB。まだ、何も変わっていません。",
		       import->upload.name, import->n_lines, (import->upload.len + 1023) / 1024);
	ks_html_close(&call->html, "p");
	if (import->rc == KS_OK)
		put_tiles(import);
	put_diags(import);
	put_form(import);
	if (import->rc == KS_OK) {
		put_moves(import);
		put_changes(import, table);
	}
	put_take(import);
	ks_page_end(call);
}

static void say_none(struct ks_call *call)
{
	ks_call_page_error(call, 400, "名簿のファイルがありません",
			   "職員名簿の画面で、ファイルを選び直してください。");
}

void ks_page_import(struct ks_call *call)
{
	struct ks_import import;
	struct ks_table table = {0};

	if (!ks_import_open(call, &import)) {
		say_none(call);
	} else if (import.rc != KS_OK && import.rc != KS_INVALID) {
		ks_call_failed(call, import.rc);
	} else if (import.rc == KS_OK && ks_import_changes(&import, &table) != KS_OK) {
		ks_call_failed(call, KS_IO);
	} else if (ks_call_log(call, KS_DEED_SAW, "名簿の取込み（確かめる）",
			       (int64_t)(import.rc == KS_OK ? ks_table_rows(&table) : 0))) {
		put_page(&import, &table);
	}
	ks_table_finish(&table);
	ks_import_close(&import);
}

/* ---- changed ---- */

void ks_page_upload(struct ks_call *call)
{
	if (!call->upload.bytes) {
		say_none(call);
		return;
	}
	ks_uploads_keep(ks_web_uploads(call->web), call->user.name, call->now_ms, &call->upload);
	ks_call_redirect(call, "/roster/import");
}

/* The file stays while its codes may be printed. */
static void taken(struct ks_import *import)
{
	struct ks_call *call = import->call;

	if (ks_slips_are_wanted(call)) {
		ks_slips_page(call, put_chosen);
		return;
	}
	ks_uploads_drop(ks_web_uploads(call->web), call->user.name, call->now_ms);
	ks_call_redirect(call, ks_date_compare(import->in.from, import->in.today) > 0
				       ? "/roster?done=waits"
				       : "/roster?done=taken");
}

static void take(struct ks_import *import)
{
	struct ks_call *call = import->call;
	struct ks_roster_change change;
	char day[16], *what;
	enum ks_rc rc;

	ks_date_format(import->in.from, day);
	what = ks_format("名簿の取込み（%s、%s から%s）", import->upload.name, day,
			 ks_slips_are_wanted(call) ? "、初期暗証番号は1回だけ" : "");
	if (ks_slips_are_wanted(call))
		ks_roster_list_once(import->in.list);
	if (ks_call_log(call, KS_DEED_CHANGED, what, (int64_t)ks_roster_list_count(import->in.list))) {
		rc = ks_roster_in_take(ks_web_centre(call->web), &import->in, import->upload.words,
				       &change);
		if (rc == KS_OK) {
			taken(import);
		} else if (rc == KS_BUSY) {
			ks_call_page_error(
				call, 409, "取り込んでいません",
				"ほかの名簿が先に取り込まれました。もう一度確かめてください。");
		} else {
			ks_call_failed(call, rc);
		}
	}
	free(what);
}

void ks_page_import_take(struct ks_call *call)
{
	struct ks_import import;

	if (strcmp(ks_call_query(call, "do"), "drop") == 0) {
		ks_uploads_drop(ks_web_uploads(call->web), call->user.name, call->now_ms);
		ks_call_redirect(call, "/roster");
		return;
	}
	if (!ks_import_open(call, &import))
		say_none(call);
	else if (import.rc != KS_OK && import.rc != KS_INVALID)
		ks_call_failed(call, import.rc);
	else if (import.rc == KS_OK && strcmp(ks_call_query(call, "do"), "slips") == 0)
		ks_slips_send(&import);
	else if (!ks_import_may_take(&import))
		ks_call_page_error(call, 400, "取り込んでいません",
				   "前の画面に戻り、誤りと確かめることを片付けてください。");
	else
		take(&import);
	ks_import_close(&import);
}
