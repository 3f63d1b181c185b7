/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "record/roster_file.h"
#include "tools/roster.h"
#include "tools/tools.h"

/* `kenshu roster publish`: the list as a signed file, for kiosks that send to an LRS of somebody else's. */

/* Rises with time, and past the file that is there whatever the clock says. */
static int64_t next_counter(const char *out, int64_t now_ms)
{
	char *bytes = NULL;
	size_t len = 0;
	int64_t there = 0;

	if (ks_file_read(out, KS_ROSTER_FILE_MAX_BYTES, &bytes, &len) == KS_OK)
		there = ks_roster_file_counter(bytes, len);
	free(bytes);
	return there >= now_ms ? there + 1 : now_ms;
}

static int publish(const char *json, const struct ks_sign_key *key, const char *out)
{
	struct ks_clock clock = ks_clock_system();
	int64_t counter = next_counter(out, ks_clock_wall_ms(&clock));
	struct ks_buf bytes = {0};
	enum ks_rc rc;

	ks_roster_file_make(key, counter, json, &bytes);
	rc = ks_file_write(out, bytes.data, bytes.len, 0644);
	ks_buf_finish(&bytes);
	if (rc != KS_OK) {
		fprintf(stderr, "%s を書けません（%s）。場所と空き容量を確かめてください。\n", out,
			ks_rc_name(rc));
		return KS_EXIT_FAILED;
	}
	printf("署名して書きました: %s（番号 %lld）\n署名: %s\n"
	       "氏名と所属が読める形で入っています（暗証番号とカードは入っていません）。端末だけが読める所に置いてください。\n",
	       out, (long long)counter, key->public_key);
	return KS_EXIT_DONE;
}

int ks_tools_roster_publish(int argc, char **argv)
{
	const char *state = NULL, *key_file = NULL, *out = NULL;
	const struct ks_option options[] = {
		{"--state", "DIR", "名簿のある記録のフォルダー", &state, NULL, true},
		{"--key", "FILE", "この鍵で署名します（kenshu content key）", &key_file, NULL, true},
		{"--out", "FILE", "書くファイル（前のものは置き換えます）", &out, NULL, true},
	};
	const struct ks_args args = {
		.program = "kenshu roster publish",
		.summary =
			"いまの名簿に署名して、一つのファイルにします。ウェブサーバー、共有フォルダー、USBメモリーに置き、\n"
			"端末の設定ファイルに roster: アドレスかファイル名 と content_key: 公開鍵 を書くと、端末が受け取ります。\n"
			"署名が合わないもの、前より古いもの、途中で切れたものは、端末は受け取らず、前の名簿を使い続けます。",
		.options = options,
		.n_options = KS_COUNT(options),
	};
	struct ks_sign_key key = {0};
	struct ks_store *store = NULL;
	char *json = NULL;
	struct ks_diags diags = {0};
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, NULL, &exit_code))
		return exit_code;
	exit_code = ks_sign_key_read(key_file, &key, &diags) == KS_OK ? KS_EXIT_DONE : KS_EXIT_FAILED;
	ks_diags_print(&diags, stderr);
	ks_diags_finish(&diags);
	if (exit_code == KS_EXIT_DONE) /* opened for writing it would be made */
		exit_code = ks_tools_open(state, &store);
	ks_store_close(store);
	if (exit_code == KS_EXIT_DONE)
		exit_code = ks_tools_ask_for(state, "roster.document", NULL, 0, &json);
	if (exit_code == KS_EXIT_DONE && json)
		exit_code = publish(json, &key, out);
	free(json);
	ks_sign_key_finish(&key);
	return exit_code;
}
