/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "kiosk/condition.h"
#include "kiosk/peer.h"
#include "kiosk/screen/device_say.h"
#include "kiosk/script/script.h"
#include "kiosk/words/words.h"
#include "support/test.h"

/* What the glass says of what was recorded here: sent, waiting, stuck or refused, each in its own sentence and no other. */

#define WAIT_S 30
#define TOLD_EVERY_MS (INT64_C(15) * 60 * 1000)

static void end_sending(struct glass *glass)
{
	peer_end(glass);
	glass_rest(glass);
}

/* Until the idle screen says @words; never anything of @not on the way. */
static void await_words(struct glass *glass, enum ks_word words, enum ks_word not )
{
	char *wanted = ks_strndup(ks_word(words), strcspn(ks_word(words), "%"));
	char *unwanted = ks_strndup(ks_word(not ), strcspn(ks_word(not ), "%"));
	bool is_said = false;

	for (int i = 0; i < WAIT_S * 100 && !is_said; i++) {
		ks_app_draw(&glass->app);
		assert_false(glass_shows(glass, unwanted));
		is_said = glass_shows(glass, wanted);
		if (!is_said)
			usleep(10000);
	}
	if (!is_said)
		fail_msg("「%s」 is not said", wanted);
	free(unwanted);
	free(wanted);
}

static const struct ks_device_line *line_of(struct glass *glass, struct ks_device_line *lines,
					    enum ks_word what)
{
	size_t n = ks_device_lines(&glass->app, ks_scene_arena(glass->app.scene), lines);

	for (size_t i = 0; i < n; i++)
		if (strcmp(lines[i].what, ks_word(what)) == 0)
			return &lines[i];
	return NULL;
}

static void record(struct glass *glass)
{
	glass_sign_in(glass);
	glass_tap(glass, KS_ACT_OPEN, 0);
	glass_rest(glass);
}

/* A new kiosk: what never arrived was never recorded, which is nothing to look at (!). */
static void before_the_first_record_nothing_is_amiss(void **state)
{
	struct glass *glass = *state;
	struct ks_device_line lines[KS_DEVICE_LINES];
	const struct ks_device_line *line;

	peer_begin(glass, PEER_ANSWERS);
	line = line_of(glass, lines, KS_W_DEVICE_RECEIVED);
	assert_string_equal(line->how, ks_word(KS_W_DEVICE_NEVER));
	assert_true(line->is_good);
	assert_true(line->is_absent);
	end_sending(glass);
}

static void without_a_centre_nothing_is_promised(void **state)
{
	struct glass *glass = *state;
	struct ks_device_line lines[KS_DEVICE_LINES];

	record(glass);
	await_words(glass, KS_W_STAND_ALONE, KS_W_SYNC_DONE);
	assert_true(line_of(glass, lines, KS_W_DEVICE_WAITING)->is_good); /* as it is meant */
	assert_null(line_of(glass, lines, KS_W_DEVICE_RECEIVED));
	assert_null(line_of(glass, lines, KS_W_DEVICE_ASIDE));
}

static void a_centre_that_nobody_reaches_is_told_with_how_many_wait(void **state)
{
	static const struct {
		enum peer_way way;
		enum ks_word words;
	} ways[] = {{PEER_SILENT, KS_W_SYNC_STUCK},
		    {PEER_NO_CERTIFICATE, KS_W_SYNC_CERTIFICATE},
		    {PEER_NO_PROXY, KS_W_SYNC_PROXY}};
	struct glass *glass = *state;
	struct ks_device_line lines[KS_DEVICE_LINES];

	for (size_t i = 0; i < KS_COUNT(ways); i++) {
		peer_begin(glass, ways[i].way);
		await_words(glass, ways[i].words, KS_W_SYNC_DONE);
		assert_false(line_of(glass, lines, KS_W_DEVICE_WAITING)->is_good);
		assert_false(line_of(glass, lines, KS_W_DEVICE_RECEIVED)->is_good);
		assert_string_equal(line_of(glass, lines, KS_W_DEVICE_RECEIVED)->how,
				    ks_word(KS_W_DEVICE_NEVER));
		assert_false(line_of(glass, lines, KS_W_DEVICE_SYNC)->is_good);
		end_sending(glass);
	}
}

static void what_is_refused_is_neither_sent_nor_waiting(void **state)
{
	struct glass *glass = *state;
	struct ks_device_line lines[KS_DEVICE_LINES];
	const struct ks_device_line *line;
	struct ks_ledger_counts counts;

	peer_begin(glass, PEER_REFUSES_ALL);
	await_words(glass, KS_W_SYNC_QUARANTINED, KS_W_SYNC_DONE);
	assert_int_equal(ks_ledger_counts(glass->app.site.ledger, &counts), KS_OK);
	assert_true(counts.n_quarantined > 0);
	line = line_of(glass, lines, KS_W_DEVICE_ASIDE);
	assert_non_null(line);
	assert_false(line->is_good);
	end_sending(glass);
	assert_int_equal(ks_ledger_release_quarantine(glass->app.site.ledger, 0), KS_OK);
}

static void all_is_sent_when_each_was_answered(void **state)
{
	struct glass *glass = *state;
	struct ks_device_line lines[KS_DEVICE_LINES];
	struct ks_ledger_counts counts;

	peer_begin(glass, PEER_ANSWERS);
	await_words(glass, KS_W_SYNC_DONE, KS_W_STAND_ALONE);
	assert_int_equal(ks_ledger_counts(glass->app.site.ledger, &counts), KS_OK);
	assert_int_equal(counts.n_delivered, counts.n_statements);
	assert_true(line_of(glass, lines, KS_W_DEVICE_WAITING)->is_good);
	assert_true(line_of(glass, lines, KS_W_DEVICE_RECEIVED)->is_good);
	assert_string_not_equal(line_of(glass, lines, KS_W_DEVICE_RECEIVED)->how,
				ks_word(KS_W_DEVICE_NEVER));
	assert_true(line_of(glass, lines, KS_W_DEVICE_SYNC)->is_good);
	record(glass);
	ks_sync_poke(glass->app.sync);
	await_words(glass, KS_W_SYNC_DONE, KS_W_STAND_ALONE);
	end_sending(glass);
}

/* Behind the desk: what stands in the way of sending, and 今すぐ送る asks again at once. */
static void a_button_asks_again_at_once(void **state)
{
	struct glass *glass = *state;
	int n_asked;

	record(glass);
	peer_begin(glass, PEER_SILENT);
	await_words(glass, KS_W_SYNC_STUCK, KS_W_SYNC_DONE);
	peer_say(PEER_ANSWERS);
	pthread_mutex_lock(&peer.lock);
	n_asked = peer.n_asked;
	pthread_mutex_unlock(&peer.lock);
	glass->app.screen = KS_SCREEN_DEVICE;
	glass->app.view.part = 0;
	ks_app_draw(&glass->app);
	while (!glass_find(glass, KS_ACT_SEND, 0))
		glass_tap(glass, KS_ACT_NEXT, 0);
	glass_tap(glass, KS_ACT_SEND, 0);
	glass_rest(glass);
	await_words(glass, KS_W_SYNC_DONE, KS_W_STAND_ALONE);
	assert_true(peer.n_asked > n_asked);
	end_sending(glass);
}

/* Until it was told @n times how this machine is. */
static void await_condition(struct glass *glass, int n)
{
	for (int i = 0; i < WAIT_S * 100; i++) {
		int n_told;

		ks_app_pump(&glass->app, 10);
		pthread_mutex_lock(&peer.lock);
		n_told = peer.n_conditions;
		pthread_mutex_unlock(&peer.lock);
		if (n_told >= n)
			return;
	}
	fail_msg("it was not told how the machine is");
}

/* A collector hears how the machine is, now and then and while nobody is here; and its clock is known from then on. */
static void a_centre_that_collects_is_told_how_the_machine_is(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;
	char *script = ks_test_write(glass->folder, "script", "sync\n");
	struct ks_sync_status status;
	int64_t told_ms;

	record(glass);
	peer.n_conditions = 0;
	peer_begin(glass, PEER_COLLECTS);
	assert_int_equal(ks_script_run(app, script), KS_EXIT_DONE); /* all is there, and all is sent */
	ks_sync_status(app->sync, &status);
	assert_true(status.is_roster_fresh);
	await_condition(glass, 1);
	pthread_mutex_lock(&peer.lock);
	assert_non_null(strstr(peer.condition, "\"record\""));
	assert_non_null(strstr(peer.condition, "欠けも書き換えもありません"));
	assert_non_null(strstr(peer.condition, KENSHU_VERSION));
	pthread_mutex_unlock(&peer.lock);
	assert_true(app->has_told_condition);
	assert_true(app->site.is_centre_time_known);
	ks_sync_status(app->sync, &status);
	assert_true(app->site.centre_mono_offset_ms == status.centre_mono_offset_ms);
	app->clock = ks_clock_fake(PEER_MS);
	told_ms = app->condition_mono_ms = ks_clock_mono_ms(&app->clock);
	ks_clock_advance(&app->clock, TOLD_EVERY_MS - 1);
	ks_condition_tell(app);
	assert_true(app->condition_mono_ms == told_ms);
	ks_clock_advance(&app->clock, 1);
	app->visit.is_signed_in = true; /* somebody is here */
	ks_condition_tell(app);
	assert_true(app->condition_mono_ms == told_ms);
	app->visit.is_signed_in = false;
	ks_condition_tell(app);
	assert_true(app->condition_mono_ms == told_ms + TOLD_EVERY_MS);
	app->told_refused = 7; /* what was refused changed: at once */
	ks_clock_advance(&app->clock, 1);
	ks_condition_tell(app);
	assert_true(app->condition_mono_ms == told_ms + TOLD_EVERY_MS + 1);
	assert_int_equal(app->told_refused, status.content_refused);
	app->clock = ks_clock_system();
	end_sending(glass);
	app->site.is_centre_time_known = false;
	free(script);
}

/* Nothing that is recorded here could be delivered: nobody trains. */
static void under_the_key_of_another_nobody_begins(void **state)
{
	struct glass *glass = *state;

	peer_begin(glass, PEER_KEY_OF_ANOTHER);
	await_words(glass, KS_W_KEY_REFUSED, KS_W_STAND_ALONE);
	glass_tap(glass, KS_ACT_TRAIN, 0);
	for (const char *digit = GLASS_NUMBER; *digit; digit++)
		glass_tap(glass, KS_ACT_DIGIT, *digit);
	glass_tap(glass, KS_ACT_NEXT, 0);
	assert_int_equal(glass->app.visit.place, KS_VISIT_NUMBER);
	assert_true(glass_shows(glass, ks_word(KS_W_KEY_REFUSED)));
	assert_false(glass_shows(glass, GLASS_NUMBER));
	end_sending(glass);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, glass_begin)
	const struct CMUnitTest tests[] = {
		TEST(before_the_first_record_nothing_is_amiss),
		TEST(without_a_centre_nothing_is_promised),
		TEST(a_centre_that_nobody_reaches_is_told_with_how_many_wait),
		TEST(what_is_refused_is_neither_sent_nor_waiting),
		TEST(all_is_sent_when_each_was_answered),
		TEST(a_button_asks_again_at_once),
		TEST(a_centre_that_collects_is_told_how_the_machine_is),
		TEST(under_the_key_of_another_nobody_begins),
	};

	return ks_test_run_in(tests, glass_setup, glass_teardown);
}
