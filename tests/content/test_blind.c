/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "content/blind.h"
#include "content/expect.h"
#include "content/load.h"

/*
 * The blind test: its figures on the content we ship, the same arithmetic as the tool the content was measured with
 * first (naive Bayes in Python), and that it catches a planted giveaway.
 */

struct fixture {
	struct copied copy;
	struct ks_blind blind;
};

static int set_up(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));

	copied_init(&f->copy);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	ks_blind_finish(&f->blind);
	copied_finish(&f->copy);
	free(f);
	return 0;
}

#define SINGLE_MAX 39 /* of what we ship: some way below what authors are warned of */
_Static_assert(SINGLE_MAX < KS_BLIND_SINGLE_MAX, "else nobody is warned in time");

static void cannot_be_passed(const struct ks_blind *blind)
{
	const struct ks_blind_score *all = &blind->all;
	double longest = ks_blind_percent(all->longest, all->n_single);

	print_message("single %.0f %%, true/false %.0f %%, longest %.0f %%\n",
		      ks_blind_percent(all->words_single, all->n_single),
		      ks_blind_percent(all->words_true_false, all->n_true_false), longest);
	assert_true(all->n_single > 180 && all->n_true_false > 40);
	assert_true(ks_blind_percent(all->words_single, all->n_single) <= SINGLE_MAX);
	assert_true(ks_blind_percent(all->words_true_false, all->n_true_false) <=
		    KS_BLIND_TRUE_FALSE_MAX);
	assert_true(longest >= KS_BLIND_LONGEST_MIN && longest <= KS_BLIND_LONGEST_MAX);
	assert_int_equal(blind->n_rows, 16);
	for (size_t i = 0; i < blind->n_rows; i++) {
		const struct ks_blind_score *score = &blind->rows[i].score;

		print_message("%s %.0f %% (chance %.0f %%)\n", blind->rows[i].home->id,
			      ks_blind_words(score), ks_blind_chance(score));
		if (score->n_single + score->n_true_false >= KS_BLIND_LESSON_MIN)
			assert_true(ks_blind_words(score) <=
				    ks_blind_chance(score) + KS_BLIND_ABOVE_CHANCE_MAX);
	}
	assert_int_equal(blind->n_giveaways, 0);
}

static void our_questions_cannot_be_passed_by_their_wording(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(ks_content_load(f->copy.folder, &f->copy.content, &f->copy.diags), KS_OK);
	ks_blind_measure(&f->copy.content, false, &f->blind);
	cannot_be_passed(&f->blind);
}

/* Easy words are fewer words: the same ones must not come back on the right side. */
static void nor_by_their_easy_wording(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(ks_content_load(f->copy.folder, &f->copy.content, &f->copy.diags), KS_OK);
	ks_blind_measure(&f->copy.content, true, &f->blind);
	cannot_be_passed(&f->blind);
}

/* @n questions whose right choice holds @right and whose wrong ones hold @wrong. */
static void write_quiz(const char *lessons, const char *id, int n, const char *right,
		       const char *wrong)
{
	char *folder = ks_path_join(lessons, id);
	struct ks_buf quiz = {0};

	for (int i = 0; i < n; i++)
		ks_buf_printf(&quiz,
			      "// [id:%s-x%d] [tag:3(1)]\n::題%d::問い%d{\n\t=%d番の箱%s #理由\n\t~%d番の"
			      "箱%s #理由\n\t~%d番の棚%s #理由\n}\n\n",
			      id, i, i, i, i, right, i, wrong, i + 1, wrong);
	free(ks_test_write(folder, "quiz.gift", ks_buf_text(&quiz)));
	ks_buf_finish(&quiz);
	free(folder);
}

static void write_three(struct fixture *f, const char *right, const char *wrong)
{
	char *lessons = ks_path_join(f->copy.folder, "lessons"),
	     *tests = ks_path_join(f->copy.folder, "courses/annual-test"),
	     *field = ks_path_join(f->copy.folder, "courses/field-test");
	char **names;
	size_t n;

	assert_int_equal(ks_folder_list(lessons, NULL, &names, &n), KS_OK);
	for (size_t i = 0; i < n; i++) {
		char *easy = ks_format("%s/%s/quiz.easy.gift", lessons, names[i]);
		char *cases = ks_format("%s/%s/cases.md", lessons, names[i]);
		char *easy_cases = ks_format("%s/%s/cases.easy.md", lessons, names[i]);

		ks_folder_remove(easy);
		ks_folder_remove(cases);
		ks_folder_remove(easy_cases);
		if (i < 3)
			write_quiz(lessons, names[i], 20, right, wrong);
		else
			write_quiz(lessons, names[i], 0, right, wrong);
		free(easy);
		free(cases);
		free(easy_cases);
	}
	ks_folder_list_finish(names, n);
	ks_test_folder_finish(tests);
	ks_test_folder_finish(field);
	free(lessons);
}

/* That a warning names a file ending in @file and holds @words. */
static bool is_told(const struct ks_diags *diags, const char *file, const char *words)
{
	for (size_t i = 0; i < diags->n_items; i++) {
		const struct ks_diag *diag = &diags->items[i];
		size_t len = strlen(diag->file), end = strlen(file);

		if (diag->severity == KS_SEVERITY_WARNING && len >= end &&
		    strcmp(diag->file + len - end, file) == 0 && strstr(diag->message, words))
			return true;
	}
	return false;
}

static void a_planted_giveaway_is_caught_with_its_word_and_its_place(void **state)
{
	struct fixture *f = *state;
	const struct ks_giveaway *word;

	write_three(f, "を見て相談する", "を自分で片づける");
	(void)!ks_content_load(f->copy.folder, &f->copy.content, &f->copy.diags);
	ks_blind_measure(&f->copy.content, false, &f->blind);
	assert_int_equal(f->blind.all.n_single, 60);
	assert_true(ks_blind_words(&f->blind.all) > 99);
	assert_true(f->blind.n_giveaways > 0);
	word = NULL;
	for (size_t i = 0; i < f->blind.n_giveaways; i++)
		if (strstr(f->blind.giveaways[i].text, "相談"))
			word = &f->blind.giveaways[i];
	assert_non_null(word);
	assert_int_equal(word->n, 60);
	assert_int_equal(word->n_right, 60);
	assert_int_equal(word->line, 2);
	ks_diags_finish(&f->copy.diags);
	(void)!ks_content_check(f->copy.folder, NULL, &f->copy.diags);
	expect_warning(&f->copy.diags, 2, "60 のうち 60 が正解です");
	expect_warning(&f->copy.diags, 0, "選択肢の言い回しだけで、100％ が当たります");
}

/*
 * Eight questions of a course's own test were passed by their wording (62 %) and nobody was told: a home counted from ten
 * questions on. The words are named that it was passed by.
 */
static void a_short_test_passed_by_its_words_is_told_with_them(void **state)
{
	struct fixture *f = *state;
	char *courses = ks_path_join(f->copy.folder, "courses"),
	     *field = ks_path_join(courses, "field-test");
	const struct ks_blind_row *row = NULL;

	write_three(f, "を見て相談する", "を自分で片づける");
	assert_int_equal(ks_folder_make(field), KS_OK);
	write_quiz(courses, "field-test", 8, "を見て相談する", "を自分で片づける");
	(void)!ks_content_load(f->copy.folder, &f->copy.content, &f->copy.diags);
	ks_blind_measure(&f->copy.content, false, &f->blind);
	for (size_t i = 0; i < f->blind.n_rows; i++)
		if (strcmp(f->blind.rows[i].home->id, "field-test") == 0)
			row = &f->blind.rows[i];
	assert_non_null(row);
	assert_int_equal(row->score.n_single, 8);
	assert_true(ks_blind_is_over(&row->score));
	assert_true(row->n_tells > 0);
	ks_diags_finish(&f->copy.diags);
	(void)!ks_content_check(f->copy.folder, NULL, &f->copy.diags);
	assert_true(is_told(&f->copy.diags, "field-test/quiz.gift", row->tells[0].text));
	free(field);
	free(courses);
}

/* With five questions, one more that comes out right is already what is allowed above chance. */
static void five_questions_say_nothing(void **state)
{
	struct ks_blind_score score = {.n_single = 5, .chance_single = 5.0 / 3, .words_single = 5};

	(void)state;
	assert_false(ks_blind_is_over(&score));
	score = (struct ks_blind_score){.n_single = 6, .chance_single = 2, .words_single = 4};
	assert_true(ks_blind_is_over(&score));
	score.words_single = 3;
	assert_false(ks_blind_is_over(&score));
}

/* Easy words that tell in a lesson whose standard ones do not: their file is named, not the other. */
static void easy_words_are_checked_as_well(void **state)
{
	static const char *const right[] = {"を見て相談する", "を見て進める", "を自分で片づける"};
	static const char *const wrong[] = {"を自分で片づける", "を見て相談する", "を見て相談する"};
	static const char *const ids[] = {"m0", "m1", "m10"};
	struct fixture *f = *state;
	char *lessons = ks_path_join(f->copy.folder, "lessons");

	write_three(f, "を見て相談する", "を自分で片づける");
	for (size_t i = 0; i < KS_COUNT(ids); i++) {
		char *folder = ks_path_join(lessons, ids[i]);
		char *file = ks_path_join(folder, "quiz.gift"), *text = NULL;
		size_t len;

		assert_int_equal(ks_file_read(file, 1 << 20, &text, &len), KS_OK);
		free(ks_test_write(folder, "quiz.easy.gift", text));
		write_quiz(lessons, ids[i], 20, right[i], wrong[i]);
		free(text);
		free(file);
		free(folder);
	}
	(void)!ks_content_check(f->copy.folder, NULL, &f->copy.diags);
	assert_true(is_told(&f->copy.diags, "m0/quiz.easy.gift", "100％ が当たります"));
	assert_true(is_told(&f->copy.diags, "/quiz.easy.gift", "60 のうち 60 が正解です"));
	assert_false(is_told(&f->copy.diags, "m0/quiz.gift", "が当たります"));
	free(lessons);
}

static void words_that_say_nothing_are_not_told(void **state)
{
	struct fixture *f = *state;

	write_three(f, "をすぐに見て、係の人に相談する", "をあとで見て、係の人に相談する");
	(void)!ks_content_load(f->copy.folder, &f->copy.content, &f->copy.diags);
	ks_blind_measure(&f->copy.content, false, &f->blind);
	assert_int_equal(f->blind.all.n_single, 60);
	assert_true(f->blind.n_giveaways > 0);
	for (size_t i = 0; i < f->blind.n_giveaways; i++)
		assert_null(strstr(f->blind.giveaways[i].text, "相談"));
}

/*
 * Three lessons whose tells differ. What the Python tool printed for these very files: by words 0 %, 100 % and 0 % of
 * the lessons, the longest 43 %.
 */
static void the_figures_are_those_of_the_tool_it_came_from(void **state)
{
	static const char *const right[] = {"を見て相談する", "を見て進める", "を自分で片づける"};
	static const char *const wrong[] = {"を自分で片づける", "を見て相談する", "を見て相談する"};
	struct fixture *f = *state;
	const char *ids[] = {"m0", "m1", "m10"};
	double expected[] = {0, 100, 0};
	char *lessons = ks_path_join(f->copy.folder, "lessons");

	write_three(f, "", "");
	for (size_t i = 0; i < KS_COUNT(ids); i++)
		write_quiz(lessons, ids[i], 8 + 4 * (int)i, right[i], wrong[i]);
	(void)!ks_content_load(f->copy.folder, &f->copy.content, &f->copy.diags);
	ks_blind_measure(&f->copy.content, false, &f->blind);
	assert_int_equal(f->blind.n_rows, 3);
	for (size_t i = 0; i < KS_COUNT(ids); i++)
		assert_true(fabs(ks_blind_words(&f->blind.rows[i].score) - expected[i]) < 0.6);
	assert_true(fabs(ks_blind_percent(f->blind.all.longest, f->blind.all.n_single) - 43) < 0.6);
	free(lessons);
}

#define with_fixture(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static const struct CMUnitTest tests[] = {
	with_fixture(our_questions_cannot_be_passed_by_their_wording),
	with_fixture(nor_by_their_easy_wording),
	with_fixture(a_planted_giveaway_is_caught_with_its_word_and_its_place),
	with_fixture(a_short_test_passed_by_its_words_is_told_with_them),
	cmocka_unit_test(five_questions_say_nothing),
	with_fixture(easy_words_are_checked_as_well),
	with_fixture(words_that_say_nothing_are_not_told),
	with_fixture(the_figures_are_those_of_the_tool_it_came_from),
};

int main(void)
{
	return ks_test_run(tests);
}
