/* SPDX-License-Identifier: Apache-2.0 */
#include "xapi/statement_same.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/mem.h"
#include "xapi/statement.h"
#include "xapi/statement_check.h"

/*
 * The same id must mean the same fact: a retry is harmless, anything else is evidence of a fault. Both statements
 * are brought into one plain form and then compared as values. What does not count is xAPI's list of exceptions to
 * immutability (1.0.3 Data 2.3.1, IEEE 9274.1.1 4.1.3); a duration is a text, cut behind 0.01 s.
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

struct keyed {
	char *key;
	json_t *value;
};

static int compare_keys(const void *a, const void *b)
{
	return strcmp(((const struct keyed *)a)->key, ((const struct keyed *)b)->key);
}

/* An unordered list in the order of its members' texts. */
static json_t *sorted_list(const json_t *list)
{
	size_t n = json_array_size(list);
	struct keyed *items = ks_alloc_zero(n + 1, sizeof(*items));
	json_t *sorted = json_array();

	for (size_t i = 0; i < n; i++) {
		items[i].value = json_array_get(list, i);
		items[i].key =
			json_dumps(items[i].value, JSON_SORT_KEYS | JSON_COMPACT | JSON_ENCODE_ANY);
	}
	qsort(items, n, sizeof(*items), compare_keys);
	for (size_t i = 0; i < n; i++) {
		json_array_append(sorted, items[i].value);
		free(items[i].key);
	}
	free(items);
	return sorted;
}

/* Agent, Group or Activity: default types written out, no definition, no name, members unordered. */
static void plain_thing(json_t *thing, const char *default_type)
{
	json_t *members = json_object_get(thing, "member");

	if (!json_is_object(thing))
		return;
	drop(thing, "definition");
	drop(thing, "name"); /* who it is stands in the identifier */
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
		if (json_is_array(found) && json_array_size(found) == 0) {
			json_object_del(activities, kinds[k]);
			continue;
		}
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

	drop(statement, "attachments"); /* an endpoint may leave them out */
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
	if (type && strcmp(type, "StatementRef") == 0)
		lower_case(object, "id");
	cut_duration(json_object_get(statement, "result"));
	lower_case(context, "registration");
	plain_thing(json_object_get(context, "instructor"), "Agent");
	plain_thing(json_object_get(context, "team"), "Group");
	plain_activities(json_object_get(context, "contextActivities"));
}

static bool is_equal(const json_t *a, const json_t *b);

static bool is_equal_object(json_t *a, const json_t *b)
{
	const char *name;
	json_t *value;

	if (json_object_size(a) != json_object_size(b))
		return false;
	json_object_foreach(a, name, value)
	{
		if (!is_equal(value, json_object_get(b, name)))
			return false;
	}
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
		return is_equal_object((json_t *)a, b);
	if (json_is_array(a) && json_is_array(b))
		return is_equal_array(a, b);
	if (json_is_integer(a) && json_is_integer(b))
		return json_integer_value(a) == json_integer_value(b);
	if (json_is_number(a) && json_is_number(b))
		return !(json_number_value(a) < json_number_value(b)) &&
		       !(json_number_value(a) > json_number_value(b));
	return json_equal(a, b);
}

/* An endpoint gives a missing timestamp itself, so a missing one fits any. */
static bool is_same_instant(const json_t *a, const json_t *b)
{
	const json_t *a_time = json_object_get(a, "timestamp"),
		     *b_time = json_object_get(b, "timestamp");
	int64_t a_ms, b_ms;

	if (!a_time || !b_time)
		return true;
	if (!json_is_string(a_time) || !json_is_string(b_time))
		return false;
	return json_equal(a_time, b_time) ||
	       (ks_time_parse(json_string_value(a_time), &a_ms) &&
		ks_time_parse(json_string_value(b_time), &b_ms) && a_ms == b_ms);
}

static const char *text_at(const json_t *object, const char *a, const char *b, const char *c)
{
	const json_t *at = json_object_get(object, a);

	at = b ? json_object_get(at, b) : at;
	return json_string_value(c ? json_object_get(at, c) : at);
}

/* What of @text stands behind the first @len bytes of @base and @path; NULL: it does not begin so. */
static const char *below(const char *text, const char *base, size_t len, const char *path)
{
	return text && strncmp(text, base, len) == 0 && strncmp(text + len, path, strlen(path)) == 0
		       ? text + len + strlen(path)
		       : NULL;
}

/*
 * Two doors may both credit somebody, each in its own record, with its own clock and its own view of when they came. The id
 * is made of nothing but the gathering and the person, and that is worked out anew here, so it says what is told.
 */
static bool is_attended(const json_t *statement)
{
	static const char ending[] = "/attended", people[] = "/staff";
	const char *id = text_at(statement, "id", NULL, NULL);
	const char *verb = text_at(statement, "verb", "id", NULL);
	const char *home = text_at(statement, "actor", "account", "homePage");
	const char *name = text_at(statement, "actor", "account", "name");
	size_t home_len = home ? strlen(home) : 0, verb_len = verb ? strlen(verb) : 0, base_len;
	const char *gathering;
	char expected[KS_UUID_TEXT], *base;

	if (verb_len < strlen(ending) || strcmp(verb + verb_len - strlen(ending), ending) != 0 ||
	    home_len <= strlen(people) || !id || !name || strncmp(name, "s-", 2) != 0)
		return false;
	base_len = home_len - strlen(people);
	gathering = below(text_at(statement, "object", "id", NULL), home, base_len, "/session/");
	if (!gathering || strcmp(home + base_len, people) != 0)
		return false;
	base = ks_format("%.*s", (int)base_len, home);
	ks_attended_id(base, gathering, name + 2, expected);
	free(base);
	return strcmp(expected, id) == 0;
}

bool ks_statement_is_same(const char *a, size_t a_len, const char *b, size_t b_len)
{
	json_t *first = json_loadb(a, a_len, JSON_REJECT_DUPLICATES, NULL);
	json_t *second = json_loadb(b, b_len, JSON_REJECT_DUPLICATES, NULL);
	bool is_twice = is_attended(first) && is_attended(second) &&
			json_equal(json_object_get(first, "id"), json_object_get(second, "id"));
	bool is_same = is_twice || (json_is_string(json_object_get(first, "id")) &&
				    is_same_instant(first, second));

	if (is_same && !is_twice) {
		plain_statement(first, true);
		plain_statement(second, true);
		is_same = is_equal(first, second);
	}
	json_decref(first);
	json_decref(second);
	return is_same;
}
