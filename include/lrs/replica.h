/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A centre's folder as a copy of what another LRS has (sync/pull.h): filled page by page, so that every report works
 * where kiosks send to an LRS of somebody else's.
 *
 * What such an LRS gives back proves nothing: a kiosk's signed heads travel beside the statements, as headers that only a
 * centre of ours keeps, and the bytes that were hashed are not the bytes that come back. So all of it is kept as the claim of
 * one source that counts because whoever asks for the copy takes that LRS at its word; reports and `verify` say so. What
 * that LRS has voided is void. A folder that kiosks send to is never a copy: claims would stand beside proof.
 */
#ifndef KS_LRS_REPLICA_H
#define KS_LRS_REPLICA_H

#include "lrs/centre.h"

/* A statement may be given its moment before others see it: so much of what is known is asked for again. */
#define KS_REPLICA_OVERLAP_MS (INT64_C(10) * 60 * 1000)

struct ks_replica {
	char *from;       /* the LRS's address; "" where this folder is no copy */
	char *more;       /* where to go on in a copying that was cut; "": nowhere */
	int64_t since_ms; /* by that LRS's clock: what was stored until then is here; 0: nothing is */
	int64_t at_ms;    /* by our own: when the last copying was whole; 0: never */
};
/** ks_replica_read() - what is known of the copy in @store; KS_OK, or as ks_store_get(). Finish @out in any case. */
KS_MUST_USE enum ks_rc ks_replica_read(struct ks_store *store, struct ks_replica *out);
/** ks_replica_finish() - frees its texts; the struct is empty afterwards. Accepts NULL. */
void ks_replica_finish(struct ks_replica *replica);

struct ks_replica_page {
	const char *from; /* of this LRS */
	const char *bytes;
	size_t len;            /* the answer to GET /statements */
	bool is_first;         /* asked for by `since` and not by `more` */
	int64_t consistent_ms; /* X-Experience-API-Consistent-Through of that answer; 0: not told */
	char *more;            /* out: malloc'd, "" behind the last page */
	size_t n, n_skipped; /* out: statements in it; and those of them that are none, or differ from what is here */
};
/**
 * ks_replica_take() - keep a page and remember where to go on; taking one twice is harmless
 * Return: KS_OK. KS_INVALID: no page of statements. KS_CONFLICT: the folder is a copy of another LRS. KS_DENIED: kiosks send
 * to it. KS_IO, KS_FULL …: not taken. Free @page->more in any case.
 */
KS_MUST_USE enum ks_rc ks_replica_take(struct ks_centre *centre, struct ks_replica_page *page);
/** ks_replica_begin_anew() - forget the `more` that was kept: that LRS does not know it any more. */
KS_MUST_USE enum ks_rc ks_replica_begin_anew(struct ks_centre *centre);
#endif
