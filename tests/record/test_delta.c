/* SPDX-License-Identifier: Apache-2.0 */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "record/db.h"
#include "record/exemption.h"
#include "record/roster.h"
#include "support/record_sample.h"
#include "xapi/exemption.h"

/* What changed since the document that a kiosk has, member by member; and what HR's statements make of the list of exemptions. */

#define PERSON(number, name) \
	"{\"number\":\"" number "\",\"name\":\"" name "\",\"kana\":\"\",\"appointments\":[]}"
#define DELTA(members) "{\"format\":\"kenshu-roster-delta-1\",\"base\":\"b\"" members "}"
#define SOUND "\"people\":[],\"completed\":[]"

static const char everything[] = DELTA(",\"people\":[" PERSON("7", "new") "," PERSON(
	"9", "nine") "],"
		     "\"gone\":[{\"number\":\"8\"},{\"number\":\"~\"},{},7],"
		     "\"undone\":[[\"7\",2026,\"p\",\"l\"],[\"7\",2026,\"p\"],[7,2026,\"p\",\"m\"],0],"
		     "\"completed\":[[\"9\",2026,\"p\",\"l\",\"2026-07-01T00:00:00Z\"]],"
		     "\"on_paper\":[[\"9\",2026,\"p\",\"l\"]],"
		     "\"exemptions\":[[\"9\",\"excused\",2026,\"p\",\"l\",\"\",\"\"]]");

static void expect_rows(struct ks_record_sample *s, const char *sql, const char *expected)
{
	struct ks_buf out = {0};
	sqlite3_stmt *stmt = ks_db_query(s->store, sql, "");

	while (ks_db_step(s->store, stmt) == KS_OK)
		for (int i = 0; i < sqlite3_column_count(stmt); i++)
			ks_buf_printf(&out, "%s%c", ks_db_text(stmt, i),
				      i + 1 < sqlite3_column_count(stmt) ? '|' : '\n');
	ks_db_end(stmt);
	assert_string_equal(ks_buf_text(&out), expected);
	ks_buf_finish(&out);
}

static int setup(void **state)
{
	struct ks_record_sample *s;
	int rc = ks_record_sample_setup(state);

	s = *state;
	assert_int_equal(sqlite3_exec(ks_db_handle(s->store),
				      "INSERT INTO person(number, typed, name, kana, is_listed) VALUES"
				      " ('6', '6', 'six', '', 1), ('7', '7', 'old', '', 1),"
				      " ('8', '8', 'eight', '', 1);"
				      "INSERT INTO elsewhere VALUES('7', 2026, 'p', 'l', 1),"
				      " ('7', 2025, 'p', 'l', 1), ('7', 2026, 'q', 'l', 1),"
				      " ('7', 2026, 'p', 'm', 1), ('8', 2026, 'p', 'l', 1);"
				      "INSERT INTO on_paper VALUES('7', 2026, 'p', 'l')",
				      NULL, NULL, NULL),
			 SQLITE_OK);
	return rc;
}

static void difference_is_taken_member_by_member(void **state)
{
	struct ks_record_sample *s = *state;

	for (int i = 0; i < 2; i++) { /* twice is once */
		assert_int_equal(ks_roster_store_delta(s->store, everything, strlen(everything), "b"),
				 KS_OK);
		expect_rows(s, "SELECT number, name, is_listed FROM person ORDER BY number",
			    "6|six|1\n7|new|1\n8|eight|0\n9|nine|1\n");
		expect_rows(s, "SELECT * FROM elsewhere ORDER BY 1, 2, 3, 4",
			    "7|2025|p|l|1\n7|2026|p|m|1\n7|2026|q|l|1\n8|2026|p|l|1\n"
			    "9|2026|p|l|1782864000000\n");
		expect_rows(s, "SELECT * FROM on_paper", "9|2026|p|l\n");
		expect_rows(s, "SELECT staff, kind FROM exemption", "9|excused\n");
	}
	assert_int_equal(ks_roster_store_delta(s->store, DELTA("," SOUND), strlen(DELTA("," SOUND)),
					       "b"),
			 KS_OK); /* nothing of it changed */
	expect_rows(s, "SELECT * FROM on_paper", "9|2026|p|l\n");
	expect_rows(s, "SELECT staff, kind FROM exemption", "9|excused\n");
}

static void difference_that_is_none_changes_nothing(void **state)
{
	static const struct {
		const char *json;
		enum ks_rc rc;
	} cases[] = {
		{"", KS_INVALID},
		{"{}", KS_INVALID},
		{"{\"format\":\"kenshu-roster-delta-2\",\"base\":\"b\"," SOUND "}", KS_INVALID},
		{"{\"format\":\"kenshu-roster-delta-1\"," SOUND "}", KS_INVALID},
		{"{\"format\":\"kenshu-roster-delta-1\",\"base\":\"c\"," SOUND "}", KS_CONFLICT},
		{DELTA(",\"people\":[]"), KS_INVALID},
		{DELTA(",\"completed\":[]"), KS_INVALID},
		{DELTA(",\"people\":[],\"completed\":{}"), KS_INVALID},
		{DELTA(",\"people\":[" PERSON("7", "new") "," PERSON("9", "") "],\"completed\":[]"),
		 KS_INVALID},
		{DELTA("," SOUND ",\"people\":[" PERSON("7", "new") "]"), KS_INVALID},
	};
	struct ks_record_sample *s = *state;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		enum ks_rc rc =
			ks_roster_store_delta(s->store, cases[i].json, strlen(cases[i].json), "b");

		if (rc != cases[i].rc)
			fail_msg("%s: %s", cases[i].json, ks_rc_name(rc));
		expect_rows(s, "SELECT number, name, is_listed FROM person ORDER BY number",
			    "6|six|1\n7|old|1\n8|eight|1\n");
	}
}

static char first_id[KS_UUID_TEXT];

static void say(struct ks_record_sample *s, const char *kind, const char *refers, bool is_withdrawn,
		struct ks_date to)
{
	struct ks_exemption_fact fact = {.iri_base = "https://kenshu.kuresaka.example/xapi",
					 .staff = "7",
					 .by = "000101",
					 .approver = "000102",
					 .refers = refers,
					 .is_withdrawn = is_withdrawn};
	struct ks_stamp stamp = ks_fact_sample_stamp();
	struct ks_buf out = {0};

	ks_uuid_v7(stamp.time.wall_ms, stamp.id);
	fact.what = (struct ks_exemption){.kind = ks_exemption_kind_find(kind),
					  .nendo = 2026,
					  .plan = "p",
					  .lesson = "l",
					  .from = {2026, 7, 1},
					  .to = to,
					  .reason = refers[0] ? "corrected" : "said"};
	ks_exemption_build(&fact, &stamp, &out);
	assert_int_equal(ks_exemption_keep(s->store, out.data, out.len), KS_OK);
	if (!refers[0])
		memcpy(first_id, stamp.id, sizeof(first_id));
	assert_int_equal(ks_exemption_keep(s->store, out.data, out.len - 1), KS_INVALID);
	ks_buf_finish(&out);
}

#define WHAT                                                                                              \
	"SELECT staff, kind, nendo, plan, lesson, from_day, to_day, done_ms, reason, by_staff, approver," \
	" is_withdrawn, end_reason, end_by, end_approver, end_ms > 0 FROM exemption"

static void exemption_is_what_was_said_of_it_last(void **state)
{
	struct ks_record_sample *s = *state;

	say(s, "taken-elsewhere", "", false, (struct ks_date){2026, 7, 2});
	expect_rows(s, WHAT,
		    "7|taken-elsewhere|2026|p|l|2026-07-01|2026-07-02|1782874800000|said|000101|000102"
		    "|0||||0\n");
	assert_int_equal(ks_db_run(s->store, "DELETE FROM exemption", ""), KS_OK);
	say(s, "excused", "", false, (struct ks_date){2027, 3, 31});
	say(s, "excused", first_id, false, (struct ks_date){2026, 8, 31});
	expect_rows(s, WHAT,
		    "7|excused|2026|p|l|2026-07-01|2026-08-31|0|said|000101|000102|0|corrected|000101"
		    "|000102|1\n");
	say(s, "excused", first_id, true, (struct ks_date){2026, 9, 30});
	expect_rows(s, "SELECT to_day, is_withdrawn FROM exemption", "2026-08-31|1\n");
	say(s, "excused", first_id, false, (struct ks_date){2026, 10, 31});
	expect_rows(s, "SELECT to_day, is_withdrawn FROM exemption", "2026-10-31|1\n");
}

#define with_people(test) cmocka_unit_test_setup_teardown(test, setup, ks_record_sample_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_people(difference_is_taken_member_by_member),
		with_people(difference_that_is_none_changes_nothing),
		with_people(exemption_is_what_was_said_of_it_last),
	};

	return ks_test_run(tests);
}
