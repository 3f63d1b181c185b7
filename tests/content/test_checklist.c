/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "content/content.h"
#include "content/expect.h"
#include "content/load.h"

/* A self-inspection sheet: what an author writes, and each thing that would fail somebody at the glass. */

#define HEAD \
	"id: self-inspection\ntitle: 自己点検票\nrevision: \"2026.1\"\nintro: 正直に付けます。\n"
#define ITEM "  - {id: i01, text: かぎを掛けている, clauses: [\"3(1)\"], page: m1/p01}\n"

struct fixture {
	char *folder;
	struct ks_policy policy;
	struct ks_checklist sheet;
	struct ks_diags diags;
};

static int set_up(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));

	f->folder = ks_test_folder();
	sample_policy(f->folder, &f->policy);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	ks_checklist_finish(&f->sheet);
	ks_policy_finish(&f->policy);
	ks_diags_finish(&f->diags);
	ks_test_folder_finish(f->folder);
	free(f);
	return 0;
}

static enum ks_rc load(struct fixture *f, const char *text)
{
	char *file = ks_test_write(f->folder, "sheet.yaml", text);
	enum ks_rc rc;

	ks_checklist_finish(&f->sheet);
	rc = ks_checklist_load(file, &f->policy, &f->sheet, &f->diags);
	free(file);
	return rc;
}

static void a_sheet_is_read_whole(void **state)
{
	struct fixture *f = *state;
	const struct ks_checklist_item *item;

	assert_int_equal(load(f, HEAD
			      "items:\n"
			      "  - {id: i01, text: \"{施錠|せじょう}している\", clauses: [\"2(1)\", "
			      "\"3(2)②\"], audience: all, page: m4/p02}\n"
			      "  - id: i02\n    text: 未受講者を知っている\n    clauses: \"1\"\n"
			      "    audience: 管理職\n    page: m10/p03\n"),
			 KS_OK);
	expect_none(&f->diags);
	assert_string_equal(f->sheet.id, "self-inspection");
	assert_string_equal(f->sheet.title, "自己点検票");
	assert_string_equal(f->sheet.revision, "2026.1");
	assert_string_equal(f->sheet.intro.text, "正直に付けます。");
	assert_int_equal(f->sheet.n_items, 2);
	item = ks_checklist_find(&f->sheet, "i01");
	assert_string_equal(item->text.text, "施錠している"); /* the reading is a mark */
	assert_int_equal(item->text.n_spans, 1);
	assert_int_equal(item->n_clauses, 2);
	assert_string_equal(item->clauses[1], "3(2)②");
	assert_false(item->is_for_managers);
	assert_string_equal(item->lesson, "m4");
	assert_string_equal(item->page, "p02");
	assert_true(ks_checklist_find(&f->sheet, "i02")->is_for_managers);
	assert_null(ks_checklist_find(&f->sheet, "i03"));
}

static void each_mistake_is_told_with_its_line(void **state)
{
	static const struct {
		const char *items;
		int line;
		const char *words;
	} cases[] = {
		{"items:\n" ITEM ITEM, 7, "6 行目の項目と同じです"},
		{"items:\n  - {id: i01, text: x, clauses: [\"9\"], page: m1/p01}\n", 6,
		 "条「9」は方針にありません"},
		{"items:\n  - {id: i01, text: x, page: m1/p01}\n", 6, "条番号（clauses）がありません"},
		{"items:\n  - {id: 一, text: x, clauses: [\"1\"], page: m1/p01}\n", 6,
		 "番号「一」は使えません"},
		{"items:\n  - {id: i01, text: x, clauses: [\"1\"], page: p01}\n", 6, "m6/p03 の形で"},
		{"items:\n  - {id: i01, text: x, clauses: [\"1\"]}\n", 6, "項目「page」がありません"},
		{"items:\n  - {id: i01, text: x, clauses: [\"1\"], page: m1/p01, audience: 部長}\n",
		 6, "（「部長」は読めません）"},
		{"items:\n  - {id: i01, txt: x, clauses: [\"1\"], page: m1/p01}\n", 6,
		 "項目「txt」は知りません"},
		{"items: []\n", 1, "点検の項目（items）を"},
		{"", 1, "点検の項目（items）を"},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *text = ks_format("%s%s", HEAD, cases[i].items);

		assert_int_equal(load(f, text), KS_INVALID);
		expect_error_in(&f->diags, "sheet.yaml", cases[i].line, cases[i].words);
		ks_diags_finish(&f->diags);
		memset(&f->diags, 0, sizeof(f->diags));
		free(text);
	}
}

/* All or none: who is asked in easy words is asked everything in them, and what is recorded stays the text. */
static void easy_words_are_for_the_whole_sheet(void **state)
{
	static const char half[] = "  - {id: i02, text: 見た, clauses: [\"1\"], page: m1/p01}\n";
	static const char whole[] =
		"  - {id: i02, text: 確認した, easy: 見た, clauses: [\"1\"], page: m1/p01}\n";
	struct fixture *f = *state;
	char *text = ks_format("%seasy_intro: 答えてね。\nitems:\n%s%s", HEAD, whole, half);

	assert_int_equal(load(f, text), KS_INVALID);
	expect_error_in(&f->diags, "sheet.yaml", 8, "「i02」に、やさしい言葉（easy）がありません");
	free(text);
	ks_diags_finish(&f->diags);
	memset(&f->diags, 0, sizeof(f->diags));
	text = ks_format("%sitems:\n%s", HEAD, whole);
	assert_int_equal(load(f, text), KS_INVALID);
	expect_error_in(&f->diags, "sheet.yaml", 0, "（easy_intro）がありません");
	free(text);
	ks_diags_finish(&f->diags);
	memset(&f->diags, 0, sizeof(f->diags));
	text = ks_format("%seasy_intro: 答えてね。\nitems:\n%s", HEAD, whole);
	assert_int_equal(load(f, text), KS_OK);
	assert_string_equal(f->sheet.items[0].text.text, "確認した");
	assert_string_equal(f->sheet.items[0].easy.text, "見た");
	assert_string_equal(f->sheet.easy_intro.text, "答えてね。");
	free(text);
	assert_int_equal(load(f, HEAD "items:\n" ITEM), KS_OK); /* a sheet without them */
	assert_string_equal(f->sheet.items[0].easy.text, "かぎを掛けている");
	assert_string_equal(f->sheet.easy_intro.text, "正直に付けます。");
}

static void a_page_of_help_must_exist(void **state)
{
	struct fixture *f = *state;
	struct ks_content content;
	char *sheets = ks_format("%s/checklists", f->folder);

	copy_content(f->folder);
	assert_int_equal(ks_folder_make(sheets), KS_OK);
	free(ks_test_write(sheets, "own.yaml",
			   "id: own\ntitle: 票\nrevision: \"1\"\nitems:\n"
			   "  - {id: i01, text: x, clauses: [\"1\"], page: m1/p01}\n"
			   "  - {id: i02, text: x, clauses: [\"1\"], page: m1/p99}\n"
			   "  - {id: i03, text: x, clauses: [\"1\"], page: m99/p01}\n"));
	assert_int_equal(ks_content_load(f->folder, &content, &f->diags), KS_INVALID);
	expect_error_in(&f->diags, "checklists/own.yaml", 6, "m1/p99 がありません");
	expect_error_in(&f->diags, "checklists/own.yaml", 7, "m99/p01 がありません");
	assert_int_equal(f->diags.n_errors, 2);
	assert_int_equal(ks_content_checklist(&content, "own")->n_items, 3); /* it stays */
	assert_null(ks_content_checklist(&content, "other"));
	ks_content_finish(&content);
	free(sheets);
}

#define with_fixture(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static const struct CMUnitTest tests[] = {
	with_fixture(a_sheet_is_read_whole),
	with_fixture(each_mistake_is_told_with_its_line),
	with_fixture(easy_words_are_for_the_whole_sheet),
	with_fixture(a_page_of_help_must_exist),
};

int main(void)
{
	return ks_test_run(tests);
}
