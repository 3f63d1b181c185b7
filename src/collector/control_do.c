/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "collector/control_private.h"
#include "lrs/access.h"
#include "lrs/centre.h"
#include "lrs/enrol.h"

/*
 * The operations themselves, as a table. They answer with words for the person at the terminal, so that a command
 * prints the same whether it did the work itself or asked a running collector.
 */

json_t *ks_control_say(bool ok, char *message)
{
	json_t *answer = json_pack("{s:b, s:s}", "ok", (int)ok, "message", message);

	free(message);
	return answer;
}

const char *ks_control_text(const json_t *request, const char *name)
{
	const char *text = json_string_value(json_object_get(request, name));

	return text ? text : "";
}

char *ks_control_failure(enum ks_rc rc)
{
	if (rc == KS_FULL)
		return ks_strdup("空き容量が足りないため、保存できませんでした。"
				 "空きを作ってから、もう一度実行してください。");
	return ks_format("保存できませんでした（%s）。何も変わっていません。", ks_rc_name(rc));
}

enum ks_rc ks_control_log_change(struct ks_centre *centre, const struct ks_access *change)
{
	struct ks_access access = *change;

	access.at_ms = ks_centre_now_ms(centre);
	access.deed = KS_DEED_CHANGED;
	access.role = change->role ? change->role : "";
	access.reason = change->reason ? change->reason : "";
	return ks_access_add(ks_centre_store(centre), &access);
}

char *ks_control_unlogged(enum ks_rc rc)
{
	return ks_format("変更は済みましたが、閲覧の記録に残せませんでした（%s）。"
			 "ディスクの空きと、一覧でいまの状態を確かめてから続けてください。",
			 ks_rc_name(rc));
}

json_t *ks_control_bad_kiosk(const char *kiosk)
{
	return ks_control_say(false, ks_format("端末の名前「%s」は使えません。k-01 のように、"
					       "英小文字・数字・ハイフンで32字までにしてください"
					       "（k-local は使えません）。",
					       kiosk));
}

json_t *ks_control_bad_secret(const char *secret)
{
	uint8_t bytes[KS_HASH_BYTES];

	if (ks_unbase64url(secret, bytes, sizeof(bytes)))
		return NULL;
	return ks_control_say(
		false, ks_strdup("端末の秘密の形が違います（32バイトの base64url ではありません）。"
				 "何も変わっていません。センターと同じ版の kenshu で、"
				 "もう一度実行してください。"));
}

json_t *ks_control_unknown_kiosk(const char *kiosk)
{
	return ks_control_say(false, ks_format("端末 %s は登録されていません。"
					       "kenshu kiosk list で名前を確かめてください。",
					       kiosk));
}

/* --- kiosk.add -------------------------------------------------------------------------------- */

/* The secret comes with the request: whoever asks has it on the disk already. */

static json_t *add_kiosk(struct ks_centre *centre, const json_t *request)
{
	const char *kiosk = ks_control_text(request, "kiosk"), *key = ks_control_text(request, "key");
	json_t *refusal = ks_control_refuse_units(centre, request);
	enum ks_rc rc;

	if (!refusal)
		refusal = ks_control_bad_secret(ks_control_text(request, "secret"));
	if (refusal)
		return refusal;
	if (key[0] && !ks_code_read(key, KS_MARK_CHARS, (char[KS_MARK_CHARS + 1]){0}))
		return ks_control_say(false, ks_strdup("--key は、端末で kenshu kiosk key が示す、"
						       "16文字の印です。"));
	rc = ks_centre_register(centre, kiosk, NULL, ks_control_text(request, "secret"));

	if (rc == KS_INVALID)
		return ks_control_bad_kiosk(kiosk);
	/* The same command again, since its first answer never came. */
	if (rc == KS_CONFLICT &&
	    ks_centre_check_kiosk(centre, kiosk, ks_control_text(request, "secret")) == KS_OK)
		rc = KS_OK;
	if (rc == KS_CONFLICT)
		return ks_control_say(
			false, ks_format("端末 %s は登録済みです。別の名前にしてください。", kiosk));
	if (rc == KS_OK && key[0])
		rc = ks_centre_expect_key(centre, kiosk, key);
	if (rc == KS_OK)
		rc = ks_control_keep_units(centre, request);
	if (rc != KS_OK)
		return ks_control_say(false, ks_control_failure(rc));
	return ks_control_say(
		true,
		ks_format("端末 %s を登録しました。%s", kiosk,
			  key[0] ? ""
				 : "鍵を確かめる（kenshu kiosk confirm）まで、暗証番号は送りません。"));
}

/* --- kiosk.revoke ----------------------------------------------------------------------------- */

static json_t *revoke_kiosk(struct ks_centre *centre, const json_t *request)
{
	const char *kiosk = ks_control_text(request, "kiosk");
	enum ks_rc rc = ks_centre_revoke_kiosk(centre, kiosk);
	bool is_disowned = false;

	if (rc == KS_NOT_FOUND)
		return ks_control_unknown_kiosk(kiosk);
	if (rc != KS_OK)
		return ks_control_say(false, ks_control_failure(rc));
	(void)!ks_centre_is_disowned(centre, kiosk, &is_disowned); /* false where it cannot be read */
	return ks_control_say(
		true,
		ks_format("端末 %s の認証情報を取り消しました。届いた記録は残り%s。端末の中の記録も残り、"
			  "kenshu kiosk add %s で新しい認証情報を渡すと、続きから届きます。",
			  kiosk,
			  is_disowned
				  ? "ますが、鍵を確かめていなかったので、数えないことにしました。鍵に間違いが"
				    "なければ、kenshu kiosk list の印を付けて kenshu kiosk confirm を実行すると、"
				    "また数えます"
				  : "ます",
			  kiosk));
}

/* --- client.add ------------------------------------------------------------------------------- */

static json_t *add_client(struct ks_centre *centre, const json_t *request)
{
	const char *client = ks_control_text(request, "client");
	const char *scope = ks_control_text(request, "scope");
	enum ks_scope kept;
	enum ks_rc rc = ks_centre_register(centre, client, scope, ks_control_text(request, "secret"));

	if (ks_scope_find(scope) == KS_SCOPE_COUNT)
		return ks_control_say(
			false, ks_strdup("--scope は all、read、write のどれかにしてください。"));
	if (rc == KS_INVALID)
		return ks_control_say(
			false, ks_format("名前「%s」は使えません。lms-1 のように、英小文字・数字・"
					 "ハイフンで32字までにしてください。",
					 client));
	if (rc == KS_CONFLICT &&
	    ks_centre_check_client(centre, client, ks_control_text(request, "secret"), &kept) ==
		    KS_OK) {
		if (kept != ks_scope_find(scope))
			return ks_control_say(
				false,
				ks_format("%s は --scope %s で登録済みです。変わっていません。"
					  "ほかの権限が要るときは、別の名前で登録してください。",
					  client, ks_scope_name(kept)));
		rc = KS_OK;
	}
	if (rc == KS_CONFLICT)
		return ks_control_say(
			false, ks_format("%s は登録済みです。別の名前にしてください。", client));
	if (rc != KS_OK)
		return ks_control_say(false, ks_control_failure(rc));
	return ks_control_say(true, ks_format("%s を登録しました。", client));
}

/* --- kiosk.resend ----------------------------------------------------------------------------- */

static json_t *ask_resend(struct ks_centre *centre, const json_t *request)
{
	const char *kiosk = ks_control_text(request, "kiosk");
	enum ks_rc rc = ks_centre_ask_resend(centre, kiosk);

	if (rc == KS_NOT_FOUND)
		return ks_control_unknown_kiosk(kiosk);
	if (rc != KS_OK)
		return ks_control_say(false, ks_control_failure(rc));
	return ks_control_say(
		true,
		ks_format("端末 %s に、次に通信したとき、取り置いている記録をもう一度送るよう伝えます。",
			  kiosk));
}

/* ---------------------------------------------------------------------------------------------- */

static const struct operation {
	const char *name;
	enum ks_store_role role;
	json_t *(*carry_out)(struct ks_centre *centre, const json_t *request);
} operations[] = {
	{"roster.import", KS_ROLE_ANY, ks_control_import_roster},
	{"roster.document", KS_ROLE_ANY, ks_control_roster_document},
	{"roster.undo", KS_ROLE_ANY, ks_control_undo_roster},
	{"kiosk.add", KS_ROLE_COLLECTOR, add_kiosk},
	{"kiosk.revoke", KS_ROLE_COLLECTOR, revoke_kiosk},
	{"kiosk.invite", KS_ROLE_COLLECTOR, ks_control_invite_kiosk},
	{"kiosk.rotate", KS_ROLE_COLLECTOR, ks_control_rotate_kiosk},
	{"kiosk.units", KS_ROLE_COLLECTOR, ks_control_set_units},
	{"kiosk.confirm", KS_ROLE_COLLECTOR, ks_control_confirm_kiosk},
	{"kiosk.settle", KS_ROLE_COLLECTOR, ks_control_settle_kiosk},
	{"kiosk.adopt", KS_ROLE_COLLECTOR, ks_control_adopt_kiosk},
	{"kiosk.carry", KS_ROLE_COLLECTOR, ks_control_carry_kiosk},
	{"client.add", KS_ROLE_COLLECTOR, add_client},
	{"source.count", KS_ROLE_COLLECTOR, ks_control_count_source},
	{"replica.take", KS_ROLE_COLLECTOR, ks_control_take_replica},
	{"summaries.rebuild", KS_ROLE_COLLECTOR, ks_control_rebuild},
	{"statement.void", KS_ROLE_COLLECTOR, ks_control_void},
	{"kiosk.resend", KS_ROLE_COLLECTOR, ask_resend},
	{"pin.reset", KS_ROLE_ANY, ks_control_reset_pin},
	{"pin.slips", KS_ROLE_ANY, ks_control_pin_slips},
	{"card.bind", KS_ROLE_ANY, ks_control_bind_card},
	{"card.lose", KS_ROLE_ANY, ks_control_lose_card},
	{"gathering.add", KS_ROLE_ANY, ks_control_add_gathering},
	{"gathering.change", KS_ROLE_ANY, ks_control_change_gathering},
	{"gathering.cancel", KS_ROLE_ANY, ks_control_cancel_gathering},
	{"gathering.close", KS_ROLE_COLLECTOR, ks_control_close_gathering},
	{"gathering.paper", KS_ROLE_COLLECTOR, ks_control_paper_gathering},
	{"user.add", KS_ROLE_COLLECTOR, ks_control_add_user},
	{"user.password", KS_ROLE_COLLECTOR, ks_control_set_password},
	{"user.totp", KS_ROLE_COLLECTOR, ks_control_set_totp},
	{"user.number", KS_ROLE_COLLECTOR, ks_control_set_number},
	{"user.remove", KS_ROLE_COLLECTOR, ks_control_remove_user},
	{"exempt.add", KS_ROLE_COLLECTOR, ks_control_exempt},
	{"exempt.end", KS_ROLE_COLLECTOR, ks_control_exempt_end},
	{"correct.propose", KS_ROLE_COLLECTOR, ks_control_correct},
	{"correct.decide", KS_ROLE_COLLECTOR, ks_control_correct_decide},
	{"correct.rules", KS_ROLE_COLLECTOR, ks_control_correct_rules},
	{"audit.pack", KS_ROLE_COLLECTOR, ks_control_audit_pack},
	{"courier.key", KS_ROLE_COLLECTOR, ks_control_courier_key},
	{"courier.take", KS_ROLE_COLLECTOR, ks_control_courier_take},
	{"nendo.close", KS_ROLE_COLLECTOR, ks_control_close_nendo},
};

static const struct operation *find_operation(const json_t *request)
{
	for (size_t i = 0; i < KS_COUNT(operations); i++)
		if (strcmp(operations[i].name, ks_control_text(request, "do")) == 0)
			return &operations[i];
	return NULL;
}

enum ks_store_role ks_control_role(const char *request)
{
	json_t *root = json_loads(request, JSON_REJECT_DUPLICATES, NULL);
	const struct operation *operation = find_operation(root);

	json_decref(root);
	return operation ? operation->role : KS_ROLE_ANY;
}

char *ks_control_do(struct ks_centre *centre, const char *request, size_t len, int file)
{
	json_t *root = json_loadb(request, len, JSON_REJECT_DUPLICATES, NULL);
	const struct operation *operation = find_operation(root);
	json_t *answer;
	char *text;

	if (!root) {
		answer = ks_control_say(
			false, ks_strdup("命令を読めませんでした。名前などに、UTF-8 ではない文字が"
					 "あります。文字コードを UTF-8 にしてください。"));
	} else if (operation) {
		/* What it says of a file itself counts for nothing. */
		json_object_set_new(root, KS_CONTROL_FILE, json_integer(file));
		answer = operation->carry_out(centre, root);
	} else {
		answer = ks_control_say(false, ks_strdup("動いているセンターは、この命令を知りません。"
							 "同じ版のプログラムをお使いください。"));
	}
	text = json_dumps(answer, JSON_COMPACT);
	json_decref(answer);
	json_decref(root);
	/* No text: something in it is not UTF-8, such as a file's name. */
	return text ? text
		    : ks_strdup("{\"ok\":false,\"message\":\"結果を文字にできませんでした。"
				"ファイル名を英数字にしてください。\"}");
}
