/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/statement_check.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "support/test.h"

/* Which statements get past the door, and when two of one id are the same fact. */

#define ID "\"id\":\"0190f5a0-0000-7000-8000-000000000001\""
#define ACTOR "\"actor\":{\"account\":{\"homePage\":\"https://a.example/staff\",\"name\":\"s-1\"}}"
#define VERB "\"verb\":{\"id\":\"http://v.example/passed\"}"
#define OBJECT "\"object\":{\"id\":\"https://a.example/course/annual/m1\"}"
#define TIME "\"timestamp\":\"2026-05-18T00:30:20.000Z\""
#define GOOD "{" ID "," ACTOR "," VERB "," OBJECT "," TIME "}"

static void a_whole_statement_is_taken(void **state)
{
	struct ks_statement_shape shape;

	(void)state;
	assert_int_equal(ks_statement_check(GOOD, strlen(GOOD), &shape), KS_OK);
	assert_string_equal(shape.id, "0190f5a0-0000-7000-8000-000000000001");
	assert_true(shape.has_timestamp);
}

static void id_and_timestamp_may_be_left_to_the_endpoint(void **state)
{
	const char *text = "{" ACTOR "," VERB "," OBJECT "}";
	struct ks_statement_shape shape;

	(void)state;
	assert_int_equal(ks_statement_check(text, strlen(text), &shape), KS_OK);
	assert_string_equal(shape.id, "");
	assert_false(shape.has_timestamp);
}

static void a_refusal_names_the_member(void **state)
{
	static const struct {
		const char *text, *member;
	} cases[] = {
		{"[]", ""},
		{"{\"id\":\"x\"," ACTOR "," VERB "," OBJECT "}", "id"},
		{"{\"id\":7," ACTOR "," VERB "," OBJECT "}", "id"},
		{"{" ID "," VERB "," OBJECT "}", "actor"},
		{"{" ID ",\"actor\":{}," VERB "," OBJECT "}", "actor"},
		{"{" ID ",\"actor\":{\"mbox\":\"mailto:a@b\",\"openid\":\"https://o\"}," VERB
		 "," OBJECT "}",
		 "actor"},
		{"{" ID ",\"actor\":{\"account\":{\"name\":\"x\"}}," VERB "," OBJECT "}", "actor"},
		{"{" ID "," ACTOR ",\"verb\":{\"id\":\"passed\"}," OBJECT "}", "verb.id"},
		{"{" ID "," ACTOR "," VERB ",\"object\":{\"id\":\"m 1\"}}", "object"},
		{"{" ID "," ACTOR "," VERB ",\"object\":{\"objectType\":\"Thing\",\"id\":\"a:b\"}}",
		 "object"},
		{"{" ID "," ACTOR "," VERB "," OBJECT ",\"timestamp\":\"gestern\"}", "timestamp"},
		{"{" ID "," ID "," ACTOR "," VERB "," OBJECT "}", ""},
		{"{" ID "," ACTOR "," VERB "," OBJECT ",\"x\":\"\xff\"}", ""},
	};
	struct ks_statement_shape shape;

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		print_message("%s\n", cases[i].text);
		assert_int_equal(ks_statement_check(cases[i].text, strlen(cases[i].text), &shape),
				 KS_INVALID);
		assert_string_equal(shape.bad_member, cases[i].member);
		assert_non_null(shape.reason);
	}
}

static void an_id_in_capitals_is_the_same_id(void **state)
{
	const char *text =
		"{\"id\":\"0190F5A0-0000-7000-8000-00000000000A\"," ACTOR "," VERB "," OBJECT "}";
	struct ks_statement_shape shape;

	(void)state;
	assert_int_equal(ks_statement_check(text, strlen(text), &shape), KS_OK);
	assert_string_equal(shape.id, "0190f5a0-0000-7000-8000-00000000000a");
}

static void a_statement_longer_than_the_limit_is_refused(void **state)
{
	size_t len = KS_STATEMENT_MAX_BYTES + 1;
	char *text = ks_alloc(len);
	struct ks_statement_shape shape;

	(void)state;
	memset(text, ' ', len);
	memcpy(text, GOOD, strlen(GOOD));
	assert_int_equal(ks_statement_check(text, len, &shape), KS_INVALID);
	assert_int_equal(ks_statement_check(text, len - 1, &shape), KS_OK);
	free(text);
}

static bool is_same(const char *a, const char *b)
{
	bool one = ks_statement_is_same(a, strlen(a), b, strlen(b));

	assert_int_equal(one, ks_statement_is_same(b, strlen(b), a, strlen(a)));
	return one;
}

static void what_an_endpoint_may_change_does_not_make_another_statement(void **state)
{
	static const char *const others[] = {
		GOOD,
		"{" TIME "," OBJECT "," VERB "," ACTOR "," ID "}",
		"{" ID "," ACTOR "," VERB "," OBJECT "}",
		"{" ID "," ACTOR "," VERB "," OBJECT ",\"timestamp\":\"2026-05-18T09:30:20+09:00\"}",
		"{" ID "," ACTOR "," VERB "," OBJECT "," TIME ",\"stored\":\"2026-05-19T00:00:00Z\","
		"\"authority\":{\"mbox\":\"mailto:a@b\"},\"version\":\"1.0.3\"}",
		"{" ID "," ACTOR
		",\"verb\":{\"id\":\"http://v.example/passed\",\"display\":{\"ja\":\"合格\"}},"
		"\"object\":{\"objectType\":\"Activity\",\"id\":\"https://a.example/course/annual/m1\","
		"\"definition\":{\"type\":\"a:b\"}}," TIME "}",
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(others); i++)
		assert_true(is_same(GOOD, others[i]));
}

static void any_other_difference_is_another_statement(void **state)
{
	static const char *const others[] = {
		"{" ID
		",\"actor\":{\"account\":{\"homePage\":\"https://a.example/staff\",\"name\":\"s-2\"}}," VERB
		"," OBJECT "," TIME "}",
		"{" ID "," ACTOR ",\"verb\":{\"id\":\"http://v.example/failed\"}," OBJECT "," TIME
		"}",
		"{" ID "," ACTOR "," VERB "," OBJECT ",\"timestamp\":\"2026-05-18T00:30:20.001Z\"}",
		"{" ID "," ACTOR "," VERB "," OBJECT "," TIME ",\"result\":{\"success\":true}}",
		"not json",
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(others); i++)
		assert_false(is_same(GOOD, others[i]));
}

static void durations_count_to_a_hundredth_of_a_second(void **state)
{
#define WITH(d) "{" ID "," ACTOR "," VERB "," OBJECT ",\"result\":{\"duration\":\"" d "\"}}"
	(void)state;
	assert_true(is_same(WITH("PT12.34S"), WITH("PT12.3456S")));
	assert_false(is_same(WITH("PT12.34S"), WITH("PT12.35S")));
#undef WITH
}

static void the_order_of_context_activities_does_not_count(void **state)
{
#define WITH(list) \
	"{" ID "," ACTOR "," VERB "," OBJECT ",\"context\":{\"contextActivities\":" list "}}"
	(void)state;
	assert_true(is_same(WITH("{\"grouping\":[{\"id\":\"a:1\"},{\"id\":\"a:2\"}]}"),
			    WITH("{\"grouping\":[{\"id\":\"a:2\"},{\"id\":\"a:1\"}]}")));
	assert_true(is_same(WITH("{\"parent\":[{\"id\":\"a:1\"}]}"),
			    WITH("{\"parent\":{\"id\":\"a:1\"}}")));
	assert_false(is_same(WITH("{\"parent\":[{\"id\":\"a:1\"}]}"),
			     WITH("{\"parent\":[{\"id\":\"a:2\"}]}")));
#undef WITH
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_whole_statement_is_taken),
		cmocka_unit_test(id_and_timestamp_may_be_left_to_the_endpoint),
		cmocka_unit_test(a_refusal_names_the_member),
		cmocka_unit_test(an_id_in_capitals_is_the_same_id),
		cmocka_unit_test(a_statement_longer_than_the_limit_is_refused),
		cmocka_unit_test(what_an_endpoint_may_change_does_not_make_another_statement),
		cmocka_unit_test(any_other_difference_is_another_statement),
		cmocka_unit_test(durations_count_to_a_hundredth_of_a_second),
		cmocka_unit_test(the_order_of_context_activities_does_not_count),
	};

	return ks_test_run(tests);
}
