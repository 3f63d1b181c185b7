/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/attend.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/id.h"

/*
 * Checking in. The row is written at the tap that proves who it is, and what the screen then shows is that row read
 * back; nothing is recorded by arriving at a screen.
 */

static void drop_cancelled(struct ks_attend_visit *attend)
{
	size_t n = 0;

	for (size_t i = 0; i < attend->n_gatherings; i++)
		if (attend->gatherings[i].is_cancelled)
			ks_gathering_finish(&attend->gatherings[i]);
		else
			attend->gatherings[n++] = attend->gatherings[i];
	attend->n_gatherings = n;
}

enum ks_rc ks_attend_load(struct ks_site *site, struct ks_visit *visit)
{
	struct ks_attend_visit *attend = &visit->attend;
	struct ks_date today;
	enum ks_rc rc;

	for (size_t i = 0; i < attend->n_gatherings; i++)
		ks_gathering_finish(&attend->gatherings[i]); /* of a list before */
	free(attend->gatherings);
	attend->gatherings = NULL;
	attend->n_gatherings = 0;
	attend->is_doubtful = ks_site_today(site, &today) != KS_OK;
	rc = ks_gathering_on(site->store, today, &attend->gatherings, &attend->n_gatherings);
	if (rc != KS_OK)
		attend->n_gatherings = 0;
	drop_cancelled(attend);
	return rc;
}

enum ks_gathering_when ks_attend_when(const struct ks_site *site, const struct ks_visit *visit,
				      const struct ks_gathering *gathering)
{
	if (visit->attend.is_doubtful)
		return KS_GATHERING_IN_TIME;
	return ks_gathering_when(gathering, ks_site_wall_ms(site));
}

static bool is_open(const struct ks_site *site, const struct ks_visit *visit,
		    const struct ks_gathering *gathering)
{
	enum ks_gathering_when when = ks_attend_when(site, visit, gathering);

	return when == KS_GATHERING_IN_TIME || when == KS_GATHERING_LATE;
}

enum ks_rc ks_attend_begin(struct ks_site *site, struct ks_visit *visit)
{
	struct ks_attend_visit *attend = &visit->attend;
	enum ks_rc rc;

	visit->purpose = KS_PURPOSE_ATTEND;
	rc = ks_attend_load(site, visit);
	if (rc == KS_OK)
		visit->place = attend->n_gatherings == 1 && !attend->is_doubtful &&
					       is_open(site, visit, &attend->gatherings[0])
				       ? KS_VISIT_NUMBER
				       : KS_VISIT_GATHERINGS;
	return rc;
}

enum ks_rc ks_attend_begin_at(struct ks_site *site, struct ks_visit *visit, const char *id,
			      const char *by)
{
	struct ks_attend_visit *attend = &visit->attend;
	struct ks_date today;
	enum ks_rc rc;

	attend->gatherings = ks_alloc_zero(1, sizeof(*attend->gatherings));
	rc = ks_gathering_find(site->store, id, attend->gatherings);
	attend->n_gatherings = rc == KS_OK;
	if (rc != KS_OK)
		return rc;
	attend->is_doubtful = ks_site_today(site, &today) != KS_OK;
	attend->is_open_desk = true;
	(void)snprintf(attend->by, sizeof(attend->by), "%s", by);
	visit->purpose = KS_PURPOSE_ATTEND;
	visit->place =
		is_open(site, visit, attend->gatherings) ? KS_VISIT_NUMBER : KS_VISIT_GATHERINGS;
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

static struct ks_fact fact_of(const struct ks_site *site, const struct ks_visit *visit,
			      enum ks_fact_kind kind, const char *session_id)
{
	const struct ks_gathering *gathering = ks_attend_gathering(visit);

	return (struct ks_fact){.kind = kind,
				.staff = visit->person.number,
				.session_id = session_id,
				.content = site->content,
				.plan = ks_site_plan(site),
				.gathering_id = gathering->id,
				.gathering_title = gathering->title};
}

/* What was written, or was there, as it stands on the disk. */
static enum ks_rc show(struct ks_site *site, struct ks_visit *visit, int64_t seq)
{
	struct ks_receipt *receipt = NULL;
	enum ks_rc rc = ks_receipt_take(site->ledger, seq, &receipt);

	if (rc != KS_OK)
		return rc;
	ks_receipt_close(visit->attend.receipt);
	visit->attend.receipt = receipt;
	visit->attend.mono_ms = ks_clock_mono_ms(site->clock);
	visit->place = KS_VISIT_ATTENDED;
	return KS_OK;
}

/* How the kiosk knew who it is: part of what is recorded. */
static const char *how_of(const struct ks_attend_visit *attend)
{
	if (attend->is_proved)
		return "pin";
	return attend->is_by_card ? "card" : "number";
}

enum ks_rc ks_attend_check_in(struct ks_site *site, struct ks_visit *visit)
{
	struct ks_attend_visit *attend = &visit->attend;
	const struct ks_gathering *gathering = ks_attend_gathering(visit);
	char session_id[KS_UUID_TEXT];
	struct ks_fact fact = fact_of(site, visit, KS_FACT_CHECKED_IN, session_id);
	struct ks_attendance written = {0};
	char failed[64] = "";
	bool is_expected = true;
	enum ks_rc rc = KS_OK;

	attend->is_refused = !is_open(site, visit, gathering);
	if (attend->is_refused) {
		visit->place = KS_VISIT_GATHERINGS;
		return KS_OK;
	}
	fact.how = how_of(attend);
	if (attend->n_failed > 0) /* for the auditor; nothing of it is said on the glass */
		(void)snprintf(failed, sizeof(failed), "暗証番号を%d回まちがえたあと",
			       attend->n_failed);
	fact.reason = failed;
	fact.by = attend->is_open_desk ? attend->by : NULL;
	ks_uuid_v7(ks_clock_wall_ms(site->clock), session_id);
	if (gathering->n_expected > 0)
		rc = ks_gathering_expects(site->store, gathering->id, fact.staff, &is_expected);
	if (rc == KS_OK)
		rc = ks_attendance_check_in(site->ledger, &fact, &written);
	if (rc == KS_OK)
		rc = show(site, visit, written.seq);
	if (rc != KS_OK)
		return rc;
	attend->is_repeat = written.is_repeat;
	attend->is_walk_in = !is_expected;
	if (site->recorded && !written.is_repeat)
		site->recorded(site->context);
	return KS_OK;
}

enum ks_rc ks_attend_confirm(struct ks_site *site, struct ks_visit *visit)
{
	assert(visit->place == KS_VISIT_CONFIRM && visit->attend.is_open_desk);
	visit->is_signed_in = true;
	visit->begun_seq = ks_ledger_last_seq(site->ledger);
	return ks_attend_check_in(site, visit);
}

void ks_attend_deny(struct ks_visit *visit)
{
	if (visit->family_name)
		explicit_bzero(visit->family_name, strlen(visit->family_name));
	free(visit->family_name);
	visit->family_name = NULL;
	memset(&visit->person, 0, sizeof(visit->person));
	visit->place = KS_VISIT_NUMBER;
}

enum ks_rc ks_attend_leave(struct ks_site *site, struct ks_visit *visit)
{
	char session_id[KS_UUID_TEXT] = "";
	struct ks_fact fact = fact_of(site, visit, KS_FACT_LEFT, session_id);
	int64_t seq, in_ms = ks_receipt_wall_ms(visit->attend.receipt);
	enum ks_rc rc;

	ks_uuid_v7(ks_clock_wall_ms(site->clock), session_id);
	fact.how = how_of(&visit->attend);
	fact.duration_ms = ks_clock_wall_ms(site->clock) - in_ms;
	rc = ks_roll_record(site->ledger, &fact, &seq);
	if (rc == KS_OK)
		rc = show(site, visit, seq);
	if (rc != KS_OK)
		return rc;
	visit->attend.has_left = true;
	if (site->recorded)
		site->recorded(site->context);
	return KS_OK;
}
