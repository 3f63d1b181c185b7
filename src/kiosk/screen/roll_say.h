/* SPDX-License-Identifier: Apache-2.0 */
/* What the roll says of one person and of everybody's check-in: the screens of the 係員 draw it. */
#ifndef KIOSK_SCREEN_ROLL_SAY_H
#define KIOSK_SCREEN_ROLL_SAY_H

#include "kiosk/app.h"
#include "record/roll.h"

/** ks_roll_say_state() - when they came and what is to be looked at, what was corrected, or why they are not here. */
const char *ks_roll_say_state(struct ks_app *app, struct ks_scene *scene,
			      const struct ks_roll_person *person);
/** ks_roll_say_notes() - everything to be looked at about @person's check-in; NULL: nothing. Owned by the scene. */
const char *ks_roll_say_notes(struct ks_scene *scene, const struct ks_roll_person *person);
/** ks_roll_say_sum() - how many people each of those stands at; NULL: at nobody. Owned by the scene. */
const char *ks_roll_say_sum(struct ks_scene *scene, const struct ks_roll *roll);
/** ks_roll_say_correction() - whose presence was taken back or given, why, by whom and when; NULL: @fact is no correction. */
const char *ks_roll_say_correction(struct ks_app *app, struct ks_scene *scene,
				   const struct ks_roll_fact *fact);

#endif
