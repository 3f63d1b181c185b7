/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "base/mem.h"
#include "record/anchor.h"
#include "record/ballast.h"
#include "record/db.h"
#include "record/store.h"
#include "record/store_private.h"
#include "record/tail.h"

/*
 * Whether the store can record is asked of the disk each time. Storing an equal value writes nothing, and a value
 * just written is read back from memory: both would say yes on a full disk.
 */

#define PROBE_BYTES 16

enum ks_rc ks_store_probe(struct ks_store *store)
{
	uint8_t random[PROBE_BYTES];
	char value[2 * PROBE_BYTES + 1];
	char *back = NULL;

	ks_random(random, sizeof(random));
	ks_hex(random, sizeof(random), value);
	ks_db_lock(store);
	assert(!store->is_in_transaction);
	enum ks_rc rc = ks_store_set(store, "probe", value);

	if (rc == KS_OK) {
		ks_store_forget(store);
		rc = ks_store_get(store, "probe", &back);
	}
	if (rc == KS_NOT_FOUND || (rc == KS_OK && strcmp(back, value) != 0))
		rc = KS_DAMAGED;
	if (rc == KS_OK)
		rc = ks_anchor_mend(store);
	if (rc == KS_OK && store->tail)
		rc = ks_tail_probe(store->tail);
	if (rc == KS_OK)
		rc = ks_ballast_make(store);
	ks_db_unlock(store);
	free(back);
	return rc;
}

enum ks_rc ks_store_checkpoint(struct ks_store *store)
{
	ks_db_lock(store);
	assert(!store->is_in_transaction);
	int result =
		sqlite3_wal_checkpoint_v2(store->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	enum ks_rc rc = result == SQLITE_OK ? KS_OK : ks_db_note(store, result);

	if (rc == KS_OK)
		rc = ks_anchor_walk(store);
	ks_db_unlock(store);
	return rc;
}
