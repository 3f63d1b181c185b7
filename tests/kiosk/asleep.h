/* SPDX-License-Identifier: Apache-2.0 */
/* A loop that sleeps without any time going by: only its own clock does, by exactly as long as it wanted to sleep. */
#ifndef KS_TESTS_KIOSK_ASLEEP_H
#define KS_TESTS_KIOSK_ASLEEP_H

#include "base/clock.h"

/** asleep_begin() - from now on this thread sleeps so on its fake @clock; @noted hears each time for how long, NULL: nobody. */
void asleep_begin(struct ks_clock *clock, void (*noted)(int wait_ms));
void asleep_end(void);

#endif
