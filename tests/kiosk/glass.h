/* SPDX-License-Identifier: Apache-2.0 */
/* A kiosk without a display for tests: one person in the roster, this repository's content, and hands. */
#ifndef KS_TESTS_KIOSK_GLASS_H
#define KS_TESTS_KIOSK_GLASS_H

#include "kiosk/driver.h"
#include "kiosk/open.h"
#include "kiosk/screen/screen.h"
#include "kiosk/settings.h"

#define GLASS_NUMBER "771234"
#define GLASS_PIN "480216"

struct glass {
	struct ks_app app;
	struct ks_options options;
	char *folder;
	int64_t now_ms;
};

/** glass_setup() - cmocka group setup: *state is a struct glass on the idle screen. */
int glass_setup(void **state);
/** glass_setup_at() - the same of another size, with text of that size before anybody chose one. */
int glass_setup_at(void **state, int width, int height, int step_percent);
/** glass_setup_with() - the same with other content. */
int glass_setup_with(void **state, const char *content, int width, int height, int step_percent);
int glass_teardown(void **state);

/** glass_begin() - setup of each test: on the idle screen. */
int glass_begin(void **state);

/** glass_find() - the element on the glass with this action; arg -1: any. NULL when there is none. */
const struct ks_element *glass_find(struct glass *glass, int what, int arg);
void glass_touch(struct glass *glass, enum ks_input_kind kind, int x, int y);
void glass_key(struct glass *glass, enum ks_key key, char digit);
/** glass_tap() - press and lift in its middle; fails the test when it is not there. */
void glass_tap(struct glass *glass, int what, int arg);
/** glass_set() - choose a value in 見やすさ, and back. */
void glass_set(struct glass *glass, enum ks_setting setting, int value);
void glass_sign_in(struct glass *glass);
/** glass_import() - this list, as HR's, in place of the kiosk's. */
void glass_import(struct glass *glass, const char *list);
/** glass_announce_today() - a gathering that lasts all day; @by_all: everybody may hold it. */
void glass_announce_today(struct glass *glass, bool by_all);
/** glass_shows() - do these words stand in the dump of the glass? */
bool glass_shows(struct glass *glass, const char *words);
/** glass_rest() - back to the idle screen, whatever stands on the glass. */
void glass_rest(struct glass *glass);

#endif
