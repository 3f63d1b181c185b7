/* SPDX-License-Identifier: Apache-2.0 */
#include "support/cut.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "kiosk/glass.h"
#include "kiosk/screen/reception.h"
#include "kiosk/words/words.h"
#include "record/db.h"
#include "record/gathering.h"
#include "support/test.h"

/* A database that fails for a moment, at any step: what is tapped then is done, or the glass says that it was not. */

static char gathering_id[64];

static int setup(void **state)
{
	char title[] = "終日の集合研修", place[] = "大会議室";
	struct ks_gathering g = {
		.from_minute = 0, .to_minute = 23 * 60 + 59, .title = title, .place = place};
	int failed = glass_setup(state);
	struct glass *glass = *state;

	if (failed || ks_site_today(&glass->app.site, &g.date) != KS_OK ||
	    ks_db_run(glass->app.site.store, "UPDATE appointment SET roles = '研修担当'", "") !=
		    KS_OK ||
	    ks_gathering_add(glass->app.site.store, &g) != KS_OK)
		return 1;
	snprintf(gathering_id, sizeof(gathering_id), "%s", g.id);
	return 0;
}

struct tapped {
	struct glass *glass;
	void (*begin)(struct glass *glass); /* to where it is tapped */
	int what, arg;
	enum ks_screen_id to;     /* where it leads when nothing fails */
	enum ks_word must_not[3]; /* what the glass may not say where it does not; 0: no more */
};

static void begin(void *context)
{
	const struct tapped *tapped = context;

	tapped->glass->app.trouble = KS_OK;
	glass_rest(tapped->glass);
	tapped->begin(tapped->glass);
}

static bool says(struct glass *glass, enum ks_word word)
{
	char *words = ks_strndup(ks_word(word), strcspn(ks_word(word), "%"));
	bool is_so = glass_shows(glass, words);

	free(words);
	return is_so;
}

static enum ks_rc tap(void *context)
{
	const struct tapped *tapped = context;
	struct glass *glass = tapped->glass;

	glass_tap(glass, tapped->what, tapped->arg);
	for (size_t i = 0; i < KS_COUNT(tapped->must_not) && tapped->must_not[i]; i++)
		if (says(glass, tapped->must_not[i]))
			fail_msg("%s: 「%s」 is said", ks_scene_name(glass->app.shown),
				 ks_word(tapped->must_not[i]));
	return glass->app.screen == tapped->to ? KS_OK : KS_IO;
}

static void cut(struct tapped *tapped, const char *name)
{
	struct ks_cut cut = {.store = tapped->glass->app.site.store,
			     .begin = begin,
			     .act = tap,
			     .context = tapped,
			     .name = name,
			     .is_vague = true,
			     .leaves_trace = true};

	ks_cut_everywhere(&cut);
	tapped->glass->app.trouble = KS_OK;
	glass_rest(tapped->glass);
}

static void nowhere(struct glass *glass)
{
	(void)glass;
}

static void type(struct glass *glass, const char *digits)
{
	for (; *digits; digits++)
		glass_tap(glass, KS_ACT_DIGIT, *digits);
}

/* An unreadable list is not 「今日の集合研修はありません」. */
static void a_list_that_cannot_be_read_is_not_none(void **state)
{
	struct tapped at_door = {.glass = *state,
				 .begin = nowhere,
				 .what = KS_ACT_ATTEND,
				 .to = KS_SCREEN_SIGNIN,
				 .must_not = {KS_W_ATTEND_NONE}};

	cut(&at_door, "attend");
}

static void to_reception(struct glass *glass)
{
	assert_int_equal(ks_reception_set(&glass->app, gathering_id, GLASS_NUMBER), KS_OK);
	glass->app.screen = KS_SCREEN_RECEPTION;
	ks_app_draw(&glass->app);
}

static enum ks_rc draw(void *context)
{
	const struct tapped *tapped = context;

	ks_app_draw(&tapped->glass->app);
	if (says(tapped->glass, KS_W_ATTEND_NONE))
		fail_msg("a reception says that there is none");
	return KS_OK;
}

static void an_open_reception_stays_one(void **state)
{
	struct tapped at = {.glass = *state, .begin = to_reception};
	struct ks_cut cut = {.store = at.glass->app.site.store,
			     .begin = begin,
			     .act = draw,
			     .context = &at,
			     .name = "reception",
			     .is_vague = true,
			     .leaves_trace = true};

	ks_cut_everywhere(&cut);
	assert_int_equal(ks_reception_set(&at.glass->app, "", ""), KS_OK);
	glass_rest(at.glass);
}

static void to_pin(struct glass *glass)
{
	glass_tap(glass, KS_ACT_TRAIN, 0);
	type(glass, GLASS_NUMBER);
	glass_tap(glass, KS_ACT_NEXT, 0);
	type(glass, GLASS_PIN);
}

/* What cannot be checked is not wrong, and whoever comes in has not become somebody who learnt nothing. */
static void a_pin_that_cannot_be_checked_is_not_wrong(void **state)
{
	struct tapped pin = {.glass = *state,
			     .begin = to_pin,
			     .what = KS_ACT_NEXT,
			     .to = KS_SCREEN_HOME,
			     .must_not = {KS_W_PIN_WRONG}};

	cut(&pin, "pin");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_list_that_cannot_be_read_is_not_none),
		cmocka_unit_test(an_open_reception_stays_one),
		cmocka_unit_test(a_pin_that_cannot_be_checked_is_not_wrong),
	};

	return ks_test_run_in(tests, setup, glass_teardown);
}
