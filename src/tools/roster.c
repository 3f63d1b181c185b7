/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "base/args.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/id.h"
#include "base/mem.h"
#include "collector/control.h"
#include "tools/tools.h"

/*
 * The file is read here, as the person who runs the command may, and its bytes go unread to whoever writes: it may be
 * CP932, and its mistakes must be told with the same words either way.
 */

/* In base64 it still has to fit into one request. */
#define ROSTER_MAX_BYTES (KS_CONTROL_MAX_BYTES / 4 * 3 - 65536)

static int read_roster(const char *file, char **bytes, size_t *len)
{
	enum ks_rc rc = ks_file_read(file, ROSTER_MAX_BYTES, bytes, len);

	if (rc == KS_OK)
		return KS_EXIT_DONE;
	if (rc == KS_NOT_FOUND)
		fprintf(stderr, "%s がありません。ファイル名を確かめてください。\n", file);
	else if (rc == KS_FULL)
		fprintf(stderr, "%s が大きすぎます。%zu MiB までにしてください。\n", file,
			ROSTER_MAX_BYTES >> 20);
	else
		fprintf(stderr, "%s を読めません。権限を確かめてください。\n", file);
	return KS_EXIT_FAILED;
}

static int import(int argc, char **argv)
{
	const char *state = NULL, *file = NULL;
	const struct ks_option options[] = {
		{"--state", "DIR", "記録のフォルダー（なければ作ります）", &state, NULL, true},
	};
	const struct ks_args args = {
		.program = "kenshu roster import",
		.summary = "人事の名簿（CSV。UTF-8 または CP932）で、受講する人の一覧を置き換えます。\n"
			   "新しい名簿にない人は消さず、名簿から外れた人として残します。",
		.operands = "ROSTER.csv",
		.n_operands_min = 1,
		.n_operands_max = 1,
		.options = options,
		.n_options = KS_COUNT(options),
	};
	struct ks_buf request = {0};
	char *bytes = NULL, *coded;
	size_t len = 0;
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, &file, &exit_code))
		return exit_code;
	exit_code = read_roster(file, &bytes, &len);
	if (exit_code != KS_EXIT_DONE)
		return exit_code;
	coded = ks_base64url((const uint8_t *)bytes, len);
	ks_buf_puts(&request, "{\"do\":\"roster.import\",\"file\":");
	ks_buf_json(&request, file);
	ks_buf_printf(&request, ",\"bytes\":%zu,\"csv\":\"", len);
	ks_buf_puts(&request, coded);
	ks_buf_puts(&request, "\"}");
	exit_code = ks_tools_ask(state, ks_buf_text(&request), NULL);
	ks_buf_finish(&request);
	free(coded);
	free(bytes);
	return exit_code;
}

int ks_tools_roster(int argc, char **argv)
{
	static const struct ks_tools_command commands[] = {
		{"import", "人事の名簿（CSV）を取り込みます", import},
	};

	return ks_tools_choose("kenshu roster", "名簿を扱います。", commands, KS_COUNT(commands),
			       argc, argv);
}
