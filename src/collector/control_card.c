/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "collector/control_private.h"
#include "lrs/centre.h"
#include "record/card.h"
#include "record/roster.h"

/* A card is somebody's by HR's word, or nobody's any more. Its number comes from the command and is not kept. */

static json_t *say(enum ks_rc rc, const char *number, bool is_bound)
{
	if (rc == KS_NOT_FOUND)
		return ks_control_say(false, ks_format("職員番号 %s の人は、名簿にいません。"
						       "番号を確かめてください。",
						       number));
	if (rc == KS_INVALID)
		return ks_control_say(false,
				      ks_strdup("カードの番号（--id）は、0112047AB0553F21 のような"
						"16進数（8けた以上）で書いてください。"));
	if (rc != KS_OK)
		return ks_control_say(false, ks_control_failure(rc));
	return ks_control_say(
		true,
		ks_format("職員番号 %s %s。端末には、次に通信したときに届きます。", number,
			  is_bound ? "に、職員証を結び付けました" : "の職員証を、使えなくしました"));
}

static json_t *decide(struct ks_centre *centre, const json_t *request, bool is_bound)
{
	struct ks_store *store = ks_centre_store(centre);
	const char *number = ks_control_text(request, "number");
	uint8_t id[KS_CARD_ID_MAX];
	size_t len = ks_card_read_hex(ks_control_text(request, "id"), id);
	char name[KS_CARD_NAME] = "";
	struct ks_clock clock = ks_clock_system();
	struct ks_arena arena = {0};
	struct ks_person person;
	enum ks_rc rc = ks_roster_find(store, number, &arena, &person);

	if (rc == KS_OK && is_bound)
		rc = ks_card_name(store, id, len, name);
	if (rc == KS_OK)
		rc = ks_card_say(store, person.number, name, ks_clock_wall_ms(&clock));
	if (rc == KS_OK) {
		ks_log_info("card", "%s for %s", is_bound ? "bound" : "taken away", person.number);
		ks_centre_touch(centre);
	}
	ks_arena_wipe(&arena);
	return say(rc, number, is_bound);
}

json_t *ks_control_bind_card(struct ks_centre *centre, const json_t *request)
{
	return decide(centre, request, true);
}

json_t *ks_control_lose_card(struct ks_centre *centre, const json_t *request)
{
	return decide(centre, request, false);
}
