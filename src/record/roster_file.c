/* SPDX-License-Identifier: Apache-2.0 */
#include "record/roster_file.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "record/parcel.h"
#include "record/roster.h"

/* Lines as in a parcel; the last one is the signature over all before it. */

#define PURPOSE "kenshu-roster-1"
#define LAST_LINE "signature "
#define LAST_LINE_BYTES (sizeof(LAST_LINE) - 1 + KS_SIGNATURE_HEX - 1 + 1)
#define SETTING_COUNTER "roster_file_counter"
#define SETTING_TOLD "roster_file_told"

void ks_roster_file_make(const struct ks_sign_key *key, int64_t counter, const char *json,
			 struct ks_buf *out)
{
	struct ks_buf text = {0};
	char signature[KS_SIGNATURE_HEX];

	ks_buf_printf(&text, "format " PURPOSE "\ncounter %lld\n", (long long)counter);
	ks_parcel_put_bytes(&text, "roster", json, strlen(json));
	ks_sign(key, PURPOSE, text.data, text.len, signature);
	ks_buf_append(out, text.data, text.len);
	ks_buf_printf(out, LAST_LINE "%s\n", signature);
	ks_buf_finish(&text);
}

/* @text: ours, which is cut up. False: it is no such file. */
static bool read_lines(char *text, size_t len, int64_t *counter, char **json, size_t *json_len)
{
	struct ks_parcel_reader reader = {text, text + len};
	const char *format = ks_parcel_line(&reader, "format"), *number;

	if (!format || strcmp(format, PURPOSE) != 0)
		return false;
	number = ks_parcel_line(&reader, "counter");
	*counter = number ? strtoll(number, NULL, 10) : 0;
	*json = *counter > 0 ? ks_parcel_bytes(&reader, "roster", json_len) : NULL;
	return *json;
}

/* Where the last line begins, NULL: there is none. */
static const char *last_line(const char *bytes, size_t len)
{
	const char *at = len > LAST_LINE_BYTES ? bytes + len - LAST_LINE_BYTES : NULL;

	return at && at[-1] == '\n' && bytes[len - 1] == '\n' &&
			       strncmp(at, LAST_LINE, sizeof(LAST_LINE) - 1) == 0
		       ? at
		       : NULL;
}

int64_t ks_roster_file_counter(const char *bytes, size_t len)
{
	const char *end = last_line(bytes, len);
	char *text, *json;
	size_t json_len;
	int64_t counter = 0;

	if (!end)
		return 0;
	text = ks_strndup(bytes, (size_t)(end - bytes));
	if (!read_lines(text, (size_t)(end - bytes), &counter, &json, &json_len))
		counter = 0;
	free(text);
	return counter;
}

static bool is_signed(const char *const *keys, size_t n_keys, const char *bytes, const char *end)
{
	char signature[KS_SIGNATURE_HEX];

	memcpy(signature, end + sizeof(LAST_LINE) - 1, sizeof(signature) - 1);
	signature[sizeof(signature) - 1] = '\0';
	for (size_t i = 0; i < n_keys; i++)
		if (keys[i] && ks_sign_fits(keys[i], PURPOSE, bytes, (size_t)(end - bytes), signature))
			return true;
	return false;
}

/* Cut in between, the same file is taken once more; an older one is not. */
static enum ks_rc keep(struct ks_store *store, int64_t counter, const char *json, size_t len)
{
	int64_t here;
	enum ks_rc rc = ks_store_get_number(store, SETTING_COUNTER, &here);

	if (rc != KS_OK)
		return rc;
	if (counter <= here)
		return counter == here ? KS_NOT_FOUND : KS_CONFLICT;
	rc = ks_roster_store_json(store, json, len);
	return rc == KS_OK ? ks_store_set_number(store, SETTING_COUNTER, counter) : rc;
}

static enum ks_rc take(struct ks_store *store, const char *const *keys, size_t n_keys,
		       const char *bytes, size_t len)
{
	const char *end = last_line(bytes, len);
	char *text, *json = NULL;
	size_t json_len = 0;
	int64_t counter = 0;
	enum ks_rc rc;

	if (!end)
		return KS_INVALID;
	if (!is_signed(keys, n_keys, bytes, end))
		return KS_DENIED;
	text = ks_strndup(bytes, (size_t)(end - bytes));
	if (!read_lines(text, (size_t)(end - bytes), &counter, &json, &json_len))
		rc = KS_INVALID;
	else
		rc = keep(store, counter, json, json_len);
	free(text);
	return rc;
}

static const char *words_of(enum ks_rc rc)
{
	switch (rc) {
	case KS_OK:
	case KS_NOT_FOUND:
		return "";
	case KS_DENIED:
		return "名簿のファイルの署名が、この端末の鍵（content_key）のものではありません。";
	case KS_CONFLICT:
		return "名簿のファイルが、いまの名簿より古いものです。";
	case KS_INVALID:
		return "名簿のファイルが途中で切れているか、名簿ではありません。";
	default:
		return "名簿のファイルを保存できませんでした。";
	}
}

enum ks_rc ks_roster_file_take(struct ks_store *store, const char *const *keys, size_t n_keys,
			       const char *bytes, size_t len)
{
	enum ks_rc rc = take(store, keys, n_keys, bytes, len);
	char *told = ks_roster_file_told(store);

	if (strcmp(told, words_of(rc)) != 0 &&
	    ks_store_set(store, SETTING_TOLD, words_of(rc)) != KS_OK)
		ks_log_warn("roster", "what is wrong with the file could not be kept");
	if (rc != KS_OK && rc != KS_NOT_FOUND)
		ks_log_error("roster", "a roster file was not taken: %s", ks_rc_name(rc));
	free(told);
	return rc;
}

char *ks_roster_file_told(struct ks_store *store)
{
	char *told = NULL;

	return ks_store_get(store, SETTING_TOLD, &told) == KS_OK ? told : ks_strdup("");
}
