/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "support/test.h"
#include "xapi/statement_check.h"
#include "xapi/validate.h"

/* Single values at the edges of what the standards allow: the last good one and the first bad one. */

#define X39 "0123456789abcdefABCDEF01234567890123456"
#define X55 X39 "0123456789abcdef"
#define X63 X55 "01234567"
#define X95            \
	X63 "01234567" \
	    "01234567" \
	    "01234567" \
	    "01234567"
#define X127           \
	X95 "01234567" \
	    "01234567" \
	    "01234567" \
	    "01234567"
#define ACTOR "\"actor\":{\"mbox\":\"mailto:a@x.example\"}"
#define VERB "\"verb\":{\"id\":\"http://v.example/did\"}"
#define OBJECT "\"object\":{\"id\":\"https://a.example/m1\"}"
#define ATTACHED(type, length, sha2)                                                             \
	"{" ACTOR "," VERB "," OBJECT ",\"attachments\":[{\"usageType\":\"a:b\",\"display\":{}," \
	"\"contentType\":\"" type "\",\"length\":" length ",\"sha2\":\"" sha2 "\"}]}"

/* Where the value stands: in place of the %s. */
static const char *const places[] = {
	"{" ACTOR ",\"verb\":{\"id\":\"%s\"}," OBJECT "}",
	"{\"actor\":{\"mbox\":\"%s\"}," VERB "," OBJECT "}",
	"{\"actor\":{\"mbox_sha1sum\":\"%s\"}," VERB "," OBJECT "}",
	ATTACHED("a/b", "1", "%s"),
	ATTACHED("%s", "1", X63 "0"),
	ATTACHED("a/b", "%s", X63 "0"),
	"{" ACTOR "," VERB "," OBJECT ",\"context\":{\"language\":\"%s\"}}",
	"{" ACTOR ",\"verb\":{\"id\":\"a:b\",\"display\":{\"%s\":\"x\"}}," OBJECT "}",
	"{" ACTOR "," VERB "," OBJECT ",\"timestamp\":\"%s\"}",
	"{" ACTOR "," VERB "," OBJECT ",\"result\":{\"duration\":\"%s\"}}",
	"{" ACTOR "," VERB "," OBJECT ",\"version\":\"%s\"}",
	"{\"id\":\"%s\"," ACTOR "," VERB "," OBJECT "}",
	"{" ACTOR "," VERB "," OBJECT ",\"result\":{\"score\":{%s}}}",
	"{" ACTOR "," VERB "," OBJECT ",\"context\":{\"extensions\":{\"%s\":1}}}",
	"{" ACTOR "," VERB ",\"object\":{\"id\":\"a:b\",\"definition\":{%s}}}",
	"{\"actor\":{%s}," VERB "," OBJECT "}",
	"{" ACTOR "," VERB "," OBJECT ",\"authority\":{%s}}",
	"{" ACTOR ",\"verb\":{\"id\":\"http://adlnet.gov/expapi/verbs/voided\"},\"object\":{%s}}",
	"{" ACTOR "," VERB ",%s}",
};
enum place {
	IRI,
	MBOX,
	SHA1,
	SHA2,
	MEDIA,
	COUNT,
	LANGUAGE,
	WORDS,
	TIME,
	DURATION,
	VERSION,
	UUID,
	SCORE,
	KEY,
	DEFINITION,
	AGENT,
	AUTHORITY,
	VOIDED,
	REST
};

static const struct {
	enum place place;
	const char *good[24], *bad[24];
} rows[] = {
	{IRI,
	 {"a:b", "A+1.-:x", "http://x.example/あ", "urn:a"},
	 {"", ":b", "a:", "a", "1:b", "+:b", "a_b:c", "a:b c", "a:b<", "a:b>", "a:{b", "a:b}",
	  "a:b|", "a:b^", "a:b`", "a b:c"}},
	{MBOX,
	 {"mailto:a@b", "mailto:a@b@c"},
	 {"", "mailto:", "mailto:a", "mailto:@b", "mailto:a@", "mailt:a@b", "a@b", "mailto:a@b c",
	  "mailto:<a@b>"}},
	{SHA1, {X39 "a", X39 "F"}, {X39, X39 "g", X39 "ab", ""}},
	{SHA2,
	 {X55 "a", X63 "a", X95 "a", X127 "a"},
	 {"", X55, X55 "ab", X63, X63 "ab", X95, X95 "ab", X127, X127 "ab", X55 "g", X55 "ag"}},
	{MEDIA, {"a/b", "a/b; c=d"}, {"", "a", "/", "/b", "a/", "a/b\\n", "a/\\r"}},
	{COUNT, {"0", "1", "9223372036854775807"}, {"-1", "1.0", "\"1\"", "null"}},
	{LANGUAGE,
	 {"ja", "jpn", "ja-JP", "abcde", "abcdefgh", "x-a", "X-abc", "i-klingon", "I-a", "ja-a",
	  "ja-abcdefgh", "ja-12345678", "ja-a-b-c"},
	 {"", "j", "abcd", "abcdefghi", "x", "x-", "i", "a-b", "ja-", "ja-abcdefghi",
	  "ja-123456789", "ja--JP", "ja_JP", "ja-あ", "1a", "x-abcdefghi", "ja-J_"}},
	{WORDS, {"ja", "zh-Hant-TW"}, {"", "j", "ja-"}},
	{TIME,
	 {"2026-05-18T00:30:20Z", "2026-05-18T00:30:20.123456Z", "2026-05-18T00:30:20+09:00",
	  "2026-05-18T00:30:20-09:00", "2026-05-18T00:30:20-00:01"},
	 {"", "2026-05-18T00:30:20-00:00", "2026-13-18T00:30:20Z", "2026-05-18T24:61:20Z", "gestern"}},
	{DURATION,
	 {"P1Y", "P1M", "P1D", "P1Y2M3D", "PT1H", "PT1M", "PT1S", "P1DT1H2M3S", "P1W", "P1.5W",
	  "PT1.5S", "PT1,5S", "P0D", "P12Y", "P1.5D", "PT1H3S"},
	 {"",       "P",     "PT",    "1D",    "P1",   "P1X",   "PD",    "P1D2M",
	  "P1DT",   "P1D1H", "P1W1D", "P1S",   "PT1D", "PT1.S", "PT.5S", "PT1.5H2M",
	  "PT1S2M", "P1M1M", "P1Dx",  "PT1Sx", "P1Wx", "T1S"}},
	{VERSION,
	 {"1.0", "1.0.0", "1.0.3", "1.0.12"},
	 {"", "1", "1.", "1.1", "0.9", "1.0.", "1.0.x", "1.0.1x", "1.00", "2.0", "2.0.0"}},
	{UUID,
	 {"0190f5a0-0000-7000-8000-000000000001", "0190F5A0-0000-7000-8000-00000000000A"},
	 {"", "0190f5a0-0000-7000-8000-00000000000", "0190f5a0-0000-7000-8000-0000000000011",
	  "0190f5a000000700080000000000000001"}},
	{SCORE,
	 {"\"scaled\":1", "\"scaled\":-1", "\"scaled\":0.5", "\"min\":0,\"max\":1",
	  "\"raw\":1,\"min\":1,\"max\":2", "\"raw\":2,\"min\":1,\"max\":2", "\"raw\":5,\"min\":1",
	  "\"raw\":5,\"max\":5", "\"raw\":-7"},
	 {"\"scaled\":1.001", "\"scaled\":-1.001", "\"scaled\":\"1\"", "\"min\":1,\"max\":1",
	  "\"min\":2,\"max\":1", "\"raw\":0,\"min\":1,\"max\":2", "\"raw\":3,\"min\":1,\"max\":2",
	  "\"raw\":0,\"min\":1", "\"raw\":6,\"max\":5"}},
	{KEY, {"a:b"}, {"", "a", "a:b c"}},
	{DEFINITION,
	 {"\"interactionType\":\"choice\",\"choices\":[{\"id\":\"a\"},{\"id\":\"b\"}]",
	  "\"interactionType\":\"sequencing\",\"choices\":[]",
	  "\"interactionType\":\"likert\",\"scale\":[]",
	  "\"interactionType\":\"matching\",\"source\":[],\"target\":[]",
	  "\"interactionType\":\"performance\",\"steps\":[]",
	  "\"interactionType\":\"true-false\",\"correctResponsesPattern\":[]",
	  "\"interactionType\":\"fill-in\"", "\"interactionType\":\"long-fill-in\"",
	  "\"interactionType\":\"numeric\"", "\"interactionType\":\"other\"", "\"type\":\"a:b\""},
	 {"\"correctResponsesPattern\":[]", "\"choices\":[]", "\"interactionType\":\"choise\"",
	  "\"interactionType\":1",
	  "\"interactionType\":\"choice\",\"choices\":[{\"id\":\"a\"},{\"id\":\"b\"},{\"id\":\"a\"}]",
	  "\"interactionType\":\"choice\",\"choices\":[{\"id\":\"b\"},{\"id\":\"a\"},{\"id\":\"a\"}]",
	  "\"interactionType\":\"choice\",\"scale\":[]",
	  "\"interactionType\":\"likert\",\"choices\":[]",
	  "\"interactionType\":\"matching\",\"choices\":[]",
	  "\"interactionType\":\"performance\",\"target\":[]",
	  "\"interactionType\":\"true-false\",\"steps\":[]",
	  "\"interactionType\":\"choice\",\"source\":[]"}},
	{AGENT,
	 {"\"openid\":\"a:b\"", "\"objectType\":\"Agent\",\"mbox\":\"mailto:a@b\"",
	  "\"objectType\":\"Group\",\"member\":[]", "\"objectType\":\"Group\",\"openid\":\"a:b\"",
	  "\"objectType\":\"Group\",\"openid\":\"a:b\",\"member\":[{\"openid\":\"a:b\"}]"},
	 {"", "\"name\":\"x\"", "\"openid\":\"a:b\",\"mbox\":\"mailto:a@b\"",
	  "\"objectType\":\"Group\"",
	  "\"objectType\":\"Group\",\"openid\":\"a:b\",\"mbox\":\"mailto:a@b\"",
	  "\"objectType\":\"Agent\",\"member\":[]",
	  "\"objectType\":\"Group\",\"member\":[{\"objectType\":\"Group\",\"openid\":\"a:b\"}]",
	  "\"objectType\":\"Group\",\"member\":[{}]", "\"objectType\":1,\"openid\":\"a:b\"",
	  "\"objectType\":\"Grou\",\"openid\":\"a:b\""}},
	{AUTHORITY,
	 {"\"openid\":\"a:b\"",
	  "\"objectType\":\"Group\",\"member\":[{\"openid\":\"a:b\"},{\"openid\":\"a:c\"}]"},
	 {"\"objectType\":\"Group\",\"member\":[{\"openid\":\"a:b\"}]",
	  "\"objectType\":\"Group\",\"member\":[{\"openid\":\"a:b\"},{\"openid\":\"a:c\"},{\"openid\":\"a:d\"}]",
	  "\"objectType\":\"Group\",\"openid\":\"a:d\",\"member\":[{\"openid\":\"a:b\"},{\"openid\":\"a:c\"}]"}},
	{VOIDED,
	 {"\"objectType\":\"StatementRef\",\"id\":\"0190f5a0-0000-7000-8000-000000000001\""},
	 {"\"id\":\"a:b\"", "\"objectType\":\"Agent\",\"openid\":\"a:b\"",
	  "\"objectType\":\"StatementRef\",\"id\":\"a:b\"", "\"objectType\":\"StatementRef\""}},
	{REST,
	 {OBJECT ",\"context\":{\"revision\":\"1\",\"platform\":\"p\"}",
	  "\"object\":{\"objectType\":\"Activity\",\"id\":\"a:b\"},\"context\":{\"revision\":\"1\"}",
	  "\"object\":{\"objectType\":\"Agent\",\"openid\":\"a:b\"},\"context\":{\"language\":\"ja\"}",
	  "\"object\":{\"objectType\":\"Group\",\"openid\":\"a:b\"}",
	  OBJECT ",\"context\":{\"contextActivities\":{\"parent\":{\"id\":\"a:b\"},\"other\":[]}}"},
	 {"\"object\":{\"objectType\":\"Agent\",\"openid\":\"a:b\"},\"context\":{\"revision\":\"1\"}",
	  "\"object\":{\"objectType\":\"Agent\",\"openid\":\"a:b\"},\"context\":{\"platform\":\"1\"}",
	  "\"object\":{\"objectType\":1,\"id\":\"a:b\"}",
	  "\"object\":{\"objectType\":\"activity\",\"id\":\"a:b\"}",
	  OBJECT ",\"context\":{\"contextActivities\":{\"parent\":[{\"id\":\"a\"}]}}",
	  OBJECT ",\"context\":{\"contextAgents\":[]}"}},
};

static bool is_taken(enum place place, const char *value)
{
	const char *at = strstr(places[place], "%s");
	char *text = ks_format("%.*s%s%s", (int)(at - places[place]), places[place], value, at + 2);
	struct ks_statement_shape shape;
	enum ks_rc rc = ks_statement_check(text, strlen(text), KS_XAPI_1_0_3, &shape, NULL);

	free(text);
	return rc == KS_OK;
}

static void each_value_is_taken_up_to_its_edge(void **state)
{
	(void)state;
	for (size_t i = 0; i < KS_COUNT(rows); i++) {
		for (size_t k = 0; k < KS_COUNT(rows[i].good) && rows[i].good[k]; k++)
			if (!is_taken(rows[i].place, rows[i].good[k]))
				fail_msg("%s is good in %s", rows[i].good[k], places[rows[i].place]);
		for (size_t k = 0; k < KS_COUNT(rows[i].bad) && rows[i].bad[k]; k++)
			if (is_taken(rows[i].place, rows[i].bad[k]))
				fail_msg("%s is bad in %s", rows[i].bad[k], places[rows[i].place]);
	}
}

/* What only the later version has. */
static void version_2_has_its_own_values(void **state)
{
#define IN_2_0(rest, is_good)                                       \
	{                                                           \
		"{" ACTOR "," VERB "," OBJECT "," rest "}", is_good \
	}
#define AGENTS(rest) "\"context\":{\"contextAgents\":[{" rest "}]}"
#define GROUPS(rest) "\"context\":{\"contextGroups\":[{" rest "}]}"
	static const struct {
		const char *text;
		bool is_good;
	} cases[] = {
		IN_2_0("\"version\":\"1.0.3\"", true),
		IN_2_0("\"version\":\"2.0\"", true),
		IN_2_0("\"version\":\"2.0.0\"", true),
		IN_2_0("\"version\":\"2.0.\"", false),
		IN_2_0("\"version\":\"2.1\"", false),
		IN_2_0("\"version\":\"3.0\"", false),
		IN_2_0(AGENTS("\"objectType\":\"contextAgent\",\"agent\":{\"openid\":\"a:b\"}"), true),
		IN_2_0(AGENTS("\"objectType\":\"contextAgent\",\"agent\":{\"openid\":\"a:b\"},\"relevantTypes\":[\"a:b\"]"),
		       true),
		IN_2_0(AGENTS("\"objectType\":\"contextAgent\",\"agent\":{\"openid\":\"a:b\"},\"relevantTypes\":[]"),
		       false),
		IN_2_0(AGENTS("\"objectType\":\"contextGroup\",\"agent\":{\"openid\":\"a:b\"}"),
		       false),
		IN_2_0(AGENTS("\"objectType\":\"contextAgent\",\"agent\":{}"), false),
		IN_2_0(GROUPS("\"objectType\":\"contextGroup\",\"group\":{\"objectType\":\"Group\",\"openid\":\"a:b\"}"),
		       true),
		IN_2_0(GROUPS("\"objectType\":\"contextAgent\",\"group\":{\"objectType\":\"Group\",\"openid\":\"a:b\"}"),
		       false),
		IN_2_0(GROUPS("\"objectType\":\"contextGroup\",\"group\":{\"openid\":\"a:b\"}"),
		       false),
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_statement_shape shape;
		enum ks_rc rc = ks_statement_check(cases[i].text, strlen(cases[i].text),
						   KS_XAPI_2_0_0, &shape, NULL);

		if ((rc == KS_OK) != cases[i].is_good)
			fail_msg("%s: %s", cases[i].text, shape.finding.member);
	}
}

/* Whom a request names is judged by the rules of an actor, and nothing is left of the finding before. */
static void person_of_a_request_is_an_actor(void **state)
{
	static const struct {
		const char *text, *member;
	} cases[] = {
		{"{\"openid\":\"a:b\"}", ""},
		{"{\"account\":{\"homePage\":\"a:b\"}}", "account.name"},
		{"{\"openid\":\"a:b\",\"x\":1}", "x"},
		{"{}", ""},
		{"[]", ""},
		{"{\"objectType\":\"Group\",\"member\":[{\"mbox\":\"a\"}]}", "member.mbox"},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		json_t *json = json_loads(cases[i].text, 0, NULL);
		struct ks_finding finding;

		memset(&finding, 0x5a, sizeof(finding));
		assert_int_equal(ks_validate_who(json, &finding), i == 0 ? KS_OK : KS_INVALID);
		assert_string_equal(finding.member, cases[i].member);
		assert_int_equal(!finding.reason, i == 0);
		json_decref(json);
	}
	assert_int_equal(ks_validate_who(NULL, &(struct ks_finding){0}), KS_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_value_is_taken_up_to_its_edge),
		cmocka_unit_test(version_2_has_its_own_values),
		cmocka_unit_test(person_of_a_request_is_an_actor),
	};

	return ks_test_run(tests);
}
