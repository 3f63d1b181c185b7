/* SPDX-License-Identifier: Apache-2.0 */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/calendar.h"
#include "base/log.h"
#include "base/mem.h"
#include "content/plan.h"
#include "lrs/centre_private.h"
#include "record/db.h"
#include "record/roster.h"
#include "xapi/completion.h"

/*
 * Which courses the kiosks run: they tell them, because a report has to count the lessons that were on offer, not those
 * of a folder that somebody has on a desk. And the other way, what other kiosks' people completed.
 */

#define ROWS_AT_ONCE 20000

static enum ks_rc keep(struct ks_centre *centre, const char *kiosk, const struct ks_plan *plan)
{
	static const char upsert[] =
		"INSERT INTO plan(nendo, plan, revision, kiosk, json, taken_ms)"
		" VALUES(?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET kiosk = excluded.kiosk,"
		" json = excluded.json, taken_ms = excluded.taken_ms"
		" WHERE json <> excluded.json";
	char *json = ks_plan_to_json(plan);
	enum ks_rc rc = ks_db_run(centre->store, upsert, "dtttti", plan->nendo, plan->id,
				  plan->revision, kiosk, json, ks_centre_now_ms(centre));

	free(json);
	return rc;
}

enum ks_rc ks_centre_take_plans(struct ks_centre *centre, const char *kiosk, const char *json)
{
	struct ks_plans plans;
	enum ks_rc rc = ks_plans_from_json(json, &plans);

	for (size_t i = 0; i < plans.n_items && rc == KS_OK; i++)
		rc = keep(centre, kiosk, &plans.items[i]);
	ks_plans_finish(&plans);
	return rc;
}

/* "2026.10" is newer than "2026.9": runs of digits compare as numbers. */
static int compare_revisions(const char *a, const char *b)
{
	return strverscmp(a, b);
}

/* Of one id, the newer revision stays; ids come one after another. */
static enum ks_rc take_row(struct sqlite3_stmt *stmt, struct ks_plans *out)
{
	struct ks_plan plan, *last = out->n_items > 0 ? &out->items[out->n_items - 1] : NULL;
	enum ks_rc rc = ks_plan_from_json(ks_db_text(stmt, 0), &plan);

	if (rc != KS_OK) {
		ks_plan_finish(&plan);
		return KS_DAMAGED;
	}
	if (!last || strcmp(last->id, plan.id) != 0) {
		ks_grow(&out->items, out->n_items, &out->capacity);
		out->items[out->n_items++] = plan;
	} else if (compare_revisions(plan.revision, last->revision) >= 0) {
		ks_plan_finish(last);
		*last = plan;
	} else {
		ks_plan_finish(&plan);
	}
	return KS_OK;
}

enum ks_rc ks_centre_plans(struct ks_store *store, int nendo, struct ks_plans *out)
{
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	memset(out, 0, sizeof(*out));
	ks_db_lock(store);
	stmt = ks_db_query(store, "SELECT json FROM plan WHERE nendo = ? ORDER BY plan, taken_ms",
			   "d", nendo);
	while ((rc = ks_db_step(store, stmt)) == KS_OK && (rc = take_row(stmt, out)) == KS_OK)
		;
	ks_db_end(stmt);
	ks_db_unlock(store);
	if (rc != KS_NOT_FOUND)
		return rc;
	return out->n_items > 0 ? KS_OK : KS_NOT_FOUND;
}

enum ks_rc ks_centre_plan_nendo(struct ks_store *store, int *nendo)
{
	int64_t newest = 0;
	enum ks_rc rc = ks_db_number(store, &newest, "SELECT coalesce(max(nendo), 0) FROM plan", "");

	*nendo = (int)newest;
	return rc == KS_OK && newest == 0 ? KS_NOT_FOUND : rc;
}

static void put_completion(struct ks_buf *out, const struct ks_completion *c)
{
	char when[32];

	ks_buf_puts(out, out->len > 1 ? ",[" : "[");
	ks_buf_json(out, c->staff);
	ks_buf_printf(out, ",%d,", (int)c->nendo);
	ks_buf_json(out, c->plan);
	ks_buf_puts(out, ",");
	ks_buf_json(out, c->lesson);
	ks_time_format_utc(c->done_ms, when);
	ks_buf_printf(out, ",\"%s\"]", when);
}

/* How far the completions are written, and of whom the last was. */
struct walk {
	struct ks_buf out;
	int nendo;
	int64_t at_nendo;
	char *at_plan, *at_staff;
	size_t n_skipped;
};

static bool is_at(const struct walk *walk, const struct ks_completion *c)
{
	return c->nendo == walk->at_nendo && strcmp(c->plan, walk->at_plan) == 0 &&
	       strcmp(c->staff, walk->at_staff) == 0;
}

static void go_to(struct walk *walk, int64_t nendo, const char *plan, const char *staff)
{
	free(walk->at_plan);
	free(walk->at_staff);
	walk->at_nendo = nendo;
	walk->at_plan = ks_strdup(plan);
	walk->at_staff = ks_strdup(staff);
}

/* Some thousand rows under the lock, to the end of a person: of 100,000 people all of them would keep kiosks waiting for seconds. */
static enum ks_rc walk_on(struct ks_store *store, struct walk *walk)
{
	static const char select[] = "SELECT staff, nendo, plan, lesson, done_ms FROM done"
				     " WHERE nendo <= ?1 + 1 AND (nendo, plan, staff) > (?2, ?3, ?4)"
				     " ORDER BY nendo, plan, staff, lesson";
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_db_lock(store);
	stmt = ks_db_query(store, select, "ditt", walk->nendo, walk->at_nendo, walk->at_plan,
			   walk->at_staff);
	for (size_t n = 0; (rc = ks_db_step(store, stmt)) == KS_OK; n++) {
		struct ks_completion c = {ks_db_text(stmt, 0), sqlite3_column_int64(stmt, 1),
					  ks_db_text(stmt, 2), ks_db_text(stmt, 3),
					  sqlite3_column_int64(stmt, 4)};

		if (!is_at(walk, &c)) {
			if (n >= ROWS_AT_ONCE)
				break;
			go_to(walk, c.nendo, c.plan, c.staff);
		}
		if (ks_completion_fault(&c))
			walk->n_skipped++; /* from before ingest had the rule */
		else
			put_completion(&walk->out, &c);
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc;
}

/*
 * The 年度 before this one and the next, for a kiosk's clock may be ahead. By the centre's clock and not by what was
 * received: one statement of the 年度 9999 would hide everybody else's.
 */
enum ks_rc ks_centre_completed_json(struct ks_store *store, int nendo, char **json)
{
	struct walk walk = {.out = {.ceiling = KS_ROSTER_DOCUMENT_MAX_BYTES}, .nendo = nendo};
	enum ks_rc rc;

	*json = NULL;
	ks_buf_puts(&walk.out, "[");
	go_to(&walk, nendo - 1, "", "");
	do
		rc = walk_on(store, &walk);
	while (rc == KS_OK && !walk.out.is_over);
	if (walk.n_skipped > 0)
		ks_log_warn("collector", "%zu completions outside the rules are not sent",
			    walk.n_skipped);
	ks_buf_puts(&walk.out, "]");
	free(walk.at_plan);
	free(walk.at_staff);
	if (rc == KS_NOT_FOUND && !walk.out.is_over) {
		*json = ks_buf_take(&walk.out);
		return KS_OK;
	}
	ks_buf_finish(&walk.out);
	return rc == KS_NOT_FOUND || rc == KS_OK ? KS_FULL : rc;
}
