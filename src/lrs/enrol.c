/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/enrol.h"

#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lock.h"
#include "base/log.h"
#include "base/mem.h"
#include "lrs/centre_private.h"
#include "lrs/disown.h"
#include "record/db.h"

/*
 * A code is short, so it is kept like a password (Argon2id under a salt of the centre's, which also makes it findable), holds
 * for a day, and wrong ones are counted before they are looked at. Who stole the credentials that `kiosk add` wrote can be
 * the first to come with a key; that key stays 未確認 until HR has compared its mark. With a code there is nothing to steal.
 */

#define SETTING_SALT "invite_salt"
#define CODE_PASSES 3
#define CODE_MEMORY_BYTES ((size_t)16 << 20)

/* ---- codes ---- */

static enum ks_rc read_salt(struct ks_store *store, uint8_t salt[crypto_pwhash_SALTBYTES])
{
	char *text = NULL;
	enum ks_rc rc = ks_store_get(store, SETTING_SALT, &text);

	if (rc == KS_OK && !ks_unbase64url(text, salt, crypto_pwhash_SALTBYTES))
		rc = KS_DAMAGED;
	free(text);
	if (rc != KS_NOT_FOUND)
		return rc;
	ks_random(salt, crypto_pwhash_SALTBYTES);
	text = ks_base64url(salt, crypto_pwhash_SALTBYTES);
	rc = ks_store_set(store, SETTING_SALT, text);
	free(text);
	return rc;
}

static enum ks_rc hash_code(struct ks_store *store, const char *code, uint8_t hash[KS_HASH_BYTES])
{
	uint8_t salt[crypto_pwhash_SALTBYTES];
	enum ks_rc rc = read_salt(store, salt);

	if (rc == KS_OK && crypto_pwhash(hash, KS_HASH_BYTES, code, strlen(code), salt, CODE_PASSES,
					 CODE_MEMORY_BYTES, crypto_pwhash_ALG_ARGON2ID13) != 0)
		abort(); /* out of memory, as everywhere (base/mem.h) */
	return rc;
}

static enum ks_rc count_of(struct ks_store *store, const char *sql, const char *id, bool *is_any)
{
	int64_t n = 0;
	enum ks_rc rc = ks_db_number(store, &n, sql, "t", id);

	*is_any = n > 0;
	return rc;
}

static enum ks_rc may_invite(struct ks_store *store, const char *kiosk, const char *takes_over)
{
	static const char is_client[] = "SELECT count(*) FROM client WHERE id = ?";
	static const char has_key[] =
		"SELECT count(*) FROM kiosk WHERE id = ? AND public_key IS NOT NULL";
	static const char is_kiosk[] =
		"SELECT count(*) FROM kiosk WHERE id = ? AND id <> '" KS_CENTRE_OWN "'";
	bool is_so = false;
	enum ks_rc rc;

	if (!ks_centre_is_kiosk_name(kiosk))
		return KS_INVALID;
	rc = count_of(store, is_client, kiosk, &is_so);
	if (rc != KS_OK || is_so)
		return rc != KS_OK ? rc : KS_CONFLICT;
	if (!takes_over[0])
		return KS_OK;
	rc = count_of(store, has_key, kiosk, &is_so);
	if (rc != KS_OK || is_so || strcmp(kiosk, takes_over) == 0)
		return rc != KS_OK ? rc : KS_CONFLICT;
	rc = count_of(store, is_kiosk, takes_over, &is_so);
	return rc == KS_OK && !is_so ? KS_NOT_FOUND : rc;
}

enum ks_rc ks_centre_invite(struct ks_centre *centre, const char *kiosk, const char *takes_over,
			    int hours, char code[KS_CODE_CHARS + 1])
{
	static const char insert[] =
		"INSERT OR REPLACE INTO invite(hash, kiosk, until_ms, takes_over) VALUES(?, ?, ?, ?)";
	int64_t until_ms = ks_centre_now_ms(centre) + INT64_C(3600000) * hours;
	uint8_t hash[KS_HASH_BYTES];
	enum ks_rc rc = may_invite(centre->store, kiosk, takes_over);

	ks_code_make(code);
	if (rc == KS_OK)
		rc = hash_code(centre->store, code, hash);
	if (rc == KS_OK)
		rc = ks_db_run(centre->store, insert, "btit", hash, sizeof(hash), kiosk, until_ms,
			       takes_over);
	return rc;
}

/* ---- enrolling ---- */

struct invite {
	char kiosk[64], takes_over[64];
	char *used_by;
};

static enum ks_rc find_invite(struct ks_store *store, const uint8_t hash[KS_HASH_BYTES],
			      int64_t now_ms, struct invite *out)
{
	static const char select[] =
		"SELECT kiosk, takes_over, used_by FROM invite WHERE hash = ? AND until_ms > ?";
	struct sqlite3_stmt *stmt =
		ks_db_query(store, select, "bi", hash, (size_t)KS_HASH_BYTES, now_ms);
	enum ks_rc rc = ks_db_step(store, stmt);

	if (rc == KS_OK) {
		(void)snprintf(out->kiosk, sizeof(out->kiosk), "%s", ks_db_text(stmt, 0));
		(void)snprintf(out->takes_over, sizeof(out->takes_over), "%s", ks_db_text(stmt, 1));
		out->used_by = ks_strdup(ks_db_text(stmt, 2));
	}
	ks_db_end(stmt);
	return rc == KS_NOT_FOUND ? KS_DENIED : rc;
}

/* Its secret and its key; a name that has another key is another kiosk's, and stays so. */
static enum ks_rc make_kiosk(struct ks_centre *centre, const char *kiosk,
			     const struct ks_enrolment *enrolment)
{
	static const char upsert[] =
		"INSERT INTO kiosk(id, secret_sha256, added_ms) VALUES(?, ?, ?)"
		" ON CONFLICT(id) DO UPDATE SET secret_sha256 = excluded.secret_sha256,"
		" next_sha256 = NULL";
	uint8_t secret[KS_HASH_BYTES];
	enum ks_rc rc;

	if (!ks_unhex(enrolment->secret_hex, secret, sizeof(secret)))
		return KS_INVALID;
	rc = ks_db_run(centre->store, upsert, "tbi", kiosk, secret, sizeof(secret),
		       ks_centre_now_ms(centre));
	if (rc != KS_OK || !enrolment->public_key)
		return rc;
	rc = ks_centre_pin_key(centre->store, kiosk, enrolment->public_key);
	if (rc == KS_OK)
		rc = ks_db_run(centre->store, "UPDATE kiosk SET key_by = 'code' WHERE id = ?", "t",
			       kiosk);
	return rc == KS_DENIED ? KS_CONFLICT : rc;
}

/* Whoever comes with the old one's credentials from now on is not the kiosk that HR means. */
static enum ks_rc end_old(struct ks_store *store, const struct invite *invite)
{
	static const char update[] = "UPDATE kiosk SET secret_sha256 = zeroblob(32),"
				     " next_sha256 = NULL, taken_over_by = ? WHERE id = ?";

	return invite->takes_over[0]
		       ? ks_db_run(store, update, "tt", invite->kiosk, invite->takes_over)
		       : KS_OK;
}

/* Inside a transaction. @by: who uses the code. */
static enum ks_rc use_code(struct ks_centre *centre, const struct ks_enrolment *enrolment,
			   const uint8_t hash[KS_HASH_BYTES], char kiosk[64])
{
	const char *by = enrolment->public_key ? enrolment->public_key : enrolment->secret_hex;
	struct invite invite = {0};
	enum ks_rc rc = find_invite(centre->store, hash, ks_centre_now_ms(centre), &invite);

	if (rc == KS_OK && invite.used_by[0] && strcmp(invite.used_by, by) != 0)
		rc = KS_DENIED;
	if (rc == KS_OK)
		rc = make_kiosk(centre, invite.kiosk, enrolment);
	if (rc == KS_OK)
		rc = end_old(centre->store, &invite);
	if (rc == KS_OK)
		rc = ks_db_run(centre->store, "UPDATE invite SET used_by = ? WHERE hash = ?", "tb",
			       by, hash, (size_t)KS_HASH_BYTES);
	(void)snprintf(kiosk, 64, "%s", rc == KS_OK ? invite.kiosk : "");
	free(invite.used_by);
	return rc;
}

/* A window's worth of wrong ones is not looked at any more: guessing gets no faster with more addresses. */
static bool is_too_often(struct ks_centre *centre, bool is_wrong)
{
	int64_t now_ms = ks_centre_now_ms(centre);
	bool is_over;

	ks_lock(&centre->have_mutex);
	if (now_ms - centre->enrol_from_ms >= KS_ENROL_WINDOW_MS || now_ms < centre->enrol_from_ms) {
		centre->enrol_from_ms = now_ms;
		centre->n_enrol_wrong = 0;
	}
	centre->n_enrol_wrong += is_wrong;
	is_over = centre->n_enrol_wrong >= KS_ENROL_WRONG_MAX;
	ks_unlock(&centre->have_mutex);
	return is_over;
}

enum ks_rc ks_centre_enrol(struct ks_centre *centre, const struct ks_enrolment *enrolment,
			   char kiosk[64])
{
	uint8_t hash[KS_HASH_BYTES];
	enum ks_rc rc;

	kiosk[0] = '\0';
	if (enrolment->public_key && !ks_enrolment_is_signed(enrolment))
		return KS_INVALID;
	if (is_too_often(centre, false))
		return KS_BUSY;
	rc = hash_code(centre->store, enrolment->code, hash);
	if (rc == KS_OK)
		rc = ks_store_begin(centre->store);
	if (rc != KS_OK)
		return rc;
	rc = ks_store_end(centre->store, use_code(centre, enrolment, hash, kiosk));
	if (rc == KS_DENIED)
		ks_log_warn("collector", "a wrong code%s",
			    is_too_often(centre, true) ? ": none is looked at for a while" : "");
	if (rc == KS_OK)
		ks_log_info("collector", "kiosk %s is enrolled", kiosk);
	return rc;
}

/* ---- afterwards ---- */

enum ks_rc ks_centre_rotate(struct ks_centre *centre, const char *kiosk, const char *secret)
{
	static const char is_kiosk[] =
		"SELECT count(*) FROM kiosk WHERE id = ? AND id <> '" KS_CENTRE_OWN "'"
		" AND secret_sha256 <> zeroblob(32)";
	uint8_t bytes[KS_HASH_BYTES];
	bool is_there = false;
	enum ks_rc rc;

	if (!ks_unbase64url(secret, bytes, sizeof(bytes)))
		return KS_INVALID;
	rc = count_of(centre->store, is_kiosk, kiosk, &is_there);
	if (rc != KS_OK || !is_there)
		return rc != KS_OK ? rc : KS_NOT_FOUND;
	ks_sha256(secret, strlen(secret), bytes);
	return ks_db_run(centre->store, "UPDATE kiosk SET next_sha256 = ? WHERE id = ?", "bt",
			 bytes, sizeof(bytes), kiosk);
}

enum ks_rc ks_centre_confirm_key(struct ks_centre *centre, const char *kiosk, const char *mark)
{
	static const char select[] =
		"SELECT public_key FROM kiosk WHERE id = ? AND id <> '" KS_CENTRE_OWN
		"' AND public_key IS NOT NULL";
	char known[KS_MARK_CHARS + 1] = "", told[KS_MARK_CHARS + 1];
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_db_lock(centre->store);
	stmt = ks_db_query(centre->store, select, "t", kiosk);
	rc = ks_db_step(centre->store, stmt);
	if (rc == KS_OK)
		ks_code_of_key(ks_db_text(stmt, 0), known);
	ks_db_end(stmt);
	ks_db_unlock(centre->store);
	if (rc == KS_OK && (!ks_code_read(mark, KS_MARK_CHARS, told) || strcmp(told, known) != 0))
		rc = KS_CONFLICT;
	return rc == KS_OK ? ks_disown_count(centre, kiosk,
					     "UPDATE kiosk SET key_by = 'hr' WHERE id = ?",
					     ks_disown_undo)
			   : rc;
}

static char *expected_name(const char *kiosk)
{
	return ks_format("expected_key/%s", kiosk);
}

enum ks_rc ks_centre_expect_key(struct ks_centre *centre, const char *kiosk, const char *mark)
{
	char *name = expected_name(kiosk), read[KS_MARK_CHARS + 1];
	enum ks_rc rc = ks_code_read(mark, KS_MARK_CHARS, read)
				? ks_store_set(centre->store, name, read)
				: KS_INVALID;

	free(name);
	return rc;
}

enum ks_rc ks_centre_is_expected_key(struct ks_store *store, const char *kiosk, const char *key,
				     bool *is_so, bool *is_said)
{
	char *name = expected_name(kiosk), *mark = NULL, its[KS_MARK_CHARS + 1];
	enum ks_rc rc = ks_store_get(store, name, &mark);

	ks_code_of_key(key, its);
	*is_said = rc == KS_OK;
	*is_so = rc == KS_NOT_FOUND || (rc == KS_OK && strcmp(mark, its) == 0);
	free(mark);
	free(name);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

/* ---- an old folder ---- */

static enum ks_rc account_of(struct ks_store *store, const char *public_key, char kiosk[64])
{
	static const char select[] =
		"SELECT id FROM kiosk WHERE public_key = ? AND id <> '" KS_CENTRE_OWN
		"' ORDER BY added_ms, id LIMIT 1";
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_db_lock(store);
	stmt = ks_db_query(store, select, "t", public_key);
	rc = ks_db_step(store, stmt);
	(void)snprintf(kiosk, 64, "%s", rc == KS_OK ? ks_db_text(stmt, 0) : "");
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc;
}

/* A name for a key that never came by itself; no secret fits it. */
static enum ks_rc name_key(struct ks_centre *centre, const char *public_key, const char *name)
{
	static const char insert[] = "INSERT INTO kiosk(id, secret_sha256, added_ms)"
				     " VALUES(?, zeroblob(32), ?) ON CONFLICT DO NOTHING";
	enum ks_rc rc = may_invite(centre->store, name, "");

	if (rc != KS_OK)
		return rc;
	rc = ks_store_begin(centre->store);
	if (rc != KS_OK)
		return rc;
	rc = ks_db_run(centre->store, insert, "ti", name, ks_centre_now_ms(centre));
	if (rc == KS_OK)
		rc = ks_centre_pin_key(centre->store, name, public_key);
	if (rc == KS_OK)
		rc = ks_db_run(centre->store, "UPDATE kiosk SET key_by = 'hr' WHERE id = ?", "t",
			       name);
	rc = ks_store_end(centre->store, rc);
	return rc == KS_DENIED ? KS_CONFLICT : rc;
}

enum ks_rc ks_centre_adopt(struct ks_centre *centre, const char *public_key, const char *name,
			   char kiosk[64])
{
	enum ks_rc rc = account_of(centre->store, public_key, kiosk);

	if (rc != KS_NOT_FOUND)
		return rc;
	rc = name_key(centre, public_key, name);
	return rc == KS_OK ? account_of(centre->store, public_key, kiosk) : rc;
}
