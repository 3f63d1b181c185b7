/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/args.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "lrs/centre.h"
#include "tools/tools.h"

/*
 * Credentials exist once: in the file written here. So it is whole on the disk before a kiosk or a client is registered
 * under them: power that goes in between leaves a file whose registration the same command then makes up for.
 */

#define CREDENTIALS_BYTES_MAX 400
#define REGISTER_MORE_MAX 4

/* The secret in a file that such a command left behind for @name; NULL: it is another file. */
static char *secret_in(const char *path, const char *name)
{
	char *line = NULL, *secret = NULL;
	size_t len = 0, n = strlen(name);

	if (ks_file_read(path, CREDENTIALS_BYTES_MAX, &line, &len) != KS_OK)
		return NULL;
	if (strncmp(line, name, n) == 0 && line[n] == ':' && strchr(line, '\n'))
		secret = ks_strndup(line + n + 1, strcspn(line + n + 1, "\r\n"));
	free(line);
	return secret;
}

static int tell_not_written(const char *path, enum ks_rc rc)
{
	if (rc == KS_CONFLICT)
		fprintf(stderr,
			"%s は、すでにあります。上書きしません。"
			"ほかの名前にするか、先に片付けてください。\n",
			path);
	else
		fprintf(stderr, "%s を作れません。場所と権限を確かめてください。\n", path);
	return KS_EXIT_FAILED;
}

/* "name:secret", made and written, or found where the last attempt left it. */
static int write_credentials(const char *path, const char *name, char **secret, bool *is_new)
{
	char *line;
	enum ks_rc rc;

	*secret = ks_centre_make_secret();
	line = ks_format("%s:%s\n", name, *secret);
	rc = ks_file_create(path, line, strlen(line), 0600);
	free(line);
	*is_new = rc == KS_OK;
	if (rc == KS_CONFLICT) {
		free(*secret);
		*secret = secret_in(path, name);
	}
	return *is_new || (rc == KS_CONFLICT && *secret) ? KS_EXIT_DONE : tell_not_written(path, rc);
}

int ks_tools_register(const char *state, const char *operation, const char *member, const char *name,
		      const struct ks_member *more, size_t n_more, const char *path)
{
	struct ks_member members[2 + REGISTER_MORE_MAX] = {{member, name}};
	char *secret = NULL;
	bool is_new = false;
	int exit_code;

	assert(n_more <= REGISTER_MORE_MAX);
	exit_code = write_credentials(path, name, &secret, &is_new);
	if (exit_code == KS_EXIT_DONE) {
		members[1] = (struct ks_member){"secret", secret};
		for (size_t i = 0; i < n_more; i++)
			members[2 + i] = more[i];
		exit_code = ks_tools_ask_for(state, operation, members, 2 + n_more, NULL);
		if (exit_code == KS_EXIT_DONE)
			printf("認証情報を %s に書きました。使う機械に移したら、このファイルは消してください。\n",
			       path);
		else if (is_new && exit_code != KS_EXIT_TRY_LATER)
			unlink(path); /* not where no answer came: it may be registered */
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
	const struct ks_args args =
		KS_TOOLS_OF_NAME("kenshu client add",
				 "xAPI でセンターにつなぐプログラム（LMS、BI など）を登録し、"
				 "その認証情報をファイルに一度だけ書きます。",
				 options);

	if (!ks_tools_parse(&args, argc, argv, &client, &exit_code))
		return exit_code;
	return ks_tools_register(state, "client.add", "client", client,
				 &(struct ks_member){"scope", scope}, 1, path);
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
	const struct ks_args args =
		KS_TOOLS_OF_NAME("kenshu client count",
				 "端末の署名がない、ほかのプログラムからの記録も、修了などに数えます。"
				 "そのプログラムを信用してよいと人事が判断したときだけ使います。",
				 options);
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
