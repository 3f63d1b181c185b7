/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/table.h"
#include "tools/content_commands.h"
#include "tools/tools.h"

/*
 * The 照会票 as it goes to the people who wrote the policy: which text exactly is meant (its SHA-256), where,
 * what stands there, how the training reads it meanwhile, and what is still open.
 */

static const struct ks_table_column columns[] = {
	{"番号", KS_CELL_NUMBER},       {"箇所", KS_CELL_TEXT}, {"原文", KS_CELL_TEXT},
	{"研修での読み", KS_CELL_TEXT}, {"種別", KS_CELL_TEXT}, {"状態", KS_CELL_TEXT},
	{"内容", KS_CELL_TEXT},
};

static void add_row(struct ks_table *table, const struct ks_erratum *erratum)
{
	ks_table_number(table, (size_t)erratum->number);
	ks_table_text(table, erratum->clause[0] ? erratum->clause : "全体");
	ks_table_text(table, erratum->original);
	ks_table_text(table, erratum->reading);
	ks_table_text(table, erratum->kind);
	ks_table_text(table, erratum->status);
	ks_table_text(table, erratum->note);
}

static void put_head(const struct ks_content *content, struct ks_buf *out)
{
	const struct ks_policy *policy = &content->policy;

	ks_buf_printf(out, "照会票　%s（%s）\n\n", policy->title, policy->issued);
	ks_buf_puts(out, "研修の教材を作るときに気づいた、原文の表記などを照会します。"
			 "研修では、原文を一字も直さずに引用し、「研修での読み」を添えます。\n\n");
	ks_buf_printf(out, "原文: policy/%s/policy.txt\nSHA-256: %s\n\n", policy->version,
		      policy->sha256);
}

static void put_foot(const struct ks_policy *policy, struct ks_buf *out)
{
	size_t n_unasked = 0, n_open = 0;

	for (size_t i = 0; i < policy->n_errata; i++) {
		n_unasked += strcmp(policy->errata[i].status, "未照会") == 0;
		n_open += strcmp(policy->errata[i].status, "照会中") == 0;
	}
	ks_buf_printf(out, "\n%zu 件（うち未照会 %zu 件、照会中 %zu 件）\n", policy->n_errata,
		      n_unasked, n_open);
}

static int write_errata(const struct ks_content *content, bool is_csv)
{
	struct ks_buf out = {0};
	struct ks_table table;
	int exit_code;

	ks_table_init(&table, columns, KS_COUNT(columns));
	for (size_t i = 0; i < content->policy.n_errata; i++)
		add_row(&table, &content->policy.errata[i]);
	if (is_csv) {
		ks_table_csv(&table, &out);
	} else {
		put_head(content, &out);
		ks_table_print(&table, &out);
		put_foot(&content->policy, &out);
	}
	exit_code = ks_tools_print(&out);
	ks_table_finish(&table);
	ks_buf_finish(&out);
	return exit_code;
}

int ks_content_errata(int argc, char **argv)
{
	const char *format = "table", *named = NULL;
	const struct ks_option options[] = {
		{"--format", "FORMAT", "table（画面・印刷用、初期値）・csv（Excel用）", &format,
		 NULL, false},
	};
	const struct ks_args args = {
		.program = "kenshu content errata",
		.summary = "方針の照会票（原文の誤記や不整合と、研修での読み）を、送れる形で出します",
		.operands = "教材のフォルダーか版のファイル（省くと、備え付けの教材）",
		.n_operands_max = 1,
		.options = options,
		.n_options = KS_COUNT(options),
	};
	struct ks_content content;
	char *folder;
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, &named, &exit_code))
		return exit_code;
	if (strcmp(format, "table") != 0 && strcmp(format, "csv") != 0) {
		fprintf(stderr,
			"「%s」は使えません。--format は table・csv のどちらかにしてください。\n",
			format);
		return KS_EXIT_USAGE;
	}
	folder = named ? ks_strdup(named) : ks_tools_content_folder();
	exit_code = ks_tools_content_open(folder, &content);
	if (content.policy.n_clauses > 0)
		exit_code = write_errata(&content, strcmp(format, "csv") == 0);
	ks_content_finish(&content);
	free(folder);
	return exit_code;
}
