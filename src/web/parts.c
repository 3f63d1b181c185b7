/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "web/call.h"

/* Tables, tiles and bars. Right and wrong are told by colour and by a word, never by colour alone. */

#define SHORT_COLUMNS 26 /* stays on one line */

static const char *state_class(const char *word)
{
	static const struct {
		const char *word, *class;
	} states[] = {
		{"修了", "state ok"},
		{"受講中", "state warn"},
		{KS_STATUS_OVERDUE, "state bad"},
		{"正常", "state ok"},
		{"見直し", "state warn"},
		{"連絡なし", "state bad"},
		{"要確認", "state warn"},
		{"合格", "state ok"},
		{"不合格", "state bad"},
		{"断った", "state bad"},
		{"未確認", "state warn"},
		{"未受講（退職）", "state bad"},
		{"有効", "state ok"},
		{"まもなく終わる", "state warn"},
		{"承認", "state ok"},
		{"承認待ち", "state warn"},
		{"却下", "state bad"},
		{"追加", "state ok"},
		{"変更", "state ok"},
		{"外れる", "state bad"},
		{"誤り", "state bad"},
		{"注意", "state warn"},
		{"これから", "state warn"},
		{"済み", "state ok"},
		{"むずかしい", "state bad"},
		{"やさしすぎる", "state warn"},
		{"見分ける力が弱い", "state warn"},
	};

	for (size_t i = 0; i < KS_COUNT(states); i++)
		if (strcmp(states[i].word, word) == 0)
			return states[i].class;
	return "state";
}

void ks_page_state(struct ks_call *call, const char *word)
{
	ks_html_line(&call->html, "span", state_class(word), word);
}

void ks_page_bar(struct ks_call *call, double share)
{
	struct ks_html *html = &call->html;
	char line[32];

	snprintf(line, sizeof(line), "M0 5h%.1f", 200 * share);
	ks_html_open(html, "svg", "bar");
	ks_html_attr(html, "viewBox", "0 0 200 10");
	ks_html_attr(html, "aria-hidden", "true");
	ks_html_open(html, "path", NULL);
	ks_html_attr(html, "d", line);
	ks_html_close(html, "path");
	ks_html_close(html, "svg");
}

static void put_person(struct ks_call *call, const char *number)
{
	struct ks_buf url = {0};
	char nendo[16];

	snprintf(nendo, sizeof(nendo), "%d", call->nendo);
	ks_buf_puts(&url, "/people/");
	ks_url_part(&url, number);
	ks_url_put(&url, "nendo", nendo);
	ks_html_link(&call->html, ks_buf_text(&url), NULL, number);
	ks_buf_finish(&url);
}

static void put_cell(struct ks_call *call, const struct ks_cell *cell, enum ks_cell_type type,
		     enum ks_show show)
{
	struct ks_html *html = &call->html;
	const char *class = NULL;

	if (cell->type != KS_CELL_PERCENT && ks_cell_is_right(type))
		class = "num";
	else if (show == KS_SHOW_STRONG)
		class = ks_utf8_columns(cell->text) <= SHORT_COLUMNS ? "strong short" : "strong";
	else if (ks_utf8_columns(cell->text) <= SHORT_COLUMNS)
		class = "short";
	ks_html_open(html, "td", class);
	if (cell->type == KS_CELL_PERCENT)
		ks_page_bar(call, cell->value);
	if (show == KS_SHOW_PERSON && cell->text[0])
		put_person(call, cell->text);
	else if (show == KS_SHOW_STATE && cell->text[0])
		ks_page_state(call, cell->text);
	else
		ks_html_text(html, cell->text);
	ks_html_close(html, "td");
}

static void begin_table(struct ks_call *call, const char *caption)
{
	struct ks_html *html = &call->html;

	ks_html_open(html, "section", "scroll");
	ks_html_attr(html, "tabindex", "0");
	ks_html_attr(html, "aria-label", caption);
	ks_html_open(html, "table", NULL);
	ks_html_line(html, "caption", NULL, caption);
	ks_html_open(html, "thead", NULL);
	ks_html_open(html, "tr", NULL);
}

static void put_heading(struct ks_call *call, const char *class, const char *word)
{
	ks_html_open(&call->html, "th", class);
	ks_html_attr(&call->html, "scope", "col");
	ks_html_text(&call->html, word);
	ks_html_close(&call->html, "th");
}

static void end_headings(struct ks_call *call)
{
	ks_html_close(&call->html, "tr");
	ks_html_close(&call->html, "thead");
	ks_html_open(&call->html, "tbody", NULL);
}

void ks_page_head(struct ks_call *call, const char *caption, const struct ks_heading *headings,
		  size_t n)
{
	begin_table(call, caption);
	for (size_t i = 0; i < n; i++)
		if (headings[i].word)
			put_heading(call, headings[i].class, headings[i].word);
	end_headings(call);
}

void ks_page_foot(struct ks_call *call)
{
	ks_html_close(&call->html, "tbody");
	ks_html_close(&call->html, "table");
	ks_html_close(&call->html, "section");
}

void ks_page_two(struct ks_call *call, const char *class, const char *first, const char *second)
{
	struct ks_html *html = &call->html;

	ks_html_open(html, "td", class);
	ks_html_text(html, first);
	if (second[0]) {
		ks_html_open(html, "br", NULL);
		ks_html_close(html, "br");
		ks_html_line(html, "span", "small", second);
	}
	ks_html_close(html, "td");
}

bool ks_page_is_told(const struct ks_table *table, size_t column)
{
	for (size_t r = 0; r < ks_table_rows(table); r++)
		if (ks_table_cell(table, r, column)->text[0])
			return true;
	return false;
}

void ks_page_table(struct ks_call *call, const struct ks_page_table *what)
{
	struct ks_html *html = &call->html;
	const struct ks_table *table = what->table;

	begin_table(call, what->caption);
	for (size_t c = 0; c < table->n_columns; c++)
		if (what->shows[c] != KS_SHOW_NOT)
			put_heading(call, table->columns[c].type == KS_CELL_NUMBER ? "num" : NULL,
				    table->columns[c].heading);
	end_headings(call);
	for (size_t r = what->from; r < what->from + what->n && r < ks_table_rows(table); r++) {
		ks_html_open(html, "tr", NULL);
		for (size_t c = 0; c < table->n_columns; c++)
			if (what->shows[c] != KS_SHOW_NOT)
				put_cell(call, ks_table_cell(table, r, c), table->columns[c].type,
					 what->shows[c]);
		ks_html_close(html, "tr");
	}
	ks_page_foot(call);
}

size_t ks_page_from(const struct ks_call *call, size_t n_rows)
{
	size_t n_pages = (n_rows + KS_ROWS_A_PAGE - 1) / KS_ROWS_A_PAGE;
	size_t page = n_pages == 0 ? 0 : call->page < n_pages ? call->page : n_pages - 1;

	return page * KS_ROWS_A_PAGE;
}

static void put_turn(struct ks_call *call, size_t page, const char *word)
{
	char text[24], *url;

	snprintf(text, sizeof(text), "%zu", page);
	url = ks_page_url(call, "page", text);
	ks_html_link(&call->html, url, "button", word);
	free(url);
}

void ks_page_pager(struct ks_call *call, size_t n_rows, const char *counter)
{
	struct ks_html *html = &call->html;
	size_t from = ks_page_from(call, n_rows), to = from + KS_ROWS_A_PAGE;
	size_t page = from / KS_ROWS_A_PAGE + 1;
	char *label = ks_format("表のページ（%s）", counter);

	to = to < n_rows ? to : n_rows;
	ks_html_open(html, "nav", "pager");
	ks_html_attr(html, "aria-label", label);
	ks_html_open(html, "span", NULL);
	ks_html_printf(html, "%zu～%zu%s ／ %zu%s", n_rows ? from + 1 : 0, to, counter, n_rows,
		       counter);
	ks_html_close(html, "span");
	ks_html_open(html, "span", NULL);
	if (page > 1)
		put_turn(call, page - 1, "前のページ");
	if (to < n_rows)
		put_turn(call, page + 1, "次のページ");
	ks_html_close(html, "span");
	ks_html_close(html, "nav");
	free(label);
}

void ks_page_empty(struct ks_call *call, const char *text)
{
	ks_html_line(&call->html, "p", "card empty", text);
}

void ks_page_tile(struct ks_call *call, const char *class, const char *name, const char *value,
		  const char *counter, const char *note)
{
	struct ks_html *html = &call->html;
	char *classes = ks_format("tile %s", class);

	ks_html_open(html, "div", classes);
	ks_html_line(html, "p", "what", name);
	ks_html_open(html, "p", "value");
	ks_html_text(html, value);
	ks_html_line(html, "small", NULL, counter);
	ks_html_close(html, "p");
	ks_html_line(html, "p", "note", note);
	ks_html_close(html, "div");
	free(classes);
}
