/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "content/check.h"
#include "content/nendo.h"
#include "content/yaml.h"

/*
 * 研修計画, training-plan/<年度>.yaml: who approved which courses, and when. `kenshu nendo open` makes it with what can be
 * known; what people have to write in is asked for until it is there.
 */

#define FOLDER "training-plan"

static const struct {
	const char *key, *name;
} needed[] = {
	{"purpose", "目的"},    {"audience", "対象"},      {"method", "方法"},
	{"approver", "承認者"}, {"approved_on", "承認日"},
};

static void check_values(const struct ks_source *source, const struct ks_yaml *root,
			 enum ks_severity severity)
{
	const struct ks_yaml *on = ks_yaml_get(root, "approved_on");
	struct ks_date day;

	for (size_t i = 0; i < KS_COUNT(needed); i++) {
		const struct ks_yaml *node = ks_yaml_get(root, needed[i].key);

		if (!node || node->kind != KS_YAML_TEXT || !node->text[strspn(node->text, " \t")])
			ks_diags_add(source->diags, severity, source->file,
				     node ? node->line : root->line,
				     "研修計画の%s（%s）が空です。書き入れてください。",
				     needed[i].name, needed[i].key);
	}
	if (on && on->kind == KS_YAML_TEXT && on->text[0] && !ks_date_parse(on->text, &day))
		ks_diags_error(source->diags, source->file, on->line,
			       "研修計画の承認日（approved_on）は 2027-03-10 の形で書きます（「%s」は"
			       "読めません）。",
			       on->text);
}

/* The plan in @file; NULL (diagnosed) when it is none. */
static const struct ks_yaml *read_plan(const struct ks_source *source, enum ks_severity severity)
{
	const struct ks_yaml *root = ks_yaml_read_map(source);

	if (!root)
		return NULL;
	ks_yaml_only(source, root, "nendo purpose audience method approver approved_on courses");
	check_values(source, root, severity);
	return root;
}

enum ks_rc ks_training_plan_check(const char *content, int nendo, enum ks_severity severity,
				  struct ks_diags *diags)
{
	struct ks_arena arena = {0};
	struct ks_source source = {.file = ks_arena_format(&arena, "%s/" FOLDER "/%d.yaml", content,
							   nendo),
				   .diags = diags,
				   .arena = &arena};
	size_t n = diags->n_errors + diags->n_warnings;
	enum ks_rc rc = KS_NOT_FOUND;

	if (ks_file_exists(source.file)) {
		(void)read_plan(&source, severity);
		rc = diags->n_errors + diags->n_warnings > n ? KS_INVALID : KS_OK;
	}
	ks_arena_finish(&arena);
	return rc;
}

/* ---- beside the courses ---- */

static bool is_planned(const struct ks_yaml *courses, const char *id)
{
	for (const struct ks_yaml *course = courses ? courses->first : NULL; course;
	     course = course->next) {
		const struct ks_yaml *name = ks_yaml_get(course, "course");

		if (name && name->kind == KS_YAML_TEXT && strcmp(name->text, id) == 0)
			return true;
	}
	return false;
}

static void check_courses(const struct ks_source *source, const struct ks_yaml *root,
			  const struct ks_content *content)
{
	const struct ks_yaml *courses = ks_yaml_maps(source, root, "courses");
	int nendo = ks_yaml_need_number(source, root, "nendo", 2000, 2200);

	for (const struct ks_yaml *course = courses ? courses->first : NULL; course;
	     course = course->next) {
		const char *id = ks_yaml_need_text(source, course, "course");

		if (id[0] && !ks_content_plan_named(content, nendo, id))
			ks_diags_warn(source->diags, source->file, course->line,
				      "研修計画のコース「%s」は、%d年度のコースにありません。", id,
				      nendo);
	}
	for (size_t i = 0; i < content->n_plans; i++)
		if (content->plans[i].nendo == nendo && !is_planned(courses, content->plans[i].id))
			ks_diags_warn(source->diags, source->file, root->line,
				      "%d年度のコース「%s」が、研修計画にありません。", nendo,
				      content->plans[i].id);
}

void ks_check_training_plans(const struct ks_content *content, struct ks_diags *diags)
{
	struct ks_arena arena = {0};
	const char *folder = ks_source_join(&arena, content->folder, FOLDER);
	char **names = NULL;
	size_t n = 0;

	if (ks_folder_list(folder, ".yaml", &names, &n) != KS_OK)
		n = 0;
	for (size_t i = 0; i < n; i++) {
		struct ks_source source = {.file = ks_source_join(&arena, folder, names[i]),
					   .diags = diags,
					   .arena = &arena};
		const struct ks_yaml *root = read_plan(&source, KS_SEVERITY_WARNING);

		if (root)
			check_courses(&source, root, content);
	}
	ks_folder_list_finish(names, n);
	ks_arena_finish(&arena);
}
