/* SPDX-License-Identifier: Apache-2.0 */
#include "record/copied.h"

#include <stdlib.h>

#include "base/calendar.h"
#include "base/mem.h"

#define WEEK_MS (INT64_C(7) * 86400000)

static char *last_words(int64_t wall_ms)
{
	struct ks_civil at = ks_civil_from_ms(wall_ms);

	if (wall_ms == 0)
		return ks_strdup("センターへは、まだ一度も届いていません");
	return ks_format("最後に届いたのは %d月%d日 %d:%02d", at.date.month, at.date.day, at.hour,
			 at.minute);
}

void ks_copied_look(struct ks_doctor *out, const struct ks_ledger_counts *counts, int64_t now_ms)
{
	int64_t n_waiting = counts->n_statements - counts->n_delivered;
	bool is_old = counts->last_delivered_ms != 0 && now_ms - counts->last_delivered_ms > WEEK_MS;
	char *last = last_words(counts->last_delivered_ms);

	if (counts->n_statements == 0)
		ks_doctor_add(out, "backup", "控え", KS_DOCTOR_GOOD, NULL, "まだ記録がありません");
	else if (n_waiting == 0)
		ks_doctor_add(out, "backup", "控え", KS_DOCTOR_GOOD, NULL,
			      "%lld件とも、センターにあります（%s）",
			      (long long)counts->n_statements, last);
	else
		ks_doctor_add(out, "backup", "控え",
			      counts->n_quarantined > 0 || is_old ? KS_DOCTOR_BAD : KS_DOCTOR_CARE,
			      "送り終わるまで、この端末のフォルダーを消さないでください。",
			      "%lld件のうち %lld件は、まだこの端末にしかありません（%s）",
			      (long long)counts->n_statements, (long long)n_waiting, last);
	free(last);
}
