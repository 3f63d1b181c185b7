// SPDX-License-Identifier: Apache-2.0
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "walk.h"

static void a_saved_session_is_taken_up_exactly(void **state)
{
	struct ks_sample sample;

	(void)state;
	ks_sample_usual(&sample);
	for (int n = 0; n <= 6; n++) {
		struct ks_session before, after;
		char *json;

		walk_session(&sample, n, &before);
		json = walk_saved(&before);
		memset(&after, 0x5a, sizeof(after));
		assert_int_equal(ks_session_load(json, &sample.rules, &after), KS_OK);
		assert_memory_equal(&before, &after, sizeof(before));
		free(json);
	}
}

static void what_was_thought_before_the_lesson_is_kept_while_it_is_asked(void **state)
{
	struct ks_sample sample;
	struct ks_session before, after;
	char *json;

	(void)state;
	ks_sample_usual(&sample);
	sample.questions[0].is_opening = true;
	walk_session(&sample, 2, &before);
	before.opening = 4;
	json = walk_saved(&before);
	assert_non_null(strstr(json, "\"opening\":4"));
	assert_int_equal(ks_session_load(json, &sample.rules, &after), KS_OK);
	assert_memory_equal(&before, &after, sizeof(before));
	sample.questions[0].n_choices = 3; /* the choice is gone */
	assert_int_equal(ks_session_load(json, &sample.rules, &after), KS_OK);
	assert_int_equal(after.opening, 0);
	sample.questions[0].is_opening = false;
	assert_int_equal(ks_session_load(json, &sample.rules, &after), KS_OK);
	assert_int_equal(after.opening, 0);
	free(json);
}

static void the_largest_session_fits_the_ceiling(void **state)
{
	struct ks_sample sample;
	struct ks_session session, after;
	char *json;

	(void)state;
	ks_sample_begin(&sample);
	for (int i = 0; i < KS_QUIZ_MAX; i++)
		ks_sample_question(&sample, KS_QUESTION_ORDER, KS_CHOICES_MAX, "1");
	sample.plan_lesson.n_questions = KS_QUIZ_MAX;
	ks_session_begin(&session, &sample.rules);
	ks_attempt_draw(&sample.rules, 1, 1000000, NULL, &session.attempt);
	for (int i = 0; i < KS_QUIZ_MAX; i++) {
		session.attempt.items[i].is_answered = true;
		session.attempt.items[i].answer = ks_sample_answer(&sample.questions[i], true);
		session.attempt.items[i].is_right = true;
	}
	session.last_attempt = session.attempt;
	json = walk_saved(&session);
	assert_int_equal(ks_session_load(json, &sample.rules, &after), KS_OK);
	assert_memory_equal(&session, &after, sizeof(session));
	free(json);
}

/* A quiz of one question, answered wrongly: a result of its own. */
static void the_result_of_a_single_question_is_taken_up(void **state)
{
	struct ks_sample sample;
	struct ks_session session, after;
	struct ks_events events;
	struct ks_session_input input = {.kind = KS_STEP_NEXT, .seed = 3};
	char *json;

	(void)state;
	ks_sample_begin(&sample);
	ks_sample_question(&sample, KS_QUESTION_ORDER, KS_CHOICES_MAX, "1");
	sample.plan_lesson.n_questions = sample.plan_lesson.pass_right = 1;
	ks_session_begin(&session, &sample.rules);
	while (session.place == KS_PLACE_PAGE)
		assert_int_equal(ks_session_apply(&session, &sample.rules, &input, &events), KS_OK);
	input.kind = KS_STEP_ANSWER;
	input.answer = ks_sample_answer(&sample.questions[0], false);
	assert_int_equal(ks_session_apply(&session, &sample.rules, &input, &events), KS_OK);
	input.kind = KS_STEP_NEXT;
	assert_int_equal(ks_session_apply(&session, &sample.rules, &input, &events), KS_OK);
	assert_int_equal(session.place, KS_PLACE_RESULT);
	assert_false(session.has_passed);
	json = walk_saved(&session);
	assert_int_equal(ks_session_load(json, &sample.rules, &after), KS_OK);
	assert_memory_equal(&session, &after, sizeof(session));
	free(json);
}

/* A reason that was being read is no place to begin anew at. */
static void a_reason_about_a_changed_question_becomes_the_first_question(void **state)
{
	struct ks_sample sample;
	struct ks_session session, out;
	struct ks_session_input input = {.kind = KS_STEP_ANSWER};
	struct ks_events events;
	char *json;

	(void)state;
	ks_sample_usual(&sample);
	walk_session(&sample, 2, &session);
	input.answer = ks_sample_answer(ks_session_question(&session, &sample.rules, 2), true);
	assert_int_equal(ks_session_apply(&session, &sample.rules, &input, &events), KS_OK);
	assert_int_equal(session.place, KS_PLACE_REASON);
	json = walk_saved(&session);
	sample.questions[0].n_choices = 3;
	assert_int_equal(ks_session_load(json, &sample.rules, &out), KS_OK);
	assert_int_equal(out.place, KS_PLACE_QUESTION);
	assert_int_equal(out.item_index, 0);
	assert_int_equal(out.attempt.number, 3);
	free(json);
}

static void a_session_of_another_lesson_is_refused(void **state)
{
	struct ks_sample sample;
	struct ks_session session, out;
	char *json;

	(void)state;
	ks_sample_usual(&sample);
	walk_session(&sample, 2, &session);
	json = walk_saved(&session);
	sample.lesson.id = "m2";
	assert_int_equal(ks_session_load(json, &sample.rules, &out), KS_INVALID);
	free(json);
}

/* Replace the first @from in a good file by @to: none of these may pass. */
static const struct {
	const char *from, *to;
} unfit[] = {
	{"{\"version\":1", "{\"version\":2"},
	{"{\"version\":1", "{\"version\":0"},
	{"{\"version\":1", "[\"version\",1"},
	{"{\"version\":1", "{\"more\":1,\"version\":1"},
	{"\"page\":2", "\"page\":-1"},
	{"\"page\":2", "\"page\":1001"},
	{"\"page\":2", "\"pages\":2"},
	{"\"pages_seen\":3", "\"pages_seen\":1001"},
	{"\"lesson\":\"m1\"", "\"lesson\":1"},
	{"\"lesson\":\"m1\"", "\"lesson\":\"m1m1m1m1m1m1m1m1m1m1m1m1m1m1m1m1m1m1m1m1\""},
	{"\"digest\":\"a", "\"digest\":\"aa"},
	{"\"place\":\"question\"", "\"place\":\"questionquestio\""},
	{"\"place\":\"question\"", "\"place\":\"questionquestion\""},
	{"\"place\":\"question\"", "\"place\":null"},
	{"\"review\":false", "\"review\":\"false\""},
	{"\"number\":2", "\"number\":1000001"},
	{"\"number\":2", "\"numbers\":2"},
	{"\"seed\":\"0", "\"seed\":\"x"},
	{"\"items\":[", "\"items\":[1,"},
	{"\"items\":[", "\"more\":1,\"items\":["},
	{"\"question\":\"q", "\"questions\":\"q"},
	{"\"question\":\"q", "\"more\":1,\"question\":\"q"},
	{"\"order\":[", "\"order\":1,\"orders\":["},
	{"\"answer\":[", "\"answer\":1,\"answers\":["},
	{"\"answer\":[", "\"answer\":[],\"answers\":["},
	{"\"answer\":[", "\"answered\":["},
	{"\"page\":2", "\"page\":2.0"},
	{"\"page\":2", "\"page\":99999999999999999999"},
	{"\"place\":\"question\"", "\"place\":\"result\""},
	{"\"place\":\"question\"", "\"place\":\"reason\""},
	{"\"place\":\"question\"", "\"place\":\"elsewhere\""},
	{"\"item\":2", "\"item\":3"},
	{"\"item\":2", "\"item\":19"},
	{"\"item\":2", "\"item\":20"},
	{"\"passed\":false", "\"passed\":0"},
	{"\"number\":2", "\"number\":0"},
	{"\"seed\":\"", "\"seed\":\"0"},
	{"\"order\":[", "\"order\":[9,"},
	{"\"order\":[", "\"order\":[0,0,"},
	{"\"order\":[", "\"order\":[-1,"},
	{"\"answer\":[", "\"answer\":[7,7,7,7,7,"},
	{"\"answer\":[", "\"answer\":[256,"},
	{"\"right\":true", "\"right\":null"},
	{"\"right\":true", "\"wrong\":true"},
	{"\"lesson\":\"m1\"", "\"lesson\":\"m1\",\"lesson\":\"m1\""},
	{"\"lesson\":\"m1\"", "\"lesson\":\"m1\\u0000\""},
};

static void what_does_not_fit_is_refused(void **state)
{
	struct ks_sample sample;
	struct ks_session session, out;
	char *json;

	(void)state;
	ks_sample_usual(&sample);
	walk_session(&sample, 2, &session);
	json = walk_saved(&session);
	for (size_t i = 0; i < KS_COUNT(unfit); i++) {
		struct ks_buf bad = {0};
		const char *at = strstr(json, unfit[i].from);

		assert_non_null(at);
		ks_buf_append(&bad, json, (size_t)(at - json));
		ks_buf_puts(&bad, unfit[i].to);
		ks_buf_puts(&bad, at + strlen(unfit[i].from));
		memset(&out, 0x5a, sizeof(out));
		if (ks_session_load(ks_buf_text(&bad), &sample.rules, &out) != KS_INVALID)
			fail_msg("taken: %s", unfit[i].to);
		ks_buf_finish(&bad);
	}
	free(json);
}

/* The number behind @name, or the first of an array, which keeps its length, becomes @to. */
static enum ks_rc load_with(const struct ks_sample *sample, const char *json, const char *name,
			    const char *to)
{
	const char *at = strstr(json, name) + strlen(name);
	struct ks_session out;
	struct ks_buf bad = {0};
	enum ks_rc rc;

	ks_buf_append(&bad, json, (size_t)(at - json));
	ks_buf_puts(&bad, to);
	ks_buf_puts(&bad, at + strcspn(at, ",]"));
	rc = ks_session_load(ks_buf_text(&bad), &sample->rules, &out);
	ks_buf_finish(&bad);
	return rc;
}

static void a_saved_answer_out_of_range_is_refused(void **state)
{
	static const char *const bad[] = {"9", "255", "256", "-1", "1.0", "true", "4294967296"};
	struct ks_sample sample;
	struct ks_session session;
	char *json;

	(void)state;
	ks_sample_usual(&sample);
	walk_session(&sample, 2, &session);
	json = walk_saved(&session);
	assert_int_equal(load_with(&sample, json, "\"answer\":[", "1"), KS_OK); /* so it is the number */
	for (size_t i = 0; i < KS_COUNT(bad); i++) {
		if (load_with(&sample, json, "\"answer\":[", bad[i]) != KS_INVALID)
			fail_msg("answer %s taken", bad[i]);
		if (load_with(&sample, json, "\"order\":[", bad[i]) != KS_INVALID)
			fail_msg("order %s taken", bad[i]);
	}
	free(json);
}

/* All are answered: what is shown then is a reason or the result. */
static void there_is_no_question_behind_the_last(void **state)
{
	struct ks_sample sample;
	struct ks_session session, out;
	char *json;

	(void)state;
	ks_sample_usual(&sample);
	walk_session(&sample, 1, &session);
	session.attempt.n_items = 1;
	for (int at = 0; at < 2; at++) {
		session.place = at == 0 ? KS_PLACE_REASON : KS_PLACE_QUESTION;
		session.item_index = at;
		json = walk_saved(&session);
		assert_int_equal(ks_session_load(json, &sample.rules, &out),
				 at == 0 ? KS_OK : KS_INVALID);
		free(json);
	}
}

/* However far a lesson was read that had more pages then. */
static void the_page_may_be_as_far_as_there_ever_were(void **state)
{
	static const char *const names[] = {"\"page\":", "\"pages_seen\":"};
	struct ks_sample sample;
	struct ks_session session;
	char *json;

	(void)state;
	ks_sample_usual(&sample);
	ks_session_begin(&session, &sample.rules);
	json = walk_saved(&session);
	for (size_t i = 0; i < KS_COUNT(names); i++) {
		assert_int_equal(load_with(&sample, json, names[i], "1000"), KS_OK);
		assert_int_equal(load_with(&sample, json, names[i], "1001"), KS_INVALID);
	}
	free(json);
}

static void a_cut_file_is_refused_at_every_length(void **state)
{
	struct ks_sample sample;
	struct ks_session session, out;
	char *json;

	(void)state;
	ks_sample_usual(&sample);
	walk_session(&sample, 1, &session);
	json = walk_saved(&session);
	for (size_t len = strlen(json); len > 0; len--) {
		json[len - 1] = '\0';
		assert_int_equal(ks_session_load(json, &sample.rules, &out), KS_INVALID);
	}
	free(json);
}

static void an_endless_file_is_refused(void **state)
{
	struct ks_sample sample;
	struct ks_session out;
	char *json = ks_alloc((1 << 20) + 1);

	(void)state;
	ks_sample_usual(&sample);
	memset(json, '[', 1 << 20);
	json[1 << 20] = '\0';
	assert_int_equal(ks_session_load(json, &sample.rules, &out), KS_INVALID);
	free(json);
}

static void under_shorter_content_pages_are_clamped(void **state)
{
	struct ks_sample sample;
	struct ks_session session, out;
	char *json;

	(void)state;
	ks_sample_usual(&sample);
	ks_session_begin(&session, &sample.rules);
	session.page_index = 2;
	session.n_pages_seen = 3;
	json = walk_saved(&session);
	sample.lesson.n_pages = 2;
	memset(sample.content.digest, 'b', KS_HASH_HEX - 1);
	assert_int_equal(ks_session_load(json, &sample.rules, &out), KS_OK);
	assert_int_equal(out.page_index, 1);
	assert_int_equal(out.n_pages_seen, 2);
	assert_string_equal(out.digest, sample.content.digest);
	free(json);
}

static void new_content_with_the_same_questions_lets_the_attempt_go_on(void **state)
{
	struct ks_sample sample;
	struct ks_session session, out;
	char *json;

	(void)state;
	ks_sample_usual(&sample);
	walk_session(&sample, 3, &session);
	json = walk_saved(&session);
	memset(sample.content.digest, 'b', KS_HASH_HEX - 1);
	assert_int_equal(ks_session_load(json, &sample.rules, &out), KS_OK);
	assert_memory_equal(&out.attempt, &session.attempt, sizeof(out.attempt));
	assert_int_equal(out.item_index, 3);
	free(json);
}

static void an_attempt_with_changed_questions_begins_anew(void **state)
{
	for (int is_gone = 0; is_gone <= 1; is_gone++) {
		struct ks_sample sample;
		struct ks_session session, out;
		char *json;

		(void)state;
		ks_sample_usual(&sample);
		walk_session(&sample, 3, &session);
		json = walk_saved(&session);
		memset(sample.content.digest, 'b', KS_HASH_HEX - 1);
		if (is_gone)
			memcpy(sample.ids[0], "q9", 3);
		else
			sample.questions[0].n_choices = 3;
		assert_int_equal(ks_session_load(json, &sample.rules, &out), KS_OK);
		assert_int_equal(out.place, KS_PLACE_QUESTION);
		assert_int_equal(out.item_index, 0);
		assert_int_equal(out.attempt.n_items, 6);
		assert_false(out.attempt.items[0].is_answered);
		/* three answers stand in the ledger under number 2 */
		assert_int_equal(out.attempt.number, 3);
		for (int i = 0; i < 6; i++)
			assert_non_null(ks_session_question(&out, &sample.rules, i));
		free(json);
	}
}

static void a_result_about_vanished_questions_becomes_reading_again(void **state)
{
	struct ks_sample sample;
	struct ks_session session, out;
	char *json;

	(void)state;
	ks_sample_usual(&sample);
	walk_session(&sample, 6, &session);
	assert_int_equal(session.place, KS_PLACE_RESULT);
	json = walk_saved(&session);
	sample.lesson.quiz.n_questions = 5;
	assert_int_equal(ks_session_load(json, &sample.rules, &out), KS_OK);
	assert_int_equal(out.place, KS_PLACE_PAGE);
	assert_int_equal(out.last_attempt.number, 2);
	assert_true(out.has_passed);
	free(json);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(a_saved_session_is_taken_up_exactly),
	cmocka_unit_test(the_largest_session_fits_the_ceiling),
	cmocka_unit_test(what_was_thought_before_the_lesson_is_kept_while_it_is_asked),
	cmocka_unit_test(the_result_of_a_single_question_is_taken_up),
	cmocka_unit_test(a_reason_about_a_changed_question_becomes_the_first_question),
	cmocka_unit_test(a_session_of_another_lesson_is_refused),
	cmocka_unit_test(what_does_not_fit_is_refused),
	cmocka_unit_test(a_saved_answer_out_of_range_is_refused),
	cmocka_unit_test(there_is_no_question_behind_the_last),
	cmocka_unit_test(the_page_may_be_as_far_as_there_ever_were),
	cmocka_unit_test(a_cut_file_is_refused_at_every_length),
	cmocka_unit_test(an_endless_file_is_refused),
	cmocka_unit_test(under_shorter_content_pages_are_clamped),
	cmocka_unit_test(new_content_with_the_same_questions_lets_the_attempt_go_on),
	cmocka_unit_test(an_attempt_with_changed_questions_begins_anew),
	cmocka_unit_test(a_result_about_vanished_questions_becomes_reading_again),
};

int main(void)
{
	return ks_test_run(tests);
}
