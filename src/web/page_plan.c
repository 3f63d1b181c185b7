/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/correction.h"
#include "web/call.h"

/* 研修計画: the courses of the 年度 as the kiosks run them, who approved them and when. Proposed by one user, approved by another. */

struct work {
	struct ks_call *call;
	struct ks_plans plans;
	struct ks_correction_list list;
	struct ks_correction_rules rules;
	struct ks_plan_standing standing;
	struct ks_table courses, approvals;
};

static void fill_courses(const struct ks_plans *plans, struct ks_table *out)
{
	static const struct ks_table_column columns[] = {
		{"コース", KS_CELL_TEXT}, {"コースの名前", KS_CELL_TEXT}, {"版", KS_CELL_TEXT},
		{"始まり", KS_CELL_DATE}, {"期限", KS_CELL_DATE},         {"科目", KS_CELL_TEXT},
		{"題", KS_CELL_TEXT},     {"分", KS_CELL_NUMBER},
	};

	ks_table_init(out, columns, KS_COUNT(columns));
	ks_table_title(out, "研修計画");
	for (size_t i = 0; i < plans->n_items; i++) {
		const struct ks_plan *plan = &plans->items[i];

		for (size_t k = 0; k < plan->n_lessons; k++) {
			if (!plan->lessons[k].is_ready)
				continue;
			ks_table_text(out, plan->id);
			ks_table_text(out, plan->title);
			ks_table_text(out, plan->revision);
			ks_table_date(out, plan->opens);
			ks_table_date(out, plan->due);
			ks_table_text(out, plan->lessons[k].id);
			ks_table_text(out, plan->lessons[k].title);
			ks_table_number(out, (size_t)plan->lessons[k].minutes);
		}
	}
}

static bool may_propose(const struct work *work)
{
	const struct ks_call *call = work->call;

	return ks_web_right("/plan", "POST", call->user.role) == KS_RIGHT_ALL &&
	       work->rules.may_propose[call->user.role] &&
	       (!work->standing.approved || work->standing.is_other) &&
	       work->standing.n_waiting == 0;
}

static void put_form(struct ks_call *call)
{
	static const struct ks_field why = {.name = "reason",
					    .word = "根拠（起案の番号、目的など）",
					    .type = "text",
					    .is_required = true,
					    .is_wide = true};

	ks_html_open(&call->html, "div", "card noprint");
	ks_html_line(&call->html, "h2", NULL, "承認を申し出る");
	ks_html_line(&call->html, "p", "small",
		     "下のコースと科目を、この年度の研修計画として承認に回します。"
		     "承認できるのは、申し出た人のほかの利用者です。");
	ks_page_form_begin(call, "/plan");
	ks_page_field(call, "p", &why);
	ks_page_submit(call, "main", "propose", "承認に回す");
	ks_page_form_end(call);
	ks_html_close(&call->html, "div");
}

static void put_page(struct work *work)
{
	static const enum ks_show shows[] = {KS_SHOW_PLAIN, KS_SHOW_STRONG, KS_SHOW_PLAIN,
					     KS_SHOW_PLAIN, KS_SHOW_PLAIN,  KS_SHOW_PLAIN,
					     KS_SHOW_PLAIN, KS_SHOW_PLAIN};
	struct ks_call *call = work->call;
	char *nendo = ks_wareki_nendo(call->nendo), *title = ks_format("%s 研修計画", nendo);
	char *word = ks_plan_standing_word(&work->standing);
	bool is_good = work->standing.approved && !work->standing.is_other;

	ks_page_begin(call, title);
	ks_page_decided(call);
	ks_page_filters(call, NULL, false);
	ks_html_line(&call->html, "p", is_good ? "good" : "wrong", word);
	ks_page_exports(call);
	ks_page_waiting(call, &work->list, &work->rules, "/plan");
	if (may_propose(work))
		put_form(call);
	ks_html_line(&call->html, "h2", NULL, "コースと科目");
	ks_page_table(call, &(struct ks_page_table){&work->courses, shows, 0,
						    ks_table_rows(&work->courses),
						    "この年度のコースと科目"});
	ks_html_line(&call->html, "h2", NULL, "承認の記録");
	if (work->list.n_rows == 0)
		ks_page_empty(call,
			      "承認の記録は、まだありません。上で承認に回すと、ここに残ります。");
	else
		ks_page_correction_rows(call, &work->approvals, 0, KS_ROWS_A_PAGE, false);
	ks_page_end(call);
	free(word);
	free(title);
	free(nendo);
}

void ks_page_plan(struct ks_call *call)
{
	struct work work = {.call = call};
	enum ks_rc rc;

	if (!ks_call_plans(call, "研修計画", &work.plans))
		return;
	rc = ks_report_proposals(call->store, call->nendo, KS_PROPOSALS_PLAN, &work.list);
	if (rc == KS_OK)
		rc = ks_correction_rules_load(call->store, &work.rules);
	if (rc == KS_OK)
		rc = ks_report_plan_standing(call->store, call->nendo, &work.list, &work.standing);
	fill_courses(&work.plans, &work.courses);
	ks_correction_table(&work.list, &work.approvals);
	if (rc != KS_OK)
		ks_call_failed(call, rc);
	else if (!ks_call_export(call, &work.courses, "研修計画", -1))
		put_page(&work);
	ks_table_finish(&work.courses);
	ks_table_finish(&work.approvals);
	ks_correction_list_finish(&work.list);
	ks_plans_finish(&work.plans);
}

void ks_page_plan_say(struct ks_call *call)
{
	const struct ks_correction_wish wish = {
		.kind = KS_CORRECTION_PLAN,
		.nendo = call->nendo,
		.reason = ks_call_query(call, "reason"),
		.user = call->user.name,
	};
	enum ks_correction_fault fault = KS_CORRECTION_FINE;
	char id[KS_UUID_TEXT];
	const char *what = ks_call_query(call, "do");
	enum ks_rc rc;

	if (strcmp(what, "approve") == 0 || strcmp(what, "reject") == 0) {
		ks_call_decide(call);
	} else if (strcmp(what, "propose") != 0) {
		ks_call_page_error(call, 400, "何も変わっていません", "画面からやり直してください。");
	} else if (ks_call_log(call, KS_DEED_CHANGED, "研修計画の承認の申し出", -1)) {
		rc = ks_centre_correct(ks_web_centre(call->web), &wish, &fault, id);
		ks_call_proposed(call, rc, fault, "proposed");
	}
}
