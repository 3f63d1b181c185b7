/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "web/call.h"

/* What waits for a second user, on whichever page it belongs: before and after side by side, and two buttons for who may. */

static void put_decision(struct ks_call *call, const struct ks_correction *c, const char *action)
{
	static const struct ks_field reason = {.name = "reason",
					       .word = "決めた理由（書かなくてもよい）",
					       .type = "text",
					       .is_wide = true};
	char *form = ks_format("d%s", c->id);

	ks_page_form_begin(call, action);
	ks_page_hidden(call, "id", c->id);
	ks_page_field(call, form, &reason);
	ks_page_submit(call, "main", "approve", "承認する");
	ks_page_submit(call, NULL, "reject", "却下する");
	ks_page_form_end(call);
	free(form);
}

static void put_waiting(struct ks_call *call, const struct ks_table *table, size_t i,
			const struct ks_correction *c, const struct ks_correction_rules *rules,
			const char *action)
{
	struct ks_html *html = &call->html;
	bool is_own = strcmp(c->what.by, call->user.name) == 0 && !rules->is_alone;
	bool may = rules->may_approve[call->user.role];
	bool is_about = call->user.staff[0] && ks_correction_is_about(&c->what, call->user.staff);

	ks_html_open(html, "div", "card");
	ks_html_open(html, "p", NULL);
	ks_html_line(html, "strong", NULL, ks_correction_kind_word(c->what.kind));
	ks_html_printf(html, " %s %s %s：", ks_table_cell(table, i, 4)->text,
		       ks_table_cell(table, i, 5)->text, ks_table_cell(table, i, 6)->text);
	ks_html_line(html, "del", NULL, c->what.was);
	ks_html_text(html, " → ");
	ks_html_line(html, "ins", NULL, c->what.becomes);
	ks_html_close(html, "p");
	ks_html_open(html, "p", "small");
	ks_html_printf(html, "理由 %s ／ 申し出 %s %.16s", c->what.reason, c->what.by,
		       ks_table_cell(table, i, 11)->text);
	ks_html_close(html, "p");
	if (is_about)
		ks_html_line(html, "p", "small",
			     "あなた自身についての申し出です。ほかの利用者が決めます。");
	else if (may && !is_own)
		put_decision(call, c, action);
	else if (is_own)
		ks_html_line(html, "p", "small",
			     "あなたが申し出たものです。ほかの利用者が承認すると、有効になります。");
	ks_html_close(html, "div");
}

void ks_page_waiting(struct ks_call *call, const struct ks_correction_list *list,
		     const struct ks_correction_rules *rules, const char *action)
{
	struct ks_table table;
	size_t n = 0;

	ks_correction_table(list, &table);
	ks_html_line(&call->html, "h2", NULL, "承認待ち");
	for (size_t i = 0; i < list->n_rows; i++) {
		if (list->rows[i].what.step != KS_CORRECTION_PROPOSED)
			continue;
		if (n++ < KS_ROWS_A_PAGE)
			put_waiting(call, &table, i, &list->rows[i], rules, action);
	}
	if (n == 0)
		ks_html_line(&call->html, "p", "small", "承認を待っている申し出は、ありません。");
	else if (n > KS_ROWS_A_PAGE)
		ks_html_line(&call->html, "p", "small", "先に上の申し出を決めると、続きが出ます。");
	ks_table_finish(&table);
}

void ks_page_decided(struct ks_call *call)
{
	static const char *const words[][2] = {
		{"proposed", "申し出ました。ほかの利用者の承認を待っています。"},
		{"approved", "承認しました。"},
		{"rejected", "却下しました。"},
	};

	for (size_t i = 0; i < KS_COUNT(words); i++)
		if (strcmp(words[i][0], ks_call_query(call, "done")) == 0)
			ks_html_line(&call->html, "p", "good", words[i][1]);
}

void ks_call_proposed(struct ks_call *call, enum ks_rc rc, enum ks_correction_fault fault,
		      const char *done)
{
	if (rc == KS_OK)
		ks_call_done(call, done);
	else if (rc == KS_INVALID)
		ks_call_page_error(call, 400, "何も変わっていません",
				   fault == KS_CORRECTION_NO_BASE ? KS_NO_BASE_WORD
								  : ks_correction_fault_word(fault));
	else
		ks_call_failed(call, rc);
}

void ks_call_decide(struct ks_call *call)
{
	enum ks_correction_fault fault = KS_CORRECTION_FINE;
	const char *id = ks_call_query(call, "id");
	bool is_approved = strcmp(ks_call_query(call, "do"), "approve") == 0;
	char *what = ks_format("申し出の%s %.13s", is_approved ? "承認" : "却下", id);
	enum ks_rc rc;

	if (ks_call_log(call, KS_DEED_CHANGED, what, 1)) {
		rc = ks_centre_correct_decide(ks_web_centre(call->web), id, call->user.name,
					      is_approved, ks_call_query(call, "reason"), &fault);
		ks_call_proposed(call, rc, fault, is_approved ? "approved" : "rejected");
	}
	free(what);
}
