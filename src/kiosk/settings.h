/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How the person before the screen wants to see and touch it: 見やすさ. Chosen on its screen (screen/settings.c), which
 * opens from every other, shown at once, remembered per person, and back to standard for the next one.
 */
#ifndef KIOSK_SETTINGS_H
#define KIOSK_SETTINGS_H

#include "kiosk/app.h"
#include "kiosk/words/words.h"

enum ks_setting {
	KS_SETTING_TEXT, /* 0 標準, 1 大, 2 特大 */
	KS_SETTING_FURIGANA,
	KS_SETTING_EASY,
	KS_SETTING_CONTRAST,
	KS_SETTING_LOW,
	KS_SETTING_SLOW, /* waits twice as long */
	KS_SETTING_SCAN, /* one switch (scan.h): 0 no, else the place in ks_scan_dwell_ms() */
	KS_SETTING_COUNT,
};

/** ks_settings_value() - as it is now; all but text size and scanning are 0 or 1. */
int ks_settings_value(const struct ks_app *app, enum ks_setting setting);
int ks_settings_n_values(enum ks_setting setting);
/** ks_settings_choose() - show it from now on, and remember it when somebody is signed in. */
void ks_settings_choose(struct ks_app *app, enum ks_setting setting, int value);
/** ks_settings_show() - show it from now on, without choosing it. */
void ks_settings_show(struct ks_app *app, enum ks_setting setting, int value);
/** ks_settings_tap() - KS_ACT_SET chooses, KS_ACT_STANDARD all as configured; false: the action is another one. */
bool ks_settings_tap(struct ks_app *app, struct ks_action action);
/** ks_settings_restore() - what the person who just signed in chose another day; a choice of today stays. */
void ks_settings_restore(struct ks_app *app);
/** ks_settings_reset() - as configured: nobody stands here. */
void ks_settings_reset(struct ks_app *app);
bool ks_settings_are_standard(const struct ks_app *app);

/** ks_settings_word() - name of a @value, for the screen of all settings. */
enum ks_word ks_settings_word(enum ks_setting setting, int value);

/* The argument of KS_ACT_SET. */
#define KS_SETTING_ARG(setting, value) ((int)(setting)*8 + (value))

#endif
