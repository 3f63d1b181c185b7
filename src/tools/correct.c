/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/args.h"
#include "base/buf.h"
#include "base/mem.h"
#include "report/correction.h"
#include "tools/tools.h"

/* `kenshu correct`: what was recorded wrongly. Nothing is edited: one user of the pages proposes, another approves. */

struct wish {
	const char *state, *kind, *number, *to, *gathering, *at, *course, *lesson, *nendo,
		*question, *revision, *answer, *reason, *by, *content;
};

static int send(const struct wish *w)
{
	const struct ks_member members[] = {
		{"kind", w->kind},
		{"number", w->number},
		{"to", w->to},
		{"gathering", w->gathering},
		{"at", w->at},
		{"course", w->course},
		{"lesson", w->lesson},
		{"question", w->question},
		{"revision", w->revision},
		{"answer", w->answer},
		{"reason", w->reason},
		{"by", w->by},
	};

	return ks_tools_ask_about(w->state, "correct.propose", members, KS_COUNT(members), w->nendo,
				  w->content);
}

#define WHO_OPTIONS                                                                                  \
	{"--reason", "TEXT", "理由（120字まで。記録に残ります）", &w.reason, NULL, true},            \
		{"--by", "NAME", "申し出る利用者（kenshu user で登録した名前）", &w.by, NULL, true}, \
		KS_CONTENT_OPTION(&w.content)

/* One operand, and off it goes. */
static int propose(const struct ks_args *args, struct wish *w, const char **operand, int argc,
		   char **argv)
{
	int exit_code;

	if (!ks_tools_parse(args, argc, argv, operand, &exit_code))
		return exit_code;
	return send(w);
}

static int attendance(int argc, char **argv)
{
	struct wish w = {0};
	bool is_absent = false;
	const struct ks_option options[] = {
		KS_CENTRE_OPTION(&w.state),
		{"--gathering", "ID", "集合研修の番号（kenshu gathering list）", &w.gathering, NULL,
		 true},
		{"--at", "HH:MM", "出席した時刻（書かなければ、始まりの時刻）", &w.at, NULL, false},
		{"--absent", NULL, "出席していなかった", NULL, &is_absent, false},
		WHO_OPTIONS,
	};
	const struct ks_args args = {
		.program = "kenshu correct attendance",
		.summary = "出席していた、またはしていなかったことの訂正を申し出ます。",
		.operands = "職員番号",
		.n_operands_min = 1,
		.n_operands_max = 1,
		.options = options,
		.n_options = KS_COUNT(options),
	};
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, &w.number, &exit_code))
		return exit_code;
	w.kind = ks_correction_kind_id(is_absent ? KS_CORRECTION_ABSENT : KS_CORRECTION_PRESENT);
	return send(&w);
}

static int completion(int argc, char **argv)
{
	struct wish w = {.kind = ks_correction_kind_id(KS_CORRECTION_UNDONE)};
	const struct ks_option options[] = {
		KS_CENTRE_OPTION(&w.state),
		{"--course", "ID", "コース", &w.course, NULL, true},
		{"--lesson", "ID", "科目", &w.lesson, NULL, true},
		{"--nendo", "YYYY", "年度（初期値は今年度）", &w.nendo, NULL, false},
		{"--to", "職員番号", "ほんとうに受けた人（分かれば、その人の修了になります）",
		 &w.to, NULL, false},
		WHO_OPTIONS,
	};
	const struct ks_args args = {
		.program = "kenshu correct completion",
		.summary = "ほかの人が受けた修了（番号のまちがい）を取り消すことを申し出ます。その回の記録は、"
			   "残りますが、数えなくなります。",
		.operands = "職員番号",
		.n_operands_min = 1,
		.n_operands_max = 1,
		.options = options,
		.n_options = KS_COUNT(options),
	};

	return propose(&args, &w, &w.number, argc, argv);
}

static int key(int argc, char **argv)
{
	struct wish w = {.kind = ks_correction_kind_id(KS_CORRECTION_KEY)};
	const struct ks_option options[] = {
		KS_CENTRE_OPTION(&w.state),
		{"--answer", "ANSWER", "正解に加える答え（例 c2）。全員を正解とするときは '*'",
		 &w.answer, NULL, true},
		{"--revision", "REV", "教材の版（書かなければ、すべての版）", &w.revision, NULL,
		 false},
		{"--nendo", "YYYY", "年度（初期値は今年度）", &w.nendo, NULL, false},
		WHO_OPTIONS,
	};
	const struct ks_args args = {
		.program = "kenshu correct key",
		.summary = "問題の正解の誤りを直す採点訂正を申し出ます。正解だった人が、まちがいになることは"
			   "ありません。合格の点に届いた回は、修了になります。",
		.operands = "問題の番号",
		.n_operands_min = 1,
		.n_operands_max = 1,
		.options = options,
		.n_options = KS_COUNT(options),
	};

	return propose(&args, &w, &w.question, argc, argv);
}

/* ---- decided ---- */

static int decide(bool is_approved, int argc, char **argv)
{
	const char *state = NULL, *by = NULL, *reason = "", *id = NULL;
	const struct ks_option options[] = {
		KS_CENTRE_OPTION(&state),
		{"--by", "NAME", "決める利用者（申し出た人のほか）", &by, NULL, true},
		{"--reason", "TEXT", "理由（120字まで）", &reason, NULL, false},
	};
	const struct ks_args args = {
		.program = is_approved ? "kenshu correct approve" : "kenshu correct reject",
		.summary = is_approved ? "申し出のあった訂正を承認します。すぐに有効になります。"
				       : "申し出のあった訂正を却下します。申し出は記録に残ります。",
		.operands = "ID",
		.n_operands_min = 1,
		.n_operands_max = 1,
		.options = options,
		.n_options = KS_COUNT(options),
	};
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, &id, &exit_code))
		return exit_code;
	return ks_tools_ask_for(state, "correct.decide",
				(const struct ks_member[]){{"id", id},
							   {"by", by},
							   {"reason", reason},
							   {"approved", is_approved ? "yes" : "no"}},
				4, NULL);
}

static int approve(int argc, char **argv)
{
	return decide(true, argc, argv);
}

static int reject(int argc, char **argv)
{
	return decide(false, argc, argv);
}

/* ---- looked at ---- */

static int list(int argc, char **argv)
{
	const char *state = NULL, *format = "table";
	const struct ks_option options[] = {
		KS_CENTRE_OPTION(&state),
		{"--format", "FORMAT", "table（画面用、初期値）・csv（Excel用）", &format, NULL,
		 false},
	};
	const struct ks_args args = {
		.program = "kenshu correct list",
		.summary =
			"訂正、研修計画の承認、届出の申し出を、承認・却下したものも含めて並べます。",
		.options = options,
		.n_options = KS_COUNT(options),
	};
	struct ks_correction_list corrections = {0};
	struct ks_store *store = NULL;
	struct ks_table table;
	struct ks_buf out = {0};
	int exit_code;
	enum ks_rc rc;

	if (!ks_tools_parse(&args, argc, argv, NULL, &exit_code))
		return exit_code;
	exit_code = ks_tools_open(state, &store);
	if (exit_code != KS_EXIT_DONE)
		return exit_code;
	rc = ks_report_proposals(store, 0, KS_PROPOSALS_ALL, &corrections);
	ks_correction_table(&corrections, &table);
	if (strcmp(format, "csv") == 0)
		ks_table_csv(&table, &out);
	else
		ks_table_print(&table, &out);
	exit_code = rc == KS_OK ? ks_tools_print(&out) : ks_tools_failed(rc);
	ks_table_finish(&table);
	ks_buf_finish(&out);
	ks_correction_list_finish(&corrections);
	ks_store_close(store);
	return exit_code;
}

static void print_roles(const char *word, const bool may[KS_USER_COUNT])
{
	const char *comma = "";

	printf("%s: ", word);
	for (int role = 0; role < KS_USER_COUNT; role++) {
		if (!may[role])
			continue;
		printf("%s%s", comma, ks_user_role_word((enum ks_user_role)role));
		comma = "、";
	}
	printf("\n");
}

static int show_rules(const char *state)
{
	struct ks_correction_rules rules;
	struct ks_store *store = NULL;
	int exit_code = ks_tools_open(state, &store);
	enum ks_rc rc;

	if (exit_code != KS_EXIT_DONE)
		return exit_code;
	rc = ks_correction_rules_load(store, &rules);
	ks_store_close(store);
	if (rc != KS_OK)
		return ks_tools_failed(rc);
	print_roles("申し出る役割", rules.may_propose);
	print_roles("承認する役割", rules.may_approve);
	printf("申し出た人が自分で承認すること: %s\n", rules.is_alone ? "できる" : "できない");
	return KS_EXIT_DONE;
}

static int rules(int argc, char **argv)
{
	const char *state = NULL, *propose_roles = NULL, *approve_roles = NULL, *alone = NULL;
	const struct ks_option options[] = {
		KS_CENTRE_OPTION(&state),
		{"--propose", "ROLES", "申し出る役割（例 人事,研修担当）", &propose_roles, NULL,
		 false},
		{"--approve", "ROLES", "承認する役割（例 人事）", &approve_roles, NULL, false},
		{"--alone", "yes|no", "申し出た人が、自分で承認できるか（初期値 no）", &alone, NULL,
		 false},
	};
	const struct ks_args args = {
		.program = "kenshu correct rules",
		.summary =
			"だれが訂正を申し出て、だれが承認するかを、見るか変えます。研修計画の承認、画面での届出の"
			"登録、kenshu void にも、同じ決まりが効きます。初期値は、人事か研修担当が申し出て、ほかの人事が承認する、です。",
		.options = options,
		.n_options = KS_COUNT(options),
	};
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, NULL, &exit_code))
		return exit_code;
	if (alone && strcmp(alone, "yes") != 0 && strcmp(alone, "no") != 0) {
		fprintf(stderr, "--alone は yes か no にしてください。\n");
		return KS_EXIT_USAGE;
	}
	if (!propose_roles && !approve_roles && !alone)
		return show_rules(state);
	return ks_tools_ask_for(state, "correct.rules",
				(const struct ks_member[]){{"propose", propose_roles},
							   {"approve", approve_roles},
							   {"alone", alone}},
				3, NULL);
}

int ks_tools_correct(int argc, char **argv)
{
	static const struct ks_tools_command commands[] = {
		{"attendance", "出席の訂正を申し出ます", attendance},
		{"completion", "修了の取消し（番号のまちがい）を申し出ます", completion},
		{"key", "採点訂正を申し出ます", key},
		{"approve", "訂正を承認します", approve},
		{"reject", "訂正を却下します", reject},
		{"list", "訂正を並べます", list},
		{"rules", "だれが申し出て、だれが承認するかを決めます", rules},
	};

	return ks_tools_choose("kenshu correct", "記録の誤りを、申し出と承認で訂正します。",
			       commands, KS_COUNT(commands), argc, argv);
}
