/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "tools/pin_slips.h"
#include "tools/tools.h"

/* `kenshu pin reset`: the new PIN goes to stdout, once, and nowhere else. */

static int reset(int argc, char **argv)
{
	const char *state = NULL, *number = NULL;
	const struct ks_option options[] = {
		{"--state", "DIR", "記録のフォルダー", &state, NULL, true},
	};
	const struct ks_args args = {
		.program = "kenshu pin reset",
		.summary = "忘れた人が、自分の暗証番号を決めるための番号を作って表示します。",
		.operands = "職員番号",
		.n_operands_min = 1,
		.n_operands_max = 1,
		.options = options,
		.n_options = KS_COUNT(options),
	};
	struct ks_buf request = {0};
	char *pin = NULL;
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, &number, &exit_code))
		return exit_code;
	ks_buf_puts(&request, "{\"do\":\"pin.reset\",\"number\":");
	ks_buf_json(&request, number);
	ks_buf_puts(&request, "}");
	exit_code = ks_tools_ask(state, ks_buf_text(&request), NULL, &pin);
	ks_buf_finish(&request);
	if (pin) {
		printf("%s\n", pin);
		explicit_bzero(pin, strlen(pin));
	}
	free(pin);
	return exit_code;
}

int ks_tools_pin(int argc, char **argv)
{
	static const struct ks_tools_command commands[] = {
		{"reset", "暗証番号を決めるための番号を作って表示します", reset},
		{"slips", "暗証番号のない人に渡す紙（PDF）を作ります", ks_tools_pin_slips},
	};

	return ks_tools_choose("kenshu pin", "暗証番号を扱います。", commands, KS_COUNT(commands),
			       argc, argv);
}
