/* SPDX-License-Identifier: Apache-2.0 */
#include "record/card.h"

#include <jansson.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "base/log.h"
#include "course/person.h"
#include "record/card_fact.h"
#include "record/db.h"

/*
 * A card's number is no secret, but it names a person for whoever reads it: so neither a stolen kiosk nor a backup tells
 * it, short of trying them all with the key that lies beside.
 */

#define KEY "card_key"
#define KEY_BYTES crypto_auth_hmacsha256_KEYBYTES
#define CARDS_MAX 200000

_Static_assert(KS_CARD_NAME == 2 * crypto_auth_hmacsha256_BYTES + 1, "a name is the HMAC in hex");

/* ---- the key ---- */

static bool read_key(const char *hex, uint8_t key[KEY_BYTES])
{
	size_t len = 0;

	return sodium_hex2bin(key, KEY_BYTES, hex, strlen(hex), NULL, &len, NULL) == 0 &&
	       len == KEY_BYTES;
}

static enum ks_rc keep_key(struct ks_store *store, const uint8_t key[KEY_BYTES])
{
	char hex[2 * KEY_BYTES + 1];

	return ks_store_set(store, KEY, sodium_bin2hex(hex, sizeof(hex), key, KEY_BYTES));
}

static enum ks_rc load_key(struct ks_store *store, uint8_t key[KEY_BYTES])
{
	char *hex = NULL;
	enum ks_rc rc = ks_store_get(store, KEY, &hex);

	if (rc == KS_OK && !read_key(hex, key))
		rc = KS_DAMAGED;
	free(hex);
	if (rc != KS_NOT_FOUND)
		return rc;
	ks_random(key, KEY_BYTES);
	return keep_key(store, key);
}

enum ks_rc ks_card_name(struct ks_store *store, const uint8_t *id, size_t len,
			char name[KS_CARD_NAME])
{
	uint8_t key[KEY_BYTES], mac[crypto_auth_hmacsha256_BYTES];
	enum ks_rc rc = len >= KS_CARD_ID_LEAST && len <= KS_CARD_ID_MAX ? load_key(store, key)
									 : KS_INVALID;

	if (rc != KS_OK)
		return rc;
	(void)crypto_auth_hmacsha256(mac, id, len, key);
	sodium_bin2hex(name, KS_CARD_NAME, mac, sizeof(mac));
	sodium_memzero(key, sizeof(key));
	return KS_OK;
}

size_t ks_card_read_hex(const char *hex, uint8_t id[KS_CARD_ID_MAX])
{
	const char *end = NULL;
	size_t len = 0;

	if (sodium_hex2bin(id, KS_CARD_ID_MAX, hex, strlen(hex), ": -", &len, &end) != 0 || *end)
		return 0;
	return len >= KS_CARD_ID_LEAST ? len : 0;
}

/* ---- whose ---- */

/* The last word about this card is the last word about that person's, and the same. */
#define LATER "(n.at_ms, n.id) > (c.at_ms, c.id)"
#define HOLDS                                                                                \
	" c.name <> '' AND NOT EXISTS(SELECT 1 FROM card n WHERE n.name = c.name AND " LATER \
	") AND NOT EXISTS(SELECT 1 FROM card n WHERE n.staff = c.staff AND " LATER ")"

/* The one text that @sql, bound to @name, finds. */
static enum ks_rc find(struct ks_store *store, const char *sql, const char *name,
		       char out[KS_CARD_STAFF])
{
	sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_db_lock(store);
	stmt = ks_db_query(store, sql, "t", name);
	rc = ks_db_step(store, stmt);
	if (rc == KS_OK && strlen(ks_db_text(stmt, 0)) >= KS_CARD_STAFF)
		rc = KS_DAMAGED;
	if (rc == KS_OK)
		memcpy(out, ks_db_text(stmt, 0), strlen(ks_db_text(stmt, 0)) + 1);
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc;
}

enum ks_rc ks_card_find(struct ks_store *store, const char *name, char staff[KS_CARD_STAFF])
{
	return find(store, "SELECT c.staff FROM card c WHERE c.name = ? AND" HOLDS, name, staff);
}

enum ks_rc ks_card_number(struct ks_store *store, const char *name, char number[KS_CARD_STAFF])
{
	return find(store,
		    "SELECT p.typed FROM card c JOIN person p ON p.number = c.staff AND p.is_listed"
		    " WHERE c.name = ? AND" HOLDS,
		    name, number);
}

/* ---- said ---- */

enum ks_rc ks_card_say(struct ks_store *store, const char *staff, const char *name, int64_t at_ms)
{
	char id[KS_UUID_TEXT];

	ks_uuid_v7(at_ms, id);
	return ks_card_insert(store, id, staff, name, at_ms, KS_CARD_SAID_BY_HR);
}

enum ks_rc ks_card_bind(struct ks_ledger *ledger, const struct ks_fact *fact, int64_t *seq)
{
	struct ks_store *store = ks_ledger_store(ledger);
	struct ks_statement_view view;
	struct ks_statement row = {0};
	enum ks_rc rc = ks_ledger_begin(ledger);

	if (rc != KS_OK)
		return rc;
	rc = ks_ledger_append(ledger, fact, seq);
	if (rc == KS_OK)
		rc = ks_ledger_read(ledger, *seq, &row);
	if (rc == KS_OK)
		rc = ks_statement_read(row.bytes, row.len, &view) == KS_OK
			     ? ks_card_keep(store, &view)
			     : KS_DAMAGED;
	ks_statement_finish(&row);
	return ks_ledger_end(ledger, rc);
}

/* ---- to the kiosks ---- */

static void put(struct ks_buf *out, const char *before, const char *name, const char *value)
{
	ks_buf_printf(out, "%s\"%s\":", before, name);
	ks_buf_json(out, value);
}

enum ks_rc ks_card_put_json(struct ks_store *store, struct ks_buf *out)
{
	static const char select[] =
		"SELECT c.id, c.staff, c.name, c.at_ms FROM card c WHERE"
		" NOT EXISTS(SELECT 1 FROM card n WHERE n.name = c.name AND n.name <> '' AND " LATER
		")"
		" OR NOT EXISTS(SELECT 1 FROM card n WHERE n.staff = c.staff AND " LATER ")"
		" ORDER BY c.at_ms, c.id";
	uint8_t key[KEY_BYTES];
	char hex[2 * KEY_BYTES + 1];
	const char *before = "";
	sqlite3_stmt *stmt;
	enum ks_rc rc = load_key(store, key);

	if (rc != KS_OK)
		return rc;
	put(out, "{", "key", sodium_bin2hex(hex, sizeof(hex), key, sizeof(key)));
	ks_buf_puts(out, ",\"bound\":[");
	ks_db_lock(store);
	stmt = ks_db_query(store, select, "");
	while ((rc = ks_db_step(store, stmt)) == KS_OK) {
		ks_buf_puts(out, before);
		put(out, "{", "id", ks_db_text(stmt, 0));
		put(out, ",", "staff", ks_db_text(stmt, 1));
		put(out, ",", "card", ks_db_text(stmt, 2));
		ks_buf_printf(out, ",\"at_ms\":%lld}", (long long)sqlite3_column_int64(stmt, 3));
		before = ",";
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	ks_buf_puts(out, "]}");
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

static bool is_name(const char *name)
{
	size_t len = strlen(name);

	return len == 0 || (len == KS_CARD_NAME - 1 && strspn(name, "0123456789abcdef") == len);
}

static enum ks_rc take_one(struct ks_store *store, const json_t *said)
{
	const char *id = json_string_value(json_object_get(said, "id"));
	const char *staff = json_string_value(json_object_get(said, "staff"));
	const char *name = json_string_value(json_object_get(said, "card"));
	const json_t *at = json_object_get(said, "at_ms");

	if (!id || !ks_uuid_is_valid(id) || !staff || !ks_person_is_key(staff) || !name ||
	    !is_name(name) || !json_is_integer(at)) {
		ks_log_warn("card", "a binding of the document is left out");
		return KS_OK; /* the others are no worse for it */
	}
	return ks_card_insert(store, id, staff, name, json_integer_value(at), KS_CARD_SAID_BY_CENTRE);
}

/* Names made with another key say nothing any more. */
static enum ks_rc take_key(struct ks_store *store, const char *hex)
{
	uint8_t key[KEY_BYTES];
	char *had = NULL;
	enum ks_rc rc;

	if (!read_key(hex, key))
		return KS_INVALID;
	rc = ks_store_get(store, KEY, &had);
	if (rc == KS_OK && strcmp(had, hex) != 0) {
		ks_log_warn("card", "the centre has another key: what was bound before is gone");
		rc = ks_db_run(store, "DELETE FROM card", "");
	}
	free(had);
	return rc == KS_OK || rc == KS_NOT_FOUND ? keep_key(store, key) : rc;
}

enum ks_rc ks_card_take_json(struct ks_store *store, const struct json_t *cards)
{
	const json_t *bound = json_object_get(cards, "bound");
	const char *key = json_string_value(json_object_get(cards, "key"));
	enum ks_rc rc;

	if (!key || !json_is_array(bound) || json_array_size(bound) > CARDS_MAX)
		return KS_OK;
	rc = take_key(store, key);
	if (rc == KS_INVALID)
		return KS_OK;
	if (rc == KS_OK)
		rc = ks_db_run(store, "DELETE FROM card WHERE source = ?", "d",
			       (int)KS_CARD_SAID_BY_CENTRE);
	for (size_t i = 0; i < json_array_size(bound) && rc == KS_OK; i++)
		rc = take_one(store, json_array_get(bound, i));
	return rc;
}
