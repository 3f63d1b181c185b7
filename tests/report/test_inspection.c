/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/db.h"
#include "record/pseudonym.h"
#include "report/report.h"
#include "support/centre_sample.h"
#include "support/test.h"

/* Answers to a self-inspection are counted of 所属, each person once an item, named by number or by pseudonym. */

#define HEAD "職員番号,氏名,氏名カナ,所属,任用区分,任用開始,任用終了,在籍状態\n"
#define N_PEOPLE 6

struct fixture {
	struct ks_sample_centre sample;
	struct ks_sample_kiosk kiosk;
};

static int setup(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));
	struct ks_buf csv = {0};

	ks_sample_centre_init(&f->sample);
	f->kiosk = ks_sample_kiosk("k-01");
	ks_buf_puts(&csv, HEAD);
	for (int i = 1; i <= 2 * N_PEOPLE; i++)
		ks_buf_printf(&csv, "%06d,見本,ミホン,%s,01,2020-04-01,,在職\n", i,
			      i <= N_PEOPLE ? "総務課" : "施設課");
	ks_sample_import(f->sample.store, ks_buf_text(&csv));
	ks_buf_finish(&csv);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	ks_sample_centre_finish(&f->sample);
	free(f);
	return 0;
}

/* As a kiosk writes it: under a pseudonym where it has the key. Afterwards kiosk.last_id is the statement's. */
static void answer(struct fixture *f, int person, bool has_key, const char *response)
{
	char number[16], name[KS_ACTOR_MAX];
	struct ks_sample_kiosk *kiosk = &f->kiosk;
	char *result = ks_format("\"response\":\"%s\"", response);

	(void)snprintf(number, sizeof(number), "%06d", person);
	(void)snprintf(name, sizeof(name), "%s", number);
	if (has_key)
		assert_int_equal(ks_pseudonym_of(f->sample.store, number, name), KS_OK);
	ks_clock_advance(&f->sample.clock, 1000);
	ks_sample_ingest_told(&f->sample, kiosk, name, "answered",
			      "checklist/self-inspection-2026/i07", result, "");
	free(result);
}

static int64_t rows(struct fixture *f)
{
	int64_t n = 0;

	assert_int_equal(ks_db_number(f->sample.store, &n, "SELECT count(*) FROM inspection_answer",
				      ""),
			 KS_OK);
	return n;
}

static void expect(struct fixture *f, const char *group, size_t n, size_t n_no)
{
	struct ks_inspection_tally tally;
	const char *wrong = NULL;
	bool is_found = false;

	assert_int_equal(ks_report_inspection(f->sample.store, 2026, (struct ks_date){2026, 6, 1},
					      KS_GROUP_UNIT, &tally),
			 KS_OK);
	for (size_t i = 0; i < tally.n_cells; i++) {
		if (strcmp(tally.cells[i].group, group) != 0)
			continue;
		is_found = true;
		assert_int_equal(tally.cells[i].n, n);
		assert_int_equal(tally.cells[i].counts[KS_RESPONSE_NO], n_no);
	}
	assert_int_equal(is_found, n > 0);
	ks_inspection_tally_finish(&tally);
	assert_int_equal(ks_centre_check_summaries(f->sample.store, &wrong), KS_OK);
	if (wrong)
		fail_msg("%s is not what the statements say", wrong);
	assert_int_equal(ks_sample_n_faults(f->sample.store), 0);
}

static void the_centre_finds_the_place_of_whoever_answered(void **state)
{
	struct fixture *f = *state;
	int64_t n_named = 0;

	for (int i = 1; i <= N_PEOPLE; i++)
		answer(f, i, true, i == 1 ? "no" : "yes");
	for (int i = 1; i <= N_PEOPLE; i++) /* kiosks of before, and those without a centre */
		answer(f, N_PEOPLE + i, false, "yes");
	expect(f, "総務課", N_PEOPLE, 1);
	expect(f, "施設課", N_PEOPLE, 0);
	expect(f, "（なし）", 0, 0);
	/* Nobody's number stands beside an answer. */
	assert_int_equal(ks_db_number(f->sample.store, &n_named,
				      "SELECT count(*) FROM inspection_answer"
				      " JOIN person ON number = staff",
				      ""),
			 KS_OK);
	assert_int_equal(n_named, 0);
}

static void who_answered_under_both_names_counts_once_with_the_last_answer(void **state)
{
	struct fixture *f = *state;

	for (int i = 1; i <= N_PEOPLE; i++)
		answer(f, i, false, "yes");
	answer(f, 1, true, "no");
	assert_int_equal(rows(f), N_PEOPLE);
	expect(f, "総務課", N_PEOPLE, 1);
	answer(f, 1, false, "yes");
	expect(f, "総務課", N_PEOPLE, 0);
}

static void what_hr_takes_back_leaves_what_was_said_under_the_other_name(void **state)
{
	struct fixture *f = *state;
	char by_number[KS_UUID_TEXT], by_name[KS_UUID_TEXT];

	for (int i = 2; i <= N_PEOPLE; i++)
		answer(f, i, true, "yes");
	answer(f, 1, false, "no");
	memcpy(by_number, f->kiosk.last_id, sizeof(by_number));
	answer(f, 1, true, "yes");
	memcpy(by_name, f->kiosk.last_id, sizeof(by_name));
	expect(f, "総務課", N_PEOPLE, 0);
	assert_int_equal(ks_centre_void(f->sample.centre, by_name, "誤り", "見本"), KS_OK);
	expect(f, "総務課", N_PEOPLE, 1);
	assert_int_equal(ks_centre_void(f->sample.centre, by_number, "誤り", "見本"), KS_OK);
	expect(f, "総務課", N_PEOPLE - 1, 0);
}

/* The folder of an earlier version, whose answers stand under numbers, is counted anew when it is opened. */
static void a_folder_of_before_is_counted_under_pseudonyms(void **state)
{
	struct fixture *f = *state;

	for (int i = 1; i <= N_PEOPLE; i++)
		answer(f, i, false, "yes");
	assert_int_equal(ks_db_run(f->sample.store, "DELETE FROM inspection_answer", ""), KS_OK);
	assert_int_equal(ks_db_run(f->sample.store,
				   "INSERT INTO inspection_answer(staff, nendo, checklist, item, text,"
				   " response, at_ms) SELECT printf('%06d', value), 2026,"
				   " 'self-inspection', 'i07', '', 'yes', 1"
				   " FROM (SELECT 1 AS value UNION SELECT 2)",
				   ""),
			 KS_OK);
	assert_int_equal(ks_store_set(f->sample.store, "rebuild", "1"), KS_OK);
	ks_centre_close(f->sample.centre);
	assert_int_equal(ks_centre_open(f->sample.store, &f->sample.clock, &f->sample.centre), KS_OK);
	assert_int_equal(rows(f), N_PEOPLE);
	expect(f, "総務課", N_PEOPLE, 0);
}

static bool is_hidden(struct fixture *f, const char *group)
{
	struct ks_inspection_tally tally;
	bool is_one = false;

	assert_int_equal(ks_report_inspection(f->sample.store, 2026, (struct ks_date){2026, 6, 1},
					      KS_GROUP_UNIT, &tally),
			 KS_OK);
	for (size_t i = 0; i < tally.n_cells; i++)
		if (strcmp(tally.cells[i].group, group) == 0)
			is_one = tally.cells[i].is_hidden;
	ks_inspection_tally_finish(&tally);
	return is_one;
}

/* From the sum of all and what is shown, nobody can work out what fewer than five said. */
static void a_few_are_hidden_and_another_with_them(void **state)
{
	struct fixture *f = *state;

	for (int i = 1; i <= N_PEOPLE; i++)
		answer(f, i, true, "yes");
	assert_false(is_hidden(f, "総務課"));
	for (int i = 1; i <= 4; i++)
		answer(f, N_PEOPLE + i, true, "yes");
	assert_true(is_hidden(f, "施設課"));
	assert_true(is_hidden(f, "総務課"));
	answer(f, N_PEOPLE + 5, true, "yes");
	assert_false(is_hidden(f, "施設課"));
	assert_false(is_hidden(f, "総務課"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(the_centre_finds_the_place_of_whoever_answered),
		TEST(who_answered_under_both_names_counts_once_with_the_last_answer),
		TEST(what_hr_takes_back_leaves_what_was_said_under_the_other_name),
		TEST(a_few_are_hidden_and_another_with_them),
		TEST(a_folder_of_before_is_counted_under_pseudonyms),
	};

	return ks_test_run(tests);
}
