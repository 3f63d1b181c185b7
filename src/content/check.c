/* SPDX-License-Identifier: Apache-2.0 */
#include "content/check.h"

#include <string.h>

#include "base/buf.h"
#include "content/contacts.h"
#include "content/coverage.h"
#include "content/load_private.h"
#include "content/places.h"
#include "content/source.h"

/*
 * What an author would otherwise find out on the kiosk: a page that does not fit, a question nobody can
 * learn from, a clause that nothing teaches. Loading has already told what cannot be read at all.
 */

/* CURRICULUM §4: 200 to 300 characters a page. Above the ceiling a page does not fit. */
#define PAGE_CHARACTERS_WARN 300
#define PAGE_CHARACTERS_MAX 420

static size_t characters(const struct ks_rich *rich)
{
	size_t n = 0;

	for (size_t i = 0; i < rich->len; i++)
		n += ((unsigned char)rich->text[i] & 0xC0) != 0x80 && rich->text[i] != '\n';
	return n;
}

/* Text and lists; quotations, mails and figures have their own frames and places. */
static size_t running_text(const struct ks_page *page)
{
	size_t n = 0;

	for (size_t i = 0; i < page->n_blocks; i++) {
		const struct ks_block *block = &page->blocks[i];

		if (block->kind == KS_BLOCK_POLICY || block->n_parts > 0 ||
		    block->kind == KS_BLOCK_FIGURE)
			continue;
		n += characters(&block->text);
		for (size_t k = 0; k < block->n_items && block->kind != KS_BLOCK_ASK; k++)
			n += characters(&block->items[k]);
	}
	return n;
}

static void check_page(const struct ks_lesson *lesson, const struct ks_page *page, const char *file,
		       struct ks_diags *diags)
{
	size_t n = running_text(page);

	if (n > PAGE_CHARACTERS_MAX)
		ks_diags_error(
			diags, file, page->line,
			"ページ「%s」は %zu 字あり、画面に収まりません。%d 字までにするか、ページを分けてください。",
			page->title.text, n, PAGE_CHARACTERS_MAX);
	else if (n > PAGE_CHARACTERS_WARN)
		ks_diags_warn(diags, file, page->line,
			      "ページ「%s」は %zu 字あります。%d 字までが読みやすい長さです。",
			      page->title.text, n, PAGE_CHARACTERS_WARN);
	for (size_t i = 0; i < page->n_blocks; i++)
		if (lesson->is_public && page->blocks[i].kind == KS_BLOCK_LOCAL)
			ks_diags_error(diags, file, page->blocks[i].line,
				       "public: true の科目に ```local（組合で決めること）は書けません。"
				       "実施手順に当たることは公開できません（方針8）。");
}

static void check_twins(const struct ks_lesson *lesson, const struct ks_page *page,
			const char *file, const char *easy_file, struct ks_diags *diags)
{
	check_page(lesson, page, file, diags);
	if (page->easy)
		check_page(lesson, page->easy, easy_file, diags);
}

static void check_cases(const struct ks_lesson *lesson, struct ks_diags *diags)
{
	struct ks_arena arena = {0};
	const char *file = ks_source_join(&arena, lesson->folder, "cases.md");
	const char *easy_file = ks_source_join(&arena, lesson->folder, "cases.easy.md");

	for (size_t i = 0; i < lesson->n_cases; i++)
		check_twins(lesson, &lesson->cases[i].page, file, easy_file, diags);
	ks_arena_finish(&arena);
}

void ks_check_pages(const struct ks_content *content, struct ks_diags *diags)
{
	for (size_t i = 0; i < content->n_lessons; i++) {
		const struct ks_lesson *lesson = &content->lessons[i];
		struct ks_arena arena = {0};
		const char *file = ks_source_join(&arena, lesson->folder, "lesson.md");
		const char *easy_file = ks_source_join(&arena, lesson->folder, "lesson.easy.md");
		size_t total = ks_lesson_characters(lesson, false), minutes;

		for (size_t k = 0; k < lesson->n_pages; k++)
			check_twins(lesson, &lesson->pages[k], file, easy_file, diags);
		check_cases(lesson, diags);
		minutes = (total + KS_CHARACTERS_A_MINUTE - 1) / KS_CHARACTERS_A_MINUTE;
		if (lesson->minutes > 0 && minutes > (size_t)lesson->minutes)
			ks_diags_warn(
				diags, file, 1,
				"%zu 字を読むのに約 %zu 分かかります（1 分 %d 字）。minutes の %d 分より長くなります。",
				total, minutes, KS_CHARACTERS_A_MINUTE, lesson->minutes);
		ks_arena_finish(&arena);
	}
	for (size_t i = 0; i < content->n_pools; i++)
		check_cases(&content->pools[i], diags);
}

/* ---- questions ---- */

static void check_reasons(const char *file, const struct ks_question *question, struct ks_diags *diags)
{
	for (size_t i = 0; i < question->n_choices; i++)
		if (question->choices[i].reason.len == 0)
			ks_diags_error(
				diags, file, question->line,
				"問題「%s」の選択肢「%s」に理由がありません。なぜそうなのかを書いてください。",
				question->id, question->choices[i].text.text);
}

static void check_question(const struct ks_lesson *lesson, const struct ks_question *question,
			   struct ks_diags *diags)
{
	struct ks_arena arena = {0};

	check_reasons(lesson->quiz.file, question, diags);
	if (question->easy)
		check_reasons(ks_source_join(&arena, lesson->folder, "quiz.easy.gift"),
			      question->easy, diags);
	ks_arena_finish(&arena);
	if (question->n_clauses == 0)
		ks_diags_error(diags, lesson->quiz.file, question->line,
			       "問題「%s」に条番号がありません。[tag:3(1)] のように書いてください。",
			       question->id);
}

static const struct ks_question *same_id_before(const struct ks_content *content, size_t lesson,
						const char *id, const char **file)
{
	for (size_t i = 0; i < lesson; i++) {
		const struct ks_quiz *quiz = &ks_content_home_at(content, i)->quiz;

		*file = quiz->file;
		if (ks_quiz_find(quiz, id))
			return ks_quiz_find(quiz, id);
	}
	return NULL;
}

static void check_case_ids(const struct ks_content *content, size_t lesson, struct ks_diags *diags)
{
	const struct ks_lesson *mine = ks_content_home_at(content, lesson);
	struct ks_arena arena = {0};

	for (size_t i = 0; i < lesson; i++)
		for (size_t k = 0; k < mine->n_cases; k++)
			if (ks_lesson_case(ks_content_home_at(content, i), mine->cases[k].id))
				ks_diags_error(
					diags, ks_source_join(&arena, mine->folder, "cases.md"),
					mine->cases[k].page.line,
					"事例の番号「%s」は科目「%s」と同じです。別の番号にしてください。",
					mine->cases[k].id, ks_content_home_at(content, i)->id);
	ks_arena_finish(&arena);
}

void ks_check_questions(const struct ks_content *content, struct ks_diags *diags)
{
	for (size_t i = 0; i < ks_content_n_homes(content); i++) {
		const struct ks_lesson *home = ks_content_home_at(content, i);
		const struct ks_quiz *quiz = &home->quiz;

		check_case_ids(content, i, diags);
		for (size_t k = 0; k < quiz->n_questions; k++) {
			const struct ks_question *question = &quiz->questions[k], *other;
			const char *file = NULL;

			check_question(home, question, diags);
			other = same_id_before(content, i, question->id, &file);
			if (other)
				ks_diags_error(
					diags, quiz->file, question->line,
					"番号「%s」は %s の %d 行目の問題と同じです。別の番号にしてください。",
					question->id, file, other->line);
		}
	}
}

/* ---- courses ---- */

static bool is_in_pool(const struct ks_question *question, const struct ks_pool *pool)
{
	if (pool->n_clauses == 0)
		return true;
	for (size_t i = 0; i < question->n_clauses; i++)
		for (size_t k = 0; k < pool->n_clauses; k++)
			if (ks_clause_is_within(question->clauses[i], pool->clauses[k]))
				return true;
	return false;
}

static void check_clauses(const struct ks_content *content, const struct ks_plan *plan,
			  const struct ks_plan_lesson *wanted, const char *key,
			  const char **clauses, size_t n, struct ks_diags *diags)
{
	for (size_t i = 0; i < n; i++)
		if (!ks_policy_find(&content->policy, clauses[i]))
			ks_diags_error(
				diags, plan->file, wanted->line,
				"科目「%s」の %s の条「%s」は方針にありません。条番号を直してください。",
				wanted->id, key, clauses[i]);
}

static void check_pool(const struct ks_content *content, const struct ks_plan *plan,
		       const struct ks_plan_lesson *wanted, const struct ks_pool *pool,
		       struct ks_diags *diags)
{
	const struct ks_lesson *lesson = ks_content_lesson_of(content, plan->nendo, wanted->id);
	int n = 0;

	check_clauses(content, plan, wanted, "pools", pool->clauses, pool->n_clauses, diags);
	for (size_t i = 0; i < lesson->quiz.n_questions; i++)
		n += is_in_pool(&lesson->quiz.questions[i], pool);
	if (n < pool->n_questions)
		ks_diags_error(
			diags, plan->file, wanted->line,
			"科目「%s」の pools で条「%s」などから %d 問を求めていますが、問題は %d 問です。",
			wanted->id, pool->n_clauses > 0 ? pool->clauses[0] : "どれでも",
			pool->n_questions, n);
}

/* A case is asked whole or not at all, so not every number of questions can be had from a quiz. */
static void check_number(const struct ks_plan *plan, const struct ks_plan_lesson *wanted,
			 const struct ks_quiz *quiz, struct ks_diags *diags)
{
	uint64_t sums = 1; /* bit n: n questions can be had */
	size_t n = 1;

	for (size_t i = 0; i < quiz->n_questions; i += n) {
		n = quiz->questions[i].artefact ? quiz->questions[i].artefact->n_steps : 1;
		if (n < 64)
			sums |= sums << n;
	}
	if (wanted->n_questions < 64 && !(sums >> wanted->n_questions & 1))
		ks_diags_error(diags, plan->file, wanted->line,
			       "科目「%s」の出題の数を %d 問にできません。事例は全部の問題をまとめて出すためです。数を変えるか、"
			       "事例でない問題を足してください。",
			       wanted->id, wanted->n_questions);
}

/* Each clause that must be right has a question that says so, or passing would not prove what the plan promises. */
static void check_must(const struct ks_content *content, const struct ks_plan *plan,
		       const struct ks_plan_lesson *wanted, const struct ks_quiz *quiz,
		       struct ks_diags *diags)
{
	check_clauses(content, plan, wanted, "must", wanted->must, wanted->n_must, diags);
	for (size_t i = 0; i < wanted->n_must; i++) {
		const struct ks_pool pool = {&wanted->must[i], 1, 1};
		int n = 0;

		for (size_t k = 0; k < quiz->n_questions; k++)
			n += quiz->questions[k].is_mandatory &&
			     is_in_pool(&quiz->questions[k], &pool);
		if (n == 0)
			ks_diags_error(diags, plan->file, wanted->line,
				       "test の must の条「%s」に、[must] の付いた問題がありません。",
				       wanted->must[i]);
	}
}

/* What has to be in must have room: mandatory questions, with the cases they are steps of. */
static void check_room(const struct ks_plan *plan, const struct ks_plan_lesson *wanted,
		       const struct ks_quiz *quiz, struct ks_diags *diags)
{
	const struct ks_case *last = NULL;
	size_t n = 0;

	for (size_t i = 0; i < quiz->n_questions; i++) {
		const struct ks_case *artefact = quiz->questions[i].artefact;

		if (!quiz->questions[i].is_mandatory || (artefact && artefact == last))
			continue;
		n += artefact ? artefact->n_steps : 1;
		last = artefact;
	}
	if (n > KS_QUIZ_MAX)
		ks_diags_error(
			diags, plan->file, wanted->line,
			"科目「%s」で必ず出す問題（[must]）が %zu 問あります。%d 問までにしてください。",
			wanted->id, n, KS_QUIZ_MAX);
	if (quiz->n_questions > KS_TEST_QUESTIONS_MAX)
		ks_diags_error(diags, plan->file, wanted->line,
			       "「%s」の問題が %zu 問あります。%d 問までにしてください。",
			       wanted->id, quiz->n_questions, KS_TEST_QUESTIONS_MAX);
}

/* All ready lessons and tests of @plan's 年度, up to @plan: one person may owe them all. */
static void check_duties(const struct ks_content *content, const struct ks_plan *plan,
			 struct ks_diags *diags)
{
	size_t n = 0;

	for (const struct ks_plan *other = content->plans; other <= plan; other++) {
		for (size_t i = 0; other->nendo == plan->nendo && i < other->n_lessons; i++) {
			bool is_again = false;

			for (const struct ks_plan *before = content->plans; before < other; before++)
				is_again = is_again || (before->nendo == plan->nendo &&
							ks_plan_find(before, other->lessons[i].id));
			n += other->lessons[i].is_ready && !is_again;
		}
	}
	if (n > KS_DUTIES_MAX)
		ks_diags_error(
			diags, plan->file, 1,
			"%d 年度の科目と確認テストが %zu になります。全部のコースを合わせて %d までにしてください。",
			plan->nendo, n, KS_DUTIES_MAX);
}

static void check_plan(const struct ks_content *content, const struct ks_plan *plan,
		       struct ks_diags *diags)
{
	for (size_t i = 0; i < plan->n_lessons; i++) {
		const struct ks_plan_lesson *wanted = &plan->lessons[i];
		const struct ks_lesson *lesson =
			ks_content_lesson_of(content, plan->nendo, wanted->id);

		if (!wanted->is_ready || !lesson)
			continue;
		if (lesson->quiz.n_questions < (size_t)wanted->n_questions)
			ks_diags_error(diags, plan->file, wanted->line,
				       "科目「%s」は %d 問を出しますが、%s には %zu 問しかありません。",
				       wanted->id, wanted->n_questions, lesson->quiz.file,
				       lesson->quiz.n_questions);
		else
			check_number(plan, wanted, &lesson->quiz, diags);
		if (wanted->minutes != lesson->minutes)
			ks_diags_warn(diags, plan->file, wanted->line,
				      "科目「%s」の時間が lesson.md と違います（%d 分と %d 分）。",
				      wanted->id, wanted->minutes, lesson->minutes);
		for (size_t k = 0; k < wanted->n_pools; k++)
			check_pool(content, plan, wanted, &wanted->pools[k], diags);
		check_must(content, plan, wanted, &lesson->quiz, diags);
		check_room(plan, wanted, &lesson->quiz, diags);
	}
}

static bool is_same_pool(const struct ks_pool *a, const struct ks_pool *b)
{
	if (a->n_questions != b->n_questions || a->n_clauses != b->n_clauses)
		return false;
	for (size_t i = 0; i < a->n_clauses; i++)
		if (strcmp(a->clauses[i], b->clauses[i]) != 0)
			return false;
	return true;
}

static bool is_judged_alike(const struct ks_plan_lesson *a, const struct ks_plan_lesson *b)
{
	if (a->n_questions != b->n_questions || a->pass_right != b->pass_right ||
	    a->n_pools != b->n_pools)
		return false;
	for (size_t i = 0; i < a->n_pools; i++)
		if (!is_same_pool(&a->pools[i], &b->pools[i]))
			return false;
	return true;
}

/* A lesson done for one course is done for all, so passing it should be the same everywhere. */
static void check_judged_alike(const struct ks_content *content, const struct ks_plan *plan,
			       struct ks_diags *diags)
{
	for (const struct ks_plan *other = content->plans; other < plan; other++) {
		if (other->nendo != plan->nendo)
			continue;
		for (size_t i = 0; i < plan->n_lessons; i++) {
			const struct ks_plan_lesson *mine = &plan->lessons[i];
			const struct ks_plan_lesson *theirs = ks_plan_find(other, mine->id);

			if (!theirs || !mine->is_ready || !theirs->is_ready ||
			    is_judged_alike(mine, theirs))
				continue;
			ks_diags_warn(diags, plan->file, mine->line,
				      "科目「%s」の出題か合格が %s の %d 行目と違います。一つのコースでの修了は、"
				      "ほかのコースでも修了になるため、そろえてください。",
				      mine->id, other->file, theirs->line);
		}
	}
}

void ks_check_plans(const struct ks_content *content, struct ks_diags *diags)
{
	for (size_t i = 0; i < content->n_plans; i++) {
		const struct ks_plan *plan = &content->plans[i];
		const struct ks_plan *same = ks_content_plan_named(content, plan->nendo, plan->id);

		check_plan(content, plan, diags);
		check_duties(content, plan, diags);
		check_judged_alike(content, plan, diags);
		if (same != plan)
			ks_diags_error(diags, plan->file, 1,
				       "コースの id「%s」は %s と同じです。別の id にしてください。",
				       plan->id, same->file);
	}
}

/* ---- coverage ---- */

static bool any_within(const char **ids, size_t n, const char *clause)
{
	for (size_t i = 0; i < n; i++)
		if (ks_clause_is_within(ids[i], clause))
			return true;
	return false;
}

static bool is_covered(const struct ks_content *content, const char *clause)
{
	for (size_t i = 0; i < content->n_lessons; i++) {
		const struct ks_lesson *lesson = &content->lessons[i];

		for (size_t k = 0; k < lesson->n_pages; k++)
			if (any_within(lesson->pages[k].clauses, lesson->pages[k].n_clauses, clause))
				return true;
		for (size_t k = 0; k < lesson->quiz.n_questions; k++)
			if (any_within(lesson->quiz.questions[k].clauses,
				       lesson->quiz.questions[k].n_clauses, clause))
				return true;
	}
	return false;
}

void ks_check_coverage(const struct ks_content *content, struct ks_diags *diags)
{
	struct ks_arena arena = {0};
	struct ks_buf list = {0};
	size_t n = 0;

	for (size_t i = 0; i < content->policy.n_clauses; i++) {
		if (is_covered(content, content->policy.clauses[i].id))
			continue;
		ks_buf_printf(&list, "%s%s", n++ > 0 ? "、" : "", content->policy.clauses[i].id);
	}
	if (n > 0)
		ks_diags_warn(diags,
			      ks_arena_format(&arena, "%s/policy/%s/policy.txt", content->folder,
					      content->policy.version),
			      0, "ページでも問題でも取り上げていない条が %zu あります: %s", n,
			      ks_buf_text(&list));
	ks_buf_finish(&list);
	ks_arena_finish(&arena);
}

enum ks_rc ks_content_check(const char *folder, const struct ks_check_options *options,
			    struct ks_diags *diags)
{
	struct ks_content content;
	size_t errors = diags->n_errors;
	enum ks_rc rc = ks_load_all(folder, true, &content, diags);

	if (rc == KS_OK || rc == KS_INVALID) {
		ks_check_pages(&content, diags);
		ks_check_figures(&content, diags);
		ks_check_questions(&content, diags);
		ks_check_teaching(&content, true, diags);
		ks_check_blind(&content, diags);
		ks_check_plans(&content, diags);
		ks_check_training_plans(&content, diags);
		ks_places_check(&content, diags);
		ks_contacts_check(&content, diags);
		ks_check_coverage(&content, diags);
		ks_check_readings(&content, diags);
		if (options && options->has_glyph)
			ks_check_glyphs(&content, options, diags);
		rc = diags->n_errors > errors ? KS_INVALID : KS_OK;
	}
	ks_content_finish(&content);
	return rc;
}
