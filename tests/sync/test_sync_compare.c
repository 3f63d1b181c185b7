// SPDX-License-Identifier: Apache-2.0
#include "support/test.h"

#include <string.h>

#include "base/mem.h"
#include "sync/sync_private.h"

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
	for (size_t i = 0; i < n; i++)
		if (ks_sync_same_statement(pairs[i].ours, strlen(pairs[i].ours), pairs[i].theirs,
					   strlen(pairs[i].theirs)) != is_same)
			fail_msg("pair %zu: %s | %s", i, pairs[i].ours, pairs[i].theirs);
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
		{BASE, "{" ID "," ACTOR "," VERB "," OBJECT "}"},
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

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(what_an_endpoint_adds_or_rewrites_does_not_count),
	cmocka_unit_test(everything_else_counts),
	cmocka_unit_test(what_is_no_statement_is_never_the_same),
};

int main(void)
{
	return ks_test_run(tests);
}
