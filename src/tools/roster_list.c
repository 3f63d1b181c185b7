/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "base/args.h"
#include "base/buf.h"
#include "base/mem.h"
#include "record/roster_history.h"
#include "tools/roster.h"
#include "tools/tools.h"

/* The list as it stood on a day: what somebody was told in May is answered from the list of May. */

static int write_list(struct ks_store *store, struct ks_date day)
{
	struct ks_buf out = {0};
	struct ks_roster roster;
	enum ks_rc rc = ks_roster_load_on(store, day, &roster);
	int exit_code;

	if (rc != KS_OK)
		return ks_tools_failed(rc);
	ks_roster_to_csv(&roster, &out);
	exit_code = ks_tools_print(&out);
	ks_buf_finish(&out);
	ks_roster_finish(&roster);
	return exit_code;
}

int ks_tools_roster_list(int argc, char **argv)
{
	const char *state = NULL, *on = NULL;
	const struct ks_option options[] = {
		{"--state", "DIR", "記録のフォルダー", &state, NULL, true},
		{"--on", "YYYY-MM-DD", "いつの名簿か（初期値は、最後に取り込んだ名簿）", &on, NULL,
		 false},
	};
	const struct ks_args args = {
		.program = "kenshu roster list",
		.summary =
			"その日に有効だった名簿を、CSV（Excel用）で書き出します。暗証番号は入りません。",
		.options = options,
		.n_options = KS_COUNT(options),
	};
	struct ks_date day = {9999, 12, 31};
	struct ks_store *store = NULL;
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, NULL, &exit_code))
		return exit_code;
	if (on && !ks_date_parse(on, &day)) {
		fprintf(stderr, "「%s」は使えません。--on は 2026-10-01 の形で書いてください。\n",
			on);
		return KS_EXIT_USAGE;
	}
	exit_code = ks_tools_open(state, &store);
	if (exit_code == KS_EXIT_DONE)
		exit_code = write_list(store, day);
	ks_store_close(store);
	return exit_code;
}
