/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "record/db.h"
#include "record/gathering.h"
#include "record/gathering_row.h"
#include "record/roll.h"
#include "support/record_sample.h"

/* A gathering's times, ids and texts at their edges, and what of who came is noted. */

#define FROM 600
#define TO 660
#define MINUTE_MS INT64_C(60000)

static const struct ks_gathering announced = {
	.date = {2026, 5, 18}, .from_minute = FROM, .to_minute = TO};

static int64_t at(int minute)
{
	struct ks_civil civil = {.date = announced.date, .hour = minute / 60, .minute = minute % 60};

	return ks_civil_to_ms(&civil);
}

static void time_of_a_gathering_has_four_parts(void **state)
{
	static const struct {
		int minute;
		enum ks_gathering_when when;
	} cases[] = {
		{FROM - KS_GATHERING_OPENS_MIN - 1, KS_GATHERING_EARLY},
		{FROM - KS_GATHERING_OPENS_MIN, KS_GATHERING_IN_TIME},
		{FROM, KS_GATHERING_IN_TIME},
		{FROM + 1, KS_GATHERING_LATE},
		{TO, KS_GATHERING_LATE},
		{TO + 1, KS_GATHERING_OVER},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++)
		assert_int_equal(ks_gathering_when(&announced, at(cases[i].minute)), cases[i].when);
	assert_int_equal(ks_gathering_when(&announced, at(FROM) - 1440 * MINUTE_MS),
			 KS_GATHERING_EARLY);
	assert_int_equal(ks_gathering_when(&announced, at(FROM) + 1440 * MINUTE_MS),
			 KS_GATHERING_OVER);
}

static void time_of_attendance_lies_within_the_gathering(void **state)
{
	static const struct {
		int in, out, minutes; /* 0: none */
	} cases[] = {
		{0, 0, 60},
		{FROM - 5, 0, 60},
		{FROM, 0, 60},
		{FROM + 1, 0, 59},
		{FROM, TO, 60},
		{FROM, TO - 1, 59},
		{FROM, TO + 1, 60},
		{FROM + 20, FROM + 50, 30},
		{FROM + 20, FROM + 20, 0},
		{FROM + 50, FROM + 20, 0},
		{TO + 1, 0, 0},
		{TO - 1, 0, 1},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_roll_person person = {.in_ms = cases[i].in ? at(cases[i].in) : 0,
						.out_ms = cases[i].out ? at(cases[i].out) : 0};

		if (ks_roll_duration_ms(&person, &announced) != cases[i].minutes * MINUTE_MS)
			fail_msg("case %zu: %lld", i,
				 (long long)ks_roll_duration_ms(&person, &announced));
	}
}

/* ---- opened at a kiosk ---- */

static bool is_made(struct ks_record_sample *s, const char *id, const char *how, const char *title,
		    const char *place)
{
	struct ks_statement_view view = {0};
	struct ks_gathering read;
	bool is;

	(void)snprintf(view.gathering, sizeof(view.gathering), "%s", id);
	(void)snprintf(view.gathering_title, sizeof(view.gathering_title), "%s", title);
	(void)snprintf(view.how, sizeof(view.how), "%s", how);
	(void)snprintf(view.reason, sizeof(view.reason), "%s", place);
	assert_int_equal(ks_gathering_opened(s->store, &view), KS_OK);
	is = ks_gathering_find(s->store, id, &read) == KS_OK;
	ks_gathering_finish(&read);
	ks_record_sample_sql(s, "DELETE FROM gathering");
	return is;
}

static void opened_gathering_is_made_of_what_is_one(void **state)
{
	static const char id[] = "2026-05-18-k-01-1";
	static const char *const hows[] = {"00:00-00:01", "23:58-23:59", "10:59-11:00",
					   "10:00-10:01"};
	static const char *const no_hows[] = {"24:00-25:00", "10:00-24:00", "10:60-11:00",
					      "10:00-11:60", "10:00-10:00", "10:01-10:00",
					      "9:00-10:00",  "10:00-9:00",  "-1:00-12:00",
					      "10:-1-12:00", "10:00-1x:00", "10:00_11:00",
					      "1 :00-11:00", "10:00-11:0"};
	struct ks_record_sample *s = *state;

	for (size_t i = 0; i < KS_COUNT(hows); i++)
		if (!is_made(s, id, hows[i], "研修", "会議室"))
			fail_msg("%s", hows[i]);
	for (size_t i = 0; i < KS_COUNT(no_hows); i++)
		if (is_made(s, id, no_hows[i], "研修", "会議室"))
			fail_msg("%s", no_hows[i]);
	assert_false(is_made(s, "2026-05-18", hows[0], "研修", "会議室")); /* a day alone is no id */
	assert_false(is_made(s, "2026-05-1", hows[0], "研修", "会議室"));
	assert_false(is_made(s, "2026-13-18-k-01-1", hows[0], "研修", "会議室"));
	assert_true(is_made(s, "2026-05-18-", hows[0], "研修", "会議室"));
	assert_false(is_made(s, id, hows[0], "", "会議室"));
	assert_false(is_made(s, id, hows[0], "研\n修", "会議室"));
	assert_false(is_made(s, id, hows[0], "研修", "会\x7f議室"));
	assert_true(is_made(s, id, hows[0], "研", ""));
}

static void row_that_is_none_is_damage(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_gathering g = {.title = NULL}, *list = &g;
	char *longest = ks_alloc_zero(1, sizeof(g.id) + 1);
	size_t n = 9;

	ks_record_sample_sql(
		s,
		"INSERT INTO gathering(id, day, from_minute, to_minute, title, place, lessons, is_cancelled)"
		" VALUES('a', '2026-05-18', 1, 2, 't', 'p', '', 0), ('b', '2026-05-19', 1, 2, 't', 'p', '', 0)");
	memset(longest, 'x', sizeof(g.id) - 1);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(ks_db_run(s->store,
					   "UPDATE gathering SET id = ? WHERE day = '2026-05-19'",
					   "t", longest),
				 KS_OK);
		assert_int_equal(ks_gathering_find(s->store, longest, &g),
				 i == 0 ? KS_OK : KS_DAMAGED);
		if (i == 0)
			assert_string_equal(g.id, longest);
		ks_gathering_finish(&g);
		assert_int_equal(ks_gathering_on(s->store, (struct ks_date){0}, &list, &n),
				 i == 0 ? KS_OK : KS_DAMAGED);
		assert_int_equal(n, i == 0 ? 2 : 0);
		for (size_t k = 0; k < n; k++)
			ks_gathering_finish(&list[k]);
		free(list);
		longest[sizeof(g.id) - 1] = 'x';
	}
	ks_record_sample_sql(s, "UPDATE gathering SET id = 'b', day = 'x' WHERE id <> 'a'");
	assert_int_equal(ks_gathering_find(s->store, "b", &g), KS_DAMAGED);
	free(longest);
}

/* ---- who came ---- */

#define FACT(n, staff, verb, kiosk, at_ms, how, reason)                                               \
	"INSERT INTO gathering_fact(id, gathering, staff, verb, kiosk, at_ms, how, by_staff, reason," \
	" n_present, n_counted) VALUES('" #n "', 'g', '" staff "', '" verb "', '" kiosk               \
	"', " #at_ms ", '" how "', 'by" #n "', '" reason "', 0, 0);"

static struct ks_roll load(struct ks_record_sample *s)
{
	struct ks_roll roll;

	assert_int_equal(ks_roll_load(s->store, "g", &roll), KS_OK);
	return roll;
}

static unsigned notes_of(struct ks_record_sample *s, const char *sql, const char *staff)
{
	struct ks_roll roll;
	unsigned notes;

	ks_record_sample_sql(s, "DELETE FROM gathering_fact");
	ks_record_sample_sql(s, sql);
	roll = load(s);
	notes = ks_roll_find(&roll, staff)->notes;
	ks_roll_finish(&roll);
	return notes;
}

static void what_to_look_at_is_noted(void **state)
{
	static const struct {
		const char *sql, *staff;
		unsigned notes;
	} cases[] = {
		{FACT(1, "1", "checkin", "k", 1000, "pin", ""), "1", 0},
		{FACT(1, "1", "checkin", "k", 1000, "number", ""), "1", KS_ROLL_NO_PIN},
		{FACT(1, "1", "checkin", "k", 1000, "card", ""), "1", KS_ROLL_NO_PIN},
		{FACT(1, "1", "checkin", "k", 1000, "pin", "2"), "1", KS_ROLL_FAILED_FIRST},
		{FACT(1, "1", "checkin", "k", 1000, "", "")
			 FACT(2, "1", "checkin", "k", 9000, "card", ""),
		 "1", 0},
		{FACT(1, "1", "checkin", "k", 1000, "", "") FACT(2, "1", "checkin", "l", 9000, "", ""),
		 "1", KS_ROLL_TWO_DOORS},
		{FACT(1, "1", "checkin", "k", 1000, "", "") FACT(2, "2", "checkin", "k", 4000, "", ""),
		 "1", KS_ROLL_TWO_AT_ONCE},
		{FACT(1, "1", "checkin", "k", 1000, "", "") FACT(2, "2", "checkin", "k", 4000, "", ""),
		 "2", KS_ROLL_TWO_AT_ONCE},
		{FACT(1, "1", "checkin", "k", 1000, "", "") FACT(2, "2", "checkin", "k", 4001, "", ""),
		 "1", 0},
		{FACT(1, "1", "checkin", "k", 1000, "", "") FACT(2, "2", "checkin", "l", 1000, "", ""),
		 "1", 0},
		{FACT(1, "1", "checkin", "k", 1000, "", "") FACT(2, "2", "leave", "k", 1000, "", ""),
		 "1", 0},
		{FACT(1, "1", "leave", "k", 1000, "", "") FACT(2, "2", "checkin", "k", 1000, "", ""),
		 "2", 0},
		{FACT(1, "1", "checkin", "k", 1000, "", "") FACT(2, "1", "checkin", "k", 1001, "", ""),
		 "1", 0},
		{FACT(1, "1", "checkin", "k", 1000, "", "") FACT(2, "3", "leave", "l", 2000, "", "")
			 FACT(3, "2", "checkin", "k", 3000, "", ""),
		 "1", KS_ROLL_TWO_AT_ONCE},
		{FACT(1, "1", "admitted", "k", 1000, "paper", "r"), "1", KS_ROLL_ON_PAPER},
		{FACT(1, "1", "removed", "k", 1000, "paper", "r"), "1", 0},
		{FACT(1, "1", "admitted", "k", 1000, "paper", "r")
			 FACT(2, "1", "removed", "k", 2000, "", "r"),
		 "1", 0},
	};

	for (size_t i = 0; i < KS_COUNT(cases); i++)
		if (notes_of(*state, cases[i].sql, cases[i].staff) != cases[i].notes)
			fail_msg("%s", cases[i].sql);
}

static void last_word_decides_and_the_first_time_stands(void **state)
{
	struct ks_record_sample *s = *state;
	const struct ks_roll_person *person;
	struct ks_roll roll;

	ks_record_sample_sql(
		s, FACT(1, "1", "checkin", "k", 1000, "pin",
			"") FACT(2, "1", "checkin", "l", 2000, "card",
				 "") FACT(3, "1", "leave", "k", 3000, "",
					  "") FACT(4, "1", "leave", "k", 4000, "",
						   "") FACT(5, "2", "removed", "k", 1000, "", "no")
			   FACT(6, "2", "checkin", "k", 2000, "pin", "")
				   FACT(7, "3", "excused", "k", 1000, "", "ill")
					   FACT(8, "9", "closed", "k", 5000, "", "first")
						   FACT(9, "9", "closed", "k", 6000, "", "second"));
	roll = load(s);
	person = ks_roll_find(&roll, "1");
	assert_true(person->is_present);
	assert_false(person->is_corrected);
	assert_int_equal(person->in_ms, 1000);
	assert_int_equal(person->out_ms, 4000);
	assert_string_equal(person->how, "pin");
	assert_string_equal(person->kiosk, "k");
	assert_string_equal(person->reason, "");
	person = ks_roll_find(&roll, "2");
	assert_false(person->is_present); /* somebody said so, and the card does not unsay it */
	assert_true(person->is_corrected);
	assert_string_equal(person->reason, "no");
	assert_string_equal(person->by, "by5");
	person = ks_roll_find(&roll, "3");
	assert_false(person->is_present);
	assert_string_equal(person->reason, "ill");
	assert_string_equal(person->by, "by7");
	assert_null(ks_roll_find(&roll, "9")); /* who closes is nobody of the gathering */
	assert_null(ks_roll_find(&roll, "0"));
	assert_string_equal(roll.closing->reason, "first");
	assert_int_equal(roll.n_expected, 0);
	assert_int_equal(roll.n_walk_ins, 1);
	assert_false(ks_roll_is_walk_in(&roll, ks_roll_find(&roll, "1"))); /* nobody was expected */
	ks_roll_finish(&roll);
	ks_record_sample_sql(s, "INSERT INTO gathering_expected VALUES('g', '2'), ('g', '4')");
	roll = load(s);
	assert_true(ks_roll_is_walk_in(&roll, ks_roll_find(&roll, "1")));
	assert_false(ks_roll_is_walk_in(&roll, ks_roll_find(&roll, "2")));
	assert_int_equal(roll.n_expected, 2);
	assert_int_equal(roll.n_missing, 2);
	assert_true(ks_roll_find(&roll, "4")->is_expected);
	ks_roll_finish(&roll);
}

/* What HR corrected stands behind what was said before it, with the time it names. */
static void correction_of_the_centre_is_the_last_word(void **state)
{
	struct ks_record_sample *s = *state;
	const struct ks_roll_person *person;
	struct ks_roll roll;

	ks_record_sample_sql(
		s,
		FACT(1, "1", "checkin", "k", 1000, "pin", "") FACT(
			2, "2", "removed", "k", 1000, "",
			"no") "INSERT INTO correction(id, kind, nendo, staff, to_staff, plan, lesson, gathering, question,"
			      " revision, answer, at_ms, was, becomes, targets, reason, by_user, by_ms, state, end_ms)"
			      " VALUES('c1', 'absent', 2026, '1', '', '', '', 'g', '', '', '', 700, '', '', '', 'r1', 'hr1', 1, 1,"
			      " 5000), ('c2', 'present', 2026, '2', '', '', '', 'g', '', '', '', 800, '', '', '', 'r2', 'hr2', 1,"
			      " 1, 6000), ('c3', 'present', 2026, '3', '', '', '', 'g', '', '', '', 900, '', '', '', 'r3', 'hr3',"
			      " 1, 0, 7000)");
	roll = load(s);
	person = ks_roll_find(&roll, "1");
	assert_false(person->is_present);
	assert_int_equal(person->in_ms, 1000); /* an absence names no time */
	assert_string_equal(person->kiosk, "k");
	assert_string_equal(person->by, "hr1");
	person = ks_roll_find(&roll, "2");
	assert_true(person->is_present);
	assert_int_equal(person->in_ms, 800);
	assert_string_equal(person->kiosk, "@centre");
	assert_string_equal(person->reason, "r2");
	assert_null(ks_roll_find(&roll, "3")); /* proposed, and not approved */
	assert_true(roll.facts[roll.n_facts - 1].is_of_centre);
	assert_false(roll.facts[0].is_of_centre);
	ks_roll_finish(&roll);
}

/* ---- closing ---- */

static void closing_credits_whoever_is_there_once_and_by_one_id(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_fact fact = ks_record_sample_fact(&s->course, KS_FACT_CLOSED, 0, &s->answer);
	struct ks_gathering g = announced;
	char id[KS_UUID_TEXT];
	int64_t seq = 0, n = 0;

	(void)snprintf(g.id, sizeof(g.id), "g");
	ks_record_sample_sql(s, FACT(1, "1", "checkin", "k", 1000, "pin",
				     "") FACT(2, "2", "admitted", "k", 1000, "paper",
					      "r") FACT(3, "3", "checkin", "k", 9000, "pin", "")
					FACT(4, "3", "removed", "k", 9500, "", "r")
						FACT(5, "4", "checkin", "k", 99000, "pin", "")
							FACT(6, "4", "attended", "l", 99500, "", ""));
	fact.gathering_id = "g";
	fact.staff = "000109";
	fact.by = "000109";
	fact.reason = "counted";
	fact.n_counted = 3;
	assert_int_equal(ks_roll_close(s->ledger, &fact, &g, &seq), KS_OK);
	assert_int_equal(seq, 1);
	for (int i = 1; i <= 4; i++) {
		const char staff[] = {(char)('0' + i), '\0'};

		ks_attended_id(s->course.content.organisation.iri_base, "g", staff, id);
		assert_int_equal(ks_db_number(s->store, &n,
					      "SELECT count(*) FROM statement WHERE id = ?", "t", id),
				 KS_OK);
		assert_int_equal(n, i <= 2);
	}
	for (seq = 1; seq <= 3; seq++) {
		struct ks_statement_view view;
		struct ks_statement row;

		assert_int_equal(ks_ledger_read(s->ledger, seq, &row), KS_OK);
		assert_int_equal(ks_statement_read(row.bytes, row.len, &view), KS_OK);
		assert_string_equal(view.verb, seq == 1 ? "closed" : "attended");
		assert_string_equal(view.by, "000109");
		assert_string_equal(view.reason, seq == 1 ? "counted" : "");
		assert_string_equal(view.how, seq == 3 ? "paper" : "");
		assert_int_equal(view.n_present, seq == 1 ? 3 : 0);
		assert_int_equal(view.duration_ms, seq == 1 ? 0 : 60 * MINUTE_MS);
		ks_statement_finish(&row);
	}
	assert_int_equal(ks_ledger_read(s->ledger, 4, &(struct ks_statement){0}), KS_NOT_FOUND);
}

#define with_ledger(test) \
	cmocka_unit_test_setup_teardown(test, ks_record_sample_setup, ks_record_sample_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(time_of_a_gathering_has_four_parts),
		cmocka_unit_test(time_of_attendance_lies_within_the_gathering),
		with_ledger(opened_gathering_is_made_of_what_is_one),
		with_ledger(row_that_is_none_is_damage),
		with_ledger(what_to_look_at_is_noted),
		with_ledger(last_word_decides_and_the_first_time_stands),
		with_ledger(correction_of_the_centre_is_the_last_word),
		with_ledger(closing_credits_whoever_is_there_once_and_by_one_id),
	};

	return ks_test_run(tests);
}
