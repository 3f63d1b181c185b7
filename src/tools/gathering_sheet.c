/* SPDX-License-Identifier: Apache-2.0 */
#include "tools/gathering_sheet.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "report/answers.h"
#include "tools/tools.h"

/* 解答用紙: what is asked at a gathering, for who answers on paper. It is of the content that the kiosks have. */

static const char *const faults[] = {
	[KS_ANSWERS_NO_GATHERING] =
		"この番号の集合研修はありません。kenshu gathering list で番号を確かめてください。",
	[KS_ANSWERS_NO_LESSON] =
		"その年度のコースに、この科目はありません。kenshu content check で科目を確かめてください。",
	[KS_ANSWERS_NO_PAPER] = "紙で解答できる問題がありません。",
};

static int refused(const char *format, const char *what)
{
	char *text = ks_format("%s: %s\n", what, format);

	fputs(text, stderr);
	free(text);
	return KS_EXIT_FAILED;
}

static int make(const struct ks_answers_wish *wish, struct ks_store *store,
		const struct ks_content *content, const char *out)
{
	struct ks_buf pdf = {.ceiling = (size_t)64 << 20};
	char mark[KS_PAPER_MARK];
	enum ks_answers_fault fault;
	enum ks_rc rc = ks_report_answer_sheet(store, content, wish, &pdf, mark, &fault);
	int exit_code = KS_EXIT_DONE;

	if (rc == KS_NOT_FOUND)
		exit_code = refused(faults[fault], fault == KS_ANSWERS_NO_GATHERING ? wish->gathering
										    : wish->lesson);
	else if (rc != KS_OK)
		exit_code = ks_tools_failed(rc);
	else if (ks_file_write(out, ks_buf_text(&pdf), pdf.len, 0644) != KS_OK)
		exit_code = refused("書けません。書ける場所を --out に書いてください。", out);
	if (exit_code == KS_EXIT_DONE)
		printf("用紙番号 %s の解答用紙を %s に作りました。\n", mark, out);
	ks_buf_finish(&pdf);
	return exit_code;
}

int ks_tools_gathering_sheet(int argc, char **argv)
{
	struct ks_clock clock = ks_clock_system();
	struct ks_answers_wish wish = {.day = ks_civil_from_ms(ks_clock_wall_ms(&clock)).date};
	const char *state, *folder_told = NULL, *out;
	const struct ks_option options[] = {
		{"--state", "DIR", "記録のフォルダー", &state, NULL, true},
		{"--lesson", "m1", "科目", &wish.lesson, NULL, true},
		{"--course", "annual", "コース（なければ、その科目がある最初のコース）",
		 &wish.course, NULL, false},
		{"--out", "FILE", "作る PDF", &out, NULL, true},
		KS_CONTENT_OPTION(&folder_told),
	};
	const struct ks_args args = {
		.program = "kenshu gathering sheet",
		.summary = "集合研修で、紙に解答する人のための解答用紙を作ります。全員に同じものを配ります。書いた答えは、"
			   "係員が端末の「紙の解答を転記する」で入れます。",
		.operands = "番号",
		.n_operands_min = 1,
		.n_operands_max = 1,
		.options = options,
		.n_options = KS_COUNT(options),
	};
	struct ks_content content = {0};
	struct ks_store *store = NULL;
	char *folder;
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, &wish.gathering, &exit_code))
		return exit_code;
	folder = folder_told ? ks_strdup(folder_told) : ks_tools_content_folder();
	exit_code = ks_tools_content_open(folder, &content);
	if (exit_code == KS_EXIT_DONE)
		exit_code = ks_tools_open(state, &store);
	if (exit_code == KS_EXIT_DONE)
		exit_code = make(&wish, store, &content, out);
	ks_store_close(store);
	ks_content_finish(&content);
	free(folder);
	return exit_code;
}
