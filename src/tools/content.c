/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "base/mem.h"
#include "content/content.h"
#include "content/load.h"
#include "tools/content_commands.h"
#include "tools/glyphs.h"
#include "tools/tools.h"

/*
 * `kenshu content …`: what an author runs before anybody else sees the pages. The messages are for the
 * person who wrote the file, one a line, in the form editors can jump to.
 */

static size_t count_questions(const struct ks_content *content)
{
	size_t n = 0;

	for (size_t i = 0; i < ks_content_n_homes(content); i++)
		n += ks_content_home_at(content, i)->quiz.n_questions;
	return n;
}

/* How much there is, counted from what can be used. */
static void print_summary(const char *folder, const struct ks_diags *diags)
{
	struct ks_content content;
	struct ks_diags ignored = {0};

	(void)!ks_content_load(folder, &content, &ignored);
	printf("科目 %zu、問題 %zu、誤り %zu、注意 %zu\n", content.n_lessons,
	       count_questions(&content), diags->n_errors, diags->n_items - diags->n_errors);
	ks_content_finish(&content);
	ks_diags_finish(&ignored);
}

/* Whatever can be found, fonts included, into @diags. */
enum ks_rc ks_content_check_all(const char *path, struct ks_diags *diags)
{
	struct ks_check_options options = {.has_glyph = ks_glyphs_has, .fonts = ks_glyphs_open()};
	const char *missing;
	enum ks_rc rc;

	if (!options.fonts) {
		options.has_glyph = NULL;
		ks_diags_warn(diags, path, 0,
			      "書体が一つも入っていないため、文字が表せるかは確かめていません。");
	}
	for (unsigned i = 0; options.fonts && (missing = ks_glyphs_missing(options.fonts, i)); i++)
		ks_diags_warn(diags, missing, 0,
			      "この書体が入っていないため、ほかの書体だけで確かめました。");
	rc = ks_content_check(path, &options, diags);
	ks_glyphs_close(options.fonts);
	return rc;
}

static int check(int argc, char **argv)
{
	static const struct ks_args args = {
		.program = "kenshu content check",
		.summary =
			"教材の誤りを、ファイルと行の番号で知らせます（誤りがあれば 1 で終わります）",
		.operands = "教材のフォルダー",
		.n_operands_min = 1,
		.n_operands_max = 1,
	};
	struct ks_diags diags = {0};
	const char *folder = NULL;
	int exit_code;
	enum ks_rc rc;

	if (!ks_tools_parse(&args, argc, argv, &folder, &exit_code))
		return exit_code;
	rc = ks_content_check_all(folder, &diags);
	ks_diags_print(&diags, stdout);
	print_summary(folder, &diags);
	ks_diags_finish(&diags);
	return rc == KS_OK ? KS_EXIT_DONE : KS_EXIT_FAILED;
}

static void print_question(const char *lesson, const struct ks_question *question)
{
	size_t n_right = 0;

	for (size_t i = 0; i < question->n_choices; i++)
		n_right += question->choices[i].is_right;
	printf("%s\t%s\t%s\t%zu\t%zu\t", lesson, question->id,
	       ks_question_kind_word(question->kind), question->n_choices, n_right);
	for (size_t i = 0; i < question->n_clauses; i++)
		printf("%s%s", i > 0 ? "," : "", question->clauses[i]);
	printf("\t%s\n", question->name);
}

static int list_questions(int argc, char **argv)
{
	static const struct ks_args args = {
		.program = "kenshu content questions",
		.summary =
			"問題を一行に一つ、タブ区切りで並べます（科目、番号、型、選択肢、正解の数、条、題）",
		.operands = "教材のフォルダー",
		.n_operands_min = 1,
		.n_operands_max = 1,
	};
	struct ks_diags diags = {0};
	struct ks_content content;
	const char *folder = NULL;
	int exit_code;
	enum ks_rc rc;

	if (!ks_tools_parse(&args, argc, argv, &folder, &exit_code))
		return exit_code;
	rc = ks_content_load(folder, &content, &diags);
	for (size_t i = 0; i < ks_content_n_homes(&content); i++) {
		const struct ks_lesson *home = ks_content_home_at(&content, i);

		for (size_t k = 0; k < home->quiz.n_questions; k++)
			print_question(home->id, &home->quiz.questions[k]);
	}
	ks_diags_print(&diags, stderr);
	ks_content_finish(&content);
	ks_diags_finish(&diags);
	return rc == KS_OK ? KS_EXIT_DONE : KS_EXIT_FAILED;
}

static const struct ks_tools_command commands[] = {
	{"check", "教材の誤りを調べる", check},
	{"questions", "問題を一覧にする", list_questions},
	{"errata", "方針の照会票を出す", ks_content_errata},
	{"publish", "調べた教材を、変えられない一つの版にする", ks_content_publish},
	{"key", "教材に署名する鍵を作る", ks_content_key},
	{"offer", "署名した版を、センターから端末に配る", ks_content_offer},
	{"show", "ある版の問題やページを、出したとおりに見る", ks_content_show},
	{"adopt", "別の団体の方針で、教材を作る", ks_content_adopt},
	{"changes", "二つの版を比べ、「去年から変わったこと」のページを作る", ks_content_changes},
	{"blindtest", "選択肢の言い回しだけで、どれだけ当たるかを測る", ks_content_blindtest},
	{"readings", "漢字の読みの案を作る、足りない読みを調べる", ks_content_readings},
	{"coverage", "条ごとの数と読む時間を、計画と比べる", ks_content_coverage},
};

int ks_tools_content(int argc, char **argv)
{
	return ks_tools_choose("kenshu content", "教材を調べ、版にします", commands,
			       KS_COUNT(commands), argc, argv);
}
