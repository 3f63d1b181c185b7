/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/recall.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "visit/lesson.h"

/*
 * Which questions: read from the sessions that are kept for resuming, which say of each item of the last two attempts
 * whether it was right. A question is shown as an attempt of one, so every kind of question looks and works as ever.
 */

#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)
#define NOTE_MAX 32

static bool is_due(int64_t at_ms, int64_t now_ms)
{
	return now_ms - at_ms >= KS_RECALL_DAYS * DAY_MS;
}

/* ---- the notes: "right 1795827600000" by question ---- */

static void name_note(const char *question, char out[KS_ID_MAX + 8])
{
	(void)snprintf(out, KS_ID_MAX + 8, "recall/%s", question);
}

static enum ks_rc put_note(struct ks_site *site, const struct ks_visit *visit, const char *question,
			   bool is_right)
{
	char name[KS_ID_MAX + 8], text[NOTE_MAX];

	if (!site->store)
		return KS_OK; /* nothing is kept here at all */
	name_note(question, name);
	(void)snprintf(text, sizeof(text), "%s %" PRId64, is_right ? "right" : "wrong",
		       ks_clock_wall_ms(site->clock));
	return ks_preference_set(site->store, visit->person.number, name, text);
}

/* May it be asked? @since_ms: when the lesson was finished; a note from before is about another year's answer. */
static enum ks_rc is_open_by_note(struct ks_site *site, const struct ks_visit *visit,
				  const char *question, int64_t since_ms, bool *is_open)
{
	char name[KS_ID_MAX + 8], *text = NULL, *number;
	enum ks_rc rc;
	int64_t at_ms;

	*is_open = true;
	name_note(question, name);
	rc = ks_preference_get(site->store, visit->person.number, name, &text);
	if (rc == KS_NOT_FOUND)
		return KS_OK;
	if (rc != KS_OK)
		return rc;
	number = strchr(text, ' ');
	at_ms = number ? (int64_t)strtoll(number, NULL, 10) : 0;
	if (at_ms >= since_ms)
		*is_open = strncmp(text, "wrong", 5) == 0 &&
			   is_due(at_ms, ks_clock_wall_ms(site->clock));
	free(text);
	return KS_OK;
}

/* ---- what to offer ---- */

static struct ks_session_rules rules_of(const struct ks_site *site, const struct ks_visit *visit,
					size_t duty)
{
	const struct ks_duty *from = &visit->duties.items[duty];

	return (struct ks_session_rules){.content = site->content,
					 .plan = from->plan,
					 .plan_lesson = from->lesson,
					 .lesson = ks_content_lesson(site->content, from->lesson->id)};
}

static bool is_offered(const struct ks_recall_visit *recall, const char *question)
{
	for (size_t i = 0; i < recall->n; i++)
		if (strcmp(recall->items[i].question, question) == 0)
			return true;
	return false;
}

static bool is_right_in(const struct ks_attempt *attempt, const char *question)
{
	for (int i = 0; i < attempt->n_items; i++)
		if (attempt->items[i].is_right && strcmp(attempt->items[i].question, question) == 0)
			return true;
	return false;
}

/* Wrong in @attempt, not right in @later, still there, and open by its note. */
static enum ks_rc offer_from(struct ks_site *site, struct ks_visit *visit, size_t duty,
			     const struct ks_attempt *attempt, const struct ks_attempt *later)
{
	const struct ks_session_rules rules = rules_of(site, visit, duty);
	struct ks_recall_visit *recall = &visit->recall;
	enum ks_rc rc = KS_OK;

	for (int i = 0; i < attempt->n_items && recall->n < KS_RECALL_MAX && rc == KS_OK; i++) {
		const struct ks_attempt_item *item = &attempt->items[i];
		bool is_open;

		if (!item->is_answered || item->is_right || is_right_in(later, item->question) ||
		    is_offered(recall, item->question) ||
		    !ks_quiz_find(&rules.lesson->quiz, item->question))
			continue;
		rc = is_open_by_note(site, visit, item->question, visit->progress[duty].done_ms,
				     &is_open);
		if (rc != KS_OK || !is_open)
			continue;
		recall->items[recall->n].duty = duty;
		memcpy(recall->items[recall->n++].question, item->question, sizeof(item->question));
	}
	return rc;
}

/* A lesson that is not done yet asks again by itself. */
static bool is_behind(const struct ks_progress *progress, int64_t now_ms)
{
	return progress->is_done && progress->done_seq != 0 && progress->session_json &&
	       is_due(progress->done_ms, now_ms);
}

enum ks_rc ks_recall_load(struct ks_site *site, struct ks_visit *visit)
{
	const struct ks_recall_visit before = visit->recall;
	int64_t now_ms = ks_clock_wall_ms(site->clock);
	struct ks_session *session;
	enum ks_rc rc = KS_OK;

	memset(&visit->recall, 0, sizeof(visit->recall));
	if (visit->nendo == 0 || !site->store)
		return KS_OK;
	session = ks_alloc_zero(1, sizeof(*session));
	for (size_t i = 0; i < visit->duties.n_items && rc == KS_OK; i++) {
		const struct ks_session_rules rules = rules_of(site, visit, i);

		if (!rules.lesson || !is_behind(&visit->progress[i], now_ms) ||
		    ks_session_load(visit->progress[i].session_json, &rules, session) != KS_OK)
			continue;
		rc = offer_from(site, visit, i, &session->attempt, &session->attempt);
		if (rc == KS_OK)
			rc = offer_from(site, visit, i, &session->last_attempt, &session->attempt);
	}
	free(session);
	if (rc != KS_OK)
		visit->recall = before; /* the one on the glass still is no step of its lesson */
	return rc;
}

/* ---- asking ---- */

/* An attempt of one question, drawn by nobody; its choices are shuffled as ever. */
static enum ks_rc show(const struct ks_site *site, struct ks_visit *visit, size_t index)
{
	const struct ks_recall_item *item = &visit->recall.items[index];
	struct ks_lesson_visit *lesson = &visit->lesson;
	const struct ks_question *question;
	uint64_t seed;

	lesson->rules = rules_of(site, visit, item->duty);
	question = lesson->rules.lesson ? ks_quiz_find(&lesson->rules.lesson->quiz, item->question)
					: NULL;
	if (!question)
		return KS_NOT_FOUND;
	ks_session_begin(&lesson->session, &lesson->rules);
	ks_random(&seed, sizeof(seed));
	ks_attempt_of_one(question, seed, &lesson->session.attempt);
	lesson->session.place = KS_PLACE_QUESTION;
	visit->recall.at = index;
	visit->recall.is_on = true;
	visit->place = ks_lesson_place(&lesson->session);
	return KS_OK;
}

enum ks_rc ks_recall_open(struct ks_site *site, struct ks_visit *visit)
{
	return visit->recall.n > 0 ? show(site, visit, 0) : KS_NOT_FOUND;
}

static enum ks_rc go_on(struct ks_site *site, struct ks_visit *visit)
{
	enum ks_rc rc;

	if (visit->recall.at + 1 < visit->recall.n)
		return show(site, visit, visit->recall.at + 1);
	rc = ks_recall_load(site, visit);
	if (rc == KS_OK)
		visit->place = KS_VISIT_HOME;
	return rc;
}

enum ks_rc ks_recall_step(struct ks_site *site, struct ks_visit *visit,
			  const struct ks_session_input *input)
{
	struct ks_lesson_visit *lesson = &visit->lesson;
	struct ks_session next = lesson->session;
	struct ks_events events;
	enum ks_rc rc;

	if (input->kind == KS_STEP_NEXT && next.place == KS_PLACE_REASON)
		return go_on(site, visit);
	if (input->kind != KS_STEP_ANSWER)
		return KS_INVALID;
	rc = ks_session_apply(&next, &lesson->rules, input, &events);
	if (rc == KS_OK)
		rc = put_note(site, visit, next.attempt.items[0].question,
			      next.attempt.items[0].is_right);
	if (rc != KS_OK)
		return rc;
	lesson->session = next;
	visit->place = ks_lesson_place(&lesson->session);
	return KS_OK;
}
