/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/announce.h"
#include "lrs/closing.h"
#include "record/gathering.h"
#include "report/pdf.h"
#include "web/answers.h"

/* 出席簿: who was at which gathering; and, for who may, announcing, keying in from paper and closing. */

/* ---- who was there ---- */

static bool may_change(const struct ks_call *call)
{
	return ks_web_right("/gatherings", "POST", call->user.role) == KS_RIGHT_ALL;
}

/* Of a gathering without any of their people the gathering is left. */
static void hide_person(struct ks_attendance_row *row)
{
	row->number = row->name = row->unit = row->employment = row->kiosk = row->remark = "";
	row->absence = "";
	row->is_present = row->is_expected = row->is_walk_in = false;
}

/* A 所属長 sees their own people; a gathering nobody of theirs was at stays, as an empty one. */
static void keep_own(struct ks_attendance_list *list, const char *unit)
{
	size_t n = 0;

	for (size_t i = 0; i < list->n_rows; i++) {
		struct ks_attendance_row row = list->rows[i];
		bool is_first =
			n == 0 || strcmp(list->rows[n - 1].gathering_id, row.gathering_id) != 0;

		if (strcmp(row.unit, unit) == 0 && n > 0 && !is_first &&
		    list->rows[n - 1].number[0] == '\0')
			n--;
		else if (strcmp(row.unit, unit) != 0 && !is_first)
			continue;
		if (strcmp(row.unit, unit) != 0)
			hide_person(&row);
		list->rows[n++] = row;
	}
	list->n_rows = n;
}

static size_t count_people(const struct ks_attendance_list *list)
{
	size_t n = 0;

	for (size_t i = 0; i < list->n_rows; i++)
		n += list->rows[i].number[0] != '\0';
	return n;
}

/* Hands raised and the steps of a drill, a line each. */
static void put_course(struct ks_html *html, const char *course)
{
	for (const char *from = course; *from;) {
		size_t len = strcspn(from, "\n");
		char *line = ks_strndup(from, len);

		ks_html_line(html, "p", "small", line);
		free(line);
		from += len + (from[len] == '\n');
	}
}

static bool is_absent(const struct ks_attendance_row *row)
{
	return row->number[0] && row->absence[0];
}

/* Who of one 所属 was not there, each with the reason; rows of one 所属 stand together. */
static size_t put_absent_unit(struct ks_call *call, const struct ks_attendance_row *rows, size_t n)
{
	struct ks_html *html = &call->html;
	size_t n_unit = 0, n_silent = 0;

	while (n_unit < n && strcmp(rows[n_unit].unit, rows[0].unit) == 0)
		n_silent += strcmp(rows[n_unit++].absence, KS_ABSENT_SILENT) == 0;
	ks_html_open(html, "tr", NULL);
	ks_html_line(html, "td", "strong short", rows[0].unit[0] ? rows[0].unit : "（所属なし）");
	ks_html_open(html, "td", "num");
	ks_html_printf(html, "%zu", n_unit);
	ks_html_close(html, "td");
	ks_html_open(html, "td", "num");
	ks_html_printf(html, "%zu", n_silent);
	ks_html_close(html, "td");
	ks_html_open(html, "td", NULL);
	for (size_t i = 0; i < n_unit; i++) {
		ks_html_open(html, "span", "absent");
		ks_html_text(html, rows[i].name[0] ? rows[i].name : rows[i].number);
		ks_html_text(html, " ");
		ks_page_state(call, rows[i].absence);
		ks_html_close(html, "span");
		ks_html_text(html, " ");
	}
	ks_html_close(html, "td");
	ks_html_close(html, "tr");
	return n_unit;
}

static void put_absent(struct ks_call *call, const struct ks_attendance_row *rows, size_t n)
{
	static const struct ks_heading headings[] = {
		{"所属", NULL}, {"人数", "num"}, {"うち連絡なし", "num"}, {"だれが、なぜ", NULL}};
	struct ks_attendance_row *absent = ks_alloc_zero(n + 1, sizeof(*absent));
	size_t n_absent = 0;

	for (size_t i = 0; i < n; i++)
		if (is_absent(&rows[i]))
			absent[n_absent++] = rows[i];
	if (n_absent > 0) {
		ks_html_open(&call->html, "h3", NULL);
		ks_html_printf(&call->html, "%s %zu名",
			       rows->is_over ? "欠席" : "まだ受付していない人", n_absent);
		ks_html_close(&call->html, "h3");
		ks_page_head(call,
			     rows->is_over ? "欠席した人を所属ごとに"
					   : "まだ受付していない人を所属ごとに",
			     headings, KS_COUNT(headings));
		for (size_t i = 0; i < n_absent;)
			i += put_absent_unit(call, &absent[i], n_absent - i);
		ks_page_foot(call);
	}
	free(absent);
}

static void put_gathering(struct ks_call *call, const struct ks_attendance_row *rows, size_t n)
{
	static const enum ks_show shows[] = {KS_SHOW_PLAIN, KS_SHOW_PERSON, KS_SHOW_STRONG,
					     KS_SHOW_PLAIN, KS_SHOW_PLAIN,  KS_SHOW_PLAIN,
					     KS_SHOW_PLAIN, KS_SHOW_PLAIN};
	char *day = ks_wareki_date_weekday(rows->date);
	struct ks_html *html = &call->html;
	struct ks_table table;

	ks_html_line(html, "h2", NULL, rows->title);
	ks_html_open(html, "p", "small");
	ks_html_printf(html, "%s %02d:%02d～%02d:%02d %s（%s） 出席 %zu名", day,
		       rows->from_minute / 60, rows->from_minute % 60, rows->to_minute / 60,
		       rows->to_minute % 60, rows->place, rows->gathering_id,
		       ks_attendance_present(rows, n));
	if (may_change(call) && !ks_call_query(call, "edit")[0]) {
		char *url = ks_page_url(call, "edit", rows->gathering_id);

		ks_html_text(html, " ");
		ks_html_link(html, url, "noprint", "変更・解答用紙・紙から転記・締め");
		free(url);
	}
	ks_html_close(html, "p");
	if (rows->closing[0])
		ks_html_line(html, "p", "small", rows->closing);
	put_course(html, rows->course);
	if (rows->digest[0]) {
		ks_html_open(html, "p", "small");
		ks_html_printf(html, "しるし %s（%s）", rows->digest, rows->heads);
		ks_html_close(html, "p");
	}
	if (rows->number[0]) {
		ks_gathering_table(rows, n, &table);
		ks_page_table(call, &(struct ks_page_table){&table, shows, 0, n, rows->title});
		ks_table_finish(&table);
		put_absent(call, rows, n);
	} else {
		ks_page_empty(call, call->right == KS_RIGHT_OWN
					    ? "あなたの所属からの出席は、ありません。"
					    : "出席の受付は、まだありません。");
	}
	free(day);
}

/* ---- forms ---- */

static const struct ks_field by = {.name = "by",
				   .word = "数えた人・転記した人の職員番号",
				   .type = "text",
				   .max = 32,
				   .is_required = true};

static char *clock_of(int minute)
{
	return ks_format("%02d:%02d", minute / 60, minute % 60);
}

/* @g NULL: a new one. */
static void put_announce_form(struct ks_call *call, const struct ks_gathering *g)
{
	char date[16] = "", *from = g ? clock_of(g->from_minute) : NULL,
	     *to = g ? clock_of(g->to_minute) : NULL;

	if (g)
		ks_date_format(g->date, date);
	const struct ks_field fields[] = {
		{"title", "名前", "text", g ? g->title : NULL, 120, true, true},
		{"date", "日付", "date", date, 0, true, false},
		{"from", "始まり", "time", from, 0, true, false},
		{"to", "終わり", "time", to, 0, true, false},
		{"place", "場所", "text", g ? g->place : NULL, 120, false, false},
		{"lessons", "扱う科目（例 m1,m4）", "text", g ? g->lessons : NULL, 120, false, false},
		{"expected",
		 g ? "対象を決め直す（空なら、そのまま）"
		   : "対象（全員、所属=総務課 など。空なら、だれでも）",
		 "text", NULL, 120, false, true},
	};

	ks_html_line(&call->html, "h3", NULL, g ? "内容を変える" : "集合研修を登録する");
	ks_page_form_begin(call, "/gatherings");
	if (g)
		ks_page_hidden(call, "id", g->id);
	for (size_t i = 0; i < KS_COUNT(fields); i++)
		ks_page_field(call, "g", &fields[i]);
	ks_page_submit(call, "main", g ? "change" : "add", g ? "変更する" : "登録する");
	if (g)
		ks_page_submit(call, NULL, "cancel", "中止にする");
	ks_page_form_end(call);
	free(from);
	free(to);
}

static void put_paper_form(struct ks_call *call, const struct ks_gathering *g)
{
	static const struct ks_field numbers = {.name = "numbers",
						.word = "署名のある人の職員番号（空白か読点で区切る）",
						.type = "text",
						.max = 4000,
						.is_required = true,
						.is_wide = true};

	ks_html_line(&call->html, "h3", NULL, "紙の出席簿から転記する");
	ks_page_form_begin(call, "/gatherings");
	ks_page_hidden(call, "id", g->id);
	ks_page_field(call, "p", &numbers);
	ks_page_field(call, "p", &by);
	ks_page_submit(call, NULL, "paper", "転記する");
	ks_page_form_end(call);
}

static void put_close_form(struct ks_call *call, const struct ks_gathering *g)
{
	static const struct ks_field counted = {
		.name = "counted", .word = "数えた人数", .type = "text", .max = 4, .is_required = true};
	static const struct ks_field reason = {.name = "reason",
					       .word = "記録とちがうときは、その理由",
					       .type = "text",
					       .is_wide = true};

	ks_html_line(&call->html, "h3", NULL, "閉じる");
	ks_page_form_begin(call, "/gatherings");
	ks_page_hidden(call, "id", g->id);
	ks_page_field(call, "c", &counted);
	ks_page_field(call, "c", &by);
	ks_page_field(call, "c", &reason);
	ks_page_submit(call, NULL, "close", "人数を合わせて閉じる");
	ks_page_form_end(call);
}

static void put_forms(struct ks_call *call)
{
	const char *id = ks_call_query(call, "edit");
	struct ks_gathering g = {0};
	enum ks_rc rc = id[0] ? ks_gathering_find(call->store, id, &g) : KS_NOT_FOUND;
	bool is_known = rc != KS_NOT_FOUND && ks_call_read(call, rc);

	if (may_change(call)) {
		ks_html_open(&call->html, "div", "card noprint");
		put_announce_form(call, is_known ? &g : NULL);
		if (is_known && !g.is_cancelled) {
			ks_answers_put(call, &g);
			put_paper_form(call, &g);
			put_close_form(call, &g);
		}
		ks_html_close(&call->html, "div");
	}
	ks_gathering_finish(&g);
}

/* ---- the page ---- */

static void put_done(struct ks_call *call)
{
	static const char *const words[][2] = {
		{"add", "集合研修を登録しました。名簿とともに端末に届きます。"},
		{"change", "集合研修の内容を変えました。"},
		{"cancel", "集合研修を中止にしました。記録は消えません。"},
		{"paper", "紙の出席簿から転記しました。一覧には「紙から転記」と出ます。"},
		{"close", "集合研修を閉じました。"},
	};

	for (size_t i = 0; i < KS_COUNT(words); i++)
		if (strcmp(words[i][0], ks_call_query(call, "done")) == 0)
			ks_html_line(&call->html, "p", "good", words[i][1]);
}

static enum ks_rc write_sheets(const void *context, const struct ks_pdf_origin *origin,
			       struct ks_buf *out)
{
	return ks_pdf_attendance(context, origin, out);
}

static void put_list(struct ks_call *call, const struct ks_attendance_list *list)
{
	const char *id = ks_call_query(call, "edit");

	if (list->n_rows > 0 && !id[0])
		ks_page_exports(call);
	for (size_t i = 0; i < list->n_rows; i += ks_attendance_rows_of(list, i))
		if (!id[0] || strcmp(list->rows[i].gathering_id, id) == 0)
			put_gathering(call, &list->rows[i], ks_attendance_rows_of(list, i));
	if (list->n_rows == 0)
		ks_page_empty(
			call,
			"この年度の集合研修は、まだありません。登録すると、端末で受付できます。");
}

static void put_page(struct ks_call *call, const struct ks_attendance_list *list)
{
	char *nendo = ks_wareki_nendo(call->nendo), *title = ks_format("%s 出席簿", nendo);

	ks_page_begin(call, title);
	put_done(call);
	ks_page_filters(call, NULL, false);
	put_list(call, list);
	put_forms(call);
	ks_page_end(call);
	free(nendo);
	free(title);
}

void ks_page_gatherings(struct ks_call *call)
{
	struct ks_attendance_list list;
	struct ks_table table;
	enum ks_rc rc;
	size_t n_people;

	if (ks_call_query(call, "sheet")[0] && may_change(call)) {
		ks_answers_send(call);
		return;
	}
	rc = ks_summary_attendance(call, &list);
	if (rc == KS_OK && call->right == KS_RIGHT_OWN)
		keep_own(&list, call->user.unit);
	n_people = count_people(&list);
	ks_attendance_table(&list, &table);
	ks_table_title(&table, "出席簿");
	if (rc != KS_OK)
		ks_call_failed(call, rc);
	else if (!ks_call_export_sheets(call, &table,
					&(struct ks_sheets){.write = write_sheets, .context = &list},
					"出席簿", (int64_t)n_people) &&
		 ks_call_log(call, KS_DEED_SAW, "出席簿", (int64_t)n_people))
		put_page(call, &list);
	ks_table_finish(&table);
	ks_attendance_list_finish(&list);
}

/* ---- changed ---- */

static void answer(struct ks_call *call, enum ks_rc rc, const char *why)
{
	if (rc == KS_OK)
		ks_call_done(call, ks_call_query(call, "do"));
	else if (why && why[0])
		ks_call_page_error(call, 400, "変わっていません", why);
	else
		ks_call_failed(call, rc);
}

/* The command's sentences name its options; here the fields have names of their own. */
static char *without_options(char *said)
{
	static const char open[] = "（--", end[] = "）";
	char *from, *to;

	while (said && (from = strstr(said, open)) && (to = strstr(from, end)))
		memmove(from, to + strlen(end), strlen(to + strlen(end)) + 1);
	return said;
}

static void announce(struct ks_call *call, const char *id)
{
	struct ks_announce_wish wish = {
		.id = id,
		.title = ks_call_query(call, "title"),
		.place = ks_call_query(call, "place"),
		.lessons = ks_call_query(call, "lessons"),
		.date = ks_call_query(call, "date"),
		.from = ks_call_query(call, "from"),
		.to = ks_call_query(call, "to"),
		.expected = ks_call_query(call, "expected"),
	};
	char *said = NULL;
	enum ks_rc rc = ks_centre_announce(ks_web_centre(call->web), &wish, &said, NULL);

	answer(call, rc, without_options(said));
	free(said);
}

static void cancel(struct ks_call *call, const char *id)
{
	char *said = NULL;
	enum ks_rc rc = ks_centre_call_off(ks_web_centre(call->web), id, &said);

	answer(call, rc, without_options(said));
	free(said);
}

/* Between numbers may stand anything that no number has. */
static const char **split_numbers(char *text, size_t *n)
{
	static const char *const wide[] = {"、", "，", "　"};
	const char **numbers = NULL;
	char *at, *rest = text, *word;
	size_t capacity = 0;

	for (size_t i = 0; i < KS_COUNT(wide); i++)
		while ((at = strstr(text, wide[i])))
			memset(at, ' ', strlen(wide[i]));
	*n = 0;
	while ((word = strsep(&rest, " ,\t\r\n"))) {
		if (!word[0])
			continue;
		ks_grow(&numbers, *n, &capacity);
		numbers[(*n)++] = word;
	}
	return numbers;
}

static char *fault_words(enum ks_closing_fault fault, const struct ks_closing_result *result)
{
	if (fault == KS_CLOSING_NO_BASE)
		return ks_strdup(KS_NO_BASE_WORD);
	if (fault == KS_CLOSING_NO_REASON)
		return ks_format("%s記録は%zu名です。", ks_closing_fault_word(fault),
				 result->n_present);
	return ks_format("%s%s", ks_closing_fault_word(fault), result->bad);
}

static void close_or_paper(struct ks_call *call, const char *id, bool is_paper)
{
	char *text = ks_strdup(ks_call_query(call, "numbers"));
	struct ks_closing_wish wish = {
		.gathering = id,
		.by = ks_call_query(call, "by"),
		.reason = ks_call_query(call, "reason"),
		.n_counted = ks_closing_counted(ks_call_query(call, "counted")),
	};
	const char **numbers = split_numbers(text, &wish.n_numbers);
	enum ks_closing_fault fault = KS_CLOSING_FINE;
	struct ks_closing_result result;
	char *why;
	enum ks_rc rc;

	wish.numbers = numbers;
	rc = (is_paper ? ks_centre_from_paper : ks_centre_close_gathering)(ks_web_centre(call->web),
									   &wish, &fault, &result);
	why = fault_words(fault, &result);
	answer(call, rc, rc == KS_INVALID ? why : NULL);
	free(why);
	free(numbers);
	free(text);
}

void ks_page_gather(struct ks_call *call)
{
	static const char *const deeds[][2] = {
		{"add", "集合研修の登録"},    {"change", "集合研修の変更"},
		{"cancel", "集合研修の中止"}, {"paper", "紙からの転記"},
		{"close", "集合研修の締め"},
	};
	const char *what = ks_call_query(call, "do"), *id = ks_call_query(call, "id");
	const char *word = NULL;
	char *deed;

	for (size_t i = 0; i < KS_COUNT(deeds); i++)
		if (strcmp(deeds[i][0], what) == 0)
			word = deeds[i][1];
	if (!word || (strcmp(what, "add") != 0) == !id[0]) {
		ks_call_page_error(call, 400, "変わっていません", "画面からやり直してください。");
		return;
	}
	deed = ks_format("%s %s", word, id[0] ? id : ks_call_query(call, "title"));
	if (!ks_call_log(call, KS_DEED_CHANGED, deed, -1))
		; /* the answer says so */
	else if (strcmp(what, "cancel") == 0)
		cancel(call, id);
	else if (strcmp(what, "paper") == 0 || strcmp(what, "close") == 0)
		close_or_paper(call, id, what[0] == 'p');
	else
		announce(call, id);
	free(deed);
}
