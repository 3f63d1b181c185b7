/* SPDX-License-Identifier: Apache-2.0 */
#include "record/roll_fact.h"

#include <string.h>

#include "base/mem.h"
#include "record/db.h"
#include "record/gathering_row.h"

/* One way from a statement to its row, whether it is recorded now, brought back by salvage, or counted at the centre. */

enum ks_rc ks_roll_keep(struct ks_store *store, const struct ks_statement_view *view,
			const char *kiosk)
{
	static const char *const verbs[] = {"checkin", "leave",  "attended", "excused", "admitted",
					    "removed", "closed", "opened",   "polled",  "drilled"};
	bool is_one = false;
	enum ks_rc rc;

	for (size_t i = 0; i < KS_COUNT(verbs); i++)
		is_one |= strcmp(view->verb, verbs[i]) == 0;
	if (!is_one || !view->gathering[0] || !view->staff[0])
		return KS_OK;
	rc = strcmp(view->verb, "opened") == 0 ? ks_gathering_opened(store, view) : KS_OK;
	if (rc != KS_OK)
		return rc;
	return ks_db_run(
		store,
		"INSERT INTO gathering_fact(id, gathering, staff, verb, kiosk, at_ms, how,"
		" by_staff, reason, n_present, n_counted)"
		" VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
		/* said at two doors: what was said first stands, in whatever order it came */
		" ON CONFLICT DO UPDATE SET kiosk = excluded.kiosk, at_ms = excluded.at_ms,"
		" how = excluded.how, by_staff = excluded.by_staff, reason = excluded.reason"
		" WHERE verb = 'attended'"
		" AND (excluded.at_ms, excluded.kiosk) < (at_ms, kiosk)",
		"tttttitttdd", view->id, view->gathering, view->staff, view->verb, kiosk,
		view->wall_ms, view->how, view->by, view->reason, view->n_present, view->n_counted);
}
