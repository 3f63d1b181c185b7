/* SPDX-License-Identifier: Apache-2.0 */
#include "record/scratch.h"

#include "base/lock.h"
#include "base/mem.h"
#include "record/store_private.h"

/*
 * Nothing in it outlives the program, so there is no journal and nobody waits for the disk; its pages in memory are few.
 */

#define HEAD                                                                             \
	"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE;" \
	"PRAGMA cache_size = -1500;"

enum ks_rc ks_scratch_open(const char *sql, struct ks_store **out)
{
	struct ks_store *store = ks_alloc_zero(1, sizeof(*store));
	int result;

	store->lock_fd = -1;
	ks_mutex_init_recursive(&store->mutex);
	result = sqlite3_open_v2("", &store->db,
				 SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
				 NULL);
	if (result == SQLITE_OK)
		result = sqlite3_exec(store->db, HEAD, NULL, NULL, NULL);
	if (result == SQLITE_OK)
		result = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
	*out = store;
	if (result == SQLITE_OK)
		return KS_OK;
	enum ks_rc rc = ks_db_code(store->db, result);

	ks_store_close(store);
	*out = NULL;
	return rc;
}
