/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "base/mem.h"
#include "support/test.h"

/* State, agent profile, activity profile: what is kept, merged, refused. */

#define STATE "/xAPI/activities/state"
#define ACTIVITY_PROFILE "/xAPI/activities/profile"
#define AGENT_PROFILE "/xAPI/agents/profile"
#define AGENT "agent", "{\"mbox\":\"mailto:a@x.example\"}"
#define ACTIVITY "activityId", "https://a.example/x"
#define JSON "Content-Type", "application/json"

static const struct {
	const char *path;
	const char *const *params; /* with the id of a document */
	const char *const *all;    /* without */
} folders[] = {
	{STATE, KS_PARAMS(ACTIVITY, AGENT, "stateId", "s"), KS_PARAMS(ACTIVITY, AGENT)},
	{ACTIVITY_PROFILE, KS_PARAMS(ACTIVITY, "profileId", "s"), KS_PARAMS(ACTIVITY)},
	{AGENT_PROFILE, KS_PARAMS(AGENT, "profileId", "s"), KS_PARAMS(AGENT)},
};

static int ask_at(struct ks_ask *ask, const char *method, size_t folder, const char *const *headers,
		  const char *body)
{
	char *line = ks_format("%s %s", method, folders[folder].path);
	int status;

	ask->headers = headers;
	status = ks_ask(ask, line, folders[folder].params, body);
	ask->headers = NULL; /* the caller's */
	free(line);
	return status;
}

static void a_document_is_given_back_as_it_came(void **state)
{
	struct ks_ask *ask = *state;

	for (size_t i = 0; i < KS_COUNT(folders); i++) {
		const char *const png[] = {"Content-Type", "image/png", "If-None-Match", "*", NULL};

		assert_int_equal(ask_at(ask, "GET", i, NULL, NULL), 404);
		assert_int_equal(ask_at(ask, "PUT", i, png, "\x89PNG\r\n"), 204);
		assert_int_equal(ask_at(ask, "GET", i, NULL, NULL), 200);
		assert_string_equal(ks_ask_text(ask), "\x89PNG\r\n");
		assert_string_equal(ask->reply.content_type, "image/png");
		assert_int_equal(ask->reply.etag[0], '"');
		assert_string_equal(ask->reply.last_modified, "Mon, 18 May 2026 00:30:20 GMT");
		assert_int_equal(ask_at(ask, "DELETE", i, NULL, NULL), 204);
		assert_int_equal(ask_at(ask, "GET", i, NULL, NULL), 404);
	}
}

static void post_merges_json_objects_and_nothing_else(void **state)
{
	const char *const json[] = {JSON, NULL}, *const text[] = {"Content-Type", "text/plain", NULL};
	struct ks_ask *ask = *state;

	for (size_t i = 0; i < KS_COUNT(folders); i++) {
		assert_int_equal(ask_at(ask, "POST", i, json, "{\"a\":1,\"b\":2}"), 204);
		assert_int_equal(ask_at(ask, "POST", i, json, "{\"b\":3,\"c\":0.95}"), 204);
		assert_int_equal(ask_at(ask, "GET", i, NULL, NULL), 200);
		assert_string_equal(ks_ask_text(ask), "{\"a\":1,\"b\":3,\"c\":0.95}");
		assert_int_equal(ask_at(ask, "POST", i, json, "[1]"), 400);
		assert_int_equal(ask_at(ask, "POST", i, json, "{"), 400);
		assert_int_equal(ask_at(ask, "POST", i, text, "{\"a\":9}"), 400);
		assert_int_equal(ask_at(ask, "GET", i, NULL, NULL), 200);
		assert_string_equal(ks_ask_text(ask), "{\"a\":1,\"b\":3,\"c\":0.95}");
	}
}

static void who_writes_over_a_document_says_which_version_was_seen(void **state)
{
	struct ks_ask *ask = *state;

	ask->version = "2.0.0";
	for (size_t i = 0; i < KS_COUNT(folders); i++) {
		const char *const json[] = {JSON, NULL};
		const char *const fresh[] = {JSON, "If-None-Match", "*", NULL};
		const char *const stale[] = {JSON, "If-Match", "\"0000\"", NULL};
		char etag[80];

		assert_int_equal(ask_at(ask, "PUT", i, stale, "{}"), 412);
		assert_int_equal(ask_at(ask, "PUT", i, fresh, "{\"v\":1}"), 204);
		assert_int_equal(ask_at(ask, "PUT", i, json, "{\"v\":2}"), 409);
		assert_int_equal(ask_at(ask, "PUT", i, fresh, "{\"v\":2}"), 412);
		assert_int_equal(ask_at(ask, "PUT", i, stale, "{\"v\":2}"), 412);
		assert_int_equal(ask_at(ask, "POST", i, stale, "{\"v\":2}"), 412);
		assert_int_equal(ask_at(ask, "DELETE", i, stale, NULL), 412);
		assert_int_equal(ask_at(ask, "GET", i, NULL, NULL), 200);
		assert_string_equal(ks_ask_text(ask), "{\"v\":1}");
		memcpy(etag, ask->reply.etag, sizeof(etag));

		const char *const right[] = {JSON, "If-Match", etag, NULL};

		assert_int_equal(ask_at(ask, "PUT", i, right, "{\"v\":2}"), 204);
		assert_int_equal(ask_at(ask, "PUT", i, right, "{\"v\":3}"), 412);
	}
}

static void ids_are_listed_since_an_instant(void **state)
{
	struct ks_ask *ask = *state;

	for (size_t i = 0; i < KS_COUNT(folders); i++) {
		const char *const fresh[] = {JSON, "If-None-Match", "*", NULL};
		char *line = ks_format("GET %s", folders[i].path);

		assert_int_equal(ks_ask(ask, line, folders[i].all, NULL), 200);
		assert_string_equal(ks_ask_text(ask), "[]");
		assert_int_equal(ask_at(ask, "PUT", i, fresh, "{}"), 204);
		assert_int_equal(ks_ask(ask, line, folders[i].all, NULL), 200);
		assert_string_equal(ks_ask_text(ask), "[\"s\"]");
		free(line);
	}
	assert_int_equal(ks_ask(ask, "GET " AGENT_PROFILE,
				KS_PARAMS(AGENT, "since", "2026-05-18T00:30:20Z"), NULL),
			 200);
	assert_string_equal(ks_ask_text(ask), "[]");
}

static void a_registration_has_a_state_of_its_own(void **state)
{
#define R1 "registration", "0190f5a0-0000-7000-8000-0000000000AA"
#define R1_LOWER "registration", "0190f5a0-0000-7000-8000-0000000000aa"
	const char *const json[] = {JSON, NULL};
	struct ks_ask *ask = *state;

	ask->headers = json;
	assert_int_equal(ks_ask(ask, "PUT " STATE, KS_PARAMS(ACTIVITY, AGENT, "stateId", "s"), "1"),
			 204);
	assert_int_equal(
		ks_ask(ask, "PUT " STATE, KS_PARAMS(ACTIVITY, AGENT, "stateId", "s", R1), "2"), 204);
	assert_int_equal(ks_ask(ask, "GET " STATE,
				KS_PARAMS(ACTIVITY, AGENT, "stateId", "s", R1_LOWER), NULL),
			 200);
	assert_string_equal(ks_ask_text(ask), "2");
	assert_int_equal(ks_ask(ask, "DELETE " STATE, KS_PARAMS(ACTIVITY, AGENT, R1), NULL), 204);
	assert_int_equal(ks_ask(ask, "GET " STATE, KS_PARAMS(ACTIVITY, AGENT, "stateId", "s"), NULL),
			 200);
	assert_string_equal(ks_ask_text(ask), "1");
	assert_int_equal(ks_ask(ask, "DELETE " STATE, KS_PARAMS(ACTIVITY, AGENT), NULL), 204);
	assert_int_equal(ks_ask(ask, "GET " STATE, KS_PARAMS(ACTIVITY, AGENT, "stateId", "s"), NULL),
			 404);
}

static void what_names_no_place_is_400(void **state)
{
	struct ks_ask *ask = *state;

	assert_int_equal(ks_ask(ask, "GET " STATE, KS_PARAMS(ACTIVITY), NULL), 400);
	assert_int_equal(ks_ask(ask, "GET " STATE, KS_PARAMS(AGENT), NULL), 400);
	assert_int_equal(ks_ask(ask, "GET " STATE, KS_PARAMS(ACTIVITY, "agent", "{}"), NULL), 400);
	assert_int_equal(ks_ask(ask, "GET " STATE, KS_PARAMS(ACTIVITY, AGENT, "registration", "1"),
				NULL),
			 400);
	assert_int_equal(ks_ask(ask, "GET " STATE, KS_PARAMS(ACTIVITY, AGENT, "since", "x"), NULL),
			 400);
	assert_int_equal(
		ks_ask(ask, "GET " STATE, KS_PARAMS(ACTIVITY, AGENT, "profileId", "x"), NULL), 400);
	assert_int_equal(ks_ask(ask, "PUT " STATE, KS_PARAMS(ACTIVITY, AGENT), "{}"), 400);
	assert_int_equal(ks_ask(ask, "DELETE " AGENT_PROFILE, KS_PARAMS(AGENT), NULL), 400);
	assert_int_equal(ks_ask(ask, "GET " ACTIVITY_PROFILE, KS_PARAMS("activityId", "x"), NULL),
			 400);
}

#define with_centre(test) cmocka_unit_test_setup_teardown(test, ks_ask_setup, ks_ask_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_centre(a_document_is_given_back_as_it_came),
		with_centre(post_merges_json_objects_and_nothing_else),
		with_centre(who_writes_over_a_document_says_which_version_was_seen),
		with_centre(ids_are_listed_since_an_instant),
		with_centre(a_registration_has_a_state_of_its_own),
		with_centre(what_names_no_place_is_400),
	};

	return ks_test_run(tests);
}
