/* SPDX-License-Identifier: Apache-2.0 */
#include "content/load.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "content/contacts.h"
#include "content/course_test.h"
#include "content/folder.h"
#include "content/load_private.h"
#include "content/organisation_read.h"
#include "content/places.h"
#include "content/posters.h"
#include "content/source.h"

/*
 * Everything below one folder, in the order the parts need each other: the policy first (all else refers to
 * it), then lessons, then the courses that name them. What is faulty is told and left out.
 */

/* The newest policy: folder names end in the month of issue, so the last one sorts last. */
void ks_load_policy(struct ks_content *content, struct ks_diags *diags)
{
	char *above = ks_path_join(content->folder, "policy"), *folder;
	char **names = NULL;
	size_t n = 0;

	if (ks_folder_list(above, NULL, &names, &n) != KS_OK || n == 0) {
		ks_diags_error(
			diags, above, 0,
			"方針のフォルダーがありません。policy/名前/policy.txt を置いてください。");
	} else {
		folder = ks_path_join(above, names[n - 1]);
		if (ks_policy_load(folder, &content->policy, diags) != KS_OK &&
		    content->policy.n_clauses == 0)
			ks_diags_error(diags, folder, 0,
				       "方針を読めないため、引用と条番号を確かめられません。");
		free(folder);
	}
	ks_folder_list_finish(names, n);
	free(above);
}

static void load_lessons(struct ks_content *content, bool keep_faulty, struct ks_diags *diags)
{
	char *above = ks_path_join(content->folder, "lessons");
	char **names = NULL;
	size_t n = 0;

	if (ks_folder_list(above, NULL, &names, &n) == KS_OK) {
		content->lessons =
			ks_arena_alloc(&content->arena, (n + 1) * sizeof(*content->lessons));
		for (size_t i = 0; i < n; i++) {
			char *folder = ks_path_join(above, names[i]);
			struct ks_lesson *lesson = &content->lessons[content->n_lessons];

			if (!ks_folder_exists(folder)) {
				free(folder);
				continue;
			}
			if (ks_lesson_load(folder, &content->policy, lesson, diags) == KS_OK ||
			    keep_faulty)
				content->n_lessons++;
			else
				ks_lesson_finish(lesson);
			free(folder);
		}
	}
	ks_folder_list_finish(names, n);
	free(above);
}

static void check_lessons_are_there(const struct ks_content *content, const struct ks_plan *plan,
				    struct ks_diags *diags)
{
	for (size_t i = 0; i < plan->n_lessons; i++) {
		const struct ks_plan_lesson *lesson = &plan->lessons[i];

		if (!lesson->is_ready || lesson->is_test || ks_content_lesson(content, lesson->id))
			continue;
		ks_diags_error(
			diags, plan->file, lesson->line,
			"科目「%s」が使えません。lessons/%s を作るか直すか、ready: false にしてください。",
			lesson->id, lesson->id);
	}
}

/*
 * A plan stays although one of its lessons is broken: the others can still be taken, and what is due is due.
 */
static void load_plans(struct ks_content *content, struct ks_diags *diags)
{
	char *above = ks_path_join(content->folder, "courses");
	char **names = NULL;
	size_t n = 0;

	if (ks_folder_list(above, ".yaml", &names, &n) == KS_OK) {
		content->plans = ks_arena_alloc(&content->arena, (n + 1) * sizeof(*content->plans));
		for (size_t i = 0; i < n; i++) {
			char *file = ks_path_join(above, names[i]);
			struct ks_plan *plan = &content->plans[content->n_plans];

			if (ks_plan_load(file, plan, diags) == KS_OK) {
				content->n_plans++;
				plan->policy_sha256 = content->policy.sha256;
				check_lessons_are_there(content, plan, diags);
			} else {
				ks_plan_finish(plan);
			}
			free(file);
		}
	}
	if (n == 0)
		ks_diags_error(diags, above, 0,
			       "コースがありません。courses/annual.yaml を置いてください。");
	ks_folder_list_finish(names, n);
	free(above);
}

static void load_pool(struct ks_content *content, const char *id, bool keep_faulty,
		      struct ks_diags *diags)
{
	struct ks_lesson *pool = &content->pools[content->n_pools];
	char *folder = ks_format("%s/courses/%s", content->folder, id);

	if (ks_lesson_load_questions(folder, &content->policy, pool, diags) == KS_OK || keep_faulty)
		content->n_pools++;
	else
		ks_lesson_finish(pool);
	free(folder);
}

static bool is_pool(const struct ks_content *content, const char *id)
{
	char *folder = ks_format("%s/courses/%s", content->folder, id);
	bool is = ks_folder_exists(folder);

	for (size_t i = 0; i < content->n_pools; i++)
		is = is && strcmp(content->pools[i].id, id) != 0; /* once, for several years */
	free(folder);
	return is;
}

/*
 * The questions of a test that no lesson shows lie in a folder of the test's name beside the course: annual-test-2027 for
 * one year, annual-test for all that have no such folder.
 */
static void load_pools(struct ks_content *content, bool keep_faulty, struct ks_diags *diags)
{
	content->pools =
		ks_arena_alloc(&content->arena, (content->n_plans + 1) * sizeof(*content->pools));
	for (size_t i = 0; i < content->n_plans; i++) {
		const struct ks_plan *plan = &content->plans[i];
		const struct ks_plan_lesson *last =
			plan->n_lessons > 0 ? &plan->lessons[plan->n_lessons - 1] : NULL;
		char *own;

		if (!last || !last->is_test)
			continue;
		own = ks_format("%s-%d", last->id, plan->nendo);
		if (is_pool(content, own))
			load_pool(content, own, keep_faulty, diags);
		else if (is_pool(content, last->id))
			load_pool(content, last->id, keep_faulty, diags);
		free(own);
	}
}

/* Its own faults are told: what follows from them would only hide them. */
static bool is_left_out(const struct ks_content *content, const char *lesson)
{
	char *above = ks_path_join(content->folder, "lessons"), *folder = ks_path_join(above, lesson);
	bool is_there = ks_folder_exists(folder);

	free(folder);
	free(above);
	return is_there && !ks_content_lesson(content, lesson);
}

static void check_help_is_there(const struct ks_content *content,
				const struct ks_checklist *checklist, struct ks_diags *diags)
{
	for (size_t i = 0; i < checklist->n_items; i++) {
		const struct ks_checklist_item *item = &checklist->items[i];
		const struct ks_lesson *lesson = ks_content_lesson(content, item->lesson);

		if (is_left_out(content, item->lesson))
			continue;
		if (!lesson || !ks_lesson_page(lesson, item->page))
			ks_diags_error(diags, checklist->file, item->line,
				       "項目「%s」のページ %s/%s がありません。page を直してください。",
				       item->id, item->lesson, item->page);
	}
}

static void load_checklists(struct ks_content *content, struct ks_diags *diags)
{
	char *above = ks_path_join(content->folder, "checklists");
	char **names = NULL;
	size_t n = 0;

	if (ks_folder_list(above, ".yaml", &names, &n) == KS_OK) {
		content->checklists =
			ks_arena_alloc(&content->arena, (n + 1) * sizeof(*content->checklists));
		for (size_t i = 0; i < n; i++) {
			char *file = ks_path_join(above, names[i]);
			struct ks_checklist *out = &content->checklists[content->n_checklists];

			if (ks_checklist_load(file, &content->policy, out, diags) == KS_OK) {
				content->n_checklists++;
				check_help_is_there(content, out, diags);
			} else {
				ks_checklist_finish(out);
			}
			free(file);
		}
	}
	ks_folder_list_finish(names, n);
	free(above);
}

/* Which of two was meant could not be told from the record. */
static bool is_second(const struct ks_content *content, const struct ks_drill *drill,
		      struct ks_diags *diags)
{
	for (size_t i = 0; i < content->n_drills; i++)
		if (strcmp(content->drills[i].id, drill->id) == 0) {
			ks_diags_error(
				diags, drill->file, 1,
				"訓練の id「%s」は、ほかの訓練と同じです。別の id にしてください。",
				drill->id);
			return true;
		}
	return false;
}

static void load_drills(struct ks_content *content, struct ks_diags *diags)
{
	char *above = ks_path_join(content->folder, "drills");
	char **names = NULL;
	size_t n = 0;

	if (ks_folder_list(above, ".yaml", &names, &n) == KS_OK)
		content->drills = ks_arena_alloc(&content->arena, (n + 1) * sizeof(*content->drills));
	for (size_t i = 0; i < n; i++) {
		char *file = ks_path_join(above, names[i]);
		struct ks_drill *out = &content->drills[content->n_drills];

		if (ks_drill_load(file, &content->policy, out, diags) == KS_OK &&
		    !is_second(content, out, diags))
			content->n_drills++;
		else
			ks_drill_finish(out);
		free(file);
	}
	ks_folder_list_finish(names, n);
	free(above);
}

enum ks_rc ks_content_open(const char *path, struct ks_content *out, struct ks_diags *diags)
{
	size_t errors = diags->n_errors;
	enum ks_rc rc;

	memset(out, 0, sizeof(*out));
	rc = ks_unpacked_open(path, &out->place, diags);
	out->folder = out->place.folder ? out->place.folder : "";
	out->version = out->place.version;
	if (rc == KS_NOT_FOUND)
		ks_diags_error(diags, path, 0, "教材のフォルダーがありません。");
	if (rc != KS_OK)
		return rc;
	ks_organisation_read(out, diags);
	ks_posters_read(out, diags);
	return diags->n_errors > errors ? KS_INVALID : KS_OK;
}

static enum ks_rc read_rest(struct ks_content *content, bool keep_faulty, struct ks_diags *diags)
{
	size_t errors = diags->n_errors;

	ks_load_policy(content, diags);
	load_lessons(content, keep_faulty, diags);
	ks_places_fill(content);
	load_plans(content, diags);
	load_pools(content, keep_faulty, diags);
	ks_contacts_fill(content);
	ks_course_test_make_all(content, diags);
	load_checklists(content, diags);
	load_drills(content, diags);
	(void)!ks_readings_load(ks_source_join(&content->arena, content->folder, "readings.yaml"),
				&content->readings, diags);
	ks_folder_digest(content->folder, content->digest);
	return diags->n_errors > errors ? KS_INVALID : KS_OK;
}

enum ks_rc ks_content_read(struct ks_content *content, struct ks_diags *diags)
{
	return read_rest(content, false, diags);
}

enum ks_rc ks_load_all(const char *path, bool keep_faulty, struct ks_content *out,
		       struct ks_diags *diags)
{
	enum ks_rc opened = ks_content_open(path, out, diags), rest;

	if (opened != KS_OK && opened != KS_INVALID)
		return opened;
	rest = read_rest(out, keep_faulty, diags);
	return opened == KS_OK ? rest : opened;
}

enum ks_rc ks_content_load(const char *path, struct ks_content *out, struct ks_diags *diags)
{
	return ks_load_all(path, false, out, diags);
}
