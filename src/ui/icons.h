/* SPDX-License-Identifier: Apache-2.0 */
/* Icons as lines on a grid: sharp at every size, no file, no font. */
#ifndef KS_UI_ICONS_H
#define KS_UI_ICONS_H

#include "ui/scene.h"

/** ks_icons_paint() - @icon fitted into @r, whose shorter side is the size of its square. */
void ks_icons_paint(struct ks_canvas *canvas, struct ks_rect r, enum ks_icon icon, uint32_t argb);

#endif
