/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/measure.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "support/centre_sample.h"
#include "support/test.h"

/* 対応: kept as decided, done once, and shown until it is. */

struct fixture {
	struct ks_sample_centre sample;
	struct ks_arena arena;
	struct ks_measure *rows;
	size_t n;
};

static const struct ks_measure decided = {.nendo = 2026,
					  .checklist = "self-inspection-2026",
					  .item = "c03",
					  .unit = "総務課",
					  .what = "机の上を、帰る前に確かめます",
					  .owner = "課長補佐",
					  .due = {2026, 6, 30},
					  .by = "hr1",
					  .at_ms = KS_TEST_WALL_MS};

static int setup(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));

	ks_sample_centre_init(&f->sample);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	free(f->rows);
	ks_arena_finish(&f->arena);
	ks_sample_centre_finish(&f->sample);
	free(f);
	return 0;
}

static size_t list(struct fixture *f, int nendo, const char *unit)
{
	free(f->rows);
	assert_int_equal(ks_measure_list(f->sample.store, nendo, unit, &f->arena, &f->rows, &f->n),
			 KS_OK);
	return f->n;
}

static void add(struct fixture *f, const char *item, const char *unit, int nendo, struct ks_date due)
{
	struct ks_measure measure = decided;

	measure.item = item;
	measure.unit = unit;
	measure.nendo = nendo;
	measure.due = due;
	assert_int_equal(ks_measure_add(f->sample.store, &measure), KS_OK);
}

static void what_was_decided_is_read_back_whole(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(ks_measure_add(f->sample.store, &decided), KS_OK);
	assert_int_equal(list(f, 2026, ""), 1);
	assert_int_equal(f->rows[0].nendo, 2026);
	assert_string_equal(f->rows[0].checklist, decided.checklist);
	assert_string_equal(f->rows[0].item, "c03");
	assert_string_equal(f->rows[0].unit, "総務課");
	assert_string_equal(f->rows[0].what, decided.what);
	assert_string_equal(f->rows[0].owner, "課長補佐");
	assert_int_equal(ks_date_compare(f->rows[0].due, decided.due), 0);
	assert_string_equal(f->rows[0].by, "hr1");
	assert_int_equal(f->rows[0].at_ms, KS_TEST_WALL_MS);
	assert_string_equal(f->rows[0].result, "");
	assert_string_equal(f->rows[0].done_by, "");
	assert_int_equal(f->rows[0].done_ms, 0);
}

static void nothing_empty_or_endless_is_kept(void **state)
{
	static char most[KS_MEASURE_TEXT_MAX + 2];
	struct fixture *f = *state;
	struct ks_measure wrong;

	memset(most, 'a', KS_MEASURE_TEXT_MAX + 1);
#define REFUSED(field, value)                                                          \
	do {                                                                           \
		wrong = decided;                                                       \
		wrong.field = value;                                                   \
		assert_int_equal(ks_measure_add(f->sample.store, &wrong), KS_INVALID); \
	} while (0)
	REFUSED(what, "");
	REFUSED(what, "   ");
	REFUSED(what, most);
	REFUSED(owner, "");
	REFUSED(owner, most + KS_MEASURE_TEXT_MAX * 3 / 4);
	REFUSED(item, "");
	REFUSED(item, most + KS_MEASURE_TEXT_MAX * 3 / 4);
	REFUSED(checklist, "");
	REFUSED(checklist, most + KS_MEASURE_TEXT_MAX * 3 / 4);
	REFUSED(unit, "");
	REFUSED(unit, most);
	REFUSED(due, ((struct ks_date){0}));
	assert_int_equal(list(f, 2026, ""), 0);
	wrong = decided;
	wrong.what = most + 1; /* exactly the most */
	wrong.owner = most + KS_MEASURE_TEXT_MAX * 3 / 4 + 1;
	assert_int_equal(ks_measure_add(f->sample.store, &wrong), KS_OK);
}

static void it_is_done_once_with_its_result(void **state)
{
	struct fixture *f = *state;
	struct ks_store *store = f->sample.store;

	assert_int_equal(ks_measure_add(store, &decided), KS_OK);
	(void)list(f, 2026, "");
	assert_int_equal(ks_measure_end(store, f->rows[0].n, " ", "hr2", 5000), KS_INVALID);
	assert_int_equal(ks_measure_end(store, f->rows[0].n + 1, "した", "hr2", 5000), KS_NOT_FOUND);
	assert_int_equal(ks_measure_end(store, f->rows[0].n, "鍵を付けた", "hr2", 5000), KS_OK);
	assert_int_equal(ks_measure_end(store, f->rows[0].n, "もう一度", "hr1", 6000), KS_CONFLICT);
	assert_int_equal(list(f, 2026, ""), 1);
	assert_string_equal(f->rows[0].result, "鍵を付けた");
	assert_string_equal(f->rows[0].done_by, "hr2");
	assert_int_equal(f->rows[0].done_ms, 5000);
}

static void open_ones_come_first_by_their_day_and_by_unit(void **state)
{
	struct fixture *f = *state;

	add(f, "c01", "総務課", 2026, (struct ks_date){2026, 6, 1});
	add(f, "c02", "会計課", 2026, (struct ks_date){2026, 5, 20});
	add(f, "c03", "総務課", 2026, (struct ks_date){2026, 5, 25});
	(void)list(f, 2026, "");
	assert_int_equal(ks_measure_end(f->sample.store, f->rows[0].n, "した", "hr1", 7000), KS_OK);
	assert_int_equal(list(f, 2026, ""), 3);
	assert_string_equal(f->rows[0].item, "c03");
	assert_string_equal(f->rows[1].item, "c01");
	assert_string_equal(f->rows[2].item, "c02");
	assert_int_equal(list(f, 2026, "総務課"), 2);
	assert_int_equal(list(f, 2026, "会計"), 0);
}

static void of_years_before_what_is_open_or_was_done_since(void **state)
{
	/* 令和8年4月1日 0:00 in Japan */
	static const int64_t start = INT64_C(1774969200000);
	struct fixture *f = *state;
	const struct ks_date due = {2026, 3, 1};

	add(f, "c01", "総務課", 2025, due); /* done the moment before the year */
	add(f, "c02", "総務課", 2025, due); /* done with its first */
	add(f, "c03", "総務課", 2025, due); /* open */
	add(f, "c04", "総務課", 2027, due); /* of a year to come */
	(void)list(f, 2025, "");
	assert_int_equal(f->n, 3);
	assert_int_equal(ks_measure_end(f->sample.store, f->rows[0].n, "した", "hr1", start - 1),
			 KS_OK);
	assert_int_equal(ks_measure_end(f->sample.store, f->rows[1].n, "した", "hr1", start), KS_OK);
	assert_int_equal(list(f, 2026, ""), 2);
	assert_string_equal(f->rows[0].item, "c03");
	assert_string_equal(f->rows[1].item, "c02");
	assert_int_equal(list(f, 2025, ""), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
		TEST(what_was_decided_is_read_back_whole),
		TEST(nothing_empty_or_endless_is_kept),
		TEST(it_is_done_once_with_its_result),
		TEST(open_ones_come_first_by_their_day_and_by_unit),
		TEST(of_years_before_what_is_open_or_was_done_since),
	};

	return ks_test_run(tests);
}
