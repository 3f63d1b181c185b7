/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "base/mem.h"
#include "collector/control_private.h"
#include "lrs/centre.h"
#include "lrs/correction.h"
#include "lrs/user.h"
#include "xapi/statement.h"
#include "xapi/statement_check.h"

/* What HR decides about the record itself: whose claims count, and what is taken back. */

#define REASON_MAX 400 /* bytes */
#define NAME_MAX 64

json_t *ks_control_count_source(struct ks_centre *centre, const json_t *request)
{
	const char *name = ks_control_text(request, "name");
	bool counts = json_is_true(json_object_get(request, "counts"));
	enum ks_rc rc = ks_centre_count_source(centre, name, counts);

	if (rc == KS_NOT_FOUND)
		return ks_control_say(false, ks_format("%s は登録されていません。", name));
	if (rc != KS_OK)
		return ks_control_say(false, ks_control_failure(rc));
	return ks_control_say(
		true, counts ? ks_format("%s が送った記録を、これから（これまでのものも）"
					 "修了などに数えます。",
					 name)
			     : ks_format("%s が送った記録を、修了などに数えません。"
					 "端末の署名で確かめられる記録は、そのまま数えます。",
					 name));
}

json_t *ks_control_rebuild(struct ks_centre *centre, const json_t *request)
{
	enum ks_rc rc = ks_centre_rebuild_summaries(centre);

	(void)request;
	if (rc != KS_OK)
		return ks_control_say(false, ks_control_failure(rc));
	return ks_control_say(true, ks_strdup("集計を記録から作り直しました。"));
}

static bool is_line(const char *text, size_t max)
{
	size_t len = strlen(text);

	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
			return false;
	return len > 0 && len <= max;
}

/* Whether the record is of one of the two users: nobody takes back, or lets be taken back, what is about themselves. */
static enum ks_rc judge_own(struct ks_centre *centre, const char *id, const char *by,
			    const char *approver, enum ks_correction_fault *fault)
{
	const char *const users[] = {by, approver};
	struct ks_statement_view view;
	struct ks_user user;
	char *bytes = NULL, *lower = ks_strdup(id);
	size_t len = 0;
	enum ks_rc rc;

	ks_statement_lower(lower);
	rc = ks_centre_read(centre, lower, &bytes, &len, NULL);
	if (rc != KS_OK || ks_statement_read(bytes, len, &view) != KS_OK)
		view.staff[0] = '\0';
	for (size_t i = 0; rc == KS_OK && view.staff[0] && i < KS_COUNT(users); i++) {
		rc = ks_user_find(ks_centre_store(centre), users[i], &user);
		if (rc == KS_OK && strcmp(user.staff, view.staff) == 0) {
			*fault = KS_CORRECTION_OWN;
			rc = KS_INVALID;
		}
	}
	free(bytes);
	free(lower);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

json_t *ks_control_void(struct ks_centre *centre, const json_t *request)
{
	const char *id = ks_control_text(request, "id"), *reason = ks_control_text(request, "reason");
	const char *by = ks_control_text(request, "by"),
		   *approver = ks_control_text(request, "approver");
	enum ks_correction_fault fault;
	char *both;
	enum ks_rc rc;

	if (!ks_uuid_is_valid(id))
		return ks_control_say(false, ks_strdup("取り消す記録の ID が正しくありません。"
						       "0191a8b0-… の形で書いてください。"));
	if (!is_line(reason, REASON_MAX) || !is_line(by, NAME_MAX))
		return ks_control_say(false, ks_strdup("理由（--reason）と取り消す人（--by）を、"
						       "改行を入れずに短く書いてください。"));
	rc = ks_correction_rules_judge(ks_centre_store(centre), by, approver, &fault);
	if (rc == KS_OK)
		rc = judge_own(centre, id, by, approver, &fault);
	if (rc == KS_INVALID)
		return ks_control_say(false, ks_format("%s何も変わっていません。",
						       ks_correction_fault_word(fault)));
	both = ks_format("%s（承認 %s）", by, approver);
	if (rc == KS_OK)
		rc = ks_centre_void(centre, id, reason, both);
	free(both);
	if (rc == KS_NOT_FOUND)
		return ks_control_say(false, ks_format("ID %s の記録はありません。", id));
	if (rc == KS_CONFLICT)
		return ks_control_say(false,
				      ks_format("ID %s の記録は、すでに取り消してあります。", id));
	if (rc == KS_INVALID)
		return ks_control_say(false, ks_strdup("取り消しの記録は、取り消せません。"));
	if (rc != KS_OK)
		return ks_control_say(false, ks_control_failure(rc));
	return ks_control_say(true, ks_format("ID %s の記録を取り消しました。もとの記録は残り、"
					      "どの一覧にも数えられなくなりました。",
					      id));
}
