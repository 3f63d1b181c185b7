/* SPDX-License-Identifier: Apache-2.0 */
#include "xapi/told.h"

#include <jansson.h>
#include <string.h>

#include "base/calendar.h"

/* Exemptions and corrections are read alike: who, when and why stand in one object, under a name that ends as it is theirs. */

const char *ks_told_text(struct ks_arena *arena, const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return ks_arena_strdup(arena, text ? text : "");
}

static const json_t *find_extension(json_t *root, const char *tail, struct ks_arena *arena,
				    const char **base)
{
	json_t *extensions = json_object_get(json_object_get(root, "context"), "extensions"), *value;
	const char *name;

	json_object_foreach(extensions, name, value)
	{
		size_t len = strlen(name), tail_len = strlen(tail);

		if (len <= tail_len || strcmp(name + len - tail_len, tail) != 0)
			continue;
		*base = ks_arena_strndup(arena, name, len - tail_len);
		return value;
	}
	return NULL;
}

bool ks_told_read(const char *bytes, size_t len, const struct ks_told_reader *reader,
		  struct ks_arena *arena, void *out, char id[KS_UUID_TEXT], int64_t *wall_ms)
{
	json_t *root = json_loadb(bytes, len, JSON_REJECT_DUPLICATES, NULL);
	const char *own = json_string_value(json_object_get(root, "id")), *base = NULL;
	const char *time = json_string_value(json_object_get(root, "timestamp"));
	const json_t *told = find_extension(root, reader->tail, arena, &base);
	bool is_read = own && strlen(own) == KS_UUID_TEXT - 1 && time &&
		       ks_time_parse(time, wall_ms) && told && reader->read(told, base, arena, out);

	if (is_read)
		memcpy(id, own, KS_UUID_TEXT);
	json_decref(root);
	return is_read;
}
