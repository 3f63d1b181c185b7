/* SPDX-License-Identifier: Apache-2.0 */
#include "xapi/statement_same.h"

#include <string.h>

#include "base/mem.h"
#include "support/test.h"
#include "xapi/statement.h"

/* When two statements of one id are the same fact: for the sender after a 409, and for the endpoint before one. */

#define ACTOR \
	"\"actor\":{\"account\":{\"homePage\":\"https://x.example/staff\",\"name\":\"s-0012\"}}"
#define VERB "\"verb\":{\"id\":\"http://adlnet.gov/expapi/verbs/passed\"}"
#define OBJECT "\"object\":{\"id\":\"https://x.example/lessons/m1\"}"
#define ID "\"id\":\"0196e1f0-0000-7000-8000-000000000001\""
#define TIME "\"timestamp\":\"2026-05-18T00:30:20.000Z\""
#define PARENT "\"context\":{\"contextActivities\":{\"parent\":"
#define BASE "{" ID "," ACTOR "," VERB "," OBJECT "," TIME "}"

struct pair {
	const char *ours, *theirs;
};

static void check(const struct pair *pairs, size_t n, bool is_same)
{
	for (size_t i = 0; i < n; i++) {
		const char *a = pairs[i].ours, *b = pairs[i].theirs;

		if (ks_statement_is_same(a, strlen(a), b, strlen(b)) != is_same)
			fail_msg("pair %zu: %s | %s", i, a, b);
		if (ks_statement_is_same(b, strlen(b), a, strlen(a)) != is_same)
			fail_msg("pair %zu, turned round: %s | %s", i, b, a);
	}
}

static void what_an_endpoint_adds_or_rewrites_does_not_count(void **state)
{
	static const struct pair pairs[] = {
		{BASE, BASE},
		/* order of members, spaces */
		{BASE, "{ " TIME ", " OBJECT ", " VERB ", " ACTOR ", " ID " }"},
		{BASE, "{" ID "," ACTOR "," VERB "," OBJECT "," TIME
		       ",\"stored\":\"2026-05-18T01:00:00Z\",\"version\":\"1.0.3\","
		       "\"authority\":{\"mbox\":\"mailto:a@b.example\"}}"},
		{BASE, "{" ID "," ACTOR ",\"verb\":{\"id\":\"http://adlnet.gov/expapi/verbs/passed\","
		       "\"display\":{\"ja-JP\":\"合格\"}}," OBJECT "," TIME "}"},
		{BASE, "{" ID "," ACTOR "," VERB
		       ",\"object\":{\"id\":\"https://x.example/lessons/m1\",\"objectType\":"
		       "\"Activity\",\"definition\":{\"name\":{\"ja-JP\":\"別\"}}}," TIME "}"},
		{BASE,
		 "{" ID ",\"actor\":{\"objectType\":\"Agent\",\"name\":\"x\",\"account\":{\"homePage\":"
		 "\"https://x.example/staff\",\"name\":\"s-0012\"}}," VERB "," OBJECT "," TIME "}"},
		/* the same instant */
		{BASE, "{" ID "," ACTOR "," VERB "," OBJECT
		       ",\"timestamp\":\"2026-05-18T09:30:20+09:00\"}"},
		/* 1 and 1.0 */
		{"{" ID "," TIME ",\"result\":{\"score\":{\"scaled\":1}}}",
		 "{" ID "," TIME ",\"result\":{\"score\":{\"scaled\":1.0}}}"},
		/* a lone context activity, another order, definitions */
		{"{" ID "," TIME "," PARENT "{\"id\":\"a\"}}}}",
		 "{" ID "," TIME "," PARENT "[{\"id\":\"a\",\"objectType\":\"Activity\"}]}}}"},
		{"{" ID "," TIME "," PARENT "[{\"id\":\"a\"},{\"id\":\"b\"}]}}}",
		 "{" ID "," TIME "," PARENT "[{\"id\":\"b\",\"definition\":{}},{\"id\":\"a\"}]}}}"},
		{"{" ID "," TIME "," PARENT "[{\"id\":\"a\"}]}}}",
		 "{" ID "," TIME "," PARENT "[{\"id\":\"a\"}],\"other\":[]}}}"},
	};

	(void)state;
	check(pairs, KS_COUNT(pairs), true);
}

static void everything_else_counts(void **state)
{
	static const struct pair pairs[] = {
		{BASE, "{\"id\":\"0196e1f0-0000-7000-8000-000000000002\"," ACTOR "," VERB "," OBJECT
		       "," TIME "}"},
		{BASE, "{" ID "," ACTOR
		       ",\"verb\":{\"id\":\"http://adlnet.gov/expapi/verbs/failed\"}," OBJECT
		       "," TIME "}"},
		{BASE, "{" ID ",\"actor\":{\"account\":{\"homePage\":\"https://x.example/staff\","
		       "\"name\":\"s-0013\"}}," VERB "," OBJECT "," TIME "}"},
		{BASE, "{" ID "," ACTOR "," VERB ",\"object\":{\"id\":\"https://x.example/lessons/m2\"}"
		       "," TIME "}"},
		{BASE, "{" ID "," ACTOR "," VERB "," OBJECT
		       ",\"timestamp\":\"2026-05-18T00:30:21.000Z\"}"},
		{BASE,
		 "{" ID "," ACTOR "," VERB "," OBJECT "," TIME ",\"result\":{\"success\":true}}"},
		{"{" ID "," TIME ",\"result\":{\"score\":{\"scaled\":0.8}}}",
		 "{" ID "," TIME ",\"result\":{\"score\":{\"scaled\":0.9}}}"},
		{"{" ID "," TIME ",\"context\":{\"extensions\":{\"x\":{\"seq\":9007199254740993}}}}",
		 "{" ID "," TIME ",\"context\":{\"extensions\":{\"x\":{\"seq\":9007199254740992}}}}"},
		{"{" ID "," TIME "," PARENT "[{\"id\":\"a\"}]}}}",
		 "{" ID "," TIME "," PARENT "[{\"id\":\"a\"},{\"id\":\"b\"}]}}}"},
		{"{" ID "," TIME ",\"result\":{\"success\":true}}",
		 "{" ID "," TIME ",\"result\":{\"success\":\"true\"}}"},
	};

	(void)state;
	check(pairs, KS_COUNT(pairs), false);
}

static void what_is_no_statement_is_never_the_same(void **state)
{
	static const struct pair pairs[] = {
		{BASE, ""},
		{BASE, "[" BASE "]"},
		{BASE, "<html></html>"},
		{BASE, "null"},
		{BASE, "{}"},
		{"{}", "{}"},
		{BASE, "{" ID},
		{"{\"id\":1}", "{\"id\":1}"},
		{BASE, "{" ID ",\"actor\":7,\"verb\":[],\"object\":\"x\",\"context\":3," TIME "}"},
		{BASE, "{" ID ",\"context\":{\"contextActivities\":{\"parent\":[1,null]}}," TIME "}"},
	};

	(void)state;
	check(pairs, KS_COUNT(pairs), false);
}

#define WITH(rest) "{" ID "," ACTOR "," VERB "," OBJECT "," TIME "," rest "}"
#define DURATION(text) WITH("\"result\":{\"duration\":\"" text "\"}")
#define CONTEXT(rest) WITH("\"context\":{" rest "}")
#define ACTIVITIES(rest) CONTEXT("\"contextActivities\":{" rest "}")
#define TEAM(members) CONTEXT("\"team\":{\"objectType\":\"Group\",\"member\":[" members "]}")

static void a_timestamp_that_the_endpoint_had_to_give_does_not_count(void **state)
{
	static const struct pair same[] = {{BASE, "{" ID "," ACTOR "," VERB "," OBJECT "}"}};
	static const struct pair other[] = {
		{BASE, "{" ID "," ACTOR "," VERB "," OBJECT
		       ",\"timestamp\":\"2026-05-18T00:30:20.001Z\"}"},
		{BASE, "{" ID "," ACTOR "," VERB "," OBJECT ",\"timestamp\":1}"},
		{BASE, "{" ID "," ACTOR "," VERB "," OBJECT ",\"timestamp\":\"gestern\"}"},
	};

	(void)state;
	check(same, KS_COUNT(same), true);
	check(other, KS_COUNT(other), false);
}

static void a_duration_is_a_text_cut_behind_a_hundredth_of_a_second(void **state)
{
	static const struct pair same[] = {
		{DURATION("PT12.34S"), DURATION("PT12.3456S")},
		{DURATION("PT12.340S"), DURATION("PT12.34S")},
	};
	static const struct pair other[] = {
		{DURATION("PT12.34S"), DURATION("PT12.35S")},
		{DURATION("PT60S"), DURATION("PT1M")},
	};

	(void)state;
	check(same, KS_COUNT(same), true);
	check(other, KS_COUNT(other), false);
}

static void a_name_says_nothing_about_who_it_is(void **state)
{
#define MEMBER(name) "{\"name\":\"" name "\",\"mbox\":\"mailto:a@x.example\"}"
	static const struct pair same[] = {
		{CONTEXT("\"instructor\":" MEMBER("a")), CONTEXT("\"instructor\":" MEMBER("b"))},
		{TEAM(MEMBER("a")), TEAM(MEMBER("b"))},
	};
	static const struct pair other[] = {
		/* the name of an account is its identity */
		{CONTEXT("\"instructor\":{\"account\":{\"homePage\":\"a:b\",\"name\":\"1\"}}"),
		 CONTEXT("\"instructor\":{\"account\":{\"homePage\":\"a:b\",\"name\":\"2\"}}")},
	};

	(void)state;
	check(same, KS_COUNT(same), true);
	check(other, KS_COUNT(other), false);
#undef MEMBER
}

static void groups_and_context_activities_have_no_order(void **state)
{
#define A "{\"mbox\":\"mailto:a@x.example\"}"
#define B "{\"mbox\":\"mailto:b@x.example\"}"
	static const struct pair same[] = {
		{TEAM(A "," B), TEAM(B "," A)},
		{TEAM(A), TEAM("{\"objectType\":\"Agent\",\"mbox\":\"mailto:a@x.example\"}")},
		{ACTIVITIES("\"grouping\":[{\"id\":\"a:1\"},{\"id\":\"a:2\"}]"),
		 ACTIVITIES("\"grouping\":[{\"id\":\"a:2\"},{\"id\":\"a:1\"}]")},
		{ACTIVITIES("\"parent\":[{\"id\":\"a:1\"}],\"category\":[]"),
		 ACTIVITIES("\"parent\":{\"id\":\"a:1\"}")},
	};
	static const struct pair other[] = {
		{TEAM(A "," B), TEAM(A "," A)},
		{TEAM(A "," B), TEAM(A)},
		{ACTIVITIES("\"parent\":[{\"id\":\"a:1\"}]"),
		 ACTIVITIES("\"grouping\":[{\"id\":\"a:1\"}]")},
		{ACTIVITIES("\"parent\":[{\"id\":\"a:1\"}]"),
		 ACTIVITIES("\"parent\":[{\"id\":\"a:2\"}]")},
	};

	(void)state;
	check(same, KS_COUNT(same), true);
	check(other, KS_COUNT(other), false);
#undef A
#undef B
}

static void capitals_in_a_uuid_and_the_way_a_number_is_written_do_not_count(void **state)
{
#define REGISTRATION(x) CONTEXT("\"registration\":\"019E1F00-0000-7000-8000-00000000000" x "\"")
#define REF(x)                                                                             \
	"{" ID "," ACTOR "," VERB "," TIME ",\"object\":{\"objectType\":\"StatementRef\"," \
	"\"id\":\"0196e1f0-0000-7000-8000-00000000000" x "\"}}"
	static const struct pair same[] = {
		{REGISTRATION("A"), REGISTRATION("a")},
		{REF("A"), REF("a")},
		{"{\"id\":\"0196E1F0-0000-7000-8000-000000000001\"}", "{" ID "}"},
		{CONTEXT("\"extensions\":{\"x:y\":{\"n\":[1,2.50]}}"),
		 CONTEXT("\"extensions\":{\"x:y\":{\"n\":[1.0,2.5]}}")},
	};
	static const struct pair other[] = {
		{REGISTRATION("A"), REGISTRATION("b")},
		{REF("A"), REF("b")},
		{CONTEXT("\"extensions\":{\"x:y\":{\"n\":[1,2]}}"),
		 CONTEXT("\"extensions\":{\"x:y\":{\"n\":[2,1]}}")},
	};

	(void)state;
	check(same, KS_COUNT(same), true);
	check(other, KS_COUNT(other), false);
}

static void attachments_may_be_left_out_by_an_endpoint(void **state)
{
	static const struct pair same[] = {
		{BASE, WITH("\"attachments\":[{\"usageType\":\"a:b\",\"sha2\":\"00\"}]")}};

	(void)state;
	check(same, KS_COUNT(same), true);
}

static void a_sub_statement_is_compared_by_the_same_rules(void **state)
{
#define SUB(rest)                                                                          \
	"{" ID "," ACTOR "," VERB "," TIME ",\"object\":{\"objectType\":\"SubStatement\"," \
	"\"actor\":" rest ",\"verb\":{\"id\":\"a:b\"},\"object\":{\"id\":\"a:c\"}}}"
	static const struct pair same[] = {
		{SUB("{\"openid\":\"a:b\",\"name\":\"x\"}"), SUB("{\"openid\":\"a:b\"}")}};
	static const struct pair other[] = {
		{SUB("{\"openid\":\"a:b\"}"), SUB("{\"openid\":\"a:c\"}")}};

	(void)state;
	check(same, KS_COUNT(same), true);
	check(other, KS_COUNT(other), false);
}

/* Two doors, each with its own clock and chain; the id is worked out of who and where. */
static void one_was_there_is_one_fact_at_whichever_door_it_is_said(void **state)
{
#define SAID(id, verb, home, name, gathering, rest)                             \
	"{\"id\":\"" id "\",\"actor\":{\"account\":{\"homePage\":\"" home "\"," \
	"\"name\":\"" name "\"}},\"verb\":{\"id\":\"a:/" verb "\"},"            \
	"\"object\":{\"id\":\"https://x.example/session/" gathering "\"}," rest "}"
#define ATTENDED(id, verb, staff, gathering, rest) \
	SAID(id, verb, "https://x.example/staff", "s-" staff, gathering, rest)
#define ONE_DOOR "\"timestamp\":\"2026-05-18T00:30:20Z\",\"result\":{\"duration\":\"PT1H\"}"
#define OTHER_DOOR "\"timestamp\":\"2026-05-18T00:31:00Z\",\"context\":{\"extensions\":{\"a:k\":2}}"
#define MEANT "f7df541a-ba8b-5d42-8754-008d4b2860d6"
#define ANY "0196e1f0-0000-7000-8000-000000000001"
	static const struct pair same[] = {
		{ATTENDED(MEANT, "attended", "0012", "2026-05-18-1", ONE_DOOR),
		 ATTENDED(MEANT, "attended", "0012", "2026-05-18-1", OTHER_DOOR)}};
	static const struct pair other[] = {
		{ATTENDED(ANY, "attended", "0012", "2026-05-18-1", ONE_DOOR),
		 ATTENDED(ANY, "attended", "0012", "2026-05-18-1", OTHER_DOOR)},
		{ATTENDED(MEANT, "attended", "0013", "2026-05-18-1", ONE_DOOR),
		 ATTENDED(MEANT, "attended", "0013", "2026-05-18-1", OTHER_DOOR)},
		{ATTENDED(MEANT, "attended", "0012", "2026-05-18-2", ONE_DOOR),
		 ATTENDED(MEANT, "attended", "0012", "2026-05-18-2", OTHER_DOOR)},
		{ATTENDED(MEANT, "attended", "0012", "2026-05-18-1", ONE_DOOR),
		 ATTENDED(MEANT, "attended", "0013", "2026-05-18-1", ONE_DOOR)},
		{ATTENDED(MEANT, "closed", "0012", "2026-05-18-1", ONE_DOOR),
		 ATTENDED(MEANT, "closed", "0012", "2026-05-18-1", OTHER_DOOR)},
		/* whose number it is, the account says, and both its parts are ours */
		{SAID(MEANT, "attended", "https://x.example/staff", "sx0012", "2026-05-18-1", ONE_DOOR),
		 SAID(MEANT, "attended", "https://x.example/staff", "sx0012", "2026-05-18-1",
		      OTHER_DOOR)},
		{SAID(MEANT, "attended", "https://x.example/stuff", "s-0012", "2026-05-18-1", ONE_DOOR),
		 SAID(MEANT, "attended", "https://x.example/stuff", "s-0012", "2026-05-18-1",
		      OTHER_DOOR)},
	};
	char id[KS_UUID_TEXT];

	(void)state;
	ks_attended_id("https://x.example", "2026-05-18-1", "0012", id);
	assert_string_equal(id, MEANT);
	check(same, KS_COUNT(same), true);
	check(other, KS_COUNT(other), false);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(what_an_endpoint_adds_or_rewrites_does_not_count),
	cmocka_unit_test(everything_else_counts),
	cmocka_unit_test(what_is_no_statement_is_never_the_same),
	cmocka_unit_test(a_timestamp_that_the_endpoint_had_to_give_does_not_count),
	cmocka_unit_test(a_duration_is_a_text_cut_behind_a_hundredth_of_a_second),
	cmocka_unit_test(a_name_says_nothing_about_who_it_is),
	cmocka_unit_test(groups_and_context_activities_have_no_order),
	cmocka_unit_test(capitals_in_a_uuid_and_the_way_a_number_is_written_do_not_count),
	cmocka_unit_test(attachments_may_be_left_out_by_an_endpoint),
	cmocka_unit_test(a_sub_statement_is_compared_by_the_same_rules),
	cmocka_unit_test(one_was_there_is_one_fact_at_whichever_door_it_is_said),
};

int main(void)
{
	return ks_test_run(tests);
}
