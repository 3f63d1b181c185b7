/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/show.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/calendar.h"
#include "base/mem.h"
#include "lrs/index.h"
#include "record/db.h"

/*
 * "exact" must be what was sent, so the members that the LRS adds are written into the bytes and nothing is printed
 * anew; unless the sender had written such a member, which is then replaced.
 */

#define AUTHORITY_HOME "http://kenshu.invalid/xapi"

static const char *const formats[KS_FORMAT_COUNT] = {
	[KS_FORMAT_EXACT] = "exact",
	[KS_FORMAT_IDS] = "ids",
	[KS_FORMAT_CANONICAL] = "canonical",
};

enum ks_format ks_format_find(const char *text)
{
	size_t i = 0;

	while (i < KS_FORMAT_COUNT && strcmp(formats[i], text) != 0)
		i++;
	return (enum ks_format)i;
}

/* ---- what the LRS adds ---- */

/* Who vouches: the holder of the credentials it came with. */
static json_t *make_authority(const char *sender)
{
	const char *colon = strchr(sender, ':'), *name = colon ? colon + 1 : sender;

	return json_pack("{s:s,s:{s:s,s:s}}", "objectType", "Agent", "account", "homePage",
			 AUTHORITY_HOME, "name", name);
}

static const char *version_of(const struct ks_show *show, const struct ks_shown *s)
{
	bool is_new = show->is_2_0 || memmem(s->bytes, s->len, "\"contextAgents\"", 15) ||
		      memmem(s->bytes, s->len, "\"contextGroups\"", 15);

	return is_new ? "2.0.0" : "1.0.0";
}

/* A word that may be a member of ours, or stand anywhere else: then the long way is taken, and that is all. */
static bool may_have_added(const struct ks_shown *s)
{
	static const char *const names[] = {"\"stored\"", "\"authority\"", "\"version\""};

	for (size_t i = 0; i < KS_COUNT(names); i++)
		if (memmem(s->bytes, s->len, names[i], strlen(names[i])))
			return true;
	return memchr(s->bytes, '\\', s->len) && memmem(s->bytes, s->len, "\\u00", 4);
}

static void splice(const struct ks_show *show, const struct ks_shown *s, struct ks_buf *out)
{
	const char *rest = memchr(s->bytes, '{', s->len);
	json_t *authority = make_authority(s->sender);
	char *text = json_dumps(authority, JSON_COMPACT), stored[32];

	ks_time_format_utc(s->stored_ms, stored);
	ks_buf_printf(out, "{\"stored\":\"%s\",\"authority\":%s,\"version\":\"%s\",", stored, text,
		      version_of(show, s));
	ks_buf_append(out, rest + 1, s->len - (size_t)(rest + 1 - s->bytes));
	free(text);
	json_decref(authority);
}

/* ---- ids ---- */

static void keep_only(json_t *object, const char *const *names, size_t n)
{
	const char *name;
	json_t *value;
	void *next;

	json_object_foreach_safe(object, next, name, value)
	{
		bool is_kept = false;

		for (size_t i = 0; i < n; i++)
			is_kept |= strcmp(name, names[i]) == 0;
		if (!is_kept)
			json_object_del(object, name);
	}
}

static void thin_agent(json_t *agent)
{
	static const char *const identified[] = {"objectType", "mbox", "mbox_sha1sum", "openid",
						 "account"};
	static const char *const anonymous[] = {"objectType", "member"};
	json_t *members = json_object_get(agent, "member");
	char *text = ks_index_agent(agent);

	if (text)
		keep_only(agent, identified, KS_COUNT(identified));
	else
		keep_only(agent, anonymous, KS_COUNT(anonymous));
	for (size_t i = 0; !text && i < json_array_size(members); i++)
		thin_agent(json_array_get(members, i));
	free(text);
}

static void thin_activity(json_t *activity)
{
	static const char *const names[] = {"id"};

	keep_only(activity, names, KS_COUNT(names));
}

/* ---- canonical ---- */

/* The key of the words that @range asks for: of that language, however much closer they say which, or one part of it less. */
static const char *find_language(json_t *map, const char *range, size_t len)
{
	const char *language;
	json_t *words;

	for (bool is_whole = true; len > 0; is_whole = false) {
		json_object_foreach(map, language, words)
		{
			if (strncasecmp(language, range, len) == 0 &&
			    (!language[len] || (is_whole && language[len] == '-')))
				return language;
		}
		while (len > 0 && range[--len] != '-')
			;
	}
	return NULL;
}

/* The words of one language: the first that @languages asks for (RFC 4647, lookup), else the first there is. */
static void choose_words(json_t *owner, const char *name, const char *languages)
{
	json_t *map = json_object_get(owner, name);
	const char *key = NULL;

	if (!json_is_object(map) || json_object_size(map) < 2)
		return;
	for (const char *at = languages; at && *at && !key;) {
		key = find_language(map, at, strcspn(at, ",; "));
		at += strcspn(at, ",");
		at += strspn(at, ", ");
	}
	if (!key)
		key = json_object_iter_key(json_object_iter(map));
	json_object_set_new(owner, name, json_pack("{s:O}", key, json_object_get(map, key)));
}

static void choose_definition(json_t *definition, const char *languages)
{
	static const char *const lists[] = {"choices", "scale", "source", "target", "steps"};

	choose_words(definition, "name", languages);
	choose_words(definition, "description", languages);
	for (size_t i = 0; i < KS_COUNT(lists); i++) {
		json_t *list = json_object_get(definition, lists[i]);

		for (size_t k = 0; k < json_array_size(list); k++)
			choose_words(json_array_get(list, k), "description", languages);
	}
}

enum ks_rc ks_show_activity(struct ks_centre *centre, const char *iri, json_t **out)
{
	static const char select[] = "SELECT a.definition FROM name n JOIN activity a ON a.name = n.n"
				     " WHERE n.text = ?";
	json_t *definition = NULL;
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	*out = NULL;
	ks_db_lock(centre->store);
	stmt = ks_db_query(centre->store, select, "t", iri);
	rc = ks_db_step(centre->store, stmt);
	if (rc == KS_OK)
		definition = json_loads(ks_db_text(stmt, 0), 0, NULL);
	ks_db_end(stmt);
	ks_db_unlock(centre->store);
	if (rc != KS_OK && rc != KS_NOT_FOUND)
		return rc;
	*out = json_pack("{s:s,s:s}", "objectType", "Activity", "id", iri);
	if (definition)
		json_object_set_new(*out, "definition", definition);
	return KS_OK;
}

static void fill_activity(const struct ks_show *show, json_t *activity)
{
	const char *iri = json_string_value(json_object_get(activity, "id"));
	json_t *whole = NULL, *definition;

	/* Where that cannot be read it stays as it was said. */
	if (iri && ks_show_activity(show->centre, iri, &whole) != KS_OK)
		return;
	definition = json_object_get(whole, "definition");
	if (definition) {
		choose_definition(definition, show->languages);
		json_object_set(activity, "definition", definition);
	}
	json_decref(whole);
}

/* ---- both: the same walk ---- */

static void change_activity(const struct ks_show *show, json_t *activity)
{
	if (show->format == KS_FORMAT_IDS)
		thin_activity(activity);
	else
		fill_activity(show, activity);
}

static void change_agent(const struct ks_show *show, json_t *agent)
{
	if (show->format == KS_FORMAT_IDS && agent)
		thin_agent(agent);
}

static void change_context(const struct ks_show *show, json_t *context)
{
	json_t *activities = json_object_get(context, "contextActivities"), *value;
	const char *name;

	json_object_foreach(activities, name, value)
	{
		for (size_t i = 0; i < json_array_size(value); i++)
			change_activity(show, json_array_get(value, i));
		if (json_is_object(value))
			change_activity(show, value);
	}
	change_agent(show, json_object_get(context, "instructor"));
	change_agent(show, json_object_get(context, "team"));
}

static void change_statement(const struct ks_show *show, json_t *root)
{
	static const char *const verb_names[] = {"id"};
	json_t *verb = json_object_get(root, "verb"), *object = json_object_get(root, "object");
	const char *type = json_string_value(json_object_get(object, "objectType"));

	change_agent(show, json_object_get(root, "actor"));
	if (show->format == KS_FORMAT_IDS)
		keep_only(verb, verb_names, KS_COUNT(verb_names));
	else
		choose_words(verb, "display", show->languages);
	if (!type || strcmp(type, "Activity") == 0)
		change_activity(show, object);
	else if (strcmp(type, "Agent") == 0 || strcmp(type, "Group") == 0)
		change_agent(show, object);
	else if (strcmp(type, "SubStatement") == 0)
		change_statement(show, object);
	change_context(show, json_object_get(root, "context"));
}

/* 1.0.3 lets a single activity stand without its array, and wants it back with one. */
static void wrap_activities(json_t *root)
{
	json_t *activities = json_object_get(json_object_get(root, "context"), "contextActivities");
	json_t *object = json_object_get(root, "object"), *value;
	const char *name;
	void *next;

	json_object_foreach_safe(activities, next, name, value)
	{
		if (json_is_object(value))
			json_object_set_new(activities, name, json_pack("[O]", value));
	}
	if (json_object_get(object, "context"))
		wrap_activities(object);
}

static bool has_single_activity(const struct ks_shown *s)
{
	static const char *const relations[] = {"\"parent\"", "\"grouping\"", "\"category\"",
						"\"other\""};

	for (size_t i = 0; i < KS_COUNT(relations); i++) {
		const char *at = memmem(s->bytes, s->len, relations[i], strlen(relations[i]));

		if (!at)
			continue;
		at += strlen(relations[i]);
		at += strspn(at, " \t\r\n:");
		if (*at == '{')
			return true;
	}
	return false;
}

void ks_show_statement(const struct ks_show *show, const struct ks_shown *s, struct ks_buf *out)
{
	char stored[32], *text;
	json_t *root;

	if (show->format == KS_FORMAT_EXACT && !may_have_added(s) && !has_single_activity(s)) {
		splice(show, s, out);
		return;
	}
	root = json_loadb(s->bytes, s->len, 0, NULL);
	if (show->format != KS_FORMAT_EXACT)
		change_statement(show, root);
	wrap_activities(root);
	ks_time_format_utc(s->stored_ms, stored);
	json_object_set_new(root, "stored", json_string(stored));
	json_object_set_new(root, "authority", make_authority(s->sender));
	if (!json_object_get(root, "version"))
		json_object_set_new(root, "version", json_string(version_of(show, s)));
	text = json_dumps(root, JSON_COMPACT | JSON_REAL_PRECISION(15));
	ks_buf_puts(out, text ? text : "null");
	free(text);
	json_decref(root);
}
