/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "content/agreement.h"
#include "course/person.h"
#include "lrs/reminder.h"
#include "report/correction.h"
#include "report/pdf.h"
#include "report/tried.h"
#include "web/call.h"

/* 個人の記録: what one person owes and has done. Their answers to the self-inspection are nobody's business, here too. */

#define TRIES "tries" /* ?of=: the file is of these */

static const struct ks_table_column columns[] = {
	{"科目", KS_CELL_TEXT},        {"題", KS_CELL_TEXT},   {"コース", KS_CELL_TEXT},
	{"期限", KS_CELL_DATE},        {"状態", KS_CELL_TEXT}, {"修了日時", KS_CELL_MOMENT},
	{"規則", KS_CELL_TEXT},        {"理由", KS_CELL_TEXT}, {"訂正", KS_CELL_TEXT},
	{KS_FROM_PAPER, KS_CELL_TEXT},
};

enum { COLUMN_STATE = 4 };

struct work {
	struct ks_call *call;
	struct ks_plans plans;
	struct ks_arena arena;
	struct ks_person person;
	struct ks_duties duties;
	struct ks_table table, tries;
	struct ks_lesson_notes notes;
	size_t n_done;
	bool lacks_agreement;
	enum ks_standing standing; /* as the list of all has it */
};

static enum ks_rc add_duty(struct work *work, const struct ks_duty *duty, bool is_missed)
{
	struct ks_duty_row row = {.duty = *duty, .is_missed = is_missed};
	struct ks_table *table = &work->table;
	char *why = ks_duty_why(duty), *rule = ks_duty_rule(duty);
	enum ks_rc rc = ks_report_done(work->call->store, work->plans.items, work->plans.n_items,
				       work->call->nendo, work->person.number, duty, &row.done_ms);

	if (rc == KS_OK)
		rc = ks_report_from_paper(work->call->store, work->plans.items, work->plans.n_items,
					  work->call->nendo, work->person.number, duty, row.done_ms,
					  &row.is_from_paper);
	work->n_done += row.done_ms > 0;
	ks_table_text(table, duty->lesson->id);
	ks_table_text(table, duty->lesson->title);
	ks_table_text(table, duty->plan->title);
	ks_table_date(table, duty->due);
	ks_table_text(table, ks_duty_row_state(&row, work->call->today));
	ks_table_moment(table, row.done_ms);
	ks_table_text(table, rule);
	ks_table_text(table, why);
	ks_table_text(table, ks_lesson_note(&work->notes, work->person.number, duty->lesson->id));
	ks_table_text(table, row.is_from_paper ? KS_FROM_PAPER : "");
	free(why);
	free(rule);
	return rc;
}

/* Every try, the failed ones too. */
static enum ks_rc load_tries(struct work *work)
{
	struct ks_call *call = work->call;
	struct ks_arena arena = {0};
	struct ks_try *tries = NULL;
	size_t n = 0;
	enum ks_rc rc = ks_report_tries(call->store, work->plans.items, work->plans.n_items,
					call->nendo, work->person.number, &arena, &tries, &n);

	ks_tries_table(tries, rc == KS_OK ? n : 0, &work->tries);
	free(tries);
	ks_arena_finish(&arena);
	return rc;
}

static enum ks_rc load(struct work *work)
{
	struct ks_call *call = work->call;
	enum ks_rc rc = ks_report_lesson_notes(call->store, call->nendo, &work->notes);
	size_t n;

	ks_table_init(&work->table, columns, KS_COUNT(columns));
	ks_table_title(&work->table, "個人の記録");
	ks_duties_make(work->plans.items, work->plans.n_items, call->nendo, &work->person,
		       call->today, &work->duties);
	n = work->duties.n_items + work->duties.n_missed;
	for (size_t i = 0; rc == KS_OK && i < n; i++)
		rc = add_duty(work, &work->duties.items[i], i >= work->duties.n_items);
	if (rc == KS_OK && n > 0 && work->n_done == n)
		rc = ks_report_lacks_agreement(call->store, work->plans.items, work->plans.n_items,
					       call->nendo, work->person.number, &work->duties,
					       &work->lacks_agreement);
	if (rc == KS_OK)
		rc = load_tries(work);
	if (rc == KS_OK)
		work->standing = ks_standing_of(&work->duties, work->n_done - work->lacks_agreement,
						ks_table_rows(&work->tries) > 0);
	return rc;
}

/* How much of what is owed is done, as a ring; the words stand beside it. */
static void put_ring(struct ks_html *html, size_t n_done, size_t n)
{
	static const double round = 2 * 3.14159 * 34;
	char *dash = ks_format("%.1f %.1f", n ? round * (double)n_done / (double)n : 0, round);
	char *words = ks_format("%zu／%zu", n_done, n);

	ks_html_open(html, "svg", "ring");
	ks_html_attr(html, "viewBox", "0 0 80 80");
	ks_html_attr(html, "aria-hidden", "true");
	for (int i = 0; i < 2; i++) {
		ks_html_open(html, "circle", i ? "done" : NULL);
		ks_html_attr(html, "cx", "40");
		ks_html_attr(html, "cy", "40");
		ks_html_attr(html, "r", "34");
		if (i)
			ks_html_attr(html, "stroke-dasharray", dash);
		ks_html_close(html, "circle");
	}
	ks_html_open(html, "text", NULL);
	ks_html_attr(html, "x", "40");
	ks_html_attr(html, "y", "46");
	ks_html_attr(html, "text-anchor", "middle");
	ks_html_text(html, words);
	ks_html_close(html, "text");
	ks_html_close(html, "svg");
	free(words);
	free(dash);
}

/* By when the next of it is due, and how many days that is. */
static void put_due(struct ks_call *call, const struct work *work, size_t n)
{
	struct ks_date due = {0};
	char *day;
	int left;

	for (size_t i = 0; i < work->duties.n_items; i++)
		if (strcmp(ks_table_cell(&work->table, i, COLUMN_STATE)->text, "修了") != 0 &&
		    (!ks_date_is_set(due) || ks_date_compare(work->duties.items[i].due, due) < 0))
			due = work->duties.items[i].due;
	ks_html_open(&call->html, "p", "small");
	ks_html_printf(&call->html, "%zu科目のうち %zu科目 修了%s", n, work->n_done,
		       work->lacks_agreement ? " ／ " KS_AGREEMENT "がまだ" : "");
	if (ks_date_is_set(due)) {
		day = ks_wareki_date(due);
		left = (int)(ks_date_to_day(due) - ks_date_to_day(call->today));
		if (left >= 0)
			ks_html_printf(&call->html, " ／ 期限 %s（あと%d日）", day, left);
		else
			ks_html_printf(&call->html, " ／ 期限 %s（%d日過ぎています）", day, -left);
		free(day);
	}
	ks_html_close(&call->html, "p");
}

static void put_deeds(struct ks_call *call)
{
	static const char *const deeds[][2] = {{"/corrections", "記録を訂正する"},
					       {"/exemptions", "対象外にする"}};

	ks_html_open(&call->html, "p", "deeds noprint");
	for (size_t i = 0; i < KS_COUNT(deeds); i++) {
		char *url = ks_format("%s?nendo=%d", deeds[i][0], call->nendo);

		if (ks_web_right(deeds[i][0], "POST", call->user.role) == KS_RIGHT_ALL)
			ks_html_link(&call->html, url, "button", deeds[i][1]);
		free(url);
	}
	ks_html_close(&call->html, "p");
}

static void put_who(struct ks_call *call, const struct work *work)
{
	const struct ks_appointment *a = ks_person_appointment_on(&work->person, call->today);
	size_t n = work->duties.n_items + work->duties.n_missed;
	struct ks_html *html = &call->html;

	ks_html_open(html, "div", "card person");
	if (work->standing != KS_STANDING_EXEMPT)
		put_ring(html, work->n_done, n);
	ks_html_open(html, "div", NULL);
	ks_html_open(html, "p", NULL);
	ks_html_printf(html, "%s ", work->person.kana ? work->person.kana : "");
	ks_page_state(call, work->standing == KS_STANDING_EXEMPT ? work->duties.word
								 : ks_standing_word(work->standing));
	ks_html_text(html, " ");
	if (a && a->status && a->status[0])
		ks_page_state(call, a->status);
	ks_html_close(html, "p");
	ks_html_open(html, "p", NULL);
	ks_html_printf(html, "職員番号 %s ／ %s ／ %s%s%s", ks_person_typed(&work->person),
		       a && a->unit ? a->unit : "（所属なし）",
		       ks_employment_word(a ? a->employment : NULL),
		       a && a->roles && a->roles[0] ? " ／ 役割 " : "",
		       a && a->roles ? a->roles : "");
	ks_html_close(html, "p");
	if (work->standing != KS_STANDING_EXEMPT)
		put_due(call, work, n);
	ks_html_close(html, "div");
	put_deeds(call);
	ks_html_close(html, "div");
}

/* When they were what, the newest first. */
static void put_posts(struct ks_call *call, const struct work *work)
{
	struct ks_html *html = &call->html;

	ks_html_open(html, "div", "card");
	ks_html_line(html, "h2", NULL, "任用の期間");
	for (size_t i = work->person.n_appointments; i-- > 0;) {
		const struct ks_appointment *a = &work->person.appointments[i];
		char from[16], to[16];

		ks_date_format(a->from, from);
		ks_date_format(a->to, to);
		ks_html_open(html, "p", NULL);
		ks_html_printf(html, "%s～%s %s %s", from, to, ks_employment_word(a->employment),
			       a->unit ? a->unit : "");
		ks_html_close(html, "p");
	}
	ks_html_close(html, "div");
}

static void put_inspection(struct ks_call *call)
{
	ks_html_open(&call->html, "div", "card");
	ks_html_line(&call->html, "h2", NULL, "自己点検");
	ks_html_line(&call->html, "p", "small",
		     "一人ひとりの回答は、どこにも出ません。所属の集計（5名以上）だけを見られます。");
	ks_html_close(&call->html, "div");
}

static void put_tries(struct ks_call *call, const struct work *work)
{
	enum ks_show shows[] = {KS_SHOW_PLAIN, KS_SHOW_PLAIN, KS_SHOW_STRONG, KS_SHOW_PLAIN,
				KS_SHOW_PLAIN, KS_SHOW_PLAIN, KS_SHOW_STATE,  KS_SHOW_PLAIN,
				KS_SHOW_PLAIN, KS_SHOW_PLAIN};
	size_t n = ks_table_rows(&work->tries);

	ks_html_open(&call->html, "h2", NULL);
	ks_html_printf(&call->html, "テストの記録（%zu回、すべての回を残しています）", n);
	ks_html_close(&call->html, "h2");
	for (size_t i = KS_COUNT(shows) - 2; i < KS_COUNT(shows); i++) /* 訂正, 備考 */
		if (!ks_page_is_told(&work->tries, i))
			shows[i] = KS_SHOW_NOT;
	if (n > 0) {
		ks_page_exports_of(call, TRIES);
		ks_page_table(call,
			      &(struct ks_page_table){&work->tries, shows, 0, n, "テストの記録"});
	} else {
		ks_page_empty(call, "この年度のテストは、まだありません。");
	}
}

static void put_attendance(struct ks_call *call, const struct work *work)
{
	struct ks_attendance_list list;
	size_t n = 0;

	ks_html_open(&call->html, "div", "card");
	ks_html_line(&call->html, "h2", NULL, "集合研修への出席");
	if (ks_call_read(call, ks_summary_attendance(call, &list))) {
		for (size_t i = 0; i < list.n_rows; i++) {
			const struct ks_attendance_row *row = &list.rows[i];
			struct ks_civil at = ks_civil_from_ms(row->at_ms);

			if (strcmp(list.rows[i].number, ks_person_typed(&work->person)) != 0)
				continue;
			ks_html_open(&call->html, "p", NULL);
			if (row->at_ms > 0)
				ks_html_printf(&call->html, "%d月%d日 %d:%02d ", at.date.month,
					       at.date.day, at.hour, at.minute);
			ks_html_printf(&call->html, "%s %s %s", row->title, row->remark,
				       row->correction);
			ks_html_close(&call->html, "p");
			n++;
		}
	}
	if (n == 0)
		ks_html_line(&call->html, "p", "small", "この年度の出席は、まだありません。");
	ks_html_close(&call->html, "div");
	ks_attendance_list_finish(&list);
}

static void put_reminders(struct ks_call *call, const struct work *work)
{
	struct ks_arena arena = {0};
	struct ks_reminder *list = NULL;
	size_t n_list = 0, n = 0;

	ks_html_open(&call->html, "div", "card");
	ks_html_line(&call->html, "h2", NULL, "督促");
	if (!ks_call_read(call, ks_reminder_list(call->store, call->nendo, &arena, &list, &n_list)))
		n_list = 0;
	for (size_t i = 0; i < n_list; i++) {
		struct ks_civil at = ks_civil_from_ms(list[i].at_ms);

		if (strcmp(list[i].staff, work->person.number) != 0)
			continue;
		ks_html_open(&call->html, "p", NULL);
		ks_html_printf(&call->html, "%d月%d日 %d:%02d %s（%s） %s", at.date.month,
			       at.date.day, at.hour, at.minute, list[i].how, list[i].by,
			       list[i].text);
		ks_html_close(&call->html, "p");
		n++;
	}
	if (n == 0)
		ks_html_line(&call->html, "p", "small", "この年度の督促は、ありません。");
	ks_html_close(&call->html, "div");
	free(list);
	ks_arena_finish(&arena);
}

static void put_corrections(struct ks_call *call, const struct work *work)
{
	struct ks_correction_list list;
	struct ks_table table;

	ks_html_line(&call->html, "h2", NULL, "訂正の記録（元の記録は消えません）");
	if (!ks_call_read(call, ks_report_corrections(call->store, call->nendo, &list)))
		list.n_rows = 0;
	ks_correction_list_keep(&list, work->person.number);
	ks_correction_table(&list, &table);
	if (list.n_rows > 0)
		ks_page_correction_rows(call, &table, 0, list.n_rows, false);
	else
		ks_page_empty(call, "この年度の訂正は、ありません。");
	ks_table_finish(&table);
	ks_correction_list_finish(&list);
}

static void put_page(struct ks_call *call, const struct work *work)
{
	enum ks_show shows[] = {KS_SHOW_PLAIN, KS_SHOW_STRONG, KS_SHOW_NOT, KS_SHOW_PLAIN,
				KS_SHOW_STATE, KS_SHOW_PLAIN,  KS_SHOW_NOT, KS_SHOW_PLAIN,
				KS_SHOW_PLAIN, KS_SHOW_PLAIN};
	char *nendo = ks_wareki_nendo(call->nendo);
	size_t n_rows = ks_table_rows(&work->table);

	for (size_t i = KS_COUNT(shows) - 2; i < KS_COUNT(shows); i++) /* 訂正, 紙から転記 */
		if (!ks_page_is_told(&work->table, i))
			shows[i] = KS_SHOW_NOT;
	ks_page_begin(call, work->person.name);
	put_who(call, work);
	ks_page_filters(call, NULL, false);
	ks_html_open(&call->html, "h2", NULL);
	ks_html_printf(&call->html, "%sの受講", nendo);
	ks_html_close(&call->html, "h2");
	ks_page_exports_of(call, "");
	if (n_rows > 0)
		ks_page_table(call,
			      &(struct ks_page_table){&work->table, shows, 0, n_rows, "受ける科目"});
	else
		ks_page_empty(call, "この年度に受ける科目は、ありません。");
	put_tries(call, work);
	ks_html_open(&call->html, "div", "cards");
	put_posts(call, work);
	put_attendance(call, work);
	put_reminders(call, work);
	put_inspection(call);
	ks_html_close(&call->html, "div");
	put_corrections(call, work);
	ks_page_end(call);
	free(nendo);
}

/* 修了証, or what was done of it so far: title, state and time of each lesson. */
static enum ks_rc write_sheets(const void *context, const struct ks_pdf_origin *origin,
			       struct ks_buf *out)
{
	static const struct ks_table_column lesson_columns[] = {
		{"題", KS_CELL_TEXT}, {"状態", KS_CELL_TEXT}, {"修了日時", KS_CELL_MOMENT}};
	const struct work *work = context;
	const struct ks_appointment *a = ks_person_appointment_on(&work->person, origin->day);
	size_t n_rows = ks_table_rows(&work->table);
	struct ks_table lessons;
	struct ks_pdf_certificate what = {
		.name = work->person.name,
		.number = ks_person_typed(&work->person),
		.unit = a && a->unit ? a->unit : "",
		.nendo = work->call->nendo,
		.is_done = n_rows > 0 && work->standing == KS_STANDING_DONE,
		.lessons = &lessons,
	};
	enum ks_rc rc;

	ks_table_init(&lessons, lesson_columns, KS_COUNT(lesson_columns));
	for (size_t r = 0; r < n_rows; r++) {
		ks_table_text(&lessons, ks_table_cell(&work->table, r, 1)->text);
		ks_table_text(&lessons, ks_table_cell(&work->table, r, 4)->text);
		ks_table_text(&lessons, ks_table_cell(&work->table, r, 5)->text);
	}
	rc = ks_pdf_certificate(&what, origin, out);
	ks_table_finish(&lessons);
	return rc;
}

/* Listed by key, or by the number that is typed now; and, for a 所属長, of their own 所属: else KS_NOT_FOUND. */
static enum ks_rc find_person(struct work *work)
{
	const char *number = work->call->request->path + strlen("/people/");
	const struct ks_appointment *a;

	enum ks_rc rc = ks_roster_find(work->call->store, number, &work->arena, &work->person);

	if (rc != KS_OK || work->call->right == KS_RIGHT_ALL)
		return rc;
	a = ks_person_appointment_on(&work->person, work->call->today);
	return a && a->unit && strcmp(a->unit, work->call->user.unit) == 0 ? KS_OK : KS_NOT_FOUND;
}

void ks_page_person(struct ks_call *call)
{
	struct work work = {.call = call};
	bool is_tries = strcmp(ks_call_query(call, "of"), TRIES) == 0;
	const struct ks_sheets sheets = {.write = write_sheets, .context = &work};
	char *what, *name;
	enum ks_rc rc = find_person(&work);

	if (rc == KS_NOT_FOUND) {
		ks_call_page_error(call, 404, "この番号の職員はいません",
				   "番号を確かめるか、職員名簿から選んでください。");
	} else if (rc != KS_OK) {
		ks_call_failed(call, rc);
	} else if (ks_call_plans(call, work.person.name, &work.plans)) {
		what = ks_format("職員番号 %s の記録", ks_person_typed(&work.person));
		name = ks_format("%s_%s", is_tries ? "テストの記録" : "個人の記録",
				 ks_person_typed(&work.person));
		rc = load(&work);
		if (rc != KS_OK)
			ks_call_failed(call, rc);
		else if (!ks_call_export_sheets(call, is_tries ? &work.tries : &work.table,
						is_tries ? NULL : &sheets, name, 1) &&
			 ks_call_log(call, KS_DEED_SAW, what, 1))
			put_page(call, &work);
		free(what);
		free(name);
		ks_table_finish(&work.table);
		ks_table_finish(&work.tries);
		ks_lesson_notes_finish(&work.notes);
	}
	ks_plans_finish(&work.plans);
	ks_arena_finish(&work.arena);
}
