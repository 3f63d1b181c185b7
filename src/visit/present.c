/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/present.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "visit/attend.h"
#include "visit/desk.h"

/*
 * The question behind a page is the first ○× of the lesson's quiz that names this page as the one to read: whoever meets it
 * again at the kiosk has heard why.
 */

void ks_present_list(struct ks_visit *visit)
{
	visit->place = KS_VISIT_SHOW;
}

/* Is @id among "m1,m4"? */
static bool is_listed(const char *list, const char *id)
{
	size_t len = strlen(id);

	for (const char *at = list; at && *at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL) {
		at += strspn(at, " ");
		if (strncmp(at, id, len) == 0 && (at[len] == ',' || at[len] == '\0' || at[len] == ' '))
			return true;
	}
	return false;
}

size_t ks_present_lessons(const struct ks_site *site, const struct ks_visit *visit,
			  const struct ks_lesson *out[KS_PRESENT_LESSONS_MAX])
{
	const struct ks_content *content = site->content;
	const char *list = ks_attend_gathering(visit)->lessons;
	size_t n = 0;

	for (size_t i = 0; i < content->n_lessons && n < KS_PRESENT_LESSONS_MAX; i++)
		if (list && is_listed(list, content->lessons[i].id))
			out[n++] = &content->lessons[i];
	for (size_t i = 0, none = n == 0;
	     none && i < content->n_lessons && n < KS_PRESENT_LESSONS_MAX; i++)
		if (content->lessons[i].n_pages > 0)
			out[n++] = &content->lessons[i];
	return n;
}

static const struct ks_question *asked_behind(const struct ks_lesson *lesson, size_t page)
{
	const struct ks_quiz *quiz = &lesson->quiz;

	for (size_t i = 0; i < quiz->n_questions; i++) {
		const struct ks_question *question = &quiz->questions[i];

		if (question->kind == KS_QUESTION_TRUE_FALSE && !question->case_id &&
		    question->n_pages > 0 && strcmp(question->pages[0], lesson->pages[page].id) == 0)
			return question;
	}
	return NULL;
}

void ks_present_open(struct ks_visit *visit, const struct ks_lesson *lesson)
{
	assert(lesson->n_pages > 0);
	ks_receipt_close(visit->present.kept);
	visit->present = (struct ks_present_visit){.lesson = lesson};
	visit->place = KS_VISIT_PRESENT;
}

static size_t slides_before(const struct ks_lesson *lesson, size_t page)
{
	size_t n = 0;

	for (size_t i = 0; i < page; i++)
		n += 1 + (asked_behind(lesson, i) ? 1 : 0);
	return n;
}

size_t ks_present_n_slides(const struct ks_visit *visit)
{
	return slides_before(visit->present.lesson, visit->present.lesson->n_pages);
}

size_t ks_present_at(const struct ks_visit *visit)
{
	return slides_before(visit->present.lesson, visit->present.page) +
	       (visit->present.question ? 1 : 0);
}

bool ks_present_step(struct ks_visit *visit, int by)
{
	struct ks_present_visit next = {.lesson = visit->present.lesson, .page = visit->present.page};
	const struct ks_question *here = asked_behind(next.lesson, next.page);

	if (by > 0 && !visit->present.question && here) {
		next.question = here;
	} else if (by > 0) {
		if (next.page + 1 >= next.lesson->n_pages)
			return false;
		next.page++;
	} else if (!visit->present.question) {
		if (next.page == 0)
			return false;
		next.page--;
		next.question = asked_behind(next.lesson, next.page);
	}
	ks_receipt_close(visit->present.kept);
	visit->present = next;
	return true;
}

void ks_present_hand(struct ks_visit *visit, int side, int by)
{
	int *hands = &visit->present.hands[side];

	assert(side == 0 || side == 1);
	if (!visit->present.is_told && *hands + by >= 0 && *hands + by <= KS_HANDS_MAX)
		*hands += by;
}

int ks_present_here(const struct ks_visit *visit)
{
	return (int)(visit->desk.roll.n_here + visit->desk.roll.n_walk_ins);
}

static enum ks_rc record(struct ks_site *site, struct ks_visit *visit)
{
	struct ks_present_visit *present = &visit->present;
	char *words = ks_format("%s「%s」 ○ %d名、× %d名", present->question->id,
				present->question->name ? present->question->name : "",
				present->hands[0], present->hands[1]);
	struct ks_fact fact = {.kind = KS_FACT_POLLED,
			       .how = present->lesson->id,
			       .reason = words,
			       .n_present = ks_present_here(visit),
			       .n_counted = present->hands[0] + present->hands[1]};
	enum ks_rc rc = ks_desk_record(site, visit, fact, &present->kept);

	free(words);
	return rc;
}

enum ks_rc ks_present_tell(struct ks_site *site, struct ks_visit *visit)
{
	struct ks_present_visit *present = &visit->present;
	enum ks_rc rc = KS_OK;

	assert(present->question);
	if (!present->is_told && present->hands[0] + present->hands[1] > 0)
		rc = record(site, visit);
	if (rc == KS_OK)
		present->is_told = true;
	return rc;
}

void ks_present_back(struct ks_visit *visit)
{
	visit->place = visit->place == KS_VISIT_SHOW ? KS_VISIT_ROLL : KS_VISIT_SHOW;
}
