/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/bind.h"

#include <string.h>

#include "base/id.h"

/* The card is bound before anything else that the PIN opens: who is told 「かざすだけです」 need not be told otherwise later. */

void ks_card_drop(struct ks_visit *visit)
{
	explicit_bzero(&visit->card, sizeof(visit->card));
}

enum ks_rc ks_card_bind_here(struct ks_site *site, struct ks_visit *visit)
{
	struct ks_card_visit *card = &visit->card;
	char session_id[KS_UUID_TEXT];
	struct ks_fact fact = {.kind = KS_FACT_CARD,
			       .staff = visit->person.number,
			       .session_id = session_id,
			       .content = site->content,
			       .plan = ks_site_plan(site),
			       .card = card->name};
	int64_t seq = 0;
	enum ks_rc rc;

	if (!card->is_unknown)
		return KS_OK;
	ks_uuid_v7(ks_clock_wall_ms(site->clock), session_id);
	rc = ks_card_bind(site->ledger, &fact, &seq);
	if (rc != KS_OK)
		return rc;
	ks_card_drop(visit);
	card->is_bound = true;
	if (site->recorded)
		site->recorded(site->context);
	return KS_OK;
}
