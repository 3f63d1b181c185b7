/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/args.h"
#include "base/buf.h"
#include "base/calendar.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "record/exemption.h"
#include "report/exemption.h"
#include "tools/tools.h"

/* `kenshu exempt`: absences, 対象外 and みなし受講. What was entered is never edited, only ended or withdrawn. */

/* ---- add ---- */

struct wishes {
	const char *state, *number, *kind, *course, *lesson, *nendo, *from, *to, *reason, *by,
		*approver, *content;
};

static int send(const struct wishes *w)
{
	const struct ks_member members[] = {
		{"number", w->number}, {"kind", w->kind}, {"course", w->course},
		{"lesson", w->lesson}, {"from", w->from}, {"to", w->to},
		{"reason", w->reason}, {"by", w->by},     {"approver", w->approver},
	};
	return ks_tools_ask_about(w->state, "exempt.add", members, KS_COUNT(members), w->nendo,
				  w->content);
}

/* What kinds there are, each with what it does. */
static char *describe_kinds(void)
{
	size_t n;
	const struct ks_exemption_kind *kinds = ks_exemption_kinds(&n);
	struct ks_buf out = {0};

	ks_buf_puts(&out, "休み・対象外・みなし受講を登録します。センターの記録に、登録した人と\n"
			  "承認した人とともに残り、消えません。種類と扱い:\n");
	for (size_t i = 0; i < n; i++)
		ks_buf_printf(&out, "%s%s: %s", i > 0 ? "\n" : "", kinds[i].word,
			      ks_exemption_rule_word(kinds[i].rule));
	return ks_buf_take(&out);
}

static int add(int argc, char **argv)
{
	struct wishes w = {0};
	const struct ks_option options[] = {
		KS_CENTRE_OPTION(&w.state),
		{"--number", "職員番号", "だれのことか", &w.number, NULL, true},
		{"--kind", "種類", "上の種類のどれか", &w.kind, NULL, true},
		{"--from", "YYYY-MM-DD", "休みの始まり。みなし受講では、受けた日", &w.from, NULL,
		 false},
		{"--to", "YYYY-MM-DD", "休みの終わり（その日を含む。書かなければ未定）", &w.to,
		 NULL, false},
		{"--course", "ID", "コース（対象外では、書かなければ全部）", &w.course, NULL, false},
		{"--lesson", "ID", "科目（書かなければコースの全部）", &w.lesson, NULL, false},
		{"--nendo", "YYYY", "対象外にする年度（初期値は今年度）", &w.nendo, NULL, false},
		{"--reason", "TEXT", "理由（120字まで）", &w.reason, NULL, true},
		{"--by", "職員番号", "登録する人", &w.by, NULL, true},
		{"--approved-by", "職員番号", "承認した人（登録する人と本人のほか）", &w.approver,
		 NULL, true},
		KS_CONTENT_OPTION(&w.content),
	};
	char *summary = describe_kinds();
	const struct ks_args args = {
		.program = "kenshu exempt add",
		.summary = summary,
		.options = options,
		.n_options = KS_COUNT(options),
	};
	int exit_code;

	if (ks_tools_parse(&args, argc, argv, NULL, &exit_code))
		exit_code = send(&w);
	free(summary);
	return exit_code;
}

/* ---- end ---- */

static int end(int argc, char **argv)
{
	const char *state = NULL, *on = NULL, *reason = NULL, *by = NULL, *approver = NULL;
	const char *id = NULL;
	const struct ks_option options[] = {
		KS_CENTRE_OPTION(&state),
		{"--on", "YYYY-MM-DD", "休みの最後の日（書かなければ、誤りとして取り消す）", &on,
		 NULL, false},
		{"--reason", "TEXT", "理由（120字まで）", &reason, NULL, true},
		{"--by", "職員番号", "登録する人", &by, NULL, true},
		{"--approved-by", "職員番号", "承認した人（登録する人と本人のほか）", &approver,
		 NULL, true},
	};
	const struct ks_args args = {
		.program = "kenshu exempt end",
		.summary =
			"登録した休みを終わりにするか、登録を取り消します。前の登録も記録に残ります。",
		.operands = "ID",
		.n_operands_min = 1,
		.n_operands_max = 1,
		.options = options,
		.n_options = KS_COUNT(options),
	};
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, &id, &exit_code))
		return exit_code;
	return ks_tools_ask_for(state, "exempt.end",
				(const struct ks_member[]){{"id", id},
							   {"on", on},
							   {"reason", reason},
							   {"by", by},
							   {"approver", approver}},
				5, NULL);
}

/* ---- list ---- */

static int write_list(struct ks_store *store, bool is_csv)
{
	struct ks_exemption_list exemptions;
	struct ks_clock clock = ks_clock_system();
	struct ks_date today = ks_civil_from_ms(ks_clock_wall_ms(&clock)).date;
	struct ks_table table;
	struct ks_buf out = {0};
	int exit_code;
	enum ks_rc rc = ks_report_exemptions(store, &exemptions);

	ks_exemption_table(&exemptions, today, &table);
	if (is_csv)
		ks_table_csv(&table, &out);
	else
		ks_table_print(&table, &out);
	exit_code = rc == KS_OK ? ks_tools_print(&out) : ks_tools_failed(rc);
	ks_table_finish(&table);
	ks_buf_finish(&out);
	ks_exemption_list_finish(&exemptions);
	return exit_code;
}

static int list(int argc, char **argv)
{
	const char *state = NULL, *format = "table";
	const struct ks_option options[] = {
		KS_CENTRE_OPTION(&state),
		{"--format", "FORMAT", "table（画面用、初期値）・csv（Excel用）", &format, NULL,
		 false},
	};
	const struct ks_args args = {
		.program = "kenshu exempt list",
		.summary = "登録した休み・対象外・みなし受講を、取り消したものも含めて並べます。",
		.options = options,
		.n_options = KS_COUNT(options),
	};
	struct ks_store *store = NULL;
	bool is_csv;
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, NULL, &exit_code))
		return exit_code;
	is_csv = strcmp(format, "csv") == 0;
	if (!is_csv && strcmp(format, "table") != 0) {
		fprintf(stderr, "--format は table か csv にしてください。\n");
		return KS_EXIT_USAGE;
	}
	exit_code = ks_tools_open(state, &store);
	if (exit_code == KS_EXIT_DONE)
		exit_code = write_list(store, is_csv);
	ks_store_close(store);
	return exit_code;
}

int ks_tools_exempt(int argc, char **argv)
{
	static const struct ks_tools_command commands[] = {
		{"add", "休み・対象外・みなし受講を登録します", add},
		{"end", "登録した休みを終わりにするか、登録を取り消します", end},
		{"list", "登録を並べます", list},
	};

	return ks_tools_choose("kenshu exempt", "一人ひとりの休み・対象外・みなし受講を扱います。",
			       commands, KS_COUNT(commands), argc, argv);
}
