/* SPDX-License-Identifier: Apache-2.0 */
#include "record/secrets.h"

#include <inttypes.h>
#include <jansson.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "course/person.h"
#include "record/db.h"
#include "record/ledger.h"
#include "record/parcel.h"
#include "record/pin_news.h"
#include "record/pseudonym.h"
#include "record/roster_private.h"

/* {"pseudonym":KEY,"pins":{NUMBER:[HASH,SOURCE,STAMP,WRONG,LEFT],…}}; the last three where kiosks told something (pin_news.h) */

#define KIND ".kenshu-secrets"

/* ---- at the centre ---- */

static void put_pin(struct ks_buf *out, const char **before, sqlite3_stmt *stmt)
{
	int64_t stamp = sqlite3_column_int64(stmt, 3), left_ms = sqlite3_column_int64(stmt, 5);

	ks_buf_puts(out, *before);
	ks_buf_json(out, ks_db_text(stmt, 0));
	ks_buf_puts(out, ":[");
	ks_buf_json(out, ks_db_text(stmt, 1));
	ks_buf_puts(out, ",");
	ks_buf_json(out, ks_db_text(stmt, 2));
	if (stamp > 0)
		ks_buf_printf(out, ",%" PRId64 ",%d,%" PRId64, stamp, sqlite3_column_int(stmt, 4),
			      left_ms);
	ks_buf_puts(out, "]");
	*before = ",";
}

/* ?1: one person, or NULL for all. ?2: the units, each between line ends. ?3: now. */
#define SELECT_PINS                                                                        \
	"SELECT p.number, p.hash, p.source, coalesce(s.stamp, 0), coalesce(s.n_wrong, 0)," \
	" max(coalesce(s.until_ms, 0) - ?3, 0) FROM pin p JOIN person USING(number)"       \
	" LEFT JOIN pin_state s USING(number)"                                             \
	" WHERE is_listed AND (?2 = '' OR EXISTS(SELECT 1 FROM appointment a"              \
	"  WHERE a.number = p.number AND (instr(?2, char(10) || a.unit || char(10)) OR"    \
	"   instr(';' || a.roles || ';', ';" KS_ROLE_FACILITATOR ";'))))"
static const char one[] = SELECT_PINS " AND p.number = ?1";

/* As they stand in the query. malloc'd. */
static char *between_line_ends(const char *units)
{
	return units[0] ? ks_format("\n%s\n", units) : ks_strdup("");
}

enum ks_rc ks_secrets_serves(struct ks_store *store, const char *units, const char *number,
			     bool *is_so)
{
	char *between = between_line_ends(units);
	sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_db_lock(store);
	stmt = ks_db_query(store, one, "tti", number, between, INT64_C(0));
	rc = ks_db_step(store, stmt);
	ks_db_end(stmt);
	ks_db_unlock(store);
	free(between);
	*is_so = rc == KS_OK;
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

static enum ks_rc put_rows(struct ks_store *store, sqlite3_stmt *stmt, struct ks_buf *out,
			   const char **before)
{
	enum ks_rc rc;

	while ((rc = ks_db_step(store, stmt)) == KS_OK)
		put_pin(out, before, stmt);
	ks_db_end(stmt);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

/* Of a difference only those it names: its few people, one by one. */
static enum ks_rc put_pins(struct ks_store *store, const json_t *people, bool is_all,
			   const char *units, int64_t now_ms, struct ks_buf *out)
{
	static const char all[] = SELECT_PINS " AND ?1 IS NULL";
	const char *before = "";
	enum ks_rc rc = KS_OK;

	ks_db_lock(store);
	if (is_all)
		rc = put_rows(store, ks_db_query(store, all, "nti", units, now_ms), out, &before);
	for (size_t i = 0; !is_all && rc == KS_OK && i < json_array_size(people); i++) {
		const json_t *person = json_array_get(people, i);
		const char *number = json_string_value(json_object_get(person, "number"));

		rc = put_rows(store, ks_db_query(store, one, "tti", number, units, now_ms), out,
			      &before);
	}
	ks_db_unlock(store);
	return rc;
}

static enum ks_rc write_payload(struct ks_store *store, const struct ks_buf *document,
				const char *units, int64_t now_ms, struct ks_buf *out)
{
	bool is_all = !ks_roster_is_delta(ks_buf_text(document));
	json_t *root = is_all ? NULL : json_loadb(document->data, document->len, 0, NULL);
	char *between = between_line_ends(units), *key = NULL;
	enum ks_rc rc = ks_pseudonym_key_text(store, &key);

	ks_buf_puts(out, "{");
	if (rc == KS_OK)
		ks_buf_printf(out, "\"pseudonym\":\"%s\",", key);
	ks_buf_puts(out, "\"pins\":{");
	if (rc == KS_OK || rc == KS_NOT_FOUND)
		rc = put_pins(store, json_object_get(root, "people"), is_all, between, now_ms, out);
	ks_buf_puts(out, "}}");
	free(between);
	free(key);
	json_decref(root);
	return rc;
}

enum ks_rc ks_secrets_add(struct ks_store *store, const char *to, const char *units, int64_t now_ms,
			  struct ks_buf *document)
{
	struct ks_buf payload = {.ceiling = KS_PARCEL_MAX_BYTES};
	struct ks_buf parcel = {.ceiling = KS_PARCEL_MAX_BYTES};
	enum ks_rc rc = ks_ledger_make_identity(store);
	char *text = NULL;

	if (rc == KS_OK && (document->len == 0 || document->data[document->len - 1] != '}'))
		rc = KS_INVALID;
	if (rc == KS_OK)
		rc = write_payload(store, document, units, now_ms, &payload);
	if (rc == KS_OK)
		rc = ks_parcel_seal(store, KIND, to, ks_buf_text(&payload), payload.len, &parcel);
	if (rc == KS_OK) {
		text = ks_base64url((const uint8_t *)parcel.data, parcel.len);
		document->data[--document->len] = '\0';
		ks_buf_printf(document, ",\"sealed\":\"%s\"}", text);
		rc = document->is_over ? KS_FULL : KS_OK;
	}
	free(text);
	if (payload.data)
		sodium_memzero(payload.data, payload.len);
	ks_buf_finish(&payload);
	ks_buf_finish(&parcel);
	return rc;
}

/* ---- at the kiosk ---- */

static enum ks_rc open_sealed(struct ks_store *store, const char *text, json_t **out)
{
	size_t len = 0;
	uint8_t *bytes = ks_parcel_unpack(text, &len);
	struct ks_parcel parcel = {0};
	enum ks_rc rc = bytes ? KS_OK : KS_INVALID;

	if (rc == KS_OK)
		rc = ks_parcel_open(store, KIND, bytes, len, &parcel);
	if (rc == KS_OK) {
		*out = json_loadb(parcel.payload, parcel.len, JSON_REJECT_DUPLICATES, NULL);
		rc = *out ? ks_pin_news_meet(store, parcel.sender) : KS_INVALID;
	}
	ks_parcel_finish(&parcel);
	free(bytes);
	return rc;
}

/* Not of those it serves. One that was chosen here, and of which the centre never spoke, stays. */
static enum ks_rc forget_pin(struct ks_store *store, const char *number)
{
	enum ks_rc rc = ks_db_run(store,
				  "DELETE FROM pin WHERE number = ?1 AND (source = 'initial' OR"
				  " EXISTS(SELECT 1 FROM pin_state WHERE number = ?1))",
				  "t", number);

	return rc == KS_OK ? ks_db_run(store,
				       "DELETE FROM pin_code WHERE number = ?1"
				       " AND NOT EXISTS(SELECT 1 FROM pin WHERE number = ?1)",
				       "t", number)
			   : rc;
}

static enum ks_rc take_pin(struct ks_store *store, const char *number, const json_t *pin,
			   const struct ks_time *now)
{
	const char *hash = json_string_value(json_array_get(pin, 0));
	const char *source = json_string_value(json_array_get(pin, 1));
	struct ks_pin_word word = {
		.hash = hash,
		.source = source,
		.stamp = json_integer_value(json_array_get(pin, 2)),
		.n_wrong = (int)json_integer_value(json_array_get(pin, 3)),
		.left_ms = json_integer_value(json_array_get(pin, 4)),
	};

	if (!pin)
		return forget_pin(store, number);
	if (!ks_roster_is_pin(hash, source)) {
		ks_log_warn("roster", "a sealed PIN is left out: it is none");
		return KS_OK;
	}
	return ks_pin_news_hear(store, number, &word, now);
}

static enum ks_rc take_all(struct ks_store *store, const json_t *sealed,
			   const struct ks_roster *people)
{
	const json_t *pins = json_object_get(sealed, "pins");
	const char *key = json_string_value(json_object_get(sealed, "pseudonym"));
	struct ks_clock clock = ks_clock_system();
	struct ks_time now = ks_clock_now(&clock);
	enum ks_rc rc = key ? ks_pseudonym_take_key(store, key) : KS_OK;

	if (rc == KS_INVALID)
		ks_log_warn("roster", "the key of pseudonyms is left out: it is none");
	rc = rc == KS_INVALID ? KS_OK : rc;
	for (size_t i = 0; rc == KS_OK && i < people->n_entries; i++) {
		const char *number = people->entries[i].person.number;

		rc = take_pin(store, number, json_object_get(pins, number), &now);
	}
	return rc;
}

enum ks_rc ks_secrets_take(struct ks_store *store, const char *text, const struct ks_roster *people)
{
	json_t *sealed = NULL;
	enum ks_rc rc;

	if (!text)
		return KS_OK;
	rc = open_sealed(store, text, &sealed);
	if (rc == KS_OK)
		rc = take_all(store, sealed, people);
	else
		ks_log_warn("roster", "what is sealed is not for this kiosk's key: %s",
			    ks_rc_name(rc));
	json_decref(sealed);
	return rc == KS_INVALID || rc == KS_DAMAGED ? KS_OK : rc;
}
