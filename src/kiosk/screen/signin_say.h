/* SPDX-License-Identifier: Apache-2.0 */
/* What サインイン asks for at each of its steps, and in which words. */
#ifndef KIOSK_SIGNIN_SAY_H
#define KIOSK_SIGNIN_SAY_H

#include "kiosk/frame.h"

/** ks_signin_is_pin() - the PIN is asked; ks_signin_is_keys() - the 係員 types somebody's number, or how many are there. */
bool ks_signin_is_pin(const struct ks_app *app);
bool ks_signin_is_keys(const struct ks_app *app);
/** ks_signin_is_choice() - an own PIN is to be chosen; ks_signin_is_secret() - that, or the PIN: what is typed is not shown. */
bool ks_signin_is_choice(const struct ks_app *app);
bool ks_signin_is_secret(const struct ks_app *app);
/** ks_signin_is_card() - a card that nobody has waits for its owner's number. */
bool ks_signin_is_card(const struct ks_app *app);
/** ks_signin_boxes() - how many digits are asked for. */
int ks_signin_boxes(const struct ks_app *app);
/** ks_signin_heading() - what is asked; ks_signin_label() - the line above the boxes. */
const char *ks_signin_heading(const struct ks_app *app, struct ks_arena *arena);
const char *ks_signin_label(const struct ks_app *app, struct ks_arena *arena);
/**
 * ks_signin_count() - the head count: whether @typed (NULL: another number, for its height) is what the roll says, and who has no
 * reason yet; NULL: it is not asked, or nothing is typed. @is_same: may be NULL
 */
const char *ks_signin_count(const struct ks_app *app, struct ks_arena *arena, const char *typed,
			    bool *is_same);
/** ks_signin_who() - whose PIN is asked: name and 所属 where they are known by a card or their name, else the number typed. */
const char *ks_signin_who(const struct ks_app *app, struct ks_arena *arena);
/** ks_signin_head() - the upper bar: whoever checks in sees to what, as long as they type. */
struct ks_frame_head ks_signin_head(struct ks_app *app, struct ks_scene *scene);

#endif
