/* SPDX-License-Identifier: Apache-2.0 */
#include "content/plan.h"

#include <stdlib.h>
#include <string.h>

#include "content/limits.h"
#include "content/source.h"
#include "content/yaml.h"

/*
 * A course file, checked as far as it can be without the lessons (load.c looks at those).
 */

#define LESSON_KEYS "id title minutes ready audience questions pass pools"
#define TEST_KEYS "title minutes ready questions pass must pools"

static void read_audience(const struct ks_source *source, const struct ks_yaml *map,
			  struct ks_audience *out)
{
	const struct ks_yaml *node = ks_yaml_get(map, "audience");

	if (!node)
		return;
	if (node->kind != KS_YAML_MAP) {
		ks_diags_error(
			source->diags, source->file, node->line,
			"audience には employment、roles、without_roles、facilities の並びと、joining、transferred を書きます。");
		return;
	}
	ks_yaml_only(source, node, "employment roles without_roles facilities joining transferred");
	out->employment = ks_yaml_texts(source, node, "employment", &out->n_employment);
	out->roles = ks_yaml_texts(source, node, "roles", &out->n_roles);
	out->without_roles = ks_yaml_texts(source, node, "without_roles", &out->n_without_roles);
	out->facilities = ks_yaml_texts(source, node, "facilities", &out->n_facilities);
	out->is_joining = ks_yaml_bool(source, node, "joining", false);
	out->is_transferred = ks_yaml_bool(source, node, "transferred", false);
	for (size_t i = 0; i < out->n_employment; i++)
		if (strlen(out->employment[i]) != 2 || strspn(out->employment[i], "0123456789") != 2)
			ks_diags_error(source->diags, source->file, node->line,
				       "任用区分「%s」は \"01\" の形の二けたの番号で書きます。",
				       out->employment[i]);
}

static void read_pools(const struct ks_source *source, const struct ks_yaml *map,
		       struct ks_plan_lesson *out)
{
	const struct ks_yaml *list = ks_yaml_maps(source, map, "pools");
	int sum = 0;

	if (!list)
		return;
	out->pools = ks_arena_alloc(source->arena, (list->n_children + 1) * sizeof(*out->pools));
	for (const struct ks_yaml *node = list->first; node; node = node->next) {
		struct ks_pool *pool = &out->pools[out->n_pools++];

		ks_yaml_only(source, node, "clauses questions");
		pool->clauses = ks_yaml_texts(source, node, "clauses", &pool->n_clauses);
		pool->n_questions = ks_yaml_need_number(source, node, "questions", 1, KS_QUIZ_MAX);
		sum += pool->n_questions;
	}
	if (sum > out->n_questions)
		ks_diags_error(source->diags, source->file, list->line,
			       "pools の問題の数を足すと %d になり、questions の %d より多くなります。",
			       sum, out->n_questions);
}

/* How a lesson or the test is drawn and judged. */
static void read_quiz(const struct ks_source *source, const struct ks_yaml *node,
		      struct ks_plan_lesson *out)
{
	out->n_questions = ks_yaml_number(source, node, "questions", 0, KS_QUIZ_MAX, 0);
	out->pass_right = ks_yaml_number(source, node, "pass", 0, KS_QUIZ_MAX, out->n_questions);
	read_pools(source, node, out);
	if (out->pass_right > out->n_questions)
		ks_diags_error(source->diags, source->file, node->line,
			       "科目「%s」の合格（%d 問）が、出題の数（%d 問）より多くなっています。",
			       out->id, out->pass_right, out->n_questions);
	if (out->n_questions > 0 && out->pass_right == 0)
		ks_diags_error(source->diags, source->file, node->line,
			       "科目「%s」の合格（pass）は 1 問以上にしてください。", out->id);
}

/* It becomes a part of names that records carry. */
static void check_id(const struct ks_source *source, int line, const char *id, size_t size)
{
	if (id[0] != '\0' && !ks_source_is_id(id, size))
		ks_diags_error(
			source->diags, source->file, line,
			"id か revision の「%s」は使えません。%zu 字までの英数字（- _ . も可）で書いてください。",
			id, size - 1);
}

static void read_lesson(const struct ks_source *source, const struct ks_yaml *node,
			struct ks_plan_lesson *out)
{
	const char *title = node->kind == KS_YAML_MAP ? ks_yaml_need_text(source, node, "title") : "";

	ks_yaml_only(source, node, LESSON_KEYS);
	out->line = node->line;
	out->id = ks_yaml_need_text(source, node, "id");
	check_id(source, node->line, out->id, KS_ID_MAX);
	out->title = title;
	out->minutes = ks_yaml_need_number(source, node, "minutes", 1, 60);
	out->is_ready = ks_yaml_bool(source, node, "ready", false);
	read_audience(source, node, &out->audience);
	read_quiz(source, node, out);
}

/* Behind the lessons, so that it comes last wherever they stand in order. */
static void read_test(const struct ks_source *source, const struct ks_yaml *root, struct ks_plan *plan)
{
	const struct ks_yaml *node = ks_yaml_get(root, "test");
	struct ks_plan_lesson *out;

	if (!node || !plan->lessons)
		return;
	if (node->kind != KS_YAML_MAP) {
		ks_diags_error(source->diags, source->file, node->line,
			       "test には title、minutes、questions、pass、must、pools を書きます。");
		return;
	}
	ks_yaml_only(source, node, TEST_KEYS);
	out = &plan->lessons[plan->n_lessons];
	out->is_test = true;
	out->line = node->line;
	out->id = ks_arena_format(source->arena, "%s-test", plan->id);
	out->title = ks_yaml_need_text(source, node, "title");
	out->minutes = ks_yaml_need_number(source, node, "minutes", 1, 60);
	out->is_ready = ks_yaml_bool(source, node, "ready", true);
	out->must = ks_yaml_texts(source, node, "must", &out->n_must);
	read_quiz(source, node, out);
	if (out->n_questions == 0)
		ks_diags_error(source->diags, source->file, node->line,
			       "test の出題の数（questions）を 1 問以上で書いてください。");
	if (ks_plan_find(plan, out->id) || strlen(out->id) >= KS_ID_MAX)
		ks_diags_error(
			source->diags, source->file, node->line,
			"test の番号は「%s」になります。同じ番号の科目は置けません。コースの id は %d 字までです。",
			out->id, KS_COURSE_ID_MAX - 1);
	plan->n_lessons++;
}

static void read_lessons(const struct ks_source *source, const struct ks_yaml *root,
			 struct ks_plan *out)
{
	const struct ks_yaml *list = ks_yaml_maps(source, root, "lessons");

	if (!list || list->n_children == 0) {
		ks_diags_error(source->diags, source->file, root->line,
			       "科目（lessons）がありません。");
		return;
	}
	out->lessons = ks_arena_alloc(source->arena, (list->n_children + 1) * sizeof(*out->lessons));
	for (const struct ks_yaml *node = list->first; node; node = node->next) {
		struct ks_plan_lesson *lesson = &out->lessons[out->n_lessons];

		read_lesson(source, node, lesson);
		if (ks_plan_find(out, lesson->id))
			ks_diags_error(source->diags, source->file, node->line,
				       "科目「%s」が二度書かれています。", lesson->id);
		out->n_lessons++;
	}
}

static void read_plan(const struct ks_source *source, const struct ks_yaml *root, struct ks_plan *out)
{
	ks_yaml_only(source, root,
		     "id title revision nendo opens due mid_year_days min_days_left due_at_once"
		     " max_repeats acknowledge"
		     " acknowledge_text audience lessons test");
	out->id = ks_yaml_need_text(source, root, "id");
	check_id(source, root->line, out->id, KS_COURSE_ID_MAX);
	out->title = ks_yaml_need_text(source, root, "title");
	out->revision = ks_yaml_need_text(source, root, "revision");
	check_id(source, root->line, out->revision, KS_REVISION_MAX);
	out->nendo = ks_yaml_need_number(source, root, "nendo", 2000, 2200);
	out->opens = ks_yaml_need_date(source, root, "opens");
	out->due = ks_yaml_need_date(source, root, "due");
	out->mid_year_days = ks_yaml_number(source, root, "mid_year_days", 0, 366, 14);
	out->min_days_left = ks_yaml_number(source, root, "min_days_left", 0, 366, 0);
	out->is_due_at_once = ks_yaml_bool(source, root, "due_at_once", false);
	out->max_repeats = ks_yaml_number(source, root, "max_repeats", 0, 100, 3);
	out->acknowledges = ks_yaml_bool(source, root, "acknowledge", false);
	out->acknowledge_text = ks_yaml_text(source, root, "acknowledge_text", "");
	out->policy_sha256 = "";
	read_audience(source, root, &out->audience);
	read_lessons(source, root, out);
	read_test(source, root, out);
	if (!ks_date_is_set(out->opens) || !ks_date_is_set(out->due))
		return;
	if (ks_date_compare(out->opens, out->due) > 0)
		ks_diags_error(source->diags, source->file, ks_yaml_get(root, "due")->line,
			       "受講の期限（due）が、始まる日（opens）より前です。");
	if (ks_nendo_of(out->opens) != out->nendo || ks_nendo_of(out->due) != out->nendo)
		ks_diags_error(
			source->diags, source->file, ks_yaml_get(root, "opens")->line,
			"受講の期間が %d 年度（%d-04-01 から %d-03-31 まで）に収まっていません。",
			out->nendo, out->nendo, out->nendo + 1);
}

enum ks_rc ks_plan_load(const char *file, struct ks_plan *out, struct ks_diags *diags)
{
	struct ks_source source = {.diags = diags};
	struct ks_yaml *root = NULL;
	size_t errors = diags->n_errors;
	char *text = NULL;
	size_t len = 0;

	memset(out, 0, sizeof(*out));
	source.arena = &out->arena;
	source.file = out->file = ks_arena_strdup(&out->arena, file);
	out->id = out->title = out->revision = "";
	if (ks_source_read(&source, false, &text, &len) != KS_OK ||
	    ks_yaml_parse(&source, text, len, 1, &root) != KS_OK)
		return KS_INVALID;
	if (!root || root->kind != KS_YAML_MAP)
		ks_diags_error(diags, file, 1,
			       "コースのファイルは「id: annual」のような「項目: 値」の行で書きます。");
	else
		read_plan(&source, root, out);
	return diags->n_errors > errors ? KS_INVALID : KS_OK;
}

void ks_plan_finish(struct ks_plan *plan)
{
	if (!plan)
		return;
	ks_arena_finish(&plan->arena);
	memset(plan, 0, sizeof(*plan));
}

void ks_plans_finish(struct ks_plans *plans)
{
	if (!plans)
		return;
	for (size_t i = 0; i < plans->n_items; i++)
		ks_plan_finish(&plans->items[i]);
	free(plans->items);
	memset(plans, 0, sizeof(*plans));
}

const struct ks_plan_lesson *ks_plan_find(const struct ks_plan *plan, const char *lesson_id)
{
	for (size_t i = 0; i < plan->n_lessons; i++)
		if (strcmp(plan->lessons[i].id, lesson_id) == 0)
			return &plan->lessons[i];
	return NULL;
}

const char *ks_plans_title(const struct ks_plans *plans, const char *lesson_id)
{
	for (size_t i = 0; i < plans->n_items; i++) {
		const struct ks_plan_lesson *found = ks_plan_find(&plans->items[i], lesson_id);

		if (found)
			return found->title;
	}
	return "";
}
