// SPDX-License-Identifier: Apache-2.0
#include "sync/sync_private.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/calendar.h"
#include "base/mem.h"

/*
 * "Already there with different content" (409) is said by endpoints also of the same statement, because each
 * writes down what it received in its own way. So the two are compared as xAPI says (1.0.3 Data 2.2 and 2.3):
 * what an endpoint adds or may rewrite does not count, everything else does.
 */

static json_t *drop(json_t *object, const char *name)
{
	json_object_del(object, name);
	return object;
}

static void default_type(json_t *object, const char *type)
{
	if (json_is_object(object) && json_object_get(object, "objectType") == NULL)
		json_object_set_new(object, "objectType", json_string(type));
}

static int by_id(const void *a, const void *b)
{
	const char *id_a = json_string_value(json_object_get(*(json_t *const *)a, "id"));
	const char *id_b = json_string_value(json_object_get(*(json_t *const *)b, "id"));

	return strcmp(id_a != NULL ? id_a : "", id_b != NULL ? id_b : "");
}

/* A lone activity means an array of one; definitions may differ; order says nothing. */
static json_t *normal_activities(json_t *value)
{
	size_t n = json_is_array(value) ? json_array_size(value) : 1;
	json_t **items = ks_alloc_zero(n + 1, sizeof(void *));
	json_t *array = json_array();

	for (size_t i = 0; i < n; i++) {
		items[i] = json_is_array(value) ? json_array_get(value, i) : value;
		default_type(drop(items[i], "definition"), "Activity");
	}
	qsort(items, n, sizeof(void *), by_id);
	for (size_t i = 0; i < n; i++)
		json_array_append(array, items[i]);
	free(items);
	return array;
}

static void normalise_context(json_t *context)
{
	static const char *const relations[] = {"parent", "grouping", "category", "other"};
	json_t *activities = json_object_get(context, "contextActivities");

	for (size_t i = 0; i < KS_COUNT(relations); i++) {
		json_t *value = json_object_get(activities, relations[i]);

		if (json_array_size(value) == 0 && json_is_array(value))
			json_object_del(activities, relations[i]);
		else if (value != NULL)
			json_object_set_new(activities, relations[i], normal_activities(value));
	}
}

static void normalise(json_t *statement)
{
	static const char *const added[] = {"stored", "authority", "version", "attachments"};

	for (size_t i = 0; i < KS_COUNT(added); i++)
		json_object_del(statement, added[i]);
	drop(json_object_get(statement, "verb"), "display");
	drop(json_object_get(statement, "object"), "definition");
	drop(json_object_get(statement, "actor"), "name");
	default_type(json_object_get(statement, "object"), "Activity");
	default_type(json_object_get(statement, "actor"), "Agent");
	normalise_context(json_object_get(statement, "context"));
}

static bool is_equal(const json_t *a, const json_t *b);

static bool is_equal_object(const json_t *a, const json_t *b)
{
	const char *name;
	json_t *value;

	if (json_object_size(a) != json_object_size(b))
		return false;
	json_object_foreach((json_t *)a, name,
			    value) if (!is_equal(value, json_object_get(b, name))) return false;
	return true;
}

static bool is_equal_array(const json_t *a, const json_t *b)
{
	if (json_array_size(a) != json_array_size(b))
		return false;
	for (size_t i = 0; i < json_array_size(a); i++)
		if (!is_equal(json_array_get(a, i), json_array_get(b, i)))
			return false;
	return true;
}

/* Like json_equal(), but 1 and 1.0 are one number. */
static bool is_equal(const json_t *a, const json_t *b)
{
	if (json_is_object(a) && json_is_object(b))
		return is_equal_object(a, b);
	if (json_is_array(a) && json_is_array(b))
		return is_equal_array(a, b);
	if (json_is_integer(a) && json_is_integer(b))
		return json_integer_value(a) == json_integer_value(b);
	if (json_is_number(a) && json_is_number(b))
		return !(json_number_value(a) < json_number_value(b)) &&
		       !(json_number_value(a) > json_number_value(b));
	return json_equal(a, b);
}

/* The same instant may be written with another offset or number of digits. */
static bool take_same_instant(json_t *a, json_t *b)
{
	const char *text_a = json_string_value(json_object_get(a, "timestamp"));
	const char *text_b = json_string_value(json_object_get(b, "timestamp"));
	int64_t ms_a, ms_b;
	bool is_same;

	if (text_a == NULL || text_b == NULL)
		return text_a == text_b;
	is_same = strcmp(text_a, text_b) == 0 ||
		  (ks_time_parse(text_a, &ms_a) && ks_time_parse(text_b, &ms_b) && ms_a == ms_b);
	json_object_del(a, "timestamp");
	json_object_del(b, "timestamp");
	return is_same;
}

static bool take_same_id(json_t *a, json_t *b)
{
	const char *id_a = json_string_value(json_object_get(a, "id"));
	const char *id_b = json_string_value(json_object_get(b, "id"));
	bool is_same = id_a != NULL && id_b != NULL && strcasecmp(id_a, id_b) == 0;

	json_object_del(a, "id");
	json_object_del(b, "id");
	return is_same;
}

bool ks_sync_same_statement(const char *a, size_t a_len, const char *b, size_t b_len)
{
	json_t *one = json_loadb(a, a_len, JSON_REJECT_DUPLICATES, NULL);
	json_t *two = json_loadb(b, b_len, JSON_REJECT_DUPLICATES, NULL);
	bool is_same = false;

	if (json_is_object(one) && json_is_object(two)) {
		normalise(one);
		normalise(two);
		is_same = take_same_id(one, two) && take_same_instant(one, two) && is_equal(one, two);
	}
	json_decref(one);
	json_decref(two);
	return is_same;
}
