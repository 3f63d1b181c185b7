/* SPDX-License-Identifier: Apache-2.0 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/code.h"
#include "base/lock.h"
#include "base/mem.h"
#include "lrs/centre_private.h"
#include "lrs/twin.h"
#include "record/db.h"
#include "record/verify.h"

/*
 * How each kiosk's record stands here: how many, up to where, what is missing. The numbers are kept beside the statements
 * (record/schema.c, kiosk_tally), so that they are right in whichever order these arrive (after a restore in any) and cost
 * nothing to ask for. Only where something is missing the statements themselves are walked, to the first hole.
 */

/* The first number behind which nothing stands; 1 when the first itself is missing. An epoch's last has no next. */
#define FIRST_HOLE                                                                                 \
	"CASE WHEN NOT EXISTS(SELECT 1 FROM received r WHERE r.kiosk = k.id AND r.seq = 1) THEN 1" \
	" ELSE (SELECT r.seq + 1 FROM received r WHERE r.kiosk = k.id AND r.seq > 0"               \
	"  AND NOT EXISTS(SELECT 1 FROM received n"                                                \
	"   WHERE n.kiosk = r.kiosk AND n.seq = r.seq + 1)"                                        \
	"  AND NOT (NOT EXISTS(SELECT 1 FROM received n WHERE n.kiosk = r.kiosk"                   \
	"    AND n.seq > r.seq AND n.seq < ((r.seq - 1) / 1000000000 + 1) * 1000000000 + 1)"       \
	"   AND EXISTS(SELECT 1 FROM received n WHERE n.kiosk = r.kiosk"                           \
	"    AND n.seq > r.seq AND n.seq % 1000000000 = 1))"                                       \
	"  ORDER BY r.seq LIMIT 1) END"

/* A kiosk signs under the account it has; what it signed last counts, whichever that was. */
#define HEAD_SEQ                                                                          \
	"coalesce((SELECT max(h.seq) FROM received_head h JOIN kiosk a ON a.id = h.kiosk" \
	" WHERE a.id = k.id OR a.identity = k.id), 0)"

/* From the second epoch on a number counts nothing: what earlier ones had is known by what came of them. */
#define BEFORE_EPOCH                                                       \
	"(SELECT count(DISTINCT r.seq) FROM received r"                    \
	" WHERE r.kiosk = k.id AND r.seq BETWEEN 1 AND (" HEAD_SEQ " - 1)" \
	" / 1000000000 * 1000000000)"

static const char select_health[] =
	"SELECT k.id, k.last_seen_ms, k.key_alarm, coalesce(t.n_statements, 0),"
	" coalesce(t.last_seq, 0), " HEAD_SEQ ","
	" CASE WHEN k.identity <> '' THEN 0"
	"  WHEN coalesce(t.n_numbered, 0) = coalesce(t.last_seq, 0) THEN coalesce(t.last_seq, 0) + 1"
	"  ELSE " FIRST_HOLE " END,"
	" (SELECT count(*) FROM conflict c WHERE c.kiosk = k.id), coalesce(t.n_breaks, 0),"
	" k.public_key IS NOT NULL, k.identity, k.n_quarantined, coalesce(t.n_twice, 0),"
	" coalesce(t.twice_seq, 0), coalesce(t.twin_ms, 0),"
	" (SELECT count(*) FROM claim c WHERE c.kiosk = k.id AND c.reason <> 5), " BEFORE_EPOCH
	", k.secret_sha256 = zeroblob(32) AND k.id <> '" KS_CENTRE_OWN "', k.skew_ms, k.program,"
	" k.revision,"
	" k.taken_over_by, coalesce(k.public_key, ''),"
	" k.key_by = '' AND k.public_key IS NOT NULL AND k.id <> '" KS_CENTRE_OWN "',"
	" k.next_sha256 IS NOT NULL,"
	" (SELECT length(value) - length(replace(value, char(10), '')) + (value <> '') FROM setting"
	"  WHERE name = 'kiosk_units/' || k.id),"
	" (SELECT count(*) FROM claim c WHERE c.kiosk = k.id AND c.reason = 5)"
	" FROM kiosk k LEFT JOIN kiosk_tally t ON t.kiosk = k.id ORDER BY k.id";

static void read_row(struct sqlite3_stmt *stmt, struct ks_kiosk_health *row)
{
	int64_t hole = sqlite3_column_int64(stmt, 6);

	snprintf(row->kiosk, sizeof(row->kiosk), "%s", ks_db_text(stmt, 0));
	row->last_seen_ms = sqlite3_column_int64(stmt, 1);
	row->has_key_alarm = sqlite3_column_int(stmt, 2) != 0;
	row->n_statements = sqlite3_column_int64(stmt, 3);
	row->last_seq = sqlite3_column_int64(stmt, 4);
	row->head_seq = sqlite3_column_int64(stmt, 5);
	if (row->head_seq > 0)
		row->n_signed =
			sqlite3_column_int64(stmt, 16) + (row->head_seq - 1) % KS_EPOCH_SPAN + 1;
	/* Behind the last number that we or the kiosk know of, nothing is missing. */
	if (hole <= row->last_seq || hole <= row->head_seq)
		row->first_gap_seq = hole;
	row->n_conflicts = sqlite3_column_int64(stmt, 7);
	row->n_chain_faults = sqlite3_column_int64(stmt, 8);
	row->has_key = sqlite3_column_int(stmt, 9) != 0;
	snprintf(row->identity, sizeof(row->identity), "%s", ks_db_text(stmt, 10));
	row->n_quarantined = sqlite3_column_int64(stmt, 11);
	row->n_twice = sqlite3_column_int64(stmt, 12);
	row->twice_seq = sqlite3_column_int64(stmt, 13);
	row->twin_ms = sqlite3_column_int64(stmt, 14);
	row->n_claims = sqlite3_column_int64(stmt, 15);
	row->is_revoked = sqlite3_column_int(stmt, 17) != 0;
	row->skew_ms = sqlite3_column_int64(stmt, 18);
	snprintf(row->program, sizeof(row->program), "%s", ks_db_text(stmt, 19));
	snprintf(row->revision, sizeof(row->revision), "%s", ks_db_text(stmt, 20));
	snprintf(row->taken_over_by, sizeof(row->taken_over_by), "%s", ks_db_text(stmt, 21));
	if (ks_db_text(stmt, 22)[0])
		ks_code_of_key(ks_db_text(stmt, 22), row->key_mark);
	row->is_key_unconfirmed = sqlite3_column_int(stmt, 23) != 0;
	row->is_rotating = sqlite3_column_int(stmt, 24) != 0;
	row->n_units = sqlite3_column_int(stmt, 25);
	row->n_disowned = sqlite3_column_int64(stmt, 26);
}

bool ks_centre_has_twin(const struct ks_kiosk_health *health)
{
	return health->n_twice > health->n_twice_settled || health->twin_ms > health->twin_settled_ms;
}

/* KS_NOT_FOUND: go on. */
static enum ks_rc add_settlement(struct ks_store *store, struct ks_kiosk_health *row)
{
	struct ks_twin_settlement settled;
	enum ks_rc rc = ks_twin_settlement(store, row->kiosk, &settled);

	row->twin_settled_ms = settled.at_ms;
	row->n_twice_settled = settled.n_twice;
	return rc == KS_OK ? KS_NOT_FOUND : rc;
}

enum ks_rc ks_centre_health(struct ks_store *store, struct ks_kiosk_health **out, size_t *n_out)
{
	struct ks_kiosk_health *rows = NULL;
	size_t n = 0, capacity = 0;
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	*out = NULL;
	*n_out = 0;
	ks_db_lock(store);
	stmt = ks_db_query(store, select_health, "");
	while ((rc = ks_db_step(store, stmt)) == KS_OK) {
		ks_grow(&rows, n, &capacity);
		rows[n] = (struct ks_kiosk_health){0};
		read_row(stmt, &rows[n++]);
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	for (size_t i = 0; i < n && rc == KS_NOT_FOUND; i++)
		if (ks_centre_has_twin(&rows[i]))
			rc = add_settlement(store, &rows[i]);
	if (rc != KS_NOT_FOUND) {
		free(rows);
		return rc;
	}
	*out = rows;
	*n_out = n;
	return KS_OK;
}

/* --- how far without a gap -------------------------------------------------------------------- */

/* From where the last walk ended: each statement is looked at once while the collector runs. */
static enum ks_rc walk_on(struct ks_store *store, const char *kiosk, int64_t *seq)
{
	static const char select[] =
		"SELECT seq FROM received WHERE kiosk = ? AND seq > ? ORDER BY seq";
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_db_lock(store);
	stmt = ks_db_query(store, select, "ti", kiosk, *seq);
	while ((rc = ks_db_step(store, stmt)) == KS_OK &&
	       (ks_epoch_gap(*seq, sqlite3_column_int64(stmt, 0)) <= 0))
		*seq = sqlite3_column_int64(stmt, 0);
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

enum ks_rc ks_centre_have(struct ks_centre *centre, const char *kiosk, int64_t *seq)
{
	size_t i = 0;
	enum ks_rc rc;

	ks_lock(&centre->have_mutex);
	while (i < centre->n_have && strcmp(centre->have[i].kiosk, kiosk) != 0)
		i++;
	if (i == centre->n_have) {
		ks_grow(&centre->have, centre->n_have, &centre->have_capacity);
		centre->have[centre->n_have++] = (struct ks_centre_have){.kiosk = ks_strdup(kiosk)};
	}
	rc = walk_on(centre->store, kiosk, &centre->have[i].seq);
	*seq = centre->have[i].seq;
	ks_unlock(&centre->have_mutex);
	return rc;
}

enum ks_rc ks_centre_stamp(struct ks_centre *centre, char out[KS_STAMP_MAX])
{
	static const char select[] =
		"SELECT (SELECT coalesce(max(stored), 0) FROM received),"
		" (SELECT count(*) || ':' || coalesce(max(taken_ms), 0) FROM plan),"
		" (SELECT count(*) || ':' || coalesce(sum(state = 'taken'), 0) FROM roster_import)";
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_db_lock(centre->store);
	stmt = ks_db_query(centre->store, select, "");
	rc = ks_db_step(centre->store, stmt);
	if (rc == KS_OK)
		snprintf(out, KS_STAMP_MAX, "%llu %s %s %s",
			 (unsigned long long)atomic_load(&centre->edition), ks_db_text(stmt, 0),
			 ks_db_text(stmt, 1), ks_db_text(stmt, 2));
	ks_db_end(stmt);
	ks_db_unlock(centre->store);
	return rc;
}
