/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "tools/tools.h"

/* `kenshu card bind|lose`: whose 職員証 is whose, by HR's word. */

static int ask(const char *state, const char *operation, const char *number, const char *id)
{
	struct ks_buf request = {0};
	int exit_code;

	ks_buf_printf(&request, "{\"do\":\"%s\",\"number\":", operation);
	ks_buf_json(&request, number);
	ks_buf_puts(&request, ",\"id\":");
	ks_buf_json(&request, id);
	ks_buf_puts(&request, "}");
	exit_code = ks_tools_ask(state, ks_buf_text(&request), NULL, NULL);
	ks_buf_finish(&request);
	return exit_code;
}

static int bind(int argc, char **argv)
{
	const char *state = NULL, *number = NULL, *id = NULL;
	const struct ks_option options[] = {
		{"--id", "HEX", "カードの番号（16進数。FeliCa の IDm、MIFARE の UID）", &id, NULL,
		 true},
		{"--state", "DIR", "記録のフォルダー", &state, NULL, true},
	};
	const struct ks_args args = {
		.program = "kenshu card bind",
		.summary =
			"職員証を、人に結び付けます。前の職員証は使えなくなります。番号は残しません。",
		.operands = "職員番号",
		.n_operands_min = 1,
		.n_operands_max = 1,
		.options = options,
		.n_options = KS_COUNT(options),
	};
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, &number, &exit_code))
		return exit_code;
	return ask(state, "card.bind", number, id);
}

static int lose(int argc, char **argv)
{
	const char *state = NULL, *number = NULL;
	const struct ks_option options[] = {
		{"--state", "DIR", "記録のフォルダー", &state, NULL, true},
	};
	const struct ks_args args = {
		.program = "kenshu card lose",
		.summary = "なくした職員証を、使えなくします。",
		.operands = "職員番号",
		.n_operands_min = 1,
		.n_operands_max = 1,
		.options = options,
		.n_options = KS_COUNT(options),
	};
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, &number, &exit_code))
		return exit_code;
	return ask(state, "card.lose", number, "");
}

int ks_tools_card(int argc, char **argv)
{
	static const struct ks_tools_command commands[] = {
		{"bind", "職員証を、人に結び付けます", bind},
		{"lose", "なくした職員証を、使えなくします", lose},
	};

	return ks_tools_choose("kenshu card", "職員証を扱います。", commands, KS_COUNT(commands),
			       argc, argv);
}
