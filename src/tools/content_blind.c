/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "content/blind.h"
#include "content/load.h"
#include "tools/content_commands.h"
#include "tools/tools.h"

/*
 * The blind test in figures: how far words alone go, lesson by lesson, and the words that give answers away. Exit code 1
 * when the content as a whole can be passed by words.
 */

static void print_row(const struct ks_blind_row *row)
{
	const struct ks_blind_score *score = &row->score;

	printf("%s\t%zu 問\t当てずっぽう %.0f％\t言い回し %.0f％\n", row->home->id,
	       score->n_single + score->n_true_false, ks_blind_chance(score), ks_blind_words(score));
	for (size_t i = 0; i < row->n_tells; i++)
		printf("\t「%s」（%d 行目）\n", row->tells[i].text, row->tells[i].line);
}

static bool print_all(const struct ks_blind *blind)
{
	const struct ks_blind_score *all = &blind->all;
	double single = ks_blind_percent(all->words_single, all->n_single);
	double two = ks_blind_percent(all->words_true_false, all->n_true_false);

	for (size_t i = 0; i < blind->n_rows; i++)
		print_row(&blind->rows[i]);
	for (size_t i = 0; i < blind->n_giveaways; i++)
		printf("%s:%d: 「%s」 %zu のうち %zu が正解\n", blind->giveaways[i].file,
		       blind->giveaways[i].line, blind->giveaways[i].text, blind->giveaways[i].n,
		       blind->giveaways[i].n_right);
	printf("一つ選ぶ %zu 問: 当てずっぽう %.0f％、言い回しだけ %.0f％、いちばん長いものを選ぶ %.0f％。"
	       "○× %zu 問: 当てずっぽう 50％、言い回しだけ %.0f％\n",
	       all->n_single, ks_blind_percent(all->chance_single, all->n_single), single,
	       ks_blind_percent(all->longest, all->n_single), all->n_true_false, two);
	return single <= KS_BLIND_SINGLE_MAX && two <= KS_BLIND_TRUE_FALSE_MAX;
}

int ks_content_blindtest(int argc, char **argv)
{
	bool is_easy = false;
	const struct ks_option options[] = {
		{"--easy", NULL, "やさしい言葉の問題を測ります", NULL, &is_easy, false},
	};
	const struct ks_args args = {
		.program = "kenshu content blindtest",
		.summary =
			"選択肢の言い回しだけで、どれだけ当たるかを測ります（当たりすぎると 1 で終わります）",
		.operands = "教材のフォルダー",
		.n_operands_min = 1,
		.n_operands_max = 1,
		.options = options,
		.n_options = KS_COUNT(options),
	};
	struct ks_diags diags = {0};
	struct ks_content content;
	struct ks_blind blind;
	const char *folder = NULL;
	int exit_code;
	bool is_good;

	if (!ks_tools_parse(&args, argc, argv, &folder, &exit_code))
		return exit_code;
	(void)!ks_content_load(folder, &content, &diags);
	ks_diags_print(&diags, stderr);
	ks_blind_measure(&content, is_easy, &blind);
	is_good = print_all(&blind) && content.n_lessons > 0;
	ks_blind_finish(&blind);
	ks_content_finish(&content);
	ks_diags_finish(&diags);
	return is_good ? KS_EXIT_DONE : KS_EXIT_FAILED;
}
