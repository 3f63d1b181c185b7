/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A lesson on the glass: where the pure session (course/session.h) meets the ledger. Every step is one
 * transaction — facts and the place to resume at — and the session moves only after it was committed.
 */
#ifndef KIOSK_LESSON_H
#define KIOSK_LESSON_H

#include "kiosk/app.h"

/** ks_lesson_open() - begin or take up the lesson of duty @index; KS_NOT_FOUND when its content is faulty or its turn has
 * not come (ks_visit_is_open()). */
KS_MUST_USE enum ks_rc ks_lesson_open(struct ks_app *app, size_t index);
/** ks_lesson_foresee() - for a screen's foresee(): the visit as ks_lesson_open() would make it, nothing recorded. */
enum ks_screen_id ks_lesson_foresee(struct ks_app *app, size_t index);
/** ks_lesson_step() - apply @input and record what follows from it; on an error nothing moved. */
KS_MUST_USE enum ks_rc ks_lesson_step(struct ks_app *app, const struct ks_session_input *input);
/** ks_lesson_leave() - record how the sitting ended and close it; accepts that none is open. */
KS_MUST_USE enum ks_rc ks_lesson_leave(struct ks_app *app, bool is_idle);
/** ks_lesson_screen() - the screen that fits the session's place. */
enum ks_screen_id ks_lesson_screen(const struct ks_app *app);
/** ks_lesson_recover() - at start: who was at the screen when the power went is recorded as abandoned. */
KS_MUST_USE enum ks_rc ks_lesson_recover(struct ks_app *app);

#endif
