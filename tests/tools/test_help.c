/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/args.h"
#include "base/buf.h"
#include "base/mem.h"
#include "said.h"
#include "support/golden.h"
#include "support/test.h"
#include "tools/tools.h"

/*
 * What each command says of itself, its groups' commands too, as a person reads it: in tests/data/golden/help.txt. How many
 * words each takes is in test_usage.c.
 */

static const struct top {
	const char *name;
	int (*run)(int argc, char **argv);
} tops[] = {
	{"init", ks_tools_init},
	{"content", ks_tools_content},
	{"roster", ks_tools_roster},
	{"client", ks_tools_client},
	{"kiosk", ks_tools_kiosk},
	{"user", ks_tools_user},
	{"gathering", ks_tools_gathering},
	{"exempt", ks_tools_exempt},
	{"correct", ks_tools_correct},
	{"nendo", ks_tools_nendo},
	{"duty", ks_tools_duty},
	{"report", ks_tools_report},
	{"salvage", ks_tools_salvage},
	{"card", ks_tools_card},
	{"pin", ks_tools_pin},
	{"rebuild", ks_tools_rebuild},
	{"void", ks_tools_void},
	{"audit-pack", ks_tools_audit_pack},
	{"courier", ks_tools_courier},
	{"backup", ks_tools_backup},
	{"restore", ks_tools_restore},
	{"doctor", ks_tools_doctor},
	{"verify", ks_tools_verify},
};

/* The names of a group's commands: lines of its help that are indented, before the last paragraph. */
static size_t commands_of(const char *help, char names[24][32])
{
	const char *line = strstr(help, " 命令 …\n\n");
	size_t n = 0;

	for (line = line ? strstr(line, "\n\n") + 2 : ""; line[0] == ' ';
	     line += strcspn(line, "\n") + 1) {
		size_t len = strcspn(line + 2, " ");

		assert_true(n < 24 && len < 32);
		(void)snprintf(names[n++], 32, "%.*s", (int)len, line + 2);
	}
	return n;
}

/* `kenshu top [word] --help`, written down with what is said. */
static struct said help_of(const struct top *top, const char *word, struct ks_buf *told)
{
	const char *argv[] = {word ? word : "--help", "--help"};
	struct said said = said_by(top->run, word ? 2 : 1, argv);

	ks_buf_printf(told, "$ kenshu %s%s%s --help\n%s\n", top->name, word ? " " : "",
		      word ? word : "", said.out);
	assert_int_equal(said.exit_code, KS_EXIT_DONE);
	assert_string_equal(said.err, "");
	return said;
}

static void each_command_says_what_it_does(void **state)
{
	struct ks_buf help = {0};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(tops); i++) {
		struct said said = help_of(&tops[i], NULL, &help);
		char names[24][32];
		size_t n = commands_of(said.out, names);

		said_finish(&said);
		for (size_t k = 0; k < n; k++) {
			said = help_of(&tops[i], names[k], &help);
			said_finish(&said);
		}
	}
	ks_test_golden("tests/data/golden/help.txt", ks_buf_text(&help));
	ks_buf_finish(&help);
}

/* The columns that a help names are those of a file: the first lines that golden/reports.txt has. */
static void columns_that_help_names_are_those_of_the_file(void **state)
{
	static const char label[] = "csv の列";
	char *help = ks_test_read("tests/data/golden/help.txt");
	char *files = ks_test_read("tests/data/golden/reports.txt");
	int n = 0;

	(void)state;
	for (const char *at = help; (at = strstr(at, label)); at++) {
		const char *columns = strstr(at, ": ");
		char *line;

		if (!columns || columns > at + strcspn(at, "\n"))
			continue; /* those of another */
		columns += 2;
		line = ks_format("\xEF\xBB\xBF%.*s\r\n", (int)strcspn(columns, "\n"), columns);
		if (!strstr(files, line))
			fail_msg("no file begins with %s", line);
		free(line);
		n++;
	}
	assert_true(n > 5);
	free(help);
	free(files);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_command_says_what_it_does),
		cmocka_unit_test(columns_that_help_names_are_those_of_the_file),
	};

	return ks_test_run(tests);
}
