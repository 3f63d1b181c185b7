// SPDX-License-Identifier: Apache-2.0
#include "sync/fixture.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/parcel.h"
#include "record/pin.h"
#include "record/pin_news.h"
#include "record/roster.h"
#include "support/test.h"

/* The endpoint of the tests looks like a kenshu collector's address; which it is, the scripts say. */

#define ENDPOINT "http://lrs.example/xAPI"

static char *join_headers(const struct ks_http_request *request)
{
	struct ks_buf out = {0};

	for (size_t i = 0; i < request->n_headers; i++)
		ks_buf_printf(&out, "%s\n", request->headers[i]);
	return ks_buf_take(&out);
}

static enum ks_fake_path path_of(const struct ks_http_request *request)
{
	static const struct {
		const char *part;
		enum ks_fake_path path;
	} paths[] = {
		{"/about", KS_FAKE_ABOUT},
		{"/kiosk/v1/roster", KS_FAKE_ROSTER},
		{"/kiosk/v1/plan", KS_FAKE_PLAN},
		{"/kiosk/v1/pins", KS_FAKE_PINS},
		{"/kiosk/v1/content", KS_FAKE_CONTENT},
		{"/kiosk/v1/condition", KS_FAKE_CONDITION},
		{"tatementId=", KS_FAKE_GET},
		{"/xAPI/statements", KS_FAKE_POST},
	};

	for (size_t i = 0; i < KS_COUNT(paths); i++)
		if (strstr(request->url, paths[i].part))
			return paths[i].path;
	fail_msg("unexpected address %s", request->url);
	return KS_FAKE_POST;
}

static const struct ks_fake_request *note(struct ks_fixture *f, const struct ks_http_request *request)
{
	struct ks_fake_request *noted = &f->requests[f->n_requests];

	if (f->n_requests == KS_FAKE_REQUESTS_MAX)
		fail_msg("more than %d requests", KS_FAKE_REQUESTS_MAX);
	f->n_requests++;
	*noted = (struct ks_fake_request){
		.path = path_of(request),
		.method = ks_strdup(request->method),
		.url = ks_strdup(request->url),
		.headers = join_headers(request),
		.body = ks_strndup(request->body ? request->body : "", request->body_len),
		.credentials = ks_strdup(request->credentials ? request->credentials : ""),
		.at_ms = f->clock.last.mono_ms,
	};
	return noted;
}

static struct ks_fake_answer next_answer(struct ks_fixture *f, const struct ks_fake_request *request)
{
	struct ks_fake_script *script = &f->scripts[request->path];

	if (f->decide)
		return f->decide(f, request);
	if (script->n_given < script->n_answers)
		return script->answers[script->n_given++];
	return script->otherwise;
}

static void copy_text(const char *text, char *out, size_t size)
{
	assert_true(!text || strlen(text) < size);
	if (text)
		memcpy(out, text, strlen(text) + 1);
}

static enum ks_rc perform(struct ks_http *http, const struct ks_http_request *request,
			  struct ks_http_response *response)
{
	struct ks_fixture *f = http->context;
	const struct ks_fake_request *noted = note(f, request);
	struct ks_fake_answer answer = {0};

	f->body_len = 0;
	answer = next_answer(f, noted);
	memset(response, 0, sizeof(*response));
	response->have = noted->path == KS_FAKE_ROSTER ? f->have : -1;
	response->retry_after_s = answer.retry_after_s > 0 ? answer.retry_after_s : -1;
	response->fault = answer.status == 0 ? f->fault : KS_HTTP_FAULT_NONE;
	if (answer.status == 0)
		return KS_IO;
	response->status = answer.status;
	response->certificate_end_ms = request->wants_certificate ? f->certificate_end_ms : 0;
	response->date_ms = f->date_ms;
	response->is_twin = f->is_twin;
	response->epoch = f->epoch;
	if (noted->path == KS_FAKE_ROSTER)
		copy_text(f->offer, response->content, sizeof(response->content));
	copy_text(f->resend, response->resend, sizeof(response->resend));
	copy_text(f->is_gateway[noted->path] ? "" : "1.0.3", response->xapi_version,
		  sizeof(response->xapi_version));
	copy_text(answer.type, response->content_type, sizeof(response->content_type));
	copy_text(answer.etag, response->etag, sizeof(response->etag));
	if (f->body_len > 0)
		ks_buf_append(&response->body, answer.body, f->body_len);
	else if (answer.body)
		ks_buf_puts(&response->body, answer.body);
	return KS_OK;
}

void ks_fixture_begin(struct ks_fixture *f)
{
	char *why = NULL;
	static const struct ks_fake_answer taken = {200, "application/json", "[]", NULL, 0};
	static const struct ks_fake_answer absent = {404, "text/plain", "not found", NULL, 0};

	memset(f, 0, sizeof(*f));
	f->have = -1;
	ks_id_init();
	f->folder = ks_test_folder();
	f->clock = ks_clock_fake(KS_TEST_WALL_MS);
	f->content.organisation.iri_base = "https://kenshu.kuresaka.example";
	assert_int_equal(ks_store_open(f->folder, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &f->store, &why),
			 KS_OK);
	assert_int_equal(ks_ledger_open(f->store, &f->clock, "k-01", &f->ledger), KS_OK);
	for (int i = 0; i < KS_FAKE_PATH_COUNT; i++)
		f->scripts[i].otherwise = i == KS_FAKE_POST ? taken : absent;
	f->options = (struct ks_sync_options){
		.ledger = f->ledger,
		.clock = &f->clock,
		.http = {.perform = perform, .context = f},
		.endpoint = ENDPOINT,
		.credentials = "key:secret",
		.seed = 1,
	};
}

void ks_fixture_finish(struct ks_fixture *f)
{
	ks_sync_core_close(f->core);
	for (size_t i = 0; i < f->n_requests; i++) {
		free(f->requests[i].method);
		free(f->requests[i].url);
		free(f->requests[i].headers);
		free(f->requests[i].body);
		free(f->requests[i].credentials);
	}
	ks_ledger_close(f->ledger);
	ks_store_close(f->store);
	ks_test_folder_finish(f->folder);
}

int ks_fixture_setup(void **state)
{
	struct ks_fixture *f = ks_alloc_zero(1, sizeof(*f));

	ks_fixture_begin(f);
	*state = f;
	return 0;
}

int ks_fixture_teardown(void **state)
{
	ks_fixture_finish(*state);
	free(*state);
	return 0;
}

void ks_fixture_record(struct ks_fixture *f, int n)
{
	assert_int_equal(ks_ledger_begin(f->ledger), KS_OK);
	for (int i = 0; i < n; i++) {
		char staff[16];
		struct ks_fact fact = {
			.kind = KS_FACT_CHECKED_IN,
			.staff = staff,
			.content = &f->content,
			.gathering_id = "g-1",
			.gathering_title = "集合研修",
		};

		snprintf(staff, sizeof(staff), "%06d", i);
		assert_int_equal(ks_ledger_append(f->ledger, &fact, NULL), KS_OK);
	}
	assert_int_equal(ks_ledger_commit(f->ledger), KS_OK);
}

void ks_fixture_open(struct ks_fixture *f)
{
	ks_sync_core_close(f->core);
	f->core = ks_sync_core_open(&f->options);
}

void ks_fixture_run(struct ks_fixture *f, int64_t ms)
{
	int64_t end_ms = f->clock.last.mono_ms + ms;
	int64_t wait_ms = 0;

	if (!f->core)
		ks_fixture_open(f);
	for (;;) {
		ks_sync_core_step(f->core, &wait_ms);
		if (wait_ms < 0)
			return;
		if (f->clock.last.mono_ms + wait_ms > end_ms) {
			ks_clock_advance(&f->clock, end_ms - f->clock.last.mono_ms);
			return;
		}
		ks_clock_advance(&f->clock, wait_ms);
	}
}

void ks_fixture_answer(struct ks_fixture *f, enum ks_fake_path path, struct ks_fake_answer answer)
{
	struct ks_fake_script *script = &f->scripts[path];

	assert_true(script->n_answers < KS_FAKE_ANSWERS_MAX);
	script->answers[script->n_answers++] = answer;
}

const struct ks_fake_request *ks_fixture_nth(const struct ks_fixture *f, enum ks_fake_path path,
					     size_t n)
{
	for (size_t i = 0; i < f->n_requests; i++)
		if (f->requests[i].path == path && n-- == 0)
			return &f->requests[i];
	return NULL;
}

size_t ks_fixture_count(const struct ks_fixture *f, enum ks_fake_path path)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n_requests; i++)
		n += f->requests[i].path == path;
	return n;
}

struct ks_sync_status ks_fixture_status(const struct ks_fixture *f)
{
	struct ks_sync_status status;

	ks_sync_core_status(f->core, &status);
	return status;
}

size_t ks_fixture_statements(const struct ks_fake_request *request)
{
	size_t n = 0;

	for (const char *at = request->body; (at = strstr(at, "\"seq\":")); at++)
		n++;
	return n;
}

void ks_fixture_assert_delivered(const struct ks_fixture *f)
{
	struct ks_sync_status status = ks_fixture_status(f);

	assert_int_equal(status.n_pending, 0);
	assert_int_equal(status.n_quarantined, 0);
	assert_int_equal(status.state, KS_SYNC_IDLE);
}

char *ks_fixture_body(struct ks_fixture *f, int64_t seq, int n)
{
	struct ks_buf out = {0};

	for (int i = 0; i < n; i++) {
		struct ks_statement statement;

		assert_int_equal(ks_ledger_read(f->ledger, seq + i, &statement), KS_OK);
		ks_buf_putc(&out, i == 0 ? '[' : ',');
		ks_buf_append(&out, statement.bytes, statement.len);
		ks_statement_finish(&statement);
	}
	ks_buf_putc(&out, ']');
	return ks_buf_take(&out);
}

void ks_fixture_choose_pin(struct ks_fixture *f)
{
	char *json = ks_fixture_roster(), *centre = NULL, code[KS_PIN_DIGITS + 1];

	assert_int_equal(ks_roster_store_json(f->store, json, strlen(json)), KS_OK);
	assert_int_equal(ks_pin_reset(f->store, KS_FIXTURE_WHO, KS_FIXTURE_WHO, code), KS_OK);
	assert_int_equal(ks_pin_choose(f->store, KS_FIXTURE_WHO, KS_FIXTURE_WHO, "480276"), KS_OK);
	assert_false(ks_pin_news_is_any(f->store)); /* nobody to tell */
	assert_int_equal(ks_parcel_key(f->store, &centre), KS_OK);
	assert_int_equal(ks_pin_news_meet(f->store, centre), KS_OK);
	assert_true(ks_pin_news_is_any(f->store));
	free(centre);
	free(json);
}

char *ks_fixture_roster(void)
{
	static const char csv[] =
		"職員番号,氏名,氏名カナ,所属,任用区分,任用開始,任用終了,在籍状態\n" KS_FIXTURE_WHO
		",見本 一郎,ミホン イチロウ,総務課,01,2026-04-01,,在職\n";
	char *folder = ks_test_folder(), *why = NULL, *json = NULL;
	struct ks_store *store;
	struct ks_roster roster = {0};
	struct ks_roster_change change;
	struct ks_diags diags = {0};

	assert_int_equal(ks_store_open(folder, KS_ROLE_COLLECTOR, KS_ACCESS_WRITE, &store, &why),
			 KS_OK);
	if (ks_roster_parse("roster.csv", csv, strlen(csv), &roster, &diags) != KS_OK) {
		ks_diags_print(&diags, stdout);
		fail_msg("the sample roster is refused");
	}
	assert_int_equal(ks_roster_store(store, &roster, &change), KS_OK);
	assert_int_equal(ks_roster_to_json(store, NULL, &json), KS_OK);
	ks_roster_finish(&roster);
	ks_diags_finish(&diags);
	ks_store_close(store);
	ks_test_folder_finish(folder);
	return json;
}
