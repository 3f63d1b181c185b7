/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/centre_private.h"
#include "lrs/enrol.h"
#include "lrs/http.h"
#include "lrs/roster_document.h"
#include "record/roster.h"

/*
 * What our own kiosks need beside xAPI: the people who may sign in, and a place to tell which course they run (so that
 * reports know the denominators). Third-party clients never come here.
 */

/* False: it is refused, and @reply says why. @key: the one that its head is signed with, malloc'd; NULL: none. */
static bool meet(const struct ks_request *request, struct ks_reply *reply, char **key)
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
	*key = rc == KS_OK && head.public_key ? ks_strdup(head.public_key) : NULL;
	ks_head_finish(&head);
	reply->resend = meeting.resend;
	reply->is_twin = meeting.is_twin;
	reply->epoch = meeting.epoch;
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
	char *key = NULL;
	struct ks_roster_wish wish = {
		.kiosk = request->kiosk,
		.known = ks_request_header(request, "If-None-Match"),
		.takes_delta = ks_request_header(request, "X-Kenshu-Delta"),
	};
	enum ks_rc rc;

	_Static_assert(sizeof(reply->etag) >= KS_HASH_HEX + 2, "a quoted hash fits");
	if (!meet(request, reply, &key))
		return;
	if (ks_request_header(request, "X-Kenshu-Sealed"))
		wish.key = key;
	reply->body.ceiling = KS_ROSTER_DOCUMENT_MAX_BYTES;
	rc = ks_centre_roster(request->centre, &wish, reply->etag, &reply->body);
	free(key);
	if (rc == KS_OK || rc == KS_NOT_FOUND) {
		tell_have(request, reply);
		ks_kiosk_tell_offer(request, reply);
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

static bool read_enrolment(const json_t *root, struct ks_enrolment *out, char code[KS_CODE_CHARS + 1])
{
	const char *typed = json_string_value(json_object_get(root, "code"));
	const char *secret = json_string_value(json_object_get(root, "secret_sha256"));
	const char *key = json_string_value(json_object_get(root, "key"));
	const char *signature = json_string_value(json_object_get(root, "signature"));
	uint8_t hash[KS_HASH_BYTES];

	*out = (struct ks_enrolment){.code = code};
	if (!typed || !ks_code_read(typed, KS_CODE_CHARS, code) || !secret ||
	    !ks_unhex(secret, hash, sizeof(hash)) || !key != !signature)
		return false;
	ks_hex(hash, sizeof(hash), out->secret_hex);
	out->public_key = key ? ks_strdup(key) : NULL;
	out->signature = signature ? ks_strdup(signature) : NULL;
	return true;
}

void ks_kiosk_enrol(const struct ks_request *request, struct ks_reply *reply)
{
	json_t *root = json_loadb(request->body, request->body_len, JSON_REJECT_DUPLICATES, NULL);
	struct ks_enrolment enrolment = {0};
	char code[KS_CODE_CHARS + 1] = "", kiosk[64];
	enum ks_rc rc = KS_INVALID;

	if (read_enrolment(root, &enrolment, code))
		rc = ks_centre_enrol(request->centre, &enrolment, kiosk);
	if (rc == KS_OK) {
		reply->status = 200;
		reply->content_type = "application/json";
		ks_buf_puts(&reply->body, "{\"kiosk\":");
		ks_buf_json(&reply->body, kiosk);
		ks_buf_putc(&reply->body, '}');
	} else if (rc == KS_DENIED) {
		ks_reply_error(reply, 401, "no such code, or it was used, or is too old");
	} else if (rc == KS_CONFLICT) {
		ks_reply_error(reply, 409, "this name belongs to a kiosk with another key");
	} else if (rc == KS_INVALID) {
		ks_reply_error(reply, 400, "code, secret_sha256, key and its signature are needed");
	} else if (rc == KS_BUSY) {
		ks_reply_error(reply, 429, "too many wrong codes");
		reply->retry_after_s = (int)(KS_ENROL_WINDOW_MS / 1000);
	} else {
		ks_reply_rc(reply, rc);
	}
	ks_enrolment_finish(&enrolment);
	json_decref(root);
}
