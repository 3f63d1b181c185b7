/* SPDX-License-Identifier: Apache-2.0 */
#include "web/answers.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/answers.h"

/* ---- which ---- */

static void put_lessons(struct ks_call *call, const struct ks_gathering *gathering,
			const struct ks_plans *plans)
{
	char *text = ks_strdup(gathering->lessons), *rest = text, *id;

	ks_page_choice_begin(call, "a", "sheet", "科目");
	while ((id = strsep(&rest, ", "))) {
		char *word = ks_format("%s　%s", id, ks_plans_title(plans, id));

		if (id[0])
			ks_page_choice(call, id, word);
		free(word);
	}
	ks_page_choice_end(call);
	free(text);
}

static void put_courses(struct ks_call *call, const struct ks_plans *plans)
{
	if (plans->n_items < 2)
		return;
	ks_page_choice_begin(call, "a", "course", "コース");
	ks_page_choice(call, "", "この科目がある最初のコース");
	for (size_t i = 0; i < plans->n_items; i++)
		ks_page_choice(call, plans->items[i].id, plans->items[i].title);
	ks_page_choice_end(call);
}

void ks_answers_put(struct ks_call *call, const struct ks_gathering *gathering)
{
	struct ks_html *html = &call->html;
	struct ks_plans plans = {0};
	enum ks_rc rc = ks_centre_plans(call->store, ks_nendo_of(gathering->date), &plans);

	ks_html_line(html, "h3", NULL, "紙で解答する人の解答用紙");
	if (!gathering->lessons[0] || rc == KS_NOT_FOUND || !ks_call_read(call, rc)) {
		ks_html_line(html, "p", "small",
			     gathering->lessons[0]
				     ? "この年度のコースが、まだセンターに届いていません。"
				     : "上の「扱う科目」を入れると、解答用紙を作れます。");
	} else {
		ks_html_open(html, "form", NULL);
		ks_html_attr(html, "method", "get");
		ks_html_attr(html, "action", "/gatherings");
		ks_page_hidden(call, "edit", gathering->id);
		ks_html_open(html, "div", "fields");
		put_lessons(call, gathering, &plans);
		put_courses(call, &plans);
		ks_html_close(html, "div");
		ks_html_line(
			html, "p", "small",
			"全員に同じものを配ります。書いた答えは、係員が端末の「紙の解答を転記する」で入れます。");
		ks_html_open(html, "p", NULL);
		ks_html_open(html, "button", NULL);
		ks_html_attr(html, "type", "submit");
		ks_html_text(html, "解答用紙（PDF）を作る");
		ks_html_close(html, "button");
		ks_html_close(html, "p");
		ks_html_close(html, "form");
	}
	ks_plans_finish(&plans);
}

/* ---- the file ---- */

static const char *const faults[] = {
	[KS_ANSWERS_NO_GATHERING] = "この番号の集合研修は、ありません。",
	[KS_ANSWERS_NO_LESSON] =
		"このコースに、この科目はありません。科目とコースを選び直してください。",
	[KS_ANSWERS_NO_PAPER] = "この科目には、紙で解答できる問題がありません。",
	[KS_ANSWERS_NO_CONTENT] =
		"センターから端末に配っている教材がありません。教材を配ってから、もう一度作ってください。",
};

static enum ks_rc give(const void *context, const struct ks_pdf_origin *origin, struct ks_buf *out)
{
	const struct ks_buf *pdf = context;

	(void)origin;
	ks_buf_append(out, ks_buf_text(pdf), pdf->len);
	return KS_OK;
}

void ks_answers_send(struct ks_call *call)
{
	const struct ks_answers_wish wish = {
		.gathering = ks_call_query(call, "edit"),
		.lesson = ks_call_query(call, "sheet"),
		.course = ks_call_query(call, "course"),
		.day = call->today,
	};
	struct ks_buf pdf = {.ceiling = (size_t)64 << 20};
	const struct ks_sheets sheets = {.write = give, .context = &pdf};
	char mark[KS_PAPER_MARK], *name;
	enum ks_answers_fault fault;
	enum ks_rc rc = ks_report_answer_sheet_offered(call->store, &wish, &pdf, mark, &fault);

	if (rc == KS_NOT_FOUND) {
		ks_call_page_error(call, 404, "解答用紙を作れません", faults[fault]);
	} else if (rc != KS_OK) {
		ks_call_failed(call, rc);
	} else {
		name = ks_format("解答用紙_%s_%s", wish.lesson, mark);
		call->format = "pdf";
		(void)ks_call_export_sheets(call, NULL, &sheets, name, -1); /* of nobody */
		free(name);
	}
	ks_buf_finish(&pdf);
}
