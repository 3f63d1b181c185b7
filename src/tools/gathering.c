/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/args.h"
#include "base/buf.h"
#include "base/csv.h"
#include "base/file.h"
#include "base/mem.h"
#include "record/gathering.h"
#include "report/table.h"
#include "tools/gathering_sheet.h"
#include "tools/tools.h"

/* 集合研修: what is to take place is told to the kiosks with the roster, so that people can check in on the day. */

#define EXPECTED_MAX_BYTES ((size_t)1 << 22)

struct wishes {
	const char *state, *title, *date, *from, *to, *place, *lessons, *expected;
};

static void put_text(struct ks_buf *out, const char *name, const char *text)
{
	if (!text)
		return; /* as it was */
	ks_buf_printf(out, ",\"%s\":", name);
	ks_buf_json(out, text);
}

/* The first cell of each line; a heading 職員番号 is none. */
static int put_numbers(struct ks_buf *out, const char *member, const char *path)
{
	struct ks_diags diags = {0};
	struct ks_csv csv = {0};
	char *bytes = NULL;
	const char *before = "";
	size_t len = 0;
	enum ks_rc rc = ks_file_read(path, EXPECTED_MAX_BYTES, &bytes, &len);

	if (rc == KS_OK)
		rc = ks_csv_read(path, bytes, len, &csv, &diags);
	if (rc != KS_OK)
		fprintf(stderr,
			"%s: ファイルを読めません。職員番号を1行に1人ずつ書いたファイルにしてください。\n",
			path);
	ks_buf_printf(out, ",\"%s\":[", member);
	for (size_t i = 0; rc == KS_OK && i < csv.n_rows; i++) {
		const char *number = csv.rows[i].n_cells > 0 ? csv.rows[i].cells[0] : "";

		if (!number[0] || strcmp(number, "職員番号") == 0)
			continue;
		ks_buf_puts(out, before);
		ks_buf_json(out, number);
		before = ",";
	}
	ks_buf_puts(out, "]");
	ks_csv_finish(&csv);
	ks_diags_finish(&diags);
	free(bytes);
	return rc == KS_OK ? KS_EXIT_DONE : KS_EXIT_FAILED;
}

static int send(const struct wishes *w, const char *operation, const char *id)
{
	struct ks_buf request = {0};
	int exit_code = KS_EXIT_DONE;

	ks_buf_printf(&request, "{\"do\":\"%s\"", operation);
	put_text(&request, "id", id);
	put_text(&request, "title", w->title);
	put_text(&request, "date", w->date);
	put_text(&request, "from", w->from);
	put_text(&request, "to", w->to);
	put_text(&request, "place", w->place);
	put_text(&request, "lessons", w->lessons);
	if (w->expected && ks_file_exists(w->expected))
		exit_code = put_numbers(&request, "expected_numbers", w->expected);
	else
		put_text(&request, "expected", w->expected);
	ks_buf_puts(&request, "}");
	if (exit_code == KS_EXIT_DONE)
		exit_code = ks_tools_ask(w->state, ks_buf_text(&request), NULL, NULL);
	ks_buf_finish(&request);
	return exit_code;
}

/* Of one that is there already nothing need be said but what changes. */
static int announce(bool is_new, int argc, char **argv)
{
	struct wishes w = {0};
	const char *id = NULL;
	const struct ks_option options[] = {
		{"--state", "DIR", "記録のフォルダー", &w.state, NULL, true},
		{"--title", "TITLE", "集合研修の名前", &w.title, NULL, is_new},
		{"--date", "YYYY-MM-DD", "日付", &w.date, NULL, is_new},
		{"--from", "HH:MM", "始まりの時刻", &w.from, NULL, is_new},
		{"--to", "HH:MM", "終わりの時刻", &w.to, NULL, is_new},
		{"--place", "PLACE", "場所", &w.place, NULL, false},
		{"--lessons", "m1,m4", "扱う科目", &w.lessons, NULL, false},
		{"--expected", "決め方|FILE",
		 "出席する人。全員、所属=総務課,役割=管理職 のような決め方か、職員番号のファイル",
		 &w.expected, NULL, false},
	};
	const struct ks_args args = {
		.program = is_new ? "kenshu gathering add" : "kenshu gathering change",
		.summary = is_new ? "集合研修を登録します。始まりの30分前から終わりまで、端末で出席の受付ができます。"
				  : "登録した集合研修の内容を変えます。書いた項目だけが変わります。",
		.operands = is_new ? NULL : "番号",
		.n_operands_min = is_new ? 0 : 1,
		.n_operands_max = is_new ? 0 : 1,
		.options = options,
		.n_options = KS_COUNT(options),
	};
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, &id, &exit_code))
		return exit_code;
	return send(&w, is_new ? "gathering.add" : "gathering.change", id);
}

static int add(int argc, char **argv)
{
	return announce(true, argc, argv);
}

static int change(int argc, char **argv)
{
	return announce(false, argc, argv);
}

static int cancel(int argc, char **argv)
{
	struct wishes w = {0};
	const char *id = NULL;
	const struct ks_option options[] = {
		{"--state", "DIR", "記録のフォルダー", &w.state, NULL, true},
	};
	const struct ks_args args = {
		.program = "kenshu gathering cancel",
		.summary = "集合研修を中止にします。端末では受け付けなくなります。記録は消えません。",
		.operands = "番号",
		.n_operands_min = 1,
		.n_operands_max = 1,
		.options = options,
		.n_options = KS_COUNT(options),
	};
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, &id, &exit_code))
		return exit_code;
	return send(&w, "gathering.cancel", id);
}

/* ---- closed, and from paper ---- */

struct said {
	const char *state, *id, *by, *content, *counted, *reason, *file;
};

#define SAID_OPTIONS                                                                              \
	{"--state", "DIR", "センターの記録のフォルダー", &s.state, NULL, true},                   \
		{"--by", "職員番号", "数えた人、または転記した人", &s.by, NULL, true},            \
	{                                                                                         \
		"--content", "DIR", "教材（なければ、プログラムのそばの教材）", &s.content, NULL, \
			false                                                                     \
	}

static int say(const struct said *s, const char *operation)
{
	struct ks_buf request = {0};
	int exit_code = KS_EXIT_DONE;

	ks_buf_printf(&request, "{\"do\":\"%s\"", operation);
	put_text(&request, "id", s->id);
	put_text(&request, "by", s->by);
	put_text(&request, "counted", s->counted);
	put_text(&request, "reason", s->reason);
	if (s->file)
		exit_code = put_numbers(&request, "numbers", s->file);
	if (exit_code == KS_EXIT_DONE)
		exit_code = ks_tools_put_courses(&request, s->content);
	ks_buf_puts(&request, "}");
	if (exit_code == KS_EXIT_DONE)
		exit_code = ks_tools_ask(s->state, ks_buf_text(&request), NULL, NULL);
	ks_buf_finish(&request);
	return exit_code;
}

static int close_gathering(int argc, char **argv)
{
	struct said s = {0};
	const struct ks_option options[] = {
		SAID_OPTIONS,
		{"--counted", "N", "会場で数えた人数", &s.counted, NULL, true},
		{"--reason", "TEXT", "記録の人数とちがう理由（120字まで）", &s.reason, NULL, false},
	};
	const struct ks_args args = {
		.program = "kenshu gathering close",
		.summary =
			"集合研修を閉じます。数えた人数と記録を合わせ、どの端末で受け付けた人にも、"
			"一人に一つずつ出席の証明を付けます。人数がちがうときは、理由が要ります。",
		.operands = "番号",
		.n_operands_min = 1,
		.n_operands_max = 1,
		.options = options,
		.n_options = KS_COUNT(options),
	};
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, &s.id, &exit_code))
		return exit_code;
	return say(&s, "gathering.close");
}

static int paper(int argc, char **argv)
{
	struct said s = {0};
	const struct ks_option options[] = {
		SAID_OPTIONS,
		{"--numbers", "FILE", "署名のある人の職員番号を、1行に1人ずつ書いたファイル",
		 &s.file, NULL, true},
	};
	const struct ks_args args = {
		.program = "kenshu gathering paper",
		.summary = "紙の出席簿に署名した人を、出席として転記します。一覧とファイルには"
			   "「紙から転記」と出ます。",
		.operands = "番号",
		.n_operands_min = 1,
		.n_operands_max = 1,
		.options = options,
		.n_options = KS_COUNT(options),
	};
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, &s.id, &exit_code))
		return exit_code;
	return say(&s, "gathering.paper");
}

static void add_row(struct ks_table *table, const struct ks_gathering *gathering)
{
	char *times = ks_format("%02d:%02d–%02d:%02d", gathering->from_minute / 60,
				gathering->from_minute % 60, gathering->to_minute / 60,
				gathering->to_minute % 60);
	char *people = ks_format("%zu名", gathering->n_expected);

	ks_table_text(table, gathering->id);
	ks_table_date(table, gathering->date);
	ks_table_text(table, times);
	ks_table_text(table, gathering->title);
	ks_table_text(table, gathering->place);
	ks_table_text(table, gathering->lessons);
	ks_table_text(table, gathering->n_expected > 0 ? people : "");
	ks_table_text(table, gathering->is_cancelled ? "中止" : "");
	free(times);
	free(people);
}

static int list_gatherings(struct ks_store *store)
{
	static const struct ks_table_column columns[] = {
		{"番号", KS_CELL_TEXT},     {"日付", KS_CELL_DATE}, {"時間", KS_CELL_TEXT},
		{"集合研修", KS_CELL_TEXT}, {"場所", KS_CELL_TEXT}, {"科目", KS_CELL_TEXT},
		{"対象", KS_CELL_TEXT},     {"備考", KS_CELL_TEXT},
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
		{"change", "登録した集合研修の内容を変えます", change},
		{"cancel", "集合研修を中止にします", cancel},
		{"close", "集合研修を閉じ、人数を合わせて出席の証明を付けます", close_gathering},
		{"paper", "紙の出席簿に署名した人を転記します", paper},
		{"sheet", "紙に解答する人のための解答用紙を作ります", ks_tools_gathering_sheet},
		{"list", "登録した集合研修を示します", list},
	};

	return ks_tools_choose("kenshu gathering", "集合研修を扱います。", commands,
			       KS_COUNT(commands), argc, argv);
}
