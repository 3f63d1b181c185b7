/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/mem.h"
#include "collector/statement_check.h"

/*
 * The same id must mean the same fact: a retry is harmless, anything else is evidence of a fault. Both statements
 * are brought into one plain form and then compared as values. Bytes that are equal never come here.
 */

static void drop(json_t *object, const char *key)
{
	if (json_is_object(object))
		json_object_del(object, key);
}

static void lower_case(json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));
	char *copy;

	if (!text)
		return;
	copy = ks_strdup(text);
	ks_statement_lower(copy);
	json_object_set_new(object, key, json_string(copy));
	free(copy);
}

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* An unordered list becomes a sorted list of its members' texts. */
static json_t *sorted_list(const json_t *list)
{
	size_t n = json_array_size(list);
	char **texts = ks_alloc_zero(n + 1, sizeof(*texts));
	json_t *sorted = json_array();

	for (size_t i = 0; i < n; i++)
		texts[i] = json_dumps(json_array_get(list, i),
				      JSON_SORT_KEYS | JSON_COMPACT | JSON_ENCODE_ANY);
	qsort(texts, n, sizeof(*texts), compare_texts);
	for (size_t i = 0; i < n; i++) {
		json_array_append_new(sorted, json_string(texts[i]));
		free(texts[i]);
	}
	free(texts);
	return sorted;
}

/* Agent, Group or Activity: default types written out, no definition, members unordered. */
static void plain_thing(json_t *thing, const char *default_type)
{
	json_t *members = json_object_get(thing, "member");

	if (!json_is_object(thing))
		return;
	drop(thing, "definition");
	if (!json_object_get(thing, "objectType"))
		json_object_set_new(thing, "objectType", json_string(default_type));
	if (json_is_array(members)) {
		for (size_t i = 0; i < json_array_size(members); i++)
			plain_thing(json_array_get(members, i), "Agent");
		json_object_set_new(thing, "member", sorted_list(members));
	}
}

static void plain_activities(json_t *activities)
{
	static const char *const kinds[] = {"parent", "grouping", "category", "other"};

	for (size_t k = 0; k < KS_COUNT(kinds); k++) {
		json_t *found = json_object_get(activities, kinds[k]);
		json_t *list;

		if (!found)
			continue;
		list = json_is_array(found) ? json_incref(found) : json_pack("[O]", found);
		for (size_t i = 0; i < json_array_size(list); i++)
			plain_thing(json_array_get(list, i), "Activity");
		json_object_set_new(activities, kinds[k], sorted_list(list));
		json_decref(list);
	}
}

/* Behind two decimals of a second nothing counts: PT12.3456S is PT12.34S. */
static void cut_duration(json_t *result)
{
	const char *text = json_string_value(json_object_get(result, "duration"));
	const char *point = text ? strchr(text, '.') : NULL;
	size_t n = point ? strspn(point + 1, "0123456789") : 0;
	char *cut;

	if (n <= 2)
		return;
	cut = ks_format("%.*s%s", (int)(point + 3 - text), text, point + 1 + n);
	json_object_set_new(result, "duration", json_string(cut));
	free(cut);
}

static void plain_statement(json_t *statement, bool is_whole)
{
	json_t *context = json_object_get(statement, "context");
	json_t *object = json_object_get(statement, "object");
	const char *type = json_string_value(json_object_get(object, "objectType"));

	if (is_whole) {
		drop(statement, "stored");
		drop(statement, "authority");
		drop(statement, "version");
		drop(statement, "timestamp"); /* compared as an instant */
		lower_case(statement, "id");
	}
	drop(json_object_get(statement, "verb"), "display");
	plain_thing(json_object_get(statement, "actor"), "Agent");
	plain_thing(object, "Activity");
	if (is_whole && type && strcmp(type, "SubStatement") == 0)
		plain_statement(object, false);
	cut_duration(json_object_get(statement, "result"));
	lower_case(context, "registration");
	plain_thing(json_object_get(context, "instructor"), "Agent");
	plain_thing(json_object_get(context, "team"), "Group");
	plain_activities(json_object_get(context, "contextActivities"));
}

/* An endpoint gives a missing timestamp itself, so a missing one fits any. */
static bool is_same_instant(const json_t *a, const json_t *b)
{
	const char *a_text = json_string_value(json_object_get(a, "timestamp"));
	const char *b_text = json_string_value(json_object_get(b, "timestamp"));
	int64_t a_ms, b_ms;

	if (!a_text || !b_text)
		return true;
	return ks_time_parse(a_text, &a_ms) && ks_time_parse(b_text, &b_ms) && a_ms == b_ms;
}

bool ks_statement_is_same(const char *a, size_t a_len, const char *b, size_t b_len)
{
	json_t *first, *second;
	bool is_same;

	if (a_len == b_len && memcmp(a, b, a_len) == 0)
		return true;
	first = json_loadb(a, a_len, JSON_REJECT_DUPLICATES, NULL);
	second = json_loadb(b, b_len, JSON_REJECT_DUPLICATES, NULL);
	is_same = json_is_object(first) && json_is_object(second) && is_same_instant(first, second);
	if (is_same) {
		plain_statement(first, true);
		plain_statement(second, true);
		is_same = json_equal(first, second);
	}
	json_decref(first);
	json_decref(second);
	return is_same;
}
