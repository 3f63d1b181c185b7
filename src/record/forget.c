/* SPDX-License-Identifier: Apache-2.0 */
#include <pthread.h>
#include <sodium.h>
#include <string.h>

#include "record/db.h"
#include "record/store.h"
#include "record/store_private.h"

/*
 * SQLite keeps the pages it read, and what it frees keeps its bytes: the name of whoever signed in last stood there
 * until other rows came. Everything it frees is overwritten, and a kiosk lets go of the pages when a visit ends.
 */

static sqlite3_mem_methods system_memory;

static void forget_and_free(void *memory)
{
	if (!memory)
		return;
	sodium_memzero(memory, (size_t)system_memory.xSize(memory));
	system_memory.xFree(memory);
}

/* Never moved by the system, which would leave the old bytes behind. */
static void *move(void *memory, int bytes)
{
	int had = system_memory.xSize(memory);
	void *moved = system_memory.xMalloc(bytes);

	if (!moved)
		return NULL;
	memcpy(moved, memory, (size_t)(had < bytes ? had : bytes));
	forget_and_free(memory);
	return moved;
}

/* Before SQLite is first used in this process; where it was, it stays as it is. */
static void configure(void)
{
	sqlite3_mem_methods methods;

	if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &system_memory) != SQLITE_OK)
		return;
	methods = system_memory;
	methods.xFree = forget_and_free;
	methods.xRealloc = move;
	(void)sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
	/* Each page by itself, so that a page let go is freed: by default the first ones share one block for good. */
	(void)sqlite3_config(SQLITE_CONFIG_PAGECACHE, NULL, 0, 0);
}

void ks_forget_freed_memory(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	(void)pthread_once(&once, configure);
}

void ks_store_forget(struct ks_store *store)
{
	if (!store)
		return;
	ks_db_lock(store);
	(void)sqlite3_db_release_memory(store->db);
	ks_db_unlock(store);
}
