/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A lesson made by hand, for tests of the course floor and the fuzz target of saved sessions: no file is read, so
 * a failing test here is never about a parser. Header only, because fuzz targets link no helpers.
 */
#ifndef KS_TESTS_SUPPORT_COURSE_SAMPLE_H
#define KS_TESTS_SUPPORT_COURSE_SAMPLE_H

#include <stdio.h>
#include <string.h>

#include "course/session.h"

#define KS_SAMPLE_QUESTIONS_MAX 40
#define KS_SAMPLE_PAGES 3

struct ks_sample {
	struct ks_content content;
	struct ks_plan plan;
	struct ks_plan_lesson plan_lesson;
	struct ks_lesson lesson;
	struct ks_page pages[KS_SAMPLE_PAGES];
	struct ks_question questions[KS_SAMPLE_QUESTIONS_MAX];
	struct ks_choice choices[KS_SAMPLE_QUESTIONS_MAX][KS_CHOICES_MAX];
	struct ks_rich boxes[3];
	char ids[KS_SAMPLE_QUESTIONS_MAX][8];
	const char *clauses[KS_SAMPLE_QUESTIONS_MAX][1];
	const char *pool_clauses[8][1];
	struct ks_pool pools[8];
	struct ks_session_rules rules;
};

/** ks_sample_begin() - a lesson "m1" of three pages without questions. @sample must not be moved. */
static inline void ks_sample_begin(struct ks_sample *sample)
{
	memset(sample, 0, sizeof(*sample));
	memset(sample->content.digest, 'a', KS_HASH_HEX - 1);
	sample->lesson.id = "m1";
	sample->lesson.pages = sample->pages;
	sample->lesson.n_pages = KS_SAMPLE_PAGES;
	sample->lesson.quiz.questions = sample->questions;
	sample->plan_lesson.id = "m1";
	sample->plan_lesson.pools = sample->pools;
	sample->plan.max_repeats = 3;
	sample->rules = (struct ks_session_rules){&sample->content, &sample->plan,
						  &sample->plan_lesson, &sample->lesson};
}

/** ks_sample_question() - "q1", "q2", …: the first choice is right; item i of a classify goes to box i % 3. */
static inline struct ks_question *ks_sample_question(struct ks_sample *sample,
						     enum ks_question_kind kind, size_t n_choices,
						     const char *clause)
{
	static const char *const letters[] = {"a", "b", "c", "d", "e", "f", "g", "h"};
	size_t at = sample->lesson.quiz.n_questions++;
	struct ks_question *question = &sample->questions[at];

	snprintf(sample->ids[at], sizeof(sample->ids[at]), "q%u", (unsigned)at + 1);
	sample->clauses[at][0] = clause;
	*question = (struct ks_question){
		.id = sample->ids[at],
		.kind = kind,
		.choices = sample->choices[at],
		.n_choices = n_choices,
		.clauses = sample->clauses[at],
		.n_clauses = 1,
		.boxes = sample->boxes,
		.n_boxes = kind == KS_QUESTION_CLASSIFY ? 3 : 0,
	};
	for (size_t i = 0; i < n_choices; i++)
		question->choices[i] = (struct ks_choice){
			.id = letters[i],
			.is_right = i == 0,
			.box = kind == KS_QUESTION_CLASSIFY ? (int)(i % 3) : -1,
		};
	if (kind == KS_QUESTION_TRUE_FALSE) {
		question->choices[0].id = "true";
		question->choices[1].id = "false";
	}
	return question;
}

static inline void ks_sample_pool(struct ks_sample *sample, const char *clause, int n_questions)
{
	size_t at = sample->plan_lesson.n_pools++;

	sample->pool_clauses[at][0] = clause;
	sample->pools[at] = (struct ks_pool){sample->pool_clauses[at], 1, n_questions};
}

/** ks_sample_usual() - one question of each kind, q6 mandatory; all six drawn, five needed. */
static inline void ks_sample_usual(struct ks_sample *sample)
{
	ks_sample_begin(sample);
	ks_sample_question(sample, KS_QUESTION_SINGLE, 4, "1");
	ks_sample_question(sample, KS_QUESTION_MULTIPLE, 4, "2(3)")->choices[2].is_right = true;
	ks_sample_question(sample, KS_QUESTION_TRUE_FALSE, 2, "5");
	ks_sample_question(sample, KS_QUESTION_CLASSIFY, 5, "6(2)");
	ks_sample_question(sample, KS_QUESTION_ORDER, 4, "6(7)");
	ks_sample_question(sample, KS_QUESTION_FIND, 5, "6(4)")->is_mandatory = true;
	sample->plan_lesson.n_questions = 6;
	sample->plan_lesson.pass_right = 5;
}

/** ks_sample_answer() - a whole answer to @question, right or wrong. */
static inline struct ks_answer ks_sample_answer(const struct ks_question *question, bool is_right)
{
	struct ks_answer answer = {0};
	size_t n = question->n_choices;

	for (size_t i = 0; i < n; i++) {
		if (question->kind == KS_QUESTION_ORDER)
			answer.value[i] = (uint8_t)(is_right ? i + 1 : n - i);
		else if (question->kind == KS_QUESTION_CLASSIFY)
			answer.value[i] = (uint8_t)(is_right ? i % 3 + 1 : 1);
		else
			answer.value[i] = is_right ? question->choices[i].is_right : i == 1;
	}
	return answer;
}

#endif
