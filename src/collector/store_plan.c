/* SPDX-License-Identifier: Apache-2.0 */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/calendar.h"
#include "base/mem.h"
#include "collector/centre_private.h"
#include "content/plan.h"
#include "record/db.h"

/*
 * Which course the kiosks run: they tell it, because a report has to count the lessons that were on offer, not those of
 * a folder that somebody has on a desk. And the other way, what other kiosks' people completed.
 */

enum ks_rc ks_centre_take_plan(struct ks_centre *centre, const char *kiosk, const char *plan_json)
{
	static const char upsert[] =
		"INSERT INTO plan(nendo, plan, revision, kiosk, json, taken_ms)"
		" VALUES(?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET kiosk = excluded.kiosk,"
		" json = excluded.json, taken_ms = excluded.taken_ms"
		" WHERE json <> excluded.json";
	struct ks_plan plan = {0};
	enum ks_rc rc = ks_plan_from_json(plan_json, &plan);

	if (rc == KS_OK)
		rc = ks_db_run(centre->store, upsert, "dtttti", plan.nendo, plan.id, plan.revision,
			       kiosk, plan_json, ks_centre_now_ms(centre));
	ks_plan_finish(&plan);
	return rc;
}

/* "2026.10" is newer than "2026.9": runs of digits compare as numbers. */
static int compare_revisions(const char *a, const char *b)
{
	return strverscmp(a, b);
}

enum ks_rc ks_centre_plan_json(struct ks_store *store, int nendo, char **json)
{
	static const char select[] =
		"SELECT revision, json FROM plan WHERE nendo = ? ORDER BY taken_ms, plan";
	char *newest = NULL;
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	*json = NULL;
	ks_db_lock(store);
	stmt = ks_db_query(store, select, "d", nendo);
	while ((rc = ks_db_step(store, stmt)) == KS_OK) {
		if (newest && compare_revisions(ks_db_text(stmt, 0), newest) < 0)
			continue;
		free(newest);
		free(*json);
		newest = ks_strdup(ks_db_text(stmt, 0));
		*json = ks_strdup(ks_db_text(stmt, 1));
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	free(newest);
	if (rc != KS_NOT_FOUND) {
		free(*json);
		*json = NULL;
		return rc;
	}
	return *json ? KS_OK : KS_NOT_FOUND;
}

/* This 年度 and the one before: what a kiosk shows; older ones stay here. */
enum ks_rc ks_centre_completed_json(struct ks_store *store, char **json)
{
	static const char select[] =
		"SELECT staff, nendo, plan, lesson, done_ms FROM standing WHERE done_ms > 0"
		" AND nendo >= (SELECT max(nendo) FROM standing) - 1"
		" ORDER BY nendo, plan, staff, lesson";
	struct ks_buf out = {0};
	struct sqlite3_stmt *stmt;
	char when[32];
	enum ks_rc rc;

	*json = NULL;
	ks_buf_puts(&out, "[");
	ks_db_lock(store);
	stmt = ks_db_query(store, select, "");
	while ((rc = ks_db_step(store, stmt)) == KS_OK) {
		ks_buf_puts(&out, out.len > 1 ? ",[" : "[");
		ks_buf_json(&out, ks_db_text(stmt, 0));
		ks_buf_printf(&out, ",%d,", sqlite3_column_int(stmt, 1));
		ks_buf_json(&out, ks_db_text(stmt, 2));
		ks_buf_puts(&out, ",");
		ks_buf_json(&out, ks_db_text(stmt, 3));
		ks_time_format_utc(sqlite3_column_int64(stmt, 4), when);
		ks_buf_printf(&out, ",\"%s\"]", when);
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	ks_buf_puts(&out, "]");
	if (rc == KS_NOT_FOUND && !out.is_over) {
		*json = ks_buf_take(&out);
		return KS_OK;
	}
	ks_buf_finish(&out);
	return rc == KS_NOT_FOUND ? KS_FULL : rc;
}
