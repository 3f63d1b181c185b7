/* SPDX-License-Identifier: Apache-2.0 */
/* USBで届ける from the glass: what `kenshu courier export` and `receipt` do, content too, with the stick that kiosk.conf names. */
#ifndef KIOSK_STICK_H
#define KIOSK_STICK_H

#include "kiosk/app.h"

struct ks_stick_told {
	enum ks_word word; /* what came of it; takes n_statements where it has a gap */
	bool is_good;
	int n_statements;            /* carried */
	int n_receipts, n_delivered; /* found on it, and how much more the centre has by them */
	int n_refused;   /* what the centre does not take by those receipts: quarantined here */
	bool has_people; /* a newer list was on it */
	int content;     /* the version that was taken; 0: none */
	bool is_content_refused; /* ks_shelf_told() says why */
};

/** ks_stick_exchange() - receipts, people and content are taken, then what is not delivered is written; blocks as long as the stick. */
void ks_stick_exchange(struct ks_app *app, struct ks_stick_told *out);

#endif
