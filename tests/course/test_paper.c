/* SPDX-License-Identifier: Apache-2.0 */
#include "course/paper.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "support/fact_sample.h"

/* A sheet is the same wherever it is worked out, and known by its mark. */

static void a_sheet_is_drawn_alike_everywhere_and_has_nothing_to_find(void **state)
{
	struct ks_sample sample, again;
	struct ks_attempt one, two;
	char mark[KS_PAPER_MARK], same[KS_PAPER_MARK];

	(void)state;
	ks_record_sample_words(&sample);
	ks_record_sample_words(&again);
	ks_paper_draw(&sample.rules, "2026-05-18-1", &one);
	ks_paper_draw(&again.rules, "2026-05-18-1", &two);
	assert_memory_equal(&one, &two, sizeof(one));
	assert_int_equal(one.number, 1);
	assert_true(one.seed == UINT64_C(0x0b0468258feae1b5)); /* SHA-256 of "2026-05-18-1/m1" */
	assert_int_equal(one.n_items, 5); /* six are wanted, one of them is found in a picture */
	for (int i = 0; i < one.n_items; i++)
		assert_string_not_equal(one.items[i].question, "q6");
	ks_paper_mark(&sample.rules, &one, mark);
	ks_paper_mark(&again.rules, &two, same);
	assert_string_equal(mark, same);
	assert_int_equal(strlen(mark), KS_PAPER_MARK - 1);
	assert_int_equal(mark[3], '-');
	assert_string_equal(mark, "FB4-AD4"); /* it is printed on paper that is kept */
}

/* A case with a drawing among its words, or with a place to find in it, is not for paper. */
static void what_needs_a_picture_is_not_printed(void **state)
{
	struct ks_block blocks[2] = {{.kind = KS_BLOCK_PARAGRAPH}, {.kind = KS_BLOCK_PARAGRAPH}};
	struct ks_case artefact = {.page = {.blocks = blocks, .n_blocks = 2}};
	struct ks_sample sample;
	struct ks_attempt sheet;

	(void)state;
	ks_record_sample_words(&sample);
	sample.questions[0].artefact = &artefact;
	for (size_t i = 0; i <= 2; i++) {
		if (i > 0)
			blocks[2 - i].kind =
				KS_BLOCK_FIGURE; /* the last of them, then the first too */
		ks_paper_draw(&sample.rules, "2026-05-18-1", &sheet);
		assert_int_equal(sheet.n_items, i == 0 ? 5 : 4);
		for (int k = 0; i > 0 && k < sheet.n_items; k++)
			assert_string_not_equal(sheet.items[k].question, sample.questions[0].id);
	}
}

static void another_word_or_order_is_another_sheet(void **state)
{
	struct ks_sample sample;
	struct ks_attempt sheet, other;
	char mark[KS_PAPER_MARK], next[KS_PAPER_MARK];

	(void)state;
	ks_record_sample_words(&sample);
	ks_paper_draw(&sample.rules, "2026-05-18-1", &sheet);
	ks_paper_mark(&sample.rules, &sheet, mark);
	sample.choices[2][0].text = ks_rich_plain("え／らぶ");
	ks_paper_mark(&sample.rules, &sheet, next);
	assert_string_not_equal(mark, next);
	sample.choices[2][0].text = ks_rich_plain("え／らび");
	sample.questions[1].stem = ks_rich_plain("あてはまるものを選んでください。");
	ks_paper_mark(&sample.rules, &sheet, next);
	assert_string_not_equal(mark, next);
	ks_record_sample_words(&sample);
	sample.boxes[2].text = "別の箱";
	ks_paper_mark(&sample.rules, &sheet, next);
	assert_string_not_equal(mark, next);
	ks_record_sample_words(&sample);
	ks_paper_draw(&sample.rules, "2026-05-18-2", &other);
	ks_paper_mark(&sample.rules, &other, next);
	assert_string_not_equal(mark, next);
}

static void take(struct ks_session *session, const struct ks_session_rules *rules,
		 enum ks_session_input_kind kind)
{
	struct ks_session_input input = {.kind = kind};
	struct ks_events events;

	if (kind == KS_STEP_ANSWER)
		input.answer = ks_sample_answer(
			ks_session_question(session, rules, session->item_index), true);
	assert_int_equal(ks_session_apply(session, rules, &input, &events), KS_OK);
}

static void what_was_left_blank_is_wrong_and_stays_when_it_is_taken_up(void **state)
{
	struct ks_sample sample;
	struct ks_session session, again;
	struct ks_attempt sheet;
	struct ks_buf json = {0};

	(void)state;
	ks_record_sample_words(&sample);
	ks_paper_draw(&sample.rules, "2026-05-18-1", &sheet);
	ks_session_begin(&session, &sample.rules);
	ks_session_take_sheet(&session, &sheet);
	assert_int_equal(session.attempt.number, 1);
	for (int i = 0; i < sheet.n_items; i++) {
		take(&session, &sample.rules, i == 1 ? KS_STEP_BLANK : KS_STEP_ANSWER);
		take(&session, &sample.rules, KS_STEP_NEXT);
	}
	assert_int_equal(session.place, KS_PLACE_RESULT);
	assert_false(session.has_passed); /* all five are needed */
	assert_int_equal(ks_session_n_right(&session), 4);
	ks_session_save(&session, &json);
	assert_int_equal(ks_session_load(ks_buf_text(&json), &sample.rules, &again), KS_OK);
	assert_int_equal(again.place, KS_PLACE_RESULT);
	assert_int_equal(ks_session_n_right(&again), 4);
	ks_buf_finish(&json);

	/* A second sheet is a second try; the first is kept beside it. */
	ks_session_take_sheet(&again, &sheet);
	assert_int_equal(again.attempt.number, 2);
	assert_int_equal(again.last_attempt.number, 1);
	assert_memory_equal(again.last_attempt.items, session.attempt.items,
			    sizeof(session.attempt.items));
	assert_int_equal(again.place, KS_PLACE_QUESTION);
	assert_int_equal(again.item_index, 0);
	assert_int_equal(ks_session_n_right(&again), 0);
	for (int i = 0; i < sheet.n_items; i++)
		assert_false(again.attempt.items[i].is_answered);
}

/* The largest sheet there is, keyed in: nothing of it is answered yet. */
static void a_sheet_of_the_most_questions_is_taken_whole(void **state)
{
	struct ks_sample sample;
	struct ks_session session;
	struct ks_attempt sheet;

	(void)state;
	ks_sample_begin(&sample);
	for (int i = 0; i < KS_QUIZ_MAX; i++)
		ks_sample_question(&sample, KS_QUESTION_SINGLE, 3, "1");
	sample.plan_lesson.n_questions = KS_QUIZ_MAX;
	ks_paper_draw(&sample.rules, "2026-05-18-1", &sheet);
	assert_int_equal(sheet.n_items, KS_QUIZ_MAX);
	for (int i = 0; i < KS_QUIZ_MAX; i++) {
		sheet.items[i].is_answered = sheet.items[i].is_right = true;
		sheet.items[i].answer.value[i % 3] = 1;
	}
	ks_session_begin(&session, &sample.rules);
	ks_session_take_sheet(&session, &sheet);
	for (int i = 0; i < KS_QUIZ_MAX; i++)
		assert_false(session.attempt.items[i].is_answered ||
			     session.attempt.items[i].is_right ||
			     session.attempt.items[i].answer.value[i % 3]);
	assert_int_equal(session.place, KS_PLACE_QUESTION);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sheet_is_drawn_alike_everywhere_and_has_nothing_to_find),
		cmocka_unit_test(what_needs_a_picture_is_not_printed),
		cmocka_unit_test(another_word_or_order_is_another_sheet),
		cmocka_unit_test(what_was_left_blank_is_wrong_and_stays_when_it_is_taken_up),
		cmocka_unit_test(a_sheet_of_the_most_questions_is_taken_whole),
	};

	return ks_test_run(tests);
}
