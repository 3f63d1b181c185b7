/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "base/args.h"
#include "base/mem.h"
#include "content/content.h"
#include "tools/glyphs.h"
#include "tools/tools.h"

/*
 * `kenshu content …`: what an author runs before anybody else sees the pages. The messages are for the
 * person who wrote the file, one a line, in the form editors can jump to.
 */

static size_t count_questions(const struct ks_content *content)
{
	size_t n = 0;

	for (size_t i = 0; i < content->n_lessons; i++)
		n += content->lessons[i].quiz.n_questions;
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

static int check(int argc, char **argv)
{
	static const struct ks_args args = {
		.program = "kenshu content check",
		.summary =
			"教材の誤りを、ファイルと行の番号で知らせます（誤りがあれば 1 で終わります）",
		.operands = "教材のフォルダ",
		.n_operands_min = 1,
		.n_operands_max = 1,
	};
	struct ks_check_options options = {.has_glyph = ks_glyphs_has};
	struct ks_diags diags = {0};
	const char *folder = NULL, *missing;
	size_t n = 0;
	enum ks_args_result parsed = ks_args_parse(&args, argc, argv, &folder, &n);
	enum ks_rc rc;

	if (parsed != KS_ARGS_OK)
		return parsed == KS_ARGS_HELP ? KS_EXIT_DONE : KS_EXIT_USAGE;
	options.fonts = ks_glyphs_open();
	if (options.fonts == NULL) {
		options.has_glyph = NULL;
		ks_diags_warn(&diags, folder, 0,
			      "書体が一つも入っていないため、文字が表せるかは確かめていません。");
	}
	for (unsigned i = 0;
	     options.fonts != NULL && (missing = ks_glyphs_missing(options.fonts, i)) != NULL; i++)
		ks_diags_warn(&diags, missing, 0,
			      "この書体が入っていないため、ほかの書体だけで確かめました。");
	rc = ks_content_check(folder, &options, &diags);
	ks_diags_print(&diags, stdout);
	print_summary(folder, &diags);
	ks_glyphs_close(options.fonts);
	ks_diags_finish(&diags);
	return rc == KS_OK ? KS_EXIT_DONE : KS_EXIT_FAILED;
}

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *help;
} verbs[] = {
	{"check", check, "教材の誤りを調べる"},
};

static void print_usage(FILE *to)
{
	fputs("使い方: kenshu content 命令 …\n\n", to);
	for (size_t i = 0; i < KS_COUNT(verbs); i++)
		fprintf(to, "  %-10s %s\n", verbs[i].name, verbs[i].help);
}

int ks_tools_content(int argc, char **argv)
{
	for (size_t i = 0; argc > 0 && i < KS_COUNT(verbs); i++)
		if (strcmp(argv[0], verbs[i].name) == 0)
			return verbs[i].run(argc - 1, argv + 1);
	if (argc > 0 && strcmp(argv[0], "--help") == 0) {
		print_usage(stdout);
		return KS_EXIT_DONE;
	}
	if (argc > 0)
		fprintf(stderr, "命令「%s」は知りません。\n", argv[0]);
	print_usage(stderr);
	return KS_EXIT_USAGE;
}
