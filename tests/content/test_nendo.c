/* SPDX-License-Identifier: Apache-2.0 */
#include "content/nendo.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "content/plan.h"
#include "support/test.h"

/* Next year's courses are this year's a year later, and nothing is written over. */

static void a_course_moves_by_a_year_and_keeps_its_remarks(void **state)
{
	struct ks_buf out = {0};

	(void)state;
	ks_nendo_course(
		"# 年次 2026\nid: annual\nrevision: \"2026.2\"\nnendo: 2026\n"
		"opens: 2028-02-29\ndue: 2026-12-25 # 年内\nlessons:\n  - id: m1\n    due: 2026-01-01",
		2026, 2027, &out);
	assert_string_equal(
		ks_buf_text(&out),
		"# 年次 2026\nid: annual\nrevision: \"2027.1\"\nnendo: 2027\n"
		"opens: 2029-02-28\ndue: 2027-12-25 # 年内\nlessons:\n  - id: m1\n    due: 2026-01-01");
	ks_buf_finish(&out);
}

/* Only a line that says it from its first letter is written anew; what is no day is left to the check to tell of. */
static void what_is_no_course_line_stays_as_it_is(void **state)
{
	static const char *const rows[][2] = {
		{"nendo: x", "nendo: 2029"},
		{"nendo:", "nendo:"},
		{"nendo:2026", "nendo: 2029"},
		{" nendo: 2026", " nendo: 2026"},
		{"nendos: 2026", "nendos: 2026"},
		{"revision:\t1", "revision: \"2029.1\""},
		{"opens: 2026-04-01", "opens: 2029-04-01"},
		{"opens: \"2026-04-01\" # 朝", "opens: \"2029-04-01\" # 朝"},
		{"due: 2026-13-01", "due: 2026-13-01"},
		{"due: 2026-04-1", "due: 2026-04-1"},
		{"due: いつか", "due: いつか"},
		{"due: 2024-02-29", "due: 2027-02-28"},
		{"due: 2024-02-28", "due: 2027-02-28"},
		{"due: 2024-03-29", "due: 2027-03-29"},
		{"\n\nx\n", "\n\nx\n"},
		{"", ""},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(rows); i++) {
		struct ks_buf out = {0};

		ks_nendo_course(rows[i][0], 2026, 2029, &out);
		assert_string_equal(ks_buf_text(&out), rows[i][1]);
		ks_buf_finish(&out);
	}
}

static enum ks_rc open_next(const char *folder, int from, int to, size_t *n)
{
	struct ks_diags diags = {0};
	enum ks_rc rc = ks_nendo_open(folder, from, to, &(struct ks_nendo_approval){"管理者", NULL},
				      &diags, n);

	ks_diags_finish(&diags);
	return rc;
}

static void add_course(const char *folder, const char *name, const char *id)
{
	char *text = ks_format(
		"id: %s\ntitle: 研修\nrevision: \"2026.1\"\nnendo: 2026\n"
		"opens: 2026-04-01\ndue: 2026-12-25\nlessons:\n  - id: m1\n"
		"    title: 一\n    minutes: 5\n    ready: true\n    questions: 1\n    pass: 1\n",
		id);
	char *courses = ks_path_join(folder, "courses");

	assert_int_equal(ks_folder_make(courses), KS_OK);
	free(ks_test_write(courses, name, text));
	free(courses);
	free(text);
}

static void check_course(const char *folder, const char *name, const char *id)
{
	char *file = ks_format("%s/courses/%s", folder, name);
	struct ks_diags diags = {0};
	struct ks_plan plan;

	assert_int_equal(ks_plan_load(file, &plan, &diags), KS_OK);
	assert_string_equal(plan.id, id);
	assert_int_equal(plan.nendo, 2027);
	assert_int_equal(ks_date_compare(plan.due, (struct ks_date){2027, 12, 25}), 0);
	ks_plan_finish(&plan);
	ks_diags_finish(&diags);
	free(file);
}

/* What is said of the plan of 2027 first; NULL: nothing. */
static void expect_plan(const char *folder, enum ks_severity severity, const char *file,
			const char *words)
{
	struct ks_diags diags = {0};
	enum ks_rc rc = ks_training_plan_check(folder, 2027, severity, &diags);

	assert_int_equal(rc, words ? KS_INVALID : KS_OK);
	assert_int_equal(diags.n_items > 0, words ? 1 : 0);
	if (words) {
		assert_non_null(strstr(diags.items[0].message, words));
		assert_non_null(strstr(diags.items[0].file, file));
		assert_true(diags.items[0].line > 1);
	}
	ks_diags_finish(&diags);
	assert_int_equal(ks_training_plan_check(folder, 2026, severity, &diags), KS_NOT_FOUND);
}

/* The plan again, with @to in place of @from. */
static void replace_in(const char *path, const char *text, const char *from, const char *to)
{
	const char *at = strstr(text, from);
	char *all = at ? ks_format("%.*s%s%s", (int)(at - text), text, to, at + strlen(from)) : NULL;

	assert_non_null(all);
	assert_int_equal(ks_file_write(path, all, strlen(all), 0600), KS_OK);
	free(all);
}

static void a_year_opens_once_with_a_plan_and_leaves_the_old_one(void **state)
{
	char *folder = ks_test_folder(), *text = NULL, *path;
	size_t n = 0, len = 0;

	(void)state;
	add_course(folder, "annual.yaml", "annual");
	add_course(folder, "field-2026.yaml", "field");
	assert_int_equal(open_next(folder, 2025, 2026, &n), KS_CONFLICT);
	assert_int_equal(open_next(folder, 2024, 2025, &n), KS_NOT_FOUND);
	assert_int_equal(open_next(folder, 2026, 2027, &n), KS_OK);
	assert_int_equal(n, 2);
	check_course(folder, "annual-2027.yaml", "annual");
	check_course(folder, "field-2027.yaml", "field");
	path = ks_path_join(folder, "training-plan/2027.yaml");
	assert_int_equal(ks_file_read(path, 1 << 16, &text, &len), KS_OK);
	assert_non_null(strstr(text, "approver: \"管理者\""));
	assert_non_null(strstr(text, "approved_on: \"\""));
	assert_non_null(strstr(text, "2027-04-01 から 2027-12-25 まで"));
	assert_int_equal(open_next(folder, 2026, 2027, &n), KS_CONFLICT);
	expect_plan(folder, KS_SEVERITY_WARNING, "2027.yaml", "承認日（approved_on）が空です");
	expect_plan(folder, KS_SEVERITY_ERROR, "2027.yaml", "承認日（approved_on）が空です");
	replace_in(path, text, "approved_on: \"\"", "approved_on: \"三月\"");
	expect_plan(folder, KS_SEVERITY_WARNING, "2027.yaml", "「三月」は読めません");
	replace_in(path, text, "approved_on: \"\"", "approved_on: \"2027-03-10\"");
	expect_plan(folder, KS_SEVERITY_ERROR, NULL, NULL);
	replace_in(path, text, "approver: \"管理者\"", "approver: \" \"");
	expect_plan(folder, KS_SEVERITY_ERROR, "2027.yaml", "承認者（approver）が空です");
	free(text);
	free(path);
	ks_test_folder_finish(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_course_moves_by_a_year_and_keeps_its_remarks),
		cmocka_unit_test(what_is_no_course_line_stays_as_it_is),
		cmocka_unit_test(a_year_opens_once_with_a_plan_and_leaves_the_old_one),
	};

	return ks_test_run(tests);
}
