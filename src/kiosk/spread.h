/* SPDX-License-Identifier: Apache-2.0 */
/* Targets that are large enough and do not overlap, whatever a drawing says. Pure geometry. */
#ifndef KIOSK_SPREAD_H
#define KIOSK_SPREAD_H

#include <stddef.h>

#include "ui/geom.h"

/**
 * ks_spread() - grow each rectangle to at least @least_px, then keep them apart within @bounds
 * @gap_px: wished distance between two; they touch rather than become smaller than @least_px
 *
 * A rectangle larger than needed gives way first; what is still too close moves aside.
 */
void ks_spread(struct ks_rect *rects, size_t n, int least_px, int gap_px, struct ks_rect bounds);
/** ks_spread_move() - the same for things that keep their size. */
void ks_spread_move(struct ks_rect *rects, size_t n, int gap_px, struct ks_rect bounds);

#endif
