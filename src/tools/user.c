/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/args.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "lrs/user.h"
#include "report/table.h"
#include "tools/tools.h"

/* Who may open the centre's pages. A password comes from a file or is made up and shown once: never from the command line. */

#define PASSWORD_FILE_MAX_BYTES 4096

/* The first line of the file; malloc'd, NULL after a message. */
static char *read_password(const char *path)
{
	char *text = NULL;
	size_t len = 0;

	if (ks_file_read(path, PASSWORD_FILE_MAX_BYTES, &text, &len) != KS_OK) {
		fprintf(stderr,
			"%s を読めません。パスワードだけを一行で書いたファイルを指定してください。\n",
			path);
		return NULL;
	}
	text[strcspn(text, "\r\n")] = '\0';
	return text;
}

struct choices {
	const char *state, *role, *unit, *file, *user, *number;
	bool is_totp, is_off;
};

/* The command @program: @summary, the name and @options; then what it asks for. */
static int run(const char *operation, const char *program, const char *summary,
	       const struct ks_option *options, size_t n_options, struct choices *choices, int argc,
	       char **argv)
{
	const struct ks_args args = {
		.program = program,
		.summary = summary,
		.operands = "NAME",
		.n_operands_min = 1,
		.n_operands_max = 1,
		.options = options,
		.n_options = n_options,
	};
	char *password = NULL, *made = NULL;
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, &choices->user, &exit_code))
		return exit_code;
	if (choices->file)
		password = read_password(choices->file);
	if (choices->file && !password)
		return KS_EXIT_FAILED;
	exit_code =
		ks_tools_ask_for(choices->state, operation,
				 (const struct ks_member[]){{"user", choices->user},
							    {"role", choices->role},
							    {"unit", choices->unit},
							    {"password", password},
							    {"number", choices->number},
							    {"off", choices->is_off ? "1" : NULL}},
				 6, &made);
	if (exit_code == KS_EXIT_DONE && made && choices->is_totp)
		printf("認証アプリに入れる鍵: %s\notpauth://totp/kenshu:%s?secret=%s&issuer=kenshu\n"
		       "（一度だけ表示します。本人の認証アプリに入れてください。）\n",
		       made, choices->user, made);
	else if (exit_code == KS_EXIT_DONE && made)
		printf("パスワード: %s\n（一度だけ表示します。本人に渡してください。）\n", made);
	free(password);
	free(made);
	return exit_code;
}

#define PASSWORD_FILE(choices)                                                                    \
	{                                                                                         \
		"--password-file", "FILE",                                                        \
			"パスワードを一行で書いたファイル（なければ、作って一度だけ表示します）", \
			&(choices).file, NULL, false                                              \
	}

static int add(int argc, char **argv)
{
	struct choices choices = {0};
	const struct ks_option options[] = {
		{"--state", "DIR", "センターの記録のフォルダー（なければ作ります）", &choices.state,
		 NULL, true},
		{"--role", "ROLE", "人事・研修担当・所属長・監査・IT のどれか", &choices.role, NULL,
		 true},
		{"--unit", "UNIT", "所属長が見る所属。名簿にあるとおりに書きます", &choices.unit,
		 NULL, false},
		{"--number", "NUMBER",
		 "その人の職員番号。自分についての申し出と承認ができなくなります", &choices.number,
		 NULL, false},
		PASSWORD_FILE(choices),
	};

	return run("user.add", "kenshu user add", "センターの画面で記録を見る人を登録します。",
		   options, KS_COUNT(options), &choices, argc, argv);
}

static int set_password(int argc, char **argv)
{
	struct choices choices = {0};
	const struct ks_option options[] = {
		{"--state", "DIR", "センターの記録のフォルダー", &choices.state, NULL, true},
		PASSWORD_FILE(choices),
	};

	return run("user.password", "kenshu user password", "パスワードを変えます。", options,
		   KS_COUNT(options), &choices, argc, argv);
}

static int set_totp(int argc, char **argv)
{
	struct choices choices = {.is_totp = true};
	const struct ks_option options[] = {
		{"--state", "DIR", "センターの記録のフォルダー", &choices.state, NULL, true},
		{"--off", NULL, "認証アプリを使うのをやめます", NULL, &choices.is_off, false},
	};

	return run("user.totp", "kenshu user totp",
		   "ログインに、認証アプリの6けたの番号も要るようにします。", options,
		   KS_COUNT(options), &choices, argc, argv);
}

static int set_number(int argc, char **argv)
{
	struct choices choices = {0};
	const struct ks_option options[] = {
		{"--state", "DIR", "センターの記録のフォルダー", &choices.state, NULL, true},
		{"--number", "NUMBER", "その人の職員番号", &choices.number, NULL, false},
		{"--off", NULL, "職員番号との結びつきをやめます", NULL, &choices.is_off, false},
	};

	return run("user.number", "kenshu user number",
		   "利用者の職員番号を登録します。その人は、自分についての申し出と承認ができなくなります。",
		   options, KS_COUNT(options), &choices, argc, argv);
}

static int drop(int argc, char **argv)
{
	struct choices choices = {0};
	const struct ks_option options[] = {
		{"--state", "DIR", "センターの記録のフォルダー", &choices.state, NULL, true},
	};

	return run("user.remove", "kenshu user remove",
		   "利用者を消します。ログイン中でも、すぐに使えなくなります。", options,
		   KS_COUNT(options), &choices, argc, argv);
}

static int list_users(struct ks_store *store)
{
	static const struct ks_table_column columns[] = {
		{"名前", KS_CELL_TEXT},       {"役割", KS_CELL_TEXT},
		{"所属", KS_CELL_TEXT},       {"登録日時", KS_CELL_MOMENT},
		{"認証アプリ", KS_CELL_TEXT}, {"職員番号", KS_CELL_TEXT},
	};
	struct ks_user *users = NULL;
	struct ks_table table;
	struct ks_buf out = {0};
	size_t n = 0;
	enum ks_rc rc = ks_user_list(store, &users, &n);
	int exit_code;

	if (rc != KS_OK)
		return ks_tools_failed(rc);
	ks_table_init(&table, columns, KS_COUNT(columns));
	for (size_t i = 0; i < n; i++) {
		ks_table_text(&table, users[i].name);
		ks_table_text(&table, ks_user_role_word(users[i].role));
		ks_table_text(&table, users[i].unit);
		ks_table_moment(&table, users[i].added_ms);
		ks_table_text(&table, users[i].has_totp ? "使う" : "");
		ks_table_text(&table, users[i].staff);
	}
	if (n > 0)
		ks_table_print(&table, &out);
	else
		ks_buf_puts(&out, "利用者はいません。kenshu user add で登録してください。\n");
	exit_code = ks_tools_print(&out);
	ks_buf_finish(&out);
	ks_table_finish(&table);
	free(users);
	return exit_code;
}

static int list(int argc, char **argv)
{
	return ks_tools_list("kenshu user list", "画面で記録を見る人を並べます。",
			     "センターの記録のフォルダー", list_users, argc, argv);
}

int ks_tools_user(int argc, char **argv)
{
	static const struct ks_tools_command commands[] = {
		{"add", "見る人を登録します", add},
		{"password", "パスワードを変えます", set_password},
		{"totp", "認証アプリの番号も要るようにします", set_totp},
		{"number", "利用者の職員番号を登録します", set_number},
		{"remove", "見る人を消します", drop},
		{"list", "見る人を並べます", list},
	};

	return ks_tools_choose("kenshu user", "センターの画面で記録を見る人を扱います。", commands,
			       KS_COUNT(commands), argc, argv);
}
