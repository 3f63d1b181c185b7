/* SPDX-License-Identifier: Apache-2.0 */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/fold.h"
#include "record/db.h"
#include "record/roster.h"

/*
 * Who a reading belongs to. Every list writes 氏名カナ its own way, so each one is folded as it is read; nothing of those
 * who do not match is kept.
 */

/* The 職員番号 of those who match, @max at most; freed by the caller. */
static enum ks_rc find(struct ks_store *store, const char *kana, size_t max, char **numbers,
		       size_t *n)
{
	size_t len = strlen(kana);
	enum ks_rc rc;
	sqlite3_stmt *stmt;

	ks_db_lock(store);
	stmt = ks_db_query(
		store,
		"SELECT typed, kana FROM person WHERE is_listed AND kana <> '' ORDER BY kana, typed",
		"");
	while ((rc = ks_db_step(store, stmt)) == KS_OK) {
		char *folded = ks_fold_kana(ks_db_text(stmt, 1));

		if (strncmp(folded, kana, len) == 0 && (*n)++ < max)
			numbers[*n - 1] = ks_strdup(ks_db_text(stmt, 0));
		explicit_bzero(folded, strlen(folded));
		free(folded);
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

enum ks_rc ks_roster_search(struct ks_store *store, const char *kana, size_t max,
			    struct ks_arena *arena, struct ks_person *out, size_t *n_found)
{
	char **numbers = ks_alloc_zero(max + 1, sizeof(*numbers));
	enum ks_rc rc;

	*n_found = 0;
	rc = find(store, kana, max, numbers, n_found);
	for (size_t i = 0; i < max; i++) {
		if (numbers[i] && rc == KS_OK)
			rc = ks_roster_find(store, numbers[i], arena, &out[i]);
		free(numbers[i]);
	}
	free(numbers);
	return rc;
}

enum ks_rc ks_roster_units(struct ks_store *store, struct ks_arena *arena, size_t max,
			   const char ***out, size_t *n)
{
	sqlite3_stmt *stmt;
	enum ks_rc rc;

	*out = ks_arena_alloc(arena, (max + 1) * sizeof(**out));
	*n = 0;
	ks_db_lock(store);
	stmt = ks_db_query(store,
			   "SELECT DISTINCT a.unit FROM appointment a JOIN person p USING (number)"
			   " WHERE p.is_listed AND a.unit <> '' ORDER BY a.unit",
			   "");
	while ((rc = ks_db_step(store, stmt)) == KS_OK)
		if (*n < max)
			(*out)[(*n)++] = ks_arena_strdup(arena, ks_db_text(stmt, 0));
	ks_db_end(stmt);
	ks_db_unlock(store);
	if (rc != KS_NOT_FOUND)
		*n = 0;
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}
