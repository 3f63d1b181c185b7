/* SPDX-License-Identifier: Apache-2.0 */
#include "record/damage.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "record/store_private.h"

/*
 * Whatever meets damage, at the narrow gate to SQLite (db.c) or higher up, can only say so: mending takes the next start,
 * when nobody stands before the kiosk.
 */

#define MARK "kenshu.damaged"

bool ks_damage_is_marked(const struct ks_store *store)
{
	char *mark = ks_path_join(store->folder, MARK);
	bool is = access(mark, F_OK) == 0;

	free(mark);
	return is;
}

enum ks_rc ks_damage_mark(const struct ks_store *store)
{
	char *mark = ks_path_join(store->folder, MARK);
	enum ks_rc rc = access(mark, F_OK) == 0 ? KS_OK : ks_file_write(mark, "", 0, 0600);

	free(mark);
	return rc;
}

enum ks_rc ks_damage_unmark(const struct ks_store *store)
{
	char *mark = ks_path_join(store->folder, MARK);

	(void)unlink(mark);
	free(mark);
	return ks_folder_sync(store->folder);
}

void ks_damage_met(struct ks_store *store)
{
	if (store->role != KS_ROLE_KIOSK || store->is_reader || store->lock_fd < 0)
		return;
	ks_log_error("store", "the record is damaged: it is made anew at the next start");
	(void)!ks_damage_mark(store); /* without it the damage is met again */
}
