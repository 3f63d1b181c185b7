/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/lesson.h"

#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "base/log.h"
#include "kiosk/acknowledge.h"
#include "kiosk/visit.h"

/*
 * The one place where the kiosk writes training facts. It applies a step to a copy of the session, puts
 * the facts and the new state into one transaction, and lets the screen see the copy only when that
 * transaction is on disk (DESIGN §5.6).
 */

static struct ks_fact fact_base(struct ks_app *app, enum ks_fact_kind kind)
{
	struct ks_visit *visit = &app->visit;

	return (struct ks_fact){
		.kind = kind,
		.staff = visit->person.number,
		.session_id = visit->sitting.session_id,
		.content = &app->content,
		.plan = visit->rules.plan,
		.plan_lesson = visit->rules.plan_lesson,
		.lesson = visit->rules.lesson,
		.pass_right = visit->rules.plan_lesson->pass_right,
		.attempt_number = visit->session.attempt.number,
	};
}

static struct ks_progress *open_progress(struct ks_app *app)
{
	struct ks_duties *duties = &app->visit.duties;

	for (size_t i = 0; i < duties->n_items; i++)
		if (duties->items[i].lesson == app->visit.rules.plan_lesson)
			return &app->visit.progress[i];
	abort(); /* a lesson is only ever opened from a duty */
}

/* The open lesson was the last of @plan's that this person had to do. */
static bool is_plan_done(const struct ks_visit *visit, const struct ks_plan *plan)
{
	for (size_t i = 0; i < visit->duties.n_items; i++) {
		const struct ks_plan_lesson *lesson = visit->duties.items[i].lesson;

		if (lesson != visit->rules.plan_lesson && !visit->progress[i].is_done &&
		    ks_plan_find(plan, lesson->id) != NULL)
			return false;
	}
	return ks_plan_find(plan, visit->rules.lesson->id) != NULL;
}

/* A lesson may be wanted by several courses; each course that is done with it is a fact. */
static enum ks_rc append_courses_done(struct ks_app *app, struct ks_fact *fact)
{
	const struct ks_duties *duties = &app->visit.duties;
	enum ks_rc rc = KS_OK;

	fact->kind = KS_FACT_COMPLETED_COURSE;
	for (size_t i = 0; i < duties->n_items && rc == KS_OK; i++) {
		bool is_told = false;

		for (size_t k = 0; k < i; k++)
			is_told |= duties->items[k].plan == duties->items[i].plan;
		fact->plan = duties->items[i].plan;
		if (!is_told && is_plan_done(&app->visit, fact->plan) &&
		    !ks_acknowledge_is_open(app, fact->plan))
			rc = ks_ledger_append(app->ledger, fact, NULL);
	}
	return rc;
}

/* One event of the session as the facts that say it. */
static enum ks_rc append_event(struct ks_app *app, const struct ks_session *next,
			       const struct ks_event *event, int64_t now_mono_ms, int64_t *result_seq)
{
	struct ks_visit *visit = &app->visit;
	struct ks_fact fact = fact_base(app, KS_FACT_EXPERIENCED);
	int64_t seq = 0;
	enum ks_rc rc;

	fact.duration_ms = now_mono_ms - visit->step_mono_ms;
	fact.attempt_number = next->attempt.number;
	switch (event->kind) {
	case KS_EVENT_PAGE_SEEN:
		fact.page_index = event->index;
		return ks_ledger_append(app->ledger, &fact, NULL);
	case KS_EVENT_ANSWERED:
		fact.kind = KS_FACT_ANSWERED;
		fact.question = ks_session_question(next, &visit->rules, event->index);
		fact.answer = &next->attempt.items[event->index].answer;
		fact.is_right = next->attempt.items[event->index].is_right;
		return ks_ledger_append(app->ledger, &fact, NULL);
	case KS_EVENT_PASSED:
	case KS_EVENT_FAILED:
		fact.kind = event->kind == KS_EVENT_PASSED ? KS_FACT_PASSED : KS_FACT_FAILED;
		fact.n_right = ks_session_n_right(next);
		fact.n_questions = next->attempt.n_items;
		fact.duration_ms = now_mono_ms - visit->lesson_mono_ms;
		return ks_ledger_append(app->ledger, &fact, result_seq);
	case KS_EVENT_COMPLETED:
		fact.kind = KS_FACT_COMPLETED_LESSON;
		fact.duration_ms = now_mono_ms - visit->lesson_mono_ms;
		rc = ks_ledger_append(app->ledger, &fact, &seq);
		if (*result_seq == 0)
			*result_seq = seq;
		return rc == KS_OK ? append_courses_done(app, &fact) : rc;
	}
	return KS_INVALID;
}

/* The place to resume at, and how far along. */
static enum ks_rc save_progress(struct ks_app *app, const struct ks_session *next,
				struct ks_progress *progress)
{
	struct ks_visit *visit = &app->visit;
	struct ks_buf json = {0};
	enum ks_rc rc;

	ks_session_save(next, &json);
	free(progress->session_json);
	progress->session_json = ks_buf_take(&json);
	progress->n_attempts = next->attempt.number;
	progress->progress_percent = ks_session_progress(next, &visit->rules);
	rc = ks_progress_save(app->store, visit->person.number, visit->rules.plan->nendo,
			      visit->rules.plan->id, visit->rules.lesson->id, progress);
	if (rc == KS_OK)
		rc = ks_sitting_touch(app->store, visit->sitting.session_id,
				      ks_clock_wall_ms(&app->clock));
	return rc;
}

static struct ks_progress progress_copy(const struct ks_progress *from)
{
	struct ks_progress copy = *from;

	copy.session_json = from->session_json ? ks_strdup(from->session_json) : NULL;
	return copy;
}

/* Everything of one step, inside an open transaction. */
static enum ks_rc write_step(struct ks_app *app, const struct ks_session *next,
			     const struct ks_events *events, struct ks_progress *progress,
			     int64_t *result_seq)
{
	int64_t now = ks_clock_mono_ms(&app->clock);
	enum ks_rc rc = KS_OK;

	for (int i = 0; i < events->n_items && rc == KS_OK; i++) {
		rc = append_event(app, next, &events->items[i], now, result_seq);
		if (rc == KS_OK && events->items[i].kind == KS_EVENT_COMPLETED && !progress->is_done) {
			progress->is_done = true;
			progress->done_ms = ks_clock_wall_ms(&app->clock);
			progress->done_seq = *result_seq;
		}
	}
	return rc == KS_OK ? save_progress(app, next, progress) : rc;
}

/* Begin, write, commit — or nothing at all. */
static enum ks_rc commit_step(struct ks_app *app, const struct ks_session *next,
			      const struct ks_events *events, struct ks_progress *progress,
			      int64_t *result_seq)
{
	enum ks_rc rc;

	if (app->is_preview)
		return KS_OK;
	rc = ks_ledger_begin(app->ledger);
	if (rc != KS_OK)
		return rc;
	rc = write_step(app, next, events, progress, result_seq);
	if (rc == KS_OK)
		rc = ks_ledger_commit(app->ledger);
	else
		ks_ledger_rollback(app->ledger);
	return rc;
}

enum ks_rc ks_lesson_step(struct ks_app *app, const struct ks_session_input *input)
{
	struct ks_visit *visit = &app->visit;
	struct ks_progress *progress = open_progress(app);
	struct ks_progress changed = progress_copy(progress);
	struct ks_session next = visit->session;
	struct ks_events events = {0};
	int64_t result_seq = 0;
	enum ks_rc rc = ks_session_apply(&next, &visit->rules, input, &events);

	if (rc == KS_OK)
		rc = commit_step(app, &next, &events, &changed, &result_seq);
	if (rc != KS_OK) {
		ks_progress_finish(&changed);
		return rc;
	}
	ks_progress_finish(progress);
	*progress = changed;
	visit->session = next;
	if (result_seq)
		visit->result_seq = result_seq;
	visit->step_mono_ms = ks_clock_mono_ms(&app->clock);
	ks_sync_poke_if(app->sync);
	return KS_OK;
}

/* A saved state to go on from; a result left behind means: read again, and then a new attempt. */
static bool take_up(struct ks_app *app, const struct ks_progress *progress)
{
	struct ks_visit *visit = &app->visit;

	if (!progress->session_json ||
	    ks_session_load(progress->session_json, &visit->rules, &visit->session) != KS_OK)
		return false;
	if (visit->session.place == KS_PLACE_RESULT) {
		struct ks_session_input again = {.kind = KS_STEP_READ_AGAIN, .page_index = -1};
		struct ks_events events;

		return ks_session_apply(&visit->session, &visit->rules, &again, &events) == KS_OK;
	}
	return true;
}

static enum ks_rc write_opening(struct ks_app *app, bool is_taken_up, struct ks_progress *progress)
{
	struct ks_visit *visit = &app->visit;
	struct ks_fact fact = fact_base(app, is_taken_up ? KS_FACT_RESUMED : KS_FACT_INITIALIZED);
	enum ks_rc rc;

	if (app->is_preview)
		return KS_OK;
	rc = ks_ledger_begin(app->ledger);
	if (rc != KS_OK)
		return rc;
	rc = ks_ledger_append(app->ledger, &fact, NULL);
	if (rc == KS_OK)
		rc = ks_sitting_open(app->store, &visit->sitting);
	if (rc == KS_OK)
		rc = save_progress(app, &visit->session, progress);
	if (rc == KS_OK)
		rc = ks_ledger_commit(app->ledger);
	else
		ks_ledger_rollback(app->ledger);
	return rc;
}

static void name_sitting(struct ks_app *app)
{
	struct ks_visit *visit = &app->visit;
	struct ks_sitting *sitting = &visit->sitting;
	struct ks_time now = ks_clock_now(&app->clock);

	*sitting = (struct ks_sitting){
		.nendo = visit->rules.plan->nendo, .begun_ms = now.wall_ms, .last_ms = now.wall_ms};
	snprintf(sitting->staff, sizeof(sitting->staff), "%s", visit->person.number);
	snprintf(sitting->plan, sizeof(sitting->plan), "%s", visit->rules.plan->id);
	snprintf(sitting->lesson, sizeof(sitting->lesson), "%s", visit->rules.lesson->id);
	ks_uuid_v7(now.wall_ms, sitting->session_id);
	visit->step_mono_ms = visit->lesson_mono_ms = now.mono_ms;
}

/* The visit as it will stand when the lesson of duty @index is open; nothing is recorded. */
static bool prepare(struct ks_app *app, size_t index, bool *is_taken_up)
{
	struct ks_visit *visit = &app->visit;
	const struct ks_plan_lesson *plan_lesson = visit->duties.items[index].lesson;
	const struct ks_progress *progress = &visit->progress[index];

	visit->rules = (struct ks_session_rules){.content = &app->content,
						 .plan = visit->duties.items[index].plan,
						 .plan_lesson = plan_lesson,
						 .lesson = ks_content_lesson(&app->content,
									     plan_lesson->id)};
	if (!visit->rules.lesson || !ks_visit_is_open(visit, index))
		return false;
	*is_taken_up = take_up(app, progress);
	if (!*is_taken_up)
		ks_session_begin(&visit->session, &visit->rules);
	if (progress->is_done)
		ks_session_review(&visit->session);
	visit->part_index = 0;
	visit->revealed = 0;
	visit->result_seq = 0;
	memset(&visit->answer, 0, sizeof(visit->answer));
	return true;
}

enum ks_rc ks_lesson_open(struct ks_app *app, size_t index)
{
	struct ks_progress *progress = &app->visit.progress[index];
	bool is_taken_up;
	enum ks_rc rc;

	if (!prepare(app, index, &is_taken_up))
		return KS_NOT_FOUND;
	name_sitting(app);
	rc = write_opening(app, is_taken_up && !progress->is_done, progress);
	if (rc != KS_OK)
		return rc;
	app->visit.is_lesson_open = true;
	ks_sync_poke_if(app->sync);
	return KS_OK;
}

enum ks_screen_id ks_lesson_foresee(struct ks_app *app, size_t index)
{
	bool is_taken_up;

	return prepare(app, index, &is_taken_up) ? ks_lesson_screen(app) : KS_SCREEN_SAME;
}

/* Whoever leaves at the last answer's reason has answered everything: the attempt counts. */
static enum ks_rc judge_if_answered(struct ks_app *app)
{
	const struct ks_session *session = &app->visit.session;
	struct ks_session_input next = {.kind = KS_STEP_NEXT};

	if (session->place != KS_PLACE_REASON || session->item_index + 1 < session->attempt.n_items)
		return KS_OK;
	return ks_lesson_step(app, &next);
}

enum ks_rc ks_lesson_leave(struct ks_app *app, bool is_idle)
{
	struct ks_visit *visit = &app->visit;
	struct ks_fact fact;
	enum ks_rc rc;

	if (!visit->is_lesson_open)
		return KS_OK;
	rc = judge_if_answered(app);
	if (rc != KS_OK)
		return rc;
	visit->is_lesson_open = false;
	if (app->is_preview)
		return KS_OK;
	fact = fact_base(app, visit->session.has_passed ? KS_FACT_TERMINATED
			      : is_idle                 ? KS_FACT_ABANDONED
							: KS_FACT_SUSPENDED);
	fact.duration_ms = ks_clock_mono_ms(&app->clock) - visit->lesson_mono_ms;
	fact.progress_percent = ks_session_progress(&visit->session, &visit->rules);
	rc = ks_ledger_begin(app->ledger);
	if (rc != KS_OK)
		return rc;
	rc = ks_ledger_append(app->ledger, &fact, NULL);
	if (rc == KS_OK)
		rc = ks_sitting_close(app->store, visit->sitting.session_id);
	if (rc == KS_OK)
		rc = ks_ledger_commit(app->ledger);
	else
		ks_ledger_rollback(app->ledger);
	ks_sync_poke_if(app->sync);
	return rc;
}

enum ks_screen_id ks_lesson_screen(const struct ks_app *app)
{
	switch (app->visit.session.place) {
	case KS_PLACE_PAGE:
		return KS_SCREEN_PAGE;
	case KS_PLACE_QUESTION:
		return KS_SCREEN_QUESTION;
	case KS_PLACE_REASON:
		return KS_SCREEN_REASON;
	case KS_PLACE_RESULT:
		return KS_SCREEN_RESULT;
	}
	return KS_SCREEN_HOME;
}

static enum ks_rc abandon(struct ks_app *app, const struct ks_sitting *sitting)
{
	const struct ks_plan *plan =
		ks_content_plan_named(&app->content, sitting->nendo, sitting->plan);
	struct ks_fact fact = {.kind = KS_FACT_ABANDONED,
			       .staff = sitting->staff,
			       .session_id = sitting->session_id,
			       .content = &app->content,
			       .plan = plan,
			       .duration_ms = sitting->last_ms - sitting->begun_ms};
	enum ks_rc rc = ks_ledger_begin(app->ledger);

	if (rc != KS_OK)
		return rc;
	fact.plan_lesson = plan ? ks_plan_find(plan, sitting->lesson) : NULL;
	fact.lesson = ks_content_lesson(&app->content, sitting->lesson);
	if (fact.duration_ms < 0)
		fact.duration_ms = 0;
	if (fact.plan_lesson && fact.lesson)
		rc = ks_ledger_append(app->ledger, &fact, NULL);
	if (rc == KS_OK)
		rc = ks_sitting_close(app->store, sitting->session_id);
	if (rc == KS_OK)
		rc = ks_ledger_commit(app->ledger);
	else
		ks_ledger_rollback(app->ledger);
	return rc;
}

enum ks_rc ks_lesson_recover(struct ks_app *app)
{
	struct ks_sitting sitting;
	enum ks_rc rc;

	while ((rc = ks_sitting_any(app->store, &sitting)) == KS_OK) {
		ks_log_info("kiosk", "sitting %s was cut off; recorded as abandoned",
			    sitting.session_id);
		rc = abandon(app, &sitting);
		if (rc != KS_OK)
			return rc;
	}
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}
