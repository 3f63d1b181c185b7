/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/mem.h"
#include "lrs/centre_private.h"
#include "lrs/http.h"

/*
 * What our own kiosks need beside xAPI: the people who may sign in, and a place to tell which course they run (so that
 * reports know the denominators). Third-party clients never come here.
 */

void ks_kiosk_get_roster(const struct ks_request *request, struct ks_reply *reply)
{
	enum ks_rc rc = ks_centre_roster(request->centre, ks_request_header(request, "If-None-Match"),
					 reply->etag, &reply->body);

	_Static_assert(sizeof(reply->etag) >= KS_HASH_HEX + 2, "a quoted hash fits");
	if (rc == KS_OK || rc == KS_NOT_FOUND) {
		/* Untold is harmless: the kiosk asks again in a few minutes. */
		reply->tells_have =
			ks_centre_have(request->centre, request->kiosk, &reply->have) == KS_OK;
		reply->status = rc == KS_OK ? 200 : 304;
		reply->content_type = "application/json";
		return;
	}
	reply->etag[0] = '\0';
	ks_reply_rc(reply, rc);
}

void ks_kiosk_put_plan(const struct ks_request *request, struct ks_reply *reply)
{
	char *plan = ks_strndup(request->body, request->body_len);
	enum ks_rc rc = ks_centre_take_plans(request->centre, request->kiosk, plan);

	free(plan);
	if (rc == KS_INVALID)
		ks_reply_error(reply, 400, "the body is neither a course plan nor an array of them");
	else if (rc != KS_OK)
		ks_reply_rc(reply, rc);
	else
		reply->status = 204;
}
