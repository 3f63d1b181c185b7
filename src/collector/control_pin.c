/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "collector/control_private.h"
#include "lrs/centre.h"
#include "record/pin.h"
#include "record/roster.h"

/* A forgotten PIN: a new one is made, told once to whoever asked for it, and goes to the kiosks with the list. */

json_t *ks_control_reset_pin(struct ks_centre *centre, const json_t *request)
{
	struct ks_store *store = ks_centre_store(centre);
	const char *number = ks_control_text(request, "number");
	struct ks_arena arena = {0};
	struct ks_person person;
	char pin[KS_PIN_DIGITS + 1] = "";
	json_t *answer;
	enum ks_rc rc = ks_roster_find(store, number, &arena, &person);

	if (rc == KS_OK)
		rc = ks_pin_reset(store, person.number, number, pin);
	if (rc == KS_NOT_FOUND) {
		answer = ks_control_say(false, ks_format("職員番号 %s の人は、名簿にいません。"
							 "番号を確かめてください。",
							 number));
	} else if (rc != KS_OK) {
		answer = ks_control_say(false, ks_control_failure(rc));
	} else {
		ks_centre_touch(centre);
		ks_log_info("pin", "reset for %s", person.number);
		answer = ks_control_say(
			true,
			ks_format("職員番号 %s の暗証番号を、新しくしました。本人だけに伝えてください。"
				  "二度は表示しません。端末には、次に通信したときに届きます。",
				  number));
		json_object_set_new(answer, "secret", json_string(pin));
	}
	explicit_bzero(pin, sizeof(pin));
	ks_arena_wipe(&arena);
	return answer;
}
