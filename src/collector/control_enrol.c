/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <stdlib.h>

#include "base/mem.h"
#include "collector/control_private.h"
#include "lrs/enrol.h"

/* What HR does with a kiosk's name, besides giving it credentials in a file. */

static json_t *say_code(const char *kiosk, const char *takes_over, const char *code, int hours)
{
	char *grouped = ks_code_grouped(code);
	char *old = takes_over[0] ? ks_format("使われたときに、端末 %s の認証情報は無効になります。",
					      takes_over)
				  : ks_strdup("");
	json_t *answer = ks_control_say(
		true,
		ks_format("端末 %s の登録コードです。%d時間以内に、その端末の画面で入れてください。"
			  "一台で一度だけ使えます。二度は表示しません。%s",
			  kiosk, hours, old));

	json_object_set_new(answer, "secret", json_string(grouped));
	free(grouped);
	free(old);
	return answer;
}

json_t *ks_control_invite_kiosk(struct ks_centre *centre, const json_t *request)
{
	const char *kiosk = ks_control_text(request, "kiosk");
	const char *takes_over = ks_control_text(request, "takes_over");
	json_int_t hours = json_integer_value(json_object_get(request, "hours"));
	char code[KS_CODE_CHARS + 1];
	json_t *refusal = ks_control_refuse_units(centre, request);
	enum ks_rc rc;

	if (refusal)
		return refusal;
	if (hours < 1 || hours > KS_INVITE_HOURS_MAX)
		hours = KS_INVITE_HOURS;
	rc = ks_centre_invite(centre, kiosk, takes_over, (int)hours, code);
	if (rc == KS_OK)
		rc = ks_control_keep_units(centre, request);
	if (rc == KS_INVALID)
		return ks_control_bad_kiosk(kiosk);
	if (rc == KS_NOT_FOUND)
		return ks_control_unknown_kiosk(takes_over);
	if (rc == KS_CONFLICT)
		return ks_control_say(false, ks_format("%s は使われている名前です。引き継ぐ端末には、"
						       "新しい名前を付けてください。",
						       kiosk));
	if (rc != KS_OK)
		return ks_control_say(false, ks_control_failure(rc));
	return say_code(kiosk, takes_over, code, (int)hours);
}

/* ---- which PINs ---- */

json_t *ks_control_refuse_units(struct ks_centre *centre, const json_t *request)
{
	char *strange = NULL;
	enum ks_rc rc = ks_centre_strange_unit(centre, ks_control_text(request, "units"), &strange);
	json_t *refusal = NULL;

	if (rc != KS_OK)
		refusal = ks_control_say(false, ks_control_failure(rc));
	else if (strange)
		refusal = ks_control_say(
			false, ks_format("所属「%s」の職員は、名簿にいません。名簿にあるとおりに、"
					 "「,」で区切って書いてください。",
					 strange));
	free(strange);
	return refusal;
}

enum ks_rc ks_control_keep_units(struct ks_centre *centre, const json_t *request)
{
	const char *units = ks_control_text(request, "units");

	return units[0] ? ks_centre_set_units(centre, ks_control_text(request, "kiosk"), units)
			: KS_OK;
}

json_t *ks_control_set_units(struct ks_centre *centre, const json_t *request)
{
	const char *kiosk = ks_control_text(request, "kiosk");
	json_t *refusal = ks_control_refuse_units(centre, request);
	const char *units = ks_control_text(request, "units");
	enum ks_rc rc;

	if (refusal)
		return refusal;
	rc = ks_centre_set_units(centre, kiosk, units);
	if (rc == KS_NOT_FOUND)
		return ks_control_unknown_kiosk(kiosk);
	if (rc != KS_OK)
		return ks_control_say(false, ks_control_failure(rc));
	return ks_control_say(true, ks_format("端末 %s には、%s%s職員の暗証番号を送ります。", kiosk,
					      units, units[0] ? " の" : "すべての"));
}

json_t *ks_control_rotate_kiosk(struct ks_centre *centre, const json_t *request)
{
	const char *kiosk = ks_control_text(request, "kiosk");
	const char *secret = ks_control_text(request, "secret");
	json_t *refusal = ks_control_bad_secret(secret);
	enum ks_rc rc;

	if (refusal)
		return refusal;
	rc = ks_centre_rotate(centre, kiosk, secret);
	if (rc == KS_NOT_FOUND)
		return ks_control_unknown_kiosk(kiosk);
	if (rc != KS_OK)
		return ks_control_say(false, ks_control_failure(rc));
	return ks_control_say(
		true,
		ks_format("端末 %s の新しい秘密を作りました。端末が新しい認証情報で初めて通信したときに、"
			  "前の秘密は使えなくなります。",
			  kiosk));
}

json_t *ks_control_confirm_kiosk(struct ks_centre *centre, const json_t *request)
{
	const char *kiosk = ks_control_text(request, "kiosk");
	enum ks_rc rc = ks_centre_confirm_key(centre, kiosk, ks_control_text(request, "mark"));

	if (rc == KS_NOT_FOUND)
		return ks_control_say(
			false,
			ks_format("端末 %s は登録されていないか、まだ通信していません。", kiosk));
	if (rc == KS_CONFLICT)
		return ks_control_say(
			false,
			ks_format("端末 %s の鍵は、その印の鍵ではありません。端末の係員の画面を見て、"
				  "打ち間違いでなければ、別の機械が認証情報を使っています。"
				  "kenshu kiosk revoke %s で止めてください。",
				  kiosk, kiosk));
	if (rc != KS_OK)
		return ks_control_say(false, ks_control_failure(rc));
	return ks_control_say(true, ks_format("端末 %s の鍵を確認済みにしました。", kiosk));
}

json_t *ks_control_settle_kiosk(struct ks_centre *centre, const json_t *request)
{
	const char *kiosk = ks_control_text(request, "kiosk");
	enum ks_rc rc = ks_centre_settle_twin(centre, kiosk, ks_control_text(request, "reason"));

	if (rc == KS_NOT_FOUND)
		return ks_control_say(
			false, ks_format("端末 %s に、確認を待っていることはありません。", kiosk));
	if (rc == KS_INVALID)
		return ks_control_say(false, ks_strdup("--reason には、確かめたことと、したことを、"
						       "改行のない文で書いてください（60字まで）。"));
	if (rc != KS_OK)
		return ks_control_say(false, ks_control_failure(rc));
	return ks_control_say(
		true, ks_format("端末 %s の記録が二つに分かれたことを、確認済みにしました。記録は、"
				"どちらも残ります。また起きたときは、あらためて知らせます。",
				kiosk));
}
