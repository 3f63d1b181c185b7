/* SPDX-License-Identifier: Apache-2.0 */
/* What comes by USB stick from kiosks without a network (sync/courier.h), and what goes back on it. */
#ifndef KS_LRS_COURIER_H
#define KS_LRS_COURIER_H

#include "lrs/centre.h"

enum ks_courier_fault {
	KS_COURIER_FINE,
	KS_COURIER_NOT_WHOLE, /* cut, altered, or sealed to another centre */
	KS_COURIER_NO_KIOSK,  /* no such account */
	KS_COURIER_NO_PROOF, /* its key is new, and nothing shows that it has the account's secret */
	KS_COURIER_OTHER_KEY, /* the account is another kiosk's */
};
/** ks_courier_fault_word() - a Japanese sentence: what is wrong and what to do; "" for FINE. */
const char *ks_courier_fault_word(enum ks_courier_fault fault);

struct ks_courier_got {
	char kiosk[64];
	size_t n_statements; /* taken, or here already */
	size_t n_refused; /* which the receipt names: they are quarantined at the kiosk, as over the network */
	struct ks_buf receipt, people; /* parcels for this kiosk */
};
/** ks_courier_got_finish() - wipes and frees; the struct is empty afterwards. Accepts NULL. */
void ks_courier_got_finish(struct ks_courier_got *got);

/** ks_centre_courier_key() - what kiosks seal to, base64url; malloc'd. */
KS_MUST_USE enum ks_rc ks_centre_courier_key(struct ks_centre *centre, char **key);
/**
 * ks_centre_courier_take() - one parcel; again, and in any order, is harmless
 * Return: KS_OK with @out, whose receipt names what is committed here; KS_INVALID with @fault; KS_FULL, KS_IO …. Finish @out in any case.
 */
KS_MUST_USE enum ks_rc ks_centre_courier_take(struct ks_centre *centre, const void *bytes,
					      size_t len, enum ks_courier_fault *fault,
					      struct ks_courier_got *out);

#endif
