/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "base/mem.h"
#include "content/sign.h"
#include "lrs/offer.h"
#include "record/store.h"
#include "tools/content_commands.h"
#include "tools/tools.h"

/* `kenshu content key` and `kenshu content offer`: what stands before and behind a signed publication. */

int ks_content_key(int argc, char **argv)
{
	const char *out = NULL;
	const struct ks_option options[] = {
		{"--out", "FILE", "秘密の鍵を書くファイル（上書きはしません）", &out, NULL, true},
	};
	const struct ks_args args = {
		.program = "kenshu content key",
		.summary = "教材に署名する鍵を作り、端末に書く公開鍵を示します",
		.options = options,
		.n_options = KS_COUNT(options),
	};
	struct ks_sign_key key;
	int exit_code;
	enum ks_rc rc;

	if (!ks_tools_parse(&args, argc, argv, NULL, &exit_code))
		return exit_code;
	ks_sign_key_make(&key);
	rc = ks_sign_key_write(&key, out);
	if (rc == KS_OK)
		printf("公開鍵: %s\n端末の設定ファイルに content_key: 公開鍵 と書きます。%s は、公開する人だけが"
		       "持ち、控えを取ってください。\n",
		       key.public_key, out);
	else if (rc == KS_CONFLICT)
		fprintf(stderr, "%s はすでにあります。鍵は上書きしません。\n", out);
	else
		fprintf(stderr, "%s を書けません（%s）。場所と空き容量を確かめてください。\n", out,
			ks_rc_name(rc));
	ks_sign_key_finish(&key);
	return rc == KS_OK ? KS_EXIT_DONE : KS_EXIT_FAILED;
}

/* Reading is enough: the offer is a file beside the record, and the collector may be running. */
static bool is_centre(const char *state)
{
	struct ks_store *store = NULL;
	enum ks_store_role role;

	if (ks_tools_open(state, &store) != KS_EXIT_DONE)
		return false;
	role = ks_store_role(store);
	ks_store_close(store);
	if (role == KS_ROLE_KIOSK)
		fprintf(stderr,
			"%s は端末のフォルダーです。センターのフォルダーを指定してください。\n",
			state);
	return role != KS_ROLE_KIOSK;
}

int ks_content_offer(int argc, char **argv)
{
	const char *state = NULL, *bundle = NULL;
	const struct ks_option options[] = {
		{"--state", "DIR", "センターのフォルダー", &state, NULL, true},
	};
	const struct ks_args args = {
		.program = "kenshu content offer",
		.summary = "署名した版を、センターから端末に配ります（端末は次の通信で受け取ります）",
		.operands = "版のファイル",
		.n_operands_min = 1,
		.n_operands_max = 1,
		.options = options,
		.n_options = KS_COUNT(options),
	};
	struct ks_diags diags = {0};
	struct ks_offer offer;
	int exit_code;
	enum ks_rc rc;

	if (!ks_tools_parse(&args, argc, argv, &bundle, &exit_code))
		return exit_code;
	if (!is_centre(state))
		return KS_EXIT_FAILED;
	rc = ks_offer_put(state, bundle, &offer, &diags);
	ks_diags_print(&diags, stderr);
	ks_diags_finish(&diags);
	if (rc == KS_OK)
		printf("版 %d を配ります（%zu KiB）。端末は次の通信で受け取り、使う人がいない間に切り替えます。"
		       "どの端末に届いたかは `kenshu kiosk list` で分かります。\n",
		       offer.version, (offer.bytes + 1023) / 1024);
	else if (offer.version > 0)
		fprintf(stderr, "これまでどおり、版 %d を配ります。\n", offer.version);
	return rc == KS_OK ? KS_EXIT_DONE : KS_EXIT_FAILED;
}
