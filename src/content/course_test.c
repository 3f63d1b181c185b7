/* SPDX-License-Identifier: Apache-2.0 */
#include "content/course_test.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "content/lesson_read.h"

/*
 * The test of a course is a lesson like any other to everything behind this file: one page that says how it
 * works, and as its quiz its own questions and those of all ready lessons of the course, by reference.
 */

static bool is_must(const struct ks_plan_lesson *wanted, const struct ks_question *question)
{
	for (size_t i = 0; question->is_mandatory && i < wanted->n_must; i++)
		for (size_t k = 0; k < question->n_clauses; k++)
			if (ks_clause_is_within(question->clauses[k], wanted->must[i]))
				return true;
	return false;
}

/*
 * Questions that have to be right in their lesson need not be in the test: that is for it to say. Where the test has a
 * mandatory question of its own, those of the lessons are none: their answers are known.
 */
static void add_questions(const struct ks_plan_lesson *wanted, const struct ks_quiz *from,
			  bool is_own, struct ks_quiz *out)
{
	bool has_must = false;

	for (size_t i = 0; i < out->n_questions; i++)
		has_must = has_must || (out->questions[i].is_own && out->questions[i].is_mandatory);
	for (size_t i = 0; i < from->n_questions; i++) {
		struct ks_question *question = &out->questions[out->n_questions++];

		*question = from->questions[i];
		question->is_own = is_own;
		question->is_mandatory = (is_own || !has_must) && is_must(wanted, question);
	}
}

static const struct ks_lesson *pool_named(const struct ks_content *content, const char *id)
{
	for (size_t i = 0; i < content->n_pools; i++)
		if (strcmp(content->pools[i].id, id) == 0)
			return &content->pools[i];
	return NULL;
}

/* The year's own questions, else those of all years. */
static const struct ks_lesson *pool_of(const struct ks_content *content, const struct ks_plan *plan,
				       const struct ks_plan_lesson *wanted)
{
	char *own = ks_format("%s-%d", wanted->id, plan->nendo);
	const struct ks_lesson *pool = pool_named(content, own);

	free(own);
	return pool ? pool : pool_named(content, wanted->id);
}

static const struct ks_lesson *lesson_at(const struct ks_content *content,
					 const struct ks_plan *plan, size_t i)
{
	const struct ks_plan_lesson *lesson = &plan->lessons[i];

	return lesson->is_ready && !lesson->is_test ? ks_content_lesson(content, lesson->id) : NULL;
}

static void gather(const struct ks_content *content, const struct ks_plan *plan,
		   const struct ks_plan_lesson *wanted, struct ks_lesson *out)
{
	const struct ks_lesson *pool = pool_of(content, plan, wanted);
	size_t n = pool ? pool->quiz.n_questions : 0;

	for (size_t i = 0; i < plan->n_lessons; i++)
		n += lesson_at(content, plan, i) ? lesson_at(content, plan, i)->quiz.n_questions : 0;
	out->quiz.file = plan->file;
	out->quiz.questions = ks_arena_alloc(&out->arena, (n + 1) * sizeof(*out->quiz.questions));
	out->goals = ks_arena_alloc(&out->arena, (plan->n_lessons + 1) * sizeof(*out->goals));
	if (pool)
		add_questions(wanted, &pool->quiz, true, &out->quiz);
	for (size_t i = 0; i < plan->n_lessons; i++) {
		const struct ks_lesson *lesson = lesson_at(content, plan, i);

		if (!lesson)
			continue;
		add_questions(wanted, &lesson->quiz, false, &out->quiz);
		out->goals[out->n_goals++] = lesson->title;
	}
}

static void write_page(const struct ks_plan_lesson *wanted, struct ks_buf *out)
{
	ks_buf_printf(out, "# %s\n\n", wanted->title);
	ks_buf_printf(out,
		      "この研修の科目全体から、**%d問**を出します。%d問以上の正解で{合格|ごうかく}です。"
		      "かかる時間は、約%d分です。\n\n",
		      wanted->n_questions, wanted->pass_right, wanted->minutes);
	for (size_t i = 0; i < wanted->n_must; i++)
		ks_buf_printf(out, "%s%s", i > 0 ? "、" : "- 方針の ", wanted->must[i]);
	if (wanted->n_must > 0)
		ks_buf_puts(out, " には、正解が必要な問題があります。\n");
	ks_buf_puts(out,
		    "- 1問答えるごとに、なぜそうなのかを{確|たし}かめられます。\n"
		    "- {間違|まちが}えた問題は、{結果|けっか}の画面から、教えているページへ戻れます。\n"
		    "- 何度でも受けられます。問題は、受けるたびに入れ{替|か}わります。\n");
}

static void make_page(const struct ks_content *content, const struct ks_plan_lesson *wanted,
		      const char *file, struct ks_lesson *out, struct ks_diags *diags)
{
	struct ks_lesson_reader reader = {.source = {file, diags, &out->arena},
					  .policy = &content->policy};
	struct ks_buf text = {0};

	write_page(wanted, &text);
	ks_lesson_read_markdown(&reader, ks_buf_text(&text), text.len);
	ks_lesson_take_pages(&reader, out);
	ks_buf_finish(&text);
}

static void make(struct ks_content *content, const struct ks_plan *plan,
		 const struct ks_plan_lesson *wanted, struct ks_diags *diags)
{
	struct ks_lesson *out = &content->tests[content->n_tests];

	memset(out, 0, sizeof(*out));
	out->id = wanted->id;
	out->folder = "";
	out->title = wanted->title;
	out->minutes = wanted->minutes;
	out->nendo = plan->nendo;
	gather(content, plan, wanted, out);
	make_page(content, wanted, plan->file, out, diags);
	content->n_tests++;
}

void ks_course_test_make_all(struct ks_content *content, struct ks_diags *diags)
{
	content->tests =
		ks_arena_alloc(&content->arena, (content->n_plans + 1) * sizeof(*content->tests));
	for (size_t i = 0; i < content->n_plans; i++) {
		const struct ks_plan *plan = &content->plans[i];

		for (size_t k = 0; k < plan->n_lessons; k++)
			if (plan->lessons[k].is_test && plan->lessons[k].is_ready)
				make(content, plan, &plan->lessons[k], diags);
	}
}
