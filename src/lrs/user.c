/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/user.h"

#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "record/db.h"

/* The SQL of the users, and the one place that sees a password. */

/* One check costs a small server some 70 ms and 64 MiB (OWASP's second recommendation): nobody waits, a thief does. */
#define PASSWORD_PASSES crypto_pwhash_OPSLIMIT_INTERACTIVE
#define PASSWORD_MEMORY_BYTES crypto_pwhash_MEMLIMIT_INTERACTIVE

static const char *const role_words[KS_USER_COUNT] = {
	[KS_USER_HR] = "人事",     [KS_USER_TRAINER] = "研修担当",
	[KS_USER_HEAD] = "所属長", [KS_USER_AUDITOR] = "監査",
	[KS_USER_IT] = "IT",
};

const char *ks_user_role_word(enum ks_user_role role)
{
	return role < KS_USER_COUNT ? role_words[role] : "";
}

enum ks_user_role ks_user_role_find(const char *word)
{
	size_t i = 0;

	while (i < KS_USER_COUNT && strcmp(role_words[i], word) != 0)
		i++;
	return (enum ks_user_role)i;
}

static char *hash_of(const char *password)
{
	char *hash = ks_alloc(crypto_pwhash_STRBYTES);

	if (crypto_pwhash_str_alg(hash, password, strlen(password), PASSWORD_PASSES,
				  PASSWORD_MEMORY_BYTES, crypto_pwhash_ALG_ARGON2ID13) != 0)
		abort(); /* out of memory, as everywhere (base/mem.h) */
	return hash;
}

static const char *wrong_password(const char *password)
{
	size_t len = strlen(password);

	if (len > KS_PASSWORD_MAX || !ks_utf8_is_valid(password, len, NULL) ||
	    ks_utf8_count(password, len) < KS_PASSWORD_MIN)
		return "パスワードは8文字以上、256バイトまでにしてください。";
	return NULL;
}

static const char *wrong_user(const struct ks_user *user)
{
	size_t len = strlen(user->name);

	if (len == 0 ||
	    strspn(user->name,
		   "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") != len)
		return "利用者の名前は、英数字・ハイフン・点・下線で32字までにしてください。";
	if (user->role >= KS_USER_COUNT)
		return "役割は 人事・研修担当・所属長・監査・IT のどれかにしてください。";
	if ((user->role == KS_USER_HEAD) != (user->unit[0] != '\0'))
		return "所属（--unit）は、所属長のときに、名簿にあるとおりに書いてください。ほかの役割では書きません。";
	return NULL;
}

enum ks_rc ks_user_add(struct ks_store *store, const struct ks_user *user, const char *password,
		       const char **why)
{
	static const char insert[] =
		"INSERT INTO web_user(name, role, unit, hash, added_ms, staff) VALUES(?, ?, ?, ?, ?, ?)";
	static const char count[] = "SELECT count(*) FROM web_user WHERE name = ?";
	int64_t n_known = 0;
	char *hash;
	enum ks_rc rc;

	*why = wrong_user(user);
	if (!*why)
		*why = wrong_password(password);
	if (*why)
		return KS_INVALID;
	hash = hash_of(password);
	rc = ks_store_begin(store);
	if (rc == KS_OK)
		rc = ks_db_number(store, &n_known, count, "t", user->name);
	if (rc == KS_OK && n_known > 0)
		rc = KS_CONFLICT;
	if (rc == KS_OK)
		rc = ks_db_run(store, insert, "ttttit", user->name, ks_user_role_word(user->role),
			       user->unit, hash, user->added_ms, user->staff);
	rc = ks_store_end(store, rc);
	free(hash);
	return rc;
}

/* KS_NOT_FOUND when no row is the user's. In one transaction of its own. */
static enum ks_rc change(struct ks_store *store, const char *name, const char *hash, int64_t gone_ms)
{
	static const char count[] = "SELECT count(*) FROM web_user WHERE name = ? AND gone_ms = 0";
	int64_t n_known = 0;
	enum ks_rc rc = ks_store_begin(store);

	if (rc == KS_OK)
		rc = ks_db_number(store, &n_known, count, "t", name);
	if (rc == KS_OK && n_known == 0)
		rc = KS_NOT_FOUND;
	if (rc == KS_OK && hash)
		rc = ks_db_run(store, "UPDATE web_user SET hash = ? WHERE name = ?", "tt", hash,
			       name);
	else if (rc == KS_OK)
		rc = ks_db_run(store, "UPDATE web_user SET hash = '', gone_ms = ? WHERE name = ?",
			       "it", gone_ms, name);
	return ks_store_end(store, rc);
}

enum ks_rc ks_user_set_password(struct ks_store *store, const char *name, const char *password,
				const char **why)
{
	char *hash;
	enum ks_rc rc;

	*why = wrong_password(password);
	if (*why)
		return KS_INVALID;
	hash = hash_of(password);
	rc = change(store, name, hash, 0);
	free(hash);
	return rc;
}

enum ks_rc ks_user_set_staff(struct ks_store *store, const char *name, const char *staff)
{
	struct ks_user user;
	enum ks_rc rc = ks_user_find(store, name, &user);

	return rc == KS_OK ? ks_db_run(store, "UPDATE web_user SET staff = ? WHERE name = ?", "tt",
				       staff, name)
			   : rc;
}

enum ks_rc ks_user_remove(struct ks_store *store, const char *name, int64_t now_ms)
{
	return change(store, name, NULL, now_ms);
}

#define USER "name, role, unit, added_ms, totp <> '', staff"
/* Of a row of USER. */
static void read_user(struct sqlite3_stmt *stmt, struct ks_user *out)
{
	*out = (struct ks_user){
		.role = ks_user_role_find(ks_db_text(stmt, 1)),
		.added_ms = sqlite3_column_int64(stmt, 3),
		.has_totp = sqlite3_column_int(stmt, 4) != 0,
	};
	snprintf(out->name, sizeof(out->name), "%s", ks_db_text(stmt, 0));
	snprintf(out->unit, sizeof(out->unit), "%s", ks_db_text(stmt, 2));
	snprintf(out->staff, sizeof(out->staff), "%s", ks_db_text(stmt, 5));
}

static enum ks_rc find(struct ks_store *store, const char *name, struct ks_user *out, char **hash)
{
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_db_lock(store);
	stmt = ks_db_query(store,
			   "SELECT " USER ", hash FROM web_user"
			   " WHERE name = ? AND gone_ms = 0",
			   "t", name);
	rc = ks_db_step(store, stmt);
	if (rc == KS_OK) {
		read_user(stmt, out);
		if (hash)
			*hash = ks_strdup(ks_db_text(stmt, 6));
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc;
}

enum ks_rc ks_user_check(struct ks_store *store, const char *name, const char *password,
			 struct ks_user *out)
{
	char *hash = NULL;
	enum ks_rc rc = find(store, name, out, &hash);
	bool is_known = rc == KS_OK;

	if (rc != KS_OK && rc != KS_NOT_FOUND)
		return rc;
	if (!is_known)
		hash = hash_of("an unknown name takes as long as a known one");
	rc = strlen(password) <= KS_PASSWORD_MAX &&
			     crypto_pwhash_str_verify(hash, password, strlen(password)) == 0 &&
			     is_known
		     ? KS_OK
		     : KS_DENIED;
	free(hash);
	return rc;
}

enum ks_rc ks_user_find(struct ks_store *store, const char *name, struct ks_user *out)
{
	return find(store, name, out, NULL);
}

enum ks_rc ks_user_list(struct ks_store *store, struct ks_user **out, size_t *n_out)
{
	size_t capacity = 0;
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	*out = NULL;
	*n_out = 0;
	ks_db_lock(store);
	stmt = ks_db_query(store, "SELECT " USER " FROM web_user WHERE gone_ms = 0 ORDER BY name",
			   "");
	while ((rc = ks_db_step(store, stmt)) == KS_OK) {
		ks_grow(out, *n_out, &capacity);
		read_user(stmt, &(*out)[(*n_out)++]);
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}
