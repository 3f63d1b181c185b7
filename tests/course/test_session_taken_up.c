// SPDX-License-Identifier: Apache-2.0
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "walk.h"

/* What a saved session may hold, and what becomes of it under other content. */

/* Questions are answered in order, so the one before an answer has one. */
static void an_answer_behind_a_gap_is_refused(void **state)
{
	struct ks_sample sample;
	struct ks_session session, out;
	char *json;

	(void)state;
	ks_sample_usual(&sample);
	walk_session(&sample, 2, &session);
	session.attempt.items[3].is_answered = true;
	session.attempt.items[3].answer =
		ks_sample_answer(ks_session_question(&session, &sample.rules, 3), true);
	json = walk_saved(&session);
	assert_int_equal(ks_session_load(json, &sample.rules, &out), KS_INVALID);
	free(json);
}

/* Any number of a choice there is; states saved before there was such a question have none, and no more members. */
static void what_was_thought_is_a_choice_or_not_there(void **state)
{
	static const struct {
		const char *member;
		enum ks_rc rc;
	} rows[] = {
		{"", KS_OK},
		{"\"opening\":1,", KS_OK},
		{"\"opening\":8,", KS_OK},
		{"\"opening\":0,", KS_INVALID},
		{"\"opening\":9,", KS_INVALID},
		{"\"opening\":\"1\",", KS_INVALID},
		{"\"opening\":1,\"more\":1,", KS_INVALID},
		{"\"more\":1,", KS_INVALID},
	};
	struct ks_sample sample;
	struct ks_session session, out;
	char *json;

	(void)state;
	ks_sample_usual(&sample);
	sample.questions[0].is_opening = true;
	walk_session(&sample, 0, &session);
	json = walk_saved(&session);
	sample.questions[0].n_choices = 1;
	for (size_t i = 0; i < KS_COUNT(rows); i++) {
		char *text = ks_format("{%s%s", rows[i].member, json + 1);

		if (ks_session_load(text, &sample.rules, &out) != rows[i].rc)
			fail_msg("%s", rows[i].member);
		if (rows[i].rc == KS_OK) /* one choice is left of it */
			assert_int_equal(out.opening, i == 1);
		free(text);
	}
	free(json);
}

/* Where it was begun is asked of states of whatever lesson; one that is judged, or none, was not. */
static void a_begun_session_knows_its_content(void **state)
{
	struct ks_sample sample;
	struct ks_session session;
	char digest[KS_HASH_HEX], *json, *padded;

	(void)state;
	ks_sample_usual(&sample);
	walk_session(&sample, 2, &session);
	json = walk_saved(&session);
	assert_true(ks_session_begun_in(json, digest));
	assert_string_equal(digest, sample.content.digest);
	padded = ks_format("%*s", 64 << 10, json); /* the longest that is read, and one more */
	assert_true(ks_session_begun_in(padded, digest));
	assert_int_equal(ks_session_load(padded, &sample.rules, &session), KS_OK);
	free(padded);
	padded = ks_format("%s%*s", json, 64 << 10, "");
	assert_false(ks_session_begun_in(padded, digest));
	assert_int_equal(ks_session_load(padded, &sample.rules, &session), KS_INVALID);
	free(padded);
	padded = ks_format("%*s", (64 << 10) + 1, json);
	assert_false(ks_session_begun_in(padded, digest));
	assert_int_equal(ks_session_load(padded, &sample.rules, &session), KS_INVALID);
	free(padded);
	json[strlen(json) - 1] = '\0';
	assert_false(ks_session_begun_in(json, digest));
	free(json);
	walk_session(&sample, 6, &session);
	json = walk_saved(&session);
	assert_false(ks_session_begun_in(json, digest));
	free(json);
	json = ks_format("%*s", (64 << 10) + 1, "{}");
	assert_false(ks_session_begun_in(json, digest));
	assert_string_equal(digest, "");
	free(json);
}

/* A question of one choice, or of as many as there may be, is one like others. */
static void a_question_of_any_size_is_taken_up(void **state)
{
	struct ks_sample sample;
	struct ks_session session, out;
	char *json;

	(void)state;
	ks_sample_begin(&sample);
	ks_sample_question(&sample, KS_QUESTION_SINGLE, 1, "1");
	ks_sample_question(&sample, KS_QUESTION_SINGLE, KS_CHOICES_MAX, "1");
	sample.plan_lesson.n_questions = 2;
	ks_session_begin(&session, &sample.rules);
	ks_attempt_draw(&sample.rules, 1, 1, NULL, &session.attempt);
	session.place = KS_PLACE_QUESTION;
	json = walk_saved(&session);
	assert_int_equal(ks_session_load(json, &sample.rules, &out), KS_OK);
	assert_memory_equal(&session, &out, sizeof(out));
	free(json);
}

/* Whichever of them it is, first or last. */
static void one_changed_question_is_enough(void **state)
{
	(void)state;
	for (size_t q = 0; q < 6; q++) {
		struct ks_sample sample;
		struct ks_session session, out;
		char *json;

		ks_sample_usual(&sample);
		walk_session(&sample, 0, &session);
		json = walk_saved(&session);
		sample.questions[q].n_choices++;
		assert_int_equal(ks_session_load(json, &sample.rules, &out), KS_OK);
		assert_int_equal(out.attempt.number, 2); /* none of it stands in the ledger */
		assert_memory_not_equal(&out.attempt, &session.attempt, sizeof(out.attempt));
		free(json);
		sample.questions[q].n_choices--;
		walk_session(&sample, 1, &session);
		json = walk_saved(&session);
		sample.questions[q].n_choices++;
		assert_int_equal(ks_session_load(json, &sample.rules, &out), KS_OK);
		assert_int_equal(out.attempt.number, 3); /* one answer does */
		free(json);
	}
}

/* Without a quiz a lesson ends in a result of nothing, which only who is done has; its pages may all be gone. */
static void a_result_of_no_question_is_of_who_is_done(void **state)
{
	struct walk w;
	struct ks_session out;
	char *json;

	(void)state;
	walk_begin(&w);
	w.sample.lesson.quiz.n_questions = 0;
	walk_pages(&w);
	assert_int_equal(w.session.place, KS_PLACE_RESULT);
	json = walk_saved(&w.session);
	assert_int_equal(ks_session_load(json, &w.sample.rules, &out), KS_OK);
	assert_memory_equal(&w.session, &out, sizeof(out));
	w.sample.lesson.n_pages = 0;
	assert_int_equal(ks_session_load(json, &w.sample.rules, &out), KS_OK);
	assert_int_equal(out.page_index, 0);
	assert_int_equal(out.n_pages_seen, 0);
	free(json);
	w.session.has_passed = false;
	json = walk_saved(&w.session);
	assert_int_equal(ks_session_load(json, &w.sample.rules, &out), KS_INVALID);
	free(json);
}

/* An answer that is whole no longer: the kind of the question has changed under it. */
static void an_answer_that_is_none_any_more_begins_anew(void **state)
{
	struct ks_sample sample;
	struct ks_session session, out;
	char *json = NULL;

	(void)state;
	for (int is_wrong = 0; is_wrong < 2; is_wrong++) {
		free(json);
		ks_sample_usual(&sample);
		walk_session(&sample, 6, &session);
		session.place = KS_PLACE_REASON;
		session.item_index = 5;
		for (int i = 0; i < 6 && is_wrong; i++)
			session.attempt.items[i].is_right = false;
		json = walk_saved(&session);
		sample.questions[0].kind = KS_QUESTION_ORDER;
		assert_int_equal(ks_session_load(json, &sample.rules, &out), KS_OK);
		assert_int_equal(out.attempt.number, 3);
		assert_int_equal(out.place, KS_PLACE_QUESTION);
	}
	sample.plan_lesson.n_questions = 0; /* no quiz at all any more */
	sample.plan_lesson.n_pools = 0;
	assert_int_equal(ks_session_load(json, &sample.rules, &out), KS_OK);
	assert_int_equal(out.place, KS_PLACE_PAGE);
	assert_int_equal(out.attempt.number, 0);
	assert_int_equal(out.last_attempt.number, 1);
	free(json);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(an_answer_behind_a_gap_is_refused),
	cmocka_unit_test(what_was_thought_is_a_choice_or_not_there),
	cmocka_unit_test(a_begun_session_knows_its_content),
	cmocka_unit_test(a_question_of_any_size_is_taken_up),
	cmocka_unit_test(one_changed_question_is_enough),
	cmocka_unit_test(a_result_of_no_question_is_of_who_is_done),
	cmocka_unit_test(an_answer_that_is_none_any_more_begins_anew),
};

int main(void)
{
	return ks_test_run(tests);
}
