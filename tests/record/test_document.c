/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "record/card.h"
#include "record/db.h"
#include "record/exemption_private.h"
#include "record/roster.h"
#include "record/roster_history.h"
#include "support/cut.h"
#include "support/record_sample.h"

/* The list on its way to a kiosk, part by part: what breaks a rule is left out alone, and told; the rest stands as it was said. */

#define PEOPLE                                                                                                                    \
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割," \
	"初期暗証番号\n"                                                                                                    \
	"000101,試験 太郎,シケン タロウ,総務課,事務局,本庁,01,2020-04-01,,在職,端末利用,\n"               \
	"000102,見本 花子,ミホン ハナコ,会計課,事務局,本庁,01,2020-04-01,,在職,管理職,\n"
#define UUID "019e3879-0560-7000-8000-00000000000"
#define KEY "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define OTHER_KEY "ff112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define TITLE_121                                                                                                                  \
	"ああああああああああああああああああああああああああああああああああああああああ" \
	"ああああああああああああああああああああああああああああああああああああああああ" \
	"あああああああああああああああああああああああああああああああああああああああああ"

static void import(struct ks_store *store)
{
	struct ks_roster roster = {0};
	struct ks_roster_change change;
	struct ks_diags diags = {0};

	assert_int_equal(ks_roster_parse("r.csv", PEOPLE, strlen(PEOPLE), &roster, &diags), KS_OK);
	assert_int_equal(ks_roster_store(store, &roster, &change), KS_OK);
	ks_diags_finish(&diags);
	ks_roster_finish(&roster);
}

/* The document of those two, with @parts in place of what it says of the same. */
static char *with(struct ks_record_sample *s, const char *parts)
{
	json_t *root, *own = json_loads(parts, 0, NULL);
	char *json = NULL;

	assert_non_null(own);
	import(s->store);
	assert_int_equal(ks_roster_to_json(s->store, NULL, &json), KS_OK);
	root = json_loads(json, 0, NULL);
	free(json);
	assert_int_equal(json_object_update(root, own), 0);
	json = json_dumps(root, JSON_COMPACT);
	json_decref(root);
	json_decref(own);
	return json;
}

/* All rows of @sql, a line each, "|" between the cells. */
static void expect_rows(struct ks_store *store, const char *sql, const char *expected)
{
	struct ks_buf out = {0};
	sqlite3_stmt *stmt;

	assert_int_equal(sqlite3_prepare_v2(ks_db_handle(store), sql, -1, &stmt, NULL), SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		for (int i = 0; i < sqlite3_column_count(stmt); i++)
			ks_buf_printf(&out, "%s%s", i ? "|" : "", ks_db_text(stmt, i));
		ks_buf_putc(&out, '\n');
	}
	sqlite3_finalize(stmt);
	assert_string_equal(ks_buf_text(&out), expected);
	ks_buf_finish(&out);
}

/* Takes it, and has it told @n times that something was left out with @word in it. */
static void expect_taken(struct ks_record_sample *s, const char *json, const char *word, size_t n)
{
	struct ks_test_stream stream = ks_test_stream_begin(stderr);
	enum ks_rc rc = ks_roster_is_delta(json)
				? ks_roster_store_delta(s->store, json, strlen(json), "\"1\"")
				: ks_roster_store_json(s->store, json, strlen(json));
	char *said = ks_test_stream_end(&stream);
	size_t n_said = 0;

	for (const char *at = said; (at = strstr(at, word)); at++)
		n_said++;
	if (n_said != n)
		fail_msg("%zu of %zu in: %s", n_said, n, said);
	free(said);
	assert_int_equal(rc, KS_OK);
}

#define EXEMPTIONS                                                                    \
	"\"exemptions\":[[\"000101\",\"育休\",2026,\"\",\"\",\"2026-06-01\",\"\"]," \
	"[\"000101\",\"育休\",2026,\"\",\"\",\"2026-06-01\"],"                      \
	"[\"0001 1\",\"育休\",2026,\"\",\"\",\"2026-06-01\",\"\"],"                 \
	"[\"000101\",\"無断\",2026,\"\",\"\",\"2026-06-01\",\"\"],"                 \
	"[\"000101\",\"育休\",-1,\"\",\"\",\"2026-06-01\",\"\"],"                   \
	"[\"000101\",\"育休\",10000,\"\",\"\",\"2026-06-01\",\"\"],"                \
	"[\"000101\",\"育休\",2026,\"\",\"\",\"2026-06-31\",\"\"],"                 \
	"[\"000101\",\"育休\",2026,\"\",\"\",\"2026-06-01\",\"いつか\"],"        \
	"[\"000101\",\"育休\",2026,7,\"\",\"2026-06-01\",\"\"],"                    \
	"7,"                                                                          \
	"[\"000102\",\"育休\",0,\"annual\",\"m1\",\"2026-06-01\",\"2026-08-31\"]]"

static void exemptions_that_break_a_rule_are_left_out_alone(void **state)
{
	struct ks_record_sample *s = *state;
	char *json = with(s, "{" EXEMPTIONS "}"), *without = with(s, "{\"exemptions\":[]}");
	static const char select[] =
		"SELECT id, staff, kind, nendo, plan, lesson, from_day, to_day,"
		" done_ms, reason, by_staff, approver, at_ms, is_withdrawn, end_ms"
		" FROM exemption ORDER BY at_ms";

	expect_taken(s, json, "exemption", 9);
	expect_rows(s->store, select,
		    "0|000101|育休|2026|||2026-06-01||0||||0|0|0\n"
		    "10|000102|育休|0|annual|m1|2026-06-01|2026-08-31|0||||10|0|0\n");
	expect_taken(s, without, "left out", 0);
	expect_rows(s->store, select, "");
	free(json);
	free(without);
}

#define PAPERS                                                                           \
	"\"on_paper\":[[\"000101\",2026,\"annual\",\"m1\"],[\"0001 1\",2026,\"annual\"," \
	"\"m1\"],[\"000101\",2026,\"\",\"m1\"],7,[\"000102\",2025,\"annual\",\"m2\"],"   \
	"[\"000102\",2025,\"annual\",\"m2\"]]"

static void papers_that_break_a_rule_are_left_out_alone(void **state)
{
	static const char select[] = "SELECT * FROM on_paper ORDER BY staff";
	struct ks_record_sample *s = *state;
	char *json = with(s, "{" PAPERS "}"), *without = with(s, "{\"on_paper\":[]}");
	char *older = with(s, "{\"on_paper\":7}");

	expect_taken(s, json, "paper", 3);
	expect_rows(s->store, select, "000101|2026|annual|m1\n000102|2025|annual|m2\n");
	expect_taken(s, older, "paper", 0); /* says nothing of them: they stay */
	expect_rows(s->store, select, "000101|2026|annual|m1\n000102|2025|annual|m2\n");
	expect_taken(s, without, "paper", 0);
	expect_rows(s->store, select, "");
	free(json);
	free(without);
	free(older);
}

#define GATHERING(id, rest)                                                               \
	"{\"id\":\"" id "\",\"day\":\"2026-06-01\",\"from_minute\":0,\"to_minute\":2880," \
	"\"title\":\"集合研修\",\"place\":\"\"" rest "}"

static void gatherings_are_kept_as_they_are_said(void **state)
{
	struct ks_record_sample *s = *state;
	char *json = with(
		s,
		"{\"gatherings\":[" GATHERING("a", ",\"lessons\":\"m1,m2\",\"cancelled\":true") "," GATHERING(
			"b",
			",\"lessons\":\"" TITLE_121 "\",\"expected\":[\"000101\",\"0001 1\",7,"
			"\"000102\",\"000101\"]") "," GATHERING("c",
								",\"lessons\":7,\"cancelled\":1") "," GATHERING("",
														"") "," GATHERING("0123456789012345678901234567890123456789012345678901234567890123",
																  "") "," GATHERING("d",
																		    ",\"from_minute\":-1") "," GATHERING("012345678901234567890123456789012345678901234567890123456789012",
																							 "") "]}");
	char *late = with(s, "{\"gatherings\":[{\"id\":\"a\",\"day\":\"2026-06-01\",\"from_minute\":0,"
			     "\"to_minute\":2881,\"title\":\"x\",\"place\":\"\"},"
			     "{\"id\":\"b\",\"day\":\"2026-06-01\",\"from_minute\":\"0\","
			     "\"to_minute\":0,\"title\":\"x\",\"place\":\"\"},"
			     "{\"id\":\"c\",\"day\":\"2026-06-01\",\"from_minute\":0,"
			     "\"to_minute\":0,\"place\":\"\"},"
			     "{\"id\":\"d\",\"day\":\"2026-06-01\",\"from_minute\":0,"
			     "\"to_minute\":0,\"title\":\"x\"},"
			     "{\"id\":\"e\",\"day\":7,\"from_minute\":0,"
			     "\"to_minute\":0,\"title\":\"x\",\"place\":\"\"}]}");

	expect_taken(s, json, "gathering", 3);
	expect_rows(s->store,
		    "SELECT substr(id, 1, 9), day, from_minute, to_minute, title, place, lessons,"
		    " is_cancelled FROM gathering ORDER BY id",
		    "012345678|2026-06-01|0|2880|集合研修|||0\n"
		    "a|2026-06-01|0|2880|集合研修||m1,m2|1\n"
		    "b|2026-06-01|0|2880|集合研修|||0\n"
		    "c|2026-06-01|0|2880|集合研修|||0\n");
	expect_rows(s->store, "SELECT * FROM gathering_expected ORDER BY staff",
		    "b|000101\nb|000102\n");
	expect_taken(s, late, "gathering", 5);
	expect_rows(s->store, "SELECT id FROM gathering", "");
	free(json);
	free(late);
}

/* ---- cards ---- */

#define SAID(n, staff, name, at) \
	"{\"id\":\"" UUID n "\",\"staff\":\"" staff "\",\"card\":\"" name "\",\"at_ms\":" at "}"
#define CARD_A "aa00000000000000000000000000000000000000000000000000000000000000"

static void take_cards(struct ks_record_sample *s, const char *text, size_t n_left_out)
{
	json_t *cards = json_loads(text, 0, NULL);
	struct ks_test_stream stream = ks_test_stream_begin(stderr);
	enum ks_rc rc = ks_card_take_json(s->store, cards);
	char *said = ks_test_stream_end(&stream);
	size_t n = 0;

	for (const char *at = said; (at = strstr(at, "left out")); at++)
		n++;
	free(said);
	assert_non_null(cards);
	json_decref(cards);
	assert_int_equal(rc, KS_OK);
	assert_int_equal(n, n_left_out);
}

static void cards_that_break_a_rule_are_left_out_alone(void **state)
{
	static const char select[] =
		"SELECT id, staff, substr(name, 1, 2), at_ms FROM card ORDER BY id";
	static const char key[] = "SELECT value FROM setting WHERE name = 'card_key'";
	struct ks_record_sample *s = *state;

	take_cards(
		s,
		"{\"key\":\"" KEY
		"\",\"bound\":[" SAID("1", "000101", CARD_A, "7") "," SAID("2", "0001 1", CARD_A, "7") "," SAID(
			"x", "000101", CARD_A,
			"7") "," SAID("3", "000101", "aa",
				      "7") "," SAID("4", "000101", CARD_A "0",
						    "7") "," SAID("5", "000101",
								  "AA00000000000000000000000000000000000000000000000000000000000000",
								  "7") "," SAID("6", "000101", CARD_A,
										"\"7\"") ",{},7,"
											 "{\"id\":\"" UUID
											 "7\",\"staff\":\"000101\",\"card\":7,\"at_ms\":7},"
											 "{\"id\":\"" UUID
											 "7\",\"staff\":7,\"card\":\"\",\"at_ms\":7}," SAID(
												 "8",
												 "000102",
												 "",
												 "8") "]}",
		10);
	expect_rows(s->store, select, UUID "1|000101|aa|7\n" UUID "8|000102||8\n");
	expect_rows(s->store, key, KEY "\n");
	/* What the centre no longer says is gone; what was said here stays as long as the key is the same. */
	assert_int_equal(ks_card_say(s->store, "000102", CARD_A, 9), KS_OK);
	take_cards(s, "{\"key\":\"" KEY "\",\"bound\":[]}", 0);
	expect_rows(s->store, "SELECT staff, at_ms FROM card", "000102|9\n");
	take_cards(s, "{\"key\":\"" OTHER_KEY "00\",\"bound\":[]}", 0); /* no key: nothing is taken */
	expect_rows(s->store, key, KEY "\n");
	take_cards(s, "{\"key\":\"" OTHER_KEY "\",\"bound\":[]}", 0);
	expect_rows(s->store, "SELECT staff, at_ms FROM card", "");
	expect_rows(s->store, key, OTHER_KEY "\n");
}

static void a_card_key_that_is_none_is_told(void **state)
{
	static const uint8_t id[] = {1, 2, 3, 4};
	struct ks_record_sample *s = *state;
	char name[KS_CARD_NAME], staff[KS_CARD_STAFF];

	assert_int_equal(ks_store_set(s->store, "card_key", "0011"), KS_OK);
	assert_int_equal(ks_card_name(s->store, id, sizeof(id), name), KS_DAMAGED);
	assert_int_equal(ks_card_name(s->store, id, 3, name), KS_INVALID);
	/* A number as long as there is none is no number of anybody. */
	assert_int_equal(ks_db_run(s->store,
				   "INSERT INTO card(id, staff, name, at_ms, source)"
				   " VALUES('x', printf('%.*c', ?, 'n'), ?, 7, 0)",
				   "dt", KS_CARD_STAFF, CARD_A),
			 KS_OK);
	assert_int_equal(ks_card_find(s->store, CARD_A, staff), KS_DAMAGED);
	assert_int_equal(ks_db_run(s->store, "UPDATE card SET staff = printf('%.*c', ?, 'n')", "d",
				   KS_CARD_STAFF - 1),
			 KS_OK);
	assert_int_equal(ks_card_find(s->store, CARD_A, staff), KS_OK);
	assert_int_equal(strlen(staff), KS_CARD_STAFF - 1);
}

/* ---- how many ---- */

/* @n rows that are none, and @last behind them. */
static json_t *rows_before(size_t n, const char *last)
{
	json_t *rows = json_array(), *none = json_integer(0);

	for (size_t i = 0; i < n; i++)
		assert_int_equal(json_array_append(rows, none), 0);
	json_decref(none);
	assert_int_equal(json_array_append_new(rows, json_loads(last, 0, NULL)), 0);
	return rows;
}

/* A centre that has gone mad keeps no kiosk busy for ever: of exemptions the first count, and of so many cards none. */
static void two_hundred_thousand_rows_are_enough(void **state)
{
	enum { MOST = 200000 };
	struct ks_record_sample *s = *state;

	ks_log_set(KS_LOG_ERROR); /* each that is left out is told */
	for (size_t n = MOST - 1; n <= MOST; n++) {
		json_t *rows =
			rows_before(n, "[\"000101\",\"excused\",2026,\"annual\",\"\",\"\",\"\"]");
		json_t *cards = json_pack("{s:s, s:o}", "key", KEY, "bound",
					  rows_before(n, SAID("1", "000101", CARD_A, "7")));

		assert_int_equal(ks_store_begin(s->store), KS_OK);
		assert_int_equal(ks_exemption_take(s->store, rows), KS_OK);
		assert_int_equal(ks_card_take_json(s->store, cards), KS_OK);
		expect_rows(s->store, "SELECT count(*) FROM exemption", n < MOST ? "1\n" : "0\n");
		expect_rows(s->store, "SELECT count(*) FROM card", n < MOST ? "1\n" : "0\n");
		ks_store_rollback(s->store);
		json_decref(rows);
		json_decref(cards);
	}
	ks_log_set(KS_LOG_WARN);
}

static void document_of_more_gatherings_than_there_can_be_is_none(void **state)
{
	struct ks_record_sample *s = *state;

	for (size_t n = 10000; n <= 10001; n++) {
		json_t *parts = json_pack("{s:o}", "gatherings", rows_before(n - 1, "[]"));
		char *text = json_dumps(parts, JSON_COMPACT), *json = with(s, text);

		ks_log_set(KS_LOG_ERROR);
		assert_int_equal(ks_roster_store_json(s->store, json, strlen(json)),
				 n == 10000 ? KS_OK : KS_INVALID);
		ks_log_set(KS_LOG_WARN);
		json_decref(parts);
		free(text);
		free(json);
	}
}

/* ---- a difference ---- */

#define DELTA(parts)                                                                                 \
	"{\"format\":\"kenshu-roster-delta-1\",\"base\":\"\\\"1\\\"\",\"people\":[],\"completed\":[" \
	"[\"000101\",2026,\"annual\",\"m2\",\"2026-05-18T00:30:20Z\"],7]" parts "}"
#define CARDS "\"cards\":{\"key\":\"" KEY "\",\"bound\":[" SAID("1", "000101", CARD_A, "7") "]}"
#define ALL                                                                                \
	",\"gone\":[{\"number\":\"000102\"},{\"number\":\"0001 1\"},7],"                   \
	"\"undone\":[[\"000101\",2026,\"annual\",\"m1\"],[\"000101\",2026,\"annual\"],7]," \
	"\"gatherings\":[" GATHERING("a", "") "]," EXEMPTIONS "," PAPERS "," CARDS

static void a_difference_changes_what_it_names_and_nothing_else(void **state)
{
	static const char done[] = "SELECT * FROM elsewhere ORDER BY staff, lesson";
	struct ks_record_sample *s = *state;
	char *json = with(s, "{\"completed\":["
			     "[\"000101\",2026,\"annual\",\"m1\",\"2026-05-18T00:30:20Z\"],"
			     "[\"000102\",2026,\"annual\",\"m1\",\"2026-05-18T00:30:21Z\"]]}");

	expect_taken(s, json, "left out", 0);
	for (int i = 0; i < 2; i++) { /* the same twice is one */
		expect_taken(s, DELTA(ALL), "completion 2", 1);
		expect_rows(s->store, "SELECT number, is_listed FROM person ORDER BY number",
			    "000101|1\n000102|0\n");
		expect_rows(s->store, done,
			    "000101|2026|annual|m2|1779064220000\n"
			    "000102|2026|annual|m1|1779064221000\n");
		expect_rows(s->store, "SELECT id FROM gathering", "a\n");
		expect_rows(s->store, "SELECT count(*) FROM exemption", "2\n");
		expect_rows(s->store, "SELECT count(*) FROM on_paper", "2\n");
		expect_rows(s->store, "SELECT staff FROM card", "000101\n");
	}
	expect_taken(s, DELTA(""), "completion 2", 1); /* names none of them: they stay */
	expect_rows(s->store, "SELECT id FROM gathering", "a\n");
	expect_rows(s->store, "SELECT count(*) FROM exemption", "2\n");
	expect_rows(s->store, "SELECT count(*) FROM on_paper", "2\n");
	expect_rows(s->store, "SELECT staff FROM card", "000101\n");
	free(json);
}

static void a_difference_that_is_none_is_told_and_leaves_no_trace(void **state)
{
	static const struct {
		const char *json;
		enum ks_rc rc;
	} bad[] = {
		{DELTA(ALL), KS_CONFLICT}, /* to something else */
		{"{\"format\":\"kenshu-roster-delta-2\",\"base\":\"2\",\"people\":[],\"completed\":[]}",
		 KS_INVALID},
		{"{\"format\":\"kenshu-roster-delta-1\",\"people\":[],\"completed\":[]}", KS_INVALID},
		{"{\"format\":\"kenshu-roster-delta-1\",\"base\":\"2\",\"completed\":[]}", KS_INVALID},
		{"{\"format\":\"kenshu-roster-delta-1\",\"base\":\"2\",\"people\":[7],"
		 "\"completed\":[]}",
		 KS_INVALID},
		{"{\"format\":\"kenshu-roster-delta-1\",\"base\":\"2\",\"people\":[]}", KS_INVALID},
		{"7", KS_INVALID},
		{"", KS_INVALID},
	};
	struct ks_record_sample *s = *state;

	import(s->store);
	for (size_t i = 0; i < KS_COUNT(bad); i++) {
		struct ks_test_stream stream = ks_test_stream_begin(stderr);
		enum ks_rc rc =
			ks_roster_store_delta(s->store, bad[i].json, strlen(bad[i].json), "2");
		char *said = ks_test_stream_end(&stream);

		assert_int_equal(rc, bad[i].rc);
		assert_non_null(strstr(said, "difference not taken: "));
		assert_non_null(strstr(said, ks_rc_name(rc)));
		free(said);
	}
	expect_rows(s->store, "SELECT number, is_listed FROM person ORDER BY number",
		    "000101|1\n000102|1\n");
	expect_taken(s, DELTA(",\"x\":7"), "not taken", 0);
}

/* ---- cut off ---- */

static char *whole;

static enum ks_rc take_whole(void *context)
{
	struct ks_record_sample *s = context;

	return ks_roster_store_json(s->store, whole, strlen(whole));
}

static enum ks_rc take_difference(void *context)
{
	static const char json[] = DELTA(ALL);
	struct ks_record_sample *s = context;

	return ks_roster_store_delta(s->store, json, strlen(json), "\"1\"");
}

static void of_a_document_cut_off_nothing_is_taken(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_cut cut = {.store = s->store, .act = take_whole, .context = s, .name = "the whole"};
	struct ks_cut difference = {
		.store = s->store, .act = take_difference, .context = s, .name = "a difference"};

	whole = with(s,
		     "{\"gatherings\":[" GATHERING(
			     "a",
			     ",\"expected\":[\"000101\"]") "],"
							   "\"completed\":[[\"000101\",2026,\"annual\",\"m1\","
							   "\"2026-05-18T00:30:20Z\"]]," EXEMPTIONS
							   "," PAPERS "," CARDS "}");
	ks_cut_everywhere(&cut);
	assert_int_equal(cut.n_refused, cut.n_cut);
	ks_cut_everywhere(&difference);
	assert_int_equal(difference.n_refused, difference.n_cut);
	free(whole);
}

int main(void)
{
#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, ks_record_sample_setup, ks_record_sample_teardown)
	const struct CMUnitTest tests[] = {
		TEST(exemptions_that_break_a_rule_are_left_out_alone),
		TEST(papers_that_break_a_rule_are_left_out_alone),
		TEST(gatherings_are_kept_as_they_are_said),
		TEST(cards_that_break_a_rule_are_left_out_alone),
		TEST(a_card_key_that_is_none_is_told),
		TEST(two_hundred_thousand_rows_are_enough),
		TEST(document_of_more_gatherings_than_there_can_be_is_none),
		TEST(a_difference_changes_what_it_names_and_nothing_else),
		TEST(a_difference_that_is_none_is_told_and_leaves_no_trace),
		TEST(of_a_document_cut_off_nothing_is_taken),
	};

	return ks_test_run(tests);
}
