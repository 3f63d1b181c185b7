/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "content/lesson.h"
#include "course/paper.h"
#include "report/pdf.h"
#include "report/sheet.h"

/* 解答用紙: the quiz of a lesson for who answers on paper; the 係員 keys it in by its mark (visit/paper.h). One for all, to be copied. */

#define SMALL 9.0
#define TEXT 10.5
#define MARK_SKIP 30.0 /* the code is higher than what stands beside it */

struct asked {
	const struct ks_pdf_answers *what;
	const struct ks_pdf_origin *origin;
	const struct ks_attempt *sheet;
	char mark[KS_PAPER_MARK];
};

static void put(struct ks_sheet *sheet, double size, bool is_bold, char *text)
{
	ks_sheet_text(sheet, size, is_bold, KS_SHEET_LEFT, text);
	free(text);
}

/* Which sheet it is, and of which record: above, so that it costs no page. */
static void put_mark(struct ks_sheet *sheet, const struct asked *asked)
{
	const struct ks_pdf_answers *what = asked->what;
	const char *head = asked->origin->mark;
	char *number = ks_format("用紙番号 %s", asked->mark);
	char *text = ks_format("kenshu answers %s %s %s", what->gathering->id,
			       what->rules->lesson->id, asked->mark);
	char *words =
		ks_format("係員は、出席簿の「紙の解答を転記する」で、この番号の用紙を選びます。%s%s",
			  head[0] ? "\n記録の末尾 " : "", head);

	ks_sheet_mark(sheet, text, words);
	ks_sheet_text(sheet, 14, true, KS_SHEET_RIGHT, number);
	if (asked->origin->body[0])
		ks_sheet_text(sheet, 11, false, KS_SHEET_RIGHT, asked->origin->body);
	free(words);
	free(text);
	free(number);
}

static void put_head(struct ks_sheet *sheet, const struct asked *asked)
{
	const struct ks_pdf_answers *what = asked->what;
	char *date = ks_wareki_date_weekday(what->gathering->date);
	char *where = ks_format("%s　%s（%s）", date, what->gathering->title, what->gathering->id);
	char *what_for = ks_format("%s（%s）", what->rules->lesson->title, what->rules->plan->title);
	const char *const pairs[][2] = {
		{"科目", what_for},
		{"集合研修", where},
		{"職員番号", " "},
		{"氏名", " "},
	};

	put_mark(sheet, asked);
	ks_sheet_skip(sheet, asked->origin->body[0] ? MARK_SKIP : MARK_SKIP + 15);
	ks_sheet_text(sheet, 20, true, KS_SHEET_LEFT, "解 答 用 紙");
	ks_sheet_skip(sheet, 4);
	ks_sheet_pairs(sheet, pairs, KS_COUNT(pairs));
	ks_sheet_text(sheet, SMALL, false, KS_SHEET_LEFT,
		      "選ぶ問題は、ア、イ…に○を付けてください。書き終えたら、係員に渡してください。端末に転記して、"
		      "端末での解答と同じように採点します。");
	ks_sheet_skip(sheet, 6);
	free(what_for);
	free(where);
	free(date);
}

static void put_block(struct ks_sheet *sheet, const struct ks_block *block)
{
	if (block->heading.len > 0)
		ks_sheet_text(sheet, SMALL, true, KS_SHEET_LEFT, block->heading.text);
	if (block->text.len > 0)
		ks_sheet_text(sheet, SMALL, false, KS_SHEET_LEFT, block->text.text);
	for (size_t i = 0; i < block->n_items; i++)
		put(sheet, SMALL, false, ks_format("・%s", block->items[i].text));
	for (size_t i = 0; i < block->n_parts; i++) {
		const struct ks_mail_part *part = &block->parts[i];

		put(sheet, SMALL, false,
		    ks_format("　｜ %s%s%s", part->label, part->label[0] ? ": " : "",
			      part->text.text));
	}
}

/* What a case is about stands before its first step. */
static void put_case(struct ks_sheet *sheet, const struct ks_case *artefact)
{
	put(sheet, TEXT, true, ks_format("【事例】%s", artefact->page.title.text));
	for (size_t i = 0; i < artefact->page.n_blocks; i++)
		put_block(sheet, &artefact->page.blocks[i]);
}

static void put_choices(struct ks_sheet *sheet, const struct ks_question *question,
			const struct ks_attempt_item *item)
{
	bool is_numbered =
		question->kind == KS_QUESTION_CLASSIFY || question->kind == KS_QUESTION_ORDER;

	if (question->kind == KS_QUESTION_TRUE_FALSE) {
		ks_sheet_text(sheet, 14, false, KS_SHEET_LEFT, "　　○　　　×");
		return;
	}
	for (size_t i = 0; i < question->n_boxes; i++)
		put(sheet, TEXT, false, ks_format("　　%zu … %s", i + 1, question->boxes[i].text));
	for (size_t i = 0; i < question->n_choices; i++)
		put(sheet, TEXT, false,
		    ks_format("　%s　%s　%s", is_numbered ? "（　　）" : "", ks_choice_mark((int)i),
			      question->choices[item->order[i]].text.text));
}

static void put_question(struct ks_sheet *sheet, const struct ks_question *question,
			 const struct ks_attempt_item *item, int number)
{
	static const char *const hints[] = {
		[KS_QUESTION_SINGLE] = "（一つ）",
		[KS_QUESTION_MULTIPLE] = "（いくつでも）",
		[KS_QUESTION_TRUE_FALSE] = "（○か×）",
		[KS_QUESTION_CLASSIFY] = "（合う番号を書く）",
		[KS_QUESTION_ORDER] = "（順番を 1 から書く）",
	};

	put(sheet, TEXT, true,
	    ks_format("問%d%s　%s", number, hints[question->kind], question->stem.text));
	put_choices(sheet, question, item);
	ks_sheet_skip(sheet, 6);
}

static void draw(struct ks_sheet *sheet, const void *context)
{
	const struct asked *asked = context;
	const struct ks_pdf_answers *what = asked->what;
	const struct ks_case *before = NULL;
	put_head(sheet, asked);
	for (int i = 0; i < asked->sheet->n_items; i++) {
		const struct ks_attempt_item *item = &asked->sheet->items[i];
		const struct ks_question *question =
			ks_quiz_find(&what->rules->lesson->quiz, item->question);

		if (question->artefact && question->artefact != before)
			put_case(sheet, question->artefact);
		before = question->artefact;
		put_question(sheet, question, item, i + 1);
	}
}

enum ks_rc ks_pdf_answers(const struct ks_pdf_answers *what, const struct ks_pdf_origin *origin,
			  struct ks_buf *out, char mark[KS_PAPER_MARK])
{
	struct ks_attempt *sheet = ks_alloc_zero(1, sizeof(*sheet));
	struct asked asked = {.what = what, .origin = origin, .sheet = sheet};
	enum ks_rc rc = KS_NOT_FOUND;

	ks_paper_draw(what->rules, what->gathering->id, sheet);
	if (sheet->n_items > 0) {
		ks_paper_mark(what->rules, sheet, asked.mark);
		memcpy(mark, asked.mark, sizeof(asked.mark));
		rc = ks_sheet_make("解答用紙", origin->body, origin->day, false, draw, &asked, out);
	}
	free(sheet);
	return rc;
}
