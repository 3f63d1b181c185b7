/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/reminder.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "record/db.h"

/* The SQL of the reminders; that a row is never changed is a trigger of the schema. */

enum ks_rc ks_reminder_add(struct ks_store *store, const struct ks_reminder *reminders, size_t n)
{
	static const char insert[] = "INSERT INTO reminder(nendo, staff, at_ms, by, how, text)"
				     " VALUES(?, ?, ?, ?, ?, ?)";
	enum ks_rc rc = ks_store_begin(store);

	for (size_t i = 0; rc == KS_OK && i < n; i++)
		rc = ks_db_run(store, insert, "dtittt", reminders[i].nendo, reminders[i].staff,
			       reminders[i].at_ms, reminders[i].by, reminders[i].how,
			       reminders[i].text);
	return ks_store_end(store, rc);
}

enum ks_rc ks_reminder_list(struct ks_store *store, int nendo, struct ks_arena *arena,
			    struct ks_reminder **out, size_t *n_out)
{
	size_t capacity = 0;
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	*out = NULL;
	*n_out = 0;
	ks_db_lock(store);
	stmt = ks_db_query(store,
			   "SELECT staff, at_ms, by, how, text FROM reminder WHERE nendo = ?"
			   " ORDER BY staff, at_ms",
			   "d", nendo);
	while ((rc = ks_db_step(store, stmt)) == KS_OK) {
		ks_grow(out, *n_out, &capacity);
		(*out)[(*n_out)++] = (struct ks_reminder){
			.nendo = nendo,
			.staff = ks_arena_strdup(arena, ks_db_text(stmt, 0)),
			.at_ms = sqlite3_column_int64(stmt, 1),
			.by = ks_arena_strdup(arena, ks_db_text(stmt, 2)),
			.how = ks_arena_strdup(arena, ks_db_text(stmt, 3)),
			.text = ks_arena_strdup(arena, ks_db_text(stmt, 4)),
		};
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

size_t ks_reminder_count(const struct ks_reminder *list, size_t n, const char *staff, int64_t *last_ms)
{
	size_t low = 0, high = n, count = 0;

	*last_ms = 0;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(list[middle].staff, staff) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < n && strcmp(list[low].staff, staff) == 0; low++, count++)
		*last_ms = list[low].at_ms;
	return count;
}
