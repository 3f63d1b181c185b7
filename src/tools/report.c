/* SPDX-License-Identifier: Apache-2.0 */
#include "tools/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/args.h"
#include "base/clock.h"
#include "base/mem.h"
#include "tools/report_from.h"
#include "tools/tools.h"

/* `kenshu report …`: options, and the way from an open store to one write on stdout. */

struct choices {
	const char *state, *content, *nendo, *by, *times, *format, *on;
	struct ks_report_from from;
	bool has_exempt;
};

static const struct {
	const char *word;
	int value;
} formats[] = {{"table", KS_REPORT_TABLE},
	       {"csv", KS_REPORT_CSV},
	       {"json", KS_REPORT_JSON},
	       {"pdf", KS_REPORT_PDF},
	       {"xlsx", KS_REPORT_XLSX}},
  groups[] = {{"所属", KS_GROUP_UNIT}, {"任用区分", KS_GROUP_EMPLOYMENT}};

static int usage(const char *text, const char *value)
{
	fprintf(stderr, "「%s」は使えません。%s\n", value, text);
	return KS_EXIT_USAGE;
}

static int read_nendo(const char *text, int *nendo)
{
	if (strlen(text) != 4 || strspn(text, "0123456789") != 4 || text[0] == '0')
		return usage("--nendo は西暦の年度を 2026 のように書いてください。", text);
	*nendo = (int)strtol(text, NULL, 10);
	return KS_EXIT_DONE;
}

static bool read_times(const char *text, size_t *times)
{
	if (strlen(text) > 2 || strspn(text, "0123456789") != strlen(text))
		return false;
	*times = strtoul(text, NULL, 10);
	return *times > 0;
}

static int read_choices(const struct choices *choices, struct ks_report *report)
{
	struct ks_clock clock = ks_clock_system();
	bool is_known = false;

	report->now_ms = ks_clock_wall_ms(&clock);
	report->today = ks_civil_from_ms(report->now_ms).date;
	report->has_exempt = choices->has_exempt;
	if (choices->on && !ks_date_parse(choices->on, &report->today))
		return usage("--on は 2026-10-01 の形で書いてください。", choices->on);
	report->nendo = ks_nendo_of(report->today);
	report->content = choices->content;
	for (size_t i = 0; i < KS_COUNT(formats); i++) {
		if (strcmp(formats[i].word, choices->format) != 0)
			continue;
		report->format = (enum ks_report_format)formats[i].value;
		is_known = true;
	}
	if (!is_known)
		return usage(
			"--format は table・csv・json（出席簿では pdf と xlsx も）のどれかにしてください。",
			choices->format);
	is_known = !choices->by;
	for (size_t i = 0; choices->by && i < KS_COUNT(groups); i++) {
		if (strcmp(groups[i].word, choices->by) != 0)
			continue;
		report->group = (enum ks_report_group)groups[i].value;
		is_known = true;
	}
	if (!is_known)
		return usage("--by は 所属 か 任用区分 にしてください。", choices->by);
	if (choices->times && !read_times(choices->times, &report->times))
		return usage("--times は 1 から 99 までの数を書いてください。", choices->times);
	return choices->nendo ? read_nendo(choices->nendo, &report->nendo) : KS_EXIT_DONE;
}

/* Options that only some reports take. */
enum extra { EXTRA_NONE, EXTRA_BY, EXTRA_TIMES, EXTRA_ON };

struct entry {
	const char *name;
	const char *help;    /* in the list of reports */
	const char *summary; /* of its own --help */
	enum extra extra;
	int (*write)(struct ks_report *report);
};

static const struct entry reports[] = {
	{"completion", "修了状況の一覧",
	 "名簿の全員について、修了・受講中・未受講・対象外を一覧にします。\n"
	 "csv の列: 職員番号,氏名,所属,任用区分,対象科目数,修了科目数,状態,期限,"
	 "最終修了日時,理由,期限切れ,時刻要確認,方針の確認,追補,訂正,紙から転記\n"
	 "csv の列（--by）: 区分,名簿,対象,対象外,修了,受講中,未受講,修了率",
	 EXTRA_BY, ks_report_write_completion},
	{"outstanding", "まだ修了していない人の一覧",
	 "まだ修了していない対象者を、期限の早い順、所属の順に一覧にします。\n"
	 "csv の列は completion と同じです。",
	 EXTRA_NONE, ks_report_write_outstanding},
	{"followup", "不合格が続いている人の一覧（所属長フォロー）",
	 "確認テストに何度も不合格で、まだ合格していない人を、所属の順に一覧にします。\n"
	 "一人一科目で一行です。合格した人と、その科目の対象でなくなった人は出ません。\n"
	 "所属長は、同じ所属の、役割が「管理職」で勤務中の人です。\n"
	 "端末のフォルダーでは、その端末で受けた回だけを数えます。\n"
	 "csv の列: 職員番号,氏名,所属,科目,題,不合格の回数,最後の受験日時,所属長",
	 EXTRA_TIMES, ks_report_write_followup},
	{"attendance", "集合研修の出席簿",
	 "集合研修の出席簿を作ります。二度受け付けた人は、最初の一度だけ数えます。\n"
	 "csv の列: 受付時刻,職員番号,氏名,所属,任用区分,端末,"
	 "集合研修の番号,集合研修,日付,開始,終了,場所,備考,訂正\n"
	 "対象を決めた集合研修では、来なかった人も、受付時刻のない行で並びます。\n"
	 "--format pdf は、印刷して綴じる A4 の出席簿（だれも来ていなければ署名用の紙）です。\n"
	 "--format xlsx は、csv と同じ列の Excel のファイルです。",
	 EXTRA_NONE, ks_report_write_attendance},
	{"inspection", "自己点検の集計",
	 "自己点検の答えを、項目ごとに数えます。だれの答えかは、どこにも出ません。\n"
	 "5人に満たない数と、引き算でそれが分かる数は、表示しません。\n"
	 "csv の列: 点検票,番号,項目,区分,回答,はい,いいえ,仕事に関係ない,分からない",
	 EXTRA_BY, ks_report_write_inspection},
	{"questions", "問題ごとの正答率",
	 "問題ごと、教材の版ごとに、解答と正答を数えます。だれの解答かは、どこにも出ません。\n"
	 "10回以上の解答があり、正答率が40%未満か98%を超える問題は「見直し」です。\n"
	 "解答が10回に満たない問題は「少ない」、そのほかは「○」です。新しい版が上です。\n"
	 "csv の列: 科目,題,番号,問題,教材の版,解答数,正答数,正答率,判定,訂正後の正答数,"
	 "訂正後の正答率,採点訂正,条項,見分ける力,見直す理由,選ばれた数",
	 EXTRA_NONE, ks_report_write_questions},
};

static const struct entry duties[] = {
	{"list", "受ける科目と期限、その理由の一覧",
	 "だれが、何を、いつまでに、なぜ受けるのかを、一科目一行で並べます。\n"
	 "二つのコースにある科目は、期限の早いほうに一度だけ出ます。\n"
	 "任用が終わる前に期限が来ていて、修了していない科目は「未受講（退職）」です。\n"
	 "csv の列: 職員番号,氏名,所属,任用区分,コース,科目,題,期限,状態,修了日,理由,規則,追補,訂正,紙から転記",
	 EXTRA_ON, ks_report_write_duties},
};

/* What was copied from elsewhere says so: on paper for the terminal, beside a file that a program reads. */
static int print(struct ks_report *report)
{
	char *note = ks_report_replica_note(report->store);

	if (note && report->format == KS_REPORT_TABLE)
		ks_buf_printf(&report->out, "\n%s\n", note);
	else if (note)
		fprintf(stderr, "%s\n", note);
	free(note);
	return ks_tools_print(&report->out);
}

static int write_entry(const struct entry *entry, const struct choices *choices)
{
	struct ks_report report = {.times = KS_FOLLOWUP_TIMES};
	int exit_code = read_choices(choices, &report);

	if (exit_code == KS_EXIT_DONE && report.format >= KS_REPORT_PDF &&
	    entry->write != ks_report_write_attendance)
		exit_code = usage("pdf と xlsx があるのは、出席簿（attendance）だけです。",
				  choices->format);
	if (exit_code == KS_EXIT_DONE && choices->from.url)
		exit_code = ks_report_fetch(choices->state, &choices->from);
	if (exit_code == KS_EXIT_DONE)
		exit_code = ks_tools_open(choices->state, &report.store);
	if (exit_code == KS_EXIT_DONE)
		exit_code = entry->write(&report);
	if (exit_code == KS_EXIT_DONE)
		exit_code = print(&report);
	ks_store_close(report.store);
	ks_buf_finish(&report.out);
	return exit_code;
}

static int run(const char *group, const struct entry *entry, int argc, char **argv)
{
	struct choices choices = {.format = "table"};
	const struct ks_option extras[] = {
		[EXTRA_BY] = {"--by", "所属|任用区分",
			      "区分ごとの集計（csv では、この集計だけを書きます）", &choices.by,
			      NULL, false},
		[EXTRA_TIMES] = {"--times", "N", "何回以上の不合格を出すか（初期値は 3）",
				 &choices.times, NULL, false},
		[EXTRA_ON] = {"--on", "YYYY-MM-DD", "いつの時点で見るか（初期値は今日）",
			      &choices.on, NULL, false},
	};
	const struct ks_option options[] = {
		{"--state", "DIR", "記録のフォルダー（センターのもの。端末のものでも構いません）",
		 &choices.state, NULL, true},
		{"--nendo", "YYYY", "年度（西暦。初期値は今日の年度）", &choices.nendo, NULL, false},
		{"--format", "FORMAT", "table（画面用、初期値）・csv（Excel用）・json",
		 &choices.format, NULL, false},
		{"--content", "DIR",
		 "科目を数えるための教材。フォルダーか版のファイル（初期値は、端末が届けた計画）",
		 &choices.content, NULL, false},
		{"--from", "URL",
		 "ほかの LRS から、記録を --state のフォルダーに取り寄せてから作ります",
		 &choices.from.url, NULL, false},
		{"--credentials", "FILE", "--from の認証情報「名前:秘密」を書いたファイル",
		 &choices.from.credentials, NULL, false},
		{"--ca", "FILE", "--from の証明書を確かめる認証局（組織の中の認証局のとき）",
		 &choices.from.ca_file, NULL, false},
		extras[entry->extra],
		{"--exempt", NULL, "受けない人とコースも、対象外の理由と出します", NULL,
		 &choices.has_exempt, false},
	};
	size_t n_without = entry->extra == EXTRA_NONE ? 2 : entry->extra == EXTRA_ON ? 0 : 1;
	char *program = ks_format("%s %s", group, entry->name);
	const struct ks_args args = {
		.program = program,
		.summary = entry->summary,
		.options = options,
		.n_options = KS_COUNT(options) - n_without,
	};
	int exit_code;

	if (ks_tools_parse(&args, argc, argv, NULL, &exit_code))
		exit_code = write_entry(entry, &choices);
	free(program);
	return exit_code;
}

static int choose(const char *group, const char *summary, const struct entry *entries,
		  size_t n_entries, int argc, char **argv)
{
	struct ks_tools_command *commands = ks_alloc_zero(n_entries, sizeof(*commands));
	const struct ks_tools_command *chosen;
	int exit_code;

	for (size_t i = 0; i < n_entries; i++) {
		commands[i].name = entries[i].name;
		commands[i].help = entries[i].help;
	}
	chosen = ks_tools_find(group, summary, commands, n_entries, argc, argv, &exit_code);
	if (chosen)
		exit_code = run(group, &entries[chosen - commands], argc - 1, argv + 1);
	free(commands);
	return exit_code;
}

int ks_tools_duty(int argc, char **argv)
{
	return choose("kenshu duty", "だれが何を受けるかを調べます。", duties, KS_COUNT(duties),
		      argc, argv);
}

int ks_tools_report(int argc, char **argv)
{
	return choose("kenshu report", "記録から一覧を作ります。", reports, KS_COUNT(reports), argc,
		      argv);
}
