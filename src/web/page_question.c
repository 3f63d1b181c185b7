/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "report/question.h"
#include "web/call.h"
#include "web/question.h"

/* One question of 設問分析: as it was shown, and how often each choice was taken. */

void ks_page_share(struct ks_call *call, size_t n, size_t of)
{
	if (of == 0)
		return;
	ks_page_bar(call, (double)n / (double)of);
	ks_html_printf(&call->html, "%.1f%%", 100 * (double)n / (double)of);
}

#define WORDS_SIGNS 14 /* of a choice in the list; the page of the question has it whole */
#define BAR_WIDTH 260.0

static void put_segments(struct ks_html *html, const struct ks_question_shown *shown, double n_all)
{
	double at = 0;

	ks_html_open(html, "svg", "chosen");
	ks_html_attr(html, "viewBox", "0 0 260 12");
	ks_html_attr(html, "aria-hidden", "true");
	for (size_t i = 0; i < shown->n_choices; i++) {
		double width = BAR_WIDTH * (double)shown->choices[i].n / n_all;
		char *path = ks_format("M%.1f 0h%.1fv12h-%.1fz", at, width, width);

		if (shown->choices[i].n > 0) {
			ks_html_open(html, "path", shown->choices[i].is_right ? "right" : NULL);
			ks_html_attr(html, "d", path);
			ks_html_close(html, "path");
		}
		at += width;
		free(path);
	}
	ks_html_close(html, "svg");
}

/* As many signs as fit, and … for the rest; malloc'd. */
static char *clip(const char *text)
{
	const char *end = text + strlen(text), *at = text, *last = text;

	while (at < end) {
		if (ks_utf8_count(text, (size_t)(at - text)) == WORDS_SIGNS)
			return ks_format("%.*s…", (int)(last - text), text);
		last = at;
		(void)ks_utf8_next(&at, end);
	}
	return ks_strdup(text);
}

static void put_clipped(struct ks_html *html, const struct ks_choice_row *choice)
{
	char *text = clip(ks_choice_words(choice));

	ks_html_open(html, "span", choice->is_right ? "right" : NULL);
	ks_html_printf(html, "%s%s %zu", choice->is_right ? KS_CHOSEN_RIGHT : "", text, choice->n);
	ks_html_close(html, "span");
	free(text);
}

void ks_page_choices_taken(struct ks_call *call, const struct ks_question_row *row)
{
	struct ks_html *html = &call->html;
	struct ks_question_shown shown = {0};
	double n_all = 0;
	enum ks_rc rc = KS_OK;

	if (!row->is_few)
		rc = ks_report_question_shown(call->store, call->nendo, row, &shown);
	ks_question_shown_fold(&shown);
	for (size_t i = 0; ks_call_read(call, rc) && i < shown.n_choices; i++)
		n_all += (double)shown.choices[i].n;
	if (n_all > 0) {
		put_segments(html, &shown, n_all);
		ks_html_open(html, "span", "small");
		for (size_t i = 0; i < shown.n_choices; i++) {
			if (i > 0)
				ks_html_text(html, KS_CHOSEN_MARK);
			put_clipped(html, &shown.choices[i]);
		}
		ks_html_close(html, "span");
	} else {
		ks_html_text(html, "—");
	}
	ks_question_shown_finish(&shown);
}

static void put_choice(struct ks_call *call, const struct ks_choice_row *choice, size_t n_answers)
{
	struct ks_html *html = &call->html;

	ks_html_open(html, "tr", NULL);
	ks_html_line(html, "td", choice->is_right ? "short strong" : "short",
		     choice->is_right ? "正解" : "");
	ks_html_line(html, "td", choice->is_right ? "strong" : NULL, ks_choice_words(choice));
	ks_html_open(html, "td", "num");
	ks_html_printf(html, "%zu", choice->n);
	ks_html_close(html, "td");
	ks_html_open(html, "td", "short");
	ks_page_share(call, choice->n, n_answers);
	ks_html_close(html, "td");
	ks_html_close(html, "tr");
}

static void put_shown(struct ks_call *call, const struct ks_question_row *row,
		      const struct ks_question_shown *shown)
{
	static const struct ks_heading headings[] = {
		{"正解", NULL}, {"選択肢", NULL}, {"選ばれた数", "num"}, {"解答のうち", NULL}};
	struct ks_html *html = &call->html;
	char *url = ks_page_url(call, "question", "");

	ks_html_open(html, "div", "card");
	ks_html_open(html, "p", "small");
	ks_html_printf(html, "%s %s ／ 方針 %s ／ 教材の版 %s ／ 解答 %zu件", row->question,
		       row->lesson_title, row->clauses[0] ? row->clauses : "—", row->revision,
		       row->n_answers);
	ks_html_close(html, "p");
	ks_html_line(html, "h2", NULL, shown->text[0] ? shown->text : "文は、記録にありません。");
	if (row->is_few) {
		ks_page_empty(call, "この条件で答えた人が5名より少ないので、数を出しません。");
	} else if (shown->n_choices > 0) {
		ks_page_head(call, "選択肢と、選ばれた数", headings, KS_COUNT(headings));
		for (size_t i = 0; i < shown->n_choices; i++)
			put_choice(call, &shown->choices[i], row->n_answers);
		ks_page_foot(call);
	}
	ks_html_line(html, "p", "small",
		     "この版で答えた人の画面に出たとおりの文です。2回目からの解答も数えます。"
		     "いくつも選ぶ問題では、足すと解答の数より多くなります。");
	ks_html_open(html, "p", "noprint");
	ks_html_link(html, url, "button", "設問分析へ戻る");
	ks_html_close(html, "p");
	ks_html_close(html, "div");
	free(url);
}

bool ks_page_question(struct ks_call *call, const struct ks_question_list *list)
{
	const char *id = ks_call_query(call, "question"), *revision = ks_call_query(call, "revision");
	struct ks_question_shown shown;
	enum ks_rc rc;

	for (size_t i = 0; i < list->n_rows; i++) {
		const struct ks_question_row *row = &list->rows[i];

		if (strcmp(row->question, id) != 0 || strcmp(row->revision, revision) != 0)
			continue;
		rc = ks_report_question_shown(call->store, call->nendo, row, &shown);
		if (rc == KS_OK) {
			ks_page_begin(call, row->title[0] ? row->title : row->question);
			put_shown(call, row, &shown);
			ks_page_end(call);
		} else {
			ks_call_failed(call, rc);
		}
		ks_question_shown_finish(&shown);
		return true;
	}
	return false;
}
