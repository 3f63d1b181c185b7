/* SPDX-License-Identifier: Apache-2.0 */
#include "base/log.h"
#include "record/schema_steps.h"
#include "record/store_private.h"

/* Brings a database to this program's schema, one transaction a step. */

static int run_step(sqlite3 *db, int step)
{
	char version[96];
	int result = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);

	for (size_t i = 0; i < KS_SCHEMA_TEXTS && result == SQLITE_OK; i++)
		if (ks_schema_steps[step][i])
			result = sqlite3_exec(db, ks_schema_steps[step][i], NULL, NULL, NULL);
	sqlite3_snprintf((int)sizeof(version), version,
			 "PRAGMA user_version = %d; PRAGMA application_id = %d", step + 1,
			 KS_SCHEMA_APPLICATION_ID);
	if (result == SQLITE_OK)
		result = sqlite3_exec(db, version, NULL, NULL, NULL);
	if (result == SQLITE_OK)
		result = sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
	return result;
}

enum ks_rc ks_schema_migrate(sqlite3 *db)
{
	int version = (int)ks_db_pragma(db, "PRAGMA user_version");

	if (version < 0 || version > ks_schema_version())
		return KS_DAMAGED;
	for (; version < ks_schema_version(); version++) {
		int result = run_step(db, version);

		if (result != SQLITE_OK) {
			enum ks_rc rc = ks_db_code(db, result);

			ks_log_error("store", "migration to %d: %s", version + 1, sqlite3_errmsg(db));
			if (!sqlite3_get_autocommit(db))
				(void)sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
			return rc;
		}
	}
	return KS_OK;
}
