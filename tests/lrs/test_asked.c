/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "base/mem.h"
#include "support/golden.h"
#include "support/test.h"
#include "xapi/statement.h"

/*
 * What is asked of the LRS, one after the other, and what it answers: tests/data/golden/lrs/asked.txt. Another vendor's program
 * reads these answers; whoever changes one sees it here.
 */

#define ID(n) "0190f5a0-0000-7000-8000-00000000000" n
#define STATEMENTS "/xAPI/statements"
#define STATE "/xAPI/activities/state"
#define PROFILE "/xAPI/activities/profile"
#define WHO "{\"mbox\":\"mailto:a@x.example\"}"
#define SAYS                                                           \
	"\"actor\":" WHO ",\"verb\":{\"id\":\"http://v.example/did\"," \
	"\"display\":{\"en\":\"did\",\"ja-JP\":\"した\"}},\"object\":{\"id\":\"https://a.example/x\"}"
#define AT ",\"timestamp\":\"2026-05-18T00:30:20Z\""
#define SHA_X "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
#define ATTACHED(sha2, more)                                                                  \
	"\"attachments\":[{\"usageType\":\"https://u.example/u\",\"display\":{\"en\":\"s\"}," \
	"\"contentType\":\"text/plain\",\"length\":1,\"sha2\":\"" sha2 "\"" more "}]"
#define SIGNED(type)                                                                                      \
	"\"attachments\":[{\"usageType\":\"http://adlnet.gov/expapi/attachments/signature\",\"display\":" \
	"{\"en\":\"s\"},\"contentType\":\"" type "\",\"length\":1,\"sha2\":\"" SHA_X "\"}]"
#define MULTI "Content-Type: multipart/mixed; boundary=b"
#define FIRST "--b\r\nContent-Type: application/json\r\n\r\n"
#define PART(head, bytes) "\r\n--b\r\nContent-Type: text/plain\r\n" head "\r\n" bytes
#define BINARY "Content-Transfer-Encoding: binary\r\n"
#define LAST "\r\n--b--\r\n"
#define HASH(sha2) "X-Experience-API-Hash: " sha2 "\r\n"
#define LONG                                                               \
	"0123456789012345678901234567890123456789012345678901234567890123" \
	"0123456789012345678901234567890123456789012345678901234567890123"

/* One of everything that is shown in another way by each format. */
#define MANY(n, object)                                                                                                                   \
	"{\"id\":\"" ID(                                                                                                                  \
		n) "\",\"actor\":{\"objectType\":\"Group\",\"name\":\"G\",\"member\":[{\"name\":\"A\","                                   \
		   "\"mbox\":\"mailto:a@x.example\"},{\"name\":\"B\",\"account\":{\"homePage\":\"https://h.example\","                    \
		   "\"name\":\"b\"}}]},\"verb\":{\"id\":\"http://v.example/did\",\"display\":{\"en\":\"did\",\"ja-JP\":"                  \
		   "\"した\"}}," object ",\"context\":{\"registration\":\"" ID(                                                           \
			   "A") "\",\"contextActivities\":{\"parent\":{"                                                                  \
				"\"id\":\"https://a.example/p\",\"definition\":{\"name\":{\"en\":\"P\",\"ja\":\"親\"}}},\"grouping\":[{" \
				"\"id\":\"https://a.example/g\"},{\"id\":\"https://a.example/p\"}]},\"instructor\":{\"name\":\"I\","      \
				"\"mbox\":\"mailto:i@x.example\"},\"team\":{\"objectType\":\"Group\",\"name\":\"T\",\"mbox\":"            \
				"\"mailto:t@x.example\"}}" AT "}"
#define SHOWN(n)                                                                         \
	{NULL, "GET " STATEMENTS, "statementId=" ID(n), "", NULL},                       \
		{NULL, "GET " STATEMENTS, "statementId=" ID(n) "&format=ids", "", NULL}, \
	{                                                                                \
		NULL, "GET " STATEMENTS, "statementId=" ID(n) "&format=canonical",       \
			"Accept-Language: ja-JP", NULL                                   \
	}

/* @who: a kiosk, NULL for the LRS client lms-1. @params: "a=1&b=2". @headers: "A: 1|B: 2". */
static const struct {
	const char *who, *line, *params, *headers, *body;
} questions[] = {
	/* taking in */
	{NULL, "POST " STATEMENTS, "", "", "{}"},
	{NULL, "POST " STATEMENTS, "", "", "["},
	{NULL, "POST " STATEMENTS, "", "", "[]"},
	{NULL, "POST " STATEMENTS, "", "", "7"},
	{NULL, "POST " STATEMENTS, "", "", "{" SAYS "}"},
	{NULL, "POST " STATEMENTS, "", "", " {\"id\":\"" ID("1") "\"," SAYS AT "}"},
	{NULL, "POST " STATEMENTS, "", "", "{\"id\":\"" ID("1") "\"," SAYS AT "}"},
	{NULL, "POST " STATEMENTS, "", "",
	 "{\"id\":\"" ID("1") "\"," SAYS ",\"timestamp\":\"2026-05-19T00:30:20Z\"}"},
	{NULL, "POST " STATEMENTS, "", "",
	 "[{\"id\":\"" ID("2") "\"," SAYS AT "},{\"id\":\"" ID("2") "\"," SAYS AT "}]"},
	{NULL, "POST " STATEMENTS, "", "",
	 "[{\"id\":\"" ID("2") "\"," SAYS AT "},{" SAYS ",\"verb\":7}]"},
	{NULL, "POST " STATEMENTS, "", "", "[{\"id\":\"" ID("2") "\"," SAYS AT "},{" SAYS "}]"},
	{NULL, "POST " STATEMENTS, "a=b", "", "[]"},
	{NULL, "PUT " STATEMENTS, "", "", "{" SAYS "}"},
	{NULL, "PUT " STATEMENTS, "statementId=" ID("3"), "", "[{" SAYS "}]"},
	{NULL, "PUT " STATEMENTS, "statementId=" ID("3"), "", "{\"id\":\"" ID("4") "\"," SAYS "}"},
	{NULL, "PUT " STATEMENTS, "statementId=" ID("3"), "", "{" SAYS AT "}"},
	{NULL, "PUT " STATEMENTS, "statementId=" ID("3"), "", "{" SAYS AT "}"},
	{NULL, "PUT " STATEMENTS, "statementId=" ID("A"), "", "{\"id\":\"" ID("a") "\"," SAYS AT "}"},
	{NULL, "PUT " STATEMENTS, "statementId=" ID("3") "&x=y", "", "{" SAYS AT "}"},
	{"k-01", "POST " STATEMENTS, "", "X-Kenshu-Head: 1 2 3", "[]"},
	{"k-01", "POST " STATEMENTS, "", "X-Kenshu-Batch-Head: 1 2 3", "[]"},
	{"k-01", "POST " STATEMENTS, "", "",
	 "{\"id\":\"" ID("5") "\"," SAYS AT
			      ",\"context\":{\"extensions\":{\"https://x.example/xapi/ext/kiosk\":"
			      "{\"id\":\"k-02\",\"seq\":1,\"prev\":\"00\",\"clock\":\"synced\"}}}}"},
	/* attachments */
	{NULL, "POST " STATEMENTS, "", MULTI, FIRST "{" SAYS "}" LAST},
	{NULL, "POST " STATEMENTS, "", MULTI,
	 "--b\r\nContent-Type: text/plain\r\n\r\n{" SAYS "}" LAST},
	{NULL, "POST " STATEMENTS, "", MULTI, "--b\r\n\r\n{" SAYS "}" LAST},
	{NULL, "POST " STATEMENTS, "", "Content-Type: multipart/mixed", FIRST "{" SAYS "}" LAST},
	{NULL, "POST " STATEMENTS, "", MULTI, FIRST "{" SAYS "}" PART(HASH(SHA_X) BINARY, "x") LAST},
	{NULL, "POST " STATEMENTS, "", "",
	 "{\"id\":\"" ID("6") "\"," SAYS AT "," ATTACHED(SHA_X, "") "}"},
	{NULL, "POST " STATEMENTS, "", "",
	 "{\"id\":\"" ID("6") "\"," SAYS AT
			      "," ATTACHED(SHA_X, ",\"fileUrl\":\"https://f.example/f\"") "}"},
	{NULL, "POST " STATEMENTS, "", MULTI,
	 FIRST "{" SAYS "," ATTACHED(SHA_X, "") "}" PART(HASH(SHA_X), "x") LAST},
	{NULL, "POST " STATEMENTS, "", MULTI,
	 FIRST "{" SAYS "," ATTACHED(SHA_X, "") "}" PART(
		 HASH(SHA_X) "Content-Transfer-Encoding: base64\r\n", "x") LAST},
	{NULL, "POST " STATEMENTS, "", MULTI,
	 FIRST "{" SAYS "," ATTACHED(SHA_X, "") "}" PART(BINARY, "x") LAST},
	{NULL, "POST " STATEMENTS, "", MULTI,
	 FIRST "{" SAYS "," ATTACHED(LONG, "") "}" PART(BINARY HASH(LONG), "x") LAST},
	{NULL, "POST " STATEMENTS, "", MULTI,
	 FIRST "{" SAYS "," ATTACHED(LONG "0", "") "}" PART(BINARY HASH(LONG "0"), "x") LAST},
	{NULL, "POST " STATEMENTS, "", MULTI,
	 FIRST "{" SAYS "," ATTACHED(SHA_X, "") "}" PART(BINARY HASH(SHA_X), "y") LAST},
	{NULL, "POST " STATEMENTS, "", MULTI,
	 FIRST "{" SAYS "," ATTACHED(SHA_X, "") "}" PART(BINARY HASH(SHA_X), "x")
		 PART(BINARY HASH("ff"), "y") LAST},
	{NULL, "POST " STATEMENTS, "", MULTI,
	 FIRST "{" SAYS "," SIGNED("text/plain") "}" PART(BINARY HASH(SHA_X), "x") LAST},
	{NULL, "POST " STATEMENTS, "", MULTI,
	 FIRST "{" SAYS "," SIGNED("application/octet-stream") "}" PART(BINARY HASH(SHA_X), "x") LAST},
	{NULL, "POST " STATEMENTS, "", MULTI,
	 FIRST "[{\"id\":\"" ID("7") "\"," SAYS AT "," ATTACHED(
		 "2D711642B726B04401627CA9FBAC32F5C8530FB1903CC4DB02258717921A4881",
		 "") "},"
		     "{\"id\":\"" ID("8") "\"," SAYS AT "," ATTACHED(SHA_X, "") "}]" PART(
			     BINARY HASH(SHA_X), "x") LAST},
	{NULL, "POST " STATEMENTS, "", MULTI,
	 FIRST "[{\"id\":\"" ID("B") "\"," SAYS AT "},{\"id\":\"" ID(
		 "C") "\"," SAYS AT
		      ",\"attachments\":[{\"usageType\":\"https://u.example/u\",\"display\":{\"en\":\"s\"},"
		      "\"contentType\":\"text/plain\",\"length\":1,\"sha2\":\"" SHA_X "\"},"
		      "{\"usageType\":\"https://u.example/v\",\"display\":{\"en\":\"s\"},"
		      "\"contentType\":\"text/plain\",\"length\":1,\"sha2\":\"" SHA_X
		      "\"}]}]" PART(BINARY HASH(SHA_X), "x") LAST},
	{NULL, "POST " STATEMENTS, "", "",
	 "{\"id\":\"" ID(
		 "D") "\"," SAYS AT
		      ",\"attachments\":[{\"usageType\":\"https://u.example/u\",\"display\":{\"en\":\"s\"},"
		      "\"contentType\":\"text/plain\",\"length\":1,\"sha2\":\"" SHA_X "\"},"
		      "{\"usageType\":\"https://u.example/v\",\"display\":{\"en\":\"s\"},"
		      "\"contentType\":\"text/plain\",\"length\":1,\"sha2\":\"" SHA_X "\"}]}"},
	{NULL, "POST " STATEMENTS, "", "",
	 MANY("E", "\"object\":{\"id\":\"https://a.example/many\","
		   "\"definition\":{\"name\":{\"en\":\"M\",\"ja-JP\":\"多\"},"
		   "\"type\":\"https://t.example/t\"}}")},
	{NULL, "POST " STATEMENTS, "", "",
	 MANY("F", "\"object\":{\"objectType\":\"SubStatement\",\"actor\":" WHO
		   ",\"verb\":{\"id\":\"http://v.example/plan\",\"display\":{\"en\":\"plan\"}},"
		   "\"object\":{\"id\":\"https://a.example/many\"},\"context\":{\"contextActivities\":"
		   "{\"other\":{\"id\":\"https://a.example/sub\"}}}}")},
	{NULL, "POST " STATEMENTS, "", "",
	 MANY("0",
	      "\"object\":{\"objectType\":\"Agent\",\"name\":\"N\",\"openid\":\"https://n.example/\"}")},
	/* giving out */
	SHOWN("E"),
	SHOWN("F"),
	SHOWN("0"),
	{NULL, "GET " STATEMENTS, "statementId=" ID("C") "&attachments=true", "", NULL},
	{NULL, "GET " STATEMENTS, "statementId=" ID("1"), "", NULL},
	{NULL, "GET " STATEMENTS, "statementId=" ID("A"), "", NULL},
	{NULL, "GET " STATEMENTS, "statementId=" ID("9"), "", NULL},
	{NULL, "GET " STATEMENTS, "voidedStatementId=" ID("1"), "", NULL},
	{NULL, "GET " STATEMENTS, "statementId=" ID("1") "&format=ids", "", NULL},
	{NULL, "GET " STATEMENTS, "statementId=" ID("1") "&format=canonical", "Accept-Language: ja",
	 NULL},
	{NULL, "GET " STATEMENTS, "statementId=" ID("1") "&format=canonical", "", NULL},
	{NULL, "GET " STATEMENTS, "statementId=" ID("7") "&attachments=true", "", NULL},
	{NULL, "GET " STATEMENTS,
	 "attachments=true&ascending=true&verb=http://v.example/did&limit=6", "", NULL},
	{NULL, "GET " STATEMENTS, "attachments=false&limit=1", "", NULL},
	{NULL, "GET " STATEMENTS, "statementId=x", "", NULL},
	{NULL, "GET " STATEMENTS, "voidedStatementId=x", "", NULL},
	{NULL, "GET " STATEMENTS, "statementId=" ID("1") "&voidedStatementId=" ID("2"), "", NULL},
	{NULL, "GET " STATEMENTS, "statementId=" ID("1") "&limit=1", "", NULL},
	{NULL, "GET " STATEMENTS, "x=y", "", NULL},
	{NULL, "GET " STATEMENTS, "_after=1", "", NULL},
	{NULL, "GET " STATEMENTS, "more=x", "", NULL},
	{NULL, "GET " STATEMENTS, "more=e30", "", NULL},
	{NULL, "GET " STATEMENTS, "more=eyJhIjoxfQ", "", NULL}, /* {"a":1} */
	{NULL, "GET " STATEMENTS, "more=e30&limit=1", "", NULL},
	{NULL, "GET " STATEMENTS, "ascending=yes", "", NULL},
	{NULL, "GET " STATEMENTS, "attachments=1", "", NULL},
	{NULL, "GET " STATEMENTS, "related_agents=x", "", NULL},
	{NULL, "GET " STATEMENTS, "related_activities=x", "", NULL},
	{NULL, "GET " STATEMENTS, "registration=x", "", NULL},
	{NULL, "GET " STATEMENTS, "registration=" ID("1"), "", NULL},
	{NULL, "GET " STATEMENTS, "agent={}", "", NULL},
	{NULL, "GET " STATEMENTS, "agent=" WHO "&limit=1", "", NULL},
	{NULL, "GET " STATEMENTS, "agent={\"mbox\":\"mailto:b@x.example\"}", "", NULL},
	{NULL, "GET " STATEMENTS, "activity=x", "", NULL},
	{NULL, "GET " STATEMENTS, "activity=https://a.example/x&limit=1", "", NULL},
	{NULL, "GET " STATEMENTS, "verb=x", "", NULL},
	{NULL, "GET " STATEMENTS, "since=x", "", NULL},
	{NULL, "GET " STATEMENTS, "until=x", "", NULL},
	{NULL, "GET " STATEMENTS, "since=2026-05-18T00:30:21Z", "", NULL},
	{NULL, "GET " STATEMENTS, "until=2026-05-18T00:30:19Z", "", NULL},
	{NULL, "GET " STATEMENTS, "limit=x", "", NULL},
	{NULL, "GET " STATEMENTS, "limit=", "", NULL},
	{NULL, "GET " STATEMENTS, "limit=-1", "", NULL},
	{NULL, "GET " STATEMENTS, "format=x", "", NULL},
	{"k-01", "GET " STATEMENTS, "", "", NULL},
	{"k-01", "GET " STATEMENTS, "statementId=x", "", NULL},
	{"k-01", "GET " STATEMENTS, "statementId=" ID("1"), "", NULL},
	{NULL, "GET " STATEMENTS,
	 "agent={\"mbox\":\"mailto:t@x.example\"}&related_agents=true&format=ids", "", NULL},
	{NULL, "GET " STATEMENTS, "agent={\"mbox\":\"mailto:i@x.example\"}&format=ids", "", NULL},
	{NULL, "GET " STATEMENTS,
	 "activity=https://a.example/sub&related_activities=true&format=ids", "", NULL},
	{NULL, "GET " STATEMENTS, "activity=https://a.example/p&format=ids", "", NULL},
	{NULL, "GET " STATEMENTS, "registration=" ID("a") "&ascending=true&format=ids&limit=2", "",
	 NULL},
	{NULL, "GET /xAPI/activities", "activityId=https://a.example/p", "", NULL},
	{NULL, "GET /xAPI/about", "", "", NULL},
	{NULL, "GET /xAPI/about", "", "X-Experience-API-Version: 1.0.2", NULL},
	{NULL, "GET /xAPI/about", "", "X-Experience-API-Version: 2.0.0", NULL},
	{NULL, "GET /xAPI/activities", "activityId=https://a.example/x", "", NULL},
	{NULL, "GET /xAPI/activities", "activityId=https://a.example/y", "", NULL},
	{NULL, "GET /xAPI/agents", "agent=" WHO, "", NULL},
	{NULL, "GET /xAPI/agents", "agent={\"openid\":\"https://b.example/\"}", "", NULL},
	{NULL, "GET /xAPI/agents", "", "", NULL},
	/* documents */
	{NULL, "PUT " STATE, "", "", "x"},
	{NULL, "PUT " STATE, "activityId=x", "", "x"},
	{NULL, "PUT " STATE, "activityId=https://a.example/x&agent=x", "", "x"},
	{NULL, "PUT " STATE, "activityId=https://a.example/x&agent=" WHO, "", "x"},
	{NULL, "PUT " STATE,
	 "activityId=https://a.example/x&agent=" WHO "&stateId=s&registration=x", "", "x"},
	{NULL, "PUT " STATE, "activityId=https://a.example/x&agent=" WHO "&stateId=s&profileId=x",
	 "", "x"},
	{NULL, "PUT " STATE, "activityId=https://a.example/x&agent=" WHO "&stateId=s", "", "x"},
	{NULL, "PUT " STATE, "activityId=https://a.example/x&agent=" WHO "&stateId=s",
	 "Content-Type: application/json", "{"},
	{NULL, "POST " STATE, "activityId=https://a.example/x&agent=" WHO "&stateId=s",
	 "Content-Type: application/json", "{}"},
	{NULL, "PUT " STATE, "activityId=https://a.example/x&agent=" WHO "&stateId=s",
	 "Content-Type: application/json", "{\"a\":1,\"b\":1.5}"},
	{NULL, "POST " STATE, "activityId=https://a.example/x&agent=" WHO "&stateId=s",
	 "Content-Type: application/json; charset=utf-8", "{\"b\":2,\"c\":[3]}"},
	{NULL, "POST " STATE, "activityId=https://a.example/x&agent=" WHO "&stateId=s",
	 "Content-Type: application/json", "[]"},
	{NULL, "POST " STATE, "activityId=https://a.example/x&agent=" WHO "&stateId=s", "", "{}"},
	{NULL, "POST " STATE, "activityId=https://a.example/x&agent=" WHO "&stateId=t",
	 "Content-Type: text/plain", "new"},
	{NULL, "PUT " STATE,
	 "activityId=https://a.example/x&agent=" WHO "&stateId=u&registration=" ID("A"), "", ""},
	{NULL, "GET " STATE, "activityId=https://a.example/x&agent=" WHO "&stateId=s", "", NULL},
	{NULL, "GET " STATE, "activityId=https://a.example/x&agent=" WHO "&stateId=s",
	 "If-None-Match: *", NULL},
	{NULL, "GET " STATE, "activityId=https://a.example/x&agent=" WHO "&stateId=s",
	 "If-None-Match: \"x\"", NULL},
	{NULL, "GET " STATE,
	 "activityId=https://a.example/x&agent=" WHO "&stateId=u&registration=" ID("a"), "", NULL},
	{NULL, "GET " STATE, "activityId=https://a.example/x&agent=" WHO, "", NULL},
	{NULL, "GET " STATE, "activityId=https://a.example/x&agent=" WHO "&registration=" ID("a"),
	 "", NULL},
	{NULL, "GET " STATE, "activityId=https://a.example/x&agent=" WHO "&since=x", "", NULL},
	{NULL, "GET " STATE,
	 "activityId=https://a.example/x&agent=" WHO "&since=2026-05-18T00:30:21Z", "", NULL},
	{NULL, "GET " STATE, "activityId=https://a.example/x&agent=" WHO "&stateId=none", "", NULL},
	{NULL, "PUT " STATE, "activityId=https://a.example/x&agent=" WHO "&stateId=s",
	 "If-Match: \"x\"", "y"},
	{NULL, "PUT " STATE, "activityId=https://a.example/x&agent=" WHO "&stateId=s",
	 "If-None-Match: *", "y"},
	{NULL, "PUT " STATE, "activityId=https://a.example/x&agent=" WHO "&stateId=s",
	 "If-Match: *", "y"},
	{NULL, "DELETE " STATE, "activityId=https://a.example/x&agent=" WHO "&stateId=s",
	 "If-Match: \"x\"", NULL},
	{NULL, "DELETE " STATE, "activityId=https://a.example/x&agent=" WHO "&stateId=s", "", NULL},
	{NULL, "GET " STATE, "activityId=https://a.example/x&agent=" WHO, "", NULL},
	{NULL, "DELETE " STATE,
	 "activityId=https://a.example/x&agent=" WHO "&registration=" ID("a"), "", NULL},
	{NULL, "GET " STATE, "activityId=https://a.example/x&agent=" WHO, "", NULL},
	{NULL, "DELETE " STATE, "activityId=https://a.example/x&agent=" WHO, "", NULL},
	{NULL, "GET " STATE, "activityId=https://a.example/x&agent=" WHO, "", NULL},
	{NULL, "PUT " PROFILE, "activityId=https://a.example/x&profileId=p", "", "x"},
	{NULL, "PUT " PROFILE, "activityId=https://a.example/x&profileId=p", "If-None-Match: *", "x"},
	{NULL, "PUT " PROFILE, "activityId=https://a.example/x&profileId=p", "", "y"},
	{NULL, "PUT " PROFILE, "activityId=https://a.example/x&profileId=p", "If-Match: *", "y"},
	{NULL, "POST " PROFILE, "activityId=https://a.example/x&profileId=p", "", "z"},
	{NULL, "DELETE " PROFILE, "activityId=https://a.example/x", "", NULL},
	{NULL, "DELETE " PROFILE, "activityId=https://a.example/x&profileId=p", "", NULL},
	{NULL, "PUT " PROFILE, "activityId=https://a.example/x&profileId=p&agent=" WHO,
	 "If-None-Match: *", "x"},
	{NULL, "PUT /xAPI/agents/profile", "agent=" WHO "&profileId=p", "If-None-Match: *", "x"},
	{NULL, "PUT /xAPI/agents/profile",
	 "agent=" WHO "&profileId=p&activityId=https://a.example/x", "If-Match: *", "x"},
	{NULL, "GET /xAPI/agents/profile", "agent=" WHO, "", NULL},
	/* kiosks */
	{"k-01", "GET /kiosk/v1/content", "", "", NULL},
	{"k-01", "PUT /kiosk/v1/pins", "", "", ""},
	{"k-01", "PUT /kiosk/v1/pins", "", "", "{}"},
	{"k-01", "PUT /kiosk/v1/pins", "", "", "{\"sealed\":\"!\"}"},
	{"k-01", "PUT /kiosk/v1/pins", "", "", "{\"sealed\":\"AAAA\"}"},
	{"k-01", "PUT /kiosk/v1/pins", "", "", "{\"sealed\":\"AAAA\",\"sealed\":\"AAAA\"}"},
	{"k-01", "PUT /kiosk/v1/plan", "", "", "{\"id\":1}"},
	{"k-01", "PUT /kiosk/v1/condition", "", "", "{}"},
	{"k-01", "PUT /kiosk/v1/condition", "", "", "[]"},
};

static const char **pairs_of(const char *text, const char *between, const char *within, char **kept)
{
	const char **out = ks_alloc_zero(20, sizeof(*out));
	size_t n = 0;
	char *rest = *kept = ks_strdup(text), *field;

	while ((field = strsep(&rest, between)) && *field) {
		char *value = strstr(field, within);

		assert_non_null(value);
		*value = '\0';
		out[n++] = field;
		out[n++] = value + strlen(within);
	}
	return out;
}

static void put_answer(struct ks_buf *out, const struct ks_reply *reply)
{
	ks_buf_printf(out, "-> %d", reply->status);
	if (reply->content_type)
		ks_buf_printf(out, " %s", reply->content_type);
	if (reply->etag[0])
		ks_buf_printf(out, ", tag %zu", strlen(reply->etag));
	if (reply->last_modified[0])
		ks_buf_printf(out, ", %s", reply->last_modified);
	if (reply->retry_after_s)
		ks_buf_printf(out, ", again in %d s", reply->retry_after_s);
	ks_buf_printf(out, "\n%s%s", ks_buf_text(&reply->body),
		      reply->body.len && reply->body.data[reply->body.len - 1] != '\n' ? "\n" : "");
}

static void what_is_asked_and_answered(void **state)
{
	struct ks_ask *ask = *state;
	struct ks_buf out = {0};
	char *secret;

	assert_int_equal(ks_centre_add_kiosk(ask->sample.centre, "k-01", &secret), KS_OK);
	free(secret);
	for (size_t i = 0; i < KS_COUNT(questions); i++) {
		char *params, *headers;
		const char **param_pairs = pairs_of(questions[i].params, "&", "=", &params);
		const char **header_pairs = pairs_of(questions[i].headers, "|", ": ", &headers);

		ask->kiosk = questions[i].who;
		ask->headers = header_pairs;
		(void)ks_ask(ask, questions[i].line, param_pairs, questions[i].body);
		ask->headers = NULL;
		ks_buf_printf(&out, "== %s%s%s%s%s\n%s%s", questions[i].line,
			      questions[i].params[0] ? "?" : "", questions[i].params,
			      questions[i].headers[0] ? " " : "", questions[i].headers,
			      questions[i].body ? questions[i].body : "",
			      questions[i].body ? "\n" : "");
		put_answer(&out, &ask->reply);
		free(param_pairs);
		free(header_pairs);
		free(params);
		free(headers);
	}
	ks_test_golden("tests/data/golden/lrs/asked.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
}

static size_t count(const char *text, const char *word)
{
	size_t n = 0;

	while ((text = strstr(text, word))) {
		n++;
		text++;
	}
	return n;
}

/* Both kiosks say that somebody came; whoever asks is told once. */
static void what_two_kiosks_said_is_given_out_once(void **state)
{
	static const char *const questions_of_it[][3] = {
		{NULL},
		{"activity", "https://kenshu.example/session/2026-05-18-1", NULL},
		{"verb", "http://verbs.example/attended", NULL},
		{"limit", "1", NULL},
	};
	struct ks_ask *ask = *state;
	struct ks_sample_kiosk first = ks_sample_kiosk("k-01"), second = ks_sample_kiosk("k-02");
	char id[KS_UUID_TEXT];

	ks_attended_id("https://kenshu.example", "2026-05-18-1", "000001", id);
	ks_sample_ingest_as(&ask->sample, &first, id, "000001", "attended", "session/2026-05-18-1");
	ks_sample_ingest_as(&ask->sample, &second, id, "000001", "attended", "session/2026-05-18-1");
	for (size_t i = 0; i < KS_COUNT(questions_of_it); i++) {
		assert_int_equal(ks_ask(ask, "GET " STATEMENTS, questions_of_it[i], NULL), 200);
		assert_int_equal(count(ks_ask_text(ask), id), 1);
		assert_non_null(strstr(ks_ask_text(ask), "\"more\":\"\"}"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_is_asked_and_answered, ks_ask_setup,
						ks_ask_teardown),
		cmocka_unit_test_setup_teardown(what_two_kiosks_said_is_given_out_once,
						ks_ask_setup, ks_ask_teardown),
	};

	return ks_test_run(tests);
}
