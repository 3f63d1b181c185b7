/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/args.h"
#include "base/mem.h"

/* The table decides: what is taken, what is refused, and what the usage says. */

struct outcome {
	enum ks_args_result result;
	const char *state_folder, *port;
	bool is_quiet;
	const char *operands[2];
	size_t n_operands;
	char *out, *err;
};

/* Runs the parser over words split at spaces. */
static struct outcome parse(const char *line)
{
	static char words[200]; /* operands are borrowed from it */
	char *argv[16], *rest = words;
	int argc = 0;
	static struct outcome o;

	o = (struct outcome){0};
	const struct ks_option options[] = {
		{"--state", "DIR", "記録の置き場所", &o.state_folder, NULL, true},
		{"--port", "番号", "待ち受けるポート", &o.port, NULL, false},
		{"--quiet", NULL, "結果だけを表示します", NULL, &o.is_quiet, false},
	};
	const struct ks_args args = {.program = "kenshu roster import",
				     .summary = "名簿を読み込みます。",
				     .operands = "名簿.csv [別名]",
				     .n_operands_min = 1,
				     .n_operands_max = 2,
				     .options = options,
				     .n_options = KS_COUNT(options)};

	snprintf(words, sizeof(words), "%s", line);
	for (char *word; argc < 16 && (word = strsep(&rest, " "));)
		argv[argc++] = word;
	struct ks_test_stream out = ks_test_stream_begin(stdout), err = ks_test_stream_begin(stderr);

	o.result = ks_args_parse(&args, argc, argv, o.operands, &o.n_operands);
	o.err = ks_test_stream_end(&err);
	o.out = ks_test_stream_end(&out);
	return o;
}

static void finish(struct outcome *o)
{
	free(o->out);
	free(o->err);
}

static void values_come_as_next_word_or_behind_equals(void **state)
{
	struct outcome o = parse("--state /var a.csv --port=80");

	(void)state;
	assert_int_equal(o.result, KS_ARGS_OK);
	assert_string_equal(o.state_folder, "/var");
	assert_string_equal(o.port, "80");
	assert_false(o.is_quiet);
	assert_int_equal(o.n_operands, 1);
	assert_string_equal(o.operands[0], "a.csv");
	assert_string_equal(o.err, "");
	finish(&o);
	o = parse("--state= a b --quiet");
	assert_int_equal(o.result, KS_ARGS_OK);
	assert_string_equal(o.state_folder, "");
	assert_true(o.is_quiet);
	assert_int_equal(o.n_operands, 2);
	finish(&o);
}

static void double_dash_ends_options_and_a_single_one_is_an_operand(void **state)
{
	struct outcome o = parse("--state d -- --help -");

	(void)state;
	assert_int_equal(o.result, KS_ARGS_OK);
	assert_string_equal(o.operands[0], "--help");
	assert_string_equal(o.operands[1], "-");
	finish(&o);
}

static void every_mistake_says_itself_and_the_usage_on_stderr(void **state)
{
	static const char *const cases[][2] = {
		{"--state d --nope a", "--nope"},
		{"--state d -q a", "-q"},
		{"--stat d a", "--stat"},
		{"--state d --quiet=1 a", "--quiet=1"},
		{"a --state", "--state"},
		{"a", "--state"},
		{"--state d", "名簿.csv [別名]"},
		{"--state d a b c", ": c"},
		{"--state=d --states=e a", "--states=e"},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct outcome o = parse(cases[i][0]);

		assert_int_equal(o.result, KS_ARGS_USAGE);
		assert_string_equal(o.out, "");
		*strchr(o.err, '\n') = '\0';
		assert_non_null(strstr(o.err, cases[i][1]));
		assert_non_null(strstr(
			o.err + strlen(o.err) + 1,
			"使い方: kenshu roster import --state DIR [オプション] 名簿.csv [別名]\n"));
		finish(&o);
	}
}

static void help_lines_up_and_goes_to_stdout(void **state)
{
	struct outcome o = parse("--nonsense-later --help");

	(void)state;
	assert_int_equal(o.result, KS_ARGS_USAGE);
	finish(&o);
	o = parse("--help --nonsense");
	assert_int_equal(o.result, KS_ARGS_HELP);
	assert_string_equal(o.err, "");
	assert_string_equal(o.out,
			    "使い方: kenshu roster import --state DIR [オプション] 名簿.csv [別名]\n"
			    "名簿を読み込みます。\n\n"
			    "  --state DIR  記録の置き場所\n"
			    "  --port 番号  待ち受けるポート\n"
			    "  --quiet      結果だけを表示します\n"
			    "  --help       この説明を表示します\n");
	finish(&o);
}

static void program_without_operands_takes_none(void **state)
{
	const struct ks_args args = {.program = "kenshu verify"};
	char *argv[] = {(char *)"x"};
	struct ks_test_stream err = ks_test_stream_begin(stderr);

	(void)state;
	assert_int_equal(ks_args_parse(&args, 0, argv, NULL, NULL), KS_ARGS_OK);
	assert_int_equal(ks_args_parse(&args, 1, argv, NULL, NULL), KS_ARGS_USAGE);
	free(ks_test_stream_end(&err));
}

/* A program's own name, its version, and an option of which nothing is said. */
static void the_version_is_told_when_it_is_all_that_is_asked(void **state)
{
	struct outcome o = parse("--version");

	(void)state;
	assert_int_equal(o.result, KS_ARGS_HELP);
	assert_string_equal(o.out, "kenshu roster import " KENSHU_VERSION "\n");
	finish(&o);
	o = parse("--version a");
	assert_int_equal(o.result, KS_ARGS_USAGE);
	assert_string_equal(o.out, "");
	finish(&o);
	o = parse("a --version");
	assert_int_equal(o.result, KS_ARGS_USAGE);
	finish(&o);
}

static void a_table_of_which_little_is_said_is_printed_as_it_is(void **state)
{
	bool is_on = false;
	const struct ks_option options[] = {{"--on-and-on", NULL, NULL, NULL, &is_on, true}};
	const struct ks_args args = {.program = "kenshu x", .options = options, .n_options = 1};
	char *help[] = {(char *)"--help"}, *on[] = {(char *)"--on-and-on"};
	struct ks_test_stream out = ks_test_stream_begin(stdout);
	enum ks_args_result result = ks_args_parse(&args, 1, help, NULL, NULL);
	char *text = ks_test_stream_end(&out);

	(void)state;
	assert_int_equal(result, KS_ARGS_HELP);
	assert_string_equal(text, "使い方: kenshu x --on-and-on\n\n"
				  "  --on-and-on  \n"
				  "  --help       この説明を表示します\n");
	free(text);
	assert_int_equal(ks_args_parse(&args, 1, on, NULL, NULL), KS_ARGS_OK);
	assert_true(is_on);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_come_as_next_word_or_behind_equals),
		cmocka_unit_test(double_dash_ends_options_and_a_single_one_is_an_operand),
		cmocka_unit_test(every_mistake_says_itself_and_the_usage_on_stderr),
		cmocka_unit_test(help_lines_up_and_goes_to_stdout),
		cmocka_unit_test(program_without_operands_takes_none),
		cmocka_unit_test(the_version_is_told_when_it_is_all_that_is_asked),
		cmocka_unit_test(a_table_of_which_little_is_said_is_printed_as_it_is),
	};

	return ks_test_run(tests);
}
