/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/own.h"

#include <string.h>

#include "visit/agree.h"

/*
 * What stands in the store about the person who asks, and the receipts for what is said of it. Nobody else can be asked
 * about: it is the number that signed in.
 */

bool ks_own_is_complete(const struct ks_visit *visit)
{
	return visit->duties.target == KS_TARGET_YES && visit->duties.n_items > 0 &&
	       ks_visit_n_done(visit) == visit->duties.n_items && !ks_agree_owed(visit);
}

enum ks_rc ks_own_open(struct ks_site *site, struct ks_visit *visit)
{
	struct ks_own_visit own = {.is_complete = ks_own_is_complete(visit)};
	enum ks_rc rc = ks_progress_years(site->store, visit->person.number, own.years, &own.n_years);

	for (size_t i = 0; i < own.n_years && rc == KS_OK; i++)
		if (own.is_complete && own.years[i].nendo == visit->nendo && own.years[i].last_seq)
			rc = ks_receipt_take(site->ledger, own.years[i].last_seq, &own.end);
	if (rc != KS_OK)
		return rc;
	ks_receipt_close(visit->own.end);
	visit->own = own;
	visit->place = KS_VISIT_OWN;
	return KS_OK;
}

enum ks_rc ks_own_goodbye(struct ks_site *site, const struct ks_visit *visit, struct ks_receipt **out)
{
	int64_t last = site->ledger ? ks_ledger_last_seq(site->ledger) : 0;

	*out = NULL;
	return last > visit->begun_seq ? ks_receipt_take(site->ledger, last, out) : KS_OK;
}
