/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/centre_private.h"
#include "lrs/http.h"

/*
 * What our own kiosks need beside xAPI: the people who may sign in, and a place to tell which course they run (so that
 * reports know the denominators). Third-party clients never come here.
 */

/* False: it is refused, and @reply says why. */
static bool meet(const struct ks_request *request, struct ks_reply *reply)
{
	const char *told = ks_request_header(request, "X-Kenshu-Head");
	const char *quarantined = ks_request_header(request, "X-Kenshu-Quarantined");
	struct ks_head head = {0};
	struct ks_meeting meeting = {.kiosk = request->kiosk,
				     .about = ks_request_header(request, "X-Kenshu-About")};
	enum ks_rc rc = KS_INVALID;

	if (quarantined && strspn(quarantined, "0123456789") == strlen(quarantined) &&
	    strlen(quarantined) <= 18)
		meeting.n_quarantined = strtoll(quarantined, NULL, 10);
	if (!told || ks_head_read(told, &head)) {
		meeting.head = told ? &head : NULL;
		rc = ks_centre_meet(request->centre, &meeting);
	}
	ks_head_finish(&head);
	reply->resend = meeting.resend;
	reply->is_twin = meeting.is_twin;
	if (rc == KS_CONFLICT)
		ks_reply_error(reply, 409, "this account belongs to a kiosk with another key");
	else if (rc == KS_INVALID)
		ks_reply_error(reply, 400, "X-Kenshu-Head must be: seq hash key signature");
	else if (rc != KS_OK)
		ks_reply_rc(reply, rc);
	return rc == KS_OK;
}

/* Untold is harmless: the kiosk asks again in a few minutes. */
static void tell_have(const struct ks_request *request, struct ks_reply *reply)
{
	char identity[64];

	reply->tells_have = ks_centre_identity(ks_centre_store(request->centre), request->kiosk,
					       identity) == KS_OK &&
			    ks_centre_have(request->centre, identity, &reply->have) == KS_OK;
}

void ks_kiosk_get_roster(const struct ks_request *request, struct ks_reply *reply)
{
	enum ks_rc rc;

	_Static_assert(sizeof(reply->etag) >= KS_HASH_HEX + 2, "a quoted hash fits");
	if (!meet(request, reply))
		return;
	rc = ks_centre_roster(request->centre, ks_request_header(request, "If-None-Match"),
			      reply->etag, &reply->body);
	if (rc == KS_OK || rc == KS_NOT_FOUND) {
		tell_have(request, reply);
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
