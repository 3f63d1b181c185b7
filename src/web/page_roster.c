/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "course/person.h"
#include "record/roster_history.h"
#include "web/call.h"

/* 職員名簿: who is listed, today or on any day; and where a new list comes in. */

struct work {
	struct ks_call *call;
	struct ks_table table;
	struct ks_date day, waiting; /* waiting: of the next list that was ordered ahead */
	bool has_day;                /* asked for */
	size_t n_people;             /* of whom the table holds a page, or all for a file */
};

static bool is_asked(const struct ks_call *call, const struct ks_roster_entry *entry,
		     const struct ks_appointment *a)
{
	return entry->is_listed &&
	       (!call->filter.unit[0] || (a && a->unit && strcmp(a->unit, call->filter.unit) == 0));
}

static const struct ks_table_column roster_columns[] = {
	{"職員番号", KS_CELL_TEXT}, {"氏名", KS_CELL_TEXT},     {"氏名カナ", KS_CELL_TEXT},
	{"所属", KS_CELL_TEXT},     {"任用区分", KS_CELL_TEXT}, {"任用開始", KS_CELL_DATE},
	{"任用終了", KS_CELL_DATE}, {"在籍状態", KS_CELL_TEXT}, {"役割", KS_CELL_TEXT},
};

static size_t count_people(const struct work *work, const struct ks_roster *roster)
{
	size_t n = 0;

	for (size_t i = 0; i < roster->n_entries; i++)
		n += is_asked(work->call, &roster->entries[i],
			      ks_person_appointment_on(&roster->entries[i].person, work->day));
	return n;
}

/* A page shows fifty of ten thousand: the others' cells are not even made. */
static void fill_roster(void *context, const struct ks_roster *roster)
{
	struct work *work = context;
	struct ks_table *table = &work->table;
	bool is_file = work->call->format[0] != '\0';
	size_t from, n = 0;

	work->n_people = count_people(work, roster);
	from = is_file ? 0 : ks_page_from(work->call, work->n_people);
	for (size_t i = 0; i < roster->n_entries; i++) {
		const struct ks_person *person = &roster->entries[i].person;
		const struct ks_appointment *a = ks_person_appointment_on(person, work->day);

		if (!is_asked(work->call, &roster->entries[i], a))
			continue;
		if (n++ < from || (!is_file && n > from + KS_ROWS_A_PAGE))
			continue;
		ks_table_text(table, ks_person_typed(person));
		ks_table_text(table, person->name);
		ks_table_text(table, person->kana);
		ks_table_text(table, a ? a->unit : "");
		ks_table_text(table, ks_employment_word(a ? a->employment : NULL));
		ks_table_date(table, a ? a->from : (struct ks_date){0});
		ks_table_date(table, a ? a->to : (struct ks_date){0});
		ks_table_text(table, a ? a->status : "");
		ks_table_text(table, a ? a->roles : "");
	}
}

static void put_day(struct work *work)
{
	struct ks_call *call = work->call;
	char day[16];
	const struct ks_field on = {
		.name = "on", .word = "いつの名簿か", .type = "date", .value = day};

	ks_date_format(work->day, day);
	ks_html_open(&call->html, "div", "filters");
	ks_html_open(&call->html, "form", NULL);
	ks_html_attr(&call->html, "method", "get");
	ks_html_attr(&call->html, "action", "/roster");
	ks_page_field(call, "f", &on);
	ks_html_open(&call->html, "button", NULL);
	ks_html_attr(&call->html, "type", "submit");
	ks_html_text(&call->html, "この日の名簿を見る");
	ks_html_close(&call->html, "button");
	ks_html_link(&call->html, "/roster", NULL, "今日の名簿");
	ks_html_close(&call->html, "form");
	ks_html_close(&call->html, "div");
}

static void put_waiting(struct work *work)
{
	struct ks_html *html = &work->call->html;
	char *day;

	if (!ks_date_is_set(work->waiting))
		return;
	day = ks_wareki_date(work->waiting);
	ks_html_open(html, "p", "notice");
	ks_html_printf(html, "%sからの名簿を預かっています。その日に、この名簿と入れ替わります。",
		       day);
	ks_html_close(html, "p");
	free(day);
}

static void put_done(struct ks_call *call)
{
	static const char *const words[][2] = {
		{"taken", "名簿を取り込みました。"},
		{"waits", "名簿を預かりました。発令日に、名簿が入れ替わります。"},
		{"undone",
		 "最後の取込みを元に戻しました。そのあとに本人が決めた暗証番号は、そのままです。"},
	};

	for (size_t i = 0; i < KS_COUNT(words); i++)
		if (strcmp(words[i][0], ks_call_query(call, "done")) == 0)
			ks_html_line(&call->html, "p", "good", words[i][1]);
}

static void put_upload(struct ks_call *call)
{
	static const struct ks_field list = {.name = "list",
					     .word = "名簿のファイル（CSV、Excel の Unicode テキスト）",
					     .type = "file",
					     .is_required = true};
	static const struct ks_field words = {
		.name = "words",
		.word = "名簿の言葉（organisation.yaml、なければ前のもの）",
		.type = "file"};
	static const struct ks_field sure = {.name = "reason",
					     .word = "元に戻す理由（記録に残ります）",
					     .type = "text",
					     .is_required = true};

	ks_html_open(&call->html, "div", "card noprint");
	ks_html_line(&call->html, "h2", NULL, "名簿を取り込む");
	ks_html_line(&call->html, "p", "small",
		     "ファイルを選ぶと、列の合わせ方と、何が変わるかを確かめる画面になります。"
		     "取り込むまで、名簿は変わりません。初期暗証番号は、画面に出ません。");
	ks_page_file_form_begin(call, "/roster/upload");
	ks_page_field(call, "u", &list);
	ks_page_field(call, "u", &words);
	ks_page_submit(call, "main", "upload", "確かめる");
	ks_page_form_end(call);
	ks_html_line(&call->html, "h3", NULL, "最後の取込みを元に戻す");
	ks_page_form_begin(call, "/roster");
	ks_page_field(call, "z", &sure);
	ks_page_submit(call, NULL, "undo", "元に戻す");
	ks_page_form_end(call);
	ks_html_close(&call->html, "div");
}

static void put_list(struct work *work)
{
	static const enum ks_show shows[] = {KS_SHOW_PERSON, KS_SHOW_STRONG, KS_SHOW_PLAIN,
					     KS_SHOW_PLAIN,  KS_SHOW_PLAIN,  KS_SHOW_PLAIN,
					     KS_SHOW_PLAIN,  KS_SHOW_PLAIN,  KS_SHOW_PLAIN};
	struct ks_call *call = work->call;

	if (work->n_people == 0) {
		ks_page_empty(call,
			      call->right == KS_RIGHT_OWN
				      ? "あなたの所属の職員が、名簿にいません。所属の書き方が名簿と同じかを、人事に確かめてください。"
				      : "この日の職員がいません。下で、名簿を取り込んでください。");
		return;
	}
	ks_page_exports(call);
	ks_page_table(call,
		      &(struct ks_page_table){&work->table, shows, 0, KS_ROWS_A_PAGE, "職員名簿"});
	ks_page_pager(call, work->n_people, "名");
}

static void put_page(struct work *work)
{
	struct ks_call *call = work->call;
	char *day = ks_wareki_date(work->day), *title = ks_format("職員名簿（%s）", day);

	ks_page_begin(call, title);
	put_done(call);
	put_waiting(work);
	put_day(work);
	put_list(work);
	if (ks_web_right("/roster/upload", "POST", call->user.role) == KS_RIGHT_ALL)
		put_upload(call);
	ks_page_end(call);
	free(day);
	free(title);
}

static enum ks_rc load(struct work *work)
{
	struct ks_roster roster = {0};
	enum ks_rc rc = ks_roster_waiting(work->call->store, &work->waiting);

	if (rc != KS_OK)
		return rc;
	if (!work->has_day)
		return ks_summary_roster(work->call, work, fill_roster);
	rc = ks_roster_load_on(work->call->store, work->day, &roster);
	if (rc == KS_OK)
		fill_roster(work, &roster);
	ks_roster_finish(&roster);
	return rc;
}

void ks_page_roster(struct ks_call *call)
{
	struct work work = {.call = call, .day = call->today};
	int64_t n_people;
	enum ks_rc rc;

	work.has_day = call->on[0] != '\0';
	if (work.has_day && !ks_date_parse(call->on, &work.day)) {
		ks_call_page_error(call, 400, "この日は読めません",
				   "日付は 2026-10-01 の形で書いてください。");
		return;
	}
	ks_table_init(&work.table, roster_columns, KS_COUNT(roster_columns));
	ks_table_title(&work.table, "職員名簿");
	rc = load(&work);
	n_people = (int64_t)work.n_people;
	if (rc != KS_OK)
		ks_call_failed(call, rc);
	else if (!ks_call_export(call, &work.table, "職員名簿", n_people) &&
		 ks_call_log(call, KS_DEED_SAW, "職員名簿", n_people))
		put_page(&work);
	ks_table_finish(&work.table);
}

void ks_page_roster_undo(struct ks_call *call)
{
	const char *why = ks_call_query(call, "reason");
	struct ks_roster_undone undone;
	enum ks_rc rc;

	if (strcmp(ks_call_query(call, "do"), "undo") != 0 || strspn(why, " ") == strlen(why)) {
		ks_call_page_error(call, 400, "元に戻していません",
				   "理由を書いて、もう一度送ってください。");
		return;
	}
	if (ks_call_log(call, KS_DEED_CHANGED, "名簿の取込みを元に戻す", -1)) {
		rc = ks_roster_undo(call->store, &undone);
		if (rc == KS_OK)
			ks_centre_touch(ks_web_centre(call->web));
		if (rc == KS_OK)
			ks_call_redirect(call, "/roster?done=undone");
		else if (rc == KS_NOT_FOUND)
			ks_call_page_error(call, 400, "元に戻していません",
					   "元に戻せる取込みがありません。");
		else
			ks_call_failed(call, rc);
	}
}
