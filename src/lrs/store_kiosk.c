/* SPDX-License-Identifier: Apache-2.0 */
#include <sodium.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "base/log.h"
#include "base/mem.h"
#include "lrs/centre_private.h"
#include "lrs/disown.h"
#include "record/db.h"
#include "xapi/statement_check.h"

/*
 * Which kiosks there are, and which other programs may use the LRS. A secret is 256 random bits, so a plain SHA-256 of it is as good as any slow hash, and a
 * request costs microseconds; it is compared in constant time and never stored.
 */

#define KIOSK_NAME_MAX 32
#define SECRET_BYTES 32

bool ks_centre_is_kiosk_name(const char *kiosk)
{
	size_t len = strlen(kiosk);

	return len > 0 && len <= KIOSK_NAME_MAX && kiosk[0] != '-' &&
	       strspn(kiosk, "abcdefghijklmnopqrstuvwxyz0123456789-") == len &&
	       strcmp(kiosk, "k-local") != 0; /* every kiosk is that one before it is enrolled */
}

char *ks_centre_make_secret(void)
{
	uint8_t random[SECRET_BYTES];

	ks_random(random, sizeof(random));
	return ks_base64url(random, sizeof(random));
}

static bool is_secret(const char *secret)
{
	uint8_t bytes[SECRET_BYTES];

	return ks_unbase64url(secret, bytes, sizeof(bytes));
}

/* Kiosks and clients share one set of names: a request says no more than a name and a secret. */
static enum ks_rc insert_once(struct ks_centre *centre, const char *id, const uint8_t *hash,
			      const char *scope)
{
	static const char kiosk[] = "INSERT INTO kiosk(id, secret_sha256, added_ms) VALUES(?, ?, ?)";
	static const char client[] =
		"INSERT INTO client(id, secret_sha256, added_ms, scope) VALUES(?, ?, ?, ?)";
	/* No secret has this hash: its credentials were taken back, and the name gets new ones. */
	static const char again[] =
		"UPDATE kiosk SET secret_sha256 = ?, next_sha256 = NULL, taken_over_by = '' WHERE id = ?";
	static const char is_revoked[] =
		"SELECT count(*) FROM kiosk WHERE id = ? AND secret_sha256 = zeroblob(32)"
		" AND id <> '" KS_CENTRE_OWN "'";
	static const char count[] = "SELECT (SELECT count(*) FROM kiosk WHERE id = ?1)"
				    " + (SELECT count(*) FROM client WHERE id = ?1)";
	int64_t n_known = 0, n_revoked = 0, now_ms = ks_centre_now_ms(centre);
	enum ks_rc rc = ks_store_begin(centre->store);

	if (rc == KS_OK)
		rc = ks_db_number(centre->store, &n_known, count, "t", id);
	if (rc == KS_OK && !scope)
		rc = ks_db_number(centre->store, &n_revoked, is_revoked, "t", id);
	if (rc == KS_OK && n_known > 0 && n_revoked == 0)
		rc = KS_CONFLICT;
	if (rc == KS_OK && n_revoked > 0)
		rc = ks_db_run(centre->store, again, "bt", hash, (size_t)KS_HASH_BYTES, id);
	else if (rc == KS_OK && scope)
		rc = ks_db_run(centre->store, client, "tbit", id, hash, (size_t)KS_HASH_BYTES,
			       now_ms, scope);
	else if (rc == KS_OK)
		rc = ks_db_run(centre->store, kiosk, "tbi", id, hash, (size_t)KS_HASH_BYTES, now_ms);
	return ks_store_end(centre->store, rc);
}

enum ks_rc ks_centre_register(struct ks_centre *centre, const char *id, const char *scope,
			      const char *secret)
{
	uint8_t hash[KS_HASH_BYTES];

	if (!ks_centre_is_kiosk_name(id) || !is_secret(secret) ||
	    (scope && ks_scope_find(scope) == KS_SCOPE_COUNT))
		return KS_INVALID;
	ks_sha256(secret, strlen(secret), hash);
	return insert_once(centre, id, hash, scope);
}

static enum ks_rc add(struct ks_centre *centre, const char *id, const char *scope, char **secret)
{
	enum ks_rc rc;

	*secret = ks_centre_make_secret();
	rc = ks_centre_register(centre, id, scope, *secret);
	if (rc != KS_OK) {
		free(*secret);
		*secret = NULL;
	}
	return rc;
}

enum ks_rc ks_centre_add_kiosk(struct ks_centre *centre, const char *kiosk, char **secret)
{
	return add(centre, kiosk, NULL, secret);
}

enum ks_rc ks_centre_revoke_kiosk(struct ks_centre *centre, const char *kiosk)
{
	int64_t n = 0;
	enum ks_rc rc = strcmp(kiosk, KS_CENTRE_OWN) == 0
				? KS_NOT_FOUND
				: ks_db_number(centre->store, &n,
					       "SELECT 1 FROM kiosk WHERE id = ?", "t", kiosk);

	return rc == KS_OK ? ks_disown_count(centre, kiosk,
					     "UPDATE kiosk SET secret_sha256 = zeroblob(32),"
					     " next_sha256 = NULL WHERE id = ?",
					     ks_disown)
			   : rc;
}

static const char *const scopes[KS_SCOPE_COUNT] = {
	[KS_SCOPE_ALL] = "all",
	[KS_SCOPE_READ] = "read",
	[KS_SCOPE_WRITE] = "write",
};

enum ks_scope ks_scope_find(const char *text)
{
	size_t i = 0;

	while (i < KS_SCOPE_COUNT && strcmp(scopes[i], text) != 0)
		i++;
	return (enum ks_scope)i;
}

const char *ks_scope_name(enum ks_scope scope)
{
	return scopes[scope];
}

enum ks_rc ks_centre_add_client(struct ks_centre *centre, const char *client, enum ks_scope scope,
				char **secret)
{
	*secret = NULL;
	return scope < KS_SCOPE_COUNT ? add(centre, client, scopes[scope], secret) : KS_INVALID;
}

/* @row: secret_sha256, scope */
static enum ks_rc check_secret(struct ks_centre *centre, const char *select, const char *id,
			       const char *secret, enum ks_scope *scope)
{
	uint8_t told[KS_HASH_BYTES], kept[KS_HASH_BYTES] = {0};
	struct sqlite3_stmt *stmt;
	bool is_right;
	enum ks_rc rc;

	ks_sha256(secret, strlen(secret), told);
	ks_db_lock(centre->store);
	stmt = ks_db_query(centre->store, select, "t", id);
	rc = ks_db_step(centre->store, stmt);
	if (rc == KS_OK && sqlite3_column_bytes(stmt, 0) == KS_HASH_BYTES)
		memcpy(kept, sqlite3_column_blob(stmt, 0), sizeof(kept));
	if (rc == KS_OK)
		*scope = ks_scope_find(ks_db_text(stmt, 1));
	ks_db_end(stmt);
	ks_db_unlock(centre->store);
	is_right = sodium_memcmp(told, kept, sizeof(told)) == 0;
	if (rc == KS_OK || rc == KS_NOT_FOUND)
		return rc == KS_OK && is_right && *scope < KS_SCOPE_COUNT ? KS_OK : KS_DENIED;
	return rc;
}

enum ks_rc ks_centre_check_kiosk(struct ks_centre *centre, const char *kiosk, const char *secret)
{
	static const char select[] = "SELECT secret_sha256, 'write' FROM kiosk WHERE id = ?";
	static const char select_next[] = "SELECT next_sha256, 'write' FROM kiosk WHERE id = ?"
					  " AND next_sha256 IS NOT NULL";
	static const char turn[] =
		"UPDATE kiosk SET secret_sha256 = next_sha256, next_sha256 = NULL WHERE id = ?";
	enum ks_scope scope;
	enum ks_rc rc = check_secret(centre, select, kiosk, secret, &scope);

	if (rc != KS_DENIED || check_secret(centre, select_next, kiosk, secret, &scope) != KS_OK)
		return rc;
	return ks_db_run(centre->store, turn, "t", kiosk); /* it has arrived: the old one is void */
}

enum ks_rc ks_centre_check_client(struct ks_centre *centre, const char *client, const char *secret,
				  enum ks_scope *scope)
{
	static const char select[] = "SELECT secret_sha256, scope FROM client WHERE id = ?";

	return check_secret(centre, select, client, secret, scope);
}

static enum ks_rc read_where(struct ks_centre *centre, struct sqlite3_stmt *stmt, char **bytes,
			     size_t *len, int64_t *stored_ms)
{
	enum ks_rc rc = ks_db_step(centre->store, stmt);

	if (rc == KS_OK) {
		*len = (size_t)sqlite3_column_bytes(stmt, 0);
		*bytes = ks_strndup(sqlite3_column_blob(stmt, 0), *len);
		if (stored_ms)
			*stored_ms = sqlite3_column_int64(stmt, 1);
	}
	ks_db_end(stmt);
	return rc;
}

static char *lower_case_id(const char *id)
{
	char *lower = ks_strdup(id);

	ks_statement_lower(lower);
	return lower;
}

enum ks_rc ks_centre_read(struct ks_centre *centre, const char *id, char **bytes, size_t *len,
			  int64_t *stored_ms)
{
	static const char select[] = "SELECT body(bytes), stored_ms FROM received WHERE id = ?";
	char *lower = lower_case_id(id);
	enum ks_rc rc;

	*bytes = NULL;
	ks_db_lock(centre->store);
	rc = read_where(centre, ks_db_query(centre->store, select, "t", lower), bytes, len,
			stored_ms);
	ks_db_unlock(centre->store);
	free(lower);
	return rc;
}

enum ks_rc ks_centre_read_own(struct ks_centre *centre, const char *kiosk, const char *id,
			      char **bytes, size_t *len)
{
	static const char select[] =
		"SELECT body(bytes), stored_ms FROM received WHERE id = ? AND kiosk = ?";
	char *lower = lower_case_id(id);
	enum ks_rc rc;

	*bytes = NULL;
	ks_db_lock(centre->store);
	rc = read_where(centre, ks_db_query(centre->store, select, "tt", lower, kiosk), bytes, len,
			NULL);
	ks_db_unlock(centre->store);
	free(lower);
	return rc;
}
