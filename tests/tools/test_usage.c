/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "record/ledger.h"
#include "said.h"
#include "support/record_sample.h"
#include "support/test.h"
#include "tools/tools.h"

/* How many words a command takes, each command; and the commands for a kiosk's folder in the hands of who repairs it. */

#define C "--state", "/dev/null/nonexistent" /* which not even root can make */
#define WHY "--reason", "x", "--by", "hr"
static const struct {
	int (*command)(int argc, char **argv);
	const char *words[14];
	int n_least, n_most; /* operands */
} commands[] = {
	{ks_tools_card, {"bind", C, "--id", "01020304"}, 1, 1},
	{ks_tools_card, {"lose", C}, 1, 1},
	{ks_tools_client, {"add", C, "--out", "/dev/null/nonexistent/o"}, 1, 1},
	{ks_tools_content, {"check"}, 1, 1},
	{ks_tools_content, {"questions"}, 1, 1},
	{ks_tools_content, {"blindtest"}, 1, 1},
	{ks_tools_content, {"changes"}, 2, 2},
	{ks_tools_content, {"coverage"}, 1, 1},
	{ks_tools_content, {"errata"}, 0, 1},
	{ks_tools_content, {"key", "--out", "/dev/null/nonexistent/o"}, 0, 0},
	{ks_tools_content, {"offer", C}, 1, 1},
	{ks_tools_content, {"publish", "--out", "/dev/null/nonexistent/o"}, 1, 1},
	{ks_tools_content, {"readings"}, 1, 1},
	{ks_tools_content, {"show"}, 2, 2},
	{ks_tools_courier, {"export", C}, 1, 1},
	{ks_tools_courier, {"receipt", C}, 1, 1},
	{ks_tools_courier, {"import", C}, 1, 1},
	{ks_tools_courier, {"key", C}, 0, 0},
	{ks_tools_correct, {"attendance", C, WHY, "--gathering", "g"}, 1, 1},
	{ks_tools_correct, {"completion", C, WHY, "--course", "c", "--lesson", "m1"}, 1, 1},
	{ks_tools_correct, {"key", C, WHY, "--answer", "*"}, 1, 1},
	{ks_tools_correct, {"approve", C, "--by", "hr"}, 1, 1},
	{ks_tools_correct, {"reject", C, "--by", "hr"}, 1, 1},
	{ks_tools_correct, {"list", C}, 0, 0},
	{ks_tools_void, {C, WHY, "--approved-by", "hr"}, 1, 1},
	{ks_tools_user, {"add", C, "--role", "人事"}, 1, 1},
	{ks_tools_user, {"password", C}, 1, 1},
	{ks_tools_user, {"totp", C}, 1, 1},
	{ks_tools_user, {"remove", C}, 1, 1},
	{ks_tools_user, {"number", C, "--off"}, 1, 1},
	{ks_tools_gathering, {"close", C, "--by", "1", "--counted", "3"}, 1, 1},
	{ks_tools_gathering, {"paper", C, "--by", "1", "--numbers", "/dev/null/nonexistent"}, 1, 1},
	{ks_tools_gathering, {"sheet", C, "--lesson", "m1", "--out", "/dev/null/nonexistent/o"}, 1, 1},
	{ks_tools_kiosk, {"confirm", C, "--key", "0123456789abcdef"}, 1, 1},
	{ks_tools_kiosk, {"units", C}, 1, 1},
	{ks_tools_kiosk, {"rotate", C, "--out", "/dev/null/nonexistent/o"}, 1, 1},
	{ks_tools_kiosk, {"adopt", C}, 1, 1},
	{ks_tools_exempt, {"end", C, "--reason", "x", "--by", "1", "--approved-by", "2"}, 1, 1},
	{ks_tools_exempt, {"list", C}, 0, 0},
	{ks_tools_gathering, {"change", C}, 1, 1},
	{ks_tools_gathering, {"cancel", C}, 1, 1},
	{ks_tools_kiosk, {"add", C, "--out", "/dev/null/nonexistent/o"}, 1, 1},
	{ks_tools_kiosk, {"invite", C}, 1, 1},
	{ks_tools_kiosk, {"revoke", C}, 1, 1},
	{ks_tools_kiosk, {"list", C}, 0, 0},
	{ks_tools_nendo, {"open", "--from", "2025", "--content", "/dev/null/nonexistent"}, 1, 1},
	{ks_tools_nendo, {"close", C}, 1, 1},
	{ks_tools_pin, {"reset", C}, 1, 1},
	{ks_tools_roster, {"import", C}, 1, 1},
	{ks_tools_roster, {"undo", C}, 0, 0},
	{ks_tools_verify, {C}, 0, 1},
	{ks_tools_doctor, {"--format", "json"}, 0, 0},
	{ks_tools_backup, {C, "--to", "/dev/null/nonexistent/o"}, 0, 0},
	{ks_tools_salvage, {C, "--out", "/dev/null/nonexistent/o"}, 0, 0},
};

/* The usage error that is said with @n operands; NULL: none of number. malloc'd. */
static char *said_with(size_t i, int n)
{
	const char *words[20];
	struct said said;
	int argc = 0;
	char *err;

	while (argc < (int)KS_COUNT(commands[i].words) && commands[i].words[argc]) {
		words[argc] = commands[i].words[argc];
		argc++;
	}
	for (int k = 0; k < n; k++)
		words[argc++] = "/dev/null/nonexistent/operand";
	said = said_by(commands[i].command, argc, words);
	err = said.exit_code == KS_EXIT_USAGE ? ks_strdup(said.err) : NULL;
	said_finish(&said);
	return err;
}

static void expect(size_t i, int n, const char *words)
{
	char *err = said_with(i, n);

	if (!err || !strstr(err, words))
		fail_msg("%s with %d: %s", commands[i].words[0], n, err ? err : "no usage error");
	free(err);
}

static void each_command_takes_so_many_words_and_no_other_number(void **state)
{
	(void)state;
	for (size_t i = 0; i < KS_COUNT(commands); i++) {
		if (commands[i].n_least > 0)
			expect(i, commands[i].n_least - 1, "指定が足りません: ");
		expect(i, commands[i].n_most + 1,
		       "余分な指定があります: /dev/null/nonexistent/operand\n");
	}
}

/* ---- salvage ---- */

static int setup(void **state)
{
	void *sample_state;
	struct ks_record_sample *s;
	char *folder = ks_test_folder();

	ks_record_sample_setup(&sample_state);
	s = sample_state;
	ks_record_sample_close(s);
	ks_test_folder_finish(s->folder);
	s->folder = ks_path_join(folder, "C");
	ks_record_sample_open(s);
	for (int i = 0; i < 3; i++)
		ks_record_sample_append(s, KS_FACT_INITIALIZED);
	ks_record_sample_close(s);
	free(s->folder);
	free(s);
	*state = folder;
	return 0;
}

static int teardown(void **state)
{
	ks_test_folder_finish(*state);
	return 0;
}

static const struct said_step whole[] = {
	{ks_tools_verify,
	 {"--mark", "1-0123456789abcdef"},
	 2,
	 NULL,
	 "--mark で確かめられるのは、センターの記録です。\n"},
	{ks_tools_verify,
	 {"x.zip", "--mark", "1-0123456789abcdef", SAID_STATELESS},
	 2,
	 NULL,
	 "--mark は、--state DIR（センターのもの）と使います。\n"},
	{ks_tools_verify, {"x.zip"}, 2, NULL, "--state DIR か、監査用の一式（zip）の、どちらか一つを*"},
	{ks_tools_verify,
	 {SAID_STATELESS},
	 2,
	 NULL,
	 "--state DIR か、監査用の一式（zip）の、どちらか一つを*"},
	{ks_tools_verify,
	 {"--state", "@/C"},
	 0,
	 "端末 k-01: 3件\n3件を確かめました。欠けも書き換えもありません。\n",
	 NULL},
	{ks_tools_salvage,
	 {"--out", "@/new"},
	 0,
	 "救い出した記録: 3件（通し番号 3 まで）、名簿: 0人\n"
	 "欠けはありません。@/new を --state に指定して使えます。\n",
	 "*"},
	{ks_tools_salvage, {"--out", "@/new"}, 1, NULL, "@/new には、すでに記録があります。*"},
	{ks_tools_verify, {"--state", "@/new"}, 0, "端末 *: 3件\n3件を確かめました。*", NULL},
	{ks_tools_salvage, {"--out", "@/file/new"}, 1, NULL, "*"},
	{ks_tools_doctor, {"--format", "yaml"}, 2, NULL, "--format は table か json です。\n"},
};

static void a_whole_folder_is_saved_whole_into_a_new_one_alone(void **state)
{
	free(ks_test_write(*state, "file", ""));
	SAID_RUN(whole, *state);
}

/* The doctor in JSON and as a page say the same. */
static void the_doctor_answers_in_both_forms(void **state)
{
	static const char *const parts[] = {"network", "clock",   "record", "sending",
					    "content", "version", "fonts",  "display",
					    "touch",   "reader",  "shield"};
	char *c = ks_format("%s/C", (char *)*state);
	const char *argv[] = {"--state",  c,     "--session", "/dev/null/nonexistent",
			      "--format", "json"};
	struct said json = said_by(ks_tools_doctor, 6, argv),
		    table = said_by(ks_tools_doctor, 4, argv);
	char *text, *file;
	int n = 0;
	const char *end;

	assert_int_equal(json.exit_code, table.exit_code);
	assert_memory_equal(json.out, "{\"version\":\"" KENSHU_VERSION "\",\"findings\":[",
			    strlen("{\"version\":\"" KENSHU_VERSION "\",\"findings\":["));
	assert_string_equal(json.out + strlen(json.out) - 3, "]}\n");
	for (size_t i = 0; i < KS_COUNT(parts); i++) {
		char *id = ks_format("\"id\":\"%s\"", parts[i]);

		if (!strstr(json.out, id))
			fail_msg("%s is not in %s", id, json.out);
		free(id);
	}
	assert_non_null(strstr(table.out, "3件、欠けも書き換えもありません\n"));
	assert_non_null(strstr(table.out, "送信               未送信 3件\n"
					  "                      つながれば、ひとりでに送ります。"));
	for (const char *at = strstr(table.out, "× "); at; at = strstr(at + 1, "\n× "))
		n++;
	if (table.exit_code == KS_EXIT_FAILED) {
		end = strstr(table.out, "\n直すことが ");
		assert_non_null(end);
		assert_true(strtol(end + strlen("\n直すことが "), NULL, 10) > 0);
	} else {
		assert_int_equal(n, 0);
		assert_null(strstr(table.out, "直すことが"));
	}
	said_finish(&json);
	said_finish(&table);
	/* Where the session's settings say where the record is. */
	text = ks_format("KENSHU_STATE=%s\nKENSHU_ENDPOINT=\n", c);
	file = ks_test_write(*state, "session.env", text);
	table = said_by(ks_tools_doctor, 2, (const char *[]){"--session", file});
	assert_non_null(strstr(table.out, "3件、欠けも書き換えもありません\n"));
	said_finish(&table);
	free(file);
	free(text);
	free(c);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_command_takes_so_many_words_and_no_other_number),
		TEST(a_whole_folder_is_saved_whole_into_a_new_one_alone),
		TEST(the_doctor_answers_in_both_forms),
	};

	return ks_test_run(tests);
}
