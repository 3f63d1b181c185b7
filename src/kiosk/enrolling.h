/* SPDX-License-Identifier: Apache-2.0 */
/* Asking the centre with a code: a thread of its own, because nobody answers in no time. */
#ifndef KIOSK_ENROLLING_H
#define KIOSK_ENROLLING_H

#include "kiosk/app.h"
#include "sync/enrol.h"

/** ks_enrolling_begin() - ask @endpoint with @code; the window is woken when it is over. Not while one is under way. */
void ks_enrolling_begin(struct ks_app *app, const char *endpoint, const char *code);
/** ks_enrolling_is_over() - the answer is there: ks_enrolling_end(). */
bool ks_enrolling_is_over(const struct ks_app *app);
/** ks_enrolling_end() - waits for it (or stops it), and what came of it; KS_ENROL_NO_CENTRE when there was none. */
enum ks_enrolled ks_enrolling_end(struct ks_app *app);

#endif
