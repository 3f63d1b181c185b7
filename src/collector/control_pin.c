/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "collector/control_private.h"
#include "lrs/centre.h"
#include "record/deed.h"
#include "record/pin.h"
#include "record/roster.h"

/* A forgotten PIN: a new one is made, told once to whoever asked for it, and goes to the kiosks with the list. */

/* At a kiosk nobody else keeps an account of who did what: it is noted first, and without that nothing is made. */
static enum ks_rc note_at_kiosk(struct ks_store *store, const char *number)
{
	struct ks_clock clock = ks_clock_system();
	char *words;
	enum ks_rc rc;

	if (ks_store_role(store) != KS_ROLE_KIOSK)
		return KS_OK;
	words = ks_format("職員番号 %s の人が暗証番号を決めるための番号を作った", number);
	rc = ks_deed_note(store, ks_clock_wall_ms(&clock), words);
	free(words);
	return rc;
}

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
		rc = note_at_kiosk(store, number);
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
			ks_format("職員番号 %s の人が、自分の暗証番号を決めるための番号を作りました。"
				  "本人だけに伝えてください。二度は表示しません。%s",
				  number,
				  ks_store_role(store) == KS_ROLE_KIOSK
					  ? "作ったことは、この端末の控えに残ります。"
					  : "端末には、次に通信したときに届きます。"));
		json_object_set_new(answer, "secret", json_string(pin));
	}
	explicit_bzero(pin, sizeof(pin));
	ks_arena_wipe(&arena);
	return answer;
}

/* One more of the answer's secret: [number, name, 所属, PIN]. */
static enum ks_rc add_slip(struct ks_store *store, const struct ks_person *person,
			   struct ks_date today, json_t *slips)
{
	const struct ks_appointment *post = ks_person_appointment_on(person, today);
	char pin[KS_PIN_DIGITS + 1] = "";
	enum ks_rc rc = ks_pin_reset(store, person->number, ks_person_typed(person), pin);

	if (rc == KS_OK)
		json_array_append_new(slips, json_pack("[s,s,s,s]", ks_person_typed(person),
						       person->name, post ? post->unit : "", pin));
	explicit_bzero(pin, sizeof(pin));
	return rc;
}

static json_t *say_slips(json_t *slips)
{
	size_t n = json_array_size(slips);
	json_t *answer;
	char *text;

	if (n == 0)
		return ks_control_say(
			false, ks_strdup("暗証番号のない人はいません。全員の番号を新しくするときは、"
					 "--all を付けてください。"));
	text = json_dumps(slips, JSON_COMPACT);
	answer = ks_control_say(
		true, ks_format("%zu名の暗証番号を作りました。二度は表示しません。端末には、"
				"次に通信したときに届きます。",
				n));
	json_object_set_new(answer, "secret", json_string(text));
	explicit_bzero(text, strlen(text));
	free(text);
	return answer;
}

/* A failure half way tells of nobody: whose PIN was made anew and not told gets another by --all. */
json_t *ks_control_pin_slips(struct ks_centre *centre, const json_t *request)
{
	struct ks_store *store = ks_centre_store(centre);
	bool is_all = ks_control_text(request, "all")[0] != '\0';
	struct ks_clock clock = ks_clock_system();
	struct ks_date today = ks_civil_from_ms(ks_clock_wall_ms(&clock)).date;
	struct ks_roster roster = {0};
	json_t *slips = json_array(), *answer;
	enum ks_rc rc = ks_roster_load(store, false, &roster);

	for (size_t i = 0; i < roster.n_entries && rc == KS_OK; i++)
		if (is_all || !roster.entries[i].pin_hash)
			rc = add_slip(store, &roster.entries[i].person, today, slips);
	if (rc == KS_OK)
		ks_centre_touch(centre);
	answer = rc == KS_OK ? say_slips(slips) : ks_control_say(false, ks_control_failure(rc));
	json_decref(slips);
	ks_arena_wipe(&roster.arena);
	ks_roster_finish(&roster);
	return answer;
}
