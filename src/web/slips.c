/* SPDX-License-Identifier: Apache-2.0 */
#include "web/slips.h"

#include <string.h>

#include "report/pdf.h"

bool ks_slips_are_wanted(const struct ks_call *call)
{
	return ks_call_query(call, "once")[0] != '\0';
}

void ks_slips_put_box(struct ks_call *call)
{
	struct ks_html *html = &call->html;

	ks_html_open(html, "p", "check");
	ks_html_open(html, "label", NULL);
	ks_html_open(html, "input", NULL);
	ks_html_attr(html, "type", "checkbox");
	ks_html_attr(html, "name", "once");
	ks_html_attr(html, "value", "yes");
	ks_html_close(html, "input");
	ks_html_text(html,
		     " 初期暗証番号を、1回だけ使える番号にする（はじめて使うとき、本人が自分の番号を"
		     "決めます。取り込んだあと、渡す紙を印刷できます）");
	ks_html_close(html, "label");
	ks_html_close(html, "p");
}

void ks_slips_page(struct ks_call *call, void (*put_chosen)(struct ks_call *call))
{
	static const struct ks_field reason = {.name = "reason",
					       .word = "印刷する理由",
					       .type = "text",
					       .is_required = true,
					       .is_wide = true};

	ks_page_begin(call, "渡す紙を印刷する");
	ks_html_line(&call->html, "p", "good",
		     "名簿を取り込みました。初期暗証番号は、1回だけ使える番号になりました。");
	ks_html_line(&call->html, "p", NULL,
		     "紙は一人1枚で、番号が内側になるように三つ折りにして、本人に渡します。もう自分の番号を"
		     "決めている人は、その番号のままです。その人の紙は、捨ててください。");
	ks_page_form_begin(call, "/roster/import");
	put_chosen(call);
	ks_page_field(call, "s", &reason);
	ks_page_submit(call, "main", "slips", "渡す紙（PDF）を作る");
	ks_page_form_end(call);
	ks_html_line(&call->html, "h2", NULL, "印刷したら");
	ks_page_form_begin(call, "/roster/import");
	ks_html_line(
		&call->html, "p", "small wide",
		"預かっているファイルは、「終わる」で消えます。消えたあとは、番号を印刷できません。");
	ks_page_submit(call, NULL, "drop", "終わる（ファイルを消す）");
	ks_page_form_end(call);
	ks_page_end(call);
}

static enum ks_rc write_sheets(const void *context, const struct ks_pdf_origin *origin,
			       struct ks_buf *out)
{
	size_t n;

	return ks_pdf_slips_of(context, origin, out, &n);
}

static size_t count_codes(const struct ks_roster *roster)
{
	size_t n = 0;

	for (size_t i = 0; i < roster->n_entries; i++)
		n += roster->entries[i].pin_initial ? 1 : 0;
	return n;
}

void ks_slips_send(struct ks_import *import)
{
	struct ks_call *call = import->call;
	const struct ks_roster_reading how = {.map = &import->in.map,
					      .plans = import->in.plans.items,
					      .n_plans = import->in.plans.n_items,
					      .columns = import->columns,
					      .n_columns = KS_IMPORT_COLUMNS_MAX};
	struct ks_roster roster = {0};
	const struct ks_sheets sheets = {.write = write_sheets, .context = &roster};
	struct ks_diags ignored = {0}; /* told where the list was taken */
	const char *reason = ks_call_query(call, "reason");
	enum ks_rc rc = ks_roster_parse_as(import->upload.name, import->upload.bytes,
					   import->upload.len, &how, &roster, &ignored);

	if (rc != KS_OK) {
		ks_call_failed(call, rc);
	} else if (count_codes(&roster) == 0) {
		ks_call_page_error(call, 404, "印刷する番号がありません",
				   "この名簿には、初期暗証番号のある人がいません。");
	} else if (strspn(reason, " ") == strlen(reason)) {
		ks_call_page_error(call, 400, "印刷していません", "印刷する理由を書いてください。");
	} else {
		call->format = "pdf";
		(void)ks_call_export_sheets(call, NULL, &sheets, "暗証番号のお知らせ",
					    (int64_t)count_codes(&roster));
	}
	ks_diags_finish(&ignored);
	ks_arena_wipe(&roster.arena);
	ks_roster_finish(&roster);
}
