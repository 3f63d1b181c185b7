/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/reminder.h"
#include "report/correction.h"
#include "report/pdf.h"

/* What the 年次報告 says beside the sums: who was reminded, and who approved the plan. */

static int by_staff(const void *key, const void *element)
{
	return strcmp(key, ((const struct ks_reminder *)element)->staff);
}

/* Of the people in @completion alone: a report of one 所属 counts its own. */
static enum ks_rc count_reminders(struct ks_store *store, const struct ks_completion *completion,
				  char **out)
{
	struct ks_arena arena = {0};
	struct ks_reminder *list = NULL;
	size_t n = 0, n_people = 0, n_times = 0;
	enum ks_rc rc = ks_reminder_list(store, completion->nendo, &arena, &list, &n);

	for (size_t i = 0; rc == KS_OK && n > 0 && i < completion->n_rows; i++) {
		const char *staff = completion->rows[i].person->number;
		const struct ks_reminder *at = bsearch(staff, list, n, sizeof(*list), by_staff);

		n_people += at ? 1 : 0;
		while (at && at > list && strcmp(at[-1].staff, staff) == 0)
			at--;
		for (; at && at < list + n && strcmp(at->staff, staff) == 0; at++)
			n_times++;
	}
	*out = ks_format("督促は %zu名に のべ%zu回。", n_people, n_times);
	free(list);
	ks_arena_finish(&arena);
	return rc;
}

enum ks_rc ks_report_annual(struct ks_store *store, const struct ks_completion *completion,
			    const struct ks_pdf_origin *origin, struct ks_buf *out)
{
	char *plan = NULL, *reminded = NULL;
	enum ks_rc rc = ks_report_plan_word(store, completion->nendo, &plan);

	if (rc == KS_OK)
		rc = count_reminders(store, completion, &reminded);
	if (rc == KS_OK)
		rc = ks_pdf_annual(&(struct ks_pdf_annual){completion, plan, reminded}, origin, out);
	free(plan);
	free(reminded);
	return rc;
}
