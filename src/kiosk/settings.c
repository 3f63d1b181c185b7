/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/settings.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "kiosk/reader.h"
#include "kiosk/words/words.h"

/*
 * One table says by which name a setting is kept and which words its values have; how each acts on the screen
 * is in ks_settings_show(). A preference that cannot be saved still acts today: it is a comfort, not a record.
 */

#define STEP_PERCENT 25
#define VALUES_MAX 4

static const struct setting {
	const char *name; /* in the store */
	int n_values;
	enum ks_word words[VALUES_MAX]; /* of its values */
} settings[KS_SETTING_COUNT] = {
	[KS_SETTING_TEXT] = {"text", 3, {KS_W_SET_TEXT_0, KS_W_SET_TEXT_1, KS_W_SET_TEXT_2}},
	[KS_SETTING_FURIGANA] = {"furigana", 2, {KS_W_SET_OFF, KS_W_SET_ON}},
	[KS_SETTING_EASY] = {"easy", 2, {KS_W_SET_OFF, KS_W_SET_ON}},
	[KS_SETTING_CONTRAST] = {"contrast", 2, {KS_W_SET_OFF, KS_W_SET_ON}},
	[KS_SETTING_LOW] = {"low", 2, {KS_W_SET_OFF, KS_W_SET_ON}},
	[KS_SETTING_SLOW] = {"slow", 2, {KS_W_SET_OFF, KS_W_SET_ON}},
	[KS_SETTING_SCAN] = {"scan",
			     4,
			     {KS_W_SET_OFF, KS_W_SET_SCAN_1, KS_W_SET_SCAN_2, KS_W_SET_SCAN_4}},
};

int ks_settings_n_values(enum ks_setting setting)
{
	return settings[setting].n_values;
}

enum ks_word ks_settings_word(enum ks_setting setting, int value)
{
	return settings[setting].words[value];
}

int ks_settings_value(const struct ks_app *app, enum ks_setting setting)
{
	const struct ks_ui *ui = &app->ui;

	switch (setting) {
	case KS_SETTING_TEXT:
		return (ui->metrics.step_percent - 100) / STEP_PERCENT;
	case KS_SETTING_FURIGANA:
		return ui->has_furigana;
	case KS_SETTING_EASY:
		return app->is_easy;
	case KS_SETTING_CONTRAST:
		return ui->theme == KS_THEME_CONTRAST;
	case KS_SETTING_LOW:
		return ui->metrics.is_low;
	case KS_SETTING_SLOW:
		return app->is_slow;
	case KS_SETTING_SCAN:
		return app->scan;
	case KS_SETTING_COUNT:
		break;
	}
	return 0;
}

static int standard_value(const struct ks_app *app, enum ks_setting setting)
{
	if (setting == KS_SETTING_TEXT)
		return (app->options->step_percent - 100) / STEP_PERCENT;
	return setting == KS_SETTING_CONTRAST && app->options->is_contrast;
}

/* Parts and rows are counted anew for another size: begin with the first. */
void ks_settings_show(struct ks_app *app, enum ks_setting setting, int value)
{
	struct ks_ui *ui = &app->ui;

	switch (setting) {
	case KS_SETTING_TEXT:
		ui->metrics.step_percent = 100 + STEP_PERCENT * value;
		break;
	case KS_SETTING_FURIGANA:
		if (ui->has_furigana == (value != 0))
			break;
		ui->has_furigana = value != 0;
		ks_reader_use(&app->ui, &app->content.readings);
		break;
	case KS_SETTING_EASY:
		app->is_easy = value != 0;
		ks_words_use_easy(app->is_easy);
		break;
	case KS_SETTING_CONTRAST:
		ui->theme = value ? KS_THEME_CONTRAST : KS_THEME_STANDARD;
		break;
	case KS_SETTING_LOW:
		ui->metrics.is_low = value != 0;
		break;
	case KS_SETTING_SLOW:
		app->is_slow = value != 0;
		return;
	case KS_SETTING_SCAN:
		app->scan = value;
		if (value == 0)
			ui->has_focus_ring = false; /* nobody moves it on */
		return;
	case KS_SETTING_COUNT:
		break;
	}
	app->is_recount_due = true;
}

void ks_settings_choose(struct ks_app *app, enum ks_setting setting, int value)
{
	char text[] = {(char)('0' + value), '\0'};

	if (setting == KS_SETTING_EASY && value)
		ks_settings_choose(app, KS_SETTING_FURIGANA, 1); /* easy words keep their kanji */
	ks_settings_show(app, setting, value);
	app->view.chosen_settings |= 1u << setting;
	if (!app->visit.is_signed_in)
		return;
	if (ks_preference_set(app->site.store, app->visit.person.number, settings[setting].name,
			      text) != KS_OK)
		ks_log_warn("kiosk", "a preference was not saved: %s",
			    ks_store_last_error(app->site.store));
}

bool ks_settings_tap(struct ks_app *app, struct ks_action action)
{
	switch ((enum ks_act)action.what) {
	case KS_ACT_SET:
		ks_settings_choose(app, (enum ks_setting)(action.arg / 8), action.arg % 8);
		return true;
	case KS_ACT_STANDARD:
		for (int i = 0; i < KS_SETTING_COUNT; i++)
			ks_settings_choose(app, (enum ks_setting)i,
					   standard_value(app, (enum ks_setting)i));
		return true;
	default:
		return false;
	}
}

void ks_settings_restore(struct ks_app *app)
{
	for (int i = 0; i < KS_SETTING_COUNT; i++) {
		char *kept = NULL;

		if (app->view.chosen_settings & 1u << i)
			continue;
		if (ks_preference_get(app->site.store, app->visit.person.number, settings[i].name,
				      &kept) == KS_OK &&
		    kept[0] >= '0' && kept[0] < '0' + settings[i].n_values)
			ks_settings_show(app, (enum ks_setting)i, kept[0] - '0');
		free(kept);
	}
}

void ks_settings_reset(struct ks_app *app)
{
	for (int i = 0; i < KS_SETTING_COUNT; i++)
		ks_settings_show(app, (enum ks_setting)i, standard_value(app, (enum ks_setting)i));
	app->view.chosen_settings = 0;
}

bool ks_settings_are_standard(const struct ks_app *app)
{
	for (int i = 0; i < KS_SETTING_COUNT; i++)
		if (ks_settings_value(app, (enum ks_setting)i) !=
		    standard_value(app, (enum ks_setting)i))
			return false;
	return true;
}
