/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/mem.h"
#include "report/correction.h"

/* 研修計画の承認: who approved what the kiosks run, and whether it is still that. */

enum ks_rc ks_report_plan_standing(struct ks_store *store, int nendo,
				   const struct ks_correction_list *list,
				   struct ks_plan_standing *out)
{
	struct ks_plan_mark mark;
	enum ks_rc rc = ks_plan_mark(store, nendo, &mark);

	*out = (struct ks_plan_standing){0};
	for (size_t i = 0; i < list->n_rows; i++) {
		const struct ks_correction *row = &list->rows[i];

		out->n_waiting += row->what.step == KS_CORRECTION_PROPOSED;
		if (row->what.step == KS_CORRECTION_APPROVED)
			out->approved = row;
	}
	out->is_other = out->approved && rc == KS_OK &&
			strcmp(out->approved->what.answer, mark.sha256) != 0;
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

char *ks_plan_standing_word(const struct ks_plan_standing *standing)
{
	const struct ks_correction *c = standing->approved;
	char *day, *word;

	if (!c)
		return ks_strdup(standing->n_waiting > 0 ? "研修計画は、承認を待っています。"
							 : "研修計画の承認の記録は、ありません。");
	day = ks_wareki_date(ks_civil_from_ms(c->end_ms).date);
	word = ks_format("研修計画は、%s に %s が承認しました（申し出 %s）。%s", day, c->end_user,
			 c->what.by,
			 standing->is_other ? "承認のあとで、コースが変わっています。" : "");
	free(day);
	return word;
}

enum ks_rc ks_report_plan_word(struct ks_store *store, int nendo, char **out)
{
	struct ks_plan_standing standing;
	struct ks_correction_list list;
	enum ks_rc rc = ks_report_proposals(store, nendo, KS_PROPOSALS_PLAN, &list);

	*out = NULL;
	if (rc == KS_OK)
		rc = ks_report_plan_standing(store, nendo, &list, &standing);
	if (rc == KS_OK)
		*out = ks_plan_standing_word(&standing);
	ks_correction_list_finish(&list);
	return rc;
}
