// SPDX-License-Identifier: Apache-2.0
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "sync/fixture.h"
#include "sync/sync_private.h"

#define MINUTE_MS INT64_C(60000)

/* What the endpoint says of itself: its versions and its time. */

/* What /about answers, and the version statements are sent with. */
static void only_an_endpoint_that_lists_2_alone_is_spoken_to_in_2(void **state)
{
	static const struct {
		struct ks_fake_answer answer;
		const char *version;
	} cases[] = {
		{{200, "application/json", "{\"version\":[\"2.0.0\"]}", NULL, 0}, "2.0.0"},
		{{200, "application/json", "{\"version\":[\"2.0.0\",\"1.0.3\"]}", NULL, 0}, "1.0.3"},
		{{200, "application/json", "{\"version\":[\"1.0.3\"]}", NULL, 0}, "1.0.3"},
		{{200, "application/json", "{\"version\":[]}", NULL, 0}, "1.0.3"},
		{{200, "application/json", "{\"version\":[2.0,null]}", NULL, 0}, "1.0.3"},
		{{200, "application/json", "garbage", NULL, 0}, "1.0.3"},
		{{404, "", NULL, NULL, 0}, "1.0.3"},
		{{401, "", NULL, NULL, 0}, "1.0.3"},
	};
	struct ks_fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *header = ks_format("X-Experience-API-Version: %s\n", cases[i].version);

		f->scripts[KS_FAKE_ABOUT].otherwise = cases[i].answer;
		ks_fixture_record(f, 1);
		ks_fixture_open(f);
		ks_fixture_run(f, 0);
		assert_int_equal(ks_fixture_count(f, KS_FAKE_POST), i + 1);
		assert_non_null(strstr(ks_fixture_nth(f, KS_FAKE_POST, i)->headers, header));
		free(header);
	}
}

static void nothing_is_sent_before_the_version_is_known(void **state)
{
	static const struct ks_fake_answer unclear[] = {
		{0, NULL, NULL, NULL, 0},
		{200, "text/html", "<html>", NULL, 0},
		{302, "", NULL, NULL, 0},
		{200, "application/json", "{\"error\":\"blocked by policy\"}", NULL, 0},
		{404, "text/html", "<html>", NULL, 0},
	};
	struct ks_fixture *f = *state;

	f->is_gateway[KS_FAKE_ABOUT] = true; /* an LRS may leave the header out of its about */
	for (size_t i = 0; i < KS_COUNT(unclear); i++)
		ks_fixture_answer(f, KS_FAKE_ABOUT, unclear[i]);
	f->scripts[KS_FAKE_ABOUT].otherwise = (struct ks_fake_answer){
		200, "application/json", "{\"version\":[\"2.0.0\"]}", NULL, 0};
	ks_fixture_record(f, 1);
	ks_fixture_run(f, MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_ABOUT), 1 + KS_COUNT(unclear));
	assert_int_equal(ks_fixture_count(f, KS_FAKE_POST), 1);
	assert_non_null(strstr(ks_fixture_nth(f, KS_FAKE_POST, 0)->headers, ": 2.0.0\n"));
}

static void a_broken_about_does_not_stop_delivery_for_good(void **state)
{
	struct ks_fixture *f = *state;

	f->scripts[KS_FAKE_ABOUT].otherwise = (struct ks_fake_answer){500, "", NULL, NULL, 0};
	ks_fixture_record(f, 1);
	ks_fixture_run(f, MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_ABOUT), KS_SYNC_ABOUT_TRIES_MAX);
	assert_int_equal(ks_fixture_status(f).n_pending, 0);
}

/* While something waits the endpoint may become another version; else nobody needs to know. */
static void it_is_asked_what_it_is_every_six_hours_while_something_waits(void **state)
{
	struct ks_fixture *f = *state;

	f->scripts[KS_FAKE_ROSTER].otherwise = (struct ks_fake_answer){304, "", NULL, NULL, 0};
	f->scripts[KS_FAKE_POST].otherwise = (struct ks_fake_answer){503, "", NULL, NULL, 0};
	ks_fixture_run(f, 7 * 60 * MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_ABOUT), 1);
	ks_fixture_record(f, 1);
	ks_fixture_run(f, 13 * 60 * MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_ABOUT), 4);
}

static void the_centres_time_comes_from_an_lrss_own_answer_alone(void **state)
{
	struct ks_fixture *f = *state;
	struct ks_sync_status status;

	f->date_ms = KS_TEST_WALL_MS + 3600 * INT64_C(1000);
	for (int i = 0; i < KS_FAKE_PATH_COUNT; i++)
		f->is_gateway[i] = true;
	ks_fixture_record(f, 1);
	ks_fixture_run(f, MINUTE_MS);
	assert_false(ks_fixture_status(f).is_centre_time_known);
	f->is_gateway[KS_FAKE_POST] = false;
	ks_fixture_run(f, 15 * MINUTE_MS);
	status = ks_fixture_status(f);
	assert_true(status.is_centre_time_known);
	/* heard within these minutes, while the fake clock stood still */
	assert_in_range(status.centre_offset_ms, 3600500 - 16 * MINUTE_MS, 3600500);
	assert_true(status.centre_mono_offset_ms + f->requests[f->n_requests - 1].at_ms ==
		    f->date_ms + 500);
}

static void the_centres_time_is_learned_at_the_start_with_nothing_to_send(void **state)
{
	struct ks_fixture *f = *state;

	f->date_ms = KS_TEST_WALL_MS;
	ks_fixture_run(f, 0);
	assert_true(ks_fixture_status(f).is_centre_time_known);
}

#define RULE(name) cmocka_unit_test_setup_teardown(name, ks_fixture_setup, ks_fixture_teardown)
static const struct CMUnitTest tests[] = {
	RULE(only_an_endpoint_that_lists_2_alone_is_spoken_to_in_2),
	RULE(nothing_is_sent_before_the_version_is_known),
	RULE(a_broken_about_does_not_stop_delivery_for_good),
	RULE(it_is_asked_what_it_is_every_six_hours_while_something_waits),
	RULE(the_centres_time_comes_from_an_lrss_own_answer_alone),
	RULE(the_centres_time_is_learned_at_the_start_with_nothing_to_send),
};

int main(void)
{
	return ks_test_run(tests);
}
