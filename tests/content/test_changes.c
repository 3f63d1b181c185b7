/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "content/changes.h"
#include "content/expect.h"
#include "content/load.h"

/* This year's content is last year's with one thing changed, and just that has to be told. */

struct fixture {
	char *folder;
	struct ks_content before, after;
	struct ks_changes changes;
	struct ks_diags diags;
};

static int set_up(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));

	f->folder = ks_test_folder();
	copy_content(f->folder);
	assert_int_equal(ks_content_load(content_folder(), &f->before, &f->diags), KS_OK);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	ks_changes_finish(&f->changes);
	ks_content_finish(&f->before);
	ks_content_finish(&f->after);
	ks_diags_finish(&f->diags);
	ks_test_folder_finish(f->folder);
	free(f);
	return 0;
}

/* Compare again after an edit. What does not load whole is compared as far as it does. */
static void find(struct fixture *f)
{
	ks_changes_finish(&f->changes);
	ks_content_finish(&f->after);
	(void)!ks_content_load(f->folder, &f->after, &f->diags);
	ks_changes_find(&f->before, &f->after, &f->changes);
}

static void assert_change(const struct fixture *f, size_t index, enum ks_change_kind kind,
			  enum ks_change_thing thing, const char *id)
{
	assert_true(index < f->changes.n_items);
	assert_int_equal(f->changes.items[index].kind, kind);
	assert_int_equal(f->changes.items[index].thing, thing);
	assert_string_equal(f->changes.items[index].id, id);
}

/* The title line of m1's page @index, as it stands in the file. */
static char *title_line(const struct fixture *f, size_t index)
{
	return ks_format("# %s\n", ks_content_lesson(&f->before, "m1")->pages[index].title.text);
}

static void an_edited_artefact_or_easy_wording_changes_its_questions(void **state)
{
	struct fixture *f = *state;

	replace_in(f->folder, "lessons/m6/cases.md", "9:12", "9:14");
	find(f);
	assert_int_equal(f->changes.n_items, 2);
	assert_change(f, 0, KS_CHANGE_CHANGED, KS_CHANGE_QUESTION, "m6-q22");
	assert_change(f, 1, KS_CHANGE_CHANGED, KS_CHANGE_QUESTION, "m6-q23");
	replace_in(f->folder, "lessons/m6/cases.md", "9:14", "9:12");
	replace_in(f->folder, "lessons/m2/quiz.easy.gift", "どうしますか", "何をしますか");
	find(f);
	assert_int_equal(f->changes.n_items, 1);
	assert_int_equal(f->changes.items[0].thing, KS_CHANGE_QUESTION);
	assert_string_equal(f->changes.items[0].lesson->id, "m2");
}

static void the_same_content_has_no_changes(void **state)
{
	struct fixture *f = *state;
	struct ks_buf out = {0};

	find(f);
	assert_int_equal(f->changes.n_items, 0);
	ks_changes_to_markdown(&f->changes, &out);
	assert_non_null(strstr(ks_buf_text(&out), "変わったところはありません"));
	ks_buf_finish(&out);
}

static void added_changed_and_removed_pages_are_told_apart(void **state)
{
	struct fixture *f = *state;
	char *title = title_line(f, 1), *with = ks_format("# 新しい話\n\n本文です。\n\n%s", title);
	char *easy = ks_path_join(f->folder, "lessons/m1/lesson.easy.md");

	(void)remove(easy); /* has as many pages as the other, or is not there */
	find(f);
	ks_content_finish(&f->before);
	f->before = f->after;
	memset(&f->after, 0, sizeof(f->after));
	replace_in(f->folder, "lessons/m1/lesson.md", title, with);
	find(f);
	assert_int_equal(f->changes.n_items, 1); /* the pages behind it only moved */
	assert_change(f, 0, KS_CHANGE_ADDED, KS_CHANGE_PAGE, "p02");
	assert_string_equal(f->changes.items[0].title, "新しい話");
	replace_in(f->folder, "lessons/m1/lesson.md", with, "# 別の題\n");
	find(f);
	assert_int_equal(f->changes.n_items, 1); /* the same words under another title */
	assert_change(f, 0, KS_CHANGE_CHANGED, KS_CHANGE_PAGE, "p02");
	replace_in(f->folder, "lessons/m1/lesson.md", "# 別の題\n", "# 別の題\n\n別の文です。\n\n");
	find(f);
	assert_int_equal(f->changes.n_items, 2);
	assert_change(f, 0, KS_CHANGE_ADDED, KS_CHANGE_PAGE, "p02");
	assert_change(f, 1, KS_CHANGE_REMOVED, KS_CHANGE_PAGE, "p02");
	free(easy);
	free(title);
	free(with);
}

/* One part of a question is changed in memory and put back: each part counts. */
static void every_part_of_a_question_counts(void **state)
{
	struct fixture *f = *state;
	struct ks_content *after = &f->after;
	struct ks_lesson *lesson;
	struct ks_question *q;
	struct ks_rich *parts[4], odd = ks_rich_plain("別の文"), kept;

	find(f);
	lesson = (struct ks_lesson *)ks_content_lesson(after, "m5");
	q = (struct ks_question *)ks_quiz_find(&lesson->quiz, "m5-q02");
	parts[0] = &q->stem;
	parts[1] = &q->choices[0].text;
	parts[2] = &q->choices[q->n_choices - 1].reason;
	parts[3] = &q->feedback;
	for (size_t i = 0; i < KS_COUNT(parts); i++) {
		kept = *parts[i];
		*parts[i] = odd;
		ks_changes_finish(&f->changes);
		ks_changes_find(&f->before, after, &f->changes);
		*parts[i] = kept;
		if (f->changes.n_items != 1)
			fail_msg("part %zu: %zu changes", i, f->changes.n_items);
		assert_change(f, 0, KS_CHANGE_CHANGED, KS_CHANGE_QUESTION, "m5-q02");
	}
	q->choices[0].is_right = !q->choices[0].is_right;
	ks_changes_finish(&f->changes);
	ks_changes_find(&f->before, after, &f->changes);
	assert_int_equal(f->changes.n_items, 1);
	q->choices[0].is_right = !q->choices[0].is_right;
	q->is_mandatory = !q->is_mandatory;
	ks_changes_finish(&f->changes);
	ks_changes_find(&f->before, after, &f->changes);
	assert_int_equal(f->changes.n_items, 1);
}

/* m5-q02 becomes m5-q99, in both wordings. */
static void number_anew(struct fixture *f)
{
	replace_in(f->folder, "lessons/m5/quiz.gift", "[id:m5-q02]", "[id:m5-q99]");
	replace_in(f->folder, "lessons/m5/quiz.easy.gift", "[id:m5-q02]", "[id:m5-q99]");
}

static void questions_are_known_by_their_ids(void **state)
{
	struct fixture *f = *state;

	number_anew(f);
	replace_in(f->folder, "lessons/m5/quiz.gift", "[id:m5-q01] ", "[id:m5-q01] [tag:1] ");
	find(f);
	assert_int_equal(f->changes.n_items, 3);
	assert_change(f, 0, KS_CHANGE_CHANGED, KS_CHANGE_QUESTION, "m5-q01");
	assert_change(f, 1, KS_CHANGE_ADDED, KS_CHANGE_QUESTION, "m5-q99");
	assert_change(f, 2, KS_CHANGE_REMOVED, KS_CHANGE_QUESTION, "m5-q02");
}

static void clauses_and_whole_lessons_come_first(void **state)
{
	struct fixture *f = *state;
	char *lesson = ks_path_join(f->folder, "lessons/m6"), *gone = ks_path_join(f->folder, "gone");

	replace_in(f->folder, "policy/kuresaka-2026-03/policy.txt", "組織体制を確立する",
		   "組織体制を整える");
	number_anew(f);
	assert_int_equal(rename(lesson, gone), 0);
	find(f);
	assert_change(f, 0, KS_CHANGE_CHANGED, KS_CHANGE_CLAUSE, "6(1)");
	assert_string_equal(f->changes.items[0].title, "組織体制");
	assert_change(f, f->changes.n_items - 1, KS_CHANGE_REMOVED, KS_CHANGE_LESSON, "m6");
	free(lesson);
	free(gone);
}

static void the_page_can_be_taken_into_a_lesson_as_it_is(void **state)
{
	struct fixture *f = *state;
	const struct ks_lesson *lesson = ks_content_lesson(&f->before, "m1");
	struct ks_change changes[40];
	struct ks_changes many = {.items = changes, .n_items = KS_COUNT(changes)};
	struct ks_buf out = {0};
	char *folder = ks_path_join(f->folder, "lessons/m99"), *file;
	struct ks_lesson made;

	for (size_t i = 0; i < KS_COUNT(changes); i++)
		changes[i] = (struct ks_change){KS_CHANGE_CHANGED, KS_CHANGE_PAGE, "p01",
						"「長い題」のあるページの、とても長い題です", lesson};
	changes[0] =
		(struct ks_change){KS_CHANGE_CHANGED, KS_CHANGE_CLAUSE, "6(1)", "組織体制", NULL};
	ks_buf_puts(
		&out,
		"---\nid: m99\ntitle: 変わったこと\nminutes: 2\ngoals: [知る]\nclauses: [\"1\"]\n---\n\n");
	ks_changes_to_markdown(&many, &out);
	assert_int_equal(ks_folder_make(folder), KS_OK);
	file = ks_test_write(folder, "lesson.md", ks_buf_text(&out));
	if (ks_lesson_load(folder, &f->before.policy, &made, &f->diags) != KS_OK)
		expect_none(&f->diags);
	assert_true(made.n_pages > 3);
	assert_string_equal(made.pages[0].clauses[0], "6(1)");
	for (size_t i = 0; i < made.n_pages; i++)
		assert_true(made.pages[i].n_characters <= 300);
	assert_non_null(strstr(ks_buf_text(&out), "- ページ『「長い題」の"));
	assert_non_null(strstr(ks_buf_text(&out), "- 6(1)「組織体制」が変わりました。"));
	ks_lesson_finish(&made);
	ks_buf_finish(&out);
	free(file);
	free(folder);
}

#define with_fixture(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static const struct CMUnitTest tests[] = {
	with_fixture(the_same_content_has_no_changes),
	with_fixture(an_edited_artefact_or_easy_wording_changes_its_questions),
	with_fixture(added_changed_and_removed_pages_are_told_apart),
	with_fixture(every_part_of_a_question_counts),
	with_fixture(questions_are_known_by_their_ids),
	with_fixture(clauses_and_whole_lessons_come_first),
	with_fixture(the_page_can_be_taken_into_a_lesson_as_it_is),
};

int main(void)
{
	return ks_test_run(tests);
}
