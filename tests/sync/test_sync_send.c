// SPDX-License-Identifier: Apache-2.0
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "sync/fixture.h"
#include "sync/sync_private.h"

#define MINUTE_MS INT64_C(60000)

static void the_very_bytes_are_sent_in_order(void **state)
{
	struct ks_fixture *f = *state;
	const struct ks_fake_request *post;
	char *expected;

	ks_fixture_record(f, 7);
	ks_fixture_run(f, MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_POST), 1);
	post = ks_fixture_nth(f, KS_FAKE_POST, 0);
	expected = ks_fixture_body(f, 1, 7);
	assert_string_equal(post->method, "POST");
	assert_string_equal(post->url, "http://lrs.example/xAPI/statements");
	assert_string_equal(post->body, expected);
	assert_string_equal(post->credentials, "key:secret");
	assert_non_null(strstr(post->headers, "Content-Type: application/json\n"));
	assert_non_null(strstr(post->headers, "X-Experience-API-Version: 1.0.3\n"));
	ks_fixture_assert_delivered(f);
	free(expected);
}

static void every_post_carries_the_signed_head(void **state)
{
	struct ks_fixture *f = *state;
	struct ks_head head;
	char *expected;

	ks_fixture_record(f, 3);
	ks_fixture_run(f, MINUTE_MS);
	assert_int_equal(ks_ledger_head(f->ledger, &head), KS_OK);
	expected =
		ks_format("X-Kenshu-Head: 3 %s %s %s\n", head.hash, head.public_key, head.signature);
	assert_non_null(strstr(ks_fixture_nth(f, KS_FAKE_POST, 0)->headers, expected));
	ks_head_finish(&head);
	free(expected);
}

static void a_request_holds_at_most_fifty_statements(void **state)
{
	struct ks_fixture *f = *state;
	static const size_t sizes[] = {50, 50, 20};

	ks_fixture_record(f, 120);
	ks_fixture_run(f, MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_POST), KS_COUNT(sizes));
	for (size_t i = 0; i < KS_COUNT(sizes); i++)
		assert_int_equal(ks_fixture_statements(ks_fixture_nth(f, KS_FAKE_POST, i)), sizes[i]);
	ks_fixture_assert_delivered(f);
}

/* The last of all proves nothing before it is there itself. */
static void of_a_backlog_the_end_of_each_part_is_signed_too(void **state)
{
	struct ks_fixture *f = *state;
	static const char *const ends[] = {"X-Kenshu-Batch-Head: 50 ", "X-Kenshu-Batch-Head: 100 ",
					   NULL};

	ks_fixture_record(f, 120);
	ks_fixture_run(f, MINUTE_MS);
	for (size_t i = 0; i < KS_COUNT(ends); i++) {
		const char *headers = ks_fixture_nth(f, KS_FAKE_POST, i)->headers;

		assert_non_null(strstr(headers, "X-Kenshu-Head: 120 "));
		assert_int_equal(!strstr(headers, "X-Kenshu-Batch-Head"), !ends[i]);
		assert_true(!ends[i] || strstr(headers, ends[i]));
	}
}

/* So that one signature covers all of a request. */
static void a_request_ends_before_a_number_that_is_missing(void **state)
{
	struct ks_fixture *f = *state;

	ks_fixture_record(f, 9);
	assert_int_equal(ks_ledger_quarantine(f->ledger, 4, "test"), KS_OK);
	ks_fixture_run(f, MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_POST), 2);
	assert_int_equal(ks_fixture_statements(ks_fixture_nth(f, KS_FAKE_POST, 0)), 3);
	assert_int_equal(ks_fixture_statements(ks_fixture_nth(f, KS_FAKE_POST, 1)), 5);
}

static void a_step_makes_at_most_one_request(void **state)
{
	struct ks_fixture *f = *state;
	int64_t wait_ms;

	ks_fixture_record(f, 120);
	ks_fixture_open(f);
	for (size_t i = 0; i < 20; i++) {
		size_t before = f->n_requests;

		ks_sync_core_step(f->core, &wait_ms);
		assert_true(f->n_requests <= before + 1);
	}
	ks_fixture_assert_delivered(f);
}

static void resend_after_timeout_keeps_the_same_bytes(void **state)
{
	struct ks_fixture *f = *state;

	ks_fixture_record(f, 4);
	for (int i = 0; i < 3; i++)
		ks_fixture_answer(f, KS_FAKE_POST, (struct ks_fake_answer){0});
	ks_fixture_run(f, MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_POST), 4);
	for (size_t i = 1; i < 4; i++)
		assert_string_equal(ks_fixture_nth(f, KS_FAKE_POST, i)->body,
				    ks_fixture_nth(f, KS_FAKE_POST, 0)->body);
	ks_fixture_assert_delivered(f);
}

static void resend_after_a_restart_keeps_the_same_bytes(void **state)
{
	struct ks_fixture *f = *state;

	ks_fixture_record(f, 4);
	ks_fixture_answer(f, KS_FAKE_POST, (struct ks_fake_answer){0});
	ks_fixture_run(f, 0);
	ks_fixture_open(f);
	ks_fixture_run(f, MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_POST), 2);
	assert_string_equal(ks_fixture_nth(f, KS_FAKE_POST, 1)->body,
			    ks_fixture_nth(f, KS_FAKE_POST, 0)->body);
	ks_fixture_assert_delivered(f);
}

/* Answers that are no answer of an LRS: nothing may be marked as delivered. */
static void assert_not_delivered(struct ks_fixture *f, struct ks_fake_answer answer)
{
	struct ks_sync_status status;

	ks_fixture_record(f, 2);
	f->is_gateway[KS_FAKE_POST] = true;
	f->scripts[KS_FAKE_POST].otherwise = answer;
	ks_fixture_run(f, MINUTE_MS);
	status = ks_fixture_status(f);
	assert_int_equal(status.tally, KS_SYNC_TALLY_WAITING);
	assert_int_equal(status.n_pending, 2);
	assert_int_equal(status.n_quarantined, 0);
	assert_int_equal(status.state, KS_SYNC_WAITING);
	assert_true(ks_fixture_count(f, KS_FAKE_POST) > 1);
}

static void captive_portal_html_is_not_delivery(void **state)
{
	assert_not_delivered(*state, (struct ks_fake_answer){200, "text/html", "<html>", NULL, 0});
}

static void an_answer_without_a_type_is_not_delivery(void **state)
{
	assert_not_delivered(*state, (struct ks_fake_answer){200, "", "", NULL, 0});
}

static void another_json_type_is_not_delivery(void **state)
{
	assert_not_delivered(*state,
			     (struct ks_fake_answer){200, "application/jsonp", "x()", NULL, 0});
}

static void a_json_error_with_200_is_not_delivery(void **state)
{
	assert_not_delivered(*state,
			     (struct ks_fake_answer){200, "application/json",
						     "{\"error\":\"blocked by policy\"}", NULL, 0});
}

static void an_array_of_anything_but_ids_is_not_delivery(void **state)
{
	static const char *const bodies[] = {"[]", "[1]", "[{}]", "[\"one-only\"]",
					     "[\"0190a2b4-0000-7000-8000-000000000001\",{}]"};

	for (size_t i = 0; i < KS_COUNT(bodies); i++) {
		ks_fixture_teardown(state);
		ks_fixture_setup(state);
		assert_not_delivered(*state, (struct ks_fake_answer){200, "application/json",
								     bodies[i], NULL, 0});
	}
}

static void an_array_of_ids_is_delivery_though_no_version_is_named(void **state)
{
	struct ks_fixture *f = *state;

	ks_fixture_record(f, 2);
	f->scripts[KS_FAKE_POST].otherwise = (struct ks_fake_answer){
		200, "application/json", "[\"0190a2b4-0000-7000-8000-000000000001\"]", NULL, 0};
	f->is_gateway[KS_FAKE_POST] = true;
	ks_fixture_run(f, MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_POST), 1);
	ks_fixture_assert_delivered(f);
}

static void any_success_that_names_the_version_is_delivery(void **state)
{
	static const struct ks_fake_answer answers[] = {{200, "application/json", "{}", NULL, 0},
							{200, "", "", NULL, 0},
							{202, "text/plain", "ok", NULL, 0}};
	struct ks_fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(answers); i++) {
		ks_fixture_record(f, 2);
		f->scripts[KS_FAKE_POST].otherwise = answers[i];
		ks_fixture_run(f, MINUTE_MS);
		ks_fixture_assert_delivered(f);
	}
}

static void a_gateways_refusal_loses_nothing_and_sets_nothing_aside(void **state)
{
	static const int statuses[] = {400, 401, 403, 409};

	for (size_t i = 0; i < KS_COUNT(statuses); i++) {
		static const char *const types[] = {"text/html", "application/json"};

		for (size_t k = 0; k < KS_COUNT(types); k++) {
			ks_fixture_teardown(state);
			ks_fixture_setup(state);
			assert_not_delivered(*state,
					     (struct ks_fake_answer){statuses[i], types[k],
								     "{\"error\":1}", NULL, 0});
		}
	}
}

static void a_redirect_is_not_delivery(void **state)
{
	assert_not_delivered(*state, (struct ks_fake_answer){302, "application/json", "", NULL, 0});
}

static void a_wrong_address_keeps_everything(void **state)
{
	assert_not_delivered(*state, (struct ks_fake_answer){404, "application/json", "", NULL, 0});
}

static void a_server_error_keeps_everything(void **state)
{
	assert_not_delivered(*state, (struct ks_fake_answer){500, "application/json", "", NULL, 0});
}

static void success_without_a_body_is_delivery(void **state)
{
	struct ks_fixture *f = *state;

	ks_fixture_record(f, 2);
	ks_fixture_answer(f, KS_FAKE_POST, (struct ks_fake_answer){204, "", NULL, NULL, 0});
	ks_fixture_run(f, MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_POST), 1);
	ks_fixture_assert_delivered(f);
}

static void returned_ids_are_never_compared(void **state)
{
	struct ks_fixture *f = *state;

	ks_fixture_record(f, 2);
	ks_fixture_answer(f, KS_FAKE_POST,
			  (struct ks_fake_answer){200, "application/json; charset=utf-8",
						  "[\"one-only\"]", NULL, 0});
	ks_fixture_run(f, MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_POST), 1);
	ks_fixture_assert_delivered(f);
}

static void what_is_recorded_meanwhile_is_sent_behind(void **state)
{
	struct ks_fixture *f = *state;

	ks_fixture_record(f, 1);
	ks_fixture_run(f, 0);
	ks_fixture_assert_delivered(f);
	ks_fixture_record(f, 2);
	ks_fixture_run(f, 0);
	assert_int_equal(ks_fixture_statements(ks_fixture_nth(f, KS_FAKE_POST, 1)), 2);
	ks_fixture_assert_delivered(f);
}

#define RULE(name) cmocka_unit_test_setup_teardown(name, ks_fixture_setup, ks_fixture_teardown)
static const struct CMUnitTest tests[] = {
	RULE(the_very_bytes_are_sent_in_order),
	RULE(every_post_carries_the_signed_head),
	RULE(a_request_holds_at_most_fifty_statements),
	RULE(of_a_backlog_the_end_of_each_part_is_signed_too),
	RULE(a_request_ends_before_a_number_that_is_missing),
	RULE(a_step_makes_at_most_one_request),
	RULE(resend_after_timeout_keeps_the_same_bytes),
	RULE(resend_after_a_restart_keeps_the_same_bytes),
	RULE(captive_portal_html_is_not_delivery),
	RULE(an_answer_without_a_type_is_not_delivery),
	RULE(another_json_type_is_not_delivery),
	RULE(a_json_error_with_200_is_not_delivery),
	RULE(an_array_of_anything_but_ids_is_not_delivery),
	RULE(an_array_of_ids_is_delivery_though_no_version_is_named),
	RULE(any_success_that_names_the_version_is_delivery),
	RULE(a_gateways_refusal_loses_nothing_and_sets_nothing_aside),
	RULE(a_redirect_is_not_delivery),
	RULE(a_wrong_address_keeps_everything),
	RULE(a_server_error_keeps_everything),
	RULE(success_without_a_body_is_delivery),
	RULE(returned_ids_are_never_compared),
	RULE(what_is_recorded_meanwhile_is_sent_behind),
};

int main(void)
{
	return ks_test_run(tests);
}
