/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/screen/reception.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "kiosk/card.h"
#include "kiosk/glass.h"
#include "record/gathering.h"
#include "record/roster.h"
#include "support/test.h"

/* 31 people before the door: one card each, or at most eight taps; nobody twice, nobody lost. */

#define PEOPLE 31
#define TAPS_EACH 8

static char by_card[64], by_number[64];

static void announce(struct glass *glass, const char *title, char id[64])
{
	char words[32], place[] = "大会議室";
	struct ks_gathering gathering = {
		.from_minute = 0, .to_minute = 23 * 60 + 59, .title = words, .place = place};

	(void)snprintf(words, sizeof(words), "%s", title);
	assert_int_equal(ks_site_today(&glass->app.site, &gathering.date), KS_OK);
	assert_int_equal(ks_gathering_add(glass->app.site.store, &gathering), KS_OK);
	memcpy(id, gathering.id, 64);
}

static void card_of(int i, uint8_t id[8])
{
	memset(id, 0x5A, 8);
	id[7] = (uint8_t)i;
}

static void list_people(struct glass *glass)
{
	struct ks_buf csv = {.ceiling = 1 << 20};
	struct ks_roster roster = {0};
	struct ks_roster_change change;
	struct ks_diags diags = {0};

	ks_buf_puts(
		&csv,
		"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\n");
	for (int i = 0; i < PEOPLE; i++)
		ks_buf_printf(&csv,
			      "%06d,見本 %d,ミホン,総務課,事務局,本庁,01,2020-04-01,,在職,端末利用,\n",
			      300001 + i, i);
	assert_int_equal(ks_roster_parse("a.csv", ks_buf_text(&csv), csv.len, &roster, &diags),
			 KS_OK);
	assert_int_equal(ks_roster_store(glass->app.site.store, &roster, &change), KS_OK);
	ks_roster_finish(&roster);
	ks_diags_finish(&diags);
	ks_buf_finish(&csv);
	for (int i = 0; i < PEOPLE; i++) {
		char number[8], name[KS_CARD_NAME];
		uint8_t id[8];

		(void)snprintf(number, sizeof(number), "%06u", (300001U + (unsigned)i) % 1000000);
		card_of(i, id);
		assert_int_equal(ks_card_name(glass->app.site.store, id, sizeof(id), name), KS_OK);
		assert_int_equal(ks_card_say(glass->app.site.store, number, name, 1), KS_OK);
	}
}

static int setup(void **state)
{
	int failed = glass_setup(state);

	if (failed)
		return failed;
	list_people(*state);
	announce(*state, "職員証で", by_card);
	announce(*state, "番号で", by_number);
	return 0;
}

static void open_at(struct glass *glass, const char *id)
{
	assert_int_equal(ks_reception_set(&glass->app, id, "000103"), KS_OK);
	glass->app.screen = KS_SCREEN_RECEPTION;
	ks_app_draw(&glass->app);
}

static void expect_count(struct glass *glass, const char *id, size_t n)
{
	size_t n_people = 0;

	assert_int_equal(ks_attendance_count(glass->app.site.store, id, &n_people), KS_OK);
	assert_int_equal(n_people, n);
}

static void thirty_one_cards(void **state)
{
	struct glass *glass = *state;
	struct ks_input wake = {.kind = KS_INPUT_WAKE};

	open_at(glass, by_card);
	for (int i = 0; i < PEOPLE; i++) {
		uint8_t id[8];

		card_of(i, id);
		ks_cards_post(glass->app.cards, id, sizeof(id));
		ks_app_input(&glass->app, &wake);
		assert_int_equal(glass->app.screen, KS_SCREEN_ATTENDED);
		assert_true(glass_shows(glass, "出席を記録しました"));
		ks_cards_post(glass->app.cards, id, sizeof(id)); /* held a moment too long */
		ks_app_input(&glass->app, &wake);
		expect_count(glass, by_card, (size_t)i + 1);
	}
}

static void eight_taps_a_person(void **state)
{
	struct glass *glass = *state;
	int n_taps = 0;

	open_at(glass, by_number);
	assert_true(glass_shows(glass, "番号のない方、名簿にない方は、係員に声をかけてください"));
	for (int i = 0; i < PEOPLE; i++) {
		char number[8];

		(void)snprintf(number, sizeof(number), "%06u", (300001U + (unsigned)i) % 1000000);
		glass_tap(glass, KS_ACT_ATTEND, 0);
		n_taps++;
		for (const char *digit = number; *digit; digit++, n_taps++)
			glass_tap(glass, KS_ACT_DIGIT, *digit);
		assert_int_equal(glass->app.screen, KS_SCREEN_CONFIRM);
		glass_tap(glass, KS_ACT_CONFIRM, 0);
		n_taps++;
		assert_int_equal(glass->app.screen, KS_SCREEN_ATTENDED);
		expect_count(glass, by_number, (size_t)i + 1);
	}
	assert_true(n_taps <= TAPS_EACH * PEOPLE);
}

/* A number nobody has: who stands there is told whom to ask, and is nobody's attendance. */
static void a_stranger_is_told_whom_to_ask(void **state)
{
	struct glass *glass = *state;
	size_t n_before = 0;

	open_at(glass, by_number);
	assert_int_equal(ks_attendance_count(glass->app.site.store, by_number, &n_before), KS_OK);
	glass_tap(glass, KS_ACT_ATTEND, 0);
	for (const char *digit = "999999"; *digit; digit++)
		glass_tap(glass, KS_ACT_DIGIT, *digit);
	assert_int_equal(glass->app.screen, KS_SCREEN_SIGNIN);
	assert_true(glass_shows(glass, "係員に声をかけてください"));
	expect_count(glass, by_number, n_before);
	glass_rest(glass);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(thirty_one_cards, glass_begin),
		cmocka_unit_test_setup(eight_taps_a_person, glass_begin),
		cmocka_unit_test_setup(a_stranger_is_told_whom_to_ask, glass_begin),
	};

	return ks_test_run_in(tests, setup, glass_teardown);
}
