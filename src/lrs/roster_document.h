/* SPDX-License-Identifier: Apache-2.0 */
/* The roster document as each kiosk is answered; when it is made anew, roster_kept.h says. */
#ifndef KS_LRS_ROSTER_DOCUMENT_H
#define KS_LRS_ROSTER_DOCUMENT_H

#include "base/buf.h"
#include "lrs/centre_private.h"

/** ks_roster_document_tend() - make it anew when its time is over, so that nobody who asks has to; about once a second. */
void ks_roster_document_tend(struct ks_centre *centre);

/* Who asks for the roster document. */
struct ks_roster_wish {
	const char *kiosk;
	const char *key; /* its public key, from a head that it signed; NULL: it takes nothing sealed */
	const char *known; /* its If-None-Match; NULL: it has none */
	bool takes_delta; /* it can take the difference to that one (roster_delta.h) in place of the whole */
};
/**
 * ks_centre_roster() - the roster document, with what is sealed for this kiosk (record/secrets.h) where its key is vouched for
 * @etag: receives the quoted tag: of the document, and of what this kiosk may see of it
 * Return: KS_OK with the text in @out; KS_NOT_FOUND when @known is still right (304); KS_IO.
 */
KS_MUST_USE enum ks_rc ks_centre_roster(struct ks_centre *centre, const struct ks_roster_wish *wish,
					char etag[KS_HASH_HEX + 2], struct ks_buf *out);

#endif
