/* SPDX-License-Identifier: Apache-2.0 */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/id.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/secret.h"
#include "tools/tools.h"

/* `kenshu`: the command for people and scripts. Only the list of what it can do is here. */

static const struct ks_tools_command commands[] = {
	{"init", "センターを用意します（設定、最初の利用者と端末）", ks_tools_init},
	{"content", "教材を確かめます", ks_tools_content},
	{"roster", "名簿を取り込みます", ks_tools_roster},
	{"client", "xAPI でつなぐプログラムを登録します", ks_tools_client},
	{"kiosk", "端末を登録し、届いた記録の数を見ます", ks_tools_kiosk},
	{"user", "画面で記録を見る人を登録します", ks_tools_user},
	{"gathering", "集合研修を登録し、一覧を見ます", ks_tools_gathering},
	{"exempt", "休み・対象外・みなし受講を登録します", ks_tools_exempt},
	{"correct", "誤った出席・修了・正解を、申し出と承認で訂正します", ks_tools_correct},
	{"nendo", "年度を開き、締めます", ks_tools_nendo},
	{"duty", "だれが何をいつまでに、なぜ受けるかを並べます", ks_tools_duty},
	{"report", "修了・未修了・出席の一覧を作ります", ks_tools_report},
	{"salvage", "壊れた端末のフォルダーから、読める記録をすべて救い出します", ks_tools_salvage},
	{"card", "職員証を、人に結び付けます", ks_tools_card},
	{"pin", "忘れた暗証番号を新しくします", ks_tools_pin},
	{"rebuild", "一覧のもとになる集計を、記録から作り直すか、比べます", ks_tools_rebuild},
	{"void", "誤った記録を一件、理由を残して取り消します", ks_tools_void},
	{"audit-pack", "監査に渡す一式（zip）を作ります", ks_tools_audit_pack},
	{"courier", "ネットワークのない端末の記録を、USBメモリーで運びます", ks_tools_courier},
	{"backup", "センターの記録を、動いたまま写します", ks_tools_backup},
	{"restore", "写しから記録のフォルダーを作り、確かめます", ks_tools_restore},
	{"doctor", "時計・画面・ネットワーク・記録など、この機械の具合を見ます", ks_tools_doctor},
	{"verify", "記録が欠けていないか、書き換えられていないかを確かめます", ks_tools_verify},
};

int main(int argc, char **argv)
{
	ks_secret_no_dumps();
	ks_id_init();
	ks_log_from_env();
	signal(SIGPIPE, SIG_IGN);
	if (argc == 2 && strcmp(argv[1], "--version") == 0) {
		printf("kenshu %s\n", KENSHU_VERSION);
		return KS_EXIT_DONE;
	}
	return ks_tools_choose("kenshu", "情報セキュリティ研修の記録と教材を扱います。", commands,
			       KS_COUNT(commands), argc - 1, argv + 1);
}
