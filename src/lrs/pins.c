/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <stdlib.h>

#include "base/log.h"
#include "lrs/centre_private.h"
#include "lrs/http.h"
#include "record/parcel.h"
#include "record/pin_news.h"

/*
 * What a kiosk tells of PINs (record/pin_news.h). It comes sealed to the centre, signed with a key that somebody vouches for as
 * this kiosk's: who only has its credentials, or another kiosk's key, sets nobody's PIN.
 */

enum ks_rc ks_centre_take_pins(struct ks_centre *centre, const char *kiosk, const void *bytes,
			       size_t len, struct ks_pin_news_got *out)
{
	struct ks_parcel parcel = {0};
	char *units = NULL;
	bool is_vouched = false;
	enum ks_rc rc = ks_parcel_open(centre->store, KS_PIN_NEWS_PARCEL, bytes, len, &parcel);

	*out = (struct ks_pin_news_got){0};
	if (rc == KS_OK)
		rc = ks_centre_vouches(centre->store, kiosk, parcel.sender, &is_vouched);
	if (rc == KS_OK && !is_vouched)
		rc = KS_DENIED;
	if (rc == KS_OK)
		rc = ks_centre_units(centre->store, kiosk, &units);
	if (rc == KS_OK)
		rc = ks_pin_news_take(centre->store, parcel.payload, parcel.len, parcel.sender,
				      units, ks_centre_now_ms(centre), out);
	if (rc == KS_OK && out->n_taken > 0)
		ks_centre_touch_later(centre);
	if (rc == KS_OK)
		ks_log_info("pin", "%s told of %zu, %zu refused", kiosk,
			    out->n_taken + out->n_refused, out->n_refused);
	free(units);
	ks_parcel_finish(&parcel);
	return rc;
}

void ks_kiosk_put_pins(const struct ks_request *request, struct ks_reply *reply)
{
	json_t *root = json_loadb(request->body, request->body_len, JSON_REJECT_DUPLICATES, NULL);
	const char *text = json_string_value(json_object_get(root, "sealed"));
	struct ks_pin_news_got got = {0};
	size_t len = 0;
	uint8_t *bytes = text ? ks_parcel_unpack(text, &len) : NULL;
	enum ks_rc rc = bytes ? ks_centre_take_pins(request->centre, request->kiosk, bytes, len, &got)
			      : KS_INVALID;

	if (rc == KS_OK) {
		reply->status = 200;
		reply->content_type = "application/json";
		ks_buf_printf(&reply->body, "{\"refused\":%zu}", got.n_refused);
	} else if (rc == KS_INVALID) {
		ks_reply_error(reply, 400, "the body is no parcel of PINs for this centre");
	} else if (rc == KS_DENIED) {
		ks_reply_error(reply, 403, "nobody vouches for the key that signed this");
	} else {
		ks_reply_rc(reply, rc);
	}
	free(bytes);
	json_decref(root);
}
