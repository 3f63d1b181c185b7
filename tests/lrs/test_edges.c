/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "base/mem.h"
#include "lrs/centre_ledger.h"
#include "lrs/multipart.h"
#include "lrs/roster_delta.h"
#include "record/db.h"
#include "support/test.h"

/* Where lists, parts and versions end: the last that is taken, and the first that is not. */

/* ---- differences of the roster document ---- */

struct versions {
	struct ks_roster_history *history;
	char *documents[2]; /* the newest and the one before */
	int n;
};

static void take(struct versions *v, char *document)
{
	struct ks_roster_draft *draft = ks_roster_history_compare(v->history, document);
	char tag[16];

	(void)snprintf(tag, sizeof(tag), "%d", v->n - 1); /* of the one before */
	ks_roster_history_take(v->history, tag, draft);
	free(v->documents[v->n % 2]);
	v->documents[v->n++ % 2] = document;
}

static struct versions begin(void)
{
	return (struct versions){.history = ks_roster_history_open()};
}

static void end(struct versions *v)
{
	ks_roster_history_close(v->history);
	free(v->documents[0]);
	free(v->documents[1]);
}

/* NULL: not known any more, or too much. */
static char *since(struct versions *v, const char *tag)
{
	struct ks_buf out = {.ceiling = (size_t)1 << 26};

	if (ks_roster_history_since(v->history, tag, "\"kiosk's\"", &out))
		return ks_buf_take(&out);
	assert_int_equal(out.len, 0);
	return NULL;
}

static void expect_since(struct versions *v, const char *tag, const char *expected)
{
	char *text = since(v, tag);

	if (expected) {
		assert_non_null(text);
		assert_string_equal(text, expected);
	} else {
		assert_null(text);
	}
	free(text);
}

#define NASTY "{\"number\":\"2\",\"name\":\"a\\\"]}[,\\\\\"}"
#define BEGIN "{\"format\":\"kenshu-roster-delta-1\",\"base\":\"\\\"kiosk's\\\"\""

static void a_difference_says_what_came_what_went_and_what_is_other(void **state)
{
	struct versions v = begin();

	(void)state;
	take(&v, ks_strdup("{\"format\":\"kenshu-roster-1\",\"people\":[{\"number\":\"1\",\"name\":\"x\"},"
			   "{\"number\":\"2\",\"name\":\"a\"}],\"completed\":["
			   "[\"1\",2026,\"a\",\"m1\",\"t\"],[\"2\",2026,\"a\",\"m1\",\"t\"]],"
			   "\"gatherings\":[1],\"exemptions\":[],\"cards\":{\"key\":\"1\"}}"));
	expect_since(&v, "0", NULL); /* it is the newest itself */
	take(&v, ks_strdup("{\"format\":\"kenshu-roster-1\",\"people\":[" NASTY
			   ",{\"number\":\"3\",\"name\":\"z\"}],\"completed\":["
			   "[\"2\",2026,\"a\",\"m1\",\"u\"]],"
			   "\"gatherings\":[1],\"exemptions\":[7],\"cards\":{\"key\":\"2\"}}"));
	expect_since(&v, "0",
		     BEGIN ",\"people\":[" NASTY ",{\"number\":\"3\",\"name\":\"z\"}],\"completed\":["
			   "[\"2\",2026,\"a\",\"m1\",\"u\"]],\"gone\":[{\"number\":\"1\"}],"
			   "\"undone\":[[\"1\",2026,\"a\",\"m1\"]],\"exemptions\":[7],"
			   "\"cards\":{\"key\":\"2\"}}");
	/* Over two versions; who went and came again is there. */
	take(&v,
	     ks_strdup("{\"format\":\"kenshu-roster-1\",\"people\":[{\"number\":\"1\",\"name\":\"y\"}," NASTY
		       "],\"completed\":[],\"gatherings\":[],\"exemptions\":[7],"
		       "\"on_paper\":[2],\"cards\":{\"key\":\"2\"}}"));
	expect_since(&v, "1",
		     BEGIN ",\"people\":[{\"number\":\"1\",\"name\":\"y\"}],\"completed\":[],\"gone\":["
			   "{\"number\":\"3\"}],\"undone\":[[\"2\",2026,\"a\",\"m1\"]],"
			   "\"gatherings\":[],\"on_paper\":[2]}");
	end(&v);
}

static char *people(int from, int to, int n_other)
{
	struct ks_buf out = {.ceiling = (size_t)1 << 26};

	ks_buf_puts(&out, "{\"people\":[");
	for (int i = from; i < to; i++)
		ks_buf_printf(&out, "%s{\"number\":\"%06d\",\"name\":\"%d\"}", i > from ? "," : "",
			      i, i - from < n_other);
	ks_buf_puts(&out, "]}");
	return ks_buf_take(&out);
}

static void so_many_versions_are_known_and_the_oldest_goes_first(void **state)
{
	struct versions v = begin();

	(void)state;
	for (int i = 0; i <= 512; i++)
		take(&v, people(0, 40, i % 2));
	expect_since(&v, "-1", NULL);
	expect_since(&v, "0",
		     BEGIN ",\"people\":[{\"number\":\"000000\",\"name\":\"0\"}],"
			   "\"completed\":[],\"gone\":[],\"undone\":[]}");
	take(&v, people(0, 40, 1));
	expect_since(&v, "0", NULL);
	expect_since(&v, "1",
		     BEGIN ",\"people\":[{\"number\":\"000000\",\"name\":\"1\"}],"
			   "\"completed\":[],\"gone\":[],\"undone\":[]}");
	end(&v);
}

static void too_much_at_once_is_another_list(void **state)
{
	struct versions v = begin();
	char *text;

	(void)state;
	take(&v, people(0, 100001, 0));
	take(&v, people(0, 100001, 50000));
	text = since(&v, "0");
	assert_non_null(text);
	free(text);
	take(&v, people(0, 100001, 0));
	take(&v, people(0, 100001, 50001));
	for (int i = 0; i < 4; i++) {
		char tag[4];

		(void)snprintf(tag, sizeof(tag), "%u", (unsigned)i % 10);
		expect_since(&v, tag, NULL);
	}
	/* and from there it goes on */
	take(&v, people(0, 100001, 50000));
	expect_since(&v, "2", NULL);
	text = since(&v, "3");
	assert_non_null(text);
	free(text);
	take(&v, people(0, 100001, 49999));
	text = since(&v, "4");
	assert_non_null(text);
	free(text);
	end(&v);
}

/* A kiosk that would fetch half of it and more fetches all of it. */
static void a_difference_is_smaller_than_the_list(void **state)
{
	struct versions v = begin();
	char *text;

	(void)state;
	take(&v, people(0, 31, 0));
	take(&v, people(0, 10, 0)); /* 21 are gone of whom 10 / 2 + 16 may be */
	text = since(&v, "0");
	assert_non_null(text);
	free(text);
	take(&v, people(0, 32, 0));
	take(&v, people(0, 10, 0));
	expect_since(&v, "2", NULL);
	take(&v, people(0, 0, 0)); /* nobody at all: as a whole, on purpose */
	expect_since(&v, "3", NULL);
	end(&v);
}

/* ---- a body of several parts ---- */

static const char *type_of(const struct ks_request *request, const char *name)
{
	return strcmp(name, "Content-Type") == 0 ? request->context : NULL;
}

static enum ks_rc split(const char *type, const char *body, size_t len, struct ks_multipart *out)
{
	struct ks_request request = {
		.body = body, .body_len = len, .header = type_of, .context = (void *)(uintptr_t)type};
	const char *why = NULL;
	enum ks_rc rc = ks_multipart_split(&request, out, &why);

	assert_non_null(why);
	return rc;
}

static void parts_are_read_between_their_boundaries(void **state)
{
	static const char two[] =
		"what stands before is no part\r\n--b \t\r\nContent-Type: text/plain\r\n"
		"content-disposition: form-data; name=\"list\"; filename=\"a.csv\"\r\n"
		"X-Experience-API-Hash:\tff\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b--\r\n";
	struct ks_multipart m;
	char *word;

	(void)state;
	assert_int_equal(split("multipart/mixed; boundary=b", two, strlen(two), &m), KS_OK);
	assert_int_equal(m.n, 2);
	assert_int_equal(m.parts[0].len, 3);
	assert_memory_equal(m.parts[0].bytes, "one", 3);
	assert_string_equal(m.parts[0].type, "text/plain");
	assert_string_equal(m.parts[0].hash, "ff");
	assert_null(m.parts[0].encoding);
	word = ks_part_word(&m.parts[0], "name");
	assert_string_equal(word, "list");
	free(word);
	word = ks_part_word(&m.parts[0], "filename");
	assert_string_equal(word, "a.csv");
	free(word);
	assert_null(ks_part_word(&m.parts[0], "size"));
	assert_null(ks_part_word(&m.parts[1], "name"));
	assert_int_equal(m.parts[1].len, 3);
	assert_memory_equal(m.parts[1].bytes, "two", 3);
	assert_null(m.parts[1].type);
	ks_multipart_finish(&m);
	assert_int_equal(m.n, 0);
	/* Cut off anywhere it is none, but for the line end behind the last boundary. */
	for (size_t len = 0; len < strlen(two); len++) {
		enum ks_rc rc = split("multipart/mixed; boundary=\"b\"", two, len, &m);

		assert_int_equal(rc, len >= strlen(two) - 2 ? KS_OK : KS_INVALID);
		ks_multipart_finish(&m);
	}
}

static void what_has_no_parts_is_refused(void **state)
{
	static const struct {
		const char *type, *body;
	} bad[] = {
		{NULL, "--b\r\n\r\nx\r\n--b--"},
		{"multipart/mixed", "--b\r\n\r\nx\r\n--b--"},
		{"multipart/mixed; boundary=", "--b\r\n\r\nx\r\n--b--"},
		{"multipart/mixed; boundary=c", "--b\r\n\r\nx\r\n--b--"},
		{"multipart/mixed; boundary=b", "--b--"},
		{"multipart/mixed; boundary=b", "--bx\r\n\r\nx\r\n--b--"},
		{"multipart/mixed; boundary=b", "--b\r\nno empty line\r\n--b--"},
		{"multipart/mixed; boundary="
		 "01234567890123456789012345678901234567890123456789012345678901234567890",
		 "--01234567890123456789012345678901234567890123456789012345678901234567890\r\n\r\n"
		 "x\r\n--01234567890123456789012345678901234567890123456789012345678901234567890--"},
	};
	struct ks_multipart m;

	(void)state;
	for (size_t i = 0; i < KS_COUNT(bad); i++) {
		if (split(bad[i].type, bad[i].body, strlen(bad[i].body), &m) != KS_INVALID)
			fail_msg("%zu", i);
		ks_multipart_finish(&m);
	}
	assert_int_equal(
		split("multipart/mixed; boundary="
		      "0123456789012345678901234567890123456789012345678901234567890123456789",
		      "--0123456789012345678901234567890123456789012345678901234567890123456789\r\n\r\n"
		      "x\r\n--0123456789012345678901234567890123456789012345678901234567890123456789--",
		      72 + 5 + 4 + 72 + 2 - 2, &m),
		KS_OK);
	assert_int_equal(m.n, 1);
	ks_multipart_finish(&m);
}

static void so_many_parts_and_no_more(void **state)
{
	struct ks_multipart m;

	(void)state;
	for (int n = 200; n <= 201; n++) {
		struct ks_buf body = {0};

		for (int i = 0; i < n; i++)
			ks_buf_puts(&body, "--b\r\n\r\nx\r\n");
		ks_buf_puts(&body, "--b--");
		assert_int_equal(split("multipart/mixed; boundary=b", body.data, body.len, &m),
				 n == 200 ? KS_OK : KS_INVALID);
		ks_multipart_finish(&m);
		ks_buf_finish(&body);
	}
}

/* ---- small refusals ---- */

#define STATEMENTS "/xAPI/statements"

static void a_parameter_too_many_is_refused(void **state)
{
	static const char *const id = "0190f5a0-0000-7000-8000-000000000001";
	static const char unknown[] =
		"{\"error\":\"there is a parameter that this address does not know\"}\n";
	struct ks_ask *ask = *state;

	assert_int_equal(ks_ask(ask, "POST " STATEMENTS, KS_PARAMS("statementId", id), "[]"), 400);
	assert_string_equal(ks_ask_text(ask), unknown);
	assert_int_equal(
		ks_ask(ask, "PUT " STATEMENTS, KS_PARAMS("statementId", id, "x", "y"), "{}"), 400);
	assert_string_equal(ks_ask_text(ask), unknown);
	assert_int_equal(ks_ask(ask, "PUT " STATEMENTS, KS_PARAMS("statementId", "7"), "{}"), 400);
	assert_string_equal(ks_ask_text(ask), "{\"error\":\"statementId must be a UUID\"}\n");
	assert_int_equal(ks_ask(ask, "GET /xAPI/activities", NULL, NULL), 400);
	assert_string_equal(ks_ask_text(ask), "{\"error\":\"activityId is missing\"}\n");
	assert_int_equal(ks_ask(ask, "GET /xAPI/activities",
				KS_PARAMS("activityId", "a:b", "x", "y"), NULL),
			 400);
	assert_string_equal(ks_ask_text(ask), unknown);
	assert_int_equal(ks_ask(ask, "GET /xAPI/activities", KS_PARAMS("activityId", "x"), NULL),
			 400);
	assert_string_equal(ks_ask_text(ask), "{\"error\":\"activityId must be an IRI\"}\n");
	assert_int_equal(ks_ask(ask, "GET /xAPI/agents", KS_PARAMS("agent", "{}"), NULL), 400);
	assert_string_equal(ks_ask_text(ask), "{\"error\":\"agent must be an Agent in JSON\"}\n");
}

static void the_version_is_the_one_that_was_set(void **state)
{
	struct ks_ask *ask = *state;

	assert_string_equal(ks_centre_version(ask->sample.centre), "1.0.3");
	ks_centre_set_version(ask->sample.centre, "2.0.0");
	assert_string_equal(ks_centre_version(ask->sample.centre), "2.0.0");
	assert_int_equal(ks_ask(ask, "GET /xAPI/about", NULL, NULL), 200);
	assert_string_equal(ks_ask_text(ask), "{\"version\":[\"1.0.3\",\"2.0.0\"]}\n");
	ask->headers = KS_PARAMS("X-Experience-API-Version", "1.0.1");
	assert_int_equal(ks_ask(ask, "GET /xAPI/about", NULL, NULL), 200);
	assert_string_equal(ks_ask_text(ask), "{\"version\":[\"1.0.3\"]}\n");
	ask->headers = NULL;
}

/* Told by a kiosk, or by whoever asks first, and kept. */
static void whose_iris_they_are_is_known_once_it_was_told(void **state)
{
	struct ks_ask *ask = *state;
	struct ks_sample_kiosk pen = ks_sample_kiosk("k-01");
	char *base = NULL;

	assert_int_equal(ks_centre_iri_base(ask->sample.centre, NULL, &base), KS_NOT_FOUND);
	assert_int_equal(ks_centre_iri_base(ask->sample.centre, "", &base), KS_NOT_FOUND);
	assert_int_equal(ks_centre_iri_base(ask->sample.centre, "https://told.example", &base),
			 KS_OK);
	assert_string_equal(base, "https://told.example");
	free(base);
	assert_int_equal(ks_centre_iri_base(ask->sample.centre, NULL, &base), KS_OK);
	assert_string_equal(base, "https://told.example");
	free(base);
	ks_sample_ingest(&ask->sample, &pen, "000001", "initialized", "course/annual/m1");
	assert_int_equal(ks_centre_iri_base(ask->sample.centre, "https://told.example", &base),
			 KS_OK);
	assert_string_equal(base, "https://kenshu.example"); /* the kiosk's word stands above */
	free(base);
	assert_true(ks_centre_is_own("@centre"));
	assert_false(ks_centre_is_own("k-01"));
}

#define with_centre(test) cmocka_unit_test_setup_teardown(test, ks_ask_setup, ks_ask_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_difference_says_what_came_what_went_and_what_is_other),
		cmocka_unit_test(so_many_versions_are_known_and_the_oldest_goes_first),
		cmocka_unit_test(too_much_at_once_is_another_list),
		cmocka_unit_test(a_difference_is_smaller_than_the_list),
		cmocka_unit_test(parts_are_read_between_their_boundaries),
		cmocka_unit_test(what_has_no_parts_is_refused),
		cmocka_unit_test(so_many_parts_and_no_more),
		with_centre(a_parameter_too_many_is_refused),
		with_centre(the_version_is_the_one_that_was_set),
		with_centre(whose_iris_they_are_is_known_once_it_was_told),
	};

	return ks_test_run(tests);
}
