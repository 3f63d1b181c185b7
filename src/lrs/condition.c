/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/condition.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "lrs/http.h"
#include "record/store.h"

/* Kept as it was told, once it has the form; read back with the same eyes, since a file may be older than this program. */

#define TITLE_BYTES_MAX 80
#define TEXT_BYTES_MAX 900

static const char *text_of(const json_t *row, const char *name, size_t max)
{
	const char *text = json_string_value(json_object_get(row, name));

	return text && strlen(text) <= max ? text : NULL;
}

static bool take(const json_t *row, struct ks_arena *arena, struct ks_doctor *out)
{
	const char *id = text_of(row, "id", TITLE_BYTES_MAX);
	const char *word = text_of(row, "mark", TITLE_BYTES_MAX);
	const char *title = text_of(row, "title", TITLE_BYTES_MAX);
	const char *seen = text_of(row, "seen", TEXT_BYTES_MAX);
	const char *todo = text_of(row, "todo", TEXT_BYTES_MAX);

	if (!id || !word || ks_doctor_find(word) == KS_DOCTOR_N_MARKS || !title || !seen ||
	    (json_object_get(row, "todo") && !todo))
		return false;
	ks_doctor_add(out, ks_arena_strdup(arena, id), ks_arena_strdup(arena, title),
		      ks_doctor_find(word), todo ? ks_arena_strdup(arena, todo) : NULL, "%s", seen);
	return true;
}

static enum ks_rc read_rows(const json_t *rows, struct ks_arena *arena, struct ks_doctor *out)
{
	size_t n = json_array_size(rows);

	if (!json_is_array(rows) || n > KS_COUNT(out->findings))
		return KS_INVALID;
	for (size_t i = 0; i < n; i++)
		if (!take(json_array_get(rows, i), arena, out))
			return KS_INVALID;
	return KS_OK;
}

static char *name_of(const char *kiosk)
{
	return ks_format("condition/%s", kiosk);
}

enum ks_rc ks_condition_keep(struct ks_centre *centre, const char *kiosk, const char *json, size_t len)
{
	json_t *rows = len <= KS_CONDITION_BYTES_MAX
			       ? json_loadb(json, len, JSON_REJECT_DUPLICATES, NULL)
			       : NULL;
	struct ks_arena arena = {0};
	struct ks_doctor doctor = {0};
	struct ks_buf text = {0};
	char *name = name_of(kiosk);
	enum ks_rc rc = read_rows(rows, &arena, &doctor);

	if (rc == KS_OK) {
		ks_buf_printf(&text,
			      "{\"told_ms\":%" PRId64 ",\"findings\":", ks_centre_now_ms(centre));
		ks_doctor_put_json(&text, &doctor);
		ks_buf_putc(&text, '}');
		rc = ks_store_set(ks_centre_store(centre), name, ks_buf_text(&text));
	}
	free(name);
	ks_buf_finish(&text);
	ks_doctor_finish(&doctor);
	ks_arena_finish(&arena);
	json_decref(rows);
	return rc;
}

enum ks_rc ks_condition_read(struct ks_store *store, const char *kiosk, struct ks_arena *arena,
			     struct ks_doctor *out, int64_t *told_ms)
{
	char *name = name_of(kiosk), *text = NULL;
	json_t *root = NULL;
	enum ks_rc rc = ks_store_get(store, name, &text);

	memset(out, 0, sizeof(*out));
	*told_ms = 0;
	if (rc == KS_OK) {
		root = json_loads(text, 0, NULL);
		*told_ms = json_integer_value(json_object_get(root, "told_ms"));
		rc = read_rows(json_object_get(root, "findings"), arena, out) == KS_OK
			     ? KS_OK
			     : KS_NOT_FOUND;
	}
	json_decref(root);
	free(text);
	free(name);
	return rc;
}

void ks_kiosk_put_condition(const struct ks_request *request, struct ks_reply *reply)
{
	enum ks_rc rc =
		ks_condition_keep(request->centre, request->kiosk, request->body, request->body_len);

	if (rc == KS_INVALID)
		ks_reply_error(reply, 400, "the body is no list of findings");
	else if (rc != KS_OK)
		ks_reply_rc(reply, rc);
	else
		reply->status = 204;
}
