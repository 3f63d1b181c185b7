/* SPDX-License-Identifier: Apache-2.0 */
#include "record/epoch.h"

/* Arithmetic of the numbers alone: the ledger, the tail and the centre all order by it. */

int64_t ks_epoch_of(int64_t seq)
{
	return (seq - 1) / KS_EPOCH_SPAN + 1;
}

int64_t ks_epoch_gap(int64_t last, int64_t seq)
{
	int64_t base = (ks_epoch_of(seq) - 1) * KS_EPOCH_SPAN;

	return seq - (last > base ? last : base) - 1;
}
