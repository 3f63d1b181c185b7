// SPDX-License-Identifier: Apache-2.0
#include "support/test.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "record/db.h"
#include "sync/fixture.h"
#include "sync/http_curl.h"
#include "sync/peer.h"
#include "sync/sync_private.h"

/* What a screen may say of all that was recorded: never more than an LRS's own answers have confirmed. */

#define MINUTE_MS INT64_C(60000)

static void assert_tally(struct ks_fixture *f, enum ks_sync_tally tally, int n_pending,
			 int n_quarantined)
{
	struct ks_sync_status status = ks_fixture_status(f);

	assert_int_equal(status.tally, tally);
	assert_int_equal(status.n_pending, n_pending);
	assert_int_equal(status.n_quarantined, n_quarantined);
}

static void an_empty_ledger_has_nothing_unconfirmed(void **state)
{
	struct ks_fixture *f = *state;

	ks_fixture_open(f);
	assert_tally(f, KS_SYNC_TALLY_CONFIRMED, 0, 0);
}

static void what_is_recorded_waits_at_once_without_a_step_or_a_poke(void **state)
{
	struct ks_fixture *f = *state;

	ks_fixture_record(f, 2);
	ks_fixture_run(f, 0);
	assert_tally(f, KS_SYNC_TALLY_CONFIRMED, 0, 0);
	ks_fixture_record(f, 3);
	assert_tally(f, KS_SYNC_TALLY_WAITING, 3, 0);
	assert_int_equal(ks_fixture_status(f).state, KS_SYNC_SENDING);
	ks_fixture_run(f, 0);
	assert_tally(f, KS_SYNC_TALLY_CONFIRMED, 0, 0);
}

/* The numbers between two epochs are nobody's: they wait for nothing (record/epoch.h). */
static void an_epoch_that_begins_is_nothing_recorded(void **state)
{
	struct ks_fixture *f = *state;

	f->scripts[KS_FAKE_ROSTER].otherwise = (struct ks_fake_answer){304, "", NULL, NULL, 0};
	ks_fixture_record(f, 2);
	f->epoch = 3;
	ks_fixture_run(f, 0);
	assert_tally(f, KS_SYNC_TALLY_CONFIRMED, 0, 0);
	assert_int_equal(ks_fixture_status(f).state, KS_SYNC_IDLE);
	ks_fixture_record(f, 3);
	assert_tally(f, KS_SYNC_TALLY_WAITING, 3, 0);
	ks_fixture_run(f, 0);
	assert_tally(f, KS_SYNC_TALLY_CONFIRMED, 0, 0);
	ks_fixture_record(f, 1);
	assert_tally(f, KS_SYNC_TALLY_WAITING, 1, 0);
}

/* Recorded while a request is under way: seen from within the request itself. */
static struct ks_fake_answer record_meanwhile(struct ks_fixture *f,
					      const struct ks_fake_request *request)
{
	if (request->path == KS_FAKE_POST && ks_fixture_count(f, KS_FAKE_POST) == 1) {
		ks_fixture_record(f, 4);
		assert_tally(f, KS_SYNC_TALLY_WAITING, 6, 0);
	}
	return (struct ks_fake_answer){request->path == KS_FAKE_POST ? 204 : 404, "", NULL, NULL, 0};
}

static void what_is_recorded_during_a_request_waits_too(void **state)
{
	struct ks_fixture *f = *state;

	f->decide = record_meanwhile;
	ks_fixture_record(f, 2);
	ks_fixture_run(f, 0);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_POST), 2);
	assert_tally(f, KS_SYNC_TALLY_CONFIRMED, 0, 0);
}

static void what_is_set_aside_is_never_all_sent(void **state)
{
	struct ks_fixture *f = *state;

	ks_fixture_record(f, 2);
	assert_int_equal(ks_ledger_quarantine(f->ledger, 1, "test"), KS_OK);
	ks_fixture_open(f);
	assert_tally(f, KS_SYNC_TALLY_WAITING, 1, 1);
	ks_fixture_run(f, 0);
	assert_tally(f, KS_SYNC_TALLY_QUARANTINED, 0, 1);
}

static void what_cannot_be_counted_is_unknown(void **state)
{
	struct ks_fixture *f = *state;

	ks_fixture_record(f, 1);
	ks_fixture_run(f, 0);
	assert_tally(f, KS_SYNC_TALLY_CONFIRMED, 0, 0);
	assert_int_equal(ks_db_run(f->store, "ALTER TABLE quarantine RENAME TO gone", ""), KS_OK);
	ks_fixture_run(f, MINUTE_MS);
	assert_int_equal(ks_fixture_status(f).tally, KS_SYNC_TALLY_UNKNOWN);
	ks_fixture_record(f, 1);
	assert_int_equal(ks_fixture_status(f).tally, KS_SYNC_TALLY_UNKNOWN);
	ks_fixture_open(f);
	assert_int_equal(ks_fixture_status(f).tally, KS_SYNC_TALLY_UNKNOWN);
	assert_int_equal(ks_db_run(f->store, "ALTER TABLE gone RENAME TO quarantine", ""), KS_OK);
	ks_fixture_run(f, MINUTE_MS);
	assert_tally(f, KS_SYNC_TALLY_CONFIRMED, 0, 0);
}

/* The centre takes the connection and never answers: 60 s of a request in which a lesson is passed. */
static void a_peer_that_never_answers_is_not_all_sent(void **state)
{
	struct ks_fixture *f = *state;
	struct ks_clock sync_clock = ks_clock_system();
	struct ks_sync_status status;
	struct ks_peer peer;
	struct ks_sync *sync = NULL;
	char *endpoint;

	f->clock = ks_clock_system();
	ks_peer_start(&peer);
	endpoint = ks_peer_url(&peer, "hang");
	f->options.endpoint = endpoint;
	f->options.clock = &sync_clock;
	assert_int_equal(ks_http_curl_open(NULL, NULL, &f->options.http), KS_OK);
	assert_int_equal(ks_sync_start(&f->options, &sync), KS_OK);
	ks_sync_status(sync, &status);
	assert_int_equal(status.tally, KS_SYNC_TALLY_CONFIRMED);
	usleep(200 * 1000); /* the request for the roster is under way */
	ks_fixture_record(f, 17);
	ks_sync_poke(sync);
	ks_sync_status(sync, &status);
	assert_int_equal(status.tally, KS_SYNC_TALLY_WAITING);
	assert_int_equal(status.n_pending, 17);
	usleep(200 * 1000);
	ks_sync_status(sync, &status);
	assert_int_equal(status.tally, KS_SYNC_TALLY_WAITING);
	assert_int_equal(status.n_pending, 17);
	ks_sync_stop(sync);
	ks_http_curl_close(&f->options.http);
	ks_peer_stop(&peer);
	free(endpoint);
}

/* Files that were damaged, or an old copy: the numbers that are passed over are no records that wait. */
static void a_new_epoch_lets_nothing_wait_that_was_not_recorded(void **state)
{
	struct ks_fixture *f = *state;

	ks_fixture_record(f, 2);
	ks_fixture_run(f, 0);
	assert_tally(f, KS_SYNC_TALLY_CONFIRMED, 0, 0);
	assert_int_equal(ks_ledger_begin_epoch(f->ledger, 2), KS_OK);
	assert_tally(f, KS_SYNC_TALLY_CONFIRMED, 0, 0);
	ks_fixture_record(f, 3);
	assert_tally(f, KS_SYNC_TALLY_WAITING, 3, 0);
}

#define RULE(name) cmocka_unit_test_setup_teardown(name, ks_fixture_setup, ks_fixture_teardown)
static const struct CMUnitTest tests[] = {
	RULE(an_empty_ledger_has_nothing_unconfirmed),
	RULE(what_is_recorded_waits_at_once_without_a_step_or_a_poke),
	RULE(an_epoch_that_begins_is_nothing_recorded),
	RULE(what_is_recorded_during_a_request_waits_too),
	RULE(what_is_set_aside_is_never_all_sent),
	RULE(a_new_epoch_lets_nothing_wait_that_was_not_recorded),
	RULE(what_cannot_be_counted_is_unknown),
	RULE(a_peer_that_never_answers_is_not_all_sent),
};

int main(void)
{
	return ks_test_run(tests);
}
