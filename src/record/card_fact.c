/* SPDX-License-Identifier: Apache-2.0 */
#include "record/card_fact.h"

#include <string.h>

#include "course/person.h"
#include "record/db.h"

/* One way from a word about a card to its row, whether it is said now, brought back by salvage, or counted at the centre. */

enum ks_rc ks_card_insert(struct ks_store *store, const char *id, const char *staff,
			  const char *name, int64_t at_ms, enum ks_card_source source)
{
	return ks_db_run(store,
			 "INSERT INTO card(id, staff, name, at_ms, source) VALUES(?, ?, ?, ?, ?)"
			 " ON CONFLICT DO NOTHING",
			 "tttid", id, staff, name, at_ms, (int)source);
}

enum ks_rc ks_card_keep(struct ks_store *store, const struct ks_statement_view *view)
{
	if (!view->card[0] || !ks_person_is_key(view->staff) || strcmp(view->verb, "bound") != 0)
		return KS_OK;
	return ks_card_insert(store, view->id, view->staff, view->card, view->wall_ms,
			      KS_CARD_SAID_HERE);
}
