/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/secret.h"
#include "base/utf8.h"
#include "collector/control.h"
#include "content/load.h"
#include "tools/tools.h"

#define SMALL_FILE ((size_t)64 << 10)

/* What the subcommands share: choosing one, opening a folder, asking for a change, and the words for failure. */

static void list_commands(FILE *to, const char *program, const struct ks_tools_command *commands,
			  size_t n_commands)
{
	int width = 0;

	fprintf(to, "使い方: %s 命令 …\n\n", program);
	for (size_t i = 0; i < n_commands; i++)
		if (ks_utf8_columns(commands[i].name) > width)
			width = ks_utf8_columns(commands[i].name);
	for (size_t i = 0; i < n_commands; i++)
		fprintf(to, "  %-*s  %s\n", width, commands[i].name, commands[i].help);
	fprintf(to, "\n詳しい使い方は「%s 命令 --help」で見られます。\n", program);
}

const struct ks_tools_command *ks_tools_find(const char *program, const char *summary,
					     const struct ks_tools_command *commands,
					     size_t n_commands, int argc, char **argv, int *exit_code)
{
	*exit_code = KS_EXIT_DONE;
	if (argc > 0 && strcmp(argv[0], "--help") == 0) {
		printf("%s\n\n", summary);
		list_commands(stdout, program, commands, n_commands);
		return NULL;
	}
	for (size_t i = 0; argc > 0 && i < n_commands; i++)
		if (strcmp(commands[i].name, argv[0]) == 0)
			return &commands[i];
	if (argc > 0)
		fprintf(stderr, "%s: 「%s」という命令はありません。\n", program, argv[0]);
	else
		fprintf(stderr, "%s: 命令を書いてください。\n", program);
	list_commands(stderr, program, commands, n_commands);
	*exit_code = KS_EXIT_USAGE;
	return NULL;
}

int ks_tools_choose(const char *program, const char *summary,
		    const struct ks_tools_command *commands, size_t n_commands, int argc, char **argv)
{
	int exit_code;
	const struct ks_tools_command *command =
		ks_tools_find(program, summary, commands, n_commands, argc, argv, &exit_code);

	return command ? command->run(argc - 1, argv + 1) : exit_code;
}

bool ks_tools_parse(const struct ks_args *args, int argc, char **argv, const char **operands,
		    int *exit_code)
{
	enum ks_args_result result = ks_args_parse(args, argc, argv, operands, NULL);

	*exit_code = result == KS_ARGS_USAGE ? KS_EXIT_USAGE : KS_EXIT_DONE;
	return result == KS_ARGS_OK;
}

static int exit_of(enum ks_rc rc)
{
	static const struct {
		enum ks_rc rc;
		int exit_code;
	} table[] = {
		{KS_OK, KS_EXIT_DONE},
		{KS_BUSY, KS_EXIT_TRY_LATER},
		{KS_IO, KS_EXIT_BAD_CONFIG},
		{KS_READ_ONLY, KS_EXIT_BAD_CONFIG},
		{KS_CONFLICT, KS_EXIT_BAD_CONFIG},
	};

	for (size_t i = 0; i < KS_COUNT(table); i++)
		if (table[i].rc == rc)
			return table[i].exit_code;
	return KS_EXIT_FAILED;
}

int ks_tools_open(const char *state, struct ks_store **out)
{
	char *why = NULL;
	enum ks_rc rc = ks_store_open(state, KS_ROLE_ANY, KS_ACCESS_READ, out, &why);

	if (rc != KS_OK)
		fprintf(stderr, "%s\n", why ? why : "記録のフォルダーを開けません。");
	free(why);
	return exit_of(rc);
}

int ks_tools_failed(enum ks_rc rc)
{
	if (rc == KS_BUSY)
		fprintf(stderr, "記録を、ほかのプログラムが使っています。"
				"少し待って、もう一度実行してください。\n");
	else
		fprintf(stderr, "記録を読めませんでした（%s）。\n", ks_rc_name(rc));
	return rc == KS_BUSY ? KS_EXIT_TRY_LATER : KS_EXIT_FAILED;
}

/* Those of @severity, from the answer and (@more) found here. */
static void print_severity(const json_t *list, const struct ks_diags *more, enum ks_severity severity)
{
	struct ks_diags diags = {0};

	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *item = json_array_get(list, i);
		const char *file = json_string_value(json_object_get(item, "file"));
		const char *message = json_string_value(json_object_get(item, "message"));
		bool is_error = json_is_true(json_object_get(item, "error"));

		if (is_error == (severity == KS_SEVERITY_ERROR))
			ks_diags_add(&diags, severity, file ? file : "",
				     (int)json_integer_value(json_object_get(item, "line")), "%s",
				     message ? message : "");
	}
	for (size_t i = 0; more && i < more->n_items; i++)
		if (more->items[i].severity == severity)
			ks_diags_add(&diags, severity, more->items[i].file, more->items[i].line,
				     "%s", more->items[i].message);
	ks_diags_print(&diags, stderr);
	ks_diags_finish(&diags);
}

/* Errors before notes: what has to be mended is not looked for among a thousand remarks. */
static void print_diags(const json_t *answer, const struct ks_diags *notes)
{
	const json_t *list = json_object_get(answer, "diags");
	json_int_t n_more = json_integer_value(json_object_get(answer, "n_more"));

	print_severity(list, notes, KS_SEVERITY_ERROR);
	print_severity(list, notes, KS_SEVERITY_WARNING);
	if (n_more > 0)
		fprintf(stderr, "ほかに %d 件あります。\n", (int)n_more);
}

int ks_tools_ask(const char *state, const char *request, const struct ks_diags *notes, char **secret)
{
	return ks_tools_ask_with(state, request, -1, notes, secret);
}

int ks_tools_ask_with(const char *state, const char *request, int file,
		      const struct ks_diags *notes, char **secret)
{
	char *text = NULL, *why = NULL;
	enum ks_rc rc = ks_control_ask(state, request, file, &text, &why);
	json_t *answer = rc == KS_OK ? json_loads(text, 0, NULL) : NULL;
	const char *message = json_string_value(json_object_get(answer, "message"));
	const char *told = json_string_value(json_object_get(answer, "secret"));
	bool is_done = json_is_true(json_object_get(answer, "ok"));
	int exit_code = exit_of(rc);

	(void)ks_secret_tell_folder(state, stderr);
	if (rc != KS_OK) {
		fprintf(stderr, "%s\n", why ? why : "実行できませんでした。");
	} else {
		print_diags(answer, notes);
		fprintf(is_done ? stdout : stderr, "%s\n",
			message ? message : "返事を読めませんでした。");
		exit_code = is_done ? KS_EXIT_DONE : KS_EXIT_FAILED;
	}
	if (secret)
		*secret = is_done && told ? ks_strdup(told) : NULL;
	json_decref(answer);
	free(text);
	free(why);
	return exit_code;
}

void ks_tools_begin_request(struct ks_buf *out, const char *operation,
			    const struct ks_member *members, size_t n_members)
{
	ks_buf_printf(out, "{\"do\":\"%s\"", operation);
	for (size_t i = 0; i < n_members; i++) {
		if (!members[i].text)
			continue;
		ks_buf_printf(out, ",\"%s\":", members[i].name);
		ks_buf_json(out, members[i].text);
	}
}

int ks_tools_ask_for(const char *state, const char *operation, const struct ks_member *members,
		     size_t n_members, char **secret)
{
	struct ks_buf request = {0};
	int exit_code;

	ks_tools_begin_request(&request, operation, members, n_members);
	ks_buf_puts(&request, "}");
	exit_code = ks_tools_ask(state, ks_buf_text(&request), NULL, secret);
	sodium_memzero(request.data, request.len);
	ks_buf_finish(&request);
	return exit_code;
}

char *ks_tools_read_line(const char *path)
{
	char *text = NULL;
	size_t len = 0;

	if (ks_file_read(path, SMALL_FILE, &text, &len) != KS_OK) {
		fprintf(stderr, "%s: 読めません。場所を確かめてください。\n", path);
		return NULL;
	}
	text[strcspn(text, "\r\n")] = '\0';
	return text;
}

int ks_tools_print(const struct ks_buf *out)
{
	if (out->is_over) {
		fprintf(stderr, "一覧が大きすぎて作れませんでした。\n");
		return KS_EXIT_FAILED;
	}
	if (fwrite(ks_buf_text(out), 1, out->len, stdout) == out->len && fflush(stdout) == 0)
		return KS_EXIT_DONE;
	fprintf(stderr, "一覧を書き出せませんでした。空き容量を確かめてください。\n");
	return KS_EXIT_FAILED;
}

char *ks_tools_content_folder(void)
{
	static const char *const beside[] = {"../content", "../share/kenshu/content"};
	const char *named = getenv("KENSHU_CONTENT");
	char *program = ks_program_folder();
	char *folder = NULL;

	if (named && *named)
		folder = ks_strdup(named);
	for (size_t i = 0; !folder && program && i < KS_COUNT(beside); i++) {
		folder = ks_path_join(program, beside[i]);
		if (!ks_folder_exists(folder)) {
			free(folder);
			folder = NULL;
		}
	}
	free(program);
	return folder ? folder : ks_strdup("content");
}

int ks_tools_content_open(const char *path, struct ks_content *out)
{
	struct ks_diags diags = {0};
	enum ks_rc rc = ks_content_load(path, out, &diags);

	ks_diags_print(&diags, stderr);
	ks_diags_finish(&diags);
	return rc == KS_OK ? KS_EXIT_DONE : KS_EXIT_FAILED;
}

int ks_tools_list(const char *program, const char *summary, const char *state_help,
		  int (*list)(struct ks_store *store), int argc, char **argv)
{
	const char *state = NULL;
	const struct ks_option options[] = {
		{"--state", "DIR", state_help, &state, NULL, true},
	};
	const struct ks_args args = {
		.program = program,
		.summary = summary,
		.options = options,
		.n_options = KS_COUNT(options),
	};
	struct ks_store *store = NULL;
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, NULL, &exit_code))
		return exit_code;
	exit_code = ks_tools_open(state, &store);
	if (exit_code == KS_EXIT_DONE)
		exit_code = list(store);
	ks_store_close(store);
	return exit_code;
}
