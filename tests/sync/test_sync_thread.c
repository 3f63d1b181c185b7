// SPDX-License-Identifier: Apache-2.0
#include "support/test.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "sync/fixture.h"
#include "sync/http_curl.h"
#include "sync/peer.h"

/*
 * The thread with the real clock, the real libcurl and a real peer: what the core's tests cannot see. Times are
 * generous, because the machine may be busy; what is checked is the order of magnitude.
 */

struct world {
	struct ks_fixture fixture;
	struct ks_clock sync_clock;
	struct ks_http http;
	struct ks_peer peer;
	char *endpoint;
	struct ks_sync *sync;
	int n_changes;
};

static int64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static void count_change(void *context)
{
	__atomic_fetch_add((int *)context, 1, __ATOMIC_RELAXED);
}

static int setup(void **state)
{
	struct world *w = ks_alloc_zero(1, sizeof(*w));

	ks_fixture_begin(&w->fixture);
	w->fixture.clock = ks_clock_system(); /* the ledger has it: two threads read it */
	w->sync_clock = ks_clock_system();
	ks_peer_start(&w->peer);
	assert_int_equal(ks_http_curl_open(NULL, NULL, &w->http), KS_OK);
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;

	ks_sync_stop(w->sync);
	ks_http_curl_close(&w->http);
	ks_peer_stop(&w->peer);
	ks_fixture_finish(&w->fixture);
	free(w->endpoint);
	free(w);
	return 0;
}

static void start(struct world *w, const char *mode)
{
	w->endpoint = ks_peer_url(&w->peer, mode);
	w->fixture.options.http = w->http;
	w->fixture.options.endpoint = w->endpoint;
	w->fixture.options.clock = &w->sync_clock;
	w->fixture.options.changed = count_change;
	w->fixture.options.context = &w->n_changes;
	assert_int_equal(ks_sync_start(&w->fixture.options, &w->sync), KS_OK);
}

/* Wait until nothing is pending; returns how long that took. */
static int64_t wait_for_delivery(struct world *w)
{
	int64_t began_ms = now_ms();
	struct ks_sync_status status;
	struct ks_ledger_counts counts;

	for (;;) {
		ks_sync_status(w->sync, &status);
		assert_int_equal(ks_ledger_counts(w->fixture.ledger, &counts), KS_OK);
		if (counts.n_delivered == counts.n_statements && status.n_pending == 0 &&
		    status.state == KS_SYNC_IDLE)
			return now_ms() - began_ms;
		if (now_ms() - began_ms > 20000)
			fail_msg("%lld are still pending", (long long)status.n_pending);
		usleep(2000);
	}
}

static void what_is_recorded_is_sent_soon_after_a_poke(void **state)
{
	struct world *w = *state;
	int64_t best_ms = INT64_MAX;

	ks_fixture_record(&w->fixture, 3);
	start(w, NULL);
	wait_for_delivery(w);
	for (int i = 0; i < 5; i++) {
		struct ks_ledger_counts counts;
		int64_t began_ms;

		ks_fixture_record(&w->fixture, 1);
		began_ms = now_ms();
		ks_sync_poke(w->sync);
		do {
			usleep(1000);
			assert_int_equal(ks_ledger_counts(w->fixture.ledger, &counts), KS_OK);
		} while (counts.n_delivered < counts.n_statements && now_ms() - began_ms < 20000);
		assert_int_equal(counts.n_delivered, counts.n_statements);
		best_ms = now_ms() - began_ms < best_ms ? now_ms() - began_ms : best_ms;
	}
	assert_in_range(best_ms, 0, 2000); /* also under load; without the poke it is minutes */
	assert_true(__atomic_load_n(&w->n_changes, __ATOMIC_RELAXED) > 0);
}

static void a_flaky_line_delivers_everything_in_the_end(void **state)
{
	struct world *w = *state;

	ks_fixture_record(&w->fixture, 120);
	start(w, "flaky:30");
	wait_for_delivery(w);
}

static void stopping_does_not_wait_for_a_hanging_peer(void **state)
{
	struct world *w = *state;
	int64_t began_ms;

	ks_fixture_record(&w->fixture, 1);
	start(w, "hang");
	usleep(200 * 1000);
	began_ms = now_ms();
	ks_sync_stop(w->sync);
	w->sync = NULL;
	assert_in_range(now_ms() - began_ms, 0, 10000);
}

static void stopping_does_not_wait_for_the_back_off(void **state)
{
	struct world *w = *state;
	struct ks_sync_status status;
	int64_t began_ms;

	ks_fixture_record(&w->fixture, 1);
	start(w, "status:503:600");
	do {
		usleep(5000);
		ks_sync_status(w->sync, &status);
	} while (status.state != KS_SYNC_WAITING);
	began_ms = now_ms();
	ks_sync_stop(w->sync);
	w->sync = NULL;
	assert_in_range(now_ms() - began_ms, 0, 10000);
}

static void an_idle_thread_sleeps(void **state)
{
	struct world *w = *state;
	struct timespec before, after;
	clockid_t cpu;
	int n_changes;

	ks_fixture_record(&w->fixture, 1);
	start(w, NULL);
	wait_for_delivery(w);
	usleep(200 * 1000);
	n_changes = __atomic_load_n(&w->n_changes, __ATOMIC_RELAXED);
	assert_int_equal(clock_getcpuclockid(getpid(), &cpu), 0);
	clock_gettime(cpu, &before);
	usleep(500 * 1000);
	clock_gettime(cpu, &after);
	assert_in_range((after.tv_sec - before.tv_sec) * 1000000000L + after.tv_nsec - before.tv_nsec,
			0, 20L * 1000000L);
	assert_int_equal(__atomic_load_n(&w->n_changes, __ATOMIC_RELAXED), n_changes);
}

static void *poke_often(void *sync)
{
	struct ks_sync_status status;

	for (int i = 0; i < 2000; i++) {
		ks_sync_poke(sync);
		ks_sync_status(sync, &status);
	}
	return NULL;
}

static void pokes_from_any_thread_do_no_harm(void **state)
{
	struct world *w = *state;
	pthread_t threads[3];

	ks_fixture_record(&w->fixture, 60);
	start(w, NULL);
	for (size_t i = 0; i < KS_COUNT(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, poke_often, w->sync), 0);
	for (size_t i = 0; i < KS_COUNT(threads); i++)
		pthread_join(threads[i], NULL);
	wait_for_delivery(w);
}

static void recording_goes_on_while_sending(void **state)
{
	struct world *w = *state;

	start(w, NULL);
	for (int i = 0; i < 40; i++) {
		ks_fixture_record(&w->fixture, 2);
		ks_sync_poke(w->sync);
	}
	wait_for_delivery(w);
}

/* The peer has no place for plans; that it was asked is enough. */
static void a_plan_may_be_set_from_any_thread_while_sending(void **state)
{
	struct world *w = *state;

	ks_fixture_record(&w->fixture, 60);
	start(w, "flaky:30");
	for (int i = 0; i < 200; i++) {
		char *plan = ks_format("{\"nendo\":%d}", 2026 + i);

		ks_sync_set_plan(w->sync, i % 7 == 0 ? NULL : plan, 0);
		free(plan);
	}
	wait_for_delivery(w);
}

static struct ks_fake_answer take_all(struct ks_fixture *f, const struct ks_fake_request *request)
{
	if (request->path == KS_FAKE_PLAN || request->path == KS_FAKE_CONDITION)
		__atomic_fetch_add((int *)f->options.context, 1, __ATOMIC_RELEASE);
	return (struct ks_fake_answer){request->path == KS_FAKE_ROSTER ? 304 : 204, "", NULL, NULL,
				       0};
}

/* With the scripted endpoint; until @n things were told, or twenty seconds. */
static void start_scripted(struct world *w, int *n_told)
{
	w->fixture.decide = take_all;
	w->fixture.options.context = n_told;
	w->fixture.options.clock = &w->sync_clock;
	assert_int_equal(ks_sync_start(&w->fixture.options, &w->sync), KS_OK);
}

static void wait_until_told(int *n_told, int n)
{
	for (int64_t began_ms = now_ms(); now_ms() - began_ms < 20000; usleep(1000))
		if (__atomic_load_n(n_told, __ATOMIC_ACQUIRE) >= n)
			return;
	fail_msg("%d were not told", n);
}

static void a_plan_that_was_set_is_told_at_once(void **state)
{
	struct world *w = *state;
	int n_told = 0;

	start_scripted(w, &n_told);
	ks_sync_set_plan(w->sync, "{\"nendo\":2027}", 0);
	wait_until_told(&n_told, 1);
	ks_sync_stop(w->sync);
	w->sync = NULL;
	assert_int_equal(n_told, 1);
	assert_string_equal(ks_fixture_nth(&w->fixture, KS_FAKE_PLAN, 0)->body, "{\"nendo\":2027}");
}

static void a_condition_that_was_set_is_told_at_once_and_the_last_one_counts(void **state)
{
	struct world *w = *state;
	int n_told = 0;
	size_t n;

	start_scripted(w, &n_told);
	ks_sync_set_condition(w->sync, "[1]");
	wait_until_told(&n_told, 1);
	ks_sync_set_condition(w->sync, "[2]");
	ks_sync_set_condition(w->sync, "[3]");
	do {
		usleep(1000);
		n = (size_t)__atomic_load_n(&n_told, __ATOMIC_ACQUIRE);
	} while (!strstr(ks_fixture_nth(&w->fixture, KS_FAKE_CONDITION, n - 1)->body, "[3]"));
	ks_sync_stop(w->sync);
	w->sync = NULL;
	assert_string_equal(ks_fixture_nth(&w->fixture, KS_FAKE_CONDITION, 0)->body, "[1]");
	assert_int_equal(ks_fixture_count(&w->fixture, KS_FAKE_CONDITION), n);
}

/* What the n-th request found: how often it was told that something changed. */
static int n_changes_at[16], n_never;
static sigset_t blocked_there;

static struct ks_fake_answer never(struct ks_fixture *f, const struct ks_fake_request *request)
{
	size_t n = f->n_requests - 1;

	(void)request;
	if (n < KS_COUNT(n_changes_at))
		n_changes_at[n] = __atomic_load_n((int *)f->options.context, __ATOMIC_RELAXED);
	f->fault = n >= 2 ? KS_HTTP_FAULT_PROXY : KS_HTTP_FAULT_NONE;
	pthread_sigmask(SIG_SETMASK, NULL, &blocked_there);
	__atomic_store_n(&n_never, (int)n + 1, __ATOMIC_RELEASE);
	return (struct ks_fake_answer){0};
}

/* A screen is woken for each change, the least of them too, and for nothing else. */
static void whoever_looks_is_told_of_each_change_and_of_nothing_else(void **state)
{
	static const int expected[] = {0, 1, 1, 2, 2};
	struct world *w = *state;
	struct ks_sync_status status;

	w->fixture.decide = never;
	w->fixture.options.clock = &w->sync_clock;
	w->fixture.options.changed = count_change;
	w->fixture.options.context = &w->n_changes;
	assert_int_equal(ks_sync_start(&w->fixture.options, &w->sync), KS_OK);
	wait_until_told(&n_never, KS_COUNT(expected) + 1);
	ks_sync_status(w->sync, &status);
	assert_int_equal(status.fault, KS_HTTP_FAULT_PROXY);
	ks_sync_stop(w->sync);
	w->sync = NULL;
	assert_memory_equal(n_changes_at, expected, sizeof(expected)); /* no answer; by another cause */
}

static void signals_are_for_the_main_thread(void **state)
{
	struct world *w = *state;
	sigset_t ours, after;

	n_never = 0;
	sigemptyset(&ours);
	sigaddset(&ours, SIGTERM);
	sigaddset(&ours, SIGINT);
	pthread_sigmask(SIG_UNBLOCK, &ours, NULL); /* whatever an earlier test left */
	w->fixture.decide = never;
	w->fixture.options.clock = &w->sync_clock;
	w->fixture.options.context = &w->n_changes;
	assert_int_equal(ks_sync_start(&w->fixture.options, &w->sync), KS_OK);
	pthread_sigmask(SIG_SETMASK, NULL, &after);
	wait_until_told(&n_never, 1);
	ks_sync_stop(w->sync);
	w->sync = NULL;
	assert_true(sigismember(&blocked_there, SIGTERM) && sigismember(&blocked_there, SIGINT));
	assert_false(sigismember(&after, SIGTERM) || sigismember(&after, SIGINT));
}

static int n_lists;

static struct ks_fake_answer list_is_late(struct ks_fixture *f, const struct ks_fake_request *request)
{
	(void)f;
	if (request->path != KS_FAKE_ROSTER)
		return (struct ks_fake_answer){204, "", NULL, NULL, 0};
	return (struct ks_fake_answer){__atomic_add_fetch(&n_lists, 1, __ATOMIC_RELEASE) < 3 ? 503
											     : 304,
				       "", NULL, NULL, 0};
}

/* Which content runs is told with the next question for the list, and stays so. */
static void a_plan_that_was_set_stays_with_the_number_of_its_content(void **state)
{
	struct world *w = *state;
	const struct ks_fake_request *last;

	w->fixture.decide = list_is_late;
	w->fixture.options.clock = &w->sync_clock;
	w->fixture.options.changed = count_change;
	w->fixture.options.context = &w->n_changes;
	assert_int_equal(ks_sync_start(&w->fixture.options, &w->sync), KS_OK);
	ks_sync_set_plan(w->sync, "{\"revision\":\"2027.1\"}", 9);
	wait_until_told(&n_lists, 3);
	ks_sync_stop(w->sync);
	w->sync = NULL;
	last = ks_fixture_nth(&w->fixture, KS_FAKE_ROSTER, 2);
	assert_non_null(last);
	assert_non_null(strstr(last->headers, " 2027.1#9\n"));
}

static void stopping_what_was_never_started_is_fine(void **state)
{
	(void)state;
	ks_sync_stop(NULL);
}

#define RULE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
static const struct CMUnitTest tests[] = {
	RULE(what_is_recorded_is_sent_soon_after_a_poke),
	RULE(a_flaky_line_delivers_everything_in_the_end),
	RULE(stopping_does_not_wait_for_a_hanging_peer),
	RULE(stopping_does_not_wait_for_the_back_off),
	RULE(an_idle_thread_sleeps),
	RULE(pokes_from_any_thread_do_no_harm),
	RULE(recording_goes_on_while_sending),
	RULE(a_plan_may_be_set_from_any_thread_while_sending),
	RULE(a_plan_that_was_set_is_told_at_once),
	RULE(a_condition_that_was_set_is_told_at_once_and_the_last_one_counts),
	RULE(whoever_looks_is_told_of_each_change_and_of_nothing_else),
	RULE(signals_are_for_the_main_thread),
	RULE(a_plan_that_was_set_stays_with_the_number_of_its_content),
	cmocka_unit_test(stopping_what_was_never_started_is_fine),
};

int main(void)
{
	return ks_test_run(tests);
}
