/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "base/args.h"
#include "base/buf.h"
#include "base/mem.h"
#include "record/gathering.h"
#include "report/table.h"
#include "tools/tools.h"

/* 集合研修: what is to take place is told to the kiosks with the roster, so that people can check in on the day. */

static int add(int argc, char **argv)
{
	const char *state = NULL, *title = NULL, *date = NULL, *from = NULL, *to = NULL;
	const char *place = "";
	const struct ks_option options[] = {
		{"--state", "DIR", "記録のフォルダー", &state, NULL, true},
		{"--title", "TITLE", "集合研修の名前", &title, NULL, true},
		{"--date", "YYYY-MM-DD", "日付", &date, NULL, true},
		{"--from", "HH:MM", "始まりの時刻", &from, NULL, true},
		{"--to", "HH:MM", "終わりの時刻", &to, NULL, true},
		{"--place", "PLACE", "場所", &place, NULL, false},
	};
	const struct ks_args args = {
		.program = "kenshu gathering add",
		.summary = "集合研修を登録します。その日、端末で出席の受付ができます。",
		.options = options,
		.n_options = KS_COUNT(options),
	};
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, NULL, &exit_code))
		return exit_code;
	return ks_tools_ask_for(state, "gathering.add",
				(const struct ks_member[]){{"title", title},
							   {"date", date},
							   {"from", from},
							   {"to", to},
							   {"place", place}},
				5, NULL);
}

static void add_row(struct ks_table *table, const struct ks_gathering *gathering)
{
	char *times = ks_format("%02d:%02d–%02d:%02d", gathering->from_minute / 60,
				gathering->from_minute % 60, gathering->to_minute / 60,
				gathering->to_minute % 60);

	ks_table_text(table, gathering->id);
	ks_table_date(table, gathering->date);
	ks_table_text(table, times);
	ks_table_text(table, gathering->title);
	ks_table_text(table, gathering->place);
	free(times);
}

static int list_gatherings(struct ks_store *store)
{
	static const struct ks_table_column columns[] = {
		{"番号", KS_CELL_TEXT},     {"日付", KS_CELL_DATE}, {"時間", KS_CELL_TEXT},
		{"集合研修", KS_CELL_TEXT}, {"場所", KS_CELL_TEXT},
	};
	struct ks_gathering *gatherings = NULL;
	struct ks_table table;
	struct ks_buf out = {0};
	size_t n = 0;
	enum ks_rc rc = ks_gathering_on(store, (struct ks_date){0}, &gatherings, &n);

	if (rc != KS_OK)
		return ks_tools_failed(rc);
	ks_table_init(&table, columns, KS_COUNT(columns));
	for (size_t i = 0; i < n; i++) {
		add_row(&table, &gatherings[i]);
		ks_gathering_finish(&gatherings[i]);
	}
	ks_table_print(&table, &out);
	fputs(ks_buf_text(&out), stdout);
	if (n == 0)
		printf("登録した集合研修はありません。\n");
	ks_buf_finish(&out);
	ks_table_finish(&table);
	free(gatherings);
	return KS_EXIT_DONE;
}

static int list(int argc, char **argv)
{
	return ks_tools_list("kenshu gathering list", "登録した集合研修を、日付の順に示します。",
			     "記録のフォルダー", list_gatherings, argc, argv);
}

int ks_tools_gathering(int argc, char **argv)
{
	static const struct ks_tools_command commands[] = {
		{"add", "集合研修を登録します", add},
		{"list", "登録した集合研修を示します", list},
	};

	return ks_tools_choose("kenshu gathering", "集合研修を扱います。", commands,
			       KS_COUNT(commands), argc, argv);
}
