/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What becomes of what authors write: pieces of lessons, questions, policies and whole folders, right and wrong ones, read
 * one by one, and all that was made of them and said of them (tell.h).
 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "content/blind.h"
#include "content/coverage.h"
#include "content/expect.h"
#include "content/load.h"
#include "content/teach.h"
#include "content/tell.h"
#include "content/texts.h"
#include "support/test.h"

#define FRONT                                                                      \
	"---\nid: m1\ntitle: 題\nminutes: 5\ngoals: [一つ]\nclauses: [\"1\"]\n" \
	"---\n# 頁\n\n"

static void read_lesson(const char *folder, struct ks_buf *out)
{
	char *above = ks_path_join(folder, "policy"), *at = ks_path_join(folder, "m1");
	struct ks_policy policy;
	struct ks_lesson lesson;
	struct ks_diags diags = {0};
	enum ks_rc rc;

	assert_int_equal(ks_folder_make(above), KS_OK);
	sample_policy(above, &policy);
	rc = ks_lesson_load(at, &policy, &lesson, &diags);
	tell_diags(&diags, folder, out);
	assert_int_equal(rc, diags.n_errors > 0 ? KS_INVALID : KS_OK);
	tell_lesson(&lesson, out);
	ks_lesson_finish(&lesson);
	ks_policy_finish(&policy);
	ks_diags_finish(&diags);
	free(at);
	free(above);
}

static void what_becomes_of_pages(void **state)
{
	(void)state;
	tell_cases("lessons", "m1/lesson.md", FRONT, read_lesson);
}

/* The file as it is, a NUL for each ␀ in it. */
static void read_quiz(const char *folder, struct ks_buf *out)
{
	char *path = ks_path_join(folder, "q.gift"), *text = ks_test_read(path), *nul;
	struct ks_arena arena = {0};
	struct ks_quiz quiz;
	struct ks_diags diags = {0};
	size_t len = strlen(text);
	enum ks_rc rc;

	nul = strstr(text, "␀");
	if (nul)
		*nul = '\0';
	rc = ks_quiz_parse(path, text, len, &arena, &quiz, &diags);
	assert_string_equal(quiz.file, path);
	tell_diags(&diags, folder, out);
	assert_int_equal(rc, diags.n_errors > 0 ? KS_INVALID : KS_OK);
	tell_quiz(&quiz, out);
	ks_diags_finish(&diags);
	ks_arena_finish(&arena);
	free(text);
	free(path);
}

static void what_becomes_of_questions(void **state)
{
	(void)state;
	tell_cases("questions", "q.gift", "", read_quiz);
}

static void read_policy(const char *folder, struct ks_buf *out)
{
	char *at = ks_path_join(folder, "p");
	struct ks_policy policy;
	struct ks_diags diags = {0};
	enum ks_rc rc = ks_policy_load(at, &policy, &diags);

	tell_diags(&diags, folder, out);
	assert_int_equal(rc, diags.n_errors > 0 ? KS_INVALID : KS_OK);
	tell_policy(&policy, out);
	ks_policy_finish(&policy);
	ks_diags_finish(&diags);
	free(at);
}

static void what_becomes_of_a_policy(void **state)
{
	(void)state;
	tell_cases("policies", "p/policy.txt", "", read_policy);
}

/* ---- whole folders ---- */

static void tell_text_at(void *to, const char *file, int line, const struct ks_rich *text)
{
	const char *folder = file, *next;

	/* Wherever the folder of the test lies, what is told begins below it. */
	while ((next = strstr(folder + 1, "/kenshu-test-")))
		folder = next;
	ks_buf_printf(to, " %s:%d", strchr(folder + 1, '/'), line);
	tell_rich("", text, to);
}

static void tell_blind(const struct ks_content *content, bool is_easy, struct ks_buf *out)
{
	struct ks_blind blind;

	ks_blind_measure(content, is_easy, &blind);
	for (size_t i = 0; i < blind.n_rows; i++) {
		const struct ks_blind_score *s = &blind.rows[i].score;

		ks_buf_printf(
			out,
			" blind %s: %zu single, %zu of two; %.3f %.3f %.3f %.3f; %.2f > %.2f %d\n",
			blind.rows[i].home->id, s->n_single, s->n_true_false, s->chance_single,
			s->words_single, s->longest, s->words_true_false, ks_blind_words(s),
			ks_blind_chance(s), ks_blind_is_over(s));
		for (size_t k = 0; k < blind.rows[i].n_tells; k++)
			ks_buf_printf(out, "  tell「%s」:%d %.4f\n", blind.rows[i].tells[k].text,
				      blind.rows[i].tells[k].line, blind.rows[i].tells[k].weight);
	}
	for (size_t i = 0; i < blind.n_giveaways; i++)
		ks_buf_printf(out, " giveaway「%s」:%d %zu of %zu\n", blind.giveaways[i].text,
			      blind.giveaways[i].line, blind.giveaways[i].n_right,
			      blind.giveaways[i].n);
	ks_buf_printf(out, " all: %zu single, %zu of two; %.3f %.3f %.3f %.3f\n",
		      blind.all.n_single, blind.all.n_true_false, blind.all.chance_single,
		      blind.all.words_single, blind.all.longest, blind.all.words_true_false);
	ks_blind_finish(&blind);
}

static void tell_coverage(const char *folder, const struct ks_content *content, struct ks_buf *out)
{
	char *file = ks_path_join(folder, "coverage.yaml");
	struct ks_diags diags = {0};
	struct ks_coverage c;
	enum ks_rc rc = ks_coverage_load(file, content, &c, &diags);

	tell_diags(&diags, folder, out);
	assert_int_equal(rc, diags.n_errors > 0 ? KS_INVALID : KS_OK);
	ks_buf_printf(out, " coverage: %zu rows, pages %zu of %zu, questions %zu of %zu\n",
		      c.n_rows, c.n_pages, c.pages_min, c.n_questions, c.questions_min);
	for (size_t i = 0; i < c.n_rows && c.n_rows < 30; i++)
		ks_buf_printf(
			out,
			"  %s…(%zu):%d pages %zu of %zu, questions %zu of %zu, kinds %u of %u %d\n",
			c.rows[i].n_clauses ? c.rows[i].clauses[0] : "-", c.rows[i].n_clauses,
			c.rows[i].line, c.rows[i].n_pages, c.rows[i].pages_min,
			c.rows[i].n_questions, c.rows[i].questions_min, c.rows[i].kinds_found,
			c.rows[i].kinds_wanted, ks_coverage_is_met(&c.rows[i]));
	ks_coverage_finish(&c);
	ks_diags_finish(&diags);
	free(file);
}

static void tell_taught(const struct ks_content *content, struct ks_buf *out)
{
	for (size_t i = 0; i < ks_content_n_homes(content); i++) {
		const struct ks_quiz *quiz = &ks_content_home_at(content, i)->quiz;

		for (size_t k = 0; k < quiz->n_questions; k++) {
			const struct ks_lesson *lesson;
			const struct ks_page *page;

			ks_buf_printf(out, " taught %s:", quiz->questions[k].id);
			for (size_t n = 0;
			     (page = ks_teach_page(content, &quiz->questions[k], n, &lesson)); n++)
				ks_buf_printf(out, " %s/%s", lesson->id, page->id);
			ks_buf_puts(out, "\n");
		}
	}
}

static bool is_wished(const char *folder, const char *what)
{
	char *path = ks_format("%s/tell/%s", folder, what);
	bool is = ks_file_exists(path);

	free(path);
	return is;
}

static void read_content(const char *folder, struct ks_buf *out)
{
	struct ks_content content;
	struct ks_diags diags = {0}, checked = {0};
	enum ks_rc rc;

	tell_fill_up(folder);
	rc = ks_content_load(folder, &content, &diags);
	assert_int_equal(rc, diags.n_errors > 0 ? KS_INVALID : KS_OK);
	rc = ks_content_check(folder, NULL, &checked);
	assert_int_equal(rc, checked.n_errors > 0 ? KS_INVALID : KS_OK);
	tell_diags(&checked, folder, out);
	if (is_wished(folder, "organisation"))
		tell_organisation(&content.organisation, out);
	tell_content(&content, out);
	if (is_wished(folder, "lessons"))
		tell_lessons(&content, out);
	if (is_wished(folder, "texts"))
		ks_texts_each(&content, tell_text_at, out);
	if (is_wished(folder, "blind")) {
		tell_blind(&content, false, out);
		tell_blind(&content, true, out);
	}
	if (is_wished(folder, "coverage"))
		tell_coverage(folder, &content, out);
	if (is_wished(folder, "taught"))
		tell_taught(&content, out);
	ks_content_finish(&content);
	ks_diags_finish(&checked);
	ks_diags_finish(&diags);
}

static void what_becomes_of_a_folder(void **state)
{
	(void)state;
	tell_cases("folders", "tell/nothing", "", read_content);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_becomes_of_pages),
		cmocka_unit_test(what_becomes_of_questions),
		cmocka_unit_test(what_becomes_of_a_policy),
		cmocka_unit_test(what_becomes_of_a_folder),
	};

	return ks_test_run(tests);
}
