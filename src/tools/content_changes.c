/* SPDX-License-Identifier: Apache-2.0 */
#include "content/changes.h"

#include <stdio.h>
#include <string.h>

#include "report/table.h"
#include "tools/content_commands.h"
#include "tools/tools.h"

/* `kenshu content changes`: a page for those who took last year's training, or every change for the author. */

static const char *const thing_words[] = {
	[KS_CHANGE_CLAUSE] = "条",
	[KS_CHANGE_LESSON] = "科目",
	[KS_CHANGE_PAGE] = "ページ",
	[KS_CHANGE_QUESTION] = "問題",
};
static const char *const kind_words[] = {
	[KS_CHANGE_ADDED] = "追加",
	[KS_CHANGE_CHANGED] = "変更",
	[KS_CHANGE_REMOVED] = "削除",
};

static void put_csv(const struct ks_changes *changes, struct ks_buf *out)
{
	static const struct ks_table_column columns[] = {
		{"種類", KS_CELL_TEXT}, {"変更", KS_CELL_TEXT}, {"科目", KS_CELL_TEXT},
		{"番号", KS_CELL_TEXT}, {"題", KS_CELL_TEXT},
	};
	struct ks_table table;

	ks_table_init(&table, columns, KS_COUNT(columns));
	for (size_t i = 0; i < changes->n_items; i++) {
		const struct ks_change *change = &changes->items[i];

		ks_table_text(&table, thing_words[change->thing]);
		ks_table_text(&table, kind_words[change->kind]);
		ks_table_text(&table, change->lesson ? change->lesson->id : "");
		ks_table_text(&table, change->id);
		ks_table_text(&table, change->title);
	}
	ks_table_csv(&table, out);
	ks_table_finish(&table);
}

static int print_changes(const struct ks_content *before, const struct ks_content *after, bool is_csv)
{
	struct ks_changes changes;
	struct ks_buf out = {0};
	int exit_code;

	ks_changes_find(before, after, &changes);
	if (is_csv)
		put_csv(&changes, &out);
	else
		ks_changes_to_markdown(&changes, &out);
	exit_code = ks_tools_print(&out);
	ks_buf_finish(&out);
	ks_changes_finish(&changes);
	return exit_code;
}

int ks_content_changes(int argc, char **argv)
{
	const char *format = "markdown", *operands[2] = {NULL, NULL};
	const struct ks_option options[] = {
		{"--format", "FORMAT",
		 "markdown（科目のページの文、初期値）・csv（問題の番号まで、すべて）", &format,
		 NULL, false},
	};
	const struct ks_args args = {
		.program = "kenshu content changes",
		.summary = "二つの版を比べ、「去年から変わったこと」のページを作ります",
		.operands = "前の版 新しい版（ファイルかフォルダー）",
		.n_operands_min = 2,
		.n_operands_max = 2,
		.options = options,
		.n_options = KS_COUNT(options),
	};
	struct ks_content before, after = {0};
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, operands, &exit_code))
		return exit_code;
	if (strcmp(format, "markdown") != 0 && strcmp(format, "csv") != 0) {
		fprintf(stderr,
			"「%s」は使えません。--format は markdown・csv のどちらかにしてください。\n",
			format);
		return KS_EXIT_USAGE;
	}
	exit_code = ks_tools_content_open(operands[0], &before);
	if (exit_code == KS_EXIT_DONE)
		exit_code = ks_tools_content_open(operands[1], &after);
	if (exit_code == KS_EXIT_DONE)
		exit_code = print_changes(&before, &after, strcmp(format, "csv") == 0);
	ks_content_finish(&before);
	ks_content_finish(&after);
	return exit_code;
}
