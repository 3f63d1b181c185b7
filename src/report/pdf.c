/* SPDX-License-Identifier: Apache-2.0 */
#include "report/pdf.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/sheet.h"

/* The sheets of this office: how each is laid out, in the words of the pages. */

#define MARK_HEIGHT 68.0 /* of the QR code at the foot */

static void put_day(struct ks_sheet *sheet, struct ks_date day, const char *after)
{
	char *date = ks_wareki_date(day), *text = ks_format("%s%s", date, after);

	ks_sheet_text(sheet, 10, false, KS_SHEET_RIGHT, text);
	free(text);
	free(date);
}

static void put_body(struct ks_sheet *sheet, const struct ks_pdf_origin *origin,
		     enum ks_sheet_align align)
{
	if (origin->body[0])
		ks_sheet_text(sheet, 11, false, align, origin->body);
}

/* Whoever holds the paper can ask `kenshu verify --mark` whether the record still is the one it was made of. */
static void put_origin(struct ks_sheet *sheet, const struct ks_pdf_origin *origin)
{
	char *text, *words;

	if (!origin->mark[0])
		return;
	text = ks_format("kenshu record %s", origin->mark);
	words = ks_format("記録のしるし\n%s\n記録が、この紙を作ったときのままかを、"
			  "このしるしで確かめられます（kenshu verify）。",
			  origin->mark);
	ks_sheet_mark(sheet, text, words);
	free(words);
	free(text);
}

/* ---- any table ---- */

struct listed {
	const struct ks_table *table;
	const struct ks_pdf_origin *origin;
};

static void draw_table(struct ks_sheet *sheet, const void *context)
{
	const struct listed *listed = context;

	ks_sheet_text(sheet, 16, true, KS_SHEET_LEFT,
		      listed->table->title ? listed->table->title : "");
	put_body(sheet, listed->origin, KS_SHEET_LEFT);
	put_day(sheet, listed->origin->day, " 現在");
	ks_sheet_table(sheet, listed->table, 0, ks_table_rows(listed->table), 8);
	for (size_t i = 0; i < listed->table->n_notes; i++)
		ks_sheet_text(sheet, 8, false, KS_SHEET_LEFT, listed->table->notes[i]);
	ks_sheet_to(sheet, MARK_HEIGHT);
	put_origin(sheet, listed->origin);
}

enum ks_rc ks_pdf_table(const struct ks_table *table, const struct ks_pdf_origin *origin,
			struct ks_buf *out)
{
	struct listed listed = {table, origin};

	return ks_sheet_make(table->title ? table->title : "", origin->body, origin->day, true,
			     draw_table, &listed, out);
}

/* ---- 出席簿 ---- */

struct attended {
	const struct ks_attendance_list *list;
	const struct ks_pdf_origin *origin;
};

/* Nobody has come yet: a sheet to sign on, for where no kiosk is or none works. */
static bool is_blank(const struct ks_attendance_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (rows[i].is_present || rows[i].at_ms)
			return false;
	return !rows->closing[0];
}

#define BLANK_LINES 5 /* for whom nobody expected */

static void fill_blank(struct ks_table *table, const struct ks_attendance_row *rows, size_t n)
{
	static const struct ks_table_column columns[] = {
		{"番号", KS_CELL_NUMBER}, {"職員番号", KS_CELL_TEXT}, {"氏名", KS_CELL_TEXT},
		{"所属", KS_CELL_TEXT},   {"署名", KS_CELL_TEXT},
	};
	size_t n_people = rows->number[0] ? n : 0;

	ks_table_init(table, columns, KS_COUNT(columns));
	for (size_t i = 0; i < n_people + BLANK_LINES; i++) {
		const struct ks_attendance_row *row = i < n_people ? &rows[i] : NULL;

		ks_table_number(table, i + 1);
		ks_table_text(table, row ? row->number : "　　　　　　");
		ks_table_text(table, row ? row->name : "　　　　　　　　");
		ks_table_text(table, row ? row->unit : "");
		ks_table_text(table, "　　　　　　　　　　　　\n ");
	}
}

/* What stands in the row of somebody who was corrected; how it came to that stands below the list. */
static char *remark_of(const struct ks_attendance_row *row)
{
	return ks_format("%s%s%s", row->remark, row->remark[0] && row->correction[0] ? "、" : "",
			 !row->correction[0] ? ""
			 : row->is_present   ? "出席に訂正＊"
					     : "欠席に訂正＊");
}

/* The day stands above: only the time of it, and a running number for who counts by hand. */
static void fill_present(struct ks_table *table, const struct ks_attendance_row *rows, size_t n)
{
	static const struct ks_table_column columns[] = {
		{"番号", KS_CELL_NUMBER}, {"職員番号", KS_CELL_TEXT}, {"氏名", KS_CELL_TEXT},
		{"所属", KS_CELL_TEXT},   {"任用区分", KS_CELL_TEXT}, {"受付", KS_CELL_TEXT},
		{"方法", KS_CELL_TEXT},   {"備考", KS_CELL_TEXT},
	};

	ks_table_init(table, columns, KS_COUNT(columns));
	for (size_t i = 0; i < n && rows[i].number[0]; i++) {
		struct ks_civil at = ks_civil_from_ms(rows[i].at_ms);
		char *time =
			rows[i].at_ms ? ks_format("%d:%02d", at.hour, at.minute) : ks_strdup("—");
		char *remark = remark_of(&rows[i]);

		ks_table_number(table, i + 1);
		ks_table_text(table, rows[i].number);
		ks_table_text(table, rows[i].name);
		ks_table_text(table, rows[i].unit);
		ks_table_text(table, ks_employment_word(rows[i].employment));
		ks_table_text(table, time);
		ks_table_text(table, rows[i].how);
		ks_table_text(table, remark);
		free(remark);
		free(time);
	}
}

static void put_head(struct ks_sheet *sheet, const struct ks_attendance_row *rows, bool is_to_sign)
{
	char *date = ks_wareki_date_weekday(rows->date);
	char *when = ks_format("%s %d:%02d～%d:%02d", date, rows->from_minute / 60,
			       rows->from_minute % 60, rows->to_minute / 60, rows->to_minute % 60);
	const char *const pairs[][2] = {{"研修の名前", rows->title},
					{"日時", when},
					{"場所", rows->place},
					{"番号", rows->gathering_id},
					{"科目", rows->lessons}};

	ks_sheet_text(sheet, 22, true, KS_SHEET_LEFT, is_to_sign ? "出 席 簿（署名用）" : "出 席 簿");
	ks_sheet_skip(sheet, 6);
	ks_sheet_pairs(sheet, pairs, KS_COUNT(pairs) - (rows->lessons[0] ? 0 : 1));
	free(when);
	free(date);
}

/* Before → after, why and by whom. */
static void put_corrections(struct ks_sheet *sheet, const struct ks_attendance_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char *line;

		if (!rows[i].number[0] || !rows[i].correction[0])
			continue;
		line = ks_format("＊ %s %s　%s", rows[i].number, rows[i].name, rows[i].correction);
		ks_sheet_text(sheet, 10, false, KS_SHEET_LEFT, line);
		free(line);
	}
}

static void put_sum(struct ks_sheet *sheet, const struct ks_attendance_row *rows, size_t n)
{
	char *sum = ks_attendance_sum(rows, n);

	ks_sheet_text(sheet, 12, true, KS_SHEET_LEFT, sum);
	if (rows->closing[0])
		ks_sheet_text(sheet, 11, false, KS_SHEET_LEFT, rows->closing);
	if (rows->course[0])
		ks_sheet_text(sheet, 10, false, KS_SHEET_LEFT, rows->course);
	put_corrections(sheet, rows, n);
	free(sum);
}

/* Whoever holds the paper can compare it with the record: the same digits come only of the same statements. */
static void put_mark(struct ks_sheet *sheet, const struct ks_attendance_row *rows, size_t n)
{
	char *text = rows->digest[0] ? ks_format("kenshu attendance %s %zu %s", rows->gathering_id,
						 ks_attendance_present(rows, n), rows->digest)
				     : ks_format("kenshu attendance %s", rows->gathering_id);
	char *words = rows->digest[0]
			      ? ks_format("しるし %s\n記録の末尾 %s", rows->digest, rows->heads)
			      : ks_format("署名のあと、係員が「紙から転記」で記録します。\n%s",
					  rows->gathering_id);

	ks_sheet_mark(sheet, text, words);
	free(words);
	free(text);
}

static void put_gathering(struct ks_sheet *sheet, const struct ks_attendance_row *rows, size_t n,
			  const struct ks_pdf_origin *origin)
{
	static const char *const seals[] = {"情報セキュリティ管理者", "所属長", "研修担当"};
	bool is_to_sign = is_blank(rows, n);
	struct ks_table table;

	put_body(sheet, origin, KS_SHEET_LEFT);
	put_head(sheet, rows, is_to_sign);
	if (is_to_sign)
		fill_blank(&table, rows, n);
	else
		fill_present(&table, rows, n);
	ks_sheet_table(sheet, &table, 0, ks_table_rows(&table), 9);
	if (!is_to_sign)
		put_sum(sheet, rows, n);
	put_day(sheet, origin->day, " 作成");
	ks_sheet_to(sheet, 110);
	put_mark(sheet, rows, n);
	ks_sheet_boxes(sheet, seals, KS_COUNT(seals));
	ks_table_finish(&table);
}

static void draw_attendance(struct ks_sheet *sheet, const void *context)
{
	const struct attended *attended = context;
	const struct ks_attendance_list *list = attended->list;

	for (size_t i = 0; i < list->n_rows; i += ks_attendance_rows_of(list, i)) {
		ks_sheet_next(sheet);
		put_gathering(sheet, &list->rows[i], ks_attendance_rows_of(list, i),
			      attended->origin);
	}
}

enum ks_rc ks_pdf_attendance(const struct ks_attendance_list *list,
			     const struct ks_pdf_origin *origin, struct ks_buf *out)
{
	struct attended attended = {list, origin};

	return ks_sheet_make("出席簿", origin->body, origin->day, false, draw_attendance, &attended,
			     out);
}

/* ---- 年次報告 ---- */

struct annual {
	const struct ks_pdf_annual *what;
	const struct ks_pdf_origin *origin;
};

static void put_groups(struct ks_sheet *sheet, const struct ks_completion *completion,
		       enum ks_report_group group, const char *title)
{
	struct ks_table table;

	ks_group_table(completion, group, true, &table);
	ks_sheet_text(sheet, 13, true, KS_SHEET_LEFT, title);
	ks_sheet_table(sheet, &table, 0, ks_table_rows(&table), 9);
	for (size_t i = 0; i < table.n_notes; i++)
		ks_sheet_text(sheet, 8, false, KS_SHEET_LEFT, table.notes[i]);
	ks_table_finish(&table);
}

static void draw_annual(struct ks_sheet *sheet, const void *context)
{
	const struct annual *annual = context;
	const struct ks_completion *c = annual->what->completion;
	char *nendo = ks_wareki_nendo(c->nendo);
	char *title = ks_format("%s 情報セキュリティ研修 年次報告", nendo);
	char *sum = ks_format(
		"名簿 %zu名のうち対象 %zu名（対象外 %zu名）。対象 %zu名のうち、修了 %zu名（%.1f%%）、"
		"受講中 %zu名、未受講 %zu名。期限を過ぎた人は %zu名。",
		c->n_listed, c->n_target, c->n_exempt, c->n_target, c->n_done,
		c->n_target ? 100.0 * (double)c->n_done / (double)c->n_target : 0.0, c->n_under_way,
		c->n_not_started, c->n_overdue);
	size_t n_corrected = 0;
	char *corrected;

	for (size_t i = 0; i < c->n_rows; i++)
		n_corrected += c->rows[i].correction && c->rows[i].correction[0];
	corrected = ks_format("訂正のあった人は %zu名。訂正の前と後は、訂正の記録にあります。",
			      n_corrected);
	ks_sheet_text(sheet, 18, true, KS_SHEET_LEFT, title);
	put_body(sheet, annual->origin, KS_SHEET_LEFT);
	put_day(sheet, annual->origin->day, " 現在");
	ks_sheet_text(sheet, 11, false, KS_SHEET_LEFT, sum);
	ks_sheet_text(sheet, 11, false, KS_SHEET_LEFT, corrected);
	ks_sheet_text(sheet, 11, false, KS_SHEET_LEFT, annual->what->reminded);
	ks_sheet_text(sheet, 11, false, KS_SHEET_LEFT, annual->what->plan);
	ks_sheet_skip(sheet, 8);
	put_groups(sheet, c, KS_GROUP_UNIT, "所属ごと");
	put_groups(sheet, c, KS_GROUP_EMPLOYMENT, "任用区分ごと");
	ks_sheet_to(sheet, MARK_HEIGHT);
	put_origin(sheet, annual->origin);
	free(corrected);
	free(sum);
	free(title);
	free(nendo);
}

enum ks_rc ks_pdf_annual(const struct ks_pdf_annual *what, const struct ks_pdf_origin *origin,
			 struct ks_buf *out)
{
	struct annual annual = {what, origin};

	return ks_sheet_make("年次報告", origin->body, origin->day, false, draw_annual, &annual, out);
}

/* ---- 修了証 ---- */

struct certified {
	const struct ks_pdf_certificate *what;
	const struct ks_pdf_origin *origin;
};

static void draw_certificate(struct ks_sheet *sheet, const void *context)
{
	static const char *const seal[] = {"公印"};
	const struct certified *certified = context;
	const struct ks_pdf_certificate *what = certified->what;
	char *nendo = ks_wareki_nendo(what->nendo);
	char *who = ks_format("%s　%s 様", what->unit, what->name);
	char *number = ks_format("職員番号 %s", what->number);
	char *text =
		what->is_done
			? ks_format("あなたは、%sの情報セキュリティ研修を修了したことを証します。",
				    nendo)
			: ks_format("%sの情報セキュリティ研修の受講は、次のとおりです。", nendo);

	ks_sheet_skip(sheet, 40);
	ks_sheet_text(sheet, 30, true, KS_SHEET_CENTRE, what->is_done ? "修 了 証" : "受講証明書");
	ks_sheet_skip(sheet, 30);
	ks_sheet_text(sheet, 16, true, KS_SHEET_LEFT, who);
	ks_sheet_text(sheet, 11, false, KS_SHEET_LEFT, number);
	ks_sheet_skip(sheet, 20);
	ks_sheet_text(sheet, 13, false, KS_SHEET_LEFT, text);
	ks_sheet_skip(sheet, 16);
	ks_sheet_table(sheet, what->lessons, 0, ks_table_rows(what->lessons), 10);
	put_day(sheet, certified->origin->day, "");
	if (certified->origin->body[0])
		ks_sheet_text(sheet, 14, true, KS_SHEET_RIGHT, certified->origin->body);
	ks_sheet_to(sheet, 110);
	put_origin(sheet, certified->origin);
	ks_sheet_boxes(sheet, seal, KS_COUNT(seal));
	free(text);
	free(number);
	free(who);
	free(nendo);
}

enum ks_rc ks_pdf_certificate(const struct ks_pdf_certificate *what,
			      const struct ks_pdf_origin *origin, struct ks_buf *out)
{
	struct certified certified = {what, origin};

	return ks_sheet_make(what->is_done ? "修了証" : "受講証明書", origin->body, origin->day,
			     false, draw_certificate, &certified, out);
}

/* ---- 督促文 ---- */

struct mailed {
	const struct ks_pdf_letter *letters;
	size_t n;
	const struct ks_pdf_origin *origin;
};

static void draw_letters(struct ks_sheet *sheet, const void *context)
{
	const struct mailed *mailed = context;

	for (size_t i = 0; i < mailed->n; i++) {
		const struct ks_pdf_letter *letter = &mailed->letters[i];
		char *who = ks_format("%s　%s 様", letter->unit, letter->name);

		ks_sheet_next(sheet);
		put_day(sheet, mailed->origin->day, "");
		put_body(sheet, mailed->origin, KS_SHEET_RIGHT);
		ks_sheet_skip(sheet, 16);
		ks_sheet_text(sheet, 14, true, KS_SHEET_LEFT, who);
		ks_sheet_skip(sheet, 16);
		ks_sheet_text(sheet, 15, true, KS_SHEET_CENTRE, "情報セキュリティ研修の受講について");
		ks_sheet_skip(sheet, 12);
		ks_sheet_text(
			sheet, 12, false, KS_SHEET_LEFT,
			letter->is_overdue
				? "次の研修の期限が過ぎています。できるだけ早く受講してください。"
				: "次の研修を、まだ受けていません。期限までに受講してください。");
		ks_sheet_skip(sheet, 8);
		ks_sheet_text(sheet, 12, false, KS_SHEET_LEFT, letter->lessons);
		ks_sheet_skip(sheet, 8);
		ks_sheet_text(sheet, 12, false, KS_SHEET_LEFT,
			      "職場の端末で、職員番号を入れて受講します。"
			      "分からないことは、研修の担当へお尋ねください。");
		ks_sheet_to(sheet, MARK_HEIGHT);
		put_origin(sheet, mailed->origin);
		free(who);
	}
}

enum ks_rc ks_pdf_letters(const struct ks_pdf_letter *letters, size_t n,
			  const struct ks_pdf_origin *origin, struct ks_buf *out)
{
	struct mailed mailed = {letters, n, origin};

	return ks_sheet_make("督促文", origin->body, origin->day, false, draw_letters, &mailed, out);
}

/* ---- 暗証番号のお知らせ ---- */

#define FOLD_INNER 530.0 /* points above the lower margin: below the first fold of an A4 sheet */
#define FOLD_LOWER 240.0 /* and below the second */

struct slipped {
	const struct ks_pdf_slip *slips;
	size_t n;
	const struct ks_pdf_origin *origin;
};

/* To whom, outside; the number, inside both folds; what to do with it, below. */
static void draw_slip(struct ks_sheet *sheet, const struct ks_pdf_slip *slip)
{
	const char *const pairs[][2] = {{"職員番号", slip->number}, {"暗証番号", slip->pin}};
	char *who = ks_format("%s　%s 様", slip->unit, slip->name);

	ks_sheet_text(sheet, 14, true, KS_SHEET_LEFT, who);
	ks_sheet_text(sheet, 12, true, KS_SHEET_RIGHT, "親展");
	ks_sheet_skip(sheet, 10);
	ks_sheet_text(sheet, 10, false, KS_SHEET_LEFT,
		      "三つに折り、封をして、本人に渡してください。ほかの人は開けないでください。");
	ks_sheet_to(sheet, FOLD_INNER);
	ks_sheet_text(sheet, 15, true, KS_SHEET_CENTRE, "研修端末の暗証番号のお知らせ");
	ks_sheet_skip(sheet, 16);
	ks_sheet_pairs(sheet, pairs, 2);
	ks_sheet_to(sheet, FOLD_LOWER);
	ks_sheet_text(
		sheet, 12, false, KS_SHEET_LEFT,
		"職場の端末で、職員番号とこの番号を入れ、自分の暗証番号を決めてください。決めたら、この紙は細かく"
		"裂いて捨ててください。忘れたときや、だれかに見られたときは、新しい番号に替えられます。"
		"研修の担当へ知らせてください。");
	free(who);
}

static void draw_slips(struct ks_sheet *sheet, const void *context)
{
	const struct slipped *slipped = context;

	for (size_t i = 0; i < slipped->n; i++) {
		ks_sheet_next(sheet);
		put_day(sheet, slipped->origin->day, "");
		put_body(sheet, slipped->origin, KS_SHEET_RIGHT);
		ks_sheet_skip(sheet, 16);
		draw_slip(sheet, &slipped->slips[i]);
	}
}

enum ks_rc ks_pdf_slips(const struct ks_pdf_slip *slips, size_t n,
			const struct ks_pdf_origin *origin, struct ks_buf *out)
{
	struct slipped slipped = {slips, n, origin};

	return ks_sheet_make("暗証番号のお知らせ", origin->body, origin->day, false, draw_slips,
			     &slipped, out);
}
