/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What of the roster document only one kiosk may read: PIN hashes of the people it serves, and the key of pseudonyms. A parcel
 * (record/parcel.h) in the member "sealed" of the document or of a difference to it. Who has only a kiosk's credentials, or
 * reads what went over the network, has no hash to try PINs on.
 */
#ifndef KS_RECORD_SECRETS_H
#define KS_RECORD_SECRETS_H

#include <stdbool.h>

#include "base/buf.h"
#include "record/store.h"

struct ks_roster;

/**
 * ks_secrets_add() - the member "sealed" at the end of @document, a roster document or a difference to one
 * @to: public key of the kiosk, base64url. @units: the 所属 it serves, one a line; "": all. Who is 研修担当 is served everywhere.
 * @now_ms: the centre's clock: how long a lock lasts still. Return: KS_OK; KS_INVALID: @to is no key, or @document none; KS_FULL: @document's ceiling; as ks_db_step().
 */
KS_MUST_USE enum ks_rc ks_secrets_add(struct ks_store *store, const char *to, const char *units,
				      int64_t now_ms, struct ks_buf *document);
/** ks_secrets_serves() - a kiosk that serves @units (as above) gets @number's PIN. */
KS_MUST_USE enum ks_rc ks_secrets_serves(struct ks_store *store, const char *units,
					 const char *number, bool *is_so);
/**
 * ks_secrets_take() - what a document has sealed for this kiosk; inside a transaction, behind its people
 * @sealed: its member of that name; NULL: none. Of each of @people, who are the document's, there is afterwards the hash that came or, of those this kiosk does not serve, none; a PIN its
 * owner has chosen here stays until the centre knows it (pin_news.h). A parcel for another key is left, and told in the log.
 * Return: KS_OK, also where nothing is sealed (an older centre, or one that does not know this key yet); as ks_db_run().
 */
KS_MUST_USE enum ks_rc ks_secrets_take(struct ks_store *store, const char *sealed,
				       const struct ks_roster *people);

#endif
