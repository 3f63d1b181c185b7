/* SPDX-License-Identifier: Apache-2.0 */
#include "record/deed.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "base/mem.h"
#include "record/db.h"

/* A row each of the small values: "deed.<wall ms>.<16 hexadecimal digits>", since two may fall into one moment. */

#define DEED "deed."

enum ks_rc ks_deed_note(struct ks_store *store, int64_t wall_ms, const char *words)
{
	uint8_t own[8];
	char hex[2 * sizeof(own) + 1], *name;
	enum ks_rc rc;

	if (!*words || strlen(words) > KS_DEED_BYTES_MAX || strchr(words, '\n'))
		return KS_INVALID;
	ks_random(own, sizeof(own));
	ks_hex(own, sizeof(own), hex);
	name = ks_format(DEED "%013lld.%s", (long long)wall_ms, hex);
	rc = ks_store_set(store, name, words);
	free(name);
	return rc;
}

enum ks_rc ks_deeds(struct ks_store *store,
		    void (*each)(void *context, int64_t wall_ms, const char *words), void *context)
{
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_db_lock(store);
	stmt = ks_db_query(store,
			   "SELECT value, CAST(substr(name, 6, 13) AS INTEGER) FROM setting"
			   " WHERE name GLOB '" DEED "*' ORDER BY name",
			   "");
	while ((rc = ks_db_step(store, stmt)) == KS_OK)
		each(context, sqlite3_column_int64(stmt, 1), ks_db_text(stmt, 0));
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}
