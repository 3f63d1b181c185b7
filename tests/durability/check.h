/* SPDX-License-Identifier: Apache-2.0 */
/* Opens a state folder as the kiosk does at its start (with DUR_ROLE set: as the centre), and says what stands there. */
#ifndef DURABILITY_CHECK_H
#define DURABILITY_CHECK_H

#include <stddef.h>
#include <stdint.h>

#include "base/rc.h"
#include "record/ledger.h"

struct check {
	enum ks_rc opened; /* store and ledger */
	enum ks_rc verified;
	int64_t n_statements;
	size_t n_people; /* of a centre: kiosks */
	char why[256];   /* the sentence of what did not open, or the first fault of the chain */
};

/** check_folder() - open @folder as a kiosk, writing as it does, verify it, close it. */
void check_folder(const char *folder, struct check *out);

/**
 * check_folder_with() - the same; while it is open, @look is asked with the ledger
 * Not called when it does not open.
 */
void check_folder_with(const char *folder, struct check *out,
		       void (*look)(struct ks_ledger *ledger, void *context), void *context);

#endif
