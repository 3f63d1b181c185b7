/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/config.h"

/* A setting is understood or it is named; a flag given before the file wins. */

struct outcome {
	enum ks_rc rc;
	const char *port, *state;
	struct ks_arena arena;
	struct ks_diags diags;
};

static void read_config(const char *text, const char *port_before, struct outcome *o)
{
	char *folder = ks_test_folder(), *path = ks_test_write(folder, "kenshu.conf", text);

	*o = (struct outcome){.port = port_before};
	const struct ks_config_name names[] = {{"port", &o->port}, {"state", &o->state}};

	o->rc = ks_config_read(path, names, KS_COUNT(names), &o->arena, &o->diags);
	free(path);
	ks_test_folder_finish(folder);
}

static void finish(struct outcome *o)
{
	ks_arena_finish(&o->arena);
	ks_diags_finish(&o->diags);
}

static void names_comments_and_quotes_are_read(void **state)
{
	struct outcome o;

	(void)state;
	read_config("# where\r\n\n  state :  \"/var/lib/a b\"  # here\r\nport: 8080", NULL, &o);
	assert_int_equal(o.rc, KS_OK);
	assert_string_equal(o.state, "/var/lib/a b");
	assert_string_equal(o.port, "8080");
	finish(&o);
	read_config("state: http://a:80/#x\n", NULL, &o);
	assert_string_equal(o.state, "http://a:80/#x");
	finish(&o);
	read_config("\t# where\nstate: http://a:80/#y\t# there # and here\n", NULL, &o);
	assert_string_equal(o.state, "http://a:80/#y");
	assert_null(o.port);
	finish(&o);
}

static void only_a_pair_of_quotes_is_taken_off(void **state)
{
	static const char *const rows[][2] = {
		{"state: '/a b '\n", "/a b "}, {"state: \"\"\n", ""},  {"state: \"\n", "\""},
		{"state: \"a'\n", "\"a'"},     {"state: 'a\n", "'a"},  {"state: a'\n", "a'"},
		{"state: /a \t\n", "/a"},      {"state:/a\n", "/a"},   {"state: #\n", ""},
		{"\"state\": a:b\n", "a:b"},   {"state\t:\t/a", "/a"},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(rows); i++) {
		struct outcome o;

		read_config(rows[i][0], NULL, &o);
		assert_int_equal(o.rc, KS_OK);
		assert_string_equal(o.state, rows[i][1]);
		finish(&o);
	}
}

static void a_line_of_blanks_says_nothing(void **state)
{
	struct outcome o;

	(void)state;
	read_config(" \t \n   # port: 1\n  port: 2 \n", NULL, &o);
	assert_int_equal(o.rc, KS_OK);
	assert_string_equal(o.port, "2");
	finish(&o);
}

static void what_was_given_before_wins(void **state)
{
	struct outcome o;

	(void)state;
	read_config("port: 1\n", "2", &o);
	assert_int_equal(o.rc, KS_OK);
	assert_string_equal(o.port, "2");
	finish(&o);
}

static void every_mistake_is_named_with_its_line(void **state)
{
	static const struct {
		const char *text;
		int line;
		const char *words;
	} cases[] = {{"port: 1\nprot: 2\n", 2, "「prot」という設定はありません"},
		     {"\nport 1\n", 2, "「名前: 値」の形"},
		     {"port: 1\n\nport: 1\n", 3, "「port」が二度"}};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct outcome o;

		read_config(cases[i].text, NULL, &o);
		assert_int_equal(o.rc, KS_INVALID);
		assert_int_equal(o.diags.n_errors, 1);
		assert_int_equal(o.diags.items[0].line, cases[i].line);
		assert_non_null(strstr(o.diags.items[0].message, cases[i].words));
		finish(&o);
	}
}

static void absent_file_is_diagnosed(void **state)
{
	struct ks_arena arena = {0};
	struct ks_diags diags = {0};

	(void)state;
	assert_int_equal(ks_config_read("/no/such/file", NULL, 0, &arena, &diags), KS_INVALID);
	assert_int_equal(diags.n_errors, 1);
	assert_int_equal(diags.items[0].line, 0);
	assert_string_equal(diags.items[0].message,
			    "設定ファイルを読めません。場所と権限を確かめてください。");
	ks_arena_finish(&arena);
	ks_diags_finish(&diags);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_comments_and_quotes_are_read),
		cmocka_unit_test(only_a_pair_of_quotes_is_taken_off),
		cmocka_unit_test(a_line_of_blanks_says_nothing),
		cmocka_unit_test(what_was_given_before_wins),
		cmocka_unit_test(every_mistake_is_named_with_its_line),
		cmocka_unit_test(absent_file_is_diagnosed),
	};

	return ks_test_run(tests);
}
