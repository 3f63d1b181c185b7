/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/args.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "record/exemption.h"
#include "record/roster.h"
#include "report/table.h"
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
	struct ks_buf request = {.ceiling = (size_t)1 << 24};
	int exit_code;

	if (w->nendo && (strlen(w->nendo) != 4 || strspn(w->nendo, "0123456789") != 4)) {
		fprintf(stderr, "--nendo は西暦の年度を 2026 のように書いてください。\n");
		return KS_EXIT_USAGE;
	}
	ks_tools_begin_request(&request, "exempt.add", members, KS_COUNT(members));
	ks_buf_printf(&request, ",\"nendo\":%ld", w->nendo ? strtol(w->nendo, NULL, 10) : 0);
	exit_code = ks_tools_put_courses(&request, w->content);
	ks_buf_puts(&request, "}");
	if (exit_code == KS_EXIT_DONE)
		exit_code = ks_tools_ask(w->state, ks_buf_text(&request), NULL, NULL);
	ks_buf_finish(&request);
	return exit_code;
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
		{"--state", "DIR", "センターの記録のフォルダー", &w.state, NULL, true},
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
		{"--content", "DIR", "教材（なければ、プログラムのそばの教材）", &w.content, NULL,
		 false},
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
		{"--state", "DIR", "センターの記録のフォルダー", &state, NULL, true},
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

static const struct ks_person *person_of(const struct ks_roster *roster, const char *key)
{
	for (size_t i = 0; i < roster->n_entries; i++)
		if (strcmp(roster->entries[i].person.number, key) == 0)
			return &roster->entries[i].person;
	return NULL;
}

static const char *typed_of(const struct ks_roster *roster, const char *key)
{
	const struct ks_person *person = person_of(roster, key);

	return person ? ks_person_typed(person) : key;
}

static void add_row(struct ks_table *table, const struct ks_roster *roster,
		    const struct ks_exemption_entry *row)
{
	const struct ks_person *person = person_of(roster, row->staff);
	const struct ks_exemption *e = &row->what;
	char *id = ks_format("%.13s", row->id);
	char *nendo = e->nendo ? ks_format("%d", e->nendo) : ks_strdup("");

	ks_table_text(table, id);
	ks_table_text(table, typed_of(roster, row->staff));
	ks_table_text(table, person ? person->name : "");
	ks_table_text(table, e->kind->word);
	ks_table_date(table, e->from);
	ks_table_date(table, e->to);
	ks_table_text(table, nendo);
	ks_table_text(table, e->plan);
	ks_table_text(table, e->lesson);
	ks_table_text(table, e->reason);
	ks_table_text(table, typed_of(roster, row->by));
	ks_table_text(table, typed_of(roster, row->approver));
	ks_table_moment(table, row->at_ms);
	ks_table_text(table, row->is_withdrawn ? "取消し" : row->end_ms ? "終わり" : "");
	ks_table_text(table, row->end_reason);
	ks_table_text(table, row->end_ms ? typed_of(roster, row->end_by) : "");
	ks_table_text(table, row->end_ms ? typed_of(roster, row->end_approver) : "");
	ks_table_moment(table, row->end_ms);
	free(nendo);
	free(id);
}

static int write_list(struct ks_store *store, bool is_csv)
{
	static const struct ks_table_column columns[] = {
		{"番号", KS_CELL_TEXT},       {"職員番号", KS_CELL_TEXT},
		{"氏名", KS_CELL_TEXT},       {"種類", KS_CELL_TEXT},
		{"始まり", KS_CELL_DATE},     {"終わり", KS_CELL_DATE},
		{"年度", KS_CELL_TEXT},       {"コース", KS_CELL_TEXT},
		{"科目", KS_CELL_TEXT},       {"理由", KS_CELL_TEXT},
		{"登録者", KS_CELL_TEXT},     {"承認者", KS_CELL_TEXT},
		{"登録日時", KS_CELL_MOMENT}, {"変更", KS_CELL_TEXT},
		{"変更理由", KS_CELL_TEXT},   {"変更者", KS_CELL_TEXT},
		{"変更承認者", KS_CELL_TEXT}, {"変更日時", KS_CELL_MOMENT},
	};
	struct ks_exemption_entry *rows = NULL;
	struct ks_roster roster = {0};
	struct ks_arena arena = {0};
	struct ks_table table;
	struct ks_buf out = {0};
	size_t n = 0;
	int exit_code;
	enum ks_rc rc = ks_roster_load(store, true, &roster);

	if (rc == KS_OK)
		rc = ks_exemption_load(store, &arena, &rows, &n);
	ks_table_init(&table, columns, KS_COUNT(columns));
	for (size_t i = 0; rc == KS_OK && i < n; i++)
		add_row(&table, &roster, &rows[i]);
	if (is_csv)
		ks_table_csv(&table, &out);
	else
		ks_table_print(&table, &out);
	exit_code = rc == KS_OK ? ks_tools_print(&out) : ks_tools_failed(rc);
	ks_table_finish(&table);
	ks_buf_finish(&out);
	ks_arena_finish(&arena);
	ks_roster_finish(&roster);
	return exit_code;
}

static int list(int argc, char **argv)
{
	const char *state = NULL, *format = "table";
	const struct ks_option options[] = {
		{"--state", "DIR", "センターの記録のフォルダー", &state, NULL, true},
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
