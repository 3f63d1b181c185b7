/* SPDX-License-Identifier: Apache-2.0 */
/* The person before the screen: from a typed number to duties, and back to nobody. */
#ifndef KIOSK_VISIT_H
#define KIOSK_VISIT_H

#include "kiosk/app.h"

/** ks_visit_find() - who has the typed number; fills person and family_name. KS_NOT_FOUND. */
KS_MUST_USE enum ks_rc ks_visit_find(struct ks_app *app);
/** ks_visit_duties() - what the person owes and how far they are. */
void ks_visit_duties(struct ks_app *app);
/** ks_visit_is_open() - may duty @index be begun: the test of a course waits for its lessons. */
bool ks_visit_is_open(const struct ks_visit *visit, size_t index);
size_t ks_visit_n_done(const struct ks_visit *visit);
/** ks_visit_number_digits() - length of staff numbers in the roster: how many boxes to draw. */
int ks_visit_number_digits(struct ks_app *app);
/** ks_visit_lesson_title() - "1　この方針は…": number in マイページ's list and title of the open lesson; owned by the scene. */
const char *ks_visit_lesson_title(struct ks_app *app, struct ks_scene *scene);
/** ks_visit_appointment() - the one that holds today. */
const struct ks_appointment *ks_visit_appointment(struct ks_app *app);

/** ks_sync_poke_if() - poke, when there is a sync thread at all. */
void ks_sync_poke_if(struct ks_sync *sync);

#endif
