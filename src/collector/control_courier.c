/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/decode.h"
#include "base/mem.h"
#include "collector/control_private.h"
#include "lrs/courier.h"
#include "record/parcel.h"

/* Parcels from a stick: they come open beside the request, and what goes back on the stick is in the answer. */

json_t *ks_control_courier_key(struct ks_centre *centre, const json_t *request)
{
	char *key = NULL;
	enum ks_rc rc = ks_centre_courier_key(centre, &key);

	(void)request;
	return ks_control_say(rc == KS_OK, rc == KS_OK ? key : ks_control_failure(rc));
}

static bool read_all(int file, char **data, size_t *len)
{
	struct ks_bytes bytes;
	size_t n = 0;

	*data = NULL;
	if (ks_bytes_from(file, KS_PARCEL_MAX_BYTES, &bytes) != KS_OK)
		return false;
	*len = bytes.len;
	*data = ks_alloc(bytes.len + 1);
	while (n < bytes.len) {
		ssize_t got = pread(file, *data + n, bytes.len - n, (off_t)n);

		if (got <= 0)
			return false; /* torn out meanwhile */
		n += (size_t)got;
	}
	return true;
}

static void put_bytes(json_t *answer, const char *name, const struct ks_buf *bytes)
{
	char *text = ks_base64url((const uint8_t *)bytes->data, bytes->len);

	json_object_set_new(answer, name, json_string(text));
	free(text);
}

static json_t *say_taken(const struct ks_courier_got *got)
{
	char *refused = got->n_refused ? ks_format("受け取れない記録が%zu件あり、端末に残ります。",
						   got->n_refused)
				       : ks_strdup("");
	json_t *answer = ks_control_say(
		true, ks_format("端末 %s の記録 %zu件がセンターにあります。%s受領書を書きました。",
				got->kiosk, got->n_statements, refused));

	free(refused);
	json_object_set_new(answer, "kiosk", json_string(got->kiosk));
	put_bytes(answer, "receipt", &got->receipt);
	put_bytes(answer, "people", &got->people);
	return answer;
}

json_t *ks_control_courier_take(struct ks_centre *centre, const json_t *request)
{
	int file = (int)json_integer_value(json_object_get(request, KS_CONTROL_FILE));
	enum ks_courier_fault fault = KS_COURIER_FINE;
	struct ks_courier_got got = {0};
	char *data = NULL;
	json_t *answer;
	size_t len = 0;
	enum ks_rc rc;

	if (!read_all(file, &data, &len))
		answer = ks_control_say(
			false, ks_strdup("読めませんでした。USBメモリーを確かめてください。"));
	else if ((rc = ks_centre_courier_take(centre, data, len, &fault, &got)) == KS_OK)
		answer = say_taken(&got);
	else
		answer = ks_control_say(false, rc == KS_INVALID
						       ? ks_strdup(ks_courier_fault_word(fault))
						       : ks_control_failure(rc));
	ks_courier_got_finish(&got);
	free(data);
	return answer;
}
