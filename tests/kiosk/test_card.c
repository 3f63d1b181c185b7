/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/card.h"

#include <string.h>

#include "kiosk/glass.h"
#include "kiosk/screen/reception.h"
#include "kiosk/wedge.h"
#include "record/gathering.h"
#include "support/test.h"

/* Cards on the glass: where they count, where they are not looked at, and how often. */

static const uint8_t mine[] = {0x01, 0x12, 0x04, 0x7A, 0xB0, 0x55, 0x3F, 0x21};
static const uint8_t nobodys[] = {0x04, 0xA1, 0xB2, 0xC3};

static char gathering_id[64];

static int with_a_gathering(void **state)
{
	char title[] = "秋の集合研修", place[] = "大会議室";
	struct ks_gathering gathering = {
		.from_minute = 0, .to_minute = 23 * 60 + 59, .title = title, .place = place};
	char name[KS_CARD_NAME];
	struct glass *glass;
	int failed = glass_setup(state);

	if (failed)
		return failed;
	glass = *state;
	assert_int_equal(ks_site_today(&glass->app.site, &gathering.date), KS_OK);
	assert_int_equal(ks_gathering_add(glass->app.site.store, &gathering), KS_OK);
	memcpy(gathering_id, gathering.id, sizeof(gathering_id));
	assert_int_equal(ks_card_name(glass->app.site.store, mine, sizeof(mine), name), KS_OK);
	assert_int_equal(ks_card_say(glass->app.site.store, GLASS_NUMBER, name, 1), KS_OK);
	return 0;
}

static void hold(struct glass *glass, const uint8_t *id, size_t len)
{
	struct ks_input wake = {.kind = KS_INPUT_WAKE};

	ks_cards_post(glass->app.cards, id, len);
	ks_app_input(&glass->app, &wake);
}

static int begin(void **state)
{
	struct glass *glass = *state;

	ks_cards_close(glass->app.cards); /* no card was looked at a moment ago */
	glass->app.cards = ks_cards_open();
	assert_int_equal(ks_reception_set(&glass->app, "", ""), KS_OK);
	return glass_begin(state);
}

static void to_reception(struct glass *glass)
{
	assert_int_equal(ks_reception_set(&glass->app, gathering_id, "000103"), KS_OK);
	glass->app.screen = KS_SCREEN_RECEPTION;
	ks_app_draw(&glass->app);
}

static void on_the_idle_screen_the_pin_follows(void **state)
{
	struct glass *glass = *state;

	hold(glass, mine, sizeof(mine));
	assert_int_equal(glass->app.screen, KS_SCREEN_SIGNIN);
	assert_true(glass_shows(glass, "灯台 さん"));
	assert_true(glass_shows(glass, "暗証番号"));
	for (const char *digit = GLASS_PIN; *digit; digit++)
		glass_tap(glass, KS_ACT_DIGIT, *digit);
	hold(glass, nobodys, sizeof(nobodys)); /* while somebody types */
	assert_true(glass_shows(glass, "灯台 さん"));
	glass_tap(glass, KS_ACT_NEXT, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_HOME);
	hold(glass, nobodys, sizeof(nobodys)); /* nobody is signed out by a card */
	assert_int_equal(glass->app.screen, KS_SCREEN_HOME);
}

/* One card a person, and the next card takes the place of the confirmation. */
static void at_reception_one_card_is_enough(void **state)
{
	struct glass *glass = *state;

	to_reception(glass);
	hold(glass, mine, sizeof(mine));
	assert_int_equal(glass->app.screen, KS_SCREEN_ATTENDED);
	assert_true(glass_shows(glass, "出席を記録しました"));
	assert_false(glass_shows(glass, "みなと"));
	hold(glass, mine, sizeof(mine)); /* it still lies there */
	assert_true(glass_shows(glass, "出席を記録しました"));
	hold(glass, nobodys, sizeof(nobodys));
	assert_int_equal(glass->app.screen, KS_SCREEN_SIGNIN);
	assert_true(glass_shows(glass, "末尾 B2C3"));
	assert_true(glass_shows(glass, "秋の集合研修"));
	assert_false(glass_shows(glass, "04A1"));
	hold(glass, mine, sizeof(mine)); /* another came between: it is looked at */
	assert_int_equal(glass->app.screen, KS_SCREEN_ATTENDED);
	assert_true(glass_shows(glass, "受付済みです"));
}

static void the_same_card_is_not_looked_at_for_five_seconds(void **state)
{
	struct glass *glass = *state;

	glass->app.clock = ks_clock_fake(ks_clock_wall_ms(&glass->app.clock));
	hold(glass, nobodys, sizeof(nobodys));
	assert_int_equal(glass->app.screen, KS_SCREEN_SIGNIN);
	glass_tap(glass, KS_ACT_CLOSE, 0);
	hold(glass, nobodys, sizeof(nobodys));
	assert_int_equal(glass->app.screen, KS_SCREEN_ATTRACT);
	ks_clock_advance(&glass->app.clock, KS_CARD_AGAIN_MS);
	hold(glass, nobodys, sizeof(nobodys));
	assert_int_equal(glass->app.screen, KS_SCREEN_SIGNIN);
	glass->app.clock = ks_clock_system();
}

static void who_will_not_bind_the_card_goes_on_by_number(void **state)
{
	struct glass *glass = *state;

	hold(glass, nobodys, sizeof(nobodys));
	glass_tap(glass, KS_ACT_CARD, 0);
	assert_false(glass_shows(glass, "末尾"));
	glass_tap(glass, KS_ACT_CLOSE, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_ATTRACT);
	glass_tap(glass, KS_ACT_TRAIN, 0); /* nothing of the card is left */
	assert_false(glass_shows(glass, "末尾"));
}

/* Faster than anybody looks: the oldest are dropped, nothing stands still. */
static void a_thousand_unknown_cards_leave_the_kiosk_alive(void **state)
{
	struct glass *glass = *state;
	uint8_t id[8] = {0x09};

	to_reception(glass);
	for (int i = 0; i < 1000; i++) {
		id[6] = (uint8_t)(i >> 8);
		id[7] = (uint8_t)i;
		ks_cards_post(glass->app.cards, id, sizeof(id));
		if (i % 100 == 99)
			hold(glass, id, sizeof(id));
	}
	assert_true(glass_shows(glass, "末尾 03E7"));
	hold(glass, mine, sizeof(mine));
	assert_int_equal(glass->app.screen, KS_SCREEN_ATTENDED);
}

static void what_is_no_number_is_not_posted(void **state)
{
	struct glass *glass = *state;

	hold(glass, mine, 0);
	hold(glass, mine, 3);
	assert_int_equal(glass->app.screen, KS_SCREEN_ATTRACT);
}

/* What a reader that types does: keys right behind each other, Enter last. */
static void type(struct glass *glass, const char *signs)
{
	static int64_t t_ms = 100000;
	struct ks_input key = {.kind = KS_INPUT_KEY};

	t_ms += 10 * KS_WEDGE_GAP_MS;
	for (; *signs; signs++, t_ms += 8) {
		key.t_ms = t_ms;
		key.digit = *signs;
		key.key = *signs == '\n'                   ? KS_KEY_ENTER
			  : *signs >= '0' && *signs <= '9' ? KS_KEY_DIGIT
							   : KS_KEY_HEX;
		ks_app_input(&glass->app, &key);
	}
}

static void a_reader_that_types_counts_as_a_card(void **state)
{
	struct glass *glass = *state;

	glass->options.keyboard_reader = KS_KEYBOARD_CARD;
	to_reception(glass);
	type(glass, "0112047AB0553F21\n");
	assert_int_equal(glass->app.screen, KS_SCREEN_ATTENDED);
	type(glass, "04A1B2C3\n");
	assert_true(glass_shows(glass, "末尾 B2C3"));
	type(glass,
	     "0123"); /* torn off: the next one begins anew, and nothing of it stands in the number */
	type(glass, "0112047AB0553F21\n");
	assert_int_equal(glass->app.screen, KS_SCREEN_ATTENDED);
	type(glass, "12\n"); /* too short for a card */
	type(glass,
	     "0112047AB0553F210112047AB0553F210112047AB0553F210112047AB0553F210112\n"); /* too long */
	assert_int_equal(glass->app.screen, KS_SCREEN_ATTENDED);
	glass->options.keyboard_reader = KS_KEYBOARD_PERSON;
}

static void a_scanner_types_the_number_from_wherever_the_kiosk_rests(void **state)
{
	struct glass *glass = *state;

	glass->options.keyboard_reader = KS_KEYBOARD_NUMBER;
	type(glass, GLASS_NUMBER "\n");
	assert_int_equal(glass->app.screen, KS_SCREEN_SIGNIN);
	assert_int_equal(glass->app.visit.place, KS_VISIT_PIN);
	glass_tap(glass, KS_ACT_CLOSE, 0);
	to_reception(glass);
	type(glass, GLASS_NUMBER "\n"); /* its Enter says はい for nobody */
	assert_int_equal(glass->app.visit.place, KS_VISIT_CONFIRM);
	glass_tap(glass, KS_ACT_CONFIRM, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_ATTENDED);
	type(glass, GLASS_NUMBER "\n"); /* the next one, while that still stands there */
	assert_int_equal(glass->app.visit.place, KS_VISIT_CONFIRM);
	type(glass, "\n"); /* later, it is a hand */
	assert_int_equal(glass->app.screen, KS_SCREEN_ATTENDED);
	assert_non_null(glass->app.visit.attend.receipt);
	type(glass, "7"); /* from the first digit on nothing is known of who it was */
	assert_int_equal(glass->app.screen, KS_SCREEN_SIGNIN);
	assert_null(glass->app.visit.attend.receipt);
	assert_null(glass->app.visit.person.number);
	glass->options.keyboard_reader = KS_KEYBOARD_PERSON;
}

/* Half a second after the last key another number begins. */
static void a_number_is_typed_without_a_pause(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;
	struct ks_input key = {.kind = KS_INPUT_KEY, .key = KS_KEY_HEX, .digit = 'A'};
	enum ks_screen_id to;

	glass->options.keyboard_reader = KS_KEYBOARD_CARD;
	for (int i = 0; i < 2; i++) {
		key.t_ms += 10 * KS_WEDGE_GAP_MS;
		assert_int_equal(ks_wedge_input(app, &key, &to), KS_WEDGE_TAKEN);
		assert_int_equal(app->wedge.n, 1);
		key.t_ms += KS_WEDGE_GAP_MS - !i;
		assert_int_equal(ks_wedge_input(app, &key, &to), KS_WEDGE_TAKEN);
		assert_int_equal(app->wedge.n, i == 0 ? 2 : 1);
	}
	glass->options.keyboard_reader = KS_KEYBOARD_PERSON;
}

/* The 係員 tries the reader: the end of its number, until any other card comes. */
static void a_card_that_is_tried_is_told_until_the_next(void **state)
{
	struct glass *glass = *state;

	glass->app.screen = KS_SCREEN_DEVICE;
	hold(glass, mine, sizeof(mine));
	assert_int_equal(glass->app.screen, KS_SCREEN_DEVICE);
	assert_string_equal(ks_cards_tried(glass->app.cards), "3F21");
	hold(glass, nobodys, sizeof(nobodys));
	assert_string_equal(ks_cards_tried(glass->app.cards), "B2C3");
	glass->app.screen = KS_SCREEN_TROUBLE;
	hold(glass, mine, sizeof(mine));
	assert_int_equal(glass->app.screen, KS_SCREEN_TROUBLE);
	assert_string_equal(ks_cards_tried(glass->app.cards), "");
}

static void where_no_reader_types_keys_are_what_they_were(void **state)
{
	struct glass *glass = *state;

	type(glass, "0112047AB0553F21");
	assert_int_equal(glass->app.screen, KS_SCREEN_ATTRACT);
	to_reception(glass);
	type(glass, "04A1B2C3");
	assert_int_equal(glass->app.screen, KS_SCREEN_RECEPTION);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, begin)
	const struct CMUnitTest tests[] = {
		TEST(on_the_idle_screen_the_pin_follows),
		TEST(at_reception_one_card_is_enough),
		TEST(the_same_card_is_not_looked_at_for_five_seconds),
		TEST(who_will_not_bind_the_card_goes_on_by_number),
		TEST(a_thousand_unknown_cards_leave_the_kiosk_alive),
		TEST(what_is_no_number_is_not_posted),
		TEST(a_reader_that_types_counts_as_a_card),
		TEST(a_scanner_types_the_number_from_wherever_the_kiosk_rests),
		TEST(a_number_is_typed_without_a_pause),
		TEST(a_card_that_is_tried_is_told_until_the_next),
		TEST(where_no_reader_types_keys_are_what_they_were),
	};

	return ks_test_run_in(tests, with_a_gathering, glass_teardown);
}
