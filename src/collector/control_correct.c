/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "collector/control_private.h"
#include "lrs/access.h"
#include "lrs/correction.h"

/* Corrections as the command `kenshu correct` asks for them; pages call lrs/correction.h themselves. */

static json_t *say_wrong(enum ks_rc rc, enum ks_correction_fault fault)
{
	if (rc != KS_INVALID)
		return ks_control_say(false, ks_control_failure(rc));
	return ks_control_say(false, ks_format("%s何も変わっていません。",
					       ks_correction_fault_word(fault)));
}

/* By @user, if the centre knows them; the command line has no name to sign with. */
static enum ks_rc log_change(struct ks_centre *centre, const char *user, const char *what,
			     const char *reason, int n_people)
{
	struct ks_user known;
	bool is_known = ks_user_find(ks_centre_store(centre), user, &known) == KS_OK;

	return ks_control_log_change(
		centre, &(struct ks_access){.user = is_known ? user : "kenshu correct",
					    .role = is_known ? ks_user_role_word(known.role) : NULL,
					    .what = what,
					    .reason = reason,
					    .n_people = n_people});
}

/* What was done with the correction @id. */
static enum ks_rc log_correction(struct ks_centre *centre, const char *user, const char *deed,
				 const char *id, const char *reason)
{
	char *what = ks_format("訂正の%s %.13s（命令）", deed, id);
	enum ks_rc rc = log_change(centre, user, what, reason, 1);

	free(what);
	return rc;
}

json_t *ks_control_correct(struct ks_centre *centre, const json_t *request)
{
	struct ks_correction_wish wish = {
		.kind = ks_correction_kind_find(ks_control_text(request, "kind")),
		.nendo = (int)json_integer_value(json_object_get(request, "nendo")),
		.number = ks_control_text(request, "number"),
		.to_number = ks_control_text(request, "to"),
		.gathering = ks_control_text(request, "gathering"),
		.at_minute = -1,
		.plan = ks_control_text(request, "course"),
		.lesson = ks_control_text(request, "lesson"),
		.question = ks_control_text(request, "question"),
		.revision = ks_control_text(request, "revision"),
		.answer = ks_control_text(request, "answer"),
		.reason = ks_control_text(request, "reason"),
		.user = ks_control_text(request, "by"),
		.iri_base = ks_control_text(request, "iri_base"),
	};
	enum ks_correction_fault fault;
	char id[KS_UUID_TEXT];
	json_t *answer;
	enum ks_rc rc;

	if (wish.kind == KS_CORRECTION_KINDS)
		return ks_control_say(false, ks_strdup("訂正の種類が分かりません。"));
	if (ks_control_text(request, "at")[0] &&
	    !ks_time_parse_clock(ks_control_text(request, "at"), &wish.at_minute))
		return ks_control_say(false, ks_strdup("時刻（--at）は 10:05 の形で書いてください。"
						       "何も変わっていません。"));
	if (wish.nendo == 0)
		wish.nendo = ks_nendo_of(ks_civil_from_ms(ks_centre_now_ms(centre)).date);
	rc = ks_centre_correct(centre, &wish, &fault, id);
	if (rc != KS_OK)
		return say_wrong(rc, fault);
	rc = log_correction(centre, wish.user, "申し出", id, wish.reason);
	if (rc != KS_OK)
		return ks_control_say(false, ks_control_unlogged(rc));
	answer = ks_control_say(true, ks_format("「%s」を申し出ました。番号は %.13s です。"
						"ほかの利用者が承認すると、有効になります。",
						ks_correction_kind_word(wish.kind), id));
	json_object_set_new(answer, "id", json_string(id));
	return answer;
}

json_t *ks_control_correct_decide(struct ks_centre *centre, const json_t *request)
{
	const char *id = ks_control_text(request, "id"), *user = ks_control_text(request, "by");
	const char *reason = ks_control_text(request, "reason");
	bool is_approved = strcmp(ks_control_text(request, "approved"), "yes") == 0;
	enum ks_correction_fault fault;
	enum ks_rc rc = ks_centre_correct_decide(centre, id, user, is_approved, reason, &fault);

	if (rc != KS_OK)
		return say_wrong(rc, fault);
	rc = log_correction(centre, user, is_approved ? "承認" : "却下", id, reason);
	if (rc != KS_OK)
		return ks_control_say(false, ks_control_unlogged(rc));
	return ks_control_say(
		true,
		is_approved ? ks_format("%s を承認しました。どの一覧にも、訂正の前と後が出ます。", id)
			    : ks_format("%s を却下しました。記録は変わりません。", id));
}

/* "人事,研修担当"; false: something in it is no role. */
static bool read_roles(const char *text, bool may[KS_USER_COUNT])
{
	memset(may, 0, KS_USER_COUNT * sizeof(*may));
	while (*text) {
		size_t len = strcspn(text, ",");
		char *word = ks_strndup(text, len);
		enum ks_user_role role = ks_user_role_find(word);

		free(word);
		if (role == KS_USER_COUNT)
			return false;
		may[role] = true;
		text += len + (text[len] == ',');
	}
	return true;
}

json_t *ks_control_correct_rules(struct ks_centre *centre, const json_t *request)
{
	const char *propose = ks_control_text(request, "propose"),
		   *approve = ks_control_text(request, "approve");
	const char *alone = ks_control_text(request, "alone");
	struct ks_correction_rules rules;
	enum ks_rc rc = ks_correction_rules_load(ks_centre_store(centre), &rules);

	if (rc == KS_OK && ((propose[0] && !read_roles(propose, rules.may_propose)) ||
			    (approve[0] && !read_roles(approve, rules.may_approve))))
		rc = KS_INVALID;
	if (alone[0])
		rules.is_alone = strcmp(alone, "yes") == 0;
	if (rc == KS_OK)
		rc = ks_correction_rules_set(ks_centre_store(centre), &rules);
	if (rc == KS_INVALID)
		return ks_control_say(false,
				      ks_strdup("申し出と承認に、人事・研修担当を、少なくとも一つずつ"
						"指定してください（例 人事,研修担当）。"
						"何も変わっていません。"));
	if (rc != KS_OK)
		return ks_control_say(false, ks_control_failure(rc));
	rc = log_change(centre, "", "訂正の申し出と承認の決まりを変更", "", -1);
	if (rc != KS_OK)
		return ks_control_say(false, ks_control_unlogged(rc));
	return ks_control_say(true, ks_strdup("訂正の決まりを変えました。"));
}
