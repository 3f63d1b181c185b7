/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "record/card.h"
#include "record/db.h"
#include "record/elsewhere.h"
#include "record/exemption_private.h"
#include "record/roster_history.h"
#include "support/golden.h"
#include "support/record_sample.h"

/*
 * Of the centre's document the rows beside the people, each at the edge of a rule, and what is kept of it: as a whole in
 * tests/data/golden/document-rows.txt.
 */

#define C39 "c23456789-123456789-123456789-123456789"
#define LAST "\"\",\"\",\"\",\"\""

static const char *const exemptions[] = {
	"[]",
	"{}",
	"7",
	"[\"7\",\"excused\",2026,\"p\",\"l\",\"2026-04-01\",\"2027-03-31\"]",
	"[\"7\",\"excused\",2026,\"p\",\"l\",\"2026-04-01\"]",
	"[\"7\",\"excused\",2026,\"p\",\"l\",\"2026-04-01\",\"2027-03-31\",\"more\"]",
	"[\"7\",\"excused\",2026," LAST "]",
	"[\"7\",\"excused\",0," LAST "]",
	"[\"7\",\"excused\",1," LAST "]",
	"[\"7\",\"excused\",-1," LAST "]",
	"[\"7\",\"excused\",2200," LAST "]",
	"[\"7\",\"excused\",2201," LAST "]",
	"[\"7\",\"excused\",4294967296," LAST "]",
	"[\"7\",\"excused\",\"2026\"," LAST "]",
	"[\"7~2\",\"excused\",2026," LAST "]",
	"[\"7~0\",\"excused\",2026," LAST "]",
	"[\"\",\"excused\",2026," LAST "]",
	"[7,\"excused\",2026," LAST "]",
	"[\"7\",\"taken-elsewhere\",2026," LAST "]",
	"[\"7\",\"excused-\",2026," LAST "]",
	"[\"7\",\"\",2026," LAST "]",
	"[\"7\",null,2026," LAST "]",
	"[\"7\",\"excused\",2026,\"" C39 "\",\"" C39 "\",\"\",\"\"]",
	"[\"7\",\"excused\",2026,\"" C39 "x\",\"l\",\"\",\"\"]",
	"[\"7\",\"excused\",2026,\"p\",\"" C39 "x\",\"\",\"\"]",
	"[\"7\",\"excused\",2026,\"p\",\"l\",\"2026-02-30\",\"\"]",
	"[\"7\",\"excused\",2026,\"p\",\"l\",\"\",\"2026-2-3\"]",
	"[\"7\",\"excused\",2026,\"p\",\"l\",\"2026-04-02\",\"2026-04-01\"]",
	"[\"7\",\"excused\",2026,null,\"l\",\"\",\"\"]",
	"[\"7\",\"excused\",2026,\"p\",\"l\",\"\",false]",
};

static const char *const completions[] = {
	"[]",
	"{}",
	"[\"7\",2026,\"p\",\"l\",\"2026-07-01T00:00:00Z\"]",
	"[\"7\",2026,\"p\",\"l\",\"2026-07-01T09:00:00.5+09:00\"]",
	"[\"7\",2026,\"p\",\"l\"]",
	"[\"7\",2026,\"p\",\"l\",\"2026-07-01T00:00:00Z\",1]",
	"[\"7\",2026,\"p\",\"l\",\"2026-07-01\"]",
	"[\"7\",2026,\"p\",\"l\",0]",
	"[\"7\",2026,\"p\",\"l\",\"1970-01-01T00:00:00Z\"]",
	"[\"7\",2026,\"p\",\"l\",\"1969-12-31T23:59:59.999Z\"]",
	"[\"7\",2200,\"p\",\"l\",\"2026-07-01T00:00:00Z\"]",
	"[\"7\",2201,\"p\",\"l\",\"2026-07-01T00:00:00Z\"]",
	"[\"7\",0,\"p\",\"l\",\"2026-07-01T00:00:00Z\"]",
	"[\"7\",\"2026\",\"p\",\"l\",\"2026-07-01T00:00:00Z\"]",
	"[7,2026,\"p\",\"l\",\"2026-07-01T00:00:00Z\"]",
	"[\"7\",2026,\"\",\"l\",\"2026-07-01T00:00:00Z\"]",
	"[\"7\",2026,\"p\",null,\"2026-07-01T00:00:00Z\"]",
	"[\"7\",2026,\"" C39 "\",\"" C39 "\",\"2026-07-01T00:00:00Z\"]",
	"[\"7\",2026,\"" C39 "x\",\"l\",\"2026-07-01T00:00:00Z\"]",
	"[\"7\",2026,\"p\",\"" C39 "x\",\"2026-07-01T00:00:00Z\"]",
};

#define ID "01890a5d-ac96-774b-bcce-b302099a8057"
#define NAME "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define BOUND(id, staff, card, at) \
	"{\"id\":\"" id "\",\"staff\":\"" staff "\",\"card\":\"" card "\",\"at_ms\":" at "}"
#define KEY "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

static const char *const cards[] = {
	BOUND(ID, "7", NAME, "5"),
	BOUND(ID, "7", "", "-5"), /* taken off */
	BOUND(ID, "7~3", NAME, "0"),
	BOUND("x", "7", NAME, "5"),
	BOUND(ID, "~", NAME, "5"),
	BOUND(ID, "7", "0123456789abcdef", "5"),
	BOUND(ID, "7", NAME "0", "5"),
	BOUND(ID, "7", "g123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "5"),
	BOUND(ID, "7", NAME, "5.0"),
	BOUND(ID, "7", NAME, "\"5\""),
	"{\"staff\":\"7\",\"card\":\"\",\"at_ms\":5}",
	"{\"id\":\"" ID "\",\"card\":\"\",\"at_ms\":5}",
	"{\"id\":\"" ID "\",\"staff\":\"7\",\"at_ms\":5}",
	"{\"id\":\"" ID "\",\"staff\":\"7\",\"card\":\"\"}",
	"[]",
};

/* Of the cards as a whole. */
static const char *const all_cards[] = {
	"{\"key\":\"" KEY "\",\"bound\":[" BOUND(ID, "7", NAME, "5") "]}",
	"{\"key\":\"" KEY "\"}",
	"{\"bound\":[]}",
	"{\"key\":\"" KEY "\",\"bound\":{}}",
	"{\"key\":7,\"bound\":[]}",
	"{\"key\":\"" KEY "20\",\"bound\":[]}",
	"{\"key\":\"0001\",\"bound\":[]}",
	"{\"key\":\"\",\"bound\":[]}",
	"{\"key\":\"" KEY "\",\"bound\":[]}",
	"7",
};

#define EXEMPTIONS "SELECT * FROM exemption ORDER BY staff, at_ms, id"
#define ELSEWHERE "SELECT * FROM elsewhere ORDER BY 1, 2, 3, 4"
#define PAPERS "SELECT * FROM on_paper ORDER BY 1, 2, 3, 4"
#define CARDS "SELECT * FROM card ORDER BY id"

static void put_table(struct ks_store *store, const char *sql, struct ks_buf *out)
{
	sqlite3_stmt *stmt = ks_db_query(store, sql, "");

	while (ks_db_step(store, stmt) == KS_OK) {
		ks_buf_puts(out, "\t");
		for (int i = 0; i < sqlite3_column_count(stmt); i++)
			ks_buf_printf(out, "%s%s", i > 0 ? "|" : "", ks_db_text(stmt, i));
		ks_buf_puts(out, "\n");
	}
	ks_db_end(stmt);
}

static enum ks_rc take_completion(struct ks_store *store, const json_t *row)
{
	return ks_elsewhere_take_completion(store, row, 0);
}

static void put_taken(struct ks_store *store, const char *sql, const char *json,
		      enum ks_rc (*take)(struct ks_store *store, const json_t *json),
		      struct ks_buf *out)
{
	json_t *root = json_loads(json, JSON_DECODE_ANY, NULL);

	assert_non_null(root);
	ks_buf_printf(out, "%s\n", json);
	assert_int_equal(take(store, root), KS_OK);
	put_table(store, sql, out);
	json_decref(root);
}

static void rows_that_break_a_rule_are_left_out_alone(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_buf out = {0};
	char *json;

	ks_buf_puts(&out, "# exemptions\n");
	for (size_t i = 0; i < KS_COUNT(exemptions); i++) {
		json = ks_format("[%s]", exemptions[i]);
		put_taken(s->store, EXEMPTIONS, json, ks_exemption_take, &out);
		free(json);
	}
	json = ks_format("[%s,0,%s]", exemptions[3], exemptions[18]);
	put_taken(s->store, EXEMPTIONS, json, ks_exemption_take, &out);
	free(json);
	assert_int_equal(ks_exemption_take(s->store, NULL), KS_OK); /* an older centre's: as it was */
	put_table(s->store, EXEMPTIONS, &out);
	put_taken(s->store, EXEMPTIONS, "[]", ks_exemption_take, &out);
	ks_buf_puts(&out, "# completed\n");
	for (size_t i = 0; i < KS_COUNT(completions); i++) {
		put_taken(s->store, ELSEWHERE, completions[i], take_completion, &out);
		assert_int_equal(ks_db_run(s->store, "DELETE FROM elsewhere", ""), KS_OK);
	}
	ks_buf_puts(&out, "# on paper\n");
	for (size_t i = 0; i < KS_COUNT(completions); i++) {
		json = ks_format("[%s]", completions[i]);
		put_taken(s->store, PAPERS, json, ks_elsewhere_take_papers, &out);
		free(json);
	}
	json = ks_format("[%s,0,%s,%s]", completions[2], completions[10], completions[3]);
	put_taken(s->store, PAPERS, json, ks_elsewhere_take_papers, &out);
	free(json);
	put_taken(s->store, PAPERS, "{}", ks_elsewhere_take_papers, &out);
	put_taken(s->store, PAPERS, "[]", ks_elsewhere_take_papers, &out);
	ks_test_golden("tests/data/golden/document-rows.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
}

static void bindings_that_break_a_rule_are_left_out_alone(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_buf out = {0};

	for (size_t i = 0; i < KS_COUNT(cards); i++) {
		char *json = ks_format("{\"key\":\"" KEY "\",\"bound\":[%s]}", cards[i]);

		put_taken(s->store, CARDS, json, ks_card_take_json, &out);
		free(json);
	}
	ks_buf_puts(&out, "# as a whole\n");
	for (size_t i = 0; i < KS_COUNT(all_cards); i++)
		put_taken(s->store, CARDS, all_cards[i], ks_card_take_json, &out);
	ks_test_golden("tests/data/golden/document-cards.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
}

static void only_what_a_kiosk_bound_itself_is_lost_with_the_key(void **state)
{
	struct ks_record_sample *s = *state;
	static const char again[] = "{\"key\":\"" KEY "\",\"bound\":[]}";
	static const char other[] =
		"{\"key\":\"1"
		"00102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\",\"bound\":[]}";
	struct ks_buf out = {0};

	put_taken(s->store, CARDS, again, ks_card_take_json, &out);
	assert_int_equal(ks_card_say(s->store, "8", NAME, 9), KS_OK);
	put_taken(s->store, CARDS, again, ks_card_take_json, &out);
	assert_non_null(strstr(ks_buf_text(&out), "|8|" NAME "|9|"));
	ks_buf_finish(&out);
	put_taken(s->store, CARDS, other, ks_card_take_json, &out);
	assert_null(strstr(ks_buf_text(&out), "|8|"));
	ks_buf_finish(&out);
}

static void what_is_put_is_what_is_taken(void **state)
{
	static const char rows[] =
		"[[\"7\",\"excused\",2026,\"p\",\"l\",\"2026-04-01\",\"2027-03-31\"],"
		"[\"7\",\"absence\",0,\"\",\"\",\"2026-05-01\",\"\"],"
		"[\"8\",\"excused\",2025,\"\\\"\",\"\",\"\",\"\"]]";
	struct ks_record_sample *s = *state;
	json_t *root = json_loads(rows, 0, NULL);
	struct ks_buf out = {0};

	assert_int_equal(ks_exemption_put(s->store, &out), KS_OK);
	assert_string_equal(ks_buf_text(&out), "[]");
	ks_buf_finish(&out);
	assert_int_equal(ks_exemption_take(s->store, root), KS_OK);
	json_decref(root);
	assert_int_equal(ks_exemption_put(s->store, &out), KS_OK);
	assert_string_equal(ks_buf_text(&out), rows);
	ks_buf_finish(&out);
	assert_int_equal(ks_db_run(s->store, "UPDATE exemption SET done_ms = 1 WHERE id = '0'", ""),
			 KS_OK);
	assert_int_equal(ks_db_run(s->store, "UPDATE exemption SET is_withdrawn = 1 WHERE id = '2'",
				   ""),
			 KS_OK);
	assert_int_equal(ks_exemption_put(s->store, &out), KS_OK);
	assert_string_equal(ks_buf_text(&out),
			    "[[\"7\",\"absence\",0,\"\",\"\",\"2026-05-01\",\"\"]]");
	ks_buf_finish(&out);
}

static void what_counts_and_is_from_paper_is_put(void **state)
{
	static const char insert[] =
		"INSERT INTO standing(nendo, plan, staff, lesson, done_ms, clock, how) VALUES"
		" (2026, 'p', '7', 'l', 5, '', '" KS_FACT_PAPER "'),"
		" (2025, 'q', '8', 'm', 5, '', '" KS_FACT_PAPER "'),"
		" (2026, 'p', '7', 'not yet', 0, '', '" KS_FACT_PAPER "'),"
		" (2026, 'p', '7', 'otherwise', 5, '', ''),"
		" (1999, 'p', '7', 'broken', 5, '', '" KS_FACT_PAPER "')";
	struct ks_record_sample *s = *state;
	struct ks_buf out = {0};

	assert_int_equal(ks_elsewhere_put_papers(s->store, &out), KS_OK);
	assert_string_equal(ks_buf_text(&out), "[]");
	ks_buf_finish(&out);
	assert_int_equal(ks_db_run(s->store, insert, ""), KS_OK);
	assert_int_equal(ks_elsewhere_put_papers(s->store, &out), KS_OK);
	assert_string_equal(ks_buf_text(&out), "[[\"8\",2025,\"q\",\"m\"],[\"7\",2026,\"p\",\"l\"]]");
	ks_buf_finish(&out);
}

#define PERSON(number, name) \
	"{\"number\":\"" number "\",\"name\":\"" name "\",\"kana\":\"\",\"appointments\":[]}"

static void wait_with(struct ks_record_sample *s, const char *document)
{
	assert_int_equal(ks_db_run(s->store,
				   "INSERT INTO roster_import(at_ms, from_day, state, document)"
				   " VALUES(1, '2026-07-01', 'waiting', ?)",
				   "t", document),
			 KS_OK);
}

static void expect_people(struct ks_record_sample *s, const char *expected)
{
	struct ks_buf out = {0};

	put_table(s->store, "SELECT number, name, is_listed FROM person ORDER BY number", &out);
	assert_string_equal(ks_buf_text(&out), expected);
	ks_buf_finish(&out);
}

/* One document of all, as it was before there was one for each. */
static void list_that_an_older_version_left_waiting_is_taken_on_its_day(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_date day;
	size_t n = 99;

	assert_int_equal(ks_roster_waiting(s->store, &day), KS_OK);
	assert_false(ks_date_is_set(day));
	wait_with(s, "[" PERSON("7", "a") "," PERSON("8", "b") "]");
	assert_int_equal(ks_roster_waiting(s->store, &day), KS_OK);
	assert_int_equal(day.month, 7);
	assert_int_equal(ks_roster_turn(s->store, (struct ks_date){2026, 6, 30}, &n), KS_OK);
	assert_int_equal(n, 0);
	expect_people(s, "");
	assert_int_equal(ks_roster_turn(s->store, day, &n), KS_OK);
	assert_int_equal(n, 1);
	expect_people(s, "\t7|a|1\n\t8|b|1\n");
	assert_int_equal(ks_roster_turn(s->store, day, &n), KS_OK);
	assert_int_equal(n, 0);
	wait_with(s, "[" PERSON("8", "c") "," PERSON("9", "d") "]");
	wait_with(s, "[" PERSON("9", "e") "]");
	assert_int_equal(ks_roster_turn(s->store, day, NULL), KS_OK);
	expect_people(s, "\t7|a|0\n\t8|c|0\n\t9|e|1\n");
	wait_with(s, "{}");
	assert_int_equal(ks_roster_turn(s->store, day, &n), KS_INVALID);
	assert_int_equal(n, 0);
	assert_int_equal(ks_db_run(s->store, "DELETE FROM roster_import WHERE document = '{}'", ""),
			 KS_OK);
	wait_with(s, "[" PERSON("7", "x") "," PERSON("8", "") "]");
	assert_int_equal(ks_roster_turn(s->store, day, &n), KS_DAMAGED);
	expect_people(s, "\t7|a|0\n\t8|c|0\n\t9|e|1\n");
}

#define with_store(test) \
	cmocka_unit_test_setup_teardown(test, ks_record_sample_setup, ks_record_sample_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_store(rows_that_break_a_rule_are_left_out_alone),
		with_store(bindings_that_break_a_rule_are_left_out_alone),
		with_store(what_is_put_is_what_is_taken),
		with_store(what_counts_and_is_from_paper_is_put),
		with_store(list_that_an_older_version_left_waiting_is_taken_on_its_day),
		with_store(only_what_a_kiosk_bound_itself_is_lost_with_the_key),
	};

	return ks_test_run(tests);
}
