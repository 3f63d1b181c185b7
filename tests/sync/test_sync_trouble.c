// SPDX-License-Identifier: Apache-2.0
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/pin.h"
#include "record/pin_news.h"
#include "record/roster.h"
#include "sync/fixture.h"
#include "sync/sync_private.h"

/* A ledger that fails at one of its doors: nothing is lost, it shows, and it goes on when the door opens again. */

#define MINUTE_MS INT64_C(60000)
#define OPEN_AGAIN KS_OK

/* The ledger's own queue, of which each function fails while its code is not KS_OK. */
static struct {
	struct ks_sync_queue real;
	enum ks_rc next, mark_delivered, forget_delivery, quarantine, retry_quarantine, counts, set;
	int64_t damaged_seq; /* this one gives KS_DAMAGED until it is set aside; -1: one without a number */
	char *reason; /* why something was set aside last */
	int n_counts; /* how often the ledger was counted */
} doors;

static enum ks_rc next(void *context, int64_t after, struct ks_statement *out)
{
	enum ks_rc rc = doors.next;

	if (rc == KS_OK)
		rc = doors.real.next(context, after, out);
	if (rc == KS_OK && (out->seq == doors.damaged_seq || doors.damaged_seq < 0)) {
		int64_t seq = doors.damaged_seq < 0 ? 0 : out->seq;

		ks_statement_finish(out);
		*out = (struct ks_statement){.seq = seq};
		rc = KS_DAMAGED;
	}
	return rc;
}

static enum ks_rc mark_delivered(void *context, const int64_t *seqs, size_t n)
{
	return doors.mark_delivered == KS_OK ? doors.real.mark_delivered(context, seqs, n)
					     : doors.mark_delivered;
}

static enum ks_rc forget_delivery(void *context, int64_t after, int64_t *n)
{
	return doors.forget_delivery == KS_OK ? doors.real.forget_delivery(context, after, n)
					      : doors.forget_delivery;
}

static enum ks_rc quarantine(void *context, int64_t seq, const char *reason)
{
	if (doors.quarantine != KS_OK)
		return doors.quarantine;
	free(doors.reason);
	doors.reason = ks_strdup(reason);
	return doors.real.quarantine(context, seq, reason);
}

static enum ks_rc retry_quarantine(void *context, int64_t until_ms, int64_t *n)
{
	return doors.retry_quarantine == KS_OK ? doors.real.retry_quarantine(context, until_ms, n)
					       : doors.retry_quarantine;
}

static enum ks_rc counts(void *context, struct ks_ledger_counts *out)
{
	doors.n_counts++;
	return doors.counts == KS_OK ? doors.real.counts(context, out) : doors.counts;
}

static enum ks_rc set(void *context, const char *name, const char *value)
{
	return doors.set == KS_OK ? doors.real.set(context, name, value) : doors.set;
}

static struct ks_sync_queue queue;

static int set_up(void **state)
{
	struct ks_fixture *f;

	ks_fixture_setup(state);
	f = *state;
	memset(&doors, 0, sizeof(doors));
	doors.real = queue = ks_sync_queue_of(f->ledger);
	queue.next = next;
	queue.mark_delivered = mark_delivered;
	queue.forget_delivery = forget_delivery;
	queue.quarantine = quarantine;
	queue.retry_quarantine = retry_quarantine;
	queue.counts = counts;
	queue.set = set;
	f->options.queue = &queue;
	return 0;
}

static int tear_down(void **state)
{
	free(doors.reason);
	return ks_fixture_teardown(state);
}

static void assert_status(struct ks_fixture *f, enum ks_sync_state state, int n_pending,
			  int n_quarantined)
{
	struct ks_sync_status status = ks_fixture_status(f);

	assert_int_equal(status.state, state);
	assert_int_equal(status.n_pending, n_pending);
	assert_int_equal(status.n_quarantined, n_quarantined);
}

/* Run, and what was said meanwhile has @words. */
static void run_saying(struct ks_fixture *f, int64_t ms, const char *words)
{
	struct ks_test_stream stream = ks_test_stream_begin(stderr);
	char *said;

	ks_fixture_run(f, ms);
	said = ks_test_stream_end(&stream);
	if (!strstr(said, words))
		fail_msg("not said: %s\n%s", words, said);
	free(said);
}

static void what_cannot_be_noted_as_delivered_is_sent_again(void **state)
{
	struct ks_fixture *f = *state;

	doors.mark_delivered = KS_FULL;
	ks_fixture_record(f, 3);
	run_saying(f, 0, "error: sync: delivery could not be noted: ");
	assert_status(f, KS_SYNC_WAITING, 3, 0);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_POST), 1); /* not at once */
	doors.mark_delivered = OPEN_AGAIN;
	ks_fixture_run(f, MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_POST), 2);
	assert_string_equal(ks_fixture_nth(f, KS_FAKE_POST, 0)->body,
			    ks_fixture_nth(f, KS_FAKE_POST, 1)->body);
	ks_fixture_assert_delivered(f);
}

static void what_cannot_be_set_aside_still_waits(void **state)
{
	struct ks_fixture *f = *state;

	doors.quarantine = KS_IO;
	f->scripts[KS_FAKE_POST].otherwise =
		(struct ks_fake_answer){400, "application/json", "{}", NULL, 0};
	ks_fixture_record(f, 1);
	run_saying(f, 0, "error: sync: statement 1 is set aside: HTTP 400");
	assert_status(f, KS_SYNC_WAITING, 1, 0);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_POST), 1);
	doors.quarantine = OPEN_AGAIN;
	ks_fixture_run(f, MINUTE_MS);
	assert_status(f, KS_SYNC_IDLE, 0, 1);
	assert_string_equal(doors.reason, "HTTP 400");
}

static void a_ledger_that_cannot_be_read_sends_nothing_and_shows(void **state)
{
	struct ks_fixture *f = *state;

	doors.next = KS_IO;
	ks_fixture_record(f, 2);
	ks_fixture_run(f, MINUTE_MS);
	assert_status(f, KS_SYNC_WAITING, 2, 0);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_POST), 0);
	doors.next = OPEN_AGAIN;
	ks_fixture_run(f, 2 * MINUTE_MS);
	ks_fixture_assert_delivered(f);
}

static void a_damaged_row_is_set_aside_and_stops_no_other(void **state)
{
	struct ks_fixture *f = *state;

	doors.damaged_seq = 2;
	ks_fixture_record(f, 4);
	run_saying(f, MINUTE_MS, "error: sync: statement 2 is damaged and set aside");
	assert_status(f, KS_SYNC_IDLE, 0, 1);
	assert_string_equal(doors.reason, "damaged on this machine");
	assert_int_equal(ks_fixture_count(f, KS_FAKE_POST), 2);
	assert_int_equal(ks_fixture_statements(ks_fixture_nth(f, KS_FAKE_POST, 0)), 1);
	assert_int_equal(ks_fixture_statements(ks_fixture_nth(f, KS_FAKE_POST, 1)), 2);
}

static void a_damaged_row_without_a_number_is_waited_for(void **state)
{
	struct ks_fixture *f = *state;

	doors.damaged_seq = -1;
	ks_fixture_record(f, 1);
	ks_fixture_run(f, MINUTE_MS);
	assert_status(f, KS_SYNC_WAITING, 1, 0);
	assert_null(doors.reason);
	doors.damaged_seq = 0;
	ks_fixture_run(f, 2 * MINUTE_MS);
	ks_fixture_assert_delivered(f);
}

static void what_cannot_be_counted_is_not_called_confirmed(void **state)
{
	struct ks_fixture *f = *state;

	doors.counts = KS_IO;
	ks_fixture_run(f, MINUTE_MS);
	assert_int_equal(ks_fixture_status(f).tally, KS_SYNC_TALLY_UNKNOWN);
	assert_int_equal(ks_fixture_status(f).state, KS_SYNC_WAITING);
	doors.counts = OPEN_AGAIN;
	ks_fixture_record(f, 1);
	ks_fixture_run(f, 10 * MINUTE_MS);
	assert_int_equal(ks_fixture_status(f).tally, KS_SYNC_TALLY_CONFIRMED);
	ks_fixture_assert_delivered(f);
}

/* Every statement but the second is taken. */
static struct ks_fake_answer refuse_second(struct ks_fixture *f, const struct ks_fake_request *request)
{
	bool is_refused = request->path == KS_FAKE_POST && strstr(request->body, "\"seq\":2,");

	(void)f;
	return (struct ks_fake_answer){request->path != KS_FAKE_POST ? 404
				       : is_refused                  ? 400
								     : 200,
				       "application/json", "[]", NULL, 0};
}

/* Until all of it is noted, the new address is not known: then it would be passed over after a restart. */
static void another_endpoint_is_offered_all_when_the_ledger_lets_it(void **state)
{
	/* Of each, what is sent meanwhile: once, however long it lasts (two together, and each of them). */
	const struct {
		enum ks_rc *door;
		size_t n_posts;
	} shut[] = {{&doors.forget_delivery, 0}, {&doors.retry_quarantine, 1}, {&doors.set, 3}};
	struct ks_fixture *f = *state;

	f->decide = refuse_second;
	ks_fixture_record(f, 2);
	ks_fixture_run(f, MINUTE_MS);
	assert_status(f, KS_SYNC_IDLE, 0, 1);
	for (size_t i = 0; i < KS_COUNT(shut); i++) {
		char *endpoint = ks_format("http://other-%zu.example/xAPI", i);
		size_t n = ks_fixture_count(f, KS_FAKE_POST);

		f->options.endpoint = endpoint;
		*shut[i].door = KS_FULL;
		ks_fixture_open(f);
		run_saying(f, 30 * MINUTE_MS, "warn: sync: another endpoint: ");
		assert_int_equal(ks_fixture_status(f).tally, KS_SYNC_TALLY_UNKNOWN);
		assert_int_equal(ks_fixture_count(f, KS_FAKE_POST) - n, shut[i].n_posts);
		*shut[i].door = OPEN_AGAIN;
		ks_fixture_open(f);
		ks_fixture_run(f, 2 * MINUTE_MS);
		assert_status(f, KS_SYNC_IDLE, 0, 1);
		assert_non_null(strstr(f->requests[f->n_requests - 1].url, "other-"));
		assert_int_equal(ks_fixture_status(f).tally, KS_SYNC_TALLY_QUARANTINED);
		free(endpoint);
	}
}

static void what_cannot_be_remembered_is_said(void **state)
{
	struct ks_fixture *f = *state;

	doors.set = KS_READ_ONLY;
	ks_fixture_open(f);
	run_saying(f, 0, "warn: sync: sync_about could not be kept: ");
}

/* What could not be offered again is, when the ledger lets it: neither HR's wish nor another version is done with before. */
static void what_cannot_be_released_is_released_later(void **state)
{
	static const char *const versions[] = {"{\"version\":[\"1.0.2\"]}",
					       "{\"version\":[\"1.0.3\"]}"};
	struct ks_fixture *f = *state;

	for (int i = 0; i < 2; i++) { /* HR's wish; what /about says */
		f->scripts[KS_FAKE_ROSTER].otherwise =
			(struct ks_fake_answer){304, "", NULL, NULL, 0};
		f->scripts[KS_FAKE_ABOUT].otherwise =
			(struct ks_fake_answer){200, "application/json", versions[0], NULL, 0};
		ks_fixture_record(f, 1);
		ks_fixture_answer(f, KS_FAKE_POST,
				  (struct ks_fake_answer){400, "application/json", "{}", NULL, 0});
		ks_fixture_open(f);
		ks_fixture_run(f, 0);
		assert_status(f, KS_SYNC_IDLE, 0, 1);
		doors.retry_quarantine = KS_FULL;
		f->resend = i == 0 ? "1" : NULL;
		f->scripts[KS_FAKE_ABOUT].otherwise.body = versions[i];
		ks_fixture_open(f);
		ks_fixture_run(f, MINUTE_MS);
		assert_status(f, KS_SYNC_IDLE, 0, 1);
		doors.retry_quarantine = OPEN_AGAIN;
		ks_fixture_open(f);
		ks_fixture_run(f, MINUTE_MS);
		ks_fixture_assert_delivered(f);
	}
}

/* Counting keeps the screen's thread from the ledger: of a long backlog it is done now and then. */
static void a_backlog_is_counted_now_and_then(void **state)
{
	struct ks_fixture *f = *state;

	f->scripts[KS_FAKE_ROSTER].otherwise = (struct ks_fake_answer){304, "", NULL, NULL, 0};
	ks_fixture_answer(f, KS_FAKE_POST, (struct ks_fake_answer){413, "", NULL, NULL, 0});
	ks_fixture_record(f, 2); /* it takes them one by one */
	ks_fixture_run(f, 0);
	ks_fixture_record(f, 70);
	doors.n_counts = 0;
	ks_fixture_run(f, 0);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_POST), 1 + 2 + 70);
	assert_int_equal(doors.n_counts, 6); /* before, every 20 requests, at its end, and behind it */
	ks_fixture_assert_delivered(f);
}

/* A kiosk that is being switched off cuts its own exchange short: that is nobody's trouble. */
static void what_our_own_stop_cuts_short_is_no_trouble(void **state)
{
	struct ks_fixture *f = *state;
	struct ks_test_stream stream;
	bool stop = true;
	char *said;

	f->options.http.stop = &stop;
	f->scripts[KS_FAKE_ROSTER].otherwise = (struct ks_fake_answer){0};
	ks_fixture_open(f);
	stream = ks_test_stream_begin(stderr);
	ks_fixture_run(f, 0);
	said = ks_test_stream_end(&stream);
	assert_string_equal(said, "");
	free(said);
	stop = false;
	ks_fixture_open(f);
	run_saying(f, 0, "warn: sync: roster failed (HTTP 0), trying again");
}

/* They were settled while it looked for the bad one among them: it goes on with the others. */
static void a_suspicion_ends_with_the_last_that_was_suspected(void **state)
{
	struct ks_fixture *f = *state;
	int64_t wait_ms;

	ks_fixture_answer(f, KS_FAKE_POST,
			  (struct ks_fake_answer){400, "application/json", "{}", NULL, 0});
	ks_fixture_record(f, 4);
	ks_fixture_open(f);
	while (ks_fixture_count(f, KS_FAKE_POST) == 0)
		ks_sync_core_step(f->core, &wait_ms);
	for (int64_t seq = 1; seq <= 4; seq++)
		assert_int_equal(ks_ledger_quarantine(f->ledger, seq, "test"), KS_OK);
	ks_fixture_record(f, 2);
	for (int i = 0; i < 8; i++)
		ks_sync_core_step(f->core, &wait_ms);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_POST), 2);
	assert_int_equal(ks_fixture_statements(ks_fixture_nth(f, KS_FAKE_POST, 1)), 2);
	assert_status(f, KS_SYNC_IDLE, 0, 4);
}

static void a_conflict_waits_for_an_answer(void **state)
{
	struct ks_fixture *f = *state;

	ks_fixture_record(f, 1);
	ks_fixture_answer(f, KS_FAKE_POST, (struct ks_fake_answer){409, "", NULL, NULL, 0});
	f->scripts[KS_FAKE_GET].otherwise = (struct ks_fake_answer){0};
	ks_fixture_run(f, 0);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_GET), 1); /* not again at once */
	ks_fixture_run(f, 10 * MINUTE_MS);
	assert_in_range(ks_fixture_count(f, KS_FAKE_GET), 3, 40);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_POST), 1);
	assert_status(f, KS_SYNC_WAITING, 1, 0);
}

/* Whatever answers shows that the server is back: what waits is not kept to its own back-off. */
static void an_answer_to_something_else_ends_the_back_off_of_what_waits(void **state)
{
	struct ks_fixture *f = *state;
	size_t n_rosters;

	f->scripts[KS_FAKE_ROSTER].otherwise = (struct ks_fake_answer){304, "", NULL, NULL, 0};
	f->scripts[KS_FAKE_POST].otherwise = (struct ks_fake_answer){0};
	ks_fixture_record(f, 1);
	ks_fixture_run(f, 120 * MINUTE_MS);
	n_rosters = ks_fixture_count(f, KS_FAKE_ROSTER);
	assert_int_equal(n_rosters, 25);
	for (size_t i = 1, k = 0; i < n_rosters; i++) {
		int64_t at_ms = ks_fixture_nth(f, KS_FAKE_ROSTER, i)->at_ms;

		while (k < ks_fixture_count(f, KS_FAKE_POST) &&
		       ks_fixture_nth(f, KS_FAKE_POST, k)->at_ms < at_ms)
			k++;
		assert_non_null(ks_fixture_nth(f, KS_FAKE_POST, k));
		assert_int_equal(ks_fixture_nth(f, KS_FAKE_POST, k)->at_ms, at_ms);
	}
}

static void a_roster_that_cannot_be_taken_is_said(void **state)
{
	struct ks_fixture *f = *state;

	f->scripts[KS_FAKE_ROSTER].otherwise =
		(struct ks_fake_answer){200, "application/json", "{\"people\":", "\"r2\"", 0};
	run_saying(f, 0, "error: sync: the roster could not be taken: ");
}

/* What was chosen is sealed to a key that is none: it stays, and nothing is asked of the network for it. */
static void what_cannot_be_sealed_is_not_told(void **state)
{
	struct ks_fixture *f = *state;
	char *json = ks_fixture_roster(), code[KS_PIN_DIGITS + 1];

	assert_int_equal(ks_roster_store_json(f->store, json, strlen(json)), KS_OK);
	assert_int_equal(ks_pin_news_meet(f->store, "no key"), KS_OK);
	assert_int_equal(ks_pin_reset(f->store, "000012", "000012", code), KS_OK);
	assert_int_equal(ks_pin_choose(f->store, "000012", "000012", "480276"), KS_OK);
	assert_true(ks_pin_news_is_any(f->store));
	f->scripts[KS_FAKE_ROSTER].otherwise = (struct ks_fake_answer){304, "", NULL, NULL, 0};
	ks_fixture_record(f, 1);
	ks_fixture_run(f, 40 * MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_PINS), 0);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_ROSTER), 9);
	assert_true(ks_pin_news_is_any(f->store));
	ks_fixture_assert_delivered(f);
	free(json);
}

static void where_no_thread_starts_nothing_is_left_behind(void **state)
{
	struct ks_fixture *f = *state;
	struct ks_sync *sync = (struct ks_sync *)f;
	struct ks_test_stream stream;
	char *said;

	ks_test_threads(false);
	stream = ks_test_stream_begin(stderr);
	assert_int_equal(ks_sync_start(&f->options, &sync), KS_IO);
	said = ks_test_stream_end(&stream);
	ks_test_threads(true);
	assert_null(sync);
	assert_non_null(strstr(said, "error: sync: no thread could be started"));
	assert_int_equal(f->n_requests, 0);
	free(said);
}

#define RULE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
static const struct CMUnitTest tests[] = {
	RULE(what_cannot_be_noted_as_delivered_is_sent_again),
	RULE(what_cannot_be_set_aside_still_waits),
	RULE(a_ledger_that_cannot_be_read_sends_nothing_and_shows),
	RULE(a_damaged_row_is_set_aside_and_stops_no_other),
	RULE(a_damaged_row_without_a_number_is_waited_for),
	RULE(what_cannot_be_counted_is_not_called_confirmed),
	RULE(another_endpoint_is_offered_all_when_the_ledger_lets_it),
	RULE(what_cannot_be_remembered_is_said),
	RULE(what_cannot_be_released_is_released_later),
	RULE(a_backlog_is_counted_now_and_then),
	RULE(what_our_own_stop_cuts_short_is_no_trouble),
	RULE(a_suspicion_ends_with_the_last_that_was_suspected),
	RULE(a_conflict_waits_for_an_answer),
	RULE(an_answer_to_something_else_ends_the_back_off_of_what_waits),
	RULE(a_roster_that_cannot_be_taken_is_said),
	RULE(what_cannot_be_sealed_is_not_told),
	RULE(where_no_thread_starts_nothing_is_left_behind),
};

int main(void)
{
	return ks_test_run(tests);
}
