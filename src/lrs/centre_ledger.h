/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The centre's own record: what is said at the centre and not at a kiosk, chained and signed like a kiosk's and verified
 * with them. Its name can be no kiosk's.
 */
#ifndef KS_LRS_CENTRE_LEDGER_H
#define KS_LRS_CENTRE_LEDGER_H

#include "lrs/centre_private.h"
#include "xapi/statement_check.h"

/** A fact, and how it becomes a statement. */
struct ks_centre_fact {
	void (*build)(const void *fact, const struct ks_stamp *stamp, struct ks_buf *out);
	const void *fact;
	const char *id; /* of what means the same however often it is said; NULL: a new one */
};
/** ks_centre_record() - all of @facts, in one transaction; @id receives the first one's id. */
KS_MUST_USE enum ks_rc ks_centre_record(struct ks_centre *centre, const struct ks_centre_fact *facts,
					size_t n_facts, char id[KS_UUID_TEXT]);
/** ks_centre_is_own() - whether @kiosk is the name of the centre's own record. */
bool ks_centre_is_own(const char *kiosk);
/** ks_nendo_keep() - a statement that closes a 年度 makes its document count; in a transaction. KS_INVALID: it is none. */
KS_MUST_USE enum ks_rc ks_nendo_keep(struct ks_store *store, const char *bytes, size_t len);
/** ks_nendo_verify() - that each closed 年度 and its statement fit; sets *is_wrong when not. */
KS_MUST_USE enum ks_rc ks_nendo_verify(struct ks_store *store, bool *is_wrong);
/** ks_centre_iri_base() - as the kiosks have it, else @told, which is kept; KS_NOT_FOUND. malloc'd. */
KS_MUST_USE enum ks_rc ks_centre_iri_base(struct ks_centre *centre, const char *told, char **out);

#endif
