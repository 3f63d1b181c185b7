/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/paper.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "visit/attend.h"
#include "visit/lesson.h"
#include "visit/present.h"
#include "visit/signin.h"

/*
 * The person is not at the kiosk: a visit of theirs is made aside, walked through by the same functions as if they were, and
 * thrown away. What they would have recorded step by step goes into one transaction, so a power cut leaves all or nothing.
 */

static struct ks_session_rules rules_of(const struct ks_site *site, const struct ks_plan *plan,
					const char *lesson)
{
	return (struct ks_session_rules){.content = site->content,
					 .plan = plan,
					 .plan_lesson = ks_plan_find(plan, lesson),
					 .lesson = ks_content_lesson_of(site->content, plan->nendo,
									lesson)};
}

/* false: nothing of it can stand on paper. */
static bool draw(const struct ks_session_rules *rules, const struct ks_visit *visit,
		 struct ks_attempt *sheet, char mark[KS_PAPER_MARK])
{
	if (!rules->lesson || !rules->plan_lesson || rules->lesson->quiz.n_questions == 0)
		return false;
	ks_paper_draw(rules, ks_attend_gathering(visit)->id, sheet);
	if (sheet->n_items > 0)
		ks_paper_mark(rules, sheet, mark);
	return sheet->n_items > 0;
}

void ks_paper_list(struct ks_visit *visit)
{
	ks_receipt_close(visit->paper.kept);
	memset(&visit->paper, 0, sizeof(visit->paper));
	memset(&visit->lesson, 0, sizeof(visit->lesson));
	visit->place = KS_VISIT_PAPER;
}

static bool is_there(const struct ks_paper_sheet *sheets, size_t n, const char *mark)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(sheets[i].mark, mark) == 0)
			return true;
	return false;
}

size_t ks_paper_sheets(const struct ks_site *site, const struct ks_visit *visit,
		       struct ks_paper_sheet out[KS_PAPER_SHEETS_MAX])
{
	const struct ks_lesson *lessons[KS_PRESENT_LESSONS_MAX];
	size_t n_lessons = ks_present_lessons(site, visit, lessons), n = 0;
	const struct ks_content *content = site->content;
	struct ks_attempt *sheet = ks_alloc_zero(1, sizeof(*sheet));
	int nendo = ks_site_nendo(site);

	for (size_t i = 0; i < n_lessons; i++)
		for (size_t k = 0; k < content->n_plans && n < KS_PAPER_SHEETS_MAX; k++) {
			const struct ks_plan *plan = &content->plans[k];
			struct ks_session_rules rules = rules_of(site, plan, lessons[i]->id);

			if (plan->nendo != nendo || !draw(&rules, visit, sheet, out[n].mark) ||
			    is_there(out, n, out[n].mark))
				continue;
			out[n].plan = plan;
			out[n].lesson = rules.lesson;
			out[n++].n_questions = sheet->n_items;
		}
	free(sheet);
	return n;
}

void ks_paper_choose(struct ks_visit *visit, const struct ks_paper_sheet *sheet)
{
	ks_receipt_close(visit->paper.kept);
	visit->paper = (struct ks_paper_visit){.lesson = sheet->lesson};
	memcpy(visit->paper.mark, sheet->mark, sizeof(visit->paper.mark));
	visit->desk.deed = KS_DESK_PAPER;
	visit->desk.staff = NULL;
	visit->place = KS_VISIT_KEYS;
}

/* ---- the person's own visit, made aside ---- */

static enum ks_rc within(struct ks_site *site, ks_site_write_fn write, void *what)
{
	return write(site, what);
}

static struct ks_site aside(const struct ks_site *site)
{
	struct ks_site inner = *site;

	inner.record = within;
	inner.recorded = NULL;
	return inner;
}

static enum ks_rc load(struct ks_site *site, struct ks_visit *person, const char *staff)
{
	enum ks_rc rc = ks_roster_find(site->store, staff, &person->arena, &person->person);

	if (rc != KS_OK)
		return rc;
	person->family_name = ks_person_family_name(&person->person);
	return ks_signin_home(site, person);
}

/* Which of their duties has this very sheet. */
static enum ks_rc find_duty(const struct ks_site *site, const struct ks_visit *desk,
			    const struct ks_visit *person, struct ks_attempt *sheet, size_t *duty)
{
	char mark[KS_PAPER_MARK];

	for (*duty = 0; *duty < person->duties.n_items; ++*duty) {
		const struct ks_duty *item = &person->duties.items[*duty];
		struct ks_session_rules rules = rules_of(site, item->plan, item->lesson->id);

		if (strcmp(item->lesson->id, desk->paper.lesson->id) != 0 ||
		    !draw(&rules, desk, sheet, mark) || strcmp(mark, desk->paper.mark) != 0)
			continue;
		if (person->progress[*duty].is_done)
			return KS_CONFLICT;
		return ks_visit_is_open(person, *duty) ? KS_OK : KS_DENIED;
	}
	return KS_INVALID;
}

static void leave(struct ks_site *site, struct ks_visit *person)
{
	struct ks_site inner = aside(site);

	person->lesson.is_open = false; /* nothing more is to be said of it */
	(void)!ks_signin_end(&inner, person, false);
	free(person);
}

enum ks_rc ks_paper_begin(struct ks_site *site, struct ks_visit *visit)
{
	struct ks_visit *person = ks_alloc_zero(1, sizeof(*person));
	struct ks_attempt *sheet = ks_alloc_zero(1, sizeof(*sheet));
	struct ks_lesson_visit *lesson = &visit->lesson;
	size_t duty = 0;
	enum ks_rc rc = load(site, person, visit->desk.staff);

	if (rc == KS_OK)
		rc = find_duty(site, visit, person, sheet, &duty);
	if (rc == KS_OK) {
		const struct ks_duty *item = &person->duties.items[duty];

		memset(lesson, 0, sizeof(*lesson));
		lesson->rules = rules_of(site, item->plan, item->lesson->id);
		ks_session_begin(&lesson->session, &lesson->rules);
		ks_session_take_sheet(&lesson->session, sheet);
		visit->paper.is_on = true;
		visit->place = KS_VISIT_QUESTION;
	}
	free(sheet);
	leave(site, person);
	return rc;
}

enum ks_rc ks_paper_step(struct ks_visit *visit, const struct ks_session_input *input)
{
	struct ks_session *session = &visit->lesson.session;
	const struct ks_session_input on = {.kind = KS_STEP_NEXT};
	struct ks_events events;
	enum ks_rc rc = KS_INVALID;

	if (input->kind == KS_STEP_ANSWER || input->kind == KS_STEP_BLANK)
		rc = ks_session_apply(session, &visit->lesson.rules, input, &events);
	if (rc != KS_OK)
		return rc;
	if (session->item_index + 1 < session->attempt.n_items)
		return ks_session_apply(session, &visit->lesson.rules, &on, &events);
	visit->paper.is_on = false;
	visit->place = KS_VISIT_PAPER;
	return KS_OK;
}

void ks_paper_again(struct ks_visit *visit)
{
	struct ks_session *session = &visit->lesson.session;
	struct ks_attempt sheet = session->attempt;

	session->attempt.number = 0; /* nobody's attempt yet: it is not put aside */
	ks_session_take_sheet(session, &sheet);
	visit->paper.is_on = true;
	visit->place = KS_VISIT_QUESTION;
}

struct keyed {
	const struct ks_visit *desk;
	struct ks_visit *person;
	size_t duty;
};

static enum ks_rc answer(struct ks_site *site, struct ks_visit *person,
			 const struct ks_attempt_item *item)
{
	const struct ks_question *question = ks_session_question(
		&person->lesson.session, &person->lesson.rules, person->lesson.session.item_index);
	struct ks_session_input input = {.kind = KS_STEP_BLANK, .answer = item->answer};
	enum ks_rc rc;

	if (question && ks_answer_is_complete(question, &item->answer))
		input.kind = KS_STEP_ANSWER;
	rc = ks_lesson_step(site, person, &input);
	input.kind = KS_STEP_NEXT;
	return rc == KS_OK ? ks_lesson_step(site, person, &input) : rc;
}

static enum ks_rc write_all(struct ks_site *site, void *what)
{
	const struct keyed *keyed = what;
	const struct ks_attempt *sheet = &keyed->desk->lesson.session.attempt;
	struct ks_visit *person = keyed->person;
	struct ks_site inner = aside(site);
	enum ks_rc rc;

	person->lesson.paper_by = keyed->desk->person.number;
	rc = ks_lesson_open(&inner, person, keyed->duty);
	if (rc != KS_OK)
		return rc;
	ks_session_take_sheet(&person->lesson.session, sheet);
	for (int i = 0; rc == KS_OK && i < sheet->n_items; i++)
		rc = answer(&inner, person, &sheet->items[i]);
	return rc == KS_OK ? ks_lesson_leave(&inner, person, false) : rc;
}

enum ks_rc ks_paper_record(struct ks_site *site, struct ks_visit *visit)
{
	struct keyed keyed = {.desk = visit, .person = ks_alloc_zero(1, sizeof(*keyed.person))};
	struct ks_attempt *sheet = ks_alloc_zero(1, sizeof(*sheet));
	struct ks_receipt *kept = NULL;
	enum ks_rc rc = load(site, keyed.person, visit->desk.staff);

	assert(!visit->paper.kept);
	if (rc == KS_OK)
		rc = find_duty(site, visit, keyed.person, sheet, &keyed.duty);
	if (rc == KS_OK)
		rc = site->record(site, write_all, &keyed);
	if (rc == KS_OK)
		rc = ks_receipt_take(site->ledger, keyed.person->lesson.result_seq, &kept);
	if (rc == KS_OK)
		visit->paper.kept = kept;
	free(sheet);
	leave(site, keyed.person);
	return rc;
}
