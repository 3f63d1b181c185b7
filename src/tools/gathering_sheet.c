/* SPDX-License-Identifier: Apache-2.0 */
#include "tools/gathering_sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "record/gathering.h"
#include "report/pdf.h"
#include "tools/tools.h"

/* 解答用紙: what is asked at a gathering, for who answers on paper. It is of the content that the kiosks have. */

struct wish {
	const char *state, *id, *lesson, *course, *content, *out;
};

static int refused(const char *format, const char *what)
{
	char *text = ks_format("%s: %s\n", what, format);

	fputs(text, stderr);
	free(text);
	return KS_EXIT_FAILED;
}

/* The first course of that 年度 with this lesson, or the one that was named. */
static bool find_rules(const struct wish *wish, const struct ks_content *content, int nendo,
		       struct ks_session_rules *out)
{
	for (size_t i = 0; i < content->n_plans; i++) {
		const struct ks_plan *plan = &content->plans[i];

		if (plan->nendo != nendo || (wish->course && strcmp(plan->id, wish->course) != 0))
			continue;
		*out = (struct ks_session_rules){.content = content,
						 .plan = plan,
						 .plan_lesson = ks_plan_find(plan, wish->lesson),
						 .lesson = ks_content_lesson_of(content, nendo,
										wish->lesson)};
		if (out->plan_lesson && out->lesson)
			return true;
	}
	return false;
}

static int write(const struct wish *wish, struct ks_store *store, const struct ks_pdf_answers *what)
{
	struct ks_clock clock = ks_clock_system();
	struct ks_date today = ks_civil_from_ms(ks_clock_wall_ms(&clock)).date;
	struct ks_buf pdf = {.ceiling = (size_t)64 << 20};
	struct ks_pdf_origin origin;
	struct ks_arena arena = {0};
	char mark[KS_PAPER_MARK] = "";
	enum ks_rc rc = ks_report_origin(store, today, &arena, &origin);
	int exit_code = KS_EXIT_DONE;

	if (rc == KS_OK)
		rc = ks_pdf_answers(what, &origin, &pdf, mark);
	if (rc == KS_NOT_FOUND)
		exit_code = refused("紙で解答できる問題がありません。", wish->lesson);
	else if (rc != KS_OK)
		exit_code = ks_tools_failed(rc);
	else if (ks_file_write(wish->out, ks_buf_text(&pdf), pdf.len, 0644) != KS_OK)
		exit_code = refused("書けません。書ける場所を --out に書いてください。", wish->out);
	if (exit_code == KS_EXIT_DONE)
		printf("用紙番号 %s の解答用紙を %s に作りました。\n", mark, wish->out);
	ks_arena_finish(&arena);
	ks_buf_finish(&pdf);
	return exit_code;
}

static int make(const struct wish *wish, struct ks_store *store, const struct ks_content *content)
{
	struct ks_gathering gathering = {0};
	struct ks_session_rules rules;
	const struct ks_pdf_answers what = {&gathering, &rules};
	enum ks_rc rc = ks_gathering_find(store, wish->id, &gathering);
	int exit_code;

	if (rc == KS_NOT_FOUND)
		exit_code = refused(
			"この番号の集合研修はありません。kenshu gathering list で番号を確かめてください。",
			wish->id);
	else if (rc != KS_OK)
		exit_code = ks_tools_failed(rc);
	else if (!find_rules(wish, content, ks_nendo_of(gathering.date), &rules))
		exit_code = refused(
			"その年度のコースに、この科目はありません。kenshu content check で科目を確かめてください。",
			wish->lesson);
	else
		exit_code = write(wish, store, &what);
	ks_gathering_finish(&gathering);
	return exit_code;
}

int ks_tools_gathering_sheet(int argc, char **argv)
{
	struct wish wish = {0};
	const struct ks_option options[] = {
		{"--state", "DIR", "記録のフォルダー", &wish.state, NULL, true},
		{"--lesson", "m1", "科目", &wish.lesson, NULL, true},
		{"--course", "annual", "コース（なければ、その科目がある最初のコース）",
		 &wish.course, NULL, false},
		{"--out", "FILE", "作る PDF", &wish.out, NULL, true},
		KS_CONTENT_OPTION(&wish.content),
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

	if (!ks_tools_parse(&args, argc, argv, &wish.id, &exit_code))
		return exit_code;
	folder = wish.content ? ks_strdup(wish.content) : ks_tools_content_folder();
	exit_code = ks_tools_content_open(folder, &content);
	if (exit_code == KS_EXIT_DONE)
		exit_code = ks_tools_open(wish.state, &store);
	if (exit_code == KS_EXIT_DONE)
		exit_code = make(&wish, store, &content);
	ks_store_close(store);
	ks_content_finish(&content);
	free(folder);
	return exit_code;
}
