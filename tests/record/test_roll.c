/* SPDX-License-Identifier: Apache-2.0 */
#include "record/roll.h"

#include <stdlib.h>
#include <string.h>

#include "record/db.h"
#include "record/roster.h"
#include "support/record_sample.h"

/* From facts to who is here: each correction counts behind the one before, and nothing said before is gone. */

static struct ks_gathering announced(struct ks_record_sample *s)
{
	static const char *const expected[] = {"000101", "000102", "000103"};
	struct ks_gathering g = {.date = {2026, 5, 18}, .from_minute = 540, .to_minute = 600};

	g.title = ks_strdup("集合研修");
	g.place = ks_strdup("会議室");
	assert_int_equal(ks_gathering_add(s->store, &g), KS_OK);
	assert_int_equal(ks_gathering_expect(s->store, g.id, expected, 3), KS_OK);
	return g;
}

static struct ks_fact fact_of(struct ks_record_sample *s, enum ks_fact_kind kind,
			      const struct ks_gathering *g, const char *staff)
{
	struct ks_fact fact = ks_record_sample_fact(&s->course, kind, 0, &s->answer);

	fact.gathering_id = g->id;
	fact.staff = staff;
	return fact;
}

static void comes(struct ks_record_sample *s, const struct ks_gathering *g, const char *staff,
		  const char *how)
{
	struct ks_fact fact = fact_of(s, KS_FACT_CHECKED_IN, g, staff);
	struct ks_attendance out;

	fact.how = how;
	assert_int_equal(ks_attendance_check_in(s->ledger, &fact, &out), KS_OK);
	ks_clock_advance(&s->clock, 60000);
}

static void says(struct ks_record_sample *s, enum ks_fact_kind kind, const struct ks_gathering *g,
		 const char *staff, const char *reason)
{
	struct ks_fact fact = fact_of(s, kind, g, staff);
	int64_t seq = 0;

	fact.by = "000109";
	fact.reason = reason;
	assert_int_equal(ks_roll_record(s->ledger, &fact, &seq), KS_OK);
	assert_true(seq > 0);
	ks_clock_advance(&s->clock, 60000);
}

static void expect_counts(struct ks_record_sample *s, const struct ks_gathering *g, size_t here,
			  size_t missing, size_t walk_ins)
{
	struct ks_roll roll;

	assert_int_equal(ks_roll_load(s->store, g->id, &roll), KS_OK);
	assert_int_equal(roll.n_expected, 3);
	assert_int_equal(roll.n_here, here);
	assert_int_equal(roll.n_missing, missing);
	assert_int_equal(roll.n_walk_ins, walk_ins);
	ks_roll_finish(&roll);
}

static void expected_is_here_and_missing_at_each_step(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_gathering g = announced(s);

	expect_counts(s, &g, 0, 3, 0);
	comes(s, &g, "000101", "pin");
	comes(s, &g, "000101", "pin");
	expect_counts(s, &g, 1, 2, 0);
	comes(s, &g, "000104", "number");
	expect_counts(s, &g, 1, 2, 1);
	says(s, KS_FACT_EXCUSED, &g, "000102", "夜勤明け");
	expect_counts(s, &g, 1, 2, 1);
	says(s, KS_FACT_REMOVED, &g, "000101", "別の人");
	expect_counts(s, &g, 0, 3, 1);
	comes(s, &g, "000101", "pin"); /* the 係員's word stands behind the check-in */
	expect_counts(s, &g, 0, 3, 1);
	says(s, KS_FACT_ADMITTED, &g, "000101", "本人を確かめた");
	expect_counts(s, &g, 1, 2, 1);
	ks_gathering_finish(&g);
}

static void a_person_keeps_time_reason_and_what_to_look_at(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_gathering g = announced(s);
	const struct ks_roll_person *person;
	struct ks_roll roll;

	comes(s, &g, "000101", "number");
	says(s, KS_FACT_LEFT, &g, "000101", NULL);
	says(s, KS_FACT_EXCUSED, &g, "000102", "夜勤明け");
	assert_int_equal(ks_roll_load(s->store, g.id, &roll), KS_OK);
	person = ks_roll_find(&roll, "000101");
	assert_true(person && person->is_expected && person->is_present);
	assert_int_equal(person->in_ms, KS_TEST_WALL_MS);
	assert_int_equal(person->out_ms, KS_TEST_WALL_MS + 60000);
	assert_int_equal(person->notes, KS_ROLL_NO_PIN);
	person = ks_roll_find(&roll, "000102");
	assert_string_equal(person->reason, "夜勤明け");
	assert_string_equal(person->by, "000109");
	assert_null(ks_roll_find(&roll, "000199"));
	ks_roll_finish(&roll);
	ks_gathering_finish(&g);
}

static void two_within_three_seconds_are_noted_both(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_gathering g = announced(s);
	struct ks_fact fact;
	struct ks_attendance out;
	struct ks_roll roll;

	for (int i = 1; i <= 3; i++) {
		char staff[] = "00010x";

		staff[5] = (char)('0' + i);
		fact = fact_of(s, KS_FACT_CHECKED_IN, &g, staff);
		assert_int_equal(ks_attendance_check_in(s->ledger, &fact, &out), KS_OK);
		ks_clock_advance(&s->clock, i == 1 ? 3000 : 3001);
	}
	assert_int_equal(ks_roll_load(s->store, g.id, &roll), KS_OK);
	assert_int_equal(ks_roll_find(&roll, "000101")->notes, KS_ROLL_TWO_AT_ONCE);
	assert_int_equal(ks_roll_find(&roll, "000102")->notes, KS_ROLL_TWO_AT_ONCE);
	assert_int_equal(ks_roll_find(&roll, "000103")->notes, 0);
	ks_roll_finish(&roll);
	ks_gathering_finish(&g);
}

static int64_t n_statements(struct ks_record_sample *s, const char *verb)
{
	struct ks_ledger_counts counts;
	int64_t n = 0;

	assert_int_equal(ks_ledger_counts(s->ledger, &counts), KS_OK);
	for (int64_t seq = 1; seq <= counts.last_seq; seq++) {
		struct ks_statement_view view;
		struct ks_statement row;

		assert_int_equal(ks_ledger_read(s->ledger, seq, &row), KS_OK);
		assert_int_equal(ks_statement_read(row.bytes, row.len, &view), KS_OK);
		n += strcmp(view.verb, verb) == 0;
		ks_statement_finish(&row);
	}
	return n;
}

static void closing_twice_credits_nobody_twice(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_gathering g = announced(s);
	struct ks_fact closing = fact_of(s, KS_FACT_CLOSED, &g, "000109");
	struct ks_roll roll;
	int64_t seq = 0;

	comes(s, &g, "000101", "pin");
	comes(s, &g, "000104", "pin");
	closing.n_counted = 3;
	closing.reason = "講師も数えた";
	assert_int_equal(ks_roll_close(s->ledger, &closing, &g, &seq), KS_OK);
	assert_int_equal(n_statements(s, "attended"), 2);
	comes(s, &g, "000102", "pin");
	assert_int_equal(ks_roll_close(s->ledger, &closing, &g, &seq), KS_OK);
	assert_int_equal(n_statements(s, "attended"), 3);
	assert_int_equal(n_statements(s, "closed"), 2);
	assert_int_equal(ks_roll_load(s->store, g.id, &roll), KS_OK);
	assert_non_null(roll.closing);
	assert_int_equal(roll.closing->n_present, 2);
	assert_int_equal(roll.closing->n_counted, 3);
	assert_string_equal(roll.closing->reason, "講師も数えた");
	ks_roll_finish(&roll);
	ks_gathering_finish(&g);
}

/* What the document tells a kiosk: who is expected, the lessons, that it takes place no more. */
static void the_list_travels_with_the_gatherings(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_gathering g = announced(s), there;
	char *folder = ks_test_folder(), *json = NULL, *why = NULL;
	struct ks_store *kiosk;
	bool is_expected = false;

	free(g.lessons);
	g.lessons = ks_strdup("m1,m4");
	g.is_cancelled = true;
	assert_int_equal(ks_gathering_change(s->store, &g), KS_OK);
	assert_int_equal(ks_roster_to_json(s->store, NULL, &json), KS_OK);
	assert_int_equal(ks_store_open(folder, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &kiosk, &why), KS_OK);
	assert_int_equal(ks_roster_store_json(kiosk, json, strlen(json)), KS_OK);
	assert_int_equal(ks_gathering_find(kiosk, g.id, &there), KS_OK);
	assert_int_equal(there.n_expected, 3);
	assert_string_equal(there.lessons, "m1,m4");
	assert_true(there.is_cancelled);
	assert_int_equal(ks_gathering_expects(kiosk, g.id, "000103", &is_expected), KS_OK);
	assert_true(is_expected);
	assert_int_equal(ks_gathering_expects(kiosk, g.id, "000104", &is_expected), KS_OK);
	assert_false(is_expected);
	ks_gathering_finish(&there);
	ks_gathering_finish(&g);
	ks_store_close(kiosk);
	ks_test_folder_finish(folder);
	free(json);
}

#define with_ledger(test) \
	cmocka_unit_test_setup_teardown(test, ks_record_sample_setup, ks_record_sample_teardown)

/* What went on is told, and makes nobody a walk-in, whoever told it. */
static void what_went_on_makes_nobody_present(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_gathering g = announced(s);
	struct ks_roll roll;

	says(s, KS_FACT_POLLED, &g, "000109", "○ 7名、× 16名");
	says(s, KS_FACT_DRILLED, &g, "000101", "場面1 → 電話する");
	expect_counts(s, &g, 0, 3, 0);
	assert_int_equal(ks_roll_load(s->store, g.id, &roll), KS_OK);
	assert_int_equal(roll.n_facts, 2);
	assert_string_equal(roll.facts[0].verb, "polled");
	assert_string_equal(roll.facts[0].reason, "○ 7名、× 16名");
	assert_string_equal(roll.facts[1].verb, "drilled");
	assert_null(ks_roll_find(&roll, "000109"));
	ks_roll_finish(&roll);
	ks_gathering_finish(&g);
}

/* The list of the centre, which does not know it yet, takes nothing away. */
static void what_is_opened_here_outlives_a_list_of_the_centre(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_gathering g = {.date = {2026, 5, 18}, .from_minute = 605, .to_minute = 665}, read;
	struct ks_fact fact = fact_of(s, KS_FACT_OPENED, &g, "000109");
	char first[sizeof(g.id)], *json = NULL;

	assert_int_equal(ks_roster_to_json(s->store, NULL, &json), KS_OK);
	fact.by = "000109";
	g.title = ks_strdup("集合研修");
	g.place = ks_strdup("会議室");
	assert_int_equal(ks_gathering_open(s->ledger, &fact, &g), KS_OK);
	assert_non_null(strstr(g.id, "2026-05-18-"));
	assert_non_null(strstr(g.id, ks_ledger_kiosk(s->ledger)));
	(void)snprintf(first, sizeof(first), "%s", g.id);
	assert_int_equal(ks_gathering_open(s->ledger, &fact, &g), KS_CONFLICT);
	g.from_minute++;
	assert_int_equal(ks_gathering_open(s->ledger, &fact, &g), KS_OK);
	assert_string_not_equal(g.id, first);
	assert_int_equal(ks_roster_store_json(s->store, json, strlen(json)), KS_OK);
	assert_int_equal(ks_gathering_find(s->store, first, &read), KS_OK);
	assert_int_equal(read.from_minute, 605);
	assert_int_equal(read.to_minute, 665);
	assert_string_equal(read.title, "集合研修");
	assert_string_equal(read.place, "会議室");
	ks_gathering_finish(&read);
	ks_gathering_finish(&g);
	free(json);
}

/* A statement that says too little, or something else, makes no gathering. */
static void a_gathering_is_only_made_of_a_whole_statement(void **state)
{
	static const char *const hows[] = {"", "10:00", "25:00-26:00", "10:00-09:00", "10:00~11:00"};
	struct ks_record_sample *s = *state;
	struct ks_statement_view view = {
		.gathering = "2026-05-18-k-01-1", .gathering_title = "集合研修", .reason = "会議室"};
	struct ks_gathering read;

	for (size_t i = 0; i < KS_COUNT(hows); i++) {
		(void)snprintf(view.how, sizeof(view.how), "%s", hows[i]);
		assert_int_equal(ks_gathering_opened(s->store, &view), KS_OK);
		assert_int_equal(ks_gathering_find(s->store, view.gathering, &read), KS_NOT_FOUND);
	}
	(void)snprintf(view.how, sizeof(view.how), "10:00-11:00");
	assert_int_equal(ks_gathering_opened(s->store, &view), KS_OK);
	assert_int_equal(ks_gathering_find(s->store, view.gathering, &read), KS_OK);
	ks_gathering_finish(&read);
	/* told again, as by `verify`, which may not write: what HR made of it stays */
	(void)snprintf(view.gathering_title, sizeof(view.gathering_title), "%s", "ほかの名前");
	assert_int_equal(ks_store_begin(s->store), KS_OK);
	assert_int_equal(ks_db_run(s->store, "PRAGMA query_only = 1", ""), KS_OK);
	assert_int_equal(ks_gathering_opened(s->store, &view), KS_OK);
	assert_int_equal(ks_db_run(s->store, "PRAGMA query_only = 0", ""), KS_OK);
	ks_store_rollback(s->store);
	assert_int_equal(ks_gathering_find(s->store, view.gathering, &read), KS_OK);
	assert_string_equal(read.title, "集合研修");
	ks_gathering_finish(&read);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_ledger(expected_is_here_and_missing_at_each_step),
		with_ledger(a_person_keeps_time_reason_and_what_to_look_at),
		with_ledger(two_within_three_seconds_are_noted_both),
		with_ledger(closing_twice_credits_nobody_twice),
		with_ledger(the_list_travels_with_the_gatherings),
		with_ledger(what_went_on_makes_nobody_present),
		with_ledger(what_is_opened_here_outlives_a_list_of_the_centre),
		with_ledger(a_gathering_is_only_made_of_a_whole_statement),
	};

	return ks_test_run(tests);
}
