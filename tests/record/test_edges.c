/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "record/copied.h"
#include "record/db.h"
#include "record/exemption.h"
#include "record/incident.h"
#include "record/inspection.h"
#include "record/parcel.h"
#include "record/progress.h"
#include "record/receipt.h"
#include "record/roster.h"
#include "record/store_private.h"
#include "record/tail.h"
#include "support/record_sample.h"

/* Small rules of the record at their edges: the last value that is taken, and the first that is not. */

#define STAFF "000123"

/* ---- the ledger ---- */

static void clock_may_slew_by_a_thousandth_and_two_seconds(void **state)
{
	static const struct {
		int64_t mono_ms, wall_ms;
		const char *clock;
	} steps[] = {
		{0, 0, "synced"},
		{0, 2000, "synced"},
		{0, 2001, "stepped"},
		{0, -2000, "synced"},
		{0, -2001, "stepped"},
		{1000, 3001, "synced"},
		{1000, 3002, "stepped"},
		{1000, -1001, "synced"},
		{1000, -1002, "stepped"},
		{1999, 1999 + 2001, "synced"},
		{1999, 1999 + 2002, "stepped"},
	};
	struct ks_record_sample *s = *state;

	ks_record_sample_append(s, KS_FACT_ANSWERED);
	for (size_t i = 0; i < KS_COUNT(steps); i++) {
		struct ks_statement_view view;
		struct ks_statement row;
		int64_t seq;

		s->clock.last.mono_ms += steps[i].mono_ms;
		s->clock.last.wall_ms += steps[i].wall_ms;
		seq = ks_record_sample_append(s, KS_FACT_ANSWERED);
		assert_int_equal(ks_ledger_read(s->ledger, seq, &row), KS_OK);
		assert_int_equal(ks_statement_read(row.bytes, row.len, &view), KS_OK);
		if (strcmp(view.clock, steps[i].clock) != 0)
			fail_msg("step %zu: %s", i, view.clock);
		ks_statement_finish(&row);
	}
}

static void label_of_a_kiosk_is_a_name_of_32_bytes(void **state)
{
	static const struct {
		const char *account;
		bool is_label;
	} cases[] = {
		{"k", true},
		{"Az09-._", true},
		{"0123456789abcdef0123456789abcdef", true},
		{"", false},
		{"0123456789abcdef0123456789abcdef0", false},
		{"k/1", false},
		{"k 1", false},
		{"端末", false},
		{"k\n", false},
	};
	struct ks_record_sample *s = *state;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		ks_ledger_close(s->ledger);
		assert_int_equal(ks_ledger_open(s->store, &s->clock, cases[i].account, &s->ledger),
				 KS_OK);
		if ((strcmp(ks_ledger_kiosk(s->ledger), cases[i].account) == 0) != cases[i].is_label)
			fail_msg("%s: %s", cases[i].account, ks_ledger_kiosk(s->ledger));
		assert_true(cases[i].is_label || strlen(ks_ledger_kiosk(s->ledger)) == 14);
	}
}

/* What is sent in place of a spoiled row is what was recorded, in all of its members. */
static void copy_stands_in_for_a_spoiled_row(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_statement before, after;

	ks_record_sample_append(s, KS_FACT_FAILED);
	ks_record_sample_append(s, KS_FACT_PASSED);
	assert_int_equal(ks_ledger_read(s->ledger, 1, &before), KS_OK);
	ks_record_sample_sql(
		s,
		"DROP TRIGGER statement_no_update; UPDATE statement SET bytes = zeroblob(9) WHERE seq = 1");
	assert_int_equal(ks_ledger_next_undelivered(s->ledger, 0, &after), KS_OK);
	assert_int_equal(after.seq, 1);
	assert_int_equal(after.wall_ms, before.wall_ms);
	assert_int_equal(after.wall_ms, KS_TEST_WALL_MS);
	assert_string_equal(after.id, before.id);
	assert_int_equal(after.len, before.len);
	assert_memory_equal(after.hash, before.hash, KS_HASH_BYTES);
	assert_false(after.is_delivered);
	ks_statement_finish(&before);
	ks_statement_finish(&after);
	ks_record_sample_sql(
		s,
		"PRAGMA ignore_check_constraints = 1; UPDATE statement SET id = 'none' WHERE seq = 2");
	assert_int_equal(ks_ledger_read(s->ledger, 2, &after),
			 KS_DAMAGED); /* and nobody is given half of it */
	assert_null(after.bytes);
	assert_int_equal(after.seq, 2);
}

static void forgotten_and_released_are_met_again_at_their_place(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_statement row;
	int64_t n = 9;

	for (int i = 0; i < 4; i++)
		ks_record_sample_append(s, KS_FACT_ANSWERED);
	assert_int_equal(ks_ledger_mark_delivered(s->ledger, (int64_t[]){1, 2, 3}, 3), KS_OK);
	assert_int_equal(ks_ledger_next_undelivered(s->ledger, 0, &row), KS_OK);
	assert_int_equal(row.seq, 4); /* from here on the walk begins behind 3 */
	ks_statement_finish(&row);
	assert_int_equal(ks_ledger_forget_delivery(s->ledger, 2, &n), KS_OK);
	assert_int_equal(n, 1);
	assert_int_equal(ks_ledger_next_undelivered(s->ledger, 0, &row), KS_OK);
	assert_int_equal(row.seq, 3);
	ks_statement_finish(&row);
	assert_int_equal(ks_ledger_next_undelivered(s->ledger, 3, &row), KS_OK);
	assert_int_equal(row.seq, 4);
	ks_statement_finish(&row);
	assert_int_equal(ks_ledger_quarantine(s->ledger, 3, "x"), KS_OK);
	assert_int_equal(ks_ledger_next_undelivered(s->ledger, 0, &row), KS_OK);
	assert_int_equal(row.seq, 4);
	ks_statement_finish(&row);
	assert_int_equal(ks_ledger_release_quarantine(s->ledger, 4), KS_OK); /* another one */
	assert_int_equal(ks_ledger_next_undelivered(s->ledger, 0, &row), KS_OK);
	assert_int_equal(row.seq, 4);
	ks_statement_finish(&row);
	assert_int_equal(ks_ledger_release_quarantine(s->ledger, 3), KS_OK);
	assert_int_equal(ks_ledger_next_undelivered(s->ledger, 0, &row), KS_OK);
	assert_int_equal(row.seq, 3);
	ks_statement_finish(&row);
}

static void spoil_tail(struct ks_record_sample *s, off_t at)
{
	assert_int_equal(pwrite(s->store->tail->fd, "X", 1, at), 1);
}

/* Of what this process wrote both copies must be good, of what is older one is proof enough. */
static void receipt_of_an_older_statement_needs_one_good_copy(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_receipt *receipt = NULL;
	off_t place;

	ks_record_sample_append(s, KS_FACT_PASSED);
	place = s->store->tail->recent[1].offset + KS_TAIL_HEAD_BYTES + 5;
	ks_record_sample_append(s, KS_FACT_PASSED);
	ks_record_sample_close(s);
	ks_record_sample_open(s);
	spoil_tail(s, place);
	assert_int_equal(ks_receipt_take(s->ledger, 1, &receipt), KS_OK);
	assert_int_equal(ks_receipt_seq(receipt), 1);
	ks_receipt_close(receipt);
	ks_record_sample_append(s, KS_FACT_PASSED);
	place = s->store->tail->recent[3].offset;
	spoil_tail(s, place); /* its head: the tail does not know it at all */
	assert_int_equal(ks_receipt_take(s->ledger, 3, &receipt), KS_DAMAGED);
	assert_null(receipt);
}

/* ---- what is kept beside it ---- */

static void walk_over_nothing_leaves_nothing(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_sitting sitting;
	struct ks_inspection_standing standing;
	static const struct ks_inspection_key key = {STAFF, 2026, "sheet"};

	memset(&sitting, 0x5a, sizeof(sitting));
	assert_int_equal(ks_sitting_any(s->store, &sitting), KS_NOT_FOUND);
	assert_string_equal(sitting.session_id, "");
	assert_int_equal(sitting.begun_ms, 0);
	memset(&sitting, 0x5a, sizeof(sitting));
	assert_int_equal(ks_sitting_after(s->store, "", &sitting), KS_NOT_FOUND);
	assert_string_equal(sitting.staff, "");
	memset(&standing, 0x5a, sizeof(standing));
	assert_int_equal(ks_inspection_load(s->store, &key, &standing), KS_OK);
	assert_string_equal(standing.item, "");
	assert_int_equal(standing.done_ms, 0);
}

static void texts_that_are_too_long_are_cut_or_left(void **state)
{
	struct ks_record_sample *s = *state;
	static const struct ks_inspection_key key = {STAFF, 2026, "sheet"};
	struct ks_inspection_standing standing;
	struct ks_sitting sitting;

	ks_record_sample_sql(
		s,
		"INSERT INTO sitting(session_id, staff, nendo, plan, lesson, begun_ms, last_ms) VALUES("
		"'s', '" STAFF
		"', 2026, substr(hex(zeroblob(99)), 1, 39), substr(hex(zeroblob(99)), 1, 40), 1, 2)");
	assert_int_equal(ks_sitting_any(s->store, &sitting), KS_OK);
	assert_int_equal(strlen(sitting.plan), KS_ID_MAX - 1);
	assert_int_equal(strlen(sitting.lesson), KS_ID_MAX - 1);
	assert_int_equal(sitting.last_ms, 2);
	for (int len = KS_ITEM_ID_MAX - 1; len <= KS_ITEM_ID_MAX; len++) {
		char *sql = ks_format(
			"INSERT OR REPLACE INTO inspection(staff, nendo, checklist, item, is_help, done_ms,"
			" done_seq) VALUES('" STAFF
			"', 2026, 'sheet', substr(hex(zeroblob(99)), 1, %d), 1, 7, 8)",
			len);

		ks_record_sample_sql(s, sql);
		assert_int_equal(ks_inspection_load(s->store, &key, &standing), KS_OK);
		assert_int_equal(strlen(standing.item), len < KS_ITEM_ID_MAX ? len : 0);
		assert_true(standing.is_help);
		assert_int_equal(standing.done_ms, 7);
		assert_int_equal(standing.done_seq, 8);
		free(sql);
	}
}

static void twelve_years_are_told_the_newest_first(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_year years[KS_YEARS_MAX];
	size_t n = 0;

	for (int i = 0; i < KS_YEARS_MAX + 2; i++) {
		char *sql = ks_format("INSERT INTO progress VALUES('" STAFF
				      "', %d, 'annual', 'm1', NULL, %d, %d, 1, 100)",
				      2010 + i, 100 + i, 200 + i);

		ks_record_sample_sql(s, sql);
		free(sql);
		assert_int_equal(ks_progress_years(s->store, STAFF, years, &n), KS_OK);
		assert_int_equal(n, i < KS_YEARS_MAX ? i + 1 : KS_YEARS_MAX);
		assert_int_equal(years[0].nendo, 2010 + i);
		assert_int_equal(years[0].last_ms, 100 + i);
		assert_int_equal(years[0].last_seq, 200 + i);
		assert_int_equal(years[0].n_lessons, 1);
	}
	assert_int_equal(years[KS_YEARS_MAX - 1].nendo, 2012);
}

/* The week behind which somebody has to go there is a week to the millisecond. */
static void copy_that_waits_for_more_than_a_week_is_bad(void **state)
{
	static const int64_t week_ms = INT64_C(7) * 86400000;
	static const struct {
		int64_t ago_ms, n_quarantined, n_delivered;
		enum ks_doctor_mark mark;
	} cases[] = {
		{week_ms, 0, 1, KS_DOCTOR_CARE},
		{week_ms + 1, 0, 1, KS_DOCTOR_BAD},
		{0, 1, 1, KS_DOCTOR_BAD},
		{week_ms + 1, 0, 2, KS_DOCTOR_GOOD},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_ledger_counts counts = {.n_statements = 2,
						  .n_delivered = cases[i].n_delivered,
						  .n_quarantined = cases[i].n_quarantined,
						  .last_delivered_ms = KS_TEST_WALL_MS};
		struct ks_doctor doctor = {0};

		ks_copied_look(&doctor, &counts, KS_TEST_WALL_MS + cases[i].ago_ms);
		assert_int_equal(doctor.findings[0].mark, cases[i].mark);
		assert_non_null(strstr(doctor.findings[0].seen, "5月18日 9:30"));
		ks_doctor_finish(&doctor);
	}
}

static void reason_of_a_settlement_is_one_line_of_400_bytes(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_incident incident = {.kind = KS_INCIDENT_GAPS, .wall_ms = 7, .n_lost = 3};
	static const char *const bad[] = {"", " ", "a\x1f", "a\x7f", "a\n", "\xff", "\xe3\x81"};
	char longest[KS_SETTLEMENT_REASON_MAX + 2];

	memset(longest, 'x', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	assert_int_equal(ks_incident_note(s->store, &incident), KS_OK);
	for (size_t i = 0; i < KS_COUNT(bad); i++)
		assert_int_equal(ks_store_settle_incident(s->store, 5, bad[i]), KS_INVALID);
	assert_int_equal(ks_store_settle_incident(s->store, 5, longest), KS_INVALID);
	longest[KS_SETTLEMENT_REASON_MAX] = '\0';
	assert_int_equal(ks_store_settle_incident(s->store, 5, longest), KS_OK);
	assert_int_equal(ks_incident_note(s->store, &incident), KS_OK);
	assert_int_equal(ks_store_settle_incident(s->store, 6, " ~ "), KS_OK);
}

static void incident_is_read_as_far_as_it_is_one(void **state)
{
	static const struct {
		const char *text;
		enum ks_incident_kind kind;
		const char *aside;
	} cases[] = {
		{"3 7 8 9 utc", KS_INCIDENT_REBUILT, "utc"},
		{"3 7 8 9", KS_INCIDENT_REBUILT, ""},
		{"3 7 8", KS_INCIDENT_NONE, ""},
		{"0 7 8 9 x", KS_INCIDENT_NONE, "x"},
		{"-1 7 8 9 x", KS_INCIDENT_NONE, "x"},
		{"1 7 8 9 x", KS_INCIDENT_TAIL_REMADE, "x"},
		{"6 7 8 9 x", KS_INCIDENT_ALTERED, "x"},
		{"7 7 8 9 x", KS_INCIDENT_NONE, "x"},
		{"", KS_INCIDENT_NONE, ""},
	};
	struct ks_record_sample *s = *state;
	struct ks_incident incident;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		assert_int_equal(ks_store_set(s->store, "incident", cases[i].text), KS_OK);
		memset(&incident, 0x5a, sizeof(incident));
		assert_int_equal(ks_store_incident(s->store, &incident), KS_OK);
		if (incident.kind != cases[i].kind || strcmp(incident.aside, cases[i].aside) != 0)
			fail_msg("%s: %d, %s", cases[i].text, (int)incident.kind, incident.aside);
	}
	assert_int_equal(ks_store_set(s->store, "incident", "3 7 8 9 utc"), KS_OK);
	assert_int_equal(ks_store_incident(s->store, &incident), KS_OK);
	assert_int_equal(incident.wall_ms, 7);
	assert_int_equal(incident.n_saved, 8);
	assert_int_equal(incident.n_lost, 9);
	/* The graver one stays, and of one kind the first. */
	incident.wall_ms = 99;
	assert_int_equal(ks_incident_note(s->store, &incident), KS_OK);
	assert_int_equal(ks_store_incident(s->store, &incident), KS_OK);
	assert_int_equal(incident.wall_ms, 7);
	incident.kind = KS_INCIDENT_RESTORED;
	assert_int_equal(ks_incident_note(s->store, &incident), KS_OK);
	assert_int_equal(ks_store_incident(s->store, &incident), KS_OK);
	assert_int_equal(incident.kind, KS_INCIDENT_REBUILT);
	incident.kind = KS_INCIDENT_GAPS;
	assert_int_equal(ks_incident_note(s->store, &incident), KS_OK);
	assert_int_equal(ks_store_incident(s->store, &incident), KS_OK);
	assert_int_equal(incident.kind, KS_INCIDENT_GAPS);
}

/* What HR said beside the list comes with the people, in each of the ways they are read. */
static void people_come_with_their_exemptions(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_arena arena = {0};
	struct ks_roster roster;
	struct ks_person person;

	ks_record_sample_sql(
		s,
		"INSERT INTO person(number, typed, name, kana, is_listed) VALUES('1', '11', 'a', 'b', 1),"
		" ('2', '12', 'c', 'd', 1), ('3', '13', 'e', 'f', 0);"
		"INSERT INTO exemption(id, staff, kind, nendo, plan, lesson, from_day, to_day, done_ms, reason, by_staff,"
		" approver, at_ms, is_withdrawn, end_id, end_reason, end_by, end_approver, end_ms) VALUES"
		" ('a', '2', 'care-leave', 0, '', '', '2026-05-18', '2026-06-30', 0, 'r', 'b', 'c', 1, 0, '', '', '', '', 0),"
		" ('b', '2', 'nokind', 0, '', '', '', '', 0, '', '', '', 2, 0, '', '', '', '', 0),"
		" ('c', '2', 'care-leave', 0, '', '', '', '', 0, '', '', '', 3, 1, '', '', '', '', 0),"
		" ('d', '9', 'care-leave', 0, '', '', '', '', 0, '', '', '', 3, 0, '', '', '', '', 0)");
	assert_int_equal(ks_roster_load(s->store, false, &roster), KS_OK);
	assert_int_equal(roster.n_entries, 2);
	assert_int_equal(roster.entries[0].person.n_exemptions, 0);
	assert_int_equal(roster.entries[1].person.n_exemptions, 1);
	assert_string_equal(roster.entries[1].person.exemptions[0].reason, "r");
	assert_int_equal(roster.entries[1].person.exemptions[0].from.month, 5);
	assert_int_equal(roster.entries[1].person.exemptions[0].to.month, 6);
	ks_roster_finish(&roster);
	assert_int_equal(ks_roster_load(s->store, true, &roster), KS_OK);
	assert_int_equal(roster.n_entries, 3);
	assert_false(roster.entries[2].is_listed);
	ks_roster_finish(&roster);
	assert_int_equal(ks_roster_find(s->store, "12", &arena, &person), KS_OK);
	assert_string_equal(person.number, "2");
	assert_int_equal(person.n_exemptions, 1);
	assert_int_equal(ks_roster_find(s->store, "13", &arena, &person), KS_NOT_FOUND);
	assert_null(person.number);
	ks_arena_finish(&arena);
	assert_int_equal(ks_roster_number_length(s->store), 2);
}

/* ---- parcels ---- */

static void parcel_needs_keys_that_are_some(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_parcel parcel;
	struct ks_buf out = {0};
	char *key = NULL;

	assert_int_equal(ks_parcel_key(s->store, &key), KS_OK);
	assert_false(ks_parcel_is_key(""));
	assert_false(ks_parcel_is_key("no key"));
	assert_false(ks_parcel_is_key(
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")); /* a point of small order */
	assert_int_equal(ks_parcel_seal(s->store, "k", "no key", "x", 1, &out), KS_INVALID);
	assert_int_equal(ks_parcel_seal(s->store, "k",
					"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "x", 1, &out),
			 KS_INVALID);
	assert_int_equal(out.len, 0);
	assert_int_equal(ks_parcel_seal(s->store, "k", key, "", 0, &out),
			 KS_OK); /* nothing is something to send */
	assert_int_equal(ks_parcel_open(s->store, "k", out.data, out.len, &parcel), KS_OK);
	assert_int_equal(parcel.len, 0);
	assert_string_equal(parcel.payload, "");
	ks_parcel_finish(&parcel);
	ks_record_sample_sql(s, "UPDATE setting SET value = 'no key' WHERE name = 'identity_secret'");
	assert_int_equal(ks_parcel_open(s->store, "k", out.data, out.len, &parcel), KS_DAMAGED);
	assert_int_equal(ks_parcel_seal(s->store, "k", key, "x", 1, &out), KS_DAMAGED);
	ks_buf_finish(&out);
	free(key);
}

#define with_ledger(test) \
	cmocka_unit_test_setup_teardown(test, ks_record_sample_setup, ks_record_sample_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_ledger(clock_may_slew_by_a_thousandth_and_two_seconds),
		with_ledger(label_of_a_kiosk_is_a_name_of_32_bytes),
		with_ledger(copy_stands_in_for_a_spoiled_row),
		with_ledger(forgotten_and_released_are_met_again_at_their_place),
		with_ledger(receipt_of_an_older_statement_needs_one_good_copy),
		with_ledger(walk_over_nothing_leaves_nothing),
		with_ledger(texts_that_are_too_long_are_cut_or_left),
		with_ledger(twelve_years_are_told_the_newest_first),
		cmocka_unit_test(copy_that_waits_for_more_than_a_week_is_bad),
		with_ledger(reason_of_a_settlement_is_one_line_of_400_bytes),
		with_ledger(incident_is_read_as_far_as_it_is_one),
		with_ledger(people_come_with_their_exemptions),
		with_ledger(parcel_needs_keys_that_are_some),
	};

	return ks_test_run(tests);
}
