/* SPDX-License-Identifier: Apache-2.0 */
#include "content/coverage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "report/table.h"
#include "tools/content_commands.h"
#include "tools/tools.h"

/*
 * What an author still has to write: three tables (clauses, lessons, courses), and exit code 1 while any row of
 * them is not what was planned or promised.
 */

#define N_KINDS 6

static const char *join(struct ks_arena *arena, const char *list, const char *between,
			const char *word)
{
	return ks_arena_format(arena, "%s%s%s", list, list[0] ? between : "", word);
}

static const char *kind_list(struct ks_arena *arena, unsigned kinds)
{
	const char *list = "";

	for (unsigned i = 0; i < N_KINDS; i++)
		if (kinds & (1u << i))
			list = join(arena, list, ",",
				    ks_question_kind_word((enum ks_question_kind)i));
	return list;
}

/* ---- clauses ---- */

static const char *what_is_missing(struct ks_arena *arena, size_t n_pages, size_t pages_min,
				   size_t n_questions, size_t questions_min, unsigned kinds)
{
	const char *list = "";

	if (n_pages < pages_min)
		list = join(arena, list, "、",
			    ks_arena_format(arena, "あと %zu ページ", pages_min - n_pages));
	if (n_questions < questions_min)
		list = join(arena, list, "、",
			    ks_arena_format(arena, "あと %zu 問", questions_min - n_questions));
	if (kinds != 0)
		list = join(arena, list, "、",
			    ks_arena_format(arena, "型 %s", kind_list(arena, kinds)));
	return list[0] ? list : "○";
}

static void add_row(struct ks_table *table, const struct ks_coverage_row *row)
{
	const char *clauses = "";

	for (size_t i = 0; i < row->n_clauses; i++)
		clauses = join(&table->arena, clauses, " ", row->clauses[i]);
	ks_table_text(table, clauses);
	ks_table_number(table, row->n_pages);
	ks_table_number(table, row->pages_min);
	ks_table_number(table, row->n_questions);
	ks_table_number(table, row->questions_min);
	ks_table_text(table, kind_list(&table->arena, row->kinds_found));
	ks_table_text(table,
		      what_is_missing(&table->arena, row->n_pages, row->pages_min, row->n_questions,
				      row->questions_min, row->kinds_wanted & ~row->kinds_found));
}

static bool write_clauses(const struct ks_coverage *coverage, struct ks_buf *out)
{
	static const struct ks_table_column columns[] = {
		{"条", KS_CELL_TEXT},           {"ページ", KS_CELL_NUMBER},
		{"計画", KS_CELL_NUMBER},       {"問題", KS_CELL_NUMBER},
		{"計画", KS_CELL_NUMBER},       {"型", KS_CELL_TEXT},
		{"足りないもの", KS_CELL_TEXT},
	};
	bool is_met = coverage->n_pages >= coverage->pages_min &&
		      coverage->n_questions >= coverage->questions_min;
	struct ks_table table;

	ks_table_init(&table, columns, KS_COUNT(columns));
	for (size_t i = 0; i < coverage->n_rows; i++) {
		add_row(&table, &coverage->rows[i]);
		is_met = is_met && ks_coverage_is_met(&coverage->rows[i]);
	}
	ks_table_text(&table, "全体");
	ks_table_number(&table, coverage->n_pages);
	ks_table_number(&table, coverage->pages_min);
	ks_table_number(&table, coverage->n_questions);
	ks_table_number(&table, coverage->questions_min);
	ks_table_text(&table, "");
	ks_table_text(&table, what_is_missing(&table.arena, coverage->n_pages, coverage->pages_min,
					      coverage->n_questions, coverage->questions_min, 0));
	ks_table_print(&table, out);
	ks_table_finish(&table);
	return is_met;
}

/* ---- reading time ---- */

static const struct ks_table_column time_columns[] = {
	{"科目・コース", KS_CELL_TEXT}, {"題", KS_CELL_TEXT},         {"字数", KS_CELL_NUMBER},
	{"読む分", KS_CELL_NUMBER},     {"目安の分", KS_CELL_NUMBER}, {"判定", KS_CELL_TEXT},
};

static bool add_time(struct ks_table *table, const char *id, const char *title, size_t characters,
		     int minutes)
{
	bool is_kept = characters <= (size_t)minutes * KS_CHARACTERS_A_MINUTE;

	ks_table_text(table, id);
	ks_table_text(table, title);
	ks_table_number(table, characters);
	ks_table_text(table, ks_arena_format(&table->arena, "%.1f",
					     (double)characters / KS_CHARACTERS_A_MINUTE));
	ks_table_number(table, (size_t)minutes);
	ks_table_text(table, is_kept ? "○" : "長い");
	return is_kept;
}

static bool write_times(const struct ks_content *content, struct ks_buf *out)
{
	struct ks_table table;
	bool is_kept = true;

	ks_table_init(&table, time_columns, KS_COUNT(time_columns));
	for (size_t i = 0; i < content->n_lessons; i++) {
		const struct ks_lesson *lesson = &content->lessons[i];

		is_kept &= add_time(&table, lesson->id, lesson->title,
				    ks_lesson_characters(lesson, false), lesson->minutes);
	}
	for (size_t i = 0; i < content->n_plans; i++) {
		const struct ks_plan *plan = &content->plans[i];
		size_t characters = 0;
		int minutes = 0;

		for (size_t k = 0; k < plan->n_lessons; k++) {
			const struct ks_lesson *lesson =
				ks_content_lesson_of(content, plan->nendo, plan->lessons[k].id);

			if (!plan->lessons[k].is_ready || !lesson)
				continue;
			characters += ks_lesson_characters(lesson, false);
			minutes += plan->lessons[k].minutes;
		}
		is_kept &= add_time(&table, plan->id, plan->title, characters, minutes);
	}
	ks_table_print(&table, out);
	ks_table_finish(&table);
	return is_kept;
}

static int write_all(const struct ks_content *content, const struct ks_coverage *coverage)
{
	struct ks_buf out = {0};
	bool is_met = write_clauses(coverage, &out);
	int exit_code;

	ks_buf_printf(&out, "\n読む時間（1 分に %d 字。確認テストの時間は入りません）\n\n",
		      KS_CHARACTERS_A_MINUTE);
	is_met = write_times(content, &out) && is_met;
	ks_buf_puts(&out, is_met ? "\n計画のとおりです。\n" : "\n計画に足りないところがあります。\n");
	exit_code = ks_tools_print(&out);
	ks_buf_finish(&out);
	return exit_code == KS_EXIT_DONE && !is_met ? KS_EXIT_FAILED : exit_code;
}

int ks_content_coverage(int argc, char **argv)
{
	const char *folder = NULL, *named = NULL;
	const struct ks_option options[] = {
		{"--plan", "FILE", "条ごとの計画（初期値は、教材のフォルダーの coverage.yaml）",
		 &named, NULL, false},
	};
	const struct ks_args args = {
		.program = "kenshu content coverage",
		.summary = "条ごとのページ・問題・型の数と、読む時間を、計画と比べます"
			   "（足りなければ 1 で終わります）",
		.operands = "教材のフォルダーか版のファイル",
		.n_operands_min = 1,
		.n_operands_max = 1,
		.options = options,
		.n_options = KS_COUNT(options),
	};
	struct ks_coverage coverage = {0};
	struct ks_diags diags = {0};
	struct ks_content content;
	char *file;
	int exit_code, counted = KS_EXIT_FAILED;

	if (!ks_tools_parse(&args, argc, argv, &folder, &exit_code))
		return exit_code;
	file = named ? ks_strdup(named) : ks_path_join(folder, "coverage.yaml");
	exit_code = ks_tools_content_open(folder, &content);
	if (content.policy.n_clauses > 0 &&
	    ks_coverage_load(file, &content, &coverage, &diags) == KS_OK)
		counted = write_all(&content, &coverage);
	ks_diags_print(&diags, stderr);
	ks_diags_finish(&diags);
	ks_coverage_finish(&coverage);
	ks_content_finish(&content);
	free(file);
	return exit_code == KS_EXIT_DONE ? counted : exit_code;
}
