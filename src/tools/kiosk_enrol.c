/* SPDX-License-Identifier: Apache-2.0 */
#include "tools/kiosk_enrol.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/args.h"
#include "base/code.h"
#include "base/mem.h"
#include "lrs/enrol.h"
#include "record/ledger.h"
#include "sync/enrol.h"
#include "tools/tools.h"

/* At the centre a code is given out; at a kiosk without a screen yet it is used from a terminal. */

static bool read_hours(const char *text, int *hours)
{
	char *end = NULL;
	long value = text ? strtol(text, &end, 10) : KS_INVITE_HOURS;

	*hours = (int)value;
	if (value >= 1 && value <= KS_INVITE_HOURS_MAX && (!end || *end == '\0'))
		return true;
	fprintf(stderr, "--hours は、1 から %d までの数で書いてください。\n", KS_INVITE_HOURS_MAX);
	return false;
}

int ks_tools_kiosk_invite(int argc, char **argv)
{
	const char *state = NULL, *old = NULL, *hours_text = NULL, *kiosk = NULL;
	const char *units = NULL;
	const struct ks_option options[] = {
		{"--state", "DIR", "センターの記録のフォルダー（なければ作ります）", &state, NULL,
		 true},
		{"--takes-over", "OLD",
		 "引き継ぐ、前の端末の名前。使われると、その認証情報は無効になります", &old, NULL,
		 false},
		{"--hours", "N", "使える時間（既定 24、168 まで）", &hours_text, NULL, false},
		KS_TOOLS_UNIT(&units),
	};
	const struct ks_args args =
		KS_TOOLS_OF_NAME("kenshu kiosk invite",
				 "端末の画面で一度だけ入れる、8文字の登録コードを作ります。\n"
				 "コードを使った端末の鍵も、同じときに覚えます。",
				 options);
	struct ks_buf request = {0};
	char *code = NULL;
	int exit_code, hours;

	if (!ks_tools_parse(&args, argc, argv, &kiosk, &exit_code))
		return exit_code;
	if (!read_hours(hours_text, &hours))
		return KS_EXIT_USAGE;
	ks_tools_begin_request(
		&request, "kiosk.invite",
		(const struct ks_member[]){{"kiosk", kiosk}, {"takes_over", old}, {"units", units}},
		3);
	ks_buf_printf(&request, ",\"hours\":%d}", hours);
	exit_code = ks_tools_ask(state, ks_buf_text(&request), NULL, &code);
	if (code)
		printf("登録コード: %s\n", code);
	free(code);
	ks_buf_finish(&request);
	return exit_code;
}

int ks_tools_kiosk_confirm(int argc, char **argv)
{
	const char *state = NULL, *mark = NULL, *kiosk = NULL;
	const struct ks_option options[] = {
		{"--state", "DIR", "センターの記録のフォルダー", &state, NULL, true},
		{"--key", "MARK", "端末の係員の画面に出ている、鍵の印（16文字）", &mark, NULL, true},
	};
	const struct ks_args args = KS_TOOLS_OF_NAME(
		"kenshu kiosk confirm",
		"kenshu kiosk add で登録した端末の鍵が、その機械のものだと確かめたことにします。",
		options);
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, &kiosk, &exit_code))
		return exit_code;
	return ks_tools_ask_for(state, "kiosk.confirm",
				(const struct ks_member[]){{"kiosk", kiosk}, {"mark", mark}}, 2,
				NULL);
}

int ks_tools_kiosk_units(int argc, char **argv)
{
	const char *state = NULL, *units = NULL, *kiosk = NULL;
	const struct ks_option options[] = {
		{"--state", "DIR", "センターの記録のフォルダー", &state, NULL, true},
		KS_TOOLS_UNIT(&units),
	};
	const struct ks_args args = KS_TOOLS_OF_NAME(
		"kenshu kiosk units",
		"端末に、どの所属の職員の暗証番号を送るかを決めます。ほかの所属の職員は、\n"
		"その端末では暗証番号で始められません（研修担当は、どの端末でも始められます）。",
		options);
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, &kiosk, &exit_code))
		return exit_code;
	return ks_tools_ask_for(state, "kiosk.units",
				(const struct ks_member[]){{"kiosk", kiosk}, {"units", units}}, 2,
				NULL);
}

int ks_tools_kiosk_rotate(int argc, char **argv)
{
	const char *state = NULL, *path = NULL, *kiosk = NULL;
	const struct ks_option options[] = {
		{"--state", "DIR", "センターの記録のフォルダー", &state, NULL, true},
		{"--out", "FILE", "新しい認証情報を書く、新しいファイル", &path, NULL, true},
	};
	const struct ks_args args = KS_TOOLS_OF_NAME(
		"kenshu kiosk rotate",
		"端末の秘密を新しくします。前の秘密は、新しい秘密が初めて使われるまで使えます。",
		options);
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, &kiosk, &exit_code))
		return exit_code;
	return ks_tools_register(state, "kiosk.rotate", "kiosk", kiosk, NULL, 0, path);
}

/* ---- at the kiosk ---- */

static int tell(enum ks_enrolled outcome, const struct ks_enrol_wish *wish)
{
	switch (outcome) {
	case KS_ENROLLED:
		printf("登録しました。認証情報を %s に書きました。\n", wish->file);
		if (!wish->store)
			printf("--state がないので、端末の鍵は、初めて通信したときに覚えます（未確認）。\n");
		return KS_EXIT_DONE;
	case KS_ENROL_WRONG_CODE:
		fprintf(stderr, "この登録コードは使えません。打ち間違いでなければ、期限が切れたか、"
				"ほかの端末で使われています。\n");
		return KS_EXIT_FAILED;
	case KS_ENROL_OTHER_KEY:
		fprintf(stderr, "この名前は、別の鍵の端末のものです。人事に、新しい名前の登録コード"
				"（--takes-over）を頼んでください。\n");
		return KS_EXIT_FAILED;
	case KS_ENROL_WAIT:
		fprintf(stderr, "まちがったコードが続いたので、センターは受け付けていません。"
				"10分待って、もう一度実行してください。\n");
		return KS_EXIT_TRY_LATER;
	case KS_ENROL_NO_CENTRE:
		fprintf(stderr,
			"%s から、研修のセンターの返事がありません。アドレスと、"
			"センターが動いているかを確かめてください。\n",
			wish->endpoint);
		return KS_EXIT_TRY_LATER;
	case KS_ENROL_NOT_OURS:
		fprintf(stderr,
			"%s で答えたのは、研修のセンターではありません。アドレスを確かめてください。\n",
			wish->endpoint);
		return KS_EXIT_TRY_LATER;
	case KS_ENROL_CERTIFICATE:
		fprintf(stderr,
			"%s の証明書を確かめられません。この機械の時計と、アドレスの名前を確かめて"
			"ください。組織の中の認証局なら、--ca で示します。\n",
			wish->endpoint);
		return KS_EXIT_TRY_LATER;
	case KS_ENROL_PROXY:
		fprintf(stderr,
			"プロキシーを通れません。環境変数 https_proxy を確かめてください。\n");
		return KS_EXIT_TRY_LATER;
	case KS_ENROL_NOT_WRITTEN:
		break;
	}
	fprintf(stderr,
		"%s に書けません。場所と権限を確かめてください。コードは、この端末でもう一度使えます。\n",
		wish->file);
	return KS_EXIT_FAILED;
}

static int enrol(const char *state, const char *ca_file, struct ks_enrol_wish *wish)
{
	struct ks_http http = {0};
	char *why = NULL;
	int exit_code;
	enum ks_rc rc = KS_OK;

	if (state)
		rc = ks_store_open(state, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &wish->store, &why);
	if (rc != KS_OK) {
		exit_code = ks_tools_failed(rc);
	} else if (ks_http_curl_open(ca_file, NULL, &http) != KS_OK) {
		fprintf(stderr, "送信の準備ができません。--ca-file を確かめてください。\n");
		exit_code = KS_EXIT_BAD_CONFIG;
	} else {
		exit_code = tell(ks_enrol(&http, wish), wish);
		ks_http_curl_close(&http);
	}
	if (why)
		fprintf(stderr, "%s\n", why);
	free(why);
	ks_store_close(wish->store);
	return exit_code;
}

int ks_tools_kiosk_enrol(int argc, char **argv)
{
	const char *state = NULL, *ca_file = NULL, *typed = NULL;
	char code[KS_CODE_CHARS + 1];
	struct ks_enrol_wish wish = {.code = code};
	const struct ks_option options[] = {
		{"--endpoint", "URL", "センター（http://…/xAPI）", &wish.endpoint, NULL, true},
		{"--code", "CODE", "kenshu kiosk invite が示した8文字", &typed, NULL, true},
		{"--out", "FILE", "認証情報を書くファイル", &wish.file, NULL, true},
		{"--state", "DIR", "端末の記録のフォルダー（なければ作ります）。その鍵も登録します",
		 &state, NULL, false},
		{"--ca-file", "FILE", "組織内の認証局の証明書", &ca_file, NULL, false},
	};
	const struct ks_args args = {
		.program = "kenshu kiosk enrol",
		.summary = "登録コードで、この端末の認証情報を作ります（端末を止めてから）。",
		.options = options,
		.n_options = KS_COUNT(options),
	};
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, NULL, &exit_code))
		return exit_code;
	if (!ks_code_read(typed, KS_CODE_CHARS, code)) {
		fprintf(stderr,
			"登録コードは、ABCD-2345 のような8文字です。0 と O、1 と I と L は使いません。\n");
		return KS_EXIT_USAGE;
	}
	return enrol(state, ca_file, &wish);
}

int ks_tools_kiosk_key(int argc, char **argv)
{
	const char *state = NULL;
	const struct ks_option options[] = {
		{"--state", "DIR", "端末の記録のフォルダー（なければ作ります）", &state, NULL, true},
	};
	const struct ks_args args = {
		.program = "kenshu kiosk key",
		.summary = "この端末の鍵の印（16文字）を示します。kenshu kiosk add --key に渡すと、"
			   "認証情報を盗んだほかの機械は使えません。",
		.options = options,
		.n_options = KS_COUNT(options),
	};
	struct ks_store *store = NULL;
	char *why = NULL, *mark = NULL;
	int exit_code;
	enum ks_rc rc;

	if (!ks_tools_parse(&args, argc, argv, NULL, &exit_code))
		return exit_code;
	rc = ks_store_open(state, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &store, &why);
	if (rc == KS_OK)
		rc = ks_ledger_make_identity(store);
	if (rc == KS_OK)
		mark = ks_identity_mark(store);
	if (mark)
		printf("%s\n", mark);
	else if (why)
		fprintf(stderr, "%s\n", why);
	exit_code = mark ? KS_EXIT_DONE : why ? KS_EXIT_FAILED : ks_tools_failed(rc);
	ks_store_close(store);
	free(mark);
	free(why);
	return exit_code;
}
