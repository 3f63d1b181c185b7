/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/db.h"
#include "record/pin.h"
#include "record/pin_mark.h"
#include "record/pin_news.h"
#include "record/roster_private.h"
#include "record/secrets.h"

/* What kiosks told of PINs, as the centre keeps it for the others. */

#define WRONG_MAX 10000

struct told {
	const char *number, *print, *own; /* the document's; own NULL: nothing was chosen */
	int64_t stamp, left_ms, chosen_ms;
	int n_wrong;
};

static bool read_told(const json_t *row, struct told *out)
{
	const json_t *own = json_array_get(row, 5);
	int64_t n_wrong = json_integer_value(json_array_get(row, 3));

	*out = (struct told){
		.number = json_string_value(json_array_get(row, 0)),
		.stamp = json_integer_value(json_array_get(row, 1)),
		.print = json_string_value(json_array_get(row, 2)),
		.n_wrong = (int)n_wrong,
		.left_ms = json_integer_value(json_array_get(row, 4)),
		.own = json_string_value(own),
		.chosen_ms = json_integer_value(json_array_get(row, 6)),
	};
	return json_array_size(row) == 7 && out->number && ks_person_is_key(out->number) &&
	       out->stamp > 0 && out->print && n_wrong >= 0 && n_wrong <= WRONG_MAX &&
	       out->left_ms >= 0 && out->left_ms <= KS_PIN_LOCK_MAX_MS && out->chosen_ms >= 0 &&
	       (json_is_null(own) || (ks_roster_is_pin(out->own, "own") &&
				      !ks_pin_is_code(out->own) && ks_pin_is_made_so(out->own)));
}

/* @kept holds here: a code, or the choice by one that kiosks told last. */
static enum ks_rc does_hold(struct ks_store *store, const struct told *told, const char *kept,
			    bool *is_so)
{
	int64_t chosen_ms = 0;
	enum ks_rc rc = KS_OK;

	*is_so = ks_pin_answers(told->own, kept);
	if (*is_so || !ks_pin_is_beside(told->own, kept))
		return KS_OK;
	rc = ks_db_number(store, &chosen_ms,
			  "SELECT coalesce(max(chosen_ms), 0) FROM pin_state WHERE number = ?", "t",
			  told->number);
	*is_so = strcmp(told->own, kept) == 0 || told->chosen_ms > chosen_ms;
	return rc;
}

static enum ks_rc keep(struct ks_store *store, const struct told *told, int64_t now_ms,
		       int64_t chosen_ms)
{
	return ks_db_run(store,
			 "INSERT OR REPLACE INTO pin_state(number, stamp, n_wrong, until_ms, chosen_ms)"
			 " VALUES(?1, (SELECT max(?2, coalesce(max(stamp), 0) + 1) FROM pin_state),"
			 " ?3, ?4, coalesce(nullif(?5, 0),"
			 " (SELECT chosen_ms FROM pin_state WHERE number = ?1), 0))",
			 "tidii", told->number, now_ms, told->n_wrong, now_ms + told->left_ms,
			 chosen_ms);
}

/* A kiosk whose clock runs ahead chose no later than now. */
static enum ks_rc take_one(struct ks_store *store, const struct told *told, int64_t now_ms,
			   struct ks_pin_news_got *out)
{
	int64_t chosen_ms = told->chosen_ms < now_ms ? told->chosen_ms : now_ms;
	char *kept = NULL, print[KS_PIN_PRINT_DIGITS + 1] = "";
	bool is_choice = false, is_tried;
	enum ks_rc rc = ks_pin_load(store, told->number, &kept);

	if (rc == KS_OK && told->own)
		rc = does_hold(store, told, kept, &is_choice);
	if (kept)
		ks_pin_print(kept, print);
	is_tried = strcmp(told->print, print) == 0;
	out->n_refused += told->own && !is_choice;
	if (rc == KS_OK && is_choice)
		rc = ks_roster_write_pin(store, told->number, told->own, "own");
	if (rc == KS_OK && (is_choice || is_tried)) {
		rc = keep(store, told, now_ms, is_choice ? chosen_ms : 0);
		out->n_taken++;
	}
	free(kept);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

static enum ks_rc take_served(struct ks_store *store, const json_t *row, const char *units,
			      int64_t *heard, int64_t now_ms, struct ks_pin_news_got *out)
{
	struct told told;
	bool is_served = false;
	enum ks_rc rc;

	if (!read_told(row, &told))
		return KS_INVALID;
	if (told.stamp <= *heard)
		return KS_OK;
	*heard = told.stamp;
	rc = ks_secrets_serves(store, units, told.number, &is_served);
	if (rc != KS_OK || is_served)
		return rc == KS_OK ? take_one(store, &told, now_ms, out) : rc;
	out->n_refused += told.own ? 1 : 0;
	return KS_OK;
}

static enum ks_rc take_all(struct ks_store *store, const json_t *people, const char *sender,
			   const char *units, int64_t now_ms, struct ks_pin_news_got *out)
{
	char *name = ks_format("pin_heard/%s", sender);
	int64_t heard;
	enum ks_rc rc = ks_store_get_number(store, name, &heard);

	for (size_t i = 0; rc == KS_OK && i < json_array_size(people); i++)
		rc = take_served(store, json_array_get(people, i), units, &heard, now_ms, out);
	out->upto = heard;
	if (rc == KS_OK)
		rc = ks_store_set_number(store, name, heard);
	free(name);
	return rc;
}

enum ks_rc ks_pin_news_take(struct ks_store *store, const char *json, size_t len, const char *sender,
			    const char *units, int64_t now_ms, struct ks_pin_news_got *out)
{
	json_t *root = json_loadb(json, len, JSON_REJECT_DUPLICATES, NULL);
	const json_t *people = json_object_get(root, "people");
	enum ks_rc rc = json_is_array(people) && json_array_size(people) <= KS_PIN_NEWS_MAX
				? ks_store_begin(store)
				: KS_INVALID;

	memset(out, 0, sizeof(*out));
	if (rc == KS_OK)
		rc = ks_store_end(store, take_all(store, people, sender, units, now_ms, out));
	json_decref(root);
	return rc;
}
