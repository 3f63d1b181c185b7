// SPDX-License-Identifier: Apache-2.0
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "content/limits.h"
#include "content/load.h"
#include "course/attempt_private.h"
#include "course/duty.h"
#include "course/inspection.h"

/*
 * Content as large as it may be: it is read without a fault and everything that runs it holds it whole. One more of
 * anything is refused by name, so that nothing which passes the check is cut off or stops a kiosk.
 */

/* What is built; each is at its limit unless a test adds one. */
struct size {
	size_t lesson_id, course_id, question_id, revision;
	int n_pages, n_blocks, n_choices, n_questions, n_asked, n_must, n_duties, n_items, n_steps;
};

static const struct size limit = {.lesson_id = KS_ID_MAX - 1,
				  .course_id = KS_COURSE_ID_MAX - 1,
				  .question_id = KS_ID_MAX - 1,
				  .revision = KS_REVISION_MAX - 1,
				  .n_pages = KS_PAGES_MAX,
				  .n_blocks = KS_BLOCKS_MAX,
				  .n_choices = KS_CHOICES_MAX,
				  .n_questions = KS_QUIZ_QUESTIONS_MAX,
				  .n_asked = KS_QUIZ_MAX,
				  .n_must = KS_QUIZ_MAX,
				  .n_duties = KS_DUTIES_MAX,
				  .n_items = KS_INSPECTION_MAX,
				  .n_steps = KS_QUIZ_MAX};

struct fixture {
	char *folder;
	struct ks_content content;
	struct ks_diags diags;
};

/* @n bytes that begin with @head. */
static char *id_of(const char *head, size_t n)
{
	char *id = ks_alloc_zero(1, n + 1);

	memset(id, 'x', n);
	memcpy(id, head, strlen(head));
	return id;
}

static void write_in(const struct fixture *f, const char *folder, const char *name,
		     const struct ks_buf *text)
{
	char *path = ks_path_join(f->folder, folder);

	assert_int_equal(ks_folder_make(path), KS_OK);
	free(ks_test_write(path, name, ks_buf_text(text)));
	free(path);
}

static void write_lesson(const struct fixture *f, const struct size *size, const char *id)
{
	struct ks_buf text = {0}, quiz = {0};
	char *folder = ks_format("lessons/%s", id);

	ks_buf_printf(&text, "---\nid: %s\ntitle: t\nminutes: 1\ngoals: [g]\n---\n", id);
	for (int p = 0; p < size->n_pages; p++) {
		ks_buf_printf(&text, "# %d\n\n", p);
		for (int b = 0; b < (p == 0 ? size->n_blocks : 1); b++)
			ks_buf_puts(&text, "p\n\n");
	}
	write_in(f, folder, "lesson.md", &text);
	for (int q = 0; q < size->n_questions; q++) {
		char *head = ks_format("q%03d", q), *question = id_of(head, size->question_id);

		ks_buf_printf(&quiz, "// [id:%s] [tag:1]%s%s\nq{=r #r\n", question,
			      q < size->n_must ? " [must]" : "",
			      q < size->n_steps ? " [case:c]" : "");
		for (int c = 1; c < size->n_choices; c++)
			ks_buf_printf(&quiz, "~w%d #r\n", c);
		ks_buf_puts(&quiz, "}\n\n");
		free(question);
		free(head);
	}
	write_in(f, folder, "quiz.gift", &quiz);
	ks_buf_clear(&text);
	ks_buf_puts(&text, "# c\n\n<!-- case: c -->\n\np\n");
	write_in(f, folder, "cases.md", &text);
	ks_buf_finish(&quiz);
	ks_buf_finish(&text);
	free(folder);
}

/* The other duties of the year: short lessons without a quiz. */
static void write_course(const struct fixture *f, const struct size *size, const char *lesson)
{
	struct ks_buf text = {0}, page = {0};
	char *course = id_of("c", size->course_id), *revision = id_of("r", size->revision);

	ks_buf_printf(&text,
		      "id: %s\ntitle: t\nrevision: \"%s\"\nnendo: 2026\nopens: 2026-05-01\ndue: 2026-12-01\n"
		      "audience: {employment: [\"01\"]}\nlessons:\n"
		      "  - {id: %s, title: t, minutes: 1, ready: true, questions: %d, pass: %d}\n",
		      course, revision, lesson, size->n_asked, size->n_asked);
	for (int i = 2; i < size->n_duties; i++) {
		char *folder = ks_format("lessons/d%d", i);

		ks_buf_printf(&text, "  - {id: d%d, title: t, minutes: 1, ready: true}\n", i);
		ks_buf_clear(&page);
		ks_buf_printf(&page,
			      "---\nid: d%d\ntitle: t\nminutes: 1\ngoals: [g]\n---\n# t\n\np\n", i);
		write_in(f, folder, "lesson.md", &page);
		free(folder);
	}
	ks_buf_printf(&text, "test: {title: t, minutes: 1, questions: %d, pass: 1}\n", size->n_asked);
	write_in(f, "courses", "course.yaml", &text);
	ks_buf_finish(&page);
	ks_buf_finish(&text);
	free(revision);
	free(course);
}

static void write_checklist(const struct fixture *f, const struct size *size, const char *lesson)
{
	struct ks_buf text = {0};

	ks_buf_puts(&text, "id: s\ntitle: t\nrevision: \"1\"\nitems:\n");
	for (int i = 0; i < size->n_items; i++)
		ks_buf_printf(&text, "  - {id: i%d, text: t, clauses: [\"1\"], page: %s/p01}\n", i,
			      lesson);
	write_in(f, "checklists", "s.yaml", &text);
	ks_buf_finish(&text);
}

static void build(struct fixture *f, const struct size *size)
{
	char *lesson = id_of("l", size->lesson_id);
	struct ks_buf text = {0};

	f->folder = ks_test_folder();
	ks_buf_puts(&text, "name: n\nsystem_name: s\niri_base: https://k.example\n");
	write_in(f, "", "organisation.yaml", &text);
	ks_buf_clear(&text);
	ks_buf_puts(&text,
		    "見本組合 情報セキュリティ基本方針\n\n令和8年3月策定\n\n1 目的\n\n維持する。");
	write_in(f, "policy/a-2026-03", "policy.txt", &text);
	ks_buf_clear(&text);
	ks_buf_puts(&text, "[]\n");
	write_in(f, "policy/a-2026-03", "errata.yaml", &text);
	ks_buf_finish(&text);
	write_lesson(f, size, lesson);
	write_course(f, size, lesson);
	write_checklist(f, size, lesson);
	free(lesson);
}

static int set_up(void **state)
{
	*state = ks_alloc_zero(1, sizeof(struct fixture));
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	ks_content_finish(&f->content);
	ks_diags_finish(&f->diags);
	ks_test_folder_finish(f->folder);
	free(f);
	return 0;
}

static void content_at_every_limit_is_read_and_runs_whole(void **state)
{
	struct fixture *f = *state;
	const struct ks_appointment appointment = {.employment = "01",
						   .from = {2020, 4, 1},
						   .status = "在職",
						   .roles = "",
						   .unit = "",
						   .unit_kind = "",
						   .facility = ""};
	const struct ks_person person = {.number = "1",
					 .name = "n",
					 .kana = "",
					 .appointments = (struct ks_appointment *)&appointment,
					 .n_appointments = 1};
	struct ks_session session;
	struct ks_duties duties;
	struct ks_inspection inspection;
	struct ks_session_rules rules;
	struct ks_attempt attempt;

	build(f, &limit);
	if (ks_content_check(f->folder, NULL, &f->diags) != KS_OK)
		ks_diags_print(&f->diags, stdout);
	assert_int_equal(f->diags.n_errors, 0);
	assert_int_equal(ks_content_load(f->folder, &f->content, &f->diags), KS_OK);
	rules = (struct ks_session_rules){
		&f->content, &f->content.plans[0], &f->content.plans[0].lessons[0],
		ks_content_lesson(&f->content, f->content.plans[0].lessons[0].id)};
	ks_session_begin(&session, &rules);
	assert_string_equal(session.lesson, rules.lesson->id);
	for (uint64_t seed = 0; seed < 20; seed++) {
		ks_attempt_draw(&rules, seed, 1, NULL, &attempt);
		assert_int_equal(attempt.n_items, KS_QUIZ_MAX);
	}
	ks_duties_make(f->content.plans, f->content.n_plans, 2026, &person,
		       (struct ks_date){2026, 6, 1}, &duties);
	assert_int_equal(duties.n_items, KS_DUTIES_MAX);
	ks_inspection_begin(&inspection, &f->content.checklists[0], false, NULL, NULL);
	assert_int_equal(inspection.n_items, KS_INSPECTION_MAX);
}

static void one_more_of_anything_is_refused_by_name(void **state)
{
	static const struct {
		size_t at; /* of the member */
		bool is_int;
		const char *words;
	} cases[] = {
		{offsetof(struct size, lesson_id), false, "39 字までの英数字"},
		{offsetof(struct size, course_id), false, "34 字までの英数字"},
		{offsetof(struct size, question_id), false, "39 字までの英数字"},
		{offsetof(struct size, revision), false, "39 字までの英数字"},
		{offsetof(struct size, n_pages), true, "ページが多すぎます"},
		{offsetof(struct size, n_blocks), true, "段落が多すぎます"},
		{offsetof(struct size, n_choices), true, "八つまで"},
		{offsetof(struct size, n_questions), true, "問題が多すぎます"},
		{offsetof(struct size, n_asked), true, "0 から 20 までの数"},
		{offsetof(struct size, n_duties), true, "科目と確認テストが 33"},
		{offsetof(struct size, n_items), true, "100 までで"},
		{offsetof(struct size, n_steps), true, "20 問まで"},
	};

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct fixture *f = *state;
		struct size size = limit;
		bool is_found = false;

		if (cases[i].is_int)
			++*(int *)((char *)&size + cases[i].at);
		else
			++*(size_t *)((char *)&size + cases[i].at);
		build(f, &size);
		assert_int_equal(ks_content_check(f->folder, NULL, &f->diags), KS_INVALID);
		for (size_t k = 0; k < f->diags.n_items; k++)
			is_found = is_found || strstr(f->diags.items[k].message, cases[i].words);
		if (!is_found)
			fail_msg("nothing says \"%s\"", cases[i].words);
		ks_diags_finish(&f->diags);
		f->diags = (struct ks_diags){0};
		ks_test_folder_finish(f->folder);
		f->folder = NULL;
	}
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test_setup_teardown(content_at_every_limit_is_read_and_runs_whole, set_up,
					tear_down),
	cmocka_unit_test_setup_teardown(one_more_of_anything_is_refused_by_name, set_up, tear_down),
};

int main(void)
{
	return ks_test_run(tests);
}
