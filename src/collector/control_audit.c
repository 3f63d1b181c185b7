/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <stdlib.h>

#include "base/mem.h"
#include "collector/control_private.h"
#include "lrs/access.h"
#include "record/ledger.h"

/* The pack itself is made by who asks, reading; that it is made stands in the log before it is. */

json_t *ks_control_audit_pack(struct ks_centre *centre, const json_t *request)
{
	const char *reason = json_string_value(json_object_get(request, "reason"));
	char *what = ks_format("監査用の一式（%d年度）",
			       (int)json_integer_value(json_object_get(request, "nendo")));
	struct ks_access access = {.at_ms = ks_centre_now_ms(centre),
				   .user = "kenshu audit-pack",
				   .role = "",
				   .deed = KS_DEED_EXPORTED,
				   .what = what,
				   .reason = reason ? reason : "",
				   .n_people = -1};
	enum ks_rc rc = ks_ledger_make_identity(ks_centre_store(centre));

	if (rc == KS_OK)
		rc = ks_access_add(ks_centre_store(centre), &access);
	free(what);
	if (rc != KS_OK)
		return ks_control_say(false, ks_control_failure(rc));
	return ks_control_say(true, ks_strdup("書き出すことを、閲覧の記録に残しました。"));
}
