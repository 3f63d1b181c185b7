/* SPDX-License-Identifier: Apache-2.0 */
#include "record/gathering.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "record/db.h"
#include "support/record_sample.h"

static void add(struct ks_record_sample *s, int month, int day_of_month, int from_minute,
		const char *id)
{
	struct ks_gathering g = {.date = {2026, month, day_of_month},
				 .from_minute = from_minute,
				 .to_minute = from_minute + 60,
				 .title = ks_strdup("集合研修"),
				 .place = ks_strdup("大会議室")};

	assert_int_equal(ks_gathering_add(s->store, &g), KS_OK);
	assert_string_equal(g.id, id);
	ks_gathering_finish(&g);
}

static void ids_are_the_day_and_a_running_number(void **state)
{
	struct ks_record_sample *s = *state;

	for (int i = 1; i <= 11; i++) {
		char id[32];

		(void)snprintf(id, sizeof(id), "2026-11-24-%d", i);
		add(s, 11, 24, 600 + i, id);
	}
	add(s, 11, 25, 600, "2026-11-25-1");
	add(s, 11, 24, 600, "2026-11-24-12");
}

/* What no centre would take is not opened at a kiosk either, and leaves nothing. */
static void one_that_cannot_be_said_is_not_opened(void **state)
{
	static const struct {
		const char *title, *place;
		enum ks_rc rc;
	} cases[] = {
		{"研修", "会議室", KS_OK},
		{"研\a修", "会議室", KS_INVALID},
		{"研修", "会\a議室", KS_INVALID},
		{"研修", "会議室", KS_CONFLICT}, /* as the first */
	};
	struct ks_record_sample *s = *state;
	struct ks_fact fact = ks_record_sample_fact(&s->course, KS_FACT_OPENED, 0, &s->answer);

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *title = ks_strdup(cases[i].title), *place = ks_strdup(cases[i].place);
		struct ks_gathering g = {.date = {2026, 11, 24},
					 .from_minute = 600,
					 .to_minute = 660,
					 .title = title,
					 .place = place};

		assert_int_equal(ks_gathering_open(s->ledger, &fact, &g), cases[i].rc);
		assert_int_equal(ks_ledger_last_seq(s->ledger), 1);
		ks_gathering_finish(&g);
	}
}

static void listed_by_start_of_one_day_or_all(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_gathering *list;
	size_t n;

	add(s, 11, 25, 600, "2026-11-25-1");
	add(s, 11, 24, 840, "2026-11-24-1");
	add(s, 11, 24, 570, "2026-11-24-2");
	assert_int_equal(ks_gathering_on(s->store, (struct ks_date){2026, 11, 24}, &list, &n), KS_OK);
	assert_int_equal(n, 2);
	assert_string_equal(list[0].id, "2026-11-24-2");
	assert_int_equal(list[0].from_minute, 570);
	assert_int_equal(list[0].to_minute, 630);
	assert_string_equal(list[0].title, "集合研修");
	assert_string_equal(list[0].place, "大会議室");
	assert_int_equal(list[0].date.day, 24);
	for (size_t i = 0; i < n; i++)
		ks_gathering_finish(&list[i]);
	free(list);
	assert_int_equal(ks_gathering_on(s->store, (struct ks_date){0}, &list, &n), KS_OK);
	assert_int_equal(n, 3);
	assert_string_equal(list[2].id, "2026-11-25-1");
	for (size_t i = 0; i < n; i++)
		ks_gathering_finish(&list[i]);
	free(list);
	assert_int_equal(ks_gathering_on(s->store, (struct ks_date){2026, 1, 1}, &list, &n), KS_OK);
	assert_int_equal(n, 0);
	free(list);
}

/* "…" is three bytes: 120 of them fit, though a cell of HR's list ends at 400 bytes; so do 120 of four bytes. */
static void announced_twice_is_told_until_it_is_cancelled(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_gathering g = {.date = {2026, 11, 24}, .from_minute = 600, .to_minute = 660}, kept;

	g.title = ks_strdup("集合研修");
	g.place = ks_strdup("大会議室");
	assert_int_equal(ks_gathering_add(s->store, &g), KS_OK);
	assert_int_equal(ks_gathering_add(s->store, &g), KS_CONFLICT);
	assert_string_equal(g.id, "2026-11-24-1");
	g.to_minute = 690;
	free(g.place);
	g.place = ks_strdup("別室");
	assert_int_equal(ks_gathering_change(s->store, &g), KS_OK);
	assert_int_equal(ks_gathering_find(s->store, g.id, &kept), KS_OK);
	assert_int_equal(kept.to_minute, 690);
	assert_string_equal(kept.place, "別室");
	assert_false(kept.is_cancelled);
	ks_gathering_finish(&kept);
	g.is_cancelled = true;
	assert_int_equal(ks_gathering_change(s->store, &g), KS_OK);
	g.is_cancelled = false;
	assert_int_equal(ks_gathering_add(s->store, &g), KS_OK);
	assert_string_equal(g.id, "2026-11-24-2");
	(void)snprintf(g.id, sizeof(g.id), "2026-11-24-9");
	g.from_minute = 601;
	assert_int_equal(ks_gathering_change(s->store, &g), KS_NOT_FOUND);
	ks_gathering_finish(&g);
}

static void title_and_place_are_plain_text_of_120_characters(void **state)
{
	static const struct {
		const char *text;
		int times;
		bool is_fit;
	} cases[] = {
		{"集", 120, true},      {"𠮷", 120, true},      {"集", 121, false},
		{"a", 401, false},      {"a\n", 1, false},      {"\033[2J", 1, false},
		{"\xe9\x9b", 1, false}, {"\xc2\x9b", 1, false}, {"", 1, true},
	};
	struct ks_record_sample *s = *state;

	for (size_t i = 0; i < 2 * KS_COUNT(cases); i++) {
		struct ks_buf text = {0};
		struct ks_gathering g = {
			.date = {2026, 11, 24}, .from_minute = (int)i, .to_minute = 60};

		for (int n = 0; n < cases[i / 2].times; n++)
			ks_buf_puts(&text, cases[i / 2].text);
		g.title = ks_strdup(i % 2 ? "研修" : ks_buf_text(&text));
		g.place = ks_strdup(i % 2 ? ks_buf_text(&text) : "会議室");
		if (ks_gathering_add(s->store, &g) != (cases[i / 2].is_fit ? KS_OK : KS_INVALID))
			fail_msg("case %zu", i);
		ks_gathering_finish(&g);
		ks_buf_finish(&text);
	}
}

static struct ks_attendance check_in(struct ks_record_sample *s, const char *gathering,
				     const char *staff)
{
	struct ks_fact fact = ks_record_sample_fact(&s->course, KS_FACT_CHECKED_IN, 0, &s->answer);
	struct ks_attendance out;

	fact.gathering_id = gathering;
	fact.staff = staff;
	assert_int_equal(ks_attendance_check_in(s->ledger, &fact, &out), KS_OK);
	return out;
}

static void second_card_read_finds_the_first_and_writes_nothing(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_ledger_counts counts;
	size_t n;
	struct ks_attendance first = check_in(s, "2026-11-24-1", "000101");

	assert_false(first.is_repeat);
	assert_int_equal(first.seq, 1);
	assert_int_equal(first.wall_ms, KS_TEST_WALL_MS);
	ks_clock_advance(&s->clock, 60000);
	for (int i = 0; i < 1000; i++) {
		struct ks_attendance again = check_in(s, "2026-11-24-1", "000101");

		assert_true(again.is_repeat);
		assert_int_equal(again.seq, 1);
		assert_int_equal(again.wall_ms, KS_TEST_WALL_MS);
	}
	assert_false(check_in(s, "2026-11-24-1", "000102").is_repeat);
	assert_false(check_in(s, "2026-11-24-2", "000101").is_repeat);
	assert_int_equal(ks_attendance_count(s->store, "2026-11-24-1", &n), KS_OK);
	assert_int_equal(n, 2);
	assert_int_equal(ks_ledger_counts(s->ledger, &counts), KS_OK);
	assert_int_equal(counts.n_statements, 3);
}

static void check_in_that_cannot_be_written_leaves_nobody_present(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_fact fact = ks_record_sample_fact(&s->course, KS_FACT_CHECKED_IN, 0, &s->answer);
	struct ks_attendance out;
	char *title = ks_alloc_zero(1, (1 << 20) + 1);
	size_t n = 9;

	memset(title, 't', 1 << 20);
	fact.gathering_title = title;
	assert_int_equal(sqlite3_exec(ks_db_handle(s->store), "PRAGMA max_page_count = 90", NULL,
				      NULL, NULL),
			 SQLITE_OK);
	assert_int_equal(ks_attendance_check_in(s->ledger, &fact, &out), KS_FULL);
	assert_int_equal(ks_attendance_count(s->store, fact.gathering_id, &n), KS_OK);
	assert_int_equal(n, 0);
	fact.gathering_title = "小さい";
	assert_int_equal(ks_attendance_check_in(s->ledger, &fact, &out), KS_OK);
	assert_false(out.is_repeat);
	assert_int_equal(out.seq, 1);
	free(title);
}

#define with_ledger(test) \
	cmocka_unit_test_setup_teardown(test, ks_record_sample_setup, ks_record_sample_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_ledger(ids_are_the_day_and_a_running_number),
		with_ledger(one_that_cannot_be_said_is_not_opened),
		with_ledger(listed_by_start_of_one_day_or_all),
		with_ledger(announced_twice_is_told_until_it_is_cancelled),
		with_ledger(title_and_place_are_plain_text_of_120_characters),
		with_ledger(second_card_read_finds_the_first_and_writes_nothing),
		with_ledger(check_in_that_cannot_be_written_leaves_nobody_present),
	};

	return ks_test_run(tests);
}
