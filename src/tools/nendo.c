/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/args.h"
#include "base/buf.h"
#include "base/calendar.h"
#include "base/mem.h"
#include "content/nendo.h"
#include "content/unpacked.h"
#include "tools/tools.h"

/* A year as an object: next year's courses and plan, and the end of a year's numbers. */

static bool read_nendo(const char *text, int *nendo)
{
	if (strlen(text) == 4 && strspn(text, "0123456789") == 4 && text[0] == '2') {
		*nendo = (int)strtol(text, NULL, 10);
		return true;
	}
	fprintf(stderr, "「%s」は使えません。年度は、西暦で 2027 のように書いてください。\n", text);
	return false;
}

static int tell_opened(enum ks_rc rc, int from, int to, size_t n, const char *content,
		       const struct ks_nendo_approval *approval)
{
	if (rc == KS_OK) {
		printf("%d年度のコースを %zu件、研修計画 training-plan/%d.yaml を作りました。\n"
		       "期間と研修計画を直し、承認を受けてください。端末は、%d年4月1日に自分で替わります。\n"
		       "確かめる: kenshu content check %s\n",
		       to, n, to, to, content);
		if (!approval->approver || !approval->approved_on)
			printf("承認者と承認日は、まだ空です（approver、approved_on）。\n");
		return KS_EXIT_DONE;
	}
	if (rc == KS_NOT_FOUND)
		fprintf(stderr, "%s に %d年度のコースがありません。何も変わっていません。\n",
			content, from);
	else if (rc == KS_CONFLICT)
		fprintf(stderr,
			"%d年度のコースか研修計画が、もうあります。何も変わっていません。\n", to);
	else
		fprintf(stderr, "%s に書けませんでした（%s）。\n", content, ks_rc_name(rc));
	return KS_EXIT_FAILED;
}

static int open_nendo(int argc, char **argv)
{
	const char *year = NULL, *from_text = NULL, *content = NULL;
	struct ks_nendo_approval approval = {0};
	const struct ks_option options[] = {
		{"--from", "YYYY", "もとにする年度", &from_text, NULL, true},
		{"--content", "DIR", "教材のフォルダー", &content, NULL, true},
		{"--approver", "TEXT", "研修計画を承認した人（職名と氏名）", &approval.approver,
		 NULL, false},
		{"--approved-on", "YYYY-MM-DD", "承認の日", &approval.approved_on, NULL, false},
	};
	const struct ks_args args = {
		.program = "kenshu nendo open",
		.summary = "前の年度のコースから、次の年度のコースと研修計画を作ります。\n"
			   "前の年度のコースは、そのまま残ります。",
		.operands = "YYYY",
		.n_operands_min = 1,
		.n_operands_max = 1,
		.options = options,
		.n_options = KS_COUNT(options),
	};
	struct ks_diags diags = {0};
	struct ks_date day;
	int exit_code, from, to;
	size_t n = 0;
	enum ks_rc rc;

	if (!ks_tools_parse(&args, argc, argv, &year, &exit_code))
		return exit_code;
	if (!read_nendo(year, &to) || !read_nendo(from_text, &from))
		return KS_EXIT_USAGE;
	if (from == to || (approval.approved_on && !ks_date_parse(approval.approved_on, &day))) {
		fprintf(stderr, "年度は別々に、承認の日は 2027-03-10 の形で書いてください。\n");
		return KS_EXIT_USAGE;
	}
	rc = ks_nendo_open(content, from, to, &approval, &diags, &n);
	ks_diags_print(&diags, stderr);
	ks_diags_finish(&diags);
	return tell_opened(rc, from, to, n, content, &approval);
}

/* Who closes a year says that it went by its plan: one that nobody approved is no plan. */
static int check_plan(const char *content, int nendo)
{
	char *folder = content ? ks_strdup(content) : ks_tools_content_folder();
	struct ks_diags diags = {0};
	struct ks_unpacked place;
	enum ks_rc rc = ks_unpacked_open(folder, &place, &diags);
	int exit_code = KS_EXIT_DONE;

	ks_diags_finish(&diags);
	if (rc == KS_OK)
		rc = ks_training_plan_check(place.folder ? place.folder : folder, nendo,
					    KS_SEVERITY_ERROR, &diags);
	ks_diags_print(&diags, stderr);
	if (rc == KS_INVALID) {
		fprintf(stderr,
			"%d年度の研修計画に、空の欄があります。書き入れてから、もう一度締めてください。"
			"何も変わっていません。\n",
			nendo);
		exit_code = KS_EXIT_FAILED;
	} else if (rc != KS_OK) {
		fprintf(stderr,
			"注意: %s に %d年度の研修計画（training-plan/%d.yaml）がありません。承認の記録は、"
			"別に保管してください。\n",
			folder, nendo, nendo);
	}
	ks_diags_finish(&diags);
	ks_unpacked_close(&place);
	free(folder);
	return exit_code;
}

static int close_nendo(int argc, char **argv)
{
	const char *year = NULL, *state = NULL, *content = NULL;
	const struct ks_option options[] = {
		{"--state", "DIR", "センターの記録のフォルダー", &state, NULL, true},
		{"--content", "DIR",
		 "教材（端末がコースを届けていないとき。なければ、プログラムのそばの教材）",
		 &content, NULL, false},
	};
	const struct ks_args args = {
		.program = "kenshu nendo close",
		.summary = "終わった年度を締めます。修了状況の数は、そこから動きません。\n"
			   "あとから届いた記録と訂正は、一覧に追補として並びます。",
		.operands = "YYYY",
		.n_operands_min = 1,
		.n_operands_max = 1,
		.options = options,
		.n_options = KS_COUNT(options),
	};
	struct ks_buf request = {.ceiling = (size_t)1 << 24};
	int exit_code, nendo;

	if (!ks_tools_parse(&args, argc, argv, &year, &exit_code))
		return exit_code;
	if (!read_nendo(year, &nendo))
		return KS_EXIT_USAGE;
	ks_buf_printf(&request, "{\"do\":\"nendo.close\",\"nendo\":%d", nendo);
	exit_code = check_plan(content, nendo);
	if (exit_code == KS_EXIT_DONE)
		exit_code = ks_tools_put_courses(&request, content);
	ks_buf_puts(&request, "}");
	if (exit_code == KS_EXIT_DONE)
		exit_code = ks_tools_ask(state, ks_buf_text(&request), NULL, NULL);
	ks_buf_finish(&request);
	return exit_code;
}

int ks_tools_nendo(int argc, char **argv)
{
	static const struct ks_tools_command commands[] = {
		{"open", "次の年度のコースと研修計画を作ります", open_nendo},
		{"close", "終わった年度を締めます", close_nendo},
	};

	return ks_tools_choose("kenshu nendo", "年度を開き、締めます。", commands,
			       KS_COUNT(commands), argc, argv);
}
