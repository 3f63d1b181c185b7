/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "record/db.h"
#include "record/gathering.h"
#include "record/roll.h"

/*
 * A gathering that begins at a kiosk. The statement is the only way it is told: the row is made of it here, at the centre and by
 * salvage alike, and the centre's list, where it may be changed, gives it to the other kiosks.
 */

static enum ks_rc give_id(struct ks_ledger *ledger, struct ks_gathering *g)
{
	const char *kiosk = ks_ledger_kiosk(ledger);
	char day[16];
	int64_t n = 0;
	enum ks_rc rc;

	ks_date_format(g->date, day);
	rc = ks_db_number(ks_ledger_store(ledger), &n,
			  "SELECT count(*) + 1 FROM gathering_fact WHERE verb = 'opened'"
			  " AND substr(gathering, 1, length(?1)) = ?1",
			  "t", day);
	if (rc != KS_OK)
		return rc;
	if (snprintf(g->id, sizeof(g->id), "%s-%s-%lld", day, kiosk, (long long)n) >=
	    (int)sizeof(g->id))
		return KS_INVALID;
	return KS_OK;
}

static enum ks_rc find_twin(struct ks_store *store, const struct ks_gathering *g)
{
	char day[16];
	int64_t n = 0;
	enum ks_rc rc;

	ks_date_format(g->date, day);
	rc = ks_db_number(store, &n,
			  "SELECT count(*) FROM gathering WHERE day = ? AND title = ?"
			  " AND from_minute = ? AND NOT is_cancelled",
			  "ttd", day, g->title, g->from_minute);
	return rc == KS_OK && n > 0 ? KS_CONFLICT : rc;
}

enum ks_rc ks_gathering_open(struct ks_ledger *ledger, const struct ks_fact *fact,
			     struct ks_gathering *gathering)
{
	struct ks_fact opened = *fact;
	char when[16];
	int64_t seq;
	enum ks_rc rc;

	assert(fact->kind == KS_FACT_OPENED && ks_date_is_set(gathering->date));
	if (!ks_gathering_is_text(gathering->title) || !ks_gathering_is_text(gathering->place))
		return KS_INVALID;
	rc = find_twin(ks_ledger_store(ledger), gathering);
	if (rc == KS_OK)
		rc = give_id(ledger, gathering);
	if (rc != KS_OK)
		return rc;
	(void)snprintf(when, sizeof(when), "%02d:%02d-%02d:%02d", gathering->from_minute / 60 % 24,
		       gathering->from_minute % 60, gathering->to_minute / 60 % 24,
		       gathering->to_minute % 60);
	opened.gathering_id = gathering->id;
	opened.gathering_title = gathering->title;
	opened.how = when;
	opened.reason = gathering->place;
	return ks_roll_record(ledger, &opened, &seq);
}
