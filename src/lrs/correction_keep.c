/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/correction.h"
#include "lrs/correction_keep.h"
#include "lrs/sum.h"
#include "record/db.h"

/* From the centre's own statements to what holds. */

static enum ks_rc insert(struct ks_store *store, const struct ks_correction_fact *f, const char *id,
			 int64_t wall_ms)
{
	static const char sql[] =
		"INSERT INTO correction(id, kind, nendo, staff, to_staff, plan, lesson, gathering,"
		" question, revision, answer, at_ms, was, becomes, targets, reason, by_user, by_ms)"
		" VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

	return ks_db_run(store, sql, "ttdttttttttittttti", id, ks_correction_kind_id(f->kind),
			 f->nendo, f->staff, f->to_staff, f->plan, f->lesson, f->gathering,
			 f->question, f->revision, f->answer, f->at_ms, f->was, f->becomes,
			 f->targets, f->reason, f->by, wall_ms);
}

/* The ids of a space-separated list, one after the other. */
static enum ks_rc void_targets(struct ks_store *store, const char *targets)
{
	enum ks_rc rc = KS_OK;

	while (rc == KS_OK && *targets) {
		size_t len = strcspn(targets, " ");
		char *id = ks_strndup(targets, len);

		if (len > 0)
			rc = ks_sum_void(store, id);
		free(id);
		targets += len + (targets[len] == ' ');
	}
	return rc;
}

/* A later word about the same seat, or plan, takes the place of the one before. */
static enum ks_rc take_effect(struct ks_store *store, const char *id)
{
	static const char replace[] =
		"UPDATE correction SET state = 3 WHERE state = 1 AND id <> ?1"
		" AND kind IN ('present', 'absent') AND (gathering, staff) IN"
		" (SELECT gathering, staff FROM correction WHERE id = ?1 AND gathering <> '')";
	static const char replace_plan[] =
		"UPDATE correction SET state = 3 WHERE state = 1 AND id <> ?1 AND kind = 'plan'"
		" AND nendo = (SELECT nendo FROM correction WHERE id = ?1 AND kind = 'plan')";
	sqlite3_stmt *stmt;
	char *kind = NULL, *question = NULL, *targets = NULL;
	enum ks_rc rc = ks_db_run(store, replace, "t", id);

	if (rc == KS_OK)
		rc = ks_db_run(store, replace_plan, "t", id);

	if (rc != KS_OK)
		return rc;
	ks_db_lock(store);
	stmt = ks_db_query(store, "SELECT kind, question, targets FROM correction WHERE id = ?",
			   "t", id);
	rc = ks_db_step(store, stmt);
	if (rc == KS_OK) {
		kind = ks_strdup(ks_db_text(stmt, 0));
		question = ks_strdup(ks_db_text(stmt, 1));
		targets = ks_strdup(ks_db_text(stmt, 2));
	}
	ks_db_end(stmt);
	if (rc == KS_OK && ks_correction_kind_find(kind) == KS_CORRECTION_UNDONE)
		rc = void_targets(store, targets);
	if (rc == KS_OK && ks_correction_kind_find(kind) == KS_CORRECTION_KEY)
		rc = ks_sum_regrade(store, question);
	ks_db_unlock(store);
	free(kind);
	free(question);
	free(targets);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

enum ks_rc ks_correction_keep(struct ks_store *store, const char *bytes, size_t len)
{
	static const char decide[] =
		"UPDATE correction SET state = ?, end_id = ?, end_reason = ?, end_user = ?, end_ms = ?"
		" WHERE id = ? AND state = 0";
	struct ks_correction_fact fact;
	struct ks_arena arena = {0};
	char id[KS_UUID_TEXT];
	int64_t wall_ms;
	enum ks_rc rc = ks_correction_read(bytes, len, &arena, &fact, id, &wall_ms);

	if (rc == KS_OK && fact.step == KS_CORRECTION_PROPOSED) {
		rc = insert(store, &fact, id, wall_ms);
	} else if (rc == KS_OK) {
		rc = ks_db_run(store, decide, "dtttit", (int)fact.step, id, fact.reason, fact.by,
			       wall_ms, fact.refers);
		if (rc == KS_OK && fact.step == KS_CORRECTION_APPROVED)
			rc = take_effect(store, fact.refers);
	}
	ks_arena_finish(&arena);
	return rc;
}

/* ---- what there is ---- */

const char *ks_correction_step_word(enum ks_correction_step step)
{
	static const char *const words[KS_CORRECTION_STEPS] = {
		[KS_CORRECTION_PROPOSED] = "承認待ち",
		[KS_CORRECTION_APPROVED] = "承認",
		[KS_CORRECTION_REJECTED] = "却下",
		[KS_CORRECTION_REPLACED] = "今は無効（あとの承認あり）",
	};

	assert((size_t)step < KS_COUNT(words));
	return words[step];
}

enum {
	COLUMN_ID,
	COLUMN_KIND,
	COLUMN_NENDO,
	COLUMN_STAFF,
	COLUMN_TO,
	COLUMN_PLAN,
	COLUMN_LESSON,
	COLUMN_GATHERING,
	COLUMN_QUESTION,
	COLUMN_REVISION,
	COLUMN_ANSWER,
	COLUMN_AT,
	COLUMN_WAS,
	COLUMN_BECOMES,
	COLUMN_TARGETS,
	COLUMN_REASON,
	COLUMN_BY,
	COLUMN_BY_MS,
	COLUMN_STATE,
	COLUMN_END_ID,
	COLUMN_END_REASON,
	COLUMN_END_USER,
	COLUMN_END_MS,
};

static const char *keep(struct ks_arena *arena, sqlite3_stmt *stmt, int column)
{
	return ks_arena_strdup(arena, ks_db_text(stmt, column));
}

static bool read_row(sqlite3_stmt *stmt, struct ks_arena *arena, struct ks_correction *out)
{
	int state = sqlite3_column_int(stmt, COLUMN_STATE);

	*out = (struct ks_correction){
		.what = {.step = (enum ks_correction_step)state,
			 .iri_base = "",
			 .refers = "",
			 .kind = ks_correction_kind_find(ks_db_text(stmt, COLUMN_KIND)),
			 .nendo = sqlite3_column_int(stmt, COLUMN_NENDO),
			 .staff = keep(arena, stmt, COLUMN_STAFF),
			 .to_staff = keep(arena, stmt, COLUMN_TO),
			 .plan = keep(arena, stmt, COLUMN_PLAN),
			 .lesson = keep(arena, stmt, COLUMN_LESSON),
			 .gathering = keep(arena, stmt, COLUMN_GATHERING),
			 .question = keep(arena, stmt, COLUMN_QUESTION),
			 .revision = keep(arena, stmt, COLUMN_REVISION),
			 .answer = keep(arena, stmt, COLUMN_ANSWER),
			 .at_ms = sqlite3_column_int64(stmt, COLUMN_AT),
			 .was = keep(arena, stmt, COLUMN_WAS),
			 .becomes = keep(arena, stmt, COLUMN_BECOMES),
			 .targets = keep(arena, stmt, COLUMN_TARGETS),
			 .reason = keep(arena, stmt, COLUMN_REASON),
			 .by = keep(arena, stmt, COLUMN_BY)},
		.by_ms = sqlite3_column_int64(stmt, COLUMN_BY_MS),
		.end_id = keep(arena, stmt, COLUMN_END_ID),
		.end_reason = keep(arena, stmt, COLUMN_END_REASON),
		.end_user = keep(arena, stmt, COLUMN_END_USER),
		.end_ms = sqlite3_column_int64(stmt, COLUMN_END_MS),
	};
	(void)snprintf(out->id, sizeof(out->id), "%s", ks_db_text(stmt, COLUMN_ID));
	return out->what.kind != KS_CORRECTION_KINDS && state >= 0 && state < KS_CORRECTION_STEPS;
}

enum ks_rc ks_correction_load(struct ks_store *store, struct ks_arena *arena,
			      const struct ks_correction **out, size_t *n_out)
{
	static const char select[] =
		"SELECT id, kind, nendo, staff, to_staff, plan, lesson, gathering, question, revision,"
		" answer, at_ms, was, becomes, targets, reason, by_user, by_ms, state, end_id,"
		" end_reason, end_user, end_ms FROM correction ORDER BY by_ms DESC, id DESC";
	struct ks_correction *rows = NULL;
	size_t n = 0, capacity = 0;
	sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_db_lock(store);
	stmt = ks_db_query(store, select, "");
	while ((rc = ks_db_step(store, stmt)) == KS_OK) {
		ks_grow(&rows, n, &capacity);
		n += read_row(stmt, arena, &rows[n]);
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	*out = ks_arena_copy(arena, rows, n * sizeof(*rows));
	*n_out = n;
	free(rows);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}
