/* SPDX-License-Identifier: Apache-2.0 */
#include "support/cut.h"

#include "record/db.h"
#include "support/test.h"
#include "visit/agree.h"
#include "visit/attend.h"
#include "visit/desk.h"
#include "visit/inspect.h"
#include "visit/lesson.h"
#include "visit/present.h"
#include "visit/signin.h"
#include "visit/stage.h"

/* A store that fails at any of its steps, under each thing a person does: done and kept, or told, and all stands as it stood. */

struct act {
	struct stage *s;
	enum ks_rc (*does)(struct stage *s);
	enum ks_visit_place from;
	const struct ks_receipt *receipt; /* of the check-in, if there was one */
	int n_before, n_unconfirmed;
};

static void begin(void *context)
{
	struct act *act = context;

	act->n_before = stage_count(act->s, "");
	act->receipt = act->s->visit.attend.receipt;
}

/* What was told to have failed stands as it stood; or it is kept and could not be read back, and then nothing vouches for it. */
static enum ks_rc once(void *context)
{
	struct act *act = context;
	struct stage *s = act->s;
	enum ks_rc rc;

	if (act->n_unconfirmed > 0)
		return KS_OK;
	rc = act->does(s);
	if (rc == KS_OK)
		return rc;
	assert_null(s->visit.lesson.result);
	assert_null(s->visit.inspect.done);
	assert_ptr_equal(s->visit.attend.receipt, act->receipt);
	if (s->visit.place == KS_VISIT_NOBODY)
		act->n_unconfirmed++; /* who goes is gone, kept or not */
	else if (stage_count(s, "") == act->n_before)
		assert_int_equal(s->visit.place, act->from);
	else
		act->n_unconfirmed++;
	return rc;
}

/* Returns whether what was done could be read back. */
static bool cut(struct stage *s, const char *name, enum ks_rc (*does)(struct stage *s),
		bool is_read_back)
{
	struct act act = {.s = s, .does = does, .from = s->visit.place};
	struct ks_cut cut = {.store = s->site.store,
			     .begin = begin,
			     .act = once,
			     .context = &act,
			     .name = name,
			     .leaves_trace = is_read_back,
			     .is_one_way = true};

	ks_cut_everywhere(&cut);
	assert_true(cut.n_refused > 0);
	assert_true(act.n_unconfirmed == 0 || is_read_back);
	return act.n_unconfirmed == 0;
}

static enum ks_rc open_lesson(struct stage *s)
{
	return ks_lesson_open(&s->site, &s->visit, 0);
}

static enum ks_rc next(struct stage *s)
{
	return stage_step(s, KS_STEP_NEXT);
}

static enum ks_rc answer(struct stage *s)
{
	const struct ks_session *session = &s->visit.lesson.session;
	struct ks_session_input input = {.kind = KS_STEP_ANSWER};

	input.answer = ks_sample_answer(
		ks_session_question(session, &s->visit.lesson.rules, session->item_index), true);
	return ks_lesson_step(&s->site, &s->visit, &input);
}

static enum ks_rc agree(struct stage *s)
{
	return ks_agree(&s->site, &s->visit, "読んで、守ります。");
}

static enum ks_rc leave(struct stage *s)
{
	return ks_signin_end(&s->site, &s->visit, true);
}

static void every_step_of_a_course(void **state)
{
	struct stage *s = *state;

	stage_sign_in(s, STAGE_NUMBER);
	(void)cut(s, "the lesson is opened", open_lesson, false);
	while (s->visit.place == KS_VISIT_PAGE)
		(void)cut(s, "on from a page", next, true);
	while (s->visit.place == KS_VISIT_QUESTION) {
		(void)cut(s, "an answer", answer, false);
		(void)cut(s, "on from its reason", next, true);
	}
	assert_int_equal(s->visit.place, KS_VISIT_RESULT);
	assert_true(s->visit.progress[0].is_done);
	assert_int_equal(stage_count(s, "passed"), 1);
	assert_int_equal(stage_count(s, "completed"), 1);
	assert_int_equal(ks_agree_open(&s->site, &s->visit), KS_OK);
	(void)cut(s, "agreed", agree, true);
	assert_int_equal(stage_count(s, "completed"), 2);
	assert_false(cut(s, "signed out", leave, true));
	assert_int_equal(s->visit.place, KS_VISIT_NOBODY);
}

static enum ks_rc inspect_next(struct stage *s)
{
	return ks_inspect_next(&s->site, &s->visit);
}

static void every_step_of_a_self_inspection(void **state)
{
	struct stage *s = *state;

	stage_sign_in(s, STAGE_NUMBER);
	assert_int_equal(ks_inspect_open(&s->site, &s->visit), KS_OK);
	s->visit.inspect.response = KS_RESPONSE_YES;
	(void)cut(s, "yes", inspect_next, true);
	s->visit.inspect.response = KS_RESPONSE_YES;
	assert_false(cut(s, "the last", inspect_next, true));
	assert_int_equal(s->visit.place, KS_VISIT_INSPECTED);
	assert_null(s->visit.inspect.done);
	assert_int_equal(stage_count(s, "answered"), 2);
	assert_int_equal(stage_count(s, "completed"), 1);
}

static enum ks_rc confirm(struct stage *s)
{
	return ks_attend_confirm(&s->site, &s->visit);
}

static enum ks_rc go(struct stage *s)
{
	return ks_attend_leave(&s->site, &s->visit);
}

static void coming_and_going(void **state)
{
	struct stage *s = *state;

	assert_int_equal(ks_attend_begin_at(&s->site, &s->visit, s->gathering.id, STAGE_NUMBER),
			 KS_OK);
	assert_int_equal(ks_signin_number(&s->site, &s->visit, STAGE_OTHER), KS_OK);
	assert_false(cut(s, "it is that person", confirm, true));
	assert_int_equal(stage_count(s, "checkin"), 1);
	assert_null(s->visit.attend.receipt);
	assert_int_equal(confirm(s), KS_OK); /* another tap finds it */
	assert_int_equal(stage_count(s, "checkin"), 1);
	assert_true(s->visit.attend.is_repeat);
	(void)cut(s, "and goes", go, true);
	assert_int_equal(stage_count(s, "leave"), 1);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, stage_setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		TEST(every_step_of_a_course),
		TEST(every_step_of_a_self_inspection),
		TEST(coming_and_going),
	};

	return ks_test_run(tests);
}
