/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "record/db.h"
#include "record/pin.h"
#include "record/pin_mark.h"
#include "record/roster_private.h"

/*
 * What a list, or the centre, says is somebody's PIN. It never overwrites one that its owner has chosen; a code that HR gave out
 * since then does, and a code comes once: the same list again brings back nobody's.
 */

static enum ks_rc is_known_code(struct ks_store *store, const char *number, const char *hash,
				bool *is_so)
{
	int64_t n = 0;
	enum ks_rc rc = ks_db_number(store, &n,
				     "SELECT count(*) FROM pin_code JOIN pin USING(number)"
				     " WHERE number = ? AND pin_code.hash = ?",
				     "tt", number, hash);

	*is_so = n > 0;
	return rc;
}

static enum ks_rc write(struct ks_store *store, const char *number, const char *hash,
			const char *source, const char *kept)
{
	bool is_new_code = kept && !ks_pin_is_answered(kept, hash);
	char *after = NULL;
	enum ks_rc rc = ks_db_run(store,
				  "INSERT INTO pin(number, hash, source) VALUES(?, ?, ?)"
				  " ON CONFLICT(number) DO UPDATE SET hash = excluded.hash,"
				  " source = excluded.source"
				  " WHERE source = 'initial' OR excluded.source = 'own' OR ?",
				  "tttd", number, hash, source, (int)is_new_code);

	if (rc == KS_OK && kept && strcmp(kept, hash) != 0) {
		rc = ks_pin_load(store, number, &after);
		if (rc == KS_OK && strcmp(kept, after) != 0)
			rc = ks_pin_forget_tries(store, number);
		rc = rc == KS_NOT_FOUND ? KS_OK : rc;
	}
	free(after);
	return rc;
}

enum ks_rc ks_roster_write_pin(struct ks_store *store, const char *number, const char *hash,
			       const char *source)
{
	bool is_code = ks_pin_is_code(hash), is_known = false;
	char *kept = NULL;
	enum ks_rc rc = is_code ? is_known_code(store, number, hash, &is_known) : KS_OK;

	if (rc != KS_OK || is_known)
		return rc;
	rc = ks_pin_load(store, number, &kept);
	if (rc == KS_OK || rc == KS_NOT_FOUND)
		rc = write(store, number, hash, source, kept);
	free(kept);
	return rc == KS_OK && is_code
		       ? ks_db_run(store,
				   "INSERT OR REPLACE INTO pin_code(number, hash) VALUES(?, ?)",
				   "tt", number, hash)
		       : rc;
}
