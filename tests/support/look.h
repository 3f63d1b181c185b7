/* SPDX-License-Identifier: Apache-2.0 */
/* For the walk: what stands on the glass, shown at every size and text step; what is painted is dumped ($KENSHU_SCENES). */
#ifndef KS_TESTS_SUPPORT_LOOK_H
#define KS_TESTS_SUPPORT_LOOK_H

#include "kiosk/app.h"

#define LOOK_SIZES 5

/*
 * 低い位置 is always walked too. With --modes also furigana, やさしい日本語 and 低い位置 together: what makes lines
 * higher, words longer, bars taller.
 */
enum look_mode { LOOK_STANDARD, LOOK_LOW, LOOK_ALL, LOOK_COUNT };

/** look_begin() - the kiosk that is looked at; lays the hands on it. @has_modes: LOOK_ALL too. */
void look_begin(struct ks_app *kiosk, bool has_modes);
/**
 * look_alone() - from now on look only at the canvas's own size, at this step and in this mode, and leave pictures
 * Not for the judge, for eyes: the first eight of each screen, in @folder as SCREEN-N.png.
 */
void look_alone(const char *folder, int step, enum look_mode mode);
/** look_at() - what is shown, at one size (0 … LOOK_SIZES - 1) and text step (0 … 2). */
void look_at(size_t size, int step, enum look_mode mode);
/** look_turn() - all parts of what is shown: 次へ as long as it only turns a part, or the button that turns a card. */
void look_turn(void);
/** look() - what is shown now, at all sizes and steps, with all its parts; ends as it began. */
void look(void);
/** look_behind() - what a tap leads to. */
void look_behind(int what, int arg);

#endif
