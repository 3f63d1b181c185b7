/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "base/mem.h"
#include "lrs/announce.h"
#include "lrs/enrol.h"
#include "record/db.h"
#include "record/identity.h"
#include "support/cut.h"
#include "support/test.h"

/* Whatever fails, and wherever, while an answer is made: it is the whole answer, or it says that the store failed. */

#define STATEMENTS "/xAPI/statements"
#define STATE "/xAPI/activities/state"
#define PROFILE "/xAPI/activities/profile"
#define AGENT "agent", "{\"mbox\":\"mailto:a@x.example\"}"
#define ACTIVITY "activityId", "https://a.example/x"
#define ID(n) "0190f5a0-0000-7000-8000-00000000000" n
#define SAID(n, score)                                                                                     \
	"{\"id\":\"" ID(                                                                                   \
		n) "\",\"actor\":{\"name\":\"A" n "\",\"mbox\":\"mailto:a@x.example\"},"                   \
		   "\"verb\":{\"id\":\"http://v.example/did\",\"display\":{\"en\":\"did\"}},"              \
		   "\"object\":{\"id\":\"https://a.example/x\",\"definition\":{\"name\":{\"en\":\"X\"}}}," \
		   "\"result\":{\"score\":{\"scaled\":" score                                              \
		   "}},\"timestamp\":\"2026-05-18T00:30:20Z\"}"
#define ABOUT(n, target)                                                                      \
	"{\"id\":\"" ID(n) "\",\"actor\":{\"mbox\":\"mailto:b@x.example\"},\"verb\":{\"id\":" \
			   "\"http://v.example/commented\"},\"object\":{\"objectType\":"      \
			   "\"StatementRef\",\"id\":\"" ID(target) "\"},\"timestamp\":"       \
								   "\"2026-05-18T00:30:21Z\"}"
#define PLAN                                                                                  \
	"{\"format\":\"kenshu-plan-1\",\"id\":\"annual\",\"title\":\"t\",\"revision\":\"1\"," \
	"\"nendo\":2026,\"opens\":\"2026-04-01\",\"due\":\"2026-12-25\","                     \
	"\"mid_year_days\":14,\"max_repeats\":3,\"audience\":{\"employment\":[],"             \
	"\"roles\":[],\"facilities\":[]},\"lessons\":[{\"id\":\"m1\",\"title\":\"m\","        \
	"\"minutes\":5,\"ready\":true,\"audience\":{\"employment\":[],\"roles\":[],"          \
	"\"facilities\":[]},\"pools\":[],\"questions\":5,\"pass\":4}]}"
#define PEOPLE                                                                                                                    \
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割," \
	"初期暗証番号\r\n"                                                                                                  \
	"000101,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"

struct question {
	struct ks_ask *ask;
	const char *line, *body, *kiosk;
	const char *const *params;
	const char *const *headers;
	int status;
	char *answer; /* where it is the same each time; else NULL */
	int n_cut;
};

static enum ks_rc put(void *context)
{
	struct question *q = context;
	int status;

	q->ask->headers = q->headers;
	q->ask->kiosk = q->kiosk;
	status = ks_ask(q->ask, q->line, q->params, q->body);
	q->ask->headers = NULL;
	q->ask->kiosk = NULL;
	if (status >= 500) {
		assert_non_null(strstr(ks_ask_text(q->ask), "{\"error\":"));
		return KS_IO;
	}
	if (status != q->status)
		fail_msg("%s: %d %s", q->line, status, ks_ask_text(q->ask));
	if (q->answer)
		assert_string_equal(ks_ask_text(q->ask), q->answer);
	return KS_OK;
}

/* @is_strict: each time it was cut off it says so. */
static void cut(struct question *q, bool is_read, bool is_strict)
{
	struct ks_cut cut = {.store = q->ask->sample.store,
			     .act = put,
			     .context = q,
			     .name = q->line,
			     .is_vague = true,
			     .leaves_trace = strncmp(q->line, "GET", 3) == 0};

	if (is_read) {
		assert_int_equal(put(q), KS_OK);
		q->answer = ks_strdup(ks_ask_text(q->ask));
	}
	ks_cut_everywhere(&cut);
	if (is_strict ? cut.n_refused != cut.n_cut : cut.n_refused == 0)
		fail_msg("%s: of %d cuts %d were told", q->line, cut.n_cut, cut.n_refused);
	free(q->answer);
	q->answer = NULL;
}

static void read_as(struct ks_ask *ask, const char *line, const char *const *params)
{
	struct question q = {.ask = ask, .line = line, .params = params, .status = 200};

	cut(&q, true, true);
}

static void statements_are_given_out_whole(void **state)
{
	static const char batch[] = "[" ABOUT("8", "7") "," SAID("1", "0.5") "," SAID(
		"2", "0.75") "," ABOUT("7", "1") "]";
	struct ks_ask *ask = *state;
	struct question post = {.ask = ask, .line = "POST " STATEMENTS, .body = batch, .status = 200};
	struct question one = {.ask = ask,
			       .line = "PUT " STATEMENTS,
			       .body = SAID("3", "1"),
			       .params = KS_PARAMS("statementId", ID("3")),
			       .status = 204};
	struct question more = {
		.ask = ask, .line = "POST " STATEMENTS, .body = SAID("4", "1"), .status = 200};
	struct question fresh = {.ask = ask,
				 .line = "GET " STATEMENTS,
				 .params = KS_PARAMS("verb", "http://v.example/did"),
				 .status = 200};

	cut(&post, false, false);
	cut(&one, false, false);
	cut(&fresh, false, true); /* the index is made while it is asked */
	cut(&more, false, false);
	read_as(ask, "GET " STATEMENTS, NULL);
	read_as(ask, "GET " STATEMENTS, KS_PARAMS("limit", "1"));
	read_as(ask, "GET " STATEMENTS, KS_PARAMS("statementId", ID("1")));
	fresh.params = KS_PARAMS("format", "canonical", "ascending", "true");
	cut(&fresh, true, false); /* without a better name of an activity it is the one that was said */
	read_as(ask, "GET " STATEMENTS, KS_PARAMS("format", "ids", AGENT));
	read_as(ask, "GET " STATEMENTS,
		KS_PARAMS("activity", "https://a.example/x", "related_activities", "true"));
	read_as(ask, "GET " STATEMENTS, KS_PARAMS("since", "2026-05-18T00:00:00Z"));
	assert_non_null(strstr(ks_ask_text(ask), ID("4")));
	/* What is said of a statement, and of what is said of it, is found by what that says. */
	read_as(ask, "GET " STATEMENTS, KS_PARAMS("format", "ids", "verb", "http://v.example/did"));
	assert_non_null(strstr(ks_ask_text(ask), ID("7")));
	assert_non_null(strstr(ks_ask_text(ask), ID("8")));
}

static void agents_and_activities_are_told_whole(void **state)
{
	struct ks_ask *ask = *state;
	struct question person = {
		.ask = ask, .line = "GET /xAPI/agents", .params = KS_PARAMS(AGENT), .status = 200};

	assert_int_equal(ks_ask(ask, "POST " STATEMENTS, NULL,
				"[" SAID("1", "0.5") "," SAID("2", "0.75") "]"),
			 200);
	cut(&person, true, true);
	assert_string_equal(ks_ask_text(ask), "{\"objectType\":\"Person\",\"name\":[\"A1\",\"A2\"],"
					      "\"mbox\":[\"mailto:a@x.example\"]}");
	/* Never an activity without the words that are known of it. */
	read_as(ask, "GET /xAPI/activities", KS_PARAMS(ACTIVITY));
	assert_string_equal(ks_ask_text(ask),
			    "{\"objectType\":\"Activity\",\"id\":\"https://a.example/x\","
			    "\"definition\":{\"name\":{\"en\":\"X\"}}}");
}

static void documents_are_kept_and_given_back_whole(void **state)
{
	static const char *const json[] = {"Content-Type", "application/json", "If-None-Match", "*",
					   NULL};
	static const char *const merge[] = {"Content-Type", "application/json", NULL};
	const char *const *id = KS_PARAMS(ACTIVITY, AGENT, "stateId", "s");
	struct ks_ask *ask = *state;
	struct question q = {.ask = ask,
			     .line = "PUT " STATE,
			     .params = id,
			     .headers = json,
			     .body = "{\"a\":1}",
			     .status = 204};
	struct question post = {.ask = ask,
				.line = "POST " STATE,
				.params = id,
				.headers = merge,
				.body = "{\"b\":2}",
				.status = 204};
	struct question gone = {.ask = ask, .line = "DELETE " STATE, .params = id, .status = 204};

	cut(&q, false, true);
	cut(&post, false, true);
	read_as(ask, "GET " STATE, id);
	assert_string_equal(ks_ask_text(ask), "{\"a\":1,\"b\":2}");
	read_as(ask, "GET " STATE, KS_PARAMS(ACTIVITY, AGENT));
	assert_string_equal(ks_ask_text(ask), "[\"s\"]");
	cut(&gone, false, true);
	assert_int_equal(ks_ask(ask, "GET " STATE, id, NULL), 404);
	q.line = "PUT " PROFILE;
	q.params = KS_PARAMS(ACTIVITY, "profileId", "p");
	cut(&q, false, true);
	read_as(ask, "GET " PROFILE, q.params);
}

static void a_document_that_is_known_is_not_sent_again(void **state)
{
	static const char *const text[] = {"Content-Type", "text/plain", NULL};
	const char *const *id = KS_PARAMS(ACTIVITY, AGENT, "stateId", "s");
	const char *known[] = {"If-None-Match", "*", NULL};
	struct ks_ask *ask = *state;
	char etag[80];

	ask->headers = text;
	assert_int_equal(ks_ask(ask, "PUT " STATE, id, "one"), 204);
	ask->headers = known;
	assert_int_equal(ks_ask(ask, "GET " STATE, id, NULL), 304);
	assert_string_equal(ks_ask_text(ask), "");
	memcpy(etag, ask->reply.etag, sizeof(etag));
	assert_int_equal(strlen(etag), 42); /* forty digits and two quotes */
	known[1] = etag;
	assert_int_equal(ks_ask(ask, "GET " STATE, id, NULL), 304);
	assert_string_equal(ks_ask_text(ask), "");
	known[1] = "\"0000000000000000000000000000000000000000\"";
	assert_int_equal(ks_ask(ask, "GET " STATE, id, NULL), 200);
	assert_string_equal(ks_ask_text(ask), "one");
	/* What says it is JSON is JSON. */
	ask->headers = (const char *const[]){"Content-Type", "application/json; charset=utf-8", NULL};
	assert_int_equal(ks_ask(ask, "PUT " STATE, id, "{"), 400);
	assert_string_equal(ks_ask_text(ask),
			    "{\"error\":\"the document says it is JSON, and is not\"}\n");
	assert_int_equal(ks_ask(ask, "PUT " STATE, id, "7"), 204);
	ask->headers = NULL;
	assert_int_equal(ks_ask(ask, "POST " STATE, id, "{}"), 400);
	assert_string_equal(ks_ask_text(ask),
			    "{\"error\":\"both documents must be application/json\"}\n");
	assert_int_equal(ks_ask(ask, "PUT " STATE, id, "\001"), 204);
	assert_int_equal(ks_ask(ask, "GET " STATE, id, NULL), 200);
	assert_string_equal(ask->reply.content_type, "application/octet-stream");
}

/* ---- our own kiosks ---- */

static void kiosks_are_answered_whole(void **state)
{
	static const struct ks_announce_wish wish = {.id = "",
						     .title = "研修",
						     .place = "会議室",
						     .lessons = "m1",
						     .date = "2026-06-20",
						     .from = "10:00",
						     .to = "11:00",
						     .expected = "全員"};
	struct ks_ask *ask = *state;
	struct ks_sample_kiosk pen = ks_sample_kiosk("k-01");
	struct question plan = {
		.ask = ask, .line = "PUT /kiosk/v1/plan", .kiosk = "k-01", .body = PLAN, .status = 204};
	struct question condition = {.ask = ask,
				     .line = "PUT /kiosk/v1/condition",
				     .kiosk = "k-01",
				     .body = "[]",
				     .status = 204};
	struct question roster = {
		.ask = ask, .line = "GET /kiosk/v1/roster", .kiosk = "k-01", .status = 200};
	char *secret, *said = NULL;

	assert_int_equal(ks_centre_add_kiosk(ask->sample.centre, "k-01", &secret), KS_OK);
	free(secret);
	ks_sample_import(ask->sample.store, PEOPLE);
	ks_sample_ingest(&ask->sample, &pen, "000101", "passed", "course/annual/m1");
	assert_int_equal(ks_centre_announce(ask->sample.centre, &wish, &said, NULL), KS_OK);
	free(said);
	cut(&plan, false, true);
	cut(&condition, false, true);
	cut(&roster, false, false);
	assert_non_null(strstr(ks_ask_text(ask), "会議室"));
	assert_non_null(strstr(ks_ask_text(ask), "[\"000101\",2026,\"annual\",\"m1\","));
	assert_true(ask->reply.etag[0] == '"');
	cut(&roster, true, false);
}

/* Its name has the key of another machine, which HR did not say is gone. */
static void a_name_with_another_key_is_refused(void **state)
{
	struct ks_ask *ask = *state;

	for (int i = 0; i < 2; i++) {
		struct ks_sample_machine machine = ks_sample_machine();
		char code[KS_CODE_CHARS + 1], *secret = NULL, *body;
		struct ks_enrolment enrolment = {.code = code};

		assert_int_equal(ks_centre_invite(ask->sample.centre, "k-07", "", KS_INVITE_HOURS,
						  code),
				 KS_OK);
		assert_int_equal(ks_enrolment_sign(machine.store, &enrolment, &secret), KS_OK);
		body = ks_format("{\"code\":\"%s\",\"secret_sha256\":\"%s\",\"key\":\"%s\","
				 "\"signature\":\"%s\"}",
				 code, enrolment.secret_hex, enrolment.public_key,
				 enrolment.signature);
		assert_int_equal(ks_ask(ask, "POST /kiosk/v1/enrol", NULL, body), i ? 409 : 200);
		if (i)
			assert_string_equal(
				ks_ask_text(ask),
				"{\"error\":\"this name belongs to a kiosk with another key\"}\n");
		free(body);
		free(secret);
		ks_enrolment_finish(&enrolment);
		ks_sample_machine_finish(&machine);
	}
}

static void a_kiosk_is_enrolled_whole_and_a_wrong_parcel_is_told(void **state)
{
	struct ks_ask *ask = *state;
	char code[KS_CODE_CHARS + 1], *body;

	assert_int_equal(ks_centre_invite(ask->sample.centre, "k-07", "", KS_INVITE_HOURS, code),
			 KS_OK);
	body = ks_format("{\"code\":\"%s\",\"secret_sha256\":\"%064d\"}", code, 9);
	struct question enrol = {
		.ask = ask, .line = "POST /kiosk/v1/enrol", .body = body, .status = 200};

	cut(&enrol, false, true);
	free(body);
	ask->kiosk = "k-07";
	for (size_t i = 0; i < 4; i++) {
		static const char *const bad[] = {"", "{}", "{\"sealed\":\"%\"}",
						  "{\"sealed\":\"AAAA\"}"};

		assert_int_equal(ks_ask(ask, "PUT /kiosk/v1/pins", NULL, bad[i]), 400);
		assert_string_equal(ks_ask_text(ask),
				    "{\"error\":\"the body is no parcel of PINs for this centre\"}\n");
	}
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, ks_ask_setup, ks_ask_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(statements_are_given_out_whole),
		TEST(agents_and_activities_are_told_whole),
		TEST(documents_are_kept_and_given_back_whole),
		TEST(a_document_that_is_known_is_not_sent_again),
		TEST(kiosks_are_answered_whole),
		TEST(a_kiosk_is_enrolled_whole_and_a_wrong_parcel_is_told),
		TEST(a_name_with_another_key_is_refused),
	};

	return ks_test_run(tests);
}
