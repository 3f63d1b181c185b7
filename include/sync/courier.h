/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Delivery by USB stick, for a kiosk without a network: 記録 → 発送 → 受領. What is carried away stays here, undelivered,
 * until the centre's receipt comes back on a stick; so a stick that is lost, torn out or carried twice costs nothing.
 */
#ifndef KS_SYNC_COURIER_H
#define KS_SYNC_COURIER_H

#include <stdbool.h>
#include <stdint.h>

#include "record/ledger.h"

struct ks_courier_wish {
	const char *folder;     /* on the stick; made when it is not there */
	const char *centre_key; /* kenshu courier key; NULL: the one used before */
	const char *secret; /* of the kiosk's credentials, by which the centre knows it the first time; NULL: none */
	const char *plan_json; /* the courses it runs; NULL: not told */
};
struct ks_courier_sent {
	char *path;           /* malloc'd; NULL: there was nothing to carry */
	int64_t n_statements; /* 0 with a path: it only asks for the people */
};
/**
 * ks_courier_export() - everything undelivered, signed and sealed to the centre, as one new file in @wish->folder
 * Nothing here changes but which centre is meant, which is kept the first time.
 * Return: KS_OK; KS_NOT_FOUND: no centre's key is known; KS_CONFLICT: another one is; KS_INVALID: it is no key; KS_DAMAGED: a
 * statement cannot be read; KS_FULL, KS_READ_ONLY, KS_IO: the stick.
 */
KS_MUST_USE enum ks_rc ks_courier_export(struct ks_ledger *ledger, const struct ks_courier_wish *wish,
					 struct ks_courier_sent *out);

struct ks_courier_taken {
	int64_t n_delivered; /* statements the centre has, which were not known to be there */
	int64_t n_refused;   /* statements the centre does not take: quarantined here, and kept */
	size_t n_receipts, n_people,
		n_others, /* files: of the centre for this kiosk; that cannot be opened here and bear another kiosk's name; */
		n_bad;      /* cut, altered, or of another centre */
	int64_t people_ms;  /* when the list taken was made; 0: none was taken */
	bool is_people_old; /* a list on the stick is older than the one here, and was not taken */
};
/**
 * ks_courier_take() - receipts and lists of people out of @folder; again and in any order is harmless
 * Return: KS_OK, however many were bad; KS_NOT_FOUND: no centre's key is known; KS_FULL, KS_IO …: of the store or the stick.
 */
KS_MUST_USE enum ks_rc ks_courier_take(struct ks_ledger *ledger, const char *folder,
				       struct ks_courier_taken *out);

#endif
