/* SPDX-License-Identifier: Apache-2.0 */
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#include "web/call.h"

/* Forms that change something: each carries the session's token, and says in the page which 年度 it is of. */

static void begin_form(struct ks_call *call, const char *action, bool has_file)
{
	char *nendo = ks_format("%d", call->nendo);

	ks_html_open(&call->html, "form", "noprint");
	ks_html_attr(&call->html, "method", "post");
	ks_html_attr(&call->html, "action", action);
	if (has_file)
		ks_html_attr(&call->html, "enctype", "multipart/form-data");
	ks_page_hidden(call, "csrf", call->csrf);
	ks_page_hidden(call, "nendo", nendo);
	ks_html_open(&call->html, "div", "fields");
	free(nendo);
}

void ks_page_form_begin(struct ks_call *call, const char *action)
{
	begin_form(call, action, false);
}

void ks_page_file_form_begin(struct ks_call *call, const char *action)
{
	begin_form(call, action, true);
}

void ks_page_form_end(struct ks_call *call)
{
	ks_html_close(&call->html, "div");
	ks_html_close(&call->html, "form");
}

static char *begin_field(struct ks_call *call, const char *form, const char *name, const char *word,
			 bool is_wide)
{
	char *id = ks_format("%s-%s", form, name);

	ks_html_open(&call->html, "div", is_wide ? "wide" : NULL);
	ks_html_open(&call->html, "label", NULL);
	ks_html_attr(&call->html, "for", id);
	ks_html_text(&call->html, word);
	ks_html_close(&call->html, "label");
	return id;
}

void ks_page_field(struct ks_call *call, const char *form, const struct ks_field *field)
{
	struct ks_html *html = &call->html;
	char *id = begin_field(call, form, field->name, field->word, field->is_wide);
	char *max = ks_format("%d", field->max ? field->max : 120);
	bool is_text = strcmp(field->type, "text") == 0;

	ks_html_open(html, "input", NULL);
	ks_html_attr(html, "id", id);
	ks_html_attr(html, "name", field->name);
	ks_html_attr(html, "type", field->type);
	if (is_text)
		ks_html_attr(html, "maxlength", max);
	if (field->is_required)
		ks_html_attr(html, "required", "");
	if (strcmp(field->type, "file") != 0)
		ks_html_attr(html, "value", field->value ? field->value : "");
	ks_html_close(html, "input");
	ks_html_close(html, "div");
	free(max);
	free(id);
}

void ks_page_choice_begin(struct ks_call *call, const char *form, const char *name, const char *word)
{
	char *id = begin_field(call, form, name, word, false);

	ks_html_open(&call->html, "select", NULL);
	ks_html_attr(&call->html, "id", id);
	ks_html_attr(&call->html, "name", name);
	free(id);
}

void ks_page_choice(struct ks_call *call, const char *value, const char *word)
{
	ks_page_chosen(call, value, word, false);
}

void ks_page_chosen(struct ks_call *call, const char *value, const char *word, bool is_chosen)
{
	ks_html_open(&call->html, "option", NULL);
	ks_html_attr(&call->html, "value", value);
	if (is_chosen)
		ks_html_attr(&call->html, "selected", "");
	ks_html_text(&call->html, word);
	ks_html_close(&call->html, "option");
}

void ks_page_choice_end(struct ks_call *call)
{
	ks_html_close(&call->html, "select");
	ks_html_close(&call->html, "div");
}

void ks_page_submit(struct ks_call *call, const char *class, const char *value, const char *word)
{
	ks_html_open(&call->html, "button", class);
	ks_html_attr(&call->html, "type", "submit");
	ks_html_attr(&call->html, "name", "do");
	ks_html_attr(&call->html, "value", value);
	ks_html_text(&call->html, word);
	ks_html_close(&call->html, "button");
}

void ks_call_done(struct ks_call *call, const char *done)
{
	char *nendo = ks_format("%d", call->nendo);
	struct ks_buf url = {0};

	ks_buf_puts(&url, call->request->path);
	ks_url_put(&url, "nendo", nendo);
	ks_url_put(&url, "done", done);
	ks_call_redirect(call, ks_buf_text(&url));
	ks_buf_finish(&url);
	free(nendo);
}
