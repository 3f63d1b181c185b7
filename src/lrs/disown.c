/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/disown.h"

#include "lrs/centre_private.h"
#include "lrs/claim.h"
#include "lrs/sum.h"
#include "record/db.h"

/*
 * Plain `kiosk add` trusts whoever uses the file first. Mostly that is the kiosk, so its records count at once; but when HR
 * takes such credentials back it may be because it was somebody else. So what came by them counts no more, until HR compares
 * the mark after all: nothing is lost by either mistake.
 */

/* Accounts of one machine: the first of them is the one its records are under. */
#define VOUCHED \
	"EXISTS(SELECT 1 FROM kiosk a WHERE (a.id = ?1 OR a.identity = ?1) AND a.key_by <> '')"

enum ks_rc ks_disown(struct ks_store *store, const char *kiosk, bool *is_changed)
{
	/* What only waits for a signature (reason 1) can be proved by nobody any more. */
	static const char insert[] =
		"INSERT INTO claim(kiosk, seq, stored, reason)"
		" SELECT r.kiosk, r.seq, r.stored, ?2 FROM received r WHERE r.kiosk = ?1 AND NOT " VOUCHED
		" AND NOT EXISTS(SELECT 1 FROM claim c WHERE c.kiosk = r.kiosk AND c.seq = r.seq"
		"  AND c.stored = r.stored)";
	char identity[64];
	int64_t n = 0;
	enum ks_rc rc = ks_centre_identity(store, kiosk, identity);

	if (rc == KS_OK)
		rc = ks_db_run(store, insert, "td", identity, (int)KS_CLAIM_DISOWNED);
	if (rc == KS_OK)
		rc = ks_db_number(store, &n, "SELECT changes()", "");
	*is_changed = n > 0;
	return rc;
}

enum ks_rc ks_disown_undo(struct ks_store *store, const char *kiosk, bool *is_changed)
{
	char identity[64];
	int64_t n = 0;
	enum ks_rc rc = ks_centre_identity(store, kiosk, identity);

	if (rc == KS_OK)
		rc = ks_db_run(store, "DELETE FROM claim WHERE kiosk = ? AND reason = ?", "td",
			       identity, (int)KS_CLAIM_DISOWNED);
	if (rc == KS_OK)
		rc = ks_db_number(store, &n, "SELECT changes()", "");
	*is_changed = n > 0;
	return rc;
}

enum ks_rc ks_disown_count(struct ks_centre *centre, const char *kiosk, const char *update,
			   enum ks_rc (*change)(struct ks_store *store, const char *kiosk,
						bool *is_changed))
{
	bool is_changed = false;
	enum ks_rc rc = ks_store_begin(centre->store);

	if (rc != KS_OK)
		return rc;
	rc = ks_db_run(centre->store, update, "t", kiosk);
	if (rc == KS_OK)
		rc = change(centre->store, kiosk, &is_changed);
	/* Cut between here and there, it is made up for at the next start. */
	if (rc == KS_OK && is_changed)
		rc = ks_store_set(centre->store, "rebuild", "1");
	rc = ks_store_end(centre->store, rc);
	if (rc == KS_OK && is_changed) {
		rc = ks_sum_rebuild(centre->store);
		ks_centre_touch(centre);
	}
	return rc;
}

enum ks_rc ks_centre_is_disowned(struct ks_centre *centre, const char *kiosk, bool *is_so)
{
	char identity[64];
	int64_t n = 0;
	enum ks_rc rc = ks_centre_identity(centre->store, kiosk, identity);

	if (rc == KS_OK)
		rc = ks_db_number(centre->store, &n,
				  "SELECT count(*) FROM claim WHERE kiosk = ? AND reason = ?", "td",
				  identity, (int)KS_CLAIM_DISOWNED);
	*is_so = n > 0;
	return rc;
}
