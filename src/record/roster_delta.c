/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <string.h>

#include "base/log.h"
#include "record/card.h"
#include "record/db.h"
#include "record/elsewhere.h"
#include "record/exemption_private.h"
#include "record/roster_private.h"
#include "record/secrets.h"

/*
 * What changed at the centre since the document that this kiosk has. Everything is checked before it begins to write, as with a
 * whole document; what is named is set and not counted on, so that the same difference twice is one.
 */

#define FORMAT "kenshu-roster-delta-1"

bool ks_roster_is_delta(const char *json)
{
	static const char begin[] = "{\"format\":\"" FORMAT "\"";

	return strncmp(json, begin, sizeof(begin) - 1) == 0;
}

static enum ks_rc unlist(struct ks_store *store, const json_t *gone)
{
	enum ks_rc rc = KS_OK;

	for (size_t i = 0; i < json_array_size(gone) && rc == KS_OK; i++) {
		const char *number =
			json_string_value(json_object_get(json_array_get(gone, i), "number"));

		if (number && ks_person_is_key(number))
			rc = ks_db_run(store, "UPDATE person SET is_listed = 0 WHERE number = ?",
				       "t", number);
	}
	return rc;
}

/* [staff, 年度, plan, lesson] */
static enum ks_rc undo(struct ks_store *store, const json_t *undone)
{
	enum ks_rc rc = KS_OK;

	for (size_t i = 0; i < json_array_size(undone) && rc == KS_OK; i++) {
		const json_t *row = json_array_get(undone, i);
		const char *staff = json_string_value(json_array_get(row, 0));
		const char *plan = json_string_value(json_array_get(row, 2));
		const char *lesson = json_string_value(json_array_get(row, 3));

		if (staff && plan && lesson)
			rc = ks_db_run(store,
				       "DELETE FROM elsewhere WHERE staff = ? AND nendo = ?"
				       " AND plan = ? AND lesson = ?",
				       "titt", staff, json_integer_value(json_array_get(row, 1)),
				       plan, lesson);
	}
	return rc;
}

static enum ks_rc write(struct ks_store *store, const json_t *root, const struct ks_roster *people)
{
	const json_t *gatherings = json_object_get(root, "gatherings");
	const json_t *exemptions = json_object_get(root, "exemptions");
	const json_t *cards = json_object_get(root, "cards");
	enum ks_rc rc = unlist(store, json_object_get(root, "gone"));

	for (size_t i = 0; i < people->n_entries && rc == KS_OK; i++)
		rc = ks_roster_write_entry(store, &people->entries[i], NULL);
	if (rc == KS_OK)
		rc = ks_secrets_take(store, json_string_value(json_object_get(root, "sealed")),
				     people);
	if (rc == KS_OK)
		rc = undo(store, json_object_get(root, "undone"));
	if (rc == KS_OK)
		rc = ks_elsewhere_take(store, root);
	if (rc == KS_OK && gatherings)
		rc = ks_roster_write_gatherings(store, gatherings);
	if (rc == KS_OK && exemptions)
		rc = ks_exemption_take(store, exemptions);
	if (rc == KS_OK && cards)
		rc = ks_card_take_json(store, cards);
	return rc;
}

static enum ks_rc take(struct ks_store *store, const json_t *root, const struct ks_roster *people)
{
	enum ks_rc rc = ks_store_begin(store);

	if (rc != KS_OK)
		return rc;
	return ks_store_end(store, write(store, root, people));
}

enum ks_rc ks_roster_store_delta(struct ks_store *store, const char *json, size_t len,
				 const char *base)
{
	json_t *root = json_loadb(json, len, JSON_REJECT_DUPLICATES, NULL);
	const char *format = json_string_value(json_object_get(root, "format"));
	const char *its_base = json_string_value(json_object_get(root, "base"));
	struct ks_roster people = {0};
	enum ks_rc rc = KS_INVALID;

	if (format && strcmp(format, FORMAT) == 0 && its_base &&
	    ks_roster_read_people(json_object_get(root, "people"), &people) &&
	    json_is_array(json_object_get(root, "completed")))
		rc = strcmp(its_base, base) == 0 ? take(store, root, &people) : KS_CONFLICT;
	if (rc != KS_OK)
		ks_log_warn("roster", "difference not taken: %s", ks_rc_name(rc));
	ks_roster_finish(&people);
	json_decref(root);
	return rc;
}
