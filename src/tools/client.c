/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/args.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "tools/tools.h"

/*
 * Credentials exist once: in the file written here. So the file is made before a kiosk or a client is registered, to
 * find out in time that it cannot be written, and taken away again when the registration fails.
 */

static int reserve_file(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd >= 0) {
		close(fd);
		return KS_EXIT_DONE;
	}
	if (errno == EEXIST)
		fprintf(stderr,
			"%s は、すでにあります。上書きしません。"
			"ほかの名前にするか、先に片付けてください。\n",
			path);
	else
		fprintf(stderr, "%s を作れません。場所と権限を確かめてください。\n", path);
	return KS_EXIT_FAILED;
}

int ks_tools_register(const char *state, const char *operation, const char *member,
		      const char *name, const char *scope, const char *path)
{
	char *secret = NULL, *line;
	int exit_code = reserve_file(path);

	if (exit_code != KS_EXIT_DONE)
		return exit_code;
	exit_code = ks_tools_ask_for(state, operation,
				     (const struct ks_member[]){{member, name}, {"scope", scope}},
				     2, &secret);
	if (exit_code == KS_EXIT_DONE && secret) {
		line = ks_format("%s:%s\n", name, secret);
		if (ks_file_write(path, line, strlen(line), 0600) == KS_OK) {
			printf("認証情報を %s に書きました。使う機械に移したら、このファイルは消してください。\n",
			       path);
		} else {
			fprintf(stderr,
				"%s に書けませんでした。この名前はもう使えません。"
				"別の名前で登録してください。\n",
				path);
			exit_code = KS_EXIT_FAILED;
		}
		free(line);
	} else {
		unlink(path);
	}
	free(secret);
	return exit_code;
}

static int add(int argc, char **argv)
{
	const char *state = NULL, *path = NULL, *scope = "read", *client = NULL;
	const struct ks_option options[] = {
		{"--state", "DIR", "センターの記録のフォルダー（なければ作ります）", &state, NULL,
		 true},
		{"--out", "FILE", "認証情報（名前:秘密）を書く、新しいファイル", &path, NULL, true},
		{"--scope", "SCOPE", "read（読む。既定）、write（送る）、all（両方）", &scope, NULL,
		 false},
	};
	int exit_code;
	const struct ks_args args = {
		.program = "kenshu client add",
		.summary = "xAPI でセンターにつなぐプログラム（LMS、BI など）を登録し、"
			   "その認証情報をファイルに一度だけ書きます。",
		.operands = "NAME",
		.n_operands_min = 1,
		.n_operands_max = 1,
		.options = options,
		.n_options = KS_COUNT(options),
	};

	if (!ks_tools_parse(&args, argc, argv, &client, &exit_code))
		return exit_code;
	return ks_tools_register(state, "client.add", "client", client, scope, path);
}

static int count(int argc, char **argv)
{
	const char *state = NULL, *name = NULL;
	bool is_off = false;
	const struct ks_option options[] = {
		{"--state", "DIR", "センターの記録のフォルダー", &state, NULL, true},
		{"--off", NULL, "数えるのをやめます", NULL, &is_off, false},
	};
	int exit_code;
	const struct ks_args args = {
		.program = "kenshu client count",
		.summary = "端末の署名がない、ほかのプログラムからの記録も、修了などに数えます。"
			   "そのプログラムを信用してよいと人事が判断したときだけ使います。",
		.operands = "NAME",
		.n_operands_min = 1,
		.n_operands_max = 1,
		.options = options,
		.n_options = KS_COUNT(options),
	};
	struct ks_buf request = {0};

	if (!ks_tools_parse(&args, argc, argv, &name, &exit_code))
		return exit_code;
	ks_tools_begin_request(&request, "source.count", (const struct ks_member[]){{"name", name}},
			       1);
	ks_buf_printf(&request, ",\"counts\":%s}", is_off ? "false" : "true");
	exit_code = ks_tools_ask(state, ks_buf_text(&request), NULL, NULL);
	ks_buf_finish(&request);
	return exit_code;
}

int ks_tools_client(int argc, char **argv)
{
	static const struct ks_tools_command commands[] = {
		{"add", "プログラムを登録し、認証情報を書き出します", add},
		{"count", "そのプログラムからの記録も修了などに数えます", count},
	};

	return ks_tools_choose("kenshu client", "xAPI でつなぐプログラムを扱います。", commands,
			       KS_COUNT(commands), argc, argv);
}
