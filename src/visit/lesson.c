/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/lesson.h"

#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "visit/agree.h"
#include "visit/recall.h"

/*
 * The one place where training facts are written. It applies a step to a copy of the session, puts the facts and the
 * new state into one transaction, and lets the visit see the copy only when that transaction is on disk (DESIGN §5.6).
 */

enum ks_visit_place ks_lesson_place(const struct ks_session *session)
{
	static const enum ks_visit_place places[] = {
		[KS_PLACE_PAGE] = KS_VISIT_PAGE,
		[KS_PLACE_QUESTION] = KS_VISIT_QUESTION,
		[KS_PLACE_REASON] = KS_VISIT_REASON,
		[KS_PLACE_RESULT] = KS_VISIT_RESULT,
	};

	return places[session->place];
}

static struct ks_fact fact_base(const struct ks_visit *visit, enum ks_fact_kind kind)
{
	const struct ks_lesson_visit *lesson = &visit->lesson;

	return (struct ks_fact){
		.kind = kind,
		.staff = visit->person.number,
		.session_id = lesson->sitting.session_id,
		.content = lesson->rules.content,
		.plan = lesson->rules.plan,
		.plan_lesson = lesson->rules.plan_lesson,
		.lesson = lesson->rules.lesson,
		.pass_right = lesson->rules.plan_lesson->pass_right,
		.attempt_number = lesson->session.attempt.number,
		.how = lesson->paper_by ? KS_FACT_PAPER : NULL,
		.by = lesson->paper_by,
	};
}

/* What goes into one transaction. */
struct step {
	const struct ks_visit *visit;
	const struct ks_session *next;
	const struct ks_events *events;
	struct ks_progress progress; /* as it will be */
	int64_t result_seq;
};

/* A lesson may be wanted by several courses; each course that is done with it is a fact. */
static enum ks_rc append_courses_done(struct ks_site *site, const struct ks_visit *visit,
				      struct ks_fact *fact)
{
	const struct ks_duties *duties = &visit->duties;
	size_t open = visit->lesson.duty;
	enum ks_rc rc = KS_OK;

	fact->kind = KS_FACT_COMPLETED_COURSE;
	fact->content = site->content; /* what is due is by the courses of today */
	for (size_t i = 0; i < duties->n_items && rc == KS_OK; i++) {
		bool is_told = false;

		for (size_t k = 0; k < i; k++)
			is_told |= duties->items[k].plan == duties->items[i].plan;
		fact->plan = duties->items[i].plan;
		if (!is_told && ks_plan_find(fact->plan, visit->lesson.rules.lesson->id) &&
		    ks_visit_has_lessons_done(visit, fact->plan, open) &&
		    !ks_agree_is_open(visit, fact->plan))
			rc = ks_ledger_append(site->ledger, fact, NULL);
	}
	return rc;
}

static enum ks_rc append_completed(struct ks_site *site, struct step *step, struct ks_fact *fact)
{
	int64_t seq = 0;
	enum ks_rc rc;

	fact->kind = KS_FACT_COMPLETED_LESSON;
	rc = ks_ledger_append(site->ledger, fact, &seq);
	if (rc != KS_OK)
		return rc;
	if (step->result_seq == 0)
		step->result_seq = seq;
	rc = append_courses_done(site, step->visit, fact);
	if (!step->progress.is_done) {
		step->progress.is_done = true;
		step->progress.done_ms = ks_clock_wall_ms(site->clock);
		step->progress.done_seq = step->result_seq;
	}
	return rc;
}

/* One event of the session as the facts that say it. */
static enum ks_rc append_event(struct ks_site *site, struct step *step, const struct ks_event *event)
{
	const struct ks_lesson_visit *lesson = &step->visit->lesson;
	const struct ks_session *next = step->next;
	struct ks_fact fact = fact_base(step->visit, KS_FACT_EXPERIENCED);
	int64_t now = ks_clock_mono_ms(site->clock);

	fact.duration_ms = now - lesson->step_mono_ms;
	fact.attempt_number = next->attempt.number;
	switch (event->kind) {
	case KS_EVENT_PAGE_SEEN:
		fact.page_index = event->index;
		return ks_ledger_append(site->ledger, &fact, NULL);
	case KS_EVENT_ANSWERED:
		fact.kind = KS_FACT_ANSWERED;
		fact.question = ks_session_question(next, &lesson->rules, event->index);
		fact.answer = &next->attempt.items[event->index].answer;
		fact.is_right = next->attempt.items[event->index].is_right;
		return ks_ledger_append(site->ledger, &fact, NULL);
	case KS_EVENT_PASSED:
	case KS_EVENT_FAILED:
		fact.kind = event->kind == KS_EVENT_PASSED ? KS_FACT_PASSED : KS_FACT_FAILED;
		fact.n_right = ks_session_n_right(next);
		fact.n_questions = next->attempt.n_items;
		fact.duration_ms = now - lesson->mono_ms;
		return ks_ledger_append(site->ledger, &fact, &step->result_seq);
	case KS_EVENT_COMPLETED:
		fact.duration_ms = now - lesson->mono_ms;
		return append_completed(site, step, &fact);
	}
	return KS_INVALID;
}

/* The place to resume at, and how far along. */
static enum ks_rc save_progress(struct ks_site *site, struct step *step)
{
	const struct ks_lesson_visit *lesson = &step->visit->lesson;
	struct ks_progress *progress = &step->progress;
	struct ks_buf json = {0};
	enum ks_rc rc;

	ks_session_save(step->next, &json);
	free(progress->session_json);
	progress->session_json = ks_buf_take(&json);
	progress->n_attempts = step->next->attempt.number;
	progress->progress_percent = ks_session_progress(step->next, &lesson->rules);
	rc = ks_progress_save(site->store, step->visit->person.number, lesson->rules.plan->nendo,
			      lesson->rules.plan->id, lesson->rules.lesson->id, progress);
	return rc == KS_OK ? ks_sitting_touch(site->store, lesson->sitting.session_id,
					      ks_clock_wall_ms(site->clock))
			   : rc;
}

static enum ks_rc write_step(struct ks_site *site, void *what)
{
	struct step *step = what;
	enum ks_rc rc = KS_OK;

	for (int i = 0; i < step->events->n_items && rc == KS_OK; i++)
		rc = append_event(site, step, &step->events->items[i]);
	return rc == KS_OK ? save_progress(site, step) : rc;
}

static struct ks_progress progress_copy(const struct ks_progress *from)
{
	struct ks_progress copy = *from;

	copy.session_json = from->session_json ? ks_strdup(from->session_json) : NULL;
	return copy;
}

static enum ks_rc take_step(struct ks_site *site, struct ks_visit *visit,
			    const struct ks_session_input *input)
{
	struct ks_lesson_visit *lesson = &visit->lesson;
	struct ks_progress *progress = &visit->progress[visit->lesson.duty];
	struct ks_session next = lesson->session;
	struct ks_events events = {0};
	struct step step = {.visit = visit, .next = &next, .events = &events};
	enum ks_rc rc = ks_session_apply(&next, &lesson->rules, input, &events);

	if (rc != KS_OK)
		return rc;
	step.progress = progress_copy(progress);
	rc = site->record(site, write_step, &step);
	if (rc != KS_OK) {
		ks_progress_finish(&step.progress);
		return rc;
	}
	ks_progress_finish(progress);
	*progress = step.progress;
	lesson->session = next;
	lesson->step_mono_ms = ks_clock_mono_ms(site->clock);
	visit->place = ks_lesson_place(&lesson->session);
	if (step.result_seq == 0)
		return KS_OK;
	lesson->result_seq = step.result_seq;
	if (lesson->paper_by)
		return KS_OK; /* the commit is still to come */
	ks_receipt_close(lesson->result);
	return ks_receipt_take(site->ledger, step.result_seq, &lesson->result);
}

enum ks_rc ks_lesson_step(struct ks_site *site, struct ks_visit *visit,
			  const struct ks_session_input *input)
{
	return visit->recall.is_on ? ks_recall_step(site, visit, input)
				   : take_step(site, visit, input);
}

/* A saved state to go on from; a result left behind means: read again, and then a new attempt. */
static bool take_up(struct ks_lesson_visit *lesson, const struct ks_progress *progress)
{
	struct ks_session_input again = {.kind = KS_STEP_READ_AGAIN, .page_index = -1};
	struct ks_events events;

	if (!progress->session_json ||
	    ks_session_load(progress->session_json, &lesson->rules, &lesson->session) != KS_OK)
		return false;
	return lesson->session.place != KS_PLACE_RESULT ||
	       ks_session_apply(&lesson->session, &lesson->rules, &again, &events) == KS_OK;
}

/* Of the same course and lesson in the content it was begun in, where that is another one and still here. */
static void keep_revision(const struct ks_site *site, const struct ks_progress *progress,
			  struct ks_session_rules *rules)
{
	char digest[KS_HASH_HEX];
	const struct ks_content *begun;
	struct ks_session_rules old;

	if (!site->revision || progress->is_done || !progress->session_json ||
	    !ks_session_begun_in(progress->session_json, digest) ||
	    strcmp(digest, site->content->digest) == 0)
		return;
	begun = site->revision(site->revision_context, digest);
	if (!begun)
		return;
	old = (struct ks_session_rules){
		.content = begun,
		.plan = ks_content_plan_named(begun, rules->plan->nendo, rules->plan->id),
		.lesson = ks_content_lesson_of(begun, rules->plan->nendo, rules->plan_lesson->id)};
	if (old.plan)
		old.plan_lesson = ks_plan_find(old.plan, rules->plan_lesson->id);
	if (old.plan_lesson && old.lesson)
		*rules = old;
}

/* The visit as it will stand when the lesson of duty @index is open; nothing is recorded. */
static enum ks_rc prepare(const struct ks_site *site, struct ks_visit *visit, size_t index,
			  bool *is_taken_up)
{
	const struct ks_plan *plan = visit->duties.items[index].plan;
	const struct ks_plan_lesson *plan_lesson = visit->duties.items[index].lesson;
	const struct ks_progress *progress = &visit->progress[index];
	struct ks_lesson_visit *lesson = &visit->lesson;
	struct ks_session_rules rules = {.content = site->content,
					 .plan = plan,
					 .plan_lesson = plan_lesson,
					 .lesson = ks_content_lesson_of(site->content, plan->nendo,
									plan_lesson->id)};

	if (!rules.lesson || !ks_visit_is_open(visit, index))
		return KS_NOT_FOUND;
	if (!lesson->paper_by) /* the sheet is of today's content */
		keep_revision(site, progress, &rules);
	lesson->rules = rules;
	lesson->duty = index;
	*is_taken_up = take_up(lesson, progress);
	if (!*is_taken_up)
		ks_session_begin(&lesson->session, &lesson->rules);
	if (progress->is_done)
		ks_session_review(&lesson->session);
	return KS_OK;
}

static void name_sitting(const struct ks_site *site, struct ks_visit *visit)
{
	struct ks_lesson_visit *lesson = &visit->lesson;
	struct ks_sitting *sitting = &lesson->sitting;
	struct ks_time now = ks_clock_now(site->clock);

	*sitting = (struct ks_sitting){
		.nendo = lesson->rules.plan->nendo, .begun_ms = now.wall_ms, .last_ms = now.wall_ms};
	snprintf(sitting->staff, sizeof(sitting->staff), "%s", visit->person.number);
	snprintf(sitting->plan, sizeof(sitting->plan), "%s", lesson->rules.plan->id);
	snprintf(sitting->lesson, sizeof(sitting->lesson), "%s", lesson->rules.lesson->id);
	ks_uuid_v7(now.wall_ms, sitting->session_id);
	lesson->step_mono_ms = lesson->mono_ms = now.mono_ms;
}

struct opening {
	struct step step;
	enum ks_fact_kind kind;
};

static enum ks_rc write_opening(struct ks_site *site, void *what)
{
	struct opening *opening = what;
	struct ks_fact fact = fact_base(opening->step.visit, opening->kind);
	enum ks_rc rc = ks_ledger_append(site->ledger, &fact, NULL);

	if (rc == KS_OK)
		rc = ks_sitting_open(site->store, &opening->step.visit->lesson.sitting);
	return rc == KS_OK ? save_progress(site, &opening->step) : rc;
}

enum ks_rc ks_lesson_open(struct ks_site *site, struct ks_visit *visit, size_t index)
{
	struct ks_lesson_visit *lesson = &visit->lesson;
	struct ks_progress *progress = &visit->progress[index];
	struct opening opening = {.step = {.visit = visit, .next = &lesson->session},
				  .kind = KS_FACT_INITIALIZED};
	bool is_taken_up;
	enum ks_rc rc = prepare(site, visit, index, &is_taken_up);

	if (rc != KS_OK)
		return rc;
	name_sitting(site, visit);
	if (is_taken_up && !progress->is_done)
		opening.kind = KS_FACT_RESUMED;
	opening.step.progress = progress_copy(progress);
	rc = site->record(site, write_opening, &opening);
	if (rc != KS_OK) {
		ks_progress_finish(&opening.step.progress);
		return rc;
	}
	ks_progress_finish(progress);
	*progress = opening.step.progress;
	ks_receipt_close(lesson->result);
	lesson->result = NULL;
	lesson->is_open = true;
	visit->place = ks_lesson_place(&lesson->session);
	return KS_OK;
}

enum ks_rc ks_lesson_foresee(const struct ks_site *site, struct ks_visit *visit, size_t index)
{
	bool is_taken_up;
	enum ks_rc rc = prepare(site, visit, index, &is_taken_up);

	if (rc == KS_OK)
		visit->place = ks_lesson_place(&visit->lesson.session);
	return rc;
}

/* Whoever leaves at the last answer's reason has answered everything: the attempt counts. */
static enum ks_rc judge_if_answered(struct ks_site *site, struct ks_visit *visit)
{
	const struct ks_session *session = &visit->lesson.session;
	struct ks_session_input next = {.kind = KS_STEP_NEXT};

	if (session->place != KS_PLACE_REASON || session->item_index + 1 < session->attempt.n_items)
		return KS_OK;
	return ks_lesson_step(site, visit, &next);
}

struct leaving {
	const struct ks_visit *visit;
	bool is_idle;
};

static enum ks_rc write_leaving(struct ks_site *site, void *what)
{
	const struct leaving *leaving = what;
	const struct ks_lesson_visit *lesson = &leaving->visit->lesson;
	struct ks_fact fact = fact_base(leaving->visit, lesson->session.has_passed ? KS_FACT_TERMINATED
							: leaving->is_idle ? KS_FACT_ABANDONED
									   : KS_FACT_SUSPENDED);
	enum ks_rc rc;

	fact.duration_ms = ks_clock_mono_ms(site->clock) - lesson->mono_ms;
	fact.progress_percent = ks_session_progress(&lesson->session, &lesson->rules);
	rc = ks_ledger_append(site->ledger, &fact, NULL);
	return rc == KS_OK ? ks_sitting_close(site->store, lesson->sitting.session_id) : rc;
}

enum ks_rc ks_lesson_leave(struct ks_site *site, struct ks_visit *visit, bool is_idle)
{
	struct leaving leaving = {.visit = visit, .is_idle = is_idle};
	enum ks_rc rc;

	if (!visit->lesson.is_open)
		return KS_OK;
	rc = judge_if_answered(site, visit);
	if (rc == KS_OK)
		rc = site->record(site, write_leaving, &leaving);
	visit->lesson.is_open = false;
	return rc;
}
