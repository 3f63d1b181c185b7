/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "kiosk/album.h"
#include "kiosk/question/question.h"
#include "support/test.h"

/* What stands where in the test of a whole course: its row, its one page, questions of other lessons, and where they are taught. */

static const char course[] =
	"id: annual\ntitle: 画面の見本\nrevision: \"2026.1\"\nnendo: 2026\n"
	"opens: 2026-04-01\ndue: 2026-12-05\nmid_year_days: 14\nmax_repeats: 9\n"
	"audience:\n  employment: [\"07\"]\n"
	"lessons:\n"
	"  - id: a1\n    title: 枠の種類\n    minutes: 5\n    ready: true\n"
	"    questions: 6\n    pass: 5\n"
	"  - id: a2\n    title: 短い科目\n    minutes: 3\n    ready: true\n"
	"    questions: 1\n    pass: 1\n"
	"test:\n  title: 見本の確認テスト\n  minutes: 4\n  questions: 4\n  pass: 3\n"
	"  must: [\"6(7)\"]\n  pools:\n"
	"    - clauses: [\"6(7)\"]\n      questions: 3\n"
	"    - clauses: [\"2(8)\", \"8\"]\n      questions: 1\n";

static char *content_with_test(void)
{
	static const char *const links[][2] = {{"lessons", "tests/data/album/lessons"},
					       {"organisation.yaml",
						"tests/data/album/organisation.yaml"},
					       {"policy", "content/policy"}};
	char *folder = album_content(links, KS_COUNT(links));
	char *courses = ks_path_join(folder, "courses");

	assert_int_equal(mkdir(courses, 0700), 0);
	free(ks_test_write(courses, "annual.yaml", course));
	free(courses);
	return folder;
}

static void answer_wrong(struct album *album)
{
	struct ks_app *app = &album->glass->app;
	const struct ks_question *present = ks_question_present(app);
	const struct ks_question_ops *ops = ks_question_ops(present);
	struct ks_answer wanted;
	struct ks_action action;

	ops->solve(present, false, &wanted);
	while ((action = ops->next_tap(app, &wanted)).what != 0) {
		album_find_part(album, action.what, action.arg);
		glass_tap(album->glass, action.what, action.arg);
	}
	album_find_part(album, KS_ACT_ANSWER, 0);
	glass_tap(album->glass, KS_ACT_ANSWER, 0);
}

/* Each question, wrong, what is said of it and where it is taught, up to the result. */
static void look_at_the_questions(struct album *album)
{
	struct glass *glass = album->glass;
	struct ks_app *app = &glass->app;

	while (app->screen != KS_SCREEN_RESULT) {
		album_look(album);
		if (app->screen == KS_SCREEN_QUESTION)
			answer_wrong(album);
		else
			glass_tap(glass, KS_ACT_NEXT, 0);
	}
	album_look_parts(album);
	assert_null(glass_find(glass, KS_ACT_READ_AGAIN, -1)); /* there is nothing to read */
	while (!glass_find(glass, KS_ACT_REVIEW, -1))
		glass_tap(glass, KS_ACT_ROWS, 1);
	glass_tap(glass, KS_ACT_REVIEW, -1);
	album_look_parts(album);
	glass_rest(glass);
}

static void take_lesson(struct album *album, int row)
{
	album_find_part(album, KS_ACT_OPEN, row);
	glass_tap(album->glass, KS_ACT_OPEN, row);
	album_take(album);
	glass_tap(album->glass, KS_ACT_HOME, 0);
}

static void look_at_the_test(struct album *album)
{
	struct glass *glass = album->glass;
	struct ks_app *app = &glass->app;

	glass_sign_in(glass);
	album_find_part(album, KS_ACT_OPEN, 0);
	assert_null(glass_find(glass, KS_ACT_OPEN, 2));
	album_look(album);
	take_lesson(album, 0);
	take_lesson(album, 1);
	album_find_part(album, KS_ACT_OPEN, 2); /* now it can be taken */
	album_look(album);
	glass_tap(glass, KS_ACT_OPEN, 2);
	look_at_the_questions(album);
	glass_sign_in(glass);
	album_find_part(album, KS_ACT_RESUME, -1);
	glass_tap(glass, KS_ACT_RESUME, -1);
	album_take(album);
	album_look_parts(album);
	glass_tap(glass, KS_ACT_HOME, 0);
	assert_true(app->visit.progress[2].is_done);
	album_find_part(album, KS_ACT_OPEN, 2);
	album_look(album);
	album_tap(album, KS_ACT_OPEN, 2); /* once more: the page alone */
	album_tap(album, KS_ACT_NEXT, 0);
	assert_int_equal(app->screen, KS_SCREEN_HOME);
	glass_rest(glass);
}

static void the_test_of_a_course(void **state)
{
	(void)state;
	album_play("test", content_with_test, look_at_the_test);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_test_of_a_course),
	};

	return ks_test_run(tests);
}
