/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "content/content.h"
#include "content/drill.h"
#include "content/expect.h"
#include "content/load.h"

/* A drill: what an author writes, and each thing that would fail a room. */

#define BODY "title: 訓練\nminutes: 20\nintro: 読みます。\n"
#define HEAD "id: d1\n" BODY
#define SCENE                                                                                                   \
	"  - {clock: \"9:12\", text: 止まった, ask: どうしますか, decisions: [待つ, 電話する]," \
	" note: 電話します, clauses: [\"3(1)\"]}\n"

struct fixture {
	char *folder;
	struct ks_policy policy;
	struct ks_drill drill;
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

	ks_drill_finish(&f->drill);
	ks_policy_finish(&f->policy);
	ks_diags_finish(&f->diags);
	ks_test_folder_finish(f->folder);
	free(f);
	return 0;
}

static enum ks_rc load(struct fixture *f, const char *text)
{
	char *file = ks_test_write(f->folder, "d1.yaml", text);
	enum ks_rc rc;

	ks_drill_finish(&f->drill);
	rc = ks_drill_load(file, &f->policy, &f->drill, &f->diags);
	free(file);
	return rc;
}

static void a_drill_is_read_whole(void **state)
{
	struct fixture *f = *state;
	const struct ks_drill_scene *scene;

	assert_int_equal(load(f, HEAD "easy_intro: よみます。\nscenes:\n" SCENE
				      "  - clock: \"10:05\"\n    text: \"{止|と}まった\"\n"
				      "    ask: だれに\n    decisions: [所属長, 係, 会社]\n"
				      "    note: 所属長です\n    clauses: \"1\"\n"
				      "    easy: {text: とまった, ask: だれ, decisions: [ア, イ, ウ],"
				      " note: アです}\n"),
			 KS_OK);
	expect_none(&f->diags);
	assert_string_equal(f->drill.title, "訓練");
	assert_int_equal(f->drill.minutes, 20);
	assert_string_equal(f->drill.easy_intro.text, "よみます。");
	assert_int_equal(f->drill.n_scenes, 2);
	scene = &f->drill.scenes[0];
	assert_string_equal(scene->clock, "9:12");
	assert_int_equal(scene->n_decisions, 2);
	assert_string_equal(scene->easy.decisions[1].text, "電話する"); /* the usual words again */
	scene = &f->drill.scenes[1];
	assert_string_equal(scene->words.text.text, "止まった");
	assert_string_equal(scene->words.decisions[2].text, "会社");
	assert_string_equal(scene->easy.decisions[2].text, "ウ");
	assert_string_equal(scene->easy.note.text, "アです");
}

static void each_mistake_is_told_with_its_line(void **state)
{
#define WITH(clock, decisions, clause, more)                                               \
	"scenes:\n  - {clock: \"" clock "\", text: x, ask: x, decisions: [" decisions "]," \
	" note: x, clauses: [\"" clause "\"]" more "}\n"
	static const struct {
		const char *scenes;
		int line;
		const char *words;
	} cases[] = {
		{"", 1, "訓練の場面（scenes）を"},
		{"scenes: []\n", 1, "訓練の場面（scenes）を"},
		{WITH("9時", "a, b", "1", ""), 6, "（「9時」は読めません）"},
		{WITH("9:12", "a", "1", ""), 6, "2 つから 5 つまで"},
		{WITH("9:12", "a, b, c, d, e, f", "1", ""), 6, "2 つから 5 つまで"},
		{WITH("9:12", "a, a", "1", ""), 6, "「a」が二つあります"},
		{WITH("9:12", "a, b", "9", ""), 6, "条「9」は方針にありません"},
		{WITH("9:12", "a, b", "1", ", easy: {text: x, ask: x, decisions: [a, b, c], note: x}"),
		 6, "同じ数、同じ順に"},
		{WITH("9:12", "a, b", "1", ", hint: x"), 6, "項目「hint」は知りません"},
		{WITH("9:12",
		      "a, あいうえおかきくけこあいうえおかきくけこあいうえおかきくけこあいうえおかきくけこあ",
		      "1", ""),
		 6, "40 字より長いです"},
		{"scenes:\n  - {clock: \"9:12\", text: x, ask: x, decisions: [a, b], note: x}\n", 6,
		 "条番号（clauses）がありません"},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *text = ks_format("%s%s", HEAD, cases[i].scenes);

		assert_int_equal(load(f, text), KS_INVALID);
		expect_error_in(&f->diags, "d1.yaml", cases[i].line, cases[i].words);
		ks_diags_finish(&f->diags);
		memset(&f->diags, 0, sizeof(f->diags));
		free(text);
	}
}

static void a_folder_of_content_has_its_drills(void **state)
{
	struct fixture *f = *state;
	struct ks_content content;
	char *drills = ks_format("%s/drills", f->folder), before[KS_HASH_HEX];

	size_t n_before;

	copy_content(f->folder);
	assert_int_equal(ks_content_load(f->folder, &content, &f->diags), KS_OK);
	n_before = content.n_drills;
	memcpy(before, content.digest, sizeof(before));
	ks_content_finish(&content);
	assert_int_equal(ks_folder_make(drills), KS_OK);
	free(ks_test_write(drills, "e1.yaml", "id: e1\n" BODY "scenes:\n" SCENE));
	assert_int_equal(ks_content_load(f->folder, &content, &f->diags), KS_OK);
	assert_int_equal(content.n_drills, n_before + 1);
	assert_string_not_equal(content.digest, before); /* it is part of what was shown */
	ks_content_finish(&content);
	free(ks_test_write(drills, "e2.yaml", "id: e1\n" BODY "scenes:\n" SCENE));
	assert_int_equal(ks_content_load(f->folder, &content, &f->diags), KS_INVALID);
	expect_error_in(&f->diags, "drills/e2.yaml", 1, "id「e1」は、ほかの訓練と同じです");
	ks_content_finish(&content);
	free(drills);
}

#define with_fixture(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static const struct CMUnitTest tests[] = {
	with_fixture(a_drill_is_read_whole),
	with_fixture(each_mistake_is_told_with_its_line),
	with_fixture(a_folder_of_content_has_its_drills),
};

int main(void)
{
	return ks_test_run(tests);
}
