/* SPDX-License-Identifier: Apache-2.0 */
#include "xapi/statement_check.h"

#include <jansson.h>
#include <string.h>

#include "base/calendar.h"
#include "base/mem.h"

/*
 * The checks are a table of one function per member, so that the next rules of the specification are added as
 * lines, and an answer 400 can name the member that is wrong.
 */

struct check {
	json_t *root;
	struct ks_statement_shape *shape;
};

static bool is_iri(const json_t *value)
{
	const char *text = json_string_value(value);
	const char *colon = text ? strchr(text, ':') : NULL;

	return colon && colon > text && !strpbrk(text, " <>\"{}|\\^`") && colon[1];
}

void ks_statement_lower(char *uuid)
{
	for (char *c = uuid; *c; c++)
		if (*c >= 'A' && *c <= 'F')
			*c = (char)(*c - 'A' + 'a');
}

static const char *check_id(struct check *check)
{
	const json_t *id = json_object_get(check->root, "id");

	if (!id)
		return NULL;
	if (!json_is_string(id) || !ks_uuid_is_valid(json_string_value(id)))
		return "must be a UUID";
	memcpy(check->shape->id, json_string_value(id), KS_UUID_TEXT - 1);
	ks_statement_lower(check->shape->id);
	return NULL;
}

static bool is_account(const json_t *account)
{
	return is_iri(json_object_get(account, "homePage")) &&
	       json_is_string(json_object_get(account, "name"));
}

static const char *check_actor(struct check *check)
{
	static const char *const identifiers[] = {"mbox", "mbox_sha1sum", "openid", "account"};
	const json_t *actor = json_object_get(check->root, "actor");
	const char *type = json_string_value(json_object_get(actor, "objectType"));
	const json_t *account = json_object_get(actor, "account");
	size_t n = 0;

	if (!json_is_object(actor))
		return "is missing or not an object";
	for (size_t i = 0; i < KS_COUNT(identifiers); i++)
		n += json_object_get(actor, identifiers[i]) != NULL;
	if (n > 1)
		return "has more than one identifier";
	if (account && !is_account(account))
		return "account needs homePage (an IRI) and name";
	if (type && strcmp(type, "Group") == 0)
		return n == 1 || json_is_array(json_object_get(actor, "member"))
			       ? NULL
			       : "a group needs an identifier or members";
	if (type && strcmp(type, "Agent") != 0)
		return "objectType must be Agent or Group";
	return n == 1 ? NULL : "needs an identifier (account, mbox, mbox_sha1sum or openid)";
}

static const char *check_verb(struct check *check)
{
	return is_iri(json_object_get(json_object_get(check->root, "verb"), "id"))
		       ? NULL
		       : "must be an IRI";
}

static const char *check_object(struct check *check)
{
	const json_t *object = json_object_get(check->root, "object");
	const json_t *type = json_object_get(object, "objectType");
	const json_t *id = json_object_get(object, "id");
	const char *name = type ? json_string_value(type) : "Activity";

	if (!json_is_object(object))
		return "is missing or not an object";
	if (!name)
		return "objectType must be a string";
	if (strcmp(name, "Activity") == 0)
		return is_iri(id) ? NULL : "an activity needs an id that is an IRI";
	if (strcmp(name, "StatementRef") == 0)
		return json_is_string(id) && ks_uuid_is_valid(json_string_value(id))
			       ? NULL
			       : "a reference needs an id that is a UUID";
	if (strcmp(name, "Agent") == 0 || strcmp(name, "Group") == 0 ||
	    strcmp(name, "SubStatement") == 0)
		return NULL;
	return "objectType is not one of xAPI's";
}

static const char *check_timestamp(struct check *check)
{
	const json_t *timestamp = json_object_get(check->root, "timestamp");
	int64_t wall_ms;

	check->shape->has_timestamp = timestamp != NULL;
	if (!timestamp)
		return NULL;
	return json_is_string(timestamp) && ks_time_parse(json_string_value(timestamp), &wall_ms)
		       ? NULL
		       : "must be an ISO 8601 instant";
}

/* The place for the rest of the specification: result, context, attachments, language maps, score ranges … */
static const struct {
	const char *member;
	const char *(*check)(struct check *check);
} rules[] = {
	{"id", check_id},         {"actor", check_actor},         {"verb.id", check_verb},
	{"object", check_object}, {"timestamp", check_timestamp},
};

enum ks_rc ks_statement_check(const char *bytes, size_t len, struct ks_statement_shape *shape)
{
	struct check check = {.shape = shape};

	memset(shape, 0, sizeof(*shape));
	shape->bad_member = "";
	if (len > KS_STATEMENT_MAX_BYTES) {
		shape->reason = "the statement is too long";
		return KS_INVALID;
	}
	check.root = json_loadb(bytes, len, JSON_REJECT_DUPLICATES, NULL);
	if (!json_is_object(check.root))
		shape->reason = check.root ? "a statement must be an object"
					   : "not well-formed JSON in UTF-8 without duplicate keys";
	for (size_t i = 0; !shape->reason && i < KS_COUNT(rules); i++) {
		shape->reason = rules[i].check(&check);
		shape->bad_member = shape->reason ? rules[i].member : "";
	}
	json_decref(check.root);
	return shape->reason ? KS_INVALID : KS_OK;
}
