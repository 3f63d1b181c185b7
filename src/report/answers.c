/* SPDX-License-Identifier: Apache-2.0 */
#include "report/answers.h"

#include <stdlib.h>
#include <string.h>

#include "lrs/offer.h"
#include "record/gathering.h"
#include "report/offered.h"
#include "report/pdf.h"

/* What is asked at a gathering, for who answers on paper. It is of the content that the kiosks have. */

/* The first course of that 年度 with this lesson, or the one that was named. */
static bool find_rules(const struct ks_answers_wish *wish, const struct ks_content *content,
		       int nendo, struct ks_session_rules *out)
{
	for (size_t i = 0; i < content->n_plans; i++) {
		const struct ks_plan *plan = &content->plans[i];

		if (plan->nendo != nendo ||
		    (wish->course && wish->course[0] && strcmp(plan->id, wish->course) != 0))
			continue;
		*out = (struct ks_session_rules){.content = content,
						 .plan = plan,
						 .plan_lesson = ks_plan_find(plan, wish->lesson),
						 .lesson = ks_content_lesson_of(content, nendo,
										wish->lesson)};
		if (out->plan_lesson && out->lesson)
			return true;
	}
	return false;
}

static enum ks_rc missing(enum ks_answers_fault what, enum ks_answers_fault *fault)
{
	*fault = what;
	return KS_NOT_FOUND;
}

static enum ks_rc draw(struct ks_store *store, const struct ks_pdf_answers *what, struct ks_date day,
		       struct ks_buf *pdf, char mark[KS_PAPER_MARK], enum ks_answers_fault *fault)
{
	struct ks_pdf_origin origin;
	struct ks_arena arena = {0};
	enum ks_rc rc = ks_report_origin(store, day, &arena, &origin);

	if (rc == KS_OK) {
		rc = ks_pdf_answers(what, &origin, pdf, mark);
		if (rc == KS_NOT_FOUND)
			*fault = KS_ANSWERS_NO_PAPER;
	}
	ks_arena_finish(&arena);
	return rc;
}

enum ks_rc ks_report_answer_sheet(struct ks_store *store, const struct ks_content *content,
				  const struct ks_answers_wish *wish, struct ks_buf *pdf,
				  char mark[KS_PAPER_MARK], enum ks_answers_fault *fault)
{
	struct ks_gathering gathering = {0};
	struct ks_session_rules rules;
	const struct ks_pdf_answers what = {&gathering, &rules};
	enum ks_rc rc = ks_gathering_find(store, wish->gathering, &gathering);

	*fault = KS_ANSWERS_FINE;
	mark[0] = '\0';
	if (rc == KS_NOT_FOUND)
		rc = missing(KS_ANSWERS_NO_GATHERING, fault);
	else if (rc == KS_OK && !find_rules(wish, content, ks_nendo_of(gathering.date), &rules))
		rc = missing(KS_ANSWERS_NO_LESSON, fault);
	else if (rc == KS_OK)
		rc = draw(store, &what, wish->day, pdf, mark, fault);
	ks_gathering_finish(&gathering);
	return rc;
}

enum ks_rc ks_report_answer_sheet_offered(struct ks_store *store,
					  const struct ks_answers_wish *wish, struct ks_buf *pdf,
					  char mark[KS_PAPER_MARK], enum ks_answers_fault *fault)
{
	struct ks_content content = {0};
	char *bytes = NULL;
	size_t len = 0;
	enum ks_rc rc = ks_offer_load(ks_store_folder(store), &bytes, &len);

	*fault = KS_ANSWERS_FINE;
	mark[0] = '\0';
	if (rc == KS_NOT_FOUND)
		rc = missing(KS_ANSWERS_NO_CONTENT, fault);
	else if (rc == KS_OK)
		rc = ks_report_unpack(bytes, len, &content);
	if (rc == KS_OK)
		rc = ks_report_answer_sheet(store, &content, wish, pdf, mark, fault);
	ks_content_finish(&content);
	free(bytes);
	return rc;
}
