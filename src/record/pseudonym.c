/* SPDX-License-Identifier: Apache-2.0 */
#include "record/pseudonym.h"

#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "record/db.h"

/*
 * BLAKE2b under the key: there are so few numbers that without one anybody could try them all. 128 bits of it, so that no two
 * people of any list meet.
 */

#define SETTING_KEY "pseudonym_key"
#define DOMAIN "kenshu-pseudonym-v1\n"
#define NAME_BYTES 16

_Static_assert(crypto_generichash_KEYBYTES_MAX >= KS_HASH_BYTES, "the key fits");
_Static_assert(2 * NAME_BYTES + 2 <= KS_ACTOR_MAX, "the name fits");

enum ks_rc ks_pseudonym_make_key(struct ks_store *store)
{
	uint8_t key[KS_HASH_BYTES];
	char *text = NULL;
	enum ks_rc rc = ks_store_get(store, SETTING_KEY, &text);

	free(text);
	if (rc != KS_NOT_FOUND)
		return rc;
	ks_random(key, sizeof(key));
	text = ks_base64url(key, sizeof(key));
	rc = ks_store_set(store, SETTING_KEY, text);
	sodium_memzero(key, sizeof(key));
	sodium_memzero(text, strlen(text));
	free(text);
	return rc;
}

enum ks_rc ks_pseudonym_key_text(struct ks_store *store, char **text)
{
	return ks_store_get(store, SETTING_KEY, text);
}

enum ks_rc ks_pseudonym_take_key(struct ks_store *store, const char *text)
{
	uint8_t key[KS_HASH_BYTES];
	bool is_key = ks_unbase64url(text, key, sizeof(key));

	sodium_memzero(key, sizeof(key));
	return is_key ? ks_store_set(store, SETTING_KEY, text) : KS_INVALID;
}

enum ks_rc ks_pseudonyms_load(struct ks_store *store, struct ks_pseudonyms *out)
{
	char *text = NULL;
	enum ks_rc rc = ks_store_get(store, SETTING_KEY, &text);

	out->has_key = rc == KS_OK;
	if (rc == KS_OK && !ks_unbase64url(text, out->key, sizeof(out->key)))
		rc = KS_DAMAGED;
	if (text)
		sodium_memzero(text, strlen(text));
	free(text);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

void ks_pseudonyms_of(const struct ks_pseudonyms *names, const char *staff, char out[KS_ACTOR_MAX])
{
	crypto_generichash_state state;
	uint8_t name[NAME_BYTES];

	if (!names->has_key || ks_statement_is_pseudonym(staff)) {
		(void)snprintf(out, KS_ACTOR_MAX, "%s", staff);
		return;
	}
	(void)crypto_generichash_init(&state, names->key, sizeof(names->key), sizeof(name));
	(void)crypto_generichash_update(&state, (const uint8_t *)DOMAIN, strlen(DOMAIN));
	(void)crypto_generichash_update(&state, (const uint8_t *)staff, strlen(staff));
	(void)crypto_generichash_final(&state, name, sizeof(name));
	out[0] = KS_PSEUDONYM_MARK;
	ks_hex(name, sizeof(name), out + 1);
}

void ks_pseudonyms_end(struct ks_pseudonyms *names)
{
	sodium_memzero(names, sizeof(*names));
}

enum ks_rc ks_pseudonym_of(struct ks_store *store, const char *staff, char out[KS_ACTOR_MAX])
{
	struct ks_pseudonyms names = {0};
	enum ks_rc rc = ks_pseudonyms_load(store, &names);

	if (rc == KS_OK)
		ks_pseudonyms_of(&names, staff, out);
	ks_pseudonyms_end(&names);
	return rc;
}

/* ---- whose ---- */

/* Everybody's, in a table of this connection's memory: whoever takes up thousands of answers asks thousands of times. */
static enum ks_rc name_everybody(struct ks_store *store, const struct ks_pseudonyms *names)
{
	static const char insert[] =
		"INSERT OR REPLACE INTO temp.pseudonym(name, staff) VALUES(?, ?)";
	struct sqlite3_stmt *stmt = ks_db_query(store, "SELECT number FROM person", "");
	char name[KS_ACTOR_MAX];
	enum ks_rc rc;

	while ((rc = ks_db_step(store, stmt)) == KS_OK) {
		ks_pseudonyms_of(names, ks_db_text(stmt, 0), name);
		rc = ks_db_run(store, insert, "tt", name, ks_db_text(stmt, 0));
		if (rc != KS_OK)
			break;
	}
	ks_db_end(stmt);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

static enum ks_rc look_up(struct ks_store *store, const char *pseudonym, char staff[KS_ACTOR_MAX])
{
	struct sqlite3_stmt *stmt =
		ks_db_query(store, "SELECT staff FROM temp.pseudonym WHERE name = ?", "t", pseudonym);
	enum ks_rc rc = ks_db_step(store, stmt);

	if (rc == KS_OK)
		(void)snprintf(staff, KS_ACTOR_MAX, "%s", ks_db_text(stmt, 0));
	ks_db_end(stmt);
	return rc;
}

static enum ks_rc resolve(struct ks_store *store, const struct ks_pseudonyms *names,
			  const char *pseudonym, char staff[KS_ACTOR_MAX])
{
	static const char create[] = "CREATE TEMP TABLE IF NOT EXISTS pseudonym("
				     "name TEXT PRIMARY KEY, staff TEXT NOT NULL) WITHOUT ROWID";
	static const char missing[] = "SELECT (SELECT count(*) FROM person)"
				      " - (SELECT count(*) FROM temp.pseudonym)";
	int64_t n = 0;
	enum ks_rc rc = ks_db_run(store, create, "");

	if (rc != KS_OK)
		return rc;
	rc = look_up(store, pseudonym, staff);
	if (rc != KS_NOT_FOUND)
		return rc;
	rc = ks_db_number(store, &n, missing, "");
	if (rc == KS_OK && n == 0)
		return KS_NOT_FOUND;
	if (rc == KS_OK)
		rc = name_everybody(store, names);
	return rc == KS_OK ? look_up(store, pseudonym, staff) : rc;
}

enum ks_rc ks_pseudonym_resolve(struct ks_store *store, const char *pseudonym,
				char staff[KS_ACTOR_MAX])
{
	struct ks_pseudonyms names = {0};
	enum ks_rc rc = ks_pseudonyms_load(store, &names);

	if (rc == KS_OK && !names.has_key)
		rc = KS_NOT_FOUND;
	if (rc == KS_OK) {
		ks_db_lock(store);
		rc = resolve(store, &names, pseudonym, staff);
		ks_db_unlock(store);
	}
	ks_pseudonyms_end(&names);
	return rc;
}
