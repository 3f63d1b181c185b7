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
 * What each command says of itself, its groups' commands too, as a person reads it: in tests/data/golden/help.txt. And what it says
 * to words it was not made for.
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

/* @words[0..n-1] and behind them @last, NULL for none: what is said and how it ends. */
static struct said say(const struct top *top, struct ks_buf *told, const char *group,
		       const char *word, const char *last, const char *last2)
{
	const char *argv[4] = {0};
	int argc = 0;
	struct said said;

	if (group)
		argv[argc++] = group;
	if (word)
		argv[argc++] = word;
	if (last)
		argv[argc++] = last;
	if (last2)
		argv[argc++] = last2;
	said = said_by(top->run, argc, argv);
	ks_buf_printf(told, "$ kenshu %s", top->name);
	for (int i = 0; i < argc; i++)
		ks_buf_printf(told, " %s", argv[i]);
	ks_buf_printf(told, "  → %d\n%s%s\n", said.exit_code, said.out, said.err);
	return said;
}

/* Without a word a command may do its work, as `content errata` does; the others of a group may not. */
static void say_wrong(const struct top *top, struct ks_buf *told, const char *word)
{
	static const char *const wrong[][2] = {
		{"--none", NULL}, {"a", "b"}, {"--state", NULL}, {NULL, NULL}};

	bool may_be_alone = !word || strcmp(word, "errata") == 0;

	for (size_t i = 0; i < KS_COUNT(wrong) - may_be_alone; i++) {
		struct said said = say(top, told, NULL, word, wrong[i][0], wrong[i][1]);

		if (said.exit_code == KS_EXIT_DONE)
			fail_msg("kenshu %s %s %s", top->name, word ? word : "",
				 wrong[i][0] ? wrong[i][0] : "");
		said_finish(&said);
	}
}

static void each_command_says_what_it_does(void **state)
{
	struct ks_buf help = {0}, wrong = {0};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(tops); i++) {
		struct said said = say(&tops[i], &help, NULL, NULL, "--help", NULL);
		char names[24][32];
		size_t n = commands_of(said.out, names);

		assert_int_equal(said.exit_code, KS_EXIT_DONE);
		assert_string_equal(said.err, "");
		said_finish(&said);
		if (n == 0)
			say_wrong(&tops[i], &wrong, NULL);
		for (size_t k = 0; k < n; k++) {
			said = say(&tops[i], &help, NULL, names[k], "--help", NULL);
			assert_int_equal(said.exit_code, KS_EXIT_DONE);
			said_finish(&said);
			say_wrong(&tops[i], &wrong, names[k]);
		}
	}
	ks_test_golden("tests/data/golden/help.txt", ks_buf_text(&help));
	ks_test_golden("tests/data/golden/usage.txt", ks_buf_text(&wrong));
	ks_buf_finish(&help);
	ks_buf_finish(&wrong);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_command_says_what_it_does),
	};

	return ks_test_run(tests);
}
