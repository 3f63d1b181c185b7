/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Epochs. Where files were damaged so that the end of a chain is not certain, numbers that may have been used are never
 * given out again: the kiosk goes on behind the next multiple of KS_EPOCH_SPAN with a chain that begins anew. The
 * number says which epoch it is of, so everybody who orders by it, and every signed head, tells them apart.
 */
#ifndef KS_RECORD_EPOCH_H
#define KS_RECORD_EPOCH_H

#include <stdint.h>

#define KS_EPOCH_SPAN INT64_C(1000000000)
#define KS_EPOCH_MAX 1000000
/** ks_epoch_of() - 1 for the usual numbers, and for 0, where there is none yet. */
int64_t ks_epoch_of(int64_t seq);
/** ks_epoch_gap() - how many numbers are missing between @last (0: none yet) and @seq; none that could be named between epochs. */
int64_t ks_epoch_gap(int64_t last, int64_t seq);

#endif
