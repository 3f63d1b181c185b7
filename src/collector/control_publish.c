/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <stdlib.h>

#include "base/calendar.h"
#include "base/mem.h"
#include "collector/control_private.h"
#include "record/roster.h"

/* Anybody may come to read what is published: which card is whose, and the key that cards are known by, stay behind. */
static char *without_cards(const char *json)
{
	json_t *root = json_loads(json, 0, NULL);
	char *text;

	json_object_del(root, "cards");
	text = json_dumps(root, JSON_COMPACT);
	json_decref(root);
	return text;
}

static json_t *answer(const char *json, size_t n_people)
{
	char *text = without_cards(json);
	json_t *said = ks_control_say(text, ks_format("%zu名の名簿です。", n_people));

	json_object_set_new(said, "secret", json_string(text ? text : ""));
	free(text);
	return said;
}

json_t *ks_control_roster_document(struct ks_centre *centre, const json_t *request)
{
	struct ks_store *store = ks_centre_store(centre);
	int nendo = ks_nendo_of(ks_civil_from_ms(ks_centre_now_ms(centre)).date);
	char *completed = NULL, *json = NULL;
	size_t n_people = 0;
	json_t *said;
	enum ks_rc rc = ks_roster_count(store, &n_people);

	(void)request;
	if (rc == KS_OK && n_people == 0)
		return ks_control_say(
			false, ks_strdup("名簿が空です。kenshu roster import で取り込んでから、"
					 "もう一度実行してください。"));
	if (rc == KS_OK && ks_store_role(store) == KS_ROLE_COLLECTOR)
		rc = ks_centre_completed_json(store, nendo, &completed);
	if (rc == KS_OK)
		rc = ks_roster_to_json(store, completed, &json);
	said = rc == KS_OK ? answer(json, n_people) : ks_control_say(false, ks_control_failure(rc));
	free(completed);
	free(json);
	return said;
}
