/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "content/content.h"
#include "content/expect.h"
#include "content/load.h"

/*
 * What people paste: exports of Moodle, drawings of Inkscape and draw.io, full-width signs. Each folder of
 * tests/data/pasted is a lesson "zz" beside the content we ship; it is read as meant, or told with file and line.
 */

struct fixture {
	char *folder, *lesson;
	struct ks_diags diags;
};

static bool has_glyph(void *fonts, uint32_t c, uint32_t selector)
{
	(void)fonts;
	return c != 0x1F600 && selector == 0;
}

static int set_up(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));

	f->folder = ks_test_folder();
	f->lesson = ks_path_join(f->folder, "lessons/zz");
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	ks_diags_finish(&f->diags);
	ks_test_folder_finish(f->folder);
	free(f->lesson);
	free(f);
	return 0;
}

static void copy(const char *from_folder, const char *name, const char *to_folder)
{
	char *from = ks_path_join(from_folder, name), *to = ks_path_join(to_folder, name),
	     *data = NULL;
	size_t len = 0;

	assert_int_equal(ks_folder_make(to_folder), KS_OK);
	assert_int_equal(ks_file_read(from, 1 << 20, &data, &len), KS_OK);
	assert_int_equal(ks_file_write(to, data, len, 0600), KS_OK);
	free(data);
	free(to);
	free(from);
}

/* The policy we ship and the lesson of @name; nothing else is needed to look at the lesson. */
static void check(struct fixture *f, const char *name)
{
	static const struct ks_check_options options = {.has_glyph = has_glyph};
	char *from = ks_path_join("tests/data/pasted", name);
	char *policy_from = ks_path_join(content_folder(), "policy/kuresaka-2026-03");
	char *policy = ks_path_join(f->folder, "policy/kuresaka-2026-03");
	char **names = NULL;
	size_t n = 0;

	copy(policy_from, "policy.txt", policy);
	assert_int_equal(ks_folder_list(from, NULL, &names, &n), KS_OK);
	for (size_t i = 0; i < n; i++)
		copy(from, names[i], f->lesson);
	(void)!ks_content_check(f->folder, &options, &f->diags);
	ks_folder_list_finish(names, n);
	free(policy);
	free(policy_from);
	free(from);
}

static bool is_of_lesson(const struct ks_diag *diag)
{
	return strstr(diag->file, "/zz/");
}

static void check_told(void **state, const char *name, const char *file, int line, const char *words)
{
	struct fixture *f = *state;

	check(f, name);
	expect_error_in(&f->diags, file, line, words);
}

static void check_untold(void **state, const char *name)
{
	struct fixture *f = *state;

	check(f, name);
	for (size_t i = 0; i < f->diags.n_items; i++)
		if (is_of_lesson(&f->diags.items[i]))
			fail_msg("%s:%d: %s", f->diags.items[i].file, f->diags.items[i].line,
				 f->diags.items[i].message);
}

static void a_category_needs_an_empty_line_behind_it(void **state)
{
	check_told(state, "b-category-no-blank-line", "zz/quiz.gift", 1, "空の行が要ります");
}

static void a_choice_behind_a_full_width_sign_is_not_swallowed(void **state)
{
	check_told(state, "b-fullwidth-choice-swallowed", "zz/quiz.gift", 4,
		   "行の始めの「～」が全角です");
}

static void html_without_its_mark_is_told(void **state)
{
	check_told(state, "b-html-prefix", "zz/quiz.gift", 4, "「&nbsp;」は");
}

static void a_numerical_question_is_refused_as_one(void **state)
{
	struct fixture *f = *state;
	size_t n = 0;

	check_told(state, "b-numerical-message", "zz/quiz.gift", 2, "数を入れる問題は使えません");
	for (size_t i = 0; i < f->diags.n_items; i++)
		n += is_of_lesson(&f->diags.items[i]) && f->diags.items[i].line == 2;
	assert_int_equal(n, 1);
}

static void an_ordering_question_as_moodle_exports_it_is_read(void **state)
{
	check_untold(state, "b-ordering-export");
}

static void a_character_made_by_an_entity_needs_a_glyph_too(void **state)
{
	struct fixture *f = *state;

	check_told(state, "c-entity-without-glyph", "zz/lesson.md", 13, "（U+1F600）を表せる書体が");
	expect_error_in(&f->diags, "zz/lesson.md", 13, "U+202E");
	expect_error_in(&f->diags, "zz/lesson.md", 13, "U+200B");
}

static void a_heading_that_is_none_is_told(void **state)
{
	struct fixture *f = *state;

	check_told(state, "c-heading-not-a-heading", "zz/lesson.md", 13, "# のあとに空白がない");
	expect_error_in(&f->diags, "zz/lesson.md", 19, "「＃」が全角");
	expect_error_in(&f->diags, "zz/lesson.md", 25, "# のあとの空白が全角");
}

static void arcs_as_optimisers_write_them_are_taken(void **state)
{
	check_untold(state, "c-svg-arc-flags");
}

static void a_drawing_of_draw_io_is_refused_by_its_elements(void **state)
{
	check_told(state, "c-svg-drawio", "zz/a.svg", 1, "<switch> は使えません");
}

static void a_hidden_layer_is_no_fault(void **state)
{
	check_untold(state, "c-svg-hidden-layer"); /* that its words are gone: test_svg */
}

static void millimetres_need_a_view_box(void **state)
{
	check_told(state, "c-svg-mm-words", "zz/a.svg", 1, "viewBox=");
}

static void a_part_that_is_used_elsewhere_is_refused(void **state)
{
	check_told(state, "c-svg-use-image", "zz/a.svg", 1, "<use> は使えません");
}

static void a_drawing_in_another_encoding_is_refused(void **state)
{
	check_told(state, "c-svg-utf16", "zz/a.svg", 1, "UTF-8 で保存");
}

static void a_title_that_yaml_cuts_is_noted(void **state)
{
	struct fixture *f = *state;

	check(f, "c-title-cut-at-hash");
	expect_warning(&f->diags, 3, "「 #」からあとは読まれません");
}

static void a_frame_that_is_not_closed_is_told_where_it_begins(void **state)
{
	check_told(state, "c-unclosed-fence", "zz/lesson.md", 13, "閉じていません");
}

static void a_full_width_colon_is_named(void **state)
{
	check_told(state, "c-yaml-fullwidth-colon", "zz/lesson.md", 3, "「：」が全角です");
}

#define with_fixture(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

static const struct CMUnitTest tests[] = {
	with_fixture(a_category_needs_an_empty_line_behind_it),
	with_fixture(a_choice_behind_a_full_width_sign_is_not_swallowed),
	with_fixture(html_without_its_mark_is_told),
	with_fixture(a_numerical_question_is_refused_as_one),
	with_fixture(an_ordering_question_as_moodle_exports_it_is_read),
	with_fixture(a_character_made_by_an_entity_needs_a_glyph_too),
	with_fixture(a_heading_that_is_none_is_told),
	with_fixture(arcs_as_optimisers_write_them_are_taken),
	with_fixture(a_drawing_of_draw_io_is_refused_by_its_elements),
	with_fixture(a_hidden_layer_is_no_fault),
	with_fixture(millimetres_need_a_view_box),
	with_fixture(a_part_that_is_used_elsewhere_is_refused),
	with_fixture(a_drawing_in_another_encoding_is_refused),
	with_fixture(a_title_that_yaml_cuts_is_noted),
	with_fixture(a_frame_that_is_not_closed_is_told_where_it_begins),
	with_fixture(a_full_width_colon_is_named),
};

int main(void)
{
	return ks_test_run(tests);
}
