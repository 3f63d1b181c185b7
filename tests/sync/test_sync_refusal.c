// SPDX-License-Identifier: Apache-2.0
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "sync/fixture.h"
#include "sync/sync_private.h"

#define MINUTE_MS INT64_C(60000)

/* Answers that are no answer of an LRS: nothing may be marked as delivered. */
static void assert_not_delivered(struct ks_fixture *f, struct ks_fake_answer answer)
{
	struct ks_sync_status status;

	ks_fixture_record(f, 2);
	f->scripts[KS_FAKE_POST].otherwise = answer;
	ks_fixture_run(f, MINUTE_MS);
	status = ks_fixture_status(f);
	assert_int_equal(status.n_pending, 2);
	assert_int_equal(status.n_quarantined, 0);
	assert_int_equal(status.state, KS_SYNC_WAITING);
	assert_true(ks_fixture_count(f, KS_FAKE_POST) > 1);
}

/* An endpoint that never takes the statements of some staff numbers. */
static struct ks_fake_answer reject_bad(struct ks_fixture *f, const struct ks_fake_request *request)
{
	(void)f;
	if (request->path != KS_FAKE_POST)
		return (struct ks_fake_answer){404, "", NULL, NULL, 0};
	if (strstr(request->body, "s-000013\"") || strstr(request->body, "s-000014\"") ||
	    strstr(request->body, "s-000049\""))
		return (struct ks_fake_answer){400, "application/json", "{}", NULL, 0};
	return (struct ks_fake_answer){200, "application/json", "[]", NULL, 0};
}

static void bad_statements_are_found_by_bisecting_and_set_aside(void **state)
{
	struct ks_fixture *f = *state;
	struct ks_sync_status status;

	f->decide = reject_bad;
	ks_fixture_record(f, 60);
	ks_fixture_run(f, MINUTE_MS);
	status = ks_fixture_status(f);
	assert_int_equal(status.n_pending, 0);
	assert_int_equal(status.n_quarantined, 3);
	assert_int_equal(status.state, KS_SYNC_IDLE);
	for (int64_t seq = 1; seq <= 60; seq++) {
		struct ks_statement statement;
		bool is_bad = seq == 14 || seq == 15 || seq == 50;

		assert_int_equal(ks_ledger_read(f->ledger, seq, &statement), KS_OK);
		assert_int_equal(statement.is_delivered, !is_bad);
		ks_statement_finish(&statement);
	}
	assert_true(ks_fixture_count(f, KS_FAKE_POST) <= 3 * 12);
}

static void order_survives_bisecting(void **state)
{
	struct ks_fixture *f = *state;
	int64_t last = 0;

	f->decide = reject_bad;
	ks_fixture_record(f, 60);
	ks_fixture_run(f, MINUTE_MS);
	for (size_t i = 0; i < ks_fixture_count(f, KS_FAKE_POST); i++) {
		const struct ks_fake_request *post = ks_fixture_nth(f, KS_FAKE_POST, i);

		if (reject_bad(f, post).status != 200)
			continue;
		for (const char *at = post->body; (at = strstr(at, "\"seq\":")); at++) {
			int64_t seq = strtoll(at + 6, NULL, 10);

			assert_true(seq > last);
			last = seq;
		}
	}
	assert_int_equal(last, 60);
}

static void settle_conflict(struct ks_fixture *f, const char *body)
{
	ks_fixture_record(f, 1);
	ks_fixture_answer(f, KS_FAKE_POST,
			  (struct ks_fake_answer){409, "application/json", "{}", NULL, 0});
	ks_fixture_answer(f, KS_FAKE_GET,
			  (struct ks_fake_answer){200, "application/json", body, NULL, 0});
	ks_fixture_run(f, MINUTE_MS);
}

static void a_conflict_about_the_same_statement_is_delivery(void **state)
{
	struct ks_fixture *f = *state;
	char *one, *url, *body;

	ks_fixture_record(f, 1);
	one = ks_fixture_body(f, 1, 1);
	/* as another LRS keeps it: stored added, a member moved, without the brackets */
	body = ks_format("{\"stored\":\"2026-05-18T00:31:00Z\",%.*s", (int)strlen(one) - 3, one + 2);
	ks_fixture_answer(f, KS_FAKE_POST, (struct ks_fake_answer){409, "", NULL, NULL, 0});
	ks_fixture_answer(f, KS_FAKE_GET,
			  (struct ks_fake_answer){200, "application/json", body, NULL, 0});
	ks_fixture_run(f, MINUTE_MS);
	url = ks_format("http://lrs.example/xAPI/statements?statementId=%.36s", one + 8);
	assert_string_equal(ks_fixture_nth(f, KS_FAKE_GET, 0)->url, url);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_POST), 1);
	ks_fixture_assert_delivered(f);
	free(url);
	free(body);
	free(one);
}

static void a_conflict_about_another_statement_is_set_aside_visibly(void **state)
{
	struct ks_fixture *f = *state;

	settle_conflict(f, "{\"id\":\"00000000-0000-4000-8000-000000000000\"}");
	assert_int_equal(ks_fixture_status(f).n_pending, 0);
	assert_int_equal(ks_fixture_status(f).n_quarantined, 1);
}

static void a_conflict_is_settled_only_by_an_answer(void **state)
{
	struct ks_fixture *f = *state;

	ks_fixture_record(f, 1);
	ks_fixture_answer(f, KS_FAKE_POST, (struct ks_fake_answer){409, "", NULL, NULL, 0});
	f->scripts[KS_FAKE_GET].otherwise = (struct ks_fake_answer){503, "", NULL, NULL, 0};
	ks_fixture_run(f, MINUTE_MS);
	assert_int_equal(ks_fixture_status(f).n_pending, 1);
	assert_int_equal(ks_fixture_status(f).n_quarantined, 0);
	assert_true(ks_fixture_count(f, KS_FAKE_GET) > 1);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_POST), 1);
}

static void a_voided_statement_is_looked_for_among_the_voided(void **state)
{
	struct ks_fixture *f = *state;

	ks_fixture_record(f, 1);
	ks_fixture_answer(f, KS_FAKE_POST, (struct ks_fake_answer){409, "", NULL, NULL, 0});
	ks_fixture_run(f, MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_GET), 2);
	assert_non_null(strstr(ks_fixture_nth(f, KS_FAKE_GET, 1)->url, "?voidedStatementId="));
	assert_int_equal(ks_fixture_status(f).n_quarantined, 1);
}

static void each_conflict_is_looked_for_from_the_beginning(void **state)
{
	static const char *const asked[] = {
		"?statementId=", "?voidedStatementId=", "?statementId=", "?voidedStatementId="};
	struct ks_fixture *f = *state;

	f->scripts[KS_FAKE_POST].otherwise = (struct ks_fake_answer){409, "", NULL, NULL, 0};
	ks_fixture_record(f, 2);
	ks_fixture_run(f, MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_GET), KS_COUNT(asked));
	for (size_t i = 0; i < KS_COUNT(asked); i++)
		assert_non_null(strstr(ks_fixture_nth(f, KS_FAKE_GET, i)->url, asked[i]));
}

/* POST 409 with @told, then GET @status. */
static void conflict(struct ks_fixture *f, const char *told, struct ks_fake_answer found)
{
	f->scripts[KS_FAKE_POST].otherwise =
		(struct ks_fake_answer){409, "application/json", told, NULL, 0};
	f->scripts[KS_FAKE_GET].otherwise = found;
	ks_fixture_run(f, 10 * MINUTE_MS);
}

static void where_reading_is_refused_the_id_list_is_believed(void **state)
{
	struct ks_fixture *f = *state;
	char *one, *list;

	ks_fixture_record(f, 1);
	one = ks_fixture_body(f, 1, 1);
	list = ks_format("[\"%.36s\"]", one + 8);
	conflict(f, list, (struct ks_fake_answer){403, "application/json", "{}", NULL, 0});
	ks_fixture_assert_delivered(f);
	free(list);
	free(one);
}

static void where_reading_is_refused_nothing_is_set_aside_without_a_word(void **state)
{
	struct ks_fixture *f = *state;

	ks_fixture_record(f, 1);
	conflict(f, "[\"0190a2b4-0000-7000-8000-000000000001\"]",
		 (struct ks_fake_answer){401, "application/json", "{}", NULL, 0});
	assert_int_equal(ks_fixture_status(f).n_pending, 1);
	assert_int_equal(ks_fixture_status(f).n_quarantined, 0);
	assert_int_equal(ks_fixture_status(f).state, KS_SYNC_REFUSED);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_GET), 1);
	/* the credentials may read from now on */
	f->scripts[KS_FAKE_GET].otherwise =
		(struct ks_fake_answer){200, "application/json",
					"{\"id\":\"0190a2b4-0000-7000-8000-000000000001\"}", NULL, 0};
	ks_fixture_run(f, 16 * MINUTE_MS);
	assert_int_equal(ks_fixture_status(f).n_quarantined, 1);
	assert_int_equal(ks_fixture_status(f).state, KS_SYNC_IDLE);
}

static void a_gateways_answer_settles_no_conflict(void **state)
{
	static const struct ks_fake_answer answers[] = {
		{200, "application/json", "{\"error\":\"blocked\"}", NULL, 0},
		{200, "text/html", "<html>", NULL, 0},
		{404, "text/html", "<html>", NULL, 0},
		{400, "application/json", "{}", NULL, 0},
		{403, "text/html", "<html>", NULL, 0},
	};

	for (size_t i = 0; i < KS_COUNT(answers); i++) {
		struct ks_fixture *f;

		ks_fixture_teardown(state);
		ks_fixture_setup(state);
		f = *state;
		f->is_gateway[KS_FAKE_GET] = true;
		ks_fixture_record(f, 1);
		conflict(f, "{}", answers[i]);
		assert_int_equal(ks_fixture_status(f).n_pending, 1);
		assert_int_equal(ks_fixture_status(f).n_quarantined, 0);
		assert_int_equal(ks_fixture_status(f).state, KS_SYNC_WAITING);
		assert_true(ks_fixture_count(f, KS_FAKE_GET) > 1);
	}
}

/* Trouble of its own is no answer of an LRS: it is asked again, and nothing is set aside. */
static void an_lrs_in_trouble_settles_no_conflict(void **state)
{
	static const int statuses[] = {408, 429, 500, 503, 599, 302};

	for (size_t i = 0; i < KS_COUNT(statuses); i++) {
		struct ks_fixture *f;

		ks_fixture_teardown(state);
		ks_fixture_setup(state);
		f = *state;
		ks_fixture_record(f, 1);
		conflict(f, "{}",
			 (struct ks_fake_answer){statuses[i], "application/json", "{}", NULL, 0});
		assert_int_equal(ks_fixture_status(f).n_pending, 1);
		assert_int_equal(ks_fixture_status(f).n_quarantined, 0);
		assert_int_equal(ks_fixture_status(f).state, KS_SYNC_WAITING);
	}
}

static void a_conflict_in_a_batch_is_bisected(void **state)
{
	struct ks_fixture *f = *state;

	ks_fixture_record(f, 4);
	ks_fixture_answer(f, KS_FAKE_POST, (struct ks_fake_answer){409, "", NULL, NULL, 0});
	ks_fixture_answer(f, KS_FAKE_POST, (struct ks_fake_answer){409, "", NULL, NULL, 0});
	ks_fixture_run(f, MINUTE_MS);
	assert_int_equal(ks_fixture_statements(ks_fixture_nth(f, KS_FAKE_POST, 0)), 4);
	assert_int_equal(ks_fixture_statements(ks_fixture_nth(f, KS_FAKE_POST, 1)), 2);
	assert_int_equal(ks_fixture_statements(ks_fixture_nth(f, KS_FAKE_POST, 2)), 1);
	ks_fixture_assert_delivered(f);
}

static void refused_credentials_stop_everything_and_lose_nothing(void **state)
{
	static const int statuses[] = {401, 403};
	struct ks_fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(statuses); i++) {
		size_t before = ks_fixture_count(f, KS_FAKE_POST);

		ks_fixture_record(f, 2);
		f->scripts[KS_FAKE_POST].otherwise =
			(struct ks_fake_answer){statuses[i], "application/json", "{}", NULL, 0};
		ks_fixture_open(f);
		ks_fixture_run(f, 10 * MINUTE_MS);
		assert_int_equal(ks_fixture_status(f).state, KS_SYNC_REFUSED);
		assert_int_equal(ks_fixture_status(f).n_pending, 2 * (int)(i + 1));
		assert_int_equal(ks_fixture_status(f).n_quarantined, 0);
		assert_int_equal(ks_fixture_count(f, KS_FAKE_POST), before + 1);
	}
}

static void after_refusal_one_slow_retry_finds_credentials_repaired(void **state)
{
	struct ks_fixture *f = *state;

	ks_fixture_record(f, 2);
	ks_fixture_answer(f, KS_FAKE_POST, (struct ks_fake_answer){401, "", NULL, NULL, 0});
	ks_fixture_run(f, 16 * MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_POST), 2);
	assert_int_equal(ks_fixture_nth(f, KS_FAKE_POST, 1)->at_ms -
				 ks_fixture_nth(f, KS_FAKE_POST, 0)->at_ms,
			 KS_SYNC_REFUSED_RETRY_MS);
	ks_fixture_assert_delivered(f);
}

static struct ks_fake_answer refuse_more_than_three(struct ks_fixture *f,
						    const struct ks_fake_request *request)
{
	(void)f;
	if (request->path != KS_FAKE_POST)
		return (struct ks_fake_answer){404, "", NULL, NULL, 0};
	return (struct ks_fake_answer){ks_fixture_statements(request) > 3 ? 413 : 200,
				       "application/json", "[]", NULL, 0};
}

static void too_large_halves_and_stays_small(void **state)
{
	struct ks_fixture *f = *state;

	f->decide = refuse_more_than_three;
	ks_fixture_record(f, 60);
	ks_fixture_run(f, MINUTE_MS);
	ks_fixture_assert_delivered(f);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_POST), 4 + 20); /* 50 25 12 6, then threes */
}

static void one_statement_is_never_too_large(void **state)
{
	assert_not_delivered(*state, (struct ks_fake_answer){413, "", NULL, NULL, 0});
}

static void an_endpoint_that_calls_everything_bad_does_not_empty_the_ledger(void **state)
{
	struct ks_fixture *f = *state;

	for (int i = 0; i < 2; i++)
		ks_fixture_record(f, KS_SYNC_BAD_RUN_MAX);
	f->scripts[KS_FAKE_POST].otherwise = (struct ks_fake_answer){400, "", NULL, NULL, 0};
	ks_fixture_run(f, MINUTE_MS);
	assert_int_equal(ks_fixture_status(f).n_quarantined, KS_SYNC_BAD_RUN_MAX);
	assert_int_equal(ks_fixture_status(f).n_pending, KS_SYNC_BAD_RUN_MAX);
	assert_int_equal(ks_fixture_status(f).state, KS_SYNC_WAITING);
	f->scripts[KS_FAKE_POST].otherwise = (struct ks_fake_answer){204, "", NULL, NULL, 0};
	ks_fixture_run(f, 20 * MINUTE_MS);
	assert_int_equal(ks_fixture_status(f).n_pending, 0);
}

static void retry_after_is_honoured(void **state)
{
	static const int statuses[] = {429, 503};
	struct ks_fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(statuses); i++)
		ks_fixture_answer(f, KS_FAKE_POST,
				  (struct ks_fake_answer){statuses[i], "", NULL, NULL, 120});
	ks_fixture_record(f, 1);
	ks_fixture_run(f, 10 * MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_POST), 3);
	for (size_t i = 1; i < 3; i++) {
		int64_t gap_ms = ks_fixture_nth(f, KS_FAKE_POST, i)->at_ms -
				 ks_fixture_nth(f, KS_FAKE_POST, i - 1)->at_ms;

		assert_int_equal(gap_ms, 120000);
	}
	ks_fixture_assert_delivered(f);
}

static void back_off_begins_quick_and_ends_at_fifteen_minutes(void **state)
{
	struct ks_fixture *f = *state;
	size_t n;
	int64_t sum_ms = 0;

	f->scripts[KS_FAKE_POST].otherwise = (struct ks_fake_answer){0};
	ks_fixture_record(f, 1);
	ks_fixture_run(f, 24 * 60 * MINUTE_MS);
	n = ks_fixture_count(f, KS_FAKE_POST);
	for (size_t i = 1; i < n; i++) {
		int64_t gap_ms = ks_fixture_nth(f, KS_FAKE_POST, i)->at_ms -
				 ks_fixture_nth(f, KS_FAKE_POST, i - 1)->at_ms;
		int64_t cap_ms = i < 10 ? INT64_C(1000) << (i - 1) : KS_SYNC_BACKOFF_MAX_MS;

		assert_in_range(gap_ms, KS_SYNC_BACKOFF_MIN_MS, cap_ms);
		sum_ms += i > 10 ? gap_ms : 0;
	}
	/* full jitter: half the ceiling on average */
	assert_in_range(sum_ms / (int64_t)(n - 11), 5 * MINUTE_MS, 10 * MINUTE_MS);
}

/* When the eighth try came, of a kiosk with this seed. */
static int64_t eighth_try_ms(uint64_t seed)
{
	struct ks_fixture f;
	int64_t at_ms;

	ks_fixture_begin(&f);
	f.options.seed = seed;
	f.scripts[KS_FAKE_POST].otherwise = (struct ks_fake_answer){0};
	f.core = ks_sync_core_open(&f.options);
	ks_fixture_record(&f, 1);
	ks_fixture_run(&f, 20 * MINUTE_MS);
	at_ms = ks_fixture_nth(&f, KS_FAKE_POST, 7)->at_ms;
	ks_fixture_finish(&f);
	return at_ms;
}

static void kiosks_that_lost_one_endpoint_do_not_come_back_together(void **state)
{
	(void)state;
	assert_int_equal(eighth_try_ms(1), eighth_try_ms(1));
	assert_int_not_equal(eighth_try_ms(1), eighth_try_ms(2));
	assert_int_not_equal(eighth_try_ms(0), eighth_try_ms(0)); /* 0: one of its own */
}

static void a_poke_does_not_cut_the_back_off_short(void **state)
{
	struct ks_fixture *f = *state;
	int64_t wait_ms;

	ks_fixture_record(f, 1);
	f->scripts[KS_FAKE_POST].otherwise = (struct ks_fake_answer){0};
	ks_fixture_run(f, MINUTE_MS);
	for (int i = 0; i < 5; i++) {
		size_t before = f->n_requests;

		ks_sync_core_step(f->core, &wait_ms);
		assert_int_equal(f->n_requests, before);
		assert_true(wait_ms > 0);
	}
}

#define RULE(name) cmocka_unit_test_setup_teardown(name, ks_fixture_setup, ks_fixture_teardown)
static const struct CMUnitTest tests[] = {
	RULE(bad_statements_are_found_by_bisecting_and_set_aside),
	RULE(order_survives_bisecting),
	RULE(a_conflict_about_the_same_statement_is_delivery),
	RULE(a_conflict_about_another_statement_is_set_aside_visibly),
	RULE(a_conflict_is_settled_only_by_an_answer),
	RULE(a_voided_statement_is_looked_for_among_the_voided),
	RULE(each_conflict_is_looked_for_from_the_beginning),
	RULE(where_reading_is_refused_the_id_list_is_believed),
	RULE(where_reading_is_refused_nothing_is_set_aside_without_a_word),
	RULE(a_gateways_answer_settles_no_conflict),
	RULE(an_lrs_in_trouble_settles_no_conflict),
	RULE(a_conflict_in_a_batch_is_bisected),
	RULE(refused_credentials_stop_everything_and_lose_nothing),
	RULE(after_refusal_one_slow_retry_finds_credentials_repaired),
	RULE(too_large_halves_and_stays_small),
	RULE(one_statement_is_never_too_large),
	RULE(an_endpoint_that_calls_everything_bad_does_not_empty_the_ledger),
	RULE(retry_after_is_honoured),
	RULE(back_off_begins_quick_and_ends_at_fifteen_minutes),
	cmocka_unit_test(kiosks_that_lost_one_endpoint_do_not_come_back_together),
	RULE(a_poke_does_not_cut_the_back_off_short),
};

int main(void)
{
	return ks_test_run(tests);
}
