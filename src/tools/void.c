/* SPDX-License-Identifier: Apache-2.0 */
#include "base/args.h"
#include "base/mem.h"
#include "tools/tools.h"

/* HR takes a record back. Nothing is deleted: a record of its own says who did so and why. */

int ks_tools_void(int argc, char **argv)
{
	const char *state = NULL, *reason = NULL, *by = NULL, *approver = NULL, *id = NULL;
	const struct ks_option options[] = {
		KS_CENTRE_OPTION(&state),
		{"--reason", "TEXT", "取り消す理由（記録に残ります）", &reason, NULL, true},
		{"--by", "NAME", "取り消す利用者（kenshu user で登録した名前）", &by, NULL, true},
		{"--approved-by", "NAME", "承認した利用者（取り消す人のほか）", &approver, NULL, true},
	};
	const struct ks_args args = {
		.program = "kenshu void",
		.summary =
			"誤った記録を一件取り消します。もとの記録は消さず、だれがなぜ取り消したかを残します。"
			"だれが取り消し、だれが承認できるかは、訂正と同じ決まりです（kenshu correct rules）。"
			"初期値では、人事か研修担当が取り消し、ほかの人事が承認します。",
		.operands = "ID",
		.n_operands_min = 1,
		.n_operands_max = 1,
		.options = options,
		.n_options = KS_COUNT(options),
	};
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, &id, &exit_code))
		return exit_code;
	return ks_tools_ask_for(
		state, "statement.void",
		(const struct ks_member[]){
			{"id", id}, {"reason", reason}, {"by", by}, {"approver", approver}},
		4, NULL);
}
