/* SPDX-License-Identifier: Apache-2.0 */
#include "content/coverage.h"

#include <string.h>

#include "content/lesson_read.h"
#include "content/yaml.h"

/*
 * Counting, so that "all of the policy is taught" is a table and not a feeling. A page or question counts for
 * every row one of its clauses falls into, and once in the sum.
 */

#define ROWS_MAX 200
#define COUNT_MAX 10000

static bool falls_into(const struct ks_coverage_row *row, const char **ids, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < row->n_clauses; k++)
			if (ks_clause_is_within(ids[i], row->clauses[k]))
				return true;
	return false;
}

static void count_lesson(const struct ks_lesson *lesson, struct ks_coverage_row *row)
{
	for (size_t i = 0; i < lesson->n_pages; i++)
		row->n_pages += falls_into(row, lesson->pages[i].clauses, lesson->pages[i].n_clauses);
	for (size_t i = 0; i < lesson->quiz.n_questions; i++) {
		const struct ks_question *question = &lesson->quiz.questions[i];

		if (!falls_into(row, question->clauses, question->n_clauses))
			continue;
		row->n_questions++;
		row->kinds_found |= 1u << question->kind;
	}
}

static void count(const struct ks_content *content, struct ks_coverage *out)
{
	for (size_t i = 0; i < content->n_lessons; i++) {
		out->n_pages += content->lessons[i].n_pages;
		out->n_questions += content->lessons[i].quiz.n_questions;
		for (size_t k = 0; k < out->n_rows; k++)
			count_lesson(&content->lessons[i], &out->rows[k]);
	}
}

static unsigned read_kinds(const struct ks_source *source, const struct ks_yaml *node)
{
	size_t n = 0;
	const char **words = ks_yaml_texts(source, node, "kinds", &n);
	unsigned kinds = 0;

	for (size_t i = 0; i < n; i++) {
		int kind = ks_question_kind_find(words[i]);

		if (kind < 0)
			ks_diags_error(source->diags, source->file, node->line,
				       "問題の型「%s」は知りません。single、multiple、truefalse、"
				       "classify、order、find のどれかを書きます。",
				       words[i]);
		else
			kinds |= 1u << kind;
	}
	return kinds;
}

static void read_row(const struct ks_source *source, const struct ks_policy *policy,
		     const struct ks_yaml *node, struct ks_coverage_row *out)
{
	ks_yaml_only(source, node, "clauses pages questions kinds");
	out->line = node->line;
	out->clauses = ks_yaml_texts(source, node, "clauses", &out->n_clauses);
	out->pages_min = (size_t)ks_yaml_need_number(source, node, "pages", 0, COUNT_MAX);
	out->questions_min = (size_t)ks_yaml_need_number(source, node, "questions", 0, COUNT_MAX);
	out->kinds_wanted = read_kinds(source, node);
	if (out->n_clauses == 0)
		ks_diags_error(source->diags, source->file, node->line,
			       "項目「clauses」がありません。");
	for (size_t i = 0; i < out->n_clauses; i++)
		ks_lesson_check_clause(source, policy, out->clauses[i], node->line);
}

static bool is_leaf(const struct ks_policy *policy, size_t index)
{
	for (size_t i = 0; i < policy->n_clauses; i++)
		if (policy->clauses[i].parent == (int)index)
			return false;
	return true;
}

static void check_all_planned(const struct ks_source *source, const struct ks_policy *policy,
			      const struct ks_coverage *coverage)
{
	for (size_t i = 0; i < policy->n_clauses; i++) {
		const char *id = policy->clauses[i].id;
		bool is_planned = !is_leaf(policy, i);

		for (size_t k = 0; k < coverage->n_rows && !is_planned; k++)
			is_planned = falls_into(&coverage->rows[k], &id, 1);
		if (!is_planned)
			ks_diags_error(source->diags, source->file, 0,
				       "方針の %s の行がありません。clauses に足してください。", id);
	}
}

enum ks_rc ks_coverage_load(const char *file, const struct ks_content *content,
			    struct ks_coverage *out, struct ks_diags *diags)
{
	struct ks_source source = {file, diags, &out->arena};
	size_t errors = diags->n_errors;
	const struct ks_yaml *root, *list;

	memset(out, 0, sizeof(*out));
	root = ks_yaml_read_map(&source);
	if (!root)
		return KS_INVALID;
	ks_yaml_only(&source, root, "pages questions clauses");
	out->pages_min = (size_t)ks_yaml_number(&source, root, "pages", 0, COUNT_MAX, 0);
	out->questions_min = (size_t)ks_yaml_number(&source, root, "questions", 0, COUNT_MAX, 0);
	list = ks_yaml_maps(&source, root, "clauses");
	if (!list || list->n_children > ROWS_MAX) {
		ks_diags_error(diags, file, root->line,
			       "条ごとの計画（clauses）を %d 行までで書いてください。", ROWS_MAX);
		return KS_INVALID;
	}
	out->rows = ks_arena_alloc(&out->arena, (list->n_children + 1) * sizeof(*out->rows));
	for (const struct ks_yaml *node = list->first; node; node = node->next)
		read_row(&source, &content->policy, node, &out->rows[out->n_rows++]);
	check_all_planned(&source, &content->policy, out);
	count(content, out);
	return diags->n_errors > errors ? KS_INVALID : KS_OK;
}

void ks_coverage_finish(struct ks_coverage *coverage)
{
	if (!coverage)
		return;
	ks_arena_finish(&coverage->arena);
	memset(coverage, 0, sizeof(*coverage));
}

bool ks_coverage_is_met(const struct ks_coverage_row *row)
{
	return row->n_pages >= row->pages_min && row->n_questions >= row->questions_min &&
	       (row->kinds_wanted & ~row->kinds_found) == 0;
}

size_t ks_lesson_characters(const struct ks_lesson *lesson, bool is_easy)
{
	size_t n = 0;

	for (size_t i = 0; i < lesson->n_pages; i++) {
		const struct ks_page *page = is_easy ? lesson->pages[i].easy : &lesson->pages[i];

		n += page ? page->n_characters : 0;
	}
	return n;
}
