/* SPDX-License-Identifier: Apache-2.0 */
#include "record/progress.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "record/db.h"
#include "support/record_sample.h"

#define KEY "000123", 2026, "annual", "m1"

static void save(struct ks_record_sample *s, const char *json, int64_t done_ms, int64_t done_seq)
{
	struct ks_progress progress = {.session_json = (char *)(uintptr_t)json,
				       .done_ms = done_ms,
				       .done_seq = done_seq,
				       .n_attempts = 2,
				       .progress_percent = 40};

	assert_int_equal(ks_progress_save(s->store, KEY, &progress), KS_OK);
}

static void saved_state_comes_back_after_a_restart(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_progress p;

	assert_int_equal(ks_progress_load(s->store, KEY, &p), KS_NOT_FOUND);
	save(s, "{\"頁\":3}", 0, 0);
	ks_record_sample_close(s);
	ks_record_sample_open(s);
	assert_int_equal(ks_progress_load(s->store, KEY, &p), KS_OK);
	assert_string_equal(p.session_json, "{\"頁\":3}");
	assert_false(p.is_done);
	assert_int_equal(p.n_attempts, 2);
	assert_int_equal(p.progress_percent, 40);
	ks_progress_finish(&p);
}

static void each_person_year_plan_and_lesson_has_its_own(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_progress p;

	save(s, "{}", 0, 0);
	assert_int_equal(ks_progress_load(s->store, "123", 2026, "annual", "m1", &p), KS_NOT_FOUND);
	assert_int_equal(ks_progress_load(s->store, "000123", 2027, "annual", "m1", &p),
			 KS_NOT_FOUND);
	assert_int_equal(ks_progress_load(s->store, "000123", 2026, "new", "m1", &p), KS_NOT_FOUND);
	assert_int_equal(ks_progress_load(s->store, "000123", 2026, "annual", "m2", &p),
			 KS_NOT_FOUND);
}

static void completion_stays_when_the_lesson_is_read_again(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_progress p;

	save(s, "{}", KS_TEST_WALL_MS, 12);
	save(s, "{\"again\":1}", 0, 0);
	assert_int_equal(ks_progress_load(s->store, KEY, &p), KS_OK);
	assert_true(p.is_done);
	assert_int_equal(p.done_ms, KS_TEST_WALL_MS);
	assert_int_equal(p.done_seq, 12);
	assert_string_equal(p.session_json, "{\"again\":1}");
	ks_progress_finish(&p);
}

static void completion_elsewhere_counts_and_our_own_goes_first(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_progress p;

	assert_int_equal(ks_db_run(s->store, "INSERT INTO elsewhere VALUES(?, ?, ?, ?, 77)", "tdtt",
				   KEY),
			 KS_OK);
	assert_int_equal(ks_progress_load(s->store, KEY, &p), KS_OK);
	assert_true(p.is_done);
	assert_int_equal(p.done_ms, 77);
	assert_int_equal(p.done_seq, 0);
	assert_null(p.session_json);
	save(s, "{}", 0, 0);
	assert_int_equal(ks_progress_load(s->store, KEY, &p), KS_OK);
	assert_int_equal(p.done_ms, 77);
	assert_non_null(p.session_json);
	ks_progress_finish(&p);
	/* What was loaded is saved again with the next step; that makes it no completion of ours. */
	save(s, "{}", 77, 0);
	assert_int_equal(ks_db_run(s->store, "DELETE FROM elsewhere", ""), KS_OK);
	assert_int_equal(ks_progress_load(s->store, KEY, &p), KS_OK);
	assert_false(p.is_done);
	ks_progress_finish(&p);
	save(s, NULL, 99, 3);
	assert_int_equal(ks_progress_load(s->store, KEY, &p), KS_OK);
	assert_int_equal(p.done_ms, 99);
	assert_int_equal(p.done_seq, 3);
	ks_progress_finish(&p);
}

/* The row of a lesson that passed: keyed in by a 係員, or done by themselves. */
static int64_t pass(struct ks_record_sample *s, const char *how)
{
	struct ks_fact fact = ks_record_sample_fact(&s->course, KS_FACT_PASSED, 0, &s->answer);
	int64_t seq = 0;

	fact.how = how;
	fact.by = how ? "000103" : NULL;
	assert_int_equal(ks_ledger_begin(s->ledger), KS_OK);
	assert_int_equal(ks_ledger_append(s->ledger, &fact, &seq), KS_OK);
	assert_int_equal(ks_ledger_commit(s->ledger), KS_OK);
	return seq;
}

static void done(struct ks_record_sample *s, int nendo, const char *lesson, int64_t seq)
{
	const struct ks_progress progress = {.done_ms = KS_TEST_WALL_MS, .done_seq = seq};

	assert_int_equal(ks_progress_save(s->store, "000123", nendo, "annual", lesson, &progress),
			 KS_OK);
}

static bool is_from_paper(struct ks_record_sample *s, const char *lesson)
{
	struct ks_progress p;
	bool is_so;

	assert_int_equal(ks_progress_load(s->store, "000123", 2026, "annual", lesson, &p), KS_OK);
	assert_true(p.is_done);
	is_so = p.is_from_paper;
	ks_progress_finish(&p);
	return is_so;
}

static void what_was_keyed_in_from_paper_is_known_as_such(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_year years[KS_YEARS_MAX];
	size_t n = 0;

	done(s, 2026, "m1", pass(s, KS_FACT_PAPER));
	done(s, 2026, "m2", pass(s, NULL));
	assert_int_equal(ks_db_run(s->store,
				   "INSERT INTO elsewhere SELECT '000123', 2026, 'annual', column1, 77"
				   " FROM (VALUES('m1'), ('m3'), ('m4'), ('policy/1'))",
				   ""),
			 KS_OK);
	assert_int_equal(ks_db_run(s->store,
				   "INSERT INTO on_paper SELECT '000123', 2026, 'annual', column1"
				   " FROM (VALUES('m1'), ('m2'), ('m3'), ('policy/1'))",
				   ""),
			 KS_OK);
	done(s, 2025, "m1", pass(s, NULL));
	assert_true(is_from_paper(s, "m1"));
	assert_false(is_from_paper(s, "m2")); /* what this kiosk saw itself goes first */
	assert_true(is_from_paper(s, "m3"));
	assert_false(is_from_paper(s, "m4"));
	assert_int_equal(ks_progress_years(s->store, "000123", years, &n), KS_OK);
	assert_int_equal(n, 2);
	assert_int_equal(years[0].nendo, 2026);
	assert_int_equal(years[0].n_lessons, 4);
	assert_int_equal(years[0].n_from_paper, 2); /* m1 is told twice and is one lesson */
	assert_int_equal(years[1].nendo, 2025);
	assert_int_equal(years[1].n_lessons, 1);
	assert_int_equal(years[1].n_from_paper, 0);
	assert_true(years[1].last_seq > years[0].last_seq);
}

static void sitting_left_open_is_found_after_a_power_cut(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_sitting sitting = {.staff = "000123",
				     .nendo = 2026,
				     .plan = "annual",
				     .lesson = "m1",
				     .session_id = KS_SAMPLE_SESSION,
				     .begun_ms = 1000,
				     .last_ms = 1000};
	struct ks_sitting found;

	assert_int_equal(ks_sitting_any(s->store, &found), KS_NOT_FOUND);
	assert_int_equal(ks_sitting_open(s->store, &sitting), KS_OK);
	assert_int_equal(ks_sitting_touch(s->store, KS_SAMPLE_SESSION, 61000), KS_OK);
	ks_record_sample_close(s);
	ks_record_sample_open(s);
	assert_int_equal(ks_sitting_any(s->store, &found), KS_OK);
	sitting.last_ms = 61000;
	assert_string_equal(found.staff, sitting.staff);
	assert_string_equal(found.plan, sitting.plan);
	assert_string_equal(found.lesson, sitting.lesson);
	assert_string_equal(found.session_id, sitting.session_id);
	assert_int_equal(found.nendo, 2026);
	assert_int_equal(found.begun_ms, 1000);
	assert_int_equal(found.last_ms, 61000);
	assert_int_equal(ks_sitting_close(s->store, KS_SAMPLE_SESSION), KS_OK);
	assert_int_equal(ks_sitting_any(s->store, &found), KS_NOT_FOUND);
	assert_int_equal(ks_sitting_close(s->store, KS_SAMPLE_SESSION), KS_OK);
}

static void walk_over_sittings_meets_each_once_though_none_can_be_closed(void **state)
{
	static const char *const ids[] = {"01940000-0000-7000-8000-000000000001",
					  "01940000-0000-7000-8000-000000000002",
					  "01940000-0000-7000-8000-000000000003"};
	struct ks_record_sample *s = *state;
	struct ks_sitting found = {0};
	size_t n = 0;

	for (size_t i = KS_COUNT(ids); i-- > 0;) {
		struct ks_sitting sitting = {.staff = "000123", .begun_ms = (int64_t)(9 - i)};

		memcpy(sitting.session_id, ids[i], KS_UUID_TEXT);
		assert_int_equal(ks_sitting_open(s->store, &sitting), KS_OK);
	}
	for (; n < 9 && ks_sitting_after(s->store, found.session_id, &found) == KS_OK; n++)
		assert_string_equal(found.session_id, ids[n]);
	assert_int_equal(n, KS_COUNT(ids));
	assert_int_equal(ks_sitting_after(s->store, ids[2], &found), KS_NOT_FOUND);
}

/* An id longer than there is room for comes back shortened: it would be met again for ever. */
static void walk_over_sittings_stops_where_it_does_not_progress(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_sitting found = {0};

	assert_int_equal(sqlite3_exec(ks_db_handle(s->store),
				      "INSERT INTO sitting VALUES"
				      "('01940000-0000-7000-8000-000000000001-and-more', 'x', 2026,"
				      " 'annual', 'm1', 1, 1)",
				      NULL, NULL, NULL),
			 SQLITE_OK);
	assert_int_equal(ks_sitting_after(s->store, "", &found), KS_OK);
	assert_int_equal(ks_sitting_after(s->store, found.session_id, &found), KS_DAMAGED);
}

static void preferences_are_kept_per_person(void **state)
{
	struct ks_record_sample *s = *state;
	char *value = NULL;

	assert_int_equal(ks_preference_get(s->store, "000123", "size", &value), KS_NOT_FOUND);
	assert_null(value);
	assert_int_equal(ks_preference_set(s->store, "000123", "size", "1"), KS_OK);
	assert_int_equal(ks_preference_set(s->store, "000123", "size", "大"), KS_OK);
	assert_int_equal(ks_preference_get(s->store, "000124", "size", &value), KS_NOT_FOUND);
	assert_int_equal(ks_preference_get(s->store, "000123", "size", &value), KS_OK);
	assert_string_equal(value, "大");
	free(value);
}

#define with_ledger(test) \
	cmocka_unit_test_setup_teardown(test, ks_record_sample_setup, ks_record_sample_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_ledger(saved_state_comes_back_after_a_restart),
		with_ledger(each_person_year_plan_and_lesson_has_its_own),
		with_ledger(completion_stays_when_the_lesson_is_read_again),
		with_ledger(completion_elsewhere_counts_and_our_own_goes_first),
		with_ledger(what_was_keyed_in_from_paper_is_known_as_such),
		with_ledger(sitting_left_open_is_found_after_a_power_cut),
		with_ledger(walk_over_sittings_meets_each_once_though_none_can_be_closed),
		with_ledger(walk_over_sittings_stops_where_it_does_not_progress),
		with_ledger(preferences_are_kept_per_person),
	};

	return ks_test_run(tests);
}
