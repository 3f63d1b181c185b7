/* SPDX-License-Identifier: Apache-2.0 */
/* What the question and the reason screen share. */
#ifndef KIOSK_QUESTION_H
#define KIOSK_QUESTION_H

#include "kiosk/frame.h"

struct ks_frame ks_question_frame(struct ks_app *app, struct ks_scene *scene);
const struct ks_question *ks_question_present(const struct ks_app *app);
/** ks_question_row() - the choice shown at @place, without state; its action's arg is the authored index. */
struct ks_choice_row ks_question_row(struct ks_app *app, int place);

#endif
