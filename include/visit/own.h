/* SPDX-License-Identifier: Apache-2.0 */
/* One's own record: this year's certificate and the years before; and whether this visit recorded anything. */
#ifndef KS_VISIT_OWN_H
#define KS_VISIT_OWN_H

#include "visit/visit.h"

/** ks_own_is_complete() - all that is asked of this person in this 年度 is done, the acknowledgement too. */
bool ks_own_is_complete(const struct ks_visit *visit);
/** ks_own_open() - from マイページ; records nothing. On an error the place is unchanged. */
KS_MUST_USE enum ks_rc ks_own_open(struct ks_site *site, struct ks_visit *visit);
/**
 * ks_own_goodbye() - call it when the lesson is left and before ks_signin_end(): the last row this visit recorded
 * @out: NULL when it recorded nothing; otherwise end with ks_receipt_close()
 * Return: KS_OK; else the row cannot be read back, and nothing may be claimed.
 */
KS_MUST_USE enum ks_rc ks_own_goodbye(struct ks_site *site, const struct ks_visit *visit,
				      struct ks_receipt **out);

#endif
