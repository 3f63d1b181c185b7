/* SPDX-License-Identifier: Apache-2.0 */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "record/db.h"
#include "record/gathering.h"
#include "record/roster.h"
#include "record/roster_private.h"
#include "support/record_sample.h"

/* The document from the centre, changed at one place: taken whole as long as each value is within its rule, else not at all. */

#define PERSON                                                                                                      \
	"{\"number\":\"000101\",\"typed\":\"101\",\"name\":\"見本 一\",\"kana\":\"ミホン\",\"appointments\":[" POST \
	"]}"
#define POST                                                                                                          \
	"{\"unit\":\"総務課\",\"unit_kind\":\"\",\"facility\":\"\",\"employment\":\"01\",\"from\":\"2020-04-01\"," \
	"\"to\":\"\",\"status\":\"在職\",\"roles\":\"\",\"ordered\":\"\",\"leave\":\"\",\"leave_from\":\"\","       \
	"\"leave_to\":\"\"}"
#define OTHER "{\"number\":\"000100\",\"name\":\"b\",\"kana\":\"\",\"appointments\":[]}"
#define DOCUMENT                                                        \
	"{\"format\":\"kenshu-roster-1\",\"people\":[" PERSON "," OTHER \
	"],\"gatherings\":[" MEETING "],"                               \
	"\"completed\":[[\"000101\",2026,\"annual\",\"m1\",\"2026-05-18T00:30:20Z\"]]}"
#define MEETING                                                                                             \
	"{\"id\":\"g1\",\"day\":\"2026-05-18\",\"from_minute\":540,\"to_minute\":600,\"title\":\"研修\"," \
	"\"place\":\"室\",\"lessons\":\"m1\",\"cancelled\":false,\"expected\":[\"000101\"]}"

/* "*7": seven letters. */
static char *changed(const char *text, const char *from, const char *to)
{
	const char *at = strstr(text, from);
	struct ks_buf out = {0};

	if (!at)
		fail_msg("%s is not there", from);
	ks_buf_printf(&out, "%.*s", (int)(at - text), text);
	while (*to) {
		char *end = NULL;
		long n = *to == '*' ? strtol(to + 1, &end, 10) : 0;

		for (long i = 0; i < n; i++)
			ks_buf_putc(&out, 'x');
		if (n == 0)
			ks_buf_putc(&out, *to);
		to = n > 0 ? end : to + 1;
	}
	ks_buf_puts(&out, at + strlen(from));
	return ks_buf_take(&out);
}

static enum ks_rc take(struct ks_record_sample *s, const char *from, const char *to)
{
	char *json = changed(DOCUMENT, from, to);
	struct ks_test_stream stream = ks_test_stream_begin(stderr);
	enum ks_rc rc = ks_roster_store_json(s->store, json, strlen(json));
	char *said = ks_test_stream_end(&stream);

	if ((rc != KS_OK) != !!strstr(said, "document not taken: "))
		fail_msg("%s: %s", ks_rc_name(rc), said);
	free(said);
	free(json);
	return rc;
}

static const struct {
	const char *from, *good, *bad;
} document_edges[] = {
	{"kenshu-roster-1", "kenshu-roster-1", "kenshu-roster-2"},
	{"\"people\":[", " \"people\" : [ ", "\"peeple\":["},
	{"\"people\":[" PERSON "," OTHER "]", "\"people\":[]", "\"people\":[" PERSON "," PERSON "]"},
	{"\"people\":[" PERSON "," OTHER "]", "\"people\":[" OTHER "]", "\"people\":[],\"people\":[]"},
	{"\"people\":[" PERSON "," OTHER "]", "\"people\":[" PERSON "]", "\"people\":[" PERSON ",]"},
	{"\"people\":[" PERSON "," OTHER "]", "\"people\":[" PERSON "]", "\"people\":[" PERSON},
	{"\"people\":[" PERSON "," OTHER "]", "\"people\":[" PERSON "]", "\"people\":{}"},
	{"\"completed\":[", "\"completed\":[7,", "\"completed\":[],\"completed\":["},
	{"\"completed\":[", "\"completed\":[[],", "\"complete\":["},
	{"\"completed\":[", "\"x\":{\"y\":1},\"completed\":[", "\"x\":1,\"x\":2,\"completed\":["},
	{"\"gatherings\":[", "\"gatherings\":[7,", "\"gatherings\":{},\"g\":["},
	{"{\"format\"", " \n\t{\"format\"", "[{\"format\""},
	{"]]}", "]] } \r\n", "]]} x"},
	{"]]}", "]]}", "]]"},
	{"]]}", "]]}", "]],}"},
	{"{\"format\":", "{\"format\":", "{7:"},
	{"{\"format\":", "{\"format\":", "{\"format\" "},
	/* a person */
	{"\"number\":\"000101\"", "\"number\":\"A-1\"", "\"number\":\"a b\""},
	{"\"number\":\"000101\"", "\"number\":\"A~2\"", "\"number\":7"},
	{"\"number\":\"000101\",", "\"number\":\"1\",", ""},
	{"\"typed\":\"101\"", "\"typed\":\"101\"", "\"typed\":\"1 1\""},
	{"\"typed\":\"101\"", "\"x\":\"101\"", "\"typed\":7"},
	{"見本 一", "x", ""},
	{"見本 一", "*400", "*401"},
	{"見本 一", "a　b", "a\\u0007b"},
	{"\"kana\":\"ミホン\"", "\"kana\":\"\"", "\"kana\":7"},
	{"\"appointments\":[" POST "]", "\"appointments\":[]", "\"appointments\":{}"},
	{"\"appointments\":[" POST "]", "\"listed\":false,\"appointments\":[]",
	 "\"appointments\":[7]"},
	{"\"appointments\"", "\"pin\":null,\"appointments\"", "\"pin\":7,\"appointments\""},
	{"\"appointments\"",
	 "\"pin\":{\"hash\":\"$argon2id$v=19$m=1$x\",\"source\":\"own\"},\"appointments\"",
	 "\"pin\":{\"hash\":\"$argon2id$v=19$m=1$x\",\"source\":\"her\"},\"appointments\""},
	{"\"appointments\"",
	 "\"pin\":{\"hash\":\"$argon2id$*117\",\"source\":\"initial\"},\"appointments\"",
	 "\"pin\":{\"hash\":\"$argon2id$*118\",\"source\":\"initial\"},\"appointments\""},
	{"\"appointments\"",
	 "\"pin\":{\"hash\":\"$argon2id$\",\"source\":\"initial\"},\"appointments\"",
	 "\"pin\":{\"hash\":\"$argon2i$\",\"source\":\"initial\"},\"appointments\""},
	/* an appointment */
	{"総務課", "*400", "*401"},
	{"\"unit\":\"総務課\",", "\"unit\":\"\",", ""},
	{"\"employment\":\"01\"", "\"employment\":\"99\"", "\"employment\":\"98\""},
	{"2020-04-01", "", "2020-02-30"},
	{"\"status\":\"在職\"", "\"status\":\"退職\"", "\"status\":\"\""},
	{"\"leave\":\"\"", "\"leave\":\"育休\"", "\"leave\":\"在職\""},
	{"\"leave\":\"\",", "", "\"leave\":7,"},
	{"\"leave_to\":\"\"", "\"leave_to\":\"2026-04-01\"", "\"leave_to\":\"x\""},
};

static void document_is_taken_whole_or_not_at_all(void **state)
{
	struct ks_record_sample *s = *state;

	for (size_t i = 0; i < KS_COUNT(document_edges); i++) {
		if (take(s, document_edges[i].from, document_edges[i].good) != KS_OK)
			fail_msg("%s", document_edges[i].good);
		if (strcmp(document_edges[i].from, document_edges[i].bad) != 0 &&
		    take(s, document_edges[i].from, document_edges[i].bad) != KS_INVALID)
			fail_msg("%s is taken", document_edges[i].bad);
	}
	assert_int_equal(ks_roster_store_json(s->store, "", 0), KS_INVALID);
	assert_int_equal(ks_roster_store_json(s->store, "{}", 2), KS_INVALID);
}

/* As many posts as a person may have, and one more. */
static void person_has_64_posts_at_most(void **state)
{
	for (int n = KS_ROSTER_APPOINTMENTS_MAX; n <= KS_ROSTER_APPOINTMENTS_MAX + 1; n++) {
		struct ks_buf posts = {0};

		for (int i = 1; i < n; i++)
			ks_buf_puts(&posts, POST ",");
		ks_buf_puts(&posts, POST);
		assert_int_equal(take(*state, POST, ks_buf_text(&posts)),
				 n == KS_ROSTER_APPOINTMENTS_MAX ? KS_OK : KS_INVALID);
		ks_buf_finish(&posts);
	}
}

static int64_t number(struct ks_record_sample *s, const char *sql)
{
	int64_t n = -1;

	assert_int_equal(ks_db_number(s->store, &n, sql, ""), KS_OK);
	return n;
}

static void gathering_that_breaks_a_rule_is_left_out_alone(void **state)
{
	static const struct {
		const char *from, *good, *bad;
	} edges[] = {
		{"\"id\":\"g1\"", "\"id\":\"*63\"", "\"id\":\"*64\""},
		{"\"id\":\"g1\"", "\"id\":\"x\"", "\"id\":\"\""},
		{"\"id\":\"g1\"", "\"id\":\"y\"", "\"id\":7"},
		{"2026-05-18\",\"from", "2028-02-29\",\"from", "2026-02-29\",\"from"},
		{"540", "0", "-1"},
		{"540", "2880", "2881"},
		{"600", "2880", "2881"},
		{"600", "0", "\"600\""},
		{"研修", "*120", "*121"},
		{"\"title\":\"研修\",", "\"title\":\"\",", ""},
		{"\"室\"", "\"\"", "\"a\\u0007\""},
		{"\"place\":\"室\",", "\"place\":\"x\",", "\"place\":7,"},
	};
	struct ks_record_sample *s = *state;

	for (size_t i = 0; i < KS_COUNT(edges); i++) {
		assert_int_equal(take(s, edges[i].from, edges[i].good), KS_OK);
		if (number(s, "SELECT count(*) FROM gathering") != 1)
			fail_msg("%s", edges[i].good);
		assert_int_equal(take(s, edges[i].from, edges[i].bad), KS_OK);
		if (number(s, "SELECT count(*) FROM gathering") != 0)
			fail_msg("%s is taken", edges[i].bad);
		assert_int_equal(number(s, "SELECT count(*) FROM person WHERE is_listed"), 2);
	}
	assert_int_equal(take(s, "\"lessons\":\"m1\",\"cancelled\":false",
			      "\"lessons\":\"*121\",\"cancelled\":true"),
			 KS_OK);
	assert_int_equal(
		number(s, "SELECT count(*) FROM gathering WHERE lessons = '' AND is_cancelled"), 1);
	assert_int_equal(take(s, "[\"000101\"]", "[\"000101\",\"a b\",7,\"000102\",\"000101\"]"),
			 KS_OK);
	assert_int_equal(number(s, "SELECT count(*) FROM gathering_expected WHERE gathering = 'g1'"),
			 2);
}

/* A centre that was set up anew has no list yet: nobody is locked out because of that. */
static void document_of_nobody_leaves_everybody(void **state)
{
	struct ks_record_sample *s = *state;

	assert_int_equal(take(s, "m1", "m1"), KS_OK);
	assert_int_equal(take(s, "\"people\":[" PERSON "," OTHER "]", "\"people\":[]"), KS_OK);
	assert_int_equal(number(s, "SELECT count(*) FROM person WHERE is_listed"), 2);
	assert_int_equal(take(s, "\"people\":[" PERSON "," OTHER "]", "\"people\":[" OTHER "]"),
			 KS_OK);
	assert_int_equal(number(s, "SELECT count(*) FROM person WHERE is_listed"), 1);
}

#define with_ledger(test) \
	cmocka_unit_test_setup_teardown(test, ks_record_sample_setup, ks_record_sample_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_ledger(document_is_taken_whole_or_not_at_all),
		with_ledger(person_has_64_posts_at_most),
		with_ledger(gathering_that_breaks_a_rule_is_left_out_alone),
		with_ledger(document_of_nobody_leaves_everybody),
	};

	return ks_test_run(tests);
}
