/* SPDX-License-Identifier: Apache-2.0 */
/* Where a kiosk's record stands a second time: at the centre. `kenshu doctor` and the kiosk itself say it in one line. */
#ifndef KS_RECORD_COPIED_H
#define KS_RECORD_COPIED_H

#include "base/machine.h"
#include "record/ledger.h"

/**
 * ks_copied_look() - the line 「控え」: how many stand on this disk alone, and when the centre last had one
 * @counts: what ks_ledger_counts_in() counted: that is a walk along the record, so whoever says more of it counts once
 * @now_ms: wall time: what has waited for longer than a week behind the last delivery, or is refused, is BAD
 */
void ks_copied_look(struct ks_doctor *out, const struct ks_ledger_counts *counts, int64_t now_ms);

#endif
