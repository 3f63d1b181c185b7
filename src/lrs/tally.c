/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/tally.h"

#include <stdint.h>

#include "record/db.h"

/* A trigger counts as they come, in any order; here it is counted from what is there, which must be the same. */

#define COLUMNS "kiosk, n_statements, n_numbered, last_seq, n_twice, twice_seq, n_breaks"
#define NUMBERED "count(DISTINCT CASE WHEN seq > 0 THEN seq END)"
#define COUNTED                                                                        \
	"SELECT kiosk, count(*), " NUMBERED ", max(seq), sum(seq > 0) - " NUMBERED "," \
	" coalesce((SELECT min(a.seq) FROM received a WHERE a.kiosk = received.kiosk"  \
	"  AND a.seq > 0 AND EXISTS(SELECT 1 FROM received b WHERE b.kiosk = a.kiosk"  \
	"   AND b.seq = a.seq AND b.stored <> a.stored)), 0),"                         \
	" (SELECT count(*) FROM received r JOIN received p ON p.kiosk = r.kiosk"       \
	"  AND p.seq = r.seq - 1 WHERE r.kiosk = received.kiosk AND r.seq > 1"         \
	"  AND r.prev <> lower(hex(p.hash)))"

enum ks_rc ks_tally_check(struct ks_store *store, bool *is_right)
{
	static const char differs[] =
		"WITH counted(" COLUMNS ") AS MATERIALIZED (" COUNTED " FROM received GROUP BY kiosk)"
		" SELECT EXISTS(SELECT * FROM counted EXCEPT SELECT " COLUMNS " FROM kiosk_tally)"
		" OR EXISTS(SELECT " COLUMNS " FROM kiosk_tally EXCEPT SELECT * FROM counted)";
	int64_t n = 0;
	enum ks_rc rc = ks_db_number(store, &n, differs, "");

	*is_right = rc == KS_OK && n == 0;
	return rc;
}

enum ks_rc ks_tally_rebuild(struct ks_store *store)
{
	static const char count[] =
		"INSERT INTO kiosk_tally(" COLUMNS ", twin_ms) " COUNTED
		", 0 FROM received WHERE true GROUP BY kiosk"
		" ON CONFLICT DO UPDATE SET n_statements = excluded.n_statements,"
		" n_numbered = excluded.n_numbered, last_seq = excluded.last_seq,"
		" n_twice = excluded.n_twice, twice_seq = excluded.twice_seq,"
		" n_breaks = excluded.n_breaks";
	static const char gone[] =
		"DELETE FROM kiosk_tally WHERE kiosk NOT IN (SELECT kiosk FROM received)";
	enum ks_rc rc = ks_store_begin(store);

	if (rc != KS_OK)
		return rc;
	rc = ks_db_run(store, gone, "");
	if (rc == KS_OK)
		rc = ks_db_run(store, count, "");
	return ks_store_end(store, rc);
}
