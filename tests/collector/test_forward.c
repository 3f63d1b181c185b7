/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/forward.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/forward.h"
#include "record/db.h"
#include "support/centre_sample.h"
#include "support/test.h"

/* A centre sends on to an LRS that is as bad as it gets; what must come of it: lost 0, duplicated 0, refused told. */

#define SECRET "centre:secret"

struct fixture {
	struct ks_sample_centre centre;
	struct ks_sample_kiosk kiosk;
	struct ks_forward_context context;
	struct ks_sync_queue queue;
	struct ks_http http;
	struct ks_sync_core *core;
	json_t *has;               /* id -> statement: what the other LRS has */
	json_t *batches;           /* of each request that it took: ids */
	int status;                /* it answers so; 0: not at all; 200: as it should */
	bool loses;                /* it takes what comes, and its answer is lost */
	char poison[KS_UUID_TEXT]; /* this one it refuses with 400; "": none */
	bool is_gateway;           /* no LRS answers at all, whatever the status */
	size_t n_other;            /* requests for anything but /about and /statements */
	size_t n_twice;            /* came again after it was confirmed */
	json_t *confirmed;
};

static const char *id_of(const json_t *statement)
{
	return json_string_value(json_object_get(statement, "id"));
}

static bool is_poisoned(const struct fixture *f, const json_t *batch)
{
	for (size_t i = 0; i < json_array_size(batch); i++)
		if (f->poison[0] && strcmp(id_of(json_array_get(batch, i)), f->poison) == 0)
			return true;
	return false;
}

static void keep(struct fixture *f, const json_t *batch)
{
	json_t *ids = json_array();

	for (size_t i = 0; i < json_array_size(batch); i++) {
		json_t *statement = json_array_get(batch, i);

		f->n_twice += json_object_get(f->confirmed, id_of(statement)) ? 1 : 0;
		json_object_set(f->has, id_of(statement), statement);
		json_array_append_new(ids, json_string(id_of(statement)));
		if (!f->loses)
			json_object_set_new(f->confirmed, id_of(statement), json_true());
	}
	json_array_append_new(f->batches, ids);
}

static enum ks_rc perform(struct ks_http *http, const struct ks_http_request *request,
			  struct ks_http_response *response)
{
	struct fixture *f = http->context;
	json_t *batch;

	assert_string_equal(request->credentials, SECRET);
	for (size_t i = 0; i < request->n_headers; i++) /* a centre has no chain of its own to sign */
		assert_null(strstr(request->headers[i], "X-Kenshu"));
	if (f->status == 0)
		return KS_IO;
	(void)snprintf(response->content_type, sizeof(response->content_type), "application/json");
	if (!f->is_gateway)
		(void)snprintf(response->xapi_version, sizeof(response->xapi_version), "1.0.3");
	response->status = f->status;
	if (strstr(request->url, "/about")) {
		ks_buf_puts(&response->body, "{\"version\":[\"1.0.3\"]}");
		return KS_OK;
	}
	if (!strstr(request->url, "/xAPI/statements"))
		f->n_other++;
	if (f->status != 200 || f->is_gateway)
		return KS_OK;
	batch = json_loadb(request->body, request->body_len, 0, NULL);
	assert_true(json_is_array(batch));
	if (is_poisoned(f, batch))
		response->status = 400;
	else
		keep(f, batch);
	json_decref(batch);
	ks_buf_puts(&response->body, "[\"0190a000-0000-7000-8000-000000000001\"]");
	return f->loses ? KS_IO : KS_OK;
}

static void open_core(struct fixture *f)
{
	struct ks_sync_options options = {.queue = &f->queue,
					  .clock = &f->centre.clock,
					  .http = f->http,
					  .endpoint = "http://other.invalid/xAPI",
					  .credentials = SECRET,
					  .seed = 7};

	ks_sync_core_close(f->core);
	f->core = ks_sync_core_open(&options);
}

static void run(struct fixture *f, int64_t ms)
{
	int64_t wait_ms = 0;

	for (int i = 0; i < 5000 && ms > 0 && wait_ms >= 0; i++) {
		ks_sync_core_step(f->core, &wait_ms);
		if (wait_ms > 0) {
			ks_clock_advance(&f->centre.clock, wait_ms);
			ms -= wait_ms;
		}
	}
}

static int setup(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));

	ks_sample_centre_init(&f->centre);
	f->kiosk = ks_sample_kiosk("k-01");
	f->context = (struct ks_forward_context){f->centre.store, "lrs-1", &f->centre.clock};
	f->queue = ks_forward_queue(&f->context);
	f->http = (struct ks_http){.perform = perform, .context = f};
	f->has = json_object();
	f->confirmed = json_object();
	f->batches = json_array();
	f->status = 200;
	for (int i = 0; i < 120; i++)
		ks_sample_ingest(&f->centre, &f->kiosk, "000001", "experienced", "course/annual/m1");
	assert_int_equal(ks_forward_begin(f->centre.store, "lrs-1"), KS_OK);
	open_core(f);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	ks_sync_core_close(f->core);
	json_decref(f->has);
	json_decref(f->confirmed);
	json_decref(f->batches);
	ks_sample_centre_finish(&f->centre);
	free(f);
	return 0;
}

static struct ks_forward_state state_of(const struct fixture *f)
{
	struct ks_forward_state *states = NULL, state;
	size_t n = 0;

	assert_int_equal(ks_forward_states(f->centre.store, &states, &n), KS_OK);
	assert_int_equal(n, 1);
	state = states[0];
	free(states);
	return state;
}

static void assert_forwarded(const struct fixture *f, size_t n_refused)
{
	struct ks_forward_state state = state_of(f);
	int64_t n = 0;

	assert_int_equal(ks_db_number(f->centre.store, &n, "SELECT count(*) FROM received", ""),
			 KS_OK);
	assert_int_equal(json_object_size(f->has), (size_t)n - n_refused);
	assert_int_equal(state.n_pending, 0);
	assert_int_equal(state.n_quarantined, n_refused);
	assert_int_equal(f->n_twice, 0);
	assert_int_equal(f->n_other, 0);
}

static void assert_words(const struct fixture *f, const char *words, bool is_bad)
{
	struct ks_forward_state state = state_of(f);
	bool is_told_bad;
	char *text = ks_forward_words(&state, &is_told_bad);

	assert_non_null(strstr(text, words));
	assert_int_equal(is_told_bad, is_bad);
	free(text);
}

static void all_that_was_accepted_goes_on_in_order(void **state)
{
	struct fixture *f = *state;
	char *bytes = NULL;
	size_t len = 0, n = 0;
	int64_t stored_ms;
	json_t *sent, *kept;

	run(f, 60000);
	assert_forwarded(f, 0);
	assert_true(json_array_size(f->batches) >= 3);
	for (size_t i = 0; i < json_array_size(f->batches); i++)
		n += json_array_size(json_array_get(f->batches, i));
	assert_int_equal(n, 120);
	assert_int_equal(ks_centre_read(f->centre.centre, f->kiosk.last_id, &bytes, &len, &stored_ms),
			 KS_OK);
	kept = json_loadb(bytes, len, 0, NULL);
	sent = json_object_get(f->has, f->kiosk.last_id);
	assert_true(json_equal(sent, kept));
	json_decref(kept);
	free(bytes);
	/* What comes later goes later, and nothing else again. */
	ks_sample_ingest(&f->centre, &f->kiosk, "000001", "passed", "course/annual/m1");
	run(f, 60000);
	assert_forwarded(f, 0);
	assert_words(f, "転送先 lrs-1（http://other.invalid/xAPI）: 待っている記録 0件", false);
	assert_int_equal(ks_forward_tell_trouble(f->centre.store, "lrs-1", "返事がありません"),
			 KS_OK);
	assert_words(f, "返事がありません。記録は残っていて", true);
}

static void an_outage_a_restart_and_lost_answers_lose_nothing(void **state)
{
	static const int statuses[] = {0, 500, 503, 429, 401, 302};
	struct fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(statuses); i++) {
		f->status = statuses[i];
		ks_sample_ingest(&f->centre, &f->kiosk, "000001", "passed", "course/annual/m1");
		run(f, 120000);
		assert_int_equal(json_object_size(f->has), 0);
		assert_true(state_of(f).n_pending > 0);
		assert_int_equal(state_of(f).n_quarantined, 0);
		open_core(f);
	}
	f->status = 200;
	f->loses = true;
	run(f, 10000);
	assert_true(json_object_size(f->has) > 0);
	assert_true(state_of(f).n_pending > 0); /* nobody confirmed it */
	f->loses = false;
	open_core(f);
	run(f, 3600000);
	assert_forwarded(f, 0);
}

/* Halved until it alone is left: told, set aside, and the others are there. After a day it is offered again. */
static void the_one_that_is_refused_stands_aside(void **state)
{
	struct fixture *f = *state;
	struct ks_statement third = {0};

	assert_int_equal(ks_forward_next(f->centre.store, "lrs-1", 77, &third), KS_OK);
	(void)snprintf(f->poison, sizeof(f->poison), "%s", third.id);
	ks_statement_finish(&third);
	run(f, 120000);
	assert_forwarded(f, 1);
	assert_words(f, "取り置いている記録が 1件", true);
	open_core(f);
	run(f, 120000);
	assert_forwarded(f, 1);
	f->poison[0] = '\0';
	ks_clock_advance(&f->centre.clock, INT64_C(25) * 3600 * 1000);
	run(f, INT64_C(2) * 3600 * 1000);
	assert_forwarded(f, 0);
}

/* A gateway's 400 is no LRS's word: everything waits. */
static void only_an_lrs_refuses(void **state)
{
	struct fixture *f = *state;

	f->is_gateway = true;
	f->status = 400;
	run(f, 600000);
	f->status = 200;
	run(f, 600000);
	assert_int_equal(state_of(f).n_quarantined, 0);
	assert_int_equal(state_of(f).n_pending, 120);
	f->is_gateway = false;
	run(f, 3600000);
	assert_forwarded(f, 0);
}

/* HR's void travels too, and in a later request than what it takes back. */
static void a_void_follows_its_target(void **state)
{
	struct fixture *f = *state;
	const json_t *last;
	char *id = ks_strdup(f->kiosk.last_id);

	assert_int_equal(ks_centre_void(f->centre.centre, id, "誤り", "hr-1"), KS_OK);
	run(f, 60000);
	assert_forwarded(f, 0);
	last = json_array_get(f->batches, json_array_size(f->batches) - 1);
	assert_int_equal(json_array_size(last), 1);
	assert_string_not_equal(json_string_value(json_array_get(last, 0)), id);
	free(id);
}

/* What two kiosks' records both hold has two rows here and is one statement there. */
static void what_is_said_twice_goes_once(void **state)
{
	struct fixture *f = *state;
	struct ks_sample_kiosk other = ks_sample_kiosk("k-02");
	int64_t n = 0;

	ks_sample_ingest(&f->centre, &other, "000002", "passed", "course/annual/m1");
	assert_int_equal(
		ks_db_run(f->centre.store,
			  "INSERT INTO received(id, kiosk, seq, prev, hash, staff, verb, object,"
			  " plan, lesson, gathering, nendo, registration, wall_ms, clock, success,"
			  " stored_ms, bytes) SELECT id || '@k-09 1', 'k-09', seq, prev, hash, staff,"
			  " verb, object, plan, lesson, gathering, nendo, registration, wall_ms,"
			  " clock, success, stored_ms + 1, bytes FROM received WHERE kiosk = 'k-02'",
			  ""),
		KS_OK);
	run(f, 60000);
	assert_int_equal(ks_db_number(f->centre.store, &n, "SELECT count(*) FROM received", ""),
			 KS_OK);
	assert_int_equal(n, 122);
	assert_int_equal(json_object_size(f->has), 121);
	assert_int_equal(state_of(f).n_pending, 0);
	assert_int_equal(f->n_twice, 0);
}

/* Another address is another LRS: it gets everything. */
static void another_address_is_sent_all(void **state)
{
	struct fixture *f = *state;
	struct ks_sync_options options = {.queue = &f->queue,
					  .clock = &f->centre.clock,
					  .http = f->http,
					  .endpoint = "http://third.invalid/xAPI",
					  .credentials = SECRET,
					  .seed = 7};

	run(f, 60000);
	assert_forwarded(f, 0);
	json_object_clear(f->has);
	json_object_clear(f->confirmed);
	ks_sync_core_close(f->core);
	f->core = ks_sync_core_open(&options);
	run(f, 60000);
	assert_forwarded(f, 0);
}

static void a_wrong_file_is_told(void **state)
{
	static const struct {
		const char *text, *words;
	} cases[] = {
		{"nonsense\nhttps://lrs.example/xAPI\n", ":1: 転送先の"},
		{"a:b\n", ":2: 転送先のアドレス"},
		{"a:b\nftp://lrs.example/xAPI\n", ":2: 転送先のアドレス"},
	};
	struct fixture *f = *state;
	struct ks_forward_target target;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *path = ks_test_write(f->centre.folder, "lrs-1.txt", cases[i].text);
		struct ks_test_stream stream = ks_test_stream_begin(stderr);
		enum ks_rc rc = ks_forward_read(path, &target);
		char *said = ks_test_stream_end(&stream);

		assert_int_equal(rc, KS_INVALID);
		assert_non_null(strstr(said, cases[i].words));
		ks_forward_target_finish(&target);
		free(said);
		free(path);
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(all_that_was_accepted_goes_on_in_order),
		TEST(an_outage_a_restart_and_lost_answers_lose_nothing),
		TEST(the_one_that_is_refused_stands_aside),
		TEST(only_an_lrs_refuses),
		TEST(a_void_follows_its_target),
		TEST(what_is_said_twice_goes_once),
		TEST(another_address_is_sent_all),
		TEST(a_wrong_file_is_told),
	};

	return ks_test_run(tests);
}
