/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "record/db.h"
#include "record/roll.h"
#include "record/roll_fact.h"

/* The facts of a gathering on their way into the ledger: the statement and its row together, or neither. */

/* The row is made of the statement's own bytes, as salvage and the centre make it. */
enum ks_rc ks_roll_append(struct ks_ledger *ledger, const struct ks_fact *fact, int64_t *seq)
{
	struct ks_store *store = ks_ledger_store(ledger);
	struct ks_statement_view view;
	struct ks_statement row;
	enum ks_rc rc = ks_ledger_append(ledger, fact, seq);

	if (rc != KS_OK)
		return rc;
	rc = ks_ledger_read(ledger, *seq, &row);
	if (rc == KS_OK)
		rc = ks_statement_read(row.bytes, row.len, &view) == KS_OK
			     ? ks_roll_keep(store, &view, "")
			     : KS_DAMAGED;
	ks_statement_finish(&row);
	return rc;
}

enum ks_rc ks_roll_record(struct ks_ledger *ledger, const struct ks_fact *fact, int64_t *seq)
{
	enum ks_rc rc = ks_ledger_begin(ledger);

	return rc == KS_OK ? ks_ledger_end(ledger, ks_roll_append(ledger, fact, seq)) : rc;
}

/* From the check-in, or the beginning when that was earlier or is the 係員's word, to leaving or the end. */
int64_t ks_roll_duration_ms(const struct ks_roll_person *person, const struct ks_gathering *gathering)
{
	struct ks_civil from = {.date = gathering->date,
				.hour = gathering->from_minute / 60,
				.minute = gathering->from_minute % 60};
	int64_t begin_ms = ks_civil_to_ms(&from), in_ms = begin_ms;
	int64_t end_ms = begin_ms + (gathering->to_minute - gathering->from_minute) * INT64_C(60000);

	if (person->in_ms > begin_ms)
		in_ms = person->in_ms;
	if (person->out_ms > 0 && person->out_ms < end_ms)
		end_ms = person->out_ms;
	return end_ms > in_ms ? end_ms - in_ms : 0;
}

/* Two doors may both credit somebody: both say it under one id (xapi/statement_same.h). */
static enum ks_rc credit(struct ks_ledger *ledger, struct ks_fact fact, const struct ks_roll *roll,
			 const struct ks_gathering *gathering)
{
	enum ks_rc rc = KS_OK;

	fact.kind = KS_FACT_ATTENDED;
	fact.reason = NULL;
	fact.by = fact.staff;
	for (size_t i = 0; i < roll->n_people && rc == KS_OK; i++) {
		const struct ks_roll_person *person = &roll->people[i];
		char id[KS_UUID_TEXT];
		int64_t n = 0;

		if (!person->is_present || ks_roll_is_credited(roll, person->staff))
			continue;
		fact.staff = person->staff;
		fact.how = person->notes & KS_ROLL_ON_PAPER ? KS_ROLL_PAPER : NULL;
		fact.duration_ms = ks_roll_duration_ms(person, gathering);
		fact.id = id;
		ks_attended_id(fact.content->organisation.iri_base, gathering->id, fact.staff, id);
		rc = ks_db_number(ks_ledger_store(ledger), &n,
				  "SELECT count(*) FROM statement WHERE id = ?", "t", id);
		if (rc == KS_OK && n == 0)
			rc = ks_roll_append(ledger, &fact, &n);
	}
	return rc;
}

enum ks_rc ks_roll_close(struct ks_ledger *ledger, const struct ks_fact *closing,
			 const struct ks_gathering *gathering, int64_t *seq)
{
	struct ks_fact fact = *closing;
	struct ks_roll roll = {0};
	enum ks_rc rc = ks_ledger_begin(ledger);

	assert(closing->kind == KS_FACT_CLOSED);
	if (rc != KS_OK)
		return rc;
	rc = ks_roll_load(ks_ledger_store(ledger), gathering->id, &roll);
	fact.n_present = (int)(roll.n_here + roll.n_walk_ins);
	if (rc == KS_OK)
		rc = ks_roll_append(ledger, &fact, seq);
	if (rc == KS_OK)
		rc = credit(ledger, fact, &roll, gathering);
	ks_roll_finish(&roll);
	return ks_ledger_end(ledger, rc);
}
