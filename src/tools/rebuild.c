/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "base/args.h"
#include "base/mem.h"
#include "lrs/centre.h"
#include "tools/tools.h"

/* The summaries that reports read: compared with the statements, or made anew from them. */

static int check(const char *state)
{
	struct ks_store *store = NULL;
	const char *wrong = NULL;
	int exit_code = ks_tools_open(state, &store);
	enum ks_rc rc;

	if (exit_code != KS_EXIT_DONE)
		return exit_code;
	rc = ks_centre_check_summaries(store, &wrong);
	ks_store_close(store);
	if (rc != KS_OK)
		return ks_tools_failed(rc);
	if (!wrong) {
		printf("集計を記録から作り直して比べました。すべて一致しています。\n");
		return KS_EXIT_DONE;
	}
	printf("集計（%s）が記録と一致しません。kenshu verify で記録を確かめてから、"
	       "--check を付けずに実行すると、記録から作り直します。\n",
	       wrong);
	return KS_EXIT_FAILED;
}

int ks_tools_rebuild(int argc, char **argv)
{
	const char *state = NULL;
	bool is_check = false;
	const struct ks_option options[] = {
		{"--state", "DIR", "センターの記録のフォルダー", &state, NULL, true},
		{"--check", NULL, "何も変えずに、いまの集計が記録と一致するかだけを確かめます",
		 NULL, &is_check, false},
	};
	const struct ks_args args = {
		.program = "kenshu rebuild",
		.summary =
			"一覧のもとになる集計（修了・不合格・出席・解答数・自己点検）を、記録から作り直します。",
		.options = options,
		.n_options = KS_COUNT(options),
	};
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, NULL, &exit_code))
		return exit_code;
	return is_check ? check(state)
			: ks_tools_ask(state, "{\"do\":\"summaries.rebuild\"}", NULL, NULL);
}
