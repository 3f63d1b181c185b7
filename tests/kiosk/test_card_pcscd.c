/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "kiosk/card_reader.h"
#include "kiosk/glass.h"
#include "kiosk/pcscd.h"
#include "support/test.h"

/* The reader's thread beside a pcscd that is played. */

#define WAIT_S 30

/* What the thread told the window is done; was there anything? */
static bool is_woken(struct glass *glass)
{
	bool was_woken = false;
	struct ks_input input;

	for (;;) {
		ks_window_wait(glass->app.window, 0, &input);
		if (input.kind != KS_INPUT_WAKE)
			return was_woken;
		was_woken = true;
		ks_app_input(&glass->app, &input);
	}
}

/* What the thread told the window is done; are these words on the glass? */
static bool is_on_the_glass(struct glass *glass, const char *words)
{
	(void)is_woken(glass);
	return glass_shows(glass, words);
}

static void await(struct glass *glass, enum ks_card_reader_state state)
{
	for (int i = 0; i < WAIT_S * 1000; i++) {
		if (ks_card_reader_state(glass->app.reader) == state)
			return;
		usleep(1000);
	}
	fail_msg("the reader's state stays %d", (int)ks_card_reader_state(glass->app.reader));
}

static int quiet_setup(void **state)
{
	int failed = glass_setup(state);
	struct glass *glass = *state;

	if (failed)
		return failed;
	ks_card_reader_stop(glass->app.reader);
	glass->app.reader = NULL;
	return 0;
}

static int begin(void **state)
{
	struct glass *glass = *state;

	pcscd_reset();
	ks_cards_close(glass->app.cards);
	glass->app.cards = ks_cards_open();
	return glass_begin(state);
}

/* Whatever happened, what was begun with pcscd was ended, and every question was one. */
static int end(void **state)
{
	struct glass *glass = *state;

	ks_card_reader_stop(glass->app.reader);
	glass->app.reader = NULL;
	assert_int_equal(pcscd.released, pcscd.established);
	assert_int_equal(pcscd.disconnected, pcscd.connected);
	assert_int_equal(pcscd.faults, 0);
	return 0;
}

static void start(struct glass *glass)
{
	glass->app.reader = ks_card_reader_start(&glass->app, &pcscd_lib);
	assert_non_null(glass->app.reader);
	pcscd_still();
}

/* ---- what is held to it ---- */

static void a_card_is_asked_for_its_number_once(void **state)
{
	struct glass *glass = *state;

	pcscd_set(0, true);
	pcscd_set(1, true);
	start(glass);
	assert_int_equal(ks_card_reader_state(glass->app.reader), KS_CARD_READER_READY);
	assert_false(is_on_the_glass(glass, "末尾"));
	pcscd_hold_card(0, 0xAB);
	assert_true(is_on_the_glass(glass, "末尾 ABAB"));
	assert_int_equal(pcscd.asked, 1);
	pcscd_hold_card(1, 0xCD); /* the first still lies there */
	assert_int_equal(pcscd.asked, 2);
	pcscd_lift(0);
	assert_int_equal(pcscd.asked, 2);
	pcscd_hold_card(0, 0xEF);
	assert_int_equal(pcscd.asked, 3);
	assert_int_equal(pcscd.connected, 3);
}

/* It lay there before the kiosk was switched on. */
static void a_card_that_lies_there_already_counts(void **state)
{
	struct glass *glass = *state;

	pcscd_set(0, true);
	pcscd.readers[0].state = SCARD_STATE_PRESENT;
	memcpy(pcscd.readers[0].reply, "\1\2\x77\x77\x90\0", 6);
	pcscd.readers[0].len = 6;
	start(glass);
	assert_true(is_on_the_glass(glass, "末尾 7777"));
	assert_int_equal(pcscd.asked, 1);
}

static void what_gives_no_number_leaves_the_glass_as_it_is(void **state)
{
	static const uint8_t refusal[] = {0x6A, 0x81};
	static const uint8_t good[] = {1, 2, 3, 4, 0x90, 0x00};
	struct glass *glass = *state;
	struct ks_test_stream stream = ks_test_stream_begin(stderr);
	char *said, *at;

	ks_log_set(KS_LOG_INFO);
	pcscd_set(0, true);
	start(glass);
	pcscd_hold(0, SCARD_STATE_PRESENT | SCARD_STATE_MUTE, good, sizeof(good));
	assert_int_equal(pcscd.asked, 0);
	pcscd_hold(0, SCARD_STATE_EMPTY, NULL, 0);
	pcscd_hold(0, SCARD_STATE_PRESENT, refusal, sizeof(refusal));
	assert_int_equal(pcscd.asked, 1);
	pcscd_hold(0, SCARD_STATE_EMPTY, NULL, 0);
	pcscd_hold(0, SCARD_STATE_PRESENT, NULL, 0); /* no answer at all */
	assert_int_equal(pcscd.asked, 2);
	pcscd_lift(0);
	pcscd.readers[0].is_refused = true; /* gone again before it was spoken with */
	pcscd_hold(0, SCARD_STATE_PRESENT, good, sizeof(good));
	assert_int_equal(pcscd.asked, 2);
	ks_log_set(KS_LOG_WARN);
	said = ks_test_stream_end(&stream);
	assert_non_null(strstr(said, "reader state "));
	at = strstr(said, "a card without a number");
	assert_non_null(at); /* for each that was asked */
	at = strstr(at + 1, "a card without a number");
	assert_non_null(at);
	assert_null(strstr(at + 1, "a card without a number"));
	free(said);
	assert_false(is_on_the_glass(glass, "末尾"));
	assert_int_equal(glass->app.screen, KS_SCREEN_ATTRACT);
	pcscd_lift(0);
	pcscd.readers[0].is_refused = false;
	pcscd_hold(0, SCARD_STATE_PRESENT, good, sizeof(good));
	assert_true(is_on_the_glass(glass, "末尾 0304"));
}

/* ---- readers that come and go ---- */

static void readers_come_and_go(void **state)
{
	struct glass *glass = *state;
	struct ks_card_reader *reader;

	start(glass);
	reader = glass->app.reader;
	assert_int_equal(ks_card_reader_state(reader), KS_CARD_READER_NONE);
	assert_true(is_woken(glass)); /* it stands on the glass of the 係員, which is drawn anew */
	pcscd_plug(3, true);
	assert_int_equal(ks_card_reader_state(reader), KS_CARD_READER_READY);
	assert_true(is_woken(glass));
	pcscd_plug(2, true); /* another one: nothing is told of it */
	assert_false(is_woken(glass));
	pcscd_plug(2, false);
	pcscd_plug(3, false); /* pcscd does not know its name any more */
	assert_true(is_woken(glass));
	assert_int_equal(ks_card_reader_state(reader), KS_CARD_READER_NONE);
	pcscd_plug(4, true);
	assert_int_equal(ks_card_reader_state(reader), KS_CARD_READER_READY);
	pcscd_hold_card(4, 0x44);
	assert_true(is_on_the_glass(glass, "末尾 4444"));
	assert_int_equal(pcscd.established, 1); /* nothing of it was a new beginning */
}

/* Torn out while its name is still known: what there is is asked anew. */
static void a_reader_torn_out_is_looked_for_again(void **state)
{
	struct glass *glass = *state;
	int before;

	pcscd_set(0, true);
	start(glass);
	before = pcscd.listed;
	pcscd_begin();
	pcscd.readers[0].is_unavailable = true;
	pcscd_end();
	assert_true(pcscd.listed > before);
	pcscd_begin();
	pcscd.readers[0].is_unavailable = false;
	pcscd_end();
	pcscd_hold_card(0, 0x55);
	assert_true(is_on_the_glass(glass, "末尾 5555"));
}

static void more_readers_than_are_served_do_no_harm(void **state)
{
	struct glass *glass = *state;

	for (int i = 0; i < PCSCD_READERS; i++)
		pcscd_set(i, true);
	start(glass);
	assert_int_equal(ks_card_reader_state(glass->app.reader), KS_CARD_READER_READY);
	pcscd_hold_card(7, 0x71);
	assert_true(is_on_the_glass(glass, "末尾 7171"));
	pcscd_hold_card(0, 0x17);
	assert_int_equal(pcscd.asked, 2);
}

/* ---- pcscd itself ---- */

static void a_wait_that_was_long_enough_changes_nothing(void **state)
{
	struct glass *glass = *state;
	int before;

	pcscd_set(0, true);
	start(glass);
	before = pcscd.listed;
	pcscd_begin();
	pcscd.answer = SCARD_E_TIMEOUT;
	pcscd_end();
	assert_int_equal(pcscd.listed, before);
	assert_int_equal(ks_card_reader_state(glass->app.reader), KS_CARD_READER_READY);
	pcscd_hold_card(0, 0x66);
	assert_true(is_on_the_glass(glass, "末尾 6666"));
}

static void a_pcscd_that_went_is_found_again(void **state)
{
	struct glass *glass = *state;

	pcscd_set(0, true);
	start(glass);
	pthread_mutex_lock(&pcscd.lock);
	pcscd.is_down = true;
	pthread_cond_broadcast(&pcscd.told);
	pthread_mutex_unlock(&pcscd.lock);
	await(glass, KS_CARD_READER_NO_PCSCD);
	pthread_mutex_lock(&pcscd.lock);
	assert_int_equal(pcscd.released, pcscd.established);
	pcscd.is_down = false;
	pthread_mutex_unlock(&pcscd.lock);
	await(glass, KS_CARD_READER_READY);
	pcscd_still();
	assert_int_equal(pcscd.established, 2);
	pcscd_hold_card(0, 0x99);
	assert_true(is_on_the_glass(glass, "末尾 9999"));
}

/* Not there from the beginning: the kiosk ends all the same, at once. */
static void without_a_pcscd_the_reader_ends_while_it_waits(void **state)
{
	struct glass *glass = *state;

	pcscd.is_down = true;
	glass->app.reader = ks_card_reader_start(&glass->app, &pcscd_lib);
	await(glass, KS_CARD_READER_NO_PCSCD);
	ks_card_reader_stop(glass->app.reader);
	glass->app.reader = NULL;
	assert_false(pcscd.is_cancelled); /* there is nothing to cancel */
}

/* Nobody plays it: the machine's own library is asked, and says whether there is a pcscd. */
static void the_library_of_the_machine_is_asked_where_no_other_is_given(void **state)
{
	struct glass *glass = *state;

	if (!ks_card_lib())
		skip(); /* it is not installed */
	glass->app.reader = ks_card_reader_start(&glass->app, NULL);
	for (int i = 0;
	     i < WAIT_S * 1000 && ks_card_reader_state(glass->app.reader) == KS_CARD_READER_OFF; i++)
		usleep(1000);
	assert_int_not_equal(ks_card_reader_state(glass->app.reader), KS_CARD_READER_OFF);
	assert_int_equal(pcscd.established, 0);
}

static void a_kiosk_told_to_have_none_has_none(void **state)
{
	struct glass *glass = *state;
	struct ks_cards *cards = glass->app.cards;

	glass->options.is_without_reader = true;
	assert_null(ks_card_reader_start(&glass->app, &pcscd_lib));
	glass->options.is_without_reader = false;
	glass->app.cards = NULL;
	assert_null(ks_card_reader_start(&glass->app, &pcscd_lib));
	glass->app.cards = cards;
	assert_int_equal(pcscd.established, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		TEST(a_card_is_asked_for_its_number_once),
		TEST(a_card_that_lies_there_already_counts),
		TEST(what_gives_no_number_leaves_the_glass_as_it_is),
		TEST(readers_come_and_go),
		TEST(a_reader_torn_out_is_looked_for_again),
		TEST(more_readers_than_are_served_do_no_harm),
		TEST(a_wait_that_was_long_enough_changes_nothing),
		TEST(a_pcscd_that_went_is_found_again),
		TEST(without_a_pcscd_the_reader_ends_while_it_waits),
		TEST(the_library_of_the_machine_is_asked_where_no_other_is_given),
		TEST(a_kiosk_told_to_have_none_has_none),
	};

	return ks_test_run_in(tests, quiet_setup, glass_teardown);
}
