/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "base/mem.h"
#include "support/test.h"

/* What a stored statement looks like to whoever asks, and what is told of agents and activities. */

#define STATEMENTS "/xAPI/statements"
#define ID "0190f5a0-0000-7000-8000-000000000001"
#define TAIL                                                                                              \
	"\"id\":\"" ID                                                                                    \
	"\", \"actor\":{\"name\":\"A\",\"mbox\":\"mailto:a@x.example\"},\"verb\":{\"id\":"                \
	"\"http://v.example/did\",\"display\":{\"en\":\"did\",\"ja-JP\":\"した\"}},\"object\":{\"id\":" \
	"\"https://a.example/x\",\"definition\":{\"name\":{\"en\":\"X\",\"ja-JP\":\"えっくす\"}}},"   \
	"\"result\":{\"score\":{\"raw\":1.0,\"scaled\":0.95}},\"timestamp\":\"2026-05-18T00:30:20Z\"}"

static void post(struct ks_ask *ask, const char *text)
{
	if (ks_ask(ask, "POST " STATEMENTS, NULL, text) != 200)
		fail_msg("%s", ks_ask_text(ask));
}

static json_t *get(struct ks_ask *ask, const char *format)
{
	json_t *root;

	assert_int_equal(ks_ask(ask, "GET " STATEMENTS,
				KS_PARAMS("statementId", ID, "format", format), NULL),
			 200);
	root = json_loads(ks_ask_text(ask), JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(root);
	return root;
}

static void exact_is_the_very_bytes_behind_what_the_lrs_adds(void **state)
{
	struct ks_ask *ask = *state;

	post(ask, "{" TAIL);
	assert_int_equal(ks_ask(ask, "GET " STATEMENTS, KS_PARAMS("statementId", ID), NULL), 200);
	assert_string_equal(ks_ask_text(ask),
			    "{\"stored\":\"2026-05-18T00:30:20.000Z\",\"authority\":{\"objectType\":"
			    "\"Agent\",\"account\":{\"homePage\":\"http://kenshu.invalid/xapi\","
			    "\"name\":\"lms-1\"}},\"version\":\"1.0.0\"," TAIL);
}

static void what_a_sender_wrote_for_the_lrs_is_replaced(void **state)
{
	struct ks_ask *ask = *state;
	json_t *root;

	post(ask, "{\"stored\":\"2020-01-01T00:00:00Z\",\"version\":\"1.0.3\",\"authority\":{\"mbox\":"
		  "\"mailto:me@x.example\"}," TAIL);
	root = get(ask, "exact");
	assert_string_equal(json_string_value(json_object_get(root, "stored")),
			    "2026-05-18T00:30:20.000Z");
	assert_null(json_object_get(json_object_get(root, "authority"), "mbox"));
	assert_string_equal(json_string_value(json_object_get(root, "version")), "1.0.3");
	assert_non_null(strstr(ks_ask_text(ask), "\"scaled\":0.95"));
	json_decref(root);
}

static void ids_are_no_more_than_that(void **state)
{
	struct ks_ask *ask = *state;
	json_t *root, *expected;

	post(ask, "{" TAIL);
	root = get(ask, "ids");
	expected = json_loads("{\"id\":\"https://a.example/x\"}", 0, NULL);
	assert_true(json_equal(json_object_get(root, "object"), expected));
	assert_null(json_object_get(json_object_get(root, "actor"), "name"));
	assert_null(json_object_get(json_object_get(root, "verb"), "display"));
	json_decref(expected);
	json_decref(root);
}

#define AGENT(key) "{\"name\":\"N\",\"mbox\":\"mailto:" key "@x.example\"}"
#define GROUP "{\"objectType\":\"Group\",\"name\":\"G\",\"member\":[" AGENT("m") "," AGENT("n") "]}"
#define BARE(key) "{\"mbox\":\"mailto:" key "@x.example\"}"
#define BARE_GROUP "{\"objectType\":\"Group\",\"member\":[" BARE("m") "," BARE("n") "]}"
#define ACTIVITY(id) "{\"id\":\"" id "\",\"definition\":{\"name\":{\"en\":\"" id "\"}}}"

/* @statement without what the LRS adds, to be freed. */
static json_t *only_said(json_t *statement)
{
	static const char *const added[] = {"stored", "authority", "version", "timestamp"};

	for (size_t i = 0; i < KS_COUNT(added); i++)
		json_object_del(statement, added[i]);
	return statement;
}

static void check_ids(struct ks_ask *ask, const char *statement, const char *thin)
{
	json_t *shown, *expected = json_loads(thin, 0, NULL);
	char *text;

	post(ask, statement);
	shown = only_said(get(ask, "ids"));
	text = json_dumps(shown, JSON_COMPACT | JSON_ENCODE_ANY);
	assert_non_null(expected);
	if (!json_equal(shown, expected))
		fail_msg("%s", text);
	free(text);
	json_decref(expected);
	json_decref(shown);
}

static void a_group_keeps_its_members_and_they_only_what_identifies_them(void **state)
{
	check_ids(*state,
		  "{\"id\":\"" ID "\",\"actor\":" GROUP ",\"verb\":{\"id\":\"a:b\",\"display\":{\"en\":"
		  "\"b\"}},\"object\":" GROUP ",\"context\":{\"instructor\":" AGENT(
			  "i") ",\"team\":" GROUP
			       ",\"contextActivities\":{\"parent\":[" ACTIVITY("a:p") "," ACTIVITY(
				       "a:q") "],\"other\":[" ACTIVITY("a:o") "]}}}",
		  "{\"id\":\"" ID "\",\"actor\":" BARE_GROUP
		  ",\"verb\":{\"id\":\"a:b\"},\"object\":" BARE_GROUP
		  ",\"context\":{\"instructor\":" BARE(
			  "i") ",\"team\":" BARE_GROUP
			       ",\"contextActivities\":{\"parent\":[{\"id\":\"a:p\"},{\"id\":\"a:q\"}],\"other\":"
			       "[{\"id\":\"a:o\"}]}}}");
}

static void what_stands_in_a_substatement_is_thinned_too(void **state)
{
	check_ids(*state,
		  "{\"id\":\"" ID "\",\"actor\":" AGENT(
			  "a") ",\"verb\":{\"id\":\"a:b\"},\"object\":{"
			       "\"objectType\":\"SubStatement\",\"actor\":" AGENT(
				       "s") ",\"verb\":{\"id\":\"a:v\","
					    "\"display\":{\"en\":\"v\"}},\"object\":" ACTIVITY(
						    "a:x") "}}",
		  "{\"id\":\"" ID
		  "\",\"actor\":" BARE("a") ",\"verb\":{\"id\":\"a:b\"},\"object\":{"
					    "\"objectType\":\"SubStatement\",\"actor\":" BARE(
						    "s") ",\"verb\":{\"id\":\"a:v\"},"
							 "\"object\":{\"id\":\"a:x\"}}}");
}

static void a_single_activity_comes_back_in_its_array(void **state)
{
	static const char *const relations[] = {"parent", "grouping", "category", "other"};
	struct ks_ask *ask = *state;

	for (size_t i = 0; i < KS_COUNT(relations); i++) {
		char *text = ks_format(
			"{\"id\":\"0190f5a0-0000-7000-8000-00000000000%zu\",\"actor\":" BARE(
				"a") ",\"verb\":{\"id\":\"a:b\"},\"object\":{\"id\":\"a:x\"},\"context\":{"
				     "\"contextActivities\":{\"%s\" : {\"id\":\"a:p\"}}}}",
			i + 1, relations[i]);
		json_t *root, *list;

		post(ask, text);
		assert_int_equal(ks_ask(ask, "GET " STATEMENTS, KS_PARAMS("limit", "1"), NULL), 200);
		root = json_loads(ks_ask_text(ask), 0, NULL);
		list = json_object_get(
			json_object_get(
				json_object_get(json_array_get(json_object_get(root, "statements"), 0),
						"context"),
				"contextActivities"),
			relations[i]);
		assert_int_equal(json_array_size(list), 1);
		assert_string_equal(
			json_string_value(json_object_get(json_array_get(list, 0), "id")), "a:p");
		json_decref(root);
		free(text);
	}
}

/* What of the name of the object, and of the first choice, @wish brings. */
static void check_language(struct ks_ask *ask, const char *wish, const char *key, const char *name,
			   const char *choice)
{
	const char *const headers[] = {"Accept-Language", wish, NULL};
	json_t *root, *definition, *map;

	ask->headers = headers;
	root = get(ask, "canonical");
	ask->headers = NULL;
	definition = json_object_get(json_object_get(root, "object"), "definition");
	map = json_object_get(definition, "name");
	assert_int_equal(json_object_size(map), 1);
	assert_string_equal(json_string_value(json_object_get(map, key)), name);
	map = json_object_get(json_array_get(json_object_get(definition, "choices"), 0),
			      "description");
	assert_int_equal(json_object_size(map), 1);
	assert_string_equal(json_string_value(json_object_get(map, key)), choice);
	json_decref(root);
}

static void the_first_language_asked_for_that_there_is_wins(void **state)
{
	struct ks_ask *ask = *state;

	post(ask,
	     "{\"id\":\"" ID "\",\"actor\":" BARE(
		     "a") ",\"verb\":{\"id\":\"a:b\"},\"object\":{"
			  "\"id\":\"a:x\",\"definition\":{\"name\":{\"en-US\":\"X\",\"ja\":\"い\"},"
			  "\"description\":{\"en-US\":\"D\",\"ja\":\"に\"},\"interactionType\":\"choice\","
			  "\"correctResponsesPattern\":[\"c\"],\"choices\":[{\"id\":\"c\",\"description\":"
			  "{\"en-US\":\"C\",\"ja\":\"し\"}}]}}}");
	check_language(ask, "ja", "ja", "い", "し");
	check_language(ask, "JA,en", "ja", "い", "し");
	check_language(ask, "en, ja", "en-US", "X", "C");
	check_language(ask, "fr;q=1, j, ja;q=0.1", "ja", "い", "し"); /* j is no part of ja */
	check_language(ask, "fr", "en-US", "X", "C");
	check_language(ask, ", ,en", "en-US", "X", "C");
	check_language(ask, "ja-JP", "ja", "い", "し"); /* what a browser in Japan asks for */
	check_language(ask, "fr-FR, ja-JP-x-kuresaka;q=0.9, en;q=0.8", "ja", "い", "し");
	check_language(ask, "en-GB, ja-JP", "ja", "い", "し"); /* one from elsewhere is not it */
	check_language(ask, "-ja, j-JP", "en-US", "X", "C");
}

/* A score is given back to the last digit that a double keeps. */
static void a_number_that_is_printed_anew_stays_the_same(void **state)
{
	struct ks_ask *ask = *state;

	post(ask,
	     "{\"id\":\"" ID "\",\"actor\":" BARE(
		     "a") ",\"verb\":{\"id\":\"a:b\"},\"object\":{"
			  "\"id\":\"a:x\"},\"result\":{\"score\":{\"scaled\":0.123456789012345}}}");
	json_decref(get(ask, "canonical"));
	assert_non_null(strstr(ks_ask_text(ask), "\"scaled\":0.123456789012345}"));
}

static void canonical_speaks_the_language_that_is_asked_for(void **state)
{
	const char *const japanese[] = {"Accept-Language", "fr, ja;q=0.8", NULL};
	struct ks_ask *ask = *state;
	json_t *root, *name;

	post(ask, "{" TAIL);
	ask->headers = japanese;
	root = get(ask, "canonical");
	name = json_object_get(json_object_get(json_object_get(root, "object"), "definition"),
			       "name");
	assert_int_equal(json_object_size(name), 1);
	assert_string_equal(json_string_value(json_object_get(name, "ja-JP")), "えっくす");
	json_decref(root);
}

static void an_activity_is_all_that_was_said_of_it(void **state)
{
	struct ks_ask *ask = *state;

	post(ask, "{" TAIL);
	post(ask,
	     "{\"actor\":{\"mbox\":\"mailto:b@x.example\"},\"verb\":{\"id\":\"a:b\"},\"object\":"
	     "{\"id\":\"https://a.example/x\",\"definition\":{\"name\":{\"fr\":\"Ixe\"},\"type\":"
	     "\"a:t\"}}}");
	assert_int_equal(ks_ask(ask, "GET /xAPI/activities",
				KS_PARAMS("activityId", "https://a.example/x"), NULL),
			 200);
	assert_string_equal(ks_ask_text(ask),
			    "{\"objectType\":\"Activity\",\"id\":\"https://a.example/x\",\"definition\":"
			    "{\"name\":{\"en\":\"X\",\"ja-JP\":\"えっくす\",\"fr\":\"Ixe\"},"
			    "\"type\":\"a:t\"}}");
	assert_int_equal(ks_ask(ask, "GET /xAPI/activities", KS_PARAMS("activityId", "x"), NULL),
			 400);
	assert_int_equal(ks_ask(ask, "GET /xAPI/activities", NULL, NULL), 400);
}

static void a_person_is_the_agent_with_every_name_it_was_called(void **state)
{
	struct ks_ask *ask = *state;

	post(ask, "{" TAIL);
	post(ask, "{\"actor\":{\"name\":\"A. A.\",\"mbox\":\"mailto:a@x.example\"},\"verb\":{\"id\":"
		  "\"a:b\"},\"object\":{\"id\":\"a:x\"}}");
	assert_int_equal(ks_ask(ask, "GET /xAPI/agents",
				KS_PARAMS("agent", "{\"mbox\":\"mailto:a@x.example\"}"), NULL),
			 200);
	assert_string_equal(ks_ask_text(ask), "{\"objectType\":\"Person\",\"name\":[\"A\",\"A. A.\"],"
					      "\"mbox\":[\"mailto:a@x.example\"]}");
	assert_int_equal(ks_ask(ask, "GET /xAPI/agents", KS_PARAMS("agent", "{}"), NULL), 400);
	assert_int_equal(ks_ask(ask, "GET /xAPI/agents", NULL, NULL), 400);
}

#define MIXED "multipart/mixed; boundary=\"b\""
#define SHA "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae" /* of "foo" */
#define WITH_FILE                                                                                   \
	"{\"id\":\"" ID "\",\"actor\":{\"mbox\":\"mailto:a@x.example\"},\"verb\":{\"id\":\"a:b\"}," \
	"\"object\":{\"id\":\"a:x\"},\"attachments\":[{\"usageType\":\"a:u\",\"display\":{\"en\":"  \
	"\"f\"},\"contentType\":\"text/plain\",\"length\":3,\"sha2\":\"" SHA "\"}]}"
#define JSON_PART "--b\r\nContent-Type: application/json\r\n\r\n" WITH_FILE "\r\n"
#define FILE_PART(hash, encoding, bytes)                                          \
	"--b\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: " encoding \
	"\r\nX-Experience-API-Hash: " hash "\r\n\r\n" bytes "\r\n"

static void an_attachment_comes_back_as_it_was_sent(void **state)
{
	const char *const mixed[] = {"Content-Type", MIXED, NULL};
	struct ks_ask *ask = *state;

	ask->headers = mixed;
	post(ask, JSON_PART FILE_PART(SHA, "binary", "foo") "--b--\r\n");
	assert_int_equal(ks_ask(ask, "GET " STATEMENTS,
				KS_PARAMS("statementId", ID, "attachments", "true"), NULL),
			 200);
	assert_non_null(strstr(ask->reply.content_type, "multipart/mixed"));
	assert_non_null(strstr(ks_ask_text(ask), "X-Experience-API-Hash: " SHA "\r\n\r\nfoo\r\n--"));
	assert_int_equal(ks_ask(ask, "GET " STATEMENTS,
				KS_PARAMS("statementId", ID, "attachments", "false"), NULL),
			 200);
	assert_null(strstr(ks_ask_text(ask), "foo\r\n"));
}

static void signatures_leave_nothing_on_the_heap(void **state)
{
	static const char usage[] = "http://adlnet.gov/expapi/attachments/signature";
	/* {"alg":"RS256"} over {"verb":1}, which is another statement */
	static const char jws[] = "eyJhbGciOiJSUzI1NiJ9.eyJ2ZXJiIjoxfQ.c2ln";
	const char *const mixed[] = {"Content-Type", MIXED, NULL};
	struct ks_ask *ask = *state;
	uint8_t hash[32];
	char hex[65], *body;
	size_t before = 0;

	crypto_hash_sha256(hash, (const unsigned char *)jws, strlen(jws));
	sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
	body = ks_format(
		"--b\r\nContent-Type: application/json\r\n\r\n"
		"{\"id\":\"" ID "\",\"actor\":{\"mbox\":\"mailto:a@x.example\"},\"verb\":"
		"{\"id\":\"a:b\"},\"object\":{\"id\":\"a:x\"},\"attachments\":[{\"usageType\":"
		"\"%s\",\"display\":{\"en\":\"s\"},\"contentType\":\"application/octet-stream\","
		"\"length\":%zu,\"sha2\":\"%s\"}]}\r\n"
		"--b\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: "
		"binary\r\nX-Experience-API-Hash: %s\r\n\r\n%s\r\n--b--\r\n",
		usage, strlen(jws), hex, hex, jws);
	ask->headers = mixed;
	for (int i = 0; i < 200 + 20; i++) {
		if (i == 20)
			before = ks_test_heap();
		assert_int_equal(ks_ask(ask, "POST " STATEMENTS, NULL, body), 400);
		assert_non_null(strstr(ks_ask_text(ask), "what is signed is another statement"));
	}
	assert_true(ks_test_heap() < before + 200 * 16);
	free(body);
}

static void parts_that_do_not_fit_are_refused(void **state)
{
	static const char *const bodies[] = {
		"",
		"--b--",
		"--b",
		"--b\r\n\r\n",
		WITH_FILE,
		JSON_PART,
		JSON_PART "--b--",
		JSON_PART FILE_PART(SHA, "base64", "foo") "--b--\r\n",
		JSON_PART FILE_PART(SHA, "binary", "bar") "--b--\r\n",
		JSON_PART FILE_PART("00", "binary", "foo") "--b--\r\n",
		JSON_PART FILE_PART(SHA, "binary", "foo") FILE_PART("11", "binary", "x") "--b--\r\n",
		FILE_PART(SHA, "binary", "foo") "--b--\r\n",
		"--b\r\nContent-Type: text/plain\r\n\r\n" WITH_FILE "\r\n--b--\r\n",
	};
	const char *const mixed[] = {"Content-Type", MIXED, NULL};
	const char *const none[] = {"Content-Type", "multipart/mixed", NULL};
	struct ks_ask *ask = *state;

	ask->headers = mixed;
	for (size_t i = 0; i < KS_COUNT(bodies); i++)
		if (ks_ask(ask, "POST " STATEMENTS, NULL, bodies[i]) != 400)
			fail_msg("%zu: %d", i, ask->reply.status);
	ask->headers = none;
	assert_int_equal(ks_ask(ask, "POST " STATEMENTS, NULL,
				JSON_PART FILE_PART(SHA, "binary", "foo") "--b--\r\n"),
			 400);
	ask->headers = NULL;
	assert_int_equal(ks_ask(ask, "POST " STATEMENTS, NULL, WITH_FILE), 400);
	assert_int_equal(ks_ask(ask, "GET " STATEMENTS, KS_PARAMS("statementId", ID), NULL), 404);
}

#define with_centre(test) cmocka_unit_test_setup_teardown(test, ks_ask_setup, ks_ask_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_centre(exact_is_the_very_bytes_behind_what_the_lrs_adds),
		with_centre(what_a_sender_wrote_for_the_lrs_is_replaced),
		with_centre(ids_are_no_more_than_that),
		with_centre(a_group_keeps_its_members_and_they_only_what_identifies_them),
		with_centre(what_stands_in_a_substatement_is_thinned_too),
		with_centre(a_single_activity_comes_back_in_its_array),
		with_centre(the_first_language_asked_for_that_there_is_wins),
		with_centre(a_number_that_is_printed_anew_stays_the_same),
		with_centre(canonical_speaks_the_language_that_is_asked_for),
		with_centre(an_activity_is_all_that_was_said_of_it),
		with_centre(a_person_is_the_agent_with_every_name_it_was_called),
		with_centre(an_attachment_comes_back_as_it_was_sent),
		with_centre(signatures_leave_nothing_on_the_heap),
		with_centre(parts_that_do_not_fit_are_refused),
	};

	return ks_test_run(tests);
}
