/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/nendo.h"
#include "report/report.h"
#include "support/centre_sample.h"
#include "support/test.h"

/* The document of a closed 年度, read back number by number. */

#define BASE "https://kenshu.example"

static const struct ks_plan plan = {.id = "annual", .nendo = 2026};

/* What was sealed is only read as what it is: by whole rows, of words that are there. */
static void a_document_that_is_none_is_damage(void **state)
{
#define WORDS "],\"words\":[\"a\",\"01\"]}"
#define DUTY(last) \
	"{\"rows\":[],\"duties\":[[\"1\",\"1\",\"n\",[[0,0,0,0,0,0,0,0,0,0" last "]],[]]" WORDS
#define WAIVER(last) \
	"{\"rows\":[],\"duties\":[[\"1\",\"1\",\"n\",[],[[0,0,0,0,0,0,0" last "]]]" WORDS
#define ROW(standing, last)                                        \
	"{\"rows\":[[\"1\",\"1\",\"n\",\"u\",\"01\",1,1," standing \
	",0,\"\",\"2026-12-25\",5,0,0,0" last "]]}"
	static const struct {
		const char *document;
		enum ks_rc rows, duties;
	} cases[] = {
		{"{", KS_DAMAGED, KS_DAMAGED},
		{"{\"rows\":[],\"rows\":[]}", KS_DAMAGED, KS_DAMAGED},
		{"{\"rows\":[]}", KS_OK, KS_OK},
		{"{\"rows\":[[\"1\"]]}", KS_DAMAGED, KS_OK},
		{ROW("3", ""), KS_OK, KS_OK},
		{ROW("0", ",0"), KS_OK, KS_OK},
		{ROW("0", ",0,0"), KS_DAMAGED, KS_OK},
		{ROW("4", ",0"), KS_DAMAGED, KS_OK},
		{ROW("-1", ",0"), KS_DAMAGED, KS_OK},
		{DUTY(",5,0"), KS_OK, KS_OK},
		{DUTY(",5"), KS_OK, KS_DAMAGED},
		{DUTY(",5,0,0"), KS_OK, KS_DAMAGED},
		{WAIVER(",0"), KS_OK, KS_OK},
		{WAIVER(""), KS_OK, KS_DAMAGED},
		{WAIVER(",0,0"), KS_OK, KS_DAMAGED},
		{"{\"rows\":[],\"duties\":[[1,\"1\",\"n\",[],[]]" WORDS, KS_OK, KS_DAMAGED},
		{"{\"rows\":[],\"duties\":[[\"1\",\"1\",3,[],[]]" WORDS, KS_OK, KS_DAMAGED},
		{"{\"rows\":[],\"duties\":[[\"1\",\"1\",\"n\",[],[[1,1,1,1,1,1,1,0]]]" WORDS, KS_OK,
		 KS_OK},
		{"{\"rows\":[],\"duties\":[[\"1\",\"1\",\"n\",[],[[1,1,1,1,1,1,2,0]]]" WORDS, KS_OK,
		 KS_DAMAGED},
		{"{\"rows\":[],\"duties\":[[\"1\",\"1\",\"n\",[],[[1,1,-1,1,1,1,1,0]]]" WORDS,
		 KS_OK, KS_DAMAGED},
	};
	struct ks_sample_centre *sample = *state;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		int nendo = 2026 - (int)i;
		struct ks_completion report;
		struct ks_duty_list duties;
		enum ks_rc rc;

		assert_int_equal(ks_nendo_seal(sample->centre, nendo, cases[i].document, BASE),
				 KS_OK);
		rc = ks_report_completion(sample->store, &plan, 1, nendo,
					  (struct ks_date){2027, 5, 20}, &report);
		if (rc != cases[i].rows)
			fail_msg("rows of %s: %s", cases[i].document, ks_rc_name(rc));
		ks_completion_finish(&report);
		rc = ks_report_duties(sample->store, &plan, 1, nendo, (struct ks_date){2027, 5, 20},
				      &duties);
		if (rc != cases[i].duties)
			fail_msg("duties of %s: %s", cases[i].document, ks_rc_name(rc));
		ks_duty_list_finish(&duties);
	}
}

/* Each number of a row is of its own word. */
static void a_row_of_numbers_is_the_words_they_are_of(void **state)
{
	static const char document[] =
		"{\"rows\":[],\"duties\":[[\"1\",\"001\",\"名\",[[0,1,2,3,4,5,6,7,8,9,77,3]],"
		"[[0,1,2,3,4,5,10,0]]]],\"words\":[\"課\",\"01\",\"p\",\"3\",\"m1\",\"題\",\"2026-12-25\","
		"\"修了\",\"なぜ\",\"規則\",\"育休\"]}";
	struct ks_sample_centre *sample = *state;
	struct ks_duty_list list;
	const struct ks_duty_row *duty;
	char *said;

	assert_int_equal(ks_nendo_seal(sample->centre, 2020, document, BASE), KS_OK);
	assert_int_equal(ks_report_duties(sample->store, &plan, 1, 2020,
					  (struct ks_date){2027, 5, 20}, &list),
			 KS_OK);
	assert_int_equal(list.n_rows, 1);
	duty = &list.rows[0];
	said = ks_format("%s %s %s %s %s %s %s %s %d %s %s %s %lld %d%d", duty->person->typed,
			 duty->person->name, duty->appointment->unit, duty->appointment->employment,
			 duty->duty.plan->id, duty->duty.plan->revision, duty->duty.lesson->id,
			 duty->duty.lesson->title, duty->duty.due.day, duty->state, duty->why,
			 duty->rule, (long long)duty->done_ms, duty->is_missed, duty->is_from_paper);
	assert_string_equal(said, "001 名 課 01 p 3 m1 題 25 修了 なぜ 規則 77 11");
	free(said);
	assert_int_equal(list.n_waived, 1);
	said = ks_format("%s %s %s %s %s %s", list.waived[0].appointment->unit,
			 list.waived[0].plan->id, list.waived[0].plan->title,
			 list.waived[0].lesson->id, list.waived[0].lesson->title,
			 list.waived[0].word);
	assert_string_equal(said, "課 p 3 m1 題 育休");
	free(said);
	ks_duty_list_finish(&list);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, ks_sample_setup, ks_sample_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_document_that_is_none_is_damage),
		TEST(a_row_of_numbers_is_the_words_they_are_of),
	};

	return ks_test_run(tests);
}
