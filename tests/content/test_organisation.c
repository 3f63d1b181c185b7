/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "content/check.h"
#include "content/expect.h"
#include "content/organisation_read.h"
#include "content/preview.h"

/* What a body writes once, and the frames of lessons that show it. */

#define HEAD "name: 組合\nsystem_name: 研修\niri_base: https://kenshu.example\n"

struct fixture {
	char *folder;
	struct ks_diags diags;
	struct ks_content content;
};

static int set_up(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));

	f->folder = ks_test_folder();
	*state = f;
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

static const struct ks_organisation *read(struct fixture *f, const char *text)
{
	free(ks_test_write(f->folder, "organisation.yaml", text));
	f->content.folder = ks_arena_strdup(&f->content.arena, f->folder);
	ks_organisation_read(&f->content, &f->diags);
	return &f->content.organisation;
}

static void contacts_and_sentences_stand_in_one_list(void **state)
{
	struct fixture *f = *state;
	const struct ks_organisation *o =
		read(f, HEAD
		     "emergency:\n"
		     "  - kind: security\n    what: 画面がおかしい\n    easy_what: 画面が 変だ\n"
		     "    note: 電源は切らない\n    whom: 情報担当\n    place: 総務課\n"
		     "    telephone: 内線 120\n"
		     "  - what: 火事\n    telephone: \"119\"\n"
		     "  - what: 夜間\n    telephone: 職場の連絡網\n"
		     "  - 来庁された方は、近くの職員へ。\n"
		     "  - text: 夜間は、連絡網で。\n    easy: 夜は、連絡網を 見ます。\n"
		     "help: 総務課へ\n");

	expect_none(&f->diags);
	assert_int_equal(o->n_contacts, 3);
	assert_int_equal(o->contacts[0].kind, KS_CONTACT_SECURITY);
	assert_string_equal(o->contacts[0].line, "内線");
	assert_string_equal(o->contacts[0].number, "120");
	assert_string_equal(o->contacts[0].easy_what.text, "画面が 変だ");
	assert_string_equal(o->contacts[0].easy_note.text, "電源は切らない");
	assert_string_equal(o->contacts[0].place.text, "総務課");
	assert_int_equal(o->contacts[1].kind, KS_CONTACT_OTHER);
	assert_string_equal(o->contacts[1].line, "");
	assert_string_equal(o->contacts[1].number, "119");
	assert_int_equal(o->contacts[1].whom.len, 0);
	assert_string_equal(o->contacts[2].line, "職場の連絡網");
	assert_string_equal(o->contacts[2].number, "");
	assert_int_equal(o->n_emergency, 2);
	assert_string_equal(o->easy_emergency[0].text, o->emergency[0].text);
	assert_string_equal(o->emergency[1].text, "夜間は、連絡網で。");
	assert_string_equal(o->easy_emergency[1].text, "夜は、連絡網を 見ます。");
	assert_string_equal(o->easy_help, "総務課へ"); /* as there is no other */
	assert_true(ks_organisation_has_emergency(o));
}

static void what_is_missing_or_unknown_is_told(void **state)
{
	struct fixture *f = *state;

	read(f, HEAD "emergency:\n  - kind: flood\n    what: 大水\n    telephone: \"119\"\n"
		     "  - what: 火事\n"
		     "places:\n  名前: 言葉\nhere:\n  - telephone: 右\n");
	expect_error(&f->diags, 5, "kind の「flood」は知りません");
	expect_error(&f->diags, 8, "telephone");
	expect_error(&f->diags, 10, "places の名前「名前」は使えません");
	expect_error(&f->diags, 12, "place");
}

static void a_kiosk_tells_where_it_stands(void **state)
{
	struct fixture *f = *state;
	const struct ks_organisation *o =
		read(f, HEAD "here:\n  - place: 本庁\n  - kiosk: k-north\n    place: 北部\n");

	expect_none(&f->diags);
	assert_string_equal(ks_organisation_here(o, "k-north")->place.text, "北部");
	assert_string_equal(ks_organisation_here(o, "k-south")->place.text, "本庁");
	assert_false(ks_organisation_has_emergency(o));
	assert_null(ks_organisation_here(read(f, HEAD), "k-north"));
}

static void a_frame_shows_what_the_body_decided_in_both_words(void **state)
{
	struct fixture *f = *state;
	const struct ks_lesson *lesson;
	const struct ks_block *frame = NULL, *easy = NULL;

	copy_content(f->folder);
	replace_in(f->folder, "organisation.yaml",
		   "  records:\n    text: ", "  records:\n    text: きめた。");
	assert_int_equal(ks_content_load(f->folder, &f->content, &f->diags), KS_OK);
	lesson = ks_content_lesson(&f->content, "m0");
	for (size_t i = 0; i < lesson->pages[3].n_blocks; i++)
		if (lesson->pages[3].blocks[i].kind == KS_BLOCK_LOCAL)
			frame = &lesson->pages[3].blocks[i];
	for (size_t i = 0; i < lesson->pages[3].easy->n_blocks; i++)
		if (lesson->pages[3].easy->blocks[i].kind == KS_BLOCK_LOCAL)
			easy = &lesson->pages[3].easy->blocks[i];
	assert_non_null(frame);
	assert_non_null(easy);
	assert_memory_equal(frame->text.text, "きめた。", strlen("きめた。"));
	assert_non_null(strstr(easy->text.text, "見る 人"));
}

static void what_is_not_decided_is_told_to_the_author_and_not_shown(void **state)
{
	struct fixture *f = *state;
	const struct ks_page *page;
	int line;

	copy_content(f->folder);
	line = replace_in(f->folder, "lessons/m0/lesson.md", "```local records", "```local nowhere");
	assert_int_equal(ks_content_check(f->folder, NULL, &f->diags), KS_OK);
	expect_warning(&f->diags, line, "「nowhere」は、まだ決まっていません");
	assert_int_equal(ks_content_load(f->folder, &f->content, &f->diags), KS_OK);
	page = &ks_content_lesson(&f->content, "m0")->pages[3];
	for (size_t i = 0; i < page->n_blocks; i++)
		if (page->blocks[i].kind == KS_BLOCK_LOCAL)
			assert_int_equal(page->blocks[i].text.len, 0);
	replace_in(f->folder, "lessons/m0/lesson.md", "```local nowhere\n",
		   "```local nowhere\n言葉\n");
	assert_int_equal(ks_content_check(f->folder, NULL, &f->diags), KS_INVALID);
	expect_error_in(&f->diags, "lessons/m0/lesson.md", line + 1, "枠の中には書きません");
}

static const struct ks_question *question_of(struct fixture *f, const char *id)
{
	const struct ks_lesson *home = ks_content_home(&f->content, id);

	assert_non_null(home);
	return ks_quiz_find(&home->quiz, id);
}

/* The number a body wrote down stands in choices, easy words, cases and frames; and its content is another one. */
static void the_number_of_the_body_stands_wherever_a_text_names_it(void **state)
{
	struct fixture *f = *state;
	struct ks_content other;
	const struct ks_question *question;

	copy_content(f->folder);
	assert_int_equal(ks_content_load(content_folder(), &other, &f->diags), KS_OK);
	replace_in(f->folder, "organisation.yaml", "telephone: 内線 120", "telephone: 外線 45-678");
	assert_int_equal(ks_content_load(f->folder, &f->content, &f->diags), KS_OK);
	expect_none(&f->diags);
	question = question_of(f, "m5-q03");
	assert_non_null(strstr(question->choices[1].text.text, "外線45-678"));
	assert_non_null(strstr(question->easy->choices[1].text.text, "外線45-678"));
	question = question_of(f, "yt-q01");
	assert_non_null(strstr(question->choices[0].text.text, "外線45-678"));
	assert_string_not_equal(f->content.digest, other.digest);
	ks_content_finish(&other);
}

/* The author's preview checks after it filled: the frame keeps its number. */
static void the_preview_shows_the_number_in_a_frame(void **state)
{
	struct fixture *f = *state;
	bool is_there = false;
	char *lesson;

	copy_content(f->folder);
	lesson = ks_path_join(f->folder, "lessons/m4");
	assert_int_equal(ks_preview_load(lesson, NULL, 10, &f->content, &f->diags), KS_OK);
	for (size_t i = 0; i < f->content.lessons[0].n_pages; i++)
		for (size_t k = 0; k < f->content.lessons[0].pages[i].n_blocks; k++) {
			const struct ks_block *block = &f->content.lessons[0].pages[i].blocks[k];

			is_there = is_there || (block->kind == KS_BLOCK_LOCAL &&
						strstr(block->text.text, "内線120"));
		}
	assert_true(is_there);
	free(lesson);
}

static void a_number_written_out_or_of_nobody_is_told(void **state)
{
	struct fixture *f = *state;
	int line;

	copy_content(f->folder);
	line = replace_in(f->folder, "lessons/m5/lesson.md", "（{contact:security}）",
			  "（内線　120）");
	assert_int_equal(ks_content_check(f->folder, NULL, &f->diags), KS_INVALID);
	expect_error_in(&f->diags, "lessons/m5/lesson.md", line,
			"連絡先「内線120」が文の中にあります");
	replace_in(f->folder, "lessons/m5/lesson.md", "（内線　120）",
		   "（内線1205と{contact:crime}）");
	ks_diags_finish(&f->diags);
	assert_int_equal(ks_content_check(f->folder, NULL, &f->diags), KS_OK);
	replace_in(f->folder, "lessons/m5/lesson.md", "{contact:crime}", "{contact:other}");
	assert_int_equal(ks_content_check(f->folder, NULL, &f->diags), KS_INVALID);
	expect_error_in(&f->diags, "lessons/m5/lesson.md", line,
			"「{contact:other}」の電話番号がありません");
	replace_in(f->folder, "lessons/m5/lesson.md", "{contact:other}", "{contact:flood}");
	assert_int_equal(ks_content_check(f->folder, NULL, &f->diags), KS_INVALID);
	expect_error_in(&f->diags, "lessons/m5/lesson.md", line, "連絡先「flood」はありません");
}

#define with_fixture(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static const struct CMUnitTest tests[] = {
	with_fixture(contacts_and_sentences_stand_in_one_list),
	with_fixture(what_is_missing_or_unknown_is_told),
	with_fixture(a_kiosk_tells_where_it_stands),
	with_fixture(a_frame_shows_what_the_body_decided_in_both_words),
	with_fixture(what_is_not_decided_is_told_to_the_author_and_not_shown),
	with_fixture(the_number_of_the_body_stands_wherever_a_text_names_it),
	with_fixture(the_preview_shows_the_number_in_a_frame),
	with_fixture(a_number_written_out_or_of_nobody_is_told),
};

int main(void)
{
	return ks_test_run(tests);
}
