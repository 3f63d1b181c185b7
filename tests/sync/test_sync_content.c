// SPDX-License-Identifier: Apache-2.0
#include "support/calls.h"
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "content/shelf.h"
#include "sync/fixture.h"
#include "sync/sync_private.h"

/* Content comes in pieces, over cut lines and restarts, never before a record, and once. */

#define PIECE ((size_t)200000)
#define HOUR_MS INT64_C(3600000)

static struct ks_buf bundle;
static char offered[128], sha[KS_HASH_HEX];
static struct ks_sign_key key;
static struct ks_fake_answer wrong; /* comes first, so often */
static size_t wrong_len, n_wrong;
static int n_good; /* so many pieces come, then the line is cut; -1: all */

#define NO_ROOM (256 * 4096)
#define ROOM (UINT64_C(1) << 32)

static void make_bundle(int version)
{
	struct ks_bundle_wish wish = {.version = version, .previous = "", .key = &key};
	struct ks_diags diags = {0};
	uint8_t hash[KS_HASH_BYTES];

	ks_buf_finish(&bundle);
	assert_int_equal(ks_bundle_make("content", &wish, &bundle, &diags), KS_OK);
	ks_diags_finish(&diags);
	ks_sha256(bundle.data, bundle.len, hash);
	ks_hex(hash, sizeof(hash), sha);
	snprintf(offered, sizeof(offered), "%d %zu %s", version, bundle.len, sha);
}

static struct ks_fake_answer decide(struct ks_fixture *f, const struct ks_fake_request *request)
{
	const char *range = strstr(request->headers, "Range: bytes=");
	size_t from = range ? strtoul(range + strlen("Range: bytes="), NULL, 10) : 0;

	if (request->path != KS_FAKE_CONTENT)
		return f->scripts[request->path].otherwise;
	if (n_wrong > 0) {
		n_wrong--;
		f->body_len = wrong_len;
		return wrong;
	}
	assert_non_null(range);
	assert_true(from < bundle.len);
	if (!strstr(request->headers, sha))
		return (struct ks_fake_answer){412, "", NULL, NULL, 0};
	if (n_good == 0)
		return (struct ks_fake_answer){0, "", NULL, NULL, 0};
	n_good -= n_good > 0;
	f->body_len = bundle.len - from < PIECE ? bundle.len - from : PIECE;
	return (struct ks_fake_answer){206, "application/octet-stream", bundle.data + from, NULL, 0};
}

static int set_up(void **state)
{
	struct ks_fixture *f;

	ks_fixture_setup(state);
	f = *state;
	ks_sign_key_make(&key);
	make_bundle(3);
	n_good = -1;
	n_wrong = wrong_len = 0;
	f->decide = decide;
	f->scripts[KS_FAKE_ROSTER].otherwise = (struct ks_fake_answer){304, "", NULL, NULL, 0};
	f->offer = offered;
	f->options.shelf = f->folder;
	f->options.endpoint = "https://lrs.example/xAPI";
	return 0;
}

static int tear_down(void **state)
{
	ks_buf_finish(&bundle);
	return ks_fixture_teardown(state);
}

static int newest(struct ks_fixture *f)
{
	struct ks_shelf shelf;

	ks_shelf_read(f->folder, &shelf);
	return shelf.newest.version;
}

static size_t n_pieces(void)
{
	return (bundle.len + PIECE - 1) / PIECE;
}

static void what_is_offered_is_fetched_in_pieces_and_told(void **state)
{
	struct ks_fixture *f = *state;
	struct ks_test_stream stream = ks_test_stream_begin(stderr);
	char *said;

	ks_log_set(KS_LOG_INFO);
	ks_fixture_run(f, 0);
	ks_log_set(KS_LOG_WARN);
	said = ks_test_stream_end(&stream);
	assert_non_null(strstr(said, "info: sync: content 3 is here\n"));
	free(said);
	assert_int_equal(newest(f), 3);
	assert_int_equal(ks_fixture_status(f).content_version, 3);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_CONTENT), n_pieces());
	ks_fixture_run(f, HOUR_MS); /* the offer stands, and nothing is fetched again */
	assert_int_equal(ks_fixture_count(f, KS_FAKE_CONTENT), n_pieces());
	ks_fixture_open(f);
	ks_fixture_run(f, HOUR_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_CONTENT), n_pieces());
}

static void a_cut_line_and_a_restart_go_on_where_it_stopped(void **state)
{
	struct ks_fixture *f = *state;

	n_good = 2;
	ks_fixture_run(f, 0);
	assert_int_equal(newest(f), 0);
	assert_int_equal(ks_shelf_part_len(f->folder, sha), 2 * PIECE);
	n_good = -1;
	ks_fixture_open(f);
	ks_fixture_run(f, HOUR_MS);
	assert_int_equal(newest(f), 3);
	for (size_t i = 2; i < ks_fixture_count(f, KS_FAKE_CONTENT); i++)
		assert_null(strstr(ks_fixture_nth(f, KS_FAKE_CONTENT, i)->headers, "bytes=0-"));
}

static void another_offer_begins_anew(void **state)
{
	struct ks_fixture *f = *state;
	char first[KS_HASH_HEX];

	n_good = 1;
	ks_fixture_run(f, 0);
	memcpy(first, sha, sizeof(first));
	make_bundle(4); /* the kiosk still asks for the one before: 412 */
	n_good = -1;
	ks_fixture_run(f, HOUR_MS);
	assert_int_equal(newest(f), 4);
	assert_int_equal(ks_shelf_part_len(f->folder, first), 0);
}

static void what_is_refused_is_not_fetched_again(void **state)
{
	struct ks_fixture *f = *state;
	const char *other[] = {"00000000000000000000000000000000000000000000000000000000000000aa"};
	struct ks_shelf_told told;
	size_t n;

	assert_int_equal(ks_shelf_pin(f->folder, other, 1), KS_OK);
	ks_fixture_run(f, HOUR_MS);
	n = ks_fixture_count(f, KS_FAKE_CONTENT);
	assert_int_equal(n, n_pieces());
	assert_int_equal(newest(f), 0);
	ks_shelf_told(f->folder, &told);
	assert_string_equal(told.sha256, sha);
	assert_non_null(strstr(told.words, "知る鍵ではありません"));
	ks_fixture_open(f);
	ks_fixture_run(f, HOUR_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_CONTENT), n);
	other[0] = key.public_key; /* until somebody pins the key */
	assert_int_equal(ks_shelf_pin(f->folder, other, 1), KS_OK);
	ks_fixture_open(f);
	ks_fixture_run(f, HOUR_MS);
	assert_int_equal(newest(f), 3);
}

static void in_the_clear_the_first_key_is_not_believed(void **state)
{
	struct ks_fixture *f = *state;

	f->options.endpoint = "http://lrs.example/xAPI";
	ks_fixture_run(f, HOUR_MS);
	assert_int_equal(newest(f), 0);
}

static void a_record_goes_before_content(void **state)
{
	struct ks_fixture *f = *state;

	f->scripts[KS_FAKE_ABOUT].otherwise = (struct ks_fake_answer){
		200, "application/json", "{\"version\":[\"1.0.3\"]}", NULL, 0};
	ks_fixture_record(f, 120);
	ks_fixture_run(f, 0);
	for (size_t i = 0, n_sent = 0; i < f->n_requests; i++) {
		n_sent += f->requests[i].path == KS_FAKE_POST;
		if (f->requests[i].path == KS_FAKE_CONTENT)
			assert_int_equal(n_sent, 3);
	}
	assert_int_equal(newest(f), 3);
}

/* An empty piece, more than was offered, a server's trouble: it waits and asks for the same again. */
static void a_wrong_answer_is_no_piece(void **state)
{
	const struct {
		struct ks_fake_answer answer;
		size_t len;
		bool is_gateway;
	} cases[] = {
		{{206, "application/octet-stream", "", NULL, 0}, 0, false},
		{{206, "application/octet-stream", bundle.data, NULL, 0}, bundle.len + 1, false},
		{{206, "application/octet-stream", bundle.data, NULL, 0}, 10, true},
		{{200, "application/octet-stream", bundle.data, NULL, 0}, 10, false},
		{{500, "text/plain", "", NULL, 0}, 0, false},
	};
	struct ks_fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		size_t before = ks_fixture_count(f, KS_FAKE_CONTENT);

		wrong = cases[i].answer;
		wrong_len = cases[i].len;
		n_wrong = 1;
		n_good = 0;
		f->is_gateway[KS_FAKE_CONTENT] = cases[i].is_gateway;
		ks_fixture_open(f);
		ks_fixture_run(f, 0);
		assert_int_equal(ks_fixture_count(f, KS_FAKE_CONTENT), before + 1); /* not at once */
		assert_int_equal(ks_shelf_part_len(f->folder, sha), 0);
		assert_int_equal(ks_fixture_status(f).content_refused, 0);
	}
	f->is_gateway[KS_FAKE_CONTENT] = false;
	n_good = -1;
	ks_fixture_run(f, HOUR_MS);
	assert_int_equal(newest(f), 3);
}

/* It was whole when the power went: nothing is asked for, and it is looked at. */
static void what_is_whole_already_is_installed_without_a_request(void **state)
{
	struct ks_fixture *f = *state;

	assert_int_equal(ks_shelf_part_add(f->folder, sha, bundle.data, bundle.len), KS_OK);
	ks_fixture_run(f, 0);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_CONTENT), 0);
	assert_int_equal(newest(f), 3);
	assert_int_equal(ks_fixture_status(f).content_version, 3);
}

static void an_offer_that_is_none_is_passed_over(void **state)
{
#define SHA "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
	static const struct {
		const char *offer;
		size_t n_asked;
	} cases[] = {
		{"", 0},
		{"3", 0},
		{"3 100", 0},
		{"0 100 00", 0},
		{"3 99999999999 ab", 0},
		{"-1 10 zz", 0},
		{"3 100 ../../../etc", 0},
		{"0 100 " SHA, 0},
		{"-3 100 " SHA, 0},
		{"1 100 " SHA, 1},
		{"9999999 100 " SHA, 1},
		{"12345678 100 " SHA, 0},
		{"3 0 " SHA, 0},
		{"3 1 " SHA, 1},
		{"3 67108864 " SHA, 1}, /* the largest */
		{"3 67108865 " SHA, 0},
		{"3 100 " SHA " ", 0},
		{"3 100 " SHA "0", 0},
		{"3 100 0" SHA, 0},
		{"x3 100 " SHA, 0},
	};
	struct ks_fixture *f = *state;

	n_good = 0;
	assert_int_equal(KS_BUNDLE_BYTES_MAX, 67108864);
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		size_t before = ks_fixture_count(f, KS_FAKE_CONTENT);

		f->offer = cases[i].offer;
		ks_fixture_open(f);
		ks_fixture_run(f, 0);
		if (ks_fixture_count(f, KS_FAKE_CONTENT) - before != cases[i].n_asked)
			fail_msg("%s", cases[i].offer);
	}
}

/* Of another bundle nothing is known: it does not wait out the trouble that there was with the one before. */
static void another_offer_is_asked_for_at_once(void **state)
{
	struct ks_fixture *f = *state;
	size_t n;

	n_good = 0;
	ks_fixture_run(f, 2 * HOUR_MS);
	n = ks_fixture_count(f, KS_FAKE_CONTENT);
	ks_fixture_run(f, 0);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_CONTENT), n);
	assert_true(n > 8 && n < 60); /* later and later, though each list says the same */
	make_bundle(4);
	n_good = -1;
	ks_fixture_run(f, KS_SYNC_ROSTER_EVERY_MS);
	assert_int_equal(newest(f), 4);
	assert_true(ks_fixture_nth(f, KS_FAKE_CONTENT, n)->at_ms ==
		    ks_fixture_nth(f, KS_FAKE_ROSTER, ks_fixture_count(f, KS_FAKE_ROSTER) - 1)->at_ms);
}

static void where_there_is_no_room_it_is_tried_again(void **state)
{
	struct ks_fixture *f = *state;

	ks_calls.free_bytes = NO_ROOM;
	ks_fixture_run(f, 0);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_CONTENT), n_pieces());
	assert_int_equal(ks_fixture_status(f).content_refused, 0);
	ks_calls.free_bytes = ROOM;
	ks_fixture_run(f, KS_SYNC_CONTENT_RETRY_MS - 1);
	assert_int_equal(newest(f), 0);
	ks_fixture_run(f, 1);
	assert_int_equal(newest(f), 3);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_CONTENT), n_pieces()); /* it is here already */
}

static void where_no_piece_can_be_kept_it_is_tried_again(void **state)
{
	struct ks_fixture *f = *state;
	char *path = ks_path_join(f->folder, "content");
	struct ks_test_stream stream = ks_test_stream_begin(stderr);
	char *said;

	assert_int_equal(ks_file_write(path, "", 0, 0600), KS_OK); /* where a folder should be */
	ks_fixture_run(f, KS_SYNC_CONTENT_RETRY_MS - 1);
	said = ks_test_stream_end(&stream);
	assert_non_null(strstr(said, "error: sync: a piece of content could not be kept: "));
	assert_int_equal(ks_fixture_count(f, KS_FAKE_CONTENT), 1);
	assert_int_equal(remove(path), 0);
	ks_fixture_run(f, 1);
	assert_int_equal(newest(f), 3);
	free(said);
	free(path);
}

static void the_centre_is_told_which_bundle_runs(void **state)
{
	struct ks_fixture *f = *state;

	f->offer = NULL;
	f->options.content_version = 7;
	f->options.plan_json = "{\"nendo\":2026,\"revision\":\"2026.1\"}";
	ks_fixture_run(f, 0);
	assert_non_null(strstr(ks_fixture_nth(f, KS_FAKE_ROSTER, 0)->headers, " 2026.1#7\n"));
}

static void the_condition_is_told_when_it_changed(void **state)
{
	struct ks_fixture *f = *state;

	f->offer = NULL;
	f->scripts[KS_FAKE_CONDITION].otherwise = (struct ks_fake_answer){204, "", NULL, NULL, 0};
	ks_fixture_run(f, 0);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_CONDITION), 0);
	for (int i = 0; i < 3; i++) {
		ks_sync_core_set_condition(f->core, "[1]");
		ks_fixture_run(f, HOUR_MS);
	}
	assert_int_equal(ks_fixture_count(f, KS_FAKE_CONDITION), 1);
	assert_string_equal(ks_fixture_nth(f, KS_FAKE_CONDITION, 0)->body, "[1]");
	ks_sync_core_set_condition(f->core, "[2]");
	ks_fixture_run(f, HOUR_MS);
	assert_string_equal(ks_fixture_nth(f, KS_FAKE_CONDITION, 1)->body, "[2]");
	assert_int_equal(ks_fixture_count(f, KS_FAKE_CONDITION), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_is_offered_is_fetched_in_pieces_and_told,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_cut_line_and_a_restart_go_on_where_it_stopped,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(another_offer_begins_anew, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_refused_is_not_fetched_again, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(in_the_clear_the_first_key_is_not_believed, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_wrong_answer_is_no_piece, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_whole_already_is_installed_without_a_request,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_record_goes_before_content, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_offer_that_is_none_is_passed_over, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(another_offer_is_asked_for_at_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(where_there_is_no_room_it_is_tried_again, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(where_no_piece_can_be_kept_it_is_tried_again,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_condition_is_told_when_it_changed, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(the_centre_is_told_which_bundle_runs, set_up,
						tear_down),
	};

	return ks_test_run(tests);
}
