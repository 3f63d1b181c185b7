/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "said.h"
#include "stick.h"
#include "support/calls.h"
#include "support/test.h"
#include "tools/tools.h"

/*
 * A disk that cannot be read any more from some block on: whatever a command tells of a record then, it is never a part of it
 * as if that were the whole. Each command is run with the first read failing, with the second, and so on until none fails.
 */

static const struct said_step centre[] = {
	{ks_tools_roster, {"import", "@/r.csv"}, 0, "*", NULL},
	{ks_tools_kiosk, {"add", "k-01", "--out", "@/k-01"}, 0, "*", NULL},
	{ks_tools_user, {"add", "hr1", "--role", "人事"}, 0, "*", NULL},
	{ks_tools_gathering,
	 {"add", "--title", "集合研修", "--date", "2026-05-18", "--from", "10:00", "--to", "11:00"},
	 0,
	 "*",
	 NULL},
	{ks_tools_exempt,
	 {"add", "--number", "000002", "--kind", "育休", "--from", "2026-05-01", "--reason", "産休",
	  "--by", "000001", "--approved-by", "000003"},
	 0,
	 "*",
	 NULL},
};

static int setup(void **state)
{
	setenv("KENSHU_CONTENT", "content", 1);
	(void)stick_setup(state);
	free(ks_test_write(
		*state, "r.csv",
		"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\n"
		"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,407183\n"
		"000002,見本 二,ミホン ニ,総務課,事務局,本庁,01,2010-04-01,,在職,管理職;端末利用,407184\n"
		"000003,見本 三,ミホン サン,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,407185\n"));
	SAID_RUN(centre, *state);
	return 0;
}

/* Where SQLite cannot even read how far the record goes it tries again for two seconds: that is seen once. */
static const struct {
	int (*command)(int argc, char **argv);
	const char *words[8], *state;
	int from; /* the first read that fails */
} commands[] = {
	{ks_tools_verify, {NULL}, "C", 1},
	{ks_tools_verify, {NULL}, "K", 2},
	{ks_tools_kiosk, {"list"}, "C", 2},
	{ks_tools_user, {"list"}, "C", 2},
	{ks_tools_gathering, {"list"}, "C", 2},
	{ks_tools_exempt, {"list"}, "C", 2},
	{ks_tools_correct, {"list"}, "C", 2},
	{ks_tools_roster, {"list"}, "C", 2},
	{ks_tools_duty, {"list"}, "C", 2},
	{ks_tools_report, {"completion", "--nendo", "2026"}, "C", 2},
	{ks_tools_report, {"outstanding", "--nendo", "2026"}, "C", 2},
	{ks_tools_report, {"attendance", "--nendo", "2026"}, "C", 2},
	{ks_tools_report, {"inspection", "--nendo", "2026"}, "C", 2},
	{ks_tools_report, {"followup"}, "C", 2},
	{ks_tools_doctor, {"--session", "none"}, "C", 4},
	{ks_tools_doctor, {"--session", "none"}, "K", 4},
};

struct run {
	struct said said;
	int n_reads;
};

static struct run run(size_t i, const char *folder, int at)
{
	char *path = ks_path_join(folder, commands[i].state);
	const char *argv[12];
	int argc = 0;
	struct run out = {{0}, 0};
	struct ks_test_stream err, text;

	for (; commands[i].words[argc]; argc++)
		argv[argc] = commands[i].words[argc];
	argv[argc++] = "--state";
	argv[argc++] = path;
	err = ks_test_stream_begin(stderr);
	text = ks_test_stream_begin(stdout);
	ks_calls_fail(KS_CALLS_READ, at, true, EIO);
	out.said.exit_code = commands[i].command(argc, (char **)argv);
	out.n_reads = ks_calls_end();
	out.said.out = ks_test_stream_end(&text);
	out.said.err = ks_test_stream_end(&err);
	free(path);
	return out;
}

/* What is said of the record: of a machine its clock and its disk are said too. */
static const char *of_record(size_t i, const struct said *said)
{
	const char *at = commands[i].command == ks_tools_doctor ? strstr(said->out, " 記録") : NULL;

	return at ? at : said->out;
}

/* As after a whole record: the same end and the same words; asked again, for a minute may have turned. */
static bool is_as_whole(size_t i, const char *folder, const struct said *said)
{
	struct run whole = run(i, folder, 0);
	bool is = said->exit_code == whole.said.exit_code &&
		  strcmp(of_record(i, said), of_record(i, &whole.said)) == 0;

	said_finish(&whole.said);
	return is;
}

static bool is_told(size_t i, const struct said *said)
{
	return commands[i].command == ks_tools_doctor
		       ? !!strstr(said->out, "× 記録") || !!strstr(said->out, "× 端末") ||
				 !!strstr(said->out, "× 送信")
		       : said->exit_code != KS_EXIT_DONE;
}

static void what_cannot_be_read_is_never_told_in_part(void **state)
{
	for (size_t i = 0; i < KS_COUNT(commands); i++) {
		struct run whole = run(i, *state, 0);

		assert_true(whole.n_reads > commands[i].from);
		for (int at = commands[i].from; at <= whole.n_reads; at++) {
			struct run cut = run(i, *state, at);

			if (!is_told(i, &cut.said) && !is_as_whole(i, *state, &cut.said))
				fail_msg("%zu, read %d of %d: %d\n%s%s", i, at, whole.n_reads,
					 cut.said.exit_code, cut.said.out, cut.said.err);
			said_finish(&cut.said);
		}
		said_finish(&whole.said);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_cannot_be_read_is_never_told_in_part, setup,
						stick_teardown),
	};

	return ks_test_run(tests);
}
