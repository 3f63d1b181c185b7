/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kiosk/album.h"
#include "kiosk/peer.h"
#include "support/calls.h"
#include "support/test.h"
#include "visit/desk.h"

/* What stands where of what was recorded and went, or did not go, to a centre: for everybody, for the 係員, and for who did it. */

#define WAIT_MS 30000

static bool is_waiting(const struct ks_sync_status *status)
{
	return status->state == KS_SYNC_WAITING && status->tally == KS_SYNC_TALLY_WAITING;
}

static bool has_fault(const struct ks_sync_status *status)
{
	return status->fault != KS_HTTP_FAULT_NONE && status->tally == KS_SYNC_TALLY_WAITING;
}

static bool is_refused(const struct ks_sync_status *status)
{
	return status->state == KS_SYNC_REFUSED && status->tally == KS_SYNC_TALLY_WAITING;
}

static bool is_key_refused(const struct ks_sync_status *status)
{
	return status->is_key_refused && status->state == KS_SYNC_REFUSED &&
	       status->tally == KS_SYNC_TALLY_CONFIRMED;
}

static bool is_twin(const struct ks_sync_status *status)
{
	return status->is_twin && status->tally == KS_SYNC_TALLY_CONFIRMED &&
	       status->state == KS_SYNC_IDLE;
}

static bool is_set_aside(const struct ks_sync_status *status)
{
	return status->tally == KS_SYNC_TALLY_QUARANTINED && status->state == KS_SYNC_IDLE;
}

static bool is_sent(const struct ks_sync_status *status)
{
	return status->tally == KS_SYNC_TALLY_CONFIRMED && status->state == KS_SYNC_IDLE;
}

static void await(struct glass *glass, bool (*is_so)(const struct ks_sync_status *status))
{
	struct ks_sync_status status;

	for (int i = 0; i < WAIT_MS; i++) {
		ks_sync_status(glass->app.sync, &status);
		if (is_so(&status))
			return;
		usleep(1000);
	}
	fail_msg("state %d, tally %d, fault %d", (int)status.state, (int)status.tally,
		 (int)status.fault);
}

static void look_everywhere(struct album *album)
{
	static const enum ks_screen_id screens[] = {KS_SCREEN_ATTRACT, KS_SCREEN_DEVICE,
						    KS_SCREEN_DESK, KS_SCREEN_RESULT};
	struct ks_app *app = &album->glass->app;

	for (size_t i = 0; i < KS_COUNT(screens); i++) {
		app->view.part = 0;
		app->view.n_parts = 1;
		app->screen = screens[i];
		ks_app_draw(app);
		if (screens[i] == KS_SCREEN_RESULT)
			album_look(album);
		else
			album_look_parts(album);
	}
}

/* Somebody is at a lesson, of which one row was recorded. */
static void begin(struct album *album)
{
	struct ks_app *app = &album->glass->app;

	(void)snprintf(app->content.digest, sizeof(app->content.digest), "abc");
	app->sync_clock = ks_clock_fake(ALBUM_NOW);
	glass_sign_in(album->glass);
	glass_tap(album->glass, KS_ACT_OPEN, 0);
	assert_int_equal(ks_receipt_take(app->site.ledger, ks_ledger_last_seq(app->site.ledger),
					 &app->visit.lesson.result),
			 KS_OK);
	app->visit.lesson.session.has_passed = true;
}

static void look_at_all(struct album *album)
{
	static const struct {
		enum peer_way way;
		bool (*is_so)(const struct ks_sync_status *status);
	} ways[] = {{PEER_SILENT, is_waiting},
		    {PEER_NO_CERTIFICATE, has_fault},
		    {PEER_NO_PROXY, has_fault},
		    {PEER_UNKNOWN_KEY, is_refused},
		    {PEER_REFUSES_ALL, is_set_aside},
		    {PEER_KEY_OF_ANOTHER, is_key_refused},
		    {PEER_TWIN, is_twin}};
	struct ks_app *app = &album->glass->app;
	int64_t seq;

	begin(album);
	for (size_t i = 0; i < KS_COUNT(ways); i++) {
		peer_begin(album->glass, ways[i].way);
		await(album->glass, ways[i].is_so);
		look_everywhere(album);
		peer_end(album->glass);
		if (ways[i].way == PEER_REFUSES_ALL)
			assert_int_equal(ks_ledger_release_quarantine(app->site.ledger, 0), KS_OK);
	}
	peer_begin(album->glass, PEER_ANSWERS);
	await(album->glass, is_sent);
	look_everywhere(album);
	peer_say(PEER_SILENT); /* and then nobody reached it any more */
	app->screen = KS_SCREEN_PAGE;
	app->view.part = 0;
	ks_app_draw(app);
	for (seq = ks_ledger_last_seq(app->site.ledger); ks_ledger_last_seq(app->site.ledger) == seq;)
		glass_tap(album->glass, KS_ACT_NEXT, 0); /* a further page is recorded */
	await(album->glass, is_waiting);
	look_everywhere(album);
	peer_end(album->glass);
	glass_rest(album->glass);
}

static void what_went_to_a_centre_and_what_did_not(void **state)
{
	(void)state;
	album_play("sent", album_content_all, look_at_all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_went_to_a_centre_and_what_did_not),
	};

	ks_calls.free_bytes = UINT64_C(1) << 30; /* the disk of every machine: a GB, which is enough */
	return ks_test_run(tests);
}
