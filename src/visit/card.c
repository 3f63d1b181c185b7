/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/card.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "visit/attend.h"
#include "visit/bind.h"
#include "visit/signin.h"
#include "visit/who.h"

/* Whoever was typed before gives way to the card: two people never stand in one visit. */

bool ks_card_is_asked(const struct ks_visit *visit)
{
	return !visit->is_signed_in &&
	       (visit->place == KS_VISIT_NUMBER || visit->place == KS_VISIT_NAME ||
		visit->place == KS_VISIT_CONFIRM);
}

static void begin_anew(struct ks_visit *visit)
{
	if (visit->place == KS_VISIT_CONFIRM)
		ks_attend_deny(visit);
	if (visit->place == KS_VISIT_NAME)
		ks_who_back(visit);
	ks_card_drop(visit);
}

enum ks_rc ks_card_read(struct ks_site *site, struct ks_visit *visit, const uint8_t *id, size_t len)
{
	char name[KS_CARD_NAME], number[KS_CARD_STAFF];
	enum ks_rc rc = ks_card_name(site->store, id, len, name);

	assert(ks_card_is_asked(visit));
	if (rc != KS_OK)
		return rc;
	begin_anew(visit);
	rc = ks_card_number(site->store, name, number);
	if (rc == KS_OK)
		rc = ks_signin_number(site, visit, number);
	if (rc == KS_NOT_FOUND) {
		visit->card.is_unknown = true;
		memcpy(visit->card.name, name, sizeof(name));
		(void)snprintf(visit->card.tail, sizeof(visit->card.tail), "%02X%02X", id[len - 2],
			       id[len - 1]);
		return KS_OK;
	}
	if (rc != KS_OK)
		return rc;
	visit->attend.is_by_card = visit->is_named = true;
	return visit->place == KS_VISIT_CONFIRM ? ks_attend_confirm(site, visit) : KS_OK;
}
