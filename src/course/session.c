// SPDX-License-Identifier: Apache-2.0
#include "course/session.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "course/attempt_private.h"

/*
 * Where somebody stands in a lesson, and what a tap makes of it. Nothing is written here: the caller
 * applies an input to a copy, commits the events, and only then lets the copy become the state.
 */

#define PROGRESS_MAX_PERCENT 99 /* 100 is kept for "done" */

typedef enum ks_rc (*step_fn)(struct ks_session *session, const struct ks_session_rules *rules,
			      const struct ks_session_input *input, struct ks_events *events);

int ks_attempt_n_answered(const struct ks_attempt *attempt)
{
	int n = 0;

	while (n < attempt->n_items && attempt->items[n].is_answered)
		n++;
	return n;
}

static int n_right_of(const struct ks_attempt *attempt)
{
	int n = 0;

	for (int i = 0; i < attempt->n_items; i++)
		n += attempt->items[i].is_answered && attempt->items[i].is_right;
	return n;
}

bool ks_attempt_has_passed(const struct ks_attempt *attempt, const struct ks_session_rules *rules)
{
	int needed = rules->plan_lesson->pass_right;

	for (int i = 0; i < attempt->n_items; i++) {
		const struct ks_attempt_item *item = &attempt->items[i];
		const struct ks_question *question =
			ks_quiz_find(&rules->lesson->quiz, item->question);

		if (question && question->is_mandatory && !item->is_right)
			return false;
	}
	/* A quiz too small for its pass mark is passed with all of it. */
	return n_right_of(attempt) >= (needed < attempt->n_items ? needed : attempt->n_items);
}

static void emit(struct ks_events *events, enum ks_event_kind kind, int index)
{
	assert(events->n_items < KS_EVENTS_MAX);
	events->items[events->n_items++] = (struct ks_event){.kind = kind, .index = index};
}

static void move_to(struct ks_session *session, enum ks_place place, int index)
{
	session->place = place;
	if (place == KS_PLACE_PAGE)
		session->page_index = index;
	else
		session->item_index = index;
}

void ks_session_put_aside(struct ks_session *session)
{
	if (session->attempt.number == 0)
		return;
	session->last_attempt = session->attempt;
	memset(&session->attempt, 0, sizeof(session->attempt));
}

static void begin_attempt(struct ks_session *session, const struct ks_session_rules *rules,
			  uint64_t seed)
{
	int number;

	ks_session_put_aside(session);
	number = session->last_attempt.number + 1;
	ks_attempt_draw_with(rules, seed, number, &session->last_attempt,
			     ks_attempt_wanted(session, rules, number), &session->attempt);
	move_to(session, KS_PLACE_QUESTION, 0);
}

static void complete(struct ks_session *session, struct ks_events *events)
{
	session->has_passed = true;
	emit(events, KS_EVENT_COMPLETED, 0);
}

/* Behind the last page: the quiz, where it was left; without a quiz the lesson is done. */
static void leave_pages(struct ks_session *session, const struct ks_session_rules *rules,
			uint64_t seed, struct ks_events *events)
{
	int n_answered = ks_attempt_n_answered(&session->attempt);

	if (ks_attempt_size(rules) == 0) {
		if (!session->has_passed)
			complete(session, events);
		move_to(session, KS_PLACE_RESULT, 0);
	} else if (session->attempt.n_items == 0) {
		begin_attempt(session, rules, seed);
	} else if (n_answered < session->attempt.n_items) {
		move_to(session, KS_PLACE_QUESTION, n_answered);
	} else {
		move_to(session, KS_PLACE_REASON, n_answered - 1);
	}
}

static enum ks_rc next_page(struct ks_session *session, const struct ks_session_rules *rules,
			    const struct ks_session_input *input, struct ks_events *events)
{
	int n_pages = (int)rules->lesson->n_pages;

	if (session->page_index >= session->n_pages_seen && session->page_index < n_pages) {
		session->n_pages_seen = session->page_index + 1;
		emit(events, KS_EVENT_PAGE_SEEN, session->page_index);
	}
	if (session->page_index + 1 < n_pages)
		move_to(session, KS_PLACE_PAGE, session->page_index + 1);
	else
		leave_pages(session, rules, input->seed, events);
	return KS_OK;
}

/* After the first pass nothing is judged again: cmi5 allows neither a second passed nor a failed behind it. */
static void judge(struct ks_session *session, const struct ks_session_rules *rules,
		  struct ks_events *events)
{
	move_to(session, KS_PLACE_RESULT, 0);
	if (session->has_passed)
		return;
	if (!ks_attempt_has_passed(&session->attempt, rules)) {
		emit(events, KS_EVENT_FAILED, 0);
		return;
	}
	emit(events, KS_EVENT_PASSED, 0);
	complete(session, events);
}

static enum ks_rc next_behind_reason(struct ks_session *session, const struct ks_session_rules *rules,
				     const struct ks_session_input *input, struct ks_events *events)
{
	int n_answered = ks_attempt_n_answered(&session->attempt);

	(void)input;
	if (n_answered < session->attempt.n_items)
		move_to(session, KS_PLACE_QUESTION, n_answered);
	else
		judge(session, rules, events);
	return KS_OK;
}

static enum ks_rc back_a_page(struct ks_session *session, const struct ks_session_rules *rules,
			      const struct ks_session_input *input, struct ks_events *events)
{
	(void)rules;
	(void)input;
	(void)events;
	if (session->page_index == 0)
		return KS_INVALID;
	move_to(session, KS_PLACE_PAGE, session->page_index - 1);
	return KS_OK;
}

/* From the quiz back to reading; the attempt waits, and NEXT behind the last page goes on with it. */
static enum ks_rc back_to_pages(struct ks_session *session, const struct ks_session_rules *rules,
				const struct ks_session_input *input, struct ks_events *events)
{
	(void)input;
	(void)events;
	if (rules->lesson->n_pages == 0)
		return KS_INVALID;
	move_to(session, KS_PLACE_PAGE, (int)rules->lesson->n_pages - 1);
	return KS_OK;
}

static enum ks_rc answer_question(struct ks_session *session, const struct ks_session_rules *rules,
				  const struct ks_session_input *input, struct ks_events *events)
{
	const struct ks_question *question = ks_session_question(session, rules, session->item_index);
	struct ks_attempt_item *item;

	if (!question || !ks_answer_is_complete(question, &input->answer))
		return KS_INVALID;
	item = &session->attempt.items[session->item_index];
	memcpy(item->answer.value, input->answer.value, question->n_choices);
	item->is_answered = true;
	item->is_right = ks_answer_is_right(question, &item->answer);
	move_to(session, KS_PLACE_REASON, session->item_index);
	emit(events, KS_EVENT_ANSWERED, session->item_index);
	return KS_OK;
}

/* Only paper has it: on the glass nobody can go on without an answer. */
static enum ks_rc leave_blank(struct ks_session *session, const struct ks_session_rules *rules,
			      const struct ks_session_input *input, struct ks_events *events)
{
	struct ks_attempt_item *item = &session->attempt.items[session->item_index];

	(void)rules;
	(void)input;
	item->is_answered = true;
	move_to(session, KS_PLACE_REASON, session->item_index);
	emit(events, KS_EVENT_ANSWERED, session->item_index);
	return KS_OK;
}

static enum ks_rc retry_quiz(struct ks_session *session, const struct ks_session_rules *rules,
			     const struct ks_session_input *input, struct ks_events *events)
{
	(void)events;
	if (ks_attempt_size(rules) == 0 || ks_attempt_has_passed(&session->attempt, rules))
		return KS_INVALID;
	begin_attempt(session, rules, input->seed);
	return KS_OK;
}

static enum ks_rc read_again(struct ks_session *session, const struct ks_session_rules *rules,
			     const struct ks_session_input *input, struct ks_events *events)
{
	int page = input->page_index > 0 ? input->page_index : 0;

	(void)events;
	if (page > 0 && page >= (int)rules->lesson->n_pages)
		return KS_INVALID;
	ks_session_put_aside(session);
	move_to(session, KS_PLACE_PAGE, page);
	return KS_OK;
}

/* Says nothing to the record: it is no answer of the quiz. */
static enum ks_rc answer_opening(struct ks_session *session, const struct ks_session_rules *rules,
				 const struct ks_session_input *input, struct ks_events *events)
{
	const struct ks_question *question = ks_session_opening(rules);

	(void)events;
	if (!question || session->attempt.n_items > 0 || session->has_passed ||
	    !ks_answer_is_complete(question, &input->answer))
		return KS_INVALID;
	for (size_t i = 0; i < question->n_choices; i++)
		if (input->answer.value[i])
			session->opening = (uint8_t)(i + 1);
	return KS_OK;
}

/* place × input; what is not named does not fit. */
static const step_fn steps[KS_PLACE_RESULT + 1][KS_STEP_COUNT] = {
	[KS_PLACE_PAGE] =
		{[KS_STEP_NEXT] = next_page, [KS_STEP_BACK] = back_a_page, [KS_STEP_OPENING] = answer_opening},
	[KS_PLACE_QUESTION] =
		{[KS_STEP_ANSWER] = answer_question, [KS_STEP_BLANK] = leave_blank, [KS_STEP_BACK] = back_to_pages},
	[KS_PLACE_REASON] = {[KS_STEP_NEXT] = next_behind_reason, [KS_STEP_BACK] = back_to_pages},
	[KS_PLACE_RESULT] = {[KS_STEP_RETRY] = retry_quiz, [KS_STEP_READ_AGAIN] = read_again},
};

enum ks_rc ks_session_apply(struct ks_session *session, const struct ks_session_rules *rules,
			    const struct ks_session_input *input, struct ks_events *events)
{
	step_fn step;

	assert((size_t)session->place < KS_COUNT(steps));
	assert((size_t)input->kind < KS_COUNT(steps[0]));
	memset(events, 0, sizeof(*events));
	step = steps[session->place][input->kind];
	return step ? step(session, rules, input, events) : KS_INVALID;
}

void ks_session_begin(struct ks_session *session, const struct ks_session_rules *rules)
{
	assert(strlen(rules->lesson->id) < KS_ID_MAX);
	memset(session, 0, sizeof(*session));
	memcpy(session->lesson, rules->lesson->id, strlen(rules->lesson->id) + 1);
	memcpy(session->digest, rules->content->digest, sizeof(session->digest));
}

void ks_session_review(struct ks_session *session)
{
	ks_session_put_aside(session);
	session->place = KS_PLACE_PAGE;
	session->page_index = session->n_pages_seen = session->item_index = 0;
	session->has_passed = session->is_review = true;
}

const struct ks_question *ks_session_question(const struct ks_session *session,
					      const struct ks_session_rules *rules, int item_index)
{
	if (item_index < 0 || item_index >= session->attempt.n_items)
		return NULL;
	return ks_quiz_find(&rules->lesson->quiz, session->attempt.items[item_index].question);
}

const struct ks_question *ks_session_opening(const struct ks_session_rules *rules)
{
	const struct ks_quiz *quiz = &rules->lesson->quiz;

	for (size_t i = 0; i < quiz->n_questions && !rules->plan_lesson->is_test; i++)
		if (quiz->questions[i].is_opening)
			return &quiz->questions[i];
	return NULL;
}

int ks_session_n_right(const struct ks_session *session)
{
	return n_right_of(&session->attempt);
}

int ks_session_progress(const struct ks_session *session, const struct ks_session_rules *rules)
{
	int n_items = session->attempt.n_items;
	int n_parts, n_done, percent;

	if (session->has_passed)
		return 100;
	n_parts = (int)rules->lesson->n_pages + (n_items > 0 ? n_items : ks_attempt_size(rules));
	n_done = session->n_pages_seen + ks_attempt_n_answered(&session->attempt);
	percent = n_parts > 0 ? n_done * 100 / n_parts : 0;
	return percent < PROGRESS_MAX_PERCENT ? percent : PROGRESS_MAX_PERCENT;
}
