/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "support/fact_sample.h"
#include "support/golden.h"

/*
 * The bytes of every kind of statement, with all that may stand in it and with as little as may: resending, chain and audit depend on
 * them. Kept as a whole in tests/data/golden/xapi/built.txt.
 */

enum variant {
	USUAL,
	DESK,   /* a 係員 said so, at the centre */
	LITTLE, /* nothing that may be left out; the lesson is the course's test */
	N_VARIANTS
};

static void put(struct ks_buf *out, const struct ks_sample *sample, enum ks_fact_kind kind,
		size_t question, enum variant variant)
{
	struct ks_answer answer;
	struct ks_stamp stamp = ks_fact_sample_stamp();
	struct ks_fact fact = ks_record_sample_fact(sample, kind, question, &answer);

	if (variant == DESK) {
		fact.by = "000103";
		fact.how = KS_FACT_PAPER;
		fact.reason = "\"用紙\"で";
		fact.n_present = 25;
		fact.n_counted = 26;
		fact.is_of_centre = true;
		fact.pass_right = 4;
		fact.duration_ms = 3725010;
	}
	if (variant == LITTLE) {
		fact.by = fact.how = fact.reason = fact.session_id = "";
		fact.gathering_title = NULL;
		fact.n_right = fact.pass_right = fact.item_index = fact.page_index = 0;
		fact.n_questions = 1;
		fact.duration_ms = 0;
		fact.is_right = false;
		fact.response = KS_RESPONSE_NO;
	}
	ks_statement_build(&fact, &stamp, out);
	ks_buf_putc(out, '\n');
}

static void every_statement_reads_as_it_did(void **state)
{
	struct ks_buf out = {0};

	(void)state;
	for (int v = 0; v < N_VARIANTS; v++) {
		struct ks_sample sample;

		ks_record_sample_words(&sample);
		sample.plan_lesson.is_test = v == LITTLE;
		if (v == DESK)
			memset(sample.content.digest, 0,
			       sizeof(sample.content.digest)); /* a centre has none */
		for (int kind = 0; kind < KS_FACT_KIND_COUNT; kind++)
			put(&out, &sample, (enum ks_fact_kind)kind, v == LITTLE, (enum variant)v);
		for (size_t q = 1; v == USUAL && q < sample.lesson.quiz.n_questions; q++)
			put(&out, &sample, KS_FACT_ANSWERED, q, USUAL);
	}
	ks_test_golden("tests/data/golden/xapi/built.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
}

/* Four places at most, rounded, and no zeros at the end: what `scaled` and masteryscore are. */
static void shares_are_short_decimals(void **state)
{
	static const struct {
		int part, whole;
		const char *text;
	} rows[] = {{0, 6, "0"},      {6, 6, "1"},      {1, 2, "0.5"},        {2, 3, "0.6667"},
		    {1, 3, "0.3333"}, {1, 8, "0.125"},  {1, 10000, "0.0001"}, {1, 20000, "0.0001"},
		    {1, 20001, "0"},  {9, 10, "0.9"},   {12, 10, "1.2"},      {5, 0, "0"},
		    {1, 1, "1"},      {99, 100, "0.99"}};
	struct ks_sample sample;
	struct ks_answer answer;
	struct ks_stamp stamp = ks_fact_sample_stamp();

	(void)state;
	ks_record_sample_words(&sample);
	for (size_t i = 0; i < KS_COUNT(rows); i++) {
		struct ks_fact fact = ks_record_sample_fact(&sample, KS_FACT_PASSED, 0, &answer);
		struct ks_buf out = {0};
		char *scaled = ks_format("\"scaled\":%s,", rows[i].text);
		char *needed = ks_format("masteryscore\":%s,", rows[i].text);

		fact.n_right = fact.pass_right = rows[i].part;
		fact.n_questions = rows[i].whole;
		ks_statement_build(&fact, &stamp, &out);
		if (!strstr(ks_buf_text(&out), scaled) || !strstr(ks_buf_text(&out), needed))
			fail_msg("%d of %d: %s", rows[i].part, rows[i].whole, ks_buf_text(&out));
		ks_buf_finish(&out);
		free(scaled);
		free(needed);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_statement_reads_as_it_did),
		cmocka_unit_test(shares_are_short_decimals),
	};

	ks_id_init();
	return ks_test_run(tests);
}
