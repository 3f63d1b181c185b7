/* SPDX-License-Identifier: Apache-2.0 */
/* Acknowledging the policy at the end of a course whose plan asks for it. */
#ifndef KIOSK_ACKNOWLEDGE_H
#define KIOSK_ACKNOWLEDGE_H

#include "kiosk/app.h"

/** ks_acknowledge_load() - visit.has_agreed: to this very text (sha256) in this 年度, here or elsewhere. */
void ks_acknowledge_load(struct ks_app *app);
/** ks_acknowledge_is_open() - @plan asks for it and has not got it: the course is not completed yet. */
bool ks_acknowledge_is_open(const struct ks_app *app, const struct ks_plan *plan);
/** ks_acknowledge_owed() - a course whose lessons are all done and that only waits for it; NULL for none. */
const struct ks_plan *ks_acknowledge_owed(const struct ks_app *app);
/** ks_acknowledge_sentence() - what visit.agree_plan has people agree to. */
const char *ks_acknowledge_sentence(const struct ks_app *app);
/** ks_acknowledge_agree() - record that the person agreed to ks_acknowledge_sentence(), and what follows from it. */
KS_MUST_USE enum ks_rc ks_acknowledge_agree(struct ks_app *app);

#endif
