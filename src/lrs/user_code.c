/* SPDX-License-Identifier: Apache-2.0 */
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "base/mem.h"
#include "base/totp.h"
#include "lrs/user.h"
#include "record/db.h"

/* Codes beside passwords: of an authenticator, and the one by which the first user of a new centre comes in. */

/* ---- authenticator ---- */

enum ks_rc ks_user_set_totp(struct ks_store *store, const char *name, const char *secret)
{
	struct ks_user user;
	enum ks_rc rc = ks_user_find(store, name, &user);

	return rc == KS_OK ? ks_db_run(store,
				       "UPDATE web_user SET totp = ?, totp_step = 0 WHERE name = ?",
				       "tt", secret, name)
			   : rc;
}

/* KS_NOT_FOUND: no such user; *secret "" where no code is asked. */
static enum ks_rc load(struct ks_store *store, const char *name, char **secret, int64_t *last)
{
	struct sqlite3_stmt *stmt =
		ks_db_query(store,
			    "SELECT totp, totp_step FROM web_user WHERE name = ? AND gone_ms = 0",
			    "t", name);
	enum ks_rc rc = ks_db_step(store, stmt);

	if (rc == KS_OK) {
		*secret = ks_strdup(ks_db_text(stmt, 0));
		*last = sqlite3_column_int64(stmt, 1);
	}
	ks_db_end(stmt);
	return rc;
}

/* Read and used in one transaction: the same code sent twice side by side opens once. */
enum ks_rc ks_user_check_code(struct ks_store *store, const char *name, const char *code,
			      int64_t now_ms)
{
	char *secret = NULL;
	int64_t last = 0, step = 0;
	enum ks_rc rc = ks_store_begin(store);

	if (rc != KS_OK)
		return rc;
	rc = load(store, name, &secret, &last);
	if (rc == KS_OK && secret[0]) {
		step = ks_totp_step(secret, code, now_ms, last);
		rc = step > 0 ? ks_db_run(store, "UPDATE web_user SET totp_step = ? WHERE name = ?",
					  "it", step, name)
			      : KS_DENIED;
	}
	rc = ks_store_end(store, rc);
	if (secret)
		sodium_memzero(secret, strlen(secret));
	free(secret);
	return rc == KS_NOT_FOUND ? KS_DENIED : rc;
}

/* ---- the first user ---- */

#define FIRST "first user" /* setting: SHA-256 of the code, "" when it was used */
#define CODE_BYTES 10

static enum ks_rc count_ever(struct ks_store *store, int64_t *n)
{
	return ks_db_number(store, n, "SELECT count(*) FROM web_user", "");
}

/* Letters and digits alone count: how it was grouped and whether it was typed in capitals makes no difference. */
static void hash_code(const char *code, char hex[KS_HASH_HEX])
{
	char plain[KS_FIRST_CODE_TEXT] = "";
	uint8_t hash[KS_HASH_BYTES];
	size_t n = 0;

	for (; *code && n + 1 < sizeof(plain); code++) {
		if (*code >= 'a' && *code <= 'z')
			plain[n++] = (char)(*code - 'a' + 'A');
		else if (*code != '-' && *code != ' ')
			plain[n++] = *code;
	}
	ks_sha256(plain, n, hash);
	ks_hex(hash, sizeof(hash), hex);
}

enum ks_rc ks_user_first_code(struct ks_store *store, char out[KS_FIRST_CODE_TEXT])
{
	uint8_t random[CODE_BYTES];
	char text[17], hex[KS_HASH_HEX];
	int64_t n = 0;
	enum ks_rc rc = count_ever(store, &n);

	if (rc != KS_OK || n > 0)
		return rc != KS_OK ? rc : KS_CONFLICT;
	ks_random(random, sizeof(random));
	ks_base32(random, sizeof(random), text);
	(void)snprintf(out, KS_FIRST_CODE_TEXT, "%.4s-%.4s-%.4s-%.4s", text, text + 4, text + 8,
		       text + 12);
	hash_code(out, hex);
	return ks_store_set(store, FIRST, hex);
}

/* The open code's hash; malloc'd, NULL without one. */
static char *open_code(struct ks_store *store)
{
	char *hex = NULL;
	int64_t n = 0;

	if (count_ever(store, &n) == KS_OK && n == 0 && ks_store_get(store, FIRST, &hex) == KS_OK &&
	    strlen(hex) == KS_HASH_HEX - 1)
		return hex;
	free(hex);
	return NULL;
}

bool ks_user_first_is_open(struct ks_store *store)
{
	char *hex = open_code(store);
	bool is_open = hex;

	free(hex);
	return is_open;
}

enum ks_rc ks_user_first(struct ks_store *store, const char *code, const char *name,
			 const char *password, int64_t now_ms, const char **why)
{
	struct ks_user user = {.role = KS_USER_HR, .added_ms = now_ms};
	char told[KS_HASH_HEX], *hex = open_code(store);
	bool is_right;
	enum ks_rc rc;

	hash_code(code, told);
	is_right = hex && sodium_memcmp(told, hex, KS_HASH_HEX - 1) == 0;
	free(hex);
	if (!is_right)
		return KS_DENIED;
	if (strlen(name) >= sizeof(user.name)) {
		*why = "利用者の名前は、32字までにしてください。";
		return KS_INVALID;
	}
	memcpy(user.name, name, strlen(name) + 1);
	rc = ks_user_add(store, &user, password, why);
	return rc == KS_OK ? ks_store_set(store, FIRST, "") : rc;
}
