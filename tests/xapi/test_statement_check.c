/* SPDX-License-Identifier: Apache-2.0 */
#include "xapi/statement_check.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "support/test.h"

/* Which statements get past the door. */

#define ID "\"id\":\"0190f5a0-0000-7000-8000-000000000001\""
#define ACTOR "\"actor\":{\"account\":{\"homePage\":\"https://a.example/staff\",\"name\":\"s-1\"}}"
#define VERB "\"verb\":{\"id\":\"http://v.example/passed\"}"
#define OBJECT "\"object\":{\"id\":\"https://a.example/course/annual/m1\"}"
#define TIME "\"timestamp\":\"2026-05-18T00:30:20.000Z\""
#define GOOD "{" ID "," ACTOR "," VERB "," OBJECT "," TIME "}"

static void a_whole_statement_is_taken(void **state)
{
	struct ks_statement_shape shape;
	struct ks_statement_view view;

	(void)state;
	assert_int_equal(ks_statement_check(GOOD, strlen(GOOD), KS_XAPI_1_0_3, &shape, NULL), KS_OK);
	assert_string_equal(shape.id, "0190f5a0-0000-7000-8000-000000000001");
	assert_true(shape.has_timestamp);
	assert_int_equal(ks_statement_check(GOOD, strlen(GOOD), KS_XAPI_1_0_3, &shape, &view), KS_OK);
	assert_string_equal(view.id, shape.id);
	assert_string_equal(view.lesson, "m1");
}

static void id_and_timestamp_may_be_left_to_the_endpoint(void **state)
{
	const char *text = "{" ACTOR "," VERB "," OBJECT "}";
	struct ks_statement_shape shape;

	(void)state;
	assert_int_equal(ks_statement_check(text, strlen(text), KS_XAPI_1_0_3, &shape, NULL), KS_OK);
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
		{"{" ID ",\"actor\":{\"account\":{\"name\":\"x\"}}," VERB "," OBJECT "}",
		 "actor.account.homePage"},
		{"{" ID "," ACTOR ",\"verb\":{\"id\":\"passed\"}," OBJECT "}", "verb.id"},
		{"{" ID "," ACTOR "," VERB ",\"object\":{\"id\":\"m 1\"}}", "object.id"},
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
		assert_int_equal(ks_statement_check(cases[i].text, strlen(cases[i].text),
						    KS_XAPI_1_0_3, &shape, NULL),
				 KS_INVALID);
		assert_string_equal(shape.finding.member, cases[i].member);
		assert_non_null(shape.finding.reason);
	}
}

static void an_id_in_capitals_is_the_same_id(void **state)
{
	const char *text =
		"{\"id\":\"0190F5A0-0000-7000-8000-00000000000A\"," ACTOR "," VERB "," OBJECT "}";
	struct ks_statement_shape shape;

	(void)state;
	assert_int_equal(ks_statement_check(text, strlen(text), KS_XAPI_1_0_3, &shape, NULL), KS_OK);
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
	assert_int_equal(ks_statement_check(text, len, KS_XAPI_1_0_3, &shape, NULL), KS_INVALID);
	assert_int_equal(ks_statement_check(text, len - 1, KS_XAPI_1_0_3, &shape, NULL), KS_OK);
	free(text);
}

static void test_attachments_are_seen_where_they_may_stand(void **state)
{
#define PLAIN \
	"\"actor\":{\"mbox\":\"mailto:a@example.jp\"},\"verb\":{\"id\":\"http://example.jp/v\"},"
#define ATTACHED                                                                                 \
	",\"attachments\":[{\"usageType\":\"http://example.jp/u\",\"display\":{\"ja\":\"図\"}," \
	"\"contentType\":\"text/plain\",\"length\":1,\"sha2\":\""                                \
	"2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\"}]"
#define THING "\"object\":{\"id\":\"http://example.jp/o\"}"
	static const struct {
		const char *text;
		bool has;
	} cases[] = {
		{"{" PLAIN THING "}", false},
		{"{" PLAIN THING ATTACHED "}", true},
		{"{" PLAIN "\"object\":{\"objectType\":\"SubStatement\"," PLAIN THING ATTACHED "}}",
		 true},
		{"{" PLAIN "\"object\":{\"objectType\":\"SubStatement\"," PLAIN THING "}}", false},
	};
	struct ks_statement_shape shape;

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		if (ks_statement_check(cases[i].text, strlen(cases[i].text), KS_XAPI_1_0_3, &shape,
				       NULL) != KS_OK)
			fail_msg("%zu: %s %s", i, shape.finding.member, shape.finding.reason);
		assert_true(shape.has_attachments == cases[i].has);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_whole_statement_is_taken),
		cmocka_unit_test(id_and_timestamp_may_be_left_to_the_endpoint),
		cmocka_unit_test(a_refusal_names_the_member),
		cmocka_unit_test(an_id_in_capitals_is_the_same_id),
		cmocka_unit_test(a_statement_longer_than_the_limit_is_refused),
		cmocka_unit_test(test_attachments_are_seen_where_they_may_stand),
	};

	return ks_test_run(tests);
}
