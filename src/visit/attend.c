/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/attend.h"

#include <assert.h>
#include <stdlib.h>

#include "base/id.h"

/*
 * Checking in. The row is written at the tap that proves who it is, and what the screen then shows is that row read
 * back; nothing is recorded by arriving at a screen.
 */

enum ks_rc ks_attend_begin(struct ks_site *site, struct ks_visit *visit)
{
	struct ks_attend_visit *attend = &visit->attend;
	struct ks_date today;
	enum ks_rc rc;

	visit->purpose = KS_PURPOSE_ATTEND;
	attend->is_doubtful = ks_site_today(site, &today) != KS_OK;
	rc = ks_gathering_on(site->store, today, &attend->gatherings, &attend->n_gatherings);
	if (rc != KS_OK) {
		attend->n_gatherings = 0;
		return rc;
	}
	visit->place = attend->n_gatherings == 1 && !attend->is_doubtful ? KS_VISIT_NUMBER
									 : KS_VISIT_GATHERINGS;
	return KS_OK;
}

void ks_attend_choose(struct ks_visit *visit, size_t index)
{
	assert(index < visit->attend.n_gatherings);
	visit->attend.index = index;
	visit->place = KS_VISIT_NUMBER;
}

const struct ks_gathering *ks_attend_gathering(const struct ks_visit *visit)
{
	assert(visit->attend.index < visit->attend.n_gatherings);
	return &visit->attend.gatherings[visit->attend.index];
}

enum ks_rc ks_attend_check_in(struct ks_site *site, struct ks_visit *visit)
{
	const struct ks_gathering *gathering = ks_attend_gathering(visit);
	struct ks_attend_visit *attend = &visit->attend;
	char session_id[KS_UUID_TEXT];
	struct ks_fact fact = {.kind = KS_FACT_CHECKED_IN,
			       .staff = visit->person.number,
			       .session_id = session_id,
			       .content = site->content,
			       .plan = ks_site_plan(site),
			       .gathering_id = gathering->id,
			       .gathering_title = gathering->title};
	struct ks_attendance written = {0};
	enum ks_rc rc;

	ks_uuid_v7(ks_clock_wall_ms(site->clock), session_id);
	rc = ks_attendance_check_in(site->ledger, &fact, &written);
	if (rc == KS_OK)
		rc = ks_receipt_take(site->ledger, written.seq, &attend->receipt);
	if (rc != KS_OK)
		return rc;
	attend->is_repeat = written.is_repeat;
	visit->place = KS_VISIT_ATTENDED;
	if (site->recorded && !written.is_repeat)
		site->recorded(site->context);
	return KS_OK;
}
